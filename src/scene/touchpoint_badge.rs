//! The badge of a touchpoint that something is measured at: status and value in the line of its icon.

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, KpiId};
use crate::base::text::{TextRoom, TextStyle};
use crate::i18n::map as words;
use crate::layout::sizes::BADGE_VALUES;
use crate::model::{Document, Kpi, KpiKind, Place};
use crate::scene::pen::{Baseline, Pen};
use crate::scene::{KpiFigure, KpiOverlay, Lod, Prim, Stroke};

/// Height of a badge, and its room left and right of what stands in it.
const HEIGHT: f64 = 15.0;
const INSIDE: f64 = 5.0;
/// Room of the shape with the space behind it.
const SHAPE: f64 = 11.0;
/// Radius of the shape where it stands alone, seen from afar.
const AFAR: f64 = 7.0;

/// Which of several KPIs speaks for a place: satisfaction before other KPIs, then the order of the list. Less is better.
#[must_use]
pub(super) fn liking(kpi: &Kpi) -> u8 {
    match kpi.kind {
        KpiKind::TopBox { .. } => 0,
        KpiKind::Ces | KpiKind::Sus => 1,
        KpiKind::Mean | KpiKind::Percentile { .. } if kpi.scale.is_some() => 1,
        KpiKind::Nps => 2,
        KpiKind::Rate => 3,
        _ => 4,
    }
}

/// The one of some KPIs that speaks for a place.
pub(super) fn best<'a, T>(kpis: impl Iterator<Item = (&'a Kpi, T)>) -> Option<(&'a Kpi, T)> {
    kpis.min_by(|(a, _), (b, _)| liking(a).cmp(&liking(b)).then(a.rank.total_cmp(&b.rank)))
}

/// The KPI whose figure stands on the badge of a touchpoint.
#[must_use]
pub fn kpi_on_badge(document: &Document, overlay: &KpiOverlay, touchpoint: CardId) -> Option<KpiId> {
    let here = overlay.cards.keys().filter(|(_, place)| *place == Place::Touchpoint(touchpoint));
    best(here.filter_map(|(kpi, _)| Some((document.kpis.get(kpi)?.as_ref(), ())))).map(|(kpi, ())| kpi.id)
}

