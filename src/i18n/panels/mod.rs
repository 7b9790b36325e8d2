//! Words of the panels around the map: outline, inspector, drawer and import wizard.

pub mod catalogue;
pub mod decisions;
pub mod drawer;
pub mod finding;
pub mod inspector;
pub mod notes;
pub mod outline;
pub mod reminders;
pub mod segments;
pub mod wizard;
pub mod wizard_checks;
pub mod wizard_kept;
pub mod wizard_steps;

use crate::base::time::{Day, Grain, UtcMillis};
use crate::model::{CardBody, Channel, Confidence, LaneKind, MapStatus, MarkerKind, RecordRef, Severity};
use chrono::Datelike as _;

/// Fixed words as functions, so that a translation can replace them one by one.
macro_rules! words {
    ($($name:ident = $text:literal;)*) => {
        $(#[doc = concat!("\"", $text, "\"")]
        #[must_use]
        pub fn $name() -> &'static str { $text })*
    };
}
pub(crate) use words;

words! {
    on_target = "on target";
    watch = "watch";
    off_target = "off target";
    no_target = "no target set";
    delete = "Delete";
    cancel = "Cancel";
    close = "Close";
    none = "None";
    day_wanted = "Write a day as 31.03.2026, 31/03/2026 or 2026-03-31.";
    number_wanted = "Write a number, such as 4.2 or 85.";
}

/// "on target (4.0)".
#[must_use]
pub fn status_with_target(status: &str, target: &str) -> String {
    format!("{status} ({target})")
}

/// "20 Nov 2025".
#[must_use]
pub fn day(day: Day) -> String {
    day.date().format("%-d %b %Y").to_string()
}

/// A moment on the computer's own clock, as in "20 Nov 2025, 14:05".
#[must_use]
pub fn moment(at: UtcMillis) -> String {
    chrono::DateTime::from_timestamp_millis(at.0).map_or_else(
        || day(at.local_day()),
        |moment| moment.with_timezone(&chrono::Local).format("%-d %b %Y, %H:%M").to_string(),
    )
}

/// "Nov 2025", for narrow places.
#[must_use]
pub fn month(day: Day) -> String {
    day.date().format("%b %Y").to_string()
}

/// "1 Jan 2024 – 31 Dec 2025".
#[must_use]
pub fn days(from: Day, to: Day) -> String {
    if from == to { day(from) } else { format!("{} – {}", day(from), day(to)) }
}

/// The days of a value, as in "1 Jan 2024 – 31 Dec 2025".
#[must_use]
pub fn period_days(range: crate::base::time::DayRange) -> String {
    days(range.from, range.to)
}

/// The name of a period, as in "May 2025", "Q2 2025", "week of 12 May 2025".
#[must_use]
pub fn period(grain: Grain, start: Day, end: Day) -> String {
    let date = start.date();
    match grain {
        Grain::Day => day(start),
        Grain::Week => format!("week of {}", day(start)),
        Grain::Month => date.format("%b %Y").to_string(),
        Grain::Quarter => format!("Q{} {}", date.month0() / 3 + 1, date.year()),
        Grain::Year => date.year().to_string(),
        Grain::All => days(start, end),
    }
}

/// How long ago a day was, in the width of a list: "today", "2 d".
#[must_use]
pub fn age(days: i32) -> String {
    match days {
        ..=0 => "today".to_owned(),
        1..100 => format!("{days} d"),
        100..730 => format!("{} mo", days / 30),
        _ => format!("{} y", days / 365),
    }
}

/// A whole number with separators, as in "14,208".
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "1 row", "14,208 rows".
#[must_use]
pub fn rows(number: u64) -> String {
    if number == 1 { "1 row".to_owned() } else { format!("{} rows", count(number)) }
}

/// The sort of a card.
#[must_use]
pub fn card_sort(body: &CardBody) -> &'static str {
    match body {
        CardBody::Text => "Card",
        CardBody::Touchpoint { .. } => "Touchpoint",
        CardBody::Quote { .. } => "Quote",
        CardBody::PainPoint { .. } => "Pain point",
        CardBody::Opportunity { .. } => "Opportunity",
        CardBody::Kpi { .. } => "KPI card",
        CardBody::Curve { .. } => "Experience point",
        CardBody::Image { .. } => "Picture",
    }
}

