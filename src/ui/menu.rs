//! The menu bar. Every entry is a command of the table; entries that are not possible now are grey.

mod keys;

pub use keys::MenuBarState;

use crate::canvas::popup;
use crate::i18n::canvas::with_keys;
use crate::i18n::shell::{command as words, menu as menus, numbers, welcome};
use crate::i18n::{card_forms, connections};
use crate::model::{CardForm, LaneKind, Segments};
use crate::session::inquiry::SegmentSummary;
use crate::session::prefs::{Prefs, UI_SCALES};
use crate::session::recent::{RecentFile, folders_apart};
use crate::session::split_choice::SplitChoice;
use crate::session::templates::{self, Template};
use crate::session::view::HeatBy;
use crate::session::{AppCommand, CommandSender, Comparison, MotionChoice, Panel, Session, ThemeChoice};
use crate::theme::Tokens;
use crate::ui::commands;
use crate::ui::commands::lanes::LaneCommand;
use crate::ui::commands::{
    COMPARISONS, CardKind, CommandContext, DataCommand, GRAINS, GridCommand, PERIODS, UiCommand, every_look,
    shortcut_text,
};
use crate::ui::style::{color, points};
use crate::ui::widgets::{Icon, paint_icon};
use crate::ui::zoom_menu;
use egui::{
    Atom, Button, MenuBar, Ui, Vec2,
    containers::menu::{MenuButton, SubMenuButton},
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A dimension by which numbers can be restricted, over all sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Its name.
    pub name: String,
    /// Its values, sorted.
    pub values: Vec<String>,
}

impl Dimension {
    /// The dimensions of all sources: the same name in two sources is one dimension.
    #[must_use]
    pub fn merged(summaries: Vec<SegmentSummary>) -> Vec<Self> {
        let mut by_name: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for summary in summaries {
            by_name.entry(summary.name).or_default().extend(summary.values);
        }
        by_name.into_iter().map(|(name, values)| Self { name, values: values.into_iter().collect() }).collect()
    }
}

/// What the frame around the map reads and where its wishes go.
#[derive(Clone, Copy)]
pub struct ShellContext<'a> {
    /// The open map; `None` on the welcome screen.
    pub session: Option<&'a Session>,
    /// What is remembered between runs.
    pub prefs: &'a Prefs,
    /// Templates of the user.
    pub own_templates: &'a [Template],
    /// Panels that are open but have no room now.
    pub hidden_panels: &'a [Panel],
    /// Recent files that are gone.
    pub missing: &'a [PathBuf],
    /// Names and values of the segments in the data.
    pub segments: &'a [Dimension],
    /// Zoom of the map; 1 is 100 %.
    pub zoom: f64,
    /// Colours and sizes of the shown theme.
    pub tokens: &'a Tokens,
    /// Where wishes go.
    pub commands: &'a CommandSender,
}

impl ShellContext<'_> {
    /// What commands need to know.
    #[must_use]
    pub fn command_context(&self) -> CommandContext<'_> {
        CommandContext { session: self.session }
    }

    /// Whether a switch is on; `None` when the command is none.
    #[must_use]
    pub fn is_on(&self, command: UiCommand) -> Option<bool> {
        match command {
            UiCommand::Panel(panel) => Some(self.prefs.is_panel_open(panel) && !self.hidden_panels.contains(&panel)),
            UiCommand::Minimap => Some(self.prefs.is_minimap_shown),
            UiCommand::Prompts => Some(self.prefs.are_prompts_shown),
            UiCommand::Motion(choice) => Some(self.prefs.motion == choice),
            UiCommand::Theme(choice) => Some(self.prefs.theme == choice),
            UiCommand::UiScale(percent) => Some((self.prefs.ui_scale * 100.0 - f32::from(percent)).abs() < 0.1),
            _ => command.is_on(&self.command_context()),
        }
    }

    /// The words of a command; undo and redo name their step.
    #[must_use]
    pub fn label(&self, command: UiCommand) -> String {
        match (command, self.session) {
            (UiCommand::Undo, Some(session)) => crate::i18n::edit::undo(session.undo_label()),
            (UiCommand::Redo, Some(session)) => crate::i18n::edit::redo(session.redo_label()),
            _ => command.words().label.to_owned(),
        }
    }
}

/// Height of a line of a menu, points.
const LINE: f32 = 27.0;
/// Side of the tick of an entry that is on.
const TICK: f32 = 12.0;

