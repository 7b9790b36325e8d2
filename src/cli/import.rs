//! `milepost import`: data files into a map file, all or none.

use super::Done;
use super::args::Import;
use super::output::Output;
use super::table::{Align, Table};
use crate::base::fs::{is_same_file, write_atomic};
use crate::base::ids::{IdAlloc, MapId};
use crate::base::progress::Progress;
use crate::i18n::cli as words;
use crate::import::{ImportError, Mapping, ReadChoices, RejectedFile, Sniffed};
use crate::metrics::format;
use crate::model::bulk::{IssueGroup, IssueGroups};
use crate::model::{Document, Persons, Refresh};
use crate::session::import_job::inputs::{self, Unfiled};
use crate::session::import_job::proposal::{self, Origin};
use crate::session::import_job::{self, ImportOutcome, ImportRequest, left_off};
use crate::session::mappings;
use crate::session::prefs::Home;
use crate::session::{Session, system_ids};
use crate::store::{OpenMode, Opened, Store};
use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Issues in the output; the file keeps them all.
const MOST_ISSUES: usize = 1_000;
/// Issues shown to people.
const MOST_ISSUES_SHOWN: usize = 20;

pub(super) fn run(args: &Import, out: &mut Output) -> anyhow::Result<Done> {
    // Read before the file is touched: a bad mapping is found first and concerns all data files.
    let choices = args.reading.choices();
    choices.check()?;
    let mapping = args.mapping.as_deref().map(|path| mapping_text(path, &choices)).transpose()?;
    let (mut requests, mut unfiled) = (Vec::new(), Vec::new());
    for path in inputs::expand(&args.data)? {
        let data = match path.as_os_str() == "-" {
            true => Some(Unfiled::standard_input(&mut std::io::stdin().lock(), Session::today())?),
            false => None,
        };
        let path = data.as_ref().map_or(path, |data| data.path.clone());
        let (mapping, sniffed) = match args.map.as_slice() {
            [] => (mapping.clone(), None),
            fields => {
                let (settled, sniffed) = settled_mapping(&path, mapping.as_deref(), &choices, fields)?;
                (Some(settled), Some(sniffed))
            }
        };
        requests.push(ImportRequest {
            path,
            mapping,
            choices: choices.clone(),
            sniffed,
            new_places: args.new_places.into(),
            refresh: args.link.then_some(Refresh::ByHand),
            unfiled: data.as_ref().map(|data| data.name.clone()),
            ..ImportRequest::default()
        });
        unfiled.extend(data);
    }
    if let Some(path) = &args.rejected {
        refuse_target(path, &args.file, &requests)?;
    }
    let Written { outcomes, document, persons, read_as } = match args.dry_run {
        true => rehearse(&args.file, &mut requests, args.fresh)?,
        false => into_file(&args.file, &mut requests, args.fresh)?,
    };
    if let (Some(path), [request], [outcome]) = (&args.rejected, requests.as_slice(), outcomes.as_slice()) {
        write_rejected(path, request, outcome, (&document, &persons))?;
    }
    drop(unfiled);
    let named_as = |request: &ImportRequest| match &request.unfiled {
        Some(name) => PathBuf::from(name),
        None => request.path.clone(),
    };
    let shown: Vec<PathBuf> = requests.iter().map(named_as).collect();
    let named = || shown.iter().zip(&outcomes);
    if args.json {
        let objects: Vec<Value> = match outcomes.as_slice() {
            [_] => named().zip(&read_as).map(|((_, o), how)| object(o, None, how.as_deref())).collect(),
            _ => named().zip(&read_as).map(|((path, o), how)| object(o, Some(path), how.as_deref())).collect(),
        };
        let value = match <[Value; 1]>::try_from(objects) {
            Ok([one]) => one,
            Err(many) => Value::Array(many),
        };
        out.json(&value).context(words::CANNOT_PRINT)?;
    } else {
        for ((path, outcome), how) in named().zip(&read_as) {
            print(path, outcome, args.dry_run, how.as_deref(), out)?;
        }
        // Many files of one tool have the same to be known, once.
        let mut told = BTreeSet::new();
        for note in outcomes.iter().flat_map(ImportOutcome::facts) {
            if told.is_empty() {
                writeln!(out)?;
            }
            if told.insert(note.clone()) {
                writeln!(out, "{note}")?;
            }
        }
    }
    // What is known of a tool is no warning: it stands in the answer itself.
    for (path, outcome) in named() {
        for note in outcome.notes().into_iter().filter(|note| !outcome.facts().contains(note)) {
            log::warn!("{}: {note}", path.display());
        }
    }
    Ok(Done::Well)
}

