//! The inspector at the right: what is selected, with all its fields. Every change is sent at once; typing in one field
//! is one undo step.

mod card;
mod connection;
mod decision;
mod evidence;
mod formula_names;
mod kpi;
mod kpi_governance;
mod kpi_rows;
mod kpi_use;
mod map;
mod marks;
mod notes;
mod others;
mod picture;
mod several;
mod structure;

use crate::base::ids::KpiId;
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as text;
use crate::model::{AnyRecord, Document, Edit, RecordRef};
use crate::session::notes::new_note;
use crate::session::{AfterEdit, AppCommand, CommandSender, Told};
use crate::ui::commands::UiCommand;
use crate::ui::drafts::{Drafts, Field, FieldKey, FieldLook, Parsed, Unfinished};
use crate::ui::focus::{follow_focus, widget};
use crate::ui::hints::with_shortcut;
use crate::ui::notes::Composer;
use crate::ui::parts::{PanelContext, caption_ui, combo_ui, empty_ui, label_ui, mark_words, strong, weak};
use crate::ui::style::points;
use egui::{Align, ScrollArea, Ui};

/// What the inspector remembers between frames.
#[derive(Debug, Default)]
pub struct InspectorState {
    drafts: Drafts,
    shown: Vec<RecordRef>,
    metrics: kpi_rows::MetricsState,
    composer: Composer,
    /// The field for a new tag takes the keyboard in the next frame.
    wants_tag: bool,
    /// The title of what is shown takes the keyboard in the next frame, with what is typed over it.
    wants_title: Option<String>,
    /// The field that comes into view and takes the keyboard as soon as it is shown.
    wants_field: Option<FieldKey>,
}

impl InspectorState {
    /// Keeps what is being typed: before a file is saved or closed, and before another record is shown.
    pub fn commit(&mut self, document: &Document, commands: &CommandSender) {
        for unfinished in self.drafts.clear() {
            match unfinished {
                Unfinished::Read(key, record) if document.record(key.record).is_some() => {
                    let edit = Edit::Update(record);
                    commands.send(AppCommand::Edit { edit, merge: key.merge(), then: AfterEdit::Nothing });
                }
                Unfinished::Unread(words) => {
                    if let Some(told) = Told::dropped("", &words, None) {
                        commands.send(AppCommand::Tell(told));
                    }
                }
                Unfinished::Read(..) => {}
            }
        }
    }

    /// Keeps what is being typed, notes too: something else is looked at.
    fn leave(&mut self, cx: &PanelContext<'_>) {
        let document = cx.session.document();
        self.commit(document, cx.commands);
        for (anchor, words) in self.composer.take_left(document) {
            cx.commands.edit(new_note(anchor, cx.author, &words));
        }
    }

    /// Notes that were typed and not added, with what they are about: before a file is saved or closed.
    pub fn take_unsent_notes(&mut self, document: &Document) -> Vec<(RecordRef, String)> {
        self.composer.take_unsent(document)
    }

    /// Tells the field for new notes what became of an edit.
    pub fn edited<E>(&mut self, edit: &Edit, result: &Result<Vec<RecordRef>, E>) {
        if let Edit::Add(AnyRecord::Note(note)) = edit {
            match result {
                Ok(_) => self.composer.kept(note),
                Err(_) => self.composer.refused(note.anchor, &note.text),
            }
        }
    }

    /// Asks beside a note that is added by this edit whose it is; `likely` is what the field begins with.
    pub fn ask_name(&mut self, edit: &Edit, likely: impl FnOnce() -> String) {
        if let Edit::Add(AnyRecord::Note(note)) = edit {
            self.composer.ask_name(note, likely);
        }
    }

    /// Puts the cursor into the field for a new tag.
    pub fn begin_tag(&mut self) {
        self.wants_tag = true;
    }

    /// Brings the response plan of a KPI into view, with the cursor in it.
    pub fn show_plan(&mut self, kpi: KpiId) {
        self.wants_field = Some(FieldKey { record: RecordRef::Kpi(kpi), field: kpi_governance::PLAN });
    }

    /// Puts the cursor into the title of what is selected, over all of its words: what is typed next is its name, after
    /// what was typed already.
    pub fn begin_title(&mut self, typed: String) {
        self.wants_title = Some(typed);
    }

    /// Puts the cursor into the field for a note at what is selected, or at the map.
    pub fn begin_note(&mut self) {
        self.composer.focus();
    }
}

