//! Data files as rows: bytes in, columns of observations or survey responses out, with a report of everything that
//! was wrong. Knows no map and no database.
//!
//! [`sniff()`] looks at a file and says how it would be read; [`Mapping`] settles what its columns mean; [`read()`] streams
//! the whole file through that mapping; [`normalise()`] writes the plain table. `docs/mapping-file.md` documents the mapping.

mod ahead;
mod answer_counts;
mod asked;
mod cells;
mod choices;
mod clocks;
mod columns;
mod container;
mod contents;
mod dated_columns;
mod dates;
mod dialect;
mod digits;
mod durations;
mod encoding;
mod error;
mod events;
mod file_day;
mod first_letter;
#[doc(hidden)]
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
mod gate;
mod growth;
mod guess;
mod headers;
mod kind_words;
mod kinds;
mod known_places;
mod known_scales;
mod layout;
mod long;
mod long_persons;
mod mapping;
mod mapping_check;
mod mapping_json;
mod mapping_set;
mod missing;
mod normalise;
mod notes;
mod numbers;
mod open_words;
mod people;
mod percents;
mod personal;
mod plain;
mod presets;
mod privacy;
mod ratios;
mod read;
mod rejected;
mod rest_of_total;
mod roles;
mod rows;
mod scales;
mod scan;
mod sniff;
mod summary;
mod survey;
#[cfg(test)]
mod tests;
mod totals;
mod typed;
mod units;
mod unsaid;
mod warning;
mod wide;
mod without_counts;

pub use choices::ReadChoices;
pub use contents::{Container, FilePart, MemberInfo, SheetInfo, TableInfo};
pub use dated_columns::YearSource;
pub use dates::{DateCount, DateOrder};
pub use durations::TimeUnit;
pub use error::{ImportError, NotTextKind};
pub use file_day::DaySource;
pub use growth::{Growth, Since, since};
pub use kinds::{KindReason, MetricKind, guess_direction, guess_kind};
pub use known_scales::ValueScale;
pub use mapping::{
    ColumnName, ColumnOrFixed, CountMapping, DateMapping, FilterMapping, Mapping, NumberMapping, RespondentMapping,
    ScoreMapping, Shape, StageMapping,
};
pub use normalise::{NormaliseReport, normalise};
pub use notes::Note;
pub use personal::PersonalKind;
pub use plain::plain_rows;
pub use privacy::{IdStore, forms_of_id, hashed_id, lines_of};
pub use read::{Imported, ReadOptions, is_as_it_was, read, settle_mapping};
pub use rejected::{RejectedCount, RejectedFile, RejectedWords, write_rejected};
pub use sniff::{ColumnInfo, ColumnType, LeftOutLine, LeftOutReason, Role, RoleReason, ScoreGuess, Sniffed, sniff};
pub use summary::MetricSummary;
pub(crate) use summary::are_few;
pub use typed::{
    TypedNumber, Unread, grouped_count, typed_day, typed_day_of_file, typed_days, typed_last_day, typed_numbers,
};
pub use warning::Warning;
