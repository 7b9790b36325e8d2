//! Names that are completed while a formula is typed.

use super::*;

/// While a name is typed those that may be meant are offered; a press or Enter completes it, and typing goes on.
#[test]
fn names_are_completed_in_a_formula() {
    let mut harness = stand_on_kpi(crate::model::KpiKind::Formula);
    let csat = (**harness.state().session.document().kpis.values().next().unwrap()).clone();
    for (raw, name) in [(901, "Orders of all"), (902, "All revenue"), (903, "Orders")] {
        let other = Kpi { id: crate::base::ids::Id::from_raw(raw), name: name.to_owned(), ..csat.clone() };
        harness.state_mut().session.edit(&Edit::Add(other.into()), None).unwrap();
    }
    harness.run();
    harness.get_by_label(text::formula()).focus();
    harness.run();
    harness.get_by_label(text::formula()).type_text("{rev");
    harness.run_steps(4);
    let is_offered = |harness: &Harness<'_, Stand<InspectorState>>, name: &str| {
        harness.query_by_role_and_label(egui::Role::ListBoxOption, name).is_some()
    };
    assert!(is_offered(&harness, "All revenue") && !is_offered(&harness, "Orders"));
    harness.get_by_role_and_label(egui::Role::ListBoxOption, "All revenue").click();
    harness.run_steps(4);
    let typed = |harness: &Harness<'_, Stand<InspectorState>>| {
        harness.get_by_label(text::formula()).value().unwrap_or_default()
    };
    assert_eq!(typed(&harness), "{All revenue}");
    assert!(harness.get_by_label(text::formula()).is_focused(), "typing goes on");
    harness.get_by_label(text::formula()).type_text(" / Ord");
    harness.run_steps(4);
    assert!(is_offered(&harness, "Orders of all") && !is_offered(&harness, "All revenue"));
    assert!(harness.query_by_label_contains("The formula is empty").is_none(), "of what is typed one thing is wrong");
    // “Ord” is no name: the first one is chosen, and arrows choose another.
    harness.key_press(egui::Key::ArrowDown);
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
    assert_eq!(typed(&harness), "{All revenue} / {Orders of all}");
}

/// Enter made “{Orders of all}” of the name “Orders”, which was whole.
#[test]
fn enter_ends_a_formula_whose_last_name_is_whole() {
    let mut harness = stand_on_kpi(crate::model::KpiKind::Formula);
    let csat = (**harness.state().session.document().kpis.values().next().unwrap()).clone();
    for (raw, name) in [(901, "Orders of all"), (903, "Orders")] {
        let other = Kpi { id: crate::base::ids::Id::from_raw(raw), name: name.to_owned(), ..csat.clone() };
        harness.state_mut().session.edit(&Edit::Add(other.into()), None).unwrap();
    }
    harness.run();
    harness.get_by_label(text::formula()).focus();
    harness.run();
    harness.get_by_label(text::formula()).type_text("2 * orders");
    harness.run_steps(4);
    harness.query_by_role_and_label(egui::Role::ListBoxOption, "Orders of all").expect("a longer one is still offered");
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
    let kept = |harness: &Harness<'_, Stand<InspectorState>>| {
        let sent = harness.state().commands.take();
        sent.into_iter().any(|command| format!("{command:?}").contains("2 * orders"))
    };
    assert!(kept(&harness), "Enter keeps it");
    assert!(harness.get_by_label(text::formula()).is_focused(), "and the keyboard stays");
}
