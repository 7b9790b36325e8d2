//! New files: from a template, or the sample with its numbers. Blocking: the window calls these on a job thread.

use crate::base::ids::IdAlloc;
use crate::base::progress::Progress;
use crate::model::{Diff, Document};
use crate::session::import_job::daily_values;
use crate::session::sample;
use crate::store::{BulkLoad, OpenMode, Opened, Store, StoreError};
use std::path::Path;
use std::sync::Arc;

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
/// The file is there already or cannot be written.
pub fn create_sample(path: &Path, mode: OpenMode) -> Result<Opened, StoreError> {
    let sample = sample::sample(&mut IdAlloc::seeded(sample::SEED), sample::SEED);
    let mut document = Document { sources: std::collections::BTreeMap::new(), ..sample.document };
    let mut opened = Store::create(path, mode, &document)?;
    let last = sample.sources.len().saturating_sub(1);
    for (index, each) in sample.sources.into_iter().enumerate() {
        let mut diff = Diff::default();
        let source = each.source.id;
        diff.sources.put(&document.sources, each.source.clone());
        document.sources.insert(source, Arc::new(each.source));
        let after = document.clone();
        // The table of daily values is worked out once, when all rows are there.
        opened.store.import(BulkLoad {
            source,
            data: each.data,
            diff,
            finish: Box::new(move |view| {
                if index < last { Ok(Vec::new()) } else { daily_values(&after, view).map_err(|e| e.to_string()) }
            }),
            progress: Progress::default(),
        })?;
    }
    opened.document = document;
    Ok(opened)
}
