//! What the Data menu does beside importing a file.

use super::Window;
use crate::app::AppOptions;
use crate::i18n::shell::person as words;
use crate::session::AppCommand;
use crate::session::import_job::ImportRequest;
use egui_kittest::kittest::Queryable as _;

const SURVEY: &str = "date,respondent_id,score,comment\n2024-01-01,ann-4711,5,The courier was rude\n\
    2024-01-02,bob-4712,4,fine\n2024-01-03,ann-4711,1,\n";
const MAPPING: &str = r#"{"shape": "survey", "date": {"column": "date"}, "scores": [{"column": "score", "metric": "CSAT"}],
    "respondent": {"column": "respondent_id"}, "comment": {"column": "comment"}}"#;

const TABLE: &str = "date\tplace\tmetric\tvalue\n2026-01-05\tSupport\tCSAT\t4\n2026-01-06\tSupport\tCSAT\t5\n";

impl Window {
    /// Chooses “Paste data” with a text on the clipboard of the system, or none.
    fn paste_as_data(&mut self, clipboard: Option<&str>) {
        self.app().commands().send(AppCommand::PasteData);
        self.harness.step();
        if let Some(text) = clipboard {
            self.harness.event(egui::Event::Paste(text.to_owned()));
        }
        self.settle();
    }

    /// Runs frames until something with these words is there. It looks after each single frame: a message that comes
    /// while work goes on in the background would be gone again when that is done.
    #[track_caller]
    pub(super) fn wait_for(&mut self, words: &str) {
        let end = std::time::Instant::now() + std::time::Duration::from_secs(120);
        while !self.is_shown(words) {
            assert!(std::time::Instant::now() < end, "“{words}” does not come");
            self.harness.step();
            std::thread::yield_now();
        }
        self.settle();
    }
}

/// True when a text is in the open file, or in the log beside it.
fn is_on_disk(window: &Window, text: &str) -> bool {
    let path = window.app().session().unwrap().path().unwrap();
    let beside = ["", "-wal"].map(|end| format!("{}{end}", path.display()));
    let bytes = beside.iter().filter_map(|path| std::fs::read(path).ok());
    bytes.flatten().collect::<Vec<u8>>().windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn a_person_is_removed_for_good() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let data = window.home.path().join("survey.csv");
    std::fs::write(&data, SURVEY).unwrap();
    let request = ImportRequest { path: data, mapping: Some(MAPPING.to_owned()), ..ImportRequest::default() };
    window.send(AppCommand::StartImport(Box::new(request)));
    // What was taken back can be done again, so its rows are still there.
    window.send(AppCommand::Undo);
    window.send(AppCommand::Redo);
    assert!(is_on_disk(&window, "courier was rude"));

    window.send(AppCommand::OpenRemovePerson);
    window.harness.get_by_label(words::ID).type_text("nobody");
    window.settle();
    window.harness.get_by_label(words::LOOK).click();
    window.wait_for("No row and no import report");
    window.harness.get_by_label(words::ID).focus();
    window.press(egui::Modifiers::COMMAND, egui::Key::A);
    window.harness.get_by_label(words::ID).type_text("ann-4711");
    window.settle();
    window.harness.get_by_label(words::LOOK).click();
    window.wait_for("survey.csv: 2 rows");
    assert!(window.is_shown(words::WARNING) && is_on_disk(&window, "ann-4711"), "looking removes nothing");
    window.harness.get_by_label(&words::remove(2)).click();
    window.wait_for(&words::removed(2));

    let session = window.app().session().unwrap();
    assert!(session.undo_label().is_none() && session.redo_label().is_none());
    let source = session.document().sources.values().next().unwrap();
    assert_eq!((source.rows_read, source.rows_accepted), (1, 1));
    for trace in ["ann-4711", "courier was rude"] {
        assert!(!is_on_disk(&window, trace), "“{trace}” is still there");
    }
    assert!(is_on_disk(&window, "bob-4712"));
}

#[test]
fn texts_that_may_be_about_a_person_go_with_a_tick() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let data = window.home.path().join("survey.csv");
    std::fs::write(&data, format!("{SURVEY}never,b7,4,late\nnever,c3,4,late\n")).unwrap();
    let request = ImportRequest { path: data.clone(), mapping: Some(MAPPING.to_owned()), ..ImportRequest::default() };
    window.send(AppCommand::StartImport(Box::new(request)));
    std::fs::write(&data, "date,who\n").unwrap();
    window.send(AppCommand::OpenRemovePerson);
    window.harness.get_by_label(words::ID).type_text("b7");
    window.settle();
    window.harness.get_by_label(words::LOOK).click();
    window.wait_for("The search could not be complete");
    window.harness.get_by_label(&words::remove(0)).click();
    window.settle();
    assert!(window.is_shown(words::TITLE), "nothing is removed without the tick");
    window.harness.get_by_label(&words::take_unclear(2)).click();
    window.settle();
    window.harness.get_by_label(&words::remove(0)).click();
    window.wait_for(&words::removed(0));
}

