//! The definition of a KPI: what is counted, how, what to reach and what to do.

use super::{Fields, kpi_governance, kpi_rows, kpi_use, number, number_text};
use crate::base::ids::KpiId;
use crate::i18n::panels as words;
use crate::i18n::panels::inspector as text;
use crate::metrics::{bounds, format};
use crate::model::{Direction, Kpi, KpiKind, Place, RecordRef, Sides, Terms};
use crate::session::typed_values::TypedColumns;
use crate::session::{AppCommand, Told};
use crate::ui::drafts::{Field, FieldKey, FieldLook};
use crate::ui::parts::{caption_ui, choice_ui, label_ui};
use crate::ui::style::points;
use crate::ui::widgets::ToolButton;
use egui::Ui;
use std::sync::Arc;

/// A KPI as the selection.
pub(super) fn show_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: KpiId) {
    let Some(kpi) = fields.document().kpis.get(&id) else { return };
    let record = RecordRef::Kpi(id);
    caption_ui(ui, fields.cx.tokens, words::sort(record));
    name_ui(ui, fields, kpi, ("title", FieldLook::Title));
    fields_ui(ui, fields, kpi);
    kpi_use::show_ui(ui, fields, kpi);
    fields.delete_ui(ui, record, true);
}

/// A KPI below the card that shows it.
pub(super) fn definition_ui(ui: &mut Ui, fields: &mut Fields<'_>, (id, place): (KpiId, Place)) {
    let Some(kpi) = fields.document().kpis.get(&id) else { return };
    ui.add_space(points(fields.cx.tokens.spacing) * 3.0);
    caption_ui(ui, fields.cx.tokens, text::definition_of_kpi());
    name_ui(ui, fields, kpi, ("name", FieldLook::Line));
    fields_ui(ui, fields, kpi);
    type_values_ui(ui, fields, (kpi, place));
    kpi_use::of_place_ui(ui, fields, kpi, place);
    kpi_use::show_ui(ui, fields, kpi);
}

