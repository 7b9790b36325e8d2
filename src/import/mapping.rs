//! What the columns of a file mean. The JSON form is documented in `docs/mapping-file.md` and is a promise to scripts.

use super::answer_counts;
use super::choices::ReadChoices;
use super::dates::{DateCount, DateOrder, Zone};
use super::durations::TimeUnit;
use super::error::ImportError;
use super::guess;
use super::kinds::MetricKind;
use super::mapping_json;
use super::numbers::NumberFormat;
use super::open_words;
use super::privacy::IdStore;
use super::ratios;
use super::sniff::{Role, Sniffed};
use super::typed::typed_day_of_file;
use crate::base::text::fold_name;
use crate::base::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// How rows and columns are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// One observation a row: date, place, metric, value.
    Long,
    /// Several observations a row: one column per date, or one column per metric.
    Wide,
    /// One respondent a row: one column per question.
    Survey,
    /// Something that happened a row: who, when, what. Rows are counted by day.
    Events,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Long => "long",
            Self::Wide => "wide",
            Self::Survey => "survey",
            Self::Events => "events",
        })
    }
}

/// Where the date comes from: a column, or one date for the whole file. In a wide file the dates are the headers of the
/// value columns and only the order may be given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateMapping {
    /// The column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// How dates such as 03/04/2024 are meant; settled by the whole column when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<DateOrder>,
    /// One date for every row, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// What plain numbers in the column count; they are dates of their own (`2024`, Unix time) when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<DateCount>,
    /// The day that an offset is counted from, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
}

/// How numbers are written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberMapping {
    /// `.` or `,`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// `,`, `.`, `_`, a space or an apostrophe; empty for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thousands: Option<String>,
}

/// A column by its header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnName {
    /// The header.
    pub column: String,
}

/// The column of ids of respondents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RespondentMapping {
    /// The header.
    pub column: String,
    /// How the ids are stored; as they are when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<IdStore>,
}

impl RespondentMapping {
    /// Ids that are hashed, as nobody has asked for anything else.
    #[must_use]
    pub fn hashed(column: String) -> Self {
        Self { column, store: Some(IdStore::Hash) }
    }
}

/// A text that stands in a column or is the same for every row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnOrFixed {
    /// The column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The text of every row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
}

/// One question of a survey, or one metric column of a wide file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreMapping {
    /// The column.
    pub column: String,
    /// The metric that it feeds; the header when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// The place that it is about; the mapping's place, or the whole map, when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Lowest and highest score; anything else is left out and reported. Any number counts when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<(f64, f64)>,
    /// Codes that are no score, as written in the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Words that stand for scores: "Good" for 1. Compared without regard to capitals.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, f64>,
    /// The column of a wide file that says how many a value stands for, as the sessions of a rate; the mapping's
    /// [`Mapping::n`] when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// The answer that a column of a wide file counts: its cells say how many people gave it, and each cell is a row of that
    /// value for so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<f64>,
    /// The day that a column of a wide file counts on, as `YYYY-MM-DD`; that of the row, or of the file, when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

impl ScoreMapping {
    /// The metric that its numbers are of: the one it is given, else that of the name of its column.
    #[must_use]
    pub fn metric_name(&self) -> &str {
        self.metric.as_deref().unwrap_or(&self.column)
    }

    /// A column whose numbers count as they are.
    #[must_use]
    pub fn plain(column: &str) -> Self {
        Self {
            column: column.to_owned(),
            metric: None,
            place: None,
            scale: None,
            missing: Vec::new(),
            labels: BTreeMap::new(),
            n: None,
            counts: None,
            date: None,
        }
    }
}

/// Names of the metrics that counting rows gives; one without a name is not counted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountMapping {
    /// Rows of a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<String>,
    /// Distinct respondents of a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondents: Option<String>,
    /// Distinct sessions of a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<String>,
}

/// A column that says when a record came to a place: `Date entered "Proposal"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageMapping {
    /// The column of dates.
    pub column: String,
    /// The place; the header when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The metric that counts it; that of the rows when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
}

