//! Bad input: one sentence, exit code 1, and not a byte changed.

use crate::harness::Folder;
use std::collections::BTreeSet;
use std::io::Write as _;

/// Commands that open a map file, each with arguments after the file.
const READING: [&[&str]; 5] =
    [&["kpi"], &["check"], &["sql", "select 1"], &["export", "-o", "out.png"], &["import", "good.csv"]];

const GOOD: &str = "date,place,metric,value\n2024-01-01,Checkout,CSAT,4\n";

fn folder() -> Folder {
    let folder = Folder::with_map("customer-journey");
    folder.write("good.csv", GOOD);
    folder
}

/// Every command refuses the file `name` with a sentence that holds `words`.
fn check(folder: &Folder, name: &str, words: &str) {
    for command in READING {
        let mut args = vec![command[0], name];
        args.extend(&command[1..]);
        folder.refuse(&args, 1, words);
    }
}

#[test]
fn a_file_that_is_no_map() {
    let folder = folder();
    folder.write("text.milepost", "Dear diary, today I drew a journey map on a napkin, and it was good.\n");
    check(&folder, "text.milepost", "not a Milepost file");
    folder.write("nothing.milepost", "");
    check(&folder, "nothing.milepost", "not a Milepost file");
    folder.write("bytes.milepost", (0..8192_u32).map(|n| (n * 7 % 251) as u8).collect::<Vec<_>>());
    check(&folder, "bytes.milepost", "not a Milepost file");
    // Another program's database.
    let mut other = folder.read("m.milepost");
    other[68..72].copy_from_slice(&[0; 4]);
    folder.write("other.milepost", other);
    check(&folder, "other.milepost", "not a Milepost file");
}

