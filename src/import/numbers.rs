//! Numbers as people and programs write them: decimal point or comma, grouped thousands, percent, currency signs.

use super::digits::with_plain_digits;

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NumberFormat {
    /// `.` or `,`.
    pub decimal: char,
    /// What may stand between groups of three digits, or of two as in India (`12,34,567`). Spaces of every kind count
    /// as one.
    pub thousands: Option<char>,
}

/// A number as read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ParsedNumber {
    /// The number; a percentage is divided by 100.
    pub value: f64,
    /// True when a percent sign followed it.
    pub is_percent: bool,
}

/// Powers of ten that are exact, for the fast path.
const POWERS: [f64; 16] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

impl NumberFormat {
    /// Decimal point, commas between thousands.
    pub(crate) const POINT: Self = Self { decimal: '.', thousands: Some(',') };
    /// Decimal comma, points between thousands.
    pub(crate) const COMMA: Self = Self { decimal: ',', thousands: Some('.') };

    /// From the texts of a mapping; `None` when they make no sense together.
    pub(crate) fn from_texts(decimal: Option<&str>, thousands: Option<&str>) -> Option<Self> {
        let decimal = match decimal {
            Some(".") => '.',
            Some(",") => ',',
            None => match thousands {
                Some(".") => ',',
                _ => '.',
            },
            Some(_) => return None,
        };
        let thousands = match thousands {
            None => Some(if decimal == '.' { ',' } else { '.' }),
            Some("") => None,
            Some(text) if text.chars().count() == 1 && text.chars().all(is_space) => Some(' '),
            Some("'" | "\u{2019}" | "\u{2bc}") => Some('\''),
            Some("_") => Some('_'),
            Some(",") => Some(','),
            Some(".") => Some('.'),
            Some(_) => return None,
        };
        (thousands != Some(decimal)).then_some(Self { decimal, thousands })
    }

    /// The text of the thousands sign for a mapping.
    pub(crate) fn thousands_text(self) -> String {
        self.thousands.map(String::from).unwrap_or_default()
    }

    /// Reads a number; `None` when it is none. Infinity and NaN are none.
    pub(crate) fn parse(self, text: &[u8]) -> Option<ParsedNumber> {
        match self.plain(text) {
            Some(value) => Some(ParsedNumber { value, is_percent: false }),
            None => match with_plain_digits(text) {
                Some(plain) => self.dressed(plain.as_bytes()),
                None => self.dressed(text),
            },
        }
    }

