//! Small pieces that the panels share: captions, rows, fields, chips, status shapes and empty states.

use crate::base::color::Rgba;
use crate::base::text::Weight;
use crate::base::time::Day;
use crate::metrics::Status;
use crate::session::{CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::style::{self, color, points};
use egui::{
    Align, Color32, FontId, Layout, Pos2, Rect, Response, RichText, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

/// What every panel reads and writes to.
pub struct PanelContext<'a> {
    /// The open document with its numbers; read only.
    pub session: &'a Session,
    /// Colours and sizes of the shown theme.
    pub tokens: &'a Tokens,
    /// Where wishes go.
    pub commands: &'a CommandSender,
    /// The day on the computer's calendar, for the age of data.
    pub today: Day,
    /// Who writes notes here.
    pub author: &'a str,
}

/// Words in the label size.
#[must_use]
pub fn weak(tokens: &Tokens, text: impl Into<String>) -> RichText {
    RichText::new(text).size(points(tokens.type_sizes.label)).color(color(tokens.text_weak))
}

/// Running text.
#[must_use]
pub fn body(tokens: &Tokens, text: impl Into<String>) -> RichText {
    RichText::new(text).size(points(tokens.type_sizes.body)).color(color(tokens.text))
}

/// Words that carry weight.
#[must_use]
pub fn strong(tokens: &Tokens, text: impl Into<String>, size: f64) -> RichText {
    RichText::new(text).size(points(size)).family(style::family(Weight::SemiBold)).color(color(tokens.text))
}

/// The heading of a section, small and spaced, as in "MAPS".
pub fn caption_ui(ui: &mut Ui, tokens: &Tokens, text: &str) {
    let words = RichText::new(text.to_uppercase())
        .size(points(tokens.type_sizes.axis))
        .family(style::family(Weight::SemiBold))
        .color(color(tokens.text_weak))
        .extra_letter_spacing(0.8);
    let response = ui.add(egui::Label::new(words).selectable(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, text));
}

/// The label above a field; give its id to the field's `labelled_by`.
pub fn label_ui(ui: &mut Ui, tokens: &Tokens, text: &str) -> Response {
    ui.add_space(points(tokens.spacing));
    ui.add(egui::Label::new(weak(tokens, text)).selectable(false))
}

/// A sentence under a field that says what is wrong.
pub fn problem_ui(ui: &mut Ui, tokens: &Tokens, text: &str) {
    let words = RichText::new(text).size(points(tokens.type_sizes.label)).color(color(tokens.off));
    ui.add(egui::Label::new(words).wrap());
}

/// A whole panel without anything to show: what it is and what to do.
pub fn empty_ui(ui: &mut Ui, tokens: &Tokens, title: &str, hint: &str) {
    ui.add_space(points(tokens.spacing) * 4.0);
    ui.vertical_centered(|ui| {
        ui.label(strong(tokens, title, tokens.type_sizes.body));
        ui.add(egui::Label::new(weak(tokens, hint)).wrap());
    });
}

pub use crate::session::overlay::status_words;

/// The colour of a status.
#[must_use]
pub fn status_color(tokens: &Tokens, status: Status) -> Color32 {
    color(match status {
        Status::OnTarget => tokens.good,
        Status::Watch => tokens.watch,
        Status::Off => tokens.off,
        Status::NoTarget => tokens.text_faint,
    })
}

/// The shape of a status around a middle: ● on target, ▲ watch, ■ off, ○ without target.
pub fn status_shape(tokens: &Tokens, status: Status, middle: Pos2, size: f32) -> Shape {
    let (fill, half) = (status_color(tokens, status), size / 2.0);
    match status {
        Status::OnTarget => Shape::circle_filled(middle, half, fill),
        Status::Watch => Shape::convex_polygon(
            vec![middle + vec2(0.0, -half), middle + vec2(half, half * 0.8), middle + vec2(-half, half * 0.8)],
            fill,
            Stroke::NONE,
        ),
        Status::Off => Shape::rect_filled(Rect::from_center_size(middle, Vec2::splat(size * 0.88)), 1.0, fill),
        Status::NoTarget => Shape::circle_stroke(middle, half - 0.6, Stroke::new(1.2, fill)),
    }
}

/// The shape of a status as a widget of its own.
pub fn status_ui(ui: &mut Ui, tokens: &Tokens, status: Status, size: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size), Sense::hover());
    ui.painter().add(status_shape(tokens, status, rect.center(), size));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, status_words(status)));
    response.on_hover_text(status_words(status))
}

