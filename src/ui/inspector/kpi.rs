//! The definition of a KPI: what is counted, how, what to reach and what to do.

use super::{Fields, number, number_text};
use crate::base::ids::{KpiId, SourceId};
use crate::base::time::UtcMillis;
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as text;
use crate::model::{Direction, Kpi, KpiKind, RecordRef};
use crate::session::Session;
use crate::session::inquiry::MetricNames;
use crate::session::jobs::{Job, Polled};
use crate::ui::drafts::{Field, FieldKey, FieldLook};
use crate::ui::parts::{caption_ui, choice_ui, label_ui, problem_ui};
use crate::ui::style::points;
use egui::Ui;
use std::sync::Arc;

/// A KPI as the selection.
pub(super) fn show_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: KpiId) {
    let Some(kpi) = fields.document().kpis.get(&id) else { return };
    let record = RecordRef::Kpi(id);
    caption_ui(ui, fields.cx.tokens, words::sort(record));
    name_ui(ui, fields, kpi, ("title", FieldLook::Title));
    fields_ui(ui, fields, kpi);
    fields.delete_ui(ui, record, true);
}

/// A KPI below the card that shows it.
pub(super) fn definition_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: KpiId) {
    let Some(kpi) = fields.document().kpis.get(&id) else { return };
    ui.add_space(points(fields.cx.tokens.spacing) * 3.0);
    caption_ui(ui, fields.cx.tokens, text::definition_of_kpi());
    name_ui(ui, fields, kpi, ("name", FieldLook::Line));
    fields_ui(ui, fields, kpi);
}

/// The name. Without one the KPI could not be found in any list.
fn name_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>, (field, look): (&'static str, FieldLook)) {
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field };
    let label = if look == FieldLook::Title { text::title() } else { text::name() };
    let read = |typed: &str| match typed.trim() {
        "" => Err(text::name_wanted().to_owned()),
        name => Ok(name.to_owned()),
    };
    let field = Field { key, label, hint: "", look };
    fields.parsed_as_ui(ui, field, (&kpi.name, &kpi.name), read, |name| with(kpi, |k| k.name = name));
}

type Labels = (&'static str, &'static str, &'static str);

/// A field for one line of words of the KPI.
fn line_ui(
    ui: &mut Ui,
    fields: &mut Fields<'_>,
    kpi: &Arc<Kpi>,
    (field, label, hint): Labels,
    current: &str,
    set: impl FnOnce(&mut Kpi, String),
) {
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field };
    fields.words_ui(ui, (key, FieldLook::Line), (label, hint), current, |words| with(kpi, |k| set(k, words)));
}

/// A field for several lines of words of the KPI.
fn lines_ui(
    ui: &mut Ui,
    fields: &mut Fields<'_>,
    kpi: &Arc<Kpi>,
    (field, label, hint): Labels,
    current: &str,
    set: impl FnOnce(&mut Kpi, String),
) {
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field };
    fields.words_ui(ui, (key, FieldLook::Lines), (label, hint), current, |words| with(kpi, |k| set(k, words)));
}

fn with(kpi: &Arc<Kpi>, set: impl FnOnce(&mut Kpi)) -> Kpi {
    let mut kpi = Kpi::clone(kpi);
    set(&mut kpi);
    kpi
}