    /// Up to fifteen digits with a sign and a decimal sign: exact without a slow parser, since both the digits and the
    /// power of ten are exact and one division rounds once.
    fn plain(self, text: &[u8]) -> Option<f64> {
        let (is_negative, digits) = match text {
            [b'-', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        if digits.is_empty() || digits.len() > 16 {
            return None;
        }
        let mut whole: u64 = 0;
        let mut count = 0usize;
        let mut decimals: Option<usize> = None;
        for &byte in digits {
            if byte.is_ascii_digit() {
                whole = whole * 10 + u64::from(byte - b'0');
                count += 1;
            } else if char::from(byte) == self.decimal && decimals.is_none() {
                decimals = Some(count);
            } else {
                return None;
            }
        }
        if count == 0 || count > 15 {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "fifteen digits fit 53 bits")]
        let value = whole as f64 / POWERS.get(count - decimals.unwrap_or(count))?;
        // Subtracted from nothing, so that "-0" is 0 and is shown as such.
        Some(if is_negative { 0.0 - value } else { value })
    }

    /// Everything else: signs, exponents, thousands, percent, currency, brackets for negative.
    fn dressed(self, text: &[u8]) -> Option<ParsedNumber> {
        // Words, which many cells are, need no look at currencies.
        if text.len() > 64 || !text.iter().any(u8::is_ascii_digit) {
            return None;
        }
        let text = std::str::from_utf8(text).ok()?.trim();
        let text = text.strip_prefix('\'').unwrap_or(text);
        let (text, is_bracketed) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
            Some(inner) => (inner, true),
            None => (text, false),
        };
        let (text, percent) = without_percent(text);
        let text = without_currency(text.trim_start_matches(['\u{a0}', ' ']));
        // "R$ (800,31)" as well as "(R$ 800,31)".
        let (text, is_bracketed) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
            Some(inner) if !is_bracketed => (inner, true),
            _ => (text, is_bracketed),
        };
        let (sign, text) = match text.chars().next()? {
            '-' | '\u{2212}' | '\u{2013}' => (-1.0, text.get(text.chars().next()?.len_utf8()..)?),
            '+' => (1.0, text.get(1..)?),
            _ => (1.0, text),
        };
        // "1.234,50-" is how accounting writes a debt.
        let (sign, text) = match text.strip_suffix(['-', '\u{2212}']) {
            Some(rest) if sign > 0.0 && !is_bracketed => (-1.0, rest.trim_end()),
            _ => (sign, text),
        };
        let text = without_currency(text.trim_start());
        let (text, times) = without_multiple(text);
        let text = without_currency(text);
        let number = self.magnitude(text)? * times * sign * if is_bracketed { -1.0 } else { 1.0 };
        let value = number / percent.unwrap_or(1.0);
        value.is_finite().then_some(ParsedNumber { value: value + 0.0, is_percent: percent.is_some() })
    }

    /// Digits with thousands, decimals and an exponent.
    fn magnitude(self, text: &str) -> Option<f64> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (text.get(..at)?, text.get(at..)?),
            None => (text, ""),
        };
        let (whole, decimals) = match mantissa.split_once(self.decimal) {
            Some((whole, decimals)) => (whole, decimals),
            None => (mantissa, ""),
        };
        let is_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if !is_digits(decimals) || (whole.is_empty() && decimals.is_empty()) {
            return None;
        }
        let mut plain = String::with_capacity(text.len() + 2);
        if is_digits(whole) {
            plain.push_str(whole);
        } else {
            let sign = self.thousands?;
            let is_sign = |c: char| match sign {
                ' ' => is_space(c),
                '\'' => matches!(c, '\'' | '\u{2019}' | '\u{2bc}'),
                other => c == other,
            };
            if !is_grouped(whole.split(is_sign).map(str::len)) {
                return None;
            }
            for group in whole.split(is_sign) {
                if !is_digits(group) {
                    return None;
                }
                plain.push_str(group);
            }
        }
        plain.push('.');
        plain.push_str(decimals);
        plain.push('0');
        plain.push_str(exponent);
        plain.parse().ok()
    }
}

/// Spaces that stand between thousands.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\u{2008}')
}

/// Groups of three, or as in India of two before the last three. `1,23,456` is both lakh and clear.
fn is_grouped(lengths: impl Iterator<Item = usize>) -> bool {
    let lengths: Vec<usize> = lengths.collect();
    let Some(([first, middle @ ..], last)) = lengths.split_last().map(|(last, rest)| (rest, *last)) else {
        return false;
    };
    let is_western = (1..=3).contains(first) && middle.iter().all(|n| *n == 3);
    let is_indian = (1..=2).contains(first) && !middle.is_empty() && middle.iter().all(|n| *n == 2);
    last == 3 && (is_western || is_indian)
}

/// The text without its percent or per mille sign, which stands before the number in Turkey, and what to divide by.
fn without_percent(text: &str) -> (&str, Option<f64>) {
    for (sign, by) in [('%', 100.0), ('\u{ff05}', 100.0), ('\u{66a}', 100.0), ('\u{2030}', 1_000.0)] {
        if let Some(number) = text.strip_suffix(sign).or_else(|| text.strip_prefix(sign)) {
            return (number.trim(), Some(by));
        }
    }
    (text, None)
}

