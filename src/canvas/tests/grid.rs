//! Typing, the clipboard, edges, connections: each gesture and how it is dropped.

use super::*;
use crate::canvas::input;
use crate::model::{Edit, LaneKind};

const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

fn press_with(h: &mut Harness<'_, Desk>, modifiers: Modifiers, key: Key) {
    h.key_press_modifiers(modifiers, key);
    h.run();
}

fn send(h: &mut Harness<'_, Desk>, event: Event) {
    h.event(event);
    h.run();
}

fn steps(h: &Harness<'_, Desk>) -> Vec<String> {
    let session = &h.state().session;
    session.document().columns_of(session.map().unwrap()).iter().map(|s| s.title.clone()).collect()
}

/// Where the card with these words stands: lane, step, columns.
fn place(h: &Harness<'_, Desk>, text: &str) -> (String, String, u32) {
    let d = h.state().session.document();
    let card = d.cards.values().find(|c| c.text == text).unwrap_or_else(|| panic!("no {text} in {:?}", texts(h)));
    (d.lanes[&card.lane].title.clone(), d.steps[&card.step].title.clone(), card.span)
}

fn check_place(h: &Harness<'_, Desk>, text: &str, lane: &str, step: &str, span: u32) {
    assert_eq!(place(h, text), (lane.to_owned(), step.to_owned(), span));
}

fn connections(h: &Harness<'_, Desk>) -> Vec<(String, String, String)> {
    let d = h.state().session.document();
    let said = |card| d.cards[card].text.clone();
    d.connections.values().map(|c| (said(&c.from), said(&c.to), c.label.clone())).collect()
}

#[test]
fn a_map_is_typed_from_nothing_with_the_keyboard_alone() {
    let mut document = fixture::map().document;
    document.stages.clear();
    document.steps.clear();
    document.cards.clear();
    let mut h = open_with(document, KpiOverlay::default());
    for (key, words) in [(None, "Awareness"), (Some((Modifiers::NONE, Key::Enter)), "See an ad")] {
        if let Some((modifiers, key)) = key {
            press_with(&mut h, modifiers, key);
        }
        type_text(&mut h, words);
    }
    press_with(&mut h, Modifiers::COMMAND, Key::Enter);
    type_text(&mut h, "Ask a friend");
    press_with(&mut h, COMMAND_SHIFT, Key::Enter);
    type_text(&mut h, "Choice");
    press(&mut h, Key::Enter);
    type_text(&mut h, "Compare");
    press(&mut h, Key::Tab);
    type_text(&mut h, "Try");
    press(&mut h, Key::Enter);
    assert_eq!(titles(&h), ["Awareness", "Choice"]);
    assert_eq!(steps(&h), ["See an ad", "Ask a friend", "Compare", "Try"]);
    // Enter went to the first row, below the step where the run of Tab began; Home goes to its first cell.
    press(&mut h, Key::Home);
    for words in ["Poster", "Talk", "Web", "App"] {
        type_text(&mut h, words);
        press(&mut h, Key::Tab);
    }
    // Behind the last cell the next row went on, where this one was begun.
    type_text(&mut h, "Too loud");
    press(&mut h, Key::Enter);
    check_place(&h, "Poster", "Touchpoints", "See an ad", 1);
    check_place(&h, "App", "Touchpoints", "Try", 1);
    check_place(&h, "Too loud", "Pain points", "See an ad", 1);
    assert!(!h.state().canvas.is_editing_text());
}

#[test]
fn keys_of_one_frame_lose_no_letter() {
    let (mut h, f) = open();
    click(&mut h, AD);
    press(&mut h, Key::ArrowRight);
    // A slow frame: all of it arrives at once.
    for word in ["Phone", "Chat"] {
        for letter in word.chars() {
            h.event(Event::Text(letter.to_string()));
        }
        h.key_press(Key::Tab);
    }
    for letter in "Slow".chars() {
        h.event(Event::Text(letter.to_string()));
    }
    h.key_press(Key::Enter);
    for _ in 0..6 {
        h.run();
    }
    check_place(&h, "Phone", "Touchpoints", "Compare", 1);
    check_place(&h, "Chat", "Touchpoints", "Find help", 1);
    // The row went on below the cell where it was begun.
    let d = h.state().session.document();
    let slow = d.cards_in(f.pains, f.steps[1]);
    assert_eq!(slow.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["Slow"]);
    // Arrows too: two of them are two moves.
    click(&mut h, AD);
    h.key_press(Key::ArrowRight);
    h.key_press(Key::ArrowRight);
    h.run();
    assert_eq!(h.state().session.document().cards[&f.card].text, "Search ad");
    let RecordRef::Card(on) = h.state().session.selection()[0] else { panic!("a card") };
    assert_eq!(h.state().session.document().cards[&on].text, "Chat");
}

