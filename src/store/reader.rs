//! Reading bulk rows beside the writer.

use crate::base::ids::SourceId;
use crate::base::progress::Progress;
use crate::model::PictureBytes;
use crate::model::bulk::{BucketQuery, IssueGroup, IssueKind, RowIssue};
use crate::model::observation::{DayBucket, DayValues};
use crate::store::bulk::{
    self, Beside, CommentOrder, Comments, Database, MetricSummary, NumberedIssue, ObservationPage, PersonRows,
    PersonTraces, QueryDays, QuestionCount, Score, SegmentSummary, SeriesExtent,
};
use crate::store::connect::Target;
use crate::store::{StoreError, pictures};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// A connection for reading; sees every change that was written before a call.
pub struct Reader {
    connection: Connection,
    path: PathBuf,
    /// Keeps a private copy alive.
    _target: Target,
}

impl Reader {
    pub(super) fn open(target: &Target, path: &Path) -> Result<Self, StoreError> {
        Ok(Self { connection: target.connect(path)?, path: path.to_path_buf(), _target: target.clone() })
    }

    /// Everything from now on is read from one state of the file, until the reader is dropped.
    pub(super) fn hold(&self) -> Result<(), StoreError> {
        self.connection.execute_batch("BEGIN").map_err(|e| StoreError::sql(&self.path, e))
    }

    pub(super) fn database(&self) -> Database<'_> {
        Database { connection: &self.connection, path: &self.path }
    }

    /// Runs one question over one state of the file. It also spares a lock for each of hundreds of statements.
    fn ask<T>(&self, question: impl FnOnce(Database<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let transaction = self.connection.unchecked_transaction().map_err(|e| StoreError::sql(&self.path, e))?;
        let answer = question(self.database())?;
        transaction.finish().map_err(|e| StoreError::sql(&self.path, e))?;
        Ok(answer)
    }

    /// For every query its rows by day, ascending; days without rows are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn day_buckets(&self, queries: &[BucketQuery]) -> Result<Vec<Vec<DayBucket>>, StoreError> {
        Ok(self.days(queries)?.into_iter().map(|answer| answer.days).collect())
    }

    /// As [`Reader::day_buckets`], in a form that [`crate::store::DaysToKeep`] can keep in the file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn days(&self, queries: &[BucketQuery]) -> Result<Vec<QueryDays>, StoreError> {
        self.ask(|database| bulk::days(database, queries))
    }

    /// The single values of a query by day, ascending, for percentiles. Its cuts play no part.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn values(&self, query: &BucketQuery) -> Result<Vec<DayValues>, StoreError> {
        self.ask(|database| bulk::values(database, query))
    }

    /// The scores of respondents by day, each put together by `score` from their answers to several questions (metrics of
    /// one survey). The metric of the query plays no part.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn days_of_items(
        &self,
        query: &BucketQuery,
        items: &[String],
        score: Score<'_>,
    ) -> Result<Vec<DayBucket>, StoreError> {
        self.ask(|database| bulk::days_of_items(database, query, items, score))
    }

    /// Every metric of every source of the document, by source and in order of appearance.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn metrics(&self) -> Result<Vec<MetricSummary>, StoreError> {
        self.ask(bulk::metrics)
    }

    /// Every segment dimension of every source of the document with its values.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn segments(&self) -> Result<Vec<SegmentSummary>, StoreError> {
        self.ask(bulk::segments)
    }

    /// Every series of observations of a source with the ends of its values.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn series_extents(&self, source: SourceId) -> Result<Vec<SeriesExtent>, StoreError> {
        self.ask(|database| bulk::series_extents(database, source))
    }

    /// A page of single rows by day, then source and series. The cuts of the query play no part.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn observations(&self, query: &BucketQuery, offset: u64, limit: usize) -> Result<ObservationPage, StoreError> {
        self.ask(|database| bulk::observations(database, query, offset, limit))
    }

    /// What people wrote beside their answers to some questions: how much there is, and the first `limit` of it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn comments(&self, queries: &[BucketQuery], order: CommentOrder, limit: usize) -> Result<Comments, StoreError> {
        self.ask(|database| bulk::comments(database, queries, order, limit))
    }

    /// A picture by its digest; `None` when it is not in the file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn picture(&self, digest: &str) -> Result<Option<PictureBytes>, StoreError> {
        self.ask(|database| pictures::get(database.connection, digest).map_err(|e| database.error(e)))
    }

    /// A page of the import report of a source, in file order; of one kind of entry only, when one is given.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn issues(
        &self,
        source: SourceId,
        kind: Option<IssueKind>,
        beside: Beside,
        limit: usize,
    ) -> Result<Vec<NumberedIssue>, StoreError> {
        self.ask(|database| bulk::issues(database, (source, kind), beside, limit))
    }

    /// Hands over the whole import report of a source, in file order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn each_issue(&self, source: SourceId, take: impl FnMut(RowIssue)) -> Result<(), StoreError> {
        self.ask(|database| bulk::each_issue(database, source, take))
    }

    /// The import report of a source by kind and column.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn issue_groups(&self, source: SourceId) -> Result<Vec<IssueGroup>, StoreError> {
        self.ask(|database| bulk::issue_groups(database, source))
    }

    /// What the sources of the document hold of a person; those that hold nothing are left out.
    ///
    /// # Errors
    /// The file cannot be read, or the work was cancelled.
    pub fn person_rows(&self, traces: &PersonTraces, progress: &Progress) -> Result<Vec<PersonRows>, StoreError> {
        self.ask(|database| bulk::person_rows(database, traces, progress))
    }

    /// How the questions of a survey were answered, in file order; empty when the source is no survey.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn question_counts(&self, source: SourceId) -> Result<Vec<QuestionCount>, StoreError> {
        self.ask(|database| bulk::question_counts(database, source))
    }
}
