//! The bar that finds words anywhere in the file: what is found stands out on the map, Enter and F3 go from one to the
//! next, across maps.

use crate::i18n::panels as words;
use crate::i18n::panels::finding as text;
use crate::model::{CardBody, Document, RecordRef};
use crate::session::find::{Found, find};
use crate::session::{AppCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::commands::UiCommand;
use crate::ui::hints::{with_escape, with_shortcut};
use crate::ui::parts::weak;
use crate::ui::style::{color, points};
use crate::ui::widgets::{Icon, Look, ToolButton, paint_icon};
use egui::text::{CCursor, CCursorRange};
use egui::{Align, Key, Layout, Modifiers, Sense, TextEdit, Ui, Vec2};

/// Width of the field.
const FIELD: f32 = 240.0;
/// Room for what stands beside the field: the buttons, and how much was found.
const BESIDE: f32 = 200.0;
/// Less room than this says nothing.
const LEAST_WORDS: f32 = 30.0;

/// What is looked for, and where one is in what was found.
#[derive(Debug, Default)]
pub struct FindState {
    is_open: bool,
    query: String,
    found: Vec<Found>,
    /// The records of `found` on any map, for the marks.
    records: Vec<RecordRef>,
    at: Option<usize>,
    /// Query and revision that `found` answers.
    stamp: (String, u64),
    must_focus: bool,
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

    /// Ends finding: nothing stands out any more. The words stay for the next time.
    pub fn close(&mut self) {
        self.is_open = false;
        self.at = None;
    }

    /// What was found, for the marks on the map; nothing while the bar is closed.
    #[must_use]
    pub fn records(&self) -> &[RecordRef] {
        if self.is_open { &self.records } else { &[] }
    }

    /// Finds again when the words or the document are others. One that was chosen stays chosen if it is still found.
    fn follow(&mut self, session: &Session) {
        if self.stamp.0 == self.query && self.stamp.1 == session.revision() {
            return;
        }
        let chosen = self.at.and_then(|at| self.found.get(at)).map(|f| f.record);
        let is_other_query = self.stamp.0 != self.query;
        self.found = find(session.document(), &self.query);
        self.records = self.found.iter().map(|f| f.record).collect();
        self.at =
            if is_other_query { None } else { chosen.and_then(|r| self.found.iter().position(|f| f.record == r)) };
        self.stamp = (self.query.clone(), session.revision());
    }

    /// Goes on to the next find or back to the one before, round in a circle. From nowhere the first on the shown map
    /// is next.
    pub fn go(&mut self, session: &Session, way: Way) -> Option<RecordRef> {
        self.follow(session);
        let count = self.found.len();
        if count == 0 {
            return None;
        }
        let at = match (self.at, way) {
            (Some(at), Way::Forward) => (at + 1) % count,
            (Some(at), Way::Back) => (at + count - 1) % count,
            (None, Way::Forward) => self.found.iter().position(|f| f.map == session.map()).unwrap_or(0),
            (None, Way::Back) => self.found.iter().rposition(|f| f.map == session.map()).unwrap_or(count - 1),
        };
        self.at = Some(at);
        self.found.get(at).map(|f| f.record)
    }
}

/// Shows the bar. Gives the record to go to.
pub fn find_bar_ui(ui: &mut Ui, state: &mut FindState, tokens: &Tokens, session: &Session, commands: &CommandSender) {
    state.follow(session);
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = points(tokens.spacing);
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(14.0), Sense::hover());
        paint_icon(ui.painter(), Icon::Search, rect, color(tokens.text_faint));
        field_ui(ui, state, tokens, commands);
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
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ToolButton::icon(tokens, text::close_find(), Icon::Close).look(Look::Bare).height(26.0);
            if close.show_ui(ui).on_hover_text(with_escape(ui, text::close_find())).clicked() {
                state.close();
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| place_ui(ui, state, tokens, session));
        });
    });
}

fn field_ui(ui: &mut Ui, state: &mut FindState, tokens: &Tokens, commands: &CommandSender) {
    let id = egui::Id::unique("find in this file");
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    // Enter is meant for the bar and must not also act on the map.
    let (is_back, is_on) = ui.input_mut(|input| {
        let mut pressed = |modifiers| has_focus && input.consume_key(modifiers, Key::Enter);
        (pressed(Modifiers::SHIFT), pressed(Modifiers::NONE))
    });
    let hint = egui::RichText::new(text::find_hint()).color(color(tokens.text_faint));
    let field = TextEdit::singleline(&mut state.query)
        .id(id)
        .hint_text(hint)
        .align(egui::Align2::LEFT_CENTER)
        .desired_width(FIELD.min((ui.available_width() - BESIDE).max(72.0)));
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
}

/// Which of how many, and what it says.
fn place_ui(ui: &mut Ui, state: &FindState, tokens: &Tokens, session: &Session) {
    if state.query.trim().is_empty() || ui.available_width() < LEAST_WORDS {
        return;
    }
    let count = state.found.len();
    let Some((at, found)) = state.at.and_then(|at| Some((at, state.found.get(at)?))) else {
        let words = if count == 0 { text::nothing().to_owned() } else { text::count(count) };
        ui.add(egui::Label::new(weak(tokens, words)).truncate());
        return;
    };
    let place = weak(tokens, text::place_of(at + 1, count)).color(color(tokens.text));
    ui.add(egui::Label::new(place).truncate());
    if ui.available_width() < LEAST_WORDS {
        return;
    }
    let detail = format!("{} · {}", sort_of(session.document(), found.record), found.excerpt);
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
    use super::*;
    use crate::ui::fixture::{Stand, harness};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    fn stand<'a>() -> Harness<'a, Stand<FindState>> {
        let state = FindState { is_open: true, must_focus: true, ..FindState::default() };
        let mut harness = harness(state, (760.0, 40.0), |ui, state, cx| {
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
}
