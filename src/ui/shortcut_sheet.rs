//! The sheet of keyboard shortcuts: what keys and mouse do on the map, and the table of commands.

use crate::i18n::shell::dialog;
use crate::theme::Tokens;
use crate::ui::commands::{UiCommand, shortcut_text};
use crate::ui::style::{color, line, points, radius};
use crate::ui::widgets::{SheetSize, sheet_ui};
use egui::{Align, Frame, Layout, Margin, RichText, Ui};

/// Narrower than this there is room for one column, points.
const TWO_COLUMNS: f32 = 640.0;

/// Shows the sheet; true when it should close.
pub fn shortcut_sheet_ui(ctx: &egui::Context, tokens: &Tokens) -> bool {
    let of_commands = UiCommand::every()
        .into_iter()
        .filter_map(|command| shortcut_text(ctx, command).map(|keys| (command.full_label(), keys)));
    // What is done on the map without a command stands first: it is needed most.
    let on_the_map = dialog::ON_THE_MAP.iter().map(|(label, keys)| ((*label).to_owned(), (*keys).to_owned()));
    let with_keys: Vec<(String, String)> = on_the_map.chain(of_commands).collect();
    sheet_ui(ctx, tokens, dialog::SHORTCUTS, SheetSize { width: 680.0, max_height: 560.0 }, |ui| {
        ui.spacing_mut().item_spacing = egui::vec2(36.0, 1.0);
        // In a small window two columns would lie over each other.
        let columns = if ui.available_width() < TWO_COLUMNS { 1 } else { 2 };
        let length = with_keys.len().div_ceil(columns).max(1);
        ui.columns(columns, |columns| {
            for (column, part) in columns.iter_mut().zip(with_keys.chunks(length)) {
                for (label, keys) in part {
                    row_ui(column, tokens, label, keys);
                }
            }
        });
    })
}

fn row_ui(ui: &mut Ui, tokens: &Tokens, label: &str, keys: &str) {
    ui.horizontal(|ui| {
        ui.set_height(25.0);
        ui.label(label);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            Frame::new()
                .fill(color(tokens.hover))
                .stroke(line(tokens.strokes.hairline, tokens.card_line))
                .corner_radius(radius(tokens.radii.row))
                .inner_margin(Margin::symmetric(6, 2))
                .show(ui, |ui| ui.label(RichText::new(keys).size(points(tokens.type_sizes.label))));
        });
    });
}
