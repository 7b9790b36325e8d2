//! The import wizard: five steps in one window. The file as it is read; what its columns mean; what its places and
//! metrics are on the map; what speaks against the data; the map as it would be. Nothing is written before the end,
//! every step can be gone back to, and every choice can be taken back. Several files queue one after another.

mod checks_step;
mod columns_step;
mod current;
mod draft;
mod file_step;
mod finish;
mod frame;
mod kept;
mod kept_name;
mod list;
mod match_step;
mod metric_rows;
mod one_kpi;
mod open_words;
mod place_rows;
mod preview_step;
mod proposed;
mod questions;
mod value_counts;
mod waiting;
mod work;

use crate::base::ids::SourceId;
use crate::import::Mapping;
use crate::session::import_job::ImportOutcome;
use crate::session::import_job::inputs::Unfiled;
use crate::session::mappings::{Kept, KeptMapping};
use crate::ui::parts::PanelContext;
use crate::ui::style::{color, line, radius};
use current::{Current, Run};
use egui::{Id, Key, Margin, Modal};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use waiting::{Alike, Waiting};

/// Widest the window's contents get.
const WIDTH: f32 = 1180.0;
/// Highest a step gets.
const STEP_HEIGHT: f32 = 640.0;
/// Lowest a step gets, in a window too small for it.
const LEAST_HEIGHT: f32 = 120.0;
/// What title, steps and buttons take beside a step, with the margins of the window.
const AROUND: f32 = 202.0;

/// The wizard's state; closed while it has no file.
#[derive(Debug, Default)]
pub struct ImportWizard {
    queue: VecDeque<Waiting>,
    current: Option<Box<Current>>,
    /// Mappings that were confirmed before.
    kept: Arc<[KeptMapping]>,
    /// Which of the waiting files have the columns of the shown one.
    alike: Alike,
}

impl ImportWizard {
    /// Opens the wizard on files, or queues them behind those that are waiting.
    pub fn open(&mut self, paths: Vec<PathBuf>) {
        self.add(paths.into_iter().map(|path| Waiting { path, unfiled: None }));
    }

    /// Opens the wizard on data that is no file of the user, or queues it.
    pub fn open_unfiled(&mut self, data: Unfiled) {
        self.add([Waiting { path: data.path.clone(), unfiled: Some(Arc::new(data)) }]);
    }

    fn add(&mut self, waiting: impl IntoIterator<Item = Waiting>) {
        self.queue.extend(waiting);
        if self.current.is_none() {
            self.next_file();
        }
    }

    /// Says which mappings are kept.
    pub fn set_kept(&mut self, kept: Arc<[KeptMapping]>) {
        self.kept = kept;
    }

    /// Opens the wizard on the file of a source with what its columns mean so far; what is imported takes its place.
    pub fn remap(&mut self, path: PathBuf, mapping: Option<Mapping>, source: SourceId) {
        if self.current.is_none() {
            self.current = Some(Box::new(Current::of_source(path, mapping, source)));
        }
    }

