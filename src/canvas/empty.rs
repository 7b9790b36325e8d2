//! What stands on a map that has nothing to show yet: what is missing, and the one thing to do about it.

use crate::base::ids::MapId;
use crate::canvas::camera::Pane;
use crate::canvas::edits;
use crate::canvas::paint::color;
use crate::canvas::view::{CanvasView, Frame, OpenList};
use crate::i18n::canvas as words;
use crate::model::{Document, Edit};
use egui::epaint::RectShape;
use egui::{Button, Sense, Ui, UiBuilder, vec2};

/// Width of the words, points.
const WIDTH: f32 = 360.0;
/// Room between the words and the edge of their card.
const AROUND: f32 = 16.0;

/// Why a map shows nothing.
#[derive(Debug, Clone, PartialEq)]
enum Missing {
    /// It has no stages.
    Stages,
    /// It has no lanes.
    Lanes,
    /// It has lanes, and all of them are hidden: how many, and the edit that shows them.
    HiddenLanes(usize, Edit),
}

impl Missing {
    fn of(document: &Document, map: MapId, has_stages: bool, has_lanes: bool) -> Option<Self> {
        if !has_stages {
            return Some(Self::Stages);
        }
        if has_lanes {
            return None;
        }
        Some(match edits::show_all_lanes(document, map) {
            Some((edit, count)) => Self::HiddenLanes(count, edit),
            None => Self::Lanes,
        })
    }

    fn words(&self) -> (String, &'static str, &'static str) {
        match self {
            Self::Stages => (words::empty_title().to_owned(), words::empty_hint(), words::add_a_stage()),
            Self::Lanes => (words::no_lanes_title().to_owned(), words::no_lanes_hint(), words::add_a_lane()),
            Self::HiddenLanes(count, _) => {
                (words::all_lanes_hidden(*count), words::all_lanes_hidden_hint(), words::show_all_lanes())
            }
        }
    }
}

impl CanvasView {
    /// Says what a map lacks that has no stages, or no lanes to be seen.
    pub(super) fn empty_ui(&mut self, ui: &mut Ui, frame: &Frame<'_>) {
        let layout = &frame.picture.layout;
        let missing = Missing::of(&frame.document, frame.map, !layout.stages.is_empty(), !layout.lanes.is_empty());
        let Some(missing) = missing else { return };
        let (title, hint, offer) = missing.words();
        let body = frame.viewport.clip(Pane::Body);
        let room = match missing {
            // Beside the names of the lanes, however little room there is.
            Missing::Stages => frame.viewport.rect.with_min_x(body.left()),
            Missing::Lanes | Missing::HiddenLanes(..) => body,
        };
        let width = WIDTH.min(room.width() - 3.0 * AROUND);
        let rect = egui::Rect::from_center_size(room.center(), vec2(width, 150.0));
        // A card of its own, under which the lines between the lanes go on.
        let behind = ui.painter().add(egui::Shape::Noop);
        let builder = UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(egui::Align::Center));
        let mut child = ui.new_child(builder);
        child.heading(title);
        child.add_space(4.0);
        if frame.is_editable() {
            child.weak(hint);
            child.add_space(8.0);
            // Takes drags too, so that the canvas below does not take the press for one.
            let button = Button::new(offer).sense(Sense::click_and_drag());
            if self.editing.is_none() && child.add(button).clicked() {
                match missing {
                    Missing::Stages => self.type_new(frame, edits::new_stage(frame.map, None)),
                    Missing::Lanes => self.open_list(frame, OpenList::LaneKinds(None), String::new()),
                    Missing::HiddenLanes(_, edit) => frame.edit(edit),
                }
            }
        } else {
            child.weak(match missing {
                Missing::Stages => words::empty_read_only(),
                Missing::Lanes | Missing::HiddenLanes(..) => words::no_lanes_read_only(),
            });
        }
        let room = child.min_rect().expand(AROUND);
        let tokens = frame.input.tokens;
        #[expect(clippy::cast_possible_truncation, reason = "sizes in points")]
        let (radius, hairline) = (egui::CornerRadius::from(tokens.radii.stage as f32), tokens.strokes.hairline as f32);
        let shadow = egui::Shadow { offset: [0, 4], blur: 16, spread: 0, color: color(tokens.shadow) };
        let edge = egui::Stroke::new(hairline, color(tokens.card_line));
        let card = RectShape::new(room, radius, color(tokens.card), edge, egui::StrokeKind::Inside);
        ui.painter().set(behind, egui::Shape::Vec(vec![shadow.as_shape(room, radius).into(), card.into()]));
    }
}
