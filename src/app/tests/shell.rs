//! How the map is looked at: finding, templates, notes, panels.

use super::*;
use crate::session::Panel;
use egui_kittest::kittest::NodeT as _;

#[test]
fn finds_lead_to_other_maps_and_back() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("patient-journey");
    let first = window.app().session().unwrap().map().unwrap();
    let copy = crate::session::maps::duplicate(window.app().session().unwrap().document(), first, "Copy".to_owned());
    window.send(AppCommand::Edit { edit: copy.unwrap(), merge: None, then: AfterEdit::Select });
    let second = window.app().session().unwrap().map().unwrap();
    assert_ne!(first, second);
    window.press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_label(crate::i18n::panels::finding::find()).type_text("referral letter");
    window.settle();
    // The one on the shown map comes first, then the one on the other.
    for expected in [second, first] {
        window.press(Modifiers::NONE, Key::F3);
        assert_eq!(window.app().session().unwrap().map(), Some(expected));
        assert_eq!(window.app().session().unwrap().selection().len(), 1);
    }
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::COMMAND.plus(Modifiers::ALT), Key::ArrowLeft);
    assert_eq!(window.app().session().unwrap().map(), Some(second));
    window.check_idle();
}

#[test]
fn words_are_replaced_in_the_whole_file_as_one_step() {
    use crate::i18n::panels::finding;
    let mut window = Window::open(AppOptions::default());
    window.send(AppCommand::OpenSample);
    let has = |window: &Window, words: &str| {
        crate::session::find::find(window.app().session().unwrap().document(), words).len()
    };
    let (agents, maps) = (has(&window, "agent"), window.is_shown(crate::i18n::panels::outline::maps()));
    window.press(Modifiers::COMMAND, Key::H);
    window.harness.get_by_label(finding::find()).type_text("agent");
    window.settle();
    window.harness.get_by_label(finding::show_list()).click();
    window.settle();
    assert_eq!(window.is_shown(crate::i18n::panels::outline::maps()), maps, "no panel gives way to a bar");
    window.harness.get_by_label(finding::replace_with()).focus();
    window.settle();
    window.harness.get_by_label(finding::replace_with()).type_text("adviser");
    window.settle();
    window.harness.get_by_label(finding::replace_all()).click();
    window.settle();
    assert_eq!((has(&window, "agent"), has(&window, "adviser")), (0, agents));
    let told = finding::replaced(agents, agents);
    assert!(window.app().toasts.texts().iter().any(|text| *text == told), "{:?}", window.app().toasts.texts());
    window.send(AppCommand::Undo);
    assert_eq!((has(&window, "agent"), has(&window, "adviser")), (agents, 0));
    window.press(Modifiers::NONE, Key::Escape);
    window.check_idle();
}

#[test]
fn a_map_is_kept_as_a_template_and_used_again() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("employee-journey");
    window.send(AppCommand::SaveTemplateDialog);
    // Typing replaces the suggested name.
    window.harness.event(egui::Event::Text("Employee journey".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    window.settle();
    assert!(window.is_shown("among your templates"), "{:?}", window.app().toasts.texts());
    window.send(AppCommand::CloseFile);
    let title = crate::i18n::shell::welcome::remove_template("Employee journey");
    assert!(window.is_shown(&title));
    window.new_map("employee-journey-2");
    let document = window.app().session().unwrap().document().clone();
    assert_eq!((document.stages.len(), document.kpis.len()), (5, 5));
    window.send(AppCommand::CloseFile);
    window.harness.get_by_label(&title).click();
    window.settle();
    assert!(!window.is_shown(&title));
    window.harness.get_by_label(crate::i18n::shell::template::BRING_BACK).click();
    window.settle();
    assert!(window.is_shown(&title));
    // Called something else, it keeps its word.
    let rename = crate::i18n::shell::welcome::rename_template("Employee journey");
    window.harness.get_by_label(&rename).click();
    window.settle();
    window.harness.get_by_label(crate::i18n::shell::template::DESCRIPTION).focus();
    window.settle();
    window.harness.event(egui::Event::Text("From first day to last".to_owned()));
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    window.settle();
    let own = &window.app().own_templates[0];
    assert_eq!((own.name.as_str(), own.description.as_str()), ("employee-journey-2", "From first day to last"));
}

#[test]
fn a_note_is_written_by_keyboard_at_what_is_selected() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("patient-journey");
    let stage = window.app().session().unwrap().document().stages.values().next().unwrap().id;
    window.send(AppCommand::SetAuthor("Lena".to_owned()));
    window.send(AppCommand::Select(vec![stage.into()]));
    window.press(Modifiers::COMMAND.plus(Modifiers::ALT), Key::M);
    window.harness.get_by_label(crate::i18n::panels::notes::field()).type_text("Ask the ward");
    window.settle();
    window.press(Modifiers::COMMAND, Key::Enter);
    let session = window.app().session().unwrap();
    let notes: Vec<_> =
        session.document().notes.values().map(|n| (n.anchor, n.author.as_str(), n.text.as_str())).collect();
    assert_eq!(notes, [(stage.into(), "Lena", "Ask the ward")]);
}

