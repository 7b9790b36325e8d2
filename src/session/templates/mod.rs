//! The maps one can start from.

mod connection_draft;
pub(in crate::session) mod draft;
mod notes;
pub mod own;

use crate::base::ids::{IdAlloc, LaneId, MapId};
use crate::export::picture::checked;
use crate::model::PictureFile;
use crate::model::{Document, LaneKind};
use crate::session::pictures;
use draft::{Draft, Surroundings};
pub use notes::KeptNotes;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

/// A map to start from.
#[derive(Debug, Clone)]
pub struct Template {
    /// The word on the command line, as in "customer-journey".
    pub name: String,
    /// The name shown.
    pub title: String,
    /// What it is good for, in one line.
    pub description: String,
    draft: Draft,
    /// Where the bytes of its pictures are.
    pictures: Option<PathBuf>,
}

/// In the order they are offered.
const FILES: [&str; 9] = [
    include_str!("../../../assets/templates/blank.json"),
    include_str!("../../../assets/templates/customer-journey.json"),
    include_str!("../../../assets/templates/b2b-saas.json"),
    include_str!("../../../assets/templates/e-commerce.json"),
    include_str!("../../../assets/templates/service-support.json"),
    include_str!("../../../assets/templates/banking-onboarding.json"),
    include_str!("../../../assets/templates/patient-journey.json"),
    include_str!("../../../assets/templates/employee-journey.json"),
    include_str!("../../../assets/templates/service-blueprint.json"),
];

static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|text| {
            #[expect(clippy::expect_used, reason = "no data of a user: a test reads the same texts")]
            let draft: Draft = serde_json::from_str(text).expect("templates are part of the program and tested");
            let (name, title, description) = (draft.name.clone(), draft.title.clone(), draft.description.clone());
            Template { name, title, description, draft, pictures: None }
        })
        .collect()
});

impl Template {
    fn of_user(name: String, draft: Draft, pictures: PathBuf) -> Self {
        let (title, description) = (draft.title.clone(), draft.description.clone());
        Self { name, title, description, draft, pictures: Some(pictures) }
    }

    /// The pictures that a document made from it shows, as far as they are kept. Touches the disk.
    #[must_use]
    pub fn pictures(&self, document: &Document) -> Vec<PictureFile> {
        let Some(folder) = &self.pictures else { return Vec::new() };
        let read = |digest: String| {
            let data = std::fs::read(folder.join(&digest)).ok()?;
            checked(data).ok().filter(|file| file.picture.digest == digest)
        };
        pictures::named(document).into_iter().filter_map(|picture| read(picture.digest)).collect()
    }

    /// A document with one map made from the template. An empty title becomes the template's own.
    #[must_use]
    pub fn document(&self, title: &str, ids: &mut IdAlloc) -> (Document, MapId) {
        let mut document = Document::default();
        let surroundings = Surroundings { rank: 1.0, ..Surroundings::default() };
        let id = self.draft.add_to(&mut document, &surroundings, ids);
        if let (Some(map), false) = (document.maps.get_mut(&id), title.trim().is_empty()) {
            title.trim().clone_into(&mut Arc::make_mut(map).title);
        }
        (document, id)
    }

    /// The hints for the empty cells of a map that was made from it.
    #[must_use]
    pub fn prompts(&self, document: &Document, map: MapId) -> BTreeMap<LaneId, String> {
        self.draft.prompts(document, map)
    }

    /// What its first lane of a kind is asked; `None` where it has none, or no hint for it.
    #[must_use]
    pub fn prompt_of(&self, kind: LaneKind) -> Option<String> {
        self.draft.prompt_of(kind)
    }
}

/// The bundled template that knows of no subject.
#[must_use]
pub fn blank() -> Option<&'static Template> {
    TEMPLATES.first()
}

/// The bundled template of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name == name)
}

/// All bundled templates, in the order they are offered; the first is the blank one.
#[must_use]
pub fn list() -> &'static [Template] {
    &TEMPLATES
}

