//! The panels around the map and the bars above it. Where a window has no room for all of them, those opened last stay.

use super::MilepostApp;
use super::shell::TemplateName;
use super::ui::is_low_window;
use crate::base::text::Weight;
use crate::i18n::panels::{self as words, finding as text};
use crate::i18n::shell::{dialog, template};
use crate::model::{MapState, MapStatus};
use crate::session::prefs::{PanelPrefs, Prefs};
use crate::session::templates::KeptNotes;
use crate::session::{AppCommand, Panel, Session};
use crate::theme::Tokens;
use crate::ui::compare_bar::compare_bar_ui;
use crate::ui::filter_bar::filter_bar_ui;
use crate::ui::find_bar::find_bar_ui;
use crate::ui::focus::Region;
use crate::ui::parts::PanelContext;
use crate::ui::persona_bar::persona_bar_ui;
use crate::ui::reminder_bar::reminder_bar_ui;
use crate::ui::style::{color, font};
use crate::ui::time_bar::time_bar_ui;
use crate::ui::widgets::{Icon, Look, SheetSize, ToolButton, sheet_ui};
use crate::ui::{drawer, inspector, outline};
use egui::containers::panel::PanelState;
use egui::{Frame, Margin, Rect, Ui, UiBuilder, Vec2, pos2, vec2};

/// Width the map keeps beside two panels, points.
const MAP_WIDTH: f32 = 340.0;
/// Height the map keeps above the drawer.
const MAP_HEIGHT: f32 = 200.0;
/// Share of the room between the bars that the map keeps, whatever is open around it.
const MAP_SHARE: f32 = 0.44;
/// Height the map keeps above a drawer that takes its place: the stages, by which one knows where one is.
const STAGES_HEIGHT: f32 = 100.0;
/// Height at which the drawer can be read: its tabs, a value and a plot with its axis. In a low window it takes that,
/// and the map keeps its stages.
const READABLE_DRAWER: f32 = 190.0;
/// Share of the height that the drawer may be dragged to.
const MOST_DRAWER: f32 = 0.45;
/// Height of a window from which on the drawer is open at first, points.
const ROOMY_WINDOW: f32 = 800.0;
/// Height of the bar that finds.
const FIND_BAR: f32 = crate::ui::find_bar::HEIGHT;

impl MilepostApp {
    /// The panels around the map. Their size and whether they are shown is remembered. What is at the left is shown; gives
    /// the places of those that follow the map in reading, and for keys.
    pub(super) fn panels_ui(&mut self, ui: &mut Ui, tokens: &Tokens) -> PanelPlaces {
        let sizes = self.make_room(ui);
        let mut places = PanelPlaces::default();
        let Some(session) = &self.session else { return places };
        let today = Session::today();
        let author = self.prefs.author.clone();
        let context = PanelContext { session, tokens, commands: &self.commands, today, author: &author };
        let frame = Frame::new().fill(color(tokens.panel)).inner_margin(Margin::same(12));
        let prefs = &mut self.prefs;
        let has_room = |panel: Panel| !self.hidden_panels.contains(&panel);
        self.drawer_height = 0.0;
        if has_room(Panel::Outline) {
            let size = sizes.outline;
            let panel = size.of(egui::Panel::left("outline").frame(frame));
            panel_ui(ui, ("outline", panel), &mut prefs.outline, Side::Across, |ui| {
                self.regions.add(ui, Region::Outline, ui.max_rect());
                outline::show_ui(ui, &mut self.outline, &context);
            });
        }
        if has_room(Panel::Inspector) {
            let size = sizes.inspector;
            let panel = size.of(egui::Panel::right("inspector").frame(frame));
            panel_ui(ui, ("inspector", panel), &mut prefs.inspector, Side::Across, |ui| {
                places.inspector = Some((ui.max_rect(), ui.clip_rect()));
            });
        }
        if has_room(Panel::Drawer) {
            // Lower margins than at the sides: every line more of words counts in a low panel.
            let frame = frame.inner_margin(Margin { left: 12, right: 12, top: 6, bottom: 8 });
            let size = if self.drawer.is_large { sizes.large_drawer } else { sizes.drawer };
            if std::mem::replace(&mut self.was_drawer_large, self.drawer.is_large) != self.drawer.is_large {
                // It goes back to the size it had, not to the most it may have.
                ui.ctx().data_mut(|data| data.remove::<PanelState>(panel_id(ui, "drawer")));
            }
            let panel = size.of(egui::Panel::bottom("drawer").frame(frame));
            self.drawer_height = panel_ui(ui, ("drawer", panel), &mut prefs.drawer, Side::Down, |ui| {
                places.drawer = Some((ui.max_rect(), ui.clip_rect()));
            });
        }
        places
    }

