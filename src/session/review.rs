//! Reviewing a map stage by stage: what each stage shows, the minutes of the review as Markdown, and when the next one is due.
//!
//! Pure functions over document and figures; the window walks through the pages, the command line prints the minutes.

use crate::base::ids::MapId;
use crate::base::text::one_line;
use crate::base::time::Day;
use crate::i18n::panels as words;
use crate::i18n::panels::decisions as log_words;
use crate::i18n::review as text;
use crate::metrics::{Status, format};
use crate::model::edit::{Verb, record_of_place};
use crate::model::{
    Cadence, Decision, DecisionState, Document, Edit, EditLabel, JourneyMap, Kpi, Note, Place, TableKind,
};
use crate::session::insights::{Insight, Insights, KpiAt};
use crate::session::notes;
use crate::session::overlay::{self, status_words};
use crate::session::signals::{self, Moved};
use crate::session::view::NumbersView;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// What is looked at together: a stage, or the map as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The stage, or the map.
    pub place: Place,
    /// Its name.
    pub title: String,
    /// The KPIs with a card there, the headlines first, each once.
    pub kpis: Vec<KpiAt>,
    /// What moved there since the last review, worst first.
    pub moved: Vec<Moved>,
    /// Decisions about it that are open.
    pub decisions: Vec<Arc<Decision>>,
    /// Decisions about it that are done or dismissed, as far as they were made, or their outcome was to be looked at, since
    /// the last review; without those that stand beside what moved.
    pub closed: Vec<Arc<Decision>>,
    /// Notes that nobody has dealt with.
    pub notes: Vec<Arc<Note>>,
}

/// The pages of a review in the order of the map: the map as a whole first, when it has something to look at, then every
/// stage.
#[must_use]
pub fn pages(document: &Document, insights: &Insights, map: MapId) -> Vec<Page> {
    let moved = signals::news(document, insights, map);
    let whole = page(document, map, Place::Map(map), &moved);
    let has_decisions = !(whole.decisions.is_empty() && whole.closed.is_empty());
    let is_worth_a_page = !whole.kpis.is_empty() || has_decisions || !whole.notes.is_empty();
    let stages = document.stages_of(map).into_iter().map(|stage| page(document, map, Place::Stage(stage.id), &moved));
    Some(whole).filter(|_| is_worth_a_page).into_iter().chain(stages).collect()
}

/// The page that a place belongs to.
fn page_of(document: &Document, place: Place) -> Option<Place> {
    let map = document.map_of_place(place)?;
    Some(document.stage_of_place(place).map_or(Place::Map(map), Place::Stage))
}

fn page(document: &Document, map: MapId, place: Place, moved: &[Moved]) -> Page {
    let is_here = |at: Place| page_of(document, at) == Some(place);
    let mut cards: Vec<_> = document.kpi_cards(map).filter(|(_, _, at, _)| is_here(*at)).collect();
    cards.sort_by(|a, b| b.3.cmp(&a.3).then(a.0.rank.total_cmp(&b.0.rank)));
    let mut kpis: Vec<KpiAt> = Vec::new();
    for (_, kpi, at, _) in cards {
        if !kpis.contains(&(kpi, at)) {
            kpis.push((kpi, at));
        }
    }
    let open = document.decisions.values().filter(|d| d.state == DecisionState::Open && is_here(d.place));
    let mut decisions: Vec<Arc<Decision>> = open.cloned().collect();
    decisions.sort_by_key(|d| (d.due_on.map_or(i32::MAX, |day| day.0), d.decided_on, d.id));
    let moved: Vec<Moved> = moved.iter().filter(|m| is_here(m.at.1)).cloned().collect();
    let since = document.maps.get(&map).and_then(|map| map.reviewed_on);
    let is_news =
        |d: &Decision| since.is_none_or(|since| d.decided_on >= since || d.due_on.is_some_and(|d| d >= since));
    let is_told = |d: &Decision| moved.iter().any(|moved| moved.answer == Some(d.id));
    let closed = document.decisions.values().filter(|d| d.state != DecisionState::Open && is_here(d.place));
    let mut closed: Vec<Arc<Decision>> = closed.filter(|d| is_news(d) && !is_told(d)).cloned().collect();
    closed.sort_by_key(|d| (d.decided_on, d.id));
    let notes = document.notes.values().filter(|note| !note.is_resolved);
    let mut notes: Vec<Arc<Note>> =
        notes.filter(|note| place_of_note(document, note).is_some_and(is_here)).cloned().collect();
    notes.sort_by_key(|note| (note.created_at, note.id));
    Page {
        place,
        title: document.place_name(place).unwrap_or_default().to_owned(),
        kpis,
        moved,
        decisions,
        closed,
        notes,
    }
}

