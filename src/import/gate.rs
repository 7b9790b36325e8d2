//! Which rows are read at all: rules of the mapping about single columns, and ids that may come only once.

use super::mapping::Mapping;
use super::rows::Row;
use super::sniff::Sniffed;
use crate::model::bulk::IssueKind;
use std::collections::HashSet;

/// What the texts of a rule say.
#[derive(Clone, Copy, PartialEq)]
enum Says {
    Only,
    Not,
    Totals,
}

/// A rule about one column.
struct Rule {
    column: usize,
    texts: Vec<String>,
    says: Says,
}

impl Rule {
    fn lists(&self, row: Row<'_>) -> bool {
        let cell = String::from_utf8_lossy(row.trimmed(self.column)).to_lowercase();
        self.texts.contains(&cell)
    }

    fn takes(&self, row: Row<'_>) -> bool {
        self.lists(row) == (self.says == Says::Only)
    }
}

/// Why a row is not taken.
pub(crate) enum Refusal {
    /// It sums up others, so that it is no row.
    Total,
    /// It is a row that is not wanted, and the column that says so.
    Row(IssueKind, Option<usize>),
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
        let mut rules = Vec::new();
        for filter in &mapping.filter {
            let Some(column) = sniffed.column_index(&filter.column) else { continue };
            for (says, texts) in [(Says::Totals, &filter.totals), (Says::Only, &filter.only), (Says::Not, &filter.not)]
            {
                if !texts.is_empty() {
                    let texts = texts.iter().map(|t| t.trim().to_lowercase()).collect();
                    rules.push(Rule { column, texts, says });
                }
            }
        }
        // What is no row is no row that is not wanted.
        rules.sort_by_key(|rule| rule.says != Says::Totals);
        let unique: Vec<_> = mapping.unique.iter().filter_map(|name| sniffed.column_index(name)).collect();
        let takes_all = rules.is_empty() && unique.is_empty();
        (!takes_all).then(|| Self { rules, unique, seen: HashSet::default() })
    }

    /// True for a row that sums up others.
    pub(crate) fn is_total(&self, row: Row<'_>) -> bool {
        self.rules.iter().any(|rule| rule.says == Says::Totals && rule.lists(row))
    }

    /// Why a row is not taken.
    pub(crate) fn refusal(&mut self, row: Row<'_>) -> Option<Refusal> {
        if let Some(rule) = self.rules.iter().find(|rule| !rule.takes(row)) {
            return Some(match rule.says {
                Says::Totals => Refusal::Total,
                Says::Only | Says::Not => Refusal::Row(IssueKind::Filtered, Some(rule.column)),
            });
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
        (!self.seen.insert(digest)).then_some(Refusal::Row(IssueKind::Duplicate, Some(first)))
    }
}
