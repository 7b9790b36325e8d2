//! The sheet before a picture is written: which map or persona, in which format, in which colours, how large.

use crate::i18n::shell::export as words;
use crate::model::Document;
use crate::session::export_job::{ExportSubject, PictureFormat, Rows};
use crate::session::prefs::{ExportPrefs, PictureTheme};
use crate::theme::Tokens;
use crate::ui::parts::{choice_ui, combo_ui, label_ui, weak};
use crate::ui::widgets::{Look, SheetSize, ToolButton, sheet_ui};
use egui::{Id, Label};

/// What is being decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExportDraft {
    /// The map, or the persona.
    pub subject: ExportSubject,
    /// Everything that is remembered.
    pub prefs: ExportPrefs,
}

/// What came of the sheet in this frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportAnswer {
    /// It stays open.
    Open,
    /// It was closed.
    Cancelled,
    /// The picture is wanted.
    Wanted,
}

/// The formats, in the order they are offered.
const FORMATS: [(PictureFormat, &str); 2] = [(PictureFormat::Png, words::PNG), (PictureFormat::Svg, words::SVG)];
/// The colours, in the order they are offered.
const THEMES: [(PictureTheme, &str); 3] =
    [(PictureTheme::Light, words::LIGHT), (PictureTheme::Dark, words::DARK), (PictureTheme::Window, words::AS_WINDOW)];

/// How stages stand, in the order it is offered.
const ROWS: [(Rows, &str); 2] = [(Rows::One, words::ONE_ROW), (Rows::Page, words::BREAK_INTO_ROWS)];

/// What can become a picture, with its name: maps first, then personas.
fn subjects(document: &Document) -> Vec<(ExportSubject, String)> {
    let maps = document.maps_in_order().into_iter().map(|map| (ExportSubject::Map(map.id), map.title.clone()));
    let named = |name: &str| words::persona_page(name);
    let personas = document.personas_in_order().into_iter();
    let personas = personas.map(|persona| (ExportSubject::Persona(persona.id), named(&persona.name)));
    maps.chain(personas).collect()
}

/// Shows the sheet.
pub fn export_sheet_ui(
    ctx: &egui::Context,
    tokens: &Tokens,
    document: &Document,
    draft: &mut ExportDraft,
) -> ExportAnswer {
    let mut answer = ExportAnswer::Open;
    let size = SheetSize { width: 420.0, max_height: 520.0 };
    let is_closed = sheet_ui(ctx, tokens, words::TITLE, size, |ui| {
        let subjects = subjects(document);
        if subjects.len() > 1 {
            label_ui(ui, tokens, words::SUBJECT);
            let names: Vec<String> = subjects.iter().map(|(_, name)| name.clone()).collect();
            let chosen = subjects.iter().position(|(subject, _)| *subject == draft.subject);
            let width = ui.available_width();
            let taken = combo_ui(ui, Id::unique("what to export"), words::SUBJECT, &names, chosen, width);
            if let Some((subject, _)) = taken.and_then(|index| subjects.get(index)) {
                draft.subject = *subject;
            }
        }
        let prefs = &mut draft.prefs;
        label_ui(ui, tokens, words::FORMAT);
        let chosen = FORMATS.iter().position(|(format, _)| *format == prefs.format);
        let taken = choice_ui(ui, tokens, words::FORMAT, &FORMATS.map(|(_, words)| words), chosen);
        prefs.format = taken.and_then(|index| FORMATS.get(index)).map_or(prefs.format, |(format, _)| *format);
        let hint = match prefs.format {
            PictureFormat::Png => words::PNG_HINT,
            PictureFormat::Svg => words::SVG_HINT,
        };
        ui.add(Label::new(weak(tokens, hint)).wrap());

        label_ui(ui, tokens, words::COLOURS);
        let chosen = THEMES.iter().position(|(theme, _)| *theme == prefs.theme);
        let taken = choice_ui(ui, tokens, words::COLOURS, &THEMES.map(|(_, words)| words), chosen);
        prefs.theme = taken.and_then(|index| THEMES.get(index)).map_or(prefs.theme, |(theme, _)| *theme);

        // A page has no stages.
        if matches!(draft.subject, ExportSubject::Map(_)) {
            label_ui(ui, tokens, words::ROWS);
            let chosen = ROWS.iter().position(|(rows, _)| *rows == prefs.rows);
            let taken = choice_ui(ui, tokens, words::ROWS, &ROWS.map(|(_, words)| words), chosen);
            prefs.rows = taken.and_then(|index| ROWS.get(index)).map_or(prefs.rows, |(rows, _)| *rows);
            ui.add(Label::new(weak(tokens, words::ROWS_HINT)).wrap());
        }

        if prefs.format == PictureFormat::Png {
            label_ui(ui, tokens, words::SIZE);
            let scales: Vec<u8> = ExportPrefs::SCALES.collect();
            let names: Vec<String> = scales.iter().map(|scale| words::scale(*scale)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let chosen = scales.iter().position(|scale| *scale == prefs.scale);
            let taken = choice_ui(ui, tokens, words::SIZE, &names, chosen);
            prefs.scale = taken.and_then(|index| scales.get(index)).copied().unwrap_or(prefs.scale);
            ui.add(Label::new(weak(tokens, words::SIZE_HINT)).wrap());
        }
        ui.add_space(14.0);
        ui.horizontal(|ui| {
            if ToolButton::words(tokens, words::GO_ON).look(Look::Primary).show_ui(ui).clicked() {
                answer = ExportAnswer::Wanted;
            }
            if ToolButton::words(tokens, words::CANCEL).show_ui(ui).clicked() {
                answer = ExportAnswer::Cancelled;
            }
        });
    });
    if is_closed && answer == ExportAnswer::Open { ExportAnswer::Cancelled } else { answer }
}
