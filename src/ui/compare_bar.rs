//! The bar above two maps beside each other: which, what tells them apart, and a list that leads there.

use crate::base::ids::{LaneId, MapId, StageId};
use crate::base::text::Weight;
use crate::canvas::{DifferenceMark, difference_sign};
use crate::i18n::compare as words;
use crate::model::{Document, MapState, RecordRef};
use crate::scene::KpiOverlay;
use crate::session::map_differences::{Change, Difference, MapDifferences, map_differences};
use crate::session::{AppCommand, CameraCommand, CommandSender, Session, overlay};
use crate::theme::Tokens;
use crate::ui::focus::follow_focus;
use crate::ui::hints::with_escape;
use crate::ui::menu::list_ui;
use crate::ui::parts::{combo_ui, line_in, weak};
use crate::ui::style::{color, font, points};
use crate::ui::widgets::{Icon, Look, ToolButton};
use egui::{Align, Label, Layout, Popup, ScrollArea, Sense, Ui, Vec2};
use std::sync::Arc;

/// Height of its buttons, points.
const HEIGHT: f32 = 26.0;
/// Below this width only what can be pressed is shown.
const NARROW: f32 = 560.0;
/// Width of the list of differences, and how high it gets.
const LIST: f32 = 380.0;
const LIST_HEIGHT: f32 = 380.0;

/// How the two maps stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Split {
    /// One above the other: the usual way, since maps are wide.
    #[default]
    Stacked,
    /// Left and right.
    SideBySide,
}

/// Stages and lanes of a map, each with the one of the other map that belongs to it.
pub type Partners = (Vec<(StageId, StageId)>, Vec<(LaneId, LaneId)>);

/// What of the view is stamped: revision of the document, of the numbers, and the map.
type OverlayStamp = (u64, u64, MapId);

/// Which maps are compared, and where one is among their differences.
#[derive(Debug, Default)]
pub struct CompareState {
    /// The maps, the present one first.
    pair: Option<(MapId, MapId)>,
    /// How they stand.
    pub split: Split,
    found: MapDifferences,
    /// What `found` answers.
    stamp: Option<(u64, MapId, MapId)>,
    at: Option<usize>,
    /// The numbers of the map that is only shown.
    overlay: Option<(OverlayStamp, Arc<KpiOverlay>)>,
}

impl CompareState {
    /// The two maps, first and second; `None` while nothing is compared.
    #[must_use]
    pub fn pair(&self) -> Option<(MapId, MapId)> {
        self.pair
    }

    /// Begins to compare the shown map with its other state, else with the next map of the file; or ends it.
    pub fn toggle(&mut self, session: &Session) {
        let split = self.split;
        let pair = if self.pair.is_some() { None } else { session.map().and_then(|map| pair_of(session, map, None)) };
        *self = Self { pair, split, ..Self::default() };
    }

    /// Follows the shown map and what was edited.
    pub fn follow(&mut self, session: &Session) {
        let Some((first, second)) = self.pair else { return };
        let document = session.document();
        let is_there = |map: MapId| document.maps.contains_key(&map);
        let is_fine =
            is_there(first) && is_there(second) && session.map().is_some_and(|map| map == first || map == second);
        if !is_fine {
            let split = self.split;
            let pair = session.map().and_then(|map| pair_of(session, map, None));
            *self = Self { pair, split, ..Self::default() };
        }
        let Some((first, second)) = self.pair else { return };
        let stamp = (session.revision(), first, second);
        if self.stamp != Some(stamp) {
            let chosen = self.at.and_then(|at| self.found.differences.get(at)).cloned();
            self.found = map_differences(document, first, second);
            let is_chosen =
                |d: &Difference| chosen.as_ref().is_some_and(|c| (c.first, c.second) == (d.first, d.second));
            self.at = self.found.differences.iter().position(is_chosen);
            self.stamp = Some(stamp);
        }
    }

    /// The map of the pair that is not worked on.
    #[must_use]
    pub fn other(&self, session: &Session) -> Option<MapId> {
        let (first, second) = self.pair?;
        Some(if session.map() == Some(second) { first } else { second })
    }

    /// What is marked on a map of the pair.
    #[must_use]
    pub fn marks(&self, map: MapId) -> Vec<DifferenceMark> {
        let is_second = self.pair.is_some_and(|(_, second)| second == map);
        let on = |difference: &Difference| Some((difference.on(is_second)?, difference.change));
        self.found.differences.iter().filter_map(on).collect()
    }

