//! Exports of tools with a column dropped, renamed, moved or put in, or with numbers of another country: whatever comes of
//! them, every row is accounted for, and nothing changes in silence that the change does not explain. Moving a column
//! changes nothing, nor does a column that nobody asked for; without a column, or where it is called something else, what
//! is still called the same is what it was.

use super::random_tables::Random;
use super::*;
use crate::base::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// True for what somebody has to look at, and for numbers that are left out, which are named.
fn is_told(warning: &Warning) -> bool {
    !warning.is_information() || matches!(warning, Warning::NumbersLeftOut { .. })
}

/// The column that is put in.
const PUT_IN: &str = "Batch";
/// Changes of each export.
const ROUNDS: usize = 6;

/// What an import comes to: how many rows and answers, from when, and sums by metric and place.
struct Found {
    sums: BTreeMap<String, f64>,
    accepted: u64,
    answers: usize,
    comments: usize,
    days: Option<(Day, Day)>,
    segments: BTreeSet<String>,
    /// The columns that its rows are told apart by: when, where, what, and ids that come once.
    keys: BTreeSet<String>,
    /// What was said that asks somebody to look, and what is wrong with rows.
    told: BTreeSet<String>,
}

impl Found {
    fn of(imported: &Imported) -> Self {
        let data = &imported.data;
        let told = imported.warnings.iter().filter(|warning| is_told(warning)).map(ToString::to_string);
        let wrong = data.issues.iter().map(|issue| format!("{:?} {:?}", issue.kind, issue.text));
        let of_answers = data.responses.segments.iter().map(|segment| segment.name.clone());
        let mapping = &imported.mapping;
        let named = [&mapping.place, &mapping.metric].map(|of| of.as_ref().and_then(|of| of.column.clone()));
        let date = mapping.date.as_ref().and_then(|date| date.column.clone());
        let mut keys: BTreeSet<String> = named.into_iter().flatten().chain(date).collect();
        keys.extend(mapping.unique.iter().cloned());
        Self {
            keys,
            sums: sums(imported),
            accepted: imported.rows_accepted,
            answers: data.responses.day.len(),
            comments: data.responses.comment.iter().filter(|comment| !comment.is_empty()).count(),
            days: imported.first_day.zip(imported.last_day),
            // A column of one word may be one to cut by: the next file may have another.
            segments: data.observations.segments.iter().cloned().chain(of_answers).filter(|s| s != PUT_IN).collect(),
            told: told.chain(wrong).collect(),
        }
    }

    /// The first sum that is another one than before under the same name.
    fn other_sum(&self, before: &Self) -> Option<String> {
        let differs = |(key, sum): (&String, &f64)| {
            let was = before.sums.get(key)?;
            ((was - sum).abs() > 1e-6 * was.abs().max(1.0)).then(|| format!("{key} {was} is {sum}"))
        };
        self.sums.iter().find_map(differs)
    }

    /// What is different from before although nothing of it may be.
    fn other_than(&self, before: &Self) -> Option<String> {
        if let Some(key) = before.sums.keys().find(|key| !self.sums.contains_key(*key)) {
            return Some(format!("{key} is gone"));
        }
        if let Some(key) = self.sums.keys().find(|key| !before.sums.contains_key(*key)) {
            return Some(format!("{key} is new"));
        }
        let rest = |found: &Self| {
            format!(
                "{} rows, {} answers, {} comments, {:?}, {:?}",
                found.accepted, found.answers, found.comments, found.days, found.segments
            )
        };
        self.other_sum(before)
            .or_else(|| (rest(self) != rest(before)).then(|| format!("{} is {}", rest(before), rest(self))))
    }

    /// What is different where a column is gone, or is called something else: nothing that is still called the same, as
    /// far as rows are still told apart by what they were told apart by.
    fn other_but_for(&self, before: &Self, name: &str) -> Option<String> {
        let is_more = self.accepted > before.accepted || self.comments > before.comments;
        let other = || {
            self.other_sum(before)
                .or_else(|| is_more.then(|| format!("{} rows are {}", before.accepted, self.accepted)))
        };
        (!before.keys.contains(name)).then(other).flatten().or_else(|| self.id_summed_up())
    }

    /// An id that is taken for something measured.
    fn id_summed_up(&self) -> Option<String> {
        let is_id = |key: &&String| {
            key.split('@').next().is_some_and(|metric| metric.to_lowercase().replace('_', " ").ends_with(" id"))
        };
        self.sums.keys().find(is_id).map(|key| format!("{key} is no metric"))
    }
}

