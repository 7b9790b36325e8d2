//! Laws of editing, held against thousands of random edits: a document stays whole, every step can be taken back and
//! done again, and many steps are worth one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first thing that is not as it expects"
)]

mod edits;
#[path = "edits/wide_cards.rs"]
mod wide_cards;

use edits::{Dice, documents::small_map, random_edit};
use milepost::base::ids::{CardId, Id as _, IdAlloc, StepId};
use milepost::model::edit::{CardMove, Plan, Verb, plan};
use milepost::model::history::MergeKey;
use milepost::model::{
    Card, CardBody, Diff, Document, Edit, EditError, EditLabel, History, Kpi, KpiKind, LaneKind, Note, Place,
    RecordRef, TableKind,
    check::{Violation, violations},
};
use std::collections::BTreeSet;
use std::time::Duration;

const SEEDS: u64 = 40;
const STEPS: usize = 250;

/// What a run of random edits leaves behind.
struct Run {
    start: Document,
    end: Document,
    plans: Vec<Plan>,
    /// The document before each plan, and the end.
    states: Vec<Document>,
    refused: usize,
}

/// Random edits from a seed; every one is planned, applied and checked.
fn run(seed: u64) -> Run {
    let mut ids = IdAlloc::seeded(seed);
    let start = small_map(&mut ids);
    assert_eq!(violations(&start), []);
    let mut dice = Dice::new(seed);
    let mut document = start.clone();
    let (mut plans, mut states, mut refused) = (Vec::new(), vec![start.clone()], 0);
    for number in 0..STEPS {
        let edit = random_edit(&document, &mut dice, &mut ids, 0);
        match plan(&document, &edit, &mut ids) {
            Ok(plan) => {
                plan.diff.apply(&mut document);
                let found = violations(&document);
                assert!(found.is_empty(), "seed {seed}, edit {number}: {edit:?} broke the document: {found:?}");
                plans.push(plan);
                states.push(document.clone());
            }
            Err(_) => refused += 1,
        }
    }
    Run { start, end: document, plans, states, refused }
}

fn references(document: &Document) -> BTreeSet<RecordRef> {
    document.references().collect()
}

#[test]
fn random_edits_keep_the_document_whole_and_can_all_be_taken_back() {
    let (mut done, mut refused, mut kinds) = (0, 0, BTreeSet::new());
    for seed in 1..=SEEDS {
        let Run { start, end, plans, states, refused: no } = run(seed);
        kinds.extend(plans.iter().map(|p| format!("{:?} {:?}", p.label.verb, p.label.noun)));
        (done, refused) = (done + plans.len(), refused + no);

        let mut document = end.clone();
        for (index, plan) in plans.iter().enumerate().rev() {
            plan.diff.invert().apply(&mut document);
            assert_eq!(document, states[index], "seed {seed}: taking back step {index}");
        }
        assert_eq!(document, start);
        for (index, plan) in plans.iter().enumerate() {
            plan.diff.apply(&mut document);
            assert_eq!(document, states[index + 1], "seed {seed}: doing step {index} again");
        }
        assert_eq!(document, end);
    }
    println!("{done} edits done, {refused} refused, {} kinds of step", kinds.len());
    // The generator would prove nothing if most of what it makes were refused or of one sort.
    assert!(done > refused && kinds.len() >= 30, "{done} done, {refused} refused, {kinds:?}");
}

#[test]
fn many_steps_are_worth_one() {
    for seed in 1..=SEEDS {
        let Run { start, end, plans, states, .. } = run(seed);
        let squash = |plans: &[Plan]| plans.iter().fold(Diff::default(), |all, p| all.then(&p.diff));
        let all = squash(&plans);
        let mut document = start.clone();
        all.apply(&mut document);
        assert_eq!(document, end, "seed {seed}: the squash is not the sum");
        assert_eq!(all, Diff::between(&start, &end), "seed {seed}: between differs from the squash");
        assert_eq!(all.invert(), Diff::between(&end, &start));
        assert!(all.clone().then(&all.invert()).is_empty(), "seed {seed}: there and back is not nothing");
        let middle = plans.len() / 2;
        let (left, right) = plans.split_at(middle);
        assert_eq!(squash(left).then(&squash(right)), all, "seed {seed}: grouping matters");
        assert_eq!(squash(left), Diff::between(&start, &states[middle]));
    }
}

