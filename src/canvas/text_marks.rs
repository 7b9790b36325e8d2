//! Bold and italic by keys, in fields for words that understand marks: `**bold**`, `*italic*`.

use egui::text::{CCursor, CCursorRange};
use egui::{Context, Id, Key, KeyboardShortcut, Modifiers, text_edit::TextEditState};
use std::ops::Range;

/// Makes words bold, or no longer.
const BOLD: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::B);
/// Makes words italic, or no longer.
const ITALIC: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::I);

/// Puts marks around what is selected in the field with the keyboard, or around the word at its caret, when their keys
/// are pressed; takes them away where they stand already. True when the text has changed. Call it before the field is
/// shown.
pub fn marked_by_keys(ctx: &Context, id: Id, text: &mut String) -> bool {
    if !ctx.memory(|memory| memory.has_focus(id)) {
        return false;
    }
    let mut has_changed = false;
    for (shortcut, signs) in [(BOLD, 2), (ITALIC, 1)] {
        if !ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
            continue;
        }
        let Some(mut state) = TextEditState::load(ctx, id) else { continue };
        let Some(range) = state.cursor.char_range() else { continue };
        let [from, to] = range.sorted_cursors().map(|cursor| cursor.index.into());
        let marked = marked(text, from..to, signs);
        *text = marked.text;
        let cursors = CCursorRange::two(CCursor::new(marked.selected.start), CCursor::new(marked.selected.end));
        state.cursor.set_char_range(Some(cursors));
        state.store(ctx, id);
        has_changed = true;
    }
    has_changed
}

/// A text and what is selected in it, in characters.
struct Marked {
    text: String,
    selected: Range<usize>,
}

/// The text with so many asterisks around the selected characters, or without them.
fn marked(text: &str, selected: Range<usize>, signs: usize) -> Marked {
    let mut letters: Vec<char> = text.chars().collect();
    let selected = selected.start.min(letters.len())..selected.end.min(letters.len());
    let words =
        if selected.is_empty() { word_at(&letters, selected.start) } else { trimmed(&letters, selected.clone()) };
    let is_mark = |letter: &&char| **letter == '*';
    let left = letters.iter().take(words.start).rev().take_while(is_mark).count();
    let right = letters.iter().skip(words.end).take_while(is_mark).count();
    let around = left.min(right);
    // One asterisk is italic, two are bold, three are both.
    let is_marked = if signs == 2 { around >= 2 } else { around % 2 == 1 };
    let moved = |at: usize| if is_marked { at.saturating_sub(signs) } else { at + signs };
    let inside = |at: usize| moved(at.clamp(words.start, words.end));
    if is_marked {
        letters.drain(words.end..words.end + signs);
        letters.drain(words.start - signs..words.start);
    } else {
        let marks = || std::iter::repeat_n('*', signs);
        letters.splice(words.end..words.end, marks());
        letters.splice(words.start..words.start, marks());
    }
    Marked { text: letters.into_iter().collect(), selected: inside(selected.start)..inside(selected.end) }
}

/// The word that a caret stands in or at; nothing between words.
fn word_at(letters: &[char], caret: usize) -> Range<usize> {
    let is_word = |letter: &&char| !letter.is_whitespace() && **letter != '*';
    let before = letters.iter().take(caret).rev().take_while(is_word).count();
    let after = letters.iter().skip(caret).take_while(is_word).count();
    caret - before..caret + after
}

/// Marks beside a blank are none: blanks at the ends of a selection stay outside, and so do marks that are selected with
/// all that they stand around.
fn trimmed(letters: &[char], selected: Range<usize>) -> Range<usize> {
    let without = |range: Range<usize>, is_outside: fn(&char) -> bool| {
        let chosen = || letters.iter().skip(range.start).take(range.len());
        let before = chosen().take_while(|letter| is_outside(letter)).count();
        let after = chosen().skip(before).rev().take_while(|letter| is_outside(letter)).count();
        range.start + before..range.end - after
    };
    let words = without(selected.clone(), |letter| letter.is_whitespace());
    let inside = without(words.clone(), |letter| *letter == '*');
    let has_other_marks = letters.iter().skip(inside.start).take(inside.len()).any(|letter| *letter == '*');
    match (words.is_empty(), inside.is_empty() || has_other_marks) {
        (true, _) => selected,
        (false, true) => words,
        (false, false) => inside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Selection and caret as `[` and `]` before and after.
    #[track_caller]
    fn check(before: &str, signs: usize, expected: &str) {
        let from = before.chars().position(|c| c == '[').unwrap();
        let to = before.chars().position(|c| c == ']').unwrap() - 1;
        let Marked { text, selected } = marked(&before.replace(['[', ']'], ""), from..to, signs);
        let mut shown: Vec<char> = text.chars().collect();
        shown.insert(selected.end, ']');
        shown.insert(selected.start, '[');
        assert_eq!(shown.into_iter().collect::<String>(), expected, "{before}");
    }

    #[test]
    fn marks_stand_around_the_selection_or_the_word_and_go_again() {
        check("a [wörd] b", 1, "a *[wörd]* b");
        check("a *[wörd]* b", 1, "a [wörd] b");
        check("a [*wörd*] b", 1, "a [wörd] b");
        check("a [wörd] b", 2, "a **[wörd]** b");
        check("a **[wörd]** b", 2, "a [wörd] b");
        check("a **[wörd]** b", 1, "a ***[wörd]*** b");
        check("a ***[wörd]*** b", 1, "a **[wörd]** b");
        check("a ***[wörd]*** b", 2, "a *[wörd]* b");
        check("[all *of* this]", 2, "**[all *of* this]**");
        check("[all *this*]", 2, "**[all *this*]**");
        check("a[ two words ]b", 1, "a *[two words]* b");
        check("a wö[]rd b", 1, "a *wö[]rd* b");
        check("a wörd[]", 2, "a **wörd[]**");
        check("a []", 1, "a *[]*");
        check("a *[]*", 1, "a []");
        check("[]", 2, "**[]**");
    }
}
