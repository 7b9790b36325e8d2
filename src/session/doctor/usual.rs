//! What is usually filled in where a KPI lacks something: one click gives a team something to change instead of an empty
//! field.

use super::rules::Around;
use super::{MOST_KPIS, Rule};
use crate::base::ids::{IdAlloc, KpiId, MapId};
use crate::base::time::Grain;
use crate::i18n::doctor as words;
use crate::model::edit::Verb;
use crate::model::{Direction, Document, Edit, EditLabel, Kpi, KpiKind, Place, RecordRef, TableKind, Terms, Timing};
use crate::session::catalogue::{self, Wanted};
use crate::session::kpi_picks::{self, KpiPick};
use crate::session::kpi_spot::KpiSpot;
use std::collections::BTreeMap;

/// The KPI with what it lacks by a rule about its fields; `None` where nothing is usual.
pub(super) fn filled_in(document: &Document, around: &Around<'_>, rule: Rule, kpi: KpiId) -> Option<Edit> {
    let mut kpi = Kpi::clone(document.kpis.get(&kpi)?);
    match rule {
        Rule::NoOwner => kpi.owner = around.usual_owner(kpi.id)?.to_owned(),
        // The plan is for the move that is the wrong one for this KPI.
        Rule::NoPlan if kpi.direction == Direction::Down => kpi.plan_for_rise = words::usual_plan().to_owned(),
        Rule::NoPlan => kpi.response_plan = words::usual_plan().to_owned(),
        Rule::NoOutcome => kpi.outcome = words::usual_outcome(&kpi.layer).to_owned(),
        Rule::NoTarget => kpi.target = Some(level_to_hold(around, &kpi)?),
        _ => return None,
    }
    Some(Edit::Update(kpi.into()))
}

/// What a KPI is at now, as a round number: a target to hold. A target of a sum is per month.
fn level_to_hold(around: &Around<'_>, kpi: &Kpi) -> Option<f64> {
    let here = around.figures_of(kpi.id);
    let values: Vec<f64> = if kpi.kind.is_total() {
        let months = here.filter(|insight| insight.grain == Grain::Month).flat_map(|insight| &insight.series);
        months.filter(|point| !point.is_in_progress).filter_map(|point| point.value.value).collect()
    } else {
        here.filter_map(|insight| insight.now.value).collect()
    };
    let count = u32::try_from(values.len()).ok().filter(|count| *count > 0)?;
    let mean = values.iter().sum::<f64>() / f64::from(count);
    // Two digits: of 0.0013 a hundredth would make 0, which is always met or never.
    let two_digits = |of: f64| 10_f64.powf(of.abs().max(1e-9).log10().floor() - 1.0);
    let step = match kpi.terms() {
        // What is left to all or to nothing counts: 99.87 % is not 100 %.
        Terms::Share | Terms::ShareDifference => two_digits(mean.abs().min((1.0 - mean.abs()).abs())).min(0.01),
        Terms::Score => 0.1,
        Terms::Points => 1.0,
        Terms::Quantity => two_digits(mean),
    };
    let steps = (mean / step).round();
    // By the inverse: 41 times 0.1 is 4.1000000000000005.
    Some(if step < 1.0 { steps / (1.0 / step).round() } else { steps * step })
}

/// The cards of all but the first KPIs of a map go: headlines stay first, then what stands first. KPIs and data stay.
pub(super) fn fewer_kpis(document: &Document, map: MapId) -> Option<Edit> {
    let mut cards: Vec<_> =
        document.kpi_cards(map).map(|(card, kpi, _, is_headline)| (card, kpi, is_headline)).collect();
    let columns: BTreeMap<_, _> =
        document.columns_of(map).iter().zip(0_usize..).map(|(step, at)| (step.id, at)).collect();
    let at = |step| columns.get(&step).copied().unwrap_or(usize::MAX);
    cards.sort_by(|a, b| {
        let place = at(a.0.step).cmp(&at(b.0.step)).then(a.0.rank.total_cmp(&b.0.rank)).then(a.0.id.cmp(&b.0.id));
        b.2.cmp(&a.2).then(place)
    });
    let mut kept: Vec<KpiId> = Vec::new();
    let mut gone: Vec<RecordRef> = Vec::new();
    for (card, kpi, _) in cards {
        if kept.contains(&kpi) {
            continue;
        }
        if kept.len() < MOST_KPIS { kept.push(kpi) } else { gone.push(card.id.into()) }
    }
    (!gone.is_empty()).then_some(Edit::Delete(gone))
}

