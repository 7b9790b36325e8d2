//! Guesses what columns mean, by their headers first and their cells second.

use super::columns::ColumnFacts;
use super::dates::{DateEvidence, DateOrder, Zone, parse_header};
use super::error::ImportError;
use super::headers::{self, IsNumbered};
use super::mapping::{ColumnName, ColumnOrFixed, DateMapping, Mapping, NumberMapping, ScoreMapping, Shape};
use super::sniff::{ColumnInfo, ColumnType, Role, RoleReason, ScoreGuess, Sniffed};

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
        matches!(self.type_of(index), ColumnType::Integer | ColumnType::Number | ColumnType::Percent)
    }

    /// The free column whose header says the role best, among those that fit.
    fn by_header(&self, role: Role, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        (0..self.names.len())
            .filter(|i| self.is_free(*i) && fits(self, *i))
            .filter_map(|i| {
                let (named, rank) = headers::role(self.names.get(i)?)?;
                (named == role).then_some((rank, i))
            })
            .min()
            .map(|(_, i)| i)
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
        let found =
            self.take_by_header(Role::Date, is_mostly_dated).or_else(|| self.take_by_header(Role::Date, is_dated));
        if found.is_some() {
            return found;
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
                let is_possible = !headers::is_code_name(name) && facts.is_answered();
                facts.score(headers::is_score_name(name)).filter(|_| is_possible).map(|score| (i, score))
            })
            .collect();
        let is_score = |(index, score): &&(usize, ScoreGuess)| {
            let (Some(name), Some(facts)) = (self.names.get(*index), self.facts_of(*index)) else { return false };
            headers::is_rating_name(name) || facts.looks_rated(score) || self.has_siblings((*index, score), &scales)
        };
        scales.iter().filter(is_score).map(|(index, _)| *index).collect()
    }

    /// True when questions of the same group are answered on the same scale. A group without a number of its own is
    /// looser, so that more of it must agree, in the codes that are no score as well.
    fn has_siblings(&self, (index, score): (usize, &ScoreGuess), all: &[(usize, ScoreGuess)]) -> bool {
        let family_of = |i: usize| self.names.get(i).and_then(|name| headers::family(name));
        let own = family_of(index);
        let mut others = all.iter().filter(|(i, _)| *i != index && family_of(*i) == own);
        match own {
            Some((_, IsNumbered(true))) => others.any(|(_, other)| other.scale == score.scale),
            _ => others.filter(|(_, other)| other == score).count() >= 2,
        }
    }

    /// Everything that has no role yet is a dimension or left out.
    fn finish(self, may_cut_by_numbers: bool) -> Vec<(Role, RoleReason)> {
        let rest = |index: usize| {
            let Some(facts) = self.facts_of(index) else { return (Role::Ignored, RoleReason::Empty) };
            match self.type_of(index) {
                ColumnType::Empty => (Role::Ignored, RoleReason::Empty),
                ColumnType::Date | ColumnType::Timestamp => (Role::Ignored, RoleReason::Dates),
                _ if facts.is_prose() => (Role::Ignored, RoleReason::LongTexts),
                ColumnType::Number | ColumnType::Percent => (Role::Ignored, RoleReason::NoScale),
                ColumnType::Integer if !may_cut_by_numbers => (Role::Ignored, RoleReason::NoScale),
                _ if facts.has_few_values() => (Role::Segment, RoleReason::FewValues),
                _ => (Role::Ignored, RoleReason::ManyValues),
            }
        };
        let roles = self.roles.iter().enumerate();
        roles.map(|(index, role)| role.unwrap_or_else(|| rest(index))).collect()
    }
}

