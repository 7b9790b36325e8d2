//! How a map is coloured by what is measured: by status, by the gap between the drawn and the measured experience, or by
//! change.

use crate::base::ids::{MapId, StageId};
use crate::metrics::Status;
use crate::model::{CardBody, Document, Kpi, LaneKind};
use crate::scene::overlay_kpi::{Heat, KpiOverlay};
use crate::session::insights::{Insight, Insights};
use crate::session::overlay;
use crate::session::view::HeatBy;
use std::collections::BTreeMap;

/// Share of the colour of a change that cannot be tested.
const UNTESTED: f64 = 0.4;
/// A gap of so much on the experience curve (−2 to +2) has the full colour.
const FULL_GAP: f64 = 1.0;

/// The heat of every stage that has something to say; empty when the map is not coloured. Needs the measured points of the
/// overlay.
#[must_use]
pub fn of_stages(
    document: &Document,
    map: MapId,
    insights: &Insights,
    overlay: &KpiOverlay,
    by: HeatBy,
) -> BTreeMap<StageId, Heat> {
    let stages = document.stages_of(map);
    let heat = stages.iter().filter_map(|stage| {
        let heat = match by {
            HeatBy::Nothing => None,
            HeatBy::Status => worst(headlines(document, map, insights, stage.id), status),
            HeatBy::Change => worst(headlines(document, map, insights, stage.id), change),
            HeatBy::Gap => gap(document, overlay, stage.id),
        };
        Some((stage.id, heat?))
    });
    heat.collect()
}

/// The headline KPIs of a stage that have a value.
pub fn headlines<'a>(
    document: &'a Document,
    map: MapId,
    insights: &'a Insights,
    stage: StageId,
) -> impl Iterator<Item = (&'a Kpi, &'a Insight)> {
    let cards = document
        .kpi_cards(map)
        .filter(move |(_, _, place, is_headline)| *is_headline && document.stage_of_place(*place) == Some(stage));
    let with_value = cards.filter_map(|(_, kpi, place, _)| {
        Some((document.kpis.get(&kpi)?.as_ref(), insights.figures.get(&(kpi, place))?))
    });
    with_value.filter(|(_, insight)| insight.now.value.is_some())
}

/// A stage is as bad as its worst headline.
fn worst<'a>(
    kpis: impl Iterator<Item = (&'a Kpi, &'a Insight)>,
    heat: impl Fn(&Kpi, &Insight) -> Option<Heat>,
) -> Option<Heat> {
    let signed = |heat: &Heat| if heat.is_good { heat.strength } else { -heat.strength };
    kpis.filter_map(|(kpi, insight)| heat(kpi, insight)).min_by(|a, b| signed(a).total_cmp(&signed(b)))
}

fn status(_: &Kpi, insight: &Insight) -> Option<Heat> {
    match insight.status {
        Status::OnTarget => Some(Heat { is_good: true, strength: 1.0 }),
        Status::Watch => Some(Heat { is_good: false, strength: 0.4 }),
        Status::Off => Some(Heat { is_good: false, strength: 1.0 }),
        Status::NoTarget => None,
    }
}

/// A change within noise is none, and one that no test can weigh, as that of a sum, has a part of the colour.
fn change(kpi: &Kpi, insight: &Insight) -> Option<Heat> {
    let tested = insight.change.as_ref()?.is_beyond_noise;
    Some(match overlay::change_is_good(kpi, insight) {
        Some(is_good) => Heat { is_good, strength: if tested.is_some() { 1.0 } else { UNTESTED } },
        None => Heat { is_good: true, strength: 0.0 },
    })
}