/// Shows the menu bar; gives its right end.
pub fn menu_bar_ui(ui: &mut Ui, state: &mut MenuBarState, cx: &ShellContext<'_>) -> f32 {
    MenuBar::new()
        .ui(ui, |ui| {
            crate::ui::focus::name_group(ui, egui::accesskit::Role::MenuBar, crate::i18n::shell::region::MENUS);
            let mut buttons = vec![
                menu_ui(ui, menus::FILE, |ui| file_ui(ui, cx)),
                menu_ui(ui, menus::EDIT, |ui| edit_ui(ui, cx)),
                menu_ui(ui, menus::VIEW, |ui| view_ui(ui, cx)),
            ];
            if cx.session.is_some() {
                buttons.extend([
                    menu_ui(ui, menus::MAP, |ui| map_ui(ui, cx)),
                    menu_ui(ui, menus::DATA, |ui| data_ui(ui, cx)),
                    menu_ui(ui, menus::SHARE, |ui| entries_ui(ui, cx, &[UiCommand::Export, UiCommand::SaveAs])),
                ]);
            }
            buttons.push(menu_ui(ui, menus::HELP, |ui| {
                entries_ui(ui, cx, &[UiCommand::Shortcuts, UiCommand::Palette, UiCommand::Log, UiCommand::About]);
            }));
            state.follow(ui.ctx(), &buttons);
            ui.cursor().left()
        })
        .inner
}

fn menu_ui(ui: &mut Ui, label: &str, contents: impl FnOnce(&mut Ui)) -> egui::Response {
    // Below the bar, whatever its height: a menu that is higher than that would be put beside its word, over the bar.
    let room = room_below(ui.ctx(), ui.max_rect().bottom());
    let (button, _) = MenuButton::new(label).ui(ui, |ui| {
        ui.set_min_width(220.0);
        list_ui(ui);
        scrolled_ui(ui, room, contents);
    });
    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MenuItem, true, label));
    button
}

/// What stands around the entries of a menu: its frame, and the gap to the bar and to the edge of the window.
const AROUND_MENU: f32 = 20.0;

/// The height that a menu has below what it hangs from.
#[must_use]
pub fn room_below(ctx: &egui::Context, bottom: f32) -> f32 {
    ctx.content_rect().bottom() - bottom - AROUND_MENU
}

/// Lets a menu scroll that is longer than its room: every entry can be reached at any size of the interface.
pub fn scrolled_ui(ui: &mut Ui, room: f32, contents: impl FnOnce(&mut Ui)) {
    popup::scrolled_ui(ui, room, |ui| {
        contents(ui);
        crate::ui::focus::follow_focus(ui);
    });
}

/// Sets a menu up as a dense list.
pub fn list_ui(ui: &mut Ui) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = LINE;
    // Nothing touches the edge of a line, or the ring around it.
    ui.spacing_mut().button_padding.x = 6.0;
}

/// A line of a menu that opens another menu; its words stand under those of the other lines.
pub fn sub_menu_ui(ui: &mut Ui, label: &str, contents: impl FnOnce(&mut Ui)) {
    let room = Atom::paint(Vec2::splat(TICK), |_: &Ui, _| {});
    let button = Button::new((room, label)).right_text(SubMenuButton::arrow_atom(None));
    let (response, _) = SubMenuButton::from_button(button.min_size(egui::vec2(0.0, LINE))).ui(ui, |ui| {
        list_ui(ui);
        let room = ui.ctx().content_rect().height() - AROUND_MENU;
        scrolled_ui(ui, room, contents);
    });
    keys::note_sub_menu(&response);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MenuItem, true, label));
}

/// An entry that sends a command; a tick stands before it when `is_on`.
pub fn entry_ui(ui: &mut Ui, cx: &ShellContext<'_>, command: UiCommand) {
    let action = command.resolve(&cx.command_context());
    let keys = shortcut_text(ui.ctx(), command);
    let label = cx.label(command);
    // Which days a period means stands at its end, where others have their keys.
    let days = commands::days_of_period(command, cx.session);
    let entry = Entry {
        label: &label,
        keys: days.as_deref().or(keys.as_deref()),
        is_on: cx.is_on(command),
        is_enabled: action.is_some(),
    };
    let response = entry.show_ui(ui, cx.tokens);
    let hint = if action.is_some() { command.words().hint.to_owned() } else { why_not(cx, command) };
    // The keys stand beside the words; who hears the menu hears them here.
    let hint = days.map_or_else(|| hint.clone(), |days| words::with_days(&hint, &days));
    let hint = keys.map_or_else(|| hint.clone(), |keys| with_keys(&hint, &keys));
    let response = response.on_hover_text(&hint).on_disabled_hover_text(&hint);
    if let Some(action) = action.filter(|_| response.clicked()) {
        cx.commands.send(action);
        ui.close();
    }
}

