//! Guesses what columns mean, by their headers first and their cells second.

mod siblings;
mod worded;

use super::asked::Asked;
use super::columns::ColumnFacts;
use super::dates::{DateEvidence, DateOrder, Zone, parse_header};
use super::durations::TimeUnit;
use super::error::ImportError;
use super::file_day::DaySource;
use super::headers;
use super::mapping::{
    ColumnName, ColumnOrFixed, CountMapping, DateMapping, Mapping, NumberMapping, RespondentMapping, ScoreMapping,
    Shape,
};
use super::people::are_people;
use super::personal::PersonalKind;
use super::sniff::{ColumnInfo, ColumnType, Role, RoleReason, ScoreGuess, Sniffed};
use siblings::Siblings;

/// What was settled for all columns together.
pub(crate) struct Guessed {
    pub shape: Option<Shape>,
    pub roles: Vec<(Role, RoleReason)>,
}

/// The order of dates that stand in headers.
pub(crate) fn header_order<'a>(names: impl Iterator<Item = &'a str>) -> DateEvidence {
    let mut evidence = DateEvidence::default();
    for name in names {
        evidence.add(name.as_bytes());
    }
    evidence
}

/// Looks at columns one by one.
struct Guesser<'a> {
    names: &'a [String],
    facts: &'a [ColumnFacts],
    types: Vec<ColumnType>,
    /// What each header says, and how good a name it is for that.
    named: Vec<Option<(Role, usize)>>,
    roles: Vec<Option<(Role, RoleReason)>>,
}

