//! From what is selected to what is on the clipboard.

use super::structure::ClipStructure;
use super::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Table};
use crate::base::ids::{CardId, IdAlloc, LaneId, MapId, StageId, StepId};
use crate::export::bytes_as_text;
use crate::export::picture::checked;
use crate::i18n::canvas::{new_stage, new_step};
use crate::i18n::shell::command::lane_title;
use crate::model::edit::{Verb, plan};
use crate::model::{
    Card, CardBody, Connection, ConnectionLook, Document, Edit, EditLabel, Kpi, Lane, LaneKind, Note, Persona, Picture,
    PictureFile, Place, RecordRef, Step,
};
use crate::session::arrange::words_of_point;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The attribute in which cards travel.
const MARK: &str = " data-milepost-cards=\"";
/// The attribute in which the bytes of their pictures travel, in base 64 and parted by commas.
const PICTURES: &str = " data-milepost-pictures=\"";
/// More bytes of pictures than this stay behind: a clipboard is no place for albums.
const MOST_PICTURE_BYTES: usize = 48_000_000;

/// Something copied, in every form it is offered in.
#[derive(Debug, Clone, PartialEq)]
pub struct Copied {
    /// Tab-separated text.
    pub text: String,
    /// An HTML table.
    pub html: String,
    /// The same with everything it has, for maps.
    pub clip: Option<Clip>,
}

/// Cards taken off the grid, with where they stood to each other; or stages, steps and lanes with all their cards. Travels between windows inside the HTML.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Clip {
    pub(super) cards: Vec<ClipCard>,
    pub(super) connections: Vec<ClipConnection>,
    /// What was said about the cards.
    pub(super) notes: Vec<ClipNote>,
    /// Whom the cards are about.
    pub(super) personas: Vec<Persona>,
    /// What they measure.
    pub(super) kpis: Vec<Kpi>,
    /// The columns of their map as far as they stand on them.
    pub(super) columns: Vec<ClipColumn>,
    /// The stages, steps and lanes, where they were copied.
    pub(super) structure: Option<ClipStructure>,
}

impl Copied {
    /// The HTML with the bytes of pictures, for another window; without them where they are too many.
    #[must_use]
    pub fn html_with_pictures<'a>(&self, pictures: impl Iterator<Item = &'a [u8]> + Clone) -> String {
        let total: usize = pictures.clone().map(<[u8]>::len).sum();
        if total == 0 || total > MOST_PICTURE_BYTES || self.clip.is_none() {
            return self.html.clone();
        }
        let texts: Vec<String> = pictures.map(bytes_as_text::encoded).collect();
        self.html.replacen("<table", &format!("<table{PICTURES}{}\"", texts.join(",")), 1)
    }

    /// The pictures that an HTML text carries; what is none is left out. Takes a moment.
    #[must_use]
    pub fn pictures_of_html(html: &str) -> Vec<PictureFile> {
        let Some((texts, _)) = html.split_once(PICTURES).and_then(|(_, rest)| rest.split_once('"')) else {
            return Vec::new();
        };
        texts.split(',').filter_map(|text| checked(bytes_as_text::decoded(text)?).ok()).collect()
    }
}

