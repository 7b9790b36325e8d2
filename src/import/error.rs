//! Why a file or a mapping cannot be used. Each message is one sentence that says what, where and what to do.

use crate::base::progress::Cancelled;
use std::fmt;
use std::path::PathBuf;

/// What a file that is no text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTextKind {
    /// A picture.
    Image,
    /// A PDF document.
    Pdf,
    /// A text document or slides.
    Document,
    /// A page of the web, or another text of marks: some tools call one XLS.
    WebPage,
    /// A compressed archive.
    Archive,
    /// A database file (a Milepost map is one too).
    Database,
    /// A Parquet file.
    Parquet,
    /// A program.
    Program,
    /// Bytes of no kind we know.
    Unknown,
}

impl fmt::Display for NotTextKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Image => "an image",
            Self::Pdf => "a PDF document",
            Self::Document => "a text document or slides; save its table as CSV or XLSX first",
            Self::WebPage => "a web page or XML; open it in a spreadsheet program and save it as XLSX or CSV first",
            Self::Archive => "a compressed archive; unpack it first",
            Self::Database => "a database",
            Self::Parquet => "a Parquet file",
            Self::Program => "a program",
            Self::Unknown => "binary data",
        })
    }
}

/// A line that is longer than rows are, on its way to [`ImportError::RowTooLong`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is too long")]
pub(crate) struct RowTooLong {
    /// The line, from 1.
    pub line: u64,
}

