//! The fifth step: the map as it would be, and every figure before and after. The figures are counted from the very
//! rows that would be written, together with those that are there.

use crate::canvas::textures::Textures;
use crate::canvas::{StillInput, StillMap};
use crate::i18n::panels as words;
use crate::i18n::panels::wizard as text;
use crate::i18n::panels::wizard_checks as checks_text;
use crate::metrics::format;
use crate::model::{Document, RecordRef};
use crate::session::import_job::rehearsal::{FigureChange, Rehearsal};
use crate::session::insights::Insight;
use crate::ui::parts::{PanelContext, body, choice_ui, label_ui, line_in, weak};
use crate::ui::style::{color, font, line, radius};
use egui::{Label, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// Share of the width that the figures take.
const FIGURES: f32 = 0.44;
/// Room between figures and map.
const GAP: f32 = 20.0;
/// Height of a line of figures.
const ROW: f32 = 40.0;
/// Widths of the columns of figures from the right: after, before.
const FIGURE: f32 = 120.0;

/// Which of the two maps is looked at, and where.
#[derive(Debug, Default)]
pub(super) struct PreviewState {
    still: StillMap,
    shows_before: bool,
    chosen: Option<usize>,
}

pub(super) fn show_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    rehearsal: &Rehearsal,
    revision: u64,
    state: &mut PreviewState,
) {
    let room = ui.available_rect_before_wrap();
    let left = Rect::from_min_size(room.min, vec2((room.width() - GAP) * FIGURES, room.height()));
    let right = Rect::from_min_max(pos2(left.right() + GAP, room.top()), room.max);
    ui.scope_builder(UiBuilder::new().max_rect(left).id_salt("figures"), |ui| {
        figures_ui(ui, cx, rehearsal, (state, right.size()));
    });
    ui.scope_builder(UiBuilder::new().max_rect(right).id_salt("map"), |ui| {
        map_ui(ui, cx, rehearsal, revision, state);
    });
    ui.advance_cursor_after_rect(room);
}

fn figures_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    rehearsal: &Rehearsal,
    (state, map_size): (&mut PreviewState, egui::Vec2),
) {
    let outcome = &rehearsal.outcome;
    let created = outcome.kpis.iter().filter(|k| k.is_new).count();
    let stages = outcome.places.iter().filter(|p| p.is_new).count();
    ui.add(Label::new(body(cx.tokens, text::becomes(outcome.kpis.len(), created, stages))).wrap());
    let shown = |insights: &crate::session::Insights| insights.shown.map(words::period_days);
    let (before, after) = (shown(&rehearsal.before.insights), shown(&rehearsal.after.insights));
    ui.add(Label::new(weak(cx.tokens, checks_text::periods(before.as_deref(), after.as_deref()))).wrap());
    if rehearsal.changes.is_empty() {
        ui.add(Label::new(weak(cx.tokens, checks_text::no_changes())).wrap());
        return;
    }
    label_ui(ui, cx.tokens, &checks_text::figures_that_change(rehearsal.changes.len()));
    head_ui(ui, cx);
    ScrollArea::vertical().id_salt("figures").auto_shrink([false, false]).show_rows(
        ui,
        ROW,
        rehearsal.changes.len(),
        |ui, rows| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for index in rows {
                let Some(change) = rehearsal.changes.get(index) else { continue };
                if change_ui(ui, cx, rehearsal, (change, state.chosen == Some(index))) {
                    state.chosen = Some(index);
                    state.shows_before = false;
                    if let Some(record) = record_of(&rehearsal.after.document, change, cx) {
                        state.still.look_at(record, map_size);
                    }
                }
            }
        },
    );
}

/// The card of a figure on the map.
fn record_of(document: &Document, change: &FigureChange, cx: &PanelContext<'_>) -> Option<RecordRef> {
    let map = cx.session.map()?;
    let cards = document.kpi_cards(map);
    let found = cards.into_iter().find(|(_, kpi, place, _)| (*kpi, *place) == (change.kpi, change.place));
    found.map(|(card, ..)| card.id.into())
}

fn head_ui(ui: &mut Ui, cx: &PanelContext<'_>) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    let style = font(cx.tokens.type_sizes.axis, Default::default());
    for (at, name) in [(2.0, checks_text::before()), (1.0, checks_text::after())] {
        let room = Rect::from_min_size(pos2(rect.right() - at * FIGURE, rect.top()), vec2(FIGURE - 8.0, 18.0));
        line_in(ui, room, name, style.clone(), color(cx.tokens.text_weak));
    }
}

