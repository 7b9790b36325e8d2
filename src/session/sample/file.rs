//! The sample as a file.

use super::{SEED, Sample, SampleSource, sample};
use crate::base::ids::IdAlloc;
use crate::base::progress::Progress;
use crate::model::{Diff, Document};
use crate::session::import_job;
use crate::store::{BulkLoad, OpenMode, Opened, Store, StoreError};
use std::path::Path;

/// Writes the sample to a new file and opens it. Blocking, for about a second.
///
/// # Errors
/// There is a file of that name already, or it cannot be written; then there is none.
pub fn create(path: &Path, mode: OpenMode) -> Result<Opened, StoreError> {
    let Sample { document, sources } = sample(&mut IdAlloc::seeded(SEED), SEED);
    let without_data = Document { sources: Default::default(), ..document.clone() };
    let mut opened = Store::create(path, mode, &without_data)?;
    if let Err(error) = load(&opened.store, &without_data, &document, sources) {
        drop(opened);
        // Half a sample is none; why it could not be written matters more than what is left of it.
        let _ = std::fs::remove_file(path);
        return Err(error);
    }
    opened.document = document;
    Ok(opened)
}

fn load(store: &Store, before: &Document, after: &Document, sources: Vec<SampleSource>) -> Result<(), StoreError> {
    let last = sources.last().map(|s| s.source.id);
    for SampleSource { source, data } in sources {
        let mut diff = Diff::default();
        diff.sources.put(&before.sources, source.clone());
        let (is_last, after) = (last == Some(source.id), after.clone());
        store.import(BulkLoad {
            source: source.id,
            data,
            diff,
            // The daily values need all rows, so they come with the last ones.
            finish: Box::new(move |view| match is_last {
                true => import_job::daily_values(&after, view).map_err(|e| e.to_string()),
                false => Ok(Vec::new()),
            }),
            progress: Progress::default(),
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::check::check;

    #[test]
    fn the_sample_file_is_whole_and_has_its_rows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample.milepost");
        let opened = create(&path, OpenMode::Batch).unwrap();
        let document = opened.document.clone();
        opened.store.close().unwrap();
        let report = check(&path, &Progress::default()).unwrap();
        assert_eq!(report.problems, [""; 0]);
        assert_eq!(report.document, document);
        let rows: u64 = document.sources.values().map(|s| s.rows_accepted).sum();
        assert_eq!(report.observations + report.responses, rows);
        assert!(create(&path, OpenMode::Batch).is_err_and(|e| matches!(e, StoreError::AlreadyExists { .. })));
        assert!(path.exists(), "a file that was there stays");
    }
}
