//! What holds for every route, on maps drawn by lot.

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, Id as _, MapId};
use crate::layout::{MapLayout, Sizes, fixture, map_layout};
use crate::model::{CardBody, Channel, Connection, Document, LaneKind};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// Numbers by lot that are the same on every run.
struct Lot(u64);

impl Lot {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn is(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }
}

/// A map with stacks, wide cards, curves, collapsed and hidden lanes, and connections between whatever there is.
fn map(seed: u64) -> Document {
    let mut lot = Lot(seed.wrapping_mul(977).wrapping_add(5));
    let mut b = fixture::Builder::new("by lot");
    for _ in 0..=lot.below(4) {
        let steps = vec!["step"; 1 + lot.below(4)];
        b.stage("Stage", "", &steps);
    }
    let columns = b.document.steps.len();
    let kinds = [LaneKind::Touchpoint, LaneKind::Text, LaneKind::Curve, LaneKind::Quote, LaneKind::Divider];
    let mut cards = Vec::new();
    for _ in 0..2 + lot.below(5) {
        let kind = kinds[lot.below(kinds.len())];
        let lane = b.lane(kind, "Lane");
        for step in 1..=columns {
            for _ in 0..lot.below(4).saturating_sub(1) {
                let body = match kind {
                    LaneKind::Curve => CardBody::Curve { value: lot.below(40) as f64 / 10.0 - 2.0 },
                    LaneKind::Touchpoint => CardBody::Touchpoint { channel: Channel::Web, is_moment_of_truth: false },
                    LaneKind::Divider => continue,
                    _ => CardBody::Text,
                };
                let span = if kind == LaneKind::Curve || !lot.is(4) { 1 } else { 1 + lot.below(4) as u32 };
                let text = match cards.len() % 5 {
                    _ if kind == LaneKind::Curve => "",
                    0 => "So many words that they need several lines, and the card is higher than others of its level",
                    _ => "Some words",
                };
                cards.push(b.card(lane, step as i64, span, text, body));
            }
        }
        if lot.is(5) {
            let row = Arc::make_mut(b.document.lanes.get_mut(&lane).unwrap());
            (row.is_collapsed, row.is_hidden) = (lot.is(2), lot.is(3));
        }
    }
    for _ in 0..lot.below(14) {
        let (from, to) = (lot.below(cards.len()), lot.below(cards.len()));
        let is_new = !b.document.connections.values().any(|c| Some(&c.from) == cards.get(from) && c.to == cards[to]);
        if is_new && cards.get(from).is_some() {
            b.connect(cards[from], cards[to], if lot.is(2) { "if it fails" } else { "" });
        }
    }
    b.document
}

fn laid_out(document: &Document) -> MapLayout {
    map_layout(document, MapId::from_raw(fixture::MAP), &mut fixture::measure(), &Sizes::default())
}

/// True when a point lies on the edge of a rectangle.
fn is_on_edge(point: Point, rect: Rect) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let (x, y) = (point.x, point.y);
    let (is_within_x, is_within_y) =
        (x >= rect.min.x - 1e-6 && x <= rect.max.x + 1e-6, y >= rect.min.y - 1e-6 && y <= rect.max.y + 1e-6);
    (near(x, rect.min.x) || near(x, rect.max.x)) && is_within_y
        || (near(y, rect.min.y) || near(y, rect.max.y)) && is_within_x
}

/// Cards other than points of curves, a little shrunk, that a route runs over.
fn run_over(layout: &MapLayout, points: &[Point]) -> Vec<CardId> {
    let is_point = |lane: usize| layout.lanes[lane].kind == LaneKind::Curve;
    let cards = layout.cards.values().filter(|c| !is_point(c.lane) || !c.text.lines.is_empty());
    let is_over = |rect: Rect| {
        points.windows(2).any(|p| Rect::from_corners(p[0], p[1]).expand(0.4).intersects(&rect.expand(-1.0)))
    };
    cards.filter(|c| is_over(c.rect)).map(|c| c.id).collect()
}

