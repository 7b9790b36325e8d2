//! Words of the window's frame: commands, menus, toolbar, welcome screen, messages.

pub mod command;
pub mod export;
pub mod keys;
pub mod message;
pub mod numbers;
pub mod other_names;
pub mod paste;
pub mod path;
pub mod person;
pub mod settings;
pub mod silent;
pub mod template;
pub mod values;

/// The program's name.
pub const NAME: &str = "Milepost";

/// The window's title: map and file, as in "Subscription journey — northwind.milepost".
#[must_use]
pub fn window_title(map: Option<&str>, file: Option<&str>) -> String {
    match (map.filter(|m| !m.is_empty()), file) {
        (Some(map), Some(file)) => format!("{map} — {file}"),
        (Some(one), None) | (None, Some(one)) => format!("{one} — {NAME}"),
        (None, None) => NAME.to_owned(),
    }
}

/// Names of the menus.
pub mod menu {
    /// File.
    pub const FILE: &str = "File";
    /// Edit.
    pub const EDIT: &str = "Edit";
    /// View.
    pub const VIEW: &str = "View";
    /// Map.
    pub const MAP: &str = "Map";
    /// Data.
    pub const DATA: &str = "Data";
    /// Share.
    pub const SHARE: &str = "Share";
    /// Help.
    pub const HELP: &str = "Help";
    /// Submenu of templates.
    pub const NEW: &str = "New";
    /// Group of templates in the palette.
    pub const NEW_MAP: &str = "New map";
    /// Submenu of recent files.
    pub const RECENT: &str = "Open recent";

    /// A recent map that was never saved under a name.
    #[must_use]
    pub fn unnamed(title: &str) -> String {
        format!("{title} ({})", super::welcome::UNTITLED)
    }

    /// A recent file whose name others share.
    #[must_use]
    pub fn in_folder(name: &str, folder: &str) -> String {
        format!("{name} · {folder}")
    }
    /// Submenu of themes.
    pub const THEME: &str = "Theme";
    /// Whether things glide.
    pub const MOTION: &str = "Motion";
    /// Submenu of interface scales.
    pub const UI_SCALE: &str = "UI scale";
    /// Submenu of moves by keyboard.
    pub const MOVE: &str = "Move";
    /// Submenu of kinds of cards.
    pub const ADD_CARD: &str = "Add card";
    /// Submenu of lane kinds.
    pub const ADD_LANE: &str = "Add lane";
    /// Submenu of maps.
    pub const SHOW_MAP: &str = "Show map";
    /// Submenu of periods.
    pub const PERIOD: &str = "Period";
    /// Submenu of grains.
    pub const GRAIN: &str = "Grain";
    /// Submenu of comparisons.
    pub const COMPARE: &str = "Compare with";
    /// Submenu of what stages are coloured by.
    pub const HEAT: &str = "Colour stages by";
    /// Submenu of segments.
    pub const SEGMENT: &str = "Segment";
    /// What a map in its submenu does.
    pub const SHOW_MAP_HINT: &str = "Shows this map of the file";
    /// What an event to compare with does.
    pub const SINCE_HINT: &str = "Measures changes against the days before this event";
    /// What other segments to compare with do.
    pub const SEGMENTS_HINT: &str = "Measures how the chosen segment differs from these customers, over the same days";
    /// What a segment in its submenu does.
    #[must_use]
    pub fn only_segment(dimension: &str, value: &str) -> String {
        format!("Counts rows of {dimension}: {value}, or no longer")
    }
}

/// What the parts of the window are called, for assistive technology.
#[expect(missing_docs, reason = "each is the part of that name")]
pub mod region {
    pub const MENUS: &str = "Menu bar";
    pub const TOOLBAR: &str = "Toolbar";
    pub const PANELS: &str = "Panels";
    pub const OUTLINE: &str = "Outline panel";
    pub const COMPARE: &str = "Two maps";
    pub const PERSONA: &str = "Page of a persona";
    pub const REMINDERS: &str = "What is due";
    pub const FIND: &str = "Find bar";
    pub const FILTER: &str = "Filter bar";
    pub const TIME: &str = "Time bar";
    pub const MAP: &str = "Map";
    pub const INSPECTOR: &str = "Inspector panel";
    pub const DRAWER: &str = "Data panel";
    pub const STATUS: &str = "Status bar";
}

