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
}

impl CardForm {
    /// Every form, in the order menus show them.
    pub const EVERY: [Self; 7] =
        [Self::Automatic, Self::Number, Self::Trend, Self::Gauge, Self::BeforeAfter, Self::Scores, Self::Table];

    /// True for the form of a card that nobody chose one for; files leave it out.
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        *self == Self::Automatic
    }
}
