//! The header of a stage in a low window: its name on one line, its headline KPIs on another.

use crate::base::geom::Point;
use crate::base::text::{TextRoom, TextStyle};
use crate::layout::StageBox;
use crate::layout::sizes::{NARROW_KPI, NARROW_STAGE_NAMES};
use crate::model::RecordRef;
use crate::scene::pen::{Baseline, FittingRoom, Pen};
use crate::scene::stage_header::Headline;
use crate::scene::{Align, heat};

/// Inside a stage, left and right, and the share of a narrow one it takes at most.
const EDGE: f64 = 8.0;
const EDGE_SHARE: f64 = 0.06;
/// From the bottom of a stage to the baseline of its figures, and from its top to its name.
const TO_FIGURES: f64 = 9.0;
const TO_NAME: f64 = 6.0;
/// Sizes of values; one that fits in none leaves its shape alone.
const VALUES: [f64; 4] = [16.0, 14.0, 12.0, 11.0];
/// What a shape takes, and its radius.
const SHAPE: f64 = 14.0;
const RADIUS: f64 = 4.6;
/// Between a value and what follows it, and between two KPIs.
const GAP: f64 = 6.0;
const BETWEEN: f64 = 12.0;
/// A name cut to less than this says nothing.
const LEAST_NAME: f64 = 26.0;

/// Draws a stage.
pub(super) fn draw(pen: &mut Pen<'_, '_>, stage: &StageBox) {
    let tokens = pen.tokens();
    let record = pen.input.document.stages.get(&stage.id);
    let (title, tint) = record.map_or(("", 0), |s| (s.title.as_str(), s.tint));
    let rect = stage.rect;
    let radius = tokens.radii.stage.min(rect.width() / 4.0);
    pen.fill(rect, radius, tokens.tint(tint));
    heat::wash(pen, stage.id, (rect, radius), heat::UNDER_WORDS);
    let edge = EDGE.min(rect.width() * EDGE_SHARE);
    let (left, right) = (rect.min.x + edge, rect.max.x - edge);
    let badge = if record.is_some_and(|s| s.linked_map.is_some()) { crate::layout::LINK_BADGE } else { 0.0 };
    let headlines = pen.headlines.get(&stage.id).cloned().unwrap_or_default();
    let for_figures = if headlines.is_empty() { 0.0 } else { VALUES[0] + TO_FIGURES };
    let room =
        FittingRoom { width: right - left - badge, height: rect.height() - TO_NAME - for_figures, most_lines: 2 };
    let base = pen.sizes().styles.stage_title;
    let name = pen.fitted(title, base, &NARROW_STAGE_NAMES, &room);
    pen.block(name, Point::new(left, rect.min.y + TO_NAME), Align::Left, tokens.ink(tint));
    let baseline = rect.max.y - TO_FIGURES;
    let mut x = left;
    for (index, headline) in headlines.iter().take(2).enumerate() {
        let from = if index == 0 { x } else { x + BETWEEN };
        // A second one is whole or not there.
        if index > 0 && from + whole_width(pen, headline) > right {
            break;
        }
        x = figure(pen, headline, Baseline::left(from, baseline, right - from));
    }
}

/// What a headline takes whole: shape, value and name.
fn whole_width(pen: &mut Pen<'_, '_>, headline: &Headline<'_>) -> f64 {
    let Some(figure) = headline.figure else { return f64::INFINITY };
    let (value, name) = styles(pen, VALUES[0]);
    let mut width = |text: &str, style| pen.measure(text, style, TextRoom::LINE).size.width;
    SHAPE + width(&figure.value_text, value) + GAP + width(headline.name, name)
}

/// How values and names of KPIs are set.
fn styles(pen: &Pen<'_, '_>, size: f64) -> (TextStyle, TextStyle) {
    let styles = pen.sizes().styles;
    (TextStyle { size, ..styles.headline_value }, TextStyle { size: NARROW_KPI, ..styles.headline_name })
}

/// Shape, value and as much of the name as has room; a number is never cut. Gives where it ends.
fn figure(pen: &mut Pen<'_, '_>, headline: &Headline<'_>, at: Baseline) -> f64 {
    let tokens = pen.tokens();
    let (left, right) = (at.x, at.x + at.width);
    pen.tag = Some(RecordRef::Card(headline.card));
    let status = headline.figure.map(|f| f.status).unwrap_or_default();
    pen.status(status, Point::new(left + RADIUS, at.y - 5.0), RADIUS);
    let mut x = left + SHAPE;
    if let Some(figure) = headline.figure {
        let whole = figure.value_text.as_str();
        let short = whole.split_once(" / ").map_or(whole, |(value, _)| value);
        let tries = VALUES.into_iter().flat_map(|size| [(size, whole), (size, short)]);
        let mut tries = tries.map(|(size, text)| (styles(pen, size).0, text)).collect::<Vec<_>>().into_iter();
        let found = tries.find(|(style, text)| pen.measure(text, *style, TextRoom::LINE).size.width <= right - x);
        let Some((style, text)) = found else { return x };
        x += pen.text_at(text, style, Baseline::left(x, at.y, f64::INFINITY), tokens.text) + GAP;
    }
    if right - x >= LEAST_NAME {
        let style = styles(pen, VALUES[0]).1;
        let name = pen.fitting_name(headline.name, style, right - x);
        x += pen.text_at(name, style, Baseline::left(x, at.y, right - x), tokens.text_weak);
    }
    x
}
