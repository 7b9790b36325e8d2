//! What any card may carry: colour, confidence, persona, tags. The same fields serve one card and several at once; where
//! several differ, they say so.

use super::Fields;
use super::structure::swatch_ui;
use crate::base::text::fold_name;
use crate::canvas::edits;
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as text;
use crate::model::{Card, Confidence};
use crate::session::{AfterEdit, AppCommand, Told};
use crate::ui::drafts::FieldKey;
use crate::ui::parts::{choice_ui, combo_or_ui, label_ui, weak};
use crate::ui::style::{color, points};
use egui::{Key, Sense, TextEdit, Ui, vec2};

/// A value of several records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shared<T> {
    /// All have this one.
    Same(T),
    /// They differ.
    Mixed,
}

impl<T: PartialEq> Shared<T> {
    /// The value of all; `None` of nothing.
    pub(super) fn of(values: impl IntoIterator<Item = T>) -> Option<Self> {
        let mut values = values.into_iter();
        let first = values.next()?;
        Some(if values.all(|value| value == first) { Self::Same(first) } else { Self::Mixed })
    }

    /// The value when it is one.
    pub(super) fn same(&self) -> Option<&T> {
        match self {
            Self::Same(value) => Some(value),
            Self::Mixed => None,
        }
    }
}

/// Changes cards as one step: a single one folds with what is typed in the same field, several are a batch.
pub(super) fn change(fields: &Fields<'_>, cards: &[&Card], field: &'static str, set: impl Fn(&mut Card)) {
    let merge = match cards {
        [one] => FieldKey { record: one.id.into(), field }.merge(),
        _ => None,
    };
    let edit = edits::changed_cards(cards, set);
    fields.cx.commands.send(AppCommand::Edit { edit, merge, then: AfterEdit::Nothing });
}

/// Colour, confidence, persona and tags of one card or several.
pub(super) fn show_ui(ui: &mut Ui, fields: &Fields<'_>, cards: &[&Card]) {
    tint_ui(ui, fields, cards);
    confidence_ui(ui, fields, cards);
    persona_ui(ui, fields, cards);
    tags_ui(ui, fields, cards);
}

fn tint_ui(ui: &mut Ui, fields: &Fields<'_>, cards: &[&Card]) {
    let Some(shared) = Shared::of(cards.iter().map(|card| card.marks.tint)) else { return };
    let tokens = fields.cx.tokens;
    let label = match shared {
        Shared::Mixed => text::mixed_of(text::tint()),
        Shared::Same(_) => text::tint().to_owned(),
    };
    label_ui(ui, tokens, &label);
    let count = u8::try_from(tokens.stage_tint.len()).unwrap_or(u8::MAX);
    let mut taken = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(points(tokens.spacing), points(tokens.spacing));
        if swatch_ui(ui, fields, (None, text::as_its_kind()), shared == Shared::Same(None)) {
            taken = Some(None);
        }
        for index in 0..count {
            let is_chosen = matches!(shared, Shared::Same(Some(tint)) if tint % count == index);
            if swatch_ui(ui, fields, (Some(index), &text::swatch(usize::from(index))), is_chosen) {
                taken = Some(Some(index));
            }
        }
    });
    if let Some(tint) = taken {
        change(fields, cards, "tint", |card| card.marks.tint = tint);
    }
}

fn confidence_ui(ui: &mut Ui, fields: &Fields<'_>, cards: &[&Card]) {
    let Some(shared) = Shared::of(cards.iter().map(|card| card.marks.confidence)) else { return };
    let every: Vec<Option<Confidence>> = std::iter::once(None).chain(Confidence::EVERY.map(Some)).collect();
    let names: Vec<&str> = every.iter().map(|c| words::confidence(*c)).collect();
    let chosen = shared.same().and_then(|now| every.iter().position(|c| c == now));
    let label = match shared {
        Shared::Mixed => text::mixed_of(text::confidence()),
        Shared::Same(_) => text::confidence().to_owned(),
    };
    label_ui(ui, fields.cx.tokens, &label);
    let taken = choice_ui(ui, fields.cx.tokens, text::confidence(), &names, chosen);
    if let Some(confidence) = taken.and_then(|i| every.get(i)).copied() {
        change(fields, cards, "confidence", |card| card.marks.confidence = confidence);
    }
}

fn persona_ui(ui: &mut Ui, fields: &Fields<'_>, cards: &[&Card]) {
    let Some(shared) = Shared::of(cards.iter().map(|card| card.marks.persona)) else { return };
    let mut personas: Vec<_> = fields.document().personas.values().collect();
    if personas.is_empty() {
        return;
    }
    personas.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    let ids: Vec<_> = std::iter::once(None).chain(personas.iter().map(|p| Some(p.id))).collect();
    let mut names = vec![text::everybody().to_owned()];
    names.extend(personas.iter().map(|p| p.name.clone()));
    let chosen = shared.same().and_then(|now| ids.iter().position(|id| id == now));
    label_ui(ui, fields.cx.tokens, text::about());
    let (id, width) = (ui.scope_id().with("persona of cards"), ui.available_width());
    let taken = combo_or_ui(ui, id, text::about(), &names, (chosen, text::mixed()), width);
    if let Some(persona) = taken.and_then(|i| ids.get(i)).copied() {
        change(fields, cards, "persona", |card| card.marks.persona = persona);
    }
}

