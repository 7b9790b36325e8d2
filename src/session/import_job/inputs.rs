//! What may be imported at once: files, folders of files, text from the clipboard or from standard input.

use crate::base::time::Day;
use crate::i18n;
use crate::import::ImportError;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Extensions of files in a folder that are data. Files of other names are read when they are named one by one.
pub const DATA_EXTENSIONS: [&str; 14] =
    ["csv", "tsv", "tab", "txt", "psv", "xlsx", "xlsm", "xls", "xlsb", "ods", "jsonl", "ndjson", "gz", "zip"];

/// Name of the file that typed-in values are put down in.
const TYPED_FILE: &str = "values.csv";

/// Files, and for every folder the data files in it by name; folders within it are left alone, as are hidden files.
///
/// # Errors
/// A folder cannot be read, or has no data file.
pub fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, ImportError> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(files_in(path)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// True when a file is data by its ending.
#[must_use]
pub fn is_data(path: &Path) -> bool {
    path.extension().is_some_and(|e| DATA_EXTENSIONS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, ImportError> {
    let io = |e| ImportError::io(folder, e);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let is_hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with(['.', '~']));
        if is_data(&path) && !is_hidden && path.is_file() {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(ImportError::EmptyFolder { path: folder.to_path_buf() });
    }
    files.sort();
    Ok(files)
}

/// Data that is no file of the user, for as long as it takes to import it.
#[derive(Debug)]
pub struct Unfiled {
    /// Where it can be read.
    pub path: PathBuf,
    /// What its source is called.
    pub name: String,
    folder: PathBuf,
}

impl Unfiled {
    /// A text from the clipboard.
    ///
    /// # Errors
    /// It cannot be put down.
    pub fn pasted(text: &str, day: Day) -> Result<Self, ImportError> {
        Self::from_reader(&mut text.as_bytes(), i18n::import::pasted(day))
    }

    /// A table that was typed into the program. Its name is whatever the user calls things, and no name of a file.
    ///
    /// # Errors
    /// It cannot be put down.
    pub fn typed(text: &str, name: String) -> Result<Self, ImportError> {
        let mut this = Self::from_reader(&mut text.as_bytes(), TYPED_FILE.to_owned())?;
        this.name = name;
        Ok(this)
    }

    /// All of standard input.
    ///
    /// # Errors
    /// It cannot be read or put down.
    pub fn standard_input(source: &mut dyn Read, day: Day) -> Result<Self, ImportError> {
        Self::from_reader(source, i18n::import::standard_input(day))
    }

    fn from_reader(source: &mut dyn Read, name: String) -> Result<Self, ImportError> {
        let folder =
            crate::base::fs::private_folder("milepost-data").map_err(|e| ImportError::io(Path::new(&name), e))?;
        // The name is shown wherever the file is.
        let path = folder.join(&name);
        let this = Self { path, name, folder };
        let mut file = std::fs::File::create(&this.path).map_err(|e| ImportError::io(&this.path, e))?;
        std::io::copy(source, &mut file).map_err(|e| ImportError::io(&this.path, e))?;
        Ok(this)
    }
}

impl Drop for Unfiled {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            log::warn!("a copy of pasted data stays behind: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_their_data_files_by_name() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("old")).unwrap();
        for name in ["b.csv", "a.TSV", "notes.md", ".hidden.csv", "~$b.xlsx", "old/c.csv"] {
            std::fs::write(folder.path().join(name), "a,b\n").unwrap();
        }
        let one = folder.path().join("notes.md");
        let found = expand(&[folder.path().to_owned(), one.clone()]).unwrap();
        let names = ["a.TSV", "b.csv"].map(|name| folder.path().join(name));
        assert_eq!(found, [&names[0], &names[1], &one].map(Clone::clone));
        let empty = tempfile::tempdir().unwrap();
        let error = expand(&[empty.path().to_owned()]).unwrap_err().to_string();
        assert!(error.contains("no data file"), "{error}");
    }

    #[test]
    fn pasted_data_is_gone_afterwards() {
        let data = Unfiled::pasted("a,b\n1,2\n", Day(20_000)).unwrap();
        assert_eq!(std::fs::read_to_string(&data.path).unwrap(), "a,b\n1,2\n");
        assert!(data.name.starts_with("Pasted on ") && data.path.ends_with(&data.name));
        let path = data.path.clone();
        drop(data);
        assert!(!path.exists() && !path.parent().unwrap().exists());
    }
}
