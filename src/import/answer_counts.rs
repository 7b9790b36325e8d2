//! Promoters, passives and detractors, counted in a column each: an NPS of which every answer is known by its kind, and with
//! that its value, its n and its interval. Averaging the three columns, or the score of each row, would know none of them.

use super::headers;
use super::layout::Sample;
use super::mapping::{Mapping, Shape};
use super::rows::OwnedRow;
use super::sniff::{ColumnType, Role, Sniffed};
use super::warning::Warning;
use crate::base::text::fold_name;

/// What such columns are called, with an answer that stands for each kind.
const KINDS: [(f64, &[&str]); 3] = [
    (
        10.0,
        &[
            "promoters",
            "promoter",
            "promotoren",
            "promotor",
            "promotores",
            "promoteurs",
            "promoteur",
            "promotori",
            "promotore",
            "fürsprecher",
            "promotorzy",
        ],
    ),
    (
        8.0,
        &[
            "passives",
            "passive",
            "passiv",
            "passifs",
            "passif",
            "pasivos",
            "pasivo",
            "passivi",
            "passivos",
            "passieven",
            "neutrals",
            "neutral",
            "neutrale",
            "neutres",
            "neutros",
            "neutrali",
            "indifferente",
            "unentschiedene",
            "pasywni",
        ],
    ),
    (
        3.0,
        &[
            "detractors",
            "detractor",
            "detraktoren",
            "detraktor",
            "détracteurs",
            "détracteur",
            "detracteurs",
            "detractores",
            "detrattori",
            "detratores",
            "kritiker",
            "criticasters",
            "krytycy",
        ],
    ),
];
/// Words beside them that change nothing.
const BESIDE: [&str; 13] =
    ["nps", "n", "number", "of", "count", "anzahl", "der", "nombre", "de", "número", "numero", "aantal", "total"];
/// Rows that are looked at.
const MOST_ROWS: usize = 500;
/// What their metric is called, and what if another column is called so.
const NAMES: [&str; 2] = ["NPS", "NPS (counted)"];

/// The answer that a header names the kind of.
fn answer_of(name: &str) -> Option<f64> {
    if name.contains('%') {
        return None;
    }
    let words: Vec<String> = headers::words(name).into_iter().filter(|word| !BESIDE.contains(&word.as_str())).collect();
    let [word] = words.as_slice() else { return None };
    KINDS.iter().find(|(_, names)| names.contains(&word.as_str())).map(|(answer, _)| *answer)
}

/// The three columns; none where one is missing, or where they are shares: of a hundred in most rows nobody knows how many
/// people they are.
pub(super) fn of_columns(sniffed: &Sniffed, sample: &Sample) -> Vec<(String, f64)> {
    if sniffed.shape != Some(Shape::Wide) {
        return Vec::new();
    }
    let columns = sniffed.columns.iter().enumerate();
    let counted = columns.filter(|(_, column)| column.column_type == ColumnType::Integer && column.role == Role::Score);
    let found: Vec<(usize, &str, f64)> =
        counted.filter_map(|(at, column)| Some((at, column.name.as_str(), answer_of(&column.name)?))).collect();
    let has_each_once = KINDS.iter().all(|(answer, _)| found.iter().filter(|(_, _, of)| of == answer).count() == 1);
    if !has_each_once {
        return Vec::new();
    }
    let format = sniffed.number_format();
    let sum = |row: &OwnedRow| {
        let cells = found.iter().map(|(at, _, _)| format.parse(row.row().trimmed(*at)).map(|number| number.value));
        cells.collect::<Option<Vec<f64>>>().map(|cells| cells.iter().sum::<f64>())
    };
    let sums: Vec<f64> = sample.rows.iter().take(MOST_ROWS).filter_map(sum).collect();
    // A month in which nobody answered says nothing, and a slip or two make no counts of shares.
    let (said, shares) = sums
        .iter()
        .filter(|sum| **sum != 0.0)
        .fold((0, 0), |(said, shares), sum| (said + 1, shares + usize::from((99.0..=101.0).contains(sum))));
    let are_shares = shares * 2 > said || said == 0;
    if are_shares { Vec::new() } else { found.into_iter().map(|(_, name, of)| (name.to_owned(), of)).collect() }
}

/// Lets such columns feed one metric.
pub(super) fn take(mapping: &mut Mapping, columns: &[(String, f64)]) {
    let answer = |column: &String| columns.iter().find(|(name, _)| name == column).map(|(_, answer)| *answer);
    let is_taken = |name: &&str| {
        let others = mapping.scores.iter().filter(|score| answer(&score.column).is_none());
        others.map(|score| score.metric_name()).any(|other| fold_name(other) == fold_name(name))
    };
    let Some(name) = NAMES.iter().find(|name| !is_taken(name)).copied() else { return };
    if mapping.scores.iter().filter(|score| answer(&score.column).is_some()).count() != KINDS.len() {
        return;
    }
    for score in &mut mapping.scores {
        if let Some(answer) = answer(&score.column) {
            (score.metric, score.counts) = (Some(name.to_owned()), Some(answer));
        }
    }
}

/// What was made of such columns.
pub(super) fn told(mapping: &Mapping) -> Option<Warning> {
    let counted: Vec<_> = mapping.scores.iter().filter(|score| score.counts.is_some()).collect();
    let metric = counted.first().map(|score| score.metric_name().to_owned())?;
    let columns = counted.iter().map(|score| score.column.clone()).collect();
    Some(Warning::AnswersCounted { metric, columns })
}
