//! The window itself: size, place, icon, and the sentence when there can be none.

use crate::i18n::shell::{NAME, message};
use crate::session::prefs::WindowPrefs;
use crate::theme::Tokens;
use egui::{IconData, Pos2, Rect, ViewportBuilder, pos2, vec2};

/// Below this the panels would leave no room for the map, points.
pub const MIN_SIZE: [f32; 2] = [960.0, 600.0];
/// Side of the icon, pixels.
const ICON_SIDE: u32 = 64;

/// How eframe shall make the window.
#[must_use]
pub fn options(prefs: &WindowPrefs) -> eframe::NativeOptions {
    let mut viewport = ViewportBuilder::default()
        .with_title(NAME)
        .with_app_id("milepost")
        .with_inner_size(prefs.size)
        .with_min_inner_size(MIN_SIZE)
        .with_maximized(prefs.is_maximised)
        .with_drag_and_drop(true)
        .with_icon(icon());
    if let Some(position) = prefs.position {
        viewport = viewport.with_position(position);
    }
    eframe::NativeOptions { viewport, ..Default::default() }
}

/// Brings the window back when its place lies on no screen any more: a monitor was taken away, or two changed places.
/// Systems that place windows themselves (Wayland) tell no place, and nothing is done.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "pixels of a screen")]
pub fn bring_back(creation: &eframe::CreationContext<'_>) {
    let Some(window) = creation.winit_window() else { return };
    let Ok(mut place) = window.outer_position() else { return };
    let size = window.outer_size();
    let rect = |x: i32, y: i32, width: u32, height: u32| {
        Rect::from_min_size(pos2(x as f32, y as f32), vec2(width as f32, height as f32))
    };
    let screens: Vec<Rect> = window
        .available_monitors()
        .map(|screen| (screen.position(), screen.size()))
        .map(|(at, size)| rect(at.x, at.y, size.width, size.height))
        .collect();
    if let Some(to) = place_on_screen(rect(place.x, place.y, size.width, size.height), &screens) {
        log::info!("the window was on no screen and is brought back");
        (place.x, place.y) = (to.x as i32, to.y as i32);
        window.set_outer_position(place);
    }
}

/// Where a window goes whose upper edge can be grasped on no screen, in pixels; `None` when it may stay.
fn place_on_screen(window: Rect, screens: &[Rect]) -> Option<Pos2> {
    const GRIP: egui::Vec2 = vec2(120.0, 24.0);
    let bar = Rect::from_min_size(window.min, vec2(window.width(), 40.0));
    let can_be_grasped = screens.iter().any(|screen| {
        let seen = screen.intersect(bar);
        seen.width() >= GRIP.x && seen.height() >= GRIP.y
    });
    if can_be_grasped {
        return None;
    }
    let distance = |screen: &Rect| screen.distance_sq_to_pos(window.center());
    let nearest = screens.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    let room = (nearest.size() - window.size()).max(egui::Vec2::ZERO);
    Some(window.min.clamp(nearest.min, nearest.min + room))
}

/// Remembers where the window is. A maximised or minimised window keeps the place it would return to.
pub fn remember(prefs: &mut WindowPrefs, info: &egui::ViewportInfo) {
    if info.minimized == Some(true) || info.fullscreen == Some(true) {
        return;
    }
    prefs.is_maximised = info.maximized == Some(true);
    if prefs.is_maximised {
        return;
    }
    if let Some(inner) = info.inner_rect {
        // Whole points: a window that trembles by fractions shall not rewrite the preferences.
        let size = inner.size().max(vec2(MIN_SIZE[0], MIN_SIZE[1])).round();
        prefs.size = size.into();
    }
    if let Some(outer) = info.outer_rect {
        prefs.position = Some(outer.min.round().into());
    }
}

/// One sentence about a window that could not be opened: what is missing and what to do.
#[must_use]
pub fn sentence(error: &eframe::Error) -> String {
    match error {
        eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => {
            message::no_graphics(&short(error))
        }
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) if cfg!(unix) && !cfg!(target_os = "macos") => {
            message::NO_DISPLAY.to_owned()
        }
        _ => message::no_window(&short(error)),
    }
}

