//! The outline at the left: what is in the file, and a search over the words of the shown map.

use crate::base::ids::{Id as _, MapId};
use crate::i18n::panels as words;
use crate::i18n::panels::outline as text;
use crate::i18n::shell::command::lane_title;
use crate::model::edit::Verb;
use crate::model::{
    AnyRecord, Edit, EditLabel, JourneyMap, LaneKind, MapState, Marker, MarkerKind, Persona, RecordRef, SourceState,
    TableKind,
};
use crate::session::{AfterEdit, AppCommand, CameraCommand, Session};
use crate::ui::figures::worst_status;
use crate::ui::parts::{PanelContext, Row, RowEnd, caption_ui, weak};
use crate::ui::style::{color, points};
use egui::{Key, ScrollArea, Sense, TextEdit, Ui};

/// What the outline remembers between frames.
#[derive(Debug, Default)]
pub struct OutlineState {
    search: String,
    /// The map whose name is being typed, with what is typed so far.
    renaming: Option<(MapId, String)>,
    must_focus_name: bool,
}

/// Most hits that are listed: more would not be read.
const MOST_RESULTS: usize = 60;

/// Shows the outline.
pub fn show_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    let step = points(cx.tokens.spacing);
    ui.spacing_mut().item_spacing.y = 1.0;
    search_ui(ui, state, cx);
    ui.add_space(step);
    ScrollArea::vertical().id_salt("outline").auto_shrink([false, false]).show(ui, |ui| {
        if state.search.trim().is_empty() {
            maps_ui(ui, state, cx);
            stages_ui(ui, cx);
            personas_ui(ui, cx);
            lanes_ui(ui, cx);
            sources_ui(ui, cx);
            markers_ui(ui, cx);
        } else {
            results_ui(ui, state, cx);
        }
        ui.add_space(step * 2.0);
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
        && let Some((record, _)) = found(state, cx).first()
    {
        jump_to(cx, *record);
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
    response.on_hover_text(name);
    is_clicked
}

fn maps_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    if section_ui(ui, cx, text::maps(), Some(text::add_map())) {
        cx.commands.send(AppCommand::Edit { edit: new_map(cx.session), merge: None, then: AfterEdit::Select });
    }
    let document = cx.session.document();
    for map in document.maps_in_order() {
        if state.renaming.as_ref().is_some_and(|(id, _)| *id == map.id) {
            name_ui(ui, state, cx);
            continue;
        }
        let row = Row {
            id: ui.scope_id().with(("map", map.id)),
            text: &map.title,
            sort: words::sort(map.id.into()),
            end: RowEnd::Empty,
            is_selected: cx.session.map() == Some(map.id),
            is_faint: false,
        };
        let response = row.show_ui(ui, cx.tokens);
        let is_editable = cx.session.is_editable();
        if is_editable && (response.double_clicked() || (response.has_focus() && ui.input(|i| i.key_pressed(Key::F2))))
        {
            start_renaming(state, map);
        } else if response.clicked() {
            cx.commands.send(AppCommand::ShowMap(map.id));
        }
        response.context_menu(|ui| {
            ui.add_enabled_ui(is_editable, |ui| {
                if ui.button(text::rename()).clicked() {
                    start_renaming(state, map);
                    ui.close();
                }
                if ui.add_enabled(document.maps.len() > 1, egui::Button::new(words::delete())).clicked() {
                    cx.commands.edit(Edit::Delete(vec![map.id.into()]));
                    ui.close();
                }
            });
        });
    }
}

fn start_renaming(state: &mut OutlineState, map: &JourneyMap) {
    state.renaming = Some((map.id, map.title.clone()));
    state.must_focus_name = true;
}

fn name_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    let Some((map, name)) = &mut state.renaming else { return };
    let response = ui
        .add(
            TextEdit::singleline(name)
                .id(egui::Id::unique("map name"))
                .align(egui::Align2::LEFT_CENTER)
                .desired_width(f32::INFINITY),
        )
        .accessible_name(text::rename_map());
    if std::mem::take(&mut state.must_focus_name) {
        response.request_focus();
        return;
    }
    if response.lost_focus() {
        if !ui.input(|i| i.key_pressed(Key::Escape)) && !name.trim().is_empty() {
            cx.commands.edit(Edit::Rename { record: (*map).into(), text: name.trim().to_owned() });
        }
        state.renaming = None;
    }
}

