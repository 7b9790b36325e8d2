//! Which metrics the file holds numbers of. A KPI that reads one of them counts as it has counted so far; any other KPI
//! waits for its data, whether it has a metric to read, as those of templates and of the catalogue do, or none.

use super::{Booking, ImportRequest, Purpose, ReadFile, read_file};
use crate::base::ids::{IdAlloc, MapId};
use crate::base::progress::Progress;
use crate::base::text::fold_name;
use crate::base::time::UtcMillis;
use crate::import::ImportError;
use crate::model::edit::EditError;
use crate::model::{Document, Kpi, KpiKind};
use crate::store::{Reader, StoreError};
use std::collections::BTreeSet;

/// Puts down in a request which metrics there are numbers of; `reader` opens the file. A refresh feeds no KPI that waits,
/// so that it need not know. Blocking.
///
/// # Errors
/// The milepost file cannot be read.
pub fn remember(
    request: &mut ImportRequest,
    reader: impl FnOnce() -> Result<Option<Reader>, StoreError>,
) -> Result<(), StoreError> {
    if request.purpose == Purpose::Import
        && let Some(reader) = reader()?
    {
        let metrics = reader.metrics()?;
        let filled = metrics.iter().filter(|metric| metric.rows > 0);
        request.with_data = Some(filled.map(|metric| fold_name(&metric.metric)).collect());
    }
    Ok(())
}

/// True for a KPI that has no numbers yet and takes the first that come. Where nobody has looked, one that reads a metric
/// may have some.
pub(super) fn is_waiting(kpi: &Kpi, with_data: Option<&BTreeSet<String>>) -> bool {
    if kpi.metric.trim().is_empty() {
        return kpi.kind != KpiKind::Formula;
    }
    let has_some = |metrics: &BTreeSet<String>| {
        let read = std::iter::once(&kpi.metric).chain(&kpi.other_metrics);
        read.map(|metric| fold_name(metric)).any(|metric| metrics.contains(&metric))
    };
    with_data.is_some_and(|metrics| !has_some(metrics))
}

/// What the data may call a KPI that waits, folded: its name or its metric, whose words may stand apart or not.
pub(super) fn names_of(kpi: &Kpi) -> BTreeSet<String> {
    let words = [&kpi.name, &kpi.metric].map(|text| fold_name(text));
    let named = words.into_iter().filter(|text| !text.is_empty());
    named.flat_map(|text| [text.replace('_', " "), text.replace(' ', "_"), text]).collect()
}

/// Puts down what files before this one bring, which are imported together with it.
pub(super) fn extend(request: &mut ImportRequest, before: &BTreeSet<String>) {
    if let Some(metrics) = &mut request.with_data {
        metrics.extend(before.iter().cloned());
    }
}

/// Files of one import, each read for the map as those before it leave it: what the first brings to a KPI settles how the
/// others are read.
pub(in crate::session) struct Ahead {
    after: Document,
    map: MapId,
    ids: IdAlloc,
    fed: BTreeSet<String>,
}

impl Ahead {
    /// Before the first of them.
    pub(in crate::session) fn of(document: &Document, map: MapId) -> Self {
        // What gets these ids is thrown away.
        Self { after: document.clone(), map, ids: IdAlloc::seeded(1), fed: BTreeSet::new() }
    }

    /// Reads the next one. Blocking.
    ///
    /// # Errors
    /// The file or the mapping cannot be used, or the work was cancelled.
    pub(in crate::session) fn read(
        &self,
        request: &mut ImportRequest,
        progress: &Progress,
    ) -> Result<ReadFile, ImportError> {
        extend(request, &self.fed);
        read_file(request, &self.after, self.map, progress)
    }

    /// Takes what it brings as being there.
    ///
    /// # Errors
    /// A rule of the document forbids the change.
    pub(in crate::session) fn take(&mut self, request: &ImportRequest, read: &ReadFile) -> Result<(), EditError> {
        let booking = Booking::work_out(&self.after, self.map, read, request, UtcMillis(0), &mut self.ids)?;
        booking.diff().apply(&mut self.after);
        self.fed.extend(booking.fed());
        Ok(())
    }
}
