//! Text measured with the bundled faces, without a window.
//!
//! Only advance widths come from the font engine. Line breaks and line heights are computed here in world units, so
//! they depend neither on the zoom nor on how a painter rounds.

use crate::base::geom::Size;
use crate::base::text::{FontBytes, FontFile, Measure, TextBlock, TextLine, TextRoom, TextStyle, Weight};
use crate::layout::markup::has_marks;
use epaint::Color32;
use epaint::text::{FontData, FontDefinitions, FontFamily, FontId, FontProvider, Fonts, LayoutJob, TextOptions};
use foldhash::{HashMap, HashMapExt as _};
use std::sync::Arc;

const FACES: [&str; 4] = ["Inter", "Inter Medium", "Inter SemiBold", "Inter Italic"];
const SIGNS: &str = "Signs";

/// Size words are measured at; widths scale with the size, and at this one the engine's glyph cache stays small.
const REFERENCE_SIZE: f64 = 32.0;
/// Words remembered before the memory is emptied: a document of novels must not grow without end.
const CACHED_WORDS: usize = 60_000;
/// The same for broken texts.
const CACHED_BLOCKS: usize = 40_000;
/// Height above and below the baseline as a share of the size, as in the bundled faces.
const ASCENT: f64 = 0.968_75;
const DESCENT: f64 = 0.241_21;

/// Which of the four faces sets a style.
fn face(style: TextStyle) -> usize {
    match (style.is_italic, style.weight) {
        (true, _) => 3,
        (false, Weight::Regular) => 0,
        (false, Weight::Medium) => 1,
        (false, Weight::SemiBold) => 2,
    }
}

/// The fonts of the system, looked through once for the whole program and only when a sign is missing.
fn system_fonts() -> Vec<Arc<dyn FontProvider>> {
    #[cfg(feature = "gui")]
    {
        static SYSTEM: std::sync::OnceLock<Arc<dyn FontProvider>> = std::sync::OnceLock::new();
        let found = |request: &epaint::text::FallbackRequest<'_>| {
            SYSTEM.get_or_init(|| Arc::new(egui_system_font_provider::SystemFontProvider::new())).font_for(request)
        };
        vec![Arc::new(found)]
    }
    #[cfg(not(feature = "gui"))]
    Vec::new()
}

/// The name under which [`definitions`] install the face of a style.
#[must_use]
pub fn family(style: TextStyle) -> FontFamily {
    FontFamily::Name(FACES.get(face(style)).copied().unwrap_or("Inter").into())
}

/// Font definitions with the four faces as families of their own; the regular face is also the proportional and the
/// monospace default (its digits are tabular). Emoji and symbols stand behind all of them. A window installs the same
/// ones, so that it agrees with the measure.
#[must_use]
pub fn definitions(bytes: FontBytes) -> FontDefinitions {
    let mut definitions = FontDefinitions::empty();
    // The regular face stands behind the others: a sign only it has must not become a box.
    let chain = |name: &str| {
        let behind = [FACES[0], SIGNS].into_iter().filter(|other| *other != name);
        std::iter::once(name).chain(behind).map(str::to_owned).collect::<Vec<_>>()
    };
    for (name, data) in FACES.into_iter().zip([bytes.regular, bytes.medium, bytes.semi_bold, bytes.italic]) {
        definitions.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(data)));
        definitions.families.insert(FontFamily::Name(name.into()), chain(name));
    }
    definitions.font_data.insert(SIGNS.to_owned(), Arc::new(FontData::from_static(bytes.signs)));
    for default in [FontFamily::Proportional, FontFamily::Monospace] {
        definitions.families.insert(default, chain(FACES[0]));
    }
    definitions
}

/// Measures with the given faces and remembers the width of every word.
pub struct FontMeasure {
    fonts: Fonts,
    /// Width of a word in ems, per face.
    words: [HashMap<Box<str>, f64>; 4],
    /// Broken texts by style and room: most of a map stays as it is while a word of it is typed.
    blocks: HashMap<BlockKey, HashMap<Box<str>, TextBlock>>,
    block_count: usize,
}

/// Style and room of a block: face, size and width as bits, lines; and whether marks are understood.
type BlockKey = (usize, u64, u64, usize, bool);

impl FontMeasure {
    /// Measures with these faces alone; signs they lack are as wide as an empty box.
    #[must_use]
    pub fn new(bytes: FontBytes) -> Self {
        Self::with_providers(bytes, Vec::new())
    }

