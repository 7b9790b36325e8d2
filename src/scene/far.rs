//! The cells from far: every stage is a column of its colour, every lane tells in one shape per stage what it holds there.

use crate::base::geom::{Point, Rect};
use crate::model::{CardBody, LaneKind, RecordRef};
use crate::scene::pen::Pen;
use crate::scene::{Layer, Status, curve, heat};

/// Stages as columns of their colour, and in every lane a bar where it has cards; a lane of KPIs shows how they do.
pub(super) fn body(pen: &mut Pen<'_, '_>) {
    let (layout, tokens, document) = (pen.input.layout, pen.tokens(), pen.input.document);
    pen.layer = Layer::Lanes;
    for stage in &layout.stages {
        pen.tag = Some(RecordRef::Stage(stage.id));
        let tint = document.stages.get(&stage.id).map_or(0, |s| s.tint);
        let min = Point::new(stage.rect.min.x, layout.header_height);
        let max = Point::new(stage.rect.max.x, layout.bounds.max.y - layout.sizes.margin);
        pen.fill(Rect { min, max }, tokens.radii.stage, tokens.tint(tint));
        heat::wash(pen, stage.id, (Rect { min, max }, tokens.radii.stage), heat::ALONE);
    }
    for (row, lane) in layout.lanes.iter().enumerate() {
        pen.layer = Layer::Lanes;
        pen.tag = Some(RecordRef::Lane(lane.id));
        let bottom = lane.rect.max.y;
        pen.hairline(Point::new(0.0, bottom), Point::new(layout.bounds.max.x, bottom), tokens.hairline);
        if !lane.has_cells() {
            continue;
        }
        pen.layer = Layer::Cards;
        if lane.kind == LaneKind::Curve {
            curve::lines(pen, row);
            continue;
        }
        let ink = match lane.kind {
            LaneKind::PainPoint => tokens.off,
            LaneKind::Opportunity => tokens.good,
            _ => tokens.text_faint,
        };
        let height = lane.rect.height() * 0.5;
        for stage in &layout.stages {
            let is_filled = |column: &usize| !layout.cards_in_cell(row, *column).is_empty();
            let filled: Vec<usize> = stage.steps.clone().filter(is_filled).collect();
            let (Some(first), Some(last)) =
                (filled.first().and_then(|c| layout.steps.get(*c)), filled.last().and_then(|c| layout.steps.get(*c)))
            else {
                continue;
            };
            let bar = Rect::new(first.rect.min.x, lane.rect.center().y - height / 2.0, 0.0, height);
            let bar = Rect { max: Point::new(last.rect.max.x, bar.max.y), ..bar }.expand(-6.0);
            let cards = filled.iter().flat_map(|column| layout.cards_in_cell(row, *column));
            let figures = cards.filter_map(|id| match document.cards.get(id)?.body {
                CardBody::Kpi { kpi, place, .. } => pen.input.overlay.cards.get(&(kpi, place)),
                _ => None,
            });
            match figures.map(|f| f.status).max_by_key(|status| worse(*status)) {
                Some(status) => pen.status(status, bar.center(), (height * 0.5).min(stage.rect.width() * 0.2)),
                None => pen.fill(bar, height * 0.2, ink.with_opacity(0.3)),
            }
        }
    }
}

/// The worst first catches the eye.
fn worse(status: Status) -> u8 {
    match status {
        Status::None => 0,
        Status::Good => 1,
        Status::Watch => 2,
        Status::Off => 3,
    }
}
