//! The canvas in a window without a screen, driven by the names of things.

mod comfort;
mod curves;
mod empty;
mod grid;
mod held;
mod lists;
mod texts;
mod touch;

use crate::canvas::fixture::{self, Fixture};
use crate::canvas::tools::{drop::Dragged, select::SelectTool};
use crate::canvas::{CanvasInput, CanvasView};
use crate::layout::measure;
use crate::model::{CardBody, Edit, RecordRef};
use crate::scene::{KpiFigure, KpiOverlay, Status};
use crate::session::clipboard::{Copied, Pasted};
use crate::session::import_job::ImportRequest;
use crate::session::jobs::Jobs;
use crate::session::{AfterEdit, AppCommand, CommandSender, Session};
use crate::store::{OpenMode, Store};
use crate::theme::Tokens;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use held::drop;

/// A window with nothing but the canvas, and the part of the application that runs its commands.
struct Desk {
    session: Session,
    canvas: CanvasView,
    sender: CommandSender,
    tokens: Tokens,
    overlay: KpiOverlay,
    copied: Option<Copied>,
    /// Commands that are not about the document.
    other: Vec<AppCommand>,
    /// Hints for the empty cells of lanes.
    prompts: Option<std::collections::BTreeMap<crate::base::ids::LaneId, String>>,
}

impl Desk {
    fn show(ui: &mut egui::Ui, desk: &mut Self) {
        let input = CanvasInput {
            session: &desk.session,
            tokens: &desk.tokens,
            overlay: Some(&desk.overlay),
            overlay_revision: 1 + desk.overlay.measured.len() as u64,
            insights: None,
            sender: &desk.sender,
            emphasis: crate::canvas::Emphasis { prompts: desk.prompts.as_ref(), ..Default::default() },
        };
        desk.canvas.show_ui(ui, &input);
        for command in desk.sender.take() {
            match command {
                AppCommand::Edit { edit, merge, then } => {
                    let created = desk.session.edit(&edit, merge).expect("an edit of the canvas is allowed");
                    match (then, created.first()) {
                        (AfterEdit::Select, _) if !created.is_empty() => desk.session.select(created),
                        (AfterEdit::EditText, Some(first)) => desk.canvas.begin_text_edit(*first, None),
                        _ => {}
                    }
                }
                AppCommand::Select(records) => desk.session.select(records),
                AppCommand::Copy => desk.copied = desk.session.copied(),
                AppCommand::Cut => {
                    desk.copied = desk.session.copied();
                    let records = desk.session.selection().to_vec();
                    desk.session.edit(&crate::model::Edit::Delete(records), None).expect("cut");
                }
                AppCommand::Paste { text, at } => {
                    let pasted = Pasted::of_text(&text, desk.copied.as_ref()).expect("text that can be pasted");
                    desk.session.paste(&pasted, at).expect("pasted");
                }
                other => desk.other.push(other),
            }
        }
    }
}

fn open_with(document: crate::model::Document, overlay: KpiOverlay) -> Harness<'static, Desk> {
    let desk = Desk {
        session: Session::in_memory(document, 3),
        canvas: CanvasView::new(),
        sender: CommandSender::default(),
        tokens: Tokens::light(),
        overlay,
        copied: None,
        other: Vec::new(),
        prompts: None,
    };
    let mut harness = Harness::builder()
        .with_size(vec2(1000.0, 760.0))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(12)
        .with_context_setup(|ctx| ctx.set_fonts(measure::definitions(crate::theme::fonts::BUNDLED)))
        .build_ui_state(Desk::show, desk);
    harness.run();
    harness
}

fn open() -> (Harness<'static, Desk>, Fixture) {
    let f = fixture::map();
    let mut overlay = KpiOverlay::default();
    if let CardBody::Kpi { kpi, place, .. } = f.document.cards[&f.kpi].body {
        let figure = KpiFigure {
            value_text: "3.2 / 5".into(),
            n_text: "n 214".into(),
            status: Status::Off,
            ..KpiFigure::default()
        };
        overlay.cards.insert((kpi, place), figure);
    }
    (open_with(f.document.clone(), overlay), f)
}

const AD: &str = "Touchpoint Search ad in Awareness › See an ad";

