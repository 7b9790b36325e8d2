//! The numbers side of a session: fetching days, running imports, figures and overlay kept up to date.

use crate::base::ids::{MapId, SourceId};
use crate::base::time::{Day, DayRange, Grain, UtcMillis};
use crate::model::{CardForm, Diff, Document, Segments, TableKind, Touched};
use crate::scene::overlay_kpi::KpiOverlay;
use crate::session::card_split::CardSplits;
use crate::session::import_job;
use crate::session::imports::{Booked, Reading};
use crate::session::insights::{self, DaysByKpi, Insights, KpiAt};
use crate::session::jobs::{Job, Polled};
use crate::session::kpi_query::KpiQuery;
use crate::session::latest;
use crate::session::persons::{Removal, RemovalFailure, Removed};
use crate::session::pictures::RunningPictures;
use crate::session::view::{NumbersView, Period};
use crate::session::{OpenFile, Session, SessionEvent, overlay};
use crate::store::{Access, DaysToKeep, Opened, Reader, Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Days, figures and running imports.
#[derive(Default)]
pub(super) struct Numbers {
    view: NumbersView,
    /// Somebody chose the view, now or before the file was last closed; until then it follows the data.
    is_view_chosen: bool,
    /// The last full period of the days at hand, and of which grain it is.
    latest: Option<(Grain, Option<DayRange>)>,
    days: Arc<DaysByKpi>,
    /// Those of everyone, whatever segments are chosen.
    whole_days: Arc<DaysByKpi>,
    /// Those of the segments that are compared with.
    days_against: Option<(Segments, DaysByKpi)>,
    /// Those of segments, for the cards that show them.
    pub(super) splits: CardSplits,
    /// The dimensions in the data and the imports that have them, as far as somebody read them.
    pub(super) dimensions: BTreeMap<String, BTreeSet<SourceId>>,
    /// The segments the days are restricted to.
    days_segments: Segments,
    fetch_segments: Segments,
    are_days_stale: bool,
    /// The daily values in the file must follow the next fetch: the data or a KPI changed.
    pub(super) must_write_daily_values: bool,
    /// What the file is to keep of the days at hand; `None` when it keeps it, or when they are those of segments.
    days_to_keep: Option<DaysToKeep>,
    pub(super) fetch: Option<Job<Result<Fetched, StoreError>>>,
    pub(super) writing_values: Option<Job<Result<(), StoreError>>>,
    insights: Arc<Insights>,
    /// Figures of everyone over all shown days; the same as `insights` while nothing is narrowed.
    whole: Arc<Insights>,
    /// What those were worked out from: moving through time changes nothing about them.
    whole_of: Option<WorkedOutFrom>,
    /// What the trends among the figures were worked out from.
    trends_of: Option<WorkedOutFrom>,
    overlay: Arc<KpiOverlay>,
    revision: u64,
    /// Grows with every change of sources and of their rows.
    pub(super) data_revision: u64,
    pub(super) reading: Option<Reading>,
    pub(super) booking: Option<Booked>,
    pub(super) removal: Option<Removal>,
}

/// True when figures must be worked out anew: names and targets of KPIs, markers, places and data.
pub(super) fn figures_concern(touched: Touched) -> bool {
    [TableKind::Kpi, TableKind::Marker, TableKind::Source, TableKind::Card, TableKind::Step, TableKind::Stage]
        .into_iter()
        .any(|table| touched.has(table))
}

impl Numbers {
    pub(super) fn view(&self) -> &NumbersView {
        &self.view
    }

    pub(super) fn set_view(&mut self, document: &Document, mut view: NumbersView) {
        view.keep_apart();
        if (&view.segments, &view.against) != (&self.view.segments, &self.view.against) {
            self.are_days_stale = true;
        }
        self.is_view_chosen = true;
        self.view = view;
        self.fit_view(document, UtcMillis::now().local_day());
    }

    /// Fits the view to the days at hand: which period is the last full one, and, until somebody chose, how wide periods
    /// are.
    fn fit_view(&mut self, document: &Document, today: Day) {
        if !self.is_view_chosen {
            self.view = latest::first_view(document, &self.whole_days).unwrap_or_default();
        }
        let grain = self.view.grain;
        let known = self.latest.filter(|(of, _)| *of == grain).map(|(_, days)| days);
        let days = known.unwrap_or_else(|| latest::latest_period(document, &self.whole_days, grain, Some(today)));
        self.latest = Some((grain, days));
        self.view.latest = days.filter(|_| self.view.period == Period::Latest);
    }

    pub(super) fn insights(&self) -> &Arc<Insights> {
        &self.insights
    }

    pub(super) fn whole_insights(&self) -> &Arc<Insights> {
        &self.whole
    }

    pub(super) fn overlay(&self) -> (&Arc<KpiOverlay>, u64) {
        (&self.overlay, self.revision)
    }

    pub(super) fn is_booking(&self) -> bool {
        self.booking.is_some() || self.removal.is_some()
    }

    /// True when a change means that other rows are read: sources came, went or were hidden, a KPI reads another
    /// metric or counts in another way (or has another name, by which formulas find it), a KPI card came or went.
    pub(super) fn concerns(&mut self, touched: Touched, diff: &Diff) -> bool {
        let is_kpi_other = diff.kpis.0.values().any(|change| match (&change.before, &change.after) {
            (Some(a), Some(b)) => !a.reads_as(b) || a.name != b.name,
            _ => true,
        });
        let kpi_of = |card: &Option<Arc<crate::model::Card>>| match card.as_ref().map(|c| &c.body) {
            Some(crate::model::CardBody::Kpi { kpi, place, .. }) => Some((*kpi, *place)),
            _ => None,
        };
        let is_card_other = diff.cards.0.values().any(|change| kpi_of(&change.before) != kpi_of(&change.after));
        // Scores and segments are counted from rows that nothing else reads; what is in the file stays as it is.
        let form_of = |card: &Option<Arc<crate::model::Card>>| {
            let body = &card.as_ref()?.body;
            Some((body.form()?, body.split()?.dimension.clone()))
        };
        let reads_more = diff.cards.0.values().any(|change| {
            let (before, after) = (form_of(&change.before), form_of(&change.after));
            before != after && after.is_some_and(|(form, _)| form == CardForm::Scores || form.is_split())
        });
        let concerns = touched.has(TableKind::Source) || is_kpi_other || is_card_other;
        self.must_write_daily_values |= concerns;
        self.data_revision += u64::from(touched.has(TableKind::Source));
        concerns || reads_more
    }

    pub(super) fn forget_days(&mut self) {
        self.are_days_stale = true;
    }

    /// Stops what only reads or can be done again. A removal goes on: whoever asked for it counts on it.
    pub(super) fn stop(&self) {
        if let Some(job) = &self.fetch {
            job.progress.cancel();
        }
        self.splits.stop();
        if let Some(reading) = &self.reading {
            reading.job.progress.cancel();
        }
        if let Some(booked) = &self.booking {
            booked.job.progress.cancel();
        }
    }

    /// Lets go of a file whose session goes on in a copy of it: whatever reads or writes the file goes with it, and is
    /// done anew in the copy.
    fn leave_file(&mut self) -> Self {
        // The copy may have been made before the person was taken out: it is done there, too.
        let removal = match self.removal.take() {
            Some(Removal::Running(id, job)) => {
                self.removal = Some(Removal::Waiting(id.clone()));
                Some(Removal::Running(id, job))
            }
            waiting => {
                self.removal = waiting;
                None
            }
        };
        let fetch = self.fetch.take();
        let writing_values = self.writing_values.take();
        self.are_days_stale |= fetch.is_some();
        let must_write_daily_values = self.must_write_daily_values;
        // The copy may have been made before they were written.
        self.must_write_daily_values |= writing_values.is_some();
        let splits = self.splits.leave_file();
        Self { fetch, writing_values, must_write_daily_values, removal, splits, ..Self::default() }
    }

    /// Stops what can be stopped and waits for the rest, so that nobody holds the file any more. True when the daily
    /// values in the file still must be brought in line.
    fn end(self) -> bool {
        self.stop();
        // Their results are of no use any more; what they wrote is written.
        let _ = self.fetch.map(Job::wait);
        self.splits.end();
        let _ = self.writing_values.map(Job::wait);
        let _ = self.reading.map(|reading| reading.job.wait());
        // An import that was too late to be stopped wrote the daily values with its rows.
        let imported = self.booking.and_then(|booked| booked.job.wait());
        let removed = match self.removal {
            // What comes of it is told by the session, which does it in the file that it went on in.
            Some(Removal::Running(_, job)) => job.wait(),
            Some(Removal::Waiting(_)) | None => None,
        };
        let has_new_rows = matches!(imported, Some(Ok(outcomes)) if outcomes.iter().any(|o| !o.is_unchanged));
        self.must_write_daily_values && !has_new_rows && !matches!(removed, Some(Ok(_)))
    }

    /// The days at hand are those of these segments.
    pub(super) fn days_segments(&self) -> &Segments {
        &self.days_segments
    }

    /// Takes over what cards show by segment, beside all other figures as they are.
    pub(super) fn take_splits(&mut self, document: &Document, map: Option<MapId>, today: Day) {
        let splits = self.splits.figures(document, &self.view, &self.days_segments, (self.insights.data_range, today));
        let insights = Arc::make_mut(&mut self.insights);
        insights.splits = splits;
        insights.revision = self.revision + 1;
        self.renew_overlay(document, map);
    }

    pub(super) fn renew_overlay(&mut self, document: &Document, map: Option<MapId>) {
        self.revision += 1;
        self.overlay = Arc::new(map.map_or_else(KpiOverlay::default, |map| {
            overlay::build(document, map, &self.insights, &self.view, UtcMillis::now().local_day())
        }));
    }
}

impl Session {
    /// The days that the period of the view is counted in, as the figures at hand have it.
    pub(super) fn counted_range(&self) -> Option<DayRange> {
        self.numbers.insights.data_range.or_else(|| insights::data_range(&self.document))
    }

    /// Works figures and overlay out anew from the days at hand, and fetches days when they are out of date.
    pub(super) fn refresh_numbers(&mut self) {
        if self.numbers.are_days_stale && self.numbers.fetch.is_none() {
            self.fetch_days();
        }
        let today = UtcMillis::now().local_day();
        let Numbers { days, days_segments, whole_days, days_against, view, .. } = &self.numbers;
        // Until the days of another choice are there, nothing is said about how they differ.
        let is_asked = |of: &Segments| *of == view.against && *days_segments == view.segments;
        let against = days_against.as_ref().filter(|(of, _)| is_asked(of)).map(|(_, days)| days);
        // Moving through time changes values, and nothing about trends.
        let trends_of = (self.revision, Arc::clone(days), NumbersView { moment: None, ..view.clone() }, today);
        let has_trends = self.numbers.trends_of.as_ref().is_some_and(|known| is_same(known, &trends_of));
        let known = has_trends.then_some(&*self.numbers.insights);
        let mut insights = insights::figures_with_trends(&self.document, (days, against), view, Some(today), known);
        insights.revision = self.numbers.revision + 1;
        insights.splits =
            self.numbers.splits.figures(&self.document, view, days_segments, (insights.data_range, today));
        let whole_view = view.whole();
        let is_whole = days_segments.is_empty() && *view == whole_view;
        let whole_of = (self.revision, Arc::clone(whole_days), whole_view, today);
        let whole =
            (!is_whole).then(|| match self.numbers.whole_of.as_ref().is_some_and(|known| is_same(known, &whole_of)) {
                true => Arc::clone(&self.numbers.whole),
                false => Arc::new(insights::figures(&self.document, (whole_days, None), &whole_of.2, Some(today))),
            });
        if let Some(whole) = whole.as_ref().filter(|_| !days_segments.is_empty()) {
            insights.note_left_out(whole);
        }
        self.numbers.insights = Arc::new(insights);
        self.numbers.whole = whole.unwrap_or_else(|| Arc::clone(&self.numbers.insights));
        self.numbers.whole_of = Some(whole_of);
        self.numbers.trends_of = Some(trends_of);
        self.numbers.renew_overlay(&self.document, self.map);
        self.renew_splits();
    }

    /// The last full period in the data, of the grain of trends; see [`Period::Latest`].
    #[must_use]
    pub fn latest_period(&self) -> Option<DayRange> {
        self.numbers.latest.and_then(|(_, days)| days)
    }

    /// True when the figures are those of the document and of the rows in the file: nothing is being read.
    #[must_use]
    pub fn has_figures(&self) -> bool {
        !self.numbers.are_days_stale && self.numbers.fetch.is_none()
    }

    fn fetch_days(&mut self) {
        self.numbers.are_days_stale = false;
        self.numbers.splits.forget_days();
        let Some(store) = self.store() else { return };
        let queries = insights::queries(&self.document, &self.numbers.view.segments);
        let view = &self.numbers.view;
        let against = view.compared_segments();
        let against = against.map(|all| (view.against.clone(), insights::queries(&self.document, &all)));
        // The KPI doctor asks about everyone; without segments these are the days that are read anyway.
        let whole = (!view.segments.is_empty()).then(|| insights::queries(&self.document, &Segments::default()));
        let is_writable = self.is_writable();
        self.numbers.fetch_segments.clone_from(&self.numbers.view.segments);
        self.numbers.fetch = Some(self.jobs.spawn(crate::i18n::import::READING_NUMBERS, move |_| {
            if is_writable {
                // Rows are visible to readers only once they are written.
                store.flush()?;
            }
            fetch(&store.reader()?, queries, whole, against)
        }));
    }

    /// Takes results of background work. Call it whenever the window wakes; cheap when there is nothing.
    pub fn poll(&mut self) -> Vec<SessionEvent> {
        let mut events = Vec::new();
        self.poll_fetch(&mut events);
        self.poll_splits(&mut events);
        self.poll_values(&mut events);
        self.poll_reading(&mut events);
        self.poll_booking(&mut events);
        self.poll_removal(&mut events);
        self.poll_links();
        self.poll_pictures();
        events
    }

    fn poll_fetch(&mut self, events: &mut Vec<SessionEvent>) {
        match self.numbers.fetch.as_ref().map(Job::poll) {
            Some(Polled::Done(Ok(Fetched { days, whole, against, to_keep }))) => {
                self.numbers.fetch = None;
                self.numbers.days = Arc::new(days);
                self.numbers.whole_days = whole.map_or_else(|| Arc::clone(&self.numbers.days), Arc::new);
                self.numbers.days_against = against;
                self.numbers.days_segments = std::mem::take(&mut self.numbers.fetch_segments);
                self.numbers.days_to_keep = self.numbers.days_segments.is_empty().then_some(to_keep);
                self.numbers.latest = None;
                self.numbers.fit_view(&self.document, UtcMillis::now().local_day());
                self.write_daily_values();
                self.refresh_numbers();
            }
            Some(Polled::Done(Err(error))) => {
                self.numbers.fetch = None;
                events.push(SessionEvent::NumbersFailed(error));
            }
            Some(Polled::Lost) => self.numbers.fetch = None,
            Some(Polled::Running) | None => {}
        }
    }

    fn poll_values(&mut self, events: &mut Vec<SessionEvent>) {
        match self.numbers.writing_values.as_ref().map(Job::poll) {
            Some(Polled::Done(result)) => {
                self.numbers.writing_values = None;
                events.extend(result.err().map(SessionEvent::NumbersFailed));
                self.write_daily_values();
            }
            Some(Polled::Lost) => self.numbers.writing_values = None,
            Some(Polled::Running) | None => {}
        }
    }

    /// Brings what the file keeps of the days at hand in line with them, and its table of daily values, when they are
    /// out of line. It waits while newer days are on their way, while an import or older values are being written, and
    /// while only segments are looked at: those do not belong there.
    pub(super) fn write_daily_values(&mut self) {
        let numbers = &self.numbers;
        let is_writing = numbers.writing_values.is_some() || numbers.is_booking();
        let must_wait = numbers.are_days_stale || is_writing || !numbers.days_segments.is_empty();
        let must_write = numbers.must_write_daily_values;
        let has_new_days = numbers.days_to_keep.as_ref().is_some_and(DaysToKeep::has_new);
        if !(must_write || has_new_days) || must_wait || !self.is_writable() {
            return;
        }
        let Some(store) = self.store() else { return };
        self.numbers.must_write_daily_values = false;
        let days_to_keep = self.numbers.days_to_keep.take();
        let days = must_write.then(|| Arc::clone(&self.numbers.days));
        let document = Arc::clone(&self.document);
        let work = move |_: &crate::base::progress::Progress| {
            let written = days.map_or(Ok(()), |days| write_kpi_values(&store, &document, &days));
            if let Some(Err(error)) = days_to_keep.map(|days| store.keep_days(days)) {
                // They are counted again when the file is next opened.
                log::warn!("days not kept: {error}");
            }
            written
        };
        self.numbers.writing_values = Some(self.jobs.spawn(crate::i18n::import::READING_NUMBERS, work));
    }

    /// Goes on in a copy of the file that holds the same document: history, selection and figures stay as they are.
    /// Gives the file that is left, to be closed.
    pub fn go_on_in(&mut self, copy: Opened, path: PathBuf) -> LeftFile {
        let store = Arc::new(copy.store);
        store.set_wake(self.jobs.wake());
        let next = OpenFile { store, path, access: copy.access, is_untitled: false };
        let left = LeftFile {
            document: Arc::clone(&self.document),
            numbers: self.numbers.leave_file(),
            pictures: self.pictures.leave_file(),
            file: self.file.replace(next),
        };
        self.refresh_numbers();
        self.write_daily_values();
        self.start_pictures();
        left
    }
}

/// What came of closing a map.
#[derive(Debug)]
pub struct Closed {
    /// Whether everything was written.
    pub written: Result<(), StoreError>,
    /// What came of removing a person, when that was not done yet.
    pub removal: Option<Result<Removed, RemovalFailure>>,
}

impl From<Result<(), StoreError>> for Closed {
    fn from(written: Result<(), StoreError>) -> Self {
        Self { written, removal: None }
    }
}

/// A file that its session has no use for any more, with the work on it that may still run.
pub struct LeftFile {
    pub(super) document: Arc<Document>,
    pub(super) numbers: Numbers,
    pub(super) pictures: RunningPictures,
    pub(super) file: Option<OpenFile>,
}

impl LeftFile {
    /// Writes everything and makes the file one file again. Blocking: call it on a job thread, or at the end of the
    /// program.
    ///
    /// # Errors
    /// Something could not be written.
    pub fn close(self) -> Result<(), StoreError> {
        let Self { document, numbers, pictures, file } = self;
        // First, so that values that are being written do not land after newer ones.
        let must_write = numbers.end();
        pictures.end();
        let settled = match &file {
            Some(file) if must_write && file.access == Access::Writable => settle_daily_values(&file.store, &document),
            _ => Ok(()),
        };
        let Some(file) = file else { return settled };
        match Arc::try_unwrap(file.store) {
            Ok(store) => store.close().and(settled),
            // A job still reads the file; the last one to let go closes it. A viewer has nothing to write.
            Err(shared) if file.access == Access::Writable => shared.flush(),
            Err(_) => Ok(()),
        }
    }
}

/// Writes the daily values that still wait, before the file is closed. Blocking.
fn settle_daily_values(store: &Store, document: &Document) -> Result<(), StoreError> {
    store.flush()?;
    let Fetched { days, to_keep, .. } =
        fetch(&store.reader()?, insights::queries(document, &Segments::default()), None, None)?;
    write_kpi_values(store, document, &days)?;
    store.keep_days(to_keep)
}

fn write_kpi_values(store: &Store, document: &Document, days: &DaysByKpi) -> Result<(), StoreError> {
    let rows = import_job::kpi_value_rows(document, days.iter());
    store.replace_kpi_values(document.kpis.keys().copied().collect(), rows)
}

/// What figures are worked out from: revision of the document, days, view and today.
type WorkedOutFrom = (u64, Arc<DaysByKpi>, NumbersView, Day);

fn is_same(a: &WorkedOutFrom, b: &WorkedOutFrom) -> bool {
    Arc::ptr_eq(&a.1, &b.1) && (a.0, &a.2, a.3) == (b.0, &b.2, b.3)
}

/// What every KPI asks the file for.
type Queries = Vec<(KpiAt, KpiQuery)>;

/// The days of every query, and what the file is to keep of them.
pub(super) struct Fetched {
    days: DaysByKpi,
    /// Those of everyone, where `days` are those of segments.
    whole: Option<DaysByKpi>,
    /// Those of other segments, and which.
    against: Option<(Segments, DaysByKpi)>,
    to_keep: DaysToKeep,
}

/// Reads the days of every query. Blocking.
fn fetch(
    reader: &Reader,
    queries: Queries,
    whole: Option<Queries>,
    against: Option<(Segments, Queries)>,
) -> Result<Fetched, StoreError> {
    let (days, to_keep) = insights::read(reader, queries)?;
    let whole = whole.map(|queries| insights::read(reader, queries).map(|(days, _)| days)).transpose()?;
    let of_others = |(which, queries)| insights::read(reader, queries).map(|(days, _)| (which, days));
    Ok(Fetched { days, whole, against: against.map(of_others).transpose()?, to_keep })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Day;
    use crate::model::Place;
    use crate::model::bulk::KpiValueRow;
    use crate::session::jobs::Jobs;
    use crate::store::OpenMode;
    use crate::store::sql::{Cell, Sink, query};
    use std::ops::ControlFlow;

    struct Rows(Vec<Vec<Cell>>);

    impl Sink for Rows {
        fn columns(&mut self, _names: &[String]) -> ControlFlow<()> {
            ControlFlow::Continue(())
        }

        fn row(&mut self, cells: &[Cell]) -> ControlFlow<()> {
            self.0.push(cells.to_vec());
            ControlFlow::Continue(())
        }
    }

    /// Values that were on their way when newer ones became due do not stand in the closed file.
    #[test]
    fn older_values_never_land_after_those_of_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.milepost");
        let opened = crate::session::new_file::create_sample(&path, OpenMode::Edit).unwrap();
        let mut session = Session::new(opened, path.clone(), false, Jobs::default());
        let kpi = *session.document().kpis.keys().next().unwrap();
        let store = session.store().unwrap();
        let place = Place::Map(session.map().unwrap());
        let stale = KpiValueRow { kpi, place, day: Day(0), n: None, value: -7.0 };
        let job = session.jobs.spawn("stale", move |_| {
            std::thread::sleep(std::time::Duration::from_millis(500));
            store.replace_kpi_values(vec![kpi], vec![stale])
        });
        session.numbers.writing_values = Some(job);
        session.numbers.must_write_daily_values = true;
        session.close().unwrap();

        let mut rows = Rows(Vec::new());
        query(&path, "select count(*) > 0, sum(day = '1970-01-01') from kpi_value", &mut rows).unwrap();
        assert_eq!(rows.0, [[Cell::Integer(1), Cell::Integer(0)]]);
    }
}
