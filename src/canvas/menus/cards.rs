//! Menus of cards: of one, and of several at once.

use super::{Choice, MenuContext, item_ui, keys_item_ui, list_ui, tick_ui};
use crate::base::text::fold_name;
use crate::canvas::edits;
use crate::canvas::input;
use crate::canvas::paint::color;
use crate::i18n::canvas as words;
use crate::i18n::card_forms;
use crate::i18n::panels as kinds;
use crate::i18n::panels::inspector as fields;
use crate::model::{AnyRecord, Card, CardBody, CardForm, Channel, Confidence, Edit, LaneKind, RecordRef, Severity};
use crate::session::AppCommand;
use crate::session::arrange::{self, Direction};
use crate::session::clipboard::{kpis_to_make, with_channel_of};
use crate::session::decisions;
use crate::session::pictures::PictureTarget;
use crate::session::split_choice::SplitChoice;
use crate::session::typed_values::TypedColumns;
use egui::Ui;
use std::collections::BTreeMap;

/// Where cards can move.
const EVERY_WAY: [Direction; 4] = [Direction::Left, Direction::Right, Direction::Up, Direction::Down];

/// A change of some cards as one step.
fn changed(cards: &[&Card], change: impl Fn(&mut Card)) -> Choice {
    Choice::Edit(edits::changed_cards(cards, change))
}

/// The value that all cards share; `None` where they differ.
pub(super) fn shared<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

