//! The data drawer at the bottom: the trend of one KPI, the rows behind it, and the sources of all numbers.

pub(in crate::ui) mod basis;
mod catalogue;
mod decisions;
mod doctor;
mod observations;
mod pager;
mod report;
mod review;
mod segments;
mod signals;
mod sources;
mod trend;

pub(crate) use report::issues_ui;

use crate::base::ids::{MapId, StageId};
use crate::base::text::Weight;
use crate::base::time::Day;
use crate::i18n::panels::drawer as text;
use crate::model::RecordRef;
use crate::session::insights::KpiAt;
use crate::session::reminders::Reminders;
use crate::ui::figures;
use crate::ui::notes::{self, NotesState};
use crate::ui::parts::PanelContext;
use crate::ui::style::{color, font, points};
use crate::ui::widgets::{Icon, Look, ToolButton};
use egui::scroll_area::ScrollBarVisibility;
use egui::{Popup, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

/// Room beside the tabs for the button that makes the drawer larger.
const ENLARGE_ROOM: f32 = 44.0;
/// A drawer lower than this has no room for minutes, points.
const LOW: f32 = 320.0;

/// A page of the drawer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DrawerTab {
    /// The trend of the shown KPI.
    #[default]
    Trend,
    /// The shown KPI by segment.
    Segments,
    /// What moved beyond noise.
    Signals,
    /// What was decided about that.
    Decisions,
    /// The map stage by stage, and the minutes of that.
    Review,
    /// The rows behind it.
    Observations,
    /// Where numbers come from.
    Sources,
    /// What was said about the maps.
    Notes,
    /// What the KPIs lack.
    Doctor,
    /// The KPIs one may want.
    Catalogue,
}

/// What the drawer remembers between frames.
#[derive(Debug, Default)]
pub struct DrawerState {
    /// The shown page.
    pub tab: DrawerTab,
    /// It takes the place of the map, of which only the stages stay in view: for lists and minutes in a low window.
    pub is_large: bool,
    /// It is large because of the minutes.
    has_grown: bool,
    shown: Option<KpiAt>,
    /// The map that is shown above.
    map: Option<MapId>,
    followed: Vec<RecordRef>,
    observations: observations::State,
    sources: sources::State,
    notes: NotesState,
    doctor: doctor::State,
    signals: signals::State,
    segments: segments::State,
    decisions: decisions::State,
    review: review::State,
    catalogue: catalogue::State,
}

impl DrawerState {
    /// Shows the trend of a KPI at a place.
    pub fn show_kpi(&mut self, at: KpiAt) {
        self.shown = Some(at);
        self.tab = DrawerTab::Trend;
    }

    /// Shows a KPI at a place by segment.
    pub fn show_segments(&mut self, at: KpiAt) {
        self.shown = Some(at);
        self.tab = DrawerTab::Segments;
    }

    /// Shows what moved, with the move of a KPI that began on a day chosen.
    pub fn show_move(&mut self, at: KpiAt, since: Day) {
        self.signals.choose(at, since);
        self.tab = DrawerTab::Signals;
    }

    /// Shows the review of the map; its button that goes on has the keyboard.
    pub fn begin_review(&mut self) {
        self.tab = DrawerTab::Review;
        self.review.take_keyboard();
    }

    /// The stage that the review has come to, while it is what the drawer shows.
    #[must_use]
    pub fn reviewed(&self) -> Option<StageId> {
        self.review.stage().filter(|_| self.tab == DrawerTab::Review)
    }

    /// A low drawer takes the room of the map while it shows minutes, once, and gives it back.
    fn grow_for_minutes(&mut self, height: f32) {
        let is_wanted = self.review.shows_minutes();
        if is_wanted && !self.has_grown && !self.is_large && height < LOW {
            (self.is_large, self.has_grown) = (true, true);
        } else if !is_wanted && std::mem::take(&mut self.has_grown) {
            self.is_large = false;
        }
    }

    /// The KPI that is shown.
    #[must_use]
    pub fn shown(&self) -> Option<KpiAt> {
        self.shown
    }

