//! Taking steps back and doing them again, and what is looked at afterwards: what a step changed is selected, on the map
//! it stands on.

use crate::model::{Diff, Document, RecordRef};
use crate::session::{Session, maps};

/// More than this at once is no place to look at.
const MOST_SELECTED: usize = 1_000;

impl Session {
    /// Takes the last step back; false when there is none or the file takes no changes now.
    pub fn undo(&mut self) -> bool {
        let step = if self.is_editable() { self.history.undo() } else { None };
        step.map(|(diff, selection)| self.step_taken(&diff, selection)).is_some()
    }

    /// Does the last undone step again; false when there is none or the file takes no changes now.
    pub fn redo(&mut self) -> bool {
        let step = if self.is_editable() { self.history.redo() } else { None };
        step.map(|(diff, selection)| self.step_taken(&diff, selection)).is_some()
    }

    /// Follows a step of the history. `selected` is what was selected at its other end.
    fn step_taken(&mut self, diff: &Diff, selected: Vec<RecordRef>) {
        self.save(diff);
        self.apply(diff);
        let selected = looked_at(&self.document, diff, selected);
        if let Some(map) = selected.first().and_then(|record| maps::map_of(&self.document, *record)) {
            self.show_map(map);
        }
        self.select(selected);
    }
}

/// What is selected after a step: what was selected at its other end, when the step is about that or nothing of what it
/// is about is left; else what it is about.
fn looked_at(document: &Document, diff: &Diff, selected: Vec<RecordRef>) -> Vec<RecordRef> {
    let changed = changed_on_maps(document, diff);
    let is_about = changed.is_empty() || selected.iter().any(|record| changed.contains(record));
    // An import changes much that nobody has touched.
    if is_about || changed.len() > MOST_SELECTED || !diff.sources.0.is_empty() { selected } else { changed }
}

/// The records of maps that a step changed and left in the document; what cards stand in counts where no card changed.
fn changed_on_maps(document: &Document, diff: &Diff) -> Vec<RecordRef> {
    let cards = diff.cards.0.keys().map(|id| RecordRef::from(*id));
    let connections = diff.connections.0.keys().map(|id| RecordRef::from(*id));
    let stages = diff.stages.0.keys().map(|id| RecordRef::from(*id));
    let steps = diff.steps.0.keys().map(|id| RecordRef::from(*id));
    let lanes = diff.lanes.0.keys().map(|id| RecordRef::from(*id));
    let is_there = |record: &RecordRef| document.record(*record).is_some();
    let on_grid: Vec<RecordRef> = cards.chain(connections).filter(is_there).collect();
    if on_grid.is_empty() { stages.chain(steps).chain(lanes).filter(is_there).collect() } else { on_grid }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CardBody, Edit};
    use crate::session::jobs::Jobs;
    use crate::session::new_file::create_sample;
    use crate::store::OpenMode;

    #[test]
    fn what_a_step_changed_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.milepost");
        let mut session = Session::new(create_sample(&path, OpenMode::Edit).unwrap(), path, false, Jobs::default());
        let (here, there) = match session.document().maps_in_order()[..] {
            [here, there, ..] => (here.id, there.id),
            _ => panic!("two maps"),
        };
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
