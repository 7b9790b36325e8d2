//! KPIs as a table for people.

use super::figures::Row;
use crate::base::time::Grain;
use crate::cli::output::Output;
use crate::cli::table::{Align, Table};
use crate::i18n::cli as words;
use crate::metrics::{Change, KpiValue, SeriesPoint, format, many};
use crate::model::Kpi;
use crate::session::overlay;
use std::io::Write as _;

/// Periods of the trend shown to people.
const MOST_PERIODS: usize = 24;

pub(super) fn print(rows: &[Row], grain: Grain, out: &mut Output) -> std::io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "{}", words::NO_KPIS);
    }
    // A column is there when it says something of any row.
    let by = rows.iter().find_map(|row| row.segment.as_ref()).map(|segment| segment.name.as_str());
    let is_compared = rows.iter().any(|row| row.change.is_some());
    let mut heads = vec![(words::PLACE, Align::Left), (words::KPI, Align::Left)];
    heads.extend(by.map(|name| (name, Align::Left)));
    heads.extend([
        (words::VALUE, Align::Right),
        (words::INTERVAL, Align::Left),
        (words::N, Align::Right),
        (words::METHOD, Align::Left),
    ]);
    heads.extend(by.map(|_| (words::AGAINST_THE_REST, Align::Left)));
    heads.extend(is_compared.then_some((words::CHANGE, Align::Left)));
    heads.push((words::trend_by(grain), Align::Left));
    let mut table = Table::new(&heads);
    for row in rows {
        let name = if row.kpi.name == row.kpi.kind.word() {
            row.kpi.name.clone()
        } else {
            format!("{} ({})", row.kpi.name, row.kpi.kind.word())
        };
        let mut cells = vec![row.place.clone(), name];
        cells.extend(row.segment.as_ref().map(|segment| segment.value.clone()));
        cells.extend(value_cells(&row.kpi, &row.value));
        cells.push(row.value.method.text().to_owned());
        cells.extend(row.segment.as_ref().map(|segment| {
            let is_beyond = segment.corrected_p.map(|p| p <= many::FALSE_DISCOVERIES);
            moved(row, &segment.difference, is_beyond)
        }));
        if is_compared {
            cells.push(row.change.as_ref().map_or_else(String::new, |c| moved(row, c, c.is_beyond_noise)));
        }
        cells.push(sparkline(&row.series));
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

/// A difference and whether it is more than noise.
fn moved(row: &Row, change: &Change, is_beyond_noise: Option<bool>) -> String {
    let difference = format::difference(&row.kpi, change, &row.value).unwrap_or_default();
    if let Some(days) = change.per_day.filter(|_| change.is_incomparable()) {
        return words::not_comparable(days.now, days.before);
    }
    overlay::with_per_day(Some(change), words::difference(&difference, is_beyond_noise))
}

/// Value, interval and n as people read them.
fn value_cells(kpi: &Kpi, value: &KpiValue) -> [String; 3] {
    let text = format::measured(kpi, value).unwrap_or_else(|| words::NO_VALUE.to_owned());
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
    use crate::base::time::Day;
    use crate::metrics;
    use crate::model::KpiKind;

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
}
