//! The welcome screen: start a map, go on with a recent one, look at the sample.

use crate::base::text::Weight;
use crate::i18n::shell::welcome as text;
use crate::session::AppCommand;
use crate::session::recent::{RecentFile, folders_apart};
use crate::session::templates::{self, Template};
use crate::theme::Tokens;
use crate::ui::commands::UiCommand;
use crate::ui::menu::{ShellContext, recent_name};
use crate::ui::parts::line_in;
use crate::ui::style::{color, font, line, points, radius};
use crate::ui::thumbnail::{paint_own_template, paint_template};
use crate::ui::widgets::{Icon, Look, ToolButton, paint_icon};
use egui::{Align2, Painter, Rect, RichText, Role, Sense, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2};

/// Width of the whole block, points.
const WIDTH: f32 = 1000.0;
/// Room between two tiles.
const GAP: f32 = 16.0;
/// Height of a thumbnail.
const THUMBNAIL: f32 = 96.0;
/// Height of a tile.
const TILE: f32 = THUMBNAIL + 34.0;
/// A tile is at least so wide; as many stand in a row as find room.
const TILE_WIDTH: f32 = 176.0;
/// Width of the buttons beside the title of a template of the user.
const OWN_BUTTONS: f32 = 50.0;
/// Height of a row of the recent files.
const ROW: f32 = 44.0;

/// What a tile starts.
#[derive(Debug, Clone, Copy)]
enum Tile<'a> {
    Sample,
    Template(&'static Template),
    Own(&'a Template),
}

impl<'a> Tile<'a> {
    fn bundled() -> Vec<Self> {
        std::iter::once(Self::Sample).chain(templates::list().iter().map(Self::Template)).collect()
    }

    /// Title and explanation.
    fn words(self) -> (&'a str, &'a str) {
        match self {
            Self::Sample => (UiCommand::OpenSample.words().label, UiCommand::OpenSample.words().hint),
            Self::Template(template) => (&template.title, template.description.trim_end_matches('.')),
            Self::Own(template) => {
                let description = template.description.trim_end_matches('.');
                (&template.title, if description.is_empty() { &template.title } else { description })
            }
        }
    }

    fn command(self) -> AppCommand {
        match self {
            Self::Sample => AppCommand::OpenSample,
            Self::Template(template) => AppCommand::NewFromTemplate(template.name.clone()),
            Self::Own(template) => AppCommand::NewFromTemplate(template.name.clone()),
        }
    }
}

/// How many tiles stand in a row of a width.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of tiles")]
fn per_row(width: f32) -> usize {
    (((width + GAP) / (TILE_WIDTH + GAP)).floor() as usize).max(1)
}

/// Shows the welcome screen.
pub fn welcome_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    let t = cx.tokens;
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = WIDTH.min(ui.available_width() - 48.0);
        let recent = cx.prefs.recent.files();
        let rows = recent.len().max(1) as f32;
        let in_rows = |count: usize| count.div_ceil(per_row(width));
        let tile_rows = (in_rows(Tile::bundled().len()) + in_rows(cx.own_templates.len())) as f32;
        let height = 100.0 + tile_rows * (TILE + 6.0) + 72.0 + rows * ROW + 60.0;
        let top = ((ui.available_height() - height) * 0.42).max(28.0);
        let left = ((ui.available_width() - width) / 2.0).max(0.0);
        let origin = ui.max_rect().min + vec2(left, top);
        let room = Rect::from_min_size(origin, vec2(width, height));
        ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
            ui.set_width(width);
            head_ui(ui, t);
            ui.add_space(26.0);
            caption_ui(ui, t, text::START);
            ui.add_space(8.0);
            tiles_ui(ui, cx, width, &Tile::bundled());
            if !cx.own_templates.is_empty() {
                ui.add_space(16.0);
                caption_ui(ui, t, text::OWN);
                ui.add_space(8.0);
                tiles_ui(ui, cx, width, &cx.own_templates.iter().map(Tile::Own).collect::<Vec<_>>());
            }
            ui.add_space(28.0);
            recent_head_ui(ui, cx, width);
            ui.add_space(4.0);
            if recent.is_empty() {
                ui.add_space(6.0);
                ui.weak(text::NO_RECENT);
            }
            ui.spacing_mut().item_spacing.y = 0.0;
            let folders = folders_apart(recent);
            for (file, folder) in recent.iter().zip(folders) {
                recent_ui(ui, cx, (file, folder), cx.missing.contains(&file.path));
            }
            if !cx.prefs.forgotten.is_empty() {
                removed_ui(ui, cx);
            }
            ui.add_space(20.0);
            let hint = RichText::new(text::DROP).size(points(t.type_sizes.label)).color(color(t.text_faint));
            ui.label(hint);
            ui.add_space(24.0);
        });
    });
}

/// The way back to maps that were taken from the list and stand nowhere else.
fn removed_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    let words = UiCommand::RelistRemoved.words();
    ui.add_space(8.0);
    let button = ToolButton::words(cx.tokens, words.label).with_icon(Icon::Recent).look(Look::Bare).height(26.0);
    if button.show_ui(ui).on_hover_text(words.hint).clicked() {
        cx.commands.send(AppCommand::RelistRemoved);
    }
}

