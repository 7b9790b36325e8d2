//! Bulk rows as virtual tables. Nothing is unpacked but the chunk at hand.

use crate::base::ids::{Id as _, SourceId};
use crate::base::time::{Day, DayRange};
use crate::model::Segments;
use crate::store::StoreError;
use crate::store::bulk::{Block, Details, Filter, Loader, Unit, UnitPlace};
use crate::store::connect::Target;
use crate::store::reader::Reader;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use rusqlite::vtab::{
    Context, Filters, IndexConstraintOp, IndexInfo, Module, VTab, VTabConnection, VTabCursor, sqlite3_vtab,
    sqlite3_vtab_cursor,
};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::{CStr, CString, c_int};
use std::path::{Path, PathBuf};
use std::sync::Arc;

type SqlResult<T> = rusqlite::Result<T>;

/// A fixed column of either table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Metric,
    Place,
    Day,
    Value,
    N,
    Respondent,
    Comment,
    Source,
}

const OBSERVATION: [(Column, &str, &str); 6] = [
    (Column::Metric, "metric", "TEXT"),
    (Column::Place, "place", "TEXT"),
    (Column::Day, "day", "TEXT"),
    (Column::Value, "value", "REAL"),
    (Column::N, "n", "REAL"),
    (Column::Source, "source", "INTEGER"),
];

const RESPONSE: [(Column, &str, &str); 8] = [
    (Column::Metric, "metric", "TEXT"),
    (Column::Place, "place", "TEXT"),
    (Column::Day, "day", "TEXT"),
    (Column::Value, "score", "REAL"),
    (Column::Respondent, "respondent", "TEXT"),
    (Column::Comment, "comment", "TEXT"),
    (Column::N, "weight", "REAL"),
    (Column::Source, "source", "INTEGER"),
];

/// SQLite allows 2,000 columns.
const MAX_SEGMENTS: usize = 1_900;

/// Only rows of this metric; the first argument.
const BY_METRIC: c_int = 1;
/// Only rows of this place; the next argument.
const BY_PLACE: c_int = 2;
/// Texts and segments are looked at.
const WITH_DETAILS: c_int = 4;

/// What both tables need to know; made once per query.
struct Shape {
    target: Target,
    path: PathBuf,
    is_survey: bool,
    columns: &'static [(Column, &'static str, &'static str)],
    sources: Vec<SourceId>,
    /// Names of the dimensions, one column each.
    segments: Vec<String>,
}

impl Shape {
    /// The declaration SQLite wants. A segment named like another column gets a number.
    fn declaration(&self) -> String {
        let mut taken: BTreeSet<String> = self.columns.iter().map(|(_, name, _)| (*name).to_owned()).collect();
        let mut columns: Vec<String> =
            self.columns.iter().map(|(_, name, kind)| format!("\"{name}\" {kind}")).collect();
        for segment in &self.segments {
            let plain = segment.replace('\0', " ");
            let base = if plain.is_empty() { "segment".to_owned() } else { plain };
            let (mut name, mut number) = (base.clone(), 2);
            // SQLite compares column names without case, in ASCII only.
            while !taken.insert(name.to_ascii_lowercase()) {
                name = format!("{base}_{number}");
                number += 1;
            }
            columns.push(format!("\"{}\" TEXT", name.replace('"', "\"\"")));
        }
        format!("CREATE TABLE x ({})", columns.join(", "))
    }
}

/// Adds both tables to a connection.
pub(super) fn register(connection: &Connection, target: &Target, path: &Path) -> Result<(), StoreError> {
    const MODULE: &Module<'static, RowTable> = &Module::eponymous_only_module();
    let error = |e| StoreError::sql(path, e);
    let reader = Reader::open(target, path)?;
    let sources: Vec<SourceId> = connection
        .prepare("SELECT bulk.source FROM bulk JOIN source ON source.id = bulk.source AND source.state = 'active' ORDER BY imported_at, id")
        .and_then(|mut select| select.query_map([], |row| Ok(SourceId::from_raw(row.get(0)?)))?.collect())
        .map_err(error)?;
    let mut loader = Loader::new(reader.database());
    let (mut of_series, mut of_surveys) = (Vec::new(), Vec::new());
    let add = |names: &mut Vec<String>, name: &str| {
        if names.len() < MAX_SEGMENTS && !names.iter().any(|n| n == name) {
            names.push(name.to_owned());
        }
    };
    for source in &sources {
        loader.dimensions(*source)?.iter().for_each(|name| add(&mut of_series, name));
        if let Some(survey) = loader.survey(*source)? {
            survey.segments.iter().for_each(|segment| add(&mut of_surveys, &segment.name));
        }
    }
    let shape = |is_survey, columns, segments| Shape {
        target: target.clone(),
        path: path.to_path_buf(),
        is_survey,
        columns,
        sources: sources.clone(),
        segments,
    };
    let tables =
        [(c"observation", shape(false, &OBSERVATION, of_series)), (c"response", shape(true, &RESPONSE, of_surveys))];
    for (name, shape) in tables {
        connection.create_module(name, MODULE, Some(Arc::new(shape))).map_err(error)?;
    }
    Ok(())
}

