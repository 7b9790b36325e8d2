//! The questions in empty cells: where they are written, and what they step aside for.

use super::super::*;
use super::words_at;

#[test]
fn a_hint_steps_aside_for_the_plus() {
    const HINT: &str = "What do they meet here, and through which channel?";
    let (mut h, f) = open();
    h.state_mut().prompts = Some(std::collections::BTreeMap::from([(f.lane, HINT.to_owned())]));
    let mut is_hinted_at = |at: Pos2| {
        h.hover_at(at);
        h.run();
        let words = h.output().shapes.iter().filter(|shape| match &shape.shape {
            egui::Shape::Text(text) => text.galley.text() == HINT,
            _ => false,
        });
        words.count()
    };
    let (h, _) = open();
    let (lane, column) = (h.get_by_label("Lane Touchpoints").rect().center(), center(&h, "Step Compare"));
    let before = is_hinted_at(column);
    assert!(before > 0);
    assert_eq!(is_hinted_at(Pos2::new(column.x, lane.y)), before - 1);
}

#[test]
fn while_a_card_is_typed_only_the_question_it_answers_is_gone() {
    let (mut h, f) = open();
    let hints = [(f.lane, "In the lane".to_owned()), (f.pains, "Below".to_owned())];
    h.state_mut().prompts = Some(std::collections::BTreeMap::from(hints));
    h.run();
    let [in_lane, below] = [words_at(&h, "In the lane").len(), words_at(&h, "Below").len()];
    assert!(in_lane > 0 && below > 0, "{in_lane}, {below}");
    let asked = words_at(&h, "In the lane")[0].center();
    let layout = h.state().canvas.cache.shown_layout();
    let at = h.state().canvas.viewport.unwrap().world(crate::canvas::camera::Pane::Body, asked);
    let crate::layout::Hit::Cell { lane, step } = layout.hit(at, 0.0) else { panic!("a hint stands in an empty cell") };
    let add = Edit::AddCard { lane, step, span: 1, text: String::new(), body: CardBody::Text };
    h.state_mut().canvas.begin_new_text(add);
    h.run();
    assert!(h.state().canvas.is_editing_text());
    assert_eq!([words_at(&h, "In the lane").len(), words_at(&h, "Below").len()], [in_lane - 1, below]);
}

#[test]
fn a_hint_is_not_written_where_a_connection_runs() {
    const HINT: &str = "A hint";
    let hints = |with_connection: bool| {
        let (mut h, f) = open();
        h.state_mut().prompts = Some(std::collections::BTreeMap::from([(f.pains, HINT.to_owned())]));
        let session = &mut h.state_mut().session;
        let document = session.document().clone();
        let steps = document.columns_of(document.lanes[&f.pains].map);
        let pains: Vec<RecordRef> =
            document.cards.values().filter(|c| c.lane == f.pains).map(|c| c.id.into()).collect();
        session.edit(&Edit::Delete(pains), None).unwrap();
        let mut card = |lane, step| {
            let body = crate::model::CardBody::Text;
            let add = Edit::AddCard { lane, step, span: 1, text: "Card".to_owned(), body };
            let RecordRef::Card(id) = session.edit(&add, None).unwrap()[0] else { panic!("a card") };
            id
        };
        let (from, to) = (card(f.pains, steps[0].id), card(f.pains, steps[steps.len() - 1].id));
        if with_connection {
            session.edit(&Edit::Connect { from, to }, None).unwrap();
        }
        h.run();
        let shapes = h.output().shapes.iter().filter(|shape| match &shape.shape {
            egui::Shape::Text(text) => text.galley.text() == HINT,
            _ => false,
        });
        shapes.count()
    };
    assert!(hints(false) > hints(true), "{} {}", hints(false), hints(true));
}
