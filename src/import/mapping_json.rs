//! The JSON of a mapping looked at before it is taken apart, so that a mistake is told by the key it is made at.

use super::choices::ReadChoices;
use super::dates::DateCount;
use super::durations::TimeUnit;
use super::error::ImportError;
use super::kinds::MetricKind;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// A value, and the keys that stand in it more than once: a reader that takes one of them would be guessing.
struct Read {
    value: Value,
    repeated: Vec<String>,
}

struct ReadVisitor;

impl<'de> Visitor<'de> for ReadVisitor {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Read, E> {
        Ok(plain(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Read, E> {
        Ok(plain(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Read, E> {
        Ok(plain(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Read, E> {
        Ok(plain(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Read, E> {
        Ok(plain(value))
    }

    fn visit_unit<E>(self) -> Result<Read, E> {
        Ok(plain(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Read, A::Error> {
        let (mut values, mut repeated) = (Vec::new(), Vec::new());
        while let Some(item) = items.next_element::<Read>()? {
            values.push(item.value);
            repeated.extend(item.repeated);
        }
        Ok(Read { value: Value::Array(values), repeated })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Read, A::Error> {
        let (mut object, mut repeated) = (Map::new(), Vec::new());
        while let Some((key, inner)) = entries.next_entry::<String, Read>()? {
            repeated.extend(inner.repeated.iter().map(|deep| format!("{key}.{deep}")));
            if object.insert(key.clone(), inner.value).is_some() {
                repeated.push(key);
            }
        }
        Ok(Read { value: Value::Object(object), repeated })
    }
}

fn plain(value: impl Into<Value>) -> Read {
    Read { value: value.into(), repeated: Vec::new() }
}

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ReadVisitor)
    }
}

/// Reads the text as JSON in which no key stands twice.
pub(super) fn read(text: &str) -> Result<Value, ImportError> {
    let read: Read = serde_json::from_str(text).map_err(|e| {
        ImportError::mapping(format!("it is not valid JSON (see line {}, column {})", e.line(), e.column()))
    })?;
    match read.repeated.first() {
        Some(key) => Err(ImportError::mapping(format!("the key \"{key}\" is there more than once; keep one of them"))),
        None => Ok(read.value),
    }
}

/// Keys that may stand where, for the message about unknown ones. `serde` would name only the first.
const KNOWN: [(&str, &[&str]); 16] = [
    (
        "",
        &[
            "shape",
            "reading",
            "date",
            "time_zone",
            "number",
            "place",
            "metric",
            "value",
            "n",
            "scores",
            "comment",
            "respondent",
            "weight",
            "percent",
            "segments",
            "metrics",
            "kinds",
            "durations",
            "session",
            "count",
            "stages",
            "filter",
            "unique",
        ],
    ),
    ("reading", &ReadChoices::KEYS),
    ("date", &["column", "order", "fixed", "count", "start"]),
    ("number", &["decimal", "thousands"]),
    ("place", &["column", "fixed"]),
    ("metric", &["column", "fixed"]),
    ("value", &["column"]),
    ("n", &["column"]),
    ("scores", &["column", "metric", "place", "scale", "missing", "labels", "n", "counts", "date"]),
    ("comment", &["column"]),
    ("respondent", &["column", "store"]),
    ("weight", &["column"]),
    ("session", &["column"]),
    ("count", &["rows", "respondents", "sessions"]),
    ("stages", &["column", "place", "metric"]),
    ("filter", &["column", "only", "not", "totals", "rest"]),
];

/// Keys whose inner keys are names of the data.
const FREE: [&str; 3] = ["durations", "kinds", "metrics"];

/// What may stand at a key.
enum Kind {
    Text,
    OneOf(&'static [&'static str]),
    Texts,
    TextsByName,
    TwoNumbers,
    Number,
    Count,
    Flag,
    /// Words with a number each.
    Numbers,
}

const COLUMN: (&str, Kind) = ("column", Kind::Text);
const FIXED: (&str, Kind) = ("fixed", Kind::Text);

/// Checks that every key holds what it should; unknown keys are somebody else's concern.
pub(super) fn check_types(value: &Value) -> Result<(), ImportError> {
    const SHAPES: Kind = Kind::OneOf(&["long", "wide", "survey", "events"]);
    const ORDERS: Kind = Kind::OneOf(&["day-first", "month-first", "year-first"]);
    const STORES: Kind = Kind::OneOf(&["hash", "plain", "none"]);
    if value.get("shape").is_none() {
        return Err(ImportError::mapping(
            "the key \"shape\" is missing; write \"long\", \"wide\", \"survey\" or \"events\"",
        ));
    }
    check_keys(
        value,
        "",
        &[
            ("shape", SHAPES),
            ("time_zone", Kind::Text),
            ("percent", Kind::Texts),
            ("segments", Kind::Texts),
            ("unique", Kind::Texts),
            ("metrics", Kind::TextsByName),
        ],
    )?;
    const COUNTS: Kind = Kind::OneOf(&DateCount::WORDS);
    let date = [COLUMN, FIXED, ("order", ORDERS), ("count", COUNTS), ("start", Kind::Text)];
    check_object(value, "date", &date, Needs::Nothing)?;
    let reading = ["encoding", "delimiter", "quote", "escape", "comment", "sheet", "member", "preset"]
        .map(|key| (key, Kind::Text));
    check_object(value, "reading", &reading, Needs::Nothing)?;
    let counts = ["skip", "header_rows", "skip_footer", "table"].map(|key| (key, Kind::Count));
    check_object(value, "reading", &counts, Needs::Nothing)?;
    check_object(value, "reading", &[("keep_totals", Kind::Flag)], Needs::Nothing)?;
    check_object(value, "number", &[("decimal", Kind::Text), ("thousands", Kind::Text)], Needs::Nothing)?;
    for key in ["place", "metric"] {
        check_object(value, key, &[COLUMN, FIXED], Needs::Nothing)?;
    }
    for key in ["value", "n", "comment", "weight", "session"] {
        check_object(value, key, &[COLUMN], Needs::Column)?;
    }
    check_object(value, "respondent", &[COLUMN, ("store", STORES)], Needs::Column)?;
    let count = [("rows", Kind::Text), ("respondents", Kind::Text), ("sessions", Kind::Text)];
    check_object(value, "count", &count, Needs::Nothing)?;
    check_words(value, "durations", "columns with their units", &TimeUnit::WORDS)?;
    check_words(value, "kinds", "metrics with the kinds of their KPIs", &MetricKind::WORDS)?;
    check_list(value, "stages", &[COLUMN, ("place", Kind::Text), ("metric", Kind::Text)])?;
    check_list(
        value,
        "filter",
        &[COLUMN, ("only", Kind::Texts), ("not", Kind::Texts), ("totals", Kind::Texts), ("rest", Kind::Texts)],
    )?;
    let score = [
        COLUMN,
        ("metric", Kind::Text),
        ("place", Kind::Text),
        ("scale", Kind::TwoNumbers),
        ("missing", Kind::Texts),
        ("labels", Kind::Numbers),
        ("n", Kind::Text),
        ("counts", Kind::Number),
        ("date", Kind::Text),
    ];
    check_list(value, "scores", &score)
}

/// A list of objects that each name a column.
fn check_list(top: &Value, key: &str, keys: &[(&str, Kind)]) -> Result<(), ImportError> {
    let items = match top.get(key) {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Array(items)) => items,
        Some(_) => {
            return Err(ImportError::mapping(format!("\"{key}\" must be a list of objects, each with a \"column\"")));
        }
    };
    items
        .iter()
        .enumerate()
        .try_for_each(|(index, item)| check_inner(item, &format!("{key}[{index}]"), keys, Needs::Column))
}

/// Names of columns with the unit of each.
/// An object whose every key has one of some words.
fn check_words(top: &Value, key: &str, what: &str, words: &[&str]) -> Result<(), ImportError> {
    let wrong = || {
        let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
        ImportError::mapping(format!("\"{key}\" must be an object of {what}, each one of {}", words.join(", ")))
    };
    match top.get(key) {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Object(entries)) => {
            let is_known = |value: &Value| value.as_str().is_some_and(|word| words.contains(&word));
            if entries.values().all(is_known) { Ok(()) } else { Err(wrong()) }
        }
        Some(_) => Err(wrong()),
    }
}

/// Whether an object is of use without a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Column,
    Nothing,
}

fn check_object(top: &Value, key: &str, keys: &[(&str, Kind)], needs: Needs) -> Result<(), ImportError> {
    match top.get(key) {
        None | Some(Value::Null) => Ok(()),
        Some(inner) => check_inner(inner, key, keys, needs),
    }
}

fn check_inner(inner: &Value, name: &str, keys: &[(&str, Kind)], needs: Needs) -> Result<(), ImportError> {
    if !inner.is_object() {
        let first = keys.first().map_or("column", |(key, _)| key);
        return Err(ImportError::mapping(format!("\"{name}\" must be an object such as {{\"{first}\": \"…\"}}")));
    }
    if needs == Needs::Column && inner.get("column").is_none_or(Value::is_null) {
        return Err(ImportError::mapping(format!("\"{name}\" needs the key \"column\" with the name of a column")));
    }
    check_keys(inner, name, keys)
}

fn has_texts_by_name(value: &Value) -> bool {
    value.as_object().is_some_and(|names| names.values().all(|to| to.is_string() || to.is_null()))
}

fn check_keys(object: &Value, inside: &str, keys: &[(&str, Kind)]) -> Result<(), ImportError> {
    for (key, kind) in keys {
        let Some(value) = object.get(key).filter(|value| !value.is_null()) else { continue };
        let name = if inside.is_empty() { (*key).to_owned() } else { format!("{inside}.{key}") };
        let are = |value: &Value, count: Option<usize>, is: fn(&Value) -> bool| {
            value.as_array().is_some_and(|items| count.is_none_or(|n| items.len() == n) && items.iter().all(is))
        };
        let wanted = match kind {
            Kind::Text if value.is_string() => continue,
            Kind::Text => "a text in quotes".to_owned(),
            Kind::OneOf(words) if value.as_str().is_some_and(|word| words.contains(&word)) => continue,
            Kind::OneOf(words) => {
                let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
                format!("one of {}, not {value}", words.join(", "))
            }
            Kind::Texts if are(value, None, Value::is_string) => continue,
            Kind::Texts => "a list of texts in quotes".to_owned(),
            Kind::Count if value.is_u64() => continue,
            Kind::Count => "a whole number from 0".to_owned(),
            Kind::Flag if value.is_boolean() => continue,
            Kind::Flag => "true or false".to_owned(),
            Kind::TextsByName if has_texts_by_name(value) => continue,
            Kind::TextsByName => "an object of names, each with a text in quotes or null".to_owned(),
            Kind::TwoNumbers if are(value, Some(2), Value::is_number) => continue,
            Kind::TwoNumbers => "a list of two numbers, the lower first".to_owned(),
            Kind::Number if value.is_number() => continue,
            Kind::Number => "a number".to_owned(),
            Kind::Numbers if value.as_object().is_some_and(|words| words.values().all(Value::is_number)) => continue,
            Kind::Numbers => "an object of words with a number each".to_owned(),
        };
        return Err(ImportError::mapping(format!("\"{name}\" must be {wanted}")));
    }
    Ok(())
}

/// Names every unknown key with its path.
pub(super) fn refuse_unknown_keys(value: &Value) -> Result<(), ImportError> {
    let Some(top) = value.as_object() else {
        return Err(ImportError::mapping("it is not a JSON object"));
    };
    let known_at = |place: &str| KNOWN.iter().find(|(p, _)| *p == place).map_or(&[] as &[&str], |(_, k)| k);
    let mut unknown: Vec<(String, &[&str])> = Vec::new();
    for (key, inner) in top {
        if !known_at("").contains(&key.as_str()) {
            unknown.push((key.clone(), known_at("")));
            continue;
        }
        if FREE.contains(&key.as_str()) {
            continue;
        }
        let objects: Vec<_> = match inner {
            Value::Array(items) => items.iter().filter_map(|i| i.as_object()).collect(),
            other => other.as_object().into_iter().collect(),
        };
        for inner_key in objects.into_iter().flat_map(|o| o.keys()) {
            if !known_at(key).contains(&inner_key.as_str()) {
                unknown.push((format!("{key}.{inner_key}"), known_at(key)));
            }
        }
    }
    match unknown.first() {
        None => Ok(()),
        Some((_, known)) => Err(ImportError::MappingUnknownKey {
            known: known.iter().map(|k| (*k).to_owned()).collect(),
            keys: unknown.iter().map(|(k, _)| k.clone()).collect(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::mapping::Mapping;

    /// A mapping is refused with a sentence that names the key, in no words of a parser.
    fn check(text: &str, expected: &str) {
        let error = Mapping::parse(text).expect_err(text).to_string();
        assert!(error.contains(expected), "{error}");
        for phrase in ["missing field", "at line", "invalid type", "unknown variant", "expected"] {
            assert!(!error.contains(phrase), "{error}");
        }
    }

    #[test]
    fn mistakes_are_told_by_their_key() {
        check("{", "see line 1");
        check("{}", "\"shape\" is missing");
        check(r#"{"shape": "round"}"#, r#""shape" must be one of "long", "wide", "survey", "events", not "round""#);
        check(r#"{"shape": 7}"#, "\"shape\" must be one of");
        check(r#"{"shape": "long", "date": "Day"}"#, r#""date" must be an object such as {"column": "…"}"#);
        check(r#"{"shape": "long", "date": {"order": "us"}}"#, "\"date.order\" must be one of");
        check(r#"{"shape": "long", "reading": "UTF-8"}"#, "\"reading\" must be an object");
        check(r#"{"shape": "long", "reading": {"skip": -1}}"#, "\"reading.skip\" must be a whole number from 0");
        check(r#"{"shape": "long", "reading": {"quote": 1}}"#, "\"reading.quote\" must be a text in quotes");
        check(r#"{"shape": "long", "reading": {"keep_totals": 1}}"#, "\"reading.keep_totals\" must be true or false");
        check(r#"{"shape": "long", "reading": {"tabel": 1}}"#, "\"reading.tabel\"");
        check(r#"{"shape": "long", "value": {}}"#, "\"value\" needs the key \"column\"");
        check(r#"{"shape": "survey", "scores": {"column": "a"}}"#, "\"scores\" must be a list");
        check(r#"{"shape": "survey", "scores": [{"metric": "a"}]}"#, "\"scores[0]\" needs the key \"column\"");
        let score = |inner: &str| format!(r#"{{"shape": "survey", "scores": [{{"column": "a", {inner}}}]}}"#);
        check(&score(r#""scale": [1]"#), "\"scores[0].scale\" must be a list of two numbers");
        check(&score(r#""missing": [0, 6]"#), "\"scores[0].missing\" must be a list of texts in quotes");
        check(&score(r#""missing": "6""#), "\"scores[0].missing\" must be a list");
        check(r#"{"shape": "survey", "segments": "plan"}"#, "\"segments\" must be a list");
        check(
            r#"{"shape": "events", "durations": {"Wait": "fortnights"}}"#,
            "\"durations\" must be an object of columns",
        );
        check(r#"{"shape": "events", "filter": [{"only": ["a"]}]}"#, "\"filter[0]\" needs the key \"column\"");
        check(r#"{"shape": "events", "stages": {}}"#, "\"stages\" must be a list");
        check(r#"{"shape": "long", "date": {"count": "moons"}}"#, "\"date.count\" must be one of");
        check(&score(r#""labels": {"Good": "one"}"#), "\"scores[0].labels\" must be an object of words");
        check(r#"{"shape": "survey", "metrics": {"Mood": 5}}"#, "\"metrics\" must be an object of names");
    }

    #[test]
    fn a_key_that_stands_twice_is_refused() {
        check(r#"{"shape": "long", "shape": "wide"}"#, "\"shape\" is there more than once");
        check(
            r#"{"shape": "long", "date": {"column": "a", "column": "b"}}"#,
            "\"date.column\" is there more than once",
        );
    }
}
