//! The sheet of settings sets what the menus set.

use super::*;
use crate::i18n::shell::{dialog, settings as text};
use crate::session::MotionChoice;

fn open() -> Window {
    let mut window = Window::open(AppOptions::default());
    window.press(Modifiers::COMMAND, Key::Comma);
    assert!(window.is_shown(text::TITLE));
    window
}

fn click(window: &mut Window, label: &str) {
    window.harness.get_by_label(label).click();
    window.settle();
}

#[test]
fn settings_stand_in_one_window_work_at_once_and_are_kept() {
    let mut window = open();
    click(&mut window, &format!("{}: {}", menu::THEME, words::THEME_DARK.label));
    click(&mut window, &format!("{}: {}", menu::MOTION, words::MOTION_REDUCED.label));
    click(&mut window, &format!("{}: {}", text::UI_SCALE, text::percent(125)));
    click(&mut window, words::PROMPTS.label);
    click(&mut window, words::MINIMAP.label);
    window.harness.get_by_label(dialog::AUTHOR_NAME).focus();
    window.harness.get_by_label(dialog::AUTHOR_NAME).type_text(" Ada ");
    window.settle();
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.is_shown(text::TITLE), "Escape closes it");
    assert!(style::tokens(&window.harness.ctx).is_dark());
    let check = |prefs: &crate::session::prefs::Prefs| {
        let set = (prefs.theme, prefs.motion, prefs.ui_scale, prefs.author.as_str(), prefs.is_author_known);
        assert_eq!(set, (ThemeChoice::Dark, MotionChoice::Reduced, 1.25, "Ada", true));
        assert_eq!((prefs.are_prompts_shown, prefs.is_minimap_shown), (false, true));
    };
    check(window.app().prefs());
    let Window { harness, home, .. } = window;
    drop(harness);
    check(Window::open_in(home, AppOptions::default()).app().prefs());
}

#[test]
fn settings_are_shown_as_they_are_and_found_by_other_names() {
    let mut window = open();
    assert_eq!(window.harness.query_all_by_role(egui::Role::CheckBox).count(), 2);
    window.press(Modifiers::NONE, Key::Escape);
    window.send(AppCommand::SetAuthor("Grace".to_owned()));
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_label(palette::NAME).type_text("preferences");
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.is_shown(text::TITLE));
    let field = window.harness.get_by_label(dialog::AUTHOR_NAME);
    assert_eq!(egui_kittest::kittest::NodeT::accesskit_node(&field).value().as_deref(), Some("Grace"));
}
