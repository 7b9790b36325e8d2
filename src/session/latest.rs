//! The last full period in the data, and the way of looking at numbers that fits how often they come.

use crate::base::time::{Day, DayRange, Grain};
use crate::metrics::{Comparison, KpiDays};
use crate::model::Document;
use crate::session::insights::{self, DaysByKpi};
use crate::session::view::{NumbersView, Period};
use chrono::Datelike as _;
use std::collections::BTreeSet;

/// Periods before the last one that tell how late in a period rows usually come.
const PERIODS_BEFORE: usize = 8;
/// The share of a period that its last rows may come earlier than in those before, and it still counts as full.
const SLACK: f64 = 0.1;

/// The last full period of the data behind the KPI cards: that which a quarter of them has got to, so that neither one KPI
/// that is ahead of all others decides, nor questions that were asked once. `None` without data.
#[must_use]
pub fn latest_period(document: &Document, days: &DaysByKpi, grain: Grain, today: Option<Day>) -> Option<DayRange> {
    if grain == Grain::All {
        return insights::data_range(document);
    }
    let mut starts: Vec<Day> = of_cards(document, days).filter_map(|days| last_full(days, grain, today)).collect();
    starts.sort_unstable();
    let start = *starts.get((starts.len() * 3 / 4).min(starts.len().saturating_sub(1)))?;
    Some(DayRange { from: start, to: grain.next(start).plus(-1) })
}

/// The days of the KPIs that have a card; where none has, of all.
fn of_cards<'d>(document: &Document, days: &'d DaysByKpi) -> impl Iterator<Item = &'d KpiDays> + use<'d> {
    let cards: BTreeSet<_> = insights::kpis_with_cards(document).into_iter().collect();
    let has_cards = days.keys().any(|at| cards.contains(at));
    days.iter().filter(move |(at, _)| !has_cards || cards.contains(at)).map(|(_, days)| days)
}

/// The first day of the last period that is over and whose rows reach as far into it as those of the periods before.
fn last_full(days: &KpiDays, grain: Grain, today: Option<Day>) -> Option<Day> {
    let days = days.all_days();
    let (first, last) = (*days.first()?, *days.last()?);
    let start = grain.start_of(last);
    // How far into a period its rows reach.
    let reach = |start: Day| -> Option<i32> {
        let until = days.partition_point(|day| *day < grain.next(start));
        let last = days.get(until.checked_sub(1)?).filter(|day| **day >= start)?;
        Some(last.0 - start.0)
    };
    let before = |start: Day| grain.start_of(start.plus(-1));
    let mut earlier = Vec::new();
    let mut at = before(start);
    while at >= grain.start_of(first) && earlier.len() < PERIODS_BEFORE {
        earlier.extend(reach(at).map(|reach| (at, reach)));
        at = before(at);
    }
    let end = grain.next(start).plus(-1);
    let length = f64::from(end.0 - start.0 + 1);
    let usual = earlier.iter().map(|(_, reach)| *reach).min();
    let is_over = today.is_none_or(|today| end < today);
    let is_full = usual.is_none_or(|usual| f64::from(last.0 - start.0) + length * SLACK >= f64::from(usual));
    let newest_before = earlier.first().map(|(start, _)| *start);
    if is_over && is_full { Some(start) } else { Some(newest_before.unwrap_or(start)) }
}

/// How a file is looked at before anybody chose: yearly and quarterly numbers by year and quarter, as anything finer is
/// lone dots. `None` where the usual view fits.
#[must_use]
pub fn first_view(document: &Document, days: &DaysByKpi) -> Option<NumbersView> {
    let mut votes = [(Grain::Month, 0_usize), (Grain::Quarter, 0), (Grain::Year, 0)];
    for rhythm in of_cards(document, days).filter_map(rhythm) {
        votes.iter_mut().filter(|(grain, _)| *grain == rhythm).for_each(|(_, count)| *count += 1);
    }
    let most = votes.iter().map(|(_, count)| *count).max()?;
    // The finer one where as many KPIs have it.
    let (grain, _) = *votes.iter().find(|(_, count)| *count == most)?;
    (grain != Grain::Month).then(|| NumbersView {
        period: Period::Latest,
        grain,
        comparison: Comparison::PreviousPeriod,
        ..NumbersView::default()
    })
}

