//! The header seen from far: it takes the height that the map leaves free, and every stage tells in it how it does. Steps
//! come with the usual header, where their names can be read at every zoom: what is seen once stays while one comes
//! nearer. It is drawn in points on screen.

use crate::base::geom::{Point, Rect};
use crate::base::text::{TextBlock, TextRoom, TextStyle, Weight};
use crate::layout::measure::line_height;
use crate::layout::{MapLayout, StageBox};
use crate::model::RecordRef;
use crate::scene::pen::{Baseline, FittingRoom, Pen};
use crate::scene::stage_header::{self, Headline};
use crate::scene::trend::{self, Detail};
use crate::scene::{Align, KpiFigure, Stretch, heat, low_header, map_figures};
use std::sync::Arc;

/// Sizes of the names of stages, the largest that all of them fit.
const NAMES: [f64; 7] = [18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.0];
/// Where they do not all fit, those that need it are smaller by themselves, down to the least that can be read.
const SMALLER_NAMES: [f64; 4] = [10.0, 9.5, 9.0, 8.5];
/// Sizes of values; one that fits in none leaves its shape alone.
const VALUES: [f64; 6] = [20.0, 17.0, 14.0, 12.0, 10.0, 8.5];
/// All values are of one size, as long as that is no smaller than this: then only those that need it are.
const LEAST_SHARED_VALUE: f64 = 12.0;
/// Size of the names of KPIs.
const SMALL: f64 = 9.5;
/// Lines of a name that runs to the right.
const MOST_LINES: usize = 4;
/// Room for a value with its shape beside it, and for one with the shape above.
const VALUE: f64 = 24.0;
const SHAPE: f64 = 14.0;
/// Where all stages are as wide as this, points, shapes stand beside their values.
const LEAST_BESIDE: f64 = 60.0;
/// Space between the edge of a stage and what stands in it, points, and the share of a narrow one it takes at most; and
/// above each lower part of a stage.
const STAGE_EDGE: f64 = 6.0;
const STAGE_EDGE_SHARE: f64 = 0.1;
const ABOVE_PART: f64 = 3.0;
/// A trend smaller than this across is a speck; its height; and what a stage must have left for its name beside it.
const LEAST_TREND: f64 = 24.0;
const TREND: f64 = 34.0;
const LEAST_NAME: f64 = 90.0;
/// The share of its length that a rising name leaves to that of the KPI, at most, and the space between both.
const MOST_KPI_SHARE: f64 = 0.4;
const BEFORE_NAME: f64 = 9.0;

/// How names of stages run: one way for all, so that the eye compares stages and not letters.
#[derive(Clone, Copy)]
struct Names {
    style: TextStyle,
    is_rising: bool,
    shown: Shown,
    /// There is no size at which all of them are whole.
    is_cut: bool,
}

/// A stage with the room of its parts.
struct Parts {
    inside: Rect,
    /// Where the name stands.
    name: Rect,
    /// Above the value, when the stage has one: the trend.
    trend: Option<Rect>,
    /// Lower part: shape and value.
    value: Option<Rect>,
}

