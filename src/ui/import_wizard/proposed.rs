//! What an earlier file says of the shown one before anybody chose anything: the mapping that the same file was imported
//! with, or one that was kept of a file of the same columns. It is said in one line, and the guess is one click away.

use super::current::Current;
use super::draft::MappingDraft;
use crate::base::ids::MapId;
use crate::i18n::panels as words;
use crate::i18n::panels::wizard as wizard_text;
use crate::i18n::panels::wizard_kept as text;
use crate::import::{ImportError, ReadChoices, Sniffed};
use crate::model::Document;
use crate::session::import_job::proposal::{self, Misfit, Origin, Proposal};
use crate::session::mappings::KeptMapping;
use crate::ui::parts::{PanelContext, body, box_ui, link_ui};
use egui::Ui;
use std::path::Path;
use std::sync::Arc;

/// A mapping that the file is read with unasked.
#[derive(Debug)]
pub(super) struct Proposed {
    origin: Origin,
    draft: MappingDraft,
    reading: ReadChoices,
}

/// Where mappings are looked for.
pub(super) struct Proposer {
    /// The map that a file may have been imported into; `None` for data that is no file.
    pub(super) map: Option<MapId>,
    pub(super) document: Arc<Document>,
    pub(super) kept: Arc<[KeptMapping]>,
}

/// A file that was looked at.
#[derive(Debug)]
pub(super) struct Looked {
    sniffed: Sniffed,
    proposal: Option<Proposal>,
    /// The mapping that the file was imported with does not fit any more.
    misfit: Option<Misfit>,
}

impl Looked {
    /// Looks at a file, and for a mapping that it may be read with.
    pub(super) fn at(path: &Path, choices: &ReadChoices, proposer: Option<&Proposer>) -> Result<Self, ImportError> {
        let sniffed = crate::import::sniff(path, choices)?;
        let proposer = proposer.filter(|_| choices.is_empty() && !sniffed.has_no_rows());
        let Some(from) = proposer else { return Ok(Self { sniffed, proposal: None, misfit: None }) };
        let own = from.map.map(|map| proposal::of_source(&from.document, map, path, &sniffed));
        let (own, misfit) = match own {
            Some(Ok(own)) => (own, None),
            Some(Err(misfit)) => (None, Some(misfit)),
            None => (None, None),
        };
        let proposal = own.or_else(|| proposal::of_kept(&from.kept, &sniffed));
        Ok(Self { sniffed, proposal, misfit })
    }
}

impl Current {
    /// Takes what was found out about the file, with what an earlier one says of it.
    pub(super) fn take_looked(&mut self, Looked { sniffed, proposal, misfit }: Looked) {
        let Some(Proposal { origin, mapping, sniffed: as_mapped }) = proposal else {
            self.take_sniffed(sniffed);
            if let Some(Misfit { why, .. }) = misfit {
                self.loaded = Some(Err(wizard_text::mapping_refused(&self.name(), &why)));
            }
            return;
        };
        match MappingDraft::loaded(&as_mapped, &mapping) {
            Ok(draft) => {
                self.reading.clone_from(&mapping.reading);
                self.take_sniffed(as_mapped);
                self.draft = Some(draft.clone());
                self.proposed = Some(Proposed { origin, draft, reading: mapping.reading });
            }
            Err(why) => {
                self.take_sniffed(sniffed);
                // Its own mapping was to be expected; one that is only kept is no loss.
                if matches!(origin, Origin::Source(_)) {
                    self.loaded = Some(Err(wizard_text::mapping_refused(&self.name(), &why)));
                }
            }
        }
    }

    /// The columns as they were before anything was chosen.
    pub(super) fn first_draft(&self) -> Option<&MappingDraft> {
        self.proposed.as_ref().map(|proposed| &proposed.draft).or(self.guess.as_ref())
    }

    /// How the file was read before anything was chosen.
    pub(super) fn first_reading(&self) -> ReadChoices {
        self.proposed.as_ref().map(|proposed| proposed.reading.clone()).unwrap_or_default()
    }

    /// Under which name the mapping is kept that the file is read with unasked.
    pub(super) fn kept_name(&self) -> Option<&str> {
        match &self.proposed.as_ref()?.origin {
            Origin::Kept(name, _) => Some(name),
            Origin::Source(_) => None,
        }
    }

    /// True when the file is read with a kept mapping unasked, or with one that is the same.
    pub(super) fn is_read_with(&self, kept: &KeptMapping) -> bool {
        let is_same = |proposed: &Proposed| proposed.draft.to_mapping().is_ok_and(|mapping| mapping == kept.mapping);
        self.kept_name() == Some(kept.name.as_str()) || self.proposed.as_ref().is_some_and(is_same)
    }

    /// Says with what the file is read unasked, and goes back to the guess.
    pub(super) fn proposed_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        let Some(proposed) = &self.proposed else { return };
        let sentence = match &proposed.origin {
            Origin::Source(day) => text::read_as_imported(&words::day(*day)),
            Origin::Kept(name, day) => text::read_as_kept(name, &words::day(*day)),
        };
        let mut is_refused = false;
        box_ui(ui, cx.tokens, cx.tokens.accent_soft, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(body(cx.tokens, sentence));
                is_refused = link_ui(ui, cx.tokens, text::as_guessed()).clicked();
            });
        });
        if is_refused {
            // What was chosen on top of it was chosen for it.
            self.proposed = None;
            self.reading = ReadChoices::default();
            self.draft.clone_from(&self.guess);
        }
    }
}
