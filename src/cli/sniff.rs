//! `milepost sniff`: how a data file would be read.

use super::Done;
use super::args::Sniff;
use super::output::Output;
use super::table::{Align, Table};
use crate::base::fs::{is_same_file, write_atomic};
use crate::base::progress::Progress;
use crate::i18n::cli as words;
use crate::import::{self, Mapping, Sniffed, Warning};
use crate::session::import_job::checks::contacts_in_preview;
use anyhow::{Context as _, bail};
use std::io::Write as _;

pub(super) fn run(args: &Sniff, out: &mut Output) -> anyhow::Result<Done> {
    let sniffed = import::sniff(&args.data, &args.reading.choices())?;
    let settled = settled(&sniffed);
    if let Some(path) = &args.mapping_out {
        // Before anything is printed: a script that sees output may rely on the file.
        let mapping = match &settled {
            Some((mapping, _)) => mapping.clone(),
            None => Mapping::guess(&sniffed)?,
        };
        if is_same_file(&args.data, path) {
            bail!(words::would_replace_data(&args.data));
        }
        write_atomic(path, mapping.to_json().as_bytes()).map_err(|e| anyhow::anyhow!(words::cannot_write(path, &e)))?;
    }
    if args.json {
        out.json(&sniffed.to_json()).context(words::CANNOT_PRINT)?;
    } else {
        print(&sniffed, out)?;
    }
    // What is known of the tool stands in the answer itself.
    let is_news = |warning: &&Warning| !matches!(warning, Warning::Note(_));
    for warning in settled.iter().flat_map(|(_, warnings)| warnings).filter(is_news) {
        log::warn!("{}: {warning}", sniffed.path.display());
    }
    if let Some(found) = settled.as_ref().and_then(|(mapping, _)| contacts_in_preview(&sniffed, mapping)) {
        log::warn!("{}: {found}", sniffed.path.display());
    }
    Ok(Done::Well)
}

/// The mapping that an import would use, with everything that it would have to assume; `None` for a file that needs a
/// mapping made by hand.
fn settled(sniffed: &Sniffed) -> Option<(Mapping, Vec<Warning>)> {
    let mapping = Mapping::guess(sniffed).ok()?;
    import::settle_mapping(sniffed, mapping, &Progress::default()).ok()
}

fn print(sniffed: &Sniffed, out: &mut Output) -> std::io::Result<()> {
    writeln!(out, "{}", sniffed.path.display())?;
    let or_none = |text: &str| if text.is_empty() { words::NONE.to_owned() } else { text.to_owned() };
    for (label, value) in [
        (words::ENCODING, sniffed.encoding.clone()),
        (words::DELIMITER, words::character(&sniffed.delimiter)),
        (words::QUOTE, or_none(&sniffed.quotechar)),
        (words::ESCAPE, or_none(&sniffed.escapechar)),
        (words::NEWLINE, sniffed.newline.escape_default().to_string()),
        (words::HEADER_LINES, sniffed.header_lines.to_string()),
        (words::PREAMBLE_LINES, sniffed.preamble_lines.to_string()),
        (words::FOOTNOTE_LINES, sniffed.footnote_lines.to_string()),
        (words::SHAPE, sniffed.shape.map_or_else(|| words::UNKNOWN.to_owned(), |s| s.to_string())),
        (words::PRESET, sniffed.preset.clone().unwrap_or_else(|| words::NONE.to_owned())),
    ] {
        writeln!(out, "  {label:<16}{value}")?;
    }
    writeln!(out)?;
    let mut table = Table::new(&[
        (words::COLUMN, Align::Left),
        (words::TYPE, Align::Left),
        (words::ROLE, Align::Left),
        (words::BECAUSE, Align::Left),
    ]);
    for column in &sniffed.columns {
        let reason = column.reason.to_string();
        table.row([column.name.clone(), column.column_type.to_string(), column.role.to_string(), reason]);
    }
    table.print(out)?;
    if !sniffed.notes.is_empty() {
        writeln!(out)?;
        for note in &sniffed.notes {
            writeln!(out, "  {note}")?;
        }
    }
    if !sniffed.left_out.is_empty() {
        writeln!(out, "\n{}", words::LEFT_OUT)?;
        for line in &sniffed.left_out {
            writeln!(out, "  {}", words::left_out(line.line, &line.reason.to_string(), &line.text))?;
        }
    }
    Ok(())
}
