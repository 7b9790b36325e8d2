//! Decisions that answer no signal: what they can be about.

use crate::base::ids::MapId;
use crate::model::{Document, Place, RecordRef};
use crate::session::insights::KpiAt;

/// What a decision can be about: every KPI with a card on a map, where it is measured, those first that the selection
/// means; each part from left to right.
#[must_use]
pub fn subjects(document: &Document, map: MapId, selection: &[RecordRef]) -> Vec<KpiAt> {
    let columns = document.columns_of(map);
    let column_of = |step| columns.iter().position(|column| column.id == step);
    let mut found: Vec<_> = document
        .kpi_cards(map)
        .map(|(card, kpi, place, is_headline)| {
            let of_card = [Some(card.id.into()), Some(RecordRef::Kpi(kpi)), Some(card.step.into())];
            let of_place = [document.stage_of_place(place).map(RecordRef::Stage), step_of(place)];
            let is_meant = of_card.into_iter().chain(of_place).flatten().any(|record| selection.contains(&record));
            ((!is_meant, column_of(card.step), !is_headline, card.id), (kpi, place))
        })
        .collect();
    found.sort_unstable();
    let mut subjects: Vec<KpiAt> = Vec::new();
    for (_, at) in found {
        if !subjects.contains(&at) {
            subjects.push(at);
        }
    }
    subjects
}

fn step_of(place: Place) -> Option<RecordRef> {
    match place {
        Place::Step(step) => Some(RecordRef::Step(step)),
        Place::Touchpoint(card) => Some(RecordRef::Card(card)),
        Place::Stage(_) | Place::Map(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::IdAlloc;
    use crate::model::edit::plan;
    use crate::model::{CardBody, Edit, JourneyMap, Kpi, LaneKind};

    #[test]
    fn a_decision_is_offered_about_what_is_selected_first() {
        let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(3));
        let mut edit = |document: &mut Document, edit: &Edit| {
            plan(document, edit, &mut ids).unwrap().diff.apply(document);
        };
        let map = JourneyMap::new(IdAlloc::seeded(8).allocate(), "Journey");
        let id = map.id;
        edit(&mut document, &Edit::Add(map.into()));
        edit(&mut document, &Edit::AddLane { map: id, before: None, kind: LaneKind::Kpi, title: "KPI".to_owned() });
        let lane = *document.lanes.keys().next().unwrap();
        let mut kpi_ids = IdAlloc::seeded(9);
        for title in ["Support", "Renewal"] {
            let title = title.to_owned();
            edit(
                &mut document,
                &Edit::AddStage { map: id, before: None, step_title: title.clone(), title: title.clone() },
            );
            let stage = document.stages.values().find(|stage| stage.title == title).unwrap().id;
            let step = document.steps_of(stage)[0].id;
            for name in ["CSAT", "Wait"] {
                let kpi = Kpi::new(kpi_ids.allocate(), format!("{name} {title}"));
                let body = CardBody::kpi(kpi.id, Place::Stage(stage), name == "Wait");
                edit(&mut document, &Edit::Add(kpi.into()));
                edit(&mut document, &Edit::AddCard { lane, step, span: 1, text: String::new(), body });
            }
        }
        let check = |selection: &[RecordRef], expected: [&str; 4]| {
            let names = subjects(&document, id, selection).into_iter().map(|at| document.kpis[&at.0].name.as_str());
            assert_eq!(names.collect::<Vec<_>>(), expected, "{selection:?}");
        };
        // Headlines before the others of a stage.
        check(&[], ["Wait Support", "CSAT Support", "Wait Renewal", "CSAT Renewal"]);
        let renewal = document.stages.values().find(|stage| stage.title == "Renewal").unwrap().id;
        check(&[renewal.into()], ["Wait Renewal", "CSAT Renewal", "Wait Support", "CSAT Support"]);
        let csat = document.kpis.values().find(|kpi| kpi.name == "CSAT Renewal").unwrap().id;
        check(&[RecordRef::Kpi(csat)], ["CSAT Renewal", "Wait Support", "CSAT Support", "Wait Renewal"]);
    }
}
