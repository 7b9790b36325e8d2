//! Looks at a file and says how it would be read.

mod parts;

use super::answer_counts;
use super::asked::Asked;
use super::choices::ReadChoices;
use super::columns::ColumnFacts;
use super::contents::{Container, FilePart, MemberInfo, SheetInfo, TableInfo};
use super::dated_columns::{self, Dated};
use super::dates::{DateCount, DateOrder};
use super::durations::TimeUnit;
use super::error::ImportError;
use super::file_day::DaySource;
use super::guess;
use super::headers;
use super::layout::{Layout, Sample};
use super::mapping::{FilterMapping, Mapping, NumberMapping, ScoreMapping, Shape};
use super::notes::Note;
use super::numbers::NumberFormat;
use super::presets::Seen;
use super::ratios::{self, Ratio};
pub use super::roles::{ColumnType, Role, RoleReason};
use super::rows::OwnedRow;
use super::totals;
use crate::base::time::Day;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};

/// Rows of the preview.
const PREVIEW: usize = 50;

/// The scale that a column of scores seems to have.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreGuess {
    /// Lowest and highest score.
    pub scale: (f64, f64),
    /// Codes that are no score.
    pub missing: Vec<String>,
    /// Words that stand for scores.
    pub labels: BTreeMap<String, f64>,
}

impl ScoreGuess {
    /// A question of a mapping with this scale.
    pub(crate) fn mapping(&self, column: &str) -> ScoreMapping {
        ScoreMapping {
            scale: Some(self.scale),
            missing: self.missing.clone(),
            labels: self.labels.clone(),
            ..ScoreMapping::plain(column)
        }
    }
}

/// One column as seen.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnInfo {
    /// Header, made unique.
    pub name: String,
    /// What its cells are.
    pub column_type: ColumnType,
    /// What it would be used as.
    pub role: Role,
    /// Why.
    pub reason: RoleReason,
    /// For dates that do not say it themselves: their order.
    pub date_order: Option<DateOrder>,
    /// True when the cells seen leave the order open and a default was taken.
    pub is_date_order_assumed: bool,
    /// Two dates that cannot be of one order: one with its day first, one with its month first.
    pub date_contradiction: Option<(String, String)>,
    /// The only date that says which order all of them have.
    pub date_settled_by: Option<String>,
    /// For scores: their scale.
    pub score: Option<ScoreGuess>,
    /// How its dates are written, the most frequent way first: `DD/MM/YYYY`, `unix-ms`.
    pub date_patterns: Vec<String>,
    /// What its numbers count, when they are dates that are counted.
    pub date_count: Option<DateCount>,
    /// What its numbers are in, when the cells say so: a currency as written, or `s`, `min`, `h`, `d`.
    pub unit: Option<String>,
    /// Answers in words of no known scale, under a name that asks for a rating.
    pub open_words: Vec<String>,
    /// Distinct texts among the rows seen (counted up to a thousand).
    pub distinct: usize,
}

impl ColumnInfo {
    /// The order of its dates, where more of those seen than one say it.
    #[must_use]
    pub fn sure_date_order(&self) -> Option<DateOrder> {
        self.date_order.filter(|_| !self.is_date_order_assumed && self.date_settled_by.is_none())
    }

    fn of(name: &str, facts: &ColumnFacts, role: Role, reason: RoleReason) -> Self {
        let order = facts.dates.order();
        let is_date = role == Role::Date || matches!(facts.column_type(), ColumnType::Date | ColumnType::Timestamp);
        let column_type = match facts.column_type() {
            ColumnType::Integer | ColumnType::Number if role == Role::Date => ColumnType::Date,
            ColumnType::Text if facts.are_clocks() && headers::is_duration_name(name) => ColumnType::Duration,
            ColumnType::Text if facts.are_yes_no() => ColumnType::Boolean,
            other => other,
        };
        let unit = match column_type {
            ColumnType::Duration => Some(TimeUnit::of_metric(name).sign().to_owned()),
            ColumnType::Integer | ColumnType::Number => {
                let named = TimeUnit::named_in(name).map(|unit| unit.sign().to_owned());
                facts.currency().map(str::to_owned).or(named)
            }
            _ => None,
        };
        let score = match reason {
            RoleReason::Outcome => facts.yes_no(),
            _ => facts.score(Asked::of(name)),
        };
        let may_be_answers = matches!(role, Role::Segment | Role::Ignored | Role::Comment)
            && score.is_none()
            && column_type == ColumnType::Text
            && Asked::of(name).is_rating();
        Self {
            name: name.to_owned(),
            column_type,
            role,
            reason,
            date_order: order.filter(|_| is_date).map(|(order, _)| order),
            is_date_order_assumed: is_date && order.is_some_and(|(_, is_assumed)| is_assumed.0),
            date_contradiction: facts.dates.contradiction().filter(|_| is_date),
            date_settled_by: facts.dates.settled_by_one().filter(|_| is_date),
            score,
            open_words: if may_be_answers { facts.answers_in_words() } else { Vec::new() },
            date_patterns: if is_date { facts.dates.patterns() } else { Vec::new() },
            date_count: (reason == RoleReason::Serials).then_some(DateCount::ExcelSerial),
            unit,
            distinct: facts.distinct(),
        }
    }

