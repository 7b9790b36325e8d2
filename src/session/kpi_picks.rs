//! What a few typed letters may mean where a KPI is wanted: one of the file, one of the catalogue, or a new one.

use crate::base::ids::{CardId, Id as _, IdAlloc, KpiId, LaneId, StepId};
use crate::base::text::fold_loosely;
use crate::i18n::lists as words;
use crate::model::edit::Verb;
use crate::model::{
    AnyRecord, Card, CardBody, CardForm, CardMarks, CardSplit, Document, Edit, EditLabel, Kpi, Place, TableKind,
};
use crate::session::catalogue::{self, Wanted};
use crate::session::import_job::likeness::likeness;
use crate::session::kpi_spot::KpiSpot;
use std::collections::BTreeSet;

/// Most KPIs of the catalogue that are offered at once.
const MOST_SUGGESTED: usize = 6;

/// A KPI that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum KpiPick {
    /// One of the file.
    Known(KpiId, String),
    /// One of the catalogue, complete but for id and rank.
    Suggested(Box<Kpi>),
    /// One that is called like what was typed; empty when nothing was.
    New(String),
}

impl KpiPick {
    /// Its id, and the KPI itself when it is new to the file.
    #[must_use]
    pub fn resolved(self, ids: &mut IdAlloc) -> (KpiId, Option<Kpi>) {
        match self {
            Self::Known(kpi, _) => (kpi, None),
            Self::Suggested(kpi) => (ids.allocate(), Some(*kpi)),
            Self::New(name) => (ids.allocate(), Some(named(&name))),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Known(_, name) | Self::New(name) => name,
            Self::Suggested(kpi) => &kpi.name,
        }
    }
}

/// How well a name answers what was typed; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Same,
    Begins,
    WordBegins,
    Holds,
    Alike,
}

fn fit(typed: &str, name: &str) -> Option<Fit> {
    let (wanted, folded) = (fold_loosely(typed), fold_loosely(name));
    if wanted == folded {
        return Some(Fit::Same);
    }
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if folded.starts_with(&wanted) {
        Some(Fit::Begins)
    } else if words.any(|word| fold_loosely(word).starts_with(&wanted)) {
        Some(Fit::WordBegins)
    } else if folded.contains(&wanted) {
        Some(Fit::Holds)
    } else {
        likeness(typed, name).map(|_| Fit::Alike)
    }
}

/// What can be chosen after some letters, the likeliest first. What is called just so, or begins like that, comes before
/// a new KPI of that name; what is only alike comes after it, so that Enter never takes what nobody meant.
#[must_use]
pub fn picks(document: &Document, typed: &str) -> Vec<KpiPick> {
    let typed = typed.trim();
    let mut known: Vec<_> = document.kpis.values().collect();
    known.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)));
    if typed.is_empty() {
        let known = known.into_iter().map(|kpi| KpiPick::Known(kpi.id, kpi.name.clone()));
        return known.chain([KpiPick::New(String::new())]).collect();
    }
    let mut found: Vec<(Fit, KpiPick)> = known
        .iter()
        .filter_map(|kpi| Some((fit(typed, &kpi.name)?, KpiPick::Known(kpi.id, kpi.name.clone()))))
        .collect();
    let is_known = found.iter().any(|(fit, _)| *fit == Fit::Same);
    let is_in_file = |kpi: &Kpi| known.iter().any(|other| fold_loosely(&other.name) == fold_loosely(&kpi.name));
    let suggested = catalogue::every().iter().filter(|suggestion| !is_in_file(&suggestion.kpi));
    let suggested = suggested.filter_map(|catalogue::Suggestion { key, kpi, .. }| {
        // "NPS" is how people call it.
        let by_key = fit(typed, key).filter(|fit| *fit <= Fit::Begins).map(|_| Fit::Begins);
        let fit = fit(typed, &kpi.name).or(by_key).filter(|fit| *fit <= Fit::WordBegins)?;
        // A name that was typed to its end is enough; the beginning of one could be anything.
        Some((if fit == Fit::Same { fit } else { Fit::Alike }, KpiPick::Suggested(Box::new(kpi.clone()))))
    });
    found.extend(suggested.take(MOST_SUGGESTED));
    if !is_known {
        found.push((Fit::Holds, KpiPick::New(typed.to_owned())));
    }
    found.sort_by_key(|(fit, pick)| (*fit, matches!(pick, KpiPick::Known(..)) && *fit == Fit::Holds));
    found.into_iter().map(|(_, pick)| pick).collect()
}

