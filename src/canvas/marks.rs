//! What lies over the map while one works on it: selection, the chosen cell, hover, drop marks, ghosts, the marquee.
//! Not part of the scene: pictures and exports never show it.

use crate::base::geom::{Point, Rect};
use crate::base::ids::CardId;
use crate::base::text::{TextStyle, Weight};
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::paint::{ScenePainter, color};
use crate::canvas::picture::Picture;
use crate::canvas::text_edit::TextPlace;
use crate::canvas::tools::drop::{Dragged, DropMark};
use crate::canvas::tools::link::{Hold, Linking};
use crate::canvas::tools::select::SelectTool;
use crate::canvas::tools::{CellRef, record_at};
use crate::i18n::canvas as words;
use crate::layout::{Hit, MapLayout};
use crate::model::{AnyRecord, CardBody, Edit, LaneKind, RecordRef};
use crate::scene::{Layer, Part, stage_frame};
use crate::theme::Tokens;
use crate::theme::opacities::WASH;
use egui::{CornerRadius, Shape, Stroke, StrokeKind, Vec2, vec2};
use std::collections::BTreeSet;

/// How far the loose end of a connection stands beside its card before it has been anywhere, points.
const LOOSE_END: f32 = 36.0;
/// How much of the place that something is dragged away from is covered.
const VEIL: f64 = 0.65;

/// Where the figure of a card stands above the stages.
fn figure_frame(layout: &MapLayout, card: CardId) -> Option<(Pane, Rect)> {
    let figure = layout.map_figures.iter().find(|figure| figure.card == card)?;
    Some((Pane::Header, figure.rect))
}

/// Where a record stands; `None` when it is not on the map.
#[must_use]
pub fn frame_of(layout: &MapLayout, record: RecordRef) -> Option<(Pane, Rect)> {
    match record {
        RecordRef::Stage(id) => layout.stage(id).map(|s| (Pane::Header, s.rect)),
        RecordRef::Step(id) => layout.step(id).map(|(_, s)| (Pane::Header, s.rect)),
        RecordRef::Lane(id) => layout.lane(id).map(|(_, l)| (Pane::Labels, l.label_rect)),
        // A card that is put away may still stand above the stages.
        RecordRef::Card(id) => {
            let on_map = layout.cards.get(&id).map(|c| (Pane::Body, c.rect));
            on_map.or_else(|| figure_frame(layout, id))
        }
        RecordRef::Connection(id) => {
            let path = layout.connections.iter().find(|c| c.id == id)?;
            let first = *path.points.first()?;
            let around = Rect { min: first, max: first };
            Some((Pane::Body, path.points.iter().fold(around, |r, p| r.union(&Rect { min: *p, max: *p }))))
        }
        _ => None,
    }
}

/// The part of the body that belongs to a record: stages and steps with everything below them, lanes from end to end.
#[must_use]
pub fn extent_of(layout: &MapLayout, record: RecordRef) -> Option<Rect> {
    let (_, frame) = frame_of(layout, record)?;
    let body = Rect { min: Point::new(layout.label_width, layout.header_height), max: layout.bounds.max };
    let (min, max) = match record {
        RecordRef::Stage(_) | RecordRef::Step(_) => {
            (Point::new(frame.min.x, body.min.y), Point::new(frame.max.x, body.max.y))
        }
        RecordRef::Lane(_) => (Point::new(body.min.x, frame.min.y), Point::new(body.max.x, frame.max.y)),
        _ => (frame.min, frame.max),
    };
    Some(Rect { min, max })
}

/// The pieces of a level or upright line that do not run through a rectangle.
fn beside(from: Point, to: Point, words: Option<Rect>) -> Vec<(Point, Point)> {
    let through = words.filter(|w| Rect::from_corners(from, to).intersects(w));
    let Some(words) = through else { return vec![(from, to)] };
    let inner = |p: Point| Point::new(p.x.clamp(words.min.x, words.max.x), p.y.clamp(words.min.y, words.max.y));
    [(from, inner(from)), (inner(to), to)].into_iter().filter(|(a, b)| a != b).collect()
}

