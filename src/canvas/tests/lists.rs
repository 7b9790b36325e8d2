//! The small lists in which one types: KPIs for a cell, kinds of a new lane.

use super::*;
use crate::model::{Kpi, LaneKind};

/// The map without any KPI, with the keyboard in the first cell of the KPI lane.
fn in_empty_kpi_cell() -> Harness<'static, Desk> {
    let mut document = fixture::map().document;
    document.kpis.clear();
    document.cards.retain(|_, card| !matches!(card.body, CardBody::Kpi { .. }));
    let mut h = open_with(document, KpiOverlay::default());
    click_cell(&mut h, "Step See an ad", "Lane KPI");
    h
}

/// Clicks beside the "+" in the middle of a cell.
fn click_cell(h: &mut Harness<'static, Desk>, step: &str, lane: &str) {
    let at = Pos2::new(h.get_by_label(step).rect().left() + 12.0, h.get_by_label(lane).rect().top() + 12.0);
    h.event(Event::PointerMoved(at));
    button(h, at, true, Modifiers::NONE);
    drop(h, at, Modifiers::NONE);
}

fn kpis(h: &Harness<'_, Desk>) -> Vec<String> {
    let mut kpis: Vec<&Kpi> = h.state().session.document().kpis.values().map(AsRef::as_ref).collect();
    kpis.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    kpis.into_iter().map(|kpi| kpi.name.clone()).collect()
}

/// The KPIs that stand in the lane, as "step: name".
fn shown(h: &Harness<'_, Desk>) -> Vec<String> {
    let d = h.state().session.document();
    let map = h.state().session.map().unwrap();
    let columns = d.columns_of(map);
    let mut cards: Vec<_> = d.kpi_cards(map).map(|(card, kpi, ..)| (card.step, kpi)).collect();
    cards.sort_by_key(|(step, _)| columns.iter().position(|s| s.id == *step));
    cards.iter().map(|(step, kpi)| format!("{}: {}", d.steps[step].title, d.kpis[kpi].name)).collect()
}

#[test]
fn words_typed_into_an_empty_kpi_cell_name_a_new_kpi() {
    let mut h = in_empty_kpi_cell();
    for letter in ["C", "a", "l", "m", " x"] {
        type_text(&mut h, letter);
    }
    assert!(h.query_by_label("New KPI “Calm x”").is_some());
    press(&mut h, Key::Enter);
    assert_eq!(kpis(&h), ["Calm x"]);
    assert!(h.query_by_label("New KPI “Calm x”").is_none(), "the list is closed");
    assert!(h.state_mut().session.undo());
    assert_eq!(kpis(&h), [""; 0], "one step");
}

#[test]
fn a_row_of_kpis_is_typed_like_a_sheet_even_in_one_frame() {
    let mut h = in_empty_kpi_cell();
    for word in ["Calm", "Haste"] {
        for letter in word.chars() {
            h.event(Event::Text(letter.to_string()));
        }
        h.key_press(Key::Tab);
    }
    for _ in 0..12 {
        h.run();
    }
    // A KPI is about its stage: the next one is that of the next stage.
    assert_eq!(shown(&h), ["See an ad: Calm", "Find help: Haste"]);
    // What is typed once more finds the one that is known.
    let d = h.state().session.document();
    let haste = d.kpi_cards(h.state().session.map().unwrap()).find(|(_, kpi, ..)| d.kpis[kpi].name == "Haste");
    let haste = haste.unwrap().0.id;
    h.state_mut().session.select(vec![haste.into()]);
    h.run();
    type_text(&mut h, "cal");
    press(&mut h, Key::Enter);
    assert_eq!(shown(&h), ["See an ad: Calm", "Find help: Calm"]);
    assert_eq!(kpis(&h), ["Calm", "Haste"]);
}

#[test]
fn arrows_choose_in_the_list_and_escape_leaves_nothing() {
    let mut h = in_empty_kpi_cell();
    let before = h.state().session.revision();
    type_text(&mut h, "Calm");
    press(&mut h, Key::Escape);
    assert!(h.query_by_label("New KPI “Calm”").is_none());
    assert_eq!(h.state().session.revision(), before);
    // The cell has the keyboard again.
    type_text(&mut h, "Haste");
    press(&mut h, Key::Tab);
    press(&mut h, Key::Enter);
    press(&mut h, Key::ArrowDown);
    press(&mut h, Key::ArrowUp);
    press(&mut h, Key::Enter);
    assert_eq!(shown(&h), ["See an ad: Haste", "Find help: Haste"]);
}

#[test]
fn letters_over_a_kpi_choose_another_one_and_f2_renames_it() {
    let (mut h, f) = open();
    h.state_mut().session.select(vec![f.kpi.into()]);
    h.run();
    type_text(&mut h, "Effort");
    press(&mut h, Key::Enter);
    let headline = |h: &Harness<'_, Desk>| match h.state().session.document().cards[&f.kpi].body {
        CardBody::Kpi { is_headline, .. } => is_headline,
        _ => false,
    };
    assert_eq!(shown(&h), ["Find help: Effort"]);
    let told = crate::session::Told::Replaced("CSAT".to_owned());
    assert!(h.state().other.iter().any(|c| matches!(c, AppCommand::Tell(t) if *t == told)), "{:?}", h.state().other);
    assert!(headline(&h), "it is still in the header");
    assert!(h.state_mut().session.undo());
    h.state_mut().session.select(vec![f.kpi.into()]);
    h.run();
    press(&mut h, Key::F2);
    type_text(&mut h, "Satisfaction");
    press(&mut h, Key::Enter);
    assert_eq!(kpis(&h), ["Satisfaction"]);
    assert_eq!(h.state().session.document().cards[&f.kpi].text, "");
}

