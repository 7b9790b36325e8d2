//! How numbers are written for people: rounded once, here, with U+2212 as minus. Files and `--json` never use this.

use crate::metrics::change::Change;
use crate::metrics::value::KpiValue;
use crate::model::{Kpi, Terms};

/// A score whose interval is narrower than this is known to its second decimal.
const FINE_INTERVAL: f64 = 0.1;
/// The longest scale that a second decimal means something on.
const SHORT_SCALE: f64 = 10.0;
/// Shares below this are written with two decimals of a percent, others with one.
const SMALL_SHARE: f64 = 0.01;
/// Seconds from which on a duration is told in hours, and from which on in days.
const IN_HOURS: f64 = 2.0 * 3_600.0;
const IN_DAYS: f64 = 72.0 * 3_600.0;

/// Decimals after which a number is as good as nothing.
const MOST_DECIMALS: usize = 6;

const MINUS: char = '\u{2212}';

/// A number with a fixed number of decimals and thousands separators. What rounds to zero has no sign; what is no
/// number is "–".
#[must_use]
pub fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 3);
    if value < 0.0 && digits.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        text.push(MINUS);
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A number as it is in the data, without a unit: whole, or with as many decimals as tell it apart from its like.
#[must_use]
pub fn plain(value: f64) -> String {
    let size = value.abs();
    number(
        value,
        if value.fract() == 0.0 {
            0
        } else if size >= 1.0 {
            2
        } else {
            4
        },
    )
}

/// How a quantity of a size is written: what it is divided by, the sign for that, and the decimals of a broken number.
fn compact_form(size: f64) -> (f64, &'static str, usize) {
    // The bounds lie where rounding would reach the next form: 999,950 is "1.0M", not "1,000k".
    match size {
        size if size >= 999.5e6 => (1e9, "B", usize::from(size < 99.95e9)),
        size if size >= 999.5e3 => (1e6, "M", usize::from(size < 99.95e6)),
        size if size >= 4999.5 => (1e3, "k", usize::from(size < 99.95e3)),
        size if size >= 99.5 => (1.0, "", 0),
        size if size >= 0.995 => (1.0, "", 1),
        size if size >= 0.0995 || size <= 0.0 => (1.0, "", 2),
        // Two digits that mean something: 0.0013 is not "0.00".
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few places")]
        size => (1.0, "", ((1.0 - size.log10().floor()) as usize).clamp(2, MOST_DECIMALS)),
    }
}

/// A quantity in as few characters as it can be read in: `0.42`, `7.5`, `18`, `1,312`, `8.4k`, `104k`, `2.3M`.
fn compact(value: f64) -> String {
    let (divisor, sign, decimals) = compact_form(value.abs());
    let decimals = if sign.is_empty() && value.fract() == 0.0 { 0 } else { decimals };
    let mut text = number(value / divisor, decimals);
    // Of many decimals a last zero says nothing: 0.02, not 0.020.
    for _ in 2..decimals {
        if text.ends_with('0') {
            text.pop();
        }
    }
    text.push_str(sign);
    text
}

/// True for a unit that is written before the number: a sign of money, or one with the letters of its country ("US$").
fn is_before(unit: &str) -> bool {
    const SIGNS: [char; 16] = ['€', '£', '$', '¥', '₹', '₩', '₽', '₺', '₪', '₦', '₱', '฿', '₫', '₴', '₡', '₵'];
    unit.ends_with(SIGNS) && unit.chars().count() <= 3
}

/// Puts a unit behind a number. Signs of money stand before it: "−€4.20", "€8.4k".
#[must_use]
pub fn with_unit(text: &str, unit: &str) -> String {
    match (unit, text.strip_prefix(MINUS)) {
        ("", _) => text.to_owned(),
        (unit, Some(positive)) if is_before(unit) => format!("{MINUS}{unit}{positive}"),
        (unit, None) if is_before(unit) => match text.strip_prefix('+') {
            Some(positive) => format!("+{unit}{positive}"),
            None => format!("{unit}{text}"),
        },
        _ => format!("{text} {unit}"),
    }
}

/// The value without scale or unit, for axes and tight places: "4.3", "23.1 %", "8.4k", "18".
#[must_use]
pub fn bare(kpi: &Kpi, value: f64) -> String {
    match kpi.terms() {
        Terms::Points => number(value, 0),
        Terms::Share => format!("{} %", number(value * 100.0, share_decimals(value))),
        Terms::ShareDifference => format!("{} pt", number(value * 100.0, share_decimals(value))),
        Terms::Score => number(value, 1),
        Terms::Quantity => compact(value),
    }
}