/// What went wrong while reading, as SQLite passes it on.
fn module_error(error: StoreError) -> rusqlite::Error {
    rusqlite::Error::ModuleError(error.to_string())
}

/// One of the two tables.
#[repr(C)]
struct RowTable {
    /// SQLite's own part; must be first.
    base: sqlite3_vtab,
    shape: Arc<Shape>,
}

// SAFETY: `repr(C)` with SQLite's part first, as the trait asks.
#[expect(unsafe_code, reason = "rusqlite's way to declare the memory layout of a virtual table")]
unsafe impl<'table> VTab<'table> for RowTable {
    type Aux = Arc<Shape>;
    type Cursor = RowCursor;

    fn connect(
        _: &mut VTabConnection,
        aux: Option<&Self::Aux>,
        _: &[u8],
        _: &[u8],
        _: &[u8],
        _: &[&[u8]],
    ) -> SqlResult<(Cow<'static, CStr>, Self)> {
        let shape = aux.ok_or_else(|| rusqlite::Error::ModuleError("a table without shape".to_owned()))?;
        let declaration = CString::new(shape.declaration())?;
        Ok((Cow::Owned(declaration), Self { base: sqlite3_vtab::default(), shape: shape.clone() }))
    }

    fn best_index(&self, info: &mut IndexInfo) -> SqlResult<bool> {
        let (mut plan, mut cost) = (0, 1e9);
        let mut chosen = Vec::new();
        // Metric and place are the first two columns of both tables.
        for (column, bit) in [(0, BY_METRIC), (1, BY_PLACE)] {
            let found = info.constraints().position(|constraint| {
                constraint.column() == column
                    && constraint.is_usable()
                    && constraint.operator() == IndexConstraintOp::SQLITE_INDEX_CONSTRAINT_EQ
            });
            if let Some(index) = found
                && info.collation(index)? == "BINARY"
            {
                chosen.push(index);
                plan |= bit;
                cost /= 30.0;
            }
        }
        for (index, argument) in chosen.into_iter().zip(1..) {
            info.constraint_usage(index).set_argv_index(argument);
        }
        let is_detail = |index: usize| {
            let fixed = self.shape.columns.get(index).map(|(column, _, _)| *column);
            matches!(fixed, None | Some(Column::Respondent | Column::Comment))
        };
        if (0..64).any(|bit| info.col_used() & (1 << bit) != 0 && is_detail(bit)) {
            plan |= WITH_DETAILS;
        }
        info.set_idx_num(plan);
        info.set_estimated_cost(cost);
        Ok(true)
    }

    fn open(&'table mut self) -> SqlResult<RowCursor> {
        let reader = Reader::open(&self.shape.target, &self.shape.path).map_err(module_error)?;
        reader.hold().map_err(module_error)?;
        Ok(RowCursor {
            base: sqlite3_vtab_cursor::default(),
            reader,
            shape: self.shape.clone(),
            units: Vec::new().into_iter(),
            unit: None,
            block: Block::default(),
            details: Details::default(),
            segment_of_column: Vec::new(),
            has_details: false,
            row: 0,
            number: 0,
        })
    }
}

/// A walk through the rows.
#[repr(C)]
struct RowCursor {
    /// SQLite's own part; must be first.
    base: sqlite3_vtab_cursor,
    reader: Reader,
    shape: Arc<Shape>,
    units: std::vec::IntoIter<Unit>,
    /// The unit at hand; none at the end.
    unit: Option<Unit>,
    block: Block,
    details: Details,
    /// For each segment column its position among the dimensions of the unit's source.
    segment_of_column: Vec<Option<usize>>,
    has_details: bool,
    row: usize,
    number: i64,
}