impl Guesser<'_> {
    fn set(&mut self, index: usize, role: Role, reason: RoleReason) {
        if let Some(slot) = self.roles.get_mut(index) {
            *slot = Some((role, reason));
        }
    }

    fn is_free(&self, index: usize) -> bool {
        self.roles.get(index).is_some_and(Option::is_none)
    }

    fn type_of(&self, index: usize) -> ColumnType {
        self.types.get(index).copied().unwrap_or(ColumnType::Empty)
    }

    fn facts_of(&self, index: usize) -> Option<&ColumnFacts> {
        self.facts.get(index)
    }

    /// Enough for a column whose header says that it holds numbers.
    fn has_numbers(&self, index: usize) -> bool {
        self.facts_of(index).is_some_and(ColumnFacts::has_numbers)
    }

    fn is_numeric(&self, index: usize) -> bool {
        match self.type_of(index) {
            ColumnType::Integer | ColumnType::Number | ColumnType::Percent | ColumnType::Duration => true,
            // A clock is how long something took where the header says so, and a time of day elsewhere.
            ColumnType::Text => {
                let is_clock = self.facts_of(index).is_some_and(ColumnFacts::are_clocks);
                is_clock && self.names.get(index).is_some_and(|name| headers::is_duration_name(name))
            }
            _ => false,
        }
    }

    /// What is measured of the records of a table: outcomes that are yes or no, and numbers that are no codes.
    fn measures(&self) -> Vec<(usize, RoleReason)> {
        let reason = |index: usize| {
            let (name, facts) = (self.names.get(index)?, self.facts_of(index)?);
            if headers::is_outcome_name(name) && facts.are_yes_no() {
                return Some(RoleReason::Outcome);
            }
            let is_number = match self.type_of(index) {
                _ if self.is_numeric(index) && headers::is_measure_name(name) => facts.distinct() > 1,
                ColumnType::Number | ColumnType::Percent | ColumnType::Duration => facts.distinct() > 10,
                _ => false,
            };
            (is_number && !headers::is_code_name(name)).then_some(RoleReason::Measure)
        };
        (0..self.names.len()).filter(|i| self.is_free(*i)).filter_map(|i| Some((i, reason(i)?))).collect()
    }

    /// The free column whose header says the role best, among those that fit.
    fn by_header(&self, role: Role, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        (0..self.names.len())
            .filter(|i| self.is_free(*i) && fits(self, *i))
            .filter_map(|i| {
                let (named, rank) = (*self.named.get(i)?)?;
                (named == role).then_some((rank, i))
            })
            .min()
            .map(|(_, i)| i)
    }

    /// True for a column of numbers beside one of which they may count the answers. Where people are counted, that one must
    /// be something that is not counted itself: a rating, a share, a mean.
    fn counts_others(&self, index: usize) -> bool {
        let is_named_count = |i: usize| matches!(self.named.get(i), Some(Some((Role::Count, _))));
        let is_rate = |i: usize| {
            matches!(self.type_of(i), ColumnType::Number | ColumnType::Percent)
                || self.names.get(i).is_some_and(|name| headers::is_rating_name(name))
        };
        let is_value = |i: usize| matches!(self.named.get(i), Some(Some((Role::Value, _)))) && self.has_numbers(i);
        let is_people = self.names.get(index).is_some_and(|name| headers::is_head_count(&headers::plain(name)));
        let others = || (0..self.names.len()).filter(|i| *i != index && self.is_free(*i) && !is_named_count(*i));
        let is_beside = |i: usize| if is_people { is_rate(i) } else { true } && (self.is_measured(i) || is_value(i));
        self.has_numbers(index) && others().any(is_beside)
    }

    fn take_by_header(&mut self, role: Role, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let found = self.by_header(role, fits)?;
        self.set(found, role, RoleReason::Header);
        Some(found)
    }

    /// The date column: named so and holding dates, or just holding dates.
    fn take_date(&mut self) -> Option<usize> {
        // A header that says so is believed as soon as one cell agrees; what does not is for the report.
        let is_dated = |g: &Self, i: usize| {
            g.facts_of(i).is_some_and(|f| f.dates.dates > 0)
                || g.names.get(i).is_some_and(|n| headers::plain(n) == "date")
        };
        let is_mostly_dated = |g: &Self, i: usize| {
            matches!(g.type_of(i), ColumnType::Date | ColumnType::Timestamp)
                || g.facts_of(i).is_some_and(ColumnFacts::may_be_dates)
        };
        if let Some(found) = self.take_by_header(Role::Date, is_mostly_dated) {
            return Some(found);
        }
        let are_serials = |g: &Self, i: usize| g.facts_of(i).is_some_and(ColumnFacts::are_serials);
        if let Some(found) = self.by_header(Role::Date, are_serials) {
            self.set(found, Role::Date, RoleReason::Serials);
            return Some(found);
        }
        if let Some(found) = self.take_by_header(Role::Date, is_dated) {
            return Some(found);
        }
        // Without a header that says so, a column that most rows leave empty is another date.
        let is_date = |g: &Self, i: usize| {
            g.is_free(i)
                && matches!(g.type_of(i), ColumnType::Date | ColumnType::Timestamp)
                && g.facts_of(i).is_some_and(|f| f.filled * 2 > f.rows)
        };
        let found = (0..self.names.len()).find(|i| is_date(self, *i))?;
        self.set(found, Role::Date, RoleReason::Dates);
        Some(found)
    }

    /// Columns that look like answers on a scale. Codes of categories are small whole numbers too, so more must speak
    /// for a score: a header that says so, questions beside it on the same scale, or answers spread as opinions are.
    fn score_columns(&self) -> Vec<usize> {
        let free = (0..self.names.len()).filter(|i| self.is_free(*i));
        let scales: Vec<(usize, ScoreGuess)> = free
            .filter_map(|i| {
                let (name, facts) = (self.names.get(i)?, self.facts_of(i)?);
                let asked = Asked::of(name);
                let names_scale = matches!(asked, Asked::OnScale(..));
                // Words of a scale are no codes, whatever the header calls them.
                let is_possible = |score: &ScoreGuess| {
                    (names_scale || has_words(score) || !headers::is_code_name(name)) && facts.is_answered()
                };
                facts.score(asked).filter(is_possible).map(|score| (i, score))
            })
            .collect();
        let siblings = Siblings::of(self.names, &scales);
        let is_score = |(index, score): &&(usize, ScoreGuess)| {
            let (Some(name), Some(facts)) = (self.names.get(*index), self.facts_of(*index)) else { return false };
            // "ok" and "bad" as remarks are words of a scale as well.
            if headers::role(name).is_some_and(|(role, _)| role == Role::Comment) {
                return false;
            }
            has_words(score)
                || Asked::of(name).is_rating()
                || (score.labels.is_empty() && (facts.looks_rated(score) || siblings.has_any(name, score)))
        };
        scales.iter().filter(is_score).map(|(index, _)| *index).collect()
    }

    /// Everything that has no role yet is a dimension or left out.
    fn finish(&self, may_cut_by_numbers: bool) -> Vec<(Role, RoleReason)> {
        let rest = |index: usize| {
            let Some(facts) = self.facts_of(index) else { return (Role::Ignored, RoleReason::Empty) };
            match self.type_of(index) {
                ColumnType::Empty => (Role::Ignored, RoleReason::Empty),
                ColumnType::Id => (Role::Ignored, RoleReason::LongDigits),
                ColumnType::Duration => (Role::Ignored, RoleReason::NoScale),
                ColumnType::Date | ColumnType::Timestamp => (Role::Ignored, RoleReason::Dates),
                _ if facts.is_prose() => (Role::Ignored, RoleReason::LongTexts),
                ColumnType::Number | ColumnType::Percent => (Role::Ignored, RoleReason::NoScale),
                ColumnType::Integer if !may_cut_by_numbers => (Role::Ignored, RoleReason::NoScale),
                _ if facts.are_odd_numbers() && !facts.are_clocks() => (Role::Ignored, RoleReason::OddNumbers),
                ColumnType::Text if self.names.get(index).is_some_and(|name| are_people(name, facts)) => {
                    (Role::Personal, RoleReason::Personal(PersonalKind::Name))
                }
                _ if facts.has_few_values() => (Role::Segment, RoleReason::FewValues),
                _ => (Role::Ignored, RoleReason::ManyValues),
            }
        };
        let roles = self.roles.iter().enumerate();
        roles.map(|(index, role)| role.unwrap_or_else(|| rest(index))).collect()
    }
}

