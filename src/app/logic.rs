//! What happens between frames: results of background work are taken, commands run, what changed is remembered.
//! Called even while the window is hidden, so an import does not wait for someone to look.

use super::tasks::{AtEnd, Outcome, Remains};
use super::{Leave, MilepostApp, Sheet, window};
use crate::i18n::shell::message;
use crate::session::{AppCommand, Closed, Session};
use crate::ui::menu::file_name;
use egui::ViewportCommand;
use std::path::Path;

impl MilepostApp {
    /// Runs everything but the drawing.
    pub fn run_logic(&mut self, ctx: &egui::Context) {
        self.poll_tasks(ctx);
        self.poll_session();
        if self.leaves_after_removal && !self.is_removing_person() {
            self.leaves_after_removal = false;
            self.leave(ctx, Leave::ForGood);
        }
        self.run_held_edits(ctx);
        for command in self.commands.take() {
            self.run_command(ctx, command);
            ctx.request_repaint();
        }
        if ctx.input(|input| input.events.contains(&egui::Event::WindowFocused(false)))
            && let Some(session) = &mut self.session
        {
            // Who comes back from another window begins a new step.
            session.close_step();
        }
        self.answer_close_request(ctx);
        self.read_segments();
        self.name_window(ctx);
        ctx.input(|input| window::remember(&mut self.prefs.window, input.viewport()));
        // A window or a panel being dragged shall not write a file a frame.
        if ctx.input(|input| !input.pointer.any_down()) {
            self.write_prefs();
        }
    }

    /// Logs when the first frame was drawn, and when the first one with all its figures was.
    pub(super) fn log_start(&mut self) {
        let is_complete = !self.is_busy();
        let Some(start) = &mut self.start else { return };
        let elapsed = start.at.elapsed().as_millis();
        if !std::mem::replace(&mut start.has_drawn, true) {
            log::info!("first frame after {elapsed} ms");
        }
        if is_complete {
            log::info!("first complete frame after {elapsed} ms");
            self.start = None;
        }
    }

    /// The title names map and file.
    fn name_window(&mut self, ctx: &egui::Context) {
        let title = self.window_title();
        if title != self.title {
            self.title.clone_from(&title);
            ctx.send_viewport_cmd(ViewportCommand::Title(title));
        }
    }

    /// Map and file, as in "Subscription journey — northwind.milepost".
    #[must_use]
    pub fn window_title(&self) -> String {
        let session = self.session.as_ref();
        let map = session.and_then(|s| s.document().maps.get(&s.map()?)).map(|map| map.title.as_str());
        let file = session.filter(|s| !s.is_untitled()).and_then(Session::path).map(file_name);
        crate::i18n::shell::window_title(map, file.as_deref())
    }

    /// Reads names and values of segments whenever the set of sources changes.
    fn read_segments(&mut self) {
        let Some(session) = &self.session else { return };
        let key: Vec<_> = session.document().sources.values().map(|source| (source.id, source.state)).collect();
        if key == self.segments_of || session.is_busy() {
            return;
        }
        self.segments_of.clone_from(&key);
        if let (Some(store), Some(path)) = (session.store(), session.path().map(Path::to_owned)) {
            self.start_for_window("read segments", move || {
                Outcome::Segments(path, key, store.reader().and_then(|reader| reader.segments()))
            });
        }
    }

