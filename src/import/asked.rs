//! What a header says of the small whole numbers below it: answers on a scale, how many there are of something, or codes.

use super::headers;

/// What was asked, by the words of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A rating on the scale that the question names: "from 0 to 10".
    OnScale(u32, u32),
    /// How likely something is, recommending first of all: asked from 0 to 10 wherever answers go beyond 7.
    Likelihood,
    /// A rating.
    Rating,
    /// A question of a questionnaire, whatever it asks.
    Question,
    /// How many of something there are, or which of several: no scale.
    NoScale,
    /// The header says nothing about it.
    Unknown,
}

/// Words of questions about how likely something is.
const LIKELY: &[&str] = &[
    "nps",
    "promoter",
    "recommend",
    "how likely",
    "weiterempf",
    "wahrscheinlich",
    "recommand",
    "recomend",
    "raccomand",
    "aanbevel",
    "お勧め",
    "추천",
    "推荐",
];
/// Words that ask how many.
const HOW_MANY: &[&str] = &[
    "how many",
    "how often",
    "how much",
    "number of",
    "no. of",
    "# of",
    "count of",
    "wie viele",
    "wie oft",
    "anzahl",
    "combien",
    "nombre de",
    "cuánt",
    "número de",
    "quanti ",
    "quante ",
    "hoeveel",
];
/// Words that ask for a rating, whatever else the question speaks of.
const HOW_GOOD: &[&str] = &[
    "how satisf",
    "how likely",
    "how easy",
    "how useful",
    "how helpful",
    "how good",
    "how well",
    "how would you rate",
    "please rate",
    "satisfied with",
    "satisfaction with",
    "zufriedenheit mit",
    "zufrieden mit",
    "bitte bewerten",
    "bewerten sie",
    "wie gut",
    "wie hilfreich",
    "satisfait de",
    "satisfaction de",
    "satisfaction concernant",
    "satisfecho con",
    "satisfacción con",
    "soddisfatto di",
    "how much effort",
    "do you agree",
    "did you agree",
    "wie zufrieden",
    "wie wahrscheinlich",
    "wie einfach",
];
/// Last words of columns that count.
const COUNTS: &[&str] = &[
    "count",
    "counts",
    "num",
    "qty",
    "quantity",
    "responses",
    "respondents",
    "votes",
    "hours",
    "minutes",
    "days",
    "recommendations",
];
/// First words of questions for one of several things.
const WHICH: &[&str] = &[
    "which", "what", "where", "who", "when", "welche", "welcher", "welches", "was", "wo", "wer", "wann", "quel",
    "quelle", "où", "qui", "quand", "qué", "cuál", "dónde", "quién", "quale", "dove", "chi", "welke", "waar",
];
/// More words than this make a question, in which a word for a code may be what it is about.
const NAME_WORDS: usize = 4;

impl Asked {
    /// What a header asks.
    pub(crate) fn of(name: &str) -> Self {
        Self::of_labelled(name, name)
    }

    /// The same where a name such as "Q7_1" has the words of its question beside it.
    pub(crate) fn of_labelled(name: &str, label: &str) -> Self {
        let lower = label.to_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
        let words = headers::words(label);
        let is_last = |list: &[&str]| words.last().is_some_and(|word| list.contains(&word.as_str()));
        let is_first = |list: &[&str]| words.first().is_some_and(|word| list.contains(&word.as_str()));
        let is_rating = headers::is_rating_name(name) || headers::is_rating_name(label);
        let is_question = headers::is_question(label);
        // "Effort hours" are hours; what ends a question is what it is about.
        let names_count = is_last(COUNTS) && (words.len() <= 2 || !(is_rating || is_question));
        let asks_for_rating = has(HOW_GOOD) || words.first().is_some_and(|word| word == "rate" && words.len() > 1);
        if (has(HOW_MANY) || names_count) && !asks_for_rating {
            return Self::NoScale;
        }
        if let Some((low, high)) = stated_scale(&lower).filter(|_| is_rating || is_question) {
            return Self::OnScale(low, high);
        }
        let is_code = words.len() <= NAME_WORDS && headers::is_code_name(label) && name != label;
        match () {
            () if is_rating && (has(LIKELY) || name.to_lowercase().contains("nps")) => Self::Likelihood,
            () if is_rating => Self::Rating,
            () if is_first(WHICH) || is_code => Self::NoScale,
            () if headers::family(name).is_some() => Self::Question,
            () if is_question && name != label => Self::Question,
            () => Self::Unknown,
        }
    }

