//! House rules that the compiler does not know: who may import whom, where third-party crates, threads and colours may
//! appear, how long a file may grow. `ARCHITECTURE.md` explains the layers; this test is what holds them.
#![allow(clippy::unwrap_used, reason = "a test that cannot read the sources should stop right there")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Each layer and the layers it may name. Test modules inside a layer are free: they may need a font or a fixture.
const LAYERS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("model", &["base"]),
    ("i18n", &["base", "model"]),
    ("theme", &["base"]),
    ("import", &["base", "model"]),
    ("metrics", &["base", "model"]),
    ("store", &["base", "model"]),
    ("layout", &["base", "model"]),
    ("scene", &["base", "i18n", "theme", "model", "metrics", "layout"]),
    ("export", &["base", "i18n", "theme", "model", "metrics", "layout", "scene"]),
    ("session", &["base", "i18n", "theme", "model", "import", "metrics", "store", "layout", "scene", "export"]),
    ("canvas", &["base", "i18n", "theme", "model", "metrics", "layout", "scene", "export", "session"]),
    ("ui", &["base", "i18n", "theme", "model", "import", "metrics", "layout", "scene", "export", "session", "canvas"]),
    (
        "app",
        &[
            "base", "i18n", "theme", "model", "import", "metrics", "store", "layout", "scene", "export", "session",
            "canvas", "ui",
        ],
    ),
    ("cli", &["base", "i18n", "theme", "model", "import", "metrics", "store", "layout", "scene", "export", "session"]),
    ("main", &["cli", "app"]),
];

/// Third-party crates that are kept in few places: the crate, then layers or files.
const GATES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("csv", &["import"]),
    ("csv_nose", &["import"]),
    ("memchr", &["import"]),
    ("encoding_rs", &["import"]),
    ("chardetng", &["import"]),
    ("calamine", &["import/container/workbook.rs"]),
    ("zip", &["import/container/archive.rs", "import/fuzzing.rs"]),
    ("flate2", &["import/container/archive.rs"]),
    ("cfb", &["import/container/sheet_bounds.rs"]),
    ("eframe", &["canvas", "ui", "app"]),
    ("egui", &["canvas", "ui", "app"]),
    ("egui_plot", &["canvas", "ui", "app"]),
    ("rfd", &["canvas", "ui", "app"]),
    ("arboard", &["app"]),
    ("mundy", &["app"]),
    ("x11rb", &["app/drag_place.rs"]),
    ("epaint", &["canvas", "ui", "app", "layout/measure.rs"]),
    ("egui_system_font_provider", &["layout/measure.rs"]),
    ("resvg", &["export"]),
    ("base64", &["export/bytes_as_text.rs"]),
    ("pulldown_cmark", &["layout/markup.rs"]),
    ("regex", &["session/find/phrase.rs"]),
    ("strsim", &["session/import_job/likeness.rs"]),
    ("stlrs", &["metrics/season.rs"]),
    ("exmex", &["metrics/formula.rs"]),
    ("notify", &["session/watch.rs"]),
    ("anyhow", &["main", "cli", "app"]),
    ("clap", &["cli"]),
];

/// Files that may start threads, with the reason. Everything else asks `session::jobs`.
const THREAD_FILES: &[(&str, &str)] = &[
    ("session/jobs.rs", "background jobs of the session"),
    ("store/", "the file's one writer, chunk encoding beside it, and counting beside reading"),
    ("import/", "reading ahead while rows are taken apart"),
];

/// A file longer than this is split by responsibility.
const MOST_LINES: usize = 600;

/// A source file ready for questions.
struct Source {
    /// Path below `src`, with forward slashes.
    path: String,
    /// Its code without comments, texts and test modules; line breaks kept, so that line numbers hold.
    code: String,
    /// Lines of the file as it is.
    lines: usize,
}

impl Source {
    fn new(path: impl Into<String>, text: &str) -> Self {
        Self { path: path.into(), code: without_tests(&code_of(text)), lines: text.lines().count() }
    }

