//! Blocks of cells as spreadsheets put them on the clipboard: tab-separated text with quotes, or an HTML table.

use super::PasteError;
use super::html::{escaped, find_ignoring_case, parse_html};
use std::collections::BTreeMap;

/// Longest text that is read as a block, bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Most columns of a block: more steps than any map has.
pub const MAX_COLUMNS: usize = 200;
/// Most rows of a block.
pub const MAX_ROWS: usize = 100;
/// Most cells with words in a block.
pub const MAX_CELLS: usize = 5_000;

/// Rows of cells. Rows may differ in length; a missing cell is an empty one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The words of every cell, row by row.
    pub rows: Vec<Vec<String>>,
    /// Cells over several columns, by row and column, and over how many. The others they cover are empty.
    pub wide: BTreeMap<(usize, usize), usize>,
}

impl Table {
    /// Reads a block: an HTML table when there is one, otherwise tab-separated text.
    ///
    /// # Errors
    /// [`PasteError`] when it is no text, empty, or larger than a map takes.
    pub fn parse(text: &str) -> Result<Self, PasteError> {
        if text.len() > MAX_BYTES {
            return Err(PasteError::TooLong { megabytes: text.len().div_ceil(1024 * 1024) });
        }
        if is_binary(text) {
            return Err(PasteError::NoText);
        }
        let is_html = text.trim_start().starts_with('<') && find_ignoring_case(text, "<table").is_some();
        if is_html { parse_html(text).0.checked() } else { parse_tsv(text).checked() }
    }

    /// Reads the table that a program put on the clipboard as HTML, when that is what was copied: `None` without a table
    /// of several cells, and where the table is but a part of a longer text.
    #[must_use]
    pub fn of_html(html: &str) -> Option<Self> {
        if html.len() > MAX_BYTES || find_ignoring_case(html, "<table").is_none() {
            return None;
        }
        let (table, words_outside) = parse_html(html);
        let table = table.checked().ok()?;
        let words_inside: usize = table.rows.iter().flatten().map(String::len).sum();
        let is_table = table.columns() * table.rows.len() > 1 && words_outside <= words_inside;
        is_table.then_some(table)
    }

    /// The block without what is no words, when a map takes it.
    fn checked(mut self) -> Result<Self, PasteError> {
        self.tidy();
        let columns = self.columns();
        if self.rows.is_empty() {
            return Err(PasteError::Empty);
        }
        let filled = self.rows.iter().flatten().filter(|cell| !cell.is_empty()).count();
        if columns > MAX_COLUMNS || self.rows.len() > MAX_ROWS || filled > MAX_CELLS {
            return Err(PasteError::TooLarge { rows: self.rows.len(), columns });
        }
        Ok(self)
    }

    /// Rows as columns. What was wide is so no more.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let row = |column| (0..self.rows.len()).map(|row| self.cell(row, column).to_owned()).collect();
        Self { rows: (0..self.columns()).map(row).collect(), wide: BTreeMap::new() }
    }

    /// Number of columns of the widest row.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The words of a cell; empty beyond the edges.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|r| r.get(column)).map_or("", String::as_str)
    }

    /// Puts words into a cell, widening the block as needed. Words that are there already keep their place above.
    pub fn add(&mut self, row: usize, column: usize, words: &str) {
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        let Some(cells) = self.rows.get_mut(row) else { return };
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        let Some(cell) = cells.get_mut(column) else { return };
        if !cell.is_empty() && !words.is_empty() {
            cell.push('\n');
        }
        cell.push_str(words);
    }

    /// The block as tab-separated text; cells with tabs, line breaks or quotes stand in quotes.
    #[must_use]
    pub fn to_tsv(&self) -> String {
        let columns = self.columns();
        let mut text = String::new();
        for row in 0..self.rows.len() {
            if row > 0 {
                text.push('\n');
            }
            for column in 0..columns {
                if column > 0 {
                    text.push('\t');
                }
                let cell = &*guarded(self.cell(row, column));
                if cell.contains(['\t', '\n', '\r', '"']) {
                    text.push('"');
                    text.push_str(&cell.replace('"', "\"\""));
                    text.push('"');
                } else {
                    text.push_str(cell);
                }
            }
        }
        text
    }

    /// The block as an HTML table. Cells are marked as text, so that a spreadsheet computes nothing from them.
    #[must_use]
    pub fn to_html(&self) -> String {
        let columns = self.columns();
        let mut html = String::from("<table>");
        for row in 0..self.rows.len() {
            html.push_str("<tr>");
            for column in 0..columns {
                let cell = self.cell(row, column);
                html.push_str("<td style='mso-number-format:\"\\@\"'");
                if is_formula(cell) {
                    // Excel reads the style, Google Sheets this: the type 2 is text.
                    let value = serde_json::json!({ "1": 2, "2": cell }).to_string();
                    html.push_str(" data-sheets-value=\"");
                    html.push_str(&escaped(&value));
                    html.push('"');
                }
                html.push('>');
                html.push_str(&escaped(cell).replace('\n', "<br>"));
                html.push_str("</td>");
            }
            html.push_str("</tr>");
        }
        html.push_str("</table>");
        html
    }

    /// Takes away what is no words: blanks around cells, empty rows and columns at the end, signs that cannot be seen.
    fn tidy(&mut self) {
        for cell in self.rows.iter_mut().flatten() {
            let seen: String = cell.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect();
            seen.trim().clone_into(cell);
        }
        for row in &mut self.rows {
            while row.last().is_some_and(String::is_empty) {
                row.pop();
            }
        }
        while self.rows.last().is_some_and(Vec::is_empty) {
            self.rows.pop();
        }
    }
}

