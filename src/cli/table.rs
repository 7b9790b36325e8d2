//! Plain tables for people: columns as wide as needed, numbers to the right.

use std::io::{Result, Write};

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// Rows under a header.
pub(super) struct Table {
    header: Vec<String>,
    align: Vec<Align>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns and no rows.
    pub(super) fn new(columns: &[(&str, Align)]) -> Self {
        let header = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        Self { header, align: columns.iter().map(|(_, align)| *align).collect(), rows: Vec::new() }
    }

    /// Adds a row; line breaks in cells become spaces.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|c| c.replace(['\n', '\r', '\t'], " ")).collect());
    }

    /// True without rows.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Prints header and rows.
    pub(super) fn print(&self, out: &mut impl Write) -> Result<()> {
        let lines = || std::iter::once(&self.header).chain(&self.rows);
        let width = |column: usize| lines().filter_map(|l| l.get(column)).map(|c| width_of(c)).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.header.len()).map(width).collect();
        for line in lines() {
            let mut text = String::new();
            for ((cell, width), align) in line.iter().zip(&widths).zip(&self.align) {
                let pad = " ".repeat(width.saturating_sub(width_of(cell)));
                match align {
                    Align::Left => text.extend([cell.as_str(), &pad]),
                    Align::Right => text.extend([pad.as_str(), cell]),
                }
                text.push_str("  ");
            }
            writeln!(out, "{}", text.trim_end())?;
        }
        Ok(())
    }
}

/// Columns a text takes in a terminal, near enough: characters, those of East Asian scripts twice.
fn width_of(text: &str) -> usize {
    let is_wide = |c: char| matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0x1F300..=0x1FAFF);
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let mut table = Table::new(&[("name", Align::Left), ("n", Align::Right)]);
        table.row(["café\nnoir".to_owned(), "7".to_owned()]);
        table.row(["支払".to_owned(), "1,024".to_owned()]);
        let mut out = Vec::new();
        table.print(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "name           n\ncafé noir      7\n支払       1,024\n");
    }
}
