//! What is made is named at once, what goes is told.

use super::*;
use crate::model::{CardBody, Edit, LaneKind, RecordRef};
use crate::session::AfterEdit;
use crate::ui::commands::{CardKind, CommandContext, UiCommand};

fn document(window: &Window) -> &crate::model::Document {
    window.app().session().unwrap().document()
}

/// Types letter by letter, as hands do.
fn type_words(window: &mut Window, words: &str) {
    for letter in words.chars() {
        window.harness.event(egui::Event::Text(letter.to_string()));
        window.settle();
    }
}

/// Runs a command as the palette does.
fn run(window: &mut Window, command: UiCommand) {
    let action = command.resolve(&CommandContext { session: window.app().session() }).expect("possible now");
    window.send(action);
}

fn persona_names(window: &Window) -> Vec<String> {
    document(window).personas.values().map(|persona| persona.name.clone()).collect()
}

#[test]
fn a_persona_takes_the_words_typed_right_after_it_was_added_and_f2_renames_it() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    window.harness.get_by_label(crate::i18n::panels::outline::add_persona()).click();
    window.settle();
    type_words(&mut window, "Sam");
    assert_eq!(persona_names(&window), ["Sam"]);
    window.press(Modifiers::NONE, Key::Escape);
    // From the row of the outline, where the pointer chose it.
    window.harness.get_by_label("Persona Sam").click();
    window.settle();
    window.press(Modifiers::NONE, Key::F2);
    type_words(&mut window, "Lena");
    assert_eq!(persona_names(&window), ["Lena"]);
}

#[test]
fn maps_events_and_lanes_are_named_as_soon_as_they_are_there() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    run(&mut window, UiCommand::AddMarker);
    type_words(&mut window, "Launch");
    assert_eq!(document(&window).markers.values().map(|m| m.label.as_str()).collect::<Vec<_>>(), ["Launch"]);
    window.press(Modifiers::NONE, Key::Escape);
    run(&mut window, UiCommand::AddLane(LaneKind::Text));
    type_words(&mut window, "Thoughts");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(document(&window).lanes.values().any(|lane| lane.title == "Thoughts"));
    run(&mut window, UiCommand::NewMap);
    type_words(&mut window, "Renewal");
    assert!(document(&window).maps.values().any(|map| map.title == "Renewal"), "{:?}", document(&window).maps);
    // With nothing selected F2 means the map.
    window.send(AppCommand::Select(Vec::new()));
    window.press(Modifiers::NONE, Key::Escape);
    run(&mut window, UiCommand::Rename);
    type_words(&mut window, "Loyalty");
    assert!(document(&window).maps.values().any(|map| map.title == "Loyalty"));
}

#[test]
fn escape_in_the_name_of_something_new_leaves_nothing_behind() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let before = document(&window).clone();
    let commands = [
        UiCommand::AddStage,
        UiCommand::AddStep,
        UiCommand::AddLane(LaneKind::Quote),
        UiCommand::AddCard(CardKind::PainPoint),
    ];
    for command in commands {
        run(&mut window, command);
        assert!(window.app().canvas.is_editing_text(), "{command:?}");
        window.press(Modifiers::NONE, Key::Escape);
        assert_eq!(document(&window), &before, "{command:?}");
        assert_eq!(window.app().session().unwrap().undo_label(), None, "{command:?}");
        // Kept by Enter it is there, with the name it came with, and goes in one step.
        run(&mut window, command);
        window.press(Modifiers::NONE, Key::Enter);
        window.press(Modifiers::NONE, Key::Escape);
        assert_ne!(document(&window), &before, "{command:?}");
        window.send(AppCommand::Undo);
        assert_eq!(document(&window), &before, "{command:?}");
    }
    window.harness.get_by_label(crate::i18n::panels::outline::add_stage()).click();
    window.settle();
    type_words(&mut window, "Sign-up");
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(document(&window), &before);
}

