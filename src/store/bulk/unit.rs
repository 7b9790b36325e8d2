//! What is read at once: one chunk of a series, or one part of a question of a survey.

use crate::base::ids::{Id as _, SourceId};
use crate::base::text::fold_name;
use crate::base::time::DayRange;
use crate::model::Segments;
use crate::model::bulk::BucketQuery;
use crate::store::StoreError;
use crate::store::bulk::codec::{
    BadBytes, Bytes, MAX_CHUNK_ROWS, Texts, decode_days, decode_integers, decode_numbers, decode_texts,
};
use crate::store::bulk::series_rows::Meeting;
use crate::store::bulk::{BAD_CHUNK, Database};
use rusqlite::{OptionalExtension as _, Row, params};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Which rows are meant; `None` means all.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Filter<'q> {
    /// Of one import.
    pub(in crate::store) source: SourceId,
    /// Only of this metric.
    pub(in crate::store) metric: Option<&'q str>,
    /// Only of this place, as named in the data.
    pub(in crate::store) place: Option<&'q str>,
    /// Only these days. Units may hold others too.
    pub(in crate::store) range: DayRange,
    /// Only of these segments.
    pub(in crate::store) segments: &'q Segments,
}

/// A segment column of a survey.
#[derive(Debug)]
pub(in crate::store) struct SurveySegment {
    /// Name of the dimension.
    pub(in crate::store) name: String,
    /// The distinct values.
    pub(in crate::store) values: Vec<String>,
    column: i64,
}

/// The columns that all questions of a survey share.
#[derive(Debug, Default)]
pub(in crate::store) struct Survey {
    day: i64,
    weight: Option<i64>,
    respondent: Option<i64>,
    comment: Option<i64>,
    /// Dimensions.
    pub(in crate::store) segments: Vec<SurveySegment>,
}

/// Where the rows of a unit lie.
#[derive(Debug, Clone)]
pub(in crate::store) enum UnitPlace {
    /// In a chunk of a series with these segment values (in the order of the source's dimensions).
    Series {
        /// Dimensions of the source.
        names: Rc<[String]>,
        /// Values of the series.
        values: Rc<[String]>,
        /// Row of `series_chunk`.
        chunk: i64,
    },
    /// In a part of a score column.
    Survey {
        /// The columns beside it.
        survey: Rc<Survey>,
        /// Row of `response_column`.
        column: i64,
        /// Part of the column.
        part: i64,
    },
}

/// Up to 64 k rows that are read at once.
#[derive(Debug, Clone)]
pub(in crate::store) struct Unit {
    /// Whose rows.
    pub(in crate::store) source: SourceId,
    /// Their metric.
    pub(in crate::store) metric: Rc<str>,
    /// Their place, as named in the data.
    pub(in crate::store) place: Rc<str>,
    /// Where they are.
    pub(in crate::store) at: UnitPlace,
    /// Required segment values of a survey: index of the dimension and of the values that will do.
    required: Vec<(usize, Vec<i64>)>,
}

impl Unit {
    /// True for answers of a survey.
    pub(in crate::store) fn is_survey(&self) -> bool {
        matches!(self.at, UnitPlace::Survey { .. })
    }
}

/// The rows of a unit. Buffers are used again for the next.
#[derive(Debug, Default)]
pub(in crate::store) struct Block {
    /// Ascending days.
    pub(in crate::store) days: Rc<Vec<i32>>,
    /// Values; NaN where there is none.
    pub(in crate::store) values: Vec<f64>,
    /// n or survey weight per row, NaN when not given; empty when the source has none.
    pub(in crate::store) weights: Rc<Vec<f64>>,
    /// Whether rows meet the required segment values; empty when all do.
    pub(in crate::store) is_kept: Vec<bool>,
}