/// A document with one map made from the template of that name; `None` when there is no such template. An empty title
/// becomes the template's own.
#[must_use]
pub fn document(name: &str, title: &str, ids: &mut IdAlloc) -> Option<Document> {
    find(name).map(|template| template.document(title, ids).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CardBody;
    use std::collections::BTreeSet;

    /// Checks counts of stages, steps, lanes and cards.
    fn check(name: &str, title: &str, expected_title: &str, counts: [usize; 4]) {
        let document = document(name, title, &mut IdAlloc::seeded(1)).expect(name);
        draft::assert_sound(&document);
        let map = document.maps.values().next().unwrap();
        assert_eq!(map.title, expected_title);
        let found = [document.stages.len(), document.steps.len(), document.lanes.len(), document.cards.len()];
        assert_eq!(found, counts, "{name}");
    }

    /// A question that fits every journey helps to fill in none.
    #[test]
    fn templates_of_a_subject_ask_about_it_in_every_lane() {
        let asked_by = |template: &Template| {
            let (document, map) = template.document("x", &mut IdAlloc::seeded(5));
            let prompts = template.prompts(&document, map);
            let of_lane = |lane: &std::sync::Arc<crate::model::Lane>| prompts.get(&lane.id).cloned();
            document.lanes_of(map).into_iter().filter_map(of_lane).collect::<Vec<String>>()
        };
        let general = ["blank", "customer-journey"];
        let is_general = |template: &&Template| general.contains(&template.name.as_str());
        let common: BTreeSet<String> = list().iter().filter(is_general).flat_map(asked_by).collect();
        for template in list() {
            let asked = asked_by(template);
            let own: BTreeSet<&String> = asked.iter().collect();
            assert_eq!(own.len(), asked.len(), "{}: one question for two lanes", template.name);
            assert!(asked.iter().all(|prompt| prompt.ends_with('?') && prompt.chars().count() < 60), "{asked:?}");
            if !is_general(&template) {
                assert!(asked.iter().all(|prompt| !common.contains(prompt)), "{}: {asked:?}", template.name);
            }
        }
    }

    #[test]
    fn every_template_becomes_a_map() {
        check("blank", "  My map ", "My map", [0, 0, 7, 0]);
        check("customer-journey", "", "Customer journey", [5, 10, 7, 22]);
        check("b2b-saas", "", "B2B software", [6, 14, 7, 45]);
        check("e-commerce", "", "Online shop", [6, 12, 6, 30]);
        check("service-support", "", "Service and support", [5, 12, 8, 35]);
        check("banking-onboarding", "", "Bank account opening", [5, 12, 9, 43]);
        check("patient-journey", "", "Patient journey", [5, 12, 8, 39]);
        check("employee-journey", "", "Employee journey", [5, 12, 8, 38]);
        check("service-blueprint", "", "Service blueprint", [3, 6, 11, 31]);
        assert!(document("no such", "", &mut IdAlloc::seeded(1)).is_none());
    }

    #[test]
    fn the_list_is_for_people() {
        let names: Vec<_> = list().iter().map(|t| t.name.as_str()).collect();
        let expected = [
            "blank",
            "customer-journey",
            "b2b-saas",
            "e-commerce",
            "service-support",
            "banking-onboarding",
            "patient-journey",
            "employee-journey",
            "service-blueprint",
        ];
        assert_eq!(names, expected);
        for template in list() {
            assert!(template.description.ends_with('.') && template.description.len() < 90, "{}", template.name);
        }
    }

    #[test]
    fn lanes_ask_and_stages_suggest_what_to_measure() {
        for template in list() {
            let (document, map) = template.document("", &mut IdAlloc::seeded(1));
            let prompts = template.prompts(&document, map);
            for lane in document.lanes_of(map) {
                let has_prompt = prompts.contains_key(&lane.id);
                assert_eq!(has_prompt, lane.kind != LaneKind::Divider, "{}: {}", template.name, lane.title);
            }
            let measured = document.kpi_cards(map).count();
            assert_eq!(measured, document.stages_of(map).len(), "{}", template.name);
            assert!(measured <= 7, "{}: more KPIs than one looks at", template.name);
        }
    }

    #[test]
    fn a_curve_that_a_start_tile_draws_is_on_the_map_at_every_step() {
        for template in list().iter().filter(|template| template.name != "blank") {
            let (document, map) = template.document("", &mut IdAlloc::seeded(1));
            for lane in document.lanes_of(map).iter().filter(|lane| lane.kind == LaneKind::Curve) {
                let steps = document.columns_of(map);
                let empty = steps.iter().find(|step| document.cards_in(lane.id, step.id).is_empty());
                assert!(empty.is_none(), "{}: {empty:?}", template.name);
            }
        }
    }

    #[test]
    fn journeys_of_patients_and_employees_are_measured_by_what_belongs_to_them() {
        for (name, expected) in [("patient-journey", "no_show_rate"), ("employee-journey", "enps")] {
            let (document, map) = find(name).unwrap().document("", &mut IdAlloc::seeded(1));
            let kpis: Vec<_> = document.kpi_cards(map).filter_map(|(_, kpi, ..)| document.kpis.get(&kpi)).collect();
            assert!(kpis.iter().any(|kpi| kpi.metric == expected), "{name}");
            for kpi in kpis {
                let is_of_customers = crate::session::catalogue::kpi(&kpi.metric).is_some();
                assert!(!is_of_customers && !kpi.definition.is_empty() && kpi.owner.is_empty(), "{name}: {}", kpi.name);
            }
        }
    }

    #[test]
    fn a_new_journey_has_the_lanes_of_a_customer_journey() {
        let usual = [
            LaneKind::Image,
            LaneKind::Touchpoint,
            LaneKind::Quote,
            LaneKind::Curve,
            LaneKind::Kpi,
            LaneKind::PainPoint,
            LaneKind::Opportunity,
        ];
        for name in ["blank", "customer-journey"] {
            let (document, map) = find(name).unwrap().document("", &mut IdAlloc::seeded(1));
            let kinds: Vec<_> = document.lanes_of(map).iter().map(|lane| lane.kind).collect();
            assert_eq!(kinds, usual, "{name}");
        }
    }

    #[test]
    fn blueprints_have_their_lines() {
        let document = document("service-blueprint", "", &mut IdAlloc::seeded(1)).unwrap();
        assert!(document.lanes.values().any(|lane| lane.title == "Physical evidence"));
        let lines = document.lanes.values().filter(|l| l.kind == LaneKind::Divider).count();
        assert_eq!(lines, 3);
        assert!(document.cards.values().any(|c| matches!(c.body, CardBody::Text)));
    }

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let make = |seed| document("b2b-saas", "", &mut IdAlloc::seeded(seed)).unwrap();
        assert_eq!(make(3), make(3));
        assert_ne!(make(3), make(4));
    }
}
