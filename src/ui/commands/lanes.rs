//! Commands that put lanes away and bring them back, and the one that asks for a picture.

use super::adding::plain;
use crate::base::ids::LaneId;
use crate::canvas::edits;
use crate::i18n::shell::command::{self as words, Words};
use crate::model::edit::Verb;
use crate::model::{AnyRecord, CurvePoints, Document, Edit, EditLabel, Lane, LaneKind, RecordRef, TableKind};
use crate::session::pictures::PictureTarget;
use crate::session::{AfterEdit, AppCommand, Session, picture_spot};

/// What can be done with whole lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaneCommand {
    /// Shows the selected lanes as their labels alone, or whole again.
    Collapse,
    /// Hides the selected lanes.
    Hide,
    /// Shows all hidden lanes of the map.
    ShowAll,
    /// What stands on the curves of the selected experience lanes, or of all those of the map.
    Points(CurvePoints),
}

impl LaneCommand {
    /// All of them, in menu order.
    pub const EVERY: [Self; 5] =
        [Self::Collapse, Self::Hide, Self::ShowAll, Self::Points(CurvePoints::Faces), Self::Points(CurvePoints::Dots)];

    pub(super) const fn words(self) -> Words {
        match self {
            Self::Collapse => words::COLLAPSE_LANE,
            Self::Hide => words::HIDE_LANE,
            Self::ShowAll => words::SHOW_LANES,
            Self::Points(CurvePoints::Faces) => words::CURVE_FACES,
            Self::Points(CurvePoints::Dots) => words::CURVE_DOTS,
        }
    }

    pub(super) fn resolve(self, session: &Session) -> Option<AppCommand> {
        let document = session.document();
        let edit = match self {
            Self::Collapse => {
                let lanes = selected_lanes(session);
                // Of several, all follow the first.
                let is_collapsed = !document.lanes.get(lanes.first()?)?.is_collapsed;
                changed(document, &lanes, |lane| Lane { is_collapsed, ..lane })
            }
            Self::Hide => changed(document, &selected_lanes(session), |lane| Lane { is_hidden: true, ..lane }),
            Self::ShowAll => edits::show_all_lanes(document, session.map()?).map(|(edit, _)| edit),
            Self::Points(points) => changed(document, &curve_lanes(session), |lane| Lane { points, ..lane }),
        };
        Some(plain(edit?, AfterEdit::Nothing))
    }

    /// Whether it is a choice that is made; `None` when it is none.
    pub(super) fn is_on(self, session: &Session) -> Option<bool> {
        let Self::Points(points) = self else { return None };
        let lanes = curve_lanes(session);
        let rows = lanes.iter().filter_map(|id| session.document().lanes.get(id));
        Some(!lanes.is_empty() && rows.into_iter().all(|lane| lane.points == points))
    }
}

/// The lanes that are selected, and those of the selected cards.
fn selected_lanes(session: &Session) -> Vec<LaneId> {
    let mut lanes = Vec::new();
    for record in session.selection() {
        let lane = match *record {
            RecordRef::Lane(lane) => Some(lane),
            RecordRef::Card(card) => session.document().cards.get(&card).map(|card| card.lane),
            _ => None,
        };
        lanes.extend(lane.filter(|lane| !lanes.contains(lane)));
    }
    lanes
}

/// The experience lanes among the selected ones; without any, all of the map.
fn curve_lanes(session: &Session) -> Vec<LaneId> {
    let document = session.document();
    let is_curve = |id: &LaneId| document.lanes.get(id).is_some_and(|lane| lane.kind == LaneKind::Curve);
    let mut lanes = selected_lanes(session);
    lanes.retain(is_curve);
    if lanes.is_empty() {
        let of_map = session.map().map(|map| document.lanes_of(map)).unwrap_or_default();
        lanes.extend(of_map.into_iter().map(|lane| lane.id).filter(is_curve));
    }
    lanes
}

/// Changes of lanes as one step; `None` without lanes.
fn changed(document: &Document, lanes: &[LaneId], change: impl Fn(Lane) -> Lane) -> Option<Edit> {
    let rows = lanes.iter().filter_map(|id| document.lanes.get(id));
    let edits: Vec<Edit> = rows.map(|lane| Edit::Update(AnyRecord::Lane(change(Lane::clone(lane))))).collect();
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Lane, count: edits.len() };
    (!edits.is_empty()).then_some(Edit::Batch { label, edits })
}

/// A picture for the selected card of the storyboard, or for the step that is selected.
pub(super) fn choose_picture(session: &Session) -> Option<AppCommand> {
    let target = match session.selection().last() {
        Some(RecordRef::Persona(persona)) => PictureTarget::Persona(*persona),
        Some(RecordRef::Card(_) | RecordRef::Step(_)) => {
            picture_spot::on_map(session.document(), session.map()?, session.selection(), None)?
        }
        None if session.chosen_cell().is_some() => {
            picture_spot::on_map(session.document(), session.map()?, &[], session.chosen_cell())?
        }
        _ => return None,
    };
    Some(AppCommand::PictureDialog(target))
}
