//! A small journey and hand-made figures for tests of panels.

use crate::base::ids::{Id as _, IdAlloc, SourceId};
use crate::base::time::{Day, DayRange, Grain};
use crate::metrics::{KpiValue, Method, SeriesPoint, Status};
use crate::model::edit::plan;
use crate::model::{AnyRecord, CardBody, Document, Edit, JourneyMap, Kpi, LaneKind, Place, Severity};
use crate::session::insights::Insight;
use crate::session::{CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::parts::PanelContext;
use egui_kittest::Harness;

/// A map with two stages, a pain point and a KPI with its card.
pub(crate) fn document() -> Document {
    let mut ids = IdAlloc::seeded(7);
    let mut document = Document::default();
    let map = JourneyMap::new(ids.allocate(), "Subscription");
    let map_id = map.id;
    let kpi = Kpi {
        metric: "csat".to_owned(),
        scale: Some((1.0, 5.0)),
        target: Some(4.0),
        watch_band: Some(0.3),
        response_plan: "Read the comments".to_owned(),
        ..Kpi::new(ids.allocate(), "CSAT")
    };
    let kpi_id = kpi.id;
    let stage = |title: &str| Edit::AddStage {
        map: map_id,
        before: None,
        title: title.to_owned(),
        step_title: "Talk".to_owned(),
    };
    let lane = |kind, title: &str| Edit::AddLane { map: map_id, before: None, kind, title: title.to_owned() };
    let first = [
        Edit::Add(AnyRecord::Map(map)),
        Edit::Add(AnyRecord::Kpi(kpi)),
        stage("Support"),
        stage("Renewal"),
        lane(LaneKind::Kpi, "KPI"),
        lane(LaneKind::PainPoint, "Pain points"),
    ];
    for edit in first {
        plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
    }
    let support = document.stages_of(map_id)[0].id;
    let step = document.steps_of(support)[0].id;
    let lanes: Vec<_> = document.lanes_of(map_id).iter().map(|l| l.id).collect();
    let cards = [
        (lanes[0], "", CardBody::kpi(kpi_id, Place::Stage(support), true)),
        (
            lanes[1],
            "People repeat their story",
            CardBody::PainPoint { severity: Severity::High, owner: String::new(), kpi: None },
        ),
    ];
    for (lane, text, body) in cards {
        let edit = Edit::AddCard { lane, step, span: 1, text: text.to_owned(), body };
        plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
    }
    document
}

/// Figures of months from January 2025 on, all with the same n; the last is the value of the period.
pub(crate) fn insight(values: &[f64], n: f64) -> Insight {
    let value = |value: f64| KpiValue {
        value: Some(value),
        n: Some(n),
        interval: Some((value - 0.15, value + 0.15)),
        method: Method::StudentT,
        is_weighted: false,
        is_few: n < 30.0,
    };
    let mut start = Day::from_ymd(2025, 1, 1).unwrap();
    let mut series = Vec::new();
    for v in values {
        let next = Grain::Month.next(start);
        series.push(SeriesPoint { start, end: next.plus(-1), value: value(*v), is_in_progress: false });
        start = next;
    }
    let slots: Vec<_> = values.iter().map(|v| Some(*v)).collect();
    let range = DayRange { from: series[0].start, to: start.plus(-1) };
    Insight {
        now: value(values[values.len() - 1]),
        before: None,
        change: None,
        target: None,
        goal: None,
        scores: Vec::new(),
        status: Status::Off,
        chart: crate::metrics::spc::chart(&slots),
        first_day: Some(range.from),
        last_day: Some(range.to),
        sources: vec![SourceId::from_raw(1)],
        now_range: range,
        before_range: None,
        grain: Grain::Month,
        series,
    }
}

/// A panel in a window of its own, with everything it reads.
pub(crate) struct Stand<S> {
    pub(crate) session: Session,
    pub(crate) commands: CommandSender,
    pub(crate) state: S,
}

/// Runs a panel on the small journey; `show` draws it.
pub(crate) fn harness<'a, S: 'a>(
    state: S,
    (width, height): (f32, f32),
    mut show: impl FnMut(&mut egui::Ui, &mut S, &PanelContext<'_>) + 'a,
) -> Harness<'a, Stand<S>> {
    let session = Session::in_memory(document(), 3);
    let stand = Stand { session, commands: CommandSender::default(), state };
    let tokens = Tokens::light();
    Harness::builder()
        .with_size(egui::vec2(width, height))
        .with_context_setup(crate::ui::style::install)
        .build_ui_state(
            move |ui, stand: &mut Stand<S>| {
                let cx = PanelContext {
                    session: &stand.session,
                    tokens: &tokens,
                    commands: &stand.commands,
                    today: Day::from_ymd(2025, 11, 22).unwrap(),
                    author: "Lena",
                };
                show(ui, &mut stand.state, &cx);
            },
            stand,
        )
}