    /// True when answers on a scale are to be expected, by words that say so.
    pub(crate) fn is_rating(self) -> bool {
        matches!(self, Self::OnScale(..) | Self::Likelihood | Self::Rating)
    }

    /// True when they may be.
    pub(crate) fn is_score(self) -> bool {
        self.is_rating() || self == Self::Question
    }
}

/// The numbers that a header gives words for, with the words: "(1 = sehr zufrieden, 5 = sehr unzufrieden)".
fn named_ends(text: &str) -> Vec<(u32, String)> {
    let mut ends = Vec::new();
    let parts = text.split([',', ';', '(', ')', '[', ']', '…', '|']);
    for part in parts.flat_map(|part| part.split(" bis ")).flat_map(|part| part.split("...")) {
        let Some((number, words)) = part.split_once(['=', ':', '–']) else { continue };
        let digits = number.rsplit(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty());
        if let Some(number) = digits.filter(|d| number.trim_end().ends_with(*d)).and_then(|d| d.parse::<u32>().ok()) {
            ends.push((number, words.trim().to_lowercase()));
        }
    }
    ends.sort_unstable();
    ends
}

/// Words of the bad end of a scale.
const BAD: &[&str] = &[
    "unzufrieden",
    "dissatisf",
    "unsatisf",
    "disagree",
    "difficult",
    "hard",
    "poor",
    "bad",
    "worst",
    "terrible",
    "unlikely",
    "not at all",
    "never",
    "schlecht",
    "ungenügend",
    "mangelhaft",
    "schwierig",
    "schwer",
    "nicht",
    "unwahrscheinlich",
    "insatisf",
    "mauvais",
    "pas du tout",
    "difficile",
    "difícil",
    "malo",
    "peor",
    "pessim",
    "insoddisf",
    "slecht",
    "ontevreden",
];
/// Words of the good end.
const GOOD: &[&str] = &[
    "zufrieden",
    "satisf",
    "agree",
    "easy",
    "good",
    "great",
    "best",
    "excellent",
    "likely",
    "always",
    "gut",
    "einfach",
    "leicht",
    "trifft voll",
    "stimme voll",
    "wahrscheinlich",
    "bon",
    "facile",
    "fácil",
    "bueno",
    "mejor",
    "ottim",
    "soddisf",
    "goed",
    "tevreden",
];

/// The scale of a header that says in words that its lowest number is the best; `None` for all others.
pub(crate) fn best_low(name: &str) -> Option<(f64, f64)> {
    let ends = named_ends(&name.to_lowercase());
    let ((low, best), (high, worst)) = (ends.first()?, ends.last()?);
    let is_bad = |words: &str| BAD.iter().any(|word| words.contains(word));
    let is_good = |words: &str| !is_bad(words) && GOOD.iter().any(|word| words.contains(word));
    let is_scale = *low <= 1 && (3..=10).contains(high);
    (is_scale && is_good(best) && is_bad(worst)).then_some((f64::from(*low), f64::from(*high)))
}

