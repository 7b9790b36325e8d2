//! A small map for the tests of the canvas.

use crate::base::ids::{CardId, IdAlloc, LaneId, MapId, StageId, StepId};
use crate::layout::{FontMeasure, MapLayout, Sizes, map_layout};
use crate::model::edit::plan;
use crate::model::{CardBody, Channel, Document, Edit, JourneyMap, Kpi, LaneKind, Place, RecordRef, Severity};

/// The map and the records that tests name.
pub(crate) struct Fixture {
    pub document: Document,
    pub map: MapId,
    /// "Awareness" with the steps "See an ad" and "Compare".
    pub stage: StageId,
    /// "Support" with the step "Find help".
    pub second_stage: StageId,
    /// The three steps.
    pub steps: Vec<StepId>,
    /// "Touchpoints", above the divider "Line of visibility", "Pain points" and "KPI".
    pub lane: LaneId,
    pub pains: LaneId,
    /// "Search ad" in the first cell of the touchpoints.
    pub card: CardId,
    /// "Slow" above "Unclear" in the first cell of the pain points.
    pub pain: CardId,
    /// The KPI card "CSAT" at Support.
    pub kpi: CardId,
}

fn add(document: &mut Document, ids: &mut IdAlloc, edit: &Edit) -> Vec<RecordRef> {
    let plan = plan(document, edit, ids).expect("fixture");
    plan.diff.apply(document);
    plan.created
}

/// Builds it.
pub(crate) fn map() -> Fixture {
    let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(7));
    let map: MapId = ids.allocate();
    let record = JourneyMap::new(map, "Journey");
    add(&mut document, &mut ids, &Edit::Add(record.into()));
    let d = &mut document;
    let ids = &mut ids;
    let stage_of =
        |title: &str, step: &str| Edit::AddStage { map, before: None, title: title.into(), step_title: step.into() };
    let created = add(d, ids, &stage_of("Awareness", "See an ad"));
    let [RecordRef::Stage(stage), RecordRef::Step(first)] = created[..] else { panic!("{created:?}") };
    let created = add(d, ids, &Edit::AddStep { stage, before: None, title: "Compare".into() });
    let [RecordRef::Step(second)] = created[..] else { panic!("{created:?}") };
    let created = add(d, ids, &stage_of("Support", "Find help"));
    let [RecordRef::Stage(second_stage), RecordRef::Step(third)] = created[..] else { panic!("{created:?}") };
    let lane_of = |kind: LaneKind, title: &str| Edit::AddLane { map, before: None, kind, title: title.into() };
    let mut lane_id = |kind, title| match add(d, ids, &lane_of(kind, title))[..] {
        [RecordRef::Lane(id)] => id,
        _ => panic!("a lane"),
    };
    let lane = lane_id(LaneKind::Touchpoint, "Touchpoints");
    lane_id(LaneKind::Divider, "Line of visibility");
    let pains = lane_id(LaneKind::PainPoint, "Pain points");
    let kpis = lane_id(LaneKind::Kpi, "KPI");
    let mut card_id = |lane, step, text: &str, body| match add(
        d,
        ids,
        &Edit::AddCard { lane, step, span: 1, text: text.into(), body },
    )[..]
    {
        [RecordRef::Card(id)] => id,
        _ => panic!("a card"),
    };
    let touchpoint = CardBody::Touchpoint { channel: Channel::Web, is_moment_of_truth: false };
    let pain_body = CardBody::PainPoint { severity: Severity::Low, owner: String::new(), kpi: None };
    let card = card_id(lane, first, "Search ad", touchpoint);
    let pain = card_id(pains, first, "Slow", pain_body.clone());
    card_id(pains, first, "Unclear", pain_body);
    let kpi_id = ids.allocate();
    let kpi = Kpi { metric: "csat".into(), scale: Some((1.0, 5.0)), target: Some(4.0), ..Kpi::new(kpi_id, "CSAT") };
    add(d, ids, &Edit::Add(kpi.into()));
    let body = CardBody::kpi(kpi_id, Place::Stage(second_stage), true);
    let created = add(d, ids, &Edit::AddCard { lane: kpis, step: third, span: 1, text: String::new(), body });
    let [RecordRef::Card(kpi)] = created[..] else { panic!("{created:?}") };
    Fixture { document, map, stage, second_stage, steps: vec![first, second, third], lane, pains, card, pain, kpi }
}

/// The bundled faces.
pub(crate) fn measure() -> FontMeasure {
    FontMeasure::new(crate::theme::fonts::BUNDLED)
}

/// The map with its layout.
pub(crate) fn laid_out() -> (Document, MapLayout) {
    let document = map().document;
    let layout = layout_of(&document);
    (document, layout)
}

/// The layout of the first map of a document.
pub(crate) fn layout_of(document: &Document) -> MapLayout {
    map_layout(document, document.maps_in_order()[0].id, &mut measure(), &Sizes::default())
}
