//! Menus under the right button, and the small lists behind some "+".

use crate::base::ids::{CardId, ConnectionId, KpiId, LaneId, MapId, PersonaId, StageId, StepId};
use crate::canvas::edits;
use crate::canvas::input;
use crate::canvas::paint::color;
use crate::canvas::tools::CellRef;
use crate::i18n::canvas as words;
use crate::i18n::panels as kinds;
use crate::layout::Hit;
use crate::model::{
    AnyRecord, Card, CardBody, Channel, Connection, ConnectionStyle, Document, Edit, Lane, LaneKind, Place, RecordRef,
    Severity, Stage, TableKind,
};
use crate::session::arrange;
use crate::session::pictures::PictureTarget;
use crate::session::{AppCommand, CameraCommand};
use crate::theme::Tokens;
use egui::Ui;

/// What was chosen.
#[derive(Debug, Clone)]
pub enum Choice {
    /// A change.
    Edit(Edit),
    /// Something new whose words are typed first.
    TypeNew(Edit),
    /// Words edited in place.
    EditText(RecordRef),
    /// A card in an empty cell, of whatever kind its lane asks for.
    AddCard(CellRef),
    /// What is selected, gone.
    DeleteSelection,
    /// What is selected, twice.
    DuplicateSelection,
    /// A point of somebody's experience where the menu was asked for.
    AddPoint(CellRef, PersonaId),
    /// A picture chosen from the files of this computer.
    Picture(PictureTarget),
    /// Something the application does: the clipboard.
    Command(AppCommand),
    /// Another selection.
    Select(Vec<RecordRef>),
    /// A connection that starts at a card.
    ConnectFrom(CardId),
    /// A KPI in the drawer.
    ShowKpi(KpiId, Place),
    /// A list of lane kinds for a lane above another one, or last.
    AskLaneKind(Option<LaneId>),
    /// The import wizard.
    Import,
    /// Another view.
    Camera(CameraCommand),
}

/// What menus look at.
pub struct MenuContext<'a> {
    /// The records.
    pub document: &'a Document,
    /// The shown map.
    pub map: MapId,
    /// What is selected.
    pub selection: &'a [RecordRef],
    /// False for viewers.
    pub is_editable: bool,
    /// The theme.
    pub tokens: &'a Tokens,
}

/// Height of a line of a menu, points.
const LINE: f32 = 26.0;

/// Words of a menu stand as far from its edge as in the menu bar.
fn roomy_ui(ui: &mut Ui) {
    ui.spacing_mut().button_padding = egui::vec2(10.0, 2.0);
    // As dense as the menu bar: the longest menu fits into a window of 720 points.
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = LINE;
    ui.set_min_width(136.0);
}

/// What a list is about, in line with its items.
fn heading_ui(ui: &mut Ui, text: impl Into<egui::RichText>) {
    ui.horizontal(|ui| {
        ui.add_space(ui.spacing().button_padding.x);
        ui.label(text.into().weak());
    });
}

fn item_ui(ui: &mut Ui, text: impl Into<String>, choice: Choice, chosen: &mut Option<Choice>) {
    if ui.button(text.into()).clicked() {
        *chosen = Some(choice);
        ui.close();
    }
}

/// An item that has keys too.
fn keys_item_ui(
    ui: &mut Ui,
    text: impl Into<String>,
    keys: &egui::KeyboardShortcut,
    choice: Choice,
    chosen: &mut Option<Choice>,
) {
    let keys = ui.ctx().format_shortcut(keys);
    let text: String = text.into();
    let response = ui.add(egui::Button::new(text.as_str()).shortcut_text(keys));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MenuItem, true, &text));
    if response.clicked() {
        *chosen = Some(choice);
        ui.close();
    }
}

fn tick_ui(ui: &mut Ui, is_on: bool, text: &str, choice: impl FnOnce() -> Option<Choice>, chosen: &mut Option<Choice>) {
    if ui.selectable_label(is_on, text).clicked() {
        *chosen = choice();
        ui.close();
    }
}

fn paste_ui(ui: &mut Ui, chosen: &mut Option<Choice>) {
    keys_item_ui(ui, words::paste(), &input::PASTE, Choice::Command(AppCommand::RequestPaste), chosen);
}

