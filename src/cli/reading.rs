//! The options that say how a data file is read. Doc comments here are the `--help` texts.

use crate::import::ReadChoices;
use clap::Args;

/// How the file is read where the guess is not to be trusted.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading (guessed when not given)")]
pub(super) struct Reading {
    /// Encoding, such as UTF-8, windows-1252, UTF-16LE, Shift_JIS or GBK.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What stands between cells: one or more characters, "tab", "space".
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    delimiter: Option<String>,
    /// The character around cells, or "none".
    #[arg(long, value_name = "CHARACTER", allow_hyphen_values = true)]
    quote: Option<String>,
    /// The character before a quote inside a quoted cell, or "none" when quotes are doubled.
    #[arg(long, value_name = "CHARACTER", allow_hyphen_values = true)]
    escape: Option<String>,
    /// What lines start with that are remarks, or "none".
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    comment: Option<String>,
    /// Lines above the column names.
    #[arg(long, value_name = "LINES")]
    skip: Option<u64>,
    /// Rows of column names; 0 when there are none.
    #[arg(long, value_name = "ROWS")]
    header_rows: Option<u64>,
    /// Rows at the end of the table that are no data.
    #[arg(long, value_name = "ROWS")]
    skip_footer: Option<u64>,
    /// Whether rows of totals are data.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    keep_totals: Option<bool>,
    /// Which of several tables that stand one below the other, from 1.
    #[arg(long, value_name = "NUMBER")]
    table: Option<u64>,
    /// The sheet of a workbook, or "*" for all that begin with the same column names as one table.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The file inside a zip archive, or "*" for all of them as one table.
    #[arg(long, value_name = "NAME")]
    member: Option<String>,
    /// The tool whose export it is, such as matomo or qualtrics, or "none"; an unknown name lists them all.
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
}

impl Reading {
    /// The choices as the import knows them.
    pub(super) fn choices(&self) -> ReadChoices {
        let character = |text: &Option<String>| text.as_deref().map(character);
        ReadChoices {
            encoding: self.encoding.clone(),
            delimiter: character(&self.delimiter),
            quote: character(&self.quote),
            escape: character(&self.escape),
            comment: character(&self.comment),
            skip: self.skip,
            header_rows: self.header_rows,
            skip_footer: self.skip_footer,
            keep_totals: self.keep_totals,
            table: self.table,
            sheet: self.sheet.clone(),
            member: self.member.clone(),
            preset: self.preset.clone(),
        }
    }
}

/// Characters that are hard to type have names.
fn character(text: &str) -> String {
    match text {
        "tab" | "\\t" => "\t",
        "space" => " ",
        "none" => "",
        other => other,
    }
    .to_owned()
}
