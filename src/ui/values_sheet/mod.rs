//! The sheet in which values are typed in or pasted for a KPI at a place: a small table with what each line comes to.

mod draft;
mod words;

pub use draft::ValuesDraft;

use crate::canvas::input::take_pasted;
use crate::i18n::shell::values as text;
use crate::session::{AppCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::parts::{line_in, problem_ui, weak};
use crate::ui::style::{color, font, line, points};
use crate::ui::widgets::{Icon, Look, SheetSize, ToolButton, sheet_ui};
use egui::{
    Align2, FontId, Id, Key, Label, Modifiers, Role, ScrollArea, Stroke, TextEdit, Ui, UiBuilder, WidgetInfo, vec2,
};

/// Widths of the columns, in points.
const DAY_WIDTH: f32 = 130.0;
const NUMBER_WIDTH: f32 = 104.0;
const VALUE_WIDTH: f32 = 96.0;
/// Height of a line with its space.
const LINE_HEIGHT: f32 = 30.0;
/// Height of the lines that are seen at once.
const LINES_HEIGHT: f32 = 270.0;
/// Height of the problems that are seen at once.
const PROBLEMS_HEIGHT: f32 = 72.0;

fn cell_id((line, column): (usize, usize)) -> Id {
    Id::unique(("typed value", line, column))
}

/// Shows the sheet; true when it should close.
pub fn values_sheet_ui(
    ctx: &egui::Context,
    tokens: &Tokens,
    (session, commands): (&Session, &CommandSender),
    draft: &mut ValuesDraft,
) -> bool {
    draft.take();
    keys(ctx, draft);
    let mut is_done = false;
    let size = SheetSize { width: 600.0, max_height: 560.0 };
    let title = draft.title.clone();
    let wants_to_close = sheet_ui(ctx, tokens, &title, size, |ui| {
        ui.add(Label::new(weak(tokens, words::purpose(draft.columns))).wrap());
        if !draft.others.is_empty() {
            ui.add(Label::new(weak(tokens, text::others(&draft.others))).wrap());
        }
        ui.add_space(points(tokens.spacing) * 2.0);
        if draft.is_reading() {
            ui.label(weak(tokens, text::READING));
        } else if let Some(problem) = &draft.problem {
            problem_ui(ui, tokens, problem);
        } else {
            lines_ui(ui, tokens, draft);
        }
        is_done = end_ui(ui, tokens, (session, commands), draft);
    });
    if wants_to_close && draft.is_changed() && !draft.is_asking {
        draft.is_asking = true;
        ctx.request_repaint();
        return is_done;
    }
    wants_to_close || is_done
}

/// The cell that has the keyboard. Asked of the window itself: a cell may get it after it was laid out.
fn focused(ctx: &egui::Context, draft: &ValuesDraft) -> Option<(usize, usize)> {
    let id = ctx.memory(|memory| memory.focused())?;
    let known = draft.focused.filter(|cell| cell_id(*cell) == id);
    let mut all = (0..draft.lines.len()).flat_map(|line| (0..draft.width()).map(move |column| (line, column)));
    known.or_else(|| all.find(|cell| cell_id(*cell) == id))
}

/// What keys and the clipboard do in the table rather than in one cell.
fn keys(ctx: &egui::Context, draft: &mut ValuesDraft) {
    draft.focused = focused(ctx, draft);
    let Some((line, column)) = draft.focused else { return };
    let is_table = |text: &str| text.trim_end().contains(['\t', '\n']);
    let pasted = ctx.input_mut(|input| take_pasted(&mut input.events, is_table));
    if let Some(text) = pasted {
        draft.paste((line, column), &text);
    }
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let last = draft.lines.len().saturating_sub(1);
    let next = (line + 1).min(last);
    if pressed(Key::ArrowUp) {
        draft.focus = Some((line.saturating_sub(1), column));
    } else if pressed(Key::ArrowDown) {
        draft.focus = Some((next, column));
    } else if pressed(Key::Enter) {
        // A new line begins with its day.
        draft.focus = Some((next, if next == last { 0 } else { column }));
    } else if column + 1 == draft.width() && line < last && pressed(Key::Tab) {
        // The buttons that take lines out are not what comes next.
        draft.focus = Some((next, 0));
    }
}

fn lines_ui(ui: &mut Ui, tokens: &Tokens, draft: &mut ValuesDraft) {
    let headings = words::headings(draft.columns);
    ui.spacing_mut().item_spacing = vec2(points(tokens.spacing), 0.0);
    ui.horizontal(|ui| {
        let font = FontId::proportional(points(tokens.type_sizes.label));
        let heading = |ui: &mut Ui, text: &str, width: f32| {
            let (rect, _) = ui.allocate_exact_size(vec2(width, LINE_HEIGHT * 0.75), egui::Sense::hover());
            line_in(ui, rect, text, font.clone(), color(tokens.text_weak));
        };
        heading(ui, text::DAY, DAY_WIDTH);
        headings.iter().for_each(|name| heading(ui, name, NUMBER_WIDTH));
        heading(ui, text::VALUE, VALUE_WIDTH);
    });
    let (mut is_changed, mut removed) = (false, None);
    let count = draft.lines.len();
    let hint = draft.day_hint();
    let area = ScrollArea::vertical().id_salt("typed values").max_height(LINES_HEIGHT).auto_shrink([false, true]);
    area.show_viewport(ui, |ui, view| {
        ui.set_height(LINE_HEIGHT * lines(count));
        let top = ui.max_rect().top();
        for row in 0..count {
            let at = LINE_HEIGHT * lines(row);
            let wants_focus = draft.focus.filter(|(line, _)| *line == row);
            let is_seen = at + LINE_HEIGHT >= view.min.y && at <= view.max.y;
            // The cell with the keyboard is laid out wherever it is, or the keyboard would be nowhere.
            if !is_seen && wants_focus.is_none() && draft.focused.is_none_or(|(line, _)| line != row) {
                continue;
            }
            let rect = egui::Rect::from_min_size(
                egui::pos2(ui.max_rect().left(), top + at),
                vec2(ui.available_width(), LINE_HEIGHT),
            );
            if wants_focus.is_some() {
                ui.scroll_to_rect(rect, None);
            }
            ui.scope_builder(UiBuilder::new().max_rect(rect).id_salt(row), |ui| {
                ui.horizontal_centered(|ui| {
                    for column in 0..draft.width() {
                        let field = cell_ui(ui, tokens, draft, (row, column), &hint);
                        is_changed |= field.changed();
                        if wants_focus == Some((row, column)) {
                            field.request_focus();
                        }
                    }
                    let (rect, space) = ui.allocate_exact_size(vec2(VALUE_WIDTH, LINE_HEIGHT), egui::Sense::hover());
                    let font = font(tokens.type_sizes.body, crate::base::text::Weight::Medium);
                    let value = draft.value_of(row);
                    line_in(ui, rect, &value, font, color(tokens.text));
                    space.widget_info(|| WidgetInfo::labeled(Role::Label, true, &value));
                    if row + 1 < count {
                        let name = text::remove_line(row + 1);
                        let button = ToolButton::icon(tokens, &name, Icon::Close).look(Look::Bare).height(22.0);
                        if button.show_ui(ui).on_hover_text(text::REMOVE_LINE).clicked() {
                            removed = Some(row);
                        }
                    }
                });
            });
        }
    });
    draft.focus = None;
    if is_changed {
        draft.is_too_wide = false;
        draft.changed();
    }
    if let Some(row) = removed {
        draft.remove(row);
    }
}

/// Lines as a length.
fn lines(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::from(u16::MAX), f32::from)
}

