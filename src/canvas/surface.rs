//! What a frame shows: the map, the marks over it, the field, "+", menus, lists, tooltips, nodes.

use crate::base::geom::Rect;
use crate::canvas::camera::Pane;
use crate::canvas::edits;
use crate::canvas::emphasis::Around;
use crate::canvas::marks::{Marks, frame_of};
use crate::canvas::menus::{Choice, MenuContext};
use crate::canvas::nodes::Nodes;
use crate::canvas::paint::{ScenePainter, TextSizing, color};
use crate::canvas::plus::{self, Plus, PlusLook};
use crate::canvas::popup;
use crate::canvas::stuck_names::{StuckName, moved_right, stuck_names};
use crate::canvas::text_edit::{self, TextEditing, TextPlace};
use crate::canvas::text_field::{self, Field, FieldEvent};
use crate::canvas::textures::Textures;
use crate::canvas::tools::drop::Dragged;
use crate::canvas::tools::resize::{self, Grip};
use crate::canvas::tools::select::SelectTool;
use crate::canvas::tools::{CanvasEvent, CellRef, Modifiers, PointerAt, record_at, selected_for_menu};
use crate::canvas::tooltip::{self, KpiHover};
use crate::canvas::view::{CanvasView, Frame, OpenList};
use crate::i18n::canvas as words;
use crate::layout::Hit;
use crate::model::{Edit, LaneKind, Place, RecordRef, Stage};
use crate::scene::{Align, Layer, Lod, Prim};
use crate::session::AppCommand;
use egui::{CursorIcon, Key, Tooltip, Ui};
use std::sync::Arc;

/// After this time without zooming the map counts as resting, seconds.
const REST: f64 = 0.12;

impl CanvasView {
    /// Paints and shows everything of a frame.
    pub(super) fn surface_ui(&mut self, ui: &mut Ui, frame: &Frame<'_>) {
        let field = self.field_place(frame);
        let now = ui.input(|i| i.time);
        let is_zooming = now - self.zooming.last < REST;
        if is_zooming {
            ui.ctx().request_repaint_after_secs(0.13);
        }
        let outer_clip = ui.clip_rect();
        ui.set_clip_rect(outer_clip.intersect(frame.viewport.rect));
        self.offer_plus(ui, frame);
        self.paint(ui, frame, field.as_ref(), if is_zooming { TextSizing::Rounded } else { TextSizing::Exact });
        let nodes = self.nodes_ui(ui, frame);
        if let Some(record) = nodes.clicked {
            frame.select(vec![record]);
        }
        self.focused = nodes.focused;
        if let Some((pane, rect)) = nodes.reveal {
            let camera = frame.viewport.revealed(pane, rect);
            if camera != frame.viewport.camera {
                self.move_camera(frame, camera);
                ui.ctx().request_repaint();
            }
        }
        self.field_ui(ui, frame, field);
        self.empty_ui(ui, frame);
        if !frame.picture.layout.stages.is_empty() && self.has_plus(frame) {
            self.plus_ui(ui, frame);
            self.handles_ui(ui, frame);
        }
        if !self.has_gesture() {
            self.hidden_lanes_ui(ui, frame);
            self.cut_words_ui(ui, frame);
        }
        self.menu_ui(frame);
        self.list_ui(ui, frame);
        self.hover_ui(ui, frame);
        Self::kpi_drop_ui(ui, frame);
        crate::canvas::links::show_ui(ui, frame);
        self.minimap_ui(ui, frame);
        self.legend_ui(ui, frame);
        ui.set_clip_rect(outer_clip);
    }

