//! The toolbar: what to add at the left, how to look at the numbers in the middle, import and export at the right. On
//! a narrow window words give way to icons, then rare groups move into “More”; nothing is ever cut off. In a low window
//! all of it stands in the row of the menus.

use crate::base::time::DayRange;
use crate::i18n::shell::{command as words, numbers, toolbar as text};
use crate::model::LaneKind;
use crate::session::{AppCommand, Comparison, NumbersView, Panel, Period, Session};
use crate::ui::commands::{CardKind, GRAINS, PERIODS, UiCommand, shortcut_text};
use crate::ui::days_sheet;
use crate::ui::free_days::FreeDays;
use crate::ui::menu::{self, ShellContext, entries_ui, why_not};
use crate::ui::widgets::{Icon, Look, ToolButton, hairline_vertical_ui};
use crate::ui::zoom_menu::{self, ZoomField};
use egui::{Popup, PopupCloseBehavior, Response, Ui};

/// What the toolbar keeps between frames.
#[derive(Debug, Clone, Default)]
pub struct ToolbarState {
    shown: FreeDays,
    compared: FreeDays,
    zoom: ZoomField,
}

/// How much room there is, widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Plan {
    /// How many of the buttons that add something have words, from the left.
    add_words: usize,
    has_end_words: bool,
    has_zoom: bool,
    has_grain: bool,
    has_segment: bool,
    has_compare: bool,
    has_period: bool,
    /// The drop-downs of cards and lanes.
    has_drops: bool,
    /// Import and export.
    has_ends: bool,
}

/// The buttons that add something.
const ADDING: usize = 5;

const PLANS: [Plan; 14] = {
    let all = Plan {
        add_words: ADDING,
        has_end_words: true,
        has_zoom: true,
        has_grain: true,
        has_segment: true,
        has_compare: true,
        has_period: true,
        has_drops: true,
        has_ends: true,
    };
    let icons = Plan { add_words: 0, ..all };
    // A word more as soon as there is room for one: icons alone are told apart by nobody who is new.
    let four = Plan { add_words: 4, ..all };
    let three = Plan { add_words: 3, ..all };
    let two = Plan { add_words: 2, ..all };
    let one = Plan { add_words: 1, ..all };
    let no_zoom = Plan { has_zoom: false, ..icons };
    let no_end_words = Plan { has_end_words: false, ..no_zoom };
    let no_segment = Plan { has_segment: false, ..no_end_words };
    let no_grain = Plan { has_grain: false, ..no_segment };
    let no_compare = Plan { has_compare: false, ..no_grain };
    let no_period = Plan { has_period: false, ..no_compare };
    let no_ends = Plan { has_ends: false, ..no_period };
    let no_drops = Plan { has_drops: false, ..no_ends };
    [
        all,
        four,
        three,
        two,
        one,
        icons,
        no_zoom,
        no_end_words,
        no_segment,
        no_grain,
        no_compare,
        no_period,
        no_ends,
        no_drops,
    ]
};

/// Room between two buttons.
const GAP: f32 = 6.0;
/// Width of the line between groups with the room around it.
const LINE: f32 = 9.0 + GAP;

/// One thing on the toolbar.
enum Item<'a> {
    Command(UiCommand, ToolButton<'a>),
    Drop(Drop, ToolButton<'a>),
    Line,
}

/// A drop-down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drop {
    Card,
    Lane,
    Zoom,
    Period,
    Grain,
    Compare,
    Segment,
    More(Plan),
}

impl Item<'_> {
    fn width(&self, ui: &Ui) -> f32 {
        match self {
            Self::Command(_, button) | Self::Drop(_, button) => button.width(ui) + GAP,
            Self::Line => LINE,
        }
    }
}

/// A zoom whose words are as wide as any that is common.
const WIDEST_ZOOM: f64 = 1.0;

/// The words that change with the view.
#[derive(Clone)]
struct Labels {
    zoom: String,
    period: String,
    grain: &'static str,
    compare: String,
    segment: String,
}

