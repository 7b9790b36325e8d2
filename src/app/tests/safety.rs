//! Nothing that was typed or imported is lost, whatever ends the work.

use super::*;
use crate::i18n::shell::message;
use crate::session::Panel;
use crate::session::persons::UnclearTexts;

#[test]
fn an_untitled_map_is_found_again_after_the_program_was_killed() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    window.press(Modifiers::ALT, Key::S);
    window.press(Modifiers::NONE, Key::Enter);
    let title = crate::session::recent::title_of(window.app().session().unwrap().document());
    let Window { harness, home, .. } = window;
    // No end of the program: nothing is listed.
    drop(harness);
    let mut window = Window::open_in(home, AppOptions::default());
    assert!(window.is_shown(&welcome::open_recent(&title)), "{:?}", window.app().prefs().recent);
    assert!(window.app().prefs().recent.files()[0].is_recovered);
    // Who takes it from the list does not see it again at the next start.
    window.harness.get_by_label(&welcome::remove(&title)).click();
    window.settle();
    let Window { harness, home, .. } = window;
    drop(harness);
    let window = Window::open_in(home, AppOptions::default());
    assert!(window.app().prefs().recent.files().is_empty());
}

#[test]
fn an_unnamed_map_that_was_removed_from_the_list_comes_back() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    window.press(Modifiers::ALT, Key::S);
    window.press(Modifiers::NONE, Key::Enter);
    let title = crate::session::recent::title_of(window.app().session().unwrap().document());
    window.send(AppCommand::CloseFile);
    let (open, remove) = (welcome::open_recent(&title), welcome::remove(&title));
    let is_listed = |window: &Window| window.harness.query_by_label(&open).is_some();
    assert!(is_listed(&window));
    let click = |window: &mut Window, label: &str| {
        window.harness.get_by_label(label).click();
        window.settle();
    };
    click(&mut window, &remove);
    assert!(!is_listed(&window));
    click(&mut window, "Undo");
    assert!(is_listed(&window), "the message brings it back");
    assert!(window.app().prefs().forgotten.is_empty());
    // And so it is found when the message is long gone.
    click(&mut window, &remove);
    let Window { harness, home, .. } = window;
    drop(harness);
    let mut window = Window::open_in(home, AppOptions::default());
    assert!(!is_listed(&window));
    click(&mut window, words::RELIST_REMOVED.label);
    assert!(is_listed(&window));
    assert!(!window.app().prefs().recent.files()[0].is_recovered, "nobody ended the program");
    assert!(window.harness.query_by_label(words::RELIST_REMOVED.label).is_none(), "there is nothing more to list");
}

#[test]
fn a_map_without_a_name_that_is_closed_says_where_it_is_and_opens_again() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    window.send(AppCommand::CloseFile);
    assert!(window.app().toasts.texts().is_empty(), "nothing was done in it: {:?}", window.app().toasts.texts());
    window.new_map("customer-journey");
    let mut stage = (**window.app().session().unwrap().document().stages.values().next().unwrap()).clone();
    stage.title = "Awakening".into();
    window.send(AppCommand::Edit { edit: Edit::Update(stage.clone().into()), merge: None, then: AfterEdit::Nothing });
    window.send(AppCommand::CloseFile);
    let told = window.app().toasts.texts();
    assert!(matches!(told[..], [text] if text.contains("not yet saved") && text.contains("undone")), "{told:?}");
    window.harness.get_by_label(crate::i18n::shell::message::OPEN_AGAIN).click();
    window.settle();
    assert_eq!(window.app().session().unwrap().document().stages[&stage.id].title, stage.title);
}

#[cfg(unix)]
#[test]
fn a_map_whose_file_was_deleted_is_saved_elsewhere() {
    let mut window = Window::open(AppOptions::default());
    let folder = window.home.path().join("stick");
    std::fs::create_dir(&folder).unwrap();
    let (lost, copy) = (folder.join("map.milepost"), window.home.path().join("copy.milepost"));
    window.new_map("customer-journey");
    window.send(AppCommand::SaveAs(lost));
    std::fs::remove_dir_all(&folder).unwrap();
    let mut stage = (**window.app().session().unwrap().document().stages.values().next().unwrap()).clone();
    stage.title = "Awakening".into();
    window.send(AppCommand::Edit { edit: Edit::Update(stage.clone().into()), merge: None, then: AfterEdit::Nothing });
    window.send(AppCommand::SaveAs(copy.clone()));
    let session = window.app().session().unwrap();
    assert_eq!(session.path(), Some(copy.as_path()), "{:?}", window.app().toasts.texts());
    assert_eq!(session.document().stages[&stage.id].title, stage.title);
    assert!(session.undo_label().is_some(), "the history goes on");
    let told = window.app().toasts.texts();
    assert!(told.iter().all(|text| text.starts_with("Saved as")), "{told:?}");
    window.send(AppCommand::CloseFile);
    window.send(AppCommand::Open(copy));
    assert_eq!(window.app().session().unwrap().document().stages[&stage.id].title, stage.title);
}

