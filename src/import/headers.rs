//! What headers say in the spellings people use. Order within a list is preference.

mod counts;

use super::sniff::Role;
use counts::COUNT;
pub(crate) use counts::is_head_count;

const DATE: &[&str] = &[
    "date",
    "day",
    "datum",
    "fecha",
    "jour",
    "data",
    "responsedate",
    "recordeddate",
    "submitdate",
    "submitdateutc",
    "datesubmitted",
    "submittedat",
    "respondedat",
    "completedat",
    "surveydate",
    "interviewdate",
    "intdate",
    "eventdate",
    "measuredon",
    "enddate",
    "startdate",
    "startdateutc",
    "createdat",
    "createdon",
    "timestamp",
    "datetime",
    "time",
    "period",
    "week",
    "month",
    "quarter",
    "year",
    "updatedat",
    "日期",
    "日付",
    "ts",
];
const PLACE: &[&str] = &[
    "place",
    "touchpoint",
    "journeytouchpoint",
    "touchpointname",
    "step",
    "journeystep",
    "stepname",
    "stage",
    "journeystage",
    "stagename",
    "phase",
    "journeyphase",
    "funnelstep",
    "funnelstage",
    "moment",
    "ort",
    "schritt",
    "etape",
    "étape",
    "lieu",
    "kontaktpunkt",
    "location",
    // What spreadsheets write above the rows of a pivot table.
    "rowlabels",
    "zeilenbeschriftungen",
    "étiquettesdelignes",
    "etiquetasdefila",
    "etichettediriga",
    "rijlabels",
    "rótulosdelinha",
];
const METRIC: &[&str] = &[
    "metric",
    "metricname",
    "kpi",
    "kpiname",
    "measure",
    "measurename",
    "indicator",
    "indicatorname",
    "metrik",
    "kennzahl",
    "indicateur",
    "métrique",
    "metrica",
    "variable",
    "series",
];
const VALUE: &[&str] = &[
    "value",
    "metricvalue",
    "kpivalue",
    "val",
    "score",
    "result",
    "wert",
    "valeur",
    "valor",
    "rating",
    "measurement",
    "amount",
    "actual",
    "average",
    "avg",
    "mean",
];
const COMMENT: &[&str] = &[
    "comment",
    "comments",
    "verbatim",
    "verbatims",
    "feedback",
    "openendedresponse",
    "remark",
    "remarks",
    "kommentar",
    "commentaire",
    "review",
    "reviewtext",
    "text",
    "notes",
    "npscomment",
    "anythingelse",
    "why",
    "warum",
    "pourquoi",
    "porqué",
];
const RESPONDENT: &[&str] = &[
    "respondentid",
    "respondent",
    "responseid",
    "respnum",
    "respid",
    "participantid",
    "personid",
    "userid",
    "customerid",
    "contactid",
    "visitorid",
    "hotjaruserid",
    "respondentnumber",
    "id",
    "number",
    "recordid",
    "customer",
    "user",
    "visitor",
    "distinctid",
    "anonymousid",
    "userpseudoid",
    "clientid",
    "accountid",
    "memberid",
    "patientid",
    "kundennummer",
    "kundenid",
    "antwortid",
    "antwortnummer",
    "teilnehmerid",
    "teilnehmernummer",
    "befragtenid",
    "nutzerid",
    "benutzerid",
    "idréponse",
    "idreponse",
    "idparticipant",
    "idclient",
    "idrespuesta",
    "idparticipante",
    "idcliente",
    "idrisposta",
    "idpartecipante",
    "antwoordid",
    "deelnemerid",
    "klantid",
    "#",
];
/// What happened.
const EVENT: &[&str] = &[
    "event",
    "eventname",
    "eventtype",
    "eventtext",
    "eventaction",
    "activity",
    "activityname",
    "action",
    "actionname",
    "interaction",
    "ereignis",
    "evenement",
    "événement",
    "evento",
    "イベント",
    "이벤트",
    "事件",
];
/// Which visit it belongs to.
const SESSION: &[&str] =
    &["sessionid", "session", "visitid", "visit", "gasessionid", "sitzung", "idvisit", "conversationid", "basketid"];
/// Outcomes that a person or a record has or has not.
const OUTCOME: &[&str] = &[
    "churn",
    "churned",
    "converted",
    "conversion",
    "retained",
    "renewed",
    "resolved",
    "cancelled",
    "canceled",
    "satisfied",
    "completed",
    "success",
    "successful",
    "returned",
    "bounced",
    "activated",
    "subscribed",
    "unsubscribed",
    "purchased",
    "clicked",
    "opened",
    "won",
    "lost",
    "recommended",
    "attrition",
    "exited",
    "defaulted",
    "responded",
    "onboarded",
    "escalated",
    "reopened",
    "abandoned",
    "gekündigt",
    "gelöst",
    "upgraded",
];
/// Things that are measured of a record.
const MEASURE: &[&str] = &[
    "tenure",
    "charges",
    "revenue",
    "amount",
    "price",
    "cost",
    "spend",
    "spent",
    "total",
    "balance",
    "value",
    "duration",
    "minutes",
    "seconds",
    "hours",
    "time",
    "orders",
    "purchases",
    "visits",
    "sessions",
    "tickets",
    "calls",
    "ltv",
    "clv",
    "mrr",
    "arr",
    "usage",
    "umsatz",
    "betrag",
    "quantity",
    "items",
    "pages",
    "pageviews",
    "replies",
    "reopens",
];

