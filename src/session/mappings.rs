//! Mappings of the user: what the columns of a file were said to mean, kept for the next file of the same columns. One
//! small JSON file each in the data folder, so that every map of the user and the command line can use them.

use crate::base::fs::write_atomic;
use crate::base::text::fold_name;
use crate::base::time::Day;
use crate::i18n::import as words;
use crate::import::Mapping;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Files longer than this are no mappings.
const MOST_BYTES: u64 = 4 << 20;

/// A mapping that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptMapping {
    /// What it is called, in lists and on the command line.
    pub name: String,
    /// Names of the columns of the file it was made for, without those that are dates.
    pub columns: Vec<String>,
    /// When it was last confirmed.
    pub kept_on: Day,
    /// What the columns mean.
    pub mapping: Mapping,
}

/// The same as it stands in its file.
#[derive(Serialize, Deserialize)]
struct Stored {
    name: String,
    columns: Vec<String>,
    kept_on: String,
    mapping: serde_json::Value,
}

/// What came of keeping a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// What it is called: the wanted name, or that with a number when a mapping of other columns has it.
    pub name: String,
    /// The one that it took the place of.
    pub replaced: Option<KeptMapping>,
}

/// A mapping that cannot be kept, renamed or taken away.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The file system.
    #[error("{}", words::not_kept(.path, .source))]
    File {
        /// The file.
        path: PathBuf,
        /// What it says.
        source: std::io::Error,
    },
    /// It makes no JSON.
    #[error("{}", words::not_written_down(.0))]
    Unwritable(#[from] serde_json::Error),
    /// Another one is called so.
    #[error("{}", words::name_is_taken(.0))]
    NameTaken(String),
    /// There is none of that name any more.
    #[error("{}", words::no_such_mapping(.0))]
    Gone(String),
}

impl KeptMapping {
    /// True for a file with these columns, in whatever order.
    #[must_use]
    pub fn fits(&self, columns: &[String]) -> bool {
        let folded = |names: &[String]| names.iter().map(|name| fold_name(name)).collect::<BTreeSet<_>>();
        !columns.is_empty() && folded(&self.columns) == folded(columns)
    }

    fn read(path: &Path) -> Result<Self, String> {
        let size = std::fs::metadata(path).map_err(|error| error.to_string())?.len();
        if size > MOST_BYTES {
            return Err("it is too large".to_owned());
        }
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let Stored { name, columns, kept_on, mapping } =
            serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let mapping = Mapping::parse(&mapping.to_string()).map_err(|error| error.to_string())?;
        let kept_on = Day::parse_iso(&kept_on).ok_or("its day is none")?;
        Ok(Self { name, columns, kept_on, mapping })
    }
}

/// The name that the mapping of a data file gets: that of the file without dates and numbers at its end, so that the
/// file of the next month replaces that of this one.
#[must_use]
pub fn name_for(file: &str) -> String {
    let stem = Path::new(file).file_stem().map_or_else(|| file.to_owned(), |stem| stem.to_string_lossy().into_owned());
    let is_mark = |c: char| matches!(c, ' ' | '_' | '-' | '.' | '(' | ')');
    let mut name = stem.as_str();
    loop {
        let trimmed = name.trim_end_matches(is_mark);
        let rest = trimmed.trim_end_matches(|c: char| c.is_ascii_digit());
        // A number that belongs to a word, as in "q3results2", is no date.
        let is_date = rest.len() < trimmed.len() && rest.ends_with(is_mark);
        match is_date {
            true if rest.contains(|c: char| c.is_alphabetic()) => name = rest,
            _ if trimmed.is_empty() => return stem,
            _ => return trimmed.to_owned(),
        }
    }
}

/// A name for the file of a new mapping that no other has: names that differ in signs alone make one word.
fn free_file(folder: &Path, name: &str) -> PathBuf {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let word = plain.split_whitespace().collect::<Vec<_>>().join("-");
    let word: String = if word.is_empty() { "mapping".to_owned() } else { word.chars().take(60).collect() };
    let numbered = (2_u64..).map(|number| format!("{word}-{number}"));
    std::iter::once(word.clone())
        .chain(numbered)
        .map(|word| folder.join(format!("{word}.json")))
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or_else(|| folder.join(format!("{word}.json")))
}