fn head_ui(ui: &mut Ui, t: &Tokens) {
    let title = RichText::new(text::TITLE).font(font(t.type_sizes.drawer_value, Weight::SemiBold)).color(color(t.text));
    ui.label(title);
    ui.label(RichText::new(text::LEAD).size(points(t.type_sizes.title)).color(color(t.text_weak)));
}

fn caption_ui(ui: &mut Ui, t: &Tokens, words: &str) {
    let font = font(t.type_sizes.label, Weight::SemiBold);
    ui.label(RichText::new(words.to_uppercase()).font(font).color(color(t.text_weak)).extra_letter_spacing(0.7));
}

fn tiles_ui(ui: &mut Ui, cx: &ShellContext<'_>, width: f32, tiles: &[Tile<'_>]) {
    let per_row = per_row(width);
    let tile_width = ((width - (per_row - 1) as f32 * GAP) / per_row as f32).floor();
    for row in tiles.chunks(per_row) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for tile in row {
                tile_ui(ui, cx, *tile, tile_width);
            }
        });
    }
}

fn tile_ui(ui: &mut Ui, cx: &ShellContext<'_>, tile: Tile<'_>, width: f32) {
    let t = cx.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(width, TILE), Sense::click());
    let (label, hint) = tile.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    let is_hot = response.hovered() || response.has_focus();
    let picture = Rect::from_min_size(rect.min, vec2(width, THUMBNAIL));
    let edge = if is_hot { t.accent } else { t.card_line };
    let stroke = line(if is_hot { t.strokes.focus } else { t.strokes.hairline }, edge);
    let painter = ui.painter_at(rect.expand(2.0));
    painter.rect(picture, radius(t.radii.stage), color(t.canvas), stroke, StrokeKind::Inside);
    match tile {
        Tile::Sample => paint_sample(&painter, picture.shrink(12.0), t),
        Tile::Template(template) => paint_template(&painter, picture.shrink(12.0), t, template),
        Tile::Own(template) => paint_own_template(ui, &painter, picture.shrink(12.0), t, template),
    }
    let ink = color(if is_hot { t.accent } else { t.text });
    let mut words = Rect::from_min_max(pos2(rect.left() + 1.0, picture.bottom() + 4.0), rect.max);
    if matches!(tile, Tile::Own(_)) {
        words.max.x -= OWN_BUTTONS;
    }
    line_in(ui, words, label, font(t.type_sizes.control, Weight::Medium), ink);
    let is_removed = match tile {
        Tile::Own(template) => own_template_ui(ui, cx, template, rect),
        Tile::Sample | Tile::Template(_) => false,
    };
    let response = response.on_hover_text(hint);
    if response.clicked() && !is_removed {
        cx.commands.send(tile.command());
    }
}

/// The small buttons that rename and remove a template of the user; true when one was pressed.
fn own_template_ui(ui: &mut Ui, cx: &ShellContext<'_>, template: &Template, tile: Rect) -> bool {
    let name = || template.name.clone();
    let middle = tile.top() + THUMBNAIL + 16.0;
    let buttons = [
        (11.0, text::remove_template(&template.title), Icon::Close, AppCommand::RemoveTemplate(name())),
        (35.0, text::rename_template(&template.title), Icon::Pencil, AppCommand::RenameTemplateDialog(name())),
    ];
    let mut is_pressed = false;
    for (from_right, label, icon, command) in buttons {
        let at = Rect::from_center_size(pos2(tile.right() - from_right, middle), Vec2::splat(22.0));
        let mut within = ui.new_child(UiBuilder::new().max_rect(at));
        let button = ToolButton::icon(cx.tokens, &label, icon).look(Look::Bare).height(22.0);
        let is_clicked = button.show_ui(&mut within).on_hover_text(&label).clicked();
        if is_clicked {
            cx.commands.send(command);
            is_pressed = true;
        }
    }
    is_pressed
}

/// The sample: stages with a number each, a measured curve, trends.
fn paint_sample(painter: &Painter, room: Rect, t: &Tokens) {
    let stages = 6;
    let column = room.width() / stages as f32;
    let status = [t.good, t.good, t.watch, t.good, t.off, t.watch];
    for (index, ink) in (0_u8..).zip(status) {
        let left = room.left() + f32::from(index) * column;
        let head = Rect::from_min_size(pos2(left, room.top()), vec2(column - 3.0, 24.0));
        painter.rect_filled(head, radius(2.0), color(t.tint(index)));
        painter.circle_filled(head.min + vec2(6.0, 8.0), 2.2, color(ink));
        let value = Rect::from_min_size(head.min + vec2(4.0, 15.0), vec2(column * 0.5, 5.0));
        painter.rect_filled(value, radius(1.0), color(t.ink(index)));
        let card = Rect::from_min_size(pos2(left, room.top() + 52.0), vec2(column - 3.0, 20.0));
        painter.rect(card, radius(2.0), color(t.card), line(t.strokes.hairline, t.card_line), StrokeKind::Inside);
        let wave = [0.5, 0.62, 0.45, 0.6, 0.4, 0.52];
        let fall = if ink == t.off { 0.35 } else { -0.12 };
        let points: Vec<_> = (0_u8..)
            .zip(wave)
            .map(|(step, y)| {
                let along = f32::from(step) / 5.0;
                pos2(card.left() + 4.0 + along * (card.width() - 8.0), card.top() + 4.0 + (y + fall * along) * 12.0)
            })
            .collect();
        painter.line(points, line(1.2, ink));
    }
    paint_curve(painter, room, 38.0, t, t.accent);
}