/// Why a command is not possible now, or what it does when there is nothing more to say.
#[must_use]
pub fn why_not(cx: &ShellContext<'_>, command: UiCommand) -> String {
    match command {
        UiCommand::AddCard(kind) if cx.session.is_some_and(Session::is_editable) => words::needs_lane(kind.lane()),
        _ => command.words().hint.to_owned(),
    }
}

/// Entries in a row.
pub fn entries_ui(ui: &mut Ui, cx: &ShellContext<'_>, commands: &[UiCommand]) {
    for command in commands {
        entry_ui(ui, cx, *command);
    }
}

/// One line of a menu.
struct Entry<'a> {
    label: &'a str,
    keys: Option<&'a str>,
    is_on: Option<bool>,
    is_enabled: bool,
}

impl Entry<'_> {
    fn show_ui(&self, ui: &mut Ui, tokens: &Tokens) -> egui::Response {
        let is_ticked = self.is_on == Some(true);
        let ink = color(tokens.accent);
        let tick = Atom::paint(Vec2::splat(TICK), move |ui: &Ui, args| {
            if is_ticked {
                paint_icon(ui.painter(), Icon::Check, args.rect, ink);
            }
        });
        let text = egui::RichText::new(self.label);
        let mut button =
            Button::new((tick, text)).wrap_mode(egui::TextWrapMode::Extend).min_size(egui::vec2(0.0, LINE));
        if let Some(keys) = self.keys {
            let keys = egui::RichText::new(keys).size(points(tokens.type_sizes.label)).color(color(tokens.text_weak));
            button = button.shortcut_text(keys);
        }
        let response = ui.add_enabled(self.is_enabled, button);
        let (label, is_on, is_enabled) = (self.label, self.is_on, self.is_enabled);
        response.widget_info(|| match is_on {
            Some(is_on) => egui::WidgetInfo::selected(egui::Role::MenuItemCheckBox, is_enabled, is_on, label),
            None => egui::WidgetInfo::labeled(egui::Role::MenuItem, is_enabled, label),
        });
        response
    }
}

/// An entry that stands for something that is on or off.
pub fn tick_ui(ui: &mut Ui, tokens: &Tokens, label: &str, is_on: bool) -> egui::Response {
    Entry { label, keys: None, is_on: Some(is_on), is_enabled: true }.show_ui(ui, tokens)
}

/// An entry of something that has no place in the table, because it depends on the file: a map, a segment, a marker.
fn choice_ui(
    ui: &mut Ui,
    cx: &ShellContext<'_>,
    (label, hint): (&str, &str),
    is_on: Option<bool>,
    command: impl FnOnce() -> AppCommand,
) {
    let response = Entry { label, keys: None, is_on, is_enabled: true }.show_ui(ui, cx.tokens);
    if response.on_hover_text(hint).clicked() {
        cx.commands.send(command());
        ui.close();
    }
}

fn file_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    sub_menu_ui(ui, menus::NEW, |ui| {
        for template in templates::list() {
            entry_ui(ui, cx, UiCommand::New(template));
        }
        if !cx.own_templates.is_empty() {
            ui.separator();
        }
        for template in cx.own_templates {
            choice_ui(ui, cx, (&template.title, &template.description), None, || {
                AppCommand::NewFromTemplate(template.name.clone())
            });
        }
    });
    entry_ui(ui, cx, UiCommand::Open);
    let files = cx.prefs.recent.files();
    // Also with nothing to list: who looks for a file looks here.
    sub_menu_ui(ui, menus::RECENT, |ui| {
        for (file, folder) in files.iter().zip(folders_apart(files)) {
            if cx.missing.contains(&file.path) {
                continue;
            }
            let name = recent_name(file);
            let is_alone = files.iter().filter(|other| recent_name(other) == name).count() < 2;
            // The folder of an unnamed map says nothing.
            let label = match file.title {
                Some(_) => menus::unnamed(&name),
                None if is_alone => name,
                None => menus::in_folder(&name, &folder),
            };
            let path = file.path.display().to_string();
            choice_ui(ui, cx, (&label, &path), None, || AppCommand::Open(file.path.clone()));
        }
        if files.iter().any(|file| !cx.missing.contains(&file.path)) {
            ui.separator();
        }
        entry_ui(ui, cx, UiCommand::RelistRemoved);
    });
    entry_ui(ui, cx, UiCommand::OpenSample);
    ui.separator();
    entries_ui(ui, cx, &[UiCommand::Save, UiCommand::SaveAs, UiCommand::SaveTemplate, UiCommand::Close]);
    ui.separator();
    entry_ui(ui, cx, UiCommand::Quit);
}

