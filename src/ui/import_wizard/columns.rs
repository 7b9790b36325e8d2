//! The second page: what every column means.

use super::draft::MappingDraft;
use crate::i18n::panels::wizard as text;
use crate::import::{ColumnInfo, DateOrder, Role, Shape, Sniffed};
use crate::ui::parts::{PanelContext, body, choice_ui, combo_ui, line_in, problem_ui, weak};
use crate::ui::style::{color, font, points};
use egui::{Id, Rect, ScrollArea, Sense, TextEdit, Ui, UiBuilder, pos2, vec2};

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
fn role_word(role: Role, shape: Shape) -> &'static str {
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

pub(super) fn show_ui(ui: &mut Ui, cx: &PanelContext<'_>, sniffed: &Sniffed, draft: &mut MappingDraft) {
    shape_ui(ui, cx, draft);
    fixed_ui(ui, cx, draft);
    if let Err(problem) = draft.to_mapping() {
        problem_ui(ui, cx.tokens, &problem);
    }
    ui.add_space(2.0);
    if draft.column_with(Role::Score).is_some() {
        score_heads_ui(ui, cx);
    }
    ScrollArea::vertical().id_salt("columns").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (index, column) in sniffed.columns.iter().enumerate() {
            column_ui(ui, cx, (sniffed, column, index), draft);
        }
    });
}

fn shape_ui(ui: &mut Ui, cx: &PanelContext<'_>, draft: &mut MappingDraft) {
    ui.horizontal(|ui| {
        ui.label(weak(cx.tokens, text::shape()));
        ui.allocate_ui(vec2(330.0, 24.0), |ui| {
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
        }
        if !has_place {
            small_field_ui(ui, cx, (text::fixed_place(), text::fixed_place_hint()), &mut draft.fixed_place, 150.0);
        }
        if needs_metric && !has_metric {
            small_field_ui(ui, cx, (text::fixed_metric(), text::fixed_metric_hint()), &mut draft.fixed_metric, 130.0);
        }
        // A survey of a hundred questions is read by taking out all and bringing back the few that matter.
        if draft.scores() >= MANY_SCORES && ui.button(text::leave_out_scores()).clicked() {
            draft.leave_out_scores();
        }
    });
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

/// From so many scores on, all of them can be left out at once.
const MANY_SCORES: usize = 5;
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
    let mut left = rect.left() + ROLE_AT + ROLE_WIDTH + gap;
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
    (sniffed, info, index): (&Sniffed, &ColumnInfo, usize),
    draft: &mut MappingDraft,
) {
    let tokens = cx.tokens;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    let shape = draft.shape;
    let roles = draft.roles(info.reason);
    let Some(column) = draft.columns.get_mut(index) else { return };
    let is_ignored = column.role == Role::Ignored;
    let name_ink = color(if is_ignored { tokens.text_weak } else { tokens.text });
    let name_room = Rect::from_min_size(rect.min + vec2(0.0, 3.0), vec2(228.0, 17.0));
    let weight = crate::base::text::Weight::Medium;
    line_in(ui, name_room, &info.name, font(tokens.type_sizes.body, weight), name_ink);
    let mut examples: Vec<&str> = Vec::new();
    for cell in sniffed.preview.iter().filter_map(|r| r.get(index)).map(|c| c.trim()).filter(|c| !c.is_empty()) {
        if !examples.contains(&cell) && examples.len() < 4 {
            examples.push(cell);
        }
    }
    let seen = text::column_facts(&info.column_type.to_string(), &examples.join(", "));
    let seen_room = name_room.translate(vec2(0.0, 17.0));
    line_in(ui, seen_room, &seen, font(tokens.type_sizes.axis, Default::default()), color(tokens.text_faint));

    let rest = Rect::from_min_max(pos2(rect.left() + ROLE_AT, rect.top()), rect.max);
    let builder = UiBuilder::new().max_rect(rest).layout(egui::Layout::left_to_right(egui::Align::Center));
    let mut new_role = None;
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
        } else if column.role == info.role {
            ui.label(weak(tokens, info.reason.to_string()));
        } else {
            ui.label(body(tokens, text::chosen_by_you()).size(points(tokens.type_sizes.label)));
        }
    });
    if let Some(role) = new_role {
        draft.set_role(index, role);
    }
    let stroke = egui::Stroke::new(points(tokens.strokes.hairline), color(tokens.hairline));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
}