/// The toolbar.
pub mod toolbar {
    /// Drop-down of further cards.
    pub const CARD: &str = "Card";
    /// What the drop-down of cards is for.
    pub const CARD_HINT: &str = "Add a pain point, an opportunity, a quote or a text card";
    /// Drop-down of lanes.
    pub const LANE: &str = "Lane";
    /// What the drop-down of lanes is for.
    pub const LANE_HINT: &str = "Add a lane";
    /// Drop-down of everything that found no room.
    pub const MORE: &str = "More";
    /// What the drop-down of the rest is for.
    pub const MORE_HINT: &str = "Commands that find no room at this width";
    /// What the period drop-down is for.
    pub const PERIOD_HINT: &str = "Which days the numbers cover";
    /// What the grain drop-down is for.
    pub const GRAIN_HINT: &str = "How wide a point of a trend is";
    /// What the comparison drop-down is for.
    pub const COMPARE_HINT: &str = "What changes are measured against";
    /// What the segment drop-down is for.
    pub const SEGMENT_HINT: &str = "Restrict all numbers to one group of customers";
    /// What the zoom drop-down is for.
    pub const ZOOM_HINT: &str = "Zoom of the map";
    /// The overlay switch.
    pub const OVERLAY: &str = "KPIs";
    /// The import button.
    pub const IMPORT: &str = "Import…";
    /// The export button.
    pub const EXPORT: &str = "Export…";
}

/// The command palette.
pub mod palette {
    /// Name of the palette and of its field.
    pub const NAME: &str = "Command palette";
    /// Hint in the empty field.
    pub const HINT: &str = "Type a command or a name on the map";
    /// Nothing matches.
    pub const NOTHING: &str = "Nothing is called like that";
    /// What to do then.
    pub const NOTHING_HINT: &str =
        "Try fewer letters, or words from a card. Commands that are not possible now are not listed.";
    /// What the keys do.
    pub const KEYS: &str = "↑ ↓ choose     Enter run     Esc close";

    /// A row that leads to a place on the map.
    #[must_use]
    pub fn go_to(name: &str) -> String {
        format!("Go to {name}")
    }
}

/// The welcome screen.
pub mod welcome {
    /// Headline.
    pub const TITLE: &str = "Milepost";
    /// What the program is for.
    pub const LEAD: &str = "Draw the journey. See each number on the very stage it measures.";
    /// Heading of the templates.
    pub const START: &str = "Start a new map";
    /// Heading of the recent files.
    pub const RECENT: &str = "Recent files";
    /// Heading of the user's templates.
    pub const OWN: &str = "Your templates";

    /// Name of the button that removes a template of the user.
    #[must_use]
    pub fn remove_template(title: &str) -> String {
        format!("Remove the template {title}")
    }

    /// Name of the button that renames a template of the user.
    #[must_use]
    pub fn rename_template(title: &str) -> String {
        format!("Rename the template {title}…")
    }

    /// No recent files yet.
    pub const NO_RECENT: &str = "Files you open will be listed here.";
    /// Button to open a file.
    pub const OPEN: &str = "Open…";
    /// Button to open the sample.
    pub const SAMPLE: &str = "Open the sample";
    /// What the sample is.
    pub const SAMPLE_HINT: &str = "A subscription business: six stages, two years of numbers";
    /// A file may be dropped.
    pub const DROP: &str = "or drop a file anywhere in this window";
    /// A recent file is gone.
    pub const MISSING: &str = "not found";
    /// Where an untitled map is, instead of a folder that nobody knows.
    pub const UNTITLED: &str = "not yet saved under a name";
    /// An untitled map that the program was ended on.
    pub const RECOVERED: &str = "recovered: the program ended before it was saved under a name";
    /// An untitled map without a title.
    pub const NO_TITLE: &str = "Untitled";
    /// Removes a recent file from the list.
    pub const REMOVE: &str = "Remove from the list";

    /// As in "22 Nov 2026, 18:05".
    #[must_use]
    pub fn day_and_time(day: &str, (hour, minute): (u32, u32)) -> String {
        format!("{day}, {hour:02}:{minute:02}")
    }

    /// Name of a recent file for assistive technology.
    #[must_use]
    pub fn open_recent(name: &str) -> String {
        format!("Open {name}")
    }

    /// Name of the button that removes a recent file.
    #[must_use]
    pub fn remove(name: &str) -> String {
        format!("Remove {name} from the list")
    }
}

/// What a dropped file would do.
pub mod drop {
    /// Opens a map file.
    #[must_use]
    pub fn open(name: &str) -> String {
        format!("Drop to open {name}")
    }

