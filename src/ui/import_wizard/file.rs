//! The first page: the file as it is read.

use crate::i18n::panels::wizard as text;
use crate::import::Sniffed;
use crate::ui::parts::{PanelContext, body, label_ui, problem_ui, weak};
use crate::ui::table::{Column, ROW_HEIGHT, table_ui};
use egui::{Label, ScrollArea, Ui};

pub(super) fn show_ui(ui: &mut Ui, cx: &PanelContext<'_>, sniffed: &Sniffed) {
    ui.horizontal_wrapped(|ui| {
        let facts = [
            (text::encoding(), sniffed.encoding.clone()),
            (text::delimiter(), text::character(&sniffed.delimiter)),
            (text::quote(), text::character(&sniffed.quotechar)),
            (text::header(), text::lines(sniffed.header_lines)),
            (text::shape(), sniffed.shape.map_or_else(|| "–".to_owned(), |s| super::columns::shape_word(s).to_owned())),
            (text::preset(), sniffed.preset.clone().unwrap_or_default()),
        ];
        ui.spacing_mut().item_spacing.x = 6.0;
        for (label, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
            ui.label(weak(cx.tokens, label));
            ui.label(body(cx.tokens, value));
            ui.add_space(12.0);
        }
    });
    let left_out = sniffed.left_out.len();
    if left_out > 0 {
        label_ui(ui, cx.tokens, &text::left_out(left_out));
        ScrollArea::vertical().id_salt("left out").max_height(72.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for line in &sniffed.left_out {
                let words = text::left_out_line(line.line, &line.reason.to_string(), &line.text);
                ui.add(Label::new(weak(cx.tokens, words)).truncate());
            }
        });
    }
    if sniffed.has_no_rows() {
        problem_ui(ui, cx.tokens, text::no_rows());
        return;
    }
    label_ui(ui, cx.tokens, text::first_rows());
    let columns: Vec<Column<'_>> = sniffed.columns.iter().map(|c| Column::words(&c.name, 128.0)).collect();
    let height = ui.available_height().max(ROW_HEIGHT * 3.0) - 8.0;
    table_ui(ui, cx.tokens, (text::first_rows(), height), &columns, sniffed.preview.len(), |row, column| {
        sniffed.preview.get(row).and_then(|r| r.get(column)).cloned().unwrap_or_default()
    });
}
