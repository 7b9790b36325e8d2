use super::current::Step;
use super::*;
use crate::i18n::panels::wizard as text;
use crate::i18n::panels::wizard_checks as checks_text;
use crate::i18n::panels::wizard_steps as steps_text;
use crate::session::AppCommand;
use crate::session::import_job::{ImportRequest, PlaceChoice};
use crate::ui::fixture::{Stand, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

mod choices;
mod exports;
mod kept;
mod landing;
mod wrong_turns;

/// The wizard on a file of its own; the folder goes with it.
struct Case {
    wizard: ImportWizard,
    folder: tempfile::TempDir,
}

type Window<'a> = Harness<'a, Stand<Case>>;

/// A window of the usual size in which a file with these contents was opened and worked out.
fn open<'a>(name: &str, contents: impl AsRef<[u8]>) -> Window<'a> {
    open_sized(name, contents, (1280.0, 720.0))
}

fn open_sized<'a>(name: &str, contents: impl AsRef<[u8]>, size: (f32, f32)) -> Window<'a> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, contents).unwrap();
    let mut wizard = ImportWizard::default();
    wizard.open(vec![path]);
    let mut window = show(Case { wizard, folder }, size);
    settle(&mut window);
    window
}

fn show<'a>(case: Case, size: (f32, f32)) -> Window<'a> {
    harness(case, size, |ui, case, cx| {
        let ctx = ui.ctx().clone();
        // The faces of the tests lack most scripts.
        ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        case.wizard.show_ui(&ctx, cx);
    })
}

/// Draws until the background has nothing more to do.
fn settle(window: &mut Window<'_>) {
    window.step();
    while window.state().state.wizard.is_busy() {
        std::thread::yield_now();
        window.step();
    }
    window.run();
}

fn current<'w>(window: &'w Window<'_>) -> &'w Current {
    window.state().state.wizard.current.as_ref().unwrap()
}

fn current_mut<'w>(window: &'w mut Window<'_>) -> &'w mut Current {
    window.state_mut().state.wizard.current.as_mut().unwrap()
}

fn click(window: &mut Window<'_>, label: &str) {
    window.get_by_label(label).click();
    // Not until it rests: the background may be at work by then.
    window.run_steps(4);
    settle(window);
}

fn press(window: &mut Window<'_>, key: egui::Key) {
    window.key_press(key);
    window.run_steps(4);
    settle(window);
}

/// Opens a choice and takes an entry.
fn choose(window: &mut Window<'_>, name: &str, entry: &str) {
    window.get_by_label(name).click();
    window.run();
    window.get_by_role_and_label(egui::accesskit::Role::Button, entry).click();
    window.run_steps(4);
    settle(window);
}

fn go_to(window: &mut Window<'_>, step: Step) {
    current_mut(window).go_to(step);
    settle(window);
    assert_eq!(current(window).step, step);
}

/// The import that was asked for.
fn started(window: &Window<'_>) -> ImportRequest {
    let mut sent = window.state().commands.take();
    // What was chosen is kept beside it.
    sent.retain(|command| !matches!(command, AppCommand::KeepMapping(_)));
    match sent.as_slice() {
        [AppCommand::StartImport(request)] => ImportRequest::clone(request),
        other => panic!("{other:?}"),
    }
}

fn is_disabled(window: &Window<'_>, label: &str) -> bool {
    window.get_by_label(label).accesskit_node().is_disabled()
}

/// Three rows of places that the map of the fixture knows.
const KNOWN: &str = "day;stage;metric;value\n2025-05-01;Support;csat;4\n2025-05-02;Support;csat;3\n\
                     2025-05-03;Renewal;csat;5\n";
/// The same with a place the map does not know, and a row that cannot be read.
const NEW: &str = "day;stage;metric;value\n2025-05-01;Support;csat;4\n2025-05-02;Support;csat;x4\n\
                   2025-05-03;Sales;Mood;5\n";

#[test]
fn the_file_is_shown_as_read() {
    let window = open("support.csv", format!("Report of May\n\n{KNOWN}"));
    for words in ["Encoding: Automatic: UTF-8", "Delimiter: Automatic: semicolon", "Import support.csv"] {
        window.get_by_label(words);
    }
    window.get_by_label("line 1, text above the column names: Report of May");
    window.get_by_label("day 2025-05-01, stage Support, metric csat, value 4");
}

#[test]
fn steps_lead_to_an_import() {
    let mut window = open("support.csv", NEW);
    for step in [Step::Columns, Step::Matches, Step::Checks, Step::Preview] {
        click(&mut window, "Next");
        assert_eq!(current(&window).step, step);
    }
    click(&mut window, "Import");
    let request = started(&window);
    assert_eq!(request.path.file_name().unwrap(), "support.csv");
    assert!(request.mapping.is_some_and(|m| m.contains("\"metric\"")));
    assert!(matches!(current(&window).run, Run::Running { .. }));
    let done = current(&window).work.rehearsal().unwrap().outcome.clone();
    window.state_mut().state.wizard.imported(&done);
    window.run();
    window.get_by_label("Imported");
    window.get_by_label("Line 3, Column value, Problem not a number; row left out, Text x4");
    click(&mut window, "Show on map");
    assert!(!window.state().state.wizard.is_open());
}

#[test]
fn a_file_that_is_understood_is_imported_with_one_press() {
    let mut window = open("support.csv", KNOWN);
    window.get_by_label("Ready: 3 rows accepted, none rejected");
    click(&mut window, steps_text::import_now());
    started(&window);
}

