//! What is wrong with a typed path, and what to do.

/// A typed path leads nowhere.
#[must_use]
pub fn no_file(path: &str) -> String {
    format!("There is no file at “{path}”. Check the path, or type another one.")
}

/// A typed path of a folder leads nowhere.
#[must_use]
pub fn no_folder(path: &str) -> String {
    format!("There is no folder at “{path}”. Check the path, or type another one.")
}

/// A folder was typed where a file is wanted.
#[must_use]
pub fn is_folder(path: &str) -> String {
    format!("“{path}” is a folder. Add the name of a file in it.")
}

/// A file was typed where a folder is wanted.
#[must_use]
pub fn is_file(path: &str) -> String {
    format!("“{path}” is a file. Type the folder it lies in.")
}
