//! Reading and drawing: 40 KPIs over millions of rows, opening that file, working out what files of thousands of metrics
//! change, a frame of a map of 1,000 cards with 100 sparklines, culled (100 %) beside the whole map (fitted), figures of
//! segments, and 500 KPI cards after an import and while one moves through time, and such steps with cards split into 900
//! segments. Prints figures and ratios, asserts nothing.
//!
//! ```sh
//! cargo bench --bench speed                  # everything; a word chooses a part, as in: … -- figures
//! pip install duckdb                         # for `figures` beside DuckDB; PYTHON says which python3
//! ```

use milepost::base::geom::{Camera, Point};
use milepost::base::ids::{IdAlloc, SourceId};
use milepost::base::progress::Progress;
use milepost::base::time::{Day, DayRange, Grain, UtcMillis};
use milepost::canvas::{CanvasInput, CanvasView, Emphasis};
use milepost::metrics::{self as metrics_of, KpiDays};
use milepost::model::bulk::{BucketQuery, BulkData, ObservationTable, SeriesKey};
use milepost::model::edit::plan;
use milepost::model::observation::Cuts;
use milepost::model::{
    CardBody, Channel, Diff, Document, Edit, JourneyMap, Kpi, KpiKind, LaneKind, Link, Place, RecordRef, Segments,
    Source, SourceState,
};
use milepost::scene::overlay_kpi::{KpiFigure, KpiOverlay, TrendPoint};
use milepost::session::import_job::{Booking, ImportRequest, read_file};
use milepost::session::{CommandSender, Session};
use milepost::store::{BulkLoad, DaysToKeep, Derived, OpenMode, Store};
use milepost::theme::Tokens;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

#[path = "speed/cards.rs"]
mod cards;

const ROWS: usize = 5_000_000;
const METRICS: usize = 16;
const PLACES: usize = 20;
const SEGMENTS: usize = 20;

/// Sources of so many rows make a file of about a gigabyte.
const LARGE_SOURCES: usize = 36;

fn main() {
    // `cargo bench` passes options of its own; a word among them chooses one part.
    let chosen: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    for (name, part) in [
        ("reading", reading as fn()),
        ("large", large),
        ("metrics", metrics),
        ("drawing", drawing),
        ("figures", figures),
        ("cards", cards::cards),
    ] {
        if chosen.is_empty() || chosen.iter().any(|c| c == name) {
            part();
        }
    }
}

/// Median and minimum of several runs, in milliseconds.
fn timed(runs: usize, mut work: impl FnMut()) -> (f64, f64) {
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[runs / 2], times[0])
}

fn add(document: &mut Document, ids: &mut IdAlloc, edit: &Edit) -> Vec<RecordRef> {
    let plan = plan(document, edit, ids).expect("the bench's own edit");
    plan.diff.apply(document);
    plan.created
}

fn blank(ids: &mut IdAlloc) -> Document {
    let mut document = Document::default();
    let map = JourneyMap::new(ids.allocate(), "Bench");
    add(&mut document, ids, &Edit::Add(map.into()));
    document
}

fn observations() -> ObservationTable {
    let mut table = ObservationTable { segments: vec!["segment".to_owned()], ..ObservationTable::default() };
    for metric in 0..METRICS {
        for place in 0..PLACES {
            for segment in 0..SEGMENTS {
                let (metric, place) = (format!("Metric {metric}"), format!("Place {place}"));
                table.series.push(SeriesKey { metric, place, segments: vec![format!("segment {segment}")] });
            }
        }
    }
    let mut noise = 88_172_645_463_325_252_u64;
    for row in 0..ROWS {
        noise ^= noise << 13;
        noise ^= noise >> 7;
        noise ^= noise << 17;
        let series = row % table.series.len();
        table.series_of_row.push(u32::try_from(series).expect("few series"));
        table.day.push(Day(19_358 + i32::try_from(row / table.series.len()).expect("few days")));
        table.value.push(f64::from(u32::try_from(noise % 10_000).expect("small")) / 100.0);
        table.n.push(f64::from(u32::try_from(1 + (noise >> 32) % 500).expect("small")));
    }
    table
}

