//! Digits of other scripts: the wide ones of East Asia, the Arabic and the Persian ones, those of Devanagari.

/// Where their zeros are.
const ZEROS: [char; 4] = ['\u{ff10}', '\u{660}', '\u{6f0}', '\u{966}'];
/// Wide signs that stand in numbers and dates, and what they are elsewhere.
const SIGNS: [(char, char); 7] = [
    ('\u{ff0e}', '.'),
    ('\u{ff0c}', ','),
    ('\u{ff0d}', '-'),
    ('\u{ff0b}', '+'),
    ('\u{ff0f}', '/'),
    ('\u{ff1a}', ':'),
    ('\u{3000}', ' '),
];

/// The text with plain digits; `None` when it has no others.
pub(crate) fn with_plain_digits(text: &[u8]) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    let plain = |c: char| {
        let digit = ZEROS.iter().find_map(|zero| {
            let value = u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10)?;
            char::from_digit(value, 10)
        });
        digit.or_else(|| SIGNS.iter().find(|(wide, _)| *wide == c).map(|(_, sign)| *sign))
    };
    // A wide comma alone stands between words.
    let has_digits = text.chars().any(|c| plain(c).is_some_and(|plain| plain.is_ascii_digit()));
    has_digits.then(|| text.chars().map(|c| plain(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_other_scripts_become_plain() {
        for (text, expected) in [
            ("１２３", Some("123")),
            ("－４．５％", Some("-4.5％")),
            ("２０２６年８月１日", Some("2026年8月1日")),
            ("٤٥", Some("45")),
            ("१२", Some("12")),
            ("123", None),
            ("良い，悪い", None),
            ("", None),
        ] {
            assert_eq!(with_plain_digits(text.as_bytes()).as_deref(), expected, "{text}");
        }
    }
}
