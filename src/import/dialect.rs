//! What separates cells and rows.

mod apostrophes;
mod blanks;
mod rivals;

use apostrophes::Apostrophes;
use blanks::Blanks;
use csv_nose::{Quote, SampleSize, Sniffer};

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Newline {
    Lf,
    CrLf,
    Cr,
    /// [`RECORD_END`]: rows made by us from a workbook or the like, whose cells may hold any text.
    Record,
}

/// Bytes that never occur in UTF-8 stand between the cells and rows that we make ourselves, so that a cell needs no
/// quotes whatever it holds, and a row is a line whatever its cells hold.
pub(crate) const CELL_END: u8 = 0xff;
/// The same at the end of a row.
pub(crate) const RECORD_END: u8 = 0xfe;

impl Newline {
    /// The ending of most lines of a sample.
    pub(crate) fn of(sample: &[u8]) -> Self {
        let mut line_feeds = 0u64;
        let mut both = 0u64;
        let mut returns = 0u64;
        let mut previous = 0u8;
        for &byte in sample {
            match (previous, byte) {
                (b'\r', b'\n') => both += 1,
                (_, b'\n') => line_feeds += 1,
                (b'\r', _) => returns += 1,
                _ => {}
            }
            previous = byte;
        }
        returns += u64::from(previous == b'\r');
        if returns > 0 && line_feeds + both == 0 {
            Self::Cr
        } else if both > 0 && both >= line_feeds {
            Self::CrLf
        } else if returns > line_feeds + both {
            Self::Cr
        } else {
            Self::Lf
        }
    }

    /// The character that stands once at every line end.
    pub(crate) fn mark(self) -> u8 {
        match self {
            Self::Cr => b'\r',
            Self::Record => RECORD_END,
            Self::Lf | Self::CrLf => b'\n',
        }
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
            Self::Cr => "\r",
            Self::Record => "",
        }
    }
}

/// A short text with a meaning: what stands between cells, nearly always one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    bytes: [u8; Self::MOST],
    len: usize,
}

impl Mark {
    const MOST: usize = 8;

    /// A single byte.
    pub(crate) const fn byte(byte: u8) -> Self {
        Self { bytes: [byte, 0, 0, 0, 0, 0, 0, 0], len: 1 }
    }

    /// A text of one to eight bytes without line ends.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut bytes = [0; Self::MOST];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        (!text.is_empty() && !text.contains(['\n', '\r'])).then_some(Self { bytes, len: text.len() })
    }

    /// Its first byte.
    pub(crate) fn first(self) -> u8 {
        self.bytes.first().copied().unwrap_or(b',')
    }

    /// What must follow the first byte.
    pub(crate) fn rest(&self) -> &[u8] {
        self.bytes.get(1..self.len).unwrap_or_default()
    }

    /// All of it.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// As shown to people; nothing for rows that we made ourselves.
    pub(crate) fn text(&self) -> String {
        if self.first() == CELL_END { String::new() } else { String::from_utf8_lossy(self.bytes()).into_owned() }
    }
}

/// The characters with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub delimiter: Mark,
    pub quote: Option<u8>,
    pub escape: Option<u8>,
    pub newline: Newline,
    /// What a line of remarks starts with.
    pub comment: Option<Mark>,
    /// Whether blanks behind a delimiter are no part of the cell.
    pub skips_blanks: bool,
    /// Cells that a row has, which settles what a stray quote is; 0 when unknown.
    pub cells: usize,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            delimiter: Mark::byte(b','),
            quote: Some(b'"'),
            escape: None,
            newline: Newline::Lf,
            comment: None,
            skips_blanks: false,
            cells: 0,
        }
    }
}

impl Dialect {
    /// Of rows that we made ourselves.
    pub(crate) const RECORDS: Self = Self {
        delimiter: Mark::byte(CELL_END),
        quote: None,
        escape: None,
        newline: Newline::Record,
        comment: None,
        skips_blanks: false,
        cells: 0,
    };
}

/// Bytes looked at: the score of every candidate costs time, and more rows do not change it.
const SAMPLE: usize = 96 << 10;

