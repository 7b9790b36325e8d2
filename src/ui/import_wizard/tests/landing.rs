//! Exports of tools from the drop to figures on a new map, with at most one question on the way.

use super::*;
use crate::base::ids::IdAlloc;
use crate::base::time::Day;
use crate::model::{Document, JourneyMap};
use crate::session::import_job::ImportOutcome;
use crate::session::jobs::Jobs;
use crate::session::{NumbersView, Session, SessionEvent};
use crate::store::{OpenMode, Store};
use crate::theme::Tokens;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A window with a new map in a file, in which a data file was dropped.
struct Landing<'a> {
    window: Window<'a>,
    /// Everything that was asked on the way.
    asked: Vec<String>,
}

/// Asks the wizard something that depends on the map.
fn with_map<T>(window: &Window<'_>, ask: impl Fn(&Current, &PanelContext<'_>) -> T) -> T {
    let stand = window.state();
    let cx = PanelContext {
        session: &stand.session,
        tokens: &Tokens::light(),
        commands: &stand.commands,
        today: Day::from_ymd(2026, 11, 22).unwrap(),
        author: "Lena",
    };
    ask(current(window), &cx)
}

impl Landing<'_> {
    fn drop_on_new_map(path: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut ids = IdAlloc::seeded(7);
        let map = JourneyMap::new(ids.allocate(), "Journey");
        let mut document = Document::default();
        document.maps.insert(map.id, map.into());
        let file = folder.path().join("new.milepost");
        let opened = Store::create(&file, OpenMode::Edit, &document).unwrap();
        let mut session = Session::new(opened, file, false, Jobs::default());
        session.wait();
        let mut window = show(Case { wizard: ImportWizard::default(), folder }, (1280.0, 720.0));
        window.state_mut().session = session;
        window.state_mut().state.wizard.open(vec![path.to_owned()]);
        settle(&mut window);
        Self { window, asked: Vec::new() }
    }

    /// Gives every question its first sensible answer.
    fn answer_all(&mut self) {
        while let Some((step, question)) = with_map(&self.window, |current, cx| current.first_question(cx)) {
            let open = with_map(&self.window, |current, cx| current.questions(step, cx));
            self.asked.extend(open);
            assert!(self.asked.len() < 9, "never an end of questions: {:?}", self.asked);
            go_to(&mut self.window, step);
            if step != Step::Columns {
                // To see what is proposed, and to take it.
                continue;
            }
            let current = current_mut(&mut self.window);
            let (sniffed, draft) = (current.sniffed.clone().unwrap(), current.draft.as_mut().unwrap());
            if let Some(column) = draft.open_order(&sniffed) {
                draft.order = column.date_order;
            } else if draft.is_number_open(&sniffed) {
                draft.has_chosen_number = true;
            } else if let Some(day) = draft.open_day(&sniffed) {
                draft.fixed_date = day.to_string();
            } else {
                panic!("no answer to {question}");
            }
            settle(&mut self.window);
        }
    }

    /// Imports with one press and shows the map.
    fn import(&mut self) -> ImportOutcome {
        click(&mut self.window, steps_text::import_now());
        let request = started(&self.window);
        let session = &mut self.window.state_mut().session;
        session.start_import(request).unwrap();
        let outcome = session.wait().into_iter().find_map(|event| match event {
            SessionEvent::Imported(outcome) => Some(*outcome),
            _ => None,
        });
        let outcome = outcome.unwrap();
        self.window.state_mut().state.wizard.imported(&outcome);
        self.window.run();
        click(&mut self.window, "Show on map");
        assert!(!self.window.state().state.wizard.is_open());
        let sent = self.window.state().commands.take();
        let selected = sent.iter().any(|command| matches!(command, AppCommand::Select(cards) if !cards.is_empty()));
        assert!(selected, "what came is selected");
        let session = &mut self.window.state_mut().session;
        for command in sent {
            if let AppCommand::SetPeriod(period) = command {
                session.set_view(NumbersView { period, ..session.view().clone() });
            }
        }
        session.wait();
        outcome
    }

    /// Cards of the map that show a figure.
    fn figures(&self) -> usize {
        let session = &self.window.state().session;
        let (document, figures) = (session.document(), &session.insights().figures);
        let has_figure = |kpi, place| figures.get(&(kpi, place)).is_some_and(|figure| figure.now.value.is_some());
        document.kpi_cards(session.map().unwrap()).filter(|(_, kpi, place, _)| has_figure(*kpi, *place)).count()
    }
}

/// Lands every file and says what is wrong with how.
fn land_all(paths: &[PathBuf], at_most: usize) {
    let mut wrong = String::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut landing = Landing::drop_on_new_map(path);
        if let Some(problem) = current(&landing.window).work.problem() {
            writeln!(wrong, "{name}: {problem}").unwrap();
            continue;
        }
        landing.answer_all();
        if landing.asked.len() > at_most {
            writeln!(wrong, "{name}: asks {:?}", landing.asked).unwrap();
        }
        if !with_map(&landing.window, |current, cx| current.can_start(cx)) {
            writeln!(wrong, "{name}: cannot be imported").unwrap();
            continue;
        }
        let outcome = landing.import();
        assert_eq!(outcome.rows_read, outcome.rows_accepted + outcome.rows_rejected, "{name}");
        println!("{name}: {:?}, {} of {}", landing.asked, outcome.rows_accepted, outcome.rows_read);
        if landing.figures() == 0 {
            writeln!(wrong, "{name}: no figure on the map").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn csv_files(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "csv")).collect();
    files.sort();
    files
}

#[test]
fn every_export_lands_on_a_new_map_with_one_question_at_most() {
    let files = csv_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports"));
    assert!(files.len() > 40, "the exports are there");
    land_all(&files, 1);
}

#[test]
fn files_of_other_people_land_on_a_new_map_with_two_questions_at_most() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !shared.is_dir() {
        println!("skipped: no ../shared/data");
        return;
    }
    let mut files = csv_files(&shared.join("cx/sfo_survey/raw"));
    files.push(shared.join("cx/telco_churn/Telco-Customer-Churn.csv"));
    files.push(shared.join("cx/ecom_clickstream/ecom.csv.gz"));
    files.extend(csv_files(&shared.join("csv/vendor_exports/qualtrics")));
    // The airport asks too much for one map in every year, and in two of them some answers are none.
    land_all(&files, 2);
}

#[test]
fn a_kpi_is_counted_in_the_unit_of_its_column() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("orders.csv");
    std::fs::write(&path, "date,revenue,wait in minutes\n2026-01-01,€12.50,7\n2026-01-02,€20.25,9\n").unwrap();
    let mut landing = Landing::drop_on_new_map(&path);
    landing.answer_all();
    landing.import();
    let kpis = landing.window.state().session.document().kpis.values();
    // By name: ids are random, and so is the order of records that were made at once.
    let mut units: Vec<_> = kpis.map(|kpi| (kpi.name.as_str(), kpi.unit.as_str())).collect();
    units.sort_unstable();
    assert_eq!(units, [("revenue", "€"), ("wait in minutes", "min")]);
}