fn edit_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    entries_ui(ui, cx, &[UiCommand::Undo, UiCommand::Redo]);
    ui.separator();
    let clipboard = [GridCommand::Cut, GridCommand::Copy, GridCommand::Paste, GridCommand::Duplicate];
    entries_ui(ui, cx, &clipboard.map(UiCommand::Grid));
    ui.separator();
    entries_ui(ui, cx, &[UiCommand::Rename, UiCommand::Delete]);
    entry_ui(ui, cx, UiCommand::Grid(GridCommand::Another));
    sub_menu_ui(ui, connections::CONNECTION, |ui| connection_ui(ui, cx));
    sub_menu_ui(ui, menus::MOVE, |ui| {
        entries_ui(ui, cx, &GridCommand::MOVES.map(UiCommand::Grid));
    });
    other_map_entries_ui(ui, cx);
    ui.separator();
    entry_ui(ui, cx, UiCommand::SelectAll);
    entries_ui(ui, cx, &[GridCommand::SelectLane, GridCommand::SelectStage].map(UiCommand::Grid));
    entry_ui(ui, cx, UiCommand::SelectNone);
    ui.separator();
    entries_ui(ui, cx, &[UiCommand::Find, UiCommand::FindNext, UiCommand::FindPrevious, UiCommand::Replace]);
    ui.separator();
    entries_ui(ui, cx, &[UiCommand::ContextMenu, UiCommand::AddNote, UiCommand::AddTag, UiCommand::Author]);
    ui.separator();
    entry_ui(ui, cx, UiCommand::Settings);
}

/// Making and choosing connections, and how the selected ones look: one list after the other.
fn connection_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    entries_ui(ui, cx, &[GridCommand::Connect, GridCommand::NextConnection].map(UiCommand::Grid));
    let mut list = None;
    for choice in every_look() {
        if list.replace(connections::list(choice)) != Some(connections::list(choice)) {
            ui.separator();
        }
        entry_ui(ui, cx, UiCommand::Look(choice));
    }
}

fn view_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    if cx.session.is_some() {
        zoom_menu::entries_ui(ui, cx);
        ui.separator();
        entries_ui(ui, cx, &[UiCommand::Overlay, UiCommand::Filter, UiCommand::Minimap, UiCommand::Prompts]);
        entries_ui(ui, cx, &[Panel::Outline, Panel::Inspector, Panel::Drawer].map(UiCommand::Panel));
        ui.separator();
    }
    sub_menu_ui(ui, menus::THEME, |ui| {
        entries_ui(ui, cx, &[ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark].map(UiCommand::Theme));
    });
    sub_menu_ui(ui, menus::UI_SCALE, |ui| {
        entries_ui(ui, cx, &[UiCommand::LargerUi, UiCommand::SmallerUi, UiCommand::NaturalUi]);
        ui.separator();
        entries_ui(ui, cx, &UI_SCALES.map(UiCommand::UiScale));
    });
    sub_menu_ui(ui, menus::MOTION, |ui| entries_ui(ui, cx, &MotionChoice::EVERY.map(UiCommand::Motion)));
    entries_ui(ui, cx, &[UiCommand::FullScreen, UiCommand::NextRegion, UiCommand::PreviousRegion]);
    entries_ui(ui, cx, &[UiCommand::MenuBar, UiCommand::Palette]);
}

