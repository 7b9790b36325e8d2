//! A path typed in the window, where the system offers no file dialog.

use super::dialogs::{self, Purpose};
use super::tasks::Outcome;
use super::ui::{Reply, answers_ui};
use super::{MilepostApp, Sheet};
use crate::i18n::review;
use crate::i18n::shell::{dialog, message, path as words};
use crate::theme::Tokens;
use crate::ui::menu::file_name;
use crate::ui::parts::problem_ui;
use crate::ui::style::{line, radius};
use crate::ui::widgets::{SheetSize, sheet_ui};
use egui::{Key, StrokeKind};
use std::path::{Path, PathBuf};

/// A path that is being typed.
#[derive(Debug, Clone, Default)]
pub struct PathDraft {
    /// What is typed so far.
    pub text: String,
    /// What stood there before anything was typed.
    before: String,
    /// What is wrong with what was typed.
    problem: Option<String>,
    /// It is being written there: the sheet stays until that is done.
    is_waiting: bool,
}

impl PathDraft {
    /// The same while it is being written there, or not any more.
    #[must_use]
    pub fn waiting(self, is_waiting: bool) -> Self {
        Self { is_waiting, ..self }
    }

    /// What is wrong with what was typed.
    #[must_use]
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// The path that is meant: a whole one pasted behind the folder that stood there takes its place.
    fn path(&self) -> &str {
        let behind = self.text.strip_prefix(&self.before).map(|rest| rest.trim().trim_matches('"'));
        behind.filter(|rest| Path::new(rest).is_absolute()).unwrap_or(&self.text)
    }
}

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Nothing that can be read.
    Nothing,
}

impl Found {
    /// Looks at the disk: never on the window's own thread.
    fn at(path: &Path) -> Self {
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => Self::Folder,
            Ok(_) => Self::File,
            Err(_) => Self::Nothing,
        }
    }

    /// What is wrong with a path for a purpose, and what to do; `None` when it is what is wanted.
    fn problem(self, purpose: Purpose, path: &Path) -> Option<String> {
        let path = path.display().to_string();
        match (self, purpose == Purpose::ImportFolder) {
            (Self::File, false) | (Self::Folder, true) => None,
            (Self::Nothing, false) => Some(words::no_file(&path)),
            (Self::Nothing, true) => Some(words::no_folder(&path)),
            (Self::Folder, false) => Some(words::is_folder(&path)),
            (Self::File, true) => Some(words::is_file(&path)),
        }
    }
}

/// Pictures are asked for in one format, and their names may say another.
fn is_same(asked: Purpose, written: Purpose) -> bool {
    asked == written || matches!((asked, written), (Purpose::Export(_), Purpose::Export(_)))
}

impl MilepostApp {
    /// Asks for a path in a field of the window.
    pub(super) fn ask_for_path(&mut self, purpose: Purpose) {
        let folder = self.folder_to_ask_in().or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let path = match purpose {
            Purpose::SaveAs | Purpose::Export(_) | Purpose::Mapping | Purpose::Minutes | Purpose::Rejected => {
                folder.join(self.suggested_name(purpose))
            }
            Purpose::ImportFolder => folder,
            // A folder with its separator, ready for a name.
            Purpose::Open | Purpose::Import | Purpose::Picture | Purpose::LoadMapping => folder.join(""),
        };
        let text = path.display().to_string();
        let draft = PathDraft { before: text.clone(), text, ..PathDraft::default() };
        self.sheet = Some(Sheet::Path(purpose, draft));
    }

    /// Goes on with a typed path. What is to be read must be there first, and what is to be written must come to be there:
    /// until that is known the sheet stays. A file that would be replaced is asked about.
    fn typed(&mut self, purpose: Purpose, draft: &mut PathDraft) {
        let text = draft.path();
        let path = dialogs::with_extension(purpose, PathBuf::from(text.trim().trim_matches('"')));
        match purpose {
            Purpose::Open | Purpose::Import | Purpose::ImportFolder | Purpose::Picture | Purpose::LoadMapping => {
                self.start_for_window(dialogs::title(purpose), move || {
                    let found = Found::at(&path);
                    Outcome::Looked(purpose, path, found)
                });
            }
            Purpose::SaveAs | Purpose::Export(_) | Purpose::Mapping | Purpose::Minutes | Purpose::Rejected => {
                draft.is_waiting = true;
                self.look_before_writing(purpose, path);
            }
        }
    }

