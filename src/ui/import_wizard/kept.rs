//! Mappings that were confirmed before, offered again for a file of the same columns.

use super::current::{Current, Run};
use crate::base::text::fold_name;
use crate::i18n::panels as words;
use crate::i18n::panels::wizard_kept as text;
use crate::session::AppCommand;
use crate::session::import_job::columns_of;
use crate::session::mappings::{self, Kept, KeptMapping};
use crate::ui::parts::{PanelContext, body, box_ui, link_ui, weak};
use egui::{Key, Modifiers, TextEdit, Ui};

/// Most mappings that are offered; the newest come first.
const MOST: usize = 3;
/// Width of the field of a name, points.
const FIELD: f32 = 220.0;

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

    /// What was chosen about the columns, as it is kept when the import is done; `None` when it is all as guessed.
    pub(super) fn mapping_to_keep(&self, cx: &PanelContext<'_>) -> Option<KeptMapping> {
        let sniffed = self.sniffed.as_ref().filter(|_| self.draft != self.guess)?;
        let mapping = self.draft.as_ref()?.to_mapping().ok()?;
        let name = match &self.unfiled {
            Some(_) => text::pasted().to_owned(),
            None => mappings::name_for(&self.name()),
        };
        Some(KeptMapping { name, columns: columns_of(sniffed), kept_on: cx.today, mapping })
    }

    /// Takes what the choices are kept as.
    pub(super) fn take_kept(&mut self, kept: Kept) {
        if matches!(self.run, Run::Done(_)) && !self.is_unkept {
            self.kept_as =
                Some(KeptAs { field: kept.name.clone(), name: kept.name, asked: None, replaced: kept.replaced });
        }
    }

    /// Says on the last page that the choices are kept, and under which name, which can be changed.
    pub(super) fn kept_as_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        let Some(kept) = &mut self.kept_as else { return };
        let is_taken_back = ui.horizontal_wrapped(|ui| {
            let label = ui.label(weak(cx.tokens, text::kept_name()));
            let field = TextEdit::singleline(&mut kept.field).desired_width(FIELD).align(egui::Align2::LEFT_CENTER);
            let field = ui.add(field).labelled_by(label.id).on_hover_text(text::kept_name_hint());
            if field.lost_focus() {
                kept.end_typing(ui, cx);
            }
            ui.label(weak(cx.tokens, text::kept_as(&kept.name)));
            link_ui(ui, cx.tokens, text::do_not_keep(kept.replaced.is_some())).clicked()
        });
        if is_taken_back.inner
            && let Some(kept) = self.kept_as.take()
        {
            self.is_unkept = true;
            // The earlier ones take the place of these again, unless these are called something else by now.
            if kept.replaced.as_ref().is_none_or(|replaced| fold_name(&replaced.name) != fold_name(&kept.name)) {
                cx.commands.send(AppCommand::RemoveMapping(kept.name));
            }
            if let Some(replaced) = kept.replaced {
                cx.commands.send(AppCommand::KeepMapping(Box::new(replaced)));
            }
        }
    }
}

/// What the choices of the shown file are kept as.
#[derive(Debug)]
pub(super) struct KeptAs {
    /// Their name.
    pub(super) name: String,
    /// The same as it is being typed.
    field: String,
    /// The name that was asked for and is not settled yet.
    asked: Option<String>,
    /// The earlier choices that they took the place of.
    replaced: Option<KeptMapping>,
}

impl KeptAs {
    /// They are called something else.
    pub(super) fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.name);
        name.clone_into(&mut self.field);
        self.asked = None;
    }

    /// Asks for the typed name; Escape and an empty field leave the one there is.
    fn end_typing(&mut self, ui: &Ui, cx: &PanelContext<'_>) {
        let typed = self.field.trim();
        // It leaves the field, not the report.
        let is_given_up = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if is_given_up || typed.is_empty() || typed == self.name {
            self.field.clone_from(&self.name);
        } else if self.asked.as_deref() != Some(typed) {
            // The field may tell its end in two frames.
            self.asked = Some(typed.to_owned());
            cx.commands.send(AppCommand::RenameMapping(self.name.clone(), typed.to_owned()));
        }
    }
}
