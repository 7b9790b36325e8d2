use super::*;
use crate::base::ids::{Id as _, IdAlloc, KpiId};
use crate::metrics::{KpiValue, Method, SeriesPoint, Status};
use crate::model::edit::plan;
use crate::model::{
    CardBody, DecisionState, Edit, JourneyMap, LaneKind, LimitsStart, Marker, MarkerKind, Place, RecordRef,
};
use std::collections::BTreeMap;

/// Months from January 2024 on: two stages, and figures by hand.
struct Case {
    document: Document,
    ids: IdAlloc,
    values: BTreeMap<KpiAt, Vec<f64>>,
}

const FIRST: (i32, u32, u32) = (2024, 1, 1);

fn month(index: usize) -> DayRange {
    let first = Day::from_ymd(FIRST.0, FIRST.1, FIRST.2).unwrap();
    let start = (0..index).fold(first, |start, _| Grain::Month.next(start));
    DayRange { from: start, to: Grain::Month.next(start).plus(-1) }
}

impl Case {
    fn new() -> Self {
        let mut case = Self { document: Document::default(), ids: IdAlloc::seeded(9), values: BTreeMap::new() };
        let map = JourneyMap::new(case.ids.allocate(), "Journey");
        let id = map.id;
        case.edit(&Edit::Add(map.into()));
        case.edit(&Edit::AddLane { map: id, before: None, kind: LaneKind::Kpi, title: "KPI".to_owned() });
        for title in ["Support", "Renewal"] {
            let title = title.to_owned();
            case.edit(&Edit::AddStage { map: id, before: None, step_title: title.clone(), title });
        }
        for (raw, name) in [(1, "CSAT"), (2, "Wait")] {
            let direction = if raw == 1 { Direction::Up } else { Direction::Down };
            let kpi = Kpi { direction, ..Kpi::new(KpiId::from_raw(raw), name) };
            case.edit(&Edit::Add(kpi.into()));
        }
        case
    }

    fn edit(&mut self, edit: &Edit) {
        plan(&self.document, edit, &mut self.ids).unwrap().diff.apply(&mut self.document);
    }

    fn at(&self, kpi: i64, stage: &str) -> KpiAt {
        let stage = self.document.stages.values().find(|s| s.title == stage).unwrap().id;
        (KpiId::from_raw(kpi), Place::Stage(stage))
    }

    fn with(mut self, kpi: i64, stage: &str, values: &[f64]) -> Self {
        let at = self.at(kpi, stage);
        if self.values.insert(at, values.to_vec()).is_none() {
            let lane = *self.document.lanes.keys().next().unwrap();
            let step = self.document.steps.values().find(|step| step.title == stage).unwrap().id;
            let body = CardBody::kpi(at.0, at.1, false);
            self.edit(&Edit::AddCard { lane, step, span: 1, text: String::new(), body });
        }
        self
    }

    fn insight(&self, at: KpiAt, values: &[f64]) -> Insight {
        let value = |value: f64| KpiValue {
            value: Some(value),
            n: Some(50.0),
            interval: None,
            method: Method::None,
            is_weighted: false,
            is_few: false,
        };
        let point = |(index, v): (usize, &f64)| {
            let days = month(index);
            SeriesPoint { start: days.from, end: days.to, value: value(*v), is_in_progress: false }
        };
        let series: Vec<SeriesPoint> = values.iter().enumerate().map(point).collect();
        Insight {
            now: value(values[values.len() - 1]),
            before: None,
            change: None,
            target: self.document.kpis[&at.0].target,
            goal: None,
            scores: Vec::new(),
            status: Status::NoTarget,
            chart: crate::session::insights::chart(
                &self.document,
                at.0,
                &series,
                &crate::session::NumbersView::default(),
            ),
            first_day: None,
            last_day: None,
            sources: Vec::new(),
            now_range: month(values.len() - 1),
            before_range: None,
            grain: Grain::Month,
            series,
        }
    }

    fn moved(&self, since: Option<Day>) -> Vec<Moved> {
        let figures = self.values.iter().map(|(at, values)| (*at, self.insight(*at, values))).collect();
        let insights = Insights { figures, ..Insights::default() };
        moved(&self.document, &insights, *self.document.maps.keys().next().unwrap(), since)
    }

    /// What is news after a review on a day.
    fn news_after(&mut self, day: Day) -> usize {
        let map = *self.document.maps.keys().next().unwrap();
        let reviewed = JourneyMap { reviewed_on: Some(day), ..JourneyMap::clone(&self.document.maps[&map]) };
        self.edit(&Edit::Update(reviewed.into()));
        let figures = self.values.iter().map(|(at, values)| (*at, self.insight(*at, values))).collect();
        news(&self.document, &Insights { figures, ..Insights::default() }, map).len()
    }