/// The KPI that a name makes: as the catalogue defines it when it knows the name, else one without a definition.
#[must_use]
pub fn named(name: &str) -> Kpi {
    let plain = || Kpi::new(KpiId::from_raw(1), name);
    let known = catalogue::named(&fold_loosely(name)).filter(|_| !name.trim().is_empty());
    known.map_or_else(plain, |kpi| Kpi { name: name.to_owned(), ..kpi })
}

/// The edit that shows a KPI on a card: a card that is there shows it from then on, otherwise one comes into being in
/// the cell, about the stage the cell stands in. A KPI that comes new into the file has no data yet; one without a name
/// gets the next free one.
#[must_use]
pub fn shown(
    document: &Document,
    (kpi, new): (KpiId, Option<Kpi>),
    (card, lane, step): (CardId, LaneId, StepId),
) -> Option<Edit> {
    let stage = document.steps.get(&step)?.stage;
    let on_card: Edit = match document.cards.get(&card) {
        Some(there) => {
            let (place, is_headline, form, split) = match &there.body {
                CardBody::Kpi { place, is_headline, form, split, .. } => (*place, *is_headline, *form, split.clone()),
                _ => (Place::Stage(stage), false, CardForm::Automatic, CardSplit::default()),
            };
            let body = CardBody::Kpi { kpi, place, is_headline, form, split };
            Edit::Update(Card { text: String::new(), body, ..Card::clone(there) }.into())
        }
        None => {
            let body = CardBody::kpi(kpi, Place::Stage(stage), false);
            Edit::Add(card_of(document, (card, lane, step), 1, body))
        }
    };
    let Some(new) = new else { return Some(on_card) };
    let edits = vec![added(document, kpi, new)?, on_card];
    Some(Edit::Batch { label: EditLabel::one(Verb::Add, TableKind::Kpi), edits })
}

/// The edit that brings a KPI into the file, behind all others.
fn added(document: &Document, kpi: KpiId, new: Kpi) -> Option<Edit> {
    let rank = document.kpis.values().map(|other| other.rank).fold(0.0, f64::max) + 1.0;
    let name = free_name(document, &new.name)?;
    Some(Edit::Add(Kpi { id: kpi, name, rank, ..new }.into()))
}

/// True when a KPI has a card for a place.
#[must_use]
pub fn is_at(document: &Document, pick: &KpiPick, place: Place) -> bool {
    let is_it = |card: &Card| matches!((&card.body, pick), (CardBody::Kpi { kpi, place: at, .. }, KpiPick::Known(known, _)) if kpi == known && *at == place);
    document.cards.values().any(|card| is_it(card))
}

/// The edit that puts a KPI with a card of its own at a place, as one step, and that card. A map without a lane for KPIs
/// gets one. `None` when the KPI has a card for the place already, or the place is gone.
#[must_use]
pub fn placed(document: &Document, pick: KpiPick, spot: KpiSpot, ids: &mut IdAlloc) -> Option<(Edit, CardId)> {
    let map = document.map_of_step(spot.step).filter(|map| document.map_of_place(spot.place) == Some(*map))?;
    if is_at(document, &pick, spot.place) {
        return None;
    }
    let (kpi, new) = pick.resolved(ids);
    let noun = if new.is_some() { TableKind::Kpi } else { TableKind::Card };
    let (lane, new_lane) = spot.lane_of(document, map, ids);
    let mut edits: Vec<Edit> = new_lane.into_iter().collect();
    if let Some(new) = new {
        edits.push(added(document, kpi, new)?);
    }
    let card = ids.allocate();
    let body = CardBody::kpi(kpi, spot.place, spot.is_headline);
    edits.push(Edit::Add(card_of(document, (card, lane, spot.step), spot.span, body)));
    Some((Edit::Batch { label: EditLabel::one(Verb::Add, noun), edits }, card))
}