/// Which rows are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilterMapping {
    /// The column looked at.
    pub column: String,
    /// The only texts that are taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// Texts that are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
    /// Texts that mark rows of totals: those are no rows, and count neither as read nor as rejected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub totals: Vec<String>,
    /// Texts that mark rows of totals of which the file shows only some parts: what those lack is read as one more of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rest: Vec<String>,
}

impl FilterMapping {
    /// Takes rows with these texts only.
    pub(crate) fn only(column: &str, only: Vec<String>) -> Self {
        Self { only, ..Self::of(column) }
    }

    /// Takes all rows but those with these texts.
    pub(crate) fn not(column: &str, not: Vec<String>) -> Self {
        Self { not, ..Self::of(column) }
    }

    /// Rows with these texts sum up others.
    pub(crate) fn totals(column: &str, totals: Vec<String>) -> Self {
        Self { totals, ..Self::of(column) }
    }

    /// Rows with these texts sum up others, of which not all need to be there.
    pub(crate) fn rest(column: &str, rest: Vec<String>) -> Self {
        Self { rest, ..Self::of(column) }
    }

    fn of(column: &str) -> Self {
        Self { column: column.to_owned(), only: Vec::new(), not: Vec::new(), totals: Vec::new(), rest: Vec::new() }
    }
}

/// A mapping file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// How rows and columns are to be understood.
    pub shape: Shape,
    /// How the file is read; what is not settled here is guessed.
    #[serde(default, skip_serializing_if = "ReadChoices::is_empty")]
    pub reading: ReadChoices,
    /// Where the date comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<DateMapping>,
    /// Zone that days are counted in: an IANA name, `UTC`, or an offset such as `+02:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// How numbers are written; settled by the whole column when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<NumberMapping>,
    /// What the rows are about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<ColumnOrFixed>,
    /// Which metric the rows belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<ColumnOrFixed>,
    /// The column of values in a long file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<ColumnName>,
    /// The column that says how many answers a value stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<ColumnName>,
    /// The questions of a survey, or the metric columns of a wide file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<ScoreMapping>,
    /// The column of free text in a survey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<ColumnName>,
    /// The column of respondent ids in a survey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondent: Option<RespondentMapping>,
    /// The column of survey weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<ColumnName>,
    /// Metrics whose numbers are percentages although they are written without the sign: 0.9 is 0.9 %.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub percent: Vec<String>,
    /// The columns to cut the data by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
    /// Columns that hold durations ("5 min 13s"), and the unit that their values are kept in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub durations: BTreeMap<String, TimeUnit>,
    /// The column of sessions in a file of events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<ColumnName>,
    /// What is counted in a file of events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<CountMapping>,
    /// Columns of dates, each of which is an event at its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageMapping>,
    /// Which rows are read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<FilterMapping>,
    /// Columns that together tell rows apart; a row that repeats them all is left out as a duplicate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unique: Vec<String>,
    /// What metrics of the data are called in the map's file: the metric of another KPI, or `None` for numbers that are
    /// kept and make no KPI. Metrics that are not here keep their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metrics: BTreeMap<String, Option<String>>,
    /// What the KPIs are that an import makes of metrics, by their names in the data; `*` stands for all others. Guessed
    /// where nothing is said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<String, MetricKind>,
}

impl Mapping {
    /// A mapping of a shape with nothing settled.
    #[must_use]
    pub fn new(shape: Shape) -> Self {
        Self {
            shape,
            reading: ReadChoices::default(),
            date: None,
            time_zone: None,
            number: None,
            place: None,
            metric: None,
            value: None,
            n: None,
            scores: Vec::new(),
            comment: None,
            respondent: None,
            weight: None,
            percent: Vec::new(),
            segments: Vec::new(),
            durations: BTreeMap::new(),
            session: None,
            count: None,
            stages: Vec::new(),
            filter: Vec::new(),
            unique: Vec::new(),
            metrics: BTreeMap::new(),
            kinds: BTreeMap::new(),
        }
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    /// The file cannot be read, or as for [`Mapping::parse`].
    pub fn load(path: &Path) -> Result<Self, ImportError> {
        let bytes = std::fs::read(path).map_err(|e| ImportError::io(path, e))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| ImportError::mapping(format!("{} is not UTF-8 text", path.display())))?;
        Self::parse(text.trim_start_matches('\u{feff}'))
    }

