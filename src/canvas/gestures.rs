//! What a frame's input does: camera, keyboard, pointer.

use crate::base::geom::Point;
use crate::base::ids::CardId;
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::edits;
use crate::canvas::grid::{Direction, Spot};
use crate::canvas::input::{self, Command, Pointer};
use crate::canvas::pick_list::Picking;
use crate::canvas::text_edit::{GoOn, TextEditing};
use crate::canvas::tools::drop::Dragged;
use crate::canvas::tools::link::{Hold, Linking};
use crate::canvas::tools::select::SelectTool;
use crate::canvas::tools::{CanvasEvent, CellRef, Modifiers};
use crate::canvas::view::{CanvasView, Frame, OpenList};
use crate::i18n::canvas as words;
use crate::model::{CardBody, Edit, LaneKind, RecordRef};
use crate::session::arrange;
use crate::session::told::Told;
use crate::session::{AfterEdit, AppCommand};
use egui::{EventFilter, Key, Role, Sense, Ui, WidgetInfo};

/// How near the edge a drag makes the map move, points.
const EDGE: f32 = 36.0;
/// How fast it then moves at most, points a second.
const EDGE_SPEED: f32 = 900.0;

/// Letters typed with something chosen whose name stands in the inspector.
fn type_name(frame: &Frame<'_>, record: RecordRef, typed: String) {
    if frame.is_editable() {
        frame.send(AppCommand::TypeName(record, typed));
    }
}

impl CanvasView {
    /// The node that holds the keyboard for the whole canvas. It takes no clicks, so Space stays free for panning.
    pub(super) fn keys_node_ui(&mut self, ui: &Ui, frame: &Frame<'_>) {
        let id = frame.id.with("keys");
        self.keys_id = Some(id);
        let node = ui.interact(frame.viewport.rect, id, Sense::focusable_noninteractive());
        node.widget_info(|| WidgetInfo::labeled(Role::Group, true, words::canvas()));
        // A press on the canvas takes the keyboard from wherever it was.
        let is_pressed = frame.response.is_pointer_button_down_on() && ui.input(|i| i.pointer.any_pressed());
        // A tap may be over within one frame.
        if is_pressed || frame.response.clicked() || frame.response.secondary_clicked() {
            ui.memory_mut(|m| m.request_focus(id));
        }
        if std::mem::take(&mut self.wants_keyboard) {
            ui.memory_mut(|m| m.request_focus(id));
        }
        let focused = ui.memory(|m| m.focused());
        // Tab walks over the cells while one stands on the grid; otherwise it leaves the map, as anywhere.
        let tab = focused == Some(id) && self.is_on_grid(frame);
        let filter = EventFilter { tab, horizontal_arrows: true, vertical_arrows: true, escape: true };
        if let Some(focused) = focused
            && (focused == id || self.focused.is_some())
        {
            ui.memory_mut(|m| m.set_focus_lock_filter(focused, filter));
        }
    }

    /// True while Tab has somewhere to walk from.
    pub(super) fn is_on_grid(&self, frame: &Frame<'_>) -> bool {
        edits::spot(frame.input.session.selection(), self.cell).is_some()
    }

    pub(super) fn has_keyboard(&self, ui: &Ui, frame: &Frame<'_>) -> bool {
        let focused = ui.memory(|m| m.focused());
        let is_ours = match focused {
            None => true,
            Some(id) => id == frame.id.with("keys") || self.focused.is_some(),
        };
        // Below a dialog the map hears nothing, also when nothing in the dialog has the keyboard.
        let is_reachable = ui.memory(|m| m.allows_interaction(ui.layer_id()));
        is_ours && is_reachable && self.list.is_none() && !egui::Popup::is_any_open(ui.ctx())
    }

