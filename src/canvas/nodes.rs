//! What assistive technology, the Tab key and tests find on the canvas: one node for every record, in reading order.
//!
//! Someone who looks needs nodes of what is in sight alone. While assistive technology listens there are nodes of the
//! rest too: whatever takes the keyboard is brought into view. Nodes take no clicks; those go to the canvas below, to
//! the same place.

use crate::base::geom::{Point, Rect};
use crate::base::ids::CardId;
use crate::base::text::one_line;
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::described::Described;
use crate::canvas::picture::Picture;
use crate::canvas::tooltip::kpi_of;
use crate::i18n::canvas as words;
use crate::i18n::told;
use crate::layout::{LaneBox, curve_y};
use crate::model::{Card, CardBody, CardForm, CardSplit, Document, Place, RecordRef};
use crate::scene::{KpiFigure, KpiOverlay, Lod};
use egui::accesskit::Action;
use egui::{Id, Role, Sense, Ui, WidgetInfo};
use std::collections::BTreeMap;

/// So many nodes are made around where one stands, besides those in sight: walking on makes the next ones.
const MOST: usize = 300;
/// Beyond this many nodes in sight nobody tabs any further.
const MOST_SEEN: usize = 400;
/// Slivers at the edge of the canvas are not worth a node, points.
const SMALLEST: f32 = 4.0;

/// Half the width of the node of a line, world units.
const LINE_NODE: f64 = 4.0;
/// Half the side of the node of a measured point, world units.
const POINT_NODE: f64 = 8.0;

/// What happened to nodes in a frame.
#[derive(Debug, Default)]
pub struct NodesOutput {
    /// The node that has the keyboard.
    pub focused: Option<RecordRef>,
    /// Assistive technology clicked it.
    pub clicked: Option<RecordRef>,
    /// This must come into view: it has just taken the keyboard, or was asked for.
    pub reveal: Option<(Pane, Rect)>,
}

/// What nodes are made from.
pub struct Nodes<'a> {
    /// Where everything stands on screen.
    pub viewport: &'a Viewport,
    /// The map.
    pub picture: &'a Picture,
    /// The records.
    pub document: &'a Document,
    /// The numbers.
    pub overlay: Option<&'a KpiOverlay>,
    /// What is selected.
    pub selection: &'a [RecordRef],
    /// The node that had the keyboard in the frame before.
    pub focused: Option<RecordRef>,
    /// How much is shown.
    pub lod: Lod,
    /// The id of the canvas.
    pub canvas: Id,
    /// Nodes of what is out of sight are made too.
    pub is_whole: bool,
}

/// What a node tells of.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Stage,
    Headline,
    Step,
    Lane,
    Card,
    /// A point of the measured curve: its lane as an index, and its value.
    Measured(usize),
    /// An index into the connections of the layout.
    Connection(usize),
}

/// A node before it is put into words.
struct Node {
    part: Part,
    record: RecordRef,
    pane: Pane,
    rect: Rect,
    is_seen: bool,
}

