//! What was planted in the sample is found in its segments, and the map shows the same when two of them are compared.

use super::*;
use crate::session::Comparison;
use crate::session::jobs::Jobs;
use crate::session::new_file;
use crate::store::OpenMode;

struct Case {
    _folder: tempfile::TempDir,
    session: Session,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample.milepost");
        let opened = new_file::create_sample(&path, OpenMode::Edit).unwrap();
        let mut session = Session::new(opened, path, false, Jobs::default());
        session.wait();
        Self { _folder: folder, session }
    }

    fn at(&self, kpi: &str, place: &str) -> KpiAt {
        let document = self.session.document();
        let is_meant = |at: &KpiAt| document.kpis[&at.0].name == kpi && document.place_name(at.1) == Some(place);
        insights::kpis_at_places(document).into_iter().find(is_meant).unwrap()
    }

    fn breakdowns(&self, at: KpiAt) -> Vec<Breakdown> {
        self.session.breakdowns(at).unwrap().wait().unwrap().unwrap().found
    }

    fn look(&mut self, change: impl FnOnce(&mut NumbersView)) {
        let mut view = self.session.view().clone();
        change(&mut view);
        self.session.set_view(view);
        self.session.wait();
    }
}

/// "dimension: value− value+ value", with a sign where it differs beyond noise.
fn told(found: &[Breakdown]) -> Vec<String> {
    let part = |part: &Part| {
        let sign = match part.is_better.filter(|_| part.differs()) {
            Some(true) => "+",
            Some(false) => "\u{2212}",
            None => "",
        };
        format!(" {}{sign}", part.values.iter().cloned().collect::<Vec<_>>().join(","))
    };
    let line = |b: &Breakdown| format!("{}:{}", b.dimension, b.parts.iter().map(part).collect::<String>());
    found.iter().map(line).collect()
}

#[test]
fn segments_that_were_planted_differ_and_no_others_do() {
    let case = Case::new();
    let check = |kpi: &str, place: &str, expected: &[&str]| {
        assert_eq!(told(&case.breakdowns(case.at(kpi, place))), expected, "{kpi} at {place}");
    };
    check(
        "Support CSAT",
        "Support",
        &["plan: Team\u{2212} Starter+ Business+", "region: UK & Ireland Nordics Benelux DACH"],
    );
    check("Ease", "Verify identity", &["device: Phone\u{2212} Desktop+", "plan: Starter Business Team"]);
    check("Renewal NPS", "Renewal", &["plan: Starter Team Business", "region: UK & Ireland Nordics Benelux DACH"]);
    // Daily figures without a dimension have nothing to be told apart.
    check("First response time", "Support", &[]);
}

/// "dimension: value− value+ value", with a sign where it moved beyond noise.
fn moves(found: &[Breakdown]) -> Vec<String> {
    let sign = |part: &Part| part.moved().map_or("", |is_good| if is_good { "+" } else { "\u{2212}" });
    let part = |part: &Part| format!(" {}{}", part.values.iter().cloned().collect::<Vec<_>>().join(","), sign(part));
    found.iter().map(|b| format!("{}:{}", b.dimension, b.parts.iter().map(part).collect::<String>())).collect()
}

/// Who got worse is told by the change of each segment, worst first, and corrected for their number.
#[test]
fn segments_that_got_worse_are_told_first() {
    let mut case = Case::new();
    let at = case.at("Support CSAT", "Support");
    let found = case.breakdowns(at);
    assert_eq!(moves(&found)[0], "plan: Team\u{2212} Starter Business");
    assert!(found[0].tells_who_got_worse() && !found[1].tells_who_got_worse(), "{:?}", moves(&found));
    let parts: Vec<&Part> = found.iter().flat_map(|b| &b.parts).collect();
    let p_values: Vec<Option<f64>> = parts.iter().map(|part| part.insight.change.unwrap().p_value).collect();
    assert!(p_values.iter().all(Option::is_some));
    for (part, expected) in parts.iter().zip(many::corrected(&p_values)) {
        assert_eq!(part.corrected_change_p, expected);
        assert_eq!(part.insight.change.unwrap().is_beyond_noise, expected.map(|p| p <= many::FALSE_DISCOVERIES));
    }
    let kpi = case.session.document().kpis[&at.0].clone();
    assert!(found.iter().all(|b| b.parts.windows(2).all(|two| two[0].order() <= two[1].order())));
    assert!(found[0].parts[0].worsening(&kpi) > found[0].parts[2].worsening(&kpi));
    case.look(|view| view.comparison = Comparison::None);
    let found = case.breakdowns(at);
    assert_eq!(moves(&found)[0], "plan: Team Starter Business");
    assert!(!found[0].tells_who_got_worse());
}

