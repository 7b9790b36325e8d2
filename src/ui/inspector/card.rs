//! Fields of a card: what all kinds share, then those of its kind.

use super::{Fields, evidence, kpi, marks, notes, number, number_text, several};
use crate::base::ids::{CardId, MapId, StageId};
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as text;
use crate::model::edit::CardMove;
use crate::model::{Card, CardBody, Channel, Edit, RecordRef, Severity};
use crate::session::AppCommand;
use crate::session::pictures::PictureTarget;
use crate::ui::drafts::{FieldKey, FieldLook};
use crate::ui::parts::{caption_ui, choice_ui, label_ui, link_ui, weak};
use crate::ui::places::places_of;
use egui::Ui;

pub(super) fn show_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: CardId) {
    let Some(card) = fields.document().cards.get(&id) else { return };
    let Some(map) = fields.document().map_of_card(id) else { return };
    let record = RecordRef::Card(id);
    let sort = words::card_sort(&card.body);
    match &card.body {
        CardBody::Curve { .. } => caption_ui(ui, fields.cx.tokens, sort),
        CardBody::Kpi { kpi, .. } => {
            // A KPI card without words of its own shows the KPI's name.
            caption_ui(ui, fields.cx.tokens, sort);
            let name = fields.document().kpis.get(kpi).map_or("", |k| k.name.as_str());
            fields.title_with_hint_ui(ui, record, name, &card.text);
        }
        _ => fields.title_ui(ui, record, sort, &card.text),
    }
    cell_ui(ui, fields, card, map);
    match &card.body {
        CardBody::Text => {}
        CardBody::Image { picture } => {
            let target = PictureTarget::Card(id);
            let without = || Card { body: CardBody::Image { picture: None }, ..Card::clone(card) }.into();
            super::picture::show_ui(ui, fields, (picture.as_ref(), &card.text), target, without);
        }
        CardBody::Touchpoint { channel, is_moment_of_truth } => {
            touchpoint_ui(ui, fields, card, (*channel, *is_moment_of_truth));
        }
        CardBody::Quote { attribution } => {
            let key = FieldKey { record, field: "attribution" };
            let make = |attribution| Card { body: CardBody::Quote { attribution }, ..Card::clone(card) };
            let labels = (text::attribution(), text::attribution_hint());
            fields.words_ui(ui, (key, FieldLook::Line), labels, attribution, make);
        }
        CardBody::PainPoint { .. } => pain_ui(ui, fields, card),
        CardBody::Opportunity { value, effort } => opportunity_ui(ui, fields, card, (*value, *effort)),
        CardBody::Kpi { .. } => kpi_card_ui(ui, fields, card, map),
        CardBody::Curve { value } => {
            let key = FieldKey { record, field: "value" };
            let read = |typed: &str| match number(typed)? {
                Some(value) if (-2.0..=2.0).contains(&value) => Ok(value),
                _ => Err(text::curve_wanted().to_owned()),
            };
            let make = |value| Card { body: CardBody::Curve { value }, ..Card::clone(card) };
            let shown = number_text(Some(*value));
            fields.parsed_ui(ui, key, (text::curve_value(), ""), (value, &shown), read, make);
        }
    }
    marks::show_ui(ui, fields, &[card]);
    notes::show_ui(ui, fields, record);
    fields.delete_ui(ui, record, true);
}

