//! Exports as the tools write them, from file to rows: each file of `tests/fixtures/exports` beside what has to come of
//! it. `UPDATE_GOLDENS=1 cargo test` writes the expectations anew, to be looked at in the diff.

use crate::base::progress::Progress;
use crate::import::{Imported, Mapping, ReadChoices, ReadOptions, Role, Sniffed, Warning, read, sniff};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports")
}

/// Every export, in order of name.
fn exports() -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "csv")).collect();
    files.sort();
    assert!(files.len() > 40, "the exports are there");
    files
}

/// Numbers as people check them: no more digits than the file had.
fn number(value: f64) -> String {
    format!("{:.4}", value).trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What came of a file: preset, shape, date, series with their days, counts and sums, what was left out, what to know.
fn outcome(sniffed: &Sniffed, imported: &Imported) -> String {
    let mut out = String::new();
    let date = serde_json::to_string(&imported.mapping.date).unwrap();
    writeln!(
        out,
        "preset {} shape {} date {date}",
        sniffed.preset.as_deref().unwrap_or("none"),
        imported.mapping.shape
    )
    .unwrap();
    writeln!(out, "rows {} accepted {}", imported.rows_read, imported.rows_accepted).unwrap();
    let days = imported.first_day.zip(imported.last_day);
    writeln!(out, "days {}", days.map_or("none".to_owned(), |(a, b)| format!("{a} to {b}"))).unwrap();
    let table = &imported.data.observations;
    let mut series: BTreeMap<String, (usize, f64)> = BTreeMap::new();
    for (index, value) in table.series_of_row.iter().zip(&table.value) {
        let key = &table.series[*index as usize];
        let cuts = if key.segments.is_empty() { String::new() } else { format!(" [{}]", key.segments.join(" | ")) };
        let entry = series.entry(format!("{} @ {}{cuts}", key.metric, key.place)).or_default();
        *entry = (entry.0 + 1, entry.1 + value);
    }
    for score in &imported.data.responses.scores {
        let sum: f64 = score.value.iter().filter(|v| !v.is_nan()).sum();
        let count = usize::try_from(score.answered).unwrap();
        series.insert(format!("{} @ {}", score.metric, score.place), (count, sum));
    }
    for (name, (count, sum)) in series {
        writeln!(out, "  {name}: {count} values, sum {}", number(sum)).unwrap();
    }
    let responses = &imported.data.responses;
    let comments = responses.comment.iter().filter(|c| !c.is_empty()).count();
    if !responses.day.is_empty() {
        let segments: Vec<_> = responses.segments.iter().map(|s| s.name.as_str()).collect();
        let who = responses.respondent.len();
        writeln!(out, "responses {}, comments {comments}, ids {who}, segments {segments:?}", responses.day.len())
            .unwrap();
    }
    for (role, word) in [(Role::Personal, "personal"), (Role::Ignored, "ignored")] {
        let names: Vec<_> = sniffed.columns.iter().filter(|c| c.role == role).map(|c| c.name.as_str()).collect();
        if !names.is_empty() {
            writeln!(out, "{word} {names:?}").unwrap();
        }
    }
    let mut issues: BTreeMap<&str, usize> = BTreeMap::new();
    for issue in &imported.data.issues {
        *issues.entry(issue.kind.word()).or_default() += 1;
    }
    writeln!(out, "issues {issues:?}").unwrap();
    for warning in &imported.warnings {
        // The day on which a file was last changed is another one in every checkout.
        match warning {
            Warning::DayOfFile { .. } => writeln!(out, "- the day of the file").unwrap(),
            other => writeln!(out, "- {other}").unwrap(),
        }
    }
    out
}

/// What somebody would have to be asked before the numbers stand on the map.
fn questions(imported: &Imported) -> usize {
    let is_question = |w: &&Warning| {
        matches!(w, Warning::DateOrderAssumed { .. } | Warning::DayOfFile { .. } | Warning::DecimalSignAssumed { .. })
    };
    imported.warnings.iter().filter(is_question).count()
}

/// A file without dates counts on the day it was last changed, which is no part of what is compared.
fn without_file_day(text: &str, sniffed: &Sniffed) -> String {
    text.replace(&sniffed.day.0.to_string(), "FILE-DAY")
}

#[test]
fn exports_come_out_as_expected() {
    let is_update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let mut wrong = String::new();
    for path in exports() {
        let sniffed = sniff(&path, &ReadChoices::default()).unwrap_or_else(|e| panic!("{e}"));
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let options = ReadOptions { sniffed: Some(sniffed.clone()), ..ReadOptions::default() };
        let found = match read(&path, None, &options, &Progress::default()) {
            Ok(imported) => {
                assert_eq!(imported.rows_read, imported.rows_accepted + imported.rows_rejected, "{name}");
                assert!(questions(&imported) <= 1, "{name}: {:?}", imported.warnings);
                let again = Mapping::parse(&imported.mapping.to_json()).unwrap_or_else(|e| panic!("{name}: {e}"));
                assert_eq!(again, imported.mapping, "{name}: the mapping can be used again");
                let second = read(&path, Some(&again), &ReadOptions::default(), &Progress::default()).unwrap();
                // Missing counts are no numbers, which equal nothing.
                let table = |of: &Imported| format!("{:?}", of.data.observations);
                assert_eq!(table(&second), table(&imported), "{name}");
                without_file_day(&outcome(&sniffed, &imported), &sniffed)
            }
            Err(error) => format!("refused: {error}\n").replace(&path.display().to_string(), &name),
        };
        let golden = path.with_extension("expected");
        if is_update {
            std::fs::write(&golden, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default().replace("\r\n", "\n");
        if found != expected {
            write!(wrong, "{name}\n--- expected\n{expected}--- found\n{found}\n").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