impl Nodes<'_> {
    /// Registers the nodes.
    pub fn show_ui(&self, ui: &Ui) -> NodesOutput {
        let mut output = NodesOutput::default();
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        // For who listens alone.
        let described = if self.is_whole { Described::of(self.document) } else { Described::default() };
        for node in self.chosen() {
            let Some(label) = self.label(&node) else { continue };
            let count = names.entry(label.clone()).or_default();
            *count += 1;
            // Two of the same name in the same place are told apart by counting them.
            let label = if *count > 1 { told::numbered(&label, *count) } else { label };
            self.node_ui(ui, &node, (&label, &described), &mut output);
        }
        output
    }

    fn node_ui(&self, ui: &Ui, node: &Node, (label, described): (&str, &Described<'_>), output: &mut NodesOutput) {
        let (record, pane, rect) = (node.record, node.pane, node.rect);
        let id = match node.part {
            Part::Stage => self.canvas.with(("stage", record)),
            Part::Headline => self.canvas.with(("headline", record)),
            Part::Step => self.canvas.with(("step", record)),
            Part::Lane => self.canvas.with(("lane", record)),
            Part::Card => self.canvas.with(("card", record)),
            Part::Measured(row) => self.canvas.with(("measured", row, record)),
            Part::Connection(_) => self.canvas.with(("connection", record)),
        };
        let whole = self.viewport.screen_rect(pane, rect);
        let seen = if node.is_seen { whole.intersect(self.viewport.clip(pane)) } else { whole };
        // egui takes this request for itself and would scroll a list, of which there is none here.
        let is_asked_for = ui.input(|i| i.has_accesskit_action_request(id, Action::ScrollIntoView));
        let response = ui.interact(seen, id, Sense::focusable_noninteractive());
        let is_selected = self.selection.contains(&record);
        response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_selected, label));
        ui.ctx().accesskit_node_builder(id, |builder| {
            builder.add_action(Action::Click);
            builder.add_action(Action::ScrollIntoView);
            let is_own = !matches!(node.part, Part::Headline | Part::Measured(_));
            let own = || described.words(self.document, record).filter(|_| is_own);
            if let Some(words) = self.stage_of(node).or_else(own) {
                builder.set_description(words);
            }
        });
        if response.has_focus() {
            output.focused = Some(record);
        }
        let is_clicked = ui.input(|i| i.has_accesskit_action_request(id, Action::Click));
        if is_clicked {
            output.clicked = Some(record);
        }
        if is_clicked || is_asked_for || response.gained_focus() {
            output.reveal = Some((pane, rect));
        }
    }

    /// Steps of several stages may share a name: what tells them apart.
    fn stage_of(&self, node: &Node) -> Option<String> {
        let RecordRef::Step(step) = node.record else { return None };
        let step = self.document.steps.get(&step).filter(|_| node.part == Part::Step)?;
        Some(told::in_stage(&self.document.stages.get(&step.stage)?.title))
    }

    fn is_seen(&self, pane: Pane, rect: Rect) -> bool {
        let seen = self.viewport.screen_rect(pane, rect).intersect(self.viewport.clip(pane));
        seen.width() >= SMALLEST && seen.height() >= SMALLEST
    }

    /// The nodes that are made: all that are in sight, and as many around them as a listener needs to go on.
    fn chosen(&self) -> Vec<Node> {
        let mut nodes = self.in_reading_order();
        if !self.is_whole {
            nodes.truncate(MOST_SEEN);
            return nodes;
        }
        let standing = self.focused.or(self.selection.last().copied());
        let at = standing.and_then(|record| nodes.iter().position(|node| node.record == record));
        let at = at.or_else(|| nodes.iter().position(|node| node.is_seen)).unwrap_or(0);
        let start = at.saturating_sub(MOST / 2);
        let around = start..start + MOST;
        let mut seen = 0;
        let mut index = 0;
        nodes.retain(|node| {
            let is_near = around.contains(&index);
            index += 1;
            seen += usize::from(node.is_seen);
            is_near || node.part == Part::Stage || (node.is_seen && seen <= MOST_SEEN)
        });
        nodes
    }

    /// Each stage with its headline figures and steps, then each lane with its cards from left to right and its measured
    /// points, then connections.
    fn in_reading_order(&self) -> Vec<Node> {
        let layout = &self.picture.layout;
        let mut found = Vec::new();
        let is_far = self.lod == Lod::Far && !self.is_whole;
        for figure in &layout.map_figures {
            self.add(&mut found, Part::Headline, figure.card.into(), (Pane::Header, figure.rect));
        }
        let headlines = crate::canvas::stuck_names::headlines(self.viewport, self.picture);
        for stage in &layout.stages {
            self.add(&mut found, Part::Stage, stage.id.into(), (Pane::Header, stage.rect));
            if is_far {
                continue;
            }
            let across = stage.rect.min.x..stage.rect.max.x;
            let is_in_stage = |card: &CardId| layout.map_figures.iter().all(|figure| figure.card != *card);
            let headlines = headlines.iter().filter(|(card, _)| is_in_stage(card));
            for (card, rect) in headlines.filter(|(_, rect)| across.contains(&rect.center().x)) {
                self.add(&mut found, Part::Headline, (*card).into(), (Pane::Header, *rect));
            }
            for step in layout.steps.get(stage.steps.clone()).unwrap_or_default() {
                self.add(&mut found, Part::Step, step.id.into(), (Pane::Header, step.rect));
            }
        }
        if is_far {
            return found;
        }
        let visible = self.viewport.visible(Pane::Body);
        let columns = if self.is_whole {
            0..layout.steps.len()
        } else {
            let first = layout.steps.partition_point(|step| step.rect.max.x < visible.min.x);
            first..layout.steps.partition_point(|step| step.rect.min.x <= visible.max.x).max(first)
        };
        for (row, lane) in layout.lanes.iter().enumerate() {
            if !self.is_whole && (lane.rect.max.y < visible.min.y || lane.rect.min.y > visible.max.y) {
                continue;
            }
            self.add(&mut found, Part::Lane, lane.id.into(), (Pane::Labels, lane.label_rect));
            for column in columns.clone() {
                for id in layout.cards_in_cell(row, column) {
                    // A card that spans columns stands in each of their cells.
                    let starts = |place: &&crate::layout::CardBox| place.columns.start.max(columns.start) == column;
                    if let Some(place) = layout.cards.get(id).filter(starts) {
                        self.add(&mut found, Part::Card, (*id).into(), (Pane::Body, place.rect));
                    }
                }
                self.add_measured(&mut found, (row, lane), column);
            }
        }
        for (index, path) in layout.connections.iter().enumerate() {
            if let Some(place) = node_of(path) {
                self.add(&mut found, Part::Connection(index), path.id.into(), (Pane::Body, place));
            }
        }
        found
    }

    fn add(&self, found: &mut Vec<Node>, part: Part, record: RecordRef, (pane, rect): (Pane, Rect)) {
        let is_seen = self.is_seen(pane, rect);
        if is_seen || self.is_whole {
            found.push(Node { part, record, pane, rect, is_seen });
        }
    }

    fn add_measured(&self, found: &mut Vec<Node>, (row, lane): (usize, &LaneBox), column: usize) {
        let (Some(plot), Some(step)) = (lane.plot, self.picture.layout.steps.get(column)) else { return };
        let Some(point) = self.overlay.and_then(|overlay| overlay.measured.get(&step.id)) else { return };
        let at = Point::new(step.rect.center().x, curve_y(plot, point.value));
        let around = Rect { min: at, max: at }.expand(POINT_NODE);
        self.add(found, Part::Measured(row), step.id.into(), (Pane::Body, around));
    }

    /// What a node says, with the signals that wait for an answer there; `None` for a record that is gone.
    fn label(&self, node: &Node) -> Option<String> {
        let label = self.name(node)?;
        let is_own = !matches!(node.part, Part::Headline | Part::Measured(_));
        let unanswered = self.overlay.filter(|_| is_own).and_then(|overlay| overlay.unanswered.get(&node.record));
        Some(match unanswered {
            Some(signals) => words::with_signals(&label, signals.count),
            None => label,
        })
    }

    fn name(&self, node: &Node) -> Option<String> {
        let document = self.document;
        Some(match (node.record, node.part) {
            (RecordRef::Stage(id), _) => words::stage(&document.stages.get(&id)?.title),
            (RecordRef::Step(id), Part::Measured(_)) => {
                let point = self.overlay?.measured.get(&id)?;
                let step = document.steps.get(&id)?;
                let stage = document.stages.get(&step.stage).map_or("", |s| s.title.as_str());
                told::measured(point.value, stage, &step.title, &point.n_text)
            }
            (RecordRef::Step(id), _) => words::step(&document.steps.get(&id)?.title),
            (RecordRef::Lane(id), _) => words::lane(&document.lanes.get(&id)?.title),
            (RecordRef::Card(id), Part::Headline) => words::headline_kpi(&self.card_label(document.cards.get(&id)?)),
            (RecordRef::Card(id), _) => self.card_label(document.cards.get(&id)?),
            (RecordRef::Connection(id), _) => {
                let record = document.connections.get(&id)?;
                let end = |card: &CardId| {
                    document.cards.get(card).map_or_else(String::new, |card| short_name(document, card))
                };
                words::connection(&record.label, &end(&record.from), &end(&record.to))
            }
            _ => return None,
        })
    }

    fn card_label(&self, card: &Card) -> String {
        if let CardBody::Kpi { kpi, place, form, ref split, .. } = card.body {
            let label = kpi_label(self.document, self.overlay, kpi, place);
            let figure = self.overlay.and_then(|overlay| overlay.cards.get(&(kpi, place)));
            let shown = figure.and_then(|figure| form_words((form, split), figure));
            return shown.map_or_else(|| label.clone(), |shown| told::with_figure(&label, &shown));
        }
        let noun = crate::i18n::panels::card_sort(&card.body);
        let text = short_name(self.document, card);
        let text = match card.body {
            CardBody::Curve { value } if card.text.trim().is_empty() => words::curve_value(value),
            CardBody::Curve { value } => told::point_with_words(value, &text),
            _ => text,
        };
        let persona = card.marks.persona.filter(|_| matches!(card.body, CardBody::Curve { .. }));
        let text = match persona.and_then(|id| self.document.personas.get(&id)) {
            Some(persona) => told::of_persona(&text, &persona.name),
            None => text,
        };
        let step = self.document.steps.get(&card.step);
        let stage = step.and_then(|s| self.document.stages.get(&s.stage));
        let label = words::card(noun, &text, stage.map_or("", |s| &s.title), step.map_or("", |s| &s.title));
        // What stands on its badge is read with it.
        let badge = self.overlay.and_then(|overlay| kpi_of(self.document, card.id, Some(overlay)));
        match badge {
            Some((kpi, place)) => told::with_figure(&label, &kpi_label(self.document, self.overlay, kpi, place)),
            None => label,
        }
    }
}

