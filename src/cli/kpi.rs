//! `milepost kpi`: values and trends of KPIs at their places.

use super::Done;
use super::args::Kpi as Args;
use super::output::Output;
use super::table::{Align, Table};
use crate::base::text::fold_name;
use crate::base::time::{Day, DayRange, Grain, UtcMillis};
use crate::i18n::cli as words;
use crate::metrics::{self, KpiValue, SeriesPoint, format};
use crate::model::observation::DayBucket;
use crate::model::{Document, Kpi, KpiKind, Place, SourceState};
use crate::session::insights;
use crate::store::{OpenMode, Opened, Store};
use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write as _;

/// Periods of the trend shown to people.
const MOST_PERIODS: usize = 24;

/// A KPI at a place with its numbers.
struct Row {
    /// The KPI, computed in the way that was asked for.
    kpi: Kpi,
    place: String,
    value: KpiValue,
    series: Vec<SeriesPoint>,
}

pub(super) fn run(args: &Args, out: &mut Output) -> anyhow::Result<Done> {
    let Opened { store, document, .. } = Store::open(&args.file, OpenMode::ReadOnly)?;
    let wanted = wanted(&document, args)?;
    if let Some(segment) = &args.segment {
        refuse_unknown(segment, &document, &store)?;
    }
    let range = DayRange { from: args.from.unwrap_or(DayRange::EVER.from), to: args.to.unwrap_or(DayRange::EVER.to) };
    let queries: Vec<_> = wanted
        .iter()
        .map(|(kpi, place)| {
            let mut query = insights::query(&document, kpi, *place, args.segment.as_ref());
            query.range = range;
            query
        })
        .collect();
    let days = store.reader()?.day_buckets(&queries)?;
    let grain = Grain::from(args.grain);
    let today = UtcMillis::now().local_day();
    let cards = insights::kpis_with_cards(&document);
    let rows: Vec<Row> = wanted
        .into_iter()
        .zip(days)
        // A score without a card is worth a line only where it was asked.
        .filter(|((kpi, place), days)| !days.is_empty() || cards.contains(&(kpi.id, *place)))
        .map(|((kpi, place), days)| row(&document, (kpi, place), &days, (range, grain, today)))
        .collect();
    if let Some(row) = rows.iter().find(|row| is_no_rate(row, &document)) {
        bail!(words::no_shares(&row.kpi.name));
    }
    if args.json {
        out.json(&Value::Array(rows.iter().map(object).collect())).context(words::CANNOT_PRINT)?;
    } else {
        print(&rows, grain, out)?;
    }
    Ok(Done::Well)
}

/// Says so when no data has the segment, or never that value of it: the answer would be nothing, without a word.
fn refuse_unknown((name, value): &(String, String), document: &Document, store: &Store) -> anyhow::Result<()> {
    let mut segments = store.reader()?.segments()?;
    segments.retain(|s| document.sources.get(&s.source).is_some_and(|source| source.state == SourceState::Active));
    let sorted = |names: Vec<String>| names.into_iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>();
    let of_name: Vec<_> = segments.iter().filter(|s| s.name == *name).collect();
    if of_name.is_empty() {
        bail!(words::unknown_segment(name, &sorted(segments.into_iter().map(|s| s.name).collect())));
    }
    if !of_name.iter().any(|s| s.values.contains(value)) {
        let values = of_name.iter().flat_map(|s| s.values.iter().cloned()).collect();
        bail!(words::unknown_segment_value(name, value, &sorted(values)));
    }
    Ok(())
}

/// A rate that was asked of values which are no shares.
fn is_no_rate(row: &Row, document: &Document) -> bool {
    let is_asked = document.kpis.get(&row.kpi.id).is_some_and(|kpi| kpi.kind != KpiKind::Rate);
    let mut values = row.series.iter().map(|point| point.value.value).chain([row.value.value]).flatten();
    row.kpi.kind == KpiKind::Rate && is_asked && values.any(|value| !(0.0..=1.0).contains(&value))
}