/// What stands behind numbers that are given in thousands, millions or billions. A lone small m is a minute or a metre.
const MULTIPLES: [(&str, f64); 12] = [
    ("k", 1e3),
    ("K", 1e3),
    ("Tsd.", 1e3),
    ("Tsd", 1e3),
    ("M", 1e6),
    ("mn", 1e6),
    ("Mio.", 1e6),
    ("Mio", 1e6),
    ("bn", 1e9),
    ("B", 1e9),
    ("Mrd.", 1e9),
    ("Mrd", 1e9),
];

/// The text without such a word behind it, and what that stands for.
fn without_multiple(text: &str) -> (&str, f64) {
    let found = MULTIPLES.iter().find_map(|(word, times)| Some((text.strip_suffix(word)?.trim_end(), *times)));
    found.filter(|(number, _)| number.ends_with(|c: char| c.is_ascii_digit())).unwrap_or((text, 1.0))
}

/// True for "1.2k": a number and what it is a multiple of.
pub(crate) fn is_multiple(text: &str) -> bool {
    without_multiple(text.trim()).1 > 1.0
}

/// Currencies by the code that banks use. Three capital letters alone are not enough: `ABC 12` is a product.
const CURRENCIES: &str = "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW KWD \
    MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD UYU VND ZAR";
/// Words for currencies as written with amounts.
const CURRENCY_WORDS: &[&str] = &[
    "kr.", "kr", "zł", "Kč", "Ft", "lei", "лв.", "лв", "руб.", "руб", "грн", "Rs.", "Rs", "Fr.", "SFr.", "US$", "A$",
    "AU$", "C$", "CA$", "HK$", "NZ$", "R$", "S$", "NT$", "MX$", "R", "RM", "Rp", "TL", "€", "£",
];

/// True for the sign of a currency.
fn is_currency_sign(c: char) -> bool {
    matches!(
        c,
        '$' | '\u{a2}'..='\u{a5}' | '\u{9f2}' | '\u{9f3}' | '\u{e3f}' | '\u{20a0}'..='\u{20cf}' | '\u{fdfc}' | '\u{ff04}' | '\u{ffe0}' | '\u{ffe1}' | '\u{ffe5}' | '\u{ffe6}')
}

/// The currency that stands before or behind an amount, as written; `None` for plain numbers.
pub(crate) fn currency(text: &str) -> Option<&str> {
    let text = text.trim();
    let bare = without_currency(text);
    if bare.len() == text.len() || bare.is_empty() {
        return None;
    }
    let (before, after) = text.split_once(bare)?;
    [before.trim(), after.trim()].into_iter().find(|t| !t.is_empty())
}

/// The text without the sign, code or word of a currency before or behind it.
fn without_currency(text: &str) -> &str {
    // Plain numbers, which are nearly all, have neither a letter nor a sign.
    if text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b' ')) {
        return text;
    }
    let signs = text.trim_start_matches(is_currency_sign).trim_end_matches(is_currency_sign);
    if signs.len() < text.len() {
        return signs.trim_matches(is_blank);
    }
    let is_number = |rest: &str, at_start: bool| {
        let near = if at_start {
            rest.trim_start_matches(is_blank).chars().next()
        } else {
            rest.trim_end_matches(is_blank).chars().next_back()
        };
        near.is_some_and(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '\u{2212}' | '.' | ',' | '(' | ')'))
    };
    for word in CURRENCIES.split_whitespace().chain(CURRENCY_WORDS.iter().copied()) {
        if let Some(rest) = text.strip_prefix(word).filter(|rest| is_number(rest, true)) {
            return rest.trim_matches(is_blank);
        }
        if let Some(rest) = text.strip_suffix(word).filter(|rest| is_number(rest, false)) {
            return rest.trim_matches(is_blank);
        }
    }
    text
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_space(c)
}

/// Which formats fit the numbers of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct NumberEvidence {
    /// Numbers with a decimal point.
    point: u64,
    /// Numbers with a decimal comma.
    comma: u64,
    /// Numbers that mean something else in the other format.
    ambiguous: u64,
    /// Numbers with spaces or apostrophes between thousands.
    spaces: u64,
    apostrophes: u64,
    underscores: u64,
}