/// True when one can come from card to card without touching another: a walk over the map in patches, which knows
/// nothing of channels and gaps.
fn can_be_reached(layout: &MapLayout, from: Rect, to: Rect) -> bool {
    let is_point = |lane: usize| layout.lanes[lane].kind == LaneKind::Curve;
    let walls: Vec<Rect> = layout.cards.values().filter(|c| !is_point(c.lane)).map(|c| c.rect.expand(-1.0)).collect();
    let area = Rect { min: Point::new(layout.label_width + 1.1, layout.header_height), max: layout.bounds.max };
    let edges = |low: f64, high: f64, of: &dyn Fn(&Rect) -> [f64; 2]| {
        let mut all: Vec<f64> = walls.iter().chain([&from, &to]).flat_map(of).chain([low, high]).collect();
        all.retain(|v| *v >= low && *v <= high);
        all.sort_by(f64::total_cmp);
        all.dedup_by(|a, b| (*a - *b).abs() < 1e-6);
        all
    };
    let xs = edges(area.min.x, area.max.x, &|r| [r.min.x, r.max.x]);
    let ys = edges(area.min.y, area.max.y, &|r| [r.min.y, r.max.y]);
    let patch = |x: usize, y: usize| Rect::from_corners(Point::new(xs[x], ys[y]), Point::new(xs[x + 1], ys[y + 1]));
    let is_free = |x: usize, y: usize| !walls.iter().any(|w| w.expand(-1e-6).intersects(&patch(x, y)));
    let all = || (0..xs.len() - 1).flat_map(|x| (0..ys.len() - 1).map(move |y| (x, y)));
    let mut seen: BTreeSet<(usize, usize)> =
        all().filter(|(x, y)| is_free(*x, *y) && patch(*x, *y).expand(1e-3).intersects(&from)).collect();
    let mut queue: VecDeque<_> = seen.iter().copied().collect();
    while let Some((x, y)) = queue.pop_front() {
        if patch(x, y).expand(1e-3).intersects(&to) {
            return true;
        }
        for (nx, ny) in [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)] {
            if nx < xs.len() - 1 && ny < ys.len() - 1 && is_free(nx, ny) && seen.insert((nx, ny)) {
                queue.push_back((nx, ny));
            }
        }
    }
    false
}

#[test]
fn routes_start_and_end_on_edges_and_run_over_no_card_that_they_could_avoid() {
    let mut routes = 0;
    for seed in 0..400 {
        let document = map(seed);
        let layout = laid_out(&document);
        for path in layout.connections.iter() {
            routes += 1;
            let record = &document.connections[&path.id];
            for (end, card) in [(path.points[0], record.from), (*path.points.last().unwrap(), record.to)] {
                match layout.cards.get(&card) {
                    Some(place) => assert!(is_on_edge(end, place.rect), "seed {seed}: {end:?} of {:?}", place.rect),
                    None => {
                        let (_, lane) = layout.lane(document.cards[&card].lane).expect("the lane is collapsed");
                        assert!(lane.is_collapsed && lane.rect.contains(end), "seed {seed}: {end:?}");
                    }
                }
            }
            for pair in path.points.windows(2) {
                let is_straight = (pair[0].x - pair[1].x).abs() < 1e-9 || (pair[0].y - pair[1].y).abs() < 1e-9;
                assert!(is_straight, "seed {seed}: {:?}", path.points);
                assert!(layout.bounds.contains(pair[1]), "seed {seed}: {:?} leaves the map", path.points);
            }
            let over = run_over(&layout, &path.points);
            if !over.is_empty()
                && let (Some(from), Some(to)) = (layout.cards.get(&record.from), layout.cards.get(&record.to))
            {
                let is_avoidable = can_be_reached(&layout, from.rect, to.rect);
                assert!(!is_avoidable, "seed {seed}: {:?} runs over {over:?}", path.points);
            }
        }
        assert_eq!(layout.connections, laid_out(&document).connections, "seed {seed}");
    }
    assert!(routes > 1_000, "{routes}");
}