impl MenuContext<'_> {
    /// The menu for what is under the pointer.
    pub fn show_ui(&self, ui: &mut Ui, hit: Hit) -> Option<Choice> {
        let mut chosen = None;
        roomy_ui(ui);
        if let Hit::Card(id) = hit
            && let Some(card) = self.document.cards.get(&id)
            && let CardBody::Kpi { kpi, place, .. } = card.body
        {
            item_ui(ui, words::show_trend(), Choice::ShowKpi(kpi, place), &mut chosen);
        }
        if self.is_editable {
            match hit {
                Hit::Stage(id) => self.stage_ui(ui, id, &mut chosen),
                Hit::Step(id) => self.step_ui(ui, id, &mut chosen),
                Hit::LaneLabel(id) => self.lane_ui(ui, id, &mut chosen),
                Hit::Card(id) if self.selection.len() > 1 && self.selection.contains(&id.into()) => {
                    self.several_ui(ui, &mut chosen);
                }
                Hit::Card(id) => {
                    if let Some(card) = self.document.cards.get(&id) {
                        self.card_ui(ui, card, &mut chosen);
                    }
                }
                Hit::Connection(id) => self.connection_ui(ui, id, &mut chosen),
                Hit::Cell { lane, step } => {
                    let cell = CellRef { lane, step };
                    item_ui(ui, words::add_card_here(), Choice::AddCard(cell), &mut chosen);
                    self.points_ui(ui, cell, &mut chosen);
                    if self.document.lanes.get(&lane).is_some_and(|l| l.kind == LaneKind::Image) {
                        let target = PictureTarget::Cell { lane, step };
                        item_ui(ui, words::choose_picture(), Choice::Picture(target), &mut chosen);
                    }
                    paste_ui(ui, &mut chosen);
                    ui.separator();
                    self.select_ui(ui, &[lane.into(), step.into()], &mut chosen);
                    ui.separator();
                }
                Hit::StageGap { index } => {
                    let before = self.document.stages_of(self.map).get(index).map(|s| s.id);
                    let edit = edits::new_stage(self.map, before);
                    item_ui(ui, words::add_a_stage(), Choice::TypeNew(edit), &mut chosen);
                }
                Hit::StepGap { stage, index } => {
                    let edit = edits::new_step(self.document, stage, index);
                    item_ui(ui, words::add_step_behind(), Choice::TypeNew(edit), &mut chosen);
                }
                Hit::Lane(_) | Hit::Nothing => {
                    let edit = edits::new_stage(self.map, None);
                    item_ui(ui, words::add_a_stage(), Choice::TypeNew(edit), &mut chosen);
                    item_ui(ui, words::add_lane(), Choice::AskLaneKind(None), &mut chosen);
                    self.hidden_lanes_ui(ui, &mut chosen);
                    paste_ui(ui, &mut chosen);
                }
            }
        } else if !self.selection.is_empty() {
            keys_item_ui(ui, words::copy(), &input::COPY, Choice::Command(AppCommand::Copy), &mut chosen);
        }
        if !matches!(hit, Hit::Card(_) | Hit::Stage(_) | Hit::Step(_) | Hit::LaneLabel(_) | Hit::Connection(_)) {
            keys_item_ui(ui, words::select_all(), &input::SELECT_ALL, Choice::Select(self.every_card()), &mut chosen);
            item_ui(ui, words::fit_map(), Choice::Camera(CameraCommand::FitMap), &mut chosen);
        }
        chosen
    }

    fn every_card(&self) -> Vec<RecordRef> {
        let is_here = |card: &CardId| self.document.map_of_card(*card) == Some(self.map);
        self.document.cards.keys().filter(|c| is_here(c)).map(|c| (*c).into()).collect()
    }

    /// Everything in the lane or the stage that some records stand in.
    fn select_ui(&self, ui: &mut Ui, beside: &[RecordRef], chosen: &mut Option<Choice>) {
        for (along, text) in [(TableKind::Lane, words::select_lane()), (TableKind::Stage, words::select_stage())] {
            let cards = arrange::cards_beside(self.document, beside, along);
            if !cards.is_empty() {
                item_ui(ui, text, Choice::Select(cards), chosen);
            }
        }
    }

    /// The clipboard, for what is selected.
    fn clipboard_ui(&self, ui: &mut Ui, chosen: &mut Option<Choice>) {
        ui.separator();
        keys_item_ui(ui, words::cut(), &input::CUT, Choice::Command(AppCommand::Cut), chosen);
        keys_item_ui(ui, words::copy(), &input::COPY, Choice::Command(AppCommand::Copy), chosen);
        paste_ui(ui, chosen);
        keys_item_ui(ui, words::duplicate(), &input::DUPLICATE, Choice::DuplicateSelection, chosen);
        ui.separator();
    }

    fn several_ui(&self, ui: &mut Ui, chosen: &mut Option<Choice>) {
        if let Some((from, to)) = arrange::ends(self.selection)
            && arrange::is_connectable(self.document, from, to)
        {
            let connect = Choice::Edit(Edit::Connect { from, to });
            keys_item_ui(ui, words::connect(), &input::CONNECT, connect, chosen);
        }
        self.select_ui(ui, self.selection, chosen);
        self.clipboard_ui(ui, chosen);
        let delete = words::delete(&words::several(self.selection.len()));
        keys_item_ui(ui, delete, &input::DELETE, Choice::DeleteSelection, chosen);
    }

    fn connection_ui(&self, ui: &mut Ui, id: ConnectionId, chosen: &mut Option<Choice>) {
        let Some(connection) = self.document.connections.get(&id) else { return };
        keys_item_ui(ui, words::edit_label(), &input::EDIT, Choice::EditText(id.into()), chosen);
        let changed = |to: Connection| Choice::Edit(Edit::Update(to.into()));
        let Connection { from, to, .. } = **connection;
        let turned = Connection { from: to, to: from, ..Connection::clone(connection) };
        item_ui(ui, words::reverse(), changed(turned), chosen);
        ui.separator();
        for (style, text) in [(ConnectionStyle::Solid, words::solid()), (ConnectionStyle::Dashed, words::dashed())] {
            let is_same = connection.style == style;
            let change = || (!is_same).then(|| changed(Connection { style, ..Connection::clone(connection) }));
            tick_ui(ui, is_same, text, change, chosen);
        }
        ui.separator();
        self.delete_ui(ui, id.into(), chosen);
    }

    fn stage_ui(&self, ui: &mut Ui, id: StageId, chosen: &mut Option<Choice>) {
        keys_item_ui(ui, words::rename(), &input::EDIT, Choice::EditText(id.into()), chosen);
        item_ui(ui, words::add_note(), Choice::Command(AppCommand::BeginNote), chosen);
        ui.separator();
        item_ui(ui, words::add_stage_before(), Choice::TypeNew(edits::new_stage(self.map, Some(id))), chosen);
        if let Some(edit) = edits::stage_after(self.document, id) {
            keys_item_ui(ui, words::add_stage_behind(), &input::NEXT_STAGE, Choice::TypeNew(edit), chosen);
        }
        let steps = self.document.steps_of(id).len();
        let step = edits::new_step(self.document, id, steps);
        item_ui(ui, words::add_step_behind(), Choice::TypeNew(step), chosen);
        ui.separator();
        ui.menu_button(words::change_tint(), |ui| {
            roomy_ui(ui);
            let Some(stage) = self.document.stages.get(&id) else { return };
            let count = self.tokens.stage_tint.len();
            for (index, tint) in self.tokens.stage_ink.iter().enumerate() {
                let text = egui::RichText::new(words::tint(index + 1)).color(color(*tint));
                if ui.selectable_label(usize::from(stage.tint) % count == index, text).clicked() {
                    let tint = u8::try_from(index).unwrap_or(0);
                    *chosen = Some(Choice::Edit(Edit::Update(AnyRecord::Stage(Stage { tint, ..Stage::clone(stage) }))));
                    ui.close();
                }
            }
        });
        self.select_ui(ui, &[id.into()], chosen);
        self.clipboard_ui(ui, chosen);
        self.delete_ui(ui, id.into(), chosen);
    }

    fn step_ui(&self, ui: &mut Ui, id: StepId, chosen: &mut Option<Choice>) {
        let Some(step) = self.document.steps.get(&id) else { return };
        let index = self.document.steps_of(step.stage).iter().position(|s| s.id == id).unwrap_or(0);
        keys_item_ui(ui, words::rename(), &input::EDIT, Choice::EditText(id.into()), chosen);
        item_ui(ui, words::add_note(), Choice::Command(AppCommand::BeginNote), chosen);
        ui.separator();
        let before = edits::new_step(self.document, step.stage, index);
        let behind = edits::new_step(self.document, step.stage, index + 1);
        item_ui(ui, words::add_step_before(), Choice::TypeNew(before), chosen);
        keys_item_ui(ui, words::add_step_behind(), &input::ANOTHER, Choice::TypeNew(behind), chosen);
        self.clipboard_ui(ui, chosen);
        self.delete_ui(ui, id.into(), chosen);
    }

    fn lane_ui(&self, ui: &mut Ui, id: LaneId, chosen: &mut Option<Choice>) {
        let lanes = self.document.lanes_of(self.map);
        let next = lanes.iter().position(|l| l.id == id).and_then(|i| lanes.get(i + 1)).map(|l| l.id);
        keys_item_ui(ui, words::rename(), &input::EDIT, Choice::EditText(id.into()), chosen);
        item_ui(ui, words::add_note(), Choice::Command(AppCommand::BeginNote), chosen);
        ui.separator();
        item_ui(ui, words::add_lane_above(), Choice::AskLaneKind(Some(id)), chosen);
        item_ui(ui, words::add_lane_below(), Choice::AskLaneKind(next), chosen);
        ui.separator();
        if let Some(lane) = self.document.lanes.get(&id) {
            let changed = |lane: Lane| Choice::Edit(Edit::Update(AnyRecord::Lane(lane)));
            let is_collapsed = !lane.is_collapsed;
            let label = if is_collapsed { words::collapse_lane() } else { words::expand_lane() };
            item_ui(ui, label, changed(Lane { is_collapsed, ..Lane::clone(lane) }), chosen);
            item_ui(ui, words::hide_lane(), changed(Lane { is_hidden: true, ..Lane::clone(lane) }), chosen);
            self.hidden_lanes_ui(ui, chosen);
        }
        ui.separator();
        ui.menu_button(words::change_lane_kind(), |ui| {
            roomy_ui(ui);
            let Some(lane) = self.document.lanes.get(&id) else { return };
            for kind in LaneKind::EVERY {
                let change = || {
                    (kind != lane.kind)
                        .then(|| Choice::Edit(Edit::Update(AnyRecord::Lane(Lane { kind, ..Lane::clone(lane) }))))
                };
                tick_ui(ui, kind == lane.kind, kinds::lane_kind(kind), change, chosen);
            }
        });
        if let Some(lane) = self.document.lanes.get(&id).filter(|l| l.height.is_some()) {
            let natural = Lane { height: None, ..Lane::clone(lane) };
            item_ui(ui, words::natural_height(), Choice::Edit(Edit::Update(natural.into())), chosen);
        }
        self.select_ui(ui, &[id.into()], chosen);
        self.clipboard_ui(ui, chosen);
        self.delete_ui(ui, id.into(), chosen);
    }

    /// In a curve, points for personas whose line has none in this cell.
    fn points_ui(&self, ui: &mut Ui, cell: CellRef, chosen: &mut Option<Choice>) {
        if self.document.lanes.get(&cell.lane).is_none_or(|l| l.kind != LaneKind::Curve) {
            return;
        }
        let here = self.document.cards_in(cell.lane, cell.step);
        let mut personas: Vec<_> = self.document.personas.values().collect();
        personas.sort_by(|a, b| a.rank.total_cmp(&b.rank));
        for persona in personas {
            if here.iter().all(|card| card.marks.persona != Some(persona.id)) {
                item_ui(ui, words::add_point_for(&persona.name), Choice::AddPoint(cell, persona.id), chosen);
            }
        }
    }

    /// Brings lanes back that are hidden; nothing when none is.
    fn hidden_lanes_ui(&self, ui: &mut Ui, chosen: &mut Option<Choice>) {
        if let Some((edit, count)) = edits::show_all_lanes(self.document, self.map) {
            item_ui(ui, words::show_hidden_lanes(count), Choice::Edit(edit), chosen);
        }
    }

    fn card_ui(&self, ui: &mut Ui, card: &Card, chosen: &mut Option<Choice>) {
        keys_item_ui(ui, words::edit_text(), &input::EDIT, Choice::EditText(card.id.into()), chosen);
        keys_item_ui(ui, words::connect_to(), &input::CONNECT, Choice::ConnectFrom(card.id), chosen);
        item_ui(ui, words::add_note(), Choice::Command(AppCommand::BeginNote), chosen);
        ui.separator();
        let changed = |body: CardBody| Choice::Edit(Edit::Update(AnyRecord::Card(Card { body, ..card.clone() })));
        match card.body.clone() {
            CardBody::Touchpoint { channel, is_moment_of_truth } => {
                ui.menu_button(words::change_channel(), |ui| {
                    roomy_ui(ui);
                    for other in Channel::EVERY {
                        let body = CardBody::Touchpoint { channel: other, is_moment_of_truth };
                        tick_ui(ui, other == channel, kinds::channel(other), || Some(changed(body)), chosen);
                    }
                });
                let body = CardBody::Touchpoint { channel, is_moment_of_truth: !is_moment_of_truth };
                tick_ui(ui, is_moment_of_truth, words::moment_of_truth(), || Some(changed(body)), chosen);
            }
            CardBody::PainPoint { severity, owner, kpi } => {
                ui.menu_button(words::change_severity(), |ui| {
                    roomy_ui(ui);
                    for other in Severity::EVERY {
                        let body = CardBody::PainPoint { severity: other, owner: owner.clone(), kpi };
                        tick_ui(ui, other == severity, kinds::severity(other), || Some(changed(body)), chosen);
                    }
                });
            }
            CardBody::Kpi { kpi, place, is_headline } => {
                let body = CardBody::Kpi { kpi, place, is_headline: !is_headline };
                tick_ui(ui, is_headline, words::headline(), || Some(changed(body)), chosen);
            }
            CardBody::Image { picture } => {
                let is_there = picture.is_some();
                let label = if is_there { words::replace_picture() } else { words::choose_picture() };
                item_ui(ui, label, Choice::Picture(PictureTarget::Card(card.id)), chosen);
                if is_there {
                    item_ui(ui, words::remove_picture(), changed(CardBody::Image { picture: None }), chosen);
                }
            }
            CardBody::Text | CardBody::Quote { .. } | CardBody::Opportunity { .. } | CardBody::Curve { .. } => {}
        }
        if !matches!(card.body, CardBody::Kpi { .. } | CardBody::Curve { .. } | CardBody::Image { .. }) {
            ui.menu_button(words::change_card_kind(), |ui| {
                roomy_ui(ui);
                let kinds =
                    [LaneKind::Text, LaneKind::Touchpoint, LaneKind::Quote, LaneKind::PainPoint, LaneKind::Opportunity];
                for kind in kinds {
                    let Some(body) = CardBody::typed_in(kind) else { continue };
                    let is_same = std::mem::discriminant(&body) == std::mem::discriminant(&card.body);
                    let change = || (!is_same).then(|| changed(body.clone()));
                    tick_ui(ui, is_same, kinds::card_sort(&body), change, chosen);
                }
            });
        }
        self.select_ui(ui, &[card.id.into()], chosen);
        self.clipboard_ui(ui, chosen);
        self.delete_ui(ui, card.id.into(), chosen);
    }

    fn delete_ui(&self, ui: &mut Ui, record: RecordRef, chosen: &mut Option<Choice>) {
        let what = if self.selection.contains(&record) && self.selection.len() > 1 {
            words::several(self.selection.len())
        } else {
            crate::i18n::edit::noun(record.table(), 1).to_owned()
        };
        keys_item_ui(ui, words::delete(&what), &input::DELETE, Choice::DeleteSelection, chosen);
    }

    /// The list of lane kinds.
    pub fn lane_kinds_ui(&self, ui: &mut Ui, before: Option<LaneId>) -> Option<Choice> {
        let mut chosen = None;
        roomy_ui(ui);
        heading_ui(ui, words::choose_lane_kind());
        for kind in LaneKind::EVERY {
            let edit = edits::new_lane(self.map, before, kind);
            item_ui(ui, kinds::lane_kind(kind), Choice::TypeNew(edit), &mut chosen);
        }
        chosen
    }

    /// The list of KPIs that a cell can show, at the stage of the cell.
    pub fn kpis_ui(&self, ui: &mut Ui, cell: CellRef) -> Option<Choice> {
        let mut chosen = None;
        let stage = self.document.steps.get(&cell.step)?.stage;
        let place = Place::Stage(stage);
        let new_kpi = Choice::Command(AppCommand::NewKpi(cell.lane, cell.step));
        roomy_ui(ui);
        if self.document.kpis.is_empty() {
            heading_ui(ui, words::no_kpis());
            item_ui(ui, words::import_numbers(), Choice::Import, &mut chosen);
            item_ui(ui, words::new_kpi(), new_kpi, &mut chosen);
            return chosen;
        }
        heading_ui(ui, words::choose_kpi(self.document.place_name(place).unwrap_or_default()));
        let mut kpis: Vec<_> = self.document.kpis.values().collect();
        kpis.sort_by(|a, b| a.rank.total_cmp(&b.rank));
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for kpi in kpis {
                let body = CardBody::Kpi { kpi: kpi.id, place, is_headline: false };
                item_ui(ui, kpi.name.clone(), Choice::Edit(edits::new_card(cell, body)), &mut chosen);
            }
        });
        ui.separator();
        item_ui(ui, words::new_kpi(), new_kpi, &mut chosen);
        chosen
    }
}
