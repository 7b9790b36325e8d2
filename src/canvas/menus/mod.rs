//! Menus under the right button and the menu key, on the map and in the outline, and the small lists behind some "+".

mod cards;
mod connections;
mod structure;

use crate::base::ids::{CardId, KpiId, LaneId, MapId, PersonaId};
use crate::canvas::edits;
use crate::canvas::input;
use crate::canvas::popup;
use crate::canvas::tools::CellRef;
use crate::i18n::canvas as words;
use crate::i18n::panels as kinds;
use crate::layout::Hit;
use crate::model::{CardBody, Document, Edit, LaneKind, Place, RecordRef, TableKind};
use crate::session::arrange::{self, Direction};
use crate::session::deletion;
use crate::session::pictures::PictureTarget;
use crate::session::{AppCommand, CameraCommand, Session};
use crate::theme::Tokens;
use egui::Ui;
use egui::containers::menu::SubMenuButton;

/// What was chosen.
#[derive(Debug, Clone)]
pub enum Choice {
    /// A change.
    Edit(Edit),
    /// Something new whose words are typed first.
    TypeNew(Edit),
    /// Words edited in place.
    EditText(RecordRef),
    /// A card in an empty cell, of whatever kind its lane asks for.
    AddCard(CellRef),
    /// What is selected, gone.
    DeleteSelection,
    /// What is selected, twice.
    DuplicateSelection,
    /// A point of somebody's experience where the menu was asked for.
    AddPoint(CellRef, PersonaId),
    /// A picture chosen from the files of this computer.
    Picture(PictureTarget),
    /// Something the application does: the clipboard.
    Command(AppCommand),
    /// Another selection.
    Select(Vec<RecordRef>),
    /// A connection that starts at a card.
    ConnectFrom(CardId),
    /// A KPI in the drawer.
    ShowKpi(KpiId, Place),
    /// The import wizard.
    Import,
    /// Another view.
    Camera(CameraCommand),
}

impl Choice {
    /// What the application is to do; `None` for what only the map itself can do, where the menu was opened.
    #[must_use]
    pub fn command(self, selection: &[RecordRef]) -> Option<AppCommand> {
        let changed = |edit: Edit| {
            let then = edits::after(&edit);
            AppCommand::Edit { edit, merge: None, then }
        };
        Some(match self {
            Self::Edit(edit) => changed(edit),
            Self::TypeNew(edit) => AppCommand::TypeNew(edit),
            Self::EditText(record) => AppCommand::EditText(record),
            Self::DeleteSelection => changed(Edit::Delete(selection.to_vec())),
            Self::DuplicateSelection => changed(edits::duplicate(selection)?),
            Self::Picture(target) => AppCommand::PictureDialog(target),
            Self::Command(command) => command,
            Self::Select(records) => AppCommand::Select(records),
            Self::ConnectFrom(card) => AppCommand::BeginConnection(card),
            Self::ShowKpi(kpi, place) => AppCommand::ShowKpi(kpi, place),
            Self::Import => AppCommand::ImportDialog,
            Self::Camera(command) => AppCommand::Camera(command),
            Self::AddCard(_) | Self::AddPoint(..) => return None,
        })
    }
}

/// What menus look at.
pub struct MenuContext<'a> {
    /// The records.
    pub document: &'a Document,
    /// The shown map.
    pub map: MapId,
    /// What is selected.
    pub selection: &'a [RecordRef],
    /// False for viewers.
    pub is_editable: bool,
    /// The theme.
    pub tokens: &'a Tokens,
    /// Tells by what numbers can be told apart.
    pub session: &'a Session,
}

/// Height of a line of a menu, points.
const LINE: f32 = 26.0;

/// Words of a menu stand as far from its edge as in the menu bar.
pub(super) fn roomy_ui(ui: &mut Ui) {
    ui.spacing_mut().button_padding = egui::vec2(10.0, 2.0);
    // As dense as the menu bar: the longest menu fits into a window of 720 points.
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = LINE;
    ui.set_min_width(136.0);
}

/// What a list is about, in line with its items.
pub(super) fn heading_ui(ui: &mut Ui, text: impl Into<egui::RichText>) {
    ui.horizontal(|ui| {
        ui.add_space(ui.spacing().button_padding.x);
        ui.label(text.into().weak());
    });
}

fn item_ui(ui: &mut Ui, text: impl Into<String>, choice: Choice, chosen: &mut Option<Choice>) {
    let text: String = text.into();
    let response = ui.button(text.as_str());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MenuItem, true, &text));
    if response.clicked() {
        *chosen = Some(choice);
        ui.close();
    }
}

/// A line that opens a list.
fn list_ui(ui: &mut Ui, text: &str, contents: impl FnOnce(&mut Ui)) {
    let (response, _) = SubMenuButton::new(text).ui(ui, |ui| {
        roomy_ui(ui);
        scrolled_ui(ui, contents);
    });
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MenuItem, true, text));
}