#[test]
fn every_connection_between_what_can_be_seen_has_a_route() {
    for seed in 0..200 {
        let document = map(seed);
        let layout = laid_out(&document);
        let is_seen = |card: CardId| {
            let record = &document.cards[&card];
            layout.cards.contains_key(&card) || layout.lane(record.lane).is_some_and(|(_, l)| l.is_collapsed)
        };
        let is_one_bar = |c: &Connection| {
            let place = |card: CardId| (document.cards[&card].lane, document.cards[&card].step);
            place(c.from) == place(c.to) && !layout.cards.contains_key(&c.from)
        };
        let wanted = document.connections.values().filter(|c| is_seen(c.from) && is_seen(c.to) && !is_one_bar(c));
        let routed: BTreeSet<_> = layout.connections.iter().map(|path| path.id).collect();
        assert_eq!(wanted.map(|c| c.id).collect::<BTreeSet<_>>(), routed, "seed {seed}");
    }
}

/// Edits one after the other, laid out each time with what is remembered of the time before, and anew.
#[test]
fn what_is_remembered_changes_nothing() {
    let map_id = MapId::from_raw(fixture::MAP);
    for seed in 0..40 {
        let (mut lot, mut document) = (Lot(seed + 77), map(seed));
        let mut memory = crate::layout::Memory::default();
        for edit in 0..12 {
            let ids: Vec<CardId> = document.cards.keys().copied().collect();
            let Some(id) = ids.get(lot.below(ids.len())).copied() else { continue };
            let steps: Vec<_> = document.steps.keys().copied().collect();
            let record = document.cards.get_mut(&id).unwrap();
            let card = Arc::make_mut(record);
            match lot.below(5) {
                0 => card.text.push_str(" and some more unbreakableandlongwords"),
                1 => card.step = steps[lot.below(steps.len())],
                2 => card.span = 1 + lot.below(3) as u32,
                3 => {
                    document.cards.remove(&id);
                    document.connections.retain(|_, c| c.from != id && c.to != id);
                }
                _ => {
                    let lane = document.cards[&id].lane;
                    let lane = Arc::make_mut(document.lanes.get_mut(&lane).unwrap());
                    lane.is_collapsed = !lane.is_collapsed;
                }
            }
            let sizes = Sizes::default();
            let kept = crate::layout::next_layout(&document, map_id, &mut fixture::measure(), &sizes, &mut memory);
            assert_eq!(*kept, laid_out(&document), "seed {seed}, edit {edit}");
        }
    }
}

/// A row of cards at the steps 1, 2, 3 … of one lane, connected as told, and the layout.
fn row(cards: usize, connections: &[(usize, usize, &str)]) -> (MapLayout, Vec<CardId>) {
    let mut b = fixture::Builder::new("m");
    b.stage("Stage", "", &vec!["step"; cards]);
    let lane = b.lane(LaneKind::Text, "Lane");
    b.lane(LaneKind::Text, "Below");
    let ids: Vec<_> = (1..=cards).map(|step| b.card(lane, step as i64, 1, "Words", CardBody::Text)).collect();
    for (from, to, label) in connections {
        b.connect(ids[*from], ids[*to], label);
    }
    (laid_out(&b.document), ids)
}

#[test]
fn words_between_neighbours_are_kept_and_stand_on_no_card_and_no_other_words() {
    let names: [(usize, usize, &str); 5] = [
        (0, 1, "yes, at once"),
        (1, 2, "if it fails twice"),
        (2, 3, "always"),
        (3, 2, "not yet"),
        (0, 3, "in a hurry"),
    ];
    let (layout, _) = row(4, &names);
    let mut taken: Vec<Rect> = Vec::new();
    for path in layout.connections.iter() {
        assert!(!path.label.lines.is_empty(), "{path:?}");
        let size = path.label.size;
        let place = Rect::new(path.label_origin.x, path.label_origin.y, size.width, size.height);
        let under = layout.cards.values().find(|c| c.rect.expand(-1.0).intersects(&place));
        assert_eq!(under.map(|c| c.id), None, "{place:?}");
        taken.push(place);
    }
    for (index, place) in taken.iter().enumerate() {
        let over = taken.iter().skip(index + 1).find(|other| other.intersects(place));
        // Five lines and their words do not all fit into one channel; most do.
        assert!(over.is_none() || index > 2, "{place:?} on {over:?}");
    }
}

