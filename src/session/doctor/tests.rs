use super::*;
use crate::base::ids::{Id as _, IdAlloc, KpiId, SourceId};
use crate::base::time::{DayRange, UtcMillis};
use crate::metrics::KpiDays;
use crate::model::edit::plan;
use crate::model::observation::{Bucket, DayBucket};
use crate::model::{
    Cadence, CardBody, Edit, JourneyMap, Kpi, KpiKind, LaneKind, Link, PlaceOverride, Source, SourceState, Timing,
};
use crate::session::insights::{self, DaysByKpi};
use crate::session::view::{NumbersView, Period};

const TODAY: Day = Day(20_000);

/// A map of two stages with one KPI each that answers every question, and its figures.
struct Case {
    document: Document,
    days: DaysByKpi,
    ids: IdAlloc,
}

fn kpi(raw: i64, name: &str) -> Kpi {
    let text = |words: &str| words.to_owned();
    Kpi {
        metric: name.to_lowercase(),
        kind: KpiKind::top_box_of((1.0, 5.0)),
        scale: Some((1.0, 5.0)),
        target: Some(0.8),
        owner: text("Ada"),
        response_plan: text("Call them"),
        outcome: text("Renewals"),
        question: text("How satisfied are you?"),
        timing: Some(Timing::Leading),
        cadence: Some(Cadence::Monthly),
        expected_update_days: Some(30),
        rank: raw as f64,
        ..Kpi::new(KpiId::from_raw(raw), name)
    }
}

/// Days of so many answers of 5 each, the last of them so many days ago.
fn days(answers: u64, age: i32) -> KpiDays {
    let mut bucket = Bucket::default();
    (0..answers).for_each(|_| bucket.add(5.0, Some(1.0), crate::model::observation::Cuts { low: 4.0, high: 4.0 }));
    vec![DayBucket { day: TODAY.plus(-age), bucket }].into()
}

impl Case {
    fn new() -> Self {
        let mut case = Self { document: Document::default(), days: DaysByKpi::new(), ids: IdAlloc::seeded(5) };
        let map = JourneyMap::new(case.ids.allocate(), "Journey");
        let id = map.id;
        case.edit(&Edit::Add(map.into()));
        case.edit(&Edit::AddLane { map: id, before: None, kind: LaneKind::Kpi, title: "KPI".to_owned() });
        for (raw, title) in [(1, "Support"), (2, "Renewal")] {
            let stage = Edit::AddStage { map: id, before: None, title: title.to_owned(), step_title: title.to_owned() };
            case.edit(&stage);
            case.edit(&Edit::Add(kpi(raw, &format!("{title} CSAT")).into()));
            case.put(raw, title, true);
        }
        let source = Source {
            id: SourceId::from_raw(9),
            name: "scores.csv".to_owned(),
            path: String::new(),
            hash: String::new(),
            mapping: "{}".to_owned(),
            imported_at: UtcMillis(0),
            rows_read: 0,
            rows_accepted: 0,
            rows_rejected: 0,
            first_day: Some(TODAY.plus(-400)),
            last_day: Some(TODAY),
            state: SourceState::Active,
            places: [("support".to_owned(), case.place("Support"))].into(),
            link: Link::default(),
            continues: None,
        };
        case.edit(&Edit::Add(source.into()));
        case
    }

    fn edit(&mut self, edit: &Edit) {
        plan(&self.document, edit, &mut self.ids).unwrap().diff.apply(&mut self.document);
    }

    fn place(&self, stage: &str) -> Place {
        self.document.stages.values().find(|s| s.title == stage).map(|s| Place::Stage(s.id)).unwrap()
    }

    /// Gives a KPI a card at a stage, and forty answers of ten days ago.
    fn put(&mut self, raw: i64, stage: &str, is_headline: bool) {
        let (kpi, place) = (KpiId::from_raw(raw), self.place(stage));
        let lane = *self.document.lanes.keys().next().unwrap();
        let step = self.document.steps.values().find(|step| step.title == stage).unwrap().id;
        let body = CardBody::kpi(kpi, place, is_headline);
        self.edit(&Edit::AddCard { lane, step, span: 1, text: String::new(), body });
        self.days.insert((kpi, place), days(40, 10));
    }

