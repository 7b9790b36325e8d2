//! The menu of every kind of row, and the keys that do the same while a row has the keyboard. What stands on the map has
//! the very menu it has there.

use super::order::{self, Towards};
use super::{OutlineState, drag, rename};
use crate::base::ids::{MapId, PersonaId};
use crate::canvas::input;
use crate::canvas::menus::{Choice, MenuContext};
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as fields;
use crate::i18n::panels::outline as text;
use crate::layout::Hit;
use crate::model::{Document, Edit, JourneyMap, MapState, Marker, Persona, RecordRef, Source, SourceState};
use crate::session::arrange::{self, Direction};
use crate::session::deletion;
use crate::session::filter::{CardFilter, Wanted};
use crate::session::pictures::PictureTarget;
use crate::session::{AfterEdit, AppCommand, maps};
use crate::ui::focus::context_menu_ui;
use crate::ui::menu::list_ui;
use crate::ui::parts::PanelContext;
use egui::{Button, Key, KeyboardShortcut, Modifiers, Response, Role, Ui, WidgetInfo};

/// What was chosen from the menu of a row.
enum Chosen {
    Rename,
    Do(AppCommand),
}

/// The menu of a row, its keys, and a double click that renames.
pub(super) fn of_row_ui(response: &Response, state: &mut OutlineState, cx: &PanelContext<'_>, record: RecordRef) {
    let mut chosen = None;
    if state.returns_to.take_if(|returning| *returning == record).is_some() {
        response.request_focus();
    }
    if response.double_clicked() {
        chosen = Some(Chosen::Rename);
    }
    drag::row_ui(response, state, cx, record);
    if response.has_focus() && cx.session.is_editable() {
        let pressed = |key| response.ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::F2) {
            chosen = Some(Chosen::Rename);
        } else if pressed(Key::Delete) {
            chosen = delete(cx.session.document(), record).map(Chosen::Do);
        }
        for (direction, towards) in [(Direction::Up, Towards::Start), (Direction::Down, Towards::End)] {
            let keys = input::nudge(direction);
            if response.ctx.input_mut(|input| input.consume_shortcut(&keys)) {
                let moved = moved(cx.session.document(), record, towards);
                chosen = moved.map(|moved| Chosen::Do(edit(moved, AfterEdit::Nothing)));
            }
        }
    }
    let is_opened = context_menu_ui(response, |ui| {
        ui.set_min_width(170.0);
        list_ui(ui);
        match record {
            RecordRef::Map(map) => map_ui(ui, cx, map, &mut chosen),
            RecordRef::Persona(persona) => persona_ui(ui, cx, persona, &mut chosen),
            RecordRef::Marker(marker) => {
                if let Some(marker) = cx.session.document().markers.get(&marker) {
                    marker_ui(ui, cx, marker, &mut chosen);
                }
            }
            _ => chosen = map_menu_ui(ui, cx, record).or(chosen.take()),
        }
    });
    // What the menu is about is seen to be chosen; another map is not gone to for that, its entries name it.
    let is_other_map = matches!(record, RecordRef::Map(map) if cx.session.map() != Some(map));
    if is_opened && !is_other_map && !cx.session.selection().contains(&record) {
        cx.commands.send(AppCommand::Jump(record));
    }
    match chosen {
        Some(Chosen::Rename) => rename::start(state, cx, record),
        Some(Chosen::Do(command)) => cx.commands.send(command),
        None => {}
    }
}

/// The menu that a stage, a step or a lane has on the map.
fn map_menu_ui(ui: &mut Ui, cx: &PanelContext<'_>, record: RecordRef) -> Option<Chosen> {
    let document = cx.session.document();
    let selection = [record];
    let (map, hit) = match record {
        RecordRef::Stage(id) => (document.stages.get(&id)?.map, Hit::Stage(id)),
        RecordRef::Step(id) => (document.stages.get(&document.steps.get(&id)?.stage)?.map, Hit::Step(id)),
        RecordRef::Lane(id) => (document.lanes.get(&id)?.map, Hit::LaneLabel(id)),
        _ => return None,
    };
    let is_editable = cx.session.is_editable();
    let menu =
        MenuContext { document, map, selection: &selection, is_editable, tokens: cx.tokens, session: cx.session };
    match menu.show_ui(ui, hit)? {
        Choice::EditText(_) => Some(Chosen::Rename),
        Choice::Command(AppCommand::BeginNote) => Some(Chosen::Do(AppCommand::NoteAt(record))),
        choice => choice.command(&selection).map(Chosen::Do),
    }
}

