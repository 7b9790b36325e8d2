//! The import wizard: shows a data file as it is read, what its columns mean, what they become on the map, and the
//! report. Nothing is written before the last step. Several files queue one after another.

mod columns;
mod draft;
mod file;
mod finish;
mod places;

use crate::base::text::Weight;
use crate::i18n::panels as words;
use crate::i18n::panels::wizard as text;
use crate::import::{Mapping, Sniffed};
use crate::session::AppCommand;
use crate::session::import_job::{ImportOutcome, ImportPreview, ImportRequest, NewPlaces, PlaceChoice};
use crate::ui::parts::{PanelContext, problem_ui, weak};
use crate::ui::pending::Pending;
use crate::ui::style::{color, font, line, points, radius};
use draft::MappingDraft;
use egui::{Align, Id, Key, Layout, Margin, Modal, RichText, Role, Sense, Ui, WidgetInfo, vec2};
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;

/// Width of the window's contents.
const WIDTH: f32 = 920.0;
/// Height of a page; fits a screen of 720 points with title, steps and buttons.
const PAGE_HEIGHT: f32 = 430.0;

/// A page of the wizard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Page {
    File,
    Columns,
    Places,
    Check,
}

impl Page {
    const EVERY: [Self; 4] = [Self::File, Self::Columns, Self::Places, Self::Check];

    fn name(self) -> &'static str {
        match self {
            Self::File => text::page_file(),
            Self::Columns => text::page_columns(),
            Self::Places => text::page_places(),
            Self::Check => text::page_check(),
        }
    }

    fn next(self) -> Option<Self> {
        Self::EVERY.into_iter().find(|p| *p > self)
    }

    fn previous(self) -> Option<Self> {
        Self::EVERY.into_iter().rev().find(|p| *p < self)
    }
}

/// How far the import of the shown file is.
#[derive(Debug)]
enum Run {
    /// Not started.
    Open,
    /// Asked for; the flag says whether a job of it was seen.
    Running { was_seen: bool },
    /// Done.
    Done(Box<ImportOutcome>),
}

/// The file that is shown.
#[derive(Debug)]
struct Current {
    path: PathBuf,
    page: Page,
    sniffing: Option<Pending<Sniffed>>,
    sniffed: Option<Sniffed>,
    draft: Option<MappingDraft>,
    new_places: NewPlaces,
    places: BTreeMap<String, PlaceChoice>,
    previewing: Option<Pending<ImportPreview>>,
    /// What the preview was asked for.
    asked: Option<Asked>,
    preview: Option<ImportPreview>,
    problem: Option<String>,
    /// A mapping file is being chosen for this file.
    is_loading: bool,
    /// What came of the mapping file: its name, or why it was refused.
    loaded: Option<Result<String, String>>,
    run: Run,
}

/// Everything a preview depends on.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    mapping: String,
    new_places: NewPlaces,
    places: BTreeMap<String, PlaceChoice>,
}

/// The wizard's state; closed while it has no file.
#[derive(Debug, Default)]
pub struct ImportWizard {
    queue: VecDeque<PathBuf>,
    current: Option<Current>,
}

impl ImportWizard {
    /// Opens the wizard on files, or queues them behind those that are waiting.
    pub fn open(&mut self, paths: Vec<PathBuf>) {
        self.queue.extend(paths);
        if self.current.is_none() {
            self.next_file();
        }
    }

