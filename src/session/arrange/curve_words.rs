//! Points of the curve in words: as they are typed, pasted and copied.

/// A value that a point of the curve can have: between −2 and +2, in tenths.
#[must_use]
pub fn curve_value(value: f64) -> f64 {
    (value.clamp(-2.0, 2.0) * 10.0).round() / 10.0
}

/// A value of the curve and the words behind it (“-2 annoyed”), which may be none; `None` when no number comes first.
#[must_use]
pub fn curve_point(text: &str) -> Option<(f64, &str)> {
    let (number, words) = number_ahead(text)?;
    Some((curve_value(number), words))
}

/// The same on whatever scale the number is.
#[must_use]
pub fn number_ahead(text: &str) -> Option<(f64, &str)> {
    let (first, words) = first_of_point(text);
    Some((written_number(first)?, words))
}

/// A point of the curve as it is typed: its value, and what stands at it.
#[must_use]
pub fn words_of_point(value: f64, words: &str) -> String {
    // A curve without words is a row of numbers. Minus nothing is nothing.
    if words.is_empty() { format!("{value:.1}") } else { format!("{} {words}", value + 0.0) }
}

/// What comes first in the words of a point, and the rest.
fn first_of_point(text: &str) -> (&str, &str) {
    let (first, words) = text.trim().split_once(char::is_whitespace).unwrap_or((text, ""));
    let is_mark = |sign: char| matches!(sign, ',' | ';' | ':' | '-' | '\u{2013}' | '\u{2014}');
    (first.trim_end_matches(is_mark), words.trim_start_matches(|c: char| c.is_whitespace() || is_mark(c)))
}

/// The value that a point has instead of the one that was typed for it, when that is beyond −2 or +2.
#[must_use]
pub fn held_on_curve(text: &str) -> Option<f64> {
    number_ahead(text).map(|(value, _)| value).filter(|value| !is_on_curve(*value)).map(curve_value)
}

/// True for a number that a point can have, but for rounding.
#[must_use]
pub fn is_on_curve(value: f64) -> bool {
    (-2.05..2.05).contains(&value)
}

/// A number as people write it.
#[must_use]
pub fn written_number(text: &str) -> Option<f64> {
    let plain = text.trim().replace('\u{2212}', "-").replace(',', ".");
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_values_of_the_curve_are_held_on_it() {
        for (text, value) in [("3", Some(2.0)), (" \u{2212}1,55", Some(-1.6)), ("NaN", None), ("3 of 5", None)] {
            assert_eq!(written_number(text).map(curve_value), value, "{text}");
        }
        for (text, held) in [("7", Some(2.0)), ("\u{2212}2,5", Some(-2.0)), ("2", None), ("-1.99", None), ("x", None)] {
            assert_eq!(held_on_curve(text), held, "{text}");
        }
        for (text, point) in [
            ("-2 annoyed", Some((-2.0, "annoyed"))),
            ("1,5: at ease\nagain", Some((1.5, "at ease\nagain"))),
            ("+1 \u{2013} relieved", Some((1.0, "relieved"))),
            ("7 too much", Some((2.0, "too much"))),
            (" 0.5 ", Some((0.5, ""))),
            ("annoyed -2", None),
            ("-", None),
            ("", None),
        ] {
            assert_eq!(curve_point(text), point, "{text:?}");
        }
    }
}
