//! The files that were opened last.

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

use crate::base::time::UtcMillis;
use crate::model::Document;
use crate::store::{OpenMode, Store};

/// How many files with a name are remembered.
const MOST: usize = 12;

/// A file that was opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentFile {
    /// Where it is, absolute.
    pub path: PathBuf,
    /// When it was last opened; of a recovered one, when it was last changed.
    pub opened_at: UtcMillis,
    /// The map's title, when the file was never given a name: its own name says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The program was ended before it could list this one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_recovered: bool,
}

/// The files that were opened last, latest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecentFiles {
    files: Vec<RecentFile>,
}

impl RecentFiles {
    /// Remembers a file as the latest one; the oldest beyond twelve is forgotten.
    pub fn add(&mut self, path: PathBuf, opened_at: UtcMillis) {
        self.insert(RecentFile { path, opened_at, title: None, is_recovered: false });
    }

    /// Remembers a map that was never given a name. Such a one is never forgotten by itself: nobody could find it again.
    pub fn add_untitled(&mut self, path: PathBuf, title: String, opened_at: UtcMillis) {
        self.insert(RecentFile { path, opened_at, title: Some(title), is_recovered: false });
    }

    /// Remembers an untitled map that was found, among the others by its time.
    pub fn recover(&mut self, file: RecentFile) {
        self.relist(RecentFile { is_recovered: true, ..file });
    }

    /// Lists a file again that was taken from the list, among the others by its time.
    pub fn relist(&mut self, file: RecentFile) {
        self.insert(file);
        self.files.sort_by_key(|file| std::cmp::Reverse(file.opened_at));
    }

    fn insert(&mut self, file: RecentFile) {
        self.remove(&file.path);
        self.files.insert(0, file);
        let mut named = 0;
        self.files.retain(|file| {
            named += usize::from(file.title.is_none());
            file.title.is_some() || named <= MOST
        });
    }

    /// Forgets a file, and gives what was known of it. The file itself stays.
    pub fn remove(&mut self, path: &Path) -> Option<RecentFile> {
        let at = self.files.iter().position(|file| file.path == path)?;
        Some(self.files.remove(at))
    }

    /// All of them, latest first.
    #[must_use]
    pub fn files(&self) -> &[RecentFile] {
        &self.files
    }
}

/// Looks which of these files are gone. Touches the disk (a network share can take seconds): never on the window's
/// own thread.
#[must_use]
pub fn missing(paths: &[PathBuf]) -> Vec<PathBuf> {
    paths.iter().filter(|path| !path.is_file()).cloned().collect()
}

/// Folders at the end of a path that are told at least.
const LEAST_FOLDERS: usize = 2;

/// The folder of every file, from its end as far as it tells the files of one name apart, as in "…/returns/2026".
#[must_use]
pub fn folders_apart(files: &[RecentFile]) -> Vec<String> {
    let folders = |file: &RecentFile| -> Vec<String> {
        let parents = file.path.parent().map(Path::components).into_iter().flatten();
        parents.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let tail =
        |parts: &[String], count: usize| parts.get(parts.len().saturating_sub(count)..).unwrap_or(parts).to_vec();
    let told = files.iter().map(|file| {
        let own = folders(file);
        let is_like = |other: &&RecentFile| other.path != file.path && other.path.file_name() == file.path.file_name();
        let others: Vec<_> = files.iter().filter(is_like).map(folders).collect();
        let is_told = |count: &usize| others.iter().all(|other| tail(other, *count) != tail(&own, *count));
        let count = (LEAST_FOLDERS..own.len()).find(is_told).unwrap_or(own.len());
        if count >= own.len() {
            return file.path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
        }
        let separator = std::path::MAIN_SEPARATOR_STR;
        format!("…{separator}{}", tail(&own, count).join(separator))
    });
    told.collect()
}

/// The title of a document: that of its first map; empty when it has none.
#[must_use]
pub fn title_of(document: &Document) -> String {
    document.maps_in_order().first().map(|map| map.title.clone()).unwrap_or_default()
}

/// Maps in the folder of untitled ones that are neither among `known` nor open in some window. Opens them for looking:
/// never on the window's own thread.
#[must_use]
pub fn unlisted(folder: &Path, known: &[PathBuf]) -> Vec<RecentFile> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_map = path.extension().is_some_and(|extension| extension == "milepost");
        if !is_map || known.contains(&path) || Store::is_in_use(&path) {
            continue;
        }
        match Store::open(&path, OpenMode::ReadOnly) {
            Ok(opened) => {
                let (title, opened_at) = (Some(title_of(&opened.document)), changed_at(&path));
                found.push(RecentFile { path, opened_at, title, is_recovered: true });
            }
            Err(error) => log::warn!("an untitled map cannot be recovered: {error}"),
        }
    }
    found.sort_by(|a, b| a.opened_at.cmp(&b.opened_at).then_with(|| a.path.cmp(&b.path)));
    found
}

