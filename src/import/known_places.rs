//! Imports that take only places which are on the map.

use super::long::{KeyPart, text_of};
use super::mapping::Mapping;
use super::rows::Row;
use super::sniff::Sniffed;
use super::warning::Warning;
use crate::base::text::fold_loosely;
use crate::model::bulk::ObservationTable;
use std::collections::{BTreeSet, HashMap};

/// Says which rows name a place that is not on the map.
pub(crate) struct KnownPlaces<'a> {
    names: Option<&'a BTreeSet<String>>,
    place: KeyPart,
    /// Files repeat their place names, so that each is folded once.
    seen: HashMap<Box<[u8]>, bool, foldhash::fast::RandomState>,
}

impl<'a> KnownPlaces<'a> {
    pub(crate) fn new(names: Option<&'a BTreeSet<String>>, mapping: &Mapping, sniffed: &Sniffed) -> Self {
        Self { names, place: KeyPart::of(mapping.place.as_ref(), sniffed), seen: HashMap::default() }
    }

    /// True when a name means a place on the map, or every place is welcome.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.is_none_or(|names| names.contains(&fold_loosely(name)))
    }

    /// The column that names an unknown place in this row; `Some(None)` when the mapping itself does.
    pub(crate) fn unknown(&mut self, row: Row<'_>) -> Option<Option<usize>> {
        self.names?;
        match &self.place {
            KeyPart::Fixed(name) => (!self.has(name)).then_some(None),
            KeyPart::Column(column) => {
                let cell = row.trimmed(*column);
                let is_known = match self.seen.get(cell) {
                    Some(is_known) => *is_known,
                    None => {
                        let is_known = self.has(&text_of(cell).0);
                        self.seen.insert(cell.into(), is_known);
                        is_known
                    }
                };
                (!is_known).then_some(Some(*column))
            }
        }
    }
}

/// Says how many values name no place in a file whose rows have one, where those are not fewer than the others: a table may
/// leave out what stands above, and the values would count for the whole map.
pub(super) fn left_open(table: &ObservationTable, mapping: &Mapping) -> Option<Warning> {
    let column = mapping.place.as_ref()?.column.clone()?;
    let is_open: Vec<bool> = table.series.iter().map(|key| key.place.trim().is_empty()).collect();
    if !is_open.contains(&true) || !is_open.contains(&false) {
        return None;
    }
    let open = table.series_of_row.iter().filter(|at| is_open.get(**at as usize).copied().unwrap_or(false)).count();
    let (values, rows) = (open as u64, table.series_of_row.len() as u64);
    (values * 2 >= rows).then_some(Warning::PlacesOpen { column, values, rows })
}
