//! Edits: what the user does. [`plan`] checks the rules and turns an edit into a complete [`Diff`]; there is no other
//! way to change a document.

mod add;
mod copy;
mod delete;
mod duplicate;
mod kpi;
mod move_to;
mod naming;
mod numbered;
mod rank;
mod reach;
mod update;

pub use copy::{following, headlines};
pub use duplicate::CopyOfMap;
pub use update::MAX_TEXT_CHARS;

use crate::base::ids::{CardId, IdAlloc, LaneId, MapId, PersonaId, StageId, StepId};
use crate::model::{AnyRecord, CardBody, Diff, Document, LaneKind, MapState, Place, RecordRef, TableKind};

/// A change the user asks for. "Before" says where a new or moved record stands: before that sibling, or last.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// A new stage with one step.
    AddStage {
        /// The map.
        map: MapId,
        /// The stage it stands before; `None` puts it last.
        before: Option<StageId>,
        /// Name of the stage.
        title: String,
        /// Name of its first step.
        step_title: String,
    },
    /// A new step. Cards that span the place where it is inserted grow by one step.
    AddStep {
        /// The stage.
        stage: StageId,
        /// The step it stands before; `None` puts it last in the stage.
        before: Option<StepId>,
        /// Name.
        title: String,
    },
    /// A new lane.
    AddLane {
        /// The map.
        map: MapId,
        /// The lane it stands above; `None` puts it last.
        before: Option<LaneId>,
        /// What it holds.
        kind: LaneKind,
        /// Name.
        title: String,
    },
    /// A new card at the end of a cell.
    AddCard {
        /// Row.
        lane: LaneId,
        /// Leftmost column.
        step: StepId,
        /// Number of steps it covers.
        span: u32,
        /// What it says.
        text: String,
        /// What it is.
        body: CardBody,
    },
    /// A new point of an experience curve.
    AddPoint {
        /// Row.
        lane: LaneId,
        /// Column.
        step: StepId,
        /// −2 ..= +2.
        value: f64,
        /// On whose line; `None` is that of everybody.
        persona: Option<PersonaId>,
    },
    /// A new record of any kind, complete with its id (maps, personas, KPIs, markers, connections, notes).
    Add(AnyRecord),
    /// A record replaced by a version of itself with the same id.
    Update(AnyRecord),
    /// The words of a record: title, name, text or label.
    Rename {
        /// Which record.
        record: RecordRef,
        /// The new words.
        text: String,
    },
    /// A stage to another place among its siblings. Cards that span more than one stage go with the one they begin in.
    MoveStage {
        /// Which.
        stage: StageId,
        /// The stage it then stands before; `None` is last.
        before: Option<StageId>,
    },
    /// Several stages to one place, side by side in the order they stand in now.
    MoveStages {
        /// Which.
        stages: Vec<StageId>,
        /// The stage they then stand before; `None` is last.
        before: Option<StageId>,
    },
    /// A step to another place, perhaps in another stage. Cards that span more stay with the rest of their steps.
    MoveStep {
        /// Which.
        step: StepId,
        /// The stage it then belongs to.
        stage: StageId,
        /// The step it then stands before; `None` is last in the stage.
        before: Option<StepId>,
    },
    /// Several steps to one place, side by side in the order they stand in now.
    MoveSteps {
        /// Which.
        steps: Vec<StepId>,
        /// The stage they then belong to.
        stage: StageId,
        /// The step they then stand before; `None` is last in the stage.
        before: Option<StepId>,
    },
    /// A lane to another place among its siblings.
    MoveLane {
        /// Which.
        lane: LaneId,
        /// The lane it then stands above; `None` is last.
        before: Option<LaneId>,
    },
    /// Several lanes to one place, below each other in the order they stand in now.
    MoveLanes {
        /// Which.
        lanes: Vec<LaneId>,
        /// The lane they then stand above; `None` is last.
        before: Option<LaneId>,
    },
    /// Cards to other cells.
    MoveCards(Vec<CardMove>),
    /// Copies of cards in other cells; each `card` names the original. Connections among them are copied along.
    CopyCards(Vec<CardMove>),
    /// Copies right after the originals: of cards, and of steps, lanes and stages with all that stands in them.
    Duplicate(Vec<RecordRef>),
    /// A connection without words from one card to another of the same map.
    Connect {
        /// Where it starts.
        from: CardId,
        /// Where it ends.
        to: CardId,
    },
    /// A copy of a map with everything on it.
    DuplicateMap {
        /// Which.
        map: MapId,
        /// Name of the copy.
        title: String,
        /// State of the copy.
        state: MapState,
        /// What it is for.
        purpose: CopyOfMap,
    },
    /// Records with all that depends on them.
    Delete(Vec<RecordRef>),
    /// Several edits as one step, planned one after the other.
    Batch {
        /// What the step is called.
        label: EditLabel,
        /// The edits.
        edits: Vec<Edit>,
    },
}

