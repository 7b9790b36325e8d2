//! Rows that are not in the file yet, counted as they will be once they are: for previews of imports.

use crate::base::ids::SourceId;
use crate::base::text::fold_name;
use crate::base::time::Day;
use crate::model::bulk::{BucketQuery, BulkData, RowsBySeries, ScoreColumn};
use crate::model::observation::{DayBucket, DayValues, Parts};
use crate::store::bulk::Score;
use crate::store::bulk::averages::{are_averages, is_off_scale};
use crate::store::bulk::read::{Days, SeriesKind, add_answer};
use crate::store::bulk::singles::Values;
use crate::store::bulk::write::Extent;
use std::collections::BTreeSet;

/// Rows of an import that has been read and not written.
pub struct UnwrittenRows<'d> {
    data: &'d BulkData,
    source: SourceId,
    /// Whether the data has a column of counts, so that a row without n is of unknown n.
    has_counts: bool,
    by_series: RowsBySeries,
    /// Metrics of the series and of the questions, as they will be called in the file, folded.
    series_metrics: Vec<String>,
    score_metrics: Vec<String>,
    extents: Vec<Extent>,
}

impl<'d> UnwrittenRows<'d> {
    /// Rows that will belong to `source`; `metric_of` says what a metric of the data will be called in the file.
    /// `has_counts` says whether the data has a column of counts.
    #[must_use]
    pub fn new(data: &'d BulkData, source: SourceId, has_counts: bool, metric_of: impl Fn(&str) -> String) -> Self {
        let table = &data.observations;
        let by_series = table.rows_by_series();
        let extent = |series: usize| {
            let mut extent = Extent::NONE;
            let values = by_series.of(series).iter().filter_map(|row| table.value_at(*row));
            values.for_each(|(_, value, _)| extent.add(value));
            extent
        };
        let folded = |metric: &str| fold_name(&metric_of(metric));
        Self {
            data,
            source,
            has_counts,
            series_metrics: table.series.iter().map(|key| folded(&key.metric)).collect(),
            score_metrics: data.responses.scores.iter().map(|score| folded(&score.metric)).collect(),
            extents: (0..table.series.len()).map(extent).collect(),
            by_series,
        }
    }

    /// What [`crate::store::Reader::days`] will add to the days of a query once the rows are in the file.
    #[must_use]
    pub fn days(&self, query: &BucketQuery) -> Vec<DayBucket> {
        let Some((part, places)) = self.meant(query) else { return Vec::new() };
        let metric = fold_name(&query.metric);
        let mut days = Days::default();
        for (kind, rows) in self.observations(query, (&metric, places)) {
            reserve(&mut days, rows.iter().map(|(day, ..)| day.0));
            for (day, value, n) in rows {
                kind.add(days.bucket_of(part, day.0), value, n, query.cuts);
            }
        }
        for answers in self.answers(query, (&metric, places)) {
            reserve(&mut days, answers.iter().map(|(day, ..)| day.0));
            for (day, value, weight) in answers {
                add_answer(days.bucket_of(part, day.0), value, weight, query.cuts);
            }
        }
        days.finish()
    }

    /// What [`crate::store::Reader::values`] will add.
    #[must_use]
    pub fn values(&self, query: &BucketQuery) -> Vec<DayValues> {
        let Some((_, places)) = self.meant(query) else { return Vec::new() };
        let metric = fold_name(&query.metric);
        let mut values = Values::default();
        let observed = self.observations(query, (&metric, places)).into_iter().flat_map(|(_, rows)| rows);
        for (day, value, count) in observed.chain(self.answers(query, (&metric, places)).into_iter().flatten()) {
            values.add(day.0, value, count.unwrap_or(1.0));
        }
        values.finish()
    }

    /// What [`crate::store::Reader::days_of_items`] will add.
    #[must_use]
    pub fn days_of_items(&self, query: &BucketQuery, items: &[String], score: Score<'_>) -> Vec<DayBucket> {
        let Some((part, places)) = self.meant(query) else { return Vec::new() };
        let mut days = Days::default();
        for place in places {
            let column = |item: &String| {
                let is_it = |index: &usize| {
                    self.score_metrics.get(*index) == Some(&fold_name(item))
                        && self.data.responses.scores.get(*index).is_some_and(|score| score.place == *place)
                };
                (0..self.score_metrics.len()).find(is_it)
            };
            let Some(columns) = items.iter().map(column).collect::<Option<Vec<_>>>() else { continue };
            let scores = &self.data.responses.scores;
            for (row, day, weight) in self.respondents(query) {
                let answer = |column: &usize| scores.get(*column).and_then(|s| s.value.get(row)).copied();
                let takes = |value: f64| if query.counting.takes(value) { value } else { f64::NAN };
                let answers: Vec<f64> = columns.iter().map(|c| answer(c).map_or(f64::NAN, takes)).collect();
                if let Some(value) = score(&answers) {
                    add_answer(days.bucket_of(part, day.0), value, weight, query.cuts);
                }
            }
        }
        days.finish()
    }