    /// Reads the JSON of a mapping.
    ///
    /// # Errors
    /// No JSON, a key that stands twice or holds what it cannot, unknown keys (all are named), or a mapping that
    /// contradicts itself.
    pub fn parse(text: &str) -> Result<Self, ImportError> {
        let value = mapping_json::read(text)?;
        mapping_json::refuse_unknown_keys(&value)?;
        mapping_json::check_types(&value)?;
        let mapping: Self = serde_json::from_value(value).map_err(|e| ImportError::mapping(e.to_string()))?;
        mapping.check()?;
        Ok(mapping)
    }

    /// The JSON of a mapping file, ready to be read and edited by people.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The mapping that a file without one is read with.
    ///
    /// # Errors
    /// No column of dates, or none of values.
    pub fn guess(sniffed: &Sniffed) -> Result<Self, ImportError> {
        let mut mapping = match &sniffed.dated {
            Some(dated) => {
                let mut mapping = dated.mapping.clone();
                mapping.filter.extend(sniffed.totals.clone());
                mapping.number = sniffed.number.clone().filter(|_| !sniffed.is_number_assumed);
                mapping
            }
            None => guess::mapping(sniffed).map_err(|error| open_words::instead(error, sniffed))?,
        };
        answer_counts::take(&mut mapping, &sniffed.answer_counts);
        ratios::weight(&mut mapping, &sniffed.ratios);
        Ok(mapping)
    }

    /// Checks that every column named is in the file.
    ///
    /// # Errors
    /// The first column that is not there, or a mapping that contradicts itself.
    pub fn validate(&self, sniffed: &Sniffed) -> Result<(), ImportError> {
        self.check()?;
        let index_of = sniffed.index_of_columns();
        for (column, role) in self.named_columns() {
            if index_of(column).is_none() {
                return Err(ImportError::MappingMissingColumn {
                    path: sniffed.path.clone(),
                    column: column.to_owned(),
                    role,
                    columns: sniffed.columns.iter().map(|c| c.name.clone()).collect(),
                });
            }
        }
        Ok(())
    }

    /// True when the headers of the value columns are the dates.
    pub(crate) fn has_date_headers(&self) -> bool {
        let date = self.date.clone().unwrap_or_default();
        self.shape == Shape::Wide && date.column.is_none() && date.fixed.is_none()
    }

    /// What a column is to be; `None` for one that is not read.
    #[must_use]
    pub fn role_of(&self, column: &str) -> Option<Role> {
        let is = |name: Option<&String>| name.is_some_and(|name| name == column);
        let named = |name: &Option<ColumnName>| is(name.as_ref().map(|n| &n.column));
        let placed = |name: &Option<ColumnOrFixed>| is(name.as_ref().and_then(|n| n.column.as_ref()));
        let roles = [
            (is(self.date.as_ref().and_then(|d| d.column.as_ref())), Role::Date),
            (self.stages.iter().any(|s| s.column == column), Role::Stage),
            (placed(&self.place), Role::Place),
            (placed(&self.metric), Role::Metric),
            (named(&self.value), Role::Value),
            (named(&self.n), Role::Count),
            (self.scores.iter().any(|s| s.column == column), Role::Score),
            (named(&self.comment), Role::Comment),
            (is(self.respondent.as_ref().map(|r| &r.column)), Role::Respondent),
            (named(&self.weight), Role::Weight),
            (named(&self.session), Role::Session),
            (self.segments.iter().any(|s| s == column), Role::Segment),
        ];
        roles.into_iter().find(|(is_it, _)| *is_it).map(|(_, role)| role)
    }

    /// What a metric of the data is called in the map's file, and whether it makes a KPI (`Some`) or not (`None`). Names
    /// are compared as [`fold_name`] folds them.
    #[must_use]
    pub fn metric_rule(&self, metric: &str) -> Option<Option<&str>> {
        let folded = fold_name(metric);
        let exact = self.metrics.get(metric);
        let found = exact.or_else(|| self.metrics.iter().find(|(name, _)| fold_name(name) == folded).map(|(_, to)| to));
        found.map(Option::as_deref)
    }