    /// The same with further fonts for the signs the faces lack: a window passes the system's, as it does for painting.
    #[must_use]
    pub fn with_providers(bytes: FontBytes, providers: Vec<Arc<dyn FontProvider>>) -> Self {
        // Whole-pixel glyph positions: nothing is painted from this atlas, so one picture per glyph is enough.
        let options = TextOptions { subpixel_binning: false, ..TextOptions::default() };
        let fonts = Fonts::new(options, definitions(bytes)).with_font_providers(providers);
        Self { fonts, words: Default::default(), blocks: HashMap::new(), block_count: 0 }
    }

    /// The same with the fonts of the system, so that no sign is a box that some font of this computer has. A program
    /// without a window has the bundled faces alone.
    #[must_use]
    pub fn with_system_fonts(bytes: FontBytes) -> Self {
        Self::with_providers(bytes, system_fonts())
    }

    /// Width of a run of text in ems.
    pub(super) fn ems(&mut self, text: &str, style: TextStyle) -> f64 {
        let index = face(style);
        if let Some(known) = self.words.get(index).and_then(|words| words.get(text)) {
            return *known;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a small constant")]
        let font = FontId::new(REFERENCE_SIZE as f32, family(style));
        let mut job = LayoutJob::simple_singleline(text.to_owned(), font, Color32::PLACEHOLDER);
        job.round_output_to_gui = false;
        job.keep_trailing_whitespace = true;
        if self.fonts.font_atlas_fill_ratio() > 0.8 {
            let options = *self.fonts.options();
            self.fonts.begin_pass(options, epaint::text::ViewportKey::default());
        }
        let galley = self.fonts.layout_uncached(1.0, Arc::new(job));
        let ems = f64::from(galley.intrinsic_size().x) / REFERENCE_SIZE;
        if let Some(words) = self.words.get_mut(index) {
            if words.len() >= CACHED_WORDS {
                words.clear();
            }
            words.insert(text.into(), ems);
        }
        ems
    }

    /// Width of a run of words: its pieces between spaces, and the spaces.
    pub(super) fn run_width(&mut self, line: &str, style: TextStyle) -> f64 {
        let space = self.ems(" ", style);
        let mut ems = 0.0;
        for (i, word) in line.split(' ').enumerate() {
            if i > 0 {
                ems += space;
            }
            if !word.is_empty() {
                ems += self.ems(word, style);
            }
        }
        ems * style.size
    }

    /// The longest start of `text` that is at most `width` wide; at least one character. A byte offset.
    fn prefix(&mut self, text: &str, style: TextStyle, width: f64) -> usize {
        let mut used = 0.0;
        let mut end = 0;
        let mut glue = true;
        let mut buffer = [0; 4];
        for (at, c) in text.char_indices() {
            // A mark, a joiner or a skin tone belongs to the character before it.
            let joins = glue || is_joining(c);
            if !joins {
                end = at;
            }
            used += self.ems(c.encode_utf8(&mut buffer), style) * style.size;
            if used > width && end > 0 {
                return end;
            }
            glue = c == '\u{200D}';
        }
        text.len()
    }

    /// `text` cut so that it ends in "…" and is at most `width` wide.
    fn elided(&mut self, text: &str, style: TextStyle, width: f64) -> String {
        let dots = self.ems("…", style) * style.size;
        let end = if width.is_finite() { self.prefix(text, style, (width - dots).max(0.0)) } else { text.len() };
        let kept = text.get(..end).unwrap_or(text);
        format!("{}…", kept.trim_end_matches([' ', ',', '.', ';', ':', '–', '-']))
    }

    /// Breaks one paragraph; stops when `lines` holds one line more than `max_lines`. Lines keep the spaces at their
    /// end, so that two of them put together are the text again.
    fn break_paragraph(&mut self, text: &str, style: TextStyle, room: TextRoom, lines: &mut Vec<String>) {
        let space = self.ems(" ", style) * style.size;
        let mut line = String::new();
        let mut line_width = 0.0;
        for piece in pieces(text) {
            if lines.len() > room.max_lines {
                return;
            }
            let word = piece.trim_end_matches(' ');
            let spaces = piece.len() - word.len();
            let word_width = if word.is_empty() { 0.0 } else { self.ems(word, style) * style.size };
            let mut rest = word;
            // A hair of tolerance: a text measured without a limit must fit into exactly that width.
            if line_width + word_width > room.width + 1e-6 {
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line_width = 0.0;
                let mut rest_width = word_width;
                while rest_width > room.width + 1e-6 && lines.len() <= room.max_lines {
                    let end = self.prefix(rest, style, room.width);
                    let (head, tail) = rest.split_at(end);
                    if tail.is_empty() {
                        break;
                    }
                    lines.push(head.to_owned());
                    rest = tail;
                    rest_width = self.ems(rest, style) * style.size;
                }
                line_width += rest_width;
            } else {
                line_width += word_width;
            }
            line.push_str(rest);
            for _ in 0..spaces {
                line.push(' ');
                line_width += space;
            }
        }
        line.push(' ');
        lines.push(line);
    }
}

/// True for characters that never start a line because they change the one before.
pub(super) fn is_joining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{20D0}'..='\u{20FF}')
}

