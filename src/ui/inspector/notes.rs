//! The notes at a record: what was said, by whom and when, and a field for the next one.

use super::Fields;
use crate::base::ids::Id as _;
use crate::i18n::panels::notes as text;
use crate::model::{Note, RecordRef};
use crate::ui::notes::{compose_ui, note_ui};
use crate::ui::parts::{caption_ui, label_ui};
use crate::ui::style::points;
use egui::Ui;

/// Notes can stand at anything that stands on a map, and at personas and KPIs.
pub(super) fn show_ui(ui: &mut Ui, fields: &mut Fields<'_>, anchor: RecordRef) {
    let document = fields.document();
    let mut notes: Vec<&Note> = document.notes.values().filter(|n| n.anchor == anchor).map(AsRef::as_ref).collect();
    let is_editable = fields.cx.session.is_editable();
    if notes.is_empty() && !is_editable {
        return;
    }
    notes.sort_by_key(|note| (note.created_at, note.id.raw()));
    ui.add_space(points(fields.cx.tokens.spacing) * 2.0);
    if notes.is_empty() {
        label_ui(ui, fields.cx.tokens, text::notes());
    } else {
        caption_ui(ui, fields.cx.tokens, &text::count(notes.iter().filter(|n| !n.is_resolved).count()));
    }
    for note in notes {
        note_ui(ui, fields.cx, note);
    }
    if is_editable {
        compose_ui(ui, fields.cx, fields.composer, anchor);
    }
}
