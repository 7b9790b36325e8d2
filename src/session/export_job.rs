//! A map with its numbers as a picture, the same for the window and the command line.

use crate::base::ids::MapId;
use crate::base::time::{Day, DayRange};
use crate::export::{self, ExportOptions};
use crate::i18n;
use crate::layout::{self, FontMeasure, Sizes};
use crate::metrics;
use crate::model::{Document, PictureBytes};
use crate::scene::{self, Lod, SceneInput};
use crate::session::insights::{Insights, is_satisfaction};
use crate::session::overlay;
use crate::session::view::{Comparison, NumbersView};
use crate::theme::{Tokens, fonts};
use std::collections::BTreeMap;
use std::path::Path;

/// A picture format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureFormat {
    /// Pixels.
    Png,
    /// Shapes and words.
    Svg,
}

impl PictureFormat {
    /// The ending of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }

    /// The format that a file name asks for by its extension.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_string_lossy().to_lowercase().as_str() {
            "png" => Some(Self::Png),
            "svg" => Some(Self::Svg),
            _ => None,
        }
    }
}

/// What a picture shows and how.
#[derive(Debug, Clone, Copy)]
pub struct PictureRequest<'a> {
    /// The records.
    pub document: &'a Document,
    /// Which map.
    pub map: MapId,
    /// Its pictures by digest, as [`crate::session::pictures::of_document`] gives them.
    pub pictures: &'a BTreeMap<String, PictureBytes>,
    /// Its numbers.
    pub insights: &'a Insights,
    /// How they are looked at.
    pub view: &'a NumbersView,
    /// Colours.
    pub tokens: &'a Tokens,
    /// Today, for the age of data and the date below the map.
    pub today: Day,
    /// Pixels per world unit of a PNG.
    pub scale: f64,
}

/// Draws a map. Takes a moment: call it on a job's thread.
///
/// # Errors
/// The picture would be too large, or cannot be drawn.
pub fn picture(request: PictureRequest<'_>, format: PictureFormat) -> Result<Vec<u8>, export::png::PngError> {
    let PictureRequest { document, map, insights, view, tokens, today, scale, .. } = request;
    let mut measure = FontMeasure::with_system_fonts(fonts::BUNDLED);
    let layout = layout::map_layout(document, map, &mut measure, &Sizes::default());
    let overlay = overlay::build(document, map, insights, view, today);
    let input = SceneInput { document, layout: &layout, overlay: &overlay, tokens, lod: Lod::Normal, window: None };
    let scene = scene::scene_of(input, &mut measure);
    let options = options(request);
    match format {
        PictureFormat::Png => export::png::png(&scene, &ExportOptions { scale, ..options }, tokens, &mut measure),
        PictureFormat::Svg => Ok(export::svg::svg(&scene, &options, tokens, &mut measure).into_bytes()),
    }
}

/// The words around the map: a picture that travels alone says which days, how many answers and which files it shows.
fn options(request: PictureRequest<'_>) -> ExportOptions {
    let PictureRequest { document, map, insights, view, today, .. } = request;
    let title = document.maps.get(&map).map(|m| m.title.clone()).unwrap_or_default();
    let mut period = Vec::new();
    if let Some(shown) = insights.shown.filter(|_| view.is_overlay_shown) {
        period.push(i18n::map::days(view.compared_days().ranges(shown).now));
        period.extend(compared(view.compared_days(), shown));
        period.extend(Some(view.segments.full_words()).filter(|words| !words.is_empty()));
        period.extend((!view.against.is_empty()).then(|| i18n::map::versus(&view.against.full_words())));
    }
    let used = || insights.figures.iter().filter(|((_, place), _)| document.map_of_place(*place) == Some(map));
    let mut sources: Vec<&str> = used()
        .filter(|(_, insight)| insight.now.value.is_some())
        .flat_map(|(_, insight)| &insight.sources)
        .filter_map(|id| document.sources.get(id).map(|s| s.name.as_str()))
        .collect();
    sources.sort_unstable();
    sources.dedup();
    // As in the window: trials of rates and counted events are no answers.
    let is_answered = |kpi| document.kpis.get(kpi).is_some_and(|kpi| is_satisfaction(kpi));
    let answers: f64 = used().filter(|((kpi, _), _)| is_answered(kpi)).filter_map(|(_, insight)| insight.now.n).sum();
    let footer = if view.is_overlay_shown && !sources.is_empty() {
        let answers = (answers >= 0.5).then(|| metrics::format::number(answers, 0));
        i18n::map::evidence(answers.as_deref(), &sources, today)
    } else {
        i18n::map::drawn_on(today)
    };
    let pictures = request.pictures.clone();
    ExportOptions { title, period: period.join(" · "), footer, pictures, ..ExportOptions::default() }
}

fn compared(comparison: Comparison, shown: DayRange) -> Option<String> {
    comparison.ranges(shown).before.map(|before| i18n::map::versus(&i18n::map::days(before)))
}
