//! Tests of the whole window, without a screen.

mod access;
mod catalogue;
mod compare;
mod data;
mod drops;
mod editing;
mod figures;
mod going_on;
mod keys;
mod low_window;
mod naming;
mod pasted_pictures;
mod personas;
mod reviews;
mod safety;
mod settings;
mod shell;
mod steps;
mod values;
mod ways;

use super::dialogs::{Answer, DialogKind, Purpose};
use super::tasks::Outcome;
use super::{AppOptions, MilepostApp};
use crate::i18n::shell::{command as words, menu, palette, viewer, welcome};
use crate::model::Edit;
use crate::session::export_job::PictureFormat;
use crate::session::import_job::ImportRequest;
use crate::session::prefs::Home;
use crate::session::{AfterEdit, AppCommand, ThemeChoice, system_ids, templates};
use crate::store::SegmentSummary;
use crate::ui::commands::{CommandContext, UiCommand};
use crate::ui::style;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// A window in a home folder of its own.
pub(super) struct Window {
    pub(super) harness: Harness<'static, Option<MilepostApp>>,
    pub(super) home: tempfile::TempDir,
    /// Commands that are not run but kept here, while there is a list.
    held: Rc<RefCell<Option<Vec<AppCommand>>>>,
}

impl Window {
    pub(super) fn open(options: AppOptions) -> Self {
        Self::open_in(tempfile::tempdir().unwrap(), options)
    }

    fn open_in(home: tempfile::TempDir, options: AppOptions) -> Self {
        let folder = Home::below(home.path());
        let mut start = Some((options, folder));
        let held: Rc<RefCell<Option<Vec<AppCommand>>>> = Rc::default();
        let holding = Rc::clone(&held);
        let harness = Harness::builder()
            .with_size(vec2(1280.0, 720.0))
            // Many frames pass while work runs in the background: messages must not grow old over them.
            .with_step_dt(0.02)
            .with_max_steps(20)
            .with_context_setup(style::install)
            .build_ui_state(
                move |ui, app: &mut Option<MilepostApp>| {
                    if let Some((options, home)) = start.take() {
                        *app = Some(MilepostApp::new(ui.ctx(), options, home, DialogKind::InWindow));
                        return;
                    }
                    let app = app.as_mut().unwrap();
                    if let Some(held) = holding.borrow_mut().as_mut() {
                        held.extend(app.commands().take());
                    }
                    app.run_logic(&ui.ctx().clone());
                    app.show_ui(ui);
                },
                None,
            );
        let mut window = Self { harness, home, held };
        window.settle();
        window
    }

    pub(super) fn app(&self) -> &MilepostApp {
        self.harness.state().as_ref().unwrap()
    }

    pub(super) fn app_mut(&mut self) -> &mut MilepostApp {
        self.harness.state_mut().as_mut().unwrap()
    }

    /// Runs frames until nothing is left to do in the background.
    pub(super) fn settle(&mut self) {
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            self.harness.run_ok();
            if !self.app().is_busy() {
                break;
            }
            assert!(Instant::now() < end, "background work does not end");
            std::thread::sleep(Duration::from_millis(1));
        }
        self.harness.run_ok();
    }

    pub(super) fn send(&mut self, command: AppCommand) {
        self.app().commands().send(command);
        self.settle();
    }

    pub(super) fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    fn is_shown(&self, label: &str) -> bool {
        self.harness.query_all_by_label_contains(label).next().is_some()
    }

    #[track_caller]
    fn check_idle(&mut self) {
        // A job hands over its result before it wakes the window: such a frame comes late, but no other after it.
        let is_idle = |window: &mut Self| (window.settle(), !window.harness.ctx.has_requested_repaint()).1;
        assert!((0..3).any(|_| is_idle(self)), "{:?}", self.harness.ctx.repaint_causes());
    }

    pub(super) fn new_map(&mut self, template: &str) {
        self.send(AppCommand::NewFromTemplate(template.to_owned()));
        assert!(self.app().session().is_some(), "{:?}", self.app().toasts.texts());
    }
}

