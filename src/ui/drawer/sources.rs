//! All imports: what was read, accepted and rejected, and the report of each.

use super::observations::pager_ui;
use crate::base::ids::SourceId;
use crate::base::text::Weight;
use crate::i18n::panels as words;
use crate::i18n::panels::drawer as text;
use crate::model::bulk::RowIssue;
use crate::model::{Edit, Refresh, Source, SourceState};
use crate::session::inquiry::IssuePage;
use crate::session::{AfterEdit, AppCommand, LinkProblem, Session, source_use};
use crate::ui::parts::{PanelContext, empty_ui, line_in, link_ui, problem_ui, weak};
use crate::ui::pending::Pending;
use crate::ui::style::{color, points};
use crate::ui::table::{Column, table_ui};
use egui::{Popup, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Issues per page.
const PAGE: usize = 200;

/// Which report is open.
#[derive(Debug, Default)]
pub(super) struct State {
    report: Option<Report>,
}

#[derive(Debug)]
struct Report {
    source: SourceId,
    offset: u64,
    asked: Option<u64>,
    pending: Option<Pending<IssuePage>>,
    page: Option<Result<IssuePage, String>>,
}

impl State {
    fn open(&mut self, source: SourceId) {
        self.report = Some(Report { source, offset: 0, asked: None, pending: None, page: None });
    }
}

pub(super) fn show_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    let document = cx.session.document();
    if document.sources.is_empty() {
        return empty_ui(ui, cx.tokens, text::no_sources(), text::no_sources_hint());
    }
    match state.report.as_ref().and_then(|r| document.sources.get(&r.source)) {
        Some(source) => report_ui(ui, state, cx, source),
        None => list_ui(ui, state, cx),
    }
}

/// Left edges and names of the columns of the list.
fn columns(width: f32) -> [(f32, &'static str, bool); 7] {
    let name = (width - 740.0).clamp(100.0, 360.0);
    [
        (0.0, text::column_source(), false),
        (name, text::column_read(), true),
        (name + 58.0, text::column_accepted(), true),
        (name + 124.0, text::column_rejected(), true),
        (name + 190.0, text::column_days(), false),
        (name + 346.0, text::column_imported(), false),
        (name + 438.0, text::column_state(), false),
    ]
}

/// Where the buttons of a row begin.
fn buttons_left(width: f32) -> f32 {
    columns(width).last().map_or(0.0, |(left, ..)| left + 88.0)
}

fn list_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    let mut sources: Vec<&Arc<Source>> = cx.session.document().whole_sources().collect();
    sources.sort_by(|a, b| b.imported_at.cmp(&a.imported_at).then(a.name.cmp(&b.name)));
    ScrollArea::both().id_salt("sources").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let width = ui.available_width().max(860.0);
        let names = columns(width).map(|(_, name, _)| name.to_owned());
        cells_ui(ui, cx, width, &names, true);
        for source in sources {
            source_ui(ui, state, cx, source, width);
        }
    });
}

/// One line of the list.
fn cells_ui(ui: &mut Ui, cx: &PanelContext<'_>, width: f32, cells: &[String; 7], is_heading: bool) -> Response {
    let tokens = cx.tokens;
    let sense = if is_heading { Sense::hover() } else { Sense::click() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, 28.0), sense);
    let (ink, weight) = if is_heading { (tokens.text_weak, Weight::Medium) } else { (tokens.text, Weight::Regular) };
    let style = crate::ui::style::font(tokens.type_sizes.label, weight);
    let columns = columns(width);
    let rights = columns.iter().skip(1).map(|c| c.0).chain([buttons_left(width)]);
    for (((left, _, is_number), right), words) in columns.iter().zip(rights).zip(cells) {
        let room = Rect::from_min_max(
            pos2(rect.left() + left + 4.0, rect.top()),
            pos2(rect.left() + right - 10.0, rect.bottom()),
        );
        if *is_number {
            let at = room.right_center();
            ui.painter().text(at, egui::Align2::RIGHT_CENTER, words, style.clone(), color(ink));
        } else {
            line_in(ui, room, words, style.clone(), color(ink));
        }
    }
    let stroke = egui::Stroke::new(points(tokens.strokes.hairline), color(tokens.hairline));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let spoken = cells.join(", ");
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &spoken));
    response
}

