//! What an import comes to; its progress; its report.

use crate::base::progress::Progress;
use crate::i18n::panels as words;
use crate::i18n::panels::wizard as text;
use crate::i18n::panels::wizard_steps as steps_text;
use crate::model::RecordRef;
use crate::model::bulk::IssueGroups;
use crate::session::import_job::ImportOutcome;
use crate::session::{AppCommand, CameraCommand, Period};
use crate::ui::drawer::issues_ui;
use crate::ui::parts::{PanelContext, body, label_ui, link_ui, strong, weak};
use crate::ui::style::{color, points};
use egui::{Label, ProgressBar, Ui};

/// What is not read at all: it explains why read is accepted and rejected, and no more.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeftOut<'a> {
    /// Columns without a role.
    pub(super) columns: &'a [&'a str],
    /// Lines that are no rows.
    pub(super) lines: usize,
}

/// read = accepted + rejected, and what comes of it.
pub(super) fn counts_ui(ui: &mut Ui, cx: &PanelContext<'_>, outcome: &ImportOutcome) {
    let tokens = cx.tokens;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = points(tokens.spacing) * 6.0;
        let figures = [
            (text::rows_read(), outcome.rows_read, tokens.text),
            (text::rows_accepted(), outcome.rows_accepted, tokens.good),
            (
                text::rows_rejected(),
                outcome.rows_rejected,
                if outcome.rows_rejected > 0 { tokens.off } else { tokens.text },
            ),
            (text::series(), u64::try_from(outcome.series).unwrap_or(u64::MAX), tokens.text),
        ];
        for (label, number, ink) in figures {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let number = strong(tokens, words::count(number), tokens.type_sizes.card_value + 4.0);
                ui.label(number.color(color(ink)));
                ui.label(weak(tokens, label));
            });
        }
    });
    let created = outcome.kpis.iter().filter(|k| k.is_new).count();
    let stages = outcome.places.iter().filter(|p| p.is_new).count();
    ui.label(body(tokens, text::becomes(outcome.kpis.len(), created, stages)));
}

/// Columns, lines and names that no number on the map comes from.
pub(super) fn left_out_ui(ui: &mut Ui, cx: &PanelContext<'_>, outcome: &ImportOutcome, left_out: LeftOut<'_>) {
    let mut sentences = vec![text::columns_left_out(left_out.columns)];
    if left_out.lines > 0 {
        sentences.push(text::lines_left_out(left_out.lines));
    }
    let off_map = outcome.places.iter().filter(|p| p.place.is_none() && !p.is_new);
    let off_map: Vec<&str> = off_map.map(|p| p.name.as_str()).collect();
    if outcome.values_off_map > 0 {
        sentences.push(text::values_off_map(outcome.values_off_map, &off_map));
    }
    for sentence in sentences {
        ui.add(Label::new(weak(cx.tokens, sentence)).wrap());
    }
}

/// Notes and the first issues.
pub(super) fn rest_ui(ui: &mut Ui, cx: &PanelContext<'_>, outcome: &ImportOutcome) {
    let replacement = outcome.replacement();
    for note in outcome.notes() {
        // What goes is not said in passing.
        let is_loss = replacement.as_ref() == Some(&note);
        let words = if is_loss { body(cx.tokens, note).color(color(cx.tokens.off)) } else { weak(cx.tokens, note) };
        ui.add(Label::new(words).wrap());
    }
    if outcome.issues.is_empty() {
        ui.label(weak(cx.tokens, text::no_issues()));
        return;
    }
    label_ui(ui, cx.tokens, &text::issues(outcome.issues.len(), IssueGroups::rows(&outcome.issues)));
    let height = ui.available_height() - 8.0;
    issues_ui(ui, cx, &outcome.issues, height);
}

/// The import while it runs.
pub(super) fn running_ui(ui: &mut Ui, cx: &PanelContext<'_>, name: &str) {
    ui.add_space(points(cx.tokens.spacing) * 6.0);
    match cx.session.running_jobs().first() {
        Some(job) => {
            ui.label(body(cx.tokens, &job.title));
            let id = egui::Id::unique("an import began").with(job.id);
            let now = ui.input(|input| input.time);
            let began = ui.data_mut(|data| *data.get_temp_mut_or_insert_with(id, || now));
            progress_ui(ui, cx, &job.progress, now - began);
        }
        None => {
            ui.label(body(cx.tokens, crate::i18n::import::writing(std::path::Path::new(name))));
        }
    }
    // Progress moves without events of its own; ten times a second is smooth enough, and it ends with the job.
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
}

