//! The small map as a scene, and golden pictures.

use crate::base::ids::{Id as _, MapId};
use crate::export::ExportOptions;
use crate::layout::{FontMeasure, Sizes, fixture, map_layout};
use crate::scene::fixture::{golden_path, is_update};
use crate::scene::{Lod, Scene, SceneInput, scene_of};
use crate::theme::Tokens;
use resvg::tiny_skia::Pixmap;

/// The small map as a scene.
pub(crate) fn small_scene(tokens: &Tokens, lod: Lod) -> (Scene, FontMeasure) {
    let document = fixture::small_map();
    let overlay = crate::scene::fixture::small_overlay();
    let mut measure = fixture::measure();
    let layout = map_layout(&document, MapId::from_raw(fixture::MAP), &mut measure, &Sizes::default());
    let input = SceneInput { document: &document, layout: &layout, overlay: &overlay, tokens, lod, window: None };
    (scene_of(input, &mut measure), measure)
}

/// A heading and a footing.
pub(crate) fn options() -> ExportOptions {
    ExportOptions {
        title: "Small map · current state".to_owned(),
        period: "Jan – Dec 2025 · vs 2024".to_owned(),
        footer: "n 245 · survey.csv · 1 Dec 2025".to_owned(),
        ..ExportOptions::default()
    }
}

/// Compares a picture with its golden file: the same size, and no more than a few pixels visibly different.
pub(crate) fn check_picture(name: &str, bytes: &[u8]) {
    let path = golden_path(name);
    if is_update() {
        std::fs::write(&path, bytes).expect("golden file written");
    }
    let golden = std::fs::read(&path).expect("golden file; UPDATE_GOLDENS=1 writes it");
    let (is, should) = (Pixmap::decode_png(bytes).expect("a PNG"), Pixmap::decode_png(&golden).expect("a PNG"));
    assert_eq!((is.width(), is.height()), (should.width(), should.height()), "{name}: size");
    let differs = |a: &[u8], b: &[u8]| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > 24);
    let count = is.data().chunks(4).zip(should.data().chunks(4)).filter(|(a, b)| differs(a, b)).count();
    assert!(count <= 40, "{name}: {count} pixels differ");
}