/// The text of a mapping file that makes sense; what was typed goes before what the file says about reading.
fn mapping_text(path: &Path, choices: &ReadChoices) -> Result<String, ImportError> {
    let kept = || mappings::find(&Home::find().mappings_folder(), path.to_str()?);
    let mut mapping = match (path.exists(), kept()) {
        (false, Some(kept)) => kept.mapping,
        _ => Mapping::load(path)?,
    };
    mapping.reading = choices.clone().or(std::mem::take(&mut mapping.reading));
    Ok(mapping.to_json())
}

/// The mapping of a data file, guessed where none is given, with single columns settled, and the file as it was looked at.
fn settled_mapping(
    path: &Path,
    mapping: Option<&str>,
    choices: &ReadChoices,
    fields: &[(String, String)],
) -> Result<(String, Sniffed), ImportError> {
    let given = mapping.map(Mapping::parse).transpose()?;
    let sniffed = crate::import::sniff(path, given.as_ref().map_or(choices, |m| &m.reading))?;
    let settled = match given {
        None => Mapping::guess_with(&sniffed, fields)?,
        Some(mut mapping) => {
            fields.iter().try_for_each(|(field, column)| mapping.settle_field(&sniffed, field, column))?;
            mapping.validate(&sniffed)?;
            mapping
        }
    };
    Ok((settled.to_json(), sniffed))
}

/// What came of the data files, and the file as it is then.
struct Written {
    outcomes: Vec<ImportOutcome>,
    document: Document,
    persons: Persons,
    /// With which mapping each was read that nobody asked for, or which might fit, in a sentence.
    read_as: Vec<Option<String>>,
}

/// Works everything out, one file after the other, and writes nothing.
fn rehearse(file: &Path, requests: &mut [ImportRequest], is_fresh: bool) -> anyhow::Result<Written> {
    let Opened { store, mut document, .. } = Store::open(file, OpenMode::ReadOnly)?;
    let read_as = take_mappings(&document, requests, is_fresh)?;
    take_left_off((&store, &document), requests, is_fresh)?;
    let outcomes = import_all(&store, &mut document, requests, true)?;
    Ok(Written { outcomes, document, persons: store.persons(), read_as })
}

/// Imports in place: all data files are one transaction.
fn into_file(file: &Path, requests: &mut [ImportRequest], is_fresh: bool) -> anyhow::Result<Written> {
    let Opened { store, mut document, .. } = Store::open(file, OpenMode::Batch)?;
    let read_as = take_mappings(&document, requests, is_fresh)?;
    take_left_off((&store, &document), requests, is_fresh)?;
    let outcomes = import_all(&store, &mut document, requests, false)?;
    let persons = store.persons();
    store.close()?;
    Ok(Written { outcomes, document, persons, read_as })
}

/// Gives files that were imported before the mapping that they had. One that is only kept for files of such columns is
/// named: it may have been made for another map, and a command that runs unattended must do the same everywhere.
fn take_mappings(
    document: &Document,
    requests: &mut [ImportRequest],
    is_fresh: bool,
) -> anyhow::Result<Vec<Option<String>>> {
    let map = first_map(document)?;
    let mut kept = None;
    let mut read_as = Vec::with_capacity(requests.len());
    for request in requests {
        if request.mapping.is_some() || !request.choices.is_empty() || is_fresh {
            read_as.push(None);
            continue;
        }
        let kept = kept.get_or_insert_with(|| mappings::load(&Home::find().mappings_folder()));
        // A file that cannot be read says so when it is imported.
        let Ok(sniffed) = crate::import::sniff(&request.path, &request.choices) else {
            read_as.push(None);
            continue;
        };
        let own = match request.unfiled {
            None => proposal::of_source(document, map, &request.path, &sniffed),
            Some(_) => Ok(None),
        };
        let (told, sniffed) = match own {
            Ok(Some(own)) => {
                request.mapping = Some(own.mapping.to_json());
                (Some(sentence(&own.origin)), own.sniffed)
            }
            Ok(None) => (proposal::of_kept(kept, &sniffed).map(|fitting| sentence(&fitting.origin)), sniffed),
            Err(misfit) => (Some(words::mapping_misfits(misfit.imported_on, &misfit.why)), sniffed),
        };
        request.sniffed = Some(sniffed);
        read_as.push(told);
    }
    Ok(read_as)
}

