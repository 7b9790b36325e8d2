//! While words are typed the pointer rests: what it happens to lie on is not meant, and a hint there would cover what is
//! typed. It is back as soon as it is used.

use super::MilepostApp;
use egui::{Context, Event, ImeEvent, PointerState};

/// Whether the pointer rests.
#[derive(Default)]
pub(super) struct QuietPointer {
    is_resting: bool,
    /// The pointer as it is, while nobody may see it.
    kept: Option<PointerState>,
}

impl QuietPointer {
    /// Takes the pointer away for the widgets of this frame, where words are typed and it is not used.
    fn begin(&mut self, ctx: &Context) {
        ctx.input_mut(|input| {
            if input.pointer.any_down() || input.events.iter().any(is_of_pointer) {
                self.is_resting = false;
            } else if input.events.iter().any(is_typed) {
                self.is_resting = true;
            }
            self.kept = self.is_resting.then(|| std::mem::take(&mut input.pointer));
        });
    }

    /// Gives it back.
    fn end(&mut self, ctx: &Context) {
        if let Some(pointer) = self.kept.take() {
            ctx.input_mut(|input| input.pointer = pointer);
        }
    }
}

fn is_typed(event: &Event) -> bool {
    match event {
        Event::Text(text) => !text.is_empty(),
        Event::Ime(ImeEvent::Preedit { text, .. }) => !text.is_empty(),
        _ => false,
    }
}

fn is_of_pointer(event: &Event) -> bool {
    matches!(
        event,
        Event::PointerMoved(_)
            | Event::MouseMoved(_)
            | Event::PointerButton { .. }
            | Event::PointerGone
            | Event::MouseWheel { .. }
            | Event::Zoom(_)
            | Event::Touch { .. }
    )
}

impl MilepostApp {
    /// Shows the window without the pointer where that rests.
    pub fn show_ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.quiet_pointer.begin(&ctx);
        self.window_ui(ui);
        self.quiet_pointer.end(&ctx);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Pos2, RawInput, pos2};

    /// Where widgets see the pointer in a frame with this event, and where it is after the frame.
    fn frame(ctx: &Context, quiet: &mut QuietPointer, event: Event) -> [Option<Pos2>; 2] {
        ctx.begin_pass(RawInput { events: vec![event], ..RawInput::default() });
        let at = || ctx.input(|input| input.pointer.hover_pos());
        quiet.begin(ctx);
        let seen = at();
        quiet.end(ctx);
        let after = at();
        ctx.end_pass().drop_without_applying_deltas();
        [seen, after]
    }

    #[test]
    fn hints_under_the_pointer_go_while_words_are_typed_and_come_back_when_it_is_used() {
        let (ctx, mut quiet) = (Context::default(), QuietPointer::default());
        let (here, there) = (Some(pos2(40.0, 30.0)), Some(pos2(41.0, 30.0)));
        let mut check = |event: Event, expected: [Option<Pos2>; 2]| {
            assert_eq!(frame(&ctx, &mut quiet, event.clone()), expected, "{event:?}");
        };
        check(Event::PointerMoved(pos2(40.0, 30.0)), [here, here]);
        check(Event::Text("a".to_owned()), [None, here]);
        // It rests on, whatever comes that is not from it.
        check(Event::WindowFocused(true), [None, here]);
        check(Event::PointerMoved(pos2(41.0, 30.0)), [there, there]);
        check(Event::WindowFocused(true), [there, there]);
    }
}
