//! The large trend plot: line with gaps, interval band, target, limits, signals and event markers.

mod axes;
mod words;

use crate::base::text::Weight;
use crate::base::time::{Day, Grain};
use crate::i18n::panels::drawer as text;
use crate::metrics::format;
use crate::metrics::{self, SeriesPoint, spc};
use crate::model::{Direction, Kpi};
use crate::session::insights::Insight;
use crate::theme::Tokens;
use crate::ui::style::{color, font, points};
use axes::{axis_date, time_marks, value_marks, value_step_formatter};
use egui::{Color32, Id, Rect, Stroke, Ui, WidgetInfo, vec2};
use egui_plot::{
    AxisHints, FilledArea, HLine, HoverPosition, Line, LineStyle, MarkerShape, Plot, PlotPoints, Points, VLine,
};
use words::{hovered, place_words};

/// Width below which the plot has no room for words beside it, points.
const LEAST_FOR_WORDS: f32 = 300.0;
/// Height of the words of events above the plot, points.
const EVENT_WORDS: f32 = 14.0;

/// Limits and events: quieter than the dashes of the target.
const DOTTED: LineStyle = LineStyle::Dashed { length: 2.0 };

/// What a trend plot shows.
pub struct Trend<'a> {
    /// Identity: another one starts with everything in view.
    pub id: Id,
    /// Its name, as in "CSAT · Support".
    pub name: &'a str,
    /// What is measured.
    pub kpi: &'a Kpi,
    /// The numbers.
    pub insight: &'a Insight,
    /// Dated events with their labels, by day.
    pub markers: &'a [(Day, String)],
}

/// Where a point stands on the time axis: in the middle of its period, so that events lie on the right side of it.
fn middle(start: Day, end: Day) -> f64 {
    (f64::from(start.0) + f64::from(end.0)) / 2.0
}

/// The series cut where periods are missing.
fn runs(series: &[SeriesPoint], grain: Grain) -> Vec<&[SeriesPoint]> {
    series.chunk_by(|a, b| grain == Grain::All || grain.next(a.start) >= b.start).collect()
}

/// The values an axis must show when the points alone span none: a single point, or the same value again and again.
/// Left to itself the axis would then run over thousands.
fn room_of_one_value(series: &[SeriesPoint]) -> Option<(f64, f64)> {
    let value = series.iter().find_map(|point| point.value.value)?;
    let is_same = series.iter().filter_map(|point| point.value.value).all(|other| other == value);
    let around = (value.abs() * 0.1).max(0.1);
    let (low, high) = series.iter().find_map(|point| point.value.interval).unwrap_or((value, value));
    is_same.then_some((low.min(value - around), high.max(value + around)))
}

