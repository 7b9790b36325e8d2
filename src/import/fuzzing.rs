//! What fuzzers call, and plain tests too: each takes anything and breaks its promise only by panicking.

use super::{ImportError, Mapping, ReadChoices, ReadOptions, normalise, read, sniff};
use crate::base::progress::Progress;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A file of these bytes for as long as it is looked at.
struct Scratch(PathBuf);

impl Scratch {
    fn of(bytes: &[u8]) -> Option<Self> {
        let name = format!("milepost-fuzz-{}-{:?}.bin", std::process::id(), std::thread::current().id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, bytes).ok()?;
        Some(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // The next one is written over it.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A refusal is one sentence.
fn check_refusal(error: &ImportError) {
    let text = error.to_string();
    assert!(!text.contains('\n') && text.ends_with('.'), "{text}");
}

/// Looks at a file of these bytes and guesses a mapping.
pub fn sniff_bytes(bytes: &[u8]) {
    let Some(file) = Scratch::of(bytes) else { return };
    match sniff(&file.0, &ReadChoices::default()) {
        Ok(sniffed) => {
            let _ = sniffed.to_json();
            let _ = Mapping::guess(&sniffed);
        }
        Err(error) => check_refusal(&error),
    }
}

/// Reads a file of these bytes; every row of it is accepted or rejected.
pub fn read_bytes(bytes: &[u8]) {
    let Some(file) = Scratch::of(bytes) else { return };
    read_file(&file.0, &ReadChoices::default());
}

fn read_file(path: &Path, choices: &ReadChoices) {
    let options = ReadOptions { choices: choices.clone(), ..ReadOptions::default() };
    match read(path, None, &options, &Progress::default()) {
        Ok(imported) => assert_eq!(imported.rows_read, imported.rows_accepted + imported.rows_rejected),
        Err(error) => check_refusal(&error),
    }
    if let Err(error) = normalise(path, choices, &mut std::io::sink()) {
        check_refusal(&error);
    }
}

/// Takes a text for a mapping; what is understood is the same when it is written and read again.
pub fn mapping_text(text: &str) {
    match Mapping::parse(text) {
        Ok(mapping) => assert_eq!(Mapping::parse(&mapping.to_json()).ok(), Some(mapping)),
        Err(error) => check_refusal(&error),
    }
}

/// Reads a file of these bytes as it is, and behind the first bytes of workbooks and archives; all members of it too.
pub fn packed_bytes(bytes: &[u8]) {
    const MARKS: [&[u8]; 3] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b\x08"];
    let all = ReadChoices { member: Some("*".to_owned()), ..ReadChoices::default() };
    for mark in std::iter::once(&b""[..]).chain(MARKS) {
        let Some(file) = Scratch::of(&[mark, bytes].concat()) else { return };
        read_file(&file.0, &ReadChoices::default());
        read_file(&file.0, &all);
    }
}

/// Stands between the parts of [`workbook_parts`].
const PART_END: &[u8] = b"\0PART\0";

/// The parts of workbooks by the first byte of [`workbook_parts`], and then a plain archive.
const PARTS: [&[&str]; 4] = [
    &[
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
    ],
    &["content.xml", "mimetype", "META-INF/manifest.xml"],
    &[
        "xl/worksheets/sheet1.bin",
        "xl/sharedStrings.bin",
        "xl/styles.bin",
        "xl/workbook.bin",
        "xl/_rels/workbook.bin.rels",
        "[Content_Types].xml",
    ],
    &["a.csv", "b.csv", "c.json", "d.csv.gz"],
];

/// Builds a workbook or an archive of parts and reads it: packed bytes as such change to nothing but damaged ones. The first
/// byte chooses the kind; the parts follow.
pub fn workbook_parts(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let Some(names) = PARTS.get(usize::from(*kind) % PARTS.len()) else { return };
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut rest = rest;
    for name in *names {
        let end = rest.windows(PART_END.len()).position(|window| window == PART_END);
        let part = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        if archive.start_file(*name, stored).and_then(|()| Ok(archive.write_all(part)?)).is_err() {
            return;
        }
        match end {
            Some(end) => rest = rest.get(end + PART_END.len()..).unwrap_or_default(),
            None => break,
        }
    }
    let Ok(whole) = archive.finish() else { return };
    let all = ReadChoices { member: Some("*".to_owned()), ..ReadChoices::default() };
    let Some(file) = Scratch::of(&whole.into_inner()) else { return };
    read_file(&file.0, &ReadChoices::default());
    read_file(&file.0, &all);
}
