//! Mappings of the user: what the columns of a file were said to mean, kept for the next file of the same columns. One
//! small JSON file each in the data folder, so that every map of the user and the command line can use them.

use crate::base::fs::write_atomic;
use crate::base::text::fold_name;
use crate::base::time::Day;
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

/// A mapping that cannot be kept or taken away.
#[derive(Debug, thiserror::Error)]
#[error("the mapping could not be written to {path}: {source}; check that the folder can be written to")]
pub struct KeepError {
    path: PathBuf,
    source: std::io::Error,
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

fn file_of(folder: &Path, name: &str) -> PathBuf {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let word = plain.split_whitespace().collect::<Vec<_>>().join("-");
    let word: String = if word.is_empty() { "mapping".to_owned() } else { word.chars().take(60).collect() };
    folder.join(format!("{word}.json"))
}

/// The kept mappings, the newest first. A file that is none is left out and named in the log. Touches the disk.
#[must_use]
pub fn load(folder: &Path) -> Vec<KeptMapping> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        match KeptMapping::read(&path) {
            Ok(kept) => found.push(kept),
            Err(why) => log::warn!("a kept mapping was left out: {}: {why}", path.display()),
        }
    }
    found.sort_by(|a, b| b.kept_on.cmp(&a.kept_on).then_with(|| a.name.cmp(&b.name)));
    found
}

/// The kept mapping of a name, capitals aside. Touches the disk.
#[must_use]
pub fn find(folder: &Path, name: &str) -> Option<KeptMapping> {
    load(folder).into_iter().find(|kept| fold_name(&kept.name) == fold_name(name))
}

/// Keeps a mapping; one of the same name gives way to it. Touches the disk.
///
/// # Errors
/// It cannot be written.
pub fn keep(folder: &Path, kept: &KeptMapping) -> Result<(), KeepError> {
    let path = file_of(folder, &kept.name);
    let stored = Stored {
        name: kept.name.clone(),
        columns: kept.columns.clone(),
        kept_on: kept.kept_on.to_string(),
        mapping: serde_json::to_value(&kept.mapping).unwrap_or_default(),
    };
    let text = serde_json::to_vec_pretty(&stored).unwrap_or_default();
    std::fs::create_dir_all(folder)
        .and_then(|()| write_atomic(&path, &text))
        .map_err(|source| KeepError { path, source })
}

/// Takes a mapping away; one that is gone already is no error. Touches the disk.
///
/// # Errors
/// It cannot be removed.
pub fn remove(folder: &Path, name: &str) -> Result<(), KeepError> {
    let path = file_of(folder, name);
    match std::fs::remove_file(&path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(KeepError { path, source }),
        _ => Ok(()),
    }
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
        keep(folder.path(), &KeptMapping { kept_on: Day(20_005), ..kept.clone() }).unwrap();
        assert_eq!(load(folder.path()).len(), 2);
        remove(folder.path(), "Stimmung").unwrap();
        remove(folder.path(), "Stimmung").unwrap();
        assert_eq!(load(folder.path()), [newer]);
    }
}