    /// The first part of the path: the layer, or `main` and `lib`.
    fn layer(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|p| *p == self.layer() || *p == self.path)
    }

    /// How many `super` lead from this file to the crate.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") { parts - 1 } else { parts }
    }

    fn at(&self, offset: usize) -> String {
        format!("{}:{}", self.path, line_of(&self.code, offset))
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset].iter().filter(|b| **b == b'\n').count() + 1
}

/// Blanks comments and the insides of texts and characters, byte for byte, so that only code is left.
fn code_of(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut i = 0;
    let blank = |out: &mut Vec<u8>, from: usize, to: usize| {
        out.extend(bytes[from..to].iter().map(|b| if *b == b'\n' { b'\n' } else { b' ' }));
    };
    while i < bytes.len() {
        let end = match bytes[i] {
            b'/' if bytes.get(i + 1) == Some(&b'/') => {
                bytes[i..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| i + n)
            }
            b'/' if bytes.get(i + 1) == Some(&b'*') => end_of_block_comment(bytes, i),
            b'"' => end_of_text(bytes, i),
            b'r' if !is_word_before(bytes, i) => end_of_raw_text(bytes, i).unwrap_or(i),
            b'\'' => end_of_character(bytes, i).unwrap_or(i),
            _ => i,
        };
        if end > i {
            blank(&mut out, i, end);
            i = end;
        } else {
            out.push(bytes[i]);
            i += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn is_word_before(bytes: &[u8], at: usize) -> bool {
    // `br"…"` is a raw text as well.
    at > 0 && is_word(bytes[at - 1]) && !(bytes[at - 1] == b'b' && (at < 2 || !is_word(bytes[at - 2])))
}

fn end_of_block_comment(bytes: &[u8], start: usize) -> usize {
    let (mut i, mut depth) = (start, 0usize);
    while i < bytes.len() {
        if bytes[i..].starts_with(b"/*") {
            depth += 1;
            i += 2;
        } else if bytes[i..].starts_with(b"*/") {
            depth -= 1;
            i += 2;
            if depth == 0 {
                return i;
            }
        } else {
            i += 1;
        }
    }
    i
}

fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let mut i = start + 1;
    while i < bytes.len() && bytes[i] != b'"' {
        i += if bytes[i] == b'\\' { 2 } else { 1 };
    }
    (i + 1).min(bytes.len())
}

fn end_of_raw_text(bytes: &[u8], start: usize) -> Option<usize> {
    let hashes = bytes[start + 1..].iter().take_while(|b| **b == b'#').count();
    if bytes.get(start + 1 + hashes) != Some(&b'"') {
        return None;
    }
    let close: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
    let body = start + 2 + hashes;
    let length = bytes[body..].windows(close.len()).position(|w| w == close)?;
    Some(body + length + close.len())
}

/// The end of a character such as `'"'`; `None` for a lifetime.
fn end_of_character(bytes: &[u8], start: usize) -> Option<usize> {
    if bytes.get(start + 1) == Some(&b'\\') {
        let close = bytes[start + 3..].iter().position(|b| *b == b'\'')?;
        return Some(start + 3 + close + 1);
    }
    let first = *bytes.get(start + 1)?;
    let width = match first {
        0..=0x7f => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    (bytes.get(start + 1 + width) == Some(&b'\'')).then_some(start + 2 + width)
}

/// Blanks every item behind `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut out = code.as_bytes().to_vec();
    let mut from = 0;
    while let Some(start) = code[from..].find("#[cfg(test)]").map(|n| from + n) {
        let bytes = code.as_bytes();
        let mut depth = 0usize;
        let mut end = start + "#[cfg(test)]".len();
        while end < bytes.len() {
            match bytes[end] {
                b'{' => depth += 1,
                b'}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                b';' if depth == 0 => break,
                _ => {}
            }
            end += 1;
        }
        let end = (end + 1).min(bytes.len());
        for byte in &mut out[start..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        from = end;
    }
    String::from_utf8(out).unwrap()
}

/// Every place where `word` stands alone in `code`.
fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let bytes = code.as_bytes();
        let is_start = *at == 0 || !is_word(bytes[at - 1]);
        let is_end = bytes.get(at + word.len()).is_none_or(|b| !is_word(*b));
        is_start && is_end
    })
}

