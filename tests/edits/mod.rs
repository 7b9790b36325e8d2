//! Random edits from a seed: all variants, mostly possible ones, some that must be refused.

pub mod documents;

use milepost::base::ids::{CardId, IdAlloc, KpiId, LaneId, MapId, SourceId, StageId, StepId};
use milepost::base::time::{Day, UtcMillis};
use milepost::model::edit::{CardMove, CopyOfMap, Verb};
use milepost::model::{
    AnsweredSignal, AnyRecord, Card, CardBody, CardForm, CardMarks, CardSplit, Channel, Confidence, Connection,
    ConnectionLook, Course, Decision, DecisionState, Direction, Dismissal, Document, Edit, EditLabel, JourneyMap, Kpi,
    KpiKind, LaneKind, LimitsStart, Link, LookChoice, MapState, Marker, MarkerKind, Note, Persona, Place,
    PlaceOverride, RecordRef, Severity, SignalRule, Source, SourceState, TableKind,
};

/// Numbers from a seed (xorshift64*): the same run on every machine.
pub struct Dice(u64);

impl Dice {
    /// Seeds must not be zero for the generator; any number will do here.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`, which must not be zero.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % end
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        if from.is_empty() { None } else { Some(from[self.below(from.len())]) }
    }

    /// One of many, or nothing.
    fn maybe<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        if self.one_in(3) { None } else { self.pick(from) }
    }

    fn words(&mut self) -> String {
        const WORDS: [&str; 8] = ["Sign up", "Wait", "Naïve café", "支払い", "", "a\nb", "🚀", "Renew"];
        WORDS[self.below(WORDS.len())].to_owned()
    }
}

/// Every id by table, to choose from.
struct Ids {
    maps: Vec<MapId>,
    stages: Vec<StageId>,
    steps: Vec<StepId>,
    lanes: Vec<LaneId>,
    cards: Vec<CardId>,
    kpis: Vec<KpiId>,
    sources: Vec<SourceId>,
    all: Vec<RecordRef>,
}

impl Ids {
    fn of(d: &Document) -> Self {
        Self {
            maps: d.maps.keys().copied().collect(),
            stages: d.stages.keys().copied().collect(),
            steps: d.steps.keys().copied().collect(),
            lanes: d.lanes.keys().copied().collect(),
            cards: d.cards.keys().copied().collect(),
            kpis: d.kpis.keys().copied().collect(),
            sources: d.sources.keys().copied().collect(),
            all: d.references().collect(),
        }
    }
}

/// A random edit for a document as it stands. `depth` 0 may give batches.
pub fn random_edit(document: &Document, dice: &mut Dice, ids: &mut IdAlloc, depth: u32) -> Edit {
    let has = Ids::of(document);
    // An empty table gives another sort of edit, at the latest one that needs nothing.
    loop {
        if let Some(edit) = attempt(document, &has, dice, ids, depth) {
            return edit;
        }
    }
}

