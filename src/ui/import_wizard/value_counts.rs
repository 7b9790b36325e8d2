//! How often the values of shares count: asked beside what is told of it, because an average of averages is no average.

use super::draft::MappingDraft;
use crate::i18n::panels::wizard_checks as text;
use crate::import::{ColumnType, Role, Sniffed, Warning};
use crate::session::import_job::ImportOutcome;
use crate::ui::parts::{PanelContext, body, combo_ui};
use egui::{Id, Ui};

/// Width of a choice.
const WIDTH: f32 = 260.0;

/// A choice for each column of shares that something is told of.
pub(super) fn ask_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    outcome: &ImportOutcome,
    (sniffed, draft): (&Sniffed, &mut MappingDraft),
) {
    let counts: Vec<String> = draft
        .columns
        .iter()
        .filter(|column| matches!(column.role, Role::Score | Role::Count))
        .filter(|column| sniffed.column(&column.name).is_some_and(|info| info.column_type == ColumnType::Integer))
        .map(|column| column.name.clone())
        .collect();
    let asked = outcome.warnings.iter().filter_map(|warning| match warning {
        Warning::CountedBy { metric, column, .. } | Warning::SharesUncounted { metric, column, .. } => {
            Some((metric, column))
        }
        _ => None,
    });
    for (index, (metric, column)) in asked.enumerate() {
        let Some(share) = draft.columns.iter_mut().find(|one| one.name == *column) else { continue };
        let counts: Vec<&String> = counts.iter().filter(|count| *count != column).collect();
        let mut names = vec![text::counts_once().to_owned()];
        names.extend(counts.iter().map(|count| text::counts_as_often_as(count)));
        let at = counts.iter().position(|count| **count == share.count).map(|at| at + 1);
        let chosen = if share.count.is_empty() { Some(0) } else { at };
        ui.horizontal(|ui| {
            let question = text::each_value_counts(metric);
            ui.label(body(cx.tokens, &question));
            let taken = combo_ui(ui, Id::unique("count of values").with(index), &question, &names, chosen, WIDTH);
            match taken {
                Some(0) => share.count.clear(),
                Some(taken) => {
                    if let Some(count) = counts.get(taken - 1) {
                        share.count.clone_from(count);
                    }
                }
                None => {}
            }
        });
    }
}
