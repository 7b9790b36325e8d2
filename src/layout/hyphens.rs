//! Words too long for their column: broken with a hyphen, where a syllable may begin.

use crate::base::text::{Measure, TextRoom, TextStyle};
use crate::layout::measure::breaks_anywhere;

/// Fewer letters than this neither end nor begin a line.
const LEAST_PART: usize = 2;

const VOWELS: &str = "aeiouyäöüåæøáàâãéèêëíìîïóòôõúùûý";

/// A text whose words that are wider than a line are broken with hyphens; the words themselves where none is. `None`
/// when there is a word that finds no room even so, or when more lines are needed than there are.
#[must_use]
pub fn hyphenated(measure: &mut dyn Measure, text: &str, style: TextStyle, room: TextRoom) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    // Every hyphen ends a line, and one more line stands behind the last of them.
    let mut lines = room.max_lines;
    for word in text.split_whitespace() {
        if word.contains(breaks_anywhere) {
            // Needs no hyphen, and gets none.
            parts.push(word.to_owned());
            continue;
        }
        let mut rest: Vec<char> = word.chars().collect();
        let mut broken = String::new();
        let mut fits = |text: &str| measure.block(text, style, TextRoom::LINE).size.width <= room.width;
        while !fits(&rest.iter().collect::<String>()) {
            lines = lines.checked_sub(1).filter(|left| *left > 0)?;
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
    if !word.iter().all(|c| c.is_alphabetic()) {
        return None;
    }
    let mut is_room = |at: usize| word.get(..at).is_some_and(|head| fits(&head.iter().collect::<String>()));
    let most = most_that_fit(LEAST_PART, last, &mut is_room)?;
    let is_syllable = |at: &usize| word.split_at_checked(*at).is_some_and(|(head, tail)| begins_syllable(head, tail));
    Some((LEAST_PART..=most).rev().find(is_syllable).unwrap_or(most))
}

/// The largest number of `least..=last` that fits, where those beyond one that does not fit do not fit either. Asked
/// from the short side: what is measured is no longer than twice a line, however long the word.
fn most_that_fit(least: usize, last: usize, fits: &mut dyn FnMut(usize) -> bool) -> Option<usize> {
    if least > last || !fits(least) {
        return None;
    }
    let (mut most, mut beyond) = (least, least.saturating_mul(2));
    while beyond <= last && fits(beyond) {
        (most, beyond) = (beyond, beyond.saturating_mul(2));
    }
    let mut beyond = beyond.min(last.saturating_add(1));
    while beyond - most > 1 {
        let middle = most + (beyond - most) / 2;
        if fits(middle) {
            most = middle;
        } else {
            beyond = middle;
        }
    }
    Some(most)
}

/// A consonant before a vowel begins a syllable in most languages of this script, when there is one before it.
fn begins_syllable(head: &[char], tail: &[char]) -> bool {
    let is_vowel = |c: &char| c.to_lowercase().any(|c| VOWELS.contains(c));
    head.iter().any(is_vowel) && matches!(tail, [first, second, ..] if !is_vowel(first) && is_vowel(second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::{TextBlock, Weight};
    use crate::layout::fixture;

    #[test]
    fn long_words_are_broken_where_a_syllable_begins() {
        let mut measure = fixture::measure();
        let style = TextStyle::new(10.0, Weight::Regular);
        let mut check = |text: &str, like: &str, expected: Option<&str>| {
            let width = measure.block(like, style, TextRoom::LINE).size.width;
            assert_eq!(
                hyphenated(&mut measure, text, style, TextRoom::lines(width, 3)).as_deref(),
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
        check("Consideration", "Cons", None);
    }

    /// Counts the letters that are measured.
    struct Counting<M> {
        measure: M,
        letters: usize,
    }

    impl<M: Measure> Measure for Counting<M> {
        fn block(&mut self, text: &str, style: TextStyle, room: TextRoom) -> TextBlock {
            self.letters += text.chars().count();
            self.measure.block(text, style, room)
        }

        fn marked_up(&mut self, text: &str, style: TextStyle, room: TextRoom) -> TextBlock {
            self.measure.marked_up(text, style, room)
        }
    }

    #[test]
    fn a_word_of_thousands_of_letters_is_measured_as_far_as_it_is_shown() {
        let style = TextStyle::new(10.0, Weight::Regular);
        for word in ["Registration".repeat(200), "m".repeat(2_400)] {
            let mut measure = Counting { measure: fixture::measure(), letters: 0 };
            assert_eq!(hyphenated(&mut measure, &word, style, TextRoom::lines(80.0, 3)), None);
            // The rest of the word for each line, and little beside it.
            assert!(measure.letters < 4 * word.len(), "{} letters", measure.letters);
        }
    }
}
