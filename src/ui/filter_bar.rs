//! The bar that lets some cards stand out: by words, kind, channel, persona, tag and confidence. The rest steps back.

use crate::base::ids::MapId;
use crate::base::text::fold_name;
use crate::i18n::panels as words;
use crate::i18n::panels::finding as text;
use crate::model::{Card, Channel, Confidence};
use crate::session::filter::{CardFilter, CardSort, Wanted};
use crate::session::{AppCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::commands::{CommandContext, UiCommand};
use crate::ui::drawer::basis::Basis;
use crate::ui::focus::enter_popup;
use crate::ui::menu::tick_ui;
use crate::ui::parts::weak;
use crate::ui::style::{color, points};
use crate::ui::widgets::{Icon, Look, ToolButton};
use egui::{Align2, Key, Modifiers, PointerButton, Popup, PopupCloseBehavior, TextEdit, Ui};
use std::collections::{BTreeMap, BTreeSet};

/// What one can choose from in a group, with its words.
type Choices = Vec<(Wanted, String)>;

/// The words of a sort of card.
#[must_use]
pub fn sort_words(sort: CardSort) -> &'static str {
    use crate::model::LaneKind;
    words::lane_kind(match sort {
        CardSort::Touchpoint => LaneKind::Touchpoint,
        CardSort::Quote => LaneKind::Quote,
        CardSort::PainPoint => LaneKind::PainPoint,
        CardSort::Opportunity => LaneKind::Opportunity,
        CardSort::Kpi => LaneKind::Kpi,
        CardSort::Curve => LaneKind::Curve,
        CardSort::Image => LaneKind::Image,
        CardSort::Text => LaneKind::Text,
    })
}

fn cards_of_map(session: &Session) -> impl Iterator<Item = &Card> {
    let (document, map) = (session.document(), session.map());
    let lanes: BTreeSet<_> = document.lanes.values().filter(|l| Some(l.map) == map).map(|l| l.id).collect();
    document.cards.values().filter(move |card| lanes.contains(&card.lane)).map(AsRef::as_ref)
}

/// The groups in the order they stand in; only what is in the file can be chosen, or was.
fn groups(session: &Session, filter: &CardFilter) -> [(&'static str, Choices, &'static str); 5] {
    let document = session.document();
    let sorts = CardSort::EVERY.map(|s| (Wanted::Sort(s), sort_words(s).to_owned())).to_vec();
    let channels = Channel::EVERY.map(|c| (Wanted::Channel(c), words::channel(c).to_owned())).to_vec();
    let personas = document.personas_in_order();
    let mut people: Choices = personas.iter().map(|p| (Wanted::Persona(Some(p.id)), p.name.clone())).collect();
    if !people.is_empty() {
        people.push((Wanted::Persona(None), text::everybody().to_owned()));
    }
    let mut by_fold: BTreeMap<String, String> = BTreeMap::new();
    for tag in document.cards.values().flat_map(|card| &card.marks.tags) {
        by_fold.entry(fold_name(tag)).or_insert_with(|| tag.clone());
    }
    for wanted in filter.wanted() {
        if let Wanted::Tag(tag) = wanted {
            by_fold.entry(tag.clone()).or_insert_with(|| tag.clone());
        }
    }
    let tags = by_fold.into_values().map(|tag| (Wanted::tag(&tag), tag)).collect();
    let degrees = Confidence::EVERY.map(Some).into_iter().chain([None]);
    let degrees = degrees.map(|c| (Wanted::Confidence(c), words::confidence(c).to_owned())).collect();
    [
        (text::kind(), sorts, ""),
        (text::channel(), channels, ""),
        (text::persona(), people, text::no_personas()),
        (text::tag(), tags, text::no_tags()),
        (text::confidence(), degrees, ""),
    ]
}

/// Width of the field for words, points.
const FIELD: f32 = 132.0;
/// A bar narrower than this says its name by its field alone.
const ROOMY: f32 = 520.0;

/// The field for words; it takes the keyboard when that is `wanted`. Escape in it closes the bar.
fn words_ui(ui: &mut Ui, filter: &CardFilter, wanted: &mut bool, tokens: &Tokens, commands: &CommandSender) {
    let mut words = filter.words().to_owned();
    let hint = egui::RichText::new(text::filter_words()).color(color(tokens.text_faint));
    let field = TextEdit::singleline(&mut words).hint_text(hint).desired_width(FIELD).align(Align2::LEFT_CENTER);
    let response = ui.add(field).accessible_name(text::filter_words());
    if std::mem::take(wanted) {
        response.request_focus();
    }
    if response.changed() {
        commands.send(AppCommand::SetFilter(filter.with_words(words)));
    }
    if response.lost_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        commands.send(AppCommand::ToggleFilter);
    }
}

/// What the bar keeps from frame to frame.
#[derive(Default)]
pub struct FilterBarState {
    /// Its field for words takes the keyboard with the next frame.
    pub wants_keyboard: bool,
    of: Basis<(Option<MapId>, CardFilter)>,
    /// Cards of the map that stand out, and all of them.
    counts: (usize, usize),
}

impl FilterBarState {
    /// Counts the cards anew where there are others, or another filter.
    fn follow(&mut self, session: &Session, filter: &CardFilter) -> (usize, usize) {
        if self.of.follow(session, (session.map(), filter.clone())) {
            let kept = cards_of_map(session).filter(|card| filter.keeps(session.document(), card)).count();
            self.counts = (kept, cards_of_map(session).count());
        }
        self.counts
    }
}

