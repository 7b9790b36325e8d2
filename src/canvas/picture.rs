//! Layout and scene of the shown map, rebuilt only when something they are made of has changed.

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, MapId};
use crate::base::text::Measure;
use crate::layout::{FontMeasure, HeldLayout, Landing, MapLayout, Memory, Sizes, next_layout, rerouted};
use crate::model::{Document, RecordRef};
use crate::scene::{KpiOverlay, Layer, Lod, Scene, SceneInput, SceneWindow, Stretch, body_of, pins_of};
use crate::theme::{Scheme, Tokens};
use std::collections::BTreeSet;
use std::sync::Arc;

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
    /// How the pinned panes are drawn.
    pub stretch: Stretch,
    /// What of the body can be seen.
    pub visible: Rect,
    /// Cards that are needed wherever they stand: those that are being dragged.
    pub also: BTreeSet<CardId>,
    /// Where those would land: their connections run there already.
    pub landing: Option<Landing>,
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
    /// What is painted in the body.
    pub scene: Arc<Scene>,
    /// What is painted in the panes that stay put, in their own units.
    pub pins: Arc<Scene>,
    /// The part of the body that the scene was made for.
    pub window: Arc<SceneWindow>,
    /// Where the headline figures of KPI cards stand in the stage headers.
    pub headlines: Arc<Vec<(CardId, Rect)>>,
}

impl Picture {
    /// True when the scene holds all that can be seen of an area.
    #[must_use]
    pub fn shows(&self, visible: Rect) -> bool {
        let (map, area) = (self.layout.bounds, self.window.area);
        let (left, top) = (visible.min.x.max(map.min.x), visible.min.y.max(map.min.y));
        let (right, bottom) = (visible.max.x.min(map.max.x), visible.max.y.min(map.max.y));
        left >= right
            || top >= bottom
            || (area.min.x <= left && area.min.y <= top && area.max.x >= right && area.max.y >= bottom)
    }
}

/// How much more than what can be seen a scene holds on every side, as a share of it: it lasts for some panning.
const AROUND: f64 = 0.5;

type LayoutKey = (Stamp, MapId);
type SceneKey = (LayoutKey, Scheme, Lod, Option<u64>);
type PinsKey = (SceneKey, Stretch);