/// When a map was last changed: the latest changes may still be in the file beside it.
fn changed_at(path: &Path) -> UtcMillis {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let times = [path, Path::new(&log)].map(|path| std::fs::metadata(path).and_then(|meta| meta.modified()).ok());
    let latest = times.into_iter().flatten().max();
    let since = latest.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    UtcMillis(since.and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(opened: &[&str], expected: &[&str]) {
        let mut recent = RecentFiles::default();
        for (at, path) in (0_i64..).zip(opened) {
            let (path, at) = (PathBuf::from(path), UtcMillis(at));
            match path.to_string_lossy().strip_prefix("untitled") {
                Some(title) => recent.add_untitled(path.clone(), title.to_owned(), at),
                None => recent.add(path, at),
            }
        }
        let paths: Vec<_> = recent.files().iter().map(|f| f.path.to_string_lossy().into_owned()).collect();
        assert_eq!(paths, expected);
    }

    #[test]
    fn latest_first_and_each_once() {
        check(&["a", "b", "a"], &["a", "b"]);
        check(
            &["untitled", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"],
            &["13", "12", "11", "10", "9", "8", "7", "6", "5", "4", "3", "2", "untitled"],
        );
    }

    #[test]
    fn files_of_one_name_are_told_apart_by_their_folders() {
        let told = |paths: &[&str]| {
            let mut recent = RecentFiles::default();
            for path in paths.iter().rev() {
                recent
                    .add(path.split('/').collect::<Vec<_>>().join(std::path::MAIN_SEPARATOR_STR).into(), UtcMillis(0));
            }
            folders_apart(recent.files()).iter().map(|f| f.replace(std::path::MAIN_SEPARATOR, "/")).collect::<Vec<_>>()
        };
        let far = ["/home/lena/2025/returns/maps/a.m", "/home/lena/2026/returns/maps/a.m", "/home/lena/maps/b.m"];
        assert_eq!(told(&far), ["…/2025/returns/maps", "…/2026/returns/maps", "…/lena/maps"]);
        assert_eq!(told(&["/a.m", "/x/a.m"]), ["/", "/x"]);
    }

    #[test]
    fn missing_files_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().join("there.milepost");
        std::fs::write(&there, b"x").unwrap();
        let gone = folder.path().join("gone.milepost");
        assert_eq!(missing(&[there, gone.clone()]), [gone]);
    }

    #[test]
    fn untitled_maps_that_no_list_knows_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let mut ids = crate::base::ids::IdAlloc::seeded(1);
        let document = crate::session::templates::document("customer-journey", "Returns", &mut ids).unwrap();
        for name in ["known.milepost", "lost.milepost", "open.milepost"] {
            Store::create(&path(name), OpenMode::Edit, &document).unwrap().store.close().unwrap();
        }
        std::fs::write(path("broken.milepost"), "no map").unwrap();
        std::fs::write(path("notes.txt"), "no map").unwrap();
        let open = Store::open(&path("open.milepost"), OpenMode::Edit).unwrap();
        let found = unlisted(folder.path(), &[path("known.milepost")]);
        let found: Vec<_> = found.iter().map(|f| (f.path.clone(), f.title.as_deref())).collect();
        assert_eq!(found, [(path("lost.milepost"), Some("Returns"))]);
        open.store.close().unwrap();
    }
}
