//! KPI cards by segment: small multiples side by side, or lines in one plot. All trends of a card share one axis of time and
//! one of values; segments are told apart by their names and the pattern of their lines, not by colour alone. Lines are
//! hairlines: the full lines of a card are its own trend, which the pointer reads.

use crate::base::color::Rgba;
use crate::base::geom::{Point, Rect};
use crate::base::text::{TextRoom, TextStyle, Weight};
use crate::i18n::card_forms as words;
use crate::layout::measure::line_height;
use crate::scene::card_figures::{SplitFigure, SplitPart};
use crate::scene::pen::{Baseline, Pen};
use crate::scene::trend::{self, Scale};
use crate::scene::{KpiFigure, Stroke};

/// Least height of the trend of a small multiple, and the most that makes it better to read.
const LEAST_TREND: f64 = 12.0;
const MOST_TREND: f64 = 34.0;
/// Least height and width of a plot of lines.
const LEAST_PLOT: f64 = 22.0;
const LEAST_PLOT_WIDTH: f64 = 90.0;
/// Between small multiples, and between a plot and its legend.
const GAP: f64 = 10.0;
/// A name cut to less than this says nothing.
const LEAST_NAME: f64 = 26.0;
/// Length of a piece of line in the legend, with the gap after it.
const SAMPLE: f64 = 16.0;
const AFTER_SAMPLE: f64 = 4.0;
/// Width of lines, points at every zoom.
const LINE: f64 = 1.4;
/// Lengths of dash and gap of the lines, one after another; `None` is a full line.
const PATTERNS: [Option<(f64, f64)>; 6] =
    [None, Some((6.0, 2.5)), Some((2.5, 2.0)), Some((11.0, 3.0)), Some((4.0, 4.0)), Some((7.0, 6.0))];

/// How the line of a segment looks.
fn stroke_of(pen: &Pen<'_, '_>, index: usize, part: &SplitPart) -> Stroke {
    let tokens = pen.tokens();
    if part.is_rest {
        return Stroke::hairline(LINE * 0.8, tokens.text_weak).dashed(1.0, 1.8);
    }
    let stroke = Stroke::hairline(LINE, tokens.ink(u8::try_from(index).unwrap_or(0)));
    match PATTERNS.get(index % PATTERNS.len()).copied().flatten() {
        Some((dash, gap)) => stroke.dashed(dash, gap),
        None => stroke,
    }
}

/// Draws a trend with a look of its own; its last point is a dot.
fn draw_trend(pen: &mut Pen<'_, '_>, figure: &KpiFigure, part: &SplitPart, scale: &Scale, stroke: Stroke) {
    for run in trend::runs(&part.points, figure.grain) {
        let points: Vec<Point> = trend::decimated(run, scale).iter().map(|point| scale.point(point)).collect();
        match points.as_slice() {
            [only] => pen.dot(*only, 1.4, stroke.color),
            _ => pen.line(points, stroke),
        }
    }
    if let Some(last) = part.points.last().filter(|point| point.value.is_finite()) {
        pen.dot(scale.point(last), 1.8, stroke.color);
    }
}

/// The value; where n is not said beside it, it says itself that answers are few.
fn value_of(part: &SplitPart, has_n: bool) -> String {
    if part.is_few && !has_n { crate::i18n::map::few(&part.value_text) } else { part.value_text.clone() }
}

/// n in the shortest words; that answers are few is part of it.
fn n_of(part: &SplitPart) -> String {
    super::card_form::n_in_words(&part.n_text, part.is_few)
}

fn strong(pen: &Pen<'_, '_>) -> TextStyle {
    TextStyle { weight: Weight::SemiBold, ..pen.small_print() }
}

/// How wide the widest of some texts is.
fn widest(pen: &mut Pen<'_, '_>, texts: impl Iterator<Item = String>, style: TextStyle) -> f64 {
    texts.map(|text| pen.measure(&text, style, TextRoom::LINE).size.width).fold(0.0, f64::max)
}

/// A name as far as there is room for it, without a sign that it goes on: the list beside the map has it whole.
fn name_at(pen: &mut Pen<'_, '_>, text: &str, at: Baseline, ink: Rgba) {
    let style = pen.small_print();
    pen.text_at(text, style, at, ink);
}

/// The dimension above everything, when there is room; gives what is left.
fn heading(pen: &mut Pen<'_, '_>, split: &SplitFigure, room: Rect, needed: f64) -> Rect {
    let (style, ink) = (pen.small_print(), pen.tokens().text_faint);
    let text = words::split_by(&split.dimension);
    let width = pen.measure(&text, style, TextRoom::LINE).size.width;
    let line = line_height(style);
    if room.height() < needed + line || width > room.width() {
        return room;
    }
    pen.text_at(&text, style, Baseline::left(room.min.x, room.min.y + style.size, f64::INFINITY), ink);
    Rect { min: room.min.offset(0.0, line + 2.0), max: room.max }
}

/// How small multiples stand.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Grid {
    columns: usize,
    cell: (f64, f64),
    has_n: bool,
    has_names: bool,
    has_trend: bool,
}

