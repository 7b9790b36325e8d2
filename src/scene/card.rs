//! Cards of every kind.

use crate::base::geom::{Point, Rect};
use crate::base::ids::KpiId;
use crate::base::text::{TextRoom, TextStyle};
use crate::i18n::map as words;
use crate::layout::CardBox;
use crate::model::{Card, CardBody, Channel, Kpi, LaneKind, Picture, Place, RecordRef, Severity};
use crate::scene::channel_icon;
use crate::scene::kpi_card;
use crate::scene::marks;
use crate::scene::pen::{Baseline, Pen};
use crate::scene::{Align, KpiFigure, Layer, Lod, Prim, Stroke, touchpoint_badge};
use std::sync::Arc;

/// Height of the shape of a status that stands below the words while these are set larger.
const STATUS_FROM_AFAR: f64 = 26.0;

/// How far badges reach beyond the edge of a card.
const BADGES: f64 = 16.0;

/// Draws all cards but the points of curves, which belong to their lane.
pub(super) fn draw_all(pen: &mut Pen<'_, '_>) {
    let layout = pen.input.layout;
    pen.layer = Layer::Cards;
    for place in layout.cards.values() {
        if pen.input.is_outside(place.rect.expand(BADGES))
            && !pen.input.window.is_some_and(|w| w.also.contains(&place.id))
        {
            continue;
        }
        let Some(card) = pen.input.document.cards.get(&place.id) else { continue };
        let lane = layout.lanes.get(place.lane).map(|l| l.kind);
        pen.tag = Some(RecordRef::Card(place.id));
        let tokens = pen.tokens();
        match &card.body {
            CardBody::Curve { .. } if lane == Some(LaneKind::Curve) => {}
            CardBody::Text | CardBody::Curve { .. } => {
                let fill = if lane == Some(LaneKind::Process) { tokens.process } else { tokens.card };
                pen.card(place.rect, fill_of(pen, card, fill), tokens.card_line);
                main_text(pen, place, card, 0.0);
            }
            CardBody::Touchpoint { channel, is_moment_of_truth } => {
                touchpoint(pen, place, card, (*channel, *is_moment_of_truth));
                if *is_moment_of_truth && pen.input.lod > Lod::Distant {
                    pen.star(place.rect.min.offset(place.rect.width() - 15.0, 16.0), 6.2, tokens.watch);
                }
            }
            CardBody::Image { picture } => {
                pen.card(place.rect, fill_of(pen, card, tokens.card), tokens.card_line);
                storyboard(pen, place, card, picture.as_ref());
            }
            CardBody::Quote { .. } => {
                pen.card(place.rect, fill_of(pen, card, tokens.quote), tokens.hairline);
                main_text(pen, place, card, 0.0);
                if pen.has_small_print() {
                    pen.block(place.detail.clone(), place.detail_origin, Align::Left, tokens.text_weak);
                }
            }
            CardBody::PainPoint { severity, kpi, .. } => {
                pen.card(place.rect, fill_of(pen, card, tokens.pain), tokens.hairline);
                main_text(pen, place, card, STATUS_FROM_AFAR);
                pain_figures(pen, place, card, *severity, *kpi);
            }
            CardBody::Opportunity { value, effort } => {
                pen.card(place.rect, fill_of(pen, card, tokens.opportunity), tokens.hairline);
                main_text(pen, place, card, 0.0);
                opportunity_figures(pen, place, *value, *effort);
            }
            CardBody::Kpi { kpi, place: at, form, split, .. } => {
                pen.card(place.rect, fill_of(pen, card, tokens.card), tokens.card_line);
                kpi_card::draw(pen, place, (*form, split), (*kpi, *at));
            }
        }
        if lane != Some(LaneKind::Curve) || !matches!(card.body, CardBody::Curve { .. }) {
            marks::draw(pen, place, card);
        }
        marks::badges(pen, place.id.into(), place.rect);
    }
}

/// The fill of a card: the tint it was given, else that of its kind.
fn fill_of(pen: &Pen<'_, '_>, card: &Card, own: crate::base::color::Rgba) -> crate::base::color::Rgba {
    card.marks.tint.map_or(own, |tint| pen.tokens().tint(tint))
}

/// The picture of a storyboard with its caption, or an empty frame.
fn storyboard(pen: &mut Pen<'_, '_>, place: &CardBox, card: &Card, picture: Option<&Picture>) {
    let tokens = pen.tokens();
    if let Some(rect) = place.picture {
        match picture {
            Some(picture) => {
                let words = crate::layout::plain_words(&card.text);
                let (digest, words) = (Arc::from(picture.digest.as_str()), Arc::from(words.as_str()));
                pen.add(Prim::Picture { rect, digest, words, ground: tokens.hover });
            }
            None => empty_frame(pen, rect),
        }
    }
    pen.words((&place.text, &card.text), (place.text_origin, place.rect), tokens.text_weak);
}