#[test]
fn another_of_the_same_follows_and_escape_leaves_nothing() {
    let (mut h, f) = open();
    click(&mut h, "Step See an ad");
    press_with(&mut h, Modifiers::COMMAND, Key::Enter);
    type_text(&mut h, "Click");
    press_with(&mut h, Modifiers::COMMAND, Key::Enter);
    press(&mut h, Key::Escape);
    assert_eq!(steps(&h), ["See an ad", "Click", "Compare", "Find help"]);
    click(&mut h, "Pain point Slow in Awareness › See an ad");
    press_with(&mut h, Modifiers::COMMAND, Key::Enter);
    type_text(&mut h, "Dear");
    press(&mut h, Key::Enter);
    assert_eq!(h.state().session.document().cards_in(f.pains, f.steps[0]).len(), 3);
    // A card nobody gave words to was never there.
    let before = h.state().session.revision();
    press_with(&mut h, Modifiers::COMMAND, Key::Enter);
    press(&mut h, Key::Escape);
    assert_eq!(h.state().session.revision(), before);
}

#[test]
fn words_after_escape_go_on_in_the_empty_cell_and_over_nothing() {
    let (mut h, f) = open();
    click(&mut h, AD);
    press(&mut h, Key::ArrowRight);
    press(&mut h, Key::ArrowRight);
    let count = |h: &Harness<'_, Desk>| h.state().session.document().cards.len();
    let before = count(&h);
    press(&mut h, Key::Escape);
    type_text(&mut h, "Found");
    press(&mut h, Key::Enter);
    assert_eq!(count(&h), before + 1);
    let cards = h.state().session.document().cards_in(f.lane, f.steps[2]);
    assert_eq!(cards.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["Found"]);
    // Where a card stands they would take the place of its words.
    click(&mut h, AD);
    press(&mut h, Key::Escape);
    type_text(&mut h, "Lost");
    press(&mut h, Key::Enter);
    assert_eq!((h.state().session.document().cards[&f.card].text.as_str(), count(&h)), ("Search ad", before + 1));
    let is_told = |command: &AppCommand| matches!(command, AppCommand::Tell(crate::session::told::Told::Nowhere));
    assert!(h.state().other.iter().any(is_told));
}

#[test]
fn tab_walks_over_the_cells_without_a_field() {
    let (mut h, f) = open();
    click(&mut h, AD);
    press(&mut h, Key::Tab);
    press(&mut h, Key::Tab);
    press(&mut h, Key::Tab);
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.pain)], "the next row begins at its first cell");
    press_with(&mut h, Modifiers::SHIFT, Key::Tab);
    type_text(&mut h, "Phone");
    press(&mut h, Key::Enter);
    check_place(&h, "Phone", "Touchpoints", "Find help", 1);
}

#[test]
fn a_value_is_typed_into_the_curve() {
    let (mut h, f) = open();
    let edit = Edit::AddLane { map: f.map, before: None, kind: LaneKind::Curve, title: "Experience".into() };
    h.state_mut().session.edit(&edit, None).unwrap();
    h.run();
    let at = Pos2::new(center(&h, "Step See an ad").x, center(&h, "Lane Experience").y);
    h.event(Event::PointerMoved(at));
    button(&h, at, true, Modifiers::NONE);
    drop(&mut h, at, Modifiers::NONE);
    type_text(&mut h, "-");
    type_text(&mut h, "1.5");
    press(&mut h, Key::Tab);
    type_text(&mut h, "2");
    press(&mut h, Key::Enter);
    let d = h.state().session.document();
    let mut values: Vec<_> = d
        .cards
        .values()
        .filter_map(|c| match c.body {
            CardBody::Curve { value } => Some((c.step == f.steps[0], value)),
            _ => None,
        })
        .collect();
    values.sort_by_key(|v| std::cmp::Reverse(v.0));
    assert_eq!(values, [(true, -1.5), (false, 2.0)]);
    // Typed over a point it moves the point.
    click(&mut h, "Experience point \u{2212}1.5 in Awareness › See an ad");
    type_text(&mut h, "0.5");
    press(&mut h, Key::Enter);
    assert!(h.query_by_label("Experience point +0.5 in Awareness › See an ad").is_some());
}

