//! Finding words anywhere in the file: maps, stages, steps, lanes, cards, connections, notes, personas, KPIs, events and
//! sources, in the order one reads them. A phrase can be replaced wherever people typed it.

mod phrase;
mod texts;

pub use phrase::{Phrase, PhraseRules};

use crate::base::ids::{IdAlloc, LaneId, MapId, StepId};
use crate::base::text::one_line;
use crate::model::edit::{Verb, plan};
use crate::model::{AnyRecord, Card, CardBody, Document, Edit, EditLabel, RecordRef};
use std::collections::BTreeMap;
use texts::Texts as _;

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

/// Words put in the place of others, worked out.
#[derive(Debug, Clone, PartialEq)]
pub struct Replacement {
    /// What changes, as one step.
    pub edit: Edit,
    /// How often the phrase was there.
    pub times: usize,
    /// Records that held it and are changed.
    pub records: usize,
    /// Records that hold it and stay as they are: a rule forbids what would come of it, as that a persona has no name or
    /// that a text is too long.
    pub refused: usize,
}

/// Characters of an excerpt before the find.
const LEAD: usize = 36;
/// Characters of an excerpt.
const EXCERPT: usize = 90;

/// Every record that holds all the words of a query, capitals or not.
#[must_use]
pub fn find(document: &Document, query: &str) -> Vec<Found> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() { Vec::new() } else { search(document, Wanted::Words(words)) }
}

/// True for a card that shows all the words of a query, capitals or not, in its texts, its tags or the name of its KPI.
#[must_use]
pub fn card_holds(document: &Document, card: &Card, query: &str) -> bool {
    let mut words = query.split_whitespace().map(str::to_lowercase).peekable();
    if words.peek().is_none() {
        return true;
    }
    let mut shown: Vec<String> = card.texts().into_iter().map(str::to_lowercase).collect();
    shown.extend(card.marks.tags.iter().map(|tag| tag.to_lowercase()));
    shown.push(kpi_name(document, card).to_lowercase());
    words.all(|word| shown.iter().any(|text| text.contains(&word)))
}

/// The name of the KPI that a card shows; empty for other cards.
fn kpi_name<'d>(document: &'d Document, card: &Card) -> &'d str {
    match &card.body {
        CardBody::Kpi { kpi, .. } => document.kpis.get(kpi).map_or("", |k| k.name.as_str()),
        _ => "",
    }
}

/// Every record in which people typed a phrase: what [`replacement`] can replace.
#[must_use]
pub fn find_phrase(document: &Document, phrase: &Phrase) -> Vec<Found> {
    search(document, Wanted::Phrase(phrase))
}

/// Puts other words in each place where a phrase stands in these records; `None` when it stands in none of them.
/// Everything that is no text of people stays: ids, numbers, names of metrics and of files.
#[must_use]
pub fn replacement(document: &Document, records: &[RecordRef], phrase: &Phrase, with: &str) -> Option<Replacement> {
    let (mut times, mut edits, mut refused) = (0, Vec::new(), 0);
    for record in records {
        let Some(mut row) = document.record(*record) else { continue };
        let mut times_here = 0;
        for text in texts::texts_mut(&mut row) {
            if let Some(other) = phrase.replaced(text, with) {
                times_here += phrase.count(text);
                *text = other;
            }
        }
        if times_here == 0 {
            continue;
        }
        let edit = Edit::Update(row);
        // An update allocates nothing.
        if has_its_name(&edit) && plan(document, &edit, &mut IdAlloc::seeded(0)).is_ok() {
            times += times_here;
            edits.push(edit);
        } else {
            refused += 1;
        }
    }
    let (noun, records) = (records.first()?.table(), edits.len());
    let label = EditLabel { verb: Verb::ReplaceWords, noun, count: records };
    (records + refused > 0).then_some(Replacement { edit: Edit::Batch { label, edits }, times, records, refused })
}

/// False for a persona or KPI that would be left without a name.
fn has_its_name(edit: &Edit) -> bool {
    match edit {
        Edit::Update(AnyRecord::Persona(persona)) => !persona.name.trim().is_empty(),
        Edit::Update(AnyRecord::Kpi(kpi)) => !kpi.name.trim().is_empty(),
        _ => true,
    }
}