impl Trend<'_> {
    /// Shows the plot in all the room there is.
    pub fn show_ui(&self, ui: &mut Ui, tokens: &Tokens) {
        let (kpi, insight) = (self.kpi, self.insight);
        let drawn: Vec<&[SeriesPoint]> = runs(&insight.series, insight.grain);
        let (first, last) = match (insight.series.first(), insight.series.last()) {
            (Some(first), Some(last)) => (first, last),
            _ => return,
        };
        // A single point needs some time around it to stand on an axis.
        let pad = ((f64::from(last.end.0) - f64::from(first.start.0)) * 0.02).max(1.0);
        let (from, to) = (f64::from(first.start.0) - pad, f64::from(last.end.0) + pad);
        let axis_font = font(tokens.type_sizes.axis, Weight::Regular);
        let ink = color(tokens.text_faint);
        let axis_words = insight.axis_words(kpi);
        let (unit_y, factor_y) = (value_step_formatter(&axis_words), axis_words.factor());
        let x_axis = AxisHints::new_x()
            .formatter(|mark, range| axis_date(mark, *range.start()))
            .label_spacing(20.0..=30.0)
            .tick_label_font(axis_font.clone())
            .tick_label_color(ink);
        let y_axis = AxisHints::new_y()
            .formatter(move |mark, _| unit_y(mark))
            .label_spacing(14.0..=22.0)
            .min_thickness(44.0)
            .tick_label_font(axis_font.clone())
            .tick_label_color(ink);
        let grain = insight.grain;
        let all = ui.available_rect_before_wrap();
        // Words stand beside the lines, never on them: events above the plot, limits and target at its right.
        let words = if all.width() < LEAST_FOR_WORDS { Vec::new() } else { self.line_words(ui, tokens) };
        let gutter = words.iter().map(|w| w.galley.size().x + 8.0).fold(0.0, f32::max);
        #[expect(clippy::cast_precision_loss, reason = "a few rows")]
        let top = self.event_rows(ui, tokens, all, (from, to)) as f32 * EVENT_WORDS;
        let room = Rect::from_min_max(all.min + vec2(0.0, top), all.max - vec2(gutter, 0.0));
        let (width, height) = (room.width(), room.height());
        let series = insight.series.clone();
        let (hover_kpi, hover_markers) = (kpi.clone(), self.markers.to_vec());
        let mut within = ui.new_child(egui::UiBuilder::new().max_rect(room));
        let ui = &mut within;
        let mut plot = Plot::new(self.id).width(width).height(height);
        let shown = shown_values(kpi, insight);
        if let Some((low, high)) = shown {
            plot = plot.include_y(low).include_y(high);
        }
        let response = plot
            .show_background(false)
            .show_crosshair(false)
            .show_grid([false, true])
            .grid_color(color(tokens.hairline))
            .grid_fade(0.0)
            .custom_x_axes(vec![x_axis])
            .custom_y_axes(vec![y_axis])
            .x_grid_spacer(move |input| time_marks(input, grain, width))
            .y_grid_spacer(move |input| value_marks(input, height, factor_y))
            .include_x(from)
            .include_x(to)
            .set_margin_fraction(vec2(0.0, 0.0))
            .allow_drag([true, false])
            .allow_zoom([true, false])
            .allow_scroll(false)
            .allow_axis_zoom_drag(false)
            .allow_boxed_zoom(false)
            .label_formatter(move |at| match at {
                HoverPosition::NearDataPoint { position, .. } => {
                    hovered(&hover_kpi, (&series, grain), &hover_markers, position.x)
                }
                HoverPosition::Elsewhere { .. } => None,
            })
            .show(ui, |plot| {
                if plot.response().contains_pointer() {
                    wheel(plot);
                }
                for (index, run) in drawn.iter().enumerate() {
                    band(plot, run, (index, shown), color(tokens.accent_soft));
                }
                if let Some(target) = insight.target {
                    let line = HLine::new("target", target).color(color(tokens.good)).width(1.2);
                    plot.hline(line.style(LineStyle::dashed_dense()).allow_hover(false));
                }
                self.limits(plot, ink.gamma_multiply(0.4), to);
                for (index, (day, _)) in self.markers.iter().enumerate() {
                    let day = f64::from(day.0);
                    if (from..=to).contains(&day) {
                        let line = VLine::new(format!("marker {index}"), day).color(ink.gamma_multiply(0.6)).width(1.0);
                        plot.vline(line.style(DOTTED).allow_hover(false));
                    }
                }
                for (index, run) in drawn.iter().enumerate() {
                    let line = Line::new(format!("line {index}"), positions(run)).color(color(tokens.accent));
                    plot.line(line.width(points(tokens.strokes.trend)).allow_hover(false));
                }
                self.dots(plot, tokens);
            });
        let name = text::trend_summary(
            self.name,
            insight.series.len(),
            insight.grain,
            &format::measured(kpi, &last.value).unwrap_or_default(),
        );
        response.response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &name));
        place_words(ui.painter(), words, &response.transform, all);
        self.marker_labels(ui, tokens, (&response.transform, all));
    }

    /// The limits of every part of the series, each over its own periods; the newest go on to the end of the plot.
    fn limits(&self, plot: &mut egui_plot::PlotUi<'_>, ink: Color32, end: f64) {
        let (series, grain) = (&self.insight.series, self.insight.grain);
        let Some(chart) = &self.insight.chart else { return };
        for limits in chart.earlier.iter().chain(&chart.limits) {
            let values = [("upper", limits.upper), ("centre", limits.centre), ("lower", limits.lower)];
            if chart.season.is_some() {
                self.seasonal_limits(plot, ink, (chart, limits), values);
                continue;
            }
            for (name, value) in values.into_iter().filter(|(_, v)| is_possible(self.kpi, *v)) {
                if chart.earlier.is_empty() && limits.from == 0 && chart.limits.is_some() {
                    let line = HLine::new(name, value).color(ink).width(1.0);
                    plot.hline(line.style(DOTTED).allow_hover(false));
                    continue;
                }
                let Some(from) = spc::start_of_slot(series, grain, limits.from) else { continue };
                let is_newest = chart.limits.as_ref() == Some(limits);
                let until = spc::start_of_slot(series, grain, limits.to + 1).filter(|_| !is_newest);
                let until = until.map_or(end, |day| f64::from(day.0));
                let name = format!("{name} from {}", limits.from);
                let line = Line::new(name, vec![[f64::from(from.0), value], [until, value]]).color(ink).width(1.0);
                plot.line(line.style(DOTTED).allow_hover(false));
            }
        }
    }

    /// Limits that go up and down with a season, from period to period.
    fn seasonal_limits(
        &self,
        plot: &mut egui_plot::PlotUi<'_>,
        ink: Color32,
        (chart, limits): (&spc::Chart, &spc::Limits),
        values: [(&str, f64); 3],
    ) {
        let (series, grain) = (&self.insight.series, self.insight.grain);
        for (name, value) in values {
            let at = |slot: usize| {
                let point = spc::point_of_slot(series, grain, slot)?;
                let value = value + chart.effect(slot);
                Some([middle(point.start, point.end), value]).filter(|_| is_possible(self.kpi, value))
            };
            let places: Vec<[f64; 2]> = (limits.from..=limits.to).filter_map(at).collect();
            let line = Line::new(format!("{name} with season from {}", limits.from), places).color(ink).width(1.0);
            plot.line(line.style(DOTTED).allow_hover(false));
        }
    }

    /// One dot per period: hollow while the period is in progress, in the colour of news where the chart says so.
    fn dots<'p>(&self, plot: &mut egui_plot::PlotUi<'p>, tokens: &Tokens) {
        let insight = self.insight;
        let mut signals: Vec<(Day, bool)> = Vec::new();
        for signal in insight.chart.iter().flat_map(|c| &c.signals) {
            for slot in signal.since..=signal.at {
                if let Some(point) = spc::point_of_slot(&insight.series, insight.grain, slot) {
                    signals.push((point.start, signal.is_high));
                }
            }
        }
        let is_good = |is_high: bool| is_high == (self.kpi.direction == Direction::Up);
        let (mut plain, mut good, mut bad, mut open) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for point in &insight.series {
            let Some(value) = point.value.value else { continue };
            let signal = signals.iter().find(|(start, _)| *start == point.start).map(|(_, is_high)| is_good(*is_high));
            let list = match (point.is_in_progress, signal) {
                (true, _) => &mut open,
                (false, Some(true)) => &mut good,
                (false, Some(false)) => &mut bad,
                (false, None) => &mut plain,
            };
            list.push([middle(point.start, point.end), value]);
        }
        // Many points stand so close that dots would hide the line.
        let radius = if insight.series.len() > 120 { 1.4 } else { 2.8 };
        let mut add = |name: &str, list: Vec<[f64; 2]>, ink: Color32, is_filled: bool| {
            if list.is_empty() {
                return;
            }
            let dots = Points::new(name, PlotPoints::from(list)).shape(MarkerShape::Circle).color(ink);
            plot.points(dots.filled(is_filled).radius(if is_filled { radius } else { 3.6 }));
        };
        add("in progress, inside", open.clone(), color(tokens.panel), true);
        add("in progress", open, color(tokens.accent), false);
        add("points", plain, color(tokens.accent), true);
        add("good signals", good, color(tokens.good), true);
        add("bad signals", bad, color(tokens.off), true);
    }
}

