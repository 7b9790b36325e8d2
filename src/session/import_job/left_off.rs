//! Names of places that a file had before and that somebody left off the map then. Reading the file again is no new
//! question: they stay off until someone says what they mean.

use super::plan::{self, PartRead};
use super::{ImportRequest, Purpose};
use crate::base::ids::{MapId, SourceId};
use crate::import::Mapping;
use crate::model::Document;
use crate::store::{MetricSummary, Reader, StoreError};
use std::collections::BTreeSet;
use std::path::Path;

/// The names among the data of some sources that mean nothing on any map.
pub(super) fn names_off<'a>(
    document: &Document,
    parts: &[SourceId],
    names: impl Iterator<Item = &'a String>,
) -> BTreeSet<String> {
    let sources = || parts.iter().filter_map(|part| document.sources.get(part));
    names.filter(|name| !sources().any(|source| source.places.contains_key(*name))).cloned().collect()
}

/// The names of places in the data of some sources.
pub(super) fn names_in<'a>(metrics: &'a [MetricSummary], parts: &'a [SourceId]) -> impl Iterator<Item = &'a String> {
    metrics.iter().filter(|metric| parts.contains(&metric.source)).flat_map(|metric| &metric.places)
}

/// Puts down in a request what was left off the map when its file was imported before. The rows are read from the file only
/// where there is such an import; `reader` then opens it. Blocking.
///
/// # Errors
/// The milepost file cannot be read.
pub fn remember(
    request: &mut ImportRequest,
    (document, map): (&Document, MapId),
    reader: impl FnOnce() -> Result<Option<Reader>, StoreError>,
) -> Result<(), StoreError> {
    if request.purpose != Purpose::Import {
        return Ok(());
    }
    let before = request.replaces.or_else(|| match request.unfiled {
        None => {
            let mapping = request.mapping.as_deref().and_then(|text| Mapping::parse(text).ok());
            let reading = mapping.as_ref().map_or(&request.choices, |mapping| &mapping.reading);
            let usual = request.sniffed.as_ref().map(|sniffed| sniffed.usual.clone()).unwrap_or_default();
            source_of(document, map, &request.path, Some(&PartRead { chosen: reading.part(), usual }))
        }
        Some(_) => None,
    });
    let Some(before) = before.filter(|id| document.sources.contains_key(id)) else { return Ok(()) };
    let Some(reader) = reader()? else { return Ok(()) };
    let parts: Vec<SourceId> = document.source_parts(before).iter().map(|part| part.id).collect();
    let metrics = reader.metrics()?;
    request.left_off = names_off(document, &parts, names_in(&metrics, &parts));
    Ok(())
}

/// The source of a file, or of a part of it, with numbers on this map.
pub(super) fn source_of(document: &Document, map: MapId, path: &Path, part: Option<&PartRead>) -> Option<SourceId> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    plan::source_of_path(document, map, &path.to_string_lossy(), part)
}
