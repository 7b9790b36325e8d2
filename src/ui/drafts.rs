//! Text that is being typed. A field writes into a buffer of its own, so that the cursor never jumps when the document
//! answers. Words are handed out with every change, and the merge key makes one undo step of them; what must be read
//! from words, such as a number, is handed out when its field is left or Enter is pressed.

use crate::base::text::Weight;
use crate::canvas::text_marks::marked_by_keys;
use crate::i18n::panels::inspector;
use crate::model::history::MergeKey;
use crate::model::{AnyRecord, RecordRef};
use crate::theme::Tokens;
use crate::ui::parts::{label_ui, problem_ui};
use crate::ui::style::{self, color, points};
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Key, Response, TextEdit, Ui};
use std::collections::{BTreeMap, BTreeSet};

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

    /// The identity of its field in the window.
    #[must_use]
    pub fn id(self) -> egui::Id {
        egui::Id::unique("field").with((self.record, self.field))
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
    /// Fields that were left with words that mean nothing there: the words stay, to be mended, and the document has what it
    /// had.
    left: BTreeSet<FieldKey>,
    /// What stands in the field that is being typed in, for when the field goes before it is left.
    pending: Option<(FieldKey, Unfinished)>,
    /// The field whose words were completed for it just now: it keeps the keyboard.
    held: Option<FieldKey>,
    /// The field of several lines in which Enter was pressed just now.
    ended: Option<FieldKey>,
}

/// What came of a field in a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed<T> {
    /// It holds what the document has.
    Same,
    /// It holds words that mean nothing here, and may change again.
    Unread(String),
    /// It holds a new value, and may change again.
    Typing(T),
    /// It was left with a new value.
    Done(T),
    /// It was left by Escape, and these words go, with what they would have meant.
    Dropped(String, Option<T>),
}

/// What stood in a field that went before it was left.
#[derive(Debug)]
pub enum Unfinished {
    /// The record with what was typed.
    Read(FieldKey, AnyRecord),
    /// Words that mean nothing there.
    Unread(String),
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
    /// Forgets everything: another record is shown. Gives what was being typed, and the words that fields were left with.
    pub fn clear(&mut self) -> Vec<Unfinished> {
        let left = std::mem::take(&mut self.left).into_iter().filter_map(|key| self.open.remove(&key));
        let left: Vec<_> = left.map(|draft| Unfinished::Unread(draft.text)).collect();
        self.open.clear();
        self.pending.take().map(|(_, unfinished)| unfinished).into_iter().chain(left).collect()
    }

    /// Notes what the record would be with what is being typed; `None` when that is nothing new.
    pub fn note(&mut self, key: FieldKey, record: Option<AnyRecord>) {
        self.note_unfinished(key, record.map(|record| Unfinished::Read(key, record)));
    }

    /// Notes words that are being typed and mean nothing yet.
    pub fn note_unread(&mut self, key: FieldKey, words: String) {
        self.note_unfinished(key, Some(Unfinished::Unread(words)));
    }

    fn note_unfinished(&mut self, key: FieldKey, unfinished: Option<Unfinished>) {
        match unfinished {
            Some(unfinished) => self.pending = Some((key, unfinished)),
            None if self.pending.as_ref().is_some_and(|(of, _)| *of == key) => self.pending = None,
            None => {}
        }
    }

    /// What is typed in a field that is not left yet.
    #[must_use]
    pub fn typed(&self, key: FieldKey) -> Option<&str> {
        self.open.get(&key).map(|draft| draft.text.as_str())
    }

    /// Ends what is typed in a field of several lines, as Enter does in one line.
    pub fn end(&mut self, key: FieldKey) {
        self.ended = Some(key);
    }

