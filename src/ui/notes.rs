//! Notes: one of them, the field for a new one, and the page of the drawer that lists all.

use crate::base::ids::{Id as _, MapId, NoteId};
use crate::base::text::one_line;
use crate::i18n::panels as words;
use crate::i18n::panels::notes as text;
use crate::i18n::shell::dialog;
use crate::model::{AnyRecord, Card, CardBody, Document, Edit, Note, RecordRef};
use crate::session::notes::new_note;
use crate::session::{AppCommand, Told, maps};
use crate::ui::parts::{PanelContext, body, box_ui, choice_ui, empty_ui, label_ui, link_ui, weak};
use crate::ui::style::{color, points};
use crate::ui::widgets::ToolButton;
use egui::{Key, Label, Modifiers, ScrollArea, TextEdit, Ui};
use std::collections::BTreeMap;

/// The note that is being written, and whether its field shall take the keyboard.
#[derive(Debug, Default)]
pub struct Composer {
    /// What is typed so far, by what it is about: choosing something else meanwhile loses nothing.
    drafts: BTreeMap<RecordRef, NoteDraft>,
    must_focus: bool,
    /// The name that is asked for beside the first note.
    naming: Option<Naming>,
}

/// Whose the first notes are, while nobody has said.
#[derive(Debug)]
struct Naming {
    /// The notes that wait for the name; they are in the document without one.
    notes: Vec<NoteId>,
    /// What the latest of them is about: the question stands there.
    anchor: RecordRef,
    name: String,
    /// Frames it has been shown for, as far as they count.
    age: u8,
}

/// Frames after which the panel has scrolled to what has the keyboard, and no longer away from what stands below it.
const SETTLED: u8 = 3;

/// Words of a note that is not in the document yet.
#[derive(Debug, Default)]
struct NoteDraft {
    text: String,
    /// On its way into the document: what becomes of it is not known yet.
    is_sent: bool,
    /// The keyboard was in its field, or on what stands below it, in the frame before.
    is_held: bool,
}

impl Composer {
    /// Puts the cursor into the field for a new note.
    pub fn focus(&mut self) {
        self.must_focus = true;
    }

    /// Asks beside a note whose it is; `likely` is what the field begins with.
    pub fn ask_name(&mut self, note: &Note, likely: impl FnOnce() -> String) {
        let naming = self.naming.get_or_insert_with(|| Naming {
            notes: Vec::new(),
            anchor: note.anchor,
            name: likely(),
            age: 0,
        });
        naming.notes.push(note.id);
        naming.anchor = note.anchor;
        naming.age = 0;
    }

    /// What was typed and not added, where what it is about is still there. It counts as sent from now on.
    pub fn take_unsent(&mut self, document: &Document) -> Vec<(RecordRef, String)> {
        let unsent = self.drafts.iter_mut().filter(|(anchor, draft)| {
            !draft.is_sent && !draft.text.trim().is_empty() && document.record(**anchor).is_some()
        });
        let send = |(anchor, draft): (&RecordRef, &mut NoteDraft)| {
            draft.is_sent = true;
            (*anchor, draft.text.clone())
        };
        unsent.map(send).collect()
    }

    /// The same, but only what is being written now: what it is about is left.
    pub fn take_left(&mut self, document: &Document) -> Vec<(RecordRef, String)> {
        if !self.drafts.values().any(|draft| draft.is_held) {
            return Vec::new();
        }
        self.drafts.values_mut().for_each(|draft| draft.is_held = false);
        self.take_unsent(document)
    }

    /// A note is in the document: its draft has done its work.
    pub fn kept(&mut self, note: &Note) {
        self.drafts.retain(|anchor, draft| !draft.is_of(*anchor, note));
    }

    /// A note did not get into the document: its words stay in the field.
    pub fn refused(&mut self, anchor: RecordRef, text: &str) {
        if let Some(draft) = self.drafts.get_mut(&anchor) {
            draft.is_sent &= draft.text.trim() != text.trim();
        }
    }
}

impl NoteDraft {
    fn is_of(&self, anchor: RecordRef, note: &Note) -> bool {
        self.is_sent && anchor == note.anchor && self.text.trim() == note.text
    }
}

