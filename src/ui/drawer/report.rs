//! The report of one import: what was wrong, by kind and entry by entry, and the rejected rows as a file.

use super::pager::{PAGE, Page, pager_ui};
use crate::base::ids::SourceId;
use crate::i18n::panels as words;
use crate::i18n::panels::drawer as text;
use crate::model::Source;
use crate::model::bulk::{IssueGroup, IssueGroups, IssueKind, RowIssue};
use crate::session::AppCommand;
use crate::session::inquiry::{IssuePage, IssueSummary, IssueTurn};
use crate::ui::parts::{PanelContext, empty_ui, link_ui, problem_ui, weak};
use crate::ui::pending::Pending;
use crate::ui::style::points;
use crate::ui::table::{Column, table_ui};
use egui::{Button, Ui};

/// The open report.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) source: SourceId,
    /// Only issues of this kind.
    kind: Option<IssueKind>,
    /// Issues before the page.
    offset: u64,
    /// How the page is found.
    turn: IssueTurn,
    /// The records whose reports are shown as one.
    parts: Vec<SourceId>,
    /// Of which state of the data the summary is, or the one that is on its way.
    summed: Option<u64>,
    summing: Option<Pending<IssueSummary>>,
    summary: Option<Result<IssueSummary, String>>,
    /// What is shown or on its way, and of which state of the data.
    asked: Option<Asked>,
    pending: Option<Pending<IssuePage>>,
    page: Option<Result<IssuePage, String>>,
}

/// Everything that a page depends on.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Asked {
    kind: Option<IssueKind>,
    turn: IssueTurn,
    limit: usize,
    revision: u64,
}

impl Report {
    pub(super) fn of(source: SourceId) -> Self {
        Self {
            source,
            kind: None,
            offset: 0,
            turn: IssueTurn::After(None),
            parts: Vec::new(),
            summed: None,
            summing: None,
            summary: None,
            asked: None,
            pending: None,
            page: None,
        }
    }

    /// Asks for what is to be shown, and takes the answers.
    fn refresh(&mut self, cx: &PanelContext<'_>) {
        let revision = cx.session.data_revision();
        let told = |error: Option<String>| error.unwrap_or_else(|| text::lost().to_owned());
        if self.summed != Some(revision) {
            // A report that was written anew has other entries: it is shown from its beginning.
            let parts: Vec<SourceId> = cx.session.document().source_parts(self.source).iter().map(|p| p.id).collect();
            if std::mem::replace(&mut self.parts, parts) != self.parts {
                (self.offset, self.turn) = (0, IssueTurn::After(None));
            }
            self.summed = Some(revision);
            self.summing = cx.session.issue_summary(self.source).map(Pending::new);
        }
        let wanted = Asked { kind: self.kind, turn: self.turn, limit: self.limit(), revision };
        if self.asked != Some(wanted) {
            self.asked = Some(wanted);
            self.pending = cx.session.issues((self.source, self.kind), self.turn, wanted.limit).map(Pending::new);
        }
        if let Some(answer) = self.summing.as_ref().and_then(Pending::poll) {
            self.summing = None;
            self.summary = Some(answer.map_err(told));
        }
        if let Some(answer) = self.pending.as_ref().and_then(Pending::poll) {
            self.pending = None;
            self.page = Some(answer.map_err(told));
        }
    }

    /// Issues of the page: the last one begins where the one before it ends.
    fn limit(&self) -> usize {
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let total = match (&self.summary, self.turn) {
            (Some(Ok(summary)), IssueTurn::Before(None)) => summary.count(self.kind),
            _ => return page,
        };
        usize::try_from(total.saturating_sub(self.offset)).map_or(page, |left| left.clamp(1, page))
    }

    /// Goes to another page.
    fn turn_to(&mut self, page: Page, total: u64) {
        let Some(Ok(IssuePage { ends: Some((first, last)), .. })) = &self.page else { return };
        let turned = match page {
            Page::First => IssueTurn::After(None),
            Page::Previous => IssueTurn::Before(Some(*first)),
            Page::Next => IssueTurn::After(Some(*last)),
            Page::Last => IssueTurn::Before(None),
        };
        self.offset = page.offset(self.offset, total);
        self.turn = if self.offset == 0 { IssueTurn::After(None) } else { turned };
    }

    /// Shows the report; true when it shall be closed.
    pub(super) fn show_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, source: &Source) -> bool {
        self.refresh(cx);
        let totals = cx.session.document().source_totals(source.id);
        let is_closed = ui.horizontal(|ui| self.head_ui(ui, cx, source)).inner;
        match (&self.summary, &self.page) {
            (None, _) | (_, None) if self.summing.is_some() || self.pending.is_some() => {
                ui.label(weak(cx.tokens, text::reading()));
            }
            (Some(Err(problem)), _) | (_, Some(Err(problem))) => problem_ui(ui, cx.tokens, problem),
            (Some(Ok(summary)), Some(Ok(page))) if !summary.groups.is_empty() => {
                let groups = by_kind(&summary.groups);
                let chosen = kinds_ui(ui, cx, &groups, self.kind);
                let height = ui.available_height();
                issues_ui(ui, cx, &page.issues, height);
                if chosen != self.kind {
                    (self.kind, self.offset, self.turn) = (chosen, 0, IssueTurn::After(None));
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
        if let (Some(Ok(summary)), Some(Ok(page))) = (&self.summary, &self.page) {
            let total = summary.count(self.kind);
            let count = u64::try_from(page.issues.len()).unwrap_or(u64::MAX);
            let turned = if total > 0 { pager_ui(ui, cx, self.offset, (count, total)) } else { None };
            // Whatever is on its way would be beside a page that is not shown.
            if let Some(page) = turned.filter(|_| self.pending.is_none()) {
                self.turn_to(page, total);
            }
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
            // A row with several things wrong is one row.
            0 if IssueGroups::is_same_row(issues, row) => String::new(),
            0 => words::count(issue.line),
            1 => issue.column.clone().unwrap_or_default(),
            2 => text::issue_with_fate(issue.kind, issue.is_row_rejected),
            _ => issue.text.clone(),
        }
    });
}
