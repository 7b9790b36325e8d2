//! The daily files: counts and rates from search, web analytics, product, help desk and billing.

use super::random::Random;
use super::{SampleFile, story};
use crate::base::time::Day;
use crate::model::bulk::{BulkData, IssueKind, ObservationTable, RowIssue, SeriesKey};
use serde_json::json;

/// One series of a file: metric, place, and how a day's value and n come about.
type Series = (&'static str, &'static str, fn(Day, &mut Random) -> (f64, f64));

/// A count without n. Days differ by more than chance alone.
fn counted(level: f64, day: Day, random: &mut Random) -> (f64, f64) {
    let mean = level * story::activity(day) * (1.0 + 0.05 * random.normal());
    (random.count(mean.max(0.0)), f64::NAN)
}

/// A share of a day's trials.
fn share(trials: f64, probability: f64, day: Day, random: &mut Random) -> (f64, f64) {
    let n = random.count(trials * story::activity(day)).max(1.0);
    let of_the_day = probability + 0.008 * random.normal();
    (random.successes(n, of_the_day) / n, n)
}

const SEARCH: &[Series] = &[("branded_search", "Awareness", |day, r| counted(story::branded_search(day), day, r))];

const FUNNEL: &[Series] = &[
    ("trial_requests", "Consideration", |day, r| counted(story::trial_requests(day), day, r)),
    ("signup_conversion", "Sign-up", |day, r| share(story::form_starts(day), story::conversion(day), day, r)),
    ("signup_abandoned", "Sign-up", |day, r| share(story::form_starts(day) * 0.62, story::abandoned(day), day, r)),
    ("identity_passed", "Verify identity", |day, r| {
        share(story::form_starts(day) * 0.62, story::identity_passed(day), day, r)
    }),
];

const PRODUCT: &[Series] = &[
    ("activation", "Onboarding", |day, r| share(38.0, story::activation(day), day, r)),
    ("reports_sent", "First report", |day, r| counted(310.0 * (1.0 + story::activation(day)), day, r)),
];

const HELP_DESK: &[Series] = &[
    ("first_response", "Support", |day, r| {
        let (n, _) = counted(story::tickets(day), day, r);
        let hours = story::first_response(day) * (1.0 + 0.09 * r.normal()) * story::activity(day).powf(-0.2);
        ((hours * 100.0).round() / 100.0, n.max(1.0))
    }),
    ("tickets", "Support", |day, r| counted(story::tickets(day), day, r)),
    ("repeat_contacts", "Support", |day, r| share(story::tickets(day), story::repeat_contacts(day), day, r)),
];

const BILLING: &[Series] = &[("renewal_rate", "Renewal", |day, r| share(24.0, story::renewal_rate(day), day, r))];

/// All daily files.
pub(super) fn files(seed: u64) -> Vec<SampleFile> {
    vec![
        file("search_console.csv", SEARCH, seed, Vec::new()),
        file("web_funnel.csv", FUNNEL, seed, Vec::new()),
        file("product_events.csv", PRODUCT, seed, Vec::new()),
        file("helpdesk_tickets.csv", HELP_DESK, seed, bad_days()),
        file("billing_renewals.csv", BILLING, seed, Vec::new()),
    ]
}

/// What a real export has at its end.
fn bad_days() -> Vec<RowIssue> {
    let issue = |line, column: &str, kind, text: &str| RowIssue {
        line,
        column: Some(column.to_owned()),
        kind,
        text: text.to_owned(),
        is_row_rejected: true,
    };
    vec![
        issue(1182, "value", IssueKind::BadValue, "n/a"),
        issue(2196, "date", IssueKind::BadDate, "Total"),
        issue(2197, "date", IssueKind::MissingDate, ""),
    ]
}

fn file(name: &'static str, series: &[Series], seed: u64, issues: Vec<RowIssue>) -> SampleFile {
    let mut table = ObservationTable::default();
    for (index, (metric, place, draw)) in (0_u32..).zip(series) {
        let mut random = Random::new(seed, metric);
        let key = SeriesKey { metric: (*metric).to_owned(), place: (*place).to_owned(), segments: Vec::new() };
        table.series.push(key);
        for day in story::days() {
            let (value, n) = draw(day, &mut random);
            table.series_of_row.push(index);
            table.day.push(day);
            table.value.push(value);
            table.n.push(n);
        }
    }
    if table.n.iter().all(|n| n.is_nan()) {
        table.n.clear();
    }
    let column = |name: &str| json!({ "column": name });
    let mut mapping = json!({
        "shape": "long", "date": column("date"), "place": column("place"), "metric": column("metric"),
        "value": column("value"),
    });
    if !table.n.is_empty() {
        mapping["n"] = column("n");
    }
    SampleFile { name, mapping, data: BulkData { observations: table, issues, ..BulkData::default() } }
}