fn source(ids: &mut IdAlloc, document: &Document, name: &str) -> Source {
    let map = *document.maps.keys().next().expect("one map");
    Source {
        id: ids.allocate(),
        name: name.to_owned(),
        path: String::new(),
        hash: String::new(),
        mapping: "{}".to_owned(),
        imported_at: milepost::base::time::UtcMillis(0),
        rows_read: ROWS as u64,
        rows_accepted: ROWS as u64,
        rows_rejected: 0,
        first_day: None,
        last_day: None,
        state: SourceState::Active,
        places: BTreeMap::from([(String::new(), Place::Map(map))]),
        link: Link::default(),
        continues: None,
    }
}

fn load(store: &Store, document: &Document, source: Source) {
    load_rows(store, document, source, observations());
}

fn load_rows(store: &Store, document: &Document, source: Source, observations: ObservationTable) {
    let id = source.id;
    let mut diff = Diff::default();
    diff.sources.put(&document.sources, source);
    let data = BulkData { observations, ..BulkData::default() };
    let finish = Box::new(|_: &milepost::store::BulkView<'_>| Ok(Derived::default()));
    store
        .import(BulkLoad { loads: vec![(id, data)], keeps_salt: false, diff, finish, progress: Progress::default() })
        .expect("an import");
}

/// 40 KPIs, each at one place, over the rows of some sources.
fn forty(sources: &[SourceId]) -> Vec<BucketQuery> {
    (0..40)
        .map(|k| BucketQuery {
            metric: format!("Metric {}", k % METRICS),
            parts: sources.iter().map(|source| (*source, vec![format!("Place {}", k % PLACES)])).collect(),
            cuts: Cuts { low: 7.0, high: 9.0 },
            range: DayRange::EVER,
            segments: Segments::default(),
            counting: milepost::model::bulk::Counting::default(),
        })
        .collect()
}

fn reading() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bench.milepost");
    let mut ids = IdAlloc::seeded(1);
    let document = blank(&mut ids);
    let opened = Store::create(&path, OpenMode::Batch, &document).expect("a new file");
    let source = source(&mut ids, &document, "bench.csv");
    let sources = [source.id];
    let start = Instant::now();
    load(&opened.store, &document, source);
    let seconds = start.elapsed().as_secs_f64();
    opened.store.close().expect("closed");
    let size = std::fs::metadata(&path).expect("a file").len();
    println!(
        "write {ROWS} rows: {:.2} M rows/s, {:.2} bytes a row; then",
        ROWS as f64 / seconds / 1e6,
        size as f64 / ROWS as f64
    );

    let queries = forty(&sources);
    let (median, least) = timed(9, || {
        let opened = Store::open(&path, OpenMode::ReadOnly).expect("open");
        drop(opened);
    });
    println!("  open that file: median {median:.2} ms, least {least:.2} ms");
    days_of("40 KPIs over all segments", 9, &path, &queries);
    println!("  days of 40 KPIs encoded and written: {:.1} ms", keep(&path, &queries));
    days_of("40 KPIs over all segments, days kept in the file", 9, &path, &queries);
}

/// Times opening a file for reading and the days of some queries.
fn days_of(name: &str, runs: usize, path: &Path, queries: &[BucketQuery]) {
    let (median, least) = timed(runs, || {
        let opened = Store::open(path, OpenMode::ReadOnly).expect("open");
        let days = opened.store.reader().and_then(|reader| reader.day_buckets(queries)).expect("days");
        std::hint::black_box((opened.document, days));
    });
    println!("  open, and the days of {name}: median {median:.2} ms, least {least:.2} ms");
}

