//! What helps without being asked: the map moves under a drag, edges snap, all is told and brought into view.

use super::*;
use crate::session::CameraCommand;

fn origin(h: &Harness<'_, Desk>) -> crate::base::geom::Point {
    h.state().canvas.viewport.unwrap().camera.origin
}

/// A window too narrow for the map.
fn zoom(h: &mut Harness<'_, Desk>, zoom: f64) {
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
