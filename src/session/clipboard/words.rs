//! What words on the clipboard name: kinds of lanes, stages and steps, severities, moods. Sheets are written by
//! people in their own words, so names are compared loosely, in the languages that sheets of our users come in.

use crate::model::{LaneKind, Severity};
use crate::session::arrange::{curve_value, is_on_curve, number_meant, written_number};

/// More signs than a lane is named with: a sentence in the first column is no name.
const LONGEST_NAME: usize = 48;

/// Letters without their accents, so that "Étape" and "etape" are one word.
fn plain_letter(letter: char) -> char {
    match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        other => other,
    }
}

/// The words of a text: lower case, without accents; hyphens stay inside.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let plain: String = text.to_lowercase().replace('ß', "ss").chars().map(plain_letter).collect();
    let is_between = |c: char| !(c.is_alphanumeric() || c == '-');
    plain.split(is_between).map(|word| word.trim_matches('-').to_owned()).filter(|word| !word.is_empty()).collect()
}

/// Stems that are long enough to be found anywhere in a name, and short words that must stand alone.
type Named = (LaneKind, &'static [&'static str], &'static [&'static str]);

/// In the order they are tried: "customer satisfaction" holds "action", "line of interaction" does too.
const LANES: &[Named] = &[
    (
        LaneKind::Divider,
        &["lineof", "interaktionslinie", "sichtbarkeitslinie", "lignede", "lineade", "lineadi", "lijnvan"],
        &[],
    ),
    (
        LaneKind::Kpi,
        &["metric", "metrik", "kennzahl", "measure", "messgross", "indicateur", "indicador", "indicator"],
        &["kpi", "kpis", "okr", "okrs"],
    ),
    (
        LaneKind::PainPoint,
        &[
            "painpoint",
            "frustration",
            "problem",
            "schmerz",
            "barrier",
            "hurde",
            "douleur",
            "irritant",
            "dolor",
            "friction",
            "knelpunt",
            "obstac",
            "challenge",
            "puntidolenti",
            "reibung",
        ],
        &["pain", "pains", "issue", "issues", "dores"],
    ),
    (
        LaneKind::Opportunity,
        &[
            "opportunit",
            "improvement",
            "verbesserung",
            "oportunid",
            "amelior",
            "mejora",
            "solution",
            "losung",
            "kansen",
            "melhoria",
            "miglioramento",
        ],
        &["idea", "ideas", "idee", "ideen", "idees", "chance", "chancen"],
    ),
    (
        LaneKind::Quote,
        &["quote", "zitat", "verbatim", "voiceof", "citation", "citazion", "citacion", "citaat", "kundenstimme"],
        &["voc", "cita", "citas"],
    ),
    (
        LaneKind::Curve,
        &["emotion", "experiencecurve", "satisf", "sentiment", "stimmung", "gefuhl", "emocion", "emozion", "zufrieden"],
        &["experience", "mood", "feeling", "feelings", "erlebnis", "curve"],
    ),
    (
        LaneKind::Image,
        &["storyboard", "illustration", "screenshot"],
        &["image", "images", "picture", "pictures", "bild", "bilder", "photo", "photos", "foto", "fotos", "scene"],
    ),
    (
        LaneKind::Touchpoint,
        &["touchpoint", "channel", "kanal", "contactpoint", "kontaktpunkt", "decontact", "decontacto", "contactmoment"],
        &["canal", "canaux", "canales", "canali", "canais"],
    ),
    (
        LaneKind::Process,
        &[
            "process",
            "prozess",
            "proceso",
            "system",
            "sistem",
            "backstage",
            "frontstage",
            "onstage",
            "department",
            "abteilung",
            "responsib",
            "zustandig",
        ],
        &["team", "teams", "owner", "owners", "tools", "backend"],
    ),
    (
        LaneKind::Text,
        &[
            "action",
            "aktivitat",
            "actividad",
            "handlung",
            "thinking",
            "thought",
            "gedanken",
            "pensee",
            "activit",
            "expectation",
            "erwartung",
            "question",
            "evidence",
            "insight",
            "erkenntnis",
            "beschreibung",
            "description",
        ],
        &[
            "doing",
            "goal",
            "goals",
            "ziel",
            "ziele",
            "need",
            "needs",
            "task",
            "tasks",
            "jobs",
            "notes",
            "besoins",
            "objetivos",
            "bedurfnisse",
        ],
    ),
];

