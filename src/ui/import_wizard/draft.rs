//! What the columns mean while someone is still deciding; becomes a mapping.

mod open;

use crate::base::text::fold_name;
use crate::i18n::panels::wizard as text;
use crate::import::{
    ColumnName, ColumnOrFixed, ColumnType, DateMapping, DateOrder, IdStore, Mapping, MetricKind, NumberMapping,
    RespondentMapping, Role, RoleReason, ScoreMapping, Shape, Sniffed,
};
use crate::ui::days::day_of_file;
use std::collections::{BTreeMap, BTreeSet};

/// What is decided about one column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ColumnDraft {
    pub(super) name: String,
    pub(super) role: Role,
    /// The metric of a score; empty means its header.
    pub(super) metric: String,
    /// The place of a score; empty means that of the file.
    pub(super) place: String,
    /// The scale of a score as typed, as in "1–5"; empty means any number.
    pub(super) scale: String,
    /// Codes that are no score as typed, separated by commas.
    pub(super) missing: String,
    /// Words that stand for scores.
    pub(super) labels: BTreeMap<String, f64>,
    /// The column that says how often each value of a score counts; empty means once, or as often as the file says.
    pub(super) count: String,
}

/// What is decided about a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MappingDraft {
    pub(super) shape: Shape,
    pub(super) columns: Vec<ColumnDraft>,
    pub(super) order: Option<DateOrder>,
    /// One date for the whole file as typed; used when no column is the date.
    pub(super) fixed_date: String,
    /// One place for the whole file; used when no column is the place.
    pub(super) fixed_place: String,
    /// One metric for the whole file; used when no column is the metric.
    pub(super) fixed_metric: String,
    /// Zone that days are counted in, as in "Europe/Berlin"; empty for days as they are written.
    pub(super) time_zone: String,
    /// Whether some dates have a time of day.
    pub(super) has_times: bool,
    /// How numbers are written; `None` is settled by the numbers.
    pub(super) number: Option<NumberMapping>,
    /// Whether somebody said how they are written.
    pub(super) has_chosen_number: bool,
    /// What metrics are called in the file of the map; see [`Mapping::metrics`].
    pub(super) metrics: BTreeMap<String, Option<String>>,
    /// What new KPIs are; see [`Mapping::kinds`].
    pub(super) kinds: BTreeMap<String, MetricKind>,
    /// How the ids of respondents get into the file of the map.
    pub(super) id_store: IdStore,
    /// Everything the wizard does not touch.
    rest: Option<Mapping>,
}

/// Roles that only one column can have.
pub(super) fn is_single(role: Role, shape: Shape) -> bool {
    match role {
        Role::Date | Role::Place | Role::Metric | Role::Count | Role::Comment | Role::Respondent | Role::Weight => true,
        Role::Session => true,
        Role::Value => shape == Shape::Long,
        Role::Score | Role::Segment | Role::Stage | Role::Personal | Role::Ignored => false,
    }
}

fn has_times(sniffed: &Sniffed) -> bool {
    sniffed.columns.iter().any(|c| c.column_type == ColumnType::Timestamp && c.role == Role::Date)
}

