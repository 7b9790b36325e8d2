//! Bulk rows: millions of observations and answers as column chunks.

mod averages;
pub(super) mod codec;
mod comments;
mod counting;
mod extents;
mod kept;
mod pack;
mod page;
mod person;
mod purge;
mod read;
mod series_rows;
mod singles;
mod summary;
mod unit;
mod unwritten;
mod write;

pub use comments::{Comment, CommentOrder, Comments};
pub use extents::SeriesExtent;
pub use kept::{DaysToKeep, QueryDays};
pub use page::{ObservationPage, ObservationRow};
pub use person::{PersonRows, PersonTraces, UnclearTexts};
pub use singles::Score;
pub use summary::{Beside, MetricSummary, NumberedIssue, QuestionCount, SegmentSummary};
pub use unwritten::UnwrittenRows;
pub use write::Stored;

pub(super) use comments::comments;
#[cfg(test)]
pub(super) use counting::days_on;
pub(super) use counting::{days, each_days};
pub(super) use extents::series_extents;
pub(super) use kept::{damaged_days, keep_days};
pub(super) use page::observations;
pub(super) use person::{person_rows, take_out_person};
pub(super) use purge::{has_orphans, purge_orphans};
pub(super) use series_rows::SeriesRows;
pub(super) use singles::{days_of_items, values};
pub(super) use summary::{each_issue, issue_groups, issues, metrics, question_counts, segments};
pub(super) use unit::{Block, Details, Filter, Loader, Unit, UnitPlace};
pub(super) use write::write;

/// A chunk that is not what it should be, in words.
const BAD_CHUNK: &str = "a chunk of data that cannot be read";

/// A place in the code that talks to the database of one file: the connection, and the path for messages.
#[derive(Clone, Copy)]
pub(super) struct Database<'c> {
    /// Where the rows are.
    pub(super) connection: &'c rusqlite::Connection,
    /// The file as the user knows it.
    pub(super) path: &'c std::path::Path,
}

impl Database<'_> {
    /// Turns what SQLite said into what the user can do.
    pub(super) fn error(&self, error: rusqlite::Error) -> crate::store::StoreError {
        crate::store::StoreError::sql(self.path, error)
    }

    /// A chunk that is not what it should be.
    pub(super) fn damaged(&self, what: impl std::fmt::Display) -> crate::store::StoreError {
        crate::store::StoreError::damaged(self.path, what.to_string())
    }
}