/// Hills and a sun in thin lines: a picture can stand here.
fn empty_frame(pen: &mut Pen<'_, '_>, rect: Rect) {
    let tokens = pen.tokens();
    let side = rect.width().min(rect.height()).min(40.0);
    let (c, s) = (rect.center(), side / 40.0);
    let stroke = Stroke::solid(1.2, tokens.text_faint.with_opacity(0.55));
    let at = |x: f64, y: f64| c.offset(x * s, y * s);
    pen.line(vec![at(-20.0, -14.0), at(20.0, -14.0), at(20.0, 14.0), at(-20.0, 14.0), at(-20.0, -14.0)], stroke);
    pen.line(vec![at(-20.0, 9.0), at(-8.0, -3.0), at(2.0, 7.0), at(9.0, 0.0), at(20.0, 10.0)], stroke);
    pen.add(Prim::Circle { center: at(9.0, -7.0), radius: 2.8 * s, fill: None, stroke: Some(stroke) });
}

/// The main text; `below` is kept free at the bottom of the card.
fn main_text(pen: &mut Pen<'_, '_>, place: &CardBox, card: &Card, below: f64) {
    let (tokens, sizes) = (pen.tokens(), pen.sizes());
    let bottom = place.content_bottom(sizes) - below.max(sizes.card_padding_y / 2.0);
    let room = Rect { max: Point::new(place.rect.max.x, bottom), ..place.rect };
    pen.words((&place.text, &card.text), (place.text_origin, room), tokens.text);
}

/// Room of the star of a moment of truth at the right edge.
const STAR: f64 = 24.0;

fn touchpoint(pen: &mut Pen<'_, '_>, place: &CardBox, card: &Card, (channel, is_moment): (Channel, bool)) {
    let (layout, tokens, sizes) = (pen.input.layout, pen.tokens(), pen.sizes());
    let stage = layout.steps.get(place.columns.start).map(|s| s.stage);
    let tint = stage.and_then(|id| pen.input.document.stages.get(&id)).map_or(0, |s| s.tint);
    let ink = tokens.ink(tint);
    pen.card(place.rect, fill_of(pen, card, tokens.card), tokens.card_line);
    let edge = Rect::new(place.rect.min.x, place.rect.min.y, tokens.strokes.edge, place.rect.height());
    pen.fill(edge, tokens.strokes.edge / 2.0, ink);
    main_text(pen, place, card, 0.0);
    if pen.input.lod == Lod::Distant {
        return;
    }
    let icon = Point::new(place.text_origin.x, place.rect.min.y + sizes.card_padding_y);
    pen.icon(channel_icon::pieces(channel), icon, sizes.icon, ink);
    // What is measured at this very touchpoint stands beside its icon.
    let Some((_, figure)) = best_figure(pen, &[Place::Touchpoint(place.id)], None) else { return };
    let left = Point::new(icon.x + sizes.icon + 6.0, icon.y + sizes.icon / 2.0);
    let right = place.rect.max.x - if is_moment { STAR } else { 5.0 };
    touchpoint_badge::draw(pen, figure, left, right);
}

/// The figure of the first place that has one; satisfaction before other KPIs when none is asked for by id.
fn best_figure<'a>(pen: &Pen<'a, '_>, places: &[Place], wanted: Option<KpiId>) -> Option<(&'a Kpi, &'a KpiFigure)> {
    places.iter().find_map(|place| {
        let here = pen.figures.get(place)?.iter().copied();
        touchpoint_badge::best(here.filter(|(kpi, _)| wanted.is_none_or(|id| id == kpi.id)))
    })
}

/// Where the scores of a card may come from: its steps, the touchpoints on them, its stage, the map; nearest first.
fn places_of(pen: &Pen<'_, '_>, place: &CardBox) -> Vec<Place> {
    let layout = pen.input.layout;
    let steps = layout.steps.get(place.columns.clone()).unwrap_or(&[]);
    let mut places: Vec<Place> = steps.iter().map(|s| Place::Step(s.id)).collect();
    for (row, column) in (0..layout.lanes.len()).flat_map(|row| place.columns.clone().map(move |c| (row, c))) {
        places.extend(layout.cards_in_cell(row, column).iter().map(|id| Place::Touchpoint(*id)));
    }
    places.extend(steps.first().map(|s| Place::Stage(s.stage)));
    places.extend(layout.map.map(Place::Map));
    places
}

