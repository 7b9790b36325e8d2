//! JSON as a table: one object a line, or a list of objects. Nested values become columns with dots in their names; a
//! list stays one cell of JSON. What is no object is handed on as a row of one cell, so that it is reported, not lost.

use super::{Source, head_of};
use crate::import::dialect::{CELL_END, RECORD_END};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// A longer object is no row of a table.
const LONGEST: usize = 64 << 20;
/// Most columns: a hostile file must not eat the memory.
const MOST_COLUMNS: usize = 16_384;
/// Objects within objects that are taken apart.
const DEEPEST: usize = 16;
/// Bytes that may be looked at for the ends of objects that never end; from then on an object has to end on its line.
const WASTED_AT_MOST: usize = 8 << 20;

/// The columns of a stream of JSON objects, in order of appearance; `None` when it is no such stream.
pub(super) fn columns(source: &Source, path: &Path) -> Option<Arc<[String]>> {
    let head = head_of(&mut *source.open(path).ok()?).ok()?;
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    if !matches!(text.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return None;
    }
    let mut objects = Objects::new(source.open(path).ok()?);
    let mut names = Names::default();
    let mut is_first = true;
    while let Some(item) = objects.next().ok()? {
        let pairs = match item {
            Item::Object(text) => Pairs::parse(text),
            Item::Other(_) => None,
        };
        match pairs {
            Some(pairs) => names.add(&pairs, "", 0),
            // A table of text may start with a bracket too.
            None if is_first => return None,
            None => {}
        }
        is_first = false;
    }
    (!names.all.is_empty()).then(|| names.all.into())
}

/// The list of objects inside the one object that a stream is, `{"data": [ … ], "next": null}`: the answer of a web service
/// kept as a file. Lines are those of the file. `None` when it is no such stream.
pub(super) fn list_inside(source: &Source, path: &Path) -> Option<Source> {
    let head = head_of(&mut *source.open(path).ok()?).ok()?;
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    if text.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    let mut objects = Objects::new(source.open(path).ok()?);
    let whole = match objects.next().ok()?? {
        Item::Object(text) => text.to_vec(),
        Item::Other(_) => return None,
    };
    let first_line = usize::try_from(objects.item_line).ok()?;
    if objects.next().ok()?.is_some() {
        return None;
    }
    let list = longest_list(&Pairs::parse(&whole)?, 0).filter(|list| list.len() * 2 > whole.len())?;
    let at = (list.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    let above = whole.get(..at)?.iter().filter(|byte| **byte == b'\n').count();
    let mut rows = vec![b'\n'; above + first_line.saturating_sub(1)];
    rows.extend_from_slice(list.as_bytes());
    Some(Source::Rows(rows.into()))
}

/// The longest list of objects among values.
fn longest_list<'a>(pairs: &Pairs<'a>, depth: usize) -> Option<&'a str> {
    let lists = pairs.0.iter().filter_map(|(_, value)| {
        let text = value.get();
        if text.starts_with('{') && depth < DEEPEST {
            return longest_list(&Pairs::parse(text.as_bytes())?, depth + 1);
        }
        let items: Vec<&RawValue> = serde_json::from_str(text).ok().filter(|_| text.starts_with('['))?;
        let are_objects = !items.is_empty() && items.iter().all(|item| item.get().starts_with('{'));
        are_objects.then_some(text)
    });
    lists.max_by_key(|list| list.len())
}

#[derive(Default)]
struct Names {
    all: Vec<String>,
    known: HashMap<String, usize>,
}

impl Names {
    fn add(&mut self, pairs: &Pairs<'_>, prefix: &str, depth: usize) {
        for (key, value) in &pairs.0 {
            let name = format!("{prefix}{key}");
            match inner(value, depth) {
                Some(inner) => self.add(&inner, &format!("{name}."), depth + 1),
                None if self.all.len() < MOST_COLUMNS && !self.known.contains_key(&name) => {
                    self.known.insert(name.clone(), self.all.len());
                    self.all.push(name);
                }
                None => {}
            }
        }
    }
}

/// The keys and values of an object, in their order.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Pairs<'a> {
    fn parse(text: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(text).ok()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;
        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Vec<(String, &'de RawValue)>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = entries.next_entry::<String, &'de RawValue>()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }
        deserializer.deserialize_map(PairsVisitor).map(Pairs)
    }
}

/// An object with something in it, to be taken apart.
fn inner(value: &RawValue, depth: usize) -> Option<Pairs<'_>> {
    let text = value.get();
    (depth < DEEPEST && text.starts_with('{'))
        .then(|| Pairs::parse(text.as_bytes()))
        .flatten()
        .filter(|p| !p.0.is_empty())
}

