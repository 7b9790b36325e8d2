//! The edits of an import, one after another, as one change. What each of them asks of the document is kept at hand: a
//! file may have a metric in each of sixteen thousand columns.

use super::plan::{KpiOutcome, PlaceMatch, find_place};
use super::{ImportRequest, NewPlaces, PlaceChoice, ready_made, with_data};
use crate::base::ids::{Id, IdAlloc, KpiId, LaneId, MapId, StageId, StepId};
use crate::base::text::fold_name;
use crate::i18n;
use crate::import::{MetricSummary, guess_direction, guess_kind};
use crate::model::edit;
use crate::model::{
    Card, CardBody, CardMarks, Diff, Direction, Document, Edit, EditError, Kpi, KpiKind, Place, RecordRef,
};
use crate::session::kpi_spot::KpiSpot;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// KPIs by what they read; of several that read the same, the first by id.
#[derive(Default)]
struct KpiIndex {
    by_metric: HashMap<String, KpiId>,
    /// The same with names folded.
    by_folded: HashMap<String, KpiId>,
    /// By metrics that they read besides, folded: a denominator, or an item of a SUS, is a part of the KPI that reads it and
    /// no KPI of its own.
    by_part: HashMap<String, KpiId>,
    /// Those that have no numbers yet.
    waiting: HashSet<KpiId>,
    /// What data may call those that had none to begin with, folded.
    by_wanted: HashMap<String, KpiId>,
    last_rank: f64,
}

impl KpiIndex {
    fn of(document: &Document, with_data: Option<&BTreeSet<String>>) -> Self {
        let mut index = Self::default();
        for kpi in document.kpis.values() {
            index.add(kpi);
            if with_data::is_waiting(kpi, with_data) {
                for name in with_data::names_of(kpi) {
                    // Of several that are called the same the first one waits.
                    if let Entry::Vacant(free) = index.by_wanted.entry(name) {
                        free.insert(kpi.id);
                        index.waiting.insert(kpi.id);
                    }
                }
            }
        }
        index
    }

    /// Takes a KPI that is new, or one that waited and has numbers now.
    fn add(&mut self, kpi: &Kpi) {
        self.last_rank = self.last_rank.max(kpi.rank);
        for other in &kpi.other_metrics {
            self.by_part.entry(fold_name(other)).or_insert(kpi.id);
        }
        if !kpi.metric.trim().is_empty() {
            self.by_metric.entry(kpi.metric.clone()).or_insert(kpi.id);
            self.by_folded.entry(fold_name(&kpi.metric)).or_insert(kpi.id);
        }
    }

    /// Puts down that a KPI has numbers now.
    fn feed(&mut self, kpi: &Kpi) {
        self.waiting.remove(&kpi.id);
        self.add(kpi);
    }

    /// The KPI that reads a metric.
    fn reading(&self, metric: &str) -> Option<KpiId> {
        let folded = fold_name(metric);
        let found = self.by_metric.get(metric).or_else(|| self.by_folded.get(&folded));
        found.or_else(|| self.by_part.get(&folded)).copied()
    }

    /// The KPI that has no numbers yet and that data means by a metric: the one that is to read it before one of that name.
    fn waiting(&self, metric: &str) -> Option<KpiId> {
        let folded = fold_name(metric);
        let reading = self.by_metric.get(metric).or_else(|| self.by_folded.get(&folded));
        reading.or_else(|| self.by_wanted.get(&folded)).filter(|id| self.waiting.contains(id)).copied()
    }
}

/// The KPI cards of a map.
#[derive(Default)]
struct CardIndex {
    shown: HashSet<(KpiId, Place)>,
    headlines: HashMap<StageId, usize>,
    /// The last rank of cells that cards were put in.
    ranks: HashMap<(LaneId, StepId), f64>,
}

impl CardIndex {
    fn of(document: &Document, map: MapId) -> Self {
        let mut index = Self::default();
        for (_, kpi, place, is_headline) in document.kpi_cards(map) {
            index.add(document, (kpi, place), is_headline);
        }
        index
    }

    fn add(&mut self, document: &Document, (kpi, place): (KpiId, Place), is_headline: bool) {
        self.shown.insert((kpi, place));
        if let Some(stage) = document.stage_of_place(place).filter(|_| is_headline) {
            *self.headlines.entry(stage).or_default() += 1;
        }
    }

    /// How many headlines a stage has; a whole map takes none.
    fn headlines(&self, stage: Option<StageId>) -> usize {
        stage.map_or(usize::MAX, |stage| self.headlines.get(&stage).copied().unwrap_or(0))
    }