impl MappingDraft {
    /// The guess for a file as a starting point.
    pub(super) fn new(sniffed: &Sniffed) -> Self {
        let guess = open::guess_but_for_day(sniffed);
        let guess = guess.as_ref();
        let shape = guess.map(|g| g.shape).or(sniffed.shape).unwrap_or(Shape::Long);
        let columns = sniffed
            .columns
            .iter()
            .map(|column| {
                let score = guess.and_then(|g| g.scores.iter().find(|s| s.column == column.name));
                let guessed = column.score.as_ref();
                // What the guess reads is read as the command line reads it; a scale that the cells only suggest is for
                // columns that somebody makes a score.
                let scale = score.map_or_else(|| guessed.map(|g| g.scale), |s| s.scale);
                let missing = score.map(|s| s.missing.clone()).or_else(|| guessed.map(|g| g.missing.clone()));
                ColumnDraft {
                    name: column.name.clone(),
                    role: column.role,
                    metric: score.and_then(|s| s.metric.clone()).unwrap_or_default(),
                    place: score.and_then(|s| s.place.clone()).unwrap_or_default(),
                    scale: scale.map_or_else(String::new, |(low, high)| format!("{low}–{high}")),
                    missing: missing.unwrap_or_default().join(", "),
                    labels: score
                        .map(|s| s.labels.clone())
                        .or_else(|| guessed.map(|g| g.labels.clone()))
                        .unwrap_or_default(),
                    count: score.and_then(|s| s.n.clone()).unwrap_or_default(),
                }
            })
            .collect();
        let date = guess.and_then(|g| g.date.as_ref());
        let fixed = |text: Option<&ColumnOrFixed>| text.and_then(|t| t.fixed.clone()).unwrap_or_default();
        Self {
            shape,
            columns,
            order: date.and_then(|d| d.order),
            fixed_date: date
                .and_then(|d| d.fixed.clone())
                .filter(|day| !open::is_day_unsaid(sniffed, day))
                .unwrap_or_default(),
            fixed_place: fixed(guess.and_then(|g| g.place.as_ref())),
            fixed_metric: fixed(guess.and_then(|g| g.metric.as_ref())),
            time_zone: guess.and_then(|g| g.time_zone.clone()).unwrap_or_default(),
            has_times: has_times(sniffed),
            number: guess.and_then(|g| g.number.clone()),
            // The preset of a tool knows how it writes numbers.
            has_chosen_number: sniffed.suggested.as_ref().is_some_and(|preset| preset.number.is_some()),
            metrics: BTreeMap::new(),
            kinds: guess.map(|g| g.kinds.clone()).unwrap_or_default(),
            id_store: guess.map_or(IdStore::Hash, store_of),
            rest: guess.cloned(),
        }
    }

    /// What a mapping file says about a file; one sentence when it does not fit, or says what these pages cannot show.
    pub(super) fn loaded(sniffed: &Sniffed, mapping: &Mapping) -> Result<Self, String> {
        mapping.validate(sniffed).map_err(|error| error.to_string())?;
        let date = mapping.date.clone().unwrap_or_default();
        let has_date_headers = mapping.shape == Shape::Wide && date.column.is_none() && date.fixed.is_none();
        let named = |text: &Option<ColumnOrFixed>| text.as_ref().and_then(|t| t.column.clone());
        let fixed = |text: &Option<ColumnOrFixed>| text.as_ref().and_then(|t| t.fixed.clone()).unwrap_or_default();
        let column = |name: &Option<ColumnName>| name.as_ref().map(|c| c.column.clone());
        let roles = [
            (date.column, Role::Date),
            (named(&mapping.place), Role::Place),
            (named(&mapping.metric), Role::Metric),
            (column(&mapping.value), Role::Value),
            (column(&mapping.n), Role::Count),
            (column(&mapping.comment), Role::Comment),
            (mapping.respondent.as_ref().map(|r| r.column.clone()), Role::Respondent),
            (column(&mapping.weight), Role::Weight),
        ];
        let columns = sniffed.columns.iter().map(|info| {
            let score = mapping.scores.iter().find(|s| s.column == info.name);
            let single = roles.iter().find(|(name, _)| name.as_ref() == Some(&info.name)).map(|(_, role)| *role);
            let role = match single {
                Some(role) => role,
                None if score.is_some() => Role::Score,
                None if mapping.segments.contains(&info.name) => Role::Segment,
                None if mapping.session.as_ref().is_some_and(|s| s.column == info.name) => Role::Session,
                None if mapping.stages.iter().any(|s| s.column == info.name) => Role::Stage,
                None if has_date_headers && info.reason == RoleReason::DateHeader => Role::Value,
                None => Role::Ignored,
            };
            ColumnDraft {
                name: info.name.clone(),
                role,
                metric: score.and_then(|s| s.metric.clone()).unwrap_or_default(),
                place: score.and_then(|s| s.place.clone()).unwrap_or_default(),
                scale: score.and_then(|s| s.scale).map_or_else(String::new, |(low, high)| format!("{low}–{high}")),
                missing: score.map(|s| s.missing.join(", ")).unwrap_or_default(),
                labels: score.map(|s| s.labels.clone()).unwrap_or_default(),
                count: score.and_then(|s| s.n.clone()).unwrap_or_default(),
            }
        });
        let draft = Self {
            shape: mapping.shape,
            columns: columns.collect(),
            order: date.order,
            fixed_date: date.fixed.unwrap_or_default(),
            fixed_place: fixed(&mapping.place),
            fixed_metric: fixed(&mapping.metric),
            time_zone: mapping.time_zone.clone().unwrap_or_default(),
            has_times: has_times(sniffed),
            number: mapping.number.clone(),
            has_chosen_number: mapping.number.is_some(),
            metrics: mapping.metrics.clone(),
            kinds: mapping.kinds.clone(),
            id_store: store_of(mapping),
            rest: Some(mapping.clone()),
        };
        // Columns with two roles, or codes with commas: better refused than silently read in another way.
        let mut shown = draft.to_mapping()?;
        let mut wanted = mapping.clone();
        for order in [&mut shown, &mut wanted] {
            order.scores.sort_by(|a, b| a.column.cmp(&b.column));
            order.segments.sort();
        }
        if shown == wanted { Ok(draft) } else { Err(text::mapping_beyond_pages().to_owned()) }
    }

