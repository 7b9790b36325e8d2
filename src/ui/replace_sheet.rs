//! The question before another file takes the place of that of a source: what goes, and what reads it.

use crate::base::ids::SourceId;
use crate::i18n::import as words;
use crate::i18n::shell::dialog;
use crate::session::source_use::kpis_of;
use crate::session::{AppCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::menu::file_name;
use crate::ui::widgets::{Look, SheetSize, ToolButton, sheet_ui};
use egui::Label;
use std::path::PathBuf;

/// KPIs that are named; of others it is said how many there are.
const MOST_NAMED: usize = 8;

/// Which source, and the file that was chosen for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplaceDraft {
    /// The source as the user knows it.
    pub source: SourceId,
    /// The other file.
    pub file: PathBuf,
}

/// Shows the question; true when it should close.
pub fn replace_sheet_ui(
    ctx: &egui::Context,
    tokens: &Tokens,
    (session, commands): (&Session, &CommandSender),
    draft: &ReplaceDraft,
) -> bool {
    // It may have been removed by another hand meanwhile.
    let Some(source) = session.document().whole_source(draft.source) else { return true };
    let totals = session.document().source_totals(source.id);
    let mut is_done = false;
    let size = SheetSize { width: 480.0, max_height: 360.0 };
    let is_closed = sheet_ui(ctx, tokens, &words::replace_title(&source.name), size, |ui| {
        let days = totals.first_day.zip(totals.last_day);
        ui.add(Label::new(words::source_holds(totals.accepted, days)).wrap());
        ui.add_space(6.0);
        ui.add(Label::new(words::source_feeds(&kpis_of(session, source.id), MOST_NAMED)).wrap());
        ui.add_space(6.0);
        ui.add(Label::new(words::gives_way_to(&file_name(&draft.file))).wrap());
        ui.add_space(14.0);
        ui.horizontal(|ui| {
            let button = ToolButton::words(tokens, dialog::REPLACE_IT).look(Look::Primary);
            if ui.add_enabled_ui(session.is_editable(), |ui| button.show_ui(ui)).inner.clicked() {
                commands.send(AppCommand::ReplaceSource(source.id, draft.file.clone()));
                is_done = true;
            }
            is_done |= ToolButton::words(tokens, dialog::CANCEL).show_ui(ui).clicked();
        });
    });
    is_closed || is_done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::base::time::{Day, UtcMillis};
    use crate::model::{Edit, Link, Source, SourceState};
    use crate::ui::fixture::harness;
    use egui_kittest::kittest::Queryable as _;
    use std::collections::BTreeMap;

    fn source() -> Source {
        let day = |text: &str| Day::parse_iso(text);
        Source {
            id: SourceId::from_raw(1),
            name: "scores.csv".to_owned(),
            path: "/data/scores.csv".to_owned(),
            hash: String::new(),
            mapping: "{}".to_owned(),
            imported_at: UtcMillis(0),
            rows_read: 2_412,
            rows_accepted: 2_400,
            rows_rejected: 12,
            first_day: day("2025-01-01"),
            last_day: day("2025-08-31"),
            state: SourceState::Active,
            places: BTreeMap::new(),
            link: Link::default(),
            continues: None,
        }
    }

    #[test]
    fn kpis_are_named_as_far_as_they_fit() {
        let kpis = ["CSAT", "NPS", "Effort"].map(str::to_owned);
        assert_eq!(words::source_feeds(&kpis, 8), "KPIs that read it: CSAT, NPS, Effort.");
        assert_eq!(words::source_feeds(&kpis, 2), "KPIs that read it: CSAT, NPS and 1 more.");
        assert_eq!(words::source_feeds(&[], 2), "No KPI shows its numbers now.");
    }

    #[test]
    fn what_is_replaced_is_named_before_it_is() {
        let mut window = harness(None::<ReplaceDraft>, (800.0, 600.0), |ui, draft, cx| {
            if let Some(asked) = draft.as_ref()
                && replace_sheet_ui(&ui.ctx().clone(), cx.tokens, (cx.session, cx.commands), asked)
            {
                *draft = None;
            }
        });
        let source = source();
        let added = Edit::Add(source.clone().into());
        window.state_mut().session.edit(&added, None).unwrap();
        let draft = ReplaceDraft { source: source.id, file: PathBuf::from("/elsewhere/new scores.csv") };
        let texts = [
            words::replace_title("scores.csv"),
            "It has 2,400 rows, from 1 Jan 2025 to 31 Aug 2025.".to_owned(),
            words::source_feeds(&kpis_of(&window.state().session, source.id), MOST_NAMED),
            words::gives_way_to("new scores.csv"),
        ];
        window.state_mut().state = Some(draft.clone());
        window.run();
        for text in &texts {
            window.get_by_label(text);
        }
        window.get_by_label(dialog::CANCEL).click();
        window.run();
        assert!(window.state().state.is_none() && window.state().commands.take().is_empty());
        window.state_mut().state = Some(draft);
        window.run();
        window.get_by_label(dialog::REPLACE_IT).click();
        window.run();
        let sent = window.state().commands.take();
        let is_it = |c: &AppCommand| matches!(c, AppCommand::ReplaceSource(id, file) if *id == source.id && file.ends_with("new scores.csv"));
        assert!(sent.len() == 1 && sent.iter().all(is_it), "{sent:?}");
    }
}