/// What a lane of that name holds; `None` when the name says nothing.
#[must_use]
pub(super) fn lane_kind(name: &str) -> Option<LaneKind> {
    let words = tokens(name);
    if name.chars().nth(LONGEST_NAME).is_some() || words.is_empty() || words.len() > 6 {
        return None;
    }
    let joined = words.concat().replace('-', "");
    let is_meant = |(_, stems, alone): &&Named| {
        stems.iter().any(|stem| joined.contains(stem)) || words.iter().any(|word| alone.contains(&word.as_str()))
    };
    LANES.iter().find(is_meant).map(|(kind, ..)| *kind)
}

/// What the upper left corner of a sheet says about the row beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// Names of stages.
    Stages,
    /// Names of steps.
    Steps,
}

/// What a row or a column with that heading names.
#[must_use]
pub(super) fn heading(name: &str) -> Option<Heading> {
    const STAGES: &[&str] = &[
        "stage",
        "stages",
        "phase",
        "phases",
        "phasen",
        "etape",
        "etapes",
        "etapa",
        "etapas",
        "fase",
        "fases",
        "fasen",
        "fasi",
        "abschnitt",
        "abschnitte",
    ];
    const STEPS: &[&str] = &[
        "step",
        "steps",
        "substep",
        "substeps",
        "schritt",
        "schritte",
        "paso",
        "pasos",
        "passo",
        "passos",
        "passi",
        "stap",
        "stappen",
        "sous-etape",
        "sous-etapes",
    ];
    let words = tokens(name);
    let has = |known: &[&str]| words.len() <= 4 && words.iter().any(|word| known.contains(&word.as_str()));
    match (has(STEPS), has(STAGES)) {
        (true, _) => Some(Heading::Steps),
        (false, true) => Some(Heading::Stages),
        (false, false) => None,
    }
}

/// The severity that a word means.
fn severity_word(word: &str) -> Option<Severity> {
    Some(match word {
        "low" | "minor" | "niedrig" | "gering" | "leicht" | "faible" | "baja" | "baixa" | "bassa" => Severity::Low,
        "medium" | "moderate" | "mittel" | "moyen" | "moyenne" | "media" | "medio" => Severity::Medium,
        "high" | "major" | "severe" | "hoch" | "schwer" | "eleve" | "elevee" | "alta" | "alto" => Severity::High,
        "critical" | "blocker" | "blocking" | "kritisch" | "critique" | "critica" | "critico" => Severity::Critical,
        _ => return None,
    })
}

/// The severity that words in brackets mean, as in "high" or "Severity: high".
fn severity_of(words: &str) -> Option<Severity> {
    match tokens(words).as_slice() {
        [word] => severity_word(word),
        [name, word] if matches!(name.as_str(), "severity" | "prio" | "priority" | "schwere" | "impact") => {
            severity_word(word)
        }
        _ => None,
    }
}

/// A pain point whose text names its severity at one end, set off by brackets, a colon or a dash, and the rest of it.
#[must_use]
pub(super) fn severity(text: &str) -> Option<(Severity, &str)> {
    let text = text.trim();
    let in_brackets = |open: char, close: char| {
        let ahead = text.strip_prefix(open).and_then(|rest| rest.split_once(close));
        let behind = || text.strip_suffix(close).and_then(|rest| rest.rsplit_once(open));
        let ahead = ahead.and_then(|(words, rest)| Some((severity_of(words)?, rest)));
        ahead.or_else(|| behind().and_then(|(rest, words)| Some((severity_of(words)?, rest))))
    };
    let set_off = |mark: &str| {
        let ahead = text.split_once(mark).and_then(|(words, rest)| Some((severity_of(words)?, rest)));
        ahead.or_else(|| text.rsplit_once(mark).and_then(|(rest, words)| Some((severity_of(words)?, rest))))
    };
    let found = in_brackets('(', ')').or_else(|| in_brackets('[', ']'));
    let found = found.or_else(|| [": ", " \u{2013} ", " \u{2014} ", " - ", " | "].into_iter().find_map(set_off));
    found.map(|(severity, rest)| (severity, rest.trim())).filter(|(_, rest)| !rest.is_empty())
}

