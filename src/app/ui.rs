//! Drawing. Nothing here changes the map: views send commands, which run after the frame.

use super::compare::canvas_input;
use super::dialogs::Purpose;
use super::path_sheet::PathDraft;
use super::{Leave, MilepostApp, Sheet};
use crate::base::text::Weight;
use crate::base::time::UtcMillis;
use crate::i18n::shell::{dialog, viewer};
use crate::session::{AppCommand, Session};
use crate::store::{Access, ReadOnlyReason};
use crate::theme::Tokens;
use crate::ui::answer_sheet::answer_sheet_ui;
use crate::ui::days_sheet::days_sheet_ui;
use crate::ui::dismiss_sheet::dismiss_sheet_ui;
use crate::ui::focus::Region;
use crate::ui::menu::{self, ShellContext, file_name};
use crate::ui::parts::PanelContext;
use crate::ui::person_sheet::person_sheet_ui;
use crate::ui::replace_sheet::replace_sheet_ui;
use crate::ui::settings_sheet::settings_sheet_ui;
use crate::ui::style::{self, color, font, line, points, radius};
use crate::ui::values_sheet::values_sheet_ui;
use crate::ui::widgets::{Icon, Look, SheetSize, ToolButton, paint_icon, sheet_ui};
use crate::ui::{about, palette, shortcut_sheet, status_bar, toolbar, welcome};
use egui::{Align2, CentralPanel, Frame, Margin, Rect, RichText, Sense, StrokeKind, Ui, UiBuilder, Vec2};
use std::path::Path;
use std::sync::Arc;

/// Height of the menu bar, points.
const MENU: f32 = 30.0;
/// Height of the toolbar, points.
const TOOLBAR: f32 = 44.0;
/// Height of the row that has the menus and the toolbar in a low window.
const MENU_AND_TOOLBAR: f32 = 38.0;
/// Room between the menus and what stands beside them.
const BESIDE_MENUS: f32 = 8.0;
/// A window lower than this keeps its height for the map: as large letters leave it, points.
const LOW_WINDOW: f32 = 520.0;
/// Height of the strip above a map that cannot be changed.
const BANNER: f32 = 38.0;

impl MilepostApp {
    /// Draws the whole window.
    pub(super) fn window_ui(&mut self, ui: &mut Ui) {
        self.tell_missing_signs(ui.ctx());
        let ctx = ui.ctx().clone();
        let tokens = style::tokens(&ctx);
        self.keys_first(&ctx);
        // Keys pressed while something lies over the window are meant for that: Escape closes the palette and must not
        // also end the selection below it.
        let held_back = if self.sheet.is_some() || self.wizard.is_open() {
            ctx.input_mut(|input| std::mem::take(&mut input.events))
        } else {
            Vec::new()
        };
        self.menu_ui(ui, &tokens);
        if self.session.is_some() {
            self.map_ui(ui, &tokens);
        } else {
            let frame = Frame::new().fill(color(tokens.background));
            CentralPanel::default().frame(frame).show(ui, |ui| {
                welcome::welcome_ui(ui, &self.shell(&tokens));
            });
        }
        ctx.input_mut(|input| input.events.extend(held_back));
        // Above the drawer: what is told there shall not cover the axis of a trend.
        let drawer = if self.prefs.drawer.is_open { self.drawer_height } else { 0.0 };
        let bottom = if self.session.is_some() { status_bar::HEIGHT + drawer } else { 0.0 };
        let mut room = ctx.content_rect();
        room.max.y -= bottom;
        let (chosen, canvas) = self.canvas.chosen_parts();
        let chosen = if self.session.is_some() { chosen } else { &[] };
        room.min.y = canvas.filter(|_| self.session.is_some()).map_or(room.min.y, |canvas| canvas.min.y);
        self.toasts.show(&ctx, &tokens, &self.commands, (room, chosen));
        self.wizard_ui(&ctx, &tokens);
        self.sheet_ui(&ctx, &tokens);
        self.drop_ui(&ctx, &tokens);
        self.keys_last(&ctx, &tokens);
    }

    pub(super) fn shell<'a>(&'a self, tokens: &'a Tokens) -> ShellContext<'a> {
        ShellContext {
            session: self.session.as_ref(),
            prefs: &self.prefs,
            own_templates: &self.own_templates,
            hidden_panels: &self.hidden_panels,
            missing: &self.missing,
            segments: &self.segments,
            zoom: self.canvas.zoom(),
            tokens,
            commands: &self.commands,
        }
    }

