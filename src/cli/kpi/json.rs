//! The documented JSON of `milepost kpi`.

use super::figures::{Row, Segment};
use crate::i18n::cli as words;
use crate::metrics::season::Season;
use crate::metrics::{Change, KpiValue, SeriesPoint, Status, many, spc};
use crate::model::{Direction, Kpi, Terms};
use serde_json::{Map, Value, json};

/// One KPI at a place.
pub(super) fn object(row: &Row) -> Value {
    let series: Vec<Value> = row.series.iter().map(period).collect();
    let mut object = json!({
        "kpi": row.kpi.name,
        "place": row.place,
        "kind": row.kpi.kind.word(),
        "period": row.days.map_or(Value::Null, |days| json!({"from": days.from.to_string(), "to": days.to.to_string()})),
        "unit": unit(&row.kpi),
        "n": count(row.value.n),
        "value": row.value.value,
        "interval": interval(&row.value),
        "method": row.value.method.text(),
        "weighted": row.value.is_weighted,
        "target": row.kpi.target,
        "status": status(row.status),
        "change": row.change.as_ref().map_or(Value::Null, |change| changed(row, change)),
        "limits": row.chart.as_ref().and_then(|chart| chart.limits.as_ref()).map_or(Value::Null, limits),
        "signals": signals(row),
        "series": series,
    });
    if let (Some(season), Some(object)) = (row.chart.as_ref().and_then(|c| c.season.as_ref()), object.as_object_mut()) {
        object.insert("season".to_owned(), season_of(season));
    }
    if let (Some(segment), Some(object)) = (&row.segment, object.as_object_mut()) {
        object.insert("segment".to_owned(), Map::from_iter([(segment.name.clone(), json!(segment.value))]).into());
        object.insert("rest".to_owned(), rest(segment));
    }
    object
}

/// One period of the series; the key "in_progress" stands only with the one that has not ended, which no limit and no signal
/// rests on.
fn period(point: &SeriesPoint) -> Value {
    let mut object = json!({
        "start": point.start.to_string(),
        "n": count(point.value.n),
        "value": point.value.value,
        "interval": interval(&point.value),
    });
    if let (true, Some(object)) = (point.is_in_progress, object.as_object_mut()) {
        object.insert("in_progress".to_owned(), json!(true));
    }
    object
}

/// Against the target; nothing without target or value.
fn status(status: Status) -> Option<&'static str> {
    match status {
        Status::OnTarget => Some("on_target"),
        Status::Watch => Some("watch"),
        Status::Off => Some("off"),
        Status::NoTarget => None,
    }
}

/// Of a segment, also what is left of its p after the number of comparisons.
fn changed(row: &Row, change: &Change) -> Value {
    let mut object = json!({
        "value": change.difference,
        "interval": pair(change.interval),
        "p": change.p_value,
        "method": method(change),
        "against": row.before_range.map(|days| format!("{}..{}", days.from, days.to)),
        "before": row.before.and_then(|before| before.value),
        "n_before": count(row.before.and_then(|before| before.n)),
    });
    if let (Some((now, before)), Some(object)) = (change.per_day.and_then(|days| days.values), object.as_object_mut()) {
        object.insert("per_day".to_owned(), json!({ "now": now, "before": before }));
    }
    if let (Some(segment), Some(object)) = (&row.segment, object.as_object_mut()) {
        object.insert("p_corrected".to_owned(), json!(segment.corrected_change_p));
        object.insert("significant".to_owned(), json!(change.is_beyond_noise));
    }
    object
}

/// How a change was tested, or worked out between sides that are not of one length.
fn method(change: &Change) -> String {
    match change.per_day {
        Some(days) if change.is_incomparable() => words::not_comparable(days.now, days.before),
        Some(days) => words::per_day(days.now, days.before),
        None => change.test.text().to_owned(),
    }
}

/// What was taken out before the limits were worked out: from the first period of the series on, by how much each is
/// higher for its place in the cycle.
fn season_of(season: &Season) -> Value {
    json!({ "cycle": season.cycle.word(), "strength": season.strength, "effects": season.effects })
}

