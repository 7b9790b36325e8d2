//! The camera: screen and world agree, and the map stays in view.

use super::*;

fn viewport(origin: Point, zoom: f64) -> Viewport {
    Viewport {
        rect: egui::Rect::from_min_size(pos2(200.0, 40.0), egui::vec2(800.0, 600.0)),
        camera: Camera { origin, zoom },
        bounds: Rect::new(0.0, 0.0, 2000.0, 900.0),
        label_width: 104.0,
        header_height: 160.0,
        pixels_per_point: 1.0,
    }
}

/// A world point of a pane comes back from the screen.
fn check_round_trip(origin: Point, zoom: f64) {
    let v = viewport(origin, zoom);
    for pane in [Pane::Body, Pane::Labels, Pane::Header, Pane::Corner] {
        let p = Point::new(321.0, 77.0);
        let back = v.world(pane, v.screen(pane, p));
        assert!((back.x - p.x).abs() < 0.01 && (back.y - p.y).abs() < 0.01, "{pane:?}: {back:?}");
    }
}

#[test]
fn screen_and_world_agree_in_every_pane() {
    check_round_trip(Point::new(0.0, 0.0), 1.0);
    check_round_trip(Point::new(531.4, 212.9), 0.73);
    check_round_trip(Point::new(-90.0, -40.0), 2.5);
}

#[test]
fn pinned_panes_have_bounded_sizes_and_meet_the_cells_at_every_zoom() {
    for zoom in [0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 2.0, 4.0] {
        let v = viewport(Point::default(), zoom);
        let corner = v.screen(Pane::Body, Point::new(v.label_width, v.header_height)) - v.rect.min;
        assert!((71.0..=141.0).contains(&corner.x), "{zoom}: labels are {} wide", corner.x);
        assert!((16.0..=425.0).contains(&corner.y), "{zoom}: the header is {} high", corner.y);
        assert!(zoom < HIGH_HEADER_BELOW || corner.y <= 205.0, "{zoom}: the header is {} high", corner.y);
        let pinned = v.screen(Pane::Corner, Point::new(v.label_width, v.header_height)) - v.rect.min;
        assert!((corner - pinned).length() < 1.5, "{zoom}: {corner:?} {pinned:?}");
        // Below the header, which is high far out: over it the stage row keeps its edge instead.
        let anchor = Point::new(400.0, 500.0);
        let at = pos2(v.rect.min.x + 400.0, v.rect.min.y + 500.0);
        let zoomed = Viewport { camera: v.zoomed(anchor, 1.7), ..v };
        let (before, after) = (v.world(Pane::Body, at), zoomed.world(Pane::Body, at));
        let drift = [before.x - after.x, before.y - after.y].map(|d| d.abs() * zoomed.camera.zoom);
        assert!(drift.iter().all(|d| *d < 0.51), "{zoom}: {drift:?}");
    }
}

#[test]
fn a_fitted_wide_map_uses_the_height_there_is() {
    let v = Viewport { bounds: Rect::new(0.0, 0.0, 9_000.0, 900.0), ..viewport(Point::default(), 1.0) };
    let v = Viewport { camera: v.fit_map(), ..v };
    let used = v.screen(Pane::Body, v.bounds.max).y - v.rect.min.y;
    assert!(used > 0.75 * v.rect.height(), "{used} of {}", v.rect.height());
    let scrolled = v.held(Camera { origin: Point::new(0.0, 400.0), ..v.camera });
    assert!(scrolled.origin.y.abs() < 2.0 / scrolled.zoom, "no cell goes under the header: {scrolled:?}");
    // It gets there without a jump.
    let scale = |zoom: f64| Viewport { camera: Camera { zoom, ..v.camera }, ..v }.header_scale();
    for step in 0..400 {
        let zoom = 0.05 + f64::from(step) * 0.001;
        assert!((scale(zoom) - scale(zoom + 0.001)).abs() < 0.06, "{zoom}: {} {}", scale(zoom), scale(zoom + 0.001));
    }
}

/// A small map has a small header: nothing stands above it that is higher than all of its cells.
#[test]
fn stages_are_no_strips_above_a_map_that_is_smaller_than_the_canvas() {
    for bounds in [Rect::new(0.0, 0.0, 1_700.0, 900.0), Rect::new(0.0, 0.0, 700.0, 3_000.0)] {
        for percent in 5..=20 {
            let zoom = f64::from(percent) / 100.0;
            let v = Viewport { bounds, ..viewport(Point::default(), zoom) };
            let (header, cells) = (v.header_height * v.header_scale(), (bounds.max.y - v.header_height) * zoom);
            assert!(header <= (0.8 * cells).max(17.0), "{percent} %: {header} above {cells}");
        }
    }
}