/// A card in as few words as tell it from others: what stands on it, else the name of its KPI or its value and its step.
#[must_use]
pub fn short_name(document: &Document, card: &Card) -> String {
    let text = one_line(&crate::layout::plain_words(&card.text));
    match card.body {
        _ if !text.is_empty() => text,
        CardBody::Kpi { kpi, .. } => document.kpis.get(&kpi).map_or_else(String::new, |kpi| kpi.name.clone()),
        CardBody::Curve { value } => {
            let step = document.steps.get(&card.step).map_or("", |s| s.title.as_str());
            words::curve_value_at(value, step)
        }
        _ => words::untitled_card().to_owned(),
    }
}

/// Where the node of a connection stands: on its words, else around the longest of its pieces.
fn node_of(path: &crate::layout::ConnectionPath) -> Option<Rect> {
    if !path.label.lines.is_empty() {
        return Some(path.label_rect());
    }
    let pieces = path.points.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(Rect::from_corners(*a, *b)),
        _ => None,
    });
    let length = |r: &Rect| r.width() + r.height();
    pieces.max_by(|a, b| length(a).total_cmp(&length(b))).map(|r| r.expand(LINE_NODE))
}

/// Periods of a table that are read aloud: nobody listens to more.
const MOST_PERIODS: usize = 6;

