//! What speaks for and against the data of an import before anything is written: counted over every row, never over a
//! sample. Nothing is left out because of a check; it is there to be looked at.

mod dates;
mod gaps;
mod personal;
mod repeats;
mod scales;
mod series_of;
mod spread;
mod words;

pub use dates::{Calendar, OddDates};
pub use gaps::{Gap, Gaps};
pub use personal::{CommentsWithContacts, contacts_in_preview, without_contacts};
pub use repeats::{Repeat, Repeats};
pub use scales::{BeyondScale, Extent, ScaleMix, UnitMix};
pub use spread::{Outlier, Outliers};

use crate::base::progress::{Cancelled, Progress};
use crate::base::time::Day;
use crate::i18n::panels::wizard_checks::unchecked_sentence;
use crate::import::{Imported, Warning};
use crate::model::Document;
use crate::model::bulk::{IssueGroup, IssueGroups};
use crate::session::import_job::ImportOutcome;

/// Examples of other findings.
const EXAMPLES: usize = 20;

/// Everything that was looked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Checks {
    /// What is wrong with rows and cells, most frequent first, rejected rows before left-out cells.
    pub issues: Vec<IssueGroup>,
    /// Rows that say what another row says already.
    pub repeats: Repeats,
    /// Stretches without numbers in series that have them regularly.
    pub gaps: Gaps,
    /// Values far away from all others, by metric.
    pub outliers: Vec<Outliers>,
    /// Metrics whose places are on different scales.
    pub scale_mixes: Vec<ScaleMix>,
    /// Metrics whose places seem to count in different units.
    pub unit_mixes: Vec<UnitMix>,
    /// Values outside the scale of the KPI they go to.
    pub beyond_scale: Vec<BeyondScale>,
    /// Dates that can hardly be meant.
    pub dates: OddDates,
    /// Comments with e-mail addresses or telephone numbers in them.
    pub contacts: CommentsWithContacts,
    /// Rows that name no place although others do.
    pub without_place: u64,
}

/// Looks at everything. Takes a second for some million rows.
///
/// # Errors
/// [`Cancelled`] when someone asked the job to stop.
pub fn checks(
    imported: &Imported,
    document: &Document,
    outcome: &ImportOutcome,
    today: Day,
    progress: &Progress,
) -> Result<Checks, Cancelled> {
    let data = &imported.data;
    let rows = data.observations.rows_by_series();
    progress.check()?;
    let repeats = repeats::repeats(data, &rows);
    progress.check()?;
    let gaps = gaps::gaps(data, &rows);
    progress.check()?;
    let outliers = spread::outliers(imported, &rows);
    progress.check()?;
    let extents = scales::Extents::of(data, &rows);
    Ok(Checks {
        issues: IssueGroups::of(&data.issues),
        repeats,
        gaps,
        outliers,
        scale_mixes: scales::scale_mixes(&extents, outcome),
        unit_mixes: scales::unit_mixes(&extents, data, &rows, outcome),
        beyond_scale: scales::beyond_scale(&extents, document, outcome),
        dates: dates::odd_dates(data, today),
        contacts: personal::contacts(&data.responses.comment),
        without_place: without_place(imported),
    })
}

/// Above this many rows only what takes one look at each of them is looked for by [`told`]: an import of millions is
/// asked for to be quick.
const MOST_FOR_ALL: usize = 1_000_000;

/// What a person should hear of data that nobody looks at before it is written, a sentence each, as the wizard says it:
/// what asks for a decision. Repeated rows, gaps and values far away from others are for those who look.
///
/// # Errors
/// [`Cancelled`] when someone asked the job to stop.
pub fn told(
    imported: &Imported,
    document: &Document,
    outcome: &ImportOutcome,
    today: Day,
    progress: &Progress,
) -> Result<Vec<String>, Cancelled> {
    told_of(imported, (document, outcome), today, MOST_FOR_ALL, progress)
}

fn told_of(
    imported: &Imported,
    (document, outcome): (&Document, &ImportOutcome),
    today: Day,
    most: usize,
    progress: &Progress,
) -> Result<Vec<String>, Cancelled> {
    let data = &imported.data;
    let mut checks = Checks {
        dates: dates::odd_dates(data, today),
        contacts: personal::contacts(&data.responses.comment),
        without_place: without_place(imported),
        ..Checks::default()
    };
    progress.check()?;
    if data.observations.day.len() <= most {
        let rows = data.observations.rows_by_series();
        let extents = scales::Extents::of(data, &rows);
        checks.outliers = spread::outliers(imported, &rows);
        checks.scale_mixes = scales::scale_mixes(&extents, outcome);
        checks.unit_mixes = scales::unit_mixes(&extents, data, &rows, outcome);
        checks.beyond_scale = scales::beyond_scale(&extents, document, outcome);
        return Ok(checks.sentences());
    }
    let mut told = checks.sentences();
    told.push(unchecked_sentence(most));
    Ok(told)
}

/// How many rows are about the whole map because the cell of their place is empty, where others name one. Where they are
/// so many that reading has told of them, it is not said twice.
fn without_place(imported: &Imported) -> u64 {
    let is_column = imported.mapping.place.as_ref().is_some_and(|place| place.column.is_some());
    let is_told = imported.warnings.iter().any(|warning| matches!(warning, Warning::PlacesOpen { .. }));
    if !is_column || is_told || imported.places.iter().all(String::is_empty) {
        return 0;
    }
    let table = &imported.data.observations;
    let is_empty: Vec<bool> = table.series.iter().map(|key| key.place.is_empty()).collect();
    let rows = if is_empty.contains(&true) {
        let of = |index: &&u32| usize::try_from(**index).ok().and_then(|i| is_empty.get(i)).copied() == Some(true);
        table.series_of_row.iter().filter(of).count()
    } else {
        0
    };
    let answers = imported.data.responses.scores.iter().filter(|score| score.place.is_empty());
    u64::try_from(rows).unwrap_or(u64::MAX).saturating_add(answers.map(|score| score.answered).max().unwrap_or(0))
}

#[cfg(test)]
mod tests;
