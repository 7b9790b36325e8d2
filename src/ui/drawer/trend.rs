//! The trend page: the value in words at the left, its line at the right.

use crate::base::text::Weight;
use crate::base::time::{Day, DayRange};
use crate::i18n::panels as words;
use crate::i18n::panels::drawer as text;
use crate::i18n::shell::message::sentence;
use crate::metrics::{Method, Status};
use crate::model::{Kpi, RecordRef};
use crate::session::card_figures::target_words;
use crate::session::insights::{Insight, KpiAt};
use crate::session::kpi_query::formula_problem;
use crate::session::origin;
use crate::session::{AppCommand, Comparison, Period};
use crate::theme::Tokens;
use crate::ui::figures;
use crate::ui::parts::{
    PanelContext, body, empty_ui, line_in, link_ui, status_color, status_ui, status_words, strong, weak,
};
use crate::ui::plots::Trend;
use crate::ui::style::{color, font, points};
use egui::{Align, Id, Label, Layout, Rect, ScrollArea, Ui, UiBuilder, vec2};

/// With less room than this beside the value, what is said of it stands below it, points.
const BESIDE_VALUE: f32 = 110.0;
/// Least and most width of the words at the left; between them they take a third of the room.
const WORDS_WIDTH: std::ops::RangeInclusive<f32> = 272.0..=380.0;
/// Height of the line below the plot that names the source.
const SOURCE_HEIGHT: f32 = 16.0;

pub(super) fn show_ui(ui: &mut Ui, cx: &PanelContext<'_>, shown: Option<KpiAt>) {
    let document = cx.session.document();
    let Some((at, kpi)) = shown.and_then(|at| document.kpis.get(&at.0).map(|kpi| (at, kpi))) else {
        return if document.kpis.is_empty() {
            no_numbers_ui(ui, cx)
        } else {
            empty_ui(ui, cx.tokens, text::no_kpi(), text::no_kpi_hint());
        };
    };
    match figures::insight_of(cx.session, at) {
        Some(insight) => figure_ui(ui, cx, (at, &kpi.at(at.1)), insight),
        None if document.sources.is_empty() && formula_problem(document, kpi).is_none() => no_numbers_ui(ui, cx),
        None => {
            heading_ui(ui, cx, at);
            let (title, hint) = if cx.session.insights().left_out.contains(&at) {
                (text::not_in_segments(), text::not_in_segments_hint())
            } else {
                (text::no_rows(), text::no_rows_hint())
            };
            match formula_problem(document, kpi) {
                // Rows would change nothing.
                Some(problem) => {
                    empty_ui(ui, cx.tokens, text::bad_formula(), &sentence(&problem.to_string()));
                    mend_formula_ui(ui, cx, at);
                }
                None => empty_ui(ui, cx.tokens, title, hint),
            }
        }
    }
}

fn no_numbers_ui(ui: &mut Ui, cx: &PanelContext<'_>) {
    empty_ui(ui, cx.tokens, text::no_numbers(), text::no_numbers_hint());
    ui.vertical_centered(|ui| {
        if ui.add_enabled(cx.session.is_editable(), egui::Button::new(text::import())).clicked() {
            cx.commands.send(AppCommand::ImportDialog);
        }
    });
}

/// Where the formula can be mended: the inspector of the KPI.
fn mend_formula_ui(ui: &mut Ui, cx: &PanelContext<'_>, at: KpiAt) {
    ui.vertical_centered(|ui| {
        if link_ui(ui, cx.tokens, text::open_formula()).clicked() {
            cx.commands.send(AppCommand::Select(vec![RecordRef::Kpi(at.0)]));
        }
    });
}

fn heading_ui(ui: &mut Ui, cx: &PanelContext<'_>, at: KpiAt) {
    let tokens = cx.tokens;
    let name = figures::name_at(cx.session.document(), at);
    ui.add(Label::new(strong(tokens, name, tokens.type_sizes.title)).truncate());
}