/// What the form of a KPI card shows beyond its value, in words; `None` where that is nothing, or a picture of what the
/// drawer says better.
fn form_words((form, split): (CardForm, &CardSplit), figure: &KpiFigure) -> Option<String> {
    let card = &figure.card;
    match form {
        CardForm::Automatic | CardForm::Number | CardForm::Trend => None,
        CardForm::Gauge => {
            let (low, high) = &card.span.texts;
            let target = card.goal.as_ref().map(|goal| goal.target_text.as_str());
            (card.value.is_some()).then(|| told::on_scale(low, high, target))
        }
        CardForm::BeforeAfter => {
            let [before, _] = card.periods.as_ref()?;
            Some(told::before(&before.label, &before.value_text, &before.n_text))
        }
        CardForm::Scores => {
            let bars: Vec<(&str, f64)> = card.scores.iter().map(|bar| (bar.label.as_str(), bar.count)).collect();
            (!bars.is_empty()).then(|| told::scores(&bars))
        }
        CardForm::Table => {
            let rows: Vec<[&str; 2]> =
                card.rows.iter().take(MOST_PERIODS).map(|r| [r.period.as_str(), r.value_text.as_str()]).collect();
            (!rows.is_empty()).then(|| told::periods(&rows))
        }
        CardForm::SmallMultiples | CardForm::Lines => {
            let split = card.splits.get(split).filter(|split| !split.parts.is_empty())?;
            let parts: Vec<(&str, &str, &str, bool)> = split
                .parts
                .iter()
                .map(|part| (part.label.as_str(), part.value_text.as_str(), part.n_text.as_str(), part.is_few))
                .collect();
            Some(told::segments(&split.dimension, &parts))
        }
    }
}

