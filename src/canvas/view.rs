//! The canvas as a widget: what it keeps between frames, and the order of things in one.

use crate::base::geom::{Camera, Point};
use crate::base::ids::{LaneId, MapId};
use crate::canvas::access::Stood;
use crate::canvas::camera::{Pane, Viewport, Zooming};
use crate::canvas::edits;
use crate::canvas::emphasis::Emphasis;
use crate::canvas::marks::{extent_of, frame_of};
use crate::canvas::minimap::Minimap;
use crate::canvas::pick_list::Picking;
use crate::canvas::picture::{Picture, PictureCache, PictureInput, Stamp};
use crate::canvas::plus::Plus;
use crate::canvas::text_edit::TextEditing;
use crate::canvas::tools::pan::PanTool;
use crate::canvas::tools::select::SelectTool;
use crate::canvas::tools::{CanvasEvent, CellRef, PointerAt, ToolContext};
use crate::i18n::canvas as words;
use crate::layout::{FontMeasure, Hit};
use crate::model::{Document, Edit, RecordRef};
use crate::scene::{KpiOverlay, Lod};
use crate::session::insights::Insights;
use crate::session::{AppCommand, CameraCommand, CommandSender, Session};
use crate::theme::{Tokens, fonts};
use egui::{Id, Response, Sense, Ui};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How far beside an edge still takes hold of it, points.
const GRIP: f64 = 5.0;

/// A window lower than this, points, has the low header: the usual one would take half of the map.
const LOW_WINDOW: f32 = 440.0;

/// What the canvas reads in a frame.
#[derive(Clone, Copy)]
pub struct CanvasInput<'a> {
    /// The document, the selection, the shown map.
    pub session: &'a Session,
    /// The theme.
    pub tokens: &'a Tokens,
    /// The numbers on the map; `None` hides them.
    pub overlay: Option<&'a KpiOverlay>,
    /// Changes whenever the numbers do.
    pub overlay_revision: u64,
    /// Behind the numbers: how many answers each point of a trend has.
    pub insights: Option<&'a Insights>,
    /// Where commands go.
    pub sender: &'a CommandSender,
    /// What stands out for now.
    pub emphasis: Emphasis<'a>,
}

/// A small list that is open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum OpenList {
    /// Kinds of lanes; the new one stands above this lane, or last.
    LaneKinds(Option<LaneId>),
    /// KPIs for a cell.
    Kpis(CellRef),
    /// All words of a card or step that shows only their beginning.
    Words(RecordRef),
}

/// Words to be edited from the next frame on.
#[derive(Debug, Clone)]
pub(super) enum Asked {
    /// Those of a record.
    Existing(RecordRef, Option<String>),
    /// Those of a record, with the caret behind them.
    WriteOn(RecordRef),
    /// Those of something that is made by keeping them.
    New(Box<Edit>),
}

/// The document with a gesture or unfinished words applied.
pub(super) struct Preview {
    revision: u64,
    edit: Edit,
    number: u64,
    document: Arc<Document>,
}