    /// Stages and lanes of a map with those of the other that belong to them.
    #[must_use]
    pub fn partners(&self, map: MapId) -> Partners {
        let (stages, lanes) = (self.found.stages.clone(), self.found.lanes.clone());
        if self.pair.is_some_and(|(first, _)| first == map) {
            return (stages, lanes);
        }
        let turned = stages.into_iter().map(|(a, b)| (b, a)).collect();
        (turned, lanes.into_iter().map(|(a, b)| (b, a)).collect())
    }

    /// The numbers of the map that is not worked on.
    pub fn overlay_of(&mut self, session: &Session, map: MapId) -> Arc<KpiOverlay> {
        let stamp = (session.revision(), session.overlay().1, map);
        if let Some((of, overlay)) = &self.overlay
            && *of == stamp
        {
            return Arc::clone(overlay);
        }
        let (document, insights) = (session.document(), session.insights());
        let made = Arc::new(overlay::build(document, map, insights, session.view(), Session::today()));
        self.overlay = Some((stamp, Arc::clone(&made)));
        made
    }

    /// Goes to a difference: to the map that is worked on where it stands there, else to the other one.
    fn go(&mut self, index: usize, session: &Session, commands: &CommandSender) {
        let (Some(difference), Some((first, second))) = (self.found.differences.get(index), self.pair) else { return };
        self.at = Some(index);
        let is_second = session.map() == Some(second);
        let target = match difference.on(is_second) {
            Some(record) => Some(record),
            None => {
                commands.send(AppCommand::ShowMap(if is_second { first } else { second }));
                difference.on(!is_second)
            }
        };
        if let Some(record) = target {
            commands.send(AppCommand::Select(vec![record]));
            commands.send(AppCommand::Camera(CameraCommand::Reveal(record)));
        }
    }
}

/// The pair of a map: with the given one, else its other state, else the next map. The present comes first.
fn pair_of(session: &Session, map: MapId, with: Option<MapId>) -> Option<(MapId, MapId)> {
    let document = session.document();
    let maps = document.maps_in_order();
    let partner = document.maps.get(&map)?.counterpart;
    let other = with.or(partner).or_else(|| maps.iter().map(|m| m.id).find(|id| *id != map))?;
    let rank = |id: MapId| {
        let place = maps.iter().position(|m| m.id == id);
        (document.maps.get(&id).is_some_and(|m| m.state == MapState::Future), place)
    };
    Some(if rank(map) <= rank(other) { (map, other) } else { (other, map) })
}

/// The words of a kind of difference.
fn change_words(change: Change) -> &'static str {
    match change {
        Change::Added => words::added(),
        Change::Removed => words::removed(),
        Change::Changed => words::changed(),
        Change::Moved => words::moved(),
    }
}

/// Shows the bar.
pub fn compare_bar_ui(
    ui: &mut Ui,
    state: &mut CompareState,
    tokens: &Tokens,
    session: &Session,
    commands: &CommandSender,
) {
    let (Some(shown), Some(other)) = (session.map(), state.other(session)) else { return };
    let document = session.document();
    ui.horizontal_centered(|ui| {
        let is_narrow = ui.available_width() < NARROW;
        if !is_narrow {
            ui.label(weak(tokens, words::compare_with()));
        }
        let maps: Vec<_> = document.maps_in_order().into_iter().filter(|map| map.id != shown).collect();
        let names: Vec<String> = maps.iter().map(|map| map.title.clone()).collect();
        let chosen = maps.iter().position(|map| map.id == other);
        let width = (ui.available_width() - 330.0).clamp(90.0, 260.0);
        let id = egui::Id::unique("map to compare with");
        // A list is as wide as its longest name unless its room ends.
        let taken = ui.scope(|ui| {
            ui.set_max_width(width);
            combo_ui(ui, id, words::other_map(), &names, chosen, width)
        });
        let taken = taken.inner;
        if let Some(map) = taken.and_then(|index| maps.get(index)) {
            state.pair = pair_of(session, shown, Some(map.id));
            state.at = None;
        }
        let count = state.found.differences.len();
        if count == 0 {
            ui.add(Label::new(weak(tokens, words::none())).truncate());
        } else {
            let label = words::differences(count);
            let button = ToolButton::words(tokens, &label).height(HEIGHT).menu().show_ui(ui);
            let button = button.on_hover_text(summary(&state.found));
            let mut wanted = None;
            Popup::menu(&button).show(|ui| wanted = list_of_ui(ui, state, document, tokens));
            let step = |by: usize| state.at.map_or(if by == 1 { 0 } else { count - 1 }, |at| (at + by) % count);
            let back = ToolButton::icon(tokens, words::previous(), Icon::Up).look(Look::Bare).height(HEIGHT);
            if back.show_ui(ui).on_hover_text(words::previous()).clicked() {
                wanted = Some(step(count - 1));
            }
            let on = ToolButton::icon(tokens, words::next(), Icon::Down).look(Look::Bare).height(HEIGHT);
            if on.show_ui(ui).on_hover_text(words::next()).clicked() {
                wanted = Some(step(1));
            }
            if let Some(at) = state.at.filter(|_| !is_narrow) {
                ui.label(weak(tokens, words::place_of(at + 1, count)));
            }
            if let Some(index) = wanted {
                state.go(index, session, commands);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ToolButton::icon(tokens, words::close(), Icon::Close).look(Look::Bare).height(HEIGHT);
            if close.show_ui(ui).on_hover_text(with_escape(ui, words::close())).clicked() {
                commands.send(AppCommand::ToggleCompare);
            }
            let (label, icon, next) = match state.split {
                Split::Stacked => (words::side_by_side(), Icon::Step, Split::SideBySide),
                Split::SideBySide => (words::stacked(), Icon::Lane, Split::Stacked),
            };
            if ToolButton::icon(tokens, label, icon)
                .look(Look::Bare)
                .height(HEIGHT)
                .show_ui(ui)
                .on_hover_text(label)
                .clicked()
            {
                state.split = next;
            }
        });
    });
}

