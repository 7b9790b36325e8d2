//! Lanes and the cards in them. Lanes grow with their cards; nothing is clipped.

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, LaneId, MapId, PersonaId, StepId};
use crate::base::text::{Measure, TextBlock, TextRoom};
use crate::layout::memory::Memory;
use crate::layout::route::Room;
use crate::layout::{CardBox, LaneBox, MapLayout, levels};
use crate::model::{Card, CardBody, Document, Lane, LaneKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// Lines of a card before the rest is cut: a pasted novel must not push the other lanes out of sight. The whole text
/// shows under the pointer, in the inspector and while it is edited.
pub(super) const MAX_LINES: usize = 16;
/// Cards narrower than this show their figures on two lines.
const NARROW: f64 = 150.0;

/// A card before its y is known.
struct Pending<'a> {
    card: &'a Arc<Card>,
    columns: Range<usize>,
    level: usize,
    natural_height: f64,
    content: Content,
}

/// Measured texts, relative to the card's upper left corner.
#[derive(Default, Clone)]
pub(super) struct Content {
    text: Arc<TextBlock>,
    text_at: (f64, f64),
    detail: Arc<TextBlock>,
    detail_at: (f64, f64),
    figure_lines: u8,
    /// Pictures: proportions of the picture, or of the frame that waits for one.
    picture: Option<f64>,
    has_marks: bool,
}

/// Width by height of the frame of a card that has no picture yet.
const EMPTY_FRAME: f64 = 1.6;

/// Places lanes and cards below the header.
pub(super) fn place(
    document: &Document,
    map: MapId,
    (measure, memory): (&mut dyn Measure, &mut Memory),
    layout: &mut MapLayout,
) {
    let column_of: HashMap<StepId, usize> = layout.steps.iter().enumerate().map(|(i, s)| (s.id, i)).collect();
    let mut by_lane: BTreeMap<LaneId, Vec<(usize, &Arc<Card>)>> = BTreeMap::new();
    // What stands above the stages does not stand in its lane as well.
    let above: BTreeSet<CardId> = layout.map_figures.iter().map(|figure| figure.card).collect();
    for card in document.cards.values().filter(|card| !above.contains(&card.id)) {
        if let Some(column) = column_of.get(&card.step) {
            by_lane.entry(card.lane).or_default().push((*column, card));
        }
    }
    let lanes: Vec<_> = document.lanes_of(map).into_iter().filter(|lane| !lane.is_hidden).collect();
    let row_of: HashMap<LaneId, usize> = lanes.iter().enumerate().map(|(row, lane)| (lane.id, row)).collect();
    let more_room = Room::of(document, &row_of, &column_of, &layout.sizes);
    layout.cells = Arc::new(vec![Vec::new(); lanes.len() * layout.steps.len()]);
    let mut top = layout.header_height;
    for (row, lane) in lanes.into_iter().enumerate() {
        if lane.is_collapsed {
            top = collapsed(lane, top, measure, layout);
            continue;
        }
        let mut cards = by_lane.remove(&lane.id).unwrap_or_default();
        for (column, card) in &mut cards {
            *column = first_column(card, *column, layout);
        }
        // Cards that stand over a stage come from any of its cells, and of one rank those further left first: the order of
        // ids is that of chance.
        let own = |card: &Card| column_of.get(&card.step).copied();
        cards.sort_by(|(a, x), (b, y)| {
            a.cmp(b).then(x.rank.total_cmp(&y.rank)).then(own(x).cmp(&own(y))).then(x.id.cmp(&y.id))
        });
        let (points, standing): (Vec<_>, Vec<_>) = cards
            .into_iter()
            .partition(|(_, c)| lane.kind == LaneKind::Curve && matches!(c.body, CardBody::Curve { .. }));

        let sizes = layout.sizes.clone();
        let least = lane.height.unwrap_or_else(|| sizes.lane_height_with(lane.kind, standing.len()));
        let label_room = TextRoom::lines(sizes.label_width - 14.0 - 8.0, 4);
        let label = Arc::new(measure.block(&lane.title, sizes.styles.lane, label_room));
        let least = least.max(label.size.height + 2.0 * sizes.lane_padding + 4.0);

        // What the lane draws itself stands above its cards.
        let own_height = match lane.kind {
            LaneKind::Curve => least.max(sizes.curve_legend + 64.0 + 2.0 * sizes.lane_padding) - sizes.lane_padding,
            LaneKind::Divider => sizes.divider_height,
            _ => 0.0,
        };
        let content_top = top + own_height.max(sizes.lane_padding);
        let (bottom, more) = stack(
            (document, &more_room),
            row,
            lane.kind,
            standing,
            (content_top, top + least),
            (&mut *measure, &mut *memory),
            layout,
        );
        let mut rect =
            Rect { min: Point::new(0.0, top), max: Point::new(layout.bounds.max.x, bottom.max(top + least)) };
        rect.max.y += more;
        let plot = (lane.kind == LaneKind::Curve).then(|| Rect {
            min: Point::new(sizes.label_width, top + sizes.lane_padding + sizes.curve_legend),
            max: Point::new(layout.bounds.max.x - sizes.margin, top + own_height - 4.0),
        });
        if let Some(plot) = plot {
            place_points(row, points, plot, layout);
        }
        layout.lanes.push(LaneBox {
            id: lane.id,
            kind: lane.kind,
            rect,
            label_rect: Rect { min: rect.min, max: Point::new(sizes.label_width, rect.max.y) },
            label,
            foot: sizes.lane_padding + more,
            is_collapsed: false,
            plot,
        });
        top = rect.max.y;
    }
    layout.bounds.max.y = top + layout.sizes.margin;
}

