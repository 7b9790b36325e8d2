//! Reviews: what is told when a file is opened, and minutes that are written.

use super::Window;
use crate::app::AppOptions;
use crate::base::time::Day;
use crate::i18n::review as words;
use crate::model::{Edit, JourneyMap};
use crate::session::{AfterEdit, AppCommand};
use crate::ui::drawer::DrawerTab;
use egui_kittest::kittest::Queryable as _;

/// A file whose only map was to be reviewed on a day, closed and opened again.
fn opened_again(review_on: Option<Day>) -> Window {
    let mut window = Window::open(AppOptions::default());
    let path = window.home.path().join("map.milepost");
    window.new_map("customer-journey");
    window.send(AppCommand::SaveAs(path.clone()));
    let map = window.app().session().unwrap().document().maps.values().next().unwrap().clone();
    let edit = Edit::Update(JourneyMap { review_on, ..JourneyMap::clone(&map) }.into());
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    window.send(AppCommand::CloseFile);
    window.send(AppCommand::Open(path));
    window
}

#[test]
fn a_review_that_is_overdue_is_told_when_the_file_is_opened() {
    let mut window = opened_again(Day::from_ymd(2020, 1, 1));
    let told = window.app().toasts.texts().join(" ");
    assert!(told.contains("The review of") && told.contains("is overdue"), "{told}");
    window.harness.get_by_label(words::START).click();
    window.settle();
    assert_eq!(window.app().drawer.tab, DrawerTab::Review);
    assert!(window.is_shown("1 of "), "the first stage");
    let early = opened_again(Day::from_ymd(2999, 1, 1));
    assert!(early.app().toasts.texts().iter().all(|text| !text.contains("overdue")));
}

#[test]
fn minutes_are_written_where_somebody_says() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let path = window.home.path().join("may.md");
    window.send(AppCommand::SaveMinutesDialog("# Review\n".to_owned()));
    window.send(AppCommand::SaveText(path.clone()));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "# Review\n");
    assert!(window.app().toasts.texts().iter().any(|text| text.contains("may.md")));
    let folder = window.home.path().join("no").join("folder.md");
    window.send(AppCommand::SaveMinutesDialog("# Review\n".to_owned()));
    window.send(AppCommand::SaveText(folder));
    let told = window.app().toasts.texts().join(" ");
    assert!(told.contains("folder.md") && told.trim_end().ends_with('.'), "{told}");
}
