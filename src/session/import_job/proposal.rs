//! The mapping that a file is read with before anybody chooses one: that of its source, when it was imported before, or
//! one that was kept of a file of the same columns. Otherwise what its columns mean is guessed.

use super::columns_of;
use super::plan::{self, SheetRead};
use crate::base::ids::{MapId, SourceId};
use crate::base::progress::Progress;
use crate::base::time::Day;
use crate::import::{self, Mapping, Sniffed};
use crate::model::Document;
use crate::session::mappings::KeptMapping;
use std::path::Path;

/// Where a mapping comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// From the import of the same file on that day.
    Source(Day),
    /// From choices that were kept under a name on a day.
    Kept(String, Day),
}

/// A mapping that takes the place of the guess.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Where it comes from.
    pub origin: Origin,
    /// What the columns mean.
    pub mapping: Mapping,
    /// The file as it is read with it.
    pub sniffed: Sniffed,
}

/// What a file without a mapping was read with when it was imported before, as long as its columns are what they were
/// and it says more than the guess would. Touches the disk.
#[must_use]
pub fn of_source(document: &Document, map: MapId, path: &Path, sniffed: &Sniffed) -> Option<Proposal> {
    let sheet = SheetRead { chosen: sniffed.choices.sheet.as_deref(), usual: sniffed.usual_sheet.as_deref() };
    let source = document.sources.get(&source_of(document, map, path, Some(sheet))?)?;
    let mapping = Mapping::parse(&source.mapping).ok()?;
    let sniffed = read_as(sniffed, &mapping)?;
    let has_its_columns = source.link.columns.is_empty() || same_columns(&source.link.columns, &columns_of(&sniffed));
    let mapping = with_what_is_decided(mapping, &sniffed);
    let is_news = has_its_columns && mapping.validate(&sniffed).is_ok() && !is_as_guessed(&mapping, &sniffed);
    is_news.then(|| Proposal { origin: Origin::Source(source.imported_at.local_day()), mapping, sniffed })
}

/// True for a file that was imported before. Cheap: nothing is read.
#[must_use]
pub fn is_known(document: &Document, map: MapId, path: &Path) -> bool {
    source_of(document, map, path, None).is_some()
}

fn source_of(document: &Document, map: MapId, path: &Path, sheet: Option<SheetRead<'_>>) -> Option<SourceId> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    plan::source_of_path(document, map, &path.to_string_lossy(), sheet)
}

/// The newest of the kept mappings that fits the columns of a file and says more than the guess would. Touches the disk.
#[must_use]
pub fn of_kept(kept: &[KeptMapping], sniffed: &Sniffed) -> Option<Proposal> {
    kept.iter().find_map(|one| {
        let sniffed = read_as(sniffed, &one.mapping)?;
        if !one.fits(&columns_of(&sniffed)) {
            return None;
        }
        let mapping = with_what_is_decided(one.mapping.clone(), &sniffed);
        let mapping = with_day_of_file(mapping, &sniffed);
        let is_news = mapping.validate(&sniffed).is_ok() && !is_as_guessed(&mapping, &sniffed);
        is_news.then(|| Proposal { origin: Origin::Kept(one.name.clone(), one.kept_on), mapping, sniffed })
    })
}

fn same_columns(before: &[String], now: &[String]) -> bool {
    before.len() == now.len() && before.iter().all(|column| now.contains(column))
}

/// The file as it is read with a mapping.
fn read_as(sniffed: &Sniffed, mapping: &Mapping) -> Option<Sniffed> {
    match mapping.reading == sniffed.choices {
        true => Some(sniffed.clone()),
        false => import::sniff(&sniffed.path, &mapping.reading).ok(),
    }
}

/// The order of dates may have been assumed for the earlier file; where the dates of this one decide it, they do.
fn with_what_is_decided(mut mapping: Mapping, sniffed: &Sniffed) -> Mapping {
    if let Some(date) = &mut mapping.date
        && let Some(column) = date.column.as_deref().and_then(|name| sniffed.column(name))
        && let Some(order) = column.date_order.filter(|_| !column.is_date_order_assumed)
        && column.date_contradiction.is_none()
        && date.order.is_some()
    {
        date.order = Some(order);
    }
    mapping
}

/// Answers without dates are of the day of their file, not of that for which their columns were settled.
fn with_day_of_file(mut mapping: Mapping, sniffed: &Sniffed) -> Mapping {
    let guessed = Mapping::guess(sniffed).ok().and_then(|guess| guess.date).filter(|date| date.fixed.is_some());
    if let Some(guessed) = guessed
        && mapping.date.as_ref().is_some_and(|date| date.fixed.is_some())
    {
        mapping.date = Some(guessed);
    }
    mapping
}

/// True when nobody would see a difference to the guess, but for the day of files without dates.
fn is_as_guessed(mapping: &Mapping, sniffed: &Sniffed) -> bool {
    let Ok(guess) = Mapping::guess(sniffed) else { return false };
    let plain = |mapping: &Mapping| {
        let mut mapping = Mapping { percent: Vec::new(), ..mapping.clone() };
        if let Some(date) = &mut mapping.date {
            date.fixed = date.fixed.as_ref().map(|_| String::new());
        }
        mapping
    };
    if plain(&guess) == plain(mapping) {
        return true;
    }
    // What was settled by the cells is as good as guessed.
    import::settle_mapping(sniffed, guess, &Progress::default())
        .is_ok_and(|(settled, _)| plain(&settled) == plain(mapping))
}

#[cfg(test)]
mod tests;
