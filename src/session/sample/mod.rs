//! The sample: "Northwind", a company that sells a spend-management subscription to small teams, over two years.
//!
//! Texts are written by hand (`assets/sample`); numbers are generated from a seed, so that the same seed gives the same
//! file. What happens in them is in [`story`]: a release that helps onboarding, a routing policy that hurts support while
//! it speeds up first answers, and renewal scores that decline slowly.

mod daily;
mod map;
mod random;
pub mod story;
mod surveys;

pub use map::document;

use crate::base::ids::IdAlloc;
use crate::base::time::{Day, UtcMillis};
use crate::model::bulk::{BulkData, RowIssue};
use crate::model::{Document, Link, Place, Source, SourceState};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The seed of the sample that the program ships.
pub const SEED: u64 = 5;

/// One import of the sample: its record and its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleSource {
    /// The record; also in the sample's document.
    pub source: Source,
    /// Its rows.
    pub data: BulkData,
}

/// The whole sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Maps, personas, KPIs, markers, notes and sources.
    pub document: Document,
    /// Rows by source, in the order of import.
    pub sources: Vec<SampleSource>,
}

/// The sample as document and rows.
#[must_use]
pub fn sample(ids: &mut IdAlloc, seed: u64) -> Sample {
    let mut document = map::document(ids);
    let sources = data(&document, ids, seed);
    for each in &sources {
        document.sources.insert(each.source.id, Arc::new(each.source.clone()));
    }
    Sample { document, sources }
}

/// Two years of data for the first map of the sample's document: what imports of nine files would have left.
#[must_use]
pub fn data(document: &Document, ids: &mut IdAlloc, seed: u64) -> Vec<SampleSource> {
    let places = places_by_name(document);
    let files = daily::files(seed).into_iter().chain(surveys::files(seed));
    files.map(|file| file.into_source(&places, ids)).collect()
}

/// A file as it would have been imported.
struct SampleFile {
    name: &'static str,
    mapping: serde_json::Value,
    data: BulkData,
}

impl SampleFile {
    fn into_source(self, places: &BTreeMap<String, Place>, ids: &mut IdAlloc) -> SampleSource {
        let data = self.data;
        let days = || data.observations.day.iter().chain(&data.responses.day).copied();
        let named =
            data.observations.series.iter().map(|s| &s.place).chain(data.responses.scores.iter().map(|s| &s.place));
        let accepted = days().count() as u64;
        let rejected = rejected_rows(&data.issues);
        let source = Source {
            id: ids.allocate(),
            name: self.name.to_owned(),
            path: String::new(),
            hash: String::new(),
            mapping: self.mapping.to_string(),
            imported_at: morning_of(story::LAST_DAY.plus(2)),
            rows_read: accepted + rejected,
            rows_accepted: accepted,
            rows_rejected: rejected,
            first_day: days().min(),
            last_day: days().max(),
            state: SourceState::Active,
            places: named.filter_map(|name| Some((name.clone(), *places.get(name)?))).collect(),
            link: Link::default(),
            continues: None,
        };
        SampleSource { source, data }
    }
}

fn rejected_rows(issues: &[RowIssue]) -> u64 {
    let lines: std::collections::BTreeSet<u64> = issues.iter().filter(|i| i.is_row_rejected).map(|i| i.line).collect();
    lines.len() as u64
}

fn morning_of(day: Day) -> UtcMillis {
    UtcMillis(i64::from(day.0) * 86_400_000 + 23_400_000)
}

/// Stages and steps of the first map by title; a stage wins over a step of the same name.
fn places_by_name(document: &Document) -> BTreeMap<String, Place> {
    let mut places = BTreeMap::new();
    let Some(map) = document.maps_in_order().first().map(|m| m.id) else { return places };
    for step in document.columns_of(map) {
        places.insert(step.title.clone(), Place::Step(step.id));
    }
    for stage in document.stages_of(map) {
        places.insert(stage.title.clone(), Place::Stage(stage.id));
    }
    places
}

#[cfg(test)]
mod tests;
