//! Review mode: the map stage by stage, each with its figures, signals, open decisions and notes; at the end the minutes.

use super::basis::Basis;
use crate::base::ids::{MapId, NoteId, StageId};
use crate::base::time::Day;
use crate::i18n::review as text;
use crate::metrics::Status;
use crate::model::edit::record_of_place;
use crate::model::{AnyRecord, Document, Edit, Place, RecordRef};
use crate::session::review::{self, Page};
use crate::session::{AppCommand, Session};
use crate::ui::figures;
use crate::ui::markdown::markdown_ui;
use crate::ui::parts::{PanelContext, body, caption_ui, empty_ui, label_ui, link_ui, status_ui, strong};
use crate::ui::style::{color, points};
use crate::ui::widgets::{Look, ToolButton};
use egui::{Key, Label, Modifiers, ScrollArea, TextEdit, Ui};
use std::collections::BTreeMap;

/// Where the review is, and what was said so far.
#[derive(Debug, Default)]
pub(super) struct State {
    of: Basis<Option<MapId>>,
    /// The map that `at` and `remarks` are about.
    map: Option<MapId>,
    pages: Vec<Page>,
    /// The page that is shown; behind the last one come the minutes.
    at: usize,
    remarks: BTreeMap<Place, String>,
    finished: Option<Finished>,
    /// The button that goes on takes the keyboard, so that Enter walks through the map; at its end the one that finishes.
    must_focus: bool,
    /// The map is to show the stage whose page is open.
    must_show: bool,
}

/// A review that was finished here.
#[derive(Debug)]
struct Finished {
    /// They stay as they were then.
    minutes: String,
    /// What was said: it goes from the page when it is kept as notes, and comes back when that is taken back.
    said: BTreeMap<Place, String>,
    notes: Vec<NoteId>,
    on: Day,
    /// True while the document has what finishing keeps. It may be refused.
    is_kept: bool,
}

impl Finished {
    fn new((minutes, said): (String, BTreeMap<Place, String>), edit: &Edit, on: Day) -> Self {
        let edits = if let Edit::Batch { edits, .. } = edit { edits.as_slice() } else { &[] };
        let note = |edit: &Edit| if let Edit::Add(AnyRecord::Note(note)) = edit { Some(note.id) } else { None };
        Self { minutes, said, notes: edits.iter().filter_map(note).collect(), on, is_kept: false }
    }

    /// Two reviews of one day are told apart by their notes.
    fn is_in(&self, document: &Document, map: MapId) -> bool {
        document.maps.get(&map).is_some_and(|map| map.reviewed_on == Some(self.on))
            && (self.notes.is_empty() || self.notes.iter().any(|note| document.notes.contains_key(note)))
    }
}

impl State {
    fn follow(&mut self, session: &Session) {
        let (document, insights, map) = (session.document(), session.insights(), session.map());
        if !self.of.follow(session, map) {
            return;
        }
        if std::mem::replace(&mut self.map, map) != map {
            (self.at, self.finished) = (0, None);
            self.remarks = map.map(|map| said_before(session, map)).unwrap_or_default();
        }
        if let Some(map) = map {
            self.follow_finished(session, map);
        }
        self.pages = map.map(|map| review::pages(document, insights, map)).unwrap_or_default();
        self.at = self.at.min(self.pages.len());
    }

    /// What was said goes from the page with the edit that keeps it, and comes back when that is taken back.
    fn follow_finished(&mut self, session: &Session, map: MapId) {
        let Some(finished) = &mut self.finished else { return };
        let is_kept = finished.is_in(session.document(), map);
        if std::mem::replace(&mut finished.is_kept, is_kept) == is_kept {
            return;
        }
        if is_kept {
            self.remarks.retain(|place, said| finished.said.get(place) != Some(said));
        } else {
            for (place, said) in finished.said.iter().filter(|(_, said)| !said.trim().is_empty()) {
                let since = self.remarks.entry(*place).or_default();
                // What was said since stands below.
                *since = if since.trim().is_empty() { said.clone() } else { format!("{said}\n{since}") };
            }
        }
        remember(session, map, &self.remarks);
    }

