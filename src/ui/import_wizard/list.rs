//! Long lists of things to decide about: filtered, several selected, one choice applied to all of them.

use crate::i18n::panels::wizard_steps as text;
use crate::ui::parts::{PanelContext, weak};
use crate::ui::style::{color, points};
use egui::{Checkbox, Rect, Response, ScrollArea, Sense, TextEdit, Ui, UiBuilder, pos2, vec2};
use std::collections::BTreeSet;

/// Room of the box that selects a row.
pub(super) const BOX: f32 = 34.0;

/// Filter and selection of a list, by what its rows are known by.
#[derive(Debug)]
pub(super) struct ListState<K> {
    pub(super) filter: String,
    pub(super) selected: BTreeSet<K>,
}

impl<K> Default for ListState<K> {
    fn default() -> Self {
        Self { filter: String::new(), selected: BTreeSet::new() }
    }
}

impl<K: Ord + Clone> ListState<K> {
    /// True when a row with these words is shown.
    pub(super) fn shows(&self, words: &[&str]) -> bool {
        let wanted = self.filter.trim().to_lowercase();
        wanted.is_empty() || words.iter().any(|words| words.to_lowercase().contains(&wanted))
    }

    /// The box that selects all shown rows and the field that filters them. `name` tells the lists apart.
    pub(super) fn head_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, name: &str, shown: &[K]) {
        let mut are_all = !shown.is_empty() && shown.iter().all(|key| self.selected.contains(key));
        let select = ui.add(Checkbox::without_text(&mut are_all)).accessible_name(text::select_all(name));
        if select.on_hover_text(text::select_all_hint()).clicked() {
            for key in shown {
                if are_all {
                    self.selected.insert(key.clone());
                } else {
                    self.selected.remove(key);
                }
            }
        }
        let hint = egui::RichText::new(text::filter()).color(color(cx.tokens.text_faint));
        let field = TextEdit::singleline(&mut self.filter).hint_text(hint).desired_width(130.0);
        ui.add(field.align(egui::Align2::LEFT_CENTER)).accessible_name(text::filter_of(name));
        // What is filtered away cannot be seen and shall not be changed.
        self.selected.retain(|key| shown.binary_search(key).is_ok() || shown.contains(key));
        if !self.selected.is_empty() {
            ui.label(weak(cx.tokens, text::selected(self.selected.len())));
        }
    }

    /// The box that selects one row.
    fn box_ui(&mut self, ui: &mut Ui, key: &K, name: &str) -> Response {
        let mut is_selected = self.selected.contains(key);
        let response = ui.add(Checkbox::without_text(&mut is_selected)).accessible_name(text::select(name));
        if response.clicked() {
            if is_selected {
                self.selected.insert(key.clone());
            } else {
                self.selected.remove(key);
            }
        }
        response
    }

    /// Shows the rows that are in view, and one more at either end so that Tab walks on into it.
    pub(super) fn rows_ui(
        &mut self,
        ui: &mut Ui,
        cx: &PanelContext<'_>,
        (name, height): (&str, f32),
        rows: &[(K, &str)],
        mut row_ui: impl FnMut(&mut Ui, Rect, &K),
    ) {
        ScrollArea::vertical().id_salt(name).auto_shrink([false, false]).show_viewport(ui, |ui, view| {
            ui.spacing_mut().item_spacing.y = 0.0;
            #[expect(clippy::cast_precision_loss, reason = "rows of a list")]
            let total = rows.len() as f32 * height;
            let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), total), Sense::hover());
            for (index, (key, spoken)) in rows.iter().enumerate() {
                #[expect(clippy::cast_precision_loss, reason = "rows of a list")]
                let top = index as f32 * height;
                if top + 2.0 * height < view.min.y || top - height > view.max.y {
                    continue;
                }
                let min = pos2(whole.left(), whole.top() + top);
                let rect = Rect::from_min_size(min, vec2(whole.width(), height));
                let builder = UiBuilder::new().max_rect(rect).id_salt((name, *spoken));
                ui.scope_builder(builder, |ui| {
                    let select = Rect::from_min_size(rect.min, vec2(BOX, height));
                    let builder = UiBuilder::new().max_rect(select).id_salt("box");
                    let layout = egui::Layout::left_to_right(egui::Align::Center);
                    let response = ui.scope_builder(builder.layout(layout), |ui| self.box_ui(ui, key, spoken)).inner;
                    if response.gained_focus() {
                        ui.scroll_to_rect(rect, None);
                    }
                    row_ui(ui, Rect::from_min_max(pos2(rect.left() + BOX, rect.top()), rect.max), key);
                });
                let stroke = egui::Stroke::new(points(cx.tokens.strokes.hairline), color(cx.tokens.hairline));
                ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
            }
        });
    }
}