#[test]
fn the_first_start_welcomes() {
    let mut window = Window::open(AppOptions::default());
    assert!(window.app().session().is_none());
    for template in templates::list() {
        assert!(window.is_shown(&template.title), "{}", template.title);
    }
    assert!(window.is_shown(welcome::NO_RECENT) && window.is_shown(words::OPEN_SAMPLE.label));
    window.check_idle();
}

#[test]
fn a_template_becomes_a_map_that_can_be_edited_and_undone() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let stages = |window: &Window| window.app().session().unwrap().document().stages.len();
    let before = stages(&window);
    window.press(Modifiers::ALT, Key::S);
    // The words of the new stage are being typed now; Enter keeps the name it came with.
    window.press(Modifiers::NONE, Key::Enter);
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(stages(&window), before);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(stages(&window), before + 1);
}

#[test]
fn a_new_stage_is_selected_without_its_step() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let map = window.app().session().unwrap().map().unwrap();
    let (title, step_title) = ("Sign-up".to_owned(), "First step".to_owned());
    let edit = Edit::AddStage { map, before: None, title, step_title };
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Select });
    let session = window.app().session().unwrap();
    let stage = *session.document().stages.keys().next().unwrap();
    assert_eq!(session.selection(), [stage.into()]);
}

#[test]
fn an_open_map_is_idle() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    window.check_idle();
}

#[test]
fn the_palette_finds_and_runs() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_label(palette::NAME).focus();
    window.harness.get_by_label(palette::NAME).type_text("dark");
    window.settle();
    assert!(window.is_shown("Theme: Dark"));
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.app().prefs().theme, ThemeChoice::Dark);
    assert!(!window.is_shown(palette::NAME), "the palette closes after running");
}

#[test]
fn the_palette_goes_to_places() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let stage = window.app().session().unwrap().document().stages.values().next().unwrap().clone();
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_label(palette::NAME).type_text(&stage.title);
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.app().session().unwrap().selection(), [stage.id.into()]);
}

#[test]
fn themes_switch_and_are_remembered() {
    let mut window = Window::open(AppOptions::default());
    for (choice, is_dark) in [(ThemeChoice::Dark, true), (ThemeChoice::Light, false)] {
        window.send(AppCommand::SetTheme(choice));
        assert_eq!(style::tokens(&window.harness.ctx).is_dark(), is_dark);
    }
    let Window { harness, home, .. } = window;
    drop(harness);
    let window = Window::open_in(home, AppOptions::default());
    assert_eq!(window.app().prefs().theme, ThemeChoice::Light);
}

#[test]
fn a_viewer_says_why_and_changes_nothing() {
    let mut window = Window::open(AppOptions::default());
    let path = window.home.path().join("map.milepost");
    window.new_map("customer-journey");
    window.send(AppCommand::SaveAs(path.clone()));
    window.send(AppCommand::CloseFile);
    let Window { harness, home, .. } = window;
    drop(harness);
    let options = AppOptions { file: Some(path), is_read_only: true, ..AppOptions::default() };
    let mut window = Window::open_in(home, options);
    assert!(window.is_shown(viewer::REQUESTED), "{:?}", window.app().toasts.texts());
    let context = CommandContext { session: window.app().session() };
    for command in [UiCommand::AddStage, UiCommand::Import, UiCommand::Save] {
        assert!(command.resolve(&context).is_none(), "{command:?}");
    }
    assert!(UiCommand::SaveAs.resolve(&context).is_some());
    window.check_idle();
}

#[test]
fn a_second_window_on_the_same_file_is_a_viewer() {
    let mut first = Window::open(AppOptions::default());
    let path = first.home.path().join("map.milepost");
    first.new_map("blank");
    first.send(AppCommand::SaveAs(path.clone()));
    let second = Window::open(AppOptions { file: Some(path), ..AppOptions::default() });
    assert!(second.is_shown(viewer::LOCKED), "{:?}", second.app().toasts.texts());
}

