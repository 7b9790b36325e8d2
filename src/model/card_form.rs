//! How a KPI card shows its figure.

use serde::{Deserialize, Serialize};

/// How a KPI card shows its figure. A form that has nothing to show, or no room for it, gives way to the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum CardForm {
    /// Value and trend, as much of it as there is room for.
    #[default]
    Automatic,
    /// The value alone.
    Number,
    /// The trend large, with its dates.
    Trend,
    /// The value between the ends of what it can be, against target and watch band.
    Gauge,
    /// The compared period and the shown one as two bars with their intervals.
    BeforeAfter,
    /// How many answered which score.
    Scores,
    /// Value and n period by period, the newest first.
    Table,
    /// The largest segments of a dimension and the rest, each as a small trend with its value and n, on one scale.
    SmallMultiples,
    /// The same as lines in one plot, with their names beside them.
    Lines,
}

impl CardForm {
    /// Every form, in the order menus show them.
    pub const EVERY: [Self; 9] = [
        Self::Automatic,
        Self::Number,
        Self::Trend,
        Self::Gauge,
        Self::BeforeAfter,
        Self::Scores,
        Self::Table,
        Self::SmallMultiples,
        Self::Lines,
    ];

    /// True for the form of a card that nobody chose one for; files leave it out.
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        *self == Self::Automatic
    }

    /// True for the forms of a figure of the whole map that stands above the stages: value, change and n. Others need the
    /// room of a card.
    #[must_use]
    pub fn fits_above_stages(&self) -> bool {
        matches!(self, Self::Automatic | Self::Number)
    }

    /// True for the forms that show a KPI by segment.
    #[must_use]
    pub fn is_split(&self) -> bool {
        matches!(self, Self::SmallMultiples | Self::Lines)
    }
}

/// By what a KPI card is split in the forms that show it by segment. Kept while a card is in another form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct CardSplit {
    /// The dimension; `None` takes the first in which the KPI has segments to tell apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimension: Option<String>,
    /// As many of the largest segments stand by themselves, 1 ..= [`CardSplit::MOST`]; all others are the rest.
    pub top: u8,
}

impl CardSplit {
    /// More lines than this nobody tells apart on a card.
    pub const MOST: u8 = 6;

    /// True for the split of a card that nobody chose one for; files leave it out.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// How many segments stand by themselves: files of others may say anything.
    #[must_use]
    pub fn shown(&self) -> u8 {
        self.top.clamp(1, Self::MOST)
    }
}

impl Default for CardSplit {
    fn default() -> Self {
        Self { dimension: None, top: 3 }
    }
}
