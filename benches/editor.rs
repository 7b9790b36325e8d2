//! Drawing and editing maps of 100, 1,000 and 10,000 cards: user interface and tessellation of a frame while panning
//! at several zooms, zooming, dragging one card, one with 50 lines, and 500, a keystroke, undo of a move of 500 cards, and the first
//! frame. Prints figures, the cost per card, and the ratio to the same map drawn whole; asserts nothing.
//!
//! ```sh
//! cargo bench --bench editor
//! ```

use milepost::base::geom::{Camera, Point};
use milepost::base::ids::{CardId, IdAlloc, LaneId, MapId, StepId};
use milepost::base::time::{Day, Grain};
use milepost::canvas::{CanvasInput, CanvasView, Emphasis};
use milepost::layout::{FontMeasure, map_layout};
use milepost::model::edit::{CardMove, Verb};
use milepost::model::{
    Card, CardBody, CardMarks, Channel, Connection, ConnectionLook, Document, Edit, EditLabel, JourneyMap, Kpi, Lane,
    LaneKind, Place, RecordRef, Severity, Stage, Step, TableKind,
};
use milepost::scene::overlay_kpi::{KpiFigure, KpiOverlay, TrendPoint};
use milepost::scene::{Lod, SceneInput, scene_of};
use milepost::session::{AppCommand, CommandSender, Session};
use milepost::theme::Tokens;
use std::sync::Arc;
use std::time::Instant;

/// A map of about `cards` cards of all kinds.
struct Sizes {
    stages: u32,
    steps_per_stage: u32,
    lanes: usize,
    stacked: u32,
    kpis: usize,
    connections: usize,
}

const MAPS: [(&str, Sizes); 3] = [
    ("100", Sizes { stages: 3, steps_per_stage: 4, lanes: 9, stacked: 1, kpis: 5, connections: 10 }),
    ("1,000", Sizes { stages: 10, steps_per_stage: 5, lanes: 20, stacked: 1, kpis: 50, connections: 100 }),
    ("10,000", Sizes { stages: 40, steps_per_stage: 5, lanes: 25, stacked: 2, kpis: 500, connections: 1_000 }),
];

/// Zooms at which many cards are seen with words rather than bars, percent.
const SMALL_ZOOMS: [u16; 4] = [36, 42, 47, 58];

const KINDS: [LaneKind; 8] = [
    LaneKind::Touchpoint,
    LaneKind::Text,
    LaneKind::Quote,
    LaneKind::Kpi,
    LaneKind::PainPoint,
    LaneKind::Opportunity,
    LaneKind::Process,
    LaneKind::Curve,
];

const TEXTS: [&str; 4] = [
    "Compare the plans and ask for a trial",
    "Waits for the confirmation mail",
    "Why do I have to type this twice?",
    "Calls support after the second reminder and hangs up",
];

fn body(kind: LaneKind, k: u32) -> CardBody {
    let channel = Channel::EVERY[k as usize % Channel::EVERY.len()];
    match kind {
        LaneKind::Touchpoint => CardBody::Touchpoint { channel, is_moment_of_truth: k.is_multiple_of(9) },
        LaneKind::Quote => CardBody::Quote { attribution: "survey, 2 / 5".to_owned() },
        LaneKind::PainPoint => CardBody::PainPoint { severity: Severity::High, owner: String::new(), kpi: None },
        LaneKind::Opportunity => CardBody::Opportunity { value: Some(7), effort: Some(3) },
        LaneKind::Curve => CardBody::Curve { value: f64::from(k % 40) / 10.0 - 2.0 },
        _ => CardBody::Text,
    }
}

fn kpi(ids: &mut IdAlloc, k: usize) -> Kpi {
    Kpi {
        metric: format!("kpi_{k}"),
        scale: Some((1.0, 5.0)),
        target: Some(4.0),
        ..Kpi::new(ids.allocate(), format!("KPI {k}"))
    }
}

fn figure() -> KpiFigure {
    let points = (0..100_u8).map(|i| TrendPoint {
        start: Day(19_358 + i32::from(i)),
        value: 3.0 + f64::from(i % 17) / 10.0,
        interval: Some((2.8, 4.9)),
        is_in_progress: false,
    });
    KpiFigure {
        value_text: "4.3 / 5".to_owned(),
        n_text: "n 214".to_owned(),
        points: points.collect(),
        grain: Some(Grain::Day),
        ..KpiFigure::default()
    }
}