impl Dialect {
    /// Guesses the dialect of a text.
    pub(crate) fn of(text: &[u8]) -> Self {
        let mut sample = text.get(..text.len().min(SAMPLE)).unwrap_or_default();
        if sample.len() < text.len()
            && let Some(end) = sample.iter().rposition(|b| matches!(b, b'\n' | b'\r'))
        {
            sample = sample.get(..=end).unwrap_or_default();
        }
        let newline = Newline::of(sample);
        let nosed = nose(sample);
        let (delimiter, quote) = match nosed {
            Some((delimiter, quote)) if is_believable(sample, delimiter) => (delimiter, quote),
            _ => (consistent_delimiter(sample).or_else(|| unusual_delimiter(sample)).unwrap_or(b','), Some(b'"')),
        };
        let delimiter = if delimiter == b',' { beside_decimal_commas(sample).unwrap_or(delimiter) } else { delimiter };
        let delimiter = rivals::better(sample, delimiter).unwrap_or(delimiter);
        let delimiter = below_rule(sample).unwrap_or(delimiter);
        let blanks = blanks::between_cells(sample, delimiter);
        let delimiter = if blanks.is_some() { b' ' } else { delimiter };
        let quote = match quote {
            Some(b'\'') | None => None,
            Some(b'"') if !opens_cells(sample, delimiter) => None,
            Some(other) => Some(other),
        };
        let quote = quote.or_else(|| {
            let has_apostrophes = sample.contains(&b'\'') && Apostrophes::of(sample, delimiter).are_quotes();
            Some(if has_apostrophes { b'\'' } else { b'"' })
        });
        let escape = quote.and_then(|q| {
            // A backslash, or what some old systems write for it.
            [b'\\', 0].into_iter().find(|escape| has_escapes(sample, *escape, q, delimiter))
        });
        let skips_blanks = match blanks {
            Some(blanks) => blanks == Blanks::InRuns,
            None => quote.is_some_and(|q| has_blanks_behind(sample, q, delimiter)),
        };
        Self { delimiter: Mark::byte(delimiter), quote, escape, newline, comment: None, skips_blanks, cells: 0 }
    }
}

/// What csv-nose makes of it. NUL bytes and the like must not decide, so it sees them as blanks.
fn nose(sample: &[u8]) -> Option<(u8, Option<u8>)> {
    let clean: Vec<u8> = sample.iter().map(|b| if *b == 0 { b' ' } else { *b }).collect();
    let mut sniffer = Sniffer::new();
    sniffer.sample_size(SampleSize::Records(200));
    let found = sniffer.sniff_bytes(&clean).ok()?;
    let quote = match found.dialect.quote {
        Quote::Some(quote) => Some(quote),
        Quote::None => None,
    };
    Some((found.dialect.delimiter, quote))
}

/// The delimiters that need no proof beyond being there.
const USUAL: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Letters, digits and signs inside numbers and dates separate cells only in the eyes of a scoring function: a
/// one-column file of dates has perfectly even "columns" at every `-` or `:`.
fn is_believable(sample: &[u8], delimiter: u8) -> bool {
    // Some tools put a tab in front of every quoted cell against formulas: what only stands inside quotes separates none.
    if rivals::rows(sample).iter().all(|row| count_outside_quotes(row, delimiter) == 0) {
        return false;
    }
    if USUAL.contains(&delimiter) {
        return true;
    }
    // Blanks have their own proof: names of people and dates have them as evenly.
    if delimiter.is_ascii_alphanumeric() || matches!(delimiter, b' ' | b'-' | b'.' | b'_' | b'"' | b'\'') {
        return false;
    }
    // Any usual delimiter on nearly every line beats an unusual one, and so does having no pattern at all.
    consistent_delimiter(sample).is_none() && is_even(sample, delimiter) && lines(sample).nth(1).is_some()
}

/// Lines of a sample that hold something, at most 200.
fn lines(sample: &[u8]) -> impl Iterator<Item = &[u8]> {
    sample
        .split(|b| matches!(b, b'\n' | b'\r'))
        .filter(|l| !l.trim_ascii().is_empty() && !l.starts_with(b"#"))
        .take(200)
}

/// True when every line has the same number of the character outside quotes, at least one.
fn is_even(sample: &[u8], delimiter: u8) -> bool {
    let mut counts = lines(sample).map(|l| count_outside_quotes(l, delimiter));
    let Some(first) = counts.next() else { return false };
    first > 0 && counts.all(|c| c == first)
}