    /// The rank behind the last card of a cell.
    fn next_rank(&mut self, document: &Document, lane: LaneId, step: StepId) -> f64 {
        let last = || document.cards_in(lane, step).last().map_or(0.0, |card| card.rank);
        let rank = self.ranks.entry((lane, step)).or_insert_with(last);
        *rank += 1.0;
        *rank
    }
}

/// The scale that a kind counts answers on.
fn scale_of(kind: &KpiKind) -> Option<(f64, f64)> {
    match *kind {
        KpiKind::TopBox { scale, .. } => Some(scale),
        _ => None,
    }
}

/// What the file counts a metric in, for kinds that are shown with a unit.
fn unit_of(metric: &MetricSummary, kind: &KpiKind) -> String {
    let has_unit = matches!(kind, KpiKind::Mean | KpiKind::Sum) && metric.scale.is_none() && !metric.is_percent;
    metric.unit.clone().filter(|_| has_unit).unwrap_or_default()
}

/// Which way is good: a mean of grades of which 1 is the best is, the share of those who are satisfied is not.
fn direction_of(metric: &MetricSummary, stored: &str, kind: &KpiKind) -> Direction {
    match kind {
        KpiKind::TopBox { .. } if metric.is_best_low => Direction::Up,
        KpiKind::Mean if metric.is_best_low => Direction::Down,
        _ => guess_direction(stored, scale_of(kind).or(metric.scale)),
    }
}

/// A KPI that begins to read a metric. As long as nobody said how it counts, its data says it.
fn fed(kpi: &Kpi, metric: &MetricSummary, stored: &str) -> Kpi {
    let is_open = kpi.metric.trim().is_empty() && kpi.kind == KpiKind::Mean;
    let mut kpi = Kpi { metric: stored.to_owned(), ..kpi.clone() };
    if is_open && kpi.scale.is_none() && kpi.target.is_none() {
        kpi.kind = guess_kind(metric).0;
        kpi.scale = metric.scale;
        if kpi.unit.is_empty() {
            kpi.unit = unit_of(metric, &kpi.kind);
        }
        kpi.direction = direction_of(metric, stored, &kpi.kind);
    }
    kpi
}

/// Collects edits into one diff while keeping the document they add up to.
pub(super) struct Planner<'a> {
    document: Document,
    diff: Diff,
    ids: &'a mut IdAlloc,
    map: MapId,
    kpis: KpiIndex,
    cards: CardIndex,
}

impl<'a> Planner<'a> {
    /// Works on a map, with the metrics that there are numbers of, where these are known.
    pub(super) fn new(
        document: &Document,
        (map, with_data): (MapId, Option<&BTreeSet<String>>),
        ids: &'a mut IdAlloc,
    ) -> Self {
        Self {
            document: document.clone(),
            diff: Diff::default(),
            ids,
            map,
            kpis: KpiIndex::of(document, with_data),
            cards: CardIndex::of(document, map),
        }
    }

    /// An id that nothing has.
    pub(super) fn allocate<I: Id>(&mut self) -> I {
        self.ids.allocate()
    }

    /// Everything that was done.
    pub(super) fn into_diff(self) -> Diff {
        self.diff
    }

    /// Does an edit.
    pub(super) fn run(&mut self, edit: &Edit) -> Result<Vec<RecordRef>, EditError> {
        let plan = edit::plan(&self.document, edit, self.ids)?;
        plan.diff.apply(&mut self.document);
        self.diff = std::mem::take(&mut self.diff).then(&plan.diff);
        Ok(plan.created)
    }

    /// What place names mean; stages are made for new ones as far as that is wanted.
    pub(super) fn match_places(
        &mut self,
        names: &[String],
        request: &ImportRequest,
    ) -> Result<Vec<PlaceMatch>, EditError> {
        let mut places = Vec::new();
        for name in names {
            let (mut place, is_new) = match request.places.get(name) {
                Some(PlaceChoice::At(at)) => match self.document.map_of_place(*at) {
                    Some(_) => (Some(*at), false),
                    None => return Err(EditError::Missing(edit::record_of_place(*at))),
                },
                Some(PlaceChoice::Create) => (None, true),
                Some(PlaceChoice::LeaveOut) => (None, false),
                None => {
                    let found = find_place(&self.document, self.map, name);
                    let is_welcome = request.new_places == NewPlaces::Create && !request.left_off.contains(name);
                    (found, found.is_none() && is_welcome)
                }
            };
            if is_new {
                place = Some(Place::Stage(self.add_stage(name)?));
            }
            places.push(PlaceMatch { name: name.clone(), place, is_new });
        }
        Ok(places)
    }