#[test]
fn cards_go_over_the_clipboard_with_their_places() {
    let (mut h, f) = open();
    click(&mut h, AD);
    let shift = Modifiers::SHIFT;
    let pain = center(&h, "Pain point Slow in Awareness › See an ad");
    h.event(Event::PointerMoved(pain));
    button(&h, pain, true, shift);
    drop(&mut h, pain, shift);
    send(&mut h, Event::Copy);
    let text = h.state().copied.as_ref().unwrap().text.clone();
    assert_eq!(text, "Search ad\nSlow");
    click(&mut h, "Step Compare");
    press(&mut h, Key::ArrowDown);
    send(&mut h, Event::Paste(text));
    assert_eq!(h.state().session.selection().len(), 2);
    let d = h.state().session.document();
    assert_eq!(d.cards_in(f.lane, f.steps[1]).len(), 1);
    assert_eq!(d.cards_in(f.pains, f.steps[1]).len(), 1);
    send(&mut h, Event::Cut);
    assert_eq!(texts(&h).len(), 3);
    assert!(h.state_mut().session.undo());
    assert_eq!(texts(&h).len(), 5);
}

#[test]
fn a_block_from_a_spreadsheet_fills_the_grid_and_widens_it() {
    let (mut h, _) = open();
    let at = Pos2::new(center(&h, "Step Find help").x, center(&h, "Lane Touchpoints").y);
    h.event(Event::PointerMoved(at));
    button(&h, at, true, Modifiers::NONE);
    drop(&mut h, at, Modifiers::NONE);
    send(&mut h, Event::Paste("Phone\tChat\r\n\"Long\r\nwait\"\t=1+1\r\n".into()));
    assert_eq!(steps(&h), ["See an ad", "Compare", "Find help", "New step"]);
    check_place(&h, "Chat", "Touchpoints", "New step", 1);
    check_place(&h, "Long\nwait", "Pain points", "Find help", 1);
    check_place(&h, "=1+1", "Pain points", "New step", 1);
    assert!(h.state_mut().session.undo());
    assert_eq!(steps(&h).len(), 3, "one step back takes all of it away");
}

#[test]
fn a_side_of_a_card_is_dragged_over_steps() {
    let (mut h, f) = open();
    // By the middle of the side, where a connection does not begin.
    let from = h.get_by_label("Pain point Slow in Awareness › See an ad").rect().right_center() + vec2(-2.0, 0.0);
    let to = Pos2::new(h.get_by_label("Step Compare").rect().right() - 10.0, from.y);
    drag(&mut h, from, to, Modifiers::NONE);
    press(&mut h, Key::Escape);
    drop(&mut h, to, Modifiers::NONE);
    assert_eq!(h.state().session.document().cards[&f.pain].span, 1, "Escape");

    drag(&mut h, from, to, Modifiers::NONE);
    send(&mut h, Event::WindowFocused(false));
    drop(&mut h, to, Modifiers::NONE);
    assert_eq!(h.state().session.document().cards[&f.pain].span, 1, "the window lost the keyboard");

    drag(&mut h, from, to, Modifiers::NONE);
    drop(&mut h, to, Modifiers::NONE);
    check_place(&h, "Slow", "Pain points", "See an ad", 2);
    press_with(&mut h, Modifiers::ALT | Modifiers::SHIFT, Key::ArrowLeft);
    check_place(&h, "Slow", "Pain points", "See an ad", 1);
}