impl Clip {
    /// Number of cards.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cards.len()
    }

    /// The cards that an HTML text carries; `None` when it carries none, or more than a map takes.
    #[must_use]
    pub fn of_html(html: &str) -> Option<Self> {
        let (_, rest) = html.split_once(MARK)?;
        let (text, _) = rest.split_once('"')?;
        let clip: Self = serde_json::from_str(&super::html::unescaped(text)).ok()?;
        let is_sound = |item: &ClipCard| {
            item.row < MAX_ROWS && item.column < MAX_COLUMNS && item.map_column < MAX_COLUMNS && item.card.span > 0
        };
        let is_whole = clip.structure.as_ref().is_none_or(ClipStructure::is_sound);
        (clip.cards.len() <= MAX_CELLS && clip.cards.iter().all(is_sound) && is_whole).then_some(clip)
    }

    /// An HTML table with the cards in it, unseen.
    fn html(&self, table: &Table) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let text = super::html::escaped(&json);
        table.to_html().replacen("<table>", &format!("<table{MARK}{text}\">"), 1)
    }

    /// The pictures that its cards and personas show.
    #[must_use]
    pub fn pictures(&self) -> BTreeSet<Picture> {
        let of_card = |item: &ClipCard| match &item.card.body {
            CardBody::Image { picture } => picture.clone(),
            _ => None,
        };
        let of_personas = self.personas.iter().filter_map(|p| p.picture.clone());
        self.cards.iter().filter_map(of_card).chain(of_personas).collect()
    }

    /// The same without the pictures but those of some digests: a file shows only what it holds.
    #[must_use]
    pub fn with_pictures_of(mut self, digests: &BTreeSet<String>) -> Self {
        let forget = |picture: &mut Option<Picture>| {
            *picture = picture.take().filter(|picture| digests.contains(&picture.digest));
        };
        for item in &mut self.cards {
            if let CardBody::Image { picture } = &mut item.card.body {
                forget(picture);
            }
        }
        self.personas.iter_mut().for_each(|persona| forget(&mut persona.picture));
        self
    }

    /// The column that a card measures, or the first one of the stage.
    pub(super) fn measured_column(&self, item: &ClipCard) -> Option<usize> {
        let CardBody::Kpi { place, .. } = item.card.body else { return None };
        self.columns.iter().position(|column| match place {
            Place::Stage(id) => column.stage_id == id,
            Place::Step(id) => column.step_id == id,
            Place::Map(_) | Place::Touchpoint(_) => false,
        })
    }

    /// True when it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty() && self.structure.is_none()
    }
}

/// A card off the grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ClipCard {
    /// Rows below the uppermost card.
    pub(super) row: usize,
    /// Columns right of the leftmost card.
    pub(super) column: usize,
    /// Where it stood, for pasting without a place: the same map may still be there.
    pub(super) lane: LaneId,
    pub(super) step: StepId,
    /// What its lane held.
    pub(super) kind: LaneKind,
    /// What its lane was called.
    pub(super) lane_title: String,
    /// Its columns counted from the left edge of the map.
    pub(super) map_column: usize,
    pub(super) card: Card,
    /// What it says even where its KPI is unknown.
    pub(super) words: String,
}

impl ClipCard {
    /// The card, where it is one that a KPI may measure.
    pub(super) fn measurable(&self) -> Option<CardId> {
        (!matches!(self.card.body, CardBody::Kpi { .. })).then_some(self.card.id)
    }
}

/// A note about a card of a clip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ClipNote {
    pub(super) card: usize,
    pub(super) note: Note,
}

/// A column of the map of a clip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ClipColumn {
    pub(super) step_id: StepId,
    pub(super) stage_id: StageId,
    /// Name of the stage that begins here.
    pub(super) stage: Option<String>,
    /// Name of the step.
    pub(super) step: String,
}

/// A connection between two cards of a clip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ClipConnection {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: String,
    #[serde(flatten)]
    pub(super) look: ConnectionLook,
    /// What was said about it; about which connection, they name themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<Note>,
}

/// What copying a selection puts on the clipboard; `None` when nothing selected has a place on the grid.
///
/// Cards give their cells. Stages, steps and lanes come as what they are, with everything in them; a spreadsheet gets
/// their names and all their cells, as pasting on a stage, a step or a lane reads them.
#[must_use]
pub fn copied(document: &Document, map: MapId, selection: &[RecordRef]) -> Option<Copied> {
    of_grid(&Grid::of(document, map), selection)
}

