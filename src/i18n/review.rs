//! The review of a map and its minutes.

/// A KPI without a value.
pub const NO_VALUE: &str = "no value in this period";
/// A stage with nothing to look at.
pub const NOTHING_HERE: &str = "Nothing to look at.";
/// A signal without an answer.
pub const UNANSWERED: &str = "not answered";
/// Tab of the drawer and name of the mode.
pub const REVIEW: &str = "Review";
/// Goes on.
pub const NEXT: &str = "Next";
/// Goes back.
pub const PREVIOUS: &str = "Back";
/// The last page.
pub const MINUTES: &str = "Minutes";
/// What is typed at a stage.
pub const REMARKS: &str = "What was said about it";
/// The same, as a hint.
pub const REMARKS_HINT: &str = "Goes into the minutes";
/// Heading of signals.
pub const MOVED: &str = "What moved";
/// Heading of decisions.
pub const OPEN_DECISIONS: &str = "Open decisions";
/// Heading of decisions that are done or dismissed.
pub const CLOSED_DECISIONS: &str = "Closed since the last review";
/// Heading of notes.
pub const NOTES: &str = "Notes";
/// Ends the review.
pub const FINISH: &str = "Finish and copy the minutes";
/// The same afterwards.
pub const FINISHED: &str = "Finished: the minutes are on the clipboard";
/// What that does.
pub const FINISH_HINT: &str = "Keeps today as the day of the review: what moves from now on is news, and what nobody has answered. The minutes go to the clipboard.";
/// Writes the minutes.
pub const SAVE: &str = "Save minutes…";
/// A map without stages.
pub const NOTHING_TITLE: &str = "Nothing to review";
/// What to do about it.
pub const NOTHING_HINT: &str = "Add a stage to the map.";

/// Heads what was said of stages that are gone since.
pub const ALSO_SAID: &str = "Also said";

/// Title of the minutes.
#[must_use]
pub fn minutes_title(map: &str) -> String {
    format!("Review: {map}")
}

/// When it was, and when the one before; of minutes of a day on which a review was finished only when it was.
#[must_use]
pub fn held_on(today: &str, before: Option<&str>) -> String {
    match before {
        Some(before) if before == today => format!("Held on {today}."),
        Some(before) => format!("Held on {today}; the review before was on {before}."),
        None => format!("Held on {today}; the first review of this map."),
    }
}

/// Which days the figures are of, of which segments (empty: of everyone), and what their changes are against.
#[must_use]
pub fn figures_of(days: &str, segments: &str, before: Option<&str>) -> String {
    let only = if segments.is_empty() { String::new() } else { format!(", only {segments}") };
    match before {
        Some(before) => format!("Figures of {days}{only}; changes against {before}."),
        None => format!("Figures of {days}{only}."),
    }
}

/// A change that is none.
#[must_use]
pub fn within_noise(change: &str) -> String {
    format!("{change} (within noise)")
}

/// A move in a line.
#[must_use]
pub fn moved(name: &str, sentence: &str, size: &str) -> String {
    if size.is_empty() { format!("{name}: {sentence}") } else { format!("{name}: {sentence}, {size}") }
}

/// The decision that answers it.
#[must_use]
pub fn answered(decision: &str) -> String {
    format!("answered: {decision}")
}

/// Why it is not answered by doing something.
#[must_use]
pub fn dismissed(reason: &str) -> String {
    format!("dismissed: {reason}")
}

/// An open decision in the minutes.
#[must_use]
pub fn open_decision(told: &str) -> String {
    format!("Open decision: {told}")
}

/// A decision that is done or dismissed.
#[must_use]
pub fn closed_decision(state: &str, told: &str) -> String {
    format!("{state}: {told}")
}

/// A decision with what came of it.
#[must_use]
pub fn with_outcome(told: &str, outcome: &str) -> String {
    format!("{told} – outcome: {outcome}")
}

/// A note in the minutes.
#[must_use]
pub fn note(told: &str) -> String {
    format!("Note: {told}")
}

/// Where one is, as in "2 of 7 · Support".
#[must_use]
pub fn position(index: usize, count: usize, title: &str) -> String {
    format!("{index} of {count} · {title}")
}

/// Minutes that were written.
#[must_use]
pub fn minutes_saved(name: &str) -> String {
    format!("Minutes written to {name}.")
}