/// The map view. Keep one per window.
pub struct CanvasView {
    pub(super) cache: PictureCache,
    pub(super) minimap: Minimap,
    /// Somebody closed the legend of the colours.
    pub(super) is_legend_closed: bool,
    /// Where the camera stood on each map.
    pub(super) cameras: BTreeMap<MapId, Camera>,
    /// The camera of the last first look at a map, and the width of the canvas then.
    first_look: Option<(MapId, Camera, f32)>,
    pub(super) commands: Vec<CameraCommand>,
    pub(super) tool: SelectTool,
    pub(super) pan: PanTool,
    pub(super) editing: Option<TextEditing>,
    /// Words that someone asked to edit before the next frame.
    pub(super) asked: Option<Asked>,
    preview: Option<Preview>,
    previews: u64,
    /// The chosen empty cell, when nothing is selected.
    pub(super) cell: Option<CellRef>,
    /// The chosen cell must come into view.
    pub(super) reveals_cell: bool,
    /// The cell to stand in from the next frame on.
    pub(super) wanted_cell: Option<CellRef>,
    /// The cell where one stood when the words were begun that are being typed.
    pub(super) typed_from: Option<CellRef>,
    /// A record that must come into view.
    pub(super) reveal: Option<RecordRef>,
    pub(super) plus: Option<Plus>,
    /// Where the pointer was while words were typed: no "+" is offered until it moves.
    pub(super) quiet_at: Option<egui::Pos2>,
    /// The press that is going on was called off: letting go of it presses no "+" any more.
    pub(super) is_press_dropped: bool,
    /// The second button was pressed to let go of something: its release opens no menu.
    pub(super) is_menu_dropped: bool,
    pub(super) list: Option<(OpenList, egui::Pos2)>,
    /// What is typed and chosen in it.
    pub(super) picking: Picking,
    pub(super) menu_at: Option<PointerAt>,
    /// The node that has the keyboard.
    pub(super) focused: Option<RecordRef>,
    /// The keyboard was the map's in the frame before: the key that ends a field elsewhere is meant for that field.
    pub(super) had_keyboard: bool,
    /// The zooming that goes on, or went on last.
    pub(super) zooming: Zooming,
    pub(super) viewport: Option<Viewport>,
    /// Where what is chosen or edited stands on screen.
    pub(super) chosen_parts: Vec<egui::Rect>,
    pub(super) shown_map: Option<MapId>,
    /// Words were committed in this frame: its picture still shows them, and what is edited next is not on it yet.
    pub(super) has_committed: bool,
    /// The camera after a gesture of this frame.
    pub(super) moved: Option<Camera>,
    /// The column where a run of Tab began: Enter goes on below it.
    pub(super) run_start: Option<usize>,
    /// The column that arrows up and down walk in, also through what covers several.
    pub(super) walked_column: Option<usize>,
    /// The card whose handle is shown.
    pub(super) handle: Option<crate::base::ids::CardId>,
    /// Keys that came before what they are meant for could be seen.
    pub(super) early_keys: Vec<egui::Event>,
    /// Frames that the field has not been shown for.
    pub(super) waited: u8,
    /// The map takes the keyboard in the next frame.
    pub(super) wants_keyboard: bool,
    /// The node that holds the keyboard for the map.
    pub(super) keys_id: Option<Id>,
    /// The menu of the selection opens in the next frame.
    pub(super) wants_menu: bool,
    /// Where the keyboard stood last.
    pub(super) stood: Option<Stood>,
    /// The same, names of lanes left out.
    pub(super) stood_off_labels: Option<Stood>,
    /// Where the pointer was last, for dragging at the edge.
    pub(super) pointer: Option<(egui::Pos2, crate::canvas::tools::Modifiers)>,
    pub(super) before_touch: Option<Vec<RecordRef>>, // what was selected when a finger came down
}

/// Everything one frame works with.
pub(super) struct Frame<'a> {
    pub(super) input: CanvasInput<'a>,
    pub(super) map: MapId,
    /// As shown: with previews.
    pub(super) document: Arc<Document>,
    pub(super) picture: Picture,
    pub(super) viewport: Viewport,
    pub(super) lod: Lod,
    pub(super) id: Id,
    pub(super) response: Response,
}

impl Frame<'_> {
    pub(super) fn is_editable(&self) -> bool {
        self.input.session.is_editable()
    }

    pub(super) fn tool_context(&self) -> ToolContext<'_> {
        ToolContext {
            document: &self.document,
            layout: &self.picture.layout,
            selection: self.input.session.selection(),
            is_editable: self.is_editable(),
            grip: GRIP / self.viewport.camera.zoom,
        }
    }

    /// Sends a command and asks for the frame that shows what it did.
    pub(super) fn send(&self, command: AppCommand) {
        self.input.sender.send(command);
        self.response.ctx.request_repaint();
    }

    pub(super) fn select(&self, records: Vec<RecordRef>) {
        if self.input.session.selection() != records {
            self.send(AppCommand::Select(records));
        }
    }

    /// Sends an edit; what it creates is selected.
    pub(super) fn edit(&self, edit: Edit) {
        let then = edits::after(&edit);
        self.send(AppCommand::Edit { edit, merge: None, then });
    }
}