    fn paint(&mut self, ui: &Ui, frame: &Frame<'_>, field: Option<&TextPlace>, sizing: TextSizing) {
        if ui.ctx().will_discard() {
            return;
        }
        let textures = Textures { ctx: ui.ctx(), session: frame.input.session, sender: frame.input.sender };
        let edited = field.map(|f| &f.block);
        let stuck = stuck_names(&frame.viewport, &frame.picture, &frame.document, (sizing, edited));
        let hidden: Vec<_> = stuck.iter().flat_map(StuckName::hides).chain(edited.cloned()).collect();
        let hidden = hidden.as_slice();
        let moved = moved_right(&frame.viewport, &frame.picture);
        let (viewport, moved) = (&frame.viewport, moved.as_slice());
        let painter = ScenePainter { viewport, sizing, hidden, moved, ctx: ui.ctx(), textures };
        let selection = frame.input.session.selection();
        let tokens = frame.input.tokens;
        let marks = Marks { viewport: &frame.viewport, picture: &frame.picture, tokens, selection, ui };
        let hovered = self.hovered(ui, frame);
        painter.picture_ui(ui, &frame.picture, color(frame.input.tokens.canvas), |pane, on| {
            stuck.iter().filter(|name| name.pane == pane).for_each(|name| name.paint(on));
        });
        marks.pane_edges();
        self.emphasis(frame, &marks, field);
        self.chosen_parts = marks.chosen_parts(frame.input.session.selection(), self.cell);
        self.chosen_parts.extend(field.as_ref().map(|place| frame.viewport.screen_rect(place.pane, place.rect)));
        // What is typed has its frame; the pointer rests somewhere meanwhile.
        let mut framed = Vec::new();
        if let Some(hit) = hovered.filter(|_| self.editing.is_none()) {
            marks.hover(hit);
            framed.extend(record_at(hit));
        }
        // While words are typed the frame around them is the only one: two would ask which of them is meant.
        if self.editing.is_none() {
            marks.selection(frame.input.session.selection());
            if let Some(cell) = self.cell {
                marks.cell(cell);
            }
            if let Some(record) = self.focused {
                marks.focus(record);
                framed.push(record);
            }
            framed.extend_from_slice(frame.input.session.selection());
        }
        if !framed.is_empty() {
            marks.badges(&framed, &painter);
        }
        if let Some(place) = field.filter(|place| !self.is_apart(frame, place)) {
            marks.edited(place);
        }
        if frame.input.emphasis.has_ring && !self.is_on_grid(frame) && self.keys_id == ui.memory(|m| m.focused()) {
            marks.keyboard();
        }
        marks.gesture(&self.tool, &painter);
    }

    /// Where what is chosen or edited stands on screen, and on which canvas: messages keep away from it.
    #[must_use]
    pub fn chosen_parts(&self) -> (&[egui::Rect], Option<egui::Rect>) {
        (&self.chosen_parts, self.viewport.map(|viewport| viewport.rect))
    }

    fn emphasis(&self, frame: &Frame<'_>, marks: &Marks<'_>, field: Option<&TextPlace>) {
        let emphasis = &frame.input.emphasis;
        if let Some(prompts) = emphasis.prompts {
            let layout = &frame.picture.layout;
            let plus = self.plus.filter(|_| self.has_plus(frame));
            let plus = plus.and_then(|plus| plus::place(plus, &frame.viewport, layout));
            let words = || field.map(|place| frame.viewport.screen_rect(place.pane, place.frame));
            let typed = match self.edited_record(frame) {
                Some(RecordRef::Card(card)) => Some(card),
                _ => None,
            };
            let (is_editable, chosen, taken) = (frame.is_editable(), self.cell, plus.or_else(words));
            marks.prompts(prompts, frame.lod, Around { is_editable, chosen, typed, taken });
        }
        if let Some(filter) = emphasis.filter.filter(|_| frame.lod > Lod::Far) {
            marks.veil(&frame.document, filter);
        }
        if let Some(stage) = emphasis.reviewed {
            marks.reviewed(stage);
        }
        marks.differences(emphasis.differences);
        marks.found(emphasis.found);
    }

