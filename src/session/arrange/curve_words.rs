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
fn number_ahead(text: &str) -> Option<(f64, &str)> {
    let (first, words) = first_of_point(text);
    Some((written_number(first.trim_end_matches(is_mark))?, words))
}

/// The same of words that were not written for a point, such as those of a sheet: a number that words follow is meant
/// only where it has a sign, a decimal or a mark behind it. “2 weeks waiting”, “1 star” and “2–3 calls” are words.
#[must_use]
pub fn number_meant(text: &str) -> Option<(f64, &str)> {
    let found = number_ahead(text)?;
    let (first, words) = first_of_point(text);
    let plain = first.trim_end_matches(is_mark);
    let is_signed = plain.starts_with(['+', '-', '\u{2212}']);
    // “1. Search” is a line of a list.
    let has_decimal = plain.split_once(['.', ',']).is_some_and(|(_, behind)| !behind.is_empty());
    let rest = text.trim().strip_prefix(plain).unwrap_or_default().trim_start();
    // “2 - 3 days” and “1, 2 or 3 calls” are no marks but numbers in a row.
    let is_marked = rest.starts_with(is_mark) && !words.starts_with(|c: char| c.is_ascii_digit());
    (words.is_empty() || is_signed || has_decimal || is_marked).then_some(found)
}

/// A point of the curve as it is typed: its value, and what stands at it.
#[must_use]
pub fn words_of_point(value: f64, words: &str) -> String {
    // Words that begin with a mark, such as those of a list, keep it behind one of the number.
    let mark = if words.starts_with(is_mark) { ":" } else { "" };
    match value {
        // A curve without words is a row of numbers.
        _ if words.is_empty() => format!("{value:.1}"),
        // Nothing has no sign that would tell it from a number of days; minus nothing is nothing.
        0.0 => format!("0.0{mark} {words}"),
        _ => format!("{value:+}{mark} {words}"),
    }
}

/// What may stand between a number and the words of its point.
fn is_mark(sign: char) -> bool {
    matches!(sign, ',' | ';' | ':' | '-' | '\u{2013}' | '\u{2014}')
}

/// What comes first in the words of a point, perhaps with a mark, and the rest.
fn first_of_point(text: &str) -> (&str, &str) {
    let (first, words) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    // Behind one mark another belongs to the words.
    let is_between = |c: char| c.is_whitespace() || (is_mark(c) && !first.ends_with(is_mark));
    (first, words.trim_start_matches(is_between))
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

    #[test]
    fn words_that_begin_with_a_number_are_no_points() {
        for words in [
            "2 weeks waiting",
            "2 of 9 gave up",
            "1 star",
            "10 min on hold",
            "1. Search",
            "2 - 3 days",
            "2\u{2013}3 days",
            "1, 2 or 3 calls",
        ] {
            assert_eq!(number_meant(words), None, "{words}");
        }
        for (text, point) in [
            ("+2 happy", (2.0, "happy")),
            ("\u{2212}1 2 of 3 left", (-1.0, "2 of 3 left")),
            ("0.0 so so", (0.0, "so so")),
            ("1,5 at ease", (1.5, "at ease")),
            ("5: great", (5.0, "great")),
            ("2 \u{2013} glad", (2.0, "glad")),
            (" 3 ", (3.0, "")),
        ] {
            assert_eq!(number_meant(text), Some(point), "{text}");
        }
    }

    #[test]
    fn what_is_written_of_a_point_is_read_as_the_same_point() {
        for value in [-2.0, -0.5, 0.0, 1.0, 1.5] {
            for words in ["", "relieved", "2 weeks waiting", "- first\n- second", "\u{2013} but", ": so"] {
                let written = words_of_point(value, words);
                assert_eq!(number_meant(&written), Some((value, words)), "{written:?}");
                assert_eq!(curve_point(&written), Some((value, words)), "{written:?}");
            }
        }
    }
}
