//! New files: from a template, or the sample with its numbers. Blocking: the window calls these on a job thread.

use crate::base::ids::IdAlloc;
use crate::base::progress::Progress;
use crate::model::{Diff, Document};
use crate::session::import_job::derived;
use crate::session::sample::{self, SampleSource};
use crate::store::{BulkLoad, Derived, OpenMode, Opened, Store, StoreError};
use std::collections::BTreeMap;
use std::path::Path;

/// Creates a file that holds a document.
///
/// # Errors
/// The file is there already or cannot be written; nothing is left behind.
pub fn create(path: &Path, mode: OpenMode, document: &Document) -> Result<Opened, StoreError> {
    Store::create(path, mode, document)
}

/// Creates the sample: map, two years of numbers, everything a first look needs. The same every time.
///
/// # Errors
/// The file is there already or cannot be written; nothing is left behind.
pub fn create_sample(path: &Path, mode: OpenMode) -> Result<Opened, StoreError> {
    let sample = sample::sample(&mut IdAlloc::seeded(sample::SEED), sample::SEED);
    let without_data = Document { sources: BTreeMap::new(), ..sample.document.clone() };
    let mut opened = Store::create(path, mode, &without_data)?;
    if let Err(error) = load(&opened.store, &without_data, &sample.document, sample.sources) {
        drop(opened);
        // Half a sample is none; why it could not be written matters more than what is left of it.
        let _ = std::fs::remove_file(path);
        return Err(error);
    }
    opened.document = sample.document;
    Ok(opened)
}

fn load(store: &Store, before: &Document, after: &Document, sources: Vec<SampleSource>) -> Result<(), StoreError> {
    let last = sources.len().saturating_sub(1);
    for (index, each) in sources.into_iter().enumerate() {
        let mut diff = Diff::default();
        let source = each.source.id;
        diff.sources.put(&before.sources, each.source);
        let after = after.clone();
        // What is derived is worked out once, when all rows are there.
        store.import(BulkLoad {
            loads: vec![(source, each.data)],
            keeps_salt: false,
            diff,
            finish: Box::new(move |view| {
                if index < last { Ok(Derived::default()) } else { derived(&after, view).map_err(|e| e.to_string()) }
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
        let opened = create_sample(&path, OpenMode::Batch).unwrap();
        let document = opened.document.clone();
        opened.store.close().unwrap();
        let report = check(&path, &Progress::default()).unwrap();
        assert_eq!(report.problems, [""; 0]);
        assert_eq!(report.document, document);
        let rows: u64 = document.sources.values().map(|s| s.rows_accepted).sum();
        assert_eq!(report.observations + report.responses, rows);
        assert!(create_sample(&path, OpenMode::Batch).is_err_and(|e| matches!(e, StoreError::AlreadyExists { .. })));
        assert!(path.exists(), "a file that was there stays");
    }
}
