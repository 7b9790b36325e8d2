//! The whole window by keys alone.

use super::*;
use crate::app::Sheet;
use crate::i18n::canvas as map_words;
use crate::i18n::panels::{finding, notes};
use crate::i18n::shell::status;
use crate::model::RecordRef;
use egui_kittest::kittest::{By, NodeT as _};

const SHIFT: Modifiers = Modifiers::SHIFT;

/// The accessible name of what has the keyboard; empty when that is nothing with a name.
fn focused(window: &Window) -> String {
    let root = window.harness.root();
    let node = root.query_all(By::new().predicate(|node| node.is_focused())).last();
    node.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

fn walk(window: &mut Window, keys: &[(Key, &str)]) {
    for (key, expected) in keys {
        window.press(Modifiers::NONE, *key);
        assert_eq!(focused(window), *expected, "after {key:?}");
    }
}

/// A window with a map, a card on it, and that card selected.
fn with_card() -> (Window, RecordRef) {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    window.press(Modifiers::ALT, Key::T);
    window.harness.event(egui::Event::Text("Search ad".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    let document = window.app().session().unwrap().document();
    let card: RecordRef = document.cards.values().find(|card| card.text == "Search ad").unwrap().id.into();
    window.send(AppCommand::Select(vec![card]));
    (window, card)
}

fn selection(window: &Window) -> Vec<RecordRef> {
    window.app().session().unwrap().selection().to_vec()
}

#[test]
fn arrows_walk_through_the_menus() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    walk(&mut window, &[(Key::F10, "New"), (Key::ArrowRight, "Blank map"), (Key::ArrowLeft, "New")]);
    walk(&mut window, &[(Key::ArrowDown, "Open…"), (Key::ArrowRight, "Paste"), (Key::ArrowRight, "Zoom in")]);
    walk(&mut window, &[(Key::ArrowLeft, "Paste"), (Key::F10, "")]);
    assert!(!egui::Popup::is_any_open(&window.harness.ctx), "F10 closes the menu that is open");
}

#[test]
fn f6_goes_from_region_to_region_and_back() {
    let (mut window, card) = with_card();
    window.press(Modifiers::NONE, Key::F6);
    let inspector = focused(&window);
    window.press(Modifiers::NONE, Key::F6);
    assert!(focused(&window).ends_with('%'), "the status bar has the zoom: {}", focused(&window));
    walk(&mut window, &[(Key::F6, words::ADD_STAGE.label)]);
    window.press(Modifiers::NONE, Key::F6);
    assert_eq!(focused(&window), "Add map", "the outline");
    walk(&mut window, &[(Key::F6, map_words::canvas())]);
    window.press(SHIFT, Key::F6);
    assert_eq!(focused(&window), "Add map", "a region is entered where it was left");
    window.press(SHIFT, Key::F6);
    window.press(SHIFT, Key::F6);
    window.press(SHIFT, Key::F6);
    assert_eq!(focused(&window), inspector);
    assert_eq!(selection(&window), [card], "going through the window chooses nothing");
}

#[test]
fn a_question_mark_opens_the_shortcuts_with_a_card_selected_and_is_a_letter_in_words() {
    let (mut window, card) = with_card();
    window.harness.event(egui::Event::Text("?".to_owned()));
    window.settle();
    assert!(matches!(window.app().sheet, Some(Sheet::Shortcuts(_))));
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(selection(&window), [card]);
    // A word that ends in one, typed faster than frames are drawn.
    for letter in "Why?".chars() {
        window.harness.event(egui::Event::Text(letter.to_string()));
    }
    window.settle();
    assert!(window.app().sheet.is_none());
    window.press(Modifiers::NONE, Key::Enter);
    let document = window.app().session().unwrap().document();
    assert!(document.cards.values().any(|card| card.text == "Why?"));
}

#[test]
fn escape_goes_one_step_at_a_time() {
    let (mut window, card) = with_card();
    window.press(Modifiers::COMMAND, Key::F);
    window.send(AppCommand::ToggleFilter);
    window.press(Modifiers::NONE, Key::F10);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!egui::Popup::is_any_open(&window.harness.ctx) && window.app().view.find.is_open());
    // The field of the bar has the keyboard again; from the map it closes as well.
    window.app_mut().canvas.take_keyboard();
    window.settle();
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.is_shown(finding::close_find()) && window.app().view.is_filter_open);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.app().view.is_filter_open);
    assert_eq!(selection(&window), [card]);
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(selection(&window), []);
    // Arrows go on from there, past the empty cell of the storyboard, and not from the first stage.
    window.press(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(selection(&window), []);
    window.press(Modifiers::NONE, Key::ArrowUp);
    let RecordRef::Card(card) = card else { panic!("a card") };
    let step = window.app().session().unwrap().document().cards[&card].step;
    assert_eq!(selection(&window), [RecordRef::Step(step)]);
}