fn attempt(document: &Document, has: &Ids, dice: &mut Dice, ids: &mut IdAlloc, depth: u32) -> Option<Edit> {
    Some(match dice.below(30) {
        0 | 1 => Edit::AddStage {
            map: dice.pick(&has.maps)?,
            before: dice.maybe(&has.stages),
            title: dice.words(),
            step_title: dice.words(),
        },
        2 | 3 => Edit::AddStep { stage: dice.pick(&has.stages)?, before: dice.maybe(&has.steps), title: dice.words() },
        4 => Edit::AddLane {
            map: dice.pick(&has.maps)?,
            before: dice.maybe(&has.lanes),
            kind: dice.pick(&LaneKind::EVERY)?,
            title: dice.words(),
        },
        5..=8 => {
            let (lane, step) = cell(document, has, dice)?;
            let span = u32::try_from(1 + dice.below(4)).unwrap();
            Edit::AddCard { lane, step, span, text: dice.words(), body: body(has, dice)? }
        }
        9 | 10 => Edit::Add(new_record(document, has, dice, ids)?),
        11 | 12 => {
            let reference = dice.pick(&has.all)?;
            Edit::Update(changed(document, has, document.record(reference)?, dice)?)
        }
        13 => Edit::Rename { record: dice.pick(&has.all)?, text: dice.words() },
        14 => Edit::MoveStage { stage: dice.pick(&has.stages)?, before: dice.maybe(&has.stages) },
        15 => Edit::MoveStep {
            step: dice.pick(&has.steps)?,
            stage: dice.pick(&has.stages)?,
            before: dice.maybe(&has.steps),
        },
        25 => {
            let (lane, step) = cell(document, has, dice)?;
            let personas: Vec<_> = document.personas.keys().copied().collect();
            let value = f64::from(u8::try_from(dice.below(50)).unwrap()) / 10.0 - 2.5;
            Edit::AddPoint { lane, step, value, persona: dice.maybe(&personas) }
        }
        16 => Edit::MoveLane { lane: dice.pick(&has.lanes)?, before: dice.maybe(&has.lanes) },
        27 => {
            let stages = (0..1 + dice.below(3)).filter_map(|_| dice.pick(&has.stages)).collect();
            Edit::MoveStages { stages, before: dice.maybe(&has.stages) }
        }
        28 => {
            let steps = (0..1 + dice.below(3)).filter_map(|_| dice.pick(&has.steps)).collect();
            Edit::MoveSteps { steps, stage: dice.pick(&has.stages)?, before: dice.maybe(&has.steps) }
        }
        29 => {
            let lanes = (0..1 + dice.below(3)).filter_map(|_| dice.pick(&has.lanes)).collect();
            Edit::MoveLanes { lanes, before: dice.maybe(&has.lanes) }
        }
        17 | 18 => {
            let moves = (0..1 + dice.below(3)).filter_map(|_| {
                let (lane, step) = cell(document, has, dice)?;
                Some(CardMove { card: dice.pick(&has.cards)?, lane, step, before: dice.maybe(&has.cards) })
            });
            Edit::MoveCards(moves.collect())
        }
        19 | 20 => {
            // Whole maps and stages seldom go, or the documents would stay tiny.
            let count = if dice.one_in(4) { 3 } else { 1 };
            let mut victims = Vec::new();
            for _ in 0..count {
                let victim = dice.pick(&has.all)?;
                let is_large = matches!(victim, RecordRef::Map(_) | RecordRef::Stage(_) | RecordRef::Lane(_));
                if !is_large || dice.one_in(4) {
                    victims.push(victim);
                }
            }
            if victims.is_empty() {
                return None;
            }
            Edit::Delete(victims)
        }
        21 => {
            let moves = (0..1 + dice.below(3)).filter_map(|_| {
                let (lane, step) = cell(document, has, dice)?;
                Some(CardMove { card: dice.pick(&has.cards)?, lane, step, before: dice.maybe(&has.cards) })
            });
            Edit::CopyCards(moves.collect())
        }
        22 => {
            // Whole stages and lanes seldom, or the documents would grow without end.
            let originals = (0..1 + dice.below(3)).filter_map(|_| dice.pick(&has.all));
            let is_large = |r: &RecordRef| matches!(r, RecordRef::Stage(_) | RecordRef::Lane(_));
            let originals: Vec<_> = originals.filter(|r| !is_large(r)).collect();
            match dice.pick(&has.stages).filter(|_| dice.one_in(12)) {
                Some(stage) => Edit::Duplicate(vec![stage.into(), dice.pick(&has.lanes)?.into()]),
                None => Edit::Duplicate(originals),
            }
        }
        23 => Edit::Connect { from: dice.pick(&has.cards)?, to: dice.pick(&has.cards)? },
        24 => {
            let purpose = dice.pick(&[CopyOfMap::Alone, CopyOfMap::Counterpart])?;
            let map = dice.pick(&has.maps)?;
            // Doubling again and again would fill the memory.
            if !dice.one_in(4) || document.cards.len() > 300 {
                return None;
            }
            Edit::DuplicateMap { map, title: dice.words(), state: MapState::Future, purpose }
        }
        _ if depth == 0 => {
            let count = 1 + dice.below(4);
            let edits = (0..count).map(|_| random_edit(document, dice, ids, depth + 1)).collect();
            Edit::Batch { label: EditLabel { verb: Verb::Duplicate, noun: TableKind::Card, count }, edits }
        }
        _ => return None,
    })
}

