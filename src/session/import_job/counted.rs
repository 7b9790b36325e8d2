//! Counted promoters, passives and detractors for a map that has an NPS of that name already: where that one holds scores
//! that were worked out, as 32 and −8, the answers of an NPS do not belong among them.

use super::{ImportRequest, Purpose, ReadFile, with_data};
use crate::base::text::fold_name;
use crate::import::{Imported, Mapping, Warning};
use crate::model::{Document, Kpi, KpiKind};

/// The metric of counted answers, as it is called in the data.
fn metric_of(mapping: &Mapping) -> Option<String> {
    let counted = mapping.scores.iter().find(|score| score.counts.is_some())?;
    Some(counted.metric_name().to_owned())
}

/// Gives counted answers a metric of their own where the KPI that reads theirs is none of answers. What the mapping calls
/// them is left alone, and so is what a refresh finds.
pub(super) fn keep_apart(imported: &mut Imported, request: &ImportRequest, document: &Document) {
    let Some(metric) = metric_of(&imported.mapping) else { return };
    if request.purpose != Purpose::Import || imported.mapping.metric_rule(&metric).is_some() {
        return;
    }
    let is_other = |kpi: &Kpi| {
        let takes_answers = matches!(kpi.kind, KpiKind::Nps | KpiKind::TopBox { .. });
        fold_name(&kpi.metric) == fold_name(&metric)
            && !takes_answers
            && !with_data::is_waiting(kpi, request.with_data.as_ref())
    };
    if !document.kpis.values().any(|kpi| is_other(kpi)) {
        return;
    }
    let name = format!("{metric} (counted)");
    imported.mapping.metrics.insert(metric.clone(), Some(name.clone()));
    for warning in &mut imported.warnings {
        if let Warning::AnswersCounted { metric, .. } = warning {
            metric.clone_from(&name);
        }
    }
    imported.warnings.push(Warning::CountedApart { metric, name });
}

/// Puts down in what is asked for now how counted answers were called when they were read.
pub(super) fn call_as_read(mapping: &mut Mapping, read: &ReadFile) {
    let as_read = &read.imported.mapping;
    let Some(metric) = metric_of(as_read).filter(|metric| mapping.metric_rule(metric).is_none()) else { return };
    if let Some(name) = as_read.metric_rule(&metric).flatten() {
        mapping.metrics.insert(metric, Some(name.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use crate::base::ids::{IdAlloc, MapId};
    use crate::base::progress::Progress;
    use crate::base::time::UtcMillis;
    use crate::model::{Document, JourneyMap, Kpi, KpiKind};
    use crate::session::import_job::{Booking, ImportRequest, read_file};

    const COUNTED: &str = "Month,Promoters,Passives,Detractors\n2025-01,50,30,40\n2025-02,40,10,20\n";

    /// Imports counted answers into a file whose KPI "NPS" is of a kind, with a mapping or none: the KPIs by name.
    fn check(kind: KpiKind, asks: bool, expected: &[(&str, KpiKind)]) {
        let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(7));
        let map = JourneyMap::new(ids.allocate::<MapId>(), "Test");
        let id = map.id;
        document.maps.insert(id, map.into());
        let kpi = Kpi { kind, metric: "NPS".to_owned(), ..Kpi::new(ids.allocate(), "NPS") };
        document.kpis.insert(kpi.id, kpi.into());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("counted.csv");
        std::fs::write(&path, COUNTED).unwrap();
        let mut request = ImportRequest { path, ..ImportRequest::default() };
        if asks {
            let read = read_file(&request, &Document::default(), id, &Progress::default()).unwrap();
            request.mapping = Some(read.imported.mapping.to_json());
        }
        let read = read_file(&request, &document, id, &Progress::default()).unwrap();
        let told: Vec<String> = read.imported.warnings.iter().map(ToString::to_string).collect();
        let is_apart = expected.len() > 1;
        assert_eq!(told.iter().any(|words| words.contains("kept apart as \"NPS (counted)\"")), is_apart, "{told:?}");
        assert_eq!(told.iter().any(|words| words.contains("\"NPS\" counts each")), !is_apart, "{told:?}");
        let booking = Booking::work_out(&document, id, &read, &request, UtcMillis(0), &mut ids).unwrap();
        booking.diff().apply(&mut document);
        let mut found: Vec<_> = document.kpis.values().map(|kpi| (kpi.metric.as_str(), kpi.kind)).collect();
        found.sort_by_key(|(name, _)| *name);
        assert_eq!(found, expected, "{kind:?} {asks}");
        // What is kept for a refresh says it as well.
        let kept = document.sources.values().next().map(|source| source.mapping.contains("(counted)"));
        assert_eq!(kept, Some(is_apart), "{kind:?} {asks}");
    }

    #[test]
    fn counted_answers_do_not_go_among_scores_that_were_worked_out() {
        for asks in [false, true] {
            check(KpiKind::Mean, asks, &[("NPS", KpiKind::Mean), ("NPS (counted)", KpiKind::Nps)]);
            check(KpiKind::Nps, asks, &[("NPS", KpiKind::Nps)]);
        }
    }
}
