//! What a list of the drawer was worked out from, so that it is worked out again only when that is another.

use crate::model::Document;
use crate::session::Session;
use crate::session::insights::Insights;
use std::sync::Arc;

/// The document and the figures that a list was worked out from, and what else it depends on.
#[derive(Debug)]
pub(in crate::ui) struct Basis<T> {
    of: Option<(Arc<Document>, Arc<Insights>, T)>,
}

impl<T> Default for Basis<T> {
    fn default() -> Self {
        Self { of: None }
    }
}

impl<T: PartialEq> Basis<T> {
    /// True when the list has to be worked out again: the session shows another document or other figures than last
    /// time, or `also` is another.
    pub(in crate::ui) fn follow(&mut self, session: &Session, also: T) -> bool {
        self.follow_figures(session.document(), session.insights(), also)
    }

    /// The same for what is worked out from the figures of everyone, whatever segments and days are looked at.
    pub(in crate::ui) fn follow_whole(&mut self, session: &Session, also: T) -> bool {
        self.follow_figures(session.document(), session.whole_insights(), also)
    }

    fn follow_figures(&mut self, document: &Arc<Document>, insights: &Arc<Insights>, also: T) -> bool {
        let is_same = self
            .of
            .as_ref()
            .is_some_and(|(d, i, of)| Arc::ptr_eq(d, document) && Arc::ptr_eq(i, insights) && *of == also);
        if !is_same {
            self.of = Some((Arc::clone(document), Arc::clone(insights), also));
        }
        !is_same
    }
}
