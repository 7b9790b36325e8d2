//! Everything around the canvas: menus, toolbar, panels, welcome screen, messages. Views read the session and send
//! commands; they change nothing themselves.

pub mod commands;
pub mod style;
pub mod widgets;