    /// What the panels hold that follow the map.
    pub(super) fn panels_behind_map_ui(&mut self, ui: &mut Ui, tokens: &Tokens, places: PanelPlaces) {
        let Some(session) = &self.session else { return };
        let (today, author) = (Session::today(), self.prefs.author.clone());
        let context = PanelContext { session, tokens, commands: &self.commands, today, author: &author };
        let mut show = |name: &str, place: Option<(Rect, Rect)>, region: Region, contents: &mut dyn FnMut(&mut Ui)| {
            let Some((room, seen)) = place else { return };
            ui.scope_builder(UiBuilder::new().id_salt(name).max_rect(room), |ui| {
                ui.shrink_clip_rect(seen);
                self.regions.add(ui, region, room);
                contents(ui);
            });
        };
        show("inspector", places.inspector, Region::Inspector, &mut |ui| match self.canvas.new_words() {
            Some((edit, typed)) => inspector::new_record_ui(ui, &mut self.inspector, &context, (edit, typed)),
            None => inspector::show_ui(ui, &mut self.inspector, &context),
        });
        show("drawer", places.drawer, Region::Drawer, &mut |ui| drawer::show_ui(ui, &mut self.drawer, &context));
    }

    /// True while the bar of reminders is shown.
    fn has_reminders(&mut self) -> bool {
        let today = Session::today();
        self.session.as_ref().is_some_and(|session| self.view.reminders.is_open(session, today))
    }

    /// Which of the open panels have no room now; they come back with a larger window or when asked for. Gives the sizes
    /// of the others.
    fn make_room(&mut self, ui: &Ui) -> Sizes {
        self.hidden_panels.clear();
        let is_low = is_low_window(ui.ctx());
        let reminders = if self.has_reminders() && !is_low { FIND_BAR } else { 0.0 };
        let prefs = &self.prefs;
        let (sizes, room) = (Sizes::of(ui, prefs), ui.available_size());
        // In a window of another size they begin anew: what was as wide as the window allowed is not what somebody chose.
        let window = ui.ctx().content_rect().size();
        if std::mem::replace(&mut self.panels_for, window) != window {
            for name in ["outline", "inspector", "drawer"] {
                ui.ctx().data_mut(|data| data.remove::<PanelState>(panel_id(ui, name)));
            }
        }
        // In a small window the map begins alone; who has opened the drawer once finds it open ever after.
        let is_small = !prefs.is_drawer_chosen && ui.ctx().content_rect().height() < ROOMY_WINDOW;
        if prefs.drawer.is_open && is_small && self.last_panel != Panel::Drawer {
            self.hidden_panels.push(Panel::Drawer);
        }
        // What was asked for last stays.
        let last = self.last_panel;
        // A drawer in a low window goes first: without it, the others may have room.
        let order = [Panel::Drawer, Panel::Outline, Panel::Inspector, Panel::Drawer];
        let bar = |is_open: bool| if is_open { FIND_BAR } else { 0.0 };
        let find = if self.view.find.is_open() { self.view.find.height(ui.available_width()) } else { 0.0 };
        let bars = find + bar(self.view.is_filter_open) + bar(self.view.time.is_open());
        // Who finds or filters looks at the map.
        let is_last = |panel: Panel| panel == last && (panel != Panel::Drawer || bars == 0.0);
        for (turn, panel) in order.into_iter().enumerate().filter(|(_, panel)| !is_last(*panel)) {
            let hidden = &self.hidden_panels;
            let taken = |panel: Panel, prefs: &PanelPrefs, size: PanelSize| {
                if prefs.is_open && !hidden.contains(&panel) { size.at_first } else { 0.0 }
            };
            let across = taken(Panel::Outline, &prefs.outline, sizes.outline)
                + taken(Panel::Inspector, &prefs.inspector, sizes.inspector);
            let drawer = taken(Panel::Drawer, &prefs.drawer, sizes.drawer);
            let (width, height) = (room.x - across, room.y - drawer);
            let gives_way = match (turn, panel) {
                (0, _) => drawer > 0.0 && height - bars - reminders < MAP_HEIGHT,
                // A bar takes the room of what lies below it: what stands at the sides stays while it comes and goes.
                (_, Panel::Outline | Panel::Inspector) => is_too_small(vec2(width, height), room),
                // What is due stands there from the beginning: the drawer, which it leads to, does not go because of it.
                (_, Panel::Drawer) => is_too_small(vec2(width, height - bars), room),
            };
            if gives_way {
                self.hidden_panels.push(panel);
            }
        }
        sizes
    }

