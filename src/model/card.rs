//! Cards: what stands in the cells.

use crate::base::ids::{CardId, KpiId, LaneId, PersonaId, StageId, StepId};
use crate::model::{CardForm, CardSplit, LaneKind, Picture, Place};
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

/// How well a card is backed by evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The team believes it.
    Assumption,
    /// Some interviews or numbers say so.
    Partly,
    /// Data says so.
    Backed,
}

impl Confidence {
    /// Every degree, weakest first.
    pub const EVERY: [Self; 3] = [Self::Assumption, Self::Partly, Self::Backed];
}

/// What any card may carry, whatever it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CardMarks {
    /// Index into the theme's tints (taken modulo their number); `None` is the colour of its kind.
    pub tint: Option<u8>,
    /// Words to find and filter by; no two the same, none empty.
    pub tags: Vec<String>,
    /// How well it is backed; `None` when nobody said.
    pub confidence: Option<Confidence>,
    /// Whom it is about; `None` is everybody. A point of the experience curve belongs to this persona's line.
    pub persona: Option<PersonaId>,
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
        /// How it shows its figure.
        #[serde(default, skip_serializing_if = "CardForm::is_automatic")]
        form: CardForm,
        /// By which segments, in the forms that show it by segment.
        #[serde(default, skip_serializing_if = "CardSplit::is_default")]
        split: CardSplit,
    },
    /// A point of the drawn experience curve.
    Curve {
        /// −2 (bad) ..= +2 (good), in steps of 0.1.
        value: f64,
    },
    /// A picture of the storyboard; its text is the caption.
    Image {
        /// What it shows; `None` until one is chosen.
        picture: Option<Picture>,
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
    /// Colour, tags, confidence, persona.
    pub marks: CardMarks,
}

impl Card {
    /// True for a KPI of this stage: standing in it, its card covers the whole of it, whatever its step and span.
    #[must_use]
    pub fn covers_stage(&self, stage: StageId) -> bool {
        matches!(self.body, CardBody::Kpi { place: Place::Stage(id), .. } if id == stage)
    }
}

impl CardBody {
    /// A KPI at a place, in the form that nobody chose.
    #[must_use]
    pub fn kpi(kpi: KpiId, place: Place, is_headline: bool) -> Self {
        Self::Kpi { kpi, place, is_headline, form: CardForm::Automatic, split: CardSplit::default() }
    }

    /// The form of a KPI card.
    #[must_use]
    pub fn form(&self) -> Option<CardForm> {
        match self {
            Self::Kpi { form, .. } => Some(*form),
            _ => None,
        }
    }

    /// The same in another form; what is no KPI has none and stays as it is.
    #[must_use]
    pub fn in_form(self, form: CardForm) -> Self {
        match self {
            Self::Kpi { kpi, place, is_headline, split, .. } => Self::Kpi { kpi, place, is_headline, form, split },
            other => other,
        }
    }

    /// By what a KPI card is split.
    #[must_use]
    pub fn split(&self) -> Option<&CardSplit> {
        match self {
            Self::Kpi { split, .. } => Some(split),
            _ => None,
        }
    }

    /// The same split in another way, in a form that shows it; what is no KPI stays as it is.
    #[must_use]
    pub fn split_by(self, split: CardSplit) -> Self {
        match self {
            Self::Kpi { kpi, place, is_headline, form, .. } => {
                let form = if form.is_split() { form } else { CardForm::SmallMultiples };
                Self::Kpi { kpi, place, is_headline, form, split }
            }
            other => other,
        }
    }

    /// True when a card like this makes sense in a lane of a kind: among KPIs and points of a curve nothing else does, and
    /// a dividing line holds nothing.
    #[must_use]
    pub fn belongs_in(&self, kind: LaneKind) -> bool {
        match kind {
            LaneKind::Kpi => matches!(self, Self::Kpi { .. }),
            LaneKind::Curve => matches!(self, Self::Curve { .. }),
            LaneKind::Divider => false,
            _ => true,
        }
    }

    /// What words typed into a lane become; `None` where words alone make no card: a KPI must be chosen, a point of the
    /// curve has no words, a dividing line holds nothing. A channel that nobody named is none of those that have a name.
    #[must_use]
    pub fn typed_in(kind: LaneKind) -> Option<Self> {
        match kind {
            LaneKind::Text | LaneKind::Process => Some(Self::Text),
            LaneKind::Touchpoint => Some(Self::Touchpoint { channel: Channel::Other, is_moment_of_truth: false }),
            LaneKind::Image => Some(Self::Image { picture: None }),
            LaneKind::Quote => Some(Self::Quote { attribution: String::new() }),
            LaneKind::PainPoint => {
                Some(Self::PainPoint { severity: Severity::Medium, owner: String::new(), kpi: None })
            }
            LaneKind::Opportunity => Some(Self::Opportunity { value: None, effort: None }),
            LaneKind::Curve | LaneKind::Kpi | LaneKind::Divider => None,
        }
    }
}
