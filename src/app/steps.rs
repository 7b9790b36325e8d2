//! Taking steps back and doing them again: the window goes to where they are seen, and says so where that is elsewhere.

use super::MilepostApp;
use crate::i18n::shell::message;
use std::sync::Arc;

/// Which way through the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StepWay {
    /// Undo.
    Back,
    /// Redo.
    On,
}

impl MilepostApp {
    /// Takes the last step back, or does the last undone one again.
    pub(super) fn take_step(&mut self, way: StepWay) {
        let Some(session) = &mut self.session else { return };
        let (before, map, chosen) = (Arc::clone(session.document()), session.map(), session.selection().to_vec());
        let step = match way {
            StepWay::Back => session.undo_step(),
            StepWay::On => session.redo_step(),
        };
        let Some(step) = step else { return };
        self.canvas.end_run();
        if way == StepWay::Back {
            self.canvas.drop_untouched_words();
            self.canvas.stand_after_undo(&before, session, step.cell);
            self.toasts.taken_back();
        }
        let document = Arc::clone(session.document());
        let (shown, page) = (session.map(), self.view.persona.shown());
        let went_to = if let Some(persona) = step.persona {
            // Who looks at it beside the map sees it there.
            let is_seen = page == Some(persona) || page.is_none() && chosen.contains(&persona.into());
            let name = document.personas.get(&persona).map(|persona| persona.name.clone());
            name.filter(|_| !is_seen).map(|name| {
                self.show_persona(persona);
                message::on_page(&name)
            })
        } else if step.is_on_map && (shown != map || page.is_some()) {
            self.close_persona();
            let title = shown.and_then(|map| document.maps.get(&map)).map(|map| map.title.clone());
            title.map(|title| message::on_map(&title))
        } else {
            None
        };
        if let Some(place) = went_to {
            let words = crate::i18n::edit::step(step.label);
            self.toasts.note(match way {
                StepWay::Back => message::undone_elsewhere(&words, &place),
                StepWay::On => message::redone_elsewhere(&words, &place),
            });
        }
        self.reveal_selection();
    }
}
