//! What makes a metric a KPI: who answers for it, which outcome it serves, when it is looked at and what is done then.

use super::Fields;
use super::kpi::{line_ui, lines_ui, with};
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as text;
use crate::model::{Cadence, Kpi, RecordRef, Timing};
use crate::ui::drafts::FieldKey;
use crate::ui::parts::{caption_ui, choice_ui, label_ui};
use crate::ui::style::points;
use egui::Ui;
use std::sync::Arc;

/// The field of what is done when the KPI drops.
pub(super) const PLAN: &str = "response plan";

pub(super) fn show_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    let caption = |ui: &mut Ui, fields: &Fields<'_>, words: &str| {
        ui.add_space(points(fields.cx.tokens.spacing) * 2.0);
        caption_ui(ui, fields.cx.tokens, words);
    };
    caption(ui, fields, text::meaning());
    let labels = ("definition", text::definition(), text::definition_hint());
    lines_ui(ui, fields, kpi, labels, &kpi.definition, |k, definition| k.definition = definition);
    let labels = ("question", text::asked(), text::asked_hint());
    lines_ui(ui, fields, kpi, labels, &kpi.question, |k, question| k.question = question);
    let labels = ("outcome", text::outcome(), text::outcome_hint());
    line_ui(ui, fields, kpi, labels, &kpi.outcome, |k, outcome| k.outcome = outcome);
    timing_ui(ui, fields, kpi);
    layer_ui(ui, fields, kpi);

    caption(ui, fields, text::review());
    line_ui(ui, fields, kpi, ("owner", text::owner(), text::owner_hint()), &kpi.owner, |k, owner| k.owner = owner);
    cadence_ui(ui, fields, kpi);
    let labels = ("data source", text::data_source(), text::data_source_hint());
    line_ui(ui, fields, kpi, labels, &kpi.data_source, |k, source| k.data_source = source);
    expected_update_ui(ui, fields, kpi);

    caption(ui, fields, text::response_plan());
    let labels = (PLAN, text::when_it_drops(), text::response_plan_hint());
    lines_ui(ui, fields, kpi, labels, &kpi.response_plan, |k, plan| k.response_plan = plan);
    let labels = ("plan for rise", text::when_it_rises(), text::plan_for_rise_hint());
    lines_ui(ui, fields, kpi, labels, &kpi.plan_for_rise, |k, plan| k.plan_for_rise = plan);
    let labels = ("plan for flat", text::when_it_is_flat(), text::plan_for_flat_hint());
    lines_ui(ui, fields, kpi, labels, &kpi.plan_for_flat, |k, plan| k.plan_for_flat = plan);
}

fn timing_ui(ui: &mut Ui, fields: &Fields<'_>, kpi: &Arc<Kpi>) {
    let words = [text::leading(), text::lagging()];
    label_ui(ui, fields.cx.tokens, text::timing());
    let chosen = Timing::EVERY.iter().position(|timing| Some(*timing) == kpi.timing);
    let taken = choice_ui(ui, fields.cx.tokens, text::timing(), &words, chosen);
    if let Some(timing) = taken.and_then(|index| Timing::EVERY.get(index)) {
        fields.update(with(kpi, |k| k.timing = Some(*timing)), "timing");
    }
}

fn cadence_ui(ui: &mut Ui, fields: &Fields<'_>, kpi: &Arc<Kpi>) {
    let every = [text::weekly(), text::monthly(), text::quarterly(), text::yearly()];
    let names: Vec<String> = [words::none()].into_iter().chain(every).map(str::to_owned).collect();
    let chosen = Cadence::EVERY.iter().position(|cadence| Some(*cadence) == kpi.cadence).map_or(0, |index| index + 1);
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "cadence" };
    if let Some(index) = fields.combo_ui(ui, key, text::cadence(), &names, Some(chosen)) {
        let cadence = index.checked_sub(1).and_then(|index| Cadence::EVERY.get(index)).copied();
        fields.update(with(kpi, |k| k.cadence = cadence), "cadence");
    }
}

fn expected_update_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "expected update" };
    let shown = kpi.expected_update_days.map_or_else(String::new, |d| d.to_string());
    let read = |typed: &str| match typed.trim() {
        "" => Ok(None),
        typed => typed.parse::<u32>().ok().filter(|d| *d > 0).map(Some).ok_or_else(|| text::days_wanted().to_owned()),
    };
    let labels = (text::expected_update(), words::none());
    fields.parsed_ui(ui, key, labels, (&kpi.expected_update_days, &shown), read, |days| {
        with(kpi, |k| k.expected_update_days = days)
    });
}

fn layer_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    let mut layers = vec![words::none().to_owned()];
    layers.extend(
        [text::layer_identity(), text::layer_behaviour(), text::layer_voice(), text::layer_revenue()]
            .map(str::to_owned),
    );
    let is_same = |name: &String| name.eq_ignore_ascii_case(kpi.layer.trim());
    if !kpi.layer.trim().is_empty() && !layers.iter().any(is_same) {
        layers.push(kpi.layer.clone());
    }
    let chosen = layers.iter().position(is_same).or(Some(0));
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "layer" };
    if let Some(index) = fields.combo_ui(ui, key, text::layer(), &layers, chosen) {
        let layer = if index == 0 { String::new() } else { layers.swap_remove(index).to_lowercase() };
        fields.update(with(kpi, |k| k.layer = layer), "layer");
    }
}
