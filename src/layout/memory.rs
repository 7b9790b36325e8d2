//! What was measured of the cards of a map, kept from one layout to the next: while words are typed into one card, all
//! others are as they were.

use crate::base::ids::CardId;
use crate::layout::cards::Content;
use crate::layout::{MapLayout, Sizes};
use crate::model::Card;
use foldhash::{HashMap, HashMapExt as _};
use std::sync::Arc;

/// Cards that are gone are forgotten when there are this many more than those that are there.
const FORGOTTEN: usize = 2_000;

/// What is remembered of one card; it holds as long as the record is the same.
struct Remembered {
    card: Arc<Card>,
    /// Its texts in a card of a width, and the height it needs.
    content: Option<(f64, Content, f64)>,
}

/// Keeps what was measured, and the last layout.
#[derive(Default)]
pub struct Memory {
    sizes: Sizes,
    cards: HashMap<CardId, Remembered>,
    /// The layout that was made last.
    pub(super) earlier: Arc<MapLayout>,
}

impl Memory {
    /// The layout that was made last.
    #[must_use]
    pub fn layout(&self) -> &Arc<MapLayout> {
        &self.earlier
    }

    /// Forgets what does not hold for these sizes, and cards that are long gone.
    pub(super) fn begin(&mut self, sizes: &Sizes, has: impl Fn(CardId) -> bool, count: usize) {
        if self.sizes != *sizes {
            self.cards = HashMap::new();
            self.sizes = sizes.clone();
        }
        if self.cards.len() > count + FORGOTTEN {
            self.cards.retain(|id, _| has(*id));
        }
    }

    fn of(&mut self, card: &Arc<Card>) -> &mut Remembered {
        let fresh = || Remembered { card: Arc::clone(card), content: None };
        let known = self.cards.entry(card.id).or_insert_with(fresh);
        if !Arc::ptr_eq(&known.card, card) {
            *known = fresh();
        }
        known
    }

    /// The texts of a card of some width, and the height it needs.
    pub(super) fn content(
        &mut self,
        card: &Arc<Card>,
        width: f64,
        measured: impl FnOnce() -> (Content, f64),
    ) -> (Content, f64) {
        let known = self.of(card);
        if let Some((_, content, height)) = known.content.as_ref().filter(|(of, ..)| *of == width) {
            return (content.clone(), *height);
        }
        let (content, height) = measured();
        known.content = Some((width, content.clone(), height));
        (content, height)
    }
}
