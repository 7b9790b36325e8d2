//! Which KPIs read a source, and whether its data is as fresh as they expect.

use crate::base::ids::SourceId;
use crate::base::time::Day;
use crate::model::Kpi;
use crate::session::Session;
use std::collections::BTreeSet;
use std::sync::Arc;

fn kpis(session: &Session, source: SourceId) -> Vec<&Arc<Kpi>> {
    let document = session.document();
    let parts: BTreeSet<SourceId> = document.source_parts(source).iter().map(|part| part.id).collect();
    let figures = session.insights().figures.iter();
    let reading = figures.filter(|(_, insight)| insight.sources.iter().any(|id| parts.contains(id)));
    let ids: BTreeSet<_> = reading.map(|((kpi, _), _)| *kpi).collect();
    ids.into_iter().filter_map(|id| document.kpis.get(&id)).collect()
}

/// Names of the KPIs whose figures rest on a source, sorted.
#[must_use]
pub fn kpis_of(session: &Session, source: SourceId) -> Vec<String> {
    let mut names: Vec<String> = kpis(session, source).into_iter().map(|kpi| kpi.name.clone()).collect();
    names.sort();
    names.dedup();
    names
}

/// How many days ago the data of a source ends, when a KPI that reads it expects it to be newer.
#[must_use]
pub fn age_if_stale(session: &Session, source: SourceId, today: Day) -> Option<i64> {
    let expected = kpis(session, source).into_iter().filter_map(|kpi| kpi.expected_update_days).min()?;
    let last = session.document().source_totals(source).last_day?;
    let age = i64::from(today.0) - i64::from(last.0);
    (age > i64::from(expected)).then_some(age)
}
