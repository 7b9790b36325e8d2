//! Two maps in the place of one: the one that is worked on, and the other that goes along with it.

use super::MilepostApp;
use super::shell::MapView;
use crate::base::ids::StageId;
use crate::canvas::textures::Textures;
use crate::canvas::{CanvasInput, DifferenceMark, Emphasis, StillInput, StillMap};
use crate::i18n::compare as words;
use crate::session::prefs::Prefs;
use crate::session::{AppCommand, CameraCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::compare_bar::{CompareState, Split};
use crate::ui::parts::line_in;
use crate::ui::style::{color, font, line, points};
use egui::{Rect, Ui, UiBuilder, pos2};

/// Height of the strip with the name of a map, points.
const STRIP: f32 = 24.0;

/// Which maps stand beside each other, and the picture of the one that is not worked on.
#[derive(Debug, Default)]
pub struct Compared {
    /// Which, and what tells them apart.
    pub state: CompareState,
    still: Option<StillMap>,
}

impl Compared {
    /// Where the camera of the map stands that is not worked on.
    #[cfg(test)]
    pub(super) fn beside(&self) -> Option<crate::base::geom::Camera> {
        self.still.as_ref()?.camera()
    }
}

/// What the canvas reads in a frame.
pub(super) fn canvas_input<'a>(
    session: &'a Session,
    (tokens, commands): (&'a Tokens, &'a CommandSender),
    view: &'a MapView,
    prefs: &Prefs,
    (has_ring, reviewed): (bool, Option<StageId>),
    differences: &'a [DifferenceMark],
) -> CanvasInput<'a> {
    let is_shown = session.view().is_overlay_shown;
    let (overlay, overlay_revision) = session.overlay();
    CanvasInput {
        session,
        tokens,
        overlay: is_shown.then_some(&**overlay),
        // Hidden numbers are another picture than shown ones.
        overlay_revision: overlay_revision * 2 + u64::from(is_shown),
        insights: is_shown.then_some(&**session.insights()),
        sender: commands,
        emphasis: Emphasis {
            found: view.find.records(),
            differences,
            filter: Some(&view.filter).filter(|filter| !filter.is_empty()),
            prompts: Some(&view.prompts).filter(|_| prefs.are_prompts_shown),
            has_minimap: prefs.is_minimap_shown,
            has_ring,
            reviewed,
        },
    }
}

impl MilepostApp {
    /// Shows both maps where one stands otherwise; false when only one is to be shown.
    pub(super) fn compare_ui(&mut self, ui: &mut Ui, tokens: &Tokens) -> bool {
        let Some(session) = &self.session else { return false };
        let mut compared = std::mem::take(&mut self.view.compared);
        compared.state.follow(session);
        let shown = session.map().zip(compared.state.other(session));
        let Some((map, other)) = shown else {
            self.view.compared = compared;
            return false;
        };
        let room = ui.available_rect_before_wrap();
        let (upper, lower) = match compared.state.split {
            Split::Stacked => room.split_top_bottom_at_fraction(0.5),
            Split::SideBySide => room.split_left_right_at_fraction(0.5),
        };
        // Each map has its half, whichever is worked on.
        let is_second = compared.state.pair().is_some_and(|(_, second)| second == map);
        let (own, beside) = if is_second { (lower, upper) } else { (upper, lower) };
        let marks = compared.state.marks(map);
        strip_ui(ui, tokens, session, (map, own), true);
        let half = UiBuilder::new().max_rect(own.with_min_y(own.top() + STRIP)).id_salt("worked on");
        let mut child = ui.new_child(half);
        child.set_clip_rect(own.intersect(ui.clip_rect()));
        let ring = self.regions.is_walking();
        let reviewed = self.drawer.reviewed().filter(|_| self.drawer_height > 0.0);
        let input = canvas_input(session, (tokens, &self.commands), &self.view, &self.prefs, (ring, reviewed), &marks);
        self.canvas.show_ui(&mut child, &input);

        strip_ui(ui, tokens, session, (other, beside), false);
        let overlay = compared.state.overlay_of(session, other);
        let (stages, lanes) = compared.state.partners(map);
        let still = compared.still.get_or_insert_default();
        let seen = self.canvas.seen_on(still.layout(), &stages, &lanes);
        let title = session.document().maps.get(&other).map_or("", |map| map.title.as_str());
        let name = words::other_half(title);
        let input = StillInput {
            document: session.document(),
            map: other,
            overlay: &overlay,
            stamp: session.revision().wrapping_mul(1_000_003).wrapping_add(session.overlay().1),
            tokens,
            textures: Textures { ctx: &ui.ctx().clone(), session, sender: &self.commands },
            name: &name,
            first: None,
        };
        let half = UiBuilder::new().max_rect(beside.with_min_y(beside.top() + STRIP)).id_salt("beside");
        let mut child = ui.new_child(half);
        child.set_clip_rect(beside.intersect(ui.clip_rect()));
        let (response, moved) = still.beside_ui(&mut child, input, seen, &compared.state.marks(other));
        let edge = line(tokens.strokes.hairline, tokens.card_line);
        match compared.state.split {
            Split::Stacked => ui.painter().hline(room.x_range(), upper.bottom(), edge),
            Split::SideBySide => ui.painter().vline(upper.right(), room.y_range(), edge),
        };
        ui.advance_cursor_after_rect(room);
        if response.clicked() {
            // It goes on where it is seen now.
            if let Some(camera) = still.camera() {
                self.canvas.set_camera(other, camera);
            }
            self.commands.send(AppCommand::ShowMap(other));
        } else if let Some(moved) = moved {
            self.canvas.pan(moved.by);
            if (moved.zoom - 1.0).abs() > f32::EPSILON {
                let factor = f64::from(moved.zoom);
                self.commands.send(AppCommand::Camera(CameraCommand::ZoomBy(factor)));
            }
            ui.ctx().request_repaint();
        }
        self.view.compared = compared;
        true
    }
}

/// The name of a map above its half, and whether it is worked on.
fn strip_ui(ui: &Ui, tokens: &Tokens, session: &Session, (map, half): (crate::base::ids::MapId, Rect), is_own: bool) {
    let strip = half.with_max_y(half.top() + STRIP);
    let fill = if is_own { tokens.accent_soft } else { tokens.panel };
    ui.painter().rect_filled(strip, 0.0, color(fill));
    let title = session.document().maps.get(&map).map_or("", |map| map.title.as_str());
    let ink = if is_own { tokens.accent } else { tokens.text };
    let side = if is_own { words::edited() } else { words::click_to_edit() };
    let small = font(tokens.type_sizes.label, crate::base::text::Weight::Regular);
    let galley = ui.painter().layout_no_wrap(side.to_owned(), small, color(tokens.text_weak));
    let pad = points(tokens.spacing) * 2.0;
    let left = strip.right() - pad - galley.size().x;
    let named = strip.shrink2(egui::vec2(pad, 0.0)).with_max_x(left - pad);
    let strong = font(tokens.type_sizes.body, crate::base::text::Weight::SemiBold);
    line_in(ui, named, title, strong, color(ink));
    let at = pos2(left, strip.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color(tokens.text_weak));
}
