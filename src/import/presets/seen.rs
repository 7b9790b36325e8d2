//! What a preset knows of a file when it settles the columns, and the mappings that presets have in common.

use super::Settlement;
use crate::base::text::one_line;
use crate::base::time::Day;
use crate::import::asked::Asked;
use crate::import::columns::ColumnFacts;
use crate::import::mapping::{
    ColumnName, ColumnOrFixed, CountMapping, DateMapping, Mapping, RespondentMapping, ScoreMapping, Shape,
};
use crate::import::notes::Note;
use crate::import::sniff::{ColumnInfo, ColumnType, LeftOutLine, Role};
use crate::import::{durations::TimeUnit, headers};

/// A file as far as it was looked at.
pub(crate) struct Seen<'a> {
    pub columns: &'a [ColumnInfo],
    pub facts: &'a [ColumnFacts],
    /// Lines that are no part of the table.
    pub left_out: &'a [LeftOutLine],
    /// The cells of the second, third, … row of the header.
    pub more_header: &'a [Vec<String>],
    /// The first rows.
    pub rows: &'a [Vec<String>],
    /// A name for what is in the file: its own.
    pub title: String,
    /// The day that a file without dates counts on.
    pub day: Day,
}

/// True when a column is called so, be it as the last part of a path as in flattened JSON.
pub(super) fn is_called(own: &str, name: &str) -> bool {
    let own = own.trim();
    if own.eq_ignore_ascii_case(name) {
        return true;
    }
    let tail = own.len().checked_sub(name.len() + 1).and_then(|at| own.get(at..));
    tail.is_some_and(|tail| tail.starts_with('.') && tail.get(1..).is_some_and(|t| t.eq_ignore_ascii_case(name)))
}

