//! Stages, steps and lanes as structure.

use super::*;
use crate::base::time::Day;
use crate::model::edit::CopyOfMap;
use crate::model::{Decision, Link, MapState, Note, PlaceOverride, Source, SourceState, Stage};
use crate::session::clipboard::{MoveToMap, to_other_map};

/// A map with x over both steps, y at the second one with a note, a line from x to y, a point and a figure of the stage.
fn full() -> (Desk, crate::base::ids::StageId) {
    let mut d = Desk::new();
    d.paste("x\ty", None, PasteAt::Cell(d.lanes[0], d.steps[0]));
    d.paste("-1", None, PasteAt::Cell(d.lanes[3], d.steps[1]));
    let [x, y] = ["x", "y"].map(|text| d.document.cards.values().find(|c| c.text == text).unwrap().id);
    let wide = Card { span: 2, ..(*d.document.cards[&x]).clone() };
    d.run(&Edit::Update(wide.into()));
    let connection = d.run(&Edit::Connect { from: x, to: y })[0];
    let stage = d.document.stages_of(d.map)[0].id;
    let kpi = csat(&mut d.ids);
    let body = CardBody::kpi(kpi.id, Place::Stage(stage), true);
    d.run(&Edit::Add(kpi.into()));
    d.run(&Edit::AddCard { lane: d.lanes[2], step: d.steps[0], span: 1, text: String::new(), body });
    let marked = Stage { question: "Why?".into(), tint: 5, ..(*d.document.stages[&stage]).clone() };
    d.run(&Edit::Update(marked.into()));
    for anchor in [y.into(), stage.into(), d.steps[1].into(), d.lanes[0].into(), connection] {
        let note = Note {
            id: d.ids.allocate(),
            anchor,
            author: "Ann".into(),
            text: "see this".into(),
            created_at: crate::base::time::UtcMillis(1),
            is_resolved: false,
        };
        d.run(&Edit::Add(note.into()));
    }
    (d, stage)
}

/// Kinds of cards, connections, notes and what figures measure.
fn counts(d: &Desk) -> [usize; 5] {
    let figures = d.document.cards.values().filter(|c| match c.body {
        CardBody::Kpi { place, .. } => d.document.map_of_place(place) == d.document.map_of_card(c.id),
        _ => false,
    });
    let lanes = d.document.lanes_of(d.map).len();
    [d.document.cards.len(), d.document.connections.len(), d.document.notes.len(), figures.count(), lanes]
}

#[test]
fn stages_are_pasted_behind_the_one_they_are_pasted_on_with_everything_in_them() {
    let (mut d, stage) = full();
    let copy = copied(&d.document, d.map, &[stage.into()]).unwrap();
    let shown = d.paste(&copy.text, Some(&copy), PasteAt::Stage(stage));
    assert!(matches!(shown[..], [RecordRef::Stage(id)] if id != stage), "{shown:?}");
    assert_eq!(d.shown(), "S:2 S:2 / a|b|a|b / x|y|x|y / ||| / |-1||-1");
    let twins: Vec<_> = d.document.stages_of(d.map).iter().map(|s| (s.question.clone(), s.tint)).collect();
    assert_eq!(twins, [("Why?".to_owned(), 5), ("Why?".to_owned(), 5)]);
    // Figures follow their stage; what was said about a stage is said once.
    assert_eq!(counts(&d), [8, 2, 5, 2, 4]);
    let places: std::collections::BTreeSet<_> = d
        .document
        .cards
        .values()
        .filter_map(|c| match c.body {
            CardBody::Kpi { place, .. } => Some(place),
            _ => None,
        })
        .collect();
    assert_eq!(places.len(), 2);
}

