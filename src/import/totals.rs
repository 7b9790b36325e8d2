//! A last row that sums up the rows above it: "Total", "Summe". Known by its word and by its numbers, in files of tools
//! that nobody knows; the presets know the rows of totals of theirs.

use super::layout::Sample;
use super::mapping::FilterMapping;
use super::rows::{OwnedRow, Row};
use super::sniff::Sniffed;

/// How the last row calls itself.
const WORDS: [&str; 26] = [
    "total",
    "totals",
    "grand total",
    "overall total",
    "sum",
    "overall",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "summe",
    "insgesamt",
    "total general",
    "total général",
    "totale",
    "totale complessivo",
    "somme",
    "suma",
    "suma total",
    "totaal",
    "eindtotaal",
    "totalt",
    "razem",
    "итого",
    "合計",
    "总计",
    "합계",
];

/// Fewer rows than this add up by chance.
const LEAST_ROWS: usize = 3;
/// Of the sum: what rounding to whole numbers may come to.
const ROUNDING: f64 = 0.005;

/// The rule that leaves the last row out, when it sums up all others. `None` where the last row is not known.
pub(super) fn last_row(sniffed: &Sniffed, sample: &Sample) -> Option<FilterMapping> {
    let is_known = sample.is_whole || !sample.last.is_empty();
    if !is_known || sniffed.suggested.is_some() || sniffed.choices.keep_totals == Some(true) {
        return None;
    }
    let first_of_last = sample.last.first().map_or(u64::MAX, |row| row.row().line);
    let first = sample.rows.iter().map(OwnedRow::row).filter(|row| row.line < first_of_last);
    let all = first.chain(sample.last.iter().map(OwnedRow::row));
    let mut rows: Vec<Row<'_>> = all.filter(|row| row.used() > 0).collect();
    let last = rows.pop().filter(|_| rows.len() >= LEAST_ROWS)?;
    let (index, label) = label_of(last)?;
    // A word that other rows have too is a name like any other.
    if rows.iter().any(|row| text(*row, index).eq_ignore_ascii_case(&label)) {
        return None;
    }
    let format = sniffed.number_format();
    let number = |row: Row<'_>, column: usize| format.parse(row.trimmed(column)).map(|number| number.value);
    let adds_up = |column: usize| {
        let Some(total) = number(last, column).filter(|total| *total != 0.0) else { return false };
        let values: Vec<f64> = rows.iter().filter_map(|row| number(*row, column)).collect();
        let sum: f64 = values.iter().sum();
        let rounding = ROUNDING * total.abs();
        let is_sum = if sample.is_whole {
            (sum - total).abs() <= rounding
        } else {
            // Rows between the first and the last are not known; what they add has the sign of the others.
            let have_one_sign = values.iter().all(|value| value * total >= 0.0);
            have_one_sign && sum != 0.0 && sum.abs() <= total.abs() + rounding
        };
        values.len() >= LEAST_ROWS && is_sum
    };
    let column = sniffed.columns.get(index)?;
    (0..sniffed.columns.len())
        .any(|other| other != index && adds_up(other))
        .then(|| FilterMapping::totals(&column.name, vec![label]))
}

/// True when a row calls itself a total.
pub(super) fn says_total(row: Row<'_>) -> bool {
    label_of(row).is_some()
}

/// The first cell that holds something, when it says that the row is a total.
fn label_of(row: Row<'_>) -> Option<(usize, String)> {
    let index = (0..row.len()).find(|index| !row.trimmed(*index).is_empty())?;
    let label = text(row, index);
    let plain = label.trim_end_matches(':').trim().to_lowercase();
    WORDS.contains(&plain.as_str()).then_some((index, label))
}

fn text(row: Row<'_>, index: usize) -> String {
    String::from_utf8_lossy(row.trimmed(index)).into_owned()
}