    fn hovered(&self, ui: &Ui, frame: &Frame<'_>) -> Option<Hit> {
        let is_free = !self.tool.is_active() && !self.pan.is_active() && self.list.is_none();
        let at = ui.input(|i| i.pointer.hover_pos()).filter(|_| is_free && frame.response.hovered())?;
        Some(Self::pointer_at(frame, at, Modifiers::default()).hit)
    }

    fn nodes_ui(&self, ui: &Ui, frame: &Frame<'_>) -> crate::canvas::nodes::NodesOutput {
        let nodes = Nodes {
            viewport: &frame.viewport,
            picture: &frame.picture,
            document: &frame.document,
            overlay: frame.input.overlay,
            selection: frame.input.session.selection(),
            focused: self.focused,
            lod: frame.lod,
            canvas: frame.id,
            // The node of the whole map has one only while somebody listens.
            is_whole: self.keys_id.is_some_and(|id| ui.ctx().has_accesskit_node(id)),
        };
        nodes.show_ui(ui)
    }

    /// Where the words that are edited stand; the scene knows best, as it painted them.
    fn field_place(&self, frame: &Frame<'_>) -> Option<TextPlace> {
        let record = self.edited_record(frame)?;
        let mut place = text_edit::place_of(&frame.picture.layout, record)?;
        let name = header_name(frame, record).filter(|_| painted(frame, &place.block).is_none());
        if let Some(name) = name {
            // A narrow or low header sets names its own way: these are the words that the field stands for.
            place.style = name.style;
            place.block = name;
        }
        if let Some((origin, _)) = painted(frame, &place.block) {
            let size = place.rect.size();
            let right = place.rect.max.x.max(origin.x + 24.0);
            let origin = frame.viewport.from_scene(place.pane, origin);
            place.rect.min = origin;
            place.rect.max = crate::base::geom::Point::new(right, origin.y + size.height);
        }
        let is_point = edits::point(&frame.document, record).is_some();
        if is_point && self.editing.as_ref().is_some_and(text_edit::TextEditing::is_more_than_value) {
            place = place.with_room_for_words();
        }
        Some(place)
    }

    /// True for a field that stands over its record with a ground of its own.
    fn is_apart(&self, frame: &Frame<'_>, place: &TextPlace) -> bool {
        place.is_floating || text_field::is_enlarged(&frame.viewport, place)
    }

    fn edited_record(&self, frame: &Frame<'_>) -> Option<RecordRef> {
        let editing = self.editing.as_ref().filter(|_| !self.has_committed)?;
        editing.record(frame.input.session.document(), &frame.document)
    }

