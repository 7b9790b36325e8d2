//! The outline at the left: the maps of the file as a tree down to their steps, personas, lanes, sources and events; and
//! a search over all words of the file.

mod drag;
mod menus;
mod order;
mod rename;

use crate::base::ids::{Id as _, MapId};
use crate::canvas::edits;
use crate::i18n::panels as words;
use crate::i18n::panels::outline as text;
use crate::model::{
    AnyRecord, Edit, JourneyMap, LaneKind, LimitsStart, MapState, MapStatus, Marker, MarkerKind, Persona, RecordRef,
    SourceState,
};
use crate::session::find::find;
use crate::session::{AfterEdit, AppCommand, CameraCommand, CommandSender, Session};
use crate::ui::commands::UiCommand;
use crate::ui::figures::worst_status;
use crate::ui::find_bar::sort_of;
use crate::ui::focus::follow_focus;
use crate::ui::hints::with_shortcut;
use crate::ui::parts::{PanelContext, Row, RowEnd, caption_ui, link_ui, weak};
use crate::ui::style::{color, points};
use egui::{Key, ScrollArea, Sense, TextEdit, Ui};
use std::collections::BTreeSet;

/// What the outline remembers between frames.
#[derive(Debug, Default)]
pub struct OutlineState {
    search: String,
    /// What is being given another name.
    renaming: Option<rename::Renaming>,
    /// The row that gets the keyboard back.
    returns_to: Option<RecordRef>,
    /// Rows that are opened or closed otherwise than at first: the shown map is open, everything else is closed.
    turned: BTreeSet<RecordRef>,
    /// The rows of this frame and the one that is being moved.
    drag: drag::RowDrag,
}

impl OutlineState {
    /// Keeps the name that is being typed: before a file is saved or closed.
    pub fn commit(&mut self, commands: &CommandSender) {
        if let Some(edit) = self.renaming.take().and_then(|renaming| renaming.kept()) {
            commands.edit(edit);
        }
    }
}

/// Most hits that are listed: more would not be read.
const MOST_RESULTS: usize = 60;

/// Shows the outline.
pub fn show_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    let step = points(cx.tokens.spacing);
    state.drag.begin_frame();
    ui.spacing_mut().item_spacing.y = 1.0;
    search_ui(ui, state, cx);
    ui.add_space(step);
    // Rows are as high as their words want; nothing here is a button of its own.
    ui.spacing_mut().interact_size.y = 18.0;
    ScrollArea::vertical().id_salt("outline").auto_shrink([false, false]).show(ui, |ui| {
        if state.search.trim().is_empty() {
            maps_ui(ui, state, cx);
            personas_ui(ui, state, cx);
            lanes_ui(ui, state, cx);
            sources_ui(ui, cx);
            markers_ui(ui, state, cx);
            drag::show_ui(ui, state, cx);
        } else {
            results_ui(ui, state, cx);
        }
        ui.add_space(step * 2.0);
        follow_focus(ui);
    });
}

fn search_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    let field = TextEdit::singleline(&mut state.search)
        .align(egui::Align2::LEFT_CENTER)
        .id(egui::Id::unique("outline search"))
        .hint_text(egui::RichText::new(text::search_hint()).color(color(cx.tokens.text_faint)))
        .desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name(text::search());
    if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape)) {
        state.search.clear();
    }
    if response.lost_focus()
        && ui.input(|i| i.key_pressed(Key::Enter))
        && let Some(hit) = find(cx.session.document(), &state.search).first()
    {
        cx.commands.send(AppCommand::Jump(hit.record));
    }
}

/// A section: its heading with an add button at the right.
fn section_ui(ui: &mut Ui, cx: &PanelContext<'_>, heading: &str, add: Option<&str>) -> bool {
    let step = points(cx.tokens.spacing);
    ui.add_space(step * 2.5);
    let mut is_add_clicked = false;
    ui.horizontal(|ui| {
        ui.set_height(18.0);
        ui.add_space(step * 2.0);
        caption_ui(ui, cx.tokens, heading);
        let Some(add) = add.filter(|_| cx.session.is_editable()) else { return };
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(step);
            is_add_clicked = plus_ui(ui, cx, add);
        });
    });
    ui.add_space(2.0);
    is_add_clicked
}

/// What to do where a section has nothing yet; nothing for who can only look.
fn empty_section_ui(ui: &mut Ui, cx: &PanelContext<'_>, is_empty: bool, words: &str) {
    if is_empty && cx.session.is_editable() {
        ui.horizontal(|ui| {
            ui.add_space(points(cx.tokens.spacing) * 2.0);
            ui.add(egui::Label::new(weak(cx.tokens, words)).wrap());
        });
    }
}