/// In a window of 640 by 360 points the usual header is lower than a name is long.
#[test]
fn a_fitted_map_in_a_low_window_has_a_header_that_names_can_stand_in() {
    let rect = egui::Rect::from_min_size(pos2(0.0, 72.0), egui::vec2(440.0, 260.0));
    let low = Viewport {
        rect,
        bounds: Rect::new(0.0, 0.0, 1_700.0, 850.0),
        header_height: 96.0,
        ..viewport(Point::default(), 1.0)
    };
    let v = Viewport { camera: low.fit_map(), ..low };
    assert!(v.has_high_header() && v.header_height * v.header_scale() > 85.0, "{:?}", v.header_scale());
}

#[test]
fn a_fitted_map_is_seen_whole() {
    for bounds in [Rect::new(0.0, 0.0, 9_000.0, 900.0), Rect::new(0.0, 0.0, 700.0, 3_000.0)] {
        let v = Viewport { bounds, ..viewport(Point::default(), 1.0) };
        let v = Viewport { camera: v.fit_map(), ..v };
        let end = v.screen(Pane::Body, bounds.max) - v.rect.max;
        assert!(end.x <= 1.0 && end.y <= 1.0, "{bounds:?}: {end:?} outside");
        let start = v.screen(Pane::Corner, bounds.min) - v.rect.min;
        assert!(start.x >= -1.0 && start.y >= -1.0, "{bounds:?}: {start:?} outside");
    }
}

#[test]
fn header_and_labels_stay_while_cells_move() {
    let v = viewport(Point::new(500.0, 300.0), 1.0);
    assert_eq!(v.screen(Pane::Header, Point::new(500.0, 0.0)), v.rect.min);
    assert_eq!(v.screen(Pane::Labels, Point::new(0.0, 300.0)), v.rect.min);
    assert_eq!(v.pane_at(pos2(210.0, 500.0)), Pane::Labels);
    assert_eq!(v.pane_at(pos2(700.0, 100.0)), Pane::Header);
    assert_eq!(v.pane_at(pos2(700.0, 500.0)), Pane::Body);
    assert_eq!(v.is_scrolled(), (true, true));
}

#[test]
fn a_large_header_leaves_room_for_cells() {
    let v = viewport(Point::new(0.0, 900.0), 4.0);
    assert!(v.clip(Pane::Body).height() >= 0.5 * v.rect.height());
}

#[test]
fn stages_seen_close_grow_as_far_as_the_canvas_has_room_for_them() {
    let scale = |height: f32, zoom: f64| {
        let rect = egui::Rect::from_min_size(pos2(200.0, 40.0), egui::vec2(800.0, height));
        Viewport { rect, ..viewport(Point::default(), zoom) }.header_scale()
    };
    assert!((scale(600.0, 4.0) - 1.25).abs() < 0.02);
    assert!((scale(1000.0, 1.7) - 1.7).abs() < 1e-9 && (scale(1000.0, 4.0) - 2.0).abs() < 1e-9);
}

#[test]
fn the_map_cannot_be_lost() {
    let v = viewport(Point::default(), 1.0);
    for origin in [Point::new(1e6, 1e6), Point::new(-1e6, -1e6)] {
        let held = v.held(Camera { origin, zoom: 1.0 });
        let seen = Rect { min: held.origin, max: held.origin.offset(800.0, 600.0) };
        assert!(seen.intersects(&v.bounds), "{held:?}");
    }
}

/// Whatever is done to the camera, some cells stay in view and the stage row at the upper edge.
fn check_in_view(v: &Viewport) {
    let cells = v.middle_of(None);
    assert!(cells.is_some(), "no cell in view: {:?} of {:?}", v.camera, v.bounds);
    let top = v.screen(Pane::Header, Point::new(0.0, v.header_height)).y - v.rect.min.y;
    let natural = v.header_height * v.header_scale();
    assert!(f64::from(top) <= natural + 1.0, "{:?}: the stage row has left the edge by {top}", v.camera);
}

