//! What is held, and where it is let go.

use super::*;

/// Lets go of what a drag took up.
pub(super) fn drop(harness: &mut Harness<'_, Desk>, at: Pos2, modifiers: Modifiers) {
    button(harness, at, false, modifiers);
    harness.run();
}

/// Takes something up, lets it go and tells whether that changed the map; what is seen before agrees with what is done.
fn is_moved(from: impl Fn(&Harness<'_, Desk>) -> Pos2, to: impl Fn(&Harness<'_, Desk>, Pos2) -> Pos2) -> bool {
    let (mut h, _) = open();
    let before = h.state().session.document().clone();
    // Handles show under the pointer first.
    let card = center(&h, AD);
    h.event(Event::PointerMoved(card));
    h.run();
    let from = from(&h);
    let to = to(&h, from);
    drag(&mut h, from, to, Modifiers::NONE);
    let tool = &h.state().canvas.tool;
    let is_shown = match tool {
        SelectTool::Dragging { drop, .. } => drop.is_some(),
        SelectTool::Linking(linking) => linking.edit.is_some(),
        other => panic!("{other:?}"),
    };
    drop(&mut h, to, Modifiers::NONE);
    assert!(!h.state().canvas.has_gesture());
    let is_moved = *h.state().session.document().as_ref() != *before;
    assert_eq!(is_moved, is_shown, "what is seen is done");
    is_moved
}

/// A card let go over the inspector, a stage over the outline: the cell below a panel is not seen.
#[test]
fn what_is_let_go_beside_the_map_stays_where_it_was() {
    type Place = fn(&Harness<'_, Desk>, Pos2) -> Pos2;
    let (off_right, off_left): (Place, Place) = (|_, at| Pos2::new(1040.0, at.y), |_, at| Pos2::new(-60.0, at.y));
    let below: Place = |_, at| Pos2::new(at.x, 820.0);
    let card = |h: &Harness<'_, Desk>| center(h, AD);
    assert!(is_moved(card, |_, at| at + vec2(220.0, 0.0)));
    assert!(!is_moved(card, off_right));
    assert!(!is_moved(card, below));
    let stage = |h: &Harness<'_, Desk>| center(h, "Stage Support");
    let first = |h: &Harness<'_, Desk>| center(h, "Stage Awareness").x - 60.0;
    assert!(is_moved(stage, |h, at| Pos2::new(first(h), at.y)));
    assert!(!is_moved(stage, off_left));
    assert!(!is_moved(stage, |h, _| Pos2::new(first(h), 820.0)));
    // The hand slips a little off the row at the upper edge.
    assert!(is_moved(stage, |h, _| Pos2::new(first(h), -8.0)));
    let lane = |h: &Harness<'_, Desk>| center(h, "Lane Pain points");
    let top = |h: &Harness<'_, Desk>| center(h, "Lane Touchpoints").y - 20.0;
    assert!(is_moved(lane, |h, at| Pos2::new(at.x, top(h))));
    assert!(!is_moved(lane, |h, _| Pos2::new(1060.0, top(h))));
    let handle = |h: &Harness<'_, Desk>| center(h, "Connect Search ad to…");
    assert!(!is_moved(handle, off_right), "a connection ends nowhere there");
}
