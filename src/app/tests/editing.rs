//! Editing words on the map with the mouse and the keyboard, in the whole window.

use super::*;
use crate::base::ids::CardId;
use crate::model::{CardBody, Document, RecordRef};
use egui::Event;
use egui_kittest::kittest::NodeT as _;

const QUOTE: &str = "I could not find the price";

fn document(window: &Window) -> &Document {
    window.app().session().unwrap().document()
}

/// A window with a journey in it that has a quote.
fn with_quote() -> (Window, CardId) {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let lanes = document(&window).lanes.values();
    let lane = lanes.filter(|lane| lane.kind == crate::model::LaneKind::Quote).map(|lane| lane.id).next().unwrap();
    let step = document(&window).steps.values().find(|step| step.title == "Find us").unwrap().id;
    let body = CardBody::Quote { attribution: String::new() };
    let edit = Edit::AddCard { lane, step, span: 1, text: QUOTE.to_owned(), body };
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    let quote = document(&window).cards.values().find(|card| card.text == QUOTE).unwrap().id;
    (window, quote)
}

/// Presses twice where a node stands, each press and release in a frame of its own.
fn double_click(window: &mut Window, label: &str) {
    // The outline, which stands first, names some of them too.
    let at = window.harness.get_all_by_label(label).last().unwrap().rect().center();
    window.harness.hover_at(at);
    window.harness.run_ok();
    for pressed in [true, false, true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        window.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers });
        window.harness.run_ok();
    }
    window.settle();
}

#[track_caller]
fn check(label: &str, find: impl Fn(&Document) -> RecordRef) {
    let (mut window, _) = with_quote();
    let record = find(document(&window));
    double_click(&mut window, label);
    assert!(window.app().canvas.is_editing_text(), "{label}");
    assert!(window.harness.ctx.text_edit_focused(), "{label}: the field has no keyboard");
    window.harness.event(Event::Text("QQQ".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Escape);
    let words = |window: &Window| document(window).record(record).unwrap().words().to_owned();
    assert_ne!(words(&window), "QQQ", "{label}: Escape");
    double_click(&mut window, label);
    window.harness.event(Event::Text("QQQ".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(words(&window), "QQQ", "{label}");
}

#[test]
fn words_typed_after_a_double_click_arrive_on_every_kind_of_record() {
    let card = |d: &Document, text: &str| d.cards.values().find(|card| card.text == text).unwrap().id.into();
    check("Touchpoint Search result in Awareness \u{203a} Find us", |d| card(d, "Search result"));
    check(&format!("Quote {QUOTE} in Awareness \u{203a} Find us"), |d| card(d, QUOTE));
    check("Step Find us", |d| d.steps.values().find(|s| s.title == "Find us").unwrap().id.into());
    check("Stage Awareness", |d| d.stages.values().find(|s| s.title == "Awareness").unwrap().id.into());
    check("Lane Touchpoints", |d| d.lanes.values().find(|l| l.title == "Touchpoints").unwrap().id.into());
}

/// The value of the point at “Find us”, and its words.
fn point(window: &Window) -> (f64, String) {
    let document = document(window);
    let step = document.steps.values().find(|step| step.title == "Find us").unwrap().id;
    let values = document.cards.values().filter(|card| card.step == step);
    let mut values = values.filter_map(|card| match card.body {
        CardBody::Curve { value } => Some((value, card.text.clone())),
        _ => None,
    });
    values.next().unwrap()
}

#[test]
fn a_double_clicked_point_shows_its_value_and_takes_another() {
    let (mut window, _) = with_quote();
    let label = "Experience point +0.2 in Awareness \u{203a} Find us";
    assert_eq!(point(&window), (0.2, String::new()));
    double_click(&mut window, label);
    assert_eq!(window.harness.get_by_label("Edit card").value().as_deref(), Some("0.2"));
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(point(&window), (0.2, String::new()), "nothing was typed");
    double_click(&mut window, label);
    window.harness.event(Event::Text("2".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(point(&window), (2.0, String::new()));
    window.press(Modifiers::COMMAND, Key::Z);
    double_click(&mut window, label);
    window.harness.event(Event::Text("Found at once".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(point(&window), (0.2, "Found at once".to_owned()), "words stand at the point");
}
