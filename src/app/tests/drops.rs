//! What comes in by dropping, and what goes out as a picture.

use super::Window;
use crate::app::AppOptions;
use crate::session::AppCommand;
use crate::session::export_job::PictureFormat;
use crate::session::export_job::Rows;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

/// A file dropped on the window.
#[derive(Debug)]
struct OnDisk(std::path::PathBuf);

impl egui::DroppedFile for OnDisk {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

impl Window {
    /// Writes files and drops them, or folders of theirs, on the window.
    fn drop_files(&mut self, names: &[&str]) {
        for name in names {
            let path = self.home.path().join(name);
            if path.extension().is_some() && !path.exists() {
                std::fs::write(&path, "day,stage,metric,value\n2025-05-01,Support,CSAT,4\n").unwrap();
            }
            let file: egui::DroppedFileHandle = std::sync::Arc::new(OnDisk(path));
            self.harness.input_mut().dropped_files.push(file);
        }
        self.settle();
    }

    #[track_caller]
    fn check_told(&self, part: &str) {
        let texts = self.app().toasts.texts();
        assert!(texts.iter().any(|text| text.contains(part) && text.ends_with('.')), "{part}: {texts:?}");
    }
}

#[test]
fn what_cannot_be_used_of_a_drop_is_told_in_a_sentence() {
    let mut window = Window::open(AppOptions::default());
    window.drop_files(&["photo.jpg"]);
    window.check_told("Open or start a map first");
    window.new_map("blank");
    window.drop_files(&["film.mp4"]);
    window.check_told("film.mp4 was not opened");
    window.drop_files(&["photo.jpg"]);
    window.check_told("Add a stage first");
    window.drop_files(&["sheet.numbers"]);
    window.check_told("sheet.numbers is a Numbers document");
    std::fs::create_dir(window.home.path().join("nothing")).unwrap();
    window.drop_files(&["nothing"]);
    window.check_told("The folder nothing holds");
    window.drop_files(&["m.json"]);
    window.check_told("m.json may be a mapping file");
    assert!(!window.app().wizard.is_open());
}

#[test]
fn data_files_the_program_is_started_with_open_the_wizard_on_a_new_map() {
    let home = tempfile::tempdir().unwrap();
    let tables: Vec<_> = ["a.csv", "b.csv"].map(|name| home.path().join(name)).into();
    for table in &tables {
        std::fs::write(table, "day,stage,metric,value\n2025-05-01,Support,CSAT,4\n").unwrap();
    }
    let mut window = Window::open_in(home, AppOptions { tables, ..AppOptions::default() });
    window.settle();
    assert!(window.app().session().is_some());
    assert!(
        window.is_shown("Import a.csv") && window.is_shown("1 more file waits"),
        "{:?}",
        window.app().toasts.texts()
    );
}

#[test]
fn data_files_dropped_on_the_welcome_screen_open_the_wizard_on_a_new_map() {
    let mut window = Window::open(AppOptions::default());
    window.drop_files(&["a.csv", "b.csv"]);
    window.settle();
    assert!(window.app().session().is_some());
    let told = window.app().toasts.texts();
    assert!(window.is_shown("Import a.csv") && window.is_shown("1 more file waits"), "{told:?}");
}

#[test]
fn dropped_tables_open_the_wizard_and_a_dropped_mapping_is_for_it() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    std::fs::create_dir(window.home.path().join("sheets")).unwrap();
    std::fs::write(window.home.path().join("sheets/b.csv"), "day,metric,value\n2025-05-01,CSAT,4\n").unwrap();
    window.drop_files(&["a.csv", "sheets", "photo.jpg"]);
    window.check_told("Left aside");
    assert!(window.is_shown("Import a.csv") && window.is_shown("1 more file waits"));
    let json = r#"{"shape":"long","date":{"column":"day"},"metric":{"fixed":"Mood"},"value":{"column":"value"}}"#;
    std::fs::write(window.home.path().join("mood.json"), json).unwrap();
    window.drop_files(&["mood.json"]);
    assert!(window.is_shown("Choices of mood.json"), "{:?}", window.app().toasts.texts());
}