fn center(harness: &Harness<'_, Desk>, label: &str) -> Pos2 {
    harness.get_by_label(label).rect().center()
}

fn click(harness: &mut Harness<'_, Desk>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

fn double_click(harness: &mut Harness<'_, Desk>, label: &str) {
    harness.get_by_label(label).click();
    harness.get_by_label(label).click();
    harness.run();
}

fn type_text(harness: &mut Harness<'_, Desk>, text: &str) {
    harness.event(Event::Text(text.into()));
    harness.run();
}

fn press(harness: &mut Harness<'_, Desk>, key: Key) {
    harness.key_press(key);
    harness.run();
}

fn button(harness: &Harness<'_, Desk>, at: Pos2, pressed: bool, modifiers: Modifiers) {
    harness.event_modifiers(
        Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers },
        modifiers,
    );
}

/// Presses at one place, moves in steps, and stays there with the button held.
fn drag(harness: &mut Harness<'_, Desk>, from: Pos2, to: Pos2, modifiers: Modifiers) {
    harness.event(Event::PointerMoved(from));
    button(harness, from, true, modifiers);
    for i in 1..=4 {
        harness.event_modifiers(Event::PointerMoved(from + (to - from) * (i as f32 / 4.0)), modifiers);
    }
    harness.step();
}

fn titles(harness: &Harness<'_, Desk>) -> Vec<String> {
    let session = &harness.state().session;
    let map = session.map().unwrap();
    session.document().stages_of(map).iter().map(|s| s.title.clone()).collect()
}

fn texts(harness: &Harness<'_, Desk>) -> Vec<String> {
    harness.state().session.document().cards.values().map(|c| c.text.clone()).filter(|t| !t.is_empty()).collect()
}

#[test]
fn a_click_selects_and_a_click_beside_clears() {
    let (mut h, f) = open();
    click(&mut h, "Stage Awareness");
    assert_eq!(h.state().session.selection(), [RecordRef::Stage(f.stage)]);
    click(&mut h, AD);
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.card)]);
    h.get_by_label("Step Compare").click_modifiers(Modifiers::SHIFT);
    h.run();
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.card), RecordRef::Step(f.steps[1])]);
    click(&mut h, "Lane Pain points");
    assert_eq!(h.state().session.selection(), [RecordRef::Lane(f.pains)]);
    press(&mut h, Key::Escape);
    assert_eq!(h.state().session.selection(), []);
}

#[test]
fn a_click_on_a_kpi_shows_its_trend() {
    let (mut h, f) = open();
    click(&mut h, "KPI CSAT at Support: 3.2 / 5, n 214, off target");
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.kpi)]);
    assert!(matches!(h.state().other[..], [AppCommand::ShowClickedKpi(..)]), "{:?}", h.state().other);
    click(&mut h, "Headline KPI CSAT at Support: 3.2 / 5, n 214, off target");
    assert_eq!(h.state().other.len(), 2);
    assert_eq!(h.state().session.selection(), [RecordRef::Stage(f.second_stage)]);
}

#[test]
fn a_double_click_renames_in_place() {
    let (mut h, _) = open();
    double_click(&mut h, "Stage Awareness");
    assert!(h.state().canvas.is_editing_text());
    type_text(&mut h, "Discovery");
    assert_eq!(titles(&h), ["Awareness", "Support"], "nothing is changed before it is kept");
    press(&mut h, Key::Enter);
    assert_eq!(titles(&h), ["Discovery", "Support"]);
    assert!(!h.state().canvas.is_editing_text());
    assert!(h.state_mut().session.undo());
    h.run();
    assert_eq!(titles(&h), ["Awareness", "Support"]);
}

#[test]
fn escape_leaves_nothing_behind() {
    let (mut h, _) = open();
    double_click(&mut h, AD);
    type_text(&mut h, "Something else");
    press(&mut h, Key::Escape);
    assert_eq!(texts(&h).len(), 3);
    assert!(!h.state().canvas.has_gesture());

    let lane = h.get_by_label("Lane Touchpoints").rect().center();
    let column = center(&h, "Step Compare");
    h.hover_at(Pos2::new(column.x, lane.y));
    h.run();
    click(&mut h, "Add card in Touchpoints at Compare");
    type_text(&mut h, "Half a tho");
    assert!(h.state().canvas.is_editing_text());
    press(&mut h, Key::Escape);
    assert_eq!(texts(&h).len(), 3);
    assert!(h.state().session.undo_label().is_none(), "not even an undo step");
}

