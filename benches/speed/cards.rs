//! What KPI cards cost: 500 of them after an import and while one moves through time, and cards split into 900 segments.

use super::{add, blank};
use milepost::base::geom::{Camera, Point};
use milepost::base::ids::IdAlloc;
use milepost::base::time::Day;
use milepost::canvas::{CanvasInput, CanvasView, Emphasis};
use milepost::model::{CardBody, CardForm, CardSplit, Edit, Kpi, LaneKind, Place, RecordRef};
use milepost::session::import_job::ImportRequest;
use milepost::session::jobs::Jobs;
use milepost::session::{CommandSender, NumbersView, Period, Session, SessionEvent};
use milepost::store::{OpenMode, Store};
use milepost::theme::Tokens;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Instant;

/// 500 KPI cards: how long after an import of a million rows they show its figures, and a step through time.
pub(super) fn cards() {
    const STAGES: usize = 10;
    const KPIS: usize = 50;
    let folder = tempfile::tempdir().expect("a folder");
    let mut ids = IdAlloc::seeded(3);
    let mut document = blank(&mut ids);
    let map = *document.maps.keys().next().expect("one map");
    add(&mut document, &mut ids, &Edit::AddLane { map, before: None, kind: LaneKind::Kpi, title: "KPI".to_owned() });
    let lane = *document.lanes.keys().next().expect("one lane");
    let kpis: Vec<Kpi> = (0..KPIS)
        .map(|k| Kpi { metric: format!("metric {k}"), ..Kpi::new(ids.allocate(), format!("metric {k}")) })
        .collect();
    for kpi in &kpis {
        add(&mut document, &mut ids, &Edit::Add(kpi.clone().into()));
    }
    for stage in 0..STAGES {
        let title = format!("Stage {stage}");
        let edit = Edit::AddStage { map, before: None, step_title: title.clone(), title };
        let created = add(&mut document, &mut ids, &edit);
        let [RecordRef::Stage(stage), RecordRef::Step(step)] = created[..] else { panic!("a stage and a step") };
        for kpi in &kpis {
            let body = CardBody::kpi(kpi.id, Place::Stage(stage), false);
            add(&mut document, &mut ids, &Edit::AddCard { lane, step, span: 1, text: String::new(), body });
        }
    }
    let path = folder.path().join("cards.milepost");
    let opened = Store::create(&path, OpenMode::Edit, &document).expect("a new file");
    let mut session = Session::new(opened, path, false, Jobs::default());
    let data = folder.path().join("data.csv");
    let mut text = "date,place,metric,value,n\n".to_owned();
    for day in 0..2_000 {
        for series in 0..STAGES * KPIS {
            let (date, value) = (Day(18_600 + day), (series * 31 + day as usize * 17) % 100);
            let _ = writeln!(text, "{date},Stage {},metric {},{value},7", series % STAGES, series / STAGES);
        }
    }
    std::fs::write(&data, text).expect("room for a file");
    session.start_import(ImportRequest { path: data, ..ImportRequest::default() }).expect("an import");
    let is_there = |session: &mut Session| session.poll().iter().any(|e| matches!(e, SessionEvent::Imported(_)));
    while !is_there(&mut session) {
        std::thread::yield_now();
    }
    // From here on the rows are in the file. What the file keeps for other tools is written while the window shows them.
    let start = Instant::now();
    while !session.has_figures() || session.insights().figures.is_empty() {
        session.poll();
        std::thread::yield_now();
    }
    let figures = start.elapsed().as_secs_f64() * 1e3;
    let mut frames = Frames::new();
    let drawn = frames.draw(&session);
    let known = session.insights().figures.len();
    session.wait();
    println!("{known} KPI cards after an import of 1 M rows: figures {figures:.1} ms, frame {drawn:.1} ms");
    steps_through_time("", &mut session, &mut frames);
    split_cards();
}

