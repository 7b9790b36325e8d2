//! Tests of the file layer.

mod bad_files;
mod bulk_rows;
mod counting;
mod crash;
mod file_format;
mod kept_days;
mod laws;
mod locks;
mod saving;
mod singles;
mod sql_queries;

use crate::base::ids::{DecisionId, Id as _, IdAlloc, KpiId, SourceId};
use crate::base::progress::Progress;
use crate::base::time::{Day, DayRange, UtcMillis};
use crate::model::bulk::{
    BucketQuery, BulkData, IssueKind, ObservationTable, ResponseTable, RowIssue, ScoreColumn, SegmentColumn, SeriesKey,
};
use crate::model::observation::Cuts;
use crate::model::{
    AnsweredSignal, Cadence, Card, CardBody, CardForm, CardSplit, Channel, Connection, ConnectionLook, ConnectionStyle,
    Course, Decision, DecisionState, Diff, Direction, Dismissal, Document, JourneyMap, Kpi, KpiKind, Lane, LaneKind,
    LimitsStart, Link, MapState, Marker, MarkerKind, Note, Persona, Place, PlaceOverride, Refresh, Segments, Severity,
    SignalRule, Source, SourceState, Stage, Step, Timing, Weighting,
};
use crate::store::{BulkLoad, BulkView, Derived, OpenMode, Opened, Store};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Repeatable numbers.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 0 ..= n - 1.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn text(&mut self) -> String {
        const WORDS: [&str; 9] = ["", "Sign up", "it's \"slow\"", "日本語", "a\nb", "%_;--", "naïve 🙂", "\u{0}", "'"];
        format!("{}{}", WORDS[self.below(WORDS.len())], self.below(100))
    }

    fn pick<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        (!items.is_empty()).then(|| items[self.below(items.len())].clone())
    }
}

/// An empty folder that goes with the test, and a file name in it.
pub(super) fn temporary() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journey ü.milepost");
    (folder, path)
}

/// Creates a file with a document.
pub(super) fn create(path: &Path, mode: OpenMode, document: &Document) -> Opened {
    Store::create(path, mode, document).unwrap()
}

