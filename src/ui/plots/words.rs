//! The words of a trend: beside its lines, above its events, at its points.

use super::{EVENT_WORDS, Trend, is_possible, middle};
use crate::base::text::Weight;
use crate::base::time::{Day, Grain};
use crate::i18n::panels as words;
use crate::i18n::panels::drawer as text;
use crate::metrics::{SeriesPoint, format};
use crate::model::Kpi;
use crate::session::card_figures::target_words;
use crate::theme::Tokens;
use crate::ui::figures;
use crate::ui::style::{color, font};
use egui::{Color32, Rect, Ui, pos2};
use egui_plot::{PlotPoint, PlotTransform};

impl Trend<'_> {
    /// The words of target and limits.
    pub(super) fn line_words(&self, ui: &Ui, tokens: &Tokens) -> Vec<LineWords> {
        let style = font(tokens.type_sizes.axis, Weight::Regular);
        let layout = |words: String, ink| ui.painter().layout_no_wrap(words, style.clone(), color(ink));
        let mut lines = Vec::new();
        if let (Some(target), Some(as_set)) = (self.insight.target, self.kpi.target) {
            // A line of quarters lies three times as high; what was set is said.
            let galley = layout(text::target(&target_words(self.kpi, as_set)), tokens.good);
            lines.push(LineWords { value: target, galley, rank: 0 });
        }
        if let Some((chart, limits)) = self.insight.chart.as_ref().and_then(|c| Some((c, c.limits.as_ref()?))) {
            // Limits that follow a season end where its newest period is.
            let end = chart.effect(limits.to);
            let limits = [
                (limits.upper + end, text::upper_limit(), 1),
                (limits.centre + end, text::centre(), 3),
                (limits.lower + end, text::lower_limit(), 2),
            ];
            for (value, words, rank) in limits.into_iter().filter(|(v, ..)| is_possible(self.kpi, *v)) {
                lines.push(LineWords { value, galley: layout(words.to_owned(), tokens.text_faint), rank });
            }
        }
        lines
    }

    /// The events in words along the top, each between its own line and the next one.
    pub(super) fn marker_labels(
        &self,
        painter: &egui::Painter,
        tokens: &Tokens,
        (transform, all): (&PlotTransform, Rect),
    ) {
        const LEAST: f32 = 44.0;
        let frame = *transform.frame();
        let style = font(tokens.type_sizes.axis, Weight::Regular);
        let ink = color(tokens.text_weak);
        let x_of = |day: Day| transform.position_from_point(&PlotPoint::new(f64::from(day.0), 0.0)).x;
        let xs: Vec<f32> = self.markers.iter().map(|(day, _)| x_of(*day)).collect();
        for (index, (day, label)) in self.markers.iter().enumerate() {
            let Some(x) = xs.get(index).copied().filter(|x| frame.x_range().contains(*x)) else { continue };
            let next = xs.get(index + 1).copied().unwrap_or(f32::INFINITY).min(all.right());
            let room = next - x - 6.0;
            if room < LEAST {
                continue;
            }
            let dated = format!("{label} · {}", words::day(*day));
            // The label says more than half a date; pointing at the period tells both.
            let fits = painter.layout_no_wrap(dated.clone(), style.clone(), ink).size().x <= room;
            let words = if fits { dated } else { label.clone() };
            let mut job = egui::text::LayoutJob::simple_singleline(words, style.clone(), ink);
            job.wrap = egui::text::TextWrapping::truncate_at_width(room);
            let galley = painter.layout_job(job);
            painter.galley(pos2(x, frame.top() - EVENT_WORDS), galley, ink);
        }
    }
}

/// Words that belong to a horizontal line.
pub(super) struct LineWords {
    value: f64,
    pub(super) galley: std::sync::Arc<egui::Galley>,
    /// Those of higher ranks are left out first where there is no room for all.
    rank: u8,
}

