//! The same thing about many KPIs, mended or set aside in one step.

use super::fix::fix;
use super::rules::Around;
use super::usual::changed;
use super::{Finding, Fix, Rule, dismissed};
use crate::base::ids::IdAlloc;
use crate::base::time::Day;
use crate::model::edit::plan;
use crate::model::{Document, Edit};
use crate::session::insights::Insights;

/// The change that mends all findings that a program can mend, as one step; `None` where it can mend none.
#[must_use]
pub fn mended(
    document: &Document,
    insights: &Insights,
    findings: &[Finding],
    ids: &mut IdAlloc,
    today: Day,
) -> Option<Edit> {
    // Owners, levels and scales are those of before the first change; only what makes KPIs alike writes others than the one
    // it is about, and must see what the changes before it left of them.
    let before = Around::of(document, insights, today);
    one_after_the_other(document, findings, ids, |document, finding, ids| {
        let is_of_several = matches!(finding.rule, Rule::OtherWording | Rule::OtherScale);
        let now = is_of_several.then(|| Around::of(document, insights, today));
        match fix(document, (insights, now.as_ref().unwrap_or(&before)), finding, ids) {
            Fix::Edit(edit) => Some(*edit),
            _ => None,
        }
    })
}

/// The change that sets all findings aside for one reason; `None` without a reason.
#[must_use]
pub fn all_dismissed(
    document: &Document,
    findings: &[Finding],
    reason: &str,
    on: Day,
    ids: &mut IdAlloc,
) -> Option<Edit> {
    one_after_the_other(document, findings, ids, |document, finding, _| dismissed(document, finding, reason, on))
}

/// Each change is worked out from what those before it left: two of them may be about one record.
fn one_after_the_other(
    document: &Document,
    findings: &[Finding],
    ids: &mut IdAlloc,
    change: impl Fn(&Document, &Finding, &mut IdAlloc) -> Option<Edit>,
) -> Option<Edit> {
    let mut document = document.clone();
    let mut edits = Vec::new();
    for finding in findings {
        let Some(edit) = change(&document, finding, ids) else { continue };
        let Ok(planned) = plan(&document, &edit, ids) else { continue };
        planned.diff.apply(&mut document);
        edits.push(edit);
    }
    changed(edits)
}
