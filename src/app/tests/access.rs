//! What the window says to someone who cannot see it.

use super::*;
use egui::accesskit::Role;
use egui_kittest::Node;
use egui_kittest::kittest::{By, NodeT as _};
use std::collections::BTreeSet;

/// Kinds of things that take the keyboard: each needs a name.
const TAKES_KEYS: [Role; 12] = [
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::DisclosureTriangle,
    Role::Link,
    Role::ListItem,
    Role::MenuItem,
    Role::MultilineTextInput,
    Role::RadioButton,
    Role::Splitter,
    Role::Tab,
    Role::TextInput,
];

/// A line for every node that says something, indented by how deep it stands among such nodes.
fn outline(window: &Window) -> Vec<String> {
    let mut lines = Vec::new();
    for node in window.harness.root().children() {
        outline_of(&node, 0, &mut lines);
    }
    lines
}

fn outline_of(node: &Node<'_>, depth: usize, lines: &mut Vec<String>) {
    let mut below = depth;
    if let Some(line) = said(node) {
        lines.push(format!("{}{line}", "  ".repeat(depth)));
        below += 1;
    }
    for child in node.children() {
        outline_of(&child, below, lines);
    }
}

/// Role, name, value and description; `None` for what only holds others together.
fn said(node: &Node<'_>) -> Option<String> {
    let node = node.accesskit_node();
    let role = node.role();
    // The pieces of a text repeat it.
    if role == Role::TextRun {
        return None;
    }
    let name = node.label().unwrap_or_default();
    if name.is_empty() && node.value().is_none() && !TAKES_KEYS.contains(&role) {
        return None;
    }
    let mut line = format!("{role:?} “{name}”");
    let label_is_value = node.value().is_some_and(|value| value == name);
    if let Some(value) = node.value().filter(|_| !label_is_value) {
        line.push_str(&format!(" = {value}"));
    }
    if let Some(words) = node.description() {
        line.push_str(&format!(" ({})", words.replace('\n', " / ")));
    }
    if node.is_selected() == Some(true) {
        line.push_str(" selected");
    }
    Some(line)
}

fn sample() -> Window {
    let mut window = Window::open(AppOptions::default());
    window.send(AppCommand::OpenSample);
    window
}

#[test]
fn the_outline_of_the_sample_stays_as_it_was_read_and_found_good() {
    let window = sample();
    // How old the numbers are changes from day to day.
    let undated = |line: String| {
        let parts: Vec<&str> = line.split(", ").filter(|part| !part.contains(" days old")).collect();
        let end = if line.ends_with(" days old”") { "”" } else { "" };
        parts.join(", ") + end
    };
    let lines: Vec<String> = outline(&window).into_iter().map(undated).collect();
    crate::scene::fixture::check_golden("sample_outline.txt", &(lines.join("\n") + "\n"));
}

#[test]
fn no_two_things_beside_each_other_are_called_the_same() {
    fn check(node: &Node<'_>) {
        let mut known = BTreeSet::new();
        for child in node.children() {
            if let Some(line) = said(&child) {
                assert!(known.insert(line.clone()), "two are {line}");
                let is_named = child.accesskit_node().label().is_some_and(|name| !name.trim().is_empty());
                assert!(is_named || !TAKES_KEYS.contains(&child.accesskit_node().role()), "nameless: {line}");
            }
            check(&child);
        }
    }
    check(&sample().harness.root());
}