/// How far a job is, with its rows and how many they are a second.
pub(super) fn progress_ui(ui: &mut Ui, cx: &PanelContext<'_>, progress: &Progress, seconds: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "a share for the eye")]
    let share = progress.fraction().unwrap_or(0.0) as f32;
    let bar = ProgressBar::new(share).desired_width(420.0).desired_height(6.0).fill(color(cx.tokens.accent));
    ui.add(bar).accessible_name(text::progress());
    let rows = progress.rows();
    #[expect(clippy::cast_precision_loss, reason = "a rate for the eye")]
    let rate = (seconds > 0.5 && rows > 0).then(|| rows as f64 / seconds);
    let rate = rate.map_or_else(String::new, steps_text::rows_a_second);
    ui.label(weak(cx.tokens, format!("{}{rate}", words::rows(rows))));
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
}

/// What came of files that were imported together with the shown one, a line each.
fn others_ui(ui: &mut Ui, cx: &PanelContext<'_>, others: &[ImportOutcome]) {
    for other in others {
        let rows = (other.rows_read, other.rows_accepted, other.rows_rejected);
        let words = crate::i18n::panels::drawer::report_line(&other.name, rows.0, rows.1, rows.2);
        ui.add(Label::new(weak(cx.tokens, words)).truncate());
    }
}

/// The head of the report after the import; [`rest_ui`] is the rest of it.
pub(super) fn done_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    outcome: &ImportOutcome,
    (others, left_out): (&[ImportOutcome], LeftOut<'_>),
) {
    let title = if outcome.is_unchanged { text::was_unchanged() } else { text::done() };
    ui.label(strong(cx.tokens, title, cx.tokens.type_sizes.title));
    counts_ui(ui, cx, outcome);
    others_ui(ui, cx, others);
    left_out_ui(ui, cx, outcome, left_out);
    if outcome.rows_rejected > 0 && link_ui(ui, cx.tokens, crate::i18n::panels::drawer::export_rejected()).clicked() {
        cx.commands.send(AppCommand::ExportRejectedDialog(outcome.source));
    }
}

/// Brings what was imported before the eyes and selects it: its cards, or its first stage where it has none, the trend of
/// its first KPI, and days that its numbers lie in. A map that came with it is shown whole; another one goes back only as
/// far as it must.
pub(super) fn show_on_map(cx: &PanelContext<'_>, outcome: &ImportOutcome) {
    let document = cx.session.document();
    let is_new = outcome.places.iter().filter(|p| p.is_new).count();
    let stages = cx.session.map().map_or(0, |map| document.stages_of(map).len());
    let first = outcome.places.iter().find(|p| p.is_new).or_else(|| outcome.places.first());
    let stage = first.and_then(|p| document.stage_of_place(p.place?));
    let fed = |kpi, place| outcome.kpis.iter().any(|one| one.id == kpi && one.places.contains(&place));
    let cards = cx.session.map().into_iter().flat_map(|map| document.kpi_cards(map));
    let mut came: Vec<RecordRef> =
        cards.filter(|(_, kpi, place, _)| fed(*kpi, *place)).map(|(card, ..)| card.id.into()).collect();
    let has_cards = !came.is_empty();
    came.extend(stage.filter(|_| !has_cards).map(RecordRef::from));
    if !came.is_empty() {
        cx.commands.send(AppCommand::Select(came));
    }
    cx.commands.send(AppCommand::Camera(match stage {
        Some(_) if is_new < stages && has_cards => CameraCommand::RevealSelection,
        Some(stage) if is_new < stages => CameraCommand::Reveal(stage.into()),
        _ => CameraCommand::FitMap,
    }));
    let named = cx.session.document().sources.values().filter(|s| s.name == outcome.name);
    let days = named.max_by_key(|s| s.imported_at).and_then(|s| Some((s.first_day?, s.last_day?)));
    if let (Some((first, last)), Some(shown)) = (days, cx.session.insights().shown)
        && (last < shown.from || first > shown.to)
        && cx.session.view().period != Period::Latest
    {
        cx.commands.send(AppCommand::SetPeriod(Period::AllData));
    }
    if let Some((kpi, place)) = outcome.kpis.iter().find_map(|kpi| Some((kpi.id, *kpi.places.first()?))) {
        cx.commands.send(AppCommand::ShowKpi(kpi, place));
    }
}
