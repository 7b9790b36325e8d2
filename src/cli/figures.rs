//! The numbers of a file, worked out for one picture or for minutes.

use super::args::Days;
use crate::base::progress::Progress;
use crate::base::time::{DayRange, UtcMillis};
use crate::i18n::cli as words;
use crate::i18n::panels::period_days;
use crate::model::{Document, Segments};
use crate::session::card_split;
use crate::session::insights::{self, DaysByKpi, Insights};
use crate::session::latest;
use crate::session::view::{Comparison, NumbersView, Period};
use crate::store::{Store, StoreError};

/// The days of every KPI on the maps, of everyone.
pub(super) fn days(store: &Store, document: &Document) -> Result<DaysByKpi, StoreError> {
    let (days, _) = insights::read(&store.reader()?, insights::queries(document, &Segments::default()))?;
    Ok(days)
}

/// The figures of every KPI on the maps, those of segments among them where cards show them.
pub(super) fn figures(store: &Store, document: &Document, view: &NumbersView) -> Result<Insights, StoreError> {
    let (reader, today) = (store.reader()?, Some(UtcMillis::now().local_day()));
    let of = |view: &NumbersView| -> Result<Insights, StoreError> {
        let (days, _) = insights::read(&reader, insights::queries(document, &view.segments))?;
        Ok(insights::figures(document, (&days, None), view, today))
    };
    let mut insights = of(view)?;
    let progress = Progress::default();
    let days = card_split::read(document, &reader, &view.segments, &progress)?;
    let chosen = card_split::choose(document, &days, (view, insights.data_range), &progress)?;
    insights.splits = card_split::figures(document, &chosen, view, (insights.data_range, today));
    if view.segments != Segments::default() {
        insights.note_left_out(&of(&view.whole())?);
    }
    Ok(insights)
}

/// Tells on standard error of days that values are compared with and that are shown as well: such changes are not tested.
pub(super) fn warn_of_overlap(comparison: Comparison, shown: DayRange) {
    if let Comparison::With(before) = comparison
        && before.touches(shown)
    {
        log::warn!("{}", words::compared_with_itself(&period_days(before), &period_days(shown)));
    }
}

/// The view that numbers are looked at with: the days that were asked for, or as often as the numbers come, as the window
/// opens the file.
pub(super) fn view(store: &Store, document: &Document, asked: &Days) -> Result<NumbersView, StoreError> {
    let mut view = match asked.period {
        // As in the window: the newest period is looked at to see how it differs from the one before it.
        Some(Period::Latest) => {
            NumbersView { period: Period::Latest, comparison: Comparison::PreviousPeriod, ..NumbersView::default() }
        }
        Some(period) => NumbersView { period, ..NumbersView::default() },
        None => latest::first_view(document, &days(store, document)?).unwrap_or_default(),
    };
    if let Some(grain) = asked.grain {
        view.grain = grain.into();
    }
    if let Some(compare) = asked.compare {
        view.comparison = compare.into();
    }
    Ok(view)
}
