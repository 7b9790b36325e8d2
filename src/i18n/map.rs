//! Words on the map itself and on pictures of it.

use crate::base::time::Grain;
use crate::model::{Segments, Severity};

/// Label beside the step row.
#[must_use]
pub fn steps() -> &'static str {
    "Steps"
}

/// Label beside the figures of the whole map.
#[must_use]
pub fn whole_map() -> &'static str {
    "Whole journey"
}

/// The same where there are more figures than are shown.
#[must_use]
pub fn whole_map_and_more(count: usize) -> String {
    format!("Whole journey +{count}")
}

/// The period a year earlier, in comparisons.
pub const YEAR_BEFORE: &str = "the year before";
/// The period of the same length just before, in comparisons.
pub const PREVIOUS_PERIOD: &str = "the period before";

/// What a change is against, as in "vs 2024".
#[must_use]
pub fn versus(what: &str) -> String {
    format!("vs {what}")
}

/// A change, or what it is against, of what was brought to one day: its sides are not of one length.
#[must_use]
pub fn per_day(words: &str) -> String {
    format!("{words}, per day")
}

/// Segments in a few words: the values, or how many where they are many.
#[must_use]
pub fn segments(segments: &Segments) -> String {
    const MOST: usize = 2;
    match segments.iter().map(|(_, values)| values.len()).sum::<usize>() {
        count if count > MOST => format!("{count} others"),
        _ => segments.words(),
    }
}

/// The days before a marker, in comparisons.
#[must_use]
pub fn before_day(day: crate::base::time::Day) -> String {
    format!("before {}", day.date().format("%-d %b %Y"))
}

/// A change without its unit, where room is short: the value beside it has the same one.
#[must_use]
pub fn without_unit(change: &str) -> &str {
    change.strip_suffix(" pt").unwrap_or(change)
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
    let is_whole =
        |grain: Grain| grain.start_of(range.from) == range.from && grain.next(range.from).plus(-1) == range.to;
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

/// What stands below a picture of a map: answers of all its figures (a respondent counts once per question), when there
/// are any; sources, date.
#[must_use]
pub fn evidence(answers: Option<&str>, sources: &[&str], today: crate::base::time::Day) -> String {
    const MOST: usize = 6;
    let mut names = sources.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if sources.len() > MOST {
        names.push_str(&format!(" and {} more", sources.len() - MOST));
    }
    let word = if sources.len() == 1 { "Source" } else { "Sources" };
    let noun = if answers == Some("1") { "answer" } else { "answers" };
    let answers = answers.map_or_else(String::new, |answers| format!("{answers} {noun}{DOT}"));
    format!("{answers}{word}: {names} · {}", drawn_on(today))
}

/// Connections that a picture in rows cannot show.
#[must_use]
pub fn torn_connections(count: usize) -> String {
    match count {
        1 => "1 connection leads from row to row and is not drawn".to_owned(),
        _ => format!("{count} connections lead from row to row and are not drawn"),
    }
}

/// The date below a picture.
#[must_use]
pub fn drawn_on(today: crate::base::time::Day) -> String {
    format!("Milepost, {}", today.date().format("%-d %b %Y"))
}

/// In place of a value that nothing was measured for.
#[must_use]
pub fn no_value() -> &'static str {
    "–"
}

/// Under a value that nothing was measured for.
#[must_use]
pub fn no_data() -> &'static str {
    "no data"
}

/// The same where something was measured, but not in the chosen segments.
#[must_use]
pub fn not_in_segment() -> &'static str {
    "no data in these segments"
}

/// The target of a sum, which is meant per calendar month.
#[must_use]
pub fn a_month(target: &str) -> String {
    a_period(target, Grain::Month)
}

/// An amount of one period.
#[must_use]
pub fn a_period(amount: &str, grain: Grain) -> String {
    match grain {
        Grain::Day => format!("{amount} a day"),
        Grain::Week => format!("{amount} a week"),
        Grain::Month => format!("{amount} a month"),
        Grain::Quarter => format!("{amount} a quarter"),
        Grain::Year => format!("{amount} a year"),
        Grain::All => amount.to_owned(),
    }
}

/// n of a value that rests on fewer than 30 answers.
#[must_use]
pub fn few_answers(n_text: &str) -> String {
    format!("{n_text}, few answers")
}

/// The same where room is short.
#[must_use]
pub fn few(n_text: &str) -> String {
    format!("{n_text}, few")
}