/// Draws all stages; they take the room of the steps.
pub(super) fn draw_all(pen: &mut Pen<'_, '_>) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    stage_header::strip(pen);
    map_figures::draw_all(pen);
    let rect_of = |stage: &StageBox| whole_frame(layout, stage);
    if layout.stages.iter().all(|stage| rect_of(stage).height() < low_header::LOW) {
        let names = low_header::names(pen, &rect_of);
        return low_header::draw_all(pen, names, rect_of);
    }
    // Names of stages come before trends and, in a low header, before the names of KPIs.
    let is_beside = layout.stages.iter().all(|stage| inside_of(rect_of(stage)).width() >= LEAST_BESIDE);
    let with = |pen: &Pen<'_, '_>, shown: Shown| -> Vec<Parts> {
        layout.stages.iter().map(|stage| parts_of(pen, stage, rect_of(stage), (shown, is_beside))).collect()
    };
    let low = with(pen, Shown::Names).iter().any(|p| p.name.height() < LEAST_NAME);
    let mut found = None;
    for shown in [Shown::Trends, Shown::Names, Shown::Values] {
        let parts = with(pen, shown);
        if let Some(names) = fitting_names(pen, &parts, shown) {
            found = Some((parts, names));
            break;
        }
    }
    let (parts, names) = found.unwrap_or_else(|| {
        let shown = if low { Shown::Values } else { Shown::Names };
        let parts = with(pen, shown);
        let names = cut_names(&parts, shown);
        (parts, names)
    });
    // The beginnings of rising words say less than values do, and those less than whole names.
    let whole = (names.is_cut && names.is_rising).then(|| low_header::names(pen, &rect_of));
    if let Some(whole) = whole.filter(low_header::Names::are_whole) {
        return low_header::draw_all(pen, whole, rect_of);
    }
    let most = shared_value_size(pen, &parts);
    let mut named_until = f64::NEG_INFINITY;
    for (stage, parts) in layout.stages.iter().zip(&parts) {
        pen.tag = Some(RecordRef::Stage(stage.id));
        let record = pen.input.document.stages.get(&stage.id);
        let (title, tint) = record.map_or(("", 0), |s| (s.title.as_str(), s.tint));
        let rect = rect_of(stage);
        let radius = 6.0_f64.min(rect.width() / 4.0);
        pen.fill(rect, radius, tokens.tint(tint));
        heat::wash(pen, stage.id, (rect, radius), heat::UNDER_WORDS);
        let headline = pen.headlines.get(&stage.id).and_then(|h| h.first()).cloned();
        let mut room = parts.name;
        if names.is_rising {
            room.max.y -= kpi_length(pen, stage, room, names.shown);
        }
        // Words that rise in columns narrower than they are high would stand on each other.
        let is_named = !names.is_rising || room.min.x >= named_until;
        let used = if is_named { name(pen, title, names, room, tokens.ink(tint)) } else { 0.0 };
        if is_named {
            named_until = room.min.x + names.style.size;
        }
        if let Some((headline, figure)) = headline.as_ref().and_then(|h| Some((h, h.figure?))) {
            pen.tag = Some(RecordRef::Card(headline.card));
            if is_named {
                kpi_name(pen, headline, names, (parts, used));
            }
            if let Some(room) = parts.trend {
                trend::draw(pen, figure, room, Detail::Sparkline);
            }
            if let Some(room) = parts.value {
                value(pen, figure, room, most);
            }
        }
    }
}

/// A stage with the room of its steps.
fn whole_frame(layout: &MapLayout, stage: &StageBox) -> Rect {
    let bottom = layout.steps.iter().map(|s| s.rect.max.y).fold(stage.rect.max.y, f64::max);
    Rect { min: stage.rect.min, max: Point::new(stage.rect.max.x, bottom) }
}

/// What a stage covers of the header, in units of the layout: seen from far it takes the room of steps, which are not
/// shown.
#[must_use]
pub fn stage_frame(layout: &MapLayout, stage: &StageBox, by: Stretch) -> Rect {
    if by.header_points.is_some() { whole_frame(layout, stage) } else { stage.rect }
}

/// What stages show of their headline KPIs, the most of it that leaves their own names whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    /// Shapes and values.
    Values,
    /// And the names of the KPIs.
    Names,
    /// And their trends.
    Trends,
}

/// What stands in a stage keeps this from its edge.
fn inside_of(rect: Rect) -> Rect {
    rect.expand(-STAGE_EDGE.min(rect.width() * STAGE_EDGE_SHARE))
}

fn parts_of(pen: &Pen<'_, '_>, stage: &StageBox, rect: Rect, (shown, is_beside): (Shown, bool)) -> Parts {
    let inside = inside_of(rect);
    let mut name = inside;
    let figure = pen.headlines.get(&stage.id).and_then(|h| h.first()).and_then(|h| h.figure);
    let mut cut = |height: f64| {
        let part = Rect { min: Point::new(name.min.x, name.max.y - height), max: name.max };
        name.max.y = part.min.y - ABOVE_PART;
        part
    };
    let value = figure.map(|_| cut(if is_beside { VALUE } else { VALUE + SHAPE }));
    let has_room = inside.width() >= LEAST_TREND && inside.height() >= (LEAST_NAME + TREND + VALUE);
    let has_trend = shown == Shown::Trends && has_room && figure.is_some_and(|f| f.points.len() > 1);
    let trend = has_trend.then(|| cut(TREND));
    Parts { inside, name, trend, value }
}

