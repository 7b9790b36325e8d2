//! A window that large letters leave little height: 1280 by 720 at 200, 175 and 150 %.

use super::*;
use crate::session::Panel;

const SIZES: [(f32, f32); 3] = [(640.0, 360.0), (731.0, 411.0), (853.0, 480.0)];
const PANELS: [Panel; 3] = [Panel::Outline, Panel::Drawer, Panel::Inspector];

fn switch(panel: Panel) -> &'static str {
    UiCommand::Panel(panel).words().label
}

fn is_shown(window: &Window, panel: Panel) -> bool {
    let app = window.app();
    app.prefs().is_panel_open(panel) && !app.hidden_panels.contains(&panel)
}

/// What is closed, or has no room, is one press away by mouse and by keys, and its switch says whether it is shown.
#[test]
fn every_panel_is_in_reach_and_none_vanishes_unseen() {
    use egui_kittest::kittest::NodeT as _;
    for (width, height) in SIZES {
        let mut window = Window::open(AppOptions::default());
        window.harness.set_size(vec2(width, height));
        window.send(AppCommand::OpenSample);
        for (panel, key) in PANELS.into_iter().zip([Key::Num1, Key::Num3, Key::Num2]).cycle().take(6) {
            let by_mouse = is_shown(&window, panel);
            if by_mouse {
                continue;
            }
            window.harness.get_by_label(switch(panel)).click();
            window.settle();
            assert!(is_shown(&window, panel), "{panel:?} by mouse at {width}");
            for other in PANELS {
                let node = window.harness.get_by_label(switch(other));
                let is_on = node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True);
                assert_eq!(is_on, is_shown(&window, other), "the switch of {other:?} at {width}");
                assert!(node.rect().right() <= width && node.rect().left() >= 0.0, "{other:?} at {width}");
            }
            window.press(Modifiers::COMMAND, key);
            assert!(!is_shown(&window, panel), "{panel:?} by keys at {width}");
        }
        window.check_idle();
    }
}

/// A drawer that is asked for can be read, and the stages stay above it.
#[test]
fn the_drawer_takes_the_room_it_needs_and_the_stages_stay() {
    for (width, height) in SIZES {
        let mut window = Window::open(AppOptions::default());
        window.harness.set_size(vec2(width, height));
        window.send(AppCommand::OpenSample);
        window.press(Modifiers::COMMAND, Key::Num3);
        let app = window.app();
        assert!(app.drawer_height >= 175.0, "{} of {height}", app.drawer_height);
        let plot = window.harness.get_by_label_contains("Trend of");
        assert!(plot.rect().height() >= 60.0, "the plot is {} high at {height}", plot.rect().height());
        let stage = window.harness.get_all_by_role(egui::accesskit::Role::ListItem).next().unwrap().rect();
        let room = app.canvas.map_size().height;
        assert!(room >= 100.0, "the map keeps {room} of {height}");
        // Scrolled to its last lane, the map still says which stage that is.
        window.harness.hover_at(egui::pos2(width / 2.0, stage.bottom() + 10.0));
        let wheel = egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -2_000.0),
            source: egui::MouseWheelSource::Wheel,
            phase: egui::TouchPhase::Move,
            modifiers: Modifiers::NONE,
        };
        window.harness.event(wheel);
        window.settle();
        let after = window.harness.get_all_by_role(egui::accesskit::Role::ListItem).next().unwrap().rect();
        // A hair of its upper edge may go, its name and figures do not.
        assert!((after.top() - stage.top()).abs() < 10.0, "{stage:?} went to {after:?} at {height}");
    }
}

/// The toolbar stands in the row of the menus, all of it, and what finds no room there is in “More”.
#[test]
fn the_toolbar_folds_into_the_row_of_the_menus() {
    for (width, height) in SIZES {
        let mut window = Window::open(AppOptions::default());
        window.harness.set_size(vec2(width, height));
        window.send(AppCommand::OpenSample);
        let at = |name: &str| window.harness.get_by_label(name).rect();
        let (help, stage, more) = (at(menu::HELP), at("Stage"), at(crate::i18n::shell::toolbar::MORE));
        let outline = at(switch(Panel::Outline));
        let row = [help, stage, more, outline];
        assert!(row.windows(2).all(|pair| pair[0].right() <= pair[1].left()), "{row:?} at {width}");
        assert!(row.iter().all(|rect| rect.bottom() - row[0].top() <= 38.0), "{row:?} at {width}");
        window.harness.get_by_label(crate::i18n::shell::toolbar::MORE).click();
        window.settle();
        assert!(window.is_shown(menu::PERIOD), "at {width}");
        let is_folded = window.is_shown(menu::ADD_CARD);
        assert_eq!(is_folded, width < 800.0, "at {width}");
    }
}

/// The field of a stage stands for its name, not over it.
#[test]
fn a_name_that_is_typed_in_a_low_header_is_seen_once() {
    for (width, height) in SIZES {
        let mut window = Window::open(AppOptions::default());
        window.harness.set_size(vec2(width, height));
        window.send(AppCommand::OpenSample);
        let stage = window.harness.get_all_by_label("Stage Awareness").find(|node| node.rect().top() < 120.0);
        let rect = stage.expect("the header").rect();
        let seen = |window: &Window| {
            let is_name = |shape: &&egui::epaint::ClippedShape| match &shape.shape {
                egui::Shape::Text(text) => text.galley.text() == "Awareness" && rect.expand(4.0).contains(text.pos),
                _ => false,
            };
            window.harness.output().shapes.iter().filter(is_name).count()
        };
        assert_eq!(seen(&window), 1, "at {width}");
        window.harness.hover_at(rect.center_top() + vec2(0.0, 12.0));
        window.harness.drag_at(rect.center_top() + vec2(0.0, 12.0));
        window.harness.drop_at(rect.center_top() + vec2(0.0, 12.0));
        window.settle();
        window.press(Modifiers::NONE, Key::F2);
        window.harness.get_by_label("Edit stage");
        assert_eq!(seen(&window), 1, "while it is typed at {width}");
    }
}
