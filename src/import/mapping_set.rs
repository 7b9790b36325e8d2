//! Single columns settled by hand on top of a guess: `date=Submitted`, `place=Page`.

use super::dates::DateOrder;
use super::error::ImportError;
use super::mapping::{ColumnName, ColumnOrFixed, DateMapping, Mapping, RespondentMapping, ScoreMapping, Shape};
use super::sniff::{Role, Sniffed};
use super::typed::typed_day_of_file;

/// Fields that a column can be given to.
pub(crate) const FIELDS: [&str; 12] = [
    "date",
    "place",
    "metric",
    "value",
    "n",
    "score",
    "comment",
    "respondent",
    "weight",
    "segment",
    "session",
    "ignore",
];

impl Mapping {
    /// The guess for a file with some columns settled: pairs of a field and a column. `date` also takes a day as
    /// `YYYY-MM-DD` for the whole file; `score` and `segment` may be given several times; `ignore` leaves a column out.
    ///
    /// # Errors
    /// An unknown field, a column that is not there, or a mapping that still lacks something.
    pub fn guess_with(sniffed: &Sniffed, fields: &[(String, String)]) -> Result<Self, ImportError> {
        let mut mapping = match Self::guess(sniffed) {
            Ok(mapping) => mapping,
            // What is missing may be what is given.
            Err(error) => Self::guess(&with_roles(sniffed, fields)).map_err(|_| error)?,
        };
        for (field, column) in fields {
            mapping.settle_field(sniffed, field, column)?;
        }
        mapping.validate(sniffed)?;
        Ok(mapping)
    }

    /// Gives a field to a column; the column loses what it was before.
    ///
    /// # Errors
    /// An unknown field, or a column that is not there.
    pub fn settle_field(&mut self, sniffed: &Sniffed, field: &str, column: &str) -> Result<(), ImportError> {
        let Some(&field) = FIELDS.iter().find(|known| known.eq_ignore_ascii_case(field.trim())) else {
            return Err(ImportError::mapping(format!(
                "there is no field \"{field}\"; name one of {}",
                FIELDS.join(", ")
            )));
        };
        if field == "date"
            && sniffed.column(column).is_none()
            && let Ok(day) = typed_day_of_file(column)
        {
            self.date = Some(DateMapping { fixed: Some(day.to_string()), ..DateMapping::default() });
            return Ok(());
        }
        let Some(info) = sniffed.column(column) else {
            return Err(ImportError::MappingMissingColumn {
                path: sniffed.path.clone(),
                column: column.to_owned(),
                role: field,
                columns: sniffed.columns.iter().map(|c| c.name.clone()).collect(),
            });
        };
        let column = info.name.clone();
        self.leave_out(&column);
        let named = Some(ColumnName { column: column.clone() });
        let placed = Some(ColumnOrFixed { column: Some(column.clone()), fixed: None });
        match field {
            "date" => {
                let order: Option<DateOrder> = info.sure_date_order();
                let count = info.date_count;
                self.date = Some(DateMapping { column: Some(column), order, count, ..DateMapping::default() });
            }
            "place" => self.place = placed,
            "metric" => self.metric = placed,
            "value" => {
                if self.shape != Shape::Long {
                    self.become_long();
                }
                if self.metric.is_none() {
                    self.metric = Some(ColumnOrFixed { column: None, fixed: Some(column) });
                }
                self.value = named;
            }
            "n" => self.n = named,
            "score" => {
                if self.shape == Shape::Long {
                    self.shape = Shape::Wide;
                    self.scores.extend(self.value.take().map(|value| ScoreMapping::plain(&value.column)));
                    (self.metric, self.n) = (None, None);
                }
                let guess = info.score.as_ref().filter(|_| self.shape == Shape::Survey);
                self.scores.push(guess.map_or_else(|| ScoreMapping::plain(&column), |g| g.mapping(&column)));
            }
            "comment" => self.comment = named,
            "respondent" => {
                if self.shape == Shape::Long {
                    // A row of a person is one answer.
                    self.n = None;
                }
                self.respondent = Some(RespondentMapping::hashed(column));
            }
            "weight" => self.weight = named,
            "segment" => self.segments.push(column),
            "session" => self.session = named,
            _ => {}
        }
        Ok(())
    }

    /// One observation a row: what belongs to other shapes goes.
    fn become_long(&mut self) {
        self.shape = Shape::Long;
        self.scores.clear();
        self.stages.clear();
        (self.comment, self.weight) = (None, None);
        (self.session, self.count) = (None, None);
    }

    /// Takes every role from a column.
    fn leave_out(&mut self, column: &str) {
        let is = |name: &Option<ColumnName>| name.as_ref().is_some_and(|n| n.column == column);
        let is_placed =
            |name: &Option<ColumnOrFixed>| name.as_ref().is_some_and(|n| n.column.as_deref() == Some(column));
        self.respondent = self.respondent.take().filter(|respondent| respondent.column != column);
        for name in [&mut self.value, &mut self.n, &mut self.comment, &mut self.weight, &mut self.session] {
            if is(name) {
                *name = None;
            }
        }
        for name in [&mut self.place, &mut self.metric] {
            if is_placed(name) {
                *name = None;
            }
        }
        self.scores.retain(|score| score.column != column);
        self.stages.retain(|stage| stage.column != column);
        self.segments.retain(|segment| segment != column);
    }
}

/// The file with its columns in the roles of the fields.
fn with_roles(sniffed: &Sniffed, fields: &[(String, String)]) -> Sniffed {
    let mut sniffed = sniffed.clone();
    let role_of = |field: &str| match field.trim().to_lowercase().as_str() {
        "date" => Some(Role::Date),
        "place" => Some(Role::Place),
        "metric" => Some(Role::Metric),
        "value" => Some(Role::Value),
        "n" => Some(Role::Count),
        "score" => Some(Role::Score),
        _ => None,
    };
    for (field, column) in fields {
        let (Some(role), index) = (role_of(field), sniffed.column_index(column)) else { continue };
        match index.and_then(|i| sniffed.columns.get_mut(i)) {
            Some(info) => info.role = role,
            None => {
                if let (Role::Date, Ok(day)) = (role, typed_day_of_file(column)) {
                    sniffed.day = (day, super::file_day::DaySource::Name);
                }
            }
        }
        let shape = match role {
            Role::Value => Some(Shape::Long),
            Role::Score => Some(Shape::Wide),
            _ => None,
        };
        sniffed.shape = sniffed.shape.or(shape);
    }
    sniffed
}