    /// The minutes of the review that was finished here, unless more was said since.
    fn kept_minutes(&self) -> Option<&str> {
        let is_over = self.remarks.values().all(|said| said.trim().is_empty());
        self.finished.as_ref().filter(|finished| finished.is_kept && is_over).map(|finished| finished.minutes.as_str())
    }

    /// Goes on where the review is: the button that goes on gets the keyboard, and the map shows the stage.
    pub(super) fn take_keyboard(&mut self) {
        (self.must_focus, self.must_show) = (true, true);
    }

    /// True while the minutes are shown, which are longer than a low drawer.
    pub(super) fn shows_minutes(&self) -> bool {
        !self.pages.is_empty() && self.at >= self.pages.len()
    }

    /// The stage whose page is shown.
    pub(super) fn stage(&self) -> Option<StageId> {
        match self.pages.get(self.at)?.place {
            Place::Stage(stage) => Some(stage),
            _ => None,
        }
    }

    fn go(&mut self, to: usize, cx: &PanelContext<'_>) {
        self.at = to.min(self.pages.len());
        self.must_focus = true;
        self.show_stage(cx);
    }

    /// Brings the stage into view that the page is about.
    fn show_stage(&self, cx: &PanelContext<'_>) {
        if let Some(page) = self.pages.get(self.at).filter(|page| matches!(page.place, Place::Stage(_))) {
            cx.commands.send(AppCommand::Jump(record_of_place(page.place)));
        }
    }
}

pub(super) fn show_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    state.follow(cx.session);
    if state.pages.is_empty() {
        return empty_ui(ui, cx.tokens, text::NOTHING_TITLE, text::NOTHING_HINT);
    }
    if std::mem::take(&mut state.must_show) {
        state.show_stage(cx);
    }
    steps_ui(ui, state, cx);
    let at = state.at;
    ScrollArea::vertical().id_salt(("review", at)).auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = points(cx.tokens.spacing);
        match state.pages.get(at).cloned() {
            Some(page) => page_ui(ui, state, cx, &page),
            None => minutes_ui(ui, state, cx),
        }
    });
}

/// Back and next, and where one is. Alt+Left and Alt+Right do the same wherever the keyboard is in the drawer.
fn steps_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    let count = state.pages.len() + 1;
    let mut step = 0_i32;
    ui.horizontal(|ui| {
        let is_first = state.at == 0;
        let back = ToolButton::words(cx.tokens, text::PREVIOUS).height(24.0);
        if ui.add_enabled_ui(!is_first, |ui| back.show_ui(ui)).inner.clicked() {
            step = -1;
        }
        let is_last = state.at >= state.pages.len();
        let next = ToolButton::words(cx.tokens, text::NEXT).look(Look::Primary).height(24.0);
        let next = ui.add_enabled_ui(!is_last, |ui| next.show_ui(ui)).inner;
        if next.clicked() {
            step = 1;
        }
        if !is_last && std::mem::take(&mut state.must_focus) {
            next.request_focus();
        }
        let title = state.pages.get(state.at).map_or(text::MINUTES, |page| page.title.as_str());
        let words = text::position(state.at + 1, count, title);
        ui.add(Label::new(strong(cx.tokens, words, cx.tokens.type_sizes.body)).truncate());
        ui.input_mut(|input| {
            if input.consume_key(Modifiers::ALT, Key::ArrowRight) {
                step = 1;
            } else if input.consume_key(Modifiers::ALT, Key::ArrowLeft) {
                step = -1;
            }
        });
    });
    match step {
        1 => state.go(state.at + 1, cx),
        -1 => state.go(state.at.saturating_sub(1), cx),
        _ => {}
    }
}

