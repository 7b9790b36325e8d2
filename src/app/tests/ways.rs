//! Every command by each of its ways: palette, menu and keys.

use super::*;
use crate::app::Sheet;
use crate::i18n::{card_forms, connections};
use crate::model::{CardBody, Document, LaneKind, Link, RecordRef, Refresh, Source};
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use std::collections::{BTreeMap, BTreeSet};

/// What was asked for, without the numbers of records made by chance.
fn asked(window: &mut Window) -> Vec<String> {
    *window.held.borrow_mut() = Some(Vec::new());
    window.harness.run_ok();
    let held = window.held.borrow_mut().take().unwrap_or_default();
    let meant = held.into_iter().filter(|command| !matches!(command, AppCommand::RememberCommand(_)));
    meant.map(|command| without_numbers(&format!("{command:?}"))).collect()
}

fn without_numbers(text: &str) -> String {
    let (mut plain, mut digits) = (String::new(), String::new());
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            plain.push_str(if digits.len() > 6 { "…" } else { &digits });
            digits.clear();
            plain.push(c);
        }
    }
    plain
}

/// The entries of the menus by their labels, and what each asks for; of those that are wanted.
fn by_menu(window: &mut Window, wanted: &BTreeSet<String>) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut found: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let entries = |window: &Window| -> Vec<String> {
        let roles = [Role::MenuItem, Role::MenuItemCheckBox];
        let nodes = roles.into_iter().flat_map(|role| window.harness.query_all_by_role(role));
        let enabled = nodes.filter(|node| !node.accesskit_node().is_disabled());
        enabled.filter_map(|node| node.accesskit_node().label()).collect()
    };
    let subs = [
        menu::NEW,
        menu::RECENT,
        menu::MOVE,
        menu::THEME,
        menu::UI_SCALE,
        menu::MOTION,
        menu::ADD_LANE,
        menu::PERIOD,
        menu::GRAIN,
        menu::COMPARE,
        menu::SEGMENT,
        menu::HEAT,
        card_forms::SHOWN_AS,
        connections::CONNECTION,
    ];
    for name in [menu::FILE, menu::EDIT, menu::VIEW, menu::MAP, menu::DATA, menu::SHARE, menu::HELP] {
        let open = |window: &mut Window, path: &[&str]| {
            egui::Popup::close_all(&window.harness.ctx);
            window.settle();
            window.harness.get_by_role_and_label(egui::Role::MenuItem, name).click();
            window.settle();
            for sub in path {
                window.harness.get_by_role_and_label(egui::Role::MenuItem, sub).click();
                window.settle();
            }
        };
        open(window, &[]);
        let first = entries(window);
        let mut paths: Vec<(Vec<&str>, String)> = Vec::new();
        for label in &first {
            match subs.iter().find(|sub| *sub == label) {
                None => paths.push((Vec::new(), label.clone())),
                Some(sub) => {
                    open(window, &[sub]);
                    let inner = entries(window).into_iter().filter(|entry| !first.contains(entry));
                    paths.extend(inner.map(|entry| (vec![*sub], entry)));
                }
            }
        }
        for (path, label) in paths.into_iter().filter(|(_, label)| wanted.contains(label)) {
            open(window, &path);
            let roles = [Role::MenuItem, Role::MenuItemCheckBox];
            let nodes = roles.into_iter().flat_map(|role| window.harness.query_all_by_role(role));
            let of_label = nodes.filter(|node| node.accesskit_node().label().as_ref() == Some(&label));
            // Also where it is scrolled out of a long menu.
            of_label.last().unwrap().click_accesskit();
            let sent = asked(window);
            found.entry(label).or_default().push(sent);
        }
    }
    egui::Popup::close_all(&window.harness.ctx);
    window.settle();
    found
}

/// Compares the ways of all commands that are possible now and were not compared before, by their full names.
fn compare_ways(window: &mut Window, compared: &mut BTreeSet<String>) {
    let possible = |window: &Window, command: UiCommand| {
        let context = CommandContext { session: window.app().session() };
        command.resolve(&context).is_some()
    };
    let commands = UiCommand::every().into_iter();
    // The palette does not offer itself.
    let commands = commands.filter(|command| *command != UiCommand::Palette && possible(window, *command));
    let commands: Vec<UiCommand> = commands.filter(|command| !compared.contains(&command.full_label())).collect();
    let label_of =
        |window: &Window, command: UiCommand| window.app().shell(&style::tokens(&window.harness.ctx)).label(command);
    let labels = commands.iter().map(|command| label_of(window, *command)).collect();
    let menus = by_menu(window, &labels);
    for command in commands {
        let (label, name) = (label_of(window, command), command.full_label());
        window.app_mut().sheet = Some(Sheet::Palette(crate::ui::palette::PaletteState::default()));
        window.settle();
        window.harness.get_by_label(palette::NAME).type_text(&name);
        window.settle();
        window.harness.key_press(Key::Enter);
        let by_palette = asked(window);
        assert!(!by_palette.is_empty(), "the palette does not run “{name}”");
        let of_menu = menus.get(&label).unwrap_or_else(|| panic!("no menu has “{label}”"));
        assert!(of_menu.contains(&by_palette), "{name}: {by_palette:?} by palette, {of_menu:?} by menu");
        window.app_mut().sheet = None;
        window.settle();
        // The clipboard comes as an event of its own.
        let is_clipboard = ["Cut", "Copy", "Paste"].contains(&name.as_str());
        for shortcut in command.shortcuts().iter().filter(|_| !is_clipboard) {
            window.harness.key_press_modifiers(shortcut.modifiers, shortcut.logical_key);
            assert_eq!(asked(window), by_palette, "{name} by {shortcut:?}");
        }
        compared.insert(name);
    }
}

