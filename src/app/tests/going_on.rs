//! Where the keyboard, the selection and the view go on after what was done on the map.

use super::*;
use crate::base::ids::{CardId, LaneId, StepId};
use crate::canvas::edits;
use crate::canvas::tools::CellRef;
use crate::model::{CardBody, Document, LaneKind, RecordRef};
use crate::session::CameraCommand;
use crate::ui::commands::CardKind;
use egui::Event;

fn document(window: &Window) -> &Document {
    window.app().session().unwrap().document()
}

fn selection(window: &Window) -> Vec<RecordRef> {
    window.app().session().unwrap().selection().to_vec()
}

fn chosen_cell(window: &Window) -> Option<(LaneId, StepId)> {
    window.app().canvas.chosen_cell()
}

fn type_words(window: &mut Window, words: &str) {
    window.harness.event(Event::Text(words.to_owned()));
    window.settle();
}

fn lane_of(window: &Window, kind: LaneKind) -> LaneId {
    let map = window.app().session().unwrap().map().unwrap();
    document(window).lanes_of(map).iter().find(|lane| lane.kind == kind).unwrap().id
}

/// A window with a template's map, a touchpoint at every given column, and the first of them selected.
fn with_cards(columns: &[usize]) -> (Window, Vec<CardId>) {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let lane = lane_of(&window, LaneKind::Touchpoint);
    let map = window.app().session().unwrap().map().unwrap();
    let steps: Vec<StepId> = document(&window).columns_of(map).iter().map(|step| step.id).collect();
    let there: Vec<_> = steps.iter().flat_map(|step| document(&window).cards_in(lane, *step)).map(|c| c.id).collect();
    window.send(AppCommand::Edit {
        edit: Edit::Delete(there.into_iter().map(RecordRef::from).collect()),
        merge: None,
        then: AfterEdit::Nothing,
    });
    let mut cards = Vec::new();
    for column in columns {
        let body = CardBody::typed_in(LaneKind::Touchpoint).unwrap();
        let text = format!("Card {column}");
        let edit = Edit::AddCard { lane, step: steps[*column], span: 1, text: text.clone(), body };
        window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
        cards.push(document(&window).cards.values().find(|card| card.text == text).unwrap().id);
    }
    window.app_mut().canvas.take_keyboard();
    window.send(AppCommand::Select(vec![cards[0].into()]));
    (window, cards)
}

#[test]
fn keys_for_bold_and_italic_mark_words_on_the_map_and_open_nothing() {
    let (mut window, cards) = with_cards(&[0]);
    type_words(&mut window, "Ask a friend");
    window.press(Modifiers::COMMAND, Key::I);
    assert!(window.app().sheet.is_none(), "the import did not open");
    type_words(&mut window, "s");
    window.press(Modifiers::COMMAND, Key::A);
    window.press(Modifiers::COMMAND, Key::B);
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(document(&window).cards[&cards[0]].text, "**Ask a *friends***");
    // In the inspector the words are the same ones.
    window.send(AppCommand::Select(vec![cards[0].into()]));
    window.send(AppCommand::TypeName(cards[0].into(), "Chat".to_owned()));
    window.press(Modifiers::COMMAND, Key::B);
    assert_eq!(document(&window).cards[&cards[0]].text, "**Chat**");
}

#[test]
fn from_the_name_of_a_new_lane_the_keyboard_goes_back_to_its_cell() {
    let (mut window, cards) = with_cards(&[0]);
    let titles = |window: &Window| {
        let map = window.app().session().unwrap().map().unwrap();
        document(window).lanes_of(map).iter().map(|lane| lane.title.clone()).collect::<Vec<_>>()
    };
    let before = titles(&window);
    window.press(Modifiers::NONE, Key::ArrowRight);
    let cell = chosen_cell(&window);
    assert!(cell.is_some());
    window.app_mut().view.find.close();
    let command = UiCommand::AddLane(LaneKind::Divider);
    let action = command.resolve(&CommandContext { session: window.app().session() }).unwrap();
    window.send(action);
    type_words(&mut window, "Line of doubt");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!((chosen_cell(&window), selection(&window)), (cell, vec![]), "back in the cell");
    type_words(&mut window, "Search ad");
    window.press(Modifiers::NONE, Key::Enter);
    let after: Vec<_> = titles(&window).into_iter().filter(|title| title != "Line of doubt").collect();
    assert_eq!(after, before, "no lane has another name");
    let (lane, step) = cell.unwrap();
    assert_eq!(document(&window).cards_in(lane, step)[0].text, "Search ad");
    assert!(document(&window).cards.contains_key(&cards[0]));
}