/// The first segments named by what follows `crate::`: one, or all of a group `{a::x, b}`.
fn heads(rest: &str) -> Vec<String> {
    let rest = rest.trim_start();
    let Some(group) = rest.strip_prefix('{') else {
        return vec![rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()];
    };
    let (mut depth, mut part, mut parts) = (0usize, String::new(), Vec::new());
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => parts.push(std::mem::take(&mut part)),
            _ => {
                depth = match c {
                    '{' => depth + 1,
                    '}' => depth - 1,
                    _ => depth,
                };
                part.push(c);
            }
        }
    }
    parts.push(part);
    parts.iter().flat_map(|p| heads(p)).filter(|h| !h.is_empty()).collect()
}

fn layer_faults(source: &Source) -> Vec<String> {
    let layer = source.layer();
    let Some((_, allowed)) = LAYERS.iter().find(|(l, _)| *l == layer) else {
        return if layer == "lib" { Vec::new() } else { vec![format!("{}: no such layer: {layer}", source.path)] };
    };
    let root = if layer == "main" { "milepost" } else { "crate" };
    let to_crate = vec!["super"; source.depth()].join("::");
    let mut named: Vec<(usize, String)> = Vec::new();
    for (word, prefix) in [(root, format!("{root}::")), ("super", format!("{to_crate}::"))] {
        for at in words(&source.code, word) {
            // `super` in the middle of a longer chain was looked at from its start.
            if word == "super" && source.code[..at].ends_with("::") {
                continue;
            }
            if let Some(rest) = source.code[at..].strip_prefix(prefix.as_str()) {
                named.extend(heads(rest).into_iter().map(|head| (at, head)));
            } else if word == root && source.code[at + root.len()..].trim_start().starts_with("as ") {
                named.push((at, format!("{root} as")));
            }
        }
    }
    let mut faults = Vec::new();
    for (at, target) in named {
        let is_layer = LAYERS.iter().any(|(l, _)| *l == target);
        if target == format!("{root} as") {
            faults.push(format!("{}: no other name for the crate", source.at(at)));
        } else if is_layer && target != layer && !allowed.contains(&target.as_str()) {
            faults.push(format!("{}: {layer} must not import {target}", source.at(at)));
        }
    }
    faults
}

fn gate_faults(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, places) in GATES.iter().filter(|(_, places)| !source.is_in(places)) {
        for at in words(&source.code, name) {
            let before = source.code[..at].trim_end();
            let after = source.code[at + name.len()..].trim_start();
            let is_own_module = before.ends_with("::") && !before.trim_end_matches("::").ends_with(['\n', ' ', '(']);
            let is_path = after.starts_with("::");
            let is_use = before.ends_with("use") || before.ends_with("extern crate");
            if !is_own_module && (is_path || is_use) {
                faults.push(format!("{}: {name} belongs to {}", source.at(at), places.join(", ")));
            }
        }
    }
    faults
}

fn thread_faults(source: &Source) -> Vec<String> {
    if THREAD_FILES.iter().any(|(file, _)| source.path.starts_with(file)) {
        return Vec::new();
    }
    ["thread::spawn", "thread::Builder", "thread::scope"]
        .iter()
        .flat_map(|call| source.code.match_indices(call))
        .map(|(at, call)| format!("{}: {call} belongs to session/jobs.rs or store", source.at(at)))
        .collect()
}

/// The clock makes results differ from run to run: only those who talk to the user and the file may ask it.
fn clock_faults(source: &Source) -> Vec<String> {
    if source.is_in(&["session", "app", "cli", "base/time.rs"]) {
        return Vec::new();
    }
    ["SystemTime::now", "Utc::now", "Local::now", "UtcMillis::now"]
        .iter()
        .flat_map(|call| source.code.match_indices(call))
        .map(|(at, call)| format!("{}: {call} belongs to session, app, cli", source.at(at)))
        .collect()
}