/// Keeps the last picture.
pub struct PictureCache {
    measure: FontMeasure,
    sizes: Sizes,
    memory: Memory,
    layout_key: Option<LayoutKey>,
    scene_key: Option<SceneKey>,
    /// The layout with connections as they would run after a landing, which is the one that the scene shows.
    landed: Option<(LayoutKey, Landing, Option<Arc<MapLayout>>)>,
    /// Where held cards stand over a layout, moved on from cell to cell.
    held: Option<(Arc<MapLayout>, Option<HeldLayout>)>,
    pins_key: Option<PinsKey>,
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
            memory: Memory::default(),
            layout_key: None,
            scene_key: None,
            landed: None,
            held: None,
            pins_key: None,
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
        self.landed = None;
        self.held = None;
        self.pins_key = None;
    }

    /// Lays maps out for a window that is low, or not.
    pub fn fit_window(&mut self, is_low: bool) {
        if self.sizes.has_low_header() != is_low {
            self.sizes = if is_low { Sizes::for_low_window() } else { Sizes::default() };
            self.forget();
        }
    }

    /// Lays the map out when it has changed.
    pub fn layout(&mut self, document: &Document, stamp: Stamp, map: MapId) -> Arc<MapLayout> {
        let key = (stamp, map);
        if self.layout_key != Some(key) {
            let sizes = self.sizes.clone().for_document(document);
            self.picture.layout = next_layout(document, map, &mut self.measure, &sizes, &mut self.memory);
            self.layout_key = Some(key);
        }
        Arc::clone(&self.picture.layout)
    }

    /// The layout that was made last.
    #[must_use]
    pub fn shown_layout(&self) -> &MapLayout {
        &self.picture.layout
    }

    /// The picture that was made last.
    #[cfg(test)]
    pub(super) fn shown(&self) -> &Picture {
        &self.picture
    }

    /// The picture, rebuilt as far as needed.
    pub fn picture(&mut self, input: &PictureInput) -> Picture {
        let layout = self.layout(input.document, input.stamp, input.map);
        let layout = self.landed(input, (input.stamp, input.map)).unwrap_or(layout);
        let overlay_key = input.overlay.map(|_| input.overlay_revision);
        let key = ((input.stamp, input.map), input.tokens.scheme, input.lod, overlay_key);
        let is_enough = self.picture.window.also == input.also && self.picture.shows(input.visible);
        if self.scene_key != Some(key) || !is_enough {
            let room = input.visible.size();
            let around = Point::new(AROUND * room.width, AROUND * room.height);
            let area = Rect {
                min: input.visible.min.offset(-around.x, -around.y),
                max: input.visible.max.offset(around.x, around.y),
            };
            let window = SceneWindow { area, also: input.also.clone() };
            let scene = self.build(input, &layout, &window, body_of);
            self.picture.window = Arc::new(window);
            self.picture.scene = Arc::new(scene);
            self.scene_key = Some(key);
            self.builds += 1;
        }
        if self.pins_key != Some((key, input.stretch)) {
            let pins = self.build(input, &layout, &SceneWindow::default(), pins_of);
            self.picture.headlines = Arc::new(headlines(&pins, input.stretch));
            self.picture.pins = Arc::new(pins);
            self.pins_key = Some((key, input.stretch));
        }
        Picture { layout, ..self.picture.clone() }
    }

    /// The layout with connections as they run while cards are held; `None` where they run as ever. The scene is made
    /// anew when that changes.
    fn landed(&mut self, input: &PictureInput, key: LayoutKey) -> Option<Arc<MapLayout>> {
        let is_known = |(known, landing, _): &&(LayoutKey, Landing, _)| {
            *known == key && input.landing.as_ref().is_some_and(|wanted| wanted == landing)
        };
        if let Some((_, _, layout)) = self.landed.as_ref().filter(is_known) {
            return layout.clone();
        }
        let had_lines = self.landed.take().is_some_and(|(_, _, layout)| layout.is_some());
        if input.landing.is_none() {
            self.held = None;
        }
        if let Some(landing) = &input.landing {
            let (layout, held, measure) = (&self.picture.layout, &mut self.held, &mut self.measure);
            // What is moved on from cell to cell belongs to one layout.
            if held.as_ref().is_some_and(|(of, _)| !Arc::ptr_eq(of, layout)) {
                *held = None;
            }
            let (_, held) = held.get_or_insert_with(|| (Arc::clone(layout), None));
            let layout = rerouted(input.document, layout, landing, held, measure).map(Arc::new);
            self.landed = Some((key, landing.clone(), layout));
        }
        let layout = self.landed.as_ref().and_then(|(_, _, layout)| layout.clone());
        if had_lines || layout.is_some() {
            self.scene_key = None;
        }
        layout
    }

    fn build(
        &mut self,
        input: &PictureInput,
        layout: &MapLayout,
        window: &SceneWindow,
        scene_of: fn(SceneInput<'_>, Stretch, &mut dyn Measure) -> Scene,
    ) -> Scene {
        let none = KpiOverlay { is_off: true, ..KpiOverlay::default() };
        let what = SceneInput {
            document: input.document,
            layout,
            overlay: input.overlay.unwrap_or(&none),
            tokens: input.tokens,
            lod: input.lod,
            window: Some(window),
        };
        scene_of(what, input.stretch, &mut self.measure)
    }
}

/// Where figures of KPI cards stand in the header: the room their shapes take there.
fn headlines(scene: &Scene, stretch: Stretch) -> Vec<(CardId, Rect)> {
    let mut found: Vec<(CardId, Rect)> = Vec::new();
    for item in scene.layer(Layer::Header) {
        let Some(RecordRef::Card(card)) = item.tag else { continue };
        match found.iter_mut().find(|(c, _)| *c == card) {
            Some((_, rect)) => *rect = rect.union(&item.bounds),
            None => found.push((card, item.bounds)),
        }
    }
    for (_, rect) in &mut found {
        (rect.min.x, rect.max.x) = (rect.min.x / stretch.header, rect.max.x / stretch.header);
    }
    found
}
