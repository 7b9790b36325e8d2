//! What stands behind a card: the measured KPI of its place, quotes, opportunities and the response plan.

use super::Fields;
use crate::i18n::panels as words;
use crate::i18n::panels::drawer;
use crate::i18n::panels::inspector as text;
use crate::metrics::{Status, format};
use crate::model::{Card, CardBody};
use crate::session::AppCommand;
use crate::session::insights::{Insight, KpiAt};
use crate::session::origin;
use crate::ui::figures;
use crate::ui::parts::{body, box_ui, ends_ui, label_ui, status_color, status_ui, strong, weak, width_of};
use crate::ui::style::{color, points};
use egui::{Label, Sense, Ui};
use std::sync::Arc;

/// Width of the three dots that say how well a card is backed, points.
const DOTS: f32 = 30.0;
/// Size of the shape of a status.
const STATUS: f32 = 9.0;

/// How well a card is backed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Confidence {
    Assumption,
    Partly,
    Backed,
}

/// `quotes` are those that speak for it; for a figure none does.
fn confidence(insight: Option<&Insight>, is_total: bool, quotes: usize) -> Confidence {
    match insight.map(|i| i.now) {
        // A rate without its denominators or a mean without its answers proves little; a plain total needs no n.
        Some(now) if now.value.is_some() && !now.is_few && (now.n.is_some() || is_total) => Confidence::Backed,
        Some(now) if now.value.is_some() => Confidence::Partly,
        _ if quotes > 0 => Confidence::Partly,
        _ => Confidence::Assumption,
    }
}

/// The measured KPI, the quotes of the same step, and what they make of the card.
pub(super) fn show_ui(ui: &mut Ui, fields: &Fields<'_>, card: &Card, at: Option<KpiAt>) {
    let tokens = fields.cx.tokens;
    let insight = at.and_then(|at| figures::insight_of(fields.cx.session, at));
    if let (Some(at), Some(insight)) = (at, insight) {
        measured_ui(ui, fields, at, insight);
    }
    let quotes = at_same_steps(fields, card, |body| matches!(body, CardBody::Quote { .. }));
    for quote in &quotes {
        quote_ui(ui, fields, quote);
    }
    let kpi = at.and_then(|(kpi, _)| fields.document().kpis.get(&kpi));
    let is_total = kpi.is_some_and(|kpi| kpi.kind.is_total());
    // What somebody said in the same step is no measured value.
    let is_figure = matches!(card.body, CardBody::Kpi { .. });
    let confidence = confidence(insight, is_total, if is_figure { 0 } else { quotes.len() });
    if confidence == Confidence::Assumption {
        ui.add(Label::new(weak(tokens, text::no_evidence())).wrap());
    }
    let (name, ink, filled) = match confidence {
        Confidence::Backed => (text::backed(), tokens.good, 3),
        Confidence::Partly => (text::partly_backed(), tokens.watch, 2),
        Confidence::Assumption => (text::assumption(), tokens.text_weak, 1),
    };
    let says = weak(tokens, text::evidence_says());
    let words = strong(tokens, name, tokens.type_sizes.label).color(color(ink));
    let width = width_of(ui, says.clone()) + width_of(ui, words.clone()) + DOTS + 3.0 * ui.spacing().item_spacing.x;
    ends_ui(
        ui,
        width,
        |ui| {
            ui.label(says);
        },
        |ui| {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(DOTS, 10.0), Sense::hover());
            for index in 0_u8..3 {
                let middle = rect.left_center() + egui::vec2(5.0 + f32::from(index) * 10.0, 0.0);
                if index < filled {
                    ui.painter().circle_filled(middle, 4.0, color(ink));
                } else {
                    ui.painter().circle_stroke(middle, 3.4, egui::Stroke::new(1.2, color(ink)));
                }
            }
            ui.label(words).on_hover_text(text::confidence_rule());
        },
    );
}

/// The measured value in a box; a click shows its trend.
fn measured_ui(ui: &mut Ui, fields: &Fields<'_>, at: KpiAt, insight: &Insight) {
    let (tokens, document) = (fields.cx.tokens, fields.document());
    let Some(kpi) = document.kpis.get(&at.0) else { return };
    let ink = match insight.status {
        Status::NoTarget => color(tokens.text),
        status => status_color(tokens, status),
    };
    let fill = match insight.status {
        Status::Off | Status::Watch => tokens.pain,
        Status::OnTarget => tokens.opportunity,
        Status::NoTarget => tokens.process,
    };
    let value = figures::value(kpi, Some(insight));
    let response = ui
        .scope_builder(egui::UiBuilder::new().sense(Sense::click()), |ui| {
            box_ui(ui, tokens, fill, |ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                let words = strong(tokens, format!("{} {value}", kpi.name), tokens.type_sizes.body).color(ink);
                let n = weak(tokens, format::n(insight.now.n));
                let between = 3.0 * ui.spacing().item_spacing.x;
                let width = STATUS + width_of(ui, words.clone()) + width_of(ui, n.clone()) + between;
                ends_ui(
                    ui,
                    width,
                    |ui| {
                        status_ui(ui, tokens, insight.status, STATUS);
                        ui.add(Label::new(words).wrap());
                    },
                    |ui| {
                        ui.label(n);
                    },
                );
                if let Some(ends) = insight.now.interval {
                    let interval = drawer::interval(&format::interval(kpi, ends));
                    ui.add(Label::new(weak(tokens, interval)).wrap());
                }
                if let Some(sentence) = figures::change_sentence(kpi, insight, fields.cx.session.view()) {
                    ui.add(Label::new(body(tokens, sentence).size(points(tokens.type_sizes.label))).wrap());
                }
                let from = origin::source_line(document, kpi, insight);
                let until = insight.last_day.map(words::day).unwrap_or_default();
                ui.add(Label::new(weak(tokens, drawer::data_to(&from, &until))).wrap());
            });
        })
        .response;
    let name = format!("{}: {value}", figures::name_at(document, at));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(text::open_trend()).clicked() {
        fields.cx.commands.send(AppCommand::ShowKpi(at.0, at.1));
    }
}

