//! What the program remembers between runs, and the folders it keeps it in.
//!
//! `prefs.json` in the configuration folder holds the preferences; logs, crash reports and untitled files live in the
//! data folder. The environment variable `MILEPOST_HOME` puts both below one folder of the user's choice (a portable
//! installation, a test).

use crate::session::command::{MotionChoice, Panel, ThemeChoice};
use crate::session::export_job::{PictureFormat, Rows};
use crate::session::recent::RecentFiles;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The variable that replaces both folders: `config` and `data` below its value are used instead.
pub const HOME_VARIABLE: &str = "MILEPOST_HOME";

/// The folders of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// Preferences.
    pub config: PathBuf,
    /// Logs, crash reports, untitled files.
    pub data: PathBuf,
    /// Where the user keeps documents, when the system knows.
    pub documents: Option<PathBuf>,
}

impl Home {
    /// Both folders below one.
    #[must_use]
    pub fn below(folder: &Path) -> Self {
        Self { config: folder.join("config"), data: folder.join("data"), documents: None }
    }

    /// The folders of this user: below `MILEPOST_HOME` when it is set, else where the system wants them, else (on a
    /// system without home folders) below the current folder.
    #[must_use]
    pub fn find() -> Self {
        let user = directories::UserDirs::new();
        let documents = user.map(|user| user.document_dir().unwrap_or(user.home_dir()).to_owned());
        if let Some(folder) = std::env::var_os(HOME_VARIABLE).filter(|value| !value.is_empty()) {
            return Self { documents, ..Self::below(Path::new(&folder)) };
        }
        let Some(own) = directories::ProjectDirs::from("", "", "Milepost") else {
            return Self { documents, ..Self::below(Path::new(".milepost")) };
        };
        Self { config: own.config_dir().to_owned(), data: own.data_dir().to_owned(), documents }
    }

    /// The file of the preferences.
    #[must_use]
    pub fn prefs_file(&self) -> PathBuf {
        self.config.join("prefs.json")
    }

    /// The folder of untitled files.
    #[must_use]
    pub fn untitled_folder(&self) -> PathBuf {
        self.data.join("untitled")
    }

    /// The folder of the user's own templates.
    #[must_use]
    pub fn templates_folder(&self) -> PathBuf {
        self.data.join("templates")
    }

    /// The folder of kept mappings.
    #[must_use]
    pub fn mappings_folder(&self) -> PathBuf {
        self.data.join("mappings")
    }

    /// The log.
    #[must_use]
    pub fn log_file(&self) -> PathBuf {
        self.data.join("milepost.log")
    }

    /// The folder of crash reports.
    #[must_use]
    pub fn crash_folder(&self) -> PathBuf {
        self.data.join("crashes")
    }
}

/// Where the window was, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowPrefs {
    /// Left and top edge; `None` lets the system choose.
    pub position: Option<[f32; 2]>,
    /// Width and height of the inside.
    pub size: [f32; 2],
    /// Whether it filled the screen.
    pub is_maximised: bool,
}

impl Default for WindowPrefs {
    fn default() -> Self {
        Self { position: None, size: [1366.0, 820.0], is_maximised: false }
    }
}

/// One panel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PanelPrefs {
    /// Whether it is shown.
    pub is_open: bool,
    /// Width (or height, at the bottom) in points.
    pub size: f32,
    /// The user dragged it to that size; otherwise it is smaller where that suits the window.
    #[serde(default)]
    pub is_chosen: bool,
}

/// The colours of an exported picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureTheme {
    /// Light: for other people's screens and for paper.
    #[default]
    Light,
    /// Dark.
    Dark,
    /// As the window shows the map.
    Window,
}

/// How a picture of the map was last wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportPrefs {
    /// The format.
    pub format: PictureFormat,
    /// The colours.
    pub theme: PictureTheme,
    /// Pixels per unit of the map in a PNG.
    pub scale: u8,
    /// How the stages stand.
    pub rows: Rows,
}

impl ExportPrefs {
    /// The scales on offer: 1 is as large as on the screen, 2 is sharp on paper and on dense screens.
    pub const SCALES: std::ops::RangeInclusive<u8> = 1..=4;
}