/// The names in the folder of a file.
pub(super) fn names_beside(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A map with something of every table in it.
pub(super) fn sample(ids: &mut IdAlloc, dice: &mut Dice) -> Document {
    let mut document = Document::default();
    for _ in 0..60 {
        change(&mut document, ids, dice);
    }
    document
}

/// One random change of a document, with all that belongs to it.
pub(super) fn random_diff(document: &Document, ids: &mut IdAlloc, dice: &mut Dice) -> Diff {
    let mut after = document.clone();
    for _ in 0..=dice.below(3) {
        change(&mut after, ids, dice);
    }
    Diff::between(document, &after)
}

fn number(dice: &mut Dice) -> f64 {
    let whole = f64::from(u32::try_from(dice.below(2_000_000)).unwrap());
    (whole - 1e6) / [1.0, 3.0, 10.0, 1e9][dice.below(4)]
}

fn body(document: &Document, dice: &mut Dice) -> CardBody {
    let kpi = dice.pick(&document.kpis.keys().copied().collect::<Vec<_>>());
    let stage = dice.pick(&document.stages.keys().copied().collect::<Vec<_>>());
    match (dice.below(8), kpi, stage) {
        (0, ..) => CardBody::Text,
        (1, ..) => {
            CardBody::Touchpoint { channel: Channel::EVERY[dice.below(12)], is_moment_of_truth: dice.below(2) == 0 }
        }
        (2, ..) => CardBody::Quote { attribution: dice.text() },
        (3, kpi, _) => CardBody::PainPoint { severity: Severity::EVERY[dice.below(4)], owner: dice.text(), kpi },
        (4, ..) => CardBody::Opportunity { value: (dice.below(2) == 0).then_some(7), effort: None },
        (5, Some(kpi), Some(stage)) => {
            let form = CardForm::EVERY[dice.below(CardForm::EVERY.len())];
            let dimension = (dice.below(2) == 0).then(|| dice.text());
            let split = CardSplit { dimension, top: [3, 1, 6][dice.below(3)] };
            CardBody::kpi(kpi, Place::Stage(stage), dice.below(2) == 0).split_by(split).in_form(form)
        }
        (6, ..) => CardBody::Image { picture: (dice.below(2) == 0).then(|| picture(dice)) },
        _ => CardBody::Curve { value: number(dice) },
    }
}

fn picture(dice: &mut Dice) -> crate::model::Picture {
    crate::model::Picture { digest: dice.text(), width: 640, height: 480 }
}

fn marks(document: &Document, dice: &mut Dice) -> crate::model::CardMarks {
    crate::model::CardMarks {
        tint: (dice.below(2) == 0).then_some(5),
        tags: (0..dice.below(3)).map(|_| dice.text()).collect(),
        confidence: dice.pick(&crate::model::Confidence::EVERY),
        persona: dice.pick(&document.personas.keys().copied().collect::<Vec<_>>()),
    }
}

fn kpi(document: &Document, ids: &mut IdAlloc, dice: &mut Dice) -> Kpi {
    let kinds = KpiKind::samples();
    let stages: Vec<_> = document.stages.keys().copied().collect();
    let own = |dice: &mut Dice| PlaceOverride {
        target: (dice.below(2) == 0).then(|| number(dice)),
        watch_band: Some(0.25),
        owner: dice.text(),
        question: dice.text(),
    };
    let overrides = (0..dice.below(3)).filter_map(|_| Some((Place::Stage(dice.pick(&stages)?), own(dice)))).collect();
    Kpi {
        metric: dice.text(),
        kind: kinds[dice.below(kinds.len())],
        unit: dice.text(),
        scale: (dice.below(2) == 0).then_some((1.0, 5.0)),
        direction: if dice.below(2) == 0 { Direction::Up } else { Direction::Down },
        target: (dice.below(2) == 0).then(|| number(dice)),
        watch_band: None,
        owner: dice.text(),
        definition: dice.text(),
        response_plan: dice.text(),
        plan_for_rise: dice.text(),
        plan_for_flat: dice.text(),
        layer: dice.text(),
        expected_update_days: (dice.below(2) == 0).then_some(7),
        other_metrics: (0..dice.below(3)).map(|_| dice.text()).collect(),
        formula: dice.text(),
        missing: (0..dice.below(3)).map(|_| number(dice)).collect(),
        weighting: [Weighting::AsInData, Weighting::Unweighted][dice.below(2)],
        overrides,
        timing: dice.pick(&Timing::EVERY),
        cadence: dice.pick(&Cadence::EVERY),
        data_source: dice.text(),
        outcome: dice.text(),
        question: dice.text(),
        dismissed: dismissed(document, dice),
        rank: number(dice),
        ..Kpi::new(ids.allocate(), dice.text())
    }
}

fn dismissed(document: &Document, dice: &mut Dice) -> Vec<Dismissal> {
    let stages: Vec<_> = document.stages.keys().copied().collect();
    let count = dice.below(3);
    let one = |dice: &mut Dice| Dismissal {
        rule: "no_owner".to_owned(),
        place: dice.pick(&stages).map(Place::Stage),
        reason: dice.text(),
        on: Day(20_000),
    };
    (0..count).map(|_| one(dice)).collect()
}

/// The record of an import.
pub(super) fn source(id: SourceId, read: u64) -> Source {
    Source {
        id,
        name: format!("survey {}.csv", id.raw()),
        path: "/data/survey.csv".to_owned(),
        hash: "ab".repeat(32),
        mapping: "{\"shape\":\"long\"}".to_owned(),
        imported_at: UtcMillis(1_700_000_000_123),
        rows_read: read,
        rows_accepted: read,
        rows_rejected: 0,
        first_day: Some(Day(19_000)),
        last_day: Some(Day(19_400)),
        state: SourceState::Active,
        places: BTreeMap::new(),
        link: Link { refresh: Refresh::OnOpen, bytes: 1_234, columns: vec!["Größe".to_owned()] },
        continues: None,
    }
}

/// Adds, changes or removes something, keeping references whole.
fn change(document: &mut Document, ids: &mut IdAlloc, dice: &mut Dice) {
    let steps: Vec<_> = document.steps.keys().copied().collect();
    let lanes: Vec<_> = document.lanes.keys().copied().collect();
    let cards: Vec<_> = document.cards.keys().copied().collect();
    let pick_card = |dice: &mut Dice| dice.pick(&cards);
    match dice.below(15) {
        0 => {
            let persona = dice.pick(&document.personas.keys().copied().collect::<Vec<_>>());
            let map = JourneyMap {
                id: ids.allocate(),
                title: dice.text(),
                state: if dice.below(2) == 0 { MapState::Current } else { MapState::Future },
                persona,
                owner: dice.text(),
                status: crate::model::MapStatus::EVERY[dice.below(4)],
                review_on: (dice.below(2) == 0).then_some(Day(20_000)),
                reviewed_on: (dice.below(2) == 0).then_some(Day(19_900)),
                counterpart: None,
                dismissed: dismissed(document, dice),
                rank: number(dice),
            };
            let height = (dice.below(2) == 0).then_some(80.5);
            let kind = LaneKind::EVERY[dice.below(10)];
            let lane = Lane {
                id: ids.allocate(),
                map: map.id,
                kind,
                title: dice.text(),
                height,
                is_collapsed: dice.below(2) == 0,
                is_hidden: dice.below(2) == 0,
                points: crate::model::CurvePoints::EVERY[dice.below(2)],
                rank: number(dice),
            };
            let stage = Stage {
                id: ids.allocate(),
                map: map.id,
                title: dice.text(),
                question: dice.text(),
                tint: 3,
                linked_map: dice.pick(&document.maps.keys().copied().collect::<Vec<_>>()),
                rank: number(dice),
            };
            let step = Step { id: ids.allocate(), stage: stage.id, title: dice.text(), rank: number(dice) };
            document.maps.insert(map.id, Arc::new(map));
            document.lanes.insert(lane.id, Arc::new(lane));
            document.stages.insert(stage.id, Arc::new(stage));
            document.steps.insert(step.id, Arc::new(step));
        }
        1..=4 => {
            if let (Some(lane), Some(step)) = (dice.pick(&lanes), dice.pick(&steps)) {
                let (text, body) = (dice.text(), body(document, dice));
                let card = Card {
                    id: ids.allocate(),
                    lane,
                    step,
                    span: 2,
                    rank: number(dice),
                    text,
                    body,
                    marks: marks(document, dice),
                };
                document.cards.insert(card.id, Arc::new(card));
            }
        }
        5 => {
            if let Some(card) = pick_card(dice) {
                let mut changed = (*document.cards[&card]).clone();
                changed.text = dice.text();
                changed.body = body(document, dice);
                document.cards.insert(card, Arc::new(changed));
            }
        }
        6 => {
            if let Some(card) = pick_card(dice) {
                document.cards.remove(&card);
                document.connections.retain(|_, c| c.from != card && c.to != card);
            }
        }
        7 => {
            if let (Some(from), Some(to)) = (pick_card(dice), pick_card(dice)) {
                let style = if dice.below(2) == 0 { ConnectionStyle::Solid } else { ConnectionStyle::Dashed };
                let id = ids.allocate();
                let connection = Connection {
                    id,
                    from,
                    to,
                    label: dice.text(),
                    look: ConnectionLook { style, ..ConnectionLook::default() },
                };
                document.connections.insert(connection.id, Arc::new(connection));
            }
        }
        8 => {
            let anchors = document
                .maps
                .keys()
                .map(|id| crate::model::RecordRef::from(*id))
                .chain(cards.iter().map(|id| (*id).into()));
            if let Some(anchor) = dice.pick(&anchors.collect::<Vec<_>>()) {
                let created_at = UtcMillis(1_600_000_000_000 + i64::try_from(dice.below(1_000_000)).unwrap());
                let (author, text, is_resolved) = (dice.text(), dice.text(), dice.below(2) == 0);
                let note = Note { id: ids.allocate(), anchor, author, text, created_at, is_resolved };
                document.notes.insert(note.id, Arc::new(note));
            }
        }
        9 => {
            let persona = Persona {
                picture: (dice.below(2) == 0).then(|| picture(dice)),
                id: ids.allocate(),
                name: dice.text(),
                role: dice.text(),
                goals: dice.text(),
                frustrations: dice.text(),
                needs: dice.text(),
                quote: dice.text(),
                rank: number(dice),
            };
            document.personas.insert(persona.id, Arc::new(persona));
        }
        10 => {
            let kpi = kpi(document, ids, dice);
            document.kpis.insert(kpi.id, Arc::new(kpi));
        }
        11 => {
            let kinds = [MarkerKind::Release, MarkerKind::Policy, MarkerKind::Campaign, MarkerKind::Incident];
            let day = Day(i32::try_from(dice.below(40_000)).unwrap() - 20_000);
            let limits_start = match (dice.below(3), document.kpis.keys().next()) {
                (0, Some(kpi)) => LimitsStart::Kpis([*kpi].into()),
                (1, _) => LimitsStart::Every,
                _ => LimitsStart::Never,
            };
            let kind = kinds[dice.below(4)];
            let marker = Marker { id: ids.allocate(), day, label: dice.text(), kind, limits_start };
            document.markers.insert(marker.id, Arc::new(marker));
        }
        12 => {
            let mut source = source(ids.allocate(), dice.below(1_000) as u64);
            source.places = document.stages.keys().map(|stage| (dice.text(), Place::Stage(*stage))).collect();
            document.sources.insert(source.id, Arc::new(source));
        }
        13 => {
            let places: Vec<Place> = document.stages.keys().map(|stage| Place::Stage(*stage)).collect();
            let kpis: Vec<_> = document.kpis.keys().copied().collect();
            if let (Some(kpi), Some(place)) = (dice.pick(&kpis), dice.pick(&places)) {
                let decision = decision(ids.allocate(), (kpi, place), dice);
                document.decisions.insert(decision.id, Arc::new(decision));
            }
        }
        _ => {
            let _ = document.decisions.pop_first();
            let _ = document.notes.pop_first();
            let _ = document.markers.pop_first();
            let _ = document.sources.pop_last();
        }
    }
}

fn decision(id: DecisionId, at: (KpiId, Place), dice: &mut Dice) -> Decision {
    let since = Day(i32::try_from(dice.below(20_000)).unwrap());
    let (rule, course) = (SignalRule::EVERY[dice.below(4)], Course::EVERY[dice.below(3)]);
    Decision {
        signal: (dice.below(3) > 0).then_some(AnsweredSignal { rule, course, since, until: since.plus(30) }),
        text: dice.text(),
        owner: dice.text(),
        due_on: (dice.below(2) == 0).then_some(Day(20_000)),
        outcome: dice.text(),
        state: DecisionState::EVERY[dice.below(3)],
        reason: dice.text(),
        ..Decision::new(id, at, since)
    }
}

/// A small table of observations: two metrics, two places, one segment, rows out of order.
pub(super) fn observations(rows: usize, dice: &mut Dice) -> ObservationTable {
    let mut table = ObservationTable { segments: vec!["region".to_owned()], ..ObservationTable::default() };
    for metric in ["NPS", "wait"] {
        for place in ["Support", "Checkout"] {
            for region in ["north", "south", "a \"quoted\" one"] {
                let segments = vec![region.to_owned()];
                table.series.push(SeriesKey { metric: metric.to_owned(), place: place.to_owned(), segments });
            }
        }
    }
    for _ in 0..rows {
        table.series_of_row.push(u32::try_from(dice.below(table.series.len())).unwrap());
        table.day.push(Day(19_000 + i32::try_from(dice.below(400)).unwrap()));
        let cents = f64::from(u32::try_from(dice.below(1_001)).unwrap());
        table.value.push(if dice.below(9) == 0 { f64::NAN } else { cents / 100.0 });
        table.n.push(if dice.below(9) == 0 { f64::NAN } else { f64::from(u32::try_from(dice.below(500)).unwrap()) });
    }
    table
}

/// A small survey with weights, respondents, comments, two segments and two questions.
pub(super) fn responses(rows: usize, dice: &mut Dice) -> ResponseTable {
    let words = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>();
    let mut table = ResponseTable {
        segments: vec![
            SegmentColumn { name: "plan".to_owned(), values: words(&["free", "pro"]), code: Vec::new() },
            SegmentColumn { name: "Day".to_owned(), values: words(&["weekday", "weekend"]), code: Vec::new() },
        ],
        scores: ["Q1", "Q2"]
            .map(|column| ScoreColumn {
                metric: "CSAT".to_owned(),
                place: if column == "Q1" { "Support" } else { "Checkout" }.to_owned(),
                column: column.to_owned(),
                ..ScoreColumn::default()
            })
            .into(),
        ..ResponseTable::default()
    };
    for row in 0..rows {
        table.day.push(Day(19_000 + i32::try_from(dice.below(300)).unwrap()));
        table.respondent.push(&format!("r{row}"));
        table.comment.push(&if dice.below(3) == 0 { dice.text() } else { String::new() });
        table.weight.push(f64::from(u32::try_from(dice.below(30)).unwrap()) / 10.0);
        for segment in &mut table.segments {
            segment.code.push(u32::try_from(dice.below(2)).unwrap());
        }
        for score in &mut table.scores {
            match dice.below(8) {
                0 => {
                    score.value.push(f64::NAN);
                    score.not_applicable += 1;
                }
                1 => {
                    score.value.push(f64::NAN);
                    score.blank += 1;
                }
                _ => {
                    score.value.push(f64::from(u32::try_from(dice.below(5)).unwrap()) + 1.0);
                    score.answered += 1;
                }
            }
        }
    }
    table
}

/// Two entries of an import report.
pub(super) fn issues() -> Vec<RowIssue> {
    vec![
        RowIssue {
            line: 3,
            column: None,
            kind: IssueKind::TooManyCells,
            text: "a,b,c".to_owned(),
            is_row_rejected: true,
        },
        RowIssue {
            line: 9,
            column: Some("Q1".to_owned()),
            kind: IssueKind::OutOfScale,
            text: "99".to_owned(),
            is_row_rejected: false,
        },
    ]
}

/// An import of bulk rows that brings its source and computes nothing.
pub(super) fn load(document: &Document, id: SourceId, data: BulkData) -> BulkLoad {
    let mut diff = Diff::default();
    diff.sources.put(&document.sources, source(id, (data.observations.day.len() + data.responses.day.len()) as u64));
    let finish = Box::new(|_: &BulkView<'_>| Ok(Derived::default()));
    BulkLoad { loads: vec![(id, data)], keeps_salt: false, diff, finish, progress: Progress::default() }
}

/// All rows of a metric at places of a source.
pub(super) fn query(metric: &str, source: SourceId, places: &[&str]) -> BucketQuery {
    BucketQuery {
        metric: metric.to_owned(),
        parts: vec![(source, places.iter().map(|p| (*p).to_owned()).collect())],
        cuts: Cuts { low: 4.0, high: 8.0 },
        range: DayRange::EVER,
        segments: Segments::default(),
        counting: crate::model::bulk::Counting::default(),
    }
}

/// Ids that tests name themselves.
pub(super) fn source_id(raw: i64) -> SourceId {
    SourceId::from_raw(raw)
}

/// Ids that tests name themselves.
pub(super) fn kpi_id(raw: i64) -> KpiId {
    KpiId::from_raw(raw)
}