fn document(window: &Window) -> &Document {
    window.app().session().unwrap().document()
}

fn card(window: &Window, is_it: impl Fn(&CardBody) -> bool) -> RecordRef {
    document(window).cards.values().find(|card| is_it(&card.body)).unwrap().id.into()
}

/// Runs a command by its full name.
#[track_caller]
fn run(window: &mut Window, name: &str) {
    let command = UiCommand::every().into_iter().find(|command| command.full_label() == name).unwrap();
    let context = CommandContext { session: window.app().session() };
    let Some(sent) = command.resolve(&context) else { panic!("“{name}” is not possible") };
    window.send(sent);
}

#[test]
fn every_command_asks_for_the_same_from_palette_menu_and_keys() {
    let mut compared = BTreeSet::new();
    // A new map with a touchpoint that is selected, something to take back and something to do again.
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let touchpoint = card(&window, |body| matches!(body, CardBody::Touchpoint { .. }));
    let rename = |window: &mut Window, text: &str| {
        let edit = Edit::Rename { record: touchpoint, text: text.to_owned() };
        window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    };
    rename(&mut window, "Search ad");
    rename(&mut window, "Banner");
    window.send(AppCommand::Undo);
    window.send(AppCommand::Select(vec![touchpoint]));
    compare_ways(&mut window, &mut compared);
    // A figure, a connection, a hidden lane, a persona, another state of the map that one came from.
    let figure = card(&window, |body| matches!(body, CardBody::Kpi { .. }));
    window.send(AppCommand::Select(vec![figure]));
    compare_ways(&mut window, &mut compared);
    let (RecordRef::Card(from), RecordRef::Card(to)) = (touchpoint, figure) else { panic!("two cards") };
    let edit = Edit::Connect { from, to };
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Select });
    compare_ways(&mut window, &mut compared);
    window.send(AppCommand::Select(vec![touchpoint]));
    compare_ways(&mut window, &mut compared);
    // A connection that looks otherwise than usual can look as usual again.
    let connection = *document(&window).connections.keys().next().unwrap();
    window.send(AppCommand::Select(vec![connection.into()]));
    for name in ["Dashed", "Thick", "Both ends", "Straight", "Colour 1"] {
        run(&mut window, &format!("Connection: {name}"));
    }
    compare_ways(&mut window, &mut compared);
    window.send(AppCommand::Select(vec![touchpoint]));
    for name in ["Hide lane", "Add persona", "Add text lane", "Make future state", "Show its other state"] {
        run(&mut window, name);
        if window.app().canvas.is_editing_text() {
            window.press(Modifiers::NONE, Key::Enter);
        }
        window.press(Modifiers::NONE, Key::Escape);
    }
    window.app_mut().canvas.take_keyboard();
    window.settle();
    compare_ways(&mut window, &mut compared);
    // Words that may become a KPI.
    let lane = document(&window).lanes.values().find(|lane| lane.kind == LaneKind::Kpi).unwrap();
    let (lane, step) = (lane.id, *document(&window).columns_of(lane.map).first().map(|step| &step.id).unwrap());
    let edit = Edit::AddCard { lane, step, span: 1, text: "Effort".to_owned(), body: CardBody::Text };
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Select });
    compare_ways(&mut window, &mut compared);
    // Numbers, of a source that can be read again.
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let source = document(&window).sources.values().next().unwrap();
    let link = Link { refresh: Refresh::ByHand, ..source.link.clone() };
    let edit = Edit::Update(Source { link, ..Source::clone(source) }.into());
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    window.app_mut().canvas.take_keyboard();
    window.settle();
    compare_ways(&mut window, &mut compared);
    let every = UiCommand::every().into_iter().map(UiCommand::full_label);
    let left: Vec<String> = every.filter(|name| !compared.contains(name)).collect();
    // The palette does not offer itself.
    assert_eq!(left, ["Command palette…"], "{} compared", compared.len());
}
