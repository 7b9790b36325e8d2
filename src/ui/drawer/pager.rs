//! The pages of a long table, and how one gets to them.

use crate::i18n::panels::drawer as text;
use crate::ui::parts::{PanelContext, weak};
use egui::{Button, Ui};

/// Rows per page.
pub(super) const PAGE: u64 = 200;

/// A page that somebody wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    First,
    Previous,
    Next,
    Last,
}

impl Page {
    /// How many rows stand before it, from a page that has so many before it.
    pub(super) fn offset(self, offset: u64, total: u64) -> u64 {
        match self {
            Self::First => 0,
            Self::Previous => offset.saturating_sub(PAGE),
            Self::Next => offset.saturating_add(PAGE),
            Self::Last => total.saturating_sub(1) / PAGE * PAGE,
        }
    }
}

/// Where in all rows the page stands, and the pages beside it; gives the one that is wanted instead.
pub(super) fn pager_ui(ui: &mut Ui, cx: &PanelContext<'_>, offset: u64, (count, total): (u64, u64)) -> Option<Page> {
    let (from, to) = (offset + 1, offset + count);
    ui.label(weak(cx.tokens, text::page(from.min(total), to.min(total), total)));
    if total <= PAGE {
        return None;
    }
    let (is_first, is_last) = (offset == 0, to >= total);
    let buttons = [
        (Page::First, "«", text::first_page(), is_first),
        (Page::Previous, "‹", text::previous_page(), is_first),
        (Page::Next, "›", text::next_page(), is_last),
        (Page::Last, "»", text::last_page(), is_last),
    ];
    let mut wanted = None;
    for (page, sign, name, is_there) in buttons {
        let button = ui.add_enabled(!is_there, Button::new(sign)).accessible_name(name);
        if button.on_hover_text(name).clicked() {
            wanted = Some(page);
        }
    }
    wanted
}