/// A point of the curve in a word or a face.
fn mood(text: &str) -> Option<f64> {
    let first = text.trim().trim_end_matches('\u{fe0f}');
    Some(match first {
        "++" | "\u{1f600}" | "\u{1f603}" | "\u{1f604}" | "\u{1f601}" | "\u{1f60d}" | "\u{1f929}" => 2.0,
        "+" | "\u{1f642}" | "\u{1f60a}" | "\u{263a}" | "\u{1f44d}" => 1.0,
        "\u{b1}" | "+/-" | "\u{1f610}" | "\u{1f611}" => 0.0,
        "-" | "\u{2212}" | "\u{1f641}" | "\u{2639}" | "\u{1f615}" | "\u{1f61f}" | "\u{1f44e}" => -1.0,
        "--" | "\u{2212}\u{2212}" | "\u{1f621}" | "\u{1f620}" | "\u{1f62d}" | "\u{1f622}" => -2.0,
        word => match tokens(word).as_slice() {
            [word] => match word.as_str() {
                "delighted" | "begeistert" => 2.0,
                "positive" | "positiv" | "happy" | "good" | "zufrieden" => 1.0,
                "neutral" | "ok" | "okay" => 0.0,
                "negative" | "negativ" | "unhappy" | "bad" | "unzufrieden" => -1.0,
                "angry" | "furious" => -2.0,
                _ => return None,
            },
            _ => return None,
        },
    })
}

/// The scale that a row of numbers is on, its lowest and highest; the curve's own is −2 ..= +2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale(f64, f64);

impl Scale {
    /// The curve's own.
    pub(super) const OWN: Self = Self(-2.0, 2.0);
    /// What people score on besides.
    const OTHERS: [Self; 4] = [Self(1.0, 5.0), Self(1.0, 7.0), Self(1.0, 10.0), Self(-5.0, 5.0)];

    /// The scale of a row: its own while no number lies beyond it, else the narrowest that holds all of them.
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let cells: Vec<&str> = cells.filter(|cell| !cell.trim().is_empty()).collect();
        // Words may stand behind every number; a row that is partly words has a few that begin with any number.
        let with_words =
            cells.iter().map(|cell| number_meant(cell).map(|(value, _)| value)).collect::<Option<Vec<f64>>>();
        let numbers = with_words.unwrap_or_else(|| cells.iter().filter_map(|cell| written_number(cell)).collect());
        let holds = |scale: &&Self| numbers.iter().all(|n| (scale.0..=scale.1).contains(n));
        if numbers.len() < 2 || holds(&&Self::OWN) {
            return Self::OWN;
        }
        Self::OTHERS.iter().find(holds).copied().unwrap_or(Self::OWN)
    }

    /// Its ends, when it is another one than the curve's own.
    pub(super) fn foreign(self) -> Option<(i32, i32)> {
        #[expect(clippy::cast_possible_truncation, reason = "whole numbers of one digit or two")]
        (self != Self::OWN).then_some((self.0 as i32, self.1 as i32))
    }

    /// A point of the curve and what stands at it: a number of this scale, perhaps with words behind it as they are
    /// typed, a mood, a face; `None` when they are none of them.
    pub(super) fn point(self, text: &str) -> Option<(f64, &str)> {
        if let Some(value) = written_number(text) {
            return Some((self.value(value), ""));
        }
        // "7.5 hours on hold" begins with a number and is no point.
        let is_held =
            |value: f64| if self == Self::OWN { is_on_curve(value) } else { (self.0..=self.1).contains(&value) };
        let with_words = || number_meant(text).filter(|(value, _)| is_held(*value));
        mood(text).map(|value| (value, "")).or_else(|| with_words().map(|(value, words)| (self.value(value), words)))
    }

    /// What a number of this scale is on the curve.
    fn value(self, number: f64) -> f64 {
        if self == Self::OWN {
            curve_value(number)
        } else {
            curve_value((number - self.0) / (self.1 - self.0) * 4.0 - 2.0)
        }
    }
}