/// The tags of the cards with the number of cards that have them, in the order they were first seen.
fn tags_of(cards: &[&Card]) -> Vec<(String, usize)> {
    let mut tags: Vec<(String, usize)> = Vec::new();
    for tag in cards.iter().flat_map(|card| &card.marks.tags) {
        match tags.iter_mut().find(|(known, _)| fold_name(known) == fold_name(tag)) {
            Some((_, count)) => *count += 1,
            None => tags.push((tag.clone(), 1)),
        }
    }
    tags
}

fn tags_ui(ui: &mut Ui, fields: &Fields<'_>, cards: &[&Card]) {
    label_ui(ui, fields.cx.tokens, text::tags());
    let tags = tags_of(cards);
    let mut removed = None;
    let mut spread = None;
    if !tags.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(points(fields.cx.tokens.spacing), points(fields.cx.tokens.spacing));
            for (tag, count) in &tags {
                match tag_ui(ui, fields, tag, (*count, cards.len())) {
                    Some(TagClick::Remove) => removed = Some(tag.clone()),
                    Some(TagClick::Spread) => spread = Some(tag.clone()),
                    None => {}
                }
            }
        });
    }
    if let Some(tag) = removed {
        change(fields, cards, "tags", |card| card.marks.tags.retain(|t| fold_name(t) != fold_name(&tag)));
    }
    let typed = new_tag_ui(ui, fields, cards);
    if let Some(tags) = spread.map(|tag| vec![tag]).or(typed) {
        change(fields, cards, "tags", |card| card.marks.tags.extend(tags.iter().cloned()));
    }
}

/// What was clicked on a tag.
enum TagClick {
    /// Off all cards.
    Remove,
    /// On all cards.
    Spread,
}

fn tag_ui(ui: &mut Ui, fields: &Fields<'_>, tag: &str, (count, all): (usize, usize)) -> Option<TagClick> {
    let tokens = fields.cx.tokens;
    let mut clicked = None;
    egui::Frame::new()
        .fill(color(tokens.hover))
        .stroke(egui::Stroke::new(points(tokens.strokes.hairline), color(tokens.card_line)))
        .corner_radius(points(tokens.radii.row))
        .inner_margin(egui::Margin { left: 7, right: 2, top: 1, bottom: 1 })
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            ui.spacing_mut().interact_size.y = 18.0;
            if count == all {
                ui.label(weak(tokens, tag).color(color(tokens.text)));
            } else {
                let words = text::tag_on_some(tag, count, all);
                let response = ui.add(egui::Button::new(weak(tokens, &words).italics()).frame(false));
                if response.on_hover_text(text::tag_spread()).clicked() {
                    clicked = Some(TagClick::Spread);
                }
            }
            if remove_ui(ui, fields, &text::remove_tag(tag)) {
                clicked = Some(TagClick::Remove);
            }
        });
    clicked
}

/// A small "×".
fn remove_ui(ui: &mut Ui, fields: &Fields<'_>, name: &str) -> bool {
    let tokens = fields.cx.tokens;
    let (rect, response) = ui.allocate_exact_size(egui::Vec2::splat(18.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, ui.is_enabled(), name));
    let is_hot = response.hovered() || response.has_focus();
    let ink = color(if is_hot { tokens.text } else { tokens.text_weak });
    crate::ui::widgets::paint_icon(ui.painter(), crate::ui::widgets::Icon::Close, rect.shrink(4.0), ink);
    if response.has_focus() {
        let ring = egui::Stroke::new(points(tokens.strokes.hairline), color(tokens.focus));
        ui.painter().rect_stroke(rect, points(tokens.radii.row), ring, egui::StrokeKind::Inside);
    }
    response.on_hover_text(name).clicked()
}

/// The field for new tags; commas part them. Gives what was entered.
fn new_tag_ui(ui: &mut Ui, fields: &Fields<'_>, cards: &[&Card]) -> Option<Vec<String>> {
    let tokens = fields.cx.tokens;
    let first = cards.first()?.id;
    let key = FieldKey { record: first.into(), field: "new tag" };
    let id = egui::Id::unique("field").with((key.record, key.field, cards.len()));
    let mut typed = ui.data_mut(|data| data.get_temp::<String>(id)).unwrap_or_default();
    let field = TextEdit::singleline(&mut typed)
        .id(id.with("field"))
        .align(egui::Align2::LEFT_CENTER)
        .hint_text(egui::RichText::new(text::tag_hint()).color(color(tokens.text_faint)))
        .desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name(text::add_tag());
    let is_entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    // Leaving the field keeps what was typed, as in every other field; Escape offers it once more.
    let is_escaped = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape));
    let is_left = response.lost_focus() && !is_escaped;
    let tags: Vec<String> = typed.split(',').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect();
    if is_escaped {
        let edit = edits::changed_cards(cards, |card| card.marks.tags.extend(tags.iter().cloned()));
        if let Some(told) = Told::dropped("", &typed, (!tags.is_empty()).then_some(edit)) {
            fields.cx.commands.send(AppCommand::Tell(told));
        }
    }
    let is_done = response.lost_focus();
    ui.data_mut(|data| {
        if is_done {
            data.remove::<String>(id);
        } else {
            data.insert_temp(id, typed);
        }
    });
    if fields.wants_tag {
        response.scroll_to_me(None);
    }
    if is_entered || fields.wants_tag {
        response.request_focus();
    }
    (is_left && !tags.is_empty()).then_some(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_differ_are_mixed() {
        let check = |values: &[u8], expected: Option<Shared<u8>>| {
            assert_eq!(Shared::of(values.iter().copied()), expected, "{values:?}");
        };
        check(&[], None);
        check(&[3], Some(Shared::Same(3)));
        check(&[3, 3], Some(Shared::Same(3)));
        check(&[3, 4], Some(Shared::Mixed));
    }
}
