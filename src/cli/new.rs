//! `milepost new`: a map file from a template.

use super::Done;
use super::args::New;
use super::output::Output;
use crate::i18n::cli as words;
use crate::session::{system_ids, templates};
use crate::store::{OpenMode, Store};
use anyhow::anyhow;
use std::io::Write as _;

pub(super) fn run(args: &New, out: &mut Output) -> anyhow::Result<Done> {
    let title = match &args.title {
        Some(title) => title.clone(),
        None => args.file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()),
    };
    let document = templates::document(&args.template, &title, &mut system_ids()).ok_or_else(|| {
        let names: Vec<String> = templates::list().iter().map(|t| t.name.clone()).collect();
        anyhow!(words::unknown_template(&args.template, &names))
    })?;
    Store::create(&args.file, OpenMode::Batch, &document)?.store.close()?;
    writeln!(out, "{}", words::wrote(&args.file))?;
    Ok(Done::Well)
}
