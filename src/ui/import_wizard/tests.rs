use super::*;
use crate::model::bulk::{IssueKind, RowIssue};
use crate::model::edit::Verb;
use crate::model::{Diff, EditLabel, TableKind};
use crate::session::import_job::PlaceMatch;
use crate::ui::fixture::{Stand, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// A file of three rows as it looks.
fn sniffed() -> Sniffed {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("support.csv");
    let rows =
        "day;stage;metric;value\n2025-05-01;Support;CSAT;4\n2025-05-02;Support;CSAT;3\n2025-05-03;Sales;CSAT;5\n";
    std::fs::write(&path, rows).unwrap();
    crate::import::sniff(&path, &crate::import::ReadChoices::default()).unwrap()
}

fn outcome(rejected: u64) -> ImportOutcome {
    ImportOutcome {
        name: "support.csv".to_owned(),
        rows_read: 100,
        rows_accepted: 100 - rejected,
        rows_rejected: rejected,
        is_unchanged: false,
        values_off_map: 0,
        series: 1,
        kpis: Vec::new(),
        places: vec![PlaceMatch { name: "Sales".to_owned(), place: None, is_new: true }],
        issues: (0..rejected)
            .map(|line| RowIssue {
                line: line + 2,
                column: Some("value".to_owned()),
                kind: IssueKind::BadValue,
                text: "n/a".to_owned(),
                is_row_rejected: true,
            })
            .collect(),
        warnings: Vec::new(),
        namesake: None,
        replaced: None,
        diff: Diff::default(),
        label: EditLabel::one(Verb::Import, TableKind::Source),
    }
}

/// The wizard on a file that was looked at and read in full.
fn wizard(page: Page, rejected: u64) -> ImportWizard {
    let mut current = Current::new(PathBuf::from("support.csv"));
    current.take_sniffed(sniffed());
    let mapping = current.draft.as_ref().unwrap().to_mapping().unwrap();
    current.asked = Some(Asked { mapping: mapping.to_json(), new_places: NewPlaces::Create, places: BTreeMap::new() });
    current.preview = Some(ImportPreview { sniffed: sniffed(), mapping, outcome: outcome(rejected) });
    current.page = page;
    ImportWizard { queue: VecDeque::new(), current: Some(current) }
}

fn stand<'a>(wizard: ImportWizard) -> Harness<'a, Stand<ImportWizard>> {
    let mut harness = harness(wizard, (1280.0, 720.0), |ui, wizard, cx| {
        let ctx = ui.ctx().clone();
        wizard.show_ui(&ctx, cx);
    });
    harness.run();
    harness
}

#[test]
fn the_file_is_shown_as_read() {
    let harness = stand(wizard(Page::File, 0));
    for words in ["UTF-8", "semicolon", "Import support.csv"] {
        harness.get_by_label(words);
    }
    harness.get_by_label("day 2025-05-01, stage Support, metric CSAT, value 4");
}

#[test]
fn pages_lead_to_an_import() {
    let mut harness = stand(wizard(Page::File, 3));
    for page in [Page::Columns, Page::Places, Page::Check] {
        harness.get_by_label("Next").click();
        harness.run();
        assert_eq!(harness.state().state.current.as_ref().map(|c| c.page), Some(page));
    }
    harness.get_by_label("97");
    harness.get_by_label("Line 2, Column value, Problem not a number; row left out, Text n/a");
    harness.get_by_label("Import").click();
    harness.step();
    let sent = harness.state().commands.take();
    let [AppCommand::StartImport(request)] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!(request.path, PathBuf::from("support.csv"));
    assert!(request.mapping.as_ref().is_some_and(|m| m.contains("\"metric\"")), "{request:?}");
    assert!(matches!(harness.state().state.current.as_ref().map(|c| &c.run), Some(Run::Running { .. })));
    let done = outcome(3);
    harness.state_mut().state.imported(&done);
    harness.run();
    harness.get_by_label("Imported");
    harness.get_by_label("Show on map").click();
    harness.run();
    assert!(!harness.state().state.is_open());
}

#[test]
fn a_missing_role_is_named_and_holds_back() {
    let mut wizard = wizard(Page::Columns, 0);
    wizard.current.as_mut().unwrap().draft.as_mut().unwrap().set_role(0, crate::import::Role::Ignored);
    let harness = stand(wizard);
    harness.get_by_label(text::date_needed());
    assert!(harness.get_by_label("Next").accesskit_node().is_disabled());
}

#[test]
fn what_is_not_read_is_said_before_and_after() {
    let mut wizard = wizard(Page::Check, 0);
    let current = wizard.current.as_mut().unwrap();
    current.draft.as_mut().unwrap().set_role(1, crate::import::Role::Ignored);
    let outcome = &mut current.preview.as_mut().unwrap().outcome;
    outcome.values_off_map = 12;
    outcome.places.push(PlaceMatch { name: "Billing".to_owned(), place: None, is_new: false });
    // The preview belongs to the columns as they are now.
    let mapping = current.draft.as_ref().unwrap().to_mapping().unwrap().to_json();
    current.asked.as_mut().unwrap().mapping = mapping;
    let done = current.preview.as_ref().unwrap().outcome.clone();
    let mut harness = stand(wizard);
    for _ in 0..2 {
        harness.get_by_label("1 column is left out; nothing of it gets into the map: stage.");
        harness.get_by_label(
            "12 accepted numbers stand at a name you left off the map (Billing). They are kept in the file and count nowhere.",
        );
        harness.state_mut().state.current.as_mut().unwrap().run = Run::Running { was_seen: false };
        harness.state_mut().state.imported(&done);
        harness.run();
    }
}

#[test]
fn a_mapping_file_is_applied_at_once_or_refused_in_a_sentence() {
    let mut harness = stand(wizard(Page::File, 0));
    harness.get_by_label(text::load_mapping()).click();
    harness.run();
    let sent = harness.state().commands.take();
    assert!(matches!(sent.as_slice(), [AppCommand::LoadMappingDialog]), "{sent:?}");
    let wizard = &mut harness.state_mut().state;
    wizard.mapping_read("odd.json", Err("It is not valid JSON.".to_owned()));
    harness.run();
    harness.get_by_label("odd.json was not applied: It is not valid JSON.");
    let json = r#"{"shape":"long","date":{"column":"day"},"metric":{"fixed":"Mood"},"value":{"column":"value"}}"#;
    let wizard = &mut harness.state_mut().state;
    wizard.await_mapping();
    wizard.mapping_read("mood.json", Mapping::parse(json).map_err(|e| e.to_string()));
    harness.run();
    harness.get_by_label("Choices of mood.json");
    harness.get_by_label("Role of stage: Leave out");
    harness.get_by_label("Role of metric: Leave out");
    // Nobody asked for this one.
    harness.state_mut().state.mapping_read("late.json", Err("Too late.".to_owned()));
    harness.run();
    assert!(harness.query_by_label_contains("Too late").is_none());
}

#[test]
fn a_failed_import_says_why_and_stays_open() {
    let mut wizard = wizard(Page::Check, 0);
    wizard.current.as_mut().unwrap().run = Run::Running { was_seen: false };
    wizard.failed("The disk is full; free some space and try again.".to_owned());
    let harness = stand(wizard);
    harness.get_by_label("The disk is full; free some space and try again.");
    harness.get_by_label("Import");
}

#[test]
fn files_queue_one_after_another() {
    let mut wizard = wizard(Page::File, 0);
    wizard.open(vec![PathBuf::from("second.csv")]);
    let harness = stand(wizard);
    harness.get_by_label("1 more file waits");
    harness.get_by_label("Skip this file");
}

#[test]
fn nothing_is_imported_when_no_row_can_be_used() {
    let harness = stand(wizard(Page::Check, 100));
    harness.get_by_label(text::nothing_accepted());
    assert!(harness.get_by_label("Import").accesskit_node().is_disabled());
}

#[test]
fn an_open_wizard_rests() {
    let mut harness = stand(wizard(Page::Check, 2));
    harness.run();
    assert!(!harness.ctx.has_requested_repaint());
}

#[test]
fn a_file_without_rows_says_so_and_leads_nowhere() {
    let mut current = Current::new(PathBuf::from("support.csv"));
    current.take_sniffed(Sniffed { preview: Vec::new(), ..sniffed() });
    let harness = stand(ImportWizard { queue: VecDeque::new(), current: Some(current) });
    harness.get_by_label(text::no_rows());
    assert!(harness.get_by_label(text::next()).accesskit_node().is_disabled());
}
