//! Words an import puts on the map.

use crate::base::text::one_line;
use crate::base::time::{Day, DayRange};

/// Title of the stage that an empty map gets when its data names no place.
pub const WHOLE_JOURNEY: &str = "Whole journey";

/// Title of the job that fetches days.
pub const READING_NUMBERS: &str = "Reading numbers";

fn file_name(path: &std::path::Path) -> String {
    path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// Title of the job that reads a data file.
#[must_use]
pub fn reading(path: &std::path::Path) -> String {
    format!("Reading {}", file_name(path))
}

/// A second file of the same name, beside the one that was imported from another folder.
#[must_use]
pub fn same_name_elsewhere(name: &str, path: &str) -> String {
    format!(
        "“{name}” is a source of this map already, imported from {path}; both count. Delete the other source if this file replaces it."
    )
}

/// A sheet or a file of an archive, as part of the name of a source; "*" is all of them.
#[must_use]
pub fn part_called(name: &str) -> &str {
    if name == "*" { "all together" } else { name }
}

/// The name of a source of which a part is read.
#[must_use]
pub fn name_with_part(name: &str, part: &str) -> String {
    format!("{name}, {part}")
}

/// A table of a file in which several stand one below the other, as part of the name of a source.
#[must_use]
pub fn table_of_file(number: u64) -> String {
    format!("table {number}")
}

/// What a changed file takes from the map, as in "This replaces the 72 rows that the file brought on 20 Nov 2025 by 29.
/// The days from 1 Jan 2025 to 31 Jul 2025 lose their numbers."
#[must_use]
pub fn replaces((before, after): (u64, u64), imported_on: Day, lost: &[DayRange]) -> String {
    let day = super::shell::numbers::day;
    let count = super::shell::numbers::count;
    let rows = if before == 1 { "one row".to_owned() } else { format!("{} rows", count(before)) };
    let moved = format!("This replaces the {rows} that the file brought on {} by {}.", day(imported_on), count(after));
    let stretch = |range: &DayRange| {
        if range.from == range.to { day(range.from) } else { format!("{} to {}", day(range.from), day(range.to)) }
    };
    let lost: Vec<String> = lost.iter().map(stretch).collect();
    if lost.is_empty() { moved } else { format!("{moved} It has no more rows for {}.", lost.join(" and for ")) }
}

/// The same bytes were imported in the same way before.
#[must_use]
pub fn nothing_new(imported_on: Day) -> String {
    format!(
        "Nothing new: the same file was imported on {}, read in the same way. Importing it again changes only the date of the source.",
        super::shell::numbers::day(imported_on)
    )
}

/// Title of the question before another file takes the place of that of a source.
#[must_use]
pub fn replace_title(name: &str) -> String {
    format!("Replace the rows of “{name}”?")
}

/// What a source holds now, which goes.
#[must_use]
pub fn source_holds(rows: u64, days: Option<(Day, Day)>) -> String {
    let day = super::shell::numbers::day;
    let rows = if rows == 1 { "1 row".to_owned() } else { format!("{} rows", super::shell::numbers::count(rows)) };
    match days {
        Some((first, last)) if first == last => format!("It has {rows}, of {}.", day(first)),
        Some((first, last)) => format!("It has {rows}, from {} to {}.", day(first), day(last)),
        None => format!("It has {rows}."),
    }
}

/// The KPIs that read a source, of which so many are named.
#[must_use]
pub fn source_feeds(kpis: &[String], most: usize) -> String {
    let named = kpis.get(..kpis.len().min(most)).unwrap_or_default().join(", ");
    match (kpis.len(), kpis.len().saturating_sub(most)) {
        (0, _) => "No KPI shows its numbers now.".to_owned(),
        (_, 0) => format!("KPIs that read it: {named}."),
        (_, rest) => format!("KPIs that read it: {named} and {rest} more."),
    }
}

/// What comes instead.
#[must_use]
pub fn gives_way_to(file: &str) -> String {
    format!("The rows of “{file}” come instead, read in the same way. One step back brings these back.")
}

/// What differs between the columns of a file and those it had, as in "without “Score”, with “Rating” and “Team”".
#[must_use]
pub fn other_columns(missing: &[String], added: &[String]) -> String {
    let named = |names: &[String]| {
        const MOST: usize = 4;
        let mut named: Vec<String> = names.iter().take(MOST).map(|name| format!("“{name}”")).collect();
        if names.len() > MOST {
            named.push(format!("{} more", names.len() - MOST));
        }
        match named.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => String::new(),
        }
    };
    match (missing, added) {
        ([], _) => format!("with {}", named(added)),
        (_, []) => format!("without {}", named(missing)),
        _ => format!("without {}, with {}", named(missing), named(added)),
    }
}

/// What a refresh found and left off the map.
#[must_use]
pub fn unplaced(name: &str, new: &[String]) -> String {
    const MOST: usize = 5;
    let mut named: Vec<String> = new.iter().take(MOST).map(|n| format!("“{n}”")).collect();
    if new.len() > MOST {
        named.push(format!("{} more", new.len() - MOST));
    }
    format!("New in {name} and not on the map: {}; re-map the source to place them.", named.join(", "))
}

/// Name of pasted data.
#[must_use]
pub fn pasted(day: Day) -> String {
    format!("Pasted on {}", super::shell::numbers::day(day))
}