/// A note with what can be done with it.
pub fn note_ui(ui: &mut Ui, cx: &PanelContext<'_>, note: &Note) {
    let tokens = cx.tokens;
    let fill = if note.is_resolved { tokens.panel } else { tokens.quote };
    ui.push_id(note.id, |ui| {
        box_ui(ui, tokens, fill, |ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            let mut head = text::by(&note.author, &words::moment(note.created_at));
            if note.is_resolved {
                head = format!("{head} · {}", text::resolved());
            }
            ui.add(Label::new(weak(tokens, head)).wrap());
            let ink = color(if note.is_resolved { tokens.text_weak } else { tokens.text });
            ui.add(Label::new(body(tokens, &note.text).color(ink)).wrap());
            if cx.session.is_editable() {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = points(tokens.spacing) * 3.0;
                    let label = if note.is_resolved { text::reopen() } else { text::resolve() };
                    if link_ui(ui, tokens, label).clicked() {
                        resolve(cx, note);
                    }
                    if link_ui(ui, tokens, text::edit()).clicked() {
                        cx.commands.send(AppCommand::Select(vec![note.id.into()]));
                    }
                    if link_ui(ui, tokens, words::delete()).clicked() {
                        cx.commands.edit(Edit::Delete(vec![note.id.into()]));
                    }
                });
            }
        });
    });
}

fn resolve(cx: &PanelContext<'_>, note: &Note) {
    let note = Note { is_resolved: !note.is_resolved, ..note.clone() };
    cx.commands.edit(Edit::Update(note.into()));
}

/// The field for a new note. Its author is asked for once and remembered.
pub fn compose_ui(ui: &mut Ui, cx: &PanelContext<'_>, composer: &mut Composer, anchor: RecordRef) {
    naming_ui(ui, cx, composer, anchor);
    let tokens = cx.tokens;
    let draft = composer.drafts.remove(&anchor).unwrap_or_default();
    let NoteDraft { text: mut typed, is_sent: was_sent, is_held: was_held } = draft;
    let id = egui::Id::unique("new note").with(anchor);
    let hint = egui::RichText::new(text::add_hint()).color(color(tokens.text_faint));
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    // Ctrl+Enter would otherwise break the line.
    let is_entered = has_focus && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let rows = if typed.is_empty() && !has_focus { 1 } else { 3 };
    let field = TextEdit::multiline(&mut typed).id(id).desired_rows(rows).hint_text(hint).desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name(text::field());
    if std::mem::take(&mut composer.must_focus) {
        response.request_focus();
        response.scroll_to_me(None);
    }
    if typed.trim().is_empty() {
        return;
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        let edit = new_note(anchor, cx.author, &typed);
        if let Some(told) = Told::dropped("", &typed, Some(edit)) {
            cx.commands.send(AppCommand::Tell(told));
        }
        return;
    }
    let signed = link_ui(ui, tokens, &text::signed(cx.author)).on_hover_text(text::signed_hint());
    if signed.clicked() {
        cx.commands.send(AppCommand::AskAuthor);
    }
    let add = ui.button(text::add());
    let is_added = add.clicked() || is_entered;
    // What is below the field belongs to it: who goes there has not left the note.
    let is_on = |control: &egui::Response| control.has_focus() || control.contains_pointer() && was_held;
    let is_held = !signed.clicked() && (response.has_focus() || is_on(&signed) || is_on(&add));
    let is_left = was_held && !is_held && !signed.clicked() && !was_sent;
    if is_added {
        cx.commands.send(AppCommand::AddNote { anchor, text: typed.clone() });
        response.surrender_focus();
    } else if is_left {
        // The question whose it is would take the keyboard from where it was led to.
        cx.commands.edit(new_note(anchor, cx.author, &typed));
    }
    let is_sent = is_added || is_left || (was_sent && !response.changed());
    composer.drafts.insert(anchor, NoteDraft { text: typed, is_sent, is_held });
}