    /// Wheel, pinch, touch, keys held for panning. Returns the viewport after it.
    pub(super) fn handle_camera(&mut self, ui: &Ui, frame: &Frame<'_>) -> Viewport {
        let mut viewport = frame.viewport;
        if !ui.rect_contains_pointer(viewport.rect) {
            return viewport;
        }
        let (zoom, scroll, touch, pointer, now) = ui.input_mut(|i| {
            let scroll = std::mem::take(&mut i.smooth_scroll_delta);
            (i.zoom_delta(), scroll, i.multi_touch(), i.pointer.hover_pos(), i.time)
        });
        let mut slide = scroll;
        if let Some(touch) = touch {
            self.tool = SelectTool::Idle;
            self.pan.stop();
            // The first of two fingers comes down on something; it is not what they are for.
            if let Some(before) = self.before_touch.take().filter(|before| before != frame.input.session.selection()) {
                frame.select(before);
            }
            slide += touch.translation_delta;
        }
        if slide != egui::Vec2::ZERO {
            viewport.camera = viewport.camera.panned(f64::from(slide.x), f64::from(slide.y));
        }
        if (zoom - 1.0).abs() > 1e-4 {
            // What is between the fingers stays between them.
            let pointer = touch.map(|touch| touch.center_pos).or(pointer);
            let at = pointer.unwrap_or(viewport.rect.center()) - viewport.rect.min;
            let at = viewport.beside_pins(Point::new(f64::from(at.x), f64::from(at.y)));
            viewport.camera = self.zooming.step(&viewport, at, f64::from(zoom));
            self.zooming.last = now;
        }
        if slide != egui::Vec2::ZERO || viewport.camera.zoom != frame.viewport.camera.zoom {
            viewport.camera = viewport.held(viewport.camera);
        }
        self.zooming.note(viewport.camera);
        viewport
    }