#[test]
fn a_diff_lists_exactly_the_rows_that_differ() {
    for seed in 1..=SEEDS {
        let Run { plans, states, .. } = run(seed);
        for (index, plan) in plans.iter().enumerate() {
            assert_eq!(plan.diff, Diff::between(&states[index], &states[index + 1]), "seed {seed}, step {index}");
        }
    }
}

#[test]
fn ids_are_never_reused() {
    for seed in 1..=SEEDS {
        let Run { plans, states, .. } = run(seed);
        let mut seen = references(&states[0]);
        for (index, plan) in plans.iter().enumerate() {
            let before = references(&states[index]);
            for new in references(&states[index + 1]).difference(&before) {
                assert!(seen.insert(*new), "seed {seed}, step {index}: {new:?} was there before");
            }
            for created in &plan.created {
                assert!(!before.contains(created), "seed {seed}, step {index}: {created:?} is not new");
            }
        }
    }
}

#[test]
fn a_batch_is_its_edits_in_a_row() {
    let label = EditLabel::one(Verb::Change, TableKind::Card);
    for seed in 1..=SEEDS {
        let mut ids = IdAlloc::seeded(seed);
        let start = small_map(&mut ids);
        let mut dice = Dice::new(seed);
        let (mut document, mut edits, mut maker) = (start.clone(), Vec::new(), ids.clone());
        let mut worker = ids.clone();
        while edits.len() < 40 {
            let edit = random_edit(&document, &mut dice, &mut maker, 1);
            // A refused edit may have drawn ids; the batch must draw the same ones.
            let mut trial = worker.clone();
            if let Ok(plan) = plan(&document, &edit, &mut trial) {
                worker = trial;
                plan.diff.apply(&mut document);
                edits.push(edit);
            }
        }
        let batch = plan(&start, &Edit::Batch { label, edits }, &mut ids.clone()).unwrap();
        let mut at_once = start.clone();
        batch.diff.apply(&mut at_once);
        assert_eq!(at_once, document, "seed {seed}");
        assert_eq!(batch.diff, Diff::between(&start, &document), "seed {seed}");
        assert_eq!(batch.label, label);
    }
}

#[test]
fn planning_is_pure() {
    let mut ids = IdAlloc::seeded(7);
    let document = small_map(&mut ids);
    let copy = document.clone();
    let mut dice = Dice::new(7);
    for _ in 0..300 {
        let edit = random_edit(&document, &mut dice, &mut ids.clone(), 0);
        assert_eq!(plan(&document, &edit, &mut ids.clone()), plan(&document, &edit, &mut ids.clone()));
        assert_eq!(document, copy);
    }
}

#[test]
fn history_walks_to_the_start_and_to_the_end() {
    for seed in 1..=10 {
        let Run { start, end, plans, .. } = run(seed);
        let (mut history, mut document) = (History::default(), end.clone());
        let kept = plans.len().min(200);
        for plan in &plans {
            history.push(plan.label, plan.diff.clone(), Default::default(), None, Duration::ZERO);
        }
        let steps = |count: usize| plans.iter().filter(|p| !p.diff.is_empty()).rev().take(count).count();
        let mut undone = 0;
        while let Some((diff, _)) = history.undo() {
            diff.apply(&mut document);
            undone += 1;
        }
        assert_eq!(undone, steps(kept), "seed {seed}");
        if plans.iter().filter(|p| !p.diff.is_empty()).count() <= 200 {
            assert_eq!(document, start);
        }
        while let Some((diff, _)) = history.redo() {
            diff.apply(&mut document);
        }
        assert_eq!(document, end, "seed {seed}");
        assert!(history.next_redo().is_none() && history.next_undo().is_some());
    }
}

