//! Breaking of text with marks: like plain text, but a line is made of runs that look different.

use crate::base::geom::Size;
use crate::base::text::{TextBlock, TextLine, TextRoom, TextRun, TextStyle, Weight};
use crate::layout::markup::{Paragraph, Span, paragraphs};
use crate::layout::measure::{FontMeasure, baseline, is_joining, line_height, pieces};
use std::ops::Range;

/// Room of a bullet, and of each depth of a list, in ems.
const INDENT: f64 = 1.0;
/// Between the number of a list item and its words, in ems.
const AFTER_NUMBER: f64 = 0.35;

/// A paragraph as one text, and where its runs end in it.
struct Runs {
    text: String,
    ends: Vec<(usize, Span)>,
    style: TextStyle,
    /// What stands before the first line, and where.
    bullet: Option<(String, f64)>,
    /// Left edge of every line.
    indent: f64,
}

/// A broken line of a paragraph, before it is known whether it is shown.
struct Broken {
    paragraph: usize,
    range: Range<usize>,
}

impl Runs {
    fn style_of(&self, span: &Span) -> TextStyle {
        if span.is_bold {
            // There is no slanted bold face: weight says more.
            TextStyle { weight: Weight::SemiBold, is_italic: false, ..self.style }
        } else {
            TextStyle { is_italic: self.style.is_italic != span.is_italic, ..self.style }
        }
    }

    /// The runs of a part of the text.
    fn parts(&self, range: Range<usize>) -> Vec<(&str, &Span)> {
        let mut start = 0;
        let mut found = Vec::new();
        for (end, span) in &self.ends {
            let (from, to) = (range.start.max(start), range.end.min(*end));
            if from < to
                && let Some(part) = self.text.get(from..to)
            {
                found.push((part, span));
            }
            start = *end;
        }
        found
    }
}

impl FontMeasure {
    /// A text with marks, measured and broken anew.
    pub(super) fn broken_with_marks(&mut self, text: &str, style: TextStyle, room: TextRoom) -> TextBlock {
        let mut block = TextBlock { style, ..TextBlock::default() };
        let text = text.trim_end();
        if text.is_empty() || room.max_lines == 0 {
            return block;
        }
        let all: Vec<Runs> = paragraphs(text).into_iter().map(|p| self.runs(p, style, room.width)).collect();
        let mut lines: Vec<Broken> = Vec::new();
        for (paragraph, runs) in all.iter().enumerate() {
            let ranges = self.break_runs(runs, (room.width - runs.indent).max(1.0));
            lines.extend(ranges.into_iter().map(|range| Broken { paragraph, range }));
            if lines.len() > room.max_lines {
                break;
            }
        }
        block.is_elided = lines.len() > room.max_lines;
        let next = lines.get(room.max_lines).map(|l| (l.paragraph, l.range.end));
        lines.truncate(room.max_lines);
        let (height, base) = (line_height(style), baseline(style));
        let mut top = 0.0;
        let (mut shown, count) = (None, lines.len());
        for (index, line) in lines.into_iter().enumerate() {
            let Some(runs) = all.get(line.paragraph) else { continue };
            let is_first = shown != Some(line.paragraph);
            shown = Some(line.paragraph);
            let is_cut = block.is_elided && index + 1 == count;
            let mut range = line.range;
            if let Some((_, end)) = next.filter(|(paragraph, _)| is_cut && *paragraph == line.paragraph) {
                // The words of the following line fill what the broken line left free.
                range.end = end;
            }
            let mut line = self.line(runs, range, is_first, is_cut.then_some(room.width));
            line.baseline = top + base;
            top += height;
            block.size = Size::new(block.size.width.max(line.width), top);
            block.lines.push(line);
        }
        block
    }

