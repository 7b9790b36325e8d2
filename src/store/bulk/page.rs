//! Single rows, a page at a time, for people to look at.

use crate::base::ids::SourceId;
use crate::base::time::{Day, DayRange};
use crate::model::bulk::BucketQuery;
use crate::store::StoreError;
use crate::store::bulk::{Block, Database, Details, Loader, Unit, UnitPlace};
use std::collections::BTreeMap;

/// One row of the data as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservationRow {
    /// The import.
    pub source: SourceId,
    /// Its day.
    pub day: Day,
    /// Place as named in the data.
    pub place: String,
    /// Its value or score.
    pub value: f64,
    /// Answers or trials behind it, or the survey weight; `None` when not given.
    pub n: Option<f64>,
    /// Dimension and value.
    pub segments: Vec<(String, String)>,
    /// Respondent id, when the survey has them.
    pub respondent: Option<String>,
    /// Comment, when there is one.
    pub comment: Option<String>,
}

/// Some rows of many.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ObservationPage {
    /// How many rows there are in all.
    pub total: u64,
    /// The rows of the page.
    pub rows: Vec<ObservationRow>,
}

/// Calls back with every row of a block that counts.
pub(super) fn each_row(block: &Block, range: DayRange, mut each: impl FnMut(usize, i32, f64)) {
    let from = block.days.partition_point(|day| *day < range.from.0);
    for (row, (day, value)) in block.days.iter().zip(&block.values).enumerate().skip(from) {
        if *day > range.to.0 {
            break;
        }
        if !value.is_nan() && block.is_kept.get(row).is_none_or(|is_kept| *is_kept) {
            each(row, *day, *value);
        }
    }
}

/// A page of rows by day, then source and series, then file order. Two passes: the first only counts rows per day, so
/// that no more than the days of the page are ever held.
pub(in crate::store) fn observations(
    database: Database<'_>,
    query: &BucketQuery,
    offset: u64,
    limit: usize,
) -> Result<ObservationPage, StoreError> {
    let mut loader = Loader::new(database);
    let mut block = Block::default();
    let mut per_day: BTreeMap<i32, u64> = BTreeMap::new();
    let mut units = Vec::new();
    loader.each_filter(query, |loader, filter| {
        units.extend(loader.units(filter)?);
        Ok(())
    })?;
    for unit in &units {
        loader.load(unit, &mut block)?;
        each_row(&block, query.range, |_, day, _| *per_day.entry(day).or_default() += 1);
    }
    let total = per_day.values().sum();
    let end = offset.saturating_add(limit as u64);
    let (mut seen, mut skipped, mut window) = (0_u64, 0_u64, None::<DayRange>);
    for (day, count) in per_day {
        let day = Day(day);
        if seen + count <= offset {
            skipped = seen + count;
        } else if seen < end {
            window = Some(DayRange { from: window.map_or(day, |w| w.from), to: day });
        }
        seen += count;
    }
    let Some(window) = window else { return Ok(ObservationPage { total, rows: Vec::new() }) };
    let mut rows = Vec::new();
    for unit in &units {
        loader.load(unit, &mut block)?;
        let mut wanted = Vec::new();
        each_row(&block, window, |row, day, value| wanted.push((row, day, value)));
        if wanted.is_empty() {
            continue;
        }
        let details = loader.details(unit, block.days.len())?;
        rows.extend(wanted.into_iter().map(|(row, day, value)| ObservationRow {
            source: unit.source,
            day: Day(day),
            place: unit.place.to_string(),
            value,
            n: block.weights.get(row).copied().filter(|n| !n.is_nan()),
            segments: segments_of(unit, &details, row),
            respondent: details.respondents.as_ref().map(|t| t.get(row).to_owned()).filter(|t| !t.is_empty()),
            comment: details.comments.as_ref().map(|t| t.get(row).to_owned()).filter(|t| !t.is_empty()),
        }));
    }
    rows.sort_by_key(|row| row.day);
    let skip = usize::try_from(offset - skipped).unwrap_or(usize::MAX);
    Ok(ObservationPage { total, rows: rows.into_iter().skip(skip).take(limit).collect() })
}

/// The segment values of a row.
fn segments_of(unit: &Unit, details: &Details, row: usize) -> Vec<(String, String)> {
    match &unit.at {
        UnitPlace::Series { names, values, .. } => names.iter().cloned().zip(values.iter().cloned()).collect(),
        UnitPlace::Survey { survey, .. } => survey
            .segments
            .iter()
            .zip(&details.codes)
            .map(|(segment, codes)| {
                let code = codes.get(row).and_then(|code| usize::try_from(*code).ok());
                let value = code.and_then(|code| segment.values.get(code)).cloned().unwrap_or_default();
                (segment.name.clone(), value)
            })
            .collect(),
    }
}
