//! What scenes are drawn with: shapes and words in the colours of the theme, and the numbers that stand on the map.

use crate::base::color::Rgba;
use crate::base::geom::{Point, Rect};
use crate::base::ids::{PersonaId, StageId};
use crate::base::text::{Measure, TextBlock, TextRoom, TextStyle};
use crate::layout::{Sizes, fitted_by};
use crate::model::{Kpi, Place, RecordRef};
use crate::scene::build::SceneInput;
use crate::scene::channel_icon::IconPiece;
use crate::scene::{Align, Item, KpiFigure, Layer, Lod, Part, Prim, Status, Stroke, marks, stage_header};
use crate::theme::Tokens;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Adds shapes to a scene.
pub(super) struct Pen<'a, 'm> {
    pub(super) input: SceneInput<'a>,
    /// The overlay by place: thousands of cards ask for theirs.
    pub(super) figures: BTreeMap<Place, Vec<(&'a Kpi, &'a KpiFigure)>>,
    /// KPIs of the stage headers.
    pub(super) headlines: BTreeMap<StageId, Vec<stage_header::Headline<'a>>>,
    /// Personas in order.
    personas: Vec<PersonaId>,
    /// Unanswered notes by what they are about.
    pub(super) open_notes: BTreeMap<RecordRef, usize>,
    measure: &'m mut dyn Measure,
    pub(super) items: Vec<Item>,
    pub(super) layer: Layer,
    pub(super) tag: Option<RecordRef>,
    /// As what of its thing is drawn what is drawn now.
    pub(super) part: Part,
}

impl<'a, 'm> Pen<'a, 'm> {
    pub(super) fn new(input: SceneInput<'a>, measure: &'m mut dyn Measure) -> Self {
        let mut figures: BTreeMap<Place, Vec<(&Kpi, &KpiFigure)>> = BTreeMap::new();
        for ((kpi, place), figure) in &input.overlay.cards {
            if let Some(kpi) = input.document.kpis.get(kpi) {
                figures.entry(*place).or_default().push((kpi.as_ref(), figure));
            }
        }
        Self {
            input,
            figures,
            headlines: stage_header::headlines(&input),
            personas: marks::personas(input.document),
            open_notes: marks::open_notes(input.document),
            measure,
            items: Vec::new(),
            layer: Layer::Lanes,
            tag: None,
            part: Part::Thing,
        }
    }

    /// The same pen, with all it has drawn, on another input of the same map.
    pub(super) fn on(self, input: SceneInput<'a>) -> Self {
        Self { input, ..self }
    }

