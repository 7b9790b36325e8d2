//! How a map is coloured by what is measured: by status, by the gap between the drawn and the measured experience, or by
//! change.

use crate::base::ids::{KpiId, MapId, StageId};
use crate::base::time::Day;
use crate::i18n::heat as words;
use crate::metrics::{Status, format};
use crate::model::{CardBody, Direction, Document, Kpi, LaneKind, Place};
use crate::scene::overlay_kpi::{Heat, HeatKey, HeatLegend, KpiOverlay};
use crate::session::insights::{Insight, Insights};
use crate::session::view::HeatBy;
use crate::session::{doctor, overlay};
use std::collections::{BTreeMap, BTreeSet};

/// Share of the colour of a value in the watch band.
const WATCH: f64 = 0.4;
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
    let along = match by {
        HeatBy::Kpi(kpi) => along(document, map, insights, kpi),
        _ => BTreeMap::new(),
    };
    let along_has_goal = has_goal(&along);
    let heat = stages.iter().filter_map(|stage| {
        let heat = match by {
            HeatBy::Nothing => None,
            HeatBy::Status => worst(headlines(document, map, insights, stage.id), status),
            HeatBy::Change => worst(headlines(document, map, insights, stage.id), change),
            HeatBy::Gap => gap(document, overlay, stage.id),
            HeatBy::Kpi(kpi) => along.get(&stage.id).and_then(|(value, insight)| {
                let kpi = document.kpis.get(&kpi)?;
                if along_has_goal { status(kpi, insight) } else { beside(kpi, *value, &along) }
            }),
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

/// A KPI in every stage that has a value of it: that of the stage itself, or else the worst of its steps and touchpoints.
fn along<'a>(
    document: &Document,
    map: MapId,
    insights: &'a Insights,
    kpi: KpiId,
) -> BTreeMap<StageId, (f64, &'a Insight)> {
    let mut found: BTreeMap<StageId, (bool, f64, &Insight)> = BTreeMap::new();
    let Some(row) = document.kpis.get(&kpi) else { return BTreeMap::new() };
    for ((_, place), insight) in insights.figures.iter().filter(|((id, _), _)| *id == kpi) {
        let stage = document.stage_of_place(*place).filter(|_| document.map_of_place(*place) == Some(map));
        let (Some(stage), Some(value)) = (stage, insight.now.value) else { continue };
        let is_own = matches!(place, Place::Stage(_));
        let is_worse = |than: f64| if row.direction == Direction::Up { value < than } else { value > than };
        match found.get(&stage) {
            Some((true, ..)) => {}
            Some((false, known, _)) if !is_own && !is_worse(*known) => {}
            _ => {
                found.insert(stage, (is_own, value, insight));
            }
        }
    }
    found.into_iter().map(|(stage, (_, value, insight))| (stage, (value, insight))).collect()
}

/// True when a KPI has a target in some stage: then its colours are those of status everywhere, and a stage where it has
/// none keeps its own. One colour would mean two things otherwise, far from a target and worse than other stages.
fn has_goal(along: &BTreeMap<StageId, (f64, &Insight)>) -> bool {
    along.values().any(|(_, insight)| insight.goal.is_some())
}

/// The middle of the values of all stages.
fn middle(along: &BTreeMap<StageId, (f64, &Insight)>) -> Option<f64> {
    let mut values: Vec<f64> = along.values().map(|(value, _)| *value).collect();
    values.sort_by(f64::total_cmp);
    let half = values.len().checked_sub(1)? / 2;
    let (low, high) = (values.get(half)?, values.get(values.len() / 2)?);
    Some(f64::midpoint(*low, *high))
}

/// How much better or worse than in the middle of all stages a value is; the farthest has the full colour.
fn beside(kpi: &Kpi, value: f64, along: &BTreeMap<StageId, (f64, &Insight)>) -> Option<Heat> {
    let middle = middle(along)?;
    let most = along.values().map(|(value, _)| (value - middle).abs()).fold(0.0, f64::max);
    let strength = if most > 0.0 { (value - middle).abs() / most } else { 0.0 };
    Some(Heat { is_good: (value >= middle) == (kpi.direction == Direction::Up), strength })
}

/// The KPIs that have a value in several stages of a map, in their order: those one can follow along it.
#[must_use]
pub fn kpis_along(document: &Document, map: MapId, insights: &Insights) -> Vec<KpiId> {
    let mut stages: BTreeMap<KpiId, BTreeSet<StageId>> = BTreeMap::new();
    for ((kpi, place), insight) in &insights.figures {
        let is_here = insight.now.value.is_some() && document.map_of_place(*place) == Some(map);
        if let Some(stage) = document.stage_of_place(*place).filter(|_| is_here) {
            stages.entry(*kpi).or_default().insert(stage);
        }
    }
    let mut kpis: Vec<&Kpi> = document
        .kpis
        .values()
        .filter(|kpi| stages.get(&kpi.id).is_some_and(|s| s.len() > 1))
        .map(AsRef::as_ref)
        .collect();
    kpis.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)));
    kpis.into_iter().map(|kpi| kpi.id).collect()
}