    pub(super) fn key_command(&mut self, frame: &Frame<'_>, command: Command) {
        let session = frame.input.session;
        let selection = session.selection();
        let record = selection.last().copied().or(self.focused.filter(|_| self.cell.is_none()));
        match command {
            Command::Escape => {
                self.is_press_dropped = true;
                self.cell = None;
                self.run_start = None;
                frame.select(Vec::new());
            }
            Command::Move(direction) => self.move_selection(frame, direction),
            Command::Walk(direction) => self.walk(frame, direction),
            Command::ToEnd(direction) => {
                let stood = self.stood.and_then(|stood| stood.spot(&frame.picture.layout));
                let mut spot = edits::spot(selection, self.cell).or(self.focused.and_then(Spot::of)).or(stood);
                while let Some(next) = spot.and_then(|s| s.next(direction, &frame.picture.layout)) {
                    // Home goes to the first cell, not on to the name of the lane.
                    if matches!(next, Spot::Lane(_)) && !matches!(spot, Some(Spot::Lane(_))) {
                        break;
                    }
                    spot = Some(next);
                }
                if let Some(spot) = spot {
                    self.stand_on(frame, spot);
                }
            }
            Command::Page(direction) => self.page(frame, direction),
            Command::ToCorner(direction) => {
                self.run_start = None;
                if let Some(spot) = Spot::corner(direction, &frame.picture.layout) {
                    self.stand_on(frame, spot);
                }
            }
            Command::Extend(direction, reach) => self.extend_selection(frame, direction, reach),
            Command::Copy => frame.send(AppCommand::Copy),
            Command::SelectAll => {
                frame.select(arrange::every_card(&frame.document, frame.map));
            }
            // A node that has the keyboard is chosen by Enter before it is edited by it.
            Command::Edit if self.focused.is_some_and(|f| !selection.contains(&f)) => {
                frame.select(self.focused.into_iter().collect());
            }
            // Who may only look reads on where the words are cut.
            Command::Edit if !frame.is_editable() => {
                if let [one] = *selection
                    && Self::is_cut(frame, one)
                {
                    self.read(frame, one);
                }
            }
            _ if !frame.is_editable() => {}
            // Who sits before an empty map begins with a stage.
            Command::Edit if frame.picture.layout.stages.is_empty() && record.is_none() => {
                self.editing = Some(TextEditing::new_record(edits::new_stage(frame.map, None), None));
            }
            // The field begins empty and takes the composition.
            Command::Compose => self.key_command(frame, Command::Type(String::new())),
            Command::Type(text) if frame.picture.layout.stages.is_empty() && record.is_none() => {
                self.editing = Some(TextEditing::new_record(edits::new_stage(frame.map, None), Some(text)));
            }
            Command::Edit => match (record, self.cell) {
                (Some(record), _) => self.start_editing(frame, record, None),
                (None, Some(cell)) => self.enter_cell(frame, cell),
                (None, None) => {}
            },
            Command::Type(text) => match (selection, self.cell) {
                // Letters that are typed over a KPI look for another one.
                ([RecordRef::Card(card)], _) if self.open_kpis_over(frame, *card, &text) => {}
                // What is chosen in a panel has its name in another one.
                ([record], _) if !edits::is_on_map(*record) => type_name(frame, *record, text),
                ([record], _) if !is_kpi_card(frame, *record) => self.start_editing(frame, *record, Some(text)),
                ([], Some(cell)) => self.add_card(frame, cell, Some(text)),
                ([], None) if record.is_none() => self.type_where_one_stood(frame, text),
                _ => {}
            },
            Command::Delete => self.delete_selection(frame),
            Command::Cut => frame.send(AppCommand::Cut),
            Command::Paste(text) => {
                let at = self.paste_at(frame.input.session);
                frame.send(AppCommand::Paste { text, at });
            }
            Command::Nudge(direction) => {
                if let Some(edit) = arrange::nudge(&frame.document, frame.map, selection, direction) {
                    frame.edit(edit);
                    self.reveal = selection.last().copied();
                }
            }
            Command::Widen(direction) => {
                if let Some(edit) = arrange::widen(&frame.document, frame.map, selection, direction) {
                    frame.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
                }
            }
            Command::Another => {
                if let Some(edit) = record.and_then(|r| arrange::another(&frame.document, r)) {
                    self.editing = Some(TextEditing::new_record(edit, None));
                } else if let Some(cell) = self.cell {
                    self.enter_cell(frame, cell);
                }
            }
            Command::NextStage => {
                let stood = record.or_else(|| self.cell.map(|c| c.step.into()));
                let edit = stood.and_then(|r| arrange::next_stage(&frame.document, r));
                let edit = edit.unwrap_or_else(|| edits::new_stage(frame.map, None));
                self.editing = Some(TextEditing::new_record(edit, None));
            }
            Command::Duplicate => {
                if let Some(edit) = edits::duplicate(selection) {
                    frame.edit(edit);
                }
            }
        }
    }

    /// Moves the view on by what is seen of the cells, less a little by which one finds one's way.
    fn page(&mut self, frame: &Frame<'_>, direction: Direction) {
        const OVERLAP: f64 = 0.9;
        let seen = frame.viewport.clip(Pane::Body).size();
        let (across, down) = (f64::from(seen.x) * OVERLAP, f64::from(seen.y) * OVERLAP);
        let (x, y) = match direction {
            Direction::Left => (across, 0.0),
            Direction::Right => (-across, 0.0),
            Direction::Up => (0.0, down),
            Direction::Down => (0.0, -down),
        };
        self.move_camera(frame, frame.viewport.camera.panned(x, y));
        frame.response.ctx.request_repaint();
    }

    /// Words that are typed while nothing is chosen go on in the empty cell where one stood. Over what has words already
    /// they would take their place unasked, so that there it is said what is missing.
    fn type_where_one_stood(&mut self, frame: &Frame<'_>, text: String) {
        match self.stood.and_then(|stood| stood.spot(&frame.picture.layout)) {
            Some(Spot::Cell(cell)) => {
                self.stand_on(frame, Spot::Cell(cell));
                self.add_card(frame, cell, Some(text));
            }
            _ => frame.send(AppCommand::Tell(Told::Nowhere)),
        }
    }

