//! The report of one import: what was wrong, by kind and entry by entry, and the rejected rows as a file.

use super::observations::pager_ui;
use crate::base::ids::SourceId;
use crate::i18n::panels as words;
use crate::i18n::panels::drawer as text;
use crate::model::Source;
use crate::model::bulk::{IssueGroup, IssueKind, RowIssue};
use crate::session::AppCommand;
use crate::session::inquiry::IssuePage;
use crate::ui::parts::{PanelContext, empty_ui, link_ui, problem_ui, weak};
use crate::ui::pending::Pending;
use crate::ui::style::points;
use crate::ui::table::{Column, table_ui};
use egui::{Button, Ui};

/// Issues per page.
const PAGE: usize = 200;

/// The open report.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) source: SourceId,
    /// Only issues of this kind.
    kind: Option<IssueKind>,
    offset: u64,
    /// What is shown or on its way, and of which state of the data.
    asked: Option<(Option<IssueKind>, u64, u64)>,
    pending: Option<Pending<IssuePage>>,
    page: Option<Result<IssuePage, String>>,
}

impl Report {
    pub(super) fn of(source: SourceId) -> Self {
        Self { source, kind: None, offset: 0, asked: None, pending: None, page: None }
    }

    /// Asks for what is to be shown, and takes the answer.
    fn refresh(&mut self, cx: &PanelContext<'_>) {
        let wanted = (self.kind, self.offset, cx.session.data_revision());
        if self.asked != Some(wanted) {
            self.asked = Some(wanted);
            self.pending = cx.session.issues((self.source, self.kind), self.offset, PAGE).map(Pending::new);
        }
        if let Some(answer) = self.pending.as_ref().and_then(Pending::poll) {
            self.pending = None;
            self.page = Some(answer.map_err(|error| error.unwrap_or_else(|| text::lost().to_owned())));
        }
    }

    /// Shows the report; true when it shall be closed.
    pub(super) fn show_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, source: &Source) -> bool {
        self.refresh(cx);
        let totals = cx.session.document().source_totals(source.id);
        let is_closed = ui.horizontal(|ui| self.head_ui(ui, cx, source)).inner;
        match &self.page {
            None if self.pending.is_some() => drop(ui.label(weak(cx.tokens, text::reading()))),
            Some(Err(problem)) => problem_ui(ui, cx.tokens, problem),
            Some(Ok(page)) if !page.groups.is_empty() => {
                let groups = by_kind(&page.groups);
                let chosen = kinds_ui(ui, cx, &groups, self.kind);
                let height = ui.available_height();
                issues_ui(ui, cx, &page.issues, height);
                if chosen != self.kind {
                    (self.kind, self.offset) = (chosen, 0);
                }
            }
            // What is left out without an entry is not there: rows are rejected for a reason.
            _ if totals.rejected == 0 => empty_ui(ui, cx.tokens, text::no_issues(), text::no_issues_hint()),
            _ => empty_ui(ui, cx.tokens, text::no_entries(), text::no_entries_hint()),
        }
        is_closed
    }

    fn head_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, source: &Source) -> bool {
        let is_closed = link_ui(ui, cx.tokens, text::back()).clicked();
        let totals = cx.session.document().source_totals(source.id);
        let words = text::report_line(&source.name, totals.read, totals.accepted, totals.rejected);
        ui.label(weak(cx.tokens, words));
        if totals.rejected > 0 && link_ui(ui, cx.tokens, text::export_rejected()).clicked() {
            cx.commands.send(AppCommand::ExportRejectedDialog(source.id));
        }
        if let Some(Ok(page)) = &self.page
            && page.total > 0
        {
            let count = u64::try_from(page.issues.len()).unwrap_or(u64::MAX);
            pager_ui(ui, cx, &mut self.offset, (count, page.total));
        }
        is_closed
    }
}

/// One kind of issue over all columns: how many, and where the first stands.
struct OfKind {
    kind: IssueKind,
    count: u64,
    first: String,
}

/// Groups by kind alone, most frequent first, with what the first of each says.
fn by_kind(groups: &[IssueGroup]) -> Vec<OfKind> {
    let mut kinds: Vec<OfKind> = Vec::new();
    for group in groups {
        match kinds.iter_mut().find(|known| known.kind == group.kind) {
            Some(known) => {
                known.count += group.count;
                known.first = format!("{}\n{}", known.first, text::group(group));
            }
            None => kinds.push(OfKind { kind: group.kind, count: group.count, first: text::group(group) }),
        }
    }
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.count));
    kinds
}

/// The kinds as switches, of which one may be on: then only its entries are shown.
fn kinds_ui(ui: &mut Ui, cx: &PanelContext<'_>, kinds: &[OfKind], chosen: Option<IssueKind>) -> Option<IssueKind> {
    let mut next = chosen;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = points(cx.tokens.spacing);
        let all = kinds.iter().map(|kind| kind.count).sum();
        if ui.add(Button::selectable(chosen.is_none(), text::all_issues(all))).clicked() {
            next = None;
        }
        for kind in kinds {
            let is_chosen = chosen == Some(kind.kind);
            let button = Button::selectable(is_chosen, text::of_kind(kind.count, kind.kind));
            if ui.add(button).on_hover_text(&kind.first).clicked() {
                next = (!is_chosen).then_some(kind.kind);
            }
        }
    });
    next
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
