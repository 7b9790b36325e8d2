//! Cards with everything they had onto the grid, from this file or another one.

use super::copy::{Clip, ClipCard};
use super::grid::{Column, Grid};
use super::paste_structure::NewColumns;
use super::{PasteAt, PasteError};
use crate::base::ids::{CardId, KpiId, LaneId, PersonaId, StageId, StepId};
use crate::base::text::{fold_loosely, fold_name};
use crate::i18n::canvas as words;
use crate::model::edit::{following, headlines};
use crate::model::{Card, CardBody, Connection, Kpi, LaneKind, Note, Persona, Place, RecordRef};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which lanes of the map those of a clip go to.
type LanesOfClip = BTreeMap<LaneId, LaneId>;

/// Where a card goes.
struct CardPlace {
    lane: LaneId,
    column: Column,
    /// Steps it covers there.
    span: u32,
}

/// The same before the columns of a clip are there.
enum WantedPlace {
    Known(CardPlace),
    /// In the column that comes along.
    Coming(LaneId),
}

impl WantedPlace {
    fn known(self, item: &ClipCard, columns: &NewColumns) -> Option<CardPlace> {
        match self {
            Self::Known(place) => Some(place),
            Self::Coming(lane) => {
                let column = columns.steps.get(&item.step).copied()?;
                Some(CardPlace { lane, column, span: item.card.span })
            }
        }
    }
}

