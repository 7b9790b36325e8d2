//! Whether apostrophes are quotes. In names, in times of the day and behind possessives they are letters.

use super::lines;
use std::collections::BTreeMap;

/// Rows with a cell in apostrophes, below which chance may have put one at either end of a cell.
const LEAST_ROWS: usize = 2;

/// Where apostrophes stand in the lines of a sample. A cell in apostrophes ends on its line: one that went on would take
/// all rows up to the next apostrophe with it, and `'til 5pm` would be the beginning of one.
#[derive(Default)]
pub(super) struct Apostrophes {
    lines: usize,
    lines_with_cells: usize,
    /// Cells that open and close with one.
    cells: usize,
    /// Cells that open with one and do not close.
    opens: usize,
    /// Cells that close with one and do not open.
    closes: usize,
    /// All others, but for doubled ones in a cell.
    inside: usize,
    /// How many lines have so many delimiters, when those in apostrophes count and when they do not.
    counts: [BTreeMap<usize, usize>; 2],
}

impl Apostrophes {
    /// In a sample, blanks beside the delimiter aside.
    pub(super) fn of(sample: &[u8], delimiter: u8) -> Self {
        let mut found = Self::default();
        for line in lines(sample) {
            found.add(line, delimiter);
        }
        found
    }

    fn add(&mut self, line: &[u8], delimiter: u8) {
        let before = self.cells;
        let mut rest = line;
        let mut ends = 0;
        loop {
            let cell = unblanked(rest, delimiter);
            let end = match quoted(cell, delimiter) {
                Some(length) => {
                    self.cells += 1;
                    let inner = cell.get(1..length.saturating_sub(1)).unwrap_or_default();
                    self.inside += single(inner);
                    (rest.len() - cell.len()) + length
                }
                None => {
                    let length = rest.iter().position(|b| *b == delimiter).unwrap_or(rest.len());
                    self.add_plain(rest.get(..length).unwrap_or_default());
                    length
                }
            };
            let behind = rest.get(end..).unwrap_or_default();
            let Some(at) = behind.iter().position(|b| *b == delimiter) else { break };
            ends += 1;
            rest = behind.get(at + 1..).unwrap_or_default();
        }
        self.lines += 1;
        self.lines_with_cells += usize::from(self.cells > before);
        let [all, outside] = &mut self.counts;
        *all.entry(line.iter().filter(|b| **b == delimiter).count()).or_default() += 1;
        *outside.entry(ends).or_default() += 1;
    }

    /// Of a cell that is not in apostrophes.
    fn add_plain(&mut self, cell: &[u8]) {
        let cell = cell.trim_ascii();
        let opens = usize::from(cell.starts_with(b"'"));
        let closes = usize::from(cell.len() > 1 && cell.ends_with(b"'"));
        self.opens += opens;
        self.closes += closes;
        self.inside += memchr::memchr_iter(b'\'', cell).count() - opens - closes;
    }

    /// True when they are what cells are quoted with: on several rows, on which the cells are as even as without quotes.
    pub(super) fn are_quotes(&self) -> bool {
        let has_rows = self.lines_with_cells >= LEAST_ROWS || self.lines_with_cells == self.lines;
        let agreeing = |counts: &BTreeMap<usize, usize>| counts.values().copied().max().unwrap_or_default();
        let [all, outside] = &self.counts;
        self.cells > 0
            && has_rows
            && self.opens == 0
            && self.closes <= self.cells
            && self.inside <= self.cells
            && agreeing(outside) >= agreeing(all)
    }
}

/// Without the blanks in front, which belong to the delimiter.
fn unblanked(rest: &[u8], delimiter: u8) -> &[u8] {
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() && *byte != delimiter;
    let first = rest.iter().position(|byte| !is_blank(byte)).unwrap_or(rest.len());
    if delimiter == b' ' { rest } else { rest.get(first..).unwrap_or_default() }
}

/// The length of the cell in apostrophes that a text begins with.
fn quoted(text: &[u8], delimiter: u8) -> Option<usize> {
    text.strip_prefix(b"'")?;
    let mut at = 1;
    loop {
        at += text.get(at..)?.iter().position(|b| *b == b'\'')?;
        let behind = text.get(at + 1..).unwrap_or_default();
        if behind.first() == Some(&b'\'') && !ends_cell(behind.get(1..).unwrap_or_default(), delimiter) {
            at += 2;
        } else if ends_cell(behind, delimiter) {
            return Some(at + 1);
        } else {
            at += 1;
        }
    }
}

fn ends_cell(behind: &[u8], delimiter: u8) -> bool {
    unblanked(behind, delimiter).first().is_none_or(|b| *b == delimiter)
}

/// Apostrophes that are not doubled.
fn single(text: &[u8]) -> usize {
    let doubled = memchr::memmem::find_iter(text, b"''").count();
    memchr::memchr_iter(b'\'', text).count() - doubled * 2
}

#[cfg(test)]
mod tests {
    use crate::import::dialect::Dialect;

    #[track_caller]
    fn check(text: &str, quote: char) {
        assert_eq!(Dialect::of(text.as_bytes()).quote.map(char::from), Some(quote), "{text}");
    }

    #[test]
    fn apostrophes_of_words_at_the_edges_of_cells_swallow_no_rows() {
        let hours = "day,comment,n\n2025-01-01,'til 5pm only,1\n2025-01-02,fine,2\n2025-01-03,for both parents',3\n";
        check(hours, '"');
        check("day,comment,n\n2025-01-01,'til 5pm only,for both parents'\n2025-01-02,fine,2\n", '"');
        check("day,a,b\n1,'til 5,the parents'\n2,fine,so\n3,'cause,both boys'\n4,well,then\n5,no,yes\n", '"');
        check("comment,n\n'It was late',1\n'til 5pm only,2\n'So and so',3\n", '"');
        check("comment,n\n'It was late',1\n'So, and so',2\nthe boys',3\n", '\'');
        check("comment,n\n'It''s late',1\n'So, and so',2\nfine,3\n", '\'');
        check("day\tcomment\n'1'\t'It was late'\n'2'\t''\n", '\'');
        check("'day';'comment'\n'1';a 5\" disk\n'2';'fine'\n", '\'');
        check("comment\n'til 5pm\nthe parents'\nfine\n", '"');
    }
}
