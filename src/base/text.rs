//! Text after measuring: lines already broken and placed, so that every painter draws the same ones.

use crate::base::geom::{Point, Rect, Size};
use std::sync::Arc;

/// Weight of the bundled family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Weight {
    /// 400.
    #[default]
    Regular,
    /// 500.
    Medium,
    /// 600.
    SemiBold,
}

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TextStyle {
    /// Height of the em square, world units.
    pub size: f64,
    /// Weight of the family.
    pub weight: Weight,
    /// Slanted (regular weight only).
    pub is_italic: bool,
}

impl TextStyle {
    /// Upright text of a size and weight.
    #[must_use]
    pub const fn new(size: f64, weight: Weight) -> Self {
        Self { size, weight, is_italic: false }
    }

    /// The same, slanted.
    #[must_use]
    pub const fn italic(self) -> Self {
        Self { is_italic: true, ..self }
    }
}

/// A piece of a line in a style of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    /// The characters.
    pub text: String,
    /// How they are set; the size is that of the block.
    pub style: TextStyle,
    /// Left edge from the left edge of the block, world units.
    pub x: f64,
    /// Advance width, world units.
    pub width: f64,
    /// Where the words lead, when they are a link.
    pub link: Option<Arc<str>>,
}

/// One line of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// The characters, without the break that ended the line.
    pub text: String,
    /// Baseline below the top of the block, world units.
    pub baseline: f64,
    /// Advance width, world units; where there are runs, the right edge of the last.
    pub width: f64,
    /// The pieces of a line with several styles or an indent; empty when all of it is set in the style of the block.
    pub runs: Vec<TextRun>,
}

/// Text measured and broken once, in world units.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TextBlock {
    /// Style of all lines.
    pub style: TextStyle,
    /// The lines from top to bottom.
    pub lines: Vec<TextLine>,
    /// Widest line by the height of all lines.
    pub size: Size,
    /// True when text was cut and the last line ends in "…".
    pub is_elided: bool,
}

/// Room that a text may take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextRoom {
    /// Lines break at this width, world units; infinite means one line per paragraph.
    pub width: f64,
    /// Lines beyond this are cut and marked with "…".
    pub max_lines: usize,
}

impl TextRoom {
    /// One line that never breaks.
    pub const LINE: Self = Self { width: f64::INFINITY, max_lines: 1 };

    /// One line, cut at a width.
    #[must_use]
    pub const fn line(width: f64) -> Self {
        Self { width, max_lines: 1 }
    }

    /// Several lines.
    #[must_use]
    pub const fn lines(width: f64, max_lines: usize) -> Self {
        Self { width, max_lines }
    }
}

impl TextBlock {
    /// The link under a point, counted from the upper left corner of the block.
    #[must_use]
    pub fn link_at(&self, point: Point) -> Option<&Arc<str>> {
        self.lines.iter().flat_map(|line| line.runs.iter().map(move |run| (line, run))).find_map(|(line, run)| {
            let top = line.baseline - self.style.size;
            let room = Rect::new(run.x, top, run.width, self.style.size * 1.3);
            run.link.as_ref().filter(|_| room.contains(point))
        })
    }
}

impl TextBlock {
    /// The same lines in other units, `by` of which are one of these.
    #[must_use]
    pub fn scaled(&self, by: f64) -> Self {
        let style = |style: TextStyle| TextStyle { size: style.size * by, ..style };
        let run =
            |run: &TextRun| TextRun { style: style(run.style), x: run.x * by, width: run.width * by, ..run.clone() };
        let line = |line: &TextLine| TextLine {
            text: line.text.clone(),
            baseline: line.baseline * by,
            width: line.width * by,
            runs: line.runs.iter().map(run).collect(),
        };
        Self {
            style: style(self.style),
            lines: self.lines.iter().map(line).collect(),
            size: Size::new(self.size.width * by, self.size.height * by),
            is_elided: self.is_elided,
        }
    }
}

/// The bytes of the bundled fonts.
#[derive(Debug, Clone, Copy)]
pub struct FontBytes {
    /// Weight 400.
    pub regular: &'static [u8],
    /// Weight 500.
    pub medium: &'static [u8],
    /// Weight 600.
    pub semi_bold: &'static [u8],
    /// Weight 400, slanted.
    pub italic: &'static [u8],
    /// Emoji and symbols, which stand behind the four faces.
    pub signs: &'static [u8],
}

impl FontBytes {
    /// All of them, the faces first.
    pub fn all(&self) -> impl Iterator<Item = &'static [u8]> {
        [self.regular, self.medium, self.semi_bold, self.italic, self.signs].into_iter()
    }
}

/// The bytes of a font file.
pub type FontFile = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Measures and breaks text. Implementations cache; asking twice is cheap.
pub trait Measure {
    /// Breaks `text` into lines that fit `room`.
    fn block(&mut self, text: &str, style: TextStyle, room: TextRoom) -> TextBlock;

    /// The same for text with marks of emphasis, lists and links, which are set as they mean.
    fn marked_up(&mut self, text: &str, style: TextStyle, room: TextRoom) -> TextBlock;

    /// The files of fonts that were needed for signs the bundled faces lack, so that a painter draws the signs that
    /// were measured.
    fn further_fonts(&self) -> Vec<FontFile> {
        Vec::new()
    }
}

/// Words on one line, with one space between them.
#[must_use]
pub fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name as it is compared: capitals and extra spaces do not matter.
#[must_use]
pub fn fold_name(name: &str) -> String {
    one_line(name).to_lowercase()
}

/// A name as it is compared when no name is the same: spaces, hyphens and the like do not matter either, so that
/// "Sign up", "sign-up" and "SignUp" are one. Signs that make a difference stay, as in "C" and "C++".
#[must_use]
pub fn fold_loosely(name: &str) -> String {
    let is_between = |c: char| {
        c.is_whitespace()
            || matches!(c, '-' | '_' | '/' | '.' | ',' | ':' | '\'' | '\u{2010}'..='\u{2015}' | '\u{2019}')
    };
    let folded: String = name.chars().filter(|c| !is_between(*c)).flat_map(char::to_lowercase).collect();
    if folded.is_empty() { fold_name(name) } else { folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&str], others: &[&str]) {
        let first = fold_loosely(names[0]);
        for name in names {
            assert_eq!(fold_loosely(name), first, "{name}");
        }
        for other in others {
            assert_ne!(fold_loosely(other), first, "{other}");
        }
    }

    #[test]
    fn spaces_and_hyphens_make_no_other_place() {
        check(&["Sign-up", "Sign up", "sign_up", " SIGN\u{2010}UP ", "SignUp"], &["Sign-up!", "Sign", "Sign up 2"]);
        check(&["C++"], &["C"]);
        check(&["-", " - "], &["/"]);
    }
}