/// True for scripts that are written without spaces and may break anywhere.
pub(super) fn breaks_anywhere(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Cuts a paragraph where a line may break: after spaces, after hyphens and slashes within a word, around ideographs.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut end = rest.len();
        let mut before: Option<char> = None;
        for (at, c) in rest.char_indices() {
            if let Some(b) = before {
                let after_space = b == ' ' && c != ' ';
                let after_hyphen = matches!(b, '-' | '/' | '–' | '—') && c.is_alphabetic() && at > b.len_utf8();
                let at_ideograph = breaks_anywhere(c) && b != ' ' || breaks_anywhere(b) && c.is_alphanumeric();
                if after_space || after_hyphen || at_ideograph {
                    end = at;
                    break;
                }
            }
            before = Some(c);
        }
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        (!piece.is_empty()).then_some(piece)
    })
}

impl Measure for FontMeasure {
    fn block(&mut self, text: &str, style: TextStyle, room: TextRoom) -> TextBlock {
        self.remembered(text, style, room, false)
    }

    fn marked_up(&mut self, text: &str, style: TextStyle, room: TextRoom) -> TextBlock {
        self.remembered(text, style, room, has_marks(text))
    }

    fn further_fonts(&self) -> Vec<FontFile> {
        let mut fonts: Vec<FontFile> = Vec::new();
        for found in self.fonts.discovered_fonts() {
            let font = &found.data.font;
            // Each weight finds the same file anew.
            let bytes = |font: &FontFile| (font.as_ref().as_ref().as_ptr(), font.as_ref().as_ref().len());
            if !fonts.iter().any(|known| bytes(known) == bytes(font)) {
                fonts.push(Arc::clone(font));
            }
        }
        fonts
    }
}

impl FontMeasure {
    fn remembered(&mut self, text: &str, style: TextStyle, room: TextRoom, is_marked: bool) -> TextBlock {
        let key = (face(style), style.size.to_bits(), room.width.to_bits(), room.max_lines, is_marked);
        // An italic style keeps its weight, which the key leaves out because the italic face has one only.
        if let Some(known) = self.blocks.get(&key).and_then(|b| b.get(text)).filter(|b| b.style == style) {
            return known.clone();
        }
        let block = if is_marked { self.broken_with_marks(text, style, room) } else { self.broken(text, style, room) };
        if self.block_count >= CACHED_BLOCKS {
            self.blocks.clear();
            self.block_count = 0;
        }
        self.block_count += 1;
        self.blocks.entry(key).or_default().insert(text.into(), block.clone());
        block
    }

    /// A text measured and broken anew.
    fn broken(&mut self, text: &str, style: TextStyle, room: TextRoom) -> TextBlock {
        let mut block = TextBlock { style, ..TextBlock::default() };
        let text = text.trim_end();
        if text.is_empty() || room.max_lines == 0 {
            return block;
        }
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let clean: String =
                paragraph.chars().filter(|c| *c != '\r').map(|c| if c.is_control() { ' ' } else { c }).collect();
            self.break_paragraph(&clean, style, room, &mut lines);
            if lines.len() > room.max_lines {
                break;
            }
        }
        if lines.len() > room.max_lines {
            block.is_elided = true;
            let next = lines.get(room.max_lines).cloned().unwrap_or_default();
            lines.truncate(room.max_lines);
            if let Some(last) = lines.last_mut() {
                // The words of the following line fill what the broken line left free.
                let full = format!("{last}{next}");
                *last = self.elided(&full, style, room.width);
            }
        }
        let height = line_height(style);
        let baseline = baseline(style);
        let mut top = 0.0;
        for line in lines {
            let line = line.trim_end().to_owned();
            let width = self.run_width(&line, style);
            block.size = Size::new(block.size.width.max(width), top + height);
            block.lines.push(TextLine { text: line, baseline: top + baseline, width, runs: Vec::new() });
            top += height;
        }
        block
    }
}

/// Height of the first baseline below the top of a block.
pub(super) fn baseline(style: TextStyle) -> f64 {
    let height = line_height(style);
    ((height - (ASCENT + DESCENT) * style.size) / 2.0 + ASCENT * style.size).round()
}

