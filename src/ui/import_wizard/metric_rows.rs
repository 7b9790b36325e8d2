//! Metrics of the data and the KPIs they feed.

use super::list::ListState;
use super::place_rows::choice_rooms;
use crate::i18n::panels::drawer::kind_word;
use crate::i18n::panels::wizard as text;
use crate::i18n::panels::wizard_steps as steps_text;
use crate::import::{MetricKind, MetricSummary};
use crate::metrics::format;
use crate::model::{Document, Kpi};
use crate::session::import_job::KpiOutcome;
use crate::session::import_job::rehearsal::Rehearsal;
use crate::ui::parts::{PanelContext, caption_ui, combo_or_ui, combo_ui, line_in, link_ui, weak};
use crate::ui::style::{color, font};
use egui::{Id, Label, Rect, Sense, Ui, UiBuilder, vec2};
use std::collections::BTreeMap;

/// Height of a metric's line: the box of its kind stands below that of its KPI, and the line that ends it below both.
const ROW: f32 = 66.0;
/// Share of a line that the name takes.
const NAME: f32 = 0.42;

type MetricChoices = BTreeMap<String, Option<String>>;

/// What is decided here.
pub(super) struct Choices<'a> {
    /// What metrics are called in the file of the map.
    pub(super) names: &'a mut MetricChoices,
    /// What the KPIs are that are made of them.
    pub(super) kinds: &'a mut BTreeMap<String, MetricKind>,
}

/// What a metric can become: `None` leaves it to the rule; then what it is called in the file, or that it makes no KPI.
type Choice = Option<Option<String>>;

pub(super) fn show_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    rehearsal: &Rehearsal,
    choices: &mut Choices<'_>,
    list: &mut ListState<String>,
) {
    caption_ui(ui, cx.tokens, text::kpis());
    if rehearsal.metrics.is_empty() {
        ui.add(Label::new(weak(cx.tokens, steps_text::no_metrics())).wrap());
        return;
    }
    let document = cx.session.document();
    let rows: Vec<(String, &str)> = rehearsal
        .metrics
        .iter()
        .filter(|metric| list.shows(&[&metric.name]))
        .map(|metric| (metric.name.clone(), metric.name.as_str()))
        .collect();
    let shown: Vec<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    ui.horizontal(|ui| {
        list.head_ui(ui, cx, text::kpis(), &shown);
        if list.selected.is_empty() {
            alike_ui(ui, document, rehearsal, choices.names);
        } else {
            apply_ui(ui, document, choices, list);
        }
    });
    list.rows_ui(ui, cx, ("metric rows", ROW), &rows, |ui, rect, name| {
        if let Some(metric) = rehearsal.metrics.iter().find(|metric| metric.name == *name) {
            metric_ui(ui, cx, (rect, metric), rehearsal, choices);
        }
    });
}

/// What the file calls the metric of a KPI; a KPI that waits for data goes by its name.
fn stored_name(kpi: &Kpi) -> String {
    if kpi.metric.trim().is_empty() { kpi.name.clone() } else { kpi.metric.clone() }
}

/// Takes every likely KPI at once.
fn alike_ui(ui: &mut Ui, document: &Document, rehearsal: &Rehearsal, choices: &mut MetricChoices) {
    let open: Vec<_> = rehearsal.suggestions.kpis.iter().filter(|(name, _)| !choices.contains_key(*name)).collect();
    if !open.is_empty() && ui.button(steps_text::use_alike(open.len())).clicked() {
        for (name, kpi) in open {
            if let Some(kpi) = document.kpis.get(kpi) {
                choices.insert(name.clone(), Some(stored_name(kpi)));
            }
        }
    }
}

fn decide(choices: &mut MetricChoices, name: &str, choice: &Choice) {
    match choice {
        Some(choice) => drop(choices.insert(name.to_owned(), choice.clone())),
        None => drop(choices.remove(name)),
    }
}

/// The KPIs of the file as choices.
fn kpi_options(document: &Document) -> Vec<(Choice, String)> {
    let mut kpis: Vec<_> = document.kpis.values().collect();
    kpis.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    kpis.into_iter().map(|kpi| (Some(Some(stored_name(kpi))), steps_text::known_kpi_named(&kpi.name))).collect()
}

/// A name under which a metric makes a KPI of its own although there is one of its name.
fn own_name(document: &Document, metric: &str) -> String {
    let is_taken = |name: &str| document.kpis.values().any(|kpi| kpi.metric == name || kpi.name == name);
    let named = |number: u32| steps_text::further_kpi(metric, number);
    if !is_taken(metric) {
        return metric.to_owned();
    }
    (2..).map(named).find(|name| !is_taken(name)).unwrap_or_else(|| metric.to_owned())
}

/// The kinds that a new KPI can be of, in words.
fn kinds_in_words(metric: Option<&MetricSummary>) -> Vec<String> {
    let like = metric.cloned().unwrap_or_default();
    MetricKind::EVERY.iter().map(|kind| kind_word(&kind.kind(&like)).to_owned()).collect()
}

