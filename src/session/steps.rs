//! Taking steps back and doing them again, and what is selected afterwards: what was selected at the other end of the
//! step, or the little that it brought back. Nothing else: who presses Delete next must not hit what was never chosen.

use crate::base::ids::{LaneId, PersonaId, StepId};
use crate::model::history::Standing;
use crate::model::{Diff, Document, EditLabel, RecordRef, TableKind};
use crate::session::{Session, maps};
use std::sync::Arc;

/// More than this at once, brought back, is no place to look at.
const MOST_SELECTED: usize = 12;

impl Session {
    /// Takes the last step back; false when there is none or the file takes no changes now.
    pub fn undo(&mut self) -> bool {
        self.undo_step().is_some()
    }

    /// The same; says what the step was and where it leads.
    pub fn undo_step(&mut self) -> Option<StepTaken> {
        let label = self.undo_label()?;
        let (diff, standing) = if self.is_editable() { self.history.undo() } else { None }?;
        Some(self.step_taken(label, &diff, standing))
    }

    /// Does the last undone step again; false when there is none or the file takes no changes now.
    pub fn redo(&mut self) -> bool {
        self.redo_step().is_some()
    }

    /// The same; says what the step was and where it leads.
    pub fn redo_step(&mut self) -> Option<StepTaken> {
        let label = self.redo_label()?;
        let (diff, standing) = if self.is_editable() { self.history.redo() } else { None }?;
        Some(self.step_taken(label, &diff, standing))
    }

    /// Follows a step of the history to where one stood at its other end.
    fn step_taken(&mut self, label: EditLabel, diff: &Diff, standing: Standing) -> StepTaken {
        self.save(diff);
        self.apply(diff);
        let document = Arc::clone(&self.document);
        let is_there = |record: &RecordRef| document.record(*record).is_some();
        let selected: Vec<RecordRef> = standing.selection.into_iter().filter(is_there).collect();
        let changed = Changed::on_maps(&document, diff);
        let is_about = changed.all.is_empty() || selected.iter().any(|record| changed.all.contains(record));
        let looked_at = if is_about || changed.brought_back.is_empty() { &selected } else { &changed.brought_back };
        // What was changed is where one looks, also where nothing of it is selected.
        let place = if is_about { selected.first() } else { changed.all.first() };
        if let Some(map) = place.and_then(|record| maps::map_of(&document, *record)) {
            self.show_map(map);
        }
        let is_shown = |record: &&RecordRef| maps::map_of(&document, **record).is_none_or(|map| self.map == Some(map));
        let looked_at = looked_at.iter().filter(is_shown).copied().collect();
        self.select(looked_at);
        let persona = match diff.personas.0.keys().next() {
            Some(persona) if changed.all.is_empty() => Some(*persona),
            _ => None,
        };
        let persona = persona.filter(|persona| document.personas.contains_key(persona));
        StepTaken { label, is_on_map: !changed.all.is_empty(), persona, cell: standing.cell }
    }
}

/// A step that was taken back or done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepTaken {
    /// Its name.
    pub label: EditLabel,
    /// It changed something that stands on the map which is shown now.
    pub is_on_map: bool,
    /// The persona it is about, where it is about nothing else.
    pub persona: Option<PersonaId>,
    /// The empty cell where one stood at its other end.
    pub cell: Option<(LaneId, StepId)>,
}

/// What of maps a step changed and left in the document.
struct Changed {
    /// Everything.
    all: Vec<RecordRef>,
    /// What had been away, as far as one takes it in at a glance: a stage stands for all that came back with it.
    brought_back: Vec<RecordRef>,
}

