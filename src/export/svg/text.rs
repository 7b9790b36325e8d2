//! Words as SVG elements, and the faces they are set in.

use crate::base::color::Rgba;
use crate::base::geom::Point;
use crate::base::text::{TextBlock, TextStyle, Weight};
use crate::export::bytes_as_text;
use crate::export::svg::shape;
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
                bytes_as_text::encoded(bytes)
            );
        }
    }
    let _ = writeln!(out, "text{{font-family:{};white-space:pre}}</style>", fonts::FALLBACK_FAMILIES);
}

/// Every line where it was measured, as wide as it was measured, also when the viewer has another face. `inks` are the
/// colours of words and of links.
pub(super) fn write_block(out: &mut String, block: &TextBlock, origin: Point, align: Align, inks: (Rgba, Rgba)) {
    for line in block.lines.iter().filter(|l| !l.text.is_empty()) {
        let left = match align {
            Align::Left => origin.x,
            Align::Center => origin.x - line.width / 2.0,
            Align::Right => origin.x - line.width,
        };
        let y = origin.y + line.baseline;
        if line.runs.is_empty() {
            write_words(out, &line.text, block.style, (Point::new(left, y), line.width), inks.0);
        }
        for run in line.runs.iter().filter(|r| !r.text.trim().is_empty()) {
            let place = (Point::new(left + run.x, y), run.width);
            match &run.link {
                Some(target) => {
                    let _ = writeln!(out, "<a href=\"{}\" text-decoration=\"underline\">", escaped(target));
                    write_words(out, &run.text, run.style, place, inks.1);
                    out.push_str("</a>\n");
                }
                None => write_words(out, &run.text, run.style, place, inks.0),
            }
        }
    }
}

/// Words on a baseline, from a point on and as wide as they were measured.
fn write_words(out: &mut String, text: &str, style: TextStyle, (at, width): (Point, f64), color: Rgba) {
    let weight = match style.weight {
        Weight::Regular => "",
        Weight::Medium => " font-weight=\"500\"",
        Weight::SemiBold => " font-weight=\"600\"",
    };
    let italic = if style.is_italic { " font-style=\"italic\"" } else { "" };
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{italic} fill=\"{}\"{} textLength=\"{}\">{}</text>",
        number(at.x),
        number(at.y),
        number(style.size),
        shape::color(color),
        shape::opacity("fill", color),
        number(width),
        escaped(text)
    );
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
