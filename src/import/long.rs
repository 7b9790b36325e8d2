//! Long files: one observation a row. This is the loop that reads millions of rows, so it allocates only for what it
//! sees for the first time.

use super::clocks::{self, Clocks, is_duration};
use super::error::ImportError;
use super::known_places::KnownPlaces;
use super::known_scales::KnownScales;
use super::layout::FileTable;
use super::mapping::{ColumnOrFixed, Mapping};
use super::missing::is_missing;
use super::numbers::ParsedNumber;
use super::percents::{self, Signs};
use super::read::{DayCell, Report, Rows, Settled, extend_days};
use super::rows::Row;
use super::sniff::Sniffed;
use super::summary::{Summaries, ValueStats};
use crate::base::time::Day;
use crate::model::bulk::{BulkData, IssueKind, ObservationTable, SeriesKey};
use crate::model::observation::is_whole;
use std::collections::HashMap;
use std::rc::Rc;

/// Where a text of the key comes from.
pub(crate) enum KeyPart {
    Column(usize),
    Fixed(String),
}

impl KeyPart {
    pub(crate) fn of(mapping: Option<&ColumnOrFixed>, sniffed: &Sniffed) -> Self {
        let column = mapping.and_then(|m| m.column.as_deref()).and_then(|c| sniffed.column_index(c));
        match column {
            Some(index) => Self::Column(index),
            None => Self::Fixed(mapping.and_then(|m| m.fixed.clone()).unwrap_or_default()),
        }
    }

    fn text(&self, row: Row<'_>) -> (String, Option<usize>) {
        match self {
            Self::Fixed(text) => (text.clone(), None),
            Self::Column(index) => {
                let (text, is_broken) = text_of(row.trimmed(*index));
                (text, is_broken.then_some(*index))
            }
        }
    }
}

/// Bytes as text, and whether some of them were none.
pub(crate) fn text_of(bytes: &[u8]) -> (String, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (String::from_utf8_lossy(bytes).into_owned(), true),
    }
}

/// Numbers series in order of appearance.
pub(crate) struct SeriesIndex {
    metric: KeyPart,
    place: KeyPart,
    segments: Vec<usize>,
    /// The columns above.
    columns: Vec<usize>,
    ids: HashMap<Rc<[u8]>, u32, foldhash::fast::RandomState>,
    pub series: Vec<SeriesKey>,
    pub stats: Vec<ValueStats>,
    key: Vec<u8>,
    /// Of each series its key, and the series that came after it last.
    known: Vec<(Rc<[u8]>, u32)>,
    previous: u32,
}

impl SeriesIndex {
    pub(crate) fn new(mapping: &Mapping, sniffed: &Sniffed) -> Self {
        let metric = KeyPart::of(mapping.metric.as_ref(), sniffed);
        let place = KeyPart::of(mapping.place.as_ref(), sniffed);
        let segments: Vec<_> = mapping.segments.iter().filter_map(|s| sniffed.column_index(s)).collect();
        let mut columns = segments.clone();
        for part in [&metric, &place] {
            if let KeyPart::Column(index) = part {
                columns.push(*index);
            }
        }
        Self {
            metric,
            place,
            segments,
            columns,
            ids: HashMap::default(),
            series: Vec::new(),
            stats: Vec::new(),
            key: Vec::new(),
            known: Vec::new(),
            previous: 0,
        }
    }

    /// The metric column, when its cell in this row is empty.
    pub(crate) fn empty_metric(&self, row: Row<'_>) -> Option<usize> {
        match self.metric {
            KeyPart::Column(index) if row.trimmed(index).is_empty() => Some(index),
            _ => None,
        }
    }

    /// The series of a row. `metric` stands for the mapping's when given (a column of a wide file).
    pub(crate) fn id(&mut self, row: Row<'_>, metric: Option<(usize, &str)>, report: &mut Report<'_>) -> u32 {
        self.id_at(row, metric, None, report)
    }

    /// The same with a place that stands for the mapping's when given.
    pub(crate) fn id_at(
        &mut self,
        row: Row<'_>,
        metric: Option<(usize, &str)>,
        place: Option<&str>,
        report: &mut Report<'_>,
    ) -> u32 {
        self.key.clear();
        for column in &self.columns {
            let cell = row.trimmed(*column);
            // The length in front, so that no text can run into the next.
            let length = u32::try_from(cell.len()).unwrap_or(u32::MAX);
            self.key.extend_from_slice(&length.to_le_bytes());
            self.key.extend_from_slice(cell);
        }
        if let Some((column, _)) = metric {
            self.key.extend_from_slice(&column.to_le_bytes());
        }
        if let Some(place) = place {
            self.key.extend_from_slice(place.as_bytes());
        }
        if let Some(id) = self.guess() {
            return id;
        }
        let id = match self.ids.get(self.key.as_slice()) {
            Some(id) => *id,
            None => self.insert(row, (metric.map(|(_, name)| name), place), report),
        };
        if let Some((_, next)) = self.known.get_mut(self.previous as usize) {
            *next = id;
        }
        self.previous = id;
        id
    }

