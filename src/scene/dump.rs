//! A scene as text: one line per shape, numbers rounded to 0.01, for tests that compare whole pictures.

use crate::base::color::Rgba;
use crate::base::geom::{Point, Rect};
use crate::scene::{Layer, Prim, Scene, Stroke};
use std::fmt::Write as _;

/// The text form of a scene.
#[must_use]
pub fn dump(scene: &Scene) -> String {
    let mut out = format!("scene {} on {}\n", rect(&scene.bounds), color(scene.surface));
    for layer in Layer::EVERY {
        let _ = writeln!(out, "[{layer:?}]");
        for item in scene.layer(layer) {
            let tag = item.tag.map_or_else(String::new, |t| format!(" #{:?}:{}", t.table(), t.raw()));
            let _ = writeln!(out, "{}{tag}", prim(&item.prim));
        }
    }
    out
}

fn prim(prim: &Prim) -> String {
    match prim {
        Prim::Rect { rect: r, radius, fill, stroke } => {
            format!("rect {} r{}{}", rect(r), number(*radius), look(*fill, *stroke))
        }
        Prim::Circle { center, radius, fill, stroke } => {
            format!("circle {} r{}{}", point(center), number(*radius), look(*fill, *stroke))
        }
        Prim::Polygon { points: p, fill } => format!("polygon {}{}", points(p), look(Some(*fill), None)),
        Prim::Polyline { points: p, stroke } => format!("line {}{}", points(p), look(None, Some(*stroke))),
        Prim::Band { upper, lower, fill } => {
            format!("band {} | {}{}", points(upper), points(lower), look(Some(*fill), None))
        }
        Prim::Picture { rect: r, digest, words, .. } => format!("picture {} {digest} {words:?}", rect(r)),
        Prim::Rising { block, corner, color: c } => {
            let lines: Vec<_> = block.lines.iter().map(|l| format!("{:?}@{}", l.text, number(l.baseline))).collect();
            let size = number(block.style.size);
            format!("rising {} {size} {:?} {} {}", point(corner), block.style.weight, color(*c), lines.join(" "))
        }
        Prim::Text { block, origin, align, color: c, .. } => {
            let lines: Vec<_> =
                block.lines.iter().map(|l| format!("{:?}@{}{}", l.text, number(l.baseline), runs(l))).collect();
            let italic = if block.style.is_italic { " italic" } else { "" };
            format!(
                "text {} {align:?} {}{italic} {:?} {} {}",
                point(origin),
                number(block.style.size),
                block.style.weight,
                color(*c),
                lines.join(" ")
            )
        }
    }
}

/// What the runs of a line look like, when it has several.
fn runs(line: &crate::base::text::TextLine) -> String {
    let runs = line.runs.iter().map(|run| {
        let italic = if run.style.is_italic { " italic" } else { "" };
        let link = run.link.as_ref().map_or_else(String::new, |l| format!(" to {l}"));
        format!(" [{} {:?}{italic}{link}]", number(run.x), run.style.weight)
    });
    runs.collect()
}

fn look(fill: Option<Rgba>, stroke: Option<Stroke>) -> String {
    let mut text = fill.map_or_else(String::new, |c| format!(" fill {}", color(c)));
    if let Some(s) = stroke {
        let _ = write!(text, " stroke {} {}", number(s.width), color(s.color));
        if let Some((dash, gap)) = s.dash {
            let _ = write!(text, " dash {} {}", number(dash), number(gap));
        }
        if s.is_hairline {
            text.push_str(" hairline");
        }
    }
    text
}

/// `#rrggbb`, with two more digits when it is not solid.
#[must_use]
pub fn color(c: Rgba) -> String {
    let Rgba { r, g, b, a } = c;
    if a == 255 { format!("#{r:02x}{g:02x}{b:02x}") } else { format!("#{r:02x}{g:02x}{b:02x}{a:02x}") }
}

/// At most two decimals, none that are zero, no negative zero.
#[must_use]
pub fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    let rounded = if rounded == 0.0 { 0.0 } else { rounded };
    format!("{rounded}")
}

fn point(p: &Point) -> String {
    format!("{},{}", number(p.x), number(p.y))
}

fn points(points: &[Point]) -> String {
    points.iter().map(point).collect::<Vec<_>>().join(" ")
}

fn rect(r: &Rect) -> String {
    format!("{} {}x{}", point(&r.min), number(r.width()), number(r.height()))
}