impl Default for ExportPrefs {
    fn default() -> Self {
        Self { format: PictureFormat::Png, theme: PictureTheme::Light, scale: 2, rows: Rows::One }
    }
}

/// What the program remembers between runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// Where the window was.
    pub window: WindowPrefs,
    /// Light, dark or as the system says.
    pub theme: ThemeChoice,
    /// Scale of the whole interface; 1 is 100 %.
    pub ui_scale: f32,
    /// Left.
    pub outline: PanelPrefs,
    /// Right.
    pub inspector: PanelPrefs,
    /// Bottom.
    pub drawer: PanelPrefs,
    /// Files that were opened last.
    pub recent: RecentFiles,
    /// Untitled maps that the user took from the list: they are not offered again.
    pub forgotten: std::collections::BTreeSet<PathBuf>,
    /// The folder file dialogs start in.
    pub last_folder: Option<PathBuf>,
    /// Who writes notes here; empty leaves them unsigned.
    pub author: String,
    /// The user was asked for that name.
    pub is_author_known: bool,
    /// Whether the small map is shown.
    pub is_minimap_shown: bool,
    /// Whether hints stand in empty cells of maps made from a template.
    pub are_prompts_shown: bool,
    /// Whether things glide or move at once.
    pub motion: MotionChoice,
    /// The user has opened or closed the drawer: it is open or not at any size of the window.
    pub is_drawer_chosen: bool,
    /// Commands run by name, latest first.
    pub recent_commands: Vec<String>,
    /// How pictures are exported.
    pub export: ExportPrefs,
}

impl Default for Prefs {
    fn default() -> Self {
        Self {
            window: WindowPrefs::default(),
            theme: ThemeChoice::System,
            ui_scale: 1.0,
            outline: PanelPrefs { is_open: true, size: 212.0, is_chosen: false },
            inspector: PanelPrefs { is_open: true, size: 292.0, is_chosen: false },
            drawer: PanelPrefs { is_open: true, size: 228.0, is_chosen: false },
            recent: RecentFiles::default(),
            forgotten: std::collections::BTreeSet::new(),
            last_folder: None,
            author: String::new(),
            is_author_known: false,
            is_minimap_shown: false,
            are_prompts_shown: true,
            motion: MotionChoice::System,
            is_drawer_chosen: false,
            recent_commands: Vec::new(),
            export: ExportPrefs::default(),
        }
    }
}

/// Commands run by name that are remembered.
const MOST_RECENT_COMMANDS: usize = 6;

/// The scales of the interface that the menu offers, in percent.
pub const UI_SCALES: [u16; 8] = [80, 90, 100, 110, 125, 150, 175, 200];