    /// The part of a query that these rows belong to, and the names of its place in them.
    fn meant<'q>(&self, query: &'q BucketQuery) -> Option<(Parts, &'q [String])> {
        let index = query.parts.iter().position(|(source, _)| *source == self.source)?;
        Some((Parts::one(index), query.parts.get(index)?.1.as_slice()))
    }

    /// The observations that count, series by series.
    fn observations(&self, query: &BucketQuery, (metric, places): (&str, &[String])) -> Vec<(SeriesKind, Vec<Row>)> {
        let table = &self.data.observations;
        let dimension = |name: &str| table.segments.iter().position(|own| own == name);
        let wanted: Option<Vec<(usize, &BTreeSet<String>)>> =
            query.segments.iter().map(|(name, values)| Some((dimension(name)?, values))).collect();
        let Some(wanted) = wanted else { return Vec::new() };
        let mut found = Vec::new();
        for (index, (key, own)) in table.series.iter().zip(&self.series_metrics).enumerate() {
            let is_meant = own == metric
                && places.contains(&key.place)
                && wanted.iter().all(|(at, values)| key.segments.get(*at).is_some_and(|value| values.contains(value)));
            let Some(extent) = self.extents.get(index).filter(|_| is_meant) else { continue };
            let (min, max) = extent.ends();
            let kind = SeriesKind {
                are_averages: are_averages(extent.is_whole, is_off_scale(min, max), query.cuts),
                has_counts: self.has_counts,
            };
            let rows = self.by_series.of(index).iter().filter_map(|row| table.value_at(*row));
            let counts = |(day, value, _): &Row| query.range.contains(*day) && query.counting.takes(*value);
            found.push((kind, rows.filter(counts).collect()));
        }
        found
    }

    /// The answers that count, question by question.
    fn answers(&self, query: &BucketQuery, (metric, places): (&str, &[String])) -> Vec<Vec<Row>> {
        let scores = self.data.responses.scores.iter().zip(&self.score_metrics);
        let meant = scores.filter(|(score, own)| *own == metric && places.contains(&score.place));
        let of = |score: &ScoreColumn| {
            let rows = self.respondents(query).into_iter();
            let rows = rows.filter_map(|(row, day, weight)| Some((day, *score.value.get(row)?, weight)));
            rows.filter(|(_, value, _)| query.counting.takes(*value)).collect()
        };
        meant.map(|(score, _)| of(score)).collect()
    }

    /// The respondents that count: row, day and weight.
    fn respondents(&self, query: &BucketQuery) -> Vec<(usize, Day, Option<f64>)> {
        let responses = &self.data.responses;
        let codes = |(name, wanted): (&str, &BTreeSet<String>)| {
            let segment = responses.segments.iter().find(|segment| segment.name == name)?;
            let codes = segment.values.iter().zip(0_u32..).filter(|(value, _)| wanted.contains(*value));
            Some((segment, codes.map(|(_, code)| code).collect::<Vec<_>>()))
        };
        let wanted: Option<Vec<_>> = query.segments.iter().map(codes).collect();
        let Some(wanted) = wanted else { return Vec::new() };
        let each = responses.day.iter().enumerate().filter(|(_, day)| query.range.contains(**day));
        each.filter_map(|(row, day)| {
            let weight = responses.weight.get(row).copied().filter(|_| !query.counting.is_unweighted);
            let is_counted = weight.is_none_or(|weight| weight > 0.0)
                && wanted.iter().all(|(segment, codes)| segment.code.get(row).is_some_and(|code| codes.contains(code)));
            is_counted.then_some((row, *day, weight))
        })
        .collect()
    }
}

/// Day, value, and n or weight of a row.
type Row = (Day, f64, Option<f64>);

fn reserve(days: &mut Days, all: impl Iterator<Item = i32>) {
    if let Some((from, to)) = all.fold(None, |span: Option<(i32, i32)>, day| {
        Some(span.map_or((day, day), |(from, to)| (from.min(day), to.max(day))))
    }) {
        days.reserve(from, to);
    }
}