    /// The series of the key when it is that of the last row, as in files sorted by series, or the one that came after it
    /// the time before, as in files that go through all series day by day. Looking it up takes longer.
    fn guess(&mut self) -> Option<u32> {
        let known = |id: u32| self.known.get(id as usize);
        let (previous, next) = known(self.previous)?;
        let id = match known(*next) {
            Some((key, _)) if **key == *self.key => *next,
            _ if **previous == *self.key => self.previous,
            _ => return None,
        };
        self.previous = id;
        Some(id)
    }

    #[cold]
    fn insert(&mut self, row: Row<'_>, (metric, place): (Option<&str>, Option<&str>), report: &mut Report<'_>) -> u32 {
        let id = u32::try_from(self.series.len()).unwrap_or(u32::MAX);
        let (metric, broken_metric) = metric.map_or_else(|| self.metric.text(row), |m| (m.to_owned(), None));
        let (place, broken_place) = place.map_or_else(|| self.place.text(row), |p| (p.to_owned(), None));
        let mut broken: Vec<usize> = broken_metric.into_iter().chain(broken_place).collect();
        let segments = self.segments.iter().map(|index| {
            let (text, is_broken) = text_of(row.trimmed(*index));
            broken.extend(is_broken.then_some(*index));
            text
        });
        let key = SeriesKey { metric, place, segments: segments.collect() };
        for column in broken {
            report.issue(row, Some(column), IssueKind::BadEncoding, false);
        }
        self.series.push(key);
        self.stats.push(ValueStats::default());
        let key: Rc<[u8]> = self.key.as_slice().into();
        self.known.push((Rc::clone(&key), id));
        self.ids.insert(key, id);
        id
    }
}

/// A row whose cells can be used.
pub(crate) struct Checked {
    pub day: Day,
    pub value: ParsedNumber,
    /// NaN when it was not given.
    pub n: f64,
    /// True when the value is a duration whose unit is that of its series, which is known when all of it is read.
    pub is_clock: bool,
}

/// What must be right in a row.
pub(crate) struct RowChecks<'a> {
    settled: &'a Settled,
    value_column: usize,
    count_column: Option<usize>,
    day_cell: DayCell,
    date_column: Option<usize>,
    known_places: KnownPlaces<'a>,
    known_scales: KnownScales<'a>,
    /// Whether durations among the values are for the caller to settle.
    takes_clocks: bool,
}

impl<'a> RowChecks<'a> {
    pub(crate) fn of(settled: &'a Settled, sniffed: &Sniffed) -> Result<Self, ImportError> {
        let mapping = &settled.mapping;
        let index_of = |name: Option<&str>| name.and_then(|n| sniffed.column_index(n));
        let value_column = index_of(mapping.value.as_ref().map(|v| v.column.as_str()))
            .ok_or_else(|| ImportError::mapping("a long file needs \"value\""))?;
        let day_cell =
            DayCell::of(settled, sniffed).ok_or_else(|| ImportError::mapping("a long file needs \"date\""))?;
        Ok(Self {
            settled,
            value_column,
            count_column: index_of(mapping.n.as_ref().map(|n| n.column.as_str())),
            date_column: day_cell.column(),
            day_cell,
            known_places: KnownPlaces::new(settled.known_places.as_ref(), mapping, sniffed),
            known_scales: KnownScales::new(settled, sniffed),
            takes_clocks: false,
        })
    }

    /// The cells of a row; `None` for one that is rejected, which the report says.
    #[inline]
    pub(crate) fn check(&mut self, row: Row<'_>, index: &SeriesIndex, report: &mut Report<'_>) -> Option<Checked> {
        let day = self.day_cell.day(row);
        let cell = row.trimmed(self.value_column);
        let value = value_of(self.settled, cell);
        let is_clock = self.takes_clocks && value == Err(IssueKind::BadValue) && is_duration(cell);
        let value = if is_clock { Ok(ParsedNumber { value: 0.0, is_percent: false }) } else { value };
        let n = self.count_column.map_or(Ok(f64::NAN), |c| count_of(self.settled, row.trimmed(c)));
        let empty_metric = index.empty_metric(row);
        let (Ok(day), Ok(value), Ok(n), None) = (day, value, n, empty_metric) else {
            if day.is_err() && report.leaves_out_total(row, self.date_column) {
                return None;
            }
            if let Err(kind) = day {
                report.issue(row, self.date_column, kind, true);
            }
            if let Some(column) = empty_metric {
                report.issue(row, Some(column), IssueKind::MissingMetric, true);
            }
            if let Err(kind) = value {
                report.issue(row, Some(self.value_column), kind, true);
            }
            if let Err(kind) = n {
                report.issue(row, self.count_column, kind, true);
            }
            report.rejected += 1;
            return None;
        };
        if let Some(column) = self.known_places.unknown(row) {
            report.issue(row, column, IssueKind::UnknownPlace, true);
            report.rejected += 1;
            return None;
        }
        if !is_clock && !self.known_scales.holds(row, value.value, &mut report.beyond) {
            report.issue(row, Some(self.value_column), IssueKind::OutOfScale, true);
            report.rejected += 1;
            return None;
        }
        Some(Checked { day, value, n, is_clock })
    }
}