fn map_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    entries_ui(ui, cx, &[UiCommand::NewMap, UiCommand::DuplicateMap, UiCommand::OtherState]);
    use UiCommand::{Back, CompareMaps, Counterpart, NextMap, PreviousMap};
    entries_ui(ui, cx, &[Counterpart, CompareMaps, NextMap, PreviousMap, Back]);
    entries_ui(ui, cx, &[UiCommand::AddPersona, UiCommand::PersonaPage]);
    ui.separator();
    entries_ui(ui, cx, &[UiCommand::AddStage, UiCommand::Grid(GridCommand::NextStage), UiCommand::AddStep]);
    entries_ui(ui, cx, &CardKind::EVERY.map(UiCommand::AddCard));
    sub_menu_ui(ui, menus::ADD_LANE, |ui| entries_ui(ui, cx, &LaneKind::EVERY.map(UiCommand::AddLane)));
    entry_ui(ui, cx, UiCommand::ChoosePicture);
    sub_menu_ui(ui, card_forms::SHOWN_AS, |ui| entries_ui(ui, cx, &CardForm::EVERY.map(UiCommand::Form)));
    split_entries_ui(ui, cx);
    ui.separator();
    entries_ui(ui, cx, &LaneCommand::EVERY.map(UiCommand::Lanes));
    let Some(session) = cx.session else { return };
    let maps = session.document().maps_in_order();
    if maps.len() > 1 {
        ui.separator();
        sub_menu_ui(ui, menus::SHOW_MAP, |ui| {
            for map in maps {
                let is_on = Some(session.map() == Some(map.id));
                choice_ui(ui, cx, (&map.title, menus::SHOW_MAP_HINT), is_on, || AppCommand::ShowMap(map.id));
            }
        });
    }
}

/// Where the selected cards can go, and which map shows the selected stage in detail; nothing while neither is selected.
fn other_map_entries_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    let others = cx.session.map(commands::of_other_maps).unwrap_or_default();
    let (listed, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|other| other.list.is_some());
    for other in others {
        choice_ui(ui, cx, (&other.name, &other.name), None, || other.command);
    }
    let Some(list) = listed.first().and_then(|other| other.list) else { return };
    sub_menu_ui(ui, list, |ui| {
        for other in listed {
            choice_ui(ui, cx, (&other.name, &other.full_label()), other.is_on, || other.command.clone());
        }
    });
}

/// By what the selected KPI cards are split; nothing while none is selected.
fn split_entries_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    let splits = cx.session.map(commands::splits).unwrap_or_default();
    if splits.is_empty() {
        return;
    }
    sub_menu_ui(ui, card_forms::SPLIT_BY, |ui| {
        for (choice, is_on, command) in splits {
            if choice == SplitChoice::Top(1) {
                ui.separator();
            }
            choice_ui(ui, cx, (&choice.label(), card_forms::SPLIT_HINT), Some(is_on), || command);
        }
    });
}

fn data_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    entries_ui(ui, cx, &[UiCommand::Import, UiCommand::RefreshSources]);
    entries_ui(ui, cx, &DataCommand::EVERY.map(UiCommand::Data));
    entry_ui(ui, cx, UiCommand::AddMarker);
    ui.separator();
    entry_ui(ui, cx, UiCommand::Overlay);
    sub_menu_ui(ui, menus::PERIOD, |ui| period_entries_ui(ui, cx));
    sub_menu_ui(ui, menus::GRAIN, |ui| entries_ui(ui, cx, &GRAINS.map(UiCommand::Grain)));
    sub_menu_ui(ui, menus::COMPARE, |ui| compare_menu_ui(ui, cx));
    sub_menu_ui(ui, menus::SEGMENT, |ui| segment_entries_ui(ui, cx));
    let heat = HeatBy::EVERY.map(|heat| UiCommand::Data(DataCommand::Heat(heat)));
    sub_menu_ui(ui, menus::HEAT, |ui| {
        entries_ui(ui, cx, &heat);
        let along = cx.session.map(commands::along_the_map).unwrap_or_default();
        if !along.is_empty() {
            ui.separator();
            ui.label(words::HEAT_KPI.label);
        }
        for (name, is_on, command) in along {
            choice_ui(ui, cx, (&name, words::HEAT_KPI.hint), Some(is_on), || command);
        }
    });
}

/// The periods, and behind them any other days.
pub fn period_entries_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    entries_ui(ui, cx, &PERIODS.map(UiCommand::Period));
    ui.separator();
    entry_ui(ui, cx, UiCommand::Data(DataCommand::Days));
}

/// The entries about comparison, and behind them any other days.
pub fn compare_menu_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    comparison_entries_ui(ui, cx);
    ui.separator();
    entry_ui(ui, cx, UiCommand::Data(DataCommand::Days));
}

