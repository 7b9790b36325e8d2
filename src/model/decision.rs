//! The decision log: what somebody decided about a KPI at a place, most often in answer to a signal.

use crate::base::ids::{DecisionId, KpiId};
use crate::base::time::Day;
use crate::model::Place;
use serde::{Deserialize, Serialize};

/// By which rule a move was told from noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalRule {
    /// A point outside the process limits: an anomaly.
    Outside,
    /// Eight or more in a row on one side of the mean: a shift.
    RunOf8,
    /// Three of four in a row nearer one limit than the mean: a shift.
    #[serde(rename = "3_of_4")]
    ThreeOf4,
    /// No signal in twelve periods although something should have moved.
    Flat,
}

impl SignalRule {
    /// Every rule.
    pub const EVERY: [Self; 4] = [Self::Outside, Self::RunOf8, Self::ThreeOf4, Self::Flat];

    /// The word of the file and of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::RunOf8 => "run_of_8",
            Self::ThreeOf4 => "3_of_4",
            Self::Flat => "flat",
        }
    }
}

/// Which way a KPI went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// Higher values.
    Up,
    /// Lower values.
    Down,
    /// Neither.
    Flat,
}

impl Course {
    /// Every course.
    pub const EVERY: [Self; 3] = [Self::Up, Self::Down, Self::Flat];
}

/// The signal that a decision answers, as it was when it was answered: rule, direction and days, so that the answer still
/// belongs to the move when it is looked at in other periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredSignal {
    /// By which rule.
    pub rule: SignalRule,
    /// Which way.
    pub course: Course,
    /// First day of the move.
    pub since: Day,
    /// Last day of the move as far as it was known.
    pub until: Day,
}

/// How far a decision is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum DecisionState {
    /// Being done.
    #[default]
    Open,
    /// Done; the outcome says what came of it.
    Done,
    /// Nothing is done, for the reason given.
    Dismissed,
}

impl DecisionState {
    /// Every state.
    pub const EVERY: [Self; 3] = [Self::Open, Self::Done, Self::Dismissed];
}

/// An entry of the decision log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Identity.
    pub id: DecisionId,
    /// The KPI it is about.
    pub kpi: KpiId,
    /// Where.
    pub place: Place,
    /// The signal it answers; `None` for one that was made without.
    pub signal: Option<AnsweredSignal>,
    /// What was decided.
    pub text: String,
    /// Who does it.
    pub owner: String,
    /// When it was decided.
    pub decided_on: Day,
    /// When its outcome is to be looked at.
    pub due_on: Option<Day>,
    /// What came of it.
    pub outcome: String,
    /// How far it is.
    pub state: DecisionState,
    /// Why nothing is done, when it was dismissed.
    pub reason: String,
}

impl Decision {
    /// An open decision of a day without words.
    #[must_use]
    pub fn new(id: DecisionId, (kpi, place): (KpiId, Place), decided_on: Day) -> Self {
        Self {
            id,
            kpi,
            place,
            signal: None,
            text: String::new(),
            owner: String::new(),
            decided_on,
            due_on: None,
            outcome: String::new(),
            state: DecisionState::Open,
            reason: String::new(),
        }
    }

    /// True when it is open and its outcome should have been looked at before `today`.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        self.state == DecisionState::Open && self.due_on.is_some_and(|due| due < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, IdAlloc, MarkerId};
    use crate::model::check::violations;
    use crate::model::edit::{CopyOfMap, EditError, plan};
    use crate::model::{Document, Edit, JourneyMap, Kpi, LimitsStart, MapState, Marker, MarkerKind};

    fn kpi() -> KpiId {
        KpiId::from_raw(5)
    }

    struct Case {
        document: Document,
        ids: IdAlloc,
    }

