//! What goes with what is deleted, told before and after.

use crate::base::ids::IdAlloc;
use crate::model::edit::plan;
use crate::model::{Document, Edit, RecordRef, TableKind};

/// What a deletion takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// The sort of record.
    pub table: TableKind,
    /// How many were chosen.
    pub count: usize,
    /// The words of the only one; empty when there are several, or none on it.
    pub name: String,
    /// The cards that stand in them and go with them.
    pub cards: usize,
}

/// What deleting some records takes away; `None` when there are none.
#[must_use]
pub fn of(document: &Document, records: &[RecordRef]) -> Option<Deletion> {
    let first = records.first()?;
    let name = match records {
        [one] => document.record(*one).map(|row| row.words().to_owned()),
        _ => None,
    };
    let (table, count) = (first.table(), records.len());
    Some(Deletion { table, count, name: name.unwrap_or_default(), cards: cards_with(document, records) })
}

/// How many cards go with records, besides those that were chosen themselves. The plan of the edit knows: what it
/// deletes is what goes.
#[must_use]
pub fn cards_with(document: &Document, records: &[RecordRef]) -> usize {
    // Nothing of a deletion is new, so it draws no ids.
    let Ok(plan) = plan(document, &Edit::Delete(records.to_vec()), &mut IdAlloc::seeded(0)) else { return 0 };
    let is_gone = plan.diff.cards.0.iter().filter(|(_, change)| change.after.is_none());
    is_gone.filter(|(id, _)| !records.contains(&RecordRef::Card(**id))).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CardBody;
    use crate::session::{Session, templates};

    #[test]
    fn cards_that_stand_in_it_go_with_a_lane_a_stage_and_a_map() {
        let document = templates::document("customer-journey", "Returns", &mut IdAlloc::seeded(1)).unwrap();
        let mut session = Session::in_memory(document, 7);
        let map = session.map().unwrap();
        let before = cards_with(session.document(), &[map.into()]);
        let stage = session.document().stages_of(map)[0].id;
        let step = session.document().steps_of(stage)[0].id;
        let lanes = session.document().lanes_of(map);
        let lane = lanes.iter().find(|l| l.kind == crate::model::LaneKind::PainPoint).unwrap().id;
        let body = CardBody::Text;
        for text in ["a", "b"] {
            let card = Edit::AddCard { lane, step, span: 1, text: text.to_owned(), body: body.clone() };
            session.edit(&card, None).unwrap();
        }
        let document = session.document();
        let cards = document.cards_in(lane, step);
        let check =
            |records: &[RecordRef], count: usize| assert_eq!(cards_with(document, records), count, "{records:?}");
        check(&[lane.into()], 2);
        check(&[map.into()], 0);
        check(&[cards[0].id.into()], 0);
        check(&[lane.into(), cards[0].id.into()], 1);
        check(&[], 0);
        let stages = cards_with(document, &[stage.into()]);
        assert!(stages >= 2, "{stages}");
        assert_eq!(before, 0, "the last map of a file stays");
        let told = of(document, &[lane.into()]).unwrap();
        let name = document.lanes[&lane].title.clone();
        assert_eq!(told, Deletion { table: TableKind::Lane, count: 1, name, cards: 2 });
    }
}
