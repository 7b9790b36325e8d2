//! Last rows that sum up the rows above them: "Total", "Summe", "Average". Known by their words and by their numbers, in
//! files of tools that nobody knows; the presets know the rows of totals of theirs.

use super::kinds::MetricKind;
use super::layout::Sample;
use super::mapping::FilterMapping;
use super::rows::{OwnedRow, Row};
use super::sniff::Sniffed;
use super::warning::Warning;
use crate::base::text::fold_name;
use crate::model::bulk::{ObservationTable, SeriesKey};
use std::collections::{BTreeMap, BTreeSet};

/// How the last row calls itself.
const WORDS: &[&str] = &[
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
    "grand totals",
    "sum total",
    "total geral",
    "totaux",
    "ogółem",
    "celkem",
    "celkový součet",
    "součet",
    "spolu",
    "összesen",
    "végösszeg",
    "i alt",
    "yhteensä",
    "ukupno",
    "skupaj",
    "toplam",
    "genel toplam",
    "σύνολο",
    "всего",
    "разом",
    "усього",
    "общо",
    "jumlah",
    "tổng cộng",
    "總計",
    "合计",
    "総計",
    "총계",
];

/// The same of a row of averages.
const AVERAGES: [&str; 17] = [
    "average",
    "avg",
    "mean",
    "overall average",
    "durchschnitt",
    "mittelwert",
    "mittel",
    "moyenne",
    "promedio",
    "media",
    "média",
    "gemiddelde",
    "gemiddeld",
    "genomsnitt",
    "średnia",
    "среднее",
    "平均",
];

/// Words that make a total of the name of a group.
const GROUP_WORDS: [&str; 9] =
    ["total", "subtotal", "ergebnis", "gesamt", "summe", "teilergebnis", "sous-total", "totaal", "totale"];

/// How pivot tables say what they sum up, in the languages of spreadsheet programs.
const PIVOT_WORDS: [(&str, MetricKind); 19] = [
    ("average of ", MetricKind::Mean),
    ("sum of ", MetricKind::Sum),
    ("count of ", MetricKind::Sum),
    ("max of ", MetricKind::Mean),
    ("min of ", MetricKind::Mean),
    ("mittelwert von ", MetricKind::Mean),
    ("summe von ", MetricKind::Sum),
    ("anzahl von ", MetricKind::Sum),
    ("moyenne de ", MetricKind::Mean),
    ("somme de ", MetricKind::Sum),
    ("nombre de ", MetricKind::Sum),
    ("promedio de ", MetricKind::Mean),
    ("suma de ", MetricKind::Sum),
    ("cuenta de ", MetricKind::Sum),
    ("media di ", MetricKind::Mean),
    ("somma di ", MetricKind::Sum),
    ("conteggio di ", MetricKind::Sum),
    ("gemiddelde van ", MetricKind::Mean),
    ("som van ", MetricKind::Sum),
];