/// What the name of a KPI takes of the length of a name that rises: it stands below it, next to its value.
fn kpi_length(pen: &mut Pen<'_, '_>, stage: &StageBox, room: Rect, shown: Shown) -> f64 {
    let headline = pen.headlines.get(&stage.id).and_then(|h| h.first());
    let Some(headline) = headline.filter(|h| h.figure.is_some() && shown >= Shown::Names).cloned() else {
        return 0.0;
    };
    let natural = pen.measure(headline.name, small(), TextRoom::LINE).size.width;
    natural.min(room.height() * MOST_KPI_SHARE) + BEFORE_NAME
}

/// How the names of KPIs and steps are set.
fn small() -> TextStyle {
    TextStyle::new(SMALL, Weight::Regular)
}

/// The largest size at which all names fit, running to the right if they can.
fn fitting_names(pen: &mut Pen<'_, '_>, parts: &[Parts], shown: Shown) -> Option<Names> {
    let layout = pen.input.layout;
    for is_rising in [false, true] {
        for size in NAMES {
            let style = TextStyle::new(size, Weight::SemiBold);
            let fits = layout.stages.iter().zip(parts).all(|(stage, parts)| {
                let title = pen.input.document.stages.get(&stage.id).map_or("", |s| s.title.as_str());
                let room = parts.name;
                let (width, height) = if is_rising {
                    (room.height() - kpi_length(pen, stage, room, shown), room.width())
                } else {
                    // Below the name stands that of the KPI.
                    let below = if shown >= Shown::Names { 2.0 * line_height(small()) } else { 0.0 };
                    (room.width(), room.height() - below)
                };
                let lines = if is_rising { usize::MAX } else { MOST_LINES };
                let block = pen.measure(title, style, TextRoom::lines(width, lines));
                !block.is_elided && block.size.height <= height && pen.is_untorn(title, style, width)
            });
            if fits {
                return Some(Names { style, is_rising, shown, is_cut: false });
            }
        }
    }
    None
}

/// How names that fit in no way are set.
fn cut_names(parts: &[Parts], shown: Shown) -> Names {
    let smallest = NAMES.last().copied().unwrap_or(SMALL);
    // Where a word or two can be read they run to the right.
    let is_rising = parts.iter().any(|p| p.name.width() < 44.0 && p.name.height() > p.name.width());
    Names { style: TextStyle::new(smallest, Weight::SemiBold), is_rising, shown, is_cut: true }
}

/// Words on as many lines, running upwards, as there is room for.
fn rising(pen: &mut Pen<'_, '_>, text: &str, style: TextStyle, room: Rect, most: usize) -> Arc<TextBlock> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines")]
    let lines = ((room.width() / line_height(style)).floor().max(1.0) as usize).min(most);
    // Torn words read worse than one that ends in "…".
    let lines = if pen.is_untorn(text, style, room.height()) { lines } else { 1 };
    let room = if lines == 1 { TextRoom::line(room.height()) } else { TextRoom::lines(room.height(), lines) };
    pen.measure(text, style, room)
}

/// Draws the name of a stage and gives how much of the height of its room it takes, unless it rises.
fn name(pen: &mut Pen<'_, '_>, title: &str, names: Names, room: Rect, ink: crate::base::color::Rgba) -> f64 {
    if names.is_rising {
        let block = rising(pen, title, names.style, room, usize::MAX);
        pen.rising(block, Point::new(room.min.x, room.max.y), ink);
        return 0.0;
    }
    let own = [names.style.size];
    let sizes: &[f64] = if names.is_cut { &SMALLER_NAMES } else { &own };
    let room_for_words = FittingRoom { width: room.width(), height: room.height(), most_lines: MOST_LINES };
    let block = pen.fitted(title, names.style, sizes, &room_for_words);
    let used = block.size.height;
    pen.block(block, room.min, Align::Left, ink);
    used
}

/// The name of the KPI below that of its stage.
fn kpi_name(pen: &mut Pen<'_, '_>, headline: &Headline<'_>, names: Names, (parts, used): (&Parts, f64)) {
    if names.shown < Shown::Names {
        return;
    }
    let tokens = pen.tokens();
    let style = small();
    let line = line_height(style);
    if names.is_rising {
        let most = parts.name.height() * MOST_KPI_SHARE;
        let block = pen.measure(headline.name, style, TextRoom::line(most));
        let x = parts.name.min.x + (line_height(names.style).min(parts.name.width()) - line) / 2.0;
        pen.rising(block, Point::new(x, parts.name.max.y), tokens.text_weak);
        return;
    }
    let free = parts.name.height() - used;
    if free < line {
        return;
    }
    let width = parts.inside.width();
    let is_high = free >= 2.0 * line && pen.is_untorn(headline.name, style, width);
    let room = if is_high { TextRoom::lines(width, 2) } else { TextRoom::line(width) };
    let block = pen.measure(headline.name, style, room);
    let top = parts.name.max.y - block.size.height;
    pen.block(block, Point::new(parts.inside.min.x, top), Align::Left, tokens.text_weak);
}

