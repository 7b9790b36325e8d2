//! Observations of one metric at one place, chunk by chunk: what is read when rows are counted.

use crate::base::ids::Id as _;
use crate::model::observation::Cuts;
use crate::store::StoreError;
use crate::store::bulk::averages::{are_averages, is_off_scale};
use crate::store::bulk::codec::{decode_days, decode_numbers};
use crate::store::bulk::unit::{Filter, Loader, chunk_of, known_values, meets, required};
use crate::store::bulk::{BAD_CHUNK, Database};
use rusqlite::{Row, params};

const SERIES_ROWS: &str = "SELECT s.is_whole, s.min, s.max, c.rows, c.first_day, c.data FROM series s JOIN series_chunk c ON c.series = s.id \
     WHERE s.source = ?1 AND s.metric = ?2 AND s.place = ?3 AND c.last_day >= ?4 AND c.first_day <= ?5 ORDER BY s.id, c.id";
const SERIES: &str = "SELECT id, segments, is_whole, min, max FROM series \
     WHERE source = ?1 AND metric = ?2 AND place = ?3 ORDER BY id";
const CHUNKS_OF_SERIES: &str = "SELECT rows, first_day, data FROM series_chunk \
     WHERE series = ?1 AND last_day >= ?2 AND first_day <= ?3 ORDER BY id";

/// Observations of one chunk. Buffers are used again for the next.
#[derive(Debug, Default)]
pub(in crate::store) struct SeriesRows {
    /// Ascending days.
    pub(in crate::store) days: Vec<i32>,
    /// Values; NaN where there is none.
    pub(in crate::store) values: Vec<f64>,
    /// n, NaN when not given.
    pub(in crate::store) n: Vec<f64>,
    /// Whether the data has a column of counts, so that a row without n is of unknown n rather than one answer.
    pub(in crate::store) has_counts: bool,
    /// Whether all values of the whole series are whole numbers.
    is_whole: bool,
    /// Whether some value of the whole series lies on no scale of answers (0 to 10 holds them all but 0 to 100).
    is_off_scale: bool,
}

impl SeriesRows {
    /// True for rows of a series that are averages wherever n is above 1: minutes, euros and the like cannot be counts
    /// of answers. Whoever counts answers above 10 knows of a scale that goes further.
    pub(in crate::store) fn has_averages(&self, cuts: Cuts) -> bool {
        are_averages(self.is_whole, self.is_off_scale, cuts)
    }

    /// What is known of the whole series: whether its values are whole, their least and their largest, in three columns.
    fn read_series(&mut self, row: &Row<'_>, column: usize) -> rusqlite::Result<()> {
        self.is_whole = row.get(column)?;
        self.is_off_scale = is_off_scale(row.get(column + 1)?, row.get(column + 2)?);
        Ok(())
    }

    /// A chunk from three columns, as [`chunk_of`] has them.
    fn read_chunk(&mut self, row: &Row<'_>, column: usize, database: Database<'_>) -> Result<(), StoreError> {
        let Self { days, values, n, .. } = self;
        let is_good = chunk_of(row, column, |count, first, bytes| {
            decode_days(bytes, count, first, days)?;
            decode_numbers(bytes, count, values)?;
            decode_numbers(bytes, count, n)
        });
        if is_good.map_err(|e| database.error(e))? { Ok(()) } else { Err(database.damaged(BAD_CHUNK)) }
    }
}

impl Loader<'_> {
    /// Hands on the observations of a metric at a place, chunk by chunk, in the order of [`Loader::series_units`] but by
    /// one statement: a source may have thousands of series of a few hundred rows each. Of segments only the chunks of
    /// those series are looked for.
    pub(in crate::store) fn each_series_chunk(
        &mut self,
        filter: &Filter<'_>,
        rows: &mut SeriesRows,
        mut each: impl FnMut(&SeriesRows),
    ) -> Result<(), StoreError> {
        let names = if filter.segments.is_empty() { Vec::new() } else { self.dimensions(filter.source)? };
        let Some(required) = required(&names, filter) else { return Ok(()) };
        rows.has_counts = self.has_counts(filter.source)?;
        let error = |e| self.database.error(e);
        let prepared = |sql| self.database.connection.prepare_cached(sql).map_err(error);
        let (source, range) = (filter.source.raw(), filter.range);
        if required.is_empty() {
            let mut select = prepared(SERIES_ROWS)?;
            let asked = params![source, filter.metric, filter.place, range.from.0, range.to.0];
            let mut found = select.query(asked).map_err(error)?;
            while let Some(row) = found.next().map_err(error)? {
                rows.read_series(row, 0).map_err(error)?;
                rows.read_chunk(row, 3, self.database)?;
                each(rows);
            }
            return Ok(());
        }
        let (mut all_series, mut chunks) = (prepared(SERIES)?, prepared(CHUNKS_OF_SERIES)?);
        let mut found = all_series.query(params![source, filter.metric, filter.place]).map_err(error)?;
        while let Some(series) = found.next().map_err(error)? {
            let text = series.get_ref(1).and_then(|text| Ok(text.as_str()?)).map_err(error)?;
            if !meets(&required, &known_values(&mut self.values, self.database, text)?) {
                continue;
            }
            rows.read_series(series, 2).map_err(error)?;
            let id: i64 = series.get(0).map_err(error)?;
            let mut found = chunks.query(params![id, range.from.0, range.to.0]).map_err(error)?;
            while let Some(chunk) = found.next().map_err(error)? {
                rows.read_chunk(chunk, 0, self.database)?;
                each(rows);
            }
        }
        Ok(())
    }
}
