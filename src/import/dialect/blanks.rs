//! Blanks between cells: a table as programs print it.

use super::{USUAL, count_outside_quotes, rivals};
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

/// Whether blanks are what separates cells.
pub(super) fn between_cells(sample: &[u8]) -> Option<Blanks> {
    let rows = rivals::rows(sample);
    // Any other delimiter that rows agree on has its own cells.
    let is_other = |delimiter: &u8| {
        let rows_with = rows.iter().filter(|row| count_outside_quotes(row, *delimiter) > 0).count();
        rows_with * 2 > rows.len()
    };
    if USUAL.iter().any(is_other) {
        return None;
    }
    if is_between_quotes(sample) {
        return Some(Blanks::Single);
    }
    is_table(&rows).then(|| match rows.iter().any(|row| row.trim_ascii().windows(2).any(|pair| pair == b"  ")) {
        true => Blanks::InRuns,
        false => Blanks::Single,
    })
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

/// True when the rows, but for some lines above them, have the same number of words, and what stands below each other is
/// alike: names above numbers, or numbers with decimals in two columns at least.
fn is_table(rows: &[&[u8]]) -> bool {
    let words = |row: &[u8]| -> Vec<Vec<u8>> {
        row.split(|b| *b == b' ').map(<[u8]>::trim_ascii).filter(|w| !w.is_empty()).map(<[u8]>::to_vec).collect()
    };
    let rows: Vec<_> = rows.iter().map(|row| words(row)).collect();
    let Some(cells) = rows.last().map(Vec::len).filter(|cells| *cells >= LEAST_CELLS) else { return false };
    let above = rows.iter().rposition(|row| row.len() != cells).map_or(0, |at| at + 1);
    let table = rows.get(above..).unwrap_or_default();
    if table.len() < LEAST_ROWS || table.len() * 2 < rows.len() {
        return false;
    }
    let Some((first, below)) = table.split_first() else { return false };
    let all = |rows: &[Vec<Vec<u8>>], column: usize, holds: &dyn Fn(&[u8]) -> bool| {
        rows.iter().all(|row| row.get(column).is_some_and(|cell| holds(cell)))
    };
    let is_number = |cell: &[u8]| NumberFormat::POINT.parse(cell).is_some();
    let has_decimals = |cell: &[u8]| is_number(cell) && cell.contains(&b'.');
    let columns =
        |rows: &[Vec<Vec<u8>>], holds: &dyn Fn(&[u8]) -> bool| (0..cells).filter(|c| all(rows, *c, holds)).count();
    let are_names = first.iter().all(|cell| cell.iter().any(u8::is_ascii_alphabetic) && !is_number(cell));
    (are_names && columns(below, &is_number) >= 1) || columns(table, &has_decimals) >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<Blanks>) {
        assert_eq!(between_cells(text.as_bytes()), expected, "{text}");
    }

    #[test]
    fn tables_that_programs_print() {
        let stones = "id  carat       cut table\n1    0.23     Ideal    55\n2    0.21   Premium    61\n3    0.23      Good    65\n";
        check(stones, Some(Blanks::InRuns));
        check("day place score\nmon a 3\ntue b 4\nwed c 5\n", Some(Blanks::Single));
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
}
