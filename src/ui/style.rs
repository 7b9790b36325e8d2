//! Theme tokens as egui sees them: fonts, colours, spacing. Nothing here decides a colour; it only says which role a
//! widget plays.

use crate::base::color::Rgba;
use crate::base::text::Weight;
use crate::layout::measure as layout;
use crate::session::ThemeChoice;
use crate::theme::{Tokens, fonts};
use egui::{Color32, CornerRadius, FontDefinitions, FontFamily, FontId, Stroke, TextStyle, vec2};
use std::sync::Arc;

/// How long panels and lists glide, seconds.
const ANIMATION: f32 = 0.1;

/// A token colour for egui.
#[must_use]
pub fn color(rgba: Rgba) -> Color32 {
    Color32::from_rgba_unmultiplied(rgba.r, rgba.g, rgba.b, rgba.a)
}

/// A line in a token colour.
#[must_use]
pub fn line(width: f64, rgba: Rgba) -> Stroke {
    Stroke::new(points(width), color(rgba))
}

/// A token size in egui's numbers. Sizes are small, nothing is lost that an eye could see.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "token sizes are small")]
pub fn points(size: f64) -> f32 {
    size as f32
}

/// A token radius for egui.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "token radii are small and positive")]
pub fn radius(radius: f64) -> CornerRadius {
    CornerRadius::same(radius.round() as u8)
}

/// The egui family of a weight: the very faces the map is measured with.
#[must_use]
pub fn family(weight: Weight) -> FontFamily {
    layout::family(crate::base::text::TextStyle { weight, ..Default::default() })
}

/// The family of labels that carry weight.
#[must_use]
pub fn medium() -> FontFamily {
    family(Weight::Medium)
}

/// The family of headings and values.
#[must_use]
pub fn semi_bold() -> FontFamily {
    family(Weight::SemiBold)
}

/// The egui family of slanted text.
#[must_use]
pub fn italic() -> FontFamily {
    layout::family(crate::base::text::TextStyle::default().italic())
}

/// A font in points.
#[must_use]
pub fn font(size: f64, weight: Weight) -> FontId {
    FontId::new(points(size), family(weight))
}

/// The bundled faces; characters they lack come from the system.
#[must_use]
pub fn font_definitions() -> FontDefinitions {
    layout::definitions(fonts::BUNDLED)
}

/// Installs fonts, both themes and our own habits into a fresh context.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(font_definitions());
    ctx.set_style_of(egui::Theme::Light, style(&Tokens::light()));
    ctx.set_style_of(egui::Theme::Dark, style(&Tokens::dark()));
    ctx.options_mut(|options| {
        // A system that does not say whether it is light or dark gets the theme that also prints.
        options.fallback_theme = egui::Theme::Light;
        // Ctrl with +, − and 0 belongs to the map.
        options.zoom_with_keyboard = false;
        // Ctrl+Q is a command of ours like any other.
        options.quit_shortcuts.clear();
    });
    ctx.add_plugin(super::read_aloud::WithoutEchoes);
}

/// Takes over the user's choice of light and dark.
pub fn set_theme(ctx: &egui::Context, choice: ThemeChoice) {
    ctx.set_theme(match choice {
        ThemeChoice::System => egui::ThemePreference::System,
        ThemeChoice::Light => egui::ThemePreference::Light,
        ThemeChoice::Dark => egui::ThemePreference::Dark,
    });
}

/// Moves things at once instead of gliding, or ends that.
pub fn reduce_motion(ctx: &egui::Context, is_reduced: bool) {
    ctx.all_styles_mut(|style| {
        style.animation_time = if is_reduced { 0.0 } else { ANIMATION };
        style.scroll_animation =
            if is_reduced { egui::style::ScrollAnimation::none() } else { egui::style::ScrollAnimation::default() };
    });
}

/// The tokens of the theme that is shown now.
#[must_use]
pub fn tokens(ctx: &egui::Context) -> Arc<Tokens> {
    use std::sync::LazyLock;
    static LIGHT: LazyLock<Arc<Tokens>> = LazyLock::new(|| Arc::new(Tokens::light()));
    static DARK: LazyLock<Arc<Tokens>> = LazyLock::new(|| Arc::new(Tokens::dark()));
    match ctx.theme() {
        egui::Theme::Light => Arc::clone(&LIGHT),
        egui::Theme::Dark => Arc::clone(&DARK),
    }
}

