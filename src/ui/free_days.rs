//! Two fields for a range of days that is chosen freely.

use crate::base::time::DayRange;
use crate::i18n::shell::numbers;
use crate::theme::Tokens;
use crate::ui::days::day;
use crate::ui::widgets::{Look, ToolButton};
use egui::Ui;

/// The first and the last day of a range, as typed.
#[derive(Debug, Clone, Default)]
pub struct FreeDays {
    from: String,
    to: String,
    /// The frame in which they were shown last.
    seen: u64,
    wants_keyboard: bool,
}

/// What came of the fields in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed {
    /// The days; `None` unless the first comes before the last.
    pub range: Option<DayRange>,
    /// Enter was pressed in one of them.
    pub is_entered: bool,
}

impl FreeDays {
    /// Fields that begin with some days.
    #[must_use]
    pub fn of(range: Option<DayRange>) -> Self {
        let text = |day: fn(DayRange) -> crate::base::time::Day| range.map(|r| day(r).to_string()).unwrap_or_default();
        Self { from: text(|range| range.from), to: text(|range| range.to), ..Self::default() }
    }

    /// The same; the first field takes the keyboard.
    #[must_use]
    pub fn with_keyboard(self) -> Self {
        Self { wants_keyboard: true, ..self }
    }

    /// The fields and a button in a menu; gives the days when they are taken. Whenever the menu opens they begin with the
    /// days of then.
    pub fn in_menu_ui(
        &mut self,
        ui: &mut Ui,
        tokens: &Tokens,
        now: Option<DayRange>,
        (title, take): (&str, &str),
    ) -> Option<DayRange> {
        let frame_nr = ui.ctx().cumulative_frame_nr();
        if std::mem::replace(&mut self.seen, frame_nr).saturating_add(1) < frame_nr {
            *self = Self { seen: frame_nr, ..Self::of(now) };
        }
        let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(10, 6));
        let contents = |ui: &mut Ui| {
            // Menus take the frames off fields and buttons; these are no entries.
            ui.set_style(ui.ctx().global_style());
            ui.weak(title);
            let Typed { range, is_entered } = self.fields_ui(ui);
            ui.add_space(4.0);
            let button = ToolButton::words(tokens, take).look(Look::Primary);
            let is_clicked = ui.add_enabled_ui(range.is_some(), |ui| button.show_ui(ui).clicked()).inner;
            range.filter(|_| is_clicked || is_entered)
        };
        let taken = frame.show(ui, contents).inner;
        if taken.is_some() {
            ui.close();
        }
        taken
    }

    /// The two fields, and below them what is wrong with what stands there.
    pub fn fields_ui(&mut self, ui: &mut Ui) -> Typed {
        let mut is_entered = false;
        ui.horizontal(|ui| {
            for (label, value) in [(numbers::FROM, &mut self.from), (numbers::TO, &mut self.to)] {
                let label = ui.label(label);
                let field = egui::TextEdit::singleline(value).desired_width(100.0).hint_text(numbers::DAY_HINT);
                let field = field.align(egui::Align2::LEFT_CENTER);
                let response = ui.add(field).labelled_by(label.id);
                if std::mem::take(&mut self.wants_keyboard) {
                    response.request_focus();
                }
                is_entered |= response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            }
        });
        let range = self.range();
        if range.is_none() && !self.is_empty() {
            ui.colored_label(ui.visuals().error_fg_color, numbers::BAD_RANGE);
        }
        Typed { range, is_entered }
    }

    /// The days as typed; `None` unless the first comes before the last.
    #[must_use]
    pub fn range(&self) -> Option<DayRange> {
        parse_range(&self.from, &self.to)
    }

    /// True while nothing is typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.from.trim().is_empty() && self.to.trim().is_empty()
    }
}

fn parse_range(from: &str, to: &str) -> Option<DayRange> {
    let (from, to) = (day(from).ok()?, day(to).ok()?);
    (from <= to).then_some(DayRange { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &str, to: &str, days: Option<i64>) {
        assert_eq!(parse_range(from, to).map(|range| range.days()), days, "{from} to {to}");
    }

    #[test]
    fn ranges_as_typed() {
        check("2025-01-01", " 2025-12-31", Some(365));
        check("2025-01-02", "2025-01-01", None);
        check("2025-02-30", "2025-03-01", None);
        check("01.01.2025", "31/12/2025", Some(365));
        check("", "", None);
    }

    /// They kept the days of the first time that the menu was open, whatever was shown since.
    #[test]
    fn fields_begin_with_the_days_of_now_whenever_the_menu_opens() {
        let range = |text: &str| parse_range(text, text);
        let ctx = egui::Context::default();
        let tokens = Tokens::light();
        let mut fields = FreeDays::default();
        let mut frame = |shown: Option<&str>| {
            let output = ctx.run_ui(egui::RawInput::default(), |ui| {
                if let Some(shown) = shown {
                    fields.in_menu_ui(ui, &tokens, range(shown), ("", "Take"));
                }
            });
            output.drop_without_applying_deltas();
            fields.range()
        };
        frame(None);
        frame(None);
        assert_eq!(frame(Some("2025-01-01")), range("2025-01-01"));
        assert_eq!(frame(Some("2025-02-01")), range("2025-01-01"), "what is typed stays while the menu is open");
        frame(None);
        frame(None);
        assert_eq!(frame(Some("2025-02-01")), range("2025-02-01"));
    }
}