    /// A stage whose one step is called the same: a step without a name cannot be told apart or found.
    fn add_stage(&mut self, title: &str) -> Result<StageId, EditError> {
        let edit =
            Edit::AddStage { map: self.map, before: None, title: title.to_owned(), step_title: title.to_owned() };
        match self.run(&edit)?.first() {
            Some(RecordRef::Stage(stage)) => Ok(*stage),
            _ => Err(EditError::Missing(self.map.into())),
        }
    }

    /// The KPI that reads a metric of the file, in any capitals.
    pub(super) fn kpi_of(&self, stored: &str) -> Option<Arc<Kpi>> {
        self.document.kpis.get(&self.kpis.reading(stored)?).cloned()
    }

    /// The KPI that reads a metric, which the file calls `stored`: one that is waiting for it, else one that reads it already,
    /// else one of that name that waits for data, else a new one.
    pub(super) fn kpi_for(
        &mut self,
        metric: &MetricSummary,
        stored: &str,
        by_name: &BTreeMap<String, Place>,
    ) -> Result<KpiOutcome, EditError> {
        let waiting = self.kpis.waiting(stored).and_then(|id| self.document.kpis.get(&id).cloned());
        let (kpi, reason, is_new) = match waiting {
            Some(kpi) => {
                let taking = ready_made::taking(&kpi, metric);
                let (kpi, reason) = taking.map_or_else(|| (Kpi::clone(&kpi), None), |(kpi, why)| (kpi, Some(why)));
                let kpi = fed(&kpi, metric, stored);
                self.run(&Edit::Update(kpi.clone().into()))?;
                self.kpis.feed(&kpi);
                (kpi, reason, false)
            }
            None => match self.kpi_of(stored) {
                Some(kpi) => (Kpi::clone(&kpi), None, false),
                None => {
                    let (kind, reason) = guess_kind(metric);
                    let kpi = self.new_kpi(metric, stored, kind);
                    self.run(&Edit::Add(kpi.clone().into()))?;
                    self.kpis.add(&kpi);
                    (kpi, Some(reason), true)
                }
            },
        };
        let (mut places, mut seen) = (Vec::new(), BTreeSet::new());
        for place in metric.places.iter().filter_map(|name| by_name.get(name)) {
            if seen.insert(*place) {
                places.push(*place);
                self.card_for(&kpi, *place)?;
            }
        }
        let name_in_data = metric.name.clone();
        let Kpi { id, name, metric, kind, .. } = kpi;
        Ok(KpiOutcome { id, name, metric, name_in_data, kind, reason, is_new, places })
    }

    fn new_kpi(&mut self, metric: &MetricSummary, stored: &str, kind: KpiKind) -> Kpi {
        Kpi {
            metric: stored.to_owned(),
            kind,
            unit: unit_of(metric, &kind),
            scale: metric.scale,
            direction: direction_of(metric, stored, &kind),
            rank: self.kpis.last_rank + 1.0,
            ..Kpi::new(self.ids.allocate(), stored)
        }
    }

