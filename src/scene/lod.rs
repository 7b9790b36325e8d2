//! How much is shown at which zoom.

/// Bands of detail. A scene is rebuilt when the band changes, not when the zoom does. Words are shown as long as they
/// would be about seven points high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lod {
    /// Stages and lanes: columns of colour, a bar where there are cards, how the KPIs do.
    Far,
    /// Cards are shapes, KPIs the shapes of their status; stages tell in a high header how they do.
    Distant,
    /// KPIs are names and values, set larger; other cards are shapes with bars for words.
    Overview,
    /// Like [`Lod::Normal`] without the small print, which would be too small to read.
    Compact,
    /// Everything readable at 100 %.
    #[default]
    Normal,
    /// KPI cards become trend plots with axes.
    Close,
}

/// Below this zoom the header takes the height that the map leaves free.
pub const HIGH_HEADER_BELOW: f64 = 0.36;

impl Lod {
    /// The band of a zoom factor (1 is 100 %).
    #[must_use]
    pub fn of_zoom(zoom: f64) -> Self {
        if zoom < 0.15 {
            Self::Far
        } else if zoom < HIGH_HEADER_BELOW {
            Self::Distant
        } else if zoom < 0.58 {
            Self::Overview
        } else if zoom < 0.67 {
            Self::Compact
        } else if zoom < 1.4 {
            Self::Normal
        } else {
            Self::Close
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Sizes;

    #[test]
    fn words_are_shown_as_long_as_they_can_be_read() {
        let styles = Sizes::default().styles;
        for percent in 5..=400 {
            let zoom = f64::from(percent) / 100.0;
            let is_readable = |size: f64| size * zoom >= 7.0;
            assert!(!is_readable(styles.card.size) || Lod::of_zoom(zoom) >= Lod::Compact, "cards at {percent} %");
            assert!(!is_readable(styles.axis.size) || Lod::of_zoom(zoom) >= Lod::Normal, "small print at {percent} %");
        }
        assert_eq!(Lod::of_zoom(0.6), Lod::Compact);
    }
}