/// A lane and a step, nearly always of one map.
fn cell(document: &Document, has: &Ids, dice: &mut Dice) -> Option<(LaneId, StepId)> {
    let lane = dice.pick(&has.lanes)?;
    if dice.one_in(12) {
        return Some((lane, dice.pick(&has.steps)?));
    }
    let columns: Vec<_> = document.columns_of(document.lanes.get(&lane)?.map).iter().map(|s| s.id).collect();
    Some((lane, dice.pick(&columns)?))
}

fn place(has: &Ids, dice: &mut Dice) -> Option<Place> {
    Some(match dice.below(4) {
        0 => Place::Map(dice.pick(&has.maps)?),
        1 => Place::Stage(dice.pick(&has.stages)?),
        2 => Place::Step(dice.pick(&has.steps)?),
        _ => Place::Touchpoint(dice.pick(&has.cards)?),
    })
}

fn body(has: &Ids, dice: &mut Dice) -> Option<CardBody> {
    let ten = |dice: &mut Dice| (!dice.one_in(3)).then(|| u8::try_from(dice.below(12)).unwrap());
    Some(match dice.below(9) {
        0 => CardBody::Text,
        1 => CardBody::Touchpoint { channel: dice.pick(&Channel::EVERY)?, is_moment_of_truth: dice.one_in(2) },
        2 => CardBody::Quote { attribution: dice.words() },
        3 | 4 => CardBody::PainPoint {
            severity: dice.pick(&Severity::EVERY)?,
            owner: dice.words(),
            kpi: dice.maybe(&has.kpis),
        },
        5 => CardBody::Opportunity { value: ten(dice), effort: ten(dice) },
        6 | 7 => CardBody::kpi(dice.pick(&has.kpis)?, place(has, dice)?, dice.one_in(2))
            .split_by(CardSplit {
                dimension: dice.one_in(2).then(|| dice.words()),
                top: u8::try_from(dice.below(9)).unwrap(),
            })
            .in_form(dice.pick(&CardForm::EVERY)?),
        _ => CardBody::Curve { value: f64::from(u8::try_from(dice.below(60)).unwrap()) / 10.0 - 3.0 },
    })
}

fn kpi_kind(dice: &mut Dice) -> KpiKind {
    let kinds = [
        KpiKind::Nps,
        KpiKind::top_box_of((1.0, 5.0)),
        KpiKind::Ces,
        KpiKind::Mean,
        KpiKind::MEDIAN,
        KpiKind::Rate,
        KpiKind::Ratio,
        KpiKind::Sum,
        KpiKind::Formula,
    ];
    kinds[dice.below(kinds.len())]
}

fn marks(document: &Document, dice: &mut Dice) -> CardMarks {
    let tags = (0..dice.below(3)).map(|_| dice.words()).collect();
    let confidence = dice.pick(&Confidence::EVERY);
    CardMarks {
        tint: Some(2),
        tags,
        confidence,
        persona: dice.maybe(&document.personas.keys().copied().collect::<Vec<_>>()),
    }
}

/// A look with something chosen from each list.
fn look(dice: &mut Dice) -> ConnectionLook {
    let plain = ConnectionLook { tint: dice.maybe(&[0, 3, 250]), ..ConnectionLook::default() };
    let chosen = LookChoice::LISTS.map(|list| dice.pick(list));
    chosen.into_iter().flatten().fold(plain, ConnectionLook::with)
}