    /// True while the wizard is on the screen.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.current.is_some()
    }

    /// True while a file is looked at or a rehearsal is worked out.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.current.as_ref().is_some_and(|c| c.is_busy() || self.alike.is_busy())
    }

    /// An import is done: shows its report.
    pub fn imported(&mut self, outcome: &ImportOutcome) {
        let Some(current) = &mut self.current else { return };
        match current.run {
            Run::Running { .. } => {
                current.problem = None;
                current.run = Run::Done(Box::new(outcome.clone()));
                // Files that came along wait no more.
                self.queue.retain(|waiting| !current.together.contains(&waiting.path));
            }
            Run::Done(_) if current.others.len() < current.together.len() => current.others.push(outcome.clone()),
            Run::Open | Run::Done(_) => {}
        }
    }

    /// An import did not happen: shows why, in one sentence.
    pub fn failed(&mut self, sentence: String) {
        if let Some(current) = self.current.as_mut().filter(|c| matches!(c.run, Run::Running { .. })) {
            current.problem = Some(sentence);
            current.run = Run::Open;
            current.to_keep = None;
        }
    }

    /// Choices of the shown file are kept; what they are called may not be what was asked for.
    pub fn mapping_kept(&mut self, kept: Kept) {
        if let Some(current) = &mut self.current {
            current.take_kept(kept);
        }
    }

    /// A kept mapping is called something else.
    pub fn mapping_renamed(&mut self, name: &str, new: &str) {
        let Some(current) = &mut self.current else { return };
        current.offered.renamed(name, new);
        if let Some(kept) = current.kept_as.as_mut().filter(|kept| kept.field.name == name) {
            kept.field.rename(new);
        }
    }

    /// It is not, and why in one sentence: said beside the name where one is being typed. False where that is for others to
    /// say; a field of the report shows again what the choices are called.
    pub fn mapping_not_renamed(&mut self, why: &str) -> bool {
        let Some(current) = &mut self.current else { return false };
        if let Some(kept) = &mut current.kept_as {
            kept.field.rename(&kept.field.name.clone());
        }
        current.offered.refuse(why)
    }

    /// The next mapping file that is read is meant for the shown file.
    pub fn await_mapping(&mut self) {
        if let Some(current) = &mut self.current {
            current.is_loading = true;
        }
    }

    /// A mapping file was read: applies its choices to the file it was asked for, or says in one sentence why it cannot.
    pub fn mapping_read(&mut self, name: &str, mapping: Result<Mapping, String>) {
        if let Some(current) = self.current.as_mut().filter(|c| c.is_loading && matches!(c.run, Run::Open)) {
            current.take_mapping(name, mapping);
        }
    }

    fn next_file(&mut self) {
        self.current = self.queue.pop_front().map(|waiting| Box::new(Current::of_waiting(waiting)));
    }

    /// Shows the wizard when it is open.
    pub fn show_ui(&mut self, ctx: &egui::Context, cx: &PanelContext<'_>) {
        let waiting = self.queue.len();
        let Some(current) = &mut self.current else { return };
        current.refresh(ctx, cx, &self.kept);
        if matches!(current.run, Run::Open) {
            let files: Vec<PathBuf> =
                self.queue.iter().filter(|one| one.unfiled.is_none()).map(|one| one.path.clone()).collect();
            self.alike.refresh(cx.session, &files, &current.reading);
            current.alike = self.alike.files(&files, &current.columns_now());
        }
        let tokens = cx.tokens;
        let frame = egui::Frame::new()
            .fill(color(tokens.panel))
            .stroke(line(tokens.strokes.hairline, tokens.card_line))
            .corner_radius(radius(tokens.radii.stage))
            .shadow(ctx.global_style().visuals.window_shadow)
            .inner_margin(Margin::same(20));
        let modal = Modal::new(Id::unique("import wizard")).backdrop_color(color(tokens.shadow)).frame(frame);
        // Keys that something in the window is waiting for are not meant for the steps.
        let is_free = ctx.memory(|memory| memory.focused().is_none());
        let mut action = None;
        let response = modal.show(ctx, |ui| {
            let screen = ui.ctx().content_rect();
            ui.set_width(WIDTH.min(screen.width() - 64.0));
            let height = (screen.height() - AROUND).clamp(LEAST_HEIGHT, STEP_HEIGHT);
            action = current.window_ui(ui, cx, &Around { waiting, height, kept: &self.kept });
        });
        let is_on_top = response.is_top_modal && !response.any_popup_open;
        // A click beside the window closes nothing: decisions would be lost.
        if is_on_top && ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape)) {
            action = action.or_else(|| current.escape());
        }
        if is_on_top && is_free && ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Enter)) {
            action = action.or_else(|| current.enter(cx));
        }
        match action {
            Some(Action::Close) => self.next_file(),
            Some(Action::ShowOnMap) => {
                if let Run::Done(outcome) = &current.run {
                    finish::show_on_map(cx, outcome);
                }
                self.queue.clear();
                self.current = None;
            }
            None => {}
        }
    }
}

/// What stands around the shown file.
struct Around<'a> {
    /// Files that wait.
    waiting: usize,
    /// Height of a step.
    height: f32,
    /// Mappings that were confirmed before.
    kept: &'a [KeptMapping],
}

/// What a button of the window asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    /// On to the next file, or close.
    Close,
    /// Close everything and show the map.
    ShowOnMap,
}

#[cfg(test)]
mod tests;