    fn menu_ui(&mut self, ui: &mut Ui, tokens: &Tokens) {
        let frame = Frame::new().fill(color(tokens.panel)).inner_margin(Margin::symmetric(8, 0));
        let has_toolbar = self.session.is_some() && is_low_window(ui.ctx());
        let height = if has_toolbar { MENU_AND_TOOLBAR } else { MENU };
        let panel = egui::Panel::top("menu").frame(frame).exact_size(height);
        panel.show_separator_line(has_toolbar).show(ui, |ui| {
            let bar = ui.max_rect();
            let mut state = std::mem::take(&mut self.menu_bar);
            let menus = ui.horizontal_centered(|ui| menu::menu_bar_ui(ui, &mut state, &self.shell(tokens))).inner;
            self.menu_bar = state;
            if self.session.is_none() {
                return;
            }
            let (rest, switches) = bar.split_left_right_at_x(bar.right() - toolbar::panel_switches_width());
            if has_toolbar {
                let tools = rest.with_min_x((menus + BESIDE_MENUS).min(rest.right()));
                self.toolbar_ui(ui, tokens, tools.with_max_x((rest.right() - BESIDE_MENUS).max(tools.left())));
            } else {
                self.title_ui(ui, tokens, rest, menus);
            }
            ui.scope_builder(UiBuilder::new().max_rect(switches), |ui| {
                ui.horizontal_centered(|ui| toolbar::panel_switches_ui(ui, &self.shell(tokens)));
            });
        });
    }

