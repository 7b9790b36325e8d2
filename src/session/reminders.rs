//! What somebody who opens a file should be reminded of: decisions whose outcome was to be looked at, reviews that are due,
//! KPIs whose data is older than it should be.

use crate::base::ids::{DecisionId, MapId};
use crate::base::time::Day;
use crate::model::Document;
use crate::session::Session;
use crate::session::doctor::{self, Rule};
use crate::session::insights::{Insights, KpiAt};
use crate::session::review;

/// Under which name a file remembers the day on which nobody wanted to be reminded any more.
const KEY: &str = "reminded";

/// What there is to be reminded of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reminders {
    /// Open decisions after their day, the longest overdue first.
    pub decisions: Vec<DecisionId>,
    /// Maps to be reviewed.
    pub reviews: Vec<MapId>,
    /// KPIs at places whose data is older than the days after which new data is expected.
    pub stale: Vec<KpiAt>,
}

impl Reminders {
    /// What is due in a document today.
    #[must_use]
    pub fn of(document: &Document, insights: &Insights, today: Day) -> Self {
        let mut decisions: Vec<_> = document.decisions.values().filter(|d| d.is_overdue(today)).collect();
        decisions.sort_by_key(|decision| (decision.due_on, decision.id));
        let stale = doctor::open_findings(document, insights, today).into_iter().filter(|f| f.rule == Rule::StaleData);
        Self {
            decisions: decisions.into_iter().map(|decision| decision.id).collect(),
            reviews: review::overdue(document, today),
            stale: stale.filter_map(|finding| finding.kpi.zip(finding.place)).collect(),
        }
    }

    /// True when nothing is due.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty() && self.reviews.is_empty() && self.stale.is_empty()
    }
}

impl Session {
    /// True where reminding makes sense: in a file of somebody who works in it and who has not put the reminders away
    /// today.
    #[must_use]
    pub fn wants_reminders(&self, today: Day) -> bool {
        self.is_writable() && !self.is_untitled() && self.remembered(KEY).as_deref() != Some(&today.to_string())
    }

    /// Says nothing more of this file until tomorrow.
    pub fn put_reminders_away(&self, today: Day) {
        self.remember(KEY, &today.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, IdAlloc, KpiId};
    use crate::model::edit::plan;
    use crate::model::{Decision, DecisionState, Edit, JourneyMap, Kpi, Place};
    use crate::session::insights::Insight;

    const TODAY: Day = Day(20_000);

    #[test]
    fn what_is_due_is_told_the_longest_overdue_first() {
        let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(4));
        let map = JourneyMap { review_on: Some(TODAY.plus(-1)), ..JourneyMap::new(ids.allocate(), "Journey") };
        let at = (KpiId::from_raw(5), Place::Map(map.id));
        let (reviewed, reviews) = (map.id, vec![map.id]);
        let mut edits = vec![Edit::Add(map.into()), Edit::Add(Kpi::new(at.0, "CSAT").into())];
        let cases = [
            (DecisionState::Open, Some(-1)),
            (DecisionState::Open, Some(-9)),
            (DecisionState::Open, Some(0)),
            (DecisionState::Open, None),
            (DecisionState::Done, Some(-5)),
        ];
        let mut added = Vec::new();
        for (state, due) in cases {
            let due_on = due.map(|days| TODAY.plus(days));
            let decision = Decision { state, due_on, ..Decision::new(ids.allocate(), at, TODAY.plus(-40)) };
            added.push(decision.id);
            edits.push(Edit::Add(decision.into()));
        }
        for edit in edits {
            plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
        }
        let found = Reminders::of(&document, &Insights::default(), TODAY);
        let decisions = vec![added[1], added[0]];
        assert_eq!(found, Reminders { decisions, reviews, stale: Vec::new() });
        assert!(Reminders::of(&document, &Insights::default(), TODAY.plus(-30)).is_empty());
        // Data of one place is older than expected, that of another is not.
        let kpi = Kpi { expected_update_days: Some(30), ..Kpi::new(at.0, "CSAT") };
        let stage = |title: &str| Edit::AddStage {
            map: reviewed,
            before: None,
            title: title.to_owned(),
            step_title: title.to_owned(),
        };
        for edit in [Edit::Update(kpi.clone().into()), stage("Old"), stage("Fresh")] {
            plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
        }
        let mut insights = Insights::default();
        let mut places: Vec<_> = document.stages_of(reviewed).iter().map(|s| Place::Stage(s.id)).collect();
        for (place, age) in places.iter().zip([40, 3]) {
            let insight = Insight { last_day: Some(TODAY.plus(-age)), ..Insight::of_nothing(&kpi) };
            insights.figures.insert((at.0, *place), insight);
        }
        places.truncate(1);
        let stale: Vec<_> = places.into_iter().map(|place| (at.0, place)).collect();
        assert_eq!(Reminders::of(&document, &insights, TODAY).stale, stale);
    }
}
