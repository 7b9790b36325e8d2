//! Laws of cards that cover several steps, on the small map: stages A (a1, a2), B (b1), C (c1, c2, c3).

use super::{Case, kpi};
use milepost::model::{CardBody, Edit, LaneKind, Place};

#[test]
fn a_span_grows_when_a_column_comes_in_between() {
    let mut case = Case::new();
    case.wide_card("wide", "a2", 3); // a2, b1, c1
    let stage = case.document.steps[&case.step("b1")].stage;
    case.edit(&Edit::AddStep { stage, before: None, title: "b2".into() });
    assert_eq!(case.card("wide").span, 4, "a step in the middle");
    let map = case.document.stages[&stage].map;
    case.edit(&Edit::AddStage { map, before: Some(stage), title: "Between".into(), step_title: "x1".into() });
    assert_eq!(case.card("wide").span, 5, "a stage in the middle");
    let first = case.document.steps[&case.step("a1")].stage;
    case.edit(&Edit::AddStep { stage: first, before: Some(case.step("a2")), title: "left".into() });
    assert_eq!(case.card("wide").span, 5, "a step left of it changes nothing");
    let last = case.document.steps[&case.step("c1")].stage;
    case.edit(&Edit::AddStep { stage: last, before: Some(case.step("c2")), title: "right".into() });
    assert_eq!(case.card("wide").span, 5, "a step right of it changes nothing");
}

#[test]
fn a_span_shrinks_and_moves_when_its_columns_go() {
    let mut case = Case::new();
    let card = case.wide_card("wide", "c1", 3);
    case.edit(&Edit::Delete(vec![case.step("c2").into()]));
    assert_eq!((case.card("wide").span, case.card("wide").step), (2, case.step("c1")));
    case.edit(&Edit::Delete(vec![case.step("c1").into()]));
    assert_eq!((case.card("wide").span, case.card("wide").step), (1, case.step("c3")));
    let stage = case.document.steps[&case.step("c3")].stage;
    case.edit(&Edit::Delete(vec![stage.into()]));
    assert!(!case.document.cards.contains_key(&card), "the last column takes the card with it");
}

#[test]
fn a_card_across_two_stages_survives_the_first() {
    let mut case = Case::new();
    case.wide_card("wide", "b1", 3); // b1, c1, c2
    let stage = case.document.steps[&case.step("b1")].stage;
    case.edit(&Edit::Delete(vec![stage.into()]));
    assert_eq!((case.card("wide").span, case.card("wide").step), (2, case.step("c1")));
}

/// Where a card begins and how many steps it covers.
fn check_reach(case: &Case, text: &str, step: &str, span: u32, why: &str) {
    let card = case.card(text);
    assert_eq!((case.document.steps[&card.step].title.as_str(), card.span), (step, span), "{why}");
}

#[test]
fn a_wide_card_goes_with_all_of_its_steps() {
    let mut case = Case::new();
    case.wide_card("wide", "c1", 2); // c1, c2
    let (steps, before) = (vec![case.step("c2"), case.step("c1")], case.step("a1"));
    let stage = case.document.steps[&before].stage;
    case.edit(&Edit::MoveSteps { steps, stage, before: Some(before) });
    check_reach(&case, "wide", "c1", 2, "both steps, in the order they had");
    assert_eq!(case.columns()[..3], ["c1", "c2", "a1"].map(|step| case.step(step)));
    let stages = ["c3", "b1"].map(|step| case.document.steps[&case.step(step)].stage).to_vec();
    case.wide_card("stages", "b1", 2); // b1, c3
    case.edit(&Edit::MoveStages { stages, before: Some(stage) });
    check_reach(&case, "stages", "b1", 2, "both stages, in the order they had");
    assert_eq!(case.columns()[..2], ["b1", "c3"].map(|step| case.step(step)));
}

#[test]
fn a_wide_card_stays_over_its_steps_when_steps_and_stages_move() {
    let move_step = |case: &mut Case, step: &str, before: &str| {
        let (step, before) = (case.step(step), case.step(before));
        let stage = case.document.steps[&before].stage;
        case.edit(&Edit::MoveStep { step, stage, before: Some(before) });
    };
    let mut case = Case::new();
    case.wide_card("wide", "c1", 2); // c1, c2
    move_step(&mut case, "c2", "c1");
    check_reach(&case, "wide", "c2", 2, "its steps in another order");
    move_step(&mut case, "c3", "c1");
    check_reach(&case, "wide", "c2", 3, "a step put between them");
    move_step(&mut case, "c3", "c2");
    check_reach(&case, "wide", "c3", 3, "that step goes to its edge");
    move_step(&mut case, "c3", "b1");
    check_reach(&case, "wide", "c2", 2, "and away");
    move_step(&mut case, "c2", "b1");
    check_reach(&case, "wide", "c1", 1, "its first step is taken away: it stays with the rest");
    // A stage takes along what begins in it.
    let mut case = Case::new();
    case.wide_card("wide", "a2", 2); // a2, b1
    let stage_of = |case: &Case, step: &str| case.document.steps[&case.step(step)].stage;
    let (a, c) = (stage_of(&case, "a1"), stage_of(&case, "c1"));
    case.edit(&Edit::MoveStage { stage: a, before: None });
    check_reach(&case, "wide", "a2", 1, "the stage in which it begins moves");
    let mut case = Case::new();
    case.wide_card("wide", "a2", 2);
    case.edit(&Edit::MoveStage { stage: c, before: Some(stage_of(&case, "b1")) });
    check_reach(&case, "wide", "a2", 5, "a stage is put between");
    let a = stage_of(&case, "a1");
    case.edit(&Edit::MoveStage { stage: c, before: Some(a) });
    check_reach(&case, "wide", "a2", 2, "and taken out again");
    // The figure of a step stands at that step.
    let mut case = Case::new();
    let kpi = kpi(&mut case);
    case.edit(&Edit::Add(kpi.clone().into()));
    let (lane, first) = (case.lane(LaneKind::Kpi), case.step("c1"));
    let body = CardBody::kpi(kpi.id, Place::Step(first), false);
    case.edit(&Edit::AddCard { lane, step: first, span: 2, text: "figure".into(), body });
    move_step(&mut case, "c1", "b1");
    check_reach(&case, "figure", "c1", 1, "the measured step moves");
}