impl RowTooLong {
    /// The same, found in what a reader said.
    pub(crate) fn of(error: &std::io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl From<RowTooLong> for std::io::Error {
    fn from(row: RowTooLong) -> Self {
        Self::new(std::io::ErrorKind::InvalidData, row)
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No such file.
    #[error("There is no file {}; check the name.", path.display())]
    NotFound {
        /// The file asked for.
        path: PathBuf,
    },
    /// A folder without any data file.
    #[error("The folder {} holds no data file (CSV, TSV, JSON lines or workbook); choose another one.", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A folder instead of a file.
    #[error("{} is a folder; name one of the files in it.", path.display())]
    IsDirectory {
        /// The folder.
        path: PathBuf,
    },
    /// No bytes, or nothing but blank lines.
    #[error("{} is empty; there is nothing to read.", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Column names and no row.
    #[error("{} has column names but no rows of data below them.", path.display())]
    HeaderOnly {
        /// The file.
        path: PathBuf,
    },
    /// A binary file.
    #[error("{} is not a text file; it looks like {looks_like}.", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// What its first bytes look like.
        looks_like: NotTextKind,
    },
    /// No column holds dates.
    #[error(
        "No column of {} holds dates (columns: {}); name the date column with --map date=COLUMN, or one date for all rows with --map date=2015-05, or either in a mapping.",
        path.display(), quoted(columns)
    )]
    NoDateColumn {
        /// The file.
        path: PathBuf,
        /// Its columns.
        columns: Vec<String>,
    },
    /// No column holds values or scores.
    #[error(
        "No column of {} looks like values or scores (columns: {}); name it in a mapping.",
        path.display(), quoted(columns)
    )]
    NoValueColumn {
        /// The file.
        path: PathBuf,
        /// Its columns.
        columns: Vec<String>,
    },
    /// The only answers are words of no known scale.
    #[error(
        "Nobody can tell what the answers to \"{column}\" in {} stand for: {}. Say it under \"labels\" of its score in a mapping, as in {{{}: 1}}.",
        path.display(), quoted(words), quoted(words.get(..1).unwrap_or_default())
    )]
    UnknownWords {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// The words.
        words: Vec<String>,
    },
    /// Keys that a mapping file does not have.
    #[error("The mapping has unknown {} {}; known there: {}.", if keys.len() == 1 { "key" } else { "keys" }, quoted(keys), known.join(", "))]
    MappingUnknownKey {
        /// The unknown keys, as paths such as `date.colum`.
        keys: Vec<String>,
        /// The keys that may stand where the first of them stands.
        known: Vec<String>,
    },
    /// A mapping that names a column which the file does not have.
    #[error("The mapping names the column \"{}\" as {role}, but {} has no such column; it has {}.", on_one_line(column), path.display(), quoted(columns))]
    MappingMissingColumn {
        /// The data file.
        path: PathBuf,
        /// The column asked for.
        column: String,
        /// What it was to be.
        role: &'static str,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// A mapping that contradicts itself or is no JSON.
    #[error("The mapping cannot be used: {reason}.")]
    MappingInvalid {
        /// What is wrong, as the rest of a sentence.
        reason: String,
    },
    /// Something was asked for that cannot be done.
    #[error("The {choice} \"{value}\" cannot be used: {reason}.")]
    Choice {
        /// What was chosen, such as `encoding`.
        choice: &'static str,
        /// The choice.
        value: String,
        /// Why not, or what to do, as the rest of a sentence.
        reason: String,
    },
    /// A preset that there is not.
    #[error("There is no preset \"{}\"; name one of {}, or \"none\".", on_one_line(word), known.join(", "))]
    UnknownPreset {
        /// The word asked for.
        word: String,
        /// Every preset.
        known: Vec<String>,
    },
    /// A workbook that needs a password.
    #[error("{} is locked with a password; save it without one first.", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// A workbook or an archive that cannot be opened.
    #[error("{} cannot be read as {} {what}: {reason}.", path.display(), if what.starts_with('a') { "an" } else { "a" })]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What it should be.
        what: &'static str,
        /// What is wrong with it, as the rest of a sentence.
        reason: String,
    },
    /// More than memory should hold.
    #[error("The {what} in {} is too large to be read at once; save it as CSV.", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// What is too large.
        what: &'static str,
    },
    /// Answers of persons that would make a table of gaps.
    #[error("The {responses} responses to {questions} questions (each metric at each place) in {} make more cells than can be kept; leave \"respondent\" out of the mapping, and the rows are read without telling persons apart.", path.display())]
    TooSparse {
        /// The file.
        path: PathBuf,
        /// Persons and days.
        responses: usize,
        /// Metrics at places.
        questions: usize,
    },
    /// A line that is no row: a file without line ends, or one that was cut together wrongly.
    #[error("Line {line} of {} is too long for a row of a table (over 32 MB); check how the file ends its lines, or split it.", path.display())]
    RowTooLong {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
    },
    /// The file system said no.
    #[error("{} cannot be read: {source}.", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The output cannot be written.
    #[error("The table cannot be written: {0}.")]
    Write(std::io::Error),
    /// Someone asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl ImportError {
    /// The right variant for an error of the file system about a data file.
    #[must_use]
    pub fn io(path: &std::path::Path, source: std::io::Error) -> Self {
        let path = path.to_path_buf();
        if let Some(RowTooLong { line }) = RowTooLong::of(&source) {
            return Self::RowTooLong { path, line };
        }
        match source.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound { path },
            std::io::ErrorKind::IsADirectory => Self::IsDirectory { path },
            _ => Self::Io { path, source },
        }
    }

    /// A choice that cannot be followed.
    pub(crate) fn choice(choice: &'static str, value: &str, reason: impl Into<String>) -> Self {
        Self::Choice { choice, value: on_one_line(value), reason: reason.into() }
    }

    /// A contradiction in a mapping.
    pub(crate) fn mapping(reason: impl Into<String>) -> Self {
        Self::MappingInvalid { reason: on_one_line(&reason.into()) }
    }
}

/// What somebody wrote, as a part of a sentence.
fn on_one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// Names in quotes, at most twelve of them and none longer than a line: a survey may have a hundred columns, and a question
/// of it may be a page.
pub(crate) fn quoted(names: &[String]) -> String {
    const MOST: usize = 12;
    const LONGEST: usize = 80;
    let quoted = |name: &String| {
        let mut signs = name.chars();
        let shown: String = signs.by_ref().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
        format!("\"{shown}{}\"", if signs.next().is_some() { "…" } else { "" })
    };
    let mut text = names.iter().take(MOST).map(quoted).collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text.push_str(&format!(" and {} more", names.len() - MOST));
    }
    text
}