#[test]
fn the_kind_of_a_new_lane_is_typed() {
    let (mut h, f) = open();
    click(&mut h, "Add lane");
    type_text(&mut h, "quo");
    press(&mut h, Key::Enter);
    press(&mut h, Key::Enter);
    click(&mut h, "Add lane");
    type_text(&mut h, "Feelings");
    press(&mut h, Key::Enter);
    press(&mut h, Key::Enter);
    let lanes = h.state().session.document().lanes_of(f.map);
    let last: Vec<_> = lanes.iter().rev().take(2).map(|l| (l.kind, l.title.as_str())).collect();
    assert_eq!(last, [(LaneKind::Text, "Feelings"), (LaneKind::Quote, "Quotes")]);
}

#[test]
fn a_list_in_a_window_without_the_keyboard_waits_for_it_and_draws_nothing() {
    let mut h = in_empty_kpi_cell();
    h.event(Event::Text("Calm".to_owned()));
    h.step();
    h.input_mut().focused = false;
    for _ in 0..30 {
        h.step();
    }
    assert!(!h.ctx.has_requested_repaint(), "{:?}", h.ctx.repaint_causes());
    assert_eq!(kpis(&h), [""; 0]);
    // Letters that come then wait with it, and draw nothing either.
    h.event(Event::Text("er".to_owned()));
    for _ in 0..5 {
        h.step();
    }
    assert!(!h.ctx.has_requested_repaint(), "{:?}", h.ctx.repaint_causes());
    h.input_mut().focused = true;
    h.run();
    press(&mut h, Key::Enter);
    assert_eq!(kpis(&h), ["Calmer"]);
}

#[test]
fn a_kpi_that_went_while_its_list_was_open_leaves_its_id_to_itself() {
    let (mut h, f) = open();
    h.state_mut().session.select(vec![f.kpi.into()]);
    h.run();
    type_text(&mut h, "Effort");
    h.state_mut().session.edit(&crate::model::Edit::Delete(vec![f.kpi.into()]), None).expect("deleted");
    h.run();
    assert_eq!(shown(&h), [""; 0]);
    press(&mut h, Key::Enter);
    assert_eq!(shown(&h), ["Find help: Effort"]);
    assert!(!h.state().session.document().cards.contains_key(&f.kpi), "it is another card");
    assert!(
        !h.state().other.iter().any(|c| matches!(c, AppCommand::Tell(_))),
        "nothing gave way: {:?}",
        h.state().other
    );
    assert!(h.state_mut().session.undo() && h.state_mut().session.undo());
    assert_eq!(shown(&h), ["Find help: CSAT"]);
}

#[test]
fn a_list_whose_lane_is_gone_is_closed() {
    let (mut h, f) = open();
    h.state_mut().session.select(vec![f.kpi.into()]);
    h.run();
    type_text(&mut h, "Effort");
    let lane = h.state().session.document().cards[&f.kpi].lane;
    h.state_mut().session.edit(&crate::model::Edit::Delete(vec![lane.into()]), None).expect("deleted");
    h.run();
    assert!(h.query_by_label("New KPI “Effort”").is_none());
    press(&mut h, Key::Enter);
    assert_eq!(kpis(&h), ["CSAT"]);
}

/// What the colours of stages mean is said over the map, until somebody closes it, and it opens again.
#[test]
fn the_legend_of_the_colours_closes_and_opens() {
    use crate::i18n::heat as words;
    use crate::scene::overlay_kpi::{Heat, HeatKey, HeatLegend};
    let f = crate::canvas::fixture::map();
    let key = HeatKey { heat: Some(Heat { is_good: false, strength: 1.0 }), words: words::OFF_TARGET.to_owned() };
    let legend =
        HeatLegend { title: words::BY_STATUS.to_owned(), keys: vec![key], warnings: vec!["Other words".to_owned()] };
    let overlay = KpiOverlay { heat_legend: Some(legend), ..KpiOverlay::default() };
    let mut harness = open_with(f.document.clone(), overlay);
    harness.get_by_label_contains(words::OFF_TARGET);
    harness.get_by_label_contains("Other words");
    harness.get_by_label(words::CLOSE).click();
    harness.run();
    assert!(harness.query_by_label_contains(words::OFF_TARGET).is_none());
    harness.get_by_label(words::OPEN).click();
    harness.run();
    harness.get_by_label_contains(words::OFF_TARGET);
}

/// A figure in the header of a stage is the KPI's, whose menu it has.
#[test]
fn the_menu_of_a_figure_in_a_stage_header_is_that_of_its_kpi() {
    let (mut h, f) = open();
    h.get_by_label("Headline KPI CSAT at Support: 3.2 / 5, n 214, off target").click_secondary();
    h.run();
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.kpi)]);
    click(&mut h, crate::i18n::canvas::show_trend());
    assert!(matches!(h.state().other[..], [AppCommand::ShowKpi(..)]), "{:?}", h.state().other);
    h.get_by_label("Stage Awareness").click_secondary();
    h.run();
    assert_eq!(h.state().session.selection(), [RecordRef::Stage(f.stage)]);
}
