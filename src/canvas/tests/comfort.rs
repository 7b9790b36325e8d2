//! What helps without being asked: the map moves under a drag, edges snap, all is told and brought into view.

mod hints;

use super::*;
use crate::scene::Unanswered;
use crate::session::CameraCommand;

fn origin(h: &Harness<'_, Desk>) -> crate::base::geom::Point {
    h.state().canvas.viewport.unwrap().camera.origin
}

/// A window too narrow for the map.
pub(super) fn zoom(h: &mut Harness<'_, Desk>, zoom: f64) {
    h.set_size(vec2(500.0, 760.0));
    h.run();
    h.state_mut().canvas.camera_command(CameraCommand::ZoomTo(zoom));
    h.run();
    h.state_mut().canvas.camera_command(CameraCommand::Reveal(RecordRef::Card(fixture::map().card)));
    h.run();
}

#[test]
fn a_drag_at_the_edge_moves_the_map_until_it_is_over() {
    let (mut h, f) = open();
    zoom(&mut h, 2.0);
    let (from, before) = (center(&h, AD), origin(&h));
    let edge = Pos2::new(h.state().canvas.viewport.unwrap().rect.max.x - 4.0, from.y);
    drag(&mut h, from, edge, Modifiers::NONE);
    for _ in 0..200 {
        h.step();
    }
    assert!(origin(&h).x > before.x + 100.0, "{before:?} {:?}", origin(&h));
    drop(&mut h, edge, Modifiers::NONE);
    assert_ne!(h.state().session.document().cards[&f.card].step, f.steps[0], "it went along with the map");
    let resting = origin(&h);
    for _ in 0..20 {
        h.step();
    }
    assert_eq!(origin(&h), resting);
}

#[test]
fn the_edge_of_a_lane_snaps_to_the_height_of_another() {
    let (mut h, f) = open();
    let layout = h.state().canvas.cache.shown_layout().clone();
    let height = |lane| layout.lane(lane).map(|(_, place)| place.rect.height()).unwrap();
    let (wanted, now) = (height(f.lane), height(f.pains));
    let zoom = h.state().canvas.zoom();
    let from = h.get_by_label("Lane Pain points").rect().center_bottom() - vec2(0.0, 2.0);
    let to = from + vec2(0.0, ((wanted - now + 3.0) * zoom) as f32 + 2.0);
    drag(&mut h, from, to, Modifiers::NONE);
    drop(&mut h, to, Modifiers::NONE);
    assert_eq!(h.state().session.document().lanes[&f.pains].height, Some(wanted));
}

#[test]
fn what_is_out_of_sight_is_told_too_and_comes_into_view_with_the_keyboard() {
    let (mut h, _) = open();
    zoom(&mut h, 2.0);
    let canvas = h.state().canvas.viewport.unwrap().rect;
    let name = "Step Find help";
    assert!(!canvas.contains_rect(h.get_by_label(name).rect()), "it is out of sight at first");
    h.get_by_label(name).focus();
    h.run();
    assert!(canvas.contains(center(&h, name)), "{:?}", h.get_by_label(name).rect());
    // Going on from there, everything else is still told.
    assert!(h.query_by_label(AD).is_some());
}

#[test]
fn figures_are_told_with_their_change_in_words() {
    let f = fixture::map();
    let CardBody::Kpi { kpi, place, .. } = f.document.cards[&f.kpi].body else { panic!() };
    let figure = KpiFigure {
        value_text: "3.2 / 5".into(),
        n_text: "n 214".into(),
        change_text: "↓ −0.6".into(),
        change_is_good: Some(false),
        comparison_text: "vs 2024".into(),
        status: Status::Off,
        ..KpiFigure::default()
    };
    let cards = std::iter::once(((kpi, place), figure)).collect();
    let h = open_with(f.document.clone(), KpiOverlay { cards, ..KpiOverlay::default() });
    let told = h.query_all_by_label_contains("3.2 / 5, n 214, down 0.6 vs 2024, worse, off target");
    assert!(told.count() >= 1);
}

#[test]
fn signals_without_an_answer_are_told_where_they_are_seen() {
    let f = fixture::map();
    let stage = *f.document.stages.keys().next().unwrap();
    let unanswered = [
        (stage.into(), Unanswered { count: 2, is_good: false }),
        (f.kpi.into(), Unanswered { count: 1, is_good: true }),
    ];
    let h = open_with(f.document.clone(), KpiOverlay { unanswered: unanswered.into(), ..KpiOverlay::default() });
    assert_eq!(h.query_all_by_label_contains("2 signals not answered").count(), 1);
    assert_eq!(h.query_all_by_label_contains("1 signal not answered").count(), 1);
}

