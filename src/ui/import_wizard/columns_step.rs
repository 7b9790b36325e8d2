//! The second step: what every column means.

use super::draft::{self, MappingDraft};
use super::list::{BOX, ListState};
use super::{one_kpi, open_words};
use crate::i18n::panels::wizard as text;
use crate::i18n::panels::wizard_steps as steps_text;
use crate::import::{ColumnInfo, DateOrder, IdStore, NumberMapping, Role, RoleReason, Shape, Sniffed};
use crate::ui::days::day_of_file;
use crate::ui::parts::{
    PanelContext, body, box_ui, choice_ui, combo_or_ui, combo_ui, line_in, link_ui, problem_ui, weak,
};
use crate::ui::style::{color, font, points};
use egui::{Id, Label, Rect, Sense, TextEdit, Ui, UiBuilder, pos2, vec2};

/// Problems that are shown at once.
const MOST_PROBLEMS: usize = 3;
const SHAPES: [Shape; 4] = [Shape::Long, Shape::Wide, Shape::Survey, Shape::Events];
const ORDERS: [Option<DateOrder>; 4] =
    [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst), Some(DateOrder::YearFirst)];

/// The word for a shape.
pub(super) fn shape_word(shape: Shape) -> &'static str {
    match shape {
        Shape::Long => text::shape_long(),
        Shape::Wide => text::shape_wide(),
        Shape::Survey => text::shape_survey(),
        Shape::Events => text::shape_events(),
    }
}

/// The word for a role.
pub(super) fn role_word(role: Role, shape: Shape) -> &'static str {
    match role {
        Role::Date => text::role_date(),
        Role::Place => text::role_place(),
        Role::Metric => text::role_metric(),
        Role::Value => text::role_value(),
        Role::Count => text::role_count(),
        Role::Score if shape == Shape::Wide => text::role_metric_column(),
        Role::Score => text::role_score(),
        Role::Comment => text::role_comment(),
        Role::Respondent => text::role_respondent(),
        Role::Weight => text::role_weight(),
        Role::Segment => text::role_segment(),
        Role::Session => text::role_session(),
        Role::Stage => text::role_stage(),
        Role::Personal => text::role_personal(),
        Role::Ignored => text::role_ignored(),
    }
}

pub(super) fn show_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    (sniffed, guess): (&Sniffed, &MappingDraft),
    (draft, list): (&mut MappingDraft, &mut ListState<usize>),
) {
    shape_ui(ui, cx, draft);
    fixed_ui(ui, cx, draft);
    doubts_ui(ui, cx, sniffed, draft);
    open_words::ask_ui(ui, cx, sniffed, draft);
    personal_ui(ui, cx, sniffed, (draft, list));
    one_kpi::offer_ui(ui, cx, draft, list);
    for problem in draft.problem(sniffed).into_iter().chain(draft.misfits(sniffed, guess)).take(MOST_PROBLEMS) {
        problem_ui(ui, cx.tokens, &problem);
    }
    let shape = draft.shape;
    let role_at = |index: usize| draft.columns.get(index).map_or(Role::Ignored, |column| column.role);
    let rows: Vec<(usize, &str)> = sniffed
        .columns
        .iter()
        .enumerate()
        .filter(|(index, column)| list.shows(&[&column.name, role_word(role_at(*index), shape)]))
        .map(|(index, column)| (index, column.name.as_str()))
        .collect();
    let shown: Vec<usize> = rows.iter().map(|(index, _)| *index).collect();
    ui.horizontal(|ui| {
        list.head_ui(ui, cx, text::page_columns(), &shown);
        apply_ui(ui, sniffed, guess, draft, list);
        one_kpi::apply_ui(ui, cx, draft, list);
        if list.selected.is_empty() {
            ui.label(weak(cx.tokens, steps_text::columns_shown(rows.len(), sniffed.columns.len())));
        }
    });
    if draft.column_with(Role::Score).is_some() {
        score_heads_ui(ui, cx);
    }
    list.rows_ui(ui, cx, ("columns", ROW), &rows, |ui, rect, index| {
        if let Some(info) = sniffed.columns.get(*index) {
            column_ui(ui, cx, rect, (sniffed, info, *index), (draft, guess));
        }
    });
}

