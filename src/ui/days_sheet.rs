//! The sheet that asks for two free ranges of days: those that are shown, and those that they are compared with.

use crate::base::time::DayRange;
use crate::i18n::shell::numbers as words;
use crate::session::{AppCommand, CommandSender, Comparison, Period, Session};
use crate::theme::Tokens;
use crate::ui::focus::name_group;
use crate::ui::free_days::FreeDays;
use crate::ui::parts::{caption_ui, weak};
use crate::ui::widgets::{Look, SheetSize, ToolButton, sheet_ui};
use egui::{Label, Ui};

/// The days that are asked for.
#[derive(Debug, Clone)]
pub struct DaysDraft {
    shown: FreeDays,
    compared: FreeDays,
    /// What stood there at first: what is left as it was stays the choice that it is.
    first: (Option<DayRange>, Option<DayRange>),
}

impl DaysDraft {
    /// Begins with the days of now.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let shown = session.insights().shown;
        let first = (shown, shown.and_then(|shown| session.view().comparison.ranges(shown).before));
        Self { shown: FreeDays::of(first.0).with_keyboard(), compared: FreeDays::of(first.1), first }
    }

    /// What is to be done; `None` while what is typed makes no days.
    fn chosen(&self) -> Option<Vec<AppCommand>> {
        let shown = self.shown.range()?;
        // No days to compare with are no comparison.
        let compared = if self.compared.is_empty() { None } else { Some(self.compared.range()?) };
        let mut chosen = Vec::new();
        let is_other = (Some(shown) != self.first.0, compared != self.first.1);
        if is_other.0 {
            chosen.push(AppCommand::SetPeriod(Period::Range(shown)));
        }
        // Beside other days “the year before” would be other days than those that stand here, and an event that they do not
        // reach yet would be compared where nothing stands.
        if is_other.1 || is_other.0 {
            chosen.push(AppCommand::SetComparison(compared.map_or(Comparison::None, Comparison::With)));
        }
        Some(chosen)
    }
}

/// The days that the shown ones are compared with, or else those just before.
#[must_use]
pub fn compared(session: &Session) -> Option<DayRange> {
    let shown = session.insights().shown?;
    let before = |comparison: Comparison| comparison.ranges(shown).before;
    before(session.view().comparison).or_else(|| before(Comparison::PreviousPeriod))
}

/// Shows the sheet; true when it should close.
pub fn days_sheet_ui(ctx: &egui::Context, tokens: &Tokens, commands: &CommandSender, draft: &mut DaysDraft) -> bool {
    let mut is_done = false;
    let size = SheetSize { width: 420.0, max_height: 320.0 };
    let is_closed = sheet_ui(ctx, tokens, words::DAYS_TITLE, size, |ui| {
        let is_entered = fields_ui(ui, tokens, words::DAYS_SHOWN, &mut draft.shown);
        let is_entered = fields_ui(ui, tokens, words::DAYS_COMPARED, &mut draft.compared) || is_entered;
        ui.add(Label::new(weak(tokens, words::DAYS_HINT)).wrap());
        ui.add_space(14.0);
        ui.horizontal(|ui| {
            let chosen = draft.chosen();
            let take = ToolButton::words(tokens, words::APPLY).look(Look::Primary);
            let is_taken = ui.add_enabled_ui(chosen.is_some(), |ui| take.show_ui(ui)).inner.clicked() || is_entered;
            if let Some(chosen) = chosen.filter(|_| is_taken) {
                chosen.into_iter().for_each(|command| commands.send(command));
                is_done = true;
            }
            is_done |= ToolButton::words(tokens, crate::i18n::shell::person::CANCEL).show_ui(ui).clicked();
        });
    });
    is_closed || is_done
}

/// The fields of a range below their name; true when Enter was pressed in one.
fn fields_ui(ui: &mut Ui, tokens: &Tokens, title: &str, fields: &mut FreeDays) -> bool {
    ui.push_id(title, |ui| {
        // “From” stands there twice.
        name_group(ui, egui::accesskit::Role::Group, title);
        caption_ui(ui, tokens, title);
        let typed = fields.fields_ui(ui);
        ui.add_space(8.0);
        typed.is_entered
    })
    .inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_fields_is_chosen_where_it_is_another_choice() {
        let range = |from: &str, to: &str| {
            let day = |text: &str| crate::base::time::Day::parse_iso(text).unwrap();
            DayRange { from: day(from), to: day(to) }
        };
        let (shown, before) = (range("2025-01-01", "2025-12-31"), range("2024-01-01", "2024-12-31"));
        let first = (Some(shown), Some(before));
        let draft = |a, b| {
            DaysDraft { shown: FreeDays::of(a), compared: FreeDays::of(b), first }.chosen().map(|c| format!("{c:?}"))
        };
        let check = |a, b, expected: &[AppCommand]| assert_eq!(draft(a, b), Some(format!("{expected:?}")));
        check(Some(shown), Some(before), &[]);
        let quarter = range("2025-10-01", "2025-12-31");
        let shows_quarter = AppCommand::SetPeriod(Period::Range(quarter));
        check(Some(quarter), Some(before), &[shows_quarter, AppCommand::SetComparison(Comparison::With(before))]);
        check(Some(shown), Some(quarter), &[AppCommand::SetComparison(Comparison::With(quarter))]);
        check(Some(shown), None, &[AppCommand::SetComparison(Comparison::None)]);
        check(
            Some(quarter),
            None,
            &[AppCommand::SetPeriod(Period::Range(quarter)), AppCommand::SetComparison(Comparison::None)],
        );
        assert_eq!(draft(None, Some(before)), None, "no days to show");
        // Where nothing is compared no days stand there, so that the days before can be chosen.
        let draft = |a, b| DaysDraft { shown: FreeDays::of(a), compared: FreeDays::of(b), first: (Some(shown), None) };
        let chosen = |a, b| draft(a, b).chosen().map(|c| format!("{c:?}"));
        let with = AppCommand::SetComparison(Comparison::With(before));
        assert_eq!(chosen(Some(shown), Some(before)), Some(format!("{:?}", [with])));
        let none = AppCommand::SetComparison(Comparison::None);
        assert_eq!(
            chosen(Some(quarter), None),
            Some(format!("{:?}", [AppCommand::SetPeriod(Period::Range(quarter)), none]))
        );
    }
}
