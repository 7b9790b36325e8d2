//! Reviews: what is told when a file is opened, and minutes that are written.

use super::Window;
use crate::app::AppOptions;
use crate::base::time::Day;
use crate::i18n::panels::decisions as log_words;
use crate::i18n::panels::reminders as words;
use crate::model::{Decision, DecisionState, Edit, JourneyMap};
use crate::session::{AfterEdit, AppCommand, Session, decisions, review};
use crate::ui::drawer::DrawerTab;
use egui_kittest::kittest::Queryable as _;
use std::collections::BTreeMap;

/// A file whose only map was to be reviewed on a day, closed and opened again.
fn opened_again(review_on: Option<Day>) -> Window {
    let mut window = Window::open(AppOptions::default());
    let path = window.home.path().join("map.milepost");
    window.new_map("customer-journey");
    window.send(AppCommand::SaveAs(path.clone()));
    let map = window.app().session().unwrap().document().maps.values().next().unwrap().clone();
    let edit = Edit::Update(JourneyMap { review_on, ..JourneyMap::clone(&map) }.into());
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    window.send(AppCommand::CloseFile);
    window.send(AppCommand::Open(path));
    window
}

#[test]
fn a_review_that_is_overdue_is_told_when_the_file_is_opened() {
    let mut window = opened_again(Day::from_ymd(2020, 1, 1));
    window.harness.get_by_label_contains("review of “").click();
    window.settle();
    assert_eq!(window.app().drawer.tab, DrawerTab::Review);
    assert!(window.harness.get_by_label(crate::i18n::review::NEXT).is_focused(), "Enter walks through the map");
    assert!(window.is_shown("1 of "), "the first stage");
    let early = opened_again(Day::from_ymd(2999, 1, 1));
    assert!(!early.is_shown(words::due()), "nothing is due");
}

/// Whoever has read what is due puts it away, for this file and this day.
#[test]
fn reminders_that_were_put_away_stay_away_until_tomorrow() {
    let mut window = opened_again(Day::from_ymd(2020, 1, 1));
    assert!(window.is_shown(words::due()));
    window.harness.get_by_label(words::put_away()).click();
    window.settle();
    assert!(!window.is_shown(words::due()));
    let path = window.home.path().join("map.milepost");
    window.send(AppCommand::CloseFile);
    window.send(AppCommand::Open(path));
    assert!(!window.is_shown(words::due()), "the file remembers it");
    let today = Session::today();
    let session = window.app().session().unwrap();
    assert!(session.reminders(today).is_empty() && !session.reminders(today.plus(1)).is_empty());
}

/// A decision that answers no signal, from the command to the log, the reminder and the minutes.
#[test]
fn a_decision_without_a_signal_is_written_reminded_of_and_in_the_minutes() {
    let mut window = Window::open(AppOptions::default());
    window.send(AppCommand::OpenSample);
    let path = window.home.path().join("map.milepost");
    window.send(AppCommand::SaveAs(path.clone()));
    let subjects = {
        let session = window.app().session().unwrap();
        decisions::subjects(session.document(), session.map().unwrap(), &[])
    };
    let at = subjects[0];
    window.send(AppCommand::NewDecision(subjects));
    window.harness.get_by_label(log_words::what()).type_text("Two more agents");
    window.settle();
    window.harness.get_by_label(log_words::due_on()).focus();
    window.settle();
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    window.harness.get_by_label(log_words::due_on()).type_text("2020-02-01");
    window.settle();
    window.harness.get_by_label(crate::i18n::signals::decide()).click();
    window.settle();
    let decided = |window: &Window| {
        let document = window.app().session().unwrap().document().clone();
        document.decisions.values().find(|d| d.text == "Two more agents").map(|d| Decision::clone(d))
    };
    let decision = decided(&window).unwrap();
    assert!(!window.is_shown(words::due()), "what becomes due while somebody works is no news");
    assert_eq!(
        ((decision.kpi, decision.place), decision.signal, decision.due_on),
        (at, None, Day::from_ymd(2020, 2, 1))
    );
    window.send(AppCommand::CloseFile);
    window.send(AppCommand::Open(path));
    window.harness.get_by_label_contains("overdue").click();
    window.settle();
    window.send(AppCommand::ShowDecisions);
    assert!(window.is_shown("Two more agents"), "in the log");
    let minutes = |window: &Window| {
        let session = window.app().session().unwrap();
        let (document, map) = (session.document(), session.map().unwrap());
        let pages = review::pages(document, session.insights(), map);
        let figures = (&**session.insights(), session.view());
        review::minutes(document, figures, (map, &pages), &BTreeMap::new(), Session::today())
    };
    assert!(minutes(&window).contains("Two more agents"), "{}", minutes(&window));
    let (state, outcome) = (DecisionState::Done, "Waits are shorter".to_owned());
    let done = Decision { state, outcome, ..decided(&window).unwrap() };
    window.send(AppCommand::Edit { edit: Edit::Update(done.into()), merge: None, then: AfterEdit::Nothing });
    assert!(minutes(&window).contains("Two more agents – outcome: Waits are shorter"), "{}", minutes(&window));
}

