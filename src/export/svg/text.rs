//! Words as SVG elements, and the faces they are set in.

use crate::base::color::Rgba;
use crate::base::geom::Point;
use crate::base::text::{TextBlock, Weight};
use crate::export::svg::{base64, shape};
use crate::scene::Align;
use crate::scene::dump::number;
use crate::theme::fonts;
use std::fmt::Write as _;

/// The style sheet: the family, and the faces themselves when they travel inside.
pub(super) fn write_style(out: &mut String, embeds_fonts: bool) {
    out.push_str("<style>");
    if embeds_fonts {
        let faces = [
            (400, "normal", fonts::INTER_REGULAR),
            (500, "normal", fonts::INTER_MEDIUM),
            (600, "normal", fonts::INTER_SEMI_BOLD),
            (400, "italic", fonts::INTER_ITALIC),
        ];
        for (weight, style, bytes) in faces {
            let _ = write!(
                out,
                "@font-face{{font-family:{};font-weight:{weight};font-style:{style};src:url(data:font/ttf;base64,{})}}",
                fonts::FAMILY,
                base64::encoded(bytes)
            );
        }
    }
    let _ = writeln!(out, "text{{font-family:{};white-space:pre}}</style>", fonts::FALLBACK_FAMILIES);
}

/// Every line where it was measured, as wide as it was measured, also when the viewer has another face.
pub(super) fn write_block(out: &mut String, block: &TextBlock, origin: Point, align: Align, color: Rgba) {
    for line in block.lines.iter().filter(|l| !l.text.is_empty()) {
        let left = match align {
            Align::Left => origin.x,
            Align::Center => origin.x - line.width / 2.0,
            Align::Right => origin.x - line.width,
        };
        let weight = match block.style.weight {
            Weight::Regular => "",
            Weight::Medium => " font-weight=\"500\"",
            Weight::SemiBold => " font-weight=\"600\"",
        };
        let italic = if block.style.is_italic { " font-style=\"italic\"" } else { "" };
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{italic} fill=\"{}\"{} textLength=\"{}\">{}</text>",
            number(left),
            number(origin.y + line.baseline),
            number(block.style.size),
            shape::color(color),
            shape::opacity("fill", color),
            number(line.width),
            escaped(&line.text)
        );
    }
}

/// Text that may stand in XML: reserved signs escaped, signs that XML has no word for left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}
