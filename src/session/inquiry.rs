//! Questions to the file that a panel asks now and then: raw rows, reports. Each is a job.

use crate::base::ids::{KpiId, SourceId};
use crate::base::time::DayRange;
use crate::i18n::import as words;
use crate::model::Place;
use crate::model::bulk::{IssueGroup, IssueKind, RowIssue};
use crate::session::Session;
use crate::session::insights;
use crate::session::jobs::Job;
use crate::store::StoreError;
pub use crate::store::{ObservationPage, ObservationRow, QuestionCount, SegmentSummary};

/// A page of a source's report.
#[derive(Debug, Clone, PartialEq)]
pub struct IssuePage {
    /// The issues of the page, in file order.
    pub issues: Vec<RowIssue>,
    /// How many there are in all, of the kind that is asked for.
    pub total: u64,
    /// All issues of the source by kind and column.
    pub groups: Vec<IssueGroup>,
    /// For a survey, how each question was answered.
    pub questions: Vec<QuestionCount>,
}

/// Reads the names of metrics.
pub type MetricNames = Job<Result<Vec<String>, StoreError>>;

impl Session {
    /// A page of the rows behind a KPI at a place, in the shown days when `range` is given. `None` without a file.
    #[must_use]
    pub fn observations(
        &self,
        (kpi, place): (KpiId, Place),
        range: Option<DayRange>,
        offset: u64,
        limit: usize,
    ) -> Option<Job<Result<ObservationPage, StoreError>>> {
        let store = self.store()?;
        let row = self.document().kpis.get(&kpi)?;
        let mut query = insights::query(self.document(), row, place, &self.view().segments);
        query.range = range.unwrap_or(DayRange::EVER);
        Some(self.jobs().spawn(words::READING_NUMBERS, move |_| store.reader()?.observations(&query, offset, limit)))
    }

    /// Grows whenever sources, their rows or their reports change: what was read of them before is out of date.
    #[must_use]
    pub fn data_revision(&self) -> u64 {
        self.numbers.data_revision
    }

    /// A page of a source's report, of one kind of issue when one is given. `None` without a file.
    #[must_use]
    pub fn issues(
        &self,
        (source, kind): (SourceId, Option<IssueKind>),
        offset: u64,
        limit: usize,
    ) -> Option<Job<Result<IssuePage, StoreError>>> {
        let store = self.store()?;
        let parts: Vec<SourceId> = self.document().source_parts(source).iter().map(|part| part.id).collect();
        Some(self.jobs().spawn(words::READING_NUMBERS, move |_| {
            let reader = store.reader()?;
            let questions = reader.question_counts(source)?;
            let mut page = IssuePage { issues: Vec::new(), total: 0, groups: Vec::new(), questions };
            // What the file had grown by has a report of its own; to the user they are one.
            for part in parts {
                let count = reader.issue_count(part, kind)?;
                let room = limit - page.issues.len().min(limit);
                if offset < page.total + count && room > 0 {
                    let from = offset.saturating_sub(page.total);
                    page.issues.extend(match kind {
                        None => reader.issues(part, from, room)?,
                        Some(kind) => reader.issues_of_kind(part, kind, from, room)?,
                    });
                }
                page.total += count;
                page.groups.extend(reader.issue_groups(part)?);
            }
            page.groups = IssueGroup::merged(page.groups);
            Ok(page)
        }))
    }

    /// Names and values of the segments in the data. `None` without a file.
    #[must_use]
    pub fn segments(&self) -> Option<Job<Result<Vec<SegmentSummary>, StoreError>>> {
        let store = self.store()?;
        Some(self.jobs().spawn(words::READING_NUMBERS, move |_| store.reader()?.segments()))
    }

    /// Names of the metrics in the data, sorted. `None` without a file.
    #[must_use]
    pub fn metrics(&self) -> Option<MetricNames> {
        let store = self.store()?;
        Some(self.jobs().spawn(words::READING_NUMBERS, move |_| {
            let mut names: Vec<String> = store.reader()?.metrics()?.into_iter().map(|metric| metric.metric).collect();
            names.sort();
            names.dedup();
            Ok(names)
        }))
    }
}
