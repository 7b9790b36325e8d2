//! What speaks for and against the data of an import before anything is written: counted over every row, never over a
//! sample. Nothing is left out because of a check; it is there to be looked at.

mod dates;
mod gaps;
mod personal;
mod repeats;
mod scales;
mod spread;

pub use dates::{Calendar, OddDates};
pub use gaps::{Gap, Gaps};
pub use personal::{CommentsWithContacts, without_contacts};
pub use repeats::{Repeat, Repeats};
pub use scales::{BeyondScale, Extent, ScaleMix, UnitMix};
pub use spread::{Outlier, Outliers};

use crate::base::progress::{Cancelled, Progress};
use crate::base::time::Day;
use crate::import::Imported;
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
    })
}

#[cfg(test)]
mod tests;
