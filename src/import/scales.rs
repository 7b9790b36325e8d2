//! Answers in words: labels of the usual scales, stars and faces, and numbers with a label behind them.

use super::missing::is_missing;
use std::collections::BTreeMap;

/// The words of one scale, lowest first; words of one score stand together, separated by `|`.
struct Scale {
    words: &'static [&'static str],
    /// The score of the first.
    low: f64,
}

const SCALES: &[Scale] = &[
    Scale { low: 0.0, words: &["bad|negative|thumbs down|dislike|👎", "good|positive|thumbs up|like|👍"] },
    Scale { low: 0.0, words: &["dissatisfied|not satisfied|unsatisfied", "satisfied"] },
    Scale {
        low: 1.0,
        words: &[
            "very dissatisfied|very unsatisfied|extremely dissatisfied|highly dissatisfied|completely dissatisfied",
            "dissatisfied|unsatisfied|somewhat dissatisfied|fairly dissatisfied",
            "neutral|neither satisfied nor dissatisfied|neither|ok|okay",
            "satisfied|somewhat satisfied|fairly satisfied",
            "very satisfied|extremely satisfied|highly satisfied|completely satisfied",
        ],
    },
    Scale {
        low: 1.0,
        words: &[
            "sehr unzufrieden",
            "unzufrieden|eher unzufrieden",
            "neutral|weder noch|teils/teils|teils teils|weder zufrieden noch unzufrieden",
            "zufrieden|eher zufrieden",
            "sehr zufrieden",
        ],
    },
    Scale {
        low: 1.0,
        words: &[
            "très insatisfait|pas du tout satisfait|très insatisfaite",
            "insatisfait|plutôt insatisfait|insatisfaite|peu satisfait",
            "neutre|ni satisfait ni insatisfait",
            "satisfait|plutôt satisfait|satisfaite",
            "très satisfait|très satisfaite|tout à fait satisfait",
        ],
    },
    Scale {
        low: 1.0,
        words: &[
            "muy insatisfecho|muy insatisfecha",
            "insatisfecho|insatisfecha",
            "neutral|ni satisfecho ni insatisfecho",
            "satisfecho|satisfecha",
            "muy satisfecho|muy satisfecha",
        ],
    },
    Scale {
        low: 1.0,
        words: &[
            "strongly disagree|totally disagree|completely disagree",
            "disagree",
            "neutral|neither agree nor disagree|undecided|neither",
            "agree",
            "strongly agree|totally agree|completely agree",
        ],
    },
    Scale {
        low: 1.0,
        words: &[
            "strongly disagree",
            "disagree",
            "somewhat disagree|slightly disagree",
            "neutral|neither agree nor disagree|neither",
            "somewhat agree|slightly agree",
            "agree",
            "strongly agree",
        ],
    },
    Scale {
        low: 1.0,
        words: &[
            "stimme gar nicht zu|stimme überhaupt nicht zu|trifft gar nicht zu",
            "stimme nicht zu|stimme eher nicht zu|trifft eher nicht zu",
            "neutral|teils/teils|weder noch",
            "stimme zu|stimme eher zu|trifft eher zu",
            "stimme voll zu|stimme voll und ganz zu|trifft voll zu",
        ],
    },
    Scale {
        low: 1.0,
        words: &[
            "very difficult|extremely difficult|very hard",
            "difficult|somewhat difficult|hard",
            "neutral|neither easy nor difficult|neither",
            "easy|somewhat easy",
            "very easy|extremely easy",
        ],
    },
    Scale {
        low: 1.0,
        words: &[
            "very unlikely|extremely unlikely|not at all likely",
            "unlikely|somewhat unlikely",
            "neutral|neither likely nor unlikely|neither",
            "likely|somewhat likely",
            "very likely|extremely likely",
        ],
    },
    Scale {
        low: 1.0,
        words: &[
            "very poor|very bad|terrible|awful",
            "poor|bad",
            "fair|average|ok|okay|neutral",
            "good",
            "very good|excellent|great|amazing",
        ],
    },
    Scale {
        low: 1.0, words: &["sehr schlecht", "schlecht", "mittelmäßig|befriedigend|neutral|ok", "gut", "sehr gut"]
    },
    Scale { low: 1.0, words: &["poor", "fair|average", "good", "very good", "excellent|outstanding"] },
    Scale {
        low: 1.0,
        words: &["😡|😠|🤬|😢|😭|😞|💩", "🙁|☹️|☹|😕|😟|😒", "😐|😑|😶", "🙂|☺️|☺|😊", "😀|😃|😄|😁|😍|🤩|🥰"],
    },
    Scale { low: 1.0, words: &["🙁|☹️|☹|😞|😡|😠", "😐|😑", "🙂|😀|😃|😄|😊|☺️|☺"] },
    Scale {
        low: 1.0,
        words: &["★|⭐|★☆☆☆☆", "★★|⭐⭐|★★☆☆☆", "★★★|⭐⭐⭐|★★★☆☆", "★★★★|⭐⭐⭐⭐|★★★★☆", "★★★★★|⭐⭐⭐⭐⭐"],
    },
    Scale {
        low: 1.0,
        words: &[
            "1 star|one star|1 stern",
            "2 stars|two stars|2 sterne",
            "3 stars|three stars|3 sterne",
            "4 stars|four stars|4 sterne",
            "5 stars|five stars|5 sterne",
        ],
    },
];

