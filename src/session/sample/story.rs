//! What happens at Northwind: the level of each figure on each day, before noise.

use crate::base::time::Day;
use chrono::Datelike as _;

/// 1 January 2024.
pub const FIRST_DAY: Day = Day(19_723);
/// 31 December 2025.
pub const LAST_DAY: Day = Day(20_453);
/// Release of the guided checklist, 31 March 2025: onboarding gets better at once.
pub const CHECKLIST: Day = Day(20_178);
/// Chat-first routing for the Team plan, 12 May 2025: first answers get faster, its customers repeat their story.
pub const CHAT_FIRST: Day = Day(20_220);
/// Autumn campaign, 16 September 2024: more searches for six weeks.
pub const CAMPAIGN: Day = Day(19_982);

/// Every day of the sample.
pub(super) fn days() -> impl Iterator<Item = Day> {
    (FIRST_DAY.0..=LAST_DAY.0).map(Day)
}

/// Share of the two years that has passed, 0 ..= 1.
fn progress(day: Day) -> f64 {
    f64::from(day.0 - FIRST_DAY.0) / f64::from(LAST_DAY.0 - FIRST_DAY.0)
}

/// From one level to another over the two years.
fn drift(day: Day, from: f64, to: f64) -> f64 {
    from + (to - from) * progress(day)
}

/// From one level to another at an event, over the first days after it.
fn step(day: Day, event: Day, from: f64, to: f64, days: f64) -> f64 {
    let share = (f64::from(day.0 - event.0) / days).clamp(0.0, 1.0);
    from + (to - from) * share
}

/// How much of a normal day's business a day has: weekends, August, the end of December.
pub(super) fn activity(day: Day) -> f64 {
    const WEEK: [f64; 7] = [1.22, 1.28, 1.25, 1.2, 1.07, 0.5, 0.48];
    let date = day.date();
    let weekday = WEEK.get(date.weekday().num_days_from_monday() as usize).copied().unwrap_or(1.0);
    let season = match (date.month(), date.day()) {
        (12, 24..=31) | (1, 1..=2) => 0.55,
        (8, _) | (7, 20..=31) => 0.9,
        (1 | 9, _) => 1.06,
        _ => 1.0,
    };
    weekday * season
}

/// Searches for the name on a normal day.
pub(super) fn branded_search(day: Day) -> f64 {
    let campaign = if (0..42).contains(&(day.0 - CAMPAIGN.0)) { 24.0 } else { 0.0 };
    drift(day, 236.0, 292.0) + campaign
}

/// Trial requests on a normal day.
pub(super) fn trial_requests(day: Day) -> f64 {
    drift(day, 37.5, 44.5)
}

/// Visitors who start the sign-up form on a normal day.
pub(super) fn form_starts(day: Day) -> f64 {
    drift(day, 440.0, 500.0)
}

/// Share of form starts that end in a paid account.
pub(super) fn conversion(day: Day) -> f64 {
    drift(day, 0.259, 0.223)
}

/// Share that leaves at the identity check.
pub(super) fn abandoned(day: Day) -> f64 {
    drift(day, 0.35, 0.43)
}

/// Share that passes the identity check at the first attempt.
pub(super) fn identity_passed(day: Day) -> f64 {
    drift(day, 0.71, 0.63)
}

/// Share of new accounts that send a first report within thirty days.
pub(super) fn activation(day: Day) -> f64 {
    step(day, CHECKLIST, 0.56, 0.665, 30.0)
}

/// Hours to the first answer.
pub(super) fn first_response(day: Day) -> f64 {
    step(day, CHAT_FIRST, 5.2, 2.9, 10.0)
}

/// Contacts with support on a normal day.
pub(super) fn tickets(day: Day) -> f64 {
    step(day, CHAT_FIRST, 96.0, 128.0, 45.0)
}

/// Share of contacts that follow another one within a week.
pub(super) fn repeat_contacts(day: Day) -> f64 {
    step(day, CHAT_FIRST, 0.14, 0.29, 14.0)
}

/// Share of contracts due that are renewed.
pub(super) fn renewal_rate(day: Day) -> f64 {
    drift(day, 0.915, 0.874)
}

/// Mean satisfaction with getting started, 1 to 5.
pub(super) fn onboarding_csat(day: Day) -> f64 {
    step(day, CHECKLIST, 3.76, 4.42, 14.0)
}

/// Mean satisfaction with support, 1 to 5, before what routing takes from it.
pub(super) const SUPPORT_CSAT: f64 = 3.99;
/// The plan whose contacts go through the chat first. Those of the others reach people as before.
pub(super) const CHAT_FIRST_PLAN: &str = "Team";

/// What chat-first routing takes from a score of the customers on [`CHAT_FIRST_PLAN`].
pub(super) fn chat_first_shift(place: &str, day: Day) -> f64 {
    match place {
        "Support" => step(day, CHAT_FIRST, 0.0, -1.95, 10.0),
        "Find help" => step(day, CHAT_FIRST, 0.0, -0.7, 30.0),
        "Talk to agent" => step(day, CHAT_FIRST, 0.0, -2.1, 10.0),
        _ => 0.0,
    }
}

/// Net Promoter Score before renewal.
pub(super) fn renewal_nps(day: Day) -> f64 {
    drift(day, 36.0, 12.0)
}

/// Mean ease of a step, 1 to 5.
pub(super) fn ease(step_title: &str, day: Day) -> f64 {
    match step_title {
        "Compare plans" => 3.85,
        "Ask for a trial" => 3.95,
        "Open form" => 3.2,
        "Verify identity" => drift(day, 2.4, 2.0),
        "Pay" => 3.3,
        "First login" => step(day, CHECKLIST, 3.7, 4.4, 14.0),
        "Invite team" => step(day, CHECKLIST, 3.6, 4.45, 14.0),
        "First report" => step(day, CHECKLIST, 3.5, 4.3, 14.0),
        "Find help" => 2.9,
        "Talk to agent" => 4.05,
        "Get invoice" => drift(day, 3.1, 2.6),
        _ => 3.4,
    }
}
