//! Where everything on a map stands, in world units: pure geometry from a document and a [`Measure`].
//!
//! [`map_layout`] measures and breaks every text once; painters and exports only draw what stands here.

mod cards;
mod columns;
#[cfg(test)]
pub(crate) mod fixture;
mod hit;
mod hyphens;
mod levels;
pub mod map_figures;
mod markup;
pub mod measure;
mod memory;
mod rich;
mod route;
pub mod sizes;

pub use cards::{curve_value, curve_y};
pub use columns::{fitted, fitted_by, stage_title};
pub use hit::Hit;
pub use hyphens::hyphenated;
pub use map_figures::FigureBox;
pub use markup::{Paragraph, Span, page, plain_words, with_marks_shown};
pub use measure::FontMeasure;
pub use memory::Memory;
pub use route::{HeldLayout, Landing, rerouted};
pub use sizes::Sizes;

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, ConnectionId, LaneId, MapId, StageId, StepId};
use crate::base::text::{Measure, TextBlock};
use crate::model::{Card, Connection, Document, LaneKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Room in the header of a stage for the badge that leads to another map, world units.
pub const LINK_BADGE: f64 = 24.0;

/// A stage: the upper column.
#[derive(Debug, Clone, PartialEq)]
pub struct StageBox {
    /// Which stage.
    pub id: StageId,
    /// Its header.
    pub rect: Rect,
    /// Its columns, as indices into [`MapLayout::steps`].
    pub steps: std::ops::Range<usize>,
    /// Its name, measured.
    pub title: Arc<TextBlock>,
    /// Its question, measured; empty when there is none.
    pub question: Arc<TextBlock>,
}

/// A step: the lower column. Its cells lie below `rect` between the same x.
#[derive(Debug, Clone, PartialEq)]
pub struct StepBox {
    /// Which step.
    pub id: StepId,
    /// The stage it belongs to.
    pub stage: StageId,
    /// Its header cell.
    pub rect: Rect,
    /// Its name, measured.
    pub title: Arc<TextBlock>,
}

/// A lane: a row over all columns.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneBox {
    /// Which lane.
    pub id: LaneId,
    /// What it holds.
    pub kind: LaneKind,
    /// The whole row, label included.
    pub rect: Rect,
    /// The label at the left edge.
    pub label_rect: Rect,
    /// Its name, measured.
    pub label: Arc<TextBlock>,
    /// Room below its cards, where connections run and carry their words.
    pub foot: f64,
    /// Shown as its label alone; its cards have no boxes.
    pub is_collapsed: bool,
    /// Curve lanes: where −2 … +2 is drawn (full width, top is +2, bottom is −2).
    pub plot: Option<Rect>,
}

/// A card with its measured texts.
#[derive(Debug, Clone, PartialEq)]
pub struct CardBox {
    /// Which card.
    pub id: CardId,
    /// Its lane, as an index into [`MapLayout::lanes`].
    pub lane: usize,
    /// Its columns, as indices into [`MapLayout::steps`].
    pub columns: std::ops::Range<usize>,
    /// The level of its lane it stands in, 0 at the top. Cards of a level have one top; each has its own height.
    pub level: usize,
    /// Where it stands. For a point of the curve, a square around the point.
    pub rect: Rect,
    /// Main text; its place is [`CardBox::text_origin`].
    pub text: Arc<TextBlock>,
    /// Upper left corner of the main text.
    pub text_origin: Point,
    /// Second text (attribution of a quote); empty when there is none.
    pub detail: Arc<TextBlock>,
    /// Upper left corner of the second text.
    pub detail_origin: Point,
    /// Lines of `sizes.figure_height` kept free at the bottom for figures (pain points, opportunities): 0, 1 or 2.
    pub figure_lines: u8,
    /// Pictures: the room of the picture, as wide and high as it is shown.
    pub picture: Option<Rect>,
    /// Middle of the row of marks (confidence, persona, tags); `None` when the card carries none.
    pub marks_y: Option<f64>,
}