#[test]
fn a_file_that_cannot_be_opened_is_one_sentence() {
    let window = Window::open(AppOptions { file: Some("no-such.milepost".into()), ..AppOptions::default() });
    assert!(window.app().session().is_none());
    let texts = window.app().toasts.texts();
    assert!(
        matches!(texts.as_slice(), [text] if text.contains("no-such.milepost") && text.ends_with('.')),
        "{texts:?}"
    );
}

#[test]
fn recent_files_are_listed_and_forgotten() {
    let mut window = Window::open(AppOptions::default());
    let path = window.home.path().join("journey.milepost");
    window.new_map("blank");
    window.send(AppCommand::SaveAs(path.clone()));
    window.send(AppCommand::CloseFile);
    assert!(window.is_shown(&welcome::open_recent("journey.milepost")));
    std::fs::remove_file(&path).unwrap();
    window.new_map("blank");
    window.send(AppCommand::CloseFile);
    assert_eq!(window.app().missing, [path]);
    let name = welcome::remove("journey.milepost");
    window.harness.get_by_label(&name).click();
    window.settle();
    assert!(window.app().prefs().recent.files().is_empty());
}

#[test]
fn without_file_dialogs_a_path_can_be_typed() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let path = window.home.path().join("typed");
    window.press(Modifiers::COMMAND, Key::S);
    let super::Sheet::Path(_, draft) = window.harness.state_mut().as_mut().unwrap().sheet.as_mut().unwrap() else {
        panic!("an untitled map asks for a name");
    };
    draft.text = path.display().to_string();
    window.settle();
    window.harness.get_by_label(crate::i18n::shell::dialog::SAVE).click();
    window.settle();
    assert!(path.with_extension("milepost").is_file(), "{:?}", window.app().toasts.texts());
    assert!(!window.app().session().unwrap().is_untitled());
}

#[test]
fn menus_offer_what_the_table_offers() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    for (name, entry) in [
        (menu::FILE, words::SAVE_AS.label),
        (menu::EDIT, words::SELECT_ALL.label),
        (menu::VIEW, words::FIT_MAP.label),
        (menu::MAP, words::ADD_PAIN_POINT.label),
        (menu::DATA, words::IMPORT.label),
        (menu::SHARE, words::EXPORT.label),
        (menu::HELP, words::SHORTCUTS.label),
    ] {
        window.harness.get_by_role_and_label(egui::Role::MenuItem, name).click();
        window.settle();
        assert!(window.is_shown(entry), "{name} ▸ {entry}");
        window.press(Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn typing_is_no_shortcut() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let cards = window.app().session().unwrap().document().cards.len();
    window.send(AppCommand::Select(
        vec![*window.app().session().unwrap().document().cards.keys().next().unwrap()]
            .into_iter()
            .map(Into::into)
            .collect(),
    ));
    window.press(Modifiers::COMMAND, Key::K);
    window.press(Modifiers::NONE, Key::Delete);
    window.press(Modifiers::NONE, Key::Backspace);
    assert_eq!(window.app().session().unwrap().document().cards.len(), cards);
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::NONE, Key::Delete);
    assert!(window.app().session().unwrap().document().cards.len() < cards, "Delete works on the map");
}

