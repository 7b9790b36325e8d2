//! The catalogue of KPIs that the program brings along: what one may want to measure, by stage.

use crate::base::ids::{Id as _, KpiId};
use crate::base::text::fold_loosely;
use crate::import::plain_rows;
use crate::model::{Direction, Kpi, KpiKind};
use std::sync::LazyLock;

const TEXT: &str = include_str!("../../assets/kpi_catalogue.csv");

/// A KPI one may want.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Its word in templates, which is also the name of the metric in the data.
    pub key: String,
    /// The sort of stage it belongs to, as in "Retention".
    pub stage: String,
    /// The KPI, complete but for id and rank.
    pub kpi: Kpi,
}

static SUGGESTIONS: LazyLock<Vec<Suggestion>> =
    LazyLock::new(|| plain_rows(TEXT).iter().filter_map(|row| of(row)).collect());

/// All KPIs of the catalogue, in its order.
#[must_use]
pub fn every() -> &'static [Suggestion] {
    &SUGGESTIONS
}

/// The KPI with a key; it still needs an id.
#[must_use]
pub fn kpi(key: &str) -> Option<Kpi> {
    every().iter().find(|suggestion| suggestion.key == key).map(|suggestion| suggestion.kpi.clone())
}

/// The KPI that a name means, folded loosely: its name, its key, or its short form in brackets, as in "CSAT"; it still
/// needs an id.
#[must_use]
pub fn named(folded: &str) -> Option<Kpi> {
    let is_it = |suggestion: &&Suggestion| {
        let name = &suggestion.kpi.name;
        let (long, short) = name.split_once('(').unwrap_or((name, ""));
        let forms = [name.as_str(), &suggestion.key, long, short.trim_end_matches(')')];
        forms.iter().any(|form| !form.is_empty() && fold_loosely(form) == folded)
    };
    every().iter().find(is_it).map(|suggestion| suggestion.kpi.clone())
}

fn of(row: &[String]) -> Option<Suggestion> {
    let [key, name, stage, layer, unit, direction, aggregation, formula, _, definition] = row else { return None };
    let kind = match aggregation.as_str() {
        "ratio" => KpiKind::Rate,
        "sum" => KpiKind::Sum,
        "nps" => KpiKind::Nps,
        "top_box" => KpiKind::top_box_of((1.0, 5.0)),
        // The rest is a value per row; the program means them.
        _ => KpiKind::Mean,
    };
    // What is a share shows its percent by itself; what is counted or scored needs no unit either.
    let unit = match unit.as_str() {
        "%" | "score" | "points" | "currency" | "ratio" => String::new(),
        "days" => "d".to_owned(),
        "hours" => "h".to_owned(),
        "seconds" => "s".to_owned(),
        other => other.to_owned(),
    };
    let definition = if formula.is_empty() { definition.clone() } else { format!("{definition}: {formula}") };
    let kpi = Kpi {
        id: KpiId::from_raw(1),
        name: name.clone(),
        metric: key.clone(),
        kind,
        unit,
        scale: (kind == KpiKind::Nps).then_some((0.0, 10.0)),
        direction: if direction == "down" { Direction::Down } else { Direction::Up },
        target: None,
        watch_band: None,
        owner: String::new(),
        definition,
        response_plan: String::new(),
        layer: layer.clone(),
        expected_update_days: None,
        rank: 0.0,
    };
    Some(Suggestion { key: key.clone(), stage: stage.clone(), kpi })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_catalogue_is_whole() {
        assert_eq!(every().len(), TEXT.lines().count() - 1);
        let keys: BTreeSet<_> = every().iter().map(|s| &s.key).collect();
        assert_eq!(keys.len(), every().len(), "a key twice");
        for suggestion in every() {
            let kpi = &suggestion.kpi;
            assert!(!kpi.name.is_empty() && !kpi.definition.is_empty() && !suggestion.stage.is_empty(), "{kpi:?}");
            assert!(["identity", "behaviour", "voice", "revenue"].contains(&kpi.layer.as_str()), "{kpi:?}");
        }
    }

    #[test]
    fn kinds_follow_the_way_values_are_put_together() {
        let check = |key: &str, kind: KpiKind, direction: Direction| {
            let kpi = kpi(key).unwrap();
            assert_eq!((kpi.kind, kpi.direction), (kind, direction), "{key}");
        };
        check("nps", KpiKind::Nps, Direction::Up);
        check("csat", KpiKind::top_box_of((1.0, 5.0)), Direction::Up);
        check("conversion_rate", KpiKind::Rate, Direction::Up);
        check("support_response_time", KpiKind::Mean, Direction::Down);
        assert!(kpi("no such").is_none());
    }
}
