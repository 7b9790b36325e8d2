//! Fields of connections: what one joins, and how one or several look.

use super::Fields;
use super::marks::Shared;
use super::structure::{reveal, swatch_ui};
use crate::base::ids::ConnectionId;
use crate::canvas::{edits, short_name};
use crate::i18n::connections as text;
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as fields_text;
use crate::model::{Connection, LookChoice, RecordRef};
use crate::session::{AfterEdit, AppCommand};
use crate::ui::drafts::FieldKey;
use crate::ui::parts::{Row, RowEnd, caption_ui, choice_ui, label_ui};
use crate::ui::style::points;
use egui::{Ui, vec2};

pub(super) fn show_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: ConnectionId) {
    let document = fields.document();
    let Some(connection) = document.connections.get(&id) else { return };
    let (record, tokens) = (RecordRef::Connection(id), fields.cx.tokens);
    caption_ui(ui, tokens, words::sort(record));
    fields.title_with_hint_ui(ui, record, text::LABEL_HINT, &connection.label);
    for (label, card) in [(fields_text::from(), connection.from), (fields_text::to(), connection.to)] {
        label_ui(ui, tokens, label);
        let name = document.cards.get(&card).map_or_else(|| "–".to_owned(), |c| short_name(document, c));
        let row = Row {
            is_cut_in_middle: false,
            id: ui.scope_id().with(("end", label)),
            text: &name,
            sort: words::sort(card.into()),
            end: RowEnd::Empty,
            is_selected: false,
            is_faint: false,
        };
        if row.show_ui(ui, tokens).clicked() {
            reveal(fields, card.into());
        }
    }
    if connection.from != connection.to && ui.button(text::REVERSE).clicked() {
        fields.cx.commands.edit(crate::model::Edit::Update(connection.reversed().into()));
    }
    looks_ui(ui, fields, &[connection]);
    super::notes::show_ui(ui, fields, record);
    fields.delete_ui(ui, record, true);
}

/// How connections look: of one, or of several at once.
pub(super) fn looks_ui(ui: &mut Ui, fields: &Fields<'_>, connections: &[&Connection]) {
    let tokens = fields.cx.tokens;
    let mut taken = None;
    for list in LookChoice::LISTS {
        let Some(first) = list.first() else { continue };
        // Which of the list each has.
        let shared = Shared::of(connections.iter().map(|c| list.iter().position(|choice| c.look.has(*choice))));
        let Some(shared) = shared else { return };
        label_ui(ui, tokens, &label(*first, &shared));
        let names: Vec<&str> = list.iter().map(|choice| text::choice(*choice).label).collect();
        let chosen = shared.same().copied().flatten();
        let index = choice_ui(ui, tokens, text::list(*first), &names, chosen);
        taken = index.and_then(|index| list.get(index)).copied().or(taken);
    }
    let count = u8::try_from(tokens.stage_ink.len()).unwrap_or(u8::MAX);
    let Some(shared) = Shared::of(connections.iter().map(|c| c.look.tint.map(|tint| tint % count))) else { return };
    label_ui(ui, tokens, &label(LookChoice::Tint(None), &shared));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(points(tokens.spacing), points(tokens.spacing));
        for tint in std::iter::once(None).chain((0..count).map(Some)) {
            let choice = LookChoice::Tint(tint);
            if swatch_ui(ui, fields, (tint, text::choice(choice).label), shared.same() == Some(&tint)) {
                taken = Some(choice);
            }
        }
    });
    if let Some(edit) = taken.and_then(|choice| edits::with_look(connections, choice)) {
        let merge = match connections {
            [one] => FieldKey { record: one.id.into(), field: "look" }.merge(),
            _ => None,
        };
        fields.cx.commands.send(AppCommand::Edit { edit, merge, then: AfterEdit::Nothing });
    }
}

/// The name of a list, and whether the connections differ in it.
fn label<T>(of: LookChoice, shared: &Shared<T>) -> String {
    match shared {
        Shared::Mixed => fields_text::mixed_of(text::list(of)),
        Shared::Same(_) => text::list(of).to_owned(),
    }
}
