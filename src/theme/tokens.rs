//! Roles and their values for one theme.

use crate::base::color::Rgba;

/// Which set of values [`Tokens`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scheme {
    /// Dark words on a white surface.
    #[default]
    Light,
    /// Light words on a near-black surface.
    Dark,
    /// Light on paper: no heavy fills, thin lines.
    Print,
}

/// Text sizes of the window, points. (The map's own are in `layout::Sizes`: they decide line breaks.)
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TypeSizes {
    /// Numbers on axes.
    pub axis: f64,
    /// Labels above fields, hints.
    pub label: f64,
    /// Running text.
    pub body: f64,
    /// Text in buttons, fields and menus.
    pub control: f64,
    /// Titles of panels.
    pub title: f64,
    /// The value of a KPI card.
    pub card_value: f64,
    /// The value of a KPI in the data drawer.
    pub drawer_value: f64,
}

/// Corner radii, points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Radii {
    /// Rows of lists, small marks.
    pub row: f64,
    /// Cards, fields, buttons.
    pub card: f64,
    /// Stages, the selection frame.
    pub stage: f64,
}

/// Line widths, points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strokes {
    /// Separators and edges.
    pub hairline: f64,
    /// Trend lines.
    pub trend: f64,
    /// The measured experience curve.
    pub measured: f64,
    /// The drawn experience curve (dashed).
    pub drawn: f64,
    /// Connections between cards.
    pub connection: f64,
    /// Those that stand back.
    pub thin_connection: f64,
    /// Those that stand out.
    pub thick_connection: f64,
    /// Focus and selection frames.
    pub focus: f64,
    /// Strokes of channel icons.
    pub icon: f64,
    /// Width of the coloured edge of a touchpoint.
    pub edge: f64,
}

/// Every role of one theme. Plain data: painters get resolved values.
#[derive(Debug, Clone, PartialEq)]
pub struct Tokens {
    /// Which theme this is.
    pub scheme: Scheme,
    /// Behind everything.
    pub background: Rgba,
    /// Side panels, toolbar, drawer.
    pub panel: Rgba,
    /// Behind the map.
    pub canvas: Rgba,
    /// Cards and fields.
    pub card: Rgba,
    /// Edge of cards and fields.
    pub card_line: Rgba,
    /// Separators.
    pub hairline: Rgba,
    /// Rows and buttons under the pointer.
    pub hover: Rgba,
    /// Words.
    pub text: Rgba,
    /// Labels.
    pub text_weak: Rgba,
    /// Axes, hints.
    pub text_faint: Rgba,
    /// Selection, links, the measured line, the active tool.
    pub accent: Rgba,
    /// Fill of what is selected or active.
    pub accent_soft: Rgba,
    /// Words on the accent colour.
    pub on_accent: Rgba,
    /// On target; always with ●.
    pub good: Rgba,
    /// Watch; always with ▲.
    pub watch: Rgba,
    /// Off target, and errors; always with ■.
    pub off: Rgba,
    /// Fill of a quote.
    pub quote: Rgba,
    /// Fill of a pain point.
    pub pain: Rgba,
    /// Fill of an opportunity.
    pub opportunity: Rgba,
    /// Fill of a process, system or team.
    pub process: Rgba,
    /// Stage header fills; a stage's tint index counts modulo 8.
    pub stage_tint: [Rgba; 8],
    /// Stage titles and touchpoint edges, matching the fills.
    pub stage_ink: [Rgba; 8],
    /// Keyboard focus ring.
    pub focus: Rgba,
    /// Shadow under floating things.
    pub shadow: Rgba,
    /// Text sizes.
    pub type_sizes: TypeSizes,
    /// Corner radii.
    pub radii: Radii,
    /// Line widths.
    pub strokes: Strokes,
    /// The step all spacing is a multiple of, points.
    pub spacing: f64,
}

impl Tokens {
    /// The fill of a stage header.
    #[must_use]
    pub fn tint(&self, index: u8) -> Rgba {
        let [first, ..] = self.stage_tint;
        self.stage_tint.get(usize::from(index) % self.stage_tint.len()).copied().unwrap_or(first)
    }