impl Labels {
    fn of(cx: &ShellContext<'_>, session: &Session) -> Self {
        let view = session.view();
        let shown = session.insights().shown;
        let period = period_label(view, shown);
        let compare = match shown.map_or(view.comparison, |days| view.comparison.meant(days)) {
            _ if !view.against.is_empty() => {
                crate::i18n::map::versus(&shortened(&crate::i18n::map::segments(&view.against)))
            }
            Comparison::None => numbers::NOT_COMPARED.to_owned(),
            Comparison::SinceMarker(day) => {
                let marker = session.document().markers.values().find(|marker| marker.day == day);
                let event = marker.map_or_else(|| numbers::day(day), |marker| marker.label.clone());
                numbers::versus(&numbers::before(&shortened(&event)))
            }
            Comparison::With(days) => numbers::versus(&numbers::range(days)),
            // In the words that stand on the map itself.
            Comparison::SamePeriodLastYear => numbers::versus(crate::i18n::map::YEAR_BEFORE),
            Comparison::PreviousPeriod => numbers::versus(crate::i18n::map::PREVIOUS_PERIOD),
        };
        let segment =
            if view.segments.is_empty() { words::SEGMENT_ALL.label.to_owned() } else { view.segments.words() };
        Self {
            zoom: numbers::zoom(cx.zoom),
            period,
            grain: words::grain(view.grain).label,
            compare,
            segment: shortened(&segment),
        }
    }
}

/// The days that values cover, in words.
fn period_label(view: &NumbersView, shown: Option<DayRange>) -> String {
    match (view.period, shown) {
        // Values are then those since the event: the button says which days they cover.
        (_, Some(shown)) if matches!(view.compared_days(), Comparison::SinceMarker(_)) => {
            numbers::range(view.compared_days().ranges(shown).now)
        }
        // The time slider looks at one period of those that are shown.
        (_, Some(shown)) if view.moment.is_some() => numbers::moment(shown),
        (Period::Latest, Some(shown)) => numbers::latest(shown),
        (Period::Range(range), _) => numbers::range(range),
        // Once there is data, the days themselves say more than "all data".
        (Period::AllData | Period::CalendarYear(_), Some(shown)) => numbers::range(shown),
        (period, _) => UiCommand::Period(period).words().label.to_owned(),
    }
}

/// Words of the file may be long; the toolbar has little room.
fn shortened(text: &str) -> String {
    const MOST: usize = 22;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST - 1).collect();
    format!("{}…", start.trim_end())
}

/// Shows the toolbar of an open map.
pub fn toolbar_ui(ui: &mut Ui, state: &mut ToolbarState, cx: &ShellContext<'_>, session: &Session) {
    ui.spacing_mut().item_spacing.x = GAP;
    let labels = Labels::of(cx, session);
    let room = ui.available_width();
    let width = |items: &[Item<'_>], ui: &Ui| items.iter().map(|item| item.width(ui)).sum::<f32>();
    // Room for three digits of zoom: nothing may come and go while someone zooms.
    let widest = Labels { zoom: numbers::zoom(cx.zoom.max(WIDEST_ZOOM)), ..labels.clone() };
    let fits = |plan: &Plan| {
        let (left, right) = items(cx, &widest, *plan);
        width(&left, ui) + width(&right, ui) <= room
    };
    // The last plan is narrower than the narrowest window.
    let plan = PLANS.into_iter().find(fits).unwrap_or(PLANS[PLANS.len() - 1]);
    let (left, right) = items(cx, &labels, plan);
    ui.horizontal_centered(|ui| {
        for item in left {
            item_ui(ui, state, cx, item);
        }
        // From left to right, as everything is: keys and who hears the window go through it in this order.
        ui.add_space((ui.available_width() - width(&right, ui)).max(0.0));
        for item in right {
            item_ui(ui, state, cx, item);
        }
    });
}

/// The panels, each where it stands in the window.
const PANELS: [Panel; 3] = [Panel::Outline, Panel::Drawer, Panel::Inspector];
/// Side of the switch of a panel, points.
const SWITCH: f32 = 24.0;
/// Room between two of them.
const SWITCH_GAP: f32 = 2.0;

/// How wide the switches of the panels are.
#[must_use]
pub fn panel_switches_width() -> f32 {
    PANELS.len() as f32 * (SWITCH + SWITCH_GAP)
}

/// A switch for each panel: what is closed, or has no room in this window, is one press away and seen to be so.
pub fn panel_switches_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    crate::ui::focus::name_group(ui, egui::accesskit::Role::Group, crate::i18n::shell::region::PANELS);
    ui.spacing_mut().item_spacing.x = SWITCH_GAP;
    for command in PANELS.map(UiCommand::Panel) {
        let button = ToolButton::icon(cx.tokens, command.words().label, command.icon()).look(Look::Bare);
        command_ui(ui, cx, command, button.height(SWITCH));
    }
}

