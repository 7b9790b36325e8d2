//! What tells two maps of a file apart: stages, steps, lanes and cards that one has and the other has not, or has
//! otherwise. What belongs together is found by name and place, since copies have identities of their own.

use crate::base::ids::{LaneId, MapId, StageId, StepId};
use crate::base::text::{fold_name, one_line};
use crate::model::{Card, CardBody, Document, Lane, RecordRef, Stage, Step};
use crate::session::filter::CardSort;
use crate::session::import_job::likeness::likeness;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// How something differs on the second map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Only the second map has it.
    Added,
    /// Only the first map has it.
    Removed,
    /// Both have it, and it says or is something else.
    Changed,
    /// Both have it, in another place.
    Moved,
}

/// One thing that tells the maps apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// How.
    pub change: Change,
    /// What it is on the first map.
    pub first: Option<RecordRef>,
    /// What it is on the second map.
    pub second: Option<RecordRef>,
    /// What it says, on the second map where it stands on both.
    pub words: String,
    /// Where it stands, as in "Support › First call".
    pub place: String,
}

impl Difference {
    /// What it is on a map, where it stands on it.
    #[must_use]
    pub fn on(&self, is_second: bool) -> Option<RecordRef> {
        if is_second { self.second } else { self.first }
    }
}

/// Two maps beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MapDifferences {
    /// What tells them apart, in reading order.
    pub differences: Vec<Difference>,
    /// Stages that belong together.
    pub stages: Vec<(StageId, StageId)>,
    /// Lanes that belong together.
    pub lanes: Vec<(LaneId, LaneId)>,
}

/// Compares two maps.
#[must_use]
pub fn map_differences(document: &Document, first: MapId, second: MapId) -> MapDifferences {
    let mut found = MapDifferences::default();
    let mut columns: Vec<(StepId, StepId, String)> = Vec::new();
    let (here, there) = (document.stages_of(first), document.stages_of(second));
    let titles = |stages: &[&Arc<Stage>]| names(stages, |stage| &stage.title);
    for pair in pairs(&titles(&here), &titles(&there)) {
        let (one, other) = (pair.first.and_then(|i| here.get(i)), pair.second.and_then(|i| there.get(i)));
        let changed = one.zip(other).is_some_and(|(a, b)| a.title != b.title || a.question != b.question);
        let refs = (one.map(|s| s.id.into()), other.map(|s| s.id.into()));
        let title = other.or(one).map(|s| s.title.clone()).unwrap_or_default();
        found.note(refs, pair.told(changed), &title, String::new());
        let (Some(one), Some(other)) = (one, other) else { continue };
        found.stages.push((one.id, other.id));
        let (a, b) = (document.steps_of(one.id), document.steps_of(other.id));
        let titles = |steps: &[&Arc<Step>]| names(steps, |step| &step.title);
        for pair in pairs(&titles(&a), &titles(&b)) {
            let (one, other) = (pair.first.and_then(|i| a.get(i)), pair.second.and_then(|i| b.get(i)));
            let changed = one.zip(other).is_some_and(|(a, b)| a.title != b.title);
            let refs = (one.map(|s| s.id.into()), other.map(|s| s.id.into()));
            let name = other.or(one).map(|s| s.title.clone()).unwrap_or_default();
            found.note(refs, pair.told(changed), &name, title.clone());
            if let (Some(one), Some(other)) = (one, other) {
                columns.push((one.id, other.id, format!("{title} › {name}")));
            }
        }
    }
    let (here, there) = (document.lanes_of(first), document.lanes_of(second));
    let titles = |lanes: &[&Arc<Lane>]| names(lanes, |lane| &lane.title);
    for pair in pairs(&titles(&here), &titles(&there)) {
        let (one, other) = (pair.first.and_then(|i| here.get(i)), pair.second.and_then(|i| there.get(i)));
        let changed = one.zip(other).is_some_and(|(a, b)| (&a.title, a.kind, a.points) != (&b.title, b.kind, b.points));
        let refs = (one.map(|l| l.id.into()), other.map(|l| l.id.into()));
        found.note(refs, pair.told(changed), other.or(one).map_or("", |l| l.title.as_str()), String::new());
        if let (Some(one), Some(other)) = (one, other) {
            found.lanes.push((one.id, other.id));
        }
    }
    found.cards(document, &columns);
    found
}