/// Name of values that were typed in, as in "CSAT at Onboarding, typed in".
#[must_use]
pub fn typed_in(kpi: &str, place: &str) -> String {
    let place = one_line(place);
    format!("{kpi} at {place}, typed in")
}

/// Name of data from standard input.
#[must_use]
pub fn standard_input(day: Day) -> String {
    format!("Standard input on {}", super::shell::numbers::day(day))
}

/// Title of the job that waits until a file is complete.
pub const WAITING: &str = "Waiting for a file to be complete";

/// Title of the job that writes the rows of a data file.
#[must_use]
pub fn writing(path: &std::path::Path) -> String {
    format!("Writing {}", file_name(path))
}

/// Title of the job that takes a person's rows out of the file.
pub const REMOVING_PERSON: &str = "Removing a person’s rows";

/// A person was to be removed and no id was given.
pub const NO_ID: &str = "No id was given: give the id of the person as it stands in the data";

/// A person was to be removed whom the file does not know.
pub const NOBODY: &str = "No row and no import report holds that id: write it as it stands in the data, capitals included, or as the map shows it where ids are kept as hashes";

/// A person was looked for by an id that is too short to be found in texts, and data files are not as they were.
#[must_use]
pub fn search_incomplete(texts: u64) -> String {
    format!("{}, or remove all of these texts too: with --unclear, or by the tick in the window", incomplete(texts))
}

/// The same where there is a box to tick.
#[must_use]
pub fn search_incomplete_here(texts: u64) -> String {
    format!("{}, or tick the box to remove all of these texts too", incomplete(texts))
}

fn incomplete(texts: u64) -> String {
    let texts = match texts {
        1 => "of 1 text in the import reports nobody can tell whose it is".to_owned(),
        many => format!(
            "of {} texts in the import reports nobody can tell whose they are",
            super::shell::numbers::count(many)
        ),
    };
    format!(
        "The search could not be complete: the id is too short to be found in texts, and {texts}, as the data file is gone or has changed; put the file back as it was imported and look again"
    )
}

/// Behind a number of texts of a report that may be about a person or about others.
pub const UNCLEAR_TEXTS: &str =
    "all there are: the data file is gone or has changed, so nobody can tell whose they are";

/// The thread that removed a person ended in the middle.
pub const REMOVAL_BROKE_OFF: &str = "The removal of the person broke off: look for the id again to see what is left";

/// Old bytes of removed rows may be left in the file.
#[must_use]
pub fn remains_in_file(why: &str) -> String {
    format!(
        "The rows are removed, but unused places of the file may still hold older copies of them, because it could not be written anew. {why}; then remove the person once more"
    )
}

/// Old bytes of removed rows may be left in the log beside the file.
pub const REMAINS_IN_LOG: &str = "The rows are removed, but the log beside the file still holds them, because another window or program reads the file: close it there, and then the map here";

/// Heads of the columns of a table of rejected rows: line, column, reason, text.
pub const REJECTED_HEADS: [&str; 4] = ["line", "column", "reason", "text"];

/// A mapping could not be kept or taken away.
#[must_use]
pub fn not_kept(path: &std::path::Path, why: &std::io::Error) -> String {
    format!("The mapping could not be written to {}: {why}; check that the folder can be written to", path.display())
}

/// A mapping cannot be put into words.
#[must_use]
pub fn not_written_down(why: &serde_json::Error) -> String {
    format!(
        "The mapping was not kept, because it cannot be written as JSON: {why}; this is a fault of Milepost, please report it"
    )
}

/// A mapping was to get a name that it cannot have.
#[must_use]
pub fn name_is_taken(name: &str) -> String {
    match name {
        "" => "A mapping needs a name: type one".to_owned(),
        _ => format!("Another mapping is called “{name}”: choose another name"),
    }
}

/// A mapping was to be renamed and is not there any more.
#[must_use]
pub fn no_such_mapping(name: &str) -> String {
    format!("No mapping is called “{name}” any more: something else took it away")
}

/// Stands in the place of an e-mail address in a comment.
pub const EMAIL: &str = "[e-mail address]";
/// Stands in the place of a telephone number in a comment.
pub const PHONE: &str = "[telephone number]";

/// What a tool calls itself, for the word by which it is named on the command line.
#[must_use]
pub fn tool(word: &str) -> &str {
    match word {
        "adobe" => "Adobe Analytics",
        "amplitude" => "Amplitude",
        "amplitude-events" => "Amplitude (events)",
        "delighted" => "Delighted",
        "fullstory" => "FullStory",
        "ga4" => "Google Analytics 4",
        "ga4-bigquery" => "Google Analytics 4 (BigQuery)",
        "ga4-explore" => "Google Analytics 4 (Explore)",
        "heap" => "Heap",
        "hotjar" => "Hotjar",
        "hubspot" => "HubSpot",
        "intercom" => "Intercom",
        "matomo" => "Matomo",
        "matomo-visits" => "Matomo (visits)",
        "mixpanel" => "Mixpanel",
        "mixpanel-events" => "Mixpanel (events)",
        "posthog" => "PostHog",
        "posthog-events" => "PostHog (events)",
        "qualtrics" => "Qualtrics",
        "refiner" => "Refiner",
        "salesforce" => "Salesforce",
        "segment" => "Segment",
        "surveymonkey" => "SurveyMonkey",
        "typeform" => "Typeform",
        "zendesk" => "Zendesk",
        other => other,
    }
}
