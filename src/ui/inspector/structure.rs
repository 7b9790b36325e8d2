//! Fields of a stage, a step and a lane.

use super::{Fields, notes, number, number_text};
use crate::base::ids::{LaneId, StageId, StepId};
use crate::i18n::canvas;
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as text;
use crate::model::{CurvePoints, Edit, Lane, LaneKind, Place, RecordRef, Stage, Step};
use crate::session::insights::KpiAt;
use crate::session::{AfterEdit, AppCommand, CameraCommand};
use crate::ui::drafts::{FieldKey, FieldLook};
use crate::ui::figures::{insight_of, kpis_in_stage, kpis_in_step, name_at, value};
use crate::ui::parts::{Row, RowEnd, label_ui, link_ui, weak};
use crate::ui::style::{color, points};
use egui::{Role, Sense, Ui, WidgetInfo, vec2};

pub(super) fn stage_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: StageId) {
    let Some(stage) = fields.document().stages.get(&id) else { return };
    let record = RecordRef::Stage(id);
    fields.title_ui(ui, record, words::sort(record), &stage.title);
    let key = FieldKey { record, field: "question" };
    let question = |question| Stage { question, ..Stage::clone(stage) };
    let words = (text::question(), text::question_hint());
    fields.words_ui(ui, (key, FieldLook::Lines), words, &stage.question, question);
    label_ui(ui, fields.cx.tokens, text::tint());
    if let Some(tint) = swatches_ui(ui, fields, Some(stage.tint)) {
        fields.update(Stage { tint, ..Stage::clone(stage) }, "tint");
    }
    link_field_ui(ui, fields, stage);
    label_ui(ui, fields.cx.tokens, text::kpis());
    kpis_ui(ui, fields, &kpis_in_stage(fields.cx.session, id));
    label_ui(ui, fields.cx.tokens, text::steps());
    for step in fields.document().steps_of(id) {
        let row = Row {
            is_cut_in_middle: false,
            id: ui.scope_id().with(("step", step.id)),
            text: &step.title,
            sort: crate::i18n::panels::sort(step.id.into()),
            end: RowEnd::Empty,
            is_selected: false,
            is_faint: false,
        };
        if row.show_ui(ui, fields.cx.tokens).clicked() {
            reveal(fields, step.id.into());
        }
    }
    let siblings: Vec<_> = fields.document().stages_of(stage.map).iter().map(|s| s.id).collect();
    move_ui(ui, fields, (text::move_earlier(), text::move_later()), &siblings, id, |before| Edit::MoveStage {
        stage: id,
        before,
    });
    notes::show_ui(ui, fields, record);
    fields.delete_ui(ui, record, true);
}

/// The map that shows the stage in detail: chosen from the others of the file, and opened.
fn link_field_ui(ui: &mut Ui, fields: &Fields<'_>, stage: &Stage) {
    let document = fields.document();
    let others: Vec<_> = document.maps_in_order().into_iter().filter(|m| m.id != stage.map).collect();
    let mut names = vec![words::none().to_owned()];
    names.extend(others.iter().map(|m| m.title.clone()));
    names.push(canvas::a_new_map().to_owned());
    let chosen = stage.linked_map.map_or(Some(0), |id| others.iter().position(|m| m.id == id).map(|i| i + 1));
    let key = FieldKey { record: stage.id.into(), field: "linked map" };
    let taken = fields.combo_ui(ui, key, text::linked_map(), &names, chosen);
    if taken.is_some_and(|index| index > others.len()) {
        let edit = crate::canvas::edits::detail_map(document, stage);
        fields.cx.commands.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Select });
    } else if let Some(index) = taken {
        let linked_map = index.checked_sub(1).and_then(|i| others.get(i)).map(|m| m.id);
        fields.update(Stage { linked_map, ..stage.clone() }, "linked map");
    }
    if let Some(map) = stage.linked_map.and_then(|id| document.maps.get(&id))
        && link_ui(ui, fields.cx.tokens, &text::open_map(&map.title)).clicked()
    {
        fields.cx.commands.send(AppCommand::OpenLinkedMap(map.id));
    }
}

pub(super) fn reveal(fields: &Fields<'_>, record: RecordRef) {
    fields.cx.commands.send(AppCommand::Select(vec![record]));
    fields.cx.commands.send(AppCommand::Camera(CameraCommand::Reveal(record)));
}

