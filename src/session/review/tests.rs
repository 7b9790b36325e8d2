use super::*;
use crate::base::ids::{Id as _, IdAlloc, KpiId, NoteId};
use crate::base::time::UtcMillis;
use crate::model::edit::{CopyOfMap, plan};
use crate::model::{CardBody, LaneKind, MapState, RecordRef};

const TODAY: Day = Day(20_000);

struct Case {
    document: Document,
    ids: IdAlloc,
    map: MapId,
}

impl Case {
    /// Two stages, a KPI at the first.
    fn new() -> Self {
        let mut ids = IdAlloc::seeded(3);
        let map = JourneyMap::new(ids.allocate(), "Journey *1*");
        let mut case = Self { document: Document::default(), ids, map: map.id };
        case.edit(&Edit::Add(map.into()));
        case.edit(&Edit::AddLane { map: case.map, before: None, kind: LaneKind::Kpi, title: "KPI".to_owned() });
        for title in ["Support", "Renewal"] {
            let title = title.to_owned();
            case.edit(&Edit::AddStage { map: case.map, before: None, step_title: title.clone(), title });
        }
        let kpi = Kpi { cadence: Some(Cadence::Monthly), ..Kpi::new(KpiId::from_raw(1), "CSAT") };
        case.edit(&Edit::Add(kpi.into()));
        let lane = *case.document.lanes.keys().next().unwrap();
        let step = case.document.steps.values().find(|step| step.title == "Support").unwrap().id;
        let body = CardBody::kpi(KpiId::from_raw(1), case.stage("Support"), true);
        case.edit(&Edit::AddCard { lane, step, span: 1, text: String::new(), body });
        case
    }

    fn edit(&mut self, edit: &Edit) {
        plan(&self.document, edit, &mut self.ids).unwrap().diff.apply(&mut self.document);
    }

    fn stage(&self, title: &str) -> Place {
        self.document.stages.values().find(|s| s.title == title).map(|s| Place::Stage(s.id)).unwrap()
    }

    fn change(&mut self, change: impl FnOnce(&mut JourneyMap)) {
        let mut map = JourneyMap::clone(&self.document.maps[&self.map]);
        change(&mut map);
        self.edit(&Edit::Update(map.into()));
    }

    fn note(&mut self, anchor: RecordRef, text: &str) {
        let (id, author, text): (NoteId, _, _) = (self.ids.allocate(), "Lena".to_owned(), text.to_owned());
        let note = Note { id, anchor, author, text, created_at: UtcMillis(0), is_resolved: false };
        self.edit(&Edit::Add(note.into()));
    }
}

#[test]
fn minutes_say_what_is_known_of_every_stage() {
    let mut case = Case::new();
    let at = (KpiId::from_raw(1), case.stage("Support"));
    let decision = Decision {
        text: "Bring the\nphone back".to_owned(),
        owner: "Ada".to_owned(),
        due_on: Some(TODAY.plus(-1)),
        ..Decision::new(case.ids.allocate(), at, TODAY.plus(-40))
    };
    case.edit(&Edit::Add(decision.into()));
    for (state, text, outcome, reason) in
        [(DecisionState::Done, "Train agents", "Waits *halved*", ""), (DecisionState::Dismissed, "", "", "A holiday")]
    {
        let said = |words: &str| words.to_owned();
        let decision = Decision::new(case.ids.allocate(), at, TODAY.plus(-30));
        let (text, outcome, reason) = (said(text), said(outcome), said(reason));
        case.edit(&Edit::Add(Decision { state, text, outcome, reason, ..decision }.into()));
    }
    let Place::Stage(renewal) = case.stage("Renewal") else { panic!("a stage") };
    case.note(renewal.into(), "Ask [finance]");
    let remarks = BTreeMap::from([(case.stage("Renewal"), "Lena looks into it.".to_owned())]);
    let pages = super::pages(&case.document, &Insights::default(), case.map);
    let figures = (&Insights::default(), &NumbersView::default());
    let minutes = minutes(&case.document, figures, (case.map, &pages), &remarks, TODAY);
    let expected = "\
# Review: Journey \\*1\\*

Held on 4 Oct 2024; the first review of this map.

## Support

- **CSAT**: no value in this period
- Open decision: CSAT · Support: Bring the phone back · Ada · overdue since 3 Oct 2024
- Done: CSAT · Support: Train agents – outcome: Waits \\*halved\\*
- Dismissed: CSAT · Support: A holiday

## Renewal

- Note: Lena · Ask \\[finance\\]

Lena looks into it.
";
    assert_eq!(minutes, expected);
    // What was closed before the last review was in its minutes.
    let closed = |case: &Case| {
        let pages = super::pages(&case.document, &Insights::default(), case.map);
        pages.iter().map(|page| page.closed.len()).sum::<usize>()
    };
    assert_eq!(closed(&case), 2);
    case.change(|map| map.reviewed_on = Some(TODAY.plus(-10)));
    assert_eq!(closed(&case), 0);
    let done = case.document.decisions.values().find(|d| d.state == DecisionState::Done).unwrap().clone();
    case.edit(&Edit::Update(Decision { due_on: Some(TODAY), ..Decision::clone(&done) }.into()));
    assert_eq!(closed(&case), 1, "its outcome was to be looked at since");
}