/// Where the card stands: stage and step as one choice, and how many steps it covers.
fn cell_ui(ui: &mut Ui, fields: &mut Fields<'_>, card: &Card, map: MapId) {
    let document = fields.document();
    if let Some(stage) = document.stage_covered_by(card) {
        return covered_stage_ui(ui, fields, card, (map, stage));
    }
    let columns = document.columns_of(map);
    let stage_of = |step: &crate::model::Step| document.stages.get(&step.stage).map_or("", |s| s.title.as_str());
    let names: Vec<String> = columns.iter().map(|s| format!("{} · {}", stage_of(s), s.title)).collect();
    let chosen = columns.iter().position(|s| s.id == card.step);
    let record = RecordRef::Card(card.id);
    let key = FieldKey { record, field: "step" };
    if let Some(step) = fields.combo_ui(ui, key, text::stage_and_step(), &names, chosen).and_then(|i| columns.get(i)) {
        let to = CardMove { card: card.id, lane: card.lane, step: step.id, before: None };
        fields.cx.commands.edit(Edit::MoveCards(vec![to]));
    }
    if matches!(card.body, CardBody::Curve { .. }) {
        return;
    }
    let key = FieldKey { record, field: "span" };
    let most = chosen.map_or(1, |at| columns.len() - at);
    let read = |typed: &str| match typed.trim().parse::<u32>() {
        Ok(span) if span >= 1 && usize::try_from(span).is_ok_and(|s| s <= most) => Ok(span),
        _ => Err(text::span_wanted(most)),
    };
    let make = |span| Card { span, ..card.clone() };
    fields.parsed_ui(ui, key, (text::span(), "1"), (&card.span, &card.span.to_string()), read, make);
}

/// Where a KPI of a stage stands: over the whole of it, whatever step it was put at.
fn covered_stage_ui(ui: &mut Ui, fields: &mut Fields<'_>, card: &Card, (map, stage): (MapId, StageId)) {
    let document = fields.document();
    let stages = document.stages_of(map);
    let names: Vec<String> = stages.iter().map(|stage| stage.title.clone()).collect();
    let chosen = stages.iter().position(|other| other.id == stage);
    let key = FieldKey { record: card.id.into(), field: "step" };
    let other = fields.combo_ui(ui, key, text::stage(), &names, chosen).and_then(|i| stages.get(i));
    if let Some(step) = other.and_then(|stage| document.steps_of(stage.id).first().map(|step| step.id)) {
        let to = CardMove { card: card.id, lane: card.lane, step, before: None };
        fields.cx.commands.edit(Edit::MoveCards(vec![to]));
    }
    let words = text::covers_stage(document.steps_of(stage).len());
    ui.add(egui::Label::new(weak(fields.cx.tokens, words)).wrap());
}

fn touchpoint_ui(ui: &mut Ui, fields: &mut Fields<'_>, card: &Card, (channel, is_moment): (Channel, bool)) {
    let names: Vec<String> = Channel::EVERY.iter().map(|c| words::channel(*c).to_owned()).collect();
    let chosen = Channel::EVERY.iter().position(|c| *c == channel);
    let key = FieldKey { record: card.id.into(), field: "channel" };
    let with = |channel, is_moment_of_truth| Card {
        body: CardBody::Touchpoint { channel, is_moment_of_truth },
        ..card.clone()
    };
    if let Some(new) = fields.combo_ui(ui, key, text::channel(), &names, chosen).and_then(|i| Channel::EVERY.get(i)) {
        fields.update(with(*new, is_moment), "channel");
    }
    let mut is_checked = is_moment;
    if ui.checkbox(&mut is_checked, text::moment_of_truth()).changed() {
        fields.update(with(channel, is_checked), "moment of truth");
    }
    evidence::show_ui(ui, fields, card, crate::ui::figures::kpi_of(fields.document(), card.id.into()));
}