/// Words for yes and no, which are answers where the header asks for one.
const YES_NO: &[(&str, &str)] = &[
    ("no", "yes"),
    ("n", "y"),
    ("false", "true"),
    ("f", "t"),
    ("nein", "ja"),
    ("non", "oui"),
    ("no", "sí"),
    ("no", "si"),
    ("não", "sim"),
    ("nee", "ja"),
    ("nej", "ja"),
    ("nie", "tak"),
    ("нет", "да"),
    ("いいえ", "はい"),
    ("否", "是"),
    ("아니요", "예"),
    ("hayır", "evet"),
];

/// The scores that words stand for, and the scale they lie on.
pub(crate) struct Labels {
    pub labels: BTreeMap<String, f64>,
    pub scale: (f64, f64),
    /// Texts among the answers that are none: "Offered", "n/a".
    pub missing: Vec<String>,
}

/// Words of a rating that say that none was given.
const NO_RATING: [&str; 6] = ["offered", "not offered", "unoffered", "not used", "never used", "not rated"];

/// The scale that all of the words belong to; two of them at least have to be there.
pub(crate) fn of_words<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Labels> {
    let mut missing = Vec::new();
    let mut words = Vec::new();
    for text in texts {
        let word = text.trim().to_lowercase();
        if is_missing(word.as_bytes()) || NO_RATING.contains(&word.as_str()) {
            missing.push(text.to_owned());
        } else {
            words.push(word);
        }
    }
    if words.len() < 2 {
        return None;
    }
    let fits = |scale: &&Scale| {
        let all: Vec<&str> = scale.words.iter().flat_map(|w| w.split('|')).collect();
        words.iter().all(|word| all.contains(&word.as_str()))
    };
    let scale = SCALES.iter().find(fits)?;
    let mut labels = BTreeMap::new();
    let mut score = scale.low;
    for same in scale.words {
        labels.extend(same.split('|').map(|word| (word.to_owned(), score)));
        score += 1.0;
    }
    Some(Labels { labels, scale: (scale.low, score - 1.0), missing })
}

/// Yes and no as 1 and 0.
pub(crate) fn of_yes_no<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Labels> {
    let mut missing = Vec::new();
    let mut words = Vec::new();
    for text in texts {
        let word = text.trim().to_lowercase();
        if is_missing(word.as_bytes()) {
            missing.push(text.to_owned());
        } else {
            words.push(word);
        }
    }
    let has = |wanted: &str| words.iter().any(|w| w == wanted);
    let (no, yes) = YES_NO.iter().find(|(no, yes)| has(no) && has(yes) && words.iter().all(|w| w == no || w == yes))?;
    let labels = BTreeMap::from([((*no).to_owned(), 0.0), ((*yes).to_owned(), 1.0)]);
    Some(Labels { labels, scale: (0.0, 1.0), missing })
}

/// The number that a label begins with: "5 - Very satisfied", "5: gut", "(5) good", "5 (very)", "10 – Extremely likely".
pub(crate) fn leading_number(text: &str) -> Option<f64> {
    let text = text.trim().trim_start_matches(['(', '[']);
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(digits);
    let separator = rest.trim_start_matches([')', ']']);
    let is_label = separator.trim_start().starts_with(['-', '–', '—', ':', '=', '(', '.', '|', '/'])
        || (separator.len() < rest.len() && separator.starts_with(' '))
        || (separator.starts_with(' ') && separator.trim_start().starts_with(char::is_alphabetic));
    let has_words = separator.chars().any(char::is_alphabetic);
    if number.is_empty() || number.len() > 3 || !is_label || !has_words {
        return None;
    }
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &[&str], expected: Option<((f64, f64), f64)>) {
        let found = of_words(words.iter().copied());
        let last = words.first().map_or(String::new(), |w| w.to_lowercase());
        let found = found.map(|l| (l.scale, l.labels.get(&last).copied().unwrap_or(f64::NAN)));
        assert_eq!(found, expected, "{words:?}");
    }

    #[test]
    fn words_on_a_scale() {
        check(&["Good", "Bad", "Offered"], Some(((0.0, 1.0), 1.0)));
        check(&["Very satisfied", "Satisfied", "Very dissatisfied"], Some(((1.0, 5.0), 5.0)));
        check(&["Sehr zufrieden", "unzufrieden"], Some(((1.0, 5.0), 5.0)));
        check(&["Somewhat agree", "Strongly disagree"], Some(((1.0, 7.0), 5.0)));
        check(&["Strongly agree", "Disagree"], Some(((1.0, 5.0), 5.0)));
        check(&["😀", "😡", "😐"], Some(((1.0, 5.0), 5.0)));
        check(&["★★★★☆", "★☆☆☆☆"], Some(((1.0, 5.0), 4.0)));
        check(&["Good", "Purple"], None);
        check(&["Good"], None);
        check(&["desktop", "mobile"], None);
    }

    #[test]
    fn yes_and_no() {
        assert_eq!(of_yes_no(["Yes", "No", "NA"].into_iter()).map(|l| l.missing), Some(vec!["NA".to_owned()]));
        assert!(of_yes_no(["Ja", "Nein"].into_iter()).is_some());
        assert!(of_yes_no(["Yes", "No", "No phone service"].into_iter()).is_none());
        assert!(of_yes_no(["Yes"].into_iter()).is_none());
    }

    #[test]
    fn numbers_with_a_label() {
        for (text, expected) in [
            ("5 - Very satisfied", Some(5.0)),
            ("10 – Extremely likely", Some(10.0)),
            ("1: gar nicht", Some(1.0)),
            ("(4) good", Some(4.0)),
            ("3 (neutral)", Some(3.0)),
            ("2 somewhat", Some(2.0)),
            ("5", None),
            ("5.5", None),
            ("2024-01-01", None),
            ("5th", None),
            ("", None),
        ] {
            assert_eq!(leading_number(text), expected, "{text}");
        }
    }
}