#[test]
fn words_left_by_escape_are_offered_once_more() {
    let (mut h, _) = open();
    let mut dropped = |target: &str, typed: &str| {
        double_click(&mut h, target);
        type_text(&mut h, typed);
        press(&mut h, Key::Escape);
        match std::mem::take(&mut h.state_mut().other).pop() {
            Some(AppCommand::Tell(crate::session::Told::Dropped { words, edit })) => Some((words, *edit.unwrap())),
            _ => None,
        }
    };
    assert_eq!(dropped(AD, "no"), None, "two letters are no loss");
    assert!(dropped(AD, "Öl").is_some(), "two signs are a word");
    assert!(dropped("Step Find help", "Seek help").is_some());
    let (words, edit) = dropped(AD, "Something else").unwrap();
    assert_eq!(words, "Something else");
    h.state_mut().session.edit(&edit, None).unwrap();
    h.run();
    assert!(texts(&h).contains(&"Something else".to_owned()));
}

#[test]
fn words_whose_record_is_deleted_while_they_are_typed_can_still_be_had() {
    let (mut h, f) = open();
    double_click(&mut h, AD);
    type_text(&mut h, "Something else");
    h.state_mut().session.edit(&Edit::Delete(vec![f.card.into()]), None).unwrap();
    h.run();
    let told = std::mem::take(&mut h.state_mut().other).pop();
    let Some(AppCommand::Tell(crate::session::Told::Dropped { words, edit: None })) = told else { panic!("{told:?}") };
    assert_eq!(words, "Something else");
}

#[test]
fn words_are_kept_when_the_keyboard_goes_elsewhere() {
    let (mut h, f) = open();
    double_click(&mut h, "Step Find help");
    type_text(&mut h, "Seek help");
    click(&mut h, AD);
    assert_eq!(h.state().session.document().steps[&f.steps[2]].title, "Seek help");
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.card)]);
}

#[test]
fn typing_and_tab_fill_a_row_like_a_sheet() {
    let (mut h, f) = open();
    click(&mut h, AD);
    press(&mut h, Key::ArrowRight);
    assert_eq!(h.state().session.selection(), []);
    type_text(&mut h, "P");
    type_text(&mut h, "rices");
    press(&mut h, Key::Tab);
    type_text(&mut h, "Phone");
    press(&mut h, Key::Enter);
    assert_eq!(texts(&h).iter().filter(|t| *t == "Prices" || *t == "Phone").count(), 2, "{:?}", texts(&h));
    let document = h.state().session.document();
    let phone = document.cards.values().find(|c| c.text == "Phone").unwrap();
    assert_eq!((phone.lane, phone.step), (f.lane, f.steps[2]));
    assert!(matches!(phone.body, CardBody::Touchpoint { .. }));
    // Enter went to the next row, over the divider, below the cell where the row was begun; typing goes on.
    type_text(&mut h, "Queue");
    press(&mut h, Key::Escape);
    type_text(&mut h, "Queue");
    press(&mut h, Key::Enter);
    let document = h.state().session.document();
    let queue = document.cards.values().find(|c| c.text == "Queue").unwrap();
    assert_eq!((queue.lane, queue.step), (f.pains, f.steps[1]));
}

#[test]
fn shift_enter_starts_a_line() {
    let (mut h, f) = open();
    double_click(&mut h, AD);
    type_text(&mut h, "one");
    h.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    h.run();
    type_text(&mut h, "two");
    press(&mut h, Key::Enter);
    assert_eq!(h.state().session.document().cards[&f.card].text, "one\ntwo");
}

#[test]
fn an_empty_map_starts_with_a_stage_and_tab_adds_the_next() {
    let mut document = fixture::map().document;
    document.stages.clear();
    document.steps.clear();
    document.cards.clear();
    let mut h = open_with(document, KpiOverlay::default());
    click(&mut h, "Add a stage");
    type_text(&mut h, "Sign-up");
    press(&mut h, Key::Tab);
    type_text(&mut h, "Onboarding");
    press(&mut h, Key::Enter);
    assert_eq!(titles(&h), ["Sign-up", "Onboarding"]);
}

