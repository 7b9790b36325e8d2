//! Which series belong to a metric. A file may have thousands of metrics, and each is asked for.

use crate::base::text::fold_name;
use crate::model::bulk::ObservationTable;
use std::collections::HashMap;

/// The series of each metric, whatever capitals and spaces its name is written with.
pub(super) struct SeriesOfMetrics(HashMap<String, Vec<usize>>);

impl SeriesOfMetrics {
    /// Those of a table.
    pub(super) fn of(table: &ObservationTable) -> Self {
        let mut found: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, key) in table.series.iter().enumerate() {
            found.entry(fold_name(&key.metric)).or_default().push(index);
        }
        Self(found)
    }

    /// The indices of the series of a metric, ascending.
    pub(super) fn metric(&self, name: &str) -> &[usize] {
        self.0.get(&fold_name(name)).map(Vec::as_slice).unwrap_or_default()
    }
}
