//! Which rows count: segments that were asked for, and one KPI by the values of a segment.

use crate::i18n::cli as words;
use crate::model::{Document, Segments};
use crate::session::breakdown;
use crate::store::Reader;
use anyhow::bail;

/// The rows of some segments.
#[derive(Debug, Clone, Default)]
pub(super) struct Cut {
    /// Which rows.
    pub(super) wanted: Segments,
    /// The one value that [`Cut::within`] narrowed it to.
    pub(super) by: Option<(String, String)>,
}

impl Cut {
    /// The segments that were asked for. Several values of one dimension count together, several dimensions narrow each
    /// other.
    ///
    /// # Errors
    /// When no data has a dimension, or never a value of it: the answer would be nothing, without a word.
    pub(super) fn whole(document: &Document, reader: &Reader, asked: &[(String, String)]) -> anyhow::Result<Self> {
        for (name, value) in asked {
            let known = values(document, reader, name)?;
            if !known.contains(value) {
                bail!(words::unknown_segment_value(name, value, &known));
            }
        }
        Ok(Self { wanted: asked.iter().map(|(name, value)| (name, value)).collect(), by: None })
    }

    /// Of these rows those with one value of a dimension; `None` where other values of it were asked for.
    pub(super) fn within(&self, name: &str, value: &str) -> Option<Self> {
        let wanted = self.wanted.within(name, value)?;
        Some(Self { wanted, by: Some((name.to_owned(), value.to_owned())) })
    }
}

/// The values of a dimension in the data that counts, sorted.
///
/// # Errors
/// When no data has the dimension, or the file cannot be read.
pub(super) fn values(document: &Document, reader: &Reader, name: &str) -> anyhow::Result<Vec<String>> {
    let mut dimensions = breakdown::dimensions(document, reader)?;
    let Some(values) = dimensions.remove(name) else {
        bail!(words::unknown_segment(name, &dimensions.into_keys().collect::<Vec<_>>()));
    };
    Ok(values.into_iter().collect())
}