#[test]
fn a_curve_is_typed_with_words_behind_the_values_and_never_holds_the_keys_back() {
    let (mut window, _) = with_cards(&[0]);
    let lane = lane_of(&window, LaneKind::Curve);
    let points: Vec<RecordRef> =
        document(&window).cards.values().filter(|card| card.lane == lane).map(|card| card.id.into()).collect();
    window.send(AppCommand::Select(points));
    window.press(Modifiers::NONE, Key::Delete);
    let map = window.app().session().unwrap().map().unwrap();
    let steps: Vec<_> = document(&window).columns_of(map).iter().take(4).map(|step| step.id).collect();
    // Down from the lane above, into the empty cell.
    let above = {
        let lanes = document(&window).lanes_of(map);
        lanes[lanes.iter().position(|other| other.id == lane).unwrap() - 1].id
    };
    let edit = edits::new_card(CellRef { lane: above, step: steps[0] }, CardBody::Text);
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Select });
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(chosen_cell(&window), Some((lane, steps[0])));
    for typed in ["+1", "-2 annoyed", "lost", "1.5"] {
        for letter in typed.chars() {
            type_words(&mut window, &letter.to_string());
        }
        window.press(Modifiers::NONE, Key::Tab);
    }
    window.press(Modifiers::NONE, Key::Escape);
    let point = |window: &Window, step| {
        let [card] = document(window).cards_in(lane, step)[..] else { panic!("one point") };
        let CardBody::Curve { value } = card.body else { panic!("{card:?}") };
        (value, card.text.clone())
    };
    let made: Vec<_> = steps.iter().map(|step| point(&window, *step)).collect();
    let expected = [(1.0, ""), (-2.0, "annoyed"), (-2.0, "lost"), (1.5, "")];
    assert_eq!(made, expected.map(|(value, words)| (value, words.to_owned())), "each cell has its own");
    let told = |word: &str| window.app().toasts.texts().iter().filter(|text| text.contains(word)).count();
    assert_eq!((told("lost"), told("annoyed")), (1, 0), "{:?}", window.app().toasts.texts());
    // Over a point that is there: a value with words, words alone, a value alone.
    let card = document(&window).cards_in(lane, steps[0])[0].id;
    for (typed, expected) in [("-1 tired", (-1.0, "tired")), ("awake", (-1.0, "awake")), ("2", (2.0, "awake"))] {
        window.send(AppCommand::Select(vec![card.into()]));
        type_words(&mut window, typed);
        window.press(Modifiers::NONE, Key::Enter);
        assert_eq!(point(&window, steps[0]), (expected.0, expected.1.to_owned()), "{typed:?}");
    }
}

#[test]
fn what_shift_takes_into_the_selection_comes_into_view() {
    let (mut window, cards) = with_cards(&[0, 1, 6]);
    let records = |upto: usize| cards[..upto].iter().map(|card| RecordRef::from(*card)).collect::<Vec<_>>();
    let is_seen = |window: &Window, card: CardId| {
        let rect = window.app().canvas.card_rect(card).unwrap();
        window.harness.ctx.content_rect().contains_rect(rect)
    };
    window.send(AppCommand::Camera(CameraCommand::ZoomTo(2.0)));
    window.send(AppCommand::Camera(CameraCommand::Reveal(cards[0].into())));
    assert!(!is_seen(&window, cards[2]));
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(selection(&window), records(3));
    assert!(is_seen(&window, cards[2]), "the view follows");
    // From the empty cell beside the first card, to both ends.
    window.send(AppCommand::Select(records(1)));
    window.press(Modifiers::NONE, Key::ArrowRight);
    window.press(Modifiers::NONE, Key::ArrowRight);
    window.press(Modifiers::SHIFT, Key::Home);
    assert_eq!(selection(&window), [cards[1].into(), cards[0].into()]);
    window.send(AppCommand::Select(records(1)));
    window.press(Modifiers::SHIFT, Key::End);
    assert_eq!(selection(&window), records(3));
}

#[test]
fn enter_goes_from_a_step_to_the_cell_right_below() {
    let (mut window, _) = with_cards(&[0]);
    let map = window.app().session().unwrap().map().unwrap();
    let step = document(&window).columns_of(map)[1].id;
    window.send(AppCommand::Select(vec![step.into()]));
    type_words(&mut window, "Compare");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(chosen_cell(&window), Some((lane_of(&window, LaneKind::Image), step)));
}

#[test]
fn after_delete_one_stands_in_the_cell_and_after_undo_on_the_card() {
    let (mut window, cards) = with_cards(&[1]);
    let card = &document(&window).cards[&cards[0]];
    let cell = (card.lane, card.step);
    window.press(Modifiers::NONE, Key::Delete);
    assert_eq!((chosen_cell(&window), selection(&window)), (Some(cell), vec![]));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!((chosen_cell(&window), selection(&window)), (None, vec![cards[0].into()]));
}