#[test]
fn the_lower_edge_of_a_lane_is_dragged() {
    let (mut h, f) = open();
    let before = h.get_by_label("Lane Pain points").rect().height();
    let from = h.get_by_label("Lane Pain points").rect().center_bottom() - vec2(0.0, 2.0);
    let to = from + vec2(0.0, 64.0);
    drag(&mut h, from, to, Modifiers::NONE);
    assert!(h.get_by_label("Lane Pain points").rect().height() > before + 40.0, "the map shows it while it moves");
    let second =
        Event::PointerButton { pos: to, button: PointerButton::Secondary, pressed: true, modifiers: Modifiers::NONE };
    send(&mut h, second);
    drop(&mut h, to, Modifiers::NONE);
    assert_eq!(h.state().session.document().lanes[&f.pains].height, None, "the second button");
    let up =
        Event::PointerButton { pos: to, button: PointerButton::Secondary, pressed: false, modifiers: Modifiers::NONE };
    send(&mut h, up);
    assert!(!egui::Popup::is_any_open(&h.ctx), "the button that let go opens no menu");
    for pressed in [true, false] {
        let button = PointerButton::Secondary;
        send(&mut h, Event::PointerButton { pos: to, button, pressed, modifiers: Modifiers::NONE });
    }
    assert!(egui::Popup::is_any_open(&h.ctx), "the next press of it does");
    press(&mut h, Key::Escape);

    drag(&mut h, from, to, Modifiers::NONE);
    drop(&mut h, to, Modifiers::NONE);
    assert!(h.state().session.document().lanes[&f.pains].height.is_some());
    assert!(h.state_mut().session.undo());
    assert_eq!(h.state().session.document().lanes[&f.pains].height, None);
}

#[test]
fn a_connection_is_drawn_from_the_handle_and_named() {
    let (mut h, _) = open();
    click(&mut h, AD);
    let handle = center(&h, "Connect Search ad to…");
    let target = center(&h, "Pain point Unclear in Awareness › See an ad");
    for how in ["Escape", "focus", "nowhere"] {
        let to = if how == "nowhere" { target + vec2(400.0, -100.0) } else { target };
        drag(&mut h, handle, to, Modifiers::NONE);
        assert!(h.state().canvas.has_gesture(), "{how}");
        match how {
            "Escape" => press(&mut h, Key::Escape),
            "focus" => send(&mut h, Event::WindowFocused(false)),
            _ => {}
        }
        drop(&mut h, to, Modifiers::NONE);
        assert_eq!(connections(&h), [], "{how}");
        assert!(!h.state().canvas.has_gesture(), "{how}");
    }
    drag(&mut h, handle, target, Modifiers::NONE);
    drop(&mut h, target, Modifiers::NONE);
    // It is selected: typing names it.
    type_text(&mut h, "when lost");
    press(&mut h, Key::Enter);
    assert_eq!(connections(&h), [("Search ad".into(), "Unclear".into(), "when lost".into())]);
}

#[test]
fn who_misses_the_handle_a_little_connects_and_does_not_make_the_card_wider() {
    for aside in [vec2(-4.0, 0.0), vec2(0.0, 4.0), vec2(-5.0, 8.0)] {
        let (mut h, _) = open();
        click(&mut h, AD);
        let handle = center(&h, "Connect Search ad to…");
        let target = center(&h, "Pain point Unclear in Awareness › See an ad");
        drag(&mut h, handle + aside, target, Modifiers::NONE);
        drop(&mut h, target, Modifiers::NONE);
        assert_eq!(connections(&h).len(), 1, "{aside:?}");
    }
}

#[test]
fn a_connection_is_drawn_with_the_keyboard_alone() {
    let (mut h, f) = open();
    click(&mut h, AD);
    h.state_mut().canvas.begin_connection(f.card);
    h.run();
    let hint = crate::i18n::canvas::linking_hint();
    assert!(h.query_by_label(hint).is_some(), "nothing says that a card is waited for");
    press(&mut h, Key::ArrowDown);
    press(&mut h, Key::Escape);
    assert_eq!(connections(&h), []);
    assert!(h.query_by_label(hint).is_none());
    h.state_mut().canvas.begin_connection(f.card);
    h.run();
    press(&mut h, Key::ArrowDown);
    press(&mut h, Key::ArrowDown);
    press(&mut h, Key::Enter);
    assert_eq!(connections(&h), [("Search ad".into(), "Unclear".into(), String::new())]);
    assert!(!h.state().canvas.has_gesture());
    // It can be found, and arrows lead from it to its ends.
    h.run();
    assert!(h.query_by_label("Connection from Search ad to Unclear").is_some());
    let line = *h.state().session.document().connections.keys().next().unwrap();
    h.state_mut().session.select(vec![line.into()]);
    h.run();
    press(&mut h, Key::ArrowLeft);
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.card)]);
}

