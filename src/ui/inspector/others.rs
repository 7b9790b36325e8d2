//! Fields of personas, markers, notes and sources.

use super::{Fields, notes};
use crate::base::ids::{MarkerId, NoteId, PersonaId, SourceId};
use crate::canvas::textures::Textures;
use crate::i18n::panels as words;
use crate::i18n::panels::drawer as drawer_text;
use crate::i18n::panels::inspector as text;
use crate::i18n::persona as page_words;
use crate::model::{LimitsStart, Marker, MarkerKind, Note, Persona, RecordRef, SourceState};
use crate::session::AppCommand;
use crate::session::filter::{CardFilter, Wanted};
use crate::session::pictures::PictureTarget;
use crate::ui::days::day;
use crate::ui::drafts::{FieldKey, FieldLook};
use crate::ui::parts::{body, caption_ui, choice_ui, label_ui, link_ui, weak};
use crate::ui::style::{color, points};
use egui::{Label, Ui};

/// Side of a portrait, points.
const PORTRAIT: f32 = 84.0;

pub(super) fn persona_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: PersonaId) {
    let Some(persona) = fields.document().personas.get(&id) else { return };
    let record = RecordRef::Persona(id);
    fields.title_ui(ui, record, words::sort(record), &persona.name);
    if link_ui(ui, fields.cx.tokens, page_words::show_page()).clicked() {
        fields.cx.commands.send(AppCommand::ShowPersona(id));
    }
    portrait_ui(ui, fields, persona);
    type Set = fn(&mut Persona, String);
    type Row<'a> = (&'static str, (&'a str, &'a str), &'a str, FieldLook, Set);
    let rows: [Row<'_>; 5] = [
        ("role", (text::role(), text::role_hint()), &persona.role, FieldLook::Line, |p, words| p.role = words),
        ("goals", (text::goals(), text::goals_hint()), &persona.goals, FieldLook::Lines, |p, words| p.goals = words),
        (
            "frustrations",
            (text::frustrations(), text::frustrations_hint()),
            &persona.frustrations,
            FieldLook::Lines,
            |p, w| p.frustrations = w,
        ),
        ("needs", (text::needs(), text::needs_hint()), &persona.needs, FieldLook::Lines, |p, words| p.needs = words),
        ("quote", (text::quote(), text::persona_quote_hint()), &persona.quote, FieldLook::Lines, |p, words| {
            p.quote = words
        }),
    ];
    for (field, labels, current, look, set) in rows {
        fields.words_ui(ui, (FieldKey { record, field }, look), labels, current, |words| {
            let mut changed = Persona::clone(persona);
            set(&mut changed, words);
            changed
        });
    }
    let cards = fields.document().cards.values().filter(|c| c.marks.persona == Some(id)).count();
    if cards > 0 {
        ui.add_space(4.0);
        let filter = CardFilter::default().toggled(Wanted::Persona(Some(id)));
        if link_ui(ui, fields.cx.tokens, &text::show_cards_of(&persona.name, cards)).clicked() {
            fields.cx.commands.send(AppCommand::SetFilter(filter));
        }
    }
    for map in fields.document().maps_in_order().into_iter().filter(|m| m.persona == Some(id)) {
        if link_ui(ui, fields.cx.tokens, &text::open_map(&map.title)).clicked() {
            fields.cx.commands.send(AppCommand::OpenLinkedMap(map.id));
        }
    }
    notes::show_ui(ui, fields, record);
    fields.delete_ui(ui, record, true);
}

/// The portrait, and what can be done with it.
fn portrait_ui(ui: &mut Ui, fields: &Fields<'_>, persona: &Persona) {
    let tokens = fields.cx.tokens;
    let Some(picture) = &persona.picture else {
        if fields.cx.session.is_editable() && link_ui(ui, tokens, text::choose_portrait()).clicked() {
            fields.cx.commands.send(AppCommand::PictureDialog(PictureTarget::Persona(persona.id)));
        }
        return;
    };
    ui.horizontal(|ui| {
        let (rect, response) = ui.allocate_exact_size(egui::Vec2::splat(PORTRAIT), egui::Sense::hover());
        let name = text::portrait_of(&persona.name);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
        let textures = Textures { ctx: ui.ctx(), session: fields.cx.session, sender: fields.cx.commands };
        let radius = points(tokens.radii.stage);
        ui.painter().rect_filled(rect, radius, color(tokens.hover));
        #[expect(clippy::cast_precision_loss, reason = "lengths in pixels")]
        let (width, height) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
        // The longer side is shown so long that the shorter one fills the square.
        let pixels = PORTRAIT * ui.pixels_per_point() * (width / height).max(height / width);
        if let Some(texture) = textures.texture(&picture.digest, pixels) {
            let part = egui::vec2((height / width).min(1.0), (width / height).min(1.0));
            let seen = egui::Rect::from_center_size(egui::pos2(0.5, 0.5), part);
            let image = egui::Image::new((texture, rect.size())).uv(seen).corner_radius(radius);
            image.paint_at(ui, rect);
        }
        if fields.cx.session.is_editable() {
            ui.vertical(|ui| {
                if link_ui(ui, tokens, text::other_portrait()).clicked() {
                    fields.cx.commands.send(AppCommand::PictureDialog(PictureTarget::Persona(persona.id)));
                }
                if link_ui(ui, tokens, text::no_portrait()).clicked() {
                    fields.update(Persona { picture: None, ..persona.clone() }, "portrait");
                }
            });
        }
    });
}