    /// The order that was taken for its dates where nothing in them says it.
    pub(crate) fn assumed_date_order(&self) -> Option<DateOrder> {
        self.date_order.filter(|_| self.is_date_order_assumed)
    }

    /// What the JSON says of a column only where there is something to say.
    fn more_json(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut keys = serde_json::Map::new();
        let mut put = |key: &str, value: serde_json::Value| keys.insert(key.to_owned(), value);
        if let Some(order) = self.date_order {
            put("date_order", order.to_string().into());
            put("date_order_decided", (!self.is_date_order_assumed).into());
        }
        if let Some((day_first, month_first)) = &self.date_contradiction {
            put("date_contradiction", serde_json::json!([day_first, month_first]));
        }
        if let Some(count) = self.date_count {
            put("date_count", count.to_string().into());
        }
        if !self.date_patterns.is_empty() {
            put("date_formats", self.date_patterns.clone().into());
        }
        if let Some(score) = self.score.as_ref().filter(|_| self.role == Role::Score) {
            put("scale", serde_json::json!([score.scale.0, score.scale.1]));
            put("missing", score.missing.clone().into());
            if !score.labels.is_empty() {
                put("labels", serde_json::json!(score.labels));
            }
        }
        if let Some(unit) = &self.unit {
            put("unit", unit.clone().into());
        }
        keys
    }
}

/// Why a line is not part of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutReason {
    /// It starts with `#`.
    Comment,
    /// A title or note above the header.
    AboveHeader,
    /// A further line of the header.
    SecondHeader,
    /// The header once more, as where exports were put behind one another.
    RepeatedHeader,
    /// A note below the table.
    BelowTable,
    /// A row that sums up others.
    Total,
    /// Part of another table in the same file.
    OtherTable,
}

impl LeftOutReason {
    /// The word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::AboveHeader => "above_header",
            Self::SecondHeader => "second_header",
            Self::RepeatedHeader => "repeated_header",
            Self::BelowTable => "below_table",
            Self::Total => "total",
            Self::OtherTable => "other_table",
        }
    }
}

impl fmt::Display for LeftOutReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Comment => "a comment",
            Self::AboveHeader => "text above the column names",
            Self::SecondHeader => "a second line of column names",
            Self::RepeatedHeader => "the column names once more",
            Self::BelowTable => "text below the table",
            Self::Total => "a row of totals",
            Self::OtherTable => "part of another table",
        })
    }
}

/// A line that is not part of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutLine {
    /// Line of the file, from 1.
    pub line: u64,
    /// Its text, cut at 200 characters.
    pub text: String,
    /// Why.
    pub reason: LeftOutReason,
}

