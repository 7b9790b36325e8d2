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
