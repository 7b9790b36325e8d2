//! Edges that can be dragged: the sides of a card, which snap to steps, and the lower edge of a lane.

use crate::base::geom::Point;
use crate::base::ids::{CardId, LaneId};
use crate::canvas::tools::drop::{Drop, DropMark};
use crate::canvas::tools::{PointerAt, ToolContext};
use crate::layout::Hit;
use crate::model::{AnyRecord, Card, CardBody, Edit, Lane, LaneKind, Place};

/// Heights of lanes are multiples of this, world units, unless they come near the height of another lane.
const HEIGHT_STEP: f64 = 8.0;
/// Nearer than this to the height of another lane is as high as that one.
const SNAP: f64 = 6.0;
/// No lane is lower, world units; its name may need more.
const LEAST_HEIGHT: f64 = 24.0;
/// No lane is higher.
const MOST_HEIGHT: f64 = 2_000.0;

/// A side of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Where it starts.
    Left,
    /// Where it ends.
    Right,
}

/// An edge under the pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grip {
    /// A side of a card.
    Card(CardId, Side),
    /// The lower edge of a lane.
    Lane(LaneId),
}

/// The edge under the pointer; `None` away from edges, and for viewers.
#[must_use]
pub fn grip_at(at: PointerAt, cx: &ToolContext) -> Option<Grip> {
    if !cx.is_editable {
        return None;
    }
    match at.hit {
        // A hair beside a card is meant for its edge as well, also between the columns, and where a line begins, which
        // cannot be dragged.
        Hit::Cell { .. } | Hit::Connection(_) | Hit::Lane(_) => {
            let beside = |by: f64| match cx.layout.hit(at.world.offset(by, 0.0), 0.0) {
                Hit::Card(id) => Some(id),
                _ => None,
            };
            let sides = [(beside(-cx.grip), Side::Right), (beside(cx.grip), Side::Left)];
            sides.into_iter().find_map(|(card, side)| {
                let card = card.filter(|id| has_sides(*id, cx))?;
                Some(Grip::Card(card, side))
            })
        }
        Hit::Card(id) => {
            let place = cx.layout.cards.get(&id)?;
            // Most of a small card is for taking it, not for its edges.
            let grip = cx.grip.min(place.rect.width() / 8.0);
            if !has_sides(id, cx) {
                None
            } else if at.world.x >= place.rect.max.x - grip {
                Some(Grip::Card(id, Side::Right))
            } else if at.world.x <= place.rect.min.x + grip {
                Some(Grip::Card(id, Side::Left))
            } else {
                None
            }
        }
        Hit::LaneLabel(under) => {
            let (row, lane) = cx.layout.lane(under)?;
            let upper = row.checked_sub(1).and_then(|r| cx.layout.lanes.get(r));
            if lane.rect.max.y - at.world.y <= cx.grip {
                Some(Grip::Lane(under))
            } else if at.world.y - lane.rect.min.y <= cx.grip / 2.0 {
                upper.map(|lane| Grip::Lane(lane.id))
            } else {
                None
            }
        }
        _ => None,
    }
}

/// False for cards whose width is not chosen: KPIs of a stage cover it, points of a curve have none.
fn has_sides(card: CardId, cx: &ToolContext) -> bool {
    let body = cx.document.cards.get(&card).map(|card| &card.body);
    body.is_some_and(|body| !matches!(body, CardBody::Kpi { place: Place::Stage(_), .. } | CardBody::Curve { .. }))
}

/// A card whose side is at a world x: it covers every step whose middle lies inside.
pub(super) fn span_drop(card: CardId, side: Side, at: Point, cx: &ToolContext) -> Option<Drop> {
    let row = cx.document.cards.get(&card)?;
    let columns = cx.layout.cards.get(&card)?.columns.clone();
    let passed = cx.layout.steps.iter().filter(|s| s.rect.center().x < at.x).count();
    let (start, end) = match side {
        Side::Right => (columns.start, passed.max(columns.start + 1)),
        Side::Left => (passed.min(columns.end.checked_sub(1)?), columns.end),
    };
    let step = cx.layout.steps.get(start)?.id;
    let span = u32::try_from(end - start).unwrap_or(1).max(1);
    let card = Card { step, span, ..Card::clone(row) };
    Some(Drop { edit: Edit::Update(AnyRecord::Card(card)), mark: DropMark::Preview })
}

/// A lane whose lower edge is at a world y.
pub(super) fn height_drop(lane: LaneId, at: Point, cx: &ToolContext) -> Option<Drop> {
    let (_, place) = cx.layout.lane(lane)?;
    let row = cx.document.lanes.get(&lane)?;
    let words = (place.foot - cx.layout.sizes.lane_padding).max(0.0);
    let wanted = (at.y - place.rect.min.y - words).clamp(LEAST_HEIGHT, MOST_HEIGHT);
    let others = cx.layout.lanes.iter().filter(|l| l.id != lane && l.kind != LaneKind::Divider);
    let like = others.map(|l| l.rect.height()).find(|height| (height - wanted).abs() < SNAP);
    let height = like.unwrap_or_else(|| (wanted / HEIGHT_STEP).round() * HEIGHT_STEP);
    let y = place.rect.min.y + height + words;
    let lane = Lane { height: Some(height.clamp(LEAST_HEIGHT, MOST_HEIGHT)), ..Lane::clone(row) };
    Some(Drop { edit: Edit::Update(AnyRecord::Lane(lane)), mark: DropMark::Guide { y } })
}