/// Lets a menu scroll that is longer than the window is high.
fn scrolled_ui<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.ctx().content_rect().height() - 24.0;
    popup::scrolled_ui(ui, room, contents)
}

/// An item that has keys too.
fn keys_item_ui(
    ui: &mut Ui,
    text: impl Into<String>,
    keys: &egui::KeyboardShortcut,
    choice: Choice,
    chosen: &mut Option<Choice>,
) {
    if keys_button_ui(ui, &text.into(), keys).clicked() {
        *chosen = Some(choice);
        ui.close();
    }
}

fn keys_button_ui(ui: &mut Ui, text: &str, keys: &egui::KeyboardShortcut) -> egui::Response {
    let keys = ui.ctx().format_shortcut(keys);
    let response = ui.add(egui::Button::new(text).shortcut_text(keys));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MenuItem, true, text));
    response
}

fn tick_ui(ui: &mut Ui, is_on: bool, text: &str, choice: impl FnOnce() -> Option<Choice>, chosen: &mut Option<Choice>) {
    if ui.selectable_label(is_on, text).clicked() {
        *chosen = choice();
        ui.close();
    }
}

fn paste_ui(ui: &mut Ui, chosen: &mut Option<Choice>) {
    keys_item_ui(ui, words::paste(), &input::PASTE, Choice::Command(AppCommand::RequestPaste), chosen);
}

