//! Workbooks: the cells of one sheet as rows of text.
//!
//! Cells are kept as they are written: text exactly, numbers in the shortest form that is the same number, dates and times
//! in ISO form. A cell that is merged over several rows stands in each of them; what is merged across columns stays in its
//! first one, for that is how titles are made.

use super::Contents;
use super::archive::ALL;
use super::sheet_bounds::reach_too_far;
use crate::import::contents::{Container, SheetInfo};
use crate::import::dialect::{CELL_END, RECORD_END};
use crate::import::error::{ImportError, quoted};
use crate::import::layout::SheetWorth;
use calamine::{
    Data, DataRef, DataType, Dimensions, ExcelDateTime, Ods, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx,
};
use std::fmt::{Display, Write as _};
use std::io::{Read, Seek};
use std::path::Path;
use std::sync::Arc;

/// Bytes of text of a sheet: more do not come out of a spreadsheet program.
const MOST_BYTES: usize = 400 << 20;
/// Rows and columns of the largest sheet there is.
const MOST_ROWS: u32 = 1 << 20;
/// See [`MOST_ROWS`].
const MOST_COLUMNS: u32 = 1 << 14;

/// The kinds of workbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
}

/// A workbook that was opened.
enum Book<R: Read + Seek> {
    Xlsx(Box<Xlsx<R>>),
    Xlsb(Box<Xlsb<R>>),
    Xls(Box<Xls<R>>),
    Ods(Box<Ods<R>>),
}

/// Reads one sheet: the one asked for, or the first that is shown and holds a table; when none does, the first that holds
/// something.
pub(super) fn read<R: Read + Seek>(
    path: &Path,
    kind: Kind,
    source: R,
    wanted: Option<&str>,
) -> Result<(Arc<[u8]>, Contents), ImportError> {
    // A damaged workbook must not take the program down, whatever its reader thinks of it.
    let work = std::panic::AssertUnwindSafe(|| read_unguarded(path, kind, source, wanted));
    std::panic::catch_unwind(work).unwrap_or_else(|_| Err(damaged(path, "it is not built as a workbook should be")))
}

fn read_unguarded<R: Read + Seek>(
    path: &Path,
    kind: Kind,
    source: R,
    wanted: Option<&str>,
) -> Result<(Arc<[u8]>, Contents), ImportError> {
    let mut book = Book::open(path, kind, source)?;
    let sheets = book.sheets();
    let infos: Vec<SheetInfo> = sheets.clone();
    let contents = |sheet: &SheetInfo| Contents {
        container: Container::Workbook,
        sheets: infos.clone(),
        sheet: Some(sheet.name.clone()),
        ..Contents::default()
    };
    if wanted.is_some_and(|name| name.trim() == ALL) {
        return all_alike(path, &mut book, contents);
    }
    if let Some(name) = wanted {
        let found = sheets.iter().find(|s| s.name == name);
        let found = found.or_else(|| sheets.iter().find(|s| s.name.to_lowercase() == name.trim().to_lowercase()));
        let Some(sheet) = found else {
            let names: Vec<String> = sheets.into_iter().map(|s| s.name).collect();
            return Err(ImportError::choice("sheet", name, format!("{} has {}", path.display(), quoted(&names))));
        };
        let rows = book.rows(path, &sheet.name)?;
        // A workbook of one sheet has no other to be taken for.
        let usual_sheet = match sheets.len() {
            1 => Some(sheet.name.clone()),
            _ => usual(path, &mut book, contents).ok().and_then(|(_, usual)| usual.sheet),
        };
        return Ok((rows, Contents { usual_sheet, ..contents(sheet) }));
    }
    usual(path, &mut book, contents)
}