/// How a file would be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Sniffed {
    /// The file.
    pub path: PathBuf,
    /// What was asked for; everything that is `None` there was guessed.
    pub choices: ReadChoices,
    /// How the file wraps its table.
    pub container: Container,
    /// The files in it, when it is an archive.
    pub members: Vec<MemberInfo>,
    /// The one of them that is read; `*` for all of them.
    pub member: Option<String>,
    /// The sheets, when it is a workbook.
    pub sheets: Vec<SheetInfo>,
    /// The one of them that is read.
    pub sheet: Option<String>,
    /// What is read of it when nothing is chosen.
    pub usual: FilePart,
    /// The tables that stand one below the other; one when there is no other.
    pub tables: Vec<TableInfo>,
    /// The one of them that is read, from 1.
    pub table: u64,
    /// Encoding by its WHATWG name, such as `UTF-8` or `windows-1252`.
    pub encoding: String,
    /// The character between cells.
    pub delimiter: String,
    /// The character around cells.
    pub quotechar: String,
    /// The character before a quote inside a quoted cell; empty when quotes are doubled.
    pub escapechar: String,
    /// `"\n"`, `"\r\n"` or `"\r"`.
    pub newline: String,
    /// Lines of column names.
    pub header_lines: u64,
    /// Lines above them.
    pub preamble_lines: u64,
    /// Lines below the table.
    pub footnote_lines: u64,
    /// The columns.
    pub columns: Vec<ColumnInfo>,
    /// How rows and columns seem to be meant; `None` when the file has no numbers over time.
    pub shape: Option<Shape>,
    /// The tool that wrote the file, when its header gives it away.
    pub preset: Option<String>,
    /// The first rows of the table.
    pub preview: Vec<Vec<String>>,
    /// Lines that are not part of the table.
    pub left_out: Vec<LeftOutLine>,
    /// How numbers are written, when not with a decimal point and commas between thousands.
    pub number: Option<NumberMapping>,
    /// True when the cells seen leave it open and a default was taken.
    pub is_number_assumed: bool,
    /// What to know about the file before trusting its numbers.
    pub notes: Vec<Note>,
    /// The day that a file without dates counts on, and how it was come by.
    pub day: (Day, DaySource),
    /// The mapping by columns that have a day each.
    pub(crate) dated: Option<Box<Dated>>,
    /// Columns that are one column over another.
    pub(crate) ratios: Vec<Ratio>,
    /// Columns that count answers of one kind, and the answer that stands for it.
    pub(crate) answer_counts: Vec<(String, f64)>,
    /// The rule that leaves a last row of totals out, in a file of no known tool.
    pub(crate) totals: Option<FilterMapping>,
    /// The mapping that its preset brings.
    pub(crate) suggested: Option<Box<Mapping>>,
    /// How to find the table again.
    pub(crate) layout: Layout,
}

impl Sniffed {
    /// The index of a column by its header.
    #[must_use]
    pub fn column_index(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name).or_else(|| {
            let wanted = name.trim();
            self.columns.iter().position(|c| c.name.eq_ignore_ascii_case(wanted))
        })
    }

    /// As [`Sniffed::column_index`], for many names: there may be thousands of columns.
    pub(crate) fn index_of_columns(&self) -> impl Fn(&str) -> Option<usize> {
        let names: HashMap<&str, usize> =
            self.columns.iter().zip(0..).map(|(c, index)| (c.name.as_str(), index)).collect();
        move |name| names.get(name).copied().or_else(|| self.column_index(name))
    }

    /// A column by its header.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&ColumnInfo> {
        self.column_index(name).and_then(|i| self.columns.get(i))
    }

    /// True when there is nothing below the header.
    #[must_use]
    pub fn has_no_rows(&self) -> bool {
        self.preview.is_empty()
    }

    /// How numbers are written.
    pub(crate) fn number_format(&self) -> NumberFormat {
        let texts = self.number.as_ref().map(|n| (n.decimal.as_deref(), n.thousands.as_deref()));
        texts.and_then(|(d, t)| NumberFormat::from_texts(d, t)).unwrap_or(NumberFormat::POINT)
    }

    /// A name for what is in the file when nothing in it says: the file's own.
    pub(crate) fn title(&self) -> String {
        title(&self.path)
    }

    /// What a line above the table says that its numbers are, as in pivot tables.
    pub(crate) fn pivot_corner(&self) -> Option<totals::PivotCorner> {
        let above = self.left_out.iter().filter(|line| line.reason == LeftOutReason::AboveHeader);
        above.rev().find_map(|line| totals::pivot_corner(&line.text))
    }

    /// The documented JSON.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let columns: Vec<_> = self
            .columns
            .iter()
            .map(|c| {
                let (kind, why) = (c.column_type.to_string(), c.reason.to_string());
                let mut column = serde_json::json!({"name": c.name, "type": kind, "role": c.role.word(), "why": why, "reason": c.reason.word()});
                if let Some(keys) = column.as_object_mut() {
                    keys.extend(c.more_json());
                }
                column
            })
            .collect();
        let notes = self.notes.iter().map(|n| serde_json::json!({"kind": n.word(), "text": n.to_string()}));
        let members = self.members.iter().map(|m| serde_json::json!({"name": m.name, "bytes": m.bytes}));
        let sheets = self.sheets.iter().map(|s| serde_json::json!({"name": s.name, "hidden": s.is_hidden}));
        let tables = self.tables.iter().map(|t| {
            let TableInfo { first_line, last_line, title, columns } = t;
            serde_json::json!({"first_line": first_line, "last_line": last_line, "title": title, "columns": columns})
        });
        let left_out = self.left_out.iter().map(|line| {
            let (reason, why) = (line.reason.word(), line.reason.to_string());
            serde_json::json!({"line": line.line, "reason": reason, "why": why, "text": line.text})
        });
        serde_json::json!({
            "container": self.container.word(),
            "members": members.collect::<Vec<_>>(),
            "member": self.member,
            "sheets": sheets.collect::<Vec<_>>(),
            "sheet": self.sheet,
            "tables": tables.collect::<Vec<_>>(),
            "table": self.table,
            "chosen": self.choices,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "quotechar": self.quotechar,
            "escapechar": self.escapechar,
            "newline": self.newline,
            "header_lines": self.header_lines,
            "preamble_lines": self.preamble_lines,
            "footnote_lines": self.footnote_lines,
            "columns": columns,
            "shape": self.shape.map(|s| s.to_string()),
            "preset": self.preset,
            "number": self.number,
            "number_decided": !self.is_number_assumed,
            "notes": notes.collect::<Vec<_>>(),
            "left_out": left_out.collect::<Vec<_>>(),
        })
    }
}

