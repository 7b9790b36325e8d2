//! Runs the program in a temporary folder.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder for one test, gone at its end.
pub struct Folder(tempfile::TempDir);

/// What a run printed and how it ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with a map `m.milepost` made from a template.
    pub fn with_map(template: &str) -> Self {
        let folder = Self::new();
        folder.run(&["new", "m.milepost", "--template", template, "--title", "Journey"]).ok();
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), text).unwrap();
        self
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    /// Every file in the folder, to see what a command left behind.
    pub fn files(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.0.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    /// The program in this folder, without display and without a home.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
        command.current_dir(self.0.path()).env("HOME", self.0.path()).stdin(Stdio::null());
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "RUST_LOG", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
            command.env_remove(name);
        }
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        let output = self.command().args(args).output().unwrap();
        Run {
            code: output.status.code().expect("the program must not be killed by a signal"),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("errors are UTF-8"),
        }
    }

    /// Runs a command that must fail with one sentence holding `words`, and leave all files as they were.
    pub fn refuse(&self, args: &[&str], code: i32, words: &str) {
        let names = self.files();
        let before: Vec<_> = names.iter().map(|n| std::fs::read(self.path(n)).ok()).collect();
        let run = self.run(args);
        assert_eq!(run.code, code, "{args:?}: {run:?}");
        assert_eq!(run.out, "", "{args:?} prints data although it fails");
        let sentence = run.err.strip_prefix("milepost: ").unwrap_or_else(|| panic!("{args:?}: {}", run.err));
        assert!(sentence.ends_with(".\n") && sentence.lines().count() == 1, "{args:?}: no sentence: {sentence}");
        assert!(sentence.to_lowercase().contains(&words.to_lowercase()), "{args:?}: no “{words}” in: {sentence}");
        assert_eq!(self.files(), names, "{args:?} leaves other files behind");
        for (name, before) in names.iter().zip(before) {
            assert!(std::fs::read(self.path(name)).ok() == before, "{args:?} changed {name}");
        }
    }
}

impl Run {
    /// The output of a run that must succeed.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    /// The output as JSON.
    #[track_caller]
    pub fn json(self) -> Value {
        serde_json::from_str(&self.ok()).unwrap()
    }
}

/// Public data beside the repository; `None`, said aloud, where it is not.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if root.is_dir() {
        return Some(root.join(path));
    }
    println!("skipped: no ../shared/data");
    None
}
