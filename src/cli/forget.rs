//! `milepost forget`: the rows of one person are taken out for good.

use super::Done;
use super::args::Forget;
use super::output::Output;
use crate::base::progress::Progress;
use crate::i18n::cli as words;
use crate::i18n::import::search_incomplete;
use crate::session::persons::{self, Person, PersonAt, UnclearTexts};
use crate::store::{OpenMode, Opened, Store};
use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use std::io::Write as _;

pub(super) fn run(args: &Forget, out: &mut Output) -> anyhow::Result<Done> {
    let unclear_texts = if args.unclear { UnclearTexts::Taken } else { UnclearTexts::Kept };
    let wanted = (args.id.as_str(), unclear_texts);
    let (person, remains) = if args.dry_run { look(args, wanted)? } else { remove(args, wanted)? };
    if args.json {
        out.json(&object(&person, args.dry_run)).context(words::CANNOT_PRINT)?;
    } else {
        for at in &person.sources {
            writeln!(out, "{}", words::forgotten_at(&at.name, at.rows, at.report_texts, at.are_texts_unclear))?;
        }
        writeln!(out, "{}", words::forgotten(person.rows(), args.dry_run))?;
    }
    match remains {
        // Not all that was asked for is done.
        Some(remains) => bail!(remains),
        None => Ok(Done::Well),
    }
}

/// What would be removed, and what would be left of it.
fn look(args: &Forget, wanted: (&str, UnclearTexts)) -> anyhow::Result<(Person, Option<String>)> {
    let Opened { store, document, .. } = Store::open(&args.file, OpenMode::ReadOnly)?;
    let person = persons::find(&store, &document, wanted, &Progress::default())?;
    if let Some(refusal) = person.refusal() {
        bail!(refusal);
    }
    let remains = (person.unclear_texts > 0).then(|| search_incomplete(person.unclear_texts));
    Ok((person, remains))
}

fn remove(args: &Forget, wanted: (&str, UnclearTexts)) -> anyhow::Result<(Person, Option<String>)> {
    let Opened { store, document, .. } = Store::open(&args.file, OpenMode::Batch)?;
    let removed = persons::remove(&store, &document, wanted, &Progress::default())?;
    store.close()?;
    let remains = removed.remains();
    Ok((removed.person, remains))
}

/// The documented JSON.
fn object(person: &Person, is_dry_run: bool) -> Value {
    let sources: Vec<Value> = person
        .sources
        .iter()
        .map(|at| {
            let PersonAt { name, rows, report_texts, are_texts_unclear, .. } = at;
            json!({"source": name, "rows": rows, "report_texts": report_texts, "unclear": are_texts_unclear})
        })
        .collect();
    json!({
        "removed": !is_dry_run,
        "rows": person.rows(),
        "report_texts": person.report_texts(),
        "unclear_texts": person.unclear_texts,
        "sources": sources,
    })
}
