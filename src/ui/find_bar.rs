//! The bar that finds words anywhere in the file: what is found stands out on the map, Enter and F3 go from one to the
//! next, across maps.

mod list;

use crate::i18n::panels as words;
use crate::i18n::panels::finding as text;
use crate::model::{CardBody, Document, RecordRef};
use crate::session::find::{Found, Phrase, PhraseRules, find, find_phrase, replacement};
use crate::session::{AppCommand, CameraCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::commands::UiCommand;
use crate::ui::hints::{with_escape, with_shortcut};
use crate::ui::parts::weak;
use crate::ui::style::{color, points};
use crate::ui::widgets::{Icon, Look, ToolButton, paint_icon};
use egui::text::{CCursor, CCursorRange};
use egui::{Align, Key, Layout, Modifiers, Sense, TextEdit, Ui, Vec2};
use list::{list_ui, shown_text};

/// Height of the bar, and of one more row of it.
pub const HEIGHT: f32 = 38.0;
/// Height of what stands in a row.
const ROW: f32 = 30.0;
/// Below this width the rules have a row of their own.
const NARROW: f32 = 560.0;
/// What the panel keeps free at both sides.
const MARGINS: f32 = 20.0;
/// Width of the field.
const FIELD: f32 = 240.0;
/// Room for what stands beside the field: the buttons, and how much was found.
const BESIDE: f32 = 230.0;
/// Less room than this says nothing.
const LEAST_WORDS: f32 = 30.0;
/// Height of the list of finds.
const LIST: f32 = 150.0;
/// Side of the icon before the field.
const SIGN: f32 = 14.0;

/// What is looked for, and where one is in what was found.
#[derive(Debug, Default)]
pub struct FindState {
    is_open: bool,
    query: String,
    found: Vec<Found>,
    /// The records of `found` on any map, for the marks.
    records: Vec<RecordRef>,
    at: Option<usize>,
    /// How many records are found without replacing; `None` while nothing is replaced.
    found_otherwise: Option<usize>,
    /// Where one was when the find there went: the next one stands there now.
    was_at: Option<usize>,
    /// What `found` answers.
    stamp: Stamp,
    must_focus: bool,
    is_listed: bool,
    /// The row of the list that is scrolled to.
    shown_row: Option<usize>,
    is_replacing: bool,
    with: String,
    rules: PhraseRules,
}

/// What finds depend on.
#[derive(Debug, Clone, Default, PartialEq)]
struct Stamp {
    query: String,
    /// `None` finds all the words wherever they stand.
    rules: Option<PhraseRules>,
    revision: u64,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To the next.
    Forward,
    /// To the one before.
    Back,
}

impl FindState {
    /// True while the bar is shown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Shows the bar with the cursor in its field.
    pub fn open(&mut self) {
        self.is_open = true;
        self.must_focus = true;
    }

    /// Shows the bar with the field for other words.
    pub fn open_replace(&mut self) {
        self.is_replacing = true;
        self.open();
    }

    /// Ends finding: nothing stands out any more. The words stay for the next time.
    pub fn close(&mut self) {
        self.is_open = false;
        self.is_replacing = false;
        self.at = None;
        self.was_at = None;
    }

    /// How high the bar is in a panel of some width.
    #[must_use]
    pub fn height(&self, width: f32) -> f32 {
        let list = if self.is_listed { LIST } else { 0.0 };
        let rows = match (self.is_replacing, width < NARROW + MARGINS) {
            (false, _) => 0.0,
            (true, false) => 1.0,
            (true, true) => 2.0,
        };
        HEIGHT + list + rows * ROW
    }

    /// What was found, for the marks on the map; nothing while the bar is closed.
    #[must_use]
    pub fn records(&self) -> &[RecordRef] {
        if self.is_open { &self.records } else { &[] }
    }

    fn phrase(&self) -> Option<Phrase> {
        Phrase::new(&self.query, self.rules)
    }

    /// Finds again when the words or the document are others. One that was chosen stays chosen if it is still found.
    fn follow(&mut self, session: &Session) {
        let rules = self.is_replacing.then_some(self.rules);
        let stamp = Stamp { query: self.query.clone(), rules, revision: session.revision() };
        if self.stamp == stamp {
            return;
        }
        let chosen = self.at.and_then(|at| self.found.get(at)).map(|f| f.record);
        let is_other_query = self.stamp.query != stamp.query || self.stamp.rules != stamp.rules;
        self.found = match rules {
            None => find(session.document(), &self.query),
            Some(_) => self.phrase().map_or_else(Vec::new, |phrase| find_phrase(session.document(), &phrase)),
        };
        self.found_otherwise = rules.map(|_| find(session.document(), &self.query).len());
        self.records = self.found.iter().map(|f| f.record).collect();
        let was_at = self.at.or(self.was_at);
        self.at =
            if is_other_query { None } else { chosen.and_then(|r| self.found.iter().position(|f| f.record == r)) };
        self.was_at = if is_other_query { None } else { was_at };
        self.stamp = stamp;
    }

    /// Goes on to the next find or back to the one before, round in a circle. From nowhere the first on the shown map
    /// is next, and where a find was that is gone, the one behind it.
    pub fn go(&mut self, session: &Session, way: Way) -> Option<RecordRef> {
        self.follow(session);
        let count = self.found.len();
        if count == 0 {
            return None;
        }
        let at = match (self.at, self.was_at, way) {
            (Some(at), _, Way::Forward) => (at + 1) % count,
            (Some(at), _, Way::Back) => (at + count - 1) % count,
            (None, Some(was_at), Way::Forward) => was_at % count,
            (None, Some(was_at), Way::Back) => (was_at + count - 1) % count,
            (None, None, Way::Forward) => self.found.iter().position(|f| f.map == session.map()).unwrap_or(0),
            (None, None, Way::Back) => self.found.iter().rposition(|f| f.map == session.map()).unwrap_or(count - 1),
        };
        self.choose(at)
    }

    fn choose(&mut self, at: usize) -> Option<RecordRef> {
        let record = self.found.get(at)?.record;
        self.at = Some(at);
        self.shown_row = Some(at);
        Some(record)
    }

    /// Puts the other words into the chosen find, and goes on.
    fn replace_one(&self, session: &Session, commands: &CommandSender) {
        let chosen = self.at.and_then(|at| self.records.get(at));
        if let Some((record, phrase)) = chosen.zip(self.phrase())
            && let Some(replacement) =
                replacement(session.document(), std::slice::from_ref(record), &phrase, &self.with)
        {
            match replacement.records {
                0 => commands.send(AppCommand::ReplaceWords(replacement)),
                _ => commands.edit(replacement.edit),
            }
        }
        commands.send(AppCommand::FindNext);
    }

    fn replace_all(&self, session: &Session, commands: &CommandSender) {
        let worked_out = self.phrase().and_then(|p| replacement(session.document(), &self.records, &p, &self.with));
        if let Some(replacement) = worked_out {
            commands.send(AppCommand::ReplaceWords(replacement));
        }
    }
}

/// Shows the bar, with the row for other words and the list of finds while they are wanted.
pub fn find_bar_ui(ui: &mut Ui, state: &mut FindState, tokens: &Tokens, session: &Session, commands: &CommandSender) {
    state.follow(session);
    ui.spacing_mut().item_spacing = Vec2::new(points(tokens.spacing), 0.0);
    row_ui(ui, |ui| find_row_ui(ui, state, tokens, session, commands));
    if state.is_replacing {
        let is_narrow = ui.available_width() < NARROW;
        row_ui(ui, |ui| {
            replace_row_ui(ui, state, tokens, session, commands);
            if !is_narrow {
                rules_ui(ui, state, tokens);
            }
        });
        if is_narrow {
            row_ui(ui, |ui| {
                ui.add_space(SIGN + ui.spacing().item_spacing.x);
                rules_ui(ui, state, tokens);
            });
        }
    }
    if state.is_listed {
        list_ui(ui, state, tokens, session, commands);
    }
}

fn row_ui(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let size = Vec2::new(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), contents);
}