    fn change(&mut self, raw: i64, change: impl FnOnce(&mut Kpi)) {
        let mut kpi = (*self.document.kpis[&KpiId::from_raw(raw)]).clone();
        change(&mut kpi);
        self.edit(&Edit::Update(kpi.into()));
    }

    fn insights(&self) -> Insights {
        let range = DayRange { from: TODAY.plus(-400), to: TODAY };
        let view = NumbersView { period: Period::Range(range), ..NumbersView::default() };
        insights::figures(&self.document, (&self.days, None), &view, None)
    }

    fn fix(&mut self, finding: &Finding) -> Fix {
        let insights = self.insights();
        fix_of(&self.document, &insights, finding, &mut self.ids, TODAY)
    }

    fn found(&self) -> Vec<Finding> {
        examine(&self.document, &self.insights(), TODAY)
    }
}

/// What a healthy map has after a change: the words of the rules and what they say.
fn check(name: &str, change: impl FnOnce(&mut Case), expected: &[(&str, &str)]) {
    let mut case = Case::new();
    change(&mut case);
    let found: Vec<(&str, String)> = case.found().iter().map(|f| (f.rule.word(), f.text(&case.document))).collect();
    assert_eq!(found.len(), expected.len(), "{name}: {found:?}");
    for ((rule, text), (expected, words)) in found.iter().zip(expected) {
        assert_eq!(rule, expected, "{name}: {text}");
        assert!(text.contains(words), "{name}: {text}");
    }
}

#[test]
fn a_kpi_that_answers_every_question_is_left_alone() {
    check("healthy", |_| {}, &[]);
}

#[test]
fn each_question_that_is_not_answered_is_asked() {
    check("plan", |c| c.change(1, |k| k.response_plan = " ".to_owned()), &[("no_plan", "“Support CSAT”")]);
    check("owner", |c| c.change(1, |k| k.owner.clear()), &[("no_owner", "answers for it")]);
    check("target", |c| c.change(1, |k| k.target = None), &[("no_target", "good enough")]);
    check("outcome", |c| c.change(2, |k| k.outcome.clear()), &[("no_outcome", "“Renewal CSAT”")]);
    check("data", |c| c.days.clear(), &[("no_data", "Support"), ("no_data", "Renewal")]);
    let lonely = |case: &mut Case| case.edit(&Edit::Add(kpi(3, "Ease").into()));
    check("place", lonely, &[("no_place", "“Ease”"), ("no_data", "“Ease”")]);
    let circular = |case: &mut Case| {
        case.change(1, |k| {
            k.kind = KpiKind::Formula;
            k.formula = "{Renewal CSAT} + {Nobody}".to_owned();
        });
    };
    check("formula", circular, &[("bad_formula", "“Nobody” is no KPI")]);
    // A place may have a target and an owner of its own.
    let own = |case: &mut Case| {
        let place = case.place("Support");
        case.change(1, |k| {
            (k.target, k.owner) = (None, String::new());
            let own = PlaceOverride { target: Some(0.9), owner: "Bob".to_owned(), ..PlaceOverride::default() };
            k.overrides.insert(place, own);
        });
    };
    check("override", own, &[]);
}

#[test]
fn data_may_be_old_thin_or_averaged() {
    let with = |answers, age| {
        move |case: &mut Case| {
            let place = case.place("Support");
            case.days.insert((KpiId::from_raw(1), place), days(answers, age));
        }
    };
    check("on time", with(40, 30), &[]);
    check("old", with(40, 31), &[("stale_data", "31 days old and should be at most 30 days")]);
    check("thin", with(29, 1), &[("few_answers", "29 answers")]);
    let unsaid = |case: &mut Case| {
        with(40, 300)(case);
        case.change(1, |k| k.expected_update_days = None);
    };
    check("nobody said how old it may be", unsaid, &[]);
    let averaged = |case: &mut Case| {
        let place = case.place("Support");
        let mut bucket = Bucket::default();
        bucket.add(4.2, None, crate::model::observation::Cuts { low: 4.0, high: 4.0 });
        bucket.forget_n(true);
        case.days.insert((KpiId::from_raw(1), place), vec![DayBucket { day: TODAY, bucket }].into());
    };
    check("averages", averaged, &[("averages_of_averages", "averages without counts")]);
    let means = |case: &mut Case| {
        averaged(case);
        case.change(1, |k| k.kind = KpiKind::Mean);
    };
    check("a mean of averages", means, &[("averages_of_averages", "“Support”")]);
}

