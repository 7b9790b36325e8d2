//! Words of the command line. The `--help` texts stand beside the arguments they explain, in `cli/args.rs`.

use super::panels::drawer::counted_days;
use crate::base::time::{Day, Grain};
use crate::model::bulk::IssueGroup;
use std::io::Error;
use std::path::Path;

/// A value that is not there.
pub const NONE: &str = "none";
/// A value nobody knows.
pub const UNKNOWN: &str = "unknown";
/// A number that is not there.
pub const NO_VALUE: &str = "–";
/// A number of answers that the data does not give.
pub const NOT_GIVEN: &str = "not given";
/// Standard output does not take what is printed.
pub const CANNOT_PRINT: &str = "The result cannot be printed";

/// Why standard output does not take what is printed.
#[must_use]
pub fn cannot_print(kind: std::io::ErrorKind) -> String {
    match kind {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            "The result cannot be printed because there is no room left where it goes; free some space and try again"
                .to_owned()
        }
        _ => "The result cannot be printed; check where standard output goes".to_owned(),
    }
}

/// Label of the encoding.
pub const ENCODING: &str = "Encoding";
/// Label of the character between cells.
pub const DELIMITER: &str = "Delimiter";
/// Label of the character around cells.
pub const QUOTE: &str = "Quote";
/// Label of the character before quotes.
pub const ESCAPE: &str = "Escape";
/// Label of the line break.
pub const NEWLINE: &str = "Line break";
/// Label of the number of header lines.
pub const HEADER_LINES: &str = "Header lines";
/// Label of the number of lines above the header.
pub const PREAMBLE_LINES: &str = "Lines above";
/// Label of the number of lines below the table.
pub const FOOTNOTE_LINES: &str = "Lines below";
/// Label of the shape.
pub const SHAPE: &str = "Shape";
/// Label of the tool that wrote a file.
pub const PRESET: &str = "Written by";

/// Head of a column of columns.
pub const COLUMN: &str = "Column";
/// Head of a column of types.
pub const TYPE: &str = "Type";
/// Head of a column of roles.
pub const ROLE: &str = "Role";
/// Head of a column of reasons.
pub const BECAUSE: &str = "Because";
/// Head of a column of KPIs.
pub const KPI: &str = "KPI";
/// Head of a column of kinds.
pub const KIND: &str = "Kind";
/// Head of a column of places.
pub const PLACES: &str = "Places";
/// Head of a column of one place.
pub const PLACE: &str = "Place";
/// Head of a column of values.
pub const VALUE: &str = "Value";
/// Head of a column of intervals.
pub const INTERVAL: &str = "95 % interval";
/// Head of a column of sample sizes.
pub const N: &str = "n";
/// Head of a column of changes.
pub const CHANGE: &str = "Change";
/// Head of a column of differences to all other segments.
pub const AGAINST_THE_REST: &str = "Against the rest";
/// Head of a column of methods.
pub const METHOD: &str = "Method";
/// Head of a column of first days of periods.
pub const PERIOD_FROM: &str = "From";
/// Head of a column of line numbers.
pub const LINE: &str = "Line";
/// Head of a column of faults.
pub const PROBLEM: &str = "Problem";
/// Head of a column of texts as read.
pub const TEXT: &str = "Text";

/// Head of the list of lines that are no part of the table.
pub const LEFT_OUT: &str = "Left out of the table:";
/// A file with KPIs to come.
pub const NO_KPIS: &str = "No KPI stands on a map of this file yet.";
/// A KPI where it is measured.
#[must_use]
pub fn kpi_at(kpi: &str, place: &str) -> String {
    format!("{kpi} at {place}")
}

/// KPIs that have no rows of the segments that were asked for.
#[must_use]
pub fn nothing_of_segments(segments: &str, kpis: &[String], has_days: bool) -> String {
    const MOST: usize = 6;
    let named = kpis.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    let more = match kpis.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let days = if has_days { " in these days" } else { "" };
    format!("No row of {named}{more} is of {segments}{days}; without --segment all rows count.")
}

