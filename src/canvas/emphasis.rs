//! What stands out on the map for now: finds, and the cards a filter keeps, while the others step back; and the hints in
//! empty cells. Painted over the scene, so that pictures and exports never show it.

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, LaneId, StageId};
use crate::base::text::TextStyle;
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::difference_marks::DifferenceMark;
use crate::canvas::marks::{Marks, extent_of, frame_of};
use crate::canvas::paint::{color, font};
use crate::canvas::tools::CellRef;
use crate::i18n::canvas as words;
use crate::model::{Document, LaneKind, RecordRef};
use crate::scene::{Layer, Lod, Prim};
use crate::session::filter::CardFilter;
use egui::{Shape, Stroke, StrokeKind, vec2};
use std::collections::{BTreeMap, BTreeSet};

/// What of the view is no part of the document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Emphasis<'a> {
    /// Records that hold the words that are looked for.
    pub found: &'a [RecordRef],
    /// What another map beside this one has otherwise.
    pub differences: &'a [DifferenceMark],
    /// Cards that do not fit step back.
    pub filter: Option<&'a CardFilter>,
    /// A hint for the empty cells of a lane.
    pub prompts: Option<&'a BTreeMap<LaneId, String>>,
    /// Whether the small map is shown.
    pub has_minimap: bool,
    /// Keys move the keyboard through the window: where it is must be seen.
    pub has_ring: bool,
    /// The stage that the review has come to.
    pub reviewed: Option<StageId>,
}

/// What hints keep away from.
#[derive(Debug, Clone, Copy)]
pub struct Around {
    /// Whether something can be put into an empty cell.
    pub is_editable: bool,
    /// The cell that is chosen.
    pub chosen: Option<CellRef>,
    /// The card whose words are typed: the question it answers is not asked on beside it.
    pub typed: Option<CardId>,
    /// Where the "+" is that is shown, or the field for words.
    pub taken: Option<egui::Rect>,
}

/// How much of a card that steps back is covered.
const VEIL: f64 = 0.78;
/// Opacity of the wash over a find.
const WASH: f64 = 0.22;
/// Size of a hint, points at 100 %.
const PROMPT_SIZE: f64 = 11.5;
/// The same where the map is small, points.
const LEAST_PROMPT_SIZE: f32 = 8.5;
/// Free space between hints and connections, points.
const AROUND_PROMPT: f32 = 2.0;
/// Room between the edge of a cell and its hint, points at 100 %.
const PROMPT_MARGIN: f64 = 10.0;

/// Between a hint and the line that a curve swings around, points.
const BESIDE_LINE: f32 = 3.0;