fn cell_ui(
    ui: &mut Ui,
    tokens: &Tokens,
    draft: &mut ValuesDraft,
    (row, column): (usize, usize),
    hint: &str,
) -> egui::Response {
    let is_wrong = draft.is_wrong((row, column)) && draft.focused != Some((row, column));
    let is_last = row + 1 == draft.lines.len();
    let number = column.checked_sub(1);
    let heading = number.and_then(|index| words::headings(draft.columns).get(index)).copied().unwrap_or(text::DAY);
    let mut nothing = String::new();
    let text = draft.lines.get_mut(row).and_then(|line| line.get_mut(column)).unwrap_or(&mut nothing);
    let usual_edge = ui.visuals().widgets.inactive.bg_stroke;
    if is_wrong {
        let edge = Stroke { color: color(tokens.off), ..line(tokens.strokes.hairline, tokens.off) };
        ui.visuals_mut().widgets.inactive.bg_stroke = edge;
    }
    let align = if number.is_some() { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    let width = if number.is_some() { NUMBER_WIDTH } else { DAY_WIDTH };
    let field = TextEdit::singleline(text)
        .id(cell_id((row, column)))
        .hint_text(if number.is_none() && is_last { hint } else { "" })
        .align(align);
    let field = ui.add_sized(vec2(width, LINE_HEIGHT - 4.0), field);
    // The cells beside it are not wrong.
    ui.visuals_mut().widgets.inactive.bg_stroke = usual_edge;
    ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(text::cell(heading, row + 1)));
    field
}