/// A new card without words behind the others of its cell.
fn card_of(document: &Document, (id, lane, step): (CardId, LaneId, StepId), span: u32, body: CardBody) -> AnyRecord {
    let rank = document.cards_in(lane, step).last().map_or(1.0, |last| last.rank + 1.0);
    Card { id, lane, step, span, rank, text: String::new(), body, marks: CardMarks::default() }.into()
}

/// A KPI on offer, with what is said beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// What is taken.
    pub pick: KpiPick,
    /// The KPI, complete but for id and rank where it is not in the file.
    pub kpi: Kpi,
    /// The sort of stage it belongs to; empty for KPIs of the file.
    pub stage: String,
    /// The columns that an import needs; empty for KPIs of the file.
    pub columns: Vec<String>,
}

/// The KPIs one may put on a map: those of the file, then those of the catalogue that are not in it.
#[must_use]
pub fn offers(document: &Document, wanted: &Wanted<'_>) -> Vec<Offer> {
    let mut known: Vec<_> = document.kpis.values().filter(|kpi| wanted.stage.is_none() && wanted.takes(kpi)).collect();
    known.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)));
    let known = known.into_iter().map(|kpi| Offer {
        pick: KpiPick::Known(kpi.id, kpi.name.clone()),
        kpi: Kpi::clone(kpi),
        stage: String::new(),
        columns: Vec::new(),
    });
    let names: BTreeSet<String> = document.kpis.values().map(|kpi| fold_loosely(&kpi.name)).collect();
    let suggested = catalogue::search(wanted).into_iter().filter(|s| !names.contains(&fold_loosely(&s.kpi.name)));
    let suggested = suggested.map(|suggestion| Offer {
        pick: KpiPick::Suggested(Box::new(suggestion.kpi.clone())),
        kpi: suggestion.kpi.clone(),
        stage: suggestion.stage.clone(),
        columns: catalogue::columns_needed(suggestion),
    });
    known.chain(suggested).collect()
}

