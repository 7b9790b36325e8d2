use super::*;
use std::collections::BTreeSet;

#[test]
fn the_blank_template_is_there() {
    assert!(templates::list().iter().any(|template| template.name == BLANK));
}

#[test]
fn every_command_has_words() {
    let mut labels = BTreeSet::new();
    for command in UiCommand::every() {
        let words = command.words();
        assert!(!words.label.is_empty() && !words.hint.is_empty(), "{command:?}");
        assert!(!words.hint.ends_with('.'), "{command:?}: {}", words.hint);
        assert!(labels.insert(command.full_label()), "two commands are called “{}”", command.full_label());
    }
}

#[test]
fn no_two_commands_share_keys() {
    let mut seen: Vec<(UiCommand, KeyboardShortcut)> = Vec::new();
    for command in UiCommand::every() {
        for shortcut in command.shortcuts() {
            let other = seen.iter().find(|(_, s)| s == shortcut);
            assert!(other.is_none(), "{shortcut:?} is both {command:?} and {other:?}");
            seen.push((command, *shortcut));
        }
    }
}

#[test]
fn keys_that_edit_text_wait_while_typing() {
    for command in UiCommand::every().into_iter().filter(|c| c.works_while_typing()) {
        for shortcut in command.shortcuts() {
            let is_plain = shortcut.modifiers.is_none() || shortcut.modifiers == Modifiers::SHIFT;
            let is_function_key = matches!(shortcut.logical_key, Key::F1 | Key::F3 | Key::F6 | Key::F10 | Key::F11);
            assert!(!is_plain || is_function_key, "{command:?} would swallow a typed {shortcut:?}");
        }
    }
}

/// A command that is added and forgotten in the list would be in no palette and on no sheet.
#[test]
fn every_command_is_in_the_list_of_the_palette() {
    let source = include_str!("../commands.rs");
    let part = |from: &str, to: &str| source.split_once(from).unwrap().1.split_once(to).unwrap().0;
    let list = part("pub fn every() -> Vec<Self> {", "\n    }\n");
    let variants = part("pub enum UiCommand {", "\n}\n").lines().map(str::trim);
    let names = variants.filter(|line| line.starts_with(char::is_uppercase));
    let names: Vec<&str> = names.map(|line| line.split(['(', ',']).next().unwrap()).collect();
    assert!(names.len() > 60, "{names:?}");
    for name in names {
        let is_listed = list
            .split("Self::")
            .skip(1)
            .any(|rest| rest.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
        assert!(is_listed, "{name} is missing in every()");
    }
}

/// Words of a command that is gone would lead nowhere.
#[test]
fn other_names_belong_to_commands() {
    for known in other_names::every_command() {
        assert!(UiCommand::every().into_iter().any(|command| command.words() == known), "{known:?}");
    }
}

#[test]
fn every_kind_of_lane_is_found_by_the_word() {
    for kind in LaneKind::EVERY {
        let label = UiCommand::AddLane(kind).full_label();
        assert!(label.starts_with("Add ") && label.ends_with(" lane"), "{label}");
    }
}