/// Limits are drawn only where values can be: no rate below 0 % or above 100 %, no NPS beyond 100.
fn is_possible(kpi: &Kpi, value: f64) -> bool {
    metrics::bounds(kpi).is_none_or(|(low, high)| (low..=high).contains(&value))
}

/// The values that the axis shows: all points, the target and the limits, and as much of the band as leaves the line its
/// shape; never beyond the ends of the KPI's scale.
fn shown_values(kpi: &Kpi, insight: &Insight) -> Option<(f64, f64)> {
    let points = || insight.series.iter().filter_map(|point| point.value.value);
    let charts =
        insight.chart.iter().flat_map(|chart| chart.earlier.iter().chain(&chart.limits).map(move |l| (chart, l)));
    // Limits go up and down with a season.
    let reach = |(chart, limits): (&spc::Chart, &spc::Limits)| {
        let effects = (limits.from..=limits.to).map(|slot| chart.effect(slot));
        let (least, most) = effects.fold((0.0_f64, 0.0_f64), |(least, most), by| (least.min(by), most.max(by)));
        [limits.lower + least, limits.centre, limits.upper + most]
    };
    let limits = charts.flat_map(reach).filter(|value| is_possible(kpi, *value));
    let values = points().chain(insight.target).chain(limits).filter(|value| value.is_finite());
    let (mut low, mut high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
    if let Some((a, b)) = room_of_one_value(&insight.series) {
        (low, high) = (low.min(a), high.max(b));
    }
    if low > high {
        return None;
    }
    let reach = (high - low) * 0.35;
    let (least, most) = (low - reach, high + reach);
    for (a, b) in insight.series.iter().filter_map(|point| point.value.interval) {
        (low, high) = (low.min(a.max(least)), high.max(b.min(most)));
    }
    let margin = (high - low) * 0.08;
    let (mut from, mut to) = (low - margin, high + margin);
    if let Some((least, most)) = metrics::bounds(kpi).filter(|_| points().all(|value| is_possible(kpi, value))) {
        // A hair beyond, so that a dot at the end of the scale is whole.
        let hair = (to - from) * 0.03;
        (from, to) = (from.max(least - hair), to.min(most + hair));
    }
    Some((from, to))
}

/// The wheel zooms time at the pointer; sideways it moves along.
fn wheel(plot: &mut egui_plot::PlotUi<'_>) {
    let delta = plot.ctx().input_mut(|i| std::mem::take(&mut i.smooth_scroll_delta));
    if delta.y != 0.0 {
        plot.zoom_bounds_around_hovered(vec2((delta.y / 200.0).exp().clamp(0.5, 2.0), 1.0));
    }
    if delta.x != 0.0 {
        let span = plot.transform().dvalue_dpos()[0];
        #[expect(clippy::cast_possible_truncation, reason = "a shift on screen")]
        let days = (-f64::from(delta.x) * span) as f32;
        plot.translate_bounds(vec2(days, 0.0));
    }
}

fn positions(run: &[SeriesPoint]) -> PlotPoints<'static> {
    run.iter().filter_map(|p| Some([middle(p.start, p.end), p.value.value?])).collect()
}

