//! Menus of connections: of one, or of several at once.

use super::cards::shared;
use super::{Choice, MenuContext, item_ui, keys_item_ui, list_ui, tick_ui};
use crate::base::ids::ConnectionId;
use crate::canvas::edits;
use crate::canvas::input;
use crate::canvas::paint::color;
use crate::i18n::canvas as words;
use crate::i18n::connections as text;
use crate::model::{Connection, Edit, LookChoice};
use crate::session::AppCommand;
use egui::Ui;

impl MenuContext<'_> {
    pub(super) fn connection_ui(&self, ui: &mut Ui, id: ConnectionId, chosen: &mut Option<Choice>) {
        let Some(connection) = self.document.connections.get(&id) else { return };
        keys_item_ui(ui, words::edit_label(), &input::EDIT, Choice::EditText(id.into()), chosen);
        if connection.from != connection.to {
            item_ui(ui, text::REVERSE, Choice::Edit(Edit::Update(connection.reversed().into())), chosen);
        }
        item_ui(ui, words::add_note(), Choice::Command(AppCommand::BeginNote), chosen);
        ui.separator();
        let is_selected = self.selection.contains(&id.into());
        let about = if is_selected { self.selection } else { &[id.into()] };
        self.looks_ui(ui, &edits::connections_among(self.document, about), chosen);
        ui.separator();
        self.delete_ui(ui, id.into(), chosen);
    }

    /// How connections look; nothing when there is none.
    pub(super) fn looks_ui(&self, ui: &mut Ui, connections: &[&Connection], chosen: &mut Option<Choice>) {
        if connections.is_empty() {
            return;
        }
        let change = |choice| edits::with_look(connections, choice).map(Choice::Edit);
        let has = |choice: LookChoice| connections.iter().all(|c| c.look.has(choice));
        for list in LookChoice::LISTS {
            let Some(first) = list.first() else { continue };
            list_ui(ui, text::list(*first), |ui| {
                for choice in list {
                    tick_ui(ui, has(*choice), text::choice(*choice).label, || change(*choice), chosen);
                }
            });
        }
        let count = self.tokens.stage_ink.len();
        let now = shared(connections.iter().map(|c| c.look.tint.map(|tint| usize::from(tint) % count)));
        let usual = LookChoice::Tint(None);
        list_ui(ui, text::list(usual), |ui| {
            tick_ui(ui, now == Some(None), text::choice(usual).label, || change(usual), chosen);
            for (index, ink) in self.tokens.stage_ink.iter().enumerate() {
                let choice = LookChoice::Tint(u8::try_from(index).ok());
                let name = egui::RichText::new(text::choice(choice).label).color(color(*ink));
                if ui.selectable_label(now == Some(Some(index)), name).clicked() {
                    *chosen = change(choice);
                    ui.close();
                }
            }
        });
    }
}
