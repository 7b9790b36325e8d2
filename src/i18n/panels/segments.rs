//! One KPI by the values of a dimension.

use super::words;
use std::collections::BTreeSet;

words! {
    title = "Segments";
    no_segments_hint = "Import its data again with the column that tells customers apart, such as plan, country or device, in the role “Segment”; two values at least make a difference.";
    dimension = "Dimension";
    column_segment = "Segment";
    column_value = "Value";
    column_n = "n";
    column_difference = "Against all others";
    column_change = "Change";
    column_trend = "Trend";
    only_this = "Only this segment";
    only_this_hint = "Restricts all numbers to it; “All segments” in the toolbar takes that back";
    on_the_map = "Compare on the map";
    on_the_map_hint = "Every KPI of this segment against all other segments of the dimension";
    on_the_card = "Show on the card";
    on_the_card_hint = "The card on the map shows its largest segments and the rest; “Split by” there changes how";
    reading = "Reading the segments…";
}

/// Nothing to tell apart.
#[must_use]
pub fn no_segments(kpi: &str) -> String {
    format!("No segments in the data of {kpi}")
}

/// A dimension in the row of choices; it says when some segment of it stands out.
#[must_use]
pub fn dimension_choice(name: &str, differs: bool) -> String {
    if differs { format!("{name} · differs") } else { name.to_owned() }
}

/// The name of a segment: its value, or how many small ones it is made of.
#[must_use]
pub fn part(values: &BTreeSet<String>) -> String {
    match values.first() {
        Some(value) if values.len() == 1 && value.trim().is_empty() => "(empty)".to_owned(),
        Some(value) if values.len() == 1 => value.clone(),
        _ => format!("{} smaller ones", values.len()),
    }
}

/// Dimensions that are not broken down; `None` without any.
#[must_use]
pub fn too_many(dimensions: &[(String, usize)]) -> Option<String> {
    let names: Vec<String> =
        dimensions.iter().map(|(name, values)| format!("{name} ({})", super::count(*values as u64))).collect();
    let names = names.join(", ");
    (!dimensions.is_empty()).then(|| format!("Too many values to tell apart: {names}."))
}

/// A difference that is worth a look.
#[must_use]
pub fn beyond(difference: &str) -> String {
    format!("{difference}, beyond noise")
}

/// A difference that chance would make as well.
#[must_use]
pub fn within(difference: &str) -> String {
    format!("{difference}, within noise")
}

/// A difference that cannot be tested.
#[must_use]
pub fn untested(difference: &str) -> String {
    format!("{difference}, not tested")
}

/// A segment for those who do not see its row.
#[must_use]
pub fn spoken(name: &str, value: &str, n: &str, (difference, change): (&str, &str)) -> String {
    let change = if change.is_empty() { String::new() } else { format!("; changed by {change}") };
    format!("{name}: {value}, {n}, {difference}{change}")
}

/// What a press on the head of a column does.
#[must_use]
pub fn sort_by(column: &str) -> String {
    format!("Sort by {column}")
}

/// The head of a column, with the way it is sorted.
#[must_use]
pub fn heading(column: &str, is_reversed: Option<bool>) -> String {
    match is_reversed {
        None => column.to_owned(),
        Some(false) => format!("{column} ↓"),
        Some(true) => format!("{column} ↑"),
    }
}

/// How a segment moved, as in "Business fell by 1.2".
#[must_use]
pub fn moved(name: &str, difference: &str) -> String {
    match (difference.strip_prefix('\u{2212}'), difference.strip_prefix('+')) {
        (Some(size), _) => format!("{name} fell by {size}"),
        (_, Some(size)) => format!("{name} rose by {size}"),
        _ => format!("{name} moved by {difference}"),
    }
}

/// Segments named in the sentence about who got worse.
const MOST_TOLD: usize = 3;

/// Who got worse: "Business fell by 1.2 and Team fell by 0.4, beyond noise (vs 2024)".
#[must_use]
pub fn got_worse(told: &[String], against: &str) -> String {
    format!("{}, beyond noise ({against}).", named(told))
}

/// The same where it was tested whether one of them moved farther than the others, and none did beyond noise. That is no
/// proof that all moved alike.
#[must_use]
pub fn got_worse_alike(told: &[String], against: &str) -> String {
    format!("{}, beyond noise ({against}); none clearly more than the others.", named(told))
}

fn named(told: &[String]) -> String {
    let mut names: Vec<String> = told.iter().take(MOST_TOLD).cloned().collect();
    if told.len() > MOST_TOLD {
        names.push(format!("{} more", told.len() - MOST_TOLD));
    }
    match names.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}

/// Who got worse, by which dimension: "by plan: Team fell by 1.4, beyond noise (vs 2024)."
#[must_use]
pub fn by(dimension: &str, sentence: &str) -> String {
    format!("by {dimension}: {sentence}")
}

/// Nobody got worse.
#[must_use]
pub fn none_got_worse(against: &str) -> String {
    format!("No segment got worse beyond noise ({against}).")
}

/// Nobody can tell.
#[must_use]
pub fn no_change_tested(against: &str) -> String {
    format!("Whether a change is more than noise cannot be tested here ({against}).")
}
