//! The tool that chooses, moves and opens things.

use crate::base::geom::{Point, Rect};
use crate::base::ids::CardId;
use crate::canvas::tools::drop::{self, Dragged, Drop};
use crate::canvas::tools::link::{Hold, Linking};
use crate::canvas::tools::resize::{self, Grip};
use crate::canvas::tools::{CanvasEvent, CellRef, DRAG_THRESHOLD, PointerAt, ToolContext, ToolOutput, record_at};
use crate::layout::{Hit, Landing};
use crate::model::{CardBody, Edit, LaneKind, RecordRef};
use std::collections::BTreeSet;

/// The states of the tool.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum SelectTool {
    /// Nothing held.
    #[default]
    Idle,
    /// The button is down; a click or a drag, nobody knows yet.
    Pressed {
        /// Where it went down.
        origin: PointerAt,
        /// The record there was selected before.
        was_selected: bool,
    },
    /// Something moves with the pointer.
    Dragging {
        /// What.
        dragged: Dragged,
        /// Where it was taken.
        origin: PointerAt,
        /// Where the pointer is.
        at: PointerAt,
        /// What letting go would do.
        drop: Option<Box<Drop>>,
    },
    /// A rectangle that selects the cards it touches.
    Marquee {
        /// One corner.
        origin: PointerAt,
        /// The other corner.
        at: Point,
        /// What stays selected whatever the rectangle touches.
        kept: Vec<RecordRef>,
        /// What was selected before it, and is again when it is given up.
        before: Vec<RecordRef>,
    },
    /// A connection is drawn.
    Linking(Linking),
}

impl SelectTool {
    /// True when letting go or Escape would do something.
    #[must_use]
    pub fn is_active(&self) -> bool {
        *self != Self::Idle
    }

    /// The edit to show as if it were done already.
    #[must_use]
    pub fn preview(&self) -> Option<&Edit> {
        match self {
            Self::Dragging { drop: Some(drop), .. }
                if matches!(drop.mark, drop::DropMark::Preview | drop::DropMark::Guide { .. }) =>
            {
                Some(&drop.edit)
            }
            Self::Linking(linking) => linking.edit.as_ref(),
            _ => None,
        }
    }

    /// The cards that are being moved.
    #[must_use]
    pub fn taken(&self) -> BTreeSet<CardId> {
        match self {
            Self::Dragging { dragged: Dragged::Cards { cards, .. }, .. } => cards.iter().copied().collect(),
            _ => BTreeSet::new(),
        }
    }

    /// Where the cards that are being moved would land; `None` while nowhere, and for copies, whose originals stay.
    #[must_use]
    pub fn landing(&self) -> Option<Landing> {
        let Self::Dragging { drop: Some(drop), .. } = self else { return None };
        match (&drop.edit, drop.mark) {
            (Edit::MoveCards(moves), drop::DropMark::Cell { y: top, .. }) => {
                Some(Landing { moves: moves.clone(), top })
            }
            _ => None,
        }
    }

    /// Where the pointer went down, when moving it to `at` begins a rectangle: there is nothing there to drag.
    #[must_use]
    pub fn begins_marquee(&self, at: Point, cx: &ToolContext) -> Option<Point> {
        let Self::Pressed { origin, was_selected } = *self else { return None };
        let is_far = (at.x - origin.screen.x).hypot(at.y - origin.screen.y) >= DRAG_THRESHOLD;
        let dragged = if cx.is_editable { dragged_at(origin, was_selected, cx) } else { None };
        (is_far && dragged.is_none()).then_some(origin.screen)
    }

    /// True while a held button keeps the gesture going: it ends with the button, wherever that is let go.
    #[must_use]
    pub fn needs_button(&self) -> bool {
        !matches!(self, Self::Idle | Self::Linking(Linking { hold: Hold::Free, .. }))
    }

