//! What can be chosen about the split of KPI cards by segment: in the inspector, the menus and the palette alike.

use crate::base::ids::SourceId;
use crate::i18n::card_forms as words;
use crate::model::edit::Verb;
use crate::model::{AnyRecord, Card, CardBody, CardSplit, Edit, EditLabel, TableKind};
use crate::session::Session;
use crate::store::SegmentSummary;
use std::collections::{BTreeMap, BTreeSet};

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SplitChoice {
    /// By a dimension; `None` takes the first in which the KPI has segments to tell apart.
    Dimension(Option<String>),
    /// So many of the largest segments by themselves.
    Top(u8),
}

impl SplitChoice {
    /// The dimensions one can choose from.
    #[must_use]
    pub fn dimensions(known: &[String]) -> Vec<Self> {
        std::iter::once(None).chain(known.iter().cloned().map(Some)).map(Self::Dimension).collect()
    }

    /// The numbers of segments one can choose from.
    #[must_use]
    pub fn tops() -> Vec<Self> {
        (1..=CardSplit::MOST).map(Self::Top).collect()
    }

    /// What it is called.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Dimension(None) => words::SPLIT_AUTOMATIC.to_owned(),
            Self::Dimension(Some(name)) => name.clone(),
            Self::Top(top) => words::split_top(*top),
        }
    }

    /// True when a split is like this.
    #[must_use]
    pub fn is_of(&self, split: &CardSplit) -> bool {
        match self {
            Self::Dimension(dimension) => split.dimension == *dimension,
            Self::Top(top) => split.shown() == *top,
        }
    }

    /// True for a card that shows segments in this way.
    #[must_use]
    pub fn is_shown_by(&self, card: &Card) -> bool {
        card.body.form().is_some_and(|form| form.is_split()) && card.body.split().is_some_and(|split| self.is_of(split))
    }

    fn applied(&self, split: &CardSplit) -> CardSplit {
        match self {
            Self::Dimension(dimension) => CardSplit { dimension: dimension.clone(), ..split.clone() },
            Self::Top(top) => CardSplit { top: *top, ..split.clone() },
        }
    }

    /// A KPI card split in this way, in a form that shows it; `None` for what is no KPI card.
    #[must_use]
    pub fn on(&self, card: &Card) -> Option<Card> {
        let split = self.applied(card.body.split()?);
        Some(Card { body: card.body.clone().split_by(split), ..card.clone() })
    }

    /// The edit that splits the KPI cards among some cards in this way, as one step; `None` when there is none.
    #[must_use]
    pub fn edit(&self, cards: &[&Card]) -> Option<Edit> {
        let mut edits: Vec<Edit> =
            cards.iter().filter_map(|card| self.on(card)).map(|card| Edit::Update(AnyRecord::Card(card))).collect();
        if edits.len() < 2 {
            return edits.pop();
        }
        let label = EditLabel { verb: Verb::Change, noun: TableKind::Card, count: edits.len() };
        Some(Edit::Batch { label, edits })
    }
}

impl Session {
    /// The dimensions by which the figures of some cards can be told apart: those of the imports that their rows come
    /// from, sorted. Empty until [`Self::know_dimensions`] told them.
    #[must_use]
    pub fn dimensions_of(&self, cards: &[&Card]) -> Vec<String> {
        let figures = &self.insights().figures;
        let at = cards.iter().filter_map(|card| match card.body {
            CardBody::Kpi { kpi, place, .. } => Some((kpi, place)),
            _ => None,
        });
        let sources: BTreeSet<SourceId> =
            at.filter_map(|at| figures.get(&at)).flat_map(|insight| insight.sources.iter().copied()).collect();
        let known = self.numbers.dimensions.iter();
        // Cards without a figure may get one of any import.
        known.filter(|(_, of)| sources.is_empty() || !of.is_disjoint(&sources)).map(|(name, _)| name.clone()).collect()
    }

    /// Takes note of the dimensions in the data, which are read in the background.
    pub fn know_dimensions(&mut self, summaries: &[SegmentSummary]) {
        let mut dimensions: BTreeMap<String, BTreeSet<SourceId>> = BTreeMap::new();
        for summary in summaries {
            dimensions.entry(summary.name.clone()).or_default().insert(summary.source);
        }
        self.numbers.dimensions = dimensions;
    }
}
