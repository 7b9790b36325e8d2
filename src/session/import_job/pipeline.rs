//! In which order the stages of a sales pipeline are made. Deals come in any order, and whatever is won or lost is at the end;
//! other data keeps the order of its rows.

use crate::base::text::fold_loosely;
use crate::base::time::Day;
use crate::model::bulk::ObservationTable;
use std::collections::BTreeMap;

/// Words of the ends of a pipeline, folded, and words around them.
const WON: [&str; 3] = ["won", "gewonnen", "closedwon"];
const LOST: [&str; 3] = ["lost", "verloren", "closedlost"];
const AROUND: [&str; 6] = ["closed", "geschlossen", "abgeschlossen", "deal", "and", "und"];

/// Where in a pipeline a name stands: 0 on the way, 1 where a deal is won, 2 where it is lost.
fn end_of(name: &str) -> u8 {
    let folded = fold_loosely(&name.replace(['-', '_', '/', '&'], " "));
    let words: Vec<&str> = folded.split_whitespace().filter(|word| !AROUND.contains(word)).collect();
    match words.as_slice() {
        [word] if WON.contains(word) => 1,
        [word] if LOST.contains(word) => 2,
        _ => 0,
    }
}

/// The number that a name begins with, as in "2. Offer".
fn number_of(name: &str) -> Option<u32> {
    let name = name.trim_start();
    let end = name.find(|sign: char| !sign.is_ascii_digit()).filter(|end| *end > 0)?;
    let (digits, rest) = name.split_at_checked(end)?;
    rest.starts_with([' ', '.', ')', ':', '-', '_']).then(|| digits.parse().ok())?
}

/// The names of places in the order in which stages are made for them; `names` are in that of appearance. Of a pipeline the
/// numbers of the names decide, else the file where it is sorted by stage, else the first day of each; won and lost come last.
pub(super) fn in_order(names: &[String], rows: &ObservationTable) -> Vec<String> {
    let mut ordered = names.to_vec();
    if names.iter().all(|name| end_of(name) == 0) {
        return ordered;
    }
    let open: Vec<&String> = names.iter().filter(|name| end_of(name) == 0 && !name.is_empty()).collect();
    let are_numbered = open.iter().all(|name| number_of(name).is_some());
    let first_days = if are_numbered || is_sorted_by_place(rows) { BTreeMap::new() } else { first_days(rows) };
    ordered.sort_by_key(|name| {
        let number = if are_numbered { number_of(name) } else { None };
        // The sort is stable: what is the same in all of this stays in the order of appearance.
        (end_of(name), number, first_days.get(name.as_str()).copied())
    });
    ordered
}

/// True where all rows of a place stand together.
fn is_sorted_by_place(rows: &ObservationTable) -> bool {
    let place = |series: &u32| rows.series.get(*series as usize).map(|series| series.place.as_str());
    let mut seen = std::collections::BTreeSet::new();
    let blocks = rows.series_of_row.chunk_by(|a, b| place(a) == place(b));
    let mut first = blocks.filter_map(|block| place(block.first()?));
    first.all(|name| seen.insert(name))
}

fn first_days(rows: &ObservationTable) -> BTreeMap<&str, Day> {
    let mut first: BTreeMap<&str, Day> = BTreeMap::new();
    for (series, day) in rows.series_of_row.iter().zip(&rows.day) {
        let Some(series) = rows.series.get(*series as usize) else { continue };
        let known = first.entry(series.place.as_str()).or_insert(*day);
        *known = (*known).min(*day);
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::bulk::SeriesKey;

    /// Rows of places, each on a day.
    fn table(rows: &[(&str, i32)]) -> (Vec<String>, ObservationTable) {
        let mut table = ObservationTable::default();
        let mut names: Vec<String> = Vec::new();
        for (place, day) in rows {
            let index = names.iter().position(|name| name == place).unwrap_or_else(|| {
                names.push((*place).to_owned());
                let key = SeriesKey { metric: "deals".to_owned(), place: (*place).to_owned(), segments: Vec::new() };
                table.series.push(key);
                names.len() - 1
            });
            table.series_of_row.push(index as u32);
            table.day.push(Day(*day));
            table.value.push(1.0);
        }
        (names, table)
    }

    fn check(rows: &[(&str, i32)], expected: &[&str]) {
        let (names, table) = table(rows);
        assert_eq!(in_order(&names, &table), expected);
    }

    #[test]
    fn a_pipeline_ends_with_what_is_won_and_lost() {
        // The newest deal first, as exports have them.
        let deals =
            [("Closed lost", 9), ("Offer", 8), ("Closed won", 7), ("Qualified", 2), ("Offer", 5), ("Qualified", 1)];
        check(&deals, &["Qualified", "Offer", "Closed won", "Closed lost"]);
        let german =
            [("Abgeschlossen und gewonnen", 5), ("Angebot", 4), ("Verloren", 3), ("Erstgespräch", 1), ("Angebot", 9)];
        check(&german, &["Erstgespräch", "Angebot", "Abgeschlossen und gewonnen", "Verloren"]);
        // Sorted by stage: whoever sorted it meant that.
        let sorted = [("Lead", 9), ("Lead", 3), ("Offer", 1), ("Offer", 2), ("Won", 4), ("Lost", 5)];
        check(&sorted, &["Lead", "Offer", "Won", "Lost"]);
        let numbered = [("3. Offer", 1), ("1. Lead", 7), ("Lost", 2), ("2. Talk", 3), ("3. Offer", 4)];
        check(&numbered, &["1. Lead", "2. Talk", "3. Offer", "Lost"]);
    }

    #[test]
    fn other_places_keep_the_order_of_their_rows() {
        check(&[("Checkout", 9), ("Delivery", 1), ("Checkout", 3)], &["Checkout", "Delivery"]);
        check(&[("Lost luggage", 9), ("Check-in", 1), ("Lost luggage", 2)], &["Lost luggage", "Check-in"]);
    }
}