impl CardBox {
    /// Where the card's own content ends: above its marks, if it carries any.
    #[must_use]
    pub fn content_bottom(&self, sizes: &Sizes) -> f64 {
        if self.marks_y.is_some() { self.rect.max.y - sizes.marks_height } else { self.rect.max.y }
    }
}

impl LaneBox {
    /// True for a lane whose cells can be seen and filled.
    #[must_use]
    pub fn has_cells(&self) -> bool {
        self.kind != LaneKind::Divider && !self.is_collapsed
    }
}

/// A routed connection.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectionPath {
    /// Which connection.
    pub id: ConnectionId,
    /// Corners from start to end; the last one is the tip of the arrow.
    pub points: Vec<Point>,
    /// Its words, measured; empty when there are none.
    pub label: Arc<TextBlock>,
    /// Upper left corner of the words.
    pub label_origin: Point,
}

impl ConnectionPath {
    /// Where its words stand.
    #[must_use]
    pub fn label_rect(&self) -> Rect {
        let size = self.label.size;
        Rect::new(self.label_origin.x, self.label_origin.y, size.width, size.height)
    }
}

/// A map laid out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapLayout {
    /// Which map.
    pub map: Option<MapId>,
    /// The sizes it was laid out with.
    pub sizes: Sizes,
    /// Everything, lane labels and header included. Starts at the origin.
    pub bounds: Rect,
    /// Left edge of the first column: the width of the pinned lane labels.
    pub label_width: f64,
    /// Bottom of the step row: the height of the pinned header.
    pub header_height: f64,
    /// Figures of the whole map above the stages, from left to right.
    pub map_figures: Vec<FigureBox>,
    /// How many more there are than are shown.
    pub more_map_figures: usize,
    /// Stages from left to right.
    pub stages: Vec<StageBox>,
    /// Steps of all stages from left to right.
    pub steps: Vec<StepBox>,
    /// Lanes from top to bottom.
    pub lanes: Vec<LaneBox>,
    /// Cards by id. Shared: a layout with other lines, as for each cell a card is held over, has the same ones.
    pub cards: Arc<BTreeMap<CardId, CardBox>>,
    /// Connections that have both ends on this map.
    pub connections: Arc<Vec<ConnectionPath>>,
    /// Cards of each cell from top to bottom, `lane * steps.len() + column`; spanning cards stand in each of theirs.
    cells: Arc<Vec<Vec<CardId>>>,
    /// What `connections` was made from: the records, and the cards at their ends that have no boxes.
    routed: Vec<Arc<Connection>>,
    put_away: Vec<Arc<Card>>,
}

impl MapLayout {
    /// The same stages, steps and lanes without cards and connections: what the pinned panes are drawn from.
    #[must_use]
    pub fn without_cards(&self) -> Self {
        Self {
            map: self.map,
            sizes: self.sizes.clone(),
            bounds: self.bounds,
            label_width: self.label_width,
            header_height: self.header_height,
            map_figures: self.map_figures.clone(),
            more_map_figures: self.more_map_figures,
            stages: self.stages.clone(),
            steps: self.steps.clone(),
            lanes: self.lanes.clone(),
            ..Self::default()
        }
    }

    /// The cards that stand in a cell from top to bottom, spanning ones included. Indices as in `lanes` and `steps`.
    #[must_use]
    pub fn cards_in_cell(&self, lane: usize, column: usize) -> &[CardId] {
        if column >= self.steps.len() {
            return &[];
        }
        self.cells.get(lane * self.steps.len() + column).map_or(&[], Vec::as_slice)
    }

    /// The rectangle of a cell. Indices as in `lanes` and `steps`.
    #[must_use]
    pub fn cell_rect(&self, lane: usize, column: usize) -> Option<Rect> {
        let (lane, step) = (self.lanes.get(lane)?, self.steps.get(column)?);
        Some(Rect {
            min: Point::new(step.rect.min.x, lane.rect.min.y),
            max: Point::new(step.rect.max.x, lane.rect.max.y),
        })
    }

    /// The box of a stage.
    #[must_use]
    pub fn stage(&self, id: StageId) -> Option<&StageBox> {
        self.stages.iter().find(|s| s.id == id)
    }