fn items<'a>(cx: &ShellContext<'a>, labels: &'a Labels, plan: Plan) -> (Vec<Item<'a>>, Vec<Item<'a>>) {
    let t = cx.tokens;
    let add = |place: usize, command: UiCommand, icon: Icon| {
        let label = command.words().label;
        let button = if place < plan.add_words {
            ToolButton::words(t, label).with_icon(icon)
        } else {
            ToolButton::icon(t, label, icon)
        };
        Item::Command(command, button)
    };
    let drop =
        |drop: Drop, label: &'a str, name: &'a str| Item::Drop(drop, ToolButton::words(t, label).named(name).menu());
    let mut left = vec![
        add(0, UiCommand::AddStage, Icon::Stage),
        add(1, UiCommand::AddStep, Icon::Step),
        add(2, UiCommand::AddCard(CardKind::Touchpoint), Icon::Touchpoint),
    ];
    if plan.has_drops {
        left.extend([
            Item::Drop(Drop::Card, add_drop(cx, text::CARD, Icon::Card, plan.add_words > 3)),
            Item::Drop(Drop::Lane, add_drop(cx, text::LANE, Icon::Lane, plan.add_words > 4)),
        ]);
    }
    left.extend([
        Item::Line,
        Item::Command(UiCommand::Undo, ToolButton::icon(t, words::UNDO.label, Icon::Undo)),
        Item::Command(UiCommand::Redo, ToolButton::icon(t, words::REDO.label, Icon::Redo)),
        Item::Line,
    ]);
    if plan.has_zoom {
        left.extend([
            Item::Command(UiCommand::ZoomOut, ToolButton::icon(t, words::ZOOM_OUT.label, Icon::Minus)),
            drop(Drop::Zoom, &labels.zoom, text::ZOOM_HINT),
            Item::Command(UiCommand::ZoomIn, ToolButton::icon(t, words::ZOOM_IN.label, Icon::Plus)),
            Item::Line,
        ]);
    }
    if plan.has_period {
        left.push(drop(Drop::Period, &labels.period, text::PERIOD_HINT));
    }
    if plan.has_grain {
        left.push(drop(Drop::Grain, labels.grain, text::GRAIN_HINT));
    }
    if plan.has_compare {
        left.push(drop(Drop::Compare, &labels.compare, text::COMPARE_HINT));
    }
    if plan.has_segment {
        left.push(drop(Drop::Segment, &labels.segment, text::SEGMENT_HINT));
    }
    // The way back from a comparison, too: it hides in two menus, and undo does not reach it.
    if cx.session.is_some_and(|session| !(session.view().segments.is_empty() && session.view().against.is_empty())) {
        left.push(Item::Command(UiCommand::AllSegments, ToolButton::icon(t, words::SEGMENT_ALL.label, Icon::Close)));
    }
    let overlay = if plan.has_compare {
        ToolButton::words(t, text::OVERLAY).named(words::OVERLAY.label).with_icon(Icon::Overlay)
    } else {
        ToolButton::icon(t, words::OVERLAY.label, Icon::Overlay)
    };
    left.push(Item::Command(UiCommand::Overlay, overlay));
    let end = |command: UiCommand, label: &'a str, icon: Icon| {
        let button = if plan.has_end_words {
            ToolButton::words(t, label).with_icon(icon)
        } else {
            ToolButton::icon(t, label, icon)
        };
        Item::Command(command, button)
    };
    let mut right = Vec::new();
    if !(plan.has_zoom && plan.has_grain && plan.has_segment) {
        right.push(Item::Drop(Drop::More(plan), ToolButton::icon(t, text::MORE, Icon::More)));
    }
    if plan.has_ends {
        right.push(end(UiCommand::Import, text::IMPORT, Icon::Import));
        right.push(end(UiCommand::Export, text::EXPORT, Icon::Export));
    }
    (left, right)
}

