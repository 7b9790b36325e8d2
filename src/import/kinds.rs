//! Which kind of KPI a metric most likely is.

use super::headers::words;
use super::kind_words::{ASKING, COUNTED, DOWN, MEASURED, PER, PROMOTER, RATE, SATISFACTION, STATISTIC, WHOLE};
use super::summary::{MetricSummary, are_few};
use crate::base::text::fold_name;
use crate::model::{Direction, KpiKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A kind of KPI that one metric is enough for, as a mapping can ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MetricKind {
    /// [`KpiKind::Mean`].
    Mean,
    /// [`KpiKind::MEDIAN`].
    Median,
    /// [`KpiKind::Sum`].
    Sum,
    /// [`KpiKind::Count`].
    Count,
    /// [`KpiKind::Last`].
    Last,
    /// [`KpiKind::Rate`].
    Rate,
    /// [`KpiKind::Nps`].
    Nps,
    /// The usual top box of the scale that the answers lie on.
    TopBox,
    /// [`KpiKind::Ces`].
    Ces,
    /// [`KpiKind::Sus`].
    Sus,
}

impl MetricKind {
    /// Every kind, in the order they are offered in.
    pub const EVERY: [Self; 10] = [
        Self::Mean,
        Self::Median,
        Self::Sum,
        Self::Count,
        Self::Last,
        Self::Rate,
        Self::Nps,
        Self::TopBox,
        Self::Ces,
        Self::Sus,
    ];

    /// The words of mapping files, in the order of [`MetricKind::EVERY`].
    pub const WORDS: [&'static str; 10] =
        ["mean", "median", "sum", "count", "last", "rate", "nps", "top_box", "ces", "sus"];

    /// Which of them a kind is; `None` for kinds that read more than one metric, and for other percentiles.
    #[must_use]
    pub fn of(kind: &KpiKind) -> Option<Self> {
        Some(match kind {
            KpiKind::Mean => Self::Mean,
            kind if *kind == KpiKind::MEDIAN => Self::Median,
            KpiKind::Sum => Self::Sum,
            KpiKind::Count => Self::Count,
            KpiKind::Last => Self::Last,
            KpiKind::Rate => Self::Rate,
            KpiKind::Nps => Self::Nps,
            KpiKind::TopBox { .. } => Self::TopBox,
            KpiKind::Ces => Self::Ces,
            KpiKind::Sus => Self::Sus,
            KpiKind::Percentile { .. } | KpiKind::Ratio | KpiKind::Difference { .. } | KpiKind::Formula => return None,
        })
    }

    /// The kind, for a metric that looks like this.
    #[must_use]
    pub fn kind(self, summary: &MetricSummary) -> KpiKind {
        match self {
            Self::Mean => KpiKind::Mean,
            Self::Median => KpiKind::MEDIAN,
            Self::Sum => KpiKind::Sum,
            Self::Count => KpiKind::Count,
            Self::Last => KpiKind::Last,
            Self::Rate => KpiKind::Rate,
            Self::Nps => KpiKind::Nps,
            Self::TopBox => {
                KpiKind::top_box_of(summary.scale.or_else(|| scale_of(summary, false)).unwrap_or((1.0, 5.0)))
            }
            Self::Ces => KpiKind::Ces,
            Self::Sus => KpiKind::Sus,
        }
    }
}

/// Notes what a mapping says that the KPIs of metrics are.
pub(crate) fn ask(metrics: &mut [MetricSummary], kinds: &BTreeMap<String, MetricKind>) {
    let by_name: BTreeMap<String, MetricKind> = kinds.iter().map(|(name, kind)| (fold_name(name), *kind)).collect();
    for metric in metrics {
        metric.asked = by_name.get(&fold_name(&metric.name)).or_else(|| by_name.get("*")).copied();
    }
}

/// Why a kind was guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindReason {
    /// The mapping says it.
    Asked,
    /// Rows, people or sessions were counted to get the values.
    Counted,
    /// Written as percent.
    Percent,
    /// The name speaks of a share, and the values are fractions.
    RateName,
    /// The name speaks of things that are counted.
    CountName,
    /// The name speaks of something measured.
    MeasureName,
    /// Answers from 0 to 10.
    ZeroToTen,
    /// The name speaks of recommending, but the scale is too short for an NPS.
    ShortScale,
    /// Answers on a small scale.
    SmallScale,
    /// Averages: the single answers are gone.
    Averages,
    /// Percentages or scores computed elsewhere.
    Computed,
    /// Nothing speaks for another kind.
    Otherwise,
}

impl fmt::Display for KindReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Asked => "the mapping says so",
            Self::Counted => "the values are counts of rows of the file",
            Self::Percent => "the values are percentages",
            Self::RateName => "the name speaks of a share and the values lie between 0 and 1",
            Self::CountName => "the name speaks of things that are counted",
            Self::MeasureName => "the name speaks of something that is measured",
            Self::ZeroToTen => "the answers go from 0 to 10",
            Self::ShortScale => {
                "the name speaks of an NPS, but the answers lie on a scale shorter than 0 to 10, and an NPS needs that one"
            }
            Self::SmallScale => "the answers are whole numbers on a small scale",
            Self::Averages => "the values are averages, so single answers cannot be counted",
            Self::Computed => "the values were computed elsewhere, so they are averaged",
            Self::Otherwise => "nothing speaks for another kind",
        })
    }
}

