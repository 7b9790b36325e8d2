//! What there is in bulk, without reading it.

use crate::base::ids::{Id as _, SourceId};
use crate::base::time::Day;
use crate::model::bulk::{IssueGroup, IssueGroups, IssueKind, RowIssue};
use crate::store::StoreError;
use crate::store::bulk::{Database, Loader};
use std::collections::{BTreeMap, BTreeSet};

/// One metric of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricSummary {
    /// The import.
    pub source: SourceId,
    /// Name in the data.
    pub metric: String,
    /// True for survey answers, false for observations.
    pub is_survey: bool,
    /// Places as named in the data, in order of appearance.
    pub places: Vec<String>,
    /// Rows with a value.
    pub rows: u64,
    /// Smallest value; `None` when there is none.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// True when every value is a whole number.
    pub is_whole: bool,
    /// First day with a value.
    pub first_day: Option<Day>,
    /// Last day with a value.
    pub last_day: Option<Day>,
}

/// A dimension of a source with the values it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentSummary {
    /// The import.
    pub source: SourceId,
    /// Name of the dimension.
    pub name: String,
    /// Its values, sorted.
    pub values: Vec<String>,
}

/// How a question of a survey was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionCount {
    /// Metric it feeds.
    pub metric: String,
    /// Place it is about, as named in the mapping.
    pub place: String,
    /// Header of its column.
    pub column: String,
    /// Respondents with a score.
    pub answered: u64,
    /// Respondents with a code that is no score.
    pub not_applicable: u64,
    /// Respondents who left it empty.
    pub blank: u64,
}

const METRICS: &str = "\
    SELECT source, metric, place, 0, min(position), sum(rows), min(min), max(max), min(is_whole), min(first_day), max(last_day) \
    FROM series WHERE source IN (SELECT id FROM source) GROUP BY source, metric, place \
    UNION ALL \
    SELECT source, metric, place, 1, min(position), sum(answered), min(min), max(max), min(is_whole), min(first_day), max(last_day) \
    FROM response_column WHERE role = 'score' AND source IN (SELECT id FROM source) GROUP BY source, metric, place \
    ORDER BY 1, 4, 5";

fn count(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

/// Every metric of every source the document knows, by source, metrics and places in order of appearance.
pub(in crate::store) fn metrics(database: Database<'_>) -> Result<Vec<MetricSummary>, StoreError> {
    let read = || -> rusqlite::Result<Vec<MetricSummary>> {
        let mut select = database.connection.prepare_cached(METRICS)?;
        let mut rows = select.query([])?;
        let mut metrics: Vec<MetricSummary> = Vec::new();
        let mut index: BTreeMap<(SourceId, bool, String), usize> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let part = MetricSummary {
                source: SourceId::from_raw(row.get(0)?),
                metric: row.get(1)?,
                is_survey: row.get(3)?,
                places: vec![row.get(2)?],
                rows: count(row, 5)?,
                min: row.get(6)?,
                max: row.get(7)?,
                is_whole: row.get(8)?,
                first_day: row.get::<_, Option<i32>>(9)?.map(Day),
                last_day: row.get::<_, Option<i32>>(10)?.map(Day),
            };
            let key = (part.source, part.is_survey, part.metric.clone());
            match index.get(&key).and_then(|known| metrics.get_mut(*known)) {
                Some(known) => known.merge(part),
                None => {
                    index.insert(key, metrics.len());
                    metrics.push(part);
                }
            }
        }
        Ok(metrics)
    };
    read().map_err(|e| database.error(e))
}

/// The outer of two optional ends.
fn outer<T: Copy>(a: Option<T>, b: Option<T>, pick: impl Fn(T, T) -> T) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(pick(a, b)),
        (a, b) => a.or(b),
    }
}

impl MetricSummary {
    fn merge(&mut self, other: Self) {
        self.places.extend(other.places);
        self.rows += other.rows;
        self.min = outer(self.min, other.min, f64::min);
        self.max = outer(self.max, other.max, f64::max);
        self.is_whole &= other.is_whole;
        self.first_day = outer(self.first_day, other.first_day, Ord::min);
        self.last_day = outer(self.last_day, other.last_day, Ord::max);
    }
}

/// Every dimension of every source the document knows.
pub(in crate::store) fn segments(database: Database<'_>) -> Result<Vec<SegmentSummary>, StoreError> {
    let error = |e| database.error(e);
    let mut loader = Loader::new(database);
    let sources: Vec<i64> = database
        .connection
        .prepare_cached("SELECT source FROM bulk WHERE source IN (SELECT id FROM source) ORDER BY source")
        .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())
        .map_err(error)?;
    let mut summaries = Vec::new();
    for source in sources.into_iter().map(SourceId::from_raw) {
        let names = loader.dimensions(source)?;
        let mut values = vec![BTreeSet::new(); names.len()];
        if !names.is_empty() {
            let mut select = database
                .connection
                .prepare_cached("SELECT DISTINCT segments FROM series WHERE source = ?1")
                .map_err(error)?;
            let mut rows = select.query([source.raw()]).map_err(error)?;
            while let Some(row) = rows.next().map_err(error)? {
                let texts: Vec<String> =
                    serde_json::from_str(row.get_ref(0).map_err(error)?.as_str().unwrap_or_default())
                        .map_err(|_| database.damaged("a list of segments that is none"))?;
                for (set, text) in values.iter_mut().zip(texts) {
                    set.insert(text);
                }
            }
        }
        summaries.extend(names.into_iter().zip(values).map(|(name, values)| SegmentSummary {
            source,
            name,
            values: values.into_iter().collect(),
        }));
        if let Some(survey) = loader.survey(source)? {
            summaries.extend(survey.segments.iter().map(|segment| {
                let values: BTreeSet<String> = segment.values.iter().cloned().collect();
                SegmentSummary { source, name: segment.name.clone(), values: values.into_iter().collect() }
            }));
        }
    }
    Ok(summaries)
}

