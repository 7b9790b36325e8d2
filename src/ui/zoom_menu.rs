//! The menu of zooms: steps, what the window is filled with, common percentages, and a field for any other.

use crate::base::geom::Camera;
use crate::i18n::shell::{numbers as words, toolbar as text};
use crate::session::{AppCommand, CameraCommand};
use crate::ui::commands::UiCommand;
use crate::ui::menu::{self, ShellContext};
use crate::ui::parts;
use egui::{Key, Ui};

/// The percentages that have commands.
pub const ZOOMS: [u16; 5] = [50, 75, 100, 150, 200];

/// What is typed into the field; it begins anew whenever the menu opens.
#[derive(Debug, Clone, Default)]
pub struct ZoomField {
    text: String,
    is_refused: bool,
    /// The frame it was last shown in.
    shown: u64,
}

/// The entries about zoom.
pub fn entries_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    let steps = [UiCommand::ZoomIn, UiCommand::ZoomOut, UiCommand::FitMap, UiCommand::FitSelection];
    menu::entries_ui(ui, cx, &steps);
    ui.separator();
    menu::entries_ui(ui, cx, &ZOOMS.map(UiCommand::ZoomTo));
}

/// The entries and, below them, the field.
pub fn zoom_menu_ui(ui: &mut Ui, field: &mut ZoomField, cx: &ShellContext<'_>) {
    entries_ui(ui, cx);
    ui.separator();
    let now = ui.ctx().cumulative_frame_nr();
    if field.shown + 1 < now {
        *field = ZoomField { text: format!("{:.0}", cx.zoom * 100.0), ..ZoomField::default() };
    }
    field.shown = now;
    egui::Frame::new().inner_margin(egui::Margin::symmetric(10, 4)).show(ui, |ui| {
        // Menus take the frames off fields; this is no entry.
        ui.set_style(ui.ctx().global_style());
        let response = ui
            .horizontal(|ui| {
                let label = ui.label(words::ZOOM_FIELD);
                let line = egui::TextEdit::singleline(&mut field.text).desired_width(64.0).char_limit(12);
                ui.add(line).labelled_by(label.id).on_hover_text(text::ZOOM_HINT)
            })
            .inner;
        if response.gained_focus() {
            // The zoom that is to be replaced.
            parts::mark_words(ui.ctx(), response.id, &field.text);
        }
        if response.changed() {
            field.is_refused = false;
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            match zoom_typed(&field.text) {
                Some(zoom) => {
                    cx.commands.send(AppCommand::Camera(CameraCommand::ZoomTo(zoom)));
                    ui.close();
                }
                None => {
                    field.is_refused = true;
                    response.request_focus();
                }
            }
        }
        if field.is_refused {
            ui.colored_label(ui.visuals().error_fg_color, words::bad_zoom(Camera::MIN_ZOOM, Camera::MAX_ZOOM));
        }
    });
}

/// A zoom as it is typed: "85", "85 %", "62,5". `None` for what is none, or more or less than there is.
fn zoom_typed(text: &str) -> Option<f64> {
    let number = text.trim().trim_end_matches('%').trim_end().replace(',', ".");
    let zoom = number.parse::<f64>().ok()? / 100.0;
    (Camera::MIN_ZOOM..=Camera::MAX_ZOOM).contains(&zoom).then_some(zoom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_read_as_it_is_typed_and_nonsense_is_refused() {
        for (typed, zoom) in [("85", 0.85), (" 85 % ", 0.85), ("62,5%", 0.625), ("5", 0.05), ("400", 4.0)] {
            assert!(zoom_typed(typed).is_some_and(|z| (z - zoom).abs() < 1e-9), "{typed}");
        }
        for typed in ["", "large", "4", "401", "-50", "1e9", "NaN", "inf", "50 60", "%"] {
            assert_eq!(zoom_typed(typed), None, "{typed}");
        }
    }
}