/// The sheet that is read when none is asked for.
fn usual<R: Read + Seek>(
    path: &Path,
    book: &mut Book<R>,
    contents: impl Fn(&SheetInfo) -> Contents,
) -> Result<(Arc<[u8]>, Contents), ImportError> {
    let sheets = book.sheets();
    let told = |book: &mut Book<R>, sheet: &SheetInfo, passed_over: Vec<String>| {
        let sheets_alike = alike(path, book, &sheet.name);
        Contents { passed_over, sheets_alike, usual_sheet: Some(sheet.name.clone()), ..contents(sheet) }
    };
    let mut last = None;
    // A cover, or notes: read only where nothing else is there.
    let mut doubtful: Option<(Arc<[u8]>, &SheetInfo, SheetWorth)> = None;
    let mut passed_over = Vec::new();
    for sheet in sheets.iter().filter(|s| !s.is_hidden).chain(sheets.iter().filter(|s| s.is_hidden)) {
        // What is hidden may be anything.
        if sheet.is_hidden && doubtful.is_some() {
            break;
        }
        match book.rows(path, &sheet.name) {
            Ok(rows) if rows.is_empty() => {}
            Ok(rows) => {
                let worth = SheetWorth::of(&rows);
                match &doubtful {
                    None if worth.is_doubtful() => doubtful = Some((rows, sheet, worth)),
                    Some((_, _, before)) if !worth.is_meant_beside(*before) => {}
                    _ => return Ok((rows, told(book, sheet, passed_over))),
                }
                passed_over.push(sheet.name.clone());
            }
            Err(error) => last = last.or(Some(error)),
        }
    }
    match doubtful {
        Some((rows, sheet, _)) => Ok((rows, told(book, sheet, Vec::new()))),
        None => Err(last.unwrap_or_else(|| ImportError::Empty { path: path.to_path_buf() })),
    }
}

/// Other sheets that are shown and begin with the same row of several cells, as workbooks have one for each month.
fn alike<R: Read + Seek>(path: &Path, book: &mut Book<R>, name: &str) -> Vec<String> {
    let sheets: Vec<SheetInfo> = book.sheets().into_iter().filter(|s| !s.is_hidden && s.name != name).collect();
    if sheets.is_empty() {
        return Vec::new();
    }
    let first = book.first_row(path, name);
    let names = sheets.into_iter().map(|sheet| sheet.name);
    names.filter(|other| first.len() > 1 && book.first_row(path, other) == first).collect()
}

/// The usual sheet and those like it as one table.
fn all_alike<R: Read + Seek>(
    path: &Path,
    book: &mut Book<R>,
    contents: impl Fn(&SheetInfo) -> Contents,
) -> Result<(Arc<[u8]>, Contents), ImportError> {
    let (rows, mut found) = usual(path, book, contents)?;
    let mut all = rows.to_vec();
    for name in std::mem::take(&mut found.sheets_alike) {
        let rows = book.rows(path, &name)?;
        let is_blank = |record: &&[u8]| record.iter().all(|byte| *byte == CELL_END);
        // The first row that holds something is the header.
        for record in rows.split(|byte| *byte == RECORD_END).skip_while(is_blank).skip(1).filter(|r| !is_blank(r)) {
            all.extend_from_slice(record);
            all.push(RECORD_END);
        }
        if all.len() > MOST_BYTES {
            return Err(ImportError::TooLarge { path: path.to_path_buf(), what: "workbook" });
        }
    }
    Ok((all.into(), Contents { sheet: Some(ALL.to_owned()), ..found }))
}

impl<R: Read + Seek> Book<R> {
    /// The cells of the first row of a sheet that holds something, with their columns; none where it cannot be read.
    fn first_row(&mut self, path: &Path, name: &str) -> Vec<(u32, String)> {
        let mut first = None;
        let mut cells = Vec::new();
        // Stops behind the row: what follows may be long.
        let _ = self.cells(path, name, &mut |row, column, text| {
            if *first.get_or_insert(row) != row {
                return Err(Stop::Disorder);
            }
            cells.push((column, text.trim().to_lowercase()));
            Ok(())
        });
        cells
    }

