//! What of a map is read aloud only: changes, measured points, and what tells two of the same name apart.

use super::canvas::curve_value;

/// A change as it is read aloud, as in "down 0.6 vs 2024, worse": its arrow and its amount with sign, what it is
/// against, and whether it is for the better.
pub fn change((arrow, amount): (&str, &str), against: &str, is_good: Option<bool>) -> String {
    let size = amount.trim_start_matches(['+', '\u{2212}']);
    let change = match arrow {
        "↑" => format!("up {size}"),
        "↓" => format!("down {size}"),
        _ => "unchanged".to_owned(),
    };
    let against = if against.is_empty() { String::new() } else { format!(" {against}") };
    let judged = match is_good {
        Some(true) => ", better",
        Some(false) => ", worse",
        None => "",
    };
    format!("{change}{against}{judged}")
}

/// A point of the measured curve, as in "Measured experience −0.9 in Support › Talk to agent, n 214".
pub fn measured(value: f64, stage: &str, step: &str, n: &str) -> String {
    let n = if n.is_empty() { String::new() } else { format!(", {n}") };
    format!("Measured experience {} in {stage} › {step}{n}", curve_value(value))
}

/// A point of a curve at which somebody wrote words.
pub fn point_with_words(value: f64, words: &str) -> String {
    format!("{}, {words}", curve_value(value))
}

/// A point of the line of one persona.
pub fn of_persona(point: &str, persona: &str) -> String {
    format!("{point} for {persona}")
}

/// A card with the figure that stands on it.
pub fn with_figure(card: &str, figure: &str) -> String {
    format!("{card}; {figure}")
}

/// What a gauge shows, as in "on a scale from 1.0 to 5.0, target 4.0".
pub fn on_scale(low: &str, high: &str, target: Option<&str>) -> String {
    let target = target.map_or_else(String::new, |target| format!(", target {target}"));
    format!("on a scale from {low} to {high}{target}")
}

/// The value of the compared period, as in "2024: 3.8 / 5, n 210".
pub fn before(period: &str, value: &str, n: &str) -> String {
    format!("{period}: {value}, {n}")
}

/// How many answered which score, as in "score 1: 20, score 2: 31".
pub fn scores(bars: &[(&str, f64)]) -> String {
    bars.iter().map(|(score, count)| format!("score {score}: {count:.0}")).collect::<Vec<_>>().join(", ")
}

/// Periods with their values, as in "Dec 25: 3.2, Nov 25: 3.4".
pub fn periods(rows: &[[&str; 2]]) -> String {
    rows.iter().map(|[period, value]| format!("{period}: {value}")).collect::<Vec<_>>().join(", ")
}

/// Segments with value and n, as in "by plan: Free 3.4 / 5, n 12, few answers; the rest (4) 3.9 / 5, n 210".
pub fn segments(dimension: &str, parts: &[(&str, &str, &str, bool)]) -> String {
    let part = |(label, value, n, is_few): &(&str, &str, &str, bool)| {
        let n = if *is_few { super::map::few_answers(n) } else { (*n).to_owned() };
        format!("{label} {value}, {n}")
    };
    let parts: Vec<String> = parts.iter().map(part).collect();
    format!("{}: {}", super::card_forms::split_by(dimension), parts.join("; "))
}

/// Where a step stands, when its name alone is read.
pub fn in_stage(stage: &str) -> String {
    format!("in {stage}")
}

/// The second and further ones of the same name in the same place.
pub fn numbered(name: &str, number: usize) -> String {
    format!("{name}, number {number}")
}

/// The map that shows a stage in detail.
pub fn shown_in_detail(map: &str) -> String {
    format!("in detail on {map}")
}

/// Notes that wait for an answer.
pub fn open_notes(count: usize) -> String {
    if count == 1 { "1 open note".to_owned() } else { format!("{count} open notes") }
}

/// How a touchpoint comes about.
pub fn channel(channel: &str) -> String {
    format!("channel {channel}")
}

/// How bad a pain point is.
pub fn severity(severity: &str) -> String {
    format!("severity {severity}")
}

/// The KPI that shows a pain point.
pub fn about_kpi(kpi: &str) -> String {
    format!("seen in {kpi}")
}

/// Whom a card is about.
pub fn about(persona: &str) -> String {
    format!("about {persona}")
}

/// A tag of a card.
pub fn tag(tag: &str) -> String {
    format!("tag {tag}")
}

/// A connection away from a card; it may have no words.
pub fn leads_to(card: &str, label: &str) -> String {
    labelled(format!("leads to {card}"), label)
}

/// A connection to a card.
pub fn reached_from(card: &str, label: &str) -> String {
    labelled(format!("reached from {card}"), label)
}

/// A connection with arrows at both ends.
pub fn leads_both_ways(card: &str, label: &str) -> String {
    labelled(format!("leads to and from {card}"), label)
}

/// A connection without arrows.
pub fn joined_with(card: &str, label: &str) -> String {
    labelled(format!("joined with {card}"), label)
}

/// A loop.
pub fn repeats(label: &str) -> String {
    labelled("leads back to itself".to_owned(), label)
}

fn labelled(words: String, label: &str) -> String {
    if label.is_empty() { words } else { format!("{words}: {label}") }
}
