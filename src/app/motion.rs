//! Whether panels, lists and the view glide: as the user says, else as the system does.

use super::MilepostApp;
use super::tasks::Outcome;
use crate::session::MotionChoice;
use crate::ui::style;
use mundy::{Interest, Preferences};
use std::time::Duration;

/// How long the system may take to answer. One that does not answer wants nothing special.
const PATIENCE: Duration = Duration::from_secs(3);

fn is_motion_unwanted() -> bool {
    let said = Preferences::once_blocking(Interest::ReducedMotion, PATIENCE);
    said.is_some_and(|preferences| preferences.reduced_motion.is_reduce())
}

impl MilepostApp {
    /// Asks the system in the background: on some it is a service that may be slow, or not there. The Mac answers at
    /// once, and on the thread of the window only.
    pub(super) fn ask_about_motion(&mut self, ctx: &egui::Context) {
        if cfg!(target_os = "macos") {
            self.is_motion_unwanted = is_motion_unwanted();
            self.follow_motion(ctx);
        } else {
            self.start_for_window("ask about motion", || Outcome::MotionUnwanted(is_motion_unwanted()));
        }
    }

    /// Glides or not, as was last said.
    pub(super) fn follow_motion(&self, ctx: &egui::Context) {
        style::reduce_motion(
            ctx,
            match self.prefs.motion {
                MotionChoice::System => self.is_motion_unwanted,
                MotionChoice::Reduced => true,
                MotionChoice::Full => false,
            },
        );
    }
}
