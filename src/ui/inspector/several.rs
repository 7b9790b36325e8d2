//! What can be changed on several selected records at once.

use super::marks::{self, Shared, change};
use super::{Fields, connection, structure};
use crate::canvas::edits;
use crate::i18n::card_forms;
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as text;
use crate::model::edit::Verb;
use crate::model::{
    AnyRecord, Card, CardBody, CardForm, Channel, Edit, EditLabel, Place, RecordRef, Severity, Stage, TableKind,
};
use crate::session::split_choice::SplitChoice;
use crate::session::{AppCommand, CameraCommand};
use crate::ui::commands::UiCommand;
use crate::ui::hints::with_shortcut;
use crate::ui::parts::{caption_ui, choice_ui, combo_or_ui, label_ui, strong, weak};
use crate::ui::style::points;
use egui::{Label, Ui};
use std::collections::BTreeMap;

pub(super) fn show_ui(ui: &mut Ui, fields: &Fields<'_>, selected: &[RecordRef]) {
    let tokens = fields.cx.tokens;
    let mut sorts: BTreeMap<TableKind, usize> = BTreeMap::new();
    for record in selected {
        *sorts.entry(record.table()).or_default() += 1;
    }
    let sorts: Vec<_> = sorts.into_iter().collect();
    caption_ui(ui, tokens, &text::selected(selected.len()));
    ui.add(Label::new(strong(tokens, text::sorts(&sorts), tokens.type_sizes.title)).wrap());
    ui.add(Label::new(weak(tokens, text::duplicate_hint())).wrap());
    let document = fields.document();
    let cards: Vec<&Card> = selected
        .iter()
        .filter_map(|r| match r {
            RecordRef::Card(id) => document.cards.get(id).map(AsRef::as_ref),
            _ => None,
        })
        .collect();
    if !cards.is_empty() {
        channel_ui(ui, fields, &cards);
        severity_ui(ui, fields, &cards);
        form_ui(ui, fields, &cards);
        marks::show_ui(ui, fields, &cards);
    }
    let connections = edits::connections_among(document, selected);
    if !connections.is_empty() {
        // Beside cards, which have colours too, it is said whose they are.
        if !cards.is_empty() {
            ui.add_space(points(tokens.spacing) * 2.0);
            caption_ui(ui, tokens, crate::i18n::edit::noun(TableKind::Connection, connections.len()));
        }
        connection::looks_ui(ui, fields, &connections);
    }
    tint_ui(ui, fields, selected);
    ui.add_space(points(tokens.spacing) * 2.0);
    ui.horizontal(|ui| {
        let hint = with_shortcut(ui, text::fit_selection(), UiCommand::FitSelection);
        if ui.button(text::fit_selection()).on_hover_text(hint).clicked() {
            fields.cx.commands.send(AppCommand::Camera(CameraCommand::FitSelection));
        }
        let hint = with_shortcut(ui, &text::delete_selected(selected.len()), UiCommand::Delete);
        if ui.button(words::delete()).on_hover_text(hint).clicked() {
            fields.cx.commands.edit(Edit::Delete(selected.to_vec()));
        }
    });
}

/// Those of the cards that have a value of a kind, with their values.
fn with_value<'a, T>(cards: &[&'a Card], value: impl Fn(&CardBody) -> Option<T>) -> (Vec<&'a Card>, Vec<T>) {
    cards.iter().filter_map(|card| value(&card.body).map(|v| (*card, v))).unzip()
}

/// The label of a field that not all selected cards have.
fn label_of(name: &str, having: usize, all: usize) -> String {
    if having == all { name.to_owned() } else { text::of_some(name, having, all) }
}

/// One channel for all touchpoints among the cards.
fn channel_ui(ui: &mut Ui, fields: &Fields<'_>, cards: &[&Card]) {
    let (having, values) = with_value(cards, |body| match body {
        CardBody::Touchpoint { channel, .. } => Some(*channel),
        _ => None,
    });
    let Some(shared) = Shared::of(values) else { return };
    label_ui(ui, fields.cx.tokens, &label_of(text::channel(), having.len(), cards.len()));
    let names = Channel::EVERY.map(|c| words::channel(c).to_owned());
    let chosen = shared.same().and_then(|now| Channel::EVERY.iter().position(|c| c == now));
    let (id, width) = (ui.scope_id().with("channel of cards"), ui.available_width());
    let taken = combo_or_ui(ui, id, text::channel(), &names, (chosen, text::mixed()), width);
    if let Some(new) = taken.and_then(|i| Channel::EVERY.get(i)).copied() {
        change(fields, &having, "channel", |card| {
            if let CardBody::Touchpoint { channel, .. } = &mut card.body {
                *channel = new;
            }
        });
    }
}