/// True for names in scripts without spaces that end in the sign for a number of things: 조회수, 訪問数, 订单数.
fn ends_as_count(name: &str) -> bool {
    name.trim_end().ends_with(['수', '数', '數'])
}

/// The kind of KPI a metric most likely is, and why. What was averaged before cannot be counted any more. Where the header
/// says that the lowest answer is the best, the satisfied ones are at that end.
#[must_use]
pub fn guess_kind(summary: &MetricSummary) -> (KpiKind, KindReason) {
    let (kind, reason) = kind_upwards(summary);
    match kind {
        KpiKind::TopBox { scale, satisfied_from, satisfied_to: None } if summary.is_best_low => {
            let (low, high) = scale;
            let satisfied_to = Some(low + (high - satisfied_from));
            (KpiKind::TopBox { scale, satisfied_from: low, satisfied_to }, reason)
        }
        KpiKind::Nps if summary.is_best_low => (KpiKind::Mean, KindReason::Otherwise),
        _ => (kind, reason),
    }
}

fn kind_upwards(summary: &MetricSummary) -> (KpiKind, KindReason) {
    if let Some(asked) = summary.asked {
        return (asked.kind(summary), KindReason::Asked);
    }
    if summary.is_counted {
        return (KpiKind::Sum, KindReason::Counted);
    }
    let words = words(&summary.name);
    let says = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let is_within = |low: f64, high: f64| summary.min >= low && summary.max <= high;
    // A question may name orders and messages; the name of a count is short.
    let asks = |word: &String| ASKING.contains(&word.as_str());
    // "Rate the delivery" is a request and no share.
    let names_share = words
        .iter()
        .enumerate()
        .any(|(at, w)| RATE.contains(&w.as_str()) && !(at == 0 && w == "rate" && words.len() > 2));
    let is_question =
        words.len() > 7 || summary.name.contains('?') || says(SATISFACTION) || words.first().is_some_and(asks);
    let is_counted = !is_question && (says(COUNTED) || ends_as_count(&summary.name));
    // "Actions per visit" and the most of something are no counts that add up, the whole of times is.
    let is_per = words.iter().skip(1).any(|w| PER.contains(&w.as_str()));
    let is_measured = is_per || says(STATISTIC) || (says(MEASURED) && !says(WHOLE));
    let are_answers = summary.is_whole && !summary.has_averages;
    if summary.is_percent {
        // A cell of 130 % among many is a slip, and makes no growth rate of a completion rate.
        return if are_few(summary.outside_share, summary.rows) {
            (KpiKind::Rate, KindReason::Percent)
        } else {
            (KpiKind::Mean, KindReason::Computed)
        };
    }
    if says(PROMOTER) && are_answers {
        // The scale is a fact, the name a label: nobody is a promoter on a scale that ends at 5.
        let scale = summary.scale.or_else(|| short_scale(summary)).filter(|(_, high)| *high < 10.0);
        if let Some(scale) = scale {
            return (KpiKind::top_box_of(scale), KindReason::ShortScale);
        }
    }
    if says(PROMOTER) {
        return match (are_answers, is_within(0.0, 10.0)) {
            (true, true) => (KpiKind::Nps, KindReason::ZeroToTen),
            (false, true) => (KpiKind::Mean, KindReason::Averages),
            (_, false) => (KpiKind::Mean, KindReason::Computed),
        };
    }
    let scale = summary.scale.or_else(|| {
        let is_answer_like = are_answers && !is_measured && !is_counted && !names_share;
        is_answer_like.then(|| scale_of(summary, words.iter().any(|w| w == "ces"))).flatten()
    });
    match scale {
        Some(scale) if !are_answers => {
            debug_assert!(scale.0 < scale.1, "the mapping checks scales");
            return (KpiKind::Mean, KindReason::Averages);
        }
        Some((low, high)) if low == 0.0 && high == 10.0 && !says(SATISFACTION) => {
            return (KpiKind::Nps, KindReason::ZeroToTen);
        }
        Some(scale) => return (KpiKind::top_box_of(scale), KindReason::SmallScale),
        None => {}
    }
    if says(SATISFACTION) && is_within(0.0, 10.0) && !are_answers && !is_within(0.0, 1.0) {
        return (KpiKind::Mean, KindReason::Averages);
    }
    let is_rate_name = names_share || summary.name.contains('%');
    if (is_rate_name || says(SATISFACTION)) && is_within(0.0, 1.0) {
        return (KpiKind::Rate, KindReason::RateName);
    }
    if is_rate_name {
        return (KpiKind::Mean, KindReason::Computed);
    }
    if is_measured {
        return (KpiKind::Mean, KindReason::MeasureName);
    }
    if (is_counted || (says(WHOLE) && !is_question)) && summary.min >= 0.0 {
        return (KpiKind::Sum, KindReason::CountName);
    }
    (KpiKind::Mean, KindReason::Otherwise)
}