/// Where the shape of a value stands and how large it is, and where the value begins: side by side, or above each other
/// in a narrow stage.
fn shape_of(room: Rect) -> (Point, f64, f64) {
    let radius = 5.0_f64.min(room.width() / 2.5);
    let is_beside = room.height() <= VALUE + 1e-6;
    let left = if is_beside { room.min.x + 2.0 * radius + 5.0 } else { room.min.x };
    let y = if is_beside { room.max.y - VALUE / 2.0 } else { room.min.y + SHAPE / 2.0 };
    (Point::new(room.min.x + radius, y), radius, left)
}

/// The largest size up to `most` at which a value fits, and its words: a number is never cut, but loses the end of its
/// scale. `None` when it fits in none.
fn fitting_value<'f>(pen: &mut Pen<'_, '_>, figure: &'f KpiFigure, room: Rect, most: f64) -> Option<(f64, &'f str)> {
    let (_, _, left) = shape_of(room);
    let whole = figure.value_text.as_str();
    let short = whole.split_once(" / ").map_or(whole, |(value, _)| value);
    let sized = |size: f64| [(size, whole), (size, short)];
    VALUES.into_iter().filter(|size| *size <= most).flat_map(sized).find(|(size, text)| {
        let style = TextStyle::new(*size, Weight::SemiBold);
        pen.measure(text, style, TextRoom::LINE).size.width <= room.max.x - left
    })
}

/// The size that values of all stages have room for: one that is larger looks as if it meant more.
fn shared_value_size(pen: &mut Pen<'_, '_>, parts: &[Parts]) -> f64 {
    let layout = pen.input.layout;
    let mut least = f64::INFINITY;
    for (stage, parts) in layout.stages.iter().zip(parts) {
        let figure = pen.headlines.get(&stage.id).and_then(|h| h.first()).and_then(|h| h.figure);
        let found = figure.zip(parts.value).and_then(|(figure, room)| fitting_value(pen, figure, room, f64::INFINITY));
        least = least.min(found.map_or(f64::INFINITY, |(size, _)| size));
    }
    least.max(LEAST_SHARED_VALUE)
}