#[test]
fn keys_below_an_open_menu_do_nothing() {
    let (mut window, card) = with_card();
    let cards = |window: &Window| window.app().session().unwrap().document().cards.len();
    let before = cards(&window);
    window.press(SHIFT, Key::F10);
    assert_eq!(focused(&window), map_words::edit_text());
    window.press(Modifiers::NONE, Key::Delete);
    window.press(Modifiers::ALT, Key::S);
    assert_eq!((cards(&window), selection(&window)), (before, vec![card]));
    assert!(egui::Popup::is_any_open(&window.harness.ctx));
}

#[test]
fn a_card_gets_its_colour_from_the_menu_of_the_selection() {
    let (mut window, card) = with_card();
    window.send(AppCommand::OpenContextMenu);
    window.harness.get_by_role_and_label(egui::Role::MenuItem, map_words::change_tint()).click();
    window.settle();
    window.harness.get_all_by_label(&map_words::tint(2)).last().unwrap().click();
    window.settle();
    let RecordRef::Card(id) = card else { panic!("a card") };
    assert_eq!(window.app().session().unwrap().document().cards[&id].marks.tint, Some(1));
}

#[test]
fn the_name_on_notes_is_asked_for_once() {
    let (mut window, card) = with_card();
    let said = |window: &Window| -> Vec<(String, String)> {
        let document = window.app().session().unwrap().document();
        document.notes.values().map(|note| (note.author.clone(), note.text.clone())).collect()
    };
    window.send(AppCommand::AddNote { anchor: card, text: "Ask Ann".to_owned() });
    assert_eq!(said(&window), [(String::new(), "Ask Ann".to_owned())], "the note is there before the question");
    assert!(window.app().sheet.is_none() && focused(&window) == notes::whose());
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(said(&window).len(), 1, "Escape loses no note");
    assert_eq!(selection(&window), [card]);
    window.send(AppCommand::AddNote { anchor: card, text: "Ask Bob".to_owned() });
    window.press(Modifiers::COMMAND, Key::A);
    window.harness.event(egui::Event::Text("Lena".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    let signed = said(&window);
    assert!(signed.contains(&("Lena".to_owned(), "Ask Bob".to_owned())), "{signed:?}");
    window.send(AppCommand::AddNote { anchor: card, text: "Done".to_owned() });
    assert!(window.app().sheet.is_none() && said(&window).len() == 3);
    assert!(window.is_shown(&notes::by("Lena", "")[..4]));
}

#[test]
fn the_filter_takes_the_keyboard_when_it_is_opened_by_keys() {
    let (mut window, _) = with_card();
    window.press(Modifiers::COMMAND | SHIFT, Key::F);
    assert_eq!(focused(&window), finding::filter_words());
    window.harness.event(egui::Event::Text("search AD".to_owned()));
    window.settle();
    assert!(window.is_shown("1 of 1 card") || window.is_shown("1 of "), "the card with these words stands out");
    assert_eq!(window.app().view.filter.words(), "search AD");
    window.press(Modifiers::NONE, Key::Tab);
    assert_eq!(focused(&window), finding::chosen(finding::kind(), &[]));
    window.press(Modifiers::NONE, Key::Enter);
    assert!(egui::Popup::is_any_open(&window.harness.ctx), "Enter opens the choices");
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::NONE, Key::F6);
    assert_eq!(focused(&window), map_words::canvas(), "the map comes right after what is chosen for it");
    window.press(SHIFT, Key::F6);
    assert_eq!(focused(&window), finding::chosen(finding::kind(), &[]));
    window.press(SHIFT, Key::Tab);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.app().view.is_filter_open && window.app().view.filter.is_empty(), "Escape closes and clears");
    assert_eq!(focused(&window), map_words::canvas());
}