fn count_outside_quotes(line: &[u8], delimiter: u8) -> usize {
    let mut is_inside = false;
    let mut count = 0;
    for &byte in line {
        if byte == b'"' {
            is_inside = !is_inside;
        } else if byte == delimiter && !is_inside {
            count += 1;
        }
    }
    count
}

/// The usual delimiter that stands on most lines, equally often.
fn consistent_delimiter(sample: &[u8]) -> Option<u8> {
    consistent_among(sample, &USUAL).map(|(_, delimiter)| delimiter)
}

/// The delimiters that need every line to agree, and names above.
const UNUSUAL: [u8; 6] = [b':', b'^', b'~', b'!', b'*', 0x1f];

/// An unusual delimiter that makes three cells or more of every line, of which the first has nothing but names. In words
/// such a character has a blank behind it, and dates and times have no letters.
fn unusual_delimiter(sample: &[u8]) -> Option<u8> {
    let is_name = |cell: &[u8]| {
        cell.first().is_some_and(|first| *first != b' ') && cell.iter().any(|b| b.is_ascii_alphabetic() || *b >= 0x80)
    };
    UNUSUAL.into_iter().find(|delimiter| {
        let Some(names) = lines(sample).next() else { return false };
        is_even(sample, *delimiter)
            && lines(sample).nth(1).is_some()
            // `HH:mm:ss` names no columns above times of day.
            && !(*delimiter == b':' && lines(sample).skip(1).all(is_time))
            && names.split(|b| b == delimiter).count() > 2
            && names.split(|b| b == delimiter).all(is_name)
    })
}

/// True for a time of day: two digits each between colons.
fn is_time(line: &[u8]) -> bool {
    let mut parts = line.trim_ascii().split(|b| *b == b':');
    let is_pair = |part: &[u8]| part.len() == 2 && part.iter().all(u8::is_ascii_digit);
    let whole = |part: &[u8]| part.get(..2).is_some_and(is_pair) && matches!(part.get(2), None | Some(b'.' | b','));
    parts.next_back().is_some_and(whole) && parts.all(is_pair)
}

/// The same among some, with the number of lines that agree.
fn consistent_among(sample: &[u8], delimiters: &[u8]) -> Option<(usize, u8)> {
    delimiters
        .iter()
        .copied()
        .filter_map(|delimiter| {
            let counts: Vec<_> = lines(sample).map(|l| count_outside_quotes(l, delimiter)).collect();
            let most =
                counts.iter().copied().filter(|c| *c > 0).max_by_key(|c| counts.iter().filter(|d| *d == c).count())?;
            let agreeing = counts.iter().filter(|c| **c == most).count();
            (agreeing * 10 >= counts.len() * 8).then_some((agreeing, delimiter))
        })
        .max_by_key(|(agreeing, _)| *agreeing)
}

/// The delimiter of a file whose commas are decimal signs: another usual one that stands equally often on nearly every
/// line, between cells of which each may have one comma, while every comma stands between two digits. One number with decimals a line looks
/// like two perfectly even columns to a scoring function, the more so below some lines of text.
fn beside_decimal_commas(sample: &[u8]) -> Option<u8> {
    let is_decimal = |line: &[u8]| {
        let is_digit = |at: Option<usize>| at.and_then(|at| line.get(at)).is_some_and(u8::is_ascii_digit);
        let mut commas = line.iter().enumerate().filter(|(_, b)| **b == b',').map(|(at, _)| at);
        commas.all(|at| is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)))
    };
    let (agreeing, other) = consistent_among(sample, b";\t|")?;
    // Where commas separate, the line of names has them too.
    if consistent_among(sample, b",").is_some_and(|(commas, _)| commas > agreeing) {
        return None;
    }
    let told = |line: &&[u8]| count_outside_quotes(line, other) > 0;
    // Every cell may have decimals.
    let holds =
        |line: &[u8]| is_decimal(line) && count_outside_quotes(line, b',') <= count_outside_quotes(line, other) + 1;
    lines(sample).filter(told).all(holds).then_some(other)
}

