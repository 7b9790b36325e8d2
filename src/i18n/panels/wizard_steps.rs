//! Words of the import wizard: its frame, its lists, and the steps that settle columns, places and metrics.

use super::words;

words! {
    ids_are_stored = "Ids";
    ids_hashed = "Stored as salted hashes";
    ids_plain = "Stored as they are";
    ids_not_stored = "Not stored";
    ids_hashed_hint = "One person stays one person; nobody can read who it is.";
    ids_plain_hint = "Everyone who has the map can read them.";
    ids_not_stored_hint = "A person’s rows cannot be found and removed later.";
    import_now = "Import now";
    import_now_hint = "Imports the file as it is understood; possible once nothing is left to ask.";
    leave_question = "Leave without importing? What was chosen for this file is then lost.";
    keep_choices = "Keep working";
    lose_choices = "Leave";
    reset = "Take back all choices";
    reset_hint = "Everything as it was guessed.";
    read_words = "Read as a score";
    read_words_needs = "Every word needs its number first";
    question_number = "the commas of the numbers can mean two things";
    filter = "Filter";
    select_all_hint = "Select all that are shown, to decide for all at once";
    set_role = "Set role of all…";
    set_place = "Set place of all…";
    set_kpi = "Set KPI of all…";
    as_guessed = "As guessed";
    select_them = "Select them";
    one_kpi_name = "Satisfaction";
    one_kpi_name_of = "Name of the one KPI";
    one_kpi_hint = "Every selected column is this KPI at another place; the name of the column tells which";
    undo_choice = "Undo";
    number_question = "Does the comma in the numbers stand before the decimals, or between the thousands?";
    decimal_comma = "Decimals: 1.234,5";
    decimal_point = "Thousands: 1,234.5";
    time_zone = "Days of";
    zone_as_written = "the times as written";
    leave_to_rule = "Automatic";
    alike_hint = "The names are nearly the same. Nothing is taken over unless you say so.";
    reason_new = "no place of the map is called so";
    reason_title = "a place of the map is called the same";
    reason_title_loosely = "called the same but for spaces and hyphens";
    reason_alias = "an earlier import said so";
    reason_no_name = "rows without a place are about all of the map";
    reason_left_off = "an earlier import left it off the map";
    reason_left_out = "its rows are rejected, because unknown names are";
    question_no_places = "the file names no place, so its numbers are about all of the map";
    question_reading = "the file cannot be read as chosen";
    read_before = "Below is the file as it was read before.";
    member = "File inside";
    all_members = "all as one table";
    sheet = "Sheet";
    table = "Table";
    other_delimiter = "Other delimiter";
    delimiter_hint = "such as ||";
    no_mark = "none";
    remarks = "Remarks begin with";
    lines_above = "Lines above";
    lines_below = "Lines below";
    totals = "Rows of totals";
    totals_left_out = "left out";
    totals_kept = "kept as data";
    show_personal = "Show them";
    no_kpi = "No KPI";
    no_kpi_hint = "The numbers are kept in the file and stand nowhere on the map.";
}

/// How a mapping names all members of an archive at once.
pub const ALL_MEMBERS: &str = "*";

/// Stands for a delimiter that is still to be typed; no delimiter can hold a line end.
pub const OTHER: &str = "\n";

/// Encodings that are offered, by their WHATWG names.
pub const ENCODINGS: &[&str] = &[
    "UTF-8",
    "UTF-16LE",
    "UTF-16BE",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "ISO-8859-2",
    "ISO-8859-15",
    "macintosh",
    "KOI8-U",
    "Shift_JIS",
    "EUC-JP",
    "EUC-KR",
    "GBK",
    "gb18030",
    "Big5",
];

/// The choice of all sheets that have the columns of the usual one.
#[must_use]
pub fn sheets_alike() -> &'static str {
    "All sheets alike"
}

/// Which sheet is read of several alike, and how all of them are.
#[must_use]
pub fn only_sheet_read(sheet: &str, others: &[String]) -> String {
    const MOST: usize = 4;
    let mut named: Vec<String> = others.iter().take(MOST).map(|other| format!("“{other}”")).collect();
    if others.len() > MOST {
        named.push(format!("{} more", others.len() - MOST));
    }
    let last = named.pop().unwrap_or_default();
    let (named, begin) =
        if named.is_empty() { (last, "begins") } else { (format!("{} and {last}", named.join(", ")), "begin") };
    format!(
        "Only the sheet “{sheet}” is read; {named} {begin} with the same column names. Choose “{}” as the sheet to read them as one table.",
        sheets_alike()
    )
}

/// "Raw data" or "Lookup (hidden)".
#[must_use]
pub fn sheet_named(name: &str, is_hidden: bool) -> String {
    if is_hidden { format!("{name} (hidden)") } else { name.to_owned() }
}

