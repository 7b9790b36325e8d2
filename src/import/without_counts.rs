//! Values that say how many answers they stand for, beside values that leave it open.

use super::kinds::guess_kind;
use super::mapping::{Mapping, ScoreMapping};
use super::summary::MetricSummary;
use super::warning::Warning;
use crate::base::text::fold_name;
use crate::model::KpiKind;

/// Says of which metrics some values have no count and others do: no figure can weigh those by the counts of these. A metric
/// of which none has one is not counted at all, and sums take no counts.
/// What was to be told of the counts of such metrics is not true then.
pub(super) fn tell(warnings: &mut Vec<Warning>, metrics: &[MetricSummary], mapping: &Mapping) {
    let told = told(metrics, mapping);
    warnings.retain(|warning| match warning {
        Warning::AllCountedBy { .. } => told.is_empty(),
        Warning::CountedBy { metric, .. } => !told
            .iter()
            .any(|t| matches!(t, Warning::CountsMissing { metric: m, .. } if fold_name(m) == fold_name(metric))),
        _ => true,
    });
    warnings.extend(told);
}

fn told(metrics: &[MetricSummary], mapping: &Mapping) -> Vec<Warning> {
    let adds_up = |metric: &MetricSummary| matches!(guess_kind(metric).0, KpiKind::Sum | KpiKind::Count);
    let is_partly_counted = |metric: &&MetricSummary| metric.has_n && metric.rows_without_n > 0 && !adds_up(metric);
    let column_of = |metric: &MetricSummary| {
        let folded = fold_name(&metric.name);
        let is_it = |score: &&ScoreMapping| fold_name(score.metric_name()) == folded;
        let own = mapping.scores.iter().filter(is_it).find_map(|score| score.n.clone());
        own.or_else(|| mapping.n.as_ref().map(|n| n.column.clone()))
    };
    let told = metrics.iter().filter(is_partly_counted).filter_map(|metric| {
        Some(Warning::CountsMissing {
            metric: metric.name.clone(),
            missing: metric.rows_without_n,
            rows: metric.rows,
            count: column_of(metric)?,
        })
    });
    told.collect()
}