fn map(sizes: &Sizes) -> (Document, KpiOverlay) {
    let mut ids = IdAlloc::seeded(2);
    let mut document = Document::default();
    let map = JourneyMap::new(ids.allocate::<MapId>(), "Bench");
    let mut steps: Vec<StepId> = Vec::new();
    for s in 0..sizes.stages {
        let stage = Stage {
            id: ids.allocate(),
            map: map.id,
            title: format!("Stage {s}"),
            question: "Where do they drop off?".to_owned(),
            tint: u8::try_from(s % 8).expect("small"),
            linked_map: None,
            rank: f64::from(s),
        };
        for k in 0..sizes.steps_per_stage {
            let step = Step { id: ids.allocate(), stage: stage.id, title: format!("Step {k}"), rank: f64::from(k) };
            steps.push(step.id);
            document.steps.insert(step.id, Arc::new(step));
        }
        document.stages.insert(stage.id, Arc::new(stage));
    }
    let mut overlay = KpiOverlay::default();
    let mut all: Vec<CardId> = Vec::new();
    let mut kpis_left = sizes.kpis;
    for l in 0..sizes.lanes {
        let kind = KINDS[l % KINDS.len()];
        let lane = Lane {
            id: ids.allocate::<LaneId>(),
            map: map.id,
            kind,
            title: format!("Lane {l}"),
            height: None,
            is_collapsed: false,
            is_hidden: false,
            points: milepost::model::CurvePoints::default(),
            rank: f64::from(u32::try_from(l).expect("few")),
        };
        for (s, step) in steps.iter().enumerate() {
            for k in 0..sizes.stacked {
                let number = u32::try_from(s).expect("few") * sizes.stacked + k;
                let body = if kind == LaneKind::Kpi && kpis_left > 0 {
                    kpis_left -= 1;
                    let kpi = kpi(&mut ids, kpis_left);
                    let place = Place::Step(*step);
                    overlay.cards.insert((kpi.id, place), figure());
                    let body = CardBody::kpi(kpi.id, place, false);
                    document.kpis.insert(kpi.id, Arc::new(kpi));
                    body
                } else {
                    body(kind, number)
                };
                let text = if matches!(body, CardBody::Kpi { .. }) { "" } else { TEXTS[number as usize % TEXTS.len()] };
                let card = Card {
                    id: ids.allocate(),
                    lane: lane.id,
                    step: *step,
                    span: 1,
                    rank: f64::from(k),
                    text: text.to_owned(),
                    body,
                    marks: CardMarks::default(),
                };
                all.push(card.id);
                document.cards.insert(card.id, Arc::new(card));
            }
        }
        document.lanes.insert(lane.id, Arc::new(lane));
    }
    for c in 0..sizes.connections {
        let (from, to) = (all[c * 7 % all.len()], all[(c * 7 + 3 + c % 40) % all.len()]);
        if from != to {
            let connection =
                Connection { id: ids.allocate(), from, to, label: String::new(), look: ConnectionLook::default() };
            document.connections.insert(connection.id, Arc::new(connection));
        }
    }
    document.maps.insert(map.id, Arc::new(map));
    (document, overlay)
}

/// The canvas in a window of 1600x1000 that nobody sees.
struct Window {
    context: egui::Context,
    canvas: CanvasView,
    session: Session,
    overlay: KpiOverlay,
    sender: CommandSender,
    tokens: Tokens,
}

impl Window {
    fn new(document: Document, overlay: KpiOverlay) -> Self {
        let context = egui::Context::default();
        context.set_fonts(milepost::layout::measure::definitions(milepost::theme::fonts::BUNDLED));
        let (sender, tokens) = (CommandSender::default(), Tokens::light());
        Self { context, canvas: CanvasView::new(), session: Session::in_memory(document, 3), overlay, sender, tokens }
    }

    /// One frame with these events, in milliseconds: everything from input to triangles, commands included.
    fn frame(&mut self, events: Vec<egui::Event>) -> f64 {
        self.frame_of_size(egui::vec2(1600.0, 1000.0), events)
    }

    fn frame_of_size(&mut self, size: egui::Vec2, events: Vec<egui::Event>) -> f64 {
        let screen_rect = Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size));
        let input = egui::RawInput { screen_rect, events, focused: true, ..egui::RawInput::default() };
        let (session, canvas, overlay) = (&self.session, &mut self.canvas, &self.overlay);
        let (tokens, sender) = (&self.tokens, &self.sender);
        let start = Instant::now();
        let mut output = self.context.run_ui(input, |ui| {
            let overlay = Some(overlay);
            let emphasis = Emphasis::default();
            let input = CanvasInput { session, tokens, overlay, overlay_revision: 1, insights: None, sender, emphasis };
            canvas.show_ui(ui, &input);
        });
        let meshes = self.context.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        for command in self.sender.take() {
            match command {
                AppCommand::Edit { edit, merge, .. } => {
                    self.session.edit(&edit, merge).expect("the bench's own edit");
                }
                AppCommand::Select(records) => self.session.select(records),
                _ => {}
            }
        }
        let elapsed = start.elapsed().as_secs_f64() * 1e3;
        std::hint::black_box(meshes);
        output.drop_without_applying_deltas();
        elapsed
    }

    fn look(&mut self, zoom: f64, x: f64, y: f64) {
        let map = self.session.map().expect("one map");
        self.canvas.set_camera(map, Camera { origin: Point::new(x, y), zoom });
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

fn at(x: f32, y: f32) -> egui::Pos2 {
    egui::pos2(x, y)
}

fn button(pos: egui::Pos2, pressed: bool) -> egui::Event {
    egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: egui::Modifiers::default(),
    }
}