    fn open(path: &Path, kind: Kind, mut source: R) -> Result<Self, ImportError> {
        match kind {
            Kind::Xlsx => Xlsx::new(source).map(|b| Self::Xlsx(Box::new(b))).map_err(|e| {
                let is_locked = matches!(e, calamine::XlsxError::Password);
                refusal(path, &e, is_locked)
            }),
            Kind::Xlsb => Xlsb::new(source).map(|b| Self::Xlsb(Box::new(b))).map_err(|e| {
                let is_locked = matches!(e, calamine::XlsbError::Password);
                refusal(path, &e, is_locked)
            }),
            Kind::Xls if reach_too_far(&mut source).map_err(|e| damaged(path, &e.to_string()))? => {
                Err(ImportError::TooLarge { path: path.to_path_buf(), what: "sheet" })
            }
            Kind::Xls => Xls::new(source).map(|b| Self::Xls(Box::new(b))).map_err(|e| {
                let is_locked = matches!(e, calamine::XlsError::Password);
                refusal(path, &e, is_locked)
            }),
            Kind::Ods => Ods::new(source).map(|b| Self::Ods(Box::new(b))).map_err(|e| {
                let is_locked = matches!(e, calamine::OdsError::Password);
                refusal(path, &e, is_locked)
            }),
        }
    }

    fn sheets(&self) -> Vec<SheetInfo> {
        let sheets = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        };
        sheets
            .iter()
            .filter(|s| matches!(s.typ, SheetType::WorkSheet))
            .map(|s| SheetInfo { name: s.name.clone(), is_hidden: s.visible != SheetVisible::Visible })
            .collect()
    }

    /// The rows of a sheet, each ended by [`RECORD_END`].
    fn rows(&mut self, path: &Path, name: &str) -> Result<Arc<[u8]>, ImportError> {
        let merged = self.merged(name);
        let mut rows = Rows::new(&merged);
        match self.cells(path, name, &mut |row, column, text| rows.put(row, column, text)) {
            Err(Stop::Disorder) => {
                // Cells that do not come in the order of reading are put in order first.
                let mut cells = Vec::new();
                let mut size = 0;
                let collected = self.cells(path, name, &mut |row, column, text| {
                    size += text.len() + size_of::<(u32, u32, String)>();
                    cells.push((row, column, text.to_owned()));
                    if size > MOST_BYTES { Err(Stop::TooLarge) } else { Ok(()) }
                });
                collected.map_err(|stop| stop.told(path))?;
                cells.sort_by_key(|(row, column, _)| (*row, *column));
                rows = Rows::new(&merged);
                for (row, column, text) in &cells {
                    rows.put(*row, *column, text).map_err(|stop| stop.told(path))?;
                }
            }
            other => other.map_err(|stop| stop.told(path))?,
        }
        Ok(rows.finish().into())
    }

    /// Cells that are merged over several rows, first row and column first.
    fn merged(&mut self, name: &str) -> Vec<Dimensions> {
        // A sheet whose merged cells cannot be told is read without them.
        let mut merged: Vec<Dimensions> = match self {
            Self::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Self::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Self::Xlsb(_) | Self::Ods(_) => Vec::new(),
        };
        merged.retain(|m| m.end.0 > m.start.0 && m.end.0 < MOST_ROWS);
        merged.sort_by_key(|m| (m.start, m.end));
        merged
    }

    /// Gives every cell that holds something, in the order of the file.
    fn cells(&mut self, path: &Path, name: &str, put: &mut Put<'_>) -> Result<(), Stop> {
        let mut text = String::new();
        macro_rules! stream {
            ($book:expr) => {{
                let mut cells = $book.worksheet_cells_reader(name).map_err(|e| Stop::damaged(path, &e))?;
                while let Some(cell) = cells.next_cell().map_err(|e| Stop::damaged(path, &e))? {
                    let (row, column) = cell.get_position();
                    text.clear();
                    write_ref(&mut text, cell.get_value());
                    if !text.is_empty() {
                        put(row, column, &text)?;
                    }
                }
            }};
        }
        macro_rules! range {
            ($book:expr) => {{
                let range = $book.worksheet_range(name).map_err(|e| Stop::damaged(path, &e))?;
                let (top, left) = range.start().unwrap_or_default();
                for (row, column, value) in range.used_cells() {
                    text.clear();
                    write(&mut text, value);
                    let (row, column) = (u32::try_from(row).ok(), u32::try_from(column).ok());
                    if let (false, Some(row), Some(column)) = (text.is_empty(), row, column) {
                        put(top.saturating_add(row), left.saturating_add(column), &text)?;
                    }
                }
            }};
        }
        match self {
            Self::Xlsx(book) => stream!(book),
            Self::Xlsb(book) => stream!(book),
            Self::Xls(book) => range!(book),
            Self::Ods(book) => range!(book),
        }
        Ok(())
    }
}