/// Words of a scale are answers; "good" and "bad" alone may be about anything.
fn has_words(score: &ScoreGuess) -> bool {
    !score.labels.is_empty() && score.scale != (0.0, 1.0)
}

/// Columns that tell who somebody is have that role and no other, whatever else they might be used for. A header of
/// another role wins over the form of a name only where the cells do not show an address.
fn take_personal(guesser: &mut Guesser<'_>) {
    for index in 0..guesser.names.len() {
        let (Some(name), Some(facts)) = (guesser.names.get(index), guesser.facts_of(index)) else { continue };
        // Numbers under "E-mail" count mails.
        let is_text = !guesser.is_numeric(index);
        let fits = |kind: &PersonalKind| {
            facts.filled > 0
                && !facts.are_yes_no()
                && (is_text || matches!(kind, PersonalKind::Location | PersonalKind::Phone | PersonalKind::Address))
        };
        let by_header = PersonalKind::of_header(name).filter(fits);
        if let Some(kind) = facts.personal().or(by_header) {
            guesser.set(index, Role::Personal, RoleReason::Personal(kind));
        }
    }
}

/// Something that happened a row: a moment, what happened, and who did it or in which visit. `None` when it is not so.
fn events(guesser: &mut Guesser<'_>, date: Option<usize>, place: Option<usize>) -> Option<Vec<(Role, RoleReason)>> {
    date?;
    let named = |g: &Guesser<'_>, is: fn(&str) -> bool| {
        (0..g.names.len()).find(|i| g.is_free(*i) && g.names.get(*i).is_some_and(|n| is(n)))
    };
    let is_text = |g: &Guesser<'_>, i: usize| g.type_of(i) == ColumnType::Text;
    let event = named(guesser, headers::is_event_name).filter(|i| is_text(guesser, *i));
    let session = named(guesser, headers::is_session_name);
    let respondent = guesser.by_header(Role::Respondent, |g, i| g.type_of(i) != ColumnType::Empty);
    let what = match (event, place) {
        (Some(event), _) => event,
        // A place, somebody, and nothing to measure: coming there is what is counted.
        (None, Some(place)) if respondent.is_some() || session.is_some() => {
            let has_numbers = (0..guesser.names.len())
                .any(|i| guesser.is_free(i) && Some(i) != respondent && Some(i) != session && guesser.is_numeric(i));
            let has_answers = !guesser.score_columns().is_empty();
            if has_numbers || has_answers {
                return None;
            }
            place
        }
        _ => return None,
    };
    if let Some(place) = place.filter(|place| *place != what)
        && let Some(role) = guesser.roles.get_mut(place)
    {
        *role = None;
    }
    guesser.set(what, Role::Place, RoleReason::WhatHappened);
    for (found, role) in [(respondent, Role::Respondent), (session, Role::Session)] {
        if let Some(index) = found {
            guesser.set(index, role, RoleReason::Header);
        }
    }
    for (index, reason) in guesser.measures() {
        if reason == RoleReason::Measure {
            guesser.set(index, Role::Score, reason);
        }
    }
    let mut roles = guesser.finish(false);
    // Each segment multiplies the series, and people are counted in each of them.
    let fine: Vec<usize> =
        (0..roles.len()).filter(|i| roles.get(*i).is_some_and(|(r, _)| *r == Role::Segment)).collect();
    let kept = coarse(fine.iter().map(|i| (i.to_string(), guesser.facts_of(*i).map_or(0, ColumnFacts::distinct))));
    for index in fine.into_iter().filter(|i| !kept.contains(&i.to_string())) {
        if let Some(role) = roles.get_mut(index) {
            *role = (Role::Ignored, RoleReason::TooFine);
        }
    }
    Some(roles)
}

