//! What a file holds besides the one table that is read: other sheets, other files of an archive, other tables.

use std::fmt;

/// How a file wraps its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// Cells as text between delimiters.
    Text,
    /// A spreadsheet workbook.
    Workbook,
    /// One JSON object a line, or a list of them.
    Json,
}

impl Container {
    /// The word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Workbook => "workbook",
            Self::Json => "json",
        }
    }
}

impl fmt::Display for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name.
    pub name: String,
    /// True when the workbook does not show it.
    pub is_hidden: bool,
}

/// A file inside an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberInfo {
    /// Its name, with folders.
    pub name: String,
    /// Bytes when unpacked.
    pub bytes: u64,
}

/// One of several tables that stand one below the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableInfo {
    /// First line of its header, or of its rows when it has none.
    pub first_line: u64,
    /// Its last line as far as the file was looked at.
    pub last_line: u64,
    /// The line above it, when that is a title.
    pub title: Option<String>,
    /// The names of its columns.
    pub columns: Vec<String>,
}

/// A part of a file that is a table of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilePart {
    /// A file inside an archive; `*` for all of them.
    pub member: Option<String>,
    /// A sheet of a workbook; `*` for all that are alike.
    pub sheet: Option<String>,
    /// A table among those that stand one below the other, from 1.
    pub table: Option<u64>,
}

impl FilePart {
    /// What is chosen, where that is not what is read without a choice. Capitals do not matter.
    #[must_use]
    pub fn other_than(&self, usual: &Self) -> Self {
        let named = |own: &Option<String>, usual: &Option<String>| {
            let name = own.as_ref().map(|name| name.trim().to_owned());
            name.filter(|name| usual.as_ref().is_none_or(|usual| usual.to_lowercase() != name.to_lowercase()))
        };
        Self {
            member: named(&self.member, &usual.member),
            sheet: named(&self.sheet, &usual.sheet),
            table: self.table.filter(|table| usual.table != Some(*table)),
        }
    }

    /// True for the same part in any capitals.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        let is_same = |a: &Option<String>, b: &Option<String>| {
            a.as_ref().map(|name| name.to_lowercase()) == b.as_ref().map(|name| name.to_lowercase())
        };
        is_same(&self.member, &other.member) && is_same(&self.sheet, &other.sheet) && self.table == other.table
    }
}
