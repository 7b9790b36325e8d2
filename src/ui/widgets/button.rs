//! Buttons of toolbar, status bar and welcome screen: flat, with a hairline, the accent for what is on.

use super::icon::{Icon, paint_icon};
use crate::base::text::Weight;
use crate::theme::Tokens;
use crate::ui::style::{color, family, line, points, radius};
use egui::{Align2, FontId, Rect, Response, Role, Sense, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

/// How much a button stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// Fill and hairline.
    #[default]
    Framed,
    /// Nothing until the pointer is there.
    Bare,
    /// Filled with the accent: the one thing to do here.
    Primary,
}

/// A button with an icon, words, or both.
pub struct ToolButton<'a> {
    tokens: &'a Tokens,
    name: &'a str,
    words: Option<&'a str>,
    icon: Option<Icon>,
    look: Look,
    is_on: Option<bool>,
    opens_menu: bool,
    height: f32,
    is_small: bool,
}

/// Room between edge and contents.
const SIDE: f32 = 9.0;
/// Room between icon and words.
const GAP: f32 = 6.0;
/// Side of the icon.
const ICON: f32 = 15.0;
/// Width of the arrow of a drop-down.
const ARROW: f32 = 11.0;

impl<'a> ToolButton<'a> {
    /// A button with words, which are also its name for assistive technology.
    #[must_use]
    pub fn words(tokens: &'a Tokens, words: &'a str) -> Self {
        Self { words: Some(words), ..Self::icon(tokens, words, None) }
    }

    /// A button with an icon only; the name is for assistive technology.
    #[must_use]
    pub fn icon(tokens: &'a Tokens, name: &'a str, icon: impl Into<Option<Icon>>) -> Self {
        Self {
            tokens,
            name,
            words: None,
            icon: icon.into(),
            look: Look::Framed,
            is_on: None,
            opens_menu: false,
            height: 28.0,
            is_small: false,
        }
    }

    /// With an icon before the words.
    #[must_use]
    pub fn with_icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// With another name for assistive technology than its words.
    #[must_use]
    pub fn named(mut self, name: &'a str) -> Self {
        self.name = name;
        self
    }

    /// How much it stands out.
    #[must_use]
    pub fn look(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    /// A switch that is on or off.
    #[must_use]
    pub fn on(mut self, is_on: bool) -> Self {
        self.is_on = Some(is_on);
        self
    }

    /// With the arrow of a drop-down.
    #[must_use]
    pub fn menu(mut self) -> Self {
        self.opens_menu = true;
        self
    }

    /// Another height than 28 points.
    #[must_use]
    pub fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// With words in the size of labels.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.is_small = true;
        self
    }

    fn font(&self) -> FontId {
        let weight = if self.look == Look::Primary { Weight::Medium } else { Weight::Regular };
        let sizes = &self.tokens.type_sizes;
        FontId::new(points(if self.is_small { sizes.label } else { sizes.control }), family(weight))
    }

    fn text_width(&self, ui: &Ui) -> f32 {
        let Some(words) = self.words else { return 0.0 };
        ui.painter().layout_no_wrap(words.to_owned(), self.font(), egui::Color32::PLACEHOLDER).size().x
    }

    /// How wide it will be.
    #[must_use]
    pub fn width(&self, ui: &Ui) -> f32 {
        let mut parts: Vec<f32> = Vec::new();
        parts.extend(self.icon.map(|_| ICON));
        parts.extend(self.words.map(|_| self.text_width(ui)));
        parts.extend(self.opens_menu.then_some(ARROW));
        let gaps = GAP * parts.len().saturating_sub(1) as f32;
        let side = if self.words.is_none() && !self.opens_menu { (self.height - ICON) / 2.0 } else { SIDE };
        (parts.iter().sum::<f32>() + gaps + 2.0 * side).ceil()
    }

    /// Shows it.
    pub fn show_ui(self, ui: &mut Ui) -> Response {
        let size = vec2(self.width(ui), self.height);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let (name, is_on, is_enabled) = (self.name, self.is_on, ui.is_enabled());
        response.widget_info(|| match is_on {
            Some(is_on) => WidgetInfo::selected(Role::Button, is_enabled, is_on, name),
            None => WidgetInfo::labeled(Role::Button, is_enabled, name),
        });
        // What is chosen in a drop-down stands on it; its name says of what.
        if let Some(words) = self.words.filter(|words| *words != name) {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(words));
        }
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response);
        }
        response
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let t = self.tokens;
        let is_pressed = response.is_pointer_button_down_on();
        let is_hot = response.hovered() || response.has_focus();
        let is_lit = self.is_on == Some(true) || is_pressed;
        let hairline = t.strokes.hairline;
        let (fill, edge, ink) = match self.look {
            Look::Primary => (color(t.accent), line(hairline, t.accent), color(t.on_accent)),
            _ if is_lit => (color(t.accent_soft), line(hairline, t.accent), color(t.accent)),
            Look::Framed if is_hot => (color(t.hover), line(hairline, t.text_faint), color(t.text)),
            Look::Framed => (color(t.card), line(hairline, t.card_line), color(t.text)),
            Look::Bare if is_hot => (color(t.hover), egui::Stroke::NONE, color(t.text)),
            Look::Bare => (egui::Color32::TRANSPARENT, egui::Stroke::NONE, color(t.text_weak)),
        };
        let painter = ui.painter();
        painter.rect(rect, radius(t.radii.card), fill, edge, StrokeKind::Inside);
        if response.has_focus() {
            let ring = line(t.strokes.focus, t.focus);
            painter.rect_stroke(rect, radius(t.radii.card), ring, StrokeKind::Outside);
        }
        let is_icon_only = self.words.is_none() && !self.opens_menu;
        let mut x = rect.left() + if is_icon_only { (rect.width() - ICON) / 2.0 } else { SIDE };
        if let Some(icon) = self.icon {
            let square = Rect::from_center_size(pos2(x + ICON / 2.0, rect.center().y), Vec2::splat(ICON));
            paint_icon(painter, icon, square, ink);
            x += ICON + GAP;
        }
        if let Some(words) = self.words {
            painter.text(pos2(x, rect.center().y), Align2::LEFT_CENTER, words, self.font(), ink);
        }
        if self.opens_menu {
            let middle = pos2(rect.right() - SIDE - ARROW / 2.0 + 2.0, rect.center().y);
            paint_icon(painter, Icon::Down, Rect::from_center_size(middle, Vec2::splat(ARROW + 2.0)), ink);
        }
    }
}

/// A short vertical line between groups of buttons.
pub fn hairline_vertical_ui(ui: &mut Ui, tokens: &Tokens) {
    let (rect, _) = ui.allocate_exact_size(vec2(9.0, 20.0), Sense::hover());
    ui.painter().vline(rect.center().x.round() + 0.5, rect.y_range(), line(tokens.strokes.hairline, tokens.hairline));
}