/// The drop that was planted in one plan is found there, at the stage and at its two steps, and in no other segment of any
/// KPI: what got worse elsewhere did so for everyone.
#[test]
fn of_all_segments_of_the_sample_one_plan_got_worse() {
    let case = Case::new();
    let document = case.session.document();
    let mut told = Vec::new();
    for at in insights::kpis_at_places(document) {
        for found in case.breakdowns(at).iter().filter(|found| found.tells_who_got_worse()) {
            let worse: Vec<_> = found.parts.iter().filter(|part| part.moved() == Some(false)).collect();
            let names: Vec<String> = worse.iter().flat_map(|part| part.values.iter().cloned()).collect();
            let place = document.place_name(at.1).unwrap();
            told.push(format!("{} at {place}, {}: {}", document.kpis[&at.0].name, found.dimension, names.join(", ")));
        }
    }
    told.sort();
    let expected =
        ["Ease at Find help, plan: Team", "Ease at Talk to agent, plan: Team", "Support CSAT at Support, plan: Team"];
    assert_eq!(told, expected);
}

#[test]
fn two_segments_on_the_map_differ_as_in_the_breakdown() {
    let mut case = Case::new();
    let at = case.at("Support CSAT", "Support");
    let whole = case.session.insights().figures[&at].now;
    let plans = case.breakdowns(at).remove(0);
    let business = plans.parts.iter().find(|part| part.values.contains("Business")).unwrap().clone();
    case.look(|view| {
        view.segments = Segments::one("plan", "Business");
        view.against = [("plan", "Team"), ("plan", "Starter")].into_iter().collect();
    });
    let shown = case.session.insights().figures[&at].clone();
    assert_eq!(shown.now, business.insight.now);
    let change = shown.change.unwrap();
    assert_eq!((change.difference, change.p_value), (business.difference.difference, business.difference.p_value));
    assert_eq!((change.is_beyond_noise, shown.before_range), (Some(true), Some(shown.now_range)));
    let n = |value: KpiValue| value.n.unwrap();
    assert!((n(shown.now) + n(shown.before.unwrap()) - n(whole)).abs() < 1e-6, "no answer is in both or in neither");
    let text = |case: &Case| {
        let (insight, view) = (&case.session.insights().figures[&at], case.session.view());
        crate::session::overlay::comparison_text(insight, view)
    };
    assert_eq!(text(&case), "vs Starter, Team");

    // Narrowed to what it is compared with, a value would be compared with itself.
    case.look(|view| view.segments.add("plan", "Team"));
    assert!(case.session.view().against.is_empty());
    assert_eq!(text(&case), "vs 2024");
}

/// With many KPIs a p of 4 % is what chance gives: it is no difference.
#[test]
fn many_comparisons_are_corrected() {
    let mut case = Case::new();
    let cards = insights::kpis_with_cards(case.session.document());
    let regions = ["UK & Ireland", "Nordics", "Benelux", "DACH"];
    let mut spared = 0;
    for (index, first) in regions.iter().enumerate() {
        for second in &regions[index + 1..] {
            for year in 0..2 {
                case.look(|view| {
                    view.period = crate::session::Period::CalendarYear(year);
                    (view.segments, view.against) = (Segments::one("region", first), Segments::one("region", second));
                });
                let figures = &case.session.insights().figures;
                let changes: Vec<_> = cards.iter().filter_map(|at| figures.get(at)?.change).collect();
                let mut p_values: Vec<f64> = changes.iter().filter_map(|change| change.p_value).collect();
                p_values.sort_by(f64::total_cmp);
                // The largest p that lies below its share of 5 %, by rank.
                let share = |rank: usize| 0.05 * (rank + 1) as f64 / p_values.len() as f64;
                let below = p_values.iter().enumerate().filter(|(rank, p)| **p <= share(*rank));
                let most = below.map(|(_, p)| *p).fold(f64::NEG_INFINITY, f64::max);
                for change in changes.iter().filter(|change| change.p_value.is_some()) {
                    let p = change.p_value.unwrap();
                    assert_eq!(change.is_beyond_noise, Some(p <= most), "{first}, {second}: {p} of {p_values:?}");
                    spared += usize::from(p <= 0.05 && p > most);
                }
            }
        }
    }
    assert!(spared > 0, "chance alone gave no small p here: the correction was not put to the test");
}