/// The delimiter of a table whose first name is blank, below a rule of `#` as Adobe Analytics draws it. People choose it
/// there, and it may be a point or a colon.
fn below_rule(sample: &[u8]) -> Option<u8> {
    let lines = || sample.split(|b| matches!(b, b'\n' | b'\r')).filter(|line| !line.is_empty());
    let is_remark = |line: &&[u8]| line.starts_with(b"#") || line.starts_with(b"\"#");
    let is_rule = |line: &&[u8]| line.len() >= 4 && line.iter().all(|b| *b == b'#');
    let mut below = lines().skip_while(|line| !is_rule(line)).skip_while(is_remark);
    let (names, more, row) = (below.next()?, below.next()?, below.next()?);
    let delimiter = *names.first().filter(|b| matches!(b, b',' | b';' | b'\t' | b'|' | b':' | b'.'))?;
    let count = count_outside_quotes(names, delimiter);
    let is_alike = |line: &[u8]| count_outside_quotes(line, delimiter) == count;
    (more.first() == Some(&delimiter) && is_alike(more) && is_alike(row)).then_some(delimiter)
}

/// True when a quote stands where a cell begins: those inside of cells are inches and words.
fn opens_cells(sample: &[u8], delimiter: u8) -> bool {
    let is_edge = |byte: u8| byte == delimiter || matches!(byte, b'\n' | b'\r');
    let begins = |at: usize| {
        let before = sample.get(..at).unwrap_or_default().iter().rev();
        let mut before = before.skip_while(|byte| matches!(**byte, b' ' | b'\t') && **byte != delimiter);
        before.next().is_none_or(|byte| is_edge(*byte))
    };
    memchr::memchr_iter(b'"', sample).any(begins)
}

/// True when cells stand a blank behind the delimiter, so that the blank belongs to the delimiter: every cell, or those
/// that are quoted.
fn has_blanks_behind(sample: &[u8], quote: u8, delimiter: u8) -> bool {
    /// Fewer blanks may be chance.
    const LEAST: usize = 4;
    if matches!(delimiter, b' ' | b'\t') {
        return false;
    }
    let behind = |index: usize| sample.get(index + 1).copied();
    let mut blank = 0usize;
    let mut other = 0usize;
    let mut quoted = 0usize;
    for (index, _) in sample.iter().enumerate().filter(|(_, b)| **b == delimiter) {
        match behind(index) {
            Some(b' ') => {
                blank += 1;
                quoted += usize::from(sample.get(index + 2) == Some(&quote));
            }
            Some(byte) if byte == quote => return false,
            Some(b'\n' | b'\r') | None => {}
            Some(_) => other += 1,
        }
    }
    // Text has a blank behind every comma too, but not the same number of commas on every line.
    let is_table = || is_even(sample, delimiter) && lines(sample).nth(2).is_some();
    (quoted > 0 && other * 20 <= blank) || (other == 0 && blank >= LEAST && is_table())
}

