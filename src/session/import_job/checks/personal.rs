//! E-mail addresses and telephone numbers that people wrote into their comments.

use crate::model::bulk::Texts;

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
        with_email: comments.iter().filter(|comment| has_email(comment)).count() as u64,
        with_phone: comments.iter().filter(|comment| has_phone(comment)).count() as u64,
    }
}

fn has_email(text: &str) -> bool {
    text.contains('@') && text.split_whitespace().any(is_email)
}

fn is_email(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.split_once('@').is_some_and(|(name, host)| {
        let ending = host.rsplit_once('.').map(|(_, ending)| ending);
        !name.is_empty()
            && !host.contains('@')
            && ending.is_some_and(|e| e.chars().count() >= 2 && e.chars().all(char::is_alphabetic))
    })
}

/// A run of digits with the signs that stand in telephone numbers between them; it begins with + or 0, or amounts and
/// order numbers would be meant as well.
fn has_phone(text: &str) -> bool {
    let mut digits = 0;
    let mut is_dialled = false;
    for c in text.chars().chain(std::iter::once('\n')) {
        match c {
            '+' if digits == 0 => is_dialled = true,
            '0'..='9' => {
                is_dialled |= digits == 0 && c == '0';
                digits += 1;
            }
            ' ' | '-' | '(' | ')' | '/' | '.' if digits > 0 => {}
            _ => {
                if is_dialled && PHONE_DIGITS.contains(&digits) {
                    return true;
                }
                (digits, is_dialled) = (0, false);
            }
        }
    }
    false
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
}
