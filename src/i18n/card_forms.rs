//! Words about the forms in which KPI cards show their figures.

use crate::base::time::{Day, Grain};
use crate::i18n::shell::command::Words;
use crate::model::CardForm;
use chrono::Datelike as _;
use std::collections::BTreeSet;

/// What the forms are a choice of.
pub const SHOWN_AS: &str = "Shown as";

/// A form, with what it shows.
#[must_use]
pub fn form(form: CardForm) -> Words {
    let (label, hint) = match form {
        CardForm::Automatic => ("Automatic", "Value and trend, as much of it as there is room for"),
        CardForm::Number => ("Number", "The value alone"),
        CardForm::Trend => ("Trend", "The trend large, with its dates"),
        CardForm::Gauge => ("Gauge", "The value on its scale, against target and watch band"),
        CardForm::BeforeAfter => {
            ("Before and after", "The compared period and the shown one as bars with their intervals")
        }
        CardForm::Scores => ("Scores", "How many answered which score"),
        CardForm::Table => ("Table", "Value and n period by period, the newest first"),
        CardForm::SmallMultiples => {
            ("Small multiples by segment", "The largest segments and the rest, each with its own trend on one scale")
        }
        CardForm::Lines => ("Lines by segment", "The largest segments and the rest as lines in one plot"),
    };
    Words { label, hint }
}

/// Where the figures of the whole map stand.
pub const ABOVE_STAGES: &str = "Automatic and Number stand above the stages, other forms in the KPI lane.";

/// What the split of a card is a choice of.
pub const SPLIT_BY: &str = "Split by";
/// What choosing does.
pub const SPLIT_HINT: &str = "The card shows its largest segments and the rest, with value and n of each";
/// The split that nobody chose a dimension for.
pub const SPLIT_AUTOMATIC: &str = "First with segments";
/// How many segments stand by themselves.
pub const SPLIT_TOP: &str = "Largest segments";
/// Data without anything to tell apart, at all or by a dimension.
#[must_use]
pub fn no_segments(dimension: &str) -> String {
    if dimension.is_empty() { "no segments in the data".to_owned() } else { format!("no segments by {dimension}") }
}

/// So many of the largest segments, and all others as the rest.
#[must_use]
pub fn split_top(top: u8) -> String {
    if top == 1 { "Largest and the rest".to_owned() } else { format!("Largest {top} and the rest") }
}

/// By which dimension a card is split, above its segments.
#[must_use]
pub fn split_by(dimension: &str) -> String {
    format!("by {dimension}")
}

/// A dimension of more values than anybody tells apart.
#[must_use]
pub fn too_many_segments(dimension: &str) -> String {
    format!("{dimension} has too many values")
}

/// A segment by its value, or the rest by how many segments it is made of.
#[must_use]
pub fn segment(values: &BTreeSet<String>, is_rest: bool) -> String {
    if is_rest { format!("the rest ({})", values.len()) } else { super::panels::segments::part(values) }
}

/// Name of the bar of the compared period, where its days have no room.
pub const BEFORE: &str = "before";
/// Name of the bar of the shown period, where its days have no room.
pub const NOW: &str = "now";
/// Words of a user where there is little room.
#[must_use]
pub fn short(words: &str) -> String {
    const MOST: usize = 8;
    super::beginning(words, MOST).into_owned()
}

/// A form that compares, while nothing is compared or nothing was measured before.
pub const NOTHING_BEFORE: &str = "nothing to compare with";
/// A gauge without a target.
pub const NO_TARGET: &str = "no target";
/// Scores of a KPI that is not made of answers on a scale, or of averages.
pub const NO_SCORES: &str = "no single answers";
/// Heads of the table.
pub const PERIOD: &str = "Period";
/// Value of a period.
pub const VALUE: &str = "Value";
/// Answers of a period.
pub const N: &str = "n";

/// As many earlier periods as there is no room for.
#[must_use]
pub fn earlier(count: usize) -> String {
    format!("and {count} earlier")
}

/// A score, or a range of them.
#[must_use]
pub fn score(low: &str, high: Option<&str>) -> String {
    high.map_or_else(|| low.to_owned(), |high| format!("{low}–{high}"))
}

/// Groups of scores.
pub const DETRACTORS: &str = "detractors";
/// Neither for nor against.
pub const PASSIVES: &str = "passives";
/// Who recommends.
pub const PROMOTERS: &str = "promoters";
/// Answers in the satisfied part of a scale.
pub const SATISFIED: &str = "satisfied";
/// All other answers.
pub const NOT_SATISFIED: &str = "not satisfied";

/// A group of scores with its share.
#[must_use]
pub fn group_share(group: &str, share: &str) -> String {
    format!("{share} {group}")
}

/// A share of all answers, as in "12 %".
#[must_use]
pub fn share(percent: f64) -> String {
    if percent > 0.0 && percent < 1.0 { "<1 %".to_owned() } else { format!("{percent:.0} %") }
}

/// A period in few signs, as in "May 25", "Q2 25", "12 May 25".
#[must_use]
pub fn period(grain: Grain, start: Day) -> String {
    let date = start.date();
    match grain {
        Grain::Day | Grain::Week => date.format("%-d %b %y").to_string(),
        Grain::Month => date.format("%b %y").to_string(),
        Grain::Quarter => format!("Q{} {}", date.month0() / 3 + 1, date.format("%y")),
        Grain::Year | Grain::All => date.format("%Y").to_string(),
    }
}
