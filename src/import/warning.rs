//! What was settled by a default, and what else a person should hear of a file.

use super::dated_columns::YearSource;
use super::dates::DateOrder;
use super::encoding::OTHERWISE;
use super::file_day::DaySource;
use super::notes::Note;
use crate::base::time::Day;
use std::fmt;

/// Something that was settled by a default: worth a line on the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Warning {
    /// No date says whether day or month comes first.
    DateOrderAssumed {
        /// The column.
        column: String,
        /// The order taken.
        order: DateOrder,
    },
    /// Some dates have the day first and others the month.
    DatesContradict {
        /// The column.
        column: String,
        /// A date with its day first.
        day_first: String,
        /// A date with its month first.
        month_first: String,
        /// The order taken.
        order: DateOrder,
    },
    /// A single date says which order all of them have.
    DateOrderByOne {
        /// The column.
        column: String,
        /// The date.
        date: String,
        /// The order that it says.
        order: DateOrder,
    },
    /// Numbers that are no score count as no answer.
    CodesAsNoAnswer {
        /// The columns.
        columns: Vec<String>,
        /// The numbers.
        codes: Vec<String>,
    },
    /// Columns that hold names of people, told by the names, are not read.
    PeopleLeftOut {
        /// The columns.
        columns: Vec<String>,
    },
    /// The values of a metric that is called a percentage were taken as such.
    BarePercentages {
        /// The metric.
        metric: String,
        /// One of its numbers.
        example: f64,
    },
    /// Numbers without a sign of a metric that is called a percentage were not taken as percentages.
    NoPercentages {
        /// The metric.
        metric: String,
        /// One of its numbers.
        example: f64,
    },
    /// Some numbers of a metric have a percent sign and others none, and all were taken as percentages.
    SignsMissing {
        /// The metric.
        metric: String,
        /// One of those without.
        example: f64,
        /// How many have none.
        count: u64,
    },
    /// Few numbers of a metric have a percent sign, and the others were taken as they stand.
    SignsFew {
        /// The metric.
        metric: String,
        /// How many have one.
        count: u64,
        /// All values.
        rows: u64,
    },
    /// Some values of a metric do not say how many answers they stand for, and others do.
    CountsMissing {
        /// The metric.
        metric: String,
        /// Those that do not.
        missing: u64,
        /// All values.
        rows: u64,
        /// The column of the counts.
        count: String,
    },
    /// Columns that say how many people gave an answer were read as so many answers.
    AnswersCounted {
        /// The metric that they feed.
        metric: String,
        /// The columns.
        columns: Vec<String>,
    },
    /// Counted answers got a metric of their own, as the KPI of theirs holds scores that were worked out.
    CountedApart {
        /// What they are called in the data.
        metric: String,
        /// What they are called now.
        name: String,
    },
    /// Values that the KPI of their metric cannot count were not taken.
    BeyondKpi {
        /// The metric.
        metric: String,
        /// What the KPI counts.
        scale: (f64, f64),
        /// How many.
        count: u64,
    },
    /// Values that name no place, in a file whose rows have one.
    PlacesOpen {
        /// The column of places.
        column: String,
        /// How many.
        values: u64,
        /// All values.
        rows: u64,
    },
    /// The values of a metric are in several units.
    UnitsMixed {
        /// The metric.
        metric: String,
        /// The column that says so.
        column: String,
        /// The units.
        units: Vec<String>,
    },
    /// Nothing in the file says when its rows are from.
    DayOfFile {
        /// The day taken.
        day: Day,
        /// How it was come by.
        source: DaySource,
    },
    /// Something about the tool that wrote the file.
    Note(Note),
    /// Columns of numbers that nothing is read from.
    NumbersLeftOut {
        /// Their headers.
        columns: Vec<String>,
    },
    /// Rows that sum up others were not read.
    TotalsLeftOut {
        /// How many.
        rows: u64,
    },
    /// A name that says that it is a total, in rows that were read like the others, and whose values are the sum of theirs.
    TotalAmongRows {
        /// The name.
        label: String,
        /// A metric that shows it.
        metric: String,
        /// What both come to.
        sum: f64,
    },
    /// The values of a metric count as often as another column says.
    CountedBy {
        /// The metric.
        metric: String,
        /// The column of its values.
        column: String,
        /// The column that it is a part of, where that is in the file.
        numerator: Option<String>,
        /// The column that says how often.
        count: String,
    },
    /// Every value counts as often as a column says.
    AllCountedBy {
        /// The column.
        count: String,
    },
    /// Every answer counts with the weight that a column says.
    AnswersWeighted {
        /// The column.
        column: String,
    },
    /// Shares of something that are averaged as if each stood for as much as the next.
    SharesUncounted {
        /// The metric.
        metric: String,
        /// The column of its values.
        column: String,
        /// The columns of counts that it may be a share of.
        counts: Vec<String>,
    },
    /// Numbers of questions that another file of the same import has too, and nothing says what they ask.
    CodesShared {
        /// The numbers.
        codes: Vec<String>,
        /// The other file.
        file: String,
    },
    /// The number of a question has other answers than in another file of the same import.
    CodeKeptApart {
        /// The number.
        code: String,
        /// Its answers in this file.
        here: String,
        /// Its answers in the other.
        there: String,
        /// The other file.
        file: String,
        /// What it is called now.
        name: String,
    },
    /// The parts of a total that the file shows do not add up to it.
    RestOfTotal {
        /// A metric that shows it, with its place.
        of: String,
        /// What the parts come to.
        shown: f64,
        /// The total.
        total: f64,
        /// What the segment is called that counts what is missing.
        rest: String,
    },
    /// Months have no year, and one was taken.
    YearAssumed {
        /// The year.
        year: i32,
        /// Where it is from.
        source: YearSource,
    },
    /// Answers in words of no known scale are not read as a score.
    WordsUnread {
        /// The column.
        column: String,
        /// The words.
        words: Vec<String>,
    },
    /// The header stands in the middle of the file once more.
    HeadersLeftOut {
        /// The first of its lines.
        lines: Vec<u64>,
        /// How many there are.
        count: u64,
    },
    /// The first letter beyond ASCII stands further down than was looked at, and is no UTF-8.
    OtherEncoding {
        /// Its line.
        line: u64,
    },
    /// No number says whether a comma is the decimal sign or groups thousands.
    DecimalSignAssumed {
        /// The sign taken.
        decimal: char,
    },
}

