//! A long map in several rows, for pictures: each row is a map of its own with some of the stages, so that it has its
//! header and the names of its lanes.

use crate::base::ids::{MapId, StageId};
use crate::layout::MapLayout;
use crate::model::{Card, Document};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Width to height of what a picture in rows shall be like: between a sheet that stands and a slide.
const PAGE: f64 = 1.2;

/// The stages of each row, from top to bottom: as many rows as make the picture most like a page, of about one width. A
/// map that is no longer than a page has one row.
#[must_use]
pub fn rows(layout: &MapLayout) -> Vec<Vec<StageId>> {
    let widths: Vec<f64> = layout.stages.iter().map(|stage| stage.rect.width() + layout.sizes.stage_gap).collect();
    let likeness = |rows: &[std::ops::Range<usize>]| {
        let longest = rows.iter().map(|row| width_of(&widths, row)).fold(0.0, f64::max);
        #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
        let height = layout.bounds.height() * rows.len() as f64;
        ((layout.label_width + longest) / height.max(1.0) / PAGE).ln().abs()
    };
    let ways = (1..=widths.len()).map(|count| balanced(&widths, count));
    let best = ways.min_by(|a, b| likeness(a).total_cmp(&likeness(b))).unwrap_or_default();
    best.into_iter().map(|row| layout.stages.get(row).unwrap_or_default().iter().map(|s| s.id).collect()).collect()
}

fn width_of(widths: &[f64], row: &std::ops::Range<usize>) -> f64 {
    widths.get(row.clone()).unwrap_or_default().iter().sum()
}

/// Stages in at most `count` rows whose longest is as short as it can be.
fn balanced(widths: &[f64], count: usize) -> Vec<std::ops::Range<usize>> {
    let filled = |most: f64| {
        let mut rows: Vec<std::ops::Range<usize>> = Vec::new();
        for index in 0..widths.len() {
            match rows.last_mut() {
                Some(row) if width_of(widths, &(row.start..index + 1)) <= most + 1e-6 => row.end = index + 1,
                _ => rows.push(index..index + 1),
            }
        }
        rows
    };
    // The shortest of them is the length of some run of stages.
    let mut lengths: Vec<f64> = Vec::new();
    for start in 0..widths.len() {
        lengths.extend((start + 1..=widths.len()).map(|end| width_of(widths, &(start..end))));
    }
    lengths.sort_by(f64::total_cmp);
    let longest_stage = widths.iter().copied().fold(0.0, f64::max);
    let fits = |most: &f64| *most + 1e-6 < longest_stage || filled(*most).len() > count;
    let most = lengths.get(lengths.partition_point(fits)).copied().unwrap_or(f64::INFINITY);
    filled(most)
}

/// The file with some stages of a map alone. A card that reaches over the end of its row goes on in the next one.
#[must_use]
pub fn part(document: &Document, map: MapId, stages: &[StageId]) -> Document {
    let mut part = document.clone();
    part.stages.retain(|id, stage| stage.map != map || stages.contains(id));
    let columns: BTreeMap<_, _> = document.columns_of(map).iter().enumerate().map(|(at, step)| (step.id, at)).collect();
    let own: BTreeMap<usize, _> = columns
        .iter()
        .filter(|(step, _)| document.steps.get(step).is_some_and(|s| stages.contains(&s.stage)))
        .map(|(step, at)| (*at, *step))
        .collect();
    part.steps.retain(|id, _| columns.get(id).is_none_or(|at| own.contains_key(at)));
    let shown = |card: &Card| {
        let from = *columns.get(&card.step)?;
        let to = from.saturating_add(usize::try_from(card.span.max(1)).unwrap_or(1));
        let mut here = own.range(from..to);
        let (_, step) = here.next()?;
        let span = u32::try_from(here.count()).unwrap_or(u32::MAX).saturating_add(1);
        Some(Card { step: *step, span, ..card.clone() })
    };
    part.cards = std::mem::take(&mut part.cards)
        .into_iter()
        .filter_map(|(id, card)| match columns.contains_key(&card.step) {
            true => shown(&card).map(|shown| (id, if shown == *card { card } else { Arc::new(shown) })),
            false => Some((id, card)),
        })
        .collect();
    let cards: BTreeSet<_> = part.cards.keys().copied().collect();
    part.connections.retain(|_, connection| cards.contains(&connection.from) && cards.contains(&connection.to));
    part
}