impl NumberEvidence {
    /// Looks at one cell that holds a sign or a separator; whole numbers say nothing.
    pub(crate) fn add(&mut self, text: &[u8]) {
        self.add_times(text, 1);
    }

    /// The same for so many cells with one text.
    pub(crate) fn add_times(&mut self, text: &[u8], times: u64) {
        if text.iter().all(u8::is_ascii_digit) {
            return;
        }
        let as_point = NumberFormat::POINT.parse(text);
        let as_comma = NumberFormat::COMMA.parse(text);
        match (as_point, as_comma) {
            (Some(a), Some(b)) => self.ambiguous += if a.value.to_bits() == b.value.to_bits() { 0 } else { times },
            (Some(_), None) => self.point += times,
            (None, Some(_)) => self.comma += times,
            (None, None) => {
                for sign in [' ', '\'', '_'] {
                    for decimal in ['.', ','] {
                        let format = NumberFormat { decimal, thousands: Some(sign) };
                        if format.parse(text).is_some() {
                            let counter = match sign {
                                ' ' => &mut self.spaces,
                                '_' => &mut self.underscores,
                                _ => &mut self.apostrophes,
                            };
                            *counter += times;
                            match decimal {
                                '.' if text.contains(&b'.') => self.point += times,
                                ',' if text.contains(&b',') => self.comma += times,
                                _ => {}
                            }
                        }
                    }
                }
            }
        }
    }

    /// Joins what two columns say.
    pub(crate) fn merge(&mut self, other: Self) {
        self.point += other.point;
        self.comma += other.comma;
        self.ambiguous += other.ambiguous;
        self.spaces += other.spaces;
        self.apostrophes += other.apostrophes;
        self.underscores += other.underscores;
    }