    /// The columns that nothing is read from.
    pub(super) fn left_out(&self) -> Vec<&str> {
        self.columns
            .iter()
            .filter(|c| matches!(c.role, Role::Ignored | Role::Personal))
            .map(|c| c.name.as_str())
            .collect()
    }

    /// The first column of a role.
    pub(super) fn column_with(&self, role: Role) -> Option<&ColumnDraft> {
        self.columns.iter().find(|c| c.role == role)
    }

    /// Gives a column a role; the column that had it before is left out when there can be only one.
    pub(super) fn set_role(&mut self, index: usize, role: Role) {
        if is_single(role, self.shape) {
            for column in self.columns.iter_mut().filter(|c| c.role == role) {
                column.role = Role::Ignored;
            }
        }
        if let Some(column) = self.columns.get_mut(index) {
            column.role = role;
        }
    }

    /// Gives a column back what was guessed for it.
    pub(super) fn reset_column(&mut self, index: usize, guess: &Self) {
        let Some(guessed) = guess.columns.get(index).cloned() else { return };
        if self.shape == guess.shape {
            self.set_role(index, guessed.role);
        }
        if let Some(column) = self.columns.get_mut(index) {
            *column = ColumnDraft { role: column.role, ..guessed };
        }
        if self.columns.get(index).is_some_and(|column| column.role == Role::Respondent) {
            self.id_store = guess.id_store;
        }
    }

    /// Reads the file as another shape: roles that the shape does not know become the nearest ones it knows.
    pub(super) fn set_shape(&mut self, shape: Shape) {
        self.shape = shape;
        let has_date_headers = self.has_date_headers_role();
        let mut has_value = false;
        for column in &mut self.columns {
            column.role = match (shape, column.role) {
                (Shape::Long, Role::Score) if !has_value => Role::Value,
                (Shape::Long, Role::Value) if has_value => Role::Ignored,
                (Shape::Long, Role::Score | Role::Comment | Role::Weight) => Role::Ignored,
                (Shape::Survey, Role::Value) => Role::Score,
                (Shape::Survey, Role::Count | Role::Metric) => Role::Ignored,
                (Shape::Wide, Role::Value) if !has_date_headers => Role::Score,
                (Shape::Wide, Role::Count) if has_date_headers => Role::Ignored,
                (Shape::Wide, Role::Comment | Role::Respondent | Role::Weight) => Role::Ignored,
                (_, role) => role,
            };
            has_value |= column.role == Role::Value;
        }
    }

    fn has_date_headers_role(&self) -> bool {
        self.column_with(Role::Date).is_none() && self.columns.iter().filter(|c| c.role == Role::Value).count() > 1
    }

