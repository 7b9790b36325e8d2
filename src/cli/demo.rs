//! `milepost demo` without a window: the sample as a map file and as pictures.

use super::Done;
use super::export::Drawing;
use super::output::Output;
use crate::i18n::cli as words;
use crate::session::export_job::PictureFormat;
use crate::session::new_file;
use crate::session::view::NumbersView;
use crate::store::{OpenMode, Opened};
use crate::theme::Tokens;
use anyhow::{anyhow, bail};
use std::io::Write as _;
use std::path::PathBuf;

/// The folder in the current one that the sample goes to.
const FOLDER: &str = "milepost-demo";

pub(super) fn run(folder: Option<PathBuf>, out: &mut Output) -> anyhow::Result<Done> {
    let folder = folder.unwrap_or_else(|| PathBuf::from(FOLDER));
    std::fs::create_dir_all(&folder).map_err(|e| anyhow!(words::cannot_make_folder(&folder, &e)))?;
    let file = folder.join("sample.milepost");
    // An earlier demo is replaced: it is generated, and a second run must not fail because of the first.
    match std::fs::remove_file(&file) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => bail!(words::cannot_write(&file, &e)),
        _ => {}
    }
    let Opened { store, document, .. } = new_file::create_sample(&file, OpenMode::Batch)?;
    let Some(map) = document.maps_in_order().first().map(|m| m.id) else { bail!(words::NO_MAP) };
    let view = NumbersView::default();
    let (light, dark) = (Tokens::light(), Tokens::dark());
    let drawing = Drawing { store: &store, document: &document, map, view: &view, tokens: &light, scale: 2.0 };
    let pictures = [
        (folder.join("sample.png"), PictureFormat::Png, &light),
        (folder.join("sample-dark.png"), PictureFormat::Png, &dark),
        (folder.join("sample.svg"), PictureFormat::Svg, &light),
    ];
    for (path, format, tokens) in &pictures {
        Drawing { tokens, ..drawing }.write(path, *format)?;
    }
    store.close()?;
    writeln!(out, "{}", words::demo_written(&folder.canonicalize().unwrap_or_else(|_| folder.clone())))?;
    for path in std::iter::once(file.clone()).chain(pictures.map(|(path, ..)| path)) {
        writeln!(out, "  {}", path.display())?;
    }
    writeln!(out, "{}", words::demo_next(&file))?;
    Ok(Done::Well)
}
