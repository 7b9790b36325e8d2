//! Layout and scene of the shown map, rebuilt only when something they are made of has changed.

use crate::base::geom::Rect;
use crate::base::ids::{CardId, MapId};
use crate::layout::{FontBytes, FontMeasure, MapLayout, Sizes, next_layout};
use crate::model::{Document, RecordRef};
use crate::scene::{KpiOverlay, Layer, Lod, Scene, SceneInput, scene_of};
use crate::theme::{Scheme, Tokens, fonts};
use std::sync::Arc;

/// The bytes of the bundled faces, for measuring.
#[must_use]
pub fn bundled_faces() -> FontBytes {
    FontBytes {
        regular: fonts::INTER_REGULAR,
        medium: fonts::INTER_MEDIUM,
        semi_bold: fonts::INTER_SEMI_BOLD,
        italic: fonts::INTER_ITALIC,
    }
}

/// What a picture is made of.
pub struct PictureInput<'a> {
    /// The document, perhaps with a gesture applied.
    pub document: &'a Document,
    /// Stands for the document: two documents with the same stamp are the same.
    pub stamp: Stamp,
    /// The map.
    pub map: MapId,
    /// The numbers.
    pub overlay: Option<&'a KpiOverlay>,
    /// Stands for the numbers.
    pub overlay_revision: u64,
    /// The theme.
    pub tokens: &'a Tokens,
    /// How much is shown.
    pub lod: Lod,
}

/// Which document a picture was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Revision of the session.
    pub revision: u64,
    /// 0 for the document itself; otherwise a number that no other preview has.
    pub preview: u64,
}

/// A map ready to be painted.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    /// Where everything stands.
    pub layout: Arc<MapLayout>,
    /// What is painted.
    pub scene: Arc<Scene>,
    /// Where the headline figures of KPI cards stand in the stage headers.
    pub headlines: Arc<Vec<(CardId, Rect)>>,
}

type LayoutKey = (Stamp, MapId);
type SceneKey = (LayoutKey, Scheme, Lod, Option<u64>);

/// Keeps the last picture.
pub struct PictureCache {
    measure: FontMeasure,
    sizes: Sizes,
    layout_key: Option<LayoutKey>,
    scene_key: Option<SceneKey>,
    picture: Picture,
    /// Scenes built so far; tests see from it that nothing is built twice.
    builds: u64,
}

impl PictureCache {
    /// An empty cache that measures with these fonts.
    #[must_use]
    pub fn new(measure: FontMeasure) -> Self {
        Self {
            measure,
            sizes: Sizes::default(),
            layout_key: None,
            scene_key: None,
            picture: Picture::default(),
            builds: 0,
        }
    }

    /// How many scenes have been built.
    #[must_use]
    pub fn builds(&self) -> u64 {
        self.builds
    }

    /// Forgets the last picture: revisions of another document may look the same.
    pub fn forget(&mut self) {
        self.layout_key = None;
        self.scene_key = None;
    }

    /// Lays the map out when it has changed.
    pub fn layout(&mut self, document: &Document, stamp: Stamp, map: MapId) -> Arc<MapLayout> {
        let key = (stamp, map);
        if self.layout_key != Some(key) {
            let earlier = &self.picture.layout;
            self.picture.layout = Arc::new(next_layout(document, map, &mut self.measure, &self.sizes, earlier));
            self.layout_key = Some(key);
        }
        Arc::clone(&self.picture.layout)
    }

    /// The layout that was made last.
    #[must_use]
    pub fn shown_layout(&self) -> &MapLayout {
        &self.picture.layout
    }

    /// The picture, rebuilt as far as needed.
    pub fn picture(&mut self, input: &PictureInput) -> Picture {
        let layout = self.layout(input.document, input.stamp, input.map);
        let overlay_key = input.overlay.map(|_| input.overlay_revision);
        let key = ((input.stamp, input.map), input.tokens.scheme, input.lod, overlay_key);
        if self.scene_key != Some(key) {
            let scene = self.build(input, &layout);
            self.picture.headlines = Arc::new(headlines(&scene));
            self.picture.scene = Arc::new(scene);
            self.scene_key = Some(key);
            self.builds += 1;
        }
        self.picture.clone()
    }

    fn build(&mut self, input: &PictureInput, layout: &MapLayout) -> Scene {
        let none = KpiOverlay { is_off: true, ..KpiOverlay::default() };
        {
            let overlay = input.overlay.unwrap_or(&none);
            let what = SceneInput { document: input.document, layout, overlay, tokens: input.tokens, lod: input.lod };
            scene_of(what, &mut self.measure)
        }
    }
}

/// Where figures of KPI cards stand in the header: the room their shapes take there.
fn headlines(scene: &Scene) -> Vec<(CardId, Rect)> {
    let mut found: Vec<(CardId, Rect)> = Vec::new();
    for item in scene.layer(Layer::Header) {
        let Some(RecordRef::Card(card)) = item.tag else { continue };
        match found.iter_mut().find(|(c, _)| *c == card) {
            Some((_, rect)) => *rect = rect.union(&item.bounds),
            None => found.push((card, item.bounds)),
        }
    }
    found
}