/// The grid in which the most is said: n before whole names, names before trends, trends before larger ones; `None` when values have no room.
fn grid(pen: &mut Pen<'_, '_>, split: &SplitFigure, room: Rect) -> Option<Grid> {
    let (small, strong) = (pen.small_print(), strong(pen));
    let line = line_height(small);
    let value = widest(pen, split.parts.iter().map(|part| value_of(part, false)), strong);
    let bare = widest(pen, split.parts.iter().map(|part| value_of(part, true)), strong);
    let n = widest(pen, split.parts.iter().map(n_of), small);
    let names = widest(pen, split.parts.iter().map(|part| part.label.clone()), small);
    let count = split.parts.len();
    #[expect(clippy::cast_precision_loss, reason = "a handful of segments")]
    let grids = (1..=count).map(|columns| {
        let (across, down) = (columns as f64, count.div_ceil(columns) as f64);
        let cell = ((room.width() - (across - 1.0) * GAP) / across, (room.height() - (down - 1.0) * 4.0) / down);
        let has_n = bare + 6.0 + n <= cell.0;
        let trend = cell.1 - 2.0 * line - 2.0;
        let grid = Grid {
            columns,
            cell,
            has_n,
            has_names: names <= cell.0,
            has_trend: trend >= LEAST_TREND && cell.0 >= 40.0,
        };
        (grid, if has_n { bare } else { value }, trend)
    });
    let fitting = grids.filter(|(grid, value, _)| *value <= grid.cell.0 && grid.cell.1 >= 2.0 * line);
    let order =
        |(grid, _, trend): &(Grid, f64, f64)| (grid.has_n, grid.has_names, grid.has_trend, trend.min(MOST_TREND));
    // The first of equals: the fewer beside each other, the wider each.
    let best = fitting.reduce(|best, next| if order(&next) > order(&best) { next } else { best });
    best.map(|(grid, ..)| grid)
}

/// Segments side by side, each with its name, value, n and trend.
pub(super) fn multiples(pen: &mut Pen<'_, '_>, split: &SplitFigure, figure: &KpiFigure, room: Rect) {
    let (tokens, small, strong) = (pen.tokens(), pen.small_print(), strong(pen));
    let line = line_height(small);
    let room = heading(pen, split, room, 2.0 * (2.0 * line + LEAST_TREND) + 8.0);
    let Some(grid) = grid(pen, split, room) else {
        legend(pen, split, room, false);
        return;
    };
    let (width, height) = grid.cell;
    for (index, part) in split.parts.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a handful of segments")]
        let (column, row) = ((index % grid.columns) as f64, (index / grid.columns) as f64);
        let min = Point::new(room.min.x + column * (width + GAP), room.min.y + row * (height + 4.0));
        let ink = if part.is_rest { tokens.text_faint } else { tokens.text_weak };
        name_at(pen, &part.label, Baseline::left(min.x, min.y + small.size, width), ink);
        let y = min.y + line + small.size;
        let value = value_of(part, grid.has_n);
        let used = pen.text_at(&value, strong, Baseline::left(min.x, y, f64::INFINITY), tokens.text);
        if grid.has_n {
            let at = Baseline::left(min.x + used + 6.0, y, f64::INFINITY);
            pen.text_at(&n_of(part), small, at, tokens.text_weak);
        }
        let (Some(days), Some(values), true) = (split.days, split.values, grid.has_trend) else { continue };
        let top = min.y + 2.0 * line + 2.0;
        let plot = Rect { min: Point::new(min.x, top), max: Point::new(min.x + width - 3.0, min.y + height) };
        let foot = plot.max.y;
        pen.hairline(Point::new(min.x, foot), Point::new(min.x + width, foot), tokens.hairline);
        let ink = if part.is_rest { tokens.text_weak } else { tokens.accent };
        draw_trend(pen, figure, part, &Scale::shared(plot, days, values), Stroke::hairline(LINE, ink));
    }
}

/// How the columns of a legend stand; `None` when names have no room beside values.
struct Columns {
    has_n: bool,
    value: f64,
    n: f64,
    name: f64,
    sample: f64,
}

fn columns(pen: &mut Pen<'_, '_>, split: &SplitFigure, width: f64, has_samples: bool) -> Option<Columns> {
    let (small, strong) = (pen.small_print(), strong(pen));
    let sample = if has_samples { SAMPLE + AFTER_SAMPLE } else { 0.0 };
    let names = widest(pen, split.parts.iter().map(|part| part.label.clone()), small);
    let n = widest(pen, split.parts.iter().map(n_of), small);
    let of = |pen: &mut Pen<'_, '_>, has_n: bool| {
        let value = widest(pen, split.parts.iter().map(|part| value_of(part, has_n)), strong);
        let n = if has_n { n + 6.0 } else { 0.0 };
        let name = width - sample - value - n - 6.0;
        Columns { has_n, value, n, name: name.min(names + 1.0), sample }
    };
    let has_room = |columns: &Columns| columns.name >= names.min(LEAST_NAME);
    Some(of(pen, true)).filter(has_room).or_else(|| Some(of(pen, false)).filter(has_room))
}

