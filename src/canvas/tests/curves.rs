//! Experience curves: several lines, what is read aloud of them, and hints beside them.

use super::*;
use crate::base::ids::{CardId, IdAlloc, LaneId};
use crate::model::{Document, LaneKind, Persona};
use crate::scene::{Layer, Lod, MeasuredPoint, Part, Prim, SceneInput, scene_of};

/// The map with a curve of two points at the first and the last step, whose lane is last.
fn with_curve() -> (Document, Fixture, LaneId) {
    let f = fixture::map();
    let (mut document, mut ids) = (f.document.clone(), IdAlloc::seeded(90));
    let mut run = |edit: Edit| {
        let plan = crate::model::edit::plan(&document, &edit, &mut ids).unwrap();
        plan.diff.apply(&mut document);
        plan.created[0]
    };
    let lane = run(Edit::AddLane { map: f.map, before: Some(f.lane), kind: LaneKind::Curve, title: "Feelings".into() });
    let RecordRef::Lane(lane) = lane else { panic!("{lane:?}") };
    for (step, value) in [(f.steps[0], 0.5), (f.steps[2], 0.5)] {
        run(Edit::AddPoint { lane, step, value, persona: None });
    }
    (document, f, lane)
}

fn points(document: &Document) -> Vec<CardId> {
    let points = document.cards.values().filter(|card| matches!(card.body, CardBody::Curve { .. }));
    points.map(|card| card.id).collect()
}

#[test]
fn a_second_line_with_the_same_values_is_seen_and_taken_beside_the_first() {
    let (mut document, _, lane) = with_curve();
    let mut ids = IdAlloc::seeded(91);
    for name in ["Ann", "Ben"] {
        let id = ids.allocate();
        let (name, rank) = (name.to_owned(), 1.0);
        let words = || String::new();
        let (role, goals, frustrations, needs, quote) = (words(), words(), words(), words(), words());
        let persona = Persona { id, name, role, goals, frustrations, needs, quote, picture: None, rank };
        crate::model::edit::plan(&document, &Edit::Add(persona.into()), &mut ids).unwrap().diff.apply(&mut document);
        let edit = crate::canvas::edits::persona_curve(&document, lane, id).unwrap();
        crate::model::edit::plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
    }
    let all = points(&document);
    assert_eq!(all.len(), 6);
    let mut h = open_with(document, KpiOverlay::default());
    // Each is taken where it is seen: a click in its middle chooses it and no other.
    for point in &all {
        let at = h.state().canvas.card_rect(*point).unwrap().center();
        button(&h, at, true, Modifiers::NONE);
        drop(&mut h, at, Modifiers::NONE);
        assert_eq!(h.state().session.selection(), [RecordRef::Card(*point)]);
    }
    // No line hides another one: at every place they run apart.
    let (document, tokens, overlay) = (h.state().session.document(), Tokens::light(), KpiOverlay::default());
    let (layout, lod) = (fixture::layout_of(document), Lod::Normal);
    let input = SceneInput { document, layout: &layout, overlay: &overlay, tokens: &tokens, lod, window: None };
    let scene = scene_of(input, &mut fixture::measure());
    let plot = layout.lane(lane).unwrap().1.plot.unwrap();
    let mut ends: Vec<_> = scene
        .layer(Layer::Cards)
        .iter()
        .filter_map(|item| match &item.prim {
            Prim::Polyline { points, stroke } if stroke.dash.is_some() && item.part == Part::Thing => {
                points.first().copied().filter(|first| plot.contains(*first))
            }
            _ => None,
        })
        .map(|end| end.y)
        .collect();
    ends.sort_by(f64::total_cmp);
    assert_eq!(ends.len(), 3, "{ends:?}");
    assert!(ends.windows(2).all(|pair| pair[1] - pair[0] > 2.0), "{ends:?}");
}

#[test]
fn a_point_with_words_says_its_value_its_words_and_its_place() {
    let (mut document, f, _) = with_curve();
    let mut ids = IdAlloc::seeded(92);
    let first = points(&document)[0];
    let card = crate::model::Card { text: "gives up".into(), ..(*document.cards[&first]).clone() };
    let step = document.steps[&card.step].title.clone();
    let stage = document.stages[&document.steps[&card.step].stage].title.clone();
    crate::model::edit::plan(&document, &Edit::Update(card.into()), &mut ids).unwrap().diff.apply(&mut document);
    let h = open_with(document, KpiOverlay::default());
    assert_eq!(f.steps.len(), 3);
    h.get_by_label(&format!("Experience point +0.5, gives up in {stage} › {step}"));
}

