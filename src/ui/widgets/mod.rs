//! Small pieces of the window's frame: icons, buttons, drop-downs, windows inside the window.

mod button;
mod icon;
mod sheet;

pub use button::{Look, ToolButton, hairline_vertical_ui};
pub use icon::{Icon, paint_icon};
pub use sheet::{SheetSize, sheet_ui};
