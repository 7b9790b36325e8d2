//! What can be done about a finding: a fix with one click, or setting it aside with a reason.

use super::rules::Around;
use super::{Finding, MOST_HEADLINES, Rule, usual};
use crate::base::ids::{IdAlloc, KpiId, SourceId, StageId};
use crate::base::time::Day;
use crate::model::edit::Verb;
use crate::model::{
    Card, CardBody, Dismissal, Document, Edit, EditLabel, JourneyMap, Kpi, Place, RecordRef, TableKind,
};
use crate::session::catalogue;
use crate::session::insights::Insights;
use crate::session::kpi_picks::{self, KpiPick};
use crate::session::kpi_spot::KpiSpot;

/// What one click does.
#[derive(Debug, Clone, PartialEq)]
pub enum Fix {
    /// The change that mends it.
    Edit(Box<Edit>),
    /// Only the user knows what is missing: the record where it is said.
    Show(RecordRef),
    /// Numbers have to be brought in.
    Import,
    /// The shown days are few; there are more answers on others.
    AllDays,
    /// The file of a source has to be read again.
    Refresh(SourceId),
    /// What the columns of a source mean has to be said anew: which of them counts the answers, or what their scale is.
    Remap(SourceId),
}

/// The fix of a finding.
#[must_use]
pub fn fix_of(document: &Document, insights: &Insights, finding: &Finding, ids: &mut IdAlloc, today: Day) -> Fix {
    fix(document, (insights, &Around::of(document, insights, today)), finding, ids)
}

/// The fixes of several findings; what they ask again and again is gathered once.
#[must_use]
pub fn fixes_of(
    document: &Document,
    insights: &Insights,
    findings: &[Finding],
    ids: &mut IdAlloc,
    today: Day,
) -> Vec<Fix> {
    let around = Around::of(document, insights, today);
    findings.iter().map(|finding| fix(document, (insights, &around), finding, ids)).collect()
}

pub(super) fn fix(
    document: &Document,
    (insights, around): (&Insights, &Around<'_>),
    finding: &Finding,
    ids: &mut IdAlloc,
) -> Fix {
    let show = || match (finding.kpi, finding.place) {
        (Some(kpi), _) => Fix::Show(kpi.into()),
        (None, Some(place)) => Fix::Show(crate::model::edit::record_of_place(place)),
        (None, None) => Fix::Import,
    };
    let edit = match (finding.rule, finding.kpi, finding.place) {
        (Rule::NoData, ..) => return Fix::Import,
        (Rule::FewAnswers, ..) => return if has_more(insights, finding) { Fix::AllDays } else { Fix::Import },
        (Rule::StaleData, ..) => return source_of(document, insights, finding).map_or(Fix::Import, Fix::Refresh),
        (Rule::AveragesOfAverages, ..) => {
            return source_of(document, insights, finding).map_or(Fix::Import, Fix::Remap);
        }
        (rule, Some(kpi), _) if rule.is_of_field() => usual::filled_in(document, around, rule, kpi),
        (Rule::OtherWording, Some(kpi), _) => usual::one_wording(document, around, kpi),
        (Rule::OtherScale, Some(kpi), _) => usual::one_scale(document, around, kpi),
        (Rule::TooManyKpis, _, Some(Place::Map(map))) => usual::fewer_kpis(document, map),
        (Rule::LaggingOnly, _, Some(Place::Map(map))) => usual::leading_kpi(document, map, ids),
        (Rule::NoPlace, Some(kpi), _) => on_first_map(document, kpi, ids),
        (Rule::TooManyHeadlines, _, Some(Place::Stage(stage))) => fewer_headlines(document, stage),
        (Rule::NoKpiInStage, _, Some(Place::Stage(stage))) => suggested_kpi(document, stage, ids),
        _ => None,
    };
    edit.map_or_else(show, |edit| Fix::Edit(Box::new(edit)))
}

/// True when the figures that a finding is about have rows on other days than those of the value.
fn has_more(insights: &Insights, finding: &Finding) -> bool {
    let at = finding.kpi.zip(finding.place);
    let Some(insight) = at.and_then(|at| insights.figures.get(&at)) else { return false };
    let is_outside = |day: Day| !insight.now_range.contains(day);
    insight.first_day.is_some_and(is_outside) || insight.last_day.is_some_and(is_outside)
}

/// The newest source of the figures that a finding is about, where the file it was read from is known.
fn source_of(document: &Document, insights: &Insights, finding: &Finding) -> Option<SourceId> {
    let insight = insights.figures.get(&(finding.kpi?, finding.place?))?;
    let known = insight.sources.iter().filter_map(|id| document.sources.get(id)).filter(|s| !s.path.is_empty());
    known.max_by_key(|source| (source.last_day, source.id)).map(|source| source.continues.unwrap_or(source.id))
}

/// A card of the KPI about the whole of the first map.
fn on_first_map(document: &Document, kpi: KpiId, ids: &mut IdAlloc) -> Option<Edit> {
    let spot = KpiSpot::of(document, Place::Map(document.maps_in_order().first()?.id))?;
    let pick = KpiPick::Known(kpi, document.kpis.get(&kpi)?.name.clone());
    kpi_picks::placed(document, pick, spot, ids).map(|(edit, _)| edit)
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
    let suggested = &catalogue::for_stage(&document.stages.get(&stage)?.title).into_iter().next()?.kpi;
    let taken = document.kpis.values().find(|kpi| kpi.metric == suggested.metric);
    let pick = match taken {
        Some(kpi) => KpiPick::Known(kpi.id, kpi.name.clone()),
        None => KpiPick::Suggested(Box::new(suggested.clone())),
    };
    let spot = KpiSpot { is_headline: true, ..KpiSpot::of(document, Place::Stage(stage))? };
    kpi_picks::placed(document, pick, spot, ids).map(|(edit, _)| edit)
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