impl MapDifferences {
    /// `on_both` is how what stands on both maps differs.
    fn note(
        &mut self,
        refs: (Option<RecordRef>, Option<RecordRef>),
        on_both: Option<Change>,
        words: &str,
        place: String,
    ) {
        let change = match refs {
            (Some(_), Some(_)) => on_both,
            (Some(_), None) => Some(Change::Removed),
            (None, Some(_)) => Some(Change::Added),
            (None, None) => None,
        };
        let Some(change) = change else { return };
        self.differences.push(Difference { change, first: refs.0, second: refs.1, words: one_line(words), place });
    }

    /// Compares the cards of cells that belong together; those of a stage, step or lane that only one map has go with it.
    fn cards(&mut self, document: &Document, columns: &[(StepId, StepId, String)]) {
        let mut cells: BTreeMap<(LaneId, StepId), Vec<&Card>> = BTreeMap::new();
        for card in document.cards.values() {
            cells.entry((card.lane, card.step)).or_default().push(card);
        }
        for row in cells.values_mut() {
            row.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)));
        }
        for (lane, other_lane) in self.lanes.clone() {
            let begin = self.differences.len();
            for (step, other_step, place) in columns {
                let cards_in = |cell: (LaneId, StepId)| cells.get(&cell).map(Vec::as_slice).unwrap_or_default();
                let (a, b) = (cards_in((lane, *step)), cards_in((other_lane, *other_step)));
                let names = |cards: &[&Card]| -> Vec<String> { cards.iter().map(|c| name_of(document, c)).collect() };
                for pair in pairs(&names(a), &names(b)) {
                    let (one, other) = (pair.first.and_then(|i| a.get(i)), pair.second.and_then(|i| b.get(i)));
                    // A quote that takes the place of a pain point is another card.
                    let is_same_sort =
                        one.zip(other).is_none_or(|(a, b)| CardSort::of(&a.body) == CardSort::of(&b.body));
                    let title = other.or(one).map(|card| name_of(document, card)).unwrap_or_default();
                    if is_same_sort {
                        let changed = one.zip(other).is_some_and(|(a, b)| is_changed(a, b));
                        let refs = (one.map(|c| c.id.into()), other.map(|c| c.id.into()));
                        self.note(refs, pair.told(changed), &title, place.clone());
                    } else {
                        let of_first = one.map(|card| name_of(document, card)).unwrap_or_default();
                        self.note((one.map(|c| c.id.into()), None), None, &of_first, place.clone());
                        self.note((None, other.map(|c| c.id.into())), None, &title, place.clone());
                    }
                }
            }
            self.find_moved(document, begin);
        }
    }

    /// What went from one cell of a lane and came in another is one thing that moved.
    fn find_moved(&mut self, document: &Document, begin: usize) {
        let sort = |record: Option<RecordRef>| match record {
            Some(RecordRef::Card(id)) => document.cards.get(&id).map(|card| CardSort::of(&card.body)),
            _ => None,
        };
        // Folded once: a lane may have lost and got hundreds of cards.
        let mut gone: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, left) in self.differences.iter().enumerate().skip(begin) {
            if left.change == Change::Removed && !left.words.is_empty() {
                gone.entry(fold_name(&left.words)).or_default().push(index);
            }
        }
        let mut joined = BTreeSet::new();
        for index in begin..self.differences.len() {
            let came = self.differences.get(index).filter(|difference| difference.change == Change::Added);
            let Some(came) = came else { continue };
            let Some(alike) = gone.get_mut(&fold_name(&came.words)) else { continue };
            let is_it =
                |at: &usize| self.differences.get(*at).is_some_and(|left| sort(left.first) == sort(came.second));
            let Some(at) = alike.iter().position(is_it).map(|position| alike.remove(position)) else { continue };
            let Some(left) = self.differences.get(at) else { continue };
            let (first, place) = (left.first, format!("{} → {}", left.place, came.place));
            if let Some(came) = self.differences.get_mut(index) {
                (came.change, came.first, came.place) = (Change::Moved, first, place);
            }
            joined.insert(at);
        }
        let mut index = 0..;
        self.differences.retain(|_| index.next().is_none_or(|index| !joined.contains(&index)));
    }
}