#[test]
fn emptying_says_what_is_gone_and_what_stays() {
    let (mut window, _) = with_pains();
    let card = document(&window).cards.values().find(|card| card.text.starts_with("Long")).unwrap().id;
    let stage = document(&window).stages.values().next().unwrap().clone();
    for (record, told) in [
        (RecordRef::Card(card), "Emptied; it said “Long wait on the phone”.".to_owned()),
        (stage.id.into(), crate::i18n::shell::message::name_kept("stage", &stage.title)),
    ] {
        window.send(AppCommand::EditText(record));
        window.press(Modifiers::NONE, Key::Backspace);
        window.press(Modifiers::NONE, Key::Enter);
        assert!(window.app().toasts.texts().contains(&told.as_str()), "{:?}", window.app().toasts.texts());
    }
    assert_eq!(document(&window).stages[&stage.id].title, stage.title);
    assert_eq!(document(&window).cards[&card].text, "");
}

#[test]
fn a_map_that_is_added_or_copied_is_asked_as_one_of_a_template_and_stays_so() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("patient-journey");
    let asked = |window: &Window| {
        let lanes = document(window).lanes_of(window.app().session().unwrap().map().unwrap());
        lanes.iter().map(|lane| window.app().view.prompts.get(&lane.id).cloned()).collect::<Vec<_>>()
    };
    let original = asked(&window);
    assert!(original.iter().any(Option::is_some));
    run(&mut window, UiCommand::DuplicateMap);
    assert_eq!(asked(&window), original);
    run(&mut window, UiCommand::NewMap);
    assert!(asked(&window).iter().all(Option::is_some), "{:?}", asked(&window));
    let kept = crate::session::prompts::of_session(window.app().session().unwrap());
    assert_eq!(kept, window.app().view.prompts, "in the file");
}

/// A map with two cards in the lane of pain points, and that lane.
fn with_pains() -> (Window, crate::base::ids::LaneId) {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let session = window.app().session().unwrap();
    let map = session.map().unwrap();
    let lane = session.document().lanes_of(map).iter().find(|l| l.kind == LaneKind::PainPoint).unwrap().id;
    let step = session.document().columns_of(map)[0].id;
    for text in ["Long wait on the phone", "b"] {
        let edit = Edit::AddCard { lane, step, span: 1, text: text.to_owned(), body: CardBody::Text };
        window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Select });
    }
    (window, lane)
}

#[test]
fn words_that_are_typed_over_are_told_and_come_back() {
    let (mut window, _) = with_pains();
    let card = document(&window).cards.values().find(|card| card.text.starts_with("Long")).unwrap().id;
    window.send(AppCommand::Select(vec![RecordRef::Card(card)]));
    type_words(&mut window, "x");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(document(&window).cards[&card].text, "x");
    let told = "Replaced “Long wait on the phone”.";
    assert!(window.app().toasts.texts().contains(&told), "{:?}", window.app().toasts.texts());
    // The toolbar has one too; the message lies over it.
    window.harness.query_all_by_label(crate::i18n::shell::message::UNDO).last().unwrap().click();
    window.settle();
    assert_eq!(document(&window).cards[&card].text, "Long wait on the phone");
}

#[test]
fn a_deleted_lane_says_how_many_cards_went_with_it() {
    let (mut window, lane) = with_pains();
    let title = document(&window).lanes[&lane].title.clone();
    window.send(AppCommand::Select(vec![lane.into()]));
    run(&mut window, UiCommand::Delete);
    let told = format!("Deleted lane “{title}” with 2 cards.");
    assert!(window.app().toasts.texts().contains(&told.as_str()), "{:?}", window.app().toasts.texts());
}

#[test]
fn a_future_state_is_called_so_by_undo() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    run(&mut window, UiCommand::OtherState);
    let label = crate::i18n::edit::undo(window.app().session().unwrap().undo_label());
    assert_eq!(label, "Undo Make future state");
}

