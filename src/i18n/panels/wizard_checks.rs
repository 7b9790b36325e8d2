//! Words of the import wizard: what was checked, and the map before and after.

use super::words;
use crate::base::time::{Day, DayRange, Grain};

words! {
    rows = "Rows";
    repeats = "Repeated rows";
    gaps = "Gaps in time";
    spread = "Far-off values";
    scales = "Scales and units";
    dates = "Dates";
    personal = "Personal data";
    notes = "Assumptions and notes";
    by_kind = "What is wrong, by kind";
    column_count = "Rows";
    column_lines = "Lines";
    column_metric = "Metric";
    column_place_or_person = "Place or respondent";
    column_times = "Times";
    column_gap = "Without numbers";
    column_rhythm = "Otherwise";
    column_usual = "All others";
    column_lowest = "Lowest";
    column_highest = "Highest";
    answers = "Answers";
    spread_sentence_none = "No metric has values far away from all others.";
    spread_hint = "They are kept and count. Look whether they can be meant: a missing decimal sign, seconds among minutes, a test order.";
    scales_sentence_none = "Every metric is on one scale and in one unit, and fits the KPI it goes to.";
    notes_sentence_none = "Nothing had to be assumed.";
    before = "Before";
    after = "After";
    map = "Map";
    map_before = "The map as it is";
    map_after = "The map as it would be";
    map_hint = "Drag to move, Ctrl and wheel to zoom";
    whole_map = "Whole map";
    no_changes = "No figure on the map changes.";
    look_at_hint = "Show it on the map";
}

fn counted(number: u64, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{} {many}", super::count(number)) }
}

/// "none rejected", "3 rows rejected, 12 cells left out".
#[must_use]
pub fn rows_found(rejected: u64, cells: u64) -> String {
    let rows =
        if rejected == 0 { "none rejected".to_owned() } else { counted(rejected, "row rejected", "rows rejected") };
    if cells == 0 { rows } else { format!("{rows}, {}", counted(cells, "cell left out", "cells left out")) }
}

/// "none", "4 rows too many".
#[must_use]
pub fn repeats_found(surplus: u64) -> String {
    if surplus == 0 { "none".to_owned() } else { counted(surplus, "row says nothing new", "rows say nothing new") }
}

/// "none", "2 stretches".
#[must_use]
pub fn gaps_found(gaps: u64) -> String {
    if gaps == 0 { "none".to_owned() } else { counted(gaps, "stretch without numbers", "stretches without numbers") }
}

/// "none", "2 values".
#[must_use]
pub fn spread_found(values: u64) -> String {
    if values == 0 { "none".to_owned() } else { counted(values, "value", "values") }
}

/// "they fit", "1 metric does not fit".
#[must_use]
pub fn scales_found(metrics: u64) -> String {
    if metrics == 0 { "they fit".to_owned() } else { counted(metrics, "thing does not fit", "things do not fit") }
}

/// "all between 1990 and today", "3 rows after today, 1 row before 1990".
#[must_use]
pub fn dates_found(future: u64, past: u64) -> String {
    let mut parts = Vec::new();
    if future > 0 {
        parts.push(counted(future, "row after today", "rows after today"));
    }
    if past > 0 {
        parts.push(counted(past, "row before 1990", "rows before 1990"));
    }
    if parts.is_empty() { "all between 1990 and today".to_owned() } else { parts.join(", ") }
}

/// "none found in comments", "2 comments with contacts".
#[must_use]
pub fn personal_found(emails: u64, phones: u64) -> String {
    if emails + phones == 0 {
        return "none found in comments".to_owned();
    }
    let emails = (emails > 0).then(|| counted(emails, "e-mail address", "e-mail addresses"));
    let phones = (phones > 0).then(|| counted(phones, "telephone number", "telephone numbers"));
    emails.into_iter().chain(phones).collect::<Vec<_>>().join(", ")
}

/// "nothing to note", "2 things to know".
#[must_use]
pub fn notes_found(notes: u64) -> String {
    if notes == 0 { "nothing to note".to_owned() } else { counted(notes, "thing to know", "things to know") }
}