impl Prefs {
    /// Reads the preferences. Missing or unreadable ones are the defaults: nobody should be kept from working by a
    /// broken preference, so the log is the place to say so.
    #[must_use]
    pub fn load(path: &Path) -> Self {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Self::default(),
            Err(error) => {
                log::warn!("preferences not read: {error}");
                return Self::default();
            }
        };
        match serde_json::from_str::<Self>(&text) {
            Ok(prefs) => prefs.within_limits(),
            Err(error) => {
                log::warn!("preferences not understood, defaults are used: {error}");
                Self::default()
            }
        }
    }

    /// Writes the preferences, whole or not at all. Touches the disk: never on the window's own thread.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = serde_json::to_string_pretty(self)?;
        crate::base::fs::write_atomic(path, text.as_bytes())
    }

    /// One panel.
    pub fn panel_mut(&mut self, panel: Panel) -> &mut PanelPrefs {
        match panel {
            Panel::Outline => &mut self.outline,
            Panel::Inspector => &mut self.inspector,
            Panel::Drawer => &mut self.drawer,
        }
    }

    /// Puts a command at the head of those run by name.
    pub fn remember_command(&mut self, name: String) {
        self.recent_commands.retain(|known| *known != name);
        self.recent_commands.insert(0, name);
        self.recent_commands.truncate(MOST_RECENT_COMMANDS);
    }

    /// The next larger (1) or smaller (−1) scale the menu offers; 0 is the natural one.
    #[must_use]
    pub fn next_ui_scale(&self, step: i8) -> f32 {
        let scales = UI_SCALES.map(|percent| f32::from(percent) / 100.0);
        let near = 0.001;
        match step {
            0 => Some(1.0),
            1.. => scales.into_iter().find(|scale| *scale > self.ui_scale + near),
            _ => scales.into_iter().rev().find(|scale| *scale < self.ui_scale - near),
        }
        .unwrap_or(self.ui_scale)
    }

    /// Whether a panel is shown.
    #[must_use]
    pub fn is_panel_open(&self, panel: Panel) -> bool {
        match panel {
            Panel::Outline => self.outline.is_open,
            Panel::Inspector => self.inspector.is_open,
            Panel::Drawer => self.drawer.is_open,
        }
    }

    /// The file may have been edited by hand: a scale of 0 or a window of −5 points would leave nothing to click on.
    fn within_limits(mut self) -> Self {
        let number = |value: f32, low: f32, high: f32, otherwise: f32| {
            if value.is_finite() { value.clamp(low, high) } else { otherwise }
        };
        let defaults = Self::default();
        self.ui_scale = number(self.ui_scale, 0.8, 2.0, defaults.ui_scale);
        let [width, height] = self.window.size;
        self.window.size = [number(width, 960.0, 16_000.0, 1366.0), number(height, 600.0, 16_000.0, 820.0)];
        self.window.position = self.window.position.filter(|p| p.iter().all(|v| v.is_finite()));
        self.export.scale = self.export.scale.clamp(*ExportPrefs::SCALES.start(), *ExportPrefs::SCALES.end());
        self.outline.size = number(self.outline.size, 120.0, 600.0, defaults.outline.size);
        self.inspector.size = number(self.inspector.size, 200.0, 700.0, defaults.inspector.size);
        self.drawer.size = number(self.drawer.size, 120.0, 900.0, defaults.drawer.size);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &Prefs) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("prefs.json");
        std::fs::write(&path, text).unwrap();
        assert_eq!(&Prefs::load(&path), expected, "{text}");
    }

    #[test]
    fn broken_preferences_are_the_defaults() {
        check("", &Prefs::default());
        check("{\"ui_scale\":", &Prefs::default());
        check("{\"unknown\": 1}", &Prefs::default());
    }

    #[test]
    fn odd_numbers_are_brought_back_in_range() {
        check("{\"ui_scale\": 0}", &Prefs { ui_scale: 0.8, ..Prefs::default() });
        let export = ExportPrefs { scale: 4, theme: PictureTheme::Dark, ..ExportPrefs::default() };
        check("{\"export\": {\"scale\": 90, \"theme\": \"dark\"}}", &Prefs { export, ..Prefs::default() });
        let window = WindowPrefs { size: [960.0, 600.0], ..WindowPrefs::default() };
        check("{\"window\": {\"size\": [-5, 3]}}", &Prefs { window, ..Prefs::default() });
    }

    #[test]
    fn saved_preferences_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = Home::below(folder.path()).prefs_file();
        let mut prefs = Prefs { theme: ThemeChoice::Dark, ui_scale: 1.25, ..Prefs::default() };
        prefs.panel_mut(Panel::Drawer).is_open = false;
        prefs.recent.add(PathBuf::from("a.milepost"), crate::base::time::UtcMillis(7));
        prefs.save(&path).unwrap();
        assert_eq!(Prefs::load(&path), prefs);
    }

    #[test]
    fn scales_go_step_by_step_and_stop_at_the_ends() {
        let check = |scale: f32, step: i8, expected: f32| {
            let next = Prefs { ui_scale: scale, ..Prefs::default() }.next_ui_scale(step);
            assert!((next - expected).abs() < 1e-6, "{scale} {step}: {next}");
        };
        check(1.0, 1, 1.1);
        check(1.0, -1, 0.9);
        check(2.0, 1, 2.0);
        check(1.17, -1, 1.1);
        check(1.5, 0, 1.0);
    }

    #[test]
    fn commands_run_twice_are_remembered_once() {
        let mut prefs = Prefs::default();
        for name in ["a", "b", "a", "c", "d", "e", "f", "g"] {
            prefs.remember_command(name.to_owned());
        }
        assert_eq!(prefs.recent_commands, ["g", "f", "e", "d", "c", "a"]);
    }

    #[test]
    fn no_preferences_yet() {
        assert_eq!(Prefs::load(Path::new("there-is-no-such-folder/prefs.json")), Prefs::default());
    }
}
