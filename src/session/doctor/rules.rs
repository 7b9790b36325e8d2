//! The rules, one function each.

use super::{Detail, Finding, MOST_HEADLINES, MOST_KPIS, Rule};
use crate::base::ids::{KpiId, MapId, StageId};
use crate::base::text::{fold_loosely, fold_name};
use crate::base::time::Day;
use crate::import::Mapping;
use crate::metrics::Method;
use crate::model::{CardBody, Document, Kpi, KpiKind, Place, SourceState, Timing};
use crate::session::insights::{self, Insight, Insights};
use crate::session::kpi_query::formula_problem;
use std::collections::{BTreeMap, BTreeSet};

/// What the rules about single KPIs ask again and again, gathered once.
pub(super) struct Around<'d> {
    document: &'d Document,
    insights: &'d Insights,
    today: Day,
    /// The places of each KPI: those of its cards, and those it has figures for without a card, as scores of steps have
    /// that draw the experience curve.
    places: BTreeMap<KpiId, BTreeSet<Place>>,
    /// Metric and name of each KPI, folded; the KPIs of each metric and of each name, in the order of their ids.
    names: BTreeMap<KpiId, (String, String)>,
    of_metric: BTreeMap<String, Vec<KpiId>>,
    of_name: BTreeMap<String, Vec<KpiId>>,
    /// Of each KPI the owner of the first map with one that it has a card on.
    map_owners: BTreeMap<KpiId, &'d str>,
    /// Who answers for most KPIs.
    most_named: Option<&'d str>,
    /// The scales that surveys say a question was answered on: metric folded, place, lowest and highest score.
    scales: Vec<(String, Place, (f64, f64))>,
}

impl<'d> Around<'d> {
    pub(super) fn of(document: &'d Document, insights: &'d Insights, today: Day) -> Self {
        let mut places: BTreeMap<KpiId, BTreeSet<Place>> = BTreeMap::new();
        let with_figures = insights.figures.keys().copied();
        for (kpi, place) in insights::kpis_with_cards(document).into_iter().chain(with_figures) {
            places.entry(kpi).or_default().insert(place);
        }
        let folded = |kpi: &Kpi| (fold_name(&kpi.metric), fold_loosely(&kpi.name));
        let names: BTreeMap<KpiId, (String, String)> =
            document.kpis.values().map(|kpi| (kpi.id, folded(kpi))).collect();
        let (mut of_metric, mut of_name) = (BTreeMap::new(), BTreeMap::new());
        for (id, (metric, name)) in &names {
            for (of, word) in [(&mut of_metric, metric), (&mut of_name, name)] {
                if !word.is_empty() {
                    of.entry(word.clone()).or_insert_with(Vec::new).push(*id);
                }
            }
        }
        let (map_owners, most_named) = (owners_of_maps(document), most_named_owner(document));
        let scales = scales_in_data(document);
        Self { document, insights, today, places, names, of_metric, of_name, map_owners, most_named, scales }
    }

