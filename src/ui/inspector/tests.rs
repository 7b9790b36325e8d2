mod formula_names;

use super::*;
use crate::base::ids::StageId;
use crate::i18n::card_forms;
use crate::model::{CardForm, Edit, Kpi};
use crate::ui::fixture::{Stand, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

mod connections;

/// The inspector on what `select` picks.
fn stand<'a>(select: impl Fn(&Document) -> Vec<RecordRef>) -> Harness<'a, Stand<InspectorState>> {
    let mut harness = harness(InspectorState::default(), (292.0, 2_600.0), show_ui);
    let records = select(harness.state().session.document());
    harness.state_mut().session.select(records);
    harness.run();
    harness
}

fn first_stage(document: &Document) -> StageId {
    let map = document.maps_in_order()[0].id;
    document.stages_of(map)[0].id
}

fn card(document: &Document, sort: &str) -> RecordRef {
    document.cards.values().find(|c| words::card_sort(&c.body) == sort).unwrap().id.into()
}

/// Runs what was asked for, as the application does, and returns the merge keys.
fn run_edits(harness: &mut Harness<'_, Stand<InspectorState>>) -> Vec<Option<&'static str>> {
    let sent = harness.state().commands.take();
    let mut keys = Vec::new();
    for command in sent {
        if let AppCommand::Edit { edit, merge, .. } = command {
            keys.push(merge.as_ref().map(|m| m.field));
            harness.state_mut().session.edit(&edit, merge).unwrap();
        }
    }
    keys
}

#[test]
fn typing_a_title_is_one_undo_step() {
    let mut harness = stand(|d| vec![first_stage(d).into()]);
    harness.get_by_label(text::title()).focus();
    harness.run();
    for letter in ["!", "?"] {
        harness.get_by_label(text::title()).type_text(letter);
        harness.run();
        assert_eq!(run_edits(&mut harness), [Some("title")]);
        harness.run();
    }
    let title = |h: &Harness<'_, Stand<InspectorState>>| {
        let document = h.state().session.document();
        document.stages[&first_stage(document)].title.clone()
    };
    let typed = title(&harness);
    assert!(typed.contains('!') && typed.contains('?') && typed.contains("Support"), "{typed}");
    harness.state_mut().session.undo();
    assert_eq!(title(&harness), "Support");
    harness.run();
    assert_eq!(harness.get_by_label(text::title()).value().as_deref(), Some("Support"));
}

/// Types `keys` into a field of the only KPI one frame each, ends as `end` does, and gives the KPI and the sentence that
/// is shown.
fn type_into(label: &str, keys: &[&str], end: impl Fn(&mut Harness<'_, Stand<InspectorState>>)) -> (Kpi, Vec<String>) {
    let mut harness = stand(|d| vec![card(d, "KPI card")]);
    harness.get_by_label(label).focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.run();
    for key in keys {
        harness.get_by_label(label).type_text(key);
        harness.run();
        assert!(run_edits(&mut harness).is_empty(), "{label}: nothing is kept before the field is left");
    }
    end(&mut harness);
    harness.run();
    run_edits(&mut harness);
    harness.run();
    let kpi = (**harness.state().session.document().kpis.values().next().unwrap()).clone();
    let sentences = [words::number_wanted(), text::name_wanted()].into_iter();
    (kpi, sentences.filter(|s| harness.query_by_label(s).is_some()).map(str::to_owned).collect())
}

fn enter(harness: &mut Harness<'_, Stand<InspectorState>>) {
    harness.key_press(egui::Key::Enter);
}

/// Goes to the next field.
fn leave(harness: &mut Harness<'_, Stand<InspectorState>>) {
    harness.key_press(egui::Key::Tab);
}

fn select_nothing(harness: &mut Harness<'_, Stand<InspectorState>>) {
    harness.state_mut().session.select(Vec::new());
}

#[test]
fn a_field_is_kept_when_it_is_left_and_not_before() {
    for end in [enter, leave, select_nothing] {
        assert_eq!(type_into(text::target(), &["3", ".", "5"], end).0.target, Some(3.5));
        assert_eq!(type_into(text::metric(), &["e", "f", "f"], end).0.metric, "eff");
        assert_eq!(type_into(text::name(), &[" ", "E"], end).0.name, "E");
    }
    let escape = |h: &mut Harness<'_, Stand<InspectorState>>| h.key_press(egui::Key::Escape);
    assert_eq!(type_into(text::target(), &["3"], escape).0.target, Some(4.0));
}

#[test]
fn what_cannot_be_kept_is_named_and_stays_to_be_mended() {
    for end in [enter, leave] {
        let (kpi, told) = type_into(text::target(), &["a", "b"], end);
        assert_eq!((kpi.target, told), (Some(4.0), vec![words::number_wanted().to_owned()]));
        let (kpi, told) = type_into(text::name(), &[" "], end);
        assert_eq!((kpi.name.as_str(), told), ("CSAT", vec![text::name_wanted().to_owned()]));
        // Nobody answers 40 on a scale that ends at 5.
        assert_eq!(type_into(text::target(), &["40"], end).0.target, Some(4.0));
    }
    let mut harness = stand(|d| vec![card(d, "KPI card")]);
    let value = |harness: &Harness<'_, Stand<InspectorState>>| harness.get_by_label(text::target()).value();
    harness.get_by_label(text::target()).focus();
    harness.run();
    harness.get_by_label(text::target()).type_text("x");
    harness.run();
    let typed = value(&harness);
    leave(&mut harness);
    harness.run_steps(4);
    assert!(run_edits(&mut harness).is_empty());
    assert_eq!(value(&harness), typed, "it was emptied, or became the old value without a word");
    assert!(harness.query_by_label(words::number_wanted()).is_some());
    // Gone back to, it can be given up.
    harness.get_by_label(text::target()).focus();
    harness.run();
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    assert_eq!(value(&harness).as_deref(), Some("4"));
    assert!(harness.query_by_label(words::number_wanted()).is_none());
}

/// What is told of words typed into a field that are not kept, and whether they still can be.
fn told_of(
    select: &str,
    label: &str,
    typed: &str,
    end: impl Fn(&mut Harness<'_, Stand<InspectorState>>),
) -> Vec<(String, bool)> {
    let mut harness = stand(|d| vec![card(d, select)]);
    harness.get_by_label(label).focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.run();
    harness.get_by_label(label).type_text(typed);
    harness.run();
    end(&mut harness);
    harness.run();
    let sent = harness.state().commands.take();
    assert!(!sent.iter().any(|c| matches!(c, AppCommand::Edit { .. })), "{sent:?}");
    let told = sent.into_iter().filter_map(|command| match command {
        AppCommand::Tell(Told::Dropped { words, edit }) => Some((words, edit.is_some())),
        _ => None,
    });
    told.collect()
}

#[test]
fn words_that_are_not_kept_are_told() {
    let escape = |h: &mut Harness<'_, Stand<InspectorState>>| h.key_press(egui::Key::Escape);
    let dropped = |words: &str, can_be_kept| vec![(words.to_owned(), can_be_kept)];
    assert_eq!(told_of("KPI card", text::target(), "3.55", escape), dropped("3.55", true));
    assert_eq!(told_of("KPI card", text::target(), "soon", escape), dropped("soon", false));
    assert_eq!(told_of("KPI card", text::target(), "soon", leave), [], "they stay where they were typed");
    let leave_the_record = |h: &mut Harness<'_, Stand<InspectorState>>| {
        leave(h);
        h.run();
        select_nothing(h);
    };
    assert_eq!(told_of("KPI card", text::target(), "soon", leave_the_record), dropped("soon", false));
    assert_eq!(told_of("KPI card", text::target(), "soon", select_nothing), dropped("soon", false));
    assert_eq!(told_of("KPI card", text::target(), "3", escape), [], "a digit is no loss");
    assert_eq!(told_of("Pain point", text::add_tag(), "billing, calls", escape), dropped("billing, calls", true));
    assert_eq!(told_of("Pain point", text::add_tag(), ", , ,", escape), dropped(", , ,", false));
}

#[test]
fn enter_in_a_field_stays_there() {
    let mut harness = stand(|d| vec![card(d, "KPI card")]);
    harness.get_by_label(text::target()).focus();
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
    harness.run();
    assert!(harness.get_by_label(text::target()).is_focused());
}

/// Clicks what has a label with the given records selected and checks what was asked for.
fn check(select: impl Fn(&Document) -> Vec<RecordRef>, label: &str, expected: &str) {
    let mut harness = stand(select);
    harness.get_by_label(label).click();
    harness.run();
    let sent = format!("{:?}", harness.state().commands.take());
    assert!(sent.contains(expected), "{label}: {sent}");
}

#[test]
fn choices_ask_for_edits() {
    check(|d| vec![first_stage(d).into()], "Colour 3", "tint: 2");
    check(|d| vec![first_stage(d).into()], "Move right", "MoveStage");
    check(|d| vec![first_stage(d).into()], "Delete stage", "Delete([Stage(");
    check(|d| vec![first_stage(d).into()], "KPI CSAT", "ShowKpi(");
    check(|d| vec![card(d, "Pain point")], "Severity: Critical", "severity: Critical");
    check(|d| vec![card(d, "KPI card")], text::headline(), "is_headline: false");
    check(|d| vec![card(d, "KPI card")], "Good is: Lower", "direction: Down");
    check(|_| Vec::new(), "State: Future state", "state: Future");
    check(|d| vec![card(d, "KPI card"), card(d, "Pain point")], "Delete", "Delete([Card(");
}

#[test]
fn the_inspector_rests() {
    let selections: [fn(&Document) -> Vec<RecordRef>; 4] = [
        |_| Vec::new(),
        |d| vec![first_stage(d).into()],
        |d| vec![card(d, "KPI card")],
        |d| vec![card(d, "KPI card"), card(d, "Pain point")],
    ];
    for select in selections {
        let mut harness = stand(select);
        harness.run();
        assert!(!harness.ctx.has_requested_repaint());
    }
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let check = |typed: &str, expected: Option<Option<f64>>| assert_eq!(number(typed).ok(), expected, "{typed:?}");
    check("4.2", Some(Some(4.2)));
    check("4,2", Some(Some(4.2)));
    check("\u{2212}11", Some(Some(-11.0)));
    check("  ", Some(None));
    check("four", None);
    check("inf", None);
    assert_eq!(number_text(Some(0.1 + 0.2)), "0.3");
    assert_eq!(number_text(Some(-2.0)), "\u{2212}2");
}

#[test]
fn both_ends_of_a_connection_have_names_also_points_of_the_curve() {
    let mut harness = stand(|_| Vec::new());
    let session = &mut harness.state_mut().session;
    let (map, step) = (session.map().unwrap(), *session.document().steps.keys().next().unwrap());
    let (before, kind) = (None, crate::model::LaneKind::Curve);
    let lane = session.edit(&Edit::AddLane { map, before, kind, title: "Experience".into() }, None).unwrap();
    let RecordRef::Lane(lane) = lane[0] else { panic!("a lane") };
    let body = crate::model::CardBody::Curve { value: 1.5 };
    session.edit(&Edit::AddCard { lane, step, span: 1, text: String::new(), body }, None).unwrap();
    let document = session.document().clone();
    let point = document.cards.values().find(|c| c.lane == lane).expect("a point");
    let card = document.cards.values().find(|c| !c.text.is_empty()).expect("a card");
    let edit = Edit::Connect { from: card.id, to: point.id };
    let made = harness.state_mut().session.edit(&edit, None).unwrap();
    harness.state_mut().session.select(made);
    harness.run();
    for end in [card, point] {
        let name = crate::canvas::short_name(&document, end);
        assert!(name.chars().count() > 3, "{name:?}");
        assert!(harness.query_all_by_label_contains(&name).next().is_some(), "{name:?} is not shown");
    }
}

#[test]
fn faces_or_dots_of_a_curve_are_chosen_beside_its_lane() {
    use crate::model::{CurvePoints, LaneKind};
    use crate::ui::commands::{CommandContext, UiCommand};
    let mut harness = stand(|_| Vec::new());
    let session = &mut harness.state_mut().session;
    let (map, kind) = (session.map().unwrap(), LaneKind::Curve);
    let lane = session.edit(&Edit::AddLane { map, before: None, kind, title: "Feelings".into() }, None).unwrap();
    let RecordRef::Lane(id) = lane[0] else { panic!("a lane") };
    session.select(lane);
    harness.run();
    harness.get_by_label("Points of the curve: Faces").click();
    harness.run();
    harness.get_by_label("Dots").click();
    harness.run();
    assert_eq!(run_edits(&mut harness), [Some("points")]);
    assert_eq!(harness.state().session.document().lanes[&id].points, CurvePoints::Dots);
    // And by name, from wherever one is.
    harness.state_mut().session.select(Vec::new());
    let faces = UiCommand::every().into_iter().find(|c| c.words().label.ends_with("with faces")).unwrap();
    let context = CommandContext { session: Some(&harness.state().session) };
    assert_eq!(faces.is_on(&context), Some(false));
    let Some(AppCommand::Edit { edit, .. }) = faces.resolve(&context) else { panic!("an edit") };
    harness.state_mut().session.edit(&edit, None).unwrap();
    assert_eq!(harness.state().session.document().lanes[&id].points, CurvePoints::Faces);
}

#[test]
fn a_map_that_shows_a_stage_in_detail_leads_back_to_it() {
    let mut harness = stand(|d| d.maps.keys().copied().map(Into::into).take(1).collect());
    assert!(harness.query_by_label(text::shows_in_detail()).is_none());
    let document = harness.state().session.document().clone();
    let stage = first_stage(&document);
    let map = document.stages[&stage].map;
    let detail = crate::session::maps::duplicate(&document, map, "Detail".to_owned()).unwrap();
    let created = harness.state_mut().session.edit(&detail, None).unwrap();
    let Some(crate::model::RecordRef::Map(detail)) = created.first().copied() else { panic!("{created:?}") };
    let linked = crate::model::Stage { linked_map: Some(detail), ..(*document.stages[&stage]).clone() };
    harness.state_mut().session.edit(&crate::model::Edit::Update(linked.clone().into()), None).unwrap();
    harness.state_mut().session.select(vec![detail.into()]);
    harness.run();
    harness.get_by_label(&text::back_to_stage(&linked.title, &document.maps[&map].title)).click();
    harness.run();
    let sent = harness.state().commands.take();
    assert!(matches!(sent.as_slice(), [AppCommand::Jump(record)] if *record == stage.into()), "{sent:?}");
}

/// The KPI itself as the selection, of a kind.
fn stand_on_kpi<'a>(kind: crate::model::KpiKind) -> Harness<'a, Stand<InspectorState>> {
    let mut harness = stand(|d| d.kpis.keys().copied().map(Into::into).collect());
    let kpi = (**harness.state().session.document().kpis.values().next().unwrap()).clone();
    harness.state_mut().session.edit(&Edit::Update(Kpi { kind, ..kpi }.into()), None).unwrap();
    harness.run();
    harness
}

#[test]
fn a_kpi_shows_the_fields_of_its_kind_and_no_others() {
    use crate::model::{KpiKind, Sides};
    let fields = [
        text::metric(),
        text::divided_by(),
        text::less(),
        text::sus_items(),
        text::percent(),
        text::formula(),
        text::satisfied_to(),
    ];
    let check = |kind: KpiKind, expected: &[&str]| {
        let harness = stand_on_kpi(kind);
        let shown: Vec<&str> = fields.into_iter().filter(|label| harness.query_by_label(label).is_some()).collect();
        assert_eq!(shown, expected, "{kind:?}");
    };
    check(KpiKind::Mean, &[text::metric()]);
    check(KpiKind::top_box_of((1.0, 5.0)), &[text::metric(), text::satisfied_to()]);
    check(KpiKind::Ratio, &[text::metric(), text::divided_by()]);
    check(KpiKind::Difference { of: Sides::Means }, &[text::metric(), text::less()]);
    check(KpiKind::Sus, &[text::metric(), text::sus_items()]);
    check(KpiKind::MEDIAN, &[text::metric(), text::percent()]);
    check(KpiKind::Formula, &[text::formula()]);
}

/// The target went silently when the kind became a formula.
#[test]
fn a_target_stays_or_is_told_when_the_kind_changes() {
    use crate::model::KpiKind;
    let kpi = |kind: KpiKind, target: f64| {
        let harness = stand_on_kpi(kind);
        let kpi = Kpi::clone(harness.state().session.document().kpis.values().next().unwrap());
        std::sync::Arc::new(Kpi { kind, target: Some(target), watch_band: Some(0.1), ..kpi })
    };
    let check = |from: &std::sync::Arc<Kpi>, to: KpiKind, expected: (Option<f64>, &str)| {
        let changed = super::kpi::of_kind(from, to);
        assert_eq!((changed.target, changed.unit.as_str()), expected, "{from:?}");
        assert_eq!(changed.watch_band.is_some(), changed.target.is_some());
    };
    check(&kpi(KpiKind::Mean, 4.2), KpiKind::Formula, (Some(4.2), ""));
    check(&kpi(KpiKind::Nps, 40.0), KpiKind::Formula, (Some(40.0), ""));
    check(&kpi(KpiKind::Rate, 0.2), KpiKind::Formula, (Some(0.2), "%"));
    check(&kpi(KpiKind::Mean, 4.2), KpiKind::Rate, (None, ""));

    let mut harness = stand_on_kpi(KpiKind::Mean);
    let kind = format!("{}: {}", text::kind(), text::kind_mean());
    harness.get_by_label(&kind).click();
    harness.run_steps(3);
    harness.get_by_label(text::kind_nps()).click();
    harness.run_steps(3);
    let sent = harness.state().commands.take();
    let told = |command: &AppCommand| matches!(command, AppCommand::Tell(Told::TargetLeft(Some(_))));
    assert!(sent.iter().any(told), "{sent:?}");
}

#[test]
fn governance_is_kept_and_a_place_has_a_target_of_its_own() {
    let check = |label: &str, typed: &[&str], kept: fn(&Kpi) -> String, expected: &str| {
        let kpi = type_into(label, typed, enter).0;
        assert_eq!(kept(&kpi), expected, "{label}");
    };
    let own = |k: &Kpi| k.overrides.values().map(|own| format!("{:?}", own.target)).collect();
    check(text::target_here(), &["4", ".", "5"], own, "Some(4.5)");
    check(text::missing_codes(), &["9", "9"], |k| format!("{:?}", k.missing), "[99.0]");
    check(text::expected_update(), &["3", "1"], |k| format!("{:?}", k.expected_update_days), "Some(31)");
    check_choice("Leading or lagging: Leading", "timing: Some(Leading)");
    check_choice("Survey weights: Every answer once", "weighting: Unweighted");
}

fn check_choice(label: &str, expected: &str) {
    check(|d| vec![card(d, "KPI card")], label, expected);
}

#[test]
fn a_formula_says_what_is_wrong_with_it() {
    let mut harness = stand_on_kpi(crate::model::KpiKind::Formula);
    let kpi = (**harness.state().session.document().kpis.values().next().unwrap()).clone();
    let formula = "{Nobody} * 2".to_owned();
    harness.state_mut().session.edit(&Edit::Update(Kpi { formula, ..kpi }.into()), None).unwrap();
    harness.run();
    assert!(harness.query_by_label_contains("“Nobody” is no KPI").is_some());
    harness.get_by_label_contains("(Subscription)").click();
    harness.run();
    assert!(matches!(harness.state().commands.take().as_slice(), [AppCommand::Jump(RecordRef::Card(_))]));
}

/// Opens the list “Shown as” and takes an entry.
fn take_form(harness: &mut Harness<'_, Stand<InspectorState>>, shown: &str, form: CardForm) {
    let list = format!("{}: {shown}", card_forms::SHOWN_AS);
    harness.get_by_label(&list).click();
    harness.run();
    harness.get_by_role_and_label(egui::Role::Button, card_forms::form(form).label).click();
    harness.run();
}

#[test]
fn a_kpi_card_is_shown_in_the_form_that_is_chosen_and_undo_takes_it_back() {
    let mut harness = stand(|d| vec![card(d, "KPI card")]);
    let form = |h: &Harness<'_, Stand<InspectorState>>| {
        h.state().session.document().cards.values().find_map(|card| card.body.form())
    };
    take_form(&mut harness, "Automatic", CardForm::Gauge);
    assert_eq!(run_edits(&mut harness), [Some("form")]);
    assert_eq!(form(&harness), Some(CardForm::Gauge));
    harness.run();
    take_form(&mut harness, "Gauge", CardForm::BeforeAfter);
    run_edits(&mut harness);
    assert_eq!(form(&harness), Some(CardForm::BeforeAfter));
    let session = &mut harness.state_mut().session;
    let kpi_card = session.selection().to_vec();
    session.edit(&Edit::Duplicate(kpi_card), None).unwrap();
    let forms: Vec<_> = session.document().cards.values().filter_map(|card| card.body.form()).collect();
    assert_eq!(forms, [CardForm::BeforeAfter; 2], "a copy has the form of its original");
    session.undo();
    session.undo();
    assert_ne!(form(&harness), Some(CardForm::BeforeAfter));
}

#[test]
fn several_kpi_cards_take_a_form_at_once() {
    let mut harness = stand(|_| Vec::new());
    let session = &mut harness.state_mut().session;
    let kpi = session.document().cards.values().find(|card| card.body.form().is_some()).unwrap().id;
    session.edit(&Edit::Duplicate(vec![kpi.into()]), None).unwrap();
    let all = session.document().cards.keys().map(|id| RecordRef::from(*id)).collect();
    session.select(all);
    harness.run();
    let list = text::of_some(card_forms::SHOWN_AS, 2, harness.state().session.document().cards.len());
    harness.get_by_label(&list);
    take_form(&mut harness, "Automatic", CardForm::Table);
    run_edits(&mut harness);
    let document = harness.state().session.document();
    let forms: Vec<_> = document.cards.values().filter_map(|card| card.body.form()).collect();
    assert_eq!(forms, [CardForm::Table, CardForm::Table]);
}

/// By which segments a card is split is chosen where its form is, and only while that form shows segments.
#[test]
fn a_card_by_segment_says_by_which_and_takes_another_choice() {
    let mut harness = stand(|d| vec![card(d, "KPI card")]);
    let summary = |name: &str| crate::store::SegmentSummary {
        source: crate::base::ids::Id::from_raw(1),
        name: name.to_owned(),
        values: Vec::new(),
    };
    harness.state_mut().session.know_dimensions(&["country", "plan"].map(summary));
    let split = |h: &Harness<'_, Stand<InspectorState>>| {
        h.state().session.document().cards.values().find_map(|card| card.body.split().cloned()).unwrap()
    };
    harness.run();
    assert!(harness.query_by_label_contains(card_forms::SPLIT_TOP).is_none());
    take_form(&mut harness, "Automatic", CardForm::Lines);
    run_edits(&mut harness);
    harness.run();
    let mut take = |list: &str, choice: &str| {
        harness.get_by_label(list).click();
        harness.run();
        harness.get_by_role_and_label(egui::Role::Button, choice).click();
        harness.run();
        run_edits(&mut harness);
        harness.run();
        split(&harness)
    };
    let first = format!("{}: {}", card_forms::SPLIT_BY, card_forms::SPLIT_AUTOMATIC);
    assert_eq!(take(&first, "plan").dimension.as_deref(), Some("plan"));
    let top = format!("{}: {}", card_forms::SPLIT_TOP, card_forms::split_top(3));
    let now = take(&top, &card_forms::split_top(5));
    assert_eq!((now.dimension.as_deref(), now.top), (Some("plan"), 5));
    harness.state_mut().session.undo();
    assert_eq!(split(&harness).top, 3);
}
