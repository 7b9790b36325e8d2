//! Everything around the canvas: menus, toolbar, panels, welcome screen, messages. Views read the session and send
//! commands; they change nothing themselves.

pub mod about;
pub mod answer_sheet;
pub mod commands;
mod comments;
pub mod compare_bar;
mod days;
pub mod dismiss_sheet;
pub mod drafts;
pub mod drawer;
pub mod export_sheet;
pub mod figures;
pub mod filter_bar;
pub mod find_bar;
#[cfg(test)]
pub(crate) mod fixture;
pub mod focus;
pub mod hints;
pub mod import_wizard;
pub mod inspector;
pub mod markdown;
pub mod menu;
pub mod notes;
pub mod outline;
pub mod palette;
pub mod parts;
pub mod pending;
pub mod person_sheet;
pub mod persona_bar;
pub mod places;
pub mod plots;
pub mod read_aloud;
pub mod reminder_bar;
pub mod replace_sheet;
pub mod settings_sheet;
pub mod shortcut_sheet;
pub mod status_bar;
pub mod style;
pub mod table;
pub mod thumbnail;
pub mod time_bar;
pub mod toasts;
pub mod toolbar;
pub mod values_sheet;
pub mod welcome;
pub mod widgets;
pub mod zoom_menu;
