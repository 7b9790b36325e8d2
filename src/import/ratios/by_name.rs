//! Which column of counts a share is of when nothing in the file is what is counted above the line: "Bounce rate" is of
//! "Sessions", "CSAT %" of "Responses". Names alone are no proof, so the numbers must be able to come of whole things.

use super::rounded;
use crate::import::headers::words;
use crate::import::kind_words::{PROMOTER, RATE, SATISFACTION};
use crate::import::layout::Sample;
use crate::import::sniff::{ColumnInfo, ColumnType, Sniffed};

/// Words of the names of shares, and of the names of what those are shares of.
const PAIRS: &[(&[&str], &[&str])] = &[
    (
        &["bounce", "engagement", "absprungrate", "interaktionsrate", "rebond", "rebote", "rimbalzo"],
        &["sessions", "visits", "sitzungen", "besuche", "visites", "sesiones", "visitas", "sessioni", "visite"],
    ),
    (
        &["conversion", "konversionsrate", "conversie", "conversión", "conversione"],
        &[
            "sessions",
            "visits",
            "visitors",
            "users",
            "clicks",
            "sitzungen",
            "besuche",
            "besucher",
            "nutzer",
            "klicks",
            "visites",
            "visiteurs",
            "sesiones",
            "visitas",
            "usuarios",
            "sessioni",
            "visite",
            "utenti",
        ],
    ),
    (
        &[
            "csat",
            "satisfaction",
            "satisfied",
            "nps",
            "promoters",
            "detractors",
            "passives",
            "agree",
            "favourable",
            "favorable",
            "zufriedenheit",
            "zufriedene",
            "ces",
            "box",
        ],
        &[
            "responses",
            "answers",
            "respondents",
            "participants",
            "ratings",
            "votes",
            "reviews",
            "interviews",
            "surveys",
            "n",
            "base",
            "antworten",
            "teilnehmer",
            "befragte",
            "réponses",
            "répondants",
            "respuestas",
            "risposte",
        ],
    ),
    (
        &[
            "open",
            "opens",
            "click",
            "clicks",
            "ctr",
            "clickthrough",
            "unsubscribe",
            "delivery",
            "bounce",
            "öffnungsrate",
        ],
        &["sent", "delivered", "emails", "mails", "recipients", "sends", "impressions", "empfänger"],
    ),
    (
        &["fcr", "resolution", "resolved", "escalation", "escalated", "reopen", "reopened", "sla", "transfer"],
        &["tickets", "contacts", "calls", "cases", "conversations", "chats", "anfragen", "anrufe", "requests"],
    ),
    (&["abandonment", "abandoned", "abandon"], &["carts", "checkouts", "calls", "sessions", "visits", "anrufe"]),
    (&["return", "refund", "cancellation", "retourenquote", "stornoquote"], &["orders", "bestellungen", "bookings"]),
    (&["success", "completion", "completed"], &["tasks", "attempts", "tests", "sessions", "starts"]),
    (&["error", "failure", "failed"], &["requests", "transactions", "attempts", "sessions", "calls"]),
];

/// Rows that are looked at, and the fewest that say something.
const MOST_ROWS: usize = 500;
const LEAST_ROWS: usize = 2;

/// True when a name says that its values are shares of something, or scores that are differences of shares.
pub(super) fn says_share(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_percent = name.contains('%') || has(&["pct"]);
    is_percent
        || has(RATE)
        || words.iter().any(|word| word.ends_with("rate") || word.ends_with("quote"))
        || (has(PROMOTER) && !has(&["score", "recommend"]))
}

/// True for a column whose values are shares: called so, and between the ends of shares.
pub(super) fn is_share(column: &ColumnInfo) -> bool {
    let is_figure = matches!(column.column_type, ColumnType::Percent | ColumnType::Number | ColumnType::Integer);
    // A count may be called "Conversions (%)" by nobody, and "NPS" without decimals is a share all the same.
    let is_marked =
        column.column_type != ColumnType::Integer || column.name.contains('%') || is_of_survey(&column.name);
    is_figure && is_marked && says_share(&column.name)
}

fn is_of_survey(name: &str) -> bool {
    words(name).iter().any(|word| PROMOTER.contains(&word.as_str()) || SATISFACTION.contains(&word.as_str()))
}

/// The column of counts that a share is plainly of: one of those that its name goes with, and numbers that fit.
pub(super) fn count_of<'a>(
    sniffed: &'a Sniffed,
    sample: &Sample,
    share: (usize, &ColumnInfo),
    counts: &[(usize, &'a ColumnInfo)],
) -> Option<&'a ColumnInfo> {
    if !is_share(share.1) {
        return None;
    }
    let is_count = |(at, count): &&(usize, &ColumnInfo)| *at != share.0 && !says_share(&count.name);
    let mut fitting = counts.iter().filter(is_count).filter(|(_, count)| goes_with(&share.1.name, &count.name));
    // Users and sessions both: nothing says which.
    let (Some((at, count)), None) = (fitting.next(), fitting.next()) else { return None };
    can_be_of(sniffed, sample, share.0, *at).then_some(*count)
}

/// True when a share of that name is of things of that name, as far as names say.
pub(super) fn goes_with(share: &str, count: &str) -> bool {
    let (share, count) = (words(share), words(count));
    let has = |words: &[String], list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    // What was answered of what was sent out is no share of the answers.
    let is_of_sent = has(&share, &["response", "answer", "antwortquote", "rücklaufquote"]);
    !is_of_sent && PAIRS.iter().any(|(shares, counts)| has(&share, shares) && has(&count, counts))
}

/// True when shares can be shares of whole things as many as the counts say, as far as their digits tell: 33.3 % of 3
/// can be, 40.0 % of 3 cannot.
fn can_be_of(sniffed: &Sniffed, sample: &Sample, share: usize, count: usize) -> bool {
    let format = sniffed.number_format();
    let rows = sample.rows.iter().take(MOST_ROWS).map(crate::import::rows::OwnedRow::row);
    let pairs: Vec<_> = rows
        .filter_map(|row| Some((rounded(format, row.trimmed(share))?, rounded(format, row.trimmed(count))?.value)))
        .collect();
    let largest = pairs.iter().map(|(share, _)| share.value.abs()).fold(0.0, f64::max);
    let whole = if largest > 1.0 { 100.0 } else { 1.0 };
    let are_counts = pairs.iter().all(|(_, count)| *count >= 0.0 && count.fract() == 0.0);
    if pairs.len() < LEAST_ROWS || !are_counts || largest > 100.0 {
        return false;
    }
    let (mut told, mut missed) = (0usize, 0usize);
    for (share, count) in pairs {
        let (part, slack) = (share.value * count / whole, share.half_step * count / whole);
        // Digits that leave room for the next whole number say nothing.
        if count > 0.0 && slack < 0.25 {
            told += 1;
            missed += usize::from((part - part.round()).abs() > slack);
        }
    }
    missed * 20 <= told
}
