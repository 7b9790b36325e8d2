//! Blanks between cells: a table as programs print it.

use super::{UNUSUAL, USUAL, count_outside_quotes, rivals};
use crate::import::dates::{DateOrder, Zone, parse as parse_date};
use crate::import::durations;
use crate::import::numbers::NumberFormat;

/// How many blanks stand between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blanks {
    /// One.
    Single,
    /// As many as it takes to bring them below each other.
    InRuns,
}

/// Rows that a table has at least.
const LEAST_ROWS: usize = 4;
/// Cells that a row has at least: two words are a name, and a day has a time.
const LEAST_CELLS: usize = 3;

/// Whether blanks are what separates cells, where another delimiter is the best so far.
pub(super) fn between_cells(sample: &[u8], delimiter: u8) -> Option<Blanks> {
    let rows = rivals::rows(sample);
    // Any other delimiter that rows agree on has its own cells.
    let is_other = |delimiter: &u8| {
        let rows_with = rows.iter().filter(|row| count_outside_quotes(row, *delimiter) > 0).count();
        rows_with * 2 > rows.len()
    };
    if USUAL.iter().any(is_other) || (is_proven(delimiter) && !is_of_times(sample, delimiter)) || are_values(&rows) {
        return None;
    }
    if is_between_quotes(sample) {
        return Some(Blanks::Single);
    }
    let rows: Vec<_> = rows.iter().map(|row| words(row)).collect();
    let table = table_of(&rows)?;
    let has_runs = rows.iter().any(|row| row.windows(2).any(|pair| matches!(pair, [a, b] if b.start > a.end + 1)));
    match has_runs {
        true if is_aligned(table) => has_typed_columns(table, 1).then_some(Blanks::InRuns),
        true => has_typed_columns(table, 2).then_some(Blanks::InRuns),
        // A word that stands in every row, as in `12 of 30` or `5 out of 7`, is one of a phrase.
        false => (has_typed_columns(table, 2) && !has_phrase(table)).then_some(Blanks::Single),
    }
}

/// True for a delimiter that nothing but its rows speaks for, so that they did.
fn is_proven(delimiter: u8) -> bool {
    delimiter == b'#' || UNUSUAL.contains(&delimiter)
}

/// True when a sign stands between two digits wherever it stands: in times of day.
fn is_of_times(sample: &[u8], sign: u8) -> bool {
    sample.windows(3).all(|three| match three {
        [before, middle, after] if *middle == sign => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => true,
    })
}

/// True when most rows below the first are a date, a number or a duration as a whole: `1 May 2024` has blanks as even as
/// a table, and with them `1 234 567` and `5 min 13s` have a cell for each word of `Time to reply`.
fn are_values(rows: &[&[u8]]) -> bool {
    let number = NumberFormat::from_texts(Some("."), Some(" ")).unwrap_or(NumberFormat::POINT);
    let comma = NumberFormat::from_texts(Some(","), Some(" ")).unwrap_or(NumberFormat::POINT);
    let is_value = |row: &[u8]| {
        let row = row.trim_ascii();
        let is_date = |order| parse_date(row, order, Zone::AsWritten).is_some();
        is_date(DateOrder::DayFirst)
            || is_date(DateOrder::MonthFirst)
            || number.parse(row).is_some()
            || comma.parse(row).is_some()
            || std::str::from_utf8(row).is_ok_and(|text| durations::seconds(text).is_some())
    };
    let below = rows.get(1..).unwrap_or_default();
    !below.is_empty() && below.iter().filter(|row| is_value(row)).count() * 2 > below.len()
}

/// True when cells in quotes stand behind each other with a blank between, and none beside another delimiter.
fn is_between_quotes(sample: &[u8]) -> bool {
    const LEAST: usize = 3;
    let has_other =
        sample.windows(2).any(|pair| matches!(pair, [b'"', b';' | b'\t' | b'|'] | [b';' | b'\t' | b'|', b'"']));
    // A comma behind one quote may be text behind an inch.
    let has_commas = sample.windows(3).any(|three| matches!(three, [b'"', b',', b'"']));
    let blanks = sample.windows(3).filter(|three| matches!(three, [b'"', b' ', b'"'])).count();
    !has_other && !has_commas && blanks >= LEAST
}

/// A word of a row, and the characters that stand before it and before its end.
struct Word<'a> {
    text: &'a [u8],
    start: usize,
    end: usize,
}

fn words(row: &[u8]) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    for text in row.split(|b| *b == b' ') {
        let length = text.iter().filter(|b| !matches!(b, 0x80..0xc0)).count();
        let text = text.trim_ascii();
        if !text.is_empty() {
            words.push(Word { text, start: at, end: at + length });
        }
        at += length + 1;
    }
    words
}

/// The rows, but for some lines above them, that have the same number of words.
fn table_of<'a, 'b>(rows: &'a [Vec<Word<'b>>]) -> Option<&'a [Vec<Word<'b>>]> {
    let cells = rows.last().map(Vec::len).filter(|cells| *cells >= LEAST_CELLS)?;
    let above = rows.iter().rposition(|row| row.len() != cells).map_or(0, |at| at + 1);
    let table = rows.get(above..).unwrap_or_default();
    (table.len() >= LEAST_ROWS && table.len() * 2 >= rows.len()).then_some(table)
}