#[test]
fn the_inspector_shows_what_is_being_added_and_nothing_else() {
    let (mut window, cards) = with_cards(&[0]);
    let map = window.app().session().unwrap().map().unwrap();
    let step = document(&window).columns_of(map)[0].id;
    window.send(AppCommand::Select(vec![step.into()]));
    let is_of_step = |window: &Window| window.is_shown("Delete step");
    assert!(is_of_step(&window));
    window.press(Modifiers::COMMAND, Key::Enter);
    type_words(&mut window, "Needs help");
    assert!(!is_of_step(&window), "fields of the step before");
    window.harness.get_by_label(crate::i18n::panels::inspector::new_step());
    assert!(window.is_shown("Needs help"));
    window.press(Modifiers::NONE, Key::Escape);
    assert!(is_of_step(&window) && document(&window).cards.contains_key(&cards[0]));
}

#[test]
fn a_note_that_is_left_is_added_and_escape_drops_it() {
    use crate::i18n::panels::notes;
    let (mut window, cards) = with_cards(&[0, 2]);
    let said = |window: &Window| document(window).notes.values().map(|n| n.text.clone()).collect::<Vec<_>>();
    let before = said(&window).len();
    window.send(AppCommand::NoteAt(cards[0].into()));
    type_words(&mut window, "Ask the shop");
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(said(&window).len(), before, "dropped");
    assert!(window.is_shown("Ask the shop"), "and offered once more");
    window.send(AppCommand::NoteAt(cards[0].into()));
    type_words(&mut window, "Ask the bank");
    assert!(window.harness.query_by_label(notes::field()).is_some());
    window.send(AppCommand::Select(vec![cards[1].into()]));
    assert_eq!(said(&window).len(), before + 1, "choosing something else leaves it");
    assert!(said(&window).contains(&"Ask the bank".to_owned()));
    window.send(AppCommand::NoteAt(cards[1].into()));
    type_words(&mut window, "Ask the post");
    window.press(Modifiers::NONE, Key::F6);
    assert!(said(&window).contains(&"Ask the post".to_owned()), "another part of the window");
    assert_eq!(said(&window).len(), before + 2);
}

#[test]
fn the_view_goes_to_the_first_find_while_it_is_typed() {
    let (mut window, cards) = with_cards(&[0, 6]);
    window.send(AppCommand::Camera(CameraCommand::ZoomTo(2.0)));
    window.send(AppCommand::Camera(CameraCommand::Reveal(cards[0].into())));
    let is_seen = |window: &Window| {
        let rect = window.app().canvas.card_rect(cards[1]).unwrap();
        window.harness.ctx.content_rect().contains_rect(rect)
    };
    assert!(!is_seen(&window));
    window.press(Modifiers::COMMAND, Key::F);
    for letter in ["C", "a", "r", "d", " ", "6"] {
        type_words(&mut window, letter);
    }
    assert!(is_seen(&window));
    assert!(window.harness.ctx.text_edit_focused(), "the field keeps the keyboard");
    assert_eq!(selection(&window), [cards[0].into()], "nothing is chosen by typing");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(selection(&window), [cards[1].into()]);
}

#[test]
fn alt_with_the_left_arrow_goes_back_where_nothing_is_there_to_be_moved() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let session = window.app().session().unwrap();
    let maps: Vec<_> = session.document().maps_in_order().iter().map(|map| map.id).collect();
    let here = session.map().unwrap();
    let other = *maps.iter().find(|map| **map != here).unwrap();
    window.send(AppCommand::OpenLinkedMap(other));
    window.app_mut().canvas.take_keyboard();
    window.settle();
    window.press(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(window.app().session().unwrap().map(), Some(here));
}

#[test]
fn paste_keys_without_a_text_on_the_clipboard_are_answered() {
    let (mut window, cards) = with_cards(&[0]);
    // The system hands over no key and no text then, and the key going up.
    let release =
        Event::Key { key: Key::V, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::COMMAND };
    window.harness.event(Event::ModifiersChanged(Modifiers::COMMAND));
    window.harness.event(release.clone());
    window.settle();
    let said = |window: &Window| window.app().toasts.texts().iter().filter(|t| t.contains("clipboard")).count();
    assert_eq!(said(&window), 1, "{:?}", window.app().toasts.texts());
    // A table without a text beside it fills cells.
    let at = window.app().canvas.paste_at(window.app().session().unwrap());
    let html = "<table><tr><td>Poster</td><td>Flyer</td></tr></table>".to_owned();
    window.app_mut().ask_and_paste(String::new(), at, move || Some(html));
    window.settle();
    let texts: Vec<_> = document(&window).cards.values().map(|card| card.text.clone()).collect();
    assert!(texts.contains(&"Poster".to_owned()) && texts.contains(&"Flyer".to_owned()), "{texts:?}");
    // What was pasted as text is no such paste.
    window.harness.event(Event::ModifiersChanged(Modifiers::COMMAND));
    window.harness.event(Event::Paste("Brochure".to_owned()));
    window.harness.event(release);
    window.settle();
    assert_eq!(said(&window), 1, "{:?} {cards:?}", window.app().toasts.texts());
}

