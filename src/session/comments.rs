//! What people wrote beside the answers that a signal is made of.

use crate::base::time::DayRange;
use crate::i18n::import as words;
use crate::model::Direction;
use crate::session::Session;
use crate::session::import_job::without_contacts;
use crate::session::insights::KpiAt;
use crate::session::jobs::Job;
use crate::session::kpi_query::KpiQuery;
use crate::session::signals::Moved;
use crate::store::StoreError;
pub use crate::store::{Comment, CommentOrder, Comments};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CommentsWanted {
    /// Beside the answers to which KPI, where.
    pub at: KpiAt,
    /// Of which days.
    pub days: DayRange,
    /// Those of people who fared better than others, rather than worse.
    pub is_good: bool,
    /// At most so many.
    pub limit: usize,
}

impl CommentsWanted {
    /// The comments of the days of a move at its place: of what got worse the worst first, of what got better the best.
    #[must_use]
    pub fn of(moved: &Moved, limit: usize) -> Self {
        Self { at: moved.at, days: moved.days(), is_good: moved.is_good, limit }
    }
}

impl Session {
    /// Reads comments, of the segments that are shown. Ids of people are not read, and addresses and numbers by which one
    /// could be reached are covered. `None` without a file.
    #[must_use]
    pub fn comments(&self, wanted: CommentsWanted) -> Option<Job<Result<Comments, StoreError>>> {
        let store = self.store()?;
        let kpi = self.document().kpis.get(&wanted.at.0)?;
        let query = KpiQuery::of(self.document(), kpi, wanted.at.1, &self.view().segments).within(wanted.days);
        let questions = query.questions();
        // Scores of several questions are not of one scale, and what is good at one may be bad at the other.
        let order = match (questions.len(), (kpi.direction == Direction::Up) == wanted.is_good) {
            (0 | 1, true) => CommentOrder::HighestFirst,
            (0 | 1, false) => CommentOrder::LowestFirst,
            _ => CommentOrder::NewestFirst,
        };
        Some(self.jobs().spawn(words::READING_NUMBERS, move |_| {
            let mut found = store.reader()?.comments(&questions, order, wanted.limit)?;
            found.first.iter_mut().for_each(|comment| comment.text = without_contacts(&comment.text));
            Ok(found)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::IdAlloc;
    use crate::base::time::Day;
    use crate::model::{Document, Edit, JourneyMap, Kpi, Place, SourceState};
    use crate::session::import_job::ImportRequest;
    use crate::session::jobs::Jobs;
    use crate::store::{OpenMode, Store};

    const SURVEY: &str = "date,who,csat,effort,country,comment\n\
        2025-01-05,ann-1,1,4,DE,too early\n\
        2025-02-01,bob-2,2,4,DE,slow\n\
        2025-02-03,cat-3,5,4,DE,kind people\n\
        2025-02-04,dan-4,1,4,FR,call me at +49 30 1234567 or dan@example.org\n\
        2025-02-09,eve-5,1,4,DE,lost parcel\n\
        2025-02-10,fay-6,1,4,DE,  \n\
        2025-02-11,gil-7,,4,DE,no score\n\
        2025-02-12,hal-8,99,4,DE,no opinion\n\
        2025-03-01,ivy-9,1,4,DE,too late\n";
    const MAPPING: &str = r#"{"shape": "survey", "date": {"column": "date", "order": "year-first"},
        "scores": [{"column": "csat", "metric": "CSAT", "place": "Support", "scale": [1, 5], "missing": ["99"]},
                   {"column": "effort", "metric": "Effort", "place": "Support", "scale": [1, 7]}],
        "respondent": {"column": "who", "store": "hash"}, "segments": ["country"], "comment": {"column": "comment"}}"#;

    struct Case {
        _folder: tempfile::TempDir,
        session: Session,
        stage: Place,
    }

    impl Case {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let mut document = Document::default();
            let map = JourneyMap::new(IdAlloc::seeded(7).allocate(), "Test");
            document.maps.insert(map.id, map.into());
            let path = folder.path().join("m.milepost");
            let opened = Store::create(&path, OpenMode::Edit, &document).unwrap();
            let mut session = Session::new(opened, path, false, Jobs::default());
            let data = folder.path().join("data.csv");
            std::fs::write(&data, SURVEY).unwrap();
            let mapping = Some(MAPPING.to_owned());
            session.start_import(ImportRequest { path: data, mapping, ..ImportRequest::default() }).unwrap();
            session.wait();
            let stage = session.document().stages.values().find(|stage| stage.title == "Support").unwrap().id;
            Self { _folder: folder, session, stage: Place::Stage(stage) }
        }

        fn kpi(&self, name: &str) -> Kpi {
            Kpi::clone(self.session.document().kpis.values().find(|kpi| kpi.name == name).unwrap())
        }

        /// The comments of February: how many, and the first `limit`.
        fn february(&self, name: &str, is_good: bool, limit: usize) -> (u64, Vec<String>) {
            let days = DayRange { from: Day::from_ymd(2025, 2, 1).unwrap(), to: Day::from_ymd(2025, 2, 28).unwrap() };
            let wanted = CommentsWanted { at: (self.kpi(name).id, self.stage), days, is_good, limit };
            let found = self.session.comments(wanted).unwrap().wait().unwrap().unwrap();
            (found.total, found.first.into_iter().map(|comment| comment.text).collect())
        }
    }

    const COVERED: &str = "call me at [telephone number] or [e-mail address]";

    fn check(found: (u64, Vec<String>), total: u64, first: &[&str]) {
        assert_eq!((found.0, found.1.iter().map(String::as_str).collect::<Vec<_>>()), (total, first.to_vec()));
    }

    #[test]
    fn comments_of_the_days_of_a_signal_come_worst_first_without_who_wrote_them() {
        let case = Case::new();
        // Of two ones the newer; what has no score, a code instead of one, or no words, is none.
        check(case.february("CSAT", false, 9), 4, &["lost parcel", COVERED, "slow", "kind people"]);
        check(case.february("CSAT", false, 2), 4, &["lost parcel", COVERED]);
        check(case.february("CSAT", true, 1), 4, &["kind people"]);
    }

    #[test]
    fn what_is_bad_is_what_the_kpi_calls_bad() {
        let mut case = Case::new();
        let kpi = Kpi { direction: Direction::Down, ..case.kpi("CSAT") };
        case.session.edit(&Edit::Update(kpi.into()), None).unwrap();
        case.session.wait();
        check(case.february("CSAT", false, 1), 4, &["kind people"]);
    }

    #[test]
    fn only_rows_that_count_are_quoted() {
        let mut case = Case::new();
        let segments = [("country", "FR")].into_iter().collect();
        case.session.set_view(crate::session::NumbersView { segments, ..case.session.view().clone() });
        case.session.wait();
        check(case.february("CSAT", false, 9), 1, &[COVERED]);
        let source = case.session.document().sources.values().next().unwrap().clone();
        let hidden = crate::model::Source { state: SourceState::Hidden, ..(*source).clone() };
        case.session.edit(&Edit::Update(hidden.into()), None).unwrap();
        case.session.wait();
        check(case.february("CSAT", false, 9), 0, &[]);
    }

    #[test]
    fn whoever_answered_two_questions_wrote_once() {
        let mut case = Case::new();
        let kind = crate::model::KpiKind::Difference { of: crate::model::Sides::Means };
        let kpi = Kpi { kind, other_metrics: vec!["Effort".to_owned()], ..case.kpi("CSAT") };
        case.session.edit(&Edit::Update(kpi.into()), None).unwrap();
        case.session.wait();
        let found = case.february("CSAT", false, 9);
        check(found, 6, &["no opinion", "no score", "lost parcel", COVERED, "kind people", "slow"]);
    }
}