/// Names that were left off the map when a file was imported before stay off.
fn take_left_off(
    (store, document): (&Store, &Document),
    requests: &mut [ImportRequest],
    is_fresh: bool,
) -> anyhow::Result<()> {
    let map = first_map(document)?;
    for request in requests.iter_mut().filter(|_| !is_fresh) {
        left_off::remember(request, (document, map), || store.reader().map(Some))?;
    }
    Ok(())
}

fn sentence(origin: &Origin) -> String {
    match origin {
        Origin::Source(day) => words::read_as_before(*day),
        Origin::Kept(name, _) => words::mapping_fits(name),
    }
}

/// Looks before anything is changed whether rejected rows can go where they are wanted.
fn refuse_target(path: &Path, file: &Path, requests: &[ImportRequest]) -> anyhow::Result<()> {
    if requests.len() != 1 {
        bail!(words::ONE_FILE_FOR_REJECTED);
    }
    if path.is_dir() {
        bail!(words::is_folder(path));
    }
    for own in requests.iter().map(|request| request.path.as_path()).chain([file]) {
        if is_same_file(own, path) {
            bail!(words::would_replace_data(own));
        }
    }
    if path.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        let gone = std::io::Error::from(std::io::ErrorKind::NotFound);
        bail!(words::cannot_write(path, &gone));
    }
    Ok(())
}

fn write_rejected(
    path: &Path,
    request: &ImportRequest,
    outcome: &ImportOutcome,
    (document, persons): (&Document, &Persons),
) -> anyhow::Result<()> {
    let mapping = document.sources.get(&outcome.source).map(|source| Mapping::parse(&source.mapping)).transpose()?;
    let file = mapping.as_ref().map(|mapping| RejectedFile { path: &request.path, mapping, persons });
    let rejected = import_job::rejected::of_issues(&outcome.issues, file, &Progress::default())?;
    write_atomic(path, &rejected.csv).map_err(|error| anyhow::anyhow!(words::cannot_write(path, &error)))
}

fn import_all(
    store: &Store,
    document: &mut Document,
    requests: &[ImportRequest],
    is_dry_run: bool,
) -> anyhow::Result<Vec<ImportOutcome>> {
    let map = first_map(document)?;
    let mut ids: IdAlloc = system_ids();
    Ok(import_job::run(store, document, requests, (map, is_dry_run), &mut ids, &Progress::default())?)
}

fn first_map(document: &Document) -> anyhow::Result<MapId> {
    match document.maps_in_order().first() {
        Some(map) => Ok(map.id),
        None => bail!(words::NO_MAP),
    }
}

/// The documented JSON.
fn object(outcome: &ImportOutcome, file: Option<&PathBuf>, read_as: Option<&str>) -> Value {
    let kpis: Vec<Value> = outcome
        .kpis
        .iter()
        .map(|kpi| {
            json!({
                "name": kpi.name,
                "metric": kpi.metric,
                "kind": kpi.kind.word(),
                "new": kpi.is_new,
                "places": places_of(outcome, &kpi.places),
            })
        })
        .collect();
    let issues: Vec<Value> = outcome
        .issues
        .iter()
        .take(MOST_ISSUES)
        .map(|i| json!({"line": i.line, "column": i.column, "kind": i.kind.word(), "text": i.text}))
        .collect();
    let mut object = json!({
        "read": outcome.rows_read,
        "accepted": outcome.rows_accepted,
        "rejected": outcome.rows_rejected,
        "unchanged": outcome.is_unchanged,
        "series": outcome.series,
        "kpis": kpis,
        "issues": issues,
    });
    let kinds: Vec<Value> = IssueGroups::of(&outcome.issues).iter().map(kind_object).collect();
    if let Some(fields) = object.as_object_mut() {
        if !kinds.is_empty() {
            fields.insert("issue_kinds".to_owned(), json!(kinds));
        }
        let notes: Vec<String> = read_as.map(str::to_owned).into_iter().chain(outcome.notes()).collect();
        if !notes.is_empty() {
            fields.insert("notes".to_owned(), json!(notes));
        }
        if let Some(path) = file {
            fields.insert("file".to_owned(), json!(path.to_string_lossy()));
        }
    }
    object
}

