//! Which rows are about a known place, when unknown ones are to be skipped.

use super::long::{KeyPart, text_of};
use super::mapping::Mapping;
use super::rows::Row;
use super::sniff::Sniffed;
use crate::base::text::fold_name;
use std::collections::BTreeSet;

/// Tells rows of known places from others. Knows everything when nothing is to be skipped.
pub(crate) struct PlaceFilter<'a> {
    place: KeyPart,
    known: Option<&'a BTreeSet<String>>,
    /// The last cell seen and whether it is known: files are mostly sorted by place.
    last: Option<(Vec<u8>, bool)>,
}

impl<'a> PlaceFilter<'a> {
    pub(crate) fn new(mapping: &Mapping, sniffed: &Sniffed, known: Option<&'a BTreeSet<String>>) -> Self {
        Self { place: KeyPart::of(mapping.place.as_ref(), sniffed), known, last: None }
    }

    /// True for a place that may be used; no name means the whole map.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.known.is_none_or(|known| name.is_empty() || known.contains(&fold_name(name)))
    }

    /// The column (if the place stands in one) of a row that is about an unknown place.
    pub(crate) fn unknown(&mut self, row: Row<'_>) -> Option<Option<usize>> {
        self.known?;
        let (cell, column) = match &self.place {
            KeyPart::Column(index) => (row.trimmed(*index), Some(*index)),
            KeyPart::Fixed(text) => (text.as_bytes(), None),
        };
        let is_known = match &self.last {
            Some((last, is_known)) if last == cell => *is_known,
            _ => {
                let cell = cell.to_vec();
                let is_known = self.knows(&text_of(&cell).0);
                self.last = Some((cell, is_known));
                is_known
            }
        };
        (!is_known).then_some(column)
    }
}