#[test]
fn minutes_are_written_where_somebody_says() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let path = window.home.path().join("may.md");
    window.send(AppCommand::SaveMinutesDialog("# Review\n".to_owned()));
    window.send(AppCommand::SaveText(path.clone()));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "# Review\n");
    assert!(window.app().toasts.texts().iter().any(|text| text.contains("may.md")));
    let folder = window.home.path().join("no").join("folder.md");
    window.send(AppCommand::SaveMinutesDialog("# Review\n".to_owned()));
    window.send(AppCommand::SaveText(folder));
    let told = window.app().toasts.texts().join(" ");
    assert!(told.contains("folder.md") && told.trim_end().ends_with('.'), "{told}");
}

/// Of the minutes five lines were in view in a low window. The drawer grows for them, once, and gives the room back.
#[test]
fn minutes_have_room_in_a_low_window() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.set_size(egui::vec2(1280.0, 720.0));
    window.settle();
    let map = window.app().session().unwrap().map().unwrap();
    window.send(AppCommand::Review(map));
    let low = window.app().drawer_height;
    let step = |window: &mut Window, key| {
        window.harness.key_press_modifiers(egui::Modifiers::ALT, key);
        window.settle();
    };
    (0..6).for_each(|_| step(&mut window, egui::Key::ArrowRight));
    let high = window.app().drawer_height;
    assert!(low < 260.0 && high > 480.0, "{low} {high}");
    let heading = window.harness.get_by_label("Sign-up").rect();
    assert!(heading.height() < 30.0 && window.harness.query_all_by_label_contains("## ").next().is_none());
    step(&mut window, egui::Key::ArrowLeft);
    assert!((window.app().drawer_height - low).abs() < 1.0, "{low} {}", window.app().drawer_height);
    // Who makes it low again while reading has it low.
    step(&mut window, egui::Key::ArrowRight);
    window.harness.get_by_label(crate::i18n::panels::drawer::smaller()).click();
    window.settle();
    window.settle();
    assert!((window.app().drawer_height - low).abs() < 1.0, "{low} {}", window.app().drawer_height);
    window.check_idle();
}

/// In a low window three moves of eight were in view, and of the minutes five lines. The drawer takes the room of the map and
/// gives back what it took.
#[test]
fn a_drawer_in_a_low_window_can_have_the_room_of_the_map() {
    use crate::i18n::panels::drawer as text;
    let mut window = Window::open(AppOptions::default());
    window.send(AppCommand::OpenSample);
    window.harness.set_size(egui::vec2(1280.0, 720.0));
    window.settle();
    window.send(AppCommand::TogglePanel(crate::session::Panel::Drawer));
    let before = window.app().drawer_height;
    window.harness.get_by_label(text::larger()).click();
    window.settle();
    let large = window.app().drawer_height;
    assert!(before < 260.0 && large > 480.0, "{before} {large}");
    assert!(window.app().prefs().drawer.is_open && !window.app().prefs().drawer.is_chosen, "nobody dragged it");
    window.harness.get_by_label(text::smaller()).click();
    window.settle();
    assert!((window.app().drawer_height - before).abs() < 1.0, "{before} {}", window.app().drawer_height);
    window.check_idle();
}