/// The entries about comparison: the usual ones, since each marker, and with other segments.
pub fn comparison_entries_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    entries_ui(ui, cx, &COMPARISONS.map(UiCommand::Compare));
    let Some(session) = cx.session else { return };
    let mut markers: Vec<_> = session.document().markers.values().collect();
    markers.sort_by_key(|marker| std::cmp::Reverse(marker.day));
    if !markers.is_empty() {
        ui.separator();
    }
    for marker in markers {
        let comparison = Comparison::SinceMarker(marker.day);
        let label = format!("{} · {}", numbers::since(&marker.label), numbers::day(marker.day));
        let is_on = session.view().comparison == comparison && session.view().against.is_empty();
        choice_ui(ui, cx, (&label, menus::SINCE_HINT), Some(is_on), || AppCommand::SetComparison(comparison));
    }
    if !cx.segments.is_empty() {
        other_segments_ui(ui, cx, session);
    }
}

/// The name of some entries, in line with their words.
fn group_ui(ui: &mut Ui, name: &str) {
    ui.horizontal(|ui| {
        ui.add_space(ui.spacing().button_padding.x + TICK + ui.spacing().icon_spacing);
        ui.weak(name);
    });
}

/// The entries that compare a chosen segment with others of its dimension, each alone and all together.
fn other_segments_ui(ui: &mut Ui, cx: &ShellContext<'_>, session: &Session) {
    let view = session.view();
    ui.separator();
    let others = |of: &Dimension| -> Vec<String> {
        of.values.iter().filter(|value| !view.segments.contains(&of.name, value)).cloned().collect()
    };
    let narrowed =
        cx.segments.iter().filter(|of| of.values.iter().any(|value| view.segments.contains(&of.name, value)));
    let choices: Vec<(&Dimension, Vec<String>)> = narrowed.map(|of| (of, others(of))).collect();
    if choices.iter().all(|(_, others)| others.is_empty()) {
        let hint = numbers::CHOOSE_SEGMENT_FIRST;
        Entry { label: hint, keys: None, is_on: None, is_enabled: false }.show_ui(ui, cx.tokens);
        return;
    }
    for (of, others) in choices {
        group_ui(ui, &of.name);
        let together = (others.len() > 1).then_some((numbers::ALL_OTHERS.to_owned(), others.clone()));
        let each = others.into_iter().map(|value| (value.clone(), vec![value]));
        for (label, values) in together.into_iter().chain(each) {
            let against: Segments = values.iter().map(|value| (&of.name, value)).collect();
            let is_on = view.against == against;
            let label = crate::i18n::map::versus(&label);
            choice_ui(ui, cx, (&label, menus::SEGMENTS_HINT), Some(is_on), || {
                AppCommand::CompareSegments(view.segments.clone(), against)
            });
        }
    }
}

/// The entries about segments: everyone, and every value of every dimension to be taken in or out.
pub fn segment_entries_ui(ui: &mut Ui, cx: &ShellContext<'_>) {
    entry_ui(ui, cx, UiCommand::AllSegments);
    let Some(session) = cx.session else { return };
    let chosen = &session.view().segments;
    for dimension in cx.segments {
        ui.separator();
        group_ui(ui, &dimension.name);
        for value in &dimension.values {
            let is_on = chosen.contains(&dimension.name, value);
            let entry = Entry { label: value, keys: None, is_on: Some(is_on), is_enabled: true };
            // The list stays, where it can: who looks at two plans ticks both.
            if entry.show_ui(ui, cx.tokens).on_hover_text(menus::only_segment(&dimension.name, value)).clicked() {
                let mut segments = chosen.clone();
                segments.toggle(&dimension.name, value);
                cx.commands.send(AppCommand::SetSegments(segments));
            }
        }
    }
}

/// What a recent file is called: by its map's title while it has no name of its own.
#[must_use]
pub fn recent_name(file: &RecentFile) -> String {
    match file.title.as_deref().map(str::trim) {
        Some("") => welcome::NO_TITLE.to_owned(),
        Some(title) => title.to_owned(),
        None => file_name(&file.path),
    }
}

/// The last part of a path for the user's eyes.
#[must_use]
pub fn file_name(path: &std::path::Path) -> String {
    path.file_name().map_or_else(|| welcome::MISSING.to_owned(), |name| name.to_string_lossy().into_owned())
}
