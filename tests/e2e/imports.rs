//! Files of tools come onto the map, one that grew is read again, and each is taken back.

use crate::driver::Window;
use crate::{LARGE, Scene, fit_map, quit, type_path};
use egui::{Key, Modifiers};
use std::io::Write as _;
use std::path::Path;

/// Through all steps with the mouse, looking at what the last one shows.
fn import(window: &mut Window, data: &str, kpis: &str, picture: &str) {
    window.key(Key::I, Modifiers::COMMAND);
    type_path(window, data);
    for _ in 0..4 {
        window.click("Next");
    }
    window.find("The map as it would be");
    window.picture(&format!("{picture}_preview.png"));
    window.click("Import");
    window.find(kpis);
    window.click("Show on map");
    window.wait_gone("Show on map");
}

fn export(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports").join(name);
    path.to_str().unwrap().to_owned()
}

fn undo(window: &mut Window) {
    window.key(Key::Z, Modifiers::COMMAND);
}

/// Of 23 answers 0 to 10.
const NPS: &str = "KPI How likely are you to recommend us? at ";
/// Events of a shop.
const EVENTS: &str = "KPI Event count at purchase: 271";
const ANSWERS: &str = "date,place,metric,value,n\n2026-08-03,purchase,CSAT,5,60\n2026-08-04,purchase,CSAT,2,40\n";
const BEFORE: &str = "KPI CSAT at purchase: 60.0 %, n 100";
const AFTER: &str = "KPI CSAT at purchase: 80.0 %, n 200";

#[test]
fn exports_of_tools_and_a_file_that_grows_are_imported_refreshed_and_undone() {
    let Some(scene) = Scene::set() else { return };
    let file = scene.map_folder().join("shop.milepost").to_str().unwrap().to_owned();
    scene.run(&["new", &file, "--template", "blank", "--title", "Shop"]);
    let answers = scene.path("answers.csv");
    std::fs::write(&answers, ANSWERS).unwrap();

    let mut window = scene.window(&[&file]);
    window.resize(LARGE.0, LARGE.1);
    import(&mut window, &export("ga4_daily.csv"), "2 KPIs get numbers", "ga4");
    fit_map(&mut window);
    window.find(EVENTS);
    import(&mut window, &export("qualtrics.csv"), "2 KPIs get numbers", "qualtrics");
    fit_map(&mut window);
    let nps = window.find(NPS).name;
    assert!(nps.contains("n 23"), "{nps}");
    import(&mut window, answers.to_str().unwrap(), "1 KPI gets numbers", "answers");
    fit_map(&mut window);
    window.find(BEFORE);

    // The file is followed from now on; it grows; the map follows.
    // Beside the list of sources in the outline the page of the drawer would be called the same.
    window.key(Key::Num1, Modifiers::COMMAND);
    window.click("Sources");
    window.click("More answers.csv");
    window.click("When I ask for it");
    let mut grown = std::fs::OpenOptions::new().append(true).open(&answers).unwrap();
    grown.write_all(b"2026-08-05,purchase,CSAT,4,100\n").unwrap();
    drop(grown);
    window.click("Refresh answers.csv");
    window.find(AFTER);
    window.picture("refreshed.png");

    // Every step back gives the number back that was there before it.
    undo(&mut window);
    window.find(BEFORE);
    undo(&mut window);
    window.find(BEFORE);
    undo(&mut window);
    window.wait_gone(BEFORE);
    window.find(NPS);
    undo(&mut window);
    window.wait_gone(NPS);
    window.find(EVENTS);
    undo(&mut window);
    window.wait_gone(EVENTS);
    quit(window);
    assert_eq!(scene.rows(&file, "select count(*) as n from source"), ["0"]);
    assert_eq!(scene.files_beside_map(), ["shop.milepost"]);
}
