//! What a person should know about the export of a tool before trusting its numbers.

use super::encoding::FileEncoding;
use super::mapping::Mapping;
use super::sniff::Sniffed;
use crate::base::time::Day;
use std::fmt;

/// Something to know about a file, a sentence each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Days are in a zone that the file does not print.
    ZoneOfTool {
        /// Whose zone: "the GA4 property".
        of: &'static str,
    },
    /// Times are in UTC.
    Utc,
    /// Days are in a zone that the file names.
    ZoneNamed {
        /// An IANA name.
        zone: String,
    },
    /// People and sessions are estimated, or counted once per row.
    Approximate,
    /// One number for the whole period.
    OnePeriod {
        /// First day.
        from: Day,
        /// Last day, when the file says so.
        to: Option<Day>,
    },
    /// Previews and test answers are left out.
    PreviewsLeftOut,
    /// Rows that repeat an id are left out.
    Deduplicated,
    /// The export holds the rows that were on the screen.
    RowsCapped,
    /// A record says where it is now, not where it has been.
    CurrentStageOnly,
    /// Satisfaction was made good or bad before the export.
    TopBoxAlready,
    /// People that were merged later still count as several.
    MergedPeople,
    /// Days are rewritten for a while.
    LateEvents,
    /// Distinct people are counted per day, so that days cannot be added up.
    DistinctPerDay,
    /// Nobody could check this layout against a real export.
    Unverified,
    /// A key that only later rows have is not in the file.
    FirstRowKeys,
    /// Steps are counted in transitions, not people.
    Transitions,
    /// Another table begins in the same file.
    OtherTable {
        /// Its first line.
        line: u64,
        /// Which table is read, from 1.
        read: u64,
        /// How many there are.
        tables: u64,
    },
    /// A sheet is read before which there is one that is hardly a table.
    SheetPassedOver {
        /// The sheet that is read.
        sheet: String,
        /// The first before it.
        passed_over: String,
    },
    /// One of several sheets with the same column names is read.
    SheetsAlike {
        /// The sheet that is read.
        sheet: String,
        /// The others.
        others: Vec<String>,
    },
    /// Labels of groups that stand in the first of their rows only hold for the rows below them.
    LabelsFilled {
        /// Their columns.
        columns: Vec<String>,
    },
    /// Numbers of a workbook that have more digits than it can keep.
    InexactIds {
        /// The column.
        column: String,
    },
    /// Letters may be those of another encoding.
    EncodingUnsure {
        /// The encoding that is read.
        encoding: &'static str,
        /// The other.
        other: &'static str,
    },
}

impl Note {
    /// What is to be said of an encoding.
    pub(crate) fn of_encoding(found: FileEncoding) -> Option<Self> {
        found.other.map(|other| Self::EncodingUnsure { encoding: found.name(), other: other.name() })
    }

    /// True when something was taken one way rather than another, so that somebody has to look.
    #[must_use]
    pub fn is_unsure(&self) -> bool {
        matches!(self, Self::EncodingUnsure { .. })
    }

    /// True when the file is read in a way that the note speaks of. A mapping made by hand may name another preset or
    /// none, and may do without what the preset would do.
    pub(crate) fn holds_for(&self, mapping: &Mapping, sniffed: &Sniffed) -> bool {
        if let Self::InexactIds { .. }
        | Self::OtherTable { .. }
        | Self::LabelsFilled { .. }
        | Self::SheetPassedOver { .. }
        | Self::SheetsAlike { .. }
        | Self::EncodingUnsure { .. } = self
        {
            return true;
        }
        let Some(suggested) = &sniffed.suggested else { return false };
        let is_other = mapping.reading.preset.as_ref().is_some_and(|word| Some(word) != sniffed.preset.as_ref());
        if is_other || suggested.shape != mapping.shape {
            return false;
        }
        match self {
            Self::OnePeriod { .. } => {
                let fixed = |mapping: &Mapping| mapping.date.as_ref().and_then(|date| date.fixed.clone());
                fixed(mapping) == fixed(suggested)
            }
            Self::PreviewsLeftOut => suggested.filter.iter().any(|filter| mapping.filter.contains(filter)),
            Self::Deduplicated => !mapping.unique.is_empty(),
            Self::ZoneNamed { zone } => mapping.time_zone.is_none() || mapping.time_zone.as_ref() == Some(zone),
            _ => true,
        }
    }