/// Forty stages of two steps each.
fn open_long() -> Harness<'static, Desk> {
    let mut f = fixture::map();
    let mut ids = crate::base::ids::IdAlloc::seeded(23);
    for number in 3..=40 {
        let edit = crate::model::Edit::AddStage {
            map: f.map,
            before: None,
            title: format!("Stage number {number}"),
            step_title: "Step".into(),
        };
        crate::model::edit::plan(&f.document, &edit, &mut ids).unwrap().diff.apply(&mut f.document);
    }
    open_with(f.document, KpiOverlay::default())
}

fn seen_nodes(h: &Harness<'_, Desk>, name: &str) -> usize {
    let canvas = h.state().canvas.viewport.unwrap().clip(crate::canvas::camera::Pane::Body);
    h.query_all_by_label_contains(name).filter(|node| canvas.intersects(node.rect())).count()
}

#[test]
fn zooming_by_keys_from_the_whole_map_keeps_what_is_meant_in_view() {
    let mut h = open_long();
    h.state_mut().canvas.camera_command(CameraCommand::FitMap);
    h.run();
    for _ in 0..20 {
        h.state_mut().canvas.camera_command(CameraCommand::ZoomBy(1.25));
        h.run();
        assert!(seen_nodes(&h, "Lane ") + seen_nodes(&h, "Stage ") > 0 || h.state().canvas.zoom() < 0.2);
        let v = h.state().canvas.viewport.unwrap();
        assert!(v.middle_of(None).is_some(), "nothing in view at {}", v.camera.zoom);
    }
    // What is selected stays where it is.
    h.state_mut().canvas.camera_command(CameraCommand::FitMap);
    let card = fixture::map().card;
    h.state_mut().session.select(vec![card.into()]);
    h.run();
    for _ in 0..20 {
        h.state_mut().canvas.camera_command(CameraCommand::ZoomBy(1.25));
        h.run();
    }
    let canvas = h.state().canvas.viewport.unwrap().rect;
    assert!(canvas.intersects(h.get_by_label(AD).rect()), "{:?}", h.get_by_label(AD).rect());
}

#[test]
fn the_stage_row_is_at_the_upper_edge_after_zooming_over_it() {
    let (mut h, _) = open();
    let at = center(&h, "Stage Awareness");
    h.hover_at(at);
    for delta in [400.0, 400.0, -90.0] {
        h.event_modifiers(
            Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: vec2(0.0, delta),
                modifiers: Modifiers::COMMAND,
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Wheel,
            },
            Modifiers::COMMAND,
        );
        for _ in 0..30 {
            h.step();
        }
        let v = h.state().canvas.viewport.unwrap();
        let top = h.get_by_label("Stage Awareness").rect().top() - v.rect.top();
        assert!(top < 24.0, "{top} below the edge at {}", v.camera.zoom);
    }
    h.state_mut().canvas.camera_command(CameraCommand::ZoomTo(1.0));
    h.run();
    assert!(h.get_by_label("Stage Awareness").rect().top() - h.state().canvas.viewport.unwrap().rect.top() < 24.0);
}

#[test]
fn the_name_of_a_stage_stays_at_the_left_edge() {
    use crate::canvas::camera::Pane;
    let mut h = open_long();
    let start = crate::base::geom::Camera { zoom: 2.0, ..Default::default() };
    h.state_mut().canvas.set_camera(fixture::map().map, start);
    h.run();
    let names = |h: &Harness<'_, Desk>| {
        let canvas = &h.state().canvas;
        let picture = canvas.cache.shown();
        let v = canvas.viewport.unwrap();
        let sizing = crate::canvas::paint::TextSizing::Exact;
        let document = h.state().session.document();
        let names = crate::canvas::stuck_names::stuck_names(&v, picture, document, (sizing, None));
        (v, names)
    };
    assert_eq!(names(&h).1.len(), 0, "nothing is scrolled away");
    let first = h.state().canvas.viewport.unwrap();
    let step = first.bounds.width() / 200.0;
    let mut stuck = 0;
    for number in 1..150 {
        let origin = crate::base::geom::Point::new(f64::from(number) * step, 0.0);
        h.state_mut().canvas.set_camera(fixture::map().map, crate::base::geom::Camera { origin, zoom: 2.0 });
        h.run();
        let (v, names) = names(&h);
        for name in names {
            stuck += 1;
            let (left, room) = name.place();
            let clip = v.clip(Pane::Header);
            assert!(left.x >= clip.min.x && left.x + 14.0 <= clip.max.x, "{left:?} in {clip:?}");
            assert!(room >= 14.0);
        }
    }
    assert!(stuck > 100, "{stuck}");
}