/// No row is left that could be checked.
#[must_use]
pub fn nothing_to_look_at() -> &'static str {
    "no row to look at"
}

/// Asks how often the values of a column count.
#[must_use]
pub fn each_value_counts(metric: &str) -> String {
    format!("Each value of \"{metric}\" counts")
}

/// One way: as much as the next.
#[must_use]
pub fn counts_once() -> &'static str {
    "once"
}

/// Another: as many things as a column beside it says.
#[must_use]
pub fn counts_as_often_as(column: &str) -> String {
    format!("as often as \"{column}\" says")
}

/// "3, 9, 17 and 38 more".
#[must_use]
pub fn lines(lines: &[u64], all: u64) -> String {
    let listed = lines.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let more = all.saturating_sub(u64::try_from(lines.len()).unwrap_or(u64::MAX));
    if more == 0 { listed } else { format!("{listed} and {} more", super::count(more)) }
}

/// What repeated rows mean.
#[must_use]
pub fn repeats_sentence(surplus: u64) -> String {
    match surplus {
        0 => "No row repeats another one in metric, place, segments, date, value and n, and no respondent answers the same twice on a day.".to_owned(),
        1 => "One row is like another one in everything that is read of it. Both count. A column that is left out may tell them apart: look there before you delete one in the file.".to_owned(),
        n => format!(
            "{} rows are like another one in everything that is read of them. All of them count. A column that is left out, such as that of a customer, may tell them apart: look there before you delete any in the file.",
            super::count(n)
        ),
    }
}

/// What gaps mean.
#[must_use]
pub fn gaps_sentence(gaps: u64) -> String {
    if gaps == 0 {
        "No series that has numbers regularly leaves some out.".to_owned()
    } else {
        "Numbers come regularly and stop for a while. Trends show a gap there, never a line through it.".to_owned()
    }
}

/// "every day".
#[must_use]
pub fn rhythm(grain: Grain) -> &'static str {
    match grain {
        Grain::Day => "every day",
        Grain::Week => "every week",
        Grain::Month => "every month",
        Grain::Quarter => "every quarter",
        Grain::Year => "every year",
        Grain::All => "once",
    }
}

/// "from 1 to 5".
#[must_use]
pub fn from_to(low: &str, high: &str) -> String {
    format!("from {low} to {high}")
}

/// "3 values of Order value are far away from all others."
#[must_use]
pub fn spread_sentence(metric: &str, values: u64) -> String {
    if values == 1 {
        format!("1 value of {metric} is far away from all others.")
    } else {
        format!("{} values of {metric} are far away from all others.", super::count(values))
    }
}

/// "3 values of Wait time are 999, far away from all others: many programs write that for “no answer”. …"
#[must_use]
pub fn code_sentence(metric: &str, values: u64, code: &str) -> String {
    let values = counted(values, "value", "values");
    let is = if values == "1 value" { "is" } else { "are" };
    let codes = super::inspector::missing_codes();
    format!(
        "{values} of {metric} {is} {code}, far away from all others: many programs write that for “no answer”. It counts as a number until {code} stands in “{codes}” of the KPI."
    )
}

/// What data of very many rows is not looked at for.
#[must_use]
pub fn unchecked_sentence(most: usize) -> String {
    format!(
        "Of more than {} rows, values far away from all others and mixed scales and units were not looked for; the import wizard looks for them.",
        super::count(u64::try_from(most).unwrap_or(u64::MAX))
    )
}

/// "2 rows name no place although others do, and count for the whole journey."
#[must_use]
pub fn without_place_sentence(rows: u64) -> String {
    let (names, count) = if rows == 1 { ("row names", "counts") } else { ("rows name", "count") };
    format!("{} {names} no place although others do, and {count} for the whole journey.", super::count(rows))
}

/// A metric on two scales.
#[must_use]
pub fn scale_sentence(metric: &str) -> String {
    format!("{metric} seems to be on different scales at different places; their answers cannot be pooled.")
}