#[test]
fn branches_leave_one_card_side_by_side_and_do_not_cross() {
    let (layout, _) = row(5, &[(2, 0, ""), (2, 1, ""), (2, 3, ""), (2, 4, "")]);
    let mut starts: Vec<f64> = layout.connections.iter().map(|p| p.points[0].x).collect();
    starts.sort_by(f64::total_cmp);
    assert!(starts.windows(2).all(|pair| pair[1] - pair[0] > 3.0), "{starts:?}");
    let pieces: Vec<(usize, Rect)> = layout
        .connections
        .iter()
        .enumerate()
        .flat_map(|(i, p)| p.points.windows(2).map(move |w| (i, Rect::from_corners(w[0], w[1]).expand(0.2))))
        .collect();
    for (i, a) in &pieces {
        assert!(!pieces.iter().any(|(j, b)| i != j && a.intersects(b)), "{pieces:?}");
    }
}

#[test]
fn there_and_back_again_are_two_lines() {
    let (layout, _) = row(3, &[(0, 2, ""), (2, 0, "")]);
    let level = |path: &crate::layout::ConnectionPath| {
        path.points.windows(2).find(|p| (p[0].y - p[1].y).abs() < 1e-9).map(|p| p[0].y).expect("a level piece")
    };
    let (there, back) = (level(&layout.connections[0]), level(&layout.connections[1]));
    assert!((there - back).abs() >= 3.0, "{there} {back}");
}

#[test]
fn neighbours_are_joined_by_a_line_that_can_be_seen() {
    let (layout, ids) = row(2, &[(0, 1, "")]);
    let path = &layout.connections[0];
    let length: f64 = path.points.windows(2).map(|p| (p[0].x - p[1].x).abs() + (p[0].y - p[1].y).abs()).sum();
    assert!(length > 30.0, "{path:?}");
    let tip = path.points[path.points.len() - 1];
    assert!(is_on_edge(tip, layout.cards[&ids[1]].rect));
    // Room for the head of the arrow before the edge.
    let before = path.points[path.points.len() - 2];
    assert!((tip.x - before.x).abs() + (tip.y - before.y).abs() >= 6.5, "{path:?}");
}

/// Two stacked cards beside two others, connected as told: 0 stands on 1, then 2, then 3.
fn stacked(connections: &[(usize, usize, &str)]) -> (MapLayout, Vec<CardId>) {
    let mut b = fixture::Builder::new("m");
    b.stage("Stage", "", &["a", "b", "c"]);
    let lane = b.lane(LaneKind::Text, "Lane");
    b.lane(LaneKind::Text, "Below");
    let ids: Vec<_> = [1, 1, 2, 3].into_iter().map(|step| b.card(lane, step, 1, "Words", CardBody::Text)).collect();
    for (from, to, label) in connections {
        b.connect(ids[*from], ids[*to], label);
    }
    (laid_out(&b.document), ids)
}

/// What a line must show: an end long enough for the head of its arrow, a beginning that does not hug a card, words on
/// nothing else.
fn check_readable(layout: &MapLayout) {
    let lines = |skip: usize| {
        let others = layout.connections.iter().enumerate().filter(move |(index, _)| *index != skip);
        others.flat_map(|(_, p)| p.points.windows(2).map(|w| Rect::from_corners(w[0], w[1]).expand(0.5)))
    };
    for (index, path) in layout.connections.iter().enumerate() {
        let [.., before, tip] = path.points.as_slice() else { panic!("{path:?}") };
        assert!((tip.x - before.x).abs() + (tip.y - before.y).abs() >= 5.5, "{path:?} has no room for its head");
        if path.label.lines.is_empty() {
            continue;
        }
        let words = path.label_rect();
        let under = layout.cards.values().find(|c| c.rect.expand(-0.5).intersects(&words));
        assert!(under.is_none(), "{words:?} on {:?}", under.map(|c| c.rect));
        assert!(
            !lines(index).any(|line| line.intersects(&words)),
            "{words:?} on another line: {:?}",
            layout.connections
        );
        let others = layout.connections.iter().enumerate().filter(|(i, p)| *i != index && !p.label.lines.is_empty());
        for (_, other) in others {
            assert!(!other.label_rect().intersects(&words), "{words:?} on {:?}", other.label_rect());
        }
    }
}