/// A comparison that was asked for with days of which there is no data.
#[must_use]
pub fn nothing_before(days: &str) -> String {
    format!(
        "There is no data of {days} to compare with; say a period that has some before it, such as --period 2025-01-01..2025-12-31."
    )
}

/// Days that are compared with others although some are the same.
#[must_use]
pub fn compared_with_itself(before: &str, shown: &str) -> String {
    format!(
        "{before} and {shown} have days in common: what changed between them is told, but not whether it is chance."
    )
}

/// The days that values are of; those of everything there is may be more than the window opens with.
#[must_use]
pub fn figures_of(days: &str, is_asked: bool) -> String {
    if is_asked {
        format!("Figures of {days}.")
    } else {
        format!("Figures of {days}, all days with numbers; the window may open with the newest of them alone.")
    }
}

/// A file that has lost its maps.
pub const NO_MAP: &str = "The file has no map; make a new one with `milepost new`";
/// A program built without its window.
pub const BUILT_WITHOUT_WINDOW: &str =
    "This milepost was built without its window; use one of the commands that `milepost --help` lists";
/// Head of the list of advice.
pub const ADVICE: &str = "Advice:";

/// Wrong usage in one sentence.
#[must_use]
pub fn wrong_usage(what: &str, command: Option<&str>) -> String {
    let help = command.map_or_else(|| "milepost --help".to_owned(), |c| format!("milepost {c} --help"));
    format!("{what} (see `{help}`)")
}

/// A file that cannot be written.
#[must_use]
pub fn cannot_write(path: &Path, error: &Error) -> String {
    use std::io::ErrorKind;
    let path = path.display();
    match error.kind() {
        ErrorKind::NotFound => {
            format!("“{path}” cannot be written because its folder does not exist; make the folder first")
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            format!("“{path}” cannot be written; allow writing there or choose another place")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            format!("There is no room left on the disk of “{path}”; free some space and try again")
        }
        _ => format!("“{path}” cannot be written ({error}); choose another place"),
    }
}

/// A folder where a file should be.
#[must_use]
pub fn is_folder(path: &Path) -> String {
    format!("“{}” is a folder; name a file in it", path.display())
}

/// An output that would replace the data it is made from.
#[must_use]
pub fn would_replace_data(path: &Path) -> String {
    format!("The output would replace the data file “{}”; choose another name for the output", path.display())
}

/// An output that would replace its own input.
#[must_use]
pub fn would_replace(path: &Path) -> String {
    format!("The picture would replace the map file “{}”; choose another name for the picture", path.display())
}

/// A file that was written.
#[must_use]
pub fn wrote(path: &Path) -> String {
    format!("Wrote {}", path.display())
}

/// A character by its name where it cannot be seen.
#[must_use]
pub fn character(text: &str) -> String {
    match text {
        "\t" => "tab".to_owned(),
        " " => "space".to_owned(),
        "," => "comma (,)".to_owned(),
        ";" => "semicolon (;)".to_owned(),
        "|" => "pipe (|)".to_owned(),
        "" => NONE.to_owned(),
        other => other.to_owned(),
    }
}

/// A line that is no part of the table.
#[must_use]
pub fn left_out(line: u64, reason: &str, text: &str) -> String {
    format!("line {line}, {reason}: {text}")
}

/// Said of a data file of no bytes.
#[must_use]
pub fn nothing_in(data: &Path) -> String {
    format!("{} is empty, so there is no table in it.", data.display())
}

/// How many lines are no part of the table.
#[must_use]
pub fn lines_left_out(count: usize) -> String {
    if count == 1 {
        "1 line is no part of the table:".to_owned()
    } else {
        format!("{count} lines are no part of the table:")
    }
}

/// A table that was written.
#[must_use]
pub fn normalised(path: &Path, rows: u64, columns: usize) -> String {
    format!(
        "Wrote {} ({rows} {}, {columns} {})",
        path.display(),
        plural(rows == 1, "row"),
        plural(columns == 1, "column")
    )
}

fn plural(is_one: bool, word: &str) -> String {
    if is_one { word.to_owned() } else { format!("{word}s") }
}