/// Gives all selected columns a role at once, or back what was guessed.
fn apply_ui(
    ui: &mut Ui,
    sniffed: &Sniffed,
    guess: &MappingDraft,
    draft: &mut MappingDraft,
    list: &mut ListState<usize>,
) {
    if list.selected.is_empty() {
        return;
    }
    // A role that only one column can have cannot be given to several.
    let one = list.selected.len() == 1;
    let roles: Vec<Role> = draft
        .roles(RoleReason::Header)
        .into_iter()
        .filter(|role| one || !draft::is_single(*role, draft.shape))
        .collect();
    let names: Vec<String> = roles.iter().map(|role| role_word(*role, draft.shape).to_owned()).collect();
    let id = Id::unique("role of selected columns");
    let words = (None, steps_text::set_role());
    let taken = combo_or_ui(ui, id, steps_text::set_role(), &names, words, 150.0).and_then(|i| roles.get(i)).copied();
    if let Some(role) = taken {
        for index in std::mem::take(&mut list.selected) {
            let reason = sniffed.columns.get(index).map_or(RoleReason::Header, |column| column.reason);
            if draft.roles(reason).contains(&role) {
                draft.set_role(index, role);
            }
        }
    } else if ui.button(steps_text::as_guessed()).clicked() {
        for index in std::mem::take(&mut list.selected) {
            draft.reset_column(index, guess);
        }
    }
}

/// What the file leaves open: the order of its dates, the sign of its decimals, the zone of its times. Asked only where
/// the file does not say it.
fn doubts_ui(ui: &mut Ui, cx: &PanelContext<'_>, sniffed: &Sniffed, draft: &mut MappingDraft) {
    if let Some(day) = draft.open_day(sniffed) {
        question_ui(ui, cx, steps_text::day_question(), |ui| {
            if ui.button(steps_text::day_of_change(day)).clicked() {
                draft.fixed_date = day.to_string();
            }
        });
    }
    if let Some(column) = draft.open_order(sniffed) {
        let examples = example_dates(sniffed, &column.name);
        question_ui(ui, cx, &steps_text::order_question(&column.name, &examples), |ui| {
            for order in ORDERS.into_iter().flatten() {
                if ui.button(order_word(Some(order))).clicked() {
                    draft.order = Some(order);
                }
            }
        });
    }
    if draft.is_number_open(sniffed) {
        question_ui(ui, cx, steps_text::number_question(), |ui| {
            for (words, decimal, thousands) in
                [(steps_text::decimal_comma(), ",", "."), (steps_text::decimal_point(), ".", ",")]
            {
                if ui.button(words).clicked() {
                    let (decimal, thousands) = (Some(decimal.to_owned()), Some(thousands.to_owned()));
                    draft.number = Some(NumberMapping { decimal, thousands });
                    draft.has_chosen_number = true;
                }
            }
        });
    }
}

/// Says which columns are left out because they tell who somebody is, and leads to them.
fn personal_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    sniffed: &Sniffed,
    (draft, list): (&MappingDraft, &mut ListState<usize>),
) {
    let is_left_out = |index: &usize| draft.columns.get(*index).is_some_and(|column| column.role == Role::Personal);
    let left_out: Vec<usize> = (0..sniffed.columns.len()).filter(is_left_out).collect();
    let names: Vec<&str> =
        left_out.iter().filter_map(|index| sniffed.columns.get(*index)).map(|column| column.name.as_str()).collect();
    if names.is_empty() {
        return;
    }
    ui.horizontal(|ui| {
        let words = steps_text::personal_left_out(&names);
        ui.add(Label::new(weak(cx.tokens, words)).truncate());
        if list.filter != text::role_personal() && link_ui(ui, cx.tokens, steps_text::show_personal()).clicked() {
            text::role_personal().clone_into(&mut list.filter);
        }
    });
}

/// A question with its answers, marked so that it is not overlooked.
pub(super) fn question_ui(ui: &mut Ui, cx: &PanelContext<'_>, question: &str, answers: impl FnOnce(&mut Ui)) {
    box_ui(ui, cx.tokens, cx.tokens.accent_soft, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(body(cx.tokens, question));
            answers(ui);
        });
    });
}

