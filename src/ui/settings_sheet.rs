//! The sheet of settings: what is set for this computer, in one place. Everything works at once and is set elsewhere too,
//! by the same commands.

use crate::i18n::shell::{dialog, menu as menus, settings as words};
use crate::session::prefs::{Prefs, UI_SCALES};
use crate::session::{AppCommand, CommandSender, MotionChoice, ThemeChoice};
use crate::theme::Tokens;
use crate::ui::commands::{CommandContext, UiCommand};
use crate::ui::parts::{choice_ui, label_ui, weak};
use crate::ui::widgets::{SheetSize, sheet_ui};
use egui::{Label, TextEdit, Ui};

/// What the sheet keeps while it is open.
#[derive(Debug, Clone, Default)]
pub struct SettingsState {
    /// The name as it is typed.
    author: String,
}

impl SettingsState {
    /// Begins with what is set.
    #[must_use]
    pub fn new(prefs: &Prefs) -> Self {
        Self { author: prefs.author.clone() }
    }
}

/// Shows the sheet; true when it should close.
pub fn settings_sheet_ui(
    ctx: &egui::Context,
    tokens: &Tokens,
    (prefs, commands): (&Prefs, &CommandSender),
    state: &mut SettingsState,
) -> bool {
    sheet_ui(ctx, tokens, words::TITLE, SheetSize { width: 440.0, max_height: 520.0 }, |ui| {
        contents_ui(ui, tokens, (prefs, commands), state);
    })
}

fn contents_ui(ui: &mut Ui, tokens: &Tokens, (prefs, commands): (&Prefs, &CommandSender), state: &mut SettingsState) {
    let chosen_ui = |ui: &mut Ui, name: &str, of: &[UiCommand], chosen: Option<usize>| {
        label_ui(ui, tokens, name);
        let labels: Vec<&str> = of.iter().map(|command| command.words().label).collect();
        let taken = choice_ui(ui, tokens, name, &labels, chosen);
        if let Some(command) = taken.and_then(|index| of.get(index)) {
            run(*command, commands);
        }
    };
    let themes = [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark];
    let chosen = themes.iter().position(|choice| *choice == prefs.theme);
    chosen_ui(ui, menus::THEME, &themes.map(UiCommand::Theme), chosen);

    label_ui(ui, tokens, words::UI_SCALE);
    let scales = UI_SCALES.map(words::percent);
    let scale = (prefs.ui_scale * 100.0).round();
    let chosen = UI_SCALES.iter().position(|percent| f32::from(*percent) == scale);
    let taken = choice_ui(ui, tokens, words::UI_SCALE, &scales.each_ref().map(String::as_str), chosen);
    if let Some(percent) = taken.and_then(|index| UI_SCALES.get(index)) {
        run(UiCommand::UiScale(*percent), commands);
    }

    let chosen = MotionChoice::EVERY.iter().position(|choice| *choice == prefs.motion);
    chosen_ui(ui, menus::MOTION, &MotionChoice::EVERY.map(UiCommand::Motion), chosen);

    let label = label_ui(ui, tokens, dialog::AUTHOR_NAME);
    let field = TextEdit::singleline(&mut state.author).align(egui::Align2::LEFT_CENTER).desired_width(f32::INFINITY);
    let field = ui.add(field).labelled_by(label.id);
    if field.changed() {
        commands.send(AppCommand::SetAuthor(state.author.trim().to_owned()));
    }
    ui.add(Label::new(weak(tokens, words::AUTHOR_HINT)).wrap());

    label_ui(ui, tokens, words::ON_MAP);
    for (command, mut is_on) in
        [(UiCommand::Prompts, prefs.are_prompts_shown), (UiCommand::Minimap, prefs.is_minimap_shown)]
    {
        let command_words = command.words();
        if ui.checkbox(&mut is_on, command_words.label).on_hover_text(command_words.hint).changed() {
            run(command, commands);
        }
    }
    ui.add_space(10.0);
    ui.add(Label::new(weak(tokens, words::KEPT)).wrap());
}

/// Does what the entry of the menu does. What is set here needs no open map; the commands that show something on it are
/// the same ones with a map and without.
fn run(command: UiCommand, commands: &CommandSender) {
    let of_map = match command {
        UiCommand::Prompts => Some(AppCommand::TogglePrompts),
        UiCommand::Minimap => Some(AppCommand::ToggleMinimap),
        _ => None,
    };
    if let Some(action) = of_map.or_else(|| command.resolve(&CommandContext { session: None })) {
        commands.send(action);
    }
}