/// The first line of an error, without the types that only programmers read.
fn short(error: &eframe::Error) -> String {
    let text = match error {
        // Its text holds the whole configuration that was asked for.
        eframe::Error::NoGlutinConfigs(_, why) => why.to_string(),
        other => other.to_string(),
    };
    text.lines().next().unwrap_or_default().trim_end_matches('.').chars().take(160).collect()
}

/// The icon: a milepost, that is a flag on a line, in the accent colour.
fn icon() -> IconData {
    let tokens = Tokens::light();
    let (ground, ink) = (tokens.accent, tokens.on_accent);
    let mut rgba = Vec::with_capacity((ICON_SIDE * ICON_SIDE * 4) as usize);
    for y in 0..ICON_SIDE {
        for x in 0..ICON_SIDE {
            let is_ground = is_in_rounded_square(x, y);
            let is_ink = is_in_sign(x, y);
            let color = if is_ink { ink } else { ground };
            rgba.extend([color.r, color.g, color.b, if is_ground { 255 } else { 0 }]);
        }
    }
    IconData { rgba, width: ICON_SIDE, height: ICON_SIDE }
}

fn is_in_rounded_square(x: u32, y: u32) -> bool {
    const RADIUS: f32 = 14.0;
    let distance = |v: u32| {
        let v = v as f32 + 0.5;
        (RADIUS - v).max(v - (ICON_SIDE as f32 - RADIUS)).max(0.0)
    };
    distance(x).hypot(distance(y)) <= RADIUS
}

fn is_in_sign(x: u32, y: u32) -> bool {
    let is_post = (18..24).contains(&x) && (12..54).contains(&y);
    // A flag whose right edge is cut like an arrow.
    let depth = y.abs_diff(23);
    let is_flag = (24..52_u32.saturating_sub(depth)).contains(&x) && (14..33).contains(&y);
    is_post || is_flag
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Rect, pos2};

    fn check(info: &egui::ViewportInfo, expected: WindowPrefs) {
        let mut prefs = WindowPrefs::default();
        remember(&mut prefs, info);
        assert_eq!(prefs, expected);
    }

    #[test]
    fn place_and_size_are_remembered() {
        let rect = Rect::from_min_size(pos2(10.2, 20.0), vec2(1280.0, 720.4));
        let info = egui::ViewportInfo { inner_rect: Some(rect), outer_rect: Some(rect), ..Default::default() };
        check(&info, WindowPrefs { position: Some([10.0, 20.0]), size: [1280.0, 720.0], is_maximised: false });
    }

    #[test]
    fn a_window_on_no_screen_comes_back() {
        let rect = |x: f32, y: f32, w: f32, h: f32| Rect::from_min_size(pos2(x, y), vec2(w, h));
        let screens = [rect(0.0, 0.0, 1920.0, 1080.0), rect(1920.0, 0.0, 1280.0, 1024.0)];
        let check = |window: Rect, expected: Option<(f32, f32)>| {
            assert_eq!(place_on_screen(window, &screens).map(|p| (p.x, p.y)), expected, "{window:?}");
        };
        check(rect(100.0, 50.0, 1366.0, 820.0), None);
        check(rect(-1300.0, 50.0, 1366.0, 820.0), Some((0.0, 50.0)));
        check(rect(-1200.0, 50.0, 1366.0, 820.0), None);
        check(rect(1500.0, 20.0, 1366.0, 820.0), None);
        check(rect(5000.0, 3000.0, 1366.0, 820.0), Some((1920.0, 204.0)));
        check(rect(200.0, -300.0, 1366.0, 820.0), Some((200.0, 0.0)));
        assert_eq!(place_on_screen(rect(9000.0, 0.0, 10.0, 10.0), &[]), None);
    }

    #[test]
    fn a_maximised_window_keeps_the_size_it_returns_to() {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(2560.0, 1400.0));
        let info = egui::ViewportInfo { inner_rect: Some(rect), maximized: Some(true), ..Default::default() };
        check(&info, WindowPrefs { is_maximised: true, ..WindowPrefs::default() });
        let minimised = egui::ViewportInfo { minimized: Some(true), inner_rect: Some(rect), ..Default::default() };
        check(&minimised, WindowPrefs::default());
    }
}