    fn field_ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, place: Option<TextPlace>) {
        let (Some(place), Some(record)) = (place, self.edited_record(frame)) else { return };
        let tokens = frame.input.tokens;
        let ink = painted(frame, &place.block).map_or_else(
            || match record {
                RecordRef::Stage(id) => {
                    color(tokens.ink(frame.document.stages.get(&id).map_or(0, |s: &Arc<Stage>| s.tint)))
                }
                _ => color(tokens.text),
            },
            |(_, ink)| color(ink),
        );
        let field = Field {
            viewport: &frame.viewport,
            place: &place,
            ink,
            tokens,
            // One field at a time; another record is another field, so that its cursor and undo are its own.
            id: frame.id.with(("words", record)),
            name: text_edit::field_name(record),
        };
        let Some(editing) = &mut self.editing else { return };
        let version = editing.version;
        let output = field.show_ui(ui, editing);
        let event = output.event;
        if editing.version != version {
            ui.ctx().request_repaint();
        }
        // The view follows the caret, also where a card is larger than the window.
        if let Some(caret) = output.moved_caret {
            let v = &frame.viewport;
            let world = Rect { min: v.world(place.pane, caret.min), max: v.world(place.pane, caret.max) };
            let camera = v.revealed(place.pane, world);
            if camera != v.camera {
                self.move_camera(frame, camera);
                ui.ctx().request_repaint();
            }
        }
        if let Some(FieldEvent::Commit(go_on)) = event {
            self.commit_text(frame, go_on);
        }
    }

    /// True where something can be added with the pointer.
    fn has_plus(&self, frame: &Frame<'_>) -> bool {
        frame.is_editable() && !self.has_gesture() && frame.lod > Lod::Far && !frame.picture.layout.stages.is_empty()
    }

    /// Finds the "+" for where the pointer is, before anything is painted: a hint steps aside for it.
    fn offer_plus(&mut self, ui: &Ui, frame: &Frame<'_>) {
        let (viewport, layout) = (&frame.viewport, &frame.picture.layout);
        let pointer = ui.input(|i| i.pointer.hover_pos()).filter(|_| ui.rect_contains_pointer(viewport.rect));
        if self.editing.is_some() {
            // A pointer that rests where something was added asks for nothing more there.
            self.plus = None;
            self.quiet_at = pointer;
        }
        if !self.has_plus(frame) {
            return;
        }
        let has_moved = |from: egui::Pos2| pointer.is_none_or(|at| at.distance(from) > plus::QUIET);
        self.quiet_at = self.quiet_at.filter(|from| !has_moved(*from));
        if self.quiet_at.is_some() {
            return;
        }
        let is_on_shown = |shown: Plus| {
            let rect = plus::place(shown, viewport, layout);
            pointer.is_some_and(|at| rect.is_some_and(|r| r.expand(2.0).contains(at)))
        };
        // A "+" stays while the pointer is on it, though its edges reach over what lies beside the gap.
        if !self.plus.is_some_and(is_on_shown) {
            self.plus = pointer.and_then(|at| {
                let hit = Self::pointer_at(frame, at, Modifiers::default()).hit;
                plus::offered(hit, at, viewport, layout)
            });
        }
    }

    fn plus_ui(&mut self, ui: &Ui, frame: &Frame<'_>) {
        let (viewport, layout) = (&frame.viewport, &frame.picture.layout);
        let resting = [Plus::Stage { index: layout.stages.len() }, Plus::Lane];
        let offered = self.plus.filter(|p| !resting.contains(p)).map(|p| (p, PlusLook::Offered));
        let all = resting.into_iter().map(|p| (p, PlusLook::Resting)).chain(offered);
        let mut clicked = None;
        for (kind, look) in all {
            let Some(rect) = plus::place(kind, viewport, layout) else { continue };
            let look = if self.plus == Some(kind) { PlusLook::Offered } else { look };
            let name = plus::name(kind, &frame.document, layout);
            // Not by its name: stages may share one.
            let id = frame.id.with(("plus", format!("{kind:?}")));
            let hint = plus::hint(ui.ctx(), kind, &name);
            if plus::show_ui(ui, id, rect, (&name, &hint), look, frame.input.tokens) {
                clicked = Some((kind, rect));
            }
        }
        if let Some((kind, rect)) = clicked.filter(|_| !self.is_press_dropped) {
            self.plus = None;
            self.pointer = Some((rect.center(), Modifiers::default()));
            match kind {
                Plus::Stage { index } => {
                    let before = layout.stages.get(index).map(|s| s.id);
                    self.type_new(frame, edits::new_stage(frame.map, before));
                }
                Plus::Step { stage, index } => self.type_new(frame, edits::new_step(&frame.document, stage, index)),
                // Where the button stands says nothing about a value of the curve.
                Plus::Card(cell) if is_curve(frame, cell) => frame.edit(edits::new_point(&frame.document, cell)),
                Plus::Card(cell) => self.add_card(frame, cell, None),
                Plus::Lane => self.open_list(frame, OpenList::LaneKinds(None), String::new()),
            }
        }
    }

    pub(super) fn type_new(&mut self, frame: &Frame<'_>, edit: crate::model::Edit) {
        self.editing = Some(TextEditing::new_record(edit, None));
        frame.response.ctx.request_repaint();
    }

    fn menu_context<'a>(frame: &'a Frame<'_>, selection: &'a [RecordRef]) -> MenuContext<'a> {
        MenuContext {
            document: frame.input.session.document(),
            map: frame.map,
            selection,
            is_editable: frame.is_editable(),
            tokens: frame.input.tokens,
            session: frame.input.session,
        }
    }

    fn menu_ui(&mut self, frame: &Frame<'_>) {
        let wanted = std::mem::take(&mut self.wants_menu).then(|| self.menu_place(frame));
        if let Some((at, hit)) = wanted {
            self.menu_at = Some(PointerAt { hit, ..Self::pointer_at(frame, at, Modifiers::default()) });
            // What Tab has come to is chosen by that, as by the other button.
            if record_at(hit).is_some() {
                frame.select(selected_for_menu(hit, frame.input.session.selection()));
            }
        }
        let Some(at) = self.menu_at else { return };
        if self.is_menu_dropped && frame.response.secondary_clicked() {
            return;
        }
        // What the menu is about is selected only after the frame that opens it, and that frame measures it.
        let selected = selected_for_menu(at.hit, frame.input.session.selection());
        let menu = Self::menu_context(frame, &selected);
        let mut chosen = None;
        let place = wanted.map(|(at, _)| at);
        popup::context_menu_at_ui(&frame.response, place, |ui| chosen = menu.show_ui(ui, at.hit));
        if let Some(choice) = chosen {
            self.choose(frame, choice);
        }
    }

    /// Where the menu of the selection opens by keys, and what it is about.
    fn menu_place(&self, frame: &Frame<'_>) -> (egui::Pos2, Hit) {
        let v = &frame.viewport;
        let Some((pane, rect, hit)) = self.chosen_place(frame) else { return (v.rect.center(), Hit::Nothing) };
        // Below what it is about, and in the window when that is not.
        let below = v.screen_rect(pane, rect).left_bottom();
        let seen = v.clip(pane);
        (below.clamp(seen.min, seen.max), hit)
    }

    /// Where the keyboard acts: the last one selected, else the cell it stands on, else what Tab has come to.
    pub(super) fn chosen_place(&self, frame: &Frame<'_>) -> Option<(Pane, Rect, Hit)> {
        let layout = &frame.picture.layout;
        let selected = frame.input.session.selection().last().copied();
        let of_record = selected.or(self.focused.filter(|_| self.cell.is_none())).and_then(|record| {
            let hit = match record {
                RecordRef::Stage(id) => Hit::Stage(id),
                RecordRef::Step(id) => Hit::Step(id),
                RecordRef::Lane(id) => Hit::LaneLabel(id),
                RecordRef::Card(id) => Hit::Card(id),
                RecordRef::Connection(id) => Hit::Connection(id),
                _ => return None,
            };
            frame_of(layout, record).map(|(pane, rect)| (pane, rect, hit))
        });
        let of_cell = self.cell.and_then(|cell| {
            let (row, column) = (layout.lane(cell.lane)?.0, layout.step(cell.step)?.0);
            let hit = Hit::Cell { lane: cell.lane, step: cell.step };
            layout.cell_rect(row, column).map(|rect| (Pane::Body, rect, hit))
        });
        of_record.or(of_cell)
    }

    fn choose(&mut self, frame: &Frame<'_>, choice: Choice) {
        match choice {
            Choice::TypeNew(edit) => self.type_new(frame, edit),
            Choice::EditText(record) => {
                self.editing = TextEditing::existing(frame.input.session.document(), record, None);
                frame.response.ctx.request_repaint();
            }
            Choice::AddCard(cell) => self.add_card(frame, cell, None),
            Choice::AddPoint(CellRef { lane, step }, persona) => {
                let plot = frame.picture.layout.lane(lane).and_then(|(_, l)| l.plot);
                let value =
                    plot.zip(self.menu_at).map_or(0.0, |(plot, at)| crate::layout::curve_value(plot, at.world.y));
                frame.edit(Edit::AddPoint { lane, step, value, persona: Some(persona) });
            }
            Choice::ConnectFrom(card) => self.begin_connection(card),
            Choice::Camera(command) => {
                self.camera_command(command);
                frame.response.ctx.request_repaint();
            }
            other => {
                self.wants_keyboard = !matches!(other, Choice::Command(AppCommand::BeginNote | AppCommand::BeginTag));
                if let Some(command) = other.command(frame.input.session.selection()) {
                    frame.send(command);
                }
            }
        }
    }

    /// The pointer's shape, and what a KPI under it says.
    fn hover_ui(&mut self, ui: &Ui, frame: &Frame<'_>) {
        let is_space_down = ui.input(|i| i.key_down(Key::Space)) && !ui.ctx().text_edit_focused();
        let cursor = match &self.tool {
            _ if self.pan.is_active() => Some(CursorIcon::Grabbing),
            SelectTool::Dragging { drop: None, .. } => Some(CursorIcon::NotAllowed),
            SelectTool::Dragging { dragged: Dragged::Span { .. }, .. } => Some(CursorIcon::ResizeHorizontal),
            SelectTool::Dragging { dragged: Dragged::LaneHeight(_), .. } => Some(CursorIcon::ResizeVertical),
            SelectTool::Linking(linking) if linking.target.is_some() => Some(CursorIcon::PointingHand),
            SelectTool::Linking(_) => Some(CursorIcon::Crosshair),
            SelectTool::Dragging { at, .. } if at.modifiers.is_copying => Some(CursorIcon::Copy),
            SelectTool::Dragging { .. } => Some(CursorIcon::Grabbing),
            _ if is_space_down && frame.response.hovered() => Some(CursorIcon::Grab),
            _ => None,
        };
        if let Some(cursor) = cursor {
            ui.ctx().set_cursor_icon(cursor);
        }
        if self.has_gesture() || self.list.is_some() {
            return;
        }
        let pointer = ui.input(|i| i.pointer.hover_pos()).filter(|_| frame.response.hovered());
        let Some(at) = pointer else { return };
        if self.handle_at(frame, at).is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
            return;
        }
        let under = Self::pointer_at(frame, at, Modifiers::default());
        match resize::grip_at(under, &frame.tool_context()) {
            Some(Grip::Card(..)) => ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal),
            Some(Grip::Lane(_)) => ui.ctx().set_cursor_icon(CursorIcon::ResizeVertical),
            None => {}
        }
        let Some((kpi, place)) = under.kpi else {
            Self::words_hover_ui(frame, at, under.hit);
            return;
        };
        let share = match under.hit {
            // A badge has no trend; the lines on its card are the icon.
            Hit::Card(id) if place != Place::Touchpoint(id) => frame.picture.layout.cards.get(&id).and_then(|card| {
                let x = frame.viewport.world(Pane::Body, at).x;
                tooltip::trend_share(&frame.picture.scene, id.into(), card.rect, x)
            }),
            _ => None,
        };
        let hover = KpiHover { kpi, place, share };
        Tooltip::for_enabled(&frame.response)
            .at_pointer()
            .gap(12.0)
            .show(|ui| tooltip::show_ui(ui, &frame.document, frame.input.overlay, frame.input.insights, &hover));
    }

    /// Where a link under the pointer leads, or the whole text of a card that shows only its start.
    fn words_hover_ui(frame: &Frame<'_>, at: egui::Pos2, hit: Hit) {
        let tooltip = || Tooltip::for_enabled(&frame.response).at_pointer().gap(12.0);
        if let Some(target) = Self::link_at(frame, at) {
            tooltip().show(|ui| {
                ui.label(target.as_ref());
                ui.weak(words::open_link(&ui.ctx().format_modifiers(egui::Modifiers::COMMAND)));
            });
            return;
        }
        let id = match hit {
            Hit::Card(id) => id,
            Hit::Stage(_) | Hit::Step(_) => {
                let told = [Self::cut_name(frame, hit), Self::question_left_out(frame, hit)];
                let told: Vec<&str> = told.into_iter().flatten().collect();
                if !told.is_empty() {
                    tooltip().width(420.0).show(|ui| {
                        for words in told {
                            ui.label(words);
                        }
                    });
                }
                return;
            }
            _ => return,
        };
        let is_cut = frame.picture.layout.cards.get(&id).is_some_and(|c| c.text.is_elided || frame.lod < Lod::Compact);
        let text = frame.document.cards.get(&id).map(|c| crate::layout::plain_words(&c.text)).unwrap_or_default();
        if is_cut && !text.trim().is_empty() {
            tooltip().width(420.0).show(|ui| ui.label(text));
        }
    }

    /// The name of a stage or step that its header may show only in part.
    fn cut_name<'f>(frame: &'f Frame<'_>, hit: Hit) -> Option<&'f str> {
        let (document, layout) = (&frame.document, &frame.picture.layout);
        let (name, is_cut) = match hit {
            Hit::Stage(id) => (&document.stages.get(&id)?.title, layout.stage(id)?.title.is_elided),
            Hit::Step(id) => (&document.steps.get(&id)?.title, layout.step(id)?.1.title.is_elided),
            _ => return None,
        };
        Some(name.as_str()).filter(|name| !name.trim().is_empty() && (is_cut || frame.lod < Lod::Normal))
    }

    /// The question of a stage that found no room beside its title, or is not shown at this zoom.
    fn question_left_out<'f>(frame: &'f Frame<'_>, hit: Hit) -> Option<&'f str> {
        let Hit::Stage(id) = hit else { return None };
        let is_left_out = frame.picture.layout.stage(id)?.question.lines.is_empty() || frame.lod < Lod::Normal;
        let question = frame.document.stages.get(&id)?.question.trim();
        Some(question).filter(|question| is_left_out && !question.is_empty())
    }

    /// Moves the camera in the middle of a gesture.
    pub(super) fn move_camera(&mut self, frame: &Frame<'_>, camera: crate::base::geom::Camera) {
        self.moved = Some(frame.viewport.held(camera));
    }

    /// Drops a drag that has lost its window, so that nothing follows a pointer that is not held.
    pub(super) fn cancel_lost_drag(&mut self, ui: &Ui, frame: &Frame<'_>) {
        let is_held = ui.input(|i| i.pointer.any_down() || i.pointer.any_released());
        if self.tool.needs_button() && !is_held {
            self.tool_event(frame, CanvasEvent::Cancel);
        }
        if self.pan.is_active() && !is_held {
            self.pan.stop();
        }
    }
}

