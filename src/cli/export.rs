//! `milepost export`: a map, or the page of a persona, as a picture.

use super::Done;
use super::args::{Export, ThemeWord};
use super::figures::{figures, view, warn_of_overlap};
use super::output::Output;
use crate::base::fs::{is_same_file, write_atomic};
use crate::base::ids::MapId;
use crate::base::text::fold_name;
use crate::base::time::UtcMillis;
use crate::i18n::cli as words;
use crate::model::{Document, Persona};
use crate::session::export_job::{PersonaRequest, PictureFormat, PictureRequest, Rows, persona_picture, picture};
use crate::session::pictures;
use crate::session::view::{NumbersView, Period};
use crate::store::{OpenMode, Opened, Store};
use crate::theme::Tokens;
use anyhow::{anyhow, bail};
use std::io::Write as _;
use std::path::Path;

pub(super) fn run(args: &Export, out: &mut Output) -> anyhow::Result<Done> {
    let Opened { store, document, .. } = Store::open(&args.file, OpenMode::ReadOnly)?;
    if is_same_file(&args.file, &args.output.path) {
        bail!(words::would_replace(&args.file));
    }
    let tokens = match args.theme {
        ThemeWord::Light => Tokens::light(),
        ThemeWord::Dark => Tokens::dark(),
        ThemeWord::Print => Tokens::print(),
    };
    if let Some(name) = &args.persona {
        let request = PersonaRequest {
            document: &document,
            persona: persona_named(&document, name)?,
            pictures: &pictures::of_document(&document, &store.reader()?)?,
            tokens: &tokens,
            today: UtcMillis::now().local_day(),
            scale: args.scale,
        };
        write(&args.output.path, &persona_picture(request, args.output.format)?)?;
        writeln!(out, "{}", words::wrote(&args.output.path))?;
        return Ok(Done::Well);
    }
    let map = map_named(&document, args.map.as_deref())?;
    let view = view(&store, &document, &args.days)?;
    if let Period::Range(shown) = view.period {
        warn_of_overlap(view.comparison, shown);
    }
    let rows = if args.wrap { Rows::Page } else { Rows::One };
    let (document, view, tokens, scale) = (&document, &view, &tokens, args.scale);
    let drawing = Drawing { store: &store, document, map, view, tokens, scale, rows };
    drawing.write(&args.output.path, args.output.format)?;
    writeln!(out, "{}", words::wrote(&args.output.path))?;
    Ok(Done::Well)
}

/// A map by its title, or the first.
pub(super) fn map_named(document: &Document, name: Option<&str>) -> anyhow::Result<MapId> {
    let maps = document.maps_in_order();
    let found = match name {
        None => maps.first(),
        Some(name) => maps.iter().find(|m| fold_name(&m.title) == fold_name(name)),
    };
    match (found, name) {
        (Some(map), _) => Ok(map.id),
        (None, _) if maps.is_empty() => bail!(words::NO_MAP),
        (None, name) => {
            let name = name.unwrap_or_default();
            let titles: Vec<String> = maps.iter().map(|m| m.title.clone()).collect();
            bail!(words::unknown_map(name, &titles))
        }
    }
}

/// A persona by its name.
fn persona_named<'a>(document: &'a Document, name: &str) -> anyhow::Result<&'a Persona> {
    let personas = document.personas_in_order();
    match personas.iter().find(|persona| fold_name(&persona.name) == fold_name(name)) {
        Some(persona) => Ok(persona),
        None => {
            let names: Vec<String> = personas.iter().map(|persona| persona.name.clone()).collect();
            bail!(words::unknown_persona(name, &names))
        }
    }
}

/// Writes a picture, whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if path.is_dir() {
        bail!(words::is_folder(path));
    }
    write_atomic(path, bytes).map_err(|e| anyhow!(words::cannot_write(path, &e)))
}

/// A map on its way to a file.
#[derive(Clone, Copy)]
pub(super) struct Drawing<'a> {
    pub(super) store: &'a Store,
    pub(super) document: &'a Document,
    pub(super) map: MapId,
    pub(super) view: &'a NumbersView,
    pub(super) tokens: &'a Tokens,
    pub(super) scale: f64,
    pub(super) rows: Rows,
}

impl Drawing<'_> {
    /// Draws the map and writes the picture, whole or not at all.
    pub(super) fn write(&self, path: &Path, format: PictureFormat) -> anyhow::Result<()> {
        let Self { store, document, map, view, tokens, scale, rows } = *self;
        let insights = figures(store, document, view)?;
        let today = UtcMillis::now().local_day();
        let pictures = pictures::of_document(document, &store.reader()?)?;
        let request = PictureRequest {
            document,
            map,
            pictures: &pictures,
            insights: &insights,
            view,
            tokens,
            today,
            scale,
            rows,
        };
        write(path, &picture(request, format)?)
    }
}
