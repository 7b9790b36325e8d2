//! Words on the map itself and on pictures of it.

/// Label beside the step row.
pub fn steps() -> &'static str {
    "Steps"
}

/// What stands for a value that is not there.
pub const NO_VALUE: &str = "–";
/// The period a year earlier, in comparisons.
pub const YEAR_BEFORE: &str = "the year before";
/// The period of the same length just before, in comparisons.
pub const PREVIOUS_PERIOD: &str = "the period before";

/// What a change is against, as in "vs 2024".
#[must_use]
pub fn versus(what: &str) -> String {
    format!("vs {what}")
}

/// The days before a marker, in comparisons.
#[must_use]
pub fn before_day(day: crate::base::time::Day) -> String {
    format!("before {}", day.date().format("%-d %b %Y"))
}

/// How old data is, when it is too old.
#[must_use]
pub fn days_old(days: i64) -> String {
    format!("{days} days old")
}

/// A range of days, as in "1 Jan 2024 – 31 Mar 2024", or its year or month when it is a whole one.
#[must_use]
pub fn days(range: crate::base::time::DayRange) -> String {
    use crate::base::time::Grain;
    let is_whole = |grain: Grain| {
        grain.start_of(range.from) == range.from && grain.next(range.from).plus(-1) == range.to
    };
    let (from, to) = (range.from.date(), range.to.date());
    if is_whole(Grain::Year) {
        from.format("%Y").to_string()
    } else if is_whole(Grain::Month) {
        from.format("%b %Y").to_string()
    } else if range.from == range.to {
        from.format("%-d %b %Y").to_string()
    } else {
        format!("{} – {}", from.format("%-d %b %Y"), to.format("%-d %b %Y"))
    }
}

/// What stands below a picture of a map: answers of all its figures (a respondent counts once per question), sources, date.
#[must_use]
pub fn evidence(answers: &str, sources: &[&str], today: crate::base::time::Day) -> String {
    const MOST: usize = 6;
    let mut names = sources.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if sources.len() > MOST {
        names.push_str(&format!(" and {} more", sources.len() - MOST));
    }
    let word = if sources.len() == 1 { "Source" } else { "Sources" };
    format!("{answers} answers · {word}: {names} · {}", drawn_on(today))
}

/// The date below a picture.
#[must_use]
pub fn drawn_on(today: crate::base::time::Day) -> String {
    format!("Milepost, {}", today.date().format("%-d %b %Y"))
}
