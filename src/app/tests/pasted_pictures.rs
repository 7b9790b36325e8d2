//! Pictures from the clipboard: in which lane they stand, and what is told of it.

use super::*;
use crate::base::ids::{CardId, LaneId, MapId, StepId};
use crate::model::{Card, CardBody, Document, LaneKind, RecordRef};
use egui::{Color32, ColorImage, Event};
use std::sync::Arc;

fn document(window: &Window) -> &Document {
    window.app().session().unwrap().document()
}

fn map(window: &Window) -> MapId {
    window.app().session().unwrap().map().unwrap()
}

fn lane_of(window: &Window, kind: LaneKind) -> Option<LaneId> {
    document(window).lanes_of(map(window)).iter().find(|lane| lane.kind == kind).map(|lane| lane.id)
}

fn add_card(window: &mut Window, kind: LaneKind, step: StepId) -> RecordRef {
    let lane = lane_of(window, kind).unwrap();
    let before: Vec<CardId> = document(window).cards.keys().copied().collect();
    let body = match kind {
        LaneKind::Curve => CardBody::Curve { value: 1.0 },
        _ => CardBody::typed_in(kind).unwrap(),
    };
    let edit = Edit::AddCard { lane, step, span: 1, text: "Beside".to_owned(), body };
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Select });
    document(window).cards.keys().copied().find(|card| !before.contains(card)).unwrap().into()
}

/// Ctrl+V with a picture on the clipboard; the cards that show one afterwards and are new.
fn paste(window: &mut Window) -> Vec<Card> {
    let before: Vec<CardId> = document(window).cards.keys().copied().collect();
    let image = ColorImage::filled([3, 2], Color32::from_rgb(9, 9, 9));
    window.harness.event(Event::PasteImage(Arc::new(image)));
    window.settle();
    let is_new =
        |card: &&Arc<Card>| !before.contains(&card.id) && matches!(card.body, CardBody::Image { picture: Some(_) });
    document(window).cards.values().filter(is_new).map(|card| Card::clone(card)).collect()
}

fn told(window: &Window) -> String {
    window.app().toasts.texts().join(" | ")
}

#[test]
fn a_picture_pasted_beside_another_lane_stands_in_the_nearest_storyboard_in_view_and_is_told() {
    for kind in [LaneKind::Touchpoint, LaneKind::Curve, LaneKind::PainPoint] {
        let mut window = Window::open(AppOptions::default());
        window.new_map("customer-journey");
        let storyboard = lane_of(&window, LaneKind::Image).unwrap();
        let step = document(&window).columns_of(map(&window))[3].id;
        let card = add_card(&mut window, kind, step);
        window.app_mut().canvas.take_keyboard();
        window.send(AppCommand::Select(vec![card]));
        let [pasted] = &paste(&mut window)[..] else { panic!("{kind:?}: {}", told(&window)) };
        assert_eq!((pasted.lane, pasted.step), (storyboard, step), "{kind:?}");
        assert!(told(&window).contains("in the lane “Storyboard”"), "{kind:?}: {}", told(&window));
        assert_eq!(window.app().session().unwrap().selection(), [pasted.id.into()]);
        let rect = window.app().canvas.card_rect(pasted.id).unwrap();
        assert!(window.harness.ctx.content_rect().contains_rect(rect), "{kind:?}");
    }
}

#[test]
fn a_picture_pasted_in_its_own_lane_stands_there_without_a_word() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let storyboard = lane_of(&window, LaneKind::Image).unwrap();
    window.app_mut().canvas.take_keyboard();
    window.send(AppCommand::Select(vec![storyboard.into()]));
    window.press(Modifiers::NONE, Key::ArrowRight);
    let cell = window.app().canvas.chosen_cell();
    let pasted = paste(&mut window);
    assert_eq!(pasted.first().map(|card| (card.lane, card.step)), cell);
    assert!(!told(&window).contains("The picture"), "{}", told(&window));
}

#[test]
fn a_map_without_a_storyboard_gets_one_with_the_picture_in_one_step() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let storyboard = lane_of(&window, LaneKind::Image).unwrap();
    window.send(AppCommand::Edit {
        edit: Edit::Delete(vec![storyboard.into()]),
        merge: None,
        then: AfterEdit::Nothing,
    });
    let step = document(&window).columns_of(map(&window))[1].id;
    let card = add_card(&mut window, LaneKind::Curve, step);
    window.app_mut().canvas.take_keyboard();
    window.send(AppCommand::Select(vec![card]));
    let before = document(&window).clone();
    let [pasted] = &paste(&mut window)[..] else { panic!("{}", told(&window)) };
    let lane = lane_of(&window, LaneKind::Image).unwrap();
    assert_eq!((pasted.lane, pasted.step), (lane, step));
    assert_eq!(document(&window).lanes_of(map(&window))[0].id, lane, "right below the steps");
    assert_eq!(window.app().session().unwrap().selection(), [pasted.id.into()]);
    assert!(told(&window).contains("new lane “Storyboard”"), "{}", told(&window));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(document(&window), &before, "one step");
}

#[test]
fn a_storyboard_that_is_put_away_is_opened_for_a_picture() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let storyboard = lane_of(&window, LaneKind::Image).unwrap();
    let lane = crate::model::Lane::clone(&document(&window).lanes[&storyboard]);
    let hidden = crate::model::Lane { is_hidden: true, ..lane };
    window.send(AppCommand::Edit { edit: Edit::Update(hidden.into()), merge: None, then: AfterEdit::Nothing });
    window.app_mut().canvas.take_keyboard();
    let pasted = paste(&mut window);
    assert_eq!(pasted.first().map(|card| card.lane), Some(storyboard), "{}", told(&window));
    assert!(!document(&window).lanes[&storyboard].is_hidden);
}

#[test]
fn a_picture_pasted_while_a_new_card_is_typed_is_that_card() {
    for typed in ["", "At the counter"] {
        let mut window = Window::open(AppOptions::default());
        window.new_map("customer-journey");
        let storyboard = lane_of(&window, LaneKind::Image).unwrap();
        let step = document(&window).columns_of(map(&window))[1].id;
        window.app_mut().canvas.take_keyboard();
        window.send(AppCommand::Select(vec![storyboard.into()]));
        window.press(Modifiers::NONE, Key::ArrowRight);
        window.press(Modifiers::NONE, Key::ArrowRight);
        assert_eq!(window.app().canvas.chosen_cell(), Some((storyboard, step)));
        window.press(Modifiers::NONE, Key::Enter);
        assert!(window.app().canvas.is_editing_text());
        for letter in typed.chars() {
            window.harness.event(Event::Text(letter.to_string()));
            window.settle();
        }
        let [pasted] = &paste(&mut window)[..] else { panic!("{typed}: {}", told(&window)) };
        assert_eq!((pasted.lane, pasted.step, pasted.text.as_str()), (storyboard, step, typed));
        assert_eq!(document(&window).cards_in(storyboard, step).len(), 1, "{typed}");
        assert!(!window.app().canvas.is_editing_text());
    }
}