fn find_row_ui(ui: &mut Ui, state: &mut FindState, tokens: &Tokens, session: &Session, commands: &CommandSender) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(SIGN), Sense::hover());
    paint_icon(ui.painter(), Icon::Search, rect, color(tokens.text_faint));
    if field_ui(ui, state, tokens, commands) {
        // The view goes along with what is typed; the keyboard stays here, and Enter chooses what is seen.
        state.follow(session);
        if let Some(first) = state.found.iter().find(|found| found.map == session.map()) {
            commands.send(AppCommand::Camera(CameraCommand::Reveal(first.record)));
        }
    }
    let (previous, next) = (text::previous(), text::next());
    let has_any = !state.found.is_empty();
    ui.add_enabled_ui(has_any, |ui| {
        let back = ToolButton::icon(tokens, previous, Icon::Up).look(Look::Bare).height(26.0);
        let keys = with_shortcut(ui, previous, UiCommand::FindPrevious);
        if back.show_ui(ui).on_hover_text(keys).clicked() {
            commands.send(AppCommand::FindPrevious);
        }
        let on = ToolButton::icon(tokens, next, Icon::Down).look(Look::Bare).height(26.0);
        let keys = with_shortcut(ui, next, UiCommand::FindNext);
        if on.show_ui(ui).on_hover_text(keys).clicked() {
            commands.send(AppCommand::FindNext);
        }
    });
    let words = if state.is_listed { text::hide_list() } else { text::show_list() };
    let list = ToolButton::icon(tokens, words, Icon::Lane).look(Look::Bare).height(26.0).on(state.is_listed);
    if list.show_ui(ui).on_hover_text(words).clicked() {
        state.is_listed = !state.is_listed;
        state.shown_row = state.at;
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let close = ToolButton::icon(tokens, text::close_find(), Icon::Close).look(Look::Bare).height(26.0);
        if close.show_ui(ui).on_hover_text(with_escape(ui, text::close_find())).clicked() {
            state.close();
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| place_ui(ui, state, tokens, session));
    });
}