/// The names that are stuck with the camera at a point of the map, at 200 %.
fn stuck_at(
    h: &mut Harness<'_, Desk>,
    (x, y): (f64, f64),
) -> (crate::canvas::camera::Viewport, Vec<crate::canvas::stuck_names::StuckName>) {
    let origin = crate::base::geom::Point::new(x, y);
    h.state_mut().canvas.set_camera(fixture::map().map, crate::base::geom::Camera { origin, zoom: 2.0 });
    h.run();
    let (canvas, document) = (&h.state().canvas, h.state().session.document());
    let (v, picture) = (canvas.viewport.unwrap(), canvas.cache.shown());
    let sizing = crate::canvas::paint::TextSizing::Exact;
    (v, crate::canvas::stuck_names::stuck_names(&v, picture, document, (sizing, None)))
}

#[test]
fn the_name_of_a_lane_stays_below_the_stage_row() {
    use crate::canvas::camera::Pane;
    let (mut h, _) = open();
    h.set_size(vec2(900.0, 420.0));
    h.run();
    let height = h.state().canvas.viewport.unwrap().bounds.height();
    let mut stuck = 0;
    for number in 1..80 {
        let (v, names) = stuck_at(&mut h, (0.0, f64::from(number) * height / 80.0));
        for name in names.iter().filter(|name| name.pane == Pane::Labels) {
            stuck += 1;
            let (baseline, clip) = (name.place().0.y, v.clip(Pane::Labels));
            let lanes = h.state().canvas.cache.shown_layout().lanes.clone();
            let row = lanes.iter().map(|lane| v.screen_rect(Pane::Labels, lane.rect)).find(|r| r.max.y > clip.min.y);
            let row = row.unwrap();
            assert!(baseline < row.max.y, "{baseline} in {row:?}");
            assert!(baseline > clip.min.y || row.max.y < clip.min.y + 30.0, "{baseline} in {clip:?}");
        }
        let names = names.iter().filter(|name| name.pane == Pane::Labels).count();
        assert!(names <= 1);
    }
    assert!(stuck > 20, "{stuck}");
}

#[test]
fn the_figures_of_a_stage_stay_with_its_name() {
    use crate::canvas::camera::Pane;
    let (mut h, _) = open();
    h.set_size(vec2(500.0, 420.0));
    h.run();
    let stage = h.state().canvas.cache.shown_layout().stages[1].rect;
    let mut moved = 0;
    for number in 0..20 {
        let x = stage.min.x - 60.0 + f64::from(number) * stage.width() / 20.0;
        let (v, _) = stuck_at(&mut h, (x, 0.0));
        let picture = h.state().canvas.cache.shown();
        let figures = crate::canvas::stuck_names::headlines(&v, picture);
        let [(card, rect)] = figures.as_slice() else { panic!("{figures:?}") };
        let (natural, seen) = (picture.headlines[0].1, v.visible(Pane::Header));
        assert_eq!(picture.headlines[0].0, *card);
        assert!(rect.max.x <= stage.max.x && rect.min.x >= natural.min.x, "{rect:?} in {stage:?}");
        let has_room = seen.min.x + natural.width() + 30.0 < stage.max.x;
        assert!(!has_room || rect.min.x >= seen.min.x || natural.min.x >= seen.min.x, "{rect:?} is cut at {seen:?}");
        moved += usize::from(rect.min.x > natural.min.x + 1.0);
    }
    assert!(moved > 5, "{moved}");
}

/// The circle of a "+" and what is written under it.
fn words_under(h: &Harness<'_, Desk>, plus: &str) -> Vec<String> {
    let at = h.get_by_label(plus).rect().center();
    let circle = egui::Rect::from_center_size(at, vec2(16.0, 16.0));
    let texts = h.output().shapes.iter().filter_map(|shape| match &shape.shape {
        egui::Shape::Text(text) => {
            let ink = text.galley.mesh_bounds.translate(text.pos.to_vec2()).intersect(shape.clip_rect);
            (ink.is_positive() && ink.intersects(circle)).then(|| text.galley.text().to_owned())
        }
        _ => None,
    });
    texts.collect()
}

