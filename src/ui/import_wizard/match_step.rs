//! The third step: what the names in the data are on the map, and which KPIs the metrics feed.

use super::list::ListState;
use super::{metric_rows, place_rows};
use crate::session::import_job::rehearsal::Rehearsal;
use crate::session::import_job::{NewPlaces, PlaceChoice};
use crate::ui::parts::PanelContext;
use egui::{Ui, UiBuilder, vec2};
use std::collections::BTreeMap;

/// Room between the two lists.
const GAP: f32 = 28.0;

/// What is decided here.
pub(super) struct Choices<'a> {
    /// What happens to names that are on no map.
    pub(super) new_places: &'a mut NewPlaces,
    /// What single names mean.
    pub(super) places: &'a mut BTreeMap<String, PlaceChoice>,
    /// Which KPIs metrics feed.
    pub(super) metrics: metric_rows::Choices<'a>,
}

pub(super) fn show_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    rehearsal: &Rehearsal,
    Choices { new_places, places, mut metrics }: Choices<'_>,
    (place_list, metric_list): (&mut ListState<String>, &mut ListState<String>),
) {
    let room = ui.available_rect_before_wrap();
    let half = (room.width() - GAP) / 2.0;
    let left = egui::Rect::from_min_size(room.min, vec2(half, room.height()));
    let right = left.translate(vec2(half + GAP, 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(left).id_salt("places"), |ui| {
        place_rows::show_ui(ui, cx, rehearsal, (new_places, places), place_list);
    });
    ui.scope_builder(UiBuilder::new().max_rect(right).id_salt("metrics"), |ui| {
        metric_rows::show_ui(ui, cx, rehearsal, &mut metrics, metric_list);
    });
    ui.advance_cursor_after_rect(room);
}