#[test]
fn a_kpi_is_made_by_hand_and_taken_back_as_one_step() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let before = window.app().session().unwrap().document().clone();
    let map = window.app().session().unwrap().map().unwrap();
    let lane = before.lanes_of(map).iter().find(|l| l.kind == LaneKind::Kpi).unwrap().id;
    let step = before.columns_of(map).last().unwrap().id;
    for name in ["", "", "Calm at the till"] {
        let session = window.app_mut().session.as_mut().unwrap();
        let new = (session.allocate(), Some(crate::session::kpi_picks::named(name)));
        let card = (session.allocate(), lane, step);
        let edit = crate::session::kpi_picks::shown(session.document(), new, card).unwrap();
        window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    }
    let session = window.app().session().unwrap();
    let names: Vec<_> = session.document().kpis.values().map(|kpi| kpi.name.as_str()).collect();
    for name in ["New KPI", "New KPI 2", "Calm at the till"] {
        assert!(names.contains(&name), "{names:?}");
    }
    for _ in 0..3 {
        window.send(AppCommand::Undo);
    }
    assert_eq!(window.app().session().unwrap().document(), &before);
}

#[test]
fn letters_over_a_chosen_persona_are_its_new_name() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    window.harness.get_by_label(crate::i18n::panels::outline::add_persona()).click();
    window.settle();
    type_words(&mut window, "Sam");
    window.press(Modifiers::NONE, Key::Escape);
    let persona = RecordRef::Persona(*document(&window).personas.keys().next().unwrap());
    window.send(AppCommand::Select(vec![persona]));
    window.app_mut().canvas.take_keyboard();
    window.settle();
    // Two in one frame, as fast hands do.
    window.harness.event(egui::Event::Text("L".to_owned()));
    window.harness.event(egui::Event::Text("e".to_owned()));
    window.settle();
    type_words(&mut window, "na");
    assert_eq!(persona_names(&window), ["Lena"]);
}

#[test]
fn cards_left_in_a_lane_of_kpis_are_told() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let session = window.app().session().unwrap();
    let map = session.map().unwrap();
    let step = session.document().columns_of(map)[0].id;
    let lane = session.document().lanes_of(map).into_iter().find(|l| l.kind == LaneKind::Quote).unwrap();
    let lane = crate::model::Lane::clone(lane);
    let body = CardBody::Text;
    let add = Edit::AddCard { lane: lane.id, step, span: 1, text: "Conversion".into(), body };
    window.send(AppCommand::Edit { edit: add, merge: None, then: AfterEdit::Nothing });
    let change = Edit::Update(crate::model::Lane { kind: LaneKind::Kpi, ..lane.clone() }.into());
    window.send(AppCommand::Edit { edit: change, merge: None, then: AfterEdit::Nothing });
    assert!(window.is_shown("stays as it is"), "{:?}", window.app().toasts.texts());
    window.harness.get_by_label("Make it a KPI").click();
    window.settle();
    let is_kpi = |card: &crate::model::Card| card.lane == lane.id && matches!(card.body, CardBody::Kpi { .. });
    assert!(document(&window).cards.values().any(|card| is_kpi(card)));
}

#[test]
fn a_map_that_is_called_as_its_template_takes_the_name_of_its_file_and_a_chosen_name_stays() {
    for (title, expected) in [(None, "gym"), (Some("My own name"), "My own name")] {
        let mut window = Window::open(AppOptions::default());
        window.new_map("blank");
        let map = window.app().session().unwrap().map().unwrap();
        if let Some(title) = title {
            let edit = Edit::Rename { record: map.into(), text: title.to_owned() };
            window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
        }
        window.send(AppCommand::SaveAs(window.home.path().join("gym.milepost")));
        let named = |window: &Window| window.app().session().unwrap().document().maps[&map].title.clone();
        assert_eq!(named(&window), expected);
        // A copy of a file that has its name keeps it.
        window.send(AppCommand::SaveAs(window.home.path().join("copy.milepost")));
        assert_eq!(named(&window), expected);
    }
}