/// True when the header names what happened.
pub(crate) fn is_event_name(name: &str) -> bool {
    EVENT.contains(&plain(name).as_str())
}

/// True for a header that says in another language than English that it holds days.
pub(crate) fn is_foreign_date_name(name: &str) -> bool {
    const DAYS: &[&str] = &["datum", "fecha", "jour", "giorno"];
    // "Date de réponse", "Data della risposta".
    const OF: &[&str] = &["de", "du", "d", "des", "del", "di", "della", "da", "do"];
    match words(name).as_slice() {
        [only] if only == "data" => true,
        [first, second, ..] if matches!(first.as_str(), "date" | "data") => OF.contains(&second.as_str()),
        words => words.iter().any(|word| DAYS.contains(&word.as_str()) || word.ends_with("datum")),
    }
}

/// True when the header names a visit.
pub(crate) fn is_session_name(name: &str) -> bool {
    SESSION.contains(&plain(name).as_str())
}

/// True when the header names something that a record has or has not come to.
pub(crate) fn is_outcome_name(name: &str) -> bool {
    words(name).iter().any(|word| OUTCOME.contains(&word.as_str()))
}

/// True when the header names something that is measured.
pub(crate) fn is_measure_name(name: &str) -> bool {
    words(name).iter().any(|word| MEASURE.contains(&word.as_str()))
}

/// True when the header speaks of how long something takes.
pub(crate) fn is_duration_name(name: &str) -> bool {
    const LONG: &[&str] = &[
        "duration",
        "time",
        "wait",
        "waiting",
        "avg",
        "average",
        "handle",
        "handling",
        "length",
        "dauer",
        "zeit",
        "durée",
        "temps",
        "duración",
        "tiempo",
        "durata",
        "tempo",
        "duur",
        "tijd",
        "latency",
        "delay",
    ];
    let words = words(name);
    let is_moment = words.iter().any(|w| matches!(w.as_str(), "start" | "end" | "at" | "departure" | "arrival" | "of"));
    words.iter().any(|word| LONG.contains(&word.as_str())) && !is_moment && plain(name) != "time"
}

/// True for a header that is a question rather than a name.
pub(crate) fn is_question(name: &str) -> bool {
    name.contains(['?', '？', '¿', ';']) || name.split_whitespace().count() >= 5
}

/// A day in a line above a table: `20260801`, `2026-08-01`, `Jul 27, 2026`.
pub(crate) fn whole_day(text: &str) -> Option<crate::base::time::Day> {
    let text = text.trim();
    let is_long = text.len() >= 8 && text.len() <= 24;
    let date = super::dates::parse(text.as_bytes(), super::dates::DateOrder::MonthFirst, super::dates::Zone::AsWritten);
    date.filter(|_| is_long).map(|date| date.day)
}

const WEIGHT: &[&str] =
    &["weight", "weights", "surveyweight", "sampleweight", "gewicht", "gewichtung", "poids", "wt", "wgt"];
/// Names of columns that hold small whole numbers but no scores.
const NO_SCORE: &[&str] = &[
    "day", "month", "year", "week", "weekday", "hour", "quarter", "gate", "zip", "postcode", "age", "sex", "gender",
    "income", "lang", "language", "code", "id", "strata", "stratum", "peak", "method", "terminal", "region", "group",
    "version", "wave", "duration", "progress", "finished", "status", "number", "dest", "airline", "flight", "area",
];

/// Only letters and digits, lower case.
pub(crate) fn plain(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if plain.is_empty() { name.trim().to_owned() } else { plain }
}

/// Names of respondents that do not say whose a row is as the key of something else: "order.id" is the id of an order, and
/// that of an event or an answer is its own.
const NO_PERSON_KEYS: &[&str] = &[
    "respondent",
    "responseid",
    "respnum",
    "respid",
    "respondentnumber",
    "id",
    "number",
    "recordid",
    "customer",
    "user",
    "visitor",
    "accountid",
    "kundennummer",
    "#",
];

/// Behind the names of every list.
const KEY_RANK: usize = 1_000;

/// What a header says, and how good a name it is for that (0 is best).
pub(crate) fn role(name: &str) -> Option<(Role, usize)> {
    role_of_name(&plain(name)).or_else(|| role_of_key(name))
}

/// The same of a key within an object, "properties.time". Some tools write every header with dots, so only what means the
/// same anywhere counts, and only where no whole name is to be had.
fn role_of_key(name: &str) -> Option<(Role, usize)> {
    let (_, key) = name.rsplit_once('.').filter(|_| !name.contains(char::is_whitespace))?;
    let key = plain(key);
    let (role, rank) = role_of_name(&key)?;
    let is_clear = role == Role::Date || (role == Role::Respondent && !NO_PERSON_KEYS.contains(&key.as_str()));
    is_clear.then_some((role, rank + KEY_RANK))
}