/// How many differences of each kind.
fn summary(found: &MapDifferences) -> String {
    let count = |change: Change| found.differences.iter().filter(|d| d.change == change).count();
    let kinds = [Change::Added, Change::Removed, Change::Changed, Change::Moved];
    words::counts(&kinds.map(|change| (change_words(change), count(change))))
}

/// The list; gives the difference that was chosen.
fn list_of_ui(ui: &mut Ui, state: &CompareState, document: &Document, tokens: &Tokens) -> Option<usize> {
    let mut wanted = None;
    ui.set_width(LIST.min(ui.ctx().content_rect().width() - 40.0));
    list_ui(ui);
    ui.add(Label::new(weak(tokens, summary(&state.found))).truncate());
    ScrollArea::vertical().max_height(LIST_HEIGHT).show(ui, |ui| {
        for (index, difference) in state.found.differences.iter().enumerate() {
            let Some(record) = difference.second.or(difference.first) else { continue };
            if row_ui(ui, (difference, record), document, tokens, state.at == Some(index)) {
                wanted = Some(index);
                ui.close();
            }
        }
        follow_focus(ui);
    });
    wanted
}

/// A line of the list: its sign, what it is, and where below.
fn row_ui(
    ui: &mut Ui,
    (difference, record): (&Difference, RecordRef),
    document: &Document,
    tokens: &Tokens,
    is_chosen: bool,
) -> bool {
    let name = || words::difference(record, &difference.words, change_words(difference.change));
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 40.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::MenuItem, true, is_chosen, name()));
    // All have their room, so that arrows reach them; two unlike maps have thousands, and words are laid out of few.
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    let (sort, name) = (crate::ui::find_bar::sort_of(document, record), name());
    // What it is in the first line is said once.
    let place = match record {
        RecordRef::Card(_) => format!("{sort} · {}", difference.place),
        _ => difference.place.clone(),
    };
    if response.hovered() || response.has_focus() || is_chosen {
        let fill = if is_chosen { tokens.accent_soft } else { tokens.hover };
        let radius = points(tokens.radii.row);
        ui.painter().rect_filled(rect, radius, color(fill));
    }
    difference_sign(ui.painter(), tokens, difference.change, rect.left_center() + egui::vec2(14.0, 0.0));
    // Painted, since the row itself says it to those who do not see it.
    let room = rect.shrink2(Vec2::new(4.0, 3.0)).with_min_x(rect.left() + 28.0);
    let (upper, lower) = room.split_top_bottom_at_fraction(if place.is_empty() { 1.0 } else { 0.5 });
    let set = |size: f64| font(size, Weight::Regular);
    let is_cut = line_in(ui, upper, &name, set(tokens.type_sizes.body), color(tokens.text));
    line_in(ui, lower, &place, set(tokens.type_sizes.label), color(tokens.text_weak));
    let response = if is_cut { response.on_hover_text(&name) } else { response };
    response.clicked()
}