/// What stands at the right end of a row.
pub enum RowEnd<'a> {
    /// Nothing.
    Empty,
    /// A few weak words.
    Words(&'a str),
    /// A status shape.
    Status(Status),
}

/// A row of a list: words left, something small right, selectable.
pub struct Row<'a> {
    /// Identity, from the record.
    pub id: egui::Id,
    /// The words.
    pub text: &'a str,
    /// What it is, for people who do not see where it stands, as in "Stage".
    pub sort: &'a str,
    /// At the right end.
    pub end: RowEnd<'a>,
    /// Words that do not fit go on in further lines, and are cut in their middle where those are not enough: others begin
    /// alike, and only the end tells them apart.
    pub is_cut_in_middle: bool,
    /// Chosen.
    pub is_selected: bool,
    /// Shown fainter, as something that does not count.
    pub is_faint: bool,
}

impl Row<'_> {
    /// How high a row of one line is, points.
    #[must_use]
    pub fn height(tokens: &Tokens) -> f32 {
        points(tokens.type_sizes.body) + 10.0
    }

    /// Paints the row over the whole width; Enter and Space count as a click.
    pub fn show_ui(&self, ui: &mut Ui, tokens: &Tokens) -> Response {
        let pad = points(tokens.spacing) * 2.0;
        let width = ui.available_width();
        let more = self.further_lines(ui, tokens, width) * (points(tokens.type_sizes.body) + 4.0);
        let (_, rect) = ui.allocate_space(vec2(width, Self::height(tokens) + more));
        let response = ui.interact(rect, self.id, Sense::click());
        let name = format!("{} {}", self.sort, self.text);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.is_selected, &name));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let radius = points(tokens.radii.row);
        if self.is_selected {
            ui.painter().rect_filled(rect, radius, color(tokens.accent_soft));
        } else if response.hovered() {
            ui.painter().rect_filled(rect, radius, color(tokens.hover));
        }
        if response.has_focus() {
            let stroke = Stroke::new(1.0, color(tokens.focus));
            ui.painter().rect_stroke(rect, radius, stroke, egui::StrokeKind::Inside);
        }
        let mut right = rect.right() - pad;
        match &self.end {
            RowEnd::Empty => {}
            RowEnd::Words(words) => {
                let font = FontId::proportional(points(tokens.type_sizes.label));
                let ink = color(tokens.text_weak);
                let taken = self.end_width(ui, tokens, rect.width());
                let left = right - taken;
                let room = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
                if taken > 0.0 {
                    line_in(ui, room, words, font, ink);
                    right = left - pad;
                }
            }
            RowEnd::Status(status) => {
                let size = 8.0;
                ui.painter().add(status_shape(tokens, *status, pos2(right - size / 2.0, rect.center().y), size));
                right -= size + pad;
            }
        }
        let ink = match (self.is_selected, self.is_faint) {
            (true, _) => tokens.accent,
            (false, true) => tokens.text_faint,
            (false, false) => tokens.text,
        };
        let room = Rect::from_min_max(rect.min + vec2(pad, 0.0), pos2(right, rect.bottom()));
        let font = FontId::proportional(points(tokens.type_sizes.body));
        let is_cut = if more > 0.0 {
            let set = |text: &str| few_lines(ui, text, room.width(), color(ink), font.clone());
            let shown = cut_in_middle(self.text, |text| !set(text).elided);
            let galley = set(&shown);
            let at = pos2(room.left(), room.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, color(ink));
            shown != self.text
        } else {
            line_in(ui, room, self.text, font, color(ink))
        };
        if is_cut { response.on_hover_text(self.text) } else { response }
    }

    /// Width of the words, on one line.
    fn name_width(&self, ui: &Ui, tokens: &Tokens) -> f32 {
        let font = FontId::proportional(points(tokens.type_sizes.body));
        ui.painter().layout_no_wrap(self.text.to_owned(), font, Color32::PLACEHOLDER).size().x
    }

    /// What the words at the right end take of a row. Long ones leave its room to the name, up to half of the row.
    fn end_width(&self, ui: &Ui, tokens: &Tokens, width: f32) -> f32 {
        let RowEnd::Words(words) = &self.end else { return 0.0 };
        let pad = points(tokens.spacing) * 2.0;
        let whole = width - 2.0 * pad;
        let most = (whole / 2.0).max(whole - self.name_width(ui, tokens) - pad);
        let font = FontId::proportional(points(tokens.type_sizes.label));
        ui.painter().layout_no_wrap((*words).to_owned(), font, Color32::PLACEHOLDER).size().x.min(most)
    }

    /// How many lines more than one the words need that may have them.
    fn further_lines(&self, ui: &Ui, tokens: &Tokens, width: f32) -> f32 {
        if !self.is_cut_in_middle {
            return 0.0;
        }
        let pad = points(tokens.spacing) * 2.0;
        let end = self.end_width(ui, tokens, width);
        let end = if end > 0.0 { end + pad } else { 0.0 };
        let room = width - 2.0 * pad - end;
        if self.name_width(ui, tokens) <= room {
            return 0.0;
        }
        let font = FontId::proportional(points(tokens.type_sizes.body));
        // One at least: it may have to be cut in one that is wider.
        match few_lines(ui, self.text, room, Color32::PLACEHOLDER, font).rows.len() {
            0..=2 => 1.0,
            _ => 2.0,
        }
    }
}