    /// Puts words into a field that is being typed in; typing goes on behind so many of their signs.
    pub fn put(&mut self, ctx: &egui::Context, key: FieldKey, words: String, caret: usize) {
        let Some(draft) = self.open.get_mut(&key) else { return };
        if let Some(mut state) = TextEditState::load(ctx, key.id()) {
            state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(caret))));
            state.store(ctx, key.id());
        }
        draft.text = words;
        self.held = Some(key);
    }

    /// A field for words. Gives the new words whenever they change.
    pub fn text_ui(&mut self, ui: &mut Ui, tokens: &Tokens, field: Field<'_>, current: &str) -> Option<String> {
        let edited = self.edit_ui(ui, tokens, field, current);
        if !edited.response.has_focus() && !edited.is_entered {
            self.open.remove(&field.key);
        }
        edited.changed
    }

    /// A field for something that must be read from the words, such as a number. While what stands in it cannot be read,
    /// one sentence below says why; a field that is left like that keeps the words, and the record its value. Escape goes
    /// back to the kept value and gives the words away.
    pub fn parsed_ui<T: PartialEq>(
        &mut self,
        ui: &mut Ui,
        tokens: &Tokens,
        field: Field<'_>,
        current: (&T, &str),
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Parsed<T> {
        let (value, shown) = current;
        let key = field.key;
        let Edited { response, is_entered, .. } = self.edit_ui(ui, tokens, field, shown);
        // Of several lines Enter is taken before it begins another one.
        let is_entered = is_entered || self.ended.take_if(|ended| *ended == key).is_some();
        let is_held = self.held == Some(key);
        if is_held {
            response.request_focus();
            // The press that completed the words takes the keyboard away when it ends.
            self.held = self.held.filter(|_| ui.input(|input| input.pointer.any_down()));
        }
        let is_left = response.lost_focus() && !is_entered && !is_held;
        let Some(text) = self.open.get(&key).map(|draft| draft.text.clone()) else { return Parsed::Same };
        if response.has_focus() || text == shown {
            self.left.remove(&key);
        }
        // Words that the document has by now are no draft.
        if text == shown && !response.has_focus() && !is_left && !is_entered {
            self.open.remove(&key);
            return Parsed::Same;
        }
        let read = parse(&text);
        if is_left && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.open.remove(&key);
            return Parsed::Dropped(text, read.ok().filter(|read| read != value));
        }
        match read {
            Err(why) => {
                problem_ui(ui, tokens, &why);
                if is_left {
                    self.left.insert(key);
                }
                if self.left.contains(&key) { Parsed::Same } else { Parsed::Unread(text) }
            }
            // Words that were left mean something by now, such as since there is the KPI that a formula names. Nobody types
            // them, and no edit is made behind anybody's back: they wait for the field to be entered.
            Ok(read) if self.left.contains(&key) => {
                if read != *value {
                    problem_ui(ui, tokens, inspector::not_kept_yet());
                }
                Parsed::Same
            }
            Ok(read) => {
                if is_left || is_entered {
                    self.open.remove(&key);
                }
                match read == *value {
                    true => Parsed::Same,
                    false if is_left || is_entered => Parsed::Done(read),
                    false => Parsed::Typing(read),
                }
            }
        }
    }

    fn edit_ui(&mut self, ui: &mut Ui, tokens: &Tokens, field: Field<'_>, current: &str) -> Edited {
        let Field { key, label, hint, look } = field;
        let id = key.id();
        let named = (look != FieldLook::Title).then(|| label_ui(ui, tokens, label));
        let mut text = match self.open.get_mut(&key) {
            Some(draft) => {
                draft.follow(current);
                draft.text.clone()
            }
            None => current.to_owned(),
        };
        // The words of a card are its title here.
        let has_marks = look == FieldLook::Title && matches!(key.record, RecordRef::Card(_));
        let is_marked = has_marks && marked_by_keys(ui.ctx(), id, &mut text);
        let is_long = look == FieldLook::Title && is_long(&text);
        if is_long {
            let start = egui::RichText::new(start_of(&text)).font(title_font(tokens)).color(color(tokens.text));
            ui.add(egui::Label::new(start).truncate()).on_hover_text(&text);
        }
        let edit = match look {
            FieldLook::Line => TextEdit::singleline(&mut text).align(egui::Align2::LEFT_CENTER),
            FieldLook::Lines => TextEdit::multiline(&mut text).desired_rows(2),
            FieldLook::Title => TextEdit::multiline(&mut text)
                .desired_rows(1)
                .font(if is_long { title_font_of_long(tokens) } else { title_font(tokens) })
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
        let mut response = if is_long {
            // What is said at length is no title: its beginning stands for it, the whole can be scrolled.
            let height = points(tokens.type_sizes.body) * LONG_ROWS;
            let room = egui::ScrollArea::vertical().id_salt(id).max_height(height).min_scrolled_height(height);
            room.show(ui, |ui| ui.add(edit)).inner
        } else {
            ui.add(edit)
        };
        response = match named {
            Some(named) => response.labelled_by(named.id),
            None => response.accessible_name(label),
        };
        if look == FieldLook::Title {
            underline(ui, tokens, &response);
        }
        if is_marked {
            response.mark_changed();
        }
        if response.has_focus() || response.changed() {
            let draft = self.open.entry(key).or_insert_with(|| Draft { text: text.clone(), base: current.to_owned() });
            draft.text.clone_from(&text);
        }
        // Enter ends what is typed, not the stay in the field: keys that follow must not reach the map below.
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if is_entered {
            response.request_focus();
        }
        Edited { changed: response.changed().then_some(text), response, is_entered }
    }
}

