//! What people wrote beside the answers of a signal: the first few, and all on demand.

use crate::i18n::panels as panel_words;
use crate::i18n::panels::drawer as reading_words;
use crate::i18n::signals as text;
use crate::metrics::format;
use crate::session::comments::{Comments, CommentsWanted};
use crate::session::signals::Moved;
use crate::ui::parts::{PanelContext, body, caption_ui, link_ui, problem_ui, weak};
use crate::ui::pending::Pending;
use egui::{Label, Ui};

/// So many are shown at first, and so many more at each wish.
const FEW: u64 = 5;
const MORE: u64 = 300;

/// What is shown and waited for.
#[derive(Debug, Default)]
pub(super) struct State {
    more: u64,
    asked: Option<(CommentsWanted, u64)>,
    pending: Option<Pending<Comments>>,
    found: Option<Result<Comments, String>>,
}

impl State {
    /// Asks when something else is wanted, and takes the answer.
    fn refresh(&mut self, cx: &PanelContext<'_>, moved: &Moved) {
        let limit = usize::try_from(FEW.saturating_add(self.more)).unwrap_or(usize::MAX);
        let wanted = (CommentsWanted::of(moved, limit), cx.session.data_revision());
        if self.asked != Some(wanted) {
            self.pending = cx.session.comments(wanted.0).map(Pending::new);
            if self.pending.is_none() {
                self.found = Some(Ok(Comments::default()));
            }
            self.asked = Some(wanted);
        }
        if let Some(answer) = self.pending.as_ref().and_then(Pending::poll) {
            self.pending = None;
            self.found = Some(answer.map_err(|error| error.unwrap_or_else(|| reading_words::lost().to_owned())));
        }
    }
}

/// Shows the comments of a move under those of the map; says so when there is nothing from either.
pub(super) fn comments_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, (moved, has_voices): (&Moved, bool)) {
    state.refresh(cx, moved);
    let tokens = cx.tokens;
    match &state.found {
        None => drop(ui.label(weak(tokens, reading_words::reading()))),
        Some(Err(problem)) => problem_ui(ui, tokens, problem),
        Some(Ok(found)) if found.first.is_empty() => {
            let words = if has_voices { text::no_comments() } else { text::no_voices() };
            ui.add(Label::new(weak(tokens, words)).wrap());
        }
        Some(Ok(found)) => {
            let (shown, all) = (found.first.len() as u64, found.total);
            caption_ui(ui, tokens, &text::comments(shown, all, moved.is_good));
            for comment in &found.first {
                let score = format::number(comment.score, usize::from(comment.score.fract() != 0.0));
                let line = text::comment(&panel_words::day(comment.day), &score, &comment.text);
                ui.add(Label::new(body(tokens, line)).wrap());
            }
            let left = all.saturating_sub(shown);
            if left > 0 && link_ui(ui, tokens, &text::more_comments(left.min(MORE), left)).clicked() {
                state.more = state.more.saturating_add(MORE);
            }
        }
    }
}