    /// The ink of a stage.
    #[must_use]
    pub fn ink(&self, index: u8) -> Rgba {
        let [first, ..] = self.stage_ink;
        self.stage_ink.get(usize::from(index) % self.stage_ink.len()).copied().unwrap_or(first)
    }

    /// True for light words on a dark surface: windows ask for matching frames.
    #[must_use]
    pub fn is_dark(&self) -> bool {
        self.scheme == Scheme::Dark
    }
}

/// What pictures are multiplied with: they are shown as they are in every theme.
pub const UNTINTED: Rgba = Rgba::hex(0xFF_FF_FF);

/// Sizes shared by the light and the dark theme.
pub(super) const TYPE_SIZES: TypeSizes =
    TypeSizes { axis: 10.5, label: 11.0, body: 12.0, control: 12.5, title: 15.0, card_value: 17.0, drawer_value: 30.0 };
/// Radii shared by all themes.
pub(super) const RADII: Radii = Radii { row: 5.0, card: 6.0, stage: 8.0 };
/// Line widths of the screen themes.
pub(super) const STROKES: Strokes = Strokes {
    hairline: 1.0,
    trend: 1.8,
    measured: 2.4,
    drawn: 1.6,
    connection: 1.4,
    thin_connection: 0.8,
    thick_connection: 2.6,
    focus: 2.0,
    icon: 1.3,
    edge: 3.0,
};
/// Spacing step of all themes.
pub(super) const SPACING: f64 = 4.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair of words on a surface that occurs, and every graphic on its surface.
    fn check(t: &Tokens) {
        let surfaces = [("background", t.background), ("panel", t.panel), ("canvas", t.canvas), ("card", t.card)];
        let card_fills = [("quote", t.quote), ("pain", t.pain), ("opportunity", t.opportunity), ("process", t.process)];
        let words = [("text", t.text), ("weak", t.text_weak), ("faint", t.text_faint)];
        let status = [("good", t.good), ("watch", t.watch), ("off", t.off)];
        let at_least = |what: &str, on: &str, a: Rgba, b: Rgba, least: f64| {
            let ratio = a.contrast(b);
            assert!(ratio >= least, "{:?}: {what} on {on} has {ratio:.2}, needs {least}", t.scheme);
        };
        for (on, fill) in surfaces {
            for (what, ink) in words.into_iter().chain(status).chain([("accent", t.accent)]) {
                at_least(what, on, ink, fill, 4.5);
            }
            at_least("focus", on, t.focus, fill, 3.0);
        }
        for (on, fill) in card_fills {
            for (what, ink) in words.into_iter().take(2).chain(status) {
                at_least(what, on, ink, fill, 4.5);
            }
        }
        for (tint, ink) in t.stage_tint.into_iter().zip(t.stage_ink) {
            at_least("stage ink", "its tint", ink, tint, 4.5);
            at_least("stage ink", "card", ink, t.card, 3.0);
            for (what, word) in words.into_iter().take(2).chain(status) {
                at_least(what, "stage tint", word, tint, 4.5);
            }
        }
        // Rows that are chosen or under the pointer, and what stands at their ends.
        for (on, fill) in [("accent soft", t.accent_soft), ("hover", t.hover)] {
            for (what, ink) in words.into_iter().take(2).chain(status).chain([("accent", t.accent)]) {
                at_least(what, on, ink, fill, 4.5);
            }
            at_least("focus", on, t.focus, fill, 3.0);
        }
        at_least("words", "accent", t.on_accent, t.accent, 4.5);
        at_least("text", "accent soft", t.text, t.accent_soft, 4.5);
        at_least("text", "hover", t.text, t.hover, 4.5);
        at_least("accent", "accent soft", t.accent, t.accent_soft, 4.5);
    }

    #[test]
    fn words_and_shapes_stand_out() {
        check(&Tokens::light());
        check(&Tokens::dark());
        check(&Tokens::print());
    }

    #[test]
    fn tints_wrap_around() {
        let t = Tokens::light();
        assert_eq!(t.tint(8), t.tint(0));
        assert_eq!(t.ink(255), t.ink(7));
    }
}