    fn toolbar_ui(&mut self, ui: &mut Ui, tokens: &Tokens, room: Rect) {
        let mut state = std::mem::take(&mut self.toolbar);
        ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
            if let Some(session) = &self.session {
                toolbar::toolbar_ui(ui, &mut state, &self.shell(tokens), session);
            }
            self.add_region(ui, Region::Toolbar, room);
        });
        self.toolbar = state;
    }

    fn map_ui(&mut self, ui: &mut Ui, tokens: &Arc<Tokens>) {
        let panel = Frame::new().fill(color(tokens.panel));
        let bar = panel.inner_margin(Margin::symmetric(12, 0));
        if !is_low_window(ui.ctx()) {
            egui::Panel::top("toolbar").frame(bar).exact_size(TOOLBAR).show(ui, |ui| {
                self.toolbar_ui(ui, tokens, ui.max_rect());
            });
        }
        self.banner_ui(ui, tokens);
        // What stands behind the map is filled after it: keys go, and is read, as the eye goes.
        let status = egui::Panel::bottom("status").frame(bar).exact_size(status_bar::HEIGHT);
        let status = status.show(ui, |ui| ui.max_rect()).inner;
        let places = self.panels_ui(ui, tokens);
        self.bars_ui(ui, tokens);
        self.drop_on_map(ui.ctx(), tokens);
        self.map_itself_ui(ui, tokens);
        self.panels_behind_map_ui(ui, tokens, places);
        ui.scope_builder(UiBuilder::new().max_rect(status), |ui| {
            self.add_region(ui, Region::Status, status);
            if let Some(session) = &self.session {
                status_bar::status_bar_ui(ui, &self.shell(tokens), session, &self.told_jobs());
            }
        });
    }

    fn map_itself_ui(&mut self, ui: &mut Ui, tokens: &Arc<Tokens>) {
        let canvas = Frame::new().fill(color(tokens.canvas));
        CentralPanel::default().frame(canvas).show(ui, |ui| {
            self.add_region(ui, Region::Map, ui.max_rect());
            if self.persona_ui(ui, tokens) {
                return;
            }
            if self.compare_ui(ui, tokens) {
                return;
            }
            let Some(session) = &self.session else { return };
            let ring = self.regions.is_walking();
            let reviewed = self.drawer.reviewed().filter(|_| self.drawer_height > 0.0);
            let input = canvas_input(session, (tokens, &self.commands), &self.view, &self.prefs, (ring, reviewed), &[]);
            self.canvas.show_ui(ui, &input);
        });
        if let Some(session) = &mut self.session {
            session.choose_cell(self.canvas.chosen_cell());
        }
    }

    /// Why the map cannot be changed and what to do.
    fn banner_ui(&self, ui: &mut Ui, tokens: &Tokens) {
        let Some(Access::ReadOnly(reason)) = self.session.as_ref().and_then(Session::access) else { return };
        let words = match reason {
            ReadOnlyReason::Requested => viewer::REQUESTED,
            ReadOnlyReason::LockedElsewhere => viewer::LOCKED,
            ReadOnlyReason::NotWritable => viewer::NOT_WRITABLE,
        };
        let frame = Frame::new().fill(color(tokens.accent_soft)).inner_margin(Margin::symmetric(16, 0));
        egui::Panel::top("viewer").frame(frame).exact_size(BANNER).show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(15.0), Sense::hover());
                paint_icon(ui.painter(), Icon::Lock, rect, color(tokens.accent));
                ui.label(words);
                ui.add_space(8.0);
                if ToolButton::words(tokens, viewer::SAVE_AS).height(26.0).show_ui(ui).clicked() {
                    self.commands.send(AppCommand::SaveAsDialog);
                }
            });
        });
    }

    fn wizard_ui(&mut self, ctx: &egui::Context, tokens: &Tokens) {
        if let Some(session) = &self.session {
            let today = UtcMillis::now().local_day();
            let context = PanelContext { session, tokens, commands: &self.commands, today, author: &self.prefs.author };
            self.wizard.show_ui(ctx, &context);
        }
    }

    /// What the sheets about a file are shown with; `None` where none is open.
    fn panel_context<'a>(&'a self, tokens: &'a Tokens) -> Option<PanelContext<'a>> {
        let (commands, author) = (&self.commands, self.prefs.author.as_str());
        let session = self.session.as_ref()?;
        Some(PanelContext { session, tokens, commands, today: Session::today(), author })
    }

    fn sheet_ui(&mut self, ctx: &egui::Context, tokens: &Tokens) {
        let Some(mut sheet) = self.sheet.take() else { return };
        let is_closed = match &mut sheet {
            Sheet::Palette(state) => palette::palette_ui(ctx, state, &self.shell(tokens)),
            Sheet::TemplateName(name) => self.template_sheet_ui(ctx, tokens, name),
            Sheet::Shortcuts(state) => shortcut_sheet::shortcut_sheet_ui(ctx, tokens, state),
            Sheet::Author(name) => self.author_sheet_ui(ctx, tokens, name),
            Sheet::Settings(state) => settings_sheet_ui(ctx, tokens, (&self.prefs, &self.commands), state),
            Sheet::About => about::about_ui(ctx, tokens),
            Sheet::Log(lines) => about::log_ui(ctx, tokens, lines, &self.home.log_file()),
            Sheet::Export(draft) => self.export_sheet_ui(ctx, tokens, draft),
            Sheet::Answer(draft) => self.panel_context(tokens).is_none_or(|cx| answer_sheet_ui(ctx, &cx, draft)),
            Sheet::Dismiss(draft) => self.panel_context(tokens).is_none_or(|cx| dismiss_sheet_ui(ctx, &cx, draft)),
            Sheet::Days(draft) => days_sheet_ui(ctx, tokens, &self.commands, draft),
            Sheet::Person(draft) => match &self.session {
                Some(session) => person_sheet_ui(ctx, tokens, (session, &self.commands), draft),
                None => true,
            },
            Sheet::Values(draft) => match &self.session {
                Some(session) => values_sheet_ui(ctx, tokens, (session, &self.commands), draft),
                None => true,
            },
            Sheet::Path(purpose, draft) => self.path_sheet_ui(ctx, tokens, *purpose, draft),
            Sheet::ReplaceSource(draft) => match &self.session {
                Some(session) => replace_sheet_ui(ctx, tokens, (session, &self.commands), draft),
                None => true,
            },
            Sheet::Replace(purpose, path, draft) => self.replace_sheet_ui(ctx, tokens, (*purpose, path), draft),
            Sheet::Unsaved(leave) => self.unsaved_sheet_ui(ctx, tokens, *leave),
            Sheet::Importing(leave) => self.importing_sheet_ui(ctx, tokens, *leave),
        };
        // An answer may have opened the next sheet already.
        if is_closed {
            ctx.request_repaint();
        } else if self.sheet.is_none() {
            self.sheet = Some(sheet);
        }
    }

    fn replace_sheet_ui(
        &mut self,
        ctx: &egui::Context,
        tokens: &Tokens,
        (purpose, path): (Purpose, &Path),
        draft: &mut Option<PathDraft>,
    ) -> bool {
        let mut reply = None;
        let size = SheetSize { width: 420.0, max_height: 240.0 };
        let is_closed = sheet_ui(ctx, tokens, dialog::REPLACE, size, |ui| {
            ui.label(dialog::replace_text(&file_name(path)));
            ui.add_space(14.0);
            reply = answers_ui(ui, tokens, dialog::REPLACE_IT, Some(dialog::CANCEL));
        });
        let is_over = is_closed || reply.is_some();
        // What was typed stands there until it is written, or for another name.
        if let Some(draft) = draft.take_if(|_| is_over) {
            self.sheet = Some(Sheet::Path(purpose, draft.waiting(reply == Some(Reply::First))));
        }
        if reply == Some(Reply::First) {
            self.chosen(purpose, vec![path.to_owned()]);
        }
        is_over
    }

    fn importing_sheet_ui(&mut self, ctx: &egui::Context, tokens: &Tokens, leave: Leave) -> bool {
        let mut reply = None;
        let size = SheetSize { width: 460.0, max_height: 240.0 };
        let is_closed = sheet_ui(ctx, tokens, dialog::IMPORTING, size, |ui| {
            ui.label(dialog::IMPORTING_TEXT);
            ui.add_space(14.0);
            reply = answers_ui(ui, tokens, dialog::GO_ON_IMPORTING, Some(dialog::STOP_IMPORT));
        });
        // An import that has ended meanwhile is no reason to ask any more.
        let is_over = self.session.as_ref().is_none_or(|session| session.running_jobs().is_empty());
        if reply == Some(Reply::Second) {
            self.leave_now(ctx, leave);
        }
        is_closed || reply.is_some() || is_over
    }

    fn unsaved_sheet_ui(&mut self, ctx: &egui::Context, tokens: &Tokens, leave: Leave) -> bool {
        let mut reply = None;
        let size = SheetSize { width: 460.0, max_height: 240.0 };
        let is_closed = sheet_ui(ctx, tokens, dialog::UNSAVED, size, |ui| {
            ui.label(dialog::UNSAVED_TEXT);
            ui.add_space(14.0);
            reply = answers_ui(ui, tokens, viewer::SAVE_AS, Some(dialog::CLOSE_ANYWAY));
        });
        match reply {
            Some(Reply::First) => self.send(ctx, AppCommand::SaveAsDialog),
            Some(Reply::Second) => self.leave_now(ctx, leave),
            None => {}
        }
        is_closed || reply.is_some()
    }
}