/// A document in the middle of a named case.
struct Case {
    document: Document,
    ids: IdAlloc,
}

impl Case {
    fn new() -> Self {
        let mut ids = IdAlloc::seeded(1);
        Self { document: small_map(&mut ids), ids }
    }

    fn edit(&mut self, edit: &Edit) -> Vec<RecordRef> {
        let plan = plan(&self.document, edit, &mut self.ids).unwrap();
        plan.diff.apply(&mut self.document);
        assert_eq!(violations(&self.document), [], "after {edit:?}");
        plan.created
    }

    fn refuse(&mut self, edit: &Edit) -> EditError {
        plan(&self.document, edit, &mut self.ids).expect_err("this edit has to be refused")
    }

    fn columns(&self) -> Vec<StepId> {
        let map = *self.document.maps.keys().next().unwrap();
        self.document.columns_of(map).iter().map(|s| s.id).collect()
    }

    fn step(&self, title: &str) -> StepId {
        self.document.steps.values().find(|s| s.title == title).unwrap().id
    }

    fn lane(&self, kind: LaneKind) -> milepost::base::ids::LaneId {
        self.document.lanes.values().find(|l| l.kind == kind).unwrap().id
    }

    fn card(&self, text: &str) -> &Card {
        self.document.cards.values().find(|c| c.text == text).unwrap()
    }

    /// A text card that covers `span` steps from `step` on.
    fn wide_card(&mut self, text: &str, step: &str, span: u32) -> CardId {
        let (lane, step) = (self.lane(LaneKind::Text), self.step(step));
        let edit = Edit::AddCard { lane, step, span, text: text.into(), body: CardBody::Text };
        match self.edit(&edit)[..] {
            [RecordRef::Card(card)] => card,
            ref other => panic!("{other:?}"),
        }
    }
}

// The small map: stages A (a1, a2), B (b1), C (c1, c2, c3).

fn kpi(case: &mut Case) -> Kpi {
    Kpi {
        metric: "CSAT".into(),
        kind: KpiKind::top_box_of((1.0, 5.0)),
        scale: Some((1.0, 5.0)),
        ..Kpi::new(case.ids.allocate(), "CSAT")
    }
}

#[test]
fn kpi_cards_go_with_the_place_they_measure() {
    let mut case = Case::new();
    let kpi = kpi(&mut case);
    let id = kpi.id;
    case.edit(&Edit::Add(kpi.into()));
    let (lane, elsewhere) = (case.lane(LaneKind::Kpi), case.step("a1"));
    let touchpoint = case.card("Touchpoint at b1").id;
    let stage = case.document.steps[&case.step("b1")].stage;
    for (text, place) in [
        ("by touchpoint", Place::Touchpoint(touchpoint)),
        ("by step", Place::Step(case.step("b1"))),
        ("by stage", Place::Stage(stage)),
    ] {
        let body = CardBody::kpi(id, place, false);
        case.edit(&Edit::AddCard { lane, step: elsewhere, span: 1, text: text.into(), body });
    }
    let has = |case: &Case, text: &str| case.document.cards.values().any(|c| c.text == text);
    case.edit(&Edit::Delete(vec![touchpoint.into()]));
    assert!(!has(&case, "by touchpoint") && has(&case, "by step") && has(&case, "by stage"));
    case.edit(&Edit::Delete(vec![stage.into()]));
    assert!(!has(&case, "by step") && !has(&case, "by stage"));
    assert!(case.document.kpis.contains_key(&id), "the KPI itself stays");
}

