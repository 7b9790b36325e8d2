//! Fingers and input methods.

use super::*;
use egui::{ImeEvent, TouchDeviceId, TouchId, TouchPhase};

/// A finger as the window tells of it: the first one moves the pointer too.
fn finger(h: &mut Harness<'_, Desk>, id: u64, phase: TouchPhase, pos: Pos2) {
    h.event(Event::Touch { device_id: TouchDeviceId(1), id: TouchId(id), phase, pos, force: None });
    if id > 1 {
        return;
    }
    let button =
        |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    match phase {
        TouchPhase::Start => {
            h.event(Event::PointerMoved(pos));
            h.event(button(true));
        }
        TouchPhase::Move => h.event(Event::PointerMoved(pos)),
        TouchPhase::End | TouchPhase::Cancel => {
            h.event(button(false));
            h.event(Event::PointerGone);
        }
    }
}

fn world(h: &Harness<'_, Desk>, at: Pos2) -> crate::base::geom::Point {
    h.state().canvas.viewport.unwrap().world(crate::canvas::camera::Pane::Body, at)
}

#[test]
fn a_tap_selects_and_a_drag_with_a_finger_moves() {
    let (mut h, f) = open();
    let at = center(&h, AD);
    finger(&mut h, 1, TouchPhase::Start, at);
    h.step();
    finger(&mut h, 1, TouchPhase::End, at);
    h.run();
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.card)]);
    let before = h.state().session.document().cards[&f.card].step;
    let to = Pos2::new(center(&h, "Step Compare").x, at.y);
    finger(&mut h, 1, TouchPhase::Start, at);
    h.step();
    for part in 1_u8..=8 {
        finger(&mut h, 1, TouchPhase::Move, at + (to - at) * (f32::from(part) / 8.0));
        h.step();
    }
    finger(&mut h, 1, TouchPhase::End, to);
    h.run();
    assert_ne!(h.state().session.document().cards[&f.card].step, before);
}

#[test]
fn a_long_press_opens_the_menu() {
    let (mut h, f) = open();
    let at = center(&h, AD);
    finger(&mut h, 1, TouchPhase::Start, at);
    for _ in 0..70 {
        h.step();
    }
    finger(&mut h, 1, TouchPhase::End, at);
    h.run();
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.card)]);
    assert!(h.query_by_label_contains(crate::i18n::canvas::paste()).is_some(), "the menu is open");
}

#[test]
fn two_fingers_move_and_zoom_what_is_between_them_and_nothing_else() {
    let (mut h, _) = open();
    let before = h.state().session.document().clone();
    // Left enough that the right edge of the map does not hold it.
    let middle = Pos2::new(260.0, 400.0);
    let there = world(&h, middle);
    let zoom = h.state().canvas.zoom();
    // The first finger is on a card, as it may well be.
    for (id, x) in [(1, -60.0), (2, 60.0)] {
        finger(&mut h, id, TouchPhase::Start, middle + vec2(x, 0.0));
        h.step();
    }
    for part in 1_u8..=10 {
        let reach = 60.0 + 6.0 * f32::from(part);
        finger(&mut h, 1, TouchPhase::Move, middle - vec2(reach, 0.0));
        finger(&mut h, 2, TouchPhase::Move, middle + vec2(reach, 0.0));
        h.step();
    }
    finger(&mut h, 2, TouchPhase::End, middle + vec2(120.0, 0.0));
    h.step();
    finger(&mut h, 1, TouchPhase::End, middle - vec2(120.0, 0.0));
    h.run();
    let grown = h.state().canvas.zoom() / zoom;
    assert!((1.6..2.4).contains(&grown), "{grown}");
    let after = world(&h, middle);
    assert!((after.x - there.x).hypot(after.y - there.y) < 6.0, "{there:?} went to {after:?}");
    assert_eq!(*h.state().session.document().as_ref(), *before);
}

