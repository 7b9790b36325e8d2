//! The page of a persona: typed into where it stands, reached from everywhere, left for the map.

use super::*;
use crate::i18n::persona as page;
use crate::model::{PersonaList, RecordRef};

/// The sample with the page of its first persona.
fn with_page() -> Window {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.get_by_label("Persona Maya").click();
    window.settle();
    assert!(window.is_shown("Name: Maya"));
    window
}

fn entries(window: &Window, list: PersonaList) -> Vec<String> {
    let session = window.app().session().unwrap();
    session.document().personas_in_order()[0].entries(list)
}

fn type_words(window: &mut Window, words: &str) {
    window.harness.event(egui::Event::Text(words.to_owned()));
    window.settle();
}

#[test]
fn a_list_of_a_persona_is_typed_with_enter_and_each_entry_is_one_step_back() {
    let mut window = with_page();
    let before = entries(&window, PersonaList::Needs);
    window.harness.get_by_label(page::add_entry(PersonaList::Needs)).click();
    window.settle();
    type_words(&mut window, "Quiet hours");
    window.press(Modifiers::NONE, Key::Enter);
    type_words(&mut window, "A manual");
    window.press(Modifiers::NONE, Key::Enter);
    // Nothing in the entry that follows: it goes again.
    window.press(Modifiers::NONE, Key::Escape);
    let after = entries(&window, PersonaList::Needs);
    assert_eq!(after[before.len()..], ["Quiet hours", "A manual"]);
    window.send(AppCommand::Undo);
    assert_eq!(entries(&window, PersonaList::Needs)[before.len()..], ["Quiet hours"]);
    window.send(AppCommand::Undo);
    assert_eq!(entries(&window, PersonaList::Needs), before);
    window.check_idle();
}

#[test]
fn an_entry_goes_between_two_and_goes_with_delete() {
    let mut window = with_page();
    let before = entries(&window, PersonaList::Goals);
    assert!(before.len() > 1);
    window.harness.get_by_label(&page::part(&page::entry(PersonaList::Goals, 0), &before[0])).click();
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    type_words(&mut window, "Between");
    window.press(Modifiers::NONE, Key::Enter);
    window.press(Modifiers::NONE, Key::Escape);
    let after = entries(&window, PersonaList::Goals);
    assert_eq!((after.len(), after[1].as_str()), (before.len() + 1, "Between"));
    window.harness.get_by_label(&page::part(&page::entry(PersonaList::Goals, 1), "Between")).focus();
    window.settle();
    window.press(Modifiers::NONE, Key::Delete);
    assert_eq!(entries(&window, PersonaList::Goals), before);
}

#[test]
fn tab_goes_from_part_to_part_and_escape_back_to_the_map() {
    let mut window = with_page();
    window.harness.get_by_label("Name: Maya").click();
    window.settle();
    type_words(&mut window, " Lind");
    window.press(Modifiers::NONE, Key::Tab);
    let session = window.app().session().unwrap();
    assert_eq!(session.document().personas_in_order()[0].name, "Maya Lind");
    type_words(&mut window, " of twelve");
    window.press(Modifiers::SHIFT, Key::Tab);
    let session = window.app().session().unwrap();
    assert_eq!(session.document().personas_in_order()[0].role, "team lead of twelve");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.is_shown("Name: Maya Lind"), "the words of the field went, the page is there");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.is_shown("Name: Maya Lind"));
    window.check_idle();
}

#[test]
fn the_page_is_reached_by_its_command_and_leads_to_the_maps_it_names() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let context = CommandContext { session: window.app().session() };
    let command = UiCommand::PersonaPage.resolve(&context).expect("the sample has personas");
    window.send(command);
    let title = window.app().session().unwrap().document().maps_in_order()[0].title.clone();
    window.harness.get_by_label(&page::open_map(&title)).click();
    window.settle();
    assert!(window.app().view.persona.shown().is_none());
    // What is typed when the map is asked for is kept.
    let persona = window.app().session().unwrap().document().personas_in_order()[0].id;
    window.send(AppCommand::ShowPersona(persona));
    window.harness.get_by_label(page::add_entry(PersonaList::Needs)).click();
    window.settle();
    type_words(&mut window, "Kept");
    window.send(AppCommand::ClosePersona);
    assert!(entries(&window, PersonaList::Needs).contains(&"Kept".to_owned()));
}

fn name_of_persona(window: &Window) -> String {
    window.app().session().unwrap().document().personas_in_order()[0].name.clone()
}

#[test]
fn words_that_are_looked_for_from_the_page_do_not_go_into_the_name() {
    let mut window = with_page();
    window.send(AppCommand::OpenFind);
    for letter in "support".chars() {
        window.harness.event(egui::Event::Text(letter.to_string()));
        window.settle();
    }
    assert_eq!(name_of_persona(&window), "Maya");
    let field = window.harness.get_by_role_and_label(egui::Role::TextInput, crate::i18n::panels::finding::find());
    assert_eq!(field.value().as_deref(), Some("support"));
    assert!(window.app().view.persona.shown().is_none(), "what was found is seen");
}

#[test]
fn what_is_found_on_another_map_and_a_review_come_before_the_page() {
    let mut window = with_page();
    window.send(AppCommand::OpenFind);
    type_words(&mut window, "support");
    let persona = window.app().session().unwrap().document().personas_in_order()[0].id;
    window.send(AppCommand::ShowPersona(persona));
    assert!(window.app().view.persona.shown().is_some());
    window.send(AppCommand::FindNext);
    assert!(window.app().view.persona.shown().is_none());
    window.send(AppCommand::ShowPersona(persona));
    let map = window.app().session().unwrap().map().unwrap();
    window.send(AppCommand::Review(map));
    assert!(window.app().view.persona.shown().is_none());
}

#[test]
fn a_persona_that_is_added_while_a_page_is_shown_is_the_one_on_the_page() {
    let mut window = with_page();
    window.press(Modifiers::COMMAND, Key::K);
    type_words(&mut window, "add persona");
    window.press(Modifiers::NONE, Key::Enter);
    type_words(&mut window, "Noor");
    window.press(Modifiers::NONE, Key::Enter);
    let session = window.app().session().unwrap();
    let [RecordRef::Persona(added)] = *session.selection() else { panic!("{:?}", session.selection()) };
    assert_eq!(session.document().personas[&added].name, "Noor");
    assert_eq!(window.app().view.persona.shown(), Some(added));
    assert!(window.is_shown("Name: Noor"));
}