#[test]
fn a_plus_covers_no_name_and_is_gone_while_its_words_are_typed_and_after() {
    for scale in [0.5, 0.8, 1.0, 1.6] {
        let (mut h, _) = open();
        h.state_mut().canvas.camera_command(CameraCommand::ZoomTo(scale));
        h.run();
        for (beside, plus) in
            [("Step Compare", "Add step after See an ad"), ("Stage Support", "Add stage after Awareness")]
        {
            h.hover_at(h.get_by_label(beside).rect().left_center() - vec2(2.0, 0.0));
            h.run();
            assert_eq!(words_under(&h, plus), Vec::<String>::new(), "{plus} at {scale}");
        }
    }
    let (mut h, _) = open();
    h.hover_at(h.get_by_label("Step Compare").rect().left_center() - vec2(2.0, 0.0));
    h.run();
    let at = center(&h, "Add step after See an ad");
    let has_plus = |h: &Harness<'_, Desk>, step: &str| h.query_by_label(&format!("Add step after {step}")).is_some();
    click(&mut h, "Add step after See an ad");
    type_text(&mut h, "Look around");
    press(&mut h, Key::Enter);
    press(&mut h, Key::Escape);
    let added = h.get_by_label("Step Look around").rect();
    assert!(!has_plus(&h, "See an ad") && !has_plus(&h, "Look around"), "the pointer rests at {at}");
    h.hover_at(added.left_center() - vec2(2.0, 0.0));
    h.run();
    assert!(has_plus(&h, "See an ad"));
}

/// Where words stand on screen that begin like this.
fn words_at(h: &Harness<'_, Desk>, start: &str) -> Vec<egui::Rect> {
    let texts = h.output().shapes.iter().filter_map(|shape| match &shape.shape {
        egui::Shape::Text(text) if text.galley.text().starts_with(start) => {
            Some(text.galley.mesh_bounds.translate(text.pos.to_vec2()))
        }
        _ => None,
    });
    texts.collect()
}

#[test]
fn the_legend_of_a_curve_stays_in_view_and_no_hint_stands_on_it() {
    const HINT: &str = "How does this feel, and what makes it feel like that?";
    let (mut h, f) = open();
    let lane_of = |kind| crate::model::Edit::AddLane { map: f.map, before: None, kind, title: "Experience".into() };
    let created = h.state_mut().session.edit(&lane_of(crate::model::LaneKind::Curve), None).unwrap();
    let Some(RecordRef::Lane(lane)) = created.first().copied() else { panic!("{created:?}") };
    let body = CardBody::Curve { value: 0.5 };
    let point = crate::model::Edit::AddCard { lane, step: f.steps[2], span: 1, text: String::new(), body };
    h.state_mut().session.edit(&point, None).unwrap();
    h.state_mut().prompts = Some(std::collections::BTreeMap::from([(lane, HINT.to_owned())]));
    let mut hinted = 0;
    for percent in 58..=200 {
        h.state_mut().canvas.camera_command(CameraCommand::ZoomTo(f64::from(percent) / 100.0));
        h.state_mut().canvas.camera_command(CameraCommand::Reveal(lane.into()));
        h.run();
        let legends = words_at(&h, "drawn");
        for hint in words_at(&h, HINT) {
            hinted += 1;
            assert!(legends.iter().all(|legend| !legend.intersects(hint)), "{percent} %: {hint:?} on {legends:?}");
        }
    }
    assert!(hinted > 50, "{hinted}");
    h.set_size(vec2(400.0, 760.0));
    h.run();
    let map = h.state().session.map().unwrap();
    let camera = h.state().canvas.camera(map).unwrap();
    let origin = crate::base::geom::Point::new(camera.origin.x + 60.0, camera.origin.y);
    h.state_mut().canvas.set_camera(map, crate::base::geom::Camera { origin, ..camera });
    h.run();
    let cells = h.state().canvas.viewport.unwrap().clip(crate::canvas::camera::Pane::Body);
    let legend = words_at(&h, "drawn");
    assert!(legend.iter().any(|legend| legend.min.x >= cells.min.x), "{legend:?} in {cells:?}");
}