/// True where bars and panels have to be sparing with the height.
pub(super) fn is_low_window(ctx: &egui::Context) -> bool {
    ctx.content_rect().height() < LOW_WINDOW
}

/// Where dragged pictures will stand, and words about them; the map stays to be seen.
pub(super) fn drop_mark(ctx: &egui::Context, tokens: &Tokens, words: &str, place: Rect) {
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop"));
    let painter = ctx.layer_painter(layer);
    painter.rect_filled(place, radius(tokens.radii.card), color(tokens.accent_soft.with_opacity(0.6)));
    let stroke = line(tokens.strokes.focus, tokens.accent);
    painter.rect_stroke(place, radius(tokens.radii.card), stroke, StrokeKind::Inside);
    let frame = Frame::new()
        .fill(color(tokens.panel))
        .stroke(stroke)
        .corner_radius(radius(tokens.radii.card))
        .inner_margin(Margin::symmetric(12, 8));
    let anchor = Vec2::new(0.0, 24.0);
    let area = egui::Area::new(egui::Id::unique("drop words")).order(egui::Order::Tooltip).interactable(false);
    area.anchor(Align2::CENTER_TOP, anchor).show(ctx, |ui| {
        let text = RichText::new(words).size(points(tokens.type_sizes.body)).color(color(tokens.text));
        frame.show(ui, |ui| ui.add(egui::Label::new(text).extend()));
    });
}

/// Words over the whole window while files are dragged over it.
pub(super) fn drop_overlay(ctx: &egui::Context, tokens: &Tokens, words: &str) {
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop"));
    let painter = ctx.layer_painter(layer);
    let screen = ctx.content_rect();
    painter.rect_filled(screen, 0.0, color(tokens.canvas.with_opacity(0.9)));
    let frame = screen.shrink(20.0);
    painter.rect_stroke(
        frame,
        radius(tokens.radii.stage),
        line(tokens.strokes.focus, tokens.accent),
        StrokeKind::Inside,
    );
    let icon = Rect::from_center_size(screen.center() - Vec2::new(0.0, 34.0), Vec2::splat(34.0));
    paint_icon(&painter, Icon::Import, icon, color(tokens.accent));
    let font = font(tokens.type_sizes.title, Weight::Medium);
    painter.text(screen.center() + Vec2::new(0.0, 12.0), Align2::CENTER_CENTER, words, font, color(tokens.text));
}

/// Which of two buttons was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reply {
    First,
    Second,
}

pub(super) fn answers_ui(ui: &mut Ui, tokens: &Tokens, first: &str, second: Option<&str>) -> Option<Reply> {
    ui.horizontal(|ui| {
        let mut reply = None;
        if ToolButton::words(tokens, first).look(Look::Primary).show_ui(ui).clicked() {
            reply = Some(Reply::First);
        }
        if let Some(second) = second
            && ToolButton::words(tokens, second).show_ui(ui).clicked()
        {
            reply = Some(Reply::Second);
        }
        reply
    })
    .inner
}