/// A point of the window where a touchpoint card stands at 100 %.
fn on_a_card(window: &Window) -> (CardId, egui::Pos2) {
    let document = window.session.document();
    let map = window.session.map().expect("one map");
    let lane = document.lanes_of(map)[0].id;
    let columns = document.columns_of(map);
    let card = columns.iter().skip(1).flat_map(|step| document.cards_in(lane, step.id)).next().expect("a card").id;
    let rect = window.canvas.card_rect(card).expect("the card is in the picture");
    (card, rect.center())
}

/// Milliseconds of frames while a selection is dragged over the map: the middle one and the worst.
fn drag(window: &mut Window, selection: Vec<RecordRef>) -> (f64, f64) {
    window.look(1.0, 0.0, 0.0);
    window.frame(Vec::new());
    window.session.select(selection);
    let (_, start) = on_a_card(window);
    window.frame(vec![egui::Event::PointerMoved(start)]);
    window.frame(vec![button(start, true)]);
    let mut times = Vec::new();
    for k in 1..=40_u8 {
        let pos = start + egui::vec2(f32::from(k) * 14.0, f32::from(k % 20) * 12.0);
        times.push(window.frame(vec![egui::Event::PointerMoved(pos)]));
    }
    let end = at(start.x + 560.0, start.y);
    let revision = window.session.revision();
    window.frame(vec![egui::Event::PointerMoved(end), button(end, false)]);
    window.frame(Vec::new());
    assert!(window.session.revision() > revision, "the drag moved something");
    let worst = times.iter().copied().fold(0.0, f64::max);
    (median(times), worst)
}

/// Connects a card with fifty others, or with all there are; how many.
fn connect(window: &mut Window, card: CardId) -> usize {
    let others = many(window).into_iter().filter_map(|record| match record {
        RecordRef::Card(other) if other != card => Some(other),
        _ => None,
    });
    let edits: Vec<Edit> = others.take(50).map(|to| Edit::Connect { from: card, to }).collect();
    let count = edits.len();
    let label = EditLabel { verb: Verb::Add, noun: TableKind::Connection, count };
    window.session.edit(&Edit::Batch { label, edits }, None).expect("the connections");
    count
}

/// Half a thousand cards (or all there are) that a drag may take along.
fn many(window: &Window) -> Vec<RecordRef> {
    let document = window.session.document();
    let (first, _) = on_a_card(window);
    let standing = document.cards.values().filter(|c| !matches!(c.body, CardBody::Curve { .. } | CardBody::Kpi { .. }));
    std::iter::once(first).chain(standing.map(|c| c.id).filter(|id| *id != first)).take(500).map(Into::into).collect()
}

fn memory_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
}

fn main() {
    let chosen: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    for (name, sizes) in &MAPS {
        if chosen.is_empty() || chosen.iter().any(|c| c == &name.replace(',', "")) {
            measure(name, sizes);
        }
    }
}

/// Milliseconds of a layout and of a scene when every text is known already.
fn making(document: &Document, overlay: &KpiOverlay) -> (f64, f64) {
    let mut measure = FontMeasure::new(milepost::theme::fonts::BUNDLED);
    let (map, tokens) = (*document.maps.keys().next().expect("one map"), Tokens::light());
    let mut times = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let start = Instant::now();
        let layout = map_layout(document, map, &mut measure, &milepost::layout::Sizes::default());
        times.0.push(start.elapsed().as_secs_f64() * 1e3);
        let input =
            SceneInput { document, layout: &layout, overlay, tokens: &tokens, lod: Lod::of_zoom(1.0), window: None };
        let start = Instant::now();
        std::hint::black_box(scene_of(input, &mut measure));
        times.1.push(start.elapsed().as_secs_f64() * 1e3);
    }
    (median(times.0), median(times.1))
}