/// All issues of one kind in one column.
fn kind_object(group: &IssueGroup) -> Value {
    json!({
        "kind": group.kind.word(),
        "column": group.column,
        "row_rejected": group.is_row_rejected,
        "count": group.count,
        "first_line": group.lines.first(),
    })
}

/// Names of places as the data has them; an empty name is the whole map.
fn places_of(outcome: &ImportOutcome, places: &[crate::model::Place]) -> Vec<String> {
    let name = |place| outcome.places.iter().find(|p| p.place == Some(place)).map(|p| p.name.clone());
    places.iter().filter_map(|place| name(*place)).collect()
}

fn print(
    path: &Path,
    outcome: &ImportOutcome,
    is_dry_run: bool,
    read_as: Option<&str>,
    out: &mut Output,
) -> std::io::Result<()> {
    writeln!(out, "{}", words::import_title(path, outcome.is_unchanged, is_dry_run))?;
    if let Some(read_as) = read_as {
        writeln!(out, "  {read_as}")?;
    }
    let rows = (outcome.rows_read, outcome.rows_accepted, outcome.rows_rejected);
    writeln!(out, "  {}", words::import_rows(rows, outcome.series))?;
    let new_stages: Vec<&str> = outcome.places.iter().filter(|p| p.is_new).map(|p| p.name.as_str()).collect();
    if !new_stages.is_empty() && !outcome.is_unchanged {
        writeln!(out, "  {}", words::new_stages(&new_stages))?;
    }
    let skipped: Vec<&str> = outcome.places.iter().filter(|p| p.place.is_none()).map(|p| p.name.as_str()).collect();
    if !skipped.is_empty() {
        writeln!(out, "  {}", words::skipped_places(&skipped))?;
    }
    let mut table = Table::new(&[
        (words::KPI, Align::Left),
        (words::KIND, Align::Left),
        (words::PLACES, Align::Left),
        ("", Align::Left),
    ]);
    for kpi in &outcome.kpis {
        let words_of = if kpi.is_new { words::new_kpi } else { words::kind_follows };
        let note = kpi.reason.map_or_else(String::new, |reason| words_of(&reason.to_string()));
        let places = places_of(outcome, &kpi.places).into_iter().map(words::place_name).collect::<Vec<_>>().join(", ");
        table.row([kpi.name.clone(), kpi.kind.word().to_owned(), places, note]);
    }
    if !table.is_empty() {
        writeln!(out)?;
        table.print(out)?;
    }
    if !outcome.issues.is_empty() {
        writeln!(out, "\n{}", words::issues(outcome.issues.len(), IssueGroups::rows(&outcome.issues)))?;
        for line in words::issue_kinds(outcome.rows_rejected, &IssueGroups::of(&outcome.issues)) {
            writeln!(out, "{line}")?;
        }
        let mut table = Table::new(&[
            (words::LINE, Align::Right),
            (words::COLUMN, Align::Left),
            (words::PROBLEM, Align::Left),
            (words::TEXT, Align::Left),
        ]);
        for (index, issue) in outcome.issues.iter().enumerate().take(MOST_ISSUES_SHOWN) {
            // A row with several things wrong is one row.
            let is_same = IssueGroups::is_same_row(&outcome.issues, index);
            let line = if is_same { String::new() } else { format::number(issue.line as f64, 0) };
            let column = issue.column.clone().unwrap_or_default();
            table.row([line, column, issue.kind.word().replace('_', " "), issue.text.clone()]);
        }
        table.print(out)?;
        if outcome.issues.len() > MOST_ISSUES_SHOWN {
            writeln!(out, "{}", words::more_issues(outcome.issues.len() - MOST_ISSUES_SHOWN))?;
        }
    }
    Ok(())
}
