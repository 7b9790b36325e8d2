//! Looks at a file and says how it would be read.

use super::dates::DateOrder;
use super::error::ImportError;
use super::mapping::{Mapping, Shape};
use std::fmt;
use std::path::{Path, PathBuf};

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Nothing in it.
    Empty,
    /// Any text.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Numbers with a percent sign.
    Percent,
    /// Dates.
    Date,
    /// Dates with a time of day.
    Timestamp,
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty",
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Percent => "percent",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
        })
    }
}

/// What a column would be used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// When.
    Date,
    /// Where on the journey.
    Place,
    /// Which metric.
    Metric,
    /// The value.
    Value,
    /// How many answers the value stands for.
    Count,
    /// A question of a survey.
    Score,
    /// Free text of a respondent.
    Comment,
    /// Who answered.
    Respondent,
    /// A survey weight.
    Weight,
    /// A dimension to cut by.
    Segment,
    /// Left out.
    Ignored,
}

impl Role {
    /// The word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Place => "place",
            Self::Metric => "metric",
            Self::Value => "value",
            Self::Count => "n",
            Self::Score => "score",
            Self::Comment => "comment",
            Self::Respondent => "respondent",
            Self::Weight => "weight",
            Self::Segment => "segment",
            Self::Ignored => "ignored",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Why a column was given its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleReason {
    /// The header says so.
    Header,
    /// The cells are dates.
    Dates,
    /// The header is a date.
    DateHeader,
    /// The only column of numbers.
    OnlyNumbers,
    /// Whole numbers on a small scale.
    SmallScale,
    /// Few distinct values.
    FewValues,
    /// Nearly every row has another value.
    ManyValues,
    /// Long texts.
    LongTexts,
    /// Numbers without a scale.
    NoScale,
    /// Nothing in it.
    Empty,
}

impl fmt::Display for RoleReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "the header says so",
            Self::Dates => "its cells are dates",
            Self::DateHeader => "its header is a date",
            Self::OnlyNumbers => "it is the column of numbers",
            Self::SmallScale => "whole numbers on a small scale",
            Self::FewValues => "few distinct values",
            Self::ManyValues => "many distinct values",
            Self::LongTexts => "long texts",
            Self::NoScale => "numbers that are no score",
            Self::Empty => "nothing in it",
        })
    }
}

/// The scale that a column of scores seems to have.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreGuess {
    /// Lowest and highest score.
    pub scale: (f64, f64),
    /// Codes that are no score.
    pub missing: Vec<String>,
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
    /// For dates: the order, when the cells seen settle it.
    pub date_order: Option<DateOrder>,
    /// For scores: their scale.
    pub score: Option<ScoreGuess>,
    /// Distinct texts among the rows seen (counted up to a thousand).
    pub distinct: usize,
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
    /// A note below the table.
    BelowTable,
}

impl fmt::Display for LeftOutReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Comment => "a comment",
            Self::AboveHeader => "text above the column names",
            Self::SecondHeader => "a second line of column names",
            Self::BelowTable => "text below the table",
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
    /// The mapping that the file would be read with, or why there is none.
    pub guess: Option<Mapping>,
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

    /// The documented JSON.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let columns: Vec<_> = self
            .columns
            .iter()
            .map(|c| serde_json::json!({"name": c.name, "type": c.column_type.to_string(), "role": c.role.word()}))
            .collect();
        serde_json::json!({
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
        })
    }
}

/// Looks at a file.
///
/// # Errors
/// The file cannot be read, is empty or is no text.
pub fn sniff(path: &Path) -> Result<Sniffed, ImportError> {
    todo!("{path:?}")
}
