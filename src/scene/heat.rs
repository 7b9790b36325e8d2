//! Stages coloured by what is measured: a wash in place of their tints, and a strip of the full colour at the lower edge.

use crate::base::geom::{Point, Rect};
use crate::base::ids::StageId;
use crate::scene::pen::Pen;

/// Opacity of a wash of the full strength that words stand on: the weakest of them keep a contrast of 4.5.
pub(super) const UNDER_WORDS: f64 = 0.12;
/// The same where there are no words.
pub(super) const ALONE: f64 = 0.5;
/// Height of the strip, at most this share of the stage.
const STRIP: f64 = 7.0;
const STRIP_SHARE: f64 = 0.1;
/// A strip is seen when there is any heat at all.
const LEAST_STRIP: f64 = 0.25;

/// Colours a stage that was just filled, while the map is coloured: tints would be read as heat.
pub(super) fn wash(pen: &mut Pen<'_, '_>, stage: StageId, (rect, radius): (Rect, f64), opacity: f64) {
    if pen.input.overlay.heat.is_empty() {
        return;
    }
    let tokens = pen.tokens();
    pen.fill(rect, radius, tokens.card);
    let Some(heat) = pen.input.overlay.heat.get(&stage).copied().filter(|heat| heat.strength > 0.0) else { return };
    let ink = if heat.is_good { tokens.good } else { tokens.off };
    pen.fill(rect, radius, ink.with_opacity(opacity * heat.strength));
    let height = STRIP.min(rect.height() * STRIP_SHARE);
    let inside = Rect { min: Point::new(rect.min.x + radius, rect.max.y - height), max: rect.max.offset(-radius, 0.0) };
    pen.fill(inside, height / 2.0, ink.with_opacity(strip_opacity(heat.strength)));
}

/// Opacity of the strip of a colour of some strength.
pub(super) fn strip_opacity(strength: f64) -> f64 {
    LEAST_STRIP + (1.0 - LEAST_STRIP) * strength
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::color::Rgba;
    use crate::theme::Tokens;

    /// What is seen where one colour lies over another.
    fn over(ground: Rgba, wash: Rgba, opacity: f64) -> Rgba {
        let mix = |a: u8, b: u8| (f64::from(a) * (1.0 - opacity) + f64::from(b) * opacity).round() as u8;
        Rgba { r: mix(ground.r, wash.r), g: mix(ground.g, wash.g), b: mix(ground.b, wash.b), ..ground }
    }

    #[test]
    fn words_can_be_read_on_the_hottest_stage() {
        for tokens in [Tokens::light(), Tokens::dark(), Tokens::print()] {
            for wash in [tokens.good, tokens.off] {
                let ground = over(tokens.card, wash, UNDER_WORDS);
                for ink in [tokens.text, tokens.text_weak, tokens.good, tokens.watch, tokens.off] {
                    assert!(ink.contrast(ground) >= 4.5, "{ink:?} on {ground:?}: {}", ink.contrast(ground));
                }
            }
        }
    }
}
