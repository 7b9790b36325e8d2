//! Files of all kinds, changed at random: each is read or refused, and none makes the program panic, hang or eat the
//! memory. The functions are those that the fuzzers in `fuzz/` call; this needs no compiler of its own, so it runs with
//! `cargo test --features fuzzing` for some rounds, and in `.ci/run` for some seconds each:
//!
//! `MILEPOST_MUTATE_SECONDS=60 MILEPOST_MUTATE_SEED=7 cargo test --release --features fuzzing --test mutations -- --nocapture`
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it expects")]

use milepost::import::fuzzing;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Rounds of each target when no time is given.
const ROUNDS: u64 = 40;
/// One file that takes longer hangs.
const LONGEST: Duration = Duration::from_secs(60);
/// Longer files are no seeds, and no file grows beyond twice that.
const LONGEST_SEED: u64 = 40_000;

/// Splits what a fuzzer makes of bytes into the parts of a workbook; as in `src/import/fuzzing.rs`.
const PART_END: &[u8] = b"\0PART\0";

/// Pieces that mean something to one reader or another.
const PIECES: &[&[u8]] = &[
    b",",
    b";",
    b"\t",
    b"|",
    b"\"",
    b"\"\"",
    b"'",
    b"\\",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\0",
    b"#",
    b"=",
    b"%",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xff",
    b"\xfe",
    b"\xc3",
    b"\xe4",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"null",
    b"-1",
    b"1e309",
    b"NaN",
    b"99999999999999999999",
    b"4294967295",
    b"0.1",
    b"1,5",
    b"2024-02-30",
    b"31/12/2024",
    b"12/31/2024",
    b"Total",
    b"date",
    b"value",
    b"<",
    b">",
    b"/>",
    b"</c>",
    b"<c r=\"A1\"><v>1</v></c>",
    b"<row r=\"1048576\">",
    b"r=\"XFD1048576\"",
    b"t=\"s\"",
    b"table:number-columns-repeated=\"16384\"",
    b"table:number-rows-repeated=\"1048576\"",
    b"&#0;",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b\x08",
    PART_END,
];

