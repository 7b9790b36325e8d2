//! The lines that are being typed: cells as texts, read anew whenever one changes.

use super::words;
use crate::base::ids::SourceId;
use crate::base::text::one_line;
use crate::base::time::Day;
use crate::i18n::shell::values as text;
use crate::metrics::format;
use crate::model::{Document, Kpi};
use crate::session::Session;
use crate::session::insights::{KpiAt, MOST_AHEAD};
use crate::session::typed_values::{LineProblem, TypedColumns, TypedLine, read_lines, source_of, value_of_line};
use crate::ui::pending::Pending;
use std::sync::Arc;

/// A line of cells: the day, then the numbers.
pub(super) type Line = Vec<String>;

/// So many problems are told one by one: a table with another sign between its columns has one in every line.
pub(super) const MOST_TOLD: usize = 50;

/// What is being typed for a KPI at a place.
#[derive(Debug)]
pub struct ValuesDraft {
    pub(super) at: KpiAt,
    kpi: Arc<Kpi>,
    pub(super) columns: TypedColumns,
    /// Title of the sheet.
    pub(super) title: String,
    /// Names of other sources of the same figure.
    pub(super) others: Vec<String>,
    /// Cells line by line; the last line is always empty.
    pub(super) lines: Vec<Line>,
    read: Vec<Option<Result<TypedLine, LineProblem>>>,
    kept: Vec<Line>,
    pending: Option<Pending<Vec<TypedLine>>>,
    /// Why the values could not be read.
    pub(super) problem: Option<String>,
    /// The cell that is to have the keyboard.
    pub(super) focus: Option<(usize, usize)>,
    /// The cell that has it.
    pub(super) focused: Option<(usize, usize)>,
    /// A pasted table was wider than the columns.
    pub(super) is_too_wide: bool,
    /// Somebody wanted to close the sheet although lines were changed.
    pub(super) is_asking: bool,
    /// Tells which days are still to come.
    today: Day,
}

impl ValuesDraft {
    /// Begins with what was typed in before. `None` when the KPI is gone or takes no typed-in values.
    #[must_use]
    pub fn open(session: &Session, at: KpiAt) -> Option<Self> {
        let document = session.document();
        let kpi = Arc::clone(document.kpis.get(&at.0)?);
        let columns = TypedColumns::of(&kpi)?;
        let place = document.place_name(at.1)?;
        let own = source_of(document, at);
        let pending = session.typed_values(at).map(Pending::new);
        let mut draft = Self {
            at,
            columns,
            title: text::title(&kpi.name, &one_line(place)),
            others: other_sources(session, at, own),
            kpi,
            lines: Vec::new(),
            read: Vec::new(),
            kept: Vec::new(),
            focus: pending.is_none().then_some((0, 0)),
            pending,
            problem: None,
            focused: None,
            is_too_wide: false,
            is_asking: false,
            today: Session::today(),
        };
        draft.changed();
        Some(draft)
    }

    /// True while the values are being read.
    pub(super) fn is_reading(&self) -> bool {
        self.pending.is_some()
    }

    /// Takes the values that were read.
    pub(super) fn take(&mut self) {
        let Some(answer) = self.pending.as_ref().and_then(Pending::poll) else { return };
        self.pending = None;
        match answer {
            Ok(lines) => {
                self.lines = lines.iter().map(|line| self.texts(line)).collect();
                self.kept.clone_from(&self.lines);
                // People come to add the next one.
                self.focus = Some((self.lines.len(), 0));
                self.changed();
            }
            Err(error) => self.problem = Some(error.unwrap_or_else(|| text::BROKE_OFF.to_owned())),
        }
    }

    fn texts(&self, line: &TypedLine) -> Line {
        let number = |(index, number): (usize, &Option<f64>)| {
            let in_percent = self.columns == TypedColumns::Share && index == 0;
            number.map_or_else(String::new, |n| plain(if in_percent { n * 100.0 } else { n }))
        };
        std::iter::once(line.day.to_string()).chain(line.numbers.iter().enumerate().map(number)).collect()
    }

    /// Cells of a line.
    pub(super) fn width(&self) -> usize {
        self.columns.count() + 1
    }

    /// Reads the lines anew, after a cell changed.
    pub(super) fn changed(&mut self) {
        let width = self.width();
        if self.lines.last().is_none_or(|line| !is_empty(line)) {
            self.lines.push(vec![String::new(); width]);
        }
        self.read = read_lines(&self.kpi, self.columns, &self.lines);
        self.is_asking = false;
    }

    /// Lines as they would be kept, or the problems in words, but for those of what is still being typed.
    pub(super) fn outcome(&self) -> Result<Vec<TypedLine>, Vec<String>> {
        let (mut lines, mut problems, mut more, mut is_wrong) = (Vec::new(), Vec::new(), 0_usize, false);
        for (index, line) in self.read.iter().enumerate() {
            match line {
                None => {}
                Some(Ok(line)) => lines.push(line.clone()),
                Some(Err(problem)) => {
                    let cells = self.lines.get(index).map_or(&[][..], Vec::as_slice);
                    let is_being_typed = self.focused.is_some_and(|(line, column)| {
                        line == index && problem.column().is_none_or(|wrong| wrong == column)
                    });
                    is_wrong = true;
                    if is_being_typed {
                    } else if problems.len() >= MOST_TOLD {
                        more += 1;
                    } else {
                        problems.push(words::problem(self.columns, index + 1, cells, *problem));
                    }
                }
            }
        }
        problems.extend((more > 0).then(|| text::more_problems(more)));
        if is_wrong { Err(problems) } else { Ok(lines) }
    }