#[test]
fn notes_and_kpi_cards_hanging_on_each_other_all_go() {
    let mut case = Case::new();
    let kpi = kpi(&mut case);
    let id = kpi.id;
    case.edit(&Edit::Add(kpi.into()));
    let (lane, step) = (case.lane(LaneKind::Kpi), case.step("a1"));
    // A chain of KPI cards, each measuring the one before: in whatever order the ids come, all must go.
    let mut anchor = case.card("Touchpoint at b1").id;
    for number in 0..12 {
        let body = CardBody::kpi(id, Place::Touchpoint(anchor), false);
        let edit = Edit::AddCard { lane, step, span: 1, text: format!("link {number}"), body };
        let [RecordRef::Card(card)] = case.edit(&edit)[..] else { panic!("no card") };
        anchor = card;
    }
    let mut about: RecordRef = anchor.into();
    for number in 0..12 {
        let note = Note {
            id: case.ids.allocate(),
            anchor: about,
            author: "Ada".into(),
            text: format!("note {number}"),
            created_at: Default::default(),
            is_resolved: false,
        };
        about = note.id.into();
        case.edit(&Edit::Add(note.into()));
    }
    case.edit(&Edit::Delete(vec![case.card("Touchpoint at b1").id.into()]));
    assert!(case.document.notes.is_empty());
    assert!(!case.document.cards.values().any(|c| c.text.starts_with("link")));
}

#[test]
fn the_last_step_of_a_stage_and_the_last_map_stay() {
    let mut case = Case::new();
    let only = case.step("b1");
    assert_eq!(case.refuse(&Edit::Delete(vec![only.into()])), EditError::LastStep);
    let other = case.document.steps[&case.step("a1")].stage;
    assert_eq!(case.refuse(&Edit::MoveStep { step: only, stage: other, before: None }), EditError::LastStep);
    let map = *case.document.maps.keys().next().unwrap();
    assert_eq!(case.refuse(&Edit::Delete(vec![map.into()])), EditError::LastMap);
}

#[test]
fn an_update_cannot_tear_a_map_apart() {
    let mut case = Case::new();
    let map = milepost::model::JourneyMap {
        state: Default::default(),
        rank: 2.0,
        ..milepost::model::JourneyMap::new(case.ids.allocate(), "Other")
    };
    case.edit(&Edit::Add(map.clone().into()));
    let created = case.edit(&Edit::AddStage { map: map.id, before: None, title: "O".into(), step_title: "o1".into() });
    let RecordRef::Stage(other) = created[0] else { panic!("{created:?}") };
    let step = (*case.document.steps[&case.step("b1")]).clone();
    let stage = (*case.document.stages[&step.stage]).clone();
    let lane = (*case.document.lanes[&case.lane(LaneKind::Touchpoint)]).clone();
    for record in [
        milepost::model::AnyRecord::Stage(milepost::model::Stage { map: map.id, ..stage }),
        milepost::model::AnyRecord::Lane(milepost::model::Lane { map: map.id, ..lane }),
        milepost::model::AnyRecord::Step(milepost::model::Step { stage: other, ..step }),
    ] {
        assert_eq!(case.refuse(&Edit::Update(record)), EditError::MixedMaps);
    }
}