/// The interval band of a run, cut where a point has no interval, and at the ends of what is shown.
fn band(
    plot: &mut egui_plot::PlotUi<'_>,
    run: &[SeriesPoint],
    (index, shown): (usize, Option<(f64, f64)>),
    fill: Color32,
) {
    let (least, most) = shown.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    for (part, points) in run.chunk_by(|a, b| a.value.interval.is_some() == b.value.interval.is_some()).enumerate() {
        let mut xs = Vec::new();
        let (mut lows, mut highs) = (Vec::new(), Vec::new());
        for point in points {
            if let Some((low, high)) = point.value.interval {
                xs.push(middle(point.start, point.end));
                lows.push(low.max(least));
                highs.push(high.min(most));
            }
        }
        if xs.len() > 1 {
            let area = FilledArea::new(format!("band {index} {part}"), &xs, &lows, &highs);
            plot.add(area.fill_color(fill).stroke(Stroke::NONE).allow_hover(false));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fixture;

    #[test]
    fn gaps_cut_the_line() {
        let mut insight = fixture::insight(&[1.0, 2.0, 3.0, 4.0], 50.0);
        assert_eq!(runs(&insight.series, insight.grain).len(), 1);
        insight.series.remove(1);
        let lengths: Vec<_> = runs(&insight.series, insight.grain).iter().map(|r| r.len()).collect();
        assert_eq!(lengths, [1, 2]);
    }

    #[test]
    fn a_single_value_has_an_axis_of_its_own_size() {
        let insight = |values: &[f64]| fixture::insight(values, 214.0);
        let (low, high) = room_of_one_value(&insight(&[3.2]).series).unwrap();
        assert!((2.7..=3.05).contains(&low) && (3.35..=3.7).contains(&high), "{low} to {high}");
        assert!(room_of_one_value(&insight(&[3.2, 3.2]).series).is_some());
        assert_eq!(room_of_one_value(&insight(&[3.2, 3.3]).series), None);
        assert_eq!(room_of_one_value(&[]), None);
    }
}