/// A lane that shows its label alone; returns its lower edge.
fn collapsed(lane: &Lane, top: f64, measure: &mut dyn Measure, layout: &mut MapLayout) -> f64 {
    let sizes = &layout.sizes;
    let rect = Rect::new(0.0, top, layout.bounds.max.x, sizes.collapsed_height);
    let room = TextRoom::line(sizes.label_width - 14.0 - 8.0);
    let label = Arc::new(measure.block(&lane.title, sizes.styles.lane, room));
    let label_rect = Rect { min: rect.min, max: Point::new(sizes.label_width, rect.max.y) };
    let kind = lane.kind;
    let row = LaneBox { id: lane.id, kind, rect, label_rect, label, foot: 0.0, is_collapsed: true, plot: None };
    layout.lanes.push(row);
    rect.max.y
}

/// The columns a card covers, given the column of its step. A KPI of a stage covers the stage.
fn columns_of(card: &Card, column: usize, layout: &MapLayout) -> Range<usize> {
    if let Some(stage) = layout.stages.iter().find(|s| s.steps.contains(&column))
        && card.covers_stage(stage.id)
    {
        return stage.steps.clone();
    }
    let span = usize::try_from(card.span.max(1)).unwrap_or(1);
    column..column.saturating_add(span).min(layout.steps.len())
}

/// The leftmost column a card covers.
fn first_column(card: &Card, column: usize, layout: &MapLayout) -> usize {
    columns_of(card, column, layout).start
}