    pub(super) fn delete_selection(&mut self, frame: &Frame<'_>) {
        let records = frame.input.session.selection().to_vec();
        if !records.is_empty() && frame.is_editable() {
            frame.edit(Edit::Delete(records));
        }
    }

    fn start_editing(&mut self, frame: &Frame<'_>, record: RecordRef, typed: Option<String>) {
        // What has no words on the map is named in its panel.
        if !edits::is_on_map(record) {
            return frame.send(AppCommand::EditText(record));
        }
        self.editing = TextEditing::existing(frame.input.session.document(), record, typed);
        self.reveal = Some(record);
        frame.response.ctx.request_repaint();
    }

    fn move_selection(&mut self, frame: &Frame<'_>, direction: Direction) {
        self.run_start = None;
        if let Some(card) = arrange::end_towards(&frame.document, frame.input.session.selection(), direction) {
            return self.stand_on(frame, Spot::Card(card));
        }
        let layout = &frame.picture.layout;
        let start = edits::spot(frame.input.session.selection(), self.cell).or(self.focused.and_then(Spot::of));
        // After Escape, or where something was deleted, one goes on from there.
        let start = start.or(self.stood.and_then(|stood| stood.spot(layout)));
        let is_upright = matches!(direction, Direction::Up | Direction::Down);
        let kept = self.walked_column.filter(|_| is_upright);
        self.walked_column = start.filter(|_| is_upright).and_then(|spot| spot.column_along(kept, layout));
        let next = match start {
            Some(spot) => spot.next_along(direction, kept, layout),
            None => layout.stages.first().map(|s| Spot::Stage(s.id)),
        };
        if let Some(spot) = next {
            self.stand_on(frame, spot);
        }
    }

    /// Selects what stands at a spot, or chooses the empty cell.
    pub(super) fn stand_on(&mut self, frame: &Frame<'_>, spot: Spot) {
        frame.select(spot.record().into_iter().collect());
        self.reveal = spot.record();
        self.cell = None;
        if let Spot::Cell(cell) = spot {
            self.cell = Some(cell);
            self.reveals_cell = true;
            frame.response.ctx.request_repaint();
        }
    }

    /// A new card in an empty cell, as its lane has it: typed, chosen from the KPIs, or a point of the curve.
    pub(super) fn add_card(&mut self, frame: &Frame<'_>, cell: CellRef, typed: Option<String>) {
        if !frame.is_editable() {
            return;
        }
        if let Some(edit) = edits::typed_card(&frame.document, cell) {
            self.editing = Some(TextEditing::new_record(edit, typed));
            frame.response.ctx.request_repaint();
            return;
        }
        match frame.document.lanes.get(&cell.lane).map(|l| l.kind) {
            Some(LaneKind::Kpi) => self.open_list(frame, OpenList::Kpis(cell), typed.unwrap_or_default()),
            Some(LaneKind::Curve) if typed.is_some() => {
                let edit = edits::new_point(&frame.document, cell);
                self.editing = Some(TextEditing::new_record(edit, typed));
                frame.response.ctx.request_repaint();
            }
            Some(LaneKind::Curve) => {
                let value = self.value_at_pointer(frame, cell);
                frame.edit(edits::new_card(cell, CardBody::Curve { value }));
            }
            _ => {}
        }
    }

    /// The value of the curve where the pointer is, when it is in that cell; in the middle otherwise.
    fn value_at_pointer(&self, frame: &Frame<'_>, cell: CellRef) -> f64 {
        let layout = &frame.picture.layout;
        let plot = layout.lane(cell.lane).and_then(|(_, lane)| lane.plot);
        let at = self.pointer.map(|(at, _)| frame.viewport.world(Pane::Body, at));
        let (Some(plot), Some(at), Some((_, step))) = (plot, at, layout.step(cell.step)) else { return 0.0 };
        let is_here = plot.contains(at) && (step.rect.min.x..=step.rect.max.x).contains(&at.x);
        if is_here { crate::layout::curve_value(plot, at.y) } else { 0.0 }
    }

