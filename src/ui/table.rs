//! A plain table: fixed columns, a header that stays, rows that are only laid out when they are in view.

use crate::base::text::Weight;
use crate::theme::Tokens;
use crate::ui::parts::line_in;
use crate::ui::style::{color, font, points};
use egui::scroll_area::ScrollAreaOutput;
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

/// Shows a table of at most `height` points; `cell` gives the words of a row and column. Gives what scrolls across where
/// columns do not all fit.
pub fn table_ui(
    ui: &mut Ui,
    tokens: &Tokens,
    (name, height): (&str, f32),
    columns: &[Column<'_>],
    rows: usize,
    cell: impl Fn(usize, usize) -> String,
) -> ScrollAreaOutput<()> {
    let most_high = (height - ROW_HEIGHT).max(ROW_HEIGHT);
    // The bar beside rows that do not all fit takes its room from the columns, or the table would scroll across for it.
    let bar = if needed_height(rows) > most_high { ui.spacing().scroll.allocated_width() } else { 0.0 };
    let widths = widths(columns, ui.available_width() - bar);
    let total: f32 = widths.iter().sum();
    ScrollArea::horizontal().id_salt((name, "across")).auto_shrink([false, true]).show(ui, |ui| {
        ui.set_width(total + bar);
        ui.spacing_mut().item_spacing.y = 0.0;
        let heading = |_: usize, column: usize| columns.get(column).map_or_else(String::new, |c| c.name.to_owned());
        row_ui(ui, tokens, (columns, &widths), (0, true), &heading);
        let area = ScrollArea::vertical().id_salt(name).max_height(most_high);
        area.auto_shrink([false, true]).show_rows(ui, ROW_HEIGHT, rows, |ui, shown| {
            for row in shown {
                row_ui(ui, tokens, (columns, &widths), (row, false), &cell);
            }
        });
    })
}

/// Height of so many rows in points.
#[expect(clippy::cast_precision_loss, reason = "more rows than that are higher than any window")]
fn needed_height(rows: usize) -> f32 {
    rows as f32 * ROW_HEIGHT
}

/// The widths of the columns, of which the last takes what is left, but for the part of a point: with it the sum may be a
/// hair more than there is, and the table would scroll.
fn widths(columns: &[Column<'_>], available: f32) -> Vec<f32> {
    let wanted: f32 = columns.iter().map(|c| c.width).sum();
    let spare = (available - wanted).max(0.0).floor();
    let width = |(index, c): (usize, &Column<'_>)| if index + 1 == columns.len() { c.width + spare } else { c.width };
    columns.iter().enumerate().map(width).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fixture::harness;

    /// Whether columns of 128 points scroll across in a window of 800.
    fn scrolls_across(columns: usize, rows: usize) -> bool {
        let columns = vec![Column::words("name", 128.0); columns];
        let mut window = harness(false, (800.0, 400.0), move |ui, scrolls, cx| {
            let shown = table_ui(ui, cx.tokens, ("rows", 300.0), &columns, rows, |row, _| row.to_string());
            *scrolls = shown.content_size.x > shown.inner_rect.width() + 0.01;
        });
        window.run();
        window.state().state
    }

    #[test]
    fn rows_that_scroll_do_not_make_columns_scroll_that_fit() {
        assert!(!scrolls_across(5, 5));
        assert!(!scrolls_across(5, 500));
        assert!(scrolls_across(9, 5) && scrolls_across(9, 500));
    }

    #[test]
    fn a_table_with_room_to_spare_is_never_wider_than_that() {
        for count in 1..9_u8 {
            for part in 1..2_000_u16 {
                let available = f32::from(count) * 128.1 + f32::from(part) * 0.037;
                let total: f32 =
                    widths(&vec![Column::words("name", 128.1); usize::from(count)], available).iter().sum();
                assert!(total <= available, "{count} columns: {total} of {available}");
                assert!(total > available - 1.0, "{count} columns: {total} of {available}");
            }
        }
    }
}