/// Some different dates of a column.
fn example_dates(sniffed: &Sniffed, name: &str) -> String {
    let Some(index) = sniffed.column_index(name) else { return String::new() };
    examples(sniffed, index, 3).join(", ")
}

/// The first different cells of a column that hold something.
fn examples(sniffed: &Sniffed, index: usize, most: usize) -> Vec<&str> {
    let mut examples: Vec<&str> = Vec::new();
    for cell in sniffed.preview.iter().filter_map(|r| r.get(index)).map(|c| c.trim()).filter(|c| !c.is_empty()) {
        if examples.len() < most && !examples.contains(&cell) {
            examples.push(cell);
        }
    }
    examples
}

fn shape_ui(ui: &mut Ui, cx: &PanelContext<'_>, draft: &mut MappingDraft) {
    ui.horizontal(|ui| {
        ui.label(weak(cx.tokens, text::shape()));
        ui.allocate_ui(vec2(400.0, 24.0), |ui| {
            let chosen = SHAPES.iter().position(|s| *s == draft.shape);
            let names = SHAPES.map(shape_word);
            if let Some(shape) = choice_ui(ui, cx.tokens, text::shape(), &names, chosen).and_then(|i| SHAPES.get(i)) {
                draft.set_shape(*shape);
            }
        });
        let hint = match draft.shape {
            Shape::Long => text::long_hint(),
            Shape::Wide => text::wide_hint(),
            Shape::Survey => text::survey_hint(),
            Shape::Events => text::events_hint(),
        };
        ui.label(weak(cx.tokens, hint));
    });
}

/// What holds for the whole file because no column says it.
fn fixed_ui(ui: &mut Ui, cx: &PanelContext<'_>, draft: &mut MappingDraft) {
    let has = |role| draft.column_with(role).is_some();
    let (has_date, has_place, has_metric) = (has(Role::Date), has(Role::Place), has(Role::Metric));
    let has_date_headers = draft.has_date_headers();
    let needs_metric = draft.shape == Shape::Long || has_date_headers;
    ui.horizontal(|ui| {
        if has_date || has_date_headers {
            ui.label(weak(cx.tokens, text::date_order()));
            let names = ORDERS.map(|order| order_word(order).to_owned());
            let chosen = ORDERS.iter().position(|o| *o == draft.order);
            let id = Id::unique("date order");
            if let Some(order) = combo_ui(ui, id, text::date_order(), &names, chosen, 150.0).and_then(|i| ORDERS.get(i))
            {
                draft.order = *order;
            }
        } else {
            small_field_ui(ui, cx, (text::fixed_date(), text::fixed_date_hint()), &mut draft.fixed_date, 110.0);
            let typed = draft.fixed_date.trim();
            if let Some(day) = day_of_file(typed).ok().filter(|day| day.to_string() != typed) {
                ui.label(weak(cx.tokens, steps_text::counts_on(day)));
            }
        }
        if !has_place {
            small_field_ui(ui, cx, (text::fixed_place(), text::fixed_place_hint()), &mut draft.fixed_place, 150.0);
        }
        if needs_metric && !has_metric {
            small_field_ui(ui, cx, (text::fixed_metric(), text::fixed_metric_hint()), &mut draft.fixed_metric, 130.0);
        }
        zone_ui(ui, cx, draft);
    });
}

/// The zone that days are counted in, where cells hold a time of day.
fn zone_ui(ui: &mut Ui, cx: &PanelContext<'_>, draft: &mut MappingDraft) {
    if !draft.has_times && draft.time_zone.is_empty() {
        return;
    }
    ui.label(weak(cx.tokens, steps_text::time_zone()));
    let zones: Vec<&str> = std::iter::once("").chain(steps_text::ZONES.iter().copied()).collect();
    let mut names: Vec<String> = zones.iter().map(|zone| (*zone).to_owned()).collect();
    if let Some(first) = names.first_mut() {
        steps_text::zone_as_written().clone_into(first);
    }
    let chosen = zones.iter().position(|zone| *zone == draft.time_zone);
    let id = Id::unique("time zone");
    let words = (chosen, draft.time_zone.clone());
    let taken = combo_or_ui(ui, id, steps_text::time_zone(), &names, (words.0, &words.1), 150.0);
    if let Some(zone) = taken.and_then(|index| zones.get(index)) {
        (*zone).clone_into(&mut draft.time_zone);
    }
}

