//! The program as a person meets it: a real window, a mouse, a keyboard, files on disk.
//!
//! Runs when MILEPOST_E2E is set and there is a display; needs the feature `inspection`. Pictures of what was seen stay in
//! `e2e` in the target folder. With MILEPOST_SCREENSHOTS=FOLDER the pictures of the sample go there instead.

#![cfg(feature = "inspection")]

mod driver;
mod editing;
mod imports;

use driver::Window;
use egui::{Key, Modifiers};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A room that shows the whole map of every test at once.
const LARGE: (u32, u32) = (1920, 1080);
/// A projector.
const SMALL: (u32, u32) = (1280, 720);

const COMMAND_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

/// Everything one test needs; gone at its end.
struct Scene {
    folder: tempfile::TempDir,
    pictures: PathBuf,
    /// Two windows would fight for the processor and for the keyboard.
    _alone: MutexGuard<'static, ()>,
}

impl Scene {
    /// `None`, and a line that says so, when no window is wanted or possible.
    fn set() -> Option<Self> {
        static ONE_WINDOW: Mutex<()> = Mutex::new(());
        if std::env::var_os("MILEPOST_E2E").is_none() || std::env::var_os("DISPLAY").is_none() {
            println!("skipped: no display (set MILEPOST_E2E=1 under a display)");
            return None;
        }
        let alone = ONE_WINDOW.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Self { folder: tempfile::tempdir().unwrap(), pictures: target().join("e2e"), _alone: alone })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The path as it would be typed.
    fn typed(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// A folder of its own for each map, so that nothing can be left beside it unseen.
    fn map_folder(&self) -> PathBuf {
        let folder = self.path("maps");
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn files_beside_map(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.map_folder()).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn window(&self, arguments: &[&str]) -> Window {
        let home = self.path("home");
        std::fs::create_dir_all(&home).unwrap();
        let mut window = Window::start(arguments, &home, &self.pictures);
        window.resize(LARGE.0, LARGE.1);
        window
    }

    /// What the command line prints; it must succeed.
    fn run(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_milepost")).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The rows of a question to a file, the first line without the column names.
    fn rows(&self, file: &str, question: &str) -> Vec<String> {
        self.run(&["sql", file, question, "--csv"]).lines().skip(1).map(str::to_owned).collect()
    }
}

/// The folder of all builds.
fn target() -> PathBuf {
    // Cargo gives a folder inside of it to integration tests.
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_owned()
}

/// Types the words of what is being edited and keeps them.
fn type_words(window: &mut Window, field: &str, text: &str) {
    window.find(field);
    window.overwrite(text);
    window.key(Key::Enter, Modifiers::NONE);
    window.wait_gone(field);
}

/// Types a path where the window asks for one.
fn type_path(window: &mut Window, path: &str) {
    window.find("Path");
    window.overwrite(path);
    window.key(Key::Enter, Modifiers::NONE);
    window.wait_gone("Path");
}

/// Runs a command by its name.
fn palette(window: &mut Window, command: &str) {
    window.key(Key::K, Modifiers::COMMAND);
    window.find("Command palette");
    window.write(command);
    window.find(command);
    window.key(Key::Enter, Modifiers::NONE);
    window.wait_gone("Command palette");
}

/// Ends the program the way people do.
fn quit(mut window: Window) {
    window.click("File");
    window.click_and_close("Quit");
}

fn fit_map(window: &mut Window) {
    window.key(Key::Num1, Modifiers::SHIFT);
}

/// Goes through the wizard on a data file, from its path to the map.
fn import(window: &mut Window, data: &str, seen: [&str; 3]) {
    let [columns, places, check] = seen;
    window.key(Key::I, Modifiers::COMMAND);
    type_path(window, data);
    window.click("Next");
    window.find(columns);
    window.click("Next");
    window.find(places);
    window.click("Next");
    window.find(check);
    window.click("Next");
    window.find("The map as it would be");
    window.click("Import");
    window.click("Show on map");
    window.wait_gone("Show on map");
}

/// Everything the map says, with the whole map in sight and nothing beside it.
fn map_names(window: &mut Window, last_to_come: &str) -> Vec<String> {
    window.find(last_to_come);
    fit_map(window);
    window.map_names()
}

/// Answers of two stages in two months; the third row has a date that is none.
const ANSWERS: &str = "date,place,metric,value,n
2025-01-07,Renewal,CSAT,5,120
2025-01-07,Renewal,CSAT,2,40
31 February,Renewal,CSAT,1,9
2025-02-11,Renewal,CSAT,4,60
2025-02-11,Renewal,CSAT,3,60
2025-02-11,Purchase,CSAT,4,90
2025-02-11,Purchase,CSAT,1,10
";
const AT_RENEWAL: &str = "KPI CSAT at Renewal: 64.3 %, n 280";
const AT_PURCHASE: &str = "KPI CSAT at Purchase: 90.0 %, n 100";
const TOUCHPOINT: &str = "Touchpoint Renewal call in Renewal › First notice";

#[test]
fn a_journey_is_drawn_measured_undone_and_found_again() {
    let Some(scene) = Scene::set() else { return };
    let file = scene.map_folder().join("journey.milepost").to_str().unwrap().to_owned();
    std::fs::write(scene.path("answers.csv"), ANSWERS).unwrap();

    let mut window = scene.window(&[]);
    window.click("Customer journey");
    window.find("Stage Loyalty");
    window.key(Key::S, Modifiers::COMMAND);
    type_path(&mut window, &file);
    window.find("Saved as journey.milepost.");

    // A stage behind the last one, its step, a touchpoint in it.
    window.click("Stage Loyalty");
    window.key(Key::S, Modifiers::ALT);
    type_words(&mut window, "Edit stage", "Renewal");
    window.find("Stage Renewal");
    type_words(&mut window, "Edit step", "First notice");
    window.key(Key::T, Modifiers::ALT);
    type_words(&mut window, "Edit card", "Renewal call");
    window.find(TOUCHPOINT);
    window.key(Key::Z, Modifiers::COMMAND);
    window.wait_gone(TOUCHPOINT);
    window.find("Step First notice");
    window.key(Key::Z, COMMAND_SHIFT);
    window.find(TOUCHPOINT);

    let seen = ["Role of metric: Metric", "CSAT · top box · 2 places", "1 KPI gets numbers (1 new)."];
    import(&mut window, &scene.typed("answers.csv"), seen);
    for name in [AT_RENEWAL, AT_PURCHASE] {
        window.find(name);
        window.find(&format!("Headline {name}"));
    }
    // The import is one step as well.
    window.key(Key::Z, Modifiers::COMMAND);
    window.wait_gone(AT_RENEWAL);
    window.key(Key::Z, COMMAND_SHIFT);
    window.find("Stage Renewal");
    let before = map_names(&mut window, AT_RENEWAL);
    window.picture("journey.png");
    quit(window);

    assert_eq!(scene.files_beside_map(), ["journey.milepost"]);
    scene.run(&["check", &file]);
    let stages = "select title from stage order by rank";
    let expected = ["Awareness", "Consideration", "Purchase", "Use", "Loyalty", "Renewal"];
    assert_eq!(scene.rows(&file, stages), expected);
    let touchpoints = "select kind, stage.title, step.title from card join step on step.id = step \
                       join stage on stage.id = stage where card.text = 'Renewal call'";
    assert_eq!(scene.rows(&file, touchpoints), ["touchpoint,Renewal,First notice"]);
    assert_eq!(scene.rows(&file, "select name, kind from kpi where metric = 'CSAT'"), ["CSAT,top_box"]);
    let values = "select title, day, n, value from kpi_value join stage on place = 'stage:' || stage.id order by 1, 2";
    let expected = ["Purchase,2025-02-11,100,0.9", "Renewal,2025-01-07,160,0.75", "Renewal,2025-02-11,120,0.5"];
    assert_eq!(scene.rows(&file, values), expected);
    let observations = "select sum(n) from observation";
    assert_eq!(scene.rows(&file, observations), ["380"]);
    let report = "select rows_read, rows_accepted, rows_rejected from source";
    assert_eq!(scene.rows(&file, report), ["7,6,1"]);

    let mut window = scene.window(&[&file]);
    let after = map_names(&mut window, AT_RENEWAL);
    assert_eq!(after, before);
    quit(window);
    assert_eq!(scene.files_beside_map(), ["journey.milepost"]);
}

#[test]
fn typed_words_survive_a_kill() {
    let Some(scene) = Scene::set() else { return };
    let file = scene.map_folder().join("killed.milepost").to_str().unwrap().to_owned();
    scene.run(&["new", &file, "--template", "e-commerce"]);

    let mut window = scene.window(&[&file]);
    window.key(Key::S, Modifiers::ALT);
    type_words(&mut window, "Edit stage", "Second order");
    type_words(&mut window, "Edit step", "Reorder");
    window.click("Stage Second order");
    window.wait_gone("Saving…");
    window.find("Saved");
    window.key(Key::F2, Modifiers::NONE);
    window.find("Edit stage");
    window.overwrite("Half a wor");
    window.kill();

    let mut window = scene.window(&[&file]);
    window.find("Stage Second order");
    assert_eq!(window.try_find("Half a wor").map(|n| n.name), None);
    // What the dead program left behind makes no viewer of this one.
    window.key(Key::S, Modifiers::ALT);
    type_words(&mut window, "Edit stage", "Third order");
    type_words(&mut window, "Edit step", "Once more");
    window.find("Stage Third order");
    quit(window);
    assert_eq!(scene.files_beside_map(), ["killed.milepost"]);
    scene.run(&["check", &file]);
    let last_two = "select title from (select title, rank from stage order by rank desc limit 2) order by rank";
    assert_eq!(scene.rows(&file, last_two), ["Second order", "Third order"]);
}

/// Six stages with their steps, fifteen in all.
const TYPED: [(&str, &[&str]); 6] = [
    ("Notice", &["See an ad", "Ask a friend"]),
    ("Choose", &["Compare", "Try it", "Ask the price"]),
    ("Buy", &["Order", "Pay"]),
    ("Begin", &["Sign in", "Invite the team", "First report"]),
    ("Use", &["Work daily", "Get help", "Extend"]),
    ("Renew", &["Get the invoice", "Decide"]),
];

/// The map that a workshop types in ten minutes: 6 stages, 15 steps, 10 lanes, a row of cards, and never the mouse.
#[test]
fn a_map_is_typed_with_the_keyboard_alone() {
    let Some(scene) = Scene::set() else { return };
    let file = scene.map_folder().join("typed.milepost").to_str().unwrap().to_owned();
    scene.run(&["new", &file, "--template", "blank", "--title", "Workshop"]);
    let mut window = scene.window(&[&file]);
    let started = std::time::Instant::now();
    for lane in ["Add text lane", "Add process lane", "Add divider line"] {
        palette(&mut window, lane);
        // A new lane asks for its name; this keeps the one it has.
        window.find("Edit lane");
        window.key(Key::Enter, Modifiers::NONE);
        window.wait_gone("Edit lane");
    }
    window.key(Key::S, Modifiers::ALT);
    window.find("Edit stage");
    for (number, (stage, steps)) in TYPED.iter().enumerate() {
        if number > 0 {
            window.key(Key::Enter, COMMAND_SHIFT);
        }
        window.write(stage);
        window.key(Key::Enter, Modifiers::NONE);
        for (number, step) in steps.iter().enumerate() {
            if number > 0 {
                window.key(Key::Enter, Modifiers::COMMAND);
            }
            window.write(step);
        }
    }
    // Down into the storyboard, on to the touchpoints, and to their first cell.
    window.key(Key::Enter, Modifiers::NONE);
    window.key(Key::ArrowDown, Modifiers::NONE);
    window.key(Key::Home, Modifiers::NONE);
    let columns: Vec<&str> = TYPED.iter().flat_map(|(_, steps)| steps.iter().copied()).collect();
    for column in &columns {
        window.write(&format!("Contact: {column}"));
        window.key(Key::Tab, Modifiers::NONE);
    }
    window.key(Key::Escape, Modifiers::NONE);
    let seconds = started.elapsed().as_secs_f64();
    fit_map(&mut window);
    window.picture("typed_map.png");
    window.wait_gone("Saving…");
    window.find("Saved");
    quit(window);
    println!("typed in {seconds:.1} s");
    let stages: Vec<&str> = TYPED.iter().map(|(stage, _)| *stage).collect();
    assert_eq!(scene.rows(&file, "select title from stage order by rank"), stages);
    let steps = "select step.title from step join stage on stage.id = step.stage order by stage.rank, step.rank";
    assert_eq!(scene.rows(&file, steps), columns);
    assert_eq!(scene.rows(&file, "select count(*) from lane"), ["10"]);
    let cards = "select card.text from card join step on step.id = card.step join stage on stage.id = step.stage \
                 join lane on lane.id = card.lane where lane.kind = 'touchpoint' order by stage.rank, step.rank";
    let expected: Vec<String> = columns.iter().map(|column| format!("Contact: {column}")).collect();
    assert_eq!(scene.rows(&file, cards), expected);
    scene.run(&["check", &file]);
}

/// Column of 2016, place on the map, share of the best two answers and n as published, rounded as the map rounds.
const QUESTIONS: [(&str, &str, &str, &str); 11] = [
    ("Q7ART", "Art", "71.4", "2,573"),
    ("Q7FOOD", "Food", "57.0", "2,680"),
    ("Q7SIGN", "Signs", "77.6", "2,969"),
    ("Q7WIFI", "Wi-Fi", "74.8", "2,333"),
    ("Q7ALL", "Airport", "81.0", "2,919"),
    ("Q9BOARDING", "Boarding areas", "88.0", "3,028"),
    ("Q9RESTROOM", "Restrooms", "75.9", "2,882"),
    ("Q9ALL", "Cleanliness", "84.3", "2,994"),
    ("Q10SAFE", "Safety", "87.3", "3,011"),
    ("Q14FIND", "Finding the way", "84.1", "2,907"),
    ("Q14PASSTHRU", "Security", "77.1", "2,641"),
];

fn mapping_of_airport() -> String {
    let score = |(column, place, ..): (&str, &str, &str, &str)| serde_json::json!({"column": column, "metric": "CSAT", "place": place, "scale": [1, 5], "missing": ["0", "6"]});
    let mapping = serde_json::json!({
        "shape": "survey",
        "date": {"column": "INTDATE", "order": "month-first"},
        "time_zone": "America/Los_Angeles",
        "scores": QUESTIONS.map(score),
        "respondent": {"column": "*RESPNUM"},
        "segments": ["DESTGEO"],
    });
    mapping.to_string()
}

#[test]
fn an_airport_shows_the_published_scores() {
    let Some(scene) = Scene::set() else { return };
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let data = shared.join("cx/sfo_survey/raw/2016_SFO_Customer_Survey.csv");
    if !data.is_file() {
        println!("skipped: no ../shared/data");
        return;
    }
    let file = scene.map_folder().join("airport.milepost").to_str().unwrap().to_owned();
    std::fs::write(scene.path("mapping.json"), mapping_of_airport()).unwrap();
    scene.run(&["new", &file, "--template", "blank", "--title", "Through the airport"]);
    scene.run(&["import", &file, data.to_str().unwrap(), "--mapping", &scene.typed("mapping.json")]);

    let mut window = scene.window(&[&file]);
    palette(&mut window, "Grain: by day");
    fit_map(&mut window);
    for (_, place, share, n) in QUESTIONS {
        let card = format!("KPI CSAT at {place}: {share} %, n {n}");
        window.find(&format!("Headline {card}"));
        window.click(&card);
        // The drawer shows the same numbers, large.
        window.find(&format!("CSAT · {place}"));
        window.find(&format!("{share} %"));
        let heading = window.words().into_iter().find(|words| words.starts_with(&format!("n {n} · 95 % ")));
        assert!(heading.is_some(), "no interval of {place} in the drawer");
    }
    assert_eq!(window.map_names().iter().filter(|name| name.starts_with("KPI ")).count(), QUESTIONS.len());
    window.picture("airport.png");
    quit(window);
}

#[test]
fn the_sample_is_pictured() {
    let Some(mut scene) = Scene::set() else { return };
    if let Some(folder) = std::env::var_os("MILEPOST_SCREENSHOTS") {
        scene.pictures = PathBuf::from(folder);
    }
    let mut window = scene.window(&["demo"]);
    window.find("KPI Support CSAT at Support: ");
    window.wait_gone("no numbers yet");
    for theme in ["light", "dark"] {
        palette(&mut window, if theme == "light" { "Theme: Light" } else { "Theme: Dark" });
        for (width, height) in [SMALL, LARGE] {
            window.resize(width, height);
            fit_map(&mut window);
            window.picture(&format!("sample_{theme}_{width}.png"));
        }
    }
    // One stage as large as it gets.
    palette(&mut window, "Theme: Light");
    window.key(Key::Num3, Modifiers::COMMAND);
    window.wait_gone("Observations");
    window.click("Stage Support");
    window.key(Key::Num2, Modifiers::SHIFT);
    for _ in 0..2 {
        window.key(Key::Plus, Modifiers::COMMAND);
    }
    window.picture("stage_light_1920.png");
    quit(window);
}