/// Moves through time, and says how long a step takes until it is drawn.
fn steps_through_time(of: &str, session: &mut Session, frames: &mut Frames) {
    let moments = session.view().moments(session.insights().data_range);
    let mut times: Vec<f64> = Vec::new();
    for step in moments.iter().rev().take(24) {
        let start = Instant::now();
        session.set_view(NumbersView { moment: Some(step.from), ..session.view().clone() });
        session.wait();
        frames.draw(session);
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let at = |index: usize| times.get(index).copied().unwrap_or_default();
    let (median, most) = (at(times.len() / 2), at(times.len().saturating_sub(1)));
    println!("  a step through time{of}, with its frame: median {median:.1} ms, most {most:.1} ms");
}

/// Five KPI cards by a dimension of 900 values over three years of days: reading and choosing beside the window, and steps
/// through time, which must not depend on the number of segments.
fn split_cards() {
    const CITIES: usize = 900;
    let folder = tempfile::tempdir().expect("a folder");
    let mut ids = IdAlloc::seeded(5);
    let mut document = blank(&mut ids);
    let map = *document.maps.keys().next().expect("one map");
    add(&mut document, &mut ids, &Edit::AddLane { map, before: None, kind: LaneKind::Kpi, title: "KPI".to_owned() });
    let lane = *document.lanes.keys().next().expect("one lane");
    let edit = Edit::AddStage { map, before: None, title: "Stage".to_owned(), step_title: "Step".to_owned() };
    let created = add(&mut document, &mut ids, &edit);
    let [RecordRef::Stage(stage), RecordRef::Step(step)] = created[..] else { panic!("a stage and a step") };
    for k in 0..5 {
        let kpi = Kpi { metric: format!("metric {k}"), ..Kpi::new(ids.allocate(), format!("metric {k}")) };
        let split = CardSplit { dimension: Some("city".to_owned()), top: CardSplit::MOST };
        let body = CardBody::kpi(kpi.id, Place::Stage(stage), false).split_by(split).in_form(CardForm::Lines);
        add(&mut document, &mut ids, &Edit::Add(kpi.into()));
        add(&mut document, &mut ids, &Edit::AddCard { lane, step, span: 1, text: String::new(), body });
    }
    let path = folder.path().join("split.milepost");
    let opened = Store::create(&path, OpenMode::Edit, &document).expect("a new file");
    let mut session = Session::new(opened, path, false, Jobs::default());
    let data = folder.path().join("data.csv");
    let mut text = "date,place,metric,value,n,city\n".to_owned();
    for day in (0..3 * 365).step_by(7) {
        for series in 0..5 * CITIES {
            let (metric, city) = (series % 5, series / 5);
            let (date, value) = (Day(18_600 + day), (series * 31 + day as usize * 17) % 100);
            let _ = writeln!(text, "{date},Stage,metric {metric},{value},{},city {city}", 1 + city % 40);
        }
    }
    std::fs::write(&data, text).expect("room for a file");
    // So many values are no segments unless somebody says so.
    let mapping = r#"{"shape": "long", "date": {"column": "date"}, "place": {"column": "place"},
        "metric": {"column": "metric"}, "value": {"column": "value"}, "n": {"column": "n"}, "segments": ["city"]}"#;
    let request = ImportRequest { path: data, mapping: Some(mapping.to_owned()), ..ImportRequest::default() };
    session.start_import(request).expect("an import");
    session.wait();
    let mut frames = Frames::new();
    frames.draw(&session);
    let segments = session.insights().splits.values().flat_map(BTreeMap::values).map(|split| split.segments.len());
    let segments = segments.sum::<usize>();
    assert!(segments > 0, "the bench's own file has segments");
    println!("{segments} segments drawn of 5 cards of {CITIES}:");
    let start = Instant::now();
    session.set_view(NumbersView { period: Period::AllData, ..session.view().clone() });
    let on_window = start.elapsed().as_secs_f64() * 1e3;
    session.wait();
    let all = start.elapsed().as_secs_f64() * 1e3;
    println!("  another period: {on_window:.1} ms of the window, chosen after {all:.1} ms");
    steps_through_time(" of such cards", &mut session, &mut frames);
}

/// A window of 1600x1000 that shows the map as it would.
struct Frames {
    context: egui::Context,
    canvas: CanvasView,
}

impl Frames {
    fn new() -> Self {
        let context = egui::Context::default();
        context.set_fonts(milepost::layout::measure::definitions(milepost::theme::fonts::BUNDLED));
        Self { context, canvas: CanvasView::new() }
    }

    /// Draws a frame, with everything on the map in view; the time it took in milliseconds.
    fn draw(&mut self, session: &Session) -> f64 {
        let (tokens, sender) = (Tokens::light(), CommandSender::default());
        let map = session.map().expect("one map");
        self.canvas.set_camera(map, Camera { origin: Point::new(0.0, 0.0), zoom: 0.28 });
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1600.0, 1000.0));
        let input = egui::RawInput { screen_rect: Some(screen), ..egui::RawInput::default() };
        let (overlay, overlay_revision) = session.overlay();
        let start = Instant::now();
        let mut output = self.context.run_ui(input, |ui| {
            let input = CanvasInput {
                session,
                tokens: &tokens,
                overlay: Some(overlay),
                overlay_revision,
                insights: None,
                sender: &sender,
                emphasis: Emphasis::default(),
            };
            self.canvas.show_ui(ui, &input);
        });
        let meshes = self.context.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        std::hint::black_box(meshes);
        output.drop_without_applying_deltas();
        start.elapsed().as_secs_f64() * 1e3
    }
}