#[test]
fn an_untitled_map_that_was_worked_on_is_found_again() {
    let mut window = Window::open(AppOptions::default());
    let untitled =
        |window: &Window| std::fs::read_dir(Home::below(window.home.path()).untitled_folder()).unwrap().count();
    window.new_map("blank");
    window.send(AppCommand::CloseFile);
    assert_eq!(untitled(&window), 0, "nothing was done in it");
    window.new_map("blank");
    window.press(Modifiers::ALT, Key::S);
    window.press(Modifiers::NONE, Key::Enter);
    window.send(AppCommand::CloseFile);
    assert_eq!(untitled(&window), 1);
    let path = window.app().prefs().recent.files()[0].path.clone();
    window.send(AppCommand::Open(path));
    let session = window.app().session().unwrap();
    assert!(session.is_untitled() && session.document().stages.len() == 1);
    let named = window.home.path().join("named.milepost");
    window.send(AppCommand::SaveAs(named.clone()));
    assert_eq!(window.app().session().unwrap().path(), Some(named.as_path()));
    assert_eq!(untitled(&window), 0, "the copy holds it all");
}

#[test]
fn words_being_typed_are_kept_when_the_map_is_closed() {
    let mut window = Window::open(AppOptions::default());
    let path = window.home.path().join("typed.milepost");
    window.new_map("blank");
    window.send(AppCommand::SaveAs(path.clone()));
    window.press(Modifiers::ALT, Key::S);
    let focused = window.harness.ctx.memory(egui::Memory::focused);
    assert!(focused.is_some(), "the new stage's words are being typed");
    window.harness.event(egui::Event::Text("Awareness".to_owned()));
    window.settle();
    window.send(AppCommand::CloseFile);
    window.send(AppCommand::Open(path));
    let document = window.app().session().unwrap().document();
    let titles: Vec<_> = document.stages.values().map(|stage| stage.title.as_str()).collect();
    assert!(matches!(titles.as_slice(), [title] if title.contains("Awareness")), "{titles:?}");
}

#[test]
fn closing_a_viewer_while_a_panel_reads_is_no_problem() {
    let mut window = Window::open(AppOptions::default());
    let path = window.home.path().join("map.milepost");
    window.new_map("blank");
    window.send(AppCommand::SaveAs(path.clone()));
    window.send(AppCommand::CloseFile);
    let Window { harness, home, .. } = window;
    drop(harness);
    let mut window =
        Window::open_in(home, AppOptions { file: Some(path), is_read_only: true, ..AppOptions::default() });
    let reading = window.app().session().unwrap().store();
    window.send(AppCommand::CloseFile);
    assert!(window.app().session().is_none() && reading.is_some());
    assert!(window.app().toasts.texts().is_empty(), "{:?}", window.app().toasts.texts());
}

#[test]
fn a_name_without_extension_replaces_no_file_unasked() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    for (purpose, taken) in [
        (Purpose::SaveAs, "map.milepost"),
        (Purpose::Export(PictureFormat::Png), "map.png"),
        (Purpose::Mapping, "map.json"),
    ] {
        let taken = window.home.path().join(taken);
        std::fs::write(&taken, "precious").unwrap();
        let picked = window.home.path().join("map");
        window.app_mut().answered(purpose, Answer::Picked(vec![picked]));
        window.settle();
        let sheet = window.app_mut().sheet.take();
        assert!(
            matches!(sheet, Some(super::Sheet::Replace(of, path, _)) if of == purpose && path == taken),
            "{purpose:?}"
        );
        assert_eq!(std::fs::read(&taken).unwrap(), b"precious");
    }
}

#[test]
fn late_segments_of_another_file_are_dropped() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let shown = window.app().session().unwrap().path().unwrap().to_owned();
    for (path, expected) in [(window.home.path().join("other.milepost"), 0), (shown, 1)] {
        let region = SegmentSummary {
            source: system_ids().allocate(),
            name: "region".to_owned(),
            values: vec!["North".to_owned()],
        };
        let ctx = window.harness.ctx.clone();
        let key = window.app().segments_of.clone();
        window.app_mut().take(&ctx, Outcome::Segments(path, key, Ok(vec![region])));
        assert_eq!(window.app().segments.len(), expected);
    }
}