/// The way to values without a file.
fn type_values_ui(ui: &mut Ui, fields: &Fields<'_>, (kpi, place): (&Kpi, Place)) {
    if TypedColumns::of(kpi).is_none() {
        return;
    }
    ui.add_space(points(fields.cx.tokens.spacing));
    let can_type = fields.cx.session.can_import();
    let button = ToolButton::words(fields.cx.tokens, text::type_values());
    if ui.add_enabled_ui(can_type, |ui| button.show_ui(ui)).inner.on_hover_text(text::type_values_hint()).clicked() {
        fields.cx.commands.send(AppCommand::TypeValues((kpi.id, place)));
    }
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

pub(super) type Labels = (&'static str, &'static str, &'static str);

/// A field for one line of words of the KPI.
pub(super) fn line_ui(
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
pub(super) fn lines_ui(
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

pub(super) fn with(kpi: &Arc<Kpi>, set: impl FnOnce(&mut Kpi)) -> Kpi {
    let mut kpi = Kpi::clone(kpi);
    set(&mut kpi);
    kpi
}

fn fields_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    kind_ui(ui, fields, kpi);
    kpi_rows::show_ui(ui, fields, kpi);
    scale_ui(ui, fields, kpi);
    let has_no_unit = matches!(
        kpi.kind,
        KpiKind::Nps
            | KpiKind::TopBox { .. }
            | KpiKind::Ces
            | KpiKind::Sus
            | KpiKind::Rate
            | KpiKind::Difference { of: Sides::Shares }
    );
    if !has_no_unit {
        line_ui(ui, fields, kpi, ("unit", text::unit(), text::unit_hint()), &kpi.unit, |k, unit| k.unit = unit);
    }
    label_ui(ui, fields.cx.tokens, text::direction());
    let chosen = usize::from(kpi.direction == Direction::Down);
    if let Some(index) = choice_ui(ui, fields.cx.tokens, text::direction(), &[text::up(), text::down()], Some(chosen)) {
        let direction = if index == 0 { Direction::Up } else { Direction::Down };
        fields.update(with(kpi, |k| k.direction = direction), "direction");
    }
    target_ui(ui, fields, kpi);
    kpi_governance::show_ui(ui, fields, kpi);
    kpi_rows::counting_ui(ui, fields, kpi);
}

fn kind_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    // A top box needs a scale; without one five points are the usual ones, and the field below changes that.
    let scale = kpi.scale.unwrap_or((1.0, 5.0));
    let kinds = [
        (KpiKind::Nps, text::kind_nps()),
        (KpiKind::top_box_of(scale), text::kind_top_box()),
        (KpiKind::Ces, text::kind_ces()),
        (KpiKind::Sus, text::kind_sus()),
        (KpiKind::Mean, text::kind_mean()),
        (KpiKind::MEDIAN, text::kind_percentile()),
        (KpiKind::Rate, text::kind_rate()),
        (KpiKind::Ratio, text::kind_ratio()),
        (KpiKind::Sum, text::kind_sum()),
        (KpiKind::Count, text::kind_count()),
        (KpiKind::Last, text::kind_last()),
        (KpiKind::Difference { of: Sides::Means }, text::kind_difference()),
        (KpiKind::Formula, text::kind_formula()),
    ];
    let chosen = kinds.iter().position(|(kind, _)| kind.word() == kpi.kind.word());
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "kind" };
    let names = kinds.map(|(_, name)| name.to_owned());
    let other = fields.combo_ui(ui, key, text::kind(), &names, chosen).and_then(|index| kinds.get(index));
    if let Some((kind, _)) = other.filter(|(kind, _)| kind.word() != kpi.kind.word()) {
        let changed = of_kind(kpi, *kind);
        let has_target = |kpi: &Kpi| kpi.target.is_some() || kpi.overrides.values().any(|own| own.target.is_some());
        if has_target(kpi) && !has_target(&changed) {
            let target = kpi.target.map(|target| format::target(kpi, target));
            fields.cx.commands.send(AppCommand::Tell(Told::TargetLeft(target)));
        }
        fields.update(changed, "kind");
    }
}

/// The KPI as one of another kind, with its targets as far as they go on meaning something.
pub(super) fn of_kind(kpi: &Arc<Kpi>, kind: KpiKind) -> Kpi {
    with(kpi, |k| {
        k.kind = kind;
        match kind {
            KpiKind::TopBox { scale, .. } => k.scale = Some(scale),
            KpiKind::Ces => k.scale = Some(kpi.scale.unwrap_or((1.0, 7.0))),
            // What was a share goes on to be read as one.
            KpiKind::Formula if kpi.terms() == Terms::Share => k.unit = "%".to_owned(),
            _ => {}
        }
        // A target in other terms would be nonsense: 4.0 of 5 is no share of answers. What a formula comes to only its
        // author knows, and a number is read as that number before and after.
        let is_plain = kind == KpiKind::Formula && !is_share(k) && !is_share(kpi);
        if !is_plain && (k.terms() != kpi.terms() || k.terms() == Terms::Points) {
            k.target = None;
            k.watch_band = None;
            k.overrides.values_mut().for_each(|own| (own.target, own.watch_band) = (None, None));
        }
    })
}

/// True when values are fractions that people read as percent.
fn is_share(kpi: &Kpi) -> bool {
    matches!(kpi.terms(), Terms::Share | Terms::ShareDifference)
}

fn scale_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    let current = match kpi.kind {
        KpiKind::TopBox { scale, .. } => Some(scale),
        KpiKind::Mean | KpiKind::Ces | KpiKind::Percentile { .. } | KpiKind::Last => kpi.scale,
        _ => return,
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
    satisfied_ui(ui, fields, kpi);
}

/// Which answers are satisfied ones: from a score on, up to the end of the scale or to another score.
fn satisfied_ui(ui: &mut Ui, fields: &mut Fields<'_>, kpi: &Arc<Kpi>) {
    let KpiKind::TopBox { scale: (low, high), satisfied_from, satisfied_to } = kpi.kind else { return };
    let key = FieldKey { record: RecordRef::Kpi(kpi.id), field: "satisfied from" };
    let read = |typed: &str| match number(typed)? {
        Some(score) if (low..=satisfied_to.unwrap_or(high)).contains(&score) => Ok(score),
        _ => Err(text::satisfied_wanted().to_owned()),
    };
    let shown = number_text(Some(satisfied_from));
    fields.parsed_ui(ui, key, (text::satisfied_from(), ""), (&satisfied_from, &shown), read, |satisfied_from| {
        with(kpi, |k| k.kind = KpiKind::TopBox { scale: (low, high), satisfied_from, satisfied_to })
    });
    let key = FieldKey { field: "satisfied to", ..key };
    let read = |typed: &str| match number(typed)? {
        None => Ok(None),
        Some(score) if score == high => Ok(None),
        Some(score) if (satisfied_from..=high).contains(&score) => Ok(Some(score)),
        Some(_) => Err(text::satisfied_wanted().to_owned()),
    };
    let (shown, hint) = (number_text(satisfied_to), number_text(Some(high)));
    fields.parsed_ui(ui, key, (text::satisfied_to(), &hint), (&satisfied_to, &shown), read, |satisfied_to| {
        with(kpi, |k| k.kind = KpiKind::TopBox { scale: (low, high), satisfied_from, satisfied_to })
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
    let record = RecordRef::Kpi(kpi.id);
    let target = (text::target(), text::target_hint());
    let band = (text::watch_band(), text::watch_band_hint());
    goal_ui(ui, fields, kpi, FieldKey { record, field: "target" }, target, kpi.target, |k, target| k.target = target);
    let key = FieldKey { record, field: "watch band" };
    goal_ui(ui, fields, kpi, key, band, kpi.watch_band, |k, band| k.watch_band = band);
}

/// A target or a watch band, in the terms of the KPI: fields whose name ends in "band" are not negative.
pub(super) fn goal_ui(
    ui: &mut Ui,
    fields: &mut Fields<'_>,
    kpi: &Arc<Kpi>,
    key: FieldKey,
    (label, hint): (&str, &str),
    value: Option<f64>,
    set: impl FnOnce(&mut Kpi, Option<f64>),
) {
    let is_band = key.field.ends_with("band");
    let factor = if is_share(kpi) { 100.0 } else { 1.0 };
    let percent = if is_share(kpi) { " (%)" } else { "" };
    let label = format!("{label}{percent}");
    // What is shown is rounded at the ninth decimal, so that is how finely a typed value is compared.
    let in_terms = |typed: Option<f64>| typed.map(|v| (v / factor * 1e12).round() / 1e12);
    let current = in_terms(value.map(|v| v * factor));
    let shown = number_text(value.map(|v| v * factor));
    let read = |typed: &str| match number(typed)? {
        Some(band) if is_band && band < 0.0 => Err(text::band_wanted().to_owned()),
        value => match (bounds(kpi), in_terms(value)) {
            // No value ever reaches such a target, and plots would be drawn as far as it.
            (Some((least, most)), Some(target)) if !is_band && !(least..=most).contains(&target) => {
                Err(text::target_between(&format::target(kpi, least), &format::target(kpi, most)))
            }
            (_, value) => Ok(value),
        },
    };
    fields.parsed_ui(ui, key, (&label, hint), (&current, &shown), read, |value| with(kpi, |k| set(k, value)));
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