/// A map that can be worked with at once: the usual lanes and one stage.
pub(crate) fn new_map(session: &Session) -> Edit {
    let map = JourneyMap {
        id: crate::session::system_ids().allocate(),
        title: text::new_map().to_owned(),
        state: MapState::Current,
        persona: None,
        owner: String::new(),
        status: crate::model::MapStatus::default(),
        review_on: None,
        counterpart: None,
        rank: session.document().maps.values().map(|m| m.rank).fold(0.0, f64::max) + 1.0,
    };
    let id = map.id;
    let kinds = [
        LaneKind::Touchpoint,
        LaneKind::Quote,
        LaneKind::Curve,
        LaneKind::Kpi,
        LaneKind::PainPoint,
        LaneKind::Opportunity,
    ];
    let lanes = kinds.map(|kind| Edit::AddLane { map: id, before: None, kind, title: lane_title(kind).to_owned() });
    let stage = Edit::AddStage {
        map: id,
        before: None,
        title: text::new_stage().to_owned(),
        step_title: text::new_step().to_owned(),
    };
    let edits = [Edit::Add(AnyRecord::Map(map))].into_iter().chain(lanes).chain([stage]).collect();
    Edit::Batch { label: EditLabel::one(Verb::Add, TableKind::Map), edits }
}

/// One row that selects a record and brings it into view.
fn record_row_ui(ui: &mut Ui, cx: &PanelContext<'_>, record: RecordRef, name: &str, end: RowEnd<'_>) -> egui::Response {
    let untitled = words::untitled(record);
    let row = Row {
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

/// Offers to delete a record from its row.
fn delete_menu(response: &egui::Response, cx: &PanelContext<'_>, record: RecordRef) {
    response.context_menu(|ui| {
        if ui.add_enabled(cx.session.is_editable(), egui::Button::new(words::delete())).clicked() {
            cx.commands.edit(Edit::Delete(vec![record]));
            ui.close();
        }
    });
}

fn stages_ui(ui: &mut Ui, cx: &PanelContext<'_>) {
    let Some(map) = cx.session.map() else { return };
    if section_ui(ui, cx, text::stages(), Some(text::add_stage())) {
        let edit = Edit::AddStage {
            map,
            before: None,
            title: text::new_stage().to_owned(),
            step_title: text::new_step().to_owned(),
        };
        cx.commands.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::EditText });
    }
    for stage in cx.session.document().stages_of(map) {
        let end = worst_status(cx.session, stage.id).map_or(RowEnd::Empty, RowEnd::Status);
        let response = record_row_ui(ui, cx, stage.id.into(), &stage.title, end);
        if response.clicked() {
            jump_to(cx, stage.id.into());
        }
        delete_menu(&response, cx, stage.id.into());
    }
}

fn personas_ui(ui: &mut Ui, cx: &PanelContext<'_>) {
    let document = cx.session.document();
    if section_ui(ui, cx, text::personas(), Some(text::add_persona())) {
        let persona = Persona {
            picture: None,
            id: crate::session::system_ids().allocate(),
            name: text::new_persona().to_owned(),
            role: String::new(),
            goals: String::new(),
            frustrations: String::new(),
            quote: String::new(),
            rank: document.personas.values().map(|p| p.rank).fold(0.0, f64::max) + 1.0,
        };
        let edit = Edit::Add(AnyRecord::Persona(persona));
        cx.commands.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Select });
    }
    let mut personas: Vec<_> = document.personas.values().collect();
    personas.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    for persona in personas {
        let response = record_row_ui(ui, cx, persona.id.into(), &persona.name, RowEnd::Words(&persona.role));
        if response.clicked() {
            cx.commands.send(AppCommand::Select(vec![persona.id.into()]));
        }
        delete_menu(&response, cx, persona.id.into());
    }
}