#[test]
fn enter_leads_through_every_step_and_imports() {
    let mut window = open("support.csv", NEW);
    for step in [Step::Columns, Step::Matches, Step::Checks, Step::Preview] {
        press(&mut window, egui::Key::Enter);
        assert_eq!(current(&window).step, step);
    }
    press(&mut window, egui::Key::Enter);
    started(&window);
}

#[test]
fn what_is_open_is_said_and_leads_to_its_step() {
    let mut window = open("support.csv", NEW);
    assert!(is_disabled(&window, steps_text::import_now()));
    window.get_by_label("Places and KPIs, 1 question");
    window.get_by_label("Checks, 1 question");
    click(&mut window, "Places and KPIs: 1 name is new and becomes a stage");
    assert_eq!(current(&window).step, Step::Matches);
    // Seen is answered: the names stand there with what becomes of them.
    window.get_by_label("Checks: 1 check found something");
    click(&mut window, "Next");
    assert!(!is_disabled(&window, steps_text::import_now()));
}

#[test]
fn every_row_is_accounted_for_in_the_checks() {
    let mut window = open("support.csv", NEW);
    go_to(&mut window, Step::Checks);
    window.get_by_label("Rows: 1 row rejected (watch)");
    for other in ["Repeated rows: none (on target)", "Gaps in time: none (on target)"] {
        window.get_by_label(other);
    }
    window.get_by_label("Problem not a number; row left out, Column value, Rows 1, Lines 3, Text x4");
    window.get_by_label("Line 3, Column value, Problem not a number; row left out, Text x4");
    click(&mut window, "Dates: all between 1990 and today (on target)");
    window.get_by_label("The rows have dates from 1 May 2025 to 3 May 2025.");
}

#[test]
fn the_preview_shows_figures_before_and_after() {
    let mut window = open("support.csv", KNOWN);
    go_to(&mut window, Step::Preview);
    window.get_by_label("1 KPI gets numbers.");
    window.get_by_label("2 figures change");
    let figure = "CSAT at Support: before –; after 3.5 / 5, n 2";
    window.get_by_label("CSAT at Renewal: before –; after 5.0 / 5, n 1");
    window.get_by_label(checks_text::map_after());
    click(&mut window, figure);
    click(&mut window, "Map: Before");
    window.get_by_label(checks_text::map_before());
}

#[test]
fn a_survey_says_what_its_comments_hold() {
    let mut csv = String::from("date,respondent_id,csat,comment\n");
    for row in 0..30 {
        csv.push_str(&format!("2025-05-01,r{row},{},Write me at person{row}@example.org please\n", 1 + row % 5));
    }
    let mut window = open("answers.csv", csv);
    go_to(&mut window, Step::Checks);
    window.get_by_label("Personal data: 30 e-mail addresses (watch)");
}

#[test]
fn an_open_wizard_rests() {
    for step in Step::EVERY {
        let mut window = open("support.csv", NEW);
        go_to(&mut window, step);
        window.run();
        assert!(!window.ctx.has_requested_repaint(), "{step:?}");
    }
}

#[test]
fn every_step_fits_small_and_large_windows() {
    for size in [(1280.0, 720.0), (1366.0, 768.0), (1920.0, 1080.0), (800.0, 500.0)] {
        let mut window = open_sized("support.csv", NEW, size);
        for step in Step::EVERY {
            go_to(&mut window, step);
            let next = if step == Step::Preview { "Import" } else { "Next" };
            let rect = window.get_by_label(next).rect();
            assert!(rect.max.x <= size.0 && rect.max.y <= size.1, "{step:?} {size:?} {rect:?}");
        }
    }
}

#[test]
fn files_queue_one_after_another() {
    let mut window = open("support.csv", KNOWN);
    let second = window.state().state.folder.path().join("second.csv");
    std::fs::write(&second, NEW).unwrap();
    window.state_mut().state.wizard.open(vec![second]);
    window.run();
    window.get_by_label("1 more file waits");
    click(&mut window, "Skip this file");
    window.get_by_label("Import second.csv");
}

/// Words that are painted in the right half of the window, where the map is.
fn words_of_map(window: &Window<'_>) -> Vec<String> {
    fn add(shape: &egui::Shape, words: &mut Vec<String>) {
        match shape {
            egui::Shape::Text(text) if text.pos.x > 560.0 => words.push(text.galley.text().to_owned()),
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| add(shape, words)),
            _ => {}
        }
    }
    let mut words = Vec::new();
    window.output().shapes.iter().for_each(|clipped| add(&clipped.shape, &mut words));
    words
}

/// The panes of the map that stay in place have a scene of their own.
#[test]
fn the_map_of_the_preview_has_its_stages_and_lanes() {
    let mut window = open("support.csv", KNOWN);
    go_to(&mut window, Step::Preview);
    let words = words_of_map(&window);
    let document = window.state().session.document();
    let lane = document.lanes.values().find(|lane| lane.kind == crate::model::LaneKind::Kpi).unwrap();
    for title in ["Support", &lane.title] {
        assert!(words.iter().any(|word| word == title), "no {title} in {words:?}");
    }
}

#[test]
fn in_a_small_window_title_and_buttons_stay_and_the_step_scrolls() {
    for size in [(640.0, 360.0), (853.0, 480.0), (1280.0, 720.0)] {
        let mut window = open_sized("support.csv", NEW, size);
        for step in Step::EVERY {
            go_to(&mut window, step);
            let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(size.0, size.1));
            let forward = if step == Step::Preview { text::import() } else { text::next() };
            for label in [forward, crate::i18n::panels::cancel(), text::save_mapping()] {
                let rect = window.get_by_label(label).rect();
                assert!(screen.contains_rect(rect), "{label} at {rect:?} in {size:?} of {step:?}");
            }
        }
    }
}