/// Numbers that repeat with their seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % limit.max(1)
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let from = self.below(length + 1);
        let most = if self.below(4) == 0 { length - from } else { (length - from).min(16) };
        from..from + self.below(most + 1)
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// Some bytes changed, taken out, doubled, or put in from elsewhere.
    fn change(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        for _ in 0..1 + self.below(6) {
            let range = self.range(bytes.len());
            match self.below(7) {
                0 => bytes.splice(range.start..range.start, self.pick(PIECES).iter().copied()).for_each(drop),
                1 => bytes.splice(range, self.pick(PIECES).iter().copied()).for_each(drop),
                2 => drop(bytes.drain(range)),
                3 => {
                    let copy = bytes[range.clone()].to_vec();
                    let times = 1 + self.below(8);
                    bytes.splice(range.end..range.end, copy.repeat(times)).for_each(drop);
                }
                4 => {
                    let other = &seeds[self.below(seeds.len())];
                    let part = self.range(other.len());
                    bytes.splice(range, other[part].iter().copied()).for_each(drop);
                }
                5 => bytes.truncate(range.end),
                _ => {
                    if let Some(byte) = bytes.get_mut(range.start) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        bytes.truncate(usize::try_from(LONGEST_SEED).unwrap() * 2);
    }
}

/// Files of the repository, and of the public corpora where they are.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut files) = (vec![root.join("tests/fixtures"), root.join("../shared/data/csv")], Vec::new());
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.metadata().unwrap().len() <= LONGEST_SEED {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The parts of a workbook behind a byte for its kind; nothing for other files.
fn parts(bytes: &[u8]) -> Option<Vec<u8>> {
    const NAMES: [(u8, &[&str]); 2] = [
        (
            0,
            &[
                "xl/worksheets/sheet1.xml",
                "xl/sharedStrings.xml",
                "xl/styles.xml",
                "xl/workbook.xml",
                "xl/_rels/workbook.xml.rels",
                "[Content_Types].xml",
            ],
        ),
        (1, &["content.xml", "mimetype", "META-INF/manifest.xml"]),
    ];
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let (kind, names) = NAMES.into_iter().find(|(_, names)| archive.by_name(names[0]).is_ok())?;
    let mut seed = vec![kind];
    for (number, name) in names.iter().enumerate() {
        if number > 0 {
            seed.extend_from_slice(PART_END);
        }
        if let Ok(mut part) = archive.by_name(name) {
            part.read_to_end(&mut seed).ok()?;
        }
    }
    (seed.len() < 100_000).then_some(seed)
}

/// Where the file lies that is being read.
fn kept_path(target: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutations");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(format!("{target}.bin"))
}

/// Changes the seeds and reads what comes out, for some rounds or some seconds.
fn check(target: &'static str, seeds: &[Vec<u8>], read: fn(&[u8])) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let time = number("MILEPOST_MUTATE_SECONDS").map(Duration::from_secs);
    let seed = number("MILEPOST_MUTATE_SEED").unwrap_or(1);
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (started, mut rounds) = (Instant::now(), 0);
    let (current, watched) = channel::<bool>();
    let watch = std::thread::Builder::new().name(format!("watch-{target}"));
    let watch = watch.spawn(move || {
        let mut is_reading = false;
        loop {
            match watched.recv_timeout(LONGEST) {
                Ok(starts) => is_reading = starts,
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) if !is_reading => {}
                Err(RecvTimeoutError::Timeout) => {
                    eprintln!("{target}: takes more than {} s: {}", LONGEST.as_secs(), kept_path(target).display());
                    std::process::abort();
                }
            }
        }
    });
    let watch = watch.unwrap();
    while time.map_or(rounds < ROUNDS, |time| started.elapsed() < time) {
        let mut bytes = seeds[dice.below(seeds.len())].clone();
        dice.change(&mut bytes, seeds);
        // Before it is read: what ends the program leaves no time for it.
        let kept = kept_path(target);
        std::fs::write(&kept, &bytes).unwrap();
        current.send(true).unwrap();
        let result = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        current.send(false).unwrap();
        assert!(result.is_ok(), "{target}: round {rounds} of seed {seed}: {}", kept.display());
        rounds += 1;
    }
    drop(current);
    watch.join().unwrap();
    println!("{target}: {rounds} files of {} seeds", seeds.len());
}

fn read_all(of: impl Fn(&Path, Vec<u8>) -> Option<Vec<u8>>) -> Vec<Vec<u8>> {
    files().iter().filter_map(|path| of(path, std::fs::read(path).unwrap())).collect()
}

fn is_packed(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ["xlsx", "xlsm", "xls", "xlsb", "ods", "gz", "zip", "milepost"].iter().any(|known| ending == *known)
}

#[test]
fn sniff() {
    check("sniff", &read_all(|path, bytes| (!is_packed(path)).then_some(bytes)), fuzzing::sniff_bytes);
}

#[test]
fn read() {
    check("read", &read_all(|path, bytes| (!is_packed(path)).then_some(bytes)), fuzzing::read_bytes);
}

#[test]
fn workbook() {
    // Where no workbook is at hand, texts behind the marks of workbooks are.
    check(
        "workbook",
        &read_all(|path, bytes| (path.extension()? != "milepost").then_some(bytes)),
        fuzzing::packed_bytes,
    );
}

#[test]
fn workbook_parts() {
    let sheet = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row></sheetData></worksheet>"#;
    let strings = b"<sst><si><t>date</t></si></sst>";
    let book = br#"<workbook><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let relations = br#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let all: [&[u8]; 6] = [sheet, strings, b"<styleSheet/>", book, relations, b"<Types/>"];
    let csv: [&[u8]; 3] =
        [b"date,place,value\n2024-01-01,A,1\n", b"date,place,value\n2024-01-02,B,2\n", b"{\"date\": 1}"];
    let mut seeds = read_all(|_, bytes| parts(&bytes));
    seeds.push([&[0][..], &all.join(PART_END)].concat());
    seeds.push([&[3][..], &csv.join(PART_END)].concat());
    check("workbook_parts", &seeds, fuzzing::workbook_parts);
}

#[test]
fn mapping() {
    let page = include_str!("../docs/mapping-file.md");
    let examples = page.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next());
    let seeds: Vec<Vec<u8>> = examples.map(|text| text.as_bytes().to_vec()).collect();
    check("mapping", &seeds, |bytes| {
        if let Ok(text) = std::str::from_utf8(bytes) {
            fuzzing::mapping_text(text);
        }
    });
}
