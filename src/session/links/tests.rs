//! Sources that follow real files which grow, shrink, change their columns and vanish.

use crate::base::ids::{IdAlloc, SourceId};
use crate::base::progress::Progress;
use crate::model::check::violations;
use crate::model::{Document, Edit, JourneyMap, Place, RecordRef, Refresh};
use crate::session::import_job::{ImportFailure, ImportOutcome, ImportRequest};
use crate::session::jobs::Jobs;
use crate::session::{Session, SessionEvent};
use crate::store::{OpenMode, Store, check};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const HEAD: &str = "date,stage,metric,value,n\n2025-01-01,Support,CSAT,4,10\n2025-01-02,Support,CSAT,2,10\n";

/// A map file and a data file that it is linked to.
struct Bench {
    folder: tempfile::TempDir,
    session: Session,
}

impl Bench {
    fn new(text: &str, refresh: Refresh) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut document = Document::default();
        let map = JourneyMap::new(IdAlloc::seeded(7).allocate(), "Test");
        document.maps.insert(map.id, map.into());
        let opened = Store::create(&folder.path().join("m.milepost"), OpenMode::Edit, &document).unwrap();
        let path = folder.path().join("m.milepost");
        let mut session = Session::new(opened, path, false, Jobs::default());
        session.set_patience(Duration::ZERO);
        let mut bench = Self { folder, session };
        bench.write(text);
        let request = ImportRequest { path: bench.data(), refresh: Some(refresh), ..ImportRequest::default() };
        bench.session.start_import(request).unwrap();
        let events = bench.wait();
        assert!(matches!(events.as_slice(), [SessionEvent::Imported(_)]), "{events:?}");
        bench
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data.csv")
    }

    fn write(&self, text: &str) {
        std::fs::write(self.data(), text).unwrap();
    }

    fn wait(&mut self) -> Vec<SessionEvent> {
        self.session.wait()
    }

    /// Polls until something is told; files are watched by the system, which tells when it likes.
    fn wait_for_event(&mut self) -> Vec<SessionEvent> {
        let started = Instant::now();
        loop {
            let events = self.wait();
            if !events.is_empty() {
                return events;
            }
            assert!(started.elapsed() < Duration::from_secs(60), "nobody told that the file changed");
            std::thread::yield_now();
        }
    }

    fn source(&self) -> SourceId {
        self.session.document().whole_sources().next().unwrap().id
    }

    fn refresh(&mut self) -> SessionEvent {
        let source = self.source();
        self.session.refresh_source(source);
        let mut events = self.wait();
        assert_eq!(events.len(), 1, "{events:?}");
        events.remove(0)
    }

    fn refreshed(&mut self) -> ImportOutcome {
        match self.refresh() {
            SessionEvent::Refreshed(outcome) => *outcome,
            other => panic!("no refresh but {other:?}"),
        }
    }

    fn failure(&mut self) -> ImportFailure {
        let before = self.session.document().clone();
        match self.refresh() {
            SessionEvent::RefreshFailed(_, failure) => {
                assert_eq!(*self.session.document(), before, "a refresh that failed changed something");
                *failure
            }
            other => panic!("no failure but {other:?}"),
        }
    }

    /// Value and n of a KPI at a stage.
    fn figure(&self, kpi: &str, stage: &str) -> Option<(f64, f64)> {
        let document = self.session.document();
        let kpi = document.kpis.values().find(|k| k.name == kpi)?.id;
        let stage = document.stages.values().find(|s| s.title == stage)?.id;
        let now = self.session.insights().figures.get(&(kpi, Place::Stage(stage)))?.now;
        Some((now.value?, now.n?))
    }

    /// The file is whole, holds what memory holds, and its rows are those of the data read as a whole.
    fn check_like_fresh(&mut self, context: &str) {
        assert_eq!(violations(self.session.document()), [], "{context}");
        let store = self.session.store().unwrap();
        store.flush().unwrap();
        let report = check::check(store.path(), &Progress::default()).unwrap();
        assert_eq!(report.problems, [""; 0], "{context}");
        assert_eq!(report.document, **self.session.document(), "{context}");
    }
}

#[test]
fn a_file_that_grew_is_read_on_and_the_map_follows() {
    let mut bench = Bench::new(HEAD, Refresh::ByHand);
    assert_eq!(bench.figure("CSAT", "Support").unwrap().1, 20.0);
    let id = bench.source();
    bench.write(&format!("{HEAD}2025-01-03,Support,CSAT,5,30\nnever,Support,CSAT,5,30\n"));
    let outcome = bench.refreshed();
    assert!(outcome.is_growth && outcome.source == id);
    assert_eq!((outcome.rows_read, outcome.rows_accepted, outcome.rows_rejected), (2, 1, 1));
    assert_eq!(outcome.issues[0].line, 5);
    assert_eq!(bench.figure("CSAT", "Support").unwrap(), (0.8, 50.0));
    let totals = bench.session.document().source_totals(id);
    assert_eq!((totals.read, totals.accepted, totals.rejected), (4, 3, 1));
    assert_eq!(totals.last_day.map(|d| d.to_string()).as_deref(), Some("2025-01-03"));
    bench.check_like_fresh("grown");

    // Nothing new is no step.
    let label = bench.session.undo_label();
    assert!(matches!(bench.refresh(), SessionEvent::RefreshedWithoutChange(source) if source == id));
    assert_eq!(bench.session.undo_label(), label);

    // One step back shows the numbers of before, another one the map without them.
    assert!(bench.session.undo());
    bench.wait();
    assert_eq!(bench.figure("CSAT", "Support").unwrap().1, 20.0);
    bench.check_like_fresh("undone");
    assert!(bench.session.redo());
    bench.wait();
    assert_eq!(bench.figure("CSAT", "Support").unwrap().1, 50.0);
    bench.check_like_fresh("redone");
}

