//! Words of the data drawer.

use super::words;
use crate::base::time::Grain;

words! {
    trend = "Trend";
    all_tabs = "All pages of the drawer";
    larger = "Enlarge the drawer";
    smaller = "Make the drawer small again";
    larger_hint = "More rows: the drawer takes the room of the map, or gives it back";
    observations = "Observations";
    sources = "Sources";
    no_kpi = "No KPI selected";
    no_kpi_hint = "Click a KPI on the map, or a stage that has one, to see its trend here.";
    no_numbers = "No numbers yet";
    no_numbers_hint = "Import a table: Data, Import…, or drop the file on the window.";
    no_rows = "No rows here";
    no_rows_hint = "No row of the shown period and segment belongs to this KPI at this place.";
    bad_formula = "This formula cannot be worked out";
    open_formula = "Open the formula";
    not_in_segments = "Not in the chosen segments";
    not_in_segments_hint = "Its rows belong to other segments. “All segments” in the toolbar shows them.";
    no_sources = "No sources yet";
    no_sources_hint = "Every imported file stands here with its report. Drop a CSV or Excel file on the window to begin.";
    no_value = "no answers in this period";
    reading = "Reading…";
    few_answers = "few answers";
    n_not_given = "n not given";
    weighted = "weighted";
    upper_limit = "upper limit";
    lower_limit = "lower limit";
    centre = "centre";
    in_progress = "period in progress";
    nothing_to_compare = "Nothing to compare with in the period before.";
    averages = "The rows are averages, so this kind cannot be counted. Choose the kind “Mean”.";
    period_before = "the period before";
    period_last_year = "the same period last year";
    reset = "Double-click shows everything again";
    open_response_plan = "Response plan";
    import = "Import numbers…";
    column_date = "Date";
    column_place = "Place";
    column_value = "Value";
    column_n = "n";
    column_segments = "Segments";
    column_comment = "Comment";
    column_respondent = "Respondent";
    column_source = "Source";
    column_line = "Line";
    column_column = "Column";
    column_problem = "Problem";
    column_text = "Text";
    column_read = "Read";
    column_accepted = "Accepted";
    column_rejected = "Rejected";
    column_days = "Days";
    column_imported = "Imported";
    column_hash = "Hash";
    column_state = "State";
    first_page = "First page";
    last_page = "Last page";
    previous_page = "Previous page";
    next_page = "Next page";
    hide = "Hide";
    show = "Show";
    remove = "Remove";
    report = "Report";
    refresh = "Refresh";
    more = "More";
    replace = "Replace with a file…";
    find_file = "Find the file…";
    remap = "Map the columns anew…";
    remove_person = "Remove a person’s rows…";
    edit_values = "Edit values…";
    copy_path = "Copy the path";
    follow = "Read the file again";
    file_missing = "file missing";
    other_columns = "other columns";
    not_refreshed = "not refreshed";
    waiting = "waiting";
    back = "Back to sources";
    state_active = "counts";
    state_hidden = "hidden";
    no_issues = "Every row was accepted";
    no_issues_hint = "Read and accepted rows are the same number.";
    no_entries = "No entries";
    no_entries_hint = "The report of this import says nothing more.";
    export_rejected = "Export rejected rows…";
    lost = "The rows could not be read; the log says why. Try again.";
    row_left_out = "row left out";
    cell_left_out = "cell left out";
}

/// "target 4.0".
#[must_use]
pub fn target(value: &str) -> String {
    format!("target {value}")
}

/// "n 214".
#[must_use]
pub fn n(text: &str) -> String {
    format!("n {text}")
}

/// "95 % 3.05 – 3.35".
#[must_use]
pub fn interval(limits: &str) -> String {
    format!("95 % {limits}")
}

/// "CSAT · Support".
#[must_use]
pub fn kpi_at(kpi: &str, place: &str) -> String {
    format!("{kpi} · {place}")
}

/// "before 12 May 2025".
#[must_use]
pub fn before(day: crate::base::time::Day) -> String {
    format!("before {}", super::day(day))
}

/// "↓ 0.6 against the same period last year".
#[must_use]
pub fn change(change: &str, against: &str) -> String {
    format!("{change} against {against}")
}

/// A change of what grows with the days, between periods that are not of one length.
#[must_use]
pub fn per_day(moved: &str, days: i64, days_before: i64) -> String {
    format!("{moved}, counted per day: {} beside {}", counted_days(days), counted_days(days_before))
}

/// A formula that is no amount of days, between periods that are not of one length.
#[must_use]
pub fn not_comparable(against: &str, days: i64, days_before: i64) -> String {
    let (days, before) = (counted_days(days), counted_days(days_before));
    format!(
        "Not compared with {against}: {days} beside {before}, and this formula cannot be brought to one day. Choose days \
         that are as many."
    )
}

