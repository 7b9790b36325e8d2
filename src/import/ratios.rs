//! Columns that are one column over another in every row, as an engagement rate is engaged sessions over sessions. The mean
//! of such a column over rows would be an average of averages, so each of its values counts as often as the other says.

mod by_name;

use super::layout::Sample;
use super::mapping::{Mapping, ScoreMapping, Shape};
use super::numbers::NumberFormat;
use super::rows::Row;
use super::sniff::{ColumnInfo, ColumnType, Sniffed};
use super::warning::Warning;
use std::collections::BTreeSet;

/// A column that is one over another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ratio {
    pub column: String,
    /// `None` where the tool that wrote the file is known to divide by that column, or the names of both say so.
    pub numerator: Option<String>,
    pub denominator: String,
}

/// Rows that are looked at.
const MOST_ROWS: usize = 500;
/// Fewer rows fit by chance.
const LEAST_ROWS: usize = 3;
/// A table of more columns of numbers is none of rates and what they are made of.
const MOST_COLUMNS: usize = 40;

/// What tools of the web divide by sessions, in the languages of their reports.
const PER_SESSION: [&str; 10] = [
    "engagement rate",
    "bounce rate",
    "session key event rate",
    "interaktionsrate",
    "absprungrate",
    "taux d'engagement",
    "porcentaje de interacciones",
    "tasso di coinvolgimento",
    "エンゲージメント率",
    "참여율",
];
const SESSIONS: [&str; 10] = [
    "sessions",
    "sitzungen",
    "sesiones",
    "sessioni",
    "sessões",
    "セッション",
    "세션수",
    "visits",
    "besuche",
    "nb_visits",
];

/// A number of a cell, and how far it may be off by rounding.
#[derive(Clone, Copy)]
struct Rounded {
    value: f64,
    half_step: f64,
}

fn rounded(format: NumberFormat, cell: &[u8]) -> Option<Rounded> {
    let number = format.parse(cell)?;
    let sign = u8::try_from(format.decimal).unwrap_or(b'.');
    let behind = cell.iter().rposition(|byte| *byte == sign).and_then(|at| cell.get(at + 1..)).unwrap_or_default();
    let decimals = i32::try_from(behind.iter().filter(|byte| byte.is_ascii_digit()).count()).unwrap_or(0);
    let step = 10f64.powi(-decimals) * if number.is_percent { 0.01 } else { 1.0 };
    Some(Rounded { value: number.value, half_step: step * 0.501 + 1e-9 })
}

/// The columns that are one over another in nearly all of the first rows.
pub(super) fn of_columns(sniffed: &Sniffed, sample: &Sample) -> Vec<Ratio> {
    if sniffed.shape != Some(Shape::Wide) {
        return Vec::new();
    }
    let format = sniffed.number_format();
    let of_type = |types: &'static [ColumnType]| {
        let columns = sniffed.columns.iter().enumerate();
        columns.filter(move |(_, column)| types.contains(&column.column_type)).collect::<Vec<_>>()
    };
    let figures = of_type(&[ColumnType::Integer, ColumnType::Number, ColumnType::Percent]);
    if figures.len() > MOST_COLUMNS {
        return Vec::new();
    }
    let counts = of_type(&[ColumnType::Integer]);
    let parts = of_type(&[ColumnType::Integer, ColumnType::Number]);
    let rows: Vec<Row<'_>> = sample.rows.iter().take(MOST_ROWS).map(super::rows::OwnedRow::row).collect();
    let number = |row: &Row<'_>, column: usize| rounded(format, row.trimmed(column));
    let is_over = |ratio: usize, part: usize, count: usize| {
        let numbers = rows.iter().filter_map(|row| {
            let (ratio, part, count) = (number(row, ratio)?, number(row, part)?, number(row, count)?);
            (count.value > 0.0).then_some((ratio, part.value / count.value))
        });
        let numbers: Vec<(Rounded, f64)> = numbers.collect();
        // Percentages may stand without their sign.
        [1.0, 100.0].into_iter().any(|times| {
            let fits = |(ratio, over): &&(Rounded, f64)| (ratio.value - over * times).abs() <= ratio.half_step;
            let missed = numbers.len() - numbers.iter().filter(fits).count();
            let spread = |(low, high): (f64, f64), (_, over): &(Rounded, f64)| (low.min(*over), high.max(*over));
            let (low, high) = numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), spread);
            let step = numbers.iter().map(|(ratio, _)| ratio.half_step).fold(0.0, f64::max);
            numbers.len() >= LEAST_ROWS && missed * 20 <= numbers.len() && (high - low) * times > 2.0 * step
        })
    };
    let differs = |count: usize| {
        let numbers = rows.iter().filter_map(|row| number(row, count)).map(|number| number.value.to_bits());
        numbers.collect::<BTreeSet<u64>>().len() > 1
    };
    let mut found = Vec::new();
    for (ratio, column) in &figures {
        if column.column_type == ColumnType::Integer && !by_name::is_share(column) {
            continue;
        }
        let pairs = counts.iter().filter(|(count, _)| differs(*count)).flat_map(|count| {
            let others = parts.iter().filter(move |part| part.0 != count.0 && part.0 != *ratio);
            others.map(move |part| (*part, *count))
        });
        let over = pairs.into_iter().find(|(part, count)| is_over(*ratio, part.0, count.0));
        let at = *ratio;
        let ratio = |numerator: Option<&ColumnInfo>, denominator: &ColumnInfo| Ratio {
            column: column.name.clone(),
            numerator: numerator.map(|part| part.name.clone()),
            denominator: denominator.name.clone(),
        };
        match over {
            Some(((_, part), (_, count))) => found.push(ratio(Some(part), count)),
            None => {
                let by_name = || by_name::count_of(sniffed, sample, (at, *column), &parts);
                found.extend(per_session(sniffed, column).or_else(by_name).map(|count| ratio(None, count)));
            }
        }
    }
    found
}