/// The scale that a question names: "on a scale of 1 to 5", "(0-10)", "von 0 bis 10".
fn stated_scale(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.char_indices().filter(|(_, c)| matches!(c, '0' | '1')).filter_map(|(at, c)| {
        let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
        // "Q1-5" and "2.1-10" are no scales.
        let is_begun =
            before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | '-' | '_'));
        let between = after.trim_start();
        let to = ["-", "–", "—", "to ", "bis ", "à ", "a ", "tot ", "..", "through "];
        let end = to.iter().find_map(|word| between.strip_prefix(word))?.trim_start();
        let digits = end.find(|c: char| !c.is_ascii_digit()).unwrap_or(end.len());
        let (high, rest) = end.split_at_checked(digits)?;
        let goes_on = rest.chars().next().is_some_and(char::is_alphanumeric)
            || rest.strip_prefix(['-', '.', ',', '–']).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
        let high = high.parse().ok().filter(|high| matches!(high, 5 | 7 | 10))?;
        (!is_begun && !goes_on).then_some((u32::from(c == '1'), high))
    });
    numbers.next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Asked) {
        assert_eq!(Asked::of(name), expected, "{name}");
    }

    #[test]
    fn headers_say_what_was_asked() {
        for name in
            ["NPS", "nps_score", "How likely are you to recommend us?", "Weiterempfehlung", "Likely to recommend"]
        {
            check(name, Asked::Likelihood);
        }
        for name in [
            "CSAT",
            "Rating",
            "How easy was it?",
            "satisfaction_2",
            "Overall score",
            "How satisfied are you with the number of shops?",
            "Satisfaction with opening hours",
            "Rate our opening hours",
            "Wie zufrieden sind Sie mit der Anzahl der Filialen?",
            "Zufriedenheit mit den Öffnungszeiten",
            "How satisfied are you with the delivery days",
        ] {
            check(name, Asked::Rating);
        }
        for name in ["How useful were our recommendations?", "How much do you agree that it was easy?"] {
            assert_ne!(Asked::of(name), Asked::NoScale, "{name}");
        }
        for name in ["Q7ART", "Q9", "q3_1"] {
            check(name, Asked::Question);
        }
        for name in [
            "How many people did you recommend us to?",
            "Number of ratings",
            "rating_count",
            "Recommendations",
            "Effort hours",
            "nps responses",
            "Anzahl Bewertungen",
            "Which shop did you go to?",
        ] {
            check(name, Asked::NoScale);
        }
        for name in ["Children", "Tickets", "Rooms"] {
            check(name, Asked::Unknown);
        }
    }

    #[test]
    fn a_header_says_that_low_is_good() {
        for (name, expected) in [
            ("Wie zufrieden? (1 = sehr zufrieden, 5 = sehr unzufrieden)", Some((1.0, 5.0))),
            ("Satisfaction (1 = very satisfied ... 5 = very dissatisfied)", Some((1.0, 5.0))),
            ("Satisfaction (1 = very satisfied, 5 = very dissatisfied)", Some((1.0, 5.0))),
            ("Schulnote (1: sehr gut; 6: ungenügend)", Some((1.0, 6.0))),
            ("Satisfaction (1 = very dissatisfied, 5 = very satisfied)", None),
            ("Ease (1 = very difficult, 7 = very easy)", None),
            ("Visits", None),
            ("10:30 good", None),
        ] {
            assert_eq!(best_low(name), expected, "{name}");
        }
    }

    #[test]
    fn a_question_names_its_scale() {
        for (name, scale) in [
            ("On a scale of 0 to 10, how likely are you to recommend us?", (0, 10)),
            ("Rating (1-5)", (1, 5)),
            ("How was it, from 1 to 7?", (1, 7)),
            ("Wie wahrscheinlich ist es, von 0 bis 10?", (0, 10)),
            ("Satisfaction 1–10", (1, 10)),
        ] {
            check(name, Asked::OnScale(scale.0, scale.1));
        }
        check("Q1-5", Asked::Question);
        check("Rating 2021-10-05", Asked::Rating);
        check("Rating 11-10", Asked::Rating);
        check("Score 0-100", Asked::Rating);
        check("Ages 1-5", Asked::Unknown);
    }

    #[test]
    fn the_words_of_the_question_count_beside_its_number() {
        assert_eq!(Asked::of_labelled("Q3", "How likely is it that you come back?"), Asked::Likelihood);
        assert_eq!(Asked::of_labelled("Q3_1", "How was it? - Price"), Asked::Question);
        assert_eq!(Asked::of_labelled("Q4", "How many children have you got?"), Asked::NoScale);
        assert_eq!(Asked::of_labelled("Q5", "Age group"), Asked::NoScale);
        assert_eq!(Asked::of_labelled("Q1_NPS", "Would you tell a friend?"), Asked::Likelihood);
    }
}
