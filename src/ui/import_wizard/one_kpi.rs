//! Columns that ask the same of many places, read as one KPI: a satisfaction survey has a column for every touchpoint.

use super::columns_step::{question_ui, role_word};
use super::draft::MappingDraft;
use super::list::ListState;
use crate::i18n::panels::wizard_steps as text;
use crate::import::Role;
use crate::ui::parts::{PanelContext, link_ui};
use crate::ui::style::color;
use egui::{Id, TextEdit, Ui};
use std::collections::{BTreeMap, BTreeSet};

/// From so many score columns of one scale on it is offered unasked.
const MANY: usize = 4;

/// What the columns of one KPI have in common, and what each of them names beside that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Common {
    /// The words all columns begin or end with; empty when there are none.
    pub(super) metric: String,
    /// The place of each column, in the order of the columns.
    pub(super) places: Vec<String>,
}

/// Takes apart the names of columns: "CSAT Support" and "CSAT Billing" are CSAT at Support and at Billing. The number of a
/// question in front of its word, as in `Q7ART` or `Q7A_ART`, says nothing.
pub(super) fn common(columns: &[&str]) -> Common {
    let bare: Vec<&str> = columns.iter().map(|name| without_question_number(name)).collect();
    let words: Vec<Vec<&str>> = bare.iter().map(|name| words_of(name)).collect();
    let least = words.iter().map(Vec::len).min().unwrap_or(0);
    // Every column keeps a word of its own.
    let most = least.saturating_sub(1);
    let is_same = |at: &dyn Fn(&Vec<&str>) -> Option<String>| {
        let mut of_each = words.iter().map(at);
        let first = of_each.next().flatten();
        first.is_some() && of_each.all(|word| word == first)
    };
    let from_start = |index: usize| move |words: &Vec<&str>| words.get(index).map(|word| word.to_lowercase());
    let from_end =
        |index: usize| move |words: &Vec<&str>| words.iter().rev().nth(index).map(|word| word.to_lowercase());
    let is_one = columns.len() < 2;
    let front = (0..most).take_while(|index| !is_one && is_same(&from_start(*index))).count();
    let back = (0..most - front).take_while(|index| !is_one && is_same(&from_end(*index))).count();
    let first = words.first().map(Vec::as_slice).unwrap_or_default();
    let shared = first.iter().take(front).chain(first.iter().skip(first.len().saturating_sub(back)));
    let mut places: Vec<String> = words.iter().map(|words| place_of(words, front, back)).collect();
    // Two questions about one place are not one: the later keeps its whole name, and no answers are thrown together.
    let mut taken = BTreeSet::new();
    for (place, column) in places.iter_mut().zip(columns) {
        if place.is_empty() || !taken.insert(place.to_lowercase()) {
            column.trim().clone_into(place);
        }
    }
    Common {
        metric: shared.copied().collect::<Vec<_>>().join(" ").trim_matches([':', '-', '–', ' ']).to_owned(),
        places,
    }
}

fn words_of(name: &str) -> Vec<&str> {
    name.split(|sign: char| sign.is_whitespace() || sign == '_').filter(|word| !word.is_empty()).collect()
}

fn place_of(words: &[&str], front: usize, back: usize) -> String {
    let end = words.len().saturating_sub(back);
    let own = words.get(front..end).unwrap_or_default().join(" ");
    let own = own.trim_matches([':', '-', '–', '[', ']', '(', ')', ' ']);
    // Written in capitals as columns are, it would shout from the map.
    let is_loud = own.chars().any(char::is_uppercase) && !own.chars().any(char::is_lowercase);
    let own = if is_loud { own.to_lowercase() } else { own.to_owned() };
    let mut signs = own.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// The name behind `Q7`, `Q7A_` or `q12.`; the whole name where nothing of more than two letters would be left.
fn without_question_number(name: &str) -> &str {
    let trimmed = name.trim();
    let Some(rest) = trimmed.strip_prefix(['q', 'Q']) else { return trimmed };
    let after = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
    if after.len() == rest.len() {
        return trimmed;
    }
    let sub = after.split_once('_').filter(|(letter, _)| letter.len() <= 1).map(|(_, word)| word);
    let word = sub.unwrap_or(after).trim_start_matches(['.', ':', '_', '-', ' ']);
    if word.chars().count() > 2 { word } else { trimmed }
}

/// Selected score columns become one KPI, each at the place that its name tells.
pub(super) fn apply(draft: &mut MappingDraft, selected: impl Iterator<Item = usize>, metric: &str) {
    let is_score = |index: &usize| draft.columns.get(*index).is_some_and(|column| column.role == Role::Score);
    let selected: Vec<usize> = selected.filter(is_score).collect();
    let names = names_of(draft, &selected);
    let places = common(&names.iter().map(String::as_str).collect::<Vec<_>>()).places;
    for (index, place) in selected.into_iter().zip(places) {
        if let Some(column) = draft.columns.get_mut(index) {
            metric.trim().clone_into(&mut column.metric);
            column.place = place;
        }
    }
}

fn names_of(draft: &MappingDraft, indexes: &[usize]) -> Vec<String> {
    indexes.iter().filter_map(|index| draft.columns.get(*index)).map(|column| column.name.clone()).collect()
}

/// The score columns of the scale that most of them have, where they are many and nobody said of what place they are.
fn alike(draft: &MappingDraft) -> Vec<usize> {
    let mut by_scale: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, column) in draft.columns.iter().enumerate().filter(|(_, column)| column.role == Role::Score) {
        if column.place.trim().is_empty() && !column.scale.trim().is_empty() {
            by_scale.entry(column.scale.trim()).or_default().push(index);
        }
    }
    by_scale.into_values().max_by_key(Vec::len).filter(|columns| columns.len() >= MANY).unwrap_or_default()
}