/// Shape and value. Where the value fits in no size its shape alone stands there.
fn value(pen: &mut Pen<'_, '_>, figure: &KpiFigure, room: Rect, most: f64) {
    let (shape, radius, left) = shape_of(room);
    pen.status(figure.status, shape, radius);
    if let Some((size, text)) = fitting_value(pen, figure, room, most) {
        let style = TextStyle::new(size, Weight::SemiBold);
        let at = Baseline::left(left, room.max.y - VALUE / 2.0 + size * 0.36, f64::INFINITY);
        let ink = pen.tokens().text;
        pen.text_at(text, style, at, ink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, KpiId, MapId, StepId};
    use crate::layout::{Sizes, fixture, map_layout};
    use crate::model::{CardBody, LaneKind, Place};
    use crate::scene::Layer;
    use crate::scene::{KpiOverlay, Lod, Prim, Scene, SceneInput, Status, pins_of};
    use crate::theme::Tokens;

    const NAMES_OF_STAGES: [&str; 4] = ["Awareness", "Comparing plans", "Onboarding & activation", "Renewal"];

    /// The header of a map of `count` one-step stages as it is at a zoom, with `points` to its units.
    fn header(count: usize, zoom: f64, points: f64) -> (Scene, Vec<Rect>) {
        header_of(count, zoom, points, &["4.3 / 5"])
    }

    /// The same with these values by turns.
    fn header_of(count: usize, zoom: f64, points: f64, values: &[&str]) -> (Scene, Vec<Rect>) {
        let mut b = fixture::Builder::new("m");
        let lane = {
            for i in 0..count {
                b.stage(NAMES_OF_STAGES[i % 4], "", &["step"]);
            }
            b.lane(LaneKind::Kpi, "KPIs")
        };
        let mut overlay = KpiOverlay::default();
        let kpi = KpiId::from_raw(1);
        let own = fixture::small_map().kpis.get(&kpi).cloned().unwrap();
        b.document.kpis.insert(kpi, own);
        for i in 0..count {
            let place = Place::Step(StepId::from_raw(i as i64 + 1));
            b.card(lane, i as i64 + 1, 1, "CSAT", CardBody::kpi(kpi, place, true));
            let value_text = values[i % values.len()].to_owned();
            overlay.cards.insert((kpi, place), KpiFigure { value_text, status: Status::Watch, ..KpiFigure::default() });
        }
        let mut measure = fixture::measure();
        let layout = map_layout(&b.document, MapId::from_raw(fixture::MAP), &mut measure, &Sizes::default());
        let tokens = Tokens::light();
        let input = SceneInput {
            document: &b.document,
            layout: &layout,
            overlay: &overlay,
            tokens: &tokens,
            lod: Lod::of_zoom(zoom),
            window: None,
        };
        let by = Stretch { header: zoom / points, header_points: Some(points), ..Stretch::default() };
        let scene = pins_of(input, by, &mut measure);
        let rects = layout.stages.iter().map(|s| {
            let x = |x: f64| x * by.header;
            Rect {
                min: Point::new(x(s.rect.min.x), s.rect.min.y),
                max: Point::new(x(s.rect.max.x), layout.header_height),
            }
        });
        (scene, rects.collect())
    }

    /// Every word of every stage can be read and stays in its stage.
    fn check(count: usize, zoom: f64, points: f64) -> Vec<String> {
        let (scene, rects) = header(count, zoom, points);
        let mut found = Vec::new();
        for item in scene.layer(Layer::Header) {
            let (Prim::Text { block, .. } | Prim::Rising { block, .. }) = &item.prim else { continue };
            assert!(block.style.size * points >= 8.4, "{} at {zoom}: {block:?}", block.style.size * points);
            let is_inside = |r: &&Rect| {
                let room = r.expand(0.5 / points);
                room.union(&item.bounds) == room
            };
            // The names of a header too low for all of them run over the stages beside theirs.
            let is_low = rects.iter().all(|r| r.height() * points < low_header::LOW);
            assert!(is_low || rects.iter().any(|r| is_inside(&r)), "{item:?} leaves its stage at {zoom}");
            found.push(block.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" "));
        }
        found
    }

    #[test]
    fn forty_stages_can_be_read_in_one_look() {
        for (count, zoom, points) in [(40, 0.17, 3.0), (40, 0.24, 2.0), (40, 0.12, 2.5), (14, 0.3, 1.0), (3, 0.12, 3.0)]
        {
            let found = check(count, zoom, points);
            for name in NAMES_OF_STAGES.into_iter().take(count) {
                assert!(found.iter().any(|f| f == name), "{name} at {zoom}: {found:?}");
            }
            assert_eq!(found.iter().filter(|f| f.starts_with("4.3")).count(), count, "{found:?}");
        }
        let found = check(40, 0.2, 3.0);
        assert_eq!(found.iter().filter(|f| f.as_str() == "CSAT").count(), 40, "numbers with their names");
    }

    #[test]
    fn values_of_all_stages_are_of_one_size() {
        for (count, zoom, points) in [(6, 0.2, 1.0), (14, 0.3, 1.0), (6, 0.4, 2.0)] {
            let (scene, _) = header_of(count, zoom, points, &["4.3 / 5", "4.35 / 5", "4.3k"]);
            let mut sizes: Vec<f64> = Vec::new();
            for item in scene.layer(Layer::Header) {
                let Prim::Text { block, .. } = &item.prim else { continue };
                if block.lines.first().is_some_and(|line| line.text.starts_with("4.3")) {
                    sizes.push(block.style.size);
                }
            }
            assert_eq!(sizes.len(), count);
            assert!(sizes.iter().all(|size| (size - sizes[0]).abs() < 1e-9), "{count} at {zoom}: {sizes:?}");
        }
    }

    #[test]
    fn a_stage_covers_the_steps_that_are_not_shown() {
        let mut measure = fixture::measure();
        let layout = map_layout(&fixture::small_map(), MapId::from_raw(fixture::MAP), &mut measure, &Sizes::default());
        let stage = &layout.stages[0];
        let bottom = |header_points| stage_frame(&layout, stage, Stretch { header_points, ..Stretch::default() }).max.y;
        assert!(bottom(None) == stage.rect.max.y);
        assert!(bottom(Some(9.0)) >= layout.steps[0].rect.max.y);
    }

    #[test]
    fn in_a_low_header_names_of_stages_stay_whole() {
        // As high as a window of 640 by 360 points leaves it.
        let found = check(6, 0.2, 0.75);
        for name in ["Awareness", "Renewal"] {
            assert!(found.iter().any(|f| f == name), "{name}: {found:?}");
        }
        assert!(!found.iter().any(|f| f.ends_with('…') && f.len() < 8), "{found:?}");
    }

    /// The words of a low header from left to right, with where they begin and end in points.
    fn names_in_row(count: usize, zoom: f64, points: f64) -> Vec<(String, f64, f64)> {
        let (scene, _) = header(count, zoom, points);
        let words = scene.layer(Layer::Header).iter().filter_map(|item| match &item.prim {
            Prim::Text { block, .. } => {
                Some((block.lines[0].text.clone(), item.bounds.min.x * points, item.bounds.max.x * points))
            }
            _ => None,
        });
        words.collect()
    }

    /// Every so many as on an axis, none over the next.
    #[test]
    fn from_farthest_some_stages_are_named() {
        for (count, zoom, least) in [(40, 0.05, 4), (40, 0.1, 6), (12, 0.05, 1), (6, 0.05, 1), (120, 0.05, 8)] {
            let names = names_in_row(count, zoom, 0.1);
            assert!(names.len() >= least, "{count} at {zoom}: {names:?}");
            assert!(names.iter().all(|(_, from, to)| to > from), "{names:?}");
            assert!(names.windows(2).all(|pair| pair[0].2 <= pair[1].1), "{count} at {zoom}: {names:?}");
            let begins = |(name, ..): &(String, f64, f64)| {
                let start = name.trim_end_matches('…').trim_end();
                start.len() > 3 && NAMES_OF_STAGES.iter().any(|whole| whole.starts_with(start))
            };
            assert!(names.iter().all(begins), "{names:?}");
            assert_eq!(names[0].0.chars().next(), Some('A'), "the first one is always named: {names:?}");
        }
    }

    /// How a stage does is seen at every size.
    #[test]
    fn in_a_header_without_room_for_values_stages_are_blocks_with_a_shape() {
        for (zoom, points, is_named) in [(0.05, 0.1, false), (0.1, 0.3, false), (0.2, 0.45, false), (0.7, 0.4, true)] {
            let found = check(6, zoom, points);
            assert_eq!(found.len() == 6, is_named, "{zoom}: {found:?}");
            let (scene, rects) = header(6, zoom, points);
            let is_shape = |item: &&crate::scene::Item| {
                matches!(item.prim, Prim::Polygon { .. }) && matches!(item.tag, Some(RecordRef::Card(_)))
            };
            let shapes: Vec<_> = scene.layer(Layer::Header).iter().filter(is_shape).collect();
            assert_eq!(shapes.len(), 6, "{zoom}");
            for (shape, rect) in shapes.iter().zip(&rects) {
                let room = rect.expand(0.5 / points);
                assert!(room.union(&shape.bounds) == room, "{zoom}: {shape:?} leaves {rect:?}");
            }
        }
    }

    #[test]
    fn names_are_made_smaller_and_broken_with_hyphens_before_they_are_cut() {
        // Fourteen stages in a window of 1280 by 720 points, which leaves them 50 points each.
        let found = check(14, 0.3, 0.66);
        for name in NAMES_OF_STAGES {
            let is_whole = |f: &String| f.replace("- ", "") == name;
            assert!(found.iter().any(is_whole), "{name}: {found:?}");
        }
        assert!(!found.iter().any(|f| f.ends_with('…')), "{found:?}");
    }

    /// However high it is: a step that is seen from far and gone from near would be looked for.
    #[test]
    fn steps_are_not_shown_from_far() {
        for (zoom, points) in [(0.1, 4.0), (0.2, 3.0), (0.2, 0.7)] {
            let (scene, _) = header(40, zoom, points);
            assert!(!scene.layer(Layer::Header).iter().any(|i| matches!(i.tag, Some(RecordRef::Step(_)))));
        }
    }
}