/// A KPI with its figures.
pub(super) fn figure_ui(ui: &mut Ui, cx: &PanelContext<'_>, (at, kpi): (KpiAt, &Kpi), insight: &Insight) {
    let all = ui.available_rect_before_wrap();
    // A narrow drawer leaves half of itself to the line.
    let width = (all.width() / 3.0).clamp(*WORDS_WIDTH.start(), *WORDS_WIDTH.end()).min(all.width() / 2.0);
    let right = Rect::from_min_max(all.min + vec2(width + points(cx.tokens.spacing) * 3.0, 0.0), all.max);
    let has_plot = right.width() > 120.0 && right.height() > 60.0;
    let width = if has_plot { width } else { all.width() };
    let left = Rect::from_min_size(all.min, vec2(width, all.height()));
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        ScrollArea::vertical().id_salt("figure words").auto_shrink([false, false]).show(ui, |ui| {
            words_ui(ui, cx, (at, kpi), insight);
        });
    });
    if has_plot {
        plot_ui(ui, cx, (at, kpi), insight, right);
    }
    ui.advance_cursor_after_rect(all);
}

fn words_ui(ui: &mut Ui, cx: &PanelContext<'_>, (at, kpi): (KpiAt, &Kpi), insight: &Insight) {
    let tokens = cx.tokens;
    ui.spacing_mut().item_spacing.y = 2.0;
    heading_ui(ui, cx, at);
    let counted = text::kind_and_period(
        &text::kind(&kpi.kind, kpi.scale),
        &crate::i18n::shell::numbers::range(insight.now_range),
    );
    // The plan is one click away, wherever the words below end.
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 16.0;
        ui.spacing_mut().button_padding.y = 0.0;
        let row = |ui: &mut Ui| {
            let plan = kpi.response_plan.trim();
            if !plan.is_empty() && link_ui(ui, tokens, text::open_response_plan()).on_hover_text(plan).clicked() {
                cx.commands.send(AppCommand::ShowPlan(at.0));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(weak(tokens, &counted)).truncate());
            });
        };
        ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), row));
    });
    let is_told = ui.horizontal(|ui| {
        let value = figures::value(kpi, Some(insight));
        ui.add(Label::new(strong(tokens, value, tokens.type_sizes.drawer_value)).extend());
        let has_room = ui.available_width() >= BESIDE_VALUE;
        if has_room {
            ui.vertical(|ui| {
                ui.add_space(4.0);
                standing_ui(ui, tokens, kpi, insight);
            });
        }
        has_room
    });
    if !is_told.inner {
        standing_ui(ui, tokens, kpi, insight);
    }
    if insight.now.value.is_none() {
        let problem = formula_problem(cx.session.document(), kpi).map(|problem| sentence(&problem.to_string()));
        let why = match &problem {
            Some(problem) => problem.as_str(),
            None if insight.now.method == Method::RowsAreAverages => text::averages(),
            None => text::no_value(),
        };
        ui.add(Label::new(body(tokens, why)).wrap());
        // Rows outside the shown days are not lost: the days follow the newest data of the whole file.
        if let Some(range) = answers_elsewhere(insight) {
            ui.add(Label::new(weak(tokens, text::answers_elsewhere(range))).wrap());
            if link_ui(ui, tokens, text::SHOW_ALL_DATA).clicked() {
                cx.commands.send(AppCommand::SetPeriod(Period::AllData));
            }
        }
    }
    let view = cx.session.view();
    match figures::change_sentence(kpi, insight, view) {
        Some(sentence) => {
            ui.add(Label::new(body(tokens, sentence)).wrap());
        }
        None if view.comparison != Comparison::None || !view.against.is_empty() => {
            ui.add(Label::new(weak(tokens, text::nothing_to_compare())).wrap());
        }
        None => {}
    }
    if let Some(sentence) = figures::signal_sentence(insight) {
        ui.add(Label::new(body(tokens, sentence)).wrap());
    }
    if let Some(sentence) = figures::season_sentence(insight, cx.session.view()) {
        ui.add(Label::new(weak(tokens, sentence)).wrap());
    }
}