    /// Handles one event.
    pub fn on_event(&mut self, event: CanvasEvent, cx: &ToolContext) -> ToolOutput {
        let mut output = ToolOutput::default();
        let state = std::mem::take(self);
        *self = match (state, event) {
            (Self::Marquee { before, .. }, CanvasEvent::Cancel) => {
                output.select = Some(before);
                Self::Idle
            }
            (_, CanvasEvent::Cancel) => Self::Idle,
            (Self::Linking(linking), event) => link(linking, event, cx, &mut output),
            (state, CanvasEvent::Finish) => state,
            (_, CanvasEvent::Down(at)) => press(at, cx, &mut output),
            (Self::Idle, CanvasEvent::DoubleClick(at)) => {
                open(at, cx, &mut output);
                Self::Idle
            }
            (Self::Idle, _) => Self::Idle,
            (Self::Pressed { origin, was_selected }, CanvasEvent::Move(at)) => {
                let (dx, dy) = (at.screen.x - origin.screen.x, at.screen.y - origin.screen.y);
                if dx.hypot(dy) < DRAG_THRESHOLD {
                    Self::Pressed { origin, was_selected }
                } else {
                    begin_drag(origin, at, was_selected, cx, &mut output)
                }
            }
            (Self::Pressed { origin, was_selected }, CanvasEvent::Up(_)) => {
                click(origin, was_selected, cx, &mut output);
                Self::Idle
            }
            (Self::Dragging { dragged, origin, .. }, CanvasEvent::Move(at)) => {
                let drop = drop::drop_at(&dragged, at.world, at.modifiers.is_copying, cx).map(Box::new);
                Self::Dragging { dragged, origin, at, drop }
            }
            (Self::Dragging { dragged, origin, .. }, CanvasEvent::MoveOff(at)) => {
                Self::Dragging { dragged, origin, at, drop: None }
            }
            (state, CanvasEvent::MoveOff(_)) => state,
            (Self::Dragging { dragged, .. }, CanvasEvent::Up(at)) => {
                if let Some(drop) = drop::drop_at(&dragged, at.world, at.modifiers.is_copying, cx) {
                    let then = crate::canvas::edits::after(&drop.edit);
                    output.edits.push((drop.edit, then));
                }
                Self::Idle
            }
            (Self::Marquee { origin, kept, before, .. }, CanvasEvent::Move(at)) => {
                output.select = Some(marquee(origin.world, at.world, &kept, cx));
                Self::Marquee { origin, at: at.world, kept, before }
            }
            (Self::Marquee { .. }, CanvasEvent::Up(_)) => Self::Idle,
            (state, CanvasEvent::DoubleClick(_)) => state,
        };
        output
    }
}

fn link(linking: Linking, event: CanvasEvent, cx: &ToolContext, output: &mut ToolOutput) -> SelectTool {
    let ended = |linking: Linking, output: &mut ToolOutput| {
        output.edits.extend(linking.edit.map(|edit| {
            let then = crate::canvas::edits::after(&edit);
            (edit, then)
        }));
        SelectTool::Idle
    };
    match (event, linking.hold) {
        (CanvasEvent::Move(at), Hold::Button) if linking.is_click(&at) => SelectTool::Linking(linking),
        (CanvasEvent::Move(at), _) => SelectTool::Linking(linking.moved(at, cx)),
        (CanvasEvent::MoveOff(at), _) => SelectTool::Linking(linking.moved(at, cx).to(None, cx)),
        // The handle was only clicked: the connection follows the pointer until the next click.
        (CanvasEvent::Up(at), Hold::Button) if linking.is_click(&at) => {
            SelectTool::Linking(Linking { hold: Hold::Free, ..linking }.moved(at, cx))
        }
        (CanvasEvent::Up(at), Hold::Button) | (CanvasEvent::Down(at), _) => ended(linking.moved(at, cx), output),
        (CanvasEvent::Finish, _) => ended(linking, output),
        (CanvasEvent::Up(_) | CanvasEvent::DoubleClick(_) | CanvasEvent::Cancel, _) => SelectTool::Linking(linking),
    }
}