fn lanes_ui(ui: &mut Ui, cx: &PanelContext<'_>) {
    let Some(map) = cx.session.map() else { return };
    if section_ui(ui, cx, text::lanes(), Some(text::add_lane())) {
        let kind = LaneKind::Text;
        let edit = Edit::AddLane { map, before: None, kind, title: lane_title(kind).to_owned() };
        cx.commands.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::EditText });
    }
    for lane in cx.session.document().lanes_of(map) {
        let response = record_row_ui(ui, cx, lane.id.into(), &lane.title, RowEnd::Empty);
        if response.clicked() {
            jump_to(cx, lane.id.into());
        }
        delete_menu(&response, cx, lane.id.into());
    }
}

fn sources_ui(ui: &mut Ui, cx: &PanelContext<'_>) {
    if section_ui(ui, cx, text::sources(), Some(text::import())) {
        cx.commands.send(AppCommand::ImportDialog);
    }
    let mut sources: Vec<_> = cx.session.document().sources.values().collect();
    sources.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.raw().cmp(&b.id.raw())));
    for source in sources {
        let is_hidden = source.state == SourceState::Hidden;
        let age = match (is_hidden, source.last_day) {
            (true, _) => text::hidden().to_owned(),
            (false, Some(day)) => words::age(cx.today.0.saturating_sub(day.0)),
            (false, None) => String::new(),
        };
        let record = RecordRef::Source(source.id);
        let row = Row {
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
        response.context_menu(|ui| {
            ui.add_enabled_ui(cx.session.is_editable(), |ui| {
                if ui.button(if is_hidden { text::show() } else { text::hide() }).clicked() {
                    cx.commands.send(AppCommand::ToggleSource(source.id));
                    ui.close();
                }
                if ui.button(words::delete()).clicked() {
                    cx.commands.edit(Edit::Delete(vec![record]));
                    ui.close();
                }
            });
        });
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
    };
    Edit::Add(AnyRecord::Marker(marker))
}

fn markers_ui(ui: &mut Ui, cx: &PanelContext<'_>) {
    if section_ui(ui, cx, text::markers(), Some(text::add_marker())) {
        cx.commands.send(AppCommand::Edit { edit: new_marker(cx.session), merge: None, then: AfterEdit::Select });
    }
    let mut markers: Vec<_> = cx.session.document().markers.values().collect();
    markers.sort_by(|a, b| b.day.cmp(&a.day).then(a.label.cmp(&b.label)));
    for marker in markers {
        let day = words::month(marker.day);
        let response = record_row_ui(ui, cx, marker.id.into(), &marker.label, RowEnd::Words(&day));
        if response.clicked() {
            cx.commands.send(AppCommand::Select(vec![marker.id.into()]));
        }
        delete_menu(&response, cx, marker.id.into());
    }
}

/// Stages, steps and cards of the shown map whose words contain all words of the search, in map order.
fn found(state: &OutlineState, cx: &PanelContext<'_>) -> Vec<(RecordRef, String)> {
    let wanted: Vec<String> = state.search.split_whitespace().map(str::to_lowercase).collect();
    let Some(map) = cx.session.map() else { return Vec::new() };
    let document = cx.session.document();
    let is_hit = |words: &str| {
        let words = words.to_lowercase();
        wanted.iter().all(|w| words.contains(w.as_str()))
    };
    let mut hits: Vec<(RecordRef, String)> = Vec::new();
    for stage in document.stages_of(map) {
        hits.push((stage.id.into(), stage.title.clone()));
        hits.extend(document.steps_of(stage.id).into_iter().map(|s| (s.id.into(), s.title.clone())));
    }
    for card in document.cards.values().filter(|c| document.lanes.get(&c.lane).is_some_and(|l| l.map == map)) {
        let kpi_name = match card.body {
            crate::model::CardBody::Kpi { kpi, .. } if card.text.is_empty() => {
                document.kpis.get(&kpi).map(|k| k.name.clone())
            }
            _ => None,
        };
        hits.push((card.id.into(), kpi_name.unwrap_or_else(|| card.text.clone())));
    }
    hits.retain(|(_, words)| is_hit(words));
    hits.truncate(MOST_RESULTS);
    hits
}