/// True for pictures, programs and the like: text holds no zero bytes, and next to no signs that cannot be printed.
fn is_binary(text: &str) -> bool {
    let unprintable =
        |c: &char| *c == '\u{fffd}' || c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}');
    text.contains('\0') || text.chars().filter(unprintable).count() * 20 > text.chars().count()
}

/// True for text that a spreadsheet would compute. Numbers are numbers.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err()
}

/// True for text that begins like one that was guarded.
fn is_like_guarded(cell: &str) -> bool {
    cell.strip_prefix('\'').is_some_and(|rest| rest.starts_with('\'') || is_formula(rest))
}

/// Text that a spreadsheet takes as text: what it would compute stands behind an apostrophe, as people type it there.
fn guarded(cell: &str) -> std::borrow::Cow<'_, str> {
    if is_formula(cell) || is_like_guarded(cell) { format!("'{cell}").into() } else { cell.into() }
}

/// Takes the apostrophe away again.
fn unguarded(mut cell: String) -> String {
    if is_like_guarded(&cell) {
        cell.remove(0);
    }
    cell
}

/// Tab-separated text. A cell in quotes may hold tabs and line breaks; a quote inside is doubled. Quotes that do not
/// stand around a whole cell are words like any other.
fn parse_tsv(text: &str) -> Table {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}'], "\n");
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut rest = text.as_str();
    loop {
        let (cell, after) = quoted(rest).unwrap_or_else(|| {
            let end = rest.find(['\t', '\n']).unwrap_or(rest.len());
            let (cell, after) = rest.split_at(end);
            (cell.to_owned(), after)
        });
        row.push(unguarded(cell));
        let mut signs = after.chars();
        match signs.next() {
            Some('\t') => {}
            Some(_) => rows.push(std::mem::take(&mut row)),
            None => {
                rows.push(row);
                return Table { rows, wide: BTreeMap::new() };
            }
        }
        rest = signs.as_str();
    }
}