fn replace_row_ui(ui: &mut Ui, state: &mut FindState, tokens: &Tokens, session: &Session, commands: &CommandSender) {
    ui.add_space(SIGN + ui.spacing().item_spacing.x);
    let id = egui::Id::unique("replace with");
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let is_enter = ui.input_mut(|input| has_focus && input.consume_key(Modifiers::NONE, Key::Enter));
    let hint = egui::RichText::new(text::replace_with()).color(color(tokens.text_faint));
    let width = field_width(ui);
    let field = TextEdit::singleline(&mut state.with).id(id).hint_text(hint);
    let field = field.align(egui::Align2::LEFT_CENTER).desired_width(width);
    let response = ui.add(field).accessible_name(text::replace_with());
    if response.lost_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        return state.close();
    }
    let can_replace = session.is_editable() && !state.found.is_empty();
    ui.add_enabled_ui(can_replace, |ui| {
        let why = |hint| if session.is_editable() { hint } else { text::no_change() };
        let one = ToolButton::words(tokens, text::replace()).height(24.0).show_ui(ui);
        let one = one.on_hover_text(text::replace_hint()).on_disabled_hover_text(why(text::nothing()));
        if one.clicked() || (is_enter && can_replace) {
            state.replace_one(session, commands);
        }
        // Nothing instead of the words takes them away: the button says so before it is pressed.
        let name = if state.with.is_empty() { text::delete_all() } else { text::replace_all() };
        let all = ToolButton::words(tokens, name).height(24.0).show_ui(ui);
        let all = all.on_hover_text(text::replace_all_hint()).on_disabled_hover_text(why(text::nothing()));
        if all.clicked() {
            state.replace_all(session, commands);
        }
    });
}

/// How words are told apart.
fn rules_ui(ui: &mut Ui, state: &mut FindState, tokens: &Tokens) {
    for (rule, words, hint) in [
        (&mut state.rules.matches_case, text::match_case(), text::match_case_hint()),
        (&mut state.rules.whole_words, text::whole_words(), text::whole_words_hint()),
    ] {
        let button = ToolButton::words(tokens, words).look(Look::Bare).height(24.0).on(*rule);
        if button.show_ui(ui).on_hover_text(hint).clicked() {
            *rule = !*rule;
        }
    }
}

fn field_width(ui: &Ui) -> f32 {
    FIELD.min((ui.available_width() - BESIDE).max(72.0))
}

/// The field; true when other words stand in it.
fn field_ui(ui: &mut Ui, state: &mut FindState, tokens: &Tokens, commands: &CommandSender) -> bool {
    let id = egui::Id::unique("find in this file");
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    // Enter and the arrows are meant for the bar and must not also act on the map.
    let (is_back, is_on) = ui.input_mut(|input| {
        let mut pressed = |modifiers, key| has_focus && input.consume_key(modifiers, key);
        let is_back = pressed(Modifiers::SHIFT, Key::Enter) | pressed(Modifiers::NONE, Key::ArrowUp);
        (is_back, pressed(Modifiers::NONE, Key::Enter) | pressed(Modifiers::NONE, Key::ArrowDown))
    });
    let hint = egui::RichText::new(text::find_hint()).color(color(tokens.text_faint));
    let width = field_width(ui);
    let field = TextEdit::singleline(&mut state.query)
        .id(id)
        .hint_text(hint)
        .align(egui::Align2::LEFT_CENTER)
        .desired_width(width);
    let response = ui.add(field).accessible_name(text::find());
    if std::mem::take(&mut state.must_focus) {
        response.request_focus();
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(state.query.chars().count()));
        let mut edit = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
        edit.cursor.set_char_range(Some(all));
        edit.store(ui.ctx(), id);
    }
    // Neither must Escape, which has taken the keyboard from the field already.
    if response.lost_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        state.close();
    } else if is_back || is_on {
        commands.send(if is_back { AppCommand::FindPrevious } else { AppCommand::FindNext });
    }
    response.changed()
}