/// What a card is called: a KPI card by its KPI, a point of a curve by whose curve it is.
fn name_of(document: &Document, card: &Card) -> String {
    match &card.body {
        CardBody::Kpi { kpi, .. } if card.text.is_empty() => {
            document.kpis.get(kpi).map_or_else(String::new, |kpi| kpi.name.clone())
        }
        CardBody::Curve { .. } => {
            let whose = card.marks.persona.and_then(|id| document.personas.get(&id));
            whose.map_or_else(String::new, |persona| persona.name.clone())
        }
        _ => card.text.clone(),
    }
}

/// True when two cards that belong together say or are something else. Where a KPI measures differs by itself: the places
/// are those of another map.
fn is_changed(one: &Card, other: &Card) -> bool {
    let body = match (&one.body, &other.body) {
        (
            CardBody::Kpi { kpi: a, form: f, is_headline: h, split: s, place: _ },
            CardBody::Kpi { kpi: b, form: g, is_headline: i, split: t, place: _ },
        ) => (a, f, h, s) != (b, g, i, t),
        (a, b) => a != b,
    };
    body || one.text != other.text || one.span != other.span || one.marks != other.marks
}

fn names<T>(rows: &[&Arc<T>], name: impl Fn(&T) -> &String) -> Vec<String> {
    rows.iter().map(|row| name(row).clone()).collect()
}

/// Places in two rows of names that belong together, or stand alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pair {
    first: Option<usize>,
    second: Option<usize>,
    /// Both have it, in another place of the row.
    has_moved: bool,
}

impl Pair {
    /// How what stands on both maps differs: what it says now is more than where it stands.
    fn told(self, has_changed: bool) -> Option<Change> {
        let moved = self.has_moved.then_some(Change::Moved);
        if has_changed { Some(Change::Changed) } else { moved }
    }
}

/// Brings two rows of names into line: equal names first, in their order; then equal names in another order, which stand
/// where the second row has them; of what is left between two of the first, what is alike; and where as many are left on
/// both sides, those in the same place.
fn pairs(first: &[String], second: &[String]) -> Vec<Pair> {
    let fold = |names: &[String]| names.iter().map(|name| fold_name(name)).collect::<Vec<_>>();
    let (a, b) = (fold(first), fold(second));
    let anchors = common(&a, &b);
    let moved = moved(&a, &b, &anchors);
    let stays = |place: &usize, of: fn(&(usize, usize)) -> usize| moved.iter().all(|pair| of(pair) != *place);
    let rest_a: Vec<usize> = (0..a.len()).filter(|i| stays(i, |pair| pair.0)).collect();
    let rest_b: Vec<usize> = (0..b.len()).filter(|j| stays(j, |pair| pair.1)).collect();
    let names = |all: &[String], rest: &[usize]| rest.iter().filter_map(|i| all.get(*i).cloned()).collect::<Vec<_>>();
    let in_rest = |(i, j): (usize, usize)| Some((rest_a.binary_search(&i).ok()?, rest_b.binary_search(&j).ok()?));
    let anchors = anchors.into_iter().filter_map(in_rest).collect();
    let lined_up = lined_up(&names(first, &rest_a), &names(second, &rest_b), anchors);
    let place = |rest: &[usize], at: Option<usize>| at.and_then(|at| rest.get(at).copied());
    let mut all: Vec<Pair> = lined_up
        .into_iter()
        .map(|(i, j)| Pair { first: place(&rest_a, i), second: place(&rest_b, j), has_moved: false })
        .collect();
    for (i, j) in moved {
        let at = all.iter().position(|pair| pair.second.is_some_and(|other| other > j)).unwrap_or(all.len());
        all.insert(at, Pair { first: Some(i), second: Some(j), has_moved: true });
    }
    all
}

