//! Files that nobody tidied up, read by the program in a process of its own: each is read or refused with one sentence,
//! within ten seconds of the processor and a gigabyte of memory.

use crate::harness::{Folder, Run, shared};
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Seconds of the processor: how long it takes on a machine that has other things to do says nothing.
const MOST_SECONDS: u32 = 10;
/// Who takes longer, whatever the machine does, waits for something that never comes.
const LONGEST: Duration = Duration::from_secs(300);
/// Kilobytes of address space of the child: resident memory can only be less.
const MOST_MEMORY_KB: u32 = 1 << 20;
/// Files that are looked at at once.
const AT_ONCE: usize = 2;

/// Runs the program in bounds; `Err` says which of them it broke.
fn run_bounded(folder: &Folder, args: &[&OsStr]) -> Result<Run, String> {
    let program = folder.command();
    let mut command = if cfg!(target_os = "linux") {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("ulimit -v {MOST_MEMORY_KB} && ulimit -t {MOST_SECONDS} && exec \"$0\" \"$@\"")])
            .arg(program.get_program());
        command
    } else {
        Command::new(program.get_program())
    };
    command.args(args).current_dir(folder.path("")).stdin(Stdio::null());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let [out, err] = ["out", "err"].map(|name| folder.path(name));
    command.stdout(std::fs::File::create(&out).unwrap()).stderr(std::fs::File::create(&err).unwrap());
    let started = Instant::now();
    let mut child = command.spawn().unwrap();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if started.elapsed() > LONGEST {
            child.kill().unwrap();
            child.wait().unwrap();
            return Err("never ends".to_owned());
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let text = |path: &Path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    let code = status.code().ok_or_else(|| format!("ended by a signal: {}", text(&err)))?;
    Ok(Run { code, out: text(&out), err: text(&err) })
}

/// Writes a file as plain CSV and imports it, which looks at it first; what is wrong with the way that went.
fn problem(file: &Path) -> Option<String> {
    let folder = Folder::new();
    let runs = [
        vec![OsStr::new("normalise"), file.as_os_str(), OsStr::new("-o"), OsStr::new("n.csv")],
        vec![OsStr::new("import"), OsStr::new("m.milepost"), file.as_os_str(), OsStr::new("--json")],
    ];
    folder.write("m.milepost", blank_map());
    for args in runs {
        let run = match run_bounded(&folder, &args) {
            Ok(run) => run,
            Err(bound) => return Some(format!("{:?} {bound}", args[0])),
        };
        let is_sentence = run.err.starts_with("milepost: ") && run.err.lines().count() == 1 && run.err.ends_with(".\n");
        let is_short = run.err.len() < 4_000;
        if run.code > 1 || (run.code == 1 && !(is_sentence && is_short)) || run.err.contains("panicked") {
            let said: String = run.err.chars().take(400).collect();
            return Some(format!("{:?} ends with {}: {said}", args[0], run.code));
        }
        if args[0] == "import" && run.code == 0 {
            let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
            let count = |key: &str| report[key].as_u64().unwrap();
            if count("read") != count("accepted") + count("rejected") {
                return Some(format!("rows are lost: {report}"));
            }
        }
    }
    None
}

/// The bytes of a map with nothing in it.
fn blank_map() -> &'static [u8] {
    static MAP: OnceLock<Vec<u8>> = OnceLock::new();
    MAP.get_or_init(|| Folder::with_map("blank").read("m.milepost"))
}

/// What is wrong with any of the files.
fn problems(files: &[PathBuf]) -> Vec<String> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let found = std::sync::Mutex::new(Vec::new());
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
            if let Some(problem) = problem(file) {
                found.lock().unwrap().push(format!("{}: {problem}", file.display()));
            }
        }
    };
    std::thread::scope(|scope| (0..AT_ONCE).for_each(|_| drop(scope.spawn(work))));
    found.into_inner().unwrap()
}

fn files_in(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_in(&path, files);
        } else {
            files.push(path);
        }
    }
}