#[test]
fn a_source_that_grew_is_hidden_and_removed_as_one() {
    let mut bench = Bench::new(HEAD, Refresh::ByHand);
    bench.write(&format!("{HEAD}2025-01-03,Support,CSAT,5,30\n"));
    assert!(bench.refreshed().is_growth);
    let id = bench.source();
    let document = bench.session.document().clone();
    assert_eq!(document.sources.len(), 2);
    let hidden = crate::model::Source {
        state: crate::model::SourceState::Hidden,
        ..crate::model::Source::clone(&document.sources[&id])
    };
    bench.session.edit(&Edit::Update(hidden.into()), None).unwrap();
    bench.wait();
    assert_eq!(bench.figure("CSAT", "Support"), None);
    bench.check_like_fresh("hidden");
    bench.session.undo();
    bench.session.edit(&Edit::Delete(vec![RecordRef::Source(id)]), None).unwrap();
    bench.wait();
    assert!(bench.session.document().sources.is_empty());
    bench.check_like_fresh("removed");
    bench.session.undo();
    bench.wait();
    assert_eq!(bench.figure("CSAT", "Support").unwrap().1, 50.0);
    bench.check_like_fresh("back");
}

#[test]
fn a_file_that_changed_is_read_as_a_whole() {
    let mut bench = Bench::new(HEAD, Refresh::ByHand);
    for (text, n) in [
        // A corrected row, and more behind it.
        (format!("{}2025-01-03,Support,CSAT,5,30\n", HEAD.replace("CSAT,2,10", "CSAT,2,70")), 110.0),
        // Shorter.
        (HEAD.lines().take(2).map(|l| format!("{l}\n")).collect(), 10.0),
    ] {
        bench.write(&text);
        let outcome = bench.refreshed();
        assert!(!outcome.is_growth && outcome.replaced.is_some());
        assert_eq!(bench.figure("CSAT", "Support").unwrap().1, n);
        assert_eq!(bench.session.document().sources.len(), 1);
        let source = bench.session.document().sources.values().next().unwrap();
        assert_eq!(source.link.refresh, Refresh::ByHand, "the link goes along");
        bench.check_like_fresh(&text);
    }
    for n in [110.0, 20.0] {
        bench.session.undo();
        bench.wait();
        assert_eq!(bench.figure("CSAT", "Support").unwrap().1, n);
    }
}

/// Minutes among whole scores turn all of them into averages: then the rows of before count in another way, too.
#[test]
fn growth_that_changes_what_the_old_rows_mean_is_read_as_a_whole() {
    let mut bench = Bench::new(HEAD, Refresh::ByHand);
    bench.write(&format!("{HEAD}2025-01-03,Support,CSAT,4.5,30\n"));
    let outcome = bench.refreshed();
    assert!(!outcome.is_growth);
    assert_eq!(outcome.rows_accepted, 3);
    // A line without an end may be half of one.
    bench.write(HEAD.trim_end());
    assert!(!bench.refreshed().is_growth);
    bench.write(&format!("{HEAD}2025-01-03,Support,CSAT,5,30\n"));
    assert!(!bench.refreshed().is_growth);
}

#[test]
fn other_columns_and_missing_files_stop_a_refresh_with_a_sentence() {
    let mut bench = Bench::new(HEAD, Refresh::ByHand);
    let figure = bench.figure("CSAT", "Support");
    bench.write(&HEAD.replace("value", "score"));
    let failure = bench.failure();
    assert!(failure.wants_mapping(), "{failure:?}");
    assert!(failure.to_string().contains("without “value”, with “score”"), "{failure}");
    bench.write("date,stage,metric,value,n,team\n2025-01-01,Support,CSAT,4,10,a\n");
    assert!(bench.failure().to_string().contains("with “team”"));
    bench.write("date,stage,metric,value,n\nnever,Support,CSAT,4,10\n");
    assert!(matches!(bench.failure(), ImportFailure::NothingToKeep { .. }));
    std::fs::remove_file(bench.data()).unwrap();
    let failure = bench.failure();
    assert!(failure.wants_file() && failure.to_string().contains("no longer at"), "{failure}");
    let source = bench.session.document().sources.values().next().unwrap().clone();
    assert!(bench.session.link_problem(&source).unwrap().wants_file);
    assert_eq!(bench.figure("CSAT", "Support"), figure);

    // Found elsewhere: the same numbers and more, and it is followed there.
    let found = bench.folder.path().join("moved.csv");
    std::fs::write(&found, format!("{HEAD}2025-01-03,Support,CSAT,5,30\n")).unwrap();
    bench.session.replace_source(source.id, found.clone());
    let events = bench.wait();
    assert!(matches!(events.as_slice(), [SessionEvent::Refreshed(_)]), "{events:?}");
    let source = bench.session.document().sources.values().next().unwrap().clone();
    assert_eq!((Path::new(&source.path), source.name.as_str()), (found.as_path(), "moved.csv"));
    assert_eq!(source.link.refresh, Refresh::ByHand);
    assert!(bench.session.link_problem(&source).is_none());
    assert_eq!(bench.figure("CSAT", "Support").unwrap().1, 50.0);
    bench.check_like_fresh("moved");
}

