//! `milepost new`: a map file from a template.

use super::Done;
use super::args::New;
use super::output::Output;
use crate::i18n::cli as words;
use crate::session::prefs::Home;
use crate::session::prompts;
use crate::session::templates::{self, own};
use crate::store::OpenMode;
use anyhow::anyhow;
use std::io::Write as _;

pub(super) fn run(args: &New, out: &mut Output) -> anyhow::Result<Done> {
    let title = match &args.title {
        Some(title) => title.clone(),
        None => args.file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()),
    };
    let folder = Home::find().templates_folder();
    let bundled = templates::find(&args.template).cloned();
    let template = bundled.or_else(|| own::find(&folder, &args.template)).ok_or_else(|| {
        let own = own::load(&folder);
        let names: Vec<String> = templates::list().iter().chain(&own).map(|t| t.name.clone()).collect();
        anyhow!(words::unknown_template(&args.template, &names))
    })?;
    prompts::create_file(&args.file, OpenMode::Batch, &template, &title)?.store.close()?;
    writeln!(out, "{}", words::wrote(&args.file))?;
    Ok(Done::Well)
}