fn of_grid(grid: &Grid<'_>, selection: &[RecordRef]) -> Option<Copied> {
    let cards: Vec<CardId> = selection
        .iter()
        .filter_map(|record| match record {
            RecordRef::Card(id) => Some(*id),
            _ => None,
        })
        .collect();
    let (clip, table) = match ClipStructure::of(grid.document, grid.map, selection) {
        Some(structure) => (grid.structure(structure), grid.titles(selection)?),
        None => grid.clip(&cards)?,
    };
    Some(Copied { text: table.to_tsv(), html: clip.html(&table), clip: Some(clip) })
}

/// What cutting a selection puts on the clipboard, and the edit that takes it off the map; `None` when the copy would not
/// hold everything that goes.
///
/// A card that reaches from a step that goes over one that stays is on the map still: it is no part of the copy, or
/// pasting would make a second one.
#[must_use]
pub fn cut(document: &Document, map: MapId, selection: &[RecordRef]) -> Option<(Copied, Edit)> {
    let mut grid = Grid::of(document, map);
    if let Ok(plan) = plan(document, &Edit::Delete(selection.to_vec()), &mut IdAlloc::seeded(0)) {
        let cards = &plan.diff.cards.0;
        grid.staying = cards.iter().filter(|(_, change)| change.after.is_some()).map(|(id, _)| *id).collect();
    }
    let copied = of_grid(&grid, selection)?;
    let edit = cut_edit(document, selection, &copied)?;
    Some((copied, edit))
}

/// The edit that takes a selection off the map once it is copied; `None` when the copy does not hold every card that
/// would go: figures elsewhere that measure a stage, cards of hidden lanes.
#[must_use]
pub fn cut_edit(document: &Document, selection: &[RecordRef], copied: &Copied) -> Option<Edit> {
    let cards: BTreeSet<CardId> = copied.clip.iter().flat_map(|clip| &clip.cards).map(|item| item.card.id).collect();
    let structure = copied.clip.iter().filter_map(|clip| clip.structure.as_ref());
    let columns_and_rows: BTreeSet<RecordRef> = structure.flat_map(ClipStructure::records).collect();
    let is_copied = |record: &RecordRef| match record {
        RecordRef::Card(id) => cards.contains(id),
        RecordRef::Connection(id) => {
            document.connections.get(id).is_some_and(|c| cards.contains(&c.from) && cards.contains(&c.to))
        }
        record => columns_and_rows.contains(record),
    };
    let first = selection.first().filter(|_| selection.iter().all(is_copied))?;
    let label = EditLabel { verb: Verb::Cut, noun: first.table(), count: selection.len() };
    let delete = Edit::Delete(selection.to_vec());
    // A deletion makes nothing. One that a rule forbids says so itself.
    if let Ok(plan) = plan(document, &delete, &mut IdAlloc::seeded(0)) {
        let going = plan.diff.cards.0.iter().filter(|(_, change)| change.after.is_none());
        if going.map(|(id, _)| id).any(|id| !cards.contains(id)) {
            return None;
        }
    }
    Some(Edit::Batch { label, edits: vec![delete] })
}

/// What a card says to a spreadsheet.
fn words(document: &Document, card: &Card) -> String {
    match &card.body {
        CardBody::Kpi { kpi, .. } if card.text.is_empty() => {
            document.kpis.get(kpi).map_or_else(String::new, |kpi| kpi.name.clone())
        }
        CardBody::Curve { value } => words_of_point(*value, &card.text),
        // A clipboard without words counts as empty.
        CardBody::Image { .. } if card.text.is_empty() => crate::i18n::panels::card_sort(&card.body).to_owned(),
        _ => card.text.clone(),
    }
}

/// A name, or what stands for none: a clipboard without words counts as empty.
fn named<'a>(name: &'a str, untitled: &'a str) -> &'a str {
    if name.trim().is_empty() { untitled } else { name }
}

/// The rows and columns that a block covers.
struct Grid<'a> {
    document: &'a Document,
    map: MapId,
    lanes: Vec<&'a Arc<Lane>>,
    columns: Vec<&'a Arc<Step>>,
    /// Cards that are left out: they stay on the map, shortened, when what is selected goes.
    staying: BTreeSet<CardId>,
}

