//! KPIs: metrics that someone chose and governs.

use crate::base::ids::KpiId;
use serde::{Deserialize, Serialize};

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

/// How the value is computed from rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KpiKind {
    /// Net Promoter Score of answers 0 ..= 10: 100·(promoters − detractors)/n.
    Nps,
    /// Share of answers at or above a score, as in 4–5 of 1–5.
    TopBox {
        /// Lowest and highest score of the scale.
        scale: (f64, f64),
        /// Lowest score that counts as satisfied.
        satisfied_from: f64,
    },
    /// Mean of the values.
    Mean,
    /// Numerator over denominator; values are fractions 0 ..= 1, n is the denominator.
    Rate,
    /// Sum of the values.
    Sum,
}

impl KpiKind {
    /// The word used in files and on the command line.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::TopBox { .. } => "top_box",
            Self::Mean => "mean",
            Self::Rate => "rate",
            Self::Sum => "sum",
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
        Self::TopBox { scale, satisfied_from }
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
    /// Identity, behaviour, voice or revenue.
    pub layer: String,
    /// How many days after which its data counts as old.
    pub expected_update_days: Option<u32>,
    /// Order in lists.
    pub rank: f64,
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
            layer: String::new(),
            expected_update_days: None,
            rank: 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;

    #[test]
    fn every_kind_of_kpi_can_be_written_and_read() {
        let kinds = [KpiKind::Nps, KpiKind::top_box_of((1.0, 5.0)), KpiKind::Mean, KpiKind::Rate, KpiKind::Sum];
        for kind in kinds {
            let kpi = Kpi { kind, scale: Some((1.0, 5.0)), ..Kpi::new(KpiId::from_raw(1), "CSAT") };
            let text = serde_json::to_string(&kpi).unwrap();
            assert_eq!(serde_json::from_str::<Kpi>(&text).map_err(|error| format!("{error}: {text}")), Ok(kpi));
        }
        // As templates of the user were written before.
        let kpi = Kpi::new(KpiId::from_raw(1), "Days");
        let text = serde_json::to_string(&kpi).unwrap().replace(r#"{"kind":"mean"}"#, r#""mean""#);
        assert_eq!(serde_json::from_str::<Kpi>(&text).unwrap(), kpi);
    }
}