/// Columns whose every cell is of a kind.
fn columns_of(rows: &[Vec<Word<'_>>], holds: impl Fn(&[u8]) -> bool) -> usize {
    let cells = rows.first().map_or(0, Vec::len);
    let is_of_kind = |column: &usize| rows.iter().all(|row| row.get(*column).is_some_and(|word| holds(word.text)));
    (0..cells).filter(is_of_kind).count()
}

/// True when names stand above so many columns of numbers and dates, or numbers with decimals in two columns at least.
fn has_typed_columns(table: &[Vec<Word<'_>>], least: usize) -> bool {
    let is_number = |cell: &[u8]| NumberFormat::POINT.parse(cell).is_some();
    let is_typed = |cell: &[u8]| is_number(cell) || parse_date(cell, DateOrder::DayFirst, Zone::AsWritten).is_some();
    let has_decimals = |cell: &[u8]| is_number(cell) && cell.contains(&b'.');
    let Some((first, below)) = table.split_first() else { return false };
    let are_names = first.iter().all(|word| word.text.iter().any(u8::is_ascii_alphabetic) && !is_number(word.text));
    (are_names && columns_of(below, is_typed) >= least) || columns_of(table, has_decimals) >= 2
}

/// True when the words of every column begin or end below each other, a few rows aside that have a longer one.
fn is_aligned(table: &[Vec<Word<'_>>]) -> bool {
    let most_alike = |edges: Vec<usize>| {
        edges.iter().map(|edge| edges.iter().filter(|other| *other == edge).count()).max().unwrap_or_default()
    };
    let is_aligned = |column: usize| {
        let of = |edge: fn(&Word<'_>) -> usize| table.iter().filter_map(|row| row.get(column)).map(edge).collect();
        most_alike(of(|word| word.start)).max(most_alike(of(|word| word.end))) * 10 >= table.len() * 9
    };
    (0..table.first().map_or(0, Vec::len)).all(is_aligned)
}

/// True when a column has the same word of letters in all rows below the first.
fn has_phrase(table: &[Vec<Word<'_>>]) -> bool {
    let below = table.get(1..).unwrap_or_default();
    let Some(row) = below.first() else { return false };
    row.iter().enumerate().any(|(column, word)| {
        let is_same = |row: &Vec<Word<'_>>| row.get(column).is_some_and(|other| other.text == word.text);
        word.text.iter().all(u8::is_ascii_alphabetic) && below.iter().all(is_same)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::dialect::Dialect;

    fn check(text: &str, expected: Option<Blanks>) {
        assert_eq!(between_cells(text.as_bytes(), b','), expected, "{text}");
        let is_blank = Dialect::of(text.as_bytes()).delimiter.first() == b' ';
        assert_eq!(is_blank, expected.is_some(), "{text}");
    }

    #[test]
    fn tables_that_programs_print() {
        let stones = "id  carat       cut table\n1    0.23     Ideal    55\n2    0.21   Premium    61\n3    0.23      Good    65\n";
        check(stones, Some(Blanks::InRuns));
        check("day place score n\nmon a 3 10\ntue b 4 20\nwed c 5 30\n", Some(Blanks::Single));
        let shape = "5\nmethane (in angstroms)\nC   0.00   0.00  0.00\nH   0.00   0.00  1.08\nH   1.02  0.00 -0.36\nH  -0.5 -0.8 -0.36\n";
        check(shape, Some(Blanks::InRuns));
        let quoted = "DAY Qty Type \"Text\" \"URL\"\n1/2 2 Men's Boots \"These, so, and\" \"https://a\"\n1/3 0 Cap \"Next, again\" \"https://b\"\n";
        check(quoted, Some(Blanks::Single));
    }

    #[test]
    fn words_numbers_and_days_are_no_tables() {
        check("name\nAda Lovelace\nAlan Turing\nGrace Hopper\n", None);
        check("Jan 5 2024\nFeb 6 2024\nMar 7 2024\nApr 8 2024\n", None);
        check("amount\n1 234 567\n2 345 678\n3 456 789\n4 567 890\n", None);
        check("it was late again\nnobody told me why\nI would not return\nvery slow this time\n", None);
        check("a,b c d\n1,2 3 4\n2,3 4 5\n3,4 5 6\n", None);
        check("said\n\"so\" he \"said\"\n\"no\" and \"yes\"\n\"well\" she \"asked\"\n", None);
    }

    #[test]
    fn a_name_with_as_many_words_as_its_values_is_one_column() {
        check("Date of answer\n1 May 2024\n2 May 2024\n3 Jun 2024\n4 Jun 2024\n", None);
        check("Total amount EUR\n1 234 567\n2 345 678\n3 456 789\n4 567 890\n", None);
        check("Time to reply\n5 min 13s\n4 min 12s\n3 min 11s\n12 min 40s\n", None);
        check("Done of all\n12 of 30\n13 of 31\n9 of 11\n4 of 20\n", None);
        check("what people said\nrated it 3\nwould give 4\nmaybe a 5\n", None);
    }

    #[test]
    fn a_delimiter_that_the_rows_have_proven_stays() {
        let rows = "place in town^score of us^n\na b c^1 2 3^4\na b d^1 2 3^4\nd b c^1 2 3^5\na b e^1 2 4^4\n";
        assert_eq!(Dialect::of(rows.as_bytes()).delimiter.first(), b'^');
        let rows = "place in:score of:all n\na 1:2 3:4 5\nb 1:2 3:4 5\nc 1:2 3:4 6\nd 1:2 3:5 4\n";
        assert_eq!(between_cells(rows.as_bytes(), b':'), None);
    }
}
