//! Names whose beginning has been scrolled away: those of stages and steps stay at the left edge of the cells, with the
//! figures of the stage, and those of lanes below the stage row, as long as enough of their column or row is in view.

use crate::base::geom::Rect;
use crate::base::ids::CardId;
use crate::base::text::TextBlock;
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::paint::{TextSizing, baseline, color, font};
use crate::canvas::picture::Picture;
use crate::model::{Document, RecordRef};
use crate::scene::{Align, Item, Layer, Part, Prim};
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontId, Pos2};
use std::sync::Arc;

/// With less room than this no name can be read, points.
const LEAST_ROOM: f32 = 14.0;
/// Room between a name and the question at the right of its stage, points.
const BEFORE_QUESTION: f32 = 16.0;
/// A name keeps no more than this of its distance to the edge of its column, points.
const MOST_INSET: f32 = 12.0;

/// Room between the name of a lane and the next lane, points.
const ABOVE_NEXT_LANE: f32 = 3.0;

/// Between the figures of two headline KPIs, points.
const BETWEEN_FIGURES: f32 = 12.0;

/// A name at the edge.
pub(super) struct StuckName {
    /// Where it scrolls.
    pub(super) pane: Pane,
    /// The words as the scene has them.
    block: Arc<TextBlock>,
    /// The question of the stage, where the name comes too near to it.
    question: Option<Arc<TextBlock>>,
    words: String,
    font: FontId,
    ink: Color32,
    /// Left end of the first baseline on screen.
    at: Pos2,
    room: f32,
    lines: usize,
    line_height: f32,
}

impl StuckName {
    /// What the scene need not paint.
    pub(super) fn hides(&self) -> impl Iterator<Item = Arc<TextBlock>> + '_ {
        std::iter::once(&self.block).chain(&self.question).cloned()
    }

    /// Where it stands on screen, and how much room it has there.
    #[cfg(test)]
    pub(super) fn place(&self) -> (Pos2, f32) {
        (self.at, self.room)
    }

    /// Paints the name, cut where its column ends.
    pub(super) fn paint(&self, on: &egui::Painter) {
        let format =
            TextFormat { line_height: Some(self.line_height), ..TextFormat::simple(self.font.clone(), self.ink) };
        // Torn words read worse than one that ends in "…".
        let width = |word: &str| on.layout_no_wrap(word.to_owned(), self.font.clone(), self.ink).size().x;
        let is_untorn = self.words.split_whitespace().all(|word| width(word) <= self.room);
        let lines = if is_untorn { self.lines } else { 1 };
        let mut job = LayoutJob::single_section(self.words.clone(), format);
        job.wrap = TextWrapping {
            max_width: self.room,
            max_rows: lines,
            break_anywhere: lines == 1,
            overflow_character: Some('…'),
        };
        let galley = on.ctx().fonts_mut(|fonts| fonts.layout_job(job));
        if let Some(ascent) = baseline(&galley) {
            on.galley(Pos2::new(self.at.x, self.at.y - ascent), galley, self.ink);
        }
    }
}

/// The names of the stage and of the step at the left edge, and of the lane below the stage row. `edited` are words that a field stands over.
pub(super) fn stuck_names(
    viewport: &Viewport,
    picture: &Picture,
    document: &Document,
    (sizing, edited): (TextSizing, Option<&Arc<TextBlock>>),
) -> Vec<StuckName> {
    let edge = viewport.visible(Pane::Header).min.x;
    let is_cut = |rect: &Rect| rect.min.x < edge && edge < rect.max.x;
    let layout = &picture.layout;
    let stage = layout.stages.iter().find(|s| is_cut(&s.rect)).map(|s| (RecordRef::Stage(s.id), s.rect));
    let step = layout.steps.iter().find(|s| is_cut(&s.rect)).map(|s| (RecordRef::Step(s.id), s.rect));
    let columns = [stage, step].into_iter().flatten();
    let columns = columns.filter_map(|(record, rect)| stuck(viewport, picture, document, sizing, record, rect));
    let stuck = columns.chain(stuck_lane(viewport, picture, document, sizing));
    stuck.filter(|name| !edited.is_some_and(|e| Arc::ptr_eq(e, &name.block))).collect()
}

