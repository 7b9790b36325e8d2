//! Exports of tools with a column dropped, renamed, moved or put in, or with numbers of another country: whatever comes of
//! them, every row is accounted for, and a number does not change in silence.

use super::random_tables::Random;
use super::*;
use std::collections::BTreeMap;

/// Sums by metric and place.
fn sums(imported: &Imported) -> BTreeMap<String, f64> {
    let table = &imported.data.observations;
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for (series, value) in table.series_of_row.iter().zip(&table.value).filter(|(_, value)| !value.is_nan()) {
        let key = &table.series[*series as usize];
        *sums.entry(format!("{}@{}", key.metric, key.place)).or_default() += value;
    }
    for score in &imported.data.responses.scores {
        let sum: f64 = score.value.iter().filter(|value| !value.is_nan()).sum();
        *sums.entry(format!("{}@{}", score.metric, score.place)).or_default() += sum;
    }
    sums
}

/// A change of the table of a plain export.
fn changed(rows: &mut [Vec<String>], dice: &mut Random) -> &'static str {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let (at, to) = (dice.below(width), dice.below(width));
    match dice.below(5) {
        0 => {
            rows.iter_mut().filter(|row| at < row.len()).for_each(|row| drop(row.remove(at)));
            "dropped"
        }
        1 => {
            if let Some(name) = rows.first_mut().and_then(|row| row.get_mut(at)) {
                name.push_str(" new");
            }
            "renamed"
        }
        2 => {
            rows.iter_mut().filter(|row| at < row.len() && to < row.len()).for_each(|row| row.swap(at, to));
            "moved"
        }
        3 => {
            for (number, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.len() == width) {
                row.insert(at, if number == 0 { "Remark".to_owned() } else { "seen".to_owned() });
            }
            "put in"
        }
        _ => {
            let is_number = |cell: &str| cell.contains('.') && cell.parse::<f64>().is_ok();
            for cell in rows.iter_mut().flatten().filter(|cell| is_number(cell)) {
                *cell = cell.replace('.', ",");
            }
            "of another country"
        }
    }
}

#[test]
fn changed_exports_lose_no_row_and_change_no_number_in_silence() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "csv"));
    files.sort();
    let mut dice = Random(0x9e37_79b9_7f4a_7c15);
    let (mut silent, mut tried) = (String::new(), 0);
    for path in files {
        let options = ReadOptions::default();
        let Ok(before) = read(&path, None, &options, &Progress::default()) else { continue };
        let mut bytes = Vec::new();
        normalise(&path, &ReadChoices::default(), &mut bytes).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
        let table: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        for _ in 0..6 {
            let mut rows = table.clone();
            let how = changed(&mut rows, &mut dice);
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            let (_folder, changed) = file(&writer.into_inner().unwrap());
            tried += 1;
            let Ok(after) = read(&changed, None, &options, &Progress::default()) else { continue };
            assert_eq!(after.rows_read, after.rows_accepted + after.rows_rejected, "{how}: {}", path.display());
            if how != "of another country" {
                continue;
            }
            // The same metric at the same place is the same number, or something is told.
            let (old, new) = (sums(&before), sums(&after));
            let differs = |(key, sum): (&String, &f64)| {
                old.get(key).is_some_and(|was| (was - sum).abs() > 1e-6 * was.abs().max(1.0)).then(|| key.clone())
            };
            let is_told = after.warnings.iter().any(|w| !w.is_information()) || !after.data.issues.is_empty();
            if let Some(key) = new.iter().find_map(differs).filter(|_| !is_told) {
                writeln!(silent, "{} {how}: {key} {:?} is {:?}", path.display(), old.get(&key), new.get(&key)).unwrap();
            }
        }
    }
    assert!(tried > 200, "{tried}");
    assert!(silent.is_empty(), "{silent}");
}