    /// The last day of some lines that is still to come: the one that is mistyped, if one is.
    pub(super) fn ahead(&self, lines: &[TypedLine]) -> Option<Day> {
        lines.iter().map(|line| line.day).filter(|day| *day > self.today).max()
    }

    /// True when one of them is so far ahead that it is mistyped more likely than meant.
    pub(super) fn is_far_ahead(&self, lines: &[TypedLine]) -> bool {
        lines.iter().any(|line| line.day > self.today.plus(MOST_AHEAD))
    }

    /// True for a cell that cannot be kept: the wrong one of its line, or every one of a line that is not whole.
    pub(super) fn is_wrong(&self, (line, column): (usize, usize)) -> bool {
        match self.read.get(line) {
            Some(Some(Err(problem))) => problem.column().is_none_or(|wrong| wrong == column),
            _ => false,
        }
    }

    /// What a line comes to, in words; empty for one that is not whole.
    pub(super) fn value_of(&self, line: usize) -> String {
        let Some(Some(Ok(line))) = self.read.get(line) else { return String::new() };
        let value = value_of_line(&self.kpi, self.columns, line);
        format::measured(&self.kpi, &value).unwrap_or_default()
    }

    /// True when the lines are not those that are kept.
    pub(super) fn is_changed(&self) -> bool {
        let whole = |lines: &[Line]| -> Vec<Line> { lines.iter().filter(|line| !is_empty(line)).cloned().collect() };
        whole(&self.lines) != whole(&self.kept)
    }

    /// Takes a line out.
    pub(super) fn remove(&mut self, line: usize) {
        if line < self.lines.len() {
            self.lines.remove(line);
            self.focus = Some((line, 0));
            self.changed();
        }
    }

    /// Puts a table of cells down from a cell on. A first line of headings is left out.
    pub(super) fn paste(&mut self, (line, column): (usize, usize), text: &str) {
        let width = self.width();
        let mut rows: Vec<Vec<&str>> =
            text.trim_end_matches(['\r', '\n']).lines().map(|row| row.split('\t').map(str::trim).collect()).collect();
        if rows.len() > 1 && rows.first().is_some_and(|row| is_heading(row)) {
            rows.remove(0);
        }
        self.is_too_wide = rows.iter().any(|row| column + row.len() > width);
        for (down, row) in rows.iter().enumerate() {
            while self.lines.len() <= line + down {
                self.lines.push(vec![String::new(); width]);
            }
            let Some(cells) = self.lines.get_mut(line + down) else { continue };
            for (cell, text) in cells.iter_mut().skip(column).zip(row) {
                (*text).clone_into(cell);
            }
        }
        self.focus = Some((line + rows.len().saturating_sub(1), column));
        self.changed();
    }
}

/// A number as it is typed: all its digits and no sign between thousands. What a multiplication by 100 leaves behind is
/// no digit of it.
fn plain(number: f64) -> String {
    let rounded = (number * 1e9).round() / 1e9;
    if (rounded - number).abs() <= 1e-12 * number.abs() { format!("{rounded}") } else { format!("{number}") }
}

fn is_empty(line: &Line) -> bool {
    line.iter().all(|cell| cell.trim().is_empty())
}

/// True for a row in which there is neither a day nor a number.
fn is_heading(row: &[&str]) -> bool {
    let is_read = |read: Option<bool>| read == Some(true);
    let days = crate::import::typed_days(row).into_iter().map(|day| day.map(|day| day.is_ok()));
    let numbers = crate::import::typed_numbers(row).into_iter().map(|number| number.map(|number| number.is_ok()));
    !days.chain(numbers).any(is_read)
}

/// Names of the sources behind the figure beside the typed-in one.
fn other_sources(session: &Session, at: KpiAt, own: Option<SourceId>) -> Vec<String> {
    let document: &Document = session.document();
    let sources = session.insights().figures.get(&at).map_or(&[][..], |insight| &insight.sources);
    let names = sources.iter().filter(|source| Some(**source) != own).filter_map(|id| document.whole_source(*id));
    let mut names: Vec<String> = names.map(|source| source.name.clone()).collect();
    names.dedup();
    names
}

/// The first day of what comes after the last two lines, as a hint for the next one: a month on, a week on.
pub(super) fn next_day(lines: &[Option<Day>]) -> Option<Day> {
    use chrono::{Datelike as _, Months};
    let mut known = lines.iter().rev().flatten();
    let (last, before) = (known.next()?, known.next()?);
    let (from, to) = (before.date(), last.date());
    let months = (to.year() - from.year()) * 12 + i32::try_from(to.month()).ok()? - i32::try_from(from.month()).ok()?;
    if to.day() == from.day() && months > 0 {
        return to.checked_add_months(Months::new(u32::try_from(months).ok()?)).map(Day::from_date);
    }
    (last > before).then(|| last.plus(last.0 - before.0))
}

impl ValuesDraft {
    /// What the day of the empty last line will probably be.
    pub(super) fn day_hint(&self) -> String {
        let days: Vec<Option<Day>> = self
            .read
            .iter()
            .map(|line| line.as_ref().and_then(|line| line.as_ref().ok()).map(|line| line.day))
            .collect();
        next_day(&days).map_or_else(|| text::DAY_HINT.to_owned(), |day| day.to_string())
    }
}
