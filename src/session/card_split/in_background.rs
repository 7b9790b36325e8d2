//! Segments of cards are read and chosen beside the window, after the ordinary figures: those do not wait for them.

use crate::base::progress::Progress;
use crate::base::time::{Day, DayRange, UtcMillis};
use crate::model::{CardSplit, Document, Segments};
use crate::session::card_split::{self, ChosenByCard, SplitDaysByKpi, SplitInsight};
use crate::session::insights::{KpiAt, Shown};
use crate::session::jobs::{Job, Polled};
use crate::session::view::NumbersView;
use crate::session::{Session, SessionEvent};
use crate::store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What segments are chosen from: as long as it is the same, so are they.
#[derive(Debug, Clone, PartialEq, Default)]
struct ChosenFrom {
    /// Grows whenever other rows are to be read.
    rows: u64,
    segments: Segments,
    trend: Option<DayRange>,
    wanted: BTreeSet<(KpiAt, CardSplit)>,
}

impl ChosenFrom {
    /// True when the same rows are read, and those of everything that is shown are among some days.
    fn reads_as(&self, other: &Self, days: &SplitDaysByKpi) -> bool {
        let is_there = |(at, split): &(KpiAt, CardSplit)| days.contains_key(&(*at, split.dimension.clone()));
        (self.rows, &self.segments) == (other.rows, &other.segments) && self.wanted.iter().all(is_there)
    }
}

struct Chosen {
    from: ChosenFrom,
    days: Arc<SplitDaysByKpi>,
    chosen: ChosenByCard,
}

/// What cards show by segment, and the job that reads and chooses it.
#[derive(Default)]
pub(in crate::session) struct CardSplits {
    rows: u64,
    from: ChosenFrom,
    /// None yet, or none that could be read.
    days: Option<Arc<SplitDaysByKpi>>,
    chosen: ChosenByCard,
    job: Option<(ChosenFrom, Job<Result<Chosen, StoreError>>)>,
}

impl CardSplits {
    /// The rows in the file, or what is read of them, are others now.
    pub(in crate::session) fn forget_days(&mut self) {
        self.rows += 1;
        self.stop();
    }

    pub(in crate::session) fn stop(&self) {
        if let Some((_, job)) = &self.job {
            job.progress.cancel();
        }
    }

    /// True while something is read or chosen.
    pub(in crate::session) fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// Whoever goes on in a copy of the file reads there what was on its way.
    pub(in crate::session) fn leave_file(&mut self) -> Self {
        Self { job: self.job.take(), ..Self::default() }
    }

    /// Waits until nobody reads the file any more.
    pub(in crate::session) fn end(self) {
        self.stop();
        // Its result is of no use any more.
        let _ = self.job.map(|(_, job)| job.wait());
    }

    /// What cards show by segment beside ordinary figures of some segments; nothing until those of the same ones are there.
    pub(in crate::session) fn figures(
        &self,
        document: &Document,
        view: &NumbersView,
        segments: &Segments,
        (data, today): (Option<DayRange>, Day),
    ) -> BTreeMap<KpiAt, BTreeMap<CardSplit, SplitInsight>> {
        if self.from.segments != *segments {
            return BTreeMap::new();
        }
        card_split::figures(document, &self.chosen, view, (data, Some(today)))
    }
}

/// Reads rows, unless they are known, and chooses what is shown of them. Blocking.
fn work_out(
    document: &Document,
    store: &Store,
    (from, known): (ChosenFrom, Option<Arc<SplitDaysByKpi>>),
    (view, data): (&NumbersView, Option<DayRange>),
    progress: &Progress,
) -> Result<Chosen, StoreError> {
    let days = match known {
        Some(days) => days,
        None => Arc::new(card_split::read(document, &store.reader()?, &from.segments, progress)?),
    };
    let chosen = card_split::choose(document, &days, (view, data), progress)?;
    Ok(Chosen { from, days, chosen })
}

impl Session {
    /// Has read and chosen what cards show by segment, when that is not what is at hand. Waits for the ordinary figures.
    pub(in crate::session) fn renew_splits(&mut self) {
        if !self.has_figures() {
            return;
        }
        let view = self.numbers.view().clone();
        let data = self.counted_range();
        let shown = Shown::of(&view, data, None);
        let splits = &self.numbers.splits;
        let from = ChosenFrom {
            rows: splits.rows,
            segments: self.numbers.days_segments().clone(),
            trend: shown.map(|shown| shown.trend),
            wanted: card_split::wanted(&self.document),
        };
        if let Some((of, _)) = &splits.job {
            if *of != from {
                // Its end begins the next one.
                splits.stop();
            }
            return;
        }
        if from == splits.from {
            return;
        }
        let Some(store) = self.store().filter(|_| !from.wanted.is_empty()) else {
            let rows = splits.rows;
            self.numbers.splits = CardSplits { rows, from, ..CardSplits::default() };
            return;
        };
        let known = splits.days.clone().filter(|days| from.reads_as(&splits.from, days));
        let (document, of) = (Arc::clone(&self.document), from.clone());
        let job = self.jobs.spawn(crate::i18n::import::READING_NUMBERS, move |progress| {
            work_out(&document, &store, (from, known), (&view, data), progress)
        });
        self.numbers.splits.job = Some((of, job));
    }

    pub(in crate::session) fn poll_splits(&mut self, events: &mut Vec<SessionEvent>) {
        let Some((from, job)) = &self.numbers.splits.job else { return };
        let done = match job.poll() {
            Polled::Running => return,
            Polled::Done(done) => Some(done),
            Polled::Lost => None,
        };
        let is_cancelled = job.progress.check().is_err();
        let from = from.clone();
        let splits = &mut self.numbers.splits;
        splits.job = None;
        match done {
            Some(Ok(Chosen { from, days, chosen })) => {
                (splits.from, splits.days, splits.chosen) = (from, Some(days), chosen);
            }
            // What is at hand stays until the next one is there.
            _ if is_cancelled => return self.renew_splits(),
            // It is tried again when something changes, and not over and over.
            failed => {
                (splits.from, splits.days, splits.chosen) = (from, None, ChosenByCard::new());
                events.extend(failed.and_then(Result::err).map(SessionEvent::NumbersFailed));
            }
        }
        let today = UtcMillis::now().local_day();
        self.numbers.take_splits(&self.document, self.map, today);
        self.renew_splits();
    }
}