/// Shows the inspector.
pub fn show_ui(ui: &mut Ui, state: &mut InspectorState, cx: &PanelContext<'_>) {
    let is_other = state.shown != cx.session.selection();
    if is_other {
        state.leave(cx);
        state.shown = cx.session.selection().to_vec();
    }
    if let ([one], Some(typed)) = (state.shown.as_slice(), state.wants_title.take())
        && let Some(row) = cx.session.document().record(*one).filter(|_| cx.session.is_editable())
    {
        select_words(ui, FieldKey { record: *one, field: "title" }.id(), row.words());
        if !typed.is_empty() {
            // Before what was typed since.
            ui.input_mut(|input| input.events.insert(0, egui::Event::Text(typed)));
        }
    }
    let mut area = ScrollArea::vertical().id_salt("inspector").auto_shrink([false, false]);
    if is_other {
        // Another record is read from its top, wherever the one before was left.
        area = area.vertical_scroll_offset(0.0);
    }
    area.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = points(cx.tokens.spacing);
        ui.add_enabled_ui(cx.session.is_editable(), |ui| {
            let mut fields = Fields {
                cx,
                drafts: &mut state.drafts,
                metrics: &mut state.metrics,
                composer: &mut state.composer,
                wants_tag: std::mem::take(&mut state.wants_tag),
            };
            match state.shown.as_slice() {
                [] => match cx.session.map() {
                    Some(map) => map::show_ui(ui, &mut fields, map),
                    None => empty_ui(ui, cx.tokens, text::no_map(), text::no_map_hint()),
                },
                [one] => record_ui(ui, &mut fields, *one),
                several => several::show_ui(ui, &fields, several),
            }
        });
        ui.add_space(points(cx.tokens.spacing) * 4.0);
        follow_focus(ui);
        if let Some(field) = state.wants_field.filter(|field| state.shown == [field.record]) {
            // Where nothing can be edited it takes no keyboard, but is seen all the same. Otherwise it has it first: what
            // follows the keyboard would scroll no further than to its edge.
            let has_keyboard = ui.memory(|memory| memory.has_focus(field.id()));
            if has_keyboard || !cx.session.is_editable() {
                state.wants_field = None;
                if let Some(holder) = widget(ui.ctx(), field.id()) {
                    ui.scroll_to_rect(holder.rect, Some(Align::Center));
                }
            } else {
                ui.memory_mut(|memory| memory.request_focus(field.id()));
                ui.ctx().request_repaint();
            }
        }
    });
}

/// Shows what is being added by words that are typed on the map: it has no fields of its own yet, and those of another
/// record would be taken for them.
pub fn new_record_ui(ui: &mut Ui, state: &mut InspectorState, cx: &PanelContext<'_>, (edit, typed): (&Edit, &str)) {
    state.leave(cx);
    let sort = match edit {
        Edit::AddCard { body, .. } => words::card_sort(body),
        Edit::AddStage { .. } => text::new_stage(),
        Edit::AddStep { .. } => text::new_step(),
        _ => text::new_lane(),
    };
    ui.spacing_mut().item_spacing.y = points(cx.tokens.spacing);
    caption_ui(ui, cx.tokens, sort);
    ui.add(egui::Label::new(strong(cx.tokens, typed, cx.tokens.type_sizes.title)).wrap());
    ui.add(egui::Label::new(weak(cx.tokens, text::new_record_hint())).wrap());
}

/// Gives the keyboard to a field that is shown in this frame, with all of its words marked.
fn select_words(ui: &Ui, field: egui::Id, words: &str) {
    mark_words(ui.ctx(), field, words);
    ui.memory_mut(|memory| memory.request_focus(field));
    ui.ctx().request_repaint();
}

fn record_ui(ui: &mut Ui, fields: &mut Fields<'_>, record: RecordRef) {
    match record {
        RecordRef::Map(id) => map::show_ui(ui, fields, id),
        RecordRef::Stage(id) => structure::stage_ui(ui, fields, id),
        RecordRef::Step(id) => structure::step_ui(ui, fields, id),
        RecordRef::Lane(id) => structure::lane_ui(ui, fields, id),
        RecordRef::Card(id) => card::show_ui(ui, fields, id),
        RecordRef::Kpi(id) => kpi::show_ui(ui, fields, id),
        RecordRef::Connection(id) => connection::show_ui(ui, fields, id),
        RecordRef::Persona(id) => others::persona_ui(ui, fields, id),
        RecordRef::Marker(id) => others::marker_ui(ui, fields, id),
        RecordRef::Note(id) => others::note_ui(ui, fields, id),
        RecordRef::Source(id) => others::source_ui(ui, fields, id),
        RecordRef::Decision(id) => decision::show_ui(ui, fields, id),
    }
}

/// Fields of one record: reads the document, sends edits.
struct Fields<'a> {
    cx: &'a PanelContext<'a>,
    drafts: &'a mut Drafts,
    metrics: &'a mut kpi_rows::MetricsState,
    composer: &'a mut Composer,
    wants_tag: bool,
}

