//! The files that were opened last.

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

use crate::base::time::UtcMillis;

/// How many are remembered.
const MOST: usize = 12;

/// A file that was opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentFile {
    /// Where it is, absolute.
    pub path: PathBuf,
    /// When it was last opened.
    pub opened_at: UtcMillis,
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
        self.remove(&path);
        self.files.insert(0, RecentFile { path, opened_at });
        self.files.truncate(MOST);
    }

    /// Forgets a file. The file itself stays.
    pub fn remove(&mut self, path: &Path) {
        self.files.retain(|file| file.path != path);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(opened: &[&str], expected: &[&str]) {
        let mut recent = RecentFiles::default();
        for (at, path) in (0_i64..).zip(opened) {
            recent.add(PathBuf::from(path), UtcMillis(at));
        }
        let paths: Vec<_> = recent.files().iter().map(|f| f.path.to_string_lossy().into_owned()).collect();
        assert_eq!(paths, expected);
    }

    #[test]
    fn latest_first_and_each_once() {
        check(&["a", "b", "a"], &["a", "b"]);
        check(
            &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"],
            &["13", "12", "11", "10", "9", "8", "7", "6", "5", "4", "3", "2"],
        );
    }

    #[test]
    fn missing_files_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().join("there.milepost");
        std::fs::write(&there, b"x").unwrap();
        let gone = folder.path().join("gone.milepost");
        assert_eq!(missing(&[there, gone.clone()]), [gone]);
    }
}
