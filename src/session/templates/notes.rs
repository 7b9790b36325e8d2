//! Notes of a map as they are kept in a template of the user, by where they stand.

use crate::base::ids::{CardId, ConnectionId, IdAlloc, MapId};
use crate::base::time::UtcMillis;
use crate::model::{Connection, Document, Note, RecordRef};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether a template keeps what was said about its map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeptNotes {
    /// It does not: what was said belongs to one team at one time.
    #[default]
    None,
    /// It does, as for a template that explains itself.
    All,
}

/// A note of a draft.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteDraft {
    on: Spot,
    author: String,
    text: String,
    created_at: UtcMillis,
    #[serde(default)]
    is_resolved: bool,
}

/// What a note is about, counted from the left and from the top.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Spot {
    Map,
    Stage(usize),
    /// Counted over all stages.
    Step(usize),
    Lane(usize),
    /// By its key.
    Card(String),
    /// Counted as the template lists them.
    Connection(usize),
}

impl NoteDraft {
    /// Every note about a map and what stands on it, its connections as they are listed.
    pub(super) fn every(
        document: &Document,
        map: MapId,
        connections: &[&Arc<Connection>],
        key_of: impl Fn(CardId) -> String,
    ) -> Vec<Self> {
        let stages: Vec<_> = document.stages_of(map).iter().map(|stage| stage.id).collect();
        let steps: Vec<_> = document.columns_of(map).iter().map(|step| step.id).collect();
        let lanes: Vec<_> = document.lanes_of(map).iter().map(|lane| lane.id).collect();
        let spot = |anchor: RecordRef| match anchor {
            RecordRef::Map(id) => (id == map).then_some(Spot::Map),
            RecordRef::Stage(id) => stages.iter().position(|stage| *stage == id).map(Spot::Stage),
            RecordRef::Step(id) => steps.iter().position(|step| *step == id).map(Spot::Step),
            RecordRef::Lane(id) => lanes.iter().position(|lane| *lane == id).map(Spot::Lane),
            RecordRef::Card(id) => Some(key_of(id)).filter(|key| !key.is_empty()).map(Spot::Card),
            RecordRef::Connection(id) => connections.iter().position(|own| own.id == id).map(Spot::Connection),
            _ => None,
        };
        let mut notes: Vec<&Arc<Note>> = document.notes.values().collect();
        notes.sort_by_key(|note| (note.created_at, note.id));
        let draft = |note: &Arc<Note>| {
            let (author, text) = (note.author.clone(), note.text.clone());
            let (created_at, is_resolved) = (note.created_at, note.is_resolved);
            Some(Self { on: spot(note.anchor)?, author, text, created_at, is_resolved })
        };
        notes.into_iter().filter_map(draft).collect()
    }

    /// Adds it to a map that was made from the draft; one about nothing that is there is left out.
    pub(super) fn add_to(
        &self,
        document: &mut Document,
        map: MapId,
        cards: &BTreeMap<&str, CardId>,
        connections: &[Option<ConnectionId>],
        ids: &mut IdAlloc,
    ) {
        let anchor: Option<RecordRef> = match &self.on {
            Spot::Map => Some(map.into()),
            Spot::Stage(at) => document.stages_of(map).get(*at).map(|stage| stage.id.into()),
            Spot::Step(at) => document.columns_of(map).get(*at).map(|step| step.id.into()),
            Spot::Lane(at) => document.lanes_of(map).get(*at).map(|lane| lane.id.into()),
            Spot::Card(key) => cards.get(key.as_str()).map(|card| (*card).into()),
            Spot::Connection(at) => connections.get(*at).copied().flatten().map(Into::into),
        };
        let Some(anchor) = anchor else { return };
        let id = ids.allocate();
        let (author, text) = (self.author.clone(), self.text.clone());
        let (created_at, is_resolved) = (self.created_at, self.is_resolved);
        document.notes.insert(id, Arc::new(Note { id, anchor, author, text, created_at, is_resolved }));
    }
}