    fn runs(&mut self, paragraph: Paragraph, style: TextStyle, width: f64) -> Runs {
        let Paragraph { bullet, depth, spans } = paragraph;
        let step = INDENT * style.size;
        #[expect(clippy::cast_precision_loss, reason = "a depth of 0, 1 or 2")]
        let left = depth as f64 * step;
        let after = match &bullet {
            None => 0.0,
            Some(bullet) if bullet == "•" => step,
            Some(number) => ((self.ems(number, style) + AFTER_NUMBER) * style.size).max(step),
        };
        // In a very narrow card words need the room more than the indent does.
        let (left, indent) =
            if left + after > width / 2.0 { (0.0, after.min(width / 2.0)) } else { (left, left + after) };
        let mut runs = Runs { text: String::new(), ends: Vec::new(), style, bullet: bullet.map(|b| (b, left)), indent };
        for span in spans {
            runs.text.push_str(&span.text);
            runs.ends.push((runs.text.len(), span));
        }
        runs
    }

    fn part_width(&mut self, runs: &Runs, range: Range<usize>) -> f64 {
        let parts = runs.parts(range);
        parts.into_iter().map(|(part, span)| self.run_width(part, runs.style_of(span))).sum()
    }

    /// The end of the longest start of a part that is at most `width` wide; at least one character.
    fn part_prefix(&mut self, runs: &Runs, range: Range<usize>, width: f64) -> usize {
        let mut used = 0.0;
        let mut end = range.start;
        let mut is_glued = true;
        let mut at = range.start;
        for (part, span) in runs.parts(range.clone()) {
            let style = runs.style_of(span);
            for c in part.chars() {
                if !(is_glued || is_joining(c)) {
                    end = at;
                }
                used += self.ems(c.encode_utf8(&mut [0; 4]), style) * style.size;
                if used > width && end > range.start {
                    return end;
                }
                is_glued = c == '\u{200D}';
                at += c.len_utf8();
            }
        }
        range.end
    }

    fn break_runs(&mut self, runs: &Runs, width: f64) -> Vec<Range<usize>> {
        let width = width + 1e-6;
        let mut lines = Vec::new();
        let (mut start, mut at, mut used) = (0, 0, 0.0);
        for piece in pieces(&runs.text) {
            let word = at..at + piece.trim_end_matches(' ').len();
            let after = at + piece.len();
            let word_width = self.part_width(runs, word.clone());
            used += word_width;
            if used > width {
                if at > start {
                    lines.push(start..at);
                    start = at;
                }
                used = word_width;
                while used > width {
                    let end = self.part_prefix(runs, start..word.end, width);
                    if end >= word.end || end <= start {
                        break;
                    }
                    lines.push(start..end);
                    start = end;
                    used = self.part_width(runs, start..word.end);
                }
            }
            used += self.part_width(runs, word.end..after);
            at = after;
        }
        lines.push(start..runs.text.len());
        lines
    }