/// The column of sessions that tools of the web divide by.
fn per_session<'a>(sniffed: &'a Sniffed, column: &ColumnInfo) -> Option<&'a ColumnInfo> {
    let tools = ["ga4", "adobe", "matomo"];
    let is_of_tool = sniffed.preset.as_deref().is_some_and(|preset| tools.iter().any(|tool| preset.starts_with(tool)));
    let is_rate = is_of_tool && PER_SESSION.contains(&column.name.trim().to_lowercase().as_str());
    let is_sessions = |other: &&ColumnInfo| SESSIONS.contains(&other.name.trim().to_lowercase().as_str());
    sniffed.columns.iter().filter(|_| is_rate).find(is_sessions)
}

/// Lets the values of ratios count as often as their denominators say. A count for all of a row is that of whatever has
/// none of its own.
pub(super) fn weight(mapping: &mut Mapping, ratios: &[Ratio]) {
    if mapping.shape != Shape::Wide {
        return;
    }
    let all = mapping.n.as_ref().map(|n| n.column.clone());
    for score in &mut mapping.scores {
        let own = ratios.iter().find(|ratio| ratio.column == score.column).map(|ratio| &ratio.denominator);
        if let Some(own) = own.filter(|own| Some(*own) != all.as_ref()) {
            score.n.get_or_insert_with(|| own.clone());
        }
    }
}

/// What a person should hear of counts, of ratios and of shares without a count.
pub(super) fn told(mapping: &Mapping, sniffed: &Sniffed) -> Vec<Warning> {
    let mut warnings = Vec::new();
    warnings.extend(mapping.weight.as_ref().map(|weight| Warning::AnswersWeighted { column: weight.column.clone() }));
    let all = mapping.n.as_ref().map(|n| n.column.clone());
    warnings.extend(all.iter().map(|count| Warning::AllCountedBy { count: count.clone() }));
    if mapping.shape != Shape::Wide {
        return warnings;
    }
    let metric = |score: &ScoreMapping| score.metric.clone().unwrap_or_else(|| score.column.clone());
    for score in &mapping.scores {
        // A day beside its count is one of many alike.
        let Some(count) = score.n.clone().filter(|_| score.date.is_none()) else { continue };
        let ratio = sniffed.ratios.iter().find(|ratio| ratio.column == score.column && ratio.denominator == count);
        let numerator = ratio.and_then(|ratio| ratio.numerator.clone());
        warnings.push(Warning::CountedBy { metric: metric(score), column: score.column.clone(), numerator, count });
    }
    if all.is_some() || sniffed.preview.len() < 2 {
        return warnings;
    }
    let info = |score: &&ScoreMapping| sniffed.column(&score.column);
    let is_count = |score: &&ScoreMapping| {
        info(score).is_some_and(|column| column.column_type == ColumnType::Integer && !by_name::is_share(column))
    };
    let counts: Vec<_> = mapping.scores.iter().filter(is_count).collect();
    let is_open = |score: &&ScoreMapping| score.n.is_none() && info(score).is_some_and(by_name::is_share);
    for share in mapping.scores.iter().filter(is_open) {
        let beside: Vec<&str> =
            counts.iter().filter(|count| count.place == share.place).map(|count| count.column.as_str()).collect();
        let fitting = beside.iter().copied().filter(|count| by_name::goes_with(&share.column, count));
        let mut counts: Vec<String> = fitting.map(str::to_owned).collect();
        // The only one is asked about whatever it is called.
        if let (true, [only]) = (counts.is_empty(), beside.as_slice()) {
            counts.push((*only).to_owned());
        }
        if !counts.is_empty() {
            warnings.push(Warning::SharesUncounted { metric: metric(share), column: share.column.clone(), counts });
        }
    }
    warnings
}
