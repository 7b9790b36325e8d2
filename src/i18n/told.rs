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

/// A point of the line of one persona.
pub fn of_persona(point: &str, persona: &str) -> String {
    format!("{point} for {persona}")
}

/// A card with the figure that stands on it.
pub fn with_figure(card: &str, figure: &str) -> String {
    format!("{card}; {figure}")
}

/// Where a step stands, when its name alone is read.
pub fn in_stage(stage: &str) -> String {
    format!("in {stage}")
}

/// The second and further ones of the same name in the same place.
pub fn numbered(name: &str, number: usize) -> String {
    format!("{name}, number {number}")
}
