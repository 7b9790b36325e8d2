//! The KPIs one may want: those of the file and of the catalogue, found by words, sort of stage, layer and timing. They are
//! dragged onto the map, or added to what is selected.

use super::basis::Basis;
use crate::base::ids::KpiId;
use crate::i18n::panels::catalogue as text;
use crate::model::{CardBody, Place, RecordRef, Step, Timing};
use crate::session::catalogue::{self, Wanted};
use crate::session::kpi_picks::{self, KpiPick, Offer};
use crate::session::kpi_spot::KpiSpot;
use crate::session::{AppCommand, Session, system_ids};
use crate::ui::parts::{PanelContext, Row, RowEnd, body, combo_ui, empty_ui, strong, walked, weak};
use egui::{DragAndDrop, Label, Response, ScrollArea, Sense, Ui, vec2};

/// Width of the field for words, and of each filter, points.
const FIELD: f32 = 180.0;
const FILTER: f32 = 150.0;
/// Share of the page that the list takes.
const LIST_SHARE: f32 = 0.5;

/// What the page remembers between frames.
#[derive(Debug, Default)]
pub(super) struct State {
    filters: Filters,
    of: Basis<Filters>,
    /// What was found for the filters: not looked for in every frame, since a file may hold thousands of KPIs.
    offers: Vec<Offer>,
    chosen: Option<OfferKey>,
}

/// What tells an offer from the others: two KPIs of a file may have one name, those of the catalogue have no ids yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum OfferKey {
    Known(KpiId),
    Suggested(String),
}

impl OfferKey {
    fn of(offer: &Offer) -> Self {
        match &offer.pick {
            KpiPick::Known(kpi, _) => Self::Known(*kpi),
            KpiPick::Suggested(_) | KpiPick::New(_) => Self::Suggested(offer.kpi.name.clone()),
        }
    }
}

/// What KPIs are looked for.
#[derive(Debug, Clone, Default, PartialEq)]
struct Filters {
    words: String,
    stage: Option<&'static str>,
    layer: Option<&'static str>,
    timing: Option<Timing>,
}

impl Filters {
    fn wanted(&self) -> Wanted<'_> {
        Wanted { stage: self.stage, layer: self.layer, timing: self.timing, words: self.words.as_str() }
    }
}

pub(super) fn show_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    filters_ui(ui, cx, &mut state.filters);
    if state.of.follow(cx.session, state.filters.clone()) {
        state.offers = kpi_picks::offers(cx.session.document(), &state.filters.wanted());
    }
    let State { offers, chosen, .. } = state;
    if offers.is_empty() {
        return empty_ui(ui, cx.tokens, text::nothing(), text::nothing_hint());
    }
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        let width = ui.available_width() * LIST_SHARE;
        let down = egui::Layout::top_down(egui::Align::Min);
        ui.allocate_ui_with_layout(vec2(width, height), down, |ui| list_ui(ui, cx, offers, chosen));
        let chosen = offers.iter().find(|offer| Some(OfferKey::of(offer)) == *chosen);
        ui.allocate_ui_with_layout(vec2(ui.available_width(), height), down, |ui| match chosen {
            // A low drawer does not grow with what stands in it: rows would move under the pointer that took one.
            Some(offer) => {
                let area = ScrollArea::vertical().id_salt(("offer", row_id(offer))).max_height(height);
                area.auto_shrink([false, false]).show(ui, |ui| chosen_ui(ui, cx, offer));
            }
            None => empty_ui(ui, cx.tokens, text::choose_one(), text::choose_one_hint()),
        });
    });
}