/// Decimals of a share in percent: of 0.134 % and 0.178 % one would make the same, and of 99.97 % one would make all.
fn share_decimals(share: f64) -> usize {
    let size = share.abs();
    let is_small = size > 0.0 && size < SMALL_SHARE;
    let is_nearly_all = (0.999_5..1.0).contains(&size);
    if is_small || is_nearly_all { 2 } else { 1 }
}

/// Decimals of a score: two on a short scale where it is known that well, or where nothing says how well and it has them.
fn score_decimals(kpi: &Kpi, value: f64, interval: Option<(f64, f64)>) -> usize {
    let is_fine = match interval {
        Some((low, high)) => high - low < FINE_INTERVAL,
        None => (value * 10.0 - (value * 10.0).round()).abs() > 0.05,
    };
    if has_short_scale(kpi) && is_fine { 2 } else { 1 }
}

/// True for a score on a scale on which a second decimal means something.
fn has_short_scale(kpi: &Kpi) -> bool {
    kpi.answers().is_some_and(|(_, high)| high <= SHORT_SCALE)
}

/// [`bare`] of a measured value, with as many decimals as it is known to.
#[must_use]
pub fn measured_bare(kpi: &Kpi, measured: &KpiValue) -> Option<String> {
    let value = measured.value?;
    Some(match kpi.terms() {
        Terms::Score => number(value, score_decimals(kpi, value, measured.interval)),
        _ => bare(kpi, value),
    })
}

/// [`value`] of a measured value, with as many decimals as it is known to: "3.99 / 5" of thousands of answers, "4.0 / 5"
/// of a hundred. `None` where there is no value.
#[must_use]
pub fn measured(kpi: &Kpi, measured: &KpiValue) -> Option<String> {
    let text = measured_bare(kpi, measured)?;
    Some(match kpi.terms() {
        Terms::Quantity => value(kpi, measured.value?),
        _ => with_scale(kpi, text),
    })
}

/// A score says what it is of.
fn with_scale(kpi: &Kpi, text: String) -> String {
    match (kpi.terms(), kpi.answers()) {
        (Terms::Score, Some((_, high))) => format!("{text} / {}", compact(high)),
        _ => text,
    }
}

/// A long duration in hours or days and what it is divided by for that: "122k s" is told by nobody. `None` for what is no
/// duration, or not long.
fn long_duration(unit: &str, value: f64) -> Option<(&'static str, f64)> {
    let seconds = match unit.trim().to_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600.0,
        _ => return None,
    };
    let (size, hour) = (value.abs() * seconds, 3_600.0);
    if size >= IN_DAYS {
        Some(("d", 24.0 * hour / seconds))
    } else {
        (size >= IN_HOURS && seconds < hour).then_some(("h", hour / seconds))
    }
}

/// A quantity with its unit.
fn quantity(kpi: &Kpi, value: f64) -> String {
    match long_duration(&kpi.unit, value) {
        Some((unit, factor)) => with_unit(&compact(value / factor), unit),
        None => with_unit(&compact(value), &kpi.unit),
    }
}

/// In which words the numbers of an axis are: those of the largest value on it, so that the axis speaks like the value.
#[derive(Debug, Clone, PartialEq)]
pub struct AxisWords {
    /// Values times this are in the unit of the axis: 100 for shares, less than 1 for long durations.
    unit_factor: f64,
    /// By what they are divided beyond that, and the sign for it: 1,000 and "k".
    thousands: (f64, &'static str),
    /// Before the number, as in "€", and behind it, as in " %" or " h".
    unit: (String, String),
}

impl Default for AxisWords {
    fn default() -> Self {
        Self { unit_factor: 1.0, thousands: (1.0, ""), unit: (String::new(), String::new()) }
    }
}

impl AxisWords {
    /// The words of an axis whose farthest value from zero is so large.
    #[must_use]
    pub fn of(kpi: &Kpi, largest: f64) -> Self {
        let (unit_factor, thousands, around) = match kpi.terms() {
            Terms::Share => (100.0, (1.0, ""), "0 %".to_owned()),
            Terms::ShareDifference => (100.0, (1.0, ""), "0 pt".to_owned()),
            Terms::Score | Terms::Points => return Self::default(),
            Terms::Quantity => {
                let (unit, divisor) = long_duration(&kpi.unit, largest).unwrap_or((kpi.unit.as_str(), 1.0));
                let (thousands, sign, _) = compact_form((largest / divisor).abs());
                (1.0 / divisor, (thousands, sign), with_unit("0", unit))
            }
        };
        // What stands around a number, found by putting it around one.
        let (before, behind) = around.split_once('0').unwrap_or_default();
        Self { unit_factor, thousands, unit: (before.to_owned(), behind.to_owned()) }
    }

