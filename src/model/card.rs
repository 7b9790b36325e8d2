//! Cards: what stands in the cells.

use crate::base::ids::{CardId, KpiId, LaneId, StepId};
use crate::model::Place;
use serde::{Deserialize, Serialize};

/// Through what a contact happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A web page.
    #[default]
    Web,
    /// The product or an app.
    App,
    /// E-mail.
    Email,
    /// A call.
    Phone,
    /// Chat or messaging.
    Chat,
    /// A shop or branch.
    Store,
    /// Social media and review sites.
    Social,
    /// Letters and parcels.
    Post,
    /// An event or a meeting.
    Event,
    /// A partner or reseller.
    Partner,
    /// Paid search and advertising.
    Advert,
    /// Anything else.
    Other,
}

impl Channel {
    /// Every channel, in the order menus show them.
    pub const EVERY: [Self; 12] = [
        Self::Web,
        Self::App,
        Self::Email,
        Self::Phone,
        Self::Chat,
        Self::Store,
        Self::Social,
        Self::Post,
        Self::Event,
        Self::Partner,
        Self::Advert,
        Self::Other,
    ];
}

/// How much a pain point hurts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// An annoyance.
    Low,
    /// Costs effort.
    #[default]
    Medium,
    /// Costs customers.
    High,
    /// Stops the journey.
    Critical,
}

impl Severity {
    /// Every severity, mildest first.
    pub const EVERY: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];
}

/// What a card is, with the fields only that kind has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CardBody {
    /// Free text.
    Text,
    /// A contact through a channel.
    Touchpoint {
        /// Through what.
        channel: Channel,
        /// A moment of truth: where the customer decides about us.
        is_moment_of_truth: bool,
    },
    /// What a customer said.
    Quote {
        /// Who said it, where and when, as in "support survey, 1 / 5".
        attribution: String,
    },
    /// What hurts. The scores of its place stand beside it.
    PainPoint {
        /// How much.
        severity: Severity,
        /// Who looks after it; may be empty.
        owner: String,
        /// The KPI shown beside it; `None` picks the satisfaction KPI of its place.
        kpi: Option<KpiId>,
    },
    /// What could be better.
    Opportunity {
        /// Value for the customer and the business, 1 ..= 10.
        value: Option<u8>,
        /// Effort, 1 ..= 10.
        effort: Option<u8>,
    },
    /// A KPI at a place: value, change, trend.
    Kpi {
        /// Which KPI.
        kpi: KpiId,
        /// What it measures here. For a stage the card spans the stage.
        place: Place,
        /// Also shown in the stage header.
        is_headline: bool,
    },
    /// A point of the drawn experience curve.
    Curve {
        /// −2 (bad) ..= +2 (good), in steps of 0.1.
        value: f64,
    },
}

/// A card: stands in the cell of a lane and a step, may span steps to the right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Identity.
    pub id: CardId,
    /// Its row.
    pub lane: LaneId,
    /// Its leftmost column.
    pub step: StepId,
    /// Number of steps it covers, at least 1.
    pub span: u32,
    /// Order among the cards of the cell.
    pub rank: f64,
    /// What it says. A KPI card without text shows the KPI's name.
    pub text: String,
    /// What it is.
    pub body: CardBody,
}