#[test]
fn the_same_kpi_is_asked_alike_along_the_map() {
    let wording = |case: &mut Case| {
        case.put(1, "Renewal", false);
        let place = case.place("Renewal");
        let own = PlaceOverride { question: "How easy was it?".to_owned(), ..PlaceOverride::default() };
        case.change(1, |k| drop(k.overrides.insert(place, own)));
    };
    check("wording", wording, &[("other_wording", "“Renewal” and “Support”")]);
    let scale = |case: &mut Case| {
        case.change(1, |k| k.metric = "csat".to_owned());
        case.change(2, |k| {
            k.metric = "CSAT".to_owned();
            k.scale = Some((1.0, 7.0));
            k.kind = KpiKind::top_box_of((1.0, 7.0));
        });
    };
    check("scale", scale, &[("other_scale", "“Renewal CSAT (1–7)” and “Support CSAT (1–5)”")]);
    let surveys = |case: &mut Case| {
        case.put(1, "Renewal", false);
        let (support, renewal) = (case.place("Support"), case.place("Renewal"));
        let source = case.document.sources.values().next().unwrap();
        let mapping = r#"{"shape":"survey","date":{"column":"d"},"scores":[
            {"column":"a","metric":"Support CSAT","place":"s","scale":[1,5]},
            {"column":"b","metric":"Support CSAT","place":"r","scale":[1,7]}]}"#;
        let places = [("s".to_owned(), support), ("r".to_owned(), renewal)].into();
        let source = Source { mapping: mapping.to_owned(), places, ..(**source).clone() };
        case.edit(&Edit::Update(source.into()));
    };
    check("scales of a survey", surveys, &[("other_scale", "“Renewal (1–7)” and “Support (1–5)”")]);
}

#[test]
fn a_map_is_no_dashboard() {
    let many = |case: &mut Case| {
        for raw in 3..=8 {
            case.edit(&Edit::Add(kpi(raw, &format!("K{raw}")).into()));
            case.put(raw, "Support", false);
        }
    };
    check("eight", many, &[("too_many_kpis", "8 KPIs; more than 7")]);
    let headlines = |case: &mut Case| {
        for raw in 3..=4 {
            case.edit(&Edit::Add(kpi(raw, &format!("K{raw}")).into()));
            case.put(raw, "Support", true);
        }
    };
    check("headlines", headlines, &[("too_many_headlines", "“Support” has 3 headline KPIs")]);
    let gap = |case: &mut Case| {
        let map = *case.document.maps.keys().next().unwrap();
        let stage = Edit::AddStage { map, before: None, title: "Trial".to_owned(), step_title: "Trial".to_owned() };
        case.edit(&stage);
    };
    check("gap", gap, &[("no_kpi_in_stage", "“Trial” has no KPI")]);
    let lagging = |case: &mut Case| (1..=2).for_each(|raw| case.change(raw, |k| k.timing = Some(Timing::Lagging)));
    check("lagging", lagging, &[("lagging_only", "“Journey”")]);
}

#[test]
fn what_is_set_aside_stays_aside_until_it_is_brought_back() {
    let mut case = Case::new();
    case.change(1, |k| k.owner.clear());
    let map = *case.document.maps.keys().next().unwrap();
    let stage = Edit::AddStage { map, before: None, title: "Trial".to_owned(), step_title: "Trial".to_owned() };
    case.edit(&stage);
    assert_eq!(case.found().len(), 2);
    for finding in case.found() {
        assert_eq!(dismissed(&case.document, &finding, "  ", TODAY), None, "a reason is wanted");
        let edit = dismissed(&case.document, &finding, "A pilot", TODAY).unwrap();
        case.edit(&edit);
        assert_eq!(finding.dismissal(&case.document).map(|d| (d.reason.as_str(), d.on)), Some(("A pilot", TODAY)));
    }
    assert_eq!(open_findings(&case.document, &case.insights(), TODAY), []);
    // What is wrong elsewhere is another matter.
    case.change(2, |k| k.owner.clear());
    assert_eq!(open_findings(&case.document, &case.insights(), TODAY).len(), 1);
    for finding in case.found() {
        if let Some(edit) = restored(&case.document, &finding) {
            case.edit(&edit);
        }
    }
    assert_eq!(open_findings(&case.document, &case.insights(), TODAY).len(), 3);
}