/// Asks whose the first notes are, right below them. Escape leaves them unsigned, and asks again beside the next one.
fn naming_ui(ui: &mut Ui, cx: &PanelContext<'_>, composer: &mut Composer, anchor: RecordRef) {
    let Some(naming) = composer.naming.as_mut().filter(|naming| naming.anchor == anchor) else { return };
    let tokens = cx.tokens;
    let id = egui::Id::unique("name on notes");
    let label = label_ui(ui, tokens, text::whose());
    let field =
        TextEdit::singleline(&mut naming.name).id(id).align(egui::Align2::LEFT_CENTER).desired_width(f32::INFINITY);
    let field = ui.add(field).labelled_by(label.id);
    if naming.age == 0 {
        field.request_focus();
    }
    let ended_by = |key| field.lost_focus() && ui.input(|input| input.key_pressed(key));
    let (is_entered, is_left) = (ended_by(Key::Enter), ended_by(Key::Escape));
    let (mut is_signed, mut is_unsigned) = (is_entered, false);
    let answers = ui.horizontal_wrapped(|ui| {
        is_signed |= ToolButton::words(tokens, dialog::SIGN).height(24.0).show_ui(ui).clicked();
        is_unsigned = ToolButton::words(tokens, dialog::UNSIGNED).height(24.0).show_ui(ui).clicked();
    });
    if naming.age < SETTLED {
        naming.age += 1;
        answers.response.scroll_to_me(Some(egui::Align::BOTTOM));
        ui.ctx().request_repaint();
    }
    let name = naming.name.trim().to_owned();
    if is_signed && !name.is_empty() {
        let document = cx.session.document();
        for note in naming.notes.iter().filter_map(|id| document.notes.get(id)).filter(|note| note.author.is_empty()) {
            cx.commands.edit(Edit::Update(Note { author: name.clone(), ..Note::clone(note) }.into()));
        }
        cx.commands.send(AppCommand::SetAuthor(name));
    } else if is_unsigned {
        cx.commands.send(AppCommand::SetAuthor(String::new()));
    } else if !is_left {
        return;
    }
    field.surrender_focus();
    composer.naming = None;
}

/// Which notes the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Which {
    #[default]
    Open,
    Resolved,
    All,
}

impl Which {
    const EVERY: [Self; 3] = [Self::Open, Self::Resolved, Self::All];

    fn shows(self, note: &Note) -> bool {
        match self {
            Self::Open => !note.is_resolved,
            Self::Resolved => note.is_resolved,
            Self::All => true,
        }
    }
}

/// What the list of notes remembers between frames.
#[derive(Debug, Default)]
pub struct NotesState {
    which: Which,
    is_only_this_map: bool,
}

/// The notes of a map in the order they were written; `None` holds those about the whole file.
type Group<'a> = (Option<MapId>, Vec<&'a Note>);

/// The notes to show by map, in the order of the maps.
fn groups<'a>(document: &'a Document, which: Which, only: Option<MapId>) -> Vec<Group<'a>> {
    let maps: Vec<MapId> = document.maps_in_order().iter().map(|m| m.id).collect();
    let mut groups: Vec<Group<'a>> = maps.into_iter().map(|map| (Some(map), Vec::new())).collect();
    groups.push((None, Vec::new()));
    for note in document.notes.values().filter(|note| which.shows(note)) {
        let map = maps::map_of(document, note.id.into());
        if let Some((_, notes)) = groups.iter_mut().find(|(group, _)| *group == map) {
            notes.push(note);
        }
    }
    groups.retain(|(map, notes)| !notes.is_empty() && only.is_none_or(|only| *map == Some(only)));
    for (_, notes) in &mut groups {
        notes.sort_by_key(|note| (note.created_at, note.id.raw()));
    }
    groups
}

/// Lists all notes, by map.
pub fn show_ui(ui: &mut Ui, state: &mut NotesState, cx: &PanelContext<'_>) {
    let document = cx.session.document();
    ui.horizontal(|ui| {
        let room = egui::vec2(260.0, 24.0);
        ui.allocate_ui(room, |ui| {
            let names = [text::open_ones(), text::resolved_ones(), text::all_ones()];
            let chosen = Which::EVERY.iter().position(|w| *w == state.which);
            if let Some(which) =
                choice_ui(ui, cx.tokens, text::which(), &names, chosen).and_then(|index| Which::EVERY.get(index))
            {
                state.which = *which;
            }
        });
        if document.maps.len() > 1 {
            ui.checkbox(&mut state.is_only_this_map, text::this_map());
        }
    });
    let only = cx.session.map().filter(|_| state.is_only_this_map && document.maps.len() > 1);
    let groups = groups(document, state.which, only);
    if groups.is_empty() {
        return empty_ui(ui, cx.tokens, text::none_title(), text::none_hint());
    }
    ScrollArea::vertical().id_salt("notes").auto_shrink([false, false]).show(ui, |ui| {
        for (map, notes) in groups {
            let title = map.and_then(|id| document.maps.get(&id)).map_or(text::whole_file(), |m| m.title.as_str());
            crate::ui::parts::caption_ui(ui, cx.tokens, title);
            for note in notes {
                row_ui(ui, cx, note);
            }
        }
    });
}

