//! How a file is to be read where the guess is not to be trusted. The JSON form is part of a mapping file and documented
//! in `docs/mapping-file.md`.

use super::contents::FilePart;
use super::dialect::{Dialect, Mark};
use super::error::ImportError;
use super::presets::{self, Preset};
use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};

/// What somebody decided about the reading of a file; whatever is `None` is guessed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReadChoices {
    /// Encoding by its WHATWG name or label, such as `windows-1252`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The text between cells: one character, or a few.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// The character around cells; empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The character before a quote inside a quoted cell; empty when quotes are doubled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escape: Option<String>,
    /// What lines start with that are remarks, anywhere in the file; empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Lines (rows of a sheet) above the column names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip: Option<u64>,
    /// Rows of column names; 0 for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_rows: Option<u64>,
    /// Rows at the end of the table that are no data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_footer: Option<u64>,
    /// Whether rows of totals are data; they are left out when not said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_totals: Option<bool>,
    /// Which of the tables that stand one below the other, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<u64>,
    /// The sheet of a workbook by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The file inside an archive by its name; `*` reads all of them as one table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The tool whose export it is, by its word; "none" for none. Recognised when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
}

impl ReadChoices {
    /// The keys of the JSON form.
    pub(crate) const KEYS: [&'static str; 13] = [
        "encoding",
        "delimiter",
        "quote",
        "escape",
        "comment",
        "skip",
        "header_rows",
        "skip_footer",
        "keep_totals",
        "table",
        "sheet",
        "member",
        "preset",
    ];

    /// True when everything is left to the guess.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The part of the file that they choose.
    #[must_use]
    pub fn part(&self) -> FilePart {
        FilePart { member: self.member.clone(), sheet: self.sheet.clone(), table: self.table }
    }

    /// These choices, and those of another for what they leave open.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            encoding: self.encoding.or(other.encoding),
            delimiter: self.delimiter.or(other.delimiter),
            quote: self.quote.or(other.quote),
            escape: self.escape.or(other.escape),
            comment: self.comment.or(other.comment),
            skip: self.skip.or(other.skip),
            header_rows: self.header_rows.or(other.header_rows),
            skip_footer: self.skip_footer.or(other.skip_footer),
            keep_totals: self.keep_totals.or(other.keep_totals),
            table: self.table.or(other.table),
            sheet: self.sheet.or(other.sheet),
            member: self.member.or(other.member),
            preset: self.preset.or(other.preset),
        }
    }

    /// Checks what can be checked without the file.
    ///
    /// # Errors
    /// The first choice that cannot be followed, whatever the file.
    pub fn check(&self) -> Result<(), ImportError> {
        self.encoding()?;
        self.dialect(Dialect::default())?;
        self.preset()?;
        if self.table == Some(0) {
            return Err(ImportError::choice("table", "0", "tables are counted from 1"));
        }
        Ok(())
    }

    /// The encoding asked for.
    pub(crate) fn encoding(&self) -> Result<Option<&'static Encoding>, ImportError> {
        let Some(label) = &self.encoding else { return Ok(None) };
        match Encoding::for_label(label.as_bytes()) {
            Some(encoding) => Ok(Some(encoding)),
            None => Err(ImportError::choice(
                "encoding",
                label,
                "name one such as UTF-8, UTF-16LE, windows-1252, Shift_JIS or GBK",
            )),
        }
    }

    /// The preset asked for; `Some(None)` is none on purpose.
    pub(crate) fn preset(&self) -> Result<Option<Option<Preset>>, ImportError> {
        let Some(word) = &self.preset else { return Ok(None) };
        if word.eq_ignore_ascii_case("none") {
            return Ok(Some(None));
        }
        match presets::by_name(word) {
            Some(preset) => Ok(Some(Some(preset))),
            None => Err(ImportError::UnknownPreset {
                word: word.clone(),
                known: presets::names().into_iter().map(str::to_owned).collect(),
            }),
        }
    }

    /// True when the dialect is settled without looking.
    pub(crate) fn has_whole_dialect(&self) -> bool {
        self.delimiter.is_some() && self.quote.is_some() && self.escape.is_some()
    }

    /// A guessed dialect with everything asked for put in its place.
    pub(crate) fn dialect(&self, guessed: Dialect) -> Result<Dialect, ImportError> {
        let mut dialect = guessed;
        if let Some(text) = &self.delimiter {
            dialect.delimiter = Mark::of(text).ok_or_else(|| {
                ImportError::choice("delimiter", text, "give one to eight characters that are no line ends")
            })?;
        }
        match self.comment.as_deref() {
            None => {}
            Some("") => dialect.comment = None,
            Some(text) => {
                let mark = Mark::of(text);
                dialect.comment = Some(mark.ok_or_else(|| {
                    ImportError::choice("comment", text, "give one to eight characters that are no line ends")
                })?);
            }
        }
        for (name, text, byte) in
            [("quote", &self.quote, &mut dialect.quote), ("escape", &self.escape, &mut dialect.escape)]
        {
            match text.as_deref().map(str::as_bytes) {
                None => {}
                Some([]) => *byte = None,
                Some([one]) if one.is_ascii() && !matches!(one, b'\n' | b'\r') => *byte = Some(*one),
                Some(_) => {
                    let text = text.as_deref().unwrap_or_default();
                    return Err(ImportError::choice(name, text, "give one ASCII character, or nothing for none"));
                }
            }
        }
        Ok(dialect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(choices: &ReadChoices, expected: &str) {
        let error = choices.check().expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn choices_that_cannot_be_followed_are_named() {
        let some = |text: &str| Some(text.to_owned());
        check(&ReadChoices { encoding: some("klingon"), ..Default::default() }, "encoding \"klingon\"");
        check(&ReadChoices { delimiter: some(""), ..Default::default() }, "delimiter \"\"");
        check(&ReadChoices { delimiter: some("a\nb"), ..Default::default() }, "delimiter");
        check(&ReadChoices { quote: some("''"), ..Default::default() }, "quote \"''\"");
        check(&ReadChoices { table: Some(0), ..Default::default() }, "counted from 1");
        ReadChoices { delimiter: some("||"), quote: some(""), ..Default::default() }.check().unwrap();
    }

    #[test]
    fn every_key_is_known() {
        let some = || Some("x".to_owned());
        let all = ReadChoices {
            encoding: some(),
            delimiter: some(),
            quote: some(),
            escape: some(),
            comment: some(),
            skip: Some(1),
            header_rows: Some(1),
            skip_footer: Some(1),
            keep_totals: Some(true),
            table: Some(1),
            sheet: some(),
            member: some(),
            preset: some(),
        };
        let value = serde_json::to_value(&all).unwrap();
        let mut keys: Vec<_> = ReadChoices::KEYS.to_vec();
        keys.sort_unstable();
        assert_eq!(value.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>(), keys);
        assert_eq!(serde_json::from_value::<ReadChoices>(value).unwrap(), all);
        assert_eq!(serde_json::to_string(&ReadChoices::default()).unwrap(), "{}");
    }
}
