//! `milepost export`: a map as a picture.

use super::Done;
use super::args::{CompareWord, Export, ThemeWord};
use super::figures::figures;
use super::output::Output;
use crate::base::fs::{is_same_file, write_atomic};
use crate::base::ids::MapId;
use crate::base::text::fold_name;
use crate::base::time::UtcMillis;
use crate::i18n::cli as words;
use crate::model::Document;
use crate::session::export_job::{PictureFormat, PictureRequest, Rows, picture};
use crate::session::pictures;
use crate::session::view::{Comparison, NumbersView, Period};
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
    let map = map_named(&document, args.map.as_deref())?;
    let mut view = NumbersView::default();
    if let Some(range) = args.period {
        view.period = Period::Range(range);
    }
    if let Some(grain) = args.grain {
        view.grain = grain.into();
    }
    if let Some(compare) = args.compare {
        view.comparison = match compare {
            CompareWord::Previous => Comparison::PreviousPeriod,
            CompareWord::Year => Comparison::SamePeriodLastYear,
            CompareWord::None => Comparison::None,
        };
    }
    let tokens = match args.theme {
        ThemeWord::Light => Tokens::light(),
        ThemeWord::Dark => Tokens::dark(),
        ThemeWord::Print => Tokens::print(),
    };
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
        let bytes = picture(request, format)?;
        if path.is_dir() {
            bail!(words::is_folder(path));
        }
        write_atomic(path, &bytes).map_err(|e| anyhow!(words::cannot_write(path, &e)))
    }
}
