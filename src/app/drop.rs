//! Files and folders that are dragged over the window and let go.

use super::dialogs::{OTHER_PICTURE_EXTENSIONS, PICTURE_EXTENSIONS};
use super::tasks::Outcome;
use super::{MilepostApp, sentence};
use crate::i18n::shell::{drop as words, message};
use crate::model::{CardBody, LaneKind};
use crate::session::AppCommand;
use crate::session::import_job::inputs::DATA_EXTENSIONS;
use crate::session::pictures::{PictureSource, PictureTarget};
use crate::theme::Tokens;
use crate::ui::menu::file_name;
use std::path::{Path, PathBuf};

/// What was dropped, sorted by what the program can do with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dropped {
    /// Map files.
    maps: Vec<PathBuf>,
    /// Data files, also those that lie in dropped folders.
    tables: Vec<PathBuf>,
    /// Pictures.
    pictures: Vec<PathBuf>,
    /// Pictures that have to be saved in another way first.
    other_pictures: Vec<PathBuf>,
    /// Mapping files.
    mappings: Vec<PathBuf>,
    /// Spreadsheets of a program whose files cannot be read: they have to be saved in another way first.
    spreadsheets: Vec<PathBuf>,
    /// Folders without anything readable.
    empty_folders: Vec<PathBuf>,
    /// Everything else.
    others: Vec<PathBuf>,
}

impl Dropped {
    /// Sorts by names alone, for the words under the pointer: nothing is looked up on the disk.
    #[must_use]
    pub fn by_name(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let mut dropped = Self::default();
        for path in paths {
            let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
            let list = match extension.as_str() {
                "milepost" => &mut dropped.maps,
                data if DATA_EXTENSIONS.contains(&data) => &mut dropped.tables,
                "json" => &mut dropped.mappings,
                picture if PICTURE_EXTENSIONS.contains(&picture) => &mut dropped.pictures,
                other if OTHER_PICTURE_EXTENSIONS.contains(&other) => &mut dropped.other_pictures,
                "numbers" => &mut dropped.spreadsheets,
                _ => &mut dropped.others,
            };
            list.push(path);
        }
        dropped
    }

    /// The same with the data files of folders. Touches the disk: not on the window's own thread.
    #[must_use]
    pub fn look(paths: Vec<PathBuf>) -> Self {
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.into_iter().partition(|path| path.is_dir());
        let mut dropped = Self::by_name(files);
        for folder in folders {
            let Self { maps, tables, .. } = Self::by_name(files_in(&folder));
            if maps.is_empty() && tables.is_empty() {
                dropped.empty_folders.push(folder);
            }
            // Maps in a folder are opened only when there is nothing else to do with it.
            if tables.is_empty() {
                dropped.maps.extend(maps);
            }
            dropped.tables.extend(tables);
        }
        dropped
    }

    /// Everything but one sort, in words; `None` when there is nothing else.
    fn others_than(&self, used: &[PathBuf]) -> Option<String> {
        let all = [
            &self.maps,
            &self.tables,
            &self.pictures,
            &self.other_pictures,
            &self.mappings,
            &self.spreadsheets,
            &self.empty_folders,
            &self.others,
        ];
        let rest: Vec<String> =
            all.into_iter().flatten().filter(|p| !used.contains(p)).map(|path| file_name(path)).collect();
        (!rest.is_empty()).then(|| words::list(&rest))
    }
}

/// The files of a folder by name, hidden ones and those of its folders left out.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let is_shown = |path: &PathBuf| path.is_file() && !file_name(path).starts_with('.');
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_shown).collect();
    files.sort();
    files
}

impl MilepostApp {
    /// Says what would happen with files that are dragged over the window, and does it when they are let go.
    pub(super) fn drop_ui(&mut self, ctx: &egui::Context, tokens: &Tokens) {
        let (hovered, dropped): (Vec<PathBuf>, Vec<PathBuf>) = ctx.input(|input| {
            let hovered = input.raw.hovered_files.iter().filter_map(|file| file.path.clone()).collect();
            let dropped = input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect();
            (hovered, dropped)
        });
        if !hovered.is_empty() {
            match self.drop_words(ctx, hovered) {
                (words, Some(place)) => super::ui::drop_mark(ctx, tokens, &words, place),
                (words, None) => super::ui::drop_overlay(ctx, tokens, &words),
            }
        }
        if !dropped.is_empty() {
            // A folder on a share can take a while to list.
            let at = self.drag_place.at(ctx);
            self.look_into(dropped, at);
        }
    }

