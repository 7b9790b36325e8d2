//! The rows behind the shown KPI, page by page.

use super::pager::{PAGE, pager_ui};
use crate::base::time::DayRange;
use crate::i18n::panels as words;
use crate::i18n::panels::drawer as text;
use crate::metrics::format;
use crate::model::Segments;
use crate::session::inquiry::{ObservationPage, ObservationRow};
use crate::session::insights::KpiAt;
use crate::ui::parts::{PanelContext, empty_ui, problem_ui, weak};
use crate::ui::pending::Pending;
use crate::ui::table::{Column, table_ui};
use egui::Ui;

/// What the page shows and waits for.
#[derive(Debug, Default)]
pub(super) struct State {
    offset: u64,
    asked: Option<Question>,
    pending: Option<Pending<ObservationPage>>,
    page: Option<Result<ObservationPage, String>>,
}

/// Everything an answer depends on.
#[derive(Debug, Clone, PartialEq)]
struct Question {
    at: KpiAt,
    range: Option<DayRange>,
    segments: Segments,
    offset: u64,
    revision: u64,
}

impl State {
    /// Asks when something else is wanted, and takes the answer.
    fn refresh(&mut self, cx: &PanelContext<'_>, at: KpiAt) {
        let insights = cx.session.insights();
        let mut wanted = Question {
            at,
            range: insights.shown,
            segments: cx.session.view().segments.clone(),
            offset: self.offset,
            revision: insights.revision,
        };
        let is_other = |a: &Question| (a.at, a.range, &a.segments) != (wanted.at, wanted.range, &wanted.segments);
        if self.asked.as_ref().is_some_and(is_other) {
            self.offset = 0;
            self.page = None;
            wanted.offset = 0;
        }
        if self.asked.as_ref() != Some(&wanted) {
            let limit = usize::try_from(PAGE).unwrap_or(usize::MAX);
            self.pending = cx.session.observations(at, wanted.range, wanted.offset, limit).map(Pending::new);
            if self.pending.is_none() {
                self.page = Some(Ok(ObservationPage::default()));
            }
            self.asked = Some(wanted);
        }
        if let Some(answer) = self.pending.as_ref().and_then(Pending::poll) {
            self.pending = None;
            self.page = Some(answer.map_err(|error| error.unwrap_or_else(|| text::lost().to_owned())));
        }
    }
}

pub(super) fn show_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, shown: Option<KpiAt>) {
    let Some(at) = shown else { return empty_ui(ui, cx.tokens, text::no_kpi(), text::no_kpi_hint()) };
    state.refresh(cx, at);
    match &state.page {
        None => {
            ui.label(weak(cx.tokens, text::reading()));
        }
        Some(Err(problem)) => problem_ui(ui, cx.tokens, problem),
        Some(Ok(page)) if page.rows.is_empty() => empty_ui(ui, cx.tokens, text::no_rows(), text::no_rows_hint()),
        Some(Ok(page)) => {
            let count = u64::try_from(page.rows.len()).unwrap_or(u64::MAX);
            ui.horizontal(|ui| {
                ui.label(weak(cx.tokens, crate::ui::figures::name_at(cx.session.document(), at)));
                if let Some(turned) = pager_ui(ui, cx, state.offset, (count, page.total)) {
                    state.offset = turned.offset(state.offset, page.total);
                }
            });
            let height = ui.available_height();
            rows_ui(ui, cx, &page.rows, height);
        }
    }
}

/// The rows as a table. Columns without any content are left out.
pub(super) fn rows_ui(ui: &mut Ui, cx: &PanelContext<'_>, rows: &[ObservationRow], height: f32) {
    type Cell = fn(&PanelContext<'_>, &ObservationRow) -> String;
    let has_comments = rows.iter().any(|r| r.comment.is_some());
    let all: [(Column<'_>, bool, Cell); 8] = [
        (Column::words(text::column_date(), 96.0), true, |_, r| words::day(r.day)),
        (Column::words(text::column_place(), 120.0), rows.iter().any(|r| !r.place.is_empty()), |_, r| r.place.clone()),
        (Column::number(text::column_value(), 84.0), true, |_, r| value(r.value)),
        (Column::number(text::column_n(), 72.0), rows.iter().any(|r| r.n.is_some()), |_, r| {
            r.n.map_or_else(String::new, |n| format::number(n, usize::from(n.fract() != 0.0)))
        }),
        (Column::words(text::column_respondent(), 90.0), rows.iter().any(|r| r.respondent.is_some()), |_, r| {
            r.respondent.clone().unwrap_or_default()
        }),
        (Column::words(text::column_source(), 150.0), true, |cx, r| {
            cx.session.document().sources.get(&r.source).map_or_else(String::new, |s| s.name.clone())
        }),
        (Column::words(text::column_segments(), 220.0), rows.iter().any(|r| !r.segments.is_empty()), |_, r| {
            r.segments.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(" · ")
        }),
        (Column::words(text::column_comment(), 320.0), has_comments, |_, r| r.comment.clone().unwrap_or_default()),
    ];
    let shown: Vec<_> = all.into_iter().filter(|(_, is_shown, _)| *is_shown).collect();
    let columns: Vec<_> = shown.iter().map(|(column, ..)| *column).collect();
    table_ui(ui, cx.tokens, (text::observations(), height), &columns, rows.len(), |row, column| {
        match (rows.get(row), shown.get(column)) {
            (Some(row), Some((_, _, cell))) => cell(cx, row),
            _ => String::new(),
        }
    });
}

/// A value as it was read, without false digits.
fn value(value: f64) -> String {
    let decimals = (0..=4).find(|d| {
        let factor = 10_f64.powi(*d);
        (value * factor - (value * factor).round()).abs() < 1e-6 * factor.max(1.0)
    });
    format::number(value, usize::try_from(decimals.unwrap_or(4)).unwrap_or(4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(read: f64, expected: &str) {
        assert_eq!(value(read), expected);
    }

    #[test]
    fn values_show_the_digits_they_have() {
        check(4.0, "4");
        check(0.125, "0.125");
        check(1312.5, "1,312.5");
        check(1.0 / 3.0, "0.3333");
    }
}
