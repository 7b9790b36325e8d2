//! What is told about words that were just typed, and how words that were dropped are had again.

use crate::model::edit::{EditError, plan};
use crate::model::{AnyRecord, Document, Edit, TableKind};
use crate::session::system_ids;

/// Letters from which on words are worth to be offered again: fewer are typed sooner than they are read.
const TELLING: usize = 3;

/// What is told about words that were just typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// They took the place of these, of which nothing is left.
    Replaced(String),
    /// All of these were taken out, and nothing was typed in their place.
    Emptied(String),
    /// A name was emptied; what has names keeps its own: what it is, and how it is still called.
    NameKept(TableKind, String),
    /// They are a value beyond the ends of the curve; the point stands at this one.
    HeldOnCurve {
        /// As typed.
        typed: String,
        /// −2 or +2.
        value: f64,
    },
    /// No value comes first in them, where the curve wants one: they stand at a point at this value.
    NoCurveValue {
        /// As typed.
        typed: String,
        /// Where the point stands.
        value: f64,
    },
    /// They were typed while nothing was chosen.
    Nowhere,
    /// A target goes with the kind of KPI it was meant for; the one of the KPI itself, in words, if it had one.
    TargetLeft(Option<String>),
    /// They were left by Escape, or cannot be kept.
    Dropped {
        /// As typed.
        words: String,
        /// Keeps them after all; `None` where they are nothing that can be kept.
        edit: Option<Box<Edit>>,
    },
}

impl Told {
    /// Words that go although they were typed: the one place that says when that is told. `None` where next to nothing
    /// was typed over what stood there before.
    #[must_use]
    pub fn dropped(before: &str, typed: &str, edit: Option<Edit>) -> Option<Self> {
        let words = typed.trim();
        // Two signs can be a whole word where they are no letters.
        let is_worth_it = words.chars().count() >= TELLING || !words.is_ascii();
        (is_worth_it && words != before.trim())
            .then(|| Self::Dropped { words: words.to_owned(), edit: edit.map(Box::new) })
    }
}

/// Words that were dropped and can still be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct DroppedWords {
    /// As typed.
    pub words: String,
    /// Keeps them.
    pub edit: Edit,
    /// The records that the edit puts back whole, as they were when the words were dropped.
    over: Vec<AnyRecord>,
}

/// Why words cannot be kept any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNotKept {
    /// What they were typed into is not in the file any more.
    Gone,
    /// It was changed meanwhile, and keeping them would take that back.
    Changed,
    /// A rule forbids it now.
    Forbidden(EditError),
}

impl DroppedWords {
    /// Notes what the edit would change now.
    #[must_use]
    pub fn new(document: &Document, words: String, edit: Edit) -> Self {
        let over = replaced(&edit).into_iter().filter_map(|record| document.record(record.reference())).collect();
        Self { words, edit, over }
    }

    /// Whether the words can still be kept.
    ///
    /// # Errors
    /// [`WhyNotKept`] when what they were typed into went, or went on, meanwhile.
    pub fn check(&self, document: &Document) -> Result<(), WhyNotKept> {
        match plan(document, &self.edit, &mut system_ids()) {
            Err(EditError::Missing(_)) => return Err(WhyNotKept::Gone),
            Err(error) => return Err(WhyNotKept::Forbidden(error)),
            Ok(_) => {}
        }
        let is_same = |record: &AnyRecord| document.record(record.reference()).as_ref() == Some(record);
        if self.over.iter().all(is_same) { Ok(()) } else { Err(WhyNotKept::Changed) }
    }
}

/// The records an edit replaces as a whole.
fn replaced(edit: &Edit) -> Vec<&AnyRecord> {
    match edit {
        Edit::Update(record) => vec![record],
        Edit::Batch { edits, .. } => edits.iter().flat_map(replaced).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_to_nothing_is_not_told() {
        let check = |before: &str, typed: &str, expected: Option<&str>| {
            let told = Told::dropped(before, typed, None);
            let words = told.map(|told| match told {
                Told::Dropped { words, .. } => words,
                other => panic!("{other:?}"),
            });
            assert_eq!(words.as_deref(), expected, "{typed:?} over {before:?}");
        };
        check("Support", "Help desk ", Some("Help desk"));
        check("Support", "no", None);
        check("Support", "", None);
        check("Support", " Support ", None);
        check("Support", "\u{d6}l", Some("\u{d6}l"));
    }
}