/// The names below each other; those that are out of sight are not laid out.
fn list_ui(ui: &mut Ui, cx: &PanelContext<'_>, offers: &[Offer], chosen: &mut Option<OfferKey>) {
    let (mut taken, height) = (None, Row::height(cx.tokens));
    let area = ScrollArea::vertical().id_salt("catalogue").auto_shrink([false, false]);
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows(ui, height, offers.len(), |ui, rows| {
        ui.set_width(ui.available_width());
        for (index, offer) in offers.iter().enumerate().skip(rows.start).take(rows.len()) {
            // Before the row, which takes the key for a click.
            let is_entered = ui.memory(|memory| memory.has_focus(row_id(offer)))
                && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
            let response = row_ui(ui, cx, offer, Some(OfferKey::of(offer)) == *chosen);
            if is_entered {
                taken = Some(offer);
                add(cx, offer);
            }
            if response.clicked() {
                taken = Some(offer);
                // Arrows go on from here.
                response.request_focus();
            }
            if let Some((next, offer)) = walked(ui, &response, index).and_then(|next| Some((next, offers.get(next)?))) {
                taken = Some(offer);
                // At once: a row that is out of sight in the next frame would not be there to have the keyboard.
                let by = if next > index { height } else { -height };
                let beside = response.rect.translate(vec2(0.0, by));
                ui.scroll_to_rect_animation(beside, None, egui::style::ScrollAnimation::none());
                ui.memory_mut(|memory| memory.request_focus(row_id(offer)));
            }
        }
        crate::ui::focus::follow_focus(ui);
    });
    if let Some(offer) = taken {
        *chosen = Some(OfferKey::of(offer));
    }
}

fn row_id(offer: &Offer) -> egui::Id {
    egui::Id::unique("offer").with(OfferKey::of(offer))
}

/// A choice of one value of several, or of any.
fn filter_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    (name, any): (&str, &str),
    every: &[(T, String)],
    now: Option<T>,
) -> Option<Option<T>> {
    let mut names = vec![any.to_owned()];
    names.extend(every.iter().map(|(_, name)| name.clone()));
    let chosen = now.map_or(Some(0), |now| every.iter().position(|(value, _)| *value == now).map(|i| i + 1));
    let taken = combo_ui(ui, egui::Id::unique("catalogue filter").with(name), name, &names, chosen, FILTER)?;
    Some(taken.checked_sub(1).and_then(|i| every.get(i)).map(|(value, _)| *value))
}

fn filters_ui(ui: &mut Ui, cx: &PanelContext<'_>, filters: &mut Filters) {
    let hint = egui::RichText::new(text::search()).color(crate::ui::style::color(cx.tokens.text_faint));
    ui.horizontal(|ui| {
        let field = egui::TextEdit::singleline(&mut filters.words).hint_text(hint).desired_width(FIELD);
        ui.add(field.align(egui::Align2::LEFT_CENTER)).accessible_name(text::search());
        let named = |every: Vec<&'static str>| -> Vec<(&'static str, String)> {
            every.into_iter().map(|word| (word, word.to_owned())).collect()
        };
        let stages = named(catalogue::stages());
        if let Some(stage) = filter_ui(ui, (text::stage(), text::any_stage()), &stages, filters.stage) {
            filters.stage = stage;
        }
        let layers = named(catalogue::layers());
        if let Some(layer) = filter_ui(ui, (text::layer(), text::any_layer()), &layers, filters.layer) {
            filters.layer = layer;
        }
        let timings = [Timing::Leading, Timing::Lagging].map(|timing| (timing, timing_word(timing).to_owned()));
        if let Some(timing) = filter_ui(ui, (text::timing(), text::any_timing()), &timings, filters.timing) {
            filters.timing = timing;
        }
    });
}

fn timing_word(timing: Timing) -> &'static str {
    match timing {
        Timing::Leading => text::leading(),
        Timing::Lagging => text::lagging(),
    }
}