/// Distance between baselines: 1.3 times the size, in whole units so that lines fall on pixels at 100 %.
#[must_use]
pub fn line_height(style: TextStyle) -> f64 {
    (style.size * 1.3).round()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::fixture::measure;

    const BODY: TextStyle = TextStyle::new(12.0, Weight::Regular);

    fn check(text: &str, room: TextRoom, expected: &[&str]) {
        let block = measure().block(text, BODY, room);
        let lines: Vec<_> = block.lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(lines, expected, "{text:?} in {room:?}");
        for line in &block.lines {
            assert!(line.width <= room.width + 1e-6, "{:?} is {} wide in {room:?}", line.text, line.width);
        }
        assert_eq!(block.is_elided, expected.last().is_some_and(|l| l.ends_with('…') && !text.ends_with('…')));
        assert!((block.size.height - 16.0 * expected.len() as f64).abs() < 1e-9);
    }

    #[test]
    fn lines_break_between_words_and_inside_long_ones() {
        check("Customers repeat their story", TextRoom::lines(120.0, 9), &["Customers repeat", "their story"]);
        check("one\ntwo\r\n\nthree", TextRoom::lines(200.0, 9), &["one", "two", "", "three"]);
        check("chat-first/phone", TextRoom::lines(60.0, 9), &["chat-first/", "phone"]);
        check("Donaudampfschiff", TextRoom::lines(60.0, 9), &["Donauda", "mpfschiff"]);
        check("", TextRoom::LINE, &[]);
        check("   ", TextRoom::LINE, &[]);
        check("a\tb", TextRoom::LINE, &["a b"]);
    }

    #[test]
    fn text_that_is_cut_says_so() {
        check("Customers repeat their story", TextRoom::line(100.0), &["Customers rep…"]);
        check("Donaudampfschiff", TextRoom::lines(60.0, 1), &["Donaud…"]);
        check("Customers repeat their story to all", TextRoom::lines(100.0, 2), &["Customers", "repeat their sto…"]);
    }

    #[test]
    fn a_text_fits_its_own_width() {
        let mut m = measure();
        for text in ["Compare plans", "Verify identity", "AVAVA To, Wa"] {
            let free = m.block(text, BODY, TextRoom::LINE);
            let again = m.block(text, BODY, TextRoom::lines(free.size.width, 5));
            assert_eq!(again.lines.len(), 1, "{text}");
        }
    }

    #[test]
    fn signs_without_a_glyph_have_a_width() {
        let mut m = measure();
        for text in ["😀", "旅", "👩🏽‍💻", "e\u{301}", "旅行計画旅行計画旅行計画"] {
            let block = m.block(text, BODY, TextRoom::lines(40.0, 50));
            assert!(block.size.width > 0.0 && block.size.width <= 60.0, "{text}: {:?}", block.size);
        }
        let wide = m.block("旅行計画旅行計画旅行計画", BODY, TextRoom::lines(40.0, 50));
        assert!(wide.lines.len() > 2);
    }

    #[test]
    fn emoji_are_as_wide_with_fonts_of_the_system_as_without() {
        let (mut bundled, mut system) = (measure(), FontMeasure::with_system_fonts(crate::theme::fonts::BUNDLED));
        let width = |m: &mut FontMeasure, text: &str| m.block(text, BODY, TextRoom::LINE).size.width;
        let missing = width(&mut bundled, "\u{10FFFD}");
        for text in ["🙂", "✅", "👍", "⚠", "👩‍💻", "Done ✅ and 🙂"] {
            assert!((width(&mut bundled, text) - width(&mut system, text)).abs() < 1e-9, "{text}");
        }
        assert!((width(&mut bundled, "🙂") - missing).abs() > 0.5, "a sign of its own");
        assert!(system.further_fonts().is_empty(), "nothing was looked for");
    }

    #[test]
    fn digits_are_tabular_and_widths_scale() {
        let mut m = measure();
        let width = |m: &mut FontMeasure, text: &str, style| m.block(text, style, TextRoom::LINE).size.width;
        assert!((width(&mut m, "111", BODY) - width(&mut m, "888", BODY)).abs() < 1e-6);
        let double = TextStyle::new(24.0, Weight::Regular);
        assert!((width(&mut m, "Sign-up", double) - 2.0 * width(&mut m, "Sign-up", BODY)).abs() < 1e-6);
        assert!(
            width(&mut m, "Sign-up", TextStyle::new(12.0, Weight::SemiBold)) > width(&mut m, "Sign-up", BODY) + 0.5
        );
    }
}
