//! What changing the kind of a lane means for the cards that stand in it: nothing is lost, but some stay what they are.

use crate::base::ids::CardId;
use crate::model::{AnyRecord, Card, CardBody, Document, Edit, LaneKind};

/// Cards that are of another sort than the lane they stand in holds from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardsLeft {
    /// What the lane holds now.
    pub kind: LaneKind,
    /// How many of its cards are something else.
    pub count: usize,
    /// Those of them that are words alone, of which KPIs can be made.
    pub words: Vec<CardId>,
}

/// The cards that an edit leaves as they are in a lane whose kind it changes to one that holds no words; `None` where
/// there are none.
#[must_use]
pub fn cards_left(document: &Document, edit: &Edit) -> Option<CardsLeft> {
    let Edit::Update(AnyRecord::Lane(lane)) = edit else { return None };
    let kind = lane.kind;
    let suits = |card: &Card| match kind {
        LaneKind::Kpi => matches!(card.body, CardBody::Kpi { .. }),
        LaneKind::Curve => matches!(card.body, CardBody::Curve { .. }),
        _ => true,
    };
    if document.lanes.get(&lane.id)?.kind == kind {
        return None;
    }
    let left: Vec<_> = document.cards.values().filter(|card| card.lane == lane.id && !suits(card)).collect();
    let is_words = |card: &&&std::sync::Arc<Card>| kind == LaneKind::Kpi && card.body == CardBody::Text;
    let words = left.iter().filter(is_words).map(|card| card.id).collect();
    (!left.is_empty()).then_some(CardsLeft { kind, count: left.len(), words })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::IdAlloc;
    use crate::model::Lane;
    use crate::session::{Session, templates};

    #[test]
    fn a_lane_that_becomes_one_of_kpis_keeps_its_cards_and_comes_back_the_same() {
        let document = templates::document("customer-journey", "Returns", &mut IdAlloc::seeded(1)).unwrap();
        let mut session = Session::in_memory(document, 1);
        let map = session.map().unwrap();
        let step = session.document().columns_of(map)[0].id;
        let lane = session.document().lanes_of(map).into_iter().find(|l| l.kind == LaneKind::Quote).unwrap();
        let lane = Lane::clone(lane);
        let own = session.document().cards.values().filter(|card| card.lane == lane.id).count();
        for body in [CardBody::Quote { attribution: String::new() }, CardBody::Text] {
            let add = Edit::AddCard { lane: lane.id, step, span: 1, text: "Where is it?".into(), body };
            session.edit(&add, None).unwrap();
        }
        let before = session.document().clone();
        let change = |kind| Edit::Update(Lane { kind, ..lane.clone() }.into());
        assert_eq!(cards_left(&before, &change(LaneKind::Text)), None);
        assert_eq!(cards_left(&before, &change(LaneKind::Quote)), None, "it holds quotes already");
        let left = cards_left(&before, &change(LaneKind::Kpi)).unwrap();
        assert_eq!((left.kind, left.count, left.words.len()), (LaneKind::Kpi, own + 2, 1));
        session.edit(&change(LaneKind::Kpi), None).unwrap();
        assert_eq!(session.document().cards, before.cards);
        session.edit(&change(LaneKind::Quote), None).unwrap();
        assert_eq!(*session.document(), before);
    }
}
