//! Files of one import that call a column by the same code. A survey numbers its questions anew each year, so that `Q8A`
//! may ask for cleanliness in one file and for art in the next: pooled, the figure would be about neither.

use super::{ImportRequest, ReadFile};
use crate::import::{Mapping, MetricSummary, ScoreMapping, Warning};
use std::collections::BTreeMap;
use std::fmt;

/// Words that begin the name of a numbered question, beside one or two letters.
const WORDS: [&str; 6] = ["qid", "var", "item", "frage", "ques", "question"];

/// What an earlier file of the import says of a code.
struct Known {
    file: String,
    answers: Answers,
}

/// What is answered to a question, as far as the file says it.
struct Answers {
    scale: Option<(f64, f64)>,
    /// Words with their scores.
    words: BTreeMap<String, f64>,
    /// Lowest and highest answer that was given.
    given: (f64, f64),
}

impl Answers {
    fn of(metric: &MetricSummary, score: Option<&ScoreMapping>) -> Self {
        let words = score.map(|score| score.labels.clone()).unwrap_or_default();
        Self { scale: score.and_then(|score| score.scale).or(metric.scale), words, given: (metric.min, metric.max) }
    }

    /// The words of the highest score.
    fn best(&self) -> impl Iterator<Item = &String> {
        let most = self.words.values().copied().fold(f64::NEG_INFINITY, f64::max);
        self.words.iter().filter(move |(_, score)| **score >= most).map(|(word, _)| word)
    }

    /// True when nobody asks the same and gets these answers and those: other words, or answers beyond the scale of the
    /// other. What nobody happened to choose tells nothing.
    fn differ_from(&self, other: &Self) -> bool {
        let is_beyond = |given: (f64, f64), scale: Option<(f64, f64)>| {
            scale.is_some_and(|(low, high)| given.0 < low || given.1 > high)
        };
        match (self.words.is_empty(), other.words.is_empty()) {
            // "Neutral" is in the middle of many a scale.
            (false, false) => !self.best().any(|word| other.words.contains_key(word)),
            (true, true) => is_beyond(self.given, other.scale) || is_beyond(other.given, self.scale),
            _ => false,
        }
    }
}

impl fmt::Display for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<(&String, &f64)> = self.words.iter().collect();
        words.sort_by(|a, b| a.1.total_cmp(b.1));
        match (words.as_slice(), self.scale) {
            ([(first, _), .., (last, _)], _) => write!(f, "\"{first}\" to \"{last}\""),
            (_, scale) => {
                let (low, high) = scale.unwrap_or(self.given);
                write!(f, "{low} to {high}")
            }
        }
    }
}

/// The codes of the files of one import, in the order in which they are read.
#[derive(Default)]
pub(in crate::session) struct SameCodes {
    known: BTreeMap<String, Known>,
}

impl SameCodes {
    /// Takes a file: a code that asks something else than before gets a name of its own, and one of which nobody can tell
    /// is named in the report. What the mapping calls a metric is left alone.
    pub(in crate::session) fn take(&mut self, request: &mut ImportRequest, read: &mut ReadFile) {
        let asked = request.mapping.as_deref().and_then(|text| Mapping::parse(text).ok());
        let is_settled = |code: &str| asked.as_ref().is_some_and(|mapping| mapping.metric_rule(code).is_some());
        let mut unclear: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for metric in read.imported.metrics.clone() {
            let code = &metric.name;
            if !is_code(code) || is_settled(code) {
                continue;
            }
            let is_of_code = |score: &&ScoreMapping| score.metric_name() == code;
            let answers = Answers::of(&metric, read.imported.mapping.scores.iter().find(is_of_code));
            let Some(known) = self.known.get(&code.to_lowercase()) else {
                self.known.insert(code.to_lowercase(), Known { file: read.name.clone(), answers });
                continue;
            };
            let file = known.file.clone();
            if file == read.name {
                continue;
            }
            if answers.differ_from(&known.answers) {
                let (code, name) = (code.clone(), format!("{code} ({})", stem(&read.name)));
                let (here, there) = (answers.to_string(), known.answers.to_string());
                call(&code, &name, request, read);
                read.imported.warnings.push(Warning::CodeKeptApart { code, here, there, file, name });
            } else {
                unclear.entry(file).or_default().push(code.clone());
            }
        }
        let told = unclear.into_iter().map(|(file, codes)| Warning::CodesShared { codes, file });
        read.imported.warnings.extend(told);
    }
}