/// Equal names of two rows besides those that have the same order in both, by their place in the second.
fn moved(a: &[String], b: &[String], anchors: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let (of_a, of_b): (BTreeSet<usize>, BTreeSet<usize>) = anchors.iter().copied().unzip();
    let mut left: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
    for (i, name) in a.iter().enumerate().filter(|(i, name)| !of_a.contains(i) && !name.is_empty()) {
        left.entry(name).or_default().push_back(i);
    }
    let others = b.iter().enumerate().filter(|(j, _)| !of_b.contains(j));
    others.filter_map(|(j, name)| Some((left.get_mut(name.as_str())?.pop_front()?, j))).collect()
}

/// The rows beside each other, given where equal names in the same order stand.
fn lined_up(
    first: &[String],
    second: &[String],
    mut anchors: Vec<(usize, usize)>,
) -> Vec<(Option<usize>, Option<usize>)> {
    let (length_a, length_b) = (first.len(), second.len());
    anchors.push((length_a, length_b));
    let mut all = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (end_a, end_b) in anchors {
        let is_same_count = end_a - i == end_b - j;
        while i < end_a && j < end_b {
            let alike = |x: usize, y: usize| match (first.get(x), second.get(y)) {
                (Some(x), Some(y)) => likeness(x, y).is_some(),
                _ => false,
            };
            if is_same_count || alike(i, j) {
                all.push((Some(i), Some(j)));
                (i, j) = (i + 1, j + 1);
            } else if (j + 1..end_b).any(|y| alike(i, y)) {
                all.push((None, Some(j)));
                j += 1;
            } else {
                all.push((Some(i), None));
                i += 1;
            }
        }
        all.extend((i..end_a).map(|x| (Some(x), None)));
        all.extend((j..end_b).map(|y| (None, Some(y))));
        if end_a < length_a || end_b < length_b {
            all.push((Some(end_a), Some(end_b)));
        }
        (i, j) = (end_a + 1, end_b + 1);
    }
    all
}