/// "■ CSAT 3.2 · n 214 · ↓ −0.6" and the severity.
fn pain_figures(pen: &mut Pen<'_, '_>, place: &CardBox, card: &Card, severity: Severity, kpi: Option<KpiId>) {
    let (tokens, sizes) = (pen.tokens(), pen.sizes());
    let left = place.rect.min.x + sizes.card_padding_x;
    let right = place.rect.max.x - sizes.card_padding_x;
    let last = place.content_bottom(sizes) - sizes.card_padding_y - 2.0;
    let figure = best_figure(pen, &places_of(pen, place), kpi);
    if pen.input.lod < Lod::Compact {
        if let Some((_, figure)) = figure {
            pen.status(figure.status, Point::new(left + 9.0, last - 6.0), 9.0);
        }
        return;
    }
    // A narrow card has no room beside its words: the severity stands in the last line.
    let is_narrow = place.figure_lines > 1;
    let meter_bottom = if is_narrow { last } else { place.text_origin.y + 13.0 };
    let meter = severity_meter(pen, severity, Point::new(right, meter_bottom));
    let beside_meter = if is_narrow { right - left - meter - 6.0 } else { right - left };
    let style = sizes.styles.figure;
    let Some((kpi, figure)) = figure else {
        let at = Baseline::left(left, last, beside_meter);
        pen.text_at(words::severity(severity), sizes.styles.detail, at, tokens.text_weak);
        return;
    };
    let name = if kpi.name.is_empty() { card.text.as_str() } else { kpi.name.as_str() };
    let color = pen.status_color(figure.status);
    let n_text = figure.short_n();
    let x = left + 14.0;
    // What does not fit is left out, never cut: first the unit of the change, then the change.
    let full = figure.change_text.as_str();
    let shortest = figure.shortest_n();
    let unitless = words::without_unit(full);
    let tails = [(&n_text, full), (&n_text, unitless), (&n_text, ""), (&shortest, unitless), (&shortest, "")];
    let tails = tails.map(|(n_text, change)| {
        let parts: Vec<&str> = [n_text.as_str(), change].into_iter().filter(|t| !t.is_empty()).collect();
        parts.join(words::DOT)
    });
    let (before, tail_style, tail_room) = if is_narrow {
        (String::new(), sizes.styles.detail, beside_meter)
    } else {
        (format!("{}{}", figure.value_text, words::DOT), style, right - x)
    };
    let [.., last_tail] = &tails;
    let tail = tails
        .iter()
        .find(|t| pen.measure(&format!("{before}{t}"), tail_style, TextRoom::LINE).size.width <= tail_room)
        .unwrap_or(last_tail);
    if is_narrow {
        let first = last - sizes.figure_height + 2.0;
        pen.status(figure.status, Point::new(left + 4.4, first - 4.0), 4.4);
        named_value(pen, name, &figure.value_text, style, Baseline::left(x, first, right - x), color);
        pen.text_at(tail, sizes.styles.detail, Baseline::left(left, last, beside_meter), color);
    } else {
        pen.status(figure.status, Point::new(left + 4.4, last - 4.0), 4.4);
        let value = format!("{}{}{tail}", figure.value_text, if tail.is_empty() { "" } else { words::DOT });
        named_value(pen, name, &value, style, Baseline::left(x, last, right - x), color);
    }
}

/// A name cut to less than this says nothing and is left out.
const SHORTEST_NAME: f64 = 36.0;

/// A name and its numbers on one line; when they do not fit, the name is cut, never the numbers.
fn named_value(
    pen: &mut Pen<'_, '_>,
    name: &str,
    value: &str,
    style: TextStyle,
    at: Baseline,
    color: crate::base::color::Rgba,
) {
    let value_width = pen.measure(value, style, TextRoom::LINE).size.width;
    let name_room = at.width - value_width - 4.0;
    let mut x = at.x;
    let name_width = pen.measure(name, style, TextRoom::LINE).size.width;
    if name_room >= name_width.min(SHORTEST_NAME) {
        x += pen.text_at(name, style, Baseline::left(x, at.y, name_room), color) + 4.0;
    }
    pen.text_at(value, style, Baseline::left(x, at.y, at.x + at.width - x), color);
}

/// Four rising bars, as many filled as the severity has steps. Ends at `corner`; returns its width.
fn severity_meter(pen: &mut Pen<'_, '_>, severity: Severity, corner: Point) -> f64 {
    const BAR: f64 = 3.0;
    const GAP: f64 = 1.5;
    let tokens = pen.tokens();
    let width = 4.0 * BAR + 3.0 * GAP;
    let level = Severity::EVERY.iter().position(|s| *s == severity).unwrap_or(0);
    let mut x = corner.x - width;
    let mut height = 3.5;
    for bar in 0..Severity::EVERY.len() {
        let color = if bar <= level { tokens.off } else { tokens.off.with_opacity(0.22) };
        pen.fill(Rect::new(x, corner.y - height, BAR, height), 0.8, color);
        x += BAR + GAP;
        height += 2.0;
    }
    width
}

/// "value 9 · effort 4".
fn opportunity_figures(pen: &mut Pen<'_, '_>, place: &CardBox, value: Option<u8>, effort: Option<u8>) {
    let (tokens, sizes) = (pen.tokens(), pen.sizes());
    if pen.input.lod < Lod::Compact || place.figure_lines == 0 {
        return;
    }
    let left = place.rect.min.x + sizes.card_padding_x;
    let room = place.rect.width() - 2.0 * sizes.card_padding_x;
    let lines = usize::from(place.figure_lines);
    let text = words::value_and_effort(value, effort);
    let block = pen.measure(&text, sizes.styles.detail, TextRoom::lines(room, lines));
    let top = place.text_origin.y + place.text.size.height + 2.0;
    pen.block(block, Point::new(left, top), Align::Left, tokens.text_weak);
}