/// egui's style for a set of tokens.
#[must_use]
pub fn style(t: &Tokens) -> egui::Style {
    let mut style = egui::Style::default();
    let sizes = &t.type_sizes;
    style.text_styles = [
        (TextStyle::Small, font(sizes.label, Weight::Regular)),
        (TextStyle::Body, font(sizes.control, Weight::Regular)),
        (TextStyle::Button, font(sizes.control, Weight::Regular)),
        (TextStyle::Monospace, FontId::new(points(sizes.body), FontFamily::Monospace)),
        (TextStyle::Heading, font(sizes.title, Weight::SemiBold)),
    ]
    .into();
    spacing(&mut style.spacing, points(t.spacing));
    style.visuals = visuals(t);
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.35;
    style.animation_time = ANIMATION;
    style.compact_menu_style = false;
    style
}

fn spacing(spacing: &mut egui::Spacing, step: f32) {
    spacing.item_spacing = vec2(1.5 * step, 1.5 * step);
    spacing.button_padding = vec2(2.5 * step, step);
    spacing.interact_size = vec2(8.0 * step, 7.0 * step);
    spacing.menu_margin = egui::Margin::same(4);
    spacing.window_margin = egui::Margin::same(16);
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 9.0;
    spacing.icon_spacing = 1.5 * step;
    spacing.combo_width = 96.0;
    spacing.combo_height = 320.0;
    spacing.tooltip_width = 320.0;
    // Sheets with long lists may be as high as the window; what limits them is their own scrolling.
    spacing.default_area_size.y = 1000.0;
    spacing.menu_spacing = 0.0;
    spacing.scroll = scroll();
}

/// Bars that are seen without pointing at them: egui paints them in the colour of cards, white on white.
fn scroll() -> egui::style::ScrollStyle {
    egui::style::ScrollStyle {
        foreground_color: true,
        floating_width: 5.0,
        dormant_handle_opacity: 0.3,
        active_handle_opacity: 0.4,
        interact_handle_opacity: 0.6,
        ..egui::style::ScrollStyle::thin()
    }
}

fn visuals(t: &Tokens) -> egui::Visuals {
    let mut v = if t.is_dark() { egui::Visuals::dark() } else { egui::Visuals::light() };
    let hairline = line(t.strokes.hairline, t.card_line);
    let corner = radius(t.radii.card);
    let widget = |fill: Rgba, edge: Stroke, ink: Rgba| egui::style::WidgetVisuals {
        bg_fill: color(fill),
        weak_bg_fill: color(fill),
        bg_stroke: edge,
        corner_radius: corner,
        fg_stroke: line(t.strokes.hairline, ink),
        expansion: 0.0,
    };
    v.widgets.noninteractive = widget(t.panel, line(t.strokes.hairline, t.hairline), t.text);
    v.widgets.inactive = widget(t.card, hairline, t.text);
    v.widgets.hovered = widget(t.hover, line(t.strokes.hairline, t.text_faint), t.text);
    v.widgets.active = widget(t.accent_soft, line(t.strokes.hairline, t.accent), t.accent);
    v.widgets.open = widget(t.hover, line(t.strokes.hairline, t.text_faint), t.text);
    v.selection.bg_fill = color(t.accent_soft);
    v.selection.stroke = line(t.strokes.hairline, t.accent);
    v.weak_text_color = Some(color(t.text_weak));
    v.hyperlink_color = color(t.accent);
    v.faint_bg_color = color(t.hover);
    v.extreme_bg_color = color(t.card);
    v.text_edit_bg_color = Some(color(t.card));
    v.code_bg_color = color(t.hover);
    v.warn_fg_color = color(t.watch);
    v.error_fg_color = color(t.off);
    v.panel_fill = color(t.panel);
    v.window_fill = color(t.panel);
    v.window_stroke = line(t.strokes.hairline, t.card_line);
    v.window_corner_radius = radius(t.radii.stage);
    v.menu_corner_radius = radius(t.radii.stage);
    v.window_shadow = egui::Shadow { offset: [0, 10], blur: 32, spread: 0, color: color(t.shadow) };
    v.popup_shadow = egui::Shadow { offset: [0, 4], blur: 16, spread: 0, color: color(t.shadow) };
    v.text_cursor.stroke = line(1.5, t.accent);
    v.interact_cursor = None;
    v.collapsing_header_frame = false;
    v.indent_has_left_vline = false;
    v.slider_trailing_fill = true;
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(t: &Tokens) {
        let style = style(t);
        assert_eq!(style.visuals.panel_fill, color(t.panel));
        assert_eq!(style.visuals.widgets.inactive.fg_stroke.color, color(t.text));
        // What says that there is more below is seen without pointing at it.
        let bar = style.spacing.scroll;
        assert!(bar.foreground_color && bar.dormant_handle_opacity >= 0.2 && bar.floating_width >= 4.0);
        let definitions = font_definitions();
        for font in style.text_styles.values() {
            assert!(definitions.families.contains_key(&font.family), "{font:?} has no face");
        }
    }

    #[test]
    fn every_style_has_a_face() {
        check(&Tokens::light());
        check(&Tokens::dark());
    }
}
