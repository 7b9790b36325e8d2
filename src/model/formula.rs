//! The names in a formula: what it reads, who reads whom, and following a KPI that is renamed. What a formula comes to is
//! worked out in `metrics::formula`.

use crate::base::ids::KpiId;
use crate::base::text::fold_name;
use crate::model::{Document, Kpi, KpiKind};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Words of a formula that are functions and no KPIs.
pub const FUNCTIONS: [&str; 4] = ["min", "max", "abs", "sqrt"];

/// A name in a formula and where it stands, braces included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameInFormula<'t> {
    /// Bytes of the formula.
    pub span: Range<usize>,
    /// The name without braces and spaces around it.
    pub name: &'t str,
}

/// Every name of a formula, from left to right: what stands in braces, and words that are no functions.
#[must_use]
pub fn names(formula: &str) -> Vec<NameInFormula<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = formula.get(at..).and_then(|rest| rest.chars().next()) {
        let end_of = |is_part: &dyn Fn(char) -> bool| {
            let rest = formula.get(at..).unwrap_or_default();
            at + rest.find(|c| !is_part(c)).unwrap_or(rest.len())
        };
        let end = if first == '{' {
            let rest = formula.get(at..).unwrap_or_default();
            let Some(length) = rest.find('}') else { break };
            let name = rest.get(1..length).unwrap_or_default().trim();
            found.push(NameInFormula { span: at..at + length + 1, name });
            at + length + 1
        } else if first.is_ascii_digit() || first == '.' {
            // Also "1e6", whose e is no name.
            end_of(&|c| c.is_ascii_alphanumeric() || c == '.')
        } else if first.is_alphabetic() || first == '_' {
            let end = end_of(&|c| c.is_alphanumeric() || c == '_');
            let name = formula.get(at..end).unwrap_or_default();
            if !FUNCTIONS.contains(&name) {
                found.push(NameInFormula { span: at..end, name });
            }
            end
        } else {
            at + first.len_utf8()
        };
        at = end;
    }
    found
}

/// The KPI a name in a formula means: by its name, or else by its metric; the first in rank where several fit.
#[must_use]
pub fn meant<'d>(document: &'d Document, name: &str) -> Option<&'d Arc<Kpi>> {
    let folded = fold_name(name);
    let by = |text: fn(&Kpi) -> &str| {
        let same = document.kpis.values().filter(|kpi| fold_name(text(kpi)) == folded);
        same.min_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)))
    };
    if folded.is_empty() { None } else { by(|kpi| &kpi.name).or_else(|| by(|kpi| &kpi.metric)) }
}

/// True when the KPI would in the end be worked out from itself.
#[must_use]
pub fn is_circular(document: &Document, kpi: &Kpi) -> bool {
    let mut seen: BTreeSet<KpiId> = BTreeSet::new();
    let mut open: Vec<&Kpi> = vec![kpi];
    while let Some(next) = open.pop() {
        if next.kind != KpiKind::Formula {
            continue;
        }
        for read in names(&next.formula) {
            // The KPI may be about to get the name it is called by.
            let is_itself = fold_name(read.name) == fold_name(&kpi.name);
            let Some(read) = meant(document, read.name) else {
                if is_itself {
                    return true;
                }
                continue;
            };
            if is_itself || read.id == kpi.id {
                return true;
            }
            if seen.insert(read.id) {
                open.push(read);
            }
        }
    }
    false
}

/// The formula with every mention of one name replaced by another; `None` when it does not mention it.
#[must_use]
pub fn renamed(formula: &str, before: &str, after: &str) -> Option<String> {
    let mut text = formula.to_owned();
    let mut is_other = false;
    for found in names(formula).into_iter().rev() {
        if fold_name(found.name) == fold_name(before) {
            text.replace_range(found.span, &format!("{{{after}}}"));
            is_other = true;
        }
    }
    is_other.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;

    fn check(formula: &str, expected: &[&str]) {
        let found: Vec<_> = names(formula).into_iter().map(|n| n.name).collect();
        assert_eq!(found, expected, "{formula}");
    }

    #[test]
    fn names_are_found_in_braces_and_bare() {
        check("{Win rate} * deals / 1e6 - max(a_1, .5)", &["Win rate", "deals", "a_1"]);
        check("Größe + { Zeit (h) }", &["Größe", "Zeit (h)"]);
        check("1 + 2", &[]);
        check("{open", &[]);
        check("", &[]);
    }

    #[test]
    fn a_renamed_kpi_is_followed() {
        assert_eq!(renamed("{win rate}*deals + WIN", "Win rate", "Quota"), Some("{Quota}*deals + WIN".to_owned()));
        assert_eq!(renamed("deals/2", "Deals", "Orders won"), Some("{Orders won}/2".to_owned()));
        assert_eq!(renamed("deals/2", "deal", "x"), None);
    }

    #[test]
    fn circles_are_found() {
        let mut document = Document::default();
        let formula = |id, name: &str, formula: &str| Kpi {
            kind: KpiKind::Formula,
            formula: formula.to_owned(),
            ..Kpi::new(KpiId::from_raw(id), name)
        };
        for kpi in [formula(1, "A", "B + 1"), formula(2, "B", "C"), Kpi::new(KpiId::from_raw(3), "C")] {
            document.kpis.insert(kpi.id, Arc::new(kpi));
        }
        assert!(!is_circular(&document, &document.kpis[&KpiId::from_raw(1)]));
        assert!(is_circular(&document, &formula(3, "C", "{a} * 2")));
        assert!(is_circular(&document, &formula(4, "D", "D")));
        assert!(!is_circular(&document, &formula(4, "D", "A + unknown")));
    }
}