/// Stacks the cards of a lane in rows and returns where the lane may end, and how much more room it needs below for lines.
/// A card is as high as its kind, or as its own words need: a long text next to it moves what stands below, and changes no
/// other card.
///
/// Which card stands above which is decided in [`levels`]. Rows that begin at one height keep the map as even as a printed
/// table; in a lane with a single row cards take all the height it was given.
fn stack(
    (document, more_room): (&Document, &Room),
    lane: usize,
    kind: LaneKind,
    cards: Vec<(usize, &Arc<Card>)>,
    (content_top, least_bottom): (f64, f64),
    (measure, memory): (&mut dyn Measure, &mut Memory),
    layout: &mut MapLayout,
) -> (f64, f64) {
    if cards.is_empty() {
        return (least_bottom, more_room.below_levels(lane, 0, |_| None).into_iter().sum());
    }
    let sizes = layout.sizes.clone();
    let covered: Vec<_> = cards.iter().map(|(column, card)| columns_of(card, *column, layout)).collect();
    let stacked = levels::levels(&covered, layout.steps.len());
    let level_of: HashMap<_, _> = cards.iter().zip(&stacked).map(|((_, card), level)| (card.id, *level)).collect();
    let last = stacked.iter().max().copied().unwrap_or(0);
    let mut more = more_room.below_levels(lane, last, |card| level_of.get(&card).copied());
    let foot = more.pop().unwrap_or(0.0);
    let mut pending: Vec<Pending<'_>> = Vec::with_capacity(cards.len());
    for (((_, card), columns), level) in cards.into_iter().zip(covered).zip(stacked) {
        let width = rect_of(&columns, layout).width();
        let (content, height) = match card.body {
            // Their names may be those of their KPIs.
            CardBody::Kpi { .. } => content(document, card, width, measure, layout),
            _ => memory.content(card, width, || content(document, card, width, measure, layout)),
        };
        let height = if content.has_marks { height + sizes.marks_height } else { height };
        let natural_height = height.max(sizes.card_height(kind).min(sizes.card_height(own_kind(&card.body))));
        pending.push(Pending { card, columns, level, natural_height, content });
    }
    let levels = pending.iter().map(|p| p.level + 1).max().unwrap_or(0);
    let mut heights = vec![0.0_f64; levels];
    for p in &pending {
        if let Some(height) = heights.get_mut(p.level) {
            *height = height.max(p.natural_height);
        }
    }
    let whole = if levels == 1 { least_bottom - sizes.lane_padding - content_top } else { 0.0 };
    let mut tops = Vec::with_capacity(levels);
    let (mut y, mut bottom) = (content_top, content_top);
    for (level, height) in heights.iter().enumerate() {
        tops.push(y);
        bottom = y + height;
        y = bottom + sizes.card_gap + more.get(level).copied().unwrap_or(0.0);
    }
    // From top to bottom in every cell.
    pending.sort_by_key(|p| p.level);
    let columns = layout.steps.len();
    for p in pending {
        let Some(top) = tops.get(p.level) else { continue };
        let across = rect_of(&p.columns, layout);
        let rect = Rect::new(across.min.x, *top, across.width(), p.natural_height.max(whole));
        let at = |(dx, dy): (f64, f64)| rect.min.offset(dx, dy);
        for column in p.columns.clone() {
            if let Some(cell) = Arc::make_mut(&mut layout.cells).get_mut(lane * columns + column) {
                cell.push(p.card.id);
            }
        }
        let mut c = p.content;
        let mut bottom = rect.max.y;
        if c.has_marks {
            bottom -= sizes.marks_height;
        }
        // The caption stands at the bottom, the picture takes what is left above it.
        let picture = c.picture.map(|proportions| {
            let caption = if c.text.lines.is_empty() { 0.0 } else { c.text.size.height + 4.0 };
            let room = Rect { min: rect.min, max: Point::new(rect.max.x, bottom - caption) }.expand(-PICTURE_EDGE);
            c.text_at.1 = room.max.y + 4.0 - rect.min.y;
            fitted(room, proportions)
        });
        Arc::make_mut(&mut layout.cards).insert(
            p.card.id,
            CardBox {
                id: p.card.id,
                lane,
                columns: p.columns,
                level: p.level,
                rect,
                picture,
                marks_y: c.has_marks.then(|| rect.max.y - sizes.marks_height / 2.0 - 2.0),
                text_origin: at(c.text_at),
                text: c.text,
                detail_origin: at(c.detail_at),
                detail: c.detail,
                figure_lines: c.figure_lines,
            },
        );
    }
    ((bottom + sizes.lane_padding).max(least_bottom), foot)
}

/// Room between the edge of a card and its picture.
const PICTURE_EDGE: f64 = 6.0;

/// The largest rectangle of some proportions in the middle of a room.
fn fitted(room: Rect, proportions: f64) -> Rect {
    let (width, height) = (room.width().max(1.0), room.height().max(1.0));
    let width = width.min(height * proportions);
    let height = width / proportions;
    Rect::new(room.center().x - width / 2.0, room.center().y - height / 2.0, width, height)
}

/// The lane a card would have been made in.
fn own_kind(body: &CardBody) -> LaneKind {
    match body {
        CardBody::Text | CardBody::Curve { .. } => LaneKind::Text,
        CardBody::Touchpoint { .. } => LaneKind::Touchpoint,
        CardBody::Quote { .. } => LaneKind::Quote,
        CardBody::PainPoint { .. } => LaneKind::PainPoint,
        CardBody::Opportunity { .. } => LaneKind::Opportunity,
        CardBody::Kpi { .. } => LaneKind::Kpi,
        CardBody::Image { .. } => LaneKind::Image,
    }
}