fn pain_ui(ui: &mut Ui, fields: &mut Fields<'_>, card: &Card) {
    let CardBody::PainPoint { severity, owner, kpi } = &card.body else { return };
    let (severity, kpi) = (*severity, *kpi);
    let with =
        |severity, owner: String, kpi| Card { body: CardBody::PainPoint { severity, owner, kpi }, ..card.clone() };
    label_ui(ui, fields.cx.tokens, text::severity());
    let names = Severity::EVERY.map(words::severity);
    let chosen = Severity::EVERY.iter().position(|s| *s == severity);
    if let Some(new) =
        choice_ui(ui, fields.cx.tokens, text::severity(), &names, chosen).and_then(|i| Severity::EVERY.get(i))
    {
        fields.update(with(*new, owner.clone(), kpi), "severity");
    }
    label_ui(ui, fields.cx.tokens, text::evidence());
    evidence::show_ui(ui, fields, card, crate::ui::figures::kpi_of(fields.document(), card.id.into()));

    let mut kpis: Vec<_> =
        crate::ui::figures::kpis_at(fields.document(), card.step).into_iter().map(|(kpi, _)| kpi).collect();
    kpis.dedup();
    let name_of = |id| fields.document().kpis.get(&id).map_or_else(String::new, |k| k.name.clone());
    let mut names = vec![text::automatic().to_owned()];
    names.extend(kpis.iter().map(|id| name_of(*id)));
    let chosen = kpi.map_or(Some(0), |id| kpis.iter().position(|k| *k == id).map(|i| i + 1));
    let key = FieldKey { record: card.id.into(), field: "kpi" };
    if let Some(index) = fields.combo_ui(ui, key, text::shown_kpi(), &names, chosen) {
        let kpi = index.checked_sub(1).and_then(|i| kpis.get(i)).copied();
        fields.update(with(severity, owner.clone(), kpi), "kpi");
    }
    let key = FieldKey { record: card.id.into(), field: "owner" };
    let labels = (text::owner(), text::owner_hint());
    fields.words_ui(ui, (key, FieldLook::Line), labels, owner, |owner| with(severity, owner, kpi));
    evidence::opportunities_ui(ui, fields, card);
    evidence::plan_ui(ui, fields, card);
}

fn opportunity_ui(ui: &mut Ui, fields: &mut Fields<'_>, card: &Card, (value, effort): (Option<u8>, Option<u8>)) {
    let read = |typed: &str| match typed.trim() {
        "" => Ok(None),
        typed => match typed.parse::<u8>() {
            Ok(number) if (1..=10).contains(&number) => Ok(Some(number)),
            _ => Err(text::one_to_ten().to_owned()),
        },
    };
    let with = |value, effort| Card { body: CardBody::Opportunity { value, effort }, ..card.clone() };
    let shown = |number: Option<u8>| number.map_or_else(String::new, |n| n.to_string());
    let key = FieldKey { record: card.id.into(), field: "value" };
    fields.parsed_ui(ui, key, (text::value(), ""), (&value, &shown(value)), read, |new| with(new, effort));
    let key = FieldKey { record: card.id.into(), field: "effort" };
    fields.parsed_ui(ui, key, (text::effort(), ""), (&effort, &shown(effort)), read, |new| with(value, new));
}

fn kpi_card_ui(ui: &mut Ui, fields: &mut Fields<'_>, card: &Card, map: MapId) {
    let CardBody::Kpi { kpi, place, is_headline, form, ref split } = card.body else { return };
    let document = fields.document();
    let with = |kpi, place, is_headline| {
        let body = CardBody::Kpi { kpi, place, is_headline, form, split: split.clone() };
        Card { body, ..card.clone() }
    };
    let mut kpis: Vec<_> = document.kpis.values().collect();
    kpis.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    let names: Vec<String> = kpis.iter().map(|k| k.name.clone()).collect();
    let chosen = kpis.iter().position(|k| k.id == kpi);
    let key = FieldKey { record: card.id.into(), field: "kpi" };
    if let Some(new) = fields.combo_ui(ui, key, text::kpi(), &names, chosen).and_then(|i| kpis.get(i)) {
        fields.update(with(new.id, place, is_headline), "kpi");
    }
    let places = places_of(document, map);
    let names: Vec<String> = places.iter().map(|(_, name)| name.clone()).collect();
    let chosen = places.iter().position(|(p, _)| *p == place);
    let key = FieldKey { record: card.id.into(), field: "place" };
    if let Some((new, _)) = fields.combo_ui(ui, key, text::place(), &names, chosen).and_then(|i| places.get(i)) {
        fields.update(with(kpi, *new, is_headline), "place");
    }
    let mut is_checked = is_headline;
    if ui.checkbox(&mut is_checked, text::headline()).changed() {
        fields.update(with(kpi, place, is_checked), "headline");
    }
    several::form_ui(ui, fields, &[card]);
    label_ui(ui, fields.cx.tokens, text::evidence());
    evidence::show_ui(ui, fields, card, Some((kpi, place)));
    if link_ui(ui, fields.cx.tokens, text::open_trend()).clicked() {
        fields.cx.commands.send(AppCommand::ShowKpi(kpi, place));
    }
    kpi::definition_ui(ui, fields, (kpi, place));
}
