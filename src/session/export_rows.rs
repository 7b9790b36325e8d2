//! A long map in several rows, for pictures: each row is a map of its own with some of the stages, so that it has its
//! header and the names of its lanes.

use crate::base::ids::{MapId, StageId};
use crate::layout::MapLayout;
use crate::model::{Card, Document};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// Width to height of what a picture in rows shall be like: between a sheet that stands and a slide.
const PAGE: f64 = 1.2;

/// The stages of each row, from top to bottom: as many rows as make the picture most like a page, of about one width. A
/// map that is no longer than a page has one row.
#[must_use]
pub fn rows(layout: &MapLayout) -> Vec<Vec<StageId>> {
    let widths = layout.stages.iter().map(|stage| stage.rect.width() + layout.sizes.stage_gap);
    let rows = like_a_page(&Lengths::new(widths), layout.label_width, layout.bounds.height());
    rows.into_iter().map(|row| layout.stages.get(row).unwrap_or_default().iter().map(|s| s.id).collect()).collect()
}

/// The rows that together are most like a page, each with its label and of a height.
fn like_a_page(lengths: &Lengths, label_width: f64, row_height: f64) -> Vec<Range<usize>> {
    // How much wider than a page they are; less than nothing where they are narrower.
    let excess = |rows: &[Range<usize>]| {
        let longest = rows.iter().map(|row| lengths.of(row)).fold(0.0, f64::max);
        #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
        let height = row_height * rows.len() as f64;
        ((label_width + longest) / height.max(1.0) / PAGE).ln()
    };
    let mut best: Option<(f64, Vec<Range<usize>>)> = None;
    for count in 1..=lengths.stages() {
        let rows = balanced(lengths, count);
        let excess = excess(&rows);
        if best.as_ref().is_none_or(|(least, _)| excess.abs() < *least) {
            best = Some((excess.abs(), rows));
        }
        if excess <= 0.0 {
            // More rows are narrower still.
            break;
        }
    }
    best.map(|(_, rows)| rows).unwrap_or_default()
}

/// Where each stage begins and the last one ends, so that the length of a run of stages is a difference.
struct Lengths(Vec<f64>);

impl Lengths {
    fn new(widths: impl Iterator<Item = f64>) -> Self {
        let ends = widths.scan(0.0, |end, width| {
            *end += width;
            Some(*end)
        });
        Self(std::iter::once(0.0).chain(ends).collect())
    }

    fn stages(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    fn of(&self, row: &Range<usize>) -> f64 {
        let at = |index: usize| self.0.get(index).copied().unwrap_or_default();
        at(row.end) - at(row.start)
    }
}

/// How often the room between a row that is too short and one that is long enough is halved: to less than a
/// millionth of a unit for all maps there are.
const HALVINGS: usize = 50;

/// Stages in at most `count` rows whose longest is as short as it can be.
fn balanced(lengths: &Lengths, count: usize) -> Vec<Range<usize>> {
    let filled = |most: f64| {
        let mut rows: Vec<Range<usize>> = Vec::new();
        for index in 0..lengths.stages() {
            match rows.last_mut() {
                Some(row) if lengths.of(&(row.start..index + 1)) <= most + 1e-6 => row.end = index + 1,
                _ => rows.push(index..index + 1),
            }
        }
        rows
    };
    let mut short = (0..lengths.stages()).map(|at| lengths.of(&(at..at + 1))).fold(0.0, f64::max);
    let mut long = lengths.of(&(0..lengths.stages()));
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(short, long);
        if filled(middle).len() > count {
            short = middle;
        } else {
            long = middle;
        }
    }
    filled(long)
}

