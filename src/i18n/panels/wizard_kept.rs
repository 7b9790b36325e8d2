//! Words about mappings that are kept, and about files that wait behind the shown one.

use super::words;

words! {
    mapped_before = "Columns like these were mapped before:";
    as_guessed = "Read as guessed instead";
    forget = "Forget it";
    rename = "Rename…";
    pasted = "Pasted data";
    kept_name = "Choices are saved as";
    kept_name_hint = "Type another name; Enter keeps it.";
}

/// The button that uses a kept mapping.
#[must_use]
pub fn use_mapping(name: &str, day: &str) -> String {
    format!("Use the mapping saved as “{name}” on {day}")
}

/// The file was imported before, and is read as it was then.
#[must_use]
pub fn read_as_imported(day: &str) -> String {
    format!("Read as it was mapped when it was imported on {day}.")
}

/// The file is read as one of the same columns was.
#[must_use]
pub fn read_as_kept(name: &str, day: &str) -> String {
    format!("Read with the mapping saved as “{name}” on {day}, which was made for columns like these.")
}

/// The link that gives a kept mapping another name, for those who do not see beside which it stands; and the label of the
/// field for that.
#[must_use]
pub fn rename_mapping(name: &str) -> String {
    format!("Rename the mapping “{name}”")
}

/// The link that takes a kept mapping away, for those who do not see beside which it stands.
#[must_use]
pub fn forget_mapping(name: &str) -> String {
    format!("Forget the mapping “{name}”")
}

/// What keeping choices is good for.
#[must_use]
pub fn kept_as(name: &str) -> String {
    format!(
        "They are offered for the next file of the same columns; on the command line they are --mapping \"{name}\"."
    )
}

/// The link that takes kept choices away, or brings those back that they took the place of.
#[must_use]
pub fn do_not_keep(replaces: bool) -> &'static str {
    if replaces { "Keep the earlier ones" } else { "Do not keep them" }
}

/// The tick that imports waiting files of the same columns together with the shown one.
#[must_use]
pub fn with_waiting(files: usize) -> String {
    match files {
        1 => "With the waiting file of the same columns".to_owned(),
        _ => format!("With the {files} waiting files of the same columns"),
    }
}

/// What it does.
#[must_use]
pub fn with_waiting_hint() -> &'static str {
    "They are read in the same way and imported in one step; all of them or none."
}