/// Has a file keep the days of some queries, as an import does; the time it takes beside counting them.
fn keep(path: &Path, queries: &[BucketQuery]) -> f64 {
    let store = Store::open(path, OpenMode::Batch).expect("open").store;
    let answers = store.reader().and_then(|reader| reader.days(queries)).expect("days");
    let start = Instant::now();
    store.keep_days(DaysToKeep::of(&answers)).expect("kept");
    let time = start.elapsed().as_secs_f64() * 1e3;
    store.close().expect("closed");
    time
}

/// A file of a gigabyte: opening it, and what its first full frame needs.
fn large() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.milepost");
    let mut ids = IdAlloc::seeded(1);
    let (document, _) = map_of_cards();
    let opened = Store::create(&path, OpenMode::Batch, &document).expect("a new file");
    let sources: Vec<SourceId> = (0..LARGE_SOURCES)
        .map(|k| {
            let source = source(&mut ids, &document, &format!("bench {k}.csv"));
            let id = source.id;
            load(&opened.store, &document, source);
            id
        })
        .collect();
    opened.store.close().expect("closed");
    let size = std::fs::metadata(&path).expect("a file").len();
    let cards = document.cards.len();
    println!("a file of {:.2} GB, {} M rows, {cards} cards:", size as f64 / 1e9, ROWS * LARGE_SOURCES / 1_000_000);
    let (median, least) = timed(9, || drop(Store::open(&path, OpenMode::Edit).expect("open")));
    println!("  open for editing and close: median {median:.2} ms, least {least:.2} ms");
    for (name, sources) in [("40 KPIs over one source", &sources[..1]), ("40 KPIs over every source", &sources[..])] {
        let queries = forty(sources);
        days_of(&format!("{name}, counted"), 5, &path, &queries);
        println!("  days of {name} encoded and written: {:.1} ms", keep(&path, &queries));
        days_of(&format!("{name}, kept in the file"), 9, &path, &queries);
    }
}

/// 1,000 cards on 50 steps, 100 of them KPI cards with sparklines.
/// What files with a metric in each of many columns change: twice the columns may take twice the time.
fn metrics() {
    let folder = tempfile::tempdir().expect("a folder");
    for columns in [4_000, 8_000, 16_000] {
        let path = folder.path().join("metrics.csv");
        let names: String = (0..columns).map(|column| format!(",metric {column}")).collect();
        let rows: String = (1..4).map(|day| format!("\n2024-01-0{day},Desk{}", ",4".repeat(columns))).collect();
        std::fs::write(&path, format!("date,place{names}{rows}\n")).expect("room for a file");
        let mut ids = IdAlloc::seeded(7);
        let document = blank(&mut ids);
        let map = *document.maps.keys().next().expect("a map");
        let request = ImportRequest { path, ..ImportRequest::default() };
        let read = read_file(&request, &document, map, &Progress::default()).expect("the bench's own file");
        let (median, least) = timed(5, || {
            let booking = Booking::work_out(&document, map, &read, &request, UtcMillis(0), &mut ids);
            assert!(booking.is_ok_and(|booking| booking.diff().kpis.0.len() == columns));
        });
        println!("{columns} metrics: worked out in {median:.1} ms (least {least:.1})");
    }
}

