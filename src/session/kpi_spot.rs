//! Where the card of a KPI stands on a map: in which lane, from which column on, and over how many.

use crate::base::ids::{IdAlloc, LaneId, MapId, StepId};
use crate::i18n::shell::command::lane_title;
use crate::model::{Document, Edit, Lane, LaneKind, Place};

/// Where a KPI is put on a map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KpiSpot {
    /// What it measures there.
    pub place: Place,
    /// The KPI lane its card stands in; `None` is the one that [`Self::lane_of`] finds.
    pub lane: Option<LaneId>,
    /// The first column of its card.
    pub step: StepId,
    /// How many columns its card takes.
    pub span: u32,
    /// It stands in the header of its stage as well.
    pub is_headline: bool,
}

impl KpiSpot {
    /// At a place: over all columns of a stage or a map, at the column of a step or a touchpoint. `None` when the place is
    /// gone, or has no column yet.
    #[must_use]
    pub fn of(document: &Document, place: Place) -> Option<Self> {
        let over = |count: usize| u32::try_from(count).unwrap_or(1).max(1);
        let (step, span) = match place {
            Place::Step(step) => (document.steps.get(&step)?.id, 1),
            Place::Touchpoint(card) => (document.cards.get(&card)?.step, 1),
            Place::Stage(stage) => {
                let steps = document.steps_of(stage);
                (steps.first()?.id, over(steps.len()))
            }
            // A number about all of the map stands over all of it, not in the stage that happens to be the first.
            Place::Map(map) => {
                let columns = document.columns_of(map);
                (columns.first()?.id, over(columns.len()))
            }
        };
        Some(Self { place, lane: None, step, span, is_headline: false })
    }

    /// The lane of its card, and the edit that makes that lane on a map without any for KPIs.
    #[must_use]
    pub fn lane_of(&self, document: &Document, map: MapId, ids: &mut IdAlloc) -> (LaneId, Option<Edit>) {
        let lanes = document.lanes_of(map);
        let for_kpis = || lanes.iter().filter(|lane| lane.kind == LaneKind::Kpi);
        // A card in a lane that is put away would seem to be lost.
        let seen = for_kpis().find(|lane| !lane.is_hidden && !lane.is_collapsed);
        let known = self.lane.or_else(|| seen.or_else(|| for_kpis().next()).map(|lane| lane.id));
        if let Some(lane) = known {
            return (lane, None);
        }
        let lane = Lane {
            id: ids.allocate(),
            map,
            kind: LaneKind::Kpi,
            title: lane_title(LaneKind::Kpi).to_owned(),
            height: None,
            is_collapsed: false,
            is_hidden: false,
            points: crate::model::CurvePoints::default(),
            rank: lanes.last().map_or(1.0, |last| last.rank + 1.0),
        };
        (lane.id, Some(Edit::Add(lane.into())))
    }
}
