//! Mappings that were confirmed before, offered again for a file of the same columns.

use super::current::Current;
use crate::i18n::panels as words;
use crate::i18n::panels::wizard_kept as text;
use crate::session::AppCommand;
use crate::session::import_job::columns_of;
use crate::session::mappings::{self, KeptMapping};
use crate::ui::parts::{PanelContext, body, box_ui, link_ui};
use egui::Ui;

/// Most mappings that are offered; the newest come first.
const MOST: usize = 3;

impl Current {
    /// The kept mappings that fit the file, as long as nothing was chosen for it yet.
    fn offers<'k>(&self, kept: &'k [KeptMapping]) -> Vec<&'k KeptMapping> {
        let Some(sniffed) = self.sniffed.as_ref().filter(|_| !self.has_choices() && self.loaded.is_none()) else {
            return Vec::new();
        };
        let columns = columns_of(sniffed);
        let is_news = |kept: &&KeptMapping| {
            let guess = self.guess.as_ref().and_then(|guess| guess.to_mapping().ok());
            guess.as_ref() != Some(&kept.mapping)
        };
        kept.iter().filter(|kept| kept.fits(&columns)).filter(is_news).take(MOST).collect()
    }

    /// Offers them.
    pub(super) fn kept_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, kept: &[KeptMapping]) {
        let offers = self.offers(kept);
        if offers.is_empty() {
            return;
        }
        let mut used = None;
        box_ui(ui, cx.tokens, cx.tokens.accent_soft, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(body(cx.tokens, text::mapped_before()));
                for one in &offers {
                    if ui.button(text::use_mapping(&one.name, &words::day(one.kept_on))).clicked() {
                        used = Some((one.name.clone(), one.mapping.clone()));
                    }
                    let forget = link_ui(ui, cx.tokens, text::forget());
                    if forget.accessible_name(text::forget_mapping(&one.name)).clicked() {
                        cx.commands.send(AppCommand::RemoveMapping(one.name.clone()));
                    }
                }
            });
        });
        if let Some((name, mapping)) = used {
            self.take_mapping(&name, Ok(mapping));
        }
    }

    /// Keeps what was chosen about the columns, when the import begins.
    pub(super) fn keep_mapping(&mut self, cx: &PanelContext<'_>) {
        let Some(sniffed) = self.sniffed.as_ref().filter(|_| self.draft != self.guess) else { return };
        let Some(Ok(mapping)) = self.draft.as_ref().map(super::draft::MappingDraft::to_mapping) else { return };
        let name = match &self.unfiled {
            Some(_) => text::pasted().to_owned(),
            None => mappings::name_for(&self.name()),
        };
        let kept = KeptMapping { name, columns: columns_of(sniffed), kept_on: cx.today, mapping };
        self.kept_as = Some(kept.name.clone());
        cx.commands.send(AppCommand::KeepMapping(Box::new(kept)));
    }

    /// Says on the last page that the choices are kept.
    pub(super) fn kept_as_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        let Some(name) = self.kept_as.clone() else { return };
        ui.horizontal_wrapped(|ui| {
            ui.label(crate::ui::parts::weak(cx.tokens, text::kept_as(&name)));
            if link_ui(ui, cx.tokens, text::do_not_keep()).clicked() {
                cx.commands.send(AppCommand::RemoveMapping(name));
                self.kept_as = None;
            }
        });
    }
}
