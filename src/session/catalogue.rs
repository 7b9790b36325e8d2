//! The catalogue of KPIs that the program brings along: what one may want to measure, by stage.

use crate::base::ids::{Id as _, KpiId};
use crate::base::text::fold_loosely;
use crate::import::plain_rows;
use crate::model::{Direction, Kpi, KpiKind, Timing};
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
    /// What it is worked out from, in words, as in "revenue / orders"; empty for what is counted as it is.
    pub formula: String,
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

/// What KPIs of the catalogue are looked for; what is not said does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted<'w> {
    /// The sort of stage, as in "Retention". KPIs for any stage belong to each.
    pub stage: Option<&'w str>,
    /// Identity, behaviour, voice or revenue.
    pub layer: Option<&'w str>,
    /// Leading or lagging.
    pub timing: Option<Timing>,
    /// Words of the name, the definition or the formula, in any order, folded loosely.
    pub words: &'w str,
}

impl Wanted<'_> {
    fn has_all_words(&self, text: &str) -> bool {
        let folded = fold_loosely(text);
        let mut words = self.words.split_whitespace().map(fold_loosely).filter(|word| !word.is_empty());
        words.all(|word| folded.contains(word.as_str()))
    }

    fn is_of_sort(&self, kpi: &Kpi) -> bool {
        self.layer.is_none_or(|layer| fold_loosely(layer) == fold_loosely(&kpi.layer))
            && self.timing.is_none_or(|timing| kpi.timing == Some(timing))
    }

    /// True for a KPI that is looked for, whatever stage it belongs to.
    #[must_use]
    pub fn takes(&self, kpi: &Kpi) -> bool {
        self.is_of_sort(kpi) && self.has_all_words(&format!("{} {} {}", kpi.name, kpi.metric, kpi.definition))
    }
}

/// The KPIs of the catalogue that are looked for, in its order; those whose name has all the words come first.
#[must_use]
pub fn search(wanted: &Wanted<'_>) -> Vec<&'static Suggestion> {
    let has_all = |text: &str| wanted.has_all_words(text);
    let is_wanted = |s: &&Suggestion| {
        let is_of_stage = wanted.stage.is_none_or(|stage| fold_loosely(stage) == fold_loosely(&s.stage));
        (is_of_stage || s.stage == ANY_STAGE)
            && wanted.is_of_sort(&s.kpi)
            && has_all(&format!("{} {} {}", s.kpi.name, s.key, s.kpi.definition))
    };
    let mut found: Vec<&Suggestion> = every().iter().filter(is_wanted).collect();
    found.sort_by_key(|s| (!has_all(&s.kpi.name), s.stage == ANY_STAGE && wanted.stage.is_some()));
    found
}

/// The stage of KPIs that fit everywhere.
const ANY_STAGE: &str = "Any";

/// The layers of the catalogue, in its order.
#[must_use]
pub fn layers() -> Vec<&'static str> {
    let mut layers: Vec<&str> = Vec::new();
    for suggestion in every() {
        if !layers.contains(&suggestion.kpi.layer.as_str()) {
            layers.push(&suggestion.kpi.layer);
        }
    }
    layers
}

/// The sorts of stage in the catalogue, in its order, without that of KPIs for any stage.
#[must_use]
pub fn stages() -> Vec<&'static str> {
    let mut stages: Vec<&str> = Vec::new();
    for suggestion in every() {
        if suggestion.stage != ANY_STAGE && !stages.contains(&suggestion.stage.as_str()) {
            stages.push(&suggestion.stage);
        }
    }
    stages
}

/// Words of stage titles, folded, and the sort of stage they mean. The first that is found decides.
const STAGE_WORDS: [(&str, &str); 38] = [
    ("aware", "Awareness"),
    ("discover", "Awareness"),
    ("attract", "Awareness"),
    ("reach", "Awareness"),
    ("consider", "Consideration"),
    ("research", "Consideration"),
    ("compar", "Consideration"),
    ("evaluat", "Consideration"),
    ("explor", "Consideration"),
    ("browse", "Consideration"),
    ("decid", "Decision"),
    ("decision", "Decision"),
    ("purchas", "Decision"),
    ("buy", "Decision"),
    ("checkout", "Decision"),
    ("book", "Decision"),
    ("order", "Decision"),
    ("sign up", "Onboarding"),
    ("signup", "Onboarding"),
    ("onboard", "Onboarding"),
    ("activat", "Onboarding"),
    ("setup", "Onboarding"),
    ("set up", "Onboarding"),
    ("welcome", "Onboarding"),
    ("first use", "Onboarding"),
    ("advoca", "Advocacy"),
    ("recommend", "Advocacy"),
    ("refer", "Advocacy"),
    ("review", "Advocacy"),
    ("expan", "Expansion"),
    ("upgrad", "Expansion"),
    ("grow", "Expansion"),
    ("support", "Retention"),
    ("help", "Retention"),
    ("renew", "Retention"),
    ("retent", "Retention"),
    ("loyal", "Retention"),
    ("use", "Retention"),
];

/// One or two KPIs for a stage of a map, by the words of its title: what people say there and what they do there. A title
/// that means no sort of stage gets KPIs for any.
#[must_use]
pub fn for_stage(title: &str) -> Vec<&'static Suggestion> {
    let folded = fold_loosely(title);
    let stage = STAGE_WORDS.iter().find(|(word, _)| folded.contains(word)).map_or(ANY_STAGE, |(_, stage)| *stage);
    // A leading KPI first, because it can still be acted on; then the other sort of layer.
    let own = || every().iter().filter(|suggestion| suggestion.stage == stage);
    let first = match stage {
        "Retention" => own().find(|suggestion| suggestion.key == "csat"),
        _ => own().find(|suggestion| suggestion.kpi.timing == Some(Timing::Leading)),
    };
    let second = first.and_then(|first| own().find(|second| second.kpi.layer != first.kpi.layer));
    first.into_iter().chain(second).collect()
}