    /// What a metric of the data is called in the map's file.
    #[must_use]
    pub fn stored_metric<'m>(&'m self, metric: &'m str) -> &'m str {
        self.metric_rule(metric).flatten().unwrap_or(metric)
    }

    /// Every column that is named, with what it is to be.
    fn named_columns(&self) -> Vec<(&str, &'static str)> {
        let mut named = vec![
            (self.date.as_ref().and_then(|d| d.column.as_ref()), "date"),
            (self.place.as_ref().and_then(|p| p.column.as_ref()), "place"),
            (self.metric.as_ref().and_then(|m| m.column.as_ref()), "metric"),
            (self.value.as_ref().map(|v| &v.column), "value"),
            (self.n.as_ref().map(|n| &n.column), "n"),
        ];
        named.extend(self.scores.iter().map(|s| (Some(&s.column), "score")));
        named.extend(self.scores.iter().map(|s| (s.n.as_ref(), "n")));
        named.extend([
            (self.comment.as_ref().map(|c| &c.column), "comment"),
            (self.respondent.as_ref().map(|r| &r.column), "respondent"),
            (self.weight.as_ref().map(|w| &w.column), "weight"),
        ]);
        named.extend(self.segments.iter().map(|s| (Some(s), "segment")));
        named.push((self.session.as_ref().map(|s| &s.column), "session"));
        named.extend(self.stages.iter().map(|s| (Some(&s.column), "stage")));
        named.extend(self.filter.iter().map(|f| (Some(&f.column), "filter")));
        named.extend(self.unique.iter().map(|u| (Some(u), "unique")));
        named.extend(self.durations.keys().map(|d| (Some(d), "duration")));
        named.into_iter().filter_map(|(column, role)| column.map(|c| (c.as_str(), role))).collect()
    }

    /// The one date of the whole file, when there is one.
    pub(crate) fn fixed_day(&self) -> Result<Option<Day>, ImportError> {
        let Some(text) = self.date.as_ref().and_then(|d| d.fixed.as_ref()) else { return Ok(None) };
        typed_day_of_file(text)
            .map(Some)
            .map_err(|_| ImportError::mapping(format!("\"{text}\" is no date; write \"fixed\" as YYYY-MM-DD")))
    }

    /// What the numbers of the date column count, and the day they are counted from.
    pub(crate) fn date_count(&self) -> Result<Option<(DateCount, Day)>, ImportError> {
        let Some(date) = &self.date else { return Ok(None) };
        let Some(count) = date.count else { return Ok(None) };
        if !count.needs_start() {
            return Ok(Some((count, Day(0))));
        }
        let start = date.start.as_deref().and_then(Day::parse_iso);
        let needs = || {
            ImportError::mapping(format!(
                "\"date.count\": \"{count}\" needs \"start\", the day that is counted from, as YYYY-MM-DD"
            ))
        };
        start.map(|start| Some((count, start))).ok_or_else(needs)
    }

    /// The zone that days are counted in.
    pub(crate) fn zone(&self) -> Result<Zone, ImportError> {
        let Some(text) = &self.time_zone else { return Ok(Zone::AsWritten) };
        Zone::parse(text).ok_or_else(|| {
            ImportError::mapping(format!(
                "\"{text}\" is no time zone; write a name such as Europe/Berlin, UTC, or an offset such as +02:00"
            ))
        })
    }

    /// How numbers are written, when the mapping says so.
    pub(crate) fn number_format(&self) -> Result<Option<NumberFormat>, ImportError> {
        let Some(number) = &self.number else { return Ok(None) };
        NumberFormat::from_texts(number.decimal.as_deref(), number.thousands.as_deref())
            .map(Some)
            .ok_or_else(|| {
                ImportError::mapping(
                    "\"number\" knows \"decimal\" as . or , and \"thousands\" as , . _ space or ' (or empty), and they must differ",
                )
            })
    }
}
