//! Shapes as SVG elements.

use crate::base::color::Rgba;
use crate::base::geom::Point;
use crate::export::bytes_as_text;
use crate::export::page::Page;
use crate::export::svg::text;
use crate::model::PictureBytes;
use crate::scene::dump::number;
use crate::scene::{Align, Item, Prim, Stroke};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The paper.
pub(super) fn write_surface(out: &mut String, page: &Page) {
    let r = page.rect();
    let _ = writeln!(
        out,
        "<rect width=\"{}\" height=\"{}\"{}/>",
        number(r.width()),
        number(r.height()),
        paint(Some(page.scene.surface), None)
    );
}

/// One shape.
pub(super) fn write_item(out: &mut String, item: &Item, pictures: &BTreeMap<String, PictureBytes>) {
    let _ = match &item.prim {
        Prim::Rect { rect, radius, fill, stroke } => {
            let rounding = if *radius > 0.0 { format!(" rx=\"{}\"", number(*radius)) } else { String::new() };
            writeln!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{rounding}{}/>",
                number(rect.min.x),
                number(rect.min.y),
                number(rect.width()),
                number(rect.height()),
                paint(*fill, *stroke)
            )
        }
        Prim::Circle { center, radius, fill, stroke } => writeln!(
            out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>",
            number(center.x),
            number(center.y),
            number(*radius),
            paint(*fill, *stroke)
        ),
        Prim::Polygon { points, fill } => {
            writeln!(out, "<path d=\"{}Z\"{}/>", path(points), paint(Some(*fill), None))
        }
        Prim::Polyline { points, stroke } => {
            let closed = points.len() > 2 && points.first() == points.last();
            let end = if closed { "Z" } else { "" };
            writeln!(out, "<path d=\"{}{end}\"{}/>", path(points), paint(None, Some(*stroke)))
        }
        Prim::Band { upper, lower, fill } => {
            let around: Vec<Point> = upper.iter().chain(lower.iter().rev()).copied().collect();
            writeln!(out, "<path d=\"{}Z\"{}/>", path(&around), paint(Some(*fill), None))
        }
        Prim::Text { block, origin, align, color, links } => {
            text::write_block(out, block, *origin, *align, (*color, *links));
            Ok(())
        }
        Prim::Rising { block, corner, color } => {
            let _ = writeln!(out, "<g transform=\"translate({} {}) rotate(-90)\">", number(corner.x), number(corner.y));
            text::write_block(out, block, Point::default(), Align::Left, (*color, *color));
            writeln!(out, "</g>")
        }
        Prim::Picture { rect, digest, words, ground } => {
            let place = format!(
                "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                number(rect.min.x),
                number(rect.min.y),
                number(rect.width()),
                number(rect.height())
            );
            match pictures.get(digest.as_ref()) {
                Some(file) => writeln!(
                    out,
                    "<image {place} role=\"img\" aria-label=\"{}\" href=\"data:{};base64,{}\"/>",
                    text::escaped(words),
                    file.kind.media_type(),
                    bytes_as_text::encoded(&file.data)
                ),
                None => writeln!(out, "<rect {place}{}/>", paint(Some(*ground), None)),
            }
        }
    };
}

fn path(points: &[Point]) -> String {
    let mut d = String::new();
    for (i, p) in points.iter().enumerate() {
        let _ = write!(d, "{}{} {}", if i == 0 { "M" } else { "L" }, number(p.x), number(p.y));
    }
    d
}

/// `#rrggbb`; opacity goes into an attribute of its own, which every viewer knows.
pub(super) fn color(c: Rgba) -> String {
    format!("#{:02x}{:02x}{:02x}", c.r, c.g, c.b)
}

/// ` name-opacity="…"` unless solid.
pub(super) fn opacity(name: &str, c: Rgba) -> String {
    if c.a == 255 { String::new() } else { format!(" {name}-opacity=\"{}\"", number(f64::from(c.a) / 255.0)) }
}

fn paint(fill: Option<Rgba>, stroke: Option<Stroke>) -> String {
    let mut text = match fill {
        Some(c) => format!(" fill=\"{}\"{}", color(c), opacity("fill", c)),
        None => " fill=\"none\"".to_owned(),
    };
    if let Some(s) = stroke {
        let _ = write!(
            text,
            " stroke=\"{}\" stroke-width=\"{}\"{}",
            color(s.color),
            number(s.width),
            opacity("stroke", s.color)
        );
        if fill.is_none() {
            text.push_str(" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
        }
        if let Some((dash, gap)) = s.dash {
            let _ = write!(text, " stroke-dasharray=\"{} {}\"", number(dash), number(gap));
        }
    }
    text
}