#[test]
fn a_key_that_ends_a_field_of_the_inspector_does_nothing_on_the_map() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let document = window.app().session().unwrap().document().clone();
    // Not in the last column, so that there is room for two.
    let columns = document.columns_of(window.app().session().unwrap().map().unwrap());
    let last = columns.last().unwrap().id;
    let is_wanted = |card: &crate::model::Card| matches!(card.body, crate::model::CardBody::Touchpoint { .. });
    let card = document.cards.values().find(|card| is_wanted(card) && card.step != last).unwrap().clone();
    window.send(AppCommand::Select(vec![card.id.into()]));
    let span = crate::i18n::panels::inspector::span();
    window.harness.get_by_label(span).focus();
    window.settle();
    window.press(Modifiers::COMMAND, Key::A);
    window.harness.event(egui::Event::Text("2".to_owned()));
    window.settle();
    assert_eq!(window.app().session().unwrap().document(), &document, "nothing is kept while it is typed");
    window.press(Modifiers::NONE, Key::Enter);
    window.harness.event(egui::Event::Text("7".to_owned()));
    window.settle();
    let kept = &window.app().session().unwrap().document().cards[&card.id];
    assert_eq!((kept.span, &kept.text), (2, &card.text));
    assert!(!window.app().canvas.is_editing_text());
    // Another field of a panel that gives up the keyboard by Escape: that is not meant for the selection.
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(window.app().session().unwrap().selection(), [card.id.into()]);
}

#[test]
fn a_map_without_numbers_has_the_room_of_the_drawer() {
    let mut window = Window::open(AppOptions::default());
    window.harness.set_size(vec2(1366.0, 820.0));
    window.new_map("customer-journey");
    assert!(!window.app().prefs().drawer.is_open);
    window.send(AppCommand::OpenSample);
    assert!(window.app().prefs().drawer.is_open, "nobody closed it");
    // Beside the bar that tells what got worse there is no room for it in so low a window.
    window.harness.get_by_label(crate::i18n::panels::reminders::put_away()).click();
    window.settle();
    window.send(AppCommand::TogglePanel(Panel::Drawer));
    window.new_map("blank");
    window.send(AppCommand::OpenSample);
    assert!(!window.app().prefs().drawer.is_open, "who closes it means it");
}

#[test]
fn quitting_works_over_the_wizard_and_asks_when_an_import_runs() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let data = window.home.path().join("data.csv");
    std::fs::write(&data, "date,stage,metric,value,n\n2026-01-05,Support,CSAT,0.5,10\n").unwrap();
    let ctx = window.harness.ctx.clone();
    let session = window.app_mut().session.as_mut().unwrap();
    session.start_import(ImportRequest { path: data.clone(), ..ImportRequest::default() }).unwrap();
    window.app_mut().leave(&ctx, crate::app::Leave::ForGood);
    let app = window.app_mut();
    assert!(!app.is_leaving && matches!(app.sheet, Some(crate::app::Sheet::Importing(_))));
    window.settle();
    assert!(window.app().sheet.is_none(), "the question goes with the import");
    window.send(AppCommand::OpenImportWizard(vec![data]));
    assert!(window.app().wizard.is_open());
    window.press(Modifiers::COMMAND, Key::Q);
    assert!(window.app().is_leaving);
}

#[test]
fn quitting_while_a_person_is_removed_waits_for_it() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let data = window.home.path().join("survey.csv");
    std::fs::write(&data, "date,respondent_id,score\n2024-01-01,ann-4711,5\n2024-01-02,bob-4712,4\n").unwrap();
    let mapping = r#"{"shape": "survey", "date": {"column": "date"}, "scores": [{"column": "score"}],
        "respondent": {"column": "respondent_id"}}"#;
    let request = ImportRequest { path: data, mapping: Some(mapping.to_owned()), ..ImportRequest::default() };
    window.send(AppCommand::StartImport(Box::new(request)));
    let ctx = window.harness.ctx.clone();
    let remove = |window: &mut Window, id: &str| {
        window.app_mut().session.as_mut().unwrap().remove_person(id.to_owned(), UnclearTexts::Kept).unwrap();
        window.app_mut().leave(&ctx, crate::app::Leave::ForGood);
        assert!(!window.app().is_leaving && window.app().sheet.is_none(), "it is not given up");
        window.settle();
    };
    remove(&mut window, "nobody-1");
    assert!(!window.app().is_leaving, "who asked for it is told that nothing was removed");
    remove(&mut window, "ann-4711");
    assert!(window.app().is_leaving);
    assert_eq!(window.app().session().unwrap().document().sources.values().next().unwrap().rows_accepted, 1);
}

