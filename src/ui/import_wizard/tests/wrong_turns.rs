//! Bad files, bad choices, second thoughts.

use super::*;
use crate::import::Role;

#[test]
fn a_choice_that_cannot_be_followed_says_so_in_place_and_can_be_taken_back() {
    let mut window = open("support.csv", KNOWN);
    choose(&mut window, "Lines above: Automatic: none", "4 lines");
    assert!(current(&window).read_problem.is_some() || current(&window).sniffed.as_ref().unwrap().has_no_rows());
    assert!(is_disabled(&window, "Next"));
    assert!(is_disabled(&window, steps_text::import_now()));
    choose(&mut window, "Lines above: 4 lines", "Automatic");
    window.get_by_label("day 2025-05-01, stage Support, metric csat, value 4");
    assert!(!is_disabled(&window, "Next"));
    assert!(!is_disabled(&window, steps_text::import_now()));
}

#[test]
fn a_file_that_cannot_be_read_at_all_says_why() {
    let window = open("empty.csv", "");
    let problem = current(&window).read_problem.clone().unwrap();
    window.get_by_label(&problem);
    assert!(is_disabled(&window, "Next"));
}

#[test]
fn a_file_without_rows_says_so_and_leads_nowhere() {
    let window = open("support.csv", "day;stage;metric;value\n");
    window.get_by_label(text::no_rows());
    assert!(is_disabled(&window, "Next"));
}

#[test]
fn a_missing_role_is_named_and_holds_back() {
    let mut window = open("support.csv", KNOWN);
    go_to(&mut window, Step::Columns);
    choose(&mut window, "Role of day: Date", "Leave out");
    assert!(window.query_all_by_label(text::date_needed()).count() > 0);
    assert!(is_disabled(&window, "Next"));
    press(&mut window, egui::Key::Enter);
    assert_eq!(current(&window).step, Step::Columns);
}

#[test]
fn nothing_is_imported_when_no_row_can_be_used() {
    let mut window = open("support.csv", KNOWN.replace(";4\n", ";x\n").replace(";3\n", ";y\n").replace(";5\n", ";z\n"));
    current_mut(&mut window).draft.as_mut().unwrap().set_role(3, Role::Value);
    current_mut(&mut window).draft.as_mut().unwrap().set_role(1, Role::Place);
    current_mut(&mut window).draft.as_mut().unwrap().set_role(2, Role::Metric);
    settle(&mut window);
    go_to(&mut window, Step::Checks);
    window.get_by_label(text::nothing_accepted());
    go_to(&mut window, Step::Preview);
    assert!(is_disabled(&window, "Import"));
}

#[test]
fn escape_asks_before_choices_are_lost_and_only_then() {
    let mut window = open("support.csv", KNOWN);
    go_to(&mut window, Step::Columns);
    choose(&mut window, "Role of stage: Place", "Segment");
    press(&mut window, egui::Key::Escape);
    window.get_by_label(steps_text::leave_question());
    click(&mut window, steps_text::keep_choices());
    window.get_by_label("Role of stage: Segment");
    press(&mut window, egui::Key::Escape);
    press(&mut window, egui::Key::Escape);
    assert!(window.query_by_label(steps_text::leave_question()).is_none());
    press(&mut window, egui::Key::Escape);
    click(&mut window, steps_text::lose_choices());
    assert!(!window.state().state.wizard.is_open());
    let mut untouched = open("support.csv", KNOWN);
    untouched.key_press(egui::Key::Escape);
    untouched.run();
    assert!(!untouched.state().state.wizard.is_open());
}

#[test]
fn an_import_that_runs_can_be_cancelled_and_is_not_left_by_escape() {
    let mut window = open("support.csv", KNOWN);
    click(&mut window, steps_text::import_now());
    let request = started(&window);
    let stand = window.state_mut();
    stand.session.start_import(request).unwrap();
    window.key_press(egui::Key::Escape);
    window.step();
    assert!(window.state().state.wizard.is_open());
    window.get_by_label("Cancel").click();
    window.step();
    let sent = window.state().commands.take();
    assert!(matches!(sent.as_slice(), [AppCommand::CancelJob(_)]), "{sent:?}");
}

#[test]
fn a_failed_import_says_why_and_stays_open() {
    let mut window = open("support.csv", KNOWN);
    click(&mut window, steps_text::import_now());
    window.state_mut().state.wizard.failed("The disk is full; free some space and try again.".to_owned());
    window.step();
    settle(&mut window);
    window.get_by_label("The disk is full; free some space and try again.");
    assert!(!is_disabled(&window, steps_text::import_now()));
}

#[test]
fn names_of_any_length_and_script_are_shown_and_decided() {
    let long = "n".repeat(200);
    let csv = format!(
        "day,{long},مرحلة,metric,value\n2025-05-01,x,الدعم,رضا,4\n2025-05-02,y,{long},{long},3\n2025-05-03,z,שירות,csat,5\n"
    );
    let mut window = open("names.csv", csv);
    for step in Step::EVERY {
        if step == Step::Matches {
            let draft = current_mut(&mut window).draft.as_mut().unwrap();
            let place = draft.columns.iter().position(|c| c.name == "مرحلة").unwrap();
            draft.set_role(place, Role::Place);
            settle(&mut window);
        }
        go_to(&mut window, step);
    }
    go_to(&mut window, Step::Matches);
    window.get_by_label("Place of الدعم: Automatic: new stage");
    window.get_by_label(&format!("Place of {long}: Automatic: new stage"));
}

#[test]
fn what_is_not_read_is_said_before_and_after() {
    let mut window = open("support.csv", NEW);
    current_mut(&mut window).places.insert("Sales".to_owned(), PlaceChoice::LeaveOut);
    settle(&mut window);
    go_to(&mut window, Step::Checks);
    let done = current(&window).work.rehearsal().unwrap().outcome.clone();
    for _ in 0..2 {
        window.get_by_label("Every column is read.");
        window.get_by_label(&text::values_off_map(1, &["Sales"]));
        current_mut(&mut window).run = Run::Running { was_seen: false };
        window.state_mut().state.wizard.imported(&done);
        window.run();
    }
}
