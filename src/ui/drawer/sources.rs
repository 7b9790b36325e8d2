//! All imports: what was read, accepted and rejected.

use super::report::Report;
use crate::base::text::Weight;
use crate::i18n::panels as words;
use crate::i18n::panels::drawer as text;
use crate::model::{Edit, Refresh, Source, SourceState, SourceTotals};
use crate::session::{AfterEdit, AppCommand, LinkProblem, Session, source_use, typed_values};
use crate::ui::parts::{PanelContext, empty_ui, line_in, link_ui, weak};
use crate::ui::style::{color, points};
use egui::{Popup, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Which report is open, and how the list is sorted.
#[derive(Debug, Default)]
pub(super) struct State {
    report: Option<Report>,
    sorting: Sorting,
}

/// By which column the list is sorted: its index, and whether the largest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sorting {
    column: usize,
    is_descending: bool,
}

impl Default for Sorting {
    /// What came last stands first.
    fn default() -> Self {
        Self { column: IMPORTED, is_descending: true }
    }
}

impl Sorting {
    /// The same column again turns the list round; numbers and days begin with the largest.
    fn clicked(self, column: usize) -> Self {
        let is_descending = if column == self.column { !self.is_descending } else { (1..=IMPORTED).contains(&column) };
        Self { column, is_descending }
    }
}

/// Index of the column of the date of import.
const IMPORTED: usize = 5;

/// What the list shows of a source.
struct Line<'a> {
    source: &'a Arc<Source>,
    totals: SourceTotals,
    state: String,
}

impl<'a> Line<'a> {
    fn of(cx: &PanelContext<'_>, source: &'a Arc<Source>) -> Self {
        Self { source, totals: cx.session.document().source_totals(source.id), state: state_words(cx, source) }
    }

    fn compare(&self, other: &Self, column: usize) -> std::cmp::Ordering {
        match column {
            0 => self.source.name.to_lowercase().cmp(&other.source.name.to_lowercase()),
            1 => self.totals.read.cmp(&other.totals.read),
            2 => self.totals.accepted.cmp(&other.totals.accepted),
            3 => self.totals.rejected.cmp(&other.totals.rejected),
            4 => (self.totals.last_day, self.totals.first_day).cmp(&(other.totals.last_day, other.totals.first_day)),
            IMPORTED => self.source.imported_at.cmp(&other.source.imported_at),
            6 => self.source.hash.cmp(&other.source.hash),
            _ => self.state.cmp(&other.state),
        }
    }

    fn cells(&self) -> [String; COLUMNS] {
        let days = self.totals.first_day.zip(self.totals.last_day);
        [
            self.source.name.clone(),
            words::count(self.totals.read),
            words::count(self.totals.accepted),
            words::count(self.totals.rejected),
            days.map_or_else(|| "–".to_owned(), |(from, to)| words::days(from, to)),
            words::day(self.source.imported_at.local_day()),
            self.source.hash.chars().take(SHORT_HASH).collect(),
            self.state.clone(),
        ]
    }
}

/// Characters of a hash that are shown: enough to tell two files apart.
const SHORT_HASH: usize = 8;

pub(super) fn show_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    let document = cx.session.document();
    if document.sources.is_empty() {
        return empty_ui(ui, cx.tokens, text::no_sources(), text::no_sources_hint());
    }
    match state.report.as_ref().and_then(|r| document.sources.get(&r.source)) {
        Some(source) => {
            if state.report.as_mut().is_some_and(|report| report.show_ui(ui, cx, source)) {
                state.report = None;
            }
        }
        None => list_ui(ui, state, cx),
    }
}

/// Columns of the list.
const COLUMNS: usize = 8;

/// Left edges and names of the columns of the list.
fn columns(width: f32) -> [(f32, &'static str, bool); COLUMNS] {
    // The hash gives way first: what can be done with a source must be in sight.
    let hash = if width < 940.0 { 0.0 } else { 80.0 };
    let name = (width - 752.0 - hash).clamp(100.0, 360.0);
    [
        (0.0, text::column_source(), false),
        (name, text::column_read(), true),
        (name + 58.0, text::column_accepted(), true),
        (name + 124.0, text::column_rejected(), true),
        (name + 190.0, text::column_days(), false),
        (name + 358.0, text::column_imported(), false),
        (name + 450.0, text::column_hash(), false),
        (name + 450.0 + hash, text::column_state(), false),
    ]
}

/// Where the buttons of a row begin.
fn buttons_left(width: f32) -> f32 {
    columns(width).last().map_or(0.0, |(left, ..)| left + 88.0)
}

fn list_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    let mut lines: Vec<Line<'_>> = cx.session.document().whole_sources().map(|source| Line::of(cx, source)).collect();
    let Sorting { column, is_descending } = state.sorting;
    lines.sort_by(|a, b| {
        let order = a.compare(b, column);
        let order = if is_descending { order.reverse() } else { order };
        order.then_with(|| a.source.name.cmp(&b.source.name)).then(a.source.id.cmp(&b.source.id))
    });
    ScrollArea::both().id_salt("sources").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let width = ui.available_width().max(860.0);
        heading_ui(ui, cx, width, &mut state.sorting);
        for line in lines {
            source_ui(ui, state, cx, &line, width);
        }
    });
}

