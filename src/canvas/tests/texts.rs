//! Words of every sort on cards: they grow their card up to a limit, and are never on top of anything else.

use super::*;
use crate::base::ids::CardId;
use crate::layout::CardBox;
use crate::model::Edit;

/// Texts that have broken cards elsewhere.
fn hard_texts() -> Vec<(&'static str, String)> {
    vec![
        ("marks", "**bold** and *italic* with [a link](https://example.org)\n- one\n- two\n1. first".into()),
        ("emoji", "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 happy at last 🎉".repeat(6)),
        ("CJK", "顧客は待合室で長い時間待たされることに不満を感じている。".repeat(8)),
        ("right to left", "العميل ينتظر طويلا في الطابور وهذا يزعجه كثيرا ".repeat(6)),
        ("zero width", "a\u{200b}b\u{200d}c\u{feff}d\u{2060}".repeat(60)),
        ("many lines", (1..=200).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n")),
        ("long", "The customer waits and nobody says why. ".repeat(250)),
        ("a long word", "x".repeat(300)),
    ]
}

/// The map with a text on the first touchpoint.
fn with_text(text: &str) -> (Harness<'static, Desk>, Fixture) {
    let (mut h, f) = open();
    // A box in place of a sign that no font here has is no fault: it takes its room as well.
    h.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    let edit = Edit::Rename { record: f.card.into(), text: text.to_owned() };
    h.state_mut().session.edit(&edit, None).unwrap();
    h.run();
    (h, f)
}

fn card_box(h: &Harness<'_, Desk>, card: CardId) -> CardBox {
    h.state().canvas.cache.shown_layout().cards[&card].clone()
}

#[test]
fn every_text_stays_inside_its_card_and_cards_beside_each_other() {
    for (name, text) in hard_texts() {
        for scale in [1.0, 2.0] {
            let (mut h, f) = with_text(&text);
            h.set_pixels_per_point(scale);
            h.run();
            let card = card_box(&h, f.card);
            let end = card.text_origin.y + card.text.size.height;
            assert!(end <= card.rect.max.y + 0.01, "{name}: {end} leaves {:?}", card.rect);
            let right = card.text_origin.x + card.text.size.width;
            assert!(right <= card.rect.max.x + 0.01, "{name}: {right} leaves {:?}", card.rect);
            let layout = h.state().canvas.cache.shown_layout();
            for (id, other) in layout.cards.iter() {
                let is_beside = *id == f.card || !card.rect.expand(-0.01).intersects(&other.rect);
                assert!(is_beside, "{name}: over {:?}", other.rect);
            }
            let is_long = ["many lines", "long"].contains(&name);
            assert!(card.text.is_elided || !is_long, "{name} has a limit");
            assert!(card.rect.height() < 500.0, "{name}: {}", card.rect.height());
        }
    }
}

#[test]
fn the_dots_at_the_end_open_all_words_by_pointer_and_keyboard() {
    let text = "The customer waits and nobody says why. ".repeat(60) + "The end.";
    let (mut h, f) = with_text(&text);
    let label = crate::i18n::canvas::whole_words_of(&text);
    let count = |h: &Harness<'_, Desk>| h.query_all_by_label_contains("The end.").count();
    let before = count(&h);
    let is_shown = |h: &Harness<'_, Desk>| count(h) > before;
    assert!(!is_shown(&h));
    // The button goes down and up in frames of their own, as from a hand.
    let at = center(&h, &label);
    h.event(Event::PointerMoved(at));
    for is_down in [true, false] {
        button(&h, at, is_down, Modifiers::NONE);
        h.run();
    }
    assert!(is_shown(&h), "a click on the dots");
    assert!(h.state().session.selection().is_empty(), "the press is not for the card");
    press(&mut h, Key::Escape);
    h.run();
    assert!(!is_shown(&h), "Escape closes it");
    h.get_by_label(&label).focus();
    h.run();
    press(&mut h, Key::Enter);
    h.run();
    assert!(is_shown(&h), "Enter on the dots");
    press(&mut h, Key::Escape);
    h.run();
    // A text that is shown whole has none.
    let edit = Edit::Rename { record: f.card.into(), text: "Short".to_owned() };
    h.state_mut().session.edit(&edit, None).unwrap();
    h.run();
    assert!(h.query_by_label_contains("All words of").is_none());
}

#[test]
fn names_of_steps_grow_as_cards_do_and_their_dots_open_all_of_them() {
    let (mut h, f) = open();
    let rename = |h: &mut Harness<'_, Desk>, text: &str| {
        let edit = Edit::Rename { record: f.steps[0].into(), text: text.to_owned() };
        h.state_mut().session.edit(&edit, None).unwrap();
        h.run();
        h.state().canvas.cache.shown_layout().step(f.steps[0]).unwrap().1.clone()
    };
    let text = "They look at several offers, ask their friends, sleep over it, and look once more at all of them again";
    let step = rename(&mut h, text);
    assert!(!step.title.is_elided && step.title.lines.len() > 3, "{:?}", step.title);
    assert!(step.title.size.height <= step.rect.height() - 8.0);
    let text = text.repeat(12) + " The end.";
    assert!(rename(&mut h, &text).title.is_elided);
    let at = center(&h, &crate::i18n::canvas::whole_words_of(&text));
    let count = |h: &Harness<'_, Desk>| h.query_all_by_label_contains("The end.").count();
    let before = count(&h);
    h.event(Event::PointerMoved(at));
    for is_down in [true, false] {
        button(&h, at, is_down, Modifiers::NONE);
        h.run();
    }
    assert!(count(&h) > before, "a click on the dots");
}