#[test]
fn below_cards_of_unequal_height_lines_run_under_the_highest_one() {
    let long = "Words that go on and on until the card is far higher than the one that stands beside it. ".repeat(2);
    for words in [["Words", &long], [&long, "Words"]] {
        let mut b = fixture::Builder::new("m");
        b.stage("Stage", "", &["a", "b"]);
        let lane = b.lane(LaneKind::Text, "Lane");
        let ids = [1, 2].map(|step| b.card(lane, step, 1, words[step as usize - 1], CardBody::Text));
        b.card(lane, 1, 2, "Below both", CardBody::Text);
        b.connect(ids[0], ids[1], "if it fails");
        b.connect(ids[0], ids[0], "again");
        b.connect(ids[1], ids[1], "");
        let layout = laid_out(&b.document);
        check_readable(&layout);
        let rects = ids.map(|id| layout.cards[&id].rect);
        let lowest = rects[0].max.y.max(rects[1].max.y);
        assert!((rects[0].max.y - rects[1].max.y).abs() > 20.0, "{rects:?}");
        for path in layout.connections.iter() {
            assert_eq!(run_over(&layout, &path.points), [], "{path:?}");
        }
        let line = &layout.connections[0].points;
        assert!(line.iter().any(|p| p.y > lowest), "{line:?} is not below {lowest}");
        for (path, rect) in layout.connections[1..].iter().zip(rects) {
            let (first, last) = (path.points[0], path.points[path.points.len() - 1]);
            assert!(is_on_edge(first, rect) && is_on_edge(last, rect), "{path:?} {rect:?}");
            assert!(path.points.iter().any(|p| p.y >= rect.max.y + 3.0), "{path:?} {rect:?}");
        }
    }
}

#[test]
fn a_stack_leaves_room_for_the_lines_of_its_upper_cards() {
    let (layout, ids) = stacked(&[(0, 2, "if it fails"), (1, 3, "at last"), (3, 1, "again")]);
    check_readable(&layout);
    let rect = |card: usize| layout.cards[&ids[card]].rect;
    assert!(rect(1).min.y - rect(0).max.y >= 12.0, "{:?} {:?}", rect(0), rect(1));
    let (plain, ids) = stacked(&[]);
    let rect = |card: usize| plain.cards[&ids[card]].rect;
    assert!((rect(1).min.y - rect(0).max.y - plain.sizes.card_gap).abs() < 1e-9, "no line, no room");
}

#[test]
fn a_card_that_is_stacked_elsewhere_leaves_lines_where_they_are_and_their_words_readable() {
    let mut b = fixture::Builder::new("m");
    b.stage("Stage", "", &["a", "b", "c", "d"]);
    let lane = b.lane(LaneKind::Text, "Lane");
    b.lane(LaneKind::Text, "Below");
    let ids: Vec<_> = [1, 2, 3, 4, 4].into_iter().map(|step| b.card(lane, step, 1, "Words", CardBody::Text)).collect();
    b.connect(ids[1], ids[0], "photo rejected");
    b.connect(ids[1], ids[2], "no answer found");
    let layout = laid_out(&b.document);
    check_readable(&layout);
    for path in layout.connections.iter() {
        let below = layout.cards[&ids[0]].rect.max.y;
        assert!(path.points.iter().all(|p| p.y >= below && p.y < below + 24.0), "{path:?} {below}");
    }
}

#[test]
fn many_words_below_one_lane_stand_apart() {
    let (layout, _) =
        row(4, &[(0, 2, "yes, at once"), (1, 3, "if it fails"), (0, 3, "in a hurry"), (3, 0, "once more")]);
    check_readable(&layout);
}

#[test]
fn neighbours_are_joined_below_and_not_along_their_edges() {
    let (layout, ids) = row(2, &[(0, 1, "no answer found")]);
    check_readable(&layout);
    let (start, card) = (layout.connections[0].points[0], layout.cards[&ids[0]].rect);
    assert!((start.y - card.max.y).abs() < 1e-6, "{start:?} at the side of {card:?}");
}