    /// True when the headers of the value columns are the dates.
    pub(super) fn has_date_headers(&self) -> bool {
        self.shape == Shape::Wide && self.has_date_headers_role()
    }

    /// Roles a column may have, in the order the choice shows them.
    pub(super) fn roles(&self, reason: RoleReason) -> Vec<Role> {
        let mut roles = self.roles_of_shape(reason);
        // Columns that say who somebody is stay out for that reason, unless someone gives them another role.
        if matches!(reason, RoleReason::Personal(_)) {
            roles.insert(0, Role::Personal);
        }
        roles
    }

    fn roles_of_shape(&self, reason: RoleReason) -> Vec<Role> {
        match self.shape {
            Shape::Long => {
                vec![
                    Role::Date,
                    Role::Place,
                    Role::Metric,
                    Role::Value,
                    Role::Count,
                    Role::Respondent,
                    Role::Segment,
                    Role::Ignored,
                ]
            }
            Shape::Survey => vec![
                Role::Date,
                Role::Place,
                Role::Score,
                Role::Comment,
                Role::Respondent,
                Role::Weight,
                Role::Segment,
                Role::Ignored,
            ],
            Shape::Events => vec![
                Role::Date,
                Role::Place,
                Role::Respondent,
                Role::Session,
                Role::Score,
                Role::Segment,
                Role::Ignored,
            ],
            Shape::Wide if self.has_date_headers() && reason == RoleReason::DateHeader => vec![Role::Value],
            Shape::Wide if self.has_date_headers() => vec![Role::Place, Role::Metric, Role::Segment, Role::Ignored],
            Shape::Wide => vec![Role::Date, Role::Place, Role::Score, Role::Count, Role::Segment, Role::Ignored],
        }
    }

    /// The decisions of another draft of the same file, read in another way: columns of the same names keep what was
    /// chosen for them, as far as it differs from what had been guessed.
    pub(super) fn with_choices_of(&self, other: &Self, other_guess: &Self) -> Self {
        let mut draft = self.clone();
        let is_other_shape = other.shape != other_guess.shape;
        if is_other_shape {
            draft.set_shape(other.shape);
        }
        for (index, name) in self.columns.iter().map(|c| &c.name).enumerate() {
            let find = |draft: &Self| draft.columns.iter().find(|c| c.name == *name).cloned();
            let (Some(chosen), Some(guessed)) = (find(other), find(other_guess)) else { continue };
            if chosen.role != guessed.role && draft.shape == other.shape {
                draft.set_role(index, chosen.role);
            }
            if let Some(column) = draft.columns.get_mut(index).filter(|_| chosen != guessed) {
                *column = ColumnDraft { role: column.role, ..chosen };
            }
        }
        let keep = |own: &mut String, chosen: &String, guessed: &String| {
            if chosen != guessed {
                own.clone_from(chosen);
            }
        };
        keep(&mut draft.fixed_date, &other.fixed_date, &other_guess.fixed_date);
        keep(&mut draft.fixed_place, &other.fixed_place, &other_guess.fixed_place);
        keep(&mut draft.fixed_metric, &other.fixed_metric, &other_guess.fixed_metric);
        keep(&mut draft.time_zone, &other.time_zone, &other_guess.time_zone);
        if other.order != other_guess.order {
            draft.order = other.order;
        }
        if other.number != other_guess.number || other.has_chosen_number != other_guess.has_chosen_number {
            draft.number.clone_from(&other.number);
            draft.has_chosen_number = other.has_chosen_number;
        }
        if other.id_store != other_guess.id_store {
            draft.id_store = other.id_store;
        }
        draft.metrics.clone_from(&other.metrics);
        draft.kinds.extend(other.kinds.iter().map(|(name, kind)| (name.clone(), *kind)));
        draft
    }