/// KPIs with their values; a click shows the trend.
fn kpis_ui(ui: &mut Ui, fields: &Fields<'_>, kpis: &[KpiAt]) {
    let document = fields.document();
    if kpis.is_empty() {
        ui.add(egui::Label::new(weak(fields.cx.tokens, text::no_kpi_here())).wrap());
    }
    for (kpi, place) in kpis.iter().copied() {
        let Some(record) = document.kpis.get(&kpi) else { continue };
        let insight = insight_of(fields.cx.session, (kpi, place));
        let value = value(record, insight);
        let name = match place {
            Place::Touchpoint(_) => name_at(document, (kpi, place)),
            Place::Map(_) | Place::Stage(_) | Place::Step(_) => record.name.clone(),
        };
        let row = Row {
            is_cut_in_middle: false,
            id: ui.scope_id().with(("kpi", kpi, place)),
            text: &name,
            sort: crate::i18n::panels::sort(kpi.into()),
            end: RowEnd::Words(&value),
            is_selected: false,
            is_faint: false,
        };
        if row.show_ui(ui, fields.cx.tokens).clicked() {
            fields.cx.commands.send(AppCommand::ShowKpi(kpi, place));
        }
    }
}

/// The stage tints beside each other. Gives a newly chosen one.
pub(super) fn swatches_ui(ui: &mut Ui, fields: &Fields<'_>, chosen: Option<u8>) -> Option<u8> {
    let tokens = fields.cx.tokens;
    let count = u8::try_from(tokens.stage_tint.len()).unwrap_or(u8::MAX);
    let mut taken = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(points(tokens.spacing), points(tokens.spacing));
        for index in 0..count {
            let is_chosen = chosen.is_some_and(|c| c % count == index);
            if swatch_ui(ui, fields, (Some(index), &text::swatch(usize::from(index))), is_chosen) {
                taken = Some(index);
            }
        }
    });
    taken
}

/// One colour with its name, or the usual one; true when it is newly chosen.
pub(super) fn swatch_ui(ui: &mut Ui, fields: &Fields<'_>, (tint, name): (Option<u8>, &str), is_chosen: bool) -> bool {
    let tokens = fields.cx.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_chosen, name));
    let (fill, ink) = tint.map_or((tokens.card, tokens.text_weak), |tint| (tokens.tint(tint), tokens.ink(tint)));
    let is_framed = is_chosen || response.hovered() || response.has_focus();
    let (width, line) = if is_framed { (2.0, ink) } else { (1.0, tokens.card_line) };
    let radius = points(tokens.radii.card);
    let stroke = egui::Stroke::new(width, color(line));
    ui.painter().rect(rect, radius, color(fill), stroke, egui::StrokeKind::Inside);
    if tint.is_some() {
        ui.painter().circle_filled(rect.center(), 3.5, color(ink));
    } else {
        let (from, to) = (rect.left_bottom() + vec2(7.0, -7.0), rect.right_top() + vec2(-7.0, 7.0));
        ui.painter().line_segment([from, to], egui::Stroke::new(1.4, color(ink)));
    }
    if response.has_focus() {
        let ring = egui::Stroke::new(points(tokens.strokes.focus), color(tokens.focus));
        ui.painter().rect_stroke(rect, radius, ring, egui::StrokeKind::Outside);
    }
    response.on_hover_text(name).clicked() && !is_chosen
}

/// Two buttons that move a record among its siblings.
fn move_ui<I: Copy + PartialEq>(
    ui: &mut Ui,
    fields: &Fields<'_>,
    (earlier, later): (&str, &str),
    siblings: &[I],
    id: I,
    edit: impl Fn(Option<I>) -> Edit,
) {
    let Some(at) = siblings.iter().position(|s| *s == id) else { return };
    ui.add_space(points(fields.cx.tokens.spacing) * 2.0);
    ui.horizontal(|ui| {
        let before = at.checked_sub(1).and_then(|i| siblings.get(i)).copied();
        if ui.add_enabled(before.is_some(), egui::Button::new(earlier)).clicked() {
            fields.cx.commands.edit(edit(before));
        }
        let is_last = at + 1 == siblings.len();
        if ui.add_enabled(!is_last, egui::Button::new(later)).clicked() {
            fields.cx.commands.edit(edit(siblings.get(at + 2).copied()));
        }
    });
}

