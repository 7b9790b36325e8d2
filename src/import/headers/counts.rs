//! Names of columns that say how many answers a value stands for.

/// Those that are one word, or a saying.
pub(super) const COUNT: &[&str] = &[
    "n",
    "count",
    "responses",
    "responsecount",
    "respondents",
    "respondentcount",
    "samplesize",
    "sample",
    "samples",
    "base",
    "basesize",
    "answers",
    "answercount",
    "nresponses",
    "numberofresponses",
    "numresponses",
    "totalresponses",
    "denominator",
    "trials",
    "nobs",
    "observations",
    "anzahl",
    "stichprobe",
    "effectif",
    "fallzahl",
    "stichprobengröße",
    "stichprobengrösse",
    "rücklauf",
    "tailledeléchantillon",
    "tamañodelamuestra",
    "muestra",
    "campione",
    "steekproef",
    "amostra",
];

/// What a file of answers counts.
const ANSWERS: &[&str] = &[
    "responses",
    "respondents",
    "answers",
    "antworten",
    "rückmeldungen",
    "rückläufer",
    "befragte",
    "befragten",
    "réponses",
    "reponses",
    "répondants",
    "respuestas",
    "encuestados",
    "risposte",
    "rispondenti",
    "intervistati",
    "antwoorden",
    "respondenten",
    "respostas",
    "respondentes",
];
/// What may be counted, or be the thing itself: with a word before it that says so.
const COUNTED: &[&str] = &[
    "ratings",
    "reviews",
    "surveys",
    "votes",
    "bewertungen",
    "stimmen",
    "interviews",
    "umfragen",
    "avis",
    "évaluations",
    "valoraciones",
    "opiniones",
    "encuestas",
    "valutazioni",
    "recensioni",
    "beoordelingen",
    "reacties",
    "avaliações",
];
/// People, of whom there are many besides those that answered.
const PEOPLE: &[&str] =
    &["participants", "teilnehmer", "teilnehmende", "participantes", "partecipanti", "deelnemers", "basis"];
/// How counts begin. "# of" has lost its sign.
const HOW_MANY: &[&str] = &[
    "n",
    "no",
    "noof",
    "nof",
    "of",
    "num",
    "numof",
    "number",
    "numberof",
    "count",
    "countof",
    "total",
    "totalof",
    "anzahl",
    "anz",
    "anzahlder",
    "zahlder",
    "nombrede",
    "nombredes",
    "nb",
    "nbde",
    "nbre",
    "nbrede",
    "númerode",
    "numerode",
    "nºde",
    "node",
    "numerodi",
    "ndi",
    "aantal",
    "quantidadede",
    "qtdde",
];

/// How good a name is that is no single word of the list: "Anz. Bewertungen", "# of responses", "Nombre de réponses".
pub(super) fn rank(name: &str) -> Option<usize> {
    let behind = COUNT.len();
    if ANSWERS.contains(&name) {
        return Some(behind + 1);
    }
    if is_head_count(name) {
        return Some(behind + 2);
    }
    let counts = |things: &[&str]| {
        things.iter().filter_map(|thing| name.strip_suffix(thing)).any(|before| HOW_MANY.contains(&before))
    };
    (counts(ANSWERS) || counts(COUNTED) || counts(PEOPLE)).then_some(behind)
}

/// True for a plain name that may as well be what is measured: participants of a course are no answers.
pub(crate) fn is_head_count(name: &str) -> bool {
    PEOPLE.contains(&name)
}