/// A complete new record of any table (a stage alone must be refused).
fn new_record(document: &Document, has: &Ids, dice: &mut Dice, ids: &mut IdAlloc) -> Option<AnyRecord> {
    let rank = f64::from(u32::try_from(dice.below(1000)).unwrap()) / 10.0;
    Some(match dice.below(12) {
        0 => {
            let persona = dice.maybe(&document.personas.keys().copied().collect::<Vec<_>>());
            let (title, owner) = (dice.words(), dice.words());
            let mut map =
                JourneyMap { state: MapState::Future, persona, owner, rank, ..JourneyMap::new(ids.allocate(), title) };
            map.counterpart = dice.maybe(&has.maps);
            map.into()
        }
        1 => {
            let (map, title, question) = (dice.pick(&has.maps)?, dice.words(), dice.words());
            milepost::model::Stage {
                id: ids.allocate(),
                map,
                title,
                question,
                tint: 3,
                linked_map: dice.maybe(&has.maps),
                rank,
            }
            .into()
        }
        2 => {
            let (stage, title) = (dice.pick(&has.stages)?, dice.words());
            milepost::model::Step { id: ids.allocate(), stage, title, rank }.into()
        }
        3 => {
            let (map, kind) = (dice.pick(&has.maps)?, dice.pick(&LaneKind::EVERY)?);
            let height = dice.one_in(2).then_some(40.0);
            let (is_collapsed, is_hidden) = (dice.one_in(2), dice.one_in(3));
            let title = dice.words();
            let points = dice.pick(&milepost::model::CurvePoints::EVERY)?;
            let id = ids.allocate();
            milepost::model::Lane { id, map, kind, title, height, is_collapsed, is_hidden, points, rank }.into()
        }
        4 => {
            let (lane, step) = cell(document, has, dice)?;
            let (text, body) = (dice.words(), body(has, dice)?);
            Card { id: ids.allocate(), lane, step, span: 1, rank, text, body, marks: marks(document, dice) }.into()
        }
        5 => {
            let (from, to) = (dice.pick(&has.cards)?, dice.pick(&has.cards)?);
            Connection { id: ids.allocate(), from, to, label: dice.words(), look: look(dice) }.into()
        }
        6 => Note {
            id: ids.allocate(),
            anchor: dice.pick(&has.all)?,
            author: dice.words(),
            text: dice.words(),
            created_at: UtcMillis(1_700_000_000_000),
            is_resolved: false,
        }
        .into(),
        7 => {
            let (name, role, goals, frustrations) = (dice.words(), dice.words(), dice.words(), dice.words());
            let (needs, quote) = (dice.words(), dice.words());
            Persona { id: ids.allocate(), name, role, goals, frustrations, needs, quote, picture: None, rank }.into()
        }
        8 => {
            let here = place(has, dice);
            let own = PlaceOverride { target: Some(0.6), ..PlaceOverride::default() };
            let dismissed =
                Dismissal { rule: "no_owner".to_owned(), place: here, reason: dice.words(), on: Day(20_000) };
            Kpi {
                metric: dice.words(),
                kind: kpi_kind(dice),
                direction: Direction::Down,
                target: Some(0.5),
                watch_band: Some(0.1),
                owner: dice.words(),
                definition: dice.words(),
                response_plan: dice.words(),
                expected_update_days: Some(7),
                formula: "1 + {Sign up} / max(2, Renew)".to_owned(),
                overrides: here.into_iter().map(|here| (here, own.clone())).collect(),
                dismissed: vec![dismissed],
                rank,
                ..Kpi::new(ids.allocate(), dice.words())
            }
            .into()
        }
        9 => Marker {
            id: ids.allocate(),
            day: Day(i32::try_from(dice.below(20_000)).unwrap()),
            label: dice.words(),
            kind: MarkerKind::Incident,
            limits_start: dice.pick(&has.kpis).map_or(LimitsStart::Every, |kpi| LimitsStart::Kpis([kpi].into())),
        }
        .into(),
        10 => {
            let at = (dice.pick(&has.kpis)?, place(has, dice)?);
            let since = Day(i32::try_from(dice.below(20_000)).unwrap());
            let days = i32::try_from(dice.below(40)).unwrap() - 5;
            let signal = AnsweredSignal {
                rule: SignalRule::RunOf8,
                course: Course::Down,
                since,
                // Some end before they begin, which must be refused.
                until: since.plus(days),
            };
            Decision {
                signal: (!dice.one_in(3)).then_some(signal),
                text: dice.words(),
                owner: dice.words(),
                state: dice.pick(&DecisionState::EVERY)?,
                reason: dice.words(),
                ..Decision::new(ids.allocate(), at, since)
            }
            .into()
        }
        _ => {
            let names = (0..dice.below(4)).map(|n| format!("place {n}"));
            let places = names.filter_map(|n| Some((n, place(has, dice)?))).collect();
            Source {
                id: ids.allocate(),
                name: dice.words(),
                path: String::new(),
                hash: String::new(),
                mapping: "{}".to_owned(),
                imported_at: UtcMillis(0),
                rows_read: 5,
                rows_accepted: 3,
                rows_rejected: 2,
                first_day: None,
                last_day: Some(Day(3)),
                state: SourceState::Active,
                places,
                link: Link::default(),
                continues: dice.maybe(&has.sources),
            }
            .into()
        }
    })
}