#[test]
fn stages_steps_and_lanes_are_cut_and_come_back_whole_and_in_view() {
    let (mut window, _) = with_cards(&[0, 1, 6]);
    let map = window.app().session().unwrap().map().unwrap();
    let before = document(&window).clone();
    let stage = before.stages_of(map)[0].id;
    let step = before.columns_of(map)[3].id;
    let lane = lane_of(&window, LaneKind::Touchpoint);
    for record in [RecordRef::from(stage), step.into(), lane.into()] {
        window.send(AppCommand::Select(vec![record]));
        window.app_mut().canvas.take_keyboard();
        window.settle();
        window.harness.event(Event::Cut);
        window.settle();
        assert!(document(&window).record(record).is_none(), "{record:?} is cut: {:?}", window.app().toasts.texts());
        assert!(document(&window).cards.len() < before.cards.len());
        let text = window.app().copied.as_ref().unwrap().copied.text.clone();
        window.send(AppCommand::Camera(CameraCommand::ZoomTo(1.5)));
        window.harness.event(Event::Paste(text));
        window.settle();
        let after = document(&window);
        let counts = |document: &Document| {
            [document.stages.len(), document.steps.len(), document.lanes.len(), document.cards.len()]
        };
        assert_eq!(counts(after), counts(&before), "{record:?}");
        let zoom = window.app().canvas.zoom();
        assert!(zoom <= 1.5, "{record:?}: {zoom}");
        let (chosen, canvas) = window.app().canvas.chosen_parts();
        let canvas = canvas.unwrap();
        assert!(!chosen.is_empty() && chosen.iter().all(|rect| canvas.expand(1.0).contains_rect(*rect)), "{record:?}");
        window.press(Modifiers::COMMAND, Key::Z);
        window.press(Modifiers::COMMAND, Key::Z);
        assert_eq!(document(&window), &before, "{record:?}");
    }
}

/// The run of Tab that began in the first column ends with what was typed in it.
#[test]
fn after_undo_enter_goes_down_from_where_one_stands() {
    let (mut window, _) = with_cards(&[0]);
    window.press(Modifiers::NONE, Key::ArrowRight);
    let (lane, _) = chosen_cell(&window).unwrap();
    type_words(&mut window, "x");
    window.press(Modifiers::NONE, Key::Tab);
    type_words(&mut window, "y");
    window.press(Modifiers::NONE, Key::Tab);
    window.press(Modifiers::COMMAND, Key::Z);
    let (standing, step) = chosen_cell(&window).expect("where the words were");
    assert_eq!(standing, lane);
    type_words(&mut window, "z");
    window.press(Modifiers::NONE, Key::Enter);
    let below = chosen_cell(&window).map(|(_, step)| step).or_else(|| match selection(&window)[..] {
        [RecordRef::Card(card)] => Some(document(&window).cards[&card].step),
        _ => None,
    });
    assert_eq!(document(&window).cards_in(lane, step)[0].text, "z");
    assert_eq!(below, Some(step));
}

#[test]
fn a_typed_touchpoint_happens_where_its_words_say_or_nowhere_in_particular() {
    use crate::model::Channel;
    let (mut window, cards) = with_cards(&[0]);
    let channel = |window: &Window, text: &str| {
        let card = document(window).cards.values().find(|card| card.text == text);
        match &card.unwrap_or_else(|| panic!("no {text}")).body {
            CardBody::Touchpoint { channel, .. } => *channel,
            other => panic!("{other:?}"),
        }
    };
    window.press(Modifiers::NONE, Key::ArrowRight);
    for words in ["Email from a friend", "Ruft die Hotline an", "Asks around"] {
        type_words(&mut window, words);
        window.press(Modifiers::NONE, Key::Tab);
    }
    window.press(Modifiers::NONE, Key::Escape);
    let found = ["Email from a friend", "Ruft die Hotline an", "Asks around"].map(|text| channel(&window, text));
    assert_eq!(found, [Channel::Email, Channel::Phone, Channel::Other]);
    // One that a button adds is named a moment later.
    window.send(AppCommand::Select(vec![cards[0].into()]));
    let action = UiCommand::AddCard(CardKind::Touchpoint);
    let action = action.resolve(&CommandContext { session: window.app().session() }).unwrap();
    window.send(action);
    type_words(&mut window, "Chat with the bot");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(channel(&window, "Chat with the bot"), Channel::Chat);
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(document(&window).cards.values().all(|card| !card.text.contains("bot")), "one step");
}
