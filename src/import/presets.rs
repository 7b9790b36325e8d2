//! Tools that give themselves away by their headers.

use super::rows::OwnedRow;

/// A tool whose export is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preset {
    Qualtrics,
    SurveyMonkey,
    Typeform,
    Zendesk,
    Hotjar,
    PostHog,
    Matomo,
    Adobe,
    GoogleAnalytics,
}

impl Preset {
    /// The word used on the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Qualtrics => "qualtrics",
            Self::SurveyMonkey => "surveymonkey",
            Self::Typeform => "typeform",
            Self::Zendesk => "zendesk",
            Self::Hotjar => "hotjar",
            Self::PostHog => "posthog",
            Self::Matomo => "matomo",
            Self::Adobe => "adobe",
            Self::GoogleAnalytics => "ga4",
        }
    }
}

/// Recognises a tool by the lines above the header, the header, and the rows below.
pub(crate) fn recognise(above: &[OwnedRow], names: &[String], below: &[OwnedRow]) -> Option<Preset> {
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    let starts = |first: &str| names.first().is_some_and(|n| n.eq_ignore_ascii_case(first));
    if import_id_row(below).is_some() || (starts("V1") && second_starts(below, b"ResponseID")) {
        return Some(Preset::Qualtrics);
    }
    if above.iter().any(|r| r.row().raw.starts_with(b"#=====")) {
        return Some(Preset::Adobe);
    }
    if above.iter().any(|r| r.row().raw.starts_with(b"# -----")) {
        return Some(Preset::GoogleAnalytics);
    }
    if (starts("Respondent ID") && has("Collector ID")) || (starts("respondent_id") && has("collector_id")) {
        return Some(Preset::SurveyMonkey);
    }
    if starts("#") && has("Start Date (UTC)") && has("Submit Date (UTC)") {
        return Some(Preset::Typeform);
    }
    if has("Summation column") {
        return Some(Preset::Zendesk);
    }
    if has("Hotjar User ID") && has("Date Submitted") {
        return Some(Preset::Hotjar);
    }
    if (starts("series") && has("total")) || (starts("name") && has("breakdown_value") && has("action_id")) {
        return Some(Preset::PostHog);
    }
    if has("nb_visits") || has("nb_uniq_visitors") || has("Metadata: segment") || has("metadata_segment") {
        return Some(Preset::Matomo);
    }
    None
}

/// The row of machine names that ends a Qualtrics header.
fn import_id_row(below: &[OwnedRow]) -> Option<usize> {
    let mark = b"{\"ImportId\"";
    let has_mark = |r: &OwnedRow| r.row().cells().any(|c| c.starts_with(mark));
    below.iter().take(3).position(has_mark)
}

fn second_starts(below: &[OwnedRow], text: &[u8]) -> bool {
    below.first().is_some_and(|r| r.row().trimmed(0) == text)
}

/// How many rows below the first belong to the header too.
pub(crate) fn further_header_rows(preset: Option<Preset>, below: &[OwnedRow]) -> usize {
    match preset {
        // Older exports have numbered names above the readable ones.
        Some(Preset::Qualtrics) => import_id_row(below).map_or(1, |i| i + 1),
        Some(Preset::SurveyMonkey) => {
            usize::from(below.first().is_some_and(|r| r.row().trimmed(0).is_empty() && r.row().trimmed(1).is_empty()))
        }
        _ => 0,
    }
}
