//! Pictures that come from outside: where they go, and those of the clipboard.

use crate::canvas::camera::Pane;
use crate::canvas::text_edit::{EditTarget, GoOn};
use crate::canvas::view::{CanvasView, Frame};
use crate::export::picture::Pixels;
use crate::layout::Hit;
use crate::model::Edit;
use crate::session::pictures::{PictureSource, PictureTarget};
use crate::session::{AppCommand, Session, picture_spot};
use egui::{ColorImage, Ui};
use std::sync::Arc;

impl CanvasView {
    /// Where a picture goes that is dropped at a place of the window: what is there, else the first free cell of the
    /// storyboard, for what is selected may lie far from there. One without a place, which is pasted, goes to what is
    /// selected. `None` when there is no step for it.
    #[must_use]
    pub fn picture_target(&self, session: &Session, at: Option<egui::Pos2>) -> Option<PictureTarget> {
        let document = session.document();
        let hit = self.viewport.filter(|v| at.is_some_and(|at| v.rect.contains(at))).zip(at).map(|(v, at)| {
            let pane = v.pane_at(at);
            self.cache.shown_layout().hit(v.world(pane, at), 0.0)
        });
        let there = match hit {
            Some(Hit::Card(id)) => picture_spot::on_card(document, id),
            Some(Hit::Cell { lane, step }) => Some(picture_spot::in_cell(document, lane, step)),
            Some(Hit::Step(step)) => picture_spot::on_map(document, session.map()?, &[step.into()], None),
            Some(Hit::Stage(stage)) => picture_spot::on_map(document, session.map()?, &[stage.into()], None),
            Some(Hit::Lane(lane) | Hit::LaneLabel(lane)) => {
                picture_spot::on_map(document, session.map()?, &[lane.into()], None)
            }
            _ => None,
        };
        let elsewhere = || match at {
            Some(_) => picture_spot::on_map(document, session.map()?, &[], None),
            None => picture_spot::on_map(document, session.map()?, session.selection(), self.chosen_cell()),
        };
        there.or_else(elsewhere)
    }

    /// Where a picture that goes there will stand, on the screen: cut to what is seen of the map.
    #[must_use]
    pub fn target_rect(&self, target: PictureTarget) -> Option<egui::Rect> {
        let (layout, viewport) = (self.cache.shown_layout(), self.viewport.as_ref()?);
        let rect = match target {
            PictureTarget::Card(card) => layout.cards.get(&card)?.rect,
            PictureTarget::Cell { lane, step } => {
                let ((row, _), (column, _)) = (layout.lane(lane)?, layout.step(step)?);
                layout.cell_rect(row, column)?
            }
            PictureTarget::NewLane { .. } | PictureTarget::Persona(_) => return None,
        };
        let seen = viewport.screen_rect(Pane::Body, rect).intersect(viewport.clip(Pane::Body));
        seen.is_positive().then_some(seen)
    }

    /// Takes a picture that is pasted.
    pub(super) fn paste_picture(&self, ui: &Ui, frame: &Frame<'_>) {
        let Some(source) = pasted_picture(ui).filter(|_| frame.is_editable()) else { return };
        let Some(target) = self.picture_target(frame.input.session, None) else { return };
        frame.send(AppCommand::PlacePictures(source, target));
    }

    /// Takes a picture that is pasted while words are typed: what was typed is kept, and the picture goes to its card.
    pub(super) fn paste_picture_at_words(&mut self, frame: &Frame<'_>, image: &ColorImage) {
        let Some(editing) = self.editing.as_ref().filter(|_| frame.is_editable()) else { return };
        let document = frame.input.session.document();
        let record = editing.record(document, &frame.document);
        let target = match (&editing.target, editing.commit()) {
            // No words, no card: the picture is the card.
            (EditTarget::New(edit), None) => match **edit {
                Edit::AddCard { lane, step, .. } => Some(picture_spot::in_cell(document, lane, step)),
                _ => None,
            },
            _ => record
                .and_then(|record| picture_spot::on_map(&frame.document, frame.input.session.map()?, &[record], None)),
        };
        self.commit_text(frame, GoOn::Stay);
        if let Some(target) = target {
            frame.send(AppCommand::PlacePictures(source_of(image), target));
        }
    }
}

/// Takes a picture out of the input that was pasted in this frame.
pub(super) fn pasted_picture(ui: &Ui) -> Option<PictureSource> {
    let mut pasted = None;
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            egui::Event::PasteImage(image) => {
                pasted = Some(Arc::clone(image));
                false
            }
            _ => true,
        });
    });
    pasted.map(|image| source_of(&image))
}

fn source_of(image: &ColorImage) -> PictureSource {
    let [width, height] = image.size.map(|length| u32::try_from(length).unwrap_or(u32::MAX));
    let rgba = image.pixels.iter().flat_map(egui::Color32::to_srgba_unmultiplied).collect();
    PictureSource::Clipboard(Arc::new(Pixels { width, height, rgba }))
}