/// One choice for all selected metrics.
fn apply_ui(ui: &mut Ui, document: &Document, choices: &mut Choices<'_>, list: &mut ListState<String>) {
    let id = Id::unique("kind of selected metrics");
    let shown = (None, steps_text::set_kind());
    if let Some(kind) = combo_or_ui(ui, id, steps_text::set_kind(), &kinds_in_words(None), shown, 120.0) {
        for name in list.selected.iter() {
            choices.kinds.extend(MetricKind::EVERY.get(kind).map(|kind| (name.clone(), *kind)));
        }
    }
    let mut options =
        vec![(None, steps_text::leave_to_rule().to_owned()), (Some(None), steps_text::no_kpi().to_owned())];
    options.extend(kpi_options(document));
    let words: Vec<String> = options.iter().map(|(_, words)| words.clone()).collect();
    let id = Id::unique("KPI of selected metrics");
    let shown = (None, steps_text::set_kpi());
    let taken = combo_or_ui(ui, id, steps_text::set_kpi(), &words, shown, 170.0);
    if let Some((choice, _)) = taken.and_then(|index| options.get(index)) {
        for name in std::mem::take(&mut list.selected) {
            decide(choices.names, &name, choice);
        }
    }
}

/// A metric of the data and the KPI it feeds.
fn metric_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    (rect, metric): (Rect, &MetricSummary),
    rehearsal: &Rehearsal,
    choices: &mut Choices<'_>,
) {
    let (tokens, document) = (cx.tokens, cx.session.document());
    let width = rect.width() * NAME;
    let room = Rect::from_min_size(rect.min + vec2(0.0, 8.0), vec2(width - 8.0, 18.0));
    line_in(ui, room, &metric.name, font(tokens.type_sizes.body, Default::default()), color(tokens.text));
    let below = room.translate(vec2(0.0, 18.0));
    let (min, max) = (format::plain(metric.min), format::plain(metric.max));
    let facts = steps_text::metric_facts(metric.rows, (&min, &max), metric.places.len());
    line_in(ui, below, &facts, font(tokens.type_sizes.axis, Default::default()), color(tokens.text_faint));
    let hover = ui.interact(room.union(below), ui.scope_id().with("name"), Sense::hover());
    hover.on_hover_text(format!("{}\n{facts}", metric.name));
    let (upper, lower) = choice_rooms(rect, width);
    let outcome = rehearsal.outcome.kpis.iter().find(|kpi| kpi.name_in_data == metric.name);
    let own = own_name(document, &metric.name);
    let mut options = vec![
        (None, text::automatic(&outcome_words(outcome))),
        (Some(Some(own.clone())), steps_text::new_kpi_named(&own)),
        (Some(None), steps_text::no_kpi().to_owned()),
    ];
    options.extend(kpi_options(document));
    let words: Vec<String> = options.iter().map(|(_, words)| words.clone()).collect();
    let decided: Choice = choices.names.get(&metric.name).cloned();
    let chosen = options.iter().position(|(choice, _)| *choice == decided);
    let id = Id::unique("KPI of metric").with(&metric.name);
    let taken = ui
        .scope_builder(UiBuilder::new().max_rect(upper).id_salt("choice"), |ui| {
            combo_ui(ui, id, &steps_text::kpi_of(&metric.name), &words, chosen, upper.width())
        })
        .inner;
    if let Some((choice, _)) = taken.and_then(|index| options.get(index)) {
        decide(choices.names, &metric.name, choice);
    }
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(lower).layout(layout).id_salt("reason"), |ui| {
        reason_ui(ui, cx, metric, (rehearsal, outcome), choices);
    });
}

fn outcome_words(outcome: Option<&KpiOutcome>) -> String {
    match outcome {
        Some(kpi) if kpi.is_new => steps_text::new_kpi_named(&kpi.name),
        Some(kpi) => steps_text::known_kpi_named(&kpi.name),
        None => steps_text::no_kpi().to_owned(),
    }
}

/// How the KPI counts and why, or which one might be meant.
fn reason_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    metric: &MetricSummary,
    (rehearsal, outcome): (&Rehearsal, Option<&KpiOutcome>),
    Choices { names, kinds }: &mut Choices<'_>,
) {
    let (tokens, document) = (cx.tokens, cx.session.document());
    if names.contains_key(&metric.name) {
        let name = steps_text::undo_choice_of(&metric.name);
        if link_ui(ui, tokens, steps_text::undo_choice()).accessible_name(name).clicked() {
            names.remove(&metric.name);
        }
    } else if let Some(kpi) = rehearsal.suggestions.kpis.get(&metric.name).and_then(|kpi| document.kpis.get(kpi)) {
        let words = steps_text::use_place(&kpi.name);
        if link_ui(ui, tokens, &words).on_hover_text(steps_text::alike_hint()).clicked() {
            names.insert(metric.name.clone(), Some(stored_name(kpi)));
        }
    }
    let Some(kpi) = outcome else {
        ui.add(Label::new(weak(tokens, steps_text::no_kpi_hint())).truncate());
        return;
    };
    // A KPI that is there already stays what it is.
    if kpi.is_new {
        let id = Id::unique("kind of metric").with(&metric.name);
        let chosen = MetricKind::of(&kpi.kind).and_then(|kind| MetricKind::EVERY.iter().position(|k| *k == kind));
        let name = steps_text::kind_of(&metric.name);
        if let Some(taken) = combo_ui(ui, id, &name, &kinds_in_words(Some(metric)), chosen, 96.0) {
            kinds.extend(MetricKind::EVERY.get(taken).map(|kind| (metric.name.clone(), *kind)));
        }
    }
    let places = text::kpi_line(&kpi.name, kind_word(&kpi.kind), kpi.places.len());
    let why = match (&kpi.reason, kpi.is_new) {
        (Some(reason), true) => text::new_kpi(&reason.to_string()),
        (Some(reason), false) => text::kind_follows(&reason.to_string()),
        _ => text::known_kpi().to_owned(),
    };
    ui.add(Label::new(weak(tokens, &places)).truncate()).on_hover_text(format!("{places}\n{why}"));
}
