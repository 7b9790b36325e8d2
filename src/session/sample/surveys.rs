//! The survey files: one row per respondent.

use super::random::Random;
use super::{SampleFile, story};
use crate::base::time::Day;
use crate::model::bulk::{BulkData, ResponseTable, ScoreColumn, SegmentColumn};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

const COMMENTS: &str = include_str!("../../../assets/sample/comments.json");

/// Comments to choose from, by the tone of the score.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comments {
    low: Vec<String>,
    middle: Vec<String>,
    high: Vec<String>,
}

/// A question of a survey.
struct Question {
    metric: &'static str,
    place: &'static str,
    column: &'static str,
    /// Lowest and highest answer.
    scale: (f64, f64),
    /// Share of respondents it concerns.
    asked: f64,
    /// Mean of an answer on a day before what the segment adds; NPS for 0 to 10.
    level: fn(Day) -> f64,
}

struct Survey {
    file: &'static str,
    /// Answers on a normal day.
    answers: fn(Day) -> f64,
    questions: &'static [Question],
    /// Dimension, its values and their shares.
    segments: [(&'static str, &'static [(&'static str, f64)]); 2],
    /// What the first dimension's value adds to a score.
    shift: fn(Day, &str, &str) -> f64,
    /// Which comments fit a day and the first dimension's value.
    comments: fn(Day, &str) -> &'static str,
}

const PLANS: &[(&str, f64)] = &[("Starter", 0.46), ("Team", 0.37), ("Business", 0.17)];
/// Of those who ask for help: whoever has many cards and nobody in bookkeeping asks most.
const SUPPORTED_PLANS: &[(&str, f64)] = &[("Starter", 0.26), ("Team", 0.57), ("Business", 0.17)];
const REGIONS: &[(&str, f64)] = &[("UK & Ireland", 0.41), ("Nordics", 0.24), ("Benelux", 0.2), ("DACH", 0.15)];
const DEVICES: &[(&str, f64)] = &[("Phone", 0.64), ("Desktop", 0.36)];

macro_rules! ease {
    ($place:literal, $column:literal, $asked:literal) => {
        Question {
            metric: "ease",
            place: $place,
            column: $column,
            scale: (1.0, 5.0),
            asked: $asked,
            level: |day| story::ease($place, day),
        }
    };
}

const SURVEYS: &[Survey] = &[
    Survey {
        file: "signup_survey.csv",
        answers: |_| 5.0,
        questions: &[
            ease!("Compare plans", "q1_plans", 0.62),
            ease!("Ask for a trial", "q2_trial", 0.58),
            ease!("Open form", "q3_form", 0.95),
            ease!("Verify identity", "q4_identity", 0.88),
            ease!("Pay", "q5_payment", 0.6),
        ],
        segments: [("device", DEVICES), ("plan", PLANS)],
        shift: |_, device, place| match (place, device) {
            ("Verify identity", "Phone") => -0.25,
            ("Verify identity", _) => 0.45,
            _ => 0.0,
        },
        comments: |_, _| "sign_up",
    },
    Survey {
        file: "onboarding_survey.csv",
        answers: |_| 9.0,
        questions: &[
            Question {
                metric: "onboarding_csat",
                place: "Onboarding",
                column: "satisfaction",
                scale: (1.0, 5.0),
                asked: 1.0,
                level: story::onboarding_csat,
            },
            ease!("First login", "ease_login", 0.97),
            ease!("Invite team", "ease_invite", 0.78),
            ease!("First report", "ease_report", 0.66),
        ],
        segments: [("plan", PLANS), ("region", REGIONS)],
        shift: |_, _, _| 0.0,
        comments: |_, _| "onboarding",
    },
    Survey {
        file: "support_survey.csv",
        answers: |day| story::tickets(day) * 0.074,
        questions: &[
            Question {
                metric: "support_csat",
                place: "Support",
                column: "satisfaction",
                scale: (1.0, 5.0),
                asked: 1.0,
                level: |_| story::SUPPORT_CSAT,
            },
            ease!("Find help", "ease_help_centre", 0.55),
            ease!("Talk to agent", "ease_agent", 0.83),
        ],
        segments: [("plan", SUPPORTED_PLANS), ("region", REGIONS)],
        shift: |day, plan, place| {
            if plan == story::CHAT_FIRST_PLAN { story::chat_first_shift(place, day) } else { 0.0 }
        },
        comments: |day, plan| {
            let is_chat_first = day >= story::CHAT_FIRST && plan == story::CHAT_FIRST_PLAN;
            if is_chat_first { "support_chat_first" } else { "support" }
        },
    },
    Survey {
        file: "renewal_nps.csv",
        answers: |_| 6.6,
        questions: &[
            Question {
                metric: "renewal_nps",
                place: "Renewal",
                column: "recommend",
                scale: (0.0, 10.0),
                asked: 1.0,
                level: story::renewal_nps,
            },
            ease!("Get invoice", "ease_invoice", 0.72),
            ease!("Renew", "ease_renewal", 0.61),
        ],
        segments: [("plan", PLANS), ("region", REGIONS)],
        shift: |_, _, _| 0.0,
        comments: |_, _| "renewal",
    },
];

/// All survey files.
pub(super) fn files(seed: u64) -> Vec<SampleFile> {
    #[expect(clippy::expect_used, reason = "no data of a user: a test reads the same texts")]
    let comments: BTreeMap<String, Comments> =
        serde_json::from_str(COMMENTS).expect("the comments are part of the program and tested");
    SURVEYS.iter().map(|survey| survey.file(seed, &comments)).collect()
}

impl Survey {
    fn file(&self, seed: u64, comments: &BTreeMap<String, Comments>) -> SampleFile {
        let mut random = Random::new(seed, self.file);
        let mut table = ResponseTable { scores: self.score_columns(), ..ResponseTable::default() };
        for (name, values) in self.segments {
            let values = values.iter().map(|(value, _)| (*value).to_owned()).collect();
            table.segments.push(SegmentColumn { name: name.to_owned(), values, code: Vec::new() });
        }
        for day in story::days() {
            let mut left = random.count((self.answers)(day) * story::activity(day));
            while left >= 1.0 {
                self.answer(day, comments, &mut random, &mut table);
                left -= 1.0;
            }
        }
        SampleFile {
            name: self.file,
            mapping: self.mapping(),
            data: BulkData { responses: table, ..BulkData::default() },
        }
    }

    fn score_columns(&self) -> Vec<ScoreColumn> {
        let column = |q: &Question| ScoreColumn {
            metric: q.metric.to_owned(),
            place: q.place.to_owned(),
            column: q.column.to_owned(),
            ..ScoreColumn::default()
        };
        self.questions.iter().map(column).collect()
    }

    fn answer(&self, day: Day, comments: &BTreeMap<String, Comments>, random: &mut Random, table: &mut ResponseTable) {
        let number = 10_000.0 + random.unit() * 89_999.0;
        table.day.push(day);
        table.respondent.push(&format!("NW-{number:.0}"));
        let mut first_dimension = "";
        for (at, (column, (_, values))) in table.segments.iter_mut().zip(self.segments).enumerate() {
            let mut at_value = random.unit();
            let code = values.iter().position(|(_, share)| {
                at_value -= share;
                at_value < 0.0
            });
            let code = code.unwrap_or(0);
            if at == 0 {
                first_dimension = values.get(code).map_or("", |(value, _)| value);
            }
            column.code.push(u32::try_from(code).unwrap_or(0));
        }
        let disposition = random.unit();
        let has_overall = self.questions.first().is_some_and(|q| q.asked >= 1.0);
        let mut mood = None;
        for (question, column) in self.questions.iter().zip(&mut table.scores) {
            let level = (question.level)(day) + (self.shift)(day, first_dimension, question.place);
            let is_asked = random.chance(question.asked);
            // Who is content with one thing tends to be with the next; the shares over all people stay what they are.
            let rank = if random.chance(0.65) { disposition } else { random.unit() };
            let answer = if question.scale.1 > 5.0 { likelihood } else { satisfaction };
            let score = answer(level, rank, random);
            // One in forty leaves a question empty.
            let is_blank = is_asked && question.asked < 1.0 && random.chance(0.025);
            if is_asked && !is_blank {
                let (low, high) = question.scale;
                let tone = (score - low) / (high - low);
                // A comment goes with the overall answer where there is one, else with the worst step.
                mood = Some(mood.map_or(tone, |mood: f64| if has_overall { mood } else { mood.min(tone) }));
                column.answered += 1;
                column.value.push(score);
            } else {
                column.blank += u64::from(is_blank);
                column.not_applicable += u64::from(!is_blank);
                column.value.push(f64::NAN);
            }
        }
        let pool = comments.get((self.comments)(day, first_dimension)).map(|comments| match mood {
            Some(mood) if mood < 0.3 => &comments.low,
            Some(mood) if mood < 0.7 => &comments.middle,
            _ => &comments.high,
        });
        // Unhappy people write more.
        let chance = if mood.is_some_and(|m| m < 0.3) { 0.34 } else { 0.16 };
        let comment = if random.chance(chance) { pool.and_then(|pool| random.pick(pool)) } else { None };
        table.comment.push(comment.map_or("", String::as_str));
    }

    fn mapping(&self) -> serde_json::Value {
        let scores: Vec<_> = self
            .questions
            .iter()
            .map(|q| json!({ "column": q.column, "metric": q.metric, "place": q.place, "scale": [q.scale.0, q.scale.1] }))
            .collect();
        json!({
            "shape": "survey",
            "date": { "column": "answered_on" },
            "scores": scores,
            "comment": { "column": "comment" },
            "respondent": { "column": "customer" },
            "segments": self.segments.map(|(name, _)| name),
        })
    }
}

/// A score of 1 to 5 around a mean: people are either content or not, and the mean says how many are. `rank` is where
/// the person stands between the most and the least content one, 0 ..< 1.
fn satisfaction(mean: f64, rank: f64, random: &mut Random) -> f64 {
    // Means 4.53 and 1.77.
    const CONTENT: [f64; 5] = [0.0, 0.01, 0.05, 0.34, 0.6];
    const DISCONTENT: [f64; 5] = [0.52, 0.28, 0.13, 0.05, 0.02];
    let content = (mean - 1.77) / (4.53 - 1.77);
    let weights = if rank < content { &CONTENT } else { &DISCONTENT };
    random.index(weights) as f64 + 1.0
}

/// A score of 0 to 10 for a Net Promoter Score: about a third are passive.
fn likelihood(nps: f64, rank: f64, random: &mut Random) -> f64 {
    const PROMOTERS: [f64; 2] = [0.55, 0.45];
    const PASSIVES: [f64; 2] = [0.42, 0.58];
    const DETRACTORS: [f64; 7] = [0.06, 0.03, 0.05, 0.09, 0.13, 0.3, 0.34];
    let passive = 0.33;
    let promoters = ((1.0 - passive + nps / 100.0) / 2.0).clamp(0.0, 1.0 - passive);
    if rank < promoters {
        random.index(&PROMOTERS) as f64 + 9.0
    } else if rank < promoters + passive {
        random.index(&PASSIVES) as f64 + 7.0
    } else {
        random.index(&DETRACTORS) as f64
    }
}