#[test]
fn the_handle_may_be_clicked_and_then_the_other_card() {
    let (mut h, _) = open();
    click(&mut h, AD);
    click(&mut h, "Connect Search ad to…");
    assert!(h.state().canvas.has_gesture());
    click(&mut h, "Pain point Slow in Awareness › See an ad");
    assert_eq!(connections(&h).len(), 1);
    // The same once more is no second connection.
    click(&mut h, AD);
    click(&mut h, "Connect Search ad to…");
    click(&mut h, "Pain point Slow in Awareness › See an ad");
    assert_eq!(connections(&h).len(), 1);
    assert!(!h.state().canvas.has_gesture());
}

#[test]
fn arrows_with_shift_take_cards_in_and_with_alt_move_them() {
    let (mut h, f) = open();
    click(&mut h, AD);
    press_with(&mut h, Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.card), RecordRef::Card(f.pain)]);
    press_with(&mut h, Modifiers::ALT, Key::ArrowRight);
    check_place(&h, "Search ad", "Touchpoints", "Compare", 1);
    check_place(&h, "Slow", "Pain points", "Compare", 1);
    assert!(h.state_mut().session.undo());
    check_place(&h, "Slow", "Pain points", "See an ad", 1);
}

#[test]
fn menus_select_and_turn_connections() {
    let (mut h, f) = open();
    h.state_mut().session.edit(&Edit::Connect { from: f.card, to: f.pain }, None).unwrap();
    h.run();
    h.get_by_label("Pain point Slow in Awareness › See an ad").click_secondary();
    h.run();
    click(&mut h, "Select all in lane");
    assert_eq!(h.state().session.selection().len(), 2);
    let id = *h.state().session.document().connections.keys().next().unwrap();
    h.state_mut().session.select(vec![id.into()]);
    h.run();
    h.state_mut().canvas.begin_text_edit(id.into(), None);
    h.run();
    type_text(&mut h, "hurts");
    press(&mut h, Key::Enter);
    // Words may be taken away again.
    h.state_mut().canvas.begin_text_edit(id.into(), Some(String::new()));
    h.run();
    press(&mut h, Key::Enter);
    assert_eq!(connections(&h), [("Search ad".into(), "Slow".into(), String::new())]);
}

#[test]
fn words_being_typed_outlive_a_command_that_types_others() {
    let (mut h, f) = open();
    double_click(&mut h, AD);
    type_text(&mut h, "Poster");
    h.state_mut().canvas.begin_text_edit(f.stage.into(), None);
    h.run();
    type_text(&mut h, "Attention");
    press(&mut h, Key::Enter);
    assert_eq!(h.state().session.document().cards[&f.card].text, "Poster");
    assert_eq!(titles(&h), ["Attention", "Support"]);
}

#[test]
fn shortcuts_of_the_canvas_are_those_of_the_menus() {
    let mut events = vec![Event::Key {
        key: input::DUPLICATE.logical_key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: input::DUPLICATE.modifiers,
    }];
    assert_eq!(input::take_command(&mut events, false), Some((0, input::Command::Duplicate)));
}

#[test]
fn the_ring_of_a_card_that_is_only_hovered_can_be_dragged_at_once() {
    let (mut h, _) = open();
    // Three in a row: the ring of the one in the middle stands over the edge of the next.
    click(&mut h, AD);
    for words in ["Prices", "Phone"] {
        press(&mut h, Key::ArrowRight);
        type_text(&mut h, words);
        press(&mut h, Key::Enter);
        press(&mut h, Key::ArrowUp);
        press(&mut h, Key::ArrowUp);
        let named = |t: &str| format!("Touchpoint {t} in ");
        let node = h.get_by_label_contains(&named(words)).rect().center();
        h.hover_at(node);
        click_at(&mut h, node);
    }
    press(&mut h, Key::Escape);
    let rect = h.get_by_label(AD).rect();
    let ring = rect.right_bottom() + vec2(1.0, -(rect.height() / 4.0).min(14.0));
    let target = center(&h, "Pain point Unclear in Awareness › See an ad");
    for (from, hover) in [
        (ring, rect.center()),
        (ring + vec2(4.0, 2.0), rect.center()),
        (ring + vec2(-4.0, -3.0), rect.center()),
        (ring + vec2(5.0, 0.0), rect.right_center() + vec2(40.0, 0.0)),
    ] {
        h.hover_at(hover);
        h.run();
        h.hover_at(from);
        h.run();
        // A quick hand: the first move is far away.
        h.event(Event::PointerMoved(from));
        button(&h, from, true, Modifiers::NONE);
        h.step();
        h.event(Event::PointerMoved(target));
        h.step();
        drop(&mut h, target, Modifiers::NONE);
        assert_eq!(connections(&h), [("Search ad".into(), "Unclear".into(), String::new())], "from {from:?}");
        assert!(h.state_mut().session.undo());
        h.state_mut().session.select(Vec::new());
        h.run();
    }
}