impl MenuContext<'_> {
    /// The menu for what is under the pointer.
    pub fn show_ui(&self, ui: &mut Ui, hit: Hit) -> Option<Choice> {
        roomy_ui(ui);
        scrolled_ui(ui, |ui| self.entries_ui(ui, hit))
    }

    fn entries_ui(&self, ui: &mut Ui, hit: Hit) -> Option<Choice> {
        let mut chosen = None;
        // A figure above the stages is that of its card.
        let hit = if let Hit::MapFigure(id) = hit { Hit::Card(id) } else { hit };
        if let Hit::Card(id) = hit
            && let Some(card) = self.document.cards.get(&id)
            && let CardBody::Kpi { kpi, place, .. } = card.body
        {
            item_ui(ui, words::show_trend(), Choice::ShowKpi(kpi, place), &mut chosen);
        }
        if self.is_editable {
            match hit {
                Hit::Stage(id) => self.stage_ui(ui, id, &mut chosen),
                Hit::Step(id) => self.step_ui(ui, id, &mut chosen),
                Hit::LaneLabel(id) => self.lane_ui(ui, id, &mut chosen),
                Hit::Card(id) if self.selection.len() > 1 && self.selection.contains(&id.into()) => {
                    self.several_ui(ui, &mut chosen);
                }
                Hit::Card(id) => {
                    if let Some(card) = self.document.cards.get(&id) {
                        self.card_ui(ui, card, &mut chosen);
                    }
                }
                Hit::Connection(id) => self.connection_ui(ui, id, &mut chosen),
                Hit::Cell { lane, step } => {
                    let cell = CellRef { lane, step };
                    item_ui(ui, words::add_card_here(), Choice::AddCard(cell), &mut chosen);
                    self.points_ui(ui, cell, &mut chosen);
                    if self.document.lanes.get(&lane).is_some_and(|l| l.kind == LaneKind::Image) {
                        let target = PictureTarget::Cell { lane, step };
                        item_ui(ui, words::choose_picture(), Choice::Picture(target), &mut chosen);
                    }
                    paste_ui(ui, &mut chosen);
                    ui.separator();
                    self.select_ui(ui, &[lane.into(), step.into()], &mut chosen);
                    ui.separator();
                }
                Hit::StageGap { index } => {
                    let before = self.document.stages_of(self.map).get(index).map(|s| s.id);
                    let edit = edits::new_stage(self.map, before);
                    item_ui(ui, words::add_a_stage(), Choice::TypeNew(edit), &mut chosen);
                }
                Hit::StepGap { stage, index } => {
                    let edit = edits::new_step(self.document, stage, index);
                    item_ui(ui, words::add_step_behind(), Choice::TypeNew(edit), &mut chosen);
                }
                Hit::Lane(_) | Hit::MapFigure(_) | Hit::Nothing => {
                    let edit = edits::new_stage(self.map, None);
                    item_ui(ui, words::add_a_stage(), Choice::TypeNew(edit), &mut chosen);
                    self.new_lane_ui(ui, words::add_lane(), None, &mut chosen);
                    self.hidden_lanes_ui(ui, &mut chosen);
                    paste_ui(ui, &mut chosen);
                }
            }
        } else if !self.selection.is_empty() {
            keys_item_ui(ui, words::copy(), &input::COPY, Choice::Command(AppCommand::Copy), &mut chosen);
        }
        if !matches!(hit, Hit::Card(_) | Hit::Stage(_) | Hit::Step(_) | Hit::LaneLabel(_) | Hit::Connection(_)) {
            let every_card = arrange::every_card(self.document, self.map);
            keys_item_ui(ui, words::select_all(), &input::SELECT_ALL, Choice::Select(every_card), &mut chosen);
            item_ui(ui, words::fit_map(), Choice::Camera(CameraCommand::FitMap), &mut chosen);
        }
        chosen
    }

    /// Everything in the lane or the stage that some records stand in.
    fn select_ui(&self, ui: &mut Ui, beside: &[RecordRef], chosen: &mut Option<Choice>) {
        for (along, text) in [(TableKind::Lane, words::select_lane()), (TableKind::Stage, words::select_stage())] {
            let cards = arrange::cards_beside(self.document, beside, along);
            if !cards.is_empty() {
                item_ui(ui, text, Choice::Select(cards), chosen);
            }
        }
    }

    /// The clipboard, for what is selected.
    fn clipboard_ui(&self, ui: &mut Ui, chosen: &mut Option<Choice>) {
        ui.separator();
        keys_item_ui(ui, words::cut(), &input::CUT, Choice::Command(AppCommand::Cut), chosen);
        keys_item_ui(ui, words::copy(), &input::COPY, Choice::Command(AppCommand::Copy), chosen);
        paste_ui(ui, chosen);
        keys_item_ui(ui, words::duplicate(), &input::DUPLICATE, Choice::DuplicateSelection, chosen);
        ui.separator();
    }

    /// In a curve, points for personas whose line has none in this cell.
    fn points_ui(&self, ui: &mut Ui, cell: CellRef, chosen: &mut Option<Choice>) {
        if self.document.lanes.get(&cell.lane).is_none_or(|l| l.kind != LaneKind::Curve) {
            return;
        }
        let here = self.document.cards_in(cell.lane, cell.step);
        let mut personas: Vec<_> = self.document.personas.values().collect();
        personas.sort_by(|a, b| a.rank.total_cmp(&b.rank));
        for persona in personas {
            if here.iter().all(|card| card.marks.persona != Some(persona.id)) {
                item_ui(ui, words::add_point_for(&persona.name), Choice::AddPoint(cell, persona.id), chosen);
            }
        }
    }

    /// Brings lanes back that are hidden; nothing when none is.
    fn hidden_lanes_ui(&self, ui: &mut Ui, chosen: &mut Option<Choice>) {
        if let Some((edit, count)) = edits::show_all_lanes(self.document, self.map) {
            item_ui(ui, words::show_hidden_lanes(count), Choice::Edit(edit), chosen);
        }
    }

    fn delete_ui(&self, ui: &mut Ui, record: RecordRef, chosen: &mut Option<Choice>) {
        let what = if self.selection.contains(&record) && self.selection.len() > 1 {
            words::several(self.selection.len())
        } else if edits::point(self.document, record).is_some() {
            words::point().to_owned()
        } else {
            crate::i18n::edit::noun(record.table(), 1).to_owned()
        };
        self.delete_item_ui(ui, &what, &[record], chosen);
    }

    /// The line that deletes what is selected, or what the menu is about; its hint says what goes with it.
    fn delete_item_ui(&self, ui: &mut Ui, what: &str, about: &[RecordRef], chosen: &mut Option<Choice>) {
        let text = words::delete(what);
        let response = keys_button_ui(ui, &text, &input::DELETE);
        if response.clicked() {
            *chosen = Some(Choice::DeleteSelection);
            ui.close();
        }
        response.on_hover_ui(|ui| {
            let records = if about.iter().all(|r| self.selection.contains(r)) { self.selection } else { about };
            ui.label(words::goes_with(deletion::cards_with(self.document, records)));
        });
    }

    fn lane_kind_items_ui(&self, ui: &mut Ui, before: Option<LaneId>, chosen: &mut Option<Choice>) {
        for kind in LaneKind::EVERY {
            let edit = edits::new_lane(self.map, before, kind);
            item_ui(ui, kinds::lane_kind(kind), Choice::TypeNew(edit), chosen);
        }
    }

    /// A line with the kinds of a lane that would stand above another one, or last.
    fn new_lane_ui(&self, ui: &mut Ui, text: &str, before: Option<LaneId>, chosen: &mut Option<Choice>) {
        list_ui(ui, text, |ui| self.lane_kind_items_ui(ui, before, chosen));
    }

    /// The places one further in some directions; those at the edge of the map cannot be chosen.
    fn moves_ui(&self, ui: &mut Ui, records: &[RecordRef], directions: &[Direction], chosen: &mut Option<Choice>) {
        list_ui(ui, words::move_it(), |ui| {
            for direction in directions {
                let edit = arrange::nudge(self.document, self.map, records, *direction);
                ui.add_enabled_ui(edit.is_some(), |ui| {
                    let edit = edit.unwrap_or(Edit::Delete(Vec::new()));
                    let text = match direction {
                        Direction::Left => words::to_the_left(),
                        Direction::Right => words::to_the_right(),
                        Direction::Up => words::up(),
                        Direction::Down => words::down(),
                    };
                    keys_item_ui(ui, text, &input::nudge(*direction), Choice::Edit(edit), chosen);
                });
            }
        });
    }
}