    /// Numbers on the axis are values times this.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.unit_factor / self.thousands.0
    }

    /// A number of the axis in its words; a minus stands before all of it.
    #[must_use]
    pub fn around(&self, number: &str) -> String {
        self.in_unit(&format!("{number}{}", self.thousands.1))
    }

    /// A value with all its digits, in the unit of the axis.
    #[must_use]
    pub fn exact(&self, value: f64, text: impl FnOnce(f64) -> String) -> String {
        self.in_unit(&text(value * self.unit_factor))
    }

    fn in_unit(&self, number: &str) -> String {
        let (sign, digits) = number.strip_prefix(MINUS).map_or(("", number), |digits| ("\u{2212}", digits));
        format!("{sign}{}{digits}{}", self.unit.0, self.unit.1)
    }
}

/// The value as the map shows it: "8.4k", "1,312", "23.1 %", "4.3 / 5", "18", "−11", "6.2 h".
#[must_use]
pub fn value(kpi: &Kpi, value: f64) -> String {
    match kpi.terms() {
        Terms::Quantity => quantity(kpi, value),
        _ => with_scale(kpi, bare(kpi, value)),
    }
}

/// A target beside the value it is for: with its unit, without the end of its scale: "4 h", "4.0", "80.0 %".
#[must_use]
pub fn target(kpi: &Kpi, target: f64) -> String {
    if kpi.terms() == Terms::Score { bare(kpi, target) } else { value(kpi, target) }
}

/// The value with all its digits that mean something, for tooltips and tables: "8,412", "23.14 %", "4.31", "18.3".
#[must_use]
pub fn exact(kpi: &Kpi, value: f64) -> String {
    match kpi.terms() {
        Terms::Points => number(value, 1),
        Terms::Share => format!("{} %", number(value * 100.0, 2)),
        Terms::ShareDifference => format!("{} pt", number(value * 100.0, 2)),
        Terms::Score => number(value, 2),
        Terms::Quantity if kpi.kind.is_total() && value.fract() == 0.0 => with_unit(&number(value, 0), &kpi.unit),
        Terms::Quantity => {
            let decimals = match value.abs() {
                size if size >= 9_999.5 => 0,
                size => compact_form(size).2.checked_sub(2).map_or(2, |more| 2 + more + usize::from(more > 0)),
            };
            with_unit(&number(value, decimals), &kpi.unit)
        }
    }
}

/// An interval in the KPI's terms: "3.05 – 3.35", "22.4 – 23.8 %", "14 – 44".
#[must_use]
pub fn interval(kpi: &Kpi, (low, high): (f64, f64)) -> String {
    match kpi.terms() {
        Terms::Points => format!("{} – {}", number(low, 0), number(high, 0)),
        Terms::Share | Terms::ShareDifference => {
            let decimals = share_decimals(low.abs().max(high.abs()));
            let unit = if kpi.terms() == Terms::Share { "%" } else { "pt" };
            format!("{} – {} {unit}", number(low * 100.0, decimals), number(high * 100.0, decimals))
        }
        Terms::Score | Terms::Quantity => {
            let longer = long_duration(&kpi.unit, f64::midpoint(low, high)).filter(|_| kpi.terms() == Terms::Quantity);
            let (unit, factor) = longer.unwrap_or((kpi.unit.as_str(), 1.0));
            let (low, high) = (low / factor, high / factor);
            let size = high.abs().max(low.abs());
            let decimals = match size {
                size if size >= 100.0 && longer.is_none() => 0,
                size => compact_form(size).2.max(2),
            };
            let ends = (number(low, decimals), number(high, decimals));
            if is_before(unit) && (low < 0.0 || high < 0.0) {
                // A minus before the sign of money would seem to be that of both ends.
                return format!("{} – {}", with_unit(&ends.0, unit), with_unit(&ends.1, unit));
            }
            with_unit(&format!("{} – {}", ends.0, ends.1), unit)
        }
    }
}

