//! E-mail addresses and telephone numbers that people wrote into their comments.

use crate::i18n::import as words;
use crate::i18n::panels::wizard_checks as checks_text;
use crate::import::{Mapping, Sniffed};
use crate::model::bulk::Texts;
use std::ops::Range;

/// A telephone number has at least so many digits and at most so many.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 9..=15;

/// Comments with something in them by which a person can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CommentsWithContacts {
    /// With an e-mail address.
    pub with_email: u64,
    /// With a telephone number.
    pub with_phone: u64,
}

/// Looks at every comment.
pub(super) fn contacts(comments: &Texts) -> CommentsWithContacts {
    CommentsWithContacts {
        with_email: comments.iter().filter(|comment| emails(comment).next().is_some()).count() as u64,
        with_phone: comments.iter().filter(|comment| !phones(comment).is_empty()).count() as u64,
    }
}

/// The same sentence of the first rows of a file, which is all that is known of it before it is read.
#[must_use]
pub fn contacts_in_preview(sniffed: &Sniffed, mapping: &Mapping) -> Option<String> {
    let column = sniffed.column_index(&mapping.comment.as_ref()?.column)?;
    let comments = sniffed.preview.iter().filter_map(|row| row.get(column)).map(String::as_str);
    let found = contacts(&comments.collect());
    (found.with_email + found.with_phone > 0)
        .then(|| checks_text::personal_sentence_of_first(sniffed.preview.len(), found.with_email, found.with_phone))
}

/// A text with signs in the place of addresses and numbers by which a person could be reached.
#[must_use]
pub fn without_contacts(text: &str) -> String {
    let mut covered: Vec<_> = emails(text).map(|range| (range, words::EMAIL)).collect();
    covered.extend(phones(text).into_iter().map(|range| (range, words::PHONE)));
    covered.sort_by_key(|(range, _)| range.start);
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for (range, sign) in covered.into_iter() {
        // A number that is part of an address is covered with it.
        let Some(before) = text.get(from..range.start) else { continue };
        out.push_str(before);
        out.push_str(sign);
        from = range.end;
    }
    out + text.get(from..).unwrap_or_default()
}

/// Where e-mail addresses stand.
fn emails(text: &str) -> impl Iterator<Item = Range<usize>> {
    let words = text.contains('@').then(|| text.split_whitespace()).into_iter().flatten();
    words.filter_map(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let start = bare.as_ptr() as usize - text.as_ptr() as usize;
        is_email(bare).then(|| start..start + bare.len())
    })
}

fn is_email(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| {
        let ending = host.rsplit_once('.').map(|(_, ending)| ending);
        !name.is_empty()
            && !host.contains('@')
            && ending.is_some_and(|e| e.chars().count() >= 2 && e.chars().all(char::is_alphabetic))
    })
}

/// Where telephone numbers stand: runs of digits with the signs between them that stand in telephone numbers; they begin
/// with + or 0, or amounts and order numbers would be meant as well.
fn phones(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Most comments are without a number: a million of them is looked at by every import.
    if text.bytes().filter(u8::is_ascii_digit).count() < *PHONE_DIGITS.start() {
        return found;
    }
    let (mut digits, mut is_dialled, mut start, mut end) = (0, false, 0, 0);
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), '\n'))) {
        match c {
            '+' if digits == 0 => (is_dialled, start) = (true, at),
            '0'..='9' => {
                if digits == 0 && !is_dialled {
                    (is_dialled, start) = (c == '0', at);
                }
                digits += 1;
                end = at + 1;
            }
            ' ' | '-' | '(' | ')' | '/' | '.' if digits > 0 => {}
            _ => {
                if is_dialled && PHONE_DIGITS.contains(&digits) {
                    found.push(start..end);
                }
                (digits, is_dialled) = (0, false);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(comment: &str, expected: (u64, u64)) {
        let found = contacts(&[comment].into_iter().collect());
        assert_eq!((found.with_email, found.with_phone), expected, "{comment}");
    }

    #[test]
    fn contacts_in_comments_are_counted() {
        check("Write me: jo.doe@example.org.", (1, 0));
        check("(jo@example.co.uk)", (1, 0));
        check("I waited @ the gate for 20 min", (0, 0));
        check("@support was kind", (0, 0));
        check("Call +49 (30) 1234-5678!", (0, 1));
        check("0171 2345678", (0, 1));
        check("Order 123456789012", (0, 0));
        check("paid 1,000.00 on 2025-01-31", (0, 0));
        check("", (0, 0));
    }

    #[test]
    fn contacts_in_comments_are_covered() {
        let check = |comment, expected| assert_eq!(without_contacts(comment), expected);
        check("Write me: jo.doe@example.org.", "Write me: [e-mail address].");
        check("Call +49 (30) 1234-5678! Thanks", "Call [telephone number]! Thanks");
        check("né 0171 2345678 ü (jo@example.co.uk)", "né [telephone number] ü ([e-mail address])");
        check("mail 0171234567@example.org", "mail [e-mail address]");
        check("Order 123456789012 on 2025-01-31 @ home", "Order 123456789012 on 2025-01-31 @ home");
        check("", "");
    }
}
