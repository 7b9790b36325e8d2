//! Small lists in which one types what is wanted: the KPI of a cell, what a new lane holds. Letters narrow the list down,
//! arrows choose, Enter and Tab take and go on as in any other cell, Escape leaves everything as it was.

use crate::base::ids::{CardId, LaneId};
use crate::base::text::fold_loosely;
use crate::canvas::edits;
use crate::canvas::grid::{Direction, Spot};
use crate::canvas::input;
use crate::canvas::menus::{heading_ui, roomy_ui};
use crate::canvas::text_edit::{GoOn, TextEditing};
use crate::canvas::text_field::Composition;
use crate::canvas::tools::CellRef;
use crate::canvas::view::{CanvasView, Frame, OpenList};
use crate::i18n::lists as words;
use crate::i18n::panels as kinds;
use crate::model::{Edit, LaneKind, Place};
use crate::session::kpi_picks::{self, KpiPick};
use crate::session::{AfterEdit, AppCommand, Told, system_ids};
use crate::theme::Tokens;
use egui::{Event, EventFilter, Key, Popup, PopupCloseBehavior, Response, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

/// Frames that keys wait for the field of a list at most; without it the list is closed.
const LONGEST_WAIT: u8 = 8;
/// Frames after which a list is where it will be: the first ones only measure it.
const MEASURED: u8 = 2;
/// Width of a list, points.
const WIDTH: f32 = 280.0;
/// Height beyond which a list scrolls, points.
const MOST_HEIGHT: f32 = 300.0;

/// What is typed and chosen in the list that is open.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Picking {
    typed: String,
    chosen: usize,
    /// Frames it has been shown for.
    shown: u8,
    /// Its field has the keyboard.
    is_ready: bool,
    /// Frames that keys have waited for that.
    waited: u8,
    must_scroll: bool,
    composition: Composition,
    /// The card whose KPI gives way to the one that is taken.
    pub(super) over: Option<CardId>,
}

impl Picking {
    /// A list that begins with some letters.
    pub(super) fn of(typed: String) -> Self {
        Self { typed, ..Self::default() }
    }
}

/// What can be taken from a list.
#[derive(Debug, Clone, PartialEq)]
enum Pick {
    Kpi(CellRef, KpiPick),
    Import,
    Lane(Option<LaneId>, LaneKind, String),
}

/// A line of a list.
struct Row {
    label: String,
    detail: &'static str,
    pick: Pick,
}

/// What a key means to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PickKey {
    Up,
    Down,
    Take(GoOn),
    Leave,
}

/// The meaning of a key; `None` for all that the field takes.
fn pick_key(event: &Event) -> Option<PickKey> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    match key {
        Key::ArrowUp if modifiers.is_none() => Some(PickKey::Up),
        Key::ArrowDown if modifiers.is_none() => Some(PickKey::Down),
        Key::Enter if modifiers.is_none() => Some(PickKey::Take(GoOn::Down)),
        Key::Tab if modifiers.is_none() => Some(PickKey::Take(GoOn::Right)),
        Key::Tab if modifiers.shift_only() => Some(PickKey::Take(GoOn::Left)),
        Key::Escape if modifiers.is_none() => Some(PickKey::Leave),
        _ => None,
    }
}

/// The kinds of lanes that what was typed may mean; a lane of notes of that name when it means none.
fn lane_rows(before: Option<LaneId>, typed: &str) -> Vec<Row> {
    let (typed, wanted) = (typed.trim(), fold_loosely(typed));
    let row = |label: String, kind: LaneKind, title: &str| {
        let pick = Pick::Lane(before, kind, title.to_owned());
        Row { label, detail: "", pick }
    };
    let title = |kind| crate::i18n::shell::command::lane_title(kind);
    let is_meant = |kind: &LaneKind| {
        let names = [kinds::lane_kind(*kind), title(*kind)];
        typed.is_empty() || names.iter().any(|name| fold_loosely(name).contains(&wanted))
    };
    let mut rows: Vec<Row> = LaneKind::EVERY
        .into_iter()
        .filter(is_meant)
        .map(|kind| row(kinds::lane_kind(kind).to_owned(), kind, title(kind)))
        .collect();
    if rows.is_empty() {
        rows.push(row(words::notes_lane_called(typed), LaneKind::Text, typed));
    }
    rows
}

impl CanvasView {
    /// True while a list is open in which one types.
    pub(super) fn is_picking(&self) -> bool {
        matches!(self.list, Some((OpenList::LaneKinds(_) | OpenList::Kpis(_), _)))
    }

    /// True while a list was opened whose field has not got the keyboard.
    pub(super) fn is_awaiting_pick(&self) -> bool {
        self.is_picking() && !self.picking.is_ready
    }