#[test]
fn a_drag_moves_a_card_and_escape_drops_it() {
    let (mut h, f) = open();
    let (from, lane) = (center(&h, AD), center(&h, "Lane Touchpoints"));
    let to = Pos2::new(center(&h, "Step Find help").x, lane.y);
    drag(&mut h, from, to, Modifiers::NONE);
    assert!(h.state().canvas.has_gesture());
    press(&mut h, Key::Escape);
    drop(&mut h, to, Modifiers::NONE);
    assert_eq!(h.state().session.document().cards[&f.card].step, f.steps[0]);

    drag(&mut h, from, to, Modifiers::NONE);
    drop(&mut h, to, Modifiers::NONE);
    let card = &h.state().session.document().cards[&f.card];
    assert_eq!((card.lane, card.step), (f.lane, f.steps[2]));
    assert!(!h.state().canvas.has_gesture());
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.card)]);
}

#[test]
fn losing_the_window_in_the_middle_of_a_gesture_leaves_nothing_behind() {
    type Begins = fn(&SelectTool) -> bool;
    let check = |name: &str,
                 from: &dyn Fn(&Harness<'_, Desk>) -> Pos2,
                 by: egui::Vec2,
                 modifiers: Modifiers,
                 begins: Begins| {
        let (mut h, _) = open();
        let before = h.state().session.document().clone();
        let from = from(&h);
        // Handles show under the pointer first.
        h.event(Event::PointerMoved(from));
        h.run();
        drag(&mut h, from, from + by, modifiers);
        assert!(begins(&h.state().canvas.tool), "{name}: {:?}", h.state().canvas.tool);
        h.event(Event::WindowFocused(false));
        h.run();
        assert!(!h.state().canvas.has_gesture(), "{name} goes on without the window");
        drop(&mut h, from + by, modifiers);
        assert_eq!(*h.state().session.document().as_ref(), *before, "{name} was done all the same");
        let moved = vec2(30.0, 20.0);
        h.event(Event::PointerMoved(from + by + moved));
        h.run();
        assert!(!h.state().canvas.has_gesture(), "{name} comes back");
        assert_eq!(*h.state().session.document().as_ref(), *before, "{name} came back");
    };
    let rect = |h: &Harness<'_, Desk>, label: &str| h.get_by_label(label).rect();
    let right = vec2(220.0, 0.0);
    // Above the handle that connects.
    let side = |h: &Harness<'_, Desk>| rect(h, AD).right_center() + vec2(-2.0, -4.0);
    check("moving a card", &|h| center(h, AD), right, Modifiers::NONE, |tool| {
        matches!(tool, SelectTool::Dragging { dragged: Dragged::Cards { .. }, .. })
    });
    check("copying a card", &|h| center(h, AD), right, Modifiers::ALT, |tool| {
        matches!(tool, SelectTool::Dragging { dragged: Dragged::Cards { .. }, .. })
    });
    check("the side of a card", &side, right, Modifiers::NONE, |tool| {
        matches!(tool, SelectTool::Dragging { dragged: Dragged::Span { .. }, .. })
    });
    check("moving a stage", &|h| center(h, "Stage Support"), -right, Modifiers::NONE, |tool| {
        matches!(tool, SelectTool::Dragging { dragged: Dragged::Stage(_), .. })
    });
    check("moving a step", &|h| center(h, "Step Compare"), -right, Modifiers::NONE, |tool| {
        matches!(tool, SelectTool::Dragging { dragged: Dragged::Step(_), .. })
    });
    check("moving a lane", &|h| center(h, "Lane Pain points"), vec2(0.0, -90.0), Modifiers::NONE, |tool| {
        matches!(tool, SelectTool::Dragging { dragged: Dragged::Lane(_), .. })
    });
    let foot = |h: &Harness<'_, Desk>| rect(h, "Lane Touchpoints").center_bottom();
    check("the height of a lane", &foot, vec2(0.0, 60.0), Modifiers::NONE, |tool| {
        matches!(tool, SelectTool::Dragging { dragged: Dragged::LaneHeight(_), .. })
    });
    let empty = |h: &Harness<'_, Desk>| center(h, "Step Compare") + vec2(0.0, 110.0);
    check("a rectangle", &empty, vec2(-180.0, 160.0), Modifiers::NONE, |tool| {
        matches!(tool, SelectTool::Marquee { .. })
    });
}

#[test]
fn alt_drag_copies_a_card() {
    let (mut h, f) = open();
    let (from, lane) = (center(&h, AD), center(&h, "Lane Touchpoints"));
    let to = Pos2::new(center(&h, "Step Compare").x, lane.y);
    drag(&mut h, from, to, Modifiers::ALT);
    drop(&mut h, to, Modifiers::ALT);
    let document = h.state().session.document();
    let copies: Vec<_> = document.cards.values().filter(|c| c.text == "Search ad").map(|c| c.step).collect();
    assert_eq!(copies.len(), 2);
    assert!(copies.contains(&f.steps[0]) && copies.contains(&f.steps[1]));
}

#[test]
fn a_drag_reorders_stages() {
    let (mut h, _) = open();
    let from = h.get_by_label("Stage Support").rect().left_top() + vec2(20.0, 14.0);
    let to = h.get_by_label("Stage Awareness").rect().left_top() + vec2(4.0, 14.0);
    drag(&mut h, from, to, Modifiers::NONE);
    drop(&mut h, to, Modifiers::NONE);
    assert_eq!(titles(&h), ["Support", "Awareness"]);
}

#[test]
fn a_marquee_selects_cards_and_delete_removes_them() {
    let (mut h, _) = open();
    let cell = Pos2::new(center(&h, "Step Compare").x, center(&h, "Lane Pain points").y + 30.0);
    let corner = h.get_by_label("Pain point Slow in Awareness › See an ad").rect().left_top();
    drag(&mut h, cell, corner + vec2(4.0, 4.0), Modifiers::NONE);
    drop(&mut h, corner + vec2(4.0, 4.0), Modifiers::NONE);
    assert_eq!(h.state().session.selection().len(), 2);
    press(&mut h, Key::Delete);
    assert_eq!(texts(&h), ["Search ad"]);
    assert!(h.state_mut().session.undo());
    assert_eq!(texts(&h).len(), 3);
}

#[test]
fn plus_buttons_add_stages_steps_and_lanes() {
    let (mut h, f) = open();
    click(&mut h, "Add stage after Support");
    assert!(h.state().canvas.is_editing_text());
    type_text(&mut h, "Renewal");
    press(&mut h, Key::Enter);
    assert_eq!(titles(&h), ["Awareness", "Support", "Renewal"]);
    // Its first step is named next.
    type_text(&mut h, "Decide");
    press(&mut h, Key::Enter);
    assert!(h.query_by_label("Step Decide").is_some());
    let gap = h.get_by_label("Step Compare").rect().left_center() - vec2(2.0, 0.0);
    h.hover_at(gap);
    h.run();
    click(&mut h, "Add step after See an ad");
    type_text(&mut h, "Look around");
    press(&mut h, Key::Enter);
    let steps: Vec<_> = h.state().session.document().steps_of(f.stage).iter().map(|s| s.title.clone()).collect();
    assert_eq!(steps, ["See an ad", "Look around", "Compare"]);
    click(&mut h, "Add lane");
    click(&mut h, "Quotes");
    press(&mut h, Key::Enter);
    let lanes = h.state().session.document().lanes_of(f.map).len();
    assert_eq!(lanes, 5);
    assert!(h.query_by_label("Lane Quotes").is_some());
}

#[test]
fn the_menu_under_the_right_button_changes_things() {
    let (mut h, f) = open();
    h.get_by_label(AD).click_secondary();
    h.run();
    click(&mut h, "Moment of truth");
    let body = h.state().session.document().cards[&f.card].body.clone();
    assert!(matches!(body, CardBody::Touchpoint { is_moment_of_truth: true, .. }), "{body:?}");
}

#[test]
fn nodes_take_the_keyboard_and_enter_opens_them() {
    let (mut h, f) = open();
    h.get_by_label("Stage Support").focus();
    h.run();
    press(&mut h, Key::Enter);
    assert_eq!(h.state().session.selection(), [RecordRef::Stage(f.second_stage)]);
    press(&mut h, Key::Enter);
    assert!(h.state().canvas.is_editing_text());
    press(&mut h, Key::Escape);
    h.get_by_label(AD).click_accesskit();
    h.run();
    assert_eq!(h.state().session.selection(), [RecordRef::Card(f.card)]);
}

#[test]
fn the_wheel_pans_and_zooms_at_the_pointer() {
    let (mut h, _) = open();
    let at = center(&h, "Pain point Slow in Awareness › See an ad");
    let under = |h: &Harness<'_, Desk>| h.state().canvas.viewport.unwrap().world(crate::canvas::camera::Pane::Body, at);
    let there = under(&h);
    h.hover_at(at);
    h.event_modifiers(
        Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, 60.0),
            modifiers: Modifiers::COMMAND,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
        },
        Modifiers::COMMAND,
    );
    for _ in 0..30 {
        h.step();
    }
    let zoom = h.state().canvas.zoom();
    assert!(zoom > 1.05, "{zoom}");
    let after = under(&h);
    let (dx, dy) = (after.x - there.x, after.y - there.y);
    // The camera stands on whole pixels.
    assert!(dx.abs() < 1.0 && dy.abs() < 1.0, "{there:?} went to {after:?}");
}

