//! Words of the decision log.

use super::words;
use crate::model::{AnsweredSignal, DecisionState};

words! {
    what = "What was decided";
    what_hint = "What is done about it";
    who = "Who";
    who_hint = "Who does it";
    decided_on = "Decided on";
    due_on = "Look at the outcome on";
    outcome = "Outcome";
    outcome_hint = "What came of it";
    state = "State";
    reason = "Reason, when dismissed";
    reason_hint = "Why nothing is done";
    about = "About";
    answers = "Answers";
    none_title = "Nothing decided yet";
    none_hint = "“Answer…” beside a signal, and “New decision…”, write what is done here.";
    none_open = "Nothing is open";
    none_open_hint = "“All” shows what was done and dismissed.";
    which = "Decisions shown";
    open_ones = "Open";
    all_ones = "All";
    new_decision = "New decision";
    add_decision = "New decision…";
    other_kpi = "About which KPI";
    what_wanted = "Say what is done.";
}

/// How far a decision is.
#[must_use]
pub fn state_word(state: DecisionState) -> &'static str {
    match state {
        DecisionState::Open => "Open",
        DecisionState::Done => "Done",
        DecisionState::Dismissed => "Dismissed",
    }
}

/// A signal that was answered, as in "falling (shift since 12 May 2025)".
#[must_use]
pub fn signal(signal: &AnsweredSignal) -> String {
    let (since, until) = (super::day(signal.since), super::day(signal.until));
    crate::i18n::signals::going_on((signal.rule, signal.course), &since, &until)
}

/// "due 31 Mar 2026", and that it is late.
#[must_use]
pub fn due(day: &str, is_overdue: bool) -> String {
    if is_overdue { format!("overdue since {day}") } else { format!("due {day}") }
}

/// A decision in one line: what it is about and what it says.
#[must_use]
pub fn line(about: &str, said: &str) -> String {
    if said.is_empty() { about.to_owned() } else { format!("{about}: {said}") }
}