/// A figure before and after; true when it was clicked.
fn change_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    rehearsal: &Rehearsal,
    (change, is_chosen): (&FigureChange, bool),
) -> bool {
    let tokens = cx.tokens;
    let document = &rehearsal.after.document;
    let Some(kpi) = document.kpis.get(&change.kpi) else { return false };
    let place = document.place_name(change.place).unwrap_or_default();
    let figure =
        |insight: &Option<Insight>| match insight.as_ref().and_then(|i| Some((i, format::measured(kpi, &i.now)?))) {
            Some((insight, value)) => (value, format::n(insight.now.n)),
            None => (crate::i18n::map::no_value().to_owned(), String::new()),
        };
    let (before, after) = (figure(&change.before), figure(&change.after));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let spoken = checks_text::figure_spoken((&kpi.name, place), (&before.0, &before.1), (&after.0, &after.1));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &spoken));
    let corner = radius(tokens.radii.row);
    if is_chosen {
        ui.painter().rect_filled(rect, corner, color(tokens.accent_soft));
    } else if response.hovered() {
        ui.painter().rect_filled(rect, corner, color(tokens.hover));
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, corner, line(1.0, tokens.focus), egui::StrokeKind::Inside);
    }
    let width = rect.width() - 2.0 * FIGURE - 8.0;
    let (normal, small) = (tokens.type_sizes.body, tokens.type_sizes.axis);
    let lines = [
        (rect.left() + 6.0, width, (kpi.name.as_str(), normal), (place, small), tokens.text),
        (rect.right() - 2.0 * FIGURE, FIGURE - 8.0, (before.0.as_str(), normal), (&before.1, small), tokens.text_weak),
        (rect.right() - FIGURE, FIGURE - 8.0, (after.0.as_str(), normal), (&after.1, small), tokens.text),
    ];
    for (left, width, (upper, upper_size), (lower, lower_size), ink) in lines {
        let room = Rect::from_min_size(pos2(left, rect.top() + 3.0), vec2(width, 18.0));
        line_in(ui, room, upper, font(upper_size, Default::default()), color(ink));
        let room = room.translate(vec2(0.0, 17.0));
        line_in(ui, room, lower, font(lower_size, Default::default()), color(tokens.text_weak));
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line(tokens.strokes.hairline, tokens.hairline));
    response.on_hover_text(checks_text::look_at_hint()).clicked()
}

fn map_ui(ui: &mut Ui, cx: &PanelContext<'_>, rehearsal: &Rehearsal, revision: u64, state: &mut PreviewState) {
    ui.horizontal(|ui| {
        ui.allocate_ui(vec2(220.0, 24.0), |ui| {
            let names = [checks_text::before(), checks_text::after()];
            let chosen = usize::from(!state.shows_before);
            if let Some(index) = choice_ui(ui, cx.tokens, checks_text::map(), &names, Some(chosen)) {
                state.shows_before = index == 0;
            }
        });
        if ui.button(checks_text::whole_map()).clicked() {
            state.still.show_all();
        }
        ui.add(Label::new(weak(cx.tokens, checks_text::map_hint())).truncate());
    });
    let Some(map) = cx.session.map() else { return };
    let staged = if state.shows_before { &rehearsal.before } else { &rehearsal.after };
    let textures = Textures { ctx: &ui.ctx().clone(), session: cx.session, sender: cx.commands };
    let name = if state.shows_before { checks_text::map_before() } else { checks_text::map_after() };
    let input = StillInput {
        document: &staged.document,
        map,
        overlay: &staged.overlay,
        // Before and after of the same rehearsal are two pictures.
        stamp: revision * 2 + u64::from(state.shows_before),
        tokens: cx.tokens,
        textures,
        name,
        first: rehearsal.changes.first().and_then(|change| record_of(&staged.document, change, cx)),
    };
    let response = state.still.show_ui(ui, input);
    let edge = line(cx.tokens.strokes.hairline, cx.tokens.card_line);
    ui.painter().rect_stroke(response.rect, radius(cx.tokens.radii.card), edge, egui::StrokeKind::Inside);
}