/// "2: Visits by day (line 40)".
#[must_use]
pub fn table_named(number: u64, title: &str, line: u64) -> String {
    const MOST: usize = 40;
    let short: String = title.chars().take(MOST).collect();
    let dots = if short.len() < title.len() { "…" } else { "" };
    format!("{number}: {short}{dots} (line {})", super::count(line))
}

/// Zones that are offered for days. Names as the time zone database has them.
pub const ZONES: &[&str] = &[
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Africa/Johannesburg",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Toronto",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
];

fn count(number: usize) -> String {
    super::count(u64::try_from(number).unwrap_or(u64::MAX))
}

/// "Columns", or "Columns, 2 questions" for people who do not see the dot.
#[must_use]
pub fn step_name(name: &str, questions: usize) -> String {
    match questions {
        0 => name.to_owned(),
        1 => format!("{name}, 1 question"),
        n => format!("{name}, {n} questions"),
    }
}

/// "Columns: dates of Date can be read in two ways".
#[must_use]
pub fn question_at(step: &str, question: &str) -> String {
    format!("{step}: {question}")
}

/// The dates of a column can be read in two ways.
#[must_use]
pub fn question_order(column: &str) -> String {
    format!("the dates of {column} can be read in two ways")
}

/// "63 metrics become KPIs".
#[must_use]
pub fn question_many_kpis(kpis: usize) -> String {
    format!("{} metrics become KPIs", count(kpis))
}

/// "2 names look like names of the map".
#[must_use]
pub fn question_alike(names: usize) -> String {
    if names == 1 {
        "1 name looks like one of the map".to_owned()
    } else {
        format!("{} names look like names of the map", count(names))
    }
}

/// "3 names are new and become stages".
#[must_use]
pub fn question_new_places(names: usize) -> String {
    if names == 1 {
        "1 name is new and becomes a stage".to_owned()
    } else {
        format!("{} names are new and become stages", count(names))
    }
}

/// "2 checks found something".
#[must_use]
pub fn question_checks(checks: usize) -> String {
    if checks == 1 { "1 check found something".to_owned() } else { format!("{} checks found something", count(checks)) }
}

/// An import that would bring nothing.
pub const NOTHING_ACCEPTED: &str = "No row can be accepted; the checks say why";

/// "Ready: 1,200 rows accepted, none rejected".
#[must_use]
pub fn ready(accepted: u64, rejected: u64) -> String {
    let rows = if accepted == 1 { "1 row".to_owned() } else { format!("{} rows", super::count(accepted)) };
    let others = if rejected == 0 { "none".to_owned() } else { super::count(rejected) };
    format!("Ready: {rows} accepted, {others} rejected")
}

/// ", 1.8 million a second" or ", 12,000 a second".
#[must_use]
pub fn rows_a_second(rate: f64) -> String {
    if rate >= 1e6 {
        return format!(", {:.1} million a second", rate / 1e6);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate below a million")]
    let rate = (rate / 1000.0).max(0.0).round() as u64 * 1000;
    if rate == 0 { String::new() } else { format!(", {} a second", super::count(rate)) }
}

/// "Select all: Columns".
#[must_use]
pub fn select_all(list: &str) -> String {
    format!("Select all: {list}")
}

/// "Filter: Columns".
#[must_use]
pub fn filter_of(list: &str) -> String {
    format!("Filter: {list}")
}

/// "Select Q7".
#[must_use]
pub fn select(name: &str) -> String {
    format!("Select {name}")
}

/// "3 selected".
#[must_use]
pub fn selected(number: usize) -> String {
    format!("{} selected", count(number))
}

/// The button that makes one KPI of some columns.
#[must_use]
pub fn one_kpi(columns: usize) -> String {
    format!("One KPI at {} places", count(columns))
}

/// Many columns have one scale.
#[must_use]
pub fn one_kpi_question(columns: usize, scale: &str) -> String {
    format!(
        "{} columns hold scores {scale}. Do they ask the same of different places? Then make them one KPI.",
        count(columns)
    )
}

/// "12 of 500 columns", or "500 columns" when none is filtered away.
#[must_use]
pub fn columns_shown(shown: usize, all: usize) -> String {
    if all == 1 {
        "1 column".to_owned()
    } else if shown == all {
        format!("{} columns", count(all))
    } else {
        format!("{} of {} columns", count(shown), count(all))
    }
}

/// "Undo choice of Q7".
#[must_use]
pub fn undo_choice_of(name: &str) -> String {
    format!("Undo choice of {name}")
}

/// Asks for the order of dates.
#[must_use]
pub fn order_question(column: &str, examples: &str) -> String {
    format!("Which comes first in the dates of {column} ({examples})?")
}

/// What asks from when the rows of a file without dates are.
#[must_use]
pub fn day_question() -> &'static str {
    "No column holds dates. From when are these rows? Write it as date of all rows, or take"
}

