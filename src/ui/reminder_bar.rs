//! The bar that says, when a file is opened, what got worse on its map and what is due in it: one calm line, until somebody
//! puts it away for the day.

use crate::base::ids::MapId;
use crate::base::time::Day;
use crate::i18n::panels::reminders as text;
use crate::model::RecordRef;
use crate::session::reminders::Reminders;
use crate::session::signals::{Moved, words};
use crate::session::{AppCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::drawer::basis::Basis;
use crate::ui::figures;
use crate::ui::parts::{link_ui, weak, width_of};
use crate::ui::style::{color, points};
use crate::ui::widgets::{Icon, Look, ToolButton};
use egui::{Align, Layout, RichText, Sense, Shape, Ui, vec2};

/// Room that the button which puts the bar away and the link to the other moves take, points.
const CLOSE: f32 = 40.0;
const OTHERS: f32 = 60.0;

/// What is due in the file that is open.
#[derive(Debug, Default)]
pub struct ReminderState {
    of: Basis<(Day, Option<MapId>)>,
    due: Reminders,
    /// The day on which nothing was due when the file was opened: what becomes due while somebody works is no news.
    quiet_on: Option<Day>,
    /// The day on which it was put away.
    away_on: Option<Day>,
}

impl ReminderState {
    /// True when there is something to say.
    pub fn is_open(&mut self, session: &Session, today: Day) -> bool {
        if self.of.follow_whole(session, (today, session.map())) {
            self.due = if self.away_on == Some(today) { Reminders::default() } else { session.reminders(today) };
            if self.quiet_on == Some(today) {
                // What moved is news whenever it comes, as with the import of a month.
                self.due = Reminders { worse: std::mem::take(&mut self.due.worse), ..Reminders::default() };
            }
            if !self.due.is_due() && session.has_figures() {
                self.quiet_on = Some(today);
            }
        }
        !self.due.is_empty()
    }

    /// What is due, each in words with what shows it.
    fn entries(&self, session: &Session) -> Vec<(String, AppCommand)> {
        let document = session.document();
        let Reminders { decisions, reviews, stale, .. } = &self.due;
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
        let entries = state.entries(session);
        let gap = ui.spacing().item_spacing.x;
        let width =
            |ui: &Ui, words: &str| width_of(ui, RichText::new(words).size(points(tokens.type_sizes.label))) + gap;
        let beside: f32 = entries.iter().map(|(words, _)| width(ui, words)).sum::<f32>() + width(ui, text::due());
        worse_ui(ui, &state.due.worse, (tokens, session), commands, if entries.is_empty() { 0.0 } else { beside });
        if !entries.is_empty() {
            ui.label(weak(tokens, text::due()));
        }
        for (words, command) in entries {
            if link_ui(ui, tokens, &words).clicked() {
                commands.send(command);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ToolButton::icon(tokens, text::put_away(), Icon::Close).look(Look::Bare).height(26.0);
            if close.show_ui(ui).on_hover_text(text::put_away()).clicked() {
                session.put_reminders_away(today);
                (state.due, state.away_on) = (Reminders::default(), Some(today));
            }
        });
    });
}

/// What got worst on the map, with as much of it as there is room for, and how many other moves there are.
fn worse_ui(
    ui: &mut Ui,
    worse: &[Moved],
    (tokens, session): (&Tokens, &Session),
    commands: &CommandSender,
    beside: f32,
) {
    let Some(worst) = worse.first() else { return };
    let document = session.document();
    let (name, sentence) = (figures::name_at(document, worst.at), words::sentence(worst));
    let size = document.kpis.get(&worst.at.0).map(|kpi| words::size(&kpi.at(worst.at.1), worst)).unwrap_or_default();
    let (rect, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
    let lozenge = [vec2(0.0, -6.0), vec2(6.0, 0.0), vec2(0.0, 6.0), vec2(-6.0, 0.0)].map(|by| rect.center() + by);
    ui.painter().add(Shape::convex_polygon(lozenge.to_vec(), color(tokens.off), egui::Stroke::NONE));
    ui.label(weak(tokens, text::worse()));
    let told = [format!("{name}: {sentence}, {size}"), format!("{name}: {sentence}"), name];
    let room = ui.available_width() - beside - CLOSE - if worse.len() > 1 { OTHERS } else { 0.0 };
    let label = |words: &str| RichText::new(words).size(points(tokens.type_sizes.label));
    let [.., shortest] = &told;
    let shown = told.iter().find(|words| width_of(ui, label(words)) <= room).unwrap_or(shortest);
    if link_ui(ui, tokens, shown).on_hover_text(text::worse_hint()).clicked() {
        commands.send(AppCommand::ShowMove(worst.at, worst.since.from));
    }
    if let Some(others) = worse.len().checked_sub(1).filter(|others| *others > 0)
        && link_ui(ui, tokens, &text::others(others)).clicked()
    {
        commands.send(AppCommand::ShowSignals);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a level that broke and a single bad month that is over, the level is told.
    #[test]
    fn what_is_over_is_no_news_at_opening() {
        use crate::session::insights::Insights;
        use crate::session::signals;
        use crate::ui::fixture;
        let document = fixture::document();
        let map = document.maps_in_order()[0].id;
        let (_, kpi, place, _) = document.kpi_cards(map).next().unwrap();
        let told = |values: &[f64]| {
            let figures = [((kpi, place), fixture::insight(values, 50.0))].into();
            let insights = Insights { figures, ..Insights::default() };
            let signals = signals::moved(&document, &insights, map, None).len();
            (signals > 0, Reminders::of_map(&document, &insights, map).worse.len())
        };
        let broken = [[4.0, 4.1].repeat(6), [3.0, 3.1].repeat(4)].concat();
        assert_eq!(told(&broken), (true, 1));
        let one_bad_month = [[4.0, 4.1].repeat(4), vec![2.0], [4.0, 4.1].repeat(4)].concat();
        assert_eq!(told(&one_bad_month), (true, 0));
        let last_month = [[4.0, 4.1].repeat(6), vec![2.0]].concat();
        assert_eq!(told(&last_month), (true, 1));
    }
}
