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
        _ => (1.0, "", 2),
    }
}

/// A quantity in as few characters as it can be read in: `0.42`, `7.5`, `18`, `1,312`, `8.4k`, `104k`, `2.3M`.
fn compact(value: f64) -> String {
    let (divisor, sign, decimals) = compact_form(value.abs());
    let decimals = if sign.is_empty() && value.fract() == 0.0 { 0 } else { decimals };
    format!("{}{sign}", number(value / divisor, decimals))
}

/// Puts a unit behind a number. Currency signs stand before it: "−€4.20", "€8.4k".
#[must_use]
pub fn with_unit(text: &str, unit: &str) -> String {
    match (unit, text.strip_prefix(MINUS)) {
        ("", _) => text.to_owned(),
        ("€" | "£" | "$" | "¥", Some(positive)) => format!("{MINUS}{unit}{positive}"),
        ("€" | "£" | "$" | "¥", None) => match text.strip_prefix('+') {
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

/// Decimals of a share in percent: of 0.134 % and 0.178 % one would make the same.
fn share_decimals(share: f64) -> usize {
    if share != 0.0 && share.abs() < SMALL_SHARE { 2 } else { 1 }
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
        Terms::Quantity => with_unit(&number(value, 2), &kpi.unit),
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
            if let Some((unit, factor)) = longer {
                return with_unit(&format!("{} – {}", number(low / factor, 2), number(high / factor, 2)), unit);
            }
            let decimals = if high.abs().max(low.abs()) < 100.0 { 2 } else { 0 };
            with_unit(&format!("{} – {}", number(low, decimals), number(high, decimals)), &kpi.unit)
        }
    }
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
    let is_news = difference != 0.0 && change.is_beyond_noise != Some(false);
    let finer = (decimals..decimals + 3).find(says_something).filter(|_| is_news);
    let text = signed(format!("{}{}", number(shown, finer.unwrap_or(decimals)), unit.0));
    Some(with_unit(&text, unit.1))
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
mod tests {
    use super::*;
    use crate::metrics::change::Test;
    use crate::metrics::fixture::kpi;
    use crate::model::{KpiKind, Sides};

    const RATE: KpiKind = KpiKind::Rate;
    const FIVE: Option<(f64, f64)> = Some((1.0, 5.0));

    fn check(actual: &str, expected: &str) {
        assert_eq!(actual, expected);
    }

    fn change_of(difference: f64, relative: Option<f64>) -> Change {
        Change {
            difference: Some(difference),
            relative,
            interval: None,
            is_beyond_noise: None,
            p_value: None,
            statistic: None,
            error: None,
            test: Test::None,
        }
    }

    #[test]
    fn values_are_short_and_rounded_once() {
        let sum = kpi(KpiKind::Sum, None);
        check(&value(&sum, 8412.0), "8.4k");
        check(&value(&sum, 1312.4), "1,312");
        check(&value(&sum, 4999.6), "5.0k");
        check(&value(&sum, 99_949.0), "99.9k");
        check(&value(&sum, 99_951.0), "100k");
        check(&value(&sum, 999_600.0), "1.0M");
        check(&value(&sum, -2_300_000.0), "−2.3M");
        check(&value(&sum, 3.2e9), "3.2B");
        check(&value(&sum, 0.0), "0");
        check(&value(&kpi(RATE, None), 0.2314), "23.1 %");
        check(&value(&kpi(KpiKind::top_box_of((1.0, 5.0)), FIVE), 1.0), "100.0 %");
        check(&value(&kpi(KpiKind::Mean, FIVE), 4.26), "4.3 / 5");
        check(&value(&kpi(KpiKind::Ces, None), 5.26), "5.3 / 7");
        check(&value(&kpi(KpiKind::Sus, None), 72.46), "72.5 / 100");
        check(&value(&kpi(KpiKind::Difference { of: Sides::Shares }, None), -0.031), "−3.1 pt");
        check(&value(&Kpi { unit: "%".to_owned(), ..kpi(KpiKind::Formula, None) }, 0.25), "25.0 %");
        check(&value(&kpi(KpiKind::Nps, None), 28.571), "29");
        check(&value(&kpi(KpiKind::Nps, None), -10.6), "−11");
        check(&value(&kpi(KpiKind::Nps, None), -0.4), "0");
        check(&value(&kpi(KpiKind::Nps, None), f64::NAN), "–");
    }

    #[test]
    fn units_stand_where_people_write_them() {
        let hours = Kpi { unit: "h".to_owned(), ..kpi(KpiKind::Mean, None) };
        let euros = Kpi { unit: "€".to_owned(), ..kpi(KpiKind::Sum, None) };
        check(&value(&hours, 6.24), "6.2 h");
        check(&difference(&hours, &change_of(0.42, None), &measured_value(6.24, None)).unwrap(), "+0.4 h");
        check(&difference(&hours, &change_of(0.02, None), &measured_value(6.24, None)).unwrap(), "+0.02 h");
        check(&value(&euros, -8412.0), "−€8.4k");
        check(&target(&hours, 4.0), "4 h");
        check(&target(&kpi(KpiKind::Mean, FIVE), 4.0), "4.0");
        check(&target(&kpi(RATE, None), 0.8), "80.0 %");
        check(&AxisWords::of(&euros, 50.0).around("−5"), "−€5");
        check(&exact(&euros, 8412.0), "€8,412");
        check(&exact(&kpi(KpiKind::Mean, FIVE), 4.256), "4.26");
        check(&exact(&kpi(RATE, None), 0.23142), "23.14 %");
        check(&interval(&kpi(KpiKind::Mean, FIVE), (3.051, 3.349)), "3.05 – 3.35");
        check(&interval(&kpi(RATE, None), (0.224, 0.2381)), "22.4 – 23.8 %");
        check(&interval(&kpi(KpiKind::Nps, None), (-4.05, 14.2)), "−4 – 14");
    }

    fn measured_value(value: f64, interval: Option<(f64, f64)>) -> KpiValue {
        let nothing = crate::metrics::value_of(&KpiKind::Mean, &crate::model::observation::Bucket::default());
        KpiValue { value: Some(value), interval, ..nothing }
    }

    #[test]
    fn a_value_has_the_decimals_that_it_is_known_to() {
        let five = kpi(KpiKind::Mean, FIVE);
        let text = |kpi: &Kpi, value, interval| measured(kpi, &measured_value(value, interval)).unwrap();
        // Seven years of thousands of answers: with one decimal they would be 4.0, 4.0 and 4.0.
        check(&text(&five, 3.97, Some((3.94, 4.0))), "3.97 / 5");
        check(&text(&five, 3.992, Some((3.96, 4.02))), "3.99 / 5");
        check(&text(&five, 3.97, Some((3.8, 4.1))), "4.0 / 5");
        // Typed in or ready-made, with nothing that says how well it is known.
        check(&text(&five, 3.86, None), "3.86 / 5");
        check(&text(&five, 3.5, None), "3.5 / 5");
        check(&text(&kpi(KpiKind::Sus, None), 72.46, Some((72.44, 72.48))), "72.5 / 100");
        check(&text(&kpi(RATE, None), 0.001_34, None), "0.13 %");
        check(&text(&kpi(RATE, None), 0.0, None), "0.0 %");
        check(&interval(&kpi(RATE, None), (0.001_1, 0.001_6)), "0.11 – 0.16 %");
    }

    #[test]
    fn a_change_has_the_digits_of_the_value_beside_it() {
        let five = kpi(KpiKind::Mean, FIVE);
        let text =
            |kpi: &Kpi, (now, interval), change| difference(kpi, &change, &measured_value(now, interval)).unwrap();
        let tested = |by, is_beyond_noise| Change { is_beyond_noise, ..change_of(by, None) };
        let (fine, rough) = (Some((4.2, 4.26)), Some((4.1, 4.36)));
        check(&text(&five, (4.23, fine), tested(0.493, Some(true))), "+0.49");
        check(&text(&five, (4.23, rough), tested(0.493, Some(true))), "+0.5");
        check(&text(&five, (4.23, rough), tested(-0.02, Some(false))), "0.0");
        // What is no noise is not rounded away.
        check(&text(&five, (4.23, rough), tested(-0.04, Some(true))), "−0.04");
        check(&text(&kpi(RATE, None), (0.23, None), tested(-0.000_4, Some(true))), "−0.04 pt");
        check(&text(&kpi(RATE, None), (0.23, None), tested(-0.000_4, Some(false))), "0.0 pt");
        check(&text(&kpi(RATE, None), (0.001_3, None), tested(0.002_2, Some(true))), "+0.22 pt");
        check(&text(&kpi(KpiKind::Nps, None), (18.0, None), tested(-0.4, Some(false))), "0");
        let euros = Kpi { unit: "€".to_owned(), ..kpi(KpiKind::Mean, None) };
        check(&text(&euros, (8_412.0, None), tested(-312.4, Some(true))), "−€0.3k");
        check(&text(&euros, (8_412.0, None), tested(-31.2, Some(true))), "−€0.03k");
        check(&text(&euros, (18.0, None), tested(2.0, Some(true))), "+€2");
        check(&text(&five, (4.23, fine), tested(0.0, None)), "0.00");
    }

    #[test]
    fn long_durations_are_told_in_hours_or_days() {
        let of = |unit: &str| Kpi { unit: unit.to_owned(), ..kpi(KpiKind::Mean, None) };
        check(&value(&of("s"), 286.0), "286 s");
        check(&value(&of("s"), 86_400.0), "24 h");
        check(&value(&of("s"), 1_036_800.0), "12 d");
        check(&value(&of("min"), 90.0), "90 min");
        check(&value(&of("min"), 150.0), "2.5 h");
        check(&value(&of("h"), 30.4), "30.4 h");
        check(&value(&of("hours"), 100.0), "4.2 d");
        check(&target(&of("s"), 7_200.0), "2 h");
        check(&interval(&of("s"), (82_800.0, 90_000.0)), "23.00 – 25.00 h");
        let change = change_of(-9_000.0, None);
        check(&difference(&of("s"), &change, &measured_value(86_400.0, None)).unwrap(), "−2.5 h");
        check(&difference(&of("s"), &change, &measured_value(1_036_800.0, None)).unwrap(), "−0.1 d");
        check(&value(&of("€"), 86_400.0), "€86.4k");
    }

    #[test]
    fn an_axis_speaks_like_the_value() {
        let of = |unit: &str| Kpi { unit: unit.to_owned(), ..kpi(KpiKind::Mean, None) };
        let text = |kpi: &Kpi, largest: f64, value: f64| {
            let words = AxisWords::of(kpi, largest);
            words.around(&number(value * words.factor(), 0))
        };
        check(&text(&of("s"), 86_400.0, 43_200.0), "12 h");
        check(&text(&of("s"), 1_036_800.0, 432_000.0), "5 d");
        check(&text(&of("s"), 286.0, 200.0), "200 s");
        check(&text(&of("€"), 84_000.0, -40_000.0), "−€40k");
        check(&text(&of("orders"), 2.4e6, 1e6), "1M orders");
        check(&text(&kpi(RATE, None), 0.4, 0.2), "20 %");
        check(&text(&kpi(KpiKind::Mean, FIVE), 4.4, 3.0), "3");
        check(&AxisWords::of(&of("€"), 84_000.0).exact(8_412.0, |value| number(value, 0)), "€8,412");
    }

    #[test]
    fn differences_carry_their_sign() {
        let text =
            |kind, scale, change| difference(&kpi(kind, scale), &change, &measured_value(3.25, Some((3.0, 3.5))));
        check(&text(KpiKind::Mean, FIVE, change_of(0.52, None)).unwrap(), "+0.5");
        check(&text(RATE, None, change_of(-0.019, None)).unwrap(), "−1.9 pt");
        check(&text(KpiKind::Nps, None, change_of(-11.2, None)).unwrap(), "−11");
        check(&text(KpiKind::Sum, None, change_of(900.0, Some(0.12))).unwrap(), "+12 %");
        check(&text(KpiKind::Sum, None, change_of(900.0, Some(-0.004))).unwrap(), "−0.4 %");
        assert_eq!(text(KpiKind::Sum, None, change_of(900.0, None)), None);
    }

    #[test]
    fn counts_of_answers() {
        check(&n(Some(214.0)), "n 214");
        check(&n(Some(1206.0)), "n 1,206");
        check(&n(Some(14_210.0)), "n 14.2k");
        check(&n(Some(1_000_000.0)), "n 1.0M");
        check(&n(None), "n not given");
        check(&n(Some(0.0)), "no answers");
    }
}