fn page_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, page: &Page) {
    let (tokens, document) = (cx.tokens, cx.session.document());
    for at in &page.kpis {
        let Some(kpi) = document.kpis.get(&at.0).map(|kpi| kpi.at(at.1)) else { continue };
        let insight = figures::insight_of(cx.session, *at);
        ui.horizontal(|ui| {
            status_ui(ui, tokens, insight.map_or(Status::NoTarget, |insight| insight.status), 9.0);
            if link_ui(ui, tokens, &review::kpi_name(document, page, *at)).clicked() {
                cx.commands.send(AppCommand::ShowKpi(at.0, at.1));
            }
            ui.add(Label::new(body(tokens, review::figure_line(&kpi, insight))).wrap());
        });
    }
    if !page.moved.is_empty() {
        caption_ui(ui, tokens, text::MOVED);
    }
    for moved in &page.moved {
        ui.horizontal(|ui| {
            let ink = color(if moved.is_good { tokens.good } else { tokens.off });
            if moved.answer.is_none() && cx.session.is_editable() {
                let words = crate::i18n::signals::answer();
                if link_ui(ui, tokens, words).clicked() {
                    cx.commands.send(AppCommand::AnswerSignal(Box::new(moved.clone())));
                }
            }
            ui.add(Label::new(body(tokens, review::moved_line(document, moved)).color(ink)).wrap());
        });
    }
    if !page.decisions.is_empty() {
        caption_ui(ui, tokens, text::OPEN_DECISIONS);
    }
    for decision in &page.decisions {
        if link_ui(ui, tokens, &review::decision_line(document, decision, cx.today)).clicked() {
            cx.commands.send(AppCommand::Select(vec![RecordRef::Decision(decision.id)]));
        }
    }
    if !page.closed.is_empty() {
        caption_ui(ui, tokens, text::CLOSED_DECISIONS);
    }
    for decision in &page.closed {
        if link_ui(ui, tokens, &review::closed_line(document, decision)).clicked() {
            cx.commands.send(AppCommand::Select(vec![RecordRef::Decision(decision.id)]));
        }
    }
    if !page.kpis.is_empty() && cx.session.is_editable() {
        let add = crate::i18n::panels::decisions::add_decision();
        if link_ui(ui, tokens, add).clicked() {
            cx.commands.send(AppCommand::NewDecision(page.kpis.clone()));
        }
    }
    if !page.notes.is_empty() {
        caption_ui(ui, tokens, text::NOTES);
    }
    for note in &page.notes {
        let told = crate::i18n::panels::notes::by(&note.author, &note.text);
        ui.add(Label::new(body(tokens, told)).wrap());
    }
    let label = label_ui(ui, tokens, text::REMARKS);
    let remarks = state.remarks.entry(page.place).or_default();
    let field = TextEdit::multiline(remarks).desired_rows(2).desired_width(f32::INFINITY);
    let said = ui.add(field.hint_text(text::REMARKS_HINT)).labelled_by(label.id);
    if said.changed()
        && let Some(map) = cx.session.map()
    {
        remember(cx.session, map, &state.remarks);
    }
}

/// Under which name the file remembers what was said so far in a review that is not finished.
fn key(map: MapId) -> String {
    format!("review of {}", Place::Map(map))
}

/// What was said in the review of a map before the file was closed.
fn said_before(session: &Session, map: MapId) -> BTreeMap<Place, String> {
    let stored =
        session.remembered(&key(map)).and_then(|json| serde_json::from_str::<BTreeMap<String, String>>(&json).ok());
    stored.unwrap_or_default().into_iter().filter_map(|(place, said)| Some((place.parse().ok()?, said))).collect()
}

