//! Drawing a connection: from a card to whatever card is under the pointer, or that the arrow keys came to. Out of the card
//! and back onto it is a loop.

use crate::base::geom::Point;
use crate::base::ids::CardId;
use crate::canvas::tools::{DRAG_THRESHOLD, PointerAt, ToolContext};
use crate::layout::Hit;
use crate::model::Edit;
use crate::session::arrange::is_connectable;

/// What keeps a connection being drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// The button that was pressed on the handle.
    Button,
    /// Nothing: the next click or Enter ends it.
    Free,
}

/// A connection being drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Linking {
    /// Where it starts.
    pub from: CardId,
    /// Where the loose end is on the map; `None` until the pointer or a key says so.
    pub at: Option<Point>,
    /// What letting go would do; `None` away from cards that can be connected.
    pub edit: Option<Edit>,
    /// The card it would end at.
    pub target: Option<CardId>,
    /// What keeps it going.
    pub hold: Hold,
    /// The card that the arrow keys have come to, whether it can be connected or not.
    pub walked: Option<CardId>,
    /// Where the button went down on the handle, points.
    pub pressed: Option<Point>,
    /// The loose end has been away from the card: coming back to it makes a loop.
    pub has_left: bool,
}

/// How far from its card a loose end has to go before coming back means a loop, in grips.
const AWAY: f64 = 3.0;

impl Linking {
    /// A connection that starts at a card.
    #[must_use]
    pub fn from_card(from: CardId, hold: Hold) -> Self {
        Self { from, at: None, edit: None, target: None, hold, walked: None, pressed: None, has_left: false }
    }

    /// A connection that is drawn with the button that went down on the handle of a card.
    #[must_use]
    pub fn from_handle(from: CardId, at: Point) -> Self {
        Self { pressed: Some(at), ..Self::from_card(from, Hold::Button) }
    }

    /// True while the button has hardly moved: nobody knows yet whether the handle is clicked or dragged.
    #[must_use]
    pub fn is_click(&self, at: &PointerAt) -> bool {
        self.hold == Hold::Button
            && self.at.is_none()
            && self.pressed.is_some_and(|p| (at.screen.x - p.x).hypot(at.screen.y - p.y) < DRAG_THRESHOLD)
    }

    /// The loose end follows the pointer.
    #[must_use]
    pub fn moved(self, at: PointerAt, cx: &ToolContext) -> Self {
        let under = match at.hit {
            Hit::Card(id) => Some(id),
            _ => None,
        };
        let around = cx.layout.cards.get(&self.from).map(|card| card.rect.expand(AWAY * cx.grip));
        let is_away = around.is_none_or(|around| !around.contains(at.world));
        Self { at: Some(at.world), has_left: self.has_left || is_away, ..self }.to(under, cx)
    }

    /// The loose end comes to a card by keys: also to the one it starts at.
    #[must_use]
    pub fn walked_to(self, card: CardId, cx: &ToolContext) -> Self {
        let at = cx.layout.cards.get(&card).map(|c| c.rect.center());
        Self { at, walked: Some(card), has_left: true, ..self }.to(Some(card), cx)
    }

    /// The loose end comes to a card, or to none.
    #[must_use]
    pub fn to(self, card: Option<CardId>, cx: &ToolContext) -> Self {
        let from = self.from;
        let card = card.filter(|to| *to != from || self.has_left);
        let target = card.filter(|to| is_connectable(cx.document, from, *to) || self.is_own_preview(*to));
        Self { target, edit: target.map(|to| Edit::Connect { from, to }), ..self }
    }

    /// The document that tools look at holds the preview: the connection to this card is there already.
    fn is_own_preview(&self, to: CardId) -> bool {
        self.target == Some(to)
    }
}
