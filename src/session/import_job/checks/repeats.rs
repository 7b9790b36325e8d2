//! Rows that say what another row says already.

use super::EXAMPLES;
use crate::base::time::Day;
use crate::model::bulk::{BulkData, ResponseTable, RowsBySeries};
use std::collections::HashMap;

/// A row that stands there several times.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// The metric of an observation; empty for a survey.
    pub metric: String,
    /// The place of an observation, or who answered.
    pub place: String,
    /// Its day.
    pub day: Day,
    /// Its value; `None` for the answers of a respondent.
    pub value: Option<f64>,
    /// How often it is there.
    pub times: u64,
}

/// Rows that repeat another one in everything: all of them count.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Repeats {
    /// Rows that are there once too often.
    pub surplus: u64,
    /// Some of them, most frequent first.
    pub examples: Vec<Repeat>,
}

impl Repeats {
    fn add(&mut self, repeat: Repeat) {
        self.surplus += repeat.times - 1;
        self.examples.push(repeat);
        // Keeping a few more than are shown makes sorting rare.
        if self.examples.len() > EXAMPLES * 50 {
            self.keep_most_frequent();
        }
    }

    fn keep_most_frequent(&mut self) {
        self.examples.sort_by(|a, b| b.times.cmp(&a.times).then(a.day.cmp(&b.day)));
        self.examples.truncate(EXAMPLES);
    }
}

/// Looks for repeated observations (the same metric, place, segments, day, value and n) and for repeated answers (the
/// same respondent, day and scores).
pub(super) fn repeats(data: &BulkData, rows: &RowsBySeries) -> Repeats {
    let mut found = Repeats::default();
    let table = &data.observations;
    let mut own: Vec<(Day, u64, Option<u64>)> = Vec::new();
    for (index, key) in table.series.iter().enumerate() {
        own.clear();
        let values = rows.of(index).iter().filter_map(|row| table.value_at(*row));
        own.extend(values.map(|(day, value, n)| (day, value.to_bits(), n.map(f64::to_bits))));
        own.sort_unstable();
        for same in own.chunk_by(|a, b| a == b).filter(|same| same.len() > 1) {
            let Some((day, value, _)) = same.first() else { continue };
            found.add(Repeat {
                metric: key.metric.clone(),
                place: key.place.clone(),
                day: *day,
                value: Some(f64::from_bits(*value)),
                times: same.len() as u64,
            });
        }
    }
    repeated_answers(&data.responses, &mut found);
    found.keep_most_frequent();
    found
}

fn repeated_answers(responses: &ResponseTable, found: &mut Repeats) {
    let mut by_person: HashMap<(&str, Day), Vec<usize>> = HashMap::new();
    for (row, (person, day)) in responses.respondent.iter().zip(&responses.day).enumerate() {
        if !person.is_empty() {
            by_person.entry((person, *day)).or_default().push(row);
        }
    }
    let mut several: Vec<_> = by_person.into_iter().filter(|(_, rows)| rows.len() > 1).collect();
    // In file order: a hash map has none.
    several.sort_by_key(|(_, rows)| rows.first().copied());
    for ((person, day), rows) in several {
        let scores = |row: &usize| {
            let values = responses.scores.iter().map(|score| score.value.get(*row).copied().unwrap_or(f64::NAN));
            values.map(f64::to_bits).collect::<Vec<u64>>()
        };
        let mut answers: Vec<Vec<u64>> = rows.iter().map(scores).collect();
        answers.sort_unstable();
        for same in answers.chunk_by(|a, b| a == b).filter(|same| same.len() > 1) {
            let (place, times) = (person.to_owned(), same.len() as u64);
            found.add(Repeat { metric: String::new(), place, day, value: None, times });
        }
    }
}
