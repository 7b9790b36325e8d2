//! Words of the sheet in which values are typed in.

use super::numbers::day as day_words;
use crate::base::time::Day;

/// Heading of the column of days.
pub const DAY: &str = "Day or period";
/// What may be typed there.
pub const DAY_HINT: &str = "2026-08";
/// Heading of the column of what a line comes to.
pub const VALUE: &str = "Comes to";
/// While the values are read.
pub const READING: &str = "Reading the values…";
/// They could not be read.
pub const BROKE_OFF: &str = "The values could not be read; the log says why. Try again.";
/// Keeps the lines.
pub const KEEP: &str = "Keep values";
/// Keeps them although a day is still to come.
pub const KEEP_AHEAD: &str = "Keep future dates";
/// Closes the sheet.
pub const CANCEL: &str = "Cancel";
/// Said when the sheet is to be closed and lines were changed.
pub const UNSAVED: &str = "These lines are not kept yet.";
/// Closes it all the same.
pub const DISCARD: &str = "Discard changes";
/// Cells of a pasted table that found no column.
pub const BEYOND: &str = "The pasted table has more columns than there are here; the others were left out.";
/// Takes a line out.
pub const REMOVE_LINE: &str = "Remove line";
/// The file takes no changes now.
pub const NOT_NOW: &str = "The file takes no changes now: wait for the import, or save it under another name.";

/// The title, as in "Values of CSAT at Onboarding".
#[must_use]
pub fn title(kpi: &str, place: &str) -> String {
    format!("Values of {kpi} at {place}")
}

/// What the sheet is for, where a line is promoters, passives and detractors.
pub const PURPOSE_SCORES: &str = "Type how many answered 9–10, 7–8 and 0–6, or paste the columns from a spreadsheet. From these the score is worked out for any period.";
/// The same, of satisfied answers.
pub const PURPOSE_SATISFIED: &str =
    "Type how many were satisfied and how many answered, or paste the columns from a spreadsheet.";
/// The same, of shares.
pub const PURPOSE_SHARE: &str = "Type the share in percent and what it is a share of, or paste the columns from a spreadsheet. Without the whole there is no interval.";
/// The same, of averages.
pub const PURPOSE_AVERAGE: &str = "Type the average and how many answers are behind it, or paste the columns from a spreadsheet. Without answers there is no interval.";
/// The same, of amounts.
pub const PURPOSE_AMOUNT: &str = "Type the amount of each day or period, or paste the columns from a spreadsheet.";
/// The same, of counts.
pub const PURPOSE_COUNT: &str = "Type how many there were, or paste the columns from a spreadsheet.";
/// The same, of single answers.
pub const PURPOSE_ANSWER: &str = "Type one answer a line, or paste the columns from a spreadsheet.";

/// Headings of the columns of numbers, where a line is promoters, passives and detractors.
pub const HEADINGS_SCORES: &[&str] = &["Promoters", "Passives", "Detractors"];
/// The same, of satisfied answers.
pub const HEADINGS_SATISFIED: &[&str] = &["Satisfied", "Answers"];
/// The same, of shares.
pub const HEADINGS_SHARE: &[&str] = &["Share, %", "Of how many"];
/// The same, of averages.
pub const HEADINGS_AVERAGE: &[&str] = &["Average", "Answers"];
/// The same, of amounts.
pub const HEADINGS_AMOUNT: &[&str] = &["Amount"];
/// The same, of counts.
pub const HEADINGS_COUNT: &[&str] = &["How many"];
/// The same, of single answers.
pub const HEADINGS_ANSWER: &[&str] = &["Answer"];

/// Name of a cell for people who do not see the table, as in "Promoters, line 3".
#[must_use]
pub fn cell(heading: &str, line: usize) -> String {
    format!("{heading}, line {line}")
}

/// Name of the button that takes a line out.
#[must_use]
pub fn remove_line(line: usize) -> String {
    format!("{REMOVE_LINE} {line}")
}

/// Other sources of the same figure, which count beside what is typed in.
#[must_use]
pub fn others(names: &[String]) -> String {
    format!("These values count beside those of {}.", names.join(", "))
}

/// What is wrong with a line and what to do, as in "Line 3: “many” is no number."
#[must_use]
pub fn in_line(line: usize, why: &str) -> String {
    format!("Line {line}: {why}")
}

/// Numbers without a day.
pub const NO_DAY: &str = "a day or period is missing, such as 2026-08-31, Aug 2026 or Q3 2026.";
/// More satisfied answers than answers.
pub const MORE_THAN_ALL: &str = "there cannot be more satisfied answers than answers.";
/// Nobody answered.
pub const NOBODY: &str = "nobody answered, so there is no value; remove the line.";

/// A day that is none.
#[must_use]
pub fn no_day(typed: &str) -> String {
    format!("“{typed}” is no day. Type it as in 2026-08-31, Aug 2026 or Q3 2026.")
}

/// A day that can be two.
#[must_use]
pub fn either_day(typed: &str, (one, other): (Day, Day)) -> String {
    format!("“{typed}” can be {} or {}. Type it as {one} or {other}.", day_words(one), day_words(other))
}

/// A number that is none.
#[must_use]
pub fn no_number(typed: &str) -> String {
    format!("“{typed}” is no number.")
}

/// A number that can be two.
#[must_use]
pub fn either_number(typed: &str) -> String {
    format!(
        "the sign in “{typed}” can stand before decimals or between thousands. Leave it out between thousands, or add a zero to decimals."
    )
}

/// A number that is missing.
#[must_use]
pub fn missing(heading: &str) -> String {
    format!("“{heading}” is missing; type 0 where there were none.")
}

/// A count below zero.
#[must_use]
pub fn negative(heading: &str) -> String {
    format!("“{heading}” cannot be below 0.")
}

/// A value outside its scale.
#[must_use]
pub fn off_scale(typed: &str, (low, high): (f64, f64)) -> String {
    format!("“{typed}” is not on the scale from {low} to {high}.")
}

/// A day that stands twice.
#[must_use]
pub fn same_day(first: usize) -> String {
    format!("line {first} has the same day; put both into one line, or remove one.")
}

/// Days that another line counts already.
#[must_use]
pub fn overlaps(first: usize) -> String {
    format!("line {first} stands for days of it too, so they would count twice; keep the whole or its parts.")
}

/// Lines that are as wrong as those above.
#[must_use]
pub fn more_problems(more: usize) -> String {
    match more {
        1 => "One more line cannot be read.".to_owned(),
        more => format!("{more} more lines cannot be read."),
    }
}

/// The values are kept.
#[must_use]
pub fn kept(name: &str) -> String {
    format!("{name}: values kept.")
}

/// A day that is still to come: meant, or mistyped.
#[must_use]
pub fn ahead(day: &str) -> String {
    format!("{day} is after today: is the year right?")
}
