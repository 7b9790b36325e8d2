//! Words are edited where they stand, with the mouse.

use super::{Scene, fit_map};
use egui::{Key, Modifiers};

/// What a double click is on, what it is called as soon as its words are these, and the field.
const RECORDS: [(&str, &str, &str); 5] = [
    (
        "Touchpoint Search result in Awareness \u{203a} Find us",
        "Touchpoint QQQ in Awareness \u{203a} Find us",
        "Edit card",
    ),
    ("Quote Where is it in Awareness \u{203a} Find us", "Quote QQQ in Awareness \u{203a} Find us", "Edit card"),
    ("Step Compare", "Step QQQ", "Edit step"),
    ("Lane Touchpoints", "Lane QQQ", "Edit lane"),
    ("Stage Purchase", "Stage QQQ", "Edit stage"),
];

#[test]
fn words_typed_after_a_double_click_arrive() {
    let Some(scene) = Scene::set() else { return };
    let mut window = scene.window(&[]);
    window.click("Customer journey");
    window.find("Stage Loyalty");
    fit_map(&mut window);
    // A quote where the touchpoint stands.
    window.click(RECORDS[0].0);
    window.key(Key::Q, Modifiers::ALT);
    window.find("Edit card");
    window.overwrite("Where is it");
    window.key(Key::Enter, Modifiers::NONE);
    for (record, renamed, field) in RECORDS {
        window.find(record);
        window.key(Key::Escape, Modifiers::NONE);
        window.double_click_into(record, field);
        window.write("QQQ");
        window.key(Key::Escape, Modifiers::NONE);
        window.wait_gone(field);
        window.find(record);
        window.double_click_into(record, field);
        window.write("QQQ");
        window.key(Key::Enter, Modifiers::NONE);
        window.find(renamed);
    }
    let point = "Experience point +0.2 in Awareness \u{203a} Find us";
    assert_eq!(window.double_click_into(point, "Edit card").value, "0.2");
    window.write("-1.5");
    window.key(Key::Enter, Modifiers::NONE);
    window.find("Experience point \u{2212}1.5 in Awareness \u{203a} Find us");
}