impl Default for CanvasView {
    fn default() -> Self {
        Self::new()
    }
}

impl CanvasView {
    /// A view that measures with the bundled faces alone.
    #[must_use]
    pub fn new() -> Self {
        Self::with_measure(FontMeasure::new(fonts::BUNDLED))
    }

    /// A view that measures with further fonts too: those the window falls back on for signs the bundled faces lack.
    #[must_use]
    pub fn with_measure(measure: FontMeasure) -> Self {
        Self {
            cache: PictureCache::new(measure),
            minimap: Minimap::default(),
            is_legend_closed: false,
            cameras: BTreeMap::new(),
            first_look: None,
            commands: Vec::new(),
            tool: SelectTool::Idle,
            pan: PanTool::Idle,
            editing: None,
            asked: None,
            preview: None,
            previews: 0,
            cell: None,
            reveal: None,
            reveals_cell: false,
            wanted_cell: None,
            typed_from: None,
            plus: None,
            quiet_at: None,
            is_press_dropped: false,
            is_menu_dropped: false,
            list: None,
            picking: Picking::default(),
            menu_at: None,
            focused: None,
            had_keyboard: true,
            zooming: Zooming::default(),
            viewport: None,
            chosen_parts: Vec::new(),
            shown_map: None,
            has_committed: false,
            moved: None,
            run_start: None,
            walked_column: None,
            handle: None,
            early_keys: Vec::new(),
            waited: 0,
            wants_keyboard: false,
            keys_id: None,
            wants_menu: false,
            stood: None,
            stood_off_labels: None,
            pointer: None,
            before_touch: None,
        }
    }

    /// Moves the camera in the next frame, when the size of the canvas is known.
    pub fn camera_command(&mut self, command: CameraCommand) {
        self.commands.push(command);
    }

    /// Drops what is going on, as Escape does.
    pub fn cancel(&mut self) {
        self.tool = SelectTool::Idle;
        self.pan = PanTool::Idle;
        self.editing = None;
        self.list = None;
    }

    /// Keeps the words that are being edited: before a file is saved, closed or undone.
    pub fn commit_text_edit(&mut self, sender: &CommandSender) {
        let editing = self.editing.take();
        if let Some((edit, merge)) = editing.and_then(|e| Some((e.commit()?, e.merge()))) {
            let then = edits::after(&edit);
            sender.send(AppCommand::Edit { edit, merge, then });
        }
    }

    /// Forgets everything about the document that was shown: call it when another one is opened.
    pub fn reset(&mut self) {
        self.cancel();
        self.cache.forget();
        self.cameras.clear();
        self.commands.clear();
        self.preview = None;
        self.asked = None;
        self.cell = None;
        self.reveal = None;
        self.menu_at = None;
        self.run_start = None;
        self.walked_column = None;
        self.handle = None;
        self.early_keys.clear();
        self.stood = None;
        self.stood_off_labels = None;
        self.shown_map = None;
    }

    /// Scenes built so far: an idle canvas builds none.
    #[must_use]
    pub fn scene_builds(&self) -> u64 {
        self.cache.builds()
    }

    /// Shows the canvas in all the room there is.
    pub fn show_ui(&mut self, ui: &mut Ui, input: &CanvasInput<'_>) {
        let rect = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(rect);
        let id = ui.scope_id().with("journey map");
        let response = ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
        let Some(map) = input.session.map() else {
            ui.put(rect, egui::Label::new(words::no_map()));
            return;
        };
        self.has_committed = false;
        self.forget_what_is_gone(input, map);
        let Some(frame) = self.frame(ui, input, map, response) else { return };
        let frame = self.with_commands(frame);
        self.keys_node_ui(ui, &frame);
        let viewport = self.handle_camera(ui, &frame);
        let frame = Frame { viewport, ..frame };
        self.stay_where_card_was(&frame);
        self.note_spot(&frame);
        self.handle_keys(ui, &frame);
        self.handle_pointer(ui, &frame);
        self.cancel_lost_drag(ui, &frame);
        let frame = self.settled(ui, frame);
        self.surface_ui(ui, &frame);
    }

