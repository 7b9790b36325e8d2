//! What is known about each KPI at a place, in the words of the session: the same numbers as in the window.

use super::segments::Cut;
use crate::base::time::{Day, DayRange, Grain};
use crate::metrics::{self, Change, Comparison, KpiDays, KpiValue, SeriesPoint, Status, many, spc};
use crate::model::{Document, Kpi, Place};
use crate::session::insights::Shown;
use crate::session::view::{NumbersView, Period};
use crate::session::{breakdown, insights};
use crate::store::Reader;

/// How the numbers are asked for.
pub(super) struct View {
    /// Days of the values.
    pub(super) shown: DayRange,
    /// Days of the series.
    pub(super) trend: DayRange,
    /// Bucket width of the series.
    pub(super) grain: Grain,
    /// What values are compared with.
    pub(super) comparison: Comparison,
    /// Seasons are taken out before limits are worked out.
    pub(super) without_seasons: bool,
    /// Tells which period is in progress.
    pub(super) today: Day,
}

/// One value of a segment beside all others.
pub(super) struct Segment {
    /// Dimension.
    pub(super) name: String,
    /// Value.
    pub(super) value: String,
    /// The value of the other segments together.
    pub(super) rest: KpiValue,
    /// This segment less the others.
    pub(super) difference: Change,
    /// The p of the difference, corrected for the number of comparisons; see [`many::corrected`].
    pub(super) corrected_p: Option<f64>,
    /// The p of the change of the segment against the compared days, corrected in the same way.
    pub(super) corrected_change_p: Option<f64>,
}

/// A KPI at a place with its numbers.
pub(super) struct Row {
    /// The KPI, computed in the way that was asked for.
    pub(super) kpi: Kpi,
    pub(super) place: String,
    pub(super) value: KpiValue,
    pub(super) before: Option<KpiValue>,
    pub(super) change: Option<Change>,
    pub(super) before_range: Option<DayRange>,
    pub(super) status: Status,
    pub(super) grain: Grain,
    pub(super) series: Vec<SeriesPoint>,
    pub(super) chart: Option<spc::Chart>,
    pub(super) segment: Option<Segment>,
    /// The days that the value is of: as asked for, and where nothing was, those that the KPI has.
    pub(super) days: Option<DayRange>,
    /// Nothing was answered in the shown and the compared days.
    is_empty: bool,
}

impl Row {
    /// What is known of a KPI without a single row.
    #[cfg(test)]
    pub(super) fn of_nothing(kpi: Kpi) -> Self {
        Self {
            value: metrics::measure(&kpi, &KpiDays::default(), DayRange::EVER),
            kpi,
            place: String::new(),
            before: None,
            change: None,
            before_range: None,
            status: Status::NoTarget,
            grain: Grain::Month,
            series: Vec::new(),
            chart: None,
            segment: None,
            days: None,
            is_empty: true,
        }
    }

    /// True when there is nothing to say about it.
    pub(super) fn is_empty(&self) -> bool {
        self.is_empty
    }
}

/// The rows of a KPI at a place, one per cut.
pub(super) fn rows(
    document: &Document,
    reader: &Reader,
    (kpi, place): (&Kpi, Place),
    cuts: &[Cut],
    view: &View,
) -> anyhow::Result<Vec<Row>> {
    let ranges = view.comparison.ranges(view.shown);
    let range = ranges.before.into_iter().fold(view.shown.with(view.trend), DayRange::with);
    let wanted: Vec<_> = cuts.iter().map(|cut| cut.wanted.clone()).collect();
    let days = breakdown::days_of_each(document, reader, (kpi, place), &wanted, range)?;
    let mut rows: Vec<Row> = days.iter().map(|days| row(document, (kpi, place), days, view)).collect();
    if cuts.iter().any(|cut| cut.by.is_some()) {
        let others = breakdown::against_the_others(kpi, &days, ranges.now);
        for ((row, cut), (rest, difference)) in rows.iter_mut().zip(cuts).zip(others) {
            row.segment = cut.by.clone().map(|(name, value)| Segment {
                name,
                value,
                rest,
                difference,
                corrected_p: None,
                corrected_change_p: None,
            });
        }
    }
    Ok(rows)
}

fn row(document: &Document, (kpi, place): (&Kpi, Place), days: &KpiDays, view: &View) -> Row {
    let numbers = NumbersView {
        period: Period::Range(view.shown),
        grain: view.grain,
        comparison: view.comparison,
        without_seasons: view.without_seasons,
        ..NumbersView::default()
    };
    let shown = Shown { days: view.shown, trend: view.trend, today: Some(view.today) };
    let insight = insights::figure(document, (kpi, place), days, &numbers, shown);
    // The series and its limits are those of the days that were asked for; compared days stand in the change.
    let is_one = view.trend == view.shown;
    let shown = insight.as_ref().filter(|_| is_one).map_or(view.trend, |insight| insight.now_range);
    let kpi = &*kpi.at(place);
    let series = metrics::trend(kpi, days, view.grain, shown, Some(view.today));
    let chart = insights::chart(document, kpi.id, &series, &numbers);
    let nothing = || metrics::measure(kpi, &KpiDays::default(), view.shown);
    Row {
        kpi: kpi.clone(),
        place: document.place_name(place).unwrap_or_default().to_owned(),
        is_empty: insight.is_none(),
        value: insight.as_ref().map_or_else(nothing, |insight| insight.now),
        before: insight.as_ref().and_then(|insight| insight.before),
        change: insight.as_ref().and_then(|insight| insight.change),
        before_range: insight.as_ref().and_then(|insight| insight.before_range),
        status: insight.as_ref().map_or(Status::NoTarget, |insight| insight.status),
        grain: view.grain,
        series,
        chart,
        segment: None,
        days: insight.as_ref().and_then(|insight| {
            let of = insight.now_range;
            let from = if of.from == DayRange::EVER.from { insight.first_day? } else { of.from };
            let to = if of.to == DayRange::EVER.to { insight.last_day? } else { of.to };
            (from <= to).then_some(DayRange { from, to })
        }),
    }
}

/// Corrects the differences between segments for their number: all that are printed are one family. Their changes against
/// the compared days are another.
pub(super) fn correct_for_many(rows: &mut [Row]) {
    let is_same = |a: &Row, b: &Row| (a.kpi.id, &a.place) == (b.kpi.id, &b.place);
    let p_of = |row: &Row| row.segment.as_ref().and_then(|segment| segment.difference.p_value);
    let groups: Vec<Vec<Option<f64>>> = rows.chunk_by(is_same).map(|rows| rows.iter().map(p_of).collect()).collect();
    for (row, corrected) in rows.iter_mut().zip(breakdown::corrected(&groups).into_iter().flatten()) {
        if let Some(segment) = &mut row.segment {
            segment.corrected_p = corrected;
        }
    }
    let of_changes: Vec<Option<f64>> = rows.iter().map(|row| row.change?.p_value).collect();
    for (row, corrected) in rows.iter_mut().zip(many::corrected(&of_changes)) {
        if let Some(segment) = &mut row.segment {
            segment.corrected_change_p = corrected;
        }
        if let Some(change) = &mut row.change {
            change.correct(corrected);
        }
    }
}