#[test]
fn files_of_other_projects_are_read_or_refused_within_bounds() {
    let Some(folder) = shared("csv") else { return };
    let mut files = Vec::new();
    files_in(&folder, &mut files);
    assert!(files.len() > 400, "{} files", files.len());
    assert_eq!(problems(&files), Vec::<String>::new());
}

/// Writes a file of a size that nobody would commit.
fn generate(folder: &Folder, name: &str, write: impl FnOnce(&mut dyn std::io::Write)) -> PathBuf {
    let path = folder.path(name);
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    write(&mut out);
    out.flush().unwrap();
    path
}

fn repeat(out: &mut dyn std::io::Write, text: &str, times: usize) {
    let block = text.repeat(1_000);
    (0..times / 1_000).for_each(|_| out.write_all(block.as_bytes()).unwrap());
    out.write_all(text.repeat(times % 1_000).as_bytes()).unwrap();
}

/// Small files that cost a careless reader minutes or gigabytes.
#[test]
fn files_made_to_hurt_are_read_or_refused_within_bounds() {
    let folder = Folder::new();
    let row = "2024-01-01,Desk,CSAT,4\n";
    let files = [
        generate(&folder, "one_name.csv", |out| repeat(out, "a,", 100_000)),
        generate(&folder, "no_names.csv", |out| repeat(out, ",", 400_000)),
        generate(&folder, "many_columns.csv", |out| {
            (0..16_000).for_each(|i| write!(out, "m{i},").unwrap());
            (0..3).for_each(|_| {
                out.write_all(b"\n").unwrap();
                repeat(out, "4,", 16_000);
            });
        }),
        generate(&folder, "many_metrics.csv", |out| {
            out.write_all(b"date,place").unwrap();
            (0..8_000).for_each(|i| write!(out, ",metric {i}").unwrap());
            (1..4).for_each(|day| {
                write!(out, "\n2024-01-0{day},Desk").unwrap();
                repeat(out, ",4", 8_000);
            });
        }),
        generate(&folder, "many_days.csv", |out| {
            out.write_all(b"place,metric").unwrap();
            let days = (1..=12).flat_map(|month| (1..=28).map(move |day| (month, day)));
            (1980..2020).for_each(|year| days.clone().for_each(|(m, d)| write!(out, ",{year}-{m:02}-{d:02}").unwrap()));
            (0..3).for_each(|place| {
                write!(out, "\nPlace {place},CSAT").unwrap();
                repeat(out, ",4", 40 * 12 * 28);
            });
        }),
        // Each line opens a quote that closes nowhere.
        generate(&folder, "odd_quotes.csv", |out| {
            repeat(out, "\"a\",b,c\n", 100);
            repeat(out, "\"\"x,1,2\n", 40_000);
        }),
        generate(&folder, "odd_quotes_in_words.csv", |out| {
            repeat(out, "\"a\",b\n", 100);
            repeat(out, "\"\"Foo\"\" bar,1\n", 20_000);
        }),
        generate(&folder, "quotes.csv", |out| repeat(out, "\"", 1 << 20)),
        generate(&folder, "open_objects.json", |out| {
            out.write_all(b"{\"a\": 1}\n").unwrap();
            repeat(out, "{\n", 20_000);
        }),
        generate(&folder, "deep.json", |out| {
            repeat(out, "{\"a\":", 100_000);
            repeat(out, "}", 100_000);
        }),
        generate(&folder, "cr.csv", |out| repeat(out, "1,2\r", 200_000)),
        generate(&folder, "blank_lines.csv", |out| {
            out.write_all(b"a,b\n1,2\n").unwrap();
            repeat(out, "\n", 2 << 20);
            out.write_all(b"3,4\n").unwrap();
        }),
        generate(&folder, "one_cell_rows.csv", |out| {
            out.write_all(row.as_bytes()).unwrap();
            repeat(out, "x\n", 300_000);
        }),
    ];
    assert_eq!(problems(&files), Vec::<String>::new());
}

