//! Words too long for their column: broken with a hyphen, where a syllable may begin.

use crate::base::text::{Measure, TextRoom, TextStyle};
use crate::layout::measure::breaks_anywhere;

/// Fewer letters than this neither end nor begin a line.
const LEAST_PART: usize = 2;

const VOWELS: &str = "aeiouyäöüåæøáàâãéèêëíìîïóòôõúùûý";

/// A text whose words that are wider than a line are broken with hyphens; the words themselves where none is. `None`
/// when there is a word that finds no room even so.
#[must_use]
pub fn hyphenated(measure: &mut dyn Measure, text: &str, style: TextStyle, width: f64) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if word.contains(breaks_anywhere) {
            // Needs no hyphen, and gets none.
            parts.push(word.to_owned());
            continue;
        }
        let mut rest: Vec<char> = word.chars().collect();
        let mut broken = String::new();
        let mut fits = |text: &str| measure.block(text, style, TextRoom::LINE).size.width <= width;
        while !fits(&rest.iter().collect::<String>()) {
            let at = break_of(&rest, |head| fits(&format!("{head}-")))?;
            let tail = rest.split_off(at);
            broken.extend(rest);
            broken.push('-');
            rest = tail;
        }
        broken.extend(rest);
        parts.push(broken);
    }
    Some(parts.join(" "))
}

/// How many letters of a word stay in the line: as many as fit up to where a syllable may begin, or else as many as fit.
fn break_of(word: &[char], mut fits: impl FnMut(&str) -> bool) -> Option<usize> {
    let last = word.len().checked_sub(LEAST_PART)?;
    let mut found = None;
    for at in (LEAST_PART..=last).rev() {
        let (head, tail) = word.split_at_checked(at)?;
        if !head.iter().chain(tail).all(|c| c.is_alphabetic()) || !fits(&head.iter().collect::<String>()) {
            continue;
        }
        if begins_syllable(head, tail) {
            return Some(at);
        }
        found = found.or(Some(at));
    }
    found
}

/// A consonant before a vowel begins a syllable in most languages of this script, when there is one before it.
fn begins_syllable(head: &[char], tail: &[char]) -> bool {
    let is_vowel = |c: &char| c.to_lowercase().any(|c| VOWELS.contains(c));
    head.iter().any(is_vowel) && matches!(tail, [first, second, ..] if !is_vowel(first) && is_vowel(second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::Weight;
    use crate::layout::fixture;

    #[test]
    fn long_words_are_broken_where_a_syllable_begins() {
        let mut measure = fixture::measure();
        let style = TextStyle::new(10.0, Weight::Regular);
        let mut check = |text: &str, like: &str, expected: Option<&str>| {
            let width = measure.block(like, style, TextRoom::LINE).size.width;
            assert_eq!(
                hyphenated(&mut measure, text, style, width).as_deref(),
                expected,
                "{text:?} as wide as {like:?}"
            );
        };
        check("Registration", "Registratio", Some("Registra-tion"));
        check("Offboarding", "Offboardin", Some("Offboar-ding"));
        check("Consideration", "Consid", Some("Consi-dera-tion"));
        check("Step of Consideration", "Considerati", Some("Step of Considera-tion"));
        check("Support", "Support", Some("Support"));
        check("Strengths", "Strengt", Some("Stren-gths"));
        check("Support", "S", None);
        check("2024-2025", "2024", None);
    }
}
