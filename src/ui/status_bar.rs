//! The status bar: whether all is on disk, what is selected, what runs, how old the data is.

use crate::i18n::shell::{numbers, status as text};
use crate::model::TableKind;
use crate::session::{AppCommand, CameraCommand, RunningJob, Session};
use crate::ui::menu::ShellContext;
use crate::ui::style::{color, points};
use crate::ui::widgets::{Icon, Look, ToolButton, hairline_vertical_ui, paint_icon};
use egui::{Align, Layout, ProgressBar, RichText, Sense, Ui, Vec2, vec2};
use std::time::Duration;

/// Height of the status bar, points.
pub const HEIGHT: f32 = 27.0;
/// Room for zoom and data at the right edge, which long words leave free.
const OTHERS_WIDTH: f32 = 290.0;
/// Pause between two looks at the progress of a job.
const PROGRESS_PAUSE: Duration = Duration::from_millis(100);

/// Shows the status bar of an open map; `others` is work of the window beside that of the map.
pub fn status_bar_ui(ui: &mut Ui, cx: &ShellContext<'_>, session: &Session, others: &[RunningJob]) {
    ui.horizontal_centered(|ui| {
        saved_ui(ui, cx, session);
        if let Some(words) = selection_words(session) {
            hairline_vertical_ui(ui, cx.tokens);
            small_ui(ui, cx, &words);
        } else if let Some(words) = cell_words(session) {
            hairline_vertical_ui(ui, cx.tokens);
            let room = vec2((ui.available_width() - OTHERS_WIDTH).max(0.0), HEIGHT);
            let label = ui.allocate_ui(room, |ui| small_ui(ui, cx, &words)).inner.on_hover_text(&words);
            // There is nothing in the cell that could have the keyboard and be read: this says where one has walked.
            ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(egui::accesskit::Live::Polite));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            small_ui(ui, cx, &data_words(session));
            // Other limits, and so other signals: nothing else in the window would tell.
            if session.view().without_seasons {
                hairline_vertical_ui(ui, cx.tokens);
                let hint = crate::i18n::shell::command::SEASONS.hint;
                small_ui(ui, cx, crate::i18n::signals::without_seasons()).on_hover_text(hint);
            }
            hairline_vertical_ui(ui, cx.tokens);
            let zoom = numbers::zoom(cx.zoom);
            let button = ToolButton::words(cx.tokens, &zoom).look(Look::Bare).height(22.0).small();
            if button.show_ui(ui).on_hover_text(crate::i18n::shell::command::zoom_to(100).hint).clicked() {
                cx.commands.send(AppCommand::Camera(CameraCommand::ZoomTo(1.0)));
            }
            jobs_ui(ui, cx, session.running_jobs().iter().chain(others));
        });
    });
}

fn small_ui(ui: &mut Ui, cx: &ShellContext<'_>, words: &str) -> egui::Response {
    let text = RichText::new(words).size(points(cx.tokens.type_sizes.label)).color(color(cx.tokens.text_weak));
    ui.add(egui::Label::new(text).truncate())
}

fn saved_ui(ui: &mut Ui, cx: &ShellContext<'_>, session: &Session) {
    let t = cx.tokens;
    let state = session.save_state().unwrap_or_default();
    let (icon, ink, words) = if !session.is_writable() {
        (Icon::Lock, t.text_weak, text::VIEWING.to_owned())
    } else if let Some(error) = &state.error {
        (Icon::Alert, t.off, text::not_saved(&error.to_string()))
    } else if state.is_saved() && session.is_untitled() {
        (Icon::Check, t.good, text::kept())
    } else if state.is_saved() {
        (Icon::Check, t.good, text::SAVED.to_owned())
    } else {
        (Icon::Sparkle, t.text_weak, text::SAVING.to_owned())
    };
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(13.0), Sense::hover());
    paint_icon(ui.painter(), icon, rect, color(ink));
    let label = RichText::new(&words).size(points(t.type_sizes.label)).color(color(ink));
    ui.add(egui::Label::new(label).truncate()).on_hover_text(&words);
    if state.error.is_some() && ToolButton::words(t, text::RETRY).height(20.0).small().show_ui(ui).clicked() {
        cx.commands.send(AppCommand::RetrySave);
    }
}

/// Which cell is chosen, and how many cards are in it.
fn cell_words(session: &Session) -> Option<String> {
    let (document, (lane, step)) = (session.document(), session.chosen_cell()?);
    let (lane, step) = (document.lanes.get(&lane)?, document.steps.get(&step)?);
    let stage = document.stages.get(&step.stage)?;
    Some(text::cell(&lane.title, &stage.title, &step.title, document.cards_over(lane.id, step.id)))
}

/// What is selected, as in "2 selected · cards".
fn selection_words(session: &Session) -> Option<String> {
    let selection = session.selection();
    let first = selection.first()?.table();
    let count = selection.len();
    let is_one_sort = selection.iter().all(|record| record.table() == first);
    Some(if is_one_sort { text::selected(count, noun(first, count)) } else { text::selected_mixed(count) })
}

fn noun(table: TableKind, count: usize) -> &'static str {
    crate::i18n::edit::noun(table, count)
}

/// How far the data goes and how many answers stand behind the figures.
fn data_words(session: &Session) -> String {
    let insights = session.insights();
    let Some(range) = insights.data_range else { return text::NO_DATA.to_owned() };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count for the eye")]
    let answers = insights.answers.max(0.0).round() as u64;
    let count = (answers > 0).then(|| numbers::count(answers));
    text::freshness(&numbers::day(range.to), count.as_deref())
}

fn jobs_ui<'a>(ui: &mut Ui, cx: &ShellContext<'_>, jobs: impl Iterator<Item = &'a RunningJob>) {
    for job in jobs {
        // The only owner of repeated frames here, ten a second, and only while something runs.
        ui.ctx().request_repaint_after(PROGRESS_PAUSE);
        hairline_vertical_ui(ui, cx.tokens);
        let name = text::cancel_job(&job.title);
        let cancel = ToolButton::words(cx.tokens, text::CANCEL).named(&name).height(20.0).small();
        if cancel.show_ui(ui).clicked() {
            cx.commands.send(AppCommand::CancelJob(job.id));
        }
        let share = job.progress.fraction();
        #[expect(clippy::cast_possible_truncation, reason = "a share of a bar")]
        let bar = ProgressBar::new(share.unwrap_or(0.0) as f32).desired_width(110.0).desired_height(6.0);
        ui.add_sized(vec2(110.0, 6.0), bar.fill(color(cx.tokens.accent)));
        let words = text::job(&job.title, share);
        let rows = job.progress.rows();
        let words = match job.rows_per_second.filter(|_| rows > 0) {
            Some(rate) => text::job_with_rows(&words, rows, rate),
            None => words,
        };
        small_ui(ui, cx, &words);
    }
}
