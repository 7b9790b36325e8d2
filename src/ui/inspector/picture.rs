//! The picture of a card or a persona: as it is, and what can be done with it.

use super::Fields;
use crate::canvas::textures::Textures;
use crate::i18n::canvas as words;
use crate::model::{AnyRecord, Edit, Picture};
use crate::session::AppCommand;
use crate::session::pictures::PictureTarget;
use crate::ui::parts::link_ui;
use egui::{Ui, Vec2};

/// A picture is shown no higher than this, points.
const HIGHEST: f32 = 160.0;

/// Shows a picture; `without` is the record that shows none.
pub(super) fn show_ui(
    ui: &mut Ui,
    fields: &Fields<'_>,
    (picture, described): (Option<&Picture>, &str),
    target: PictureTarget,
    without: impl FnOnce() -> AnyRecord,
) {
    ui.add_space(4.0);
    if let Some(picture) = picture {
        #[expect(clippy::cast_precision_loss, reason = "lengths in pixels")]
        let natural = Vec2::new(picture.width.max(1) as f32, picture.height.max(1) as f32);
        let scale = (ui.available_width() / natural.x).min(HIGHEST / natural.y).min(1.0);
        let size = natural * scale;
        let textures = Textures { ctx: ui.ctx(), session: fields.cx.session, sender: fields.cx.commands };
        let found = textures.texture(&picture.digest, size.max_elem() * ui.pixels_per_point());
        match found {
            Some(texture) => {
                let shown = egui::Image::from_texture((texture, size)).alt_text(described).corner_radius(4);
                ui.add(shown);
            }
            None => {
                ui.allocate_space(size);
            }
        }
    }
    if !fields.cx.session.is_editable() {
        return;
    }
    ui.horizontal(|ui| {
        let label = if picture.is_some() { words::replace_picture() } else { words::choose_picture() };
        if link_ui(ui, fields.cx.tokens, label).clicked() {
            fields.cx.commands.send(AppCommand::PictureDialog(target));
        }
        if picture.is_some() && link_ui(ui, fields.cx.tokens, words::remove_picture()).clicked() {
            fields.cx.commands.edit(Edit::Update(without()));
        }
    });
}
