//! How much is shown at which zoom.

/// Bands of detail. A scene is rebuilt when the band changes, not when the zoom does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lod {
    /// Stages only: name, headline value and colour.
    Far,
    /// Names of stages and how they do, as large as there is room; cards are shapes.
    Distant,
    /// Names of stages and lanes, values; cards are shapes with bars for words.
    Overview,
    /// Like [`Lod::Normal`] without the small print, which would be too small to read.
    Compact,
    /// Everything readable at 100 %.
    #[default]
    Normal,
    /// KPI cards become trend plots with axes.
    Close,
}

impl Lod {
    /// The band of a zoom factor (1 is 100 %).
    #[must_use]
    pub fn of_zoom(zoom: f64) -> Self {
        if zoom < 0.15 {
            Self::Far
        } else if zoom < 0.27 {
            Self::Distant
        } else if zoom < 0.64 {
            Self::Overview
        } else if zoom < 0.74 {
            Self::Compact
        } else if zoom < 1.4 {
            Self::Normal
        } else {
            Self::Close
        }
    }
}