/// The file with some stages of a map alone. A card that reaches over the end of its row goes on in the next one.
fn part(document: &Document, map: MapId, stages: &[StageId]) -> Document {
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

/// The file once for each row, and how many connections lead from row to row and are in none. A connection stands in the
/// first row that has both of its cards: between two cards that reach over the end of a row that is the upper one alone.
#[must_use]
pub fn parts(document: &Document, map: MapId, rows: &[Vec<StageId>]) -> (Vec<Document>, usize) {
    let is_on_map = |card| {
        let card = document.cards.get(&card);
        card.is_some_and(|card| document.map_of_step(card.step) == Some(map))
    };
    let all = document.connections.values().filter(|c| is_on_map(c.from) && is_on_map(c.to));
    let all: BTreeSet<_> = all.map(|connection| connection.id).collect();
    let mut waiting = all.clone();
    let parts = rows.iter().map(|stages| {
        let mut part = part(document, map, stages);
        part.connections.retain(|id, _| !all.contains(id) || waiting.remove(id));
        part
    });
    (parts.collect(), waiting.len())
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
            // All stages are of one width: no row is longer than it has to be.
            let sizes: Vec<usize> = rows.iter().map(Vec::len).collect();
            assert_eq!(sizes.iter().max(), Some(&count.div_ceil(sizes.len())), "{sizes:?}");
        }
        assert_eq!(rows_of(&long_map(1)).len(), 1);
        assert!((4..=12).contains(&rows_of(&long_map(40)).len()), "{}", rows_of(&long_map(40)).len());
        assert_eq!(rows_of(&long_map(0)), Vec::<Vec<StageId>>::new());
    }

    #[test]
    fn rows_together_hold_every_card_and_no_other_map_is_touched() {
        let document = long_map(14);
        let rows = rows_of(&document);
        let (parts, torn) = parts(&document, map(), &rows);
        assert_eq!(torn, 0);
        assert_eq!(parts.iter().map(|p| p.cards.len()).sum::<usize>(), document.cards.len());
        assert!(parts.iter().all(|p| crate::model::check::violations(p).is_empty()));
        assert_eq!(part(&document, MapId::from_raw(99), &[]), document);
    }

    /// The longest row of each way is as short as one found by trying every way.
    #[test]
    fn rows_are_as_short_as_they_can_be() {
        let widths = [300.0, 120.0, 120.0, 500.0, 80.0, 240.0, 240.0, 60.0];
        let lengths = Lengths::new(widths.into_iter());
        for count in 1..=widths.len() {
            let rows = balanced(&lengths, count);
            assert!(rows.len() <= count && rows.iter().map(Range::len).sum::<usize>() == widths.len(), "{rows:?}");
            let longest = rows.iter().map(|row| widths[row.clone()].iter().sum::<f64>()).fold(0.0, f64::max);
            let ways = (0_u32..1 << (widths.len() - 1)).filter(|cuts| (cuts.count_ones() as usize) < count);
            let longest_of = |cuts: u32| {
                let mut row = 0.0;
                widths.iter().enumerate().fold(0.0, |longest: f64, (at, width)| {
                    row = if at > 0 && cuts & (1 << (at - 1)) > 0 { *width } else { row + width };
                    longest.max(row)
                })
            };
            let least = ways.map(longest_of).fold(f64::INFINITY, f64::min);
            assert!((longest - least).abs() < 1e-3, "{count} rows: {longest}, not {least}");
        }
    }

    #[test]
    fn thousands_of_stages_are_broken_into_rows_in_a_moment() {
        let widths = (0_u32..4_000).map(|at| 150.0 + f64::from(at * 37 % 101));
        let start = std::time::Instant::now();
        let rows = like_a_page(&Lengths::new(widths), 120.0, 700.0);
        assert!((20..=40).contains(&rows.len()), "{}", rows.len());
        assert!(start.elapsed() < std::time::Duration::from_secs(5), "{:?}", start.elapsed());
    }

    /// Two stages of two steps, a row each, with cards at some columns of some spans and connections between them: the
    /// connections of each row, and the torn ones.
    fn check(cards: &[(i64, u32)], connections: &[(usize, usize)], expected: [&[usize]; 2], torn: usize) {
        let mut b = fixture::Builder::new("m");
        let stages = [b.stage("A", "", &["1", "2"]), b.stage("B", "", &["3", "4"])];
        let lane = b.lane(LaneKind::Text, "Words");
        let ids: Vec<_> = cards.iter().map(|(step, span)| b.card(lane, *step, *span, "", CardBody::Text)).collect();
        for (from, to) in connections {
            b.connect(ids[*from], ids[*to], "");
        }
        let (found, found_torn) = parts(&b.document, map(), &stages.map(|stage| vec![stage]));
        let drawn = |part: &Document| -> Vec<usize> {
            let ends = part.connections.values().map(|c| [c.from, c.to].map(|id| ids.iter().position(|i| *i == id)));
            let place = |[from, to]: [Option<usize>; 2]| {
                connections.iter().position(|(f, t)| [Some(*f), Some(*t)] == [from, to]).unwrap()
            };
            ends.map(place).collect()
        };
        let found: Vec<Vec<usize>> = found.iter().map(drawn).collect();
        assert_eq!((found, found_torn), (expected.map(<[usize]>::to_vec).to_vec(), torn), "{cards:?} {connections:?}");
    }

    #[test]
    fn a_connection_is_drawn_in_one_row_or_counted_as_torn() {
        let (first, wide, last) = ((1, 1), (2, 3), (4, 1));
        check(&[first, last], &[(0, 1)], [&[], &[]], 1);
        check(&[first, wide], &[(0, 1)], [&[0], &[]], 0);
        check(&[last, wide], &[(0, 1)], [&[], &[0]], 0);
        check(&[wide, (2, 2)], &[(0, 1)], [&[0], &[]], 0);
    }

    #[test]
    fn a_card_over_the_end_of_a_row_goes_on_in_the_next() {
        let mut b = fixture::Builder::new("m");
        let stages = [b.stage("A", "", &["1", "2"]), b.stage("B", "", &["3", "4"])];
        let lane = b.lane(LaneKind::Text, "Words");
        let wide = b.card(lane, 2, 3, "wide", CardBody::Text);
        let (parts, _) = parts(&b.document, map(), &stages.map(|stage| vec![stage]));
        let spans: Vec<_> = parts.iter().map(|part| part.cards.get(&wide).map(|c| (c.step.raw(), c.span))).collect();
        assert_eq!(spans, [Some((2, 1)), Some((3, 2))]);
    }
}