    pub(super) fn tokens(&self) -> &'a Tokens {
        self.input.tokens
    }

    pub(super) fn sizes(&self) -> &'a Sizes {
        &self.input.layout.sizes
    }

    /// The colour of a persona.
    pub(super) fn persona_ink(&self, persona: PersonaId) -> Rgba {
        let place = self.personas.iter().position(|p| *p == persona).unwrap_or(0);
        self.tokens().ink(u8::try_from(place % 256).unwrap_or(0))
    }

    /// True when there is room and sharpness for the small print.
    pub(super) fn has_small_print(&self) -> bool {
        self.input.lod >= Lod::Normal
    }

    /// The style of what is small but must be read: n, words of connections, names of curves.
    pub(super) fn small_print(&self) -> TextStyle {
        let styles = &self.sizes().styles;
        match self.input.lod {
            Lod::Normal | Lod::Close => styles.axis,
            lod => {
                let style = styles.compact_axis;
                TextStyle { size: lod.size_of_words(style.size).unwrap_or(style.size), ..style }
            }
        }
    }

    pub(super) fn add(&mut self, prim: Prim) {
        let (layer, tag, part) = (self.layer, self.tag, self.part);
        self.items.push(Item { bounds: prim.bounds(), layer, tag, part, prim });
    }

    pub(super) fn fill(&mut self, rect: Rect, radius: f64, fill: Rgba) {
        self.add(Prim::Rect { rect, radius, fill: Some(fill), stroke: None });
    }

    /// A card: filled, with a hairline edge.
    pub(super) fn card(&mut self, rect: Rect, fill: Rgba, line: Rgba) {
        let tokens = self.tokens();
        let stroke = Some(Stroke::hairline(tokens.strokes.hairline, line));
        self.add(Prim::Rect { rect, radius: tokens.radii.card, fill: Some(fill), stroke });
    }

    pub(super) fn line(&mut self, points: Vec<Point>, stroke: Stroke) {
        if points.len() > 1 {
            self.add(Prim::Polyline { points, stroke });
        }
    }

    pub(super) fn hairline(&mut self, a: Point, b: Point, color: Rgba) {
        let width = self.tokens().strokes.hairline;
        self.line(vec![a, b], Stroke::hairline(width, color));
    }

    pub(super) fn dot(&mut self, center: Point, radius: f64, fill: Rgba) {
        self.add(Prim::Circle { center, radius, fill: Some(fill), stroke: None });
    }

    pub(super) fn measure(&mut self, text: &str, style: TextStyle, room: TextRoom) -> Arc<TextBlock> {
        Arc::new(self.measure.block(text, style, room))
    }

    pub(super) fn block(&mut self, block: Arc<TextBlock>, origin: Point, align: Align, color: Rgba) {
        if !block.lines.is_empty() {
            let links = self.tokens().accent;
            self.add(Prim::Text { block, origin, align, color, links });
        }
    }

    /// One line on a baseline, cut at `width`; returns its width.
    pub(super) fn text_at(&mut self, text: &str, style: TextStyle, at: Baseline, color: Rgba) -> f64 {
        let block = self.measure(text, style, TextRoom::line(at.width));
        let Some(first) = block.lines.first() else { return 0.0 };
        let (width, top) = (block.size.width, at.y - first.baseline);
        self.block(block, Point::new(at.x, top), at.align, color);
        width
    }

    /// As much of a name as stands whole in a width: without the short form in brackets at its end, or that alone. The
    /// name itself where none of them fits.
    pub(super) fn fitting_name<'n>(&mut self, name: &'n str, style: TextStyle, width: f64) -> &'n str {
        let split = name.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
        let Some((long, short)) = split.filter(|(long, short)| !long.is_empty() && !short.is_empty()) else {
            return name;
        };
        let fits = |text: &&str| self.measure(text, style, TextRoom::LINE).size.width <= width;
        [name, long, short].into_iter().find(fits).unwrap_or(name)
    }

    pub(super) fn status_color(&self, status: Status) -> Rgba {
        let tokens = self.tokens();
        match status {
            Status::None => tokens.text_faint,
            Status::Good => tokens.good,
            Status::Watch => tokens.watch,
            Status::Off => tokens.off,
        }
    }

    /// Colour of a change: good, bad, or neither.
    pub(super) fn change_color(&self, is_good: Option<bool>, status: Status) -> Rgba {
        let tokens = self.tokens();
        match is_good {
            None => tokens.text_weak,
            Some(true) => tokens.good,
            // A bad move of a value that is still on or near its target is a warning, not an alarm.
            Some(false) if status == Status::Off => tokens.off,
            Some(false) => tokens.watch,
        }
    }

    /// ● on target, ▲ watch, ■ off, ○ without a target. `radius` is that of the circle; the others look as large.
    pub(super) fn status(&mut self, status: Status, center: Point, radius: f64) {
        let fill = self.status_color(status);
        match status {
            Status::Good => self.dot(center, radius, fill),
            Status::Watch => {
                let r = radius * 1.16;
                let points = vec![center.offset(0.0, -r), center.offset(r, r * 0.8), center.offset(-r, r * 0.8)];
                self.add(Prim::Polygon { points, fill });
            }
            Status::Off => {
                let rect = Rect { min: center, max: center }.expand(radius * 0.9);
                self.fill(rect, 1.0, fill);
            }
            Status::None => {
                let stroke = Some(Stroke::solid(radius * 0.3, fill));
                self.add(Prim::Circle { center, radius: radius * 0.85, fill: None, stroke });
            }
        }
    }

    /// ★, as convex pieces: kites for the points over a pentagon, so that no seam shows between them.
    pub(super) fn star(&mut self, center: Point, radius: f64, fill: Rgba) {
        let corner = |i: u32, r: f64| {
            let angle = f64::from(i) * std::f64::consts::PI / 5.0 - std::f64::consts::FRAC_PI_2;
            center.offset(r * angle.cos(), r * angle.sin())
        };
        let inner = radius * 0.42;
        for i in (0..10).step_by(2) {
            let points = vec![center, corner(i + 9, inner), corner(i, radius), corner(i + 1, inner)];
            self.add(Prim::Polygon { points, fill });
        }
        self.add(Prim::Polygon { points: (0..5).map(|i| corner(2 * i + 1, inner)).collect(), fill });
    }

    /// A channel icon whose grid starts at `origin`.
    pub(super) fn icon(&mut self, pieces: Vec<IconPiece>, origin: Point, side: f64, color: Rgba) {
        let scale = side / 16.0;
        let at = |p: Point| origin.offset(p.x * scale, p.y * scale);
        let stroke = Stroke::solid(self.tokens().strokes.icon * scale, color);
        for piece in pieces {
            match piece {
                IconPiece::Line(points) => self.line(points.into_iter().map(at).collect(), stroke),
                IconPiece::Ring(p, r) => {
                    self.add(Prim::Circle { center: at(p), radius: r * scale, fill: None, stroke: Some(stroke) });
                }
                IconPiece::Dot(p, r) => self.dot(at(p), r * scale, color),
            }
        }
    }

    /// Lines of text that run upwards from a lower left corner.
    pub(super) fn rising(&mut self, block: Arc<TextBlock>, corner: Point, color: Rgba) {
        if !block.lines.is_empty() {
            self.add(Prim::Rising { block, corner, color });
        }
    }

    /// True when no word has to be broken inside to fit a width.
    pub(super) fn is_untorn(&mut self, text: &str, style: TextStyle, width: f64) -> bool {
        text.split_whitespace().all(|word| self.measure(word, style, TextRoom::LINE).size.width <= width)
    }

    /// Words as large as they stand whole in a room, see [`fitted_by`].
    pub(super) fn fitted(&mut self, text: &str, base: TextStyle, sizes: &[f64], room: &FittingRoom) -> Arc<TextBlock> {
        Arc::new(fitted_by(self.measure, text, base, (sizes, |style| room.of(style))))
    }

    /// Words of a card as they were measured, or set larger where they would be too small to read: as many of them as
    /// there is room for in the card, down to `bottom`. From further away there are none.
    pub(super) fn words(&mut self, (block, text): (&Arc<TextBlock>, &str), (origin, room): (Point, Rect), color: Rgba) {
        let own = block.style.size;
        let Some(size) = self.input.lod.size_of_words(own).filter(|_| !block.lines.is_empty()) else { return };
        if size <= own {
            return self.block(Arc::clone(block), origin, Align::Left, color);
        }
        // Larger words may come nearer to the edges.
        let edge = (origin.x - room.min.x) / 2.0;
        let left = room.min.x + edge;
        let width = room.max.x - edge - left;
        let style = TextStyle { size, ..block.style };
        let height = room.max.y - origin.y;
        let room = FittingRoom { width, height, most_lines: MOST_LARGE_LINES };
        let words = self.fitted(&crate::layout::plain_words(text), style, &[size], &room);
        self.block(words, Point::new(left, origin.y), Align::Left, color);
    }
}

/// Lines of words that are set larger, at most.
const MOST_LARGE_LINES: usize = 8;

/// Room in which words are fitted.
#[derive(Debug, Clone, Copy)]
pub(super) struct FittingRoom {
    pub(super) width: f64,
    pub(super) height: f64,
    /// More lines than this are not read as one name.
    pub(super) most_lines: usize,
}

impl FittingRoom {
    /// The lines there is room for; one at least.
    fn of(&self, style: TextStyle) -> TextRoom {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines")]
        let lines = (self.height / crate::layout::measure::line_height(style) + 1e-6).floor().max(1.0) as usize;
        TextRoom::lines(self.width, lines.min(self.most_lines))
    }
}

/// Where a single line of text goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Baseline {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) align: Align,
}

impl Baseline {
    /// Starts at x.
    pub(super) fn left(x: f64, y: f64, width: f64) -> Self {
        Self { x, y, width: width.max(0.0), align: Align::Left }
    }

    /// Ends at x.
    pub(super) fn right(x: f64, y: f64, width: f64) -> Self {
        Self { x, y, width: width.max(0.0), align: Align::Right }
    }
}