/// Looks at a file. What is not chosen is guessed.
///
/// # Errors
/// The file cannot be read, is empty or holds no table, or a choice cannot be followed.
pub fn sniff(path: &Path, choices: &ReadChoices) -> Result<Sniffed, ImportError> {
    let (mut layout, sample, contents) = Layout::of(path, choices)?;
    if let Some(preset) = layout.preset {
        preset.name_first_column(&mut layout.names, sample.rows.first().map(OwnedRow::row));
    }
    let facts = parts::facts(&layout, sample.rows.iter());
    let (mut shape, mut columns) = parts::shape_and_columns(&layout, &facts);
    let mut notes = Vec::new();
    let first_rows = preview(sample.rows.iter());
    let day = DaySource::day_of(path);
    let seen = Seen {
        columns: &columns,
        facts: &facts,
        left_out: &layout.left_out,
        more_header: &layout.more_header,
        rows: &first_rows,
        title: title(path),
        day: day.0,
    };
    let settlement = layout.preset.and_then(|preset| preset.settle(&seen));
    let mut suggested = None;
    if let Some(mut settlement) = settlement {
        shape = Some(settlement.mapping.shape);
        settlement.mapping.reading = choices.clone();
        // Whatever a tool is known for: nobody is a segment.
        let is_person = |name: &String| {
            let column = columns.iter().find(|column| column.name == *name);
            column.is_some_and(|column| matches!(column.role, Role::Personal | Role::Respondent))
        };
        settlement.mapping.segments.retain(|name| !is_person(name));
        if choices.keep_totals == Some(true) {
            settlement.mapping.filter.retain(|filter| filter.totals.is_empty());
        }
        roles_of(&settlement.mapping, &mut columns);
        notes = settlement.notes;
        suggested = Some(Box::new(settlement.mapping));
    }
    if contents.container == Container::Workbook {
        notes.extend(inexact_ids(&columns, &sample));
    }
    notes.extend(other_table(&layout));
    if let Some(labelled @ [_, ..]) = layout.names.get(..layout.label_columns) {
        notes.push(Note::LabelsFilled { columns: labelled.to_vec() });
    }
    notes.extend(Note::of_encoding(layout.encoding));
    if let (Some(sheet), [first, ..]) = (&contents.sheet, contents.passed_over.as_slice()) {
        notes.push(Note::SheetPassedOver { sheet: sheet.clone(), passed_over: first.clone() });
    }
    if let (Some(sheet), [_, ..]) = (&contents.sheet, contents.sheets_alike.as_slice()) {
        notes.push(Note::SheetsAlike { sheet: sheet.clone(), others: contents.sheets_alike.clone() });
    }
    let (number, is_number_assumed) = guess::number(&facts, layout.dialect.delimiter.first());
    let character = |byte: Option<u8>| byte.map(|b| char::from(b).to_string()).unwrap_or_default();
    let dialect = layout.dialect;
    let mut sniffed = Sniffed {
        path: path.to_path_buf(),
        choices: choices.clone(),
        container: contents.container,
        members: contents.members,
        member: contents.member,
        sheets: contents.sheets,
        sheet: contents.sheet,
        usual: FilePart { member: contents.usual_member, sheet: contents.usual_sheet, table: Some(layout.usual_table) },
        tables: layout.tables.clone(),
        table: layout.table,
        encoding: layout.encoding.name().to_owned(),
        delimiter: dialect.delimiter.text(),
        quotechar: character(dialect.quote),
        escapechar: character(dialect.escape),
        newline: dialect.newline.text().to_owned(),
        header_lines: layout.header_rows,
        preamble_lines: layout.preamble_lines,
        footnote_lines: layout.footnotes_in_order().count() as u64,
        columns,
        shape,
        preset: layout.preset.map(|p| p.word().to_owned()),
        preview: first_rows,
        left_out: layout.left_out.clone(),
        number,
        is_number_assumed,
        notes,
        day,
        dated: None,
        ratios: Vec::new(),
        answer_counts: Vec::new(),
        totals: None,
        suggested,
        layout,
    };
    sniffed.totals = totals::of_groups(&sniffed, &sample).or_else(|| totals::last_row(&sniffed, &sample));
    parts::leave_out_totals(&mut sniffed, &sample);
    sniffed.ratios = ratios::of_columns(&sniffed, &sample);
    sniffed.answer_counts = answer_counts::of_columns(&sniffed, &sample);
    dated_columns::settle(&mut sniffed);
    Ok(sniffed)
}

