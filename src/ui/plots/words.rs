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

    /// How many rows the names of the events take above a plot: as many as it needs to write all of them out, and as its
    /// height bears.
    pub(super) fn event_rows(&self, ui: &Ui, tokens: &Tokens, all: Rect, (from, to): (f64, f64)) -> usize {
        let left = all.left() + AXIS;
        #[expect(clippy::cast_possible_truncation, reason = "places on the screen")]
        let x_of = |day: Day| left + ((f64::from(day.0) - from) / (to - from).max(1.0)) as f32 * (all.right() - left);
        let shown: Vec<(f32, f32)> = self
            .markers
            .iter()
            .filter(|(day, _)| (from..=to).contains(&f64::from(day.0)))
            .map(|(day, label)| (x_of(*day), event_words(ui, tokens, label).size().x))
            .collect();
        if shown.is_empty() {
            return 0;
        }
        let most = if all.height() < LOW { 2 } else { MOST_ROWS };
        (1..most).find(|rows| staggered(&shown, all.right(), *rows).iter().all(Option::is_some)).unwrap_or(most)
    }

    /// The events in words above the plot, in as many rows as there is room for, each named whole where it can be; pointing
    /// at one says all of it, with its date.
    pub(super) fn marker_labels(&self, ui: &Ui, tokens: &Tokens, (transform, all): (&PlotTransform, Rect)) {
        let frame = *transform.frame();
        let ink = color(tokens.text_weak);
        let x_of = |day: Day| transform.position_from_point(&PlotPoint::new(f64::from(day.0), 0.0)).x;
        let shown: Vec<(f32, &(Day, String))> = self
            .markers
            .iter()
            .map(|marker| (x_of(marker.0), marker))
            .filter(|(x, _)| frame.x_range().contains(*x))
            .collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few rows")]
        let rows = (((frame.top() - all.top()) / EVENT_WORDS).round() as usize).max(1);
        let widths: Vec<(f32, f32)> =
            shown.iter().map(|(x, (_, label))| (*x, event_words(ui, tokens, label).size().x)).collect();
        let places = staggered(&widths, all.right(), rows);
        let mut ends = vec![f32::NEG_INFINITY; rows];
        for (index, ((x, (day, label)), place)) in shown.iter().zip(places).enumerate() {
            let whole = event_words(ui, tokens, label);
            let (row, left, galley) = match place {
                Some((row, left)) => (row, left, whole),
                None => {
                    // Cut: in the row where most of it has room, up to the next event there.
                    let row = (0..rows).min_by(|a, b| end_of(&ends, *a).total_cmp(&end_of(&ends, *b))).unwrap_or(0);
                    let left = x.max(end_of(&ends, row) + BETWEEN_EVENTS);
                    let next = widths.get(index + 1).map_or(all.right(), |(next, _)| *next - BETWEEN_EVENTS);
                    if next - left < LEAST_EVENT {
                        continue;
                    }
                    let style = font(tokens.type_sizes.axis, Weight::Regular);
                    let mut job = egui::text::LayoutJob::simple_singleline(label.clone(), style, ink);
                    job.wrap = egui::text::TextWrapping::truncate_at_width(next - left);
                    (row, left, ui.painter().layout_job(job))
                }
            };
            #[expect(clippy::cast_precision_loss, reason = "a few rows")]
            let top = frame.top() - (rows - row) as f32 * EVENT_WORDS;
            let rect = Rect::from_min_size(pos2(left, top), galley.size());
            if let Some(end) = ends.get_mut(row) {
                *end = rect.right();
            }
            // The line of the event goes up to its name.
            let stub = egui::Stroke::new(1.0, color(tokens.text_faint).gamma_multiply(0.5));
            ui.painter().vline(*x, rect.bottom().min(frame.top())..=frame.top(), stub);
            ui.painter().galley(rect.min, galley, ink);
            let said = format!("{label} · {}", words::day(*day));
            let node = ui.interact(rect, self.id.with(("event", index)), egui::Sense::hover());
            node.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
            node.on_hover_text(said);
        }
    }
}

/// Width of the axis of values, about; and heights below which the names of events take two rows at most.
const AXIS: f32 = 44.0;
const LOW: f32 = 150.0;
/// Most rows of names of events.
const MOST_ROWS: usize = 3;
/// Between two names in a row, and the least of a cut one that says anything.
const BETWEEN_EVENTS: f32 = 10.0;
const LEAST_EVENT: f32 = 44.0;

/// The name of an event, whole.
fn event_words(ui: &Ui, tokens: &Tokens, label: &str) -> std::sync::Arc<egui::Galley> {
    let style = font(tokens.type_sizes.axis, Weight::Regular);
    ui.painter().layout_no_wrap(label.to_owned(), style, color(tokens.text_weak))
}

fn end_of(ends: &[f32], row: usize) -> f32 {
    ends.get(row).copied().unwrap_or(f32::NEG_INFINITY)
}

/// Where names stand whole, given where their lines are and how wide they are: in the first row in which they begin behind
/// the last one, moved to the left where they would end beyond `right`. `None` for those that have no room in any row.
fn staggered(events: &[(f32, f32)], right: f32, rows: usize) -> Vec<Option<(usize, f32)>> {
    let mut ends = vec![f32::NEG_INFINITY; rows];
    let place = |(x, width): &(f32, f32)| {
        let left = x.min(right - width);
        let row = (0..rows).find(|row| end_of(&ends, *row) + BETWEEN_EVENTS <= left)?;
        if let Some(end) = ends.get_mut(row) {
            *end = left + width;
        }
        Some((row, left))
    };
    events.iter().map(place).collect()
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
    let value = format::measured(kpi, &point.value)?;
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
    fn names_of_close_events_stand_in_rows_and_none_covers_another() {
        let check = |events: &[(f32, f32)], rows: usize, expected: &[Option<(usize, f32)>]| {
            assert_eq!(staggered(events, 300.0, rows), expected, "{events:?} in {rows}");
        };
        check(&[(0.0, 50.0), (100.0, 50.0)], 1, &[Some((0, 0.0)), Some((0, 100.0))]);
        check(&[(0.0, 80.0), (40.0, 80.0)], 1, &[Some((0, 0.0)), None]);
        check(&[(0.0, 80.0), (40.0, 80.0), (95.0, 50.0)], 2, &[Some((0, 0.0)), Some((1, 40.0)), Some((0, 95.0))]);
        check(&[(280.0, 80.0)], 1, &[Some((0, 220.0))]);
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
