//! Finding words anywhere in the file: maps, stages, steps, lanes, cards, connections, notes, personas, KPIs, events and
//! sources, in the order one reads them.

use crate::base::ids::{LaneId, MapId, StepId};
use crate::base::text::one_line;
use crate::model::{Card, CardBody, Document, RecordRef};
use std::collections::BTreeMap;

/// A record that holds the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub record: RecordRef,
    /// The map it stands on; `None` for what belongs to the whole file.
    pub map: Option<MapId>,
    /// The words around the find, on one line.
    pub excerpt: String,
}

/// Characters of an excerpt before the find.
const LEAD: usize = 24;
/// Characters of an excerpt.
const EXCERPT: usize = 90;

/// Every record that holds all the words of a query, capitals or not.
#[must_use]
pub fn find(document: &Document, query: &str) -> Vec<Found> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut search = Search { words, found: Vec::new() };
    let cards = Cards::of(document);
    for map in document.maps_in_order() {
        search.map(document, map.id, &cards);
    }
    let mut personas: Vec<_> = document.personas.values().collect();
    personas.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    for p in personas {
        search.look(p.id.into(), None, &[&p.name, &p.role, &p.goals, &p.frustrations, &p.needs, &p.quote]);
    }
    let mut kpis: Vec<_> = document.kpis.values().collect();
    kpis.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    for k in kpis {
        search.look(k.id.into(), None, &[&k.name, &k.metric, &k.owner, &k.definition, &k.response_plan]);
    }
    for marker in document.markers.values() {
        search.look(marker.id.into(), None, &[&marker.label]);
    }
    for d in document.decisions.values() {
        let on = document.map_of_place(d.place);
        search.look(d.id.into(), on, &[&d.text, &d.owner, &d.outcome, &d.reason]);
    }
    for source in document.whole_sources() {
        search.look(source.id.into(), None, &[&source.name]);
    }
    search.found
}

/// Cards by the lane they stand in, so that a map is read once.
struct Cards<'a>(BTreeMap<LaneId, Vec<&'a Card>>);

impl<'a> Cards<'a> {
    fn of(document: &'a Document) -> Self {
        let mut by_lane: BTreeMap<LaneId, Vec<&Card>> = BTreeMap::new();
        for card in document.cards.values() {
            by_lane.entry(card.lane).or_default().push(card);
        }
        Self(by_lane)
    }
}

struct Search {
    words: Vec<String>,
    found: Vec<Found>,
}

impl Search {
    fn map(&mut self, document: &Document, map: MapId, cards: &Cards<'_>) {
        let on = Some(map);
        if let Some(record) = document.maps.get(&map) {
            self.look(map.into(), on, &[&record.title, &record.owner]);
        }
        let mut columns: BTreeMap<StepId, usize> = BTreeMap::new();
        for stage in document.stages_of(map) {
            self.look(stage.id.into(), on, &[&stage.title, &stage.question]);
            for step in document.steps_of(stage.id) {
                columns.insert(step.id, columns.len());
                self.look(step.id.into(), on, &[&step.title]);
            }
        }
        for lane in document.lanes_of(map) {
            self.look(lane.id.into(), on, &[&lane.title]);
            let mut row = cards.0.get(&lane.id).cloned().unwrap_or_default();
            row.sort_by(|a, b| columns.get(&a.step).cmp(&columns.get(&b.step)).then(a.rank.total_cmp(&b.rank)));
            for card in row {
                self.card(document, card, map);
            }
        }
        for connection in document.connections.values().filter(|c| document.map_of_card(c.from) == on) {
            self.look(connection.id.into(), on, &[&connection.label]);
        }
        for note in document.notes.values() {
            if super::maps::map_of(document, note.id.into()) == on {
                self.look(note.id.into(), on, &[&note.text, &note.author]);
            }
        }
    }

    fn card(&mut self, document: &Document, card: &Card, map: MapId) {
        let more = match &card.body {
            CardBody::Quote { attribution } => attribution.as_str(),
            CardBody::PainPoint { owner, .. } => owner.as_str(),
            CardBody::Kpi { kpi, .. } => document.kpis.get(kpi).map_or("", |k| k.name.as_str()),
            _ => "",
        };
        let mut texts = vec![card.text.as_str(), more];
        texts.extend(card.marks.tags.iter().map(String::as_str));
        self.look(card.id.into(), Some(map), &texts);
    }

    /// Remembers a record when its texts hold every word.
    fn look(&mut self, record: RecordRef, map: Option<MapId>, texts: &[&str]) {
        let lower: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        if !self.words.iter().all(|word| lower.iter().any(|text| text.contains(word.as_str()))) {
            return;
        }
        let first = self.words.first().map_or("", String::as_str);
        let hit = texts.iter().zip(&lower).find(|(_, lower)| lower.contains(first)).map(|(text, _)| *text);
        let excerpt = hit.map_or_else(String::new, |text| excerpt(text, first));
        self.found.push(Found { record, map, excerpt });
    }
}

/// One line around the first place a word stands at.
fn excerpt(text: &str, word: &str) -> String {
    let line = one_line(text);
    let lower = line.to_lowercase();
    let at = lower.find(word).map_or(0, |byte| lower.get(..byte).map_or(0, |before| before.chars().count()));
    let start = at.saturating_sub(LEAD);
    let mut shown: String = line.chars().skip(start).take(EXCERPT).collect();
    if start > 0 {
        shown.insert(0, '…');
    }
    if line.chars().count() > start + EXCERPT {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::sample;

    fn check(query: &str, expected: &[&str]) {
        let document = sample::sample(&mut crate::base::ids::IdAlloc::seeded(sample::SEED), sample::SEED).document;
        let found = find(&document, query);
        let texts: Vec<&str> = found.iter().map(|f| f.excerpt.as_str()).take(expected.len().max(1)).collect();
        assert_eq!(texts, expected, "{query}");
    }

    #[test]
    fn words_are_found_in_reading_order_whatever_their_capitals() {
        check("STORY repeat", &["Customers repeat their story to every agent"]);
        check("", &[]);
        check("no such words anywhere", &[]);
    }

    #[test]
    fn long_texts_are_cut_around_the_find() {
        let text = format!("{} needle {}", "a ".repeat(60), "b ".repeat(80));
        let shown = excerpt(&text, "needle");
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("needle"), "{shown}");
        assert!(shown.chars().count() <= EXCERPT + 2);
        assert_eq!(excerpt("two\n lines", "lines"), "two lines");
    }
}