type Put<'a> = dyn FnMut(u32, u32, &str) -> Result<(), Stop> + 'a;

/// Why a sheet is not read to its end.
enum Stop {
    /// A cell comes behind one that stands after it.
    Disorder,
    TooLarge,
    Failed(ImportError),
}

impl Stop {
    fn damaged(path: &Path, reason: &dyn Display) -> Self {
        Self::Failed(damaged(path, &reason.to_string()))
    }

    fn told(self, path: &Path) -> ImportError {
        match self {
            Self::Disorder => damaged(path, "its cells are in no order"),
            Self::TooLarge => ImportError::TooLarge { path: path.to_path_buf(), what: "sheet" },
            Self::Failed(error) => error,
        }
    }
}

fn refusal(path: &Path, error: &dyn Display, is_locked: bool) -> ImportError {
    if is_locked { ImportError::Locked { path: path.to_path_buf() } } else { damaged(path, &error.to_string()) }
}

fn damaged(path: &Path, reason: &str) -> ImportError {
    // One sentence, whatever the reader of the workbook says.
    let reason = reason.trim().trim_end_matches('.').replace(['\n', '\r'], " ");
    ImportError::Damaged { path: path.to_path_buf(), what: "workbook", reason }
}

/// Puts cells behind one another.
struct Rows<'a> {
    out: Vec<u8>,
    row: u32,
    column: u32,
    /// Merged cells that are still to come, and those of which rows are.
    merged: &'a [Dimensions],
    open: Vec<(Dimensions, String)>,
}

impl<'a> Rows<'a> {
    fn new(merged: &'a [Dimensions]) -> Self {
        Self { out: Vec::new(), row: 0, column: 0, merged, open: Vec::new() }
    }