/// How many connections lead from one row to another and cannot be drawn.
#[must_use]
pub fn torn_connections(document: &Document, map: MapId, rows: &[Vec<StageId>]) -> usize {
    let row_of = |card| {
        let step = document.steps.get(&document.cards.get(&card)?.step)?;
        rows.iter().position(|row| row.contains(&step.stage)).filter(|_| document.map_of_step(step.id) == Some(map))
    };
    let is_torn = |from: Option<usize>, to: Option<usize>| from.is_some() && to.is_some() && from != to;
    document.connections.values().filter(|c| is_torn(row_of(c.from), row_of(c.to))).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::layout::{Sizes, fixture, map_layout};
    use crate::model::{CardBody, LaneKind};

    fn map() -> MapId {
        MapId::from_raw(fixture::MAP)
    }

    fn long_map(stages: usize) -> Document {
        let mut b = fixture::Builder::new("m");
        for index in 0..stages {
            b.stage(&format!("Stage {index}"), "", &["first", "second"]);
        }
        let lane = b.lane(LaneKind::Text, "Words");
        for step in 1..stages * 2 {
            b.card(lane, i64::try_from(step).unwrap(), 1, &format!("Card {step}"), CardBody::Text);
        }
        b.document
    }

    fn rows_of(document: &Document) -> Vec<Vec<StageId>> {
        rows(&map_layout(document, map(), &mut fixture::measure(), &Sizes::default()))
    }

    #[test]
    fn every_stage_stands_in_one_row_and_rows_are_of_one_length() {
        for count in [1, 2, 5, 14, 40] {
            let document = long_map(count);
            let rows = rows_of(&document);
            let all: Vec<StageId> = rows.iter().flatten().copied().collect();
            assert_eq!(all, document.stages_of(map()).iter().map(|s| s.id).collect::<Vec<_>>());
            let sizes: Vec<usize> = rows.iter().map(Vec::len).collect();
            assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= sizes.len(), "{sizes:?}");
        }
        assert_eq!(rows_of(&long_map(1)).len(), 1);
        assert!((4..=12).contains(&rows_of(&long_map(40)).len()), "{}", rows_of(&long_map(40)).len());
        assert_eq!(rows_of(&long_map(0)), Vec::<Vec<StageId>>::new());
    }

    #[test]
    fn rows_together_hold_every_card_and_no_other_map_is_touched() {
        let document = long_map(14);
        let rows = rows_of(&document);
        let parts: Vec<Document> = rows.iter().map(|stages| part(&document, map(), stages)).collect();
        assert_eq!(parts.iter().map(|p| p.cards.len()).sum::<usize>(), document.cards.len());
        assert!(parts.iter().all(|p| crate::model::check::violations(p).is_empty()));
        assert_eq!(part(&document, MapId::from_raw(99), &[]), document);
    }

    #[test]
    fn a_card_over_the_end_of_a_row_goes_on_in_the_next_and_torn_connections_are_counted() {
        let mut b = fixture::Builder::new("m");
        let stages = [b.stage("A", "", &["1", "2"]), b.stage("B", "", &["3", "4"])];
        let lane = b.lane(LaneKind::Text, "Words");
        let wide = b.card(lane, 2, 3, "wide", CardBody::Text);
        let other = b.card(lane, 1, 1, "one", CardBody::Text);
        let last = b.card(lane, 4, 1, "last", CardBody::Text);
        b.connect(other, last, "");
        b.connect(other, wide, "");
        let rows = stages.map(|stage| vec![stage]);
        let spans =
            rows.each_ref().map(|row| part(&b.document, map(), row).cards.get(&wide).map(|c| (c.step.raw(), c.span)));
        assert_eq!(spans, [Some((2, 1)), Some((3, 2))]);
        assert_eq!(torn_connections(&b.document, map(), &rows), 1);
    }
}