/// The natural process limits as computed; for a drawing they end where the scale does.
fn limits(chart: &spc::Limits) -> Value {
    json!({
        "centre": chart.centre,
        "lower": chart.lower,
        "upper": chart.upper,
        "points": chart.points,
        "provisional": chart.is_provisional,
    })
}

/// Where the series is more than noise, in order of the beginning: from the first day of the first period of the pattern
/// to the last day of the one that completes it.
fn signals(row: &Row) -> Vec<Value> {
    let findings = row.chart.iter().flat_map(spc::Chart::findings);
    let told = findings.filter_map(|found| {
        let since = spc::point_of_slot(&row.series, row.grain, found.since)?;
        let until = spc::point_of_slot(&row.series, row.grain, found.at)?;
        Some(json!({
            "rule": found.rule.word(),
            "start": since.start.to_string(),
            "end": until.end.to_string(),
            "direction": if found.is_high { "up" } else { "down" },
            "good": found.is_high == (row.kpi.direction == Direction::Up),
        }))
    });
    told.collect()
}

/// A segment beside all others together.
fn rest(segment: &Segment) -> Value {
    json!({
        "value": segment.rest.value,
        "n": count(segment.rest.n),
        "interval": interval(&segment.rest),
        "difference": {
            "value": segment.difference.difference,
            "interval": pair(segment.difference.interval),
            "p": segment.difference.p_value,
            "p_corrected": segment.corrected_p,
            "significant": segment.corrected_p.map(|p| p <= many::FALSE_DISCOVERIES),
            "method": segment.difference.test.text(),
        },
    })
}

/// The unit of the value as it stands in the JSON: proportions are fractions there, not percent.
fn unit(kpi: &Kpi) -> &str {
    match kpi.terms() {
        Terms::Points => "points",
        Terms::Share | Terms::ShareDifference => "fraction",
        Terms::Score | Terms::Quantity => &kpi.unit,
    }
}

/// A number of answers is a whole number unless answers are weighted.
fn count(n: Option<f64>) -> Value {
    // Whole numbers up to 2^53 are exact in an f64, so the cast keeps them.
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
    match n {
        Some(n) if n.fract() == 0.0 && n.abs() < 9.0e15 => json!(n as i64),
        other => json!(other),
    }
}

fn interval(value: &KpiValue) -> Value {
    pair(value.interval)
}

fn pair(ends: Option<(f64, f64)>) -> Value {
    ends.map_or(Value::Null, |(low, high)| json!([low, high]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics;

    /// The value before beside it is that of all days: what the change is of stands with it.
    #[test]
    fn a_change_per_day_has_both_sides_of_a_day() {
        use crate::base::time::{Day, DayRange};
        use crate::metrics::fixture;
        use crate::model::KpiKind;
        let kpi = fixture::kpi(KpiKind::Sum, None);
        let days = fixture::days(&kpi.kind, &[(1, 4.0, None), (2, 6.0, None), (3, 8.0, None)], &[]);
        let range = |from: i32, to: i32| DayRange { from: Day(from), to: Day(to) };
        let per_day = metrics::moved_between(&kpi, &days, None, (range(3, 3), range(1, 2)));
        let mut row = Row::of_nothing(kpi.clone());
        row.before = Some(metrics::measure(&kpi, &days, range(1, 2)));
        let told = changed(&row, &per_day);
        assert_eq!((&told["value"], &told["before"]), (&json!(3.0), &json!(10.0)));
        assert_eq!(told["per_day"], json!({"now": 8.0, "before": 5.0}));
        assert_eq!(told["method"], json!("none; per day, 1 day against 2 days"));
        assert_eq!(
            changed(&row, &metrics::moved(&kpi, (&days, range(3, 3)), (&days, range(1, 1)))).get("per_day"),
            None
        );
    }

    #[test]
    fn whole_counts_are_whole_in_json() {
        assert_eq!(count(Some(2573.0)), json!(2573));
        assert_eq!(count(Some(1.5)), json!(1.5));
        assert_eq!(count(None), Value::Null);
    }
}