/// All days with rows, when none of them is among the shown ones.
fn answers_elsewhere(insight: &Insight) -> Option<DayRange> {
    let (from, to) = (insight.first_day?, insight.last_day?);
    (to < insight.now_range.from || from > insight.now_range.to).then_some(DayRange { from, to })
}

/// How the value stands to its target, and what is behind it.
fn standing_ui(ui: &mut Ui, tokens: &Tokens, kpi: &Kpi, insight: &Insight) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.spacing_mut().interact_size.y = 16.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = points(tokens.spacing);
            status_ui(ui, tokens, insight.status, 9.0);
            let ink = status_color(tokens, insight.status);
            let words = strong(tokens, status_text(kpi, insight.status), tokens.type_sizes.body);
            ui.add(Label::new(words.color(ink)).truncate());
        });
        if insight.now.value.is_some() {
            ui.add(Label::new(weak(tokens, figures::n_and_interval(kpi, &insight.now))).wrap());
        }
    });
}

fn status_text(kpi: &Kpi, status: Status) -> String {
    match kpi.target {
        Some(target) => words::status_with_target(status_words(status), &target_words(kpi, target)),
        None => status_words(status).to_owned(),
    }
}

/// The line of a KPI with its source below, in a given room.
pub(super) fn plot_ui(ui: &mut Ui, cx: &PanelContext<'_>, (at, kpi): (KpiAt, &Kpi), insight: &Insight, room: Rect) {
    let document = cx.session.document();
    let kpi = &*kpi.at(at.1);
    let plot = Rect::from_min_max(room.min, room.max - vec2(0.0, SOURCE_HEIGHT));
    let mut markers: Vec<(Day, String)> = document.markers.values().map(|m| (m.day, m.label.clone())).collect();
    markers.sort();
    let name = figures::name_at(document, at);
    // Another period or grain shows everything again; the same one keeps where someone has zoomed to.
    let shown = (insight.grain, insight.series.first().map(|p| p.start), insight.series.last().map(|p| p.end));
    let id = Id::unique("trend plot").with((at, shown));
    ui.scope_builder(UiBuilder::new().max_rect(plot), |ui| {
        Trend { id, name: &name, kpi, insight, markers: &markers }.show_ui(ui, cx.tokens);
    });
    let line = Rect::from_min_max(plot.left_bottom(), room.max);
    let words = origin::source_line(document, kpi, insight);
    let style = font(cx.tokens.type_sizes.axis, Weight::Regular);
    let galley = ui.painter().layout_no_wrap(words.clone(), style.clone(), color(cx.tokens.text_faint));
    let left = (line.right() - galley.size().x).max(line.left());
    let shown = Rect::from_min_max(egui::pos2(left, line.top()), line.max);
    line_in(ui, shown, &words, style, color(cx.tokens.text_faint));
    let response = ui.interact(line, id.with("source"), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Edit, KpiKind};
    use crate::ui::fixture::harness;
    use egui_kittest::kittest::Queryable as _;

    /// "No rows here" sent people to look for data, where a name in the formula was wrong.
    #[test]
    fn a_broken_formula_says_what_is_wrong_with_it() {
        let mut harness = harness(None, (1000.0, 400.0), |ui, shown: &mut Option<KpiAt>, cx| show_ui(ui, cx, *shown));
        let document = harness.state().session.document();
        let kpi = (**document.kpis.values().next().unwrap()).clone();
        let place = crate::session::insights::kpis_with_cards(document)[0].1;
        let formula = Kpi { kind: KpiKind::Formula, formula: "{Nobody} * 2".to_owned(), ..kpi };
        harness.state_mut().state = Some((formula.id, place));
        harness.state_mut().session.edit(&Edit::Update(formula.into()), None).unwrap();
        harness.run();
        harness.get_by_label(text::bad_formula());
        harness.get_by_label_contains("“Nobody” is no KPI of this file");
        harness.get_by_label(text::open_formula()).click();
        harness.run();
        let sent = harness.state().commands.take();
        assert!(
            matches!(sent.as_slice(), [AppCommand::Select(chosen)] if matches!(chosen[0], RecordRef::Kpi(_))),
            "{sent:?}"
        );
    }
}
