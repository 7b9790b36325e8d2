//! One small drawing per channel, as lines on a 16 × 16 grid.

use crate::base::geom::Point;
use crate::model::Channel;

/// A piece of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum IconPiece {
    /// A line; closed when the last point is the first one.
    Line(Vec<Point>),
    /// A circle: centre and radius.
    Ring(Point, f64),
    /// A filled dot: centre and radius.
    Dot(Point, f64),
}

fn line(points: &[(f64, f64)]) -> IconPiece {
    IconPiece::Line(points.iter().map(|(x, y)| Point::new(*x, *y)).collect())
}

fn ring(x: f64, y: f64, radius: f64) -> IconPiece {
    IconPiece::Ring(Point::new(x, y), radius)
}

fn dot(x: f64, y: f64, radius: f64) -> IconPiece {
    IconPiece::Dot(Point::new(x, y), radius)
}

/// A closed rectangle with cut corners: at 16 pixels a rounded one looks the same.
fn box_of(left: f64, top: f64, right: f64, bottom: f64) -> IconPiece {
    const CUT: f64 = 1.0;
    line(&[
        (left + CUT, top),
        (right - CUT, top),
        (right, top + CUT),
        (right, bottom - CUT),
        (right - CUT, bottom),
        (left + CUT, bottom),
        (left, bottom - CUT),
        (left, top + CUT),
        (left + CUT, top),
    ])
}

/// An upright ellipse.
fn ellipse(center: (f64, f64), radius: (f64, f64)) -> IconPiece {
    let points: Vec<_> = (0..=24)
        .map(|i| {
            let angle = f64::from(i) / 24.0 * std::f64::consts::TAU;
            (center.0 + radius.0 * angle.cos(), center.1 + radius.1 * angle.sin())
        })
        .collect();
    line(&points)
}

/// The drawing of a channel.
#[must_use]
pub fn pieces(channel: Channel) -> Vec<IconPiece> {
    match channel {
        Channel::Web => {
            vec![ring(8.0, 8.0, 6.3), ellipse((8.0, 8.0), (2.7, 6.3)), line(&[(1.7, 8.0), (14.3, 8.0)])]
        }
        Channel::App => vec![box_of(4.5, 1.5, 11.5, 14.5), line(&[(7.0, 12.3), (9.0, 12.3)])],
        Channel::Email => {
            vec![box_of(1.5, 3.5, 14.5, 12.5), line(&[(1.9, 4.4), (8.0, 9.0), (14.1, 4.4)])]
        }
        Channel::Phone => vec![line(&[
            (4.4, 1.8),
            (6.4, 5.2),
            (5.0, 6.8),
            (6.0, 8.6),
            (7.4, 10.0),
            (9.2, 11.0),
            (10.8, 9.6),
            (14.2, 11.6),
            (13.8, 13.2),
            (12.6, 14.2),
            (11.0, 14.3),
            (7.6, 13.0),
            (4.4, 10.4),
            (2.4, 7.2),
            (1.7, 4.6),
            (2.0, 3.2),
            (3.0, 2.2),
            (4.4, 1.8),
        ])],
        Channel::Chat => vec![line(&[
            (2.5, 2.5),
            (13.5, 2.5),
            (14.5, 3.5),
            (14.5, 10.0),
            (13.5, 11.0),
            (8.0, 11.0),
            (4.8, 14.0),
            (4.8, 11.0),
            (2.5, 11.0),
            (1.5, 10.0),
            (1.5, 3.5),
            (2.5, 2.5),
        ])],
        Channel::Store => vec![
            line(&[(1.8, 6.5), (3.4, 2.0), (12.6, 2.0), (14.2, 6.5), (1.8, 6.5)]),
            line(&[(3.0, 6.5), (3.0, 14.0), (13.0, 14.0), (13.0, 6.5)]),
            line(&[(6.4, 14.0), (6.4, 9.6), (9.6, 9.6), (9.6, 14.0)]),
        ],
        Channel::Social => vec![
            ring(4.0, 8.0, 2.1),
            ring(12.0, 3.6, 2.1),
            ring(12.0, 12.4, 2.1),
            line(&[(5.9, 7.0), (10.1, 4.6)]),
            line(&[(5.9, 9.0), (10.1, 11.4)]),
        ],
        Channel::Post => vec![
            line(&[(8.0, 1.5), (14.0, 4.6), (14.0, 11.4), (8.0, 14.5), (2.0, 11.4), (2.0, 4.6), (8.0, 1.5)]),
            line(&[(2.0, 4.6), (8.0, 7.7), (14.0, 4.6)]),
            line(&[(8.0, 7.7), (8.0, 14.5)]),
        ],
        Channel::Event => vec![
            box_of(2.0, 3.0, 14.0, 14.0),
            line(&[(2.0, 6.6), (14.0, 6.6)]),
            line(&[(5.2, 1.5), (5.2, 4.4)]),
            line(&[(10.8, 1.5), (10.8, 4.4)]),
            dot(8.0, 10.3, 1.3),
        ],
        Channel::Partner => vec![ring(5.9, 8.0, 4.3), ring(10.1, 8.0, 4.3)],
        Channel::Advert => vec![
            line(&[(2.0, 6.2), (6.0, 6.2), (13.2, 2.6), (13.2, 13.4), (6.0, 9.8), (2.0, 9.8), (2.0, 6.2)]),
            line(&[(4.0, 9.8), (4.8, 13.8), (7.0, 13.8), (6.2, 9.9)]),
        ],
        Channel::Other => vec![ring(8.0, 8.0, 6.3), dot(5.0, 8.0, 0.9), dot(8.0, 8.0, 0.9), dot(11.0, 8.0, 0.9)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_has_its_own_drawing_on_the_grid() {
        let mut seen = Vec::new();
        for channel in Channel::EVERY {
            let drawing = pieces(channel);
            for piece in &drawing {
                let inside = |p: &Point, r: f64| p.x - r >= 0.0 && p.y - r >= 0.0 && p.x + r <= 16.0 && p.y + r <= 16.0;
                assert!(
                    match piece {
                        IconPiece::Line(points) => points.len() > 1 && points.iter().all(|p| inside(p, 0.7)),
                        IconPiece::Ring(p, r) | IconPiece::Dot(p, r) => inside(p, *r),
                    },
                    "{channel:?}: {piece:?}"
                );
            }
            assert!(!seen.contains(&drawing), "{channel:?} looks like another channel");
            seen.push(drawing);
        }
    }
}