/// A line of a list without its bullet, when it has one.
#[must_use]
pub(super) fn without_bullet(line: &str) -> Option<&str> {
    const BULLETS: [&str; 6] = ["- ", "* ", "\u{2022} ", "\u{2013} ", "\u{2022}\t", "\u{b7} "];
    BULLETS.iter().find_map(|bullet| line.trim_start().strip_prefix(bullet)).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_named_in_many_words() {
        let check = |kind: Option<LaneKind>, names: &[&str]| {
            for name in names {
                assert_eq!(lane_kind(name), kind, "{name}");
            }
        };
        check(
            Some(LaneKind::Touchpoint),
            &["Touchpoints", "touch-point", "Touch points:", "Kanäle", "Points de contact"],
        );
        check(
            Some(LaneKind::PainPoint),
            &["Pain points", "PAINS", "Schmerzpunkte", "Points de douleur", "Puntos de dolor"],
        );
        check(Some(LaneKind::Opportunity), &["Opportunities", "Chancen", "Oportunidades", "Ideas", "Améliorations"]);
        check(Some(LaneKind::Curve), &["Emotions", "Customer satisfaction", "Stimmung", "Experience", "Feelings"]);
        check(Some(LaneKind::Kpi), &["KPIs", "Success metrics", "Kennzahlen", "Indicateurs"]);
        check(Some(LaneKind::Quote), &["Customer quotes", "Zitate", "Voice of the customer"]);
        check(Some(LaneKind::Text), &["Customer actions", "Thinking", "Goals & needs", "Aktivitäten"]);
        check(Some(LaneKind::Process), &["Backstage actions", "Support processes", "Systems", "Teams"]);
        check(Some(LaneKind::Divider), &["Line of interaction", "Line of visibility", "Sichtbarkeitslinie"]);
        check(Some(LaneKind::Image), &["Storyboard", "Bilder"]);
        check(None, &["", "Discover", "Ann", "Apples and pears", "The system was down and nobody told us why it was"]);
        assert_eq!(
            [heading("Phases"), heading("Journey step"), heading("Étape"), heading("Touchpoints")],
            [Some(Heading::Stages), Some(Heading::Steps), Some(Heading::Stages), None]
        );
    }

    #[test]
    fn severities_stand_at_the_ends() {
        let check = |text: &str, expected: Option<(Severity, &str)>| assert_eq!(severity(text), expected, "{text}");
        check("Too slow (high)", Some((Severity::High, "Too slow")));
        check("[Critical] No answer", Some((Severity::Critical, "No answer")));
        check("High: long wait", Some((Severity::High, "long wait")));
        check("Long wait \u{2013} low", Some((Severity::Low, "Long wait")));
        check("Lange Wartezeit (kritisch)", Some((Severity::Critical, "Lange Wartezeit")));
        check("Slow (severity: high)", Some((Severity::High, "Slow")));
        check("high", None);
        check("The price is high", None);
        check("Note: high prices", None);
    }

    #[test]
    fn curves_are_read_on_the_scale_they_are_written_on() {
        let check = |cells: &[&str], expected: &[Option<f64>]| {
            let scale = Scale::of(cells.iter().copied());
            let points: Vec<_> = cells.iter().map(|cell| scale.point(cell).map(|(value, _)| value)).collect();
            assert_eq!(points, expected, "{cells:?}");
        };
        check(&["1", "-0,5", "2"], &[Some(1.0), Some(-0.5), Some(2.0)]);
        check(&["1", "3", "5", ""], &[Some(-2.0), Some(0.0), Some(2.0), None]);
        check(&["1", "10"], &[Some(-2.0), Some(2.0)]);
        check(&["3", "\u{2212}7,25"], &[Some(2.0), Some(-2.0)]);
        check(&["9"], &[Some(2.0)]);
        check(&["1: bad", "5: great"], &[Some(-2.0), Some(2.0)]);
        check(&["2 weeks waiting", "3 calls made", "10 min on hold"], &[None, None, None]);
        check(&["1 star", "2 of 9 gave up", "-1 tired"], &[None, None, Some(-1.0)]);
        check(&["+2 happy", "1.5: at ease\nagain", "7 of 9 gave up", "so so"], &[Some(2.0), Some(1.5), None, None]);
        check(&["\u{1f642}", "--", "Neutral", "so so"], &[Some(1.0), Some(-2.0), Some(0.0), None]);
    }
}