#[test]
fn a_divider_line_holds_no_cards() {
    let mut case = Case::new();
    let map = *case.document.maps.keys().next().unwrap();
    let line = Edit::AddLane { map, before: None, kind: LaneKind::Divider, title: "Line of visibility".into() };
    let [RecordRef::Lane(line)] = case.edit(&line)[..] else { panic!("no lane") };
    let step = case.step("b1");
    let added = Edit::AddCard { lane: line, step, span: 1, text: String::new(), body: CardBody::Text };
    let card = case.card("Touchpoint at b1").clone();
    let moved = Edit::MoveCards(vec![CardMove { card: card.id, lane: line, step, before: None }]);
    let changed = Edit::Update(Card { lane: line, ..card.clone() }.into());
    for edit in [added, moved, changed] {
        assert_eq!(case.refuse(&edit), EditError::CardInDivider, "{edit:?}");
    }
    let kind = |case: &Case, kind| {
        let lane = milepost::model::Lane::clone(&case.document.lanes[&case.lane(kind)]);
        Edit::Update(milepost::model::Lane { kind: LaneKind::Divider, ..lane }.into())
    };
    let with_cards = kind(&case, LaneKind::Touchpoint);
    assert_eq!(case.refuse(&with_cards), EditError::DividerWithCards);
    let empty = kind(&case, LaneKind::Text);
    case.edit(&empty);

    // A file from elsewhere may have a card there: it is named, and can still be changed and taken out.
    case.document.cards.insert(card.id, std::sync::Arc::new(Card { lane: line, ..card.clone() }));
    assert_eq!(violations(&case.document), [Violation::CardInDivider(card.id.into())]);
    let rename = Edit::Rename { record: card.id.into(), text: "Still here".into() };
    plan(&case.document, &rename, &mut case.ids).unwrap();
    case.edit(&Edit::MoveCards(vec![CardMove { card: card.id, lane: card.lane, step, before: None }]));
}

#[test]
fn a_stage_added_without_a_step_is_refused_unless_the_batch_adds_one() {
    let mut case = Case::new();
    let map = *case.document.maps.keys().next().unwrap();
    let stage = milepost::model::Stage {
        id: case.ids.allocate(),
        map,
        title: "New".into(),
        question: String::new(),
        tint: 0,
        linked_map: None,
        rank: 9.0,
    };
    let step = milepost::model::Step { id: case.ids.allocate(), stage: stage.id, title: "n1".into(), rank: 1.0 };
    assert_eq!(case.refuse(&Edit::Add(stage.clone().into())), EditError::LastStep);
    let label = EditLabel::one(Verb::Duplicate, TableKind::Stage);
    let edits = vec![Edit::Add(stage.into()), Edit::Add(step.into())];
    case.edit(&Edit::Batch { label, edits });
    assert_eq!(case.step("n1"), *case.columns().last().unwrap());
}

#[test]
fn a_hundred_inserts_in_one_gap_keep_the_order() {
    let mut case = Case::new();
    let (first, last) = (case.step("c1"), case.step("c2"));
    let stage = case.document.steps[&first].stage;
    let mut expected = vec![first];
    for number in 0..100 {
        let created = case.edit(&Edit::AddStep { stage, before: Some(last), title: format!("n{number}") });
        let [RecordRef::Step(step)] = created[..] else { panic!("{created:?}") };
        expected.push(step);
    }
    expected.push(last);
    expected.push(case.step("c3"));
    let order: Vec<StepId> = case.document.steps_of(stage).iter().map(|s| s.id).collect();
    assert_eq!(order, expected);
    let ranks: Vec<f64> = case.document.steps_of(stage).iter().map(|s| s.rank).collect();
    assert!(ranks.windows(2).all(|w| w[1] - w[0] > 1e-7), "{ranks:?}");
}

#[test]
fn a_move_to_where_it_stands_is_no_step() {
    let mut case = Case::new();
    let columns = case.columns();
    let stage = case.document.steps[&case.step("c1")].stage;
    let card = case.card("Touchpoint at b1").clone();
    for edit in [
        Edit::MoveStage { stage, before: None },
        Edit::MoveStep { step: case.step("c2"), stage, before: Some(case.step("c3")) },
        Edit::MoveStep { step: case.step("c2"), stage, before: Some(case.step("c2")) },
        Edit::MoveSteps { steps: vec![case.step("c1"), case.step("c2")], stage, before: Some(case.step("c2")) },
        Edit::MoveCards(vec![CardMove { card: card.id, lane: card.lane, step: card.step, before: None }]),
        Edit::Rename { record: card.id.into(), text: card.text.clone() },
    ] {
        let plan = plan(&case.document, &edit, &mut case.ids).unwrap();
        assert!(plan.diff.is_empty(), "{edit:?} changes {:?}", plan.diff);
    }
    assert_eq!(case.columns(), columns);
}