/// Where a KPI belongs, in a few words.
fn sort_of(offer: &Offer) -> String {
    let stage = if offer.stage.is_empty() { text::in_this_file() } else { &offer.stage };
    let timing = offer.kpi.timing.map(timing_word);
    let parts = [stage, &offer.kpi.layer].into_iter().chain(timing).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

/// A KPI in a line, which can be taken to the map.
fn row_ui(ui: &mut Ui, cx: &PanelContext<'_>, offer: &Offer, is_selected: bool) -> Response {
    let end = sort_of(offer);
    let row = Row {
        id: row_id(offer),
        text: &offer.kpi.name,
        sort: text::row(),
        end: RowEnd::Words(&end),
        is_selected,
        is_faint: false,
        is_cut_in_middle: false,
    };
    let response = row.show_ui(ui, cx.tokens);
    // A finger scrolls the list.
    let is_touched = ui.input(egui::InputState::any_touches);
    if cx.session.is_editable() && !is_touched {
        let held = response.interact(Sense::DRAG);
        if held.drag_started_by(egui::PointerButton::Primary) {
            DragAndDrop::set_payload(ui.ctx(), offer.pick.clone());
        }
    }
    response
}

/// What a KPI measures that is added from here: what is selected, or the stage that holds it; the whole map while nothing
/// is.
fn target(session: &Session) -> Option<Place> {
    let document = session.document();
    let stage_of = |step| document.steps.get(&step).map(|step: &std::sync::Arc<Step>| Place::Stage(step.stage));
    let selected = session.selection().iter().find_map(|record| match *record {
        RecordRef::Stage(stage) => Some(Place::Stage(stage)),
        RecordRef::Step(step) => Some(Place::Step(step)),
        RecordRef::Card(id) => {
            let card = document.cards.get(&id)?;
            match card.body {
                CardBody::Touchpoint { .. } => Some(Place::Touchpoint(id)),
                // The next one goes where the last one went.
                CardBody::Kpi { place, .. } => Some(place),
                _ => stage_of(card.step),
            }
        }
        _ => None,
    });
    let in_cell = || session.chosen_cell().and_then(|(_, step)| stage_of(step));
    selected.or_else(in_cell).or_else(|| session.map().map(Place::Map))
}

/// The place in words; the whole map is called so, whatever its title.
fn place_words(session: &Session, place: Place) -> String {
    match place {
        Place::Map(_) => text::whole_map().to_owned(),
        place => session.document().place_name(place).unwrap_or_default().to_owned(),
    }
}

/// Where a KPI would go, and whether it is there already.
fn spot_of(cx: &PanelContext<'_>, offer: &Offer) -> Option<(KpiSpot, bool)> {
    let document = cx.session.document();
    let spot = KpiSpot::of(document, target(cx.session)?)?;
    Some((spot, kpi_picks::is_at(document, &offer.pick, spot.place)))
}

/// Puts a KPI with a card at the selected place, as one step; nothing when it is there already.
fn add(cx: &PanelContext<'_>, offer: &Offer) {
    let Some((spot, false)) = spot_of(cx, offer).filter(|_| cx.session.is_editable()) else { return };
    let placed = kpi_picks::placed(cx.session.document(), offer.pick.clone(), spot, &mut system_ids());
    if let Some((edit, card)) = placed {
        cx.commands.edit(edit);
        cx.commands.send(AppCommand::Select(vec![card.into()]));
    }
}

/// What the chosen KPI measures, and how it comes onto the map.
fn chosen_ui(ui: &mut Ui, cx: &PanelContext<'_>, offer: &Offer) {
    let tokens = cx.tokens;
    ui.add(Label::new(strong(tokens, &offer.kpi.name, tokens.type_sizes.body)).wrap());
    ui.label(weak(tokens, sort_of(offer)));
    if !offer.kpi.definition.is_empty() {
        ui.add(Label::new(body(tokens, &offer.kpi.definition)).wrap());
    }
    if !offer.columns.is_empty() {
        ui.add(Label::new(weak(tokens, text::needs(&offer.columns))).wrap());
    }
    let spot = spot_of(cx, offer);
    let name = target(cx.session).map_or_else(String::new, |place| place_words(cx.session, place));
    let can_add = cx.session.is_editable() && matches!(spot, Some((_, false)));
    let hint = match spot {
        None => text::add_needs_stage().to_owned(),
        Some((_, true)) => text::is_there(&name),
        Some((_, false)) => text::add_hint(&name),
    };
    let label = if spot.is_some() { text::add_to(&name) } else { text::add().to_owned() };
    let button = ui.add_enabled(can_add, egui::Button::new(label).truncate());
    if button.on_hover_text(&hint).on_disabled_hover_text(&hint).clicked() {
        add(cx, offer);
    }
    ui.add(Label::new(weak(tokens, if can_add { text::drag_hint() } else { &hint })).wrap());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CardBody, Edit, Kpi, Place};
    use crate::ui::fixture::{Stand, harness};
    use egui_kittest::Harness;
    use egui_kittest::kittest::{NodeT as _, Queryable as _};

    fn stand<'a>() -> Harness<'a, Stand<State>> {
        let mut harness = harness(State::default(), (1000.0, 260.0), show_ui);
        harness.run();
        harness
    }

    /// In a low drawer the words about a KPI scroll; the page stays as high as it is.
    #[test]
    fn a_chosen_kpi_makes_a_low_drawer_no_higher() {
        use std::{cell::Cell, rc::Rc};
        let used = Rc::new(Cell::new(0.0_f32));
        let seen = Rc::clone(&used);
        let mut harness = harness(State::default(), (560.0, 100.0), move |ui, state: &mut State, cx| {
            show_ui(ui, state, cx);
            seen.set(ui.min_rect().height());
        });
        harness.run();
        let before = used.get();
        harness.get_all_by_label_contains("KPI ").next().unwrap().click();
        harness.run();
        harness.run();
        assert!(harness.state().state.chosen.is_some());
        assert!(used.get() <= before, "{before} {}", used.get());
    }

    /// Runs what was asked for, as the application does.
    fn run(harness: &mut Harness<'_, Stand<State>>) {
        for command in harness.state().commands.take() {
            let session = &mut harness.state_mut().session;
            match command {
                AppCommand::Edit { edit, merge, .. } => {
                    session.edit(&edit, merge).unwrap();
                }
                AppCommand::Select(records) => session.select(records),
                other => panic!("{other:?}"),
            }
        }
        harness.run();
    }

    #[test]
    fn a_kpi_of_the_catalogue_is_added_to_the_selected_stage_as_one_step() {
        let mut harness = stand();
        harness.state_mut().state.filters.words = "net promoter".to_owned();
        harness.run();
        let offers = kpi_picks::offers(
            harness.state().session.document(),
            &Wanted { words: "net promoter", ..Wanted::default() },
        );
        let name = offers[0].kpi.name.clone();
        harness.get_by_label(&format!("{} {name}", text::row())).click();
        harness.run();
        harness.get_by_label(&text::add_to(text::whole_map()));
        let before = harness.state().session.document().clone();
        let map = before.maps_in_order()[0].id;
        let stage = before.stages_of(map)[0].id;
        harness.state_mut().session.select(vec![stage.into()]);
        harness.run();
        let title = &before.stages[&stage].title;
        harness.get_by_label(&text::add_to(title)).click();
        harness.run();
        run(&mut harness);
        let session = &mut harness.state_mut().session;
        let document = session.document();
        let kpi = document.kpis.values().find(|kpi| kpi.name == name).unwrap().id;
        let cards: Vec<_> = document.cards.values().filter(|c| !before.cards.contains_key(&c.id)).collect();
        assert_eq!(cards.len(), 1);
        assert_eq!(cards[0].body, CardBody::kpi(kpi, Place::Stage(stage), false));
        assert_eq!(session.selection(), [cards[0].id.into()]);
        session.undo();
        assert_eq!(**session.document(), *before);
    }

    #[test]
    fn of_two_kpis_with_one_name_the_one_that_was_clicked_is_added() {
        let mut harness = stand();
        let mut ids = crate::base::ids::IdAlloc::seeded(99);
        let twin: KpiId = ids.allocate();
        let edit = Edit::Add(Kpi { rank: 9.0, ..Kpi::new(twin, "CSAT") }.into());
        harness.state_mut().session.edit(&edit, None).unwrap();
        harness.state_mut().state.filters.words = "csat".to_owned();
        harness.run();
        let label = format!("{} CSAT", text::row());
        let rows: Vec<_> = harness.get_all_by_label(&label).collect();
        assert_eq!(rows.len(), 2);
        rows[1].click();
        drop(rows);
        harness.run();
        harness.get_by_label(&text::add_to(text::whole_map())).click();
        harness.run();
        run(&mut harness);
        let session = &harness.state().session;
        let [RecordRef::Card(added)] = session.selection() else { panic!("a card") };
        let CardBody::Kpi { kpi, .. } = session.document().cards[added].body else { panic!("a KPI") };
        assert_eq!(kpi, twin);
    }

    /// Enter on a row puts the KPI where the selection is: on the whole map while nothing is selected, then on a step.
    #[test]
    fn enter_adds_the_row_to_what_is_selected() {
        let mut harness = stand();
        harness.state_mut().state.filters.words = "net promoter".to_owned();
        harness.run();
        let before = harness.state().session.document().clone();
        let map = before.maps_in_order()[0].id;
        let step = before.columns_of(map)[0].id;
        for (selected, place) in [(Vec::new(), Place::Map(map)), (vec![step.into()], Place::Step(step))] {
            harness.state_mut().session.select(selected);
            let label = format!("{} ", text::row());
            harness.query_all_by_label_contains(&label).next().unwrap().focus();
            harness.run();
            let known = harness.state().session.document().clone();
            harness.key_press(egui::Key::Enter);
            harness.run();
            run(&mut harness);
            let session = &harness.state().session;
            let new: Vec<_> = session.document().cards.values().filter(|c| !known.cards.contains_key(&c.id)).collect();
            assert_eq!(new.len(), 1, "{place:?}");
            assert!(matches!(new[0].body, CardBody::Kpi { place: at, .. } if at == place), "{:?}", new[0].body);
            assert_eq!(session.selection(), [new[0].id.into()]);
        }
    }

    #[test]
    fn kpis_stand_below_each_other_and_those_of_the_file_come_first() {
        let harness = stand();
        let document = harness.state().session.document();
        let offers = kpi_picks::offers(document, &Wanted::default());
        assert!(document.kpis.contains_key(&offers[0].kpi.id));
        let row = |index: usize| {
            let offer: &Offer = &offers[index];
            harness.get_by_label(&format!("{} {}", text::row(), offer.kpi.name)).rect()
        };
        assert!(row(1).top() >= row(0).bottom() && row(1).left() == row(0).left(), "{:?} {:?}", row(0), row(1));
    }

    /// A list of two thousand names and what is looked for in it cost nothing while nothing changes.
    #[test]
    fn a_long_list_is_found_once_and_laid_out_as_far_as_it_is_seen() {
        let mut harness = stand();
        let kpi = |number: i64| {
            let id = crate::base::ids::Id::from_raw(9_000 + number);
            Edit::Add(Kpi { rank: number as f64 + 9.0, ..Kpi::new(id, format!("Figure {number:04}")) }.into())
        };
        let label = crate::model::EditLabel::one(crate::model::edit::Verb::Add, crate::model::TableKind::Kpi);
        let edit = Edit::Batch { label, edits: (1..=2_000).map(kpi).collect() };
        harness.state_mut().session.edit(&edit, None).unwrap();
        harness.run();
        let found = |harness: &Harness<'_, Stand<State>>| harness.state().state.offers.as_ptr();
        let before = found(&harness);
        assert!(harness.state().state.offers.len() > 2_000);
        let shown = harness.query_all_by_label_contains(&format!("{} Figure", text::row())).count();
        assert!((3..40).contains(&shown), "{shown} rows");
        harness.run();
        assert_eq!(found(&harness), before, "looked for again");

        // The keyboard goes beyond what is seen, there and back.
        harness.get_by_label(&format!("{} Figure 0001", text::row())).focus();
        harness.run();
        for (key, steps, name) in [(egui::Key::ArrowDown, 40, "Figure 0041"), (egui::Key::ArrowUp, 35, "Figure 0006")] {
            for _ in 0..steps {
                harness.key_press(key);
                harness.run();
            }
            let state = &harness.state().state;
            let chosen = state.offers.iter().find(|offer| Some(OfferKey::of(offer)) == state.chosen);
            assert_eq!(chosen.map(|offer| offer.kpi.name.as_str()), Some(name));
            assert!(harness.get_by_label(&format!("{} {name}", text::row())).is_focused(), "{name}");
        }
        harness.state_mut().state.filters.words = "figure 1999".to_owned();
        harness.run();
        assert_eq!(harness.state().state.offers.len(), 1);
    }

    #[test]
    fn a_stage_that_has_the_kpi_gets_it_no_second_time() {
        let mut harness = stand();
        let document = harness.state().session.document().clone();
        let (kpi, place) = document
            .cards
            .values()
            .find_map(|card| match card.body {
                CardBody::Kpi { kpi, place, .. } => Some((kpi, place)),
                _ => None,
            })
            .unwrap();
        let Place::Stage(stage) = place else { panic!("{place:?}") };
        harness.state_mut().session.select(vec![stage.into()]);
        harness.get_by_label(&format!("{} {}", text::row(), document.kpis[&kpi].name)).click();
        harness.run();
        harness.get_by_label(&text::is_there(&document.stages[&stage].title));
        let title = &document.stages[&stage].title;
        assert!(harness.get_by_label(&text::add_to(title)).accesskit_node().is_disabled());
    }
}
