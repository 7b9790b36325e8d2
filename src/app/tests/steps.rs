//! Undo and redo lead to where the step is seen, say so where that is elsewhere, and leave the keyboard where one was.

use super::*;
use crate::base::ids::{LaneId, StepId};
use crate::model::{Document, LaneKind, RecordRef};
use egui::Event;

fn document(window: &Window) -> &Document {
    window.app().session().unwrap().document()
}

/// What is selected, or the empty cell where one stands instead.
fn standing(window: &Window) -> (Vec<RecordRef>, Option<(LaneId, StepId)>) {
    (window.app().session().unwrap().selection().to_vec(), window.app().canvas.chosen_cell())
}

/// In the second empty cell of the touchpoints of a new map.
fn in_empty_cell() -> Window {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let map = window.app().session().unwrap().map().unwrap();
    let lane = document(&window).lanes_of(map).iter().find(|l| l.kind == LaneKind::Touchpoint).unwrap().id;
    let cards: Vec<RecordRef> =
        document(&window).cards.values().filter(|card| card.lane == lane).map(|card| card.id.into()).collect();
    let edit = Edit::Delete(cards);
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    window.app_mut().canvas.take_keyboard();
    window.send(AppCommand::Select(vec![lane.into()]));
    window.press(Modifiers::NONE, Key::ArrowRight);
    window.press(Modifiers::NONE, Key::ArrowRight);
    let columns = document(&window).columns_of(map);
    assert_eq!(standing(&window), (vec![], Some((lane, columns[1].id))));
    window
}

/// Does something from where one stands, takes it back, and is there again; going on then works.
#[track_caller]
fn check(what: &str, act: impl FnOnce(&mut Window)) {
    let mut window = in_empty_cell();
    let (before, stood) = (document(&window).clone(), standing(&window));
    act(&mut window);
    assert_ne!(*document(&window), before, "{what} does nothing");
    while *document(&window) != before {
        window.press(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(standing(&window), stood, "after {what} was taken back");
    window.harness.event(Event::Text("Goes on".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    let (lane, step) = stood.1.unwrap();
    assert_eq!(document(&window).cards_in(lane, step)[0].text, "Goes on", "after {what}");
}

#[test]
fn one_stands_in_the_same_cell_after_what_was_done_from_it_was_taken_back() {
    check("a pasted block", |window| {
        window.harness.event(Event::Paste("one\ttwo\nthree\tfour".to_owned()));
        window.settle();
    });
    check("a pasted word", |window| {
        window.harness.event(Event::Paste("one".to_owned()));
        window.settle();
    });
    check("typing", |window| {
        window.harness.event(Event::Text("Typed".to_owned()));
        window.settle();
        window.press(Modifiers::NONE, Key::Enter);
    });
    check("typing and going on", |window| {
        window.harness.event(Event::Text("Typed".to_owned()));
        window.settle();
        window.press(Modifiers::NONE, Key::Tab);
    });
    for (what, key) in [("a stage", Key::S), ("a step", Key::E), ("a card in another lane", Key::P)] {
        check(what, |window| {
            window.press(Modifiers::ALT, key);
            window.press(Modifiers::NONE, Key::Enter);
        });
    }
}

#[test]
fn a_step_on_another_map_is_gone_to_and_told() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let maps: Vec<_> = document(&window).maps_in_order().iter().map(|map| map.id).collect();
    let stage = document(&window).stages_of(maps[0])[0].id;
    let edit = Edit::Rename { record: stage.into(), text: "Discovery".to_owned() };
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    let title = document(&window).maps[&maps[0]].title.chars().take(12).collect::<String>();
    let told = |window: &Window, beginning: &str| {
        let texts = window.app().toasts.texts();
        texts.iter().any(|text| text.starts_with(beginning) && text.contains(&title))
    };
    window.send(AppCommand::Undo);
    window.send(AppCommand::Redo);
    assert!(!told(&window, "Undone") && !told(&window, "Done again"), "where one is nothing is told");
    window.send(AppCommand::ShowMap(maps[1]));
    window.send(AppCommand::Undo);
    assert_eq!(window.app().session().unwrap().map(), Some(maps[0]));
    assert!(told(&window, "Undone on the map"), "{:?}", window.app().toasts.texts());
    window.send(AppCommand::ShowMap(maps[1]));
    window.send(AppCommand::Redo);
    assert_eq!(window.app().session().unwrap().map(), Some(maps[0]));
    assert!(told(&window, "Done again on the map"), "{:?}", window.app().toasts.texts());
    // From the page of a persona to the map, and from the map to the page.
    let persona = document(&window).personas_in_order()[0].clone();
    window.send(AppCommand::ShowPersona(persona.id));
    window.send(AppCommand::Undo);
    assert_eq!(window.app().view.persona.shown(), None);
    assert!(told(&window, "Undone on the map"), "{:?}", window.app().toasts.texts());
    window.send(AppCommand::ShowPersona(persona.id));
    let edit = Edit::Rename { record: persona.id.into(), text: "Mayra".to_owned() };
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    window.send(AppCommand::ClosePersona);
    window.send(AppCommand::Select(vec![stage.into()]));
    window.send(AppCommand::Undo);
    assert_eq!(window.app().view.persona.shown(), Some(persona.id));
    let words = crate::i18n::shell::message::on_page(&persona.name);
    assert!(window.app().toasts.texts().iter().any(|text| text.contains(&words)), "{:?}", window.app().toasts.texts());
}

#[test]
fn what_is_added_from_the_page_of_a_persona_stands_where_one_was_on_the_map() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let map = window.app().session().unwrap().map().unwrap();
    let stages: Vec<_> = document(&window).stages_of(map).iter().map(|stage| stage.id).collect();
    let persona = document(&window).personas_in_order()[0].id;
    window.send(AppCommand::Select(vec![stages[2].into()]));
    window.send(AppCommand::ShowPersona(persona));
    window.press(Modifiers::ALT, Key::S);
    assert_eq!(window.app().view.persona.shown(), None);
    let told = "the page of Maya was left for it";
    assert!(window.app().toasts.texts().iter().any(|text| text.contains(told)), "{:?}", window.app().toasts.texts());
    window.harness.event(Event::Text("Trial".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    let titles: Vec<_> = document(&window).stages_of(map).iter().map(|stage| stage.title.clone()).collect();
    assert_eq!(titles.iter().position(|title| title == "Trial"), Some(3), "{titles:?}");
    // Where nothing was selected on the map, at its end.
    window.send(AppCommand::Select(Vec::new()));
    window.send(AppCommand::ShowPersona(persona));
    window.press(Modifiers::ALT, Key::S);
    window.press(Modifiers::NONE, Key::Enter);
    let last = document(&window).stages_of(map).last().unwrap().id;
    assert!(!stages.contains(&last), "at the end");
}