#[test]
fn zooming_anywhere_never_empties_the_screen_or_takes_the_stage_row_from_its_edge() {
    for bounds in
        [Rect::new(0.0, 0.0, 700.0, 500.0), Rect::new(0.0, 0.0, 3_000.0, 900.0), Rect::new(0.0, 0.0, 14_000.0, 1_000.0)]
    {
        for anchor in
            [Point::new(400.0, 300.0), Point::new(500.0, 20.0), Point::new(10.0, 590.0), Point::new(790.0, 5.0)]
        {
            let mut v = Viewport { bounds, ..viewport(Point::default(), 1.0) };
            v.camera = v.fit_map();
            for factor in [1.25, 1.03, 4.0, 0.5, 0.9, 0.3, 2.0, 0.1] {
                for _ in 0..12 {
                    v.camera = v.held(v.zoomed(anchor, factor));
                    check_in_view(&v);
                    for (dx, dy) in [(900.0, 0.0), (0.0, -900.0), (-20_000.0, 20_000.0)] {
                        check_in_view(&Viewport { camera: v.held(v.camera.panned(dx, dy)), ..v });
                    }
                }
            }
        }
    }
}

#[test]
fn the_point_under_the_pointer_stays_within_half_a_point_however_many_steps_a_zoom_has() {
    let bounds = Rect::new(0.0, 0.0, 9_000.0, 4_000.0);
    for (x, y) in [(400.0, 300.0), (611.0, 433.0), (777.3, 251.7)] {
        for factor in [1.013, 1.05, 1.0 / 1.013, 1.0 / 1.05] {
            for scale in [1.0, 1.25, 2.0] {
                let start = viewport(Point::new(3_000.3, 1_500.7), 1.0);
                let mut v = Viewport { bounds, pixels_per_point: scale, ..start };
                let at = v.beside_pins(Point::new(x, y));
                let (there, mut zooming) = (v.world(Pane::Body, at), Zooming::default());
                // Far out the header grows over the pointer.
                for step in (0..40).take_while(|step| f64::powi(factor, step + 1) > 0.4) {
                    v.camera = v.held(zooming.step(&v, at, factor));
                    zooming.note(v.camera);
                    let drift = v.screen(Pane::Body, there) - at;
                    let most = 0.5 / scale + 0.01;
                    assert!(
                        drift.x.abs() <= most && drift.y.abs() <= most,
                        "{drift:?} after {step} steps of {factor} at {scale}"
                    );
                }
            }
        }
    }
}

#[test]
fn back_at_the_first_zoom_over_the_header_nothing_has_moved() {
    let v = viewport(Point::default(), 1.0);
    let over_header = Point::new(500.0, 40.0);
    let near = Viewport { camera: v.held(v.zoomed(over_header, 4.0)), ..v };
    let back = near.held(near.zoomed(over_header, 0.25));
    assert!(back.origin.y.abs() < 60.0 && back.origin.x.abs() < 1.0, "{back:?}");
}

#[test]
fn revealing_pans_no_further_than_needed() {
    let v = viewport(Point::default(), 1.0);
    let near = v.revealed(Pane::Body, Rect::new(200.0, 200.0, 50.0, 50.0));
    assert_eq!(near, v.camera);
    // At the very edge, but seen: it stays. So does what is too large to be seen whole, once its beginning is.
    for seen in [
        Rect::new(104.0, 160.0, 50.0, 50.0),
        Rect::new(750.0, 550.0, 50.0, 50.0),
        Rect::new(110.0, 200.0, 1500.0, 50.0),
    ] {
        assert_eq!(v.revealed(Pane::Body, seen), v.camera, "{seen:?}");
    }
    let right = v.revealed(Pane::Body, Rect::new(900.0, 200.0, 50.0, 50.0));
    assert_eq!(right.origin, Point::new(158.0, 0.0));
}

#[test]
fn revealing_the_first_cell_again_and_again_moves_nothing() {
    let v = viewport(Point::default(), 1.0);
    let first = Rect::new(104.0, 160.0, 90.0, 80.0);
    assert_eq!(v.revealed(Pane::Body, first), v.camera);
    let scrolled = viewport(Point::new(300.0, 200.0), 1.0);
    assert_eq!(scrolled.revealed(Pane::Body, first).origin, Point::default());
}

#[test]
fn a_fitted_stage_hangs_from_the_top_with_its_header() {
    let v = viewport(Point::default(), 1.0);
    let stage = v.fit_body(Rect::new(700.0, 160.0, 400.0, 740.0));
    let v = Viewport { camera: stage, ..v };
    assert_eq!(stage.origin.y, 0.0);
    let (top, bottom) = (Point::new(700.0, 160.0), Point::new(1100.0, 900.0));
    assert!(v.clip(Pane::Body).expand(1.0).contains(v.screen(Pane::Body, top)));
    assert!(v.clip(Pane::Body).contains(v.screen(Pane::Body, bottom)));
    // A part that is much wider than high does not push the header down into the canvas.
    assert_eq!(v.fit_body(Rect::new(104.0, 160.0, 1800.0, 40.0)).origin, Point::default());
}
