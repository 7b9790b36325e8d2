//! What any card may carry: how sure the team is, whom it is about, tags; and how many notes wait for an answer.

use crate::base::color::Rgba;
use crate::base::geom::{Point, Rect};
use crate::base::ids::PersonaId;
use crate::base::text::TextRoom;
use crate::i18n::map as words;
use crate::layout::CardBox;
use crate::model::{Card, Confidence, Document, RecordRef};
use crate::scene::pen::{Baseline, Pen};
use crate::scene::{Layer, Lod, Part, Prim, Stroke, signal_badge};
use std::collections::BTreeMap;

/// Radius of the diamond of confidence.
const DIAMOND: f64 = 4.4;
/// Radius of the disc with the initial of a persona.
const INITIAL: f64 = 6.5;
/// Between marks.
const BETWEEN: f64 = 6.0;

/// Personas in order: each has the colour of its place.
pub(super) fn personas(document: &Document) -> Vec<PersonaId> {
    let mut all: Vec<_> = document.personas.values().collect();
    all.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)));
    all.into_iter().map(|p| p.id).collect()
}

/// Notes that nobody has dealt with yet, by what they are about.
pub(super) fn open_notes(document: &Document) -> BTreeMap<RecordRef, usize> {
    let mut counts = BTreeMap::new();
    for note in document.notes.values().filter(|note| !note.is_resolved) {
        *counts.entry(note.anchor).or_default() += 1;
    }
    counts
}

/// The row of marks at the bottom of a card. Words that do not fit are counted, never cut.
pub(super) fn draw(pen: &mut Pen<'_, '_>, place: &CardBox, card: &Card) {
    let Some(y) = place.marks_y.filter(|_| pen.input.lod >= Lod::Compact) else { return };
    let (tokens, sizes) = (pen.tokens(), pen.sizes());
    let mut x = place.rect.min.x + sizes.card_padding_x;
    let right = place.rect.max.x - sizes.card_padding_x;
    if let Some(confidence) = card.marks.confidence {
        diamond(pen, Point::new(x + DIAMOND, y), confidence);
        x += 2.0 * DIAMOND + BETWEEN;
    }
    if let Some(id) = card.marks.persona {
        initial(pen, Point::new(x + INITIAL, y), id);
        x += 2.0 * INITIAL + BETWEEN;
    }
    if !pen.has_small_print() {
        return;
    }
    let style = sizes.styles.mark;
    let is_chip = pen.input.lod == Lod::Close;
    let padding = if is_chip { 4.0 } else { 0.0 };
    let baseline = y + style.size * 0.36;
    let tags: Vec<String> =
        card.marks.tags.iter().map(|tag| if is_chip { tag.clone() } else { words::tag(tag) }).collect();
    for (index, tag) in tags.iter().enumerate() {
        let rest = words::more(tags.len() - index);
        let width = pen.measure(tag, style, TextRoom::LINE).size.width + 2.0 * padding;
        let for_rest =
            if index + 1 < tags.len() { pen.measure(&rest, style, TextRoom::LINE).size.width + BETWEEN } else { 0.0 };
        if x + width + for_rest > right {
            pen.text_at(&rest, style, Baseline::left(x, baseline, right - x), tokens.text_weak);
            return;
        }
        if is_chip {
            let stroke = Some(Stroke::hairline(tokens.strokes.hairline, tokens.text_faint.with_opacity(0.6)));
            let rect = Rect::new(x, y - 6.0, width, 12.0);
            pen.add(Prim::Rect { rect, radius: 3.0, fill: None, stroke });
        }
        pen.text_at(tag, style, Baseline::left(x + padding, baseline, f64::INFINITY), tokens.text_weak);
        x += width + BETWEEN;
    }
}

/// ◇ assumption, half filled for partly, ◆ backed: told apart by how full they are.
fn diamond(pen: &mut Pen<'_, '_>, center: Point, confidence: Confidence) {
    let ink = pen.tokens().text_weak;
    let r = DIAMOND;
    let (top, right, bottom, left) =
        (center.offset(0.0, -r), center.offset(r, 0.0), center.offset(0.0, r), center.offset(-r, 0.0));
    match confidence {
        Confidence::Assumption => {}
        Confidence::Partly => pen.add(Prim::Polygon { points: vec![top, bottom, left], fill: ink }),
        Confidence::Backed => pen.add(Prim::Polygon { points: vec![top, right, bottom, left], fill: ink }),
    }
    pen.line(vec![top, right, bottom, left, top], Stroke::solid(1.1, ink));
}