impl<'a> Fields<'a> {
    fn document(&self) -> &'a Document {
        self.cx.session.document()
    }

    /// Sends a changed record; changes of the same field fold into one undo step.
    fn update(&self, record: impl Into<AnyRecord>, field: &'static str) {
        let record = record.into();
        let merge = FieldKey { record: record.reference(), field }.merge();
        let edit = Edit::Update(record);
        self.cx.commands.send(AppCommand::Edit { edit, merge, then: AfterEdit::Nothing });
    }

    /// The sort of the record and its words as a title that can be typed in.
    fn title_ui(&mut self, ui: &mut Ui, record: RecordRef, sort: &str, current: &str) {
        caption_ui(ui, self.cx.tokens, sort);
        let untitled = words::untitled(record);
        self.title_with_hint_ui(ui, record, &untitled, current);
    }

    /// The same without the sort, with words that stand there while there are none.
    fn title_with_hint_ui(&mut self, ui: &mut Ui, record: RecordRef, hint: &str, current: &str) {
        let key = FieldKey { record, field: "title" };
        let field = Field { key, label: text::title(), hint, look: FieldLook::Title };
        if let Some(words) = self.drafts.text_ui(ui, self.cx.tokens, field, current) {
            let edit = Edit::Rename { record, text: words };
            self.cx.commands.send(AppCommand::Edit { edit, merge: key.merge(), then: AfterEdit::Nothing });
        }
    }

    /// A field for words; `make` puts them into a copy of the record.
    fn words_ui<R: Into<AnyRecord>>(
        &mut self,
        ui: &mut Ui,
        (key, look): (FieldKey, FieldLook),
        (label, hint): (&str, &str),
        current: &str,
        make: impl FnOnce(String) -> R,
    ) {
        let field = Field { key, label, hint, look };
        if let Some(words) = self.drafts.text_ui(ui, self.cx.tokens, field, current) {
            self.update(make(words), key.field);
        }
    }

    /// A field for something read from words; `make` puts it into a copy of the record.
    fn parsed_ui<T: PartialEq, R: Into<AnyRecord>>(
        &mut self,
        ui: &mut Ui,
        key: FieldKey,
        (label, hint): (&str, &str),
        current: (&T, &str),
        parse: impl Fn(&str) -> Result<T, String>,
        make: impl FnOnce(T) -> R,
    ) {
        self.parsed_as_ui(ui, Field { key, label, hint, look: FieldLook::Line }, current, parse, make);
    }

    /// The same in any look.
    fn parsed_as_ui<T: PartialEq, R: Into<AnyRecord>>(
        &mut self,
        ui: &mut Ui,
        field: Field<'_>,
        current: (&T, &str),
        parse: impl Fn(&str) -> Result<T, String>,
        make: impl FnOnce(T) -> R,
    ) {
        let key = field.key;
        match self.drafts.parsed_ui(ui, self.cx.tokens, field, current, parse) {
            Parsed::Same => self.drafts.note(key, None),
            Parsed::Unread(words) => self.drafts.note_unread(key, words),
            Parsed::Dropped(words, value) => {
                self.drafts.note(key, None);
                let edit = value.map(|value| Edit::Update(make(value).into()));
                if let Some(told) = Told::dropped(current.1, &words, edit) {
                    self.cx.commands.send(AppCommand::Tell(told));
                }
            }
            Parsed::Typing(value) => self.drafts.note(key, Some(make(value).into())),
            Parsed::Done(value) => {
                self.drafts.note(key, None);
                self.update(make(value), key.field);
            }
        }
    }

    /// A labelled choice from a list. Gives the index of a newly chosen one.
    fn combo_ui(
        &self,
        ui: &mut Ui,
        key: FieldKey,
        label: &str,
        words: &[String],
        chosen: Option<usize>,
    ) -> Option<usize> {
        label_ui(ui, self.cx.tokens, label);
        let id = egui::Id::unique("choice").with((key.record, key.field));
        let width = ui.available_width();
        combo_ui(ui, id, label, words, chosen, width)
    }

    /// A quiet button at the end that deletes the record.
    fn delete_ui(&self, ui: &mut Ui, record: RecordRef, can_delete: bool) {
        ui.add_space(points(self.cx.tokens.spacing) * 3.0);
        let label = format!("{} {}", words::delete(), crate::i18n::edit::noun(record.table(), 1));
        let hint = with_shortcut(ui, &label, UiCommand::Delete);
        if ui.add_enabled(can_delete, egui::Button::new(label)).on_hover_text(hint).clicked() {
            self.cx.commands.edit(Edit::Delete(vec![record]));
        }
    }
}

/// Reads a number as people write it; empty means none.
fn number(text: &str) -> Result<Option<f64>, String> {
    let plain: String = text.trim().replace('\u{2212}', "-").replace(',', ".");
    if plain.is_empty() {
        return Ok(None);
    }
    plain.parse::<f64>().ok().filter(|v| v.is_finite()).map(Some).ok_or_else(|| words::number_wanted().to_owned())
}

/// A number as it stands in a field: as short as it is exact.
fn number_text(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| format!("{}", (v * 1e9).round() / 1e9).replace('-', "\u{2212}"))
}

#[cfg(test)]
mod tests;
