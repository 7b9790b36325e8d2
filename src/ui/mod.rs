//! Everything around the canvas: menus, toolbar, panels, welcome screen, messages. Views read the session and send
//! commands; they change nothing themselves.

pub mod commands;
pub mod drafts;
pub mod drawer;
pub mod figures;
#[cfg(test)]
pub(crate) mod fixture;
pub mod import_wizard;
pub mod inspector;
pub mod outline;
pub mod parts;
pub mod pending;
pub mod places;
pub mod plots;
pub mod style;
pub mod table;
pub mod widgets;
