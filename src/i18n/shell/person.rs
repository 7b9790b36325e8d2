//! Words of the sheet that removes a person's rows.

use super::numbers::count;

/// Its title.
pub const TITLE: &str = "Remove a person’s rows";
/// Label of the field.
pub const ID: &str = "Id of the person, as it stands in the data";
/// What may be typed there.
pub const ID_HINT: &str = "Where ids are kept as hashes, the id or the hash shown under Observations.";
/// Button that looks for rows.
pub const LOOK: &str = "Look";
/// While rows are looked for.
pub const LOOKING: &str = "Looking…";
/// What happens, said before it does.
pub const WARNING: &str = "They are removed for good: no byte of them stays in this file, and no step before this one can be undone. Where they have rows, all texts in the report of the import go too: they do not tell whose they are. Imports and refreshes leave this person out from then on; the file keeps a hash for that.";
/// What does not happen.
pub const LIMITS: &str = "Data files, copies of this map, cards and notes stay as they are.";
/// Closes the sheet.
pub const CANCEL: &str = "Cancel";
/// The looking broke off.
pub const BROKE_OFF: &str = "The rows could not be read; the log says why. Try again.";

/// The button that does it.
#[must_use]
pub fn remove(number: u64) -> String {
    match number {
        0 => "Remove for good".to_owned(),
        1 => "Remove 1 row for good".to_owned(),
        many => format!("Remove {} rows for good", count(many)),
    }
}

/// What one source holds.
#[must_use]
pub fn at(name: &str, rows: u64, report_texts: u64, are_texts_unclear: bool) -> String {
    let rows = if rows == 1 { "1 row".to_owned() } else { format!("{} rows", count(rows)) };
    let at = match report_texts {
        0 => format!("{name}: {rows}"),
        1 => format!("{name}: {rows}, 1 text in its report"),
        many => format!("{name}: {rows}, {} texts in its report", count(many)),
    };
    if are_texts_unclear { format!("{at} ({})", crate::i18n::import::UNCLEAR_TEXTS) } else { at }
}

/// The person was removed before and nothing has come since.
pub const GONE: &str = "This person was removed before, and nothing has come since.";

/// Takes texts along of which nobody can tell whose they are.
#[must_use]
pub fn take_unclear(texts: u64) -> String {
    match texts {
        1 => "Remove that text too".to_owned(),
        many => format!("Remove those {} texts too", count(many)),
    }
}

/// It is done.
#[must_use]
pub fn removed(rows: u64) -> String {
    let rows =
        if rows == 1 { "1 row of a person is".to_owned() } else { format!("{} rows of a person are", count(rows)) };
    format!("{rows} removed for good.")
}

/// The program was to end while a person's rows were being removed.
pub const CLOSES_AFTERWARDS: &str = "A person’s rows are still being removed. Milepost closes when that is done.";

/// The map was closed and the person is still in it.
#[must_use]
pub fn not_removed(file: &str, why: &str) -> String {
    format!("The person was not removed from {file}. {why}")
}
