//! The bar that says, when a file is opened, what is due in it: one calm line, until somebody puts it away for the day.

use crate::base::time::Day;
use crate::i18n::panels::reminders as text;
use crate::model::RecordRef;
use crate::session::reminders::Reminders;
use crate::session::{AppCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::drawer::basis::Basis;
use crate::ui::figures;
use crate::ui::parts::{link_ui, weak};
use crate::ui::style::points;
use crate::ui::widgets::{Icon, Look, ToolButton};
use egui::{Align, Layout, Ui};

/// What is due in the file that is open.
#[derive(Debug, Default)]
pub struct ReminderState {
    of: Basis<Day>,
    due: Reminders,
    /// The day on which nothing was due when the file was opened: what becomes due while somebody works is no news.
    quiet_on: Option<Day>,
}

impl ReminderState {
    /// True when there is something to say.
    pub fn is_open(&mut self, session: &Session, today: Day) -> bool {
        if self.of.follow_whole(session, today) {
            let due = || Reminders::of(session.document(), session.whole_insights(), today);
            let is_quiet = self.quiet_on == Some(today) || !session.wants_reminders(today);
            self.due = if is_quiet { Reminders::default() } else { due() };
            if self.due.is_empty() && session.has_figures() {
                self.quiet_on = Some(today);
            }
        }
        !self.due.is_empty()
    }

    /// What is due, each in words with what shows it.
    fn entries(&self, session: &Session) -> Vec<(String, AppCommand)> {
        let document = session.document();
        let Reminders { decisions, reviews, stale } = &self.due;
        let mut entries = Vec::new();
        match decisions.as_slice() {
            [] => {}
            [one] => entries.push((text::decisions(1), AppCommand::Jump(RecordRef::Decision(*one)))),
            many => entries.push((text::decisions(many.len()), AppCommand::ShowDecisions)),
        }
        if let Some(first) = reviews.first() {
            let title = document.maps.get(first).map_or("", |map| map.title.as_str());
            entries.push((text::reviews(title, reviews.len()), AppCommand::Review(*first)));
        }
        match stale.as_slice() {
            [] => {}
            [one] => {
                let name = figures::name_at(document, *one);
                entries.push((text::stale_one(&name), AppCommand::ShowKpi(one.0, one.1)));
            }
            many => entries.push((text::stale(many.len()), AppCommand::ShowDoctor)),
        }
        entries
    }
}

/// Shows the bar.
pub fn reminder_bar_ui(
    ui: &mut Ui,
    state: &mut ReminderState,
    tokens: &Tokens,
    (session, today): (&Session, Day),
    commands: &CommandSender,
) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = points(tokens.spacing) * 2.0;
        ui.label(weak(tokens, text::due()));
        for (words, command) in state.entries(session) {
            if link_ui(ui, tokens, &words).clicked() {
                commands.send(command);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ToolButton::icon(tokens, text::put_away(), Icon::Close).look(Look::Bare).height(26.0);
            if close.show_ui(ui).on_hover_text(text::put_away()).clicked() {
                session.put_reminders_away(today);
                (state.due, state.quiet_on) = (Reminders::default(), Some(today));
            }
        });
    });
}