/// A metric in two units.
#[must_use]
pub fn unit_sentence(metric: &str, small: (&str, &str), large: (&str, &str), factor: &str) -> String {
    format!(
        "{metric} at {} is about {factor} times that at {} ({} and {} in the middle): are they in the same unit?",
        large.0, small.0, large.1, small.1
    )
}

/// Values that the scale of a KPI does not hold.
#[must_use]
pub fn beyond_sentence(metric: &str, kpi: &str, scale: &str, found: &str) -> String {
    format!("The KPI {kpi} counts answers {scale}, but the values of {metric} go {found}.")
}

/// Rows with dates that are still to come.
#[must_use]
pub fn future_sentence(rows: u64, last: Day) -> String {
    let rows = counted(rows, "row has a date", "rows have dates");
    format!("{rows} after today, up to {}. Look whether day and month are the right way round.", super::day(last))
}

/// Rows with dates of long ago.
#[must_use]
pub fn past_sentence(rows: u64, first: Day) -> String {
    let rows = counted(rows, "row has a date", "rows have dates");
    let first = super::day(first);
    format!("{rows} before 1990, down to {first}. Programs write such dates when they know none.")
}

/// All dates are plausible.
#[must_use]
pub fn dates_sentence_none(days: Option<DayRange>) -> String {
    days.map_or_else(
        || "No row has a date.".to_owned(),
        |days| format!("The rows have dates from {}.", super::period_days(days).replace('–', "to")),
    )
}

/// What was found in comments.
#[must_use]
pub fn personal_sentence(emails: u64, phones: u64) -> String {
    if emails + phones == 0 {
        return "No comment holds an e-mail address or a telephone number.".to_owned();
    }
    let found = personal_found(emails, phones);
    format!(
        "Comments hold {found}. They get into the file as they are written; leave the column of comments out if nobody is to read them. Exports leave comments out by default."
    )
}

/// The same of the rows that were looked at.
#[must_use]
pub fn personal_sentence_of_first(rows: usize, emails: u64, phones: u64) -> String {
    let rows = counted(u64::try_from(rows).unwrap_or(u64::MAX), "row", "rows");
    format!("In the first {rows}: {}", personal_sentence(emails, phones))
}

/// "The map shows 1 Jan 2025 – 31 Dec 2025 and would show 1 Feb 2025 – 31 Jan 2026."
#[must_use]
pub fn periods(before: Option<&str>, after: Option<&str>) -> String {
    match (before, after) {
        (Some(before), Some(after)) if before == after => format!("Figures of {after}."),
        (Some(before), Some(after)) => format!("Before: figures of {before}. After: figures of {after}."),
        (None, Some(after)) => format!("The map has no figures yet. After: figures of {after}."),
        (_, None) => "The map has no figures.".to_owned(),
    }
}

/// "5 figures change".
#[must_use]
pub fn figures_that_change(figures: usize) -> String {
    let figures = u64::try_from(figures).unwrap_or(u64::MAX);
    if figures == 1 { "1 figure changes".to_owned() } else { format!("{} figures change", super::count(figures)) }
}

/// "CSAT at Support: before 62.1 %, n 120; after 64.0 %, n 450".
#[must_use]
pub fn figure_spoken((kpi, place): (&str, &str), before: (&str, &str), after: (&str, &str)) -> String {
    let figure = |(value, n): (&str, &str)| if n.is_empty() { value.to_owned() } else { format!("{value}, {n}") };
    format!("{kpi} at {place}: before {}; after {}", figure(before), figure(after))
}

#[cfg(test)]
mod tests {
    use super::repeats_sentence;

    #[test]
    fn rows_that_a_left_out_column_tells_apart_are_not_called_the_same_in_everything() {
        for surplus in [1, 1942] {
            let sentence = repeats_sentence(surplus);
            assert!(sentence.contains("everything that is read") && sentence.contains("left out"), "{sentence}");
        }
    }
}