/// Texts of the rows of a survey unit.
#[derive(Debug, Default)]
pub(in crate::store) struct Details {
    /// Respondent ids.
    pub(in crate::store) respondents: Option<Texts>,
    /// Comments.
    pub(in crate::store) comments: Option<Texts>,
    /// Per dimension the code of each row.
    pub(in crate::store) codes: Vec<Vec<i64>>,
}

type Key = (i64, i64);

/// Reads units; days and weights of a survey are decoded once for all its questions.
pub(in crate::store) struct Loader<'c> {
    pub(super) database: Database<'c>,
    surveys: HashMap<SourceId, Option<Rc<Survey>>>,
    days: HashMap<Key, Rc<Vec<i32>>>,
    weights: HashMap<Key, Rc<Vec<f64>>>,
    /// Segment values by their JSON text: few, and named by every series.
    pub(super) values: HashMap<String, Rc<[String]>>,
    /// Whether the data of a source has a column of counts.
    counts: HashMap<SourceId, bool>,
    /// The metrics of a source by their folded names, in every spelling that occurs.
    spellings: HashMap<SourceId, Rc<Spellings>>,
    pub(super) meeting: Option<Meeting>,
}

type Spellings = HashMap<String, Vec<String>>;

const SERIES_UNITS: &str = "SELECT s.metric, s.place, s.segments, c.id FROM series s JOIN series_chunk c ON c.series = s.id \
     WHERE s.source = ?1 AND s.metric = ?2 AND s.place = ?3 AND c.last_day >= ?4 AND c.first_day <= ?5 ORDER BY s.id, c.id";
const SERIES_UNITS_OF_METRIC: &str = "SELECT s.metric, s.place, s.segments, c.id FROM series s JOIN series_chunk c ON c.series = s.id \
     WHERE s.source = ?1 AND s.metric = ?2 AND (?3 IS NULL OR s.place = ?3) AND c.last_day >= ?4 AND c.first_day <= ?5 \
     ORDER BY s.id, c.id";
const ALL_SERIES_UNITS: &str = "SELECT s.metric, s.place, s.segments, c.id FROM series s JOIN series_chunk c ON c.series = s.id \
     WHERE s.source = ?1 AND (?2 IS NULL OR s.metric = ?2) AND (?3 IS NULL OR s.place = ?3) \
     AND c.last_day >= ?4 AND c.first_day <= ?5 ORDER BY s.id, c.id";
const SURVEY_UNITS: &str = "SELECT q.metric, q.place, q.id, c.part FROM response_column q JOIN response_chunk c ON c.response_column = q.id \
     WHERE q.source = ?1 AND q.role = 'score' AND (?2 IS NULL OR q.metric = ?2) AND (?3 IS NULL OR q.place = ?3) \
     AND c.last_day >= ?4 AND c.first_day <= ?5 ORDER BY q.position, c.part";
const SURVEY_COLUMNS: &str =
    "SELECT id, role, name, dictionary FROM response_column WHERE source = ?1 AND role <> 'score' ORDER BY position";
const METRICS_OF_SOURCE: &str = "SELECT DISTINCT metric FROM series WHERE source = ?1 \
     UNION SELECT metric FROM response_column WHERE source = ?1 AND role = 'score' ORDER BY 1";
const SERIES_DATA: &str = "SELECT rows, first_day, data FROM series_chunk WHERE id = ?1";
const SURVEY_DATA: &str = "SELECT rows, first_day, data FROM response_chunk WHERE response_column = ?1 AND part = ?2";

impl<'c> Loader<'c> {
    /// A reader with empty caches.
    pub(in crate::store) fn new(database: Database<'c>) -> Self {
        Self {
            database,
            surveys: HashMap::new(),
            days: HashMap::new(),
            weights: HashMap::new(),
            values: HashMap::new(),
            counts: HashMap::new(),
            spellings: HashMap::new(),
            meeting: None,
        }
    }

