//! The numbers of a file, worked out for one picture.

use crate::base::time::UtcMillis;
use crate::model::Document;
use crate::session::insights::{self, Insights};
use crate::session::view::NumbersView;
use crate::store::{Store, StoreError};

/// The figures of every KPI on the maps.
pub(super) fn figures(store: &Store, document: &Document, view: &NumbersView) -> Result<Insights, StoreError> {
    let (days, _) = insights::read(&store.reader()?, insights::queries(document, &view.segments))?;
    Ok(insights::figures(document, (&days, None), view, Some(UtcMillis::now().local_day())))
}
