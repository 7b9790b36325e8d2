//! What was planted in the sample is found in its segments, and the map shows the same when two of them are compared.

use super::*;
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
        self.session.breakdowns(at).unwrap().wait().unwrap().unwrap()
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
        &["plan: Business\u{2212} Team Starter+", "region: UK & Ireland Nordics Benelux DACH"],
    );
    check("Ease", "Verify identity", &["device: Phone\u{2212} Desktop+", "plan: Starter Team Business"]);
    check("Renewal NPS", "Renewal", &["plan: Starter Team Business", "region: UK & Ireland Nordics Benelux DACH"]);
    // Daily figures without a dimension have nothing to be told apart.
    check("First response time", "Support", &[]);
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
    case.look(|view| {
        view.segments = Segments::one("region", "DACH");
        view.against = Segments::one("region", "Nordics");
    });
    let cards = insights::kpis_with_cards(case.session.document());
    let changes: Vec<_> = cards.iter().filter_map(|at| case.session.insights().figures.get(at)?.change).collect();
    let p_values: Vec<_> = changes.iter().map(|change| change.p_value).collect();
    let expected: Vec<_> = many::corrected(&p_values).into_iter().map(|p| p.map(|p| p <= 0.05)).collect();
    assert_eq!(changes.iter().map(|change| change.is_beyond_noise).collect::<Vec<_>>(), expected);
    assert!(changes.iter().all(|change| change.is_beyond_noise != Some(true)), "no region was planted");
}

#[test]
fn the_smallest_of_very_many_segments_are_taken_together() {
    let kpi = Kpi::new(crate::base::ids::Id::from_raw(1), "Visits");
    let days = |n: u32| {
        let mut bucket = crate::model::observation::Bucket::default();
        for _ in 0..n {
            bucket.add(4.0, Some(1.0), metrics::cuts_of(&kpi.kind));
        }
        KpiDays::from(vec![crate::model::observation::DayBucket { day: Day(20_000), bucket }])
    };
    let pools = (1..=90_u32).map(|n| (BTreeSet::from([format!("{n:02}")]), days(n))).collect();
    let few = with_few(&kpi, pools, DayRange::EVER);
    assert_eq!(few.len(), MOST_PARTS);
    let (values, rest) = few.last().unwrap();
    assert_eq!(values.iter().map(String::as_str).collect::<Vec<_>>().first(), Some(&"01"));
    assert_eq!(values.len(), 31);
    assert_eq!(metrics::measure(&kpi, rest, DayRange::EVER).n, Some((1..=31).sum::<u32>().into()));
}