fn compose(h: &mut Harness<'_, Desk>, text: &str) {
    h.event(Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None }));
    h.step();
}

fn enter() -> Event {
    Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

#[test]
fn enter_belongs_to_the_input_method_while_it_composes() {
    let (mut h, f) = open();
    double_click(&mut h, AD);
    compose(&mut h, "o");
    compose(&mut h, "onl");
    // Some systems tell of the key that ends a composition as well, before or after it.
    h.event(enter());
    h.step();
    assert!(h.state().canvas.is_editing_text(), "the field stays");
    // Both in one frame.
    h.input_mut().events.extend([Event::Ime(ImeEvent::Commit("Café".to_owned())), enter()]);
    h.step();
    assert!(h.state().canvas.is_editing_text(), "the field stays");
    press(&mut h, Key::Enter);
    h.run();
    assert!(!h.state().canvas.is_editing_text());
    assert_eq!(h.state().session.document().cards[&f.card].text, "Café");
}

/// What a composition of two letters makes of what is chosen on the map.
fn check_composed(choose: impl FnOnce(&mut Harness<'_, Desk>), ended_by: Option<&str>) -> Harness<'static, Desk> {
    let (mut h, _) = open();
    // Not every machine has the signs.
    h.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    choose(&mut h);
    assert!(h.output().platform_output.ime.is_some(), "the input method is asked before the first key");
    compose(&mut h, "n");
    h.run();
    assert!(h.state().canvas.is_editing_text(), "the field takes the composition");
    compose(&mut h, "に");
    h.run();
    match ended_by {
        Some(words) => {
            h.input_mut().events.extend([Event::Ime(ImeEvent::Commit(words.to_owned())), enter()]);
            h.run();
            press(&mut h, Key::Enter);
        }
        None => press(&mut h, Key::Escape),
    }
    h.run();
    h
}

#[test]
fn a_composition_begins_on_what_is_chosen_and_no_letter_comes_through_raw() {
    let h = check_composed(|h| click(h, AD), Some("日本"));
    let texts = |h: &Harness<'_, Desk>| -> Vec<String> {
        h.state().session.document().cards.values().map(|card| card.text.clone()).collect()
    };
    assert!(texts(&h).contains(&"日本".to_owned()), "{:?}", texts(&h));
    assert!(!texts(&h).iter().any(|text| text.contains('n') && text.contains('日')), "{:?}", texts(&h));
    // Words that come whole, without a composition, replace as well.
    let (mut h, f) = open();
    click(&mut h, AD);
    h.event(Event::Ime(ImeEvent::Commit("ñ".to_owned())));
    h.run();
    press(&mut h, Key::Enter);
    h.run();
    assert_eq!(h.state().session.document().cards[&f.card].text, "ñ");
}

#[test]
fn where_nothing_can_be_typed_a_composition_does_nothing() {
    let (mut h, _) = open();
    let before = h.state().session.document().clone();
    compose(&mut h, "n");
    h.run();
    assert!(!h.state().canvas.is_editing_text());
    assert_eq!(*h.state().session.document().as_ref(), *before);
    assert!(h.output().platform_output.ime.is_none(), "nothing is chosen: keys are keys");
}

#[test]
fn dead_keys_and_letters_of_alt_gr_are_letters() {
    let (mut h, f) = open();
    click(&mut h, AD);
    // AltGr comes as Ctrl+Alt on some systems; the letter it makes comes as text.
    h.event(Event::Text("€".to_owned()));
    h.run();
    assert!(h.state().canvas.is_editing_text());
    h.event(Event::Text("é".to_owned()));
    h.run();
    press(&mut h, Key::Enter);
    h.run();
    assert_eq!(h.state().session.document().cards[&f.card].text, "€é");
}

#[test]
fn escape_drops_the_composition_alone_and_the_next_one_the_edit() {
    let (mut h, f) = open();
    h.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    double_click(&mut h, AD);
    compose(&mut h, "に");
    h.run();
    let field = |h: &Harness<'_, Desk>| {
        let name = crate::canvas::text_edit::field_name(RecordRef::Card(f.card));
        h.query_by_label(&name).and_then(|node| node.value())
    };
    assert_eq!(field(&h).as_deref(), Some("に"), "what is composed is seen");
    // The key belongs to the input method; some systems tell of it all the same, in the frame in which it ends.
    let escape =
        Event::Key { key: Key::Escape, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    h.input_mut()
        .events
        .extend([Event::Ime(ImeEvent::Preedit { text: String::new(), active_range_chars: None }), escape]);
    h.run();
    assert!(h.state().canvas.is_editing_text(), "the field stays");
    press(&mut h, Key::Escape);
    h.run();
    assert!(!h.state().canvas.is_editing_text());
    assert_eq!(h.state().session.document().cards[&f.card].text, "Search ad");
}

#[test]
fn a_finger_on_empty_ground_moves_the_map() {
    let (mut h, _) = open();
    let before = h.state().session.document().clone();
    super::comfort::zoom(&mut h, 2.0);
    let at = center(&h, "Step Compare") + vec2(0.0, 110.0);
    let there = world(&h, at);
    finger(&mut h, 1, TouchPhase::Start, at);
    h.step();
    let to = at - vec2(80.0, 40.0);
    for part in 1_u8..=8 {
        finger(&mut h, 1, TouchPhase::Move, at + (to - at) * (f32::from(part) / 8.0));
        h.step();
    }
    finger(&mut h, 1, TouchPhase::End, to);
    h.run();
    let after = world(&h, to);
    assert!((after.x - there.x).hypot(after.y - there.y) < 2.0, "{there:?} went to {after:?}");
    assert_eq!(*h.state().session.document().as_ref(), *before);
    assert!(h.state().session.selection().is_empty(), "nothing was marked");
}

#[test]
fn two_fingers_leave_chosen_what_was_chosen_whatever_the_first_one_came_down_on() {
    let (mut h, f) = open();
    let chosen = [RecordRef::Card(f.card)];
    h.state_mut().session.select(chosen.to_vec());
    h.run();
    let on = h.state().canvas.card_rect(f.pain).unwrap().center();
    for (id, at) in [(1, on), (2, on + vec2(90.0, 0.0))] {
        finger(&mut h, id, TouchPhase::Start, at);
        h.step();
    }
    for part in 1_u8..=6 {
        finger(&mut h, 2, TouchPhase::Move, on + vec2(90.0 + 8.0 * f32::from(part), 0.0));
        h.step();
    }
    assert_eq!(h.state().session.selection(), chosen);
    finger(&mut h, 1, TouchPhase::End, on);
    h.step();
    finger(&mut h, 2, TouchPhase::End, on + vec2(138.0, 0.0));
    h.run();
    assert_eq!(h.state().session.selection(), chosen);
}

#[test]
fn two_taps_edit_and_a_touchpad_zooms_at_the_pointer() {
    let (mut h, _) = open();
    let at = center(&h, AD);
    for phase in [TouchPhase::Start, TouchPhase::End, TouchPhase::Start, TouchPhase::End] {
        finger(&mut h, 1, phase, at);
        h.step();
    }
    h.run();
    assert!(h.state().canvas.is_editing_text());
    h.key_press(egui::Key::Escape);
    h.run();
    // Left enough that the right edge of the map does not hold it.
    let at = Pos2::new(260.0, 400.0);
    let (there, zoom) = (world(&h, at), h.state().canvas.zoom());
    h.event(Event::PointerMoved(at));
    h.event(Event::Zoom(1.5));
    h.run();
    let (after, grown) = (world(&h, at), h.state().canvas.zoom() / zoom);
    assert!((1.4..1.6).contains(&grown), "{grown}");
    assert!((after.x - there.x).hypot(after.y - there.y) < 6.0, "{there:?} went to {after:?}");
}