/// Shows the bar.
pub fn filter_bar_ui(
    ui: &mut Ui,
    filter: &CardFilter,
    state: &mut FilterBarState,
    (tokens, session): (&Tokens, &Session),
    commands: &CommandSender,
) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(points(tokens.spacing) * 1.5, points(tokens.spacing));
        ui.spacing_mut().interact_size.y = 26.0;
        // What the field asks for says it too, where another row would be taken from the map.
        if ui.available_width() >= ROOMY {
            ui.label(weak(tokens, text::filter()));
        }
        words_ui(ui, filter, &mut state.wants_keyboard, tokens, commands);
        for (name, choices, otherwise) in groups(session, filter) {
            group_ui(ui, filter, (tokens, session), commands, (name, &choices, otherwise));
        }
        let words = if filter.is_empty() {
            text::choose().to_owned()
        } else {
            let (kept, all) = state.follow(session, filter);
            if kept == 0 && all > 0 { text::no_card_fits().to_owned() } else { text::cards(kept, all) }
        };
        // Whole on the next line rather than half of it.
        ui.add(egui::Label::new(weak(tokens, words)).extend());
        if !filter.is_empty() {
            let clear = ToolButton::words(tokens, text::clear()).height(24.0);
            if clear.show_ui(ui).on_hover_text(text::clear_hint()).clicked() {
                commands.send(AppCommand::SetFilter(CardFilter::default()));
            }
        }
        // Last, so that F6 and Tab come to the filters first.
        let close = ToolButton::icon(tokens, text::close_filter(), Icon::Close).look(Look::Bare).height(24.0);
        if close.show_ui(ui).on_hover_text(text::close_filter()).clicked() {
            commands.send(AppCommand::ToggleFilter);
        }
    });
}

fn group_ui(
    ui: &mut Ui,
    filter: &CardFilter,
    (tokens, session): (&Tokens, &Session),
    commands: &CommandSender,
    (name, choices, otherwise): (&str, &Choices, &str),
) {
    let chosen: Vec<String> =
        choices.iter().filter(|(wanted, _)| filter.has(wanted)).map(|(_, words)| words.clone()).collect();
    let label = text::chosen(name, &chosen);
    let button = ToolButton::words(tokens, &label).height(24.0).menu();
    let button = if chosen.is_empty() { button } else { button.on(true) };
    let response = button.show_ui(ui);
    if response.clicked() && !response.clicked_by(PointerButton::Primary) {
        enter_popup(ui.ctx(), Popup::default_response_id(&response));
    }
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_min_width(180.0);
        crate::ui::menu::list_ui(ui);
        if choices.is_empty() {
            ui.set_max_width(240.0);
            ui.add(egui::Label::new(weak(tokens, otherwise)).wrap());
            let way_out = if name == text::persona() { UiCommand::AddPersona } else { UiCommand::AddTag };
            let command = way_out.resolve(&CommandContext { session: Some(session) });
            let button = ToolButton::words(tokens, way_out.words().label).height(24.0);
            let response = ui.add_enabled_ui(command.is_some(), |ui| button.show_ui(ui)).inner;
            if let Some(command) = command.filter(|_| response.clicked()) {
                commands.send(command);
                ui.close();
            }
        }
        egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for (wanted, words) in choices {
                if tick_ui(ui, tokens, words, filter.has(wanted)).clicked() {
                    commands.send(AppCommand::SetFilter(filter.toggled(wanted.clone())));
                }
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fixture::harness;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn choosing_keeps_some_cards_and_one_click_clears() {
        let mut harness = harness(CardFilter::default(), (760.0, 300.0), |ui, filter, cx| {
            filter_bar_ui(ui, filter, &mut FilterBarState::default(), (cx.tokens, cx.session), cx.commands);
        });
        harness.run();
        harness.get_by_label(text::kind()).click();
        harness.run();
        harness.get_by_label(sort_words(CardSort::PainPoint)).click();
        harness.run();
        let Some(AppCommand::SetFilter(filter)) = harness.state().commands.take().pop() else { panic!("no filter") };
        harness.state_mut().state = filter;
        harness.run();
        harness.get_by_label("1 of 2 cards");
        harness.get_by_label(text::clear()).click();
        harness.run();
        let sent = harness.state().commands.take();
        assert!(matches!(sent.as_slice(), [AppCommand::SetFilter(f)] if f.is_empty()), "{sent:?}");
    }

    /// As narrow as a map beside the inspector in a window of 1280 by 720 at 200 %.
    #[test]
    fn a_narrow_bar_takes_two_rows() {
        let mut harness = harness(CardFilter::default(), (424.0, 300.0), |ui, filter, cx| {
            filter_bar_ui(ui, filter, &mut FilterBarState::default(), (cx.tokens, cx.session), cx.commands);
        });
        harness.run();
        let first = harness.get_by_label(text::filter_words()).rect();
        let last = harness.get_by_label(text::close_filter()).rect();
        assert!(last.top() - first.bottom() < first.height(), "{last:?} is two rows below {first:?}");
        assert!(last.right() <= 424.0, "{last:?}");
    }
}
