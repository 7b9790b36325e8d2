//! The places of a map, for choices.

use crate::base::ids::MapId;
use crate::model::{CardBody, Document, Place};

/// Every place of a map a KPI can measure, in map order, with words that tell them apart.
#[must_use]
pub fn places_of(document: &Document, map: MapId) -> Vec<(Place, String)> {
    let mut places = vec![(Place::Map(map), document.place_name(Place::Map(map)).unwrap_or_default().to_owned())];
    for stage in document.stages_of(map) {
        places.push((Place::Stage(stage.id), stage.title.clone()));
        for step in document.steps_of(stage.id) {
            places.push((Place::Step(step.id), format!("{} · {}", stage.title, step.title)));
            let is_touchpoint = |body: &CardBody| matches!(body, CardBody::Touchpoint { .. });
            let touchpoints = document.cards.values().filter(|c| c.step == step.id && is_touchpoint(&c.body));
            places.extend(touchpoints.map(|c| (Place::Touchpoint(c.id), format!("{} · {}", stage.title, c.text))));
        }
    }
    places
}
