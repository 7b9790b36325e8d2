//! Blocks of cells as spreadsheets put them on the clipboard: tab-separated text with quotes, or an HTML table.

use super::PasteError;

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
        let mut table = if is_html { parse_html(text) } else { parse_tsv(text) };
        table.tidy();
        let columns = table.columns();
        if table.rows.is_empty() {
            return Err(PasteError::Empty);
        }
        let filled = table.rows.iter().flatten().filter(|cell| !cell.is_empty()).count();
        if columns > MAX_COLUMNS || table.rows.len() > MAX_ROWS || filled > MAX_CELLS {
            return Err(PasteError::TooLarge { rows: table.rows.len(), columns });
        }
        Ok(table)
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
                let cell = self.cell(row, column);
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
                html.push_str("<td style='mso-number-format:\"\\@\"'>");
                for sign in self.cell(row, column).chars() {
                    match sign {
                        '&' => html.push_str("&amp;"),
                        '<' => html.push_str("&lt;"),
                        '>' => html.push_str("&gt;"),
                        '\n' => html.push_str("<br>"),
                        sign => html.push(sign),
                    }
                }
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
        row.push(cell);
        let mut signs = after.chars();
        match signs.next() {
            Some('\t') => {}
            Some(_) => rows.push(std::mem::take(&mut row)),
            None => {
                rows.push(row);
                return Table { rows };
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

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|w| w.eq_ignore_ascii_case(wanted.as_bytes()))
}

/// The first table of an HTML text. Cells over several columns or rows leave the others empty.
fn parse_html(html: &str) -> Table {
    let mut reader = HtmlReader::default();
    let mut rest = html.get(find_ignoring_case(html, "<table").unwrap_or(0)..).unwrap_or_default();
    while let Some(start) = rest.find('<') {
        let (words, from_tag) = rest.split_at(start);
        reader.words(words);
        if let Some(comment) = from_tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = from_tag.get(1..).and_then(|t| t.split_once('>')) else { break };
        rest = after;
        let name: String = tag.chars().take_while(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        match name.as_str() {
            "/table" => break,
            // What they hold is for programs.
            "style" | "script" => {
                let end = format!("</{name}");
                rest = find_ignoring_case(rest, &end).and_then(|at| rest.get(at..)).unwrap_or_default();
            }
            name => reader.tag(name.trim_end_matches('/'), tag),
        }
        if reader.table.rows.len() > MAX_ROWS {
            break;
        }
    }
    reader.finished()
}

#[derive(Default)]
struct HtmlReader {
    table: Table,
    row: Vec<String>,
    cell: Option<String>,
    /// Columns and rows that the open cell covers.
    covers: (usize, usize),
    /// For each column, how many rows from above still reach down into it.
    reaching: Vec<usize>,
    has_row: bool,
}

impl HtmlReader {
    fn words(&mut self, words: &str) {
        let Some(cell) = &mut self.cell else { return };
        for word in unescaped(words).split_inclusive([' ', '\n', '\r', '\t']) {
            let is_start = cell.is_empty() || cell.ends_with([' ', '\n']);
            let bare = word.trim_matches([' ', '\n', '\r', '\t']);
            cell.push_str(bare);
            if bare.len() < word.len() && !(bare.is_empty() && is_start) {
                cell.push(' ');
            }
        }
    }

    fn tag(&mut self, name: &str, tag: &str) {
        match name {
            "tr" | "/tr" => self.end_row(),
            "td" | "th" => {
                self.end_cell();
                self.has_row = true;
                self.skip_reaching();
                let covers = |key: &str| attribute(tag, key).unwrap_or(1).clamp(1, MAX_COLUMNS);
                self.covers = (covers("colspan"), covers("rowspan"));
                self.cell = Some(String::new());
            }
            "/td" | "/th" => self.end_cell(),
            "br" | "p" | "div" | "li" => {
                if let Some(cell) = &mut self.cell
                    && (name == "br" || !cell.trim().is_empty())
                {
                    cell.truncate(cell.trim_end_matches(' ').len());
                    cell.push('\n');
                }
            }
            _ => {}
        }
    }

    /// Steps over columns that a cell from above covers.
    fn skip_reaching(&mut self) {
        while let Some(rows) = self.reaching.get_mut(self.row.len()).filter(|rows| **rows > 0) {
            *rows -= 1;
            self.row.push(String::new());
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let (columns, rows) = self.covers;
        for column in 0..columns {
            let index = self.row.len();
            if self.reaching.len() <= index {
                self.reaching.resize(index + 1, 0);
            }
            if let Some(reaching) = self.reaching.get_mut(index) {
                *reaching = rows - 1;
            }
            self.row.push(if column == 0 { cell.clone() } else { String::new() });
            if self.row.len() > MAX_COLUMNS {
                break;
            }
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if std::mem::take(&mut self.has_row) {
            self.table.rows.push(std::mem::take(&mut self.row));
        }
    }

    fn finished(mut self) -> Table {
        self.end_row();
        self.table
    }
}

/// The number of an attribute, as in `colspan=3` or `colspan="3"`.
fn attribute(tag: &str, key: &str) -> Option<usize> {
    let after = tag.get(find_ignoring_case(tag, key)? + key.len()..)?.trim_start().strip_prefix('=')?;
    let digits: String = after.trim_start_matches([' ', '"', '\'']).chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Words with their entities read. An unknown entity stays as it is written.
pub(super) fn unescaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        let sign = entity.and_then(|(name, _)| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some(' '),
            _ => {
                let number = name.strip_prefix('#')?;
                let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
                char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)
            }
        });
        match (sign, entity) {
            (Some(sign), Some((_, after))) => {
                text.push(sign);
                rest = after;
            }
            _ => {
                text.push('&');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
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