    impl Case {
        /// Two stages, a KPI, a decision about it at the first stage, and a marker that starts its limits.
        fn new() -> Self {
            let mut case = Self { document: Document::default(), ids: IdAlloc::seeded(4) };
            let map = JourneyMap { reviewed_on: Some(Day(19_000)), ..JourneyMap::new(case.ids.allocate(), "Journey") };
            let id = map.id;
            case.edit(&Edit::Add(map.into())).unwrap();
            case.edit(&Edit::Add(Kpi::new(kpi(), "CSAT").into())).unwrap();
            for title in ["Support", "Renewal"] {
                let title = title.to_owned();
                case.edit(&Edit::AddStage { map: id, before: None, step_title: title.clone(), title }).unwrap();
            }
            let signal = AnsweredSignal {
                rule: SignalRule::RunOf8,
                course: Course::Down,
                since: Day(20_000),
                until: Day(20_100),
            };
            let decision = Decision {
                signal: Some(signal),
                text: "Call them".to_owned(),
                ..Decision::new(case.ids.allocate(), (kpi(), case.place("Support")), Day(20_110))
            };
            case.edit(&Edit::Add(decision.into())).unwrap();
            let marker = Marker {
                id: MarkerId::from_raw(8),
                day: Day(20_000),
                label: "Release".to_owned(),
                kind: MarkerKind::Release,
                limits_start: LimitsStart::Kpis([kpi()].into()),
            };
            case.edit(&Edit::Add(marker.into())).unwrap();
            case
        }

        fn edit(&mut self, edit: &Edit) -> Result<(), EditError> {
            plan(&self.document, edit, &mut self.ids)?.diff.apply(&mut self.document);
            assert_eq!(violations(&self.document), []);
            Ok(())
        }

        fn place(&self, stage: &str) -> Place {
            self.document.stages.values().find(|s| s.title == stage).map(|s| Place::Stage(s.id)).unwrap()
        }

        fn decision(&self) -> Decision {
            Decision::clone(self.document.decisions.values().next().unwrap())
        }
    }

    #[test]
    fn a_decision_goes_with_the_kpi_or_the_place_it_is_about() {
        let check = |delete: &dyn Fn(&Case) -> crate::model::RecordRef, expected: (usize, LimitsStart)| {
            let mut case = Case::new();
            let record = delete(&case);
            case.edit(&Edit::Delete(vec![record])).unwrap();
            let start = case.document.markers.values().next().unwrap().limits_start.clone();
            assert_eq!((case.document.decisions.len(), start), expected);
        };
        let of_stage = |case: &Case, title: &str| crate::model::edit::record_of_place(case.place(title));
        let kept = LimitsStart::Kpis([kpi()].into());
        check(&|case| of_stage(case, "Support"), (0, kept.clone()));
        check(&|case| of_stage(case, "Renewal"), (1, kept));
        check(&|_| kpi().into(), (0, LimitsStart::Never));
    }

    #[test]
    fn a_copy_of_a_map_has_no_decisions_and_was_never_reviewed() {
        for purpose in [CopyOfMap::Alone, CopyOfMap::Counterpart] {
            let mut case = Case::new();
            let map = *case.document.maps.keys().next().unwrap();
            let copy = Edit::DuplicateMap { map, title: "Copy".to_owned(), state: MapState::Future, purpose };
            case.edit(&copy).unwrap();
            let reviewed: Vec<_> = case.document.maps_in_order().iter().map(|m| m.reviewed_on).collect();
            assert_eq!((case.document.decisions.len(), reviewed), (1, vec![Some(Day(19_000)), None]));
        }
    }

    #[test]
    fn nothing_is_dismissed_without_a_reason() {
        let mut case = Case::new();
        let dismissed = Decision { state: DecisionState::Dismissed, reason: "  ".to_owned(), ..case.decision() };
        assert!(matches!(case.edit(&Edit::Update(dismissed.clone().into())), Err(EditError::BadValue(_))));
        case.edit(&Edit::Update(Decision { reason: "A holiday".to_owned(), ..dismissed }.into())).unwrap();
    }

    #[test]
    fn an_open_decision_is_overdue_after_its_day() {
        let check = |state, due: Option<i32>, today, expected| {
            let decision = Decision { state, due_on: due.map(Day), ..Case::new().decision() };
            assert_eq!(decision.is_overdue(Day(today)), expected);
        };
        check(DecisionState::Open, Some(20_200), 20_200, false);
        check(DecisionState::Open, Some(20_200), 20_201, true);
        check(DecisionState::Done, Some(20_200), 20_201, false);
        check(DecisionState::Open, None, 20_201, false);
    }
}