    /// The format, and whether the decimal sign had to be assumed. Files with semicolons between cells come from where
    /// the comma is the decimal sign.
    pub(crate) fn format(self, delimiter: u8) -> (NumberFormat, bool) {
        let (decimal, is_assumed) = match self.point.cmp(&self.comma) {
            std::cmp::Ordering::Greater => ('.', false),
            std::cmp::Ordering::Less => (',', false),
            std::cmp::Ordering::Equal if delimiter == b';' && self.ambiguous > 0 => (',', true),
            std::cmp::Ordering::Equal => ('.', self.ambiguous > 0),
        };
        let usual = if decimal == '.' { ',' } else { '.' };
        let thousands = if self.spaces > 0 {
            ' '
        } else if self.apostrophes > 0 {
            '\''
        } else if self.underscores > 0 {
            '_'
        } else {
            usual
        };
        (NumberFormat { decimal, thousands: Some(thousands) }, is_assumed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: NumberFormat, text: &str, expected: Option<f64>) {
        let got = format.parse(text.as_bytes()).map(|n| n.value);
        assert_eq!(got.map(f64::to_bits), expected.map(f64::to_bits), "{text}: {got:?}");
    }

    #[test]
    fn numbers_with_a_point() {
        let f = NumberFormat::POINT;
        check(f, "7", Some(7.0));
        check(f, "-0.5", Some(-0.5));
        check(f, "0.1", Some(0.1));
        check(f, "123456789.123456", Some(123_456_789.123_456));
        check(f, "0.30000000000000004", Some(0.300_000_000_000_000_04));
        check(f, "1e3", Some(1000.0));
        check(f, ".5", Some(0.5));
        check(f, "5.", Some(5.0));
        check(f, "+5", Some(5.0));
        check(f, "\u{2212}5", Some(-5.0));
        check(f, "1,234,567.5", Some(1_234_567.5));
        check(f, "62.5%", Some(0.625));
        check(f, "62.5 %", Some(0.625));
        check(f, "$1,200", Some(1200.0));
        check(f, "-$5", Some(-5.0));
        check(f, "12 €", Some(12.0));
        check(f, "(12)", Some(-12.0));
        check(f, "12,34,567.5", Some(1_234_567.5));
        check(f, "1,23,45,678", Some(12_345_678.0));
        check(f, "12-", Some(-12.0));
        check(f, "$12.50-", Some(-12.5));
        check(f, "(1,200.00 USD)", Some(-1200.0));
        check(f, "USD 1,200", Some(1200.0));
        check(f, "(1,200) CHF", Some(-1200.0));
        check(f, "R$ (1,200)", Some(-1200.0));
        check(f, "1,200 EUR", Some(1200.0));
        check(f, "US$ -3", Some(-3.0));
        check(f, "₹12,34,567", Some(1_234_567.0));
        check(f, "￥500", Some(500.0));
        check(f, "Rs. 500", Some(500.0));
        check(f, "%5", Some(0.05));
        check(f, "5‰", Some(0.005));
        check(f, "-0", Some(0.0));
        check(f, "-0.0", Some(0.0));
        check(f, "(0)", Some(0.0));
        check(f, "9007199254740993", Some(9_007_199_254_740_992.0));
        check(f, "1e308", Some(1e308));
        for text in [
            "",
            " ",
            ".",
            "-",
            "%",
            "1,23",
            "1,2,345",
            "123,45,678",
            "ABC 12",
            "12 m",
            "R",
            "5-5",
            "1.2.3",
            "abc",
            "NaN",
            "inf",
            "1e999",
            "0x10",
            "5 apples",
            "--5",
            "e5",
        ] {
            check(f, text, None);
        }
    }

    #[test]
    fn numbers_with_a_comma() {
        let f = NumberFormat::COMMA;
        check(f, "4,5", Some(4.5));
        check(f, "1.234,5", Some(1234.5));
        check(f, "1.5", None);
        check(f, "1.234,50-", Some(-1234.5));
        check(f, "1.234,5 kr", Some(1234.5));
        check(f, "CHF 1.234,50", Some(1234.5));
        check(f, "62,5 %", Some(0.625));
        check(NumberFormat { decimal: '.', thousands: Some('_') }, "1_234_567.5", Some(1_234_567.5));
        check(NumberFormat { decimal: ',', thousands: Some(' ') }, "1\u{2007}234\u{a0}567,5", Some(1_234_567.5));
        check(NumberFormat { decimal: '.', thousands: Some('\'') }, "CHF 1\u{2019}234.50", Some(1234.5));
        check(NumberFormat { decimal: ',', thousands: Some(' ') }, "1\u{202f}234,5", Some(1234.5));
        check(NumberFormat { decimal: '.', thousands: Some('\'') }, "1'234.5", Some(1234.5));
        check(NumberFormat { decimal: '.', thousands: None }, "1,234", None);
    }

    fn check_format(cells: &[&str], delimiter: u8, expected: (char, Option<char>, bool)) {
        let mut evidence = NumberEvidence::default();
        for cell in cells {
            evidence.add(cell.as_bytes());
        }
        let (format, is_assumed) = evidence.format(delimiter);
        assert_eq!((format.decimal, format.thousands, is_assumed), expected, "{cells:?}");
    }

    #[test]
    fn the_whole_column_settles_the_decimal_sign() {
        check_format(&["1,5", "2,25", "1,234"], b';', (',', Some('.'), false));
        check_format(&["1,234", "12,345.6"], b',', ('.', Some(','), false));
        check_format(&["1,234", "2,345"], b',', ('.', Some(','), true));
        check_format(&["1,234", "2,345"], b';', (',', Some('.'), true));
        check_format(&["1 234,5", "2"], b';', (',', Some(' '), false));
        check_format(&["3", "4"], b';', ('.', Some(','), false));
        check_format(&["1_234", "2"], b',', ('.', Some('_'), false));
        check_format(&["12,34,567", "1,00,000.5"], b',', ('.', Some(','), false));
        check_format(&["1\u{2019}234.5", "2"], b',', ('.', Some('\''), false));
    }
}