    /// The way back, finding and filtering, each while there is something to it.
    pub(super) fn bars_ui(&mut self, ui: &mut Ui, tokens: &Tokens) {
        let Some(session) = &self.session else { return };
        let frame = Frame::new().fill(color(tokens.panel)).inner_margin(Margin::symmetric(10, 4));
        if let Some(map) = session
            .came_from()
            .filter(|_| self.view.persona.shown().is_none())
            .and_then(|map| session.document().maps.get(&map))
        {
            egui::Panel::top("way back").frame(frame).show(ui, |ui| {
                let label = text::back_to(&map.title);
                let button = ToolButton::words(tokens, &label).with_icon(Icon::Back).look(Look::Bare).height(24.0);
                if button.show_ui(ui).clicked() {
                    self.commands.send(AppCommand::Back);
                }
            });
        }
        if self.view.compared.state.pair().is_some() && self.view.persona.shown().is_none() {
            egui::Panel::top("compare").frame(frame).exact_size(FIND_BAR).show(ui, |ui| {
                self.regions.add(ui, Region::Compare, ui.max_rect());
                let state = &mut self.view.compared.state;
                state.follow(session);
                compare_bar_ui(ui, state, tokens, session, &self.commands);
            });
        }
        if let Some(persona) = self.view.persona.shown() {
            egui::Panel::top("persona").frame(frame).exact_size(FIND_BAR).show(ui, |ui| {
                self.regions.add(ui, Region::Persona, ui.max_rect());
                persona_bar_ui(ui, persona, tokens, session, &self.commands);
            });
        }
        let today = Session::today();
        // It leads to the drawer: beside it, in a low window, the stages have the room.
        let is_there = is_low_window(ui.ctx()) && self.drawer_height > 0.0;
        if self.view.reminders.is_open(session, today) && !is_there {
            egui::Panel::top("reminders").frame(frame).exact_size(FIND_BAR).show(ui, |ui| {
                self.regions.add(ui, Region::Reminders, ui.max_rect());
                let due = &mut self.view.reminders;
                reminder_bar_ui(ui, due, tokens, (session, today), &self.commands);
            });
        }
        if self.view.find.is_open() {
            let height = self.view.find.height(ui.available_width());
            egui::Panel::top("find").frame(frame).exact_size(height).show(ui, |ui| {
                self.regions.add(ui, Region::Find, ui.max_rect());
                find_bar_ui(ui, &mut self.view.find, tokens, session, &self.commands);
            });
        }
        if self.view.is_filter_open {
            egui::Panel::top("filter").frame(frame).show(ui, |ui| {
                let (filter, bar) = (&self.view.filter, &mut self.view.filter_bar);
                filter_bar_ui(ui, filter, bar, (tokens, session), &self.commands);
                self.regions.add(ui, Region::Filter, ui.min_rect());
            });
        }
        if self.view.time.is_open() {
            egui::Panel::top("time").frame(frame).exact_size(FIND_BAR).show(ui, |ui| {
                self.regions.add(ui, Region::Time, ui.max_rect());
                time_bar_ui(ui, &mut self.view.time, tokens, session, &self.commands);
            });
        }
    }

    /// Map and file in the middle of the menu bar, with the state the map is in; as much as there is room for.
    pub(super) fn title_ui(&self, ui: &Ui, tokens: &Tokens, bar: Rect, menus_end: f32) {
        let title = self.window_title();
        let facts = self.map_facts();
        let longest = if facts.is_empty() { title.clone() } else { format!("{title} · {facts}") };
        let font = font(tokens.type_sizes.body, Weight::Regular);
        let room = bar.right() - menus_end - 24.0;
        for words in [longest, title] {
            let galley = ui.painter().layout_no_wrap(words, font.clone(), color(tokens.text_weak));
            if galley.size().x > room {
                continue;
            }
            let centred = bar.center().x - galley.size().x / 2.0;
            let x = centred.clamp(menus_end + 12.0, (bar.right() - galley.size().x - 12.0).max(menus_end + 12.0));
            let at = pos2(x, bar.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, color(tokens.text_weak));
            return;
        }
    }

