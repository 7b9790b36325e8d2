//! A plain table: fixed columns, a header that stays, rows that are only laid out when they are in view.

use crate::base::text::Weight;
use crate::theme::Tokens;
use crate::ui::parts::line_in;
use crate::ui::style::{color, font, points};
use egui::{Align2, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// Its heading.
    pub name: &'a str,
    /// Its width in points; the last one takes what is left when there is more room.
    pub width: f32,
    /// Numbers stand at the right.
    pub is_number: bool,
}

impl<'a> Column<'a> {
    /// A column of words.
    #[must_use]
    pub const fn words(name: &'a str, width: f32) -> Self {
        Self { name, width, is_number: false }
    }

    /// A column of numbers.
    #[must_use]
    pub const fn number(name: &'a str, width: f32) -> Self {
        Self { name, width, is_number: true }
    }
}

/// Cells of a row that are read out although they are not in view.
const MOST_SPOKEN: usize = 40;
/// Height of a row in points.
pub const ROW_HEIGHT: f32 = 22.0;

/// Shows a table of at most `height` points; `cell` gives the words of a row and column.
pub fn table_ui(
    ui: &mut Ui,
    tokens: &Tokens,
    (name, height): (&str, f32),
    columns: &[Column<'_>],
    rows: usize,
    cell: impl Fn(usize, usize) -> String,
) {
    let wanted: f32 = columns.iter().map(|c| c.width).sum();
    let spare = (ui.available_width() - wanted).max(0.0);
    let widths: Vec<f32> = columns
        .iter()
        .enumerate()
        .map(|(index, c)| if index + 1 == columns.len() { c.width + spare } else { c.width })
        .collect();
    let total: f32 = widths.iter().sum();
    ScrollArea::horizontal().id_salt((name, "across")).auto_shrink([false, true]).show(ui, |ui| {
        ui.set_width(total);
        ui.spacing_mut().item_spacing.y = 0.0;
        let heading = |_: usize, column: usize| columns.get(column).map_or_else(String::new, |c| c.name.to_owned());
        row_ui(ui, tokens, (columns, &widths), (0, true), &heading);
        let area = ScrollArea::vertical().id_salt(name).max_height((height - ROW_HEIGHT).max(ROW_HEIGHT));
        area.auto_shrink([false, true]).show_rows(ui, ROW_HEIGHT, rows, |ui, shown| {
            for row in shown {
                row_ui(ui, tokens, (columns, &widths), (row, false), &cell);
            }
        });
    });
}

fn row_ui(
    ui: &mut Ui,
    tokens: &Tokens,
    (columns, widths): (&[Column<'_>], &[f32]),
    (row, is_heading): (usize, bool),
    cell: &impl Fn(usize, usize) -> String,
) {
    let (rect, response) = ui.allocate_exact_size(vec2(widths.iter().sum(), ROW_HEIGHT), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    let (ink, style) = if is_heading {
        (tokens.text_weak, font(tokens.type_sizes.label, Weight::Medium))
    } else {
        (tokens.text, font(tokens.type_sizes.label, Weight::Regular))
    };
    let mut left = rect.left();
    let mut spoken = Vec::with_capacity(columns.len().min(MOST_SPOKEN));
    let seen = ui.clip_rect().x_range();
    for (index, (column, width)) in columns.iter().zip(widths).enumerate() {
        let room = Rect::from_min_max(pos2(left + 4.0, rect.top()), pos2(left + width - 8.0, rect.bottom()));
        // A table of hundreds of columns lays out only those in view.
        let is_seen = room.right() >= seen.min && room.left() <= seen.max;
        left += width;
        if !is_seen && index >= MOST_SPOKEN {
            continue;
        }
        let words = cell(row, index);
        if is_seen && column.is_number {
            ui.painter().with_clip_rect(room.intersect(ui.clip_rect())).text(
                room.right_center(),
                Align2::RIGHT_CENTER,
                &words,
                style.clone(),
                color(ink),
            );
        } else if is_seen {
            line_in(ui, room, &words, style.clone(), color(ink));
        }
        if !words.is_empty() {
            spoken.push(if is_heading { words } else { format!("{} {words}", column.name) });
        }
    }
    let stroke = egui::Stroke::new(points(tokens.strokes.hairline), color(tokens.hairline));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let spoken = spoken.join(", ");
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &spoken));
}
