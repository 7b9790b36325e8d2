//! The page of a persona in the place of the map: when it is shown, and when the map comes back.

use super::MilepostApp;
use crate::base::ids::PersonaId;
use crate::canvas::{PersonaView, PersonaViewInput, edits};
use crate::i18n::shell::message;
use crate::model::RecordRef;
use crate::session::{AppCommand, CameraCommand, Session, maps};
use crate::theme::Tokens;
use crate::ui::style::color;
use egui::{Frame, Margin, Ui};

/// Whose page is shown, and what is typed into it.
#[derive(Debug, Default)]
pub struct PersonaPages {
    shown: Option<PersonaId>,
    /// Made when it is first needed: it measures words with fonts of its own.
    view: Option<PersonaView>,
}

impl PersonaPages {
    /// Whose page is shown in the place of the map.
    #[must_use]
    pub fn shown(&self) -> Option<PersonaId> {
        self.shown
    }

    /// True while words of the page are typed.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.view.as_ref().is_some_and(PersonaView::is_typing)
    }
}

impl MilepostApp {
    /// Shows the page of a persona.
    pub(super) fn show_persona(&mut self, persona: PersonaId) {
        self.canvas.commit_text_edit(&self.commands);
        self.commit_persona();
        let Some(session) = &mut self.session else { return };
        if session.document().personas.contains_key(&persona) {
            session.select(vec![persona.into()]);
            self.view.persona.shown = Some(persona);
        }
    }

    /// Shows the map again.
    pub(super) fn close_persona(&mut self) {
        if self.leave_persona() {
            self.canvas.take_keyboard();
        }
    }

    /// Shows the map again while the keyboard stays where it is: whoever types in a bar goes on typing there. True when a
    /// page was shown.
    pub(super) fn leave_persona(&mut self) -> bool {
        self.commit_persona();
        self.view.persona.shown.take().is_some()
    }

    /// Keeps what is typed into the page.
    pub(super) fn commit_persona(&mut self) {
        if let (Some(session), Some(view)) = (&self.session, &mut self.view.persona.view) {
            view.commit(session, &self.commands);
        }
    }

    /// The map comes back before a command that shows something on it.
    pub(super) fn leave_persona_for(&mut self, command: &AppCommand) {
        if self.view.persona.shown.is_none() {
            return;
        }
        let is_on_map = |session: &Session, record| maps::map_of(session.document(), record).is_some();
        let leaves = match command {
            // The keyboard is, or goes to, a bar or the drawer.
            AppCommand::Camera(CameraCommand::Reveal(_))
            | AppCommand::Review(_)
            | AppCommand::SetFilter(_)
            | AppCommand::ToggleFilter
            | AppCommand::ToggleTime => {
                self.leave_persona();
                return;
            }
            AppCommand::ShowMap(_)
            | AppCommand::OpenLinkedMap(_)
            | AppCommand::Back
            | AppCommand::TypeNew(_)
            | AppCommand::BeginConnection(_)
            | AppCommand::Camera(CameraCommand::FitMap | CameraCommand::FitSelection) => true,
            AppCommand::EditText(record) | AppCommand::WriteOn(record) => edits::is_on_map(*record),
            AppCommand::Jump(record) => self.session.as_ref().is_some_and(|session| is_on_map(session, *record)),
            _ => false,
        };
        if leaves {
            self.tell_page_is_left(command);
            self.close_persona();
        }
    }

    /// Says that what is added stands on the map, for which the page was left.
    fn tell_page_is_left(&mut self, command: &AppCommand) {
        let adds = matches!(
            command,
            AppCommand::TypeNew(_) | AppCommand::BeginConnection(_) | AppCommand::EditText(_) | AppCommand::WriteOn(_)
        );
        let Some((session, persona)) = self.session.as_ref().zip(self.view.persona.shown).filter(|_| adds) else {
            return;
        };
        let document = session.document();
        let names = document.personas.get(&persona).zip(session.map().and_then(|map| document.maps.get(&map)));
        if let Some((who, map)) = names {
            let offers = vec![(message::SHOW_PAGE.to_owned(), AppCommand::ShowPersona(persona))];
            self.toasts.note_with_choices(message::back_on_map(&map.title, &who.name), offers);
        }
    }

    /// One persona is selected while the page of another is shown, such as one that was just added: its fields at the side
    /// and the page shall not be about two people.
    fn follow_selected_persona(&mut self) {
        let selection = self.session.as_ref().map(Session::selection).unwrap_or_default();
        if let (Some(shown), [RecordRef::Persona(selected)]) = (self.view.persona.shown, selection)
            && shown != *selected
        {
            let selected = *selected;
            self.commit_persona();
            self.view.persona.shown = Some(selected);
        }
    }

    /// Shows the page where the map stands otherwise; false when the map is to be shown.
    pub(super) fn persona_ui(&mut self, ui: &mut Ui, tokens: &Tokens) -> bool {
        self.follow_selected_persona();
        let Some(session) = &self.session else { return false };
        let pages = &mut self.view.persona;
        // A persona may be deleted, or taken back, while its page is shown.
        let Some(persona) = pages.shown.filter(|id| session.document().personas.contains_key(id)) else {
            pages.shown = None;
            return false;
        };
        let input = PersonaViewInput { session, tokens, sender: &self.commands, persona };
        let frame = Frame::new().fill(color(tokens.canvas)).inner_margin(Margin::same(0));
        frame.show(ui, |ui| pages.view.get_or_insert_default().show_ui(ui, input));
        true
    }
}