fn search(document: &Document, wanted: Wanted<'_>) -> Vec<Found> {
    let mut search = Search { document, wanted, found: Vec::new() };
    let cards = Cards::of(document);
    for map in document.maps_in_order() {
        search.map(map.id, &cards);
    }
    let mut personas: Vec<_> = document.personas.values().collect();
    personas.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    for p in personas {
        search.look(p.id.into(), None, &p.texts(), &[]);
    }
    let mut kpis: Vec<_> = document.kpis.values().collect();
    kpis.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    for k in kpis {
        search.look(k.id.into(), None, &k.texts(), &[&k.metric]);
    }
    for marker in document.markers.values() {
        search.look(marker.id.into(), None, &marker.texts(), &[]);
    }
    for d in document.decisions.values() {
        let on = document.map_of_place(d.place);
        search.look(d.id.into(), on, &d.texts(), &[]);
    }
    for source in document.whole_sources() {
        search.look(source.id.into(), None, &[], &[&source.name]);
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

/// What is looked for.
enum Wanted<'a> {
    /// All of these words, small letters, wherever in the texts of a record they stand.
    Words(Vec<String>),
    /// These words in this order.
    Phrase(&'a Phrase),
}

struct Search<'a> {
    document: &'a Document,
    wanted: Wanted<'a>,
    found: Vec<Found>,
}

impl Search<'_> {
    fn map(&mut self, map: MapId, cards: &Cards<'_>) {
        let (document, on) = (self.document, Some(map));
        if let Some(record) = document.maps.get(&map) {
            self.look(map.into(), on, &record.texts(), &[]);
        }
        let mut columns: BTreeMap<StepId, usize> = BTreeMap::new();
        for stage in document.stages_of(map) {
            self.look(stage.id.into(), on, &stage.texts(), &[]);
            for step in document.steps_of(stage.id) {
                columns.insert(step.id, columns.len());
                self.look(step.id.into(), on, &step.texts(), &[]);
            }
        }
        for lane in document.lanes_of(map) {
            self.look(lane.id.into(), on, &lane.texts(), &[]);
            let mut row = cards.0.get(&lane.id).cloned().unwrap_or_default();
            row.sort_by(|a, b| columns.get(&a.step).cmp(&columns.get(&b.step)).then(a.rank.total_cmp(&b.rank)));
            for card in row {
                self.card(card, map);
            }
        }
        for connection in document.connections.values().filter(|c| document.map_of_card(c.from) == on) {
            self.look(connection.id.into(), on, &connection.texts(), &[]);
        }
        for note in document.notes.values() {
            if super::maps::map_of(document, note.id.into()) == on {
                self.look(note.id.into(), on, &note.texts(), &[&note.author]);
            }
        }
    }

    fn card(&mut self, card: &Card, map: MapId) {
        let shown = kpi_name(self.document, card);
        self.look(card.id.into(), Some(map), &card.texts(), &[shown]);
    }

    /// Remembers a record when its texts hold what is wanted. `others` may be found too, but are not its own: what stands
    /// on it of others, and what nobody typed.
    fn look(&mut self, record: RecordRef, map: Option<MapId>, own: &[&str], others: &[&str]) {
        let excerpt = match &self.wanted {
            Wanted::Words(words) => {
                let texts = || own.iter().chain(others);
                let lower: Vec<String> = texts().map(|text| text.to_lowercase()).collect();
                if !words.iter().all(|word| lower.iter().any(|text| text.contains(word.as_str()))) {
                    return;
                }
                let first = words.first().map_or("", String::as_str);
                let hit = texts().zip(&lower).find(|(_, lower)| lower.contains(first)).map(|(text, _)| *text);
                hit.map_or_else(String::new, |text| excerpt(text, |line| signs_before(&line.to_lowercase(), first)))
            }
            Wanted::Phrase(phrase) => {
                let Some(text) = own.iter().find(|text| phrase.first(text).is_some()) else { return };
                excerpt(text, |line| phrase.first(line).and_then(|at| line.get(..at)).map_or(0, |l| l.chars().count()))
            }
        };
        self.found.push(Found { record, map, excerpt });
    }
}

/// Signs of a line before a word; 0 when it is not there.
fn signs_before(line: &str, word: &str) -> usize {
    line.find(word).and_then(|at| line.get(..at)).map_or(0, |before| before.chars().count())
}

