//! The trace that hidden lanes leave: a thin mark between the names of their neighbours. A click shows them again.

use crate::base::geom::Point;
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::paint::color;
use crate::canvas::view::{CanvasView, Frame};
use crate::i18n::canvas as words;
use crate::layout::MapLayout;
use crate::model::edit::Verb;
use crate::model::{AnyRecord, Document, Edit, EditLabel, Lane, TableKind};
use egui::{Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

/// Height of what takes a click, points.
const HEIGHT: f32 = 12.0;
/// Between the two lines of the mark.
const APART: f32 = 3.0;
/// Width of the mark.
const WIDTH: f32 = 22.0;

/// Lanes that are hidden one after the other.
struct HiddenRun<'d> {
    lanes: Vec<&'d Lane>,
    /// The lower edge of the lane above them, world units.
    y: f64,
}

/// The runs of hidden lanes of a map, from top to bottom.
fn runs<'d>(document: &'d Document, layout: &MapLayout) -> Vec<HiddenRun<'d>> {
    let Some(map) = layout.map else { return Vec::new() };
    let (mut runs, mut y, mut is_open) = (Vec::<HiddenRun<'_>>::new(), layout.header_height, false);
    for lane in document.lanes_of(map) {
        if !lane.is_hidden {
            y = layout.lane(lane.id).map_or(y, |(_, lane)| lane.rect.max.y);
            is_open = false;
            continue;
        }
        match runs.last_mut().filter(|_| is_open) {
            Some(run) => run.lanes.push(lane),
            None => runs.push(HiddenRun { lanes: vec![lane], y }),
        }
        is_open = true;
    }
    runs
}

/// Lanes shown again, as one step.
fn shown(lanes: &[&Lane]) -> Edit {
    let show = |lane: &&Lane| Edit::Update(AnyRecord::Lane(Lane { is_hidden: false, ..(**lane).clone() }));
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Lane, count: lanes.len() };
    Edit::Batch { label, edits: lanes.iter().map(show).collect() }
}

/// Where the trace of a run stands on screen; `None` out of sight.
fn place(run: &HiddenRun<'_>, viewport: &Viewport, layout: &MapLayout) -> Option<Rect> {
    let left = viewport.screen(Pane::Labels, Point::new(0.0, run.y));
    let right = viewport.screen(Pane::Labels, Point::new(layout.label_width, run.y));
    let room = Rect::from_min_max(left - vec2(0.0, HEIGHT / 2.0), right + vec2(0.0, HEIGHT / 2.0));
    let clip = viewport.clip(Pane::Labels);
    // At the very top it stands below the edge of the header.
    let room = if room.min.y < clip.min.y && room.center().y >= clip.min.y - 0.5 {
        room.translate(vec2(0.0, clip.min.y - room.min.y))
    } else {
        room
    };
    let room = room.intersect(clip);
    (room.is_positive() && room.height() >= HEIGHT / 2.0).then_some(room)
}

impl CanvasView {
    /// Shows where lanes are hidden.
    pub(super) fn hidden_lanes_ui(&self, ui: &Ui, frame: &Frame<'_>) {
        let (layout, tokens) = (&frame.picture.layout, frame.input.tokens);
        for run in runs(&frame.document, layout) {
            let Some(room) = place(&run, &frame.viewport, layout) else { continue };
            let Some(first) = run.lanes.first().map(|lane| lane.id) else { continue };
            let names: Vec<&str> = run.lanes.iter().map(|lane| lane.title.as_str()).collect();
            let name = words::show_these_lanes(&names);
            // It takes drags too: otherwise the canvas below would, and with them the press.
            let sense = if frame.is_editable() { Sense::click_and_drag() } else { Sense::hover() };
            let response = ui.interact(room, frame.id.with(("hidden lanes", first)), sense);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, frame.is_editable(), &name));
            let is_lit = response.hovered() || response.has_focus();
            let ink = color(if is_lit { tokens.accent } else { tokens.text_faint });
            let width = if is_lit { room.width() } else { WIDTH.min(room.width()) };
            let middle = Pos2::new(room.left() + width / 2.0 + if is_lit { 0.0 } else { APART }, room.center().y);
            for side in [-APART / 2.0, APART / 2.0] {
                let across = middle.x - width / 2.0..=middle.x + width / 2.0;
                ui.painter().hline(across, middle.y + side, Stroke::new(1.0, ink));
            }
            if response.clicked() {
                frame.edit(shown(&run.lanes));
            }
            response.on_hover_text(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::LaneId;
    use crate::layout::{Sizes, fixture, map_layout};
    use std::sync::Arc;

    #[test]
    fn hidden_lanes_leave_one_trace_for_each_run() {
        let mut document = fixture::small_map();
        let map = document.maps_in_order()[0].id;
        let lanes: Vec<LaneId> = document.lanes_of(map).iter().map(|lane| lane.id).collect();
        for index in [0, 2, 3] {
            Arc::make_mut(document.lanes.get_mut(&lanes[index]).unwrap()).is_hidden = true;
        }
        let layout = map_layout(&document, map, &mut fixture::measure(), &Sizes::default());
        let found = runs(&document, &layout);
        let ids: Vec<Vec<LaneId>> = found.iter().map(|run| run.lanes.iter().map(|lane| lane.id).collect()).collect();
        assert_eq!(ids, [vec![lanes[0]], vec![lanes[2], lanes[3]]]);
        assert_eq!(found[0].y, layout.header_height);
        assert_eq!(found[1].y, layout.lane(lanes[1]).unwrap().1.rect.max.y);
        let Edit::Batch { edits, .. } = shown(&found[1].lanes) else { panic!() };
        assert_eq!(edits.len(), 2);
    }
}
