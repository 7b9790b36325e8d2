//! "+" where something can be added: between stages and steps, in empty cells, below the last lane.

use crate::base::geom::Point;
use crate::base::ids::StageId;
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::input;
use crate::canvas::paint::color;
use crate::canvas::tools::CellRef;
use crate::i18n::canvas as words;
use crate::layout::{Hit, MapLayout, StepBox};
use crate::model::Document;
use crate::scene::stage_frame;
use crate::theme::Tokens;
use egui::{Id, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

/// Diameter, points.
const SIZE: f32 = 22.0;
/// What is seen of it: a button is pressed more easily than it may be large between words.
const RADIUS: f32 = 8.0;
/// As far the pointer moves before a "+" is offered again where something was just added, points.
pub const QUIET: f32 = 6.0;
/// How near the right end of a stage's last step the pointer must be, points.
const STEP_END: f32 = 16.0;

/// What a "+" adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plus {
    /// A stage before the `index`-th.
    Stage {
        /// Where.
        index: usize,
    },
    /// A step before the `index`-th of a stage.
    Step {
        /// Whose step.
        stage: StageId,
        /// Where.
        index: usize,
    },
    /// A card.
    Card(CellRef),
    /// A lane below the last one.
    Lane,
}

/// How a "+" looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlusLook {
    /// Under the pointer's neighbourhood: accented.
    Offered,
    /// Always there, faint.
    Resting,
}

/// The "+" for what is under the pointer.
#[must_use]
pub fn offered(hit: Hit, at: Pos2, viewport: &Viewport, layout: &MapLayout) -> Option<Plus> {
    match hit {
        Hit::StageGap { index } => Some(Plus::Stage { index }),
        Hit::StepGap { stage, index } => Some(Plus::Step { stage, index }),
        Hit::Step(id) => {
            let (column, step) = layout.step(id)?;
            let stage = layout.stage(step.stage)?;
            let right = viewport.screen(Pane::Header, step.rect.max).x;
            let is_last = column + 1 == stage.steps.end;
            (is_last && right - at.x < STEP_END).then_some(Plus::Step { stage: stage.id, index: stage.steps.len() })
        }
        Hit::Cell { lane, step } => {
            let (row, column) = (layout.lane(lane)?.0, layout.step(step)?.0);
            // Nor over the words of a card that reaches into the cell from beside.
            let is_covered = layout.cards.values().any(|card| card.lane == row && card.columns.contains(&column));
            (!is_covered).then_some(Plus::Card(CellRef { lane, step }))
        }
        _ => None,
    }
}

/// Where a "+" stands on screen and in which pane; `None` when it is out of sight.
#[must_use]
pub fn place(plus: Plus, viewport: &Viewport, layout: &MapLayout) -> Option<Rect> {
    let (pane, at) = match plus {
        Plus::Stage { index } => {
            let half_gap = layout.sizes.stage_gap / 2.0;
            match (layout.stages.get(index), layout.stages.last()) {
                (Some(next), _) => {
                    let frame = stage_frame(layout, next, viewport.stretch());
                    let steps = layout.steps.get(next.steps.clone()).and_then(|steps| steps.first());
                    // In the seam between stages and steps, or between a high header and the cells: no words are there.
                    let below = steps.map_or(frame.max.y, |s| s.rect.min.y).max(frame.max.y);
                    let seam = (frame.max.y + below) / 2.0;
                    (Pane::Header, Point::new(next.rect.min.x - half_gap, seam))
                }
                (None, Some(last)) => {
                    let aside = half_gap + f64::from(SIZE) / 2.0 / viewport.camera.zoom;
                    (Pane::Header, Point::new(last.rect.max.x + aside, last.rect.center().y))
                }
                (None, None) => return None,
            }
        }
        Plus::Step { stage, index } => {
            let steps = layout.steps.get(layout.stage(stage)?.steps.clone())?;
            let half_gap = layout.sizes.step_gap / 2.0;
            // Below the names of the steps beside it, in the space above the cells.
            let seam = |step: &StepBox| step.rect.max.y + layout.sizes.lane_padding / 2.0;
            match (steps.get(index), steps.last()) {
                (Some(next), _) => (Pane::Header, Point::new(next.rect.min.x - half_gap, seam(next))),
                (None, Some(last)) => (Pane::Header, Point::new(last.rect.max.x, seam(last))),
                (None, None) => return None,
            }
        }
        Plus::Card(CellRef { lane, step }) => {
            let (row, lane_box) = layout.lane(lane)?;
            let cell = layout.cell_rect(row, layout.step(step)?.0)?;
            // On a curve it stands in the corner: a click where the line runs chooses the cell.
            let inset = f64::from(SIZE) / 2.0 / viewport.camera.zoom;
            let corner = Point::new(cell.max.x - inset, cell.max.y - inset);
            (Pane::Body, lane_box.plot.map_or(cell.center(), |_| corner))
        }
        Plus::Lane => {
            let bottom = layout.lanes.last().map_or(layout.header_height, |l| l.rect.max.y);
            let below = (f64::from(SIZE) / 2.0 + 6.0) / viewport.camera.zoom;
            (Pane::Labels, Point::new(layout.label_width / 2.0, bottom + below))
        }
    };
    let rect = Rect::from_center_size(viewport.screen(pane, at), Vec2::splat(SIZE));
    let clip = viewport.clip(pane).expand(SIZE / 2.0).intersect(viewport.rect);
    clip.contains_rect(rect).then_some(rect)
}