fn add_drop<'a>(cx: &ShellContext<'a>, label: &'static str, icon: Icon, has_words: bool) -> ToolButton<'a> {
    let button = if has_words {
        ToolButton::words(cx.tokens, label).with_icon(icon)
    } else {
        ToolButton::icon(cx.tokens, label, icon)
    };
    button.menu()
}

fn item_ui(ui: &mut Ui, state: &mut ToolbarState, cx: &ShellContext<'_>, item: Item<'_>) {
    match item {
        Item::Line => hairline_vertical_ui(ui, cx.tokens),
        Item::Command(command, button) => command_ui(ui, cx, command, button),
        Item::Drop(drop, button) => {
            let hint = match drop {
                Drop::Card => text::CARD_HINT,
                Drop::Lane => text::LANE_HINT,
                Drop::Zoom => text::ZOOM_HINT,
                Drop::Period => text::PERIOD_HINT,
                Drop::Grain => text::GRAIN_HINT,
                Drop::Compare => text::COMPARE_HINT,
                Drop::Segment => text::SEGMENT_HINT,
                Drop::More(_) => text::MORE_HINT,
            };
            let response = button.show_ui(ui).on_hover_text(hint);
            drop_down_ui(&response, state, cx, drop);
        }
    }
}

fn command_ui(ui: &mut Ui, cx: &ShellContext<'_>, command: UiCommand, button: ToolButton<'_>) {
    let action = command.resolve(&cx.command_context());
    let button = match cx.is_on(command) {
        Some(is_on) => button.on(is_on),
        None => button,
    };
    let response = ui.add_enabled_ui(action.is_some(), |ui| button.show_ui(ui)).inner;
    let first = match command {
        UiCommand::Undo | UiCommand::Redo => cx.label(command),
        _ => command.full_label(),
    };
    let named = shortcut_text(ui.ctx(), command).map_or_else(|| first.clone(), |keys| format!("{first}  ({keys})"));
    let more = if action.is_some() { command.words().hint.to_owned() } else { why_not(cx, command) };
    let hint = if more.is_empty() { named } else { format!("{named}\n{more}") };
    let response = response.on_hover_text(&hint).on_disabled_hover_text(&hint);
    if let Some(action) = action.filter(|_| response.clicked()) {
        cx.commands.send(action);
    }
}

fn drop_down_ui(response: &Response, state: &mut ToolbarState, cx: &ShellContext<'_>, drop: Drop) {
    let behaviour = match drop {
        Drop::Period | Drop::Compare | Drop::Segment | Drop::Zoom | Drop::More(_) => {
            PopupCloseBehavior::CloseOnClickOutside
        }
        _ => PopupCloseBehavior::CloseOnClick,
    };
    // The other button opens the same: there is nothing else it could mean here.
    if response.secondary_clicked() {
        Popup::toggle_id(&response.ctx, Popup::default_response_id(response));
    }
    let room = menu::room_below(&response.ctx, response.rect.bottom());
    Popup::menu(response).close_behavior(behaviour).show(|ui| {
        ui.set_min_width(200.0);
        menu::list_ui(ui);
        menu::scrolled_ui(ui, room, |ui| match drop {
            Drop::Card => card_entries_ui(ui, cx),
            Drop::Lane => entries_ui(ui, cx, &LaneKind::EVERY.map(UiCommand::AddLane)),
            Drop::Zoom => zoom_menu::zoom_menu_ui(ui, &mut state.zoom, cx),
            Drop::Period => {
                if let Some(data) = cx.session.and_then(|session| session.insights().data_range) {
                    let words = numbers::counted_back(&numbers::day(data.to));
                    egui::Frame::new().inner_margin(egui::Margin::symmetric(10, 4)).show(ui, |ui| {
                        ui.label(crate::ui::parts::weak(cx.tokens, words));
                    });
                }
                entries_ui(ui, cx, &PERIODS.map(UiCommand::Period));
                ui.separator();
                custom_period_ui(ui, state, cx);
            }
            Drop::Grain => entries_ui(ui, cx, &GRAINS.map(UiCommand::Grain)),
            Drop::Compare => {
                menu::comparison_entries_ui(ui, cx);
                ui.separator();
                custom_comparison_ui(ui, state, cx);
            }
            Drop::Segment => menu::segment_entries_ui(ui, cx),
            Drop::More(plan) => more_ui(ui, state, cx, plan),
        });
    });
}