#[test]
fn the_map_has_a_page_when_something_is_about_it() {
    let titles = |case: &Case| -> Vec<String> {
        let pages = pages(&case.document, &Insights::default(), case.map);
        pages.into_iter().map(|page| page.title).collect()
    };
    let mut case = Case::new();
    assert_eq!(titles(&case), ["Support", "Renewal"]);
    case.note(case.map.into(), "Whose map is this?");
    assert_eq!(titles(&case), ["Journey *1*", "Support", "Renewal"]);
}

#[test]
fn a_review_that_ends_sets_the_day_of_the_next() {
    let check = |review_on: Option<i32>, cadence: Option<Cadence>, expected: Option<i32>| {
        let mut case = Case::new();
        let mut kpi = Kpi::clone(case.document.kpis.values().next().unwrap());
        kpi.cadence = cadence;
        case.edit(&Edit::Update(kpi.into()));
        case.change(|map| map.review_on = review_on.map(Day));
        let edit = finished(&case.document, case.map, (&BTreeMap::new(), ""), TODAY).unwrap();
        case.edit(&edit);
        let map = &case.document.maps[&case.map];
        assert_eq!((map.reviewed_on, map.review_on), (Some(TODAY), expected.map(Day)));
    };
    check(None, None, None);
    check(None, Some(Cadence::Weekly), Some(20_007));
    check(Some(19_999), Some(Cadence::Monthly), Some(20_030));
    check(Some(20_010), Some(Cadence::Monthly), Some(20_010));
    check(Some(20_060), Some(Cadence::Monthly), Some(20_030));
    check(Some(20_060), None, Some(20_060));
    check(Some(19_999), None, None);
}

#[test]
fn a_review_is_overdue_after_its_day_or_its_cadence() {
    let check = |review_on: Option<i32>, reviewed_on: Option<i32>, expected: bool| {
        let mut case = Case::new();
        case.change(|map| (map.review_on, map.reviewed_on) = (review_on.map(Day), reviewed_on.map(Day)));
        assert_eq!(overdue(&case.document, TODAY) == [case.map], expected, "{review_on:?} {reviewed_on:?}");
    };
    check(None, None, false);
    check(Some(20_000), None, false);
    check(Some(19_999), None, true);
    check(None, Some(19_970), false);
    check(None, Some(19_969), true);
    check(Some(20_001), Some(19_000), false);
}

#[test]
fn a_change_that_is_none_is_told_as_noise() {
    use crate::base::time::{DayRange, Grain};
    use crate::metrics::{self, KpiDays, KpiValue};
    use crate::model::observation::{Bucket, DayBucket};
    let line = |scores: [f64; 2]| {
        let kpi = Kpi { kind: crate::model::KpiKind::Mean, ..Kpi::new(KpiId::from_raw(1), "CSAT") };
        let day = |(day, base): (i32, f64)| {
            let mut bucket = Bucket::default();
            (0..40).for_each(|row| bucket.add(base + f64::from(row % 5), None, metrics::cuts_of(&kpi.kind)));
            DayBucket { day: Day(day), bucket }
        };
        let days: KpiDays = vec![day((0, scores[0])), day((1, scores[1]))].into();
        let of = |day| DayRange { from: Day(day), to: Day(day) };
        let now: KpiValue = metrics::measure(&kpi, &days, of(1));
        let insight = Insight {
            now,
            before: Some(metrics::measure(&kpi, &days, of(0))),
            change: Some(metrics::moved(&kpi, (&days, of(1)), (&days, of(0)))),
            target: None,
            goal: None,
            scores: Vec::new(),
            status: Status::NoTarget,
            chart: None,
            first_day: None,
            last_day: None,
            sources: Vec::new(),
            now_range: of(1),
            before_range: Some(of(0)),
            grain: Grain::Day,
            series: Vec::new(),
        };
        figure_line(&kpi, Some(&insight))
    };
    assert!(line([1.0, 1.1]).contains("↑ +0.1 (within noise)"), "{}", line([1.0, 1.1]));
    assert!(line([1.0, 4.0]).contains("↑ +3") && !line([1.0, 4.0]).contains("noise"), "{}", line([1.0, 4.0]));
}