/// The months that ascending days lie in, counted from the year 0. From each month to the next one is a jump: there may be
/// millions of days behind the cards of a map.
fn months_of(days: &[Day]) -> Vec<i32> {
    let mut months = Vec::new();
    let mut left = days;
    while let Some(first) = left.first() {
        let date = first.date();
        months.push(date.year() * 12 + i32::try_from(date.month0()).unwrap_or(0));
        let next = Grain::Month.next(Grain::Month.start_of(*first));
        let of_month = left.partition_point(|day| *day < next).max(1);
        left = left.get(of_month..).unwrap_or_default();
    }
    months
}

/// How often the rows of a KPI come: by month or oftener, by quarter, or by year. `None` where they came only once.
fn rhythm(days: &KpiDays) -> Option<Grain> {
    let days = days.all_days();
    let months = months_of(&days);
    // Months beside each other are one wave of answers, such as the weeks of a yearly survey.
    let mut waves: Vec<(i32, i32)> = Vec::new();
    for month in months {
        match waves.last_mut() {
            Some((_, last)) if month - *last <= 1 => *last = month,
            _ => waves.push((month, month)),
        }
    }
    let longest = waves.iter().map(|(first, last)| last - first + 1).max()?;
    let (first, last) = (waves.first()?.0, waves.last()?.0);
    if waves.len() < 2 {
        return (longest > 3).then_some(Grain::Month);
    }
    let apart = f64::from(last - first) / f64::from(i32::try_from(waves.len() - 1).ok()?);
    Some(match (apart, longest) {
        (10.0.., ..=3) => Grain::Year,
        (2.5.., 1) => Grain::Quarter,
        _ => Grain::Month,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture;
    use crate::model::KpiKind;
    use crate::session::Session;
    use crate::session::import_job::ImportRequest;
    use crate::session::jobs::Jobs;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn days(dates: &[Day]) -> KpiDays {
        let rows: Vec<_> = dates.iter().map(|day| (day.0, 4.0, Some(1.0))).collect();
        fixture::days(&KpiKind::Mean, &rows, &[])
    }

    fn every(from: &str, to: &str, step: usize) -> Vec<Day> {
        (day(from).0..=day(to).0).step_by(step).map(Day).collect()
    }

    /// A survey in some days of every year.
    fn yearly(first: &str, last: &str) -> Vec<Day> {
        let (first_year, last_year) = (2010, 2016);
        let waves = first_year..=last_year;
        waves.flat_map(|year| every(&format!("{year}-{first}"), &format!("{year}-{last}"), 1)).collect()
    }

    fn check(dates: &[Day], grain: Grain, today: &str, expected: &str) {
        assert_eq!(last_full(&days(dates), grain, Some(day(today))), Some(day(expected)), "{grain:?} {today}");
    }

    #[test]
    fn a_period_is_full_when_its_rows_reach_as_far_as_those_before() {
        let daily = every("2024-01-01", "2025-08-15", 1);
        check(&daily, Grain::Month, "2025-11-01", "2025-07-01");
        check(&daily, Grain::Quarter, "2025-11-01", "2025-04-01");
        check(&daily, Grain::Year, "2026-11-01", "2024-01-01");
        check(&every("2024-01-01", "2025-07-30", 1), Grain::Month, "2025-11-01", "2025-07-01");
        // Rows of weeks, and of months on their first day.
        check(&every("2024-01-01", "2025-08-25", 7), Grain::Month, "2025-11-01", "2025-08-01");
        let monthly: Vec<Day> = (1..=8).map(|month| Day::from_ymd(2025, month, 1).unwrap()).collect();
        check(&monthly, Grain::Month, "2025-11-01", "2025-08-01");
        check(&monthly, Grain::Quarter, "2025-11-01", "2025-04-01");
        // What is not over is not full.
        check(&monthly, Grain::Month, "2025-08-20", "2025-07-01");
        // A survey of May is the whole of its year, also where it ended a little earlier than before.
        let mut survey = yearly("05-04", "05-28");
        check(&survey, Grain::Year, "2026-11-01", "2016-01-01");
        survey.truncate(survey.len() - 5);
        check(&survey, Grain::Year, "2026-11-01", "2016-01-01");
        check(&[day("2025-03-03")], Grain::Month, "2026-01-01", "2025-03-01");
    }

    #[test]
    fn numbers_are_looked_at_as_often_as_they_come() {
        let check = |dates: &[Day], expected: Option<Grain>| assert_eq!(rhythm(&days(dates)), expected, "{dates:?}");
        check(&yearly("05-04", "06-12"), Some(Grain::Year));
        check(&[day("2014-01-01"), day("2015-01-01")], Some(Grain::Year));
        check(&every("2024-01-01", "2025-12-31", 1), Some(Grain::Month));
        check(&[day("2024-12-30"), day("2025-01-02")], None);
        let quarters: Vec<Day> = [1, 4, 7, 10].iter().map(|month| Day::from_ymd(2025, *month, 1).unwrap()).collect();
        check(&quarters, Some(Grain::Quarter));
        // A hole in daily numbers makes no other rhythm of them.
        let holed: Vec<Day> =
            every("2023-01-01", "2023-09-30", 1).into_iter().chain(every("2024-05-01", "2025-01-31", 1)).collect();
        check(&holed, Some(Grain::Month));
        check(&[], None);
    }

    /// A file of which nobody has chosen how to look at it, with rows on the first day of every year.
    #[test]
    fn a_yearly_file_opens_with_its_last_year_and_all_years_as_the_trend() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.milepost");
        let mut document = Document::default();
        let map = crate::model::JourneyMap::new(crate::base::ids::IdAlloc::seeded(7).allocate(), "Airport");
        document.maps.insert(map.id, map.into());
        let opened = crate::store::Store::create(&path, crate::store::OpenMode::Edit, &document).unwrap();
        let mut session = Session::new(opened, path.clone(), false, Jobs::default());
        let data = folder.path().join("data.csv");
        let mut text = "date,stage,metric,value,n\n".to_owned();
        for (year, value) in (2010..=2016).zip([3.8, 3.86, 3.97, 3.96, 3.92, 4.03, 3.99]) {
            text.push_str(&format!("{year}-01-01,Security,Rating,{value},500\n"));
        }
        std::fs::write(&data, text).unwrap();
        session.start_import(ImportRequest { path: data, ..ImportRequest::default() }).unwrap();
        session.wait();
        let year = |year: &str| DayRange { from: day(&format!("{year}-01-01")), to: day(&format!("{year}-12-31")) };
        let check = |session: &Session| {
            let insights = session.insights();
            let (_, shown) = insights.figures.iter().next().unwrap();
            assert_eq!((insights.shown, shown.before_range), (Some(year("2016")), Some(year("2015"))));
            assert_eq!((shown.now.value, shown.before.unwrap().value), (Some(3.99), Some(4.03)));
            assert_eq!(shown.series.len(), 7, "every year is a point of the trend");
        };
        check(&session);
        assert_eq!(session.latest_period(), Some(year("2016")));
        // By month it is what it is: January, and that stays when the file is opened again.
        session.set_view(NumbersView { grain: Grain::Month, ..session.view().clone() });
        assert_eq!(session.insights().shown.unwrap().to, day("2016-01-31"));
        session.set_view(NumbersView { grain: Grain::Year, ..session.view().clone() });
        session.close().unwrap();
        let opened = Session::open_file(&path, crate::store::OpenMode::Edit).unwrap();
        let mut session = Session::new(opened, path, false, Jobs::default());
        session.wait();
        assert_eq!(session.view().period, Period::Latest);
        check(&session);
    }
}