/// Where lines are that show where a drag would drop: as wide as they are drawn, inside what can be seen of them.
fn drop_lines(h: &Harness<'_, Desk>) -> Vec<egui::Rect> {
    let accent = crate::canvas::paint::color(Tokens::light().accent);
    let lines = h.output().shapes.iter().filter_map(|shape| match &shape.shape {
        egui::Shape::LineSegment { points, stroke } if stroke.color == accent => {
            let line = egui::Rect::from_two_pos(points[0], points[1]).expand(stroke.width / 2.0);
            Some(line.intersect(shape.clip_rect))
        }
        _ => None,
    });
    lines.filter(|line| line.width() > 200.0 || line.height() > 200.0).collect()
}

#[test]
fn a_line_shows_where_a_lane_a_stage_or_a_step_will_land_at_the_very_ends_too() {
    let (mut h, _) = open();
    let whole = h.state().tokens.strokes.focus as f32 - 0.6;
    let drags = [
        ("Lane Pain points", "Lane Touchpoints", vec2(0.0, -20.0)),
        ("Lane Touchpoints", "Lane KPI", vec2(0.0, 40.0)),
        ("Stage Support", "Stage Awareness", vec2(-60.0, 0.0)),
        ("Stage Awareness", "Stage Support", vec2(60.0, 0.0)),
        ("Step Compare", "Step See an ad", vec2(-30.0, 0.0)),
        ("Step See an ad", "Step Compare", vec2(30.0, 0.0)),
    ];
    for (what, to, by) in drags {
        let (from, to) = (center(&h, what), center(&h, to) + by);
        drag(&mut h, from, to, Modifiers::NONE);
        h.step();
        let lines = drop_lines(&h);
        let is_seen = |line: &egui::Rect| line.width().min(line.height()) >= whole;
        assert!(lines.iter().any(is_seen), "{what}: {lines:?}");
        h.key_press(Key::Escape);
        h.run();
        drop(&mut h, to, Modifiers::NONE);
    }
}

#[test]
fn the_view_follows_the_caret() {
    let (mut h, f) = open();
    h.set_size(vec2(700.0, 500.0));
    h.state_mut().session.select(vec![f.card.into()]);
    h.state_mut().canvas.camera_command(CameraCommand::ZoomTo(4.0));
    h.run();
    h.state_mut().canvas.begin_text_edit(f.card.into(), None);
    h.run();
    for _ in 0..8 {
        type_text(&mut h, "words and more words ");
        h.run();
    }
    let canvas = &h.state().canvas;
    let field = h.get_by_label_contains("Edit ").rect();
    let clip = canvas.viewport.unwrap().clip(crate::canvas::camera::Pane::Body);
    // The caret stands in the last line of what is typed.
    assert!(field.height() > clip.height(), "{field:?} is larger than the window");
    assert!(field.bottom() < clip.bottom() + 20.0 && field.bottom() > clip.top(), "{field:?} in {clip:?}");
    press(&mut h, Key::Home);
    for _ in 0..60 {
        h.key_press(Key::ArrowUp);
        h.run();
    }
    let field = h.get_by_label_contains("Edit ").rect();
    assert!(field.top() > clip.top() - 20.0, "{field:?} in {clip:?}");
}

#[test]
fn a_question_without_room_beside_its_stage_is_told_under_the_pointer() {
    let f = fixture::map();
    let mut document = f.document.clone();
    let question = "What makes somebody who never heard of us look twice, and then once more?";
    let stage = crate::model::Stage { question: question.into(), ..(*document.stages[&f.stage]).clone() };
    document.stages.insert(f.stage, stage.into());
    let mut h = open_with(document, KpiOverlay::default());
    h.hover_at(center(&h, "Stage Awareness"));
    for _ in 0..40 {
        h.step();
    }
    assert!(h.query_by_label(question).is_some());
    h.hover_at(center(&h, "Stage Support"));
    for _ in 0..40 {
        h.step();
    }
    assert!(h.query_by_label(question).is_none());
}