/// "1 day", "92 days".
#[must_use]
pub fn counted_days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// The pooled two-proportion z-test in a sentence; how its interval is made is said in the manual.
pub const TWO_PROPORTIONS: &str = "two-proportion z-test";

/// Other segments, in the sentence about a change.
#[must_use]
pub fn segments(which: &str) -> String {
    format!("{which}, over the same days")
}

/// The verdict of a test, as in "beyond noise (Welch t-test, p 0.012)".
#[must_use]
pub fn verdict(is_beyond_noise: Option<bool>, test: &str, p: Option<f64>) -> String {
    let p = match p {
        // No line breaks inside a p-value.
        Some(p) if p < 0.001 => ", p\u{a0}<\u{a0}0.001".to_owned(),
        Some(p) => format!(", p\u{a0}{p:.3}"),
        None => String::new(),
    };
    match is_beyond_noise {
        Some(true) => format!("beyond noise ({test}{p})"),
        Some(false) => format!("within noise ({test}{p})"),
        None => "not tested, the answers are too few or not counted".to_owned(),
    }
}

/// Instead of a verdict: values of this kind have none.
pub const NO_TEST: &str = "not tested, there is no test for this kind of KPI";
/// Instead of a verdict: a test wants two samples.
pub const SHARED_DAYS: &str = "not tested, some days are on both sides";

/// How a value is counted and over which days, as in "mean of 1–5 · 1 Jan 2025 – 31 Dec 2025".
#[must_use]
pub fn kind_and_period(kind: &str, period: &str) -> String {
    format!("{kind} · {period}")
}

/// A point outside the limits.
#[must_use]
pub fn anomaly(is_high: bool, since: &str) -> String {
    let (word, side) = if is_high { ("Rose", "above") } else { ("Dropped", "below") };
    format!("{word} (anomaly): {since} lies {side} the limits.")
}

/// Eight in a row on one side.
#[must_use]
pub fn shift_by_side(is_high: bool, since: &str) -> String {
    let (word, side) = if is_high { ("Higher", "above") } else { ("Lower", "below") };
    format!("{word} since {since}: a shift (8 or more in a row {side} the centre).")
}

/// Three of four near a limit.
#[must_use]
pub fn shift_near_limit(is_high: bool, since: &str) -> String {
    let word = if is_high { "Higher" } else { "Lower" };
    format!("{word} since {since}: a shift (3 of 4 in a row near the limit).")
}

/// A point outside the limits, with quieter ones since.
#[must_use]
pub fn past_anomaly(is_high: bool, at: &str) -> String {
    let side = if is_high { "above" } else { "below" };
    format!("No signal since {at}, which lay {side} the limits.")
}

/// A run on one side that has ended.
#[must_use]
pub fn past_shift_by_side(is_high: bool, since: &str, until: &str) -> String {
    let side = if is_high { "above" } else { "below" };
    format!("Shift {side} the centre from {since} to {until}, none since.")
}

/// Points near a limit, with others since.
#[must_use]
pub fn past_shift_near_limit(is_high: bool, since: &str, until: &str) -> String {
    let limit = if is_high { "upper" } else { "lower" };
    format!("Shift towards the {limit} limit from {since} to {until}, none since.")
}

/// What was taken out before limits were worked out.
#[must_use]
pub fn without_season(is_weekly: bool, strength: f64) -> String {
    let cycle = if is_weekly { "week" } else { "year" };
    format!(
        "The pattern of the {cycle} is taken out: it explains {:.0} % of the spread, and the limits follow it.",
        strength * 100.0
    )
}

/// Nothing that repeats was found.
#[must_use]
pub fn no_season() -> &'static str {
    "No pattern of the week or the year is strong enough to be taken out."
}

/// No signal among so many points.
#[must_use]
pub fn no_signal(points: usize, grain: Grain) -> String {
    format!("No signal: all {points} {} lie within the limits.", grain_words(grain))
}

/// Limits that started anew not long ago.
#[must_use]
pub fn limits_too_young(points: usize, grain: Grain) -> String {
    format!("The limits started anew: {points} {} so far, 6 are needed.", grain_words(grain))
}

/// There are points enough, but none differs from the one beside it.
#[must_use]
pub fn no_width(grain: Grain) -> String {
    format!("No limits: nothing varies between {} beside each other, only across longer gaps.", grain_words(grain))
}

/// There are points enough, but each stands alone.
#[must_use]
pub fn no_neighbours(grain: Grain) -> String {
    format!(
        "No limits: no two {} with values are beside each other, and how much values vary is seen between such.",
        grain_words(grain)
    )
}