/// Which of how many, and what it says.
fn place_ui(ui: &mut Ui, state: &FindState, tokens: &Tokens, session: &Session) {
    if state.query.trim().is_empty() || ui.available_width() < LEAST_WORDS {
        return;
    }
    let count = state.found.len();
    let Some((at, found)) = state.at.and_then(|at| Some((at, state.found.get(at)?))) else {
        // Less can be replaced than is found otherwise.
        let all = state.found_otherwise.filter(|all| *all > count);
        let words = match all {
            Some(all) => text::replaceable(count, all),
            None if count == 0 => text::nothing().to_owned(),
            None => text::count(count),
        };
        let response = ui.add(egui::Label::new(weak(tokens, words)).truncate());
        if all.is_some() {
            response.on_hover_text(text::replaceable_hint());
        }
        return;
    };
    let place = weak(tokens, text::place_of(at + 1, count)).color(color(tokens.text));
    ui.add(egui::Label::new(place).truncate());
    if ui.available_width() < LEAST_WORDS {
        return;
    }
    let detail = format!("{} · {}", sort_of(session.document(), found.record), shown_text(session.document(), found));
    ui.add(egui::Label::new(weak(tokens, detail)).truncate());
}

/// What a record is, in a word.
#[must_use]
pub fn sort_of(document: &Document, record: RecordRef) -> &'static str {
    match record {
        RecordRef::Card(id) => document.cards.get(&id).map_or("", |card| match card.body {
            CardBody::Text => words::sort(record),
            _ => words::card_sort(&card.body),
        }),
        _ => words::sort(record),
    }
}

#[cfg(test)]
mod tests {
    use super::list::row_id;
    use super::*;
    use crate::ui::fixture::{Stand, harness};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    fn stand<'a>() -> Harness<'a, Stand<FindState>> {
        let state = FindState { is_open: true, must_focus: true, ..FindState::default() };
        let mut harness = harness(state, (760.0, 240.0), |ui, state, cx| {
            find_bar_ui(ui, state, cx.tokens, cx.session, cx.commands);
        });
        harness.run();
        harness
    }

    #[test]
    fn typing_finds_and_enter_goes_on() {
        let mut harness = stand();
        harness.get_by_label(text::find()).type_text("talk");
        harness.run();
        harness.get_by_label("2 found");
        let sent = harness.state().commands.take();
        assert!(matches!(sent.as_slice(), [AppCommand::Camera(CameraCommand::Reveal(_))]), "{sent:?}");
        harness.key_press(Key::Enter);
        harness.run();
        let sent = harness.state().commands.take();
        assert!(matches!(sent.as_slice(), [AppCommand::FindNext]), "{sent:?}");
        let Stand { session, state, .. } = harness.state_mut();
        let (first, second) = (state.go(session, Way::Forward), state.go(session, Way::Forward));
        assert!(first.is_some() && first != second);
        assert_eq!(state.go(session, Way::Forward), first);
        assert_eq!(state.go(session, Way::Back), second);
        harness.run();
        harness.get_by_label("2 of 2");
        harness.key_press(Key::Escape);
        harness.run();
        assert!(!harness.state().state.is_open() && harness.state().state.records().is_empty());
    }

    #[test]
    fn a_find_that_is_deleted_is_found_no_more() {
        let mut harness = stand();
        harness.get_by_label(text::find()).type_text("repeat");
        harness.run();
        let Stand { session, state, .. } = harness.state_mut();
        let card = state.go(session, Way::Forward).unwrap();
        session.edit(&crate::model::Edit::Delete(vec![card]), None).unwrap();
        harness.run();
        harness.get_by_label(text::nothing());
        assert!(!harness.ctx.has_requested_repaint());
    }