/// The columns with the fewest distinct values, as many as do not cut the data too fine, in the order given.
pub(crate) fn coarse(columns: impl Iterator<Item = (String, usize)>) -> Vec<String> {
    const MOST_PARTS: usize = 60;
    let columns: Vec<(String, usize)> = columns.collect();
    let mut by_size: Vec<&(String, usize)> = columns.iter().collect();
    by_size.sort_by_key(|(_, distinct)| *distinct);
    let mut parts = 1usize;
    let mut kept = Vec::new();
    for (name, distinct) in by_size {
        parts = parts.saturating_mul((*distinct).max(1));
        if parts > MOST_PARTS && !kept.is_empty() {
            break;
        }
        kept.push(name.clone());
    }
    columns.into_iter().map(|(name, _)| name).filter(|name| kept.contains(name)).collect()
}

/// One record a row, as of one day: a list of customers with what they pay and whether they left.
fn records(mut guesser: Guesser<'_>, measures: &[(usize, RoleReason)]) -> Guessed {
    for (index, reason) in measures {
        guesser.set(*index, Role::Score, *reason);
    }
    guesser.take_by_header(Role::Respondent, |g, i| g.type_of(i) != ColumnType::Empty);
    Guessed { shape: Some(Shape::Survey), roles: guesser.finish(false) }
}