/// One thing of the stream.
enum Item<'a> {
    Object(&'a [u8]),
    /// Text that is no object, up to the end of its line.
    Other(&'a [u8]),
}

/// Cuts a stream into objects without understanding them.
struct Objects<R> {
    source: R,
    buffer: Vec<u8>,
    /// First byte not yet given out.
    next: usize,
    is_at_end: bool,
    /// Line of `next`, from 1.
    line: u64,
    /// Line where the item given out last starts.
    item_line: u64,
    /// Bytes looked at so far for an end that is not there.
    wasted: usize,
}

impl<R: Read> Objects<R> {
    fn new(source: R) -> Self {
        Self { source, buffer: Vec::new(), next: 0, is_at_end: false, line: 1, item_line: 1, wasted: 0 }
    }

    fn fill(&mut self) -> std::io::Result<()> {
        const BLOCK: usize = 256 << 10;
        self.buffer.drain(..self.next);
        self.next = 0;
        let before = self.buffer.len();
        self.buffer.resize(before + BLOCK, 0);
        let room = self.buffer.get_mut(before..).unwrap_or_default();
        let read = loop {
            match self.source.read(room) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.buffer.truncate(before + read);
        self.is_at_end = read == 0;
        Ok(())
    }

    fn byte(&mut self, at: usize) -> std::io::Result<Option<u8>> {
        while self.next + at >= self.buffer.len() && !self.is_at_end {
            self.fill()?;
        }
        Ok(self.buffer.get(self.next + at).copied())
    }

    fn next(&mut self) -> std::io::Result<Option<Item<'_>>> {
        // Between objects stand blanks, commas and the brackets of the list.
        loop {
            match self.byte(0)? {
                None => return Ok(None),
                Some(b'\n') => self.line += 1,
                Some(b' ' | b'\t' | b'\r' | b',' | b'[' | b']' | 0xef | 0xbb | 0xbf) => {}
                Some(_) => break,
            }
            self.next += 1;
        }
        self.item_line = self.line;
        let is_object = self.byte(0)? == Some(b'{');
        let (mut at, mut depth, mut is_text) = (0, 0u32, false);
        let mut lines = 0;
        let end = loop {
            let Some(byte) = self.byte(at)? else { break None };
            lines += u64::from(byte == b'\n');
            match byte {
                b'\n' if !is_object => break Some(at),
                b'\n' if self.wasted > WASTED_AT_MOST => break None,
                b'\\' if is_text => at += 1,
                b'"' => is_text = !is_text,
                b'{' if !is_text => depth += 1,
                b'}' if !is_text => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 && is_object {
                        break Some(at + 1);
                    }
                }
                _ => {}
            }
            at += 1;
            if at > LONGEST {
                break None;
            }
        };
        let available = self.buffer.len() - self.next;
        let (length, is_whole) = match end {
            Some(length) => (length.min(available), is_object),
            // An object that never ends takes only its first line, so that those below it are not lost.
            None => {
                self.wasted += at;
                let rest = self.buffer.get(self.next..).unwrap_or_default();
                lines = 0;
                (rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len()), false)
            }
        };
        self.line += if is_whole { lines } else { 0 };
        let start = self.next;
        self.next += length;
        let text = self.buffer.get(start..start + length).unwrap_or_default();
        Ok(Some(if is_whole { Item::Object(text) } else { Item::Other(text) }))
    }
}

/// Objects as rows that we made ourselves: the names of the columns first.
pub(super) struct JsonRows<R> {
    objects: Objects<R>,
    columns: Arc<[String]>,
    known: HashMap<String, usize>,
    /// Line of the next row: rows stand on the line where their object starts.
    row: u64,
    out: Vec<u8>,
    at: usize,
    is_started: bool,
}

impl<R: Read> JsonRows<R> {
    pub(super) fn new(source: R, columns: Arc<[String]>) -> Self {
        let known = columns.iter().enumerate().map(|(index, name)| (name.clone(), index)).collect();
        Self { objects: Objects::new(source), columns, known, row: 1, out: Vec::new(), at: 0, is_started: false }
    }

    fn fill(&mut self) -> std::io::Result<()> {
        const BLOCK: usize = 64 << 10;
        self.out.clear();
        self.at = 0;
        if !std::mem::replace(&mut self.is_started, true) {
            put_row(&mut self.out, self.columns.iter().map(String::as_bytes));
        }
        while self.out.len() < BLOCK {
            let Some(item) = self.objects.next()? else { return Ok(()) };
            let mut cells = vec![Vec::new(); self.columns.len()];
            let other = match item {
                Item::Object(text) => match Pairs::parse(text) {
                    Some(pairs) => {
                        put_cells(&mut cells, &self.known, &pairs, "", 0);
                        None
                    }
                    None => Some(text.to_vec()),
                },
                Item::Other(text) => Some(text.to_vec()),
            };
            while self.row < self.objects.item_line {
                self.out.push(RECORD_END);
                self.row += 1;
            }
            match other {
                Some(text) => put_row(&mut self.out, std::iter::once(text.trim_ascii())),
                None => put_row(&mut self.out, cells.iter().map(Vec::as_slice)),
            }
            self.row += 1;
        }
        Ok(())
    }
}

fn put_row<'a>(out: &mut Vec<u8>, cells: impl Iterator<Item = &'a [u8]>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(CELL_END);
        }
        out.extend(cell.iter().filter(|b| !matches!(**b, CELL_END | RECORD_END)));
    }
    out.push(RECORD_END);
}

fn put_cells(cells: &mut [Vec<u8>], known: &HashMap<String, usize>, pairs: &Pairs<'_>, prefix: &str, depth: usize) {
    for (key, value) in &pairs.0 {
        let name = format!("{prefix}{key}");
        if let Some(inner) = inner(value, depth) {
            put_cells(cells, known, &inner, &format!("{name}."), depth + 1);
            continue;
        }
        let Some(cell) = known.get(&name).and_then(|index| cells.get_mut(*index)) else { continue };
        cell.clear();
        match value.get() {
            "null" | "{}" => {}
            text if text.starts_with('"') => {
                let plain: String = serde_json::from_str(text).unwrap_or_else(|_| text.to_owned());
                cell.extend_from_slice(plain.as_bytes());
            }
            text => cell.extend_from_slice(text.as_bytes()),
        }
    }
}

impl<R: Read> Read for JsonRows<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.out.len() {
            self.fill()?;
        }
        let count = self.out.get(self.at..).unwrap_or_default().read(out)?;
        self.at += count;
        Ok(count)
    }
}
