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

#[test]
fn undo_in_a_fresh_field_takes_back_the_step_before() {
    let (mut window, _) = with_quote();
    let stages = |window: &Window| document(window).stages.len();
    let before = stages(&window);
    window.press(Modifiers::ALT, Key::S);
    window.harness.event(Event::Text("Phase B".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.app().canvas.is_editing_text(), "the first step of the stage waits for its name");
    assert_eq!(stages(&window), before + 1);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(stages(&window), before, "one step back is the whole stage");
    assert!(!window.app().canvas.is_editing_text());
    // What was typed is the field's own to take back.
    let step = document(&window).steps.values().find(|step| step.title == "Find us").unwrap().id;
    window.send(AppCommand::EditText(step.into()));
    window.harness.event(Event::Text("Seek us".to_owned()));
    window.settle();
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.app().canvas.is_editing_text());
}

#[test]
fn the_field_of_a_kpi_stands_on_its_card_although_the_drawer_opens() {
    let (mut window, _) = with_quote();
    let cards = document(&window).cards.values().filter(|card| matches!(card.body, CardBody::Kpi { .. }));
    let card = cards.map(|card| card.id).next().unwrap();
    let kpi = match document(&window).cards[&card].body {
        CardBody::Kpi { kpi, .. } => document(&window).kpis[&kpi].name.clone(),
        _ => String::new(),
    };
    let node = |window: &Window| {
        let all = window.harness.query_all_by_label_contains(&kpi);
        let own = |name: &str| name.starts_with(&format!("KPI {kpi}"));
        let mut names = all.filter_map(|node| node.accesskit_node().label());
        names.find(|name| own(name)).unwrap()
    };
    let label = node(&window);
    double_click(&mut window, &label);
    let field = window.harness.get_by_label_contains("Edit ").rect();
    let rect = window.app().canvas.card_rect(card).unwrap();
    assert!(rect.expand(2.0).contains_rect(field), "{field:?} stands beside {rect:?}");
    // Whatever opens meanwhile.
    window.send(AppCommand::TogglePanel(crate::session::Panel::Drawer));
    let field = window.harness.get_by_label_contains("Edit ").rect();
    let rect = window.app().canvas.card_rect(card).unwrap();
    assert!(rect.expand(2.0).contains_rect(field), "{field:?} stands beside {rect:?}");
}

#[test]
fn the_outline_leads_back_to_where_one_was_on_a_map() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let first = window.app().session().unwrap().map().unwrap();
    window.send(AppCommand::Camera(crate::session::CameraCommand::ZoomTo(1.5)));
    let camera = window.app().canvas.camera(first);
    window.send(UiCommand::DuplicateMap.resolve(&CommandContext { session: window.app().session() }).unwrap());
    let second = document(&window).maps.keys().copied().find(|map| *map != first).unwrap();
    window.send(AppCommand::ShowMap(second));
    window.send(AppCommand::ShowMap(first));
    assert_eq!(window.app().canvas.camera(first), camera);
}

#[test]
fn words_become_a_kpi_long_after_they_were_pasted() {
    let (mut window, _) = with_quote();
    let lane = document(&window).lanes.values().find(|l| l.kind == crate::model::LaneKind::Kpi).unwrap().id;
    let step = document(&window).steps.values().find(|step| step.title == "Find us").unwrap().id;
    let edit = Edit::AddCard { lane, step, span: 1, text: "CTR".to_owned(), body: CardBody::Text };
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Select });
    let card = document(&window).cards.values().find(|card| card.text == "CTR").unwrap().id;
    let command = UiCommand::Data(crate::ui::commands::DataCommand::MakeKpi);
    let action = command.resolve(&CommandContext { session: window.app().session() });
    window.send(action.expect("a card of words is selected"));
    let CardBody::Kpi { kpi, .. } = document(&window).cards[&card].body else { panic!("no KPI") };
    assert_eq!(document(&window).kpis[&kpi].name, "CTR");
    let again = command.resolve(&CommandContext { session: window.app().session() });
    assert!(again.is_none(), "it is one already");
    // Typed into the second step, it is the KPI of the whole stage: the inspector says what the map shows.
    window.send(AppCommand::Select(vec![card.into()]));
    assert!(window.is_shown(&crate::i18n::panels::inspector::covers_stage(2)));
    assert!(window.is_shown(crate::i18n::panels::inspector::assumption()), "a quote is no figure");
}

#[test]
fn the_menu_of_a_card_is_whole_at_its_first_opening_whatever_was_selected() {
    let (mut window, _) = with_quote();
    let lane = *document(&window).lanes.keys().next().unwrap();
    let cards = document(&window).cards.values().filter(|card| matches!(card.body, CardBody::Kpi { .. }));
    // The first of them is in view for certain; those at the right may stand below the inspector.
    let stands = |card: CardId| window.app().canvas.card_rect(card).map(|rect| rect.center());
    let places = cards.filter_map(|card| Some((card.id, stands(card.id)?)));
    let (card, at) = places.min_by(|a, b| a.1.x.total_cmp(&b.1.x)).unwrap();
    // Where the last entry of the menu stands.
    let mut last_entry = |selected: RecordRef| {
        window.send(AppCommand::Select(vec![selected]));
        window.harness.hover_at(at);
        window.harness.run_ok();
        for pressed in [true, false] {
            let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
            window.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers });
            window.harness.run_ok();
        }
        window.settle();
        let entry = window.harness.get_by_role_and_label(egui::Role::MenuItem, "Delete card").rect();
        window.press(Modifiers::NONE, Key::Escape);
        entry
    };
    let elsewhere = last_entry(lane.into());
    assert_eq!(last_entry(card.into()), elsewhere);
}

#[test]
fn notes_can_be_about_a_connection_and_are_seen_and_read_there() {
    let mut window = Window::open(AppOptions::default());
    window.send(AppCommand::OpenSample);
    let session = window.app().session().unwrap();
    let (document, map) = (session.document(), session.map().unwrap());
    let is_shown = |card| document.map_of_card(card) == Some(map);
    let connection = document.connections.values().find(|c| is_shown(c.from)).unwrap().clone();
    let record = RecordRef::Connection(connection.id);
    window.app_mut().canvas.take_keyboard();
    window.send(AppCommand::Select(vec![record]));
    window.press(Modifiers::COMMAND.plus(Modifiers::ALT), Key::M);
    window.harness.event(egui::Event::Text("Why here?".to_owned()));
    window.settle();
    window.press(Modifiers::COMMAND, Key::Enter);
    let after = window.app().session().unwrap().document();
    let notes: Vec<_> = after.notes.values().filter(|n| n.anchor == record).map(|n| n.text.as_str()).collect();
    assert_eq!(notes, ["Why here?"]);
    assert_eq!(after.connections[&connection.id], connection, "its own words stay");
    let told = crate::i18n::told::open_notes(1);
    let label = format!("Connection {}", connection.label);
    let said = window.harness.get_by_label_contains(&label).accesskit_node().description().unwrap_or_default();
    assert!(said.contains(&told), "{said}");
}
