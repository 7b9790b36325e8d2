//! What moved, in words, and what is asked before it is answered.

use super::panels::words;
use crate::base::time::Grain;
use crate::model::{Course, SignalRule};

words! {
    none_title = "Nothing moved";
    none_hint = "All figures lie within their limits, or have fewer than six periods.";
    all_answered = "Everything is answered";
    all_answered_hint = "“All” shows what was answered as well.";
    since = "Since";
    since_review = "Last review";
    since_90_days = "90 days";
    since_start = "All shown";
    which = "Signals shown";
    never_reviewed = "This map was never reviewed: all signals are news.";
    unanswered_ones = "Unanswered";
    all_ones = "All";
    answer = "Answer…";
    answered = "Answered";
    open_decision = "Opens the decision";
    provisional = "provisional limits";
    choose = "Choose a signal to see its trend.";
    answer_title = "Answer a signal";
    step_changes = "1  What changed?";
    no_changes = "No event is marked on these days. If something happened, add it: + beside “Events” in the outline.";
    step_voices = "2  What do people say?";
    no_voices = "No quote, pain point or note in this stage, and no comment of a survey on these days.";
    no_comments = "No comment of a survey on these days.";
    step_kind = "3  Trend or anomaly?";
    plan = "Response plan";
    who = "Who";
    no_plan = "The KPI has no plan for this.";
    write_plan = "Write one";
    decision = "Decision";
    decide = "Write into the log";
    dismiss = "Dismiss with this reason";
    dismiss_reason = "Or nothing is done, because";
    dismiss_what = "They are over: later periods lie within the limits again. Each gets an entry in the decision log, and the map shows them no more. Undo brings them back.";
    dismiss_because = "Nothing is done, because";
    dismiss_hint = "Looked at in the review of March";
    reason_wanted = "Say why nothing is done.";
    what_wanted = "Say what is done, or why nothing is.";
}

/// Seasons are out of the limits that signals are found by.
#[must_use]
pub fn without_seasons() -> &'static str {
    "Seasons taken out"
}

/// When the map was last reviewed.
#[must_use]
pub fn reviewed_on(day: &str) -> String {
    format!("Last reviewed {day}")
}

/// Title of the sheet that dismisses so many.
#[must_use]
pub fn dismiss_title(count: usize) -> String {
    match count {
        1 => "Dismiss 1 signal that is over".to_owned(),
        count => format!("Dismiss {count} signals that are over"),
    }
}

/// Its button.
#[must_use]
pub fn dismiss_all(count: usize) -> String {
    if count == 1 { "Dismiss it".to_owned() } else { format!("Dismiss all {count}") }
}

/// The button above the list.
#[must_use]
pub fn dismiss_over(count: usize) -> String {
    format!("Dismiss {count} that are over…")
}

/// A move that goes on, in the words of statistics.md; `since` and `until` name its first and last period.
#[must_use]
pub fn going_on((rule, course): (SignalRule, Course), since: &str, until: &str) -> String {
    match (rule, course) {
        (SignalRule::Flat, _) | (_, Course::Flat) => format!("flat since {since}"),
        (SignalRule::Outside, Course::Down) => format!("dropped (anomaly) {until}"),
        (SignalRule::Outside, Course::Up) => format!("rose (anomaly) {until}"),
        (_, Course::Down) => format!("falling (shift since {since})"),
        (_, Course::Up) => format!("rising (shift since {since})"),
    }
}

/// A shift that has ended.
#[must_use]
pub fn over(course: Course, since: &str, until: &str) -> String {
    let level = if course == Course::Up { "higher" } else { "lower" };
    format!("{level} from {since} to {until} (shift, over)")
}

/// What should have moved and did not.
#[must_use]
pub fn flat(periods: usize, grain: Grain, is_target_missed: bool) -> String {
    let why = if is_target_missed { "the target is missed" } else { "there is a plan to move it" };
    format!("flat for {periods} {} although {why}", super::panels::drawer::grain_words(grain))
}

/// From one level to another.
#[must_use]
pub fn levels(before: &str, now: &str) -> String {
    format!("{before} → {now}")
}

/// A level beside the target that it misses.
#[must_use]
pub fn beside_target(now: &str, target: &str) -> String {
    format!("{now}, target {target}")
}

/// What else moved, as in "also: ↓ NPS · Renewal".
#[must_use]
pub fn also(others: &[String]) -> String {
    format!("also: {}", others.join(", "))
}

/// One of those.
#[must_use]
pub fn moved_beside(name: &str, course: Course) -> String {
    let arrow = match course {
        Course::Up => "↑",
        Course::Down => "↓",
        Course::Flat => "→",
    };
    format!("{arrow} {name}")
}

/// Events of the same days.
#[must_use]
pub fn events(labels: &[String]) -> String {
    format!("events: {}", labels.join(", "))
}

/// The button of a row, for people who do not see which.
#[must_use]
pub fn answer_of(name: &str) -> String {
    format!("Answer: {name}")
}

/// A dated thing, as in "12 May 2025: Chat-first routing".
#[must_use]
pub fn dated(day: &str, what: &str) -> String {
    format!("{day}: {what}")
}

/// An import behind the figure.
#[must_use]
pub fn imported(day: &str, source: &str) -> String {
    format!("{source}, imported {day}")
}

/// How many comments of how many follow, and which of them.
#[must_use]
pub fn comments(shown: u64, all: u64, is_good: bool) -> String {
    use super::panels::count;
    let order = if is_good { "the best first" } else { "the worst first" };
    match (shown, all) {
        (_, 1) => "1 comment of these days".to_owned(),
        (shown, all) if shown < all => format!("{} of {} comments of these days, {order}", count(shown), count(all)),
        (_, all) => format!("{} comments of these days, {order}", count(all)),
    }
}

/// A comment with its day and score.
#[must_use]
pub fn comment(day: &str, score: &str, said: &str) -> String {
    format!("{day} · {score} · “{said}”")
}

/// Shows so many more of the comments that are left.
#[must_use]
pub fn more_comments(count: u64, left: u64) -> String {
    let number = super::panels::count(count);
    if count == left { format!("Show the other {number}") } else { format!("Show {number} more") }
}

/// What a rule means, for whoever asks whether it is a trend or an anomaly.
#[must_use]
pub fn rule_meaning(rule: SignalRule) -> &'static str {
    match rule {
        SignalRule::Outside => {
            "Anomaly: a point outside the limits. Look for what was special then; one point is no trend."
        }
        SignalRule::RunOf8 => "Shift: eight or more in a row on one side of the centre. The level itself has changed.",
        SignalRule::ThreeOf4 => {
            "Shift: three of four in a row nearer a limit than the centre. The level has probably changed."
        }
        SignalRule::Flat => "No signal: what was done so far has not moved it beyond noise.",
    }
}

/// The limits in words, as in "Limits 3.6 – 4.4, centre 4.0, from 24 months."
#[must_use]
pub fn limits((lower, upper): (&str, &str), centre: &str, (points, grain): (usize, Grain)) -> String {
    format!("Limits {lower} – {upper}, centre {centre}, from {points} {}.", super::panels::drawer::grain_words(grain))
}