/// n of a value that came without one, where room is short.
#[must_use]
pub fn no_n() -> &'static str {
    "n –"
}

/// Explains an age that is said shortly beside the value.
#[must_use]
pub fn older_than_expected(age: &str) -> String {
    format!("data {age}, older than expected")
}

/// Explains an n that is not there.
#[must_use]
pub fn n_is_unknown() -> &'static str {
    "the data does not say how many answers this rests on"
}

/// Explains process limits that rest on few points.
#[must_use]
pub fn provisional_limits(points: usize) -> String {
    format!("provisional limits: {points} points so far")
}

/// Name of the target line in a trend.
#[must_use]
pub fn target() -> &'static str {
    "target"
}

/// Name of the drawn experience curve.
#[must_use]
pub fn drawn(persona: Option<&str>) -> String {
    persona.map_or_else(|| "drawn".to_owned(), |name| format!("drawn ({name})"))
}

/// Name of the measured experience curve.
#[must_use]
pub fn measured() -> &'static str {
    "measured"
}

/// The distance between the drawn and the measured curve.
#[must_use]
pub fn gap(size: f64) -> String {
    format!("gap {size:.1}")
}

/// The largest of several such distances, and where it is.
#[must_use]
pub fn largest_gap(size: f64, who: Option<&str>, step: &str) -> String {
    let who = who.map_or_else(String::new, |name| format!("{name}, "));
    format!("largest gap {size:.1}: {who}{step}")
}

/// A tag among others.
#[must_use]
pub fn tag(tag: &str) -> String {
    format!("#{tag}")
}

/// As many more as there is no room for.
#[must_use]
pub fn more(count: usize) -> String {
    format!("+{count}")
}

/// The sign of a signal without an answer.
pub const UNANSWERED: &str = "!";

/// How many notes wait for an answer.
#[must_use]
pub fn note_count(count: usize) -> String {
    if count > 99 { "99+".to_owned() } else { count.to_string() }
}

/// Where the measured curve has no points.
#[must_use]
pub fn no_evidence() -> &'static str {
    "no evidence"
}

/// Numbers of the experience axis.
#[must_use]
pub fn experience_tick(value: i8) -> String {
    match value {
        0 => "0".to_owned(),
        v if v < 0 => format!("−{}", v.unsigned_abs()),
        v => format!("+{v}"),
    }
}

/// Value and effort of an opportunity.
#[must_use]
pub fn value_and_effort(value: Option<u8>, effort: Option<u8>) -> String {
    // A number stands on the line of its word.
    let value = value.map(|v| format!("value\u{a0}{v}"));
    let effort = effort.map(|e| format!("effort\u{a0}{e}"));
    value.into_iter().chain(effort).collect::<Vec<_>>().join(DOT)
}

/// Between facts on one line.
pub const DOT: &str = " · ";

/// How much a pain point hurts.
#[must_use]
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

/// Short name of a month, 1 ..= 12.
#[must_use]
pub fn month(month: u32) -> &'static str {
    match month {
        1 => "Jan",
        2 => "Feb",
        3 => "Mar",
        4 => "Apr",
        5 => "May",
        6 => "Jun",
        7 => "Jul",
        8 => "Aug",
        9 => "Sep",
        10 => "Oct",
        11 => "Nov",
        _ => "Dec",
    }
}

/// A number on an axis: `decimals` digits behind the point, thousands grouped, a true minus sign.
#[must_use]
pub fn axis_number(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    // "−0" would come of a small negative number that is rounded.
    if value < 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0') {
        out.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_without_answers_counts_none() {
        let day = crate::base::time::Day::parse_iso("2026-01-02").unwrap();
        assert_eq!(evidence(None, &["a.csv"], day), "Source: a.csv · Milepost, 2 Jan 2026");
        let both = evidence(Some("1,206"), &["a.csv", "b.csv"], day);
        assert_eq!(both, "1,206 answers · Sources: a.csv, b.csv · Milepost, 2 Jan 2026");
    }

    #[test]
    fn axis_numbers_are_grouped_and_signed() {
        for (value, decimals, text) in [
            (8000.0, 0, "8,000"),
            (-1_234_567.8, 1, "−1,234,567.8"),
            (999.0, 0, "999"),
            (-0.04, 1, "0.0"),
            (0.0, 0, "0"),
            (-2.0, 0, "−2"),
        ] {
            assert_eq!(axis_number(value, decimals), text);
        }
    }
}