/// Most rows at the end that sum up the others: a total, an average.
pub(super) const MOST_ROWS: usize = 2;
/// Fewer rows than this add up by chance.
const LEAST_ROWS: usize = 3;
/// What sums of groups are called besides.
const SUBTOTALS: [&str; 6] = ["zwischensumme", "teilsumme", "sub-total", "subtotaal", "subtotale", "subtotales"];
/// Longer texts are no names of groups with a word for totals.
const LONGEST_LABEL: usize = 40;
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
    let mut summaries = Vec::new();
    while summaries.len() < MOST_ROWS
        && let Some((summary, row)) = rows.last().and_then(|row| Some((summary_of(*row)?, *row)))
    {
        summaries.push((summary, row));
        rows.pop();
    }
    // A pivot table has its own below its rows, which is an average where they are.
    let is_pivot = sniffed.pivot_corner().is_some() && !rows.is_empty();
    let index = summaries.first().map(|(summary, _)| summary.index).filter(|_| is_pivot || rows.len() >= LEAST_ROWS)?;
    // A word that other rows have too is a name like any other.
    let is_name = |summary: &Summary| {
        summary.index != index || rows.iter().any(|row| text(*row, index).eq_ignore_ascii_case(&summary.label))
    };
    let format = sniffed.number_format();
    let number = |row: Row<'_>, column: usize| format.parse(row.trimmed(column)).map(|number| number.value);
    let holds = |last: Row<'_>, is_average: bool, column: usize| {
        let Some(told) = number(last, column).filter(|told| *told != 0.0) else { return false };
        let values: Vec<f64> = rows.iter().filter_map(|row| number(*row, column)).collect();
        let sum: f64 = values.iter().sum();
        let rounding = ROUNDING * told.abs();
        #[expect(clippy::cast_precision_loss, reason = "an average")]
        let holds = if is_average {
            sample.is_whole && (sum / values.len() as f64 - told).abs() <= rounding
        } else if sample.is_whole {
            (sum - told).abs() <= rounding
        } else {
            // Rows between the first and the last are not known; what they add has the sign of the others.
            let have_one_sign = values.iter().all(|value| value * told >= 0.0);
            have_one_sign && sum != 0.0 && sum.abs() <= told.abs() + rounding
        };
        values.len() >= LEAST_ROWS && holds
    };
    let columns = || (0..sniffed.columns.len()).filter(|column| *column != index);
    // What rows that are not known add up to nobody can tell, so the row must show by its cells too that it is no place of
    // that name: one of them is blank as in no other row, or its word stands in a column of dates or numbers.
    let is_filled = |row: &Row<'_>, column: usize| !row.trimmed(column).is_empty();
    let lacks =
        |last: &Row<'_>, column: usize| !is_filled(last, column) && rows.iter().all(|row| is_filled(row, column));
    let names_rows = sniffed.columns.get(index).is_none_or(|column| !column.column_type.is_figure());
    let differs = |last: &Row<'_>| !names_rows || columns().any(|at| lacks(last, at));
    if !sample.is_whole && !summaries.iter().all(|(_, row)| differs(row)) {
        return None;
    }
    let is_summary =
        |(summary, row): &(Summary, Row<'_>)| is_pivot || columns().any(|at| holds(*row, summary.is_average, at));
    if summaries.iter().any(|(summary, _)| is_name(summary)) || !summaries.iter().any(is_summary) {
        return None;
    }
    let column = sniffed.columns.get(index)?;
    // Beside one that adds up the other says by its word alone what it is: averages of rates are weighted.
    let labels = summaries.into_iter().map(|(summary, _)| summary.label).collect();
    Some(FilterMapping::totals(&column.name, labels))
}

/// The rule that leaves out the subtotals of a pivot table: rows whose first text is that of other rows with a word for
/// totals before or behind it ("Buy" and "Buy Total"), and the total of them all. `None` where there is none.
pub(super) fn of_groups(sniffed: &Sniffed, sample: &Sample) -> Option<FilterMapping> {
    if sniffed.suggested.is_some() || sniffed.choices.keep_totals == Some(true) {
        return None;
    }
    let index = sniffed.columns.iter().position(|column| !column.column_type.is_figure())?;
    let rows = sample.rows.iter().chain(&sample.last).map(OwnedRow::row);
    let labels: BTreeSet<String> = rows.map(|row| text(row, index)).filter(|label| !label.is_empty()).collect();
    let groups: BTreeSet<String> = labels.iter().map(|label| label.to_lowercase()).collect();
    let mut totals: Vec<String> = labels.iter().filter(|label| sums_up_group(label, &groups)).cloned().collect();
    if totals.is_empty() {
        return None;
    }
    totals.extend(labels.iter().filter(|label| WORDS.contains(&label.to_lowercase().as_str())).cloned());
    Some(FilterMapping::totals(&sniffed.columns.get(index)?.name, totals))
}

/// True for the label of one of the groups (in lower case) with a word for totals before or behind it.
pub(super) fn sums_up_group(label: &str, groups: &BTreeSet<String>) -> bool {
    let label = label.to_lowercase();
    let behind = GROUP_WORDS.iter().filter_map(|word| label.strip_suffix(word)?.strip_suffix(' '));
    let before = GROUP_WORDS.iter().filter_map(|word| label.strip_prefix(word)?.strip_prefix([' ', ':']));
    behind.chain(before).any(|group| groups.contains(group.trim()))
}

/// The same, and for a word that stands for the total of all of them.
pub(super) fn is_total_of(label: &str, groups: &BTreeSet<String>) -> bool {
    sums_up_group(label, groups) || is_word_for_total(label)
}

/// What the corner of a pivot table says of its numbers.
pub(crate) struct PivotCorner {
    /// The field that was summed up.
    pub metric: String,
    pub kind: MetricKind,
}

/// The field and how it was summed up: "Average of CSAT", "Summe von Umsatz", "Moyenne de CSAT".
pub(super) fn pivot_corner(text: &str) -> Option<PivotCorner> {
    // Cells of a line are shown with what stands between them.
    let cell = text.split([',', ';', '\t']).next()?.trim().trim_matches('"');
    let lower = cell.to_lowercase();
    let found = PIVOT_WORDS.iter().find(|(word, _)| lower.starts_with(word))?;
    let metric = cell.get(found.0.len()..)?.trim().to_owned();
    (!metric.is_empty() && metric.chars().count() <= 60).then_some(PivotCorner { metric, kind: found.1 })
}