fn press(at: PointerAt, cx: &ToolContext, output: &mut ToolOutput) -> SelectTool {
    let record = record_at(at.hit);
    let was_selected = record.is_some_and(|r| cx.selection.contains(&r));
    // What is dragged is selected; with a modifier held the click decides when it is over.
    if let Some(record) = record
        && !was_selected
        && !at.modifiers.is_adding
    {
        output.select = Some(vec![record]);
    }
    SelectTool::Pressed { origin: at, was_selected }
}

fn click(at: PointerAt, was_selected: bool, cx: &ToolContext, output: &mut ToolOutput) {
    match (record_at(at.hit), at.modifiers.is_adding) {
        (Some(record), true) => {
            let mut records = cx.selection.to_vec();
            if was_selected {
                records.retain(|r| *r != record);
            } else {
                records.push(record);
            }
            output.select = Some(records);
        }
        (Some(record), false) => {
            if was_selected && cx.selection.len() > 1 {
                output.select = Some(vec![record]);
            }
            output.show_kpi = at.kpi;
        }
        (None, true) => {}
        (None, false) => {
            output.select = Some(Vec::new());
            if let Hit::Cell { lane, step } = at.hit {
                output.choose_cell = Some(CellRef { lane, step });
            }
        }
    }
}

fn open(at: PointerAt, cx: &ToolContext, output: &mut ToolOutput) {
    if !cx.is_editable || at.modifiers.is_adding {
        return;
    }
    match at.hit {
        Hit::Cell { lane, step } => output.type_into = Some(CellRef { lane, step }),
        other => output.edit_text = record_at(other),
    }
}

fn begin_drag(
    origin: PointerAt,
    at: PointerAt,
    was_selected: bool,
    cx: &ToolContext,
    output: &mut ToolOutput,
) -> SelectTool {
    let dragged = if cx.is_editable { dragged_at(origin, was_selected, cx) } else { None };
    if let Some(dragged) = dragged {
        if let Some(record) = record_at(origin.hit)
            && !was_selected
            && origin.modifiers.is_adding
        {
            output.select = Some(vec![record]);
        }
        // Taken from beside its edge, a card was not selected by the press.
        if let Dragged::Span { card, .. } = &dragged
            && !cx.selection.contains(&(*card).into())
        {
            output.select = Some(vec![(*card).into()]);
        }
        let drop = drop::drop_at(&dragged, at.world, at.modifiers.is_copying, cx).map(Box::new);
        return SelectTool::Dragging { dragged, origin, at, drop };
    }
    let kept = if origin.modifiers.is_adding { cx.selection.to_vec() } else { Vec::new() };
    output.select = Some(marquee(origin.world, at.world, &kept, cx));
    SelectTool::Marquee { origin, at: at.world, kept, before: cx.selection.to_vec() }
}

fn dragged_at(origin: PointerAt, was_selected: bool, cx: &ToolContext) -> Option<Dragged> {
    match resize::grip_at(origin, cx).filter(|_| !origin.modifiers.is_copying) {
        Some(Grip::Card(card, side)) => return Some(Dragged::Span { card, side }),
        Some(Grip::Lane(lane)) => return Some(Dragged::LaneHeight(lane)),
        None => {}
    }
    match origin.hit {
        Hit::Stage(id) => Some(Dragged::Stage(id)),
        Hit::Step(id) => Some(Dragged::Step(id)),
        Hit::LaneLabel(id) => Some(Dragged::Lane(id)),
        Hit::Card(id) => {
            let card = cx.document.cards.get(&id)?;
            let lane = cx.document.lanes.get(&card.lane)?;
            if matches!(card.body, CardBody::Curve { .. }) && lane.kind == LaneKind::Curve {
                return Some(Dragged::CurvePoint(id));
            }
            let others = cx.selection.iter().filter_map(|r| match r {
                RecordRef::Card(other) if was_selected && *other != id => Some(*other),
                _ => None,
            });
            let cards = std::iter::once(id).chain(others).collect();
            let start = cx.layout.cards.get(&id).map_or(0, |c| c.columns.start);
            let grabbed_column = drop::column_at(cx.layout, origin.world.x).unwrap_or(start).saturating_sub(start);
            Some(Dragged::Cards { cards, grabbed_column })
        }
        _ => None,
    }
}