fn listed(names: &[impl AsRef<str>]) -> String {
    const MOST: usize = 20;
    let mut text = names.iter().take(MOST).map(|n| place_name(n.as_ref())).collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text.push_str(&format!(" and {} more", names.len() - MOST));
    }
    text
}

/// A place as named in data; rows that name none are about the whole journey.
#[must_use]
pub fn place_name(name: impl AsRef<str>) -> String {
    if name.as_ref().is_empty() { "(whole map)".to_owned() } else { name.as_ref().to_owned() }
}

/// First line of the report of an import.
#[must_use]
pub fn import_title(path: &Path, is_unchanged: bool, is_dry_run: bool) -> String {
    let what = match (is_unchanged, is_dry_run) {
        (true, _) => "unchanged since the last import",
        (false, true) => "would be imported (nothing was written)",
        (false, false) => "imported",
    };
    format!("{}: {what}", path.display())
}

/// A file was read with the mapping of its earlier import, which nobody asked for.
#[must_use]
pub fn read_as_before(imported_on: Day) -> String {
    let day = super::shell::numbers::day(imported_on);
    format!("Read as it was mapped when it was imported on {day}; --fresh guesses its columns anew.")
}

/// A file does not fit the mapping of its earlier import any more.
#[must_use]
pub fn mapping_misfits(imported_on: Day, why: &str) -> String {
    let day = super::shell::numbers::day(imported_on);
    format!("The mapping of its import on {day} does not fit any more, so its columns are guessed anew: {why}")
}

/// A mapping is kept for columns like those of a file that was guessed.
#[must_use]
pub fn mapping_fits(name: &str) -> String {
    format!("Columns like these were mapped before: --mapping \"{name}\" reads the file in that way.")
}

/// Rows of an import: read, accepted, rejected.
#[must_use]
pub fn import_rows((read, accepted, rejected): (u64, u64, u64), series: usize) -> String {
    let series = if series == 1 { "1 series".to_owned() } else { format!("{series} series") };
    format!("{read} {} read, {accepted} accepted, {rejected} rejected; {series}", plural(read == 1, "row"))
}

/// Stages that came with an import.
#[must_use]
pub fn new_stages(names: &[&str]) -> String {
    format!("New {}: {}", plural(names.len() == 1, "stage"), listed(names))
}

/// Places whose rows were rejected.
#[must_use]
pub fn skipped_places(names: &[&str]) -> String {
    format!("Not on the map, skipped: {}", listed(names))
}

/// A KPI that came with an import, and why it is of its kind.
#[must_use]
pub fn new_kpi(reason: &str) -> String {
    format!("new ({reason})")
}

/// A KPI had no data, and is of another kind now that it has.
#[must_use]
pub fn kind_follows(reason: &str) -> String {
    format!("counts as its first data do ({reason})")
}

/// Head of the list of issues.
#[must_use]
pub fn issues(count: usize, rows: usize) -> String {
    let problems = if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") };
    let of_rows = super::panels::rows(u64::try_from(rows).unwrap_or(u64::MAX));
    if rows == count { format!("{problems}:") } else { format!("{problems} in {of_rows}:") }
}

/// Issues that are not shown.
#[must_use]
pub fn more_issues(count: usize) -> String {
    format!("… and {count} more; the file keeps them all, `--json` prints the first 1,000")
}

/// Head of the column of trends.
#[must_use]
pub fn trend_by(grain: Grain) -> &'static str {
    match grain {
        Grain::Day => "By day",
        Grain::Week => "By week",
        Grain::Month => "By month",
        Grain::Quarter => "By quarter",
        Grain::Year => "By year",
        Grain::All => "All",
    }
}

/// What there is instead of what was asked for.
fn there_are(what: String, known: &[String]) -> String {
    if known.is_empty() {
        format!("{what}, as no KPI stands on a map of this file yet; import some numbers first")
    } else {
        format!("{what}; there are: {}", listed(known))
    }
}