#[test]
fn quitting_does_not_wait_for_an_open_dialog() {
    let mut window = Window::open(AppOptions::default());
    let (sender, receiver) = std::sync::mpsc::channel::<Answer>();
    let started = Instant::now();
    window.app_mut().start_for_window("dialog", move || {
        let answer = receiver.recv_timeout(Duration::from_secs(30)).unwrap_or(Answer::Cancelled);
        Outcome::Answered(Purpose::Open, answer)
    });
    window.app_mut().end();
    assert!(started.elapsed() < Duration::from_secs(20), "the end waited for the dialog");
    drop(sender);
}

#[test]
fn a_file_that_is_still_closing_opens_for_editing() {
    let mut window = Window::open(AppOptions::default());
    let path = window.home.path().join("map.milepost");
    window.new_map("blank");
    window.send(AppCommand::SaveAs(path.clone()));
    window.app().commands().send(AppCommand::CloseFile);
    window.send(AppCommand::Open(path.clone()));
    let session = window.app().session().unwrap();
    assert!(session.path() == Some(path.as_path()) && session.is_writable(), "{:?}", session.access());
}

#[test]
fn an_edit_that_meets_an_import_being_written_is_done_after_it() {
    let mut window = Window::open(AppOptions::default());
    let stage = edit_while_an_import_is_written(&mut window);
    window.settle();
    assert_eq!(window.app().session().unwrap().document().stages[&stage.id].title, stage.title);
}

#[test]
fn an_edit_that_waits_for_an_import_is_not_lost_when_the_map_is_left() {
    let mut window = Window::open(AppOptions::default());
    let stage = edit_while_an_import_is_written(&mut window);
    let path = window.app().session().unwrap().path().unwrap().to_owned();
    assert!(!window.app().held_edits.is_empty(), "the edit does not wait");
    let ctx = window.harness.ctx.clone();
    window.app_mut().run_command(&ctx, AppCommand::CloseFile);
    window.settle();
    let kept = crate::store::Store::open(&path, crate::store::OpenMode::ReadOnly).unwrap().document;
    assert_eq!(kept.stages[&stage.id].title, stage.title);
}

/// Renames a stage at the moment when an import is on its way into the file.
fn edit_while_an_import_is_written(window: &mut Window) -> crate::model::Stage {
    window.new_map("customer-journey");
    let data = window.home.path().join("data.csv");
    std::fs::write(&data, "date,stage,metric,value,n\n2026-01-05,Support,CSAT,0.5,10\n").unwrap();
    let session = window.app_mut().session.as_mut().unwrap();
    session.start_import(ImportRequest { path: data, ..ImportRequest::default() }).unwrap();
    while session.is_editable() {
        let _ = session.poll();
        assert!(session.is_busy(), "the import was never written");
        std::thread::yield_now();
    }
    let mut stage = (**session.document().stages.values().next().unwrap()).clone();
    stage.title = "Awakening".into();
    let edit = Edit::Update(stage.clone().into());
    let ctx = window.harness.ctx.clone();
    let command = AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing };
    window.app_mut().run_command(&ctx, command);
    stage
}

#[test]
fn edits_made_while_a_copy_is_written_are_in_the_copy() {
    let mut window = Window::open(AppOptions::default());
    let path = window.home.path().join("map.milepost");
    window.new_map("customer-journey");
    let mut stage = (**window.app().session().unwrap().document().stages.values().next().unwrap()).clone();
    stage.title = "Awakening".into();
    let edit = Edit::Update(stage.clone().into());
    // Both run in one frame: the copy is on its way when the edit comes.
    window.app().commands().send(AppCommand::SaveAs(path.clone()));
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    assert_eq!(window.app().session().unwrap().path(), Some(path.as_path()), "{:?}", window.app().toasts.texts());
    assert!(window.app().session().unwrap().is_writable());
    assert_eq!(window.app().session().unwrap().document().stages[&stage.id].title, stage.title);
    let untitled = std::fs::read_dir(Home::below(window.home.path()).untitled_folder()).unwrap().count();
    assert_eq!(untitled, 0, "the copy holds it all");
}