    /// Makes sure that the KPI has a card at the place.
    fn card_for(&mut self, kpi: &Kpi, place: Place) -> Result<(), EditError> {
        if self.cards.shown.contains(&(kpi.id, place)) {
            return Ok(());
        }
        if matches!(place, Place::Map(_)) && self.document.columns_of(self.map).is_empty() {
            // A whole-map number on an empty map needs a column to stand in.
            self.add_stage(i18n::import::WHOLE_JOURNEY)?;
        }
        let missing = EditError::Missing(edit::record_of_place(place));
        let spot = KpiSpot::of(&self.document, place).ok_or(missing)?;
        let map = self.document.map_of_place(place).unwrap_or(self.map);
        let (lane, new_lane) = spot.lane_of(&self.document, map, self.ids);
        if let Some(new_lane) = new_lane {
            self.run(&new_lane)?;
        }
        let KpiSpot { step, span, .. } = spot;
        let is_headline = self.cards.headlines(self.document.stage_of_place(place)) < 2;
        let card = Card {
            id: self.ids.allocate(),
            lane,
            step,
            span,
            rank: self.cards.next_rank(&self.document, lane, step),
            text: String::new(),
            body: CardBody::kpi(kpi.id, place, is_headline),
            marks: CardMarks::default(),
        };
        self.run(&Edit::Add(card.into()))?;
        self.cards.add(&self.document, (kpi.id, place), is_headline);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Day;
    use crate::model::{Card, CardBody, JourneyMap, Lane, LaneKind};
    use crate::session::doctor::{Detail, Finding, Fix, Rule, fix_of};
    use crate::session::insights::Insights;
    use crate::session::kpi_picks::{self, KpiPick};

    /// A map of two stages with three steps, whose first lane for KPIs is put away, or that has none.
    fn map(has_lanes: bool) -> (Document, MapId, Kpi, IdAlloc) {
        let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(3));
        let row = JourneyMap::new(ids.allocate(), "Journey");
        let (map, kpi) = (row.id, Kpi::new(ids.allocate(), "Revenue"));
        let mut edits = vec![Edit::Add(row.into()), Edit::Add(kpi.clone().into())];
        for title in ["Order", "Delivery"] {
            let title = title.to_owned();
            edits.push(Edit::AddStage { map, before: None, title: title.clone(), step_title: title });
        }
        let lane = |title: &str| Edit::AddLane { map, before: None, kind: LaneKind::Kpi, title: title.to_owned() };
        edits.extend(has_lanes.then(|| [lane("Put away"), lane("Seen")]).into_iter().flatten());
        for edit in edits {
            edit::plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
        }
        let stage = document.stages_of(map)[0].id;
        let mut edits = vec![Edit::AddStep { stage, before: None, title: "Pay".to_owned() }];
        if let Some(lane) = document.lanes_of(map).first() {
            edits.push(Edit::Update(Lane { is_hidden: true, ..Lane::clone(lane) }.into()));
        }
        for edit in edits {
            edit::plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
        }
        (document, map, kpi, ids)
    }

    /// The cell of the only card: title of its lane, its column, and how many it takes.
    fn cell(document: &Document) -> (String, usize, u32) {
        let cards: Vec<&Arc<Card>> = document.cards.values().collect();
        let [card] = cards.as_slice() else { panic!("{cards:?}") };
        let map = document.map_of_step(card.step).unwrap();
        let column = document.columns_of(map).iter().position(|step| step.id == card.step).unwrap();
        assert!(matches!(card.body, CardBody::Kpi { .. }));
        (document.lanes[&card.lane].title.clone(), column, card.span)
    }

    #[test]
    fn a_kpi_stands_in_the_same_cell_whoever_puts_it_there() {
        for (has_lanes, lane) in [(true, "Seen"), (false, "KPI")] {
            let (document, map, kpi, mut ids) = map(has_lanes);
            let (first, second) = (document.stages_of(map)[0].id, document.stages_of(map)[1].id);
            let step = document.steps_of(first)[1].id;
            for (place, column, span) in [
                (Place::Map(map), 0, 3),
                (Place::Stage(first), 0, 2),
                (Place::Stage(second), 2, 1),
                (Place::Step(step), 1, 1),
            ] {
                let expected = (lane.to_owned(), column, span);
                let mut planner = Planner::new(&document, (map, None), &mut ids);
                planner.card_for(&kpi, place).unwrap();
                assert_eq!(cell(&planner.document), expected, "by an import, {place:?}");

                let done = |edit: &Edit, ids: &mut IdAlloc| {
                    let mut after = document.clone();
                    edit::plan(&document, edit, ids).unwrap().diff.apply(&mut after);
                    assert_eq!(crate::model::check::violations(&after), []);
                    cell(&after)
                };
                let spot = KpiSpot::of(&document, place).unwrap();
                let pick = KpiPick::Known(kpi.id, kpi.name.clone());
                let (edit, _) = kpi_picks::placed(&document, pick, spot, &mut ids).unwrap();
                assert_eq!(done(&edit, &mut ids), expected, "by hand, {place:?}");

                let rule = match place {
                    Place::Map(_) => Rule::NoPlace,
                    Place::Stage(_) => Rule::NoKpiInStage,
                    _ => continue,
                };
                let about = (rule == Rule::NoPlace).then_some(kpi.id);
                let finding = Finding { rule, kpi: about, place: Some(place), detail: Detail::None };
                let Fix::Edit(edit) = fix_of(&document, &Insights::default(), &finding, &mut ids, Day(20_000)) else {
                    panic!("{rule:?} has no fix")
                };
                assert_eq!(done(&edit, &mut ids), expected, "by the doctor, {place:?}");
            }
        }
    }
}
