//! The sheet that removes a person's rows: looks first, says what would go and that it goes for good, then does it.

use crate::i18n::import::search_incomplete_here;
use crate::i18n::shell::message::sentence;
use crate::i18n::shell::person as words;
use crate::session::persons::{Person, RemovalFailure, UnclearTexts};
use crate::session::{AppCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::parts::{label_ui, problem_ui, weak};
use crate::ui::pending::Pending;
use crate::ui::widgets::{Look, SheetSize, ToolButton, sheet_ui};
use egui::{Key, Label, TextEdit, Ui};

/// Who is looked for, and what was found.
#[derive(Debug, Default)]
pub struct PersonDraft {
    id: String,
    has_begun: bool,
    /// Texts of which nobody can tell whose they are go too.
    takes_unclear: bool,
    /// The id that is looked for, which need not be what the field says by the time of the answer.
    looking: Option<(String, Pending<Person>)>,
    /// The id that was looked for, and what the file holds of it.
    found: Option<(String, Result<Person, String>)>,
}

impl PersonDraft {
    fn look(&mut self, session: &Session) {
        self.found = None;
        self.takes_unclear = false;
        self.looking = session.find_person(self.id.clone()).map(|answer| (self.id.clone(), Pending::new(answer)));
    }

    fn take(&mut self) {
        let answer = self.looking.as_ref().and_then(|(id, pending)| Some((id.clone(), pending.poll()?)));
        if let Some((id, answer)) = answer {
            self.looking = None;
            let told =
                |error: Option<String>| error.map_or_else(|| words::BROKE_OFF.to_owned(), |error| sentence(&error));
            let nobody = || Err(sentence(crate::i18n::import::NOBODY));
            let person = match answer {
                Ok(person) if matches!(person.refusal(), Some(RemovalFailure::Nobody)) => nobody(),
                answer => answer.map_err(told),
            };
            self.found = Some((id, person));
        }
    }

    /// What was found, as long as the field still says the same.
    fn found(&self) -> Option<&Result<Person, String>> {
        self.found.as_ref().filter(|(id, _)| *id == self.id).map(|(_, found)| found)
    }
}

/// Shows the sheet; true when it should close.
pub fn person_sheet_ui(
    ctx: &egui::Context,
    tokens: &Tokens,
    (session, commands): (&Session, &CommandSender),
    draft: &mut PersonDraft,
) -> bool {
    draft.take();
    let mut is_done = false;
    let size = SheetSize { width: 500.0, max_height: 460.0 };
    let is_closed = sheet_ui(ctx, tokens, words::TITLE, size, |ui| {
        id_ui(ui, tokens, session, draft);
        let mut takes_unclear = draft.takes_unclear;
        match draft.found() {
            None if draft.looking.is_some() => drop(ui.label(weak(tokens, words::LOOKING))),
            None => {}
            Some(Err(problem)) => problem_ui(ui, tokens, problem),
            Some(Ok(person)) => found_ui(ui, tokens, person, &mut takes_unclear),
        }
        draft.takes_unclear = takes_unclear;
        ui.add_space(14.0);
        ui.horizontal(|ui| {
            let person = draft.found().and_then(|found| found.as_ref().ok());
            if let Some(person) = person {
                let remove = words::remove(person.rows());
                let button = ToolButton::words(tokens, &remove).look(Look::Primary);
                let is_possible = session.can_import() && (person.refusal().is_none() || draft.takes_unclear);
                let unclear = if draft.takes_unclear { UnclearTexts::Taken } else { UnclearTexts::Kept };
                if ui.add_enabled_ui(is_possible, |ui| button.show_ui(ui)).inner.clicked() {
                    commands.send(AppCommand::RemovePerson(draft.id.clone(), unclear));
                    is_done = true;
                }
            } else if ToolButton::words(tokens, words::LOOK).look(Look::Primary).show_ui(ui).clicked() {
                draft.look(session);
            }
            is_done |= ToolButton::words(tokens, words::CANCEL).show_ui(ui).clicked();
        });
    });
    is_closed || is_done
}

fn id_ui(ui: &mut Ui, tokens: &Tokens, session: &Session, draft: &mut PersonDraft) {
    let label = label_ui(ui, tokens, words::ID);
    let field = TextEdit::singleline(&mut draft.id).align(egui::Align2::LEFT_CENTER).desired_width(f32::INFINITY);
    let field = ui.add(field).labelled_by(label.id);
    let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !std::mem::replace(&mut draft.has_begun, true) {
        field.request_focus();
    }
    ui.add(Label::new(weak(tokens, words::ID_HINT)).wrap());
    ui.add_space(8.0);
    if is_entered {
        draft.look(session);
    }
}

fn found_ui(ui: &mut Ui, tokens: &Tokens, person: &Person, takes_unclear: &mut bool) {
    for at in &person.sources {
        ui.add(Label::new(words::at(&at.name, at.rows, at.report_texts, at.are_texts_unclear)).wrap());
    }
    if person.sources.is_empty() && person.is_forgotten {
        ui.add(Label::new(words::GONE).wrap());
    }
    if person.unclear_texts > 0 {
        ui.add(Label::new(sentence(&search_incomplete_here(person.unclear_texts))).wrap());
        ui.checkbox(takes_unclear, words::take_unclear(person.unclear_texts));
    }
    ui.add_space(8.0);
    ui.add(Label::new(words::WARNING).wrap());
    ui.add_space(4.0);
    ui.add(Label::new(weak(tokens, words::LIMITS)).wrap());
}