/// A line for each segment: the look of its line, name, value and n. Gives what it takes from the top; nothing is drawn
/// when not all of it has room.
fn legend(pen: &mut Pen<'_, '_>, split: &SplitFigure, room: Rect, has_samples: bool) -> bool {
    let (tokens, small, strong) = (pen.tokens(), pen.small_print(), strong(pen));
    let line = line_height(small);
    #[expect(clippy::cast_precision_loss, reason = "a handful of segments")]
    let needed = split.parts.len() as f64 * line;
    let Some(columns) = columns(pen, split, room.width(), has_samples).filter(|_| needed <= room.height() + 0.01)
    else {
        return false;
    };
    // Columns keep together: far apart, the eye loses the row.
    let value_right = (room.min.x + columns.sample + columns.name + 12.0 + columns.value).min(room.max.x - columns.n);
    let mut y = room.min.y + small.size;
    for (index, part) in split.parts.iter().enumerate() {
        if has_samples {
            let (stroke, middle) = (stroke_of(pen, index, part), y - small.size * 0.34);
            pen.line(vec![Point::new(room.min.x, middle), Point::new(room.min.x + SAMPLE, middle)], stroke);
        }
        let at = Baseline::left(room.min.x + columns.sample, y, columns.name);
        name_at(pen, &part.label, at, tokens.text_weak);
        let value = value_of(part, columns.has_n);
        pen.text_at(&value, strong, Baseline::right(value_right, y, f64::INFINITY), tokens.text);
        if columns.has_n {
            let at = Baseline::left(value_right + 6.0, y, f64::INFINITY);
            pen.text_at(&n_of(part), small, at, tokens.text_weak);
        }
        y += line;
    }
    true
}

/// Segments as lines in one plot, with a legend of words below it, or beside it where there is more room.
pub(super) fn lines(pen: &mut Pen<'_, '_>, split: &SplitFigure, figure: &KpiFigure, room: Rect) {
    let small = pen.small_print();
    let line = line_height(small);
    #[expect(clippy::cast_precision_loss, reason = "a handful of segments")]
    let legend_height = split.parts.len() as f64 * line;
    let room = heading(pen, split, room, legend_height + LEAST_PLOT + line);
    let Some(columns) = columns(pen, split, room.width(), true) else { return };
    let legend_width = columns.sample + columns.name + 12.0 + columns.value + columns.n;
    let is_beside = room.width() - legend_width - GAP >= LEAST_PLOT_WIDTH * 1.5 && room.height() >= legend_height;
    let (plot, words_room) = if is_beside {
        let left = room.max.x - legend_width;
        (
            Rect { min: room.min, max: Point::new(left - GAP, room.max.y) },
            Rect { min: Point::new(left, room.min.y), max: room.max },
        )
    } else {
        let top = room.max.y - legend_height;
        (
            Rect { min: room.min, max: Point::new(room.max.x, top - 3.0) },
            Rect { min: Point::new(room.min.x, top), max: room.max },
        )
    };
    let has_plot = plot.height() >= LEAST_PLOT && plot.width() >= LEAST_PLOT_WIDTH;
    let words_room = if has_plot { words_room } else { room };
    if !legend(pen, split, words_room, has_plot) || !has_plot {
        return;
    }
    let (Some(days), Some(values)) = (split.days, split.values) else { return };
    let has_dates = plot.height() >= LEAST_PLOT + line;
    let foot = if has_dates { line + 1.0 } else { 0.0 };
    let ticks = trend::ticks_of(figure, values);
    let texts: Vec<String> = ticks.iter().map(|tick| trend::axis_text(figure, *tick, &ticks)).collect();
    let axis = widest(pen, texts.iter().cloned(), small) + 4.0;
    let has_axis = plot.width() - axis >= LEAST_PLOT_WIDTH * 0.8 && plot.height() - foot >= 2.0 * line;
    let inner = Rect {
        min: plot.min.offset(if has_axis { axis } else { 0.0 }, if has_axis { line / 2.0 } else { 1.0 }),
        max: plot.max.offset(-3.0, -foot),
    };
    let scale = Scale::shared(inner, days, values);
    let tokens = pen.tokens();
    if has_axis {
        let mut above = f64::INFINITY;
        for (tick, text) in ticks.iter().zip(&texts) {
            let y = scale.y(*tick);
            pen.hairline(Point::new(inner.min.x, y), Point::new(inner.max.x, y), tokens.hairline);
            // Numbers that would touch are left out; their lines say where they are.
            if above - y >= line {
                let at = Baseline::right(inner.min.x - 4.0, y + small.size * 0.36, f64::INFINITY);
                pen.text_at(text, small, at, tokens.text_faint);
                above = y;
            }
        }
    }
    if has_dates {
        let below = Rect { min: Point::new(inner.min.x, inner.max.y), max: Point::new(inner.max.x, plot.max.y) };
        trend::dates(pen, figure.grain, days, below);
    }
    for (index, part) in split.parts.iter().enumerate() {
        let stroke = stroke_of(pen, index, part);
        draw_trend(pen, figure, part, &scale, stroke);
    }
}