/// "months".
#[must_use]
pub fn grain_words(grain: Grain) -> &'static str {
    match grain {
        Grain::Day => "days",
        Grain::Week => "weeks",
        Grain::Month => "months",
        Grain::Quarter => "quarters",
        Grain::Year => "years",
        Grain::All => "periods",
    }
}

/// "support_csat.csv · imported 20 Nov 2025 · mean, Student t 95 %".
#[must_use]
pub fn source_line(sources: &str, imported: &str, kind: &str, method: &str) -> String {
    let method = if method.is_empty() { kind.to_owned() } else { format!("{kind}, {method} 95 %") };
    if sources.is_empty() { method } else { format!("{sources} · imported {imported} · {method}") }
}

/// "support_csat.csv and 2 more".
#[must_use]
pub fn and_more(first: &str, more: usize) -> String {
    if more == 0 { first.to_owned() } else { format!("{first} and {more} more") }
}

/// "1–100 of 5,214".
#[must_use]
pub fn page(from: u64, to: u64, total: u64) -> String {
    format!("{}–{} of {}", super::count(from), super::count(to), super::count(total))
}

/// How the value of a KPI is computed, as in "mean of 1–5".
#[must_use]
pub fn kind(kind: &crate::model::KpiKind, scale: Option<(f64, f64)>) -> String {
    use crate::model::{KpiKind, Sides};
    match kind {
        KpiKind::Nps => "Net Promoter Score of answers 0–10".to_owned(),
        KpiKind::TopBox { scale: (low, high), satisfied_from, satisfied_to } => {
            let most = satisfied_to.unwrap_or(*high);
            format!("share of answers {satisfied_from}–{most} on a scale of {low}–{high}")
        }
        KpiKind::Ces => {
            let (low, high) = scale.unwrap_or((1.0, 7.0));
            format!("Customer Effort Score, mean of {low}–{high}")
        }
        KpiKind::Sus => "System Usability Scale, mean of 0–100".to_owned(),
        KpiKind::Mean => scale.map_or_else(|| "mean".to_owned(), |(low, high)| format!("mean of {low}–{high}")),
        KpiKind::Percentile { percent } if *percent == 50.0 => "median".to_owned(),
        KpiKind::Percentile { percent } => format!("{percent} % of the values lie below it"),
        KpiKind::Rate => "rate".to_owned(),
        KpiKind::Ratio => "ratio of two metrics".to_owned(),
        KpiKind::Sum => "sum".to_owned(),
        KpiKind::Count => "number of answers".to_owned(),
        KpiKind::Last => "value of the last day".to_owned(),
        KpiKind::Difference { of: Sides::Means } => "difference of two means".to_owned(),
        KpiKind::Difference { of: Sides::Shares } => "difference of two shares".to_owned(),
        KpiKind::Difference { of: Sides::Sums } => "difference of two sums".to_owned(),
        KpiKind::Formula => "formula over other KPIs".to_owned(),
    }
}

/// The short name of a kind, for the source line.
#[must_use]
pub fn kind_word(kind: &crate::model::KpiKind) -> &'static str {
    use crate::model::KpiKind;
    match kind {
        KpiKind::Nps => "NPS",
        KpiKind::TopBox { .. } => "top box",
        KpiKind::Ces => "CES",
        KpiKind::Sus => "SUS",
        KpiKind::Mean => "mean",
        KpiKind::Percentile { percent } if *percent == 50.0 => "median",
        KpiKind::Percentile { .. } => "percentile",
        KpiKind::Rate => "rate",
        KpiKind::Ratio => "ratio",
        KpiKind::Sum => "sum",
        KpiKind::Count => "count",
        KpiKind::Last => "last value",
        KpiKind::Difference { .. } => "difference",
        KpiKind::Formula => "formula",
    }
}

/// A trend in words, for people who do not see it.
#[must_use]
pub fn trend_summary(name: &str, points: usize, grain: Grain, last: &str) -> String {
    let periods = grain_words(grain);
    let periods = if points == 1 { periods.trim_end_matches('s') } else { periods };
    format!("Trend of {name}: {points} {periods}, last {last}")
}