/// A text of more signs than this, or of more lines, is no title.
const LONG: usize = 140;
const MANY_LINES: usize = 4;
/// Lines of a long text that are seen at once, as a factor of the size of its letters.
const LONG_ROWS: f32 = 13.0;

fn is_long(text: &str) -> bool {
    text.chars().count() > LONG || text.lines().count() > MANY_LINES
}

/// The first line, or what of it could be a title.
fn start_of(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let start: String = line.chars().take(LONG / 2).collect();
    if start.len() == text.trim().len() { start } else { format!("{}…", start.trim_end()) }
}

fn title_font(tokens: &Tokens) -> egui::FontId {
    style::font(tokens.type_sizes.title, Weight::SemiBold)
}

fn title_font_of_long(tokens: &Tokens) -> egui::FontId {
    style::font(tokens.type_sizes.body, Weight::Regular)
}

/// What happened to a field in a frame.
struct Edited {
    /// The new words.
    changed: Option<String>,
    response: Response,
    /// Enter was pressed in it.
    is_entered: bool,
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
    use crate::base::ids::Id as _;
    use egui_kittest::kittest::Queryable as _;

    fn check(text: &str, base: &str, document: &str, expected: &str) {
        let mut draft = Draft { text: text.to_owned(), base: base.to_owned() };
        draft.follow(document);
        assert_eq!(draft.text, expected, "typed {text:?} over {base:?}, document says {document:?}");
    }

    /// They were handed out as if somebody typed them, and took the place of what was typed in another field.
    #[test]
    fn words_that_were_left_and_can_be_read_by_now_wait_for_the_keyboard() {
        let key = FieldKey { record: RecordRef::Card(crate::base::ids::CardId::from_raw(1)), field: "number" };
        let field = Field { key, label: "Number", hint: "", look: FieldLook::Line };
        let mut drafts = Drafts::default();
        for (key, text) in [(key, "seven"), (FieldKey { field: "other", ..key }, "eight")] {
            drafts.open.insert(key, Draft { text: text.to_owned(), base: "1".to_owned() });
            drafts.left.insert(key);
        }
        let mut seen = Vec::new();
        let mut window = crate::ui::fixture::harness((), (300.0, 100.0), |ui, (), cx| {
            let parse = |words: &str| if words == "seven" { Ok(7) } else { Err("no number".to_owned()) };
            seen.push(drafts.parsed_ui(ui, cx.tokens, field, (&1, "1"), parse));
        });
        window.run();
        assert!(window.query_by_label(inspector::not_kept_yet()).is_some(), "why the map has another value");
        window.get_by_label("Number").focus();
        window.run();
        drop(window);
        assert_eq!((seen.first(), seen.last()), (Some(&Parsed::Same), Some(&Parsed::Typing(7))));
        // Each of the others is told.
        drafts.left.insert(key);
        assert_eq!(drafts.clear().len(), 2);
    }

    #[test]
    fn drafts_keep_what_is_typed_and_follow_undo() {
        check("Supp", "Sup", "Sup", "Supp");
        check("Supp", "Sup", "Supp", "Supp");
        check("Support", "Support", "Help", "Help");
    }
}