fn results_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    section_ui(ui, cx, text::results(), None);
    let hits = found(state, cx);
    if hits.is_empty() {
        ui.label(weak(cx.tokens, text::nothing_found()));
    }
    let document = cx.session.document();
    for (record, name) in &hits {
        let sort = match record {
            RecordRef::Card(id) => document.cards.get(id).map_or("", |c| words::card_sort(&c.body)),
            other => words::sort(*other),
        };
        if record_row_ui(ui, cx, *record, name, RowEnd::Words(sort)).clicked() {
            jump_to(cx, *record);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fixture::{Stand, harness};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    fn stand<'a>() -> Harness<'a, Stand<OutlineState>> {
        let mut harness = harness(OutlineState::default(), (212.0, 640.0), show_ui);
        harness.run();
        harness
    }

    /// Clicks what has a label and checks what was asked for.
    fn check(label: &str, expected: &str) {
        let mut harness = stand();
        harness.get_by_label(label).click();
        harness.run();
        let sent: Vec<String> = harness.state().commands.take().iter().map(|c| format!("{c:?}")).collect();
        assert!(sent.join("\n").contains(expected), "{label}: {sent:?}");
    }

    #[test]
    fn rows_and_buttons_ask_for_commands() {
        check("Stage Support", "Select([Stage(");
        check("Stage Support", "Camera(Reveal(Stage(");
        check("Map Subscription", "ShowMap(");
        check("Add stage", "AddStage");
        check("Add map", "New map");
        check("Add event", "Marker(");
        check("Import numbers…", "ImportDialog");
    }

    #[test]
    fn a_map_is_renamed_from_the_keyboard() {
        let mut harness = stand();
        harness.get_by_label("Map Subscription").focus();
        harness.run();
        harness.key_press(Key::F2);
        harness.run();
        harness.get_by_label(text::rename_map()).type_text(" two");
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        let sent = harness.state().commands.take();
        let is_renamed = |c: &AppCommand| matches!(c, AppCommand::Edit { edit: Edit::Rename { text, .. }, .. } if text == "Subscription two");
        assert!(sent.iter().any(is_renamed), "{sent:?}");
    }

    #[test]
    fn search_finds_cards_and_jumps() {
        let mut harness = stand();
        harness.get_by_label(text::search()).focus();
        harness.run();
        harness.get_by_label(text::search()).type_text("story people");
        harness.run();
        harness.get_by_label("Card People repeat their story").click();
        harness.run();
        let sent = harness.state().commands.take();
        assert!(
            matches!(sent.as_slice(), [AppCommand::Select(_), AppCommand::Camera(CameraCommand::Reveal(_))]),
            "{sent:?}"
        );
    }

    #[test]
    fn a_new_map_can_be_worked_with_at_once() {
        let mut harness = stand();
        harness.get_by_label("Add map").click();
        harness.run();
        let Some(AppCommand::Edit { edit, .. }) = harness.state().commands.take().pop() else { panic!("no edit") };
        let created = harness.state_mut().session.edit(&edit, None).unwrap();
        let Some(RecordRef::Map(map)) = created.first() else { panic!("{created:?}") };
        let document = harness.state().session.document();
        assert_eq!((document.stages_of(*map).len(), document.lanes_of(*map).len()), (1, 6));
    }

    #[test]
    fn the_outline_rests() {
        let mut harness = stand();
        harness.run();
        assert!(!harness.ctx.has_requested_repaint());
    }
}
