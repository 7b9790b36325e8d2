//! What the columns of a file mean. The JSON form is documented in `docs/mapping-file.md` and is a promise to scripts.

use super::choices::ReadChoices;
use super::dates::{DateOrder, Zone};
use super::error::ImportError;
use super::guess;
use super::mapping_json;
use super::numbers::NumberFormat;
use super::sniff::Sniffed;
use crate::base::time::Day;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;

/// How rows and columns are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// One observation a row: date, place, metric, value.
    Long,
    /// Several observations a row: one column per date, or one column per metric.
    Wide,
    /// One respondent a row: one column per question.
    Survey,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Long => "long",
            Self::Wide => "wide",
            Self::Survey => "survey",
        })
    }
}

/// Where the date comes from: a column, or one date for the whole file. In a wide file the dates are the headers of the
/// value columns and only the order may be given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateMapping {
    /// The column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// How dates such as 03/04/2024 are meant; settled by the whole column when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<DateOrder>,
    /// One date for every row, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
}

/// How numbers are written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberMapping {
    /// `.` or `,`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// `,`, `.`, a space or an apostrophe; empty for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thousands: Option<String>,
}

/// A column by its header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnName {
    /// The header.
    pub column: String,
}

/// A text that stands in a column or is the same for every row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnOrFixed {
    /// The column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The text of every row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
}

/// One question of a survey, or one metric column of a wide file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreMapping {
    /// The column.
    pub column: String,
    /// The metric that it feeds; the header when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// The place that it is about; the mapping's place, or the whole map, when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Lowest and highest score; anything else is left out and reported. Any number counts when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<(f64, f64)>,
    /// Codes that are no score, as written in the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// A mapping file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// How rows and columns are to be understood.
    pub shape: Shape,
    /// How the file is read; what is not settled here is guessed.
    #[serde(default, skip_serializing_if = "ReadChoices::is_empty")]
    pub reading: ReadChoices,
    /// Where the date comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<DateMapping>,
    /// Zone that days are counted in: an IANA name, `UTC`, or an offset such as `+02:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// How numbers are written; settled by the whole column when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<NumberMapping>,
    /// What the rows are about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<ColumnOrFixed>,
    /// Which metric the rows belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<ColumnOrFixed>,
    /// The column of values in a long file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<ColumnName>,
    /// The column that says how many answers a value stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<ColumnName>,
    /// The questions of a survey, or the metric columns of a wide file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<ScoreMapping>,
    /// The column of free text in a survey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<ColumnName>,
    /// The column of respondent ids in a survey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondent: Option<ColumnName>,
    /// The column of survey weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<ColumnName>,
    /// Metrics whose numbers are percentages although they are written without the sign: 0.9 is 0.9 %.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub percent: Vec<String>,
    /// The columns to cut the data by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
}

/// Keys that may stand where, for the message about unknown ones. `serde` would name only the first.
const KNOWN: [(&str, &[&str]); 12] = [
    (
        "",
        &[
            "shape",
            "reading",
            "date",
            "time_zone",
            "number",
            "place",
            "metric",
            "value",
            "n",
            "scores",
            "comment",
            "respondent",
            "weight",
            "percent",
            "segments",
        ],
    ),
    ("reading", &ReadChoices::KEYS),
    ("date", &["column", "order", "fixed"]),
    ("number", &["decimal", "thousands"]),
    ("place", &["column", "fixed"]),
    ("metric", &["column", "fixed"]),
    ("value", &["column"]),
    ("n", &["column"]),
    ("scores", &["column", "metric", "place", "scale", "missing"]),
    ("comment", &["column"]),
    ("respondent", &["column"]),
    ("weight", &["column"]),
];

impl Mapping {
    /// A mapping of a shape with nothing settled.
    #[must_use]
    pub fn new(shape: Shape) -> Self {
        Self {
            shape,
            reading: ReadChoices::default(),
            date: None,
            time_zone: None,
            number: None,
            place: None,
            metric: None,
            value: None,
            n: None,
            scores: Vec::new(),
            comment: None,
            respondent: None,
            weight: None,
            percent: Vec::new(),
            segments: Vec::new(),
        }
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    /// The file cannot be read, or as for [`Mapping::parse`].
    pub fn load(path: &Path) -> Result<Self, ImportError> {
        let bytes = std::fs::read(path).map_err(|e| ImportError::io(path, e))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| ImportError::mapping(format!("{} is not UTF-8 text", path.display())))?;
        Self::parse(text.trim_start_matches('\u{feff}'))
    }

