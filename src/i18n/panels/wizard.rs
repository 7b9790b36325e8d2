//! Words of the import wizard.

use super::words;

words! {
    page_file = "File";
    page_columns = "Columns";
    page_places = "Places and KPIs";
    page_check = "Checks";
    page_preview = "Preview";
    next = "Next";
    back = "Back";
    import = "Import";
    skip_file = "Skip this file";
    next_file = "Next file";
    show_on_map = "Show on map";
    save_mapping = "Save mapping…";
    save_mapping_hint = "Writes these decisions to a file that the command line and the next import understand.";
    load_mapping = "Load mapping…";
    load_mapping_hint = "Reads the decisions of an earlier import, or of someone else, from a mapping file.";
    mapping_beyond_pages = "This mapping gives a column two meanings or names a code with a comma, which these pages cannot show; use it on the command line with --mapping, or simplify it.";
    reading = "Looking at the file…";
    reading_all = "Reading the whole file…";
    broke_off = "The work broke off without an answer; the log says more. Try again.";
    no_map = "No map is open to import into. Add a map first.";
    encoding = "Encoding";
    delimiter = "Delimiter";
    quote = "Quote";
    header = "Column names";
    shape = "Shape";
    preset = "Written by";
    first_rows = "First rows";
    shape_long = "Long";
    shape_wide = "Wide";
    shape_survey = "Survey";
    shape_events = "Events";
    long_hint = "one number a row: date, place, metric, value";
    wide_hint = "one column per date, or one per metric";
    survey_hint = "one respondent a row, one column per question";
    events_hint = "something that happened a row: who, when, what";
    role_session = "Session";
    role_stage = "Date of a stage";
    role_personal = "Leave out (personal)";
    role_date = "Date";
    role_place = "Place";
    role_metric = "Metric";
    role_value = "Value";
    role_count = "n (answers)";
    role_score = "Score";
    role_metric_column = "Metric column";
    role_comment = "Comment";
    role_respondent = "Respondent";
    role_weight = "Weight";
    role_segment = "Segment";
    role_ignored = "Leave out";
    chosen_by_you = "chosen, not guessed";
    date_order = "Order of dates";
    order_automatic = "As the dates say";
    order_day_first = "Day first";
    order_month_first = "Month first";
    order_year_first = "Year first";
    fixed_date = "Date of all rows";
    fixed_date_hint = "May 2015";
    fixed_place = "Place of all rows";
    fixed_place_hint = "such as Support";
    no_places = "The file names no place, so its numbers stand on no stage. Go back to Columns and write a place for all rows, or one beside each score.";
    fixed_metric = "Metric of all rows";
    fixed_metric_hint = "such as CSAT";
    score_metric = "Metric of";
    score_place = "Place of";
    score_scale = "Scale of";
    score_missing = "Codes that are no score in";
    head_metric = "Metric";
    head_place = "Place";
    head_scale = "Scale";
    head_missing = "Not a score";
    whole_map = "as the file";
    any_scale = "any";
    no_codes = "none";
    date_needed = "Give a column the role Date, or write one date for all rows, such as 2025-11-20 or May 2015.";
    date_of_file_wanted = "Write the date of all rows as 2015-05-20, May 2015, Q2 2015, KW 12 2015 or 2015.";
    metric_needed = "Give a column the role Metric, or name one metric for all rows.";
    value_needed = "Give a column the role Value.";
    count_of_persons = "A row of a person is one answer: leave out the number of answers, or the ids.";
    score_needed = "Give at least one column the role Score.";
    places = "Places in the data";
    kpis = "Metrics in the data";
    unknown_names = "Unknown names";
    create_stages = "Create stages";
    skip_rows = "Reject their rows";
    no_name = "(no name)";
    new_stage = "new stage";
    leave_out = "not on the map";
    known_kpi = "already in this file; its definition stays";
    rows_read = "rows read";
    rows_accepted = "accepted";
    rows_rejected = "rejected";
    series = "series";
    progress = "Progress";
    no_issues = "Every row can be read.";
    no_rows = "This file has names of columns but no rows below them, so there is nothing to import. Choose another file.";
    nothing_accepted = "No row can be used, so there is nothing to import. Go back and look at the columns.";
    done = "Imported";
    was_unchanged = "Already up to date";
}

/// "Import support_csat.csv".
#[must_use]
pub fn title(name: &str) -> String {
    format!("Import {name}")
}

/// "2 more files wait".
#[must_use]
pub fn waiting(files: usize) -> String {
    if files == 1 { "1 more file waits".to_owned() } else { format!("{files} more files wait") }
}

/// "Choices of support.mapping.json".
#[must_use]
pub fn mapping_applied(name: &str) -> String {
    format!("Choices of {name}")
}

/// A mapping file that cannot be used here.
#[must_use]
pub fn mapping_refused(name: &str, why: &str) -> String {
    format!("{name} was not applied: {}", crate::i18n::shell::message::sentence(why))
}

/// "2 columns are left out: team, id." or "Every column is read."
#[must_use]
pub fn columns_left_out(names: &[&str]) -> String {
    const MOST: usize = 8;
    let more = names.len().saturating_sub(MOST);
    let mut listed = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if more > 0 {
        listed.push_str(&format!(" and {more} more"));
    }
    match names.len() {
        0 => "Every column is read.".to_owned(),
        1 => format!("1 column is left out; nothing of it gets into the map: {listed}."),
        n => format!("{n} columns are left out; nothing of them gets into the map: {listed}."),
    }
}

