//! Small documents to start from.

use milepost::base::ids::{IdAlloc, StepId};
use milepost::model::{Card, CardBody, Channel, Document, JourneyMap, Lane, LaneKind, Stage, Step, check::violations};
use std::sync::Arc;

/// One map: stages A (a1, a2), B (b1), C (c1, c2, c3); lanes for text, touchpoints and KPIs; a touchpoint at every step.
pub fn small_map(ids: &mut IdAlloc) -> Document {
    let mut document = Document::default();
    let map = JourneyMap::new(ids.allocate(), "Journey");
    let mut steps: Vec<(StepId, String)> = Vec::new();
    for (rank, (title, count)) in [(1.0, ("A", 2u8)), (2.0, ("B", 1)), (3.0, ("C", 3))] {
        let stage = Stage {
            id: ids.allocate(),
            map: map.id,
            title: title.into(),
            question: String::new(),
            tint: 0,
            linked_map: None,
            rank,
        };
        for number in 1..=count {
            let title = format!("{}{number}", title.to_lowercase());
            let step = Step { id: ids.allocate(), stage: stage.id, title: title.clone(), rank: f64::from(number) };
            steps.push((step.id, title));
            document.steps.insert(step.id, Arc::new(step));
        }
        document.stages.insert(stage.id, Arc::new(stage));
    }
    for (rank, kind) in [(1.0, LaneKind::Text), (2.0, LaneKind::Touchpoint), (3.0, LaneKind::Kpi)] {
        let lane = Lane {
            id: ids.allocate(),
            map: map.id,
            kind,
            title: format!("{kind:?}"),
            height: None,
            is_collapsed: false,
            is_hidden: false,
            points: milepost::model::CurvePoints::default(),
            rank,
        };
        if kind == LaneKind::Touchpoint {
            for (step, title) in &steps {
                let card = Card {
                    id: ids.allocate(),
                    lane: lane.id,
                    step: *step,
                    span: 1,
                    rank: 1.0,
                    text: format!("Touchpoint at {title}"),
                    body: CardBody::Touchpoint { channel: Channel::Web, is_moment_of_truth: false },
                    marks: milepost::model::CardMarks::default(),
                };
                document.cards.insert(card.id, Arc::new(card));
            }
        }
        document.lanes.insert(lane.id, Arc::new(lane));
    }
    document.maps.insert(map.id, Arc::new(map));
    assert_eq!(violations(&document), []);
    document
}
