//! The law of copying: whatever stands on a map, copied and pasted onto an empty map of another file, is the same there:
//! cells, words, kinds, marks, personas, KPIs and what they measure, pictures, connections, notes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first thing that is not as it expects"
)]

mod edits;

use edits::{Dice, documents::small_map, random_edit};
use milepost::base::ids::{CardId, IdAlloc, KpiId, MapId, PersonaId, StageId};
use milepost::model::check::violations;
use milepost::model::edit::plan;
use milepost::model::{
    Card, CardBody, CardMarks, Document, Edit, JourneyMap, Kpi, Lane, LaneKind, Persona, Picture, Place, RecordRef,
};
use milepost::session::clipboard::{PasteAt, Pasted, copied, cut, paste_edit};

const SEEDS: u64 = 60;
const STEPS: usize = 220;

fn apply(document: &mut Document, edit: &Edit, ids: &mut IdAlloc) -> bool {
    let planned = plan(document, edit, ids);
    let Ok(plan) = planned else { return false };
    plan.diff.apply(document);
    assert_eq!(violations(document), []);
    true
}

/// A document after many random edits, with nothing hidden on it and cards no wider than their map.
fn random_document(seed: u64, ids: &mut IdAlloc) -> Document {
    let mut dice = Dice::new(seed);
    let mut document = small_map(ids);
    for _ in 0..STEPS {
        let edit = random_edit(&document, &mut dice, ids, 0);
        apply(&mut document, &edit, ids);
    }
    let lanes: Vec<Lane> = document.lanes.values().map(|lane| Lane { is_hidden: false, ..(**lane).clone() }).collect();
    for lane in lanes {
        assert!(apply(&mut document, &Edit::Update(lane.into()), ids));
    }
    let cards: Vec<CardId> = document.cards.keys().copied().collect();
    for id in cards {
        let card = (*document.cards[&id]).clone();
        let columns = document.columns_of(document.map_of_card(id).unwrap());
        let at = columns.iter().position(|step| step.id == card.step).unwrap();
        let room = u32::try_from(columns.len() - at).unwrap();
        let body = match card.body {
            // Random edits know no pictures.
            CardBody::Image { .. } => CardBody::Image {
                picture: (dice.below(2) > 0).then(|| Picture { digest: format!("{seed:064x}"), width: 3, height: 2 }),
            },
            body => body,
        };
        assert!(apply(&mut document, &Edit::Update(Card { span: card.span.min(room), body, ..card }.into()), ids));
    }
    document
}