/// A dimension that no data has.
#[must_use]
pub fn unknown_segment(name: &str, known: &[String]) -> String {
    if known.is_empty() {
        format!("The data cannot be cut by “{name}”, as it has no segments; leave out --segment")
    } else {
        format!("The data has no segment “{name}”; there are: {}", listed(known))
    }
}

/// A value that a dimension does not take.
#[must_use]
pub fn unknown_segment_value(name: &str, value: &str, known: &[String]) -> String {
    let known: Vec<String> =
        known.iter().map(|v| if v.is_empty() { "(empty)".to_owned() } else { v.clone() }).collect();
    format!("The segment “{name}” never is “{value}”; there are: {}", listed(&known))
}

/// Values that are no shares, asked for as a rate.
#[must_use]
pub fn no_shares(kpi: &str) -> String {
    format!("The values of “{kpi}” are no shares between 0 and 1, so they make no rate; use mean or sum")
}

/// A second file where only one can be opened; as the parser of arguments says it.
#[must_use]
pub fn unexpected_file(file: &str) -> String {
    format!("unexpected argument '{file}' found")
}

/// A period that ends before it begins.
#[must_use]
pub fn from_after_to(from: &str, to: &str) -> String {
    format!("--from {from} is after --to {to}; give the earlier day first")
}

/// A metric that no KPI reads.
#[must_use]
pub fn unknown_metric(metric: &str, known: &[String]) -> String {
    there_are(format!("No KPI on the maps reads the metric “{metric}”"), known)
}

/// A place without KPIs.
#[must_use]
pub fn unknown_place(place: &str, known: &[String]) -> String {
    there_are(format!("No KPI stands at a place named “{place}”"), known)
}

/// A metric and a place that exist, but not together.
#[must_use]
pub fn no_such_kpi(metric: &str, place: &str) -> String {
    format!("No KPI that reads “{metric}” stands at “{place}”; leave out one of the two to see what there is")
}

/// A map that is not there.
#[must_use]
pub fn unknown_map(name: &str, known: &[String]) -> String {
    format!("The file has no map named “{name}”; there are: {}", listed(known))
}

/// A persona that is not there.
#[must_use]
pub fn unknown_persona(name: &str, known: &[String]) -> String {
    if known.is_empty() {
        return "The file has no persona.".to_owned();
    }
    format!("The file has no persona named “{name}”; there are: {}", listed(known))
}

/// A template that is not there.
#[must_use]
pub fn unknown_template(name: &str, known: &[String]) -> String {
    format!("There is no template “{name}”; choose one of: {}", listed(known))
}

/// First line of a check.
#[must_use]
pub fn check_title(path: &Path, problems: usize) -> String {
    match problems {
        0 => format!("{} is whole", path.display()),
        1 => format!("{} has 1 problem:", path.display()),
        many => format!("{} has {many} problems:", path.display()),
    }
}

/// What is in a file: maps, KPIs and sources; observations, responses and entries of import reports.
#[must_use]
pub fn check_contents([maps, kpis, sources]: [usize; 3], [observations, responses, issues]: &[String; 3]) -> String {
    format!(
        "{maps} {}, {kpis} {}, {sources} {}; {observations} {}, {responses} {}, {issues} {}",
        plural(maps == 1, "map"),
        plural(kpis == 1, "KPI"),
        plural(sources == 1, "source"),
        plural(observations == "1", "observation"),
        plural(responses == "1", "survey response"),
        plural(issues == "1", "rejected or partial row")
    )
}

/// How a change of totals was worked out, between periods that are not of one length.
#[must_use]
pub fn per_day(days: i64, days_before: i64) -> String {
    format!("none; per day, {} against {}", counted_days(days), counted_days(days_before))
}

/// The same where nothing was compared, because a formula is no amount of days.
#[must_use]
pub fn not_comparable(days: i64, days_before: i64) -> String {
    format!("none; not compared, {} against {}", counted_days(days), counted_days(days_before))
}

/// A difference, and whether it is more than noise where that was tested.
#[must_use]
pub fn difference(difference: &str, is_beyond_noise: Option<bool>) -> String {
    match is_beyond_noise {
        Some(true) => format!("{difference}, beyond noise"),
        Some(false) => format!("{difference}, within noise"),
        None => difference.to_owned(),
    }
}