impl Marks<'_> {
    /// Covers the cards that do not fit, so that the others stand out.
    pub fn veil(&self, document: &Document, filter: &CardFilter) {
        let on = self.painter(Pane::Body);
        let seen = self.viewport.visible(Pane::Body);
        let fill = color(self.tokens.canvas.with_opacity(VEIL));
        for (id, card) in self.picture.layout.cards.iter() {
            // Looking for words is dear: only where it is seen.
            let is_kept = || document.cards.get(id).is_none_or(|card| filter.keeps(document, card));
            if card.rect.intersects(&seen) && !is_kept() {
                on.rect_filled(self.viewport.screen_rect(Pane::Body, card.rect.expand(2.0)), 4.0, fill);
            }
        }
    }

    /// Marks what was found.
    pub fn found(&self, records: &[RecordRef]) {
        let ink = self.tokens.watch;
        for record in records {
            let Some((pane, rect)) = frame_of(&self.picture.layout, *record) else { continue };
            if !rect.intersects(&self.viewport.visible(pane)) {
                continue;
            }
            let on = self.painter(pane);
            let room = self.viewport.screen_rect(pane, rect);
            let stroke = Stroke::new(1.5, color(ink));
            on.rect(room, 5.0, color(ink.with_opacity(WASH)), stroke, StrokeKind::Inside);
        }
    }

    /// Frames the stage that is under review, from its header to the last lane.
    pub fn reviewed(&self, stage: StageId) {
        let layout = &self.picture.layout;
        let record = RecordRef::Stage(stage);
        let below = extent_of(layout, record).map(|rect| (Pane::Body, rect));
        let stroke = self.stroke(self.tokens.strokes.focus);
        // The names of its steps stand between its header and the lanes.
        let above = frame_of(layout, record).map(|(pane, rect)| {
            let max = Point::new(rect.max.x, layout.header_height.max(rect.max.y));
            (pane, Rect { max, ..rect })
        });
        for (pane, rect) in above.into_iter().chain(below) {
            self.painter(pane).rect_stroke(self.viewport.screen_rect(pane, rect), 0.0, stroke, StrokeKind::Inside);
        }
    }

    /// Writes the hint of a lane into the first empty cells of every stage, but not below what is before it.
    pub fn prompts(&self, prompts: &BTreeMap<LaneId, String>, lod: Lod, around: Around) {
        if lod < Lod::Compact {
            return;
        }
        let layout = &self.picture.layout;
        let seen = self.viewport.visible(Pane::Body);
        let on = self.painter(Pane::Body);
        let style = TextStyle::default().italic();
        let size = self.viewport.length(PROMPT_SIZE).max(LEAST_PROMPT_SIZE);
        let margin = self.viewport.length(PROMPT_MARGIN);
        let ink = color(self.tokens.text_faint);
        // Cells that a card reaches into from beside.
        let wide = layout.cards.values().filter(|card| card.columns.len() > 1);
        let covered = wide.flat_map(|card| card.columns.clone().skip(1).map(|column| (card.lane, column))).collect();
        let typed = around.typed.and_then(|card| layout.cards.get(&card));
        for (row, lane) in layout.lanes.iter().enumerate() {
            // Pictures are not typed: a storyboard says so also where nobody has written a hint.
            let picture = (lane.kind == LaneKind::Image && around.is_editable).then(words::drop_a_picture);
            let Some(prompt) = prompts.get(&lane.id).map(String::as_str).or(picture) else { continue };
            for stage in &layout.stages {
                let is_here = |column: usize| stage.steps.contains(&column);
                if typed.is_some_and(|card| card.lane == row && card.columns.clone().any(is_here)) {
                    continue;
                }
                let Some(room) =
                    self.empty_run((row, stage.steps.clone()), around.chosen, &covered).filter(|r| r.intersects(&seen))
                else {
                    continue;
                };
                let screen = self.viewport.screen_rect(Pane::Body, room);
                let width = (screen.width() - 2.0 * margin).max(1.0);
                // A hint that would not fit is left out rather than cut or torn inside a word.
                let widest = prompt.split_whitespace().max_by_key(|word| word.chars().count()).unwrap_or_default();
                let word = on.layout_no_wrap(widest.to_owned(), font(style, size), ink);
                let galley = on.layout(prompt.to_owned(), font(style, size), ink, width);
                if galley.size().y > screen.height() - margin || word.size().x > width {
                    continue;
                }
                let height = galley.size().y;
                let top = match lane.plot.map(|plot| self.viewport.screen_rect(Pane::Body, plot)) {
                    None => screen.center().y - height / 2.0,
                    // Beside the line that a curve swings around, and below the legend: not on them.
                    Some(plot) if height + BESIDE_LINE <= plot.height() / 2.0 => {
                        (plot.top() + (plot.height() / 2.0 - height) / 2.0).max(plot.top())
                    }
                    Some(_) => continue,
                };
                let at = egui::pos2(screen.left() + margin, top);
                let words = egui::Rect::from_min_size(at, galley.size());
                // Words under a "+" cannot be read, and who points there has read them. A line through them, or words
                // on them, would be as unreadable as they are: what is on the map goes before what could be.
                let is_on_curve = || lane.plot.is_some_and(|plot| self.has_line_at(words, plot));
                if around.taken.is_some_and(|taken| taken.intersects(words))
                    || self.has_connection_at(words)
                    || is_on_curve()
                {
                    continue;
                }
                on.add(Shape::galley(at, galley, ink));
            }
        }
    }

    /// The parts of the screen where records and a chosen empty cell are seen.
    pub fn chosen_parts(&self, records: &[RecordRef], cell: Option<CellRef>) -> Vec<egui::Rect> {
        let layout = &self.picture.layout;
        let cell = cell.and_then(|cell| layout.cell_rect(layout.lane(cell.lane)?.0, layout.step(cell.step)?.0));
        let frames = records.iter().filter_map(|record| frame_of(layout, *record));
        let seen = frames.chain(cell.map(|rect| (Pane::Body, rect)));
        seen.map(|(pane, rect)| self.viewport.screen_rect(pane, rect).intersect(self.viewport.clip(pane)))
            .filter(|rect| rect.is_positive())
            .collect()
    }

    /// True where the line of a connection or its words stand on a part of the screen.
    fn has_connection_at(&self, part: egui::Rect) -> bool {
        let part = part.expand(AROUND_PROMPT);
        let is_there = |room: Rect| self.viewport.screen_rect(Pane::Body, room).intersects(part);
        self.picture.layout.connections.iter().any(|path| {
            let mut pieces = path.points.windows(2).filter_map(|pair| match pair {
                [a, b] => Some(Rect::from_corners(*a, *b)),
                _ => None,
            });
            pieces.any(is_there) || (!path.label.lines.is_empty() && is_there(path.label_rect()))
        })
    }

    /// True where a drawn or measured line of a plot runs through a part of the screen, or words of it stand there.
    fn has_line_at(&self, part: egui::Rect, plot: Rect) -> bool {
        let part = part.expand(AROUND_PROMPT);
        let is_there = |room: Rect| self.viewport.screen_rect(Pane::Body, room).intersects(part);
        self.picture.scene.layer(Layer::Cards).iter().filter(|item| item.bounds.intersects(&plot)).any(|item| {
            is_there(item.bounds)
                && match &item.prim {
                    Prim::Polyline { points, .. } => points.windows(2).any(|pair| match pair {
                        [a, b] => is_there(Rect::from_corners(*a, *b)),
                        _ => false,
                    }),
                    _ => true,
                }
        })
    }

    /// The first cells of a row that are empty one beside the other, as one room. It ends at the cell that is chosen:
    /// the frame of that one would cut the words.
    fn empty_run(
        &self,
        (row, columns): (usize, std::ops::Range<usize>),
        chosen: Option<CellRef>,
        covered: &BTreeSet<(usize, usize)>,
    ) -> Option<Rect> {
        let layout = &self.picture.layout;
        let lane = layout.lanes.get(row).map(|lane| lane.id);
        let chosen = chosen.filter(|cell| Some(cell.lane) == lane).and_then(|cell| layout.step(cell.step)).map(|s| s.0);
        let is_empty =
            |column: &usize| layout.cards_in_cell(row, *column).is_empty() && !covered.contains(&(row, *column));
        let first = columns.clone().find(is_empty)?;
        let end = match chosen {
            Some(chosen) if chosen == first => first + 1,
            Some(chosen) if chosen > first => chosen,
            _ => columns.end,
        };
        let cells = (first..end.min(columns.end)).take_while(is_empty);
        cells.filter_map(|column| layout.cell_rect(row, column)).reduce(|a, b| a.union(&b))
    }
}

/// Where the badge of a stage that another map shows in detail stands: the upper right corner of its header.
#[must_use]
pub(super) fn link_place(viewport: &Viewport, header: egui::Rect) -> egui::Rect {
    let side = viewport.length(20.0).clamp(13.0, 26.0);
    let margin = viewport.length(6.0);
    egui::Rect::from_min_size(egui::pos2(header.right() - side - margin, header.top() + margin), vec2(side, side))
}
