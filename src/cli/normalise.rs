//! `milepost normalise`: the table of a data file as clean CSV.

use super::Done;
use super::args::Normalise;
use super::output::Output;
use crate::base::fs::is_same_file;
use crate::i18n::cli as words;
use crate::import::{self, NormaliseReport, ReadChoices};
use anyhow::bail;
use std::io::{BufWriter, Write as _};
use std::path::Path;

pub(super) fn run(args: &Normalise, out: &mut Output) -> anyhow::Result<Done> {
    let choices = args.reading.choices();
    let report = match &args.output {
        None => import::normalise(&args.data, &choices, out)?,
        Some(path) => {
            let report = write(&args.data, &choices, path)?;
            writeln!(out, "{}", words::normalised(path, report.rows, report.columns))?;
            report
        }
    };
    // Standard output may be the table itself, so what is not in it is said beside it.
    let left_out = report.preamble.len() + report.footnotes.len();
    let mut said = std::io::stderr().lock();
    if report.is_empty {
        writeln!(said, "{}", words::nothing_in(&args.data))?;
    }
    for warning in &report.warnings {
        writeln!(said, "{warning}")?;
    }
    if left_out > 0 {
        writeln!(said, "{}", words::lines_left_out(left_out))?;
        for line in report.preamble.iter().chain(&report.footnotes).take(MOST_SAID) {
            writeln!(said, "  {}", words::left_out(line.line, &line.reason.to_string(), &line.text))?;
        }
        if left_out > MOST_SAID {
            writeln!(said, "  …")?;
        }
    }
    Ok(Done::Well)
}

/// Lines left out that are told one by one.
const MOST_SAID: usize = 200;

/// Writes a sibling first, so that the output is the old file or the new one, never half of it.
fn write(data: &Path, choices: &ReadChoices, path: &Path) -> anyhow::Result<NormaliseReport> {
    let cannot = |e: &std::io::Error| anyhow::anyhow!(words::cannot_write(path, e));
    if path.is_dir() {
        bail!(words::is_folder(path));
    }
    if is_same_file(data, path) {
        bail!(words::would_replace_data(data));
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let file = std::fs::File::create(&part).map_err(|e| cannot(&e))?;
    let mut sink = BufWriter::new(file);
    let result = import::normalise(data, choices, &mut sink).map_err(anyhow::Error::from).and_then(|report| {
        sink.flush().and_then(|()| sink.get_ref().sync_all()).map_err(|e| cannot(&e))?;
        std::fs::rename(&part, path).map_err(|e| cannot(&e))?;
        Ok(report)
    });
    result.inspect_err(|_| {
        // What went wrong matters more than a sibling that could not be removed.
        let _ = std::fs::remove_file(&part);
    })
}
