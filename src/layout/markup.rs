//! Words with marks: `**bold**`, `*italic*`, lists and links, a small part of Markdown.
//!
//! Every line is read for itself, so that what people type keeps its line breaks and nothing they typed turns into a
//! heading, a table or nothing at all: what is no mark is shown as it stands.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::sync::Arc;

/// Spaces before a list item that make it belong to the one above.
const SPACES_PER_DEPTH: usize = 2;
/// Deeper lists are shown at this depth: cards are narrow.
const DEEPEST: usize = 2;
/// Stands before a line while its inner marks are read: a line that begins with it is never more than a paragraph, and
/// marks behind it count as standing at the start.
const GUARD: char = '(';

/// A run of characters that look alike.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    /// The characters, without marks.
    pub text: String,
    /// Set in bold.
    pub is_bold: bool,
    /// Set in italics.
    pub is_italic: bool,
    /// Where it leads.
    pub link: Option<Arc<str>>,
}

/// A line as it was typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paragraph {
    /// What stands before a list item: "•" or "3."; `None` for other lines.
    pub bullet: Option<String>,
    /// How far a list item is indented, 0 ..= `DEEPEST`.
    pub depth: usize,
    /// Its words.
    pub spans: Vec<Span>,
}

/// True for text that may look other than it is typed. Quick: most cards carry no marks.
pub(super) fn has_marks(text: &str) -> bool {
    text.contains(['*', '_', '[', '<', '\\', '&', '`', '•']) || text.contains("://") || text.lines().any(is_item)
}

fn is_item(line: &str) -> bool {
    item(line).is_some()
}

