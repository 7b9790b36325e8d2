//! A thorough look at a file: structure, references, every chunk.

use crate::base::ids::{Id as _, SourceId};
use crate::base::progress::Progress;
use crate::base::time::DayRange;
use crate::model::check::violations;
use crate::model::{Document, Segments};
use crate::store::bulk::{Block, Database, Filter, Loader, damaged_days};
use crate::store::connect::Target;
use crate::store::reader::Reader;
use crate::store::{StoreError, header, open, pictures};
use std::path::Path;

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct CheckReport {
    /// The document.
    pub document: Document,
    /// Everything that is wrong, one sentence each; empty means the file is whole.
    pub problems: Vec<String>,
    /// Observations in the file.
    pub observations: u64,
    /// Survey respondents in the file.
    pub responses: u64,
    /// Entries of import reports in the file.
    pub issues: u64,
}

/// Checks a file without changing it. Takes seconds for a gigabyte.
///
/// # Errors
/// When the file cannot be opened at all, or the check was cancelled.
pub fn check(path: &Path, progress: &Progress) -> Result<CheckReport, StoreError> {
    let header = header::inspect(path)?;
    let reader = Reader::open(&Target::for_viewer(path, &header)?, path)?;
    reader.hold()?;
    let database = reader.database();
    let mut report = CheckReport { document: open::load(database.connection, path)?, ..CheckReport::default() };
    report.problems.extend(texts(database, "PRAGMA quick_check(100)")?.into_iter().filter(|line| line != "ok"));
    report.problems.extend(texts(
        database,
        "SELECT \"table\" || ' ' || rowid || ' refers to a missing ' || parent FROM pragma_foreign_key_check",
    )?);
    report.problems.extend(violations(&report.document).iter().map(ToString::to_string));
    let bad_pictures = pictures::problems(database.connection, &report.document).map_err(|e| database.error(e))?;
    report.problems.extend(bad_pictures);
    progress.check()?;
    check_bulk(database, &mut report, progress)?;
    let damaged = damaged_days(database)?;
    if damaged > 0 {
        report.problems.push(format!("{damaged} of the kept daily counts cannot be read and are counted anew"));
    }
    Ok(report)
}

fn texts(database: Database<'_>, sql: &str) -> Result<Vec<String>, StoreError> {
    database
        .connection
        .prepare(sql)
        .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())
        .map_err(|e| database.error(e))
}

/// Counts of one import: as stored beside it, and as they are.
struct Counts {
    source: SourceId,
    observations: i64,
    responses: i64,
    issues: i64,
    is_known: bool,
}

fn check_bulk(database: Database<'_>, report: &mut CheckReport, progress: &Progress) -> Result<(), StoreError> {
    let error = |e| database.error(e);
    let counts: Vec<Counts> = database
        .connection
        .prepare(
            "SELECT source, observations, responses, issues, source IN (SELECT id FROM source) FROM bulk ORDER BY source",
        )
        .and_then(|mut select| {
            select
                .query_map([], |row| {
                    Ok(Counts {
                        source: SourceId::from_raw(row.get(0)?),
                        observations: row.get(1)?,
                        responses: row.get(2)?,
                        issues: row.get(3)?,
                        is_known: row.get(4)?,
                    })
                })?
                .collect()
        })
        .map_err(error)?;
    let number = |sql: &str, source: SourceId| -> Result<i64, StoreError> {
        database.connection.query_row(sql, [source.raw()], |row| row.get(0)).map_err(error)
    };
    for stored in counts {
        let source = stored.source;
        let name =
            report.document.sources.get(&source).map_or_else(|| "a source that is gone".to_owned(), |s| s.name.clone());
        let (rows, bad) = read_all(database, source, progress)?;
        report.problems.extend(bad.into_iter().map(|problem| format!("{name}: {problem}")));
        let issues = number("SELECT count(*) FROM issue WHERE source = ?1", source)?;
        let respondents = number(
            "SELECT coalesce(sum(c.rows), 0) FROM response_column q JOIN response_chunk c ON c.response_column = q.id \
             WHERE q.source = ?1 AND q.role = 'day'",
            source,
        )?;
        for (what, expected, found) in [
            ("observations", stored.observations, rows),
            ("responses", stored.responses, respondents),
            ("report entries", stored.issues, issues),
        ] {
            if expected != found {
                report.problems.push(format!("{name}: {expected} {what} were stored, {found} are there"));
            }
        }
        if let Some(record) = report.document.sources.get(&source)
            && record.rows_accepted.checked_add(record.rows_rejected) != Some(record.rows_read)
        {
            report.problems.push(format!("{name}: the rows accepted and rejected are not the rows read"));
        }
        if stored.is_known {
            let whole = |count: i64| u64::try_from(count).unwrap_or(0);
            report.observations += whole(rows);
            report.responses += whole(respondents);
            report.issues += whole(issues);
        }
    }
    Ok(())
}

/// Decodes every chunk of a source: the number of observations, and what could not be read.
fn read_all(database: Database<'_>, source: SourceId, progress: &Progress) -> Result<(i64, Vec<String>), StoreError> {
    let mut loader = Loader::new(database);
    let filter = Filter { source, metric: None, place: None, range: DayRange::EVER, segments: &Segments::default() };
    let (mut block, mut rows, mut problems) = (Block::default(), 0, Vec::new());
    let units = match loader.units(&filter) {
        Ok(units) => units,
        Err(error) => return Ok((0, vec![error.to_string()])),
    };
    for unit in units {
        progress.check()?;
        let read = loader.load(&unit, &mut block).and_then(|()| loader.details(&unit, block.days.len()));
        match read {
            Ok(_) if !unit.is_survey() => rows += i64::try_from(block.days.len()).unwrap_or(0),
            Ok(_) => {}
            Err(error) => {
                let problem = format!("{} at {}: {error}", unit.metric, unit.place);
                // One broken chunk of a survey breaks every question beside it; saying it once per question is enough.
                if problems.last() != Some(&problem) {
                    problems.push(problem);
                }
            }
        }
    }
    Ok((rows, problems))
}
