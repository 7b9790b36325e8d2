//! Words of figures under the pointer.

/// A value with its name, as in "95 % interval 3.05 to 3.35".
pub fn interval(low: &str, high: &str) -> String {
    format!("95\u{a0}% interval {low} to {high}")
}

/// The target.
pub fn target(value: &str) -> String {
    format!("target {value}")
}

/// The last bucket is not over.
pub fn in_progress() -> &'static str {
    "period not over yet"
}

/// Fewer than 30 answers.
pub fn few_answers() -> &'static str {
    "fewer than 30 answers"
}

/// What a drop would do.
pub fn drop_is_copy() -> &'static str {
    "Copy here"
}

/// A KPI in a stage header, told apart from its card.
pub fn headline_kpi(kpi: &str) -> String {
    format!("Headline {kpi}")
}

/// A number with its sign as printed, rounded to what a reader can use.
pub fn number(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.decimals$}").replace('-', "\u{2212}")
}

/// How many answers stand behind a value.
pub fn answers(n: f64) -> String {
    format!("n {}", crate::i18n::map::axis_number(n, 0))
}

/// The days a point stands for, as in "May 2025", "12 May 2025", "Q2 2025".
pub fn bucket(start: crate::base::time::Day, grain: crate::base::time::Grain) -> String {
    use crate::base::time::Grain;
    use chrono::Datelike as _;
    let date = start.date();
    match grain {
        Grain::Day => date.format("%-d %b %Y").to_string(),
        Grain::Week => format!("week of {}", date.format("%-d %b %Y")),
        Grain::Month => date.format("%b %Y").to_string(),
        Grain::Quarter => format!("Q{} {}", (date.month() - 1) / 3 + 1, date.year()),
        Grain::Year => date.year().to_string(),
        Grain::All => format!("since {}", date.format("%-d %b %Y")),
    }
}