impl<'a> Grid<'a> {
    fn of(document: &'a Document, map: MapId) -> Self {
        let lanes = document.lanes_of(map).into_iter().filter(|l| l.kind != LaneKind::Divider && !l.is_hidden);
        let staying = BTreeSet::new();
        Self { document, map, lanes: lanes.collect(), columns: document.columns_of(map), staying }
    }

    /// The cell of a card.
    fn cell(&self, card: &Card) -> Option<(usize, usize)> {
        let row = self.lanes.iter().position(|l| l.id == card.lane)?;
        Some((row, self.columns.iter().position(|s| s.id == card.step)?))
    }

    fn clip(&self, cards: &[CardId]) -> Option<(Clip, Table)> {
        let mut found: Vec<(usize, usize, &Arc<Card>)> = Vec::new();
        for card in cards.iter().collect::<BTreeSet<_>>() {
            let Some(card) = self.document.cards.get(card) else { continue };
            if let Some((row, column)) = self.cell(card) {
                found.push((row, column, card));
            }
        }
        self.clip_of(found, None)
    }

    /// Columns and rows with every card in them, hidden ones too.
    fn structure(&self, structure: ClipStructure) -> Clip {
        let lanes = self.document.lanes_of(self.map);
        let (columns, staying) = (self.columns.clone(), BTreeSet::new());
        let every = Grid { document: self.document, map: self.map, lanes, columns, staying };
        let is_held = |card: &&Arc<Card>| structure.holds(card) && !self.staying.contains(&card.id);
        let held = self.document.cards.values().filter(is_held);
        let found = held.filter_map(|card| every.cell(card).map(|(row, column)| (row, column, card))).collect();
        let (clip, _) = every.clip_of(found, Some(&structure)).unwrap_or_default();
        let mut clip = Clip { structure: Some(structure), ..clip };
        if clip.columns.is_empty() {
            self.come_along(&mut clip);
        }
        clip
    }

