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

/// The style sheet: the families, and the fonts themselves when they travel inside; that of signs only where `shows`
/// holds one of them, since it is larger than most maps.
pub(super) fn write_style(out: &mut String, embeds_fonts: bool, shows: impl Fn(fn(char) -> bool) -> bool) {
    out.push_str("<style>");
    if embeds_fonts {
        let bundled = fonts::BUNDLED;
        let faces = [
            (fonts::FAMILY, 400, "normal", bundled.regular),
            (fonts::FAMILY, 500, "normal", bundled.medium),
            (fonts::FAMILY, 600, "normal", bundled.semi_bold),
            (fonts::FAMILY, 400, "italic", bundled.italic),
        ];
        let signs = shows(is_sign).then_some((fonts::SIGN_FAMILY, 400, "normal", bundled.signs));
        for (family, weight, style, bytes) in faces.into_iter().chain(signs) {
            let _ = write!(
                out,
                "@font-face{{font-family:{family};font-weight:{weight};font-style:{style};src:url(data:font/ttf;base64,{})}}",
                bytes_as_text::encoded(bytes)
            );
        }
    }
    let _ = writeln!(out, "text{{font-family:{};white-space:pre}}</style>", fonts::FALLBACK_FAMILIES);
}

/// True for emoji and symbols that the faces lack.
fn is_sign(c: char) -> bool {
    // What Inter has of these blocks.
    let is_in_face = matches!(c, '☀' | '★' | '☆' | '☼' | '♡' | '♥' | '♪' | '♫' | '⚠' | '✓' | '✗' | '❖' | '❤')
        || matches!(c, '\u{2780}'..='\u{2788}' | '\u{27EF}'..='\u{27FA}');
    !is_in_face && matches!(c, '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// True for what joins or changes the sign before it.
fn joins_signs(c: char) -> bool {
    matches!(c, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}')
}

/// Words of which signs are set in their own family: a viewer that looks for another font on its own takes it for the
/// letters around them too, or for none.
fn with_signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_sign) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_sign(c) && !joins_signs(c)).unwrap_or(from.len());
        let (signs, after) = from.split_at(end);
        let _ = write!(
            out,
            "{}<tspan font-family=\"{}\" font-weight=\"400\" font-style=\"normal\">{}</tspan>",
            escaped(before),
            fonts::SIGN_FAMILY,
            escaped(signs)
        );
        rest = after;
    }
    out + &escaped(rest)
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
        with_signs(text)
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