    /// The owner of a map that the KPI stands on, or else who answers for most KPIs.
    pub(super) fn usual_owner(&self, kpi: KpiId) -> Option<&'d str> {
        self.map_owners.get(&kpi).copied().or(self.most_named)
    }

    /// The figures of a KPI at all its places.
    pub(super) fn figures_of(&self, kpi: KpiId) -> impl Iterator<Item = &'d Insight> {
        let (insights, places) = (self.insights, self.places.get(&kpi));
        places.into_iter().flatten().filter_map(move |place| insights.figures.get(&(kpi, *place)))
    }

    /// What is wrong with one KPI.
    pub(super) fn of_kpi(&self, kpi: &Kpi, found: &mut Vec<Finding>) {
        let (document, insights, today) = (self.document, self.insights, self.today);
        let nowhere = BTreeSet::new();
        let places = self.places.get(&kpi.id).unwrap_or(&nowhere);
        let everywhere = |rule, detail| Finding { rule, kpi: Some(kpi.id), place: None, detail };
        let is_empty = |text: &str| text.trim().is_empty();
        let lacks = [
            (Rule::NoPlace, places.is_empty()),
            (Rule::NoPlan, is_empty(&kpi.response_plan) && is_empty(&kpi.plan_for_rise)),
            (Rule::NoOutcome, is_empty(&kpi.outcome)),
            (Rule::NoOwner, places.iter().all(|place| is_empty(&kpi.at(*place).owner)) && is_empty(&kpi.owner)),
            (Rule::NoTarget, kpi.target.is_none() && kpi.overrides.values().all(|own| own.target.is_none())),
        ];
        found.extend(
            lacks.into_iter().filter(|(_, is_lacking)| *is_lacking).map(|(rule, _)| everywhere(rule, Detail::None)),
        );
        if let Some(problem) = formula_problem(document, kpi) {
            found.push(everywhere(Rule::BadFormula, Detail::Text(problem.to_string())));
        }
        let figures: Vec<(Place, &Insight)> =
            places.iter().filter_map(|place| Some((*place, insights.figures.get(&(kpi.id, *place))?))).collect();
        if figures.is_empty() {
            found.push(everywhere(Rule::NoData, Detail::None));
        }
        for (place, insight) in figures {
            let here = |rule, detail| Finding { rule, kpi: Some(kpi.id), place: Some(place), detail };
            if let Some(detail) = age_beyond(kpi, insight, today) {
                found.push(here(Rule::StaleData, detail));
            }
            if is_average_of_averages(kpi, insight) {
                found.push(here(Rule::AveragesOfAverages, Detail::None));
            } else if let Some(n) = insight.now.n.filter(|_| insight.now.is_few) {
                found.push(here(Rule::FewAnswers, Detail::Answers(n)));
            }
        }
        if let Some(names) = self.other_wording(kpi, places) {
            found.push(everywhere(Rule::OtherWording, Detail::Text(names)));
        }
        if let Some(names) = self.other_scale(kpi) {
            found.push(everywhere(Rule::OtherScale, Detail::Text(names)));
        }
    }

    /// Other KPIs that mean the same thing, of the same name or the same metric. Each pair once.
    pub(super) fn same_things(&self, kpi: &Kpi) -> Vec<&'d Kpi> {
        let Some((metric, name)) = self.names.get(&kpi.id) else { return Vec::new() };
        let alike = [self.of_metric.get(metric), self.of_name.get(name)].into_iter().flatten().flatten();
        let later: BTreeSet<KpiId> = alike.copied().filter(|id| *id > kpi.id).collect();
        later.iter().filter_map(|id| self.document.kpis.get(id)).map(AsRef::as_ref).collect()
    }

    /// The places and KPIs that are asked in other words.
    fn other_wording(&self, kpi: &Kpi, places: &BTreeSet<Place>) -> Option<String> {
        let mut wordings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut add = |question: &str, name: &str| {
            if !question.trim().is_empty() {
                wordings.entry(fold_loosely(question)).or_default().insert(name.to_owned());
            }
        };
        for place in places {
            add(&kpi.at(*place).question, self.document.place_name(*place).unwrap_or_default());
        }
        for other in self.same_things(kpi) {
            add(&kpi.question, &kpi.name);
            add(&other.question, &other.name);
        }
        (wordings.len() > 1).then(|| listed(&wordings.into_values().flatten().collect()))
    }

    /// True when surveys say that its question is answered on different scales at its places.
    pub(super) fn answers_differ(&self, kpi: &Kpi) -> bool {
        let mut scales = self.scales_of(kpi).map(|(_, scale)| scale);
        scales.next().is_some_and(|first| scales.any(|other| other != first))
    }

    /// The places of a KPI and the scales that surveys say its question is answered on there.
    fn scales_of(&self, kpi: &Kpi) -> impl Iterator<Item = (Place, (f64, f64))> {
        let metric = self.names.get(&kpi.id).map(|(metric, _)| metric);
        let places = self.places.get(&kpi.id);
        let is_own = move |(of, place, _): &&(String, Place, (f64, f64))| {
            Some(of) == metric && places.is_some_and(|places| places.contains(place))
        };
        self.scales.iter().filter(is_own).map(|(_, place, scale)| (*place, *scale))
    }

    /// The places and KPIs that are asked on other scales.
    fn other_scale(&self, kpi: &Kpi) -> Option<String> {
        let mut scales: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut add = |(low, high): (f64, f64), name: &str| {
            scales.entry(format!("{low}–{high}")).or_default().insert(format!("{name} ({low}–{high})"));
        };
        for (place, scale) in self.scales_of(kpi) {
            add(scale, self.document.place_name(place).unwrap_or_default());
        }
        for other in self.same_things(kpi) {
            if let (Some(own), Some(theirs)) = (kpi.answers(), other.answers()) {
                add(own, &kpi.name);
                add(theirs, &other.name);
            }
        }
        (scales.len() > 1).then(|| listed(&scales.into_values().flatten().collect()))
    }
}

