//! Everything around the canvas: menus, toolbar, panels, welcome screen, messages. Views read the session and send
//! commands; they change nothing themselves.

pub mod about;
pub mod commands;
pub mod menu;
pub mod palette;
pub mod shortcut_sheet;
pub mod status_bar;
pub mod style;
pub mod thumbnail;
pub mod toasts;
pub mod toolbar;
pub mod welcome;
pub mod widgets;
