//! Signals that nobody has answered yet: a mark over the upper left corner of the stage and of the KPI card they are about,
//! which stays until there is an answer. Pictures and exports have it too.

use crate::base::geom::Rect;
use crate::base::text::TextRoom;
use crate::i18n::map as words;
use crate::model::RecordRef;
use crate::scene::pen::{Baseline, Pen};
use crate::scene::{Lod, Prim};

/// How far the tip of the mark lies from its middle.
const RADIUS: f64 = 7.0;
/// Seen from far, where its sign could not be read.
const SMALL_RADIUS: f64 = 5.0;
/// Between the sign and how many there are.
const BEFORE_COUNT: f64 = 2.0;

/// A lozenge with "!", and the number when there are several; blue when all of them are for the better.
pub(super) fn draw(pen: &mut Pen<'_, '_>, record: RecordRef, frame: Rect) {
    let Some(unanswered) = pen.input.overlay.unanswered.get(&record).copied() else { return };
    let tokens = pen.tokens();
    let ink = if unanswered.is_good { tokens.good } else { tokens.off };
    let is_small = pen.input.lod < Lod::Normal;
    let radius = if is_small { SMALL_RADIUS } else { RADIUS };
    let center = frame.min.offset(3.0, 3.0);
    let lozenge =
        |r: f64| vec![center.offset(0.0, -r), center.offset(r, 0.0), center.offset(0.0, r), center.offset(-r, 0.0)];
    // A rim of the surface keeps it apart from what it covers.
    pen.add(Prim::Polygon { points: lozenge(radius + 2.0), fill: tokens.canvas });
    pen.add(Prim::Polygon { points: lozenge(radius), fill: ink });
    if is_small {
        return;
    }
    let style = pen.sizes().styles.mark;
    let sign = words::UNANSWERED;
    let width = pen.measure(sign, style, TextRoom::LINE).size.width;
    let baseline = center.y + style.size * 0.36;
    pen.text_at(sign, style, Baseline::left(center.x - width / 2.0, baseline, f64::INFINITY), tokens.on_accent);
    if unanswered.count > 1 {
        let count = unanswered.count.to_string();
        let width = pen.measure(&count, style, TextRoom::LINE).size.width;
        let left = center.x + radius + BEFORE_COUNT;
        pen.fill(Rect::new(left - 1.0, center.y - 6.0, width + 3.0, 12.0), 3.0, tokens.canvas);
        pen.text_at(&count, style, Baseline::left(left, baseline, f64::INFINITY), ink);
    }
}