    fn decide(&mut self, answers: AnsweredSignal, at: KpiAt) -> DecisionId {
        let id = self.ids.allocate();
        let decision = Decision { signal: Some(answers), ..Decision::new(id, at, answers.until.plus(1)) };
        self.edit(&Edit::Add(decision.into()));
        id
    }

    fn change(&mut self, kpi: i64, change: impl FnOnce(&mut Kpi)) {
        let mut kpi = Kpi::clone(&self.document.kpis[&KpiId::from_raw(kpi)]);
        change(&mut kpi);
        self.edit(&Edit::Update(kpi.into()));
    }

    fn mark(&mut self, day: Day, label: &str, limits_start: LimitsStart) {
        let (id, label) = (self.ids.allocate(), label.to_owned());
        self.edit(&Edit::Add(Marker { id, day, label, kind: MarkerKind::Release, limits_start }.into()));
    }
}

const NOISE: [f64; 2] = [4.0, 4.2];

fn spike(to: f64) -> Vec<f64> {
    let mut values = NOISE.repeat(8);
    values[13] = to;
    values
}

fn broken() -> Vec<f64> {
    [NOISE.repeat(6), [3.0, 3.2].repeat(4)].concat()
}

/// What moved, as "rule course since until good": days as months from January 2024 on.
fn check(case: &Case, expected: &[(&str, SignalRule, Course, usize, usize, bool)]) {
    let found = case.moved(None);
    let told: Vec<_> = found
        .iter()
        .map(|m| {
            let index = |days: DayRange| (0..99).find(|i| month(*i) == days).unwrap();
            let name = case.document.kpis[&m.at.0].name.as_str();
            (name, m.rule, m.course, index(m.since), index(m.until), m.is_good)
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn moves_are_told_once_worst_first() {
    use Course::{Down, Up};
    use SignalRule::{Outside, RunOf8};
    check(&Case::new().with(1, "Support", &NOISE.repeat(8)), &[]);
    check(&Case::new().with(1, "Support", &spike(3.0)), &[("CSAT", Outside, Down, 13, 13, false)]);
    // Of a KPI whose lower values are better, the same is good.
    check(&Case::new().with(2, "Support", &spike(3.0)), &[("Wait", Outside, Down, 13, 13, true)]);
    let both = Case::new().with(2, "Renewal", &spike(9.0)).with(1, "Support", &broken());
    // The high level before the break is a run as well, and no move.
    check(&both, &[("Wait", Outside, Up, 13, 13, false), ("CSAT", RunOf8, Down, 12, 19, false)]);
    let good_last = Case::new().with(2, "Renewal", &spike(3.0)).with(1, "Support", &broken());
    check(&good_last, &[("CSAT", RunOf8, Down, 12, 19, false), ("Wait", Outside, Down, 13, 13, true)]);
    // What no card shows is not watched.
    let mut bare = Case::new().with(1, "Support", &broken());
    let cards: Vec<_> = bare.document.cards.keys().map(|card| RecordRef::Card(*card)).collect();
    bare.edit(&Edit::Delete(cards));
    check(&bare, &[]);
}

#[test]
fn a_move_says_how_large_it_is_and_what_else_moved() {
    let mut case = Case::new().with(1, "Support", &broken()).with(2, "Renewal", &spike(9.0));
    case.mark(month(11).from, "Release", LimitsStart::Never);
    case.mark(month(10).to, "Long ago", LimitsStart::Never);
    let found = case.moved(None);
    let shift = found.iter().find(|m| m.course == Course::Down).unwrap();
    assert!((shift.size().unwrap() + 1.0).abs() < 1e-12, "{shift:?}");
    assert_eq!((shift.periods, shift.is_over, shift.is_provisional), (8, false, false));
    assert_eq!(shift.alongside, [(case.at(2, "Renewal"), Course::Up)]);
    let labels: Vec<&str> = shift.events.iter().map(|id| case.document.markers[id].label.as_str()).collect();
    assert_eq!(labels, ["Release"], "what was a period before the beginning may be the cause, not what was earlier");
    let spike = found.iter().find(|m| m.at == case.at(2, "Renewal")).unwrap();
    assert_eq!((spike.is_over, spike.alongside.as_slice()), (true, [(case.at(1, "Support"), Course::Down)].as_slice()));
}

#[test]
fn what_was_over_before_a_day_did_not_move_since() {
    let case = Case::new().with(1, "Support", &spike(3.0));
    let count = |since: Day| case.moved(Some(since)).len();
    assert_eq!([count(month(13).to), count(month(14).from)], [1, 0]);
}

#[test]
fn what_was_over_and_answered_before_the_last_review_is_no_news() {
    let mut case = Case::new().with(1, "Support", &spike(3.0));
    assert_eq!(case.news_after(month(14).from), 1, "nobody has answered it");
    let at = case.at(1, "Support");
    for moved in case.moved(None) {
        case.decide(moved.to_answer(), at);
    }
    assert_eq!([case.news_after(month(13).to), case.news_after(month(14).from)], [1, 0]);
}

/// A review does not answer anything by itself.
#[test]
fn what_nobody_answered_stays_news_however_often_it_is_reviewed() {
    let mut case = Case::new().with(1, "Support", &broken());
    let count = case.moved(None).len();
    assert!(count > 0);
    assert_eq!(case.news_after(month(400).to), count);
    let at = case.at(1, "Support");
    for moved in case.moved(None) {
        case.decide(moved.to_answer(), at);
    }
    assert_eq!(case.news_after(month(400).to), 0);
}

#[test]
fn a_decision_answers_the_move_it_was_made_about() {
    let mut case = Case::new().with(1, "Support", &broken());
    let shift = |case: &Case| case.moved(None).into_iter().find(|m| m.course == Course::Down).unwrap();
    let at = case.at(1, "Support");
    let elsewhere = case.at(1, "Renewal");
    let told = shift(&case).to_answer();
    case.decide(told, elsewhere);
    case.decide(AnsweredSignal { course: Course::Up, ..told }, at);
    case.decide(AnsweredSignal { since: month(3).from, until: month(4).to, ..told }, at);
    case.decide(AnsweredSignal { rule: SignalRule::Outside, ..told }, at);
    assert_eq!(shift(&case).answer, None, "another place, another direction, other days, a point of the shift");
    let id = case.decide(AnsweredSignal { since: month(12).from, until: month(13).to, ..told }, at);
    assert_eq!(shift(&case).answer, Some(id), "the shift has gone on since");
    let mut dismissed = Decision::clone(&case.document.decisions[&id]);
    (dismissed.state, dismissed.reason) = (DecisionState::Dismissed, "A holiday".to_owned());
    case.edit(&Edit::Update(dismissed.into()));
    assert_eq!(shift(&case).answer, Some(id), "that nothing is done is an answer too");
}

#[test]
fn what_should_move_and_does_not_is_flat() {
    use Course::Flat as Course;
    use SignalRule::Flat;
    let check = |target: Option<f64>, plan: &str, months: usize, reason: Option<FlatReason>| {
        let mut case = Case::new().with(1, "Support", &NOISE.repeat(20)[..months]);
        case.change(1, |kpi| (kpi.target, kpi.plan_for_flat) = (target, plan.to_owned()));
        let found = case.moved(None);
        assert_eq!(found.first().and_then(|m| m.flat), reason, "{target:?} {plan} {months}");
        assert!(found.iter().all(|m| (m.rule, m.course, m.is_good) == (Flat, Course, false)));
    };
    check(Some(4.5), "", 12, Some(FlatReason::TargetMissed));
    check(Some(4.5), "", 11, None);
    check(Some(4.1), "Ask why", 12, None);
    check(None, "Ask why", 12, Some(FlatReason::PlanExists));
    check(None, " ", 12, None);
    // Twelve months after the last signal.
    let mut case = Case::new().with(1, "Support", &[spike(3.0), NOISE.repeat(4)].concat());
    case.change(1, |kpi| kpi.target = Some(4.5));
    assert!(case.moved(None).iter().all(|m| m.rule != Flat));
    case = case.with(1, "Support", &[spike(3.0), NOISE.repeat(5)].concat());
    let flat = case.moved(None).into_iter().find(|m| m.rule == Flat).unwrap();
    assert_eq!((flat.since, flat.until, flat.periods), (month(14), month(25), 12));
    // Answered for twelve more months.
    let at = case.at(1, "Support");
    let id = case.decide(flat.to_answer(), at);
    let answer = |months: usize, case: &mut Case| {
        case.values.insert(at, [spike(3.0), NOISE.repeat(5), NOISE.repeat(9)[..months].to_vec()].concat());
        case.moved(None).into_iter().find(|m| m.rule == Flat).unwrap().answer
    };
    assert_eq!((answer(11, &mut case), answer(12, &mut case)), (Some(id), None));
}

#[test]
fn limits_that_start_anew_end_the_shift() {
    let mut case = Case::new().with(1, "Support", &broken()).with(2, "Support", &broken());
    let count = |case: &Case, kpi: i64| case.moved(None).iter().filter(|m| m.at.0 == KpiId::from_raw(kpi)).count();
    assert_eq!((count(&case, 1), count(&case, 2)), (1, 1));
    case.mark(month(12).from, "New process", LimitsStart::Kpis([KpiId::from_raw(1)].into()));
    assert_eq!((count(&case, 1), count(&case, 2)), (0, 1));
    // In the middle of a month: the month holds days of both levels and counts for neither.
    let mut mixed = broken();
    mixed[11] = 3.5;
    let mut late = Case::new().with(1, "Support", &mixed);
    late.mark(month(11).from.plus(9), "New process", LimitsStart::Every);
    assert_eq!(count(&late, 1), 0);
}

#[test]
fn a_signal_stays_on_stage_and_card_until_it_is_answered() {
    use crate::session::view::NumbersView;
    let mut case = Case::new().with(1, "Support", &broken()).with(2, "Support", &spike(3.0));
    let marks = |case: &Case| {
        let figures = case.values.iter().map(|(at, values)| (*at, case.insight(*at, values))).collect();
        let insights = Insights { figures, ..Insights::default() };
        let map = *case.document.maps.keys().next().unwrap();
        let view = NumbersView::default();
        let overlay = crate::session::overlay::build(&case.document, map, &insights, &view, Day(20_000));
        let told = |record: &RecordRef| overlay.unanswered.get(record).map(|at| (at.count, at.is_good));
        let Place::Stage(stage) = case.at(1, "Support").1 else { panic!("a stage") };
        let cards: Vec<_> = case.document.cards.keys().filter_map(|card| told(&RecordRef::Card(*card))).collect();
        (told(&RecordRef::Stage(stage)), cards.len())
    };
    assert_eq!(marks(&case), (Some((2, false)), 2));
    let shift = case.moved(None).into_iter().find(|m| m.course == Course::Down && m.at.0.raw() == 1).unwrap();
    case.decide(shift.to_answer(), shift.at);
    assert_eq!(marks(&case), (Some((1, true)), 1), "what is left is for the better");
    let mut map = JourneyMap::clone(case.document.maps.values().next().unwrap());
    map.reviewed_on = Some(month(14).from);
    case.edit(&Edit::Update(map.into()));
    assert_eq!(marks(&case), (Some((1, true)), 1), "a review answers nothing");
    let rise = case.moved(None).into_iter().find(|m| m.answer.is_none()).unwrap();
    case.decide(rise.to_answer(), rise.at);
    assert_eq!(marks(&case), (None, 0));
}

/// One wording for the window, minutes and the log: what happened, by which rule, since when.
#[test]
fn moves_are_told_in_words() {
    let told = |case: &Case, rule: SignalRule| {
        let moved = case.moved(None).into_iter().find(|m| m.rule == rule).unwrap();
        let kpi = case.document.kpis[&moved.at.0].at(moved.at.1).into_owned();
        (words::sentence(&moved), words::size(&kpi, &moved))
    };
    let check = |case: &Case, rule: SignalRule, sentence: &str, size: &str| {
        assert_eq!(told(case, rule), (sentence.to_owned(), size.to_owned()));
    };
    let drop = Case::new().with(1, "Support", &spike(3.0));
    check(&drop, SignalRule::Outside, "dropped (anomaly) Feb 2025", "4.1 → 3");
    let rise = Case::new().with(1, "Support", &spike(5.0));
    check(&rise, SignalRule::Outside, "rose (anomaly) Feb 2025", "4.1 → 5");
    let shift = Case::new().with(1, "Support", &broken());
    check(&shift, SignalRule::RunOf8, "falling (shift since Jan 2025)", "4.1 → 3.1");
    let mut flat = Case::new().with(1, "Support", &NOISE.repeat(6));
    flat.change(1, |kpi| kpi.target = Some(4.5));
    check(&flat, SignalRule::Flat, "flat for 12 months although the target is missed", "4.1, target 4.5");
    // The target of a sum is one of a month everywhere.
    let mut sum = Case::new().with(1, "Support", &[400.0, 420.0].repeat(6));
    sum.change(1, |kpi| (kpi.target, kpi.kind) = (Some(500.0), crate::model::KpiKind::Sum));
    check(
        &sum,
        SignalRule::Flat,
        "flat for 12 months although the target is missed",
        "410 a month, target 500 a month",
    );
    sum.change(1, |kpi| (kpi.target, kpi.plan_for_flat) = (None, "Ask why".to_owned()));
    check(&sum, SignalRule::Flat, "flat for 12 months although there is a plan to move it", "410");
}