#[test]
fn dropped_pictures_fill_the_storyboard_and_damaged_ones_are_named() {
    use crate::model::{CardBody, Edit, LaneKind};
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let map = window.app().session().and_then(crate::session::Session::map).unwrap();
    let lane = Edit::AddLane { map, before: None, kind: LaneKind::Image, title: "Pictures".to_owned() };
    window.send(AppCommand::Edit { edit: lane, merge: None, then: crate::session::AfterEdit::Nothing });
    let picture = crate::export::picture::from_pixels(3, 2, &[9, 9, 9, 255].repeat(6)).unwrap();
    for name in ["a.png", "b.png"] {
        std::fs::write(window.home.path().join(name), &picture.bytes.data).unwrap();
    }
    window.drop_files(&["a.png", "b.png", "c.png"]);
    window.check_told("“c.png” was not added");
    let session = window.app().session().unwrap();
    let shown = session.document().cards.values().filter_map(|card| match &card.body {
        CardBody::Image { picture } => picture.clone(),
        _ => None,
    });
    let shown: Vec<_> = shown.collect();
    assert_eq!(shown, [picture.picture.clone(), picture.picture]);
}

/// A copied picture is pasted, with its bytes, after something else was done.
fn check_pasted_picture(between: impl FnOnce(&mut Window)) {
    use crate::model::{CardBody, Edit, LaneKind, RecordRef};
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    window.send(AppCommand::SaveAs(window.home.path().join("map.milepost")));
    let map = window.app().session().and_then(crate::session::Session::map).unwrap();
    let lane = Edit::AddLane { map, before: None, kind: LaneKind::Image, title: "Pictures".to_owned() };
    window.send(AppCommand::Edit { edit: lane, merge: None, then: crate::session::AfterEdit::Nothing });
    let picture = crate::export::picture::from_pixels(3, 2, &[9, 9, 9, 255].repeat(6)).unwrap();
    std::fs::write(window.home.path().join("a.png"), &picture.bytes.data).unwrap();
    window.drop_files(&["a.png"]);
    let card_of = |window: &Window| -> RecordRef {
        let cards = &window.app().session().unwrap().document().cards;
        let is_there = |body: &CardBody| matches!(body, CardBody::Image { picture: Some(_) });
        cards.values().find(|card| is_there(&card.body)).unwrap().id.into()
    };
    let card = card_of(&window);
    window.send(AppCommand::Select(vec![card]));
    window.send(AppCommand::Cut);
    assert!(!window.app().session().unwrap().document().references().any(|r| r == card));
    between(&mut window);
    let text = window.app().copied.as_ref().unwrap().copied.text.clone();
    window.send(AppCommand::Paste { text, at: crate::session::clipboard::PasteAt::Anywhere });
    let session = window.app().session().unwrap();
    let [RecordRef::Card(pasted)] = *session.selection() else { panic!("{:?}", window.app().toasts.texts()) };
    let CardBody::Image { picture: shown } = &session.document().cards[&pasted].body else { panic!("a picture") };
    assert_eq!(shown.as_ref(), Some(&picture.picture));
    let store = session.store().unwrap();
    store.flush().unwrap();
    let stored = store.reader().unwrap().picture(&picture.picture.digest).unwrap();
    assert_eq!(stored, Some(picture.bytes), "its bytes are in the file");
}

#[test]
fn a_copied_picture_goes_along_into_other_files() {
    check_pasted_picture(|_| {});
    check_pasted_picture(|window| window.send(AppCommand::SaveAs(window.home.path().join("copy.milepost"))));
    // The file lets go of what nothing on its maps shows once it is closed.
    check_pasted_picture(|window| {
        window.send(AppCommand::CloseFile);
        window.send(AppCommand::Open(window.home.path().join("map.milepost")));
    });
    check_pasted_picture(|window| {
        window.send(AppCommand::SaveAs(window.home.path().join("copy.milepost")));
        window.send(AppCommand::Open(window.home.path().join("map.milepost")));
    });
    check_pasted_picture(|window| {
        window.send(AppCommand::CloseFile);
        window.new_map("blank");
    });
}