/// One note in a line: whether it is open, what it is about, what it says, who said it when.
fn row_ui(ui: &mut Ui, cx: &PanelContext<'_>, note: &Note) {
    let tokens = cx.tokens;
    let about = record_name(cx.session.document(), note.anchor);
    ui.push_id(note.id, |ui| {
        ui.horizontal(|ui| {
            let mut is_resolved = note.is_resolved;
            let name = text::resolve_of(&note.text);
            let tick = ui.add_enabled(cx.session.is_editable(), egui::Checkbox::without_text(&mut is_resolved));
            tick.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, note.is_resolved, &name));
            if tick.on_hover_text(text::resolve()).changed() {
                resolve(cx, note);
            }
            if link_ui(ui, tokens, &about).on_hover_text(text::show()).clicked() {
                cx.commands.send(AppCommand::Jump(note.id.into()));
            }
            let said = one_line(&note.text);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(weak(tokens, text::by(&note.author, &words::moment(note.created_at))));
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let label = ui.add(Label::new(body(tokens, &said)).truncate());
                    label.on_hover_text(&note.text);
                });
            });
        });
    });
}

/// What a record is called in a list: its sort and its words.
#[must_use]
pub fn record_name(document: &Document, record: RecordRef) -> String {
    let name = match document.record(record) {
        Some(AnyRecord::Card(Card { text, body: CardBody::Kpi { kpi, .. }, .. })) if text.is_empty() => {
            document.kpis.get(&kpi).map_or_else(String::new, |k| k.name.clone())
        }
        other => other.map_or_else(String::new, |r| r.words().to_owned()),
    };
    let name = one_line(&name);
    if name.is_empty() {
        return words::untitled(record);
    }
    let mut short: String = name.chars().take(36).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::notes::new_note;
    use crate::ui::fixture::{Stand, harness};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    fn stand<'a>() -> Harness<'a, Stand<NotesState>> {
        let mut harness = harness(NotesState::default(), (900.0, 214.0), show_ui);
        let map = harness.state().session.map().unwrap();
        let stage = harness.state().session.document().stages_of(map)[0].id;
        let edit = new_note(stage.into(), "Lena", "Ask finance");
        harness.state_mut().session.edit(&edit, None).unwrap();
        harness.run();
        harness
    }

    #[test]
    fn open_notes_are_listed_resolved_and_left() {
        let mut harness = stand();
        harness.get_by_label("Support").click();
        harness.run();
        let sent = harness.state().commands.take();
        assert!(matches!(sent.as_slice(), [AppCommand::Jump(RecordRef::Note(_))]), "{sent:?}");
        harness.get_by_label("Resolve “Ask finance”").click();
        harness.run();
        let sent = harness.state().commands.take();
        let [AppCommand::Edit { edit, .. }] = sent.as_slice() else { panic!("{sent:?}") };
        harness.state_mut().session.edit(edit, None).unwrap();
        harness.run();
        harness.get_by_label(text::none_title());
        harness.get_by_label("Notes shown: Resolved").click();
        harness.run();
        harness.get_by_label("Ask finance");
        assert!(!harness.ctx.has_requested_repaint());
    }

    #[test]
    fn a_note_is_written_at_a_record() {
        let show = |ui: &mut Ui, composer: &mut Composer, cx: &PanelContext<'_>| {
            let anchor = cx.session.map().unwrap().into();
            compose_ui(ui, cx, composer, anchor);
        };
        let mut harness = harness(Composer::default(), (292.0, 300.0), show);
        harness.state_mut().state.focus();
        harness.run();
        harness.get_by_label(text::field()).type_text("Who owns this?");
        harness.run();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        harness.run();
        let sent = harness.state().commands.take();
        assert!(
            sent.iter().any(|c| matches!(c, AppCommand::AddNote { text, .. } if text == "Who owns this?")),
            "{sent:?}"
        );
        // The words go when the note is there, and not before.
        let map = harness.state().session.map().unwrap();
        let Edit::Add(crate::model::AnyRecord::Note(note)) = new_note(map.into(), "", "Who owns this?") else {
            panic!("no note")
        };
        let document = harness.state().session.document().clone();
        let composer = &mut harness.state_mut().state;
        assert_eq!(composer.take_unsent(&document), [], "it is on its way");
        composer.refused(note.anchor, &note.text);
        assert_eq!(composer.take_unsent(&document), [(map.into(), "Who owns this?".to_owned())]);
        composer.kept(&note);
        assert!(composer.drafts.is_empty());
    }
}