impl Seen<'_> {
    /// The first column that is called by one of the names, the earlier names first.
    pub(super) fn column(&self, names: &[&str]) -> Option<&ColumnInfo> {
        names.iter().find_map(|name| self.columns.iter().find(|c| is_called(&c.name, name)))
    }

    /// Its name.
    pub(super) fn name(&self, names: &[&str]) -> Option<String> {
        self.column(names).map(|c| c.name.clone())
    }

    /// What the cells of a column have in common.
    pub(super) fn facts_of(&self, name: &str) -> Option<&ColumnFacts> {
        let index = self.columns.iter().position(|c| c.name == name)?;
        self.facts.get(index)
    }

    /// Columns of numbers, percentages or durations that are not among the names.
    pub(super) fn numbers(&self, but: &[&str]) -> Vec<&ColumnInfo> {
        let is_number = |c: &&ColumnInfo| {
            matches!(
                c.column_type,
                ColumnType::Integer | ColumnType::Number | ColumnType::Percent | ColumnType::Duration
            )
        };
        let is_free = |c: &&ColumnInfo| !but.iter().any(|name| is_called(&c.name, name));
        self.columns.iter().filter(is_number).filter(is_free).collect()
    }

    /// Columns with few distinct texts that tell nobody's name, not among the names; as many as do not cut the data too
    /// fine, the coarsest first.
    pub(super) fn segments(&self, but: &[&str]) -> Vec<String> {
        let is_free = |c: &&ColumnInfo| {
            c.column_type == ColumnType::Text
                && c.role != Role::Personal
                && c.distinct > 1
                && c.distinct <= 60
                && !but.iter().any(|name| is_called(&c.name, name))
        };
        let mut free: Vec<&ColumnInfo> = self.columns.iter().filter(is_free).collect();
        free.sort_by_key(|c| c.distinct);
        super::super::guess::coarse(free.into_iter().map(|c| (c.name.clone(), c.distinct)))
    }

    /// The first column whose cells are dates, by name or by cells.
    pub(super) fn date(&self, names: &[&str]) -> Option<&ColumnInfo> {
        let is_date = |c: &&ColumnInfo| matches!(c.column_type, ColumnType::Date | ColumnType::Timestamp);
        let named =
            names.iter().find_map(|name| self.columns.iter().filter(is_date).find(|c| is_called(&c.name, name)));
        named.or_else(|| self.columns.iter().find(is_date)).or_else(|| self.column(names))
    }

    /// The dates that stand in the lines above the table, in order: `20260801`, `Jul 27, 2026`.
    pub(super) fn days_above(&self) -> Vec<Day> {
        let mut days = Vec::new();
        for line in self.left_out.iter().filter(|l| l.text.trim_start_matches('"').starts_with('#')) {
            let Some((_, text)) = line.text.split_once(':') else { continue };
            let text = text.trim().trim_end_matches('"');
            for part in text.split(" - ").flat_map(|t| t.split(" – ")) {
                days.extend(headers::whole_day(part));
            }
        }
        days
    }

    /// One date for all of the file: the start of the period that it names, or the day of the file.
    pub(super) fn period(&self, notes: &mut Vec<Note>) -> DateMapping {
        let days = self.days_above();
        let from = days.first().copied().unwrap_or(self.day);
        notes.push(Note::OnePeriod { from, to: days.get(1).copied() });
        DateMapping { fixed: Some(from.to_string()), ..DateMapping::default() }
    }

    /// A mapping of a table with one column per metric.
    pub(super) fn metrics(&self, date: DateMapping, columns: &[&ColumnInfo]) -> Mapping {
        let mut mapping = Mapping::new(Shape::Wide);
        mapping.date = Some(date);
        for column in columns {
            mapping.scores.push(ScoreMapping::plain(&column.name));
            self.add_duration(&mut mapping, column);
        }
        mapping
    }

    /// Says that a column holds durations, when it does.
    pub(super) fn add_duration(&self, mapping: &mut Mapping, column: &ColumnInfo) {
        if column.column_type == ColumnType::Duration {
            let unit = TimeUnit::named_in(&column.name).unwrap_or(TimeUnit::Seconds);
            mapping.durations.insert(column.name.clone(), unit);
        }
    }

    /// A mapping of responses. `but` are the columns that are neither questions nor segments.
    pub(super) fn survey(&self, date: &[&str], respondent: &[&str], but: &[&str]) -> Option<Mapping> {
        let date = self.date(date)?;
        let mut mapping = Mapping::new(Shape::Survey);
        mapping.date = Some(column_date(date));
        mapping.respondent = self.name(respondent).map(RespondentMapping::hashed);
        let is_meta = |c: &ColumnInfo| {
            c.name == date.name
                || mapping.respondent.as_ref().is_some_and(|r| r.column == c.name)
                || but.iter().any(|name| is_called(&c.name, name))
                || matches!(c.role, Role::Personal | Role::Date)
        };
        let is_comment = |c: &&ColumnInfo| {
            matches!(headers::role(&c.name), Some((Role::Comment, _)))
                && c.column_type == ColumnType::Text
                && !is_meta(c)
        };
        let named = self.columns.iter().find(is_comment).map(|c| ColumnName { column: c.name.clone() });
        let mut comment = named.clone();
        for (column, facts) in self.columns.iter().zip(self.facts).filter(|(c, _)| !is_meta(c)) {
            if named.as_ref().is_some_and(|n| n.column == column.name) {
                continue;
            }
            let asked = self.asked(&column.name);
            let is_question = asked.is_score() || headers::is_question(&column.name);
            let is_text = column.column_type == ColumnType::Text && facts.filled > 0;
            if let Some(guess) = facts.score(asked).filter(|_| is_question) {
                mapping.scores.push(guess.mapping(&column.name));
            } else if facts.has_few_values() && !facts.is_prose() && is_text {
                mapping.segments.push(column.name.clone());
            } else if is_text && comment.is_none() && (facts.is_prose() || is_question) {
                comment = Some(ColumnName { column: column.name.clone() });
            }
        }
        mapping.comment = comment;
        (!mapping.scores.is_empty()).then_some(mapping)
    }

    /// The words of a question of which the name is a number, from the second row of the header.
    pub(super) fn label_of(&self, name: &str) -> Option<String> {
        let at = self.columns.iter().position(|c| c.name == name)?;
        let is_for_machines = |cell: &str| cell.starts_with("{\"ImportId\"");
        let label = self.more_header.first()?.get(at).filter(|cell| !is_for_machines(cell))?;
        Some(one_line(label)).filter(|label| !label.is_empty())
    }

    /// What a column asks, by its name and the words of its question, and by the groups that Qualtrics sorts answers into.
    fn asked(&self, name: &str) -> Asked {
        let group = format!("{name}_NPS_GROUP");
        if self.columns.iter().any(|column| column.name == group) {
            return Asked::Likelihood;
        }
        Asked::of_labelled(name, self.label_of(name).as_deref().unwrap_or(name))
    }

    /// A mapping of events.
    pub(super) fn events(&self, columns: &EventColumns<'_>, count: CountMapping) -> Option<Mapping> {
        let date = self.date(columns.date)?;
        let mut mapping = Mapping::new(Shape::Events);
        mapping.date = Some(column_date(date));
        mapping.place = self.name(columns.place).map(|name| ColumnOrFixed { column: Some(name), fixed: None });
        mapping.respondent = self.name(columns.respondent).map(RespondentMapping::hashed);
        mapping.session = self.name(columns.session).map(|column| ColumnName { column });
        let mut count = count;
        count.respondents = count.respondents.filter(|_| mapping.respondent.is_some());
        count.sessions = count.sessions.filter(|_| mapping.session.is_some());
        mapping.count = Some(count);
        let unique: Vec<String> = columns.unique.iter().filter_map(|name| self.name(&[name])).collect();
        if unique.len() == columns.unique.len() {
            mapping.unique = unique;
        }
        Some(mapping)
    }
}

/// The columns of a file of events, each by its possible names.
#[derive(Default)]
pub(super) struct EventColumns<'a> {
    pub date: &'a [&'a str],
    pub place: &'a [&'a str],
    pub respondent: &'a [&'a str],
    pub session: &'a [&'a str],
    /// All of them have to be there.
    pub unique: &'a [&'a str],
}

/// What is counted in nearly all files of events.
pub(super) fn events_customers_sessions() -> CountMapping {
    CountMapping {
        rows: Some("Events".to_owned()),
        respondents: Some("Customers".to_owned()),
        sessions: Some("Sessions".to_owned()),
    }
}

/// Rows of one name.
pub(super) fn rows_called(name: &str) -> CountMapping {
    CountMapping { rows: Some(name.to_owned()), ..CountMapping::default() }
}

/// A date that stands in a column, with its order where the cells decide it.
pub(super) fn column_date(column: &ColumnInfo) -> DateMapping {
    let order = column.sure_date_order();
    DateMapping { column: Some(column.name.clone()), order, ..DateMapping::default() }
}

/// A settled file, unless nothing came of it.
pub(super) fn settled(mapping: Option<Mapping>, notes: Vec<Note>) -> Option<Settlement> {
    Some(Settlement { mapping: mapping?, notes })
}