/// A small "+" drawn by hand, so that it stands exactly in the middle.
fn plus_ui(ui: &mut Ui, cx: &PanelContext<'_>, name: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(egui::Vec2::splat(18.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    let tokens = cx.tokens;
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, points(tokens.radii.row), color(tokens.hover));
    }
    let ink = if response.hovered() { tokens.text } else { tokens.text_weak };
    let stroke = egui::Stroke::new(1.4, color(ink));
    let (middle, arm) = (rect.center(), 4.0);
    ui.painter().hline(middle.x - arm..=middle.x + arm, middle.y, stroke);
    ui.painter().vline(middle.x, middle.y - arm..=middle.y + arm, stroke);
    let is_clicked = response.clicked();
    // What has keys elsewhere has them here.
    let command = UiCommand::every().into_iter().find(|command| command.words().label == name);
    let hint = command.map_or_else(|| name.to_owned(), |command| with_shortcut(ui, name, command));
    response.on_hover_text(hint);
    is_clicked
}

fn maps_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    if section_ui(ui, cx, text::maps(), Some(text::add_map())) {
        cx.commands.send(AppCommand::Edit {
            edit: edits::new_map(cx.session.document()),
            merge: None,
            then: AfterEdit::EditText,
        });
    }
    for map in cx.session.document().maps_in_order() {
        if !rename::field_ui(ui, state, cx, map.id.into()) {
            map_row_ui(ui, state, cx, map);
        }
        if is_open(state, cx, map.id.into()) {
            stages_ui(ui, state, cx, map.id);
        }
    }
}

/// Width of the triangle before a row of the tree.
const TRIANGLE: f32 = 15.0;

fn is_open(state: &OutlineState, cx: &PanelContext<'_>, record: RecordRef) -> bool {
    let is_open_at_first = matches!(record, RecordRef::Map(map) if cx.session.map() == Some(map));
    is_open_at_first != state.turned.contains(&record)
}

/// A row of the tree: the triangle that opens and closes it, then the row itself.
fn branch_ui(
    ui: &mut Ui,
    state: &mut OutlineState,
    cx: &PanelContext<'_>,
    (record, depth): (RecordRef, u8),
    name: &str,
    row_ui: impl FnOnce(&mut Ui) -> egui::Response,
) -> egui::Response {
    let is_open = is_open(state, cx, record);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(f32::from(depth) * TRIANGLE * 0.8);
        let (_, rect) = ui.allocate_space(egui::vec2(TRIANGLE, 22.0));
        // Clicked only: by keys the row itself opens and closes, so that arrows walk from row to row.
        let triangle = ui.interact(rect, ui.scope_id().with(("triangle", record)), Sense::CLICK);
        let words = if is_open { text::close_row(name) } else { text::open_row(name) };
        triangle.widget_info(|| egui::WidgetInfo::labeled(egui::Role::DisclosureTriangle, true, &words));
        let is_hot = triangle.hovered();
        let ink = color(if is_hot { cx.tokens.text } else { cx.tokens.text_faint });
        let (middle, arm) = (rect.center(), 3.2);
        let across = [egui::vec2(-arm * 0.5, -arm), egui::vec2(arm * 0.6, 0.0), egui::vec2(-arm * 0.5, arm)];
        let down = [egui::vec2(-arm, -arm * 0.5), egui::vec2(0.0, arm * 0.6), egui::vec2(arm, -arm * 0.5)];
        let points = (if is_open { down } else { across }).map(|offset| middle + offset);
        ui.painter().add(egui::Shape::line(points.to_vec(), egui::Stroke::new(1.4, ink)));
        let response = row_ui(ui);
        // The arrow keys open and close a row that has the keyboard, as in every tree.
        let (is_right, is_left) = if response.has_focus() {
            let pressed = ui.input(|i| (i.key_pressed(Key::ArrowRight), i.key_pressed(Key::ArrowLeft)));
            if pressed.0 || pressed.1 {
                // They lead nowhere else from here.
                ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
            }
            pressed
        } else {
            (false, false)
        };
        if (triangle.clicked() || (is_right && !is_open) || (is_left && is_open)) && !state.turned.remove(&record) {
            state.turned.insert(record);
        }
        response
    })
    .inner
}