/// True when a row calls itself a total.
pub(super) fn says_total(row: Row<'_>) -> bool {
    summary_of(row).is_some()
}

/// Where a row that cannot be read as one, as it has no day, calls itself a total: its first text is a word for totals, alone
/// or beside the name of what it sums up, as in "Buy total" and "Summe Kauf".
pub(super) fn names_total(row: Row<'_>) -> Option<usize> {
    let (at, label) = (0..row.len()).map(|at| (at, text(row, at))).find(|(_, label)| !label.trim().is_empty())?;
    let is_word = |word: &str| GROUP_WORDS.contains(&plain(word).as_str()) || SUBTOTALS.contains(&plain(word).as_str());
    let ends = [label.split_whitespace().next(), label.split_whitespace().last()];
    let names_group = label.chars().count() <= LONGEST_LABEL && ends.into_iter().flatten().any(is_word);
    (names_group || says_total(row)).then_some(at)
}

/// A place or a value of a segment that calls itself a total and comes to the sum of all others. Where a file goes on beyond
/// the rows that are looked at nobody can tell before all of it was read, and by then they are rows like any other.
pub(super) fn among_rows(table: &ObservationTable) -> Option<Warning> {
    let place = |key: &SeriesKey| Some(key.place.clone());
    let names = (0..table.segments.len()).map(|at| {
        let name = move |key: &SeriesKey| key.segments.get(at).cloned();
        Box::new(name) as Box<dyn Fn(&SeriesKey) -> Option<String>>
    });
    std::iter::once(Box::new(place) as Box<dyn Fn(&SeriesKey) -> Option<String>>)
        .chain(names)
        .find_map(|name| sum_of_others(table, &name))
}

/// The sums of one metric.
#[derive(Default)]
struct Sums {
    of_total: f64,
    of_others: f64,
    others: usize,
}

fn sum_of_others(table: &ObservationTable, name: &dyn Fn(&SeriesKey) -> Option<String>) -> Option<Warning> {
    let says_total: Vec<Option<String>> =
        table.series.iter().map(|key| name(key).filter(|name| is_word_for_total(name))).collect();
    let label = says_total.iter().flatten().next()?.clone();
    let metric_of: Vec<String> = table.series.iter().map(|key| fold_name(&key.metric)).collect();
    let mut sums: BTreeMap<&str, Sums> = BTreeMap::new();
    for (series, value) in table.series_of_row.iter().zip(&table.value).filter(|(_, value)| !value.is_nan()) {
        let Ok(at) = usize::try_from(*series) else { continue };
        let (Some(is_total), Some(metric)) = (says_total.get(at), metric_of.get(at)) else { continue };
        let sums = sums.entry(metric).or_default();
        match is_total {
            Some(_) => sums.of_total += value,
            None => {
                sums.of_others += value;
                sums.others += 1;
            }
        }
    }
    let adds_up = |sums: &Sums| {
        let rounding = ROUNDING * sums.of_total.abs();
        sums.others >= LEAST_ROWS && sums.of_total != 0.0 && (sums.of_total - sums.of_others).abs() <= rounding
    };
    let (metric, sums) = sums.into_iter().find(|(_, sums)| adds_up(sums))?;
    let key = table.series.iter().zip(&metric_of).find(|(_, own)| *own == metric).map(|(key, _)| key)?;
    Some(Warning::TotalAmongRows { label, metric: key.metric.clone(), sum: sums.of_total })
}

/// What a row that sums up others calls itself.
struct Summary {
    /// The column where it does.
    index: usize,
    label: String,
    is_average: bool,
}

/// The first cell that holds something, when it says that the row sums up others.
fn summary_of(row: Row<'_>) -> Option<Summary> {
    let index = (0..row.len()).find(|index| !row.trimmed(*index).is_empty())?;
    let label = text(row, index);
    let plain = plain(&label);
    let is_average = AVERAGES.contains(&plain.as_str());
    (is_average || WORDS.contains(&plain.as_str())).then_some(Summary { index, label, is_average })
}

/// True for a word that a row of sums calls itself.
fn is_word_for_total(label: &str) -> bool {
    WORDS.contains(&plain(label).as_str())
}

fn plain(label: &str) -> String {
    label.trim_end_matches(':').trim().to_lowercase()
}

fn text(row: Row<'_>, index: usize) -> String {
    String::from_utf8_lossy(row.trimmed(index)).into_owned()
}