/// The name of a "+".
#[must_use]
pub fn name(plus: Plus, document: &Document, layout: &MapLayout) -> String {
    let stage_title = |index: usize| {
        layout.stages.get(index).and_then(|s| document.stages.get(&s.id)).map_or("", |s| s.title.as_str())
    };
    match plus {
        Plus::Stage { index: 0 } => words::add_first_stage().to_owned(),
        Plus::Stage { index } => words::add_stage_after(stage_title(index - 1)),
        Plus::Step { stage, index } => {
            let steps = document.steps_of(stage);
            let before = index.checked_sub(1).and_then(|i| steps.get(i));
            words::add_step_after(before.map_or("", |s| s.title.as_str()))
        }
        Plus::Card(CellRef { lane, step }) => words::add_card(
            document.lanes.get(&lane).map_or("", |l| l.title.as_str()),
            document.steps.get(&step).map_or("", |s| s.title.as_str()),
        ),
        Plus::Lane => words::add_lane().to_owned(),
    }
}

/// What a "+" says under the pointer: what it adds, and the keys that do it too.
#[must_use]
pub fn hint(ctx: &egui::Context, plus: Plus, name: &str) -> String {
    match plus {
        Plus::Stage { .. } => words::with_keys(name, &ctx.format_shortcut(&input::NEXT_STAGE)),
        Plus::Step { .. } => words::with_keys(name, &ctx.format_shortcut(&input::ANOTHER)),
        Plus::Card(_) => words::or_type(name),
        Plus::Lane => name.to_owned(),
    }
}

/// Shows a "+" with its name and its hint; true when it is clicked.
pub fn show_ui(ui: &Ui, id: Id, rect: Rect, (name, hint): (&str, &str), look: PlusLook, tokens: &Tokens) -> bool {
    // It takes drags too: otherwise the canvas below would, and with them the press.
    let response = ui.interact(rect, id, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let is_lit = response.hovered() || response.has_focus() || look == PlusLook::Offered;
    let (fill, ink) = if response.hovered() || response.has_focus() {
        (color(tokens.accent), color(tokens.on_accent))
    } else if is_lit {
        (color(tokens.card), color(tokens.accent))
    } else {
        (color(tokens.canvas), color(tokens.text_faint))
    };
    let line = if is_lit { color(tokens.accent) } else { color(tokens.card_line) };
    let painter = ui.painter();
    let center = rect.center();
    painter.circle(center, RADIUS, fill, Stroke::new(1.0, line));
    let arm = RADIUS / 2.0;
    painter.hline(center.x - arm..=center.x + arm, center.y, Stroke::new(1.5, ink));
    painter.vline(center.x, center.y - arm..=center.y + arm, Stroke::new(1.5, ink));
    let is_clicked = response.clicked();
    response.on_hover_text(hint);
    is_clicked
}