fn fields_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    metric_ui(ui, fields, kpi);
    kind_ui(ui, fields, kpi);
    scale_ui(ui, fields, kpi);
    if !matches!(kpi.kind, KpiKind::Nps | KpiKind::TopBox { .. } | KpiKind::Rate) {
        line_ui(ui, fields, kpi, ("unit", text::unit(), text::unit_hint()), &kpi.unit, |k, unit| k.unit = unit);
    }
    label_ui(ui, fields.cx.tokens, text::direction());
    let chosen = usize::from(kpi.direction == Direction::Down);
    if let Some(index) = choice_ui(ui, fields.cx.tokens, text::direction(), &[text::up(), text::down()], Some(chosen)) {
        let direction = if index == 0 { Direction::Up } else { Direction::Down };
        fields.update(with(kpi, |k| k.direction = direction), "direction");
    }
    target_ui(ui, fields, kpi);
    line_ui(ui, fields, kpi, ("owner", text::owner(), text::owner_hint()), &kpi.owner, |k, owner| k.owner = owner);
    let labels = ("definition", text::definition(), text::definition_hint());
    lines_ui(ui, fields, kpi, labels, &kpi.definition, |k, definition| k.definition = definition);
    let labels = ("response plan", text::response_plan(), text::response_plan_hint());
    lines_ui(ui, fields, kpi, labels, &kpi.response_plan, |k, plan| k.response_plan = plan);
    layer_ui(ui, fields, kpi);
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "expected update" };
    let shown = kpi.expected_update_days.map_or_else(String::new, |d| d.to_string());
    let read = |typed: &str| match typed.trim() {
        "" => Ok(None),
        typed => typed.parse::<u32>().ok().filter(|d| *d > 0).map(Some).ok_or_else(|| text::days_wanted().to_owned()),
    };
    let labels = (text::expected_update(), words::none());
    fields.parsed_ui(ui, key, labels, (&kpi.expected_update_days, &shown), read, |days| {
        with(kpi, |k| k.expected_update_days = days)
    });
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

fn kind_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    // A top box needs a scale; without one five points are the usual ones, and the field below changes that.
    let scale = kpi.scale.unwrap_or((1.0, 5.0));
    let top_box = match kpi.kind {
        same @ KpiKind::TopBox { .. } => same,
        _ => KpiKind::top_box_of(scale),
    };
    let kinds = [KpiKind::Nps, top_box, KpiKind::Mean, KpiKind::Rate, KpiKind::Sum];
    let names = [text::kind_nps(), text::kind_top_box(), text::kind_mean(), text::kind_rate(), text::kind_sum()];
    let chosen = kinds.iter().position(|k| k.word() == kpi.kind.word());
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "kind" };
    let names = names.map(str::to_owned);
    if let Some(kind) = fields.combo_ui(ui, key, text::kind(), &names, chosen).and_then(|i| kinds.get(i)) {
        let changed = with(kpi, |k| {
            k.kind = *kind;
            if let KpiKind::TopBox { scale, .. } = kind {
                k.scale = Some(*scale);
            }
            // A target in other terms would be nonsense: 4.0 of 5 is no share of answers.
            if !is_same_terms(&kpi.kind, kind) {
                k.target = None;
                k.watch_band = None;
            }
        });
        fields.update(changed, "kind");
    }
}

/// True when values of both kinds are in the same terms.
fn is_same_terms(a: &KpiKind, b: &KpiKind) -> bool {
    is_share(a) == is_share(b) && a.word() != "nps" && b.word() != "nps"
}

/// True when values are fractions that people read as percent.
fn is_share(kind: &KpiKind) -> bool {
    matches!(kind, KpiKind::TopBox { .. } | KpiKind::Rate)
}

fn scale_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    let current = match kpi.kind {
        KpiKind::TopBox { scale, .. } => Some(scale),
        KpiKind::Mean => kpi.scale,
        KpiKind::Nps | KpiKind::Rate | KpiKind::Sum => return,
    };
    let is_needed = matches!(kpi.kind, KpiKind::TopBox { .. });
    let shown = current
        .map_or_else(String::new, |(low, high)| format!("{}–{}", number_text(Some(low)), number_text(Some(high))));
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "scale" };
    let read =
        |typed: &str| scale(typed).filter(|s| s.is_some() || !is_needed).ok_or_else(|| text::scale_wanted().to_owned());
    fields.parsed_ui(ui, key, (text::scale(), text::scale_hint()), (&current, &shown), read, |scale| {
        with(kpi, |k| {
            k.scale = scale;
            if let (KpiKind::TopBox { .. }, Some(scale)) = (k.kind, scale) {
                k.kind = KpiKind::top_box_of(scale);
            }
        })
    });
    let KpiKind::TopBox { scale: (low, high), satisfied_from } = kpi.kind else { return };
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "satisfied from" };
    let read = |typed: &str| match number(typed)? {
        Some(score) if (low..=high).contains(&score) => Ok(score),
        _ => Err(text::satisfied_wanted().to_owned()),
    };
    let shown = number_text(Some(satisfied_from));
    fields.parsed_ui(ui, key, (text::satisfied_from(), ""), (&satisfied_from, &shown), read, |satisfied_from| {
        with(kpi, |k| k.kind = KpiKind::TopBox { scale: (low, high), satisfied_from })
    });
}