#[test]
fn one_click_mends_what_a_program_can_mend() {
    let mut case = Case::new();
    for raw in 3..=4 {
        case.edit(&Edit::Add(kpi(raw, &format!("K{raw}")).into()));
        case.put(raw, "Support", true);
    }
    case.edit(&Edit::Add(kpi(5, "Ease").into()));
    let map = *case.document.maps.keys().next().unwrap();
    let stage = Edit::AddStage { map, before: None, title: "Sign-up".to_owned(), step_title: "Sign-up".to_owned() };
    case.edit(&stage);
    case.change(1, |k| k.owner.clear());
    let mut rules = Vec::new();
    for finding in case.found() {
        rules.push(finding.rule);
        match case.fix(&finding) {
            Fix::Edit(edit) => case.edit(&edit),
            Fix::Import => {}
            other => panic!("{other:?}"),
        }
    }
    use Rule::{NoData, NoKpiInStage, NoOwner, NoPlace, TooManyHeadlines};
    assert_eq!(rules, [NoOwner, NoPlace, NoData, TooManyHeadlines, NoKpiInStage]);
    let left: Vec<Rule> = case.found().into_iter().map(|finding| finding.rule).collect();
    assert!(!left.contains(&TooManyHeadlines) && !left.contains(&NoKpiInStage), "{left:?}");
    let placed = case.document.kpi_cards(map).any(|(_, id, place, _)| id.raw() == 5 && place == Place::Map(map));
    assert!(placed && case.document.kpis.values().any(|k| k.metric == "time_to_first_value"));
    assert_eq!(crate::model::check::violations(&case.document), []);
}

/// What is wrong by a rule after a change is not any more after one click.
fn check_mended(rule: Rule, change: impl FnOnce(&mut Case)) -> Case {
    let mut case = Case::new();
    change(&mut case);
    let is_of_rule = |finding: &Finding| finding.rule == rule;
    let finding = case.found().into_iter().find(is_of_rule).unwrap_or_else(|| panic!("{rule:?} finds nothing"));
    let Fix::Edit(edit) = case.fix(&finding) else { panic!("{rule:?} has no edit") };
    case.edit(&edit);
    assert!(!case.found().iter().any(is_of_rule), "{rule:?} is still there");
    assert_eq!(crate::model::check::violations(&case.document), []);
    case
}

#[test]
fn a_click_mends_what_each_rule_found() {
    let first = |case: &Case| case.document.kpis[&KpiId::from_raw(1)].clone();
    let owned = check_mended(Rule::NoOwner, |c| c.change(1, |k| k.owner.clear()));
    assert_eq!(first(&owned).owner, "Ada", "who answers for the others");
    check_mended(Rule::NoPlan, |c| c.change(1, |k| k.response_plan.clear()));
    let waits = check_mended(Rule::NoPlan, |c| {
        c.change(1, |k| (k.direction, k.response_plan) = (crate::model::Direction::Down, String::new()));
    });
    assert!(
        !first(&waits).plan_for_rise.is_empty() && first(&waits).response_plan.is_empty(),
        "waiting longer is worse"
    );
    check_mended(Rule::NoOutcome, |c| c.change(1, |k| k.outcome.clear()));
    let aimed = check_mended(Rule::NoTarget, |c| c.change(1, |k| k.target = None));
    assert_eq!(first(&aimed).target, Some(1.0), "all forty are satisfied");
    let many = check_mended(Rule::TooManyKpis, |case| {
        for raw in 3..=9 {
            case.edit(&Edit::Add(kpi(raw, &format!("K{raw}")).into()));
            case.put(raw, "Support", false);
        }
    });
    let map = *many.document.maps.keys().next().unwrap();
    let headlines = many.document.kpi_cards(map).filter(|(.., is_headline)| *is_headline).count();
    assert_eq!((headlines, many.document.kpis.len()), (2, 9), "headlines stay, and so do all KPIs");
    check_mended(Rule::TooManyHeadlines, |case| {
        for raw in 3..=4 {
            case.edit(&Edit::Add(kpi(raw, &format!("K{raw}")).into()));
            case.put(raw, "Support", true);
        }
    });
    check_mended(Rule::NoKpiInStage, |case| {
        let map = *case.document.maps.keys().next().unwrap();
        let stage = Edit::AddStage { map, before: None, title: "Trial".to_owned(), step_title: "Trial".to_owned() };
        case.edit(&stage);
    });
    check_mended(Rule::LaggingOnly, |c| (1..=2).for_each(|raw| c.change(raw, |k| k.timing = Some(Timing::Lagging))));
    check_mended(Rule::OtherWording, |case| {
        case.put(1, "Renewal", false);
        let place = case.place("Renewal");
        let own = PlaceOverride { question: "How easy was it?".to_owned(), ..PlaceOverride::default() };
        case.change(1, |k| drop(k.overrides.insert(place, own)));
    });
    check_mended(Rule::OtherScale, |case| {
        case.change(1, |k| k.metric = "csat".to_owned());
        case.change(2, |k| {
            k.metric = "CSAT".to_owned();
            k.scale = Some((1.0, 7.0));
            k.kind = KpiKind::top_box_of((1.0, 7.0));
        });
    });
    check_mended(Rule::NoPlace, |case| case.edit(&Edit::Add(kpi(3, "Ease").into())));
}

