//! The list of finds.

use super::{FindState, LIST, sort_of};
use crate::i18n::panels as words;
use crate::i18n::panels::finding as text;
use crate::model::{Document, RecordRef};
use crate::session::find::Found;
use crate::session::{AppCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::parts::{Row, RowEnd, walked};
use egui::{Ui, Vec2};

/// The finds as a list, in reading order; those that are out of sight are not laid out.
pub(super) fn list_ui(
    ui: &mut Ui,
    state: &mut FindState,
    tokens: &Tokens,
    session: &Session,
    commands: &CommandSender,
) {
    let document = session.document();
    let (mut chosen, scroll_to, height) = (None, state.shown_row.take(), Row::height(tokens));
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = egui::ScrollArea::vertical().id_salt("finds").auto_shrink(false).max_height(LIST);
    area.show_rows(ui, height, state.found.len(), |ui, rows| {
        let top = ui.max_rect().top();
        for (index, found) in state.found.iter().enumerate().skip(rows.start).take(rows.len()) {
            let (sort, place) = (sort_of(document, found.record), place_of(document, found));
            let end = if place.is_empty() { sort.to_owned() } else { format!("{sort} · {place}") };
            let row = Row {
                id: row_id(found.record),
                text: &shown_text(document, found),
                sort,
                end: RowEnd::Words(&end),
                is_cut_in_middle: false,
                is_selected: state.at == Some(index),
                is_faint: false,
            };
            let response = row.show_ui(ui, tokens);
            if response.clicked() {
                chosen = Some(index);
            }
            chosen = chosen.or(walked(ui, &response, index));
        }
        // The row may be none of those that are laid out: it comes into view by where it stands.
        for row in [scroll_to, chosen].into_iter().flatten() {
            #[expect(clippy::cast_precision_loss, reason = "rows of a list")]
            let down = (row as f32 - rows.start as f32) * height;
            let room = egui::Rect::from_min_size(egui::pos2(ui.max_rect().left(), top + down), Vec2::new(1.0, height));
            ui.scroll_to_rect_animation(room, None, egui::style::ScrollAnimation::none());
        }
    });
    if let Some(record) = chosen.and_then(|index| state.choose(index)) {
        ui.memory_mut(|memory| memory.request_focus(row_id(record)));
        commands.send(AppCommand::Jump(record));
    }
}

/// What a row says of a find. A KPI is called as people know it, also where the words stand in its definition, and the
/// name of its metric is none that people know.
pub(super) fn shown_text(document: &Document, found: &Found) -> String {
    if let RecordRef::Kpi(id) = found.record
        && let Some(kpi) = document.kpis.get(&id).filter(|kpi| !kpi.name.trim().is_empty())
    {
        let is_other = found.excerpt != kpi.metric && !found.excerpt.contains(&kpi.name) && !found.excerpt.is_empty();
        return if is_other { text::kpi_and_text(&kpi.name, &found.excerpt) } else { kpi.name.clone() };
    }
    if found.excerpt.is_empty() { words::untitled(found.record) } else { found.excerpt.clone() }
}

pub(super) fn row_id(record: RecordRef) -> egui::Id {
    egui::Id::unique(("find", record))
}

/// Where a find stands, as in "Sign-up › Pain points"; with its map where that is no other than the file.
fn place_of(document: &Document, found: &Found) -> String {
    let map = found.map.and_then(|map| document.maps.get(&map)).map(|map| map.title.clone());
    let stage_of =
        |step| document.steps.get(&step).and_then(|s| document.stages.get(&s.stage)).map(|s| s.title.clone());
    let (stage, lane) = match found.record {
        RecordRef::Card(id) => document.cards.get(&id).map_or((None, None), |card| {
            (stage_of(card.step), document.lanes.get(&card.lane).map(|lane| lane.title.clone()))
        }),
        RecordRef::Step(id) => (stage_of(id), None),
        _ => (None, None),
    };
    let names = [map.filter(|_| document.maps.len() > 1), stage, lane];
    names.into_iter().flatten().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" › ")
}