/// What is wrong with a row.
#[must_use]
pub fn issue(kind: crate::model::bulk::IssueKind) -> &'static str {
    use crate::model::bulk::IssueKind;
    match kind {
        IssueKind::MissingDate => "no date",
        IssueKind::BadDate => "not a date",
        IssueKind::MissingValue => "no value",
        IssueKind::BadValue => "not a number",
        IssueKind::BadCount => "not a count",
        IssueKind::OutOfScale => "outside the scale",
        IssueKind::BadWeight => "not a weight",
        IssueKind::MissingMetric => "no metric",
        IssueKind::TooFewCells => "too few cells",
        IssueKind::TooManyCells => "too many cells",
        IssueKind::OpenQuote => "a quote that is never closed",
        IssueKind::RowTooLong => "too long for a row",
        IssueKind::BadEncoding => "unreadable bytes",
        IssueKind::UnknownPlace => "unknown place",
        IssueKind::BadDuration => "not a duration",
        IssueKind::MissingPlace => "does not say what happened",
        IssueKind::Filtered => "left out by a rule",
        IssueKind::Duplicate => "the same id came before",
        IssueKind::Forgotten => "a person whose rows were removed",
    }
}

/// All issues of one kind in one column, as in "312 not a number (first: line 17, column Value)".
#[must_use]
pub fn group(group: &crate::model::bulk::IssueGroup) -> String {
    let line = group.lines.first().map_or_else(String::new, |line| format!("line {}", super::count(*line)));
    let column = group.column.as_ref().map_or_else(String::new, |column| format!(", column {column}"));
    format!("{} {} (first: {line}{column})", super::count(group.count), issue(group.kind))
}

/// The switch that shows the issues of one kind, as in "312 not a number".
#[must_use]
pub fn of_kind(count: u64, kind: crate::model::bulk::IssueKind) -> String {
    format!("{} {}", super::count(count), issue(kind))
}

/// The switch that shows all issues.
#[must_use]
pub fn all_issues(count: u64) -> String {
    format!("All {}", super::count(count))
}

/// What tells two states of a data file apart.
#[must_use]
pub fn hash(hash: &str) -> String {
    format!("BLAKE3 {hash}")
}

/// What a click on the head of a column does.
#[must_use]
pub fn sort_by(column: &str) -> String {
    format!("Sort by {}", column.to_lowercase())
}

/// What is wrong, and what became of the row.
#[must_use]
pub fn issue_with_fate(kind: crate::model::bulk::IssueKind, is_row_rejected: bool) -> String {
    format!("{}; {}", issue(kind), if is_row_rejected { row_left_out() } else { cell_left_out() })
}

/// "support_csat.csv: 5,214 rows read = 5,210 accepted + 4 rejected".
#[must_use]
pub fn report_line(name: &str, read: u64, accepted: u64, rejected: u64) -> String {
    format!(
        "{name}: {} read = {} accepted + {} rejected",
        super::rows(read),
        super::count(accepted),
        super::count(rejected)
    )
}

/// "support_csat.csv · data to 20 Nov 2025".
#[must_use]
pub fn data_to(sources: &str, day: &str) -> String {
    if sources.is_empty() { format!("data to {day}") } else { format!("{sources} · data to {day}") }
}

/// Name of the page of notes.
pub const NOTES: &str = "Notes";
/// Name of the page of signals.
pub const SIGNALS: &str = "Signals";
/// Name of the page of decisions.
pub const DECISIONS: &str = "Decisions";
/// Name of the page of the KPI doctor.
pub const DOCTOR: &str = "KPI doctor";

/// A page with how much on it is open.
#[must_use]
pub fn tab(name: &str, open: usize) -> String {
    if open == 0 { name.to_owned() } else { format!("{name} ({open})") }
}

/// When a source is read again.
#[must_use]
pub fn follows(refresh: crate::model::Refresh) -> &'static str {
    use crate::model::Refresh;
    match refresh {
        Refresh::Unlinked => "Never",
        Refresh::ByHand => "When I ask for it",
        Refresh::OnOpen => "When this map is opened",
        Refresh::OnChange => "Whenever the file changes",
    }
}

/// All days are shown from there on.
pub const SHOW_ALL_DATA: &str = "Show all data";

/// "There are answers from 1 May 2015 to 31 May 2015."
#[must_use]
pub fn answers_elsewhere(range: crate::base::time::DayRange) -> String {
    format!("There are answers from {} to {}.", super::day(range.from), super::day(range.to))
}

/// A source that counts and is read again by itself.
pub const LINKED: &str = "linked";

/// When a source is read again, as a sentence of its own.
#[must_use]
pub fn is_read_again(refresh: crate::model::Refresh) -> String {
    format!("Read again: {}", follows(refresh).to_lowercase())
}

/// A source whose data ends earlier than its KPIs expect, as in "12 days old".
#[must_use]
pub fn days_old(days: i64) -> String {
    if days == 1 { "1 day old".to_owned() } else { format!("{days} days old") }
}

/// Which KPIs read a source.
#[must_use]
pub fn used_by(kpis: &[String]) -> String {
    if kpis.is_empty() { "No KPI on a map reads it.".to_owned() } else { format!("Read by {}.", kpis.join(", ")) }
}
