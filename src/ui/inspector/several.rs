//! What can be done to several selected records at once.

use super::{Fields, structure};
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as text;
use crate::model::edit::Verb;
use crate::model::{AnyRecord, Card, CardBody, Edit, EditLabel, RecordRef, Severity, Stage, TableKind};
use crate::session::{AppCommand, CameraCommand};
use crate::ui::parts::{caption_ui, choice_ui, label_ui, strong, weak};
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
    severity_ui(ui, fields, selected);
    tint_ui(ui, fields, selected);
    ui.add_space(points(tokens.spacing) * 2.0);
    ui.horizontal(|ui| {
        if ui.button(text::fit_selection()).clicked() {
            fields.cx.commands.send(AppCommand::Camera(CameraCommand::FitSelection));
        }
        if ui.button(words::delete()).on_hover_text(text::delete_selected(selected.len())).clicked() {
            fields.cx.commands.edit(Edit::Delete(selected.to_vec()));
        }
    });
}

/// All selected cards are pain points: one severity for all of them.
fn severity_ui(ui: &mut Ui, fields: &Fields<'_>, selected: &[RecordRef]) {
    let document = fields.document();
    let pains: Vec<&Card> = selected
        .iter()
        .filter_map(|r| match r {
            RecordRef::Card(id) => document.cards.get(id).map(AsRef::as_ref),
            _ => None,
        })
        .filter(|c| matches!(c.body, CardBody::PainPoint { .. }))
        .collect();
    if pains.len() != selected.len() {
        return;
    }
    label_ui(ui, fields.cx.tokens, text::set_severity());
    let severities: Vec<Severity> = pains
        .iter()
        .filter_map(|c| match c.body {
            CardBody::PainPoint { severity, .. } => Some(severity),
            _ => None,
        })
        .collect();
    let common = severities.first().filter(|first| severities.iter().all(|s| s == *first));
    let chosen = common.and_then(|c| Severity::EVERY.iter().position(|s| s == c));
    let names = Severity::EVERY.map(words::severity);
    let taken = choice_ui(ui, fields.cx.tokens, text::severity(), &names, chosen);
    let Some(severity) = taken.and_then(|i| Severity::EVERY.get(i)).copied() else { return };
    let edits = pains.into_iter().map(|card| {
        let mut card = card.clone();
        if let CardBody::PainPoint { severity: old, .. } = &mut card.body {
            *old = severity;
        }
        Edit::Update(AnyRecord::Card(card))
    });
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Card, count: selected.len() };
    fields.cx.commands.edit(Edit::Batch { label, edits: edits.collect() });
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
    label_ui(ui, fields.cx.tokens, text::set_tint());
    let Some(tint) = structure::swatches_ui(ui, fields, None) else { return };
    let edits = stages.into_iter().map(|s| Edit::Update(AnyRecord::Stage(Stage { tint, ..s.clone() }))).collect();
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Stage, count: selected.len() };
    fields.cx.commands.edit(Edit::Batch { label, edits });
}
