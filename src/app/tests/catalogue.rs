//! A KPI goes from the catalogue to the map by hand.

use super::Window;
use crate::app::AppOptions;
use crate::i18n::panels::catalogue as words;
use crate::model::{CardBody, Document, Place};
use crate::session::AppCommand;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::sync::Arc;

impl Window {
    fn with_catalogue() -> Self {
        let mut window = Self::open(AppOptions::default());
        window.new_map("customer-journey");
        window.send(AppCommand::ShowCatalogue);
        // The list is longer than the drawer is high.
        let name = &crate::session::catalogue::every()[0].kpi.name;
        let field = window.harness.get_by_label(words::search());
        field.focus();
        field.type_text(name);
        window.settle();
        window
    }

    fn document(&self) -> Arc<Document> {
        Arc::clone(self.app().session().unwrap().document())
    }

    fn middle_of(&self, role: Role, label: &str) -> Pos2 {
        self.harness.get_by_role_and_label(role, label).rect().center()
    }

    fn button(&mut self, pos: Pos2, pressed: bool) {
        let event = Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
        self.harness.event(event);
        self.harness.step();
    }

    /// Takes the first KPI of the catalogue and holds it over something on the map.
    fn hold_over(&mut self, label: &str) {
        let to = self.middle_of(Role::ListItem, label);
        self.hold_at(to);
    }

    /// Takes the first KPI of the catalogue and holds it at a place.
    fn hold_at(&mut self, to: Pos2) {
        let offer = crate::session::catalogue::every()[0].kpi.name.clone();
        let from = self.middle_of(Role::Button, &format!("{} {offer}", words::row()));
        self.harness.event(Event::PointerMoved(from));
        self.harness.step();
        self.button(from, true);
        for step in 1..=4_u8 {
            self.harness.event(Event::PointerMoved(from + (to - from) * (f32::from(step) / 4.0)));
            self.harness.step();
        }
    }

    /// The places that cards of this KPI measure.
    fn places_of(&self, name: &str) -> Vec<Place> {
        let document = self.document();
        let kpi_cards = document.cards.values().filter_map(|card| match card.body {
            CardBody::Kpi { kpi, place, .. } if document.kpis[&kpi].name == name => Some(place),
            _ => None,
        });
        kpi_cards.collect()
    }
}

#[test]
fn a_kpi_is_dropped_on_a_stage_or_a_step_as_one_step() {
    let mut window = Window::with_catalogue();
    let name = crate::session::catalogue::every()[0].kpi.name.clone();
    let before = window.document();
    let map = before.maps_in_order()[0].id;
    let stage = before.stages_of(map)[0].clone();
    let step = before.columns_of(map)[0].clone();
    for (label, place) in [
        (crate::i18n::canvas::stage(&stage.title), Place::Stage(stage.id)),
        (crate::i18n::canvas::step(&step.title), Place::Step(step.id)),
    ] {
        window.hold_over(&label);
        let title = before.place_name(place).unwrap();
        assert!(window.is_shown(&words::measures(title)), "{label}: the ghost says what it will measure");
        assert_eq!(window.document(), before, "{label}: nothing changes before the button is let go");
        let at = window.middle_of(Role::ListItem, &label);
        window.button(at, false);
        window.settle();
        assert_eq!(window.places_of(&name), [place], "{label}");
        window.send(AppCommand::Undo);
        window.settle();
        assert_eq!(window.document(), before, "{label}: one step");
    }
}

/// While a KPI is dragged a band above the stages takes it for the whole map, also when no such figure is there yet. What
/// stands in that row then does not stand in the lane of its card as well.
#[test]
fn a_kpi_is_dropped_above_the_stages_for_the_whole_map() {
    let mut window = Window::with_catalogue();
    let name = crate::session::catalogue::every()[0].kpi.name.clone();
    let before = window.document();
    let map = before.maps_in_order()[0].id;
    let stage = crate::i18n::canvas::stage(&before.stages_of(map)[0].title);
    assert!(!window.is_shown(words::for_whole_map()));
    window.hold_over(&stage);
    let band = window.harness.get_by_label(words::for_whole_map()).rect();
    assert!(band.width() > 300.0 && band.height() > 20.0, "{band:?}");
    let to = band.center();
    window.harness.event(Event::PointerMoved(to));
    window.harness.step();
    assert!(window.is_shown(&words::measures(crate::i18n::map::whole_map())), "the ghost says what it will measure");
    window.button(to, false);
    window.settle();
    assert_eq!(window.places_of(&name), [Place::Map(map)]);
    assert!(!window.is_shown(words::for_whole_map()), "the band goes with the drag");
    let in_map = |window: &Window| {
        let nodes = window.harness.query_all_by_role(Role::ListItem);
        nodes.filter(|node| node.accesskit_node().label().is_some_and(|label| label.contains(&name))).count()
    };
    assert_eq!(in_map(&window), 1, "once on the map");
    window.send(AppCommand::Undo);
    window.settle();
    assert_eq!(window.document(), before, "one step");
}

#[test]
fn escape_leaves_nothing_of_a_dragged_kpi() {
    let mut window = Window::with_catalogue();
    let before = window.document();
    let map = before.maps_in_order()[0].id;
    let label = crate::i18n::canvas::stage(&before.stages_of(map)[0].title);
    window.hold_over(&label);
    window.press(Modifiers::NONE, Key::Escape);
    let title = before.stages_of(map)[0].title.clone();
    assert!(!window.is_shown(&words::measures(&title)), "the ghost is gone");
    let at = window.middle_of(Role::ListItem, &label);
    window.button(at, false);
    window.settle();
    assert_eq!(window.document(), before);
}