    /// Looks at files and into folders in the background, and does what they are for.
    pub(super) fn look_into(&mut self, paths: Vec<PathBuf>, at: Option<egui::Pos2>) {
        self.start_for_window(words::LOOKING, move || Outcome::Dropped(Dropped::look(paths), at));
    }

    /// What letting go would do, and where on the window.
    fn drop_words(&self, ctx: &egui::Context, paths: Vec<PathBuf>) -> (String, Option<egui::Rect>) {
        let dropped = Dropped::by_name(paths);
        if let (true, true, Some(picture)) =
            (dropped.maps.is_empty(), dropped.tables.is_empty(), dropped.pictures.first())
        {
            let at = self.drag_place.at(ctx);
            return match self.room_for_pictures(at) {
                Ok(target) => {
                    let place = self.place_words(target);
                    let words = words::picture(&file_name(picture), dropped.pictures.len() - 1, &place);
                    (words, self.canvas.target_rect(target))
                }
                Err(why) => (why.to_owned(), None),
            };
        }
        (self.words_without_place(&dropped), None)
    }

    /// Where pictures go, as in "in the lane “Storyboard” at “Find us”".
    pub(super) fn place_words(&self, target: PictureTarget) -> String {
        let Some(session) = &self.session else { return String::new() };
        let document = session.document();
        if let PictureTarget::Persona(persona) = target {
            let name = document.personas.get(&persona).map_or("", |persona| persona.name.as_str());
            return crate::i18n::persona::as_portrait_of(name);
        }
        let card = match target {
            PictureTarget::Card(card) => document.cards.get(&card),
            PictureTarget::Cell { .. } | PictureTarget::NewLane { .. } | PictureTarget::Persona(_) => None,
        };
        if let PictureTarget::NewLane { step } = target {
            let step = document.steps.get(&step).map_or("", |step| step.title.as_str());
            return words::in_new_lane(crate::i18n::shell::command::lane_title(LaneKind::Image), step);
        }
        let cell = match target {
            PictureTarget::Cell { lane, step } => Some((lane, step)),
            _ => card.map(|card| (card.lane, card.step)),
        };
        let Some((lane, step)) = cell else { return String::new() };
        let lane = document.lanes.get(&lane).map_or("", |lane| lane.title.as_str());
        let step = document.steps.get(&step).map_or("", |step| step.title.as_str());
        match card.map(|card| &card.body) {
            Some(CardBody::Image { picture: Some(_) }) => words::instead_of_picture(lane, step),
            _ => words::in_cell(lane, step),
        }
    }

    /// What letting go of anything but pictures would do.
    fn words_without_place(&self, dropped: &Dropped) -> String {
        if let Some(map) = dropped.maps.first() {
            return words::open(&file_name(map));
        }
        if let Some(table) = dropped.tables.first() {
            return self
                .no_room_for_numbers()
                .map_or_else(|| words::import(&file_name(table), dropped.tables.len() - 1), str::to_owned);
        }
        match (dropped.mappings.first(), dropped.others.first()) {
            (Some(mapping), _) if self.wizard.is_open() => words::mapping(&file_name(mapping)),
            (_, Some(folder)) if folder.extension().is_none() => words::folder(&file_name(folder)),
            _ => words::UNKNOWN.to_owned(),
        }
    }

    /// Starts a map and opens the wizard on data files as soon as it is there.
    pub(super) fn import_into_new_map(&mut self, tables: Vec<PathBuf>) {
        self.tables_to_import = tables;
        self.commands.send(AppCommand::NewFromTemplate("blank".to_owned()));
    }

