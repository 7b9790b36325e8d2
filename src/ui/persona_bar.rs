//! The bar above the page of a persona: the way back, the other personas, what can be done with the page.

use crate::base::ids::PersonaId;
use crate::i18n::persona as words;
use crate::session::{AppCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::commands::UiCommand;
use crate::ui::hints::{with_escape, with_shortcut};
use crate::ui::parts::combo_ui;
use crate::ui::widgets::{Icon, Look, ToolButton};
use egui::{Align, Layout, Ui};

/// Height of its buttons, points.
const HEIGHT: f32 = 26.0;
/// Widest list of personas.
const LIST: f32 = 220.0;

/// Shows the bar.
pub fn persona_bar_ui(ui: &mut Ui, shown: PersonaId, tokens: &Tokens, session: &Session, commands: &CommandSender) {
    let personas = session.document().personas_in_order();
    ui.horizontal_centered(|ui| {
        let back = ToolButton::words(tokens, words::back()).with_icon(Icon::Back).look(Look::Bare).height(HEIGHT);
        if back.show_ui(ui).on_hover_text(with_escape(ui, words::back())).clicked() {
            commands.send(AppCommand::ClosePersona);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let export = ToolButton::words(tokens, words::export()).with_icon(Icon::Export).height(HEIGHT);
            let hint = with_shortcut(ui, words::export(), UiCommand::Export);
            if export.show_ui(ui).on_hover_text(hint).clicked() {
                commands.send(AppCommand::ExportDialog);
            }
            if personas.len() < 2 {
                return;
            }
            let at = personas.iter().position(|persona| persona.id == shown);
            let beside = |by: usize| at.and_then(|at| personas.get((at + by) % personas.len())).map(|p| p.id);
            let mut wanted = None;
            let next = ToolButton::icon(tokens, words::next(), Icon::Later).look(Look::Bare).height(HEIGHT);
            if next.show_ui(ui).on_hover_text(words::next()).clicked() {
                wanted = beside(1);
            }
            let names: Vec<String> = personas.iter().map(|persona| persona.name.clone()).collect();
            let width = LIST.min((ui.available_width() - HEIGHT - 16.0).max(60.0));
            let id = egui::Id::unique("persona of the page");
            if let Some(chosen) = combo_ui(ui, id, words::page(), &names, at, width) {
                wanted = personas.get(chosen).map(|persona| persona.id);
            }
            let previous = ToolButton::icon(tokens, words::previous(), Icon::Earlier).look(Look::Bare).height(HEIGHT);
            if previous.show_ui(ui).on_hover_text(words::previous()).clicked() {
                wanted = beside(personas.len() - 1);
            }
            if let Some(persona) = wanted {
                commands.send(AppCommand::ShowPersona(persona));
            }
        });
    });
}