    /// Cards by row and column.
    fn clip_of(
        &self,
        mut found: Vec<(usize, usize, &Arc<Card>)>,
        structure: Option<&ClipStructure>,
    ) -> Option<(Clip, Table)> {
        let columns: Vec<StepId> = self.columns.iter().map(|step| step.id).collect();
        found.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.rank.total_cmp(&b.2.rank)).then(a.2.id.cmp(&b.2.id)));
        let top = found.iter().map(|f| f.0).min()?;
        let left = found.iter().map(|f| f.1).min()?;
        let (mut clip, mut table) = (Clip::default(), Table::default());
        for (row, column, card) in &found {
            let lane = self.lanes.get(*row)?;
            let words = words(self.document, card);
            let held = structure.and_then(|structure| structure.room(card.step, &columns));
            let room = u32::try_from(held.unwrap_or(self.columns.len() - column)).unwrap_or(u32::MAX);
            table.add(row - top, column - left, &words);
            clip.cards.push(ClipCard {
                row: row - top,
                column: column - left,
                lane: card.lane,
                step: card.step,
                kind: lane.kind,
                lane_title: lane.title.clone(),
                map_column: *column,
                // As wide as it is seen: what reaches beyond the map stays behind.
                card: Card { span: card.span.min(room), ..Card::clone(card) },
                words,
            });
        }
        let index_of = |id: CardId| found.iter().position(|f| f.2.id == id);
        for connection in self.document.connections.values() {
            let Connection { id, from, to, label, look } = &**connection;
            if let (Some(from), Some(to)) = (index_of(*from), index_of(*to)) {
                let said = self.document.notes.values().filter(|note| note.anchor == (*id).into());
                let notes = said.map(|note| Note::clone(note)).collect();
                clip.connections.push(ClipConnection { from, to, label: label.clone(), look: *look, notes });
            }
        }
        self.come_along(&mut clip);
        Some((clip, table))
    }

    /// Adds what the cards of a clip name, for files that do not have it.
    fn come_along(&self, clip: &mut Clip) {
        let index_of = |clip: &Clip, id: CardId| clip.cards.iter().position(|item| item.card.id == id);
        for note in self.document.notes.values() {
            if let RecordRef::Card(id) = note.anchor
                && let Some(card) = index_of(clip, id)
            {
                clip.notes.push(ClipNote { card, note: Note::clone(note) });
            }
        }
        let named = |item: &ClipCard| match item.card.body {
            CardBody::Kpi { kpi, .. } | CardBody::PainPoint { kpi: Some(kpi), .. } => Some(kpi),
            _ => None,
        };
        let kpis: BTreeSet<_> = clip.cards.iter().filter_map(named).collect();
        clip.kpis = kpis.iter().filter_map(|id| self.document.kpis.get(id)).map(|kpi| Kpi::clone(kpi)).collect();
        let personas: BTreeSet<_> = clip.cards.iter().filter_map(|item| item.card.marks.persona).collect();
        let personas = personas.iter().filter_map(|id| self.document.personas.get(id));
        clip.personas = personas.map(|persona| Persona::clone(persona)).collect();
        let mut stage = None;
        for step in &self.columns {
            let title = |id: StageId| self.document.stages.get(&id).map(|s| s.title.clone()).unwrap_or_default();
            let begins = (stage.replace(step.stage) != Some(step.stage)).then(|| title(step.stage));
            let (step_id, stage_id, step) = (step.id, step.stage, step.title.clone());
            clip.columns.push(ClipColumn { step_id, stage_id, stage: begins, step });
        }
    }

    /// Names and cells of the selected stages, else of the steps, else of the lanes.
    fn titles(&self, selection: &[RecordRef]) -> Option<Table> {
        let is_selected = |record: RecordRef| selection.contains(&record);
        let stage_of = |step: &Step| -> StageId { step.stage };
        let of_stages: Vec<_> = self.columns.iter().copied().filter(|s| is_selected(stage_of(s).into())).collect();
        let of_steps: Vec<_> = self.columns.iter().copied().filter(|s| is_selected(s.id.into())).collect();
        let mut table = Table::default();
        if !of_stages.is_empty() {
            let mut last = None;
            for (column, step) in of_stages.iter().enumerate() {
                if last != Some(step.stage) {
                    let title = self.document.stages.get(&step.stage).map_or("", |s| s.title.as_str());
                    table.add(0, column, named(title, new_stage()));
                    last = Some(step.stage);
                }
                table.add(1, column, named(&step.title, new_step()));
            }
            self.cells(&mut table, (2, 0), &self.lanes, &of_stages);
        } else if !of_steps.is_empty() {
            for (column, step) in of_steps.iter().enumerate() {
                table.add(0, column, named(&step.title, new_step()));
            }
            self.cells(&mut table, (1, 0), &self.lanes, &of_steps);
        } else {
            let lanes: Vec<_> =
                self.document.lanes_of(self.map).into_iter().filter(|l| is_selected(l.id.into())).collect();
            if lanes.is_empty() {
                return None;
            }
            for (row, lane) in lanes.iter().enumerate() {
                table.add(row, 0, named(&lane.title, lane_title(lane.kind)));
            }
            self.cells(&mut table, (0, 1), &lanes, &self.columns);
        }
        Some(table)
    }

    fn cells(&self, table: &mut Table, at: (usize, usize), lanes: &[&Arc<Lane>], columns: &[&Arc<Step>]) {
        for (row, lane) in lanes.iter().enumerate() {
            for (column, step) in columns.iter().enumerate() {
                let cards = self.document.cards_in(lane.id, step.id);
                for card in cards.into_iter().filter(|card| !self.staying.contains(&card.id)) {
                    table.add(at.0 + row, at.1 + column, &words(self.document, card));
                }
            }
        }
    }
}