/// The words of a cell in quotes and what follows it; `None` when the quotes do not stand around a whole cell.
fn quoted(rest: &str) -> Option<(String, &str)> {
    let mut inside = rest.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let (words, after) = inside.split_once('"')?;
        cell.push_str(words);
        match after.strip_prefix('"') {
            Some(after_pair) => {
                cell.push('"');
                inside = after_pair;
            }
            None => return (after.is_empty() || after.starts_with(['\t', '\n'])).then_some((cell, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text on the clipboard is read as; cells joined by "|", rows by " / ".
    fn check(text: &str, expected: &str) {
        let table = Table::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        let rows: Vec<String> = table.rows.iter().map(|row| row.join("|")).collect();
        assert_eq!(rows.join(" / "), expected, "{text:?}");
    }

    #[test]
    fn blocks_of_spreadsheets_are_read() {
        check("a\tb\nc\td\n", "a|b / c|d");
        check("a\tb\r\nc\td\r\n", "a|b / c|d");
        check("a\rb", "a / b");
        check("\t\tb\n\t\n\nc\t\t\n\n", "||b /  /  / c");
        check("one", "one");
        check("=SUM(A1:A3)\t-1\t+2\t@x", "=SUM(A1:A3)|-1|+2|@x");
        check("支払い\t🚀", "支払い|🚀");
    }

    #[test]
    fn quotes_stand_around_whole_cells_only() {
        check("\"two\nlines\"\tb", "two\nlines|b");
        check("\"tab\tinside\"\n\"say \"\"hi\"\"\"", "tab\tinside / say \"hi\"");
        check("\"hello\" world\tb", "\"hello\" world|b");
        check("6\" pipe\tb", "6\" pipe|b");
        check("\"never closed\nb", "\"never closed / b");
        check("\"\"\"\"", "\"");
    }

    #[test]
    fn html_tables_are_read() {
        check("<table><tr><td>a</td><td>b &amp; c</td></tr><tr><td>d<br>e</td></tr></table>", "a|b & c / d\ne");
        check(
            "<meta charset=utf-8><style>td{x}</style><TABLE><!-- <td>no --><TR><TH colspan=2>A</TH><TH>B</TH></TR>\n<tr><td>1<td>2<td>&#x41;&eacute;</table> after",
            "A||B / 1|2|A&eacute;",
        );
        check("<table><tr><td rowspan=2>x</td><td>y</td></tr><tr><td>z</td></tr></table>", "x|y / |z");
        check("<table><tr><td>\n  two\n  words </td></tr></table>", "two words");
        check("<b>no table</b>\tx", "<b>no table</b>|x");
    }

    #[test]
    fn what_a_spreadsheet_would_compute_is_guarded_and_comes_back() {
        let check = |cell: &str, expected: &str| {
            let table = Table { rows: vec![vec!["x".to_owned(), cell.to_owned()]], ..Table::default() };
            assert_eq!(table.to_tsv(), format!("x\t{expected}"), "{cell}");
            assert_eq!(Table::parse(&table.to_tsv()).unwrap(), table, "{cell}");
            assert_eq!(Table::of_html(&table.to_html()).unwrap(), table, "{cell}");
        };
        check("=1+1", "'=1+1");
        check("@home", "'@home");
        check("- item", "'- item");
        check("+49 30 1234", "'+49 30 1234");
        check("-1.5", "-1.5");
        check("+2", "+2");
        check("'=1", "''=1");
        check("''", "'''");
        check("'til now", "'til now");
        check("a=b", "a=b");
        let html = Table { rows: vec![vec!["=\"a\"".to_owned()]], ..Table::default() }.to_html();
        assert!(
            html.contains("data-sheets-value=\"{&quot;1&quot;:2,&quot;2&quot;:&quot;=\\&quot;a\\&quot;&quot;}\""),
            "{html}"
        );
    }

    #[test]
    fn what_is_no_block_is_refused_in_one_sentence() {
        let check = |text: &str, expected: &str| {
            let error = Table::parse(text).expect_err("refused").to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("", "nothing");
        check(" \n\t\n", "nothing");
        check("PNG\0\u{1}\u{2}", "no text");
        check(&"\u{fffd}x".repeat(500), "no text");
        check(&"x\t".repeat(MAX_COLUMNS + 9).replace('\t', "\ty"), "smaller block");
        check(&"x\n".repeat(MAX_ROWS + 1), "smaller block");
        check(&"x".repeat(MAX_BYTES + 1), "5 MB");
    }

    /// Numbers from a seed, the same on every machine.
    fn dice(state: &mut u64, end: usize) -> usize {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*state >> 33).unwrap() % end
    }

    #[test]
    fn whatever_is_written_is_read_back() {
        const SIGNS: [&str; 14] =
            ["a", "b ", "\"", "\"\"", "\t", "\n", "=1+1", "<td>", "&amp;", "é", "支", "🚀", "'", ","];
        let mut state = 7;
        for _ in 0..3_000 {
            let (rows, columns) = (1 + dice(&mut state, 4), 1 + dice(&mut state, 4));
            let mut table = Table::default();
            for (row, column) in (0..rows).flat_map(|r| (0..columns).map(move |c| (r, c))) {
                let words: String = (0..dice(&mut state, 5)).map(|_| SIGNS[dice(&mut state, SIGNS.len())]).collect();
                table.add(row, column, words.trim());
            }
            table.tidy();
            if table.rows.is_empty() {
                continue;
            }
            assert_eq!(Table::parse(&table.to_tsv()).unwrap(), table, "{:?}", table.to_tsv());
            // HTML knows no tabs and no runs of blanks.
            let mut plain = table.clone();
            for cell in plain.rows.iter_mut().flatten() {
                *cell = cell.replace('\t', " ");
                while cell.contains("  ") || cell.contains(" \n") || cell.contains("\n ") {
                    *cell = cell.replace("  ", " ").replace(" \n", "\n").replace("\n ", "\n");
                }
            }
            plain.tidy();
            assert_eq!(Table::parse(&plain.to_html()).unwrap(), plain, "{}", plain.to_html());
        }
    }

    #[test]
    fn whatever_is_pasted_is_read_or_refused() {
        const PARTS: [&str; 16] = [
            "<table",
            "<table>",
            "<td",
            "<td colspan=9999999>",
            "<tr>",
            "</td>",
            "<!--",
            "<script>",
            "\"",
            "\t",
            "\n",
            "\r",
            "&#x110000;",
            "&",
            "\u{1}",
            "支",
        ];
        let mut state = 11;
        for _ in 0..5_000 {
            let text: String = (0..dice(&mut state, 24)).map(|_| PARTS[dice(&mut state, PARTS.len())]).collect();
            if let Ok(table) = Table::parse(&text) {
                assert!(table.rows.len() <= MAX_ROWS && table.columns() <= MAX_COLUMNS, "{text:?}");
            }
        }
    }
}