    /// Why numbers cannot be imported now; `None` when they can, if need be into a new map.
    fn no_room_for_numbers(&self) -> Option<&'static str> {
        self.session.as_ref().filter(|session| !session.is_writable()).map(|_| words::VIEWER)
    }

    /// Where pictures go that are let go at a place of the window, or why they cannot be shown.
    fn room_for_pictures(&self, at: Option<egui::Pos2>) -> Result<PictureTarget, &'static str> {
        match &self.session {
            None => Err(words::NEEDS_MAP),
            Some(session) if !session.is_writable() => Err(words::VIEWER),
            Some(_) if self.view.persona.shown().is_some() => {
                self.view.persona.shown().map(PictureTarget::Persona).ok_or(words::NEEDS_MAP)
            }
            Some(session) => self.canvas.picture_target(session, at).ok_or(words::NEEDS_STEP),
        }
    }

    /// Does what dropped files are for. What cannot be used is named: who dropped it shall not have to wonder.
    pub(super) fn take_dropped(&mut self, dropped: &Dropped, at: Option<egui::Pos2>) {
        if let Some(map) = dropped.maps.first() {
            if let Some(rest) = dropped.others_than(std::slice::from_ref(map)) {
                self.toasts.note(words::one_map(&file_name(map), &rest));
            }
            self.commands.send(AppCommand::Open(map.clone()));
        } else if !dropped.tables.is_empty() {
            if let Some(why) = self.no_room_for_numbers() {
                return self.toasts.problem(message::sentence(why));
            }
            if let Some(rest) = dropped.others_than(&dropped.tables) {
                self.toasts.note(words::left_aside(&rest));
            }
            if self.session.is_some() {
                self.commands.send(AppCommand::OpenImportWizard(dropped.tables.clone()));
            } else {
                self.import_into_new_map(dropped.tables.clone());
            }
        } else if !dropped.pictures.is_empty() {
            let target = match self.room_for_pictures(at) {
                Ok(target) => target,
                Err(why) => return self.toasts.problem(message::sentence(why)),
            };
            if let Some(rest) = dropped.others_than(&dropped.pictures) {
                self.toasts.note(words::left_aside_by_pictures(&rest));
            }
            self.commands.send(AppCommand::PlacePictures(PictureSource::Files(dropped.pictures.clone()), target));
        } else if let Some(mapping) = dropped.mappings.first() {
            if self.wizard.is_open() {
                self.wizard.await_mapping();
                self.commands.send(AppCommand::LoadMapping(mapping.clone()));
            } else {
                self.toasts.problem(words::mapping_without_wizard(&file_name(mapping)));
            }
        } else if let Some(sheet) = dropped.spreadsheets.first() {
            self.toasts.problem(words::spreadsheet(&file_name(sheet)));
        } else if let Some(picture) = dropped.other_pictures.first() {
            self.toasts.problem(words::other_picture(&file_name(picture)));
        } else if let Some(folder) = dropped.empty_folders.first() {
            self.toasts.problem(words::empty_folder(&file_name(folder)));
        } else if let Some(other) = dropped.others.first() {
            self.toasts.problem(message::not_readable(&file_name(other)));
        }
    }

    /// Reads a mapping file for the wizard.
    pub(super) fn read_mapping(&mut self, path: PathBuf) {
        self.start_for_window(super::dialogs::title(super::Purpose::LoadMapping), move || {
            let mapping = crate::import::Mapping::load(&path).map_err(|error| sentence(&error));
            Outcome::MappingRead(file_name(&path), mapping.map(Box::new))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of dropped names below a folder that holds `files`, as the names of each sort.
    fn check(files: &[&str], dropped: &[&str], expected: [&[&str]; 8]) {
        let home = tempfile::tempdir().unwrap();
        for file in files {
            let path = home.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let found = Dropped::look(dropped.iter().map(|name| home.path().join(name)).collect());
        let Dropped { maps, tables, pictures, other_pictures, mappings, spreadsheets, empty_folders, others } = found;
        let sorts = [maps, tables, pictures, other_pictures, mappings, spreadsheets, empty_folders, others];
        let names = sorts.map(|paths| paths.iter().map(|p| file_name(p)).collect::<Vec<_>>());
        assert_eq!(
            names.each_ref().map(Vec::as_slice),
            expected
                .map(|names| names.to_vec())
                .each_ref()
                .map(|n| { n.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>() })
                .each_ref()
                .map(Vec::as_slice),
            "{dropped:?}"
        );
    }

    #[test]
    fn dropped_things_are_sorted_by_what_can_be_done_with_them() {
        let files = [
            "a.CSV",
            "b.xlsx",
            "map.milepost",
            "m.json",
            "s.numbers",
            "p.png",
            "w.WebP",
            "in/2.csv",
            "in/1.jsonl",
            "in/.x.csv",
        ];
        check(&files, &["a.CSV", "b.xlsx"], [&[], &["a.CSV", "b.xlsx"], &[], &[], &[], &[], &[], &[]]);
        check(&files, &["map.milepost", "p.png"], [&["map.milepost"], &[], &["p.png"], &[], &[], &[], &[], &[]]);
        check(&files, &["in"], [&[], &["1.jsonl", "2.csv"], &[], &[], &[], &[], &[], &[]]);
        check(&files, &["s.numbers", "m.json"], [&[], &[], &[], &[], &["m.json"], &["s.numbers"], &[], &[]]);
        check(&files, &["p.png", "w.WebP"], [&[], &[], &["p.png"], &["w.WebP"], &[], &[], &[], &[]]);
        check(&["empty.d/readme.md"], &["empty.d"], [&[], &[], &[], &[], &[], &[], &["empty.d"], &[]]);
        check(&["maps/m.milepost"], &["maps"], [&["m.milepost"], &[], &[], &[], &[], &[], &[], &[]]);
    }
}