    /// A mapping with all that has no place on the step of columns.
    fn rest_of_mapping(&self) -> Mapping {
        let empty = Mapping::new(self.shape);
        let Some(rest) = &self.rest else { return empty };
        Mapping {
            shape: self.shape,
            date: None,
            place: None,
            metric: None,
            value: None,
            n: None,
            scores: Vec::new(),
            comment: None,
            respondent: None,
            weight: None,
            segments: Vec::new(),
            percent: if self.shape == Shape::Survey { Vec::new() } else { rest.percent.clone() },
            session: None,
            count: rest.count.clone().filter(|_| self.shape == Shape::Events),
            stages: if self.shape == Shape::Events { rest.stages.clone() } else { Vec::new() },
            ..rest.clone()
        }
    }

    /// The mapping, or one sentence about what is still missing.
    pub(super) fn to_mapping(&self) -> Result<Mapping, String> {
        let mut mapping = self.rest_of_mapping();
        mapping.time_zone = Some(self.time_zone.trim().to_owned()).filter(|zone| !zone.is_empty());
        mapping.number.clone_from(&self.number);
        mapping.metrics.clone_from(&self.metrics);
        mapping.kinds.clone_from(&self.kinds);
        let name_of = |role| self.column_with(role).map(|c| c.name.clone());
        let column_of = |role| name_of(role).map(|column| ColumnName { column });
        let has_date_headers = self.has_date_headers();
        mapping.date = match name_of(Role::Date) {
            _ if has_date_headers => {
                self.order.map(|order| DateMapping { order: Some(order), ..DateMapping::default() })
            }
            Some(column) => Some(DateMapping {
                count: self
                    .rest
                    .as_ref()
                    .and_then(|r| r.date.as_ref())
                    .filter(|d| d.column.as_ref() == Some(&column))
                    .and_then(|d| d.count),
                start: self
                    .rest
                    .as_ref()
                    .and_then(|r| r.date.as_ref())
                    .filter(|d| d.column.as_ref() == Some(&column))
                    .and_then(|d| d.start.clone()),
                column: Some(column),
                order: self.order,
                fixed: None,
            }),
            None => {
                let fixed = self.fixed_date.trim();
                let fixed = if fixed.is_empty() { Err(text::date_needed().to_owned()) } else { day_of_file(fixed) }?;
                Some(DateMapping { fixed: Some(fixed.to_string()), ..DateMapping::default() })
            }
        };
        mapping.place = column_or_fixed(name_of(Role::Place), &self.fixed_place);
        if self.shape == Shape::Long || has_date_headers {
            mapping.metric = column_or_fixed(name_of(Role::Metric), &self.fixed_metric);
            if mapping.metric.is_none() {
                return Err(text::metric_needed().to_owned());
            }
        }
        if self.shape == Shape::Long {
            mapping.value = column_of(Role::Value);
            mapping.n = column_of(Role::Count);
            mapping.respondent = self.respondent(name_of(Role::Respondent));
            if mapping.n.is_some() && mapping.respondent.is_some() {
                return Err(text::count_of_persons().to_owned());
            }
            if mapping.value.is_none() {
                return Err(text::value_needed().to_owned());
            }
        } else if !has_date_headers {
            for column in self.columns.iter().filter(|c| c.role == Role::Score) {
                let mut scores = self.rest.iter().flat_map(|rest| &rest.scores);
                let known = scores.find(|s| s.column == column.name);
                mapping.scores.push(score(column, known)?);
            }
            self.let_go_of_counts(&mut mapping.scores);
            if self.shape == Shape::Wide {
                mapping.n = column_of(Role::Count);
                // Columns that have a day each leave it to the row to say what they count.
                mapping.metric = column_or_fixed(name_of(Role::Metric), "");
            }
            if mapping.scores.is_empty() && self.shape != Shape::Events {
                return Err(text::score_needed().to_owned());
            }
        }
        if self.shape == Shape::Events {
            mapping.respondent = self.respondent(name_of(Role::Respondent));
            mapping.session = column_of(Role::Session);
        }
        if self.shape == Shape::Survey {
            mapping.comment = column_of(Role::Comment);
            mapping.respondent = self.respondent(name_of(Role::Respondent));
            mapping.weight = column_of(Role::Weight);
        }
        mapping.segments = self.columns.iter().filter(|c| c.role == Role::Segment).map(|c| c.name.clone()).collect();
        Ok(mapping)
    }

