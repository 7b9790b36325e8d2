//! Fields of a map: state and its counterpart, persona, owner, status, review.

use super::{Fields, notes};
use crate::base::ids::MapId;
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as text;
use crate::model::{JourneyMap, MapState, MapStatus, RecordRef};
use crate::session::{AfterEdit, AppCommand, maps};
use crate::ui::days::optional_day;
use crate::ui::drafts::{FieldKey, FieldLook};
use crate::ui::parts::{caption_ui, choice_ui, label_ui, link_ui, weak};
use crate::ui::style::points;
use egui::Ui;

pub(super) fn show_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: MapId) {
    let Some(map) = fields.document().maps.get(&id) else { return };
    let record = RecordRef::Map(id);
    fields.title_ui(ui, record, words::sort(record), &map.title);
    label_ui(ui, fields.cx.tokens, text::state());
    let chosen = usize::from(map.state == MapState::Future);
    let states = [text::current_state(), text::future_state()];
    if let Some(index) = choice_ui(ui, fields.cx.tokens, text::state(), &states, Some(chosen)) {
        let state = if index == 0 { MapState::Current } else { MapState::Future };
        fields.update(JourneyMap { state, ..JourneyMap::clone(map) }, "state");
    }
    counterpart_ui(ui, fields, map);
    label_ui(ui, fields.cx.tokens, text::status());
    let names = MapStatus::EVERY.map(words::map_status);
    let chosen = MapStatus::EVERY.iter().position(|s| *s == map.status);
    let taken = choice_ui(ui, fields.cx.tokens, text::status(), &names, chosen);
    if let Some(status) = taken.and_then(|i| MapStatus::EVERY.get(i)).copied() {
        fields.update(JourneyMap { status, ..JourneyMap::clone(map) }, "status");
    }
    let personas = fields.document().personas_in_order();
    let mut names = vec![words::none().to_owned()];
    names.extend(personas.iter().map(|p| p.name.clone()));
    let chosen = map.persona.map_or(Some(0), |id| personas.iter().position(|p| p.id == id).map(|i| i + 1));
    let key = FieldKey { record, field: "persona" };
    if let Some(index) = fields.combo_ui(ui, key, text::persona(), &names, chosen) {
        let persona = index.checked_sub(1).and_then(|i| personas.get(i)).map(|p| p.id);
        fields.update(JourneyMap { persona, ..JourneyMap::clone(map) }, "persona");
    }
    if let Some(persona) = map.persona
        && link_ui(ui, fields.cx.tokens, crate::i18n::persona::show_page()).clicked()
    {
        fields.cx.commands.send(AppCommand::ShowPersona(persona));
    }
    let key = FieldKey { record, field: "owner" };
    let owner = |owner| JourneyMap { owner, ..JourneyMap::clone(map) };
    fields.words_ui(ui, (key, FieldLook::Line), (text::owner(), text::owner_hint()), &map.owner, owner);
    let key = FieldKey { record, field: "review" };
    let shown = map.review_on.map_or_else(String::new, |day| day.to_string());
    let review = |review_on| JourneyMap { review_on, ..JourneyMap::clone(map) };
    let labels = (text::review_on(), text::review_hint());
    fields.parsed_ui(ui, key, labels, (&map.review_on, &shown), optional_day, review);
    shown_stages_ui(ui, fields, id);
    notes::show_ui(ui, fields, record);
    if fields.cx.session.is_editable() {
        hints_ui(ui, fields);
    }
}

/// The stages of other maps that this one shows in detail: the way back to them.
fn shown_stages_ui(ui: &mut Ui, fields: &Fields<'_>, id: MapId) {
    let document = fields.document();
    let mut stages: Vec<_> = document.stages.values().filter(|stage| stage.linked_map == Some(id)).collect();
    if stages.is_empty() {
        return;
    }
    stages.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)));
    label_ui(ui, fields.cx.tokens, text::shows_in_detail());
    for stage in stages {
        let map = document.maps.get(&stage.map).map_or("", |map| map.title.as_str());
        if link_ui(ui, fields.cx.tokens, &text::back_to_stage(&stage.title, map)).clicked() {
            fields.cx.commands.send(AppCommand::Jump(stage.id.into()));
        }
    }
}

fn hints_ui(ui: &mut Ui, fields: &Fields<'_>) {
    ui.add_space(points(fields.cx.tokens.spacing) * 3.0);
    caption_ui(ui, fields.cx.tokens, text::how_to());
    for hint in [text::hint_type(), text::hint_add(), text::hint_numbers(), text::hint_find()] {
        ui.add(egui::Label::new(weak(fields.cx.tokens, hint)).wrap());
    }
}

/// The map of the other state: chosen from the others, opened, or made as a copy of this one.
fn counterpart_ui(ui: &mut Ui, fields: &Fields<'_>, map: &JourneyMap) {
    let document = fields.document();
    let others: Vec<_> = document.maps_in_order().into_iter().filter(|m| m.id != map.id).collect();
    if !others.is_empty() {
        let label = match map.state {
            MapState::Current => text::future_map(),
            MapState::Future => text::current_map(),
        };
        let mut names = vec![words::none().to_owned()];
        names.extend(others.iter().map(|m| m.title.clone()));
        let chosen = map.counterpart.map_or(Some(0), |id| others.iter().position(|m| m.id == id).map(|i| i + 1));
        let key = FieldKey { record: map.id.into(), field: "counterpart" };
        if let Some(index) = fields.combo_ui(ui, key, label, &names, chosen) {
            let with = index.checked_sub(1).and_then(|i| others.get(i)).map(|m| m.id);
            fields.cx.commands.edit(maps::pair(document, map.id, with));
        }
    }
    if let Some(other) = map.counterpart.and_then(|id| document.maps.get(&id)) {
        if link_ui(ui, fields.cx.tokens, &text::open_map(&other.title)).clicked() {
            fields.cx.commands.send(AppCommand::OpenLinkedMap(other.id));
        }
        return;
    }
    let (label, title) = match map.state {
        MapState::Current => (text::make_future(), text::future_title(&map.title)),
        MapState::Future => (text::make_current(), text::current_title(&map.title)),
    };
    if ui.button(label).on_hover_text(text::make_future_hint()).clicked()
        && let Some(edit) = maps::other_state(document, map.id, title)
    {
        fields.cx.commands.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Select });
    }
}
