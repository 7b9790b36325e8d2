//! The third page: what the names in the data are on the map, and which KPIs the metrics become.

use crate::i18n::panels::drawer::kind_word;
use crate::i18n::panels::wizard as text;
use crate::model::Place;
use crate::session::import_job::{ImportPreview, KpiOutcome, NewPlaces, PlaceChoice, PlaceMatch};
use crate::ui::parts::{PanelContext, body, caption_ui, choice_ui, combo_ui, weak};
use crate::ui::places::places_of;
use egui::{Id, Label, ScrollArea, Ui, UiBuilder, vec2};
use std::collections::BTreeMap;

/// Widths of a row's name and of its choice.
const NAME: f32 = 200.0;

pub(super) fn show_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    preview: &ImportPreview,
    (new_places, choices): (&mut NewPlaces, &mut BTreeMap<String, PlaceChoice>),
) {
    let room = ui.available_rect_before_wrap();
    let half = (room.width() - 24.0) / 2.0;
    let left = egui::Rect::from_min_size(room.min, vec2(half, room.height()));
    let right = left.translate(vec2(half + 24.0, 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(left).id_salt("places"), |ui| {
        caption_ui(ui, cx.tokens, text::places());
        if preview.outcome.places.iter().any(|p| p.is_new || p.place.is_none()) {
            new_places_ui(ui, cx, new_places);
        }
        if preview.outcome.places.is_empty() {
            ui.add(Label::new(body(cx.tokens, text::no_places())).wrap());
        }
        ScrollArea::vertical().id_salt("place rows").auto_shrink([false, false]).show(ui, |ui| {
            let known = cx.session.map().map(|map| places_of(cx.session.document(), map)).unwrap_or_default();
            for place in &preview.outcome.places {
                place_ui(ui, cx, place, &known, choices);
            }
        });
    });
    ui.scope_builder(UiBuilder::new().max_rect(right).id_salt("kpis"), |ui| {
        caption_ui(ui, cx.tokens, text::kpis());
        ScrollArea::vertical().id_salt("kpi rows").auto_shrink([false, false]).show(ui, |ui| {
            for kpi in &preview.outcome.kpis {
                kpi_ui(ui, cx, kpi);
            }
        });
    });
    ui.advance_cursor_after_rect(room);
}

/// What happens to names that are on no map.
fn new_places_ui(ui: &mut Ui, cx: &PanelContext<'_>, new_places: &mut NewPlaces) {
    ui.horizontal(|ui| {
        ui.label(weak(cx.tokens, text::unknown_names()));
        let chosen = usize::from(*new_places == NewPlaces::Skip);
        let names = [text::create_stages(), text::skip_rows()];
        if let Some(index) = choice_ui(ui, cx.tokens, text::unknown_names(), &names, Some(chosen)) {
            *new_places = if index == 0 { NewPlaces::Create } else { NewPlaces::Skip };
        }
    });
}

/// A name of the data and what it is on the map.
fn place_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    place: &PlaceMatch,
    known: &[(Place, String)],
    choices: &mut BTreeMap<String, PlaceChoice>,
) {
    let name = if place.name.is_empty() { text::no_name() } else { &place.name };
    ui.horizontal(|ui| {
        let label = Label::new(body(cx.tokens, name)).truncate();
        ui.allocate_ui(vec2(NAME.min(ui.available_width() * 0.45), 26.0), |ui| {
            ui.set_min_width(NAME.min(ui.available_width()));
            ui.add(label);
        });
        let mut names = vec![text::automatic(&automatic_words(place, known)), text::new_stage().to_owned()];
        names.push(text::leave_out().to_owned());
        names.extend(known.iter().map(|(_, name)| name.clone()));
        let chosen = match choices.get(&place.name) {
            None => Some(0),
            Some(PlaceChoice::Create) => Some(1),
            Some(PlaceChoice::LeaveOut) => Some(2),
            Some(PlaceChoice::At(at)) => known.iter().position(|(p, _)| p == at).map(|i| i + 3),
        };
        let id = Id::unique("place of name").with(&place.name);
        let width = ui.available_width() - 4.0;
        let taken = combo_ui(ui, id, &text::place_of(name), &names, chosen, width);
        match taken {
            Some(0) => {
                choices.remove(&place.name);
            }
            Some(1) => {
                choices.insert(place.name.clone(), PlaceChoice::Create);
            }
            Some(2) => {
                choices.insert(place.name.clone(), PlaceChoice::LeaveOut);
            }
            Some(index) => {
                if let Some((at, _)) = index.checked_sub(3).and_then(|i| known.get(i)) {
                    choices.insert(place.name.clone(), PlaceChoice::At(*at));
                }
            }
            None => {}
        }
    });
}

/// What happens to a name without a decision.
fn automatic_words(place: &PlaceMatch, known: &[(Place, String)]) -> String {
    match place.place {
        _ if place.is_new => text::new_stage().to_owned(),
        Some(at) => known.iter().find(|(p, _)| *p == at).map_or_else(String::new, |(_, name)| name.clone()),
        None => text::leave_out().to_owned(),
    }
}

fn kpi_ui(ui: &mut Ui, cx: &PanelContext<'_>, kpi: &KpiOutcome) {
    let kind = kind_word(&kpi.kind);
    ui.add(Label::new(body(cx.tokens, text::kpi_line(&kpi.name, kind, kpi.places.len()))).wrap());
    let why = match (&kpi.reason, kpi.is_new) {
        (Some(reason), true) => text::new_kpi(&reason.to_string()),
        _ => text::known_kpi().to_owned(),
    };
    ui.add(Label::new(weak(cx.tokens, why)).wrap());
    ui.add_space(4.0);
}