/// Everything about the cards of a map without ids, in an order that does not know them either.
fn facts(document: &Document, map: MapId) -> Vec<String> {
    let columns = document.columns_of(map);
    let with_cards = |lane: &&std::sync::Arc<Lane>| document.cards.values().any(|card| card.lane == lane.id);
    let lanes: Vec<_> = document.lanes_of(map).into_iter().filter(with_cards).collect();
    let spot = |card: CardId| {
        let card = &document.cards[&card];
        let row = lanes.iter().position(|lane| lane.id == card.lane);
        let column = columns.iter().position(|step| step.id == card.step);
        let place = document.cards_in(card.lane, card.step).iter().position(|other| other.id == card.id);
        format!("{row:?} {column:?} {place:?}")
    };
    let kpi = |id: KpiId| {
        let mut kpi = (*document.kpis[&id]).clone();
        // What it says of single places of its file means nothing elsewhere.
        kpi.overrides.clear();
        kpi.dismissed.retain(|dismissed| dismissed.place.is_none());
        format!("{:?}", Kpi { id: IdAlloc::seeded(1).allocate(), rank: 0.0, ..kpi })
    };
    let persona = |id: PersonaId| {
        let persona = (*document.personas[&id]).clone();
        format!("{:?}", Persona { id: IdAlloc::seeded(1).allocate(), rank: 0.0, ..persona })
    };
    let stage_at = |stage: StageId| columns.iter().position(|step| step.stage == stage);
    let measured = |card: &Card, place: Place| {
        if document.map_of_place(place) != Some(map) && !matches!(place, Place::Map(_)) {
            // What stands elsewhere is measured where the card stands.
            return format!("stage {:?}", stage_at(document.steps[&card.step].stage));
        }
        match place {
            Place::Map(_) => "map".to_owned(),
            Place::Stage(id) => format!("stage {:?}", stage_at(id)),
            Place::Step(id) => format!("step {:?}", columns.iter().position(|step| step.id == id)),
            // A figure measures no other figure.
            Place::Touchpoint(id) if matches!(document.cards[&id].body, CardBody::Kpi { .. }) => {
                format!("stage {:?}", stage_at(document.steps[&card.step].stage))
            }
            Place::Touchpoint(id) => spot(id),
        }
    };
    let mut found = Vec::new();
    for card in document.cards.values().filter(|card| document.map_of_card(card.id) == Some(map)) {
        let lane = &document.lanes[&card.lane];
        let body = match &card.body {
            CardBody::Kpi { kpi: id, place, is_headline, form, split } => {
                format!("KPI {} {} {is_headline} {form:?} {split:?}", kpi(*id), measured(card, *place))
            }
            CardBody::PainPoint { severity, owner, kpi: id } => format!("{severity:?} {owner} {:?}", id.map(kpi)),
            body => format!("{body:?}"),
        };
        let marks = CardMarks { persona: None, ..card.marks.clone() };
        let whom = card.marks.persona.map(persona);
        let (title, kind) = (&lane.title, lane.kind);
        found.push(format!(
            "{title}/{kind:?} at {}: {:?} over {} {body} {marks:?} {whom:?}",
            spot(card.id),
            card.text,
            card.span
        ));
    }
    let is_here = |card: CardId| document.map_of_card(card) == Some(map);
    for connection in document.connections.values().filter(|c| is_here(c.from) && is_here(c.to)) {
        let (from, to) = (spot(connection.from), spot(connection.to));
        found.push(format!("{from} -> {to}: {} {:?}", connection.label, connection.look));
    }
    for note in document.notes.values() {
        if let RecordRef::Card(card) = note.anchor
            && document.map_of_card(card) == Some(map)
        {
            let said = (&note.author, &note.text, note.created_at, note.is_resolved);
            found.push(format!("note at {}: {said:?}", spot(card)));
        }
    }
    found.sort();
    found
}

/// An empty map in a file of its own.
fn elsewhere(seed: u64) -> (Document, MapId, IdAlloc) {
    let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(seed ^ 0xABCD));
    let map = ids.allocate();
    assert!(apply(&mut document, &Edit::Add(JourneyMap::new(map, "there").into()), &mut ids));
    (document, map, ids)
}

/// All stages and lanes of a map, copied as such onto an empty map of another file, make the same map; copied onto their
/// own they make it twice.
fn check_structure(document: &Document, map: MapId, seed: u64) {
    let stages = document.stages_of(map).into_iter().map(|stage| RecordRef::from(stage.id));
    let lanes = document.lanes_of(map).into_iter().map(|lane| RecordRef::from(lane.id));
    let selection: Vec<RecordRef> = stages.chain(lanes).collect();
    let copy = copied(document, map, &selection).unwrap();
    let (mut there, map_there, mut ids) = elsewhere(seed);
    let pasted = Pasted::of(&copy.text, Some(&copy.html), None).unwrap();
    let plan = paste_edit(&there, map_there, &pasted, PasteAt::Anywhere, &mut ids).unwrap();
    assert!(apply(&mut there, &plan.edit, &mut ids), "seed {seed}");
    assert_eq!(facts(&there, map_there), facts(document, map), "seed {seed}");
    assert_eq!(there.lanes_of(map_there).len(), document.lanes_of(map).len());
    let mut here = document.clone();
    let mut ids = IdAlloc::seeded(seed ^ 0x77);
    let stage = document.stages_of(map)[0].id;
    let cards =
        |document: &Document| document.cards.keys().filter(|id| document.map_of_card(**id) == Some(map)).count();
    for at in [PasteAt::Anywhere, PasteAt::Stage(stage)] {
        let before = cards(&here);
        let plan = paste_edit(&here, map, &Pasted::of_text(&copy.text, Some(&copy)).unwrap(), at, &mut ids).unwrap();
        assert!(apply(&mut here, &plan.edit, &mut ids), "seed {seed}");
        assert_eq!(cards(&here) - before, cards(document), "seed {seed}");
    }
}