/// Where the data itself is what is wrong, a click leads to its file: read again, or its columns said anew.
#[test]
fn old_and_averaged_data_leads_to_its_file() {
    let mut case = Case::new();
    let place = case.place("Support");
    case.days.insert((KpiId::from_raw(1), place), days(40, 300));
    let old = case.found().into_iter().find(|finding| finding.rule == Rule::StaleData).unwrap();
    assert_eq!(case.fix(&old), Fix::Import, "no file is known");
    let source = case.document.sources.values().next().unwrap();
    let of_kpi = [("support".to_owned(), place)].into();
    let source = Source { path: "/data/scores.csv".to_owned(), places: of_kpi, ..(**source).clone() };
    let id = source.id;
    case.edit(&Edit::Update(source.into()));
    let mut insights = case.insights();
    insights.figures.get_mut(&(KpiId::from_raw(1), place)).unwrap().sources = vec![id];
    assert_eq!(fix_of(&case.document, &insights, &old, &mut case.ids, TODAY), Fix::Refresh(id));
    let averaged = Finding { rule: Rule::AveragesOfAverages, ..old };
    assert_eq!(fix_of(&case.document, &insights, &averaged, &mut case.ids, TODAY), Fix::Remap(id));
}

/// The same about many KPIs is mended, or set aside for one reason, in one step.
#[test]
fn what_is_the_same_for_many_is_one_step() {
    let mut case = Case::new();
    case.edit(&Edit::Add(kpi(3, "Ease").into()));
    (1..=2).for_each(|raw| case.change(raw, |k| k.response_plan.clear()));
    let of = |case: &Case, rule| case.found().into_iter().filter(|f| f.rule == rule).collect::<Vec<Finding>>();
    let plans = of(&case, Rule::NoPlan);
    assert_eq!(plans.len(), 2);
    let (insights, mut ids) = (case.insights(), IdAlloc::seeded(77));
    let mend = mended(&case.document, &insights, &plans, &mut ids, TODAY).unwrap();
    assert_eq!(all_dismissed(&case.document, &plans, " ", TODAY, &mut ids), None, "a reason is wanted");
    let aside = all_dismissed(&case.document, &plans, "A pilot", TODAY, &mut ids).unwrap();
    let before = case.document.clone();
    for edit in [mend, aside] {
        case.document = before.clone();
        case.edit(&edit);
        assert!(of(&case, Rule::NoPlan).iter().all(|finding| finding.dismissal(&case.document).is_some()), "{edit:?}");
    }
    let no_data = of(&case, Rule::NoData);
    assert_eq!(mended(&case.document, &insights, &no_data, &mut ids, TODAY), None, "no program knows the numbers");
}

#[test]
fn every_rule_has_a_word_of_its_own() {
    let words: std::collections::BTreeSet<_> = Rule::EVERY.iter().map(|rule| rule.word()).collect();
    assert_eq!(words.len(), Rule::EVERY.len());
    assert_eq!(Rule::EVERY.iter().filter(|rule| rule.is_question()).count(), 4);
}