    /// Goes on with a path that is to be read, or says what is wrong with it where it is typed.
    pub(super) fn looked(&mut self, purpose: Purpose, path: PathBuf, found: Found) {
        // Who has closed the sheet meanwhile wants nothing of it any more.
        let Some(Sheet::Path(asked, draft)) = &mut self.sheet else { return };
        if *asked != purpose {
            return;
        }
        draft.problem = found.problem(purpose, &path);
        if draft.problem.is_none() {
            self.sheet = None;
            self.chosen(purpose, vec![path]);
        }
    }

    /// Asks whether a file shall be replaced; what was typed comes back with the answer.
    pub(super) fn ask_to_replace(&mut self, purpose: Purpose, path: PathBuf) {
        let draft = match self.sheet.take() {
            Some(Sheet::Path(asked, draft)) if asked == purpose => Some(draft),
            _ => None,
        };
        self.sheet = Some(Sheet::Replace(purpose, path, draft));
    }

    /// What was to be written at a path is there, or why not: said where the path is typed, if it still is.
    pub(super) fn path_written(&mut self, purpose: Purpose, why_not: Option<String>) {
        match (&mut self.sheet, why_not) {
            (Some(Sheet::Path(asked, draft)), why_not) if is_same(*asked, purpose) && draft.is_waiting => match why_not
            {
                Some(why) => (draft.problem, draft.is_waiting) = (Some(why), false),
                None => self.sheet = None,
            },
            (_, Some(why)) => self.toasts.problem(why),
            (_, None) => {}
        }
    }

    /// Tells what came of a mapping or of minutes.
    pub(super) fn text_saved(&mut self, purpose: Purpose, path: &Path, written: Result<(), String>) {
        let name = file_name(path);
        if let Err(why) = written {
            return self.path_written(purpose, Some(message::not_exported(&name, &why)));
        }
        self.path_written(purpose, None);
        let is_minutes = purpose == Purpose::Minutes;
        self.toasts.note(if is_minutes { review::minutes_saved(&name) } else { message::mapping_saved(&name) });
    }

    /// Shows the sheet; true when it should close.
    pub(super) fn path_sheet_ui(
        &mut self,
        ctx: &egui::Context,
        tokens: &Tokens,
        purpose: Purpose,
        draft: &mut PathDraft,
    ) -> bool {
        let verb = match purpose {
            Purpose::Open => dialog::OPEN,
            Purpose::LoadMapping => dialog::LOAD,
            Purpose::SaveAs | Purpose::Mapping | Purpose::Minutes | Purpose::Rejected => dialog::SAVE,
            Purpose::Import | Purpose::ImportFolder => dialog::IMPORT,
            Purpose::Picture => dialog::SHOW,
            Purpose::Export(_) => dialog::EXPORT,
        };
        let mut is_done = false;
        let size = SheetSize { width: 560.0, max_height: 320.0 };
        let is_closed = sheet_ui(ctx, tokens, dialogs::title(purpose), size, |ui| {
            ui.weak(dialog::PATH_WHY);
            ui.add_space(6.0);
            let label = ui.label(dialog::PATH);
            let field = egui::TextEdit::singleline(&mut draft.text)
                .align(egui::Align2::LEFT_CENTER)
                .desired_width(f32::INFINITY);
            let field = ui.add(field).labelled_by(label.id);
            let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if field.changed() {
                draft.problem = None;
            }
            if let Some(problem) = &draft.problem {
                let edge = line(tokens.strokes.focus, tokens.off);
                ui.painter().rect_stroke(field.rect, radius(tokens.radii.card), edge, StrokeKind::Inside);
                problem_ui(ui, tokens, problem);
            }
            if !field.has_focus() && !is_entered && ui.memory(|memory| memory.focused().is_none()) {
                field.request_focus();
            }
            ui.add_space(12.0);
            is_done = is_entered | (answers_ui(ui, tokens, verb, None) == Some(Reply::First));
        });
        if is_done && !draft.is_waiting && !draft.text.trim().is_empty() {
            self.typed(purpose, draft);
        }
        is_closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_path_behind_the_folder_takes_its_place() {
        let draft =
            |text: &str| PathDraft { text: text.to_owned(), before: "/home/lena/".to_owned(), ..PathDraft::default() };
        let check = |text: &str, expected: &str| assert_eq!(draft(text).path(), expected);
        check("/home/lena/numbers.csv", "/home/lena/numbers.csv");
        check("/home/lena/data/numbers.csv", "/home/lena/data/numbers.csv");
        check("/data/numbers.csv", "/data/numbers.csv");
        #[cfg(unix)]
        check("/home/lena//data/numbers.csv", "/data/numbers.csv");
        #[cfg(unix)]
        check("/home/lena/\"/data/a b.csv\"", "/data/a b.csv");
    }
}