impl Changed {
    fn on_maps(document: &Document, diff: &Diff) -> Self {
        // An import changes much that nobody has touched.
        if !diff.sources.0.is_empty() {
            return Self { all: Vec::new(), brought_back: Vec::new() };
        }
        // A map itself is a place to look at only where it came back.
        let maps = diff.maps.0.keys().map(|id| RecordRef::from(*id));
        let mut all: Vec<RecordRef> = maps.filter(|map| diff.adds(*map)).collect();
        all.extend(diff.stages.0.keys().map(|id| RecordRef::from(*id)));
        all.extend(diff.lanes.0.keys().map(|id| RecordRef::from(*id)));
        all.extend(diff.steps.0.keys().map(|id| RecordRef::from(*id)));
        all.extend(diff.cards.0.keys().map(|id| RecordRef::from(*id)));
        all.extend(diff.connections.0.keys().map(|id| RecordRef::from(*id)));
        all.retain(|record| document.record(*record).is_some());
        let back = |kinds: &[TableKind]| -> Vec<RecordRef> {
            let is_back = |record: &&RecordRef| kinds.contains(&record.table()) && diff.adds(**record);
            all.iter().filter(is_back).copied().collect()
        };
        let grid = [TableKind::Stage, TableKind::Lane];
        let kinds: [&[TableKind]; 4] = [&grid, &[TableKind::Step], &[TableKind::Card], &[TableKind::Connection]];
        let is_map_back = !back(&[TableKind::Map]).is_empty();
        let first = kinds.into_iter().map(back).find(|records| !records.is_empty()).unwrap_or_default();
        let brought_back = if is_map_back || first.len() > MOST_SELECTED { Vec::new() } else { first };
        Self { all, brought_back }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Card, CardBody, Edit};
    use crate::session::jobs::Jobs;
    use crate::session::new_file::create_sample;
    use crate::store::OpenMode;

    /// The sample with its two maps.
    fn sample(folder: &tempfile::TempDir) -> (Session, crate::base::ids::MapId, crate::base::ids::MapId) {
        let path = folder.path().join("a.milepost");
        let session = Session::new(create_sample(&path, OpenMode::Edit).unwrap(), path, false, Jobs::default());
        match session.document().maps_in_order()[..] {
            [here, there, ..] => {
                let (here, there) = (here.id, there.id);
                (session, here, there)
            }
            _ => panic!("two maps"),
        }
    }

    #[test]
    fn undo_selects_nothing_that_was_not_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let (mut session, here, there) = sample(&folder);
        session.show_map(here);
        // A card over both neighbours becomes wider with a step between them.
        let wide = session
            .document()
            .cards
            .values()
            .find(|card| card.span > 1 && session.document().map_of_card(card.id) == Some(here));
        let wide = wide.map(|card| Card::clone(card)).unwrap();
        let columns = session.document().columns_of(here);
        let at = columns.iter().position(|step| step.id == wide.step).unwrap() + 1;
        let before = columns[at].clone();
        session
            .edit(&Edit::AddStep { stage: before.stage, before: Some(before.id), title: "Gap".to_owned() }, None)
            .unwrap();
        assert_ne!(session.document().cards[&wide.id].span, wide.span, "the card grew with the step");
        assert!(session.undo());
        assert_eq!(session.selection(), [], "the card was not touched");
        assert!(session.redo());
        assert_eq!(session.selection().len(), 1, "the step alone");
        assert!(matches!(session.selection()[0], RecordRef::Step(_)));

        session.select(Vec::new());
        session.edit(&Edit::Delete(vec![there.into()]), None).unwrap();
        assert!(session.undo());
        assert_eq!((session.map(), session.selection()), (Some(there), &[][..]), "a map that came back");
        let stage = session.document().stages_of(there)[0].id;
        session.edit(&Edit::Delete(vec![stage.into()]), None).unwrap();
        assert!(session.undo());
        assert_eq!(session.selection(), [stage.into()], "a stage stands for what is in it");
    }

    #[test]
    fn what_a_step_changed_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let (mut session, here, there) = sample(&folder);
        session.show_map(here);
        let other = RecordRef::from(session.document().stages_of(here)[1].id);
        let (lane, step) = (session.document().lanes_of(here)[0].id, session.document().columns_of(here)[0].id);
        session.select(vec![other]);
        let add = Edit::AddCard { lane, step, span: 1, text: "New".to_owned(), body: CardBody::Text };
        let card = session.edit(&add, None).unwrap()[0];

        assert!(session.undo());
        assert_eq!(session.selection(), [other], "nothing of the step is left to look at");
        assert!(session.redo());
        assert_eq!(session.selection(), [card], "what came back");

        session.edit(&Edit::Rename { record: card, text: "Newer".to_owned() }, None).unwrap();
        session.show_map(there);
        session.select(vec![RecordRef::from(session.document().stages_of(there)[0].id)]);
        assert!(session.undo());
        assert_eq!((session.map(), session.selection()), (Some(here), &[card][..]), "on its own map");

        session.edit(&Edit::Delete(vec![card]), None).unwrap();
        session.select(vec![other]);
        assert!(session.undo());
        assert_eq!(session.selection(), [card], "what was deleted is back and selected");
    }
}