fn role_of_name(name: &str) -> Option<(Role, usize)> {
    let lists = [
        (Role::Date, DATE),
        (Role::Place, PLACE),
        (Role::Metric, METRIC),
        (Role::Value, VALUE),
        (Role::Count, COUNT),
        (Role::Comment, COMMENT),
        (Role::Respondent, RESPONDENT),
        (Role::Weight, WEIGHT),
    ];
    let listed =
        lists.into_iter().find_map(|(role, list)| list.iter().position(|n| **n == *name).map(|rank| (role, rank)));
    listed.or_else(|| counts::rank(name).map(|rank| (Role::Count, rank)))
}

/// Words of a header: letters and digits apart, so that `Q7ALL` has the word `q`.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_lower = false;
    for c in name.chars() {
        let is_break = !c.is_alphabetic() || (c.is_uppercase() && was_lower);
        if is_break && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// True when the header says in words that it is a rating.
pub(crate) fn is_rating_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let has = |part: &str| lower.contains(part);
    [
        "nps",
        "csat",
        "satisf",
        "score",
        "rating",
        "please rate",
        "you rate",
        "rate your",
        "rate our",
        "rate the",
        "recommend",
        "how likely",
        "how easy",
        "effort",
        "zufrieden",
        "weiterempf",
        "wahrscheinlich",
        "bewert",
        "recommand",
        "recomend",
        "raccomand",
        "aanbevel",
        "tevreden",
        "満足",
        "お勧め",
        "추천",
        "만족",
        "推荐",
        "满意",
        "note sur",
    ]
    .iter()
    .any(|p| has(p))
        || words(name).iter().any(|w| w == "ces")
}

/// The group of questions that a header of a questionnaire belongs to, and whether that is a numbered one: `Q7ART` and
/// `Q7FOOD` are parts of question 7; `Q9` is one of the questions.
pub(crate) fn family(name: &str) -> Option<(String, IsNumbered)> {
    let rest = name.trim().strip_prefix(['q', 'Q'])?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, part) = rest.split_at_checked(digits)?;
    if number.is_empty() {
        return None;
    }
    let is_numbered = IsNumbered(!part.is_empty());
    Some((if is_numbered.0 { format!("q{number}") } else { "q".to_owned() }, is_numbered))
}

/// Whether a group of questions has a number of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IsNumbered(pub bool);

/// True when the header names ids, of whatever: what tells things apart is no measure of them.
pub(crate) fn is_id_name(name: &str) -> bool {
    let is_id = |word: &String| ["id", "ids", "uuid", "guid"].contains(&word.as_str());
    let is_of = |word: &String| ["of", "der", "des", "de", "du", "di", "da", "van"].contains(&word.as_str());
    // "Number of stores" counts them, "Store number" tells them apart.
    let is_number = |word: &String| ["no", "nr", "number", "num", "nummer"].contains(&word.as_str());
    let (plain, words) = (plain(name), words(name));
    let is_numbered = match words.as_slice() {
        [only] => only.len() > "nummer".len() && only.ends_with("nummer"),
        [first, second, ..] if is_id(first) && is_of(second) => true,
        [.., last] => words.len() <= 3 && (is_number(last) || (last.len() > 6 && last.ends_with("nummer"))),
        [] => false,
    };
    words.last().is_some_and(is_id) || is_numbered || (RESPONDENT.contains(&plain.as_str()) && plain.ends_with("id"))
}

/// True when the header names something that is coded in small numbers but is no rating.
pub(crate) fn is_code_name(name: &str) -> bool {
    words(name).iter().any(|w| NO_SCORE.contains(&w.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_answers_and_people_are_known_in_other_languages() {
        for name in ["Antwort-ID", "Teilnehmer-ID", "Response-Id", "ID réponse", "ID respuesta", "Klant-ID"] {
            assert_eq!(role(name).map(|(role, _)| role), Some(Role::Respondent), "{name}");
        }
        assert_eq!(role("Filial-ID"), None);
    }

    /// Every event had an id of its own, and with it a customer of its own.
    #[test]
    fn the_last_key_of_a_header_names_dates_and_persons_only() {
        let role_of = |name: &str| role(name).map(|(role, _)| role);
        let rank = |name: &str| role(name).map(|(_, rank)| rank);
        for name in ["properties.time", "properties.timestamp"] {
            assert_eq!(role_of(name), Some(Role::Date), "{name}");
        }
        for name in ["properties.distinct_id", "traits.userId", "customer.id"] {
            assert_eq!(role_of(name), Some(Role::Respondent), "{name}");
        }
        for name in
            ["event_meta.id", "order.id", "store.number", "parcel.weight", "net.weight", "page.value", "cart.text"]
        {
            assert_eq!(role_of(name), None, "{name}");
        }
        for (key, name) in [("properties.date", "updatedat"), ("traits.userid", "#")] {
            assert!(rank(key) > rank(name), "{key} comes behind {name}");
        }
    }
}