/// Where another table of the same file begins: none of it is read.
fn other_table(layout: &Layout) -> Option<Note> {
    let tables = layout.tables.len();
    let read = usize::try_from(layout.table).unwrap_or(usize::MAX).saturating_sub(1);
    let others = layout.tables.iter().enumerate().filter(|(index, _)| *index != read);
    // The next one, or the first for who has chosen the last.
    let (_, other) = others.clone().find(|(index, _)| *index > read).or_else(|| others.clone().next())?;
    Some(Note::OtherTable { line: other.first_line, read: read as u64 + 1, tables: tables as u64 })
}

/// Columns of whole numbers that a workbook cannot have kept to the last digit: all of them are numbers that a double
/// can hold, which ids that were stored as text hardly ever are.
fn inexact_ids(columns: &[ColumnInfo], sample: &Sample) -> Vec<Note> {
    const EXACT: u128 = 1 << 53;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the question"
    )]
    let is_double = |number: u128| (number as f64) as u128 == number;
    let is_inexact = |index: usize| {
        let cells =
            sample.rows.iter().filter_map(|row| std::str::from_utf8(row.row().trimmed(index)).ok()?.parse().ok());
        let large: Vec<u128> = cells.filter(|number| *number >= EXACT).collect();
        !large.is_empty() && large.iter().all(|number| is_double(*number))
    };
    let found = columns.iter().enumerate().filter(|(index, _)| is_inexact(*index));
    found.map(|(_, column)| Note::InexactIds { column: column.name.clone() }).collect()
}

/// Gives the columns the roles that a mapping has for them.
fn roles_of(mapping: &Mapping, columns: &mut [ColumnInfo]) {
    let has_date_headers = mapping.has_date_headers();
    for column in columns {
        if column.role == Role::Value && has_date_headers && column.reason == RoleReason::DateHeader {
            continue;
        }
        let found = mapping.role_of(&column.name);
        let is_kept = matches!(column.reason, RoleReason::Empty | RoleReason::Personal(_));
        (column.role, column.reason) = match found {
            Some(role) => (role, RoleReason::Preset),
            None if is_kept => (column.role, column.reason),
            None => (Role::Ignored, RoleReason::PresetLeavesOut),
        };
        if column.role == Role::Date && matches!(column.column_type, ColumnType::Integer | ColumnType::Number) {
            column.column_type = ColumnType::Date;
        }
    }
}

fn title(path: &Path) -> String {
    path.file_stem().map_or_else(|| "value".to_owned(), |s| s.to_string_lossy().into_owned())
}

/// A cell as far as anyone reads it in a table.
fn shown(cell: &[u8]) -> String {
    const MOST: usize = 240;
    let text = String::from_utf8_lossy(cell.get(..MOST * 4).unwrap_or(cell));
    match text.char_indices().nth(MOST) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + "…",
        None => text.into_owned(),
    }
}

fn preview<'a>(rows: impl Iterator<Item = &'a OwnedRow>) -> Vec<Vec<String>> {
    let cells = |row: &OwnedRow| row.row().cells().map(shown).collect::<Vec<_>>();
    rows.take(PREVIEW).map(cells).collect()
}