#[test]
fn typing_in_one_field_is_one_step() {
    let mut case = Case::new();
    let start = case.document.clone();
    let card = case.card("Touchpoint at b1").id;
    let mut history = History::default();
    let key = MergeKey { record: card.into(), field: "text" };
    for (number, text) in ["S", "Si", "Sig", "Sign"].iter().enumerate() {
        let edit = Edit::Rename { record: card.into(), text: (*text).to_owned() };
        let plan = plan(&case.document, &edit, &mut case.ids).unwrap();
        plan.diff.apply(&mut case.document);
        let at = Duration::from_millis(300 * number as u64);
        history.push(plan.label, plan.diff, Default::default(), Some(key.clone()), at);
    }
    history.undo().unwrap().0.apply(&mut case.document);
    assert_eq!(case.document, start);
    assert!(history.next_undo().is_none());
}

#[test]
fn an_edit_of_something_deleted_is_refused_by_name() {
    let mut case = Case::new();
    let gone = CardId::from_raw(42);
    let error = case.refuse(&Edit::Rename { record: gone.into(), text: "x".into() });
    assert_eq!(error, EditError::Missing(gone.into()));
}

fn formula(case: &mut Case, name: &str, formula: &str) -> Kpi {
    Kpi { kind: KpiKind::Formula, formula: formula.to_owned(), ..Kpi::new(case.ids.allocate(), name) }
}

#[test]
fn formulas_follow_a_kpi_that_is_renamed() {
    let mut case = Case::new();
    let orders = Kpi::new(case.ids.allocate(), "Orders");
    let per_order = formula(&mut case, "Per order", "{Revenue} / orders + {Orders}");
    let (orders, reader) = (orders.id, (Kpi::new(orders.id, "Orders"), per_order.id));
    case.edit(&Edit::Add(reader.0.into()));
    case.edit(&Edit::Add(per_order.into()));
    case.edit(&Edit::Rename { record: orders.into(), text: "Sales".to_owned() });
    assert_eq!(case.document.kpis[&reader.1].formula, "{Revenue} / {Sales} + {Sales}");
}

#[test]
fn a_formula_that_goes_in_a_circle_is_refused() {
    let mut case = Case::new();
    let (first, second) = (formula(&mut case, "A", "{B} + 1"), formula(&mut case, "B", "2"));
    case.edit(&Edit::Add(first.into()));
    case.edit(&Edit::Add(second.clone().into()));
    let circular = Kpi { formula: "{A} * 2".to_owned(), ..second.clone() };
    assert!(matches!(case.refuse(&Edit::Update(circular.into())), EditError::BadValue(_)));
    case.edit(&Edit::Update(Kpi { formula: "{C} * 2".to_owned(), ..second }.into()));
}

#[test]
fn what_a_kpi_says_of_a_place_goes_with_the_place() {
    let mut case = Case::new();
    let mut kpi = kpi(&mut case);
    let stage = case.document.steps[&case.step("b1")].stage;
    let other = case.document.steps[&case.step("a1")].stage;
    let own = |target| milepost::model::PlaceOverride { target: Some(target), ..Default::default() };
    kpi.overrides.insert(Place::Stage(stage), own(4.0));
    kpi.overrides.insert(Place::Stage(other), own(3.0));
    kpi.overrides.insert(Place::Stage(case.ids.allocate()), own(2.0));
    let id = kpi.id;
    case.edit(&Edit::Add(kpi.into()));
    assert_eq!(case.document.kpis[&id].overrides.len(), 2, "a place that is not in the file is not kept");
    case.edit(&Edit::Delete(vec![stage.into()]));
    assert_eq!(case.document.kpis[&id].overrides.keys().collect::<Vec<_>>(), [&Place::Stage(other)]);
}