impl Grid<'_> {
    /// Puts the cards of a clip onto the grid.
    pub(super) fn clip(&mut self, clip: &Clip, at: PasteAt) -> Result<(), PasteError> {
        let structure = clip.structure.as_ref();
        let new_lanes = structure.map(|of| self.lanes_of_structure(of, at)).unwrap_or_default();
        let places = self.places(clip, at, &new_lanes)?;
        let new_columns = structure.map(|of| self.columns_of_structure(clip, of, at)).unwrap_or_default();
        let places: Vec<Option<CardPlace>> =
            places.into_iter().zip(&clip.cards).map(|(place, item)| place?.known(item, &new_columns)).collect();
        let points: Vec<Option<Arc<Card>>> = clip
            .cards
            .iter()
            .zip(&places)
            .map(|(item, place)| {
                let CardPlace { lane, column, .. } = place.as_ref()?;
                let CardBody::Curve { .. } = item.card.body else { return None };
                let persona = item.card.marks.persona.and_then(|persona| self.persona(clip, persona));
                self.take_point(*lane, column.step, persona)
            })
            .collect();
        let pasted: Vec<Option<CardId>> = places
            .iter()
            .zip(&points)
            .map(|(place, point)| {
                place.as_ref().map(|_| point.as_ref().map_or_else(|| self.ids.allocate(), |point| point.id))
            })
            .collect();
        let originals = clip.cards.iter().zip(&pasted).filter_map(|(item, id)| Some(((*id)?, item.card.id)));
        self.originals = originals.collect();
        let copies = Copies {
            cards: clip.cards.iter().zip(&pasted).filter_map(|(item, id)| item.measurable().zip(*id)).collect(),
            columns: new_columns,
            headlines: headlines(self.document),
        };
        let mut cards = Vec::with_capacity(clip.cards.len());
        for (((item, place), id), point) in clip.cards.iter().zip(places).zip(&pasted).zip(&points) {
            let (Some(CardPlace { lane, column: Column { step, stage }, span }), Some(id)) = (place, *id) else {
                continue;
            };
            let mut card = Card { id, lane, step, span, ..item.card.clone() };
            self.settle(&mut card, clip, item, stage, &copies);
            match point {
                Some(point) => self.replace(point, card),
                None => cards.push(Card { rank: self.next_rank(lane, step), ..card }),
            }
        }
        self.cards.extend(cards.iter().map(|card| card.id));
        // What is measured comes before what says so.
        let (figures, others): (Vec<Card>, Vec<Card>) =
            cards.into_iter().partition(|card| matches!(card.body, CardBody::Kpi { .. }));
        for card in others.into_iter().chain(figures) {
            self.add(card);
        }
        for connection in &clip.connections {
            let end = |index: usize| pasted.get(index).copied().flatten();
            if let (Some(from), Some(to)) = (end(connection.from), end(connection.to)) {
                let id = self.ids.allocate();
                self.add(Connection { id, from, to, label: connection.label.clone(), look: connection.look });
                connection.notes.iter().for_each(|note| self.note_of_gone(note, id.into()));
            }
        }
        for item in &clip.notes {
            if let Some(card) = pasted.get(item.card).copied().flatten() {
                self.note_of_gone(&item.note, card.into());
            }
        }
        if let Some(structure) = structure {
            self.notes_of_structure(structure, &new_lanes, &copies.columns);
        }
        Ok(())
    }

    /// Says of a copy what was said of its original. What still stands on this map keeps it for itself.
    pub(super) fn note_of_gone(&mut self, note: &Note, anchor: RecordRef) {
        if crate::session::maps::map_of(self.document, note.anchor) != Some(self.map) {
            let id = self.ids.allocate();
            self.add(Note { id, anchor, ..note.clone() });
        }
    }

    /// Where every card goes. Lanes and columns are added as needed, but for the columns that come along.
    fn places(
        &mut self,
        clip: &Clip,
        at: PasteAt,
        new_lanes: &BTreeMap<LaneId, LaneId>,
    ) -> Result<Vec<Option<WantedPlace>>, PasteError> {
        let corner = if clip.structure.is_some() { None } else { self.corner(at)? };
        let is_coming = |step: StepId| clip.structure.iter().any(|of| of.steps_in_order().any(|s| s.id == step));
        let mut lanes: LanesOfClip = new_lanes.iter().map(|(old, new)| (*old, *new)).collect();
        let mut found: Vec<Option<(LaneId, Option<usize>)>> = Vec::with_capacity(clip.cards.len());
        for item in &clip.cards {
            found.push(match corner {
                Some((row, column)) => {
                    let lane = match self.lanes.get(row + item.row) {
                        Some(lane) => *lane,
                        None => self.new_lane(item.kind, &item.lane_title),
                    };
                    self.column(column + item.column).map(|_| (lane.0, Some(column + item.column)))
                }
                None => {
                    let lane = self.own_lane(item, &mut lanes, clip.structure.is_some());
                    match is_coming(item.step) {
                        true => Some((lane, None)),
                        false => self.own_column(clip, item).map(|column| (lane, Some(column))),
                    }
                }
            });
        }
        let place = |(found, item): (Option<(LaneId, Option<usize>)>, &ClipCard)| {
            let (lane, Some(column)) = found? else { return Some(WantedPlace::Coming(found?.0)) };
            // A wide card stands where all of it is on the map, as one that is dragged there.
            let span = item.card.span.clamp(1, u32::try_from(self.columns.len()).unwrap_or(u32::MAX).max(1));
            let last = self.columns.len().saturating_sub(usize::try_from(span).unwrap_or(usize::MAX));
            let column = self.columns.get(column.min(last)).copied()?;
            Some(WantedPlace::Known(CardPlace { lane, column, span }))
        };
        Ok(found.into_iter().zip(&clip.cards).map(place).collect())
    }

    /// Row and column of the upper left card; `None` when every card finds its own.
    fn corner(&self, at: PasteAt) -> Result<Option<(usize, usize)>, PasteError> {
        Ok(match at {
            PasteAt::Cell(lane, step) => {
                let column = self.columns.iter().position(|c| c.step == step);
                Some(self.row_at(lane)?).zip(column)
            }
            PasteAt::Lane(lane) => Some((self.row_at(lane)?, 0)),
            PasteAt::Step(_) | PasteAt::Stage(_) | PasteAt::Anywhere => None,
        })
    }

    /// Where a card goes without a place: into the row where it stood, also a hidden one when its column comes along;
    /// else into the row of its kind. Two lanes stay two.
    fn own_lane(&mut self, item: &ClipCard, lanes: &mut LanesOfClip, with_hidden: bool) -> LaneId {
        match lanes.get(&item.lane) {
            Some(lane) => *lane,
            None if with_hidden && self.document.lanes.get(&item.lane).is_some_and(|l| l.map == self.map) => item.lane,
            None => {
                let taken: BTreeSet<LaneId> = lanes.values().copied().collect();
                let free = || self.lanes.iter().filter(|lane| !taken.contains(&lane.0));
                let like = |lane: &&(LaneId, LaneKind)| {
                    let is_named = self.document.lanes.get(&lane.0).is_some_and(|l| l.title == item.lane_title);
                    lane.1 == item.kind && is_named
                };
                // Words say what a lane of words is for.
                let is_akin = |lane: &&(LaneId, LaneKind)| lane.1 == item.kind && lane.1 != LaneKind::Text;
                let found = free().find(|lane| lane.0 == item.lane).or_else(|| free().find(like));
                let found = found.or_else(|| free().find(is_akin)).copied();
                let lane = found.unwrap_or_else(|| self.new_lane(item.kind, &item.lane_title)).0;
                lanes.insert(item.lane, lane);
                lane
            }
        }
    }

    /// The column where a card stood, else the same one counted from the left.
    fn own_column(&mut self, clip: &Clip, item: &ClipCard) -> Option<usize> {
        match self.columns.iter().position(|c| c.step == item.step) {
            Some(column) => Some(column),
            None => {
                // As far as the card reaches, and to what it measures.
                let covers = usize::try_from(item.card.span).unwrap_or(usize::MAX);
                let end = item.map_column.saturating_add(covers.saturating_sub(1));
                self.columns_of_clip(clip, end.max(clip.measured_column(item).unwrap_or(0)));
                self.column(item.map_column).map(|_| item.map_column)
            }
        }
    }

    /// Adds the columns up to one that the map of a clip has and this one does not, by their names.
    fn columns_of_clip(&mut self, clip: &Clip, last: usize) {
        while self.columns.len() <= last {
            let Some(column) = clip.columns.get(self.columns.len()) else { return };
            let title = |title: &str, other: &str| if title.is_empty() { other.to_owned() } else { title.to_owned() };
            let step = title(&column.step, words::new_step());
            match self.stages.last().copied().filter(|_| column.stage.is_none()) {
                Some(stage) => {
                    self.new_step(stage, &step);
                }
                None => {
                    let stage = column.stage.as_deref().unwrap_or_default();
                    self.new_stage(&title(stage, words::new_stage()), &step);
                }
            }
        }
    }

    /// What the card names and this file does not have comes along; a KPI follows its place.
    fn settle(&mut self, card: &mut Card, clip: &Clip, item: &ClipCard, stage: StageId, copies: &Copies) {
        let original = card.clone();
        card.marks.persona = card.marks.persona.and_then(|persona| self.persona(clip, persona));
        match &mut card.body {
            CardBody::PainPoint { kpi, .. } => *kpi = kpi.and_then(|kpi| self.kpi(clip, kpi)),
            CardBody::Kpi { kpi, place, is_headline, form, split } => match self.kpi(clip, *kpi) {
                Some(known) => {
                    let beside = |place| self.place_beside(clip, item, &original, place);
                    let (is_headline, form, split) = (*is_headline, *form, split.clone());
                    let body = CardBody::Kpi { kpi: known, place: *place, is_headline, form, split };
                    let copied = |place| match place {
                        Place::Touchpoint(card) if copies.cards.contains_key(&card) => {
                            copies.cards.get(&card).map(|copy| Place::Touchpoint(*copy))
                        }
                        Place::Stage(id) if copies.columns.stages.contains_key(&id) => {
                            copies.columns.stages.get(&id).map(|copy| Place::Stage(*copy))
                        }
                        Place::Step(id) if copies.columns.steps.contains_key(&id) => {
                            copies.columns.steps.get(&id).map(|copy| Place::Step(copy.step))
                        }
                        place if self.document.map_of_place(place) == Some(self.map) => None,
                        place => Some(beside(place).unwrap_or(Place::Stage(stage))),
                    };
                    card.body = following(body, copied, &copies.headlines);
                }
                None => {
                    item.words.clone_into(&mut card.text);
                    card.body = CardBody::Text;
                }
            },
            _ => {}
        }
    }

    /// The place on this map that stands to a card as one stood to it on the map it comes from.
    fn place_beside(&self, clip: &Clip, item: &ClipCard, card: &Card, place: Place) -> Option<Place> {
        let here = self.columns.iter().position(|column| column.step == card.step)?;
        let own = clip.columns.iter().find(|column| column.step_id == item.step)?;
        let stage = |column: usize| self.columns.get(column).map(|column| Place::Stage(column.stage));
        let at = || (here + clip.measured_column(item)?).checked_sub(item.map_column);
        match place {
            Place::Map(_) => Some(Place::Map(self.map)),
            Place::Stage(id) if id == own.stage_id => stage(here),
            Place::Stage(_) => stage(at()?),
            Place::Step(_) => self.columns.get(at()?).map(|column| Place::Step(column.step)),
            Place::Touchpoint(_) => None,
        }
    }

    /// The KPI of this file that one of a clip is: the same, one of its name or metric, or a copy of it.
    fn kpi(&mut self, clip: &Clip, id: KpiId) -> Option<KpiId> {
        if self.document.kpis.contains_key(&id) {
            return Some(id);
        }
        if let Some(known) = self.kpis_of_clip.get(&id) {
            return Some(*known);
        }
        let wanted = clip.kpis.iter().find(|kpi| kpi.id == id)?;
        let is_like = |mine: &str, other: &str| !mine.is_empty() && fold_loosely(mine) == fold_loosely(other);
        let kpis = || self.document.kpis.values();
        let of_metric = |kpi: &&Arc<Kpi>| kpi.kind == wanted.kind && is_like(&kpi.metric, &wanted.metric);
        let known = kpis().find(|kpi| is_like(&kpi.name, &wanted.name)).or_else(|| kpis().find(of_metric));
        let known = known.map(|kpi| kpi.id).unwrap_or_else(|| self.new_kpi(wanted.clone()));
        self.kpis_of_clip.insert(id, known);
        Some(known)
    }

    /// The persona of this file that one of a clip is: the same, one of its name, or a copy of it.
    fn persona(&mut self, clip: &Clip, id: PersonaId) -> Option<PersonaId> {
        if self.document.personas.contains_key(&id) {
            return Some(id);
        }
        if let Some(known) = self.personas_of_clip.get(&id) {
            return Some(*known);
        }
        let wanted = clip.personas.iter().find(|persona| persona.id == id)?;
        let name = fold_name(&wanted.name);
        let is_it = |persona: &&Arc<Persona>| !name.is_empty() && fold_name(&persona.name) == name;
        let known = match self.document.personas.values().find(is_it) {
            Some(persona) => persona.id,
            None => {
                let new = self.ids.allocate();
                let last = self.document.personas.values().map(|p| p.rank).fold(0.0, f64::max);
                let rank = self.personas_of_clip.values().fold(last, |rank, _| rank + 1.0) + 1.0;
                self.add(Persona { id: new, rank, ..wanted.clone() });
                new
            }
        };
        self.personas_of_clip.insert(id, known);
        Some(known)
    }
}

/// What pasted KPIs go by.
struct Copies {
    /// Cards of the clip and what came of them. A figure measures no other figure.
    cards: BTreeMap<CardId, CardId>,
    /// What became of columns that came along.
    columns: NewColumns,
    /// What stands in stage headers already.
    headlines: BTreeSet<(KpiId, Place)>,
}
