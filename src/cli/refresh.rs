//! `milepost refresh`: linked sources are read again, all or none.

use super::Done;
use super::args::Refresh;
use super::output::Output;
use crate::base::ids::SourceId;
use crate::base::progress::Progress;
use crate::i18n::cli as words;
use crate::model::{Document, Source};
use crate::session::import_job::{ImportOutcome, refresh};
use crate::session::system_ids;
use crate::store::{OpenMode, Opened, Store};
use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use std::io::Write as _;
use std::sync::Arc;

pub(super) fn run(args: &Refresh, out: &mut Output) -> anyhow::Result<Done> {
    let Opened { store, mut document, .. } = Store::open(&args.file, OpenMode::Batch)?;
    let sources: Vec<Arc<Source>> = wanted(&document, args.source.as_deref())?;
    let ids: Vec<SourceId> = sources.iter().map(|source| source.id).collect();
    let outcomes = refresh::run(&store, &mut document, &ids, &mut system_ids(), &Progress::default())?;
    if outcomes.iter().any(Option::is_some) {
        store.close()?;
    }
    let results = || sources.iter().zip(&outcomes);
    if args.json {
        let objects: Vec<Value> = results().map(|(source, outcome)| object(source, outcome.as_ref())).collect();
        out.json(&Value::Array(objects)).context(words::CANNOT_PRINT)?;
    } else if sources.is_empty() {
        writeln!(out, "{}", words::NOTHING_LINKED)?;
    } else {
        for (source, outcome) in results() {
            let rows = outcome.as_ref().map(|o| (o.rows_read, o.rows_accepted, o.rows_rejected));
            writeln!(out, "{}", words::refreshed(&source.name, rows, outcome.as_ref().is_some_and(|o| o.is_growth)))?;
        }
    }
    for outcome in outcomes.iter().flatten() {
        for note in outcome.notes() {
            log::warn!("{}: {note}", outcome.name);
        }
    }
    Ok(Done::Well)
}

/// The linked sources, or those of a name.
fn wanted(document: &Document, name: Option<&str>) -> anyhow::Result<Vec<Arc<Source>>> {
    let all = || document.whole_sources().cloned();
    let Some(name) = name else { return Ok(all().filter(|s| s.link.refresh.is_linked()).collect()) };
    let named: Vec<Arc<Source>> = all().filter(|s| s.name == name || s.path == name).collect();
    if named.is_empty() {
        let known: Vec<String> = all().map(|s| s.name.clone()).collect();
        bail!(words::no_such_source(name, &known));
    }
    Ok(named)
}

/// The documented JSON.
fn object(source: &Source, outcome: Option<&ImportOutcome>) -> Value {
    let mut object = json!({"source": source.name, "path": source.path, "unchanged": outcome.is_none()});
    if let (Some(fields), Some(outcome)) = (object.as_object_mut(), outcome) {
        fields.insert("read".to_owned(), json!(outcome.rows_read));
        fields.insert("accepted".to_owned(), json!(outcome.rows_accepted));
        fields.insert("rejected".to_owned(), json!(outcome.rows_rejected));
        fields.insert("grown".to_owned(), json!(outcome.is_growth));
        if !outcome.notes().is_empty() {
            fields.insert("notes".to_owned(), json!(outcome.notes()));
        }
    }
    object
}
