//! `milepost kpi`: values, changes, limits and signals of KPIs at their places.

mod figures;
mod json;
mod print;
mod segments;
mod wanted;

use super::Done;
use super::args::Kpi as Args;
use super::output::Output;
use crate::base::time::{DayRange, Grain, UtcMillis};
use crate::cli::figures::{days, warn_of_overlap};
use crate::i18n::cli as words;
use crate::i18n::panels::period_days;
use crate::metrics::Comparison;
use crate::model::{Document, Kpi, KpiKind, Place, Segments};
use crate::session::view::{NumbersView, Period};
use crate::session::{insights, latest};
use crate::store::{OpenMode, Opened, Store};
use anyhow::{Context as _, bail};
use figures::Row;
use serde_json::Value;
use std::io::Write as _;

pub(super) fn run(args: &Args, out: &mut Output) -> anyhow::Result<Done> {
    let Opened { store, document, .. } = Store::open(&args.file, OpenMode::ReadOnly)?;
    let wanted = wanted::wanted(&document, args)?;
    let reader = store.reader()?;
    let mut cuts = vec![segments::Cut::whole(&document, &reader, &args.segment)?];
    if let Some(name) = &args.by {
        let values = segments::values(&document, &reader, name)?;
        let whole = cuts.swap_remove(0);
        cuts = values.into_iter().filter_map(|value| whole.within(name, &value)).collect();
    }
    let grain = Grain::from(args.grain);
    let comparison = comparison(args);
    let today = UtcMillis::now().local_day();
    let (shown, trend) = match args.period {
        Some(period) => {
            let days = days(&store, &document)?;
            let latest = match period {
                Period::Latest => latest::latest_period(&document, &days, grain, Some(today)),
                _ => None,
            };
            let numbers = NumbersView { period, grain, latest, ..NumbersView::default() };
            let data = insights::counted_range(&document, &days, period, Some(today));
            let of = insights::Shown::of(&numbers, data, Some(today));
            of.map_or((DayRange::EVER, DayRange::EVER), |of| (of.days, of.trend))
        }
        None => {
            let shown = shown(args, &document, comparison);
            (shown, shown)
        }
    };
    let view = figures::View { shown, trend, grain, comparison, without_seasons: args.without_seasons, today };
    let cards = insights::kpis_with_cards(&document);
    let mut rows: Vec<Row> = Vec::new();
    for (kpi, place) in &wanted {
        let of_kpi = figures::rows(&document, &reader, (kpi, *place), &cuts, &view)?;
        // A score without a card is worth a line only where it was asked, and a segment only where it answered.
        let is_kept = |row: &Row| !row.is_empty() || (args.by.is_none() && cards.contains(&(kpi.id, *place)));
        rows.extend(of_kpi.into_iter().filter(is_kept));
    }
    if let Some(row) = rows.iter().find(|row| is_no_rate(row, &document)) {
        bail!(words::no_shares(&row.kpi.name));
    }
    if args.by.is_some() {
        figures::correct_for_many(&mut rows);
    }
    if args.compare.is_some() {
        warn_of_overlap(comparison, shown);
    }
    if args.json {
        out.json(&Value::Array(rows.iter().map(json::object).collect())).context(words::CANNOT_PRINT)?;
    } else if let Some(sentence) = nothing_of_segments(&document, args, &wanted, &rows) {
        if rows.iter().any(|row| !row.is_empty()) {
            heading(args, &rows, out)?;
            print::print(&rows, grain, out)?;
            writeln!(out)?;
        }
        writeln!(out, "{sentence}")?;
    } else {
        heading(args, &rows, out)?;
        print::print(&rows, grain, out)?;
        let before = view.comparison.ranges(view.shown).before;
        if let Some(before) = before.filter(|_| args.compare.is_some() && has_nothing_before(&rows)) {
            writeln!(out, "\n{}", words::nothing_before(&period_days(before)))?;
        }
    }
    Ok(Done::Well)
}

/// Says of which days the figures are: nobody else does, and the window shows others at first.
fn heading(args: &Args, rows: &[Row], out: &mut Output) -> std::io::Result<()> {
    let is_asked = args.period.is_some() || args.from.is_some() || args.to.is_some();
    let days = rows.iter().filter_map(|row| row.days).reduce(DayRange::with);
    days.map_or(Ok(()), |days| writeln!(out, "{}\n", words::figures_of(&period_days(days), is_asked)))
}

/// True when there are values and nothing that any of them could be compared with.
fn has_nothing_before(rows: &[Row]) -> bool {
    let has_value = |row: &Row| row.value.value.is_some();
    rows.iter().any(has_value) && rows.iter().all(|row| row.before.is_none_or(|before| before.value.is_none()))
}

/// What the values are compared with. A period that was asked for is compared with the one before it; all of the data
/// has nothing before it.
fn comparison(args: &Args) -> Comparison {
    match args.compare {
        Some(word) => word.into(),
        None if args.from.is_some() || args.period.is_some() => Comparison::PreviousPeriod,
        None => Comparison::None,
    }
}

/// The days of the values. Whoever compares means a period with two ends, and where one is missing the data has it.
fn shown(args: &Args, document: &Document, comparison: Comparison) -> DayRange {
    let ends = DayRange::EVER;
    let data = insights::data_range(document).filter(|_| comparison != Comparison::None).unwrap_or(ends);
    let from = args.from.unwrap_or_else(|| args.to.map_or(data.from, |to| data.from.min(to)));
    DayRange { from, to: args.to.unwrap_or(data.to.max(from)) }
}

/// Says of which KPIs on the maps no row is of the segments that were asked for: "no data" alone would leave it open
/// whether there is any at all.
fn nothing_of_segments(document: &Document, args: &Args, wanted: &[(Kpi, Place)], rows: &[Row]) -> Option<String> {
    let asked: Segments = args.segment.iter().map(|(name, value)| (name, value)).collect();
    let cards = insights::kpis_with_cards(document);
    let is_known =
        |kpi: &Kpi, place: &str| rows.iter().any(|row| !row.is_empty() && row.kpi.id == kpi.id && row.place == place);
    let named = wanted.iter().filter(|(kpi, place)| rows.is_empty() || cards.contains(&(kpi.id, *place)));
    let named = named.map(|(kpi, place)| (kpi, document.place_name(*place).unwrap_or_default()));
    let missing: Vec<String> = named
        .filter(|(kpi, place)| !is_known(kpi, place))
        .map(|(kpi, place)| words::kpi_at(&kpi.name, place))
        .collect();
    let has_something = asked.is_empty() || missing.is_empty();
    (!has_something).then(|| {
        words::nothing_of_segments(
            &asked.full_words(),
            &missing,
            args.from.is_some() || args.to.is_some() || args.period.is_some(),
        )
    })
}

/// A rate that was asked of values which are no shares.
fn is_no_rate(row: &Row, document: &Document) -> bool {
    let is_asked = document.kpis.get(&row.kpi.id).is_some_and(|kpi| kpi.kind != KpiKind::Rate);
    let mut values = row.series.iter().map(|point| point.value.value).chain([row.value.value]).flatten();
    row.kpi.kind == KpiKind::Rate && is_asked && values.any(|value| !(0.0..=1.0).contains(&value))
}