/// Two values of a KPI as told beside each other: with all their digits where the short ones would hide how far they are
/// apart, or show a step where rounding made it. "4.0 / 5" and "2.9 / 5", but "4.02" and "4.06".
#[must_use]
pub fn levels(kpi: &Kpi, before: f64, now: f64) -> (String, String) {
    // Both in one unit: not "5,900 s" beside "2.3 h".
    let (unit, divisor) = long_duration(&kpi.unit, before.abs().max(now.abs())).unwrap_or((kpi.unit.as_str(), 1.0));
    let last_digit = |of: f64| match kpi.terms() {
        Terms::Points => 1.0,
        Terms::Score => 0.1,
        Terms::Share | Terms::ShareDifference => 0.01 * 0.1_f64.powi(if share_decimals(of) == 2 { 2 } else { 1 }),
        Terms::Quantity => {
            let size = (of / divisor).abs();
            let (thousands, sign, decimals) = compact_form(size);
            let is_whole = sign.is_empty() && size.fract() == 0.0;
            divisor * thousands * if is_whole { 1.0 } else { 10_f64.powf(-(decimals as f64)) }
        }
    };
    let told = |of: f64| match kpi.terms() {
        Terms::Quantity => with_unit(&compact(of / divisor), unit),
        _ => value(kpi, of),
    };
    // The finer of both; a hair less than a digit, because 4.1 less 4.0 is no 0.1 in binary.
    let is_within_a_digit = (now - before).abs() < last_digit(before).min(last_digit(now)) * (1.0 - 1e-9);
    let (short, is_same) = ((told(before), told(now)), now == before);
    if !is_same && (is_within_a_digit || short.0 == short.1) { (exact(kpi, before), exact(kpi, now)) } else { short }
}

/// Puts a plus before what is above zero after rounding.
fn signed(text: String) -> String {
    let is_positive = !text.starts_with(MINUS) && text.bytes().any(|b| matches!(b, b'1'..=b'9'));
    if is_positive { format!("+{text}") } else { text }
}

/// A change in the KPI's terms and with the digits of the value beside it: "+0.5" beside "4.2", "+0.49" beside "4.23",
/// "−1.9 pt" for shares, "−11" for NPS, "+12 %" for sums, "+0.4 h" for means with a unit. Where these digits would make
/// nothing of a change that is not within noise it has more. `None` when there is nothing to compare.
#[must_use]
pub fn difference(kpi: &Kpi, change: &Change, beside: &KpiValue) -> Option<String> {
    let difference = change.difference?;
    if change.per_day.is_some() {
        // An amount a day is in no unit of the value beside it.
        return change.relative.map(relative);
    }
    let value = beside.value.unwrap_or(difference);
    let (factor, decimals, unit) = match kpi.terms() {
        Terms::Points => (1.0, 0, ("", "")),
        Terms::Share | Terms::ShareDifference => (100.0, share_decimals(value), ("", "pt")),
        Terms::Score => (1.0, score_decimals(kpi, value, beside.interval), ("", "")),
        Terms::Quantity if kpi.kind.is_total() => return change.relative.map(relative),
        Terms::Quantity => {
            let (unit, divisor) = long_duration(&kpi.unit, value).unwrap_or((kpi.unit.as_str(), 1.0));
            let (thousands, sign, decimals) = compact_form((value / divisor).abs());
            let is_whole = sign.is_empty() && [value, difference].iter().all(|v| (v / divisor).fract() == 0.0);
            (1.0 / (divisor * thousands), if is_whole { 0 } else { decimals }, (sign, unit))
        }
    };
    let shown = difference * factor;
    let says_something = |decimals: &usize| number(shown, *decimals).bytes().any(|digit| matches!(digit, b'1'..=b'9'));
    if kpi.terms() == Terms::Quantity && !says_something(&decimals) {
        // In thousands or days of the value beside it this is nothing: what is news is told in its own size.
        let told = if is_news(change) { signed(quantity(kpi, difference)) } else { with_unit("0", unit.1) };
        return Some(told);
    }
    let finer = (decimals..decimals + 3).find(says_something).filter(|_| is_news(change));
    let text = signed(format!("{}{}", number(shown, finer.unwrap_or(decimals)), unit.0));
    Some(with_unit(&text, unit.1))
}

/// True for a change that there is, and that no test calls noise.
fn is_news(change: &Change) -> bool {
    change.difference.is_some_and(|difference| difference != 0.0) && change.is_beyond_noise != Some(false)
}

/// A relative change: "+12 %", "−0.4 %".
#[must_use]
pub fn relative(fraction: f64) -> String {
    let percent = fraction * 100.0;
    let decimals = usize::from(percent.abs() < 0.95 && percent != 0.0);
    format!("{} %", signed(number(percent, decimals)))
}

/// The number of answers: "n 214", "n 1,206", "n 14.2k"; "n not given" without one, "no answers" for zero.
#[must_use]
pub fn n(count: Option<f64>) -> String {
    match count {
        None => "n not given".to_owned(),
        Some(count) if count <= 0.0 => "no answers".to_owned(),
        Some(count) if count < 9_999.5 => format!("n {}", number(count, 0)),
        Some(count) => format!("n {}", compact(count)),
    }
}

#[cfg(test)]
mod table;

#[cfg(test)]
mod tests;