/// A click on "Hold this level" of shares near nothing and near all: a target that can be met and missed.
#[test]
fn the_level_of_a_share_near_an_end_is_no_target_of_nothing_or_all() {
    let check = |share: f64, expected: f64| {
        let mut case = Case::new();
        case.change(1, |k| k.target = None);
        let mut insights = case.insights();
        let own = KpiId::from_raw(1);
        insights.figures.iter_mut().filter(|(at, _)| at.0 == own).for_each(|(_, i)| i.now.value = Some(share));
        let finding = case.found().into_iter().find(|f| f.rule == Rule::NoTarget).unwrap();
        let Fix::Edit(edit) = fix_of(&case.document, &insights, &finding, &mut case.ids, TODAY) else { panic!() };
        case.edit(&edit);
        let target = case.document.kpis[&own].target.unwrap();
        assert!((target - expected).abs() < 1e-9, "{share}: {target}");
    };
    check(0.001_34, 0.001_3);
    check(0.998_66, 0.998_7);
    check(0.234, 0.23);
    check(0.046_4, 0.046);
    check(1.0, 1.0);
    check(0.0, 0.0);
}

/// A KPI of the file is not called leading by a click when the team called it lagging; another one comes to the map.
#[test]
fn a_lagging_kpi_is_not_called_leading_by_a_click() {
    let mut case = Case::new();
    (1..=2).for_each(|raw| case.change(raw, |k| k.timing = Some(Timing::Lagging)));
    let added = |case: &Case, edit: &Edit| {
        let mut document = case.document.clone();
        plan(&document, edit, &mut IdAlloc::seeded(99)).unwrap().diff.apply(&mut document);
        document.kpis.values().find(|kpi| !case.document.kpis.contains_key(&kpi.id)).map(|kpi| Kpi::clone(kpi))
    };
    let finding = case.found().into_iter().find(|f| f.rule == Rule::LaggingOnly).unwrap();
    let Fix::Edit(edit) = case.fix(&finding) else { panic!() };
    let first = added(&case, &edit).unwrap();
    let ours = Kpi { timing: Some(Timing::Lagging), ..first.clone() };
    case.edit(&Edit::Add(ours.into()));
    let Fix::Edit(edit) = case.fix(&finding) else { panic!() };
    assert_ne!(added(&case, &edit).map(|kpi| kpi.metric), Some(first.metric));
    case.edit(&edit);
    assert_eq!(case.document.kpis[&first.id].timing, Some(Timing::Lagging));
    assert!(!case.found().iter().any(|f| f.rule == Rule::LaggingOnly));
}

/// A value of few answers is one click away from all answers there are; where it shows all of them, more must come in.
#[test]
fn few_answers_are_looked_at_over_all_days() {
    let mut case = Case::new();
    let at = (KpiId::from_raw(1), case.place("Support"));
    let found = |case: &Case| case.found().into_iter().find(|f| f.rule == Rule::FewAnswers).unwrap();
    case.days.insert(at, days(12, 10));
    let finding = found(&case);
    assert_eq!(case.fix(&finding), Fix::Import);
    let old = days(90, 900).rows.into_iter().chain(days(12, 10).rows).collect::<Vec<_>>();
    case.days.insert(at, old.into());
    let finding = found(&case);
    assert_eq!(case.fix(&finding), Fix::AllDays);
}

/// KPIs that mean the same thing are made alike by one click for all, whichever of them is looked at first.
#[test]
fn many_that_are_the_same_end_alike() {
    let mut case = Case::new();
    for raw in 3..9 {
        let question = format!("Wording {raw}?");
        let response_plan = String::new();
        case.edit(&Edit::Add(Kpi { metric: "ease".to_owned(), question, response_plan, ..kpi(raw, "Ease") }.into()));
        case.put(raw, "Renewal", false);
    }
    let of = |case: &Case| case.found().into_iter().filter(|f| f.rule == Rule::OtherWording).collect::<Vec<_>>();
    assert_eq!(of(&case).len(), 5, "each pair once");
    // The plans come first, and are there still when the wordings are written.
    let found: Vec<Finding> = case.found().into_iter().filter(|f| f.rule == Rule::NoPlan).chain(of(&case)).collect();
    let (insights, mut ids) = (case.insights(), IdAlloc::seeded(77));
    let mend = mended(&case.document, &insights, &found, &mut ids, TODAY).unwrap();
    case.edit(&mend);
    assert_eq!(of(&case), []);
    let ease = case.document.kpis.values().filter(|k| k.name == "Ease");
    assert!(ease.clone().all(|k| k.question == "Wording 3?" && !k.response_plan.is_empty()));
    assert_eq!(ease.count(), 6);
}
