//! Names of the data and the places of the map they mean.

use super::list::ListState;
use crate::i18n::panels::wizard as text;
use crate::i18n::panels::wizard_steps as steps_text;
use crate::model::Place;
use crate::session::import_job::rehearsal::{MatchReason, Rehearsal};
use crate::session::import_job::{NewPlaces, PlaceChoice, PlaceMatch};
use crate::ui::parts::{PanelContext, body, caption_ui, choice_ui, combo_or_ui, combo_ui, line_in, link_ui, weak};
use crate::ui::places::places_of;
use crate::ui::style::{color, font};
use egui::{Id, Label, Rect, Sense, Ui, UiBuilder, pos2, vec2};
use std::collections::BTreeMap;

/// Height of a name's line.
const ROW: f32 = 54.0;
/// Share of a line that the name takes.
const NAME: f32 = 0.42;

type PlaceChoices = BTreeMap<String, PlaceChoice>;

pub(super) fn show_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    rehearsal: &Rehearsal,
    (new_places, choices): (&mut NewPlaces, &mut PlaceChoices),
    list: &mut ListState<String>,
) {
    let places = &rehearsal.outcome.places;
    caption_ui(ui, cx.tokens, text::places());
    // After a choice every name may have its place; the choice must still be there to be taken back.
    if places.iter().any(|p| p.is_new || p.place.is_none()) || *new_places == NewPlaces::Skip {
        new_places_ui(ui, cx, new_places);
    }
    if places.is_empty() {
        ui.add(Label::new(body(cx.tokens, text::no_places())).wrap());
        return;
    }
    let known = cx.session.map().map(|map| places_of(cx.session.document(), map)).unwrap_or_default();
    let rows: Vec<(String, &str)> = places
        .iter()
        .filter(|place| list.shows(&[&place.name, &meant_words(place, &known)]))
        .map(|place| (place.name.clone(), spoken_name(&place.name)))
        .collect();
    let shown: Vec<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    ui.horizontal(|ui| {
        list.head_ui(ui, cx, text::places(), &shown);
        if list.selected.is_empty() {
            alike_ui(ui, rehearsal, choices);
        } else {
            apply_ui(ui, &known, choices, list);
        }
    });
    list.rows_ui(ui, cx, ("place rows", ROW), &rows, |ui, rect, name| {
        if let Some(place) = places.iter().find(|place| place.name == *name) {
            place_ui(ui, cx, (rect, place), (rehearsal, &known), choices);
        }
    });
}

fn spoken_name(name: &str) -> &str {
    if name.is_empty() { text::no_name() } else { name }
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

/// Takes every likely place at once.
fn alike_ui(ui: &mut Ui, rehearsal: &Rehearsal, choices: &mut PlaceChoices) {
    let open: Vec<_> = rehearsal.suggestions.places.iter().filter(|(name, _)| !choices.contains_key(*name)).collect();
    if !open.is_empty() && ui.button(steps_text::use_alike(open.len())).clicked() {
        choices.extend(open.into_iter().map(|(name, place)| (name.clone(), PlaceChoice::At(*place))));
    }
}

/// The choices that every name has beside the places of the map.
fn fixed_choices() -> [(Option<PlaceChoice>, String); 2] {
    [
        (Some(PlaceChoice::Create), text::new_stage().to_owned()),
        (Some(PlaceChoice::LeaveOut), text::leave_out().to_owned()),
    ]
}

/// Every choice with its words; the first leaves it to the rule.
fn options(automatic: String, known: &[(Place, String)]) -> Vec<(Option<PlaceChoice>, String)> {
    let places = known.iter().map(|(place, name)| (Some(PlaceChoice::At(*place)), name.clone()));
    std::iter::once((None, automatic)).chain(fixed_choices()).chain(places).collect()
}

fn decide(choices: &mut PlaceChoices, name: &str, choice: Option<PlaceChoice>) {
    match choice {
        Some(choice) => drop(choices.insert(name.to_owned(), choice)),
        None => drop(choices.remove(name)),
    }
}

/// One choice for all selected names.
fn apply_ui(ui: &mut Ui, known: &[(Place, String)], choices: &mut PlaceChoices, list: &mut ListState<String>) {
    let options = options(steps_text::leave_to_rule().to_owned(), known);
    let words: Vec<String> = options.iter().map(|(_, words)| words.clone()).collect();
    let id = Id::unique("place of selected names");
    let shown = (None, steps_text::set_place());
    let taken = combo_or_ui(ui, id, steps_text::set_place(), &words, shown, 170.0);
    if let Some((choice, _)) = taken.and_then(|index| options.get(index)) {
        for name in std::mem::take(&mut list.selected) {
            decide(choices, &name, *choice);
        }
    }
}

/// A name of the data and what it is on the map.
fn place_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    (rect, place): (Rect, &PlaceMatch),
    (rehearsal, known): (&Rehearsal, &[(Place, String)]),
    choices: &mut PlaceChoices,
) {
    let tokens = cx.tokens;
    let name = spoken_name(&place.name);
    let width = rect.width() * NAME;
    let room = Rect::from_min_size(rect.min + vec2(0.0, 8.0), vec2(width - 8.0, 18.0));
    line_in(ui, room, name, font(tokens.type_sizes.body, Default::default()), color(tokens.text));
    let numbers = rehearsal.numbers_at.get(&place.name).copied().unwrap_or(0);
    let below = room.translate(vec2(0.0, 18.0));
    let small = font(tokens.type_sizes.axis, Default::default());
    line_in(ui, below, &steps_text::numbers(numbers), small, color(tokens.text_faint));
    let hover = ui.interact(room.union(below), ui.scope_id().with("name"), Sense::hover());
    hover.on_hover_text(name);
    let (upper, lower) = choice_rooms(rect, width);
    let options = options(text::automatic(&meant_words(place, known)), known);
    let words: Vec<String> = options.iter().map(|(_, words)| words.clone()).collect();
    let decided = choices.get(&place.name).copied();
    let chosen = options.iter().position(|(choice, _)| *choice == decided);
    let id = Id::unique("place of name").with(&place.name);
    let taken = ui
        .scope_builder(UiBuilder::new().max_rect(upper).id_salt("choice"), |ui| {
            combo_ui(ui, id, &text::place_of(name), &words, chosen, upper.width())
        })
        .inner;
    if let Some((choice, _)) = taken.and_then(|index| options.get(index)) {
        decide(choices, &place.name, *choice);
    }
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(lower).layout(layout).id_salt("reason"), |ui| {
        reason_ui(ui, cx, place, (rehearsal, known), choices);
    });
}