    fn pick_rows(&self, frame: &Frame<'_>) -> Vec<Row> {
        let document = &frame.document;
        match self.list {
            Some((OpenList::LaneKinds(before), _)) => lane_rows(before, &self.picking.typed),
            Some((OpenList::Kpis(cell), _)) => {
                let picks = kpi_picks::picks(document, &self.picking.typed).into_iter();
                let mut rows: Vec<Row> = picks
                    .map(|pick| {
                        let (label, detail) = match &pick {
                            KpiPick::Known(_, name) => (name.clone(), ""),
                            KpiPick::Suggested(kpi) => (kpi.name.clone(), words::from_catalogue()),
                            KpiPick::New(name) => (words::new_kpi_called(name), ""),
                        };
                        Row { label, detail, pick: Pick::Kpi(cell, pick) }
                    })
                    .collect();
                if document.kpis.is_empty() && self.picking.typed.trim().is_empty() {
                    rows.push(Row { label: words::import_numbers().to_owned(), detail: "", pick: Pick::Import });
                }
                rows
            }
            _ => Vec::new(),
        }
    }

    /// Keys while a list is open: those that choose are for the list, all others for its field. What is pressed before
    /// the field can be seen waits for it.
    pub(super) fn pick_keys(&mut self, ui: &Ui, frame: &Frame<'_>) {
        if !self.picking.is_ready {
            // A window without the keyboard gives it to no field: the list goes on when it has it again.
            self.picking.waited += u8::from(ui.input(|i| i.focused));
            if self.picking.waited > LONGEST_WAIT {
                self.list = None;
            } else {
                self.hold_keys(ui, 0);
                if ui.input(|i| i.focused) {
                    ui.ctx().request_repaint();
                }
            }
            return;
        }
        let composition = &mut self.picking.composition;
        composition.begin_frame();
        ui.input_mut(|i| i.events.retain(|event| !(composition.has_keys(event) && pick_key(event).is_some())));
        let found = ui.input(|i| {
            let index = i.events.iter().position(|event| pick_key(event).is_some())?;
            Some((index, !i.events.iter().take(index).any(input::is_keystroke)))
        });
        let Some((index, is_first)) = found else { return };
        if !is_first {
            // The field takes what came before in this frame.
            return self.keep_for_later(ui, index);
        }
        let event = ui.input_mut(|i| i.events.remove(index));
        self.keep_for_later(ui, index);
        ui.ctx().request_repaint();
        let mut rows = self.pick_rows(frame);
        let count = rows.len().max(1);
        match pick_key(&event) {
            Some(PickKey::Up) => self.choose_row((self.picking.chosen + count - 1) % count),
            Some(PickKey::Down) => self.choose_row((self.picking.chosen + 1) % count),
            Some(PickKey::Take(go_on)) if self.picking.chosen < rows.len() => {
                let row = rows.swap_remove(self.picking.chosen);
                self.take_pick(frame, row.pick, go_on);
            }
            Some(PickKey::Leave) => self.leave_list(),
            Some(PickKey::Take(_)) | None => {}
        }
    }

    fn choose_row(&mut self, row: usize) {
        self.picking.chosen = row;
        self.picking.must_scroll = true;
    }

    /// Closes the list; the map has the keyboard again.
    pub(super) fn leave_list(&mut self) {
        self.list = None;
        self.wants_keyboard = true;
    }

    /// Shows the list that is open.
    pub(super) fn list_ui(&mut self, ui: &Ui, frame: &Frame<'_>) {
        let Some((list, at)) = self.list else { return };
        // An undo may have taken what the list is for.
        if let OpenList::Kpis(cell) = list
            && !(frame.document.lanes.contains_key(&cell.lane) && frame.document.steps.contains_key(&cell.step))
        {
            return self.leave_list();
        }
        let rows = self.pick_rows(frame);
        let (mut is_open, mut taken) = (true, None);
        Popup::new(frame.id.with("list"), ui.ctx().clone(), at, ui.layer_id())
            .open_bool(&mut is_open)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .layout(egui::Layout::top_down_justified(egui::Align::Min))
            .show(|ui| match list {
                OpenList::Words(record) => Self::whole_words_ui(ui, frame, record),
                OpenList::LaneKinds(_) | OpenList::Kpis(_) => taken = self.picking_ui(ui, frame, list, rows),
            });
        if !is_open || ui.input(|i| i.key_pressed(Key::Escape)) {
            self.leave_list();
        }
        if let Some(pick) = taken {
            self.take_pick(frame, pick, GoOn::Stay);
        }
    }