    /// Words and cells of records that were deleted meanwhile, and all of another map.
    fn forget_what_is_gone(&mut self, input: &CanvasInput<'_>, map: MapId) {
        let document = input.session.document();
        if let Some(asked) = self.asked.take()
            && input.session.is_editable()
        {
            // Words that are being typed are kept, not replaced by others.
            self.commit_text_edit(input.sender);
            self.editing = match asked {
                Asked::Existing(record, typed) => {
                    self.reveal = Some(record);
                    TextEditing::existing(document, record, typed)
                }
                Asked::WriteOn(record) => {
                    self.reveal = Some(record);
                    TextEditing::existing(document, record, None).map(TextEditing::writing_on)
                }
                Asked::New(edit) => Some(TextEditing::new_record(*edit, None)),
            };
        }
        if self.viewport.is_some() && self.shown_map != Some(map) {
            self.cancel();
            self.cell = None;
        }
        self.shown_map = Some(map);
        self.keep_cell(document, input.session.selection());
        let target = self.editing.as_ref().map(|e| &e.target);
        if let Some(crate::canvas::text_edit::EditTarget::Existing(record)) = target
            && document.record(*record).is_none()
        {
            self.drop_words(input.sender);
        }
        // While an import is being written words can wait; in a viewer nothing comes of them.
        if !input.session.is_writable() {
            self.drop_words(input.sender);
        }
    }

    /// The document as it is shown, and what stands for it in caches.
    fn shown_document(&mut self, session: &Session) -> (Arc<Document>, Stamp) {
        let revision = session.revision();
        let wanted = match &self.editing {
            Some(editing) => Some(editing.preview()),
            None => self.tool.preview().cloned(),
        };
        let plain = (Arc::clone(session.document()), Stamp { revision, preview: 0 });
        let Some(edit) = wanted else {
            self.preview = None;
            return plain;
        };
        let is_known = self.preview.as_ref().is_some_and(|p| p.revision == revision && p.edit == edit);
        if !is_known {
            // An edit that a rule forbids shows the document as it is; committing it will say why.
            let Ok(document) = session.preview(&edit) else { return plain };
            self.previews += 1;
            self.preview = Some(Preview { revision, edit, number: self.previews, document: Arc::new(document) });
        }
        match &self.preview {
            Some(p) => (Arc::clone(&p.document), Stamp { revision, preview: p.number }),
            None => plain,
        }
    }