#[test]
fn a_pasted_sheet_tells_what_came_and_can_be_pasted_as_cells() {
    use crate::i18n::shell::paste;
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let before = window.app().session().unwrap().document().clone();
    let text = "Stage\tDiscover\tBuy\nTouchpoints\tE-mail\tStore\nPain points\tSlow\tDear".to_owned();
    let at = crate::session::clipboard::PasteAt::Anywhere;
    window.send(AppCommand::Paste { text: text.clone(), at });
    window.check_told("2 stages, 2 steps, 4 cards pasted.");
    let sheet = window.app().session().unwrap().document().clone();
    window.harness.get_by_label(paste::AS_CELLS).click();
    window.settle();
    let cells = window.app().session().unwrap().document().clone();
    assert!(cells.stages.values().any(|stage| stage.title == "Stage"), "{:?}", cells.stages.values());
    assert!(!sheet.stages.values().any(|stage| stage.title == "Stage"), "{:?}", sheet.stages.values());
    window.send(AppCommand::Undo);
    assert_eq!(window.app().session().unwrap().document(), &before);
    // Words that name no KPI can become one.
    window.send(AppCommand::Paste { text: "Stage\tDiscover\nKPIs\tBasket size".to_owned(), at });
    window.check_told("“Basket size” names no KPI");
    window.harness.get_by_label(&paste::make_kpis(1)).click();
    window.settle();
    let kpis: Vec<_> = window.app().session().unwrap().document().kpis.values().map(|kpi| kpi.name.clone()).collect();
    assert_eq!(kpis, ["Basket size"]);
}

impl Window {
    /// Drags a file over the window.
    fn drag(&mut self, name: Option<&str>) {
        let hovered =
            name.map(|name| egui::HoveredFile { path: Some(self.home.path().join(name)), ..Default::default() });
        self.harness.input_mut().hovered_files = hovered.into_iter().collect();
        self.harness.run_ok();
    }
}

#[test]
fn dragged_files_show_where_they_will_land() {
    use crate::model::LaneKind;
    use crate::session::pictures::PictureTarget;
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let session = window.app().session().unwrap();
    let map = session.map().unwrap();
    let lane = session.document().lanes_of(map).into_iter().find(|lane| lane.kind == LaneKind::Image).unwrap().id;
    let step = session.document().columns_of(map)[1].clone();
    let place = window.app().canvas.target_rect(PictureTarget::Cell { lane, step: step.id }).unwrap();
    window.harness.input_mut().events.push(egui::Event::PointerMoved(place.center()));
    window.drag(Some("photo.png"));
    assert!(window.is_shown("Drop to show photo.png in the lane “Storyboard” at “Find us”"));
    let is_marked = |window: &Window| {
        window.harness.output().shapes.iter().any(|shape| match &shape.shape {
            egui::Shape::Rect(rect) => rect.rect == place && rect.stroke.width > 0.0,
            _ => false,
        })
    };
    assert!(is_marked(&window), "the cell is marked");
    window.drag(Some("numbers.csv"));
    assert!(!is_marked(&window) && !window.is_shown("photo.png"));
    window.drag(None);
    assert!(!is_marked(&window));
}

#[test]
fn dragged_files_are_where_the_system_says_and_not_where_the_pointer_was_seen_last() {
    use crate::model::{CardBody, LaneKind};
    use crate::session::pictures::PictureTarget;
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let session = window.app().session().unwrap();
    let map = session.map().unwrap();
    let lane = session.document().lanes_of(map).into_iter().find(|lane| lane.kind == LaneKind::Image).unwrap().id;
    let columns: Vec<_> = session.document().columns_of(map).into_iter().cloned().collect();
    let place = |window: &Window, column: usize| {
        let target = PictureTarget::Cell { lane, step: columns[column].id };
        window.app().canvas.target_rect(target).unwrap().center()
    };
    let (seen, meant) = (place(&window, 1), place(&window, 2));
    window.harness.input_mut().events.push(egui::Event::PointerMoved(seen));
    window.app_mut().drag_place.tell(Some(meant));
    window.drag(Some("photo.png"));
    assert!(window.is_shown(&format!("at “{}”", columns[2].title)));
    window.drag(None);
    let picture = crate::export::picture::from_pixels(3, 2, &[9, 9, 9, 255].repeat(6)).unwrap();
    std::fs::write(window.home.path().join("a.png"), &picture.bytes.data).unwrap();
    window.drop_files(&["a.png"]);
    let places = |window: &Window| -> Vec<_> {
        let cards = window.app().session().unwrap().document().cards.values();
        let shown = cards.filter(|card| matches!(card.body, CardBody::Image { picture: Some(_) }));
        shown.map(|card| (card.lane, card.step)).collect()
    };
    assert_eq!(places(&window), [(lane, columns[2].id)]);
    // Beside the map it is put into a free cell: the picture that is selected now stays.
    window.app_mut().drag_place.tell(Some(egui::pos2(4.0, 300.0)));
    window.drop_files(&["a.png"]);
    assert_eq!(places(&window).len(), 2);
    window.drop_files(&["moving.gif"]);
    window.check_told("pictures can be PNG, JPEG or SVG");
}

