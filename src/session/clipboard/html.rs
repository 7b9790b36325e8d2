//! Tables in HTML, as spreadsheets, word processors and wikis put them on the clipboard.

use super::{MAX_COLUMNS, MAX_ROWS, Table};

/// Where a text without capitals of its own stands in another, however that is written.
#[must_use]
pub(super) fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|w| w.eq_ignore_ascii_case(wanted.as_bytes()))
}

/// The first table of an HTML text, and how many bytes of words stand outside of it. Cells over several columns or rows
/// leave the others empty; tables in cells are words of their cell.
pub(super) fn parse_html(html: &str) -> (Table, usize) {
    let mut reader = HtmlReader::default();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (words, from_tag) = rest.split_at(start);
        reader.words(words);
        if let Some(comment) = from_tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = from_tag.get(1..).and_then(split_tag) else { return reader.finished() };
        rest = after;
        let name: String = tag.chars().take_while(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        match name.as_str() {
            // What they hold is for programs.
            "style" | "script" | "head" | "title" | "xml" => {
                let end = format!("</{name}");
                rest = find_ignoring_case(rest, &end).and_then(|at| rest.get(at..)).unwrap_or_default();
            }
            name => reader.tag(name.trim_end_matches('/'), tag),
        }
        if reader.table.rows.len() > MAX_ROWS {
            return reader.finished();
        }
    }
    reader.words(rest);
    reader.finished()
}

/// A tag and what follows it. Attributes in quotes may hold the sign that ends it.
fn split_tag(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, sign) in text.char_indices() {
        match (quote, sign) {
            (None, '>') => return Some((text.get(..at)?, text.get(at + 1..)?)),
            (None, '"' | '\'') if text.get(..at)?.ends_with('=') => quote = Some(sign),
            (Some(open), sign) if sign == open => quote = None,
            _ => {}
        }
    }
    // A quote that is never closed is none.
    text.split_once('>')
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
    /// Tables that are open: only the first one counts, and what is in its cells.
    depth: usize,
    is_over: bool,
    words_outside: usize,
}

impl HtmlReader {
    fn words(&mut self, words: &str) {
        let Some(cell) = &mut self.cell else {
            self.words_outside += words.trim().len();
            return;
        };
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
            "table" if !self.is_over => self.depth += 1,
            "/table" if self.depth > 0 => {
                self.depth -= 1;
                if self.depth == 0 {
                    self.end_row();
                    self.is_over = true;
                }
            }
            "tr" | "/tr" if self.depth == 1 => self.end_row(),
            "td" | "th" if self.depth == 1 => {
                self.end_cell();
                self.has_row = true;
                self.skip_reaching();
                let covers = |key: &str| attribute(tag, key).unwrap_or(1).clamp(1, MAX_COLUMNS);
                self.covers = (covers("colspan"), covers("rowspan"));
                self.cell = Some(String::new());
            }
            "/td" | "/th" if self.depth == 1 => self.end_cell(),
            "br" | "p" | "div" | "li" | "tr" | "td" => {
                if let Some(cell) = &mut self.cell
                    && (name == "br" || !cell.trim().is_empty())
                {
                    cell.truncate(cell.trim_end_matches(' ').len());
                    if name == "br" || !cell.ends_with('\n') {
                        cell.push('\n');
                    }
                }
                if let Some(cell) = &mut self.cell
                    && name == "li"
                {
                    cell.push_str("\u{2022} ");
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
        if columns > 1 {
            self.table.wide.insert((self.table.rows.len(), self.row.len()), columns);
        }
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

    fn finished(mut self) -> (Table, usize) {
        self.end_row();
        (self.table, self.words_outside)
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
            "ndash" => Some('\u{2013}'),
            "mdash" => Some('\u{2014}'),
            "hellip" => Some('\u{2026}'),
            "bull" => Some('\u{2022}'),
            "middot" => Some('\u{b7}'),
            "lsquo" => Some('\u{2018}'),
            "rsquo" => Some('\u{2019}'),
            "ldquo" => Some('\u{201c}'),
            "rdquo" => Some('\u{201d}'),
            "euro" => Some('\u{20ac}'),
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

/// A text as it stands in HTML, between tags and in attributes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
