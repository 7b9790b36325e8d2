//! Mappings that were confirmed before, offered again for a file of the same columns.

use super::current::{Current, Run};
use super::kept_name::{NameField, Typing};
use crate::base::text::fold_name;
use crate::i18n::panels as words;
use crate::i18n::panels::wizard_kept as text;
use crate::session::AppCommand;
use crate::session::import_job::columns_of;
use crate::session::mappings::{self, Kept, KeptMapping};
use crate::ui::parts::{PanelContext, body, box_ui, link_ui, problem_ui, weak};
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
            guess.as_ref() != Some(&kept.mapping) && !self.is_read_with(kept)
        };
        kept.iter().filter(|kept| kept.fits(&columns)).filter(is_news).take(MOST).collect()
    }

    /// Offers them, to be used, renamed or forgotten.
    pub(super) fn kept_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, kept: &[KeptMapping]) {
        self.proposed_ui(ui, cx);
        let offers = self.offers(kept);
        if offers.is_empty() {
            return;
        }
        let mut used = None;
        let Offered { renaming, focused } = &mut self.offered;
        box_ui(ui, cx.tokens, cx.tokens.accent_soft, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(body(cx.tokens, text::mapped_before()));
                for one in &offers {
                    if let Some(field) = renaming.as_mut().filter(|field| field.name == one.name) {
                        if field.show_ui(ui, cx, &text::rename_mapping(&one.name)) == Typing::GivenUp {
                            *renaming = None;
                            *focused = Some(one.name.clone());
                        }
                        continue;
                    }
                    if ui.button(text::use_mapping(&one.name, &words::day(one.kept_on))).clicked() {
                        used = Some((one.name.clone(), one.mapping.clone()));
                    }
                    let rename = link_ui(ui, cx.tokens, text::rename());
                    let rename = rename.accessible_name(text::rename_mapping(&one.name));
                    if rename.clicked() {
                        *renaming = Some(NameField::focused(one.name.clone()));
                    }
                    // Whoever renamed it goes on from there, unless the keyboard is elsewhere by now.
                    if focused.take_if(|name| *name == one.name).is_some() && ui.memory(|m| m.focused().is_none()) {
                        rename.request_focus();
                    }
                    let forget = link_ui(ui, cx.tokens, text::forget());
                    if forget.accessible_name(text::forget_mapping(&one.name)).clicked() {
                        cx.commands.send(AppCommand::RemoveMapping(one.name.clone()));
                    }
                }
            });
            if let Some(problem) = renaming.as_ref().and_then(|field| field.problem.as_deref()) {
                problem_ui(ui, cx.tokens, problem);
            }
        });
        if let Some((name, mapping)) = used {
            self.take_mapping(&name, Ok(mapping));
        }
    }

    /// What was chosen about the columns, as it is kept when the import is done; `None` when it is all as guessed.
    pub(super) fn mapping_to_keep(&self, cx: &PanelContext<'_>) -> Option<KeptMapping> {
        let sniffed = self.sniffed.as_ref().filter(|_| self.draft.as_ref() != self.first_draft())?;
        // Who went back to the guess has chosen nothing to be kept.
        let mapping = self.draft.as_ref().filter(|draft| Some(*draft) != self.guess.as_ref())?.to_mapping().ok()?;
        let name = match (self.kept_name(), &self.unfiled) {
            (Some(name), _) => name.to_owned(),
            (None, Some(_)) => text::pasted().to_owned(),
            (None, None) => mappings::name_for(&self.name()),
        };
        Some(KeptMapping { name, columns: columns_of(sniffed), kept_on: cx.today, mapping })
    }

    /// Takes what the choices are kept as.
    pub(super) fn take_kept(&mut self, kept: Kept) {
        if matches!(self.run, Run::Done(_)) && !self.is_unkept {
            self.kept_as = Some(KeptAs { field: NameField::of(kept.name), replaced: kept.replaced });
        }
    }

    /// Says on the last page that the choices are kept, and under which name, which can be changed.
    pub(super) fn kept_as_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        let Some(kept) = &mut self.kept_as else { return };
        let is_taken_back = ui.horizontal_wrapped(|ui| {
            kept.field.show_ui(ui, cx, text::kept_name());
            ui.label(weak(cx.tokens, text::kept_as(&kept.field.name)));
            link_ui(ui, cx.tokens, text::do_not_keep(kept.replaced.is_some())).clicked()
        });
        if is_taken_back.inner
            && let Some(kept) = self.kept_as.take()
        {
            self.is_unkept = true;
            // The earlier ones take the place of these again, unless these are called something else by now.
            if kept.replaced.as_ref().is_none_or(|replaced| fold_name(&replaced.name) != fold_name(&kept.field.name)) {
                cx.commands.send(AppCommand::RemoveMapping(kept.field.name));
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
    pub(super) field: NameField,
    /// The earlier choices that they took the place of.
    replaced: Option<KeptMapping>,
}

/// What happens to the mappings that are offered.
#[derive(Debug, Default)]
pub(super) struct Offered {
    /// One of them gets another name.
    renaming: Option<NameField>,
    /// The one that was given a name or left alone: the keyboard is to be beside it.
    focused: Option<String>,
}

impl Offered {
    /// A mapping is called something else.
    pub(super) fn renamed(&mut self, name: &str, new: &str) {
        if self.renaming.take_if(|field| field.name == name).is_some() {
            self.focused = Some(new.to_owned());
        }
    }

    /// It is not; false when none of these was to be.
    pub(super) fn refuse(&mut self, why: &str) -> bool {
        let renaming = self.renaming.as_mut().filter(|field| field.is_asking());
        renaming.map(|field| field.refuse(why)).is_some()
    }
}
