//! Which rows count by their segments.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// For every dimension that is named, the values that count: several values of one dimension count together, several
/// dimensions narrow each other. Empty: all rows count. A source without a named dimension has none that do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Segments {
    values: BTreeMap<String, BTreeSet<String>>,
}

impl Segments {
    /// One value of one dimension.
    #[must_use]
    pub fn one(dimension: &str, value: &str) -> Self {
        let mut segments = Self::default();
        segments.add(dimension, value);
        segments
    }

    /// True when all rows count.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// True when rows with this value are asked for.
    #[must_use]
    pub fn contains(&self, dimension: &str, value: &str) -> bool {
        self.values.get(dimension).is_some_and(|values| values.contains(value))
    }

    /// Rows with this value count too.
    pub fn add(&mut self, dimension: &str, value: &str) {
        self.values.entry(dimension.to_owned()).or_default().insert(value.to_owned());
    }

    /// Takes a value in, or out when it is in. Without a value left, a dimension narrows nothing.
    pub fn toggle(&mut self, dimension: &str, value: &str) {
        if !self.contains(dimension, value) {
            return self.add(dimension, value);
        }
        if let Some(values) = self.values.get_mut(dimension) {
            values.remove(value);
        }
        self.values.retain(|_, values| !values.is_empty());
    }

    /// Of these rows those with one value of a dimension; `None` where other values of it are asked for.
    #[must_use]
    pub fn within(&self, dimension: &str, value: &str) -> Option<Self> {
        let is_asked = self.values.get(dimension).is_none_or(|values| values.contains(value));
        let mut narrowed = self.clone();
        narrowed.values.insert(dimension.to_owned(), BTreeSet::from([value.to_owned()]));
        is_asked.then_some(narrowed)
    }

    /// These rows without a restriction by a dimension.
    #[must_use]
    pub fn without(&self, dimension: &str) -> Self {
        let mut wider = self.clone();
        wider.values.remove(dimension);
        wider
    }

    /// These rows with what `other` asks for in its dimensions.
    #[must_use]
    pub fn replaced_by(&self, other: &Self) -> Self {
        let mut all = self.values.clone();
        all.extend(other.values.iter().map(|(dimension, values)| (dimension.clone(), values.clone())));
        Self { values: all }
    }

    /// True when no row can be of both: in some dimension they ask for different values.
    #[must_use]
    pub fn is_apart_from(&self, other: &Self) -> bool {
        let mut both = self.values.iter().filter_map(|(dimension, own)| Some((own, other.values.get(dimension)?)));
        both.any(|(own, others)| own.is_disjoint(others))
    }

    /// Each dimension with its values, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.values.iter().map(|(dimension, values)| (dimension.as_str(), values))
    }

    /// "pro, team · DE": the values as people read them; empty when all rows count.
    #[must_use]
    pub fn words(&self) -> String {
        let each = self.values.values().map(|values| values.iter().map(String::as_str).collect::<Vec<_>>().join(", "));
        each.collect::<Vec<_>>().join(" · ")
    }

    /// "plan: pro, team · country: DE".
    #[must_use]
    pub fn full_words(&self) -> String {
        let values = |values: &BTreeSet<String>| values.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let each = self.values.iter().map(|(dimension, of)| format!("{dimension}: {}", values(of)));
        each.collect::<Vec<_>>().join(" · ")
    }
}

impl<D: AsRef<str>, V: AsRef<str>> FromIterator<(D, V)> for Segments {
    fn from_iter<T: IntoIterator<Item = (D, V)>>(pairs: T) -> Self {
        let mut segments = Self::default();
        for (dimension, value) in pairs {
            segments.add(dimension.as_ref(), value.as_ref());
        }
        segments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(segments: Option<Segments>, expected: &str) {
        assert_eq!(segments.map(|segments| segments.full_words()).as_deref().unwrap_or("–"), expected);
    }

    #[test]
    fn values_are_taken_in_and_out_and_a_part_is_a_part_of_what_was_asked_for() {
        let asked: Segments = [("plan", "pro"), ("plan", "team"), ("country", "DE")].into_iter().collect();
        check(Some(asked.clone()), "country: DE · plan: pro, team");
        check(asked.within("plan", "team"), "country: DE · plan: team");
        check(asked.within("plan", "free"), "–");
        check(asked.within("age", "18–25"), "age: 18–25 · country: DE · plan: pro, team");
        check(Some(asked.without("plan")), "country: DE");
        let mut changed = asked;
        changed.toggle("country", "DE");
        changed.toggle("plan", "free");
        changed.toggle("plan", "pro");
        check(Some(changed), "plan: free, team");
    }
}