/// A KPI at a place with its figures, in words.
#[must_use]
pub fn kpi_label(
    document: &Document,
    overlay: Option<&KpiOverlay>,
    kpi: crate::base::ids::KpiId,
    place: Place,
) -> String {
    let name = document.kpis.get(&kpi).map_or("", |k| k.name.as_str());
    let place_name = document.place_name(place).unwrap_or_default();
    let Some(overlay) = overlay else { return words::kpi_without_numbers(name, place_name) };
    match overlay.cards.get(&(kpi, place)) {
        Some(figure) => {
            let change = change_words(figure);
            words::kpi(
                name,
                place_name,
                &[
                    &figure.value_text,
                    &figure.short_n(),
                    &change,
                    super::status_words(figure.status),
                    &figure.caveats().join(", "),
                ],
            )
        }
        None => without_figure(overlay, kpi, (name, place, place_name)),
    }
}

/// A KPI without a figure in words, and why it has none.
pub(super) fn without_figure(
    overlay: &KpiOverlay,
    kpi: crate::base::ids::KpiId,
    (name, place, place_name): (&str, Place, &str),
) -> String {
    if overlay.left_out.contains(&(kpi, place)) {
        words::kpi_not_in_segments(name, place_name)
    } else {
        words::kpi_without_value(name, place_name)
    }
}

/// The change of a figure as it is read aloud; empty when there is nothing to compare with.
fn change_words(figure: &KpiFigure) -> String {
    let Some((arrow, amount)) = figure.change_text.split_once(' ') else { return String::new() };
    told::change((arrow, amount), &figure.comparison_text, figure.change_is_good)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::card_figures::{CardFigures, PeriodBar, PeriodRow, ScoreBar, SplitFigure, SplitPart};

    fn check(form: CardForm, card: CardFigures, expected: Option<&str>) {
        let figure = KpiFigure { card, ..KpiFigure::default() };
        assert_eq!(form_words((form, &CardSplit::default()), &figure).as_deref(), expected, "{form:?}");
    }

    #[test]
    fn what_a_form_shows_is_read_aloud() {
        for form in CardForm::EVERY {
            check(form, CardFigures::default(), None);
        }
        let bar = |label: &str| ScoreBar { label: label.to_owned(), count: 3.0, group: Default::default() };
        let scores = vec![bar("1"), bar("2")];
        check(CardForm::Scores, CardFigures { scores, ..CardFigures::default() }, Some("score 1: 3, score 2: 3"));
        let bar = PeriodBar {
            label: "2024".to_owned(),
            short_label: "before".to_owned(),
            value: 3.8,
            value_text: "3.8 / 5".to_owned(),
            n_text: "n 210".to_owned(),
            interval: None,
            is_few: false,
        };
        let periods = Some([bar.clone(), bar]);
        check(CardForm::BeforeAfter, CardFigures { periods, ..CardFigures::default() }, Some("2024: 3.8 / 5, n 210"));
        let row = PeriodRow {
            period: "Dec 25".to_owned(),
            value_text: "3.2".to_owned(),
            n_text: "9".to_owned(),
            is_few: true,
            is_in_progress: false,
        };
        check(CardForm::Table, CardFigures { rows: vec![row], ..CardFigures::default() }, Some("Dec 25: 3.2"));
        let part = |label: &str, is_few| SplitPart {
            label: label.to_owned(),
            is_rest: false,
            value_text: "3.4 / 5".to_owned(),
            n_text: "n 12".to_owned(),
            is_few,
            points: Vec::new(),
        };
        let parts = vec![part("Team", false), part("Free", true)];
        let split = SplitFigure { dimension: "plan".to_owned(), parts, ..SplitFigure::default() };
        for form in [CardForm::SmallMultiples, CardForm::Lines] {
            let splits = [(CardSplit::default(), split.clone())].into();
            let expected = "by plan: Team 3.4 / 5, n 12; Free 3.4 / 5, n 12, few answers";
            check(form, CardFigures { splits, ..CardFigures::default() }, Some(expected));
        }
        let span = crate::scene::card_figures::Span { ends: (1.0, 5.0), texts: ("1.0".to_owned(), "5.0".to_owned()) };
        let gauge = CardFigures { value: Some(3.0), span, ..CardFigures::default() };
        check(CardForm::Gauge, gauge, Some("on a scale from 1.0 to 5.0"));
    }
}
