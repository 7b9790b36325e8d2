//! Questions that are answered in words, and columns that number the rows.

use super::Guesser;
use crate::import::asked::Asked;
use crate::import::headers;
use crate::import::sniff::{Role, RoleReason};

impl Guesser<'_> {
    /// Questions that are answered in words: those of a scale, and yes or no where the header asks for it.
    pub(super) fn worded_columns(&self) -> Vec<usize> {
        let mut found = self.score_columns();
        found.retain(|index| {
            self.facts_of(*index).and_then(|f| f.score(Asked::Rating)).is_some_and(|score| !score.labels.is_empty())
        });
        let asks_yes_no = |index: &usize| {
            let (Some(name), Some(facts)) = (self.names.get(*index), self.facts_of(*index)) else { return false };
            self.is_free(*index)
                && facts.are_yes_no()
                && (headers::is_outcome_name(name) || name.contains(['?', '\u{ff1f}']))
        };
        found.extend((0..self.names.len()).filter(asks_yes_no));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// True for numbers that may be measured: ids are not, however many of them there are.
    pub(super) fn is_measured(&self, index: usize) -> bool {
        self.is_numeric(index) && !self.names.get(index).is_some_and(|name| headers::is_id_name(name))
    }
}

/// Columns that number the rows, by their header and their cells.
pub(super) fn take_running(guesser: &mut Guesser<'_>) {
    const NAMES: [&str; 14] =
        ["no", "nr", "number", "#", "row", "rownumber", "line", "index", "lfdnr", "lfd", "pos", "zeile", "num", "item"];
    for index in 0..guesser.names.len() {
        let (Some(name), Some(facts)) = (guesser.names.get(index), guesser.facts_of(index)) else { continue };
        let plain = headers::plain(name);
        let is_named = NAMES.contains(&plain.as_str()) || (plain.starts_with("column") && name.contains('_'));
        if is_named && guesser.is_free(index) && facts.are_running() {
            guesser.set(index, Role::Ignored, RoleReason::Running);
        }
    }
}
