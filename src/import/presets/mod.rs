//! Tools that give themselves away by the structure of their exports, one file a tool.
//!
//! Each says how it is recognised (before the header is settled, from the first rows), how many lines its header has,
//! and what the columns mean: a mapping, with notes for the person who imports.

mod adobe;
mod amplitude;
mod clues;
mod delighted;
mod fullstory;
mod ga4;
mod heap;
mod hotjar;
mod hubspot;
mod intercom;
mod matomo;
mod mixpanel;
mod posthog;
mod qualtrics;
mod refiner;
mod salesforce;
mod seen;
mod segment;
mod surveymonkey;
#[cfg(test)]
mod tests;
mod typeform;
mod zendesk;

pub(crate) use clues::Clues;
pub(crate) use seen::Seen;

use super::mapping::Mapping;
use super::notes::Note;
use super::rows::Row;
use std::fmt;

/// What a preset makes of a file.
pub(crate) struct Settlement {
    pub mapping: Mapping,
    pub notes: Vec<Note>,
}

/// What is known about the exports of a tool.
pub(crate) struct Vendor {
    /// The word used on the command line and in mappings.
    word: &'static str,
    /// True for a file of this tool, by its first rows.
    recognise: fn(&Clues<'_>) -> bool,
    /// How many rows below the first belong to the header too.
    header_rows: fn(&Clues<'_>) -> usize,
    /// True when nameless columns are parts of the question to their left, which the second row names.
    is_named_by_second_row: fn(&Clues<'_>) -> bool,
    /// What the columns mean; `None` leaves it to the guess for any file.
    settle: fn(&Seen<'_>) -> Option<Settlement>,
}

/// What [`crate::import::layout`] calls a nameless first column.
const NAMELESS: &str = "column_1";

/// A header of one row.
fn one_header_row(_: &Clues<'_>) -> usize {
    0
}

/// Every tool, in the order in which they are asked: the surest signs first.
static VENDORS: [&Vendor; 25] = [
    &qualtrics::QUALTRICS,
    &adobe::ADOBE,
    &ga4::EXPLORE,
    &ga4::REPORT,
    &surveymonkey::SURVEYMONKEY,
    &typeform::TYPEFORM,
    &zendesk::ZENDESK,
    &hotjar::HOTJAR,
    &posthog::POSTHOG,
    &matomo::VISITS,
    &matomo::MATOMO,
    &mixpanel::REPORT,
    &amplitude::CHART,
    &salesforce::SALESFORCE,
    &segment::SEGMENT,
    &ga4::BIGQUERY,
    &amplitude::EVENTS,
    &mixpanel::EVENTS,
    &fullstory::FULLSTORY,
    &heap::HEAP,
    &posthog::EVENTS,
    &intercom::INTERCOM,
    &hubspot::HUBSPOT,
    &delighted::DELIGHTED,
    &refiner::REFINER,
];

/// A tool whose export is recognised.
#[derive(Clone, Copy)]
pub(crate) struct Preset(&'static Vendor);

impl fmt::Debug for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.word)
    }
}

impl PartialEq for Preset {
    fn eq(&self, other: &Self) -> bool {
        self.0.word == other.0.word
    }
}

impl Eq for Preset {}

impl Preset {
    /// The word used on the command line.
    pub(crate) fn word(self) -> &'static str {
        self.0.word
    }

    /// How many rows below the first belong to the header too.
    pub(crate) fn further_header_rows(self, clues: &Clues<'_>) -> usize {
        (self.0.header_rows)(clues)
    }

    /// True when nameless columns are parts of the question to their left, which the second row names.
    pub(crate) fn is_named_by_second_row(self, clues: &Clues<'_>) -> bool {
        (self.0.is_named_by_second_row)(clues)
    }

    /// Names the first column of reports that have its name one row further down.
    pub(crate) fn name_first_column(self, names: &mut [String], below: Option<Row<'_>>) {
        let Some(label) = below.filter(|_| self == Self(&adobe::ADOBE)).map(|row| row.trimmed(0)) else { return };
        let label = String::from_utf8_lossy(label).into_owned();
        let is_usable = !label.is_empty() && !names.contains(&label);
        if let Some(first) = names.first_mut().filter(|first| *first == NAMELESS && is_usable) {
            *first = label;
        }
    }

    /// What the columns mean.
    pub(crate) fn settle(self, seen: &Seen<'_>) -> Option<Settlement> {
        (self.0.settle)(seen)
    }
}

/// Recognises a tool by the lines above the header, the header, and the rows below.
pub(crate) fn recognise(clues: &Clues<'_>) -> Option<Preset> {
    VENDORS.iter().find(|vendor| (vendor.recognise)(clues)).map(|vendor| Preset(vendor))
}

/// The tool of a word.
pub(crate) fn by_name(word: &str) -> Option<Preset> {
    let word = word.trim().to_lowercase();
    VENDORS.iter().find(|vendor| vendor.word == word).map(|vendor| Preset(vendor))
}

/// Every word, in alphabetical order.
pub(crate) fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = VENDORS.iter().map(|vendor| vendor.word).collect();
    names.sort_unstable();
    names
}