/// What the user should know first about a source: what keeps it from being refreshed, how old it is, whether it counts.
fn state_words(cx: &PanelContext<'_>, source: &Source) -> String {
    if let Some(problem) = cx.session.link_problem(source) {
        return match problem {
            LinkProblem { wants_file: true, .. } => text::file_missing(),
            LinkProblem { wants_mapping: true, .. } => text::other_columns(),
            LinkProblem { .. } => text::not_refreshed(),
        }
        .to_owned();
    }
    if cx.session.is_refresh_waiting(source.id) {
        return text::waiting().to_owned();
    }
    if source.state == SourceState::Hidden {
        return text::state_hidden().to_owned();
    }
    let stale = source_use::age_if_stale(cx.session, source.id, Session::today());
    stale.map_or_else(|| text::state_active().to_owned(), text::days_old)
}

fn source_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, source: &Source, width: f32) {
    let is_active = source.state == SourceState::Active;
    let totals = cx.session.document().source_totals(source.id);
    let days = totals.first_day.zip(totals.last_day);
    let cells = [
        source.name.clone(),
        words::count(totals.read),
        words::count(totals.accepted),
        words::count(totals.rejected),
        days.map_or_else(|| "–".to_owned(), |(from, to)| words::days(from, to)),
        words::day(source.imported_at.local_day()),
        state_words(cx, source),
    ];
    let about = cells_ui(ui, cx, width, &cells, false);
    let rect = about.rect;
    about.context_menu(|ui| menu_ui(ui, cx, source));
    let room = Rect::from_min_max(pos2(rect.left() + buttons_left(width), rect.top()), rect.max);
    if about.hovered() && !about.context_menu_opened() {
        let kpis = source_use::kpis_of(cx.session, source.id);
        let problem = cx.session.link_problem(source).map(|problem| format!("{}\n", problem.words));
        about.on_hover_text(format!("{}{}\n{}", problem.unwrap_or_default(), source.path, text::used_by(&kpis)));
    }
    let builder = UiBuilder::new().max_rect(room).layout(egui::Layout::left_to_right(egui::Align::Center));
    ui.scope_builder(builder.id_salt(source.id), |ui| {
        ui.spacing_mut().item_spacing.x = points(cx.tokens.spacing) * 3.0;
        let named = |action: &str| format!("{action} {}", source.name);
        if link_ui(ui, cx.tokens, text::report()).accessible_name(named(text::report())).clicked() {
            state.open(source.id);
        }
        let more = link_ui(ui, cx.tokens, text::more()).accessible_name(named(text::more()));
        Popup::menu(&more).show(|ui| menu_ui(ui, cx, source));
        ui.add_enabled_ui(cx.session.is_editable(), |ui| {
            if !source.path.is_empty()
                && link_ui(ui, cx.tokens, text::refresh()).accessible_name(named(text::refresh())).clicked()
            {
                cx.commands.send(AppCommand::RefreshSource(source.id));
            }
            let action = if is_active { text::hide() } else { text::show() };
            if link_ui(ui, cx.tokens, action).accessible_name(named(action)).clicked() {
                cx.commands.send(AppCommand::ToggleSource(source.id));
            }
            if link_ui(ui, cx.tokens, text::remove()).accessible_name(named(text::remove())).clicked() {
                cx.commands.edit(Edit::Delete(vec![source.id.into()]));
            }
        });
    });
}