/// Where one card goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardMove {
    /// Which card.
    pub card: CardId,
    /// Its new row.
    pub lane: LaneId,
    /// Its new leftmost column.
    pub step: StepId,
    /// The card of that cell it stands before; `None` is last.
    pub before: Option<CardId>,
}

/// What a step did, for "Undo Move stage".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Something new.
    Add,
    /// New words.
    Rename,
    /// Other values, of more than one kind.
    Change,
    /// Another value of one kind.
    Set(Property),
    /// Wider, narrower, higher or lower.
    Resize,
    /// Only its label is left on the map.
    Collapse,
    /// All of it is on the map again.
    Expand,
    /// Not on the map any more.
    Hide,
    /// On the map again.
    Show,
    /// Turned round.
    Reverse,
    /// Answered.
    Resolve,
    /// Not answered any more.
    Reopen,
    /// Gone through.
    Review,
    /// Another place.
    Move,
    /// Gone.
    Delete,
    /// Numbers read from a file.
    Import,
    /// Numbers read again from a file.
    Refresh,
    /// Another file in the place of the one before.
    Replace,
    /// Copied.
    Duplicate,
    /// Copied as what shall be: the future state of a map.
    MakeFuture,
    /// Copied as what is: the current state of a map.
    MakeCurrent,
    /// Taken from the clipboard.
    Paste,
    /// Gone to the clipboard.
    Cut,
    /// Other words in the place of a phrase, wherever it stands.
    ReplaceWords,
}

/// What a record can have another value of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of that name")]
pub enum Property {
    State,
    Persona,
    Owner,
    Status,
    Review,
    Counterpart,
    Warnings,
    Question,
    Colour,
    LinkedMap,
    Kind,
    Look,
    Author,
    Role,
    Goals,
    Frustrations,
    Needs,
    Quote,
    Picture,
    Day,
    Limits,
    Place,
    Refresh,
    Outcome,
    Tags,
    Confidence,
    Channel,
    MomentOfTruth,
    Severity,
    Kpi,
    Value,
    Effort,
    Headline,
    Form,
    Attribution,
    Metric,
    Unit,
    Scale,
    Direction,
    Target,
    Definition,
    Plan,
    Layer,
    Cadence,
    Formula,
    MissingCodes,
    Weighting,
    AtPlace,
    Timing,
    DataSource,
}

/// The name of an undo step in parts; `i18n` makes words of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EditLabel {
    /// What was done.
    pub verb: Verb,
    /// To what sort of record.
    pub noun: TableKind,
    /// To how many.
    pub count: usize,
}

impl EditLabel {
    /// A label for one record.
    #[must_use]
    pub const fn one(verb: Verb, noun: TableKind) -> Self {
        Self { verb, noun, count: 1 }
    }
}

/// An edit that cannot be done. The document stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The record was deleted meanwhile.
    #[error("this {0:?} is no longer in the file; choose another one")]
    Missing(RecordRef),
    /// A stage keeps at least one step.
    #[error("a stage keeps at least one step; delete the stage instead")]
    LastStep,
    /// A file keeps at least one map.
    #[error("a file keeps at least one map; add another map before deleting this one")]
    LastMap,
    /// Rows that belong to different maps cannot stand in one cell.
    #[error("a card cannot stand in the lane of one map and the step of another")]
    MixedMaps,
    /// A line across the map is no row for cards.
    #[error("a divider line holds no cards; choose another lane")]
    CardInDivider,
    /// A lane with cards cannot become a line.
    #[error("this lane holds cards; move or delete them before it becomes a divider line")]
    DividerWithCards,
    /// A record with that id is there already.
    #[error("a record with this id is in the file already")]
    Exists,
    /// The file takes no changes now.
    #[error("this file takes no changes now; save it under another name to change it")]
    NotEditable,
    /// A value outside its range.
    #[error("{0}")]
    BadValue(&'static str),
}