/// All cards are walked through once, however many maps there are.
fn owners_of_maps(document: &Document) -> BTreeMap<KpiId, &str> {
    let maps = document.maps_in_order();
    let owned = maps.iter().enumerate().filter(|(_, map)| !map.owner.trim().is_empty());
    let order: BTreeMap<MapId, usize> = owned.map(|(at, map)| (map.id, at)).collect();
    let mut first: BTreeMap<KpiId, (usize, MapId)> = BTreeMap::new();
    for card in document.cards.values() {
        let CardBody::Kpi { kpi, .. } = card.body else { continue };
        let Some(map) = document.lanes.get(&card.lane).map(|lane| lane.map) else { continue };
        let Some(at) = order.get(&map) else { continue };
        let known = first.entry(kpi).or_insert((*at, map));
        *known = (*known).min((*at, map));
    }
    first.into_iter().filter_map(|(kpi, (_, map))| Some((kpi, document.maps.get(&map)?.owner.trim()))).collect()
}

fn most_named_owner(document: &Document) -> Option<&str> {
    let mut answers_for: BTreeMap<&str, usize> = BTreeMap::new();
    for owner in document.kpis.values().map(|kpi| kpi.owner.trim()).filter(|owner| !owner.is_empty()) {
        *answers_for.entry(owner).or_default() += 1;
    }
    answers_for.into_iter().max_by_key(|(_, count)| *count).map(|(owner, _)| owner)
}

fn age_beyond(kpi: &Kpi, insight: &Insight, today: Day) -> Option<Detail> {
    let expected = i64::from(kpi.expected_update_days?);
    let age = i64::from(today.0) - i64::from(insight.last_day?.0);
    (age > expected).then_some(Detail::Days(age, expected))
}

/// True when averages stand in the source and nobody knows of how many: scores cannot be counted then, and a mean of
/// such rows is an average of averages.
fn is_average_of_averages(kpi: &Kpi, insight: &Insight) -> bool {
    let is_averaged = matches!(
        kpi.kind,
        KpiKind::Nps | KpiKind::TopBox { .. } | KpiKind::Ces | KpiKind::Sus | KpiKind::Mean | KpiKind::Rate
    );
    let is_plain_mean = insight.now.value.is_some() && insight.now.n.is_none();
    insight.now.method == Method::RowsAreAverages || (is_averaged && is_plain_mean)
}

/// The names in quotes, as in "“Onboarding” and “Renewal”".
fn listed(names: &BTreeSet<String>) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    match quoted.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        all => all.join(", "),
    }
}

/// The scales that surveys say a question was answered on.
fn scales_in_data(document: &Document) -> Vec<(String, Place, (f64, f64))> {
    let mut found = Vec::new();
    for source in document.sources.values().filter(|s| s.state == SourceState::Active) {
        let Ok(mapping) = Mapping::parse(&source.mapping) else { continue };
        for score in &mapping.scores {
            let metric = fold_name(score.metric_name());
            let place = source.places.get(score.place.as_deref().unwrap_or_default());
            found.extend(place.zip(score.scale).map(|(place, scale)| (metric, *place, scale)));
        }
    }
    found
}

/// What is wrong with a map as a whole.
pub(super) fn of_map(document: &Document, map: MapId, found: &mut Vec<Finding>) {
    let at = |place, rule, detail| Finding { rule, kpi: None, place: Some(place), detail };
    // One walk over the cards, however many stages there are.
    let (mut kpis, mut in_stages) = (BTreeSet::new(), BTreeMap::<StageId, (usize, usize)>::new());
    for (_, kpi, place, is_headline) in document.kpi_cards(map) {
        kpis.insert(kpi);
        if let Some(stage) = document.stage_of_place(place) {
            let (cards, headlines) = in_stages.entry(stage).or_default();
            *cards += 1;
            *headlines += usize::from(is_headline);
        }
    }
    if kpis.is_empty() {
        return;
    }
    if kpis.len() > MOST_KPIS {
        found.push(at(Place::Map(map), Rule::TooManyKpis, Detail::Count(kpis.len())));
    }
    let timings: Vec<Timing> = kpis.iter().filter_map(|kpi| document.kpis.get(kpi)?.timing).collect();
    if !timings.is_empty() && timings.iter().all(|timing| *timing == Timing::Lagging) {
        found.push(at(Place::Map(map), Rule::LaggingOnly, Detail::None));
    }
    for stage in document.stages_of(map) {
        let (cards, headlines) = in_stages.get(&stage.id).copied().unwrap_or_default();
        if cards == 0 {
            found.push(at(Place::Stage(stage.id), Rule::NoKpiInStage, Detail::None));
        } else if headlines > MOST_HEADLINES {
            found.push(at(Place::Stage(stage.id), Rule::TooManyHeadlines, Detail::Count(headlines)));
        }
    }
}