/// One severity for all pain points among the cards.
fn severity_ui(ui: &mut Ui, fields: &Fields<'_>, cards: &[&Card]) {
    let (having, values) = with_value(cards, |body| match body {
        CardBody::PainPoint { severity, .. } => Some(*severity),
        _ => None,
    });
    let Some(shared) = Shared::of(values) else { return };
    let label = label_of(text::severity(), having.len(), cards.len());
    let label = if shared == Shared::Mixed { text::mixed_of(&label) } else { label };
    label_ui(ui, fields.cx.tokens, &label);
    let names = Severity::EVERY.map(words::severity);
    let chosen = shared.same().and_then(|now| Severity::EVERY.iter().position(|s| s == now));
    let taken = choice_ui(ui, fields.cx.tokens, text::severity(), &names, chosen);
    if let Some(new) = taken.and_then(|i| Severity::EVERY.get(i)).copied() {
        change(fields, &having, "severity", |card| {
            if let CardBody::PainPoint { severity, .. } = &mut card.body {
                *severity = new;
            }
        });
    }
}

/// One form for all KPI cards among the cards; the same field serves one card.
pub(super) fn form_ui(ui: &mut Ui, fields: &Fields<'_>, cards: &[&Card]) {
    let (having, values) = with_value(cards, CardBody::form);
    let Some(shared) = Shared::of(values) else { return };
    label_ui(ui, fields.cx.tokens, &label_of(card_forms::SHOWN_AS, having.len(), cards.len()));
    let names = CardForm::EVERY.map(|form| card_forms::form(form).label.to_owned());
    let chosen = shared.same().and_then(|now| CardForm::EVERY.iter().position(|form| form == now));
    let (id, width) = (ui.scope_id().with("form of cards"), ui.available_width());
    let taken = combo_or_ui(ui, id, card_forms::SHOWN_AS, &names, (chosen, text::mixed()), width);
    if let Some(form) = taken.and_then(|i| CardForm::EVERY.get(i)).copied() {
        change(fields, &having, "form", |card| card.body = card.body.clone().in_form(form));
    }
    let of_map = |card: &Card| matches!(card.body, CardBody::Kpi { place: Place::Map(_), .. });
    if having.iter().any(|card| of_map(card)) {
        ui.add(Label::new(weak(fields.cx.tokens, card_forms::ABOVE_STAGES)).wrap());
    }
    let split: Vec<&Card> =
        having.into_iter().filter(|card| card.body.form().is_some_and(|form| form.is_split())).collect();
    // A dimension that the data has no more stays readable on the cards that name it.
    let mut known = fields.cx.session.dimensions_of(&split);
    known.extend(split.iter().filter_map(|card| card.body.split()?.dimension.clone()));
    known.sort_unstable();
    known.dedup();
    split_ui(ui, fields, (&split, cards.len()), card_forms::SPLIT_BY, &SplitChoice::dimensions(&known));
    split_ui(ui, fields, (&split, cards.len()), card_forms::SPLIT_TOP, &SplitChoice::tops());
}

/// One choice about the split of cards that show segments.
fn split_ui(ui: &mut Ui, fields: &Fields<'_>, (cards, of): (&[&Card], usize), name: &str, choices: &[SplitChoice]) {
    let is_chosen =
        |choice: &SplitChoice| cards.iter().filter_map(|card| card.body.split()).all(|split| choice.is_of(split));
    if cards.is_empty() {
        return;
    }
    label_ui(ui, fields.cx.tokens, &label_of(name, cards.len(), of));
    let names: Vec<String> = choices.iter().map(SplitChoice::label).collect();
    let (id, width) = (ui.scope_id().with(("split of cards", name)), ui.available_width());
    let taken = combo_or_ui(ui, id, name, &names, (choices.iter().position(is_chosen), text::mixed()), width);
    if let Some(edit) = taken.and_then(|i| choices.get(i)).and_then(|choice| choice.edit(cards)) {
        fields.cx.commands.edit(edit);
    }
}

/// All selected records are stages: one colour for all of them.
fn tint_ui(ui: &mut Ui, fields: &Fields<'_>, selected: &[RecordRef]) {
    let document = fields.document();
    let stages: Vec<&Stage> = selected
        .iter()
        .filter_map(|r| match r {
            RecordRef::Stage(id) => document.stages.get(id).map(AsRef::as_ref),
            _ => None,
        })
        .collect();
    if stages.len() != selected.len() {
        return;
    }
    let shared = Shared::of(stages.iter().map(|stage| stage.tint));
    label_ui(ui, fields.cx.tokens, text::set_tint());
    let common = shared.as_ref().and_then(Shared::same).copied();
    let Some(tint) = structure::swatches_ui(ui, fields, common) else { return };
    let edits = stages.into_iter().map(|s| Edit::Update(AnyRecord::Stage(Stage { tint, ..s.clone() }))).collect();
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Stage, count: selected.len() };
    fields.cx.commands.edit(Edit::Batch { label, edits });
}