#[test]
fn stages_go_into_other_files_and_bring_what_they_name() {
    let (d, stage) = full();
    let copy = copied(&d.document, d.map, &[stage.into()]).unwrap();
    let mut other = Desk::of_file(6);
    let pasted = Pasted::of(&copy.text, Some(&copy.html), None).unwrap();
    let plan = paste_edit(&other.document, other.map, &pasted, PasteAt::Anywhere, &mut other.ids).unwrap();
    other.run(&plan.edit);
    assert_eq!(other.shown(), "S:2 S:2 / a|b|a|b / ||x|y / ||| / |||-1");
    assert_eq!(counts(&other), [4, 1, 4, 1, 4]);
    assert_eq!((plan.report.stages, plan.report.steps, plan.report.cards, plan.report.kpis), (1, 2, 4, 1));
    // Into an empty one they bring their lanes.
    let mut empty = Desk::empty_file(7);
    empty.run(&Edit::Delete(empty.lanes.iter().map(|lane| (*lane).into()).collect()));
    empty.paste(&copy.text, Some(&copy), PasteAt::Anywhere);
    assert_eq!(empty.shown(), "S:2 / a|b / x|y / | / |-1");
}

#[test]
fn what_is_cut_is_back_where_it_was_pasted() {
    let (mut d, _) = full();
    let before = (d.shown(), counts(&d));
    let selection = vec![RecordRef::from(d.lanes[0])];
    let copy = copied(&d.document, d.map, &selection).unwrap();
    let cut = cut_edit(&d.document, &selection, &copy).unwrap();
    d.run(&cut);
    assert_eq!(d.shown(), "S:2 / a|b / | / |-1");
    d.paste(&copy.text, Some(&copy), PasteAt::Lane(d.lanes[3]));
    assert_eq!(d.shown(), "S:2 / a|b / | / |-1 / x|y");
    let moved = d.document.lanes_of(d.map).last().unwrap().id;
    d.run(&Edit::MoveLane { lane: moved, before: Some(d.lanes[1]) });
    assert_eq!((d.shown(), counts(&d)), before);
}

#[test]
fn a_figure_elsewhere_that_would_go_stops_the_cut() {
    let (mut d, stage) = full();
    let second = d.run(&Edit::AddStage { map: d.map, before: None, title: "T".into(), step_title: "c".into() });
    let RecordRef::Step(step) = second[1] else { panic!("a step") };
    let selection = [RecordRef::from(stage)];
    let cut = |d: &Desk| cut_edit(&d.document, &selection, &copied(&d.document, d.map, &selection).unwrap());
    assert!(cut(&d).is_some());
    let kpi = *d.document.kpis.keys().next().unwrap();
    let body = CardBody::kpi(kpi, Place::Stage(stage), false);
    d.run(&Edit::AddCard { lane: d.lanes[2], step, span: 1, text: String::new(), body });
    assert_eq!(cut(&d), None);
}

#[test]
fn steps_go_behind_the_one_they_are_pasted_on_and_wide_cards_reach_across_them() {
    let (mut d, stage) = full();
    let third = d.run(&Edit::AddStep { stage, before: None, title: "c".into() });
    d.paste("z", None, PasteAt::Cell(d.lanes[2], d.steps[1]));
    let copy = copied(&d.document, d.map, &third).unwrap();
    d.paste(&copy.text, Some(&copy), PasteAt::Step(d.steps[0]));
    assert_eq!(d.shown(), "S:4 / a|c|b|c / x||y| / ||z| / ||-1|");
    let x = d.document.cards.values().find(|c| c.text == "x").unwrap();
    assert_eq!(x.span, 3);
    // On a map without stages they bring the name of theirs.
    let copy = copied(&d.document, d.map, &[d.steps[1].into(), d.steps[0].into()]).unwrap();
    let mut empty = Desk::empty_file(7);
    empty.paste(&copy.text, Some(&copy), PasteAt::Anywhere);
    assert_eq!(empty.shown(), "S:2 / a|b / x|y / |z / |-1");
}