    /// Columns that count answers of one metric do so together: promoters alone would be an NPS of a hundred. When one of
    /// them gets a metric of its own or is left out, each is a metric of plain numbers.
    fn let_go_of_counts(&self, scores: &mut [ScoreMapping]) {
        let metric_of = |score: &ScoreMapping| fold_name(score.metric_name());
        let known = self.rest.iter().flat_map(|rest| &rest.scores).filter(|score| score.counts.is_some());
        let mut groups: BTreeMap<String, Vec<&ScoreMapping>> = BTreeMap::new();
        known.for_each(|score| groups.entry(metric_of(score)).or_default().push(score));
        for group in groups.into_values() {
            let now = |known: &&ScoreMapping| scores.iter().find(|score| score.column == known.column).map(metric_of);
            let metrics: BTreeSet<Option<String>> = group.iter().map(now).collect();
            if metrics.len() == 1 {
                continue;
            }
            for known in group {
                if let Some(score) = scores.iter_mut().find(|score| score.column == known.column) {
                    score.counts = None;
                    // The name they had together was that of the answers.
                    score.metric = score.metric.take().filter(|metric| Some(metric) != known.metric.as_ref());
                }
            }
        }
    }

    /// The column of ids, and how they are stored.
    fn respondent(&self, column: Option<String>) -> Option<RespondentMapping> {
        let known = self.rest.as_ref().and_then(|rest| rest.respondent.as_ref()).and_then(|r| r.store);
        // A mapping that says nothing means ids as they are, and is left as it is.
        let is_unsaid = known.is_none() && self.id_store == IdStore::Plain && self.rest_has_respondent();
        column.map(|column| RespondentMapping { column, store: (!is_unsaid).then_some(self.id_store) })
    }

    fn rest_has_respondent(&self) -> bool {
        self.rest.as_ref().is_some_and(|rest| rest.respondent.is_some())
    }
}

/// How a mapping stores ids. Who chooses a column of them by hand has not said that they shall be readable.
fn store_of(mapping: &Mapping) -> IdStore {
    mapping.respondent.as_ref().map_or(IdStore::Hash, |respondent| respondent.store.unwrap_or_default())
}

fn column_or_fixed(column: Option<String>, fixed: &str) -> Option<ColumnOrFixed> {
    let fixed = (column.is_none() && !fixed.trim().is_empty()).then(|| fixed.trim().to_owned());
    (column.is_some() || fixed.is_some()).then_some(ColumnOrFixed { column, fixed })
}

fn score(column: &ColumnDraft, known: Option<&ScoreMapping>) -> Result<ScoreMapping, String> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let scale = match some(&column.scale) {
        None => None,
        Some(typed) => Some(scale(&typed).ok_or_else(|| text::scale_needed(&column.name))?),
    };
    Ok(ScoreMapping {
        labels: column.labels.clone(),
        n: some(&column.count),
        date: known.and_then(|known| known.date.clone()),
        counts: known.and_then(|known| known.counts),
        column: column.name.clone(),
        metric: some(&column.metric),
        place: some(&column.place),
        scale,
        missing: column.missing.split(',').filter_map(some).collect(),
    })
}

/// Reads "1–5", "0-10" or "1 to 7".
pub(super) fn scale(typed: &str) -> Option<(f64, f64)> {
    let typed = typed.replace('\u{2212}', "-").replace(" to ", "–");
    // The first character may be a minus, so the separator is looked for behind it.
    let second = typed.char_indices().nth(1).map(|(at, _)| at)?;
    let at = second + typed.get(second..)?.find(['–', '-'])?;
    let low: f64 = typed.get(..at)?.trim().parse().ok()?;
    let high: f64 = typed.get(at..)?.trim_start_matches(['–', '-']).trim().parse().ok()?;
    (low.is_finite() && high.is_finite() && low < high).then_some((low, high))
}

#[cfg(test)]
mod tests;