/// From far a stage covers its steps, which are not drawn: a click there means the stage.
#[test]
fn steps_that_are_not_seen_are_not_hit() {
    let mut h = open_long();
    let first = *h.state().session.document().stages.keys().next().unwrap();
    let origin = crate::base::geom::Point::default();
    h.state_mut().canvas.set_camera(fixture::map().map, crate::base::geom::Camera { origin, zoom: 0.15 });
    h.run();
    assert!(h.state().canvas.viewport.unwrap().has_high_header());
    let stage = h.state().session.document().stages[&first].title.clone();
    let rect = h.get_by_label(&format!("Stage {stage}")).rect();
    let v = h.state().canvas.viewport.unwrap();
    let bottom = v.clip(crate::canvas::camera::Pane::Header).bottom();
    let at = Pos2::new(rect.center().x, bottom - 4.0);
    h.hover_at(at);
    h.run();
    h.drag_at(at);
    h.run();
    h.drop_at(at);
    h.run();
    assert!(matches!(h.state().session.selection(), [RecordRef::Stage(_)]), "{:?}", h.state().session.selection());
}

/// Left and right end of what is drawn of the only connection.
fn line_of_connection(h: &Harness<'_, Desk>) -> (f64, f64) {
    let scene = &h.state().canvas.cache.shown().scene;
    let of_connection = |item: &&crate::scene::Item| matches!(item.tag, Some(RecordRef::Connection(_)));
    let items = scene.layer(crate::scene::Layer::Connections).iter().filter(of_connection);
    let bounds = items.map(|item| item.bounds).reduce(|a, b| a.union(&b)).unwrap();
    (bounds.min.x, bounds.max.x)
}

#[test]
fn connections_of_a_held_card_run_to_where_it_would_land() {
    let (mut h, f) = open();
    h.state_mut().session.edit(&Edit::Connect { from: f.card, to: f.pain }, None).unwrap();
    h.run();
    let (from, columns) = (
        center(&h, AD),
        [f.steps[1], f.steps[2]].map(|step| h.state().canvas.cache.shown_layout().step(step).unwrap().1.rect),
    );
    let before = line_of_connection(&h);
    assert!(before.1 < columns[0].min.x, "{before:?}");
    let to = Pos2::new(center(&h, "Step Find help").x, from.y);
    drag(&mut h, from, to, Modifiers::NONE);
    let held = line_of_connection(&h);
    assert!(held.1 > columns[1].min.x, "{held:?} does not reach {:?}", columns[1]);
    // On to the next cell, and back to where it was taken.
    h.event(Event::PointerMoved(Pos2::new(center(&h, "Step Compare").x, from.y)));
    h.run();
    let held = line_of_connection(&h);
    assert!(held.1 > columns[0].min.x && held.1 < columns[1].min.x, "{held:?}");
    press(&mut h, Key::Escape);
    assert_eq!(line_of_connection(&h), before, "nothing of it is left behind");
    // Below a card that stands there, where the lane has no room yet, the line does not end in the lane below.
    let there = h.state().session.document().cards[&f.card].clone();
    let edit = Edit::AddCard { lane: f.lane, step: f.steps[2], span: 1, text: "Chat".into(), body: there.body.clone() };
    h.state_mut().session.edit(&edit, None).unwrap();
    h.run();
    let label = h.get_by_label("Lane Touchpoints").rect();
    drag(&mut h, from, Pos2::new(to.x, label.bottom() - 6.0), Modifiers::NONE);
    let landed = h.state().canvas.cache.shown_layout().lane(f.lane).unwrap().1.rect.max.y;
    let scene = &h.state().canvas.cache.shown().scene;
    let ends = scene.layer(crate::scene::Layer::Connections).iter().filter_map(|item| match &item.prim {
        crate::scene::Prim::Polyline { points, .. } => points.first().copied(),
        _ => None,
    });
    let begins = ends.map(|point| point.y).fold(f64::INFINITY, f64::min);
    assert!(begins <= landed + 0.5, "{begins} below the lane, which ends at {landed}");
    press(&mut h, Key::Escape);
}

#[test]
fn what_is_held_shows_its_name_wherever_it_is_held() {
    let names = |h: &Harness<'_, Desk>, name: &str| {
        let shapes = h.output().shapes.iter();
        shapes.filter(|s| matches!(&s.shape, egui::Shape::Text(text) if text.galley.text() == name)).count()
    };
    for (label, name, by) in [
        ("Stage Support", "Support", vec2(-60.0, 220.0)),
        ("Step Compare", "Compare", vec2(20.0, 180.0)),
        ("Lane Pain points", "Pain points", vec2(200.0, -60.0)),
    ] {
        let (mut h, _) = open();
        let before = names(&h, name);
        let from = h.get_by_label(label).rect().left_top() + vec2(16.0, 14.0);
        drag(&mut h, from, from + by, Modifiers::NONE);
        assert_eq!(names(&h, name), before + 1, "{label}");
    }
}