/// Where a note belongs; what is said of a lane or a persona belongs to no stage.
fn place_of_note(document: &Document, note: &Note) -> Option<Place> {
    use crate::model::RecordRef as At;
    match note.anchor {
        At::Map(id) => Some(Place::Map(id)),
        At::Stage(id) => Some(Place::Stage(id)),
        At::Step(id) => Some(Place::Step(id)),
        At::Card(id) => Some(Place::Step(document.cards.get(&id)?.step)),
        // Where it begins: that is where one decides which way to go.
        At::Connection(id) => {
            let from = document.connections.get(&id)?.from;
            Some(Place::Step(document.cards.get(&from)?.step))
        }
        At::Decision(id) => Some(document.decisions.get(&id)?.place),
        _ => None,
    }
}

/// A KPI in one line: value, what stands with it, change and status.
#[must_use]
pub fn figure_line(kpi: &Kpi, insight: Option<&Insight>) -> String {
    let Some((insight, value)) = insight.and_then(|insight| Some((insight, format::measured(kpi, &insight.now)?)))
    else {
        return text::NO_VALUE.to_owned();
    };
    let mut parts = vec![value, format::n(insight.now.n)];
    parts.extend(insight.now.interval.map(|interval| words::drawer::interval(&format::interval(kpi, interval))));
    let change = overlay::change_text(kpi, insight);
    if !change.is_empty() {
        let is_noise = insight.change.as_ref().is_some_and(|change| change.is_beyond_noise == Some(false));
        let change = overlay::with_per_day(insight.change.as_ref(), change);
        parts.push(if is_noise { text::within_noise(&change) } else { change });
    }
    if insight.status != Status::NoTarget {
        parts.push(status_words(insight.status).to_owned());
    }
    parts.join(" · ")
}

/// An open decision in one line.
#[must_use]
pub fn decision_line(document: &Document, decision: &Decision, today: Day) -> String {
    let about = signals::words::name_at(document, (decision.kpi, decision.place));
    let mut line = log_words::line(&about, &one_line(&decision.text));
    if !decision.owner.trim().is_empty() {
        let _ = write!(line, " · {}", decision.owner.trim());
    }
    if let Some(due) = decision.due_on {
        let _ = write!(line, " · {}", log_words::due(&words::day(due), decision.is_overdue(today)));
    }
    with_outcome(line, decision)
}

/// A decision that is done or dismissed in one line: what came of it, or why nothing is done.
#[must_use]
pub fn closed_line(document: &Document, decision: &Decision) -> String {
    let about = signals::words::name_at(document, (decision.kpi, decision.place));
    let is_dismissed = decision.state == DecisionState::Dismissed;
    let said = if is_dismissed { &decision.reason } else { &decision.text };
    let line = log_words::line(&about, &one_line(said));
    with_outcome(text::closed_decision(log_words::state_word(decision.state), &line), decision)
}

fn with_outcome(line: String, decision: &Decision) -> String {
    match one_line(&decision.outcome) {
        outcome if outcome.trim().is_empty() => line,
        outcome => text::with_outcome(&line, outcome.trim()),
    }
}

/// The minutes of a review as Markdown: per page its KPIs, what moved, what is open and what was said. `pages` are those
/// of the map, `remarks` stand by what a page is about, `view` says which rows the figures are of.
#[must_use]
pub fn minutes(
    document: &Document,
    (insights, view): (&Insights, &NumbersView),
    (map, pages): (MapId, &[Page]),
    remarks: &BTreeMap<Place, String>,
    today: Day,
) -> String {
    let mut out = String::new();
    let Some(record) = document.maps.get(&map) else { return out };
    let line = |out: &mut String, text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    line(&mut out, &format!("# {}", text::minutes_title(&escaped(&record.title))));
    line(&mut out, "");
    line(&mut out, &text::held_on(&words::day(today), record.reviewed_on.map(words::day).as_deref()));
    if let Some(shown) = insights.shown {
        // All are compared with the same days, or with the same segments over the days that are shown.
        let compared = insights.figures.values().filter(|insight| insight.before.is_some());
        let before = compared.filter_map(|insight| insight.before_range).next().map(|days| {
            let is_other_days = view.against.is_empty();
            if is_other_days { words::period_days(days) } else { escaped(&view.against.full_words()) }
        });
        let of = escaped(&view.segments.full_words());
        line(&mut out, &text::figures_of(&words::period_days(shown), &of, before.as_deref()));
    }
    for page in pages {
        line(&mut out, &format!("\n## {}\n", escaped(&page.title)));
        for at in &page.kpis {
            let Some(kpi) = document.kpis.get(&at.0).map(|kpi| kpi.at(at.1)) else { continue };
            let told = figure_line(&kpi, insights.figures.get(at));
            line(&mut out, &format!("- **{}**: {}", escaped(&kpi_name(document, page, *at)), escaped(&told)));
        }
        for moved in &page.moved {
            line(&mut out, &format!("- {}", escaped(&moved_line(document, moved))));
        }
        for decision in &page.decisions {
            let told = decision_line(document, decision, today);
            line(&mut out, &format!("- {}", text::open_decision(&escaped(&told))));
        }
        for decision in &page.closed {
            line(&mut out, &format!("- {}", escaped(&closed_line(document, decision))));
        }
        for note in &page.notes {
            let told = words::notes::by(&note.author, &one_line(&note.text));
            line(&mut out, &format!("- {}", text::note(&escaped(&told))));
        }
        let said = remarks.get(&page.place).map(|said| said.trim()).filter(|said| !said.is_empty());
        if let Some(said) = said {
            line(&mut out, "");
            line(&mut out, said);
        }
        let is_empty = page.kpis.is_empty() && page.moved.is_empty() && page.decisions.is_empty();
        if is_empty && page.closed.is_empty() && page.notes.is_empty() && said.is_none() {
            line(&mut out, text::NOTHING_HERE);
        }
    }
    // A stage may have been deleted since somebody spoke about it.
    let has_no_page = |place: &Place| pages.iter().all(|page| page.place != *place);
    let mut left = remarks.iter().filter(|(place, said)| has_no_page(place) && !said.trim().is_empty()).peekable();
    if left.peek().is_some() {
        line(&mut out, &format!("\n## {}", text::ALSO_SAID));
    }
    for (_, said) in left {
        line(&mut out, "");
        line(&mut out, said.trim());
    }
    out
}

