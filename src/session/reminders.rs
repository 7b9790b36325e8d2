//! What somebody who opens a file should be told: what got worse on the map and nobody has answered; decisions whose outcome
//! was to be looked at, reviews that are due, KPIs whose data is older than it should be.

use crate::base::ids::{DecisionId, MapId};
use crate::base::time::Day;
use crate::model::{Course, Document};
use crate::session::Session;
use crate::session::doctor::{self, Rule};
use crate::session::insights::{Insights, KpiAt};
use crate::session::review;
use crate::session::signals::{self, Moved};

/// Under which name a file remembers the day on which nobody wanted to be reminded any more.
const KEY: &str = "reminded";

/// What there is to be reminded of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reminders {
    /// What got worse beyond noise on the map, still is and nobody has answered, worst first.
    pub worse: Vec<Moved>,
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
            worse: Vec::new(),
            decisions: decisions.into_iter().map(|decision| decision.id).collect(),
            reviews: review::overdue(document, today),
            stale: stale.filter_map(|finding| finding.kpi.zip(finding.place)).collect(),
        }
    }

    /// What got worse on a map and still is, worst first, and nobody has answered. A month that was bad years ago is in the
    /// list of signals; it is no news to whoever opens the file.
    #[must_use]
    pub fn of_map(document: &Document, insights: &Insights, map: MapId) -> Self {
        let mut worse = signals::news(document, insights, map);
        let is_news = |moved: &Moved| moved.answer.is_none() && !moved.is_over && !moved.is_good;
        worse.retain(|moved| is_news(moved) && moved.course != Course::Flat);
        Self { worse, ..Self::default() }
    }

    /// True when there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.worse.is_empty() && !self.is_due()
    }

    /// True when somebody has something to do, whatever moved.
    #[must_use]
    pub fn is_due(&self) -> bool {
        !(self.decisions.is_empty() && self.reviews.is_empty() && self.stale.is_empty())
    }
}

impl Session {
    /// What to tell whoever opens the file today: what got worse on the shown map to everyone, what is due to whoever works
    /// in a file that has a name; nothing once it was put away for the day.
    #[must_use]
    pub fn reminders(&self, today: Day) -> Reminders {
        if self.remembered(KEY).as_deref() == Some(&today.to_string()) {
            return Reminders::default();
        }
        let (document, insights) = (self.document(), self.whole_insights());
        let worse = self.map().map(|map| Reminders::of_map(document, insights, map).worse).unwrap_or_default();
        let has_work = self.is_writable() && !self.is_untitled();
        let due = if has_work { Reminders::of(document, insights, today) } else { Reminders::default() };
        Reminders { worse, ..due }
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
        assert_eq!(found, Reminders { decisions, reviews, ..Reminders::default() });
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