#[test]
fn a_hint_lies_on_no_drawn_and_no_measured_line() {
    const HINT: &str = "How does this feel?";
    for measured in [false, true] {
        let (mut document, f, lane) = with_curve();
        let mut overlay = KpiOverlay::default();
        if measured {
            // Only what was measured: high up, where the hint would stand.
            document.cards.retain(|_, card| !matches!(card.body, CardBody::Curve { .. }));
            for step in &f.steps {
                overlay.measured.insert(*step, MeasuredPoint { value: 1.0, n_text: "n 20".into() });
            }
        } else {
            for point in points(&document) {
                let card = (*document.cards[&point]).clone();
                let body = CardBody::Curve { value: 1.0 };
                document.cards.insert(point, std::sync::Arc::new(crate::model::Card { body, ..card }));
            }
        }
        let mut h = open_with(document, overlay);
        let seen = |h: &Harness<'_, Desk>| {
            let is_hint = |shape: &&egui::epaint::ClippedShape| match &shape.shape {
                egui::Shape::Text(text) => text.galley.text() == HINT,
                _ => false,
            };
            h.output().shapes.iter().filter(is_hint).count()
        };
        h.state_mut().prompts = Some(std::collections::BTreeMap::from([(lane, HINT.to_owned())]));
        h.run();
        assert_eq!(seen(&h), 0, "measured: {measured}");
        // Without a line there the hint is written.
        let cards: Vec<RecordRef> = points(h.state().session.document()).into_iter().map(Into::into).collect();
        h.state_mut().overlay.measured.clear();
        if !cards.is_empty() {
            h.state_mut().session.edit(&Edit::Delete(cards), None).unwrap();
        }
        h.run();
        assert!(seen(&h) > 0, "measured: {measured}");
    }
}

#[test]
fn words_at_points_and_the_legend_lie_on_no_face() {
    let (mut document, f, lane) = with_curve();
    let mut ids = IdAlloc::seeded(93);
    let mut run = |document: &mut Document, edit: Edit| {
        let plan = crate::model::edit::plan(document, &edit, &mut ids).unwrap();
        plan.diff.apply(document);
        plan.created
    };
    let words = || String::new();
    let (role, goals, frustrations, needs, quote) = (words(), words(), words(), words(), words());
    let id = crate::base::ids::Id::from_raw(77);
    let persona = Persona { id, name: "Ann".into(), role, goals, frustrations, needs, quote, picture: None, rank: 1.0 };
    run(&mut document, Edit::Add(persona.into()));
    // The faces of the other line: right where the words would stand, and as high as a face can.
    for (step, value) in [(f.steps[0], -0.2), (f.steps[1], 2.0), (f.steps[2], -0.4)] {
        run(&mut document, Edit::AddPoint { lane, step, value, persona: Some(id) });
    }
    for point in points(&document) {
        let card = crate::model::Card { text: "gives up here".into(), ..(*document.cards[&point]).clone() };
        run(&mut document, Edit::Update(card.into()));
    }
    let (tokens, overlay) = (Tokens::light(), KpiOverlay::default());
    let layout = fixture::layout_of(&document);
    let plot = layout.lane(lane).unwrap().1.plot.unwrap().expand(20.0);
    for lod in [Lod::Compact, Lod::Normal, Lod::Close] {
        let input =
            SceneInput { document: &document, layout: &layout, overlay: &overlay, tokens: &tokens, lod, window: None };
        let scene = scene_of(input, &mut fixture::measure());
        let here: Vec<_> = scene.layer(Layer::Cards).iter().filter(|item| plot.intersects(&item.bounds)).collect();
        let is_words = |prim: &Prim| matches!(prim, Prim::Text { block, .. } if !block.lines.is_empty());
        let texts: Vec<_> = here.iter().filter(|item| is_words(&item.prim)).map(|item| item.bounds).collect();
        let faces: Vec<_> =
            here.iter().filter(|item| matches!(item.prim, Prim::Circle { .. })).map(|i| i.bounds).collect();
        assert!(texts.len() >= 5 && faces.len() >= 5, "{lod:?}: {}, {}", texts.len(), faces.len());
        for (index, text) in texts.iter().enumerate() {
            let shrunk = text.expand(-0.5);
            assert!(!faces.iter().any(|face| face.intersects(&shrunk)), "{lod:?}: {text:?} on a face");
            assert!(!texts[..index].iter().any(|other| other.intersects(&shrunk)), "{lod:?}: {text:?} on words");
        }
    }
}