    /// The word for scripts.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::ZoneOfTool { .. } => "zone_of_tool",
            Self::Utc => "utc",
            Self::ZoneNamed { .. } => "zone_named",
            Self::Approximate => "approximate",
            Self::OnePeriod { .. } => "one_period",
            Self::PreviewsLeftOut => "previews_left_out",
            Self::Deduplicated => "deduplicated",
            Self::RowsCapped => "rows_capped",
            Self::CurrentStageOnly => "current_stage_only",
            Self::TopBoxAlready => "top_box_already",
            Self::MergedPeople => "merged_people",
            Self::LateEvents => "late_events",
            Self::DistinctPerDay => "distinct_per_day",
            Self::Unverified => "unverified",
            Self::FirstRowKeys => "first_row_keys",
            Self::Transitions => "transitions",
            Self::SheetPassedOver { .. } => "sheet_passed_over",
            Self::SheetsAlike { .. } => "sheets_alike",
            Self::InexactIds { .. } => "inexact_ids",
            Self::EncodingUnsure { .. } => "encoding_unsure",
            Self::OtherTable { .. } => "other_table",
            Self::LabelsFilled { .. } => "labels_filled",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZoneOfTool { of } => {
                return write!(f, "Days are in the time zone of {of}, which the file does not print.");
            }
            Self::ZoneNamed { zone } => return write!(f, "Days are in the time zone {zone}, as the file says."),
            Self::OnePeriod { from, to: Some(to) } => {
                return write!(f, "The file has one number for {from} to {to}; it counts on {from}.");
            }
            Self::OnePeriod { from, to: None } => {
                return write!(f, "The file has one number for a whole period; it counts on {from}.");
            }
            Self::LabelsFilled { columns } => {
                let named: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
                return write!(
                    f,
                    "This is a pivot table: a label in {} holds for the rows below it too, up to the next.",
                    named.join(" and ")
                );
            }
            Self::OtherTable { line, read, tables } => {
                return write!(
                    f,
                    "Another table begins on line {line}; table {read} of {tables} is read, and \"table\" in a mapping or --table chooses another."
                );
            }
            Self::SheetPassedOver { sheet, passed_over } => {
                return write!(
                    f,
                    "The sheet \"{sheet}\" is read; \"{passed_over}\" before it is hardly a table. \"sheet\" in a mapping or --sheet chooses another."
                );
            }
            Self::SheetsAlike { sheet, others } => {
                let named: Vec<String> = others.iter().take(12).map(|other| format!("\"{other}\"")).collect();
                let rest = others.len().saturating_sub(named.len());
                let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
                return write!(
                    f,
                    "Only the sheet \"{sheet}\" is read; {}{more} begin with the same column names. \"*\" as \"sheet\" in a mapping, or --sheet \"*\", reads all of them as one table.",
                    named.join(", ")
                );
            }
            Self::InexactIds { column } => {
                return write!(
                    f,
                    "\"{column}\" holds numbers of more digits than a workbook keeps, so that different ids may have become the same; export them as text, or as CSV."
                );
            }
            Self::EncodingUnsure { encoding, other } => {
                return write!(
                    f,
                    "The file is read as {encoding}, and its letters may be those of {other} as well. If names look wrong, \"encoding\" under \"reading\" in a mapping or --encoding {other} reads them so."
                );
            }
            Self::Utc => "Times are in UTC.",
            Self::Approximate => {
                "People and sessions are estimates and may count in several rows, so that rows need not add up to the totals of the tool."
            }
            Self::PreviewsLeftOut => "Previews and unfinished starts are left out.",
            Self::Deduplicated => "Of rows with the same id the one with the latest date is read; the others are left out.",
            Self::RowsCapped => "The export holds the rows that were shown; a longer table may have been cut.",
            Self::CurrentStageOnly => "A record says where it is now; stages that it went through before are not in the file.",
            Self::TopBoxAlready => {
                "Satisfaction is good or bad only: on a scale of five, 4 and 5 were made good before the export."
            }
            Self::MergedPeople => "People that the tool merged later still count as several.",
            Self::LateEvents => "The tool still rewrites the last three days; import them again later.",
            Self::DistinctPerDay => "People and sessions are counted once a day: the sum of a month counts returning ones again.",
            Self::Unverified => "This layout could not be checked against a real export; look at the columns.",
            Self::FirstRowKeys => "The columns are those of the first row; what only later rows have is not in the file.",
            Self::Transitions => "Numbers are moves from step to step, not people.",
        })
    }
}