/// The day on which the file was last changed, to take as it is.
#[must_use]
pub fn day_of_change(day: crate::base::time::Day) -> String {
    format!("{}, when the file was last changed", super::day(day))
}

/// The day that a typed period stands for.
#[must_use]
pub fn counts_on(day: crate::base::time::Day) -> String {
    format!("counts on {}", super::day(day))
}

/// What is open while nobody has said it.
#[must_use]
pub fn question_day() -> &'static str {
    "no column says from when the rows are"
}

/// Nothing could be read as a value.
#[must_use]
pub fn no_metrics() -> &'static str {
    "No row gives a value, so there is nothing to make KPIs of. Go back and look at the columns."
}

/// Why a column cannot be the date.
#[must_use]
pub fn holds_no_dates(column: &str, example: &str) -> String {
    format!(
        "{column} holds no dates (\u{201c}{example}\u{201d}), so every row would be rejected. Give another column the role Date."
    )
}

/// Why a column cannot be counted with.
#[must_use]
pub fn holds_no_numbers(column: &str, example: &str) -> String {
    format!("{column} holds no numbers (\u{201c}{example}\u{201d}), so nothing can be counted. Give it another role.")
}

/// Why a column is left out that was not chosen.
#[must_use]
pub fn role_taken(by: &str) -> String {
    format!("left out: {by} has its role now")
}

/// What asks for the numbers of words.
#[must_use]
pub fn words_question(column: &str) -> String {
    format!("The answers to {column} are words of no known scale. What number is each of them?")
}

/// The name of the field for the number of a word.
#[must_use]
pub fn number_of_word(word: &str) -> String {
    format!("Number of {word}")
}

/// The same as a question that is open.
#[must_use]
pub fn question_words(column: &str) -> String {
    format!("nobody said what the answers to {column} stand for")
}

/// "text · 12 different values in the rows looked at".
#[must_use]
pub fn column_facts(column_type: &str, distinct: usize) -> String {
    let values = match distinct {
        0 => return column_type.to_owned(),
        1 => "1 value".to_owned(),
        n if n >= 1000 => "1,000 or more different values".to_owned(),
        n => format!("{} different values", count(n)),
    };
    format!("{column_type} · {values} in the rows looked at")
}

/// "Guessed: Score, because whole numbers on a small scale".
#[must_use]
pub fn guessed_as(role: &str, reason: &str) -> String {
    format!("Guessed: {role}; {reason}")
}

/// "1,203 numbers".
#[must_use]
pub fn numbers(number: u64) -> String {
    if number == 1 { "1 number".to_owned() } else { format!("{} numbers", super::count(number)) }
}

/// "Use “Checkout”".
#[must_use]
pub fn use_place(name: &str) -> String {
    format!("Use “{name}”")
}

/// "Use all 3 similar names".
#[must_use]
pub fn use_alike(names: usize) -> String {
    if names == 1 { "Use the similar name".to_owned() } else { format!("Use all {} similar names", count(names)) }
}

/// "2 columns tell who somebody is and are left out: E-mail, IP address."
#[must_use]
pub fn personal_left_out(names: &[&str]) -> String {
    const MOST: usize = 6;
    let mut listed = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        listed.push_str(&format!(" and {} more", count(names.len() - MOST)));
    }
    if names.len() == 1 {
        format!("1 column tells who somebody is and is left out: {listed}.")
    } else {
        format!("{} columns tell who somebody is and are left out: {listed}.", count(names.len()))
    }
}

/// What all selected metrics make KPIs of.
#[must_use]
pub fn set_kind() -> &'static str {
    "Set their kind"
}

/// "Kind of the KPI of csat".
#[must_use]
pub fn kind_of(metric: &str) -> String {
    format!("Kind of the KPI of {metric}")
}

/// "KPI of csat".
#[must_use]
pub fn kpi_of(metric: &str) -> String {
    format!("KPI of {metric}")
}

/// "KPI CSAT".
#[must_use]
pub fn known_kpi_named(name: &str) -> String {
    format!("KPI {name}")
}

/// "New KPI CSAT".
#[must_use]
pub fn new_kpi_named(name: &str) -> String {
    format!("New KPI {name}")
}

/// The name of a KPI that is to stand beside one of the same name.
#[must_use]
pub fn further_kpi(name: &str, number: u32) -> String {
    format!("{name} {number}")
}

/// "1,203 numbers from 1 to 5, at 3 places".
#[must_use]
pub fn metric_facts(rows: u64, (min, max): (&str, &str), places: usize) -> String {
    let places = match places {
        0 | 1 => String::new(),
        n => format!(", at {} places", count(n)),
    };
    format!("{} from {min} to {max}{places}", numbers(rows))
}
