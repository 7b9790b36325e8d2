//! Answers in words of no known scale: what number each of them stands for is asked word by word.

use super::columns_step::question_ui;
use super::draft::MappingDraft;
use crate::i18n::panels::wizard_steps as text;
use crate::import::Sniffed;
use crate::ui::parts::{PanelContext, body};
use egui::{Id, TextEdit, Ui};
use std::collections::BTreeMap;

/// Width of a field for one number.
const NUMBER: f32 = 40.0;

/// Asks for the numbers of the words of a column, while nobody said them.
pub(super) fn ask_ui(ui: &mut Ui, cx: &PanelContext<'_>, sniffed: &Sniffed, draft: &mut MappingDraft) {
    let Some((index, column)) = draft.open_words(sniffed) else { return };
    let id = Id::unique("numbers of words").with(&column.name);
    let mut typed = ui.data_mut(|data| data.get_temp::<BTreeMap<String, String>>(id)).unwrap_or_default();
    let mut is_said = false;
    question_ui(ui, cx, &text::words_question(&column.name), |ui| {
        for word in &column.open_words {
            ui.label(body(cx.tokens, word));
            let field = TextEdit::singleline(typed.entry(word.clone()).or_default()).desired_width(NUMBER);
            ui.add(field).accessible_name(text::number_of_word(word));
        }
        let has_numbers = labels(&typed).len() == column.open_words.len();
        let button = ui.add_enabled(has_numbers, egui::Button::new(text::read_words()));
        is_said = button.on_disabled_hover_text(text::read_words_needs()).clicked();
    });
    if is_said {
        draft.read_words(index, labels(&typed));
        ui.data_mut(|data| data.remove::<BTreeMap<String, String>>(id));
    } else {
        ui.data_mut(|data| data.insert_temp(id, typed));
    }
}

/// The words that have a number.
fn labels(typed: &BTreeMap<String, String>) -> BTreeMap<String, f64> {
    let number = |text: &String| text.trim().replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
    typed.iter().filter_map(|(word, text)| Some((word.clone(), number(text)?))).collect()
}