fn stuck(
    viewport: &Viewport,
    picture: &Picture,
    document: &Document,
    sizing: TextSizing,
    record: RecordRef,
    rect: Rect,
) -> Option<StuckName> {
    let (words, badge) = match record {
        RecordRef::Stage(id) => {
            let stage = document.stages.get(&id)?;
            (stage.title.clone(), stage.linked_map.map_or(0.0, |_| crate::layout::LINK_BADGE))
        }
        RecordRef::Step(id) => (document.steps.get(&id)?.title.clone(), 0.0),
        _ => return None,
    };
    let mut texts =
        picture.pins.layer(Layer::Header).iter().filter(|item| item.tag == Some(record)).filter_map(|item| match &item
            .prim
        {
            Prim::Text { block, origin, align, color, .. } => Some((block, *origin, *align, *color)),
            _ => None,
        });
    let (block, origin, align, ink) = texts.next()?;
    let question = texts.find(|(.., align, _)| *align == Align::Right);
    let first = block.lines.first()?;
    let on_screen = |x: f64, y: f64| {
        let at = crate::base::geom::Point::new(x, y);
        viewport.screen(Pane::Header, viewport.from_scene(Pane::Header, at))
    };
    let column = viewport.screen_rect(Pane::Header, rect);
    let at = on_screen(origin.x, origin.y + first.baseline);
    let width = viewport.length_in(Pane::Header, block.size.width);
    let left = match align {
        Align::Left => at.x,
        Align::Center => at.x - width / 2.0,
        Align::Right => at.x - width,
    };
    let inset = (left - column.min.x).clamp(0.0, MOST_INSET);
    let edge = viewport.clip(Pane::Header).min.x + inset;
    let room = column.max.x - inset - viewport.length_in(Pane::Header, badge) - edge;
    if left >= edge || room < LEAST_ROOM {
        return None;
    }
    let question = question.filter(|(block, origin, ..)| {
        let begins = on_screen(origin.x, origin.y).x - viewport.length_in(Pane::Header, block.size.width);
        edge + width + BEFORE_QUESTION > begins
    });
    let size = sizing.size(viewport.length_in(Pane::Header, block.style.size));
    #[expect(clippy::cast_possible_truncation, reason = "a line height on screen")]
    let line_height = crate::layout::measure::line_height(block.style) as f32;
    Some(StuckName {
        pane: Pane::Header,
        block: Arc::clone(block),
        question: question.map(|(block, ..)| Arc::clone(block)),
        words,
        font: font(block.style, size),
        ink: color(ink),
        at: Pos2::new(edge, at.y),
        room,
        lines: block.lines.len(),
        line_height: line_height * viewport.length_in(Pane::Header, 1.0),
    })
}

/// The name of the lane whose upper part is under the stage row.
fn stuck_lane(viewport: &Viewport, picture: &Picture, document: &Document, sizing: TextSizing) -> Option<StuckName> {
    let edge = viewport.visible(Pane::Labels).min.y;
    let lane = picture.layout.lanes.iter().find(|l| l.rect.min.y < edge && edge < l.rect.max.y)?;
    let record = RecordRef::Lane(lane.id);
    let (block, origin, ink) =
        picture.pins.layer(Layer::LaneLabels).iter().filter(|item| item.tag == Some(record)).find_map(|item| {
            match &item.prim {
                Prim::Text { block, origin, color, .. } => Some((block, *origin, *color)),
                _ => None,
            }
        })?;
    let first = block.lines.first()?;
    let on_screen = |y: f64| {
        let at = crate::base::geom::Point::new(origin.x, y);
        viewport.screen(Pane::Labels, viewport.from_scene(Pane::Labels, at))
    };
    let row = viewport.screen_rect(Pane::Labels, lane.rect);
    let (top, height) = (on_screen(origin.y), viewport.length_in(Pane::Labels, block.size.height));
    let inset = (top.y - row.min.y).clamp(0.0, MOST_INSET);
    let edge = viewport.clip(Pane::Labels).min.y + inset;
    // The next lane pushes it out, as the leaf of a book does.
    let y = edge.min(row.max.y - inset.min(ABOVE_NEXT_LANE) - height);
    // Panes begin on whole pixels.
    if top.y + 1.0 >= edge {
        return None;
    }
    let label = viewport.screen_rect(Pane::Labels, lane.label_rect);
    #[expect(clippy::cast_possible_truncation, reason = "a line height on screen")]
    let line_height = crate::layout::measure::line_height(block.style) as f32;
    Some(StuckName {
        pane: Pane::Labels,
        block: Arc::clone(block),
        question: None,
        words: document.lanes.get(&lane.id)?.title.clone(),
        font: font(block.style, sizing.size(viewport.length_in(Pane::Labels, block.style.size))),
        ink: color(ink),
        at: Pos2::new(top.x, y + viewport.length_in(Pane::Labels, first.baseline)),
        room: label.max.x - top.x,
        lines: block.lines.len(),
        line_height: line_height * viewport.length_in(Pane::Labels, 1.0),
    })
}

