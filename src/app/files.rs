//! Opening, making and copying files, as work for a job's thread.

use crate::i18n::shell::files as words;
use crate::model::Document;
use crate::session::prefs::Home;
use crate::session::templates::{self, Template, own};
use crate::session::{Session, new_file, prompts};
use crate::store::{Copied, OpenMode, Opened, Store, StoreError};
use std::path::{Path, PathBuf};

/// A file that is open now.
pub struct OpenedFile {
    /// The file and its document.
    pub opened: Opened,
    /// Where it is.
    pub path: PathBuf,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where an open file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It was there.
    Found,
    /// It was made just now.
    Made,
}

/// What a new file starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// A template by its name.
    Template(String),
    /// The sample.
    Sample,
}

/// Opens a file of the user.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(path: &Path, mode: OpenMode) -> Result<OpenedFile, StoreError> {
    let opened = Session::open_file(path, mode)?;
    Ok(OpenedFile { opened, path: path.to_owned(), origin: Origin::Found })
}

/// Makes an untitled file in the data folder and opens it.
///
/// # Errors
/// Why it cannot be made.
pub fn create(home: &Home, start: &Start) -> Result<OpenedFile, StoreError> {
    let folder = home.untitled_folder();
    std::fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, error))?;
    let path = free_path(&folder, if *start == Start::Sample { words::SAMPLE } else { words::UNTITLED });
    let opened = match start {
        Start::Template(name) => match template(home, name) {
            Some(template) => prompts::create_file(&path, OpenMode::Edit, &template, "")?,
            None => Store::create(&path, OpenMode::Edit, &Document::default())?,
        },
        Start::Sample => new_file::create_sample(&path, OpenMode::Edit)?,
    };
    Ok(OpenedFile { opened, path, origin: Origin::Made })
}

/// A bundled template or one of the user. One that is not there any more (a removed one, asked for by an old script)
/// becomes the blank one.
fn template(home: &Home, name: &str) -> Option<Template> {
    let bundled = templates::find(name).cloned();
    bundled.or_else(|| own::find(&home.templates_folder(), name)).or_else(|| templates::list().first().cloned())
}

/// Writes a copy of the map as it is in memory and opens that, to go on in it.
///
/// # Errors
/// Why there is no copy.
pub fn copy(store: &Store, path: &Path, document: &Document) -> Result<(Copied, Opened), StoreError> {
    let copied = store.copy_to(path, document)?;
    Ok((copied, Store::open_copy(path)?))
}

/// The first name of “Untitled”, “Untitled 2”, … that is free.
fn free_path(folder: &Path, name: &str) -> PathBuf {
    let numbered = (2_u64..).map(|number| format!("{name} {number}.milepost"));
    std::iter::once(format!("{name}.milepost"))
        .chain(numbered)
        .map(|name| folder.join(name))
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or_else(|| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untitled_files_do_not_collide() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::below(folder.path());
        let start = Start::Template("blank".to_owned());
        let names: Vec<_> = (0..3)
            .map(|_| {
                let file = create(&home, &start).unwrap();
                assert!(file.origin == Origin::Made && file.opened.document.maps.len() == 1);
                file.path.file_name().unwrap().to_string_lossy().into_owned()
            })
            .collect();
        assert_eq!(names, ["Untitled.milepost", "Untitled 2.milepost", "Untitled 3.milepost"]);
    }
}