#[test]
fn the_bar_of_periods_has_the_keyboard_from_the_first_and_lets_go_by_escape() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let stage = *window.app().session().unwrap().document().stages.keys().next().unwrap();
    window.send(AppCommand::Select(vec![stage.into()]));
    let months = |window: &Window| {
        let session = window.app().session().unwrap();
        let moments = session.view().moments(session.insights().data_range);
        let at = session.view().moment.and_then(|day| moments.iter().position(|range| range.contains(day)));
        (at, moments.len())
    };
    let check = |window: &Window, expected: usize, when: &str| {
        assert_eq!(months(window).0, Some(expected), "{when}");
        assert_eq!(selection(window), [stage.into()], "{when}");
    };
    window.press(Modifiers::COMMAND | SHIFT, Key::T);
    let last = months(&window).1 - 1;
    check(&window, last, "opened");
    let keys = [(Key::ArrowLeft, last - 1), (Key::Home, 0), (Key::ArrowRight, 1), (Key::End, last)];
    for (key, expected) in keys {
        window.press(Modifiers::NONE, key);
        check(&window, expected, &format!("opened, {key:?}"));
    }
    // A click gives the keyboard to nothing by itself.
    window.harness.get_by_label(finding::earlier_period()).click();
    window.settle();
    check(&window, last - 1, "clicked");
    window.press(Modifiers::NONE, Key::ArrowLeft);
    check(&window, last - 2, "clicked, then an arrow");
    // On the buttons as well, which Tab goes to.
    for _ in 0..4 {
        window.press(SHIFT, Key::Tab);
        window.press(Modifiers::NONE, Key::Home);
        check(&window, 0, &focused(&window));
        window.press(Modifiers::NONE, Key::ArrowRight);
        check(&window, 1, &focused(&window));
        window.press(Modifiers::NONE, Key::End);
        check(&window, last, &focused(&window));
    }
    // From the end it begins anew, and waits before it goes on.
    window.harness.key_press(Key::Space);
    window.harness.run_steps(3);
    check(&window, 0, "playing");
    window.harness.get_by_label(finding::pause());
    window.harness.key_press(Key::Space);
    window.settle();
    window.harness.get_by_label(finding::play());
    // From the map it is reached, and its keys stop there.
    window.app_mut().canvas.take_keyboard();
    window.settle();
    let at = months(&window).0;
    window.press(SHIFT, Key::F6);
    window.press(Modifiers::NONE, Key::End);
    assert!(at != Some(last) && months(&window).0 == Some(last), "reached by F6 from the map");
    window.harness.get_by_label(finding::earlier_period()).click();
    window.settle();
    window.press(Modifiers::NONE, Key::Tab);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.app().view.time.is_open() && window.app().session().unwrap().view().moment.is_none());
    assert_eq!(selection(&window), [stage.into()]);
    window.check_idle();
}

/// Presses keys and types words all within one frame, as a burst behind a slow frame is.
fn burst(window: &mut Window, pieces: &[&str]) {
    let events = pieces.iter().flat_map(|piece| match *piece {
        "Tab" | "Enter" | "Ctrl+K" => {
            let (key, modifiers) = match *piece {
                "Tab" => (Key::Tab, Modifiers::NONE),
                "Enter" => (Key::Enter, Modifiers::NONE),
                _ => (Key::K, Modifiers::COMMAND),
            };
            let press = |pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
            vec![press(true), press(false)]
        }
        words => words.chars().map(|sign| egui::Event::Text(sign.to_string())).collect(),
    });
    let events: Vec<_> = events.collect();
    window.harness.input_mut().events.extend(events);
    window.settle();
}

#[test]
fn no_word_is_lost_however_many_keys_come_within_a_frame() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let stages = ["Awareness", "Research", "Purchase", "Delivery", "Usage", "Renewal"];
    let keys: Vec<&str> = stages.iter().flat_map(|stage| [*stage, "Tab"]).collect();
    burst(&mut window, &keys[..keys.len() - 1]);
    burst(&mut window, &["Enter", "Step", "Enter"]);
    let session = window.app().session().unwrap();
    let map = session.map().unwrap();
    let titles: Vec<_> = session.document().stages_of(map).iter().map(|stage| stage.title.clone()).collect();
    assert_eq!(titles, stages);
    let last = session.document().stages_of(map).last().unwrap().id;
    let steps: Vec<_> = session.document().steps_of(last).iter().map(|step| step.title.clone()).collect();
    assert_eq!(steps, ["Step"]);
    window.check_idle();
}

#[test]
fn letters_behind_the_keys_of_the_palette_are_its_own() {
    let (mut window, card) = with_card();
    burst(&mut window, &["Ctrl+K", "back"]);
    assert_eq!(window.harness.get_by_label(palette::NAME).value().as_deref(), Some("back"));
    let RecordRef::Card(card) = card else { panic!("a card") };
    assert_eq!(window.app().session().unwrap().document().cards[&card].text, "Search ad");
}

/// Shift with a digit prints a sign: it is part of the command, and begins no word in the place of a name.
#[test]
fn the_sign_that_a_shortcut_prints_is_no_word() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let session = window.app().session().unwrap();
    let map = session.map().unwrap();
    let stage = session.document().stages_of(map)[0].clone();
    window.send(AppCommand::Jump(stage.id.into()));
    for (key, sign) in [(Key::Num1, "!"), (Key::Num2, "@")] {
        // A key and the sign it prints come in one frame.
        let press = egui::Event::Key {
            key,
            physical_key: Some(key),
            pressed: true,
            repeat: false,
            modifiers: Modifiers::SHIFT,
        };
        window.harness.input_mut().events.extend([press, egui::Event::Text(sign.to_owned())]);
        window.settle();
        window.press(Modifiers::NONE, Key::Enter);
        window.settle();
        window.press(Modifiers::NONE, Key::Escape);
        window.settle();
        let session = window.app().session().unwrap();
        assert_eq!(session.document().stages[&stage.id].title, stage.title, "{sign}");
    }
}