/// Where a choice stands in the line of a name, and where its reason does.
pub(super) fn choice_rooms(rect: Rect, name_width: f32) -> (Rect, Rect) {
    let left = rect.left() + name_width;
    let upper = Rect::from_min_max(pos2(left, rect.top() + 3.0), pos2(rect.right() - 8.0, rect.top() + 31.0));
    let lower =
        Rect::from_min_max(pos2(left + 2.0, upper.bottom() + 1.0), pos2(rect.right() - 4.0, rect.bottom() - 3.0));
    (upper, lower)
}

/// Why a name means what it means, or what it might mean.
fn reason_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    place: &PlaceMatch,
    (rehearsal, known): (&Rehearsal, &[(Place, String)]),
    choices: &mut PlaceChoices,
) {
    let tokens = cx.tokens;
    if choices.contains_key(&place.name) {
        ui.label(weak(tokens, text::chosen_by_you()));
        let name = steps_text::undo_choice_of(spoken_name(&place.name));
        if link_ui(ui, tokens, steps_text::undo_choice()).accessible_name(name).clicked() {
            choices.remove(&place.name);
        }
        return;
    }
    if let Some(alike) = rehearsal.suggestions.places.get(&place.name) {
        let title = known.iter().find(|(known, _)| known == alike).map_or("", |(_, title)| title);
        let words = steps_text::use_place(title);
        if link_ui(ui, tokens, &words).on_hover_text(steps_text::alike_hint()).clicked() {
            choices.insert(place.name.clone(), PlaceChoice::At(*alike));
        }
        return;
    }
    let words = match (place.place, place.is_new, rehearsal.reasons.get(&place.name)) {
        (_, true, _) => steps_text::reason_new(),
        (_, _, Some(MatchReason::Title)) => steps_text::reason_title(),
        (_, _, Some(MatchReason::TitleLoosely)) => steps_text::reason_title_loosely(),
        (_, _, Some(MatchReason::Alias)) => steps_text::reason_alias(),
        (_, _, Some(MatchReason::LeftOff)) => steps_text::reason_left_off(),
        (Some(_), false, None) => steps_text::reason_no_name(),
        (None, false, None) => steps_text::reason_left_out(),
    };
    ui.add(Label::new(weak(tokens, words)).truncate());
}

/// What a name means.
fn meant_words(place: &PlaceMatch, known: &[(Place, String)]) -> String {
    match place.place {
        _ if place.is_new => text::new_stage().to_owned(),
        Some(at) => known.iter().find(|(p, _)| *p == at).map_or_else(String::new, |(_, name)| name.clone()),
        None => text::leave_out().to_owned(),
    }
}
