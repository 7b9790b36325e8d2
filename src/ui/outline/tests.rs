use super::*;
use crate::ui::fixture::{Stand, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

fn stand<'a>() -> Harness<'a, Stand<OutlineState>> {
    let mut harness = harness(OutlineState::default(), (212.0, 640.0), show_ui);
    harness.run();
    harness
}

/// Clicks what has a label and checks what was asked for.
fn check(label: &str, expected: &str) {
    let mut harness = stand();
    harness.get_by_label(label).click();
    harness.run();
    let sent: Vec<String> = harness.state().commands.take().iter().map(|c| format!("{c:?}")).collect();
    assert!(sent.join("\n").contains(expected), "{label}: {sent:?}");
}

#[test]
fn rows_and_buttons_ask_for_commands() {
    check("Stage Support", "Jump(Stage(");
    check("Map Subscription", "ShowMap(");
    check("Add stage", "AddStage");
    check("Add map", "New map");
    check("Add event", "Marker(");
    check("Import numbers…", "ImportDialog");
}

#[test]
fn the_tree_opens_down_to_the_steps() {
    let mut harness = stand();
    assert!(harness.query_by_label("Step Talk").is_none());
    harness.get_by_label("Open Support").click();
    harness.run();
    harness.get_by_label("Step Talk").click();
    harness.run();
    let sent = harness.state().commands.take();
    assert!(matches!(sent.as_slice(), [AppCommand::Jump(RecordRef::Step(_))]), "{sent:?}");
    harness.get_by_label("Close Subscription").click();
    harness.run();
    assert!(harness.query_by_label("Stage Support").is_none());
}

#[test]
fn a_map_is_renamed_from_the_keyboard() {
    let mut harness = stand();
    harness.get_by_label("Map Subscription").focus();
    harness.run();
    harness.key_press(Key::F2);
    harness.run();
    harness.get_by_label(&text::rename_of("Map")).type_text("Renewal");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let sent = harness.state().commands.take();
    let is_renamed =
        |c: &AppCommand| matches!(c, AppCommand::Edit { edit: Edit::Rename { text, .. }, .. } if text == "Renewal");
    assert!(sent.iter().any(is_renamed), "{sent:?}");
}

#[test]
fn search_finds_cards_and_jumps() {
    let mut harness = stand();
    harness.get_by_label(text::search()).focus();
    harness.run();
    harness.get_by_label(text::search()).type_text("story people");
    harness.run();
    harness.get_by_label("Card People repeat their story").click();
    harness.run();
    let sent = harness.state().commands.take();
    assert!(matches!(sent.as_slice(), [AppCommand::Jump(RecordRef::Card(_))]), "{sent:?}");
}

#[test]
fn a_new_map_can_be_worked_with_at_once() {
    let mut harness = stand();
    harness.get_by_label("Add map").click();
    harness.run();
    let Some(AppCommand::Edit { edit, .. }) = harness.state().commands.take().pop() else { panic!("no edit") };
    let created = harness.state_mut().session.edit(&edit, None).unwrap();
    let Some(RecordRef::Map(map)) = created.first() else { panic!("{created:?}") };
    let document = harness.state().session.document();
    assert_eq!((document.stages_of(*map).len(), document.lanes_of(*map).len()), (1, 7));
}

#[test]
fn the_outline_rests() {
    let mut harness = stand();
    harness.run();
    assert!(!harness.ctx.has_requested_repaint());
}