impl Warning {
    /// True for what the file and the tool that wrote it bring along: nothing was taken one way rather than another.
    #[must_use]
    pub fn is_fact(&self) -> bool {
        match self {
            Self::Note(note) => !note.is_unsure(),
            other => matches!(other, Self::TotalsLeftOut { .. } | Self::HeadersLeftOut { .. }),
        }
    }

    /// True for what is asked where the columns are, so that it need not be asked again among the checks.
    #[must_use]
    pub fn is_asked_of_columns(&self) -> bool {
        match self {
            Self::DateOrderAssumed { .. } | Self::DecimalSignAssumed { .. } | Self::WordsUnread { .. } => true,
            Self::DayOfFile { source, .. } => *source == DaySource::Changed,
            _ => false,
        }
    }

    /// True for what is only good to know: how the file was read follows from the file, and nobody needs to decide.
    #[must_use]
    pub fn is_information(&self) -> bool {
        match self {
            Self::Note(note) => !note.is_unsure(),
            Self::TotalsLeftOut { .. } | Self::HeadersLeftOut { .. } | Self::BarePercentages { .. } => true,
            Self::NumbersLeftOut { .. } | Self::CountedBy { .. } | Self::RestOfTotal { .. } => true,
            Self::AllCountedBy { .. } | Self::AnswersWeighted { .. } | Self::AnswersCounted { .. } => true,
            Self::CodesAsNoAnswer { .. } | Self::PeopleLeftOut { .. } => true,
            Self::YearAssumed { source, .. } => *source != YearSource::FileChanged,
            Self::DayOfFile { source, .. } => *source == DaySource::Name,
            Self::DateOrderAssumed { .. }
            | Self::DatesContradict { .. }
            | Self::DateOrderByOne { .. }
            | Self::NoPercentages { .. }
            | Self::SignsMissing { .. }
            | Self::SignsFew { .. }
            | Self::CountedApart { .. }
            | Self::CountsMissing { .. }
            | Self::UnitsMixed { .. }
            | Self::PlacesOpen { .. }
            | Self::BeyondKpi { .. }
            | Self::OtherEncoding { .. }
            | Self::TotalAmongRows { .. }
            | Self::SharesUncounted { .. }
            | Self::WordsUnread { .. }
            | Self::CodesShared { .. }
            | Self::CodeKeptApart { .. }
            | Self::DecimalSignAssumed { .. } => false,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DateOrderAssumed { column, order } => write!(
                f,
                "No date in \"{column}\" says whether day or month comes first; it was read {order}. Set \"order\" in a mapping to change that."
            ),
            Self::DatesContradict { column, day_first, month_first, order } => write!(
                f,
                "The dates in \"{column}\" contradict each other: \"{day_first}\" has the day first and \"{month_first}\" the month; they were read {order}. Write all of them one way, or set \"order\" in a mapping."
            ),
            Self::DateOrderByOne { column, date, order } => write!(
                f,
                "Only \"{date}\" among the dates in \"{column}\" says how they are meant; all were read {order}. If that one is mistyped, set \"order\" in a mapping."
            ),
            Self::CodesAsNoAnswer { columns, codes } => {
                let (named, more) = listed(columns);
                let (codes, count) = match codes.as_slice() {
                    [only] => (only.clone(), "counts"),
                    [first @ .., last] => (format!("{} and {last}", first.join(", ")), "count"),
                    [] => return Ok(()),
                };
                write!(
                    f,
                    "{codes} in {named}{more} {count} as no answer; \"missing\" of the score in a mapping says which numbers do."
                )
            }
            Self::PeopleLeftOut { columns } => {
                let (named, more) = listed(columns);
                let (seems, is, takes) = match columns.len() {
                    1 => ("seems", "is", "takes it"),
                    _ => ("seem", "are", "takes them, with a --map for each"),
                };
                write!(
                    f,
                    "{named}{more} {seems} to hold names of people and {is} left out; \"segments\" in a mapping or --map \"segment={}\" {takes}.",
                    columns.first().map_or("", String::as_str)
                )
            }
            Self::BarePercentages { metric, example } => {
                let number = number_text(*example);
                write!(f, "The values of \"{metric}\" were read as percentages: {number} is {number} %.")
            }
            Self::NoPercentages { metric, example } => {
                let number = number_text(*example);
                if example.abs() > 1.0 {
                    write!(f, "{number} in \"{metric}\" was taken as it stands, not as a percentage")?;
                } else {
                    let share = number_text((example * 1e8).round() / 1e6);
                    write!(f, "{number} in \"{metric}\" was read as {share} %")?;
                }
                write!(
                    f,
                    "; if it is {number} %, list the metric under \"percent\" in a mapping, or write the sign behind every number."
                )
            }
            Self::SignsMissing { metric, example, count } => {
                let number = number_text(*example);
                let (values, have, were) =
                    if *count == 1 { ("value", "has", "was") } else { ("values", "have", "were") };
                write!(
                    f,
                    "{count} {values} of \"{metric}\" {have} no percent sign and {were} read like those that have one: {number} is {number} %. Write every number with its sign if that is wrong."
                )
            }
            Self::SignsFew { metric, count, rows } => {
                let have = if *count == 1 { "has" } else { "have" };
                write!(
                    f,
                    "{count} of {rows} values of \"{metric}\" {have} a percent sign, so that 4% is 0.04; the others were taken as they stand. Take the signs out if they are mistyped, or list the metric under \"percent\" in a mapping if all are percentages."
                )
            }
            Self::CountsMissing { metric, missing, rows, count } => {
                let leave = if *missing == 1 { "leaves" } else { "leave" };
                write!(
                    f,
                    "{missing} of {rows} values of \"{metric}\" {leave} \"{count}\" empty, so nobody knows how many answers they stand for: where one of them is among the values of a figure, each value counts once there. Fill in \"{count}\", or take those rows out."
                )
            }
            Self::AnswersCounted { metric, columns } => {
                let (named, more) = listed(columns);
                write!(
                    f,
                    "{named}{more} say how many people answered so; \"{metric}\" counts each of them as an answer."
                )
            }
            Self::CountedApart { metric, name } => write!(
                f,
                "\"{metric}\" of this file holds other values than answers, so that these answers are kept apart as \"{name}\"; \"metrics\" in a mapping gives them a better name."
            ),
            Self::BeyondKpi { metric, scale, count } => {
                let (values, are, they) =
                    if *count == 1 { ("value", "is", "it is") } else { ("values", "are", "they are") };
                let (low, high) = (number_text(scale.0), number_text(scale.1));
                write!(
                    f,
                    "{count} {values} of \"{metric}\" {are} not taken: its KPI counts answers from {low} to {high}. If {they} worked out already, as an NPS of 31 is, give the metric another name under \"metrics\" in a mapping, and it makes a KPI of its own."
                )
            }
            Self::PlacesOpen { column, values, rows } => write!(
                f,
                "{values} of {rows} values have no name in \"{column}\" and count for the whole map; where the name above holds for them too, as in a pivot table, write it into each row."
            ),
            Self::UnitsMixed { metric, column, units } => {
                let (named, more) = listed(units);
                write!(
                    f,
                    "The values of \"{metric}\" are in several units, as \"{column}\" says: {named}{more}. They count as if they were in one; convert them, or give each unit a metric of its own."
                )
            }
            Self::DayOfFile { day, source: DaySource::Name } => {
                write!(f, "No column holds dates; all rows count on {day}, which the name of the file says.")
            }
            Self::DayOfFile { day, source: DaySource::Changed } => write!(
                f,
                "No column holds dates; all rows count on {day}, when the file was last changed. Write another date for all rows in the window, with --map date=2015-05 or --map \"date=Q2 2015\", or as \"fixed\" under \"date\" in a mapping."
            ),
            Self::Note(note) => note.fmt(f),
            Self::NumbersLeftOut { columns } => {
                let (named, more) = listed(columns);
                let it = if columns.len() == 1 { "it" } else { "they" };
                write!(
                    f,
                    "Nothing is read from {named}{more}, although numbers stand there; a mapping says what {it} should be."
                )
            }
            Self::TotalsLeftOut { rows: 1 } => f.write_str("1 row of totals is left out; its parts are read."),
            Self::TotalsLeftOut { rows } => write!(f, "{rows} rows of totals are left out; their parts are read."),
            Self::TotalAmongRows { label, metric, sum } => write!(
                f,
                "\"{label}\" is the sum of all others: its \"{metric}\" comes to {}, as theirs does. Leave it off the map, or list it under \"totals\" of a \"filter\" in a mapping, so that nothing counts twice.",
                number_text(*sum)
            ),
            Self::CountedBy { metric, numerator: Some(numerator), count, .. } => write!(
                f,
                "\"{metric}\" is \"{numerator}\" over \"{count}\" in nearly every row, so each of its values counts as often as \"{count}\" says."
            ),
            Self::CountedBy { metric, numerator: None, count, .. } => {
                write!(f, "Each value of \"{metric}\" counts as often as \"{count}\" in its row says.")
            }
            Self::AllCountedBy { count } => write!(f, "Each value counts as often as \"{count}\" in its row says."),
            Self::AnswersWeighted { column } => {
                write!(f, "Each answer counts with the weight in \"{column}\" of its row.")
            }
            Self::SharesUncounted { metric, counts, .. } => {
                let counts: Vec<String> = counts.iter().take(5).map(|count| format!("\"{count}\"")).collect();
                let counts = counts.join(" or ");
                write!(
                    f,
                    "Every row of \"{metric}\" counts for as much as the next, whatever {counts} says; if it is a share of {counts}, set \"n\" of its score to that column in a mapping."
                )
            }
            Self::CodesShared { codes, file } => {
                let (named, more) = listed(codes);
                let (is, it) = if codes.len() == 1 { ("is a column", "it asks") } else { ("are columns", "they ask") };
                write!(
                    f,
                    "{named}{more} {is} of \"{file}\" too, and no file says what {it}: check that {it} the same. Otherwise give one of them another name under \"metrics\" in a mapping."
                )
            }
            Self::CodeKeptApart { code, here, there, file, name } => write!(
                f,
                "The answers to \"{code}\" are {here} here and {there} in \"{file}\". It is kept apart as \"{name}\"; \"metrics\" in a mapping gives it a better name."
            ),
            Self::RestOfTotal { of, shown, total, rest } => write!(
                f,
                "The rows of {of} add up to {} of {}, its total; the file does not show the others, which count as \"{rest}\".",
                number_text(*shown),
                number_text(*total)
            ),
            Self::YearAssumed { year, source } => {
                let of = match source {
                    YearSource::Sheet => "as the name of the sheet says",
                    YearSource::Title => "as a line above the table says",
                    YearSource::FileName => "as the name of the file says",
                    YearSource::FileChanged => {
                        "when the file was last changed; set the \"date\" of each score in a mapping to change that"
                    }
                };
                write!(f, "The months in the column names have no year; they are those of {year}, {of}.")
            }
            Self::WordsUnread { column, words } => {
                let (named, more) = listed(words);
                write!(
                    f,
                    "The answers to \"{column}\" are words of no known scale: {named}{more}. Say what numbers they stand for under \"labels\" of its score in a mapping; until then they make no figure."
                )
            }
            Self::HeadersLeftOut { lines, count } => {
                let named: Vec<String> = lines.iter().map(ToString::to_string).collect();
                let rest = count.saturating_sub(named.len() as u64);
                let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
                let line = if *count == 1 { "line" } else { "lines" };
                write!(
                    f,
                    "The column names stand in the file once more, on {line} {}{more}; those are no rows.",
                    named.join(", ")
                )
            }
            Self::OtherEncoding { line } => write!(
                f,
                "The first letter that is not plain ASCII stands on line {line} and is no UTF-8; from there on the file was read as {}. Set \"encoding\" under \"reading\" in a mapping if such letters look wrong.",
                OTHERWISE.name()
            ),
            Self::DecimalSignAssumed { decimal } => write!(
                f,
                "No number says what its comma means; \"{decimal}\" was taken as the decimal sign. Set \"number\" in a mapping to change that."
            ),
        }
    }
}

/// The first five names, and how many more there are.
fn listed(names: &[String]) -> (String, String) {
    let named: Vec<String> = names.iter().take(5).map(|name| format!("\"{name}\"")).collect();
    let rest = names.len().saturating_sub(named.len());
    (named.join(", "), if rest > 0 { format!(" and {rest} more") } else { String::new() })
}

/// A number as it is shown.
fn number_text(number: f64) -> String {
    number.to_string().replace('-', "\u{2212}")
}