/// From the left edge of the first column to the right edge of the last.
fn rect_of(columns: &Range<usize>, layout: &MapLayout) -> Rect {
    let first = layout.steps.get(columns.start);
    let last = layout.steps.get(columns.end.saturating_sub(1));
    match (first, last) {
        (Some(a), Some(b)) => a.rect.union(&b.rect),
        _ => Rect::default(),
    }
}

/// Measures a card's texts and returns them with the height the card needs.
fn content(
    document: &Document,
    card: &Card,
    width: f64,
    measure: &mut dyn Measure,
    layout: &MapLayout,
) -> (Content, f64) {
    let sizes = &layout.sizes;
    let styles = &sizes.styles;
    let (px, py) = (sizes.card_padding_x, sizes.card_padding_y);
    let room = (width - 2.0 * px).max(8.0);
    let lines = TextRoom::lines(room, MAX_LINES);
    let marks = &card.marks;
    let has_marks = marks.confidence.is_some() || marks.persona.is_some() || !marks.tags.is_empty();
    let mut c = Content { text_at: (px, py), has_marks, ..Content::default() };
    let height = match &card.body {
        CardBody::Text | CardBody::Curve { .. } => {
            c.text = Arc::new(measure.marked_up(&card.text, styles.card, lines));
            py + c.text.size.height + py
        }
        CardBody::Touchpoint { .. } => {
            // Past the coloured edge; the right side needs less, since lines rarely reach it.
            let room = TextRoom::lines((width - px - px / 2.0).max(8.0), MAX_LINES);
            c.text = Arc::new(measure.marked_up(&card.text, styles.card, room));
            c.text_at = (px, py + sizes.icon + 6.0);
            py + sizes.icon + 6.0 + c.text.size.height + py
        }
        CardBody::Image { picture } => {
            c.text = Arc::new(measure.marked_up(&card.text, styles.detail, TextRoom::lines(room, 4)));
            let proportions = picture.as_ref().map_or(EMPTY_FRAME, |p| f64::from(p.width) / f64::from(p.height.max(1)));
            c.picture = Some(proportions.clamp(0.05, 20.0));
            let caption = if c.text.lines.is_empty() { 0.0 } else { 4.0 + c.text.size.height };
            // As high as the picture needs in this width, up to the height of the lane's own kind.
            let frame = (width - 2.0 * PICTURE_EDGE) / proportions.clamp(0.05, 20.0) + 2.0 * PICTURE_EDGE;
            frame.min(sizes.card_height(LaneKind::Image)) + caption
        }
        CardBody::Quote { attribution } => {
            c.text = Arc::new(measure.marked_up(&in_quotes(&card.text), styles.quote, lines));
            c.detail = Arc::new(measure.block(attribution, styles.detail, TextRoom::lines(room, 3)));
            c.detail_at = (px, py + c.text.size.height + 2.0);
            py + c.text.size.height + 2.0 + c.detail.size.height + py
        }
        CardBody::PainPoint { .. } => {
            let is_narrow = width < NARROW;
            let beside_severity = if is_narrow { room } else { room - sizes.severity };
            let room = TextRoom::lines(beside_severity, MAX_LINES);
            c.text = Arc::new(measure.marked_up(&card.text, styles.card_strong, room));
            c.figure_lines = if is_narrow { 2 } else { 1 };
            py + c.text.size.height + 4.0 + f64::from(c.figure_lines) * sizes.figure_height + py - 2.0
        }
        CardBody::Opportunity { value, effort } => {
            c.text = Arc::new(measure.marked_up(&card.text, styles.card_strong, lines));
            c.figure_lines = match (value.is_some() || effort.is_some(), width < NARROW) {
                (false, _) => 0,
                (true, false) => 1,
                (true, true) => 2,
            };
            py + c.text.size.height + f64::from(c.figure_lines) * sizes.figure_height + py - 2.0
        }
        CardBody::Kpi { kpi, form, split, .. } => {
            let name = if card.text.is_empty() {
                document.kpis.get(kpi).map_or("", |k| k.name.as_str())
            } else {
                card.text.as_str()
            };
            // The status shape stands before the first line.
            c.text = Arc::new(measure.block(name, styles.card_strong, TextRoom::lines(room - 14.0, 3)));
            c.text_at = (px + 14.0, py);
            let below_name = sizes.card_height(LaneKind::Kpi) - py - super::measure::line_height(styles.card_strong);
            py + c.text.size.height + below_name + sizes.form_height(*form, split)
        }
    };
    (c, height)
}