/// Shape and roles of a table.
pub(crate) fn roles(names: &[String], facts: &[ColumnFacts]) -> Guessed {
    let types: Vec<_> = facts.iter().map(ColumnFacts::column_type).collect();
    let mut guesser = Guesser { names, facts, types, roles: vec![None; names.len()] };
    if take_wide_dates(&mut guesser) {
        return Guessed { shape: Some(Shape::Wide), roles: guesser.finish(false) };
    }
    let date = guesser.take_date();
    let is_filled = |g: &Guesser<'_>, i: usize| g.type_of(i) != ColumnType::Empty;
    let metric = guesser.take_by_header(Role::Metric, is_filled);
    let respondent = guesser.by_header(Role::Respondent, is_filled);
    let comment = guesser.by_header(Role::Comment, |g, i| g.type_of(i) == ColumnType::Text);
    let place = guesser.take_by_header(Role::Place, is_filled);

    if metric.is_none() && (respondent.is_some() || comment.is_some() || place.is_none()) {
        let scores = guesser.score_columns();
        let is_per_respondent = respondent.is_some() || comment.is_some() || repeats_dates(&guesser, date);
        if !scores.is_empty() && is_per_respondent {
            return survey(guesser, &scores);
        }
    }
    let count = guesser.take_by_header(Role::Count, Guesser::has_numbers);
    let numbers: Vec<_> = (0..names.len()).filter(|i| guesser.is_free(*i) && guesser.is_numeric(*i)).collect();
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
        (_, many) if date.is_some() => {
            for index in many {
                guesser.set(*index, Role::Score, RoleReason::OnlyNumbers);
            }
            Some(Shape::Wide)
        }
        _ => None,
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
    if !dated.iter().any(|i| guesser.facts_of(*i).is_some_and(ColumnFacts::has_numbers)) {
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
        guesser.set(*index, Role::Score, RoleReason::SmallScale);
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

/// The mapping that follows from the roles of a sniffed file; the roles may have been changed by a person meanwhile.
pub(crate) fn mapping(sniffed: &Sniffed) -> Result<Mapping, ImportError> {
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
    mapping.number = sniffed.number.clone();
    mapping.place = name_of(Role::Place).map(|c| ColumnOrFixed { column: Some(c.column), fixed: None });
    mapping.metric = name_of(Role::Metric).map(|c| ColumnOrFixed { column: Some(c.column), fixed: None });
    mapping.segments = with(Role::Segment).map(|c| c.name.clone()).collect();
    let dates_are_headers = shape == Shape::Wide && with(Role::Value).next().is_some();
    if dates_are_headers {
        mapping.date = header_order(with(Role::Value).map(|c| c.name.as_str()))
            .order()
            .map(|(order, _)| DateMapping { order: Some(order), ..DateMapping::default() });
    } else {
        let date = with(Role::Date)
            .next()
            .ok_or_else(|| ImportError::NoDateColumn { path: sniffed.path.clone(), columns: names() })?;
        let order = date.date_order.filter(|_| !date.is_date_order_assumed);
        mapping.date = Some(DateMapping { column: Some(date.name.clone()), order, fixed: None });
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
        }
        Shape::Wide if dates_are_headers => {
            if mapping.metric.is_none() {
                mapping.metric = fixed(sniffed.title());
            }
        }
        Shape::Wide => mapping.scores = with(Role::Score).map(plain_score).collect(),
        Shape::Survey => {
            mapping.scores = with(Role::Score).map(score).collect();
            mapping.comment = name_of(Role::Comment);
            mapping.respondent = name_of(Role::Respondent);
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
    ScoreMapping { column: column.name.clone(), metric: None, place: None, scale: None, missing: Vec::new() }
}

fn score(column: &ColumnInfo) -> ScoreMapping {
    let guess = column.score.clone();
    ScoreMapping {
        scale: guess.as_ref().map(|g| g.scale),
        missing: guess.map(|g| g.missing).unwrap_or_default(),
        ..plain_score(column)
    }
}

/// How numbers are written, as far as the cells of number columns say.
pub(crate) fn number(facts: &[ColumnFacts], delimiter: u8) -> (Option<NumberMapping>, bool) {
    let mut evidence = super::numbers::NumberEvidence::default();
    for facts in facts {
        if matches!(facts.column_type(), ColumnType::Integer | ColumnType::Number | ColumnType::Percent) {
            evidence.merge(facts.decimals);
        }
    }
    let (format, is_assumed) = evidence.format(delimiter);
    let is_usual = format == super::numbers::NumberFormat::POINT;
    let mapping = NumberMapping { decimal: Some(format.decimal.to_string()), thousands: Some(format.thousands_text()) };
    ((!is_usual).then_some(mapping), is_assumed)
}