    /// One line with its runs in place; cut at a width and ended by "…" when one is given.
    fn line(&mut self, runs: &Runs, range: Range<usize>, is_first: bool, cut: Option<f64>) -> TextLine {
        let shown = runs.text.get(range.clone()).unwrap_or_default();
        let mut range = range.start..range.start + shown.trim_end().len();
        if let Some(width) = cut {
            let dots = self.run_width("…", runs.style);
            if width.is_finite() && self.part_width(runs, range.clone()) + dots > width - runs.indent {
                range.end = self.part_prefix(runs, range.clone(), (width - runs.indent - dots).max(0.0));
            }
            let kept = runs.text.get(range.clone()).unwrap_or_default();
            range.end = range.start + kept.trim_end_matches([' ', ',', '.', ';', ':', '–', '-']).len();
        }
        let mut line = TextLine { text: String::new(), baseline: 0.0, width: 0.0, runs: Vec::new() };
        let place = |line: &mut TextLine, text: &str, style: TextStyle, x: f64, width: f64, span: Option<&Span>| {
            line.text.push_str(text);
            line.width = x + width;
            let link = span.and_then(|s| s.link.clone());
            line.runs.push(TextRun { text: text.to_owned(), style, x, width, link });
        };
        if let Some((bullet, x)) = runs.bullet.as_ref().filter(|_| is_first) {
            let width = self.run_width(bullet, runs.style);
            place(&mut line, bullet, runs.style, *x, width, None);
            line.text.push(' ');
        }
        let mut x = runs.indent;
        for (part, span) in runs.parts(range) {
            let style = runs.style_of(span);
            // Spaces at the edges of a run are room between runs: not every painter keeps them.
            let words = part.trim_matches(' ');
            let before = self.run_width(" ", style) * count(part.len() - part.trim_start_matches(' ').len());
            let after = x + self.run_width(part, style);
            if words.is_empty() {
                line.text.push_str(part);
            } else {
                let width = self.run_width(words, style);
                let spaces = part.split_once(words).unwrap_or_default();
                line.text.push_str(spaces.0);
                place(&mut line, words, style, x + before, width, Some(span));
                line.text.push_str(spaces.1);
            }
            x = after;
        }
        if cut.is_some() {
            let width = self.run_width("…", runs.style);
            place(&mut line, "…", runs.style, x, width, None);
        }
        let is_plain = line.runs.iter().all(|r| r.style == runs.style && r.link.is_none());
        if is_plain && runs.indent == 0.0 {
            line.runs.clear();
        }
        line
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number of characters in a line")]
fn count(characters: usize) -> f64 {
    characters as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::Measure as _;
    use crate::layout::fixture::measure;

    const BODY: TextStyle = TextStyle::new(12.0, Weight::Regular);

    fn check(text: &str, room: TextRoom, expected: &[&str]) -> TextBlock {
        let block = measure().marked_up(text, BODY, room);
        let lines: Vec<_> = block.lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(lines, expected, "{text:?} in {room:?}");
        for line in &block.lines {
            assert!(line.width <= room.width + 1e-6, "{:?} is {} wide in {room:?}", line.text, line.width);
            for pair in line.runs.windows(2) {
                assert!(pair[0].x + pair[0].width <= pair[1].x + 1e-6, "{pair:?} overlap");
            }
        }
        assert!((block.size.height - 16.0 * expected.len() as f64).abs() < 1e-9);
        block
    }

    #[test]
    fn bold_is_wider_and_breaks_as_it_is_set() {
        let room = TextRoom::lines(125.0, 9);
        check("Customers **repeat their** story", room, &["Customers repeat", "their story"]);
        let plain = measure().block("Customers repeat", BODY, TextRoom::LINE);
        let bold = measure().marked_up("**Customers repeat**", BODY, TextRoom::LINE);
        assert!(bold.size.width > plain.size.width);
        assert_eq!(bold.lines[0].runs[0].style.weight, Weight::SemiBold);
    }

    #[test]
    fn text_without_marks_is_set_as_ever() {
        for text in
            ["Customers repeat their story", "one\ntwo\r\n\nthree", "Donaudampfschiff", "", "a\tb", "支払い 支払い"]
        {
            for width in [40.0, 60.0, 120.0] {
                let room = TextRoom::lines(width, 5);
                let plain = measure().block(text, BODY, room);
                assert_eq!(measure().marked_up(text, BODY, room), plain);
                assert_eq!(measure().broken_with_marks(text, BODY, room), plain);
            }
        }
    }

    #[test]
    fn items_hang_behind_their_bullets() {
        let block = check(
            "Why:\n- long waits at the desk\n- no news",
            TextRoom::lines(100.0, 9),
            &["Why:", "• long waits at", "the desk", "• no news"],
        );
        let xs: Vec<f64> = block.lines.iter().map(|l| l.runs.last().map_or(0.0, |r| r.x)).collect();
        assert_eq!(xs, [0.0, 12.0, 12.0, 12.0]);
    }

    #[test]
    fn cut_text_says_so_in_the_middle_of_a_run() {
        let block = check(
            "All **customers repeat their story** twice",
            TextRoom::lines(110.0, 2),
            &["All customers", "repeat their stor…"],
        );
        assert!(block.is_elided);
        assert!(!check("- one\n- two", TextRoom::lines(90.0, 2), &["• one", "• two"]).is_elided);
        assert!(check("- one\n- two\n- three", TextRoom::lines(90.0, 2), &["• one", "• two…"]).is_elided);
    }

    #[test]
    fn a_point_finds_its_link() {
        let block = measure().marked_up("see [the plan](https://example.org) now", BODY, TextRoom::LINE);
        let run = block.lines[0].runs[1].clone();
        let hit = |x: f64| block.link_at(crate::base::geom::Point::new(x, 8.0)).map(|l| l.to_string());
        assert_eq!(hit(run.x + 3.0).as_deref(), Some("https://example.org"));
        assert_eq!(hit(run.x - 3.0), None);
    }
}