fn paint_curve(painter: &Painter, room: Rect, top: f32, t: &Tokens, ink: crate::base::color::Rgba) {
    let heights = [0.2, 0.35, 0.1, 0.75, 0.95, 0.6, 0.05, 0.2, 0.7, 0.9, 0.5];
    let last = (heights.len() - 1) as f32;
    let points: Vec<_> = heights
        .iter()
        .enumerate()
        .map(|(index, y)| {
            let x = room.left() + 6.0 + index as f32 / last * (room.width() - 14.0);
            pos2(x, room.top() + top - 8.0 + y * 15.0)
        })
        .collect();
    painter.line(points, line(t.strokes.drawn, ink));
}

fn recent_head_ui(ui: &mut Ui, cx: &ShellContext<'_>, width: f32) {
    ui.horizontal(|ui| {
        caption_ui(ui, cx.tokens, text::RECENT);
        let button = ToolButton::words(cx.tokens, text::OPEN).with_icon(Icon::Folder);
        ui.add_space((width - ui.min_rect().width() - button.width(ui) - 8.0).max(0.0));
        if button.show_ui(ui).clicked() {
            cx.commands.send(AppCommand::OpenDialog);
        }
    });
}

fn recent_ui(ui: &mut Ui, cx: &ShellContext<'_>, (file, folder): (&RecentFile, String), is_missing: bool) {
    let t = cx.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = recent_name(file);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, !is_missing, text::open_recent(&name)));
    let painter = ui.painter();
    if response.hovered() && !is_missing {
        painter.rect_filled(rect, radius(t.radii.row), color(t.hover));
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, line(t.strokes.hairline, t.hairline));
    let ink = color(if is_missing { t.text_faint } else { t.text });
    let square = Rect::from_center_size(pos2(rect.left() + 16.0, rect.center().y), Vec2::splat(16.0));
    paint_icon(painter, Icon::File, square, color(t.text_faint));
    let x = rect.left() + 36.0;
    painter.text(
        pos2(x, rect.top() + 7.0),
        Align2::LEFT_TOP,
        name.trim_end_matches(".milepost"),
        font(t.type_sizes.control, Weight::Medium),
        ink,
    );
    let folder = match (&file.title, file.is_recovered) {
        (_, true) => text::RECOVERED.to_owned(),
        (Some(_), false) => text::UNTITLED.to_owned(),
        (None, false) => folder,
    };
    let small = font(t.type_sizes.label, Weight::Regular);
    let end = if is_missing { text::MISSING.to_owned() } else { day_text(file) };
    let detail_ink = color(if is_missing { t.off } else { t.text_weak });
    let remove = Rect::from_center_size(pos2(rect.right() - 18.0, rect.center().y), Vec2::splat(24.0));
    let end_at = pos2(remove.left() - 8.0, rect.center().y);
    let end_rect = painter.text(end_at, Align2::RIGHT_CENTER, end, small.clone(), detail_ink);
    let words = Rect::from_min_max(pos2(x, rect.top()), pos2(end_rect.left() - 12.0, rect.bottom()));
    let folder_at = pos2(x, rect.bottom() - 8.0);
    painter.with_clip_rect(words).text(folder_at, Align2::LEFT_BOTTOM, folder, small, color(t.text_faint));
    let remove_name = text::remove(&name);
    // Where it is, whole: the row says only as much as tells it from others.
    let response = response.on_hover_text(file.path.display().to_string());
    // A child of its own: a scope would begin the next row right below the button, within this one.
    let mut within = ui.new_child(UiBuilder::new().max_rect(remove));
    let button = ToolButton::icon(t, &remove_name, Icon::Close).look(Look::Bare).height(24.0);
    let is_removed = button.show_ui(&mut within).on_hover_text(text::REMOVE).clicked();
    if is_removed {
        cx.commands.send(AppCommand::ForgetRecent(file.path.clone()));
    } else if response.clicked() && !is_missing {
        cx.commands.send(AppCommand::Open(file.path.clone()));
    }
}

fn day_text(file: &RecentFile) -> String {
    let day = crate::i18n::shell::numbers::day(file.opened_at.local_day());
    match file.title {
        // Several maps of a day may have the same title: that of their template.
        Some(_) => text::day_and_time(&day, file.opened_at.local_clock()),
        None => day,
    }
}
