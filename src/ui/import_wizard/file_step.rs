//! The first step: the file as it is read, and everything about it that can be read in another way.

use crate::i18n::import as import_text;
use crate::i18n::panels::wizard as text;
use crate::i18n::panels::wizard_steps as steps_text;
use crate::import::{Container, Note, ReadChoices, Sniffed};
use crate::ui::parts::{PanelContext, body, combo_ui, label_ui, problem_ui, weak};
use crate::ui::style::{color, font};
use crate::ui::table::{Column, ROW_HEIGHT, table_ui};
use egui::{Align, Id, Label, Layout, ScrollArea, TextEdit, Ui, vec2};

/// Most lines that are offered to be skipped.
const MOST_LINES: u64 = 30;
/// Most rows of column names that are offered.
const MOST_HEADERS: u64 = 5;
/// Width of a choice.
const CHOICE: f32 = 140.0;

/// A delimiter that is being typed.
#[derive(Debug, Default)]
pub(super) struct FileState {
    delimiter: Option<String>,
}

pub(super) fn show_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    (sniffed, is_stale): (&Sniffed, bool),
    (reading, state): (&mut ReadChoices, &mut FileState),
) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        parts_ui(ui, cx, sniffed, reading);
        if sniffed.container == Container::Text {
            dialect_ui(ui, cx, sniffed, (reading, state));
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        rows_ui(ui, cx, sniffed, reading);
    });
    facts_ui(ui, cx, sniffed);
    if is_stale {
        ui.label(weak(cx.tokens, steps_text::read_before()));
    }
    notes_ui(ui, cx, sniffed);
    left_out_ui(ui, cx, sniffed);
    if sniffed.has_no_rows() {
        problem_ui(ui, cx.tokens, text::no_rows());
        return;
    }
    label_ui(ui, cx.tokens, text::first_rows());
    let columns: Vec<Column<'_>> = sniffed.columns.iter().map(|c| Column::words(&c.name, 128.0)).collect();
    let height = ui.available_height().max(ROW_HEIGHT * 3.0) - 8.0;
    table_ui(ui, cx.tokens, (text::first_rows(), height), &columns, sniffed.preview.len(), |row, column| {
        sniffed.preview.get(row).and_then(|r| r.get(column)).cloned().unwrap_or_default()
    });
}

/// A choice of how something is read. The first entry leaves it to the guess, and says what that is.
fn choice_ui<T: PartialEq + Clone>(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    (label, width): (&str, f32),
    chosen: &mut Option<T>,
    (guessed, options): (&str, Vec<(T, String)>),
) {
    // The whole of it goes to the next line when it does not fit, never half of it.
    let style = font(cx.tokens.type_sizes.label, Default::default());
    let words = ui.painter().layout_no_wrap(label.to_owned(), style, color(cx.tokens.text_weak)).size().x;
    let size = vec2(words + width + 36.0, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(weak(cx.tokens, label));
        let automatic =
            if chosen.is_none() { text::automatic(guessed) } else { steps_text::leave_to_rule().to_owned() };
        let mut options = options;
        // What was chosen elsewhere, as in a mapping file, is an entry as well.
        if let Some(own) = chosen.as_ref().filter(|own| options.iter().all(|(value, _)| value != *own)) {
            options.push((own.clone(), guessed.to_owned()));
        }
        let words: Vec<String> = std::iter::once(automatic).chain(options.iter().map(|(_, w)| w.clone())).collect();
        let index = match chosen {
            None => Some(0),
            Some(own) => options.iter().position(|(value, _)| value == own).map(|i| i + 1),
        };
        let id = Id::unique("reading").with(label);
        if let Some(taken) = combo_ui(ui, id, label, &words, index, width) {
            *chosen = taken.checked_sub(1).and_then(|i| options.get(i)).map(|(value, _)| value.clone());
        }
    });
}

