//! Where a KPI is used, and what is different about it at the place of a card.

use super::Fields;
use super::kpi::{goal_ui, line_ui};
use crate::base::text::fold_name;
use crate::i18n::panels::inspector as text;
use crate::metrics::format;
use crate::model::{CardBody, Kpi, KpiKind, Place, PlaceOverride, RecordRef, formula};
use crate::session::AppCommand;
use crate::session::card_figures::target_words;
use crate::ui::drafts::FieldKey;
use crate::ui::parts::{caption_ui, link_ui, weak};
use crate::ui::style::points;
use egui::{Label, Ui};
use std::sync::Arc;

/// Target, watch band, owner and question at one place. Empty fields are as everywhere.
pub(super) fn of_place_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>, place: Place) {
    let name = fields.document().place_name(place).unwrap_or_default().to_owned();
    ui.add_space(points(fields.cx.tokens.spacing) * 3.0);
    caption_ui(ui, fields.cx.tokens, &text::only_at(&name));
    let own = kpi.overrides.get(&place).cloned().unwrap_or_default();
    let set = |k: &mut Kpi, change: &dyn Fn(&mut PlaceOverride)| {
        let entry = k.overrides.entry(place).or_default();
        change(entry);
        if entry.is_empty() {
            k.overrides.remove(&place);
        }
    };
    let record = RecordRef::Kpi(kpi.id);
    let hint = |value: Option<f64>| value.map_or_else(|| text::as_everywhere().to_owned(), |v| format::target(kpi, v));
    let everywhere = kpi.target.map_or_else(|| text::as_everywhere().to_owned(), |v| target_words(kpi, v));
    let key = FieldKey { record, field: "own target" };
    goal_ui(ui, fields, kpi, key, (text::target_here(), &everywhere), own.target, |k, value| {
        set(k, &|own| own.target = value)
    });
    let key = FieldKey { record, field: "own watch band" };
    goal_ui(ui, fields, kpi, key, (text::watch_band_here(), &hint(kpi.watch_band)), own.watch_band, |k, value| {
        set(k, &|own| own.watch_band = value);
    });
    let labels = ("own owner", text::owner_here(), text::as_everywhere());
    line_ui(ui, fields, kpi, labels, &own.owner, |k, owner| set(k, &|own| own.owner.clone_from(&owner)));
    let labels = ("own question", text::asked_here(), text::as_everywhere());
    line_ui(ui, fields, kpi, labels, &own.question, |k, asked| set(k, &|own| own.question.clone_from(&asked)));
}

/// Every card that shows the KPI, every pain point that names it and every formula that reads it; a click goes there.
pub(super) fn show_ui(ui: &mut Ui, fields: &Fields<'_>, kpi: &Arc<Kpi>) {
    let document = fields.document();
    ui.add_space(points(fields.cx.tokens.spacing) * 3.0);
    caption_ui(ui, fields.cx.tokens, text::used_in());
    let mut users: Vec<(String, RecordRef)> = Vec::new();
    for map in document.maps_in_order() {
        for stage in document.stages_of(map.id) {
            for card in
                document.cards.values().filter(|c| document.steps.get(&c.step).is_some_and(|s| s.stage == stage.id))
            {
                match card.body {
                    CardBody::Kpi { kpi: id, place, .. } if id == kpi.id => {
                        let name = document.place_name(place).unwrap_or_default();
                        let target = kpi.overrides.get(&place).and_then(|own| own.target);
                        let target = target.map(|target| target_words(kpi, target));
                        users.push((text::used_at(name, &map.title, target.as_deref()), card.id.into()));
                    }
                    CardBody::PainPoint { kpi: Some(id), .. } if id == kpi.id => {
                        users.push((text::used_by_pain(&card.text), card.id.into()));
                    }
                    _ => {}
                }
            }
        }
    }
    let reads_it = |other: &&Arc<Kpi>| {
        let names = formula::names(&other.formula);
        other.kind == KpiKind::Formula
            && names.iter().any(|n| {
                fold_name(n.name) == fold_name(&kpi.name)
                    || formula::meant(document, n.name).is_some_and(|m| m.id == kpi.id)
            })
    };
    users.extend(document.kpis.values().filter(reads_it).map(|k| (text::used_by_formula(&k.name), k.id.into())));
    if users.is_empty() {
        ui.add(Label::new(weak(fields.cx.tokens, text::used_nowhere())).wrap());
    }
    for (words, record) in users {
        if link_ui(ui, fields.cx.tokens, &words).clicked() {
            fields.cx.commands.send(AppCommand::Jump(record));
        }
    }
}