/// Words in up to three lines of a width; marked as cut where those are not enough.
fn few_lines(ui: &Ui, text: &str, width: f32, ink: Color32, font: FontId) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple(text.to_owned(), font, ink, width.max(0.0));
    job.wrap.max_rows = 3;
    ui.painter().layout_job(job)
}

/// Words without as much of their middle as they need to fit, as in "Sub…n (future)".
fn cut_in_middle(text: &str, fits: impl Fn(&str) -> bool) -> String {
    let signs: Vec<char> = text.chars().collect();
    let cut = |kept: usize| -> String {
        // What tells them apart stands at the end.
        let (front, back) = (kept / 4, kept - kept / 4);
        let end = signs.iter().skip(signs.len().saturating_sub(back));
        signs.iter().take(front).chain(&['…']).chain(end).collect()
    };
    if fits(text) {
        return text.to_owned();
    }
    (0..signs.len()).rev().map(cut).find(|shown| fits(shown)).unwrap_or_else(|| cut(0))
}

/// One line of text in a rectangle, cut with "…" when it does not fit; true when it was cut.
pub fn line_in(ui: &Ui, room: Rect, text: &str, font: FontId, ink: Color32) -> bool {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.width().max(0.0));
    let galley = ui.painter().layout_job(job);
    let at = pos2(room.left(), room.center().y - galley.size().y / 2.0);
    let is_cut = galley.elided;
    ui.painter().galley(at, galley, ink);
    is_cut
}

/// Arrows walk through a list and choose, as in the lists of other programs: the row that they go to from a row with the
/// keyboard. `None` when no arrow was pressed, or before the first one.
pub fn walked(ui: &Ui, row: &Response, index: usize) -> Option<usize> {
    if !row.has_focus() {
        return None;
    }
    ui.memory_mut(|memory| {
        let filter = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
        memory.set_focus_lock_filter(row.id, filter);
    });
    // The key is taken: the next row has the keyboard before this frame ends, and would go on.
    let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    match (pressed(egui::Key::ArrowDown), pressed(egui::Key::ArrowUp)) {
        (true, _) => Some(index + 1),
        (_, true) => index.checked_sub(1),
        _ => None,
    }
}