/// Sums by metric, place and day.
fn sums(imported: &Imported) -> BTreeMap<String, f64> {
    let table = &imported.data.observations;
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    let rows = table.series_of_row.iter().zip(&table.day).zip(&table.value);
    for ((series, day), value) in rows.filter(|(_, value)| !value.is_nan()) {
        let key = &table.series[*series as usize];
        *sums.entry(format!("{}@{} {day}", key.metric, key.place)).or_default() += value;
    }
    let responses = &imported.data.responses;
    for score in &responses.scores {
        for (value, day) in score.value.iter().zip(&responses.day).filter(|(value, _)| !value.is_nan()) {
            *sums.entry(format!("{}@{} {day}", score.metric, score.place)).or_default() += value;
        }
    }
    sums
}

/// What was done to a table.
enum Change {
    Dropped(String),
    Renamed(String),
    Moved,
    PutIn,
    Country,
}

/// A change of the table of a plain export.
fn changed(rows: &mut [Vec<String>], dice: &mut Random) -> Change {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let (at, to) = (dice.below(width), dice.below(width));
    let name = rows.first().and_then(|row| row.get(at)).cloned().unwrap_or_default();
    match dice.below(5) {
        0 => {
            rows.iter_mut().filter(|row| at < row.len()).for_each(|row| drop(row.remove(at)));
            Change::Dropped(name)
        }
        1 => {
            if let Some(name) = rows.first_mut().and_then(|row| row.get_mut(at)) {
                name.push_str(" new");
            }
            Change::Renamed(name)
        }
        2 => {
            rows.iter_mut().filter(|row| at < row.len() && to < row.len()).for_each(|row| row.swap(at, to));
            Change::Moved
        }
        3 => {
            for (number, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.len() == width) {
                row.insert(at, if number == 0 { PUT_IN.to_owned() } else { "seen".to_owned() });
            }
            Change::PutIn
        }
        _ => {
            let is_number = |cell: &str| cell.contains('.') && cell.parse::<f64>().is_ok();
            for cell in rows.iter_mut().flatten().filter(|cell| is_number(cell)) {
                *cell = cell.replace('.', ",");
            }
            Change::Country
        }
    }
}

/// An import that somebody would get, or why there is none.
fn import(path: &Path) -> Result<Imported, ImportError> {
    let imported = read(path, None, &ReadOptions::default(), &Progress::default())?;
    assert_eq!(imported.rows_read, imported.rows_accepted + imported.rows_rejected, "{}", path.display());
    Ok(imported)
}

fn written(rows: &[Vec<String>]) -> (tempfile::TempDir, PathBuf) {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    // The name says a day, so that one without dates has the same before and after.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export 2026-08-09.csv");
    std::fs::write(&path, writer.into_inner().unwrap()).unwrap();
    (folder, path)
}

#[test]
fn changed_exports_lose_no_row_and_change_nothing_in_silence() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "csv"));
    files.sort();
    let mut dice = Random(0x9e37_79b9_7f4a_7c15);
    let (mut silent, mut tried) = (String::new(), BTreeMap::<&str, usize>::new());
    for path in files {
        let mut bytes = Vec::new();
        normalise(&path, &ReadChoices::default(), &mut bytes).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
        let table: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        // Without the lines above it an export is less than it was.
        let (_folder, plain) = written(&table);
        let Ok(before) = import(&plain) else { continue };
        let before = Found::of(&before);
        for _ in 0..ROUNDS {
            let mut rows = table.clone();
            let change = changed(&mut rows, &mut dice);
            let (_folder, changed) = written(&rows);
            let after = import(&changed).map(|after| Found::of(&after));
            let how = match &change {
                Change::Dropped(_) => "dropped",
                Change::Renamed(_) => "renamed",
                Change::Moved => "moved",
                Change::PutIn => "put in",
                Change::Country => "of another country",
            };
            *tried.entry(how).or_default() += 1;
            // What is refused, or said of the change, is not silent: what was said before it says nothing of it.
            let Ok(after) = after else { continue };
            let wrong = match &change {
                Change::Dropped(name) | Change::Renamed(name) => after.other_but_for(&before, name),
                Change::Moved | Change::PutIn => after.other_than(&before),
                Change::Country => after.other_sum(&before),
            };
            if let Some(wrong) = wrong.filter(|_| after.told.is_subset(&before.told)) {
                let of = match &change {
                    Change::Dropped(name) | Change::Renamed(name) => name,
                    _ => "",
                };
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                writeln!(silent, "{file} {how} {of}: {wrong}").unwrap();
            }
        }
    }
    assert!(tried.len() == 5 && tried.values().all(|times| *times > 30), "{tried:?}");
    assert!(silent.is_empty(), "{silent}");
}