/// True when the character stands before a quote inside a cell, and quotes are not doubled.
fn has_escapes(sample: &[u8], escape: u8, quote: u8, delimiter: u8) -> bool {
    let mut escaped = 0usize;
    let mut doubled = 0usize;
    for (index, pair) in sample.windows(2).enumerate() {
        let next = sample.get(index + 2).copied();
        let is_edge = next.is_none_or(|b| b == delimiter || matches!(b, b'\n' | b'\r'));
        match pair {
            // `"C:\"` ends a cell with a backslash; `\",` may too, so only a quote in the middle counts.
            [e, q] if *e == escape && *q == quote && !is_edge => escaped += 1,
            [a, b] if *a == quote && *b == quote && !is_edge => {
                let before = index.checked_sub(1).and_then(|i| sample.get(i)).copied();
                doubled += usize::from(before.is_some_and(|b| b != delimiter && !matches!(b, b'\n' | b'\r')));
            }
            _ => {}
        }
    }
    escaped > 0 && doubled == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, delimiter: char, quote: char, escape: Option<char>) {
        let dialect = Dialect::of(text.as_bytes());
        let got =
            (char::from(dialect.delimiter.first()), dialect.quote.map(char::from), dialect.escape.map(char::from));
        assert_eq!(got, (delimiter, Some(quote), escape), "{text}");
    }

    #[test]
    fn dialects() {
        check("a,b,c\n1,2,3\n4,5,6\n", ',', '"', None);
        check("a;b;c\n1,5;2,5;3\n4,5;5;6\n", ';', '"', None);
        let months = (1..=8).map(|m| format!("01.{m:02}.2026;Geschäft;Laune;3,{m}0;10{m}\n")).collect::<String>();
        for above in ["", "Export vom 01.09.2026\n\n"] {
            check(&format!("{above}Datum;Ort;Kennzahl;Wert;Anzahl\n{months}Summe;;;31,5;900\n"), ';', '"', None);
            check(&format!("{above}{}", months.replace(';', "\t")), '\t', '"', None);
        }
        check("id,tags,n\n1,a;b,2\n2,c;d,3\n3,e;f,4\n", ',', '"', None);
        check("1,2;3,4\n1,3;4,5\n1,4;2,2\n", ';', '"', None);
        check("id,chosen,n\n1,2;3,4\n1,3;4,5\n1,4;2,2\n1,4;3,2\n1,2;2,2\n", ',', '"', None);
        check("a\tb\n1\t2\n", '\t', '"', None);
        check("a|b\n1|2\n3|4\n", '|', '"', None);
        check("\"\ta\",\"\tb\"\n\"\t1\",\"\t2\"\n", ',', '"', None);
        check("date\n2024-01-01\n2024-01-02\n", ',', '"', None);
        check("name\nO'Neil\nD'Arcy\n", ',', '"', None);
        check("a,b\n'x,1',2\n'y,2',3\n'z,5',3\n", ',', '\'', None);
        check("a,b\n\"say \\\"hi\\\" now\",2\n\"x\",3\n", ',', '"', Some('\\'));
        check("a,b\n\"say \"\"hi\"\" now\",2\n\"C:\\\",3\n", ',', '"', None);
        check("HH:mm:ss.S\n15:02:37.143\n", ',', '"', None);
        check("Kunde:Land:Jahr\n1:2:3\n", ':', '"', None);
        check("milan#_%pass\n", ',', '"', None);
    }

    fn check_blanks(text: &str, delimiter: char, quote: char, skips_blanks: bool) {
        check(text, delimiter, quote, None);
        assert_eq!(Dialect::of(text.as_bytes()).skips_blanks, skips_blanks, "{text}");
    }

    #[test]
    fn apostrophes_are_quotes_however_many_blanks_stand_before_them() {
        check_blanks("'Kenia',      'ke', 'KES'\n'Bahamas',    'bs', 'BSD'\n'Chile', 'cl', 'CLP'\n", ',', '\'', true);
        check_blanks(
            "1 # '1 a rd' # ' b, ma 1'\n2 # '2 c dr' # ' d, ma 2'\n3 # 'x' # ' e, ma 3'\n4 # 'y' # ' f, ma'\n5 # 'z' # ' g, ma'\n",
            '#',
            '\'',
            true,
        );
        check_blanks("a,b,c\nX,['so'],['d 4', 'e 1']\nY,['no'],['d 2', 'f 1']\n", ',', '"', false);
        let lists = "A,13,  Era,['Add 0'],  Path,['B 4', 'B 1']\n";
        check_blanks(&lists.repeat(6), ',', '"', false);
        check_blanks("1;Ships' crews\n2;Pilots' mates\n", ';', '"', false);
    }

    #[test]
    fn blanks_behind_every_comma_are_no_part_of_cells() {
        check_blanks("energy, n\n0.0, 1\n0.1, 2\n0.2, 3\n", ',', '"', true);
        check_blanks("energy, n\n0.0, 1\n0.1,2\n0.2, 3\n", ',', '"', false);
        check_blanks(
            "comment\nwell, so it is\nlate, slow, and dear\nno\nfine, then, all of it, yes\n",
            ',',
            '"',
            false,
        );
    }

    #[test]
    fn newlines() {
        assert_eq!(Newline::of(b"a\nb\n"), Newline::Lf);
        assert_eq!(Newline::of(b"a\r\nb\r\n"), Newline::CrLf);
        assert_eq!(Newline::of(b"a\rb\r"), Newline::Cr);
        assert_eq!(Newline::of(b"a"), Newline::Lf);
    }
}