#[test]
fn what_is_copied_and_pasted_elsewhere_is_the_same() {
    let mut cards = 0;
    let mut kinds = std::collections::BTreeSet::new();
    for seed in 1..=SEEDS {
        let document = random_document(seed, &mut IdAlloc::seeded(seed));
        for map in document.maps.keys().copied() {
            let all = document.cards.keys().filter(|id| document.map_of_card(**id) == Some(map));
            let selection: Vec<RecordRef> = all.map(|id| (*id).into()).collect();
            let Some(copy) = copied(&document, map, &selection) else { continue };
            check_structure(&document, map, seed);
            let is_dividing = |id: &&CardId| document.lanes[&document.cards[*id].lane].kind == LaneKind::Divider;
            assert!(
                document.cards.keys().filter(|id| document.map_of_card(**id) == Some(map)).all(|id| !is_dividing(&id))
            );
            let expected = facts(&document, map);
            cards += selection.len();
            kinds.extend(document.lanes_of(map).iter().map(|lane| lane.kind));
            // Within the program, and through the HTML that another window reads.
            for last in [Some(&copy), None] {
                let pasted = Pasted::of(&copy.text, Some(&copy.html), last).unwrap();
                assert!(matches!(pasted, Pasted::Clip(_)));
                let (mut there, to, mut ids) = elsewhere(seed);
                let plan = paste_edit(&there, to, &pasted, PasteAt::Anywhere, &mut ids).unwrap();
                assert!(apply(&mut there, &plan.edit, &mut ids), "seed {seed}");
                let found = facts(&there, to);
                let differing = |one: &[String], other: &[String]| -> Vec<String> {
                    one.iter().filter(|line| !other.contains(line)).cloned().collect()
                };
                assert_eq!(differing(&found, &expected), differing(&expected, &found), "seed {seed}");
                assert_eq!(found.len(), expected.len(), "seed {seed}");
                assert_eq!(plan.report.cards, selection.len());
            }
        }
    }
    assert!(cards > 1_000 && kinds.len() > 8, "{cards} cards, {kinds:?}");
}

/// The words of all cards of a map but KPI cards and points, which may be one with what is there.
fn words(document: &Document, map: MapId) -> Vec<String> {
    let is_wordy = |card: &&std::sync::Arc<Card>| {
        document.map_of_card(card.id) == Some(map)
            && !matches!(card.body, CardBody::Kpi { .. } | CardBody::Curve { .. })
    };
    let mut words: Vec<String> = document.cards.values().filter(is_wordy).map(|card| card.text.clone()).collect();
    words.sort();
    words
}

#[test]
fn steps_and_stages_that_are_cut_and_pasted_lose_no_words_and_double_none() {
    let (mut cuts, mut stayed) = (0, 0);
    for seed in 1..=SEEDS {
        let document = random_document(seed, &mut IdAlloc::seeded(seed));
        let mut dice = Dice::new(seed ^ 0xC07);
        for map in document.maps.keys().copied() {
            for _ in 0..4 {
                let steps = document.columns_of(map).into_iter().map(|step| RecordRef::from(step.id));
                let stages = document.stages_of(map).into_iter().map(|stage| RecordRef::from(stage.id));
                let all: Vec<RecordRef> = steps.chain(stages).collect();
                let selection: Vec<RecordRef> = all.into_iter().filter(|_| dice.below(4) == 0).collect();
                let Some((copy, edit)) = cut(&document, map, &selection) else { continue };
                let (mut here, mut ids) = (document.clone(), IdAlloc::seeded(seed ^ 0x99));
                if !apply(&mut here, &edit, &mut ids) {
                    continue;
                }
                let is_over_a_gap = |id: &CardId| here.cards.get(id) != document.cards.get(id);
                stayed += here.cards.keys().filter(|id| is_over_a_gap(id)).count();
                let pasted = Pasted::of_text(&copy.text, Some(&copy)).unwrap();
                let plan = paste_edit(&here, map, &pasted, PasteAt::Anywhere, &mut ids).unwrap();
                assert!(apply(&mut here, &plan.edit, &mut ids), "seed {seed}");
                assert_eq!(words(&here, map), words(&document, map), "seed {seed}, cut {selection:?}");
                cuts += 1;
            }
        }
    }
    assert!(cuts > 100 && stayed > 50, "{cuts} cuts, {stayed} cards stayed over a gap");
}
