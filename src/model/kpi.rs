//! KPIs: metrics that someone chose and governs.

use crate::base::ids::KpiId;
use crate::model::Place;
use crate::model::governance::{Cadence, Dismissal, Timing, Weighting};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Higher is better.
    #[default]
    Up,
    /// Lower is better.
    Down,
}

/// What the two sides of a difference are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    /// Means of the values, as in "experienced less expected".
    #[default]
    Means,
    /// Shares: values are fractions 0 ..= 1, n is the denominator.
    Shares,
    /// Sums of the values, as in "revenue less cost".
    Sums,
}

/// How the value is computed from rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KpiKind {
    /// Net Promoter Score of answers 0 ..= 10: 100·(promoters − detractors)/n.
    Nps,
    /// Share of the satisfied answers, as in 4–5 of 1–5.
    TopBox {
        /// Lowest and highest score of the scale.
        scale: (f64, f64),
        /// Lowest score that counts as satisfied.
        satisfied_from: f64,
        /// Highest score that counts as satisfied; `None` is the end of the scale. On scales where 1 is the best.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        satisfied_to: Option<f64>,
    },
    /// Customer Effort Score: mean of the answers on the KPI's scale; 1–7 agreement unless it says otherwise.
    Ces,
    /// System Usability Scale: mean of scores 0 ..= 100. The metric holds such scores, or ten other metrics hold the
    /// answers 1 ..= 5 to its ten items, in order.
    Sus,
    /// Mean of the values.
    Mean,
    /// A percentile of the values; 50 is the median.
    Percentile {
        /// Above 0 and below 100.
        percent: f64,
    },
    /// Numerator over denominator: values are fractions 0 ..= 1 and n is the denominator; or, with another metric, the
    /// sum of the metric over the sum of that one.
    Rate,
    /// Sum of the metric over the sum of the other metric: a number per something, no share.
    Ratio,
    /// Sum of the values.
    Sum,
    /// How many answers or rows there are.
    Count,
    /// The value of the last day with rows: the mean of that day, where it has several.
    Last,
    /// The metric less the other metric.
    Difference {
        /// What both sides are.
        of: Sides,
    },
    /// Worked out from other KPIs, as the KPI's formula says: each at the same place, or where its only card is.
    Formula,
}

/// In which terms the values of a KPI are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terms {
    /// Points from −100 to 100.
    Points,
    /// A fraction that people read as percent.
    Share,
    /// A difference of two fractions, read in percentage points.
    ShareDifference,
    /// A score on a scale.
    Score,
    /// A number with the KPI's unit.
    Quantity,
}

impl KpiKind {
    /// The median.
    pub const MEDIAN: Self = Self::Percentile { percent: 50.0 };

    /// The word used in files and on the command line.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::TopBox { .. } => "top_box",
            Self::Ces => "ces",
            Self::Sus => "sus",
            Self::Mean => "mean",
            Self::Percentile { .. } => "percentile",
            Self::Rate => "rate",
            Self::Ratio => "ratio",
            Self::Sum => "sum",
            Self::Count => "count",
            Self::Last => "last",
            Self::Difference { .. } => "difference",
            Self::Formula => "formula",
        }
    }

    /// The usual top box of a scale: 4–5 of 5, 6–7 of 7, from 80 of 100 (upper two points, or upper fifth).
    #[must_use]
    pub fn top_box_of(scale: (f64, f64)) -> Self {
        let (low, high) = scale;
        let satisfied_from = match high - low {
            // Yes or no, good or bad.
            width if width <= 1.0 => high,
            width if width > 10.0 => low + width * 0.8,
            _ => high - 1.0,
        };
        Self::TopBox { scale, satisfied_from, satisfied_to: None }
    }

    /// True for what grows with the length of the period: its target is per calendar month.
    #[must_use]
    pub fn is_total(&self) -> bool {
        matches!(self, Self::Sum | Self::Count | Self::Difference { of: Sides::Sums })
    }

    /// True when a second metric is needed beside the first.
    #[must_use]
    pub fn needs_other_metric(&self) -> bool {
        matches!(self, Self::Ratio | Self::Difference { .. })
    }
}

/// Reads a kind; older templates say a kind that has no fields as a word.
fn kind_as_written<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<KpiKind, D::Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Plain {
        Nps,
        Mean,
        Rate,
        Sum,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Whole(KpiKind),
        Plain(Plain),
    }
    Ok(match Written::deserialize(reader)? {
        Written::Whole(kind) => kind,
        Written::Plain(Plain::Nps) => KpiKind::Nps,
        Written::Plain(Plain::Mean) => KpiKind::Mean,
        Written::Plain(Plain::Rate) => KpiKind::Rate,
        Written::Plain(Plain::Sum) => KpiKind::Sum,
    })
}