/// Assumed less measured, over the steps of the stage that have both: worse than was thought is bad.
fn gap(document: &Document, overlay: &KpiOverlay, stage: StageId) -> Option<Heat> {
    let is_curve = |lane| document.lanes.get(&lane).is_some_and(|lane| lane.kind == LaneKind::Curve);
    let (mut sum, mut count) = (0.0, 0_u32);
    for step in document.steps_of(stage) {
        let Some(measured) = overlay.measured.get(&step.id) else { continue };
        let here = document.cards.values().filter(|card| card.step == step.id && is_curve(card.lane));
        for card in here {
            if let CardBody::Curve { value } = card.body {
                sum += measured.value - value;
                count += 1;
            }
        }
    }
    let mean = (count > 0).then(|| sum / f64::from(count))?;
    Some(Heat { is_good: mean >= 0.0, strength: (mean.abs() / FULL_GAP).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::base::ids::IdAlloc;
    use crate::model::Edit;
    use crate::model::JourneyMap;
    use crate::model::edit::plan;
    use crate::scene::MeasuredPoint;

    /// A stage with two steps and a drawn point at each.
    fn check(measured: [Option<f64>; 2], drawn: [f64; 2], expected: Option<(bool, f64)>) {
        let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(2));
        let map = JourneyMap::new(ids.allocate(), "Journey");
        let id = map.id;
        let mut edit =
            |document: &mut Document, edit: &Edit| plan(document, edit, &mut ids).unwrap().diff.apply(document);
        edit(&mut document, &Edit::Add(map.into()));
        let title = "Support".to_owned();
        edit(&mut document, &Edit::AddStage { map: id, before: None, step_title: title.clone(), title });
        let stage = *document.stages.keys().next().unwrap();
        edit(&mut document, &Edit::AddStep { stage, before: None, title: "Wait".to_owned() });
        edit(&mut document, &Edit::AddLane { map: id, before: None, kind: LaneKind::Curve, title: String::new() });
        let lane = *document.lanes.keys().next().unwrap();
        let mut overlay = KpiOverlay::default();
        let steps: Vec<_> = document.steps_of(stage).iter().map(|step| step.id).collect();
        for ((step, value), measured) in steps.iter().zip(drawn).zip(measured) {
            edit(&mut document, &Edit::AddPoint { lane, step: *step, value, persona: None });
            if let Some(value) = measured {
                overlay.measured.insert(*step, MeasuredPoint { value, n_text: String::new() });
            }
        }
        let found = of_stages(&document, id, &Insights::default(), &overlay, HeatBy::Gap);
        let told = found.get(&stage).map(|heat| (heat.is_good, (heat.strength * 100.0).round() / 100.0));
        assert_eq!(told, expected);
        assert!(of_stages(&document, id, &Insights::default(), &overlay, HeatBy::Nothing).is_empty());
        assert!(of_stages(&document, id, &Insights::default(), &overlay, HeatBy::Status).is_empty());
    }

    #[test]
    fn a_stage_is_hot_where_it_is_worse_than_was_thought() {
        check([Some(-0.5), Some(0.5)], [0.5, 0.5], Some((false, 0.5)));
        check([Some(-1.5), None], [1.5, -2.0], Some((false, 1.0)));
        check([Some(0.75), None], [0.5, 0.0], Some((true, 0.25)));
        check([None, None], [0.5, 0.5], None);
    }

    #[test]
    fn a_change_has_the_colour_of_its_test() {
        let kpi = Kpi::new(crate::base::ids::KpiId::from_raw(1), "Visits");
        let check = |difference: f64, is_beyond_noise: Option<bool>, expected: (bool, f64)| {
            let mut insight = Insight::of_nothing(&kpi);
            insight.change = Some(crate::metrics::Change {
                difference: Some(difference),
                relative: None,
                interval: None,
                is_beyond_noise,
                p_value: None,
                statistic: None,
                test: crate::metrics::change::Test::None,
            });
            let heat = change(&kpi, &insight).unwrap();
            assert_eq!((heat.is_good, heat.strength), expected, "{difference} {is_beyond_noise:?}");
        };
        check(0.5, Some(true), (true, 1.0));
        check(-0.5, Some(true), (false, 1.0));
        check(-0.5, Some(false), (true, 0.0));
        check(-0.5, None, (false, UNTESTED));
    }

    #[test]
    fn a_stage_is_as_bad_as_its_worst_headline() {
        let kpi = Kpi::new(crate::base::ids::KpiId::from_raw(1), "CSAT");
        let of = |status| Insight { status, ..Insight::of_nothing(&kpi) };
        let all = [of(Status::OnTarget), of(Status::Watch), of(Status::NoTarget)];
        let found = worst(all.iter().map(|insight| (&kpi, insight)), status).unwrap();
        assert_eq!((found.is_good, found.strength), (false, 0.4));
        let off = of(Status::Off);
        let found = worst(all.iter().chain([&off]).map(|insight| (&kpi, insight)), status).unwrap();
        assert_eq!((found.is_good, found.strength), (false, 1.0));
    }
}