fn row(
    document: &Document,
    (kpi, place): (Kpi, Place),
    days: &[DayBucket],
    (range, grain, today): (DayRange, Grain, Day),
) -> Row {
    let value = metrics::value_of(&kpi.kind, &metrics::pool(days, range));
    let series = metrics::series(&kpi.kind, days, grain, Some(range), Some(today));
    let place = document.place_name(place).unwrap_or_default().to_owned();
    Row { kpi, place, value, series }
}

/// Every KPI at a place that was asked for, along the map; the kind is the one asked for.
fn wanted(document: &Document, args: &Args) -> anyhow::Result<Vec<(Kpi, Place)>> {
    let mut wanted = Vec::new();
    for (kpi, place) in insights::kpis_at_places(document) {
        let Some(kpi) = document.kpis.get(&kpi) else { continue };
        let is_metric = args.metric.as_ref().is_none_or(|m| is_same(m, &kpi.metric) || is_same(m, &kpi.name));
        let is_place = args.place.as_ref().is_none_or(|p| is_place(document, p, place));
        if is_metric && is_place {
            wanted.push((Kpi::clone(kpi), place));
        }
    }
    if wanted.is_empty() && (args.metric.is_some() || args.place.is_some()) {
        bail!(nothing_found(document, args));
    }
    if let Some(word) = args.kind {
        for (kpi, _) in &mut wanted {
            kpi.kind = metrics::as_kind(word.word(), kpi)?;
        }
    }
    wanted.sort_by(|(a, at), (b, bt)| {
        let order = |kpi: &Kpi, place: Place| (position(document, place), place, kpi.rank, kpi.id);
        order(a, *at).partial_cmp(&order(b, *bt)).unwrap_or(std::cmp::Ordering::Equal)
    });
    Ok(wanted)
}

fn is_same(asked: &str, name: &str) -> bool {
    fold_name(asked) == fold_name(name)
}

/// A place is asked for by its name, or by its key such as `stage:42`.
fn is_place(document: &Document, asked: &str, place: Place) -> bool {
    document.place_name(place).is_some_and(|name| is_same(asked, name)) || asked.parse() == Ok(place)
}

/// Which map, and where on it: whole maps first, then from left to right.
fn position(document: &Document, place: Place) -> (Option<usize>, usize) {
    let Some(map) = document.map_of_place(place) else { return (None, 0) };
    let map_index = document.maps_in_order().iter().position(|m| m.id == map);
    let step = match place {
        Place::Map(_) => None,
        Place::Stage(stage) => document.steps_of(stage).first().map(|s| s.id),
        Place::Step(step) => Some(step),
        Place::Touchpoint(card) => document.cards.get(&card).map(|c| c.step),
    };
    let column = step.and_then(|step| document.columns_of(map).iter().position(|c| c.id == step));
    (map_index, column.map_or(0, |c| c + 1))
}

fn nothing_found(document: &Document, args: &Args) -> String {
    let at_places = insights::kpis_with_cards(document);
    let known = |name: &dyn Fn(&(crate::base::ids::KpiId, Place)) -> Option<String>| {
        let mut names: Vec<String> = at_places.iter().filter_map(name).collect();
        names.sort();
        names.dedup();
        names
    };
    let metrics = known(&|(kpi, _)| document.kpis.get(kpi).map(|k| k.metric.clone()));
    let places = known(&|(_, place)| document.place_name(*place).map(str::to_owned));
    match (&args.metric, &args.place) {
        (Some(metric), _) if !metrics.iter().any(|m| is_same(m, metric)) => words::unknown_metric(metric, &metrics),
        (_, Some(place)) if !places.iter().any(|p| is_same(p, place)) => words::unknown_place(place, &places),
        (metric, place) => {
            words::no_such_kpi(metric.as_deref().unwrap_or_default(), place.as_deref().unwrap_or_default())
        }
    }
}

/// The documented JSON.
fn object(row: &Row) -> Value {
    let series: Vec<Value> = row
        .series
        .iter()
        .map(|point| {
            json!({
                "start": point.start.to_string(),
                "n": count(point.value.n),
                "value": point.value.value,
                "interval": interval(&point.value),
            })
        })
        .collect();
    json!({
        "kpi": row.kpi.name,
        "place": row.place,
        "kind": row.kpi.kind.word(),
        "unit": unit(&row.kpi),
        "n": count(row.value.n),
        "value": row.value.value,
        "interval": interval(&row.value),
        "method": row.value.method.text(),
        "series": series,
    })
}

