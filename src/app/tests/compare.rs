//! Two maps beside each other.

use super::*;
use crate::i18n::compare as bar;
use crate::model::RecordRef;

fn maps_of(window: &Window) -> (crate::base::ids::MapId, crate::base::ids::MapId) {
    let maps = window.app().session().unwrap().document().maps_in_order().iter().map(|m| m.id).collect::<Vec<_>>();
    (maps[0], maps[1])
}

/// A map and its copy as the future state, beside each other; the copy is worked on.
fn compared() -> Window {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let context = CommandContext { session: window.app().session() };
    let copy = UiCommand::OtherState.resolve(&context).unwrap();
    window.send(copy);
    let context = CommandContext { session: window.app().session() };
    let compare = UiCommand::CompareMaps.resolve(&context).expect("there are two maps");
    window.send(compare);
    window
}

#[test]
fn what_is_edited_on_a_copy_is_listed_marked_and_jumped_to() {
    let mut window = compared();
    assert!(window.is_shown(bar::none()));
    let (now, future) = maps_of(&window);
    assert_eq!(window.app().session().unwrap().map(), Some(future));
    let stage = Edit::AddStage { map: future, before: None, title: "Return".into(), step_title: "Send back".into() };
    window.send(AppCommand::Edit { edit: stage, merge: None, then: AfterEdit::Nothing });
    window.harness.get_by_label(&bar::differences(1)).click();
    window.settle();
    let document = window.app().session().unwrap().document().clone();
    let added = document.stages_of(future).last().unwrap().id;
    let name = bar::difference(added.into(), "Return", bar::added());
    window.harness.get_by_label(&name).click();
    window.settle();
    assert_eq!(window.app().session().unwrap().selection(), [RecordRef::from(added)]);
    // From the other half the jump leads back to the map that has it.
    window.harness.get_by_label(&bar::other_half(&document.maps[&now].title)).click();
    window.settle();
    assert_eq!(window.app().session().unwrap().map(), Some(now));
    window.harness.get_by_label(bar::next()).click();
    window.settle();
    assert_eq!(window.app().session().unwrap().map(), Some(future));
    assert_eq!(window.app().session().unwrap().selection(), [RecordRef::from(added)]);
    window.check_idle();
}

#[test]
fn comparing_ends_by_escape_and_when_its_map_goes() {
    let mut window = compared();
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.app().view.compared.state.pair().is_none());
    window.send(AppCommand::ToggleCompare);
    let (now, _) = maps_of(&window);
    let edit = Edit::Delete(vec![now.into()]);
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    assert!(window.app().view.compared.state.pair().is_none(), "there is nothing to compare with");
    window.send(AppCommand::Undo);
    assert_eq!(window.app().session().unwrap().map(), Some(now), "the map that came back is gone to, and that is told");
    assert!(window.app().toasts.texts().iter().any(|text| text.starts_with("Undone on the map")));
}

#[test]
fn the_map_beside_goes_along_stage_for_stage() {
    let mut window = compared();
    for split in [crate::ui::compare_bar::Split::SideBySide, crate::ui::compare_bar::Split::Stacked] {
        window.app_mut().view.compared.state.split = split;
        window.send(AppCommand::Camera(crate::session::CameraCommand::ZoomTo(1.0)));
        let own = window.app().canvas.camera(window.app().session().unwrap().map().unwrap()).unwrap();
        let beside = window.app().view.compared.beside().expect("it is shown");
        assert!((own.zoom - beside.zoom).abs() < 1e-9, "{own:?} {beside:?}");
        assert!((own.origin.x - beside.origin.x).abs() < 2.0, "{own:?} {beside:?}");
    }
}

#[test]
fn f6_goes_once_around_through_every_bar() {
    let mut window = compared();
    let path = window.home.path().join("map.milepost");
    window.send(AppCommand::SaveAs(path.clone()));
    let (now, _) = maps_of(&window);
    let map = window.app().session().unwrap().document().maps[&now].clone();
    let review_on = crate::base::time::Day::from_ymd(2020, 1, 1);
    let edit = Edit::Update(crate::model::JourneyMap { review_on, ..crate::model::JourneyMap::clone(&map) }.into());
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    window.send(AppCommand::CloseFile);
    window.send(AppCommand::Open(path));
    for command in [AppCommand::ToggleCompare, AppCommand::OpenFind, AppCommand::ToggleFilter] {
        window.send(command);
    }
    window.harness.set_size(vec2(1920.0, 1080.0));
    window.settle();
    let focused = |window: &Window| window.harness.ctx.memory(egui::Memory::focused);
    let begin = focused(&window);
    let mut seen = Vec::new();
    for _ in 0..14 {
        window.press(Modifiers::NONE, Key::F6);
        seen.push(focused(&window));
        if focused(&window) == begin {
            break;
        }
    }
    assert_eq!(focused(&window), begin, "round: {seen:?}");
    let mut once = seen.clone();
    once.sort_by_key(|id| format!("{id:?}"));
    once.dedup();
    assert_eq!(once.len(), seen.len(), "{seen:?}");
    let top = |id: egui::Id| crate::ui::focus::widget(&window.harness.ctx, id).map(|w| w.rect.top());
    let bars = [bar::compare_with(), crate::i18n::panels::reminders::due()];
    for words in bars {
        let label = window.harness.get_by_label(words).rect();
        let is_in = |id: &Option<egui::Id>| id.and_then(top).is_some_and(|at| (at - label.center().y).abs() < 20.0);
        assert!(seen.iter().any(is_in), "{words}: {seen:?}");
    }
}