/// A disc in the persona's colour with the first letter of the name.
fn initial(pen: &mut Pen<'_, '_>, center: Point, persona: PersonaId) {
    let ink = pen.persona_ink(persona);
    let fill = ink.with_opacity(0.16);
    let stroke = Some(Stroke::solid(1.0, ink));
    pen.add(Prim::Circle { center, radius: INITIAL, fill: Some(fill), stroke });
    letter(pen, center, persona, ink);
}

/// The first letter of a persona's name around a point.
pub(super) fn letter(pen: &mut Pen<'_, '_>, center: Point, persona: PersonaId, ink: Rgba) {
    let style = pen.sizes().styles.mark;
    let name = pen.input.document.personas.get(&persona).map_or("", |p| p.name.as_str());
    let first = name.chars().find(|c| c.is_alphanumeric()).map_or_else(String::new, |c| c.to_uppercase().collect());
    let width = pen.measure(&first, style, TextRoom::LINE).size.width;
    let at = Baseline::left(center.x - width / 2.0, center.y + style.size * 0.36, f64::INFINITY);
    pen.text_at(&first, style, at, ink);
}

/// What a record carries over the edge of its frame: notes that wait, signals without an answer.
pub(super) fn badges(pen: &mut Pen<'_, '_>, record: RecordRef, frame: Rect) {
    pen.part = Part::Badge;
    notes_badge(pen, record, frame);
    signal_badge::draw(pen, record, frame);
    pen.part = Part::Thing;
}

/// How many notes on a record wait, in a small bubble over the upper right corner of its frame.
fn notes_badge(pen: &mut Pen<'_, '_>, record: RecordRef, frame: Rect) {
    let Some(count) = pen.open_notes.get(&record).copied() else { return };
    let tokens = pen.tokens();
    let corner = Point::new(frame.max.x, frame.min.y);
    if pen.input.lod < Lod::Normal {
        pen.dot(corner.offset(-2.0, 2.0), 5.0, tokens.accent);
        return;
    }
    let style = pen.sizes().styles.mark;
    let words = words::note_count(count);
    let width = (pen.measure(&words, style, TextRoom::LINE).size.width + 7.0).max(13.0);
    let rect = Rect::new(corner.x - width + 3.0, corner.y - 3.0, width, 12.0);
    let tail = Point::new(rect.min.x + 4.0, rect.max.y - 0.5);
    pen.add(Prim::Polygon { points: vec![tail, tail.offset(5.0, 0.0), tail.offset(0.0, 3.5)], fill: tokens.accent });
    pen.fill(rect, 4.0, tokens.accent);
    let at = Baseline::left(rect.center().x - (width - 7.0).max(5.5) / 2.0, rect.center().y + style.size * 0.36, width);
    pen.text_at(&words, style, at, tokens.on_accent);
}

/// Badges of everything that stands in the header and at the left edge.
pub(super) fn header_badges(pen: &mut Pen<'_, '_>) {
    if pen.open_notes.is_empty() && pen.input.overlay.unanswered.is_empty() {
        return;
    }
    let layout = pen.input.layout;
    pen.layer = Layer::Header;
    for (record, rect) in layout
        .stages
        .iter()
        .map(|s| (RecordRef::Stage(s.id), s.rect))
        .chain(layout.steps.iter().map(|s| (RecordRef::Step(s.id), s.rect)))
    {
        pen.tag = Some(record);
        badges(pen, record, rect);
    }
    pen.layer = Layer::LaneLabels;
    for lane in &layout.lanes {
        let record = RecordRef::Lane(lane.id);
        pen.tag = Some(record);
        let inside = Rect { min: lane.label_rect.min, max: lane.label_rect.max.offset(-8.0, 0.0) };
        notes_badge(pen, record, Rect { min: inside.min.offset(0.0, 6.0), max: inside.max });
    }
}
