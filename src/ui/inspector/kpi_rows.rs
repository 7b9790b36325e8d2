//! Which rows of the data a KPI reads, and how they count.

use super::formula_names;
use super::kpi::with;
use super::{Fields, number, number_text};
use crate::base::ids::SourceId;
use crate::base::time::UtcMillis;
use crate::i18n::panels::inspector as text;
use crate::i18n::shell::message::sentence;
use crate::metrics::formula::FormulaError;
use crate::metrics::sus;
use crate::model::{Kpi, KpiKind, RecordRef, Sides, Weighting};
use crate::session::Session;
use crate::session::inquiry::MetricNames;
use crate::session::jobs::{Job, Polled};
use crate::session::kpi_query::formula_problem;
use crate::ui::drafts::{Field, FieldKey, FieldLook};
use crate::ui::parts::{caption_ui, choice_ui, label_ui, problem_ui};
use crate::ui::style::points;
use egui::Ui;
use std::sync::Arc;

/// The fields that a kind needs, and no others.
pub(super) fn show_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    if kpi.kind == KpiKind::Formula {
        return formula_ui(ui, fields, kpi);
    }
    let has_items = kpi.kind == KpiKind::Sus && !kpi.other_metrics.is_empty();
    if !has_items {
        metric_ui(ui, fields, kpi);
    }
    match kpi.kind {
        KpiKind::Sus => items_ui(ui, fields, kpi),
        KpiKind::Rate => other_metric_ui(ui, fields, kpi, (text::divided_by(), text::divided_by_hint())),
        KpiKind::Ratio => other_metric_ui(ui, fields, kpi, (text::divided_by(), "")),
        KpiKind::Difference { of } => {
            other_metric_ui(ui, fields, kpi, (text::less(), ""));
            sides_ui(ui, fields, kpi, of);
        }
        KpiKind::Percentile { percent } => percent_ui(ui, fields, kpi, percent),
        _ => {}
    }
}

/// Which answers count, and how much.
pub(super) fn counting_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    if kpi.kind == KpiKind::Formula {
        return;
    }
    ui.add_space(points(fields.cx.tokens.spacing) * 2.0);
    caption_ui(ui, fields.cx.tokens, text::which_count());
    missing_ui(ui, fields, kpi);
    label_ui(ui, fields.cx.tokens, text::weighting());
    let chosen = usize::from(kpi.weighting == Weighting::Unweighted);
    let words = [text::as_in_data(), text::unweighted()];
    if let Some(index) = choice_ui(ui, fields.cx.tokens, text::weighting(), &words, Some(chosen)) {
        let weighting = if index == 0 { Weighting::AsInData } else { Weighting::Unweighted };
        fields.update(with(kpi, |k| k.weighting = weighting), "weighting");
    }
}

/// The metrics of the open file, read when a KPI is first shown and again when its sources change.
#[derive(Default)]
pub(super) struct MetricsState {
    names: Vec<String>,
    of: Option<Vec<(SourceId, UtcMillis)>>,
    reading: Option<MetricNames>,
}

impl std::fmt::Debug for MetricsState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MetricsState").field("names", &self.names).finish_non_exhaustive()
    }
}

impl MetricsState {
    /// Brings the names up to date in the background.
    fn follow(&mut self, session: &Session) {
        let of: Vec<_> = session.document().sources.values().map(|s| (s.id, s.imported_at)).collect();
        if self.of.as_ref() != Some(&of) {
            self.of = Some(of);
            self.reading = session.metrics();
        }
        match self.reading.as_ref().map(Job::poll) {
            Some(Polled::Done(Ok(names))) => self.names = names,
            Some(Polled::Done(Err(error))) => log::warn!("metrics not read: {error}"),
            Some(Polled::Lost) => {}
            Some(Polled::Running) | None => return,
        }
        self.reading = None;
    }
}

/// What the KPI counts in the data: typed, or chosen from what the file has. A name that no row has is told at once.
fn metric_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    fields.metrics.follow(fields.cx.session);
    let set = |metric: String| with(kpi, |k| k.metric = metric);
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "metric" };
    let read = |typed: &str| Ok(typed.trim().to_owned());
    fields.parsed_ui(ui, key, (text::metric(), ""), (&kpi.metric, &kpi.metric), read, set);
    let names = fields.metrics.names.clone();
    if names.is_empty() {
        return;
    }
    let chosen = names.iter().position(|name| *name == kpi.metric);
    if chosen.is_none() {
        problem_ui(ui, fields.cx.tokens, &text::no_such_metric(&kpi.metric));
    }
    let key = FieldKey { field: "known metric", ..key };
    if let Some(metric) = fields.combo_ui(ui, key, text::known_metrics(), &names, chosen).and_then(|i| names.get(i)) {
        fields.update(set(metric.clone()), "metric");
    }
}

