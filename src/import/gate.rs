//! Which rows are read at all: rules of the mapping about single columns, and ids that may come only once.

use super::dates::DateReader;
use super::error::ImportError;
use super::mapping::{Mapping, Shape};
use super::read::ROWS_PER_CHECK;
use super::rows::Row;
use super::sniff::{ColumnInfo, ColumnType, Sniffed};
use crate::base::progress::Progress;
use crate::base::time::Day;
use crate::model::bulk::IssueKind;
use std::collections::{HashMap, HashSet};

/// What the texts of a rule say.
#[derive(Clone, Copy, PartialEq)]
enum Says {
    Only,
    Not,
    Totals,
    /// Totals of which not all parts are there.
    Rest,
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
        self.says == Says::Rest || self.lists(row) == (self.says == Says::Only)
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
    seen: HashSet<Digest, foldhash::fast::RandomState>,
    /// Of each id the line that is read, where rows say which is the latest.
    newest: Option<HashMap<Digest, u64, foldhash::fast::RandomState>>,
}

/// Stands for an id.
type Digest = [u8; 16];

impl Gate {
    /// `None` when the mapping takes every row.
    pub(crate) fn of(mapping: &Mapping, sniffed: &Sniffed) -> Option<Self> {
        let mut rules = Vec::new();
        for filter in &mapping.filter {
            let Some(column) = sniffed.column_index(&filter.column) else { continue };
            for (says, texts) in [
                (Says::Totals, &filter.totals),
                (Says::Rest, &filter.rest),
                (Says::Only, &filter.only),
                (Says::Not, &filter.not),
            ] {
                if !texts.is_empty() {
                    let texts = texts.iter().map(|t| t.trim().to_lowercase()).collect();
                    rules.push(Rule { column, texts, says });
                }
            }
        }
        // What is no row is no row that is not wanted.
        rules.sort_by_key(|rule| !matches!(rule.says, Says::Totals | Says::Rest));
        let unique: Vec<_> = mapping.unique.iter().filter_map(|name| sniffed.column_index(name)).collect();
        let takes_all = rules.is_empty() && unique.is_empty();
        (!takes_all).then(|| Self { rules, unique, seen: HashSet::default(), newest: None })
    }

    /// Looks through the file for the latest row of each id: a list of states that is exported twice has the same ticket
    /// once as it was and once as it is. Does nothing where ids may come again, or where the only date of a row is when
    /// it happened: then its copies say the same.
    ///
    /// # Errors
    /// The file cannot be read, or the work was cancelled.
    pub(crate) fn find_newest(
        &mut self,
        (mapping, dates): (&Mapping, DateReader),
        sniffed: &Sniffed,
        progress: &Progress,
    ) -> Result<(), ImportError> {
        let is_date = |column: &ColumnInfo| matches!(column.column_type, ColumnType::Date | ColumnType::Timestamp);
        let columns: Vec<(usize, DateReader)> = sniffed
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| is_date(column))
            .map(|(index, column)| {
                let order = column.date_order.unwrap_or(dates.order);
                (index, DateReader { order, zone: dates.zone, count: None })
            })
            .collect();
        let are_events = mapping.shape == Shape::Events && mapping.stages.is_empty();
        if self.unique.is_empty() || columns.is_empty() || (are_events && columns.len() < 2) {
            return Ok(());
        }
        let mut latest: HashMap<Digest, ((Day, i64), u64), _> =
            HashMap::with_hasher(foldhash::fast::RandomState::default());
        let mut table = sniffed.layout.open()?;
        let mut rows = 0u64;
        while table.advance().map_err(|e| ImportError::io(&sniffed.path, e))? {
            rows += 1;
            if rows.is_multiple_of(ROWS_PER_CHECK) {
                progress.check()?;
            }
            let row = table.row();
            let is_whole = sniffed.layout.wrong_cells(row).is_none();
            if !is_whole || self.rules.iter().any(|rule| !rule.takes(row)) {
                continue;
            }
            let Some(digest) = self.digest(row) else { continue };
            let moment = columns.iter().filter_map(|(index, dates)| dates.moment(row.trimmed(*index))).max();
            let moment = moment.unwrap_or((Day(i32::MIN), 0));
            let entry = latest.entry(digest).or_insert((moment, row.line));
            if moment > entry.0 {
                *entry = (moment, row.line);
            }
        }
        self.newest = Some(latest.into_iter().map(|(digest, (_, line))| (digest, line)).collect());
        Ok(())
    }

    /// What stands for the id of a row; `None` for a row without one, which is nobody's copy.
    fn digest(&self, row: Row<'_>) -> Option<Digest> {
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
        Some(digest)
    }

    /// True for a row that sums up others.
    pub(crate) fn is_total(&self, row: Row<'_>) -> bool {
        self.rules.iter().any(|rule| rule.says == Says::Totals && rule.lists(row)) || self.is_part_of_rest(row)
    }

    /// True for a total of some columns only, where one of them all is read as the rest.
    fn is_part_of_rest(&self, row: Row<'_>) -> bool {
        let mut rests = self.rules.iter().filter(|rule| rule.says == Says::Rest).map(|rule| rule.lists(row));
        let first = rests.next().unwrap_or(false);
        rests.any(|is_listed| is_listed != first)
    }

    /// Why a row is not taken.
    pub(crate) fn refusal(&mut self, row: Row<'_>) -> Option<Refusal> {
        if self.is_part_of_rest(row) {
            return Some(Refusal::Total);
        }
        if let Some(rule) = self.rules.iter().find(|rule| !rule.takes(row)) {
            return Some(match rule.says {
                Says::Totals | Says::Rest => Refusal::Total,
                Says::Only | Says::Not => Refusal::Row(IssueKind::Filtered, Some(rule.column)),
            });
        }
        let first = *self.unique.first()?;
        let digest = self.digest(row)?;
        let is_copy = match &self.newest {
            Some(newest) => newest.get(&digest).is_some_and(|line| *line != row.line),
            None => !self.seen.insert(digest),
        };
        is_copy.then_some(Refusal::Row(IssueKind::Duplicate, Some(first)))
    }
}