/// The text without its marks, for wherever words are read and not seen.
#[must_use]
pub fn plain_words(text: &str) -> String {
    if !has_marks(text) {
        return text.to_owned();
    }
    let lines = paragraphs(text).into_iter().map(|p| {
        let bullet = p.bullet.map_or_else(String::new, |bullet| format!("{bullet} "));
        p.spans.into_iter().fold(bullet, |line, span| line + &span.text)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Signs that are, or may begin, a mark within a line.
const MARKS: [char; 9] = ['*', '_', '[', ']', '<', '\\', '&', '`', '!'];

/// The text such that it is shown with its marks as they are typed: as a field shows it, and as high.
#[must_use]
pub fn with_marks_shown(text: &str) -> String {
    if !has_marks(text) {
        return text.to_owned();
    }
    let shown = |line: &str| {
        // What makes an item of a line stands behind blanks and digits; a round bullet cannot be taken for anything else.
        let start = line.len() - line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()).len();
        let is_item = is_item(line);
        let mut escaped = String::with_capacity(line.len() + 8);
        for (at, sign) in line.char_indices() {
            if MARKS.contains(&sign) || (is_item && at == start && sign.is_ascii_punctuation()) {
                escaped.push('\\');
            }
            escaped.push(sign);
        }
        escaped
    };
    text.split('\n').map(shown).collect::<Vec<_>>().join("\n")
}

/// The lines of a text with their marks understood.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    text.split('\n').map(|line| paragraph(&clean(line))).collect()
}

/// The lines of a page that a program wrote, such as minutes: as those of any text, and with headings, each line with the
/// level of the heading that it is. On a card "# 1 reason" stays what somebody typed.
#[must_use]
pub fn page(text: &str) -> Vec<(Option<usize>, Paragraph)> {
    let read = |line: &str| {
        let line = clean(line);
        match heading(&line) {
            Some((level, words)) => (Some(level), Paragraph { spans: spans(words), ..Paragraph::default() }),
            None => (None, paragraph(&line)),
        }
    };
    text.split('\n').map(read).collect()
}

fn clean(line: &str) -> String {
    line.chars().filter(|c| *c != '\r').map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn paragraph(line: &str) -> Paragraph {
    match item(line) {
        Some((depth, bullet, rest)) => Paragraph { bullet: Some(bullet), depth, spans: spans(rest) },
        None => Paragraph { bullet: None, depth: 0, spans: spans(line) },
    }
}

/// Level and words of a heading: one to six signs and a blank, as in Markdown.
fn heading(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    ((1..=6).contains(&level) && words.starts_with(' ')).then(|| (level, words.trim()))
}

/// Depth, bullet and words of a list item.
fn item(line: &str) -> Option<(usize, String, &str)> {
    let trimmed = line.trim_start_matches(' ');
    let depth = ((line.len() - trimmed.len()) / SPACES_PER_DEPTH).min(DEEPEST);
    if let Some(rest) = ["- ", "* ", "+ ", "• "].into_iter().find_map(|mark| trimmed.strip_prefix(mark)) {
        return (!rest.trim().is_empty()).then(|| (depth, "•".to_owned(), rest.trim_start()));
    }
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = trimmed.split_at_checked(digits)?;
    let rest = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
    ((1..=3).contains(&digits) && !rest.trim().is_empty()).then(|| (depth, format!("{number}."), rest.trim_start()))
}

/// A link that may be opened: never a file or a program of this computer.
fn allowed(target: &str) -> Option<Arc<str>> {
    let is_allowed = ["https://", "http://", "mailto:"].into_iter().any(|scheme| target.starts_with(scheme));
    is_allowed.then(|| Arc::from(target))
}

/// The runs of a line.
fn spans(line: &str) -> Vec<Span> {
    let source = format!("{GUARD}{line}");
    let mut runs: Vec<Span> = Vec::new();
    let (mut bold, mut italic, mut link) = (0_u32, 0_u32, None);
    let mut is_guard_there = true;
    for (event, range) in Parser::new_ext(&source, Options::empty()).into_offset_iter() {
        let words: &str = match &event {
            Event::Start(tag) => {
                match tag {
                    Tag::Strong => bold += 1,
                    Tag::Emphasis => italic += 1,
                    Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => link = allowed(dest_url),
                    _ => {}
                }
                continue;
            }
            Event::End(tag) => {
                match tag {
                    TagEnd::Strong => bold = bold.saturating_sub(1),
                    TagEnd::Emphasis => italic = italic.saturating_sub(1),
                    TagEnd::Link | TagEnd::Image => link = None,
                    _ => {}
                }
                continue;
            }
            Event::Text(words) => words,
            // No other mark is understood: it is shown as it was typed.
            _ => source.get(range).unwrap_or_default(),
        };
        let words =
            if std::mem::take(&mut is_guard_there) { words.strip_prefix(GUARD).unwrap_or(words) } else { words };
        let span = Span { text: String::new(), is_bold: bold > 0, is_italic: italic > 0, link: link.clone() };
        match runs.last_mut() {
            Some(last) if Span { text: String::new(), ..last.clone() } == span => last.text.push_str(words),
            _ if words.is_empty() => {}
            _ => runs.push(Span { text: words.to_owned(), ..span }),
        }
    }
    runs.into_iter().flat_map(with_addresses).collect()
}

/// Cuts addresses of the web out of a run: they are links without being marked.
fn with_addresses(span: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut rest = span.text.as_str();
    while span.link.is_none()
        && let Some(start) = ["https://", "http://"].into_iter().filter_map(|scheme| rest.find(scheme)).min()
    {
        let (before, from) = rest.split_at(start);
        let end = from.find(char::is_whitespace).unwrap_or(from.len());
        let (address, _) = from.split_at(end);
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'', '”', '’']);
        if !before.is_empty() {
            parts.push(Span { text: before.to_owned(), ..span.clone() });
        }
        let link = Some(Arc::from(address)).filter(|_| !address.ends_with("://"));
        parts.push(Span { text: address.to_owned(), link, ..span.clone() });
        rest = from.get(address.len()..).unwrap_or_default();
    }
    if !rest.is_empty() {
        parts.push(Span { text: rest.to_owned(), ..span.clone() });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as "bullet|run|run", runs with `b`, `i` and `→target` behind what they look like.
    fn check(text: &str, expected: &[&str]) {
        let lines: Vec<String> = paragraphs(text)
            .into_iter()
            .map(|p| {
                let mut parts: Vec<String> =
                    p.bullet.map(|b| format!("{}{b}", "  ".repeat(p.depth))).into_iter().collect();
                parts.extend(p.spans.into_iter().map(|s| {
                    let look = [("b", s.is_bold), ("i", s.is_italic)].map(|(l, is)| if is { l } else { "" }).concat();
                    let link = s.link.map_or_else(String::new, |l| format!("→{l}"));
                    let sign = if look.is_empty() { "" } else { "/" };
                    format!("{}{sign}{look}{link}", s.text)
                }));
                parts.join("|")
            })
            .collect();
        assert_eq!(lines, expected, "{text:?}");
    }

    #[test]
    fn marks_are_understood() {
        check("a **bold** word", &["a |bold/b| word"]);
        check("*so* _it_ goes", &["so/i| |it/i| goes"]);
        check("**“quoted”** start", &["“quoted”/b| start"]);
        check("***both***", &["both/bi"]);
        check("see [the plan](https://example.org/a_b) now", &["see |the plan→https://example.org/a_b| now"]);
        check("at https://example.org/a_b, then", &["at |https://example.org/a_b→https://example.org/a_b|, then"]);
        check("- one\n  - two\n3. three", &["•|one", "  •|two", "3.|three"]);
    }

    #[test]
    fn what_is_no_mark_stays_as_it_was_typed() {
        for text in [
            "# 1 reason",
            "> 5 minutes",
            "a | b",
            "2 * 3 * 4",
            "snake_case_name",
            "[x]: y",
            "<b>",
            "`code`",
            "---",
            "===",
            "    far in",
            "-5 points",
            "1.5 days",
            "a\n\n\nb",
            "- ",
            "![",
            "100 %",
            "",
            "(",
            "((",
            "\u{1f680} 旅",
        ] {
            assert_eq!(plain_words(text), text);
            let bullets = paragraphs(text).into_iter().filter(|p| p.bullet.is_some()).count();
            assert_eq!(bullets, 0, "{text:?}");
        }
    }

    #[test]
    fn a_page_has_headings() {
        let told = |(level, line): (Option<usize>, Paragraph)| {
            let runs =
                line.spans.into_iter().map(|span| if span.is_bold { format!("{}/b", span.text) } else { span.text });
            let before = level.map(|level| format!("h{level}")).or(line.bullet);
            before.into_iter().chain(runs).collect::<Vec<_>>().join("|")
        };
        let text = "# Review of **Shop**\n## Sign-up \\#2\n#1 of all\n\n- **CSAT**: 4.2";
        let found: Vec<String> = page(text).into_iter().map(told).collect();
        let expected = ["h1|Review of |Shop/b", "h2|Sign-up #2", "#1 of all", "", "•|CSAT/b|: 4.2"];
        assert_eq!(found, expected);
    }

    #[test]
    fn links_never_lead_into_this_computer() {
        check("[a](file:///etc/passwd) [b](javascript:x)", &["a b"]);
        check("https://", &["https://"]);
    }

    #[test]
    fn marks_that_are_shown_are_the_text_as_it_was_typed() {
        for text in [
            "See **bold** *it* [site](https://x.org)\n- one\n  - two\n1. three\n12) four",
            "a \\* b & c &amp; `d` <e> f_g_h ![i](j)",
            "***",
            "plain",
        ] {
            let lines = paragraphs(&with_marks_shown(text));
            let shown: Vec<String> =
                lines.iter().map(|line| line.spans.iter().map(|span| span.text.as_str()).collect()).collect();
            assert_eq!(shown.join("\n"), text);
            assert!(lines.iter().all(|line| line.bullet.is_none()), "{text}");
        }
    }
}
