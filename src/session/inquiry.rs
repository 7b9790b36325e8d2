//! Questions to the file that a panel asks now and then: raw rows, reports. Each is a job.

use crate::base::ids::{KpiId, SourceId};
use crate::base::time::DayRange;
use crate::i18n::import as words;
use crate::model::Place;
use crate::model::bulk::{IssueGroup, IssueKind, RowIssue};
use crate::session::Session;
use crate::session::insights;
use crate::session::jobs::Job;
use crate::store::{Beside, StoreError};
pub use crate::store::{ObservationPage, ObservationRow, QuestionCount, SegmentSummary};

/// A page of a source's report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IssuePage {
    /// The issues of the page, in file order.
    pub issues: Vec<RowIssue>,
    /// Where the first and the last of them stand.
    pub ends: Option<(IssuePlace, IssuePlace)>,
}

/// Where an issue stands in the report of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssuePlace {
    part: SourceId,
    number: i64,
}

/// Which page of a report: the one beside a place, or at either end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueTurn {
    /// It begins behind this; at the beginning of the report without.
    After(Option<IssuePlace>),
    /// It ends in front of this; at the end of the report without.
    Before(Option<IssuePlace>),
}

/// What a source's report comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct IssueSummary {
    /// All issues of the source by kind and column.
    pub groups: Vec<IssueGroup>,
    /// For a survey, how each question was answered.
    pub questions: Vec<QuestionCount>,
}

impl IssueSummary {
    /// How many issues there are; of one kind only, when one is given.
    #[must_use]
    pub fn count(&self, kind: Option<IssueKind>) -> u64 {
        let groups = self.groups.iter().filter(|group| kind.is_none_or(|kind| kind == group.kind));
        groups.map(|group| group.count).sum()
    }
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

    /// What a source's report comes to: goes through all of it. `None` without a file.
    #[must_use]
    pub fn issue_summary(&self, source: SourceId) -> Option<Job<Result<IssueSummary, StoreError>>> {
        let store = self.store()?;
        let parts = self.parts_of(source);
        Some(self.jobs().spawn(words::READING_NUMBERS, move |_| {
            let reader = store.reader()?;
            let mut groups = Vec::new();
            for part in parts {
                groups.extend(reader.issue_groups(part)?);
            }
            Ok(IssueSummary { groups: IssueGroup::merged(groups), questions: reader.question_counts(source)? })
        }))
    }

    /// A page of a source's report, of one kind of issue when one is given. `None` without a file.
    #[must_use]
    pub fn issues(
        &self,
        (source, kind): (SourceId, Option<IssueKind>),
        turn: IssueTurn,
        limit: usize,
    ) -> Option<Job<Result<IssuePage, StoreError>>> {
        let store = self.store()?;
        // What the file had grown by has a report of its own; to the user they are one.
        let mut parts = self.parts_of(source);
        Some(self.jobs().spawn(words::READING_NUMBERS, move |_| {
            let reader = store.reader()?;
            let (IssueTurn::After(place) | IssueTurn::Before(place)) = turn;
            let is_forward = matches!(turn, IssueTurn::After(_));
            if !is_forward {
                parts.reverse();
            }
            let first = place.and_then(|place| parts.iter().position(|part| *part == place.part)).unwrap_or(0);
            let mut found = Vec::new();
            for part in parts.into_iter().skip(first) {
                let number = place.filter(|place| place.part == part).map(|place| place.number);
                let beside = if is_forward { Beside::After(number) } else { Beside::Before(number) };
                let room = limit.saturating_sub(found.len());
                let issues = if room > 0 { reader.issues(part, kind, beside, room)? } else { Vec::new() };
                let placed = issues.into_iter().map(|one| (IssuePlace { part, number: one.number }, one.issue));
                let at = if is_forward { found.len() } else { 0 };
                found.splice(at..at, placed);
            }
            let ends = found.first().zip(found.last()).map(|((first, _), (last, _))| (*first, *last));
            Ok(IssuePage { issues: found.into_iter().map(|(_, issue)| issue).collect(), ends })
        }))
    }

    fn parts_of(&self, source: SourceId) -> Vec<SourceId> {
        self.document().source_parts(source).iter().map(|part| part.id).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::IdAlloc;
    use crate::model::{Document, JourneyMap, Refresh};
    use crate::session::import_job::ImportRequest;
    use crate::session::jobs::Jobs;
    use crate::store::{OpenMode, Store};
    use std::fmt::Write as _;

    /// Rows of which every third has a bad date and every tenth a bad value.
    fn rows(from: usize, to: usize) -> String {
        let mut text = String::new();
        for row in from..to {
            let day = if row.is_multiple_of(3) { "never".to_owned() } else { format!("2025-01-{:02}", row % 28 + 1) };
            let value = if row.is_multiple_of(10) { "much" } else { "4" };
            let _ = writeln!(text, "{day},Support,CSAT,{value}");
        }
        text
    }

    /// A file that grew has two reports, which are shown as one.
    #[test]
    fn pages_of_a_report_go_on_over_what_a_file_grew_by() {
        let folder = tempfile::tempdir().unwrap();
        let mut document = Document::default();
        let map = JourneyMap::new(IdAlloc::seeded(7).allocate(), "Test");
        document.maps.insert(map.id, map.into());
        let path = folder.path().join("m.milepost");
        let opened = Store::create(&path, OpenMode::Edit, &document).unwrap();
        let mut session = Session::new(opened, path, false, Jobs::default());
        let data = folder.path().join("data.csv");
        let head = format!("date,stage,metric,value\n{}", rows(0, 1_000));
        std::fs::write(&data, &head).unwrap();
        let request = ImportRequest { path: data.clone(), refresh: Some(Refresh::ByHand), ..ImportRequest::default() };
        session.start_import(request).unwrap();
        session.wait();
        let source = session.document().whole_sources().next().unwrap().id;
        std::fs::write(&data, head + &rows(1_000, 1_500)).unwrap();
        session.refresh_source(source);
        session.wait();
        assert_eq!(session.document().source_parts(source).len(), 2);

        let summary = session.issue_summary(source).unwrap().wait().unwrap().unwrap();
        for kind in [None, Some(IssueKind::BadDate), Some(IssueKind::BadValue)] {
            let page = |turn, limit| session.issues((source, kind), turn, limit).unwrap().wait().unwrap().unwrap();
            let all = page(IssueTurn::After(None), usize::MAX).issues;
            assert_eq!(all.len() as u64, summary.count(kind));
            assert!(all.is_sorted_by_key(|issue| issue.line) && all.last().unwrap().line > 1_400);
            let mut pages = vec![page(IssueTurn::After(None), 100)];
            while let Some((_, last)) = pages.last().unwrap().ends {
                pages.push(page(IssueTurn::After(Some(last)), 100));
                assert!(pages.len() <= 9, "the same entries come again");
            }
            assert_eq!(pages.pop(), Some(IssuePage::default()));
            assert_eq!(pages.iter().flat_map(|page| page.issues.clone()).collect::<Vec<_>>(), all);
            for pair in pages.windows(2) {
                let (first, _) = pair[1].ends.unwrap();
                assert_eq!(page(IssueTurn::Before(Some(first)), 100), pair[0]);
            }
            let rest = pages.last().unwrap();
            assert_eq!(page(IssueTurn::Before(None), rest.issues.len()), *rest);
        }
    }
}
