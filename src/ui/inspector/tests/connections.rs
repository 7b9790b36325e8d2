//! How connections look, one and several at once.

use super::*;
use crate::model::{ConnectionArrows, ConnectionCorners, ConnectionLook, ConnectionStyle, ConnectionWeight};

/// Connects cards of the sample in a row, and selects the connections.
fn connected<'a>(count: usize) -> Harness<'a, Stand<InspectorState>> {
    let mut harness = stand(|_| Vec::new());
    let session = &mut harness.state_mut().session;
    let card = session.document().cards.keys().next().copied().unwrap();
    session.edit(&Edit::Duplicate(vec![card.into()]), None).unwrap();
    let map = session.map().unwrap();
    let is_here = |id| session.document().map_of_card(id) == Some(map);
    let cards = session.document().cards.values().filter(|c| is_here(c.id));
    let cards: Vec<_> = cards.map(|c| c.id).take(count + 1).collect();
    let mut made = Vec::new();
    for pair in cards.windows(2) {
        made.extend(session.edit(&Edit::Connect { from: pair[0], to: pair[1] }, None).unwrap());
    }
    assert_eq!(made.len(), count);
    session.select(made);
    harness.run();
    harness
}

fn looks(harness: &Harness<'_, Stand<InspectorState>>) -> Vec<ConnectionLook> {
    harness.state().session.document().connections.values().map(|c| c.look).collect()
}

#[test]
fn a_connection_says_what_it_joins_and_takes_a_look() {
    let mut harness = connected(1);
    let before = harness.state().session.document().connections.values().next().unwrap().clone();
    for (list, choice) in [("Line", "Dotted"), ("Width", "Thick"), ("Arrows", "Both ends"), ("Corners", "Straight")] {
        harness.get_by_label(&format!("{list}: {choice}")).click();
        harness.run();
        run_edits(&mut harness);
        harness.run();
    }
    harness.get_by_label("Colour 3").click();
    harness.run();
    assert_eq!(run_edits(&mut harness), [Some("look")]);
    let expected = ConnectionLook {
        style: ConnectionStyle::Dotted,
        weight: ConnectionWeight::Thick,
        arrows: ConnectionArrows::Both,
        corners: ConnectionCorners::Straight,
        tint: Some(2),
    };
    assert_eq!(looks(&harness), [expected]);
    harness.run();
    harness.get_by_label(crate::i18n::connections::REVERSE).click();
    harness.run();
    run_edits(&mut harness);
    let after = harness.state().session.document().connections[&before.id].clone();
    assert_eq!((after.from, after.to, after.look), (before.to, before.from, expected));
}

#[test]
fn several_connections_take_a_look_at_once() {
    let mut harness = connected(2);
    harness.get_by_label("Width: Thin").click();
    harness.run();
    run_edits(&mut harness);
    harness.run();
    assert!(looks(&harness).iter().all(|look| look.weight == ConnectionWeight::Thin), "{:?}", looks(&harness));
    harness.state_mut().session.undo();
    assert_eq!(looks(&harness), [ConnectionLook::default(); 2], "one step");
}