/// Words that act like a link.
pub fn link_ui(ui: &mut Ui, tokens: &Tokens, text: &str) -> Response {
    let words = RichText::new(text)
        .size(points(tokens.type_sizes.label))
        .family(style::family(Weight::Medium))
        .color(color(tokens.accent));
    let padding = std::mem::take(&mut ui.spacing_mut().button_padding.x);
    let response = ui.add(egui::Button::new(words).frame(false));
    ui.spacing_mut().button_padding.x = padding;
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// Some choices beside each other, one of them taken; in as many rows as their words need. Gives the index of a newly
/// taken one.
pub fn choice_ui(ui: &mut Ui, tokens: &Tokens, name: &str, words: &[&str], chosen: Option<usize>) -> Option<usize> {
    let mut taken = None;
    let gap = points(tokens.spacing);
    let font = style::font(tokens.type_sizes.label, Weight::Medium);
    let width_of =
        |word: &&str| ui.painter().layout_no_wrap((*word).to_owned(), font.clone(), Color32::PLACEHOLDER).size().x;
    let widest = words.iter().map(width_of).fold(0.0_f32, f32::max) + 4.0;
    let room = ui.available_width();
    let width_in = |columns: usize| {
        #[expect(clippy::cast_precision_loss, reason = "a handful of choices")]
        let columns = columns as f32;
        ((room - gap * (columns - 1.0)) / columns).max(24.0)
    };
    let count = words.len().max(1);
    let most = (1..=count).rev().find(|columns| width_in(*columns) >= widest).unwrap_or(1);
    // Rows of about the same length: two and two rather than three and one.
    let columns = count.div_ceil(count.div_ceil(most));
    let width = width_in(columns);
    for (row, part) in words.chunks(columns).enumerate() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for (column, word) in part.iter().enumerate() {
                let index = row * columns + column;
                let is_chosen = chosen == Some(index);
                if choice_button_ui(ui, tokens, (name, word), width, is_chosen).clicked() && !is_chosen {
                    taken = Some(index);
                }
            }
        });
    }
    taken
}

fn choice_button_ui(ui: &mut Ui, tokens: &Tokens, (name, word): (&str, &str), width: f32, is_chosen: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), Sense::click());
    let label = format!("{name}: {word}");
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_chosen, &label));
    let (fill, line, ink) = if is_chosen {
        (tokens.accent_soft, tokens.accent, tokens.accent)
    } else if response.hovered() {
        (tokens.hover, tokens.card_line, tokens.text)
    } else {
        (tokens.card, tokens.card_line, tokens.text)
    };
    let stroke = Stroke::new(if response.has_focus() { 2.0 } else { 1.0 }, color(line));
    let radius = points(tokens.radii.card);
    ui.painter().rect(rect, radius, color(fill), stroke, egui::StrokeKind::Inside);
    let font = style::font(tokens.type_sizes.label, Weight::Medium);
    let galley = ui.painter().layout_no_wrap(word.to_owned(), font.clone(), color(ink));
    if galley.size().x <= rect.width() - 4.0 {
        ui.painter().galley(rect.center() - galley.size() / 2.0, galley, color(ink));
    } else {
        line_in(ui, rect.shrink2(vec2(3.0, 0.0)), word, font, color(ink));
    }
    response
}

/// A quiet "v" at the right end of a choice.
fn chevron(ui: &Ui, rect: Rect, visuals: &egui::style::WidgetVisuals, _is_open: bool) {
    let (middle, arm) = (rect.center(), 3.5);
    let points = vec![middle + vec2(-arm, -arm * 0.5), middle + vec2(0.0, arm * 0.5), middle + vec2(arm, -arm * 0.5)];
    let ink = visuals.text_color().gamma_multiply(0.7);
    ui.painter().add(Shape::line(points, Stroke::new(1.4, ink)));
}

/// A choice from a list, with a name. Gives the index of a newly chosen one.
pub fn combo_ui(
    ui: &mut Ui,
    id: egui::Id,
    name: &str,
    words: &[String],
    chosen: Option<usize>,
    width: f32,
) -> Option<usize> {
    combo_or_ui(ui, id, name, words, (chosen, "–"), width)
}

