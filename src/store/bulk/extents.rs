//! How far the values of single series go.

use crate::base::ids::{Id as _, SourceId};
use crate::store::StoreError;
use crate::store::bulk::Database;

/// One series of observations and the ends of its values.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesExtent {
    /// Metric as named in the data.
    pub metric: String,
    /// Place as named in the data.
    pub place: String,
    /// Its segment values, as a JSON array.
    pub segments: String,
    /// Smallest value; `None` when there is none.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// True when every value is a whole number.
    pub is_whole: bool,
}

/// Every series of observations of a source.
pub(in crate::store) fn series_extents(
    database: Database<'_>,
    source: SourceId,
) -> Result<Vec<SeriesExtent>, StoreError> {
    database
        .connection
        .prepare_cached("SELECT metric, place, segments, min, max, is_whole FROM series WHERE source = ?1 ORDER BY id")
        .and_then(|mut select| {
            select
                .query_map([source.raw()], |row| {
                    Ok(SeriesExtent {
                        metric: row.get(0)?,
                        place: row.get(1)?,
                        segments: row.get(2)?,
                        min: row.get(3)?,
                        max: row.get(4)?,
                        is_whole: row.get(5)?,
                    })
                })?
                .collect()
        })
        .map_err(|e| database.error(e))
}