#[test]
fn minutes_say_of_which_segments_their_figures_are() {
    let case = Case::new();
    let pages = super::pages(&case.document, &Insights::default(), case.map);
    let days = crate::base::time::DayRange { from: TODAY.plus(-9), to: TODAY };
    let kpi = Kpi::new(KpiId::from_raw(1), "CSAT");
    let insight = Insight::of_nothing(&kpi);
    let insight = Insight { before: Some(insight.now), before_range: Some(days), ..insight };
    let mut insights = Insights { shown: Some(days), ..Insights::default() };
    insights.figures.insert((kpi.id, case.stage("Support")), insight);
    let line = |segments: &[(&str, &str)], against: &[(&str, &str)]| {
        let segments = segments.iter().copied().collect();
        let view = NumbersView { segments, against: against.iter().copied().collect(), ..NumbersView::default() };
        let said = minutes(&case.document, (&insights, &view), (case.map, &pages), &BTreeMap::new(), TODAY);
        said.lines().find(|line| line.starts_with("Figures")).unwrap().to_owned()
    };
    let days = words::period_days(days);
    assert_eq!(line(&[], &[]), format!("Figures of {days}; changes against {days}."));
    assert_eq!(
        line(&[("plan", "free")], &[("plan", "pro")]),
        format!("Figures of {days}, only plan: free; changes against plan: pro.")
    );
}

#[test]
fn a_page_that_was_looked_at_has_nothing_to_look_at_all_the_same() {
    let case = Case::new();
    let pages = super::pages(&case.document, &Insights::default(), case.map);
    let figures = (&Insights::default(), &NumbersView::default());
    let remarks = BTreeMap::from([(case.stage("Renewal"), String::new())]);
    let said = minutes(&case.document, figures, (case.map, &pages), &remarks, TODAY);
    assert!(said.ends_with(&format!("## Renewal\n\n{}\n", text::NOTHING_HERE)), "{said}");
}

/// It belongs to the stage where the way begins, on the map and on a copy of it.
#[test]
fn what_is_said_about_a_connection_is_read_at_its_beginning() {
    let mut case = Case::new();
    let lane = *case.document.lanes.keys().next().unwrap();
    let step = case.document.steps.values().find(|step| step.title == "Renewal").unwrap().id;
    let body = CardBody::kpi(KpiId::from_raw(1), case.stage("Renewal"), false);
    case.edit(&Edit::AddCard { lane, step, span: 1, text: String::new(), body });
    let to = case.document.cards.values().find(|card| card.step == step).unwrap().id;
    let from = case.document.cards.values().find(|card| card.id != to).unwrap().id;
    case.edit(&Edit::Connect { from, to });
    let connection = *case.document.connections.keys().next().unwrap();
    case.note(connection.into(), "Who goes this way?");
    let said = |case: &Case, map: MapId| -> Vec<(String, usize)> {
        let pages = pages(&case.document, &Insights::default(), map);
        pages.into_iter().map(|page| (page.title, page.notes.len())).collect()
    };
    let expected = [("Support".to_owned(), 1), ("Renewal".to_owned(), 0)];
    assert_eq!(said(&case, case.map), expected);
    let (state, purpose) = (MapState::Current, CopyOfMap::Alone);
    case.edit(&Edit::DuplicateMap { map: case.map, title: "Copy".to_owned(), state, purpose });
    let copy = *case.document.maps.keys().find(|map| **map != case.map).unwrap();
    assert_eq!(said(&case, copy), expected);
}
