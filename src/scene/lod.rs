//! How much is shown at which zoom.

/// Bands of detail. A scene is rebuilt when the band changes, not when the zoom does. Words are shown as long as they
/// would be about six and a half points high, and below that set larger and cut short, as long as some of them have room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lod {
    /// Stages and lanes: columns of colour, a bar where there are cards, how the KPIs do.
    Far,
    /// Cards are shapes, KPIs the shapes of their status; stages tell in a high header how they do.
    Distant,
    /// KPIs are names and values, set larger; the words of other cards are set larger too and end where the card does.
    Overview,
    /// Like [`Lod::Overview`], with words nearer to their own size.
    Reduced,
    /// Like [`Lod::Normal`] without the small print, which would be too small to read.
    Compact,
    /// Everything readable at 100 %.
    #[default]
    Normal,
    /// KPI cards become trend plots with axes.
    Close,
}

/// Words lower than this on the screen cannot be read, points.
const LEAST_READABLE: f64 = 6.5;

/// Below this zoom the header takes the height that the map leaves free.
pub const HIGH_HEADER_BELOW: f64 = 0.36;

impl Lod {
    /// The lowest zoom factor of the band.
    #[must_use]
    pub const fn lowest_zoom(self) -> f64 {
        match self {
            Self::Far => 0.0,
            Self::Distant => 0.15,
            Self::Overview => HIGH_HEADER_BELOW,
            Self::Reduced => 0.46,
            Self::Compact => 0.58,
            Self::Normal => 0.67,
            Self::Close => 1.4,
        }
    }

    /// The size in which words are drawn that have a size of their own, so that they can be read anywhere in the band;
    /// `None` where there is no room for words.
    #[must_use]
    pub fn size_of_words(self, own: f64) -> Option<f64> {
        (self >= Self::Overview).then(|| own.max((LEAST_READABLE / self.lowest_zoom() * 10.0).ceil() / 10.0))
    }

    /// The band of a zoom factor (1 is 100 %).
    #[must_use]
    pub fn of_zoom(zoom: f64) -> Self {
        if zoom < Self::Distant.lowest_zoom() {
            Self::Far
        } else if zoom < Self::Overview.lowest_zoom() {
            Self::Distant
        } else if zoom < Self::Reduced.lowest_zoom() {
            Self::Overview
        } else if zoom < Self::Compact.lowest_zoom() {
            Self::Reduced
        } else if zoom < Self::Normal.lowest_zoom() {
            Self::Compact
        } else if zoom < Self::Close.lowest_zoom() {
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
            let words = Lod::of_zoom(zoom).size_of_words(styles.card.size);
            assert!(words.is_none_or(|size| size * zoom >= LEAST_READABLE), "cards at {percent} %");
            assert_eq!(words.is_some(), percent >= 36, "cards at {percent} %");
            assert!(!is_readable(styles.card.size) || words == Some(styles.card.size), "cards at {percent} %");
            assert!(!is_readable(styles.axis.size) || Lod::of_zoom(zoom) >= Lod::Normal, "small print at {percent} %");
        }
        assert_eq!([0.4, 0.47, 0.6].map(Lod::of_zoom), [Lod::Overview, Lod::Reduced, Lod::Compact]);
    }
}