    /// Asks before changes are lost that could not be written, and stays until a person's rows are out.
    fn answer_close_request(&mut self, ctx: &egui::Context) {
        if !ctx.input(|input| input.viewport().close_requested()) || self.is_leaving {
            return;
        }
        if let Some(question) = self.question_before(Leave::ForGood) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.sheet = Some(question);
        } else if self.is_removing_person() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.leave_after_removal();
        }
    }

    fn is_removing_person(&self) -> bool {
        self.session.as_ref().is_some_and(Session::is_removing_person)
    }

    fn leave_after_removal(&mut self) {
        if !std::mem::replace(&mut self.leaves_after_removal, true) {
            self.toasts.note(crate::i18n::shell::person::CLOSES_AFTERWARDS);
        }
    }

    /// True when changes could not be written; those on their way are written on closing.
    pub(super) fn has_unsaved(&self) -> bool {
        let state = self.session.as_ref().and_then(Session::save_state);
        state.is_some_and(|state| state.error.is_some())
    }

    /// Leaves the map, now or after asking.
    pub(super) fn leave(&mut self, ctx: &egui::Context, leave: Leave) {
        match self.question_before(leave) {
            Some(question) => self.sheet = Some(question),
            None if leave == Leave::ForGood && self.is_removing_person() => self.leave_after_removal(),
            None => self.leave_now(ctx, leave),
        }
    }

    /// What must be asked before the map is left.
    fn question_before(&self, leave: Leave) -> Option<Sheet> {
        if self.has_unsaved() {
            return Some(Sheet::Unsaved(leave));
        }
        let is_importing = self.session.as_ref().is_some_and(|session| !session.running_jobs().is_empty());
        // A removal is not given up by leaving, so there is nothing to ask.
        (is_importing && !self.is_removing_person()).then_some(Sheet::Importing(leave))
    }

    /// Leaves the map without asking.
    pub(super) fn leave_now(&mut self, ctx: &egui::Context, leave: Leave) {
        match leave {
            Leave::ForWelcome => {
                let untitled = self.session.as_ref().filter(|session| session.is_untitled());
                let untitled = untitled.and_then(|session| session.path().map(Path::to_owned));
                self.leave_map(Remains::File);
                self.look_for_recent_files();
                self.tell_where_it_is(untitled);
            }
            Leave::ForGood => {
                self.is_leaving = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// A map that has no name is kept all the same; without its history, which one hears before it is too late to mind.
    fn tell_where_it_is(&mut self, untitled: Option<std::path::PathBuf>) {
        let kept = self.prefs.recent.files().first().filter(|file| Some(&file.path) == untitled.as_ref());
        if let Some(file) = kept {
            let text = message::closed_without_name(file.title.as_deref().unwrap_or_default());
            let open = (message::OPEN_AGAIN.to_owned(), AppCommand::Open(file.path.clone()));
            self.toasts.note_with_choices(text, vec![open]);
        }
    }

    fn write_prefs(&mut self) {
        if self.prefs == self.written_prefs || self.is_writing_prefs {
            return;
        }
        self.is_writing_prefs = true;
        self.written_prefs = self.prefs.clone();
        let (prefs, path) = (self.prefs.clone(), self.home.prefs_file());
        self.start("write preferences", move || Outcome::PrefsWritten(prefs.save(&path)));
    }

    /// The end of the program: everything is written and the file is one file again.
    pub(super) fn end(&mut self) {
        self.leave_map(Remains::File);
        // Nothing may be half written when the program is gone: copies, preferences, maps being closed. A dialog nobody
        // answers any more is no reason to stay.
        for task in std::mem::take(&mut self.tasks).into_iter().filter(|task| task.at_end == AtEnd::Wait) {
            if let Some(Outcome::Closed(_, Closed { written, removal })) = task.job.wait() {
                if let Err(error) = written {
                    log::error!("closing the map: {error}");
                }
                if let Some(Err(failure)) = removal {
                    log::error!("a person was not removed: {failure}");
                }
            }
        }
        if self.prefs != self.written_prefs
            && let Err(error) = self.prefs.save(&self.home.prefs_file())
        {
            log::error!("preferences not saved: {error}");
        }
        log::info!("Milepost ends");
    }

    /// Sends a command and shows the next frame: for what is decided outside of a view.
    pub(super) fn send(&self, ctx: &egui::Context, command: AppCommand) {
        self.commands.send(command);
        ctx.request_repaint();
    }
}