/// What someone took off the map stays off; what is new in the file waits for a decision.
#[test]
fn a_refresh_brings_nothing_onto_the_map() {
    let mut bench = Bench::new(&format!("{HEAD}2025-01-01,Billing,CSAT,4,10\n"), Refresh::ByHand);
    let document = bench.session.document().clone();
    let stage = document.stages.values().find(|s| s.title == "Billing").unwrap().id;
    bench.session.edit(&Edit::Delete(vec![stage.into()]), None).unwrap();
    let before = bench.session.document().clone();
    bench.write(&format!(
        "{HEAD}2025-01-01,Billing,CSAT,4,11\n2025-01-02,Delivery,CSAT,4,11\n2025-01-02,Support,Effort,2,11\n"
    ));
    let outcome = bench.refreshed();
    assert_eq!(outcome.unplaced, ["Delivery", "Effort"]);
    let names_both = |note: &String| note.contains("“Delivery”, “Effort”");
    assert!(outcome.notes().iter().any(names_both), "{:?}", outcome.notes());
    let after = bench.session.document();
    assert_eq!((&after.stages, &after.cards, &after.kpis), (&before.stages, &before.cards, &before.kpis));
    bench.check_like_fresh("unplaced");
}

#[test]
fn a_watched_file_is_followed_without_a_click() {
    let mut bench = Bench::new(HEAD, Refresh::OnChange);
    bench.write(&format!("{HEAD}2025-01-03,Support,CSAT,5,30\n"));
    let events = bench.wait_for_event();
    assert!(matches!(events.as_slice(), [SessionEvent::Refreshed(_)]), "{events:?}");
    assert_eq!(bench.figure("CSAT", "Support").unwrap().1, 50.0);
    // As many programs write: another file that takes its name.
    let other = bench.folder.path().join("data.tmp");
    std::fs::write(&other, HEAD).unwrap();
    std::fs::rename(&other, bench.data()).unwrap();
    let events = bench.wait_for_event();
    assert!(matches!(events.as_slice(), [SessionEvent::Refreshed(_)]), "{events:?}");
    assert_eq!(bench.figure("CSAT", "Support").unwrap().1, 20.0);
    // Undone, it stays so until the file changes again.
    bench.session.undo();
    assert_eq!(bench.wait().len(), 0);
    assert_eq!(bench.figure("CSAT", "Support").unwrap().1, 50.0);
    std::fs::remove_file(bench.data()).unwrap();
    let events = bench.wait_for_event();
    assert!(matches!(events.as_slice(), [SessionEvent::RefreshFailed(..)]), "{events:?}");
    bench.check_like_fresh("watched");
}

#[test]
fn opening_reads_what_changed_meanwhile() {
    for (refresh, expected) in [(Refresh::ByHand, 20.0), (Refresh::OnOpen, 50.0), (Refresh::OnChange, 50.0)] {
        let bench = Bench::new(HEAD, refresh);
        bench.write(&format!("{HEAD}2025-01-03,Support,CSAT,5,30\n"));
        let Bench { folder, session } = bench;
        session.close().unwrap();
        let path = folder.path().join("m.milepost");
        let opened = Store::open(&path, OpenMode::Edit).unwrap();
        let mut bench = Bench { folder, session: Session::new(opened, path, false, Jobs::default()) };
        bench.wait();
        assert_eq!(bench.figure("CSAT", "Support").unwrap().1, expected, "{refresh:?}");
        bench.check_like_fresh("opened");
    }
}

/// Lines that come one after the other lie in records of their own until there are many of them.
#[test]
fn a_file_that_grows_all_day_does_not_fall_to_pieces() {
    let mut bench = Bench::new(HEAD, Refresh::ByHand);
    let mut text = HEAD.to_owned();
    let mut most = 0;
    for day in 1..=28 {
        text.push_str(&format!("2025-02-{day:02},Support,CSAT,5,10\n"));
        bench.write(&text);
        bench.refreshed();
        most = most.max(bench.session.document().sources.len());
        assert_eq!(bench.figure("CSAT", "Support").unwrap().1, 20.0 + 10.0 * f64::from(day));
    }
    assert!(most == 24 && bench.session.document().sources.len() < 10, "{most}");
    bench.check_like_fresh("grown all day");
}
