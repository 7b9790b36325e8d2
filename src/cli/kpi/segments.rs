//! Which rows count: segments that were asked for, and one KPI by the values of a segment.

use crate::base::time::DayRange;
use crate::i18n::cli as words;
use crate::metrics::KpiDays;
use crate::model::{Document, Kpi, Place, SourceState};
use crate::session::kpi_query::KpiQuery;
use crate::store::{Reader, SegmentSummary, StoreError};
use anyhow::bail;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of some segments: for every dimension that is named, those with one of its values.
#[derive(Debug, Clone, Default)]
pub(super) struct Cut {
    /// Dimension and the values that count.
    wanted: BTreeMap<String, BTreeSet<String>>,
    /// The one value that [`Cut::within`] narrowed it to.
    pub(super) by: Option<(String, String)>,
}

impl Cut {
    /// The segments that were asked for. Several values of one dimension count together, several dimensions narrow each
    /// other.
    ///
    /// # Errors
    /// When no data has a dimension, or never a value of it: the answer would be nothing, without a word.
    pub(super) fn whole(document: &Document, reader: &Reader, asked: &[(String, String)]) -> anyhow::Result<Self> {
        let mut cut = Self::default();
        for (name, value) in asked {
            let known = values(document, reader, name)?;
            if !known.contains(value) {
                bail!(words::unknown_segment_value(name, value, &known));
            }
            cut.wanted.entry(name.clone()).or_default().insert(value.clone());
        }
        Ok(cut)
    }

    /// Of these rows those with one value of a dimension; `None` where other values of it were asked for.
    pub(super) fn within(&self, name: &str, value: &str) -> Option<Self> {
        let mut cut = self.clone();
        let is_asked = cut.wanted.get(name).is_none_or(|values| values.contains(value));
        cut.wanted.insert(name.to_owned(), BTreeSet::from([value.to_owned()]));
        cut.by = Some((name.to_owned(), value.to_owned()));
        is_asked.then_some(cut)
    }

    /// Every combination of one value per dimension: no row is in two of them.
    fn combinations(&self) -> Vec<Vec<(String, String)>> {
        self.wanted.iter().fold(vec![Vec::new()], |so_far, (name, values)| {
            let longer = |head: &Vec<(String, String)>| {
                let head = head.clone();
                values.iter().map(move |value| [head.as_slice(), &[(name.clone(), value.clone())]].concat())
            };
            so_far.iter().flat_map(longer).collect()
        })
    }

    /// The days of a KPI at a place.
    pub(super) fn days(
        &self,
        (document, reader): (&Document, &Reader),
        (kpi, place): (&Kpi, Place),
        range: DayRange,
    ) -> Result<KpiDays, StoreError> {
        let read =
            |segments: Vec<(String, String)>| KpiQuery::of(document, kpi, place, &segments).within(range).read(reader);
        let mut parts = self.combinations().into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { KpiDays::merged(&parts) })
    }
}

/// The values of a dimension in the data that counts, sorted.
///
/// # Errors
/// When no data has the dimension, or the file cannot be read.
pub(super) fn values(document: &Document, reader: &Reader, name: &str) -> anyhow::Result<Vec<String>> {
    let is_active = |s: &SegmentSummary| document.sources.get(&s.source).map(|s| s.state) == Some(SourceState::Active);
    let segments: Vec<_> = reader.segments()?.into_iter().filter(is_active).collect();
    let sorted = |names: Vec<String>| names.into_iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>();
    let values: Vec<_> = segments.iter().filter(|s| s.name == name).flat_map(|s| s.values.iter().cloned()).collect();
    if !segments.iter().any(|s| s.name == name) {
        bail!(words::unknown_segment(name, &sorted(segments.into_iter().map(|s| s.name).collect())));
    }
    Ok(sorted(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(asked: &[(&str, &str)]) -> Cut {
        let mut cut = Cut::default();
        for (name, value) in asked {
            cut.wanted.entry((*name).to_owned()).or_default().insert((*value).to_owned());
        }
        cut
    }

    fn check(cut: &Cut, expected: &[&[(&str, &str)]]) {
        let expected: Vec<Vec<(String, String)>> =
            expected.iter().map(|c| c.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()).collect();
        assert_eq!(cut.combinations(), expected);
    }

    #[test]
    fn values_of_one_dimension_count_together_and_dimensions_narrow() {
        check(&cut(&[]), &[&[]]);
        check(&cut(&[("a", "1"), ("a", "2")]), &[&[("a", "1")], &[("a", "2")]]);
        check(&cut(&[("a", "1"), ("b", "x"), ("b", "y")]), &[&[("a", "1"), ("b", "x")], &[("a", "1"), ("b", "y")]]);
    }

    #[test]
    fn a_segment_is_a_part_of_what_was_asked_for() {
        let asked = cut(&[("a", "1"), ("a", "2"), ("b", "x")]);
        check(&asked.within("a", "2").unwrap(), &[&[("a", "2"), ("b", "x")]]);
        assert!(asked.within("a", "3").is_none());
        check(
            &asked.within("c", "z").unwrap(),
            &[&[("a", "1"), ("b", "x"), ("c", "z")], &[("a", "2"), ("b", "x"), ("c", "z")]],
        );
    }
}
