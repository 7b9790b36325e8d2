//! Pictures of the file as textures of the window: asked for when they are first seen, in the size they are seen at.

use crate::session::pictures::{PictureKey, PictureState};
use crate::session::{AppCommand, CommandSender, Session};
use egui::{ColorImage, TextureFilter, TextureHandle, TextureId, TextureOptions, TextureWrapMode};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Lengths of the longer side that pictures are kept at, pixels, and how many of each.
const SIZES: [(u32, usize); 2] = [(320, 160), (1280, 16)];

/// Where textures come from.
#[derive(Clone, Copy)]
pub struct Textures<'a> {
    /// The window, which keeps them.
    pub ctx: &'a egui::Context,
    /// The file they are in.
    pub session: &'a Session,
    /// Where they are asked for.
    pub sender: &'a CommandSender,
}

#[derive(Default)]
struct Kept {
    /// Textures, and the frame each was last shown in.
    textures: BTreeMap<PictureKey, (TextureHandle, u64)>,
}

impl Textures<'_> {
    /// The texture of a picture whose longer side is shown `pixels` long; `None` until it is there.
    #[must_use]
    pub fn texture(&self, digest: &str, pixels: f32) -> Option<TextureId> {
        let place = egui::Id::unique("pictures of the file");
        let kept = self.ctx.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<Kept>>>(place).clone());
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let frame = self.ctx.cumulative_frame_nr();
        #[expect(clippy::cast_precision_loss, reason = "lengths in pixels")]
        let wanted = SIZES.iter().position(|(side, _)| *side as f32 >= pixels).unwrap_or(SIZES.len() - 1);
        // The wanted size, else any other that is there until it is.
        let mut found = None;
        for (index, (side, _)) in SIZES.iter().enumerate() {
            let key = (digest.to_owned(), *side);
            let is_wanted = index == wanted;
            if let Some((texture, seen)) = kept.textures.get_mut(&key) {
                *seen = frame;
                if is_wanted || found.is_none() {
                    found = Some(texture.id());
                }
            } else if is_wanted {
                found = self.arrived(&mut kept, key, frame).or(found);
            }
        }
        found
    }

    /// The texture of a picture that has been read meanwhile; otherwise it is asked for.
    fn arrived(&self, kept: &mut Kept, key: PictureKey, frame: u64) -> Option<TextureId> {
        match self.session.picture(&key) {
            PictureState::Unknown => {
                self.sender.send(AppCommand::LoadPicture(key));
                self.ctx.request_repaint();
                None
            }
            PictureState::Coming | PictureState::Missing => None,
            PictureState::Ready(pixels) => {
                let size = [usize::try_from(pixels.width).ok()?, usize::try_from(pixels.height).ok()?];
                let image = ColorImage::from_rgba_premultiplied(size, &pixels.rgba);
                // Seen from further away than at any of the sizes, a picture must not flicker.
                let options = TextureOptions {
                    magnification: TextureFilter::Linear,
                    minification: TextureFilter::Linear,
                    wrap_mode: TextureWrapMode::ClampToEdge,
                    mipmap_mode: Some(TextureFilter::Linear),
                };
                let texture = self.ctx.load_texture(&key.0, image, options);
                let id = texture.id();
                make_room(kept, key.1, frame);
                kept.textures.insert(key, (texture, frame));
                Some(id)
            }
        }
    }
}

/// Drops the textures of a size that were not shown for longest, when there are too many. Those in view stay, however
/// many there are: they would be asked for again at once, frame by frame.
fn make_room(kept: &mut Kept, side: u32, frame: u64) {
    let most = SIZES.iter().find(|(s, _)| *s == side).map_or(0, |(_, most)| *most);
    let mut of_size: Vec<(u64, PictureKey)> =
        kept.textures.iter().filter(|(key, _)| key.1 == side).map(|(key, (_, seen))| (*seen, key.clone())).collect();
    of_size.sort();
    let surplus = (of_size.len() + 1).saturating_sub(most);
    let is_out_of_view = |(seen, _): &(u64, PictureKey)| seen.saturating_add(1) < frame;
    for (_, key) in of_size.into_iter().filter(is_out_of_view).take(surplus) {
        kept.textures.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_in_view_stay_and_the_oldest_others_go() {
        let ctx = egui::Context::default();
        let (side, most) = SIZES[1];
        let mut kept = Kept::default();
        let fill = |kept: &mut Kept, from: usize, frame: u64| {
            for number in from..from + most + 4 {
                make_room(kept, side, frame);
                let texture =
                    ctx.load_texture("t", ColorImage::filled([1, 1], egui::Color32::RED), TextureOptions::LINEAR);
                kept.textures.insert((number.to_string(), side), (texture, frame));
            }
        };
        fill(&mut kept, 0, 10);
        assert_eq!(kept.textures.len(), most + 4, "all of them are in view");
        fill(&mut kept, 100, 20);
        assert_eq!(kept.textures.len(), most + 4);
        assert!(kept.textures.values().all(|(_, seen)| *seen == 20), "those of long ago went");
    }
}