/// The columns that an import needs for a KPI, in words: its metric, or both sides of its formula.
#[must_use]
pub fn columns_needed(suggestion: &Suggestion) -> Vec<String> {
    let sides: Vec<String> = suggestion
        .formula
        .split(['/', '*', '+', '−'])
        .flat_map(|side| side.split(" - "))
        .map(|side| side.trim_matches(|c: char| c == '(' || c == ')' || c == ' ').to_owned())
        .filter(|side| !side.is_empty() && side.parse::<f64>().is_err())
        .collect();
    // Answers to a question are one column, whatever the score is worked out from.
    let is_of_sides = matches!(suggestion.kpi.kind, KpiKind::Rate | KpiKind::Mean) && sides.len() > 1;
    let mut columns: Vec<String> = Vec::new();
    for side in if is_of_sides { sides } else { vec![suggestion.kpi.metric.clone()] } {
        if !columns.contains(&side) {
            columns.push(side);
        }
    }
    columns
}

fn of(row: &[String]) -> Option<Suggestion> {
    let [key, name, stage, layer, unit, direction, aggregation, formula, timing, definition] = row else { return None };
    let kind = match (aggregation.as_str(), key.as_str()) {
        ("ratio", _) if unit == "%" => KpiKind::Rate,
        ("sum", _) => KpiKind::Sum,
        ("nps", _) => KpiKind::Nps,
        ("top_box", _) => KpiKind::top_box_of((1.0, 5.0)),
        ("median", _) => KpiKind::MEDIAN,
        ("p95", _) => KpiKind::Percentile { percent: 95.0 },
        (_, "ces") => KpiKind::Ces,
        (_, "sus") => KpiKind::Sus,
        // The rest is a value per row; the program means them. With the denominator as n, the mean of a number per
        // something is the ratio of the sums.
        _ => KpiKind::Mean,
    };
    let scale = match kind {
        KpiKind::Nps => Some((0.0, 10.0)),
        KpiKind::Ces => Some((1.0, 7.0)),
        _ => None,
    };
    let timing = match timing.as_str() {
        "leading" => Some(Timing::Leading),
        "lagging" => Some(Timing::Lagging),
        _ => None,
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
        metric: key.clone(),
        kind,
        unit,
        scale,
        timing,
        direction: if direction == "down" { Direction::Down } else { Direction::Up },
        definition,
        layer: layer.clone(),
        rank: 0.0,
        ..Kpi::new(KpiId::from_raw(1), name.clone())
    };
    Some(Suggestion { key: key.clone(), stage: stage.clone(), kpi, formula: formula.clone() })
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
        check("support_response_time", KpiKind::MEDIAN, Direction::Down);
        check("system_latency", KpiKind::Percentile { percent: 95.0 }, Direction::Down);
        check("average_order_value", KpiKind::Mean, Direction::Up);
        check("ces", KpiKind::Ces, Direction::Up);
        assert!(kpi("no such").is_none());
    }

    fn check_search(wanted: &Wanted<'_>, expected: &[&str]) {
        let found: Vec<_> = search(wanted).into_iter().map(|s| s.key.as_str()).take(expected.len().max(1)).collect();
        assert_eq!(found, expected, "{wanted:?}");
    }

    #[test]
    fn the_catalogue_is_searched_by_stage_layer_timing_and_words() {
        let all = Wanted::default();
        assert_eq!(search(&all).len(), every().len());
        check_search(&Wanted { words: "net promoter", ..all.clone() }, &["nps"]);
        check_search(&Wanted { words: "response time", ..all.clone() }, &["support_response_time"]);
        check_search(&Wanted { words: "no such thing", ..all.clone() }, &[]);
        let onboarding = Wanted { stage: Some("onboarding"), ..all.clone() };
        check_search(&onboarding, &["time_to_first_value", "activation_rate"]);
        let found = search(&Wanted { layer: Some("revenue"), timing: Some(Timing::Lagging), ..all });
        assert!(found.len() > 5 && found.iter().all(|s| s.kpi.layer == "revenue"), "{found:?}");
        assert!(found.iter().all(|s| s.kpi.timing == Some(Timing::Lagging)));
        assert!(stages().contains(&"Retention") && !stages().contains(&"Any"));
    }

    #[test]
    fn stages_of_any_title_get_one_or_two_kpis() {
        let check = |title: &str, expected: &[&str]| {
            let found: Vec<_> = for_stage(title).into_iter().map(|s| s.key.as_str()).collect();
            assert_eq!(found, expected, "{title}");
        };
        check("Support", &["csat", "churn_rate"]);
        for title in ["Sign-up", "Compare offers", "Erwägen", "", "Checkout", "Recommend", "Upgrade"] {
            let found = for_stage(title);
            assert!((1..=2).contains(&found.len()), "{title}: {found:?}");
            assert_eq!(found.first().map(|s| s.kpi.timing), Some(Some(Timing::Leading)), "{title}");
        }
    }

    #[test]
    fn the_columns_of_a_kpi_are_both_sides_of_its_formula() {
        let check = |key: &str, expected: &[&str]| {
            let suggestion = every().iter().find(|s| s.key == key).unwrap();
            assert_eq!(columns_needed(suggestion), expected, "{key}");
        };
        check("average_order_value", &["revenue", "orders"]);
        check("organic_traffic", &["organic_traffic"]);
        check("csat", &["csat"]);
        check("net_revenue_retention", &["start", "expansion", "contraction", "churn"]);
    }
}