    /// Hands on a filter for every source and place of a query and every spelling of its metric in the data.
    pub(in crate::store) fn each_filter(
        &mut self,
        query: &BucketQuery,
        mut each: impl FnMut(&mut Self, &Filter<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let folded = fold_name(&query.metric);
        let (range, segments) = (query.range, &query.segments);
        for (source, places) in &query.parts {
            let spellings = self.spellings(*source)?;
            for place in places {
                for metric in spellings.get(&folded).into_iter().flatten() {
                    each(self, &Filter { source: *source, metric: Some(metric), place: Some(place), range, segments })?;
                }
            }
        }
        Ok(())
    }

    fn spellings(&mut self, source: SourceId) -> Result<Rc<Spellings>, StoreError> {
        if let Some(known) = self.spellings.get(&source) {
            return Ok(known.clone());
        }
        let names: Vec<String> = self
            .database
            .connection
            .prepare_cached(METRICS_OF_SOURCE)
            .and_then(|mut select| select.query_map([source.raw()], |row| row.get(0))?.collect())
            .map_err(|e| self.database.error(e))?;
        let mut spellings = Spellings::new();
        for name in names {
            spellings.entry(fold_name(&name)).or_default().push(name);
        }
        let spellings = Rc::new(spellings);
        self.spellings.insert(source, spellings.clone());
        Ok(spellings)
    }

    /// The units that may hold rows of the filter, series by name first, then questions in file order.
    pub(in crate::store) fn units(&mut self, filter: &Filter<'_>) -> Result<Vec<Unit>, StoreError> {
        let mut units = self.series_units(filter)?;
        units.extend(self.survey_units(filter)?);
        Ok(units)
    }

    /// Names of the dimensions of a source's observations.
    pub(in crate::store) fn dimensions(&self, source: SourceId) -> Result<Vec<String>, StoreError> {
        let text: Option<String> = self
            .database
            .connection
            .prepare_cached("SELECT segments FROM bulk WHERE source = ?1")
            .and_then(|mut select| select.query_row([source.raw()], |row| row.get(0)).optional())
            .map_err(|e| self.database.error(e))?;
        text.map_or_else(|| Ok(Vec::new()), |text| self.texts(&text))
    }

    /// Whether the observations of a source came with a column of counts: its mapping says so.
    pub(super) fn has_counts(&mut self, source: SourceId) -> Result<bool, StoreError> {
        if let Some(known) = self.counts.get(&source) {
            return Ok(*known);
        }
        let mapping: Option<String> = self
            .database
            .connection
            .prepare_cached("SELECT mapping FROM source WHERE id = ?1")
            .and_then(|mut select| select.query_row([source.raw()], |row| row.get(0)).optional())
            .map_err(|e| self.database.error(e))?;
        let mapping: Option<serde_json::Value> = mapping.and_then(|text| serde_json::from_str(&text).ok());
        let has_counts = mapping.is_some_and(|mapping| mapping.get("n").is_some_and(|n| !n.is_null()));
        self.counts.insert(source, has_counts);
        Ok(has_counts)
    }

    fn texts(&self, json: &str) -> Result<Vec<String>, StoreError> {
        texts(self.database, json.as_bytes())
    }

    /// The units of observations.
    pub(in crate::store) fn series_units(&mut self, filter: &Filter<'_>) -> Result<Vec<Unit>, StoreError> {
        let names: Rc<[String]> = self.dimensions(filter.source)?.into();
        let Some(required) = required(&names, filter) else { return Ok(Vec::new()) };
        let sql = match (filter.metric, filter.place) {
            (Some(_), Some(_)) => SERIES_UNITS,
            (Some(_), None) => SERIES_UNITS_OF_METRIC,
            _ => ALL_SERIES_UNITS,
        };
        let error = |e| self.database.error(e);
        let mut select = self.database.connection.prepare_cached(sql).map_err(error)?;
        let mut rows = select
            .query(params![filter.source.raw(), filter.metric, filter.place, filter.range.from.0, filter.range.to.0])
            .map_err(error)?;
        let mut units: Vec<Unit> = Vec::new();
        while let Some(row) = rows.next().map_err(error)? {
            let text = row.get_ref(2).and_then(|text| Ok(text.as_str()?)).map_err(error)?;
            let values = known_values(&mut self.values, self.database, text)?;
            if values.len() != names.len() {
                return Err(self.database.damaged("a series with too few or too many segments"));
            }
            if !meets(&required, &values) {
                continue;
            }
            let chunk = row.get(3).map_err(error)?;
            let at = UnitPlace::Series { names: names.clone(), values, chunk };
            units.push(Unit::read(filter.source, row, at, Vec::new(), units.last()).map_err(error)?);
        }
        Ok(units)
    }

    /// The units of survey answers.
    pub(in crate::store) fn survey_units(&mut self, filter: &Filter<'_>) -> Result<Vec<Unit>, StoreError> {
        let Some(survey) = self.survey(filter.source)? else { return Ok(Vec::new()) };
        let mut required = Vec::new();
        for (name, wanted) in filter.segments.iter() {
            let found = survey.segments.iter().enumerate().find(|(_, s)| s.name == name);
            let Some((index, segment)) = found else { return Ok(Vec::new()) };
            let codes = segment.values.iter().zip(0_i64..).filter(|(value, _)| wanted.contains(*value));
            let codes: Vec<i64> = codes.map(|(_, code)| code).collect();
            if codes.is_empty() {
                return Ok(Vec::new());
            }
            required.push((index, codes));
        }
        let error = |e| self.database.error(e);
        let mut select = self.database.connection.prepare_cached(SURVEY_UNITS).map_err(error)?;
        let mut rows = select
            .query(params![filter.source.raw(), filter.metric, filter.place, filter.range.from.0, filter.range.to.0])
            .map_err(error)?;
        let mut units: Vec<Unit> = Vec::new();
        while let Some(row) = rows.next().map_err(error)? {
            let at = UnitPlace::Survey {
                survey: survey.clone(),
                column: row.get(2).map_err(error)?,
                part: row.get(3).map_err(error)?,
            };
            units.push(Unit::read(filter.source, row, at, required.clone(), units.last()).map_err(error)?);
        }
        Ok(units)
    }

    /// The shared columns of a survey; `None` when the source is no survey.
    pub(in crate::store) fn survey(&mut self, source: SourceId) -> Result<Option<Rc<Survey>>, StoreError> {
        if let Some(known) = self.surveys.get(&source) {
            return Ok(known.clone());
        }
        let error = |e| self.database.error(e);
        let mut select = self.database.connection.prepare_cached(SURVEY_COLUMNS).map_err(error)?;
        let mut rows = select.query([source.raw()]).map_err(error)?;
        let (mut survey, mut day) = (Survey::default(), None);
        while let Some(row) = rows.next().map_err(error)? {
            let column: i64 = row.get(0).map_err(error)?;
            match row.get::<_, String>(1).map_err(error)?.as_str() {
                "day" => day = Some(column),
                "weight" => survey.weight = Some(column),
                "respondent" => survey.respondent = Some(column),
                "comment" => survey.comment = Some(column),
                "segment" => survey.segments.push(SurveySegment {
                    name: row.get(2).map_err(error)?,
                    values: self.texts(&row.get::<_, String>(3).map_err(error)?)?,
                    column,
                }),
                other => return Err(self.database.damaged(format_args!("a survey column of unknown role “{other}”"))),
            }
        }
        let survey = day.map(|day| Rc::new(Survey { day, ..survey }));
        self.surveys.insert(source, survey.clone());
        Ok(survey)
    }

    /// Reads the rows of a unit.
    pub(in crate::store) fn load(&mut self, unit: &Unit, block: &mut Block) -> Result<(), StoreError> {
        block.is_kept.clear();
        match &unit.at {
            UnitPlace::Series { chunk, .. } => {
                // The buffers are shared only with the caches of surveys.
                let (mut days, mut weights) = (Vec::new(), Vec::new());
                if let Some(own) = Rc::get_mut(&mut block.days) {
                    days = std::mem::take(own);
                }
                if let Some(own) = Rc::get_mut(&mut block.weights) {
                    weights = std::mem::take(own);
                }
                let values = &mut block.values;
                self.database.chunk(SERIES_DATA, [*chunk], |rows, first, bytes| {
                    decode_days(bytes, rows, first, &mut days)?;
                    decode_numbers(bytes, rows, values)?;
                    decode_numbers(bytes, rows, &mut weights)
                })?;
                block.days = Rc::new(days);
                block.weights = Rc::new(weights);
            }
            UnitPlace::Survey { survey, column, part } => {
                block.days = self.survey_days(survey.day, *part)?;
                let rows = block.days.len();
                block.weights = match survey.weight {
                    Some(weight) => self.survey_weights(weight, *part)?,
                    None => Rc::default(),
                };
                self.database.numbers(*column, *part, &mut block.values)?;
                let is_even = block.values.len() == rows && (survey.weight.is_none() || block.weights.len() == rows);
                if !is_even {
                    return Err(self.database.damaged("survey columns of unequal length"));
                }
                if !unit.required.is_empty() {
                    block.is_kept.resize(rows, true);
                }
                for (index, wanted) in &unit.required {
                    let Some(segment) = survey.segments.get(*index) else { continue };
                    for (is_kept, code) in block.is_kept.iter_mut().zip(self.codes(segment, *part, rows)?) {
                        *is_kept &= wanted.contains(&code);
                    }
                }
            }
        }
        Ok(())
    }

    /// Reads the texts and segments of a survey unit; nothing for a series.
    pub(in crate::store) fn details(&self, unit: &Unit, rows: usize) -> Result<Details, StoreError> {
        let UnitPlace::Survey { survey, part, .. } = &unit.at else { return Ok(Details::default()) };
        let texts = |column: Option<i64>| {
            column
                .map(|column| {
                    let mut texts = Texts::default();
                    self.database.chunk(SURVEY_DATA, [column, *part], |stored, _, bytes| {
                        texts = decode_texts(bytes, stored)?;
                        if stored == rows { Ok(()) } else { Err(BadBytes) }
                    })?;
                    Ok::<_, StoreError>(texts)
                })
                .transpose()
        };
        Ok(Details {
            respondents: texts(survey.respondent)?,
            comments: texts(survey.comment)?,
            codes: survey.segments.iter().map(|s| self.codes(s, *part, rows)).collect::<Result<_, _>>()?,
        })
    }

    fn survey_days(&mut self, column: i64, part: i64) -> Result<Rc<Vec<i32>>, StoreError> {
        if let Some(known) = self.days.get(&(column, part)) {
            return Ok(known.clone());
        }
        let mut days = Vec::new();
        self.database
            .chunk(SURVEY_DATA, [column, part], |rows, first, bytes| decode_days(bytes, rows, first, &mut days))?;
        let days = Rc::new(days);
        self.days.insert((column, part), days.clone());
        Ok(days)
    }

    fn survey_weights(&mut self, column: i64, part: i64) -> Result<Rc<Vec<f64>>, StoreError> {
        if let Some(known) = self.weights.get(&(column, part)) {
            return Ok(known.clone());
        }
        let mut weights = Vec::new();
        self.database.numbers(column, part, &mut weights)?;
        let weights = Rc::new(weights);
        self.weights.insert((column, part), weights.clone());
        Ok(weights)
    }

    fn codes(&self, segment: &SurveySegment, part: i64, expected: usize) -> Result<Vec<i64>, StoreError> {
        let mut codes = Vec::new();
        self.database.chunk(SURVEY_DATA, [segment.column, part], |rows, _, bytes| {
            decode_integers(bytes, rows, |code| codes.push(code))?;
            if rows == expected { Ok(()) } else { Err(BadBytes) }
        })?;
        Ok(codes)
    }
}

/// The segment values a filter asks for, by index of the dimension; `None` when there is no such dimension.
pub(super) fn required<'q>(names: &[String], filter: &Filter<'q>) -> Option<Vec<(usize, &'q BTreeSet<String>)>> {
    let index_of = |name: &str| names.iter().position(|n| n == name);
    filter.segments.iter().map(|(name, values)| Some((index_of(name)?, values))).collect()
}

