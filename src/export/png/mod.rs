//! PNG, drawn on the processor from our own SVG with the bundled faces: no window and no graphics card is needed.

use crate::base::text::Measure;
use crate::export::ExportOptions;
use crate::export::page;
use crate::export::picture;
use crate::export::svg;
use crate::model::PictureBytes;
use crate::scene::{Prim, Scene};
use crate::theme::{Tokens, fonts};
use resvg::{tiny_skia, usvg};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Largest side of a picture in pixels: beyond, most viewers give up and the memory need is beyond a gigabyte.
const LARGEST_SIDE: f64 = 16_384.0;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The picture would have no pixels, or more than viewers can show.
    #[error(
        "The picture would be {width} × {height} pixels; each side has to be between 1 and {LARGEST_SIDE}, so choose another scale."
    )]
    Size {
        /// Pixels across.
        width: u64,
        /// Pixels down.
        height: u64,
    },
    /// The picture could not be drawn.
    #[error("The picture could not be drawn ({0}); try SVG instead.")]
    Drawing(String),
}

/// A scene as the bytes of a PNG file, `options.scale` pixels per world unit.
pub fn png(
    scene: &Scene,
    options: &ExportOptions,
    tokens: &Tokens,
    measure: &mut dyn Measure,
) -> Result<Vec<u8>, PngError> {
    let page = page::page_of(scene, options, tokens, measure);
    let (width, height) = ((page.size.width * options.scale).ceil(), (page.size.height * options.scale).ceil());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size for a message; saturates")]
    if !(1.0..=LARGEST_SIDE).contains(&width) || !(1.0..=LARGEST_SIDE).contains(&height) {
        return Err(PngError::Size { width: width as u64, height: height as u64 });
    }
    let pictures = shown_pictures(scene, options);
    let source = svg::write(&page, &ExportOptions { embeds_fonts: false, pictures, ..options.clone() });
    let mut database = usvg::fontdb::Database::new();
    for face in fonts::BUNDLED.all() {
        database.load_font_data(face.to_vec());
    }
    for font in measure.further_fonts() {
        database.load_font_source(usvg::fontdb::Source::Binary(font));
    }
    let settings = usvg::Options { fontdb: Arc::new(database), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(&source, &settings).map_err(|e| PngError::Drawing(e.to_string()))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked against LARGEST_SIDE")]
    let (columns, rows, scale) = (width as u32, height as u32, options.scale as f32);
    let mut pixels = tiny_skia::Pixmap::new(columns, rows)
        .ok_or_else(|| PngError::Drawing(format!("no memory for {columns} × {rows} pixels")))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| PngError::Drawing(e.to_string()))
}

/// The pictures of a scene in the size they are shown in; what cannot be drawn leaves its frame empty.
fn shown_pictures(scene: &Scene, options: &ExportOptions) -> BTreeMap<String, PictureBytes> {
    let mut sides: BTreeMap<&str, f64> = BTreeMap::new();
    for item in &scene.items {
        if let Prim::Picture { rect, digest, .. } = &item.prim {
            let side = sides.entry(digest).or_default();
            *side = side.max(rect.width().max(rect.height()) * options.scale);
        }
    }
    let shown = sides.into_iter().filter_map(|(digest, side)| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length in pixels; saturates")]
        let side = side.ceil().max(1.0) as u32;
        let picture = picture::reduced(options.pictures.get(digest)?, side);
        Some((digest.to_owned(), picture.inspect_err(|e| log::warn!("a picture is left out: {e}")).ok()?))
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fixture;
    use crate::scene::Lod;

    #[test]
    fn the_small_map_as_png() {
        for (name, tokens) in [("small_map_light.png", Tokens::light()), ("small_map_dark.png", Tokens::dark())] {
            let (scene, mut measure) = fixture::small_scene(&tokens, Lod::Normal);
            let options = ExportOptions { scale: 1.0, ..fixture::options() };
            let bytes = png(&scene, &options, &tokens, &mut measure).expect("a picture");
            fixture::check_picture(name, &bytes);
        }
    }

    #[test]
    fn a_picture_beyond_all_viewers_is_refused() {
        let tokens = Tokens::light();
        let (scene, mut measure) = fixture::small_scene(&tokens, Lod::Normal);
        for scale in [1000.0, 0.0, -1.0, f64::NAN] {
            let options = ExportOptions { scale, ..fixture::options() };
            let error = png(&scene, &options, &tokens, &mut measure).expect_err("no picture");
            assert!(matches!(error, PngError::Size { .. }), "{error}");
        }
    }

    #[test]
    fn emoji_are_drawn_without_any_font_of_the_computer() {
        let tokens = Tokens::light();
        let (scene, mut measure) = fixture::small_scene(&tokens, Lod::Normal);
        let mut drawn = |title: &str| {
            let options = ExportOptions { title: title.to_owned(), scale: 1.0, ..fixture::options() };
            png(&scene, &options, &tokens, &mut measure).expect("a picture")
        };
        // Nobody has a sign for the first one.
        let pictures = ["\u{10FFFD}", "🙂", "✅", "👍", "1 🙂", "👩‍💻"].map(&mut drawn);
        for (index, picture) in pictures.iter().enumerate() {
            assert!(!pictures.iter().skip(index + 1).any(|other| other == picture), "{index} is a box");
        }
    }

    #[test]
    fn signs_that_the_bundled_faces_lack_are_drawn_with_the_fonts_of_the_system() {
        let tokens = Tokens::light();
        let (scene, mut bundled) = fixture::small_scene(&tokens, Lod::Normal);
        let faces = fonts::BUNDLED;
        let mut system = crate::layout::FontMeasure::with_system_fonts(faces);
        let with = |title: &str| ExportOptions { title: title.to_owned(), scale: 1.0, ..fixture::options() };
        assert!(system.further_fonts().is_empty(), "nothing is looked for before it is needed");
        let latin = png(&scene, &with("Journey"), &tokens, &mut system).expect("a picture");
        assert_eq!(latin, png(&scene, &with("Journey"), &tokens, &mut bundled).expect("a picture"));
        let arabic = png(&scene, &with("رحلة"), &tokens, &mut system).expect("a picture");
        if system.further_fonts().is_empty() {
            println!("skipped: no font of this computer has Arabic letters");
            return;
        }
        assert_ne!(arabic, png(&scene, &with("رحلة"), &tokens, &mut bundled).expect("a picture"));
    }
}