/// Every line that cannot be kept, with why.
fn problems_ui(ui: &mut Ui, tokens: &Tokens, problems: &[String]) {
    let area = ScrollArea::vertical().id_salt("problems").max_height(PROBLEMS_HEIGHT).auto_shrink([false, true]);
    area.show(ui, |ui| problems.iter().for_each(|problem| problem_ui(ui, tokens, problem)));
}

fn end_ui(
    ui: &mut Ui,
    tokens: &Tokens,
    (session, commands): (&Session, &CommandSender),
    draft: &mut ValuesDraft,
) -> bool {
    let mut is_done = false;
    ui.add_space(points(tokens.spacing) * 2.0);
    let outcome = draft.outcome();
    let can_write = session.can_import();
    match &outcome {
        _ if draft.is_reading() || draft.problem.is_some() => {}
        _ if draft.is_asking => problem_ui(ui, tokens, text::UNSAVED),
        // While a cell is being typed, that it is not whole is no news.
        Err(problems) if !problems.is_empty() => problems_ui(ui, tokens, problems),
        _ if !can_write => problem_ui(ui, tokens, text::NOT_NOW),
        _ if draft.is_too_wide => problem_ui(ui, tokens, text::BEYOND),
        Ok(lines) if draft.is_changed() && draft.ahead(lines).is_some() => {
            let ahead = draft.ahead(lines).unwrap_or_default();
            ui.add(Label::new(weak(tokens, text::ahead(&crate::i18n::panels::day(ahead)))).wrap());
        }
        _ => {
            ui.add(Label::new(weak(tokens, " ")));
        }
    }
    ui.add_space(points(tokens.spacing));
    ui.horizontal(|ui| {
        let lines = outcome.ok().filter(|_| can_write && !draft.is_reading() && draft.problem.is_none());
        let is_ahead = lines.as_ref().is_some_and(|lines| draft.is_far_ahead(lines));
        let keep = if is_ahead { text::KEEP_AHEAD } else { text::KEEP };
        let keep = ToolButton::words(tokens, keep).look(Look::Primary);
        let is_possible = lines.is_some() && draft.is_changed();
        if ui.add_enabled_ui(is_possible, |ui| keep.show_ui(ui)).inner.clicked()
            && let Some(lines) = lines
        {
            commands.send(AppCommand::KeepValues(draft.at, lines));
            is_done = true;
        }
        let leave = if draft.is_asking { text::DISCARD } else { text::CANCEL };
        if ToolButton::words(tokens, leave).show_ui(ui).clicked() {
            if draft.is_changed() && !draft.is_asking {
                draft.is_asking = true;
            } else {
                is_done = true;
            }
        }
    });
    is_done
}