fn map_row_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>, map: &JourneyMap) {
    let end = match (map.state, map.status) {
        (MapState::Future, _) => text::future(),
        (_, MapStatus::Draft) => "",
        (_, status) => words::map_status(status),
    };
    // What the name says already takes no room from it.
    let end = if map.title.to_lowercase().contains(&end.to_lowercase()) { "" } else { end };
    let response = branch_ui(ui, state, cx, (map.id.into(), 0), &map.title, |ui| {
        let row = Row {
            is_cut_in_middle: begins_like_another(cx, map),
            id: ui.scope_id().with(("map", map.id)),
            text: &map.title,
            sort: words::sort(map.id.into()),
            end: RowEnd::Words(end),
            is_selected: cx.session.map() == Some(map.id),
            is_faint: map.status == MapStatus::Archived,
        };
        row.show_ui(ui, cx.tokens)
    });
    if response.clicked() && !response.double_clicked() {
        cx.commands.send(AppCommand::ShowMap(map.id));
    }
    menus::of_row_ui(&response, state, cx, map.id.into());
}

/// Signs at the beginning of a name that a narrow outline shows at least.
const TELLING: usize = 8;

/// True when the beginning of a map's name does not tell it from another.
fn begins_like_another(cx: &PanelContext<'_>, map: &JourneyMap) -> bool {
    let beginning = |map: &JourneyMap| map.title.chars().take(TELLING).collect::<String>();
    let own = beginning(map);
    cx.session.document().maps.values().any(|other| other.id != map.id && beginning(other) == own)
}

/// One row that selects a record and brings it into view.
fn record_row_ui(ui: &mut Ui, cx: &PanelContext<'_>, record: RecordRef, name: &str, end: RowEnd<'_>) -> egui::Response {
    let untitled = words::untitled(record);
    let row = Row {
        is_cut_in_middle: false,
        id: ui.scope_id().with(("record", record)),
        text: if name.is_empty() { &untitled } else { name },
        sort: words::sort(record),
        end,
        is_selected: cx.session.selection().contains(&record),
        is_faint: name.is_empty(),
    };
    row.show_ui(ui, cx.tokens)
}

fn jump_to(cx: &PanelContext<'_>, record: RecordRef) {
    cx.commands.send(AppCommand::Select(vec![record]));
    cx.commands.send(AppCommand::Camera(CameraCommand::Reveal(record)));
}

/// The stages of a map below it, and the steps of those that are open.
fn stages_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>, map: MapId) {
    let document = cx.session.document();
    for stage in document.stages_of(map) {
        let record = RecordRef::Stage(stage.id);
        let end = worst_status(cx.session, stage.id).map_or(RowEnd::Empty, RowEnd::Status);
        if !rename::field_ui(ui, state, cx, record) {
            let row = |ui: &mut Ui| record_row_ui(ui, cx, record, &stage.title, end);
            let response = branch_ui(ui, state, cx, (record, 1), &stage.title, row);
            if response.clicked() {
                cx.commands.send(AppCommand::Jump(record));
            }
            menus::of_row_ui(&response, state, cx, record);
        }
        if !is_open(state, cx, record) {
            continue;
        }
        for step in document.steps_of(stage.id) {
            let record = RecordRef::Step(step.id);
            if rename::field_ui(ui, state, cx, record) {
                continue;
            }
            let response = indented_ui(ui, |ui| record_row_ui(ui, cx, record, &step.title, RowEnd::Empty));
            if response.clicked() {
                cx.commands.send(AppCommand::Jump(record));
            }
            menus::of_row_ui(&response, state, cx, record);
        }
    }
    if cx.session.map() == Some(map) && cx.session.is_editable() {
        let response = indented_ui(ui, |ui| link_ui(ui, cx.tokens, text::add_stage()));
        let hint = with_shortcut(ui, text::add_stage(), UiCommand::AddStage);
        let response = response.on_hover_text(hint);
        if response.clicked() {
            cx.commands.send(AppCommand::TypeNew(edits::new_stage(map, None)));
        }
    }
}

fn indented_ui(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> egui::Response) -> egui::Response {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(TRIANGLE * 2.6);
        contents(ui)
    })
    .inner
}

/// A persona that has nothing but a name to be typed over.
pub(crate) fn new_persona(session: &Session) -> Edit {
    let persona = Persona {
        picture: None,
        id: crate::session::system_ids().allocate(),
        name: text::new_persona().to_owned(),
        role: String::new(),
        goals: String::new(),
        frustrations: String::new(),
        needs: String::new(),
        quote: String::new(),
        rank: session.document().personas.values().map(|p| p.rank).fold(0.0, f64::max) + 1.0,
    };
    Edit::Add(AnyRecord::Persona(persona))
}