#[test]
fn a_file_of_a_newer_version() {
    let folder = folder();
    let mut newer = folder.read("m.milepost");
    newer[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    check(folder.write("newer.milepost", newer), "newer.milepost", "newer");
}

#[test]
fn a_damaged_file() {
    let folder = folder();
    let whole = folder.read("m.milepost");
    folder.write("cut.milepost", &whole[..whole.len() / 2]);
    let mut scratched = whole.clone();
    for page in scratched.chunks_mut(16_384).skip(1) {
        page[..64].fill(0xFF);
    }
    folder.write("scratched.milepost", scratched);
    for name in ["cut.milepost", "scratched.milepost"] {
        // `check` may open it far enough to list what is wrong instead.
        for command in [&["kpi", name][..], &["export", name, "-o", "out.png"], &["import", name, "good.csv"]] {
            folder.refuse(command, 1, "damaged");
        }
        assert_eq!(folder.run(&["check", name]).code, 1);
    }
}

#[test]
fn a_file_that_is_not_there_and_a_folder() {
    let folder = folder();
    check(&folder, "nowhere.milepost", "no file");
    std::fs::create_dir(folder.path("maps")).unwrap();
    check(&folder, "maps", "folder");
}

#[test]
fn a_write_protected_file_takes_no_import_but_can_be_read() {
    let folder = folder();
    let path = folder.path("m.milepost");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    folder.refuse(&["import", "m.milepost", "good.csv"], 1, "cannot be written");
    folder.refuse(&["import", "m.milepost", "good.csv", "good.csv"], 1, "cannot be written");
    folder.run(&["check", "m.milepost"]).ok();
    folder.run(&["kpi", "m.milepost", "--json"]).ok();
}

#[test]
fn data_files_that_cannot_be_read() {
    let folder = folder();
    folder.write("zero.csv", "");
    folder.write("blank.csv", "\n\n  \n");
    folder.write("header.csv", "date,place,metric,value\n");
    folder.write("binary.csv", [b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 500]].concat());
    folder.write("zip.csv", [b"PK\x03\x04".as_slice(), &[7; 500]].concat());
    folder.write("noise.csv", (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<_>>());
    folder.write("no_dates.csv", "place,metric,value\nCheckout,CSAT,4\nDelivery,CSAT,5\n");
    std::fs::create_dir(folder.path("data")).unwrap();
    for (name, words) in [
        ("zero.csv", "empty"),
        ("blank.csv", "empty"),
        ("header.csv", "no rows"),
        ("binary.csv", "image"),
        ("zip.csv", "as an archive"),
        ("noise.csv", "not a text file"),
        ("no_dates.csv", "dates"),
        ("data", "folder"),
        ("nowhere.csv", "no file"),
    ] {
        folder.refuse(&["import", "m.milepost", name], 1, words);
        folder.refuse(&["import", "m.milepost", "good.csv", name], 1, words);
        // A table without dates can be looked at, and a header is a table too.
        if !["no_dates.csv", "header.csv"].contains(&name) {
            folder.refuse(&["sniff", name, "--json"], 1, words);
            // Nothing in is nothing out, which is said.
            if name == "zero.csv" {
                let run = folder.run(&["normalise", name]);
                assert!(run.out.is_empty() && run.err.contains("empty"), "{run:?}");
            } else {
                folder.refuse(&["normalise", name, "-o", "out.csv"], 1, words);
            }
        }
    }
}

#[test]
fn mappings_that_do_not_fit() {
    let folder = folder();
    let long = |extra: &str| {
        format!(
            r#"{{"shape":"long","date":{{"column":"date"}},"place":{{"column":"place"}},"metric":{{"column":"metric"}},"value":{{"column":"value"}}{extra}}}"#
        )
    };
    for (mapping, words) in [
        (long("").replace("\"column\":\"value\"", "\"column\":\"score\""), "score"),
        (long(r#","colour":1"#), "colour"),
        (long("").replace("\"column\":\"date\"", "\"column\":\"date\",\"ordre\":\"day-first\""), "date.ordre"),
        (long(r#","segments":["country"]"#), "country"),
        (long("").replace("{\"column\":\"date\"}", "{\"fixed\":\"2024-02-30\"}"), "2024-02-30"),
        (long(r#","time_zone":"Mars/Olympus""#), "Mars/Olympus"),
        ("{ not json".to_owned(), "JSON"),
        ("[]".to_owned(), "JSON object"),
        (r#"{"shape":"round"}"#.to_owned(), "round"),
    ] {
        folder.write("map.json", mapping);
        folder.refuse(&["import", "m.milepost", "good.csv", "--mapping", "map.json"], 1, words);
    }
    folder.refuse(&["import", "m.milepost", "good.csv", "--mapping", "nowhere.json"], 1, "nowhere.json");
}

#[test]
fn a_date_that_is_none_is_a_rejected_row() {
    let folder = folder();
    folder.write("d.csv", "date,place,metric,value\n2024-02-30,Checkout,CSAT,4\n2024-02-28,Checkout,CSAT,4\n");
    let report = folder.run(&["import", "m.milepost", "d.csv", "--json"]).json();
    assert_eq!((report["read"].as_u64(), report["rejected"].as_u64()), (Some(2), Some(1)));
    assert_eq!(report["issues"][0]["kind"], "bad_date");
    assert_eq!(report["issues"][0]["text"], "2024-02-30");
}

/// A small file system in memory, for as long as the value lives.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None`, said aloud, where this user may not mount.
    fn new(kilobytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kilobytes}k");
        let mount = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .stderr(std::process::Stdio::null())
            .status();
        if mount.is_ok_and(|status| status.success()) {
            return Some(Self(folder));
        }
        println!("skipped: no right to mount a small disk");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // A disk that stays mounted is a nuisance, not a failure of what was tested.
        let _ = std::process::Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_leaves_the_map_as_it_was() {
    let Some(disk) = SmallDisk::new(700) else { return };
    let folder = folder();
    let map = disk.0.path().join("m.milepost");
    std::fs::copy(folder.path("m.milepost"), &map).unwrap();
    let before = std::fs::read(&map).unwrap();
    let mut rows = String::from("date,place,metric,value,n\n");
    for row in 0..400_000_u32 {
        let day = 1 + row % 28;
        rows.push_str(&format!("2024-01-{day:02},Checkout,CSAT,{}.{},{}\n", row % 5, row % 977, row % 1_013));
    }
    folder.write("large.csv", rows);
    let map_text = map.to_str().unwrap();
    let picture = disk.0.path().join("m.png");
    let check = |args: &[&str], left: &[&str]| {
        folder.refuse(args, 1, "room");
        assert!(std::fs::read(&map).unwrap() == before, "{args:?} changed the map");
        let names = std::fs::read_dir(disk.0.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        assert_eq!(names.collect::<BTreeSet<_>>(), left.iter().map(|n| (*n).to_owned()).collect(), "{args:?}");
    };
    check(&["import", map_text, "large.csv"], &["m.milepost"]);
    check(&["import", map_text, "good.csv", "large.csv"], &["m.milepost"]);
    // A picture is small, so something else takes the room first.
    let mut filler = std::fs::File::create(disk.0.path().join("filler")).unwrap();
    while filler.write_all(&[0; 4_096]).is_ok() {}
    check(&["export", map_text, "-o", picture.to_str().unwrap()], &["filler", "m.milepost"]);
}

/// A map file as an older version of the program wrote it.
fn older_map(folder: &Folder, version: u8) {
    let name = format!("tests/fixtures/version-{version}.milepost");
    let stored = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    folder.write("old.milepost", std::fs::read(stored).unwrap());
}

#[test]
fn a_bad_import_into_an_older_file_leaves_its_version() {
    let folder = folder();
    folder.write("bad.csv", "date,place,metric,value\nnot a date,Checkout,CSAT,4\n");
    for version in [1, 2] {
        older_map(&folder, version);
        folder.refuse(&["import", "old.milepost", "bad.csv"], 1, "bad.csv");
        folder.refuse(&["import", "old.milepost", "good.csv", "bad.csv"], 1, "bad.csv");
        for data in [&["good.csv"][..], &["good.csv", "more.csv"]] {
            folder.write("more.csv", GOOD.replace("Checkout", "Delivery"));
            older_map(&folder, version);
            folder.run(&[&["import", "old.milepost"], data].concat()).ok();
            assert_eq!(folder.read("old.milepost")[60..64], folder.read("m.milepost")[60..64], "brought up to date");
            let rows = folder.run(&["sql", "old.milepost", "select count(*) from kpi_day", "--csv"]).ok();
            assert_ne!(rows, "count(*)\n0\n");
        }
    }
}