/// Cards of a kind on the same map that share a step with this one, from left to right.
fn at_same_steps<'a>(fields: &Fields<'a>, card: &Card, is_wanted: impl Fn(&CardBody) -> bool) -> Vec<&'a Arc<Card>> {
    let document = fields.document();
    let Some(map) = document.map_of_card(card.id) else { return Vec::new() };
    let columns = document.columns_of(map);
    let covers = |c: &Card| {
        let at = columns.iter().position(|s| s.id == c.step)?;
        Some((at, at + usize::try_from(c.span.max(1)).unwrap_or(usize::MAX).min(columns.len())))
    };
    let Some((from, to)) = covers(card) else { return Vec::new() };
    let mut found: Vec<_> = document
        .cards
        .values()
        .filter(|c| c.id != card.id && is_wanted(&c.body))
        .filter_map(|c| covers(c).map(|range| (range, c)))
        .filter(|((start, end), _)| *start < to && from < *end)
        .collect();
    found.sort_by_key(|((start, _), c)| (*start, c.id));
    found.into_iter().map(|(_, c)| c).collect()
}

fn quote_ui(ui: &mut Ui, fields: &Fields<'_>, quote: &Card) {
    let CardBody::Quote { attribution } = &quote.body else { return };
    let tokens = fields.cx.tokens;
    box_ui(ui, tokens, tokens.quote, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let words = body(tokens, text::quoted(&quote.text)).family(crate::ui::style::italic());
        ui.add(Label::new(words).wrap());
        if !attribution.is_empty() {
            ui.add(Label::new(weak(tokens, attribution)).wrap());
        }
    });
}

/// The opportunities at the same step; a click selects one.
pub(super) fn opportunities_ui(ui: &mut Ui, fields: &Fields<'_>, card: &Card) {
    let found = at_same_steps(fields, card, |body| matches!(body, CardBody::Opportunity { .. }));
    if found.is_empty() {
        return;
    }
    let tokens = fields.cx.tokens;
    label_ui(ui, tokens, text::linked_opportunity());
    for opportunity in found {
        let CardBody::Opportunity { value, effort } = opportunity.body else { continue };
        let response = ui
            .scope_builder(egui::UiBuilder::new().sense(Sense::click()), |ui| {
                box_ui(ui, tokens, tokens.opportunity, |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    ui.add(Label::new(strong(tokens, &opportunity.text, tokens.type_sizes.body)).wrap());
                    ui.label(weak(tokens, text::opportunity(value, effort)));
                });
            })
            .response;
        let name = format!("{} {}", words::card_sort(&opportunity.body), opportunity.text);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            fields.cx.commands.send(AppCommand::Select(vec![opportunity.id.into()]));
        }
    }
}

/// The response plan of the KPI that speaks for the card.
pub(super) fn plan_ui(ui: &mut Ui, fields: &Fields<'_>, card: &Card) {
    let document = fields.document();
    let kpi = figures::kpi_of(document, card.id.into()).and_then(|(kpi, _)| document.kpis.get(&kpi));
    let Some(kpi) = kpi.filter(|k| !k.response_plan.trim().is_empty()) else { return };
    label_ui(ui, fields.cx.tokens, text::response_plan());
    for line in kpi.response_plan.lines().filter(|l| !l.trim().is_empty()) {
        ui.add(Label::new(body(fields.cx.tokens, line.trim())).wrap());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fixture;

    fn check(n: Option<f64>, quotes: usize, expected: Confidence) {
        let insight = n.map(|n| fixture::insight(&[3.2], n));
        assert_eq!(confidence(insight.as_ref(), false, quotes), expected, "n {n:?}, {quotes} quotes");
    }

    #[test]
    fn evidence_decides_about_confidence() {
        check(Some(214.0), 0, Confidence::Backed);
        check(Some(12.0), 0, Confidence::Partly);
        check(None, 1, Confidence::Partly);
        check(None, 0, Confidence::Assumption);
    }

    #[test]
    fn a_value_of_unknown_n_backs_only_a_total() {
        let mut insight = fixture::insight(&[3.2], 214.0);
        insight.now.n = None;
        assert_eq!(confidence(Some(&insight), false, 0), Confidence::Partly);
        assert_eq!(confidence(Some(&insight), true, 0), Confidence::Backed);
    }
}
