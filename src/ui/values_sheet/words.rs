//! What the sheet says of its columns and of lines that cannot be kept.

use crate::i18n::shell::values as words;
use crate::import::Unread;
use crate::session::typed_values::{LineProblem, TypedColumns};

/// What is typed, and how.
pub(super) fn purpose(columns: TypedColumns) -> &'static str {
    match columns {
        TypedColumns::Scores => words::PURPOSE_SCORES,
        TypedColumns::Satisfied => words::PURPOSE_SATISFIED,
        TypedColumns::Share => words::PURPOSE_SHARE,
        TypedColumns::Average => words::PURPOSE_AVERAGE,
        TypedColumns::Amount => words::PURPOSE_AMOUNT,
        TypedColumns::Count => words::PURPOSE_COUNT,
        TypedColumns::Answer => words::PURPOSE_ANSWER,
    }
}

/// Headings of the columns of numbers.
pub(super) fn headings(columns: TypedColumns) -> &'static [&'static str] {
    match columns {
        TypedColumns::Scores => words::HEADINGS_SCORES,
        TypedColumns::Satisfied => words::HEADINGS_SATISFIED,
        TypedColumns::Share => words::HEADINGS_SHARE,
        TypedColumns::Average => words::HEADINGS_AVERAGE,
        TypedColumns::Amount => words::HEADINGS_AMOUNT,
        TypedColumns::Count => words::HEADINGS_COUNT,
        TypedColumns::Answer => words::HEADINGS_ANSWER,
    }
}

/// What is wrong with a line, counted from 1, and what to do.
pub(super) fn problem(columns: TypedColumns, line: usize, cells: &[String], problem: LineProblem) -> String {
    let heading = |index: usize| headings(columns).get(index).copied().unwrap_or_default();
    let typed = |index: usize| cells.get(index).map_or("", |cell| cell.trim());
    let why = match problem {
        LineProblem::NoDay => words::NO_DAY.to_owned(),
        LineProblem::Day(Unread::EitherDay(one, other)) => words::either_day(typed(0), (one, other)),
        LineProblem::Day(_) => words::no_day(typed(0)),
        LineProblem::Number(index, Unread::EitherNumber) => words::either_number(typed(index + 1)),
        LineProblem::Number(index, _) => words::no_number(typed(index + 1)),
        LineProblem::Missing(index) => words::missing(heading(index)),
        LineProblem::Negative(index) => words::negative(heading(index)),
        LineProblem::MoreThanAll => words::MORE_THAN_ALL.to_owned(),
        LineProblem::Nobody => words::NOBODY.to_owned(),
        LineProblem::OffScale(low, high) => words::off_scale(typed(1), (low, high)),
        LineProblem::SameDay(first) => words::same_day(first),
        LineProblem::Overlaps(first) => words::overlaps(first),
    };
    words::in_line(line, &why)
}