/// The name as it is; instead of none, the next free "New KPI".
fn free_name(document: &Document, name: &str) -> Option<String> {
    if !name.trim().is_empty() {
        return Some(name.trim().to_owned());
    }
    let is_taken = |name: &str| document.kpis.values().any(|other| other.name == name);
    let numbered = (2_u32..).map(|number| format!("{} {number}", words::new_kpi()));
    std::iter::once(words::new_kpi().to_owned()).chain(numbered).find(|name| !is_taken(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{MapId, StageId};
    use crate::model::LaneKind;
    use std::sync::Arc;

    /// What is offered, as words: the file's own as they are, the catalogue's in brackets, a new one after "+".
    fn check(names: &[&str], typed: &str, expected: &[&str]) {
        let mut document = Document::default();
        for (index, name) in (1_u8..).zip(names) {
            let kpi = Kpi { rank: f64::from(index), ..Kpi::new(KpiId::from_raw(i64::from(index)), *name) };
            document.kpis.insert(kpi.id, Arc::new(kpi));
        }
        let words = picks(&document, typed).into_iter().map(|pick| match pick {
            KpiPick::Known(_, name) => name,
            KpiPick::Suggested(kpi) => format!("({})", kpi.name),
            KpiPick::New(name) => format!("+{name}"),
        });
        assert_eq!(words.collect::<Vec<_>>(), expected, "{typed:?} among {names:?}");
    }

    #[test]
    fn what_begins_like_that_comes_before_a_new_one_and_what_is_alike_after_it() {
        let names = ["Trust score", "Time to trust", "Distrust", "Refunds"];
        check(&names, "", &["Trust score", "Time to trust", "Distrust", "Refunds", "+"]);
        check(&names, " tru ", &["Trust score", "Time to trust", "+tru", "Distrust"]);
        check(&names, "refund", &["Refunds", "+refund"]);
        check(&names, "REFUNDS", &["Refunds"]);
        check(&names, "Refubds", &["+Refubds", "Refunds"]);
        check(&[], "Calm at the till", &["+Calm at the till"]);
    }

    #[test]
    fn the_catalogue_is_offered_but_never_taken_for_a_beginning() {
        let first = catalogue::every().first().unwrap().kpi.name.clone();
        let beginning: String = first.chars().take(4).collect();
        let offered = picks(&Document::default(), &beginning);
        assert_eq!(offered.first(), Some(&KpiPick::New(beginning)));
        assert!(matches!(&offered[1..], [KpiPick::Suggested(_), ..]), "{offered:?}");
        let whole = picks(&Document::default(), &first);
        assert!(matches!(&whole[0], KpiPick::Suggested(kpi) if kpi.name == first), "{whole:?}");
        let by_key = picks(&Document::default(), "nps");
        assert!(
            matches!(&by_key[..], [KpiPick::New(_), KpiPick::Suggested(kpi), ..] if kpi.metric == "nps"),
            "{by_key:?}"
        );
    }

    /// A map of one stage, with a lane for KPIs or without.
    fn map(has_lane: bool) -> (Document, MapId, StageId, IdAlloc) {
        let mut ids = IdAlloc::seeded(5);
        let mut document = Document::default();
        let row = crate::model::JourneyMap::new(ids.allocate(), "m");
        let id = row.id;
        let (title, step_title) = ("Support".to_owned(), "Call".to_owned());
        let mut edits = vec![Edit::Add(row.into()), Edit::AddStage { map: id, before: None, title, step_title }];
        let lane = |kind| Edit::AddLane { map: id, before: None, kind, title: "lane".to_owned() };
        edits.push(lane(LaneKind::Text));
        edits.extend(has_lane.then(|| lane(LaneKind::Kpi)));
        for edit in edits {
            crate::model::edit::plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
        }
        let stage = document.stages_of(id)[0].id;
        (document, id, stage, ids)
    }

    /// A KPI comes to its place with a card in a lane for KPIs, which is made where there is none, and once only.
    #[test]
    fn a_kpi_is_put_at_a_place_with_all_it_needs() {
        for has_lane in [true, false] {
            let (mut document, map, stage, mut ids) = map(has_lane);
            let kpi = catalogue::kpi("csat").unwrap();
            let spots = [Place::Stage(stage), Place::Map(map)].map(|place| KpiSpot::of(&document, place).unwrap());
            let mut pick = KpiPick::Suggested(Box::new(kpi.clone()));
            for spot in spots {
                let (edit, card) = placed(&document, pick, spot, &mut ids).unwrap();
                crate::model::edit::plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
                let known = document.kpis.values().next().unwrap();
                assert_eq!(document.cards[&card].body, CardBody::kpi(known.id, spot.place, false));
                assert_eq!(document.lanes[&document.cards[&card].lane].kind, LaneKind::Kpi);
                pick = KpiPick::Known(known.id, known.name.clone());
                assert_eq!(placed(&document, pick.clone(), spot, &mut ids), None, "a second time");
            }
            let lanes = document.lanes.values().filter(|lane| lane.kind == LaneKind::Kpi).count();
            assert_eq!((document.kpis.len(), lanes, document.cards.len()), (1, 1, 2));
            assert_eq!(crate::model::check::violations(&document), []);
        }
    }

    #[test]
    fn offers_name_a_kpi_of_the_file_once() {
        let mut document = Document::default();
        let csat = Kpi { id: KpiId::from_raw(1), ..catalogue::kpi("csat").unwrap() };
        document.kpis.insert(csat.id, Arc::new(csat.clone()));
        let all = offers(&document, &Wanted::default());
        assert_eq!(all.iter().filter(|offer| offer.kpi.name == csat.name).count(), 1);
        assert!(matches!(&all[0].pick, KpiPick::Known(..)) && all.len() == catalogue::every().len());
        let of_stage = offers(&document, &Wanted { stage: Some("Retention"), ..Wanted::default() });
        assert!(of_stage.iter().all(|offer| matches!(offer.pick, KpiPick::Suggested(_))));
        assert!(offers(&document, &Wanted { words: "no such thing", ..Wanted::default() }).is_empty());
    }
}