/// The edit that moves a row by one place in its list; `None` at the end of it, and for rows that have their own order.
fn moved(document: &Document, record: RecordRef, towards: Towards) -> Option<Edit> {
    let nudged = |back: Direction, on: Direction| {
        let direction = if towards == Towards::Start { back } else { on };
        arrange::nudge(document, maps::map_of(document, record)?, &[record], direction)
    };
    match record {
        RecordRef::Map(map) => order::move_map(document, map, towards),
        RecordRef::Persona(persona) => order::move_persona(document, persona, towards),
        RecordRef::Stage(_) | RecordRef::Step(_) => nudged(Direction::Left, Direction::Right),
        RecordRef::Lane(_) => nudged(Direction::Up, Direction::Down),
        _ => None,
    }
}

/// The edit that deletes a row, where that is allowed.
fn delete(document: &Document, record: RecordRef) -> Option<AppCommand> {
    let is_last_map = matches!(record, RecordRef::Map(_)) && document.maps.len() < 2;
    (!is_last_map).then(|| edit(Edit::Delete(vec![record]), AfterEdit::Nothing))
}

fn edit(edit: Edit, then: AfterEdit) -> AppCommand {
    AppCommand::Edit { edit, merge: None, then }
}

/// An entry; one without a command cannot be chosen now.
fn entry_ui(
    ui: &mut Ui,
    (label, keys): (&str, Option<&KeyboardShortcut>),
    command: Option<Chosen>,
    chosen: &mut Option<Chosen>,
) -> Response {
    let mut button = Button::new(label);
    if let Some(keys) = keys {
        button = button.shortcut_text(ui.ctx().format_shortcut(keys));
    }
    let is_enabled = command.is_some();
    let response = ui.add_enabled(is_enabled, button);
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, is_enabled, label));
    if response.clicked() {
        *chosen = command;
        ui.close();
    }
    response
}

fn note_ui(ui: &mut Ui, record: RecordRef, chosen: &mut Option<Chosen>) {
    let command = AppCommand::NoteAt(record);
    entry_ui(ui, (crate::i18n::canvas::add_note(), None), Some(Chosen::Do(command)), chosen);
}

/// Where a row moves in its list.
fn moves_ui(ui: &mut Ui, cx: &PanelContext<'_>, record: RecordRef, chosen: &mut Option<Chosen>) {
    for (label, direction, towards) in
        [(text::move_up(), Direction::Up, Towards::Start), (text::move_down(), Direction::Down, Towards::End)]
    {
        let command = moved(cx.session.document(), record, towards).filter(|_| cx.session.is_editable());
        let command = command.map(|moved| Chosen::Do(edit(moved, AfterEdit::Nothing)));
        entry_ui(ui, (label, Some(&input::nudge(direction))), command, chosen);
    }
}

fn rename_entry_ui(ui: &mut Ui, cx: &PanelContext<'_>, chosen: &mut Option<Chosen>) {
    let rename = cx.session.is_editable().then_some(Chosen::Rename);
    entry_ui(ui, (text::rename(), Some(&input::EDIT)), rename, chosen);
}

fn delete_entry_ui(ui: &mut Ui, cx: &PanelContext<'_>, record: RecordRef, chosen: &mut Option<Chosen>) {
    ui.separator();
    let command = delete(cx.session.document(), record).filter(|_| cx.session.is_editable());
    let map = match record {
        RecordRef::Map(map) => cx.session.document().maps.get(&map),
        _ => None,
    };
    let label = map.filter(|map| !map.title.is_empty()).map(|map| text::delete_map(&map.title));
    entry_ui(ui, (label.as_deref().unwrap_or(words::delete()), Some(&input::DELETE)), command.map(Chosen::Do), chosen)
        .on_hover_ui(|ui| {
            ui.label(crate::i18n::canvas::goes_with(deletion::cards_with(cx.session.document(), &[record])));
        });
}

fn map_ui(ui: &mut Ui, cx: &PanelContext<'_>, id: MapId, chosen: &mut Option<Chosen>) {
    let document = cx.session.document();
    let Some(map) = document.maps.get(&id) else { return };
    let allowed = |edit: Option<Edit>, then| {
        edit.filter(|_| cx.session.is_editable())
            .map(|made| Chosen::Do(AppCommand::Edit { edit: made, merge: None, then }))
    };
    let show = (cx.session.map() != Some(id)).then_some(Chosen::Do(AppCommand::ShowMap(id)));
    entry_ui(ui, (text::show_map(), None), show, chosen);
    rename_entry_ui(ui, cx, chosen);
    let copy = maps::duplicate(document, id, fields::copy_title(&map.title));
    entry_ui(ui, (text::duplicate(), None), allowed(copy, AfterEdit::Select), chosen);
    let (label, title) = match map.state {
        MapState::Current => (fields::make_future(), fields::future_title(&map.title)),
        MapState::Future => (fields::make_current(), fields::current_title(&map.title)),
    };
    let other = maps::other_state(document, id, title).filter(|_| map.counterpart.is_none());
    entry_ui(ui, (label, None), allowed(other, AfterEdit::Select), chosen);
    if let Some(JourneyMap { id, title, .. }) = map.counterpart.and_then(|id| document.maps.get(&id)).map(AsRef::as_ref)
    {
        let open = Chosen::Do(AppCommand::ShowMap(*id));
        entry_ui(ui, (&crate::i18n::canvas::open_map(title), None), Some(open), chosen);
    }
    note_ui(ui, id.into(), chosen);
    ui.separator();
    moves_ui(ui, cx, id.into(), chosen);
    delete_entry_ui(ui, cx, id.into(), chosen);
}