    /// What a map is and how far the work on it is, as in "future state · in review · review 31 Mar 2026".
    fn map_facts(&self) -> String {
        let Some(map) = self.session.as_ref().and_then(|s| s.document().maps.get(&s.map()?)) else {
            return String::new();
        };
        let mut facts = Vec::new();
        if map.state == MapState::Future {
            facts.push(words::inspector::future_state().to_lowercase());
        }
        // Every map begins as a draft: that is worth no word, and would read as if the file were not saved.
        if map.status != MapStatus::Draft {
            facts.push(words::map_status(map.status).to_lowercase());
        }
        if let Some(day) = map.review_on {
            facts.push(text::review(&words::day(day)));
        }
        facts.join(" · ")
    }

    /// Asks for the name of a template; true when the sheet should close.
    pub(super) fn template_sheet_ui(&mut self, ctx: &egui::Context, tokens: &Tokens, name: &mut TemplateName) -> bool {
        let mut is_done = false;
        let mut is_cancelled = false;
        let size = SheetSize { width: 440.0, max_height: 320.0 };
        let is_new = name.renamed.is_none();
        let title = if is_new { dialog::TEMPLATE } else { template::RENAME };
        let is_closed = sheet_ui(ctx, tokens, title, size, |ui| {
            if is_new {
                ui.label(dialog::TEMPLATE_TEXT);
                ui.label(egui::RichText::new(&name.kept).color(color(tokens.text_weak)));
                ui.add_space(8.0);
            }
            let mut field_ui = |label: &str, hint: &str, text: &mut String| {
                let label = ui.label(label);
                let field = egui::TextEdit::singleline(text)
                    .align(egui::Align2::LEFT_CENTER)
                    .hint_text(hint)
                    .desired_width(f32::INFINITY);
                let field = ui.add(field).labelled_by(label.id);
                is_done |= field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
                field
            };
            let field = field_ui(dialog::TEMPLATE_NAME, "", &mut name.naming.title);
            if !std::mem::replace(&mut name.has_begun, true) {
                field.request_focus();
                // Typing replaces what is suggested.
                if let Some(mut state) = egui::TextEdit::load_state(ctx, field.id) {
                    let end = egui::text::CCursor::new(name.naming.title.chars().count());
                    let all = egui::text::CCursorRange::two(egui::text::CCursor::new(0), end);
                    state.cursor.set_char_range(Some(all));
                    state.store(ctx, field.id);
                }
            }
            field_ui(template::DESCRIPTION, template::DESCRIPTION_HINT, &mut name.naming.description);
            if is_new && name.note_count > 0 {
                ui.add_space(4.0);
                let mut is_kept = name.notes == KeptNotes::All;
                if ui.checkbox(&mut is_kept, template::keep_notes(name.note_count)).changed() {
                    name.notes = if is_kept { KeptNotes::All } else { KeptNotes::None };
                }
            }
            ui.add_space(12.0);
            ui.horizontal(|ui| {
                let words = if is_new { dialog::SAVE } else { template::RENAME_NOW };
                is_done |= ToolButton::words(tokens, words).look(Look::Primary).show_ui(ui).clicked();
                is_cancelled = ToolButton::words(tokens, dialog::CANCEL).show_ui(ui).clicked();
            });
        });
        if is_done && !name.naming.title.trim().is_empty() {
            let naming = name.naming.clone();
            self.commands.send(match name.renamed.clone() {
                Some(renamed) => AppCommand::RenameTemplate(renamed, naming),
                None => AppCommand::SaveTemplate(naming, name.notes),
            });
            return true;
        }
        is_closed || is_cancelled
    }
}

/// Where panels stand that are filled after the map: the room of what they hold, and what of it is seen.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PanelPlaces {
    inspector: Option<(Rect, Rect)>,
    drawer: Option<(Rect, Rect)>,
}

/// Which way a panel grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Across,
    Down,
}

/// True for a map that the panels around it leave too little room.
fn is_too_small(map: Vec2, room: Vec2) -> bool {
    map.x < MAP_WIDTH || map.x * map.y < MAP_SHARE * room.x * room.y
}

/// How large a panel can be, points.
#[derive(Debug, Clone, Copy)]
struct PanelSize {
    least: f32,
    most: f32,
    /// What it begins with.
    at_first: f32,
}

impl PanelSize {
    fn of(self, panel: egui::Panel) -> egui::Panel {
        panel.default_size(self.at_first).size_range(self.least..=self.most)
    }
}

