//! The figures of the whole map: a row above the stages with the KPIs whose place is the map.

use crate::base::geom::Rect;
use crate::base::ids::{CardId, KpiId, LaneId, MapId, StepId};
use crate::layout::MapLayout;
use crate::model::{Document, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Most figures of a whole map that are shown: beyond seven nobody looks at any.
pub const MOST_MAP_FIGURES: usize = 7;

/// A figure of the whole map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FigureBox {
    /// The KPI card it comes from.
    pub card: CardId,
    /// Where it stands in the header.
    pub rect: Rect,
}

/// The cards whose KPIs measure the whole map, each KPI once, in the order of their cells: from left to right, from top to
/// bottom. Those of lanes that are collapsed or hidden are there too, as in the headers of stages. A card in a form that
/// shows more than a value stands in its lane instead, and none stands in both.
pub(super) fn cards(document: &Document, map: MapId) -> Vec<CardId> {
    let column_of: BTreeMap<StepId, usize> =
        document.columns_of(map).iter().enumerate().map(|(column, step)| (step.id, column)).collect();
    let row_of: BTreeMap<LaneId, usize> =
        document.lanes_of(map).iter().enumerate().map(|(row, lane)| (lane.id, row)).collect();
    let mut found: Vec<_> = document
        .kpi_cards(map)
        .filter(|(card, _, place, _)| {
            *place == Place::Map(map) && card.body.form().is_some_and(|form| form.fits_above_stages())
        })
        .map(|(card, kpi, ..)| ((row_of.get(&card.lane), column_of.get(&card.step)), card.rank, card.id, kpi))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut seen: BTreeSet<KpiId> = BTreeSet::new();
    found.into_iter().filter(|(.., kpi)| seen.insert(*kpi)).map(|(_, _, card, _)| card).collect()
}

/// Places the figures side by side over the stages, whose columns end at `right`; where those are too few for a name and a
/// number each, the row goes on past them. Gives where all of it ends.
pub(super) fn place(cards: Vec<CardId>, right: f64, layout: &mut MapLayout) -> f64 {
    let sizes = &layout.sizes;
    let shown = cards.len().min(MOST_MAP_FIGURES);
    layout.more_map_figures = cards.len() - shown;
    #[expect(clippy::cast_precision_loss, reason = "seven at most")]
    let count = shown.max(1) as f64;
    let left = sizes.label_width;
    let width = ((right - left) / count).clamp(sizes.map_figure_least_width, sizes.map_figure_width);
    let mut x = left;
    for card in cards.into_iter().take(shown) {
        layout.map_figures.push(FigureBox { card, rect: Rect::new(x, sizes.margin, width, sizes.map_figure_height) });
        x += width;
    }
    right.max(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::base::ids::Id as _;
    use crate::layout::{Hit, Sizes, fixture, map_layout};
    use crate::model::{CardBody, LaneKind};

    /// A map of two stages with so many KPIs of the whole map.
    fn layout_with(figures: usize) -> MapLayout {
        let mut b = fixture::Builder::new("m");
        b.stage("Sign-up", "", &["a", "b", "c"]);
        b.stage("Support", "", &["d"]);
        let lane = b.lane(LaneKind::Kpi, "KPI");
        let map = MapId::from_raw(fixture::MAP);
        for number in 0..figures {
            let kpi = b.kpi(&format!("KPI {number}"));
            b.card(lane, 4, 1, "", CardBody::kpi(kpi, Place::Map(map), false));
            // The same once more says nothing new.
            b.card(lane, 1, 1, "", CardBody::kpi(kpi, Place::Map(map), false));
        }
        map_layout(&b.document, map, &mut fixture::measure(), &Sizes::default())
    }

    #[test]
    fn a_map_without_figures_of_its_own_keeps_its_header() {
        let plain = layout_with(0);
        assert!(plain.map_figures.is_empty() && plain.more_map_figures == 0);
        assert_eq!(plain.stages[0].rect.min.y, plain.sizes.margin);
    }

    #[test]
    fn figures_of_a_map_of_one_step_have_room_for_a_name_and_a_number_each() {
        let mut b = fixture::Builder::new("m");
        b.stage("Whole journey", "", &["Whole journey"]);
        let lane = b.lane(LaneKind::Kpi, "KPI");
        for number in 0..4 {
            let kpi = b.kpi(&format!("KPI {number}"));
            b.card(lane, 1, 1, "", CardBody::kpi(kpi, Place::Map(MapId::from_raw(fixture::MAP)), false));
        }
        let layout = map_layout(&b.document, MapId::from_raw(fixture::MAP), &mut fixture::measure(), &Sizes::default());
        let least = layout.sizes.map_figure_least_width;
        assert!(layout.map_figures.iter().all(|figure| figure.rect.width() >= least), "{:?}", layout.map_figures);
        let end = layout.map_figures.last().unwrap().rect.max.x;
        assert!(end > layout.stages[0].rect.max.x && end <= layout.bounds.max.x, "{:?}", layout.bounds);
    }

    #[test]
    fn up_to_seven_figures_stand_side_by_side_above_the_stages() {
        for count in [1, 3, 7, 9] {
            let layout = layout_with(count);
            let figures = &layout.map_figures;
            assert_eq!((figures.len(), layout.more_map_figures), (count.min(7), count.saturating_sub(7)));
            let right = layout.bounds.max.x - layout.sizes.margin;
            let mut x = layout.label_width;
            for figure in figures {
                assert!((figure.rect.min.x - x).abs() < 1e-9 && figure.rect.max.x <= right + 1e-9, "{figure:?}");
                assert!(figure.rect.max.y <= layout.stages[0].rect.min.y, "{figure:?}");
                x = figure.rect.max.x;
                assert_eq!(layout.hit(figure.rect.center(), 3.0), Hit::MapFigure(figure.card));
            }
            let stage = layout.stages[0].rect.center();
            assert_eq!(layout.hit(stage, 3.0), Hit::Stage(layout.stages[0].id));
            assert_eq!(layout.hit(Point::new(5.0, figures[0].rect.center().y), 3.0), Hit::Nothing);
        }
    }
}