fn map_of_cards() -> (Document, KpiOverlay) {
    let mut ids = IdAlloc::seeded(2);
    let mut document = blank(&mut ids);
    let map = *document.maps.keys().next().expect("one map");
    let mut steps = Vec::new();
    for stage in 0..10 {
        let title = format!("Stage {stage}");
        let edit = Edit::AddStage { map, before: None, title, step_title: "First step".to_owned() };
        let created = add(&mut document, &mut ids, &edit);
        let [RecordRef::Stage(stage), RecordRef::Step(first)] = created[..] else { panic!("a stage and a step") };
        steps.push(first);
        for step in 1..5 {
            let edit = Edit::AddStep { stage, before: None, title: format!("Step {step}") };
            steps.extend(add(&mut document, &mut ids, &edit).iter().filter_map(|r| match r {
                RecordRef::Step(step) => Some(*step),
                _ => None,
            }));
        }
    }
    let mut lane = |document: &mut Document, kind| {
        let edit = Edit::AddLane { map, before: None, kind, title: format!("{kind:?}") };
        match add(document, &mut ids, &edit)[..] {
            [RecordRef::Lane(lane)] => lane,
            _ => panic!("a lane"),
        }
    };
    let lanes: Vec<_> =
        (0..18).map(|k| lane(&mut document, if k % 2 == 0 { LaneKind::Touchpoint } else { LaneKind::Text })).collect();
    let kpis = lane(&mut document, LaneKind::Kpi);
    for lane in lanes {
        for step in &steps {
            let body = CardBody::Touchpoint { channel: Channel::Web, is_moment_of_truth: false };
            let text = "Compare the plans and ask for a trial".to_owned();
            add(&mut document, &mut ids, &Edit::AddCard { lane, step: *step, span: 1, text, body });
        }
    }
    let mut overlay = KpiOverlay::default();
    for (k, step) in steps.iter().cycle().take(100).enumerate() {
        let kpi = Kpi {
            metric: format!("kpi_{k}"),
            scale: Some((1.0, 5.0)),
            target: Some(4.0),
            ..Kpi::new(ids.allocate(), format!("KPI {k}"))
        };
        let (id, place) = (kpi.id, Place::Step(*step));
        add(&mut document, &mut ids, &Edit::Add(kpi.into()));
        let body = CardBody::kpi(id, place, false);
        add(&mut document, &mut ids, &Edit::AddCard { lane: kpis, step: *step, span: 1, text: String::new(), body });
        let points = (0..100_u8).map(|i| TrendPoint {
            start: Day(19_358 + i32::from(i)),
            value: 3.0 + f64::from(i % 17) / 10.0,
            interval: Some((2.8, 4.9)),
            is_in_progress: false,
        });
        let figure = KpiFigure {
            value_text: "4.3 / 5".to_owned(),
            n_text: "n 214".to_owned(),
            points: points.collect(),
            grain: Some(Grain::Day),
            ..KpiFigure::default()
        };
        overlay.cards.insert((id, place), figure);
    }
    (document, overlay)
}

/// 40 metrics of 12 countries and 19 plans on each day of three years: 10 million observations.
fn by_segment() -> ObservationTable {
    let mut table = ObservationTable { segments: vec!["country".to_owned(), "plan".to_owned()], ..Default::default() };
    for metric in 0..40 {
        for segment in 0..12 * 19 {
            let segments = vec![format!("country {}", segment % 12), format!("plan {}", segment / 12)];
            table.series.push(SeriesKey { metric: format!("Metric {metric}"), place: "Place 0".to_owned(), segments });
        }
    }
    for day in 0..3 * 365 {
        for series in 0..u32::try_from(table.series.len()).expect("few series") {
            let noise = u64::from(series).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (day as u64).wrapping_mul(0xBF58_476D);
            table.series_of_row.push(series);
            table.day.push(Day(19_358 + day));
            table.value.push(((noise >> 20) % 10_000) as f64 / 100.0);
            table.n.push((1 + (noise >> 40) % 500) as f64);
        }
    }
    table
}