/// The kept mappings with their files, the newest first.
fn load_files(folder: &Path) -> Vec<(PathBuf, KeptMapping)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        match KeptMapping::read(&path) {
            Ok(kept) => found.push((path, kept)),
            Err(why) => log::warn!("a kept mapping was left out: {}: {why}", path.display()),
        }
    }
    found.sort_by(|(_, a), (_, b)| b.kept_on.cmp(&a.kept_on).then_with(|| a.name.cmp(&b.name)));
    found
}

fn is_called(kept: &KeptMapping, name: &str) -> bool {
    fold_name(&kept.name) == fold_name(name)
}

/// The kept mappings, the newest first. A file that is none is left out and named in the log. Touches the disk.
#[must_use]
pub fn load(folder: &Path) -> Vec<KeptMapping> {
    load_files(folder).into_iter().map(|(_, kept)| kept).collect()
}

/// The kept mapping of a name, capitals aside. Touches the disk.
#[must_use]
pub fn find(folder: &Path, name: &str) -> Option<KeptMapping> {
    load(folder).into_iter().find(|kept| is_called(kept, name))
}

/// Keeps a mapping. One of the same name and the same columns gives way to it; beside one of the same name and other
/// columns it gets a number. Touches the disk.
///
/// # Errors
/// It cannot be written; what was kept is as it was.
pub fn keep(folder: &Path, kept: &KeptMapping) -> Result<Kept, KeepError> {
    let mut files = load_files(folder);
    let wanted = kept.name.trim();
    let numbered = (2_u64..).map(|number| format!("{wanted} {number}"));
    for name in std::iter::once(wanted.to_owned()).chain(numbered) {
        let (path, replaced) = match files.iter().position(|(_, known)| is_called(known, &name)) {
            Some(at) if files.get(at).is_some_and(|(_, known)| known.fits(&kept.columns)) => {
                let (path, replaced) = files.swap_remove(at);
                (path, Some(replaced))
            }
            Some(_) => continue,
            None => (free_file(folder, &name), None),
        };
        write(folder, path, &KeptMapping { name: name.clone(), ..kept.clone() })?;
        return Ok(Kept { name, replaced });
    }
    Err(KeepError::NameTaken(wanted.to_owned()))
}

/// Calls a mapping something else. Touches the disk.
///
/// # Errors
/// There is none of that name, another one has the new one, or it cannot be written.
pub fn rename(folder: &Path, name: &str, new: &str) -> Result<(), KeepError> {
    let files = load_files(folder);
    let new = new.trim();
    let (path, kept) =
        files.iter().find(|(_, kept)| is_called(kept, name)).ok_or_else(|| KeepError::Gone(name.to_owned()))?;
    if new.is_empty() || files.iter().any(|(other, known)| other != path && is_called(known, new)) {
        return Err(KeepError::NameTaken(new.to_owned()));
    }
    write(folder, path.clone(), &KeptMapping { name: new.to_owned(), ..kept.clone() })
}

fn write(folder: &Path, path: PathBuf, kept: &KeptMapping) -> Result<(), KeepError> {
    let stored = Stored {
        name: kept.name.clone(),
        columns: kept.columns.clone(),
        kept_on: kept.kept_on.to_string(),
        mapping: serde_json::to_value(&kept.mapping)?,
    };
    let text = serde_json::to_vec_pretty(&stored)?;
    std::fs::create_dir_all(folder)
        .and_then(|()| write_atomic(&path, &text))
        .map_err(|source| KeepError::File { path, source })
}

