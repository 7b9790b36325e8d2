//! Rows that are not in the file yet, counted as they will be once they are: for previews of imports.

use crate::base::ids::SourceId;
use crate::base::text::fold_name;
use crate::model::bulk::{BucketQuery, BulkData, RowsBySeries};
use crate::model::observation::{DayBucket, Parts};
use crate::store::bulk::averages::{are_averages, is_off_scale};
use crate::store::bulk::read::{Days, SeriesKind, add_answer};
use crate::store::bulk::write::Extent;

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
        let part = query.parts.iter().position(|(source, _)| *source == self.source);
        let Some((index, (_, places))) = part.and_then(|i| Some((i, query.parts.get(i)?))) else { return Vec::new() };
        let (part, metric) = (Parts::one(index), fold_name(&query.metric));
        let mut days = Days::default();
        self.add_observations(&mut days, query, (&metric, places), part);
        self.add_answers(&mut days, query, (&metric, places), part);
        days.finish()
    }

    fn add_observations(&self, days: &mut Days, query: &BucketQuery, (metric, places): (&str, &[String]), part: Parts) {
        let table = &self.data.observations;
        let dimension = |name: &String| table.segments.iter().position(|own| own == name);
        let wanted: Option<Vec<(usize, &String)>> =
            query.segments.iter().map(|(name, value)| Some((dimension(name)?, value))).collect();
        let Some(wanted) = wanted else { return };
        for (index, (key, own)) in table.series.iter().zip(&self.series_metrics).enumerate() {
            let is_meant = own == metric
                && places.contains(&key.place)
                && wanted.iter().all(|(at, value)| key.segments.get(*at) == Some(*value));
            let Some(extent) = self.extents.get(index).filter(|_| is_meant) else { continue };
            let (min, max) = extent.ends();
            let kind = SeriesKind {
                are_averages: are_averages(extent.is_whole, is_off_scale(min, max), query.cuts),
                has_counts: self.has_counts,
            };
            let rows = self.by_series.of(index);
            reserve(days, rows.iter().filter_map(|row| table.value_at(*row)).map(|(day, ..)| day.0));
            for (day, value, n) in rows.iter().filter_map(|row| table.value_at(*row)) {
                if query.range.contains(day) {
                    kind.add(days.bucket_of(part, day.0), value, n, query.cuts);
                }
            }
        }
    }

    fn add_answers(&self, days: &mut Days, query: &BucketQuery, (metric, places): (&str, &[String]), part: Parts) {
        let responses = &self.data.responses;
        let code = |(name, value): &(String, String)| {
            let segment = responses.segments.iter().find(|segment| segment.name == *name)?;
            let code = segment.values.iter().position(|own| own == value)?;
            Some((segment, u32::try_from(code).ok()?))
        };
        let wanted: Option<Vec<_>> = query.segments.iter().map(code).collect();
        let Some(wanted) = wanted else { return };
        for (score, own) in responses.scores.iter().zip(&self.score_metrics) {
            if own != metric || !places.contains(&score.place) {
                continue;
            }
            reserve(days, responses.day.iter().map(|day| day.0));
            for (row, (day, value)) in responses.day.iter().zip(&score.value).enumerate() {
                let weight = responses.weight.get(row).copied();
                let is_counted = weight.is_none_or(|weight| weight > 0.0)
                    && wanted.iter().all(|(segment, code)| segment.code.get(row) == Some(code));
                if !value.is_nan() && is_counted && query.range.contains(*day) {
                    add_answer(days.bucket_of(part, day.0), *value, weight, query.cuts);
                }
            }
        }
    }
}

fn reserve(days: &mut Days, all: impl Iterator<Item = i32>) {
    if let Some((from, to)) = all.fold(None, |span: Option<(i32, i32)>, day| {
        Some(span.map_or((day, day), |(from, to)| (from.min(day), to.max(day))))
    }) {
        days.reserve(from, to);
    }
}
