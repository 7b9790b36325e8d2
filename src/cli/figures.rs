//! The numbers of a file, worked out for one picture.

use crate::base::time::UtcMillis;
use crate::model::Document;
use crate::session::insights::{self, DaysByKpi, Insights, KpiAt};
use crate::session::view::NumbersView;
use crate::store::{Store, StoreError};

/// The figures of every KPI on the maps.
pub(super) fn figures(store: &Store, document: &Document, view: &NumbersView) -> Result<Insights, StoreError> {
    let queries = insights::queries(document, view.segment.as_slice());
    let (keys, queries): (Vec<KpiAt>, Vec<_>) = queries.into_iter().unzip();
    let days = store.reader()?.day_buckets(&queries)?;
    let days: DaysByKpi = keys.into_iter().zip(days).collect();
    Ok(insights::figures(document, &days, view, Some(UtcMillis::now().local_day())))
}