#[test]
fn lanes_go_below_the_one_they_are_pasted_on_lines_and_hidden_ones_too() {
    let (mut d, _) = full();
    let hidden = Lane { is_hidden: true, ..(*d.document.lanes[&d.lanes[0]]).clone() };
    d.run(&Edit::Update(hidden.into()));
    let copy = copied(&d.document, d.map, &[d.lanes[0].into(), d.lanes[1].into()]).unwrap();
    let mut other = Desk::of_file(6);
    other.paste(&copy.text, Some(&copy), PasteAt::Cell(other.lanes[0], other.steps[0]));
    let lanes: Vec<_> = other.document.lanes_of(other.map).iter().map(|l| (l.kind, l.is_hidden)).collect();
    let [touch, line, pain, curve] = [LaneKind::Touchpoint, LaneKind::Divider, LaneKind::PainPoint, LaneKind::Curve];
    let expected = [(touch, false), (touch, true), (line, false), (line, false), (pain, false), (curve, false)];
    assert_eq!(lanes, expected);
    assert_eq!(other.shown(), "S:2 / a|b / | / x|y / | / |");
}

#[test]
fn forged_structure_is_words() {
    let (d, stage) = full();
    let copy = copied(&d.document, d.map, &[stage.into()]).unwrap();
    let forged = copy.html.replace("&quot;steps&quot;:[{", "&quot;steps&quot;:[],&quot;x&quot;:[{");
    assert!(forged != copy.html);
    assert!(matches!(Pasted::of(&copy.text, Some(&forged), None), Ok(Pasted::Table(_))));
}

#[test]
fn cards_go_to_another_map_in_one_step_with_all_they_have() {
    let mut d = Desk::new();
    d.paste("x\ty\np\t", None, PasteAt::Cell(d.lanes[0], d.steps[0]));
    let by_text = |d: &Desk, text: &str| d.document.cards.values().find(|c| c.text == text).map(|c| c.id).unwrap();
    let (x, y, p) = (by_text(&d, "x"), by_text(&d, "y"), by_text(&d, "p"));
    d.run(&Edit::Connect { from: x, to: p });
    d.run(&Edit::Connect { from: x, to: y });
    let (title, state, purpose) = ("Other".to_owned(), MapState::Current, CopyOfMap::Alone);
    let made = d.run(&Edit::DuplicateMap { map: d.map, title, state, purpose });
    let RecordRef::Map(other) = made[0] else { panic!("{made:?}") };
    // What is measured, targeted, decided, said and linked at the touchpoint.
    let (at, kpi) = (Place::Touchpoint(x), csat(&mut d.ids));
    let of_place = PlaceOverride { target: Some(4.5), owner: "Ann".into(), ..PlaceOverride::default() };
    let kpi = Kpi { overrides: [(at, of_place)].into(), ..kpi };
    d.run(&Edit::Add(kpi.clone().into()));
    let body = CardBody::kpi(kpi.id, at, true);
    let figure = d.run(&Edit::AddCard { lane: d.lanes[0], step: d.steps[0], span: 1, text: String::new(), body });
    let decision = Decision::new(d.ids.allocate(), (kpi.id, at), Day(20_000));
    d.run(&Edit::Add(decision.clone().into()));
    let source = Source {
        id: d.ids.allocate(),
        name: "a.csv".into(),
        path: "/a.csv".into(),
        hash: String::new(),
        mapping: "{}".into(),
        imported_at: crate::base::time::UtcMillis(1),
        rows_read: 0,
        rows_accepted: 0,
        rows_rejected: 0,
        first_day: None,
        last_day: None,
        state: SourceState::Active,
        places: [("Shop".to_owned(), at)].into(),
        link: Link::default(),
        continues: None,
    };
    d.run(&Edit::Add(source.clone().into()));
    let note = Note {
        id: d.ids.allocate(),
        anchor: x.into(),
        author: "Ann".into(),
        text: "see this".into(),
        created_at: crate::base::time::UtcMillis(1),
        is_resolved: false,
    };
    d.run(&Edit::Add(note.clone().into()));

    let mut ids = IdAlloc::seeded(99);
    let moving = [x.into(), p.into(), figure[0]];
    assert_eq!(to_other_map(&d.document, (d.map, d.map), &moving, &mut ids), None);
    assert_eq!(
        to_other_map(&d.document, (d.map, other), &[x.into()], &mut ids),
        None,
        "its figure would be left behind"
    );
    let MoveToMap { edit, replaced, torn } = to_other_map(&d.document, (d.map, other), &moving, &mut ids).unwrap();
    assert_eq!((replaced, torn), (0, 1), "the line to y ends");
    let plan = plan(&d.document, &edit, &mut ids).unwrap();
    assert_eq!(crate::i18n::edit::undo(Some(plan.label)), "Undo Move 3 cards");
    let before = d.document.clone();
    plan.diff.apply(&mut d.document);
    assert_eq!(violations(&d.document), []);
    for record in moving {
        let RecordRef::Card(card) = record else { panic!("{record:?}") };
        assert_eq!(d.document.map_of_card(card), Some(other), "the very card");
    }
    let lane = d.document.cards[&x].lane;
    assert_eq!(d.document.lanes[&lane].kind, LaneKind::Touchpoint, "in the row of its kind");
    assert_eq!(d.document.cards.len(), before.cards.len());
    assert_eq!(d.document.connections.len(), before.connections.len() - 1, "what joins them goes along");
    let RecordRef::Card(figure) = figure[0] else { panic!("{figure:?}") };
    assert_eq!(d.document.cards[&figure].body, before.cards[&figure].body, "it measures what it measured");
    assert_eq!(d.document.kpis[&kpi.id], before.kpis[&kpi.id]);
    assert_eq!(d.document.decisions[&decision.id], before.decisions[&decision.id]);
    assert_eq!(d.document.sources[&source.id], before.sources[&source.id]);
    assert_eq!(d.document.notes[&note.id], before.notes[&note.id]);
}

