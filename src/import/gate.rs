//! Which rows are read at all: rules of the mapping about single columns, and ids that may come only once.

use super::mapping::Mapping;
use super::rows::Row;
use super::sniff::Sniffed;
use crate::model::bulk::IssueKind;
use std::collections::HashSet;

/// A rule about one column.
struct Rule {
    column: usize,
    texts: Vec<String>,
    /// Whether only these texts are taken, or all but these.
    is_only: bool,
}

impl Rule {
    fn takes(&self, row: Row<'_>) -> bool {
        let cell = String::from_utf8_lossy(row.trimmed(self.column));
        let is_listed = self.texts.iter().any(|text| text.to_lowercase() == cell.to_lowercase());
        is_listed == self.is_only
    }
}

/// Rules and ids of a mapping.
pub(crate) struct Gate {
    rules: Vec<Rule>,
    unique: Vec<usize>,
    /// Digests of the ids seen: the ids themselves may be long, and 16 bytes do not meet by chance.
    seen: HashSet<[u8; 16], foldhash::fast::RandomState>,
}

impl Gate {
    /// `None` when the mapping takes every row.
    pub(crate) fn of(mapping: &Mapping, sniffed: &Sniffed) -> Option<Self> {
        let rules = mapping.filter.iter().filter_map(|filter| {
            let column = sniffed.column_index(&filter.column)?;
            let is_only = !filter.only.is_empty();
            let texts = if is_only { &filter.only } else { &filter.not };
            Some(Rule { column, texts: texts.iter().map(|t| t.trim().to_owned()).collect(), is_only })
        });
        let rules: Vec<_> = rules.collect();
        let unique: Vec<_> = mapping.unique.iter().filter_map(|name| sniffed.column_index(name)).collect();
        let takes_all = rules.is_empty() && unique.is_empty();
        (!takes_all).then(|| Self { rules, unique, seen: HashSet::default() })
    }

    /// Why a row is not taken, and the column that says so.
    pub(crate) fn refusal(&mut self, row: Row<'_>) -> Option<(IssueKind, Option<usize>)> {
        if let Some(rule) = self.rules.iter().find(|rule| !rule.takes(row)) {
            return Some((IssueKind::Filtered, Some(rule.column)));
        }
        let first = *self.unique.first()?;
        // A row without an id is nobody's copy.
        if self.unique.iter().all(|column| row.trimmed(*column).is_empty()) {
            return None;
        }
        let mut hasher = blake3::Hasher::new();
        for column in &self.unique {
            let cell = row.trimmed(*column);
            hasher.update(&cell.len().to_le_bytes());
            hasher.update(cell);
        }
        let mut digest = [0; 16];
        digest.copy_from_slice(hasher.finalize().as_bytes().get(..16)?);
        (!self.seen.insert(digest)).then_some((IssueKind::Duplicate, Some(first)))
    }
}
