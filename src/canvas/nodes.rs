//! What assistive technology, the Tab key and tests find on the canvas: one node for every visible record.
//!
//! Nodes take no clicks; those go to the canvas below, to the same place.

use crate::base::geom::Rect;
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::picture::Picture;
use crate::i18n::canvas as words;
use crate::model::{Card, CardBody, Document, Place, RecordRef};
use crate::scene::{KpiOverlay, Lod};
use egui::{Id, Role, Sense, Ui, WidgetInfo};

/// Beyond this many nodes nobody tabs any further.
const MOST: usize = 400;
/// Slivers at the edge of the canvas are not worth a node, points.
const SMALLEST: f32 = 4.0;

/// Half the width of the node of a line, world units.
const LINE_NODE: f64 = 4.0;

/// What happened to nodes in a frame.
#[derive(Debug, Default)]
pub struct NodesOutput {
    /// The node that has the keyboard.
    pub focused: Option<RecordRef>,
    /// Assistive technology clicked it.
    pub clicked: Option<RecordRef>,
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
    /// How much is shown.
    pub lod: Lod,
    /// The id of the canvas.
    pub canvas: Id,
}

impl Nodes<'_> {
    /// Registers the visible records.
    pub fn show_ui(&self, ui: &Ui) -> NodesOutput {
        let mut output = NodesOutput::default();
        let mut left = MOST;
        for (key, record, pane, rect, label) in self.visible() {
            if left == 0 {
                break;
            }
            left -= 1;
            self.node_ui(ui, self.canvas.with((key, record)), (pane, rect), (record, &label), &mut output);
        }
        output
    }

    fn node_ui(
        &self,
        ui: &Ui,
        id: Id,
        (pane, rect): (Pane, Rect),
        (record, label): (RecordRef, &str),
        output: &mut NodesOutput,
    ) {
        let seen = self.viewport.screen_rect(pane, rect).intersect(self.viewport.clip(pane));
        let response = ui.interact(seen, id, Sense::focusable_noninteractive());
        let is_selected = self.selection.contains(&record);
        response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_selected, label));
        ui.ctx().accesskit_node_builder(id, |node| node.add_action(egui::accesskit::Action::Click));
        if response.has_focus() {
            output.focused = Some(record);
        }
        if ui.input(|i| i.has_accesskit_action_request(id, egui::accesskit::Action::Click)) {
            output.clicked = Some(record);
        }
    }

    fn is_seen(&self, pane: Pane, rect: Rect) -> bool {
        let seen = self.viewport.screen_rect(pane, rect).intersect(self.viewport.clip(pane));
        seen.width() >= SMALLEST && seen.height() >= SMALLEST
    }

    /// What can be seen: stages, headline figures, steps, lanes, cards in reading order.
    fn visible(&self) -> Vec<(&'static str, RecordRef, Pane, Rect, String)> {
        let layout = &self.picture.layout;
        let mut found = Vec::new();
        let mut add = |key, record, pane, rect, label: &dyn Fn() -> String| {
            if self.is_seen(pane, rect) {
                found.push((key, record, pane, rect, label()));
            }
        };
        for stage in &layout.stages {
            let title = || self.document.stages.get(&stage.id).map_or_else(String::new, |s| words::stage(&s.title));
            add("stage", stage.id.into(), Pane::Header, stage.rect, &title);
        }
        if self.lod == Lod::Far {
            return found;
        }
        for (card, rect) in self.picture.headlines.iter() {
            let Some(card) = self.document.cards.get(card) else { continue };
            let label = || words::headline_kpi(&self.card_label(card));
            add("headline", card.id.into(), Pane::Header, *rect, &label);
        }
        for step in &layout.steps {
            let title = || self.document.steps.get(&step.id).map_or_else(String::new, |s| words::step(&s.title));
            add("step", step.id.into(), Pane::Header, step.rect, &title);
        }
        for lane in &layout.lanes {
            let title = || self.document.lanes.get(&lane.id).map_or_else(String::new, |l| words::lane(&l.title));
            add("lane", lane.id.into(), Pane::Labels, lane.label_rect, &title);
        }
        let mut cards: Vec<_> = layout.cards.values().filter(|c| self.is_seen(Pane::Body, c.rect)).collect();
        cards.sort_by(|a, b| {
            (a.lane, a.columns.start).cmp(&(b.lane, b.columns.start)).then(a.rect.min.y.total_cmp(&b.rect.min.y))
        });
        for card in cards {
            let Some(record) = self.document.cards.get(&card.id) else { continue };
            add("card", card.id.into(), Pane::Body, card.rect, &|| self.card_label(record));
        }
        for path in &layout.connections {
            let (Some(record), Some(place)) = (self.document.connections.get(&path.id), node_of(path)) else {
                continue;
            };
            let end =
                |card| self.document.cards.get(card).map_or_else(String::new, |card| short_name(self.document, card));
            let label = || words::connection(&record.label, &end(&record.from), &end(&record.to));
            add("connection", path.id.into(), Pane::Body, place, &label);
        }
        found
    }

    fn card_label(&self, card: &Card) -> String {
        if let CardBody::Kpi { kpi, place, .. } = card.body {
            return kpi_label(self.document, self.overlay, kpi, place);
        }
        let noun = crate::i18n::panels::card_sort(&card.body);
        let text = short_name(self.document, card);
        let text = match card.body {
            CardBody::Curve { value } if card.text.trim().is_empty() => words::curve_value(value),
            _ => text,
        };
        let step = self.document.steps.get(&card.step);
        let stage = step.and_then(|s| self.document.stages.get(&s.stage));
        words::card(noun, &text, stage.map_or("", |s| &s.title), step.map_or("", |s| &s.title))
    }
}

/// A card in as few words as tell it from others: what stands on it, else the name of its KPI or its value and its step.
#[must_use]
pub fn short_name(document: &Document, card: &Card) -> String {
    let text = crate::layout::plain_words(&card.text).split_whitespace().collect::<Vec<_>>().join(" ");
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
            words::kpi(name, place_name, &[&figure.value_text, &figure.n_text, super::status_words(figure.status)])
        }
        None => words::kpi_without_value(name, place_name),
    }
}