/// Shape and roles of a table.
pub(crate) fn roles(names: &[String], facts: &[ColumnFacts]) -> Guessed {
    let types: Vec<_> = facts.iter().map(ColumnFacts::column_type).collect();
    let named = names.iter().map(|name| headers::role(name)).collect();
    let mut guesser = Guesser { names, facts, types, named, roles: vec![None; names.len()] };
    take_personal(&mut guesser);
    if take_wide_dates(&mut guesser) {
        return Guessed { shape: Some(Shape::Wide), roles: guesser.finish(false) };
    }
    let date = guesser.take_date();
    let is_filled = |g: &Guesser<'_>, i: usize| g.type_of(i) != ColumnType::Empty;
    let metric = guesser.take_by_header(Role::Metric, is_filled);
    let respondent = guesser.by_header(Role::Respondent, is_filled);
    let comment = guesser.by_header(Role::Comment, |g, i| g.type_of(i) == ColumnType::Text);
    let place = guesser.take_by_header(Role::Place, is_filled);
    if metric.is_none()
        && let Some(guessed) = events(&mut guesser, date, place)
    {
        return Guessed { shape: Some(Shape::Events), roles: guessed };
    }
    worded::take_running(&mut guesser);
    let worded = guesser.worded_columns();
    let has_numbers = (0..names.len()).any(|i| guesser.is_free(i) && guesser.is_numeric(i));
    // Words are answers of people, one a row, whatever stands beside them; numbers beside them may be what is measured.
    if metric.is_none() && !worded.is_empty() && !has_numbers {
        // "10 - Extremely likely" among plain numbers is a question as well.
        let mut scores = guesser.score_columns();
        scores.extend(&worded);
        scores.sort_unstable();
        scores.dedup();
        return survey(guesser, &scores);
    }
    if metric.is_none() && (respondent.is_some() || comment.is_some() || place.is_none()) {
        let scores = guesser.score_columns();
        let is_per_respondent = respondent.is_some() || comment.is_some() || repeats_dates(&guesser, date);
        if !scores.is_empty() && is_per_respondent {
            return survey(guesser, &scores);
        }
        if date.is_none() && place.is_none() && respondent.is_some() {
            let measures = guesser.measures();
            if !measures.is_empty() {
                return records(guesser, &measures);
            }
        }
    }
    let count = guesser.take_by_header(Role::Count, Guesser::counts_others);
    let numbers: Vec<_> = (0..names.len()).filter(|i| guesser.is_free(*i) && guesser.is_measured(*i)).collect();
    let value = guesser.by_header(Role::Value, Guesser::has_numbers);
    let shape = match (value, numbers.as_slice()) {
        (Some(value), _) if metric.is_some() || numbers.len() <= 1 || count.is_some() => {
            guesser.set(value, Role::Value, RoleReason::Header);
            Some(Shape::Long)
        }
        (None, &[only]) => {
            guesser.set(only, Role::Value, RoleReason::OnlyNumbers);
            Some(Shape::Long)
        }
        (None, many) if metric.is_some() => {
            // Several columns of numbers and none named so: the one that varies most.
            let most =
                many.iter().copied().max_by_key(|i| (facts.get(*i).map_or(0, ColumnFacts::distinct), usize::MAX - i));
            if let Some(most) = most {
                guesser.set(most, Role::Value, RoleReason::OnlyNumbers);
            }
            most.map(|_| Shape::Long)
        }
        (_, []) => None,
        (_, many) => {
            for index in many {
                guesser.set(*index, Role::Score, RoleReason::OnlyNumbers);
            }
            Some(Shape::Wide)
        }
    };
    Guessed { shape, roles: guesser.finish(true) }
}

/// Dates as headers over numbers.
fn take_wide_dates(guesser: &mut Guesser<'_>) -> bool {
    let order =
        header_order(guesser.names.iter().map(String::as_str)).order().map_or(DateOrder::MonthFirst, |(o, _)| o);
    // A header of digits only, such as 2024, may name anything: then the cells have to be numbers.
    let is_wide = |g: &Guesser<'_>, i: usize| {
        let date = g.names.get(i).and_then(|n| parse_header(n.as_bytes(), order, Zone::AsWritten));
        date.is_some_and(|d| !d.is_bare_number || g.is_numeric(i) || g.type_of(i) == ColumnType::Empty)
    };
    let dated: Vec<_> = (0..guesser.names.len()).filter(|i| is_wide(guesser, *i)).collect();
    let has_values = |facts: &ColumnFacts| facts.has_numbers() || facts.has_durations();
    if !dated.iter().any(|i| guesser.facts_of(*i).is_some_and(has_values)) {
        return false;
    }
    if dated.len() < 2 {
        return false;
    }
    for index in dated {
        guesser.set(index, Role::Value, RoleReason::DateHeader);
    }
    guesser.take_by_header(Role::Metric, |g, i| g.type_of(i) == ColumnType::Text);
    guesser.take_by_header(Role::Place, |g, i| g.type_of(i) == ColumnType::Text);
    true
}