#[test]
fn keys_that_can_do_nothing_say_what_is_missing() {
    use crate::i18n::shell::silent;
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let everybody: Vec<RecordRef> =
        window.app().session().unwrap().document().personas.keys().map(|id| (*id).into()).collect();
    if !everybody.is_empty() {
        let edit = Edit::Delete(everybody);
        window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    }
    window.send(AppCommand::Select(Vec::new()));
    window.app_mut().canvas.take_keyboard();
    window.settle();
    let ctrl_alt = Modifiers::COMMAND | Modifiers::ALT;
    for (modifiers, key, expected) in [
        (Modifiers::COMMAND, Key::L, silent::CONNECT),
        (ctrl_alt, Key::P, silent::PERSONA_PAGE),
        (ctrl_alt, Key::C, silent::COMPARE_MAPS),
        (ctrl_alt, Key::ArrowLeft, silent::BACK),
    ] {
        window.press(modifiers, key);
        assert!(window.app().toasts.texts().contains(&expected), "{key:?}: {:?}", window.app().toasts.texts());
    }
}

#[test]
fn control_with_home_and_end_goes_to_the_corners_of_the_map() {
    let (mut window, card) = with_card();
    let session = window.app().session().unwrap();
    let (document, map) = (session.document(), session.map().unwrap());
    let columns = document.columns_of(map);
    let (first, last) = (columns[0].id, columns[columns.len() - 1].id);
    let lanes: Vec<_> = document.lanes_of(map).iter().map(|lane| lane.id).collect();
    let stands_at = |window: &Window| {
        let session = window.app().session().unwrap();
        match session.selection() {
            [RecordRef::Card(card)] => session.document().cards.get(card).map(|card| (card.lane, card.step)),
            _ => window.app().canvas.chosen_cell(),
        }
    };
    window.press(Modifiers::COMMAND, Key::End);
    assert_eq!(stands_at(&window), Some((lanes[lanes.len() - 1], last)));
    window.press(Modifiers::COMMAND, Key::Home);
    assert_eq!(stands_at(&window), Some((lanes[0], first)));
    assert_ne!(selection(&window), [card]);
}

#[test]
fn the_status_bar_says_in_which_empty_cell_one_stands() {
    let (mut window, _) = with_card();
    window.press(Modifiers::COMMAND, Key::End);
    let session = window.app().session().unwrap();
    let (lane, step) = window.app().canvas.chosen_cell().unwrap();
    let document = session.document();
    let (lane, step) = (document.lanes[&lane].clone(), document.steps[&step].clone());
    let stage = document.stages[&step.stage].title.clone();
    let expected = status::cell(&lane.title, &stage, &step.title, 0);
    let node = window.harness.get_by_label(&expected);
    assert_eq!(node.accesskit_node().live(), egui::accesskit::Live::Polite);
    window.press(Modifiers::NONE, Key::ArrowLeft);
    assert!(!window.is_shown(&expected), "one has walked on");
    // Behind the last cell one stands beside what was typed: no empty cell any more.
    window.press(Modifiers::COMMAND, Key::End);
    window.harness.event(egui::Event::Text("Last words".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert!(!window.is_shown(&expected));
    assert!(window.is_shown(&status::cell(&lane.title, &stage, &step.title, 1)));
}

#[test]
fn f2_goes_on_behind_the_words_and_typing_takes_their_place() {
    let (mut window, card) = with_card();
    let text = |window: &Window| {
        let RecordRef::Card(card) = card else { panic!() };
        window.app().session().unwrap().document().cards[&card].text.clone()
    };
    for (key, expected) in [(Some(Key::F2), "Search ads"), (None, "s")] {
        window.send(AppCommand::Select(vec![card]));
        if let Some(key) = key {
            window.press(Modifiers::NONE, key);
        }
        window.harness.event(egui::Event::Text("s".to_owned()));
        window.settle();
        window.press(Modifiers::NONE, Key::Enter);
        assert_eq!(text(&window), expected);
    }
}

/// The menu key is about what has the keyboard, also where Tab has only come to it.
#[test]
fn the_menu_key_opens_the_menu_of_what_tab_has_come_to() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let stage = window.harness.get_by_role_and_label(egui::Role::ListItem, "Stage Awareness");
    stage.focus();
    window.settle();
    assert_eq!(window.app().session().unwrap().selection(), []);
    window.press(Modifiers::SHIFT, Key::F10);
    assert!(window.is_shown("Delete stage"));
    assert_eq!(window.app().session().unwrap().selection().len(), 1);
}
