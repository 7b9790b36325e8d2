//! Observations of one metric at one place, chunk by chunk: what is read when rows are counted.

use crate::base::ids::{Id as _, SourceId};
use crate::model::Segments;
use crate::model::observation::Cuts;
use crate::store::StoreError;
use crate::store::bulk::BAD_CHUNK;
use crate::store::bulk::averages::{are_averages, is_off_scale};
use crate::store::bulk::codec::{BadBytes, Bytes, decode_days, decode_numbers};
use crate::store::bulk::unit::{Filter, Loader, chunk_of, meets, required, texts};
use rusqlite::{Row, params};
use std::collections::HashMap;

const SERIES_ROWS: &str = "SELECT s.is_whole, s.min, s.max, c.rows, c.first_day, c.data FROM series s JOIN series_chunk c ON c.series = s.id \
     WHERE s.source = ?1 AND s.metric = ?2 AND s.place = ?3 AND c.last_day >= ?4 AND c.first_day <= ?5 ORDER BY s.id, c.id";
const SERIES: &str = "SELECT id, segments, is_whole, min, max FROM series \
     WHERE source = ?1 AND metric = ?2 AND place = ?3 ORDER BY id";
const CHUNKS_OF_SERIES: &str = "SELECT rows, first_day, data FROM series_chunk \
     WHERE series = ?1 AND last_day >= ?2 AND first_day <= ?3 ORDER BY id";

/// What is known of a chunk before its bytes are decoded.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct ChunkHead {
    rows: usize,
    first_day: i32,
    series: SeriesHead,
}

/// Which lists of segment values, as the file has them, are among the segments of a source that were asked for last.
pub(super) struct Meeting {
    source: SourceId,
    segments: Segments,
    known: HashMap<Vec<u8>, bool>,
}

/// What is known of a whole series.
#[derive(Debug, Clone, Copy, Default)]
struct SeriesHead {
    /// Whether the data has a column of counts, so that a row without n is of unknown n rather than one answer.
    has_counts: bool,
    /// Whether all its values are whole numbers.
    is_whole: bool,
    /// Whether some value lies on no scale of answers (0 to 10 holds them all but 0 to 100).
    is_off_scale: bool,
}

impl SeriesHead {
    /// From three columns: whether its values are whole, their least and their largest.
    fn read(row: &Row<'_>, column: usize, has_counts: bool) -> rusqlite::Result<Self> {
        let is_off_scale = is_off_scale(row.get(column + 1)?, row.get(column + 2)?);
        Ok(Self { has_counts, is_whole: row.get(column)?, is_off_scale })
    }
}

/// Observations of one chunk. Buffers are used again for the next.
#[derive(Debug, Default)]
pub(in crate::store) struct SeriesRows {
    /// Ascending days.
    pub(in crate::store) days: Vec<i32>,
    /// Values; NaN where there is none.
    pub(in crate::store) values: Vec<f64>,
    /// n, NaN when not given.
    pub(in crate::store) n: Vec<f64>,
    series: SeriesHead,
}

impl SeriesRows {
    /// True for rows of a series that are averages wherever n is above 1: minutes, euros and the like cannot be counts
    /// of answers. Whoever counts answers above 10 knows of a scale that goes further.
    pub(in crate::store) fn has_averages(&self, cuts: Cuts) -> bool {
        are_averages(self.series.is_whole, self.series.is_off_scale, cuts)
    }

    /// Whether the data has a column of counts, so that a row without n is of unknown n rather than one answer.
    pub(in crate::store) fn has_counts(&self) -> bool {
        self.series.has_counts
    }

    /// Makes these the rows of a chunk.
    pub(in crate::store) fn decode(&mut self, head: ChunkHead, data: &[u8]) -> Result<(), BadBytes> {
        self.series = head.series;
        let mut bytes = Bytes(data);
        decode_days(&mut bytes, head.rows, head.first_day, &mut self.days)?;
        decode_numbers(&mut bytes, head.rows, &mut self.values)?;
        decode_numbers(&mut bytes, head.rows, &mut self.n)?;
        bytes.end()
    }
}

impl Loader<'_> {
    /// Hands on the bytes of the observations of a metric at a place, chunk by chunk, in the order of
    /// [`Loader::series_units`] but by one statement: a source may have thousands of series of a few hundred rows each.
    /// Of segments only the chunks of those series are looked for.
    pub(in crate::store) fn each_series_chunk(
        &mut self,
        filter: &Filter<'_>,
        mut each: impl FnMut(ChunkHead, &[u8]) -> Result<(), BadBytes>,
    ) -> Result<(), StoreError> {
        let names = if filter.segments.is_empty() { Vec::new() } else { self.dimensions(filter.source)? };
        let Some(required) = required(&names, filter) else { return Ok(()) };
        let has_counts = self.has_counts(filter.source)?;
        let database = self.database;
        let error = |e| database.error(e);
        let prepared = |sql| database.connection.prepare_cached(sql).map_err(error);
        let mut hand_on = |series: SeriesHead, row: &Row<'_>, column: usize| {
            let is_good = chunk_of(row, column, |rows, first_day, bytes| {
                each(ChunkHead { rows, first_day, series }, std::mem::take(&mut bytes.0))
            });
            if is_good.map_err(error)? { Ok(()) } else { Err(database.damaged(BAD_CHUNK)) }
        };
        let (source, range) = (filter.source.raw(), filter.range);
        if required.is_empty() {
            let mut select = prepared(SERIES_ROWS)?;
            let asked = params![source, filter.metric, filter.place, range.from.0, range.to.0];
            let mut found = select.query(asked).map_err(error)?;
            while let Some(row) = found.next().map_err(error)? {
                hand_on(SeriesHead::read(row, 0, has_counts).map_err(error)?, row, 3)?;
            }
            return Ok(());
        }
        let (mut all_series, mut chunks) = (prepared(SERIES)?, prepared(CHUNKS_OF_SERIES)?);
        let mut found = all_series.query(params![source, filter.metric, filter.place]).map_err(error)?;
        // A source has few lists of values, and each of its metrics names them all.
        let mut known = self.take_meeting(filter);
        while let Some(row) = found.next().map_err(error)? {
            let text = row.get_ref(1).and_then(|text| Ok(text.as_bytes()?)).map_err(error)?;
            let is_meant = match known.get(text) {
                Some(is_meant) => *is_meant,
                None => {
                    let is_meant = meets(&required, &texts(database, text)?);
                    known.insert(text.to_vec(), is_meant);
                    is_meant
                }
            };
            if !is_meant {
                continue;
            }
            let series = SeriesHead::read(row, 2, has_counts).map_err(error)?;
            let id: i64 = row.get(0).map_err(error)?;
            let mut found = chunks.query(params![id, range.from.0, range.to.0]).map_err(error)?;
            while let Some(chunk) = found.next().map_err(error)? {
                hand_on(series, chunk, 0)?;
            }
        }
        self.meeting = Some(Meeting { source: filter.source, segments: filter.segments.clone(), known });
        Ok(())
    }

    /// What is known of the lists of values of a source, if the same segments of it were asked for last.
    fn take_meeting(&mut self, filter: &Filter<'_>) -> HashMap<Vec<u8>, bool> {
        let last = self.meeting.take();
        let same = last.filter(|last| last.source == filter.source && last.segments == *filter.segments);
        same.map(|last| last.known).unwrap_or_default()
    }
}