/// The record with some field changed, perhaps to something that must be refused.
fn changed(document: &Document, has: &Ids, record: AnyRecord, dice: &mut Dice) -> Option<AnyRecord> {
    Some(match record {
        AnyRecord::Map(mut r) => {
            r.persona = dice.maybe(&document.personas.keys().copied().collect::<Vec<_>>());
            r.into()
        }
        AnyRecord::Stage(mut r) => {
            r.question = dice.words();
            r.map = dice.pick(&has.maps)?;
            r.into()
        }
        AnyRecord::Step(mut r) => {
            r.stage = if dice.one_in(3) { dice.pick(&has.stages)? } else { r.stage };
            r.rank += 0.5;
            r.into()
        }
        AnyRecord::Lane(mut r) => {
            r.map = dice.pick(&has.maps)?;
            r.height = if dice.one_in(5) { Some(-1.0) } else { Some(80.0) };
            r.into()
        }
        AnyRecord::Card(mut r) => {
            r.span = u32::try_from(dice.below(5)).unwrap();
            r.body = body(has, dice)?;
            r.into()
        }
        AnyRecord::Connection(mut r) => {
            r.to = dice.pick(&has.cards)?;
            r.into()
        }
        AnyRecord::Note(mut r) => {
            r.anchor = dice.pick(&has.all)?;
            r.is_resolved = true;
            r.into()
        }
        AnyRecord::Persona(mut r) => {
            r.goals = dice.words();
            r.into()
        }
        AnyRecord::Kpi(mut r) => {
            r.kind = kpi_kind(dice);
            r.watch_band = Some(if dice.one_in(4) { -1.0 } else { 2.0 });
            r.into()
        }
        AnyRecord::Marker(mut r) => {
            r.label = dice.words();
            r.limits_start = LimitsStart::Kpis(has.kpis.iter().copied().take(2).collect());
            r.into()
        }
        AnyRecord::Decision(mut r) => {
            r.state = DecisionState::Dismissed;
            r.reason = dice.words();
            r.place = place(has, dice)?;
            r.into()
        }
        AnyRecord::Source(mut r) => {
            r.state = SourceState::Hidden;
            r.rows_read = if dice.one_in(4) { 4 } else { 5 };
            if let Some(place) = place(has, dice) {
                r.places.insert("moved".to_owned(), place);
            }
            r.into()
        }
    })
}
