//! Cards that are dragged from the map onto the name of another map in the outline.

use super::MilepostApp;
use crate::base::ids::MapId;
use crate::i18n::shell::message;
use crate::model::RecordRef;
use crate::session::clipboard::{MoveToMap, to_other_map};
use crate::session::{AfterEdit, AppCommand, system_ids};
use crate::theme::Tokens;
use crate::ui::style::{color, points};
use egui::{CursorIcon, LayerId, Order, Stroke, StrokeKind};

impl MilepostApp {
    /// Shows onto which map the dragged cards would go; lets them go there. Runs before the map does, which would drop
    /// them where the pointer would be on it.
    pub(super) fn drop_on_map(&mut self, ctx: &egui::Context, tokens: &Tokens) {
        let cards = self.canvas.dragged_cards();
        if cards.is_empty() {
            return;
        }
        let (at, is_released) = ctx.input(|i| (i.pointer.interact_pos(), i.pointer.primary_released()));
        let shown = self.session.as_ref().and_then(|session| session.map());
        let row = at.and_then(|at| self.outline.map_row_at(at));
        let Some((map, rect)) = row.filter(|(map, _)| Some(*map) != shown) else { return };
        if is_released {
            self.canvas.let_go();
            self.commands.send(AppCommand::MoveToMap(cards, map));
            return;
        }
        ctx.set_cursor_icon(CursorIcon::Grabbing);
        let frame = Stroke::new(points(tokens.strokes.focus), color(tokens.accent));
        let painter = ctx.layer_painter(LayerId::new(Order::Foreground, egui::Id::unique("drop on map")));
        painter.rect_stroke(rect, points(tokens.radii.row), frame, StrokeKind::Inside);
    }

    /// Takes cards to another map, as one step, and says where they are.
    pub(super) fn move_to_map(&mut self, ctx: &egui::Context, records: &[RecordRef], map: MapId) {
        let Some(session) = self.session.as_ref().filter(|session| session.is_editable()) else { return };
        let Some(from) = session.map() else { return };
        let document = session.document();
        let moved = to_other_map(document, (from, map), records, &mut system_ids());
        let Some(MoveToMap { edit, replaced, torn }) = moved else { return self.toasts.problem(message::NOT_MOVED) };
        let title = document.maps.get(&map).map(|map| map.title.clone()).unwrap_or_default();
        self.edit(ctx, &edit, None, AfterEdit::Nothing);
        // They are out of sight: the next key shall not be about them.
        if let Some(session) = &mut self.session {
            session.select(Vec::new());
        }
        let offers = vec![(message::SHOW_THERE.to_owned(), AppCommand::ShowMap(map))];
        self.toasts.note_with_offers(message::moved_to_map(records.len(), &title, replaced, torn), offers);
    }
}
