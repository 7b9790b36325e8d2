//! What can be done about a finding: a fix with one click, or setting it aside with a reason.

use super::{Finding, MOST_HEADLINES, Rule};
use crate::base::ids::{IdAlloc, KpiId, StageId};
use crate::base::time::Day;
use crate::model::edit::Verb;
use crate::model::{
    Card, CardBody, Dismissal, Document, Edit, EditLabel, JourneyMap, Kpi, LaneKind, Place, RecordRef, TableKind,
};
use crate::session::catalogue;

/// What one click does.
#[derive(Debug, Clone, PartialEq)]
pub enum Fix {
    /// The change that mends it.
    Edit(Box<Edit>),
    /// Only the user knows what is missing: the record where it is said.
    Show(RecordRef),
    /// Numbers have to be brought in.
    Import,
}

/// The fix of a finding.
#[must_use]
pub fn fix_of(document: &Document, finding: &Finding, ids: &mut IdAlloc) -> Fix {
    let show = || match (finding.kpi, finding.place) {
        (Some(kpi), _) => Fix::Show(kpi.into()),
        (None, Some(place)) => Fix::Show(crate::model::edit::record_of_place(place)),
        (None, None) => Fix::Import,
    };
    let edit = match (finding.rule, finding.kpi, finding.place) {
        (Rule::NoData | Rule::StaleData | Rule::FewAnswers | Rule::AveragesOfAverages, ..) => return Fix::Import,
        (Rule::NoPlace, Some(kpi), _) => on_first_map(document, kpi),
        (Rule::TooManyHeadlines, _, Some(Place::Stage(stage))) => fewer_headlines(document, stage),
        (Rule::NoKpiInStage, _, Some(Place::Stage(stage))) => suggested_kpi(document, stage, ids),
        _ => None,
    };
    edit.map_or_else(show, |edit| Fix::Edit(Box::new(edit)))
}

/// A card of the KPI about the whole of the first map.
fn on_first_map(document: &Document, kpi: KpiId) -> Option<Edit> {
    let map = document.maps_in_order().first()?.id;
    let lane = document.lanes_of(map).iter().find(|lane| lane.kind == LaneKind::Kpi)?.id;
    let columns = document.columns_of(map);
    let span = u32::try_from(columns.len()).ok()?;
    let body = CardBody::kpi(kpi, Place::Map(map), false);
    Some(Edit::AddCard { lane, step: columns.first()?.id, span, text: String::new(), body })
}

/// All but the first headlines of a stage become plain cards.
fn fewer_headlines(document: &Document, stage: StageId) -> Option<Edit> {
    let map = document.stages.get(&stage)?.map;
    let mut headlines: Vec<&Card> = document
        .kpi_cards(map)
        .filter(|(_, _, place, is_headline)| *is_headline && document.stage_of_place(*place) == Some(stage))
        .map(|(card, ..)| card.as_ref())
        .collect();
    headlines.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)));
    let plain = |card: &Card| {
        let mut card = card.clone();
        if let CardBody::Kpi { is_headline, .. } = &mut card.body {
            *is_headline = false;
        }
        Edit::Update(card.into())
    };
    let edits: Vec<Edit> = headlines.into_iter().skip(MOST_HEADLINES).map(plain).collect();
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Card, count: edits.len() };
    Some(Edit::Batch { label, edits })
}

/// The KPI of the catalogue that fits the stage best, with a card.
fn suggested_kpi(document: &Document, stage: StageId, ids: &mut IdAlloc) -> Option<Edit> {
    let row = document.stages.get(&stage)?;
    let lane = document.lanes_of(row.map).iter().find(|lane| lane.kind == LaneKind::Kpi)?.id;
    let steps = document.steps_of(stage);
    let taken = |metric: &str| document.kpis.values().find(|kpi| kpi.metric == metric);
    let suggestion = catalogue::for_stage(&row.title).into_iter().next()?;
    let rank = document.kpis.values().map(|kpi| kpi.rank).fold(0.0, f64::max) + 1.0;
    let mut edits = Vec::new();
    let kpi = taken(&suggestion.kpi.metric).map(|kpi| kpi.id).unwrap_or_else(|| {
        let kpi = Kpi { id: ids.allocate(), rank, ..suggestion.kpi.clone() };
        let id = kpi.id;
        edits.push(Edit::Add(kpi.into()));
        id
    });
    let body = CardBody::kpi(kpi, Place::Stage(stage), true);
    let span = u32::try_from(steps.len()).ok()?;
    edits.push(Edit::AddCard { lane, step: steps.first()?.id, span, text: String::new(), body });
    Some(Edit::Batch { label: EditLabel::one(Verb::Add, TableKind::Kpi), edits })
}

/// The change that sets a finding aside, with the reason why; `None` for what is gone meanwhile, or without a reason.
#[must_use]
pub fn dismissed(document: &Document, finding: &Finding, reason: &str, on: Day) -> Option<Edit> {
    let reason = Some(reason.trim()).filter(|reason| !reason.is_empty())?.to_owned();
    let dismissal = Dismissal { rule: finding.rule.word().to_owned(), place: finding.place, reason, on };
    changed(document, finding, |all| all.push(dismissal.clone()))
}

/// The change that brings a finding back that was set aside.
#[must_use]
pub fn restored(document: &Document, finding: &Finding) -> Option<Edit> {
    let (rule, place) = (finding.rule.word(), finding.place);
    changed(document, finding, |all| all.retain(|dismissed| !dismissed.covers(rule, place)))
}

fn changed(document: &Document, finding: &Finding, change: impl Fn(&mut Vec<Dismissal>)) -> Option<Edit> {
    if let Some(kpi) = finding.kpi {
        let mut kpi = Kpi::clone(document.kpis.get(&kpi)?);
        change(&mut kpi.dismissed);
        return Some(Edit::Update(kpi.into()));
    }
    let mut map = JourneyMap::clone(document.maps.get(&finding.map(document)?)?);
    change(&mut map.dismissed);
    Some(Edit::Update(map.into()))
}
