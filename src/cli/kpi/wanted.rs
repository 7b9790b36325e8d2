//! Which KPIs at which places were asked for.

use crate::base::text::fold_name;
use crate::cli::args::Kpi as Args;
use crate::i18n::cli as words;
use crate::metrics;
use crate::model::{Document, Kpi, Place, Weighting};
use crate::session::insights;
use anyhow::bail;

/// Every KPI at a place that was asked for, along the map; the kind is the one asked for.
pub(super) fn wanted(document: &Document, args: &Args) -> anyhow::Result<Vec<(Kpi, Place)>> {
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
    for (kpi, _) in &mut wanted {
        if let Some(word) = &args.kind {
            kpi.kind = metrics::as_kind(word, kpi)?;
        }
        if let Some(is_weighted) = args.weight {
            kpi.weighting = if is_weighted { Weighting::AsInData } else { Weighting::Unweighted };
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