fn order_word(order: Option<DateOrder>) -> &'static str {
    match order {
        None => text::order_automatic(),
        Some(DateOrder::DayFirst) => text::order_day_first(),
        Some(DateOrder::MonthFirst) => text::order_month_first(),
        Some(DateOrder::YearFirst) => text::order_year_first(),
    }
}

fn small_field_ui(ui: &mut Ui, cx: &PanelContext<'_>, (label, hint): (&str, &str), value: &mut String, width: f32) {
    let named = ui.label(weak(cx.tokens, label));
    let hint = egui::RichText::new(hint).color(color(cx.tokens.text_faint));
    ui.add(TextEdit::singleline(value).hint_text(hint).desired_width(width).align(egui::Align2::LEFT_CENTER))
        .labelled_by(named.id);
}

/// Height of a column's line.
const ROW: f32 = 40.0;
/// Where the role of a column begins, from the left edge of its line.
const ROLE_AT: f32 = 240.0;
/// Width of the choice of a role.
const ROLE_WIDTH: f32 = 140.0;
/// Widths of the fields of a score: metric, place, scale, missing codes.
const SCORE_WIDTHS: [f32; 4] = [150.0, 130.0, 60.0, 100.0];

/// What the fields beside a score mean: their hints vanish once something is written in them.
fn score_heads_ui(ui: &mut Ui, cx: &PanelContext<'_>) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 14.0), Sense::hover());
    let tokens = cx.tokens;
    let gap = points(tokens.spacing) * 2.0;
    // Past the choice of the role with its margins and its arrow.
    let mut left = rect.left() + BOX + ROLE_AT + ROLE_WIDTH + gap;
    let heads = [text::head_metric(), text::head_place(), text::head_scale(), text::head_missing()];
    for (words, width) in heads.into_iter().zip(SCORE_WIDTHS) {
        let room = Rect::from_min_size(pos2(left, rect.top()), vec2(width + gap, rect.height()));
        line_in(ui, room, words, font(tokens.type_sizes.axis, Default::default()), color(tokens.text_weak));
        left += width + gap;
    }
}