/// True for a series with one of the required values of every dimension.
pub(super) fn meets(required: &[(usize, &BTreeSet<String>)], values: &[String]) -> bool {
    required.iter().all(|(index, wanted)| values.get(*index).is_some_and(|value| wanted.contains(value)))
}

/// A list of texts from its JSON.
pub(super) fn texts(database: Database<'_>, json: &[u8]) -> Result<Vec<String>, StoreError> {
    serde_json::from_slice(json).map_err(|_| database.damaged("a list of segments that is none"))
}

/// The segment values of a series from their JSON text.
pub(super) fn known_values(
    known: &mut HashMap<String, Rc<[String]>>,
    database: Database<'_>,
    json: &str,
) -> Result<Rc<[String]>, StoreError> {
    if let Some(values) = known.get(json) {
        return Ok(values.clone());
    }
    let values: Rc<[String]> = texts(database, json.as_bytes())?.into();
    known.insert(json.to_owned(), values.clone());
    Ok(values)
}

/// Hands the rows, first day and bytes of a chunk, which stand in three columns of a row, to `decode`, which must use
/// all bytes. False when it cannot.
pub(super) fn chunk_of(
    row: &Row<'_>,
    column: usize,
    decode: impl FnOnce(usize, i32, &mut Bytes<'_>) -> Result<(), BadBytes>,
) -> rusqlite::Result<bool> {
    let (rows, first): (i64, i32) = (row.get(column)?, row.get(column + 1)?);
    let mut bytes = Bytes(row.get_ref(column + 2)?.as_blob()?);
    let rows = usize::try_from(rows).ok().filter(|rows| (1..=MAX_CHUNK_ROWS).contains(rows));
    Ok(rows.is_some_and(|rows| decode(rows, first, &mut bytes).and_then(|()| bytes.end()).is_ok()))
}

impl Unit {
    /// A unit from a row that begins with metric and place; texts equal to those before are shared.
    fn read(
        source: SourceId,
        row: &Row<'_>,
        at: UnitPlace,
        required: Vec<(usize, Vec<i64>)>,
        before: Option<&Self>,
    ) -> rusqlite::Result<Self> {
        let shared = |column: usize, known: Option<&Rc<str>>| -> rusqlite::Result<Rc<str>> {
            let text = row.get_ref(column)?.as_str()?;
            Ok(known.filter(|k| k.as_ref() == text).map_or_else(|| Rc::from(text), Rc::clone))
        };
        Ok(Self {
            source,
            metric: shared(0, before.map(|u| &u.metric))?,
            place: shared(1, before.map(|u| &u.place))?,
            at,
            required,
        })
    }
}

impl Database<'_> {
    /// Hands the rows, first day and bytes of a chunk to `decode`, which must use all bytes.
    fn chunk<const N: usize>(
        &self,
        sql: &str,
        key: [i64; N],
        decode: impl FnOnce(usize, i32, &mut Bytes<'_>) -> Result<(), BadBytes>,
    ) -> Result<(), StoreError> {
        let is_good = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut select| select.query_row(rusqlite::params_from_iter(key), |row| chunk_of(row, 0, decode)))
            .map_err(|e| self.error(e))?;
        if is_good { Ok(()) } else { Err(self.damaged(BAD_CHUNK)) }
    }

    fn numbers(&self, column: i64, part: i64, out: &mut Vec<f64>) -> Result<(), StoreError> {
        self.chunk(SURVEY_DATA, [column, part], |rows, _, bytes| decode_numbers(bytes, rows, out))
    }
}