/// True when there are several rows a day: one per respondent, not one per period.
fn repeats_dates(guesser: &Guesser<'_>, date: Option<usize>) -> bool {
    let Some(facts) = date.and_then(|d| guesser.facts_of(d)) else { return true };
    facts.filled >= 3 * facts.distinct() as u64
}

fn survey(mut guesser: Guesser<'_>, scores: &[usize]) -> Guessed {
    for index in scores {
        let is_worded =
            guesser.facts_of(*index).and_then(|f| f.score(Asked::Rating)).is_some_and(|s| !s.labels.is_empty());
        let is_yes_no = !is_worded && guesser.facts_of(*index).is_some_and(ColumnFacts::are_yes_no);
        let reason = match () {
            () if is_worded => RoleReason::WordsOnScale,
            () if is_yes_no => RoleReason::Outcome,
            () => RoleReason::SmallScale,
        };
        guesser.set(*index, Role::Score, reason);
    }
    guesser.take_by_header(Role::Respondent, |g, i| g.type_of(i) != ColumnType::Empty);
    guesser.take_by_header(Role::Weight, Guesser::is_numeric);
    let named = guesser.take_by_header(Role::Comment, |g, i| g.type_of(i) == ColumnType::Text);
    if named.is_none() {
        let prose = |i: &usize| {
            guesser.is_free(*i) && guesser.facts_of(*i).is_some_and(|f| f.is_prose() && !f.has_few_values())
        };
        if let Some(found) = (0..guesser.names.len()).find(prose) {
            guesser.set(found, Role::Comment, RoleReason::LongTexts);
        }
    }
    // A code in digits may be a class of customers or a flight number: only texts are cut by unasked.
    Guessed { shape: Some(Shape::Survey), roles: guesser.finish(false) }
}

/// The column of ids, which are hashed: a guess never writes who somebody is.
fn respondent(sniffed: &Sniffed) -> Option<RespondentMapping> {
    let column = sniffed.columns.iter().find(|c| c.role == Role::Respondent)?;
    Some(RespondentMapping::hashed(column.name.clone()))
}