#[test]
fn a_question_mark_opens_the_shortcuts_unless_it_is_a_letter() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("patient-journey");
    window.harness.event(egui::Event::Text("?".to_owned()));
    window.settle();
    assert!(matches!(window.app().sheet, Some(crate::app::Sheet::Shortcuts(_))));
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::COMMAND, Key::F);
    window.harness.event(egui::Event::Text("?".to_owned()));
    window.settle();
    assert!(window.app().sheet.is_none());
}

#[test]
fn a_small_window_keeps_the_panel_that_was_asked_for_last() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("patient-journey");
    window.harness.set_size(vec2(640.0, 360.0));
    window.settle();
    let outline = crate::i18n::panels::outline::search();
    let shown = |window: &Window, label: &str| window.harness.query_by_label(label).is_some();
    assert!(!shown(&window, outline) && window.is_shown(crate::i18n::panels::inspector::owner()));
    window.send(AppCommand::TogglePanel(crate::session::Panel::Outline));
    assert!(shown(&window, outline) && !window.is_shown(crate::i18n::panels::inspector::owner()));
    window.harness.set_size(vec2(1280.0, 720.0));
    window.settle();
    assert!(shown(&window, outline) && window.is_shown(crate::i18n::panels::inspector::owner()));
}

#[test]
fn commands_run_by_name_come_first_the_next_time() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("patient-journey");
    for _ in 0..2 {
        window.press(Modifiers::COMMAND, Key::K);
        window.harness.get_by_label(palette::NAME).type_text("small map");
        window.settle();
        window.press(Modifiers::NONE, Key::Enter);
    }
    assert!(!window.app().prefs().is_minimap_shown);
    window.press(Modifiers::COMMAND, Key::K);
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.app().prefs().is_minimap_shown, "the first row is the command run last");
}