/// What the colours of a map mean, in words; `None` while stages have their own colours.
#[must_use]
pub fn legend(document: &Document, map: MapId, insights: &Insights, by: HeatBy, today: Day) -> Option<HeatLegend> {
    let key = |is_good, strength, words: String| HeatKey { heat: Some(Heat { is_good, strength }), words };
    let none = |words: &str| HeatKey { heat: None, words: words.to_owned() };
    let by_status = || {
        vec![
            key(true, 1.0, words::ON_TARGET.to_owned()),
            key(false, WATCH, words::WATCH.to_owned()),
            key(false, 1.0, words::OFF_TARGET.to_owned()),
            none(words::NO_TARGET),
        ]
    };
    Some(match by {
        HeatBy::Nothing => return None,
        HeatBy::Status => HeatLegend { title: words::BY_STATUS.to_owned(), keys: by_status(), warnings: Vec::new() },
        HeatBy::Change => HeatLegend {
            title: words::BY_CHANGE.to_owned(),
            keys: vec![
                key(true, 1.0, words::BETTER.to_owned()),
                key(false, 1.0, words::WORSE.to_owned()),
                key(true, UNTESTED, words::BETTER_UNTESTED.to_owned()),
                key(false, UNTESTED, words::WORSE_UNTESTED.to_owned()),
                none(words::WITHIN_NOISE),
            ],
            warnings: Vec::new(),
        },
        HeatBy::Gap => HeatLegend {
            title: words::BY_GAP.to_owned(),
            keys: vec![
                key(true, 1.0, words::better_than_drawn(FULL_GAP)),
                key(false, FULL_GAP / 2.0, words::worse_than_drawn(FULL_GAP / 2.0)),
                key(false, 1.0, words::worse_than_drawn(FULL_GAP)),
                none(words::NOT_DRAWN),
            ],
            warnings: Vec::new(),
        },
        HeatBy::Kpi(id) => {
            let kpi = document.kpis.get(&id)?;
            let along = along(document, map, insights, id);
            let keys = match middle(&along).filter(|_| !has_goal(&along)) {
                Some(middle) => {
                    let middle = format::value(kpi, middle);
                    vec![
                        key(true, 1.0, words::better_than_middle(&middle)),
                        key(false, 1.0, words::worse_than_middle(&middle)),
                        none(words::NOT_MEASURED),
                    ]
                }
                None => by_status(),
            };
            HeatLegend {
                title: words::by_kpi(&kpi.name),
                keys,
                warnings: doctor::incomparable(document, insights, id, today),
            }
        }
    })
}