    fn put(&mut self, row: u32, column: u32, text: &str) -> Result<(), Stop> {
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Stop::TooLarge);
        }
        if row < self.row || (row == self.row && column < self.column) {
            return Err(Stop::Disorder);
        }
        self.go_to_row(row);
        self.fill_merged(column);
        self.write(column, text);
        while let Some((first, rest)) = self.merged.split_first() {
            if first.start > (row, column) {
                break;
            }
            if first.start == (row, column) {
                self.open.push((*first, text.to_owned()));
            }
            self.merged = rest;
        }
        if self.out.len() > MOST_BYTES { Err(Stop::TooLarge) } else { Ok(()) }
    }

    fn write(&mut self, column: u32, text: &str) {
        while self.column < column {
            self.out.push(CELL_END);
            self.column += 1;
        }
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Writes the merged cells of this row that stand before a column.
    fn fill_merged(&mut self, column: u32) {
        if self.open.is_empty() {
            return;
        }
        let mut open = std::mem::take(&mut self.open);
        open.sort_by_key(|(m, _)| m.start.1);
        for (merged, text) in &open {
            let is_free = merged.start.1 > self.column || (self.column == 0 && self.is_row_empty());
            if merged.start.0 < self.row && merged.start.1 < column && is_free {
                self.write(merged.start.1, text);
            }
        }
        self.open = open;
    }

    fn is_row_empty(&self) -> bool {
        self.out.last().is_none_or(|byte| *byte == RECORD_END)
    }

    fn go_to_row(&mut self, row: u32) {
        while self.row < row {
            self.fill_merged(u32::MAX);
            self.out.push(RECORD_END);
            self.row += 1;
            self.column = 0;
            let now = self.row;
            self.open.retain(|(m, _)| m.end.0 >= now);
            if self.open.is_empty() && self.row < row {
                let blank = usize::try_from(row - self.row).unwrap_or(0);
                self.out.resize(self.out.len() + blank, RECORD_END);
                self.row = row;
            }
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if !self.out.is_empty() {
            let last = self.open.iter().map(|(m, _)| m.end.0).max().unwrap_or(0);
            self.go_to_row(self.row.max(last) + 1);
        }
        self.out
    }
}

fn write(text: &mut String, value: &Data) {
    match value {
        Data::String(s) | Data::DateTimeIso(s) => text.push_str(s),
        Data::Int(number) => put(text, format_args!("{number}")),
        Data::Float(number) => write_number(text, *number),
        Data::Bool(true) => text.push_str("TRUE"),
        Data::Bool(false) => text.push_str("FALSE"),
        Data::DateTime(at) => write_time(text, *at),
        Data::DurationIso(s) => write_duration(text, s),
        Data::Error(error) => put(text, format_args!("{error}")),
        Data::Empty => {}
    }
}

fn write_ref(text: &mut String, value: &DataRef<'_>) {
    match value {
        DataRef::SharedString(s) => text.push_str(s),
        DataRef::String(s) | DataRef::DateTimeIso(s) => text.push_str(s),
        DataRef::Int(number) => put(text, format_args!("{number}")),
        DataRef::Float(number) => write_number(text, *number),
        DataRef::DateTime(at) => write_time(text, *at),
        DataRef::DurationIso(s) => write_duration(text, s),
        DataRef::Error(error) => put(text, format_args!("{error}")),
        DataRef::Empty => {}
        DataRef::Bool(_) => text.push_str(if value.get_bool() == Some(true) { "TRUE" } else { "FALSE" }),
    }
}

fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing into a text does not fail.
    let _ = text.write_fmt(what);
}

/// The shortest text that is the same number; without exponent where a person would write none.
fn write_number(text: &mut String, number: f64) {
    let size = number.abs();
    if number == 0.0 || (1e-7..1e21).contains(&size) {
        put(text, format_args!("{number}"));
    } else {
        put(text, format_args!("{number:e}"));
    }
}

/// Serial numbers that are dates: 9999-12-31 is the last.
const LAST_SERIAL: f64 = 2_958_466.0;

fn write_time(text: &mut String, at: ExcelDateTime) {
    let serial = at.as_f64();
    if at.is_duration() {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be small")]
        let seconds = if serial.abs() < LAST_SERIAL { (serial.abs() * 86_400.0).round() as i64 } else { 0 };
        let sign = if serial < 0.0 { "-" } else { "" };
        put(text, format_args!("{sign}{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60));
        return;
    }
    if !(0.0..LAST_SERIAL).contains(&serial) {
        return write_number(text, serial);
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let has_time = (hour, minute, second, milli) != (0, 0, 0, 0);
    let has_date = serial >= 1.0;
    if has_date {
        put(text, format_args!("{year:04}-{month:02}-{day:02}"));
    }
    if has_date && has_time {
        text.push('T');
    }
    if has_time || !has_date {
        put(text, format_args!("{hour:02}:{minute:02}:{second:02}"));
        if milli > 0 {
            put(text, format_args!(".{milli:03}"));
        }
    }
}

/// `PT10H05M03S` as `10:05:03`; anything else as it is.
fn write_duration(text: &mut String, iso: &str) {
    match duration(iso) {
        Some((hours, minutes, seconds)) => put(text, format_args!("{hours:02}:{minutes:02}:{seconds:02}")),
        None => text.push_str(iso),
    }
}

fn duration(iso: &str) -> Option<(u64, u64, u64)> {
    let (hours, rest) = iso.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?;
    let seconds = seconds
        .split_once('.')
        .map_or(seconds, |(whole, part)| if part.bytes().all(|b| b == b'0') { whole } else { seconds });
    Some((hours.parse().ok()?, minutes.parse().ok()?, seconds.parse().ok()?))
}