    /// Follows the selection to the KPI it stands for, once per change of the selection; a selection without a KPI
    /// leaves the shown one.
    fn follow(&mut self, cx: &PanelContext<'_>) {
        let document = cx.session.document();
        if self.followed != cx.session.selection() {
            self.followed = cx.session.selection().to_vec();
            if let [one] = self.followed.as_slice() {
                let own = match one {
                    // What is measured at the very step says more than what is measured around it.
                    RecordRef::Step(step) => figures::kpis_in_step(cx.session, *step).first().copied(),
                    _ => None,
                };
                self.shown = own.or_else(|| figures::kpi_of(document, *one)).or(self.shown);
                if matches!(one, RecordRef::Source(_)) {
                    self.tab = DrawerTab::Sources;
                }
            }
        }
        // Another map is another subject; the page stays, and what it is about is on that map.
        if std::mem::replace(&mut self.map, cx.session.map()) != cx.session.map() {
            self.shown = self.shown.filter(|(_, place)| document.map_of_place(*place) == cx.session.map());
        }
        let is_there =
            |(kpi, place): &KpiAt| document.kpis.contains_key(kpi) && document.map_of_place(*place).is_some();
        self.shown = self.shown.filter(is_there);
        if self.shown.is_none() {
            self.shown = first_kpi(cx);
        }
    }
}

/// The KPI that is shown until someone chooses one: what got worst on the map and nobody has answered, as the line above the
/// map tells it; where nothing did, the first headline from the left that has numbers, or else the first card.
fn first_kpi(cx: &PanelContext<'_>) -> Option<KpiAt> {
    let (session, document) = (cx.session, cx.session.document());
    let map = session.map()?;
    let worst = Reminders::of_map(document, session.insights(), map).worse.first().map(|moved| moved.at);
    worst.or_else(|| {
        let stages = document.stages_of(map);
        let headlines = stages.iter().flat_map(|stage| figures::headlines_of(document, stage.id));
        let cards = document.kpi_cards(map).map(|(_, kpi, place, _)| (kpi, place));
        headlines.chain(cards).find(|at| figures::insight_of(session, *at).is_some())
    })
}

/// Shows the drawer.
pub fn show_ui(ui: &mut Ui, state: &mut DrawerState, cx: &PanelContext<'_>) {
    state.follow(cx);
    ui.spacing_mut().item_spacing = vec2(points(cx.tokens.spacing) * 2.0, points(cx.tokens.spacing));
    let height = ui.available_height();
    tabs_ui(ui, state, cx);
    match state.tab {
        DrawerTab::Trend => trend::show_ui(ui, cx, state.shown),
        DrawerTab::Segments => segments::show_ui(ui, &mut state.segments, cx, state.shown),
        DrawerTab::Signals => signals::show_ui(ui, &mut state.signals, cx),
        DrawerTab::Decisions => decisions::show_ui(ui, &mut state.decisions, cx, state.shown),
        DrawerTab::Review => {
            review::show_ui(ui, &mut state.review, cx);
            state.grow_for_minutes(height);
        }
        DrawerTab::Observations => observations::show_ui(ui, &mut state.observations, cx, state.shown),
        DrawerTab::Sources => sources::show_ui(ui, &mut state.sources, cx),
        DrawerTab::Notes => notes::show_ui(ui, &mut state.notes, cx),
        DrawerTab::Doctor => doctor::show_ui(ui, &mut state.doctor, cx),
        DrawerTab::Catalogue => catalogue::show_ui(ui, &mut state.catalogue, cx),
    }
}