/// Colours made of numbers, or named ones; conversions of a token's parts are fine.
fn colour_faults(source: &Source) -> Vec<String> {
    if source.is_in(&["theme", "base/color.rs"]) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for name in ["Color32", "Rgba", "Hsva"] {
        for at in words(&source.code, name) {
            let rest = source.code[at + name.len()..].trim_start();
            let is_literal = if let Some(rest) = rest.strip_prefix("::") {
                let item: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let argument = rest[item.len()..].trim_start().strip_prefix('(').map(str::trim_start);
                let is_number = argument.is_some_and(|a| a.starts_with(|c: char| c.is_ascii_digit()));
                let is_named = item.len() > 1
                    && item.chars().all(|c| c.is_ascii_uppercase() || c == '_')
                    && !["TRANSPARENT", "PLACEHOLDER"].contains(&item.as_str());
                is_number || is_named || item == "hex" || item == "from_hex"
            } else {
                // A struct written out: `Rgba { r: 12, …`.
                rest.strip_prefix('{').is_some_and(|body| {
                    let first = body.split([',', '}']).next().unwrap_or_default();
                    first.split_once(':').is_some_and(|(_, v)| v.trim_start().starts_with(|c: char| c.is_ascii_digit()))
                })
            };
            if is_literal {
                faults.push(format!("{}: colours belong to theme", source.at(at)));
            }
        }
    }
    for (at, _) in source.code.match_indices("hex_color!") {
        faults.push(format!("{}: colours belong to theme", source.at(at)));
    }
    faults
}

fn other_faults(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    if source.lines > MOST_LINES {
        faults.push(format!("{}: {} lines; split it by responsibility", source.path, source.lines));
    }
    for banned in ["todo!", "unimplemented!", "dbg!"] {
        faults.extend(source.code.match_indices(banned).map(|(at, b)| format!("{}: {b} left behind", source.at(at))));
    }
    faults
}

fn faults(sources: &[Source]) -> Vec<String> {
    let checks = [layer_faults, gate_faults, thread_faults, clock_faults, colour_faults, other_faults];
    sources.iter().flat_map(|s| checks.iter().flat_map(move |c| c(s))).collect()
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The sources below a folder. Files that are declared as test modules have no code here, only lines.
fn sources(folder: &Path) -> Vec<Source> {
    let mut files = Vec::new();
    rust_files(folder, &mut files);
    files.sort();
    let mut test_files = BTreeSet::new();
    let mut found = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        let path = file.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        test_files.extend(test_modules(file, &code_of(&text)));
        found.push((file.clone(), Source::new(path, &text)));
    }
    for (file, source) in &mut found {
        if test_files.iter().any(|t| file == t || file.starts_with(t.with_extension(""))) {
            source.code.clear();
        }
    }
    found.into_iter().map(|(_, source)| source).collect()
}

/// The files that `#[cfg(test)] mod name;` of a file may mean.
fn test_modules(file: &Path, code: &str) -> Vec<PathBuf> {
    let stem = file.file_stem().unwrap().to_str().unwrap();
    let folder =
        if ["mod", "lib", "main"].contains(&stem) { file.parent().unwrap().into() } else { file.with_extension("") };
    let declared = code.split("#[cfg(test)]").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let name: String =
            rest.strip_prefix("mod ")?.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        rest["mod ".len() + name.len()..].trim_start().starts_with(';').then_some(name)
    });
    declared.map(|name| folder.join(format!("{name}.rs"))).collect()
}

#[test]
fn the_sources_keep_the_house_rules() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(sources.len() > 40, "only {} source files found", sources.len());
    let faults = faults(&sources);
    let list = faults.iter().fold(String::new(), |mut list, fault| {
        let _ = writeln!(list, "  {fault}");
        list
    });
    assert!(faults.is_empty(), "{} faults:\n{list}", faults.len());
}

#[test]
fn every_layer_of_the_table_exists() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    for (layer, _) in LAYERS {
        assert!(sources.iter().any(|s| s.layer() == *layer), "the layer {layer} has no file");
    }
}

fn check(path: &str, text: &str, expected: &[&str]) {
    assert_eq!(faults(&[Source::new(path, text)]), expected, "in {text:?}");
}