/// One line of a text around what was found, given how many signs stand before that in a line.
fn excerpt(text: &str, signs_before: impl Fn(&str) -> usize) -> String {
    let line = one_line(text);
    let at = signs_before(&line);
    let lead = at.saturating_sub(LEAD);
    // It begins with a whole word, where there is one.
    let words = line.chars().enumerate().skip(lead).take(at.saturating_sub(lead));
    let start =
        if lead == 0 { 0 } else { words.filter(|(_, sign)| *sign == ' ').map(|(at, _)| at + 1).next().unwrap_or(lead) };
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
        let shown = excerpt(&text, |line| signs_before(line, "needle"));
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("needle"), "{shown}");
        assert!(shown.chars().count() <= EXCERPT + 2);
        assert_eq!(excerpt("two\n lines", |line| signs_before(line, "lines")), "two lines");
    }

    #[test]
    fn a_phrase_is_replaced_in_all_that_people_typed_and_nowhere_else() {
        let mut document = sample::sample(&mut crate::base::ids::IdAlloc::seeded(sample::SEED), sample::SEED).document;
        let mut ids = crate::base::ids::IdAlloc::seeded(7);
        let metrics = |document: &Document| -> Vec<_> {
            document.kpis.values().map(|k| (k.metric.clone(), k.formula.clone(), k.target.map(f64::to_bits))).collect()
        };
        let before = metrics(&document);
        let phrase = Phrase::new("agent", PhraseRules::default()).unwrap();
        let found: Vec<_> = find_phrase(&document, &phrase).iter().map(|f| f.record).collect();
        assert!(found.len() > 2, "{found:?}");
        let by_words: Vec<_> = find(&document, "agent").iter().map(|f| f.record).collect();
        assert!(found.iter().all(|record| by_words.contains(record)), "what can be replaced can be found");
        let Replacement { edit, times, records, refused } = replacement(&document, &found, &phrase, "adviser").unwrap();
        assert!(records == found.len() && times >= records && refused == 0, "{times} in {records}");
        let plan = crate::model::edit::plan(&document, &edit, &mut ids).unwrap();
        plan.diff.apply(&mut document);
        assert_eq!(find_phrase(&document, &phrase), []);
        let adviser = Phrase::new("adviser", PhraseRules::default()).unwrap();
        assert_eq!(find_phrase(&document, &adviser).iter().map(|f| f.record).collect::<Vec<_>>(), found);
        assert_eq!(metrics(&document), before);
        assert_eq!(replacement(&document, &found, &phrase, "x"), None);
    }

    /// One record that may not be so holds up none of the others.
    #[test]
    fn what_a_rule_forbids_is_left_out_and_counted() {
        let mut document = sample::sample(&mut IdAlloc::seeded(sample::SEED), sample::SEED).document;
        let mut ids = IdAlloc::seeded(7);
        let persona = *document.personas.keys().next().unwrap();
        let card = document.cards.values().find(|c| c.body == CardBody::Quote { attribution: String::new() });
        let card = card.or_else(|| document.cards.values().find(|c| !c.text.is_empty())).unwrap();
        let card = Card { text: "Maya waits".to_owned(), ..Card::clone(card) };
        let named = crate::model::Persona { name: "Maya".to_owned(), ..(*document.personas[&persona]).clone() };
        for edit in [Edit::Update(card.clone().into()), Edit::Update(named.into())] {
            plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
        }
        let phrase = Phrase::new("Maya", PhraseRules::default()).unwrap();
        let records = [RecordRef::from(persona), card.id.into()];
        let Replacement { edit, records, refused, .. } = replacement(&document, &records, &phrase, "").unwrap();
        assert_eq!((records, refused), (1, 1), "a persona keeps a name");
        plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
        assert_eq!(document.cards[&card.id].text.trim(), "waits");
        assert_eq!(document.personas[&persona].name, "Maya");
        let only = [RecordRef::from(persona)];
        let nothing = replacement(&document, &only, &phrase, "").unwrap();
        assert_eq!((nothing.records, nothing.refused), (0, 1));
    }

    /// What is asked and who answers at single places is typed by people, too.
    #[test]
    fn words_of_single_places_are_found_and_replaced() {
        let mut document = sample::sample(&mut IdAlloc::seeded(sample::SEED), sample::SEED).document;
        let kpi = document.kpis.values().next().unwrap().clone();
        let place = crate::model::Place::Map(*document.maps.keys().next().unwrap());
        let own = crate::model::PlaceOverride { question: "How was the zeppelin?".into(), ..Default::default() };
        let overrides = [(place, own)].into();
        document.kpis.insert(kpi.id, crate::model::Kpi { overrides, ..(*kpi).clone() }.into());
        let found = find(&document, "zeppelin");
        assert_eq!(found.iter().map(|f| f.record).collect::<Vec<_>>(), [RecordRef::from(kpi.id)]);
        let phrase = Phrase::new("zeppelin", PhraseRules::default()).unwrap();
        assert_eq!(replacement(&document, &[kpi.id.into()], &phrase, "ship").unwrap().records, 1);
    }
}