fn measure(name: &str, sizes: &Sizes) {
    let before = memory_mb();
    let (document, overlay) = map(sizes);
    let (layout_ms, scene_ms) = making(&document, &overlay);
    let cards = document.cards.len();
    let mut window = Window::new(document, overlay);
    window.look(1.0, 0.0, 0.0);
    let first = window.frame(Vec::new());
    let size = window.canvas.map_size();
    let layout_width = size.width;

    let pan = |window: &mut Window, zoom: f64| {
        let step = (layout_width - 1600.0 / zoom).max(0.0) / 60.0;
        let frames = (0..60_u32).map(|k| {
            window.look(zoom, f64::from(k) * step, f64::from(k % 30) * 8.0);
            window.frame(Vec::new())
        });
        median(frames.skip(3).collect())
    };
    let panning = pan(&mut window, 1.0);
    // From further away cards show words yet, shortened or larger than they are: the most words that are seen at once.
    let panning_small = SMALL_ZOOMS.map(|percent| (percent, pan(&mut window, f64::from(percent) / 100.0)));
    window.look(1600.0 / layout_width.max(1.0), 0.0, 0.0);
    let far_first = window.frame(Vec::new());
    let whole = pan(&mut window, 1600.0 / layout_width.max(1.0));
    // A window as large as the map: the level of detail of 100 %, and nothing is left out.
    let unculled = median(
        (0..8)
            .map(|_| {
                window.look(1.0, 0.0, 0.0);
                window.frame_of_size(egui::vec2(size.width as f32, size.height as f32), Vec::new())
            })
            .skip(2)
            .collect(),
    );

    let zooms: Vec<f64> = (0..60_u32)
        .map(|k| {
            window.look(0.25 * 1.04_f64.powi(i32::try_from(k).expect("few")), 400.0, 100.0);
            window.frame(Vec::new())
        })
        .collect();
    let worst_zoom = zooms.iter().copied().fold(0.0, f64::max);
    let zooming = median(zooms);

    window.look(1.0, 0.0, 0.0);
    window.frame(Vec::new());
    let (card, pos) = on_a_card(&window);
    let (dragging, _) = drag(&mut window, vec![card.into()]);
    let selection = many(&window);
    let moved = selection.len();
    let (dragging_many, _) = drag(&mut window, selection.clone());
    window.look(1.0, 0.0, 0.0);
    window.frame(Vec::new());
    let (with_lines, _) = on_a_card(&window);
    let lines = connect(&mut window, with_lines);
    let (dragging_lines, worst_lines) = drag(&mut window, vec![with_lines.into()]);

    // A keystroke in a card: the frame that takes the key and shows the new words.
    window.look(1.0, 0.0, 0.0);
    window.frame(Vec::new());
    window.session.select(vec![card.into()]);
    window.canvas.begin_text_edit(card.into(), None);
    window.frame(vec![egui::Event::PointerMoved(pos)]);
    window.frame(Vec::new());
    let keys = (0..20).map(|_| window.frame(vec![egui::Event::Text("e".to_owned())])).collect();
    let keystroke = median(keys);
    window.canvas.cancel();

    // Undo of a move of many cards to another lane.
    let document = window.session.document();
    let map = window.session.map().expect("one map");
    let lane = document.lanes_of(map)[1].id;
    let moves: Vec<CardMove> = selection
        .iter()
        .filter_map(|r| match r {
            RecordRef::Card(id) => document.cards.get(id),
            _ => None,
        })
        .map(|c| CardMove { card: c.id, lane, step: c.step, before: None })
        .collect();
    let start = Instant::now();
    window.session.edit(&Edit::MoveCards(moves), None).expect("a move");
    let moving = start.elapsed().as_secs_f64() * 1e3 + window.frame(Vec::new());
    let start = Instant::now();
    assert!(window.session.undo());
    let undo = start.elapsed().as_secs_f64() * 1e3 + window.frame(Vec::new());

    let per_card = |ms: f64| ms * 1e3 / f64::from(u32::try_from(cards).expect("few"));
    println!("{name} cards ({cards} of all kinds, {} KPIs, {} connections):", sizes.kpis, sizes.connections);
    println!("  layout {layout_ms:.1} ms, scene {scene_ms:.1} ms, texts known");
    println!(
        "  first frame {first:.1} ms ({:.2} µs a card); the whole map from far {far_first:.1} ms",
        per_card(first)
    );
    println!(
        "  panning at 100 % {panning:.2} ms, over the whole map {whole:.2} ms; everything painted {unculled:.2} ms,"
    );
    println!("    culled against that {:.3}", panning / unculled);
    let small = panning_small.map(|(percent, ms)| format!("{ms:.2} ms at {percent} %"));
    println!("  panning over many small words: {}", small.join(", "));
    println!("  zooming {zooming:.2} ms, worst frame {worst_zoom:.1} ms");
    println!(
        "  dragging one card {dragging:.2} ms ({:.2} µs a card), {moved} cards {dragging_many:.2} ms",
        per_card(dragging)
    );
    println!("  dragging one card with {lines} lines {dragging_lines:.2} ms, worst frame {worst_lines:.1} ms");
    println!("  keystroke {keystroke:.2} ms, moving {moved} cards {moving:.1} ms, its undo {undo:.1} ms");
    println!("  memory {:.0} MB more than before", memory_mb() - before);
}