#[test]
fn a_forbidden_layer_is_found_however_it_is_written() {
    check("model/card.rs", "use crate::store::Store;\n", &["model/card.rs:1: model must not import store"]);
    check(
        "store/mod.rs",
        "\nuse crate::{base::ids, metrics::{Series, Trend}, model::Card};\n",
        &["store/mod.rs:2: store must not import metrics"],
    );
    check(
        "scene/build.rs",
        "fn f() { super::super::session::x() }",
        &["scene/build.rs:1: scene must not import session"],
    );
    check("scene/mod.rs", "use super::store::Store;", &["scene/mod.rs:1: scene must not import store"]);
    check("cli/kpi.rs", "\n\nlet x = crate::ui::plot();", &["cli/kpi.rs:3: cli must not import ui"]);
    check("main.rs", "fn main() { milepost::store::open(); }", &["main.rs:1: main must not import store"]);
    check("model/mod.rs", "use crate as all;", &["model/mod.rs:1: no other name for the crate"]);
    check("plumbing/mod.rs", "", &["plumbing/mod.rs: no such layer: plumbing"]);
}

#[test]
fn what_is_allowed_is_not_reported() {
    check("session/mod.rs", "use crate::{store, import::read, model::*};\nuse super::command;", &[]);
    check("model/card.rs", "/// Like [`crate::store::Store`].\n// crate::ui\nfn f() { g(\"crate::store\") }", &[]);
    check("layout/mod.rs", "#[cfg(test)]\nmod tests {\n    use crate::theme::fonts;\n}\n", &[]);
    check("model/edit/add.rs", "use super::{EditError, Plan};\nuse super::super::Card;", &[]);
    check("export/mod.rs", "mod csv;\nuse self::csv::write;\npub use table::csv::rows;", &[]);
}

#[test]
fn third_party_crates_stay_behind_their_gates() {
    check("session/mod.rs", "use rusqlite::Connection;", &["session/mod.rs:1: rusqlite belongs to store"]);
    check("scene/item.rs", "fn f(c: &egui::Context) {}", &["scene/item.rs:1: egui belongs to canvas, ui, app"]);
    check("layout/measure.rs", "use epaint::text::Fonts;", &[]);
    check(
        "layout/mod.rs",
        "use ::epaint::text::Fonts;",
        &["layout/mod.rs:1: epaint belongs to canvas, ui, app, layout/measure.rs"],
    );
    check("store/mod.rs", "fn f() -> anyhow::Result<()> {}", &["store/mod.rs:1: anyhow belongs to main, cli, app"]);
}

#[test]
fn threads_clocks_and_colours_have_their_places() {
    check("metrics/mod.rs", "UtcMillis::now()", &["metrics/mod.rs:1: UtcMillis::now belongs to session, app, cli"]);
    check(
        "ui/menu.rs",
        "std::thread::spawn(|| {});",
        &["ui/menu.rs:1: thread::spawn belongs to session/jobs.rs or store"],
    );
    check("store/writer.rs", "std::thread::Builder::new();", &[]);
    let colour = |path: &str| format!("{path}:1: colours belong to theme");
    check("ui/menu.rs", "let c = Color32::from_rgb(1, 2, 3);", &[&colour("ui/menu.rs")]);
    check("ui/menu.rs", "let c = Color32::LIGHT_RED;", &[&colour("ui/menu.rs")]);
    check("scene/item.rs", "let c = Rgba::hex(\"#fff\");", &[&colour("scene/item.rs")]);
    check("scene/item.rs", "let c = Rgba { r: 9, g: 9, b: 9, a: 9 };", &[&colour("scene/item.rs")]);
    check("canvas/paint.rs", "Color32::from_rgba_unmultiplied(c.r, c.g, c.b, c.a); Color32::TRANSPARENT;", &[]);
    check("theme/light.rs", "Rgba::hex(\"#fff\")", &[]);
}

#[test]
fn texts_and_comments_are_no_code() {
    let text = "let a = \"x // y\"; /* use crate::store */ let b = '\"'; let c: &'static str = r#\"dbg!(\"1\")\"#; // dbg!(2)\n";
    let code = code_of(text);
    assert_eq!(code.len(), text.len());
    assert_eq!(code.split_whitespace().collect::<Vec<_>>().join(" "), "let a = ; let b = ; let c: &'static str = ;");
    check("cli/mod.rs", "fn f() { todo!() }", &["cli/mod.rs:1: todo! left behind"]);
    check("cli/mod.rs", &"\n".repeat(601), &["cli/mod.rs: 601 lines; split it by responsibility"]);
}
