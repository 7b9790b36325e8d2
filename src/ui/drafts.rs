//! Text that is being typed. A field writes into a buffer of its own, so that the cursor never jumps when the document
//! answers, and hands out every change at once; the merge key makes one undo step of them.

use crate::base::text::Weight;
use crate::model::RecordRef;
use crate::model::history::MergeKey;
use crate::theme::Tokens;
use crate::ui::parts::{label_ui, problem_ui};
use crate::ui::style::{self, color, points};
use egui::{Response, TextEdit, Ui};
use std::collections::BTreeMap;

/// Which field of which record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldKey {
    /// The record.
    pub record: RecordRef,
    /// The field, as in the merge key.
    pub field: &'static str,
}

impl FieldKey {
    /// Folds what is typed here into one undo step.
    #[must_use]
    pub fn merge(self) -> Option<MergeKey> {
        Some(MergeKey { record: self.record, field: self.field })
    }
}

#[derive(Debug, Default, Clone)]
struct Draft {
    text: String,
    /// What the document said when the draft was last in step with it.
    base: String,
}

impl Draft {
    /// Takes over what changed outside, such as by undo; keeps what is typed otherwise.
    fn follow(&mut self, current: &str) {
        if self.base != current {
            current.clone_into(&mut self.base);
            if self.text != current {
                current.clone_into(&mut self.text);
            }
        }
    }
}

/// The buffers of all fields that are being typed in, or that hold something that cannot be kept.
#[derive(Debug, Default)]
pub struct Drafts {
    open: BTreeMap<FieldKey, Draft>,
}

/// How a field looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldLook {
    /// One line in a frame with its label above.
    Line,
    /// Several lines in a frame with its label above.
    Lines,
    /// A title: large, without a frame or label.
    Title,
}

/// What a field is about.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    /// Which.
    pub key: FieldKey,
    /// Its label.
    pub label: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// How it looks.
    pub look: FieldLook,
}

impl Drafts {
    /// Forgets everything: another record is shown.
    pub fn clear(&mut self) {
        self.open.clear();
    }

    /// A field for words. Gives the new words whenever they change.
    pub fn text_ui(&mut self, ui: &mut Ui, tokens: &Tokens, field: Field<'_>, current: &str) -> Option<String> {
        let (changed, response) = self.edit_ui(ui, tokens, field, current);
        if !response.has_focus() {
            self.open.remove(&field.key);
        }
        changed
    }

    /// A field for something that must be read from the words, such as a number. What cannot be read stays in the field
    /// with one sentence below. Gives the new value whenever it changes.
    pub fn parsed_ui<T: PartialEq>(
        &mut self,
        ui: &mut Ui,
        tokens: &Tokens,
        field: Field<'_>,
        current: (&T, &str),
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let (value, shown) = current;
        // "0.50" must not become "0.5" under the cursor as soon as the document has it.
        if let Some(draft) = self.open.get_mut(&field.key)
            && parse(&draft.text).is_ok_and(|read| read == *value)
        {
            shown.clone_into(&mut draft.base);
        }
        let (changed, response) = self.edit_ui(ui, tokens, field, shown);
        let text = self.open.get(&field.key).map_or(shown, |d| d.text.as_str());
        let read = parse(text);
        if let Err(problem) = &read {
            problem_ui(ui, tokens, problem);
        } else if !response.has_focus() {
            self.open.remove(&field.key);
        }
        changed.and(read.ok()).filter(|new| new != value)
    }

    fn edit_ui(&mut self, ui: &mut Ui, tokens: &Tokens, field: Field<'_>, current: &str) -> (Option<String>, Response) {
        let Field { key, label, hint, look } = field;
        let id = egui::Id::unique("field").with((key.record, key.field));
        let named = (look != FieldLook::Title).then(|| label_ui(ui, tokens, label));
        let mut text = match self.open.get_mut(&key) {
            Some(draft) => {
                draft.follow(current);
                draft.text.clone()
            }
            None => current.to_owned(),
        };
        let edit = match look {
            FieldLook::Line => TextEdit::singleline(&mut text).align(egui::Align2::LEFT_CENTER),
            FieldLook::Lines => TextEdit::multiline(&mut text).desired_rows(2),
            FieldLook::Title => TextEdit::multiline(&mut text)
                .desired_rows(1)
                .font(style::font(tokens.type_sizes.title, Weight::SemiBold))
                .frame(egui::Frame::NONE)
                .margin(egui::Margin::symmetric(0, 2))
                // A title is one paragraph: Enter ends it.
                .return_key(None),
        };
        let edit = edit
            .id(id)
            .hint_text(egui::RichText::new(hint).color(color(tokens.text_faint)))
            .desired_width(f32::INFINITY)
            .text_color(color(tokens.text));
        let mut response = ui.add(edit);
        response = match named {
            Some(named) => response.labelled_by(named.id),
            None => response.accessible_name(label),
        };
        if look == FieldLook::Title {
            underline(ui, tokens, &response);
        }
        if response.has_focus() || response.changed() {
            let draft = self.open.entry(key).or_insert_with(|| Draft { text: text.clone(), base: current.to_owned() });
            draft.text.clone_from(&text);
        }
        (response.changed().then_some(text), response)
    }
}

/// Shows that a title can be typed in: a line under it while it is hovered or has the focus.
fn underline(ui: &Ui, tokens: &Tokens, response: &Response) {
    let line = match (response.has_focus(), response.hovered()) {
        (true, _) => tokens.accent,
        (false, true) => tokens.card_line,
        (false, false) => return,
    };
    let stroke = egui::Stroke::new(points(tokens.strokes.hairline), color(line));
    ui.painter().hline(response.rect.x_range(), response.rect.bottom(), stroke);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, base: &str, document: &str, expected: &str) {
        let mut draft = Draft { text: text.to_owned(), base: base.to_owned() };
        draft.follow(document);
        assert_eq!(draft.text, expected, "typed {text:?} over {base:?}, document says {document:?}");
    }

    #[test]
    fn drafts_keep_what_is_typed_and_follow_undo() {
        check("Supp", "Sup", "Sup", "Supp");
        check("Supp", "Sup", "Supp", "Supp");
        check("Support", "Support", "Help", "Help");
    }
}
