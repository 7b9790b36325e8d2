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

/// The outline while another name of the map is typed.
fn renaming<'a>() -> Harness<'a, Stand<OutlineState>> {
    let mut harness = stand();
    harness.get_by_label("Map Subscription").focus();
    harness.run();
    harness.key_press(Key::F2);
    harness.run();
    harness.get_by_label(&text::rename_of("Map")).type_text("Renewal");
    harness.run();
    harness
}

#[test]
fn a_map_is_renamed_from_the_keyboard() {
    let mut harness = renaming();
    harness.key_press(Key::Enter);
    harness.run();
    let sent = harness.state().commands.take();
    let is_renamed =
        |c: &AppCommand| matches!(c, AppCommand::Edit { edit: Edit::Rename { text, .. }, .. } if text == "Renewal");
    assert!(sent.iter().any(is_renamed), "{sent:?}");
}

#[test]
fn a_name_left_by_escape_can_be_kept_and_one_whose_field_went_away_is_kept() {
    let mut harness = renaming();
    harness.key_press(Key::Escape);
    harness.run();
    let sent = harness.state().commands.take();
    let is_offered = |c: &AppCommand| {
        matches!(c, AppCommand::Tell(crate::session::Told::Dropped { words, edit: Some(edit) })
            if words == "Renewal" && matches!(**edit, Edit::Rename { .. }))
    };
    assert!(sent.iter().any(is_offered) && !sent.iter().any(|c| matches!(c, AppCommand::Edit { .. })), "{sent:?}");

    // The panel is closed by a key while the name is typed, and opened again later.
    let mut harness = renaming();
    harness.ctx.memory_mut(|memory| memory.stop_text_input());
    harness.run();
    let sent = harness.state().commands.take();
    assert!(sent.iter().any(|c| matches!(c, AppCommand::Edit { edit: Edit::Rename { .. }, .. })), "{sent:?}");
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

/// The titles of the stages, in order.
fn stages(harness: &Harness<'_, Stand<OutlineState>>) -> Vec<String> {
    let session = &harness.state().session;
    let stages = session.document().stages_of(session.map().unwrap());
    stages.iter().map(|stage| stage.title.clone()).collect()
}

/// Runs what was asked for, as the application does.
fn run_edits(harness: &mut Harness<'_, Stand<OutlineState>>) {
    harness.run();
    for command in harness.state().commands.take() {
        if let AppCommand::Edit { edit, .. } = command {
            harness.state_mut().session.edit(&edit, None).unwrap();
        }
    }
    harness.run();
}

/// Takes a row to a height and stays there with the button held.
fn take(harness: &mut Harness<'_, Stand<OutlineState>>, label: &str, to: egui::Pos2) {
    let from = harness.get_by_label(label).rect().center();
    harness.drag_at(from);
    for part in 1..=4_u8 {
        harness.hover_at(from + (to - from) * f32::from(part) / 4.0);
        harness.step();
    }
}

#[test]
fn stages_and_lanes_are_reordered_by_hand_and_escape_leaves_them() {
    let mut harness = stand();
    let below = harness.get_by_label("Stage Renewal").rect().center_bottom() + egui::vec2(0.0, 2.0);
    take(&mut harness, "Stage Support", below);
    harness.key_press(Key::Escape);
    harness.run();
    harness.drop_at(below);
    run_edits(&mut harness);
    assert_eq!(stages(&harness), ["Support", "Renewal"], "Escape");

    take(&mut harness, "Stage Support", below);
    harness.drop_at(below);
    run_edits(&mut harness);
    assert_eq!(stages(&harness), ["Renewal", "Support"]);
    assert!(harness.state_mut().session.undo());
    assert_eq!(stages(&harness), ["Support", "Renewal"], "one step");

    harness.run();
    let above = harness.get_by_label("Lane KPI").rect().center_top();
    take(&mut harness, "Lane Pain points", above);
    harness.drop_at(above);
    run_edits(&mut harness);
    let session = &harness.state().session;
    let lanes: Vec<_> = session.document().lanes_of(session.map().unwrap()).iter().map(|l| l.title.clone()).collect();
    assert_eq!(lanes, ["Pain points", "KPI"]);
}

#[test]
fn a_step_is_taken_into_another_stage_but_a_stage_keeps_one() {
    let mut harness = stand();
    for stage in ["Open Support", "Open Renewal"] {
        harness.get_by_label(stage).click();
        harness.run();
    }
    let document = harness.state().session.document().clone();
    let map = harness.state().session.map().unwrap();
    let [support, renewal] = document.stages_of(map)[..] else { panic!() };
    let more = Edit::AddStep { stage: support.id, before: None, title: "Wait".to_owned() };
    let created = harness.state_mut().session.edit(&more, None).unwrap();
    harness.run();
    let to = harness.get_by_label("Stage Renewal").rect().center();
    take(&mut harness, "Step Wait", to);
    harness.drop_at(to);
    run_edits(&mut harness);
    let steps = |harness: &Harness<'_, Stand<OutlineState>>, stage| {
        harness.state().session.document().steps_of(stage).iter().map(|s| s.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(steps(&harness, renewal.id), ["Wait", "Talk"]);
    // The only one that is left stays.
    let only = harness.query_all_by_label("Step Talk").next().unwrap().rect().center();
    let to = harness.get_by_label("Step Wait").rect().center_bottom();
    harness.drag_at(only);
    harness.hover_at(to);
    harness.step();
    harness.drop_at(to);
    run_edits(&mut harness);
    assert_eq!(steps(&harness, support.id), ["Talk"]);
    assert_eq!(created.len(), 1);
}

#[test]
fn a_row_with_the_keyboard_is_moved_by_alt_and_arrows() {
    let mut harness = stand();
    harness.get_by_label("Stage Support").focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::ALT, Key::ArrowDown);
    run_edits(&mut harness);
    assert_eq!(stages(&harness), ["Renewal", "Support"]);
    // It keeps the keyboard.
    harness.key_press_modifiers(egui::Modifiers::ALT, Key::ArrowUp);
    run_edits(&mut harness);
    assert_eq!(stages(&harness), ["Support", "Renewal"]);
}

/// Names that begin alike are told apart by their ends, and not by less of both.
#[test]
fn a_name_of_three_lines_is_not_cut_in_its_middle() {
    let mut harness = stand();
    let state = &mut harness.state_mut().session;
    let first = state.document().maps.values().next().unwrap().clone();
    for title in ["Subscription journey · current state", "Subscription journey · future state"] {
        let id = state.document().maps.keys().copied().find(|id| state.document().maps[id].title == title);
        let edit = match id {
            Some(_) => continue,
            None if title.contains("current") => {
                Edit::Update(JourneyMap { title: title.to_owned(), ..JourneyMap::clone(&first) }.into())
            }
            None => crate::session::maps::duplicate(state.document(), first.id, title.to_owned()).unwrap(),
        };
        state.edit(&edit, None).unwrap();
    }
    harness.set_size(egui::vec2(152.0, 640.0));
    harness.run();
    let texts: Vec<String> = harness
        .output()
        .shapes
        .iter()
        .filter_map(|shape| match &shape.shape {
            egui::Shape::Text(text) => Some(text.galley.text().to_owned()),
            _ => None,
        })
        .collect();
    for title in ["Subscription journey · current state", "Subscription journey · future state"] {
        assert!(texts.iter().any(|text| text == title), "{texts:?}");
    }
}

/// Its menu is about it, and the shown map stays.
#[test]
fn the_menu_of_another_map_leaves_the_shown_one_and_names_what_it_deletes() {
    let mut harness = stand();
    let other = JourneyMap::new(crate::session::system_ids().allocate(), "Onboarding");
    let map = other.id;
    harness.state_mut().session.edit(&Edit::Add(other.into()), None).unwrap();
    harness.run();
    harness.get_by_label("Map Onboarding").click_secondary();
    harness.run();
    let sent = harness.state().commands.take();
    assert!(sent.is_empty(), "{sent:?}");
    harness.get_by_label(&text::delete_map("Onboarding")).click();
    harness.run();
    let sent = harness.state().commands.take();
    let deletes = |c: &AppCommand| matches!(c, AppCommand::Edit { edit: Edit::Delete(records), .. } if *records == [RecordRef::from(map)]);
    assert!(matches!(&sent[..], [only] if deletes(only)), "{sent:?}");
}