/// Where the field of an opened card stands, and the card, at a zoom.
fn field_and_card(zoom: f64) -> (egui::Rect, egui::Rect) {
    let (mut h, f) = with_text("Search ad");
    super::comfort::zoom(&mut h, zoom);
    h.state_mut().canvas.begin_text_edit(f.card.into(), None);
    h.run();
    let rect = card_box(&h, f.card).rect;
    let card = h.state().canvas.viewport.unwrap().screen_rect(crate::canvas::camera::Pane::Body, rect);
    (h.get_by_label(&crate::canvas::text_edit::field_name(f.card.into())).rect(), card)
}

#[test]
fn the_field_stands_on_its_card_however_small_that_is() {
    for zoom in [0.9, 0.8, 0.7, 0.67] {
        let (field, card) = field_and_card(zoom);
        let is_same = (field.min - card.min).length() < 1.5 && (field.max - card.max).length() < 1.5;
        assert!(is_same, "{field:?} on {card:?} at {zoom}");
    }
    // Seen from far it begins where its card does, and is wide enough for a word.
    for zoom in [0.5, 0.25] {
        let (field, card) = field_and_card(zoom);
        assert!((field.min - card.min).length() < 1.5 && field.width() > 60.0, "{field:?} on {card:?} at {zoom}");
        assert!(field.height() >= card.height() - 1.5, "{field:?} on {card:?} at {zoom}");
    }
}

#[test]
fn a_card_is_named_by_the_beginning_of_its_words_and_its_place() {
    let (mut h, f) = open();
    let named = |h: &Harness<'_, Desk>, name: &str| h.query_by_label(name).is_some();
    let rename = |h: &mut Harness<'_, Desk>, text: &str| {
        h.state_mut().session.edit(&Edit::Rename { record: f.card.into(), text: text.to_owned() }, None).unwrap();
        h.run();
    };
    rename(&mut h, "I gave up at the photo.");
    assert!(named(&h, "Touchpoint “I gave up at the photo.” in Awareness › See an ad"));
    rename(&mut h, &"and on ".repeat(400));
    let name = format!("Touchpoint {}… in Awareness › See an ad", "and on ".repeat(23)[..160].trim_end());
    assert!(named(&h, &name), "{name}");
}

/// A card has a limit, the words that are typed have none: below it they lie over other lanes.
#[test]
fn words_that_are_typed_beyond_their_card_stand_on_a_ground_of_their_own() {
    let grounds = |text: &str| {
        let (mut h, f) = open();
        h.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        h.state_mut().canvas.begin_text_edit(f.card.into(), Some(text.to_owned()));
        h.run();
        let field = h.get_by_label(&crate::canvas::text_edit::field_name(f.card.into())).rect();
        let ground = crate::canvas::paint::color(h.state().tokens.card);
        let card = h.state().canvas.cache.shown_layout().cards[&f.card].rect;
        let is_beyond = f64::from(field.height()) > card.height();
        let is_below = |shape: &egui::epaint::ClippedShape| matches!(&shape.shape, egui::Shape::Rect(rect) if rect.fill == ground && rect.rect.contains_rect(field.shrink(2.0)));
        (is_beyond, h.output().shapes.iter().any(is_below))
    };
    for (name, text) in hard_texts() {
        let (is_beyond, is_on_ground) = grounds(&text);
        assert!(is_on_ground || !is_beyond, "{name}");
        assert!(is_beyond || !["many lines", "long"].contains(&name), "{name} has no limit");
    }
}