#[test]
fn an_empty_kpi_cell_offers_the_kpis_of_the_file() {
    let (mut h, f) = open();
    let at = Pos2::new(center(&h, "Step See an ad").x, center(&h, "Lane KPI").y);
    h.hover_at(at);
    h.run();
    click(&mut h, "Add card in KPI at See an ad");
    click(&mut h, "CSAT");
    let document = h.state().session.document();
    let places: Vec<_> = document.kpi_cards(f.map).map(|(_, _, place, _)| place).collect();
    assert!(places.contains(&crate::model::Place::Stage(f.stage)), "{places:?}");
    assert!(h.query_by_label("CSAT").is_none(), "the list is closed");
}

#[test]
fn an_idle_canvas_draws_and_builds_nothing() {
    let (mut h, _) = open();
    for _ in 0..30 {
        h.step();
    }
    assert!(!h.ctx.has_requested_repaint(), "{:?}", h.ctx.repaint_causes());
    let builds = h.state().canvas.scene_builds();
    h.hover_at(Pos2::new(500.0, 300.0));
    h.run();
    assert_eq!(h.state().canvas.scene_builds(), builds);
}

#[test]
fn words_being_typed_outlive_an_import_that_is_written() {
    let (mut harness, f) = open();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.milepost");
    let opened = Store::create(&path, OpenMode::Edit, &f.document).unwrap();
    harness.state_mut().session = Session::new(opened, path, false, Jobs::default());
    harness.run();
    double_click(&mut harness, AD);
    type_text(&mut harness, "Poster");
    let data = folder.path().join("data.csv");
    std::fs::write(&data, "date,stage,metric,value,n\n2026-01-05,Support,CSAT,4,10\n").unwrap();
    let session = &mut harness.state_mut().session;
    session.start_import(ImportRequest { path: data, ..ImportRequest::default() }).unwrap();
    while session.is_editable() {
        let _ = session.poll();
        assert!(session.is_busy(), "the import was never written");
        std::thread::yield_now();
    }
    harness.run();
    assert!(harness.state().canvas.is_editing_text());
}

#[test]
fn a_divider_line_offers_no_card() {
    let (mut h, _) = open();
    let at = Pos2::new(center(&h, "Step Compare").x, center(&h, "Lane Line of visibility").y);
    h.event(Event::PointerMoved(at));
    h.run();
    assert!(h.query_by_label_contains("Add card in Line of visibility").is_none());
    for _ in 0..2 {
        button(&h, at, true, Modifiers::NONE);
        button(&h, at, false, Modifiers::NONE);
    }
    h.run();
    assert!(h.query_by_label_contains("Edit ").is_none(), "a double click types nothing");
    for pressed in [true, false] {
        let button = PointerButton::Secondary;
        h.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
    }
    h.run();
    h.get_by_label(crate::i18n::canvas::fit_map());
    assert!(h.query_by_label(crate::i18n::canvas::add_card_here()).is_none());
}
