//! What the cells of a column are, what the column is used as, and why.

use super::personal::PersonalKind;
use std::fmt;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Nothing in it.
    Empty,
    /// Any text.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Numbers with a percent sign.
    Percent,
    /// Dates.
    Date,
    /// Dates with a time of day.
    Timestamp,
    /// Durations in words: `5 min 13s`.
    Duration,
    /// Yes or no.
    Boolean,
    /// Digits too long for a number: kept as text, to the last of them.
    Id,
}

impl ColumnType {
    /// True for what is no word.
    pub(crate) fn is_figure(self) -> bool {
        matches!(
            self,
            Self::Integer | Self::Number | Self::Percent | Self::Date | Self::Timestamp | Self::Duration | Self::Id
        )
    }
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty",
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Percent => "percent",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::Duration => "duration",
            Self::Boolean => "boolean",
            Self::Id => "id",
        })
    }
}

/// What a column would be used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// When.
    Date,
    /// Where on the journey.
    Place,
    /// Which metric.
    Metric,
    /// The value.
    Value,
    /// How many answers the value stands for.
    Count,
    /// A question of a survey.
    Score,
    /// Free text of a respondent.
    Comment,
    /// Who answered.
    Respondent,
    /// A survey weight.
    Weight,
    /// A dimension to cut by.
    Segment,
    /// Which visit an event belongs to.
    Session,
    /// When a record came to a stage.
    Stage,
    /// Who somebody is: left out unless chosen.
    Personal,
    /// Left out.
    Ignored,
}

impl Role {
    /// The word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Place => "place",
            Self::Metric => "metric",
            Self::Value => "value",
            Self::Count => "n",
            Self::Score => "score",
            Self::Comment => "comment",
            Self::Respondent => "respondent",
            Self::Weight => "weight",
            Self::Segment => "segment",
            Self::Session => "session",
            Self::Stage => "stage",
            Self::Personal => "personal",
            Self::Ignored => "ignored",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Why a column was given its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleReason {
    /// The header says so.
    Header,
    /// The cells are dates.
    Dates,
    /// The header is a date.
    DateHeader,
    /// It says how many stand behind the column beside it.
    CountsBeside,
    /// The only column of numbers.
    OnlyNumbers,
    /// Whole numbers on a small scale.
    SmallScale,
    /// Few distinct values.
    FewValues,
    /// Nearly every row has another value.
    ManyValues,
    /// Long texts.
    LongTexts,
    /// Numbers without a scale.
    NoScale,
    /// Nothing in it.
    Empty,
    /// It tells who somebody is.
    Personal(PersonalKind),
    /// The export of the tool has it so.
    Preset,
    /// The export of the tool needs it for nothing.
    PresetLeavesOut,
    /// Answers in words of a known scale.
    WordsOnScale,
    /// Yes or no, under a name of an outcome.
    Outcome,
    /// Numbers under a name of something measured.
    Measure,
    /// It says what happened.
    WhatHappened,
    /// Days counted as spreadsheets do.
    Serials,
    /// Cutting by it too would make more series than rows.
    TooFine,
    /// Digits of an id.
    LongDigits,
    /// Most cells are numbers, and too many are none.
    OddNumbers,
    /// Rows are numbered.
    Running,
}

impl RoleReason {
    /// The word for scripts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Dates => "dates",
            Self::DateHeader => "date_header",
            Self::CountsBeside => "counts_beside",
            Self::OnlyNumbers => "only_numbers",
            Self::SmallScale => "small_scale",
            Self::FewValues => "few_values",
            Self::ManyValues => "many_values",
            Self::LongTexts => "long_texts",
            Self::NoScale => "no_scale",
            Self::Empty => "empty",
            Self::Personal(PersonalKind::Name) => "personal_name",
            Self::Personal(PersonalKind::Email) => "personal_email",
            Self::Personal(PersonalKind::Phone) => "personal_phone",
            Self::Personal(PersonalKind::Address) => "personal_address",
            Self::Personal(PersonalKind::Ip) => "personal_ip",
            Self::Personal(PersonalKind::Location) => "personal_location",
            Self::Preset => "preset",
            Self::PresetLeavesOut => "preset_leaves_out",
            Self::WordsOnScale => "words_on_scale",
            Self::Outcome => "outcome",
            Self::Measure => "measure",
            Self::WhatHappened => "what_happened",
            Self::Serials => "serials",
            Self::TooFine => "too_fine",
            Self::LongDigits => "long_digits",
            Self::Running => "running",
            Self::OddNumbers => "odd_numbers",
        }
    }
}

impl fmt::Display for RoleReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "the header says so",
            Self::Dates => "its cells are dates",
            Self::DateHeader => "its header is a date",
            Self::CountsBeside => "it says how many stand behind the column beside it",
            Self::OnlyNumbers => "it is the column of numbers",
            Self::SmallScale => "whole numbers on a small scale",
            Self::FewValues => "few distinct values",
            Self::ManyValues => "many distinct values",
            Self::LongTexts => "long texts",
            Self::NoScale => "numbers that are no score",
            Self::Empty => "nothing in it",
            Self::Personal(kind) => return write!(f, "it holds {kind}, which are left out unless you choose them"),
            Self::Preset => "the export of this tool has it so",
            Self::PresetLeavesOut => "the export of this tool has it for other uses",
            Self::WordsOnScale => "answers in the words of a scale",
            Self::Outcome => "yes or no, under the name of an outcome",
            Self::Measure => "numbers under the name of something measured",
            Self::WhatHappened => "it says what happened",
            Self::Serials => "days counted as spreadsheets do",
            Self::TooFine => "cutting by it as well would leave next to nothing in each part",
            Self::LongDigits => "digits of an id, which are no number",
            Self::Running => "it numbers the rows",
            Self::OddNumbers => "most of its cells are numbers, and too many are none",
        })
    }
}