#[test]
fn everything_on_the_map_is_reached_and_comes_into_view() {
    let mut window = sample();
    let session = window.app().session().unwrap();
    let (document, map) = (session.document().clone(), session.map().unwrap());
    let items: Vec<String> = outline(&window).into_iter().filter(|line| line.contains("ListItem “")).collect();
    let count = |word: &str| items.iter().filter(|line| line.contains(&format!("“{word} "))).count();
    let stages = document.stages_of(map);
    assert_eq!(count("Stage"), stages.len());
    assert_eq!(count("Step"), stages.iter().map(|stage| document.steps_of(stage.id).len()).sum::<usize>());
    let points = document.cards.values().filter(|card| {
        document.map_of_card(card.id) == Some(map) && matches!(card.body, crate::model::CardBody::Curve { .. })
    });
    assert_eq!(count("Experience"), points.count(), "{items:#?}");
    assert!(count("Measured") > 0, "{items:#?}");
    let room = window.harness.get_by_role_and_label(Role::Group, crate::i18n::canvas::canvas()).rect();
    // A card is out of sight until it takes the keyboard.
    let (card, text) = {
        let layout_order = document.cards.values().filter(|card| document.map_of_card(card.id) == Some(map));
        let hidden = layout_order.filter(|card| !card.text.is_empty()).find(|card| {
            let rect = window.app().canvas.card_rect(card.id);
            rect.is_some_and(|rect| !room.contains_rect(rect))
        });
        hidden.map(|card| (card.id, card.text.clone())).unwrap()
    };
    let name = format!(" {text} in ");
    let mut items = window.harness.query_all_by_role(Role::ListItem);
    items.find(|node| node.accesskit_node().label().is_some_and(|label| label.contains(&name))).unwrap().focus();
    drop(items);
    window.settle();
    let rect = window.app().canvas.card_rect(card).unwrap();
    assert!(room.contains_rect(rect), "{rect:?}");
    window.check_idle();
}

#[test]
fn tab_passes_the_edges_of_panels_both_ways() {
    let mut window = sample();
    for modifiers in [Modifiers::NONE, Modifiers::SHIFT] {
        let mut names = Vec::new();
        for _ in 0..120 {
            window.press(modifiers, Key::Tab);
            let focused = window.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
            let node = focused.map(|node| (node.accesskit_node().role(), node.accesskit_node().label()));
            assert!(node.as_ref().is_none_or(|(role, _)| *role != Role::Splitter), "{node:?} after {names:?}");
            names.push(node);
        }
        let different: BTreeSet<_> = names.iter().map(|name| format!("{name:?}")).collect();
        assert!(different.len() > 40, "Tab goes round and round in {different:?}");
    }
    let splitters: BTreeSet<_> =
        window.harness.query_all_by_role(Role::Splitter).filter_map(|node| node.accesskit_node().label()).collect();
    assert!(splitters.contains("Resize the outline panel"), "{splitters:?}");
}

#[test]
fn buttons_without_words_say_what_they_do_and_name_their_keys() {
    let mut window = sample();
    window.press(Modifiers::COMMAND, Key::F);
    let mut with_keys = BTreeSet::new();
    let (mut count, mut only_named) = (0, Vec::new());
    for node in window.harness.query_all_by_role(Role::Button) {
        let size = node.rect().size();
        if (size.x - size.y).abs() > 0.5 {
            continue;
        }
        count += 1;
        let (name, hint) = (node.accesskit_node().label(), node.accesskit_node().description().unwrap_or_default());
        if hint.is_empty() {
            // Read aloud a hint that is the name again would be said twice; under the pointer it is needed all the same.
            only_named.push((name.clone().unwrap_or_default(), node.rect().center()));
        }
        for command in UiCommand::every() {
            let keys = crate::ui::commands::shortcut_text(&window.harness.ctx, command);
            if let Some(keys) = keys.filter(|_| name.as_deref() == Some(command.words().label)) {
                // Others share its name, as the “+” of a heading in the outline does.
                with_keys.extend(hint.contains(&keys).then(|| command.words().label));
            }
        }
    }
    assert!(count > 10, "{count}");
    // Those that are not scrolled out of the outline.
    for (name, at) in only_named.into_iter().filter(|(_, at)| at.y < 660.0) {
        window.harness.event(egui::Event::PointerMoved(at));
        window.harness.run_steps(60);
        let said = window.harness.query_all_by_role(Role::Label);
        let is_said = said.filter_map(|label| label.accesskit_node().value()).any(|text| text == name);
        assert!(is_said && !name.is_empty(), "{name:?} says nothing under the pointer");
    }
    for label in [words::UNDO.label, words::REDO.label, words::ZOOM_IN.label, words::ZOOM_OUT.label] {
        assert!(with_keys.contains(label), "{label}: {with_keys:?}");
    }
    let close = window.harness.get_by_label(crate::i18n::panels::finding::close_find());
    assert!(close.accesskit_node().description().is_some_and(|hint| hint.contains("Esc")));
}