/// The cards a rectangle touches, in reading order, after those that stay selected.
fn marquee(a: Point, b: Point, kept: &[RecordRef], cx: &ToolContext) -> Vec<RecordRef> {
    let area = Rect::from_corners(a, b);
    let mut touched: Vec<_> = cx.layout.cards.values().filter(|c| c.rect.intersects(&area)).collect();
    touched.sort_by_key(|c| (c.lane, c.columns.start, c.id));
    let mut records = kept.to_vec();
    records.extend(touched.into_iter().map(|c| RecordRef::Card(c.id)).filter(|r| !kept.contains(r)));
    records
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::fixture::{self, Fixture};
    use crate::canvas::tools::Modifiers;
    use crate::layout::MapLayout;
    use crate::model::edit::plan;
    use crate::model::{Card, Document};

    /// A script: what happens at the middle of which record, with which keys.
    enum Do {
        Down(RecordRef, Modifiers),
        Move(Point, Modifiers),
        Up(Point, Modifiers),
        Cancel,
    }

    const PLAIN: Modifiers = Modifiers { is_adding: false, is_copying: false, is_opening: false };
    const ADDING: Modifiers = Modifiers { is_adding: true, is_copying: false, is_opening: false };
    const COPYING: Modifiers = Modifiers { is_adding: false, is_copying: true, is_opening: false };

    fn middle(layout: &MapLayout, record: RecordRef) -> Point {
        crate::canvas::marks::frame_of(layout, record).unwrap().1.center()
    }

    fn at(layout: &MapLayout, world: Point, modifiers: Modifiers) -> PointerAt {
        PointerAt { screen: world, world, hit: layout.hit(world, 3.0), kpi: None, modifiers }
    }

    struct Played {
        tool: SelectTool,
        document: Document,
        selection: Vec<RecordRef>,
        edits: usize,
    }

    /// Plays a script on the fixture with some records selected.
    fn check(f: &Fixture, layout: &MapLayout, selection: &[RecordRef], is_editable: bool, script: &[Do]) -> Played {
        let mut played =
            Played { tool: SelectTool::Idle, document: f.document.clone(), selection: selection.to_vec(), edits: 0 };
        for step in script {
            let event = match step {
                Do::Down(record, keys) => CanvasEvent::Down(at(layout, middle(layout, *record), *keys)),
                Do::Move(point, keys) => CanvasEvent::Move(at(layout, *point, *keys)),
                Do::Up(point, keys) => CanvasEvent::Up(at(layout, *point, *keys)),
                Do::Cancel => CanvasEvent::Cancel,
            };
            let selection = played.selection.clone();
            let cx = ToolContext { document: &f.document, layout, selection: &selection, is_editable, grip: 4.0 };
            let output = played.tool.on_event(event, &cx);
            if let Some(records) = output.select {
                played.selection = records;
            }
            for (edit, _) in output.edits {
                let plan = plan(&f.document, &edit, &mut crate::base::ids::IdAlloc::seeded(99)).unwrap();
                plan.diff.apply(&mut played.document);
                played.edits += 1;
            }
        }
        played
    }

    fn open() -> (Fixture, MapLayout) {
        (fixture::map(), fixture::laid_out().1)
    }

    fn cell(layout: &MapLayout, row: usize, column: usize) -> Point {
        layout.cell_rect(row, column).unwrap().center()
    }

    #[test]
    fn a_shaking_hand_clicks_and_does_not_drag() {
        let (f, l) = open();
        let start = middle(&l, f.card.into());
        let near = start.offset(3.0, 3.0);
        let p = check(&f, &l, &[], true, &[Do::Down(f.card.into(), PLAIN), Do::Move(near, PLAIN), Do::Up(near, PLAIN)]);
        assert_eq!((p.edits, p.selection), (0, vec![f.card.into()]));
        assert_eq!(p.tool, SelectTool::Idle);
    }

    #[test]
    fn adding_clicks_toggle() {
        let (f, l) = open();
        let up = |r: RecordRef| Do::Up(middle(&l, r), ADDING);
        let (card, pain) = (RecordRef::Card(f.card), RecordRef::Card(f.pain));
        let p = check(&f, &l, &[card], true, &[Do::Down(pain, ADDING), up(pain), Do::Down(card, ADDING), up(card)]);
        assert_eq!(p.selection, [pain]);
    }

    #[test]
    fn selected_cards_move_together_and_over_a_divider() {
        let (f, l) = open();
        let both = [RecordRef::Card(f.card), RecordRef::Card(f.pain)];
        let to = cell(&l, 0, 2);
        let script = [Do::Down(f.card.into(), PLAIN), Do::Move(to, PLAIN), Do::Up(to, PLAIN)];
        let p = check(&f, &l, &both, true, &script);
        let stand = |c: &Card| (c.lane, c.step);
        assert_eq!(stand(&p.document.cards[&f.card]), (f.lane, f.steps[2]));
        assert_eq!(stand(&p.document.cards[&f.pain]), (f.pains, f.steps[2]));
        assert_eq!((p.edits, p.selection.as_slice()), (1, &both[..]));

        // One row down the touchpoint would land on the divider: what is nearest to the pointer takes it.
        let divider = l.lanes[1].rect.center();
        let script = [Do::Down(f.card.into(), PLAIN), Do::Move(divider, PLAIN), Do::Up(divider, PLAIN)];
        let p = check(&f, &l, &[], true, &script);
        assert_ne!(p.document.cards[&f.card].lane, l.lanes[1].id);
    }

    #[test]
    fn a_drop_between_two_cards_stands_between_them() {
        let (f, l) = open();
        let second = l.cards_in_cell(2, 0)[1];
        let gap = l.cards[&second].rect.min.offset(20.0, 2.0);
        let script = [Do::Down(f.card.into(), PLAIN), Do::Move(gap, PLAIN), Do::Up(gap, PLAIN)];
        let p = check(&f, &l, &[], true, &script);
        let order: Vec<_> = p.document.cards_in(f.pains, f.steps[0]).iter().map(|c| c.id).collect();
        assert_eq!(order, [f.pain, f.card, second]);
    }

    #[test]
    fn a_rectangle_that_is_given_up_leaves_selected_what_was() {
        let (f, l) = open();
        let chosen = [f.kpi.into()];
        let cx = ToolContext { document: &f.document, layout: &l, selection: &chosen, is_editable: true, grip: 4.0 };
        let mut tool = SelectTool::Idle;
        tool.on_event(CanvasEvent::Down(at(&l, cell(&l, 0, 1), PLAIN)), &cx);
        let touched = tool.on_event(CanvasEvent::Move(at(&l, cell(&l, 0, 0), PLAIN)), &cx).select;
        assert_eq!(touched, Some(vec![f.card.into()]));
        assert_eq!(tool.on_event(CanvasEvent::Cancel, &cx).select, Some(chosen.to_vec()));
        assert_eq!(tool, SelectTool::Idle);
    }

    #[test]
    fn cancel_and_viewers_change_nothing() {
        let (f, l) = open();
        let to = cell(&l, 0, 2);
        let drag = [Do::Down(f.card.into(), PLAIN), Do::Move(to, PLAIN), Do::Cancel, Do::Up(to, PLAIN)];
        assert_eq!(check(&f, &l, &[], true, &drag).edits, 0);
        let drag = [Do::Down(f.card.into(), COPYING), Do::Move(to, COPYING), Do::Up(to, COPYING)];
        assert_eq!(check(&f, &l, &[], true, &drag).document.cards.len(), f.document.cards.len() + 1);
        assert_eq!(check(&f, &l, &[], false, &drag).edits, 0);
    }

    #[test]
    fn steps_and_lanes_are_reordered() {
        let (f, l) = open();
        let to = middle(&l, f.steps[2].into()).offset(10.0, 0.0);
        let script = [Do::Down(f.steps[0].into(), PLAIN), Do::Move(to, PLAIN), Do::Up(to, PLAIN)];
        let p = check(&f, &l, &[], true, &script);
        let steps: Vec<_> = p.document.steps_of(f.second_stage).iter().map(|s| s.id).collect();
        assert_eq!(steps, [f.steps[2], f.steps[0]]);

        let to = l.lanes[0].label_rect.center().offset(0.0, -8.0);
        let script = [Do::Down(f.pains.into(), PLAIN), Do::Move(to, PLAIN), Do::Up(to, PLAIN)];
        let p = check(&f, &l, &[], true, &script);
        assert_eq!(p.document.lanes_of(f.map)[0].id, f.pains);
    }

    #[test]
    fn what_is_dragged_by_one_of_several_is_all_of_them() {
        let mut f = fixture::map();
        let edit = Edit::AddStep { stage: f.second_stage, before: None, title: "Ask".to_owned() };
        plan(&f.document, &edit, &mut crate::base::ids::IdAlloc::seeded(98)).unwrap().diff.apply(&mut f.document);
        let l = fixture::layout_of(&f.document);
        // Steps of two stages go to the beginning, side by side.
        let first = f.document.steps[&f.steps[0]].stage;
        let to = middle(&l, f.steps[0].into()).offset(-20.0, 0.0);
        let both: Vec<RecordRef> = f.steps[1..].iter().map(|step| (*step).into()).collect();
        let held = *both.last().unwrap();
        let script = [Do::Down(held, PLAIN), Do::Move(to, PLAIN), Do::Up(to, PLAIN)];
        let p = check(&f, &l, &both, true, &script);
        let steps: Vec<RecordRef> = p.document.steps_of(first).iter().map(|s| s.id.into()).collect();
        assert!(steps.windows(both.len()).any(|w| w == both), "{steps:?} has no {both:?}");
        assert_eq!((p.edits, p.selection.as_slice()), (1, &both[..]));

        // Two lanes to the top, by the lower one.
        let lanes: Vec<RecordRef> = l.lanes[1..].iter().map(|lane| lane.id.into()).collect();
        let to = l.lanes[0].label_rect.center().offset(0.0, -8.0);
        let script = [Do::Down(lanes[1], PLAIN), Do::Move(to, PLAIN), Do::Up(to, PLAIN)];
        let p = check(&f, &l, &lanes[..2], true, &script);
        let order: Vec<RecordRef> = p.document.lanes_of(f.map).iter().map(|lane| lane.id.into()).collect();
        assert_eq!((&order[..2], p.edits), (&lanes[..2], 1));
    }

    #[test]
    fn a_drag_that_begins_a_hair_beside_a_card_takes_its_edge_and_not_a_marquee() {
        let (f, layout) = open();
        let rect = layout.cards[&f.card].rect;
        let wider = Point::new(rect.max.x + 150.0, rect.center().y);
        let from = |x: f64| {
            let start = at(&layout, Point::new(x, rect.center().y), PLAIN);
            let mut tool = SelectTool::Idle;
            let cx =
                ToolContext { document: &f.document, layout: &layout, selection: &[], is_editable: true, grip: 4.0 };
            tool.on_event(CanvasEvent::Down(start), &cx);
            let output = tool.on_event(CanvasEvent::Move(at(&layout, wider, PLAIN)), &cx);
            (
                matches!(tool, SelectTool::Dragging { dragged: Dragged::Span { card, .. }, .. } if card == f.card),
                output.select,
            )
        };
        assert_eq!(from(rect.max.x + 2.0), (true, Some(vec![f.card.into()])), "beside its right edge");
        assert!(!from(rect.max.x + 9.0).0, "further away nothing is meant");
    }
}