    /// Reads the JSON of a mapping.
    ///
    /// # Errors
    /// No JSON, a key that stands twice or holds what it cannot, unknown keys (all are named), or a mapping that
    /// contradicts itself.
    pub fn parse(text: &str) -> Result<Self, ImportError> {
        let value = mapping_json::read(text)?;
        refuse_unknown_keys(&value)?;
        mapping_json::check_types(&value)?;
        let mapping: Self = serde_json::from_value(value).map_err(|e| ImportError::mapping(e.to_string()))?;
        mapping.check()?;
        Ok(mapping)
    }

    /// The JSON of a mapping file, ready to be read and edited by people.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The mapping that a file without one is read with.
    ///
    /// # Errors
    /// No column of dates, or none of values.
    pub fn guess(sniffed: &Sniffed) -> Result<Self, ImportError> {
        guess::mapping(sniffed)
    }

    /// Checks that every column named is in the file.
    ///
    /// # Errors
    /// The first column that is not there, or a mapping that contradicts itself.
    pub fn validate(&self, sniffed: &Sniffed) -> Result<(), ImportError> {
        self.check()?;
        for (column, role) in self.named_columns() {
            if sniffed.column_index(column).is_none() {
                return Err(ImportError::MappingMissingColumn {
                    path: sniffed.path.clone(),
                    column: column.to_owned(),
                    role,
                    columns: sniffed.columns.iter().map(|c| c.name.clone()).collect(),
                });
            }
        }
        Ok(())
    }

    /// Every column that is named, with what it is to be.
    fn named_columns(&self) -> Vec<(&str, &'static str)> {
        let mut named = vec![
            (self.date.as_ref().and_then(|d| d.column.as_ref()), "date"),
            (self.place.as_ref().and_then(|p| p.column.as_ref()), "place"),
            (self.metric.as_ref().and_then(|m| m.column.as_ref()), "metric"),
            (self.value.as_ref().map(|v| &v.column), "value"),
            (self.n.as_ref().map(|n| &n.column), "n"),
        ];
        named.extend(self.scores.iter().map(|s| (Some(&s.column), "score")));
        named.extend([
            (self.comment.as_ref().map(|c| &c.column), "comment"),
            (self.respondent.as_ref().map(|r| &r.column), "respondent"),
            (self.weight.as_ref().map(|w| &w.column), "weight"),
        ]);
        named.extend(self.segments.iter().map(|s| (Some(s), "segment")));
        named.into_iter().filter_map(|(column, role)| column.map(|c| (c.as_str(), role))).collect()
    }

    /// Contradictions that can be seen without the file.
    fn check(&self) -> Result<(), ImportError> {
        let invalid = |reason: &str| Err(ImportError::mapping(reason));
        let date = self.date.clone().unwrap_or_default();
        if date.column.is_some() && date.fixed.is_some() {
            return invalid("\"date\" has both \"column\" and \"fixed\"; keep one of them");
        }
        for (name, both) in [("place", &self.place), ("metric", &self.metric)] {
            match both {
                Some(ColumnOrFixed { column: Some(_), fixed: Some(_) }) => {
                    return invalid(&format!("\"{name}\" has both \"column\" and \"fixed\"; keep one of them"));
                }
                Some(ColumnOrFixed { column: None, fixed: None }) => {
                    return invalid(&format!("\"{name}\" needs \"column\" or \"fixed\""));
                }
                _ => {}
            }
        }
        let has_date = date.column.is_some() || date.fixed.is_some();
        match self.shape {
            Shape::Long | Shape::Survey if !has_date => {
                return invalid("\"date\" needs \"column\", or \"fixed\" for one date for the whole file");
            }
            Shape::Long if self.value.is_none() => {
                return invalid("a long file needs \"value\": {\"column\": …}");
            }
            Shape::Long if self.metric.is_none() => {
                return invalid("a long file needs \"metric\" with \"column\" or \"fixed\"");
            }
            Shape::Survey if self.scores.is_empty() => {
                return invalid("a survey needs at least one entry in \"scores\"");
            }
            Shape::Wide if has_date && self.scores.is_empty() => {
                return invalid(
                    "a wide file with a date column needs the metric columns in \"scores\"; one with dates as headers needs no date",
                );
            }
            Shape::Wide if !has_date && !self.scores.is_empty() => {
                return invalid(
                    "a wide file with metric columns in \"scores\" needs \"date\" with \"column\" or \"fixed\"",
                );
            }
            Shape::Wide if !has_date && self.metric.is_none() => {
                return invalid("a wide file with dates as headers needs \"metric\" with \"column\" or \"fixed\"");
            }
            _ => {}
        }
        self.check_keys_of_shape()?;
        for score in &self.scores {
            if let Some((low, high)) = score.scale
                && (low >= high || !low.is_finite() || !high.is_finite())
            {
                return invalid(&format!("the scale of \"{}\" must be two numbers, the lower first", score.column));
            }
        }
        self.reading.check()?;
        self.fixed_day()?;
        self.zone()?;
        self.number_format()?;
        Ok(())
    }

