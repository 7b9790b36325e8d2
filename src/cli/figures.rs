//! The numbers of a file, worked out for one picture.

use crate::base::progress::Progress;
use crate::base::time::UtcMillis;
use crate::model::{Document, Segments};
use crate::session::card_split;
use crate::session::insights::{self, DaysByKpi, Insights};
use crate::session::view::NumbersView;
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
    let chosen = card_split::choose(document, &days, view, &progress)?;
    insights.splits = card_split::figures(document, &chosen, view, today);
    if view.segments != Segments::default() {
        insights.note_left_out(&of(&view.whole())?);
    }
    Ok(insights)
}