/// The heads of the columns; a click sorts by one.
fn heading_ui(ui: &mut Ui, cx: &PanelContext<'_>, width: f32, sorting: &mut Sorting) {
    let tokens = cx.tokens;
    let (rect, _) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    let style = crate::ui::style::font(tokens.type_sizes.label, Weight::Medium);
    for (index, (room, (_, name, is_number))) in rooms(rect, width).into_iter().zip(columns(width)).enumerate() {
        if room.width() <= 0.0 {
            continue;
        }
        let is_sorted = sorting.column == index;
        let mark = if sorting.is_descending { " ↓" } else { " ↑" };
        let words = if is_sorted { format!("{name}{mark}") } else { name.to_owned() };
        let response = ui.interact(room, ui.scope_id().with(("sort", index)), Sense::click());
        let ink = if response.hovered() || response.has_focus() { tokens.text } else { tokens.text_weak };
        let (at, align) = match is_number {
            true => (room.right_center(), egui::Align2::RIGHT_CENTER),
            false => (room.left_center(), egui::Align2::LEFT_CENTER),
        };
        ui.painter().text(at, align, words, style.clone(), color(ink));
        let spoken = text::sort_by(name);
        response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, is_sorted, &spoken));
        if response.on_hover_text(&spoken).clicked() {
            *sorting = sorting.clicked(index);
        }
    }
    let stroke = egui::Stroke::new(points(tokens.strokes.hairline), color(tokens.hairline));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
}

/// Height of a line.
const HEIGHT: f32 = 28.0;

/// Where the cells of a line go.
fn rooms(rect: Rect, width: f32) -> Vec<Rect> {
    let columns = columns(width);
    let rights = columns.iter().skip(1).map(|c| c.0).chain([buttons_left(width)]);
    let room = |(left, right): (f32, f32)| {
        Rect::from_min_max(pos2(rect.left() + left + 4.0, rect.top()), pos2(rect.left() + right - 10.0, rect.bottom()))
    };
    columns.iter().map(|c| c.0).zip(rights).map(room).collect()
}

/// One line of the list.
fn cells_ui(ui: &mut Ui, cx: &PanelContext<'_>, width: f32, cells: &[String; COLUMNS]) -> Response {
    let tokens = cx.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
    let style = crate::ui::style::font(tokens.type_sizes.label, Weight::Regular);
    for ((room, (_, _, is_number)), words) in rooms(rect, width).into_iter().zip(columns(width)).zip(cells) {
        if is_number {
            let at = room.right_center();
            ui.painter().text(at, egui::Align2::RIGHT_CENTER, words, style.clone(), color(tokens.text));
        } else if room.width() > 0.0 {
            line_in(ui, room, words, style.clone(), color(tokens.text));
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
    let is_linked = matches!(source.link.refresh, Refresh::OnOpen | Refresh::OnChange);
    stale.map_or_else(|| if is_linked { text::LINKED } else { text::state_active() }.to_owned(), text::days_old)
}

fn source_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, line: &Line<'_>, width: f32) {
    let source = line.source;
    let is_active = source.state == SourceState::Active;
    let about = cells_ui(ui, cx, width, &line.cells());
    let rect = about.rect;
    about.context_menu(|ui| menu_ui(ui, cx, source));
    let room = Rect::from_min_max(pos2(rect.left() + buttons_left(width), rect.top()), rect.max);
    if about.hovered() && !about.context_menu_opened() {
        let kpis = source_use::kpis_of(cx.session, source.id);
        let problem = cx.session.link_problem(source).map(|problem| format!("{}\n", problem.words));
        let hash = text::hash(&source.hash);
        about.on_hover_text(format!(
            "{}{}\n{}\n{hash}\n{}",
            problem.unwrap_or_default(),
            source.path,
            text::is_read_again(source.link.refresh),
            text::used_by(&kpis)
        ));
    }
    let builder = UiBuilder::new().max_rect(room).layout(egui::Layout::left_to_right(egui::Align::Center));
    ui.scope_builder(builder.id_salt(source.id), |ui| {
        ui.spacing_mut().item_spacing.x = points(cx.tokens.spacing) * 3.0;
        let named = |action: &str| format!("{action} {}", source.name);
        if link_ui(ui, cx.tokens, text::report()).accessible_name(named(text::report())).clicked() {
            state.report = Some(Report::of(source.id));
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
        if let Some(at) = typed_values::typed_for(cx.session.document(), source.id) {
            send(ui, text::edit_values(), AppCommand::TypeValues(at));
        }
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
    ui.separator();
    ui.add_enabled_ui(cx.session.can_import(), |ui| send(ui, text::remove_person(), AppCommand::OpenRemovePerson));
    if !source.path.is_empty() {
        ui.separator();
        if ui.button(text::copy_path()).clicked() {
            ui.copy_text(source.path.clone());
            ui.close();
        }
    }
}