/// Values and monthly trends of 40 KPIs over three years of days out of 10 million observations: of all segments
/// together, and of any set of segments; beside DuckDB, which groups the same rows by metric and day.
fn figures() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("segments.milepost");
    let mut ids = IdAlloc::seeded(1);
    let document = blank(&mut ids);
    let opened = Store::create(&path, OpenMode::Batch, &document).expect("a new file");
    let source = source(&mut ids, &document, "segments.csv");
    let id = source.id;
    let table = by_segment();
    let rows = table.day.len();
    load_rows(&opened.store, &document, source, table);
    opened.store.close().expect("closed");
    let one = |metric: usize, segments: &Segments| BucketQuery {
        metric: format!("Metric {metric}"),
        parts: vec![(id, vec!["Place 0".to_owned()])],
        segments: segments.clone(),
        ..forty(&[id]).swap_remove(0)
    };
    let queries = |segments: &Segments| (0..40).map(|metric| one(metric, segments)).collect::<Vec<_>>();
    let kpi = Kpi { kind: KpiKind::Mean, ..Kpi::new(ids.allocate(), "Mean") };
    let all = queries(&Segments::default());
    keep(&path, &all);
    let some = [("country", "country 3"), ("country", "country 7"), ("plan", "plan 2"), ("plan", "plan 11")];
    println!("values and monthly trends of 40 KPIs, three years of days, {:.1} M observations:", rows as f64 / 1e6);
    let store = Store::open(&path, OpenMode::ReadOnly).expect("open").store;
    let reader = store.reader().expect("a reader");
    for (name, queries) in [
        ("all segments together, from days the file keeps", all),
        ("2 of 12 countries", queries(&some[..2].iter().copied().collect())),
        ("2 of 12 countries, 2 of 19 plans", queries(&some.iter().copied().collect())),
    ] {
        let (median, least) = timed(15, || {
            for days in reader.day_buckets(&queries).expect("days") {
                let days = KpiDays::from(days);
                let value = metrics_of::measure(&kpi, &days, DayRange::EVER);
                std::hint::black_box((value, metrics_of::trend(&kpi, &days, Grain::Month, DayRange::EVER, None)));
            }
        });
        println!("  {name}: median {median:.2} ms, least {least:.2} ms");
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/figures_duckdb.py");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    // What goes wrong in the script it says itself.
    match std::process::Command::new(python).arg(script).status() {
        Ok(status) if status.success() => {}
        Ok(status) => println!("  DuckDB: the script ended with {status}"),
        Err(error) => println!("  DuckDB: no Python to run the script with ({error})"),
    }
}

fn drawing() {
    let (document, overlay) = map_of_cards();
    println!("a map of {} cards, {} sparklines, in a window of 1600x1000:", document.cards.len(), overlay.cards.len());
    let session = Session::in_memory(document, 3);
    let (tokens, sender) = (Tokens::light(), CommandSender::default());
    let mut fit = 0.0;
    for (name, zoom) in [("the whole map", 0.28), ("100 %, culled", 1.0)] {
        let context = egui::Context::default();
        context.set_fonts(milepost::layout::measure::definitions(milepost::theme::fonts::BUNDLED));
        let mut canvas = CanvasView::new();
        let map = session.map().expect("one map");
        let mut frame = |x: f64| {
            canvas.set_camera(map, Camera { origin: Point::new(x, 0.0), zoom });
            let size = egui::vec2(1600.0, 1000.0);
            let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
            let input = egui::RawInput { screen_rect: Some(screen), ..egui::RawInput::default() };
            let start = Instant::now();
            let mut output = context.run_ui(input, |ui| {
                let input = CanvasInput {
                    session: &session,
                    tokens: &tokens,
                    overlay: Some(&overlay),
                    overlay_revision: 1,
                    insights: None,
                    sender: &sender,
                    emphasis: Emphasis::default(),
                };
                canvas.show_ui(ui, &input);
            });
            let ui = start.elapsed().as_secs_f64() * 1e3;
            let start = Instant::now();
            let meshes = context.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
            let tessellation = start.elapsed().as_secs_f64() * 1e3;
            std::hint::black_box(meshes);
            output.drop_without_applying_deltas();
            (ui, tessellation)
        };
        let first = frame(0.0);
        let mut times: Vec<(f64, f64)> = (1..=60).map(|k| frame(f64::from(k) * 5.0)).collect();
        times.sort_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
        let (ui, tessellation) = times[times.len() / 2];
        let total = ui + tessellation;
        println!(
            "  {name}: first frame {:.1} ms, panning median {total:.2} ms (ui {ui:.2}, tessellation {tessellation:.2})",
            first.0 + first.1
        );
        if fit == 0.0 {
            fit = total;
        } else {
            println!("  culled against whole: {:.2}", total / fit);
        }
    }
}