/// A quote in quotation marks, unless it brings its own.
fn in_quotes(text: &str) -> String {
    if text.is_empty() || text.starts_with(['“', '"', '„', '«', '‘']) {
        text.to_owned()
    } else {
        format!("“{text}”")
    }
}

/// Places the points of drawn curves. Several of one line in a cell share its width; those of different personas stand
/// above each other, or their lines could not be compared.
fn place_points(lane: usize, points: Vec<(usize, &Arc<Card>)>, plot: Rect, layout: &mut MapLayout) {
    let key = |column: usize, card: &Card| (column, card.marks.persona);
    let mut counts: BTreeMap<(usize, Option<PersonaId>), usize> = BTreeMap::new();
    for (column, card) in &points {
        *counts.entry(key(*column, card)).or_default() += 1;
    }
    let mut seen: BTreeMap<(usize, Option<PersonaId>), usize> = BTreeMap::new();
    // Where points of several lines are drawn, by column: one on the other could be neither seen nor taken.
    let mut drawn: BTreeMap<usize, Vec<Point>> = BTreeMap::new();
    let columns = layout.steps.len();
    for (column, card) in points {
        let CardBody::Curve { value } = card.body else { continue };
        let Some(step) = layout.steps.get(column) else { continue };
        let index = seen.entry(key(column, card)).or_default();
        *index += 1;
        #[expect(clippy::cast_precision_loss, reason = "a number of cards in a cell")]
        let share = *index as f64 / (counts.get(&key(column, card)).copied().unwrap_or(1) + 1) as f64;
        let at = Point::new(step.rect.min.x + step.rect.width() * share, curve_y(plot, value));
        let others = drawn.entry(column).or_default();
        let at = beside(at, others);
        others.push(at);
        let rect = Rect { min: at, max: at }.expand(POINT_REACH);
        if let Some(cell) = Arc::make_mut(&mut layout.cells).get_mut(lane * columns + column) {
            cell.push(card.id);
        }
        Arc::make_mut(&mut layout.cards).insert(
            card.id,
            CardBox {
                id: card.id,
                lane,
                columns: column..column + 1,
                level: 0,
                rect,
                text: Arc::default(),
                text_origin: at,
                detail: Arc::default(),
                detail_origin: at,
                figure_lines: 0,
                picture: None,
                marks_y: None,
            },
        );
    }
}

/// Between points of several lines that would stand on each other: as wide as what is taken of one.
const BESIDE_POINT: f64 = 2.0 * POINT_REACH;
/// How far from its middle a point is taken.
const POINT_REACH: f64 = 8.0;

/// The place nearest to one, right or left of it, where no other point stands.
fn beside(at: Point, others: &[Point]) -> Point {
    let is_free = |at: &Point| others.iter().all(|o| (o.x - at.x).hypot(o.y - at.y) >= POINT_REACH);
    let sides = (1_u8..4).flat_map(|k| [f64::from(k), -f64::from(k)]);
    let places = std::iter::once(0.0).chain(sides).map(|k| at.offset(k * BESIDE_POINT, 0.0));
    places.into_iter().find(is_free).unwrap_or(at)
}

/// The height of an experience value in its plot: +2 at the top, −2 at the bottom.
#[must_use]
pub fn curve_y(plot: Rect, value: f64) -> f64 {
    let value = if value.is_finite() { value.clamp(-2.0, 2.0) } else { 0.0 };
    plot.center().y - value / 4.0 * plot.height()
}

/// The experience value of a height in its plot, in steps of 0.1.
#[must_use]
pub fn curve_value(plot: Rect, y: f64) -> f64 {
    let raw = (plot.center().y - y) / plot.height().max(1.0) * 4.0;
    (raw.clamp(-2.0, 2.0) * 10.0).round() / 10.0
}