    /// Imports data.
    #[must_use]
    pub fn import(name: &str, more: usize) -> String {
        match more {
            0 => format!("Drop to import the numbers of {name}"),
            1 => format!("Drop to import the numbers of {name} and one more file"),
            _ => format!("Drop to import the numbers of {name} and {more} more files"),
        }
    }

    /// Applies a mapping file.
    #[must_use]
    pub fn mapping(name: &str) -> String {
        format!("Drop to read the columns as {name} says")
    }

    /// Imports the data files of a folder.
    #[must_use]
    pub fn folder(name: &str) -> String {
        format!("Drop to import the data files in {name}")
    }

    /// Title of the work of looking into dropped folders.
    pub const LOOKING: &str = "Looking at the dropped files";

    /// Some names, as in "a.csv, b.csv and 3 more".
    #[must_use]
    pub fn list(names: &[String]) -> String {
        const MOST: usize = 3;
        let shown = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
        if names.len() > MOST { format!("{shown} and {} more", names.len() - MOST) } else { shown }
    }

    /// A map was opened, and the rest was not.
    #[must_use]
    pub fn one_map(map: &str, rest: &str) -> String {
        format!("{map} is opened, one map at a time. Left aside: {rest}.")
    }

    /// Data files are imported, and the rest is not.
    #[must_use]
    pub fn left_aside(rest: &str) -> String {
        format!("Left aside, because they are no tables (CSV, Excel, ODS, JSON lines and the like): {rest}.")
    }

    /// Pictures are shown, and the rest is not.
    #[must_use]
    pub fn left_aside_by_pictures(rest: &str) -> String {
        format!("Left aside, because they are no PNG, JPEG or SVG pictures: {rest}.")
    }

    /// A mapping file belongs to an import.
    #[must_use]
    pub fn mapping_without_wizard(name: &str) -> String {
        format!("{name} may be a mapping file: drop the data file first, then the mapping on the import window.")
    }

    /// A spreadsheet.
    #[must_use]
    pub fn spreadsheet(name: &str) -> String {
        format!("{name} is a Numbers document: export it as CSV or Excel there, then drop that file.")
    }

    /// A picture in a form that cannot be shown.
    #[must_use]
    pub fn other_picture(name: &str) -> String {
        format!("“{name}” was not added: pictures can be PNG, JPEG or SVG; save it as one of these first.")
    }

    /// A folder without data files.
    #[must_use]
    pub fn empty_folder(name: &str) -> String {
        format!("The folder {name} holds no .milepost map and no data file (CSV, Excel, ODS, JSON lines and the like).")
    }

    /// The storyboard has no cells yet.
    pub const NEEDS_STEP: &str = "Add a stage first, then drop the picture on the storyboard below it";
    /// Numbers and pictures need a map.
    pub const NEEDS_MAP: &str = "Open or start a map first, then drop the file";
    /// Shows pictures.
    #[must_use]
    pub fn picture(name: &str, more: usize, place: &str) -> String {
        match more {
            0 => format!("Drop to show {name} {place}"),
            1 => format!("Drop to show {name} and one more picture {place}"),
            _ => format!("Drop to show {name} and {more} more pictures {place}"),
        }
    }

    /// Where a picture goes.
    #[must_use]
    pub fn in_cell(lane: &str, step: &str) -> String {
        format!("in the lane “{lane}” at “{step}”")
    }

    /// The same in a lane that is made for it.
    #[must_use]
    pub fn in_new_lane(lane: &str, step: &str) -> String {
        format!("in a new lane “{lane}” at “{step}”")
    }

    /// The same where one is shown already.
    #[must_use]
    pub fn instead_of_picture(lane: &str, step: &str) -> String {
        format!("in place of the picture in “{lane}” at “{step}”")
    }

    /// The map cannot take numbers.
    pub const VIEWER: &str = "This map is open for viewing only: save it under another name to change it";
    /// Not a file the program reads.
    pub const UNKNOWN: &str =
        "Milepost reads .milepost maps, tables (CSV, Excel, ODS, JSON lines) and PNG, JPEG or SVG pictures";
}

/// The strip below the toolbar of a file that cannot be changed.
pub mod viewer {
    /// The user asked for it.
    pub const REQUESTED: &str = "Viewing only, as asked for. To change it, save it under another name.";
    /// Someone else has it.
    pub const LOCKED: &str =
        "Viewing only: another window has this file open. Close it there, or save this map under another name.";
    /// The file system says no.
    pub const NOT_WRITABLE: &str = "Viewing only: this file or its folder cannot be written to. Change its permissions, or save this map under another name.";
    /// The button.
    pub const SAVE_AS: &str = "Save as…";
}