fn click_at(h: &mut Harness<'_, Desk>, at: Pos2) {
    h.event(Event::PointerMoved(at));
    button(h, at, true, Modifiers::NONE);
    drop(h, at, Modifiers::NONE);
}

#[test]
fn out_of_a_card_and_back_is_a_loop_with_a_name() {
    let (mut h, f) = open();
    let rect = h.get_by_label(AD).rect();
    let ring = rect.right_bottom() + vec2(1.0, -(rect.height() / 4.0).min(14.0));
    let looped = || vec![("Search ad".to_owned(), "Search ad".to_owned(), "try again".to_owned())];
    h.hover_at(rect.center());
    h.run();
    // A press that hardly moves is a click, on the card nothing comes of it.
    drag(&mut h, ring, ring + vec2(-3.0, 1.0), Modifiers::NONE);
    drop(&mut h, ring + vec2(-3.0, 1.0), Modifiers::NONE);
    click_at(&mut h, rect.center());
    assert_eq!(connections(&h), []);
    drag(&mut h, ring, ring + vec2(60.0, 0.0), Modifiers::NONE);
    h.event(Event::PointerMoved(rect.center()));
    h.step();
    drop(&mut h, rect.center(), Modifiers::NONE);
    type_text(&mut h, "try again");
    press(&mut h, Key::Enter);
    assert_eq!(connections(&h), looped());
    assert!(h.query_by_label("Connection try again from Search ad to Search ad").is_some());
    assert!(h.state_mut().session.undo() && h.state_mut().session.undo());
    // By keys: away and back again.
    h.state_mut().session.select(vec![f.card.into()]);
    h.state_mut().canvas.begin_connection(f.card);
    h.run();
    press(&mut h, Key::ArrowDown);
    press(&mut h, Key::ArrowUp);
    press(&mut h, Key::Enter);
    assert_eq!(connections(&h).len(), 1);
    type_text(&mut h, "try again");
    press(&mut h, Key::Enter);
    assert_eq!(connections(&h), looped());
}

#[test]
fn a_touchpoint_is_not_dropped_among_kpis_and_the_map_says_why() {
    let (mut h, f) = open();
    let from = center(&h, AD);
    let to = Pos2::new(center(&h, "Step Compare").x, center(&h, "Lane KPI").y);
    drag(&mut h, from, to, Modifiers::NONE);
    h.step();
    assert!(h.query_by_label(crate::i18n::canvas::only_kpis_here()).is_some());
    drop(&mut h, to, Modifiers::NONE);
    check_place(&h, "Search ad", "Touchpoints", "See an ad", 1);
    // By keys it stops at the last lane that takes it.
    h.state_mut().session.select(vec![f.card.into()]);
    h.run();
    for _ in 0..6 {
        press_with(&mut h, Modifiers::ALT, Key::ArrowDown);
    }
    check_place(&h, "Search ad", "Pain points", "See an ad", 1);
}

/// Behind the last cell nothing follows, and nothing is typed over.
#[test]
fn words_after_the_last_cell_are_another_card() {
    let (mut h, f) = open();
    // Without the lane below, the cards of pain points are the last ones.
    let kpis = h.state().session.document().cards[&f.kpi].lane;
    h.state_mut().session.edit(&crate::model::Edit::Delete(vec![kpis.into()]), None).unwrap();
    h.run();
    let before = texts(&h).len();
    click(&mut h, "Pain point Unclear in Awareness › See an ad");
    press(&mut h, Key::F2);
    type_text(&mut h, "Vague");
    press(&mut h, Key::Enter);
    type_text(&mut h, "Dearer");
    press(&mut h, Key::Enter);
    let after = texts(&h);
    assert_eq!(after.len(), before + 1, "{after:?}");
    assert!(after.contains(&"Vague".to_owned()) && after.contains(&"Dearer".to_owned()), "{after:?}");
}
