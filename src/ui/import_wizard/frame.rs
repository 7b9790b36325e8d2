//! The window around the steps: title, steps, buttons, and the question before choices are lost.

use super::current::{Current, Run, Step};
use super::draft::MappingDraft;
use super::{Action, Around, checks_step, columns_step, file_step, finish, match_step, metric_rows, preview_step};
use crate::base::text::Weight;
use crate::i18n::panels as words;
use crate::i18n::panels::wizard as text;
use crate::i18n::panels::wizard_kept as kept_text;
use crate::i18n::panels::wizard_steps as steps_text;
use crate::session::AppCommand;
use crate::session::mappings::KeptMapping;
use crate::ui::parts::{PanelContext, body, box_ui, link_ui, problem_ui, weak};
use crate::ui::style::{color, font, line, points};
use egui::{Align, Layout, RichText, Role, Sense, Ui, WidgetInfo, vec2};

/// Height that a step has at least; where less of it can be seen, it is scrolled.
const LEAST_STEP: f32 = 260.0;
/// Height of a line of steps.
const STEP_LINE: f32 = 26.0;

impl Current {
    pub(super) fn window_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, around: &Around<'_>) -> Option<Action> {
        let (tokens, waiting, height) = (cx.tokens, around.waiting, around.height);
        ui.spacing_mut().item_spacing.y = points(tokens.spacing) * 1.5;
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if matches!(self.run, Run::Open) {
                    self.mapping_buttons_ui(ui, cx);
                }
                if waiting > 0 {
                    ui.label(weak(tokens, text::waiting(waiting)));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let title = text::title(&self.name());
                    let title = RichText::new(title).font(font(tokens.type_sizes.title, Weight::SemiBold));
                    ui.add(egui::Label::new(title).truncate());
                });
            });
        });
        match self.run {
            Run::Open => self.steps_ui(ui, cx),
            Run::Running { .. } | Run::Done(_) => {}
        }
        ui.separator();
        // A window too small for a step scrolls it: title and buttons stay.
        let scrolled = egui::ScrollArea::both().id_salt("step").max_height(height).min_scrolled_height(height);
        let least = vec2(self.least_width(), LEAST_STEP);
        let seen = vec2(ui.available_width(), height);
        scrolled.auto_shrink(false).show(ui, |ui| {
            let page = egui::Rect::from_min_size(ui.cursor().min, seen.max(least));
            ui.scope_builder(egui::UiBuilder::new().max_rect(page), |ui| {
                ui.set_min_size(page.size());
                self.step_ui(ui, cx, around.kept);
            });
        });
        ui.separator();
        if self.is_asking_to_leave { self.leave_ui(ui, cx) } else { self.buttons_ui(ui, cx, waiting) }
    }

    /// Width that the shown step needs, points: those with two columns need more than those that wrap.
    fn least_width(&self) -> f32 {
        match (&self.run, self.step) {
            (Run::Running { .. } | Run::Done(_), _) | (Run::Open, Step::File | Step::Checks) => 0.0,
            (Run::Open, Step::Columns | Step::Preview) => 800.0,
            (Run::Open, Step::Matches) => 900.0,
        }
    }

    /// The steps with their numbers; those that can be shown can be clicked, those that ask something say so.
    fn steps_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        let tokens = cx.tokens;
        let mut wanted = None;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = points(tokens.spacing) * 5.0;
            for (index, step) in Step::EVERY.into_iter().enumerate() {
                let (is_shown, is_possible) = (step == self.step, self.is_possible(step));
                let questions = self.questions(step, cx);
                let weight = if is_shown { Weight::SemiBold } else { Weight::Regular };
                let name = format!("{} {}", index + 1, step.name());
                let ink = match (is_shown, is_possible) {
                    (true, _) => tokens.accent,
                    (false, true) => tokens.text,
                    (false, false) => tokens.text_faint,
                };
                let galley = ui.painter().layout_no_wrap(name, font(tokens.type_sizes.body, weight), color(ink));
                let dot = if questions.is_empty() { 0.0 } else { 12.0 };
                let size = vec2(galley.size().x + dot, STEP_LINE);
                let (rect, response) = ui.allocate_exact_size(size, Sense::click());
                let spoken = steps_text::step_name(step.name(), questions.len());
                response.widget_info(|| WidgetInfo::selected(Role::Tab, is_possible, is_shown, &spoken));
                let at = rect.left_center() - vec2(0.0, galley.size().y / 2.0);
                let (under, middle) = (rect.bottom() - 1.0, rect.right_center() - vec2(3.0, 0.0));
                ui.painter().galley(at, galley, color(ink));
                if dot > 0.0 {
                    ui.painter().circle_filled(middle, 3.0, color(tokens.watch));
                }
                if is_shown {
                    ui.painter().hline(rect.x_range(), under, line(2.0, ink));
                }
                if response.has_focus() {
                    let ring = line(tokens.strokes.focus, tokens.focus);
                    ui.painter().rect_stroke(rect.expand(2.0), 3.0, ring, egui::StrokeKind::Outside);
                }
                if response.clicked() && is_possible {
                    wanted = Some(step);
                }
                if !questions.is_empty() {
                    response.on_hover_text(questions.join("\n"));
                }
            }
        });
        if let Some(step) = wanted {
            self.go_to(step);
        }
    }

    fn step_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, kept: &[KeptMapping]) {
        if let Run::Running { .. } = self.run {
            return finish::running_ui(ui, cx, &self.name());
        }
        if matches!(self.run, Run::Done(_)) {
            return self.done_ui(ui, cx);
        }
        let problem = self.problem.as_deref().or_else(|| self.work.problem());
        if let Some(problem) = problem {
            problem_ui(ui, cx.tokens, problem);
        }
        let has_problem = problem.is_some();
        if let Some(problem) = &self.read_problem
            && (self.step == Step::File || self.sniffed.is_none())
        {
            problem_ui(ui, cx.tokens, problem);
        }
        match &self.loaded {
            Some(Err(why)) => problem_ui(ui, cx.tokens, why),
            Some(Ok(name)) if self.step == Step::Columns => drop(ui.label(weak(cx.tokens, name))),
            _ => {}
        }
        if matches!(self.step, Step::File | Step::Columns) {
            self.kept_ui(ui, cx, kept);
        }
        let (Some(sniffed), Some(draft), Some(guess)) = (&self.sniffed, &mut self.draft, &self.guess) else {
            if !has_problem && self.read_problem.is_none() {
                ui.label(weak(cx.tokens, text::reading()));
            } else if !self.reading.is_empty() && ui.button(steps_text::reset()).clicked() {
                self.reset();
            }
            return;
        };
        let rehearsal = self.work.rehearsal().cloned();
        match (self.step, rehearsal) {
            (Step::File, _) => {
                let is_stale = self.sniffing.is_some() || self.read_problem.is_some();
                if let Some(earlier) = self.work.rehearsal().and_then(|rehearsal| rehearsal.of_earlier_import()) {
                    box_ui(ui, cx.tokens, cx.tokens.accent_soft, |ui| {
                        ui.add(egui::Label::new(body(cx.tokens, earlier)).wrap());
                    });
                }
                file_step::show_ui(ui, cx, (sniffed, is_stale), (&mut self.reading, &mut self.file));
            }
            (Step::Columns, _) => columns_step::show_ui(ui, cx, (sniffed, guess), (draft, &mut self.columns)),
            (Step::Matches, Some(rehearsal)) => {
                let choices = match_step::Choices {
                    new_places: &mut self.new_places,
                    places: &mut self.places,
                    metrics: metric_rows::Choices { names: &mut draft.metrics, kinds: &mut draft.kinds },
                };
                let lists = (&mut self.place_list, &mut self.metric_list);
                match_step::show_ui(ui, cx, &rehearsal, choices, lists);
            }
            (Step::Checks, Some(rehearsal)) => {
                checks_step::show_ui(ui, cx, &rehearsal, (sniffed, draft), &mut self.checks);
            }
            (Step::Preview, Some(rehearsal)) => {
                preview_step::show_ui(ui, cx, &rehearsal, self.work.revision(), &mut self.preview);
            }
            (_, None) if !has_problem => self.working_ui(ui, cx),
            (_, None) => {}
        }
    }

    /// The report of the import, and what is kept for the next file.
    fn done_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        // Taken out for the time of drawing: a report may be long, and is no thing to copy.
        let run = std::mem::replace(&mut self.run, Run::Open);
        if let Run::Done(outcome) = &run {
            let columns = self.draft.as_ref().map(MappingDraft::left_out).unwrap_or_default();
            let lines = self.sniffed.as_ref().map_or(0, |s| s.left_out.len());
            let left_out = finish::LeftOut { columns: &columns, lines };
            finish::done_ui(ui, cx, outcome, (&self.others, left_out));
            self.kept_as_ui(ui, cx);
            finish::rest_ui(ui, cx, outcome);
        }
        self.run = run;
    }

    /// The reading of the whole file while there is nothing to show yet.
    fn working_ui(&self, ui: &mut Ui, cx: &PanelContext<'_>) {
        ui.label(weak(cx.tokens, text::reading_all()));
        if let Some((progress, began)) = self.work.reading() {
            let seconds = ui.input(|input| input.time) - began;
            finish::progress_ui(ui, cx, progress, seconds);
        }
    }

    /// Asks whether the choices shall be lost.
    fn leave_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) -> Option<Action> {
        let mut action = None;
        ui.horizontal(|ui| {
            ui.label(body(cx.tokens, steps_text::leave_question()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if primary_ui(ui, cx, steps_text::keep_choices(), true) {
                    self.is_asking_to_leave = false;
                }
                if ui.button(steps_text::lose_choices()).clicked() {
                    action = Some(Action::Close);
                }
            });
        });
        action
    }

    fn buttons_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, waiting: usize) -> Option<Action> {
        let mut action = None;
        ui.horizontal(|ui| match &self.run {
            Run::Open => {
                if ui.button(if waiting > 0 { text::skip_file() } else { words::cancel() }).clicked() {
                    action = self.escape();
                }
                if !self.alike.is_empty() {
                    let mut are_together = !self.is_alone;
                    let words = kept_text::with_waiting(self.alike.len());
                    ui.checkbox(&mut are_together, words).on_hover_text(kept_text::with_waiting_hint());
                    self.is_alone = !are_together;
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    self.forward_ui(ui, cx);
                    self.readiness_ui(ui, cx);
                });
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

    /// Choices of an earlier file and for a later one; from right to left.
    fn mapping_buttons_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        let mapping = self.draft.as_ref().and_then(|d| d.to_mapping().ok());
        if let Some(mapping) = mapping
            && ui.button(text::save_mapping()).on_hover_text(text::save_mapping_hint()).clicked()
        {
            cx.commands.send(AppCommand::SaveMappingDialog(mapping.to_json()));
        }
        if self.sniffed.is_some() && ui.button(text::load_mapping()).on_hover_text(text::load_mapping_hint()).clicked()
        {
            self.is_loading = true;
            cx.commands.send(AppCommand::LoadMappingDialog);
        }
        if self.has_choices() && ui.button(steps_text::reset()).on_hover_text(steps_text::reset_hint()).clicked() {
            self.reset();
        }
    }

    /// Next and back, Import on the last step, and Import now before it.
    fn forward_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        match self.step.next() {
            Some(next) => {
                if primary_ui(ui, cx, text::next(), self.is_possible(next)) {
                    self.go_to(next);
                    ui.ctx().request_repaint();
                }
                let is_ready = self.can_start(cx) && self.first_question(cx).is_none();
                let button = egui::Button::new(steps_text::import_now());
                if ui.add_enabled(is_ready, button).on_hover_text(steps_text::import_now_hint()).clicked() {
                    self.start(cx);
                }
            }
            None => {
                if primary_ui(ui, cx, text::import(), self.can_start(cx)) {
                    self.start(cx);
                }
            }
        }
        if let Some(previous) = self.step.previous()
            && ui.button(text::back()).clicked()
        {
            self.go_to(previous);
        }
    }

    /// What is still open, or what the import comes to, in a few words beside the buttons.
    fn readiness_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        if let Some((step, question)) = self.first_question(cx) {
            // What the shown step asks stands in it.
            if step != self.step && link_ui(ui, cx.tokens, &steps_text::question_at(step.name(), &question)).clicked() {
                self.go_to(step);
            }
        } else if let Some(rehearsal) = self.rehearsed() {
            let outcome = &rehearsal.outcome;
            if outcome.rows_accepted == 0 {
                // Import waits for rows: where they were lost, the checks say.
                if self.step == Step::Checks {
                    ui.add(egui::Label::new(weak(cx.tokens, steps_text::NOTHING_ACCEPTED)).truncate());
                } else if link_ui(ui, cx.tokens, steps_text::NOTHING_ACCEPTED).clicked() {
                    self.go_to(Step::Checks);
                }
                return;
            }
            let words = steps_text::ready(outcome.rows_accepted, outcome.rows_rejected);
            ui.add(egui::Label::new(weak(cx.tokens, words)).truncate());
        } else if self.work.is_busy() {
            ui.add(egui::Label::new(weak(cx.tokens, text::reading_all())).truncate());
            // The rows that are counted move without events; ten looks a second end with the reading.
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
        }
    }
}

/// The one button that leads on.
pub(super) fn primary_ui(ui: &mut Ui, cx: &PanelContext<'_>, words: &str, is_ready: bool) -> bool {
    let tokens = cx.tokens;
    let label = RichText::new(words).font(font(tokens.type_sizes.control, Weight::Medium));
    let button = if is_ready {
        egui::Button::new(label.color(color(tokens.on_accent))).fill(color(tokens.accent)).stroke(egui::Stroke::NONE)
    } else {
        egui::Button::new(label)
    };
    ui.add_enabled(is_ready, button).clicked()
}