/// The questions of a survey in file order.
pub(in crate::store) fn question_counts(
    database: Database<'_>,
    source: SourceId,
) -> Result<Vec<QuestionCount>, StoreError> {
    database
        .connection
        .prepare_cached(
            "SELECT metric, place, name, answered, not_applicable, blank FROM response_column \
             WHERE source = ?1 AND role = 'score' ORDER BY position",
        )
        .and_then(|mut select| {
            select
                .query_map([source.raw()], |row| {
                    Ok(QuestionCount {
                        metric: row.get(0)?,
                        place: row.get(1)?,
                        column: row.get(2)?,
                        answered: count(row, 3)?,
                        not_applicable: count(row, 4)?,
                        blank: count(row, 5)?,
                    })
                })?
                .collect()
        })
        .map_err(|e| database.error(e))
}

/// What is wrong with the rows of a source, by kind and column.
pub(in crate::store) fn issue_groups(database: Database<'_>, source: SourceId) -> Result<Vec<IssueGroup>, StoreError> {
    let mut groups = IssueGroups::default();
    each_issue(database, source, |issue| groups.add(&issue))?;
    Ok(groups.finish())
}

/// Hands over the whole import report, in the order it was written.
pub(in crate::store) fn each_issue(
    database: Database<'_>,
    source: SourceId,
    mut take: impl FnMut(RowIssue),
) -> Result<(), StoreError> {
    // One statement from the first entry to the last: pages by offset would count all entries before each of them again.
    database
        .connection
        .prepare_cached(&format!("{ISSUE} WHERE source = ?1 ORDER BY id"))
        .and_then(|mut select| {
            let mut rows = select.query([source.raw()])?;
            while let Some(row) = rows.next()? {
                take(issue(row)?);
            }
            Ok(())
        })
        .map_err(|e| database.error(e))
}

/// A page of the import report, in the order it was written; of one kind only, when one is given. Found by the number of
/// the entry beside it: by how many there are before it, all of them would have to be gone through.
pub(in crate::store) fn issues(
    database: Database<'_>,
    (source, kind): (SourceId, Option<IssueKind>),
    beside: Beside,
    limit: usize,
) -> Result<Vec<NumberedIssue>, StoreError> {
    let (least, most, order) = match beside {
        Beside::After(number) => (number.unwrap_or(i64::MIN), i64::MAX, "ASC"),
        Beside::Before(number) => (i64::MIN, number.unwrap_or(i64::MAX), "DESC"),
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let page = rusqlite::params![source.raw(), least, most, limit, kind.map(IssueKind::word)];
    let found = database
        .connection
        .prepare_cached(&format!(
            "{ISSUE} WHERE source = ?1 AND id > ?2 AND id < ?3 AND (?5 IS NULL OR kind = ?5) ORDER BY id {order} LIMIT ?4"
        ))
        .and_then(|mut select| {
            let numbered = |row: &rusqlite::Row<'_>| Ok(NumberedIssue { number: row.get(5)?, issue: issue(row)? });
            select.query_map(page, numbered)?.collect::<Result<Vec<_>, _>>()
        });
    let mut found = found.map_err(|e| database.error(e))?;
    if matches!(beside, Beside::Before(_)) {
        found.reverse();
    }
    Ok(found)
}

/// Beside which entry of a report a page stands; `None` is either end of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// It begins behind the entry of this number.
    After(Option<i64>),
    /// It ends in front of it.
    Before(Option<i64>),
}

/// An entry of a report with its number, which grows in the order they were written.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberedIssue {
    /// The number.
    pub number: i64,
    /// The entry.
    pub issue: RowIssue,
}

/// What [`issue`] reads.
const ISSUE: &str = "SELECT line, column_name, kind, text, is_row_rejected, id FROM issue";

fn issue(row: &rusqlite::Row<'_>) -> rusqlite::Result<RowIssue> {
    let word: String = row.get(2)?;
    let kind = IssueKind::EVERY.into_iter().find(|kind| kind.word() == word);
    Ok(RowIssue {
        line: count(row, 0)?,
        column: row.get(1)?,
        kind: kind.ok_or(rusqlite::Error::InvalidQuery)?,
        text: row.get(3)?,
        is_row_rejected: row.get(4)?,
    })
}