    fn picking_ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, list: OpenList, rows: Vec<Row>) -> Option<Pick> {
        let picking = &mut self.picking;
        roomy_ui(ui);
        ui.set_width(WIDTH);
        let (heading, hint) = match list {
            OpenList::Kpis(cell) => {
                let stage = frame.document.steps.get(&cell.step).map(|step| Place::Stage(step.stage));
                let place = stage.and_then(|stage| frame.document.place_name(stage)).unwrap_or_default();
                (words::choose_kpi(place), words::type_a_kpi())
            }
            _ => (words::choose_lane_kind().to_owned(), words::type_a_lane_kind()),
        };
        heading_ui(ui, heading.as_str());
        let before = picking.typed.clone();
        let response = field_ui(ui, &mut picking.typed, (&heading, hint), frame);
        if picking.typed != before {
            (picking.chosen, picking.must_scroll) = (0, true);
            ui.ctx().request_repaint();
        }
        picking.shown = picking.shown.saturating_add(1);
        if !picking.is_ready {
            response.request_focus();
            picking.is_ready = picking.shown > MEASURED && response.has_focus();
            if picking.shown <= MEASURED || ui.input(|i| i.focused) {
                ui.ctx().request_repaint();
            }
        }
        ui.add_space(2.0);
        let mut taken = None;
        ScrollArea::vertical().max_height(MOST_HEIGHT).show(ui, |ui| {
            for (index, row) in rows.into_iter().enumerate() {
                let is_chosen = index == picking.chosen;
                let response = row_ui(ui, &row, is_chosen, frame.input.tokens);
                if is_chosen && std::mem::take(&mut picking.must_scroll) {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    taken = Some(row.pick);
                }
            }
        });
        taken
    }

    /// Does what was taken, and goes on from the cell as after words that were typed into it.
    fn take_pick(&mut self, frame: &Frame<'_>, pick: Pick, go_on: GoOn) {
        let over = self.picking.over;
        self.leave_list();
        frame.response.ctx.request_repaint();
        match pick {
            Pick::Import => frame.send(AppCommand::ImportDialog),
            Pick::Lane(before, kind, title) => {
                let edit = Edit::AddLane { map: frame.map, before, kind, title };
                self.editing = Some(TextEditing::new_record(edit, None));
            }
            Pick::Kpi(cell, pick) => self.take_kpi(frame, (cell, over), pick, go_on),
        }
    }

    fn take_kpi(&mut self, frame: &Frame<'_>, place: (CellRef, Option<CardId>), pick: KpiPick, go_on: GoOn) {
        let (cell, over) = place;
        // What was to give way may be gone by now; its id stays its own, for it may come back.
        let over = over.filter(|card| frame.document.cards.contains_key(card));
        let mut ids = system_ids();
        let card = over.unwrap_or_else(|| ids.allocate());
        let (kpi, new) = pick.resolved(&mut ids);
        let Some(edit) = kpi_picks::shown(&frame.document, (kpi, new), (card, cell.lane, cell.step)) else { return };
        self.tell_where_one_stood(frame);
        frame.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
        let replaced = over.and_then(|card| edits::kpi_named_on(&frame.document, card.into()));
        if let Some(old) = replaced.filter(|old| *old != kpi).and_then(|old| frame.document.kpis.get(&old)) {
            frame.send(AppCommand::Tell(Told::Replaced(old.name.clone())));
        }
        let spot = over.map_or(Spot::Cell(cell), Spot::Card);
        match go_on {
            // It is about the whole stage, and stands across it: the next one is that of the next stage.
            GoOn::Right => {
                let stage = frame.document.steps.get(&cell.step).map(|step| step.stage);
                let last = stage.and_then(|stage| frame.document.steps_of(stage).last().map(|step| step.id));
                let behind = CellRef { step: last.unwrap_or(cell.step), ..cell };
                // The run of Tab began where the first of them was typed.
                self.run_start = self.run_start.or(spot.column(&frame.picture.layout));
                self.go_aside(frame, Spot::Cell(behind), Direction::Right, true)
            }
            GoOn::Left => self.go_aside(frame, spot, Direction::Left, true),
            GoOn::Down => self.go_below(frame, spot),
            GoOn::Stay | GoOn::Another | GoOn::NextStage => {
                frame.select(vec![card.into()]);
                true
            }
        };
    }
}

/// The field of a list.
fn field_ui(ui: &mut Ui, typed: &mut String, (name, hint): (&str, &str), frame: &Frame<'_>) -> Response {
    let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    let faint = crate::canvas::paint::color(frame.input.tokens.text_faint);
    let is_new = ui.memory(|memory| memory.focused()) != Some(frame.id.with("picked"));
    let id = frame.id.with("picked");
    let mut output = TextEdit::singleline(typed)
        .id(id)
        .hint_text(egui::RichText::new(hint).color(faint))
        .align(egui::Align2::LEFT_CENTER)
        .desired_width(f32::INFINITY)
        .event_filter(filter)
        .return_key(None)
        .show(ui);
    if is_new {
        // What was typed already is gone on with, not replaced.
        let end = egui::text::CCursor::new(typed.chars().count());
        output.state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
        output.state.store(ui.ctx(), id);
    }
    output.response.response.clone().accessible_name(name)
}

fn row_ui(ui: &mut Ui, row: &Row, is_chosen: bool, tokens: &Tokens) -> Response {
    let mut button = egui::Button::selectable(is_chosen, row.label.as_str()).truncate();
    if !row.detail.is_empty() {
        let weak = crate::canvas::paint::color(tokens.text_weak);
        button = button.right_text(egui::RichText::new(row.detail).color(weak));
    }
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &row.label));
    response
}
