//! In which cell a picture is put: where it is meant to go if that holds pictures, else in the nearest lane that does.

use crate::base::ids::{IdAlloc, LaneId, MapId, StepId};
use crate::i18n::shell::command::lane_title;
use crate::model::{AnyRecord, CardBody, CurvePoints, Document, Edit, Lane, LaneKind, RecordRef};
use crate::session::pictures::PictureTarget;

/// Where a picture goes that is meant for a card: onto it where it shows one, else to the step it stands at.
#[must_use]
pub fn on_card(document: &Document, card: crate::base::ids::CardId) -> Option<PictureTarget> {
    let card = document.cards.get(&card)?;
    match card.body {
        CardBody::Image { .. } => Some(PictureTarget::Card(card.id)),
        _ => Some(in_cell(document, card.lane, card.step)),
    }
}

/// Where a picture goes that is meant for a cell: there in a lane of pictures, else to the nearest one of these at the same
/// step, and to a new one where the map has none. No other kind of lane takes pictures: below a curve, or between figures,
/// they would be lost.
#[must_use]
pub fn in_cell(document: &Document, lane: LaneId, step: StepId) -> PictureTarget {
    let lanes = document.lanes.get(&lane).map(|lane| document.lanes_of(lane.map)).unwrap_or_default();
    let here = lanes.iter().position(|other| other.id == lane).unwrap_or(0);
    let rows = lanes.iter().enumerate().filter(|(_, lane)| lane.kind == LaneKind::Image);
    // A lane that is put away is opened only where there is no other one.
    let nearest = rows.min_by_key(|(row, lane)| (lane.is_hidden, lane.is_collapsed, row.abs_diff(here)));
    nearest.map_or(PictureTarget::NewLane { step }, |(_, lane)| PictureTarget::Cell { lane: lane.id, step })
}

/// Where a picture goes on a map while something is chosen there: the last of what is selected, or else a cell.
/// With nothing chosen it is the first free cell of the storyboard. `None` on a map without steps.
#[must_use]
pub fn on_map(
    document: &Document,
    map: MapId,
    selection: &[RecordRef],
    cell: Option<(LaneId, StepId)>,
) -> Option<PictureTarget> {
    let columns = document.columns_of(map);
    let first = columns.first()?.id;
    let lanes = document.lanes_of(map);
    let top = lanes.first().map(|lane| lane.id);
    let at_step = |step| top.map_or(PictureTarget::NewLane { step }, |top| in_cell(document, top, step));
    match (selection.last(), cell) {
        (Some(RecordRef::Card(id)), _) => on_card(document, *id),
        (Some(RecordRef::Step(step)), _) => Some(at_step(*step)),
        (Some(RecordRef::Stage(stage)), _) => Some(at_step(document.steps_of(*stage).first()?.id)),
        (_, Some((lane, step))) => Some(in_cell(document, lane, step)),
        (chosen, None) => {
            let from = match chosen {
                Some(RecordRef::Lane(lane)) => Some(*lane),
                _ => top,
            };
            let target = from.map_or(PictureTarget::NewLane { step: first }, |from| in_cell(document, from, first));
            let PictureTarget::Cell { lane, .. } = target else { return Some(target) };
            let free = columns.iter().find(|step| document.cards_in(lane, step.id).is_empty());
            Some(PictureTarget::Cell { lane, step: free.map_or(first, |step| step.id) })
        }
    }
}

/// The lane in which a target lies, and the edit that makes it or brings it back into sight, where one is needed.
#[must_use]
pub fn lane_of(document: &Document, target: PictureTarget, ids: &mut IdAlloc) -> Option<(LaneId, Option<Edit>)> {
    let (lane, step) = match target {
        PictureTarget::Cell { lane, .. } => {
            let lane = document.lanes.get(&lane)?;
            let shown = Lane { is_hidden: false, is_collapsed: false, ..Lane::clone(lane) };
            return Some((lane.id, (shown != **lane).then_some(Edit::Update(AnyRecord::Lane(shown)))));
        }
        PictureTarget::NewLane { step } => (ids.allocate(), step),
        PictureTarget::Card(_) | PictureTarget::Persona(_) => return None,
    };
    let map = document.map_of_step(step)?;
    let lane = Lane {
        id: lane,
        map,
        kind: LaneKind::Image,
        title: lane_title(LaneKind::Image).to_owned(),
        height: None,
        is_collapsed: false,
        is_hidden: false,
        points: CurvePoints::default(),
        // Pictures tell the story: they stand right below the steps, as in the templates.
        rank: document.lanes_of(map).first().map_or(1.0, |first| first.rank - 1.0),
    };
    Some((lane.id, Some(Edit::Add(lane.into()))))
}
