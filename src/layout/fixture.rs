//! A hand-made map for the tests of layout, scene and export.

use crate::base::ids::{CardId, ConnectionId, Id as _, KpiId, LaneId, MapId, StageId, StepId};
use crate::base::text::FontBytes;
use crate::layout::FontMeasure;
use crate::model::{
    Card, CardBody, Channel, Connection, ConnectionLook, Document, JourneyMap, Kpi, Lane, LaneKind, Place, Severity,
    Stage, Step,
};
use std::sync::Arc;

/// Measures with the bundled fonts.
pub(crate) fn measure() -> FontMeasure {
    FontMeasure::new(FontBytes {
        regular: include_bytes!("../../assets/fonts/Inter-Regular.ttf"),
        medium: include_bytes!("../../assets/fonts/Inter-Medium.ttf"),
        semi_bold: include_bytes!("../../assets/fonts/Inter-SemiBold.ttf"),
        italic: include_bytes!("../../assets/fonts/Inter-Italic.ttf"),
        signs: include_bytes!("../../assets/fonts/NotoEmoji-Regular.ttf"),
    })
}

/// The map of the fixture.
pub(crate) const MAP: i64 = 1;

/// A document put together by hand; ids count from 1 in each table.
#[derive(Default)]
pub(crate) struct Builder {
    /// What has been put together.
    pub(crate) document: Document,
}

impl Builder {
    /// A document with one empty map.
    pub(crate) fn new(title: &str) -> Self {
        let mut b = Self::default();
        let id = MapId::from_raw(MAP);
        let map = JourneyMap::new(id, title.to_owned());
        b.document.maps.insert(id, Arc::new(map));
        b
    }

    /// Adds a stage with steps at the right.
    pub(crate) fn stage(&mut self, title: &str, question: &str, steps: &[&str]) -> StageId {
        let number = self.document.stages.len();
        let id = StageId::from_raw(number as i64 + 1);
        let stage = Stage {
            id,
            map: MapId::from_raw(MAP),
            title: title.to_owned(),
            question: question.to_owned(),
            tint: number as u8,
            linked_map: None,
            rank: number as f64,
        };
        self.document.stages.insert(id, Arc::new(stage));
        for title in steps {
            let number = self.document.steps.len() as i64 + 1;
            let step =
                Step { id: StepId::from_raw(number), stage: id, title: (*title).to_owned(), rank: number as f64 };
            self.document.steps.insert(step.id, Arc::new(step));
        }
        id
    }

    /// Adds a lane at the bottom.
    pub(crate) fn lane(&mut self, kind: LaneKind, title: &str) -> LaneId {
        let number = self.document.lanes.len() as i64 + 1;
        let lane = Lane {
            id: LaneId::from_raw(number),
            map: MapId::from_raw(MAP),
            kind,
            title: title.to_owned(),
            height: None,
            is_collapsed: false,
            is_hidden: false,
            points: crate::model::CurvePoints::default(),
            rank: number as f64,
        };
        let id = lane.id;
        self.document.lanes.insert(id, Arc::new(lane));
        id
    }

    /// Adds a card at a step (counted from 1).
    pub(crate) fn card(&mut self, lane: LaneId, step: i64, span: u32, text: &str, body: CardBody) -> CardId {
        let number = self.document.cards.len() as i64 + 1;
        let card = Card {
            id: CardId::from_raw(number),
            lane,
            step: StepId::from_raw(step),
            span,
            rank: number as f64,
            text: text.to_owned(),
            body,
            marks: crate::model::CardMarks::default(),
        };
        let id = card.id;
        self.document.cards.insert(id, Arc::new(card));
        id
    }

    /// Adds a KPI.
    pub(crate) fn kpi(&mut self, name: &str) -> KpiId {
        let number = self.document.kpis.len() as i64 + 1;
        let kpi = Kpi {
            metric: name.to_owned(),
            scale: Some((1.0, 5.0)),
            target: Some(4.0),
            rank: number as f64,
            ..Kpi::new(KpiId::from_raw(number), name.to_owned())
        };
        let id = kpi.id;
        self.document.kpis.insert(id, Arc::new(kpi));
        id
    }

    /// Connects two cards.
    pub(crate) fn connect(&mut self, from: CardId, to: CardId, label: &str) {
        let number = self.document.connections.len() as i64 + 1;
        let connection = Connection {
            id: ConnectionId::from_raw(number),
            from,
            to,
            label: label.to_owned(),
            look: ConnectionLook::default(),
        };
        self.document.connections.insert(connection.id, Arc::new(connection));
    }
}

/// Two stages, every kind of lane and card.
pub(crate) fn small_map() -> Document {
    let mut b = Builder::new("Small map");
    let sign_up = b.stage("Sign-up", "Where do they stop?", &["Open form", "Verify identity", "Pay"]);
    b.stage("Support", "", &["Find help"]);
    let csat = b.kpi("CSAT");
    let touch = b.lane(LaneKind::Touchpoint, "Touchpoints");
    let curve = b.lane(LaneKind::Curve, "Experience");
    let kpis = b.lane(LaneKind::Kpi, "KPI");
    let quotes = b.lane(LaneKind::Quote, "Quotes");
    let pains = b.lane(LaneKind::PainPoint, "Pain points");
    let chances = b.lane(LaneKind::Opportunity, "Opportunities");
    b.lane(LaneKind::Divider, "Line of visibility");
    let text = b.lane(LaneKind::Process, "Backstage");
    let point = |channel, is_moment_of_truth| CardBody::Touchpoint { channel, is_moment_of_truth };
    let form = b.card(touch, 1, 1, "Sign-up form", point(Channel::Web, false));
    b.card(touch, 2, 1, "ID check", point(Channel::App, true));
    let help = b.card(touch, 4, 1, "Help centre and chat with an agent", point(Channel::Chat, false));
    for (step, value) in [(1, 0.5), (2, -1.0), (3, 1.0)] {
        b.card(curve, step, 1, "", CardBody::Curve { value });
    }
    b.card(kpis, 2, 1, "", CardBody::kpi(csat, Place::Stage(sign_up), true));
    b.card(kpis, 4, 1, "", CardBody::kpi(csat, Place::Step(StepId::from_raw(4)), true));
    b.card(quotes, 2, 2, "I gave up at the photo.", CardBody::Quote { attribution: "survey, 2 / 10".to_owned() });
    let pain = CardBody::PainPoint { severity: Severity::High, owner: String::new(), kpi: None };
    b.card(pains, 2, 2, "Identity check fails on older phones", pain.clone());
    b.card(pains, 4, 1, "Story told three times", pain);
    b.card(chances, 2, 2, "Let people finish on desktop", CardBody::Opportunity { value: Some(8), effort: Some(3) });
    b.card(text, 1, 2, "Check the document", CardBody::Text);
    b.card(text, 2, 1, "Notify the team", CardBody::Text);
    b.connect(form, help, "asks for help");
    b.document
}
