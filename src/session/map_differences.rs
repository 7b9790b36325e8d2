//! What tells two maps of a file apart: stages, steps, lanes and cards that one has and the other has not, or has
//! otherwise. What belongs together is found by name and place, since copies have identities of their own.

use crate::base::ids::{LaneId, MapId, StageId, StepId};
use crate::base::text::{fold_name, one_line};
use crate::model::{Card, CardBody, Document, Lane, RecordRef, Stage, Step};
use crate::session::filter::CardSort;
use crate::session::import_job::likeness::likeness;
use std::collections::BTreeMap;
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
        let (one, other) = (pair.0.and_then(|i| here.get(i)), pair.1.and_then(|i| there.get(i)));
        let changed = one.zip(other).is_some_and(|(a, b)| a.title != b.title || a.question != b.question);
        let refs = (one.map(|s| s.id.into()), other.map(|s| s.id.into()));
        let title = other.or(one).map(|s| s.title.clone()).unwrap_or_default();
        found.note(refs, changed, &title, String::new());
        let (Some(one), Some(other)) = (one, other) else { continue };
        found.stages.push((one.id, other.id));
        let (a, b) = (document.steps_of(one.id), document.steps_of(other.id));
        let titles = |steps: &[&Arc<Step>]| names(steps, |step| &step.title);
        for pair in pairs(&titles(&a), &titles(&b)) {
            let (one, other) = (pair.0.and_then(|i| a.get(i)), pair.1.and_then(|i| b.get(i)));
            let changed = one.zip(other).is_some_and(|(a, b)| a.title != b.title);
            let refs = (one.map(|s| s.id.into()), other.map(|s| s.id.into()));
            let name = other.or(one).map(|s| s.title.clone()).unwrap_or_default();
            found.note(refs, changed, &name, title.clone());
            if let (Some(one), Some(other)) = (one, other) {
                columns.push((one.id, other.id, format!("{title} › {name}")));
            }
        }
    }
    let (here, there) = (document.lanes_of(first), document.lanes_of(second));
    let titles = |lanes: &[&Arc<Lane>]| names(lanes, |lane| &lane.title);
    for pair in pairs(&titles(&here), &titles(&there)) {
        let (one, other) = (pair.0.and_then(|i| here.get(i)), pair.1.and_then(|i| there.get(i)));
        let changed = one.zip(other).is_some_and(|(a, b)| (&a.title, a.kind, a.points) != (&b.title, b.kind, b.points));
        let refs = (one.map(|l| l.id.into()), other.map(|l| l.id.into()));
        found.note(refs, changed, other.or(one).map_or("", |l| l.title.as_str()), String::new());
        if let (Some(one), Some(other)) = (one, other) {
            found.lanes.push((one.id, other.id));
        }
    }
    found.cards(document, &columns);
    found
}

impl MapDifferences {
    fn note(&mut self, refs: (Option<RecordRef>, Option<RecordRef>), has_changed: bool, words: &str, place: String) {
        let change = match refs {
            (Some(_), Some(_)) if has_changed => Change::Changed,
            (Some(_), None) => Change::Removed,
            (None, Some(_)) => Change::Added,
            _ => return,
        };
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
                for (one, other) in pairs(&names(a), &names(b)) {
                    let (one, other) = (one.and_then(|i| a.get(i)), other.and_then(|i| b.get(i)));
                    // A quote that takes the place of a pain point is another card.
                    let is_same_sort =
                        one.zip(other).is_none_or(|(a, b)| CardSort::of(&a.body) == CardSort::of(&b.body));
                    let title = other.or(one).map(|card| name_of(document, card)).unwrap_or_default();
                    if is_same_sort {
                        let changed = one.zip(other).is_some_and(|(a, b)| is_changed(a, b));
                        let refs = (one.map(|c| c.id.into()), other.map(|c| c.id.into()));
                        self.note(refs, changed, &title, place.clone());
                    } else {
                        let of_first = one.map(|card| name_of(document, card)).unwrap_or_default();
                        self.note((one.map(|c| c.id.into()), None), false, &of_first, place.clone());
                        self.note((None, other.map(|c| c.id.into())), false, &title, place.clone());
                    }
                }
            }
            self.find_moved(begin);
        }
    }

    /// What went from one cell of a lane and came in another is one thing that moved.
    fn find_moved(&mut self, begin: usize) {
        let mut gone: Vec<Difference> = Vec::new();
        let mut kept: Vec<Difference> = Vec::new();
        for difference in self.differences.split_off(begin) {
            match difference.change {
                Change::Removed => gone.push(difference),
                _ => kept.push(difference),
            }
        }
        for difference in &mut kept {
            let is_it = |left: &Difference| fold_name(&left.words) == fold_name(&difference.words);
            if difference.change == Change::Added
                && !difference.words.is_empty()
                && let Some(at) = gone.iter().position(is_it)
            {
                let left = gone.remove(at);
                (difference.change, difference.first) = (Change::Moved, left.first);
                difference.place = format!("{} → {}", left.place, difference.place);
            }
        }
        kept.extend(gone);
        self.differences.extend(kept);
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

/// Brings two rows of names into line: equal names first, in their order; of what stands between two of them, what is
/// alike; and where as many are left on both sides, those in the same place.
fn pairs(first: &[String], second: &[String]) -> Vec<(Option<usize>, Option<usize>)> {
    let fold = |names: &[String]| names.iter().map(|name| fold_name(name)).collect::<Vec<_>>();
    let (a, b) = (fold(first), fold(second));
    let mut anchors = common(&a, &b);
    anchors.push((a.len(), b.len()));
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
        if end_a < a.len() || end_b < b.len() {
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
            assert_eq!(pairs(&own(first), &own(second)), expected, "{first:?} {second:?}");
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
    }
}
