//! Taking more into the selection by keys.

use crate::canvas::edits;
use crate::canvas::grid::{Direction, Spot};
use crate::canvas::input::Reach;
use crate::canvas::view::{CanvasView, Frame};
use std::mem::discriminant;

impl CanvasView {
    /// Takes what stands next in a direction into the selection, over empty cells, or everything up to the end; the view
    /// follows. Only more of the same: from a card to cards, from a stage to stages.
    pub(super) fn extend_selection(&mut self, frame: &Frame<'_>, direction: Direction, reach: Reach) {
        let layout = &frame.picture.layout;
        let mut records = frame.input.session.selection().to_vec();
        let mut spot = edits::spot(&records, self.cell);
        let mut last = None;
        while let Some(from) = spot {
            spot = from.next(direction, layout).filter(|next| is_same_kind(from, *next));
            let Some(record) = spot.and_then(Spot::record) else { continue };
            // A card that is taken in again is where the selection goes on from.
            records.retain(|other| *other != record);
            records.push(record);
            last = Some(record);
            if reach == Reach::Next {
                break;
            }
        }
        let Some(last) = last else { return };
        frame.select(records);
        self.reveal = Some(last);
        frame.response.ctx.request_repaint();
    }
}

/// Cards stand in cells: what is empty lies on the way from one to the next.
fn is_same_kind(from: Spot, to: Spot) -> bool {
    let is_in_cell = |spot| matches!(spot, Spot::Card(_) | Spot::Cell(_));
    discriminant(&from) == discriminant(&to) || is_in_cell(from) && is_in_cell(to)
}