/// The unit of the value as it stands in the JSON: proportions are fractions there, not percent.
fn unit(kpi: &Kpi) -> &str {
    match kpi.kind {
        KpiKind::Nps => "points",
        KpiKind::TopBox { .. } | KpiKind::Rate => "fraction",
        KpiKind::Mean | KpiKind::Sum => &kpi.unit,
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
    value.interval.map_or(Value::Null, |(low, high)| json!([low, high]))
}

fn print(rows: &[Row], grain: Grain, out: &mut Output) -> std::io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "{}", words::NO_KPIS);
    }
    let mut table = Table::new(&[
        (words::PLACE, Align::Left),
        (words::KPI, Align::Left),
        (words::VALUE, Align::Right),
        (words::INTERVAL, Align::Left),
        (words::N, Align::Right),
        (words::METHOD, Align::Left),
        (words::trend_by(grain), Align::Left),
    ]);
    for row in rows {
        let name = if row.kpi.name == row.kpi.kind.word() {
            row.kpi.name.clone()
        } else {
            format!("{} ({})", row.kpi.name, row.kpi.kind.word())
        };
        let mut cells = vec![row.place.clone(), name];
        cells.extend(value_cells(&row.kpi, &row.value));
        cells.extend([row.value.method.text().to_owned(), sparkline(&row.series)]);
        table.row(cells);
    }
    table.print(out)?;
    // One KPI leaves room for its periods.
    if let [row] = rows
        && grain != Grain::All
    {
        writeln!(out)?;
        let mut table = Table::new(&[
            (words::PERIOD_FROM, Align::Left),
            (words::VALUE, Align::Right),
            (words::INTERVAL, Align::Left),
            (words::N, Align::Right),
        ]);
        for point in &row.series {
            let mut cells = vec![point.start.to_string()];
            cells.extend(value_cells(&row.kpi, &point.value));
            table.row(cells);
        }
        table.print(out)?;
    }
    Ok(())
}

/// Value, interval and n as people read them.
fn value_cells(kpi: &Kpi, value: &KpiValue) -> [String; 3] {
    let text = value.value.map_or_else(|| words::NO_VALUE.to_owned(), |v| format::value(kpi, v));
    let interval = value.interval.map_or_else(String::new, |i| format::interval(kpi, i));
    [text, interval, value.n.map_or_else(|| words::NOT_GIVEN.to_owned(), |n| format::number(n, 0))]
}

/// The last periods as bars of a line of text, lowest to highest.
fn sparkline(series: &[SeriesPoint]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let recent = &series[series.len().saturating_sub(MOST_PERIODS)..];
    let values: Vec<f64> = recent.iter().filter_map(|p| p.value.value).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let bar = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        BARS.iter().enumerate().rfind(|(i, _)| share * 8.0 >= *i as f64).map_or('▁', |(_, bar)| *bar)
    };
    values.into_iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64], expected: &str) {
        let point = |value: &f64| SeriesPoint {
            start: Day(0),
            end: Day(0),
            value: KpiValue { value: Some(*value), ..metrics::value_of(&KpiKind::Mean, &Default::default()) },
            is_in_progress: false,
        };
        assert_eq!(sparkline(&values.iter().map(point).collect::<Vec<_>>()), expected);
    }

    #[test]
    fn a_sparkline_runs_from_lowest_to_highest() {
        check(&[], "");
        check(&[3.0], "▅");
        check(&[0.0, 1.0, 0.5], "▁█▅");
        check(&[-1.0, 7.0, -1.0], "▁█▁");
    }

    #[test]
    fn whole_counts_are_whole_in_json() {
        assert_eq!(count(Some(2573.0)), json!(2573));
        assert_eq!(count(Some(1.5)), json!(1.5));
        assert_eq!(count(None), Value::Null);
    }
}