/// A leading KPI of the catalogue, in the first stage that has a usual one which is not in the file already under another
/// timing: what the team called it stands.
pub(super) fn leading_kpi(document: &Document, map: MapId, ids: &mut IdAlloc) -> Option<Edit> {
    let of_stage = |title: &str| {
        let sort = catalogue::for_stage(title).first().map(|suggestion| suggestion.stage.as_str());
        catalogue::search(&Wanted { stage: sort, timing: Some(Timing::Leading), ..Wanted::default() })
    };
    let pick_of = |suggested: &Kpi| match document.kpis.values().find(|kpi| kpi.metric == suggested.metric) {
        Some(kpi) => (kpi.timing == Some(Timing::Leading)).then(|| KpiPick::Known(kpi.id, kpi.name.clone())),
        None => Some(KpiPick::Suggested(Box::new(suggested.clone()))),
    };
    document.stages_of(map).iter().find_map(|stage| {
        let spot = KpiSpot::of(document, Place::Stage(stage.id))?;
        let pick = of_stage(&stage.title).into_iter().find_map(|suggestion| pick_of(&suggestion.kpi))?;
        kpi_picks::placed(document, pick, spot, ids).map(|(edit, _)| edit)
    })
}

/// One wording for a KPI at all its places, and for all KPIs of the same name or metric.
pub(super) fn one_wording(document: &Document, around: &Around<'_>, kpi: KpiId) -> Option<Edit> {
    let kpi = document.kpis.get(&kpi)?;
    let same = around.same_things(kpi);
    let all = || std::iter::once(&**kpi).chain(same.iter().copied());
    let questions =
        all().flat_map(|k| std::iter::once(&k.question).chain(k.overrides.values().map(|own| &own.question)));
    let question = questions.map(|question| question.trim()).find(|question| !question.is_empty())?.to_owned();
    let alike = all().map(|kpi| {
        let mut kpi = Kpi { question: question.clone(), ..kpi.clone() };
        kpi.overrides.values_mut().for_each(|own| own.question.clear());
        Edit::Update(kpi.into())
    });
    changed(alike.collect())
}

/// One scale for KPIs of the same name or metric that are set to different ones; `None` where the answers themselves are on
/// different scales, which no change of a KPI mends.
pub(super) fn one_scale(document: &Document, around: &Around<'_>, kpi: KpiId) -> Option<Edit> {
    let kpi = document.kpis.get(&kpi)?;
    if around.answers_differ(kpi) {
        return None;
    }
    let with_answers = around.same_things(kpi).into_iter().filter(|other| other.answers().is_some());
    let alike = with_answers.filter_map(|other| {
        let is_top_box = |kind: KpiKind| matches!(kind, KpiKind::TopBox { .. });
        let kind = if is_top_box(other.kind) && is_top_box(kpi.kind) { kpi.kind } else { other.kind };
        let other = Kpi { scale: kpi.answers(), kind, ..other.clone() };
        (other.answers() == kpi.answers()).then(|| Edit::Update(other.into()))
    });
    changed(alike.collect())
}

/// Several changes of KPIs as one step; `None` without any.
pub(super) fn changed(edits: Vec<Edit>) -> Option<Edit> {
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Kpi, count: edits.len() };
    (!edits.is_empty()).then_some(Edit::Batch { label, edits })
}