    /// True while the wizard is on the screen.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.current.is_some()
    }

    /// True while a file is looked at or a preview is worked out.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.current.as_ref().is_some_and(|c| c.sniffing.is_some() || c.previewing.is_some())
    }

    /// An import is done: shows its report.
    pub fn imported(&mut self, outcome: &ImportOutcome) {
        if let Some(current) = self.current.as_mut().filter(|c| matches!(c.run, Run::Running { .. })) {
            current.problem = None;
            current.run = Run::Done(Box::new(outcome.clone()));
        }
    }

    /// An import did not happen: shows why, in one sentence.
    pub fn failed(&mut self, sentence: String) {
        if let Some(current) = self.current.as_mut().filter(|c| matches!(c.run, Run::Running { .. })) {
            current.problem = Some(sentence);
            current.run = Run::Open;
        }
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
        self.current = self.queue.pop_front().map(Current::new);
    }

    /// Shows the wizard when it is open.
    pub fn show_ui(&mut self, ctx: &egui::Context, cx: &PanelContext<'_>) {
        let waiting = self.queue.len();
        let Some(current) = &mut self.current else { return };
        current.refresh(cx);
        let tokens = cx.tokens;
        let frame = egui::Frame::new()
            .fill(color(tokens.panel))
            .stroke(line(tokens.strokes.hairline, tokens.card_line))
            .corner_radius(radius(tokens.radii.stage))
            .shadow(ctx.global_style().visuals.window_shadow)
            .inner_margin(Margin::same(20));
        let modal = Modal::new(Id::unique("import wizard")).backdrop_color(color(tokens.shadow)).frame(frame);
        let mut action = None;
        let response = modal.show(ctx, |ui| {
            let screen = ui.ctx().content_rect();
            ui.set_width(WIDTH.min(screen.width() - 80.0));
            action = current.window_ui(ui, cx, (waiting, (screen.height() - 220.0).clamp(120.0, PAGE_HEIGHT)));
        });
        // A click beside the window closes nothing: decisions would be lost. Escape closes it, but not under an import.
        let is_escaped = response.is_top_modal
            && !response.any_popup_open
            && !matches!(current.run, Run::Running { .. })
            && ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape));
        match action {
            _ if is_escaped => self.next_file(),
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

/// What a button of the window asks for.
enum Action {
    /// On to the next file, or close.
    Close,
    /// Close everything and show the map.
    ShowOnMap,
}

impl Current {
    fn new(path: PathBuf) -> Self {
        Self {
            path,
            page: Page::File,
            sniffing: None,
            sniffed: None,
            draft: None,
            new_places: NewPlaces::Create,
            places: BTreeMap::new(),
            previewing: None,
            asked: None,
            preview: None,
            problem: None,
            is_loading: false,
            loaded: None,
            run: Run::Open,
        }
    }

    fn name(&self) -> String {
        self.path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
    }

    /// Starts and takes the work of the background.
    fn refresh(&mut self, cx: &PanelContext<'_>) {
        if self.sniffed.is_none() && self.sniffing.is_none() && self.problem.is_none() {
            let path = self.path.clone();
            let title = crate::i18n::import::reading(&path);
            self.sniffing = Some(Pending::new(
                cx.session
                    .jobs()
                    .spawn(title, move |_| crate::import::sniff(&path, &crate::import::ReadChoices::default())),
            ));
        }
        if let Some(answer) = self.sniffing.as_ref().and_then(Pending::poll) {
            self.sniffing = None;
            match answer {
                Ok(sniffed) => self.take_sniffed(sniffed),
                Err(error) => self.problem = Some(error.unwrap_or_else(|| text::broke_off().to_owned())),
            }
        }
        self.refresh_preview(cx);
        if let Run::Running { was_seen } = &mut self.run {
            let is_running = !cx.session.running_jobs().is_empty();
            if *was_seen && !is_running && !cx.session.is_busy() {
                // The end of an import is told by `imported` or `failed`; without either its thread broke off.
                self.problem = Some(text::broke_off().to_owned());
                self.run = Run::Open;
            } else {
                *was_seen |= is_running;
            }
        }
    }

    fn take_sniffed(&mut self, sniffed: Sniffed) {
        self.draft = Some(MappingDraft::new(&sniffed));
        self.sniffed = Some(sniffed);
    }

    fn take_mapping(&mut self, name: &str, mapping: Result<Mapping, String>) {
        self.is_loading = false;
        let Some(sniffed) = &self.sniffed else { return };
        match mapping.and_then(|mapping| MappingDraft::loaded(sniffed, &mapping)) {
            Ok(draft) => {
                self.draft = Some(draft);
                // The choices are on the page of columns, whichever page they were asked for on.
                self.page = Page::Columns;
                self.problem = None;
                self.loaded = Some(Ok(text::mapping_applied(name)));
            }
            Err(why) => self.loaded = Some(Err(text::mapping_refused(name, &why))),
        }
    }

    /// Asks for a preview when the pages that need one are shown and something was decided anew.
    fn refresh_preview(&mut self, cx: &PanelContext<'_>) {
        if let Some(answer) = self.previewing.as_ref().and_then(Pending::poll) {
            self.previewing = None;
            match answer {
                Ok(preview) => {
                    self.preview = Some(preview);
                    self.problem = None;
                }
                Err(error) => {
                    self.preview = None;
                    self.problem = Some(error.unwrap_or_else(|| text::broke_off().to_owned()));
                }
            }
        }
        if self.page < Page::Places || !matches!(self.run, Run::Open) {
            return;
        }
        let Some(Ok(mapping)) = self.draft.as_ref().map(MappingDraft::to_mapping) else { return };
        let wanted = Asked { mapping: mapping.to_json(), new_places: self.new_places, places: self.places.clone() };
        if self.asked.as_ref() != Some(&wanted) {
            // Other columns make other places: what was shown no longer holds. Another choice of places only refines it.
            if self.asked.as_ref().is_none_or(|a| a.mapping != wanted.mapping) {
                self.preview = None;
            }
            self.problem = None;
            self.asked = Some(wanted);
            self.previewing = self.request().and_then(|r| cx.session.preview_import(r)).map(Pending::new);
            if self.previewing.is_none() {
                self.problem = Some(text::no_map().to_owned());
            }
        }
    }

    /// What would be imported now.
    fn request(&self) -> Option<ImportRequest> {
        let asked = self.asked.as_ref()?;
        Some(ImportRequest {
            choices: crate::import::ReadChoices::default(),
            path: self.path.clone(),
            mapping: Some(asked.mapping.clone()),
            new_places: asked.new_places,
            places: asked.places.clone(),
        })
    }

    fn window_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, (waiting, height): (usize, f32)) -> Option<Action> {
        let tokens = cx.tokens;
        ui.spacing_mut().item_spacing.y = points(tokens.spacing) * 1.5;
        ui.horizontal(|ui| {
            let title = text::title(&self.name());
            ui.label(RichText::new(title).font(font(tokens.type_sizes.title, Weight::SemiBold)));
            if waiting > 0 {
                ui.label(weak(tokens, text::waiting(waiting)));
            }
        });
        let is_open = matches!(self.run, Run::Open);
        if is_open {
            self.steps_ui(ui, cx);
        }
        ui.separator();
        let page = ui.available_rect_before_wrap();
        let page = egui::Rect::from_min_size(page.min, vec2(page.width(), height));
        ui.scope_builder(egui::UiBuilder::new().max_rect(page), |ui| {
            ui.set_min_size(page.size());
            ui.set_clip_rect(ui.clip_rect().intersect(page.expand(2.0)));
            self.page_ui(ui, cx);
        });
        ui.separator();
        self.buttons_ui(ui, cx, waiting)
    }

    /// The pages as numbered steps; those that can be shown can be clicked.
    fn steps_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        let tokens = cx.tokens;
        let mut wanted = None;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = points(tokens.spacing) * 5.0;
            for (index, page) in Page::EVERY.into_iter().enumerate() {
                let is_shown = page == self.page;
                let is_possible = match page {
                    Page::File => true,
                    Page::Columns => self.sniffed.as_ref().is_some_and(|sniffed| !sniffed.has_no_rows()),
                    Page::Places | Page::Check => self.is_settled(),
                };
                let weight = if is_shown { Weight::SemiBold } else { Weight::Regular };
                let words = format!("{} {}", index + 1, page.name());
                let ink = match (is_shown, is_possible) {
                    (true, _) => tokens.accent,
                    (false, true) => tokens.text,
                    (false, false) => tokens.text_faint,
                };
                let galley = ui.painter().layout_no_wrap(words, font(tokens.type_sizes.body, weight), color(ink));
                let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, 24.0), Sense::click());
                response.widget_info(|| WidgetInfo::selected(Role::Tab, is_possible, is_shown, page.name()));
                ui.painter().galley(rect.left_center() - vec2(0.0, galley.size().y / 2.0), galley, color(ink));
                if is_shown || response.has_focus() {
                    ui.painter().hline(rect.x_range(), rect.bottom(), line(2.0, ink));
                }
                if response.clicked() && is_possible {
                    wanted = Some(page);
                }
            }
        });
        if let Some(page) = wanted {
            self.page = page;
        }
    }

    /// True when the columns make a mapping.
    fn is_settled(&self) -> bool {
        self.draft.as_ref().is_some_and(|d| d.to_mapping().is_ok())
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        if let Run::Running { .. } = self.run {
            return finish::running_ui(ui, cx, &self.name());
        }
        let lines = self.sniffed.as_ref().map_or(0, |s| s.left_out.len());
        if let Run::Done(outcome) = &self.run {
            let columns = self.draft.as_ref().map(MappingDraft::left_out).unwrap_or_default();
            return finish::done_ui(ui, cx, outcome, finish::LeftOut { columns: &columns, lines });
        }
        if let Some(problem) = &self.problem {
            problem_ui(ui, cx.tokens, problem);
        }
        match &self.loaded {
            Some(Err(why)) => problem_ui(ui, cx.tokens, why),
            Some(Ok(name)) if self.page == Page::Columns => drop(ui.label(weak(cx.tokens, name))),
            _ => {}
        }
        let (Some(sniffed), Some(draft)) = (&self.sniffed, &mut self.draft) else {
            if self.problem.is_none() {
                ui.label(weak(cx.tokens, text::reading()));
            }
            return;
        };
        match (self.page, &self.preview) {
            (Page::File, _) => file::show_ui(ui, cx, sniffed),
            (Page::Columns, _) => columns::show_ui(ui, cx, sniffed, draft),
            (Page::Places, Some(preview)) => {
                places::show_ui(ui, cx, preview, (&mut self.new_places, &mut self.places));
            }
            (Page::Check, Some(preview)) => {
                let columns = draft.left_out();
                finish::check_ui(ui, cx, &preview.outcome, finish::LeftOut { columns: &columns, lines });
            }
            (_, None) if self.problem.is_none() => {
                ui.label(weak(cx.tokens, text::reading_all()));
                if let Some(pending) = &self.previewing {
                    finish::progress_ui(ui, cx, pending.progress());
                }
            }
            (_, None) => {}
        }
    }

    fn buttons_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, waiting: usize) -> Option<Action> {
        let mut action = None;
        ui.horizontal(|ui| match &self.run {
            Run::Open => {
                if ui.button(if waiting > 0 { text::skip_file() } else { words::cancel() }).clicked() {
                    action = Some(Action::Close);
                }
                if self.sniffed.is_some()
                    && ui.button(text::load_mapping()).on_hover_text(text::load_mapping_hint()).clicked()
                {
                    self.is_loading = true;
                    cx.commands.send(AppCommand::LoadMappingDialog);
                }
                let mapping = self.draft.as_ref().and_then(|d| d.to_mapping().ok());
                if let Some(mapping) = mapping
                    && ui.button(text::save_mapping()).on_hover_text(text::save_mapping_hint()).clicked()
                {
                    cx.commands.send(AppCommand::SaveMappingDialog(mapping.to_json()));
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| self.forward_ui(ui, cx));
            }
            Run::Running { .. } => {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if ui.button(words::cancel()).clicked() {
                        for job in cx.session.running_jobs() {
                            cx.commands.send(AppCommand::CancelJob(job.id));
                        }
                    }
                });
            }
            Run::Done(_) => {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if waiting > 0 {
                        if primary_ui(ui, cx, text::next_file(), true) {
                            action = Some(Action::Close);
                        }
                    } else if primary_ui(ui, cx, text::show_on_map(), true) {
                        action = Some(Action::ShowOnMap);
                    }
                    if ui.button(words::close()).clicked() {
                        action = Some(Action::Close);
                    }
                });
            }
        });
        action
    }

    /// Next and back, or Import on the last page.
    fn forward_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        let is_ready = match self.page {
            Page::File => self.sniffed.as_ref().is_some_and(|sniffed| !sniffed.has_no_rows()),
            Page::Columns => self.is_settled(),
            Page::Places => self.preview.is_some(),
            Page::Check => {
                let has_rows = self.preview.as_ref().is_some_and(|p| p.outcome.rows_accepted > 0);
                has_rows && self.previewing.is_none() && cx.session.is_editable()
            }
        };
        match self.page.next() {
            Some(next) => {
                if primary_ui(ui, cx, text::next(), is_ready) {
                    self.page = next;
                    ui.ctx().request_repaint();
                }
            }
            None => {
                if primary_ui(ui, cx, text::import(), is_ready)
                    && let Some(request) = self.request()
                {
                    cx.commands.send(AppCommand::StartImport(Box::new(request)));
                    self.problem = None;
                    self.run = Run::Running { was_seen: false };
                }
            }
        }
        if let Some(previous) = self.page.previous()
            && ui.button(text::back()).clicked()
        {
            self.page = previous;
            self.problem = None;
        }
    }
}

/// The one button that leads on.
fn primary_ui(ui: &mut Ui, cx: &PanelContext<'_>, words: &str, is_ready: bool) -> bool {
    let tokens = cx.tokens;
    let label = RichText::new(words).font(font(tokens.type_sizes.control, Weight::Medium));
    let button = if is_ready {
        egui::Button::new(label.color(color(tokens.on_accent))).fill(color(tokens.accent)).stroke(egui::Stroke::NONE)
    } else {
        egui::Button::new(label)
    };
    ui.add_enabled(is_ready, button).clicked()
}

#[cfg(test)]
mod tests;