    /// Opens the list of KPIs on a card that shows one; false for any other card.
    fn open_kpis_over(&mut self, frame: &Frame<'_>, card: CardId, typed: &str) -> bool {
        let Some(record) = frame.document.cards.get(&card) else { return false };
        if !matches!(record.body, CardBody::Kpi { .. }) {
            return false;
        }
        let cell = CellRef { lane: record.lane, step: record.step };
        self.open_list(frame, OpenList::Kpis(cell), typed.to_owned());
        self.picking.over = Some(card);
        true
    }

    /// Opens a small list where the pointer is, or where its cell is; it begins with the letters that opened it.
    pub(super) fn open_list(&mut self, frame: &Frame<'_>, list: OpenList, typed: String) {
        self.picking = Picking::of(typed);
        let layout = &frame.picture.layout;
        let cell = match list {
            OpenList::Kpis(cell) => layout
                .lane(cell.lane)
                .zip(layout.step(cell.step))
                .and_then(|((row, _), (column, _))| layout.cell_rect(row, column)),
            OpenList::LaneKinds(_) | OpenList::Words(_) => None,
        };
        let by_cell = cell.map(|rect| frame.viewport.screen_rect(Pane::Body, rect).left_top());
        let by_pointer = self.pointer.map(|p| p.0);
        let at = by_cell.or(by_pointer).unwrap_or(frame.viewport.rect.center());
        self.list = Some((list, at.clamp(frame.viewport.rect.min, frame.viewport.rect.max)));
        frame.response.ctx.request_repaint();
    }

