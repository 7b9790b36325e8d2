//! Words an import puts on the map.

/// Title of the stage that an empty map gets when its data names no place.
pub const WHOLE_JOURNEY: &str = "Whole journey";
/// Title of the lane that KPI cards go to.
pub const KPI_LANE: &str = "KPI";

/// Title of the job that fetches days.
pub const READING_NUMBERS: &str = "Reading numbers";

fn file_name(path: &std::path::Path) -> String {
    path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// Title of the job that reads a data file.
#[must_use]
pub fn reading(path: &std::path::Path) -> String {
    format!("Reading {}", file_name(path))
}

/// A second file of the same name, beside the one that was imported from another folder.
#[must_use]
pub fn same_name_elsewhere(name: &str, path: &str) -> String {
    format!(
        "“{name}” is a source of this map already, imported from {path}; both count. Delete the other source if this file replaces it."
    )
}

/// Title of the job that writes the rows of a data file.
#[must_use]
pub fn writing(path: &std::path::Path) -> String {
    format!("Writing {}", file_name(path))
}
