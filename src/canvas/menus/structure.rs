//! Menus of stages, steps and lanes.

use super::{Choice, MenuContext, item_ui, keys_item_ui, list_ui, tick_ui};
use crate::base::ids::{LaneId, StageId, StepId};
use crate::canvas::edits;
use crate::canvas::input;
use crate::canvas::paint::color;
use crate::i18n::canvas as words;
use crate::i18n::panels as kinds;
use crate::model::{AnyRecord, CurvePoints, Edit, Lane, LaneKind, Stage};
use crate::session::AppCommand;
use crate::session::arrange::Direction;
use egui::Ui;

impl MenuContext<'_> {
    pub(super) fn stage_ui(&self, ui: &mut Ui, id: StageId, chosen: &mut Option<Choice>) {
        keys_item_ui(ui, words::rename(), &input::EDIT, Choice::EditText(id.into()), chosen);
        item_ui(ui, words::add_note(), Choice::Command(AppCommand::BeginNote), chosen);
        self.decide_ui(ui, id.into(), chosen);
        ui.separator();
        item_ui(ui, words::add_stage_before(), Choice::TypeNew(edits::new_stage(self.map, Some(id))), chosen);
        if let Some(edit) = edits::stage_after(self.document, id) {
            keys_item_ui(ui, words::add_stage_behind(), &input::NEXT_STAGE, Choice::TypeNew(edit), chosen);
        }
        let steps = self.document.steps_of(id).len();
        let step = edits::new_step(self.document, id, steps);
        item_ui(ui, words::add_step_behind(), Choice::TypeNew(step), chosen);
        ui.separator();
        self.moves_ui(ui, &[id.into()], &[Direction::Left, Direction::Right], chosen);
        if let Some(stage) = self.document.stages.get(&id) {
            self.stage_tint_ui(ui, stage, chosen);
            self.link_ui(ui, stage, chosen);
        }
        self.select_ui(ui, &[id.into()], chosen);
        self.clipboard_ui(ui, chosen);
        self.delete_ui(ui, id.into(), chosen);
    }

    pub(super) fn step_ui(&self, ui: &mut Ui, id: StepId, chosen: &mut Option<Choice>) {
        let Some(step) = self.document.steps.get(&id) else { return };
        let index = self.document.steps_of(step.stage).iter().position(|s| s.id == id).unwrap_or(0);
        keys_item_ui(ui, words::rename(), &input::EDIT, Choice::EditText(id.into()), chosen);
        item_ui(ui, words::add_note(), Choice::Command(AppCommand::BeginNote), chosen);
        ui.separator();
        let before = edits::new_step(self.document, step.stage, index);
        let behind = edits::new_step(self.document, step.stage, index + 1);
        item_ui(ui, words::add_step_before(), Choice::TypeNew(before), chosen);
        keys_item_ui(ui, words::add_step_behind(), &input::ANOTHER, Choice::TypeNew(behind), chosen);
        ui.separator();
        self.moves_ui(ui, &[id.into()], &[Direction::Left, Direction::Right], chosen);
        self.clipboard_ui(ui, chosen);
        self.delete_ui(ui, id.into(), chosen);
    }

    pub(super) fn lane_ui(&self, ui: &mut Ui, id: LaneId, chosen: &mut Option<Choice>) {
        let lanes = self.document.lanes_of(self.map);
        let next = lanes.iter().position(|l| l.id == id).and_then(|i| lanes.get(i + 1)).map(|l| l.id);
        keys_item_ui(ui, words::rename(), &input::EDIT, Choice::EditText(id.into()), chosen);
        item_ui(ui, words::add_note(), Choice::Command(AppCommand::BeginNote), chosen);
        ui.separator();
        self.new_lane_ui(ui, words::add_lane_above(), Some(id), chosen);
        self.new_lane_ui(ui, words::add_lane_below(), next, chosen);
        self.moves_ui(ui, &[id.into()], &[Direction::Up, Direction::Down], chosen);
        ui.separator();
        let changed = |lane: Lane| Choice::Edit(Edit::Update(AnyRecord::Lane(lane)));
        if let Some(lane) = self.document.lanes.get(&id) {
            let is_collapsed = !lane.is_collapsed;
            let label = if is_collapsed { words::collapse_lane() } else { words::expand_lane() };
            item_ui(ui, label, changed(Lane { is_collapsed, ..Lane::clone(lane) }), chosen);
            item_ui(ui, words::hide_lane(), changed(Lane { is_hidden: true, ..Lane::clone(lane) }), chosen);
            self.hidden_lanes_ui(ui, chosen);
        }
        ui.separator();
        list_ui(ui, words::change_lane_kind(), |ui| {
            let Some(lane) = self.document.lanes.get(&id) else { return };
            for kind in LaneKind::EVERY {
                let change = || {
                    (kind != lane.kind)
                        .then(|| Choice::Edit(Edit::Update(AnyRecord::Lane(Lane { kind, ..Lane::clone(lane) }))))
                };
                tick_ui(ui, kind == lane.kind, kinds::lane_kind(kind), change, chosen);
            }
        });
        if let Some(lane) = self.document.lanes.get(&id).filter(|l| l.kind == LaneKind::Curve) {
            list_ui(ui, words::curve_points(), |ui| {
                for points in CurvePoints::EVERY {
                    let change = || (points != lane.points).then(|| changed(Lane { points, ..Lane::clone(lane) }));
                    tick_ui(ui, points == lane.points, words::curve_point(points), change, chosen);
                }
            });
        }
        for persona in self.document.personas_in_order() {
            if let Some(edit) = edits::persona_curve(self.document, id, persona.id) {
                item_ui(ui, words::add_curve_for(&persona.name), Choice::Edit(edit), chosen);
            }
        }
        if let Some(lane) = self.document.lanes.get(&id).filter(|l| l.height.is_some()) {
            let natural = Lane { height: None, ..Lane::clone(lane) };
            item_ui(ui, words::natural_height(), Choice::Edit(Edit::Update(natural.into())), chosen);
        }
        self.select_ui(ui, &[id.into()], chosen);
        self.clipboard_ui(ui, chosen);
        self.delete_ui(ui, id.into(), chosen);
    }

    fn stage_tint_ui(&self, ui: &mut Ui, stage: &Stage, chosen: &mut Option<Choice>) {
        list_ui(ui, words::change_tint(), |ui| {
            let count = self.tokens.stage_tint.len();
            for (index, tint) in self.tokens.stage_ink.iter().enumerate() {
                let text = egui::RichText::new(words::tint(index + 1)).color(color(*tint));
                if ui.selectable_label(usize::from(stage.tint) % count == index, text).clicked() {
                    let tint = u8::try_from(index).unwrap_or(0);
                    *chosen = Some(Choice::Edit(Edit::Update(AnyRecord::Stage(Stage { tint, ..stage.clone() }))));
                    ui.close();
                }
            }
        });
    }

    /// The other maps of the file: one of them may show the stage in detail.
    fn link_ui(&self, ui: &mut Ui, stage: &Stage, chosen: &mut Option<Choice>) {
        let others: Vec<_> = self.document.maps_in_order().into_iter().filter(|m| m.id != stage.map).collect();
        if let Some(map) = stage.linked_map.and_then(|map| self.document.maps.get(&map)) {
            item_ui(ui, words::open_map(&map.title), Choice::Command(AppCommand::OpenLinkedMap(map.id)), chosen);
        }
        list_ui(ui, words::link_to_map(), |ui| {
            let linked = |linked_map| Choice::Edit(Edit::Update(Stage { linked_map, ..stage.clone() }.into()));
            for map in others {
                let is_same = stage.linked_map == Some(map.id);
                tick_ui(ui, is_same, &map.title, || Some(linked(Some(map.id))), chosen);
            }
            item_ui(ui, words::a_new_map(), Choice::Edit(edits::detail_map(self.document, stage)), chosen);
            tick_ui(ui, stage.linked_map.is_none(), words::no_link(), || Some(linked(None)), chosen);
        });
    }
}
