//! The mapping that a file is read with before anybody chooses one: that of its source, when it was imported before, or
//! one that was kept of a file of the same columns. Otherwise what its columns mean is guessed.

use super::columns_of;
use super::left_off::source_of;
use super::plan::PartRead;
use crate::base::ids::MapId;
use crate::base::progress::Progress;
use crate::base::time::Day;
use crate::import::{self, ImportError, Mapping, Sniffed};
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

/// The mapping of an earlier import that its file does not fit any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The day of that import.
    pub imported_on: Day,
    /// What it names and the file does not have, in a sentence.
    pub why: String,
}

/// What a file without a mapping was read with when it was imported before, where it says more than the guess would.
/// `None` also for a file that was never imported. Columns that are new mean what is guessed of them. Touches the disk.
///
/// # Errors
/// The file has lost what the mapping names.
pub fn of_source(document: &Document, map: MapId, path: &Path, sniffed: &Sniffed) -> Result<Option<Proposal>, Misfit> {
    let part = PartRead { chosen: sniffed.choices.part(), usual: sniffed.usual.clone() };
    let source = source_of(document, map, path, Some(&part)).and_then(|id| document.sources.get(&id));
    let Some((source, mapping)) = source.and_then(|s| Some((s, Mapping::parse(&s.mapping).ok()?))) else {
        return Ok(None);
    };
    let imported_on = source.imported_at.local_day();
    let misfit = |why: ImportError| Misfit { imported_on, why: why.to_string() };
    let sniffed = read_as(sniffed, &mapping).map_err(misfit)?;
    let mapping = with_new_columns(with_what_is_decided(mapping, &sniffed), &source.link.columns, &sniffed);
    if is_as_guessed(&mapping, &sniffed) {
        return Ok(None);
    }
    mapping.validate(&sniffed).map_err(misfit)?;
    Ok(Some(Proposal { origin: Origin::Source(imported_on), mapping, sniffed }))
}

/// A mapping said nothing about columns that came later: they mean what is guessed of them.
fn with_new_columns(mut mapping: Mapping, before: &[String], sniffed: &Sniffed) -> Mapping {
    let is_new = |column: &String| !before.is_empty() && !before.contains(column);
    let Ok(guess) = Mapping::guess(sniffed) else { return mapping };
    if guess.shape == mapping.shape {
        mapping.scores.extend(guess.scores.into_iter().filter(|score| is_new(&score.column)));
        mapping.segments.extend(guess.segments.into_iter().filter(is_new));
    }
    mapping
}

/// The newest of the kept mappings that fits the columns of a file and says more than the guess would. Touches the disk.
#[must_use]
pub fn of_kept(kept: &[KeptMapping], sniffed: &Sniffed) -> Option<Proposal> {
    kept.iter().find_map(|one| {
        let sniffed = read_as(sniffed, &one.mapping).ok()?;
        if !one.fits(&columns_of(&sniffed)) {
            return None;
        }
        let mapping = with_what_is_decided(one.mapping.clone(), &sniffed);
        let mapping = with_day_of_file(mapping, &sniffed);
        let is_news = mapping.validate(&sniffed).is_ok() && !is_as_guessed(&mapping, &sniffed);
        is_news.then(|| Proposal { origin: Origin::Kept(one.name.clone(), one.kept_on), mapping, sniffed })
    })
}

/// The file as it is read with a mapping.
fn read_as(sniffed: &Sniffed, mapping: &Mapping) -> Result<Sniffed, ImportError> {
    match mapping.reading == sniffed.choices {
        true => Ok(sniffed.clone()),
        false => import::sniff(&sniffed.path, &mapping.reading),
    }
}

/// The order of dates may have been assumed for the earlier file; where the dates of this one decide it, they do.
fn with_what_is_decided(mut mapping: Mapping, sniffed: &Sniffed) -> Mapping {
    if let Some(date) = &mut mapping.date
        && let Some(column) = date.column.as_deref().and_then(|name| sniffed.column(name))
        && let Some(order) = column.sure_date_order()
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