/// The longest row of names that both have in the same order, as places in each.
fn common(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    // The length of the longest common row from each pair of places on, row by row from the end.
    let width = b.len() + 1;
    let mut lengths = vec![0_usize; (a.len() + 1) * width];
    let at = |lengths: &[usize], x: usize, y: usize| lengths.get(x * width + y).copied().unwrap_or(0);
    for x in (0..a.len()).rev() {
        for y in (0..b.len()).rev() {
            let length = if a.get(x) == b.get(y) {
                at(&lengths, x + 1, y + 1) + 1
            } else {
                at(&lengths, x + 1, y).max(at(&lengths, x, y + 1))
            };
            if let Some(slot) = lengths.get_mut(x * width + y) {
                *slot = length;
            }
        }
    }
    let (mut x, mut y, mut found) = (0, 0, Vec::new());
    while x < a.len() && y < b.len() {
        if a.get(x) == b.get(y) {
            found.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if at(&lengths, x + 1, y) >= at(&lengths, x, y + 1) {
            x += 1;
        } else {
            y += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::layout::fixture;
    use crate::model::{Edit, LaneKind};
    use crate::session::{Session, maps};

    /// A pair of maps that are alike, with a session to change the second.
    fn pair() -> (Session, MapId, MapId) {
        let mut b = fixture::Builder::new("m");
        b.stage("Find", "", &["Search", "Compare"]);
        b.stage("Buy", "", &["Pay"]);
        let lane = b.lane(LaneKind::Text, "Words");
        b.card(lane, 1, 1, "Looks around", CardBody::Text);
        b.card(lane, 3, 1, "Types the card number", CardBody::Text);
        let map = MapId::from_raw(fixture::MAP);
        let mut session = Session::in_memory(b.document, 3);
        let edit = maps::other_state(session.document(), map, "Future".to_owned()).unwrap();
        let Some(RecordRef::Map(future)) = session.edit(&edit, None).unwrap().first().copied() else { panic!() };
        (session, map, future)
    }

    fn told(session: &Session, first: MapId, second: MapId) -> Vec<(Change, String)> {
        let found = map_differences(session.document(), first, second);
        found.differences.into_iter().map(|d| (d.change, d.words)).collect()
    }

    fn card(session: &Session, map: MapId, text: &str) -> Card {
        let document = session.document();
        let here = |c: &&std::sync::Arc<Card>| document.map_of_card(c.id) == Some(map) && c.text == text;
        Card::clone(document.cards.values().find(here).unwrap())
    }

    /// How a thing is shown is part of what it says.
    #[test]
    fn points_of_a_curve_and_segments_of_a_figure_are_differences() {
        let (mut session, now, future) = pair();
        let lane = session.document().lanes_of(future)[0].clone();
        let dotted = Lane { points: crate::model::CurvePoints::Dots, ..Lane::clone(&lane) };
        session.edit(&Edit::Update(dotted.into()), None).unwrap();
        assert_eq!(told(&session, now, future), [(Change::Changed, "Words".to_owned())]);
        let figure = |dimension: &str| {
            let mut card = card(&session, future, "Looks around");
            let place = crate::model::Place::Map(future);
            card.body = CardBody::kpi(crate::base::ids::KpiId::from_raw(1), place, false);
            if let CardBody::Kpi { split, .. } = &mut card.body {
                split.dimension = Some(dimension.to_owned());
            }
            card
        };
        assert!(is_changed(&figure("plan"), &figure("country")));
        assert!(!is_changed(&figure("plan"), &figure("plan")));
    }

    #[test]
    fn a_copy_differs_in_nothing_and_what_is_edited_on_it_is_told() {
        let (mut session, now, future) = pair();
        assert_eq!(told(&session, now, future), []);
        let steps = |session: &Session| -> Vec<StepId> {
            session.document().columns_of(future).iter().map(|step| step.id).collect()
        };
        let first = card(&session, future, "Looks around");
        session.edit(&Edit::Update(Card { text: "Asks a friend".to_owned(), ..first.clone() }.into()), None).unwrap();
        assert_eq!(told(&session, now, future), [(Change::Changed, "Asks a friend".to_owned())]);
        let moved = Card { step: steps(&session)[1], ..first };
        session.edit(&Edit::Update(moved.into()), None).unwrap();
        assert_eq!(told(&session, now, future), [(Change::Moved, "Looks around".to_owned())]);
        session.undo();
        session.undo();
        let stage = Edit::AddStage { map: future, before: None, title: "Return".into(), step_title: "Send".into() };
        session.edit(&stage, None).unwrap();
        assert_eq!(told(&session, now, future), [(Change::Added, "Return".to_owned())]);
        assert_eq!(told(&session, future, now), [(Change::Removed, "Return".to_owned())]);
        let step = steps(&session)[1];
        session.edit(&Edit::Delete(vec![step.into()]), None).unwrap();
        let expected = [(Change::Removed, "Compare".to_owned()), (Change::Added, "Return".to_owned())];
        assert_eq!(told(&session, now, future), expected);
        assert_eq!(map_differences(session.document(), now, future).stages.len(), 2);
    }

    #[test]
    fn rows_of_names_are_brought_into_line() {
        let check = |first: &[&str], second: &[&str], expected: &[(Option<usize>, Option<usize>)]| {
            let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            let found: Vec<_> = pairs(&own(first), &own(second)).iter().map(|pair| (pair.first, pair.second)).collect();
            assert_eq!(found, expected, "{first:?} {second:?}");
        };
        let (both, first, second) =
            (|i, j| (Some(i), Some(j)), |i| (Some(i), None::<usize>), |j| (None::<usize>, Some(j)));
        check(&[], &[], &[]);
        check(&["a", "b"], &["A", "b"], &[both(0, 0), both(1, 1)]);
        check(&["a", "b", "c"], &["a", "c"], &[both(0, 0), first(1), both(2, 1)]);
        check(&["a", "c"], &["a", "b", "c"], &[both(0, 0), second(1), both(1, 2)]);
        // Another name in the same place.
        check(&["a", "Support", "c"], &["a", "Care", "c"], &[both(0, 0), both(1, 1), both(2, 2)]);
        // Alike, beside something new.
        check(&["Onboarding"], &["Welcome", "On-boarding"], &[second(0), both(0, 1)]);
        check(&["x"], &["one", "two"], &[first(0), second(0), second(1)]);
        // The same in another order, also where something else has taken its place.
        check(&["a", "b", "c"], &["c", "a", "b"], &[both(2, 0), both(0, 1), both(1, 2)]);
        check(&["a", "k", "l"], &["z", "k", "l", "a"], &[second(0), both(1, 1), both(2, 2), both(0, 3)]);
    }

    #[test]
    fn what_was_changed_inside_of_a_moved_stage_or_lane_is_told() {
        let (mut session, now, future) = pair();
        let document = session.document().clone();
        let stage = document.stages_of(future)[1].clone();
        let lane = document.lanes_of(future)[0].clone();
        let other = Edit::AddLane { map: now, before: None, kind: LaneKind::Text, title: "Ideas".to_owned() };
        session.edit(&other, None).unwrap();
        let first = document.stages_of(future)[0].rank;
        session.edit(&Edit::Update(Stage { rank: first - 1.0, ..Stage::clone(&stage) }.into()), None).unwrap();
        let ideas =
            Edit::AddLane { map: future, before: Some(lane.id), kind: LaneKind::Text, title: "Ideas".to_owned() };
        session.edit(&ideas, None).unwrap();
        let paid = card(&session, future, "Types the card number");
        session.edit(&Edit::Update(Card { text: "Pays by phone".to_owned(), ..paid }.into()), None).unwrap();
        let found = told(&session, now, future);
        let moved: Vec<_> = found.iter().filter(|(change, _)| *change == Change::Moved).collect();
        assert_eq!(moved.len(), 2, "one stage and one lane: {found:?}");
        assert!(found.contains(&(Change::Changed, "Pays by phone".to_owned())), "{found:?}");
        assert_eq!(found.len(), 3, "{found:?}");
        let partners = map_differences(session.document(), now, future);
        assert_eq!((partners.stages.len(), partners.lanes.len()), (2, 2));
    }

    #[test]
    fn differences_stand_in_reading_order_and_a_card_of_another_sort_has_not_moved() {
        let (mut session, now, future) = pair();
        let gone = card(&session, future, "Looks around");
        session.edit(&Edit::Delete(vec![gone.id.into()]), None).unwrap();
        let steps: Vec<StepId> = session.document().columns_of(future).iter().map(|step| step.id).collect();
        let body = CardBody::PainPoint { severity: crate::model::Severity::High, owner: String::new(), kpi: None };
        let text = "Looks around".to_owned();
        session.edit(&Edit::AddCard { lane: gone.lane, step: steps[1], span: 1, text, body }, None).unwrap();
        let paid = card(&session, future, "Types the card number");
        session.edit(&Edit::Update(Card { text: "Pays".to_owned(), ..paid }.into()), None).unwrap();
        let expected = [
            (Change::Removed, "Looks around".to_owned()),
            (Change::Added, "Looks around".to_owned()),
            (Change::Changed, "Pays".to_owned()),
        ];
        assert_eq!(told(&session, now, future), expected);
    }
}