fn status(_: &Kpi, insight: &Insight) -> Option<Heat> {
    match insight.status {
        Status::OnTarget => Some(Heat { is_good: true, strength: 1.0 }),
        Status::Watch => Some(Heat { is_good: false, strength: WATCH }),
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
    use crate::model::kpi::PlaceOverride;
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

    /// A map with some stages and a KPI that is measured in the first of them, asked in other words at the second.
    fn measured_along(values: &[f64], change: impl FnOnce(&mut Kpi, &[StageId])) -> (Document, MapId, Kpi, Insights) {
        let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(2));
        let map = JourneyMap::new(ids.allocate(), "Journey");
        let id = map.id;
        let mut kpi = Kpi { question: "How satisfied are you?".to_owned(), ..Kpi::new(ids.allocate(), "CSAT") };
        let mut edit =
            |document: &mut Document, edit: &Edit| plan(document, edit, &mut ids).unwrap().diff.apply(document);
        edit(&mut document, &Edit::Add(map.into()));
        for title in ["Sign-up", "Support", "Renewal", "After"] {
            let title = title.to_owned();
            edit(&mut document, &Edit::AddStage { map: id, before: None, step_title: title.clone(), title });
        }
        let stages: Vec<_> = document.stages_of(id).iter().map(|stage| stage.id).collect();
        change(&mut kpi, &stages);
        edit(&mut document, &Edit::Add(kpi.clone().into()));
        let mut insights = Insights::default();
        for (stage, value) in stages.iter().zip(values) {
            let place = Place::Stage(*stage);
            let at_place = kpi.at(place);
            let mut insight = Insight::of_nothing(&kpi);
            insight.now.value = Some(*value);
            insight.goal = crate::metrics::goal_over(&at_place, 1.0);
            insight.status = crate::metrics::status_over(&at_place, *value, 1.0);
            insights.figures.insert((kpi.id, place), insight);
        }
        (document, id, kpi, insights)
    }

    /// Whether each stage is good, and how strong its colour is.
    fn colours(document: &Document, map: MapId, kpi: &Kpi, insights: &Insights) -> Vec<Option<(bool, f64)>> {
        let found = of_stages(document, map, insights, &KpiOverlay::default(), HeatBy::Kpi(kpi.id));
        let of = |stage: &StageId| found.get(stage).map(|heat| (heat.is_good, heat.strength));
        document.stages_of(map).iter().map(|stage| of(&stage.id)).collect()
    }

    /// One KPI colours every stage it is measured in: the better and the worse half where it has no target, and its legend
    /// says so and warns where it is asked in other words.
    #[test]
    fn one_kpi_colours_all_its_stages_and_warns_where_it_is_asked_in_other_words() {
        let (document, id, kpi, insights) = measured_along(&[4.0, 2.0, 3.5], |kpi, stages| {
            let own = PlaceOverride { question: "How was it?".to_owned(), ..PlaceOverride::default() };
            kpi.overrides.insert(Place::Stage(stages[1]), own);
        });
        let told = colours(&document, id, &kpi, &insights);
        assert_eq!(told, [Some((true, 0.5 / 1.5)), Some((false, 1.0)), Some((true, 0.0)), None]);
        assert_eq!(kpis_along(&document, id, &insights), [kpi.id]);
        let legend = legend(&document, id, &insights, HeatBy::Kpi(kpi.id), Day(20_000)).unwrap();
        assert!(legend.title.contains("CSAT") && legend.keys.len() == 3, "{legend:?}");
        assert!(legend.warnings.iter().any(|text| text.contains("different words")), "{legend:?}");
        for by in HeatBy::EVERY {
            let legend = super::legend(&document, id, &insights, by, Day(20_000));
            assert_eq!(legend.is_none(), by == HeatBy::Nothing);
        }
    }

    /// With a target at one stage alone the others have no status: they were coloured beside the middle of all, in the very
    /// colour that the legend called "off target".
    #[test]
    fn a_stage_without_a_target_has_no_colour_of_status() {
        let (document, id, kpi, insights) = measured_along(&[4.6, 4.0, 3.0], |kpi, stages| {
            let own = PlaceOverride { target: Some(4.5), ..PlaceOverride::default() };
            kpi.overrides.insert(Place::Stage(stages[0]), own);
        });
        assert_eq!(colours(&document, id, &kpi, &insights), [Some((true, 1.0)), None, None, None]);
        let legend = legend(&document, id, &insights, HeatBy::Kpi(kpi.id), Day(20_000)).unwrap();
        let none = legend.keys.iter().find(|key| key.heat.is_none()).unwrap();
        assert_eq!((legend.keys.len(), none.words.as_str()), (4, words::NO_TARGET));
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
                error: None,
                test: crate::metrics::change::Test::None,
                per_day: None,
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