fn card_entries_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    let others = CardKind::EVERY.into_iter().filter(|kind| *kind != CardKind::Touchpoint);
    entries_ui(ui, cx, &others.map(UiCommand::AddCard).collect::<Vec<_>>());
}

fn more_ui(ui: &mut Ui, state: &mut ToolbarState, cx: &ShellContext<'_>, plan: Plan) {
    use crate::i18n::shell::menu as menus;
    if !plan.has_drops {
        menu::sub_menu_ui(ui, menus::ADD_CARD, |ui| card_entries_ui(ui, cx));
        menu::sub_menu_ui(ui, menus::ADD_LANE, |ui| entries_ui(ui, cx, &LaneKind::EVERY.map(UiCommand::AddLane)));
    }
    if !plan.has_ends {
        entries_ui(ui, cx, &[UiCommand::Import, UiCommand::Export]);
        ui.separator();
    }
    if !plan.has_period {
        menu::sub_menu_ui(ui, menus::PERIOD, |ui| menu::period_entries_ui(ui, cx));
    }
    if !plan.has_compare {
        menu::sub_menu_ui(ui, menus::COMPARE, |ui| menu::compare_menu_ui(ui, cx));
    }
    if !plan.has_grain {
        menu::sub_menu_ui(ui, crate::i18n::shell::menu::GRAIN, |ui| entries_ui(ui, cx, &GRAINS.map(UiCommand::Grain)));
    }
    if !plan.has_segment {
        menu::sub_menu_ui(ui, crate::i18n::shell::menu::SEGMENT, |ui| menu::segment_entries_ui(ui, cx));
    }
    if !plan.has_zoom {
        zoom_menu::zoom_menu_ui(ui, &mut state.zoom, cx);
    }
}

/// The days that are shown, chosen freely.
fn custom_period_ui(ui: &mut Ui, state: &mut ToolbarState, cx: &ShellContext<'_>) {
    let Some(session) = cx.session else { return };
    let shown = session.insights().shown;
    let words = (numbers::CUSTOM_RANGE, numbers::APPLY);
    if let Some(range) = state.shown.in_menu_ui(ui, cx.tokens, shown, words) {
        cx.commands.send(AppCommand::SetPeriod(Period::Range(range)));
    }
}

/// The days that the shown ones are compared with, chosen freely.
fn custom_comparison_ui(ui: &mut Ui, state: &mut ToolbarState, cx: &ShellContext<'_>) {
    let Some(session) = cx.session else { return };
    let words = (numbers::CUSTOM_COMPARISON, numbers::COMPARE_WITH_THESE);
    if let Some(range) = state.compared.in_menu_ui(ui, cx.tokens, days_sheet::compared(session), words) {
        cx.commands.send(AppCommand::SetComparison(Comparison::With(range)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::days::day;

    #[test]
    fn the_period_says_which_days_count() {
        let day = |text: &str| day(text).unwrap();
        let shown = Some(DayRange { from: day("2025-01-01"), to: day("2025-12-31") });
        let mut view = NumbersView::default();
        assert_eq!(period_label(&view, shown), UiCommand::Period(view.period).words().label);
        view.comparison = Comparison::SinceMarker(day("2025-05-12"));
        assert_eq!(period_label(&view, shown), "12 May 2025 – 31 Dec 2025");
        view.comparison = Comparison::None;
        view.period = Period::AllData;
        assert_eq!(period_label(&view, shown), "2025");
        view.period = Period::Latest;
        assert_eq!(period_label(&view, shown), "Latest: 2025");
        // The one period that the time slider looks at, whatever was chosen before.
        let june = Some(DayRange { from: day("2025-06-01"), to: day("2025-06-30") });
        for period in [Period::Latest, Period::LastDays(365), Period::AllData] {
            (view.period, view.moment) = (period, Some(day("2025-06-03")));
            assert_eq!(period_label(&view, june), "At Jun 2025");
        }
    }

    #[test]
    fn long_words_are_cut() {
        assert_eq!(shortened("Chat-first routing"), "Chat-first routing");
        assert_eq!(shortened("A very long name of a segment"), "A very long name of a…");
    }
}
