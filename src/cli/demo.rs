//! `milepost demo` without a window: the sample as a map file and as pictures.

use super::Done;
use super::export::Drawing;
use super::output::Output;
use crate::i18n::cli as words;
use crate::session::export_job::{PictureFormat, Rows};
use crate::session::new_file;
use crate::session::view::NumbersView;
use crate::store::{OpenMode, Opened, Store};
use crate::theme::Tokens;
use anyhow::{anyhow, bail};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder in the current one that the sample goes to.
const FOLDER: &str = "milepost-demo";

pub(super) fn run(folder: Option<PathBuf>, out: &mut Output) -> anyhow::Result<Done> {
    let folder = folder.unwrap_or_else(|| PathBuf::from(FOLDER));
    std::fs::create_dir_all(&folder).map_err(|e| anyhow!(words::cannot_make_folder(&folder, &e)))?;
    let fresh = Copy(folder.join(format!(".sample.{}.milepost", std::process::id())));
    let Opened { store, document, .. } = new_file::create_sample(&fresh.0, OpenMode::Batch)?;
    let Some(map) = document.maps_in_order().first().map(|m| m.id) else { bail!(words::NO_MAP) };
    let view = NumbersView::default();
    let (light, dark) = (Tokens::light(), Tokens::dark());
    let (document, view, rows) = (&document, &view, Rows::One);
    let drawing = Drawing { store: &store, document, map, view, tokens: &light, scale: 2.0, rows };
    let pictures = [
        (folder.join("sample.png"), PictureFormat::Png, &light),
        (folder.join("sample-dark.png"), PictureFormat::Png, &dark),
        (folder.join("sample.svg"), PictureFormat::Svg, &light),
    ];
    for (path, format, tokens) in &pictures {
        Drawing { tokens, ..drawing }.write(path, *format)?;
    }
    store.close()?;
    let file = put(&fresh.0, &folder)?;
    writeln!(out, "{}", words::demo_written(&folder.canonicalize().unwrap_or_else(|_| folder.clone())))?;
    for path in std::iter::once(file.clone()).chain(pictures.map(|(path, ..)| path)) {
        writeln!(out, "  {}", path.display())?;
    }
    if file != folder.join(name(1)) {
        writeln!(out, "{}", words::demo_kept(&name(1), &file))?;
    }
    writeln!(out, "{}", words::demo_next(&file))?;
    Ok(Done::Well)
}

/// The name of the sample, and of the next ones beside it.
fn name(number: u32) -> String {
    if number == 1 { "sample.milepost".to_owned() } else { format!("sample {number}.milepost") }
}

/// Moves the fresh sample to the first name that is free. One that is there already serves as well; anything else under
/// such a name is somebody's work and stays.
fn put(fresh: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let bytes = std::fs::read(fresh).map_err(|e| anyhow!(words::cannot_write(fresh, &e)))?;
    let mut number = 1;
    loop {
        let file = folder.join(name(number));
        if is_free(&file) {
            std::fs::rename(fresh, &file).map_err(|e| anyhow!(words::cannot_write(&file, &e)))?;
            return Ok(file);
        }
        if is_untouched(&file, &bytes) {
            return Ok(file);
        }
        number += 1;
    }
}

/// A link that leads nowhere is something, too.
fn is_free(file: &Path) -> bool {
    std::fs::symlink_metadata(file).is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound)
}

/// True when a file holds the sample as it was made and no window has it open.
fn is_untouched(file: &Path, bytes: &[u8]) -> bool {
    let is_equal = || std::fs::read(file).is_ok_and(|found| found == bytes);
    // Looked at again once it is known that nobody writes: what a crash left beside the file is in it by then.
    is_equal() && Store::open(file, OpenMode::Batch).is_ok_and(|_held| is_equal())
}

/// A file that goes when it was not put to use.
struct Copy(PathBuf);

impl Drop for Copy {
    fn drop(&mut self) {
        // Renamed already in the good case; in the other one the reason of the failure matters more.
        let _ = std::fs::remove_file(&self.0);
    }
}
