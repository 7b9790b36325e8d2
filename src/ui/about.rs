//! Version and licences; and the log of this run.

use crate::base::text::Weight;
use crate::i18n::shell::{NAME, dialog};
use crate::theme::Tokens;
use crate::ui::style::{color, font, points};
use crate::ui::widgets::{SheetSize, ToolButton, sheet_ui};
use egui::RichText;
use std::path::Path;

/// Shows the about box; true when it should close.
pub fn about_ui(ctx: &egui::Context, tokens: &Tokens) -> bool {
    sheet_ui(ctx, tokens, dialog::ABOUT, SheetSize { width: 420.0, max_height: 400.0 }, |ui| {
        ui.label(RichText::new(NAME).font(font(tokens.type_sizes.drawer_value, Weight::SemiBold)));
        ui.label(dialog::version(env!("CARGO_PKG_VERSION")));
        ui.add_space(10.0);
        ui.label(dialog::ABOUT_TEXT);
        ui.add_space(10.0);
        let licence = RichText::new(dialog::LICENCE).size(points(tokens.type_sizes.label));
        ui.label(licence.color(color(tokens.text_weak)));
    })
}

/// Shows the last lines of the log; true when it should close.
pub fn log_ui(ctx: &egui::Context, tokens: &Tokens, lines: &[String], file: &Path) -> bool {
    sheet_ui(ctx, tokens, dialog::LOG, SheetSize { width: 820.0, max_height: 520.0 }, |ui| {
        ui.horizontal(|ui| {
            if ToolButton::words(tokens, dialog::COPY).show_ui(ui).clicked() {
                ui.copy_text(lines.join("\n"));
            }
            ui.weak(dialog::log_file(&file.display().to_string()));
        });
        ui.add_space(8.0);
        if lines.is_empty() {
            ui.weak(dialog::LOG_EMPTY);
        }
        for line in lines {
            let line = RichText::new(line).size(points(tokens.type_sizes.label));
            ui.add(egui::Label::new(line).selectable(true).wrap());
        }
    })
}