/// Paints marks of one frame.
pub struct Marks<'a> {
    /// Where everything stands on screen.
    pub viewport: &'a Viewport,
    /// The map.
    pub picture: &'a Picture,
    /// The theme.
    pub tokens: &'a Tokens,
    /// What is chosen: it moves with what is dragged of it.
    pub selection: &'a [RecordRef],
    /// Where to paint.
    pub ui: &'a egui::Ui,
}

impl Marks<'_> {
    /// Where a record is seen.
    fn frame(&self, record: RecordRef) -> Option<(Pane, Rect)> {
        let layout = &self.picture.layout;
        let (pane, rect) = frame_of(layout, record)?;
        let stage = if let RecordRef::Stage(id) = record { layout.stage(id) } else { None };
        Some((pane, stage.map_or(rect, |stage| stage_frame(layout, stage, self.viewport.stretch()))))
    }

    pub(super) fn painter(&self, pane: Pane) -> egui::Painter {
        self.ui.painter_at(self.viewport.clip(pane))
    }

    fn outline(&self, pane: Pane, rect: Rect, radius: f64, stroke: Stroke) {
        // The frame of a lane stands inside its label, which ends at the edges of the canvas and of the cells.
        let outset = if pane == Pane::Labels { vec2(-4.0, -3.0) } else { vec2(1.5, 1.5) };
        let screen = self.viewport.screen_rect(pane, rect).expand2(outset);
        if !self.viewport.clip(pane).expand(stroke.width).intersects(screen) {
            return;
        }
        let corner = self.viewport.length(radius) + 1.5;
        self.painter(pane).rect_stroke(screen, CornerRadius::from(corner), stroke, StrokeKind::Middle);
    }

    pub(super) fn stroke(&self, width: f64) -> Stroke {
        #[expect(clippy::cast_possible_truncation, reason = "widths of lines")]
        Stroke::new(width as f32, color(self.tokens.accent))
    }

    fn radius(&self, record: RecordRef) -> f64 {
        match record {
            RecordRef::Stage(_) => self.tokens.radii.stage,
            RecordRef::Lane(_) | RecordRef::Connection(_) => self.tokens.radii.row,
            _ => self.tokens.radii.card,
        }
    }

    /// Frames around what is selected.
    pub fn selection(&self, selection: &[RecordRef]) {
        for record in selection {
            if let RecordRef::Connection(id) = record {
                self.line(*id);
            } else {
                let above = match record {
                    RecordRef::Card(id) => figure_frame(&self.picture.layout, *id),
                    _ => None,
                };
                let own = self.frame(*record);
                for (pane, rect) in own.into_iter().chain(above.filter(|above| own != Some(*above))) {
                    self.outline(pane, rect, self.radius(*record), self.stroke(self.tokens.strokes.focus));
                }
            }
        }
    }

    /// The badges of records once more, over the frames around them: both are to be read.
    pub fn badges(&self, records: &[RecordRef], painter: &ScenePainter) {
        for layer in [Layer::Cards, Layer::Header] {
            let pane = Pane::of_layer(layer);
            let scene = if pane == Pane::Body { &self.picture.scene } else { &self.picture.pins };
            let items = scene
                .layer(layer)
                .iter()
                .filter(|i| i.part == Part::Badge && i.tag.is_some_and(|t| records.contains(&t)));
            let mut shapes = Vec::new();
            painter.items(pane, items, &mut shapes);
            self.painter(pane).extend(shapes);
        }
    }

    /// A connection in the colour of what is selected; a frame around it would hold half the map.
    fn line(&self, id: crate::base::ids::ConnectionId) {
        let Some(path) = self.picture.layout.connections.iter().find(|c| c.id == id) else { return };
        let on = self.painter(Pane::Body);
        let label = (!path.label.lines.is_empty()).then(|| path.label_rect().expand(3.0));
        // Wide and faint, so that the line itself is seen while its look is chosen.
        #[expect(clippy::cast_possible_truncation, reason = "widths of lines")]
        let width = (self.tokens.strokes.focus * 4.0) as f32;
        let line = Stroke::new(width, color(self.tokens.accent.with_opacity(WASH)));
        let pieces = path.points.windows(2).flat_map(|pair| match pair {
            [from, to] => beside(*from, *to, label),
            _ => Vec::new(),
        });
        // In as few lines as can be: where two meet, they would be darker.
        let mut lines: Vec<Vec<Point>> = Vec::new();
        for (from, to) in pieces {
            match lines.last_mut().filter(|line| line.last() == Some(&from)) {
                Some(line) => line.push(to),
                None => lines.push(vec![from, to]),
            }
        }
        on.extend(
            lines
                .iter()
                .map(|points| Shape::line(points.iter().map(|p| self.viewport.screen(Pane::Body, *p)).collect(), line)),
        );
        if let Some(label) = label {
            let frame = self.stroke(self.tokens.strokes.hairline);
            self.outline(Pane::Body, label, self.tokens.radii.row, frame);
        }
    }

    /// The frame of the chosen empty cell.
    pub fn cell(&self, cell: CellRef) {
        let layout = &self.picture.layout;
        let (Some((row, _)), Some((column, _))) = (layout.lane(cell.lane), layout.step(cell.step)) else { return };
        if let Some(rect) = layout.cell_rect(row, column) {
            let inner = rect.expand(-layout.sizes.card_gap);
            self.outline(Pane::Body, inner, self.tokens.radii.card, self.stroke(self.tokens.strokes.hairline));
        }
    }

    /// A faint frame around what is under the pointer.
    pub fn hover(&self, hit: Hit) {
        let Some(record) = record_at(hit) else { return };
        let Some((pane, rect)) = self.frame(record) else { return };
        if pane == Pane::Labels || matches!(record, RecordRef::Connection(_)) {
            return;
        }
        #[expect(clippy::cast_possible_truncation, reason = "widths of lines")]
        let stroke = Stroke::new(self.tokens.strokes.hairline as f32, color(self.tokens.accent.with_opacity(0.6)));
        self.outline(pane, rect, self.radius(record), stroke);
    }

    /// The keyboard focus of a node.
    pub fn focus(&self, record: RecordRef) {
        if let Some((pane, rect)) = self.frame(record) {
            #[expect(clippy::cast_possible_truncation, reason = "widths of lines")]
            let stroke = Stroke::new(self.tokens.strokes.focus as f32, color(self.tokens.focus));
            self.outline(pane, rect.expand(2.0), self.radius(record), stroke);
        }
    }

    /// A frame around the whole map: it has the keyboard, and nothing on it is chosen.
    pub fn keyboard(&self) {
        let room = self.viewport.rect.shrink(1.0);
        let stroke = self.stroke(self.tokens.strokes.focus);
        self.ui.painter_at(self.viewport.rect).rect_stroke(room, CornerRadius::ZERO, stroke, StrokeKind::Inside);
    }

    /// A frame around the record whose words are edited.
    pub fn edited(&self, place: &TextPlace) {
        self.outline(place.pane, place.frame, self.tokens.radii.card, self.stroke(self.tokens.strokes.focus));
    }

    /// What a gesture shows.
    pub fn gesture(&self, tool: &SelectTool, painter: &ScenePainter) {
        match tool {
            SelectTool::Idle | SelectTool::Pressed { .. } => {}
            SelectTool::Marquee { origin, at, .. } => {
                let area = self.viewport.screen_rect(Pane::Body, Rect::from_corners(origin.world, *at));
                let on = self.ui.painter_at(self.viewport.rect);
                on.rect_filled(area, 0.0, color(self.tokens.accent_soft.with_opacity(WASH)));
                on.rect_stroke(area, 0.0, self.stroke(self.tokens.strokes.hairline), StrokeKind::Inside);
            }
            SelectTool::Linking(linking) => self.linking(linking),
            SelectTool::Dragging { dragged, origin, at, drop } => {
                if let Some(drop) = drop {
                    self.drop(drop.mark);
                }
                if let (Dragged::CurvePoint(card), Some(drop)) = (dragged, drop) {
                    self.point_value(*card, &drop.edit);
                }
                // From where the taken spot stands now: the map may have moved under the drag.
                let offset =
                    self.viewport.screen(Pane::Body, at.world) - self.viewport.screen(Pane::Body, origin.world);
                if !at.modifiers.is_copying {
                    self.left_behind(dragged);
                }
                self.ghost(dragged, offset, painter);
                if let (Dragged::Cards { .. }, None) = (dragged, drop) {
                    self.refusal(at.world.y);
                }
            }
        }
    }

    /// The value that a dragged point of a curve has now, beside it.
    fn point_value(&self, card: CardId, edit: &Edit) {
        let Edit::Update(AnyRecord::Card(changed)) = edit else { return };
        let (CardBody::Curve { value }, Some(place)) = (&changed.body, self.picture.layout.cards.get(&card)) else {
            return;
        };
        let on = self.painter(Pane::Body);
        let style = TextStyle::new(self.tokens.type_sizes.body, Weight::SemiBold);
        #[expect(clippy::cast_possible_truncation, reason = "a size in points")]
        let font = crate::canvas::paint::font(style, style.size as f32);
        let ink = color(self.tokens.on_accent);
        let galley = on.layout_no_wrap(words::curve_value(*value), font, ink);
        let point = self.viewport.screen(Pane::Body, place.rect.center());
        let room = egui::Rect::from_center_size(point + vec2(0.0, -24.0), galley.size()).expand2(vec2(6.0, 2.0));
        // Above the point, or below it at the upper edge of the canvas.
        let room = if room.min.y < on.clip_rect().min.y { room.translate(vec2(0.0, 48.0)) } else { room };
        on.rect_filled(room, CornerRadius::same(4), color(self.tokens.accent));
        on.galley(room.center() - galley.size() / 2.0, galley, ink);
    }

    /// A connection being drawn: its start, and a line to the pointer until a card is found to end at.
    fn linking(&self, linking: &Linking) {
        let layout = &self.picture.layout;
        let Some(from) = layout.cards.get(&linking.from) else { return };
        let line = self.stroke(self.tokens.strokes.focus);
        self.outline(Pane::Body, from.rect, self.tokens.radii.card, line);
        if let Some(target) = linking.target.and_then(|id| layout.cards.get(&id)) {
            self.outline(Pane::Body, target.rect, self.tokens.radii.card, line);
        } else {
            let start = self.viewport.screen_rect(Pane::Body, from.rect).right_center();
            // Begun from the keyboard it has a loose end beside the card, which says that it waits.
            let end = linking.at.map_or(start + vec2(LOOSE_END, 0.0), |at| self.viewport.screen(Pane::Body, at));
            let on = self.painter(Pane::Body);
            on.extend(Shape::dashed_line(&[start, end], line, 5.0, 4.0));
            on.circle_filled(end, 3.0, line.color);
        }
        if linking.hold == Hold::Free {
            self.hint(words::linking_hint());
        }
    }

    /// What to do now, in words at the lower edge of the map.
    fn hint(&self, words: &str) {
        let on = self.ui.painter_at(self.viewport.rect);
        #[expect(clippy::cast_possible_truncation, reason = "a size in points")]
        let size = self.tokens.type_sizes.body as f32;
        let ink = color(self.tokens.on_accent);
        let font = crate::canvas::paint::font(TextStyle::new(f64::from(size), Weight::Medium), size);
        let galley = on.layout(words.to_owned(), font, ink, (self.viewport.rect.width() - 48.0).max(80.0));
        let room = galley.size() + vec2(24.0, 12.0);
        let center = self.viewport.rect.center_bottom() - vec2(0.0, room.y / 2.0 + 16.0);
        let rect = egui::Rect::from_center_size(center, room);
        let node = self.ui.interact(rect, self.ui.scope_id().with("hint"), egui::Sense::hover());
        node.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Status, true, words));
        on.rect_filled(rect, CornerRadius::same(8), color(self.tokens.accent));
        on.galley(rect.center() - galley.size() / 2.0, galley, ink);
    }

    fn drop(&self, mark: DropMark) {
        let layout = &self.picture.layout;
        let line = self.stroke(self.tokens.strokes.focus);
        let v = self.viewport;
        match mark {
            DropMark::Preview => {}
            DropMark::Guide { y } => {
                let left = v.screen(Pane::Labels, crate::base::geom::Point::new(0.0, y));
                let on = self.ui.painter_at(v.rect);
                on.hline(v.rect.x_range(), left.y, self.stroke(self.tokens.strokes.hairline));
            }
            DropMark::Column { x, top } => {
                let upper = v.screen(Pane::Header, crate::base::geom::Point::new(x, top));
                let lower = v.screen(Pane::Body, crate::base::geom::Point::new(x, layout.bounds.max.y));
                let header = v.clip(Pane::Header);
                let room = header.union(v.clip(Pane::Body));
                let on = self.ui.painter_at(room);
                // Before the first column and behind what is scrolled away it runs along the edge, but is seen.
                let x =
                    upper.x.clamp(room.left() + line.width / 2.0, (room.right() - line.width / 2.0).max(room.left()));
                on.vline(x, upper.y..=lower.y, line);
                on.circle_filled(egui::pos2(x, upper.y), 3.0, line.color);
            }
            DropMark::Row { y } => {
                let left = v.screen(Pane::Labels, crate::base::geom::Point::new(0.0, y));
                let right = v.screen(Pane::Body, crate::base::geom::Point::new(layout.bounds.max.x, y));
                let room = v.clip(Pane::Labels).union(v.clip(Pane::Body));
                let on = self.ui.painter_at(room);
                // Under the stage row, too, and where the lane it would stand before is scrolled away.
                let y = left.y.clamp(room.top() + line.width / 2.0, (room.bottom() - line.width / 2.0).max(room.top()));
                on.hline(left.x..=right.x, y, line);
            }
            DropMark::Cell { cell, y } => {
                let on = self.painter(Pane::Body);
                let room = v.screen_rect(Pane::Body, cell);
                on.rect_filled(room, 4.0, color(self.tokens.accent_soft.with_opacity(WASH)));
                let at = v.screen(Pane::Body, crate::base::geom::Point::new(cell.min.x, y));
                on.hline(room.shrink(4.0).x_range(), at.y, line);
            }
        }
    }

    fn ghost(&self, dragged: &Dragged, offset: Vec2, painter: &ScenePainter) {
        let layers: &[Layer] = match dragged {
            Dragged::CurvePoint(_) | Dragged::Span { .. } | Dragged::LaneHeight(_) => return,
            Dragged::Cards { .. } => &[Layer::Cards],
            Dragged::Stage(_) | Dragged::Step(_) => &[Layer::Header],
            Dragged::Lane(_) => &[Layer::LaneLabels],
        };
        let records: BTreeSet<RecordRef> = self.dragged_records(dragged).into_iter().collect();
        let mut shapes = Vec::new();
        for layer in layers {
            let pane = Pane::of_layer(*layer);
            let scene = if pane == Pane::Body { &self.picture.scene } else { &self.picture.pins };
            let items = scene.layer(*layer).iter();
            let placed = |bounds: Rect| Rect {
                min: self.viewport.from_scene(pane, bounds.min),
                max: self.viewport.from_scene(pane, bounds.max),
            };
            // A stage takes the figures of its cards along, which carry the tags of those cards.
            let headers: Vec<Rect> = match dragged {
                Dragged::Stage(_) => records.iter().filter_map(|stage| Some(self.frame(*stage)?.1)).collect(),
                _ => Vec::new(),
            };
            // Where the ghosts cannot be seen, nothing is made of them: a drag may take hundreds along.
            // A stage or a lane leaves the pane that it stands in: what is held is seen in all of the view.
            let seen = self.viewport.rect.translate(-offset);
            let is_seen = |bounds: Rect| seen.intersects(self.viewport.screen_rect(pane, placed(bounds)));
            let moving = items.filter(|i| is_seen(i.bounds)).filter(|i| {
                i.tag.is_some_and(|t| records.contains(&t))
                    || headers.iter().any(|h| h.contains(placed(i.bounds).center()))
            });
            let moving = moving.filter(|i| i.tag.is_some());
            painter.items(pane, moving, &mut shapes);
        }
        // It lies above everything else, as paper does: what is below it would mix with its words.
        let on = self.ui.painter_at(self.viewport.rect);
        for (_, rect, radius) in self.dragged_rects(dragged) {
            let rect = rect.translate(offset);
            let shadow = egui::Shadow { offset: [0, 4], blur: 16, spread: 0, color: color(self.tokens.shadow) };
            on.add(shadow.as_shape(rect, radius));
            on.rect_filled(rect, radius, color(self.tokens.canvas));
        }
        on.extend(shapes.into_iter().map(|mut shape: Shape| {
            shape.translate(offset);
            shape
        }));
    }

    /// Everything that moves with what is dragged.
    fn dragged_records(&self, dragged: &Dragged) -> Vec<RecordRef> {
        let held = match dragged {
            Dragged::CurvePoint(_) | Dragged::Span { .. } | Dragged::LaneHeight(_) => return Vec::new(),
            Dragged::Cards { cards, .. } => return cards.iter().map(|c| (*c).into()).collect(),
            Dragged::Stage(id) => (*id).into(),
            Dragged::Step(id) => (*id).into(),
            Dragged::Lane(id) => (*id).into(),
        };
        crate::session::arrange::moving_with(held, self.selection)
    }

    /// Where what is dragged stands on the map, as far as it can be seen there or where it is dragged to.
    fn dragged_rects(&self, dragged: &Dragged) -> Vec<(Pane, egui::Rect, CornerRadius)> {
        let places = self.dragged_records(dragged).into_iter().filter_map(|record| {
            let (pane, rect) = self.frame(record)?;
            let radius = CornerRadius::from(self.viewport.length_in(pane, self.radius(record)));
            Some((pane, self.viewport.screen_rect(pane, rect), radius))
        });
        places.collect()
    }

    /// The place that something is dragged away from steps back.
    fn left_behind(&self, dragged: &Dragged) {
        for (pane, rect, radius) in self.dragged_rects(dragged) {
            self.painter(pane).rect_filled(rect, radius, color(self.tokens.canvas.with_opacity(VEIL)));
        }
    }

    /// Why a card cannot be dropped at a height of the map.
    fn refusal(&self, y: f64) {
        let lane = self.picture.layout.lanes.iter().find(|l| (l.rect.min.y..l.rect.max.y).contains(&y));
        let pointer = self.ui.input(|i| i.pointer.latest_pos());
        let is_here = pointer.is_none_or(|at| self.viewport.rect.contains(at));
        match lane.map(|l| l.kind) {
            // Beside the map the pointer is in no lane of it: there may be another map to drop on.
            _ if !is_here => {}
            Some(LaneKind::Kpi) => self.hint(words::only_kpis_here()),
            Some(LaneKind::Curve) => self.hint(words::only_points_here()),
            _ => {}
        }
    }

    /// Soft edges of the panes that stay put, where cells have gone under them.
    pub fn pane_edges(&self) {
        let (is_under_labels, is_under_header) = self.viewport.is_scrolled();
        let body = self.viewport.clip(Pane::Body);
        let on = self.ui.painter_at(self.viewport.rect);
        let steps: [(f32, f64); 3] = [(0.5, 0.9), (1.5, 0.35), (2.5, 0.15)];
        for (distance, opacity) in steps {
            let stroke = Stroke::new(1.0, color(self.tokens.card_line.with_opacity(opacity)));
            if is_under_header {
                on.hline(self.viewport.rect.x_range(), body.min.y + distance, stroke);
            }
            if is_under_labels {
                on.vline(body.min.x + distance, self.viewport.rect.y_range(), stroke);
            }
        }
    }
}