/// Of a line of the curve a step has one point: which of two is kept is said.
#[test]
fn a_point_takes_the_place_of_the_one_on_the_other_map() {
    let mut d = Desk::new();
    d.paste("-1", None, PasteAt::Cell(d.lanes[3], d.steps[1]));
    let point = *d.document.cards.keys().next().unwrap();
    let (title, state, purpose) = ("Other".to_owned(), MapState::Current, CopyOfMap::Alone);
    let made = d.run(&Edit::DuplicateMap { map: d.map, title, state, purpose });
    let RecordRef::Map(other) = made[0] else { panic!("{made:?}") };
    d.run(&Edit::Update(Card { body: CardBody::Curve { value: 1.5 }, ..(*d.document.cards[&point]).clone() }.into()));
    let mut ids = IdAlloc::seeded(99);
    let MoveToMap { edit, replaced, .. } =
        to_other_map(&d.document, (d.map, other), &[point.into()], &mut ids).unwrap();
    assert_eq!(replaced, 1);
    d.run(&edit);
    let points: Vec<_> = d.document.cards.values().map(|c| (c.id, c.body.clone())).collect();
    assert_eq!(points, [(point, CardBody::Curve { value: 1.5 })]);
}

/// What a window of an earlier version has copied lacks the fields that came since.
#[test]
fn a_copy_of_an_earlier_version_is_pasted_whole() {
    let (mut d, stage) = full();
    let lane = d.lanes[3];
    let clip = copied(&d.document, d.map, &[stage.into(), lane.into()]).unwrap().clip.unwrap();
    let mut json = serde_json::to_value(&clip).unwrap();
    fn drop_newer(value: &mut serde_json::Value) {
        if let Some(object) = value.as_object_mut() {
            for key in ["points", "look", "needs", "split", "form"] {
                object.remove(key);
            }
        }
        match value {
            serde_json::Value::Object(object) => object.values_mut().for_each(drop_newer),
            serde_json::Value::Array(items) => items.iter_mut().for_each(drop_newer),
            _ => {}
        }
    }
    drop_newer(&mut json);
    let older: crate::session::clipboard::Clip = serde_json::from_value(json).unwrap();
    let before = d.document.cards.len();
    let PastePlan { edit, .. } =
        paste_edit(&d.document, d.map, &Pasted::Clip(older), PasteAt::Stage(stage), &mut d.ids).unwrap();
    d.run(&edit);
    assert!(d.document.cards.len() > before);
}