/// The accessible names of a kind of node, without empty ones.
fn names(window: &Window, role: egui::accesskit::Role) -> Vec<String> {
    let nodes = window.harness.query_all_by_role(role);
    nodes.filter_map(|node| node.accesskit_node().label()).filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_sample_reads_as_sense_to_someone_who_cannot_see() {
    use egui::accesskit::Role;
    let mut window = Window::open(AppOptions::default());
    window.send(AppCommand::OpenSample);
    window.press(Modifiers::SHIFT, Key::F3);
    // So far away that the whole journey is in sight.
    window.send(AppCommand::Camera(crate::session::CameraCommand::ZoomTo(0.5)));
    let items = names(&window, Role::ListItem);
    for expected in ["Stage Support", "Step Talk to agent", "Lane Touchpoints", "Headline KPI"] {
        assert!(items.iter().any(|name| name.starts_with(expected)), "“{expected}” is missing in {items:#?}");
    }
    let told = items.iter().filter(|name| name.starts_with("Touchpoint") && name.contains("Support"));
    assert_eq!(told.count(), 2, "touchpoints say where they stand: {items:#?}");
    // Nothing that can be pressed is without a name.
    for role in [Role::Button, Role::CheckBox, Role::RadioButton, Role::ComboBox, Role::Tab, Role::TextInput] {
        for node in window.harness.query_all_by_role(role) {
            let node = node.accesskit_node();
            let is_named = node.label().is_some_and(|name| !name.trim().is_empty());
            assert!(is_named, "a {role:?} without a name at {:?}", node.bounding_box());
        }
    }
}

#[test]
fn a_persona_gets_a_portrait_and_loses_it() {
    use crate::i18n::panels::inspector as text;
    use crate::session::pictures::{PictureSource, PictureTarget};
    let mut window = Window::open(AppOptions::default());
    window.send(AppCommand::OpenSample);
    let persona = window.app().session().unwrap().document().personas.values().find(|p| p.name == "Maya").unwrap().id;
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screenshots/sample_light_1280.png");
    let source = PictureSource::Files(vec![file]);
    window.send(AppCommand::PlacePictures(source, PictureTarget::Persona(persona)));
    window.send(AppCommand::Jump(persona.into()));
    assert!(window.is_shown(&text::portrait_of("Maya")), "{:?}", window.app().toasts.texts());
    window.harness.get_by_label(text::no_portrait()).click();
    window.settle();
    assert!(window.is_shown(text::choose_portrait()));
    assert!(window.app().session().unwrap().document().personas[&persona].picture.is_none());
}

#[test]
fn the_map_keeps_its_share_whatever_is_open_around_it() {
    use crate::session::Panel;
    let mut window = Window::open(AppOptions::default());
    window.new_map("patient-journey");
    // 1280 by 720 with an interface of 200, 150, 125 and 100 %.
    for size in [(640.0, 360.0), (853.0, 480.0), (1024.0, 576.0), (1280.0, 720.0), (1920.0, 1080.0)] {
        window.harness.set_size(vec2(size.0, size.1));
        window.settle();
        for panel in [Panel::Outline, Panel::Inspector, Panel::Drawer] {
            // Twice: whatever it was, it is asked for last.
            for _ in 0..2 {
                window.send(AppCommand::TogglePanel(panel));
                // There the drawer has what it needs to be read.
                if panel == Panel::Drawer && crate::app::ui::is_low_window(&window.harness.ctx) {
                    continue;
                }
                let map = window.app().canvas.map_size();
                let bars = f64::from(crate::ui::status_bar::HEIGHT) + 74.0;
                let share = map.width * map.height / (size.0 as f64 * (size.1 as f64 - bars));
                assert!(share > 0.43, "{share} of {size:?} after {panel:?}");
            }
        }
    }
    // Who finds something looks at the map.
    window.harness.set_size(vec2(640.0, 360.0));
    window.settle();
    window.press(Modifiers::COMMAND, Key::F);
    let height = window.app().canvas.map_size().height;
    assert!(height > 200.0, "{height} is left below what is found");
}

#[test]
fn recent_files_stand_below_each_other() {
    let mut window = Window::open(AppOptions::default());
    for name in ["one.milepost", "two.milepost", "three.milepost"] {
        window.new_map("blank");
        let path = window.home.path().join(name);
        window.send(AppCommand::SaveAs(path));
        window.send(AppCommand::CloseFile);
    }
    let rect = |name: &str| window.harness.get_by_label(&welcome::open_recent(name)).rect();
    let [first, second, third] = ["three.milepost", "two.milepost", "one.milepost"].map(rect);
    assert!(first.bottom() <= second.top() && second.bottom() <= third.top(), "{first:?} {second:?} {third:?}");
}

#[test]
fn what_a_narrow_inspector_holds_stays_in_it() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("patient-journey");
    // 1280 by 720 with an interface of 200 %.
    window.harness.set_size(vec2(640.0, 360.0));
    window.settle();
    if !window.is_shown(crate::i18n::panels::inspector::future_state()) {
        window.send(AppCommand::TogglePanel(crate::session::Panel::Inspector));
    }
    let document = window.app().session().unwrap().document().clone();
    let stage = document.stages.values().next().unwrap().id;
    let mut cards = document.cards.values();
    let card = cards.find(|c| matches!(c.body, crate::model::CardBody::Touchpoint { .. })).unwrap().id;
    for record in [crate::model::RecordRef::from(stage), card.into()] {
        window.send(AppCommand::Select(vec![record]));
        for index in 0..8 {
            let swatch = crate::i18n::panels::inspector::swatch(index);
            let rect = window.harness.get_by_label(&swatch).rect();
            assert!(rect.left() > 352.0 && rect.right() < 634.0, "{swatch} at {rect:?} of {record:?}");
        }
    }
}

