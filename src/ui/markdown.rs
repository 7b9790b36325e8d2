//! A page of Markdown as people read it: headings, lists, bold and slanted words. What the marks mean is said in
//! `layout/markup.rs`, for cards and pages alike.

use crate::base::text::Weight;
use crate::layout::{Span, page};
use crate::theme::Tokens;
use crate::ui::parts::{body, strong};
use crate::ui::style::{color, font, italic, points};
use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Label, Ui};

/// Shows Markdown in all the width there is; long lines are broken.
pub fn markdown_ui(ui: &mut Ui, tokens: &Tokens, text: &str) {
    let (sizes, step) = (&tokens.type_sizes, points(tokens.spacing));
    for (heading, line) in page(text.trim_end()) {
        match (heading, line.bullet) {
            (Some(level), _) => {
                ui.add_space(step);
                let words: String = line.spans.into_iter().map(|span| span.text).collect();
                let size = if level == 1 { sizes.title } else { sizes.body };
                ui.add(Label::new(strong(tokens, words, size)).wrap());
            }
            (None, Some(bullet)) => drop(ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = step * 1.5;
                for _ in 0..line.depth {
                    ui.add_space(step * 3.0);
                }
                ui.label(body(tokens, bullet));
                ui.add(Label::new(job(tokens, &line.spans)).wrap());
            })),
            (None, None) if line.spans.is_empty() => ui.add_space(step),
            (None, None) => drop(ui.add(Label::new(job(tokens, &line.spans)).wrap())),
        }
    }
}

fn job(tokens: &Tokens, spans: &[Span]) -> LayoutJob {
    let mut job = LayoutJob::default();
    for span in spans {
        let weight = if span.is_bold { Weight::SemiBold } else { Weight::Regular };
        let upright = font(tokens.type_sizes.body, weight);
        let font = if span.is_italic && !span.is_bold { FontId { family: italic(), ..upright } } else { upright };
        job.append(&span.text, 0.0, TextFormat::simple(font, color(tokens.text)));
    }
    job
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fixture::harness;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn a_page_is_read_and_not_its_marks() {
        let text = "# Review of Shop\n\n## Sign-up \\#2\n- **CSAT**: 4.2 / 5 \\*few\\*\n  - by *plan*\nThey wait";
        let mut harness = harness((), (400.0, 300.0), |ui, (): &mut (), cx| markdown_ui(ui, cx.tokens, text));
        harness.run();
        for shown in ["Review of Shop", "Sign-up #2", "CSAT: 4.2 / 5 *few*", "by plan", "They wait"] {
            assert!(harness.query_by_label(shown).is_some(), "{shown}");
        }
        assert_eq!(harness.query_all_by_label("•").count(), 2);
    }
}