/// One of two segments against the other is one test, told from both sides.
#[test]
fn two_segments_are_one_test() {
    let found = corrected(&[vec![Some(0.016); 2], [0.3, 0.5, 0.9].map(Some).to_vec(), vec![None, Some(0.8), None]]);
    let expected = [vec![Some(0.08); 2], [0.75, 5.0 / 6.0, 0.9].map(Some).to_vec(), vec![None, Some(0.9), None]];
    for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
        let is_close =
            found.zip(*expected).map_or(found.is_none() && expected.is_none(), |(a, b)| (a - b).abs() < 1e-9);
        assert!(is_close, "{found:?} {expected:?}");
    }
}

/// The rest of a pool is all the others, whatever their number.
#[test]
fn the_others_are_all_but_one() {
    let kpi = Kpi::new(crate::base::ids::Id::from_raw(1), "Visits");
    for count in 1..=4_u32 {
        let pools: Vec<KpiDays> = (1..=count).map(|n| days(&kpi, n)).collect();
        let found = against_the_others(&kpi, &pools, DayRange::EVER);
        let rest: Vec<f64> = found.iter().map(|(value, _)| value.n.unwrap_or(0.0)).collect();
        let all = count * (count + 1) / 2;
        assert_eq!(rest, (1..=count).map(|n| f64::from(all - n)).collect::<Vec<_>>(), "{count}");
    }
}

/// A day with so many answers.
fn days(kpi: &Kpi, n: u32) -> KpiDays {
    let mut bucket = crate::model::observation::Bucket::default();
    for _ in 0..n {
        bucket.add(4.0, Some(1.0), metrics::cuts_of(&kpi.kind));
    }
    KpiDays::from(vec![crate::model::observation::DayBucket { day: Day(20_000), bucket }])
}

#[test]
fn the_smallest_of_very_many_segments_are_taken_together() {
    let kpi = Kpi::new(crate::base::ids::Id::from_raw(1), "Visits");
    let pools = (1..=90_u32).map(|n| (BTreeSet::from([format!("{n:02}")]), days(&kpi, n))).collect();
    let few = with_few(&kpi, pools, DayRange::EVER);
    assert_eq!(few.len(), MOST_PARTS);
    let (values, rest) = few.last().unwrap();
    assert_eq!(values.iter().map(String::as_str).collect::<Vec<_>>().first(), Some(&"01"));
    assert_eq!(values.len(), 31);
    assert_eq!(metrics::measure(&kpi, rest, DayRange::EVER).n, Some((1..=31).sum::<u32>().into()));
}

/// What moved is a fact of the series: another comparison must not make another signal of it.
#[test]
fn limits_do_not_depend_on_what_values_are_compared_with() {
    use crate::session::Comparison;
    let mut case = Case::new();
    let charts = |case: &Case| -> Vec<_> {
        let figures = &case.session.insights().figures;
        insights::kpis_with_cards(case.session.document()).iter().map(|at| figures[at].chart.clone()).collect()
    };
    let expected = charts(&case);
    assert!(expected.iter().flatten().any(|chart| !chart.signals.is_empty()));
    for comparison in [Comparison::None, Comparison::PreviousPeriod, Comparison::SinceMarker(Day(20_200))] {
        case.look(|view| view.comparison = comparison);
        assert_eq!(charts(&case), expected, "{comparison:?}");
    }
}

/// A card can be split by what its own rows have, and by nothing else.
#[test]
fn cards_are_split_by_the_dimensions_of_their_rows() {
    let mut case = Case::new();
    let summaries = case.session.segments().unwrap().wait().unwrap().unwrap();
    assert!(summaries.iter().any(|of| of.name == "device"), "{summaries:?}");
    case.session.know_dimensions(&summaries);
    let check = |kpi: &str, place: &str, expected: &[&str]| {
        let at = case.at(kpi, place);
        let document = case.session.document();
        let map = document.map_of_place(at.1).unwrap();
        let card = document.kpi_cards(map).find(|of| (of.1, of.2) == at).unwrap().0;
        assert_eq!(case.session.dimensions_of(&[card]), expected, "{kpi}");
    };
    check("Support CSAT", "Support", &["plan", "region"]);
    check("First response time", "Support", &[]);
}