pub(super) fn marker_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: MarkerId) {
    let Some(marker) = fields.document().markers.get(&id) else { return };
    let record = RecordRef::Marker(id);
    fields.title_ui(ui, record, words::sort(record), &marker.label);
    let key = FieldKey { record, field: "day" };
    let shown = marker.day.to_string();
    fields.parsed_ui(ui, key, (text::date(), ""), (&marker.day, &shown), day, |day| Marker {
        day,
        ..Marker::clone(marker)
    });
    let kinds = [MarkerKind::Release, MarkerKind::Policy, MarkerKind::Campaign, MarkerKind::Incident];
    let names = kinds.map(|k| words::marker_kind(k).to_owned());
    let chosen = kinds.iter().position(|k| *k == marker.kind);
    let key = FieldKey { record, field: "kind" };
    if let Some(kind) = fields.combo_ui(ui, key, text::marker_kind(), &names, chosen).and_then(|i| kinds.get(i)) {
        fields.update(Marker { kind: *kind, ..Marker::clone(marker) }, "kind");
    }
    limits_ui(ui, fields, marker);
    fields.delete_ui(ui, record, true);
}

/// Whose limits start anew at an event: nobody's, everybody's, or those of the KPIs that are ticked.
fn limits_ui(ui: &mut Ui, fields: &Fields<'_>, marker: &Marker) {
    let with = |limits_start| Marker { limits_start, ..marker.clone() };
    let document = fields.document();
    let mut kpis: Vec<_> = document.kpis.values().collect();
    kpis.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)));
    label_ui(ui, fields.cx.tokens, text::limits_start());
    let names = [text::limits_go_on(), text::limits_of_all(), text::limits_of_some()];
    let names = if kpis.is_empty() { &names[..2] } else { &names[..] };
    let chosen = match marker.limits_start {
        LimitsStart::Never => 0,
        LimitsStart::Every => 1,
        LimitsStart::Kpis(_) => 2,
    };
    match choice_ui(ui, fields.cx.tokens, text::limits_start(), names, Some(chosen)) {
        Some(0) => fields.update(with(LimitsStart::Never), "limits start"),
        Some(1) => fields.update(with(LimitsStart::Every), "limits start"),
        // All are ticked at first: to leave some out is less work than to think of each.
        Some(_) => fields.update(with(LimitsStart::Kpis(kpis.iter().map(|kpi| kpi.id).collect())), "limits start"),
        None => {}
    }
    ui.add(Label::new(weak(fields.cx.tokens, text::limits_start_hint())).wrap());
    let LimitsStart::Kpis(ticked) = &marker.limits_start else { return };
    for kpi in kpis {
        let mut is_ticked = ticked.contains(&kpi.id);
        if ui.checkbox(&mut is_ticked, &kpi.name).changed() {
            let mut ticked = ticked.clone();
            let _ = if is_ticked { ticked.insert(kpi.id) } else { ticked.remove(&kpi.id) };
            fields.update(with(LimitsStart::of(ticked)), "limits start");
        }
    }
}

pub(super) fn note_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: NoteId) {
    let Some(note) = fields.document().notes.get(&id) else { return };
    let record = RecordRef::Note(id);
    fields.title_ui(ui, record, words::sort(record), &note.text);
    ui.label(weak(fields.cx.tokens, words::moment(note.created_at)));
    let about = crate::ui::notes::record_name(fields.document(), note.anchor);
    if link_ui(ui, fields.cx.tokens, &text::note_about(&about)).clicked() {
        fields.cx.commands.send(AppCommand::Jump(record));
    }
    let key = FieldKey { record, field: "author" };
    fields.words_ui(ui, (key, FieldLook::Line), (text::author(), ""), &note.author, |author| Note {
        author,
        ..Note::clone(note)
    });
    let mut is_resolved = note.is_resolved;
    if ui.checkbox(&mut is_resolved, text::resolved()).changed() {
        fields.update(Note { is_resolved, ..Note::clone(note) }, "resolved");
    }
    fields.delete_ui(ui, record, true);
}

pub(super) fn source_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: SourceId) {
    let document = fields.document();
    let Some(source) = document.sources.get(&id) else { return };
    let totals = document.source_totals(id);
    let (record, tokens) = (RecordRef::Source(id), fields.cx.tokens);
    caption_ui(ui, tokens, words::sort(record));
    ui.add(Label::new(crate::ui::parts::strong(tokens, &source.name, tokens.type_sizes.title)).wrap());
    ui.add(Label::new(weak(tokens, &source.path)).wrap());
    let facts = [
        (drawer_text::column_read(), words::rows(totals.read)),
        (drawer_text::column_accepted(), words::rows(totals.accepted)),
        (drawer_text::column_rejected(), words::rows(totals.rejected)),
        (
            drawer_text::column_days(),
            totals.first_day.zip(totals.last_day).map_or_else(|| "–".to_owned(), |(from, to)| words::days(from, to)),
        ),
        (drawer_text::column_imported(), words::day(source.imported_at.local_day())),
    ];
    for (label, value) in facts {
        label_ui(ui, tokens, label);
        ui.label(body(tokens, value));
    }
    if !source.places.is_empty() {
        label_ui(ui, tokens, text::place());
        for (name, place) in &source.places {
            let place = document.place_name(*place).unwrap_or("–");
            let name = if name.is_empty() { "–" } else { name };
            ui.add(Label::new(body(tokens, format!("{name} → {place}"))).wrap());
        }
    }
    ui.add_space(8.0);
    let is_active = source.state == SourceState::Active;
    if ui.button(if is_active { drawer_text::hide() } else { drawer_text::show() }).clicked() {
        fields.cx.commands.send(AppCommand::ToggleSource(id));
    }
    fields.delete_ui(ui, record, true);
}
