//! What was confirmed for one file and is offered, or done, for another.

use super::*;
use crate::import::{IdStore, Role};
use crate::session::mappings::{Kept, KeptMapping};
use std::sync::Arc;

/// The import that was asked for comes to its end.
fn end_import(window: &mut Window<'_>) {
    let done = current(window).work.rehearsal().unwrap().outcome.clone();
    window.state_mut().state.wizard.imported(&done);
    window.run();
}

/// The mapping that is kept when an import is done.
fn kept(window: &mut Window<'_>) -> KeptMapping {
    let is_kept = |command: &AppCommand| matches!(command, AppCommand::KeepMapping(_));
    assert!(!window.state().commands.take().iter().any(is_kept), "it is kept before anything was imported");
    end_import(window);
    let sent = window.state().commands.take();
    let mut kept = sent.into_iter().filter_map(|command| match command {
        AppCommand::KeepMapping(kept) => Some(*kept),
        _ => None,
    });
    let one = kept.next().expect("nothing is kept");
    assert!(kept.next().is_none());
    one
}

fn role_of(window: &Window<'_>, column: &str) -> Role {
    let draft = current(window).draft.as_ref().unwrap();
    draft.columns.iter().find(|c| c.name == column).unwrap().role
}

#[test]
fn what_was_confirmed_is_offered_for_the_next_file_of_the_same_columns() {
    let (_window, kept) = imported_with_choices();
    assert_eq!(
        (kept.name.as_str(), kept.columns.as_slice()),
        ("support", &["day", "stage", "metric", "value"].map(str::to_owned)[..])
    );

    // Another file of these columns, in another order; and one of others.
    let next = "stage;day;value;metric\nSupport;2025-06-01;4;csat\nSupport;2025-06-02;3;csat\n";
    let mut window = open("support-2025-06.csv", next);
    let offer = crate::i18n::panels::wizard_kept::use_mapping("support", &crate::i18n::panels::day(kept.kept_on));
    assert!(window.query_by_label(&offer).is_none());
    window.state_mut().state.wizard.set_kept(Arc::new([kept.clone()]));
    settle(&mut window);
    assert_eq!(role_of(&window, "stage"), Role::Place);
    click(&mut window, &offer);
    assert_eq!(role_of(&window, "stage"), Role::Segment);
    assert!(window.query_by_label(&offer).is_none(), "it is used");
    let mut window = open("other.csv", "day;place;metric;value\n2025-06-01;Support;csat;4\n");
    window.state_mut().state.wizard.set_kept(Arc::new([kept.clone()]));
    settle(&mut window);
    assert!(window.query_by_label(&offer).is_none(), "a mapping of other columns is offered");

    // It can be taken away.
    let mut window = open("support.csv", KNOWN);
    window.state_mut().state.wizard.set_kept(Arc::new([kept]));
    settle(&mut window);
    click(&mut window, &crate::i18n::panels::wizard_kept::forget_mapping("support"));
    let sent = window.state().commands.take();
    assert!(matches!(sent.as_slice(), [AppCommand::RemoveMapping(name)] if name == "support"), "{sent:?}");
}

/// A window whose import with choices of its own is done, and what is to be kept of them.
fn imported_with_choices() -> (Window<'static>, KeptMapping) {
    let mut window = open("support-2025-05.csv", KNOWN);
    go_to(&mut window, Step::Columns);
    choose(&mut window, "Role of stage: Place", "Segment");
    go_to(&mut window, Step::Preview);
    click(&mut window, "Import");
    let kept = kept(&mut window);
    (window, kept)
}

#[test]
fn an_import_that_fails_keeps_nothing() {
    let mut window = open("support.csv", KNOWN);
    go_to(&mut window, Step::Columns);
    choose(&mut window, "Role of stage: Place", "Segment");
    go_to(&mut window, Step::Preview);
    click(&mut window, "Import");
    drop(window.state().commands.take());
    window.state_mut().state.wizard.failed("It was cancelled.".to_owned());
    settle(&mut window);
    click(&mut window, "Cancel");
    click(&mut window, crate::i18n::panels::wizard_steps::lose_choices());
    assert!(window.state().commands.take().is_empty());
}