#[test]
fn a_slow_clipboard_is_told_in_the_status_bar_and_can_be_given_up() {
    use crate::i18n::shell::{paste, status};
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let before = window.app().session().unwrap().document().clone();
    let at = crate::session::clipboard::PasteAt::Anywhere;
    let paste_slowly = |window: &mut Window| {
        let (answer, question) = std::sync::mpsc::channel::<()>();
        window.app_mut().ask_and_paste("Late words".to_owned(), at, move || question.recv().ok().and(None));
        window.harness.run_ok();
        assert!(window.is_shown(paste::PASTING));
        answer
    };
    let answer = paste_slowly(&mut window);
    window.harness.get_by_label(&status::cancel_job(paste::PASTING)).click();
    window.settle();
    drop(answer);
    window.settle();
    assert!(!window.is_shown(paste::PASTING));
    assert_eq!(window.app().session().unwrap().document(), &before);
    let answer = paste_slowly(&mut window);
    answer.send(()).unwrap();
    window.settle();
    assert!(!window.is_shown(paste::PASTING));
    assert!(window.app().session().unwrap().document().cards.values().any(|card| card.text == "Late words"));
}

#[test]
fn what_pasting_would_not_bring_back_is_not_cut() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let before = window.app().session().unwrap().document().clone();
    // A card beside a stage is not in the copy of that.
    let stage = *before.stages.keys().next().unwrap();
    let elsewhere = before.cards.values().find(|card| before.steps[&card.step].stage != stage).unwrap().id;
    window.send(AppCommand::Select(vec![stage.into(), elsewhere.into()]));
    window.send(AppCommand::Cut);
    assert_eq!(window.app().session().unwrap().document(), &before);
    window.check_told("Nothing was cut");
    assert!(window.app().copied.is_none());
    // A stage alone is, and comes back with all it had.
    window.send(AppCommand::Select(vec![stage.into()]));
    window.send(AppCommand::Cut);
    let without = window.app().session().unwrap().document().clone();
    assert_eq!(without.stages.len() + 1, before.stages.len());
    let text = window.app().copied.as_ref().unwrap().copied.text.clone();
    window.send(AppCommand::Paste { text, at: crate::session::clipboard::PasteAt::Anywhere });
    let back = window.app().session().unwrap().document().clone();
    assert_eq!((back.stages.len(), back.cards.len()), (before.stages.len(), before.cards.len()));
    window.send(AppCommand::Undo);
    window.send(AppCommand::Undo);
    assert_eq!(window.app().session().unwrap().document(), &before);
}

#[test]
fn of_dropped_maps_one_is_opened() {
    let mut window = Window::open(AppOptions::default());
    for name in ["one.milepost", "two.milepost"] {
        window.new_map("blank");
        let path = window.home.path().join(name);
        window.send(AppCommand::SaveAs(path));
        window.send(AppCommand::CloseFile);
    }
    window.drop_files(&["one.milepost", "two.milepost", "a.csv"]);
    window.check_told("one.milepost is opened, one map at a time. Left aside: two.milepost, a.csv.");
    assert_eq!(window.app().session().and_then(|s| s.path()), Some(window.home.path().join("one.milepost").as_path()));
}

#[test]
fn a_picture_is_written_as_the_sheet_was_left_and_that_is_remembered() {
    use crate::i18n::shell::{dialog, export};
    use crate::session::prefs::{ExportPrefs, PictureTheme};
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    window.press(Modifiers::COMMAND, Key::E);
    for choice in ["Format: SVG", "Colours: Dark"] {
        window.harness.get_by_label(choice).click();
        window.settle();
    }
    assert!(!window.is_shown(export::SIZE_HINT), "shapes have no size in pixels");
    window.harness.get_by_label(export::GO_ON).click();
    window.settle();
    let path = window.home.path().join("journey");
    let Some(crate::app::Sheet::Path(_, draft)) = window.app_mut().sheet.as_mut() else {
        panic!("a path is asked for")
    };
    assert!(draft.text.ends_with(".svg"), "{}", draft.text);
    draft.text = path.display().to_string();
    window.settle();
    window.harness.get_by_label(dialog::EXPORT).click();
    window.settle();
    let svg = std::fs::read_to_string(path.with_extension("svg")).unwrap();
    let ground = crate::theme::Tokens::dark().canvas;
    let ground = format!("#{:02x}{:02x}{:02x}", ground.r, ground.g, ground.b);
    assert!(svg.to_lowercase().contains(&ground), "{}", svg.get(..600).unwrap_or_default());
    let expected = ExportPrefs { format: PictureFormat::Svg, theme: PictureTheme::Dark, scale: 2, rows: Rows::One };
    assert_eq!(window.app().prefs().export, expected);
}