/// A KPI. Its places are those of its cards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kpi {
    /// Identity.
    pub id: KpiId,
    /// Name shown on the map.
    pub name: String,
    /// The metric it reads: the name in the data.
    pub metric: String,
    /// How the value is computed. Its fields stand in an object of their own: it has a scale too.
    #[serde(deserialize_with = "kind_as_written")]
    pub kind: KpiKind,
    /// Unit shown behind the value, as in "s" or "€"; empty for scores. Percent needs none: it follows from the kind.
    pub unit: String,
    /// The scale of the answers, when there is one; a mean is shown as "4.3 / 5".
    pub scale: Option<(f64, f64)>,
    /// Which way is good.
    pub direction: Direction,
    /// Value to reach, in the value's own terms (fraction for top box and rate, −100 ..= 100 for NPS, per calendar
    /// month for a sum).
    pub target: Option<f64>,
    /// Distance from the target, on the bad side, that is still "watch" rather than "off".
    pub watch_band: Option<f64>,
    /// Who answers for it.
    pub owner: String,
    /// What exactly is counted.
    pub definition: String,
    /// What to do when it drops.
    pub response_plan: String,
    /// What to do when it rises.
    #[serde(default)]
    pub plan_for_rise: String,
    /// What to do when it stays flat although something was done.
    #[serde(default)]
    pub plan_for_flat: String,
    /// Identity, behaviour, voice or revenue.
    pub layer: String,
    /// How many days after which its data counts as old.
    pub expected_update_days: Option<u32>,
    /// Metrics it reads beside its own: the denominator of a ratio or rate, what a difference takes off, the ten items
    /// of a SUS.
    #[serde(default)]
    pub other_metrics: Vec<String>,
    /// Of a formula: an expression over names of other KPIs, as in "{Revenue} / Orders".
    #[serde(default)]
    pub formula: String,
    /// Values that are codes and no answers, such as 99 for "don't know"; rows with them do not count.
    #[serde(default)]
    pub missing: Vec<f64>,
    /// Whether survey weights count.
    #[serde(default)]
    pub weighting: Weighting,
    /// What is different at single places.
    #[serde(default)]
    pub overrides: BTreeMap<Place, PlaceOverride>,
    /// Whether it moves before the outcome or with it; `None` when nobody said.
    #[serde(default)]
    pub timing: Option<Timing>,
    /// How often it is reviewed; `None` when nobody said.
    #[serde(default)]
    pub cadence: Option<Cadence>,
    /// Where its data comes from: a system, a survey, a team.
    #[serde(default)]
    pub data_source: String,
    /// The business outcome it serves.
    #[serde(default)]
    pub outcome: String,
    /// How the question is worded, for what people are asked.
    #[serde(default)]
    pub question: String,
    /// Warnings about it that somebody has set aside, each with a reason.
    #[serde(default)]
    pub dismissed: Vec<Dismissal>,
    /// Order in lists.
    pub rank: f64,
}

/// What is different about a KPI at one place. What is not said here is as everywhere.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceOverride {
    /// Value to reach here.
    pub target: Option<f64>,
    /// Watch band here.
    pub watch_band: Option<f64>,
    /// Who answers for it here.
    pub owner: String,
    /// How the question is worded here.
    pub question: String,
}

impl PlaceOverride {
    /// True when nothing is different.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Kpi {
    /// A KPI that has a name and nothing else: a mean, the more the better, of data yet to come.
    #[must_use]
    pub fn new(id: KpiId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            metric: String::new(),
            kind: KpiKind::Mean,
            unit: String::new(),
            scale: None,
            direction: Direction::Up,
            target: None,
            watch_band: None,
            owner: String::new(),
            definition: String::new(),
            response_plan: String::new(),
            plan_for_rise: String::new(),
            plan_for_flat: String::new(),
            layer: String::new(),
            expected_update_days: None,
            other_metrics: Vec::new(),
            formula: String::new(),
            missing: Vec::new(),
            weighting: Weighting::default(),
            overrides: BTreeMap::new(),
            timing: None,
            cadence: None,
            data_source: String::new(),
            outcome: String::new(),
            question: String::new(),
            dismissed: Vec::new(),
            rank: 1.0,
        }
    }

    /// The KPI as it is at a place: with the target, watch band, owner and question of that place.
    #[must_use]
    pub fn at(&self, place: Place) -> Cow<'_, Self> {
        let Some(own) = self.overrides.get(&place).filter(|own| !own.is_empty()) else { return Cow::Borrowed(self) };
        let mut kpi = self.clone();
        kpi.target = own.target.or(kpi.target);
        kpi.watch_band = own.watch_band.or(kpi.watch_band);
        for (here, text) in [(&own.owner, &mut kpi.owner), (&own.question, &mut kpi.question)] {
            if !here.trim().is_empty() {
                text.clone_from(here);
            }
        }
        Cow::Owned(kpi)
    }

    /// In which terms its values are.
    #[must_use]
    pub fn terms(&self) -> Terms {
        let scored = if self.scale.is_some() { Terms::Score } else { Terms::Quantity };
        match self.kind {
            KpiKind::Nps => Terms::Points,
            KpiKind::TopBox { .. } | KpiKind::Rate => Terms::Share,
            // What is worked out from two numbers is a fraction when its unit says so.
            KpiKind::Ratio | KpiKind::Formula if self.unit.trim() == "%" => Terms::Share,
            KpiKind::Difference { of: Sides::Shares } => Terms::ShareDifference,
            KpiKind::Ces | KpiKind::Sus => Terms::Score,
            KpiKind::Mean | KpiKind::Percentile { .. } | KpiKind::Last | KpiKind::Difference { of: Sides::Means } => {
                scored
            }
            KpiKind::Ratio | KpiKind::Formula | KpiKind::Sum | KpiKind::Count | KpiKind::Difference { .. } => {
                Terms::Quantity
            }
        }
    }

    /// Lowest and highest answer; `None` where there is no scale.
    #[must_use]
    pub fn answers(&self) -> Option<(f64, f64)> {
        match self.kind {
            KpiKind::Nps => Some((0.0, 10.0)),
            KpiKind::TopBox { scale, .. } => Some(scale),
            KpiKind::Ces => Some(self.scale.unwrap_or((1.0, 7.0))),
            KpiKind::Sus => Some((0.0, 100.0)),
            KpiKind::Mean | KpiKind::Percentile { .. } | KpiKind::Last => self.scale,
            _ => None,
        }
    }

    /// True when both are worked out from the same rows in the same way, so that known days serve for both.
    #[must_use]
    pub fn reads_as(&self, other: &Self) -> bool {
        (&self.metric, self.kind, &self.other_metrics, &self.formula, &self.missing, self.weighting)
            == (&other.metric, other.kind, &other.other_metrics, &other.formula, &other.missing, other.weighting)
    }
}

