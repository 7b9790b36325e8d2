//! Which segments stand by themselves, and what the rest is pooled from, while one moves through time.

use super::*;
use crate::base::ids::{Id as _, KpiId, MapId};
use crate::metrics::fixture;
use crate::model::{AnyRecord, Card, CardForm, Edit, KpiKind, Place};
use crate::session::jobs::Jobs;
use crate::session::view::Period;
use crate::session::{Session, new_file};
use crate::store::OpenMode;
use std::sync::Arc;

const JANUARY: i32 = 20_089;
const FEBRUARY: i32 = 20_120;

fn at() -> KpiAt {
    (KpiId::from_raw(1), Place::Map(MapId::from_raw(1)))
}

/// Days with so many answers of a value each.
fn pool(name: &str, days: &[(i32, f64, u32)]) -> (String, KpiDays) {
    let rows = days.iter().flat_map(|(day, value, n)| (0..*n).map(move |_| (*day, *value, None)));
    (name.to_owned(), fixture::days(&KpiKind::Mean, &rows.collect::<Vec<_>>(), &[]))
}

/// What a card shows in a month, of rows of January and February: label, value and points.
fn check(pools: Vec<(String, KpiDays)>, top: u8, month: i32, expected: &[(&str, &str, &[f64])]) {
    let kpi = Kpi { kind: KpiKind::Mean, ..Kpi::new(at().0, "CSAT") };
    let mut document = Document::default();
    document.kpis.insert(kpi.id, kpi.clone().into());
    let days = DayRange { from: Day(month), to: Day(month + 27) };
    let shown = Shown { days, trend: DayRange { from: Day(JANUARY), to: Day(FEBRUARY + 27) }, today: None };
    let pools = chosen_pools(&kpi, &pools, usize::from(top), shown);
    let chosen = ChosenSegments { dimension: "plan".to_owned(), has_too_many: false, pools };
    let insight = split_insight(&document, (&kpi, at()), &chosen, &NumbersView::default(), shown);
    let said: Vec<(String, String, Vec<f64>)> = super::shown(&kpi, &insight)
        .parts
        .into_iter()
        .map(|part| (part.label, part.value_text, part.points.iter().map(|point| point.value).collect()))
        .collect();
    let expected: Vec<(String, String, Vec<f64>)> =
        expected.iter().map(|(label, value, points)| ((*label).into(), (*value).into(), points.to_vec())).collect();
    assert_eq!(said, expected, "day {month}");
}

/// The case: A had 100 answers of 1 and only in January. In February the rest was B and C alone, its point of January 5
/// instead of what all three came to; a step to January, and the same point was another number.
#[test]
fn the_rest_is_the_same_wherever_one_is_in_time() {
    let pools = || {
        vec![
            pool("A", &[(JANUARY, 1.0, 80)]),
            pool("B", &[(JANUARY, 5.0, 10), (FEBRUARY, 5.0, 10)]),
            pool("C", &[(JANUARY, 5.0, 10), (FEBRUARY, 4.0, 40)]),
            pool("Pro", &[(JANUARY, 3.0, 200), (FEBRUARY, 4.0, 200)]),
        ]
    };
    let rest = [180.0 / 100.0, 210.0 / 50.0];
    check(pools(), 1, JANUARY, &[("Pro", "3", &[3.0, 4.0]), ("the rest (3)", "1.8", &rest)]);
    check(pools(), 1, FEBRUARY, &[("Pro", "4", &[3.0, 4.0]), ("the rest (3)", "4.2", &rest)]);
    // The second largest of both months has no answers in February: it keeps its place, and says that it has none.
    let rest = [100.0 / 20.0, 210.0 / 50.0];
    check(pools(), 2, FEBRUARY, &[("Pro", "4", &[3.0, 4.0]), ("A", "–", &[1.0]), ("the rest (2)", "4.2", &rest)]);
}

/// The sample with a KPI card by plan, once its figures are there.
fn sample() -> (tempfile::TempDir, Session, KpiAt) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.milepost");
    let opened = new_file::create_sample(&path, OpenMode::Edit).unwrap();
    let mut session = Session::new(opened, path, false, Jobs::default());
    session.wait();
    let document = session.document();
    let is_meant = |card: &&Arc<Card>| match card.body {
        CardBody::Kpi { kpi, place, .. } => {
            document.kpis[&kpi].name.contains("CSAT") && document.place_name(place) == Some("Support")
        }
        _ => false,
    };
    let card = Card::clone(document.cards.values().find(is_meant).unwrap());
    let CardBody::Kpi { kpi, place, .. } = card.body else { unreachable!() };
    let split = CardSplit { dimension: Some("plan".to_owned()), top: 1 };
    let body = card.body.clone().split_by(split).in_form(CardForm::Lines);
    session.edit(&Edit::Update(AnyRecord::Card(Card { body, ..card })), None).unwrap();
    (folder, session, (kpi, place))
}

fn split_of(session: &Session, at: KpiAt) -> Option<SplitInsight> {
    session.insights().splits.get(&at)?.values().next().cloned()
}

/// Of a thousand segments only a handful is worked out while one moves through time: the choice is made, and nothing is
/// read or chosen anew. A longer period has others, which are chosen beside the window.
#[test]
fn a_step_through_time_chooses_no_segments_anew() {
    let (_folder, mut session, at) = sample();
    session.wait();
    let all = split_of(&session, at).unwrap();
    let data = session.insights().data_range;
    for moment in session.view().moments(data).iter().rev().take(3) {
        session.set_view(NumbersView { moment: Some(moment.from), ..session.view().clone() });
        assert!(!session.is_busy(), "a step reads or chooses");
        let step = split_of(&session, at).unwrap();
        let names = |split: &SplitInsight| split.segments.iter().map(|s| s.values.clone()).collect::<Vec<_>>();
        assert_eq!(names(&step), names(&all));
        for (now, ever) in step.segments.iter().zip(&all.segments) {
            assert_eq!(now.insight.series, ever.insight.series);
            assert!(now.insight.now_range == *moment && now.insight.now != ever.insight.now);
        }
    }
    session.set_view(NumbersView { period: Period::AllData, moment: None, ..session.view().clone() });
    assert!(session.is_busy());
    session.wait();
    assert_ne!(split_of(&session, at), Some(all));
}

/// Figures do not wait for segments, and no figures of other segments stand beside them meanwhile.
#[test]
fn ordinary_figures_are_there_before_those_of_segments() {
    let (_folder, mut session, at) = sample();
    session.wait();
    let segments: Segments = [("region", "Nordics")].into_iter().collect();
    assert!(split_of(&session, at).is_some());
    session.set_view(NumbersView { segments: segments.clone(), ..session.view().clone() });
    while !session.has_figures() {
        session.poll();
    }
    assert!(session.insights().figures.contains_key(&at));
    let was_first = split_of(&session, at).is_none();
    assert!(was_first || !session.is_busy());
    session.wait();
    let narrowed = split_of(&session, at).unwrap();
    assert!(!narrowed.segments.is_empty() && session.numbers.days_segments() == &segments);
}