/// One column: name and examples, role, and why or what a score needs.
fn column_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    rect: Rect,
    (sniffed, info, index): (&Sniffed, &ColumnInfo, usize),
    (draft, guess): (&mut MappingDraft, &MappingDraft),
) {
    let tokens = cx.tokens;
    let shape = draft.shape;
    let roles = draft.roles(info.reason);
    let is_of_ids = draft.columns.get(index).is_some_and(|column| column.role == Role::Respondent);
    let is_chosen =
        guess.columns.get(index) != draft.columns.get(index) || (is_of_ids && guess.id_store != draft.id_store);
    let mut id_store = draft.id_store;
    let misfit = draft.misfit(sniffed, guess, index);
    let taken_by = draft.taken_by(guess, index).map(steps_text::role_taken);
    let Some(column) = draft.columns.get_mut(index) else { return };
    let is_ignored = matches!(column.role, Role::Ignored | Role::Personal);
    let name_ink = color(match (is_ignored, misfit.is_some()) {
        (_, true) => tokens.off,
        (true, false) => tokens.text_weak,
        (false, false) => tokens.text,
    });
    let name_room = Rect::from_min_size(rect.min + vec2(0.0, 3.0), vec2(ROLE_AT - 12.0, 17.0));
    let weight = crate::base::text::Weight::Medium;
    line_in(ui, name_room, &info.name, font(tokens.type_sizes.body, weight), name_ink);
    let seen = text::column_facts(&info.column_type.to_string(), &examples(sniffed, index, 4).join(", "));
    let seen_room = name_room.translate(vec2(0.0, 17.0));
    line_in(ui, seen_room, &seen, font(tokens.type_sizes.axis, Default::default()), color(tokens.text_faint));
    let hover = ui.interact(name_room.union(seen_room), ui.scope_id().with("facts"), Sense::hover());
    hover.on_hover_ui(|ui| facts_ui(ui, cx, sniffed, info, index));

    let rest = Rect::from_min_max(pos2(rect.left() + ROLE_AT, rect.top()), rect.max);
    let builder = UiBuilder::new().max_rect(rest).layout(egui::Layout::left_to_right(egui::Align::Center));
    let (mut new_role, mut is_reset) = (None, false);
    ui.scope_builder(builder.id_salt(("column", index)), |ui| {
        ui.spacing_mut().item_spacing.x = points(tokens.spacing) * 2.0;
        let names: Vec<String> = roles.iter().map(|r| role_word(*r, shape).to_owned()).collect();
        let chosen = roles.iter().position(|r| *r == column.role);
        let id = Id::unique("role of column").with(index);
        let name = text::role_of(&info.name);
        new_role = combo_ui(ui, id, &name, &names, chosen, ROLE_WIDTH).and_then(|i| roles.get(i)).copied();
        if column.role == Role::Score {
            let fields = [
                (text::score_metric(), &mut column.metric, info.name.as_str()),
                (text::score_place(), &mut column.place, text::whole_map()),
                (text::score_scale(), &mut column.scale, text::any_scale()),
                (text::score_missing(), &mut column.missing, text::no_codes()),
            ];
            for ((label, value, hint), width) in fields.into_iter().zip(SCORE_WIDTHS) {
                let hint = egui::RichText::new(hint).color(color(tokens.text_faint));
                let field =
                    TextEdit::singleline(value).hint_text(hint).desired_width(width).align(egui::Align2::LEFT_CENTER);
                let name = format!("{label} {}", info.name);
                ui.add(field).accessible_name(name).on_hover_text(label);
            }
        }
        if is_of_ids {
            ids_ui(ui, cx, &mut id_store);
        }
        if is_chosen {
            let why = taken_by.as_deref().unwrap_or_else(|| text::chosen_by_you());
            ui.label(body(tokens, why).size(points(tokens.type_sizes.label)));
            let undo = link_ui(ui, tokens, steps_text::undo_choice());
            is_reset = undo.accessible_name(steps_text::undo_choice_of(&info.name)).clicked();
        } else if !is_of_ids {
            ui.add(Label::new(weak(tokens, info.reason.to_string())).truncate());
        }
    });
    draft.id_store = id_store;
    if let Some(role) = new_role {
        draft.set_role(index, role);
    } else if is_reset {
        draft.reset_column(index, guess);
    }
}

/// How the ids of persons are stored, in the order of the choice.
const STORES: [IdStore; 3] = [IdStore::Hash, IdStore::Plain, IdStore::None];

/// What a way to store ids is called, and what it means.
fn store_words(store: IdStore) -> (&'static str, &'static str) {
    match store {
        IdStore::Hash => (steps_text::ids_hashed(), steps_text::ids_hashed_hint()),
        IdStore::Plain => (steps_text::ids_plain(), steps_text::ids_plain_hint()),
        IdStore::None => (steps_text::ids_not_stored(), steps_text::ids_not_stored_hint()),
    }
}

/// The choice of how the ids in a column get into the file of the map.
fn ids_ui(ui: &mut Ui, cx: &PanelContext<'_>, store: &mut IdStore) {
    let names = STORES.map(|store| store_words(store).0.to_owned());
    let chosen = STORES.iter().position(|one| one == store);
    let taken = combo_ui(ui, Id::unique("store of ids"), steps_text::ids_are_stored(), &names, chosen, 170.0);
    if let Some(taken) = taken.and_then(|index| STORES.get(index)) {
        *store = *taken;
    }
    ui.add(Label::new(weak(cx.tokens, store_words(*store).1)).truncate());
}

/// All that is known about a column: its whole name, what its cells are, examples, and why it has its role.
fn facts_ui(ui: &mut Ui, cx: &PanelContext<'_>, sniffed: &Sniffed, info: &ColumnInfo, index: usize) {
    ui.set_max_width(420.0);
    ui.add(Label::new(body(cx.tokens, &info.name)).wrap());
    let facts = steps_text::column_facts(&info.column_type.to_string(), info.distinct);
    ui.label(weak(cx.tokens, facts));
    let role = role_word(info.role, sniffed.shape.unwrap_or(Shape::Long));
    ui.add(Label::new(weak(cx.tokens, steps_text::guessed_as(role, &info.reason.to_string()))).wrap());
    for example in examples(sniffed, index, 8) {
        ui.add(Label::new(weak(cx.tokens, example)).truncate());
    }
}
