//! Calendar days, grains and instants. Weeks are ISO weeks; months, quarters and years are calendar ones.

use chrono::{Datelike as _, Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A calendar day, counted from 1970-01-01 (day 0), in the time zone of its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    /// The day of a civil date, `None` when there is no such date.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from_date)
    }

    /// The day of a chrono date (all chrono dates fit).
    #[must_use]
    pub fn from_date(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce() - 719_163)
    }

    /// The chrono date; days outside chrono's range are clamped to its ends.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        let end = if self.0 < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
        self.0.checked_add(719_163).and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or(end)
    }

    /// Parses `YYYY-MM-DD`.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Self::from_date)
    }

    /// This day moved by a number of days.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

/// `YYYY-MM-DD`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date().format("%Y-%m-%d"))
    }
}

/// The width of a bucket on the time axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// A calendar day.
    Day,
    /// An ISO week, Monday first.
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
    /// Everything in one bucket.
    All,
}

impl Grain {
    /// Every grain, finest first.
    pub const EVERY: [Self; 6] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year, Self::All];

    /// First day of the bucket that holds `day`. For [`Grain::All`] that is the day itself: the caller knows the range.
    #[must_use]
    pub fn start_of(self, day: Day) -> Day {
        let date = day.date();
        let first = |y, m| NaiveDate::from_ymd_opt(y, m, 1).map_or(day, Day::from_date);
        match self {
            Self::Day | Self::All => day,
            Self::Week => day.plus(-i32::try_from(date.weekday().num_days_from_monday()).unwrap_or(0)),
            Self::Month => first(date.year(), date.month()),
            Self::Quarter => first(date.year(), (date.month() - 1) / 3 * 3 + 1),
            Self::Year => first(date.year(), 1),
        }
    }

    /// First day of the next bucket after the one that starts on `start`. [`Grain::All`] has no next: the far future.
    #[must_use]
    pub fn next(self, start: Day) -> Day {
        let months = |n| start.date().checked_add_months(chrono::Months::new(n)).map_or(start.plus(1), Day::from_date);
        match self {
            Self::Day => start.plus(1),
            Self::Week => start.plus(7),
            Self::Month => months(1),
            Self::Quarter => months(3),
            Self::Year => months(12),
            Self::All => Day(i32::MAX),
        }
    }
}

/// Days from `from` to `to`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DayRange {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl DayRange {
    /// Every day there is.
    pub const EVER: Self = Self { from: Day(i32::MIN), to: Day(i32::MAX) };

    /// True when the day lies inside.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// True when both have a day in common.
    #[must_use]
    pub fn touches(&self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// Number of days, at least 0.
    #[must_use]
    pub fn days(&self) -> i64 {
        (i64::from(self.to.0) - i64::from(self.from.0) + 1).max(0)
    }

    /// The days of both and all between.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }

    /// The range of the same number of days just before.
    #[must_use]
    pub fn previous(&self) -> Self {
        let length = i32::try_from(self.days()).unwrap_or(i32::MAX);
        Self { from: self.from.plus(-length), to: self.from.plus(-1) }
    }

    /// The same dates one year earlier (29 February becomes 28).
    #[must_use]
    pub fn year_before(&self) -> Self {
        let back = |d: Day| d.date().checked_sub_months(chrono::Months::new(12)).map_or(d, Day::from_date);
        Self { from: back(self.from), to: back(self.to) }
    }
}

/// A moment in UTC, in milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct UtcMillis(pub i64);

impl UtcMillis {
    /// The clock. Only session, app and cli may ask it.
    #[must_use]
    pub fn now() -> Self {
        Self(chrono::Utc::now().timestamp_millis())
    }

    /// The UTC day of this moment.
    #[must_use]
    pub fn day(self) -> Day {
        Day(i32::try_from(self.0.div_euclid(86_400_000)).unwrap_or(0))
    }

    /// The day of this moment on the computer's own calendar.
    #[must_use]
    pub fn local_day(self) -> Day {
        chrono::DateTime::from_timestamp_millis(self.0)
            .map_or(self.day(), |t| Day::from_date(t.with_timezone(&chrono::Local).date_naive()))
    }

    /// Hour and minute of this moment on the computer's own clock.
    #[must_use]
    pub fn local_clock(self) -> (u32, u32) {
        use chrono::Timelike as _;
        let time = chrono::DateTime::from_timestamp_millis(self.0).map(|t| t.with_timezone(&chrono::Local).time());
        time.map_or((0, 0), |time| (time.hour(), time.minute()))
    }

    /// `YYYY-MM-DDTHH:MM:SS.mmmZ`, exact; moments outside chrono's range become its ends.
    #[must_use]
    pub fn iso_text(self) -> String {
        let end = if self.0 < 0 {
            chrono::DateTime::<chrono::Utc>::MIN_UTC
        } else {
            chrono::DateTime::<chrono::Utc>::MAX_UTC
        };
        chrono::DateTime::from_timestamp_millis(self.0).unwrap_or(end).format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
    }

    /// Parses what [`UtcMillis::iso_text`] writes.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        let moment = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.fZ").ok()?;
        Some(Self(moment.and_utc().timestamp_millis()))
    }

    /// `YYYY-MM-DD HH:MM` UTC, for reports and files.
    #[must_use]
    pub fn minute_text(self) -> String {
        let seconds = Duration::milliseconds(self.0);
        chrono::DateTime::UNIX_EPOCH
            .checked_add_signed(seconds)
            .map_or_else(String::new, |t| t.format("%Y-%m-%d %H:%M").to_string())
    }
}
