//! The large trend plot: line with gaps, interval band, target, limits, signals and event markers.

use crate::base::text::Weight;
use crate::base::time::{Day, Grain};
use crate::i18n::panels as words;
use crate::i18n::panels::drawer as text;
use crate::metrics::{SeriesPoint, format};
use crate::model::{Direction, Kpi};
use crate::session::insights::Insight;
use crate::theme::Tokens;
use crate::ui::figures;
use crate::ui::style::{color, font, points};
use chrono::Datelike as _;
use egui::{Color32, Id, Rect, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{
    AxisHints, FilledArea, GridInput, GridMark, HLine, HoverPosition, Line, LineStyle, MarkerShape, Plot, PlotPoint,
    PlotPoints, PlotTransform, Points, VLine,
};

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
        let unit_y = value_step_formatter(kpi);
        let x_axis = AxisHints::new_x()
            .formatter(|mark, _| axis_date(mark))
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
        let top = if self.markers.is_empty() { 0.0 } else { EVENT_WORDS };
        let room = Rect::from_min_max(all.min + vec2(0.0, top), all.max - vec2(gutter, 0.0));
        let (width, height) = (room.width(), room.height());
        let series = insight.series.clone();
        let (hover_kpi, hover_markers) = (kpi.clone(), self.markers.to_vec());
        let mut within = ui.new_child(egui::UiBuilder::new().max_rect(room));
        let ui = &mut within;
        let mut plot = Plot::new(self.id).width(width).height(height);
        if let Some((low, high)) = room_of_one_value(&insight.series) {
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
            .y_grid_spacer(move |input| value_marks(input, height))
            .include_x(from)
            .include_x(to)
            .set_margin_fraction(vec2(0.0, 0.12))
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
                    band(plot, run, index, color(tokens.accent_soft));
                }
                if let Some(target) = insight.target {
                    let line = HLine::new("target", target).color(color(tokens.good)).width(1.2);
                    plot.hline(line.style(LineStyle::dashed_dense()).allow_hover(false));
                }
                if let Some(chart) = &insight.chart {
                    let names = [("upper", chart.upper), ("centre", chart.centre), ("lower", chart.lower)];
                    for (name, value) in names.into_iter().filter(|(_, v)| is_possible(kpi, *v)) {
                        let line = HLine::new(name, value).color(ink.gamma_multiply(0.4)).width(1.0);
                        plot.hline(line.style(DOTTED).allow_hover(false));
                    }
                }
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
            &last.value.value.map_or_else(String::new, |v| format::value(kpi, v)),
        );
        response.response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &name));
        place_words(ui.painter(), words, &response.transform, all);
        self.marker_labels(ui.painter(), tokens, (&response.transform, all));
    }

    /// One dot per period: hollow while the period is in progress, in the colour of news where the chart says so.
    fn dots<'p>(&self, plot: &mut egui_plot::PlotUi<'p>, tokens: &Tokens) {
        let insight = self.insight;
        let mut signals: Vec<(Day, bool)> = Vec::new();
        for signal in insight.chart.iter().flat_map(|c| &c.signals) {
            for slot in signal.since..=signal.at {
                if let Some(point) = figures::point_of_slot(insight, slot) {
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

    /// The words of target and limits.
    fn line_words(&self, ui: &Ui, tokens: &Tokens) -> Vec<LineWords> {
        let style = font(tokens.type_sizes.axis, Weight::Regular);
        let layout = |words: String, ink| ui.painter().layout_no_wrap(words, style.clone(), color(ink));
        let mut lines = Vec::new();
        if let Some(target) = self.insight.target {
            let galley = layout(text::target(&format::bare(self.kpi, target)), tokens.good);
            lines.push(LineWords { value: target, galley });
        }
        if let Some(chart) = &self.insight.chart {
            let limits = [
                (chart.upper, text::upper_limit()),
                (chart.centre, text::centre()),
                (chart.lower, text::lower_limit()),
            ];
            for (value, words) in limits.into_iter().filter(|(v, _)| is_possible(self.kpi, *v)) {
                lines.push(LineWords { value, galley: layout(words.to_owned(), tokens.text_faint) });
            }
        }
        lines
    }

    /// The events in words along the top, each between its own line and the next one.
    fn marker_labels(&self, painter: &egui::Painter, tokens: &Tokens, (transform, all): (&PlotTransform, Rect)) {
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
struct LineWords {
    value: f64,
    galley: std::sync::Arc<egui::Galley>,
}

/// Writes words at the right of their lines. Where lines lie close, the words move apart and stay in the order of
/// their values.
fn place_words(painter: &egui::Painter, mut words: Vec<LineWords>, transform: &PlotTransform, all: Rect) {
    let frame = *transform.frame();
    let y_of = |value: f64| transform.position_from_point(&PlotPoint::new(0.0, value)).y;
    words.retain(|w| frame.expand(1.0).y_range().contains(y_of(w.value)));
    words.sort_by(|a, b| b.value.total_cmp(&a.value));
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

/// Limits are drawn only where values can be: no rate below 0 % or above 100 %, no NPS beyond 100.
fn is_possible(kpi: &Kpi, value: f64) -> bool {
    use crate::model::KpiKind;
    match kpi.kind {
        KpiKind::TopBox { .. } | KpiKind::Rate => (0.0..=1.0).contains(&value),
        KpiKind::Nps => (-100.0..=100.0).contains(&value),
        KpiKind::Mean => kpi.scale.is_none_or(|(low, high)| (low..=high).contains(&value)),
        KpiKind::Sum => true,
    }
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

/// The interval band of a run, cut where a point has no interval.
fn band(plot: &mut egui_plot::PlotUi<'_>, run: &[SeriesPoint], index: usize, fill: Color32) {
    for (part, points) in run.chunk_by(|a, b| a.value.interval.is_some() == b.value.interval.is_some()).enumerate() {
        let mut xs = Vec::new();
        let (mut lows, mut highs) = (Vec::new(), Vec::new());
        for point in points {
            if let Some((low, high)) = point.value.interval {
                xs.push(middle(point.start, point.end));
                lows.push(low);
                highs.push(high);
            }
        }
        if xs.len() > 1 {
            let area = FilledArea::new(format!("band {index} {part}"), &xs, &lows, &highs);
            plot.add(area.fill_color(fill).stroke(Stroke::NONE).allow_hover(false));
        }
    }
}

/// What a point says when the pointer is near it.
fn hovered(kpi: &Kpi, (series, grain): (&[SeriesPoint], Grain), markers: &[(Day, String)], x: f64) -> Option<String> {
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

/// Axis numbers with as many decimals as the grid is fine.
fn value_step_formatter(kpi: &Kpi) -> impl Fn(GridMark) -> String + use<> {
    use crate::model::KpiKind;
    let kpi = kpi.clone();
    move |mark: GridMark| match kpi.kind {
        KpiKind::TopBox { .. } | KpiKind::Rate => {
            format!("{} %", format::number(mark.value * 100.0, decimals(mark.step_size * 100.0)))
        }
        KpiKind::Nps => format::number(mark.value, decimals(mark.step_size)),
        KpiKind::Mean | KpiKind::Sum if mark.step_size >= 1.0 => format::bare(&kpi, mark.value),
        KpiKind::Mean | KpiKind::Sum => format::number(mark.value, decimals(mark.step_size)),
    }
}

fn decimals(step: f64) -> usize {
    if step >= 1.0 || step <= 0.0 {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of decimals")]
    let digits = (-step.log10()).ceil().clamp(0.0, 6.0) as usize;
    digits
}

/// Marks of the time axis: the finest calendar step whose labels fit, never finer than the data.
fn time_marks(input: GridInput, grain: Grain, width: f32) -> Vec<GridMark> {
    let (from, to) = input.bounds;
    let most = (f64::from(width) / 76.0).max(2.0);
    let step = Step::EVERY
        .into_iter()
        .filter(|s| s.days() >= Step::of(grain).days())
        .find(|s| (to - from) / s.days() <= most)
        .unwrap_or(Step::Years(20));
    // A label at the very edge would be cut in half.
    let edge = (to - from) * 0.02;
    let mut marks = step.marks(from, to, grain);
    marks.retain(|m| m.value >= from + edge / 2.0 && m.value <= to - edge);
    marks
}

/// Marks of the value axis at round numbers, about one every 34 points.
fn value_marks(input: GridInput, height: f32) -> Vec<GridMark> {
    let (from, to) = input.bounds;
    let wanted = (to - from) / (f64::from(height) / 34.0).max(2.0);
    if !(wanted.is_finite() && wanted > 0.0) {
        return Vec::new();
    }
    let power = 10_f64.powf(wanted.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|f| f * power).find(|s| *s >= wanted).unwrap_or(wanted);
    let first = (from / step).ceil();
    (0_u8..60)
        .map(|index| GridMark { value: (first + f64::from(index)) * step, step_size: step })
        .take_while(|mark| mark.value <= to)
        .collect()
}

/// A distance between marks of the time axis.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Days(i32),
    Months(u32),
    Years(i32),
}

impl Step {
    const EVERY: [Self; 11] = [
        Self::Days(1),
        Self::Days(7),
        Self::Days(14),
        Self::Months(1),
        Self::Months(3),
        Self::Months(6),
        Self::Years(1),
        Self::Years(2),
        Self::Years(5),
        Self::Years(10),
        Self::Years(20),
    ];

    fn of(grain: Grain) -> Self {
        match grain {
            Grain::Day | Grain::All => Self::Days(1),
            Grain::Week => Self::Days(7),
            Grain::Month => Self::Months(1),
            Grain::Quarter => Self::Months(3),
            Grain::Year => Self::Years(1),
        }
    }

    fn days(self) -> f64 {
        match self {
            Self::Days(days) => f64::from(days),
            Self::Months(months) => f64::from(months) * 30.4,
            Self::Years(years) => f64::from(years) * 365.2,
        }
    }

    /// First day of the step that a day lies in.
    fn start_of(self, day: Day) -> Day {
        let date = day.date();
        match self {
            Self::Days(1) => day,
            // Day 4 of the calendar is a Monday, so whole weeks since then begin on one.
            Self::Days(days) => Day((day.0 - 4).div_euclid(days) * days + 4),
            Self::Months(months) => {
                let month = date.month0() / months * months + 1;
                Day::from_ymd(date.year(), month, 1).unwrap_or(day)
            }
            Self::Years(years) => Day::from_ymd(date.year().div_euclid(years) * years, 1, 1).unwrap_or(day),
        }
    }

    fn next(self, start: Day) -> Day {
        match self {
            Self::Days(days) => start.plus(days),
            Self::Months(months) => (0..months).fold(start, |day, _| Grain::Month.next(day)),
            Self::Years(years) => (0..years).fold(start, |day, _| Grain::Year.next(day)),
        }
    }

    /// A mark at the middle of each period of the data that begins a step, where its point stands too.
    fn marks(self, from: f64, to: f64, grain: Grain) -> Vec<GridMark> {
        const MOST: usize = 400;
        if !(from.is_finite() && to.is_finite()) || to - from > 4_000_000.0 {
            return Vec::new();
        }
        #[expect(clippy::cast_possible_truncation, reason = "days of a calendar")]
        let mut day = self.start_of(Day(from.clamp(-90_000_000.0, 90_000_000.0).floor() as i32));
        let mut marks = Vec::new();
        while f64::from(day.0) <= to && marks.len() < MOST {
            let period = if grain == Grain::All { Grain::Day } else { grain };
            let start = period.start_of(day);
            let value = middle(start, period.next(start).plus(-1));
            marks.push(GridMark { value, step_size: self.days() });
            let next = self.next(day);
            if next <= day {
                break;
            }
            day = next;
        }
        marks
    }
}

/// The label of a mark: as short as its step allows; January and first marks of a year name the year.
fn axis_date(mark: GridMark) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "days of a calendar")]
    let date = Day(mark.value.round() as i32).date();
    if mark.step_size >= 360.0 {
        date.year().to_string()
    } else if mark.step_size >= 28.0 {
        if date.month0() < 1 { date.format("%b %y").to_string() } else { date.format("%b").to_string() }
    } else {
        date.format("%-d %b").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fixture;

    fn check(grain: Grain, from: (i32, u32, u32), to: (i32, u32, u32), width: f32, expected: &[&str]) {
        let day = |(y, m, d): (i32, u32, u32)| f64::from(Day::from_ymd(y, m, d).unwrap().0);
        let input = GridInput { bounds: (day(from), day(to)), base_step_size: 1.0 };
        let labels: Vec<String> = time_marks(input, grain, width).into_iter().map(axis_date).collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn time_axes_are_labelled_by_the_calendar() {
        let labels = ["Jan 24", "Apr", "Jul", "Oct", "Jan 25", "Apr", "Jul", "Oct"];
        check(Grain::Month, (2024, 1, 1), (2025, 12, 31), 800.0, &labels);
        check(
            Grain::Year,
            (2010, 1, 1),
            (2016, 12, 31),
            900.0,
            &["2010", "2011", "2012", "2013", "2014", "2015", "2016"],
        );
        check(Grain::Day, (2016, 5, 1), (2016, 5, 10), 300.0, &["2 May", "9 May"]);
    }

    #[test]
    fn value_axes_are_labelled_with_round_numbers() {
        let input = GridInput { bounds: (2.4, 4.6), base_step_size: 1.0 };
        let marks: Vec<_> = value_marks(input, 150.0).into_iter().map(|m| m.value).collect();
        assert_eq!(marks, [2.5, 3.0, 3.5, 4.0, 4.5]);
    }

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

    #[test]
    fn grids_decide_about_decimals() {
        assert_eq!([10.0, 1.0, 0.5, 0.1, 0.05].map(decimals), [0, 0, 1, 1, 2]);
    }
}