fn is_curve(frame: &Frame<'_>, cell: CellRef) -> bool {
    frame.document.lanes.get(&cell.lane).is_some_and(|lane| lane.kind == LaneKind::Curve)
}

/// The name of a stage as the header has it.
fn header_name(frame: &Frame<'_>, record: RecordRef) -> Option<Arc<crate::base::text::TextBlock>> {
    let tag = Some(record).filter(|record| matches!(record, RecordRef::Stage(_)));
    let of_stage = |item: &&crate::scene::Item| tag.is_some() && item.tag == tag;
    frame.picture.pins.layer(Layer::Header).iter().filter(of_stage).find_map(|item| match &item.prim {
        Prim::Text { block, align: Align::Left, .. } => Some(Arc::clone(block)),
        _ => None,
    })
}

/// Where and in which colour the scene painted a text.
fn painted(
    frame: &Frame<'_>,
    block: &Arc<crate::base::text::TextBlock>,
) -> Option<(crate::base::geom::Point, crate::base::color::Rgba)> {
    frame.picture.scene.items.iter().chain(&frame.picture.pins.items).find_map(|item| match &item.prim {
        Prim::Text { block: painted, origin, color, .. } if Arc::ptr_eq(painted, block) => Some((*origin, *color)),
        _ => None,
    })
}