fn other_metric_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>, (label, hint): (&'static str, &'static str)) {
    let current = kpi.other_metrics.first().map_or("", String::as_str);
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "other metric" };
    let read = |typed: &str| Ok(typed.trim().to_owned());
    fields.parsed_ui(ui, key, (label, hint), (&current.to_owned(), current), read, |metric: String| {
        with(kpi, |k| k.other_metrics = Some(metric).filter(|metric| !metric.is_empty()).into_iter().collect())
    });
    if current.is_empty() {
        if kpi.kind.needs_other_metric() {
            problem_ui(ui, fields.cx.tokens, text::other_metric_wanted());
        }
    } else if !fields.metrics.names.is_empty() && !fields.metrics.names.iter().any(|name| name == current) {
        problem_ui(ui, fields.cx.tokens, &text::no_such_metric(current));
    }
}

/// The ten items of a SUS, one a line.
fn items_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "items" };
    let shown = kpi.other_metrics.join("\n");
    let read = |typed: &str| {
        let items: Vec<String> = typed.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
        if items.is_empty() || items.len() == sus::ITEMS { Ok(items) } else { Err(text::items_wanted().to_owned()) }
    };
    let field = Field { key, label: text::sus_items(), hint: text::sus_items_hint(), look: FieldLook::Lines };
    fields.parsed_as_ui(ui, field, (&kpi.other_metrics, &shown), read, |items| with(kpi, |k| k.other_metrics = items));
}

fn sides_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>, of: Sides) {
    let sides = [Sides::Means, Sides::Shares, Sides::Sums];
    let words = [text::sides_means(), text::sides_shares(), text::sides_sums()];
    label_ui(ui, fields.cx.tokens, text::sides());
    let chosen = sides.iter().position(|side| *side == of);
    if let Some(of) = choice_ui(ui, fields.cx.tokens, text::sides(), &words, chosen).and_then(|index| sides.get(index))
    {
        fields.update(with(kpi, |k| k.kind = KpiKind::Difference { of: *of }), "sides");
    }
}

fn percent_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>, percent: f64) {
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "percent" };
    let read = |typed: &str| match number(typed)? {
        Some(percent) if percent > 0.0 && percent < 100.0 => Ok(percent),
        _ => Err(text::percent_wanted().to_owned()),
    };
    let shown = number_text(Some(percent));
    fields.parsed_ui(ui, key, (text::percent(), ""), (&percent, &shown), read, |percent| {
        with(kpi, |k| k.kind = KpiKind::Percentile { percent })
    });
}

/// Codes that are no answers, with commas or spaces between them.
fn missing_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "missing" };
    let shown = kpi.missing.iter().map(|code| number_text(Some(*code))).collect::<Vec<_>>().join("; ");
    let read = |typed: &str| {
        let parts = typed.split([';', ' ']).map(str::trim).filter(|part| !part.is_empty());
        let codes: Result<Vec<Option<f64>>, String> = parts.map(number).collect();
        codes.map(|codes| codes.into_iter().flatten().collect::<Vec<f64>>())
    };
    let labels = (text::missing_codes(), text::missing_codes_hint());
    fields.parsed_ui(ui, key, labels, (&kpi.missing, &shown), read, |codes| with(kpi, |k| k.missing = codes));
}

/// An expression over other KPIs. What cannot be kept is told while it is typed; names that nobody has and units that do
/// not fit are told below, because they may be mended elsewhere.
fn formula_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    let document = fields.document();
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "formula" };
    let read = |typed: &str| {
        let typed = typed.trim().to_owned();
        let tried = with(kpi, |k| k.formula.clone_from(&typed));
        match formula_problem(document, &tried) {
            Some(problem @ (FormulaError::Unreadable(_) | FormulaError::Circular(_))) => {
                Err(sentence(&problem.to_string()))
            }
            _ => Ok(typed),
        }
    };
    if formula_names::take(ui, fields.drafts, (document, key)) {
        fields.drafts.end(key);
    }
    let field = Field { key, label: text::formula(), hint: text::formula_hint(), look: FieldLook::Lines };
    fields.parsed_as_ui(ui, field, (&kpi.formula, &kpi.formula), read, |formula| with(kpi, |k| k.formula = formula));
    formula_names::show_ui(ui, fields.drafts, fields.cx, (key, kpi));
    // What is kept is no news while something else is typed.
    let is_kept = fields.drafts.typed(key).is_none_or(|typed| typed.trim() == kpi.formula);
    if let Some(problem) = formula_problem(document, kpi).filter(|_| is_kept) {
        problem_ui(ui, fields.cx.tokens, &sentence(&problem.to_string()));
    }
}
