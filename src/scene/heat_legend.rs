//! What the colours of stages mean: swatches with words, for the foot of pictures. The window has the same as a panel.

use crate::base::color::Rgba;
use crate::base::geom::{Point, Rect};
use crate::base::text::{Measure, TextBlock, TextRoom, TextStyle, Weight};
use crate::scene::heat;
use crate::scene::overlay_kpi::{Heat, HeatLegend};
use crate::scene::{Align, Prim, Stroke};
use crate::theme::Tokens;
use std::sync::Arc;

/// Size of a swatch, and the gaps beside it.
pub const SWATCH: (f64, f64) = (18.0, 11.0);
const AFTER_SWATCH: f64 = 5.0;
const BETWEEN: f64 = 14.0;
/// Height of a line.
const LINE: f64 = 17.0;

/// A swatch: the wash and the strip of a stage in this colour, or of one without any.
#[must_use]
pub fn swatch(heat: Option<Heat>, rect: Rect, tokens: &Tokens) -> Vec<Prim> {
    let stroke = Some(Stroke::hairline(tokens.strokes.hairline, tokens.card_line));
    let mut prims = vec![Prim::Rect { rect, radius: 2.0, fill: Some(tokens.card), stroke }];
    if let Some(heat) = heat {
        let ink = if heat.is_good { tokens.good } else { tokens.off };
        let wash = ink.with_opacity(heat::UNDER_WORDS * heat.strength);
        prims.push(Prim::Rect { rect, radius: 2.0, fill: Some(wash), stroke: None });
        let strip = Rect { min: Point::new(rect.min.x, rect.max.y - rect.height() * 0.4), max: rect.max };
        let fill = Some(ink.with_opacity(heat::strip_opacity(heat.strength)));
        prims.push(Prim::Rect { rect: strip, radius: 1.0, fill, stroke: None });
    }
    prims
}

/// The legend from a corner on, broken to a width, and how high it is.
#[must_use]
pub fn prims(
    legend: &HeatLegend,
    (corner, width): (Point, f64),
    tokens: &Tokens,
    measure: &mut dyn Measure,
) -> (Vec<Prim>, f64) {
    let style = TextStyle::new(tokens.type_sizes.axis, Weight::Regular);
    let strong = TextStyle { weight: Weight::SemiBold, ..style };
    let right = corner.x + width;
    let text = |block: TextBlock, origin: Point, color: Rgba| Prim::Text {
        block: Arc::new(block),
        origin,
        align: Align::Left,
        color,
        links: tokens.accent,
    };
    let title = measure.block(&legend.title, strong, TextRoom::line(width));
    let mut at = corner.offset(title.size.width + BETWEEN, 0.0);
    let mut prims = vec![text(title, corner, tokens.text)];
    for key in &legend.keys {
        let words = measure.block(&key.words, style, TextRoom::line(width - SWATCH.0 - AFTER_SWATCH));
        let needed = SWATCH.0 + AFTER_SWATCH + words.size.width;
        if at.x + needed > right {
            at = Point::new(corner.x, at.y + LINE);
        }
        prims.extend(swatch(key.heat, Rect::new(at.x, at.y + 1.5, SWATCH.0, SWATCH.1), tokens));
        prims.push(text(words, at.offset(SWATCH.0 + AFTER_SWATCH, 0.0), tokens.text_weak));
        at.x += needed + BETWEEN;
    }
    let mut bottom = at.y + LINE;
    for warning in &legend.warnings {
        let words = measure.block(warning, style, TextRoom::lines(width, 3));
        let height = words.size.height.max(LINE);
        prims.push(text(words, Point::new(corner.x, bottom), tokens.off));
        bottom += height;
    }
    (prims, bottom - corner.y)
}