#[test]
fn a_copy_of_a_map_that_was_left_meanwhile_opens_nothing() {
    let mut window = Window::open(AppOptions::default());
    let path = window.home.path().join("map.milepost");
    window.new_map("blank");
    window.press(Modifiers::ALT, Key::S);
    window.press(Modifiers::NONE, Key::Enter);
    window.app().commands().send(AppCommand::SaveAs(path.clone()));
    window.send(AppCommand::CloseFile);
    assert!(window.app().session().is_none());
    assert!(path.is_file(), "{:?}", window.app().toasts.texts());
    let untitled = std::fs::read_dir(Home::below(window.home.path()).untitled_folder()).unwrap().count();
    assert_eq!(untitled, 1, "the original stays");
    window.send(AppCommand::Open(path));
    assert!(window.app().session().is_some_and(crate::session::Session::is_writable));
}

#[test]
fn words_being_typed_are_in_the_copy() {
    let mut window = Window::open(AppOptions::default());
    let path = window.home.path().join("map.milepost");
    window.new_map("blank");
    window.press(Modifiers::ALT, Key::S);
    window.harness.event(egui::Event::Text("Awareness".to_owned()));
    window.settle();
    window.send(AppCommand::SaveAs(path.clone()));
    let session = window.app().session().unwrap();
    assert_eq!(session.path(), Some(path.as_path()));
    assert!(session.document().stages.values().any(|stage| stage.title.contains("Awareness")));
}

#[test]
fn steps_done_before_a_copy_can_be_taken_back_after_it() {
    let mut window = Window::open(AppOptions::default());
    let [first, second] = ["first", "second"].map(|name| window.home.path().join(name).with_extension("milepost"));
    window.new_map("customer-journey");
    // Of its own, or it would take that of the file.
    let map = window.app().session().unwrap().map().unwrap();
    let edit = Edit::Rename { record: map.into(), text: "Our journey".to_owned() };
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    let before = window.app().session().unwrap().document().clone();
    let mut stage = (**before.stages.values().next().unwrap()).clone();
    stage.title = "Awakening".into();
    window.send(AppCommand::Edit { edit: Edit::Update(stage.into()), merge: None, then: AfterEdit::Nothing });
    let after = window.app().session().unwrap().document().clone();
    window.send(AppCommand::SaveAs(first.clone()));
    window.send(AppCommand::SaveAs(second.clone()));
    window.send(AppCommand::Undo);
    let session = window.app().session().unwrap();
    assert_eq!((session.path(), session.document()), (Some(second.as_path()), &before));
    // What is left behind keeps what it had; the copy has what was done in it.
    window.send(AppCommand::CloseFile);
    for (path, expected) in [(first, after), (second, before)] {
        window.send(AppCommand::Open(path));
        assert_eq!(window.app().session().unwrap().document(), &expected);
    }
}

#[test]
fn a_copy_onto_a_file_that_is_being_closed_waits_for_it() {
    let mut window = Window::open(AppOptions::default());
    let [taken, open] = ["taken", "open"].map(|name| window.home.path().join(name).with_extension("milepost"));
    for path in [&taken, &open] {
        window.new_map("blank");
        window.send(AppCommand::SaveAs(path.clone()));
    }
    let file = super::files::open(&taken, crate::store::OpenMode::Edit).unwrap();
    let ctx = window.harness.ctx.clone();
    // No frame between: the file that is left is still being closed when the copy is asked for.
    window.app_mut().take(&ctx, super::tasks::Outcome::Opened(Ok(Box::new(file))));
    window.app_mut().run_command(&ctx, AppCommand::SaveAs(open.clone()));
    window.settle();
    assert_eq!(window.app().session().unwrap().path(), Some(open.as_path()), "{:?}", window.app().toasts.texts());
    assert!(window.app().session().unwrap().is_writable());
}