/// Draws the badge with its left edge in the middle of a height.
pub(super) fn draw(pen: &mut Pen<'_, '_>, figure: &KpiFigure, left: Point, right: f64) {
    if pen.input.lod < Lod::Compact {
        let center = left.offset(AFAR, 0.0);
        if center.x + AFAR <= right {
            pen.status(figure.status, center, AFAR);
        }
        return;
    }
    let (tokens, base) = (pen.tokens(), pen.sizes().styles.figure);
    let whole = figure.value_text.as_str();
    let short = whole.split_once(" / ").map_or(whole, |(value, _)| value);
    // That answers are few is part of the value and never left out.
    let said = |text: &str| if figure.is_few { words::few(text) } else { text.to_owned() };
    let texts = [said(whole), said(short)];
    let room = right - left.x - SHAPE - 2.0 * INSIDE;
    let mut width = |size: f64, text: &str| pen.measure(text, TextStyle { size, ..base }, TextRoom::LINE).size.width;
    let fitting = BADGE_VALUES.into_iter().flat_map(|size| texts.iter().map(move |text| (size, text)));
    let found = fitting.into_iter().find(|(size, text)| width(*size, text) <= room);
    let Some((size, text)) = found else {
        if left.x + SHAPE <= right {
            pen.status(figure.status, left.offset(4.5, 0.0), 4.2);
        }
        return;
    };
    let style = TextStyle { size, ..base };
    let used = pen.measure(text, style, TextRoom::LINE).size.width;
    let rect = Rect::new(left.x, left.y - HEIGHT / 2.0, SHAPE + 2.0 * INSIDE + used, HEIGHT);
    let stroke = Some(Stroke::hairline(tokens.strokes.hairline, tokens.card_line));
    pen.add(Prim::Rect { rect, radius: HEIGHT / 2.0, fill: Some(tokens.card), stroke });
    pen.status(figure.status, Point::new(left.x + INSIDE + 4.0, left.y), 3.8);
    let at = Baseline::left(left.x + INSIDE + SHAPE, left.y + size * 0.36, f64::INFINITY);
    pen.text_at(text, style, at, tokens.text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, MapId, StageId};
    use crate::layout::{Sizes, fixture, map_layout};
    use crate::model::{CardBody, Channel, LaneKind, RecordRef};
    use crate::scene::fixture::{check_golden, small_overlay};
    use crate::scene::{Item, SceneInput, Status, dump, scene_of};
    use crate::theme::Tokens;

    /// A touchpoint with two KPIs at it, the first of them a count; with the figure of the second.
    fn map_with(is_moment_of_truth: bool, figure: KpiFigure) -> (Document, KpiOverlay, CardId) {
        let mut b = fixture::Builder::new("m");
        b.stage("Support", "", &["Call", "Wait"]);
        let lane = b.lane(LaneKind::Touchpoint, "Touchpoints");
        let body = CardBody::Touchpoint { channel: Channel::Phone, is_moment_of_truth };
        let touchpoint = b.card(lane, 1, 1, "Hotline", body);
        let (calls, csat) = (b.kpi("Calls"), b.kpi("CSAT"));
        let count = Kpi { kind: KpiKind::Sum, scale: None, ..Kpi::clone(&b.document.kpis[&calls]) };
        b.document.kpis.insert(calls, count.into());
        let mut overlay = KpiOverlay::default();
        overlay.cards.insert((calls, Place::Touchpoint(touchpoint)), KpiFigure::default());
        overlay.cards.insert((csat, Place::Touchpoint(touchpoint)), figure);
        (b.document, overlay, touchpoint)
    }

    fn drawn(is_moment: bool, figure: KpiFigure, lod: Lod) -> (Vec<Item>, Rect, String) {
        let (document, overlay, touchpoint) = map_with(is_moment, figure);
        let mut measure = fixture::measure();
        let layout = map_layout(&document, MapId::from_raw(fixture::MAP), &mut measure, &Sizes::default());
        let tokens = Tokens::light();
        let input =
            SceneInput { document: &document, layout: &layout, overlay: &overlay, tokens: &tokens, lod, window: None };
        let scene = scene_of(input, &mut measure);
        let dump = dump::dump(&scene);
        let on_card = |item: &Item| item.tag == Some(RecordRef::Card(touchpoint));
        (scene.items.into_iter().filter(on_card).collect(), layout.cards[&touchpoint].rect, dump)
    }

    fn figure(value: &str, is_few: bool) -> KpiFigure {
        let small = small_overlay();
        let like = &small.cards[&(KpiId::from_raw(1), Place::Stage(StageId::from_raw(1)))];
        KpiFigure { value_text: value.to_owned(), is_few, status: Status::Off, ..like.clone() }
    }

    #[test]
    fn satisfaction_speaks_for_a_touchpoint() {
        let (document, overlay, touchpoint) = map_with(false, figure("3.2 / 5", false));
        let kpi = kpi_on_badge(&document, &overlay, touchpoint).unwrap();
        assert_eq!(document.kpis[&kpi].name, "CSAT");
        assert_eq!(kpi_on_badge(&document, &KpiOverlay::default(), touchpoint), None);
    }

    #[test]
    fn a_badge_as_a_scene() {
        let (_, _, dump) = drawn(true, figure("3.2 / 5", false), Lod::Normal);
        check_golden("touchpoint_badge.txt", &dump);
    }

    /// The text of the badge; `None` where its shape stands alone.
    fn check(is_moment: bool, value: &str, is_few: bool, lod: Lod, expected: Option<&str>) {
        let (items, card, _) = drawn(is_moment, figure(value, is_few), lod);
        let mut texts = items.iter().filter_map(|item| match &item.prim {
            Prim::Text { block, .. } => block.lines.first().map(|line| line.text.clone()),
            _ => None,
        });
        let found = texts.rfind(|text| text != "Hotline");
        assert_eq!(found.as_deref(), expected, "{is_moment} {value} {lod:?}");
        for item in &items {
            assert!(card.expand(0.6).union(&item.bounds) == card.expand(0.6), "{value} {lod:?}: {item:?} in {card:?}");
        }
    }

    #[test]
    fn a_value_on_a_badge_is_never_cut() {
        check(false, "3.2 / 5", false, Lod::Normal, Some("3.2 / 5"));
        check(true, "3.2 / 5", false, Lod::Normal, Some("3.2"));
        check(true, "3.2 / 5", true, Lod::Normal, None);
        check(false, "18", true, Lod::Normal, Some("18, few"));
        check(false, "1,234.5 minutes", false, Lod::Normal, None);
        check(false, "3.2 / 5", false, Lod::Overview, None);
    }
}