/// The scale shorter than 0 to 10 that answers surely lie on: so many people do not leave out the same scores by chance.
fn short_scale(summary: &MetricSummary) -> Option<(f64, f64)> {
    if summary.min >= 1.0 && summary.max <= 5.0 && summary.rows >= 5 {
        Some((1.0, 5.0))
    } else if summary.min >= 1.0 && summary.max <= 7.0 && summary.rows >= 20 {
        Some((1.0, 7.0))
    } else {
        None
    }
}

/// The usual scale that whole-number answers lie on.
fn scale_of(summary: &MetricSummary, is_effort: bool) -> Option<(f64, f64)> {
    let (min, max) = (summary.min, summary.max);
    if min < 0.0 || max > 10.0 || max <= 1.0 {
        None
    } else if max > 7.0 {
        Some((0.0, 10.0))
    } else if min < 1.0 {
        // A 0 belongs to 0–10 only, but nobody above 7 is too odd to bet on.
        None
    } else if max > 5.0 || (is_effort && summary.rows < 20) {
        Some((1.0, 7.0))
    } else {
        Some((1.0, 5.0))
    }
}

/// Which way is good, by name: churn, waiting and complaints are better low. So is effort on the older scale of 1 to 5
/// ("very low" to "very high effort"); the newer one of 1 to 7 asks whether it was easy.
#[must_use]
pub fn guess_direction(name: &str, scale: Option<(f64, f64)>) -> Direction {
    let words = words(name);
    if scale == Some((1.0, 5.0)) && words.iter().any(|w| w == "effort" || w == "ces") {
        return Direction::Down;
    }
    let follows = |first: &str, second: &str| words.windows(2).any(|w| w == [first, second]);
    let is_good_time = follows("on", "time") || follows("time", "on") || follows("time", "spent");
    let is_bad = words.iter().any(|w| DOWN.contains(&w.as_str()) && !(w == "time" && is_good_time))
        || follows("drop", "off")
        || follows("opt", "out");
    if is_bad { Direction::Down } else { Direction::Up }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, (min, max): (f64, f64), adjust: impl Fn(&mut MetricSummary), expected: &str) {
        let mut summary = MetricSummary {
            name: name.to_owned(),
            min,
            max,
            rows: 100,
            is_whole: min.fract() == 0.0 && max.fract() == 0.0,
            ..MetricSummary::default()
        };
        adjust(&mut summary);
        let (kind, reason) = guess_kind(&summary);
        let text = match kind {
            KpiKind::TopBox { scale, satisfied_from, satisfied_to } => {
                let to = satisfied_to.map_or(String::new(), |to| format!(" to {to}"));
                format!("top_box {}-{} from {satisfied_from}{to}", scale.0, scale.1)
            }
            other => other.word().to_owned(),
        };
        assert_eq!(text, expected, "{name}: {reason}");
    }

    #[test]
    fn kinds_by_name_and_scale() {
        let as_is = |_: &mut MetricSummary| {};
        check("NPS", (0.0, 10.0), as_is, "nps");
        check("NPS", (7.2, 8.9), as_is, "mean");
        check("NPS", (-20.0, 45.0), as_is, "mean");
        check("Likelihood", (0.0, 10.0), as_is, "nps");
        check("CSAT", (1.0, 5.0), as_is, "top_box 1-5 from 4");
        check("CSAT", (2.0, 5.0), as_is, "top_box 1-5 from 4");
        check("CSAT", (1.0, 7.0), as_is, "top_box 1-7 from 6");
        check("CES", (2.0, 5.0), |s| s.rows = 8, "top_box 1-7 from 6");
        check("CES", (1.0, 5.0), as_is, "top_box 1-5 from 4");
        check("NPS", (1.0, 5.0), as_is, "top_box 1-5 from 4");
        check("NPS", (1.0, 5.0), |s| s.rows = 4, "nps");
        check("NPS", (0.0, 5.0), as_is, "nps");
        check("Recommend", (2.0, 7.0), as_is, "top_box 1-7 from 6");
        check("NPS", (1.0, 4.0), |s| s.scale = Some((1.0, 5.0)), "top_box 1-5 from 4");
        check("CSAT", (3.1, 4.6), as_is, "mean");
        check("CSAT", (1.0, 5.0), |s| s.has_averages = true, "mean");
        check("CSAT", (1.0, 5.0), |s| s.is_best_low = true, "top_box 1-5 from 1 to 2");
        check("CSAT", (0.71, 0.88), as_is, "rate");
        check("Q7ART", (1.0, 4.0), |s| s.scale = Some((1.0, 5.0)), "top_box 1-5 from 4");
        check("Conversion rate", (0.02, 0.08), as_is, "rate");
        check("Conversion rate", (2.0, 8.0), as_is, "mean");
        check("Completion", (0.5, 0.625), |s| s.is_percent = true, "rate");
        check("Completion", (0.5, 1.3), |s| (s.is_percent, s.outside_share) = (true, 1), "rate");
        check("Growth", (-0.5, 1.625), |s| (s.is_percent, s.outside_share) = (true, 60), "mean");
        check("Support tickets", (3.0, 9.0), as_is, "sum");
        check("Revenue", (120.5, 900.25), as_is, "sum");
        check("Average order value", (12.5, 90.25), as_is, "mean");
        check("Wait time", (1.0, 5.0), as_is, "mean");
        check("Temperature", (1.5, 30.5), as_is, "mean");
    }

    #[test]
    fn what_is_counted_adds_up_in_many_languages() {
        let as_is = |_: &mut MetricSummary| {};
        for name in [
            "Actions",
            "Deals",
            "Key events",
            "Conversations",
            "Aktive Nutzer",
            "Absprünge",
            "세션수",
            "訪問数",
            "Uniques",
        ] {
            check(name, (1.0, 4.0), as_is, "sum");
            check(name, (1.0, 400.0), as_is, "sum");
        }
        check("Total time spent by visitors (in seconds)", (100.0, 90_000.0), as_is, "sum");
        check("Gesamte Besuchszeit (in Sekunden)", (100.0, 90_000.0), as_is, "sum");
        for name in ["Actions per Visit", "Aktionen pro Besuch", "Maximum actions in one visit", "Avg. Visit Duration"]
        {
            check(name, (1.0, 4.0), as_is, "mean");
            check(name, (1.5, 40.0), as_is, "mean");
        }
        check("Total satisfaction", (1.0, 5.0), |s| s.scale = Some((1.0, 5.0)), "top_box 1-5 from 4");
        check("How useful are our emails", (1.0, 5.0), as_is, "top_box 1-5 from 4");
        check("Rate the delivery of your orders", (1.0, 5.0), as_is, "top_box 1-5 from 4");
        // A count is one whatever its name and however small it is.
        check("Likelihood", (1.0, 4.0), |s| s.is_counted = true, "sum");
        check("Likelihood", (1.0, 4.0), |s| s.asked = Some(MetricKind::Mean), "mean");
        check("Actions", (1.0, 4.0), |s| s.asked = Some(MetricKind::TopBox), "top_box 1-5 from 4");
    }

    fn check_direction(name: &str, expected: Direction) {
        assert_eq!(guess_direction(name, None), expected, "{name}");
    }

    #[test]
    fn effort_is_better_low_on_the_scale_that_asks_for_it() {
        for (name, scale, expected) in [
            ("Customer effort", (1.0, 5.0), Direction::Down),
            ("CES", (1.0, 5.0), Direction::Down),
            ("CES", (1.0, 7.0), Direction::Up),
            ("Ease", (1.0, 5.0), Direction::Up),
        ] {
            assert_eq!(guess_direction(name, Some(scale)), expected, "{name} {scale:?}");
        }
    }

    #[test]
    fn directions_by_name() {
        for name in
            ["Churn rate", "Cart abandonment", "Resolution time", "Tickets", "Bounce rate", "Drop-off", "waitTime"]
        {
            check_direction(name, Direction::Down);
        }
        for name in ["NPS", "CSAT", "Conversion rate", "On-time delivery", "Time on page", "Uptime", "Retention"] {
            check_direction(name, Direction::Up);
        }
    }
}