fn persona_ui(ui: &mut Ui, cx: &PanelContext<'_>, id: PersonaId, chosen: &mut Option<Chosen>) {
    let document = cx.session.document();
    let Some(persona) = document.personas.get(&id) else { return };
    let is_editable = cx.session.is_editable();
    let allowed = |command: AppCommand| is_editable.then_some(Chosen::Do(command));
    let show = Chosen::Do(AppCommand::ShowPersona(id));
    entry_ui(ui, (crate::i18n::persona::show_page(), None), Some(show), chosen);
    rename_entry_ui(ui, cx, chosen);
    let copy = Persona {
        id: crate::session::system_ids().allocate(),
        name: fields::copy_title(&persona.name),
        rank: document.personas.values().map(|p| p.rank).fold(0.0, f64::max) + 1.0,
        ..Persona::clone(persona)
    };
    let copy = edit(Edit::Add(copy.into()), AfterEdit::Select);
    entry_ui(ui, (text::duplicate(), None), allowed(copy), chosen);
    let label = if persona.picture.is_some() { fields::other_portrait() } else { fields::choose_portrait() };
    let portrait = AppCommand::PictureDialog(PictureTarget::Persona(id));
    entry_ui(ui, (label, None), allowed(portrait), chosen);
    let filter = CardFilter::default().toggled(Wanted::Persona(Some(id)));
    entry_ui(ui, (text::show_their_cards(), None), Some(Chosen::Do(AppCommand::SetFilter(filter))), chosen);
    if let Some(map) = cx.session.map().and_then(|map| document.maps.get(&map)) {
        let is_theirs = map.persona == Some(id);
        let label = if is_theirs { text::not_their_map() } else { text::their_map() };
        let map = JourneyMap { persona: (!is_theirs).then_some(id), ..JourneyMap::clone(map) };
        entry_ui(ui, (label, None), allowed(edit(Edit::Update(map.into()), AfterEdit::Nothing)), chosen);
    }
    note_ui(ui, id.into(), chosen);
    ui.separator();
    moves_ui(ui, cx, id.into(), chosen);
    delete_entry_ui(ui, cx, id.into(), chosen);
}

fn marker_ui(ui: &mut Ui, cx: &PanelContext<'_>, marker: &Marker, chosen: &mut Option<Chosen>) {
    rename_entry_ui(ui, cx, chosen);
    let copy = Marker {
        id: crate::session::system_ids().allocate(),
        label: fields::copy_title(&marker.label),
        ..marker.clone()
    };
    let copy = cx.session.is_editable().then(|| edit(Edit::Add(copy.into()), AfterEdit::Select));
    entry_ui(ui, (text::duplicate(), None), copy.map(Chosen::Do), chosen);
    let since = AppCommand::SetComparison(crate::session::Comparison::SinceMarker(marker.day));
    entry_ui(ui, (text::compare_since(), None), Some(Chosen::Do(since)), chosen);
    delete_entry_ui(ui, cx, marker.id.into(), chosen);
}

/// The menu of a source and its keys. Its name is that of its file and stays.
pub(super) fn of_source_ui(response: &Response, cx: &PanelContext<'_>, source: &Source) {
    let mut chosen = None;
    let record = RecordRef::Source(source.id);
    if response.has_focus()
        && cx.session.is_editable()
        && response.ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Delete))
    {
        chosen = delete(cx.session.document(), record).map(Chosen::Do);
    }
    let is_opened = context_menu_ui(response, |ui| {
        ui.set_min_width(170.0);
        list_ui(ui);
        let label = if source.state == SourceState::Hidden { text::show() } else { text::hide() };
        let toggle = cx.session.is_editable().then_some(Chosen::Do(AppCommand::ToggleSource(source.id)));
        entry_ui(ui, (label, None), toggle, &mut chosen);
        let open = Chosen::Do(AppCommand::Select(vec![record]));
        entry_ui(ui, (text::show_source(), None), Some(open), &mut chosen);
        delete_entry_ui(ui, cx, record, &mut chosen);
    });
    if is_opened {
        cx.commands.send(AppCommand::Select(vec![record]));
    }
    if let Some(Chosen::Do(command)) = chosen {
        cx.commands.send(command);
    }
}