impl RowCursor {
    /// Moves on to the next row with a value, from the present one on.
    fn settle(&mut self) -> SqlResult<()> {
        loop {
            if self.unit.is_some() {
                match self.block.values.get(self.row) {
                    Some(value) if value.is_nan() => self.row += 1,
                    Some(_) => return Ok(()),
                    None => self.unit = None,
                }
            } else {
                let Some(unit) = self.units.next() else { return Ok(()) };
                let mut loader = Loader::new(self.reader.database());
                loader.load(&unit, &mut self.block).map_err(module_error)?;
                if self.has_details {
                    self.details = loader.details(&unit, self.block.days.len()).map_err(module_error)?;
                }
                let position = |name: &String| match &unit.at {
                    UnitPlace::Series { names, .. } => names.iter().position(|n| n == name),
                    UnitPlace::Survey { survey, .. } => survey.segments.iter().position(|s| s.name == *name),
                };
                self.segment_of_column = self.shape.segments.iter().map(position).collect();
                self.row = 0;
                self.unit = Some(unit);
            }
        }
    }

    /// The value of a segment column in the present row.
    fn segment<'unit>(&'unit self, unit: &'unit Unit, column: usize) -> Option<&'unit str> {
        let index = (*self.segment_of_column.get(column)?)?;
        match &unit.at {
            UnitPlace::Series { values, .. } => values.get(index).map(String::as_str),
            UnitPlace::Survey { survey, .. } => {
                let code = usize::try_from(*self.details.codes.get(index)?.get(self.row)?).ok()?;
                survey.segments.get(index)?.values.get(code).map(String::as_str)
            }
        }
    }
}

// SAFETY: `repr(C)` with SQLite's part first, as the trait asks.
#[expect(unsafe_code, reason = "rusqlite's way to declare the memory layout of a cursor")]
unsafe impl VTabCursor for RowCursor {
    fn filter(&mut self, plan: c_int, _: Option<&str>, arguments: &Filters<'_>) -> SqlResult<()> {
        // SQLite checks every condition again, so an argument that is no text may be left out.
        let mut given = arguments.iter().map(|value| match value {
            ValueRef::Text(text) => std::str::from_utf8(text).ok(),
            _ => None,
        });
        let metric = if plan & BY_METRIC == 0 { None } else { given.next().flatten() };
        let place = if plan & BY_PLACE == 0 { None } else { given.next().flatten() };
        self.has_details = plan & WITH_DETAILS != 0;
        let mut units = Vec::new();
        let mut loader = Loader::new(self.reader.database());
        for source in &self.shape.sources {
            let filter =
                Filter { source: *source, metric, place, range: DayRange::EVER, segments: &Segments::default() };
            units.extend(
                if self.shape.is_survey { loader.survey_units(&filter) } else { loader.series_units(&filter) }
                    .map_err(module_error)?,
            );
        }
        drop(loader);
        self.units = units.into_iter();
        self.unit = None;
        self.number = 0;
        self.settle()
    }

    fn next(&mut self) -> SqlResult<()> {
        self.row += 1;
        self.number += 1;
        self.settle()
    }

    fn eof(&self) -> bool {
        self.unit.is_none()
    }

    fn column(&self, context: &mut Context, index: c_int) -> SqlResult<()> {
        let Some(unit) = &self.unit else { return Ok(()) };
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let Some((column, _, _)) = self.shape.columns.get(index) else {
            return context.set_result(self.segment(unit, index - self.shape.columns.len()));
        };
        let text = |texts: &Option<crate::store::bulk::codec::Texts>| {
            texts.as_ref().map(|texts| texts.get(self.row).to_owned()).filter(|text| !text.is_empty())
        };
        match column {
            Column::Metric => context.set_result(&*unit.metric),
            Column::Place => context.set_result(&*unit.place),
            Column::Day => context.set_result(self.block.days.get(self.row).map(|day| Day(*day).to_string())),
            Column::Value => context.set_result(self.block.values.get(self.row)),
            Column::N => context.set_result(self.block.weights.get(self.row).filter(|n| !n.is_nan())),
            Column::Respondent => context.set_result(text(&self.details.respondents)),
            Column::Comment => context.set_result(text(&self.details.comments)),
            Column::Source => context.set_result(unit.source.raw()),
        }
    }

    fn rowid(&self) -> SqlResult<i64> {
        Ok(self.number)
    }
}
