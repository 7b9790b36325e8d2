//! Where the pointer is while files are dragged over the window.
//!
//! Who drags holds the pointer: the window hears of it once, when it comes, and not when it goes on. X11 tells it to whoever
//! asks, and is asked; elsewhere the last place that was heard of has to do.

use egui::{Context, Pos2};
use std::time::Duration;

/// How often it is asked while files are held over the window.
const PERIOD: Duration = Duration::from_millis(40);

/// The place of a drag.
#[derive(Default)]
pub(super) struct DragPlace {
    /// As the system said; `None` without a drag, and where it does not say.
    asked: Option<Pos2>,
    #[cfg(all(unix, not(target_os = "macos")))]
    server: x11::Server,
}

impl DragPlace {
    /// Asks while files are held over the window or let go, and goes on asking as long as they are.
    pub(super) fn follow(&mut self, ctx: &Context, frame: &eframe::Frame) {
        let (is_held, is_let_go) =
            ctx.input(|input| (!input.raw.hovered_files.is_empty(), !input.raw.dropped_files.is_empty()));
        self.asked = if is_held || is_let_go { self.ask(ctx, frame) } else { None };
        if is_held && self.asked.is_some() {
            ctx.request_repaint_after(PERIOD);
        }
    }

    /// Where files are held now, or were let go.
    pub(super) fn at(&self, ctx: &Context) -> Option<Pos2> {
        self.asked.or_else(|| ctx.input(|input| input.pointer.latest_pos()))
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    fn ask(&mut self, ctx: &Context, frame: &eframe::Frame) -> Option<Pos2> {
        let [x, y] = self.server.pointer_in(u64::from(frame.winit_window()?.id()))?;
        Some(Pos2::new(f32::from(x), f32::from(y)) / ctx.pixels_per_point())
    }

    #[cfg(not(all(unix, not(target_os = "macos"))))]
    #[expect(clippy::unused_self, reason = "other systems cannot be asked")]
    fn ask(&mut self, _ctx: &Context, _frame: &eframe::Frame) -> Option<Pos2> {
        None
    }

    /// The same as if the system had said so.
    #[cfg(test)]
    pub(super) fn tell(&mut self, at: Option<Pos2>) {
        self.asked = at;
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
mod x11 {
    use x11rb::protocol::xproto::ConnectionExt as _;
    use x11rb::rust_connection::RustConnection;

    /// The X server, once there was something to ask it.
    #[derive(Default)]
    pub(super) enum Server {
        #[default]
        NotAsked,
        /// There is none, or it does not answer.
        Silent,
        Open(Box<RustConnection>),
    }

    impl Server {
        /// The pointer in pixels of a window.
        pub(super) fn pointer_in(&mut self, window: u64) -> Option<[i16; 2]> {
            if matches!(self, Self::NotAsked) {
                // On Wayland a window is no number that an X server knows.
                let is_x11 = !super::super::clipboard::is_wayland();
                let opened = is_x11.then(|| RustConnection::connect(None).ok()).flatten();
                *self = opened.map_or(Self::Silent, |(server, _)| Self::Open(Box::new(server)));
            }
            let Self::Open(server) = self else { return None };
            let asked = u32::try_from(window).ok().and_then(|window| server.query_pointer(window).ok()?.reply().ok());
            if asked.is_none() {
                *self = Self::Silent;
            }
            asked.map(|pointer| [pointer.win_x, pointer.win_y])
        }
    }
}