/// The sort of any record.
#[must_use]
pub fn sort(record: RecordRef) -> &'static str {
    match record {
        RecordRef::Map(_) => "Map",
        RecordRef::Stage(_) => "Stage",
        RecordRef::Step(_) => "Step",
        RecordRef::Lane(_) => "Lane",
        RecordRef::Card(_) => "Card",
        RecordRef::Connection(_) => "Connection",
        RecordRef::Note(_) => "Note",
        RecordRef::Persona(_) => "Persona",
        RecordRef::Kpi(_) => "KPI",
        RecordRef::Marker(_) => "Event",
        RecordRef::Source(_) => "Source",
        RecordRef::Decision(_) => "Decision",
    }
}

/// What a lane holds.
#[must_use]
pub fn lane_kind(kind: LaneKind) -> &'static str {
    match kind {
        LaneKind::Text => "Text",
        LaneKind::Touchpoint => "Touchpoints",
        LaneKind::Quote => "Quotes",
        LaneKind::Image => "Pictures",
        LaneKind::Curve => "Experience curve",
        LaneKind::Kpi => "KPIs",
        LaneKind::PainPoint => "Pain points",
        LaneKind::Opportunity => "Opportunities",
        LaneKind::Process => "Process, system, team",
        LaneKind::Divider => "Divider line",
    }
}

/// Through what a contact happens.
#[must_use]
pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Web => "Web",
        Channel::App => "App",
        Channel::Email => "E-mail",
        Channel::Phone => "Phone",
        Channel::Chat => "Chat",
        Channel::Store => "Shop or branch",
        Channel::Social => "Social media",
        Channel::Post => "Post",
        Channel::Event => "Event",
        Channel::Partner => "Partner",
        Channel::Advert => "Advert",
        Channel::Other => "Other",
    }
}

/// How much a pain point hurts.
#[must_use]
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "Low",
        Severity::Medium => "Medium",
        Severity::High => "High",
        Severity::Critical => "Critical",
    }
}

/// How well a card is backed; `None` when nobody said.
#[must_use]
pub fn confidence(confidence: Option<Confidence>) -> &'static str {
    match confidence {
        None => "Not said",
        Some(Confidence::Assumption) => "Assumed",
        Some(Confidence::Partly) => "Partly",
        Some(Confidence::Backed) => "Backed",
    }
}

/// How far the work on a map is.
#[must_use]
pub fn map_status(status: MapStatus) -> &'static str {
    match status {
        MapStatus::Draft => "Draft",
        MapStatus::InReview => "In review",
        MapStatus::Approved => "Approved",
        MapStatus::Archived => "Archived",
    }
}

/// What sort of event a marker is.
#[must_use]
pub fn marker_kind(kind: MarkerKind) -> &'static str {
    match kind {
        MarkerKind::Release => "Release",
        MarkerKind::Policy => "Policy",
        MarkerKind::Campaign => "Campaign",
        MarkerKind::Incident => "Incident",
    }
}

/// What stands where a record has no words yet, as in "Untitled stage".
#[must_use]
pub fn untitled(record: RecordRef) -> String {
    format!("Untitled {}", crate::i18n::edit::noun(record.table(), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(number: u64, expected: &str) {
        assert_eq!(count(number), expected);
    }

    #[test]
    fn counts_are_grouped() {
        check(0, "0");
        check(999, "999");
        check(1000, "1,000");
        check(1_234_567, "1,234,567");
    }

    #[test]
    fn periods_have_names() {
        let day = |m, d| Day::from_ymd(2025, m, d).unwrap();
        assert_eq!(period(Grain::Month, day(5, 1), day(5, 31)), "May 2025");
        assert_eq!(period(Grain::Quarter, day(4, 1), day(6, 30)), "Q2 2025");
        assert_eq!(period(Grain::Week, day(5, 12), day(5, 18)), "week of 12 May 2025");
    }
}