/// Takes a mapping away; one that is gone already is no error. Touches the disk.
///
/// # Errors
/// It cannot be removed.
pub fn remove(folder: &Path, name: &str) -> Result<(), KeepError> {
    for (path, _) in load_files(folder).into_iter().filter(|(_, kept)| is_called(kept, name)) {
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(KeepError::File { path, source });
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{ColumnName, ColumnOrFixed, DateMapping, Shape};

    fn mapping() -> Mapping {
        let named = |column: &str| Some(ColumnName { column: column.to_owned() });
        Mapping {
            date: Some(DateMapping { column: Some("Tag".to_owned()), ..DateMapping::default() }),
            metric: Some(ColumnOrFixed { column: None, fixed: Some("Mood".to_owned()) }),
            value: named("Wert"),
            ..Mapping::new(Shape::Long)
        }
    }

    #[test]
    fn names_leave_dates_and_numbers_out() {
        for (file, expected) in [
            ("scores.csv", "scores"),
            ("survey-2026-08.csv", "survey"),
            ("Report_20260801 (2).xlsx", "Report"),
            ("q3results2.csv", "q3results2"),
            ("2026-08.csv", "2026-08"),
            ("", ""),
        ] {
            assert_eq!(name_for(file), expected, "{file}");
        }
    }

    #[test]
    fn mappings_are_kept_found_by_their_columns_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let columns = ["Tag", "Wert", "Land"].map(str::to_owned).to_vec();
        let kept = KeptMapping { name: "Stimmung".to_owned(), columns, kept_on: Day(20_000), mapping: mapping() };
        keep(folder.path(), &kept).unwrap();
        std::fs::write(folder.path().join("broken.json"), "{").unwrap();
        let newer = KeptMapping { kept_on: Day(20_001), name: "Other".to_owned(), ..kept.clone() };
        keep(folder.path(), &newer).unwrap();
        assert_eq!(load(folder.path()), [newer.clone(), kept.clone()]);
        assert_eq!(find(folder.path(), "stimmung"), Some(kept.clone()));
        let other_order = ["land", "Tag", "WERT"].map(str::to_owned);
        assert!(kept.fits(&other_order) && !kept.fits(&other_order[..2]) && !kept.fits(&[]));
        // The same name again takes the place of the first.
        let again = keep(folder.path(), &KeptMapping { kept_on: Day(20_005), ..kept.clone() }).unwrap();
        assert_eq!(again, Kept { name: "Stimmung".to_owned(), replaced: Some(kept.clone()) });
        assert_eq!(load(folder.path()).len(), 2);
        remove(folder.path(), "Stimmung").unwrap();
        remove(folder.path(), "Stimmung").unwrap();
        assert_eq!(load(folder.path()), [newer]);
    }
    fn kept(name: &str, columns: &[&str], day: i32) -> KeptMapping {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        KeptMapping { name: name.to_owned(), columns, kept_on: Day(day), mapping: mapping() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = load(folder).into_iter().map(|kept| kept.name).collect();
        names.sort();
        names
    }

    #[test]
    fn names_that_make_one_file_name_do_not_overwrite_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let long = "x".repeat(70);
        for name in ["A/B", "A B", "a-b!", &long, &format!("{long}y"), "***", "???"] {
            keep(folder.path(), &kept(name, &["Tag", "Wert"], 1)).unwrap();
        }
        assert_eq!(names(folder.path()).len(), 7);
        remove(folder.path(), "A B").unwrap();
        let left = names(folder.path());
        assert!(left.len() == 6 && left.contains(&"A/B".to_owned()), "{left:?}");
    }

    #[test]
    fn a_mapping_of_other_columns_gets_a_number_and_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let first = kept("Scores", &["Tag", "Wert"], 1);
        let other = kept("scores", &["Tag", "Wert", "Land"], 2);
        keep(folder.path(), &first).unwrap();
        let told = keep(folder.path(), &other).unwrap();
        assert_eq!(told, Kept { name: "scores 2".to_owned(), replaced: None });
        assert_eq!(find(folder.path(), "Scores"), Some(first));
        // The next file of those columns finds its own.
        let told = keep(folder.path(), &KeptMapping { kept_on: Day(3), ..other.clone() }).unwrap();
        assert_eq!(told.replaced.map(|kept| kept.name), Some("scores 2".to_owned()));
        assert_eq!(names(folder.path()), ["Scores", "scores 2"]);
    }

    #[test]
    fn a_mapping_is_renamed_unless_the_name_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        keep(folder.path(), &kept("one", &["Tag"], 1)).unwrap();
        keep(folder.path(), &kept("two", &["Tag"], 2)).unwrap();
        for (from, to) in [("one", "TWO"), ("one", "  "), ("three", "four")] {
            let error = rename(folder.path(), from, to).unwrap_err();
            assert!(matches!(error, KeepError::NameTaken(_) | KeepError::Gone(_)), "{error}");
        }
        rename(folder.path(), "one", " One ").unwrap();
        rename(folder.path(), "two", "Monthly scores").unwrap();
        assert_eq!(names(folder.path()), ["Monthly scores", "One"]);
    }
}