impl MenuContext<'_> {
    pub(super) fn several_ui(&self, ui: &mut Ui, chosen: &mut Option<Choice>) {
        if let Some((from, to)) = arrange::ends(self.selection)
            && arrange::is_connectable(self.document, from, to)
        {
            let connect = Choice::Edit(Edit::Connect { from, to });
            keys_item_ui(ui, words::connect(), &input::CONNECT, connect, chosen);
        }
        let cards: Vec<&Card> = self
            .selection
            .iter()
            .filter_map(|record| match record {
                RecordRef::Card(id) => self.document.cards.get(id).map(AsRef::as_ref),
                _ => None,
            })
            .collect();
        self.make_kpis_ui(ui, self.selection, chosen);
        self.channel_ui(ui, &cards, chosen);
        self.severity_ui(ui, &cards, chosen);
        self.form_ui(ui, &cards, chosen);
        self.marks_ui(ui, &cards, chosen);
        self.looks_of_several_ui(ui, chosen);
        self.moves_ui(ui, self.selection, &EVERY_WAY, chosen);
        self.other_map_ui(ui, self.selection, chosen);
        ui.separator();
        self.select_ui(ui, self.selection, chosen);
        self.clipboard_ui(ui, chosen);
        self.delete_item_ui(ui, &words::several(self.selection.len()), self.selection, chosen);
    }

    /// How the connections look that are selected beside cards.
    fn looks_of_several_ui(&self, ui: &mut Ui, chosen: &mut Option<Choice>) {
        let connections = edits::connections_among(self.document, self.selection);
        if !connections.is_empty() {
            list_ui(ui, crate::i18n::connections::CONNECTION, |ui| self.looks_ui(ui, &connections, chosen));
        }
    }

    /// The other maps of the file, to which cards can go; nothing where there is only one.
    fn other_map_ui(&self, ui: &mut Ui, records: &[RecordRef], chosen: &mut Option<Choice>) {
        let others: Vec<_> = self.document.maps_in_order().into_iter().filter(|m| m.id != self.map).collect();
        if !others.is_empty() {
            list_ui(ui, words::move_to_map(), |ui| {
                for map in others {
                    let choice = Choice::Command(AppCommand::MoveToMap(records.to_vec(), map.id));
                    item_ui(ui, map.title.as_str(), choice, chosen);
                }
            });
        }
    }

    pub(super) fn card_ui(&self, ui: &mut Ui, card: &Card, chosen: &mut Option<Choice>) {
        let edit = match card.body {
            CardBody::Curve { .. } => words::edit_value(),
            CardBody::Kpi { .. } => words::rename_kpi(),
            _ => words::edit_text(),
        };
        keys_item_ui(ui, edit, &input::EDIT, Choice::EditText(card.id.into()), chosen);
        keys_item_ui(ui, words::connect_to(), &input::CONNECT, Choice::ConnectFrom(card.id), chosen);
        item_ui(ui, words::add_note(), Choice::Command(AppCommand::BeginNote), chosen);
        ui.separator();
        let changed = |body: CardBody| Choice::Edit(Edit::Update(AnyRecord::Card(Card { body, ..card.clone() })));
        match card.body.clone() {
            CardBody::Touchpoint { channel, is_moment_of_truth } => {
                self.channel_ui(ui, &[card], chosen);
                let body = CardBody::Touchpoint { channel, is_moment_of_truth: !is_moment_of_truth };
                tick_ui(ui, is_moment_of_truth, words::moment_of_truth(), || Some(changed(body)), chosen);
            }
            CardBody::PainPoint { .. } => self.severity_ui(ui, &[card], chosen),
            CardBody::Kpi { kpi, place, is_headline, form, split } => {
                let body = CardBody::Kpi { kpi, place, is_headline: !is_headline, form, split };
                tick_ui(ui, is_headline, words::headline(), || Some(changed(body)), chosen);
                self.form_ui(ui, &[card], chosen);
                self.decide_ui(ui, card.id.into(), chosen);
                if self.document.kpis.get(&kpi).is_some_and(|kpi| TypedColumns::of(kpi).is_some()) {
                    item_ui(ui, words::type_values(), Choice::Command(AppCommand::TypeValues((kpi, place))), chosen);
                }
            }
            CardBody::Image { picture } => {
                let is_there = picture.is_some();
                let label = if is_there { words::replace_picture() } else { words::choose_picture() };
                item_ui(ui, label, Choice::Picture(PictureTarget::Card(card.id)), chosen);
                if is_there {
                    item_ui(ui, words::remove_picture(), changed(CardBody::Image { picture: None }), chosen);
                }
            }
            CardBody::Text | CardBody::Quote { .. } | CardBody::Opportunity { .. } | CardBody::Curve { .. } => {}
        }
        if !matches!(card.body, CardBody::Kpi { .. } | CardBody::Curve { .. } | CardBody::Image { .. }) {
            list_ui(ui, words::change_card_kind(), |ui| {
                let kinds =
                    [LaneKind::Text, LaneKind::Touchpoint, LaneKind::Quote, LaneKind::PainPoint, LaneKind::Opportunity];
                for kind in kinds {
                    let Some(body) = CardBody::typed_in(kind) else { continue };
                    let body = with_channel_of(body, &card.text);
                    let is_same = std::mem::discriminant(&body) == std::mem::discriminant(&card.body);
                    let change = || (!is_same).then(|| changed(body.clone()));
                    tick_ui(ui, is_same, kinds::card_sort(&body), change, chosen);
                }
            });
        }
        self.make_kpis_ui(ui, &[card.id.into()], chosen);
        self.marks_ui(ui, &[card], chosen);
        self.moves_ui(ui, &[card.id.into()], &EVERY_WAY, chosen);
        self.other_map_ui(ui, &[card.id.into()], chosen);
        ui.separator();
        self.select_ui(ui, &[card.id.into()], chosen);
        self.clipboard_ui(ui, chosen);
        self.delete_ui(ui, card.id.into(), chosen);
    }

    /// A decision about a KPI here; nothing where no KPI is.
    pub(super) fn decide_ui(&self, ui: &mut Ui, record: RecordRef, chosen: &mut Option<Choice>) {
        let is_here = |place| match record {
            RecordRef::Stage(stage) => self.document.stage_of_place(place) == Some(stage),
            _ => true,
        };
        let subjects = decisions::subjects(self.document, self.map, &[record]);
        if subjects.first().is_some_and(|at| is_here(at.1)) {
            item_ui(ui, words::new_decision(), Choice::Command(AppCommand::NewDecision(subjects)), chosen);
        }
    }

    /// Words that name a KPI become one; nothing where there are none.
    fn make_kpis_ui(&self, ui: &mut Ui, records: &[RecordRef], chosen: &mut Option<Choice>) {
        let cards = kpis_to_make(self.document, records);
        if !cards.is_empty() {
            let label = words::make_kpis(cards.len());
            item_ui(ui, label, Choice::Command(AppCommand::MakeKpis(cards)), chosen);
        }
    }

    /// One channel for the touchpoints among the cards; nothing when there is none.
    fn channel_ui(&self, ui: &mut Ui, cards: &[&Card], chosen: &mut Option<Choice>) {
        let of = |card: &Card| match card.body {
            CardBody::Touchpoint { channel, .. } => Some(channel),
            _ => None,
        };
        let having: Vec<&Card> = cards.iter().copied().filter(|card| of(card).is_some()).collect();
        if having.is_empty() {
            return;
        }
        let now = shared(having.iter().filter_map(|card| of(card)));
        list_ui(ui, words::change_channel(), |ui| {
            for other in Channel::EVERY {
                let change = || {
                    Some(changed(&having, |card| {
                        if let CardBody::Touchpoint { channel, .. } = &mut card.body {
                            *channel = other;
                        }
                    }))
                };
                tick_ui(ui, now == Some(other), kinds::channel(other), change, chosen);
            }
        });
    }

    /// One severity for the pain points among the cards; nothing when there is none.
    fn severity_ui(&self, ui: &mut Ui, cards: &[&Card], chosen: &mut Option<Choice>) {
        let of = |card: &Card| match card.body {
            CardBody::PainPoint { severity, .. } => Some(severity),
            _ => None,
        };
        let having: Vec<&Card> = cards.iter().copied().filter(|card| of(card).is_some()).collect();
        if having.is_empty() {
            return;
        }
        let now = shared(having.iter().filter_map(|card| of(card)));
        list_ui(ui, words::change_severity(), |ui| {
            for other in Severity::EVERY {
                let change = || {
                    Some(changed(&having, |card| {
                        if let CardBody::PainPoint { severity, .. } = &mut card.body {
                            *severity = other;
                        }
                    }))
                };
                tick_ui(ui, now == Some(other), kinds::severity(other), change, chosen);
            }
        });
    }

    /// One form for the KPI cards among the cards; nothing when there is none.
    fn form_ui(&self, ui: &mut Ui, cards: &[&Card], chosen: &mut Option<Choice>) {
        let forms: Vec<CardForm> = cards.iter().filter_map(|card| card.body.form()).collect();
        if forms.is_empty() {
            return;
        }
        let now = shared(forms.into_iter());
        list_ui(ui, card_forms::SHOWN_AS, |ui| {
            for form in CardForm::EVERY {
                let change = || edits::in_form(cards, form).map(Choice::Edit);
                tick_ui(ui, now == Some(form), card_forms::form(form).label, change, chosen);
            }
        });
        list_ui(ui, card_forms::SPLIT_BY, |ui| {
            let of_all = |choice: &SplitChoice| {
                cards.iter().filter(|card| card.body.form().is_some()).all(|card| choice.is_shown_by(card))
            };
            let tick = |ui: &mut Ui, choice: &SplitChoice, chosen: &mut Option<Choice>| {
                tick_ui(ui, of_all(choice), &choice.label(), || choice.edit(cards).map(Choice::Edit), chosen);
            };
            for choice in SplitChoice::dimensions(&self.session.dimensions_of(cards)) {
                tick(ui, &choice, chosen);
            }
            ui.separator();
            for choice in SplitChoice::tops() {
                tick(ui, &choice, chosen);
            }
        });
    }

    /// What any card may carry: colour, confidence, persona, tags.
    fn marks_ui(&self, ui: &mut Ui, cards: &[&Card], chosen: &mut Option<Choice>) {
        if cards.is_empty() {
            return;
        }
        self.tint_ui(ui, cards, chosen);
        list_ui(ui, fields::confidence(), |ui| {
            let now = shared(cards.iter().map(|card| card.marks.confidence));
            for other in Confidence::EVERY.map(Some).into_iter().chain([None]) {
                let change = || Some(changed(cards, |card| card.marks.confidence = other));
                tick_ui(ui, now == Some(other), kinds::confidence(other), change, chosen);
            }
        });
        self.persona_ui(ui, cards, chosen);
        self.tags_ui(ui, cards, chosen);
    }

    fn tint_ui(&self, ui: &mut Ui, cards: &[&Card], chosen: &mut Option<Choice>) {
        let count = self.tokens.stage_tint.len();
        let now = shared(cards.iter().map(|card| card.marks.tint.map(|tint| usize::from(tint) % count)));
        list_ui(ui, words::change_tint(), |ui| {
            let plain = || Some(changed(cards, |card| card.marks.tint = None));
            tick_ui(ui, now == Some(None), words::own_tint(), plain, chosen);
            for (index, ink) in self.tokens.stage_ink.iter().enumerate() {
                let text = egui::RichText::new(words::tint(index + 1)).color(color(*ink));
                if ui.selectable_label(now == Some(Some(index)), text).clicked() {
                    let tint = u8::try_from(index).ok();
                    *chosen = Some(changed(cards, |card| card.marks.tint = tint));
                    ui.close();
                }
            }
        });
    }

    fn persona_ui(&self, ui: &mut Ui, cards: &[&Card], chosen: &mut Option<Choice>) {
        let mut personas: Vec<_> = self.document.personas.values().collect();
        if personas.is_empty() {
            return;
        }
        personas.sort_by(|a, b| a.rank.total_cmp(&b.rank));
        let now = shared(cards.iter().map(|card| card.marks.persona));
        let choices = personas.iter().map(|p| (Some(p.id), p.name.as_str()));
        list_ui(ui, fields::about(), |ui| {
            for (persona, name) in choices.chain([(None, fields::everybody())]) {
                let change = || Some(changed(cards, |card| card.marks.persona = persona));
                tick_ui(ui, now == Some(persona), name, change, chosen);
            }
        });
    }

    /// Every tag of the file, on or off; and the field for a new one.
    fn tags_ui(&self, ui: &mut Ui, cards: &[&Card], chosen: &mut Option<Choice>) {
        let mut tags: BTreeMap<String, &str> = BTreeMap::new();
        for tag in self.document.cards.values().flat_map(|card| &card.marks.tags) {
            tags.entry(fold_name(tag)).or_insert(tag);
        }
        let has = |card: &Card, folded: &str| card.marks.tags.iter().any(|tag| fold_name(tag) == folded);
        list_ui(ui, fields::tags(), |ui| {
            for (folded, tag) in &tags {
                let is_on_all = cards.iter().all(|card| has(card, folded));
                let change = || {
                    Some(changed(cards, |card| {
                        if is_on_all {
                            card.marks.tags.retain(|other| fold_name(other) != *folded);
                        } else if !has(card, folded) {
                            card.marks.tags.push((*tag).to_owned());
                        }
                    }))
                };
                tick_ui(ui, is_on_all, tag, change, chosen);
            }
            item_ui(ui, words::new_tag(), Choice::Command(AppCommand::BeginTag), chosen);
        });
    }
}