    fn frame<'a>(&mut self, ui: &Ui, input: &CanvasInput<'a>, map: MapId, response: Response) -> Option<Frame<'a>> {
        let rect = response.rect;
        if !(rect.width() > 1.0 && rect.height() > 1.0) {
            return None;
        }
        let (document, stamp) = self.shown_document(input.session);
        // By the window, not by the canvas: a drawer that opens must not change what stands above it.
        self.cache.fit_window(ui.ctx().content_rect().height() < LOW_WINDOW);
        let layout = self.cache.layout(&document, stamp, map);
        let mut viewport = Viewport::of(rect, &layout, ui.pixels_per_point());
        viewport.camera = match self.cameras.get(&map) {
            // A map that has become smaller must not leave its viewer before nothing.
            Some(camera) if !self.is_first_look(map, *camera, rect.width()) => viewport.held(*camera),
            _ => {
                let camera = viewport.first();
                self.first_look = Some((map, camera, rect.width()));
                camera
            }
        };
        let lod = Lod::of_zoom(viewport.camera.zoom);
        let picture = self.cache.picture(&PictureInput {
            document: &document,
            stamp,
            map,
            overlay: input.overlay,
            overlay_revision: input.overlay_revision,
            tokens: input.tokens,
            lod,
            visible: viewport.visible(Pane::Body),
            stretch: viewport.stretch(),
            also: self.tool.taken(),
            landing: self.tool.landing(),
        });
        let id = response.id;
        Some(Frame { input: *input, map, document, picture, viewport, lod, id, response })
    }

    /// True while nobody has moved the camera since the map was first shown, but the room has another width now.
    fn is_first_look(&self, map: MapId, camera: Camera, width: f32) -> bool {
        self.first_look
            .is_some_and(|(seen, first, before)| seen == map && first == camera && (before - width).abs() > 0.5)
    }

    /// The picture after this frame's events: previews and the level of detail may have changed.
    fn settled<'a>(&mut self, ui: &Ui, frame: Frame<'a>) -> Frame<'a> {
        let (input, map, mut viewport, response) = (frame.input, frame.map, frame.viewport, frame.response.clone());
        if let Some(camera) = self.moved.take() {
            viewport.camera = camera;
        }
        self.cameras.insert(map, viewport.camera);
        self.viewport = Some(viewport);
        let is_settled = frame.lod == Lod::of_zoom(viewport.camera.zoom)
            && self.tool.preview().is_none()
            && frame.viewport.stretch() == viewport.stretch()
            && frame.picture.shows(viewport.visible(Pane::Body));
        if is_settled {
            // What was committed in this frame reaches the document after it: until then the picture stays.
            return Frame { viewport, ..frame };
        }
        self.frame(ui, &input, map, response).unwrap_or(Frame { viewport, ..frame })
    }

    /// Camera commands, and whatever must come into view.
    fn with_commands<'a>(&mut self, mut frame: Frame<'a>) -> Frame<'a> {
        let layout = Arc::clone(&frame.picture.layout);
        for command in std::mem::take(&mut self.commands) {
            let v = frame.viewport;
            let camera = match command {
                CameraCommand::FitMap => v.fit_map(),
                CameraCommand::FitSelection => {
                    let parts = frame.input.session.selection().iter().filter_map(|r| extent_of(&layout, *r));
                    match parts.reduce(|a, b| a.union(&b)) {
                        Some(part) => v.fit_body(part),
                        None => v.fit_map(),
                    }
                }
                CameraCommand::ZoomTo(zoom) => self.zoomed(&frame, zoom / v.camera.zoom),
                CameraCommand::ZoomBy(factor) => self.zoomed(&frame, factor),
                CameraCommand::RevealSelection => {
                    let parts = frame.input.session.selection().iter().filter_map(|r| extent_of(&layout, *r));
                    match parts.reduce(|a, b| a.union(&b)) {
                        Some(part) => v.with_all_of(part),
                        None => v.camera,
                    }
                }
                CameraCommand::Reveal(record) => {
                    self.reveal = Some(record);
                    v.camera
                }
            };
            frame.viewport.camera = camera;
        }
        // Where something is typed must be seen before it is typed, and stays in sight when a panel opens over it.
        let is_resized = self.viewport.is_some_and(|seen| seen.rect != frame.viewport.rect);
        let typed = self.editing.as_ref().filter(|e| !e.is_shown || is_resized);
        let typed = typed.and_then(|e| e.record(frame.input.session.document(), &frame.document));
        if let Some((pane, rect)) = self.reveal.take().or(typed).and_then(|record| frame_of(&layout, record)) {
            frame.viewport.camera = frame.viewport.revealed(pane, rect);
        } else if let Some(cell) = self.cell.filter(|_| std::mem::take(&mut self.reveals_cell)) {
            let (row, column) = (layout.lane(cell.lane).map(|l| l.0), layout.step(cell.step).map(|s| s.0));
            if let Some(rect) = row.zip(column).and_then(|(row, column)| layout.cell_rect(row, column)) {
                frame.viewport.camera = frame.viewport.revealed(Pane::Body, rect);
            }
        }
        frame
    }

    /// The camera after keys or a button have zoomed. What is edited or selected stays put, and in view as a whole where
    /// it can; else what the pointer is on, else the middle of what can be seen.
    fn zoomed(&self, frame: &Frame<'_>, factor: f64) -> Camera {
        let (v, session) = (&frame.viewport, frame.input.session);
        let edited = self.editing.as_ref().and_then(|e| e.record(session.document(), &frame.document));
        let chosen = edited.as_slice().iter().chain(session.selection());
        let chosen = chosen.filter_map(|record| extent_of(&frame.picture.layout, *record)).reduce(|a, b| a.union(&b));
        let chosen = chosen.or_else(|| self.chosen_place(frame).map(|(_, rect, _)| rect));
        if let Some((part, anchor)) = chosen.and_then(|part| Some((part, v.middle_of(Some(part))?))) {
            let near = Viewport { camera: v.held(v.zoomed(anchor, factor)), ..*v };
            let seen = near.visible(Pane::Body);
            let has_room = part.width() < seen.width() && part.height() < seen.height();
            return if has_room { near.held(near.revealed(Pane::Body, part)) } else { near.camera };
        }
        let pointer = || {
            let at = frame.response.ctx.input(|i| i.pointer.hover_pos());
            let at = at.filter(|at| frame.response.contains_pointer() && v.rect.contains(*at))? - v.rect.min;
            Some(Point::new(f64::from(at.x), f64::from(at.y)))
        };
        let middle = || Point::new(v.size().width / 2.0, v.size().height / 2.0);
        v.hung(v.held(v.zoomed(pointer().or_else(|| v.middle_of(None)).unwrap_or_else(middle), factor)))
    }

    /// Tells the tool; does what it asks for.
    pub(super) fn tool_event(&mut self, frame: &Frame<'_>, event: CanvasEvent) {
        let output = self.tool.on_event(event, &frame.tool_context());
        let is_choosing = output.select.is_some();
        if let Some(records) = output.select {
            frame.select(records);
        }
        if is_choosing {
            self.cell = output.choose_cell;
        }
        for (edit, then) in output.edits {
            frame.send(AppCommand::Edit { edit, merge: None, then });
        }
        if let Some((kpi, place)) = output.show_kpi {
            frame.send(AppCommand::ShowClickedKpi(kpi, place));
        }
        if let Some(record) = output.edit_text {
            self.editing = TextEditing::existing(frame.input.session.document(), record, None);
            self.reveal = Some(record);
            frame.response.ctx.request_repaint();
        }
        if let Some(cell) = output.type_into {
            self.add_card(frame, cell, None);
        }
    }

    /// What the pane under a screen point shows there.
    pub(super) fn pointer_at(
        frame: &Frame<'_>,
        at: egui::Pos2,
        modifiers: crate::canvas::tools::Modifiers,
    ) -> PointerAt {
        let v = &frame.viewport;
        let pane = v.pane_at(at);
        let in_pane = v.world(pane, at);
        let layout = &frame.picture.layout;
        let hit = match layout.hit(in_pane, 3.0 / v.camera.zoom) {
            // From far, stages take the room of the steps, which are not shown.
            Hit::Step(step) if v.has_high_header() => {
                frame.document.steps.get(&step).map_or(Hit::Nothing, |step| Hit::Stage(step.stage))
            }
            Hit::StepGap { stage, .. } if v.has_high_header() => Hit::Stage(stage),
            hit => hit,
        };
        let headline = Self::headline_at(frame, at);
        let card = match hit {
            Hit::Card(id) | Hit::MapFigure(id) => Some(id),
            _ => headline,
        };
        // A badge stands in the line of the icon; below it are the words of the touchpoint.
        let in_badge_line = |id| layout.cards.get(&id).is_some_and(|c| in_pane.y < c.text_origin.y);
        let badges = frame.input.overlay.filter(|_| card.is_some_and(in_badge_line));
        PointerAt {
            screen: Point::new(f64::from(at.x - v.rect.min.x), f64::from(at.y - v.rect.min.y)),
            world: v.world(Pane::Body, at),
            hit,
            kpi: card.and_then(|c| crate::canvas::tooltip::kpi_of(&frame.document, c, badges)),
            modifiers,
        }
    }
}
