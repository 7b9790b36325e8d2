//! A window inside the window: dims what is behind, closes on Escape and on a click outside.

use crate::theme::Tokens;
use crate::ui::hints::with_escape;
use crate::ui::style::{color, font, line, radius};
use crate::ui::widgets::{Icon, Look, ToolButton};
use crate::{base::text::Weight, i18n::shell::dialog};
use egui::{Align, Frame, Layout, Margin, RichText, Ui};

/// How large a sheet is, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SheetSize {
    /// Width of the contents.
    pub width: f32,
    /// Height above which the contents scroll.
    pub max_height: f32,
}

/// Shows a sheet with a title; true when it should close.
pub fn sheet_ui(
    ctx: &egui::Context,
    tokens: &Tokens,
    title: &str,
    size: SheetSize,
    contents: impl FnOnce(&mut Ui),
) -> bool {
    let frame = Frame::new()
        .fill(color(tokens.panel))
        .stroke(line(tokens.strokes.hairline, tokens.card_line))
        .corner_radius(radius(tokens.radii.stage))
        .shadow(ctx.global_style().visuals.window_shadow)
        .inner_margin(Margin::same(20));
    let modal = egui::Modal::new(egui::Id::unique(("sheet", title))).backdrop_color(color(tokens.shadow)).frame(frame);
    let response = modal.show(ctx, |ui| {
        // A small window must still show the whole sheet.
        let screen = ui.ctx().content_rect();
        ui.set_width(size.width.min(screen.width() - 80.0));
        let is_closed = ui
            .horizontal(|ui| {
                ui.label(RichText::new(title).font(font(tokens.type_sizes.title, Weight::SemiBold)));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let close = ToolButton::icon(tokens, dialog::CLOSE, Icon::Close).look(Look::Bare).height(24.0);
                    close.show_ui(ui).on_hover_text(with_escape(ui, dialog::CLOSE)).clicked()
                })
                .inner
            })
            .inner;
        ui.add_space(8.0);
        let height = size.max_height.min(screen.height() - 160.0);
        // Without a least height the contents would scroll as soon as they are higher than what the sheet showed before.
        egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, contents);
        is_closed
    });
    response.inner || response.should_close()
}