#[test]
fn a_loop_is_small_and_stands_at_its_card() {
    for connections in
        [&[(0, 0, "")][..], &[(0, 0, "repeat this step")], &[(1, 1, "again"), (1, 3, "on"), (3, 1, "back")]]
    {
        let (layout, ids) = stacked(connections);
        check_readable(&layout);
        let (path, card) = (&layout.connections[0], layout.cards[&ids[connections[0].0]].rect);
        let (first, last) = (path.points[0], path.points[path.points.len() - 1]);
        assert!(is_on_edge(first, card) && is_on_edge(last, card) && first != last, "{path:?} {card:?}");
        let around = card.expand(40.0);
        assert!(path.points.iter().all(|p| around.contains(*p)), "{path:?} {card:?}");
        assert_eq!(run_over(&layout, &path.points), []);
    }
}

#[test]
fn a_line_goes_where_there_is_room_for_its_arrow() {
    let mut b = fixture::Builder::new("m");
    b.stage("Stage", "", &["a", "b", "c"]);
    b.lane(LaneKind::Image, "Nothing yet");
    let lane = b.lane(LaneKind::Text, "Lane");
    let ids: Vec<_> = (1..=3).map(|step| b.card(lane, step, 1, "Words", CardBody::Text)).collect();
    b.connect(ids[0], ids[2], "");
    let points = laid_out(&b.document).connections[0].points.clone();
    let [.., before, tip] = points.as_slice() else { panic!("{points:?}") };
    let last = (tip.x - before.x).hypot(tip.y - before.y);
    // Of the channel the line takes the side it comes from: both of its ends are at that side here.
    assert!(last >= 18.0, "no room for head and stem: {points:?}");
}

#[test]
fn words_hide_no_arrow() {
    for words in ["retry", "once more from the beginning"] {
        let (layout, _) = row(3, &[(1, 1, words), (0, 2, "on")]);
        let path = &layout.connections[0];
        let tip = *path.points.last().unwrap();
        let words = path.label_rect();
        assert!(!words.expand(2.0).contains(tip.offset(0.0, 4.0)), "{words:?} over {tip:?}");
    }
}

#[test]
fn words_of_nested_connections_stand_on_their_own_lines() {
    let names = [(0, 3, "skips all the rest"), (1, 2, "blocked")];
    for names in [names, [names[1], names[0]]] {
        let (layout, _) = row(4, &names);
        check_readable(&layout);
        for path in layout.connections.iter() {
            let middle = path.label_rect().center();
            let is_on = |w: &[Point]| Rect::from_corners(w[0], w[1]).expand(0.5).contains(middle);
            assert!(path.points.windows(2).any(is_on), "{:?} beside {:?}", path.label_rect(), path.points);
        }
    }
}

/// A copy of a lane, right below it, has the lines of its own cards below them, as the lane has.
#[test]
fn the_lines_of_a_duplicated_lane_run_below_its_own_cards() {
    let mut b = fixture::Builder::new("two alike");
    b.stage("Stage", "", &["step"; 7]);
    let touchpoint = || CardBody::Touchpoint { channel: Channel::Web, is_moment_of_truth: false };
    for _ in 0..2 {
        let lane = b.lane(LaneKind::Touchpoint, "Touchpoints");
        let cards: Vec<CardId> = (1..=7).map(|step| b.card(lane, step, 1, "Card", touchpoint())).collect();
        b.connect(cards[0], cards[6], "skips all the rest of it and goes");
        b.connect(cards[3], cards[4], "payment blocked");
    }
    b.lane(LaneKind::Text, "Notes");
    let layout = laid_out(&b.document);
    let lowest = |row: usize| layout.cards.values().filter(|c| c.lane == row).map(|c| c.rect.max.y).fold(0.0, f64::max);
    for (index, path) in layout.connections.iter().enumerate() {
        let lane = layout.lanes[index / 2].rect;
        for point in &path.points {
            assert!(point.y >= lowest(index / 2) - 1e-6 && point.y <= lane.max.y + 1e-6, "{index}: {:?}", path.points);
        }
        let on_it =
            path.points.windows(2).any(|piece| path.label_rect().intersects(&Rect::from_corners(piece[0], piece[1])));
        assert!(on_it, "the words of {index} stand beside their line: {:?} {:?}", path.label_rect(), path.points);
    }
    check_readable(&layout);
}
