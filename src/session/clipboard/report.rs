//! What pasting came to, for the words the user reads, and what can be made of words that named no KPI.

use crate::base::ids::{CardId, IdAlloc, KpiId, StageId};
use crate::base::text::{fold_loosely, one_line};
use crate::model::edit::Verb;
use crate::model::{Card, CardBody, Document, Edit, EditLabel, Kpi, Place, RecordRef, TableKind};
use std::collections::BTreeMap;

/// What pasting came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PasteReport {
    /// Stages that were added.
    pub stages: usize,
    /// Steps that were added, those of new stages too.
    pub steps: usize,
    /// Lanes that were added.
    pub lanes: usize,
    /// Cards that were added.
    pub cards: usize,
    /// Points of the curve that stood there and have the pasted value now.
    pub replaced: usize,
    /// KPIs that came along, from the catalogue or from another file.
    pub kpis: usize,
    /// Words in a KPI lane that name no KPI, and the cards they became.
    pub no_kpis: Vec<(CardId, String)>,
    /// The ends of the scale of a curve that was written on another one than −2 ..= +2.
    pub scale: Option<(i32, i32)>,
    /// The title of a sheet, which stands nowhere now.
    pub title: Option<String>,
    /// It was understood as a sheet: names went to lanes, stages and steps.
    pub is_sheet: bool,
}

impl PasteReport {
    /// True when more came of it than one sees at a glance.
    #[must_use]
    pub fn is_worth_telling(&self) -> bool {
        self.cards + self.stages + self.steps + self.lanes > 1
            || !self.no_kpis.is_empty()
            || self.kpis > 0
            || self.replaced > 0
    }
}

/// The stage and the name of the KPI that a card of words can become; `None` for other cards.
#[must_use]
pub fn kpi_of_words(document: &Document, card: CardId) -> Option<(StageId, String)> {
    let card = document.cards.get(&card).filter(|card| card.body == CardBody::Text)?;
    let name = one_line(&card.text);
    let stage = document.steps.get(&card.step)?.stage;
    (!name.is_empty()).then_some((stage, name))
}

/// The cards of words among some records that can become KPIs.
#[must_use]
pub fn kpis_to_make(document: &Document, records: &[RecordRef]) -> Vec<CardId> {
    let cards = records.iter().filter_map(|record| match record {
        RecordRef::Card(id) => Some(*id),
        _ => None,
    });
    cards.filter(|card| kpi_of_words(document, *card).is_some()).collect()
}

/// The edit that makes a KPI of each of some cards of words; one name is one KPI. `None` when none of them is there.
#[must_use]
pub fn kpis_of_words(document: &Document, cards: &[CardId], ids: &mut IdAlloc) -> Option<Edit> {
    let mut rank = document.kpis.values().map(|kpi| kpi.rank).fold(0.0, f64::max);
    let mut made: BTreeMap<String, KpiId> = document.kpis.values().map(|k| (fold_loosely(&k.name), k.id)).collect();
    let mut edits = Vec::new();
    for card in cards.iter().filter_map(|id| document.cards.get(id)) {
        let Some((stage, name)) = kpi_of_words(document, card.id) else { continue };
        let kpi = made.get(&fold_loosely(&name)).copied().unwrap_or_else(|| {
            let kpi: KpiId = ids.allocate();
            rank += 1.0;
            edits.push(Edit::Add(Kpi { rank, ..Kpi::new(kpi, name.clone()) }.into()));
            made.insert(fold_loosely(&name), kpi);
            kpi
        });
        let body = CardBody::kpi(kpi, Place::Stage(stage), false);
        edits.push(Edit::Update(Card { text: String::new(), body, ..Card::clone(card) }.into()));
    }
    let label = EditLabel { verb: Verb::Add, noun: TableKind::Kpi, count: edits.len().div_ceil(2) };
    (!edits.is_empty()).then_some(Edit::Batch { label, edits })
}