/// A window that was small for a while leaves the panels as they were: their size is what somebody dragged, not what
/// there was room for.
#[test]
fn panels_follow_the_window_and_keep_their_size() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    window.harness.set_size(vec2(1920.0, 1080.0));
    window.settle();
    // What is dragged below shall be empty ground.
    window.harness.get_by_label(crate::i18n::panels::reminders::put_away()).click();
    window.settle();
    let left = |window: &Window| window.harness.get_by_label_contains("Current state").rect().left();
    let from_right = |window: &Window, width: f32| width - left(window);
    let prefs = |window: &Window| (window.app().prefs().outline, window.app().prefs().inspector);
    let (wide, sizes) = (from_right(&window, 1920.0), prefs(&window));
    window.harness.set_size(vec2(1000.0, 600.0));
    window.settle();
    assert!(from_right(&window, 1000.0) < wide - 20.0, "a small window gives the map the room");
    window.harness.drag_at(egui::pos2(500.0, 300.0));
    window.settle();
    window.harness.drop_at(egui::pos2(500.0, 300.0));
    window.settle();
    assert_eq!(prefs(&window), sizes);
    window.harness.set_size(vec2(1920.0, 1080.0));
    window.settle();
    assert!((from_right(&window, 1920.0) - wide).abs() < 1.0);
}

#[test]
fn signs_that_no_font_has_are_told_once() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let name = |window: &mut Window, title: &str| {
        let session = window.app().session().unwrap();
        let record = session.document().stages_of(session.map().unwrap())[0].id.into();
        let edit = Edit::Rename { record, text: title.to_owned() };
        window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    };
    let told = |window: &Window| window.app().toasts.texts().iter().filter(|text| text.contains("No font")).count();
    name(&mut window, "Über → Ελλάδα ✓");
    assert_eq!(told(&window), 0, "{:?}", window.app().toasts.texts());
    // Nothing is looked for in the fonts of the system here; this plane has no signs anywhere.
    window.harness.ctx.set_missing_glyph_policy(egui::epaint::text::MissingGlyphPolicy::Tofu);
    name(&mut window, "Trip \u{F8FF}\u{10FFFD}");
    assert_eq!(told(&window), 1, "{:?}", window.app().toasts.texts());
    name(&mut window, "Trip \u{F8FE}");
    assert_eq!(told(&window), 1);
}