/// Which part of the file: a member of an archive, a sheet, one of several tables. Another part has its own lines.
fn parts_ui(ui: &mut Ui, cx: &PanelContext<'_>, sniffed: &Sniffed, reading: &mut ReadChoices) {
    let same = |name: &String| (name.clone(), name.clone());
    if sniffed.members.len() > 1 {
        let all = (steps_text::ALL_MEMBERS.to_owned(), steps_text::all_members().to_owned());
        let options = sniffed.members.iter().map(|m| same(&m.name)).chain([all]).collect();
        let guessed = sniffed.member.clone().unwrap_or_default();
        choice_ui(ui, cx, (steps_text::member(), 200.0), &mut reading.member, (&guessed, options));
    }
    if sniffed.sheets.len() > 1 {
        let named = |name: &String, is_hidden: bool| (name.clone(), steps_text::sheet_named(name, is_hidden));
        let mut options: Vec<_> = sniffed.sheets.iter().map(|s| named(&s.name, s.is_hidden)).collect();
        let has_alike = sniffed.notes.iter().any(|note| matches!(note, Note::SheetsAlike { .. }));
        if has_alike || sniffed.sheet.as_deref() == Some(steps_text::ALL_MEMBERS) {
            options.push((steps_text::ALL_MEMBERS.to_owned(), steps_text::sheets_alike().to_owned()));
        }
        let guessed = sniffed.sheet.clone().unwrap_or_default();
        choice_ui(ui, cx, (steps_text::sheet(), 160.0), &mut reading.sheet, (&guessed, options));
    }
    if sniffed.tables.len() > 1 {
        let named = |(number, table): (u64, &crate::import::TableInfo)| {
            let title = table.title.clone().unwrap_or_else(|| table.columns.join(", "));
            (number, steps_text::table_named(number, &title, table.first_line))
        };
        let options: Vec<(u64, String)> = (1..).zip(&sniffed.tables).map(named).collect();
        let guessed = options.iter().find(|(number, _)| *number == sniffed.table).map_or("", |(_, words)| words);
        let guessed = guessed.to_owned();
        choice_ui(ui, cx, (steps_text::table(), 240.0), &mut reading.table, (&guessed, options));
    }
}

/// Encoding, delimiter, quote and the mark of remarks.
fn dialect_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    sniffed: &Sniffed,
    (reading, state): (&mut ReadChoices, &mut FileState),
) {
    let named = |names: &[&str]| names.iter().map(|n| ((*n).to_owned(), text::character(n))).collect::<Vec<_>>();
    let encodings = steps_text::ENCODINGS.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect();
    choice_ui(ui, cx, (text::encoding(), 150.0), &mut reading.encoding, (&sniffed.encoding, encodings));
    let mut delimiters = named(&[",", ";", "\t", "|", " "]);
    delimiters.push((steps_text::OTHER.to_owned(), steps_text::other_delimiter().to_owned()));
    let guessed = text::character(&sniffed.delimiter);
    let before = reading.delimiter.clone();
    choice_ui(ui, cx, (text::delimiter(), CHOICE), &mut reading.delimiter, (&guessed, delimiters));
    if reading.delimiter.as_deref() == Some(steps_text::OTHER) {
        // It is not read that way until it is typed.
        state.delimiter = Some(String::new());
        reading.delimiter.clone_from(&before);
    } else if reading.delimiter != before {
        state.delimiter = None;
    }
    if let Some(typed) = &mut state.delimiter {
        let field = TextEdit::singleline(typed).desired_width(48.0).align(egui::Align2::LEFT_CENTER);
        let hint = egui::RichText::new(steps_text::delimiter_hint()).color(color(cx.tokens.text_faint));
        let response = ui.add(field.hint_text(hint)).accessible_name(steps_text::other_delimiter());
        if response.lost_focus() && !typed.is_empty() {
            reading.delimiter = Some(typed.clone());
            state.delimiter = None;
        }
    }
    let none = (String::new(), steps_text::no_mark().to_owned());
    let quotes = named(&["\"", "'"]).into_iter().chain([none.clone()]).collect();
    let guessed = if sniffed.quotechar.is_empty() {
        steps_text::no_mark().to_owned()
    } else {
        text::character(&sniffed.quotechar)
    };
    choice_ui(ui, cx, (text::quote(), CHOICE), &mut reading.quote, (&guessed, quotes));
    let marks = named(&["#", "//", "%"]).into_iter().chain([none]).collect();
    choice_ui(ui, cx, (steps_text::remarks(), 96.0), &mut reading.comment, ("#", marks));
}