    /// The box of a step and its column.
    #[must_use]
    pub fn step(&self, id: StepId) -> Option<(usize, &StepBox)> {
        self.steps.iter().enumerate().find(|(_, s)| s.id == id)
    }

    /// The box of a lane and its row.
    #[must_use]
    pub fn lane(&self, id: LaneId) -> Option<(usize, &LaneBox)> {
        self.lanes.iter().enumerate().find(|(_, l)| l.id == id)
    }
}

/// Lays out one map. An unknown map gives an empty layout.
#[must_use]
pub fn map_layout(document: &Document, map: MapId, measure: &mut dyn Measure, sizes: &Sizes) -> MapLayout {
    Arc::unwrap_or_clone(next_layout(document, map, measure, sizes, &mut Memory::default()))
}

/// The same layout as [`map_layout`], faster: what is as it was when this memory was last used is not measured and not
/// routed again.
#[must_use]
pub fn next_layout(
    document: &Document,
    map: MapId,
    measure: &mut dyn Measure,
    sizes: &Sizes,
    memory: &mut Memory,
) -> Arc<MapLayout> {
    memory.begin(sizes, |card| document.cards.contains_key(&card), document.cards.len());
    let mut layout = MapLayout { map: Some(map), sizes: sizes.clone(), ..MapLayout::default() };
    columns::place(document, map, measure, &mut layout);
    cards::place(document, map, (&mut *measure, &mut *memory), &mut layout);
    route::place(document, measure, &mut layout, &memory.earlier);
    memory.earlier = Arc::new(layout);
    Arc::clone(&memory.earlier)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::model::{CardBody, Channel, Severity};

    /// What must hold in every layout: cards inside their lane and columns, none on another, lanes without holes.
    fn check(document: &Document) -> MapLayout {
        let map = MapId::from_raw(fixture::MAP);
        let layout = map_layout(document, map, &mut fixture::measure(), &Sizes::default());
        let mut top = layout.header_height;
        for lane in &layout.lanes {
            assert!((lane.rect.min.y - top).abs() < 1e-9, "{lane:?} leaves a hole at {top}");
            top = lane.rect.max.y;
            assert!(lane.label.size.height <= lane.rect.height());
        }
        for (i, card) in layout.cards.values().enumerate() {
            let lane = &layout.lanes[card.lane];
            let left = layout.steps[card.columns.start].rect.min.x - 8.0;
            let right = layout.steps[card.columns.end - 1].rect.max.x + 8.0;
            assert!(card.rect.min.y >= lane.rect.min.y && card.rect.max.y <= lane.rect.max.y, "{card:?} in {lane:?}");
            assert!(card.rect.min.x >= left && card.rect.max.x <= right, "{card:?} outside of {left}..{right}");
            let text_bottom = card.text_origin.y + card.text.size.height;
            assert!(text_bottom <= card.rect.max.y + 1e-9 || card.text.lines.is_empty(), "text of {card:?}");
            let reserved = f64::from(card.figure_lines) * layout.sizes.figure_height;
            assert!(card.figure_lines == 0 || text_bottom + reserved <= card.rect.max.y, "figures of {card:?}");
            for other in layout.cards.values().skip(i + 1) {
                let both_points = card.text.lines.is_empty() && other.text.lines.is_empty();
                assert!(both_points || !card.rect.intersects(&other.rect), "{card:?} on {other:?}");
            }
        }
        for pair in layout.stages.windows(2) {
            assert!((pair[1].rect.min.x - pair[0].rect.max.x - layout.sizes.stage_gap).abs() < 1e-9);
        }
        assert!(layout.stages.iter().all(|s| s.rect.max.x <= layout.bounds.max.x));
        layout
    }

    #[test]
    fn the_small_map_stands_without_overlap() {
        let layout = check(&fixture::small_map());
        assert_eq!(layout.stages.len(), 2);
        assert_eq!(layout.cards.len(), 14);
        assert_eq!(layout.connections.len(), 1);
        let kpi = layout.cards.values().find(|c| c.columns == (0..3));
        assert!(kpi.is_some(), "the KPI of a stage covers its three steps");
    }

    #[test]
    fn cards_of_a_cell_stack_and_the_lane_grows() {
        let mut b = fixture::Builder::new("m");
        b.stage("S", "", &["a", "b"]);
        let lane = b.lane(LaneKind::PainPoint, "Pain points");
        let pain = CardBody::PainPoint { severity: Severity::Low, owner: String::new(), kpi: None };
        b.card(lane, 2, 1, "right", pain.clone());
        b.card(lane, 1, 2, "over both", pain.clone());
        b.card(lane, 1, 9, &"long words ".repeat(30), pain);
        let layout = check(&b.document);
        assert!(layout.lanes[0].rect.height() > 3.0 * 80.0);
        assert_eq!(layout.cards_in_cell(0, 1).len(), 3);
        assert_eq!(layout.cards_in_cell(0, 2), &[]);
    }

    /// KPI cards of one stage that were made in different cells stand in the order of these, whatever their ids.
    #[test]
    fn cards_over_a_stage_stand_in_the_order_of_their_cells() {
        let mut b = fixture::Builder::new("m");
        let stage = b.stage("S", "", &["a", "b"]);
        let lane = b.lane(LaneKind::Kpi, "KPIs");
        let kpi = crate::base::ids::KpiId::from_raw(1);
        let body = CardBody::kpi(kpi, crate::model::Place::Stage(stage), false);
        let right = b.card(lane, 2, 1, "right", body.clone());
        let left = b.card(lane, 1, 1, "left", body);
        for card in b.document.cards.values_mut() {
            Arc::make_mut(card).rank = 1.0;
        }
        assert!(right < left, "of ids the other way round");
        let layout = check(&b.document);
        assert!(layout.cards[&left].rect.min.y < layout.cards[&right].rect.min.y);
    }

    /// The small map once as it is and once with a text in each kind of record.
    fn widths(text: &str) -> Vec<(f64, f64)> {
        let mut document = fixture::small_map();
        for card in document.cards.values_mut() {
            Arc::make_mut(card).text = text.to_owned();
        }
        for step in document.steps.values_mut() {
            Arc::make_mut(step).title = text.to_owned();
        }
        for stage in document.stages.values_mut() {
            Arc::make_mut(stage).title = text.to_owned();
        }
        let layout = check(&document);
        layout.steps.iter().map(|s| (s.rect.min.x, s.rect.max.x)).collect()
    }

    #[test]
    fn no_word_moves_a_column() {
        let short = widths("a");
        assert!(short.iter().all(|(left, right)| right - left >= Sizes::default().step_width), "{short:?}");
        for text in ["Donaudampfschifffahrtsgesellschaft".repeat(3), "some words ".repeat(40)] {
            assert_eq!(widths(&text), short, "{text}");
        }
    }

    #[test]
    fn names_of_stages_take_lines_and_all_headers_grow_alike() {
        let mut b = fixture::Builder::new("m");
        b.stage("Short", "", &["a"]);
        let low = check(&b.document).stages[0].rect.height();
        b.stage("Onboarding, activation and first value", "", &["b"]);
        let layout = check(&b.document);
        assert!(layout.stages[0].rect.height() > low + 15.0);
        assert_eq!(layout.stages[0].rect.height(), layout.stages[1].rect.height());
        let words = "Evaluating plans and prices with the whole team before the first call with sales people";
        for length in 1..=80 {
            let mut b = fixture::Builder::new("m");
            b.stage(words.get(..length).unwrap(), "", &["b"]);
            let stage = &check(&b.document).stages[0];
            assert!(stage.title.size.width <= stage.rect.width() - 20.0, "{length}: {:?}", stage.title);
            assert!(stage.title.size.height + 16.0 <= stage.rect.height(), "{length}: {:?}", stage.title);
            assert!(!stage.title.is_elided, "{length}: {:?}", stage.title);
        }
    }

    #[test]
    fn a_long_text_makes_its_own_card_high_and_no_other() {
        let mut b = fixture::Builder::new("m");
        b.stage("S", "", &["a", "b", "c"]);
        let lane = b.lane(LaneKind::Text, "t");
        let plain = b.card(lane, 1, 1, "short", CardBody::Text);
        let height = check(&b.document).cards[&plain].rect.height();
        let long = b.card(lane, 2, 1, &"long words ".repeat(30), CardBody::Text);
        let below = b.card(lane, 1, 2, "below", CardBody::Text);
        let layout = check(&b.document);
        assert!((layout.cards[&plain].rect.height() - height).abs() < 1e-9, "{:?}", layout.cards[&plain]);
        assert!(layout.cards[&long].rect.height() > 3.0 * height);
        assert!(layout.cards[&below].rect.min.y >= layout.cards[&plain].rect.max.y);
        assert!(layout.lanes[0].rect.max.y >= layout.cards[&long].rect.max.y);
    }

    #[test]
    fn odd_documents_have_a_layout() {
        check(&Document::default());
        let mut b = fixture::Builder::new("m");
        b.lane(LaneKind::Curve, "A very long lane label that needs several lines of room to be read");
        check(&b.document);
        b.stage("", "", &[]);
        b.stage(&"Long title ".repeat(30), "why?", &["one"]);
        let lane = b.lane(LaneKind::Divider, "");
        b.card(lane, 1, 0, "😀 旅", CardBody::Curve { value: f64::NAN });
        b.card(LaneId::from_raw(1), 1, u32::MAX, "", CardBody::Curve { value: f64::NAN });
        b.card(LaneId::from_raw(1), 77, 1, "nowhere", CardBody::Text);
        let layout = check(&b.document);
        assert_eq!(layout.cards.len(), 2);
    }

    #[test]
    fn a_point_finds_what_stands_there() {
        let layout = check(&fixture::small_map());
        let hit = |p: Point| layout.hit(p, 3.0);
        for card in layout.cards.values() {
            assert_eq!(hit(card.rect.center()), Hit::Card(card.id));
        }
        for (index, stage) in layout.stages.iter().enumerate() {
            assert_eq!(hit(stage.rect.center()), Hit::Stage(stage.id));
            assert_eq!(hit(stage.rect.min.offset(-1.0, 4.0)), Hit::StageGap { index });
        }
        let last = layout.stages[1].rect;
        assert_eq!(hit(last.max.offset(5.0, -5.0)), Hit::StageGap { index: 2 });
        for step in &layout.steps {
            assert_eq!(hit(step.rect.center()), Hit::Step(step.id));
        }
        let second = &layout.steps[1];
        assert_eq!(hit(second.rect.min.offset(-2.0, 9.0)), Hit::StepGap { stage: second.stage, index: 1 });
        let lane = &layout.lanes[0];
        assert_eq!(hit(lane.label_rect.center()), Hit::LaneLabel(lane.id));
        let empty = layout.cell_rect(0, 2).expect("third step of the first lane").center();
        assert_eq!(hit(empty), Hit::Cell { lane: lane.id, step: layout.steps[2].id });
        let line = &layout.connections[0].points;
        let (a, b) = (line[line.len() / 2 - 1], line[line.len() / 2]);
        let middle = Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
        assert_eq!(hit(middle), Hit::Connection(layout.connections[0].id));
        assert_eq!(hit(Point::new(-1.0, 5.0)), Hit::Nothing);
        assert_eq!(hit(layout.bounds.max.offset(90.0, 90.0)), Hit::Nothing);
    }

    #[test]
    fn connections_go_around_cards() {
        let mut b = fixture::Builder::new("m");
        b.stage("S", "", &["a", "b", "c"]);
        let upper = b.lane(LaneKind::Touchpoint, "u");
        let lower = b.lane(LaneKind::Touchpoint, "l");
        let body = CardBody::Touchpoint { channel: Channel::Web, is_moment_of_truth: false };
        let ids: Vec<_> = [upper, lower]
            .into_iter()
            .flat_map(|lane| (1..=3).map(move |step| (lane, step)))
            .map(|(lane, step)| b.card(lane, step, 1, "x", body.clone()))
            .collect();
        b.stage("T", "", &["d"]);
        let bottom = b.lane(LaneKind::Text, "b");
        b.card(lower, 1, 3, "spans the gaps between its columns", CardBody::Text);
        let below = b.card(bottom, 2, 1, "x", CardBody::Text);
        for (from, to) in [(0, 2), (2, 0), (0, 5), (4, 1), (3, 2)] {
            b.connect(ids[from], ids[to], "");
        }
        b.connect(ids[1], below, "");
        let layout = check(&b.document);
        assert_eq!(layout.connections.len(), 6);
        for path in layout.connections.iter() {
            for pair in path.points.windows(2) {
                let piece = crate::base::geom::Rect::from_corners(pair[0], pair[1]).expand(0.1);
                for card in layout.cards.values() {
                    // Arrows reach into the padding of cards, never as far as their words.
                    assert!(!card.rect.expand(-8.0).intersects(&piece), "{path:?} runs over {:?}", card.rect);
                }
            }
        }
    }

    /// Laid out after an earlier layout, a map stands as it does when it is laid out alone.
    #[test]
    fn an_earlier_layout_changes_nothing() {
        let map = MapId::from_raw(fixture::MAP);
        let mut b = fixture::Builder::new("m");
        b.stage("S", "", &["a", "b", "c"]);
        let lane = b.lane(LaneKind::Text, "t");
        let ids: Vec<_> = (1..=3).map(|step| b.card(lane, step, 1, "x", CardBody::Text)).collect();
        b.connect(ids[0], ids[2], "skips");
        let mut memory = Memory::default();
        let edits: [&dyn Fn(&mut fixture::Builder); 5] = [
            &|_| {},
            &|b| {
                b.card(lane, 2, 1, "stands in the way of the line", CardBody::Text);
            },
            &|b| b.connect(ids[1], ids[2], ""),
            &|b| {
                b.stage("wider names move everything to the right", "", &["d"]);
            },
            &|b| b.document.connections.clear(),
        ];
        for edit in edits {
            edit(&mut b);
            let alone = check(&b.document);
            let sizes = Sizes::default();
            let after = next_layout(&b.document, map, &mut fixture::measure(), &sizes, &mut memory);
            assert_eq!(*after, alone);
        }
    }

    #[test]
    fn a_thousand_connections_go_around_cards_too() {
        let mut b = fixture::Builder::new("m");
        for _ in 0..20 {
            b.stage("S", "", &["a", "b", "c"]);
        }
        let body = CardBody::Touchpoint { channel: Channel::Web, is_moment_of_truth: false };
        let lanes: Vec<_> = (0..8).map(|_| b.lane(LaneKind::Touchpoint, "l")).collect();
        let cards: Vec<_> = (0..480)
            .filter(|i| i % 3 != 1)
            .map(|i| b.card(lanes[i / 60], i64::try_from(i % 60).unwrap() + 1, 1, "x", body.clone()))
            .collect();
        for i in 0..1000_usize {
            b.connect(cards[i * 7 % cards.len()], cards[(i * 31 + i / 9 + 3) % cards.len()], "");
        }
        let layout = map_layout(&b.document, MapId::from_raw(fixture::MAP), &mut fixture::measure(), &Sizes::default());
        assert!(layout.connections.len() > 900);
        for path in layout.connections.iter() {
            for pair in path.points.windows(2) {
                let piece = crate::base::geom::Rect::from_corners(pair[0], pair[1]).expand(0.1);
                let under = layout.cards.values().find(|c| c.rect.expand(-8.0).intersects(&piece));
                assert_eq!(under, None, "{path:?}");
            }
        }
    }

    #[test]
    fn heights_and_values_of_a_curve_agree() {
        let plot = Rect::new(0.0, 100.0, 500.0, 104.0);
        for value in [-2.0, -0.7, 0.0, 1.3, 2.0] {
            assert!((curve_value(plot, curve_y(plot, value)) - value).abs() < 1e-9);
        }
        assert!((curve_y(plot, 9.0) - 100.0).abs() < 1e-9);
    }
}