/// An ODS workbook of one sheet.
fn ods(folder: &Folder, name: &str, rows: &str) -> PathBuf {
    let path = folder.path(name);
    let mut out = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"A\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_str()),
        ("META-INF/manifest.xml", "<manifest/>"),
    ];
    for (name, text) in parts {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap();
    path
}

/// A few bytes say how often a cell stands.
#[test]
fn repeated_cells_of_workbooks_take_bounded_memory() {
    let folder = Folder::new();
    let row = |times: u32, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>")
    };
    let cell = |times: u32, text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"{times}\"><text:p>{text}</text:p>\
             </table:table-cell>"
        )
    };
    let header = row(1, &(cell(1, "date") + &cell(1, "place") + &cell(1, "CSAT")));
    let long = "a long word ".repeat(20_000);
    let files = [
        ods(&folder, "long_cell.ods", &(header.clone() + &row(1, &cell(16_384, &long)))),
        ods(&folder, "long_row.ods", &(header.clone() + &row(1_048_575, &cell(3, &long)))),
        ods(&folder, "wide_rows.ods", &(header.clone() + &row(1_048_575, &cell(16_384, "4")))),
        ods(
            &folder,
            "far_cells.ods",
            &(header.clone() + &row(1_048_000, "<table:table-cell/>") + &row(1, &cell(16_384, "4"))),
        ),
        // As much as is taken.
        ods(&folder, "most_cells.ods", &(header.clone() + &row(490_000, &cell(10, "4")))),
        ods(&folder, "most_text.ods", &(header + &row(170, &cell(3, &long)))),
    ];
    assert_eq!(problems(&files), Vec::<String>::new());
    for file in &files {
        let run = run_bounded(&folder, &[OsStr::new("sniff"), file.as_os_str()]).unwrap();
        let is_refused = run.err.contains("too large to be read at once; save it as CSV.");
        assert_eq!(is_refused, !file.to_string_lossy().contains("most_"), "{}: {}", file.display(), run.err);
    }
}

/// A line that is longer than memory should be is reported, and the rows around it are read.
#[test]
fn a_line_of_any_length_takes_bounded_memory() {
    const LONG: usize = 36 << 20;
    let folder = Folder::with_map("blank");
    let (head, row) = ("date,place,metric,value\n", "2024-01-02,Desk,CSAT,4\n");
    for (name, opening, closing) in [("plain", "", ""), ("quoted", "\"", "\"")] {
        let file = generate(&folder, &format!("{name}.csv"), |out| {
            write!(out, "{head}{row}2024-01-03,Desk,CSAT,{opening}").unwrap();
            repeat(out, "x", LONG);
            write!(out, "{closing}\n{row}").unwrap();
        });
        let args = ["import", "m.milepost", file.to_str().unwrap(), "--json"].map(OsStr::new);
        let run = run_bounded(&folder, &args).unwrap();
        let report: serde_json::Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
        let counts = ["read", "accepted", "rejected"].map(|key| report[key].as_u64().unwrap());
        assert_eq!(counts, [3, 2, 1], "{name}");
        assert_eq!((&report["issues"][0]["kind"], &report["issues"][0]["line"]), (&"row_too_long".into(), &3.into()));
        assert!(report["issues"][0]["text"].as_str().unwrap().starts_with("2024-01-03,Desk,CSAT,"));
        let normalise = ["normalise", file.to_str().unwrap(), "-o", "n.csv"].map(OsStr::new);
        let run = run_bounded(&folder, &normalise).unwrap();
        assert_eq!(run.code, 1);
        assert!(run.err.contains("Line 3 of") && run.err.lines().count() == 1, "{}", run.err);
    }
    // Nothing but one line is no table.
    let file = generate(&folder, "line.csv", |out| repeat(out, "some words of it,", 5 << 20));
    let problem = problem(&file);
    assert_eq!(problem, None);
    let run = run_bounded(&folder, &[OsStr::new("sniff"), file.as_os_str()]).unwrap();
    assert!(run.err.contains("Line 1 of"), "{}", run.err);
}
