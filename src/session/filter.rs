//! Which cards stand out and which step back: by words, kind, channel, persona, tag and confidence. Part of the view, not of the
//! document.

use crate::base::ids::PersonaId;
use crate::base::text::fold_name;
use crate::model::{Card, CardBody, Channel, Confidence, Document};
use crate::session::find;
use std::collections::BTreeSet;

/// What a card is, as one chooses it in a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the kinds of `CardBody`, which are explained there")]
pub enum CardSort {
    Touchpoint,
    Quote,
    PainPoint,
    Opportunity,
    Kpi,
    Curve,
    Image,
    Text,
}

impl CardSort {
    /// Every sort, in the order menus show them.
    pub const EVERY: [Self; 8] = [
        Self::Touchpoint,
        Self::Quote,
        Self::PainPoint,
        Self::Opportunity,
        Self::Kpi,
        Self::Curve,
        Self::Image,
        Self::Text,
    ];

    /// The sort of a card.
    #[must_use]
    pub fn of(body: &CardBody) -> Self {
        match body {
            CardBody::Text => Self::Text,
            CardBody::Touchpoint { .. } => Self::Touchpoint,
            CardBody::Quote { .. } => Self::Quote,
            CardBody::PainPoint { .. } => Self::PainPoint,
            CardBody::Opportunity { .. } => Self::Opportunity,
            CardBody::Kpi { .. } => Self::Kpi,
            CardBody::Curve { .. } => Self::Curve,
            CardBody::Image { .. } => Self::Image,
        }
    }
}

/// One thing a filter asks for. Of one group any will do; all groups must agree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wanted {
    /// A sort of card.
    Sort(CardSort),
    /// Touchpoints through a channel.
    Channel(Channel),
    /// Cards about a persona; `None` is everybody.
    Persona(Option<PersonaId>),
    /// Cards with a tag, however it is written.
    Tag(String),
    /// Cards so well backed; `None` when nobody said.
    Confidence(Option<Confidence>),
}

impl Wanted {
    /// Cards with this tag.
    #[must_use]
    pub fn tag(tag: &str) -> Self {
        Self::Tag(fold_name(tag))
    }

    fn is_met(&self, card: &Card) -> bool {
        match self {
            Self::Sort(sort) => CardSort::of(&card.body) == *sort,
            Self::Channel(wanted) => {
                matches!(card.body, CardBody::Touchpoint { channel, .. } if channel == *wanted)
            }
            Self::Persona(persona) => card.marks.persona == *persona,
            Self::Tag(tag) => card.marks.tags.iter().any(|t| fold_name(t) == *tag),
            Self::Confidence(confidence) => card.marks.confidence == *confidence,
        }
    }
}

/// What stands out; empty means everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardFilter {
    wanted: BTreeSet<Wanted>,
    /// As typed: all of these words must stand on a card.
    words: String,
}

impl CardFilter {
    /// True when nothing steps back.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.words.trim().is_empty()
    }

    /// The words that are asked for, as typed.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The filter with other words asked for.
    #[must_use]
    pub fn with_words(&self, words: String) -> Self {
        Self { words, ..self.clone() }
    }

    /// True when this is asked for.
    #[must_use]
    pub fn has(&self, wanted: &Wanted) -> bool {
        self.wanted.contains(wanted)
    }

    /// The filter with this asked for, or no longer.
    #[must_use]
    pub fn toggled(&self, wanted: Wanted) -> Self {
        let mut next = self.clone();
        if !next.wanted.remove(&wanted) {
            next.wanted.insert(wanted);
        }
        next
    }

    /// What is asked for.
    pub fn wanted(&self) -> impl Iterator<Item = &Wanted> {
        self.wanted.iter()
    }

    /// True for a card that stands out.
    #[must_use]
    pub fn keeps(&self, document: &Document, card: &Card) -> bool {
        if !find::card_holds(document, card, &self.words) {
            return false;
        }
        // The set is sorted by group, so that each group is one run.
        let mut rest = self.wanted.iter().peekable();
        while let Some(first) = rest.next() {
            let mut is_met = first.is_met(card);
            while let Some(next) = rest.next_if(|w| std::mem::discriminant(*w) == std::mem::discriminant(first)) {
                is_met |= next.is_met(card);
            }
            if !is_met {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::model::CardMarks;

    fn check(wanted: &[Wanted], expected: bool) {
        let card = Card {
            id: crate::base::ids::CardId::from_raw(1),
            lane: crate::base::ids::LaneId::from_raw(1),
            step: crate::base::ids::StepId::from_raw(1),
            span: 1,
            rank: 1.0,
            text: "Chat with the help desk".to_owned(),
            body: CardBody::Touchpoint { channel: Channel::Chat, is_moment_of_truth: false },
            marks: CardMarks { tags: vec!["Pilot Group".to_owned()], ..CardMarks::default() },
        };
        let filter = wanted.iter().cloned().fold(CardFilter::default(), |f, w| f.toggled(w));
        let document = Document::default();
        assert_eq!(filter.keeps(&document, &card), expected, "{wanted:?}");
        // Words must be there as well.
        for (words, are_there) in [("HELP chat", true), ("pilot", true), ("phone", false), ("  ", true)] {
            let narrower = filter.with_words(words.to_owned());
            assert_eq!(narrower.keeps(&document, &card), expected && are_there, "{wanted:?} {words:?}");
            assert_eq!(narrower.is_empty(), wanted.is_empty() && words.trim().is_empty());
        }
    }

    #[test]
    fn any_of_a_group_and_all_groups() {
        let (chat, phone) = (Wanted::Channel(Channel::Chat), Wanted::Channel(Channel::Phone));
        check(&[], true);
        check(&[chat.clone(), phone.clone()], true);
        check(std::slice::from_ref(&phone), false);
        check(&[chat.clone(), Wanted::tag("pilot  group")], true);
        check(&[chat.clone(), Wanted::tag("other")], false);
        check(&[Wanted::Confidence(None), Wanted::Persona(None)], true);
        check(&[Wanted::Confidence(Some(Confidence::Backed)), chat.clone()], false);
        // Asked for twice is asked for no more.
        let twice = [phone.clone(), phone].into_iter().fold(CardFilter::default(), |f, w| f.toggled(w));
        assert!(twice.is_empty());
    }
}
