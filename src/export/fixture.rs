//! Golden files of the small map. `UPDATE_GOLDENS=1 cargo test` writes them anew; look at them before committing.

use crate::base::ids::{Id as _, MapId};
use crate::export::ExportOptions;
use crate::layout::{FontMeasure, Sizes, fixture, map_layout};
use crate::scene::{Lod, Scene, SceneInput, scene_of};
use crate::theme::Tokens;
use resvg::tiny_skia::Pixmap;
use std::path::PathBuf;

/// The small map as a scene.
pub(crate) fn small_scene(tokens: &Tokens, lod: Lod) -> (Scene, FontMeasure) {
    let document = fixture::small_map();
    let overlay = crate::scene::fixture::small_overlay();
    let mut measure = fixture::measure();
    let layout = map_layout(&document, MapId::from_raw(fixture::MAP), &mut measure, &Sizes::default());
    let input = SceneInput { document: &document, layout: &layout, overlay: &overlay, tokens, lod };
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

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join("snapshots").join(name)
}

fn is_update() -> bool {
    std::env::var_os("UPDATE_GOLDENS").is_some()
}

/// Compares a text with its golden file.
pub(crate) fn check_golden(name: &str, text: &str) {
    let path = path(name);
    if is_update() {
        std::fs::write(&path, text).expect("golden file written");
    }
    let golden = std::fs::read_to_string(&path).expect("golden file; UPDATE_GOLDENS=1 writes it");
    for (i, (is, should)) in text.lines().zip(golden.lines()).enumerate() {
        assert_eq!(is, should, "{name}, line {}", i + 1);
    }
    assert_eq!(text.lines().count(), golden.lines().count(), "{name}: number of lines");
}

/// Compares a picture with its golden file: the same size, and no more than a few pixels visibly different.
pub(crate) fn check_picture(name: &str, bytes: &[u8]) {
    let path = path(name);
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