    /// Presses, moves and releases.
    pub(super) fn handle_pointer(&mut self, ui: &Ui, frame: &Frame<'_>) {
        let response = &frame.response;
        let is_pressed_here = response.is_pointer_button_down_on() || response.clicked();
        let (events, now, is_space_down) = ui.input(|i| (i.events.clone(), i.modifiers, i.key_down(Key::Space)));
        let is_space_down = is_space_down && self.editing.is_none() && !ui.ctx().text_edit_focused();
        if ui.input(|i| i.pointer.primary_pressed()) {
            (self.is_press_dropped, self.is_menu_dropped) = (false, false);
        }
        for event in input::pointer_events(&events, now, is_pressed_here) {
            self.pointer_event(frame, event, is_space_down);
        }
        if response.double_clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            let at = Self::pointer_at(frame, at, input::modifiers(now));
            self.tool_event(frame, CanvasEvent::DoubleClick(at));
        }
        if response.secondary_clicked()
            && !self.is_menu_dropped
            && let Some(at) = response.interact_pointer_pos()
        {
            let mut pointed = Self::pointer_at(frame, at, Modifiers::default());
            // The menu of a figure in a stage header is that of its KPI.
            if let Some(card) = Self::headline_at(frame, at) {
                pointed.hit = crate::layout::Hit::Card(card);
            }
            let at = pointed;
            self.menu_at = Some(at);
            frame.select(crate::canvas::tools::selected_for_menu(at.hit, frame.input.session.selection()));
            // What is pasted from the menu goes where the menu is.
            if let crate::layout::Hit::Cell { lane, step } = at.hit {
                self.cell = Some(CellRef { lane, step });
            }
        }
        self.pan_at_edge(ui, frame);
    }

    /// The card whose figure stands in a stage header under a screen point.
    pub(super) fn headline_at(frame: &Frame<'_>, at: egui::Pos2) -> Option<CardId> {
        let v = &frame.viewport;
        let pane = v.pane_at(at);
        let at = v.world(pane, at);
        let headlines = (pane == Pane::Header).then(|| crate::canvas::stuck_names::headlines(v, &frame.picture))?;
        headlines.into_iter().find(|(_, rect)| rect.contains(at)).map(|(card, _)| card)
    }

    fn pointer_event(&mut self, frame: &Frame<'_>, event: Pointer, is_space_down: bool) {
        let screen = |at: egui::Pos2| {
            let offset = at - frame.viewport.rect.min;
            Point::new(f64::from(offset.x), f64::from(offset.y))
        };
        match event {
            Pointer::Down(at, modifiers) => {
                self.commit_text(frame, GoOn::Stay);
                self.run_start = None;
                self.walked_column = None;
                self.pointer = Some((at, modifiers));
                let is_touch = frame.response.ctx.input(|i| i.any_touches());
                self.before_touch = is_touch.then(|| frame.input.session.selection().to_vec());
                if !self.tool.is_active() {
                    self.follow_handle(frame, Some(at));
                }
                if is_space_down {
                    self.pan.start(screen(at), frame.viewport.camera);
                } else if let Some(card) = self.handle_at(frame, at) {
                    // What is drawn above the edges of cards is taken before them.
                    self.tool = SelectTool::Linking(Linking::from_handle(card, screen(at)));
                } else if let Some(target) = Self::link_at(frame, at).filter(|_| modifiers.is_opening) {
                    frame.response.ctx.open_url(egui::OpenUrl::new_tab(target.as_ref()));
                } else {
                    let at = Self::pointer_at(frame, at, modifiers);
                    self.tool_event(frame, CanvasEvent::Down(at));
                }
            }
            Pointer::PanDown(at) => self.pan.start(screen(at), frame.viewport.camera),
            Pointer::Move(at, modifiers) => {
                self.pointer = Some((at, modifiers));
                // A finger moves the map where it takes nothing up: there is no other button for that.
                if frame.response.ctx.input(|i| i.any_touches())
                    && let Some(from) = self.tool.begins_marquee(screen(at), &frame.tool_context())
                {
                    self.tool = SelectTool::Idle;
                    self.pan.start(from, frame.viewport.camera);
                }
                if let Some(camera) = self.pan.camera(screen(at)) {
                    self.move_camera(frame, camera);
                } else if self.tool.is_active() {
                    self.hold_at(frame, at, modifiers);
                } else {
                    self.follow_handle(frame, Some(at));
                }
            }
            Pointer::Up(at, modifiers) => {
                self.pan.stop();
                if self.is_held_off_map(frame, at) {
                    self.tool_event(frame, CanvasEvent::Cancel);
                } else if self.tool.is_active() {
                    let at = Self::pointer_at(frame, at, modifiers);
                    self.tool_event(frame, CanvasEvent::Up(at));
                }
            }
            Pointer::PanUp => self.pan.stop(),
            Pointer::Cancel => {
                // The second button that lets go of something opens no menu of what lies below.
                self.is_menu_dropped = self.has_drag();
                self.is_press_dropped = true;
                self.pan.stop();
                self.tool_event(frame, CanvasEvent::Cancel);
            }
        }
    }

    /// What is held follows the pointer, or the map below it.
    fn hold_at(&mut self, frame: &Frame<'_>, at: egui::Pos2, modifiers: Modifiers) {
        let pointed = Self::pointer_at(frame, at, modifiers);
        if !self.is_held_off_map(frame, at) {
            self.tool_event(frame, CanvasEvent::Move(pointed));
        }
        if self.is_held_off_map(frame, at) {
            self.tool_event(frame, CanvasEvent::MoveOff(pointed));
        }
    }

    /// True where letting go drops what is held: over a panel nobody sees the cell that lies below it.
    fn is_held_off_map(&self, frame: &Frame<'_>, at: egui::Pos2) -> bool {
        let map = frame.viewport.rect;
        // Along the edge where their names stand, the hand may slip off it.
        let slack = match &self.tool {
            SelectTool::Linking(linking) if linking.hold == Hold::Button => egui::Vec2::ZERO,
            SelectTool::Dragging { dragged, .. } => match dragged {
                Dragged::Cards { .. } => egui::Vec2::ZERO,
                Dragged::Stage(_) | Dragged::Step(_) => egui::vec2(0.0, EDGE),
                Dragged::Lane(_) => egui::vec2(EDGE, 0.0),
                // Sizes and values follow the hand as far as it goes.
                Dragged::CurvePoint(_) | Dragged::Span { .. } | Dragged::LaneHeight(_) => return false,
            },
            _ => return false,
        };
        !map.expand2(slack).contains(at)
    }

    /// The link in the words of a card under a screen point.
    pub(super) fn link_at(frame: &Frame<'_>, at: egui::Pos2) -> Option<std::sync::Arc<str>> {
        if frame.lod < crate::scene::Lod::Compact || frame.viewport.pane_at(at) != Pane::Body {
            return None;
        }
        let world = frame.viewport.world(Pane::Body, at);
        let crate::layout::Hit::Card(id) = frame.picture.layout.hit(world, 0.0) else { return None };
        let card = frame.picture.layout.cards.get(&id)?;
        card.text.link_at(world.offset(-card.text_origin.x, -card.text_origin.y)).cloned()
    }

    /// Moves the map under a drag that has come to the edge of the canvas.
    fn pan_at_edge(&mut self, ui: &Ui, frame: &Frame<'_>) {
        if !matches!(self.tool, SelectTool::Dragging { .. } | SelectTool::Marquee { .. } | SelectTool::Linking(_)) {
            return;
        }
        let Some((at, modifiers)) = self.pointer else { return };
        let body = frame.viewport.clip(Pane::Body);
        let push = |at: f32, min: f32, max: f32| {
            if at < min + EDGE {
                ((min + EDGE - at) / EDGE).min(1.0)
            } else if at > max - EDGE {
                -((at - max + EDGE) / EDGE).min(1.0)
            } else {
                0.0
            }
        };
        let push = egui::vec2(push(at.x, body.min.x, body.max.x), push(at.y, body.min.y, body.max.y));
        // A stage moves along, a lane up and down: the map does not drift the other way.
        let push = match &self.tool {
            SelectTool::Dragging { dragged, .. } => match dragged {
                Dragged::Stage(_) | Dragged::Step(_) => egui::vec2(push.x, 0.0),
                Dragged::Lane(_) => egui::vec2(0.0, push.y),
                // The map would run on below the pointer as fast as the lane grows.
                Dragged::LaneHeight(_) => egui::Vec2::ZERO,
                Dragged::Span { .. } => egui::vec2(push.x, 0.0),
                _ => push,
            },
            _ => push,
        };
        // Only as far as there is map to come to.
        let (seen, bounds) = (frame.viewport.visible(Pane::Body), frame.viewport.bounds);
        let is_more = |push: f32, seen: (f64, f64), all: (f64, f64)| {
            if push < 0.0 { seen.1 < all.1 } else { seen.0 > all.0 }
        };
        let (first_x, first_y) = (frame.viewport.label_width, frame.viewport.header_height);
        let push = egui::vec2(
            if is_more(push.x, (seen.min.x, seen.max.x), (first_x, bounds.max.x)) { push.x } else { 0.0 },
            if is_more(push.y, (seen.min.y, seen.max.y), (first_y, bounds.max.y)) { push.y } else { 0.0 },
        );
        if push == egui::Vec2::ZERO {
            return;
        }
        let step = push * EDGE_SPEED * ui.input(|i| i.stable_dt).min(0.05);
        let moved = frame.viewport.camera.panned(f64::from(step.x), f64::from(step.y));
        if frame.viewport.held(moved) != frame.viewport.camera {
            self.move_camera(frame, moved);
            self.hold_at(frame, at, modifiers);
            ui.ctx().request_repaint();
        }
    }
}

fn is_kpi_card(frame: &Frame<'_>, record: RecordRef) -> bool {
    match record {
        RecordRef::Card(id) => frame.document.cards.get(&id).is_some_and(|c| matches!(c.body, CardBody::Kpi { .. })),
        _ => false,
    }
}