#[test]
fn kept_choices_can_be_renamed_and_given_up_for_the_earlier_ones() {
    use crate::i18n::panels::wizard_kept as words;
    let (mut window, kept) = imported_with_choices();
    let earlier = KeptMapping { kept_on: crate::base::time::Day(20_000), ..kept.clone() };
    let told = Kept { name: kept.name.clone(), replaced: Some(earlier.clone()) };
    window.state_mut().state.wizard.mapping_kept(told);
    window.run();
    // By the keyboard alone: Escape leaves the name as it was, and the report open.
    let field = |window: &Window<'_>| window.get_by_label(words::kept_name()).value().unwrap_or_default();
    window.get_by_label(words::kept_name()).focus();
    window.run();
    window.get_by_label(words::kept_name()).type_text(" of May");
    press(&mut window, egui::Key::Escape);
    assert!(window.state().state.wizard.is_open() && window.state().commands.take().is_empty());
    assert_eq!(field(&window), "support");
    window.get_by_label(words::kept_name()).focus();
    window.run();
    window.get_by_label(words::kept_name()).type_text(" desk");
    press(&mut window, egui::Key::Enter);
    let sent = window.state().commands.take();
    let [AppCommand::RenameMapping(name, new)] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!((name.as_str(), new.as_str()), ("support", "support desk"));
    // A name that another one has is refused, one that is free is taken.
    assert!(!window.state_mut().state.wizard.mapping_not_renamed("It is taken."));
    window.run();
    assert_eq!(field(&window), "support");
    window.state_mut().state.wizard.mapping_renamed("support", "support desk");
    window.run();
    assert_eq!(field(&window), "support desk");
    click(&mut window, words::do_not_keep(true));
    let sent = window.state().commands.take();
    let [AppCommand::RemoveMapping(name), AppCommand::KeepMapping(back)] = sent.as_slice() else { panic!("{sent:?}") };
    assert!(name == "support desk" && **back == earlier);
    // What the bringing back of them comes to is not told as keeping.
    window.state_mut().state.wizard.mapping_kept(Kept { name: "support".to_owned(), replaced: None });
    window.run();
    assert!(window.query_by_label(words::kept_name()).is_none());
}

#[test]
fn an_offered_mapping_is_renamed_where_it_is_offered() {
    use crate::i18n::panels::wizard_kept as words;
    let (_, kept) = imported_with_choices();
    let mut window = open("support-2025-06.csv", KNOWN);
    let other = KeptMapping { name: "desk".to_owned(), ..kept.clone() };
    window.state_mut().state.wizard.set_kept(Arc::new([kept.clone(), other.clone()]));
    settle(&mut window);
    let label = words::rename_mapping("support");
    let value = |window: &Window<'_>| window.get_by_label(&label).value();
    // By the mouse; Escape leaves the name, and the wizard open.
    click(&mut window, &label);
    assert_eq!(value(&window).as_deref(), Some("support"));
    assert!(window.get_by_label(&label).is_focused(), "one can type at once");
    window.get_by_label(&label).type_text(" x");
    window.run();
    press(&mut window, egui::Key::Escape);
    assert!(window.state().state.wizard.is_open() && window.state().commands.take().is_empty());
    assert_eq!(value(&window), None, "it is a link again");
    // By the keyboard, from the link that has it again.
    assert!(window.get_by_label(&label).is_focused());
    press(&mut window, egui::Key::Enter);
    window.get_by_label(&label).type_text(" desk");
    window.run();
    press(&mut window, egui::Key::Enter);
    let sent = window.state().commands.take();
    let [AppCommand::RenameMapping(name, new)] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!((name.as_str(), new.as_str()), ("support", "support desk"));
    assert_eq!(current(&window).step, Step::File, "Enter was for the name");
    // A refusal is said there, and what was typed can be changed.
    let why = crate::i18n::import::name_is_taken("support desk");
    assert!(window.state_mut().state.wizard.mapping_not_renamed(&why));
    window.run();
    window.get_by_label(&why);
    assert_eq!(value(&window).as_deref(), Some("support desk"));
    assert!(window.get_by_label(&label).is_focused());
    window.get_by_label(&label).type_text("s");
    window.run();
    press(&mut window, egui::Key::Enter);
    let sent = window.state().commands.take();
    assert!(matches!(sent.as_slice(), [AppCommand::RenameMapping(_, new)] if new == "support desks"), "{sent:?}");
    window.state_mut().state.wizard.mapping_renamed("support", "support desks");
    window
        .state_mut()
        .state
        .wizard
        .set_kept(Arc::new([KeptMapping { name: "support desks".to_owned(), ..kept.clone() }, other]));
    window.run();
    assert!(window.query_by_label(&why).is_none());
    window.get_by_label(&words::use_mapping("support desks", &crate::i18n::panels::day(kept.kept_on)));
    assert!(window.get_by_label(&words::rename_mapping("support desks")).is_focused());
}

#[test]
fn an_import_as_guessed_keeps_nothing() {
    let mut window = open("support.csv", KNOWN);
    go_to(&mut window, Step::Preview);
    click(&mut window, "Import");
    let sent = window.state().commands.take();
    assert!(matches!(sent.as_slice(), [AppCommand::StartImport(_)]), "{sent:?}");
}