/// Writes words at the right of their lines. Where lines lie close, the words move apart and stay in the order of
/// their values.
pub(super) fn place_words(painter: &egui::Painter, mut words: Vec<LineWords>, transform: &PlotTransform, all: Rect) {
    let frame = *transform.frame();
    let y_of = |value: f64| transform.position_from_point(&PlotPoint::new(0.0, value)).y;
    words.retain(|w| frame.expand(1.0).y_range().contains(y_of(w.value)));
    words.sort_by(|a, b| b.value.total_cmp(&a.value));
    // In a low plot they would cover each other: the middle of the limits goes first, then the limits, the target last.
    let room = all.bottom() - frame.top() + EVENT_WORDS / 2.0;
    while words.len() > 1 && words.iter().map(|w| w.galley.size().y).sum::<f32>() > room {
        let least = words.iter().enumerate().max_by_key(|(_, w)| w.rank).map(|(index, _)| index);
        least.map(|index| words.remove(index));
    }
    let heights: Vec<f32> = words.iter().map(|w| w.galley.size().y).collect();
    let wanted: Vec<f32> = words.iter().zip(&heights).map(|(w, height)| y_of(w.value) - height / 2.0).collect();
    for (line, top) in words.into_iter().zip(apart(&wanted, &heights, all.bottom())) {
        painter.galley(pos2(frame.right() + 8.0, top), line.galley, Color32::PLACEHOLDER);
    }
}

/// Moves lines of words, given by their wanted tops in order, so that none covers the next and none ends below `bottom`.
fn apart(wanted: &[f32], heights: &[f32], bottom: f32) -> Vec<f32> {
    let mut tops = Vec::with_capacity(wanted.len());
    let mut free = f32::NEG_INFINITY;
    for (top, height) in wanted.iter().zip(heights) {
        let top = top.max(free);
        tops.push(top);
        free = top + height;
    }
    let mut limit = bottom;
    for (top, height) in tops.iter_mut().zip(heights).rev() {
        *top = top.min(limit - height);
        limit = *top;
    }
    tops
}

/// What a point says when the pointer is near it.
pub(super) fn hovered(
    kpi: &Kpi,
    (series, grain): (&[SeriesPoint], Grain),
    markers: &[(Day, String)],
    x: f64,
) -> Option<String> {
    let point = series.iter().min_by(|a, b| {
        let distance = |p: &SeriesPoint| (middle(p.start, p.end) - x).abs();
        distance(a).total_cmp(&distance(b))
    })?;
    let value = format::value(kpi, point.value.value?);
    let mut lines = vec![
        words::period(grain, point.start, point.end),
        format!("{} {value}", kpi.name),
        figures::n_and_interval(kpi, &point.value),
    ];
    if point.is_in_progress {
        lines.push(text::in_progress().to_owned());
    }
    let inside = markers.iter().filter(|(day, _)| (point.start..=point.end).contains(day));
    lines.extend(inside.map(|(day, label)| format!("{label} · {}", words::day(*day))));
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fixture;

    #[test]
    fn words_of_close_lines_move_apart() {
        let check = |wanted: &[f32], expected: &[f32]| {
            assert_eq!(apart(wanted, &vec![10.0; wanted.len()], 100.0), expected);
        };
        check(&[0.0, 40.0, 80.0], &[0.0, 40.0, 80.0]);
        check(&[0.0, 4.0, 12.0], &[0.0, 10.0, 20.0]);
        check(&[84.0, 86.0, 95.0], &[70.0, 80.0, 90.0]);
    }

    #[test]
    fn a_point_tells_its_period_and_its_events() {
        let document = fixture::document();
        let kpi = document.kpis.values().next().unwrap();
        let insight = fixture::insight(&[4.0, 3.2], 214.0);
        let markers = [(Day::from_ymd(2025, 2, 12).unwrap(), "Chat first".to_owned())];
        let near = f64::from(Day::from_ymd(2025, 2, 20).unwrap().0);
        let told = hovered(kpi, (&insight.series, insight.grain), &markers, near);
        let expected = "Feb 2025\nCSAT 3.2 / 5\nn 214 · 95 % 3.05 – 3.35\nChat first · 12 Feb 2025";
        assert_eq!(told.as_deref(), Some(expected));
    }
}