fn tabs_ui(ui: &mut Ui, state: &mut DrawerState, cx: &PanelContext<'_>) {
    let tokens = cx.tokens;
    let notes = text::tab(text::NOTES, crate::session::notes::open_count(cx.session.document()));
    let doctor = text::tab(text::DOCTOR, state.doctor.follow(cx.session));
    let signals = text::tab(text::SIGNALS, state.signals.follow(cx.session));
    let decisions = text::tab(text::DECISIONS, decisions::open_count(cx.session.document()));
    let tabs = [
        (DrawerTab::Trend, text::trend()),
        (DrawerTab::Segments, crate::i18n::panels::segments::title()),
        (DrawerTab::Signals, signals.as_str()),
        (DrawerTab::Decisions, decisions.as_str()),
        (DrawerTab::Review, crate::i18n::review::REVIEW),
        (DrawerTab::Observations, text::observations()),
        (DrawerTab::Sources, text::sources()),
        (DrawerTab::Notes, notes.as_str()),
        (DrawerTab::Doctor, doctor.as_str()),
        (DrawerTab::Catalogue, crate::i18n::panels::catalogue::tab()),
    ];
    ui.horizontal(|ui| {
        // In a narrow window the tabs come nearer to each other. Where that is not enough they scroll, and a list beside
        // them has them all; what stands below keeps to the room there is.
        let room = (ui.available_width() - ENLARGE_ROOM).max(0.0);
        let body = font(tokens.type_sizes.body, Weight::SemiBold);
        let width =
            |name: &str| ui.painter().layout_no_wrap(name.to_owned(), body.clone(), color(tokens.text)).size().x;
        let words: f32 = tabs.iter().map(|(_, name)| width(name)).sum();
        let gaps = (tabs.len() - 1) as f32;
        let (wide, narrow) = (points(tokens.spacing) * 4.0, points(tokens.spacing) * 2.0);
        ui.spacing_mut().item_spacing.x = if words + gaps * wide <= room { wide } else { narrow };
        let is_cut = words + gaps * narrow > room;
        let room = if is_cut { (room - ENLARGE_ROOM).max(0.0) } else { room };
        let scroll = ScrollArea::horizontal().id_salt("drawer tabs").max_width(room);
        scroll.scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden).show(ui, |ui| {
            for (tab, name) in tabs {
                let is_shown = state.tab == tab;
                let weight = if is_shown { Weight::SemiBold } else { Weight::Regular };
                let galley = ui.painter().layout_no_wrap(
                    name.to_owned(),
                    font(tokens.type_sizes.body, weight),
                    color(tokens.text),
                );
                let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, 24.0), Sense::click());
                response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, name));
                let ink = match (is_shown, response.hovered() || response.has_focus()) {
                    (true, _) => tokens.accent,
                    (false, true) => tokens.text,
                    (false, false) => tokens.text_weak,
                };
                let at = rect.left_center() - vec2(0.0, galley.size().y / 2.0);
                ui.painter().galley_with_override_text_color(at, galley, color(ink));
                if is_shown || response.has_focus() {
                    let stroke = egui::Stroke::new(2.0, color(ink));
                    ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, stroke);
                }
                if response.clicked() {
                    state.tab = tab;
                    // Left on the map, the keys that walk through the review would move the stage that is selected there.
                    if tab == DrawerTab::Review {
                        state.review.take_keyboard();
                    }
                }
                if response.clicked() || response.gained_focus() {
                    response.scroll_to_me(None);
                }
            }
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let (name, icon) = if state.is_large { (text::smaller(), Icon::Down) } else { (text::larger(), Icon::Up) };
            let button = ToolButton::icon(tokens, name, icon).look(Look::Bare).height(24.0);
            if button.show_ui(ui).on_hover_text(text::larger_hint()).clicked() {
                state.is_large = !state.is_large;
            }
            if is_cut {
                let list = ToolButton::icon(tokens, text::all_tabs(), Icon::More).look(Look::Bare).height(24.0);
                let response = list.show_ui(ui).on_hover_text(text::all_tabs());
                Popup::menu(&response).show(|ui| {
                    crate::ui::menu::list_ui(ui);
                    for (tab, name) in tabs {
                        if crate::ui::menu::tick_ui(ui, tokens, name, state.tab == tab).clicked() {
                            state.tab = tab;
                            ui.close();
                        }
                    }
                });
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fixture::{Stand, harness, insight};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    fn stand<'a>() -> Harness<'a, Stand<DrawerState>> {
        let mut harness = harness(DrawerState::default(), (1000.0, 214.0), show_ui);
        harness.run();
        harness
    }

    #[test]
    fn in_a_narrow_window_every_page_is_in_reach_of_the_mouse() {
        let mut harness = harness(DrawerState::default(), (420.0, 420.0), show_ui);
        harness.run();
        harness.get_by_label(text::all_tabs()).click();
        harness.run();
        let wanted = crate::i18n::panels::catalogue::tab();
        // The tab itself is out of sight; the list has it too.
        harness.get_all_by_label(wanted).find(|node| node.rect().right() <= 420.0).unwrap().click();
        harness.run();
        assert_eq!(harness.state().state.tab, DrawerTab::Catalogue);
        assert!(stand().query_by_label(text::all_tabs()).is_none(), "a wide one needs no list");
    }

    #[test]
    fn a_figure_is_told_in_words_and_drawn() {
        let shown = insight(&[4.0, 4.1, 3.9, 4.0, 4.1, 4.0, 3.2], 214.0);
        let mut harness = harness((), (1000.0, 190.0), move |ui, (), cx| {
            let document = cx.session.document();
            let kpi = document.kpis.values().next().unwrap();
            let at = figures::kpi_of(document, document.cards.values().next().unwrap().id.into()).unwrap();
            trend::figure_ui(ui, cx, (at, kpi), &shown);
        });
        harness.run();
        for words in [
            "CSAT · Support",
            "3.2 / 5",
            "off target (4.0)",
            "n 214 · 95 % 3.05 – 3.35",
            "Dropped (anomaly): Jul 2025 lies below the limits.",
            "Trend of CSAT · Support: 7 months, last 3.2 / 5",
            "mean, Student t 95 %",
        ] {
            assert!(harness.query_all_by_label(words).next().is_some(), "“{words}” is missing");
        }
        harness.run();
        assert!(!harness.ctx.has_requested_repaint());
    }

    #[test]
    fn empty_pages_say_what_to_do() {
        let mut harness = stand();
        harness.get_by_label(text::no_kpi());
        harness.get_by_label("Observations").click();
        harness.run();
        harness.get_by_label(text::no_kpi_hint());
        harness.get_by_label("Sources").click();
        harness.run();
        harness.get_by_label(text::no_sources_hint());
        assert!(!harness.ctx.has_requested_repaint());
    }

    /// Another map is another subject, and the page stays.
    #[test]
    fn a_kpi_of_another_map_is_let_go_and_the_page_stays() {
        let mut harness = stand();
        let document = harness.state().session.document();
        let pain = document.cards.values().find(|c| matches!(c.body, crate::model::CardBody::PainPoint { .. }));
        let pain = pain.unwrap().id;
        harness.state_mut().session.select(vec![pain.into()]);
        harness.run();
        harness.get_by_label(crate::i18n::review::REVIEW).click();
        harness.run();
        assert!(harness.state().state.shown().is_some());
        assert!(harness.get_by_label(crate::i18n::review::NEXT).is_focused(), "Alt+Right goes on, and moves no stage");
        let other = crate::model::JourneyMap::new(crate::base::ids::Id::from_raw(99), "Another");
        let id = other.id;
        harness.state_mut().session.edit(&crate::model::Edit::Add(other.into()), None).unwrap();
        harness.state_mut().session.show_map(id);
        harness.run();
        assert_eq!((harness.state().state.shown(), harness.state().state.tab), (None, DrawerTab::Review));
    }

    #[test]
    fn the_drawer_follows_the_selection_to_its_kpi() {
        let mut harness = stand();
        let document = harness.state().session.document();
        let pain = document.cards.values().find(|c| matches!(c.body, crate::model::CardBody::PainPoint { .. }));
        let (pain, kpi) = (pain.unwrap().id, document.kpis.values().next().unwrap().id);
        harness.state_mut().session.select(vec![pain.into()]);
        harness.run();
        assert_eq!(harness.state().state.shown().map(|(kpi, _)| kpi), Some(kpi));
        harness.get_by_label(text::no_numbers()).hover();
        harness.get_by_label(text::import()).click();
        harness.run();
        assert!(matches!(harness.state().commands.take().as_slice(), [crate::session::AppCommand::ImportDialog]));
    }
}