/// Reads "1–5", "1 - 5" or "1 to 5"; empty is no scale. `None` when it is neither.
#[expect(clippy::option_option, reason = "no scale and no sense are two things")]
fn scale(typed: &str) -> Option<Option<(f64, f64)>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(None);
    }
    // The first character may be a minus, so the separator is looked for behind it.
    let rest = typed.char_indices().nth(1).map(|(at, _)| at)?;
    let at = typed.get(rest..)?.find(['–', '-', 't', ':']).map(|at| at + rest)?;
    let (low, high) = typed.split_at_checked(at)?;
    let high = high.trim_start_matches(['–', '-', 't', 'o', ':', ' ']);
    match (number(low).ok()??, number(high).ok()??) {
        (low, high) if low < high => Some(Some((low, high))),
        _ => None,
    }
}

/// Target and watch band. Shares are typed as percent, because that is how they are read.
fn target_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    let factor = if is_share(&kpi.kind) { 100.0 } else { 1.0 };
    let percent = if is_share(&kpi.kind) { " (%)" } else { "" };
    let shown = |value: Option<f64>| number_text(value.map(|v| v * factor));
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "target" };
    let label = format!("{}{percent}", text::target());
    // What is shown is rounded at the ninth decimal, so that is how finely a typed value is compared.
    let in_terms = |typed: Option<f64>| typed.map(|v| (v / factor * 1e12).round() / 1e12);
    let current = in_terms(kpi.target.map(|v| v * factor));
    let read = |typed: &str| number(typed).map(in_terms);
    fields.parsed_ui(ui, key, (&label, text::target_hint()), (&current, &shown(kpi.target)), read, |target| {
        with(kpi, |k| k.target = target)
    });
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "watch band" };
    let label = format!("{}{percent}", text::watch_band());
    let current = in_terms(kpi.watch_band.map(|v| v * factor));
    let read = |typed: &str| match number(typed)? {
        Some(band) if band < 0.0 => Err(text::band_wanted().to_owned()),
        band => Ok(in_terms(band)),
    };
    fields.parsed_ui(ui, key, (&label, text::watch_band_hint()), (&current, &shown(kpi.watch_band)), read, |band| {
        with(kpi, |k| k.watch_band = band)
    });
}

fn layer_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    let mut layers = vec![words::none().to_owned()];
    layers.extend(
        [text::layer_identity(), text::layer_behaviour(), text::layer_voice(), text::layer_revenue()]
            .map(str::to_owned),
    );
    let is_same = |name: &String| name.eq_ignore_ascii_case(kpi.layer.trim());
    if !kpi.layer.trim().is_empty() && !layers.iter().any(is_same) {
        layers.push(kpi.layer.clone());
    }
    let chosen = layers.iter().position(is_same).or(Some(0));
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "layer" };
    if let Some(index) = fields.combo_ui(ui, key, text::layer(), &layers, chosen) {
        let layer = if index == 0 { String::new() } else { layers.swap_remove(index).to_lowercase() };
        fields.update(with(kpi, |k| k.layer = layer), "layer");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: Option<Option<(f64, f64)>>) {
        assert_eq!(scale(typed), expected, "{typed:?}");
    }

    #[test]
    fn scales_are_read() {
        check("1–5", Some(Some((1.0, 5.0))));
        check("0 - 10", Some(Some((0.0, 10.0))));
        check("1 to 7", Some(Some((1.0, 7.0))));
        check("-3–3", Some(Some((-3.0, 3.0))));
        check("", Some(None));
        check("5–1", None);
        check("5", None);
        check("five", None);
    }
}