#[test]
fn menus_of_a_small_window_hang_below_the_bar_and_scroll() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    // As 1280 by 720 are at 200 %.
    window.harness.set_size(vec2(640.0, 360.0));
    window.settle();
    for (label, first) in [(menu::VIEW, words::ZOOM_IN.label), (menu::EDIT, "Undo")] {
        let button = window.harness.get_by_label(label).rect();
        window.harness.get_by_label(label).click();
        window.settle();
        let nodes = window.harness.query_all_by_role(egui::accesskit::Role::MenuItem);
        let entries = nodes.filter(|node| node.accesskit_node().label().is_some_and(|name| name.starts_with(first)));
        let entry = entries.map(|node| node.rect()).next().unwrap();
        assert!(entry.top() >= button.bottom() && entry.left() < button.right(), "{label}: {entry:?} at {button:?}");
        window.press(Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn the_tick_of_a_panel_says_what_is_seen() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let is_on = |window: &Window, panel: Panel| {
        let tokens = crate::theme::Tokens::light();
        window.app().shell(&tokens).is_on(UiCommand::Panel(panel)).unwrap()
    };
    assert!(!is_on(&window, Panel::Drawer), "a small window begins without its drawer");
    window.send(AppCommand::TogglePanel(Panel::Drawer));
    assert!(is_on(&window, Panel::Drawer));
    window.harness.set_size(vec2(640.0, 360.0));
    window.settle();
    let hidden = [Panel::Outline, Panel::Inspector].into_iter().find(|panel| !is_on(&window, *panel)).unwrap();
    window.send(AppCommand::TogglePanel(hidden));
    assert!(is_on(&window, hidden), "what had no room is shown when it is asked for");
}

#[test]
fn a_click_on_a_kpi_opens_no_drawer_over_the_map() {
    let mut window = Window::open(AppOptions { is_sample: true, ..AppOptions::default() });
    let is_on = |window: &Window| {
        let tokens = crate::theme::Tokens::light();
        window.app().shell(&tokens).is_on(UiCommand::Panel(Panel::Drawer)).unwrap()
    };
    let click = |window: &mut Window| {
        {
            let mut all = window.harness.query_all_by_label_contains("KPI Conversion at Sign-up");
            let card = all.find(|node| node.accesskit_node().role() == egui::accesskit::Role::ListItem);
            card.unwrap().click();
        }
        window.settle();
        // As long as a click may be the first half of a double click, and longer.
        for _ in 0..60 {
            window.harness.step();
        }
        window.settle();
    };
    window.harness.set_size(vec2(1280.0, 720.0));
    window.settle();
    click(&mut window);
    assert!(!is_on(&window), "in a low window");
    window.send(AppCommand::TogglePanel(Panel::Drawer));
    assert!(is_on(&window));
    let (window_height, drawer) = (720.0, window.app().drawer_height);
    assert!(drawer > 0.0 && drawer <= 0.45 * window_height, "{drawer}");
    assert!(window.harness.query_all_by_label_contains("Conversion").count() > 2, "with the KPI that was clicked");
    window.send(AppCommand::TogglePanel(Panel::Drawer));
    window.harness.set_size(vec2(1920.0, 1080.0));
    window.settle();
    click(&mut window);
    assert!(!is_on(&window), "who closed it meant it");
}

#[test]
fn with_less_motion_everything_is_at_its_place_at_once() {
    use crate::session::{CameraCommand, MotionChoice};
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let stage = window.app().session().unwrap().document().stages.keys().next_back().copied().unwrap();
    let commands = || {
        [
            AppCommand::TogglePanel(Panel::Outline),
            AppCommand::TogglePanel(Panel::Inspector),
            AppCommand::TogglePanel(Panel::Drawer),
            AppCommand::Camera(CameraCommand::FitMap),
            AppCommand::Camera(CameraCommand::Reveal(stage.into())),
            AppCommand::TogglePrompts,
            AppCommand::OpenPalette,
        ]
    };
    // All but the caret, which blinks.
    let painted = |window: &Window| -> Vec<_> {
        let shapes = window.harness.output().shapes.iter();
        shapes.filter(|shape| shape.shape.visual_bounding_rect().width() >= 4.0).cloned().collect()
    };
    // Whether what is painted a few frames after each command is what stays.
    let mut are_at_once = |choice: MotionChoice, is_unwanted: bool| -> Vec<bool> {
        window.app_mut().is_motion_unwanted = is_unwanted;
        window.send(AppCommand::SetMotion(choice));
        let mut at_once = Vec::new();
        for command in commands() {
            window.app().commands().send(command);
            for _ in 0..4 {
                window.harness.step();
            }
            let soon = painted(&window);
            window.settle();
            at_once.push(soon == painted(&window));
        }
        window.press(Modifiers::NONE, Key::Escape);
        at_once
    };
    assert!(are_at_once(MotionChoice::Full, true).contains(&false), "something glides");
    assert_eq!(are_at_once(MotionChoice::Reduced, false), [true; 7]);
    assert_eq!(are_at_once(MotionChoice::System, true), [true; 7]);
    assert!(are_at_once(MotionChoice::System, false).contains(&false), "the system allows it");
}

#[test]
fn the_hint_on_an_empty_map_covers_no_name_of_a_lane() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    for width in [640.0, 853.0, 1280.0] {
        window.harness.set_size(egui::vec2(width, 480.0));
        window.settle();
        let hint = window.harness.get_by_label(crate::i18n::canvas::empty_hint()).rect();
        let lanes = window.harness.query_all_by_role(egui::accesskit::Role::ListItem).map(|lane| lane.rect());
        let names: Vec<_> = lanes.collect();
        assert!(!names.is_empty());
        for name in names {
            assert!(name.right() <= hint.left() - 16.0, "{width}: {name} and {hint}");
        }
    }
}
