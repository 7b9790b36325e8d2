//! The theme of paper.

use super::tokens::{STROKES, Scheme, Strokes, Tokens};
use crate::base::color::Rgba;

impl Tokens {
    /// Light on white: every fill at most 8 % ink, hairlines 0.35 pt, so that a printer neither floods the page nor
    /// loses a line.
    #[must_use]
    pub const fn print() -> Self {
        let white = Rgba::hex(0xFF_FF_FF);
        let light = Self::light();
        Self {
            scheme: Scheme::Print,
            background: white,
            panel: white,
            canvas: white,
            card: white,
            card_line: Rgba::hex(0xB4_BB_C3),
            hairline: Rgba::hex(0xC3_C9_D0),
            shadow: Rgba::TRANSPARENT,
            strokes: Strokes { hairline: 0.35, ..STROKES },
            ..light
        }
    }
}