/// Offers it where many columns have one scale: nobody looks for what one does not know.
pub(super) fn offer_ui(ui: &mut Ui, cx: &PanelContext<'_>, draft: &MappingDraft, list: &mut ListState<usize>) {
    let alike = alike(draft);
    let Some(scale) = alike.first().and_then(|index| draft.columns.get(*index)).map(|column| column.scale.clone())
    else {
        return;
    };
    if !list.selected.is_empty() || !list.filter.is_empty() {
        return;
    }
    question_ui(ui, cx, &text::one_kpi_question(alike.len(), scale.trim()), |ui| {
        if link_ui(ui, cx.tokens, text::select_them()).clicked() {
            list.selected = alike.iter().copied().collect();
            // Whoever decides about them wants to see them.
            role_word(Role::Score, draft.shape).clone_into(&mut list.filter);
        }
    });
}

/// The name of the KPI and the button that makes it of the selected score columns.
pub(super) fn apply_ui(ui: &mut Ui, cx: &PanelContext<'_>, draft: &mut MappingDraft, list: &mut ListState<usize>) {
    let is_score = |index: &usize| draft.columns.get(*index).is_some_and(|column| column.role == Role::Score);
    let scores: Vec<usize> = list.selected.iter().copied().filter(is_score).collect();
    if scores.len() < 2 {
        return;
    }
    let id = Id::unique("name of the one KPI").with(&scores);
    let names = names_of(draft, &scores);
    let suggested = || match common(&names.iter().map(String::as_str).collect::<Vec<_>>()).metric {
        none if none.is_empty() => text::one_kpi_name().to_owned(),
        metric => metric,
    };
    let mut name = ui.data_mut(|data| data.get_temp::<String>(id)).unwrap_or_else(suggested);
    let hint = egui::RichText::new(text::one_kpi_name()).color(color(cx.tokens.text_faint));
    let field = TextEdit::singleline(&mut name).hint_text(hint).desired_width(150.0);
    ui.add(field.align(egui::Align2::LEFT_CENTER)).accessible_name(text::one_kpi_name_of());
    let button = ui.add_enabled(!name.trim().is_empty(), egui::Button::new(text::one_kpi(scores.len())));
    if button.on_hover_text(text::one_kpi_hint()).clicked() {
        apply(draft, scores.into_iter(), &name);
        list.selected.clear();
        ui.data_mut(|data| data.remove::<String>(id));
    } else {
        ui.data_mut(|data| data.insert_temp(id, name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: &[&str], metric: &str, places: &[&str]) {
        let found = common(columns);
        assert_eq!((found.metric.as_str(), found.places), (metric, places.iter().map(|p| (*p).to_owned()).collect()));
    }

    #[test]
    fn names_of_columns_tell_the_places_of_one_kpi() {
        check(&["CSAT Support", "CSAT Billing"], "CSAT", &["Support", "Billing"]);
        check(
            &["Satisfaction with: food", "Satisfaction with: the shops"],
            "Satisfaction with",
            &["Food", "The shops"],
        );
        check(&["Support rating", "Sign-up rating"], "rating", &["Support", "Sign-up"]);
        check(&["support_csat", "billing_csat", "sign_up_csat"], "csat", &["Support", "Billing", "Sign up"]);
        // The columns of one survey in other years.
        check(&["Q7ART", "Q7FOOD", "Q9BOARDING", "Q14FIND"], "", &["Art", "Food", "Boarding", "Find"]);
        check(&["Q8A_ART", "Q8B_FOOD", "Q10A_CLNBOARD"], "", &["Art", "Food", "Clnboard"]);
        // How good the food is, and how clean where it is eaten: two questions.
        check(&["Q7FOOD", "Q7ART", "Q9FOOD"], "", &["Food", "Art", "Q9FOOD"]);
        check(&["Q6A", "Q6B"], "", &["Q6a", "Q6b"]);
        check(&["Score"], "", &["Score"]);
        check(&["Score", "Score of food"], "", &["Score", "Score of food"]);
        check(&[], "", &[]);
    }
}