#[cfg(test)]
impl KpiKind {
    /// One of every kind, for tests that go through them all.
    pub(crate) fn samples() -> Vec<Self> {
        vec![
            Self::Nps,
            Self::top_box_of((1.0, 5.0)),
            Self::TopBox { scale: (1.0, 6.0), satisfied_from: 1.0, satisfied_to: Some(2.0) },
            Self::Ces,
            Self::Sus,
            Self::Mean,
            Self::Percentile { percent: 95.0 },
            Self::Rate,
            Self::Ratio,
            Self::Sum,
            Self::Count,
            Self::Last,
            Self::Difference { of: Sides::Shares },
            Self::Formula,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, StageId};

    #[test]
    fn a_place_has_its_own_target_and_the_rest_of_the_kpi() {
        let (here, there) = (Place::Stage(StageId::from_raw(7)), Place::Stage(StageId::from_raw(8)));
        let own = PlaceOverride { target: Some(4.5), question: "How easy was it?".to_owned(), ..Default::default() };
        let kpi = Kpi {
            target: Some(4.0),
            watch_band: Some(0.2),
            owner: "Ada".to_owned(),
            overrides: BTreeMap::from([(here, own)]),
            ..Kpi::new(KpiId::from_raw(1), "CSAT")
        };
        let at = kpi.at(here);
        assert_eq!((at.target, at.watch_band, at.owner.as_str()), (Some(4.5), Some(0.2), "Ada"));
        assert_eq!(at.question, "How easy was it?");
        assert_eq!(*kpi.at(there), kpi);
    }

    /// A KPI as older files and clipboards have it, without the fields that came later.
    #[test]
    fn fields_that_are_missing_are_empty() {
        let kpi = Kpi::new(KpiId::from_raw(1), "Days");
        let mut value = serde_json::to_value(&kpi).unwrap();
        let later = ["other_metrics", "formula", "missing", "weighting", "overrides", "timing", "cadence", "outcome"];
        for field in later.iter().chain(&["plan_for_rise", "plan_for_flat", "data_source", "question", "dismissed"]) {
            value.as_object_mut().unwrap().remove(*field).unwrap();
        }
        assert_eq!(serde_json::from_value::<Kpi>(value).unwrap(), kpi);
    }

    #[test]
    fn every_kind_of_kpi_can_be_written_and_read() {
        for kind in KpiKind::samples() {
            let place = Place::Stage(StageId::from_raw(7));
            let overrides = BTreeMap::from([(place, PlaceOverride { target: Some(4.5), ..PlaceOverride::default() })]);
            let kpi = Kpi { kind, scale: Some((1.0, 5.0)), overrides, ..Kpi::new(KpiId::from_raw(1), "CSAT") };
            let text = serde_json::to_string(&kpi).unwrap();
            assert_eq!(serde_json::from_str::<Kpi>(&text).map_err(|error| format!("{error}: {text}")), Ok(kpi));
        }
        // As templates of the user were written before.
        let kpi = Kpi::new(KpiId::from_raw(1), "Days");
        let text = serde_json::to_string(&kpi).unwrap().replace(r#"{"kind":"mean"}"#, r#""mean""#);
        assert_eq!(serde_json::from_str::<Kpi>(&text).unwrap(), kpi);
    }
}