/// The status bar.
pub mod status {
    /// All is on disk.
    pub const SAVED: &str = "Saved";

    /// All is on disk, in a file that nobody has named.
    #[must_use]
    pub fn kept() -> String {
        format!("Kept, {}", super::welcome::UNTITLED)
    }

    /// Edits are on their way.
    pub const SAVING: &str = "Saving…";
    /// Nothing can be changed.
    pub const VIEWING: &str = "Viewing only";
    /// Tries again.
    pub const RETRY: &str = "Retry";
    /// Stops a job.
    pub const CANCEL: &str = "Cancel";
    /// Nothing imported.
    pub const NO_DATA: &str = "No data yet";

    /// Edits could not be written.
    #[must_use]
    pub fn not_saved(why: &str) -> String {
        format!("Not saved: {why}")
    }

    /// Name of a job's cancel button.
    #[must_use]
    pub fn cancel_job(title: &str) -> String {
        format!("Cancel {title}")
    }

    /// Some records are selected.
    #[must_use]
    pub fn selected(count: usize, noun: &str) -> String {
        format!("{count} selected · {noun}")
    }

    /// Records of several sorts are selected.
    #[must_use]
    pub fn selected_mixed(count: usize) -> String {
        format!("{count} selected")
    }

    /// The cell that is chosen, rather than a card in it.
    #[must_use]
    pub fn cell(lane: &str, stage: &str, step: &str, cards: usize) -> String {
        let cell = match cards {
            0 => "Empty cell".to_owned(),
            1 => "Cell with 1 card".to_owned(),
            _ => format!("Cell with {cards} cards"),
        };
        format!("{cell} · {lane} in {stage} › {step}")
    }

    /// Age and amount of the data, as in "data to 31 Dec 2025 · 21,403 answers".
    #[must_use]
    pub fn freshness(last_day: &str, answers: Option<&str>) -> String {
        match answers {
            Some("1") => format!("data to {last_day} · 1 answer"),
            Some(answers) => format!("data to {last_day} · {answers} answers"),
            None => format!("data to {last_day}"),
        }
    }

    /// How far a job is, as in "Reading support_csat.csv 62 %".
    #[must_use]
    pub fn job(title: &str, percent: Option<f64>) -> String {
        percent.map_or_else(|| title.to_owned(), |p| format!("{title} {:.0} %", p * 100.0))
    }

    /// The same with its rows, as in "Reading support_csat.csv 62 % · 1,204,000 rows, 2.4 million a second".
    #[must_use]
    pub fn job_with_rows(job: &str, rows: u64, rate: f64) -> String {
        let rate = crate::i18n::panels::wizard_steps::rows_a_second(rate);
        format!("{job} · {}{rate}", crate::i18n::panels::rows(rows))
    }
}