/// What stays at the left edge of the cells, and how far to the right of its place it stands for that, points: figures of
/// cards in the header, and legends of lanes.
pub(super) fn moved_right(viewport: &Viewport, picture: &Picture) -> Vec<(RecordRef, f32)> {
    let figures = stuck_figures(viewport, picture);
    let figures = figures.into_iter().map(|(card, by)| (RecordRef::Card(card), by));
    figures.chain(stuck_legends(viewport, picture)).collect()
}

/// The same of the legends of lanes. The end of the map pushes them out again.
fn stuck_legends(viewport: &Viewport, picture: &Picture) -> Vec<(RecordRef, f32)> {
    let seen = viewport.clip(Pane::Body).min.x;
    let plots = picture.layout.lanes.iter().filter_map(|lane| Some((RecordRef::Lane(lane.id), lane.plot?)));
    let stuck = plots.filter_map(|(lane, plot)| {
        let is_of = |item: &&Item| item.part == Part::Legend && item.tag == Some(lane);
        let items = picture.scene.layer(Layer::Cards).iter().filter(is_of).map(|item| item.bounds);
        let legend = viewport.screen_rect(Pane::Body, items.reduce(|a, b| a.union(&b))?);
        let plot = viewport.screen_rect(Pane::Body, plot);
        let inset = (legend.min.x - plot.min.x).clamp(0.0, MOST_INSET);
        let by = (seen + inset - legend.min.x).min(plot.max.x - legend.max.x);
        (by > 0.0).then_some((lane, by))
    });
    stuck.collect()
}

/// Where figures of headline KPIs are seen in the header, world units, wherever they are stuck.
pub(super) fn headlines(viewport: &Viewport, picture: &Picture) -> Vec<(CardId, Rect)> {
    let moved = stuck_figures(viewport, picture);
    let by = |card: CardId| moved.iter().find(|(c, _)| *c == card).map_or(0.0, |(_, by)| f64::from(*by));
    let across = viewport.camera.zoom;
    picture.headlines.iter().map(|(card, rect)| (*card, rect.translate(by(*card) / across, 0.0))).collect()
}

/// How far figures of the stage at the left edge are moved to the right, points: they stand below its name, beside each
/// other, as long as they have room in what is left of the stage.
fn stuck_figures(viewport: &Viewport, picture: &Picture) -> Vec<(CardId, f32)> {
    let seen = viewport.clip(Pane::Header).min.x;
    let on_screen = |rect: &Rect| viewport.screen_rect(Pane::Header, *rect);
    let stages = picture.layout.stages.iter().map(|s| on_screen(&s.rect));
    let Some(stage) = stages.filter(|_| !viewport.has_high_header()).find(|s| s.min.x < seen && seen < s.max.x) else {
        return Vec::new();
    };
    let mut figures: Vec<(CardId, egui::Rect)> =
        picture.headlines.iter().map(|(card, rect)| (*card, on_screen(rect))).collect();
    figures.retain(|(_, rect)| stage.x_range().contains(rect.center().x));
    figures.sort_by(|a, b| a.1.min.x.total_cmp(&b.1.min.x));
    let Some(inset) = figures.first().map(|(_, rect)| (rect.min.x - stage.min.x).clamp(0.0, MOST_INSET)) else {
        return Vec::new();
    };
    let mut free = seen + inset;
    let mut lefts = Vec::with_capacity(figures.len());
    for (_, rect) in &figures {
        let left = rect.min.x.max(free);
        lefts.push(left);
        free = left + rect.width() + BETWEEN_FIGURES;
    }
    // The end of the stage pushes them out again, the last one first.
    let mut end = stage.max.x - inset;
    let mut moved = Vec::with_capacity(figures.len());
    for ((card, rect), left) in figures.iter().zip(lefts).rev() {
        let left = left.min(end - rect.width()).max(rect.min.x);
        end = left - BETWEEN_FIGURES;
        moved.push((*card, left - rect.min.x));
    }
    moved.retain(|(_, by)| *by > 0.0);
    moved
}
