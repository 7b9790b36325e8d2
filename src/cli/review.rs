//! `milepost review`: the minutes of a map as it stands, for whoever reviews without a window.

use super::Done;
use super::args::Review;
use super::export::map_named;
use super::figures::{figures, view, warn_of_overlap};
use super::output::Output;
use crate::base::fs::write_atomic;
use crate::base::time::{DayRange, UtcMillis};
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
    if let Some(asked) = told_of(args.days.period, insights.shown) {
        pages.iter_mut().for_each(|page| page.moved.retain(|moved| moved.days().touches(asked)));
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

/// The days that moves are told of; `None` for all that are news. Minutes of days that were asked for, be it the latest of
/// them, tell of those days; the window shows all that is news.
fn told_of(asked: Option<Period>, shown: Option<DayRange>) -> Option<DayRange> {
    asked.and(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Day;

    #[test]
    fn minutes_of_days_that_were_asked_for_tell_of_those_days() {
        let shown = DayRange { from: Day(1), to: Day(31) };
        assert_eq!(told_of(Some(Period::Latest), Some(shown)), Some(shown));
        assert_eq!(told_of(Some(Period::Range(shown)), Some(shown)), Some(shown));
        assert_eq!(told_of(None, Some(shown)), None);
    }
}