/// Gives a metric of a file another name, so that it is read by a KPI of its own now and at every refresh.
fn call(code: &str, name: &str, request: &mut ImportRequest, read: &mut ReadFile) {
    read.imported.mapping.metrics.insert(code.to_owned(), Some(name.to_owned()));
    if let Some(mut asked) = request.mapping.as_deref().and_then(|text| Mapping::parse(text).ok()) {
        asked.metrics.insert(code.to_owned(), Some(name.to_owned()));
        request.mapping = Some(asked.to_json());
    }
}

/// The name of a file without what says of which kind it is.
fn stem(name: &str) -> &str {
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// True for the number of a question: "Q8A", "Q10_3", "v12", "QID 4".
fn is_code(name: &str) -> bool {
    let letters: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
    let rest = name.get(letters.len()..).unwrap_or_default();
    let rest = rest.strip_prefix([' ', '_', '.', '-']).unwrap_or(rest);
    let is_word = letters.len() <= 2 || WORDS.contains(&letters.to_lowercase().as_str());
    let is_rest = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    !letters.is_empty()
        && is_word
        && name.len() <= 16
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.chars().all(is_rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{IdAlloc, MapId};
    use crate::base::progress::Progress;
    use crate::base::time::UtcMillis;
    use crate::model::{Document, JourneyMap};
    use crate::session::import_job::{read_file, work_out_all};

    #[test]
    fn numbers_of_questions_are_told_from_names() {
        for code in ["Q8A", "Q10_3", "v12", "QID 4", "F3", "Frage 12b"] {
            assert!(is_code(code), "{code}");
        }
        for name in ["CSAT", "day30", "NPS 2024", "Top 10", "Q", "Queue 3", "A/B 1", "Q1 revenue of the shop"] {
            assert!(!is_code(name), "{name}");
        }
    }

    /// Imports two surveys at once: the KPIs by name, and a sentence that is told of the second file.
    fn check(first: &str, second: &str, kpis: &[&str], told: Option<&str>) {
        let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(7));
        let map = JourneyMap::new(ids.allocate::<MapId>(), "Test");
        let id = map.id;
        document.maps.insert(id, map.into());
        let folder = tempfile::tempdir().unwrap();
        let (mut codes, mut all) = (SameCodes::default(), Vec::new());
        for (name, text) in [("survey_2010.csv", first), ("survey_2011.csv", second)] {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            let mut request = ImportRequest { path, ..ImportRequest::default() };
            let mut read = read_file(&request, &document, id, &Progress::default()).unwrap();
            codes.take(&mut request, &mut read);
            all.push((request, read));
        }
        let warnings: Vec<String> = all[1].1.imported.warnings.iter().map(ToString::to_string).collect();
        for (booking, _) in work_out_all(&document, id, all, UtcMillis(0), &mut ids).unwrap() {
            booking.diff().apply(&mut document);
        }
        let mut found: Vec<&str> = document.kpis.values().map(|kpi| kpi.name.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, kpis, "{warnings:?}");
        let has = |words: &str| warnings.iter().any(|warning| warning.contains(words));
        match told {
            Some(words) => assert!(has(words), "{warnings:?}"),
            None => assert!(!has("Q8A"), "{warnings:?}"),
        }
    }

    /// A survey of 24 answers to `Q8A`.
    fn survey(answers: &[&str]) -> String {
        let rows = answers.iter().cycle().zip(1..=24);
        let rows = rows.map(|(answer, day)| format!("r{day},2025-01-{day:02} 10:00:00,{answer}\n"));
        format!("respondent_id,date,Q8A\n{}", rows.collect::<String>())
    }

    #[test]
    fn one_code_of_two_surveys_is_told_and_kept_apart_where_its_answers_are_others() {
        let five = survey(&["1", "2", "3", "4", "5"]);
        check(&five, &five, &["Q8A"], Some("\"Q8A\" is a column of \"survey_2010.csv\" too"));
        let satisfied = survey(&["Very satisfied", "Satisfied", "Very dissatisfied"]);
        let agreed = survey(&["Strongly agree", "Agree", "Strongly disagree"]);
        let apart = "It is kept apart as \"Q8A (survey_2011)\"";
        check(&satisfied, &agreed, &["Q8A", "Q8A (survey_2011)"], Some(apart));
        let ten = survey(&["0", "2", "5", "9", "10", "7"]);
        check(&five, &ten, &["Q8A", "Q8A (survey_2011)"], Some("0 to 10 here and 1 to 5 in \"survey_2010.csv\""));
        check(&five, &five.replace("Q8A", "Cleanliness"), &["Cleanliness", "Q8A"], None);
    }
}