fn remember(session: &Session, map: MapId, remarks: &BTreeMap<Place, String>) {
    let said: BTreeMap<String, &String> =
        remarks.iter().filter(|(_, said)| !said.is_empty()).map(|(place, said)| (place.to_string(), said)).collect();
    if let Ok(json) = serde_json::to_string(&said) {
        session.remember(&key(map), &json);
    }
}

fn minutes_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    let (tokens, document) = (cx.tokens, cx.session.document());
    let Some(map) = cx.session.map() else { return };
    let kept = state.kept_minutes().map(str::to_owned);
    let is_finished = kept.is_some();
    let minutes = kept.unwrap_or_else(|| {
        let figures = (&**cx.session.insights(), cx.session.view());
        review::minutes(document, figures, (map, &state.pages), &state.remarks, cx.today)
    });
    ui.horizontal(|ui| {
        let words = if is_finished { text::FINISHED } else { text::FINISH };
        let finish = ToolButton::words(tokens, words).look(Look::Primary).height(26.0);
        let is_possible = cx.session.is_editable() && !is_finished;
        let finish = ui.add_enabled_ui(is_possible, |ui| finish.show_ui(ui)).inner;
        if std::mem::take(&mut state.must_focus) {
            finish.request_focus();
        }
        if finish.on_hover_text(text::FINISH_HINT).clicked() {
            ui.ctx().copy_text(minutes.clone());
            if let Some(edit) = review::finished(document, map, (&state.remarks, cx.author), cx.today) {
                state.finished = Some(Finished::new((minutes.clone(), state.remarks.clone()), &edit, cx.today));
                cx.commands.edit(edit);
            }
        }
        if ToolButton::words(tokens, text::SAVE).height(26.0).show_ui(ui).clicked() {
            cx.commands.send(AppCommand::SaveMinutesDialog(minutes.clone()));
        }
    });
    markdown_ui(ui, tokens, &minutes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fixture::{Stand, harness};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    fn stand<'a>() -> Harness<'a, Stand<State>> {
        let mut harness = harness(State::default(), (1000.0, 400.0), show_ui);
        harness.run();
        harness
    }

    /// Whoever goes on with a review is shown where it is: its stage is marked on the map, and comes into view.
    #[test]
    fn the_stage_under_review_is_told_to_the_map() {
        let mut harness = stand();
        let stage = harness.state().state.stage();
        assert!(stage.is_some());
        assert!(harness.state().commands.take().is_empty());
        harness.state_mut().state.take_keyboard();
        harness.run();
        let jumped = harness.state().commands.take();
        assert!(
            matches!(jumped.as_slice(), [AppCommand::Jump(RecordRef::Stage(at))] if Some(*at) == stage),
            "{jumped:?}"
        );
        harness.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
        harness.run();
        assert!(harness.state().state.stage().is_some_and(|next| Some(next) != stage));
        harness.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
        harness.run();
        assert_eq!(harness.state().state.stage(), None, "the minutes are of no stage");
    }

    #[test]
    fn a_review_walks_through_the_stages_by_keyboard_and_keeps_its_day() {
        let mut harness = stand();
        harness.get_by_label_contains("1 of 3 · Support");
        harness.get_by_label(text::REMARKS).focus();
        harness.run();
        harness.get_by_label(text::REMARKS).type_text("Lena asks the agents");
        harness.run();
        harness.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
        harness.run();
        harness.get_by_label_contains("2 of 3 · Renewal");
        let jumped = harness.state().commands.take();
        assert!(matches!(jumped.as_slice(), [AppCommand::Jump(RecordRef::Stage(_))]), "{jumped:?}");
        assert!(harness.get_by_label(text::NEXT).is_focused(), "Enter goes on");
        harness.key_press(Key::Enter);
        harness.run();
        harness.get_by_label_contains("Lena asks the agents");
        assert!(harness.get_by_label(text::FINISH).is_focused(), "Enter finishes");
        harness.key_press(Key::Enter);
        harness.run();
        let sent = harness.state().commands.take();
        let [AppCommand::Edit { edit: Edit::Batch { edits, .. }, .. }] = sent.as_slice() else { panic!("{sent:?}") };
        let edits = edits.clone();
        let [Edit::Update(AnyRecord::Map(map)), Edit::Add(AnyRecord::Note(said))] = edits.as_slice() else {
            panic!("{edits:?}")
        };
        assert_eq!((said.text.as_str(), said.is_resolved), ("Lena asks the agents", true));
        assert!(matches!(said.anchor, RecordRef::Stage(_)));
        assert_eq!(map.reviewed_on.map(|day| day.to_string()).as_deref(), Some("2025-11-22"));
        assert!(harness.query_by_label(text::FINISH).is_some(), "it may still be refused");
        run(&mut harness, sent);
        // The minutes stay as they were, and cannot be finished once more.
        harness.get_by_label_contains("Lena asks the agents");
        assert!(harness.query_by_label(text::FINISH).is_none());
        harness.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
        harness.run();
        harness.get_by_label_contains("2 of 3 · Renewal");
        assert!(!harness.ctx.has_requested_repaint());
    }

    /// Edits what was asked for, as the application does.
    fn run(harness: &mut Harness<'_, Stand<State>>, sent: Vec<AppCommand>) {
        for command in sent {
            if let AppCommand::Edit { edit, .. } = command {
                harness.state_mut().session.edit(&edit, None).unwrap();
            }
        }
        harness.run();
    }

    fn say(harness: &mut Harness<'_, Stand<State>>, words: &str) {
        harness.get_by_label(text::REMARKS).focus();
        harness.run();
        harness.get_by_label(text::REMARKS).type_text(words);
        harness.run();
        harness.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
        harness.run();
    }

    fn finish(harness: &mut Harness<'_, Stand<State>>) {
        drop(harness.state().commands.take());
        harness.get_by_label(text::FINISH).click();
        harness.run();
        let sent = harness.state().commands.take();
        run(harness, sent);
    }

    fn notes(harness: &Harness<'_, Stand<State>>) -> Vec<String> {
        let notes = harness.state().session.document().notes.values();
        let mut notes: Vec<_> = notes.map(|note| note.text.clone()).collect();
        notes.sort();
        notes
    }

    #[test]
    fn what_was_said_of_a_stage_that_is_gone_is_kept_with_the_rest() {
        let mut harness = stand();
        say(&mut harness, "Of support");
        say(&mut harness, "Of renewal");
        let session = &mut harness.state_mut().session;
        let map = session.map().unwrap();
        let support = session.document().stages_of(map)[0].id;
        session.edit(&Edit::Delete(vec![support.into()]), None).unwrap();
        harness.run();
        harness.get_by_label_contains("Of support");
        finish(&mut harness);
        assert_eq!(notes(&harness), ["Of renewal", "Of support"]);
        harness.get_by_label(text::FINISHED);
    }

    #[test]
    fn finishing_that_is_refused_or_taken_back_loses_nothing_that_was_said() {
        let mut harness = stand();
        say(&mut harness, "Lena asks");
        harness.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
        harness.run();
        // Refused: nothing is edited.
        harness.get_by_label(text::FINISH).click();
        harness.run();
        assert!(harness.query_by_label(text::FINISH).is_some());
        finish(&mut harness);
        harness.get_by_label(text::FINISHED);
        assert_eq!(notes(&harness), ["Lena asks"]);
        harness.state_mut().session.undo();
        harness.run();
        harness.get_by_label(text::FINISH);
        harness.get_by_label_contains("Lena asks");
        harness.state_mut().session.redo();
        harness.run();
        harness.get_by_label(text::FINISHED);
        harness.state_mut().session.undo();
        harness.run();
        finish(&mut harness);
        assert_eq!(notes(&harness), ["Lena asks"], "once");
        harness.get_by_label(text::FINISHED);
    }
}