    #[test]
    fn words_are_replaced_one_find_after_the_other_and_all_at_once() {
        let mut harness = stand();
        harness.state_mut().state.open_replace();
        harness.run();
        harness.get_by_label(text::find()).type_text("TALK");
        harness.run();
        drop(harness.state().commands.take());
        harness.get_by_label(text::replace_with()).focus();
        harness.run();
        harness.get_by_label(text::replace_with()).type_text("chat");
        harness.run();
        let Stand { session, state, .. } = harness.state_mut();
        let count = state.records().len();
        let first = state.go(session, Way::Forward).unwrap();
        harness.run();
        harness.get_by_label(text::replace()).click();
        harness.run();
        let sent = harness.state().commands.take();
        let [AppCommand::Edit { edit, .. }, AppCommand::FindNext] = sent.as_slice() else { panic!("{sent:?}") };
        let Stand { session, state, .. } = harness.state_mut();
        session.edit(edit, None).unwrap();
        let second = state.go(session, Way::Forward).unwrap();
        assert!(second != first && state.at == Some(0), "the one behind the one that is done");
        assert_eq!(state.records().len(), count - 1);
        harness.run();
        harness.get_by_label(text::replace_all()).click();
        harness.run();
        let sent = harness.state().commands.take();
        let [AppCommand::ReplaceWords(all)] = sent.as_slice() else { panic!("{sent:?}") };
        assert_eq!(all.records, count - 1);
        let edit = all.edit.clone();
        harness.state_mut().session.edit(&edit, None).unwrap();
        harness.run();
        harness.get_by_label(text::nothing());
    }

    #[test]
    fn capitals_and_whole_words_count_where_they_shall() {
        let mut harness = stand();
        harness.state_mut().state.open_replace();
        harness.run();
        harness.get_by_label(text::find()).type_text("TALK");
        harness.run();
        let all = harness.state().state.records().len();
        assert!(all > 0);
        harness.get_by_label(text::match_case()).click();
        harness.run();
        assert_eq!(harness.state().state.records(), []);
    }

    #[test]
    fn finds_are_listed_and_a_click_or_an_arrow_goes_there() {
        let mut harness = stand();
        harness.get_by_label(text::find()).type_text("re");
        harness.run();
        drop(harness.state().commands.take());
        harness.get_by_label(text::show_list()).click();
        harness.run();
        let records = harness.state().state.records().to_vec();
        harness.get_by_label("Stage Renewal").click();
        harness.run();
        let jumped = |sent: &[AppCommand]| match sent {
            [AppCommand::Jump(record)] => records.iter().position(|r| r == record),
            _ => None,
        };
        let sent = harness.state().commands.take();
        let at = jumped(&sent).unwrap();
        harness.key_press(Key::ArrowDown);
        harness.run();
        let sent = harness.state().commands.take();
        assert_eq!(jumped(&sent), Some(at + 1), "{sent:?}");
    }

    #[test]
    fn a_long_list_lays_out_what_is_seen_and_arrows_lead_on_beyond_it() {
        let mut harness = stand();
        let session = &mut harness.state_mut().session;
        let map = session.map().unwrap();
        for number in 0..30 {
            let (title, step_title) = (format!("Needle {number}"), String::new());
            session.edit(&crate::model::Edit::AddStage { map, before: None, title, step_title }, None).unwrap();
        }
        harness.get_by_label(text::find()).type_text("needle");
        harness.run();
        harness.get_by_label(text::show_list()).click();
        harness.run();
        let count = harness.state().state.found.len();
        let rows = |harness: &Harness<'_, Stand<FindState>>| {
            harness
                .state()
                .state
                .found
                .iter()
                .filter(|f| crate::ui::focus::widget(&harness.ctx, row_id(f.record)).is_some())
                .count()
        };
        let seen = rows(&harness);
        assert!(0 < seen && seen < count, "{seen} of {count}");
        let first = row_id(harness.state().state.found[0].record);
        harness.ctx.memory_mut(|memory| memory.request_focus(first));
        for _ in 1..count {
            harness.key_press(Key::ArrowDown);
            harness.run();
        }
        let state = &harness.state().state;
        assert_eq!(state.at, Some(count - 1), "the last one is chosen");
        assert!(crate::ui::focus::widget(&harness.ctx, row_id(state.found[count - 1].record)).is_some(), "and in view");
    }

    #[test]
    fn a_kpi_is_called_by_its_name_and_replacing_says_that_it_finds_less() {
        let harness = stand();
        let document = harness.state().session.document();
        let kpi = document.kpis.values().next().unwrap();
        let found = |excerpt: &str| Found { record: kpi.id.into(), map: None, excerpt: excerpt.to_owned() };
        assert_eq!(shown_text(document, &found(&kpi.metric)), kpi.name);
        assert_eq!(shown_text(document, &found("Day by day")), text::kpi_and_text(&kpi.name, "Day by day"));
        let mut state = FindState { query: kpi.metric.clone(), ..FindState::default() };
        state.open_replace();
        state.follow(&harness.state().session);
        assert!(state.found_otherwise.is_some_and(|all| all > state.found.len()), "{:?}", state.found_otherwise);
    }
}
