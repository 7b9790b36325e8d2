//! A map with its numbers as a picture, the same for the window and the command line.

use crate::base::ids::{MapId, PersonaId};
use crate::base::text::Measure;
use crate::base::time::{Day, DayRange};
use crate::export::{self, ExportOptions};
use crate::i18n;
use crate::layout::{self, FontMeasure, MapLayout, Sizes};
use crate::metrics;
use crate::model::{Document, Persona, PictureBytes};
use crate::scene::{self, Lod, PersonaPageInput, Scene, SceneInput};
use crate::session::insights::{Insights, is_satisfaction};
use crate::session::view::{Comparison, NumbersView};
use crate::session::{export_rows, heat, overlay};
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

/// What becomes a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportSubject {
    /// A map with its numbers.
    Map(MapId),
    /// The page of a persona.
    Persona(PersonaId),
}

/// The page of a persona that becomes a picture.
#[derive(Debug, Clone, Copy)]
pub struct PersonaRequest<'a> {
    /// The records.
    pub document: &'a Document,
    /// Who.
    pub persona: &'a Persona,
    /// The pictures of the file by digest.
    pub pictures: &'a BTreeMap<String, PictureBytes>,
    /// Colours.
    pub tokens: &'a Tokens,
    /// Today, for the date below.
    pub today: Day,
    /// Pixels per world unit of a PNG.
    pub scale: f64,
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
    /// How the stages stand.
    pub rows: Rows,
}

/// How the stages of a map stand in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rows {
    /// Side by side, as in the window.
    #[default]
    One,
    /// In as many rows as make the picture most like a page.
    Page,
}

/// Between two rows of a map, world units.
const BETWEEN_ROWS: f64 = 28.0;

/// The scene of a map in a picture, and how many of its connections lead from row to row and are not in it.
#[must_use]
pub fn scene(request: PictureRequest<'_>, measure: &mut dyn Measure) -> (Scene, usize) {
    let PictureRequest { document, map, insights, view, tokens, today, rows, .. } = request;
    let overlay = overlay::build(document, map, insights, view, today);
    let drawn = |document: &Document, layout: &MapLayout, measure: &mut dyn Measure| {
        let input = SceneInput { document, layout, overlay: &overlay, tokens, lod: Lod::Normal, window: None };
        scene::scene_of(input, measure)
    };
    let layout = layout::map_layout(document, map, measure, &Sizes::default().for_document(document));
    let rows = if rows == Rows::Page { export_rows::rows(&layout) } else { Vec::new() };
    if rows.len() < 2 {
        return (drawn(document, &layout, measure), 0);
    }
    let (parts, torn) = export_rows::parts(document, map, &rows);
    let parts = parts.into_iter().map(|part| {
        let layout = layout::map_layout(&part, map, measure, &Sizes::default().for_document(document));
        drawn(&part, &layout, measure)
    });
    let stacked = Scene::stacked(parts.collect(), BETWEEN_ROWS).unwrap_or_default();
    (stacked, torn)
}

/// Draws a map. Takes a moment: call it on a job's thread.
///
/// # Errors
/// The picture would be too large, or cannot be drawn.
pub fn picture(request: PictureRequest<'_>, format: PictureFormat) -> Result<Vec<u8>, export::png::PngError> {
    let PictureRequest { tokens, scale, .. } = request;
    let mut measure = FontMeasure::with_system_fonts(fonts::BUNDLED);
    let (scene, torn) = scene(request, &mut measure);
    let mut options = options(request);
    if torn > 0 {
        options.footer = format!("{}{}{}", options.footer, i18n::map::DOT, i18n::map::torn_connections(torn));
    }
    drawn(&scene, &ExportOptions { scale, ..options }, tokens, format, &mut measure)
}

/// Draws the page of a persona. Takes a moment: call it on a job's thread.
///
/// # Errors
/// The picture would be too large, or cannot be drawn.
pub fn persona_picture(request: PersonaRequest<'_>, format: PictureFormat) -> Result<Vec<u8>, export::png::PngError> {
    let PersonaRequest { document, persona, tokens, today, scale, .. } = request;
    let mut measure = FontMeasure::with_system_fonts(fonts::BUNDLED);
    let lists = scene::lists_of(persona);
    let input = PersonaPageInput {
        document,
        persona,
        lists: &lists,
        tokens,
        edited: None,
        width: scene::PageWidth::Wide,
        has_prompts: false,
    };
    let page = scene::persona_page(input, &mut measure);
    let (footer, pictures) = (i18n::map::drawn_on(today), request.pictures.clone());
    let options = ExportOptions { footer, pictures, scale, ..ExportOptions::default() };
    drawn(&page.scene, &options, tokens, format, &mut measure)
}

fn drawn(
    scene: &Scene,
    options: &ExportOptions,
    tokens: &Tokens,
    format: PictureFormat,
    measure: &mut dyn Measure,
) -> Result<Vec<u8>, export::png::PngError> {
    match format {
        PictureFormat::Png => export::png::png(scene, options, tokens, measure),
        PictureFormat::Svg => Ok(export::svg::svg(scene, options, tokens, measure).into_bytes()),
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
    let legend = heat::legend(document, map, insights, view.heat, today).filter(|_| view.is_overlay_shown);
    ExportOptions { legend, title, period: period.join(" · "), footer, pictures, ..ExportOptions::default() }
}

fn compared(comparison: Comparison, shown: DayRange) -> Option<String> {
    comparison.ranges(shown).before.map(|before| i18n::map::versus(&i18n::map::days(before)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::layout::fixture;
    use crate::model::{CardBody, LaneKind};
    use crate::scene::{Layer, Prim};

    #[test]
    fn a_long_map_in_rows_repeats_the_names_of_its_lanes() {
        let mut b = fixture::Builder::new("m");
        for index in 0..8 {
            b.stage(&format!("Stage {index}"), "", &["first", "second"]);
        }
        let lane = b.lane(LaneKind::Text, "Words");
        for step in 1..=16 {
            b.card(lane, step, 1, &format!("Card {step}"), CardBody::Text);
        }
        let (insights, view) = (Insights::default(), NumbersView::default());
        let (pictures, tokens) = (BTreeMap::new(), Tokens::light());
        let request = PictureRequest {
            document: &b.document,
            map: MapId::from_raw(fixture::MAP),
            pictures: &pictures,
            insights: &insights,
            view: &view,
            tokens: &tokens,
            today: Day::from_ymd(2025, 11, 22).unwrap(),
            scale: 1.0,
            rows: Rows::Page,
        };
        let mut measure = fixture::measure();
        let (one, _) = scene(PictureRequest { rows: Rows::One, ..request }, &mut measure);
        let (rows, torn) = scene(request, &mut measure);
        assert_eq!(torn, 0);
        assert!(rows.bounds.width() < one.bounds.width() / 2.0 && rows.bounds.height() > one.bounds.height());
        let count = |scene: &Scene, layer: Layer, wanted: &str| {
            let words = scene.layer(layer).iter().filter(|item| match &item.prim {
                Prim::Text { block, .. } => block.lines.iter().any(|line| line.text == wanted),
                _ => false,
            });
            words.count()
        };
        assert_eq!(count(&one, Layer::LaneLabels, "Words"), 1);
        assert!(count(&rows, Layer::LaneLabels, "Words") > 2);
        for index in 0..8 {
            assert_eq!(count(&rows, Layer::Header, &format!("Stage {index}")), 1);
        }
        crate::scene::fixture::check_golden("rows_of_a_long_map.txt", &scene::dump::dump(&rows));
    }
}