/// Windows inside the window.
pub mod dialog {
    /// Close.
    pub const CLOSE: &str = "Close";
    /// Cancel.
    pub const CANCEL: &str = "Cancel";
    /// Title of the sheet of shortcuts.
    pub const SHORTCUTS: &str = "Keyboard shortcuts";
    /// Title of the question for a name.
    pub const AUTHOR: &str = "Who writes the notes here?";
    /// What the name is for.
    pub const AUTHOR_TEXT: &str = "Notes carry the name of who wrote them, so that others can ask back. It stays on this computer and in your maps.";
    /// The field of the name.
    pub const AUTHOR_NAME: &str = "Your name";
    /// Signs notes from now on.
    pub const SIGN: &str = "Sign my notes";
    /// Does not.
    pub const UNSIGNED: &str = "Leave them unsigned";
    /// Title of the sheet that keeps a map as a template.
    pub const TEMPLATE: &str = "Save as template";
    /// What a template keeps.
    pub const TEMPLATE_TEXT: &str =
        "New maps can begin with all that stands on this one. Its owner and its numbers stay behind.";
    /// The field of a template's name.
    pub const TEMPLATE_NAME: &str = "Name";
    /// Title of the about box.
    pub const ABOUT: &str = "About Milepost";
    /// What the program is.
    pub const ABOUT_TEXT: &str = "Customer journey maps with the measured KPI on the very stage it measures. One file you own, no account, no network.";
    /// Licence of the program and of the bundled font.
    pub const LICENCE: &str =
        "Licensed under MIT or Apache-2.0. Inter and Noto Emoji are licensed under the SIL Open Font License 1.1.";
    /// Title of the log.
    pub const LOG: &str = "Log";
    /// Nothing was logged.
    pub const LOG_EMPTY: &str = "Nothing has been logged in this run.";
    /// Copies the log.
    pub const COPY: &str = "Copy";
    /// The path field.
    pub const PATH: &str = "Path";
    /// Why the path is asked for in the window.
    pub const PATH_WHY: &str = "The system offers no file dialog here, so type or paste the path.";
    /// Opens the path.
    pub const OPEN: &str = "Open";
    /// Reads a mapping from the path.
    pub const LOAD: &str = "Load";
    /// Saves to the path.
    pub const SAVE: &str = "Save";
    /// Imports the path.
    pub const IMPORT: &str = "Import";
    /// Shows the picture of the path.
    pub const SHOW: &str = "Show";
    /// Exports to the path.
    pub const EXPORT: &str = "Export";
    /// Title of the question before leaving unsaved changes.
    pub const UNSAVED: &str = "Changes are not on disk yet";
    /// What happens when leaving.
    pub const UNSAVED_TEXT: &str =
        "The last changes could not be written to the file. Save the map in another place, or close and lose them.";
    /// Title of the question before an import is stopped by leaving.
    pub const IMPORTING: &str = "An import is running";
    /// What happens when leaving.
    pub const IMPORTING_TEXT: &str = "Nothing of it is kept when it is stopped before its end.";
    /// Stays.
    pub const GO_ON_IMPORTING: &str = "Go on importing";
    /// Leaves.
    pub const STOP_IMPORT: &str = "Stop it and close";
    /// Title of the question before a file is replaced.
    pub const REPLACE: &str = "Replace the file?";
    /// Replaces it.
    pub const REPLACE_IT: &str = "Replace";

    /// What would be replaced.
    #[must_use]
    pub fn replace_text(name: &str) -> String {
        format!("There is a file “{name}” already. Its contents would be lost.")
    }

    /// Leaves anyway.
    pub const CLOSE_ANYWAY: &str = "Close and lose them";

    /// Version line.
    #[must_use]
    pub fn version(version: &str) -> String {
        format!("Version {version}")
    }

    /// Where the log file is.
    #[must_use]
    pub fn log_file(path: &str) -> String {
        format!("Also written to {path}")
    }
}

/// File dialogs.
pub mod files {
    /// Title of the open dialog.
    pub const OPEN: &str = "Open a map";
    /// Title of the save dialog.
    pub const SAVE_AS: &str = "Save the map as";
    /// Title of the import dialog.
    pub const IMPORT: &str = "Import numbers";
    /// Title of the export dialog.
    pub const EXPORT: &str = "Export the map";
    /// Title of the dialog that looks for a mapping file.
    pub const LOAD_MAPPING: &str = "Load a mapping";
    /// Title of the work on kept mappings and pasted data.
    pub const MAPPINGS: &str = "Keeping a mapping";
    /// Title of the dialog for a folder of data files.
    pub const IMPORT_FOLDER: &str = "Import a folder";
    /// Title of the dialog for rejected rows.
    pub const EXPORT_REJECTED: &str = "Export rejected rows";
    /// Filter of tables that are written.
    pub const TABLE_FILTER: &str = "Table (CSV)";
    /// Title of the dialog for a mapping file.
    pub const SAVE_MAPPING: &str = "Save the mapping";
    /// Title of the dialog for minutes.
    pub const SAVE_MINUTES: &str = "Save the minutes";
    /// Filter of minutes.
    pub const MARKDOWN_FILTER: &str = "Markdown";
    /// Title of the dialog for pictures.
    pub const CHOOSE_PICTURE: &str = "Choose pictures";
    /// Filter of pictures.
    pub const PICTURE_FILTER: &str = "Pictures (PNG, JPEG, SVG)";
    /// Filter of mapping files.
    pub const MAPPING_FILTER: &str = "Mapping (JSON)";
    /// Filter of map files.
    pub const MAP_FILTER: &str = "Milepost map";
    /// Filter of data files.
    pub const DATA_FILTER: &str = "Tables (CSV, Excel, ODS, JSON lines)";
    /// Filter of PNG.
    pub const PNG_FILTER: &str = "PNG picture";
    /// Filter of SVG.
    pub const SVG_FILTER: &str = "SVG drawing";
    /// Name of a file that has none yet.
    pub const UNTITLED: &str = "Untitled";
    /// Name of the sample's file.
    pub const SAMPLE: &str = "Sample";
}