pub(super) fn step_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: StepId) {
    let Some(step) = fields.document().steps.get(&id) else { return };
    let record = RecordRef::Step(id);
    fields.title_ui(ui, record, words::sort(record), &step.title);
    let map = fields.document().stages.get(&step.stage).map(|s| s.map);
    let stages = map.map(|m| fields.document().stages_of(m)).unwrap_or_default();
    let names: Vec<String> = stages.iter().map(|s| s.title.clone()).collect();
    let chosen = stages.iter().position(|s| s.id == step.stage);
    let siblings: Vec<_> = fields.document().steps_of(step.stage).iter().map(|s| s.id).collect();
    let key = FieldKey { record, field: "stage" };
    // The last step of a stage stays: a stage keeps at least one.
    ui.add_enabled_ui(siblings.len() > 1, |ui| {
        if let Some(stage) = fields.combo_ui(ui, key, text::stage(), &names, chosen).and_then(|i| stages.get(i)) {
            fields.cx.commands.edit(Edit::MoveStep { step: id, stage: stage.id, before: None });
        }
    });
    let kpis = kpis_in_step(fields.cx.session, id);
    if !kpis.is_empty() {
        label_ui(ui, fields.cx.tokens, text::kpis());
        kpis_ui(ui, fields, &kpis);
    }
    let stage = Step::clone(step).stage;
    move_ui(ui, fields, (text::move_earlier(), text::move_later()), &siblings, id, |before| Edit::MoveStep {
        step: id,
        stage,
        before,
    });
    notes::show_ui(ui, fields, record);
    fields.delete_ui(ui, record, siblings.len() > 1);
}

pub(super) fn lane_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: LaneId) {
    let Some(lane) = fields.document().lanes.get(&id) else { return };
    let record = RecordRef::Lane(id);
    fields.title_ui(ui, record, words::sort(record), &lane.title);
    let kinds: Vec<String> = LaneKind::EVERY.iter().map(|k| words::lane_kind(*k).to_owned()).collect();
    let chosen = LaneKind::EVERY.iter().position(|k| *k == lane.kind);
    let key = FieldKey { record, field: "kind" };
    if let Some(kind) = fields.combo_ui(ui, key, text::lane_kind(), &kinds, chosen).and_then(|i| LaneKind::EVERY.get(i))
    {
        fields.update(Lane { kind: *kind, ..Lane::clone(lane) }, "kind");
    }
    if lane.kind == LaneKind::Curve {
        let names = CurvePoints::EVERY.map(|points| canvas::curve_point(points).to_owned());
        let chosen = CurvePoints::EVERY.iter().position(|points| *points == lane.points);
        let key = FieldKey { record, field: "points" };
        let chosen = fields.combo_ui(ui, key, canvas::curve_points(), &names, chosen);
        if let Some(points) = chosen.and_then(|i| CurvePoints::EVERY.get(i)) {
            fields.update(Lane { points: *points, ..Lane::clone(lane) }, "points");
        }
    }
    let shown = number_text(lane.height);
    let key = FieldKey { record, field: "height" };
    let read = |typed: &str| match number(typed)? {
        Some(height) if !(1.0..=2000.0).contains(&height) => Err(text::height_wanted().to_owned()),
        height => Ok(height),
    };
    let height = |height| Lane { height, ..Lane::clone(lane) };
    fields.parsed_ui(ui, key, (text::height(), text::height_hint()), (&lane.height, &shown), read, height);
    let mut is_collapsed = lane.is_collapsed;
    if ui.checkbox(&mut is_collapsed, text::is_collapsed()).changed() {
        fields.update(Lane { is_collapsed, ..Lane::clone(lane) }, "collapsed");
    }
    let mut is_hidden = lane.is_hidden;
    if ui.checkbox(&mut is_hidden, text::is_hidden()).changed() {
        fields.update(Lane { is_hidden, ..Lane::clone(lane) }, "hidden");
    }
    let siblings: Vec<_> = fields.document().lanes_of(lane.map).iter().map(|l| l.id).collect();
    move_ui(ui, fields, (text::move_up(), text::move_down()), &siblings, id, |before| Edit::MoveLane {
        lane: id,
        before,
    });
    notes::show_ui(ui, fields, record);
    fields.delete_ui(ui, record, true);
}