/// The name of a KPI on a page: with its place where that is not the page's own.
#[must_use]
pub fn kpi_name(document: &Document, page: &Page, at: KpiAt) -> String {
    if record_of_place(at.1) == record_of_place(page.place) {
        return document.kpis.get(&at.0).map_or_else(String::new, |kpi| kpi.name.clone());
    }
    signals::words::name_at(document, at)
}

/// A move in one line, with how it was answered.
#[must_use]
pub fn moved_line(document: &Document, moved: &Moved) -> String {
    let name = signals::words::name_at(document, moved.at);
    let size = document.kpis.get(&moved.at.0).map(|kpi| signals::words::size(&kpi.at(moved.at.1), moved));
    let told = text::moved(&name, &signals::words::sentence(moved), &size.unwrap_or_default());
    let answer = moved.answer.and_then(|id| document.decisions.get(&id));
    let answer = match answer.map(|decision| (decision.state, decision)) {
        None => text::UNANSWERED.to_owned(),
        Some((DecisionState::Dismissed, decision)) => text::dismissed(&one_line(&decision.reason)),
        Some((_, decision)) => text::answered(&one_line(&decision.text)),
    };
    format!("{told} – {answer}")
}

/// Words of users as Markdown that says what they wrote.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(if sign == '\n' { ' ' } else { sign });
    }
    out
}

/// What ends a review: what was said stays as notes that need nothing more, the day is kept, and the day of the next one follows from the shortest cadence among the KPIs of the
/// map. `None` when the map is gone.
#[must_use]
pub fn finished(
    document: &Document,
    map: MapId,
    (remarks, author): (&BTreeMap<Place, String>, &str),
    today: Day,
) -> Option<Edit> {
    let record = document.maps.get(&map)?;
    let next = next_after(document, map, today);
    // A day that somebody chose and that is still to come stays, unless the KPIs want to be seen before.
    let review_on = match (record.review_on.filter(|day| *day > today), next) {
        (Some(chosen), Some(next)) => Some(chosen.min(next)),
        (chosen, next) => chosen.or(next),
    };
    let reviewed = JourneyMap { reviewed_on: Some(today), review_on, ..JourneyMap::clone(record) };
    let said = remarks.iter().filter(|(_, said)| !said.trim().is_empty());
    // What was said of a stage that was deleted since is kept with the map: without an anchor nothing would be kept.
    let anchor = |place: Place| document.map_of_place(place).map_or(record.id.into(), |_| record_of_place(place));
    let said = said.map(|(place, said)| notes::said(anchor(*place), author, said));
    let edits: Vec<Edit> = std::iter::once(Edit::Update(reviewed.into())).chain(said).collect();
    let label = EditLabel { verb: Verb::Review, noun: TableKind::Map, count: 1 };
    Some(Edit::Batch { label, edits })
}

/// When KPIs of a map want to be looked at again, by the shortest of their cadences; `None` when none says.
fn next_after(document: &Document, map: MapId, day: Day) -> Option<Day> {
    let cadences = document.kpi_cards(map).filter_map(|(_, kpi, ..)| document.kpis.get(&kpi)?.cadence);
    let days = match cadences.min()? {
        Cadence::Weekly => 7,
        Cadence::Monthly => 30,
        Cadence::Quarterly => 91,
        Cadence::Yearly => 365,
    };
    Some(day.plus(days))
}

/// The maps whose review is overdue: the chosen day has passed, or, where nobody chose one, the cadence of a KPI since the
/// last review. In order.
#[must_use]
pub fn overdue(document: &Document, today: Day) -> Vec<MapId> {
    let is_overdue = |map: &&Arc<JourneyMap>| {
        let by_cadence = map.reviewed_on.and_then(|day| next_after(document, map.id, day));
        map.review_on.or(by_cadence).is_some_and(|due| due < today)
    };
    document.maps_in_order().into_iter().filter(is_overdue).map(|map| map.id).collect()
}

#[cfg(test)]
mod tests;