/// What the demo did.
#[must_use]
pub fn demo_written(folder: &Path) -> String {
    format!("The sample is in {}", folder.display())
}

/// A sample of an earlier demo that is somebody's work by now.
#[must_use]
pub fn demo_kept(kept: &str, file: &Path) -> String {
    format!("{kept} was changed or is open in a window, so it stays; the new sample is {}", file.display())
}

/// How to look at the demo further.
#[must_use]
pub fn demo_next(file: &Path) -> String {
    format!("Open it in a window with: milepost {}", file.display())
}

/// A folder that cannot be made.
#[must_use]
pub fn cannot_make_folder(path: &Path, error: &Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AlreadyExists | std::io::ErrorKind::NotADirectory => {
            format!("“{}” is a file; name a folder", path.display())
        }
        _ => format!("The folder “{}” cannot be made ({error}); choose another place", path.display()),
    }
}

/// How a column is settled.
pub const FIELD_AND_COLUMN: &str = "write a field and a column, as in --map date=Submitted";

/// No source follows its file.
pub const NOTHING_LINKED: &str = "No source is linked to its file; import with --link, or name a source with --source.";

/// A source that is not there.
#[must_use]
pub fn no_such_source(name: &str, known: &[String]) -> String {
    match known {
        [] => format!("There is no source \"{name}\": nothing has been imported yet."),
        known => format!("There is no source \"{name}\"; there are {}.", known.join(", ")),
    }
}

/// A source that was read again: rows read, accepted and rejected; `None` when its file was as before.
#[must_use]
pub fn refreshed(name: &str, rows: Option<(u64, u64, u64)>, is_growth: bool) -> String {
    let Some((read, accepted, rejected)) = rows else { return format!("{name}: unchanged") };
    let new = if is_growth { "new " } else { "" };
    let noun = if read == 1 { "row" } else { "rows" };
    format!("{name}: {read} {new}{noun} read, {accepted} accepted, {rejected} rejected")
}

/// What was taken out of one source, or would be.
#[must_use]
pub fn forgotten_at(name: &str, rows: u64, report_texts: u64, are_texts_unclear: bool) -> String {
    let texts = match report_texts {
        0 => String::new(),
        1 => ", 1 text in its report".to_owned(),
        many => format!(", {many} texts in its report"),
    };
    let unclear = if are_texts_unclear { format!(" ({})", super::import::UNCLEAR_TEXTS) } else { String::new() };
    format!("{name}: {rows} {}{texts}{unclear}", if rows == 1 { "row" } else { "rows" })
}

/// The end of `milepost forget`.
#[must_use]
pub fn forgotten(rows: u64, is_dry_run: bool) -> String {
    let rows = if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
    if is_dry_run {
        format!("{rows} would be removed for good; nothing was changed.")
    } else {
        format!(
            "{rows} removed for good. Later imports leave this person out; data files and copies of the map are as they were."
        )
    }
}

/// Rejected rows of several files cannot go into one table.
pub const ONE_FILE_FOR_REJECTED: &str = "--rejected takes the rows of one data file: import the files one by one";

/// What is wrong with rows and cells, a line for each kind, as in
/// "1,000 rows not taken: 312 not a number (first: line 17, column Value), 90 no date (first: line 20)".
#[must_use]
pub fn issue_kinds(rejected: u64, groups: &[IssueGroup]) -> Vec<String> {
    let told = |is_row_rejected: bool| {
        let of = groups.iter().filter(|group| group.is_row_rejected == is_row_rejected);
        of.map(super::panels::drawer::group).collect::<Vec<_>>().join(", ")
    };
    let (rows, cells) = (told(true), told(false));
    let mut lines = Vec::new();
    if !rows.is_empty() {
        lines.push(format!("{} not taken: {rows}", super::panels::rows(rejected)));
    }
    if !cells.is_empty() {
        lines.push(format!("Cells left out: {cells}"));
    }
    lines
}