    /// A key that this shape would not look at is a mistake rather than a wish.
    fn check_keys_of_shape(&self) -> Result<(), ImportError> {
        let unused = match self.shape {
            Shape::Long => [
                ("scores", !self.scores.is_empty()),
                ("comment", self.comment.is_some()),
                ("respondent", self.respondent.is_some()),
                ("weight", self.weight.is_some()),
                ("value", false),
                ("n", false),
                ("percent", false),
            ],
            Shape::Wide => [
                ("scores", false),
                ("comment", self.comment.is_some()),
                ("respondent", self.respondent.is_some()),
                ("weight", self.weight.is_some()),
                ("value", self.value.is_some()),
                ("n", self.n.is_some()),
                ("percent", false),
            ],
            Shape::Survey => [
                ("scores", false),
                ("comment", false),
                ("respondent", false),
                ("weight", false),
                ("value", self.value.is_some()),
                ("n", self.n.is_some()),
                ("percent", !self.percent.is_empty()),
            ],
        };
        match unused.iter().find(|(_, is_there)| *is_there) {
            Some((key, _)) => {
                Err(ImportError::mapping(format!("\"{key}\" has no meaning in a file of shape \"{}\"", self.shape)))
            }
            None => Ok(()),
        }
    }

    /// The one date of the whole file, when there is one.
    pub(crate) fn fixed_day(&self) -> Result<Option<Day>, ImportError> {
        let Some(text) = self.date.as_ref().and_then(|d| d.fixed.as_ref()) else { return Ok(None) };
        Day::parse_iso(text)
            .map(Some)
            .ok_or_else(|| ImportError::mapping(format!("\"{text}\" is no date; write \"fixed\" as YYYY-MM-DD")))
    }

    /// The zone that days are counted in.
    pub(crate) fn zone(&self) -> Result<Zone, ImportError> {
        let Some(text) = &self.time_zone else { return Ok(Zone::AsWritten) };
        Zone::parse(text).ok_or_else(|| {
            ImportError::mapping(format!(
                "\"{text}\" is no time zone; write a name such as Europe/Berlin, UTC, or an offset such as +02:00"
            ))
        })
    }

    /// How numbers are written, when the mapping says so.
    pub(crate) fn number_format(&self) -> Result<Option<NumberFormat>, ImportError> {
        let Some(number) = &self.number else { return Ok(None) };
        NumberFormat::from_texts(number.decimal.as_deref(), number.thousands.as_deref())
            .map(Some)
            .ok_or_else(|| {
                ImportError::mapping(
                    "\"number\" knows \"decimal\" as . or , and \"thousands\" as , . space or ' (or empty), and they must differ",
                )
            })
    }
}

/// Names every unknown key with its path.
fn refuse_unknown_keys(value: &serde_json::Value) -> Result<(), ImportError> {
    let Some(top) = value.as_object() else {
        return Err(ImportError::mapping("it is not a JSON object"));
    };
    let known_at = |place: &str| KNOWN.iter().find(|(p, _)| *p == place).map_or(&[] as &[&str], |(_, k)| k);
    let mut unknown: Vec<(String, &[&str])> = Vec::new();
    for (key, inner) in top {
        if !known_at("").contains(&key.as_str()) {
            unknown.push((key.clone(), known_at("")));
            continue;
        }
        let objects: Vec<_> = match inner {
            serde_json::Value::Array(items) => items.iter().filter_map(|i| i.as_object()).collect(),
            other => other.as_object().into_iter().collect(),
        };
        for inner_key in objects.into_iter().flat_map(|o| o.keys()) {
            if !known_at(key).contains(&inner_key.as_str()) {
                unknown.push((format!("{key}.{inner_key}"), known_at(key)));
            }
        }
    }
    match unknown.first() {
        None => Ok(()),
        Some((_, known)) => Err(ImportError::MappingUnknownKey {
            known: known.iter().map(|k| (*k).to_owned()).collect(),
            keys: unknown.iter().map(|(k, _)| k.clone()).collect(),
        }),
    }
}