/// Types a note at the first stage without adding it, and does something.
fn check_half_written_note(then: impl FnOnce(&mut Window)) {
    let mut window = Window::open(AppOptions::default());
    let path = window.home.path().join("kept.milepost");
    window.new_map("patient-journey");
    window.send(AppCommand::SaveAs(path.clone()));
    let stage = window.app().session().unwrap().document().stages.values().next().unwrap().id;
    window.send(AppCommand::Select(vec![stage.into()]));
    window.send(AppCommand::BeginNote);
    window.harness.get_by_label(crate::i18n::panels::notes::field()).type_text("Ask the ward ");
    window.settle();
    assert_eq!(window.app().session().unwrap().document().notes.len(), 0, "it is still being written");
    then(&mut window);
    if window.app().session().and_then(crate::session::Session::path) != Some(path.as_path()) {
        window.send(AppCommand::Open(path));
    }
    let document = window.app().session().unwrap().document();
    let notes: Vec<_> = document.notes.values().map(|n| (n.anchor, n.text.as_str())).collect();
    assert_eq!(notes, [(stage.into(), "Ask the ward")]);
    assert!(window.app().toasts.texts().iter().all(|text| !text.contains("note")), "{:?}", window.app().toasts.texts());
}

#[test]
fn a_half_written_note_is_kept_when_the_map_is_saved_or_left() {
    check_half_written_note(|window| window.send(AppCommand::CloseFile));
    check_half_written_note(|window| window.new_map("blank"));
    check_half_written_note(|window| {
        window.send(AppCommand::Save);
        window.send(AppCommand::Save);
        // The field is free for the next one.
        let notes = &window.app().session().unwrap().document().notes;
        let anchor = notes.values().next().unwrap().anchor;
        window.send(AppCommand::Select(vec![anchor]));
        let field = window.harness.get_by_label(crate::i18n::panels::notes::field());
        assert_eq!(field.value().unwrap_or_default(), "");
    });
}

#[test]
fn a_half_written_note_about_what_is_gone_stays_away() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("patient-journey");
    let stage = window.app().session().unwrap().document().stages.values().next().unwrap().id;
    window.send(AppCommand::Select(vec![stage.into()]));
    window.send(AppCommand::BeginNote);
    window.harness.get_by_label(crate::i18n::panels::notes::field()).type_text("Ask the ward");
    window.settle();
    window.send(AppCommand::Edit { edit: Edit::Delete(vec![stage.into()]), merge: None, then: AfterEdit::Nothing });
    window.send(AppCommand::SaveAs(window.home.path().join("gone.milepost")));
    assert_eq!(window.app().session().unwrap().document().notes.len(), 0);
}

