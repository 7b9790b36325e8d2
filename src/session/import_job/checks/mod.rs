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
pub use personal::CommentsWithContacts;
pub use repeats::{Repeat, Repeats};
pub use scales::{BeyondScale, Extent, ScaleMix, UnitMix};
pub use spread::{Outlier, Outliers};

use crate::base::progress::{Cancelled, Progress};
use crate::base::time::Day;
use crate::import::Imported;
use crate::model::Document;
use crate::model::bulk::{IssueKind, RowIssue};
use crate::session::import_job::ImportOutcome;
use std::collections::BTreeMap;

/// Lines that are named of each kind of issue.
const NAMED_LINES: usize = 12;
/// Different texts that are quoted of each kind of issue.
const QUOTED: usize = 3;
/// Examples of other findings.
const EXAMPLES: usize = 20;

/// Rows or cells with the same thing wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueGroup {
    /// What.
    pub kind: IssueKind,
    /// In which column; `None` when whole rows are meant.
    pub column: Option<String>,
    /// Whether the rows are rejected; otherwise only the cells are left out.
    pub is_row_rejected: bool,
    /// How many.
    pub count: u64,
    /// The first lines.
    pub lines: Vec<u64>,
    /// Some of the texts, each once.
    pub texts: Vec<String>,
}

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
        issues: issue_groups(&data.issues),
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

/// Issues by kind and column.
#[must_use]
pub fn issue_groups(issues: &[RowIssue]) -> Vec<IssueGroup> {
    let mut groups: BTreeMap<(bool, IssueKind, Option<&str>), IssueGroup> = BTreeMap::new();
    for issue in issues {
        let key = (!issue.is_row_rejected, issue.kind, issue.column.as_deref());
        let group = groups.entry(key).or_insert_with(|| IssueGroup {
            kind: issue.kind,
            column: issue.column.clone(),
            is_row_rejected: issue.is_row_rejected,
            count: 0,
            lines: Vec::new(),
            texts: Vec::new(),
        });
        group.count += 1;
        if group.lines.len() < NAMED_LINES {
            group.lines.push(issue.line);
        }
        if group.texts.len() < QUOTED && !group.texts.contains(&issue.text) {
            group.texts.push(issue.text.clone());
        }
    }
    let mut groups: Vec<IssueGroup> = groups.into_values().collect();
    groups.sort_by_key(|group| (!group.is_row_rejected, std::cmp::Reverse(group.count)));
    groups
}

#[cfg(test)]
mod tests;