/// Reads a long file.
pub(crate) fn read(
    table: &mut FileTable,
    settled: &Settled,
    sniffed: &Sniffed,
    report: &mut Report<'_>,
) -> Result<Rows, ImportError> {
    let mapping = &settled.mapping;
    let mut checks = RowChecks::of(settled, sniffed)?;
    checks.takes_clocks = true;
    let has_counts = checks.count_column.is_some();
    let (mut clocks, mut signs) = (Clocks::default(), Signs::default());
    let mut index = SeriesIndex::new(mapping, sniffed);
    let mut days = None;
    let expected = report.expected_rows();
    let mut out = ObservationTable {
        segments: mapping.segments.clone(),
        series_of_row: Vec::with_capacity(expected),
        day: Vec::with_capacity(expected),
        value: Vec::with_capacity(expected),
        n: Vec::with_capacity(if has_counts { expected } else { 0 }),
        ..ObservationTable::default()
    };
    while report.advance(table)? {
        let row = table.row();
        let Some(Checked { day, value, n, is_clock }) = checks.check(row, &index, report) else { continue };
        let id = index.id(row, None, report);
        if is_clock {
            clocks.add(out.value.len(), (row.line, checks.value_column), row.trimmed(checks.value_column));
            clocks.end_row(row.line, 1);
        } else {
            if let Some(stats) = index.stats.get_mut(id as usize) {
                stats.add(value.value, n, value.is_percent);
            }
            if value.is_percent {
                signs.add(out.value.len());
            }
            extend_days(&mut days, day);
        }
        out.series_of_row.push(id);
        out.day.push(day);
        out.value.push(value.value);
        if has_counts {
            out.n.push(n);
        }
        report.accepted += 1;
    }
    let units = clocks.settle((&mut out, &mut signs), &mut index, report, &mut days);
    let series = index.series.len();
    out.series = index.series;
    let percents = percents::settle_table((&mut out, &signs), &mut index.stats, settled);
    let mut summaries = Summaries::default();
    summaries.add_series(&out.series, &index.stats);
    let (places, mut metrics) = summaries.finish();
    clocks::name_units(&mut metrics, &units);
    let data = BulkData { observations: out, ..BulkData::default() };
    Ok(Rows { data, places, metrics, days, series, percents })
}

/// The value of a cell.
pub(crate) fn value_of(settled: &Settled, cell: &[u8]) -> Result<ParsedNumber, IssueKind> {
    match settled.format.parse(cell) {
        Some(number) => Ok(number),
        None => not_a_number(settled, cell),
    }
}

/// A cell that is no plain number: a duration where the mapping says so, or nothing at all.
#[cold]
fn not_a_number(settled: &Settled, cell: &[u8]) -> Result<ParsedNumber, IssueKind> {
    if is_missing(cell) {
        return Err(IssueKind::MissingValue);
    }
    let column = settled.mapping.value.as_ref().map(|v| v.column.as_str());
    match column.and_then(|column| settled.mapping.durations.get(column)) {
        None => Err(IssueKind::BadValue),
        Some(unit) => {
            let value = unit.parse(&String::from_utf8_lossy(cell)).ok_or(IssueKind::BadDuration)?;
            Ok(ParsedNumber { value, is_percent: false })
        }
    }
}

/// The count of a cell, a whole number; NaN when it is empty.
pub(crate) fn count_of(settled: &Settled, cell: &[u8]) -> Result<f64, IssueKind> {
    if cell.is_empty() {
        return Ok(f64::NAN);
    }
    // "n=140" says what it is.
    let bare = cell.strip_prefix(b"n").or_else(|| cell.strip_prefix(b"N")).map(<[u8]>::trim_ascii_start);
    let cell = bare.and_then(|rest| rest.strip_prefix(b"=")).map_or(cell, <[u8]>::trim_ascii_start);
    match settled.format.parse(cell) {
        // Half an answer is none: such a column holds something else, and the row says so.
        Some(number) if number.value >= 0.0 && !number.is_percent && is_whole(number.value) => Ok(number.value),
        _ => Err(IssueKind::BadCount),
    }
}