/// The mapping that follows from the roles of a sniffed file; the roles may have been changed by a person meanwhile.
pub(crate) fn mapping(sniffed: &Sniffed) -> Result<Mapping, ImportError> {
    if let Some(mapping) = &sniffed.suggested {
        return Ok(Mapping::clone(mapping));
    }
    let names = || sniffed.columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
    let no_value = || ImportError::NoValueColumn { path: sniffed.path.clone(), columns: names() };
    let with = |role: Role| sniffed.columns.iter().filter(move |c| c.role == role);
    let name_of = |role: Role| with(role).next().map(|c| ColumnName { column: c.name.clone() });
    let shape = sniffed.shape.ok_or_else(|| {
        let has_date = with(Role::Date).next().is_some();
        let columns = names();
        let path = sniffed.path.clone();
        if has_date {
            ImportError::NoValueColumn { path, columns }
        } else {
            ImportError::NoDateColumn { path, columns }
        }
    })?;
    let mut mapping = Mapping::new(shape);
    mapping.reading = sniffed.choices.clone();
    mapping.number = sniffed.number.clone().filter(|_| !sniffed.is_number_assumed);
    mapping.filter.extend(sniffed.totals.clone());
    mapping.place = name_of(Role::Place).map(|c| ColumnOrFixed { column: Some(c.column), fixed: None });
    mapping.metric = name_of(Role::Metric).map(|c| ColumnOrFixed { column: Some(c.column), fixed: None });
    mapping.segments = with(Role::Segment).map(|c| c.name.clone()).collect();
    let dates_are_headers = shape == Shape::Wide && with(Role::Value).next().is_some();
    if dates_are_headers {
        mapping.date = header_order(with(Role::Value).map(|c| c.name.as_str()))
            .order()
            .map(|(order, _)| DateMapping { order: Some(order), ..DateMapping::default() });
    } else {
        mapping.date = Some(match with(Role::Date).next() {
            Some(date) => {
                let order = date.sure_date_order();
                DateMapping { column: Some(date.name.clone()), order, count: date.date_count, ..DateMapping::default() }
            }
            // A series without dates is none. A list of records, or answers, is as of the day of the file, and the
            // import says so; so is everything in a file whose name is a date.
            None if shape != Shape::Survey && sniffed.day.1 == DaySource::Changed => {
                return Err(ImportError::NoDateColumn { path: sniffed.path.clone(), columns: names() });
            }
            None => DateMapping { fixed: Some(sniffed.day.0.to_string()), ..DateMapping::default() },
        });
    }
    for column in sniffed.columns.iter().filter(|c| matches!(c.role, Role::Value | Role::Score)) {
        if column.column_type == ColumnType::Duration && !dates_are_headers {
            let unit = TimeUnit::of_metric(&column.name);
            mapping.durations.insert(column.name.clone(), unit);
        }
    }
    let fixed = |text: String| Some(ColumnOrFixed { column: None, fixed: Some(text) });
    match shape {
        Shape::Long => {
            let value = name_of(Role::Value).ok_or_else(no_value)?;
            if mapping.metric.is_none() {
                let is_generic = headers::role(&value.column).is_some_and(|(role, _)| role == Role::Value);
                mapping.metric = fixed(if is_generic { sniffed.title() } else { value.column.clone() });
            }
            mapping.value = Some(value);
            mapping.n = name_of(Role::Count);
            mapping.respondent = respondent(sniffed).filter(|_| mapping.n.is_none());
        }
        Shape::Wide if dates_are_headers => {
            if mapping.metric.is_none() {
                let corner = sniffed.pivot_corner();
                mapping.kinds.extend(corner.as_ref().map(|corner| (corner.metric.clone(), corner.kind)));
                mapping.metric = fixed(corner.map_or_else(|| sniffed.title(), |corner| corner.metric));
            }
        }
        Shape::Wide => {
            mapping.scores = with(Role::Score).map(plain_score).collect();
            mapping.n = name_of(Role::Count);
        }
        Shape::Events => {
            mapping.respondent = respondent(sniffed);
            mapping.session = name_of(Role::Session);
            mapping.scores = with(Role::Score).map(plain_score).collect();
            mapping.count = Some(CountMapping {
                rows: Some("Events".to_owned()),
                respondents: mapping.respondent.as_ref().map(|_| "Customers".to_owned()),
                sessions: mapping.session.as_ref().map(|_| "Sessions".to_owned()),
            });
        }
        Shape::Survey => {
            mapping.scores = with(Role::Score).map(score).collect();
            mapping.comment = name_of(Role::Comment);
            mapping.respondent = respondent(sniffed);
            mapping.weight = name_of(Role::Weight);
        }
    }
    if matches!(shape, Shape::Survey) && mapping.scores.is_empty()
        || (shape == Shape::Wide && !dates_are_headers && mapping.scores.is_empty())
    {
        return Err(no_value());
    }
    Ok(mapping)
}

fn plain_score(column: &ColumnInfo) -> ScoreMapping {
    ScoreMapping::plain(&column.name)
}

fn score(column: &ColumnInfo) -> ScoreMapping {
    match &column.score {
        Some(guess) if column.reason != RoleReason::Measure => guess.mapping(&column.name),
        _ => plain_score(column),
    }
}

/// How numbers are written, as far as the cells of number columns say.
pub(crate) fn number(facts: &[ColumnFacts], delimiter: u8) -> (Option<NumberMapping>, bool) {
    let mut evidence = super::numbers::NumberEvidence::default();
    for facts in facts {
        let is_number = matches!(facts.column_type(), ColumnType::Integer | ColumnType::Number | ColumnType::Percent);
        if is_number || facts.are_odd_numbers() {
            evidence.merge(facts.decimals);
        }
    }
    let (format, is_assumed) = evidence.format(delimiter);
    let is_usual = format == super::numbers::NumberFormat::POINT;
    let mapping = NumberMapping { decimal: Some(format.decimal.to_string()), thousands: Some(format.thousands_text()) };
    ((!is_usual).then_some(mapping), is_assumed)
}
