//! What is still open about the columns of a file, and roles that a column cannot have.

use super::{MappingDraft, is_single};
use crate::base::time::Day;
use crate::i18n::panels::wizard as text;
use crate::i18n::panels::wizard_steps as steps_text;
use crate::import::{
    ColumnInfo, ColumnType, DaySource, Mapping, Role, Shape, Sniffed, Unread, typed_days, typed_numbers,
};
use std::collections::BTreeMap;

/// True for a date of all rows that was taken only because the file was changed on that day.
pub(super) fn is_day_unsaid(sniffed: &Sniffed, fixed: &str) -> bool {
    sniffed.day.1 == DaySource::Changed && fixed == sniffed.day.0.to_string()
}

/// The guess for a file, whose day may still be asked for: all else is known without it.
pub(super) fn guess_but_for_day(sniffed: &Sniffed) -> Option<Mapping> {
    let undated = || {
        let day = (sniffed.day.0, DaySource::Name);
        Mapping::guess(&Sniffed { day, ..sniffed.clone() }).ok()
    };
    Mapping::guess(sniffed).ok().or_else(undated)
}

impl MappingDraft {
    /// The column whose dates can be read in two ways, while nobody said which.
    pub(in crate::ui::import_wizard) fn open_order<'s>(&self, sniffed: &'s Sniffed) -> Option<&'s ColumnInfo> {
        let name = self.column_with(Role::Date).filter(|_| self.order.is_none())?;
        let is_open = |c: &&ColumnInfo| c.is_date_order_assumed || c.date_contradiction.is_some();
        sniffed.columns.iter().find(|c| c.name == name.name).filter(is_open)
    }

    /// The column of answers in words of which nobody said what they stand for.
    pub(in crate::ui::import_wizard) fn open_words<'s>(&self, sniffed: &'s Sniffed) -> Option<(usize, &'s ColumnInfo)> {
        // A file of one observation a row has no columns of scores.
        let has_scores = self.shape != Shape::Long || self.column_with(Role::Value).is_none();
        let is_open = |index: &usize| self.columns.get(*index).is_some_and(|column| column.role != Role::Score);
        let mut columns = sniffed.columns.iter().enumerate().filter(|_| has_scores);
        columns.find(|(index, column)| !column.open_words.is_empty() && is_open(index))
    }

    /// The day of a file in which nothing says from when its rows are, while nobody has said it: when it was last changed.
    pub(in crate::ui::import_wizard) fn open_day(&self, sniffed: &Sniffed) -> Option<Day> {
        let (day, source) = sniffed.day;
        let has_dates = |role: Role| role == Role::Date || role == Role::Stage;
        let is_dated = self.columns.iter().any(|column| has_dates(column.role)) || self.has_date_headers();
        let was_dated = sniffed.columns.iter().any(|column| has_dates(column.role));
        let is_unsaid = self.fixed_date.trim().is_empty();
        (source == DaySource::Changed && !is_dated && !was_dated && is_unsaid).then_some(day)
    }

    /// What the mapping lacks, unless something else that is asked would settle it: that is one question, not two.
    pub(in crate::ui::import_wizard) fn problem(&self, sniffed: &Sniffed) -> Option<String> {
        let is_asked = |what: &String| {
            self.waits_for_words(sniffed) || (what == text::date_needed() && self.open_day(sniffed).is_some())
        };
        self.to_mapping().err().filter(|what| !is_asked(what))
    }

    /// True while nothing can be imported for want of what the words of a column stand for.
    pub(in crate::ui::import_wizard) fn waits_for_words(&self, sniffed: &Sniffed) -> bool {
        let is_settled_by_words =
            |what: String| [text::metric_needed(), text::value_needed(), text::score_needed()].contains(&what.as_str());
        self.open_words(sniffed).is_some() && self.to_mapping().is_err_and(is_settled_by_words)
    }

    /// Reads a column of answers in words as a score.
    pub(in crate::ui::import_wizard) fn read_words(&mut self, index: usize, labels: BTreeMap<String, f64>) {
        if self.shape == Shape::Long || self.has_date_headers() {
            self.set_shape(Shape::Survey);
        }
        self.set_role(index, Role::Score);
        let ends = labels.values().fold(None, |ends: Option<(f64, f64)>, value| {
            let (low, high) = ends.unwrap_or((*value, *value));
            Some((low.min(*value), high.max(*value)))
        });
        if let (Some(column), Some((low, high))) = (self.columns.get_mut(index), ends) {
            column.scale = format!("{low}–{high}");
            column.labels = labels;
        }
    }

    /// True while nobody said what the commas of the numbers mean and the numbers do not say it.
    pub(in crate::ui::import_wizard) fn is_number_open(&self, sniffed: &Sniffed) -> bool {
        sniffed.is_number_assumed && !self.has_chosen_number
    }

    /// Why a column cannot be what somebody chose for it, in a sentence: what it holds is no such thing in any row seen.
    pub(in crate::ui::import_wizard) fn misfit(&self, sniffed: &Sniffed, guess: &Self, index: usize) -> Option<String> {
        let (column, info) = (self.columns.get(index)?, sniffed.columns.get(index)?);
        if guess.columns.get(index).is_some_and(|guessed| guessed.role == column.role) && guess.shape == self.shape {
            return None;
        }
        let cells = sniffed.preview.iter().filter_map(|row| row.get(index)).map(|cell| cell.trim());
        let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        let example = cells.first()?;
        let is_day = |cell: &&str| matches!(typed_days(&[cell]).pop(), Some(Some(Ok(_) | Err(Unread::EitherDay(..)))));
        let is_number =
            |cell: &&str| matches!(typed_numbers(&[cell]).pop(), Some(Some(Ok(_) | Err(Unread::EitherNumber))));
        let is_dated =
            matches!(info.column_type, ColumnType::Date | ColumnType::Timestamp) || info.date_count.is_some();
        let is_counted = !matches!(info.column_type, ColumnType::Text | ColumnType::Date | ColumnType::Timestamp);
        match column.role {
            Role::Date if !is_dated && !cells.iter().any(is_day) => {
                Some(steps_text::holds_no_dates(&info.name, example))
            }
            Role::Score | Role::Value | Role::Count | Role::Weight
                if !is_counted && column.labels.is_empty() && !cells.iter().any(is_number) =>
            {
                Some(steps_text::holds_no_numbers(&info.name, example))
            }
            _ => None,
        }
    }

    /// Every such sentence.
    pub(in crate::ui::import_wizard) fn misfits(&self, sniffed: &Sniffed, guess: &Self) -> Vec<String> {
        (0..self.columns.len()).filter_map(|index| self.misfit(sniffed, guess, index)).collect()
    }

    /// The column that took the role of another one, which is left out for it.
    pub(in crate::ui::import_wizard) fn taken_by(&self, guess: &Self, index: usize) -> Option<&str> {
        let role = guess.columns.get(index)?.role;
        let is_left_out = self.columns.get(index)?.role == Role::Ignored;
        let other = self.column_with(role).filter(|_| is_left_out && is_single(role, self.shape))?;
        Some(other.name.as_str())
    }
}