#[test]
fn waiting_files_of_the_same_columns_come_along() {
    let mut window = open("a.csv", KNOWN);
    let folder = window.state().state.folder.path().to_owned();
    for (name, contents) in [("b.csv", KNOWN), ("c.csv", "day;metric;value\n2025-06-01;csat;4\n"), ("d.csv", KNOWN)] {
        std::fs::write(folder.join(name), contents).unwrap();
    }
    let paths = ["b.csv", "c.csv", "d.csv"].map(|name| folder.join(name)).to_vec();
    window.state_mut().state.wizard.open(paths);
    settle(&mut window);
    let tick = crate::i18n::panels::wizard_kept::with_waiting(2);
    window.get_by_label(&tick);
    go_to(&mut window, Step::Preview);
    click(&mut window, "Import");
    let sent = window.state().commands.take();
    let [AppCommand::StartImports(requests)] = sent.as_slice() else { panic!("{sent:?}") };
    let names: Vec<_> = requests.iter().map(|r| r.path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["a.csv", "b.csv", "d.csv"]);
    assert!(requests.iter().all(|request| request.mapping == requests[0].mapping && request.mapping.is_some()));

    // Who does not want that imports one.
    current_mut(&mut window).run = Run::Open;
    settle(&mut window);
    click(&mut window, &tick);
    click(&mut window, "Import");
    let sent = window.state().commands.take();
    assert!(matches!(sent.as_slice(), [AppCommand::StartImport(_)]), "{sent:?}");
}

#[test]
fn how_ids_are_stored_is_chosen_with_their_column() {
    let answers = "date,respondent_id,score\n2025-05-01,ann-1,4\n2025-05-02,bob-2,3\n2025-05-03,cid-3,5\n";
    let mut window = open("survey.csv", answers);
    go_to(&mut window, Step::Columns);
    choose(&mut window, "Ids: Stored as salted hashes", "Stored as they are");
    let mapping = current(&window).draft.as_ref().unwrap().to_mapping().unwrap();
    assert_eq!(mapping.respondent.unwrap().store, Some(IdStore::Plain));
    click(&mut window, &steps_text::undo_choice_of("respondent_id"));
    window.get_by_label("Ids: Stored as salted hashes");
    assert!(!current(&window).has_choices());
}

/// A wizard on a file for which a mapping is kept before it is opened.
fn open_with_kept(name: &str, contents: &str, kept: &[KeptMapping]) -> Window<'static> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, contents).unwrap();
    let mut wizard = ImportWizard::default();
    wizard.set_kept(kept.to_vec().into());
    wizard.open(vec![path]);
    let mut window = show(Case { wizard, folder }, (1280.0, 720.0));
    settle(&mut window);
    window
}

#[test]
fn a_new_file_of_the_same_columns_is_read_with_the_kept_mapping_and_says_so() {
    use crate::i18n::panels::wizard_kept as words;
    let (_window, kept) = imported_with_choices();
    let next = "stage;day;value;metric\nSupport;2025-06-01;4;csat\nSupport;2025-06-02;3;csat\n";
    let mut window = open_with_kept("support-2025-06.csv", next, std::slice::from_ref(&kept));
    let day = crate::i18n::panels::day(kept.kept_on);
    let line = words::read_as_kept("support", &day);
    window.get_by_label(&line);
    assert_eq!(current(&window).step, Step::File, "nobody is taken to another step unasked");
    assert_eq!(role_of(&window, "stage"), Role::Segment);
    assert!(!current(&window).has_choices(), "nothing was chosen that could be lost");
    assert!(window.query_by_label(&words::use_mapping("support", &day)).is_none(), "it is used already");
    // What is imported so is not kept a second time.
    go_to(&mut window, Step::Preview);
    click(&mut window, "Import");
    assert!(started(&window).mapping.unwrap().contains("\"segments\""));
    end_import(&mut window);
    assert!(!window.state().commands.take().iter().any(|c| matches!(c, AppCommand::KeepMapping(_))));

    // The way back, and forth again.
    let mut window = open_with_kept("support-2025-06.csv", next, std::slice::from_ref(&kept));
    click(&mut window, words::as_guessed());
    assert_eq!(role_of(&window, "stage"), Role::Place);
    assert!(window.query_by_label(&line).is_none());
    assert!(!current(&window).has_choices());
    click(&mut window, &words::use_mapping("support", &day));
    assert_eq!(role_of(&window, "stage"), Role::Segment);

    // Choices on top of it are kept under its name.
    let mut window = open_with_kept("other-name.csv", next, std::slice::from_ref(&kept));
    go_to(&mut window, Step::Columns);
    choose(&mut window, "Role of stage: Segment", text::role_ignored());
    assert!(current(&window).has_choices());
    go_to(&mut window, Step::Preview);
    click(&mut window, "Import");
    end_import(&mut window);
    let sent = window.state().commands.take();
    let is_it = |c: &AppCommand| matches!(c, AppCommand::KeepMapping(kept) if kept.name == "support");
    assert!(sent.iter().any(is_it), "{sent:?}");

    // Columns that it was not made for are guessed.
    let other = "day;place;metric;value\n2025-06-01;Support;csat;4\n";
    let window = open_with_kept("support.csv", other, &[kept]);
    assert!(current(&window).proposed.is_none());
}