/// A window on a template with a name that was typed over a stage and left by Escape.
fn with_dropped_words() -> (Window, crate::base::ids::StageId) {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let session = window.app().session().unwrap();
    let stage = session.document().stages_of(session.map().unwrap())[0].id;
    window.send(AppCommand::EditText(stage.into()));
    window.harness.event(egui::Event::Text("A name of its own".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Escape);
    (window, stage)
}

fn copied_words(window: &Window) -> Vec<String> {
    let commands = &window.harness.output().platform_output.commands;
    let texts = commands.iter().filter_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn words_left_by_escape_are_kept_after_all() {
    let (mut window, stage) = with_dropped_words();
    window.harness.get_by_label(message::KEEP_WORDS).click();
    window.settle();
    assert_eq!(window.app().session().unwrap().document().stages[&stage].title, "A name of its own");
}

#[test]
fn words_whose_place_was_deleted_meanwhile_can_be_copied() {
    let (mut window, stage) = with_dropped_words();
    window.send(AppCommand::Edit { edit: Edit::Delete(vec![stage.into()]), merge: None, then: AfterEdit::Nothing });
    window.harness.get_by_label(message::KEEP_WORDS).click();
    window.settle();
    let why = message::gone_meanwhile("A name of its own");
    assert!(window.app().toasts.texts().contains(&why.as_str()), "{:?}", window.app().toasts.texts());
    window.harness.get_by_label(message::COPY_WORDS).click();
    let mut copied = Vec::new();
    for _ in 0..4 {
        window.harness.step();
        copied.extend(copied_words(&window));
    }
    assert_eq!(copied, ["A name of its own"]);
}

#[test]
fn words_are_not_kept_over_what_was_changed_meanwhile() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let document = window.app().session().unwrap().document().clone();
    let card = document.cards.values().next().unwrap();
    let tagged = |tag: &str| {
        let mut card = crate::model::Card::clone(card);
        card.marks.tags.push(tag.to_owned());
        Edit::Update(card.into())
    };
    let edit = Some(Box::new(tagged("billing")));
    window.send(AppCommand::Tell(crate::session::Told::Dropped { words: "billing".to_owned(), edit }));
    window.send(AppCommand::Edit { edit: tagged("calls"), merge: None, then: AfterEdit::Nothing });
    window.harness.get_by_label(message::KEEP_WORDS).click();
    window.settle();
    let why = message::changed_meanwhile("billing");
    assert!(window.app().toasts.texts().contains(&why.as_str()), "{:?}", window.app().toasts.texts());
    assert_eq!(window.app().session().unwrap().document().cards[&card.id].marks.tags.last().unwrap(), "calls");
}

/// The words of the sheet that asks for a path: where it stays, why.
fn type_path(window: &mut Window, path: &std::path::Path) -> Option<String> {
    use crate::i18n::shell::dialog;
    let field = || egui_kittest::kittest::By::new().label(dialog::PATH).role(egui::accesskit::Role::TextInput);
    window.harness.get(field()).focus();
    window.settle();
    window.press(Modifiers::COMMAND, Key::A);
    window.harness.get(field()).type_text(&path.display().to_string());
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    match &window.app().sheet {
        Some(crate::app::Sheet::Path(_, draft)) => Some(draft.problem().unwrap_or_default().to_owned()),
        _ => None,
    }
}

/// A map that could not be written is as it was, and the path that was typed is there to be put right.
#[test]
fn a_first_save_that_fails_changes_nothing_and_says_why_where_the_path_is_typed() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let home = window.home.path().to_owned();
    let title = |window: &Window| {
        let session = window.app().session().unwrap();
        session.document().maps[&session.map().unwrap()].title.clone()
    };
    let before = title(&window);
    window.press(Modifiers::COMMAND, Key::S);
    let taken = home.join("file");
    std::fs::write(&taken, "no folder").unwrap();
    for wrong in [home.join("no such folder/gym.milepost"), taken.join("gym.milepost")] {
        let why = type_path(&mut window, &wrong).expect("the sheet stays");
        assert!(why.contains("gym.milepost") && why.ends_with('.'), "{why:?}");
        assert!(window.is_shown(&why), "what is told is seen: {why}");
        assert_eq!(title(&window), before);
        assert!(window.app().session().unwrap().is_untitled());
        assert_eq!(window.app().session().unwrap().undo_label(), None, "nothing was renamed");
    }
    // A file of that name is asked about; who says no is back at the path.
    let there = home.join("there.milepost");
    std::fs::write(&there, "something else").unwrap();
    assert_eq!(type_path(&mut window, &there), None);
    assert!(window.is_shown(crate::i18n::shell::dialog::REPLACE));
    window.harness.get_by_label(crate::i18n::shell::dialog::CANCEL).click();
    window.settle();
    assert_eq!(std::fs::read(&there).unwrap(), b"something else");
    assert_eq!(type_path(&mut window, &home.join("gym.milepost")), None, "{:?}", window.app().toasts.texts());
    assert!(window.app().sheet.is_none());
    assert_eq!(title(&window), "gym");
    assert!(!window.app().session().unwrap().is_untitled());
    window.send(AppCommand::Undo);
    assert_eq!(title(&window), before, "the name is a step like any other");
}

#[cfg(unix)]
#[test]
fn a_picture_that_cannot_be_written_leaves_its_path_to_be_put_right() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let home = window.home.path().to_owned();
    window.press(Modifiers::COMMAND, Key::E);
    window.press(Modifiers::NONE, Key::Enter);
    if window.app().sheet.as_ref().is_some_and(|sheet| matches!(sheet, crate::app::Sheet::Export(_))) {
        window.harness.get_by_label(crate::i18n::shell::export::GO_ON).click();
        window.settle();
    }
    let why = type_path(&mut window, &home.join("nowhere/map.png")).expect("the sheet stays");
    assert!(why.contains("map.png"), "{why:?}");
    assert_eq!(type_path(&mut window, &home.join("map.png")), None);
    assert!(home.join("map.png").is_file());
}
