//! Icons drawn as strokes in a square of 16 units, so that they are as sharp as the text beside them at any scale.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, vec2};

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named after what they show")]
pub enum Icon {
    Stage,
    Step,
    Touchpoint,
    Card,
    Lane,
    Undo,
    Redo,
    Plus,
    Minus,
    Import,
    Export,
    Overlay,
    Down,
    More,
    Close,
    Search,
    File,
    Folder,
    Check,
    Lock,
    Alert,
    Info,
    Sparkle,
}

type Path = &'static [(f32, f32)];

impl Icon {
    /// Open paths in units of a 16 by 16 square.
    fn paths(self) -> &'static [Path] {
        match self {
            Self::Stage => &[
                &[(2.0, 3.5), (14.0, 3.5), (14.0, 7.5), (2.0, 7.5), (2.0, 3.5)],
                &[(2.0, 10.5), (6.5, 10.5)],
                &[(9.5, 10.5), (14.0, 10.5)],
                &[(2.0, 13.0), (6.5, 13.0)],
                &[(9.5, 13.0), (14.0, 13.0)],
            ],
            Self::Step => &[
                &[(2.0, 5.0), (6.5, 5.0), (6.5, 11.0), (2.0, 11.0), (2.0, 5.0)],
                &[(9.5, 5.0), (14.0, 5.0), (14.0, 11.0), (9.5, 11.0), (9.5, 5.0)],
            ],
            Self::Touchpoint => &[
                &[
                    (2.5, 3.0),
                    (13.5, 3.0),
                    (13.5, 11.0),
                    (8.0, 11.0),
                    (5.0, 13.5),
                    (5.0, 11.0),
                    (2.5, 11.0),
                    (2.5, 3.0),
                ],
                &[(5.0, 6.0), (11.0, 6.0)],
                &[(5.0, 8.2), (9.0, 8.2)],
            ],
            Self::Card => &[
                &[(2.5, 3.0), (13.5, 3.0), (13.5, 9.5), (10.0, 13.0), (2.5, 13.0), (2.5, 3.0)],
                &[(13.5, 9.5), (10.0, 9.5), (10.0, 13.0)],
            ],
            Self::Lane => &[&[(2.0, 3.5), (14.0, 3.5)], &[(2.0, 8.0), (14.0, 8.0)], &[(2.0, 12.5), (14.0, 12.5)]],
            Self::Undo => &[
                &[(5.5, 3.0), (2.5, 6.0), (5.5, 9.0)],
                &[(2.5, 6.0), (9.5, 6.0), (11.6, 6.8), (12.9, 8.4), (13.2, 10.2), (12.6, 12.0), (11.4, 13.2)],
            ],
            Self::Redo => &[
                &[(10.5, 3.0), (13.5, 6.0), (10.5, 9.0)],
                &[(13.5, 6.0), (6.5, 6.0), (4.4, 6.8), (3.1, 8.4), (2.8, 10.2), (3.4, 12.0), (4.6, 13.2)],
            ],
            Self::Plus => &[&[(8.0, 3.0), (8.0, 13.0)], &[(3.0, 8.0), (13.0, 8.0)]],
            Self::Minus => &[&[(3.0, 8.0), (13.0, 8.0)]],
            Self::Import => &[
                &[(8.0, 2.5), (8.0, 9.5)],
                &[(5.0, 6.8), (8.0, 9.8), (11.0, 6.8)],
                &[(2.5, 10.0), (2.5, 13.0), (13.5, 13.0), (13.5, 10.0)],
            ],
            Self::Export => &[
                &[(8.0, 9.8), (8.0, 2.8)],
                &[(5.0, 5.5), (8.0, 2.5), (11.0, 5.5)],
                &[(2.5, 10.0), (2.5, 13.0), (13.5, 13.0), (13.5, 10.0)],
            ],
            Self::Overlay => &[&[(2.0, 13.5), (14.0, 13.5)], &[(2.5, 10.5), (6.0, 6.5), (9.0, 8.5), (13.5, 3.0)]],
            Self::Down => &[&[(4.5, 6.5), (8.0, 10.0), (11.5, 6.5)]],
            Self::More => &[],
            Self::Close => &[&[(4.0, 4.0), (12.0, 12.0)], &[(12.0, 4.0), (4.0, 12.0)]],
            Self::Search => &[&[(10.3, 10.3), (13.8, 13.8)]],
            Self::File => &[
                &[(3.5, 2.0), (9.5, 2.0), (12.5, 5.0), (12.5, 14.0), (3.5, 14.0), (3.5, 2.0)],
                &[(9.5, 2.0), (9.5, 5.0), (12.5, 5.0)],
            ],
            Self::Folder => {
                &[&[(2.0, 4.0), (6.5, 4.0), (8.0, 5.8), (14.0, 5.8), (14.0, 13.0), (2.0, 13.0), (2.0, 4.0)]]
            }
            Self::Check => &[&[(3.0, 8.5), (6.5, 12.0), (13.0, 4.5)]],
            Self::Lock => &[
                &[(3.5, 7.5), (12.5, 7.5), (12.5, 13.5), (3.5, 13.5), (3.5, 7.5)],
                &[(5.5, 7.5), (5.5, 5.0), (6.5, 3.2), (8.0, 2.6), (9.5, 3.2), (10.5, 5.0), (10.5, 7.5)],
            ],
            Self::Alert => &[
                &[(8.0, 2.5), (14.2, 13.5), (1.8, 13.5), (8.0, 2.5)],
                &[(8.0, 6.5), (8.0, 9.6)],
                &[(8.0, 11.3), (8.0, 11.7)],
            ],
            Self::Info => &[&[(8.0, 7.2), (8.0, 11.4)], &[(8.0, 4.6), (8.0, 5.0)]],
            Self::Sparkle => &[&[
                (8.0, 2.0),
                (9.4, 6.6),
                (14.0, 8.0),
                (9.4, 9.4),
                (8.0, 14.0),
                (6.6, 9.4),
                (2.0, 8.0),
                (6.6, 6.6),
                (8.0, 2.0),
            ]],
        }
    }
}

/// Paints an icon into a square, centred in `rect`.
pub fn paint_icon(painter: &Painter, icon: Icon, rect: Rect, color: Color32) {
    let side = rect.width().min(rect.height());
    let unit = side / 16.0;
    let origin = rect.center() - vec2(side, side) / 2.0;
    let at = |(x, y): (f32, f32)| -> Pos2 { origin + vec2(x, y) * unit };
    let stroke = Stroke::new(1.35 * unit.max(0.8), color);
    let paths = icon.paths().iter().map(|path| Shape::line(path.iter().copied().map(at).collect(), stroke));
    painter.extend(paths);
    match icon {
        Icon::More => painter.extend([3.5, 8.0, 12.5].map(|x| Shape::circle_filled(at((x, 8.0)), 1.25 * unit, color))),
        Icon::Search => {
            painter.circle_stroke(at((7.0, 7.0)), 4.4 * unit, stroke);
        }
        Icon::Info => {
            painter.circle_stroke(at((8.0, 8.0)), 6.0 * unit, stroke);
        }
        _ => {}
    }
}
