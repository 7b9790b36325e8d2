//! The map from far: every stage is its name, its headline value and its colour.

use crate::base::geom::{Point, Rect};
use crate::base::text::{TextRoom, TextStyle};
use crate::model::RecordRef;
use crate::scene::build::Pen;
use crate::scene::{Align, Layer};

/// Smallest size of words; below, a stage is its colour and its status.
const SMALLEST: f64 = 30.0;

/// Draws stages as columns over the whole height.
pub(super) fn draw(pen: &mut Pen<'_, '_>) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    // Nothing is pinned from far: the whole map is in view.
    pen.layer = Layer::Cards;
    for stage in &layout.stages {
        pen.tag = Some(RecordRef::Stage(stage.id));
        let tint = pen.input.document.stages.get(&stage.id).map_or(0, |s| s.tint);
        let title = pen.input.document.stages.get(&stage.id).map_or("", |s| s.title.as_str());
        let bottom = layout.bounds.max.y - layout.sizes.margin;
        let rect = Rect { min: stage.rect.min, max: Point::new(stage.rect.max.x, bottom.max(stage.rect.max.y)) };
        pen.fill(rect, tokens.radii.stage, tokens.tint(tint));
        let width = rect.width() - 2.0 * layout.sizes.stage_padding;
        let x = rect.min.x + layout.sizes.stage_padding;
        let mut y = rect.min.y + layout.sizes.stage_padding;
        y = fitting(pen, title, Point::new(x, y), width, tokens.ink(tint));
        if let Some(headline) = pen.headlines.get(&stage.id).and_then(|h| h.first()).cloned() {
            let Some(figure) = headline.figure else { continue };
            // Without breaks: "4.3 / 5" on two lines reads as two numbers.
            let value = figure.value_text.replace(' ', "\u{a0}");
            let y = fitting(pen, &value, Point::new(x, y + 20.0), width, tokens.text);
            let radius = (width / 5.0).min(26.0);
            pen.status(figure.status, Point::new(x + radius, y + 20.0 + radius), radius);
        }
    }
}

/// Sets words as large as the width allows and returns their lower edge.
fn fitting(pen: &mut Pen<'_, '_>, text: &str, origin: Point, width: f64, color: crate::base::color::Rgba) -> f64 {
    let largest = pen.sizes().styles.far_title;
    let widest = text.split(' ').map(|word| pen.measure(word, largest, TextRoom::LINE).size.width).fold(1.0, f64::max);
    let style = TextStyle { size: (largest.size * (width / widest).min(1.0)).floor().max(SMALLEST), ..largest };
    let block = pen.measure(text, style, TextRoom::lines(width, 3));
    let bottom = origin.y + block.size.height;
    pen.block(block, origin, Align::Left, color);
    bottom
}
