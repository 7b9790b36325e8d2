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

/// The groups of an NPS, each with a score that stands for it: 9–10, 7–8 and 0–6 of the scale from 0 to 10.
const NPS_GROUPS: &[(&str, f64)] = &[
    ("promoter|promoters|promotor|promotoren|promoteur|promoteurs|promotores|promotore|promotori", 10.0),
    (
        "passive|passives|passiv|neutral|neutrals|indifferente|indifferenter|passif|passifs|pasivo|pasivos|passivo|passivi",
        8.0,
    ),
    (
        "detractor|detractors|detraktor|detraktoren|kritiker|détracteur|détracteurs|detractores|detrattore|detrattori",
        0.0,
    ),
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
    let Some(scale) = SCALES.iter().find(fits) else {
        return of_groups(&words, &missing);
    };
    let mut labels = BTreeMap::new();
    let mut score = scale.low;
    for same in scale.words {
        labels.extend(same.split('|').map(|word| (word.to_owned(), score)));
        score += 1.0;
    }
    Some(Labels { labels, scale: (scale.low, score - 1.0), missing })
}

/// Promoters, passives and detractors.
fn of_groups(words: &[String], missing: &[String]) -> Option<Labels> {
    let groups = || NPS_GROUPS.iter().flat_map(|(same, score)| same.split('|').map(|word| (word, *score)));
    let is_group = |word: &String| groups().any(|(group, _)| group == word);
    if !words.iter().all(is_group) {
        return None;
    }
    let labels = groups().map(|(word, score)| (word.to_owned(), score)).collect();
    Some(Labels { labels, scale: (0.0, 10.0), missing: missing.to_vec() })
}

/// Stars and numbers that say of how many they are: "★★★★☆", "⭐⭐⭐", "4/5", "4 out of 5", "4 von 5". Gives the score and
/// the highest one.
pub(crate) fn out_of(text: &str) -> Option<(f64, f64)> {
    let text = text.trim().to_lowercase();
    let stars = |sign: char| text.chars().filter(|c| *c == sign).count();
    let (full, empty) = (stars('★') + stars('⭐'), stars('☆'));
    if full + empty > 0 {
        let are_all = text.chars().all(|c| matches!(c, '★' | '⭐' | '☆' | '\u{fe0f}' | ' '));
        let most = if empty > 0 { full + empty } else { full.max(5) };
        #[expect(clippy::cast_precision_loss, reason = "a few stars")]
        return (are_all && most == 5).then_some((full as f64, most as f64));
    }
    let parts = ["/", " out of ", " of ", " von ", " sur ", " de ", " su ", " van "];
    let (score, most) = parts.iter().find_map(|part| text.split_once(part))?;
    let (score, most) = (score.trim().parse::<u32>().ok()?, most.trim().parse::<u32>().ok()?);
    (matches!(most, 5 | 7 | 10) && score <= most).then_some((f64::from(score), f64::from(most)))
}

/// The scale of answers that say themselves of how many they are; all of them have to, and to agree.
pub(crate) fn of_stars<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Labels> {
    let (mut labels, mut missing, mut most) = (BTreeMap::new(), Vec::new(), None);
    for text in texts {
        if is_missing(text.trim().as_bytes()) {
            missing.push(text.to_owned());
            continue;
        }
        let (score, of) = out_of(text)?;
        if most.is_some_and(|most| most != of) {
            return None;
        }
        most = Some(of);
        labels.insert(text.trim().to_lowercase(), score);
    }
    let high = most.filter(|_| labels.len() > 1)?;
    let has_zero = labels.values().any(|score| *score == 0.0);
    let low = if has_zero || high == 10.0 { 0.0 } else { 1.0 };
    Some(Labels { labels, scale: (low, high), missing })
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
    // "5 min 13s" is no 5.
    if super::durations::seconds(text).is_some() {
        return None;
    }
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
        check(&["Promoter", "Passive", "Detractor"], Some(((0.0, 10.0), 10.0)));
        check(&["Kritiker", "Promotoren"], Some(((0.0, 10.0), 0.0)));
        check(&["Good", "Purple"], None);
        check(&["Good"], None);
        check(&["desktop", "mobile"], None);
    }

    #[test]
    fn answers_that_say_of_how_many_they_are() {
        for (text, expected) in [
            ("★★★★☆", Some((4.0, 5.0))),
            ("⭐⭐⭐", Some((3.0, 5.0))),
            ("4/5", Some((4.0, 5.0))),
            ("5 out of 5", Some((5.0, 5.0))),
            ("8 von 10", Some((8.0, 10.0))),
            ("6/5", None),
            ("4/12", None),
            ("★ new", None),
            ("", None),
        ] {
            assert_eq!(out_of(text), expected, "{text}");
        }
        let scale = |texts: &[&str]| of_stars(texts.iter().copied()).map(|found| found.scale);
        assert_eq!(scale(&["★★★★☆", "4/5", "5 out of 5", "n/a"]), Some((1.0, 5.0)));
        assert_eq!(scale(&["4/5", "8/10"]), None);
        assert_eq!(scale(&["4/5", "good"]), None);
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
            ("5 min 13s", None),
            ("4 min", None),
            ("", None),
        ] {
            assert_eq!(leading_number(text), expected, "{text}");
        }
    }
}