/// The same with words for when none is chosen.
pub fn combo_or_ui(
    ui: &mut Ui,
    id: egui::Id,
    name: &str,
    words: &[String],
    (chosen, otherwise): (Option<usize>, &str),
    width: f32,
) -> Option<usize> {
    let mut taken = None;
    let shown = chosen.and_then(|c| words.get(c)).map_or(otherwise, String::as_str);
    let response = egui::ComboBox::from_id_salt(id)
        .selected_text(shown)
        .width(width)
        .truncate()
        .icon(chevron)
        .show_ui(ui, |ui| {
            for (index, word) in words.iter().enumerate() {
                if ui.selectable_label(chosen == Some(index), word).clicked() && chosen != Some(index) {
                    taken = Some(index);
                }
            }
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {shown}")));
    taken
}

/// A filled box with a small inner margin, such as evidence.
pub fn box_ui<R>(ui: &mut Ui, tokens: &Tokens, fill: Rgba, contents: impl FnOnce(&mut Ui) -> R) -> R {
    egui::Frame::new()
        .fill(color(fill))
        .stroke(Stroke::new(points(tokens.strokes.hairline), color(tokens.hairline)))
        .corner_radius(points(tokens.radii.card))
        .inner_margin(egui::Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            // Rows of words here are no controls and need no height of their own.
            ui.spacing_mut().interact_size.y = 14.0;
            contents(ui)
        })
        .inner
}

/// Marks all words of a field, so that typing replaces them.
pub fn mark_words(ctx: &egui::Context, field: egui::Id, words: &str) {
    use egui::text::{CCursor, CCursorRange};
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(words.chars().count()));
    let mut state = egui::text_edit::TextEditState::load(ctx, field).unwrap_or_default();
    state.cursor.set_char_range(Some(all));
    state.store(ctx, field);
}

/// How wide words stand on one line, points.
#[must_use]
pub fn width_of(ui: &Ui, words: RichText) -> f32 {
    let words = egui::WidgetText::from(words);
    words.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Body).size().x
}

/// A line with something at its left and something at its right end; below each other where they have no room beside
/// each other. `width` is what both need, points.
pub fn ends_ui(ui: &mut Ui, width: f32, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    if width > ui.available_width() {
        ui.horizontal(left);
        ui.horizontal(right);
        return;
    }
    ui.horizontal(|ui| {
        left(ui);
        ui.with_layout(Layout::right_to_left(Align::Center), right);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn a_cut_in_the_middle_keeps_both_ends() {
        let check = |most: usize, expected: &str| {
            let fits = |text: &str| text.chars().count() <= most;
            assert_eq!(cut_in_middle("Subscription (future)", fits), expected, "{most} signs");
        };
        check(30, "Subscription (future)");
        check(12, "Su… (future)");
        check(1, "…");
        check(0, "…");
    }

    /// Whether the two ends of a line stand on one line in a panel of a width.
    fn check(room: f32, is_one_line: bool) {
        let tokens = Tokens::light();
        let (left, right) = ("Branded search volume 100k", "n not given");
        let mut harness =
            Harness::builder().with_size(vec2(room, 200.0)).with_context_setup(style::install).build_ui(|ui| {
                let words = [left, right].map(|text| weak(&tokens, text));
                let width = words.iter().map(|words| width_of(ui, words.clone())).sum::<f32>() + 8.0;
                let [left, right] = words;
                let left = |ui: &mut Ui| drop(ui.add(egui::Label::new(left).wrap()));
                ends_ui(ui, width, left, |ui| drop(ui.label(right)));
            });
        harness.run();
        let (left, right) = (harness.get_by_label(left).rect(), harness.get_by_label(right).rect());
        assert!(!left.intersects(right), "{room}: {left:?} over {right:?}");
        assert!(left.right() <= room && right.right() <= room, "{room}: {left:?}, {right:?}");
        assert_eq!(left.center().y == right.center().y, is_one_line, "{room}: {left:?}, {right:?}");
    }

    #[test]
    fn the_ends_of_a_line_never_stand_over_each_other() {
        check(400.0, true);
        check(180.0, false);
        check(120.0, false);
    }
}
