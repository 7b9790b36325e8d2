//! Which segment got worse, in one sentence.

use super::{State, shown};
use crate::i18n::panels::segments as text;
use crate::metrics::format;
use crate::model::{Kpi, Segments};
use crate::session::NumbersView;
use crate::session::breakdown::{Breakdown, Part};
use crate::session::insights::KpiAt;
use crate::session::overlay::comparison_text;
use crate::ui::parts::PanelContext;

impl State {
    /// Who got worse, by the dimension that tells most of it, and whether that is some of several segments; `None` while
    /// that is being read, and where the data has no segments or nothing is compared.
    pub(in crate::ui::drawer) fn who(&self, cx: &PanelContext<'_>, at: KpiAt, kpi: &Kpi) -> Option<(String, bool)> {
        let found = self.found.as_ref()?.as_ref().ok()?;
        let breakdown = shown(&found.found, None)?;
        let sentence = who_got_worse(&kpi.at(at.1), breakdown, &against(cx, breakdown))?;
        Some((text::by(&breakdown.dimension, &sentence), breakdown.tells_who_got_worse()))
    }
}

/// What the segments of a dimension are compared with, in words; empty where they are with nothing.
pub(super) fn against(cx: &PanelContext<'_>, breakdown: &Breakdown) -> String {
    // Segments change against other days, whatever segments the map compares.
    let view = NumbersView { against: Segments::default(), ..cx.session.view().clone() };
    let words = breakdown.parts.iter().map(|part| comparison_text(&part.insight, &view));
    words.into_iter().find(|words| !words.is_empty()).unwrap_or_default()
}

/// Who got worse since the compared days, in one sentence; `None` where nothing is compared.
pub(super) fn who_got_worse(kpi: &Kpi, breakdown: &Breakdown, against: &str) -> Option<String> {
    let compared = || breakdown.parts.iter().filter(|part| part.insight.change.is_some_and(|c| c.difference.is_some()));
    compared().next()?;
    let stands_out = breakdown.tells_who_got_worse();
    let is_told = |part: &&Part| part.moved() == Some(false) && (!stands_out || part.got_worse_than_the_others());
    let mut worse: Vec<&Part> = compared().filter(is_told).collect();
    worse.sort_by(|a, b| b.worsening(kpi).total_cmp(&a.worsening(kpi)));
    let told = worse.iter().filter_map(|part| {
        let difference = format::difference(kpi, part.insight.change.as_ref()?, &part.insight.now)?;
        Some(text::moved(&text::part(&part.values), &difference))
    });
    let told: Vec<String> = told.collect();
    let is_tested = compared().any(|part| part.corrected_change_p.is_some());
    let is_held_against_others = compared().any(|part| part.corrected_beside_p.is_some());
    Some(match (told.as_slice(), is_tested) {
        ([], false) => text::no_change_tested(against),
        ([], true) => text::none_got_worse(against),
        // Where nobody tested whether one moved farther than the others, nothing is said of that.
        (told, _) if stands_out || !is_held_against_others => text::got_worse(told, against),
        (told, _) => text::got_worse_alike(told, against),
    })
}
