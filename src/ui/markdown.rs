//! Markdown as people read it: headings, lists and bold words, in the form that minutes have.

use crate::base::text::Weight;
use crate::theme::Tokens;
use crate::ui::parts::{body, strong};
use crate::ui::style::{color, font, points};
use egui::text::{LayoutJob, TextFormat};
use egui::{Label, Ui};

/// A line of Markdown by what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Heading { level: usize, words: String },
    Point(Vec<Run>),
    Words(Vec<Run>),
    Gap,
}

/// Words in one weight.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    words: String,
    is_bold: bool,
}

fn line(text: &str) -> Line {
    let text = text.trim();
    let level = text.chars().take_while(|sign| *sign == '#').count();
    match text.strip_prefix("- ") {
        Some(point) => Line::Point(runs(point)),
        None if text.is_empty() => Line::Gap,
        None if level > 0 => {
            let words = runs(text.trim_start_matches('#').trim_start()).into_iter().map(|run| run.words).collect();
            Line::Heading { level, words }
        }
        None => Line::Words(runs(text)),
    }
}

/// Bold and other words of a line; a sign behind a backslash is itself.
fn runs(text: &str) -> Vec<Run> {
    let mut found = vec![Run { words: String::new(), is_bold: false }];
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        if sign == '*' && signs.peek() == Some(&'*') {
            signs.next();
            let is_bold = !found.last().is_some_and(|run| run.is_bold);
            found.push(Run { words: String::new(), is_bold });
            continue;
        }
        let sign = if sign == '\\' { signs.next().unwrap_or(sign) } else { sign };
        if let Some(run) = found.last_mut() {
            run.words.push(sign);
        }
    }
    found.retain(|run| !run.words.is_empty());
    found
}

/// Shows Markdown in all the width there is; long lines are broken.
pub fn markdown_ui(ui: &mut Ui, tokens: &Tokens, text: &str) {
    let sizes = &tokens.type_sizes;
    for line in text.lines().map(line) {
        match line {
            Line::Gap => ui.add_space(points(tokens.spacing)),
            Line::Heading { level, words } => {
                ui.add_space(points(tokens.spacing));
                let size = if level == 1 { sizes.title } else { sizes.body };
                ui.add(Label::new(strong(tokens, words, size)).wrap());
            }
            Line::Words(runs) => drop(ui.add(Label::new(job(tokens, &runs)).wrap())),
            Line::Point(runs) => drop(ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = points(tokens.spacing) * 1.5;
                ui.label(body(tokens, "•"));
                ui.add(Label::new(job(tokens, &runs)).wrap());
            })),
        }
    }
}

fn job(tokens: &Tokens, runs: &[Run]) -> LayoutJob {
    let mut job = LayoutJob::default();
    for run in runs {
        let weight = if run.is_bold { Weight::SemiBold } else { Weight::Regular };
        job.append(&run.words, 0.0, TextFormat::simple(font(tokens.type_sizes.body, weight), color(tokens.text)));
    }
    job
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, bool)]) {
        let found = match line(text) {
            Line::Heading { words, .. } => vec![Run { words, is_bold: true }],
            Line::Point(runs) | Line::Words(runs) => runs,
            Line::Gap => Vec::new(),
        };
        let found: Vec<(&str, bool)> = found.iter().map(|run| (run.words.as_str(), run.is_bold)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lines_are_told_apart_and_marks_are_not_words() {
        check("# Review of Shop", &[("Review of Shop", true)]);
        check("## Sign-up \\#2", &[("Sign-up #2", true)]);
        check("- **CSAT**: 4.2 / 5 \\*few\\*", &[("CSAT", true), (": 4.2 / 5 *few*", false)]);
        check("They wait", &[("They wait", false)]);
        check("", &[]);
        assert!(matches!(line("- one"), Line::Point(_)) && matches!(line("# a"), Line::Heading { level: 1, .. }));
    }
}
