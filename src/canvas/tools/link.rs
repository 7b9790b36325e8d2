//! Drawing a connection: from a card to whatever card is under the pointer, or that the arrow keys came to.

use crate::base::geom::Point;
use crate::base::ids::CardId;
use crate::canvas::tools::{PointerAt, ToolContext};
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
}

impl Linking {
    /// A connection that starts at a card.
    #[must_use]
    pub fn from_card(from: CardId, hold: Hold) -> Self {
        Self { from, at: None, edit: None, target: None, hold, walked: None }
    }

    /// The loose end follows the pointer.
    #[must_use]
    pub fn moved(self, at: PointerAt, cx: &ToolContext) -> Self {
        let under = match at.hit {
            Hit::Card(id) => Some(id),
            _ => None,
        };
        Self { at: Some(at.world), ..self }.to(under, cx)
    }

    /// The loose end comes to a card, or to none.
    #[must_use]
    pub fn to(self, card: Option<CardId>, cx: &ToolContext) -> Self {
        let from = self.from;
        let target = card.filter(|to| is_connectable(cx.document, from, *to) || self.is_own_preview(*to));
        Self { target, edit: target.map(|to| Edit::Connect { from, to }), ..self }
    }

    /// The document that tools look at holds the preview: the connection to this card is there already.
    fn is_own_preview(&self, to: CardId) -> bool {
        self.target == Some(to)
    }
}
