//! `milepost review`: the minutes of a map as it stands, for whoever reviews without a window.

use super::Done;
use super::args::Review;
use super::export::map_named;
use super::figures::{figures, view, warn_of_overlap};
use super::output::Output;
use crate::base::fs::write_atomic;
use crate::base::time::UtcMillis;
use crate::i18n::cli as words;
use crate::session::review;
use crate::session::view::Period;
use crate::store::{OpenMode, Opened, Store};
use anyhow::anyhow;
use std::collections::BTreeMap;
use std::io::Write as _;

pub(super) fn run(args: &Review, out: &mut Output) -> anyhow::Result<Done> {
    let Opened { store, document, .. } = Store::open(&args.file, OpenMode::ReadOnly)?;
    let map = map_named(&document, args.map.as_deref())?;
    let view = view(&store, &document, &args.days)?;
    let insights = figures(&store, &document, &view)?;
    let today = UtcMillis::now().local_day();
    let mut pages = review::pages(&document, &insights, map);
    if let (Some(Period::Range(_)), Some(shown)) = (args.days.period, insights.shown) {
        // Minutes of days that were asked for tell of those days; the window shows all that is news.
        pages.iter_mut().for_each(|page| page.moved.retain(|moved| moved.days().touches(shown)));
    }
    if let Some(shown) = insights.shown {
        warn_of_overlap(view.comparison, shown);
    }
    let minutes = review::minutes(&document, (&insights, &view), (map, &pages), &BTreeMap::new(), today);
    match &args.minutes {
        Some(path) => write_atomic(path, minutes.as_bytes()).map_err(|e| anyhow!(words::cannot_write(path, &e)))?,
        None => out.write_all(minutes.as_bytes())?,
    }
    Ok(Done::Well)
}
