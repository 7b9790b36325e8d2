//! Values that are typed in by hand.

use super::Window;
use crate::app::AppOptions;
use crate::i18n::shell::{command, values as words};
use crate::model::{Kpi, KpiKind, Place};
use crate::session::insights::KpiAt;
use crate::session::typed_values::source_of;
use crate::session::{AfterEdit, AppCommand};
use crate::theme::Tokens;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

/// A blank map with one stage and an NPS that has no data; the sheet is open.
fn sheet() -> (Window, KpiAt) {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let session = window.app().session().unwrap();
    let place = Place::Map(session.map().unwrap());
    let kpi = Kpi { kind: KpiKind::Nps, ..Kpi::new(crate::base::ids::Id::from_raw(77), "NPS") };
    let at = (kpi.id, place);
    let edit = crate::model::Edit::Add(kpi.into());
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    window.send(AppCommand::TypeValues(at));
    (window, at)
}

fn value(window: &Window, at: KpiAt) -> Option<f64> {
    window.app().session().unwrap().insights().figures.get(&at).and_then(|insight| insight.now.value)
}

fn type_line(window: &mut Window, cells: &[&str]) {
    for cell in cells {
        window.harness.event(Event::Text((*cell).to_owned()));
        window.settle();
        window.press(Modifiers::NONE, Key::Tab);
    }
}

#[test]
fn a_line_is_typed_with_the_keyboard_alone_kept_changed_and_undone() {
    let (mut window, at) = sheet();
    type_line(&mut window, &["2026-08", "50", "30", "20"]);
    assert!(window.is_shown("30"), "what the line comes to");
    window.harness.get_by_label(words::KEEP).focus();
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(value(&window, at), Some(30.0));
    assert!(window.app().toasts.texts().iter().any(|text| text.contains("values kept")));

    // The second time the lines are there, and the next one is begun.
    window.send(AppCommand::TypeValues(at));
    assert!(window.harness.query_by_label(&words::cell("Promoters", 1)).is_some());
    type_line(&mut window, &["2026-09", "0", "0", "100"]);
    window.harness.get_by_label(words::KEEP).click();
    window.settle();
    assert_eq!(value(&window, at), Some(-35.0));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(value(&window, at), Some(30.0));
}

/// A year that was mistyped is asked about, and is kept only by a button that says so.
#[test]
fn a_day_far_ahead_is_asked_about() {
    let (mut window, at) = sheet();
    type_line(&mut window, &["2095-08", "50", "30", "20"]);
    assert!(window.is_shown("is after today: is the year right?"));
    assert!(!window.is_shown(words::KEEP));
    window.harness.get_by_label(words::KEEP_AHEAD).click();
    window.settle();
    assert_eq!(value(&window, at), Some(30.0), "all there is lies ahead");
}

#[test]
fn a_pasted_table_fills_the_lines_and_its_heading_is_none() {
    let (mut window, at) = sheet();
    let table = "Month\tPromoters\tPassives\tDetractors\nJul 2026\t10\t5\t5\nAug 2026\t20\t0\t20\n";
    window.harness.event(Event::Paste(table.to_owned()));
    window.settle();
    window.harness.get_by_label(words::KEEP).click();
    window.settle();
    let found = value(&window, at).unwrap();
    assert!((found - 100.0 * 5.0 / 60.0).abs() < 1e-9, "{found}");
}

/// How many frames of fields are drawn in the colour of what is wrong.
fn wrong_frames(window: &Window) -> usize {
    let wrong = [Tokens::light().off, Tokens::dark().off].map(crate::ui::style::color);
    let shapes = window.harness.output().shapes.iter();
    let frames = shapes.filter_map(|clipped| match &clipped.shape {
        egui::Shape::Rect(rect) => Some(rect.stroke),
        _ => None,
    });
    frames.filter(|stroke| stroke.width > 0.0 && wrong.contains(&stroke.color)).count()
}

/// The cells behind a wrong one looked wrong as well.
#[test]
fn only_the_wrong_cell_of_a_line_looks_wrong() {
    let (mut window, _) = sheet();
    window.harness.event(Event::Paste("2026-08-01\tmany\t10\t5\n2026-09-01\t1\t1\t1\n".to_owned()));
    window.settle();
    assert!(window.is_shown("Line 1: “many” is no number."));
    assert_eq!(wrong_frames(&window), 1);
}

#[test]
fn what_is_wrong_is_told_and_not_kept() {
    let (mut window, at) = sheet();
    let table = "2026-08-01\t10\tmany\t5\n03/04/2026\t1\t1\t1\n";
    window.harness.event(Event::Paste(table.to_owned()));
    window.settle();
    assert!(window.is_shown("Line 1: “many” is no number."));
    window.press(Modifiers::NONE, Key::Tab);
    let all = ["Line 1: “many” is no number.", "Type it as 2026-04-03 or 2026-03-04."];
    assert!(all.into_iter().all(|problem| window.is_shown(problem)), "one line at a time is told");
    window.harness.get_by_label(words::KEEP).click();
    window.settle();
    assert_eq!(source_of(window.app().session().unwrap().document(), at), None);
    window.harness.get_by_label(&words::remove_line(1)).click();
    window.settle();
    window.press(Modifiers::NONE, Key::Tab);
    assert!(window.is_shown("Type it as 2026-04-03 or 2026-03-04."));
}

#[test]
fn typed_lines_are_not_thrown_away_by_one_press_of_escape() {
    let (mut window, _) = sheet();
    type_line(&mut window, &["2026-08", "50"]);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.is_shown(words::UNSAVED) && window.is_shown(words::DISCARD), "it asks");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.is_shown(words::KEEP));
}

#[test]
fn the_command_is_there_for_a_selected_kpi_card() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let session = window.app().session().unwrap();
    let card = session.document().kpi_cards(session.map().unwrap()).next().unwrap().0.id;
    window.send(AppCommand::Select(vec![card.into()]));
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.event(Event::Text("Type in values".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.is_shown(words::KEEP), "{}", command::TYPE_VALUES.label);
}

/// Every frame laid out a sentence for each of them.
#[test]
fn of_thousands_of_wrong_lines_the_first_are_told_and_the_others_counted() {
    let (mut window, _) = sheet();
    let table: String = (0..3_000).map(|line| format!("2026-08-01;{line};1;1\t\t\t\n")).collect();
    window.harness.event(Event::Paste(table));
    window.settle();
    window.press(Modifiers::NONE, Key::Tab);
    assert!(window.is_shown("Line 1: ") && window.is_shown("Line 50: "));
    assert!(!window.is_shown("Line 51: "));
    assert!(window.is_shown("more lines cannot be read."));
}