/// The names of shown controls of a role with what they say under the pointer.
fn hints(window: &Window, role: Role) -> Vec<(String, String)> {
    let nodes = window.harness.query_all_by_role(role);
    let named = nodes.filter_map(|node| {
        let node = node.accesskit_node();
        Some((node.label()?, node.description().unwrap_or_default()))
    });
    named.collect()
}

#[test]
fn the_toolbar_and_the_menus_name_the_keys_of_every_command_that_has_some() {
    let mut window = sample();
    let keys_of = |window: &Window, command| crate::ui::commands::shortcut_text(&window.harness.ctx, command);
    // With words and without.
    for width in [1280.0, 1920.0] {
        window.harness.set_size(vec2(width, 800.0));
        window.settle();
        let buttons = hints(&window, Role::Button);
        let mut count = 0;
        for command in UiCommand::every() {
            let Some(keys) = keys_of(&window, command) else { continue };
            for (name, hint) in buttons.iter().filter(|(name, _)| name == command.words().label) {
                assert!(hint.contains(&keys), "{width}: {name} says {hint:?}, not {keys}");
                count += 1;
            }
        }
        assert!(count > 8, "{width}: {count}");
    }
    use crate::i18n::shell::menu;
    for (name, least) in [(menu::FILE, 5), (menu::EDIT, 12), (menu::VIEW, 12), (menu::MAP, 8), (menu::HELP, 2)] {
        // The bar comes first; the inspector has such a heading too.
        window.harness.query_all_by_label(name).next().unwrap().click();
        window.settle();
        let mut items = hints(&window, Role::MenuItem);
        items.extend(hints(&window, Role::MenuItemCheckBox));
        let mut count = 0;
        for command in UiCommand::every() {
            let Some(keys) = keys_of(&window, command) else { continue };
            let label = match command {
                UiCommand::Undo | UiCommand::Redo => continue,
                _ => command.words().label,
            };
            for (item, hint) in items.iter().filter(|(item, _)| item == label) {
                assert!(hint.contains(&keys), "{name}: {item} says {hint:?}, not {keys}");
                count += 1;
            }
        }
        assert!(count >= least, "{name}: {count} of {items:?}");
        window.press(Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn nothing_that_is_read_aloud_is_said_twice() {
    let window = sample();
    let everything = window.harness.root();
    let nodes = everything.query_all(By::new().predicate(|node| node.description().is_some()));
    let (mut count, mut said_twice) = (0, Vec::new());
    for node in nodes {
        let node = node.accesskit_node();
        let description = node.description().unwrap_or_default();
        count += 1;
        let names = [node.label(), node.value()];
        if names.into_iter().flatten().any(|name| !name.is_empty() && description.starts_with(&name)) {
            said_twice.push(description);
        }
    }
    assert!(count > 20 && said_twice.is_empty(), "of {count}: {said_twice:?}");
}

#[test]
fn at_twice_the_size_the_sheet_of_shortcuts_stays_inside_the_window() {
    let mut window = sample();
    window.harness.set_size(vec2(640.0, 360.0));
    window.press(Modifiers::NONE, Key::F1);
    for node in window.harness.query_all_by_role(Role::Label) {
        let across = node.rect().x_range();
        assert!(across.min >= 0.0 && across.max <= 640.0, "{:?} at {across:?}", node.accesskit_node().value());
    }
}