fn personas_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    let document = cx.session.document();
    if section_ui(ui, cx, text::personas(), Some(text::add_persona())) {
        let edit = new_persona(cx.session);
        cx.commands.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::EditText });
    }
    let personas = document.personas_in_order();
    empty_section_ui(ui, cx, personas.is_empty(), text::no_personas());
    for persona in personas {
        let record = RecordRef::Persona(persona.id);
        if rename::field_ui(ui, state, cx, record) {
            continue;
        }
        let response = record_row_ui(ui, cx, record, &persona.name, RowEnd::Words(&persona.role));
        if response.clicked() && !response.double_clicked() {
            cx.commands.send(AppCommand::ShowPersona(persona.id));
        }
        menus::of_row_ui(&response, state, cx, record);
    }
}

fn lanes_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    let Some(map) = cx.session.map() else { return };
    if section_ui(ui, cx, text::lanes(), Some(text::add_lane())) {
        cx.commands.send(AppCommand::TypeNew(edits::new_lane(map, None, LaneKind::Text)));
    }
    for lane in cx.session.document().lanes_of(map) {
        let record = RecordRef::Lane(lane.id);
        if rename::field_ui(ui, state, cx, record) {
            continue;
        }
        let end = if lane.is_hidden { RowEnd::Words(text::hidden()) } else { RowEnd::Empty };
        let response = record_row_ui(ui, cx, record, &lane.title, end);
        if response.clicked() {
            jump_to(cx, record);
        }
        menus::of_row_ui(&response, state, cx, record);
    }
}

fn sources_ui(ui: &mut Ui, cx: &PanelContext<'_>) {
    if section_ui(ui, cx, text::sources(), Some(text::import())) {
        cx.commands.send(AppCommand::ImportDialog);
    }
    let mut sources: Vec<_> = cx.session.document().whole_sources().collect();
    sources.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.raw().cmp(&b.id.raw())));
    empty_section_ui(ui, cx, sources.is_empty(), text::no_sources());
    for source in sources {
        let is_hidden = source.state == SourceState::Hidden;
        let age = match (is_hidden, source.last_day) {
            (true, _) => text::hidden().to_owned(),
            (false, Some(day)) => words::age(cx.today.0.saturating_sub(day.0)),
            (false, None) => String::new(),
        };
        let record = RecordRef::Source(source.id);
        let row = Row {
            is_cut_in_middle: false,
            id: ui.scope_id().with(("record", record)),
            text: &source.name,
            sort: words::sort(record),
            end: RowEnd::Words(&age),
            is_selected: cx.session.selection().contains(&record),
            is_faint: is_hidden,
        };
        let response = row.show_ui(ui, cx.tokens);
        if response.clicked() {
            cx.commands.send(AppCommand::Select(vec![record]));
        }
        menus::of_source_ui(&response, cx, source);
    }
}

/// An event that explains a move: on the last day with data, where one looks first, to be dated by the user.
pub(crate) fn new_marker(session: &Session) -> Edit {
    let last = session.insights().data_range.map(|range| range.to);
    let marker = Marker {
        id: crate::session::system_ids().allocate(),
        day: last.unwrap_or_else(Session::today),
        label: text::new_marker().to_owned(),
        kind: MarkerKind::default(),
        limits_start: LimitsStart::Never,
    };
    Edit::Add(AnyRecord::Marker(marker))
}

fn markers_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    if section_ui(ui, cx, text::markers(), Some(text::add_marker())) {
        cx.commands.send(AppCommand::Edit { edit: new_marker(cx.session), merge: None, then: AfterEdit::EditText });
    }
    let mut markers: Vec<_> = cx.session.document().markers.values().collect();
    markers.sort_by(|a, b| b.day.cmp(&a.day).then(a.label.cmp(&b.label)));
    empty_section_ui(ui, cx, markers.is_empty(), text::no_markers());
    for marker in markers {
        let day = words::month(marker.day);
        let record = RecordRef::Marker(marker.id);
        if rename::field_ui(ui, state, cx, record) {
            continue;
        }
        let response = record_row_ui(ui, cx, record, &marker.label, RowEnd::Words(&day));
        if response.clicked() {
            cx.commands.send(AppCommand::Select(vec![record]));
        }
        menus::of_row_ui(&response, state, cx, record);
    }
}

fn results_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    section_ui(ui, cx, text::results(), None);
    let hits = find(cx.session.document(), &state.search);
    if hits.is_empty() {
        ui.label(weak(cx.tokens, text::nothing_found()));
    }
    for hit in hits.iter().take(MOST_RESULTS) {
        let sort = sort_of(cx.session.document(), hit.record);
        if record_row_ui(ui, cx, hit.record, &hit.excerpt, RowEnd::Words(sort)).clicked() {
            cx.commands.send(AppCommand::Jump(hit.record));
        }
    }
}

#[cfg(test)]
mod tests;