#[test]
fn a_wrong_path_stays_where_it_was_typed_and_says_what_is_wrong() {
    let mut window = Window::open(AppOptions::default());
    window.press(Modifiers::COMMAND, Key::O);
    let path = window.home.path().join("nope.milepost");
    let text = path.display().to_string();
    let Some(crate::app::Sheet::Path(_, draft)) = window.app_mut().sheet.as_mut() else {
        panic!("a path is asked for")
    };
    draft.text.clone_from(&text);
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.is_shown(&crate::i18n::shell::path::no_file(&text)), "{:?}", window.app().toasts.texts());
    let folder = window.home.path().display().to_string();
    let Some(crate::app::Sheet::Path(_, draft)) = window.app_mut().sheet.as_mut() else { panic!("it stays") };
    assert_eq!(draft.text, text);
    draft.text.clone_from(&folder);
    window.settle();
    window.harness.get_by_label(crate::i18n::shell::dialog::OPEN).click();
    window.settle();
    assert!(window.is_shown(&crate::i18n::shell::path::is_folder(&folder)));
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.app().sheet.is_none() && window.app().toasts.texts().is_empty());
}

#[test]
fn a_picture_that_is_gone_is_told_without_numbers_of_the_system() {
    let mut window = Window::open(AppOptions::default());
    window.new_map("customer-journey");
    let gone = window.home.path().join("gone.png");
    let session = window.app().session().unwrap();
    let target = session.document().personas_in_order().first().map(|persona| persona.id);
    assert!(target.is_none());
    window.send(AppCommand::PlacePictures(
        crate::session::pictures::PictureSource::Files(vec![gone]),
        crate::session::pictures::PictureTarget::Persona(crate::base::ids::Id::from_raw(1)),
    ));
    window.check_told("it is not there any more");
    assert!(!window.app().toasts.texts().iter().any(|text| text.contains("os error")));
}

#[test]
fn a_card_dropped_on_another_map_in_the_outline_goes_there_and_undo_brings_it_back() {
    let mut window = Window::open(AppOptions::default());
    window.send(AppCommand::OpenSample);
    let session = |window: &Window| window.app().session().unwrap().document().clone();
    let card = session(&window).cards.values().find(|c| c.text == "Trial mail").unwrap().clone();
    let from = session(&window).map_of_card(card.id).unwrap();
    let other = session(&window).maps_in_order().into_iter().find(|m| m.id != from).unwrap().clone();
    let count = |window: &Window, map| {
        let document = session(window);
        document.cards.values().filter(|c| document.map_of_card(c.id) == Some(map)).count()
    };
    let before = (count(&window, from), count(&window, other.id));
    let start = window.harness.get_by_label("Touchpoint Trial mail in Consideration › Ask for a trial").rect().center();
    let end = window.harness.get_by_label(&format!("Map {}", other.title)).rect().center();
    window.harness.hover_at(start);
    window.harness.step();
    window.harness.drag_at(start);
    for part in 1_u8..=10 {
        window.harness.hover_at(start + (end - start) * (f32::from(part) / 10.0));
        window.harness.step();
    }
    window.harness.drop_at(end);
    window.settle();
    assert_eq!((count(&window, from), count(&window, other.id)), (before.0 - 1, before.1 + 1));
    let undo = window.app().session().unwrap().undo_label();
    assert_eq!(crate::i18n::edit::undo(undo), "Undo Move card");
    assert_eq!(window.app().session().unwrap().selection(), [], "what is out of sight is not chosen");
    window.send(AppCommand::Undo);
    assert_eq!((count(&window, from), count(&window, other.id)), before);
    assert_eq!(session(&window).cards[&card.id], card, "it stands where it was");
}