/// Sizes of the panels in a window.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    outline: PanelSize,
    inspector: PanelSize,
    drawer: PanelSize,
    /// The drawer in the place of the map.
    large_drawer: PanelSize,
}

impl Sizes {
    /// In a small window the map gets the room: panels begin with what suits it, or with the size that they were dragged
    /// to where that leaves the map enough.
    fn of(ui: &Ui, prefs: &Prefs) -> Self {
        let chosen = Self::when(ui, prefs, true);
        let taken = |prefs: &PanelPrefs, size: PanelSize| if prefs.is_open { size.at_first } else { 0.0 };
        let across = taken(&prefs.outline, chosen.outline) + taken(&prefs.inspector, chosen.inspector);
        let room = ui.available_size();
        let map = vec2(room.x - across, room.y - taken(&prefs.drawer, chosen.drawer));
        if is_too_small(map, room) { Self::when(ui, prefs, false) } else { chosen }
    }

    fn when(ui: &Ui, prefs: &Prefs, has_choice: bool) -> Self {
        let window = ui.ctx().content_rect().size();
        let size = |prefs: &PanelPrefs, least: f32, most: f32, fitting: f32| {
            let is_as_chosen = has_choice && prefs.is_chosen;
            let size = if is_as_chosen { prefs.size } else { prefs.size.min(fitting) };
            PanelSize { least, most, at_first: size.clamp(least, most) }
        };
        let outline = (window.x * 0.14).floor().max(176.0);
        let inspector = (window.x * 0.22).floor().max(200.0);
        let height = ui.available_height();
        let least_drawer = if is_low_window(ui.ctx()) { READABLE_DRAWER.min(height - STAGES_HEIGHT) } else { 90.0 };
        let most_drawer = (height * MOST_DRAWER).clamp(90.0, 700.0).max(least_drawer);
        // A low window is halved.
        let drawer = (window.y * 0.26).floor().max(140.0).min(height * 0.45).max(least_drawer);
        let large = (height - STAGES_HEIGHT).max(most_drawer);
        Self {
            outline: size(&prefs.outline, 140.0, (window.x * 0.28).floor().clamp(140.0, 420.0), outline),
            inspector: size(&prefs.inspector, 200.0, (window.x * 0.36).floor().clamp(200.0, 520.0), inspector),
            drawer: size(&prefs.drawer, most_drawer.min(least_drawer), most_drawer, drawer),
            large_drawer: PanelSize { least: large, most: large, at_first: large },
        }
    }
}

/// The identity of a panel, as egui derives it; a test tells when that changes.
fn panel_id(ui: &Ui, name: &str) -> egui::Id {
    ui.scope_id().with(name)
}

/// Shows a panel when it is open and remembers its size once it was dragged. Gives the size.
fn panel_ui(
    ui: &mut Ui,
    (name, panel): (&str, egui::Panel),
    prefs: &mut PanelPrefs,
    side: Side,
    contents: impl FnOnce(&mut Ui),
) -> f32 {
    let edge = panel_id(ui, name).with("__resize");
    let focused = |ui: &Ui| ui.memory(egui::Memory::focused) == Some(edge);
    // Going back, Tab has come to the edge in the frame before: it goes on to what stands before it.
    if focused(ui) {
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Previous));
        ui.ctx().request_repaint();
    }
    let shown = panel.resizable(true).show_collapsible(ui, &mut prefs.is_open, |ui| {
        ui.set_min_size(ui.available_size());
        contents(ui);
    });
    if ui.ctx().has_accesskit_node(edge) {
        ui.ctx().accesskit_node_builder(edge, |node| node.set_label(text::resize_panel(name)));
    }
    // Going forward, it has come to the edge just now: what follows takes the keyboard. The edge is for the mouse, and
    // for assistive technology, which needs no keyboard to move it.
    if focused(ui) && ui.input(|input| input.key_pressed(egui::Key::Tab) && !input.modifiers.shift) {
        ui.memory_mut(|memory| {
            memory.surrender_focus(edge);
            memory.move_focus(egui::FocusDirection::Next);
        });
    }
    // While it slides in or out its size is not what the user chose.
    let Some(shown) = shown.filter(|_| prefs.is_open) else { return 0.0 };
    let size = shown.response.rect.size();
    let size = if side == Side::Across { size.x } else { size.y };
    if ui.ctx().is_being_dragged(edge) {
        (prefs.size, prefs.is_chosen) = (size.round(), true);
    }
    size
}