#[test]
fn a_table_on_the_clipboard_becomes_a_source() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    window.paste_as_data(Some(TABLE));
    window.wait_for("Import Pasted on ");
    window.harness.get_by_label(crate::i18n::panels::wizard_steps::import_now()).click();
    window.wait_for(crate::i18n::panels::wizard::done());
    let session = window.app().session().unwrap();
    let source = session.document().sources.values().next().unwrap();
    assert!(source.name.starts_with("Pasted on ") && source.path.is_empty() && source.rows_accepted == 2);
    assert!(session.undo_label().is_some());
}

/// It was imported again without a word, or with one on the fourth step.
#[test]
fn the_same_file_again_is_told_on_the_first_step() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let data = window.home.path().join("data.csv");
    std::fs::write(&data, "date,place,metric,value\n2026-01-05,Support,CSAT,4\n").unwrap();
    window.send(AppCommand::StartImport(Box::new(ImportRequest { path: data.clone(), ..ImportRequest::default() })));
    window.send(AppCommand::OpenImportWizard(vec![data.clone()]));
    window.wait_for("Nothing new: the same file was imported on ");
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    std::fs::write(&data, "date,place,metric,value\n2026-01-05,Support,CSAT,4\n2026-01-06,Support,CSAT,5\n").unwrap();
    window.send(AppCommand::OpenImportWizard(vec![data.clone()]));
    window.wait_for("This replaces the one row that the file brought on ");
    assert!(window.is_shown(crate::i18n::panels::wizard::first_rows()), "it is not the first step");
}

/// Who asks for data and finds none is told so; and what is pasted next is meant for the map.
#[test]
fn an_empty_clipboard_is_told_and_the_next_paste_is_not_taken_for_data() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    window.paste_as_data(None);
    assert!(window.app().toasts.texts().iter().any(|text| text.contains("holds no text")));
    let at = crate::session::clipboard::PasteAt::Anywhere;
    window.send(AppCommand::Paste { text: TABLE.to_owned(), at });
    window.harness.event(egui::Event::Paste(TABLE.to_owned()));
    window.settle();
    assert!(!window.app().wizard.is_open());
    // A paste for the map that is on its way does not wait for what the clipboard answers, nor takes its place.
    window.app().commands().send(AppCommand::PasteData);
    window.app().commands().send(AppCommand::Paste { text: "Stage\tDiscover".to_owned(), at });
    window.harness.step();
    assert!(!window.app().wizard.is_open() && window.app().data_awaited.is_some());
}

#[test]
fn a_folder_opens_the_wizard_on_its_tables() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let folder = window.home.path().join("tables");
    std::fs::create_dir(&folder).unwrap();
    for name in ["a.csv", "b.tsv", "notes.md"] {
        std::fs::write(folder.join(name), "date,place,metric,value\n2026-01-05,Support,CSAT,4\n").unwrap();
    }
    window.send(AppCommand::ImportFolderDialog);
    window.harness.get_by_label("Path").focus();
    window.press(egui::Modifiers::COMMAND, egui::Key::A);
    window.harness.get_by_label("Path").type_text(folder.to_str().unwrap());
    window.settle();
    window.press(egui::Modifiers::NONE, egui::Key::Enter);
    window.wait_for("Import a.csv");
    assert!(window.is_shown("1 more file waits"));
}

#[test]
fn rejected_rows_are_written_where_they_are_wanted() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let data = window.home.path().join("data.csv");
    std::fs::write(&data, "date,place,metric,value\n2026-01-05,Support,CSAT,4\nnever,Support,CSAT,5\n").unwrap();
    window.send(AppCommand::StartImport(Box::new(ImportRequest { path: data.clone(), ..ImportRequest::default() })));
    let source = *window.app().session().unwrap().document().sources.keys().next().unwrap();
    let out = window.home.path().join("rejected.csv");
    window.send(AppCommand::ExportRejected(source, out.clone()));
    let written = std::fs::read_to_string(&out).unwrap();
    let expected = "line,column,reason,text,date,place,metric,value\n3,date,not a date,never,never,Support,CSAT,5\n";
    assert_eq!(written, expected);
    // The data file is another one by now: its cells would be those of other rows.
    std::fs::write(&data, "date,place,metric,value\n").unwrap();
    window.send(AppCommand::ExportRejected(source, out.clone()));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "line,column,reason,text\n3,date,not a date,never\n");
    assert!(window.app().toasts.texts().iter().any(|text| text.contains("has changed since")));
}