#[test]
fn the_palette_takes_cards_to_other_maps_and_links_stages_to_them() {
    use crate::model::RecordRef;
    let mut window = Window::open(AppOptions::default());
    window.send(AppCommand::OpenSample);
    let run = |window: &mut Window, record: RecordRef, words: &str| {
        window.send(AppCommand::Select(vec![record]));
        window.press(Modifiers::COMMAND, Key::K);
        window.harness.event(egui::Event::Text(words.to_owned()));
        window.settle();
        window.press(Modifiers::NONE, Key::Enter);
        window.app().session().unwrap().document().clone()
    };
    let document = window.app().session().unwrap().document().clone();
    let shown = window.app().session().unwrap().map().unwrap();
    let other = document.maps_in_order().into_iter().find(|map| map.id != shown).unwrap().id;
    let card = document.cards.values().find(|card| card.text == "Trial mail").unwrap().id;
    let after = run(&mut window, card.into(), "move to map");
    assert_eq!(after.map_of_card(card), Some(other));
    let stage = document.stages_of(shown)[1].id;
    let detail = format!("shown in detail on {}", document.maps[&other].title);
    assert_eq!(run(&mut window, stage.into(), &detail).stages[&stage].linked_map, Some(other));
    assert_eq!(run(&mut window, stage.into(), "shown in detail on none").stages[&stage].linked_map, None);
    run(&mut window, stage.into(), &detail);
    run(&mut window, stage.into(), "open subscription journey");
    assert_eq!(window.app().session().unwrap().map(), Some(other));
}

#[test]
fn the_menu_bar_takes_cards_to_other_maps_and_gives_a_stage_a_map_of_its_own() {
    use crate::model::RecordRef;
    let mut window = Window::open(AppOptions::default());
    window.send(AppCommand::OpenSample);
    let document = |window: &Window| window.app().session().unwrap().document().clone();
    let choose = |window: &mut Window, record: RecordRef, list: &str, name: &str| {
        window.send(AppCommand::Select(vec![record]));
        for label in [crate::i18n::shell::menu::EDIT, list] {
            window.harness.get_by_role_and_label(egui::Role::MenuItem, label).click();
            window.settle();
        }
        let entries = window.harness.query_all_by_label(name);
        entries.last().unwrap().click_accesskit();
        window.settle();
    };
    let before = document(&window);
    let shown = window.app().session().unwrap().map().unwrap();
    let other = before.maps_in_order().into_iter().find(|map| map.id != shown).unwrap().clone();
    let card = before.cards.values().find(|card| card.text == "Trial mail").unwrap().id;
    choose(&mut window, card.into(), crate::i18n::canvas::move_to_map(), &other.title);
    assert_eq!(document(&window).map_of_card(card), Some(other.id));
    window.send(AppCommand::Undo);
    let stage = before.stages_of(shown)[1].clone();
    choose(&mut window, stage.id.into(), crate::i18n::canvas::link_to_map(), crate::i18n::canvas::a_new_map());
    let new = document(&window).stages[&stage.id].linked_map.expect("it leads to the new map");
    assert_eq!(
        (document(&window).maps[&new].title.as_str(), window.app().session().unwrap().map()),
        (stage.title.as_str(), Some(new))
    );
    window.send(AppCommand::Undo);
    assert_eq!(document(&window), before, "one step");
}

#[test]
fn a_note_on_an_empty_cell_is_about_its_step_and_a_wide_card_leaves_no_cell_empty() {
    use crate::model::{CardBody, Edit, RecordRef};
    use crate::session::AfterEdit;
    let mut window = Window::open(AppOptions::default());
    window.new_map("blank");
    let map = window.app().session().unwrap().map().unwrap();
    let (title, step_title) = ("Stage".to_owned(), "One".to_owned());
    let edit = Edit::AddStage { map, before: None, title, step_title };
    window.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    let session = window.app_mut().session.as_mut().unwrap();
    let stage = session.document().stages_of(map)[0].id;
    let title = "Two".to_owned();
    session.edit(&Edit::AddStep { stage, before: None, title }, None).unwrap();
    let (lane, steps) = (session.document().lanes_of(map)[1].id, session.document().columns_of(map));
    let [one, two] = [steps[0].id, steps[1].id];
    assert_eq!(session.document().cards_over(lane, two), 0);
    let (text, body) = ("Wide".to_owned(), CardBody::Text);
    session.edit(&Edit::AddCard { lane, step: one, span: 2, text, body }, None).unwrap();
    assert_eq!([one, two].map(|step| session.document().cards_over(lane, step)), [1, 1]);
    session.select(Vec::new());
    session.choose_cell(Some((session.document().lanes_of(map)[2].id, two)));
    window.app().commands().send(AppCommand::BeginNote);
    window.harness.step();
    assert_eq!(window.app().session().unwrap().selection(), [RecordRef::Step(two)]);
}
