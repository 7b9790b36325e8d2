use super::*;
use crate::base::ids::StageId;
use crate::ui::fixture::{Stand, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

/// The inspector on what `select` picks.
fn stand<'a>(select: impl Fn(&Document) -> Vec<RecordRef>) -> Harness<'a, Stand<InspectorState>> {
    let mut harness = harness(InspectorState::default(), (292.0, 900.0), show_ui);
    let records = select(harness.state().session.document());
    harness.state_mut().session.select(records);
    harness.run();
    harness
}

fn first_stage(document: &Document) -> StageId {
    let map = document.maps_in_order()[0].id;
    document.stages_of(map)[0].id
}

fn card(document: &Document, sort: &str) -> RecordRef {
    document.cards.values().find(|c| words::card_sort(&c.body) == sort).unwrap().id.into()
}

/// Runs what was asked for, as the application does, and returns the merge keys.
fn run_edits(harness: &mut Harness<'_, Stand<InspectorState>>) -> Vec<Option<&'static str>> {
    let sent = harness.state().commands.take();
    let mut keys = Vec::new();
    for command in sent {
        if let AppCommand::Edit { edit, merge, .. } = command {
            keys.push(merge.as_ref().map(|m| m.field));
            harness.state_mut().session.edit(&edit, merge).unwrap();
        }
    }
    keys
}

#[test]
fn typing_a_title_is_one_undo_step() {
    let mut harness = stand(|d| vec![first_stage(d).into()]);
    harness.get_by_label(text::title()).focus();
    harness.run();
    for letter in ["!", "?"] {
        harness.get_by_label(text::title()).type_text(letter);
        harness.run();
        assert_eq!(run_edits(&mut harness), [Some("title")]);
        harness.run();
    }
    let title = |h: &Harness<'_, Stand<InspectorState>>| {
        let document = h.state().session.document();
        document.stages[&first_stage(document)].title.clone()
    };
    let typed = title(&harness);
    assert!(typed.contains('!') && typed.contains('?') && typed.contains("Support"), "{typed}");
    harness.state_mut().session.undo();
    assert_eq!(title(&harness), "Support");
    harness.run();
    assert_eq!(harness.get_by_label(text::title()).value().as_deref(), Some("Support"));
}

#[test]
fn a_number_that_is_none_is_named_and_kept_in_the_field() {
    let mut harness = stand(|d| vec![card(d, "KPI card")]);
    harness.get_by_label(text::target()).focus();
    harness.run();
    harness.get_by_label(text::target()).type_text("x");
    harness.run();
    assert!(run_edits(&mut harness).is_empty());
    harness.get_by_label(words::number_wanted());
    harness.key_press(egui::Key::Backspace);
    harness.run();
    harness.get_by_label(text::target()).type_text(".5");
    harness.run();
    run_edits(&mut harness);
    let kpi = harness.state().session.document().kpis.values().next().unwrap().target;
    assert!(harness.query_by_label(words::number_wanted()).is_none());
    assert!(kpi == Some(4.5) || kpi == Some(0.54), "{kpi:?}");
}

/// Clicks what has a label with the given records selected and checks what was asked for.
fn check(select: impl Fn(&Document) -> Vec<RecordRef>, label: &str, expected: &str) {
    let mut harness = stand(select);
    harness.get_by_label(label).click();
    harness.run();
    let sent = format!("{:?}", harness.state().commands.take());
    assert!(sent.contains(expected), "{label}: {sent}");
}

#[test]
fn choices_ask_for_edits() {
    check(|d| vec![first_stage(d).into()], "Colour 3", "tint: 2");
    check(|d| vec![first_stage(d).into()], "Move right", "MoveStage");
    check(|d| vec![first_stage(d).into()], "Delete stage", "Delete([Stage(");
    check(|d| vec![first_stage(d).into()], "KPI CSAT", "ShowKpi(");
    check(|d| vec![card(d, "Pain point")], "Severity: Critical", "severity: Critical");
    check(|d| vec![card(d, "KPI card")], text::headline(), "is_headline: false");
    check(|d| vec![card(d, "KPI card")], "Good is: Lower", "direction: Down");
    check(|_| Vec::new(), "State: Future state", "state: Future");
    check(|d| vec![card(d, "KPI card"), card(d, "Pain point")], "Delete", "Delete([Card(");
}

#[test]
fn the_inspector_rests() {
    let selections: [fn(&Document) -> Vec<RecordRef>; 4] = [
        |_| Vec::new(),
        |d| vec![first_stage(d).into()],
        |d| vec![card(d, "KPI card")],
        |d| vec![card(d, "KPI card"), card(d, "Pain point")],
    ];
    for select in selections {
        let mut harness = stand(select);
        harness.run();
        assert!(!harness.ctx.has_requested_repaint());
    }
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let check = |typed: &str, expected: Option<Option<f64>>| assert_eq!(number(typed).ok(), expected, "{typed:?}");
    check("4.2", Some(Some(4.2)));
    check("4,2", Some(Some(4.2)));
    check("\u{2212}11", Some(Some(-11.0)));
    check("  ", Some(None));
    check("four", None);
    check("inf", None);
    assert_eq!(number_text(Some(0.1 + 0.2)), "0.3");
    assert_eq!(number_text(Some(-2.0)), "\u{2212}2");
}