/// Which lines are column names, rows, and neither.
fn rows_ui(ui: &mut Ui, cx: &PanelContext<'_>, sniffed: &Sniffed, reading: &mut ReadChoices) {
    let lines = |most: u64| (0..=most).map(|n| (n, text::lines(n))).collect::<Vec<_>>();
    let guessed = text::lines(sniffed.preamble_lines);
    choice_ui(ui, cx, (steps_text::lines_above(), CHOICE), &mut reading.skip, (&guessed, lines(MOST_LINES)));
    let guessed = text::lines(sniffed.header_lines);
    choice_ui(ui, cx, (text::header(), CHOICE), &mut reading.header_rows, (&guessed, lines(MOST_HEADERS)));
    let guessed = text::lines(sniffed.footnote_lines);
    choice_ui(ui, cx, (steps_text::lines_below(), CHOICE), &mut reading.skip_footer, (&guessed, lines(MOST_LINES)));
    let totals = vec![(false, steps_text::totals_left_out().to_owned()), (true, steps_text::totals_kept().to_owned())];
    let guessed = steps_text::totals_left_out();
    choice_ui(ui, cx, (steps_text::totals(), 130.0), &mut reading.keep_totals, (guessed, totals));
}

/// What follows from all that: how many columns, their shape, the tool that wrote the file.
fn facts_ui(ui: &mut Ui, cx: &PanelContext<'_>, sniffed: &Sniffed) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let shape = sniffed.shape.map(|s| super::columns_step::shape_word(s).to_owned());
        let columns = sniffed.columns.len();
        let facts = [
            (text::page_columns(), crate::i18n::panels::count(u64::try_from(columns).unwrap_or(u64::MAX))),
            (text::shape(), shape.unwrap_or_else(|| "–".to_owned())),
            (text::preset(), sniffed.preset.as_deref().map(import_text::tool).unwrap_or_default().to_owned()),
        ];
        for (label, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
            ui.label(weak(cx.tokens, label));
            ui.label(body(cx.tokens, value));
            ui.add_space(12.0);
        }
    });
}

/// What is to be known about exports of the tool that wrote the file.
fn notes_ui(ui: &mut Ui, cx: &PanelContext<'_>, sniffed: &Sniffed) {
    if sniffed.notes.is_empty() {
        return;
    }
    ScrollArea::vertical().id_salt("notes").max_height(64.0).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for note in &sniffed.notes {
            ui.add(Label::new(weak(cx.tokens, note_words(note))).wrap());
        }
    });
}

/// What a note says to somebody who has the choices of this step at hand.
fn note_words(note: &Note) -> String {
    match note {
        Note::SheetsAlike { sheet, others } => steps_text::only_sheet_read(sheet, others),
        other => other.to_string(),
    }
}

/// Lines that are no rows, each with its reason.
fn left_out_ui(ui: &mut Ui, cx: &PanelContext<'_>, sniffed: &Sniffed) {
    let left_out = sniffed.left_out.len();
    if left_out == 0 {
        return;
    }
    label_ui(ui, cx.tokens, &text::left_out(left_out));
    ScrollArea::vertical().id_salt("left out").max_height(72.0).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = 14.0;
        for line in &sniffed.left_out {
            let words = text::left_out_line(line.line, &line.reason.to_string(), &line.text);
            ui.add(Label::new(weak(cx.tokens, words)).truncate());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_of_sheets_alike_names_the_choice_that_reads_all() {
        let note = |others: &[&str]| {
            let others = others.iter().map(|other| (*other).to_owned()).collect();
            note_words(&Note::SheetsAlike { sheet: "Jan".to_owned(), others })
        };
        let words = note(&["Feb"]);
        assert!(words.contains("“Feb” begins") && words.contains(steps_text::sheets_alike()), "{words}");
        assert!(!words.contains("--sheet"), "{words}");
        let words = note(&["Feb", "Mar", "Apr", "May", "Jun", "Jul"]);
        assert!(words.contains("“May” and 2 more begin "), "{words}");
    }
}