/// Everything that can be done with a source beyond hiding it.
fn menu_ui(ui: &mut Ui, cx: &PanelContext<'_>, source: &Source) {
    let send = |ui: &mut Ui, label: &str, command: AppCommand| {
        if ui.button(label).clicked() {
            cx.commands.send(command);
            ui.close();
        }
    };
    ui.add_enabled_ui(cx.session.is_editable(), |ui| {
        let problem = cx.session.link_problem(source);
        if !source.path.is_empty() {
            send(ui, text::refresh(), AppCommand::RefreshSource(source.id));
            send(ui, text::remap(), AppCommand::RemapSource(source.id));
        }
        let is_lost = problem.is_some_and(|problem| problem.wants_file);
        let replace = if is_lost { text::find_file() } else { text::replace() };
        send(ui, replace, AppCommand::ReplaceSourceDialog(source.id));
        let is_active = source.state == SourceState::Active;
        let toggle = if is_active { text::hide() } else { text::show() };
        send(ui, toggle, AppCommand::ToggleSource(source.id));
        let delete = Edit::Delete(vec![source.id.into()]);
        send(ui, text::remove(), AppCommand::Edit { edit: delete, merge: None, then: AfterEdit::Nothing });
        if !source.path.is_empty() {
            ui.separator();
            ui.label(weak(cx.tokens, text::follow()));
            for refresh in Refresh::EVERY {
                let is_on = source.link.refresh == refresh;
                if ui.radio(is_on, text::follows(refresh)).clicked() {
                    cx.commands.send(AppCommand::LinkSource(source.id, refresh));
                    ui.close();
                }
            }
        }
    });
    if !source.path.is_empty() {
        ui.separator();
        if ui.button(text::copy_path()).clicked() {
            ui.copy_text(source.path.clone());
            ui.close();
        }
    }
}

fn report_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, source: &Source) {
    let mut is_closed = false;
    let Some(report) = &mut state.report else { return };
    if report.asked != Some(report.offset) {
        report.asked = Some(report.offset);
        report.pending = cx.session.issues(report.source, report.offset, PAGE).map(Pending::new);
    }
    if let Some(answer) = report.pending.as_ref().and_then(Pending::poll) {
        report.pending = None;
        report.page = Some(answer.map_err(|error| error.unwrap_or_else(|| text::lost().to_owned())));
    }
    ui.horizontal(|ui| {
        is_closed = link_ui(ui, cx.tokens, text::back()).clicked();
        let totals = cx.session.document().source_totals(source.id);
        let words = text::report_line(&source.name, totals.read, totals.accepted, totals.rejected);
        ui.label(weak(cx.tokens, words));
        if let Some(Ok(page)) = &report.page
            && page.total > 0
        {
            let count = u64::try_from(page.issues.len()).unwrap_or(u64::MAX);
            pager_ui(ui, cx, &mut report.offset, (count, page.total));
        }
    });
    match &report.page {
        None if report.pending.is_some() => {
            ui.label(weak(cx.tokens, text::reading()));
        }
        None => empty_ui(ui, cx.tokens, text::no_issues(), text::no_issues_hint()),
        Some(Err(problem)) => problem_ui(ui, cx.tokens, problem),
        Some(Ok(page)) if page.issues.is_empty() => {
            empty_ui(ui, cx.tokens, text::no_issues(), text::no_issues_hint());
        }
        Some(Ok(page)) => {
            let height = ui.available_height();
            issues_ui(ui, cx, &page.issues, height);
        }
    }
    if is_closed {
        state.report = None;
    }
}

/// Issues as a table: line, column, what is wrong, the text that was read.
pub(crate) fn issues_ui(ui: &mut Ui, cx: &PanelContext<'_>, issues: &[RowIssue], height: f32) {
    let columns = [
        Column::number(text::column_line(), 72.0),
        Column::words(text::column_column(), 130.0),
        Column::words(text::column_problem(), 230.0),
        Column::words(text::column_text(), 260.0),
    ];
    table_ui(ui, cx.tokens, (text::report(), height), &columns, issues.len(), |row, column| {
        let Some(issue) = issues.get(row) else { return String::new() };
        match column {
            0 => words::count(issue.line),
            1 => issue.column.clone().unwrap_or_default(),
            2 => text::issue_with_fate(issue.kind, issue.is_row_rejected),
            _ => issue.text.clone(),
        }
    });
}