/// An edit worked out: what changes, what it is called, what to select.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The complete change.
    pub diff: Diff,
    /// Its name.
    pub label: EditLabel,
    /// Records that came into being, outermost first.
    pub created: Vec<RecordRef>,
}

/// Works out an edit against a document. Pure: the same document, edit and allocator state give the same plan.
///
/// # Errors
/// [`EditError`] when a rule forbids it; nothing has changed then.
pub fn plan(document: &Document, edit: &Edit, ids: &mut IdAlloc) -> Result<Plan, EditError> {
    let plan = plan_part(document, edit, ids)?;
    // Asked of the whole, because a batch may bring in a stage first and its step later.
    for (id, _) in plan.diff.stages.0.iter().filter(|(_, change)| change.before.is_none()) {
        if !plan.diff.steps.0.values().any(|step| step.after.as_ref().is_some_and(|s| s.stage == *id)) {
            return Err(EditError::LastStep);
        }
    }
    Ok(plan)
}

fn plan_part(document: &Document, edit: &Edit, ids: &mut IdAlloc) -> Result<Plan, EditError> {
    match edit {
        Edit::AddStage { map, before, title, step_title } => {
            add::stage(document, ids, *map, *before, title, step_title)
        }
        Edit::AddStep { stage, before, title } => add::step(document, ids, *stage, *before, title),
        Edit::AddLane { map, before, kind, title } => add::lane(document, ids, *map, *before, *kind, title),
        Edit::AddCard { lane, step, span, text, body } => add::card(document, ids, (*lane, *step), *span, text, body),
        Edit::AddPoint { lane, step, value, persona } => add::point(document, ids, (*lane, *step), *value, *persona),
        Edit::Add(record) => add::record(document, record),
        Edit::Update(record) => update::record(document, record),
        Edit::Rename { record, text } => update::rename(document, *record, text),
        Edit::MoveStage { stage, before } => move_to::stages(document, &[*stage], *before),
        Edit::MoveStages { stages, before } => move_to::stages(document, stages, *before),
        Edit::MoveStep { step, stage, before } => move_to::steps(document, &[*step], *stage, *before),
        Edit::MoveSteps { steps, stage, before } => move_to::steps(document, steps, *stage, *before),
        Edit::MoveLane { lane, before } => move_to::lanes(document, &[*lane], *before),
        Edit::MoveLanes { lanes, before } => move_to::lanes(document, lanes, *before),
        Edit::MoveCards(moves) => move_to::cards(document, moves),
        Edit::CopyCards(moves) => copy::cards(document, ids, moves),
        Edit::Duplicate(records) => copy::records(document, ids, records),
        Edit::Connect { from, to } => add::connection(document, ids, *from, *to),
        Edit::DuplicateMap { map, title, state, purpose } => {
            duplicate::map(document, ids, *map, title, *state, *purpose)
        }
        Edit::Delete(records) => delete::records(document, records),
        Edit::Batch { label, edits } => batch(document, ids, *label, edits),
    }
}

/// Refuses to bring a card into a divider line. Cards that stand in one already (files of other programs) may still be
/// changed, moved away and deleted.
fn takes_cards(document: &Document, lane: LaneId) -> Result<(), EditError> {
    let is_line = document.lanes.get(&lane).is_some_and(|l| l.kind == LaneKind::Divider);
    if is_line { Err(EditError::CardInDivider) } else { Ok(()) }
}

/// The record a place is.
#[must_use]
pub fn record_of_place(place: Place) -> RecordRef {
    match place {
        Place::Map(id) => id.into(),
        Place::Stage(id) => id.into(),
        Place::Step(id) => id.into(),
        Place::Touchpoint(id) => id.into(),
    }
}

fn batch(document: &Document, ids: &mut IdAlloc, label: EditLabel, edits: &[Edit]) -> Result<Plan, EditError> {
    let mut scratch = document.clone();
    let mut all = Plan { diff: Diff::default(), label, created: Vec::new() };
    let mut verbs = Vec::with_capacity(edits.len());
    for edit in edits {
        let plan = plan_part(&scratch, edit, ids)?;
        plan.diff.apply(&mut scratch);
        all.diff = all.diff.then(&plan.diff);
        all.created.extend(plan.created);
        verbs.push((!plan.diff.is_empty()).then_some(plan.label.verb));
    }
    // Whoever calls it a change leaves it to what is different to say which.
    if label.verb == Verb::Change
        && let Some(verb) = naming::shared(verbs)
    {
        all.label.verb = verb;
    }
    Ok(all)
}