/// "3 lines above, below or between the rows belong to no table and count neither as read nor as rejected."
#[must_use]
pub fn lines_left_out(lines: usize) -> String {
    if lines == 1 {
        return "1 line is no row (a note, a total): it counts neither as read nor as rejected.".to_owned();
    }
    let lines = count(lines);
    format!("{lines} lines are no rows (notes, totals): they count neither as read nor as rejected.")
}

/// "12 of the accepted numbers stand at names that are not on the map: Billing. They are kept in the file and count nowhere."
#[must_use]
pub fn values_off_map(values: u64, names: &[&str]) -> String {
    const MOST: usize = 6;
    let named: Vec<&str> = names.iter().map(|n| if n.is_empty() { no_name() } else { n }).collect();
    let mut listed = named.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if named.len() > MOST {
        listed.push_str(&format!(" and {} more", named.len() - MOST));
    }
    let words = if values == 1 {
        "1 accepted number stands".to_owned()
    } else {
        format!("{} accepted numbers stand", super::count(values))
    };
    let they = if values == 1 { "It is kept in the file and counts" } else { "They are kept in the file and count" };
    let at = if names.len() == 1 { "a name" } else { "names" };
    format!("{words} at {at} you left off the map ({listed}). {they} nowhere.")
}

fn count(number: usize) -> String {
    super::count(u64::try_from(number).unwrap_or(u64::MAX))
}

/// A delimiter or quote by name.
#[must_use]
pub fn character(text: &str) -> String {
    match text {
        "\t" => "tab".to_owned(),
        " " => "space".to_owned(),
        "," => "comma".to_owned(),
        ";" => "semicolon".to_owned(),
        "\"" => "double quote".to_owned(),
        "'" => "single quote".to_owned(),
        other => other.to_owned(),
    }
}

/// "1 line".
#[must_use]
pub fn lines(count: u64) -> String {
    match count {
        0 => "none".to_owned(),
        1 => "1 line".to_owned(),
        n => format!("{n} lines"),
    }
}

/// "3 lines are not part of the table".
#[must_use]
pub fn left_out(count: usize) -> String {
    if count == 1 {
        "1 line is not part of the table".to_owned()
    } else {
        format!("{count} lines are not part of the table")
    }
}

/// "line 1, text above the column names: Report of May".
#[must_use]
pub fn left_out_line(line: u64, reason: &str, text: &str) -> String {
    format!("line {line}, {reason}: {text}")
}

/// "integer · 4, 5, 3".
#[must_use]
pub fn column_facts(column_type: &str, examples: &str) -> String {
    if examples.is_empty() { column_type.to_owned() } else { format!("{column_type} · {examples}") }
}

/// "Role of Q7ART".
#[must_use]
pub fn role_of(column: &str) -> String {
    format!("Role of {column}")
}

/// "Place of Checkout".
#[must_use]
pub fn place_of(name: &str) -> String {
    format!("Place of {name}")
}

/// A scale that cannot be read.
#[must_use]
pub fn scale_needed(column: &str) -> String {
    format!("Write the scale of {column} as its lowest and highest score, such as 1–5, or leave it empty.")
}

/// "Automatic: Support".
#[must_use]
pub fn automatic(what: &str) -> String {
    format!("Automatic: {what}")
}

/// "CSAT · top box · 3 places".
#[must_use]
pub fn kpi_line(name: &str, kind: &str, places: usize) -> String {
    if places == 0 {
        format!("{name} · {kind} · not on the map")
    } else if places == 1 {
        format!("{name} · {kind} · 1 place")
    } else {
        format!("{name} · {kind} · {places} places")
    }
}

/// A KPI had no data, and is of another kind now that it has.
#[must_use]
pub fn kind_follows(reason: &str) -> String {
    format!("It had no data; it counts as these do: {reason}")
}

/// "new KPI: whole numbers from 1 to 5".
#[must_use]
pub fn new_kpi(reason: &str) -> String {
    format!("new KPI: {reason}")
}

/// "3 KPIs get numbers (2 of them new), 1 new stage".
#[must_use]
pub fn becomes(kpis: usize, created: usize, stages: usize) -> String {
    let kpi_words = if kpis == 1 { "1 KPI gets numbers".to_owned() } else { format!("{kpis} KPIs get numbers") };
    let new_words = if created == 0 { String::new() } else { format!(" ({created} new)") };
    let stage_words = match stages {
        0 => String::new(),
        1 => ", 1 new stage".to_owned(),
        n => format!(", {n} new stages"),
    };
    format!("{kpi_words}{new_words}{stage_words}.")
}

/// "4 issues", "5 issues in 2 rows".
#[must_use]
pub fn issues(count: usize, rows: usize) -> String {
    let issues = if count == 1 { "1 issue".to_owned() } else { format!("{} issues", self::count(count)) };
    let of_rows = super::rows(u64::try_from(rows).unwrap_or(u64::MAX));
    if rows == count { issues } else { format!("{issues} in {of_rows}") }
}
