//! Trends: a sparkline in passing, a plot with axes when close.

use crate::base::color::Rgba;
use crate::base::geom::{Point, Rect};
use crate::base::text::TextRoom;
use crate::base::time::{Day, Grain};
use crate::i18n::card_forms;
use crate::i18n::map as words;
use crate::layout::measure::line_height;
use crate::scene::pen::{Baseline, Pen};
use crate::scene::{Align, KpiFigure, Prim, Status, Stroke, TrendPoint};
use chrono::Datelike as _;

/// How much of a trend is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// Line, band and target; markers only as a hint.
    Sparkline,
    /// The same with its first and last date.
    Dated,
    /// The same with numbers, dates and words.
    Axes,
}

/// From data to world units.
pub(super) struct Scale {
    room: Rect,
    days: (f64, f64),
    values: (f64, f64),
}

impl Scale {
    fn of(figure: &KpiFigure, room: Rect) -> Option<Self> {
        let (first, last) = (figure.points.first()?, figure.points.last()?);
        let mut low = f64::INFINITY;
        let mut high = f64::NEG_INFINITY;
        let values = figure.points.iter().map(|p| p.value).chain(figure.target);
        for value in values.filter(|v| v.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            return None;
        }
        // A band may need more room than the line; a wide one is cut rather than flattening the line.
        let spread = high - low;
        let reach = spread * 0.35;
        for (a, b) in figure.points.iter().filter_map(|p| p.interval) {
            low = low.min(a.max(low - reach));
            high = high.max(b.min(high + reach));
            if high - low > spread + 2.0 * reach {
                break;
            }
        }
        let margin = if high > low { (high - low) * 0.08 } else { low.abs().max(1.0) * 0.1 };
        let (mut low, mut high) = (low - margin, high + margin);
        if let Some((least, most)) =
            figure.bounds.filter(|(least, most)| low >= *least - margin && high <= *most + margin)
        {
            // A hair beyond, so that a point at the end of the scale is whole.
            let hair = (most - least) * 0.02;
            (low, high) = (low.max(least - hair), high.min(most + hair));
        }
        let days = (f64::from(first.start.0), f64::from(last.start.0).max(f64::from(first.start.0) + 1.0));
        Some(Self { room, days, values: (low, high) })
    }

    /// The scale of several trends that share their axes; everything is in it, with a little room.
    pub(super) fn shared(room: Rect, days: (Day, Day), (low, high): (f64, f64)) -> Self {
        let margin = if high > low { (high - low) * 0.08 } else { low.abs().max(1.0) * 0.1 };
        let (from, to) = (f64::from(days.0.0), f64::from(days.1.0));
        Self { room, days: (from, to.max(from + 1.0)), values: (low - margin, high + margin) }
    }

    fn x(&self, day: Day) -> f64 {
        let (from, to) = self.days;
        self.room.min.x + (f64::from(day.0) - from) / (to - from) * self.room.width()
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        let (low, high) = self.values;
        let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
        self.room.max.y - share * self.room.height()
    }

    pub(super) fn point(&self, p: &TrendPoint) -> Point {
        Point::new(self.x(p.start), self.y(p.value))
    }
}

/// Draws the trend of a figure into `room`.
pub(super) fn draw(pen: &mut Pen<'_, '_>, figure: &KpiFigure, room: Rect, detail: Detail) {
    if room.width() < 24.0 || room.height() < 8.0 {
        return;
    }
    let axes = detail == Detail::Axes;
    let plot = match detail {
        Detail::Axes => Rect { min: room.min.offset(22.0, 8.0), max: room.max.offset(-2.0, -9.0) },
        Detail::Dated => Rect { min: room.min, max: room.max.offset(-4.0, -line_height(pen.small_print()) - 1.0) },
        Detail::Sparkline => Rect { min: room.min, max: room.max.offset(-4.0, 0.0) },
    };
    let Some(scale) = Scale::of(figure, plot) else { return };
    let tokens = pen.tokens();
    let color = match figure.status {
        Status::Watch => tokens.watch,
        Status::Off => tokens.off,
        Status::Good | Status::None => tokens.accent,
    };
    match detail {
        Detail::Axes => draw_axes(pen, figure, &scale),
        Detail::Dated => draw_dates(pen, figure, room),
        Detail::Sparkline => {}
    }
    draw_markers(pen, figure, &scale, axes);
    if let Some(target) = figure.target {
        let y = scale.y(target);
        let stroke = Stroke::solid(1.0, if axes { tokens.good } else { tokens.text_faint }).dashed(4.0, 3.0);
        pen.line(vec![Point::new(plot.min.x, y), Point::new(plot.max.x, y)], stroke);
        if axes {
            target_label(pen, figure, &scale, target);
        }
    }
    for run in runs(&figure.points, figure.grain) {
        let run = decimated(run, &scale);
        draw_run(pen, &run, &scale, color, axes);
    }
    // The value that is shown: the latest closes the line. Hollow while its period is not over.
    let shown = match figure.moment {
        Some(moment) => figure.points.iter().find(|p| p.start == moment),
        None => figure.points.last(),
    };
    if let Some(shown) = shown.filter(|p| p.value.is_finite()) {
        let center = scale.point(shown);
        if figure.moment.is_some() {
            pen.hairline(Point::new(center.x, room.min.y), Point::new(center.x, room.max.y), color);
        }
        if shown.is_in_progress {
            let stroke = Some(Stroke::solid(1.4, color));
            pen.add(Prim::Circle { center, radius: 2.6, fill: Some(tokens.card), stroke });
        } else {
            pen.dot(center, 2.8, color);
        }
    }
}

/// The dates of the first and the last point, below the plot.
fn draw_dates(pen: &mut Pen<'_, '_>, figure: &KpiFigure, room: Rect) {
    let (Some(first), Some(last)) = (figure.points.first(), figure.points.last()) else { return };
    dates(pen, figure.grain, (first.start, last.start), room);
}

/// Two dates at the foot of some room; one where there is no room for both.
pub(super) fn dates(pen: &mut Pen<'_, '_>, grain: Option<Grain>, (from, to): (Day, Day), room: Rect) {
    let (style, ink) = (pen.small_print(), pen.tokens().text_faint);
    let [first, last] = [from, to].map(|day| card_forms::period(grain.unwrap_or(Grain::Month), day));
    let used = pen.text_at(&first, style, Baseline::left(room.min.x, room.max.y, room.width()), ink);
    let width = pen.measure(&last, style, TextRoom::LINE).size.width;
    if from < to && used + 8.0 + width <= room.width() {
        pen.text_at(&last, style, Baseline::right(room.max.x, room.max.y, width + 1.0), ink);
    }
}

/// Names the target line at the first of its ends where no point of the trend is in the way.
fn target_label(pen: &mut Pen<'_, '_>, figure: &KpiFigure, scale: &Scale, target: f64) {
    let (tokens, style, plot) = (pen.tokens(), pen.sizes().styles.close_axis, scale.room);
    let text = format!("{} {}", words::target(), axis_text(figure, target, &ticks_of(figure, scale.values)));
    let block = pen.measure(&text, style, TextRoom::LINE);
    let (width, height, y) = (block.size.width, block.size.height, scale.y(target));
    // At the right end, at the left end, else before or after a marker.
    let lines = marker_places(figure, scale);
    let beside = lines.iter().rev().flat_map(|(x, _)| [x - width - 3.0, x + 3.0]);
    let starts: Vec<f64> = [plot.max.x - width, plot.min.x + 2.0].into_iter().chain(beside).collect();
    let places: Vec<Rect> =
        starts.into_iter().flat_map(|x| [y - height, y + 1.0].map(|y| Rect::new(x, y, width, height))).collect();
    let is_free = |r: &Rect| {
        // Names of markers stand above the plot.
        let top = if figure.markers.is_empty() { plot.min.y - 6.0 } else { plot.min.y };
        let inside = r.min.y >= top && r.max.y <= plot.max.y && r.min.x >= plot.min.x && r.max.x <= plot.max.x + 0.1;
        let is_struck = lines.iter().any(|(x, _)| (r.min.x - 1.0..=r.max.x + 1.0).contains(x));
        inside && !is_struck && !figure.points.iter().any(|p| r.expand(2.5).contains(scale.point(p)))
    };
    if let Some(free) = places.iter().find(|r| is_free(r)) {
        pen.block(block, free.min, Align::Left, tokens.good);
    }
}

/// The stretches without a missing period or a value that is none.
pub(super) fn runs(points: &[TrendPoint], grain: Option<Grain>) -> Vec<&[TrendPoint]> {
    let grain = grain.unwrap_or(Grain::Month);
    let mut runs = Vec::new();
    let mut start = 0;
    for i in 1..=points.len() {
        let joined = match (points.get(i - 1), points.get(i)) {
            (Some(a), Some(b)) => {
                a.value.is_finite() && b.value.is_finite() && b.start <= grain.next(grain.start_of(a.start))
            }
            _ => false,
        };
        if !joined {
            if let Some(run) = points.get(start..i).filter(|r| r.iter().all(|p| p.value.is_finite())) {
                runs.push(run);
            }
            start = i;
        }
    }
    runs
}

/// At most about two points per unit of width, lowest and highest of each column kept: a spike stays a spike.
pub(super) fn decimated(run: &[TrendPoint], scale: &Scale) -> Vec<TrendPoint> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width of a few hundred units")]
    let columns = scale.room.width().max(1.0) as usize;
    if run.len() <= columns * 2 {
        return run.to_vec();
    }
    let mut kept = Vec::with_capacity(columns * 2);
    for chunk in run.chunks(run.len().div_ceil(columns)) {
        let low = chunk.iter().enumerate().min_by(|(_, a), (_, b)| a.value.total_cmp(&b.value));
        let high = chunk.iter().enumerate().max_by(|(_, a), (_, b)| a.value.total_cmp(&b.value));
        let (Some((i, low)), Some((j, high))) = (low, high) else { continue };
        match i.cmp(&j) {
            std::cmp::Ordering::Less => kept.extend([*low, *high]),
            std::cmp::Ordering::Greater => kept.extend([*high, *low]),
            std::cmp::Ordering::Equal => kept.push(*low),
        }
    }
    kept
}

fn draw_run(pen: &mut Pen<'_, '_>, run: &[TrendPoint], scale: &Scale, color: Rgba, axes: bool) {
    let tokens = pen.tokens();
    let band: Vec<(Point, Point)> = run
        .iter()
        .filter_map(|p| {
            let (low, high) = p.interval?;
            let x = scale.x(p.start);
            Some((Point::new(x, scale.y(high)), Point::new(x, scale.y(low))))
        })
        .collect();
    if band.len() > 1 {
        let (upper, lower) = band.into_iter().unzip();
        pen.add(Prim::Band { upper, lower, fill: color.with_opacity(0.14) });
    }
    let line: Vec<Point> = run.iter().map(|p| scale.point(p)).collect();
    match line.as_slice() {
        // A single period between two gaps would vanish without its dot.
        [only] => pen.dot(*only, 1.6, color),
        _ => {
            let width = if axes { 1.2 } else { tokens.strokes.trend };
            if axes && line.len() <= 40 {
                for p in &line {
                    pen.dot(*p, 1.6, color);
                }
            }
            pen.line(line, Stroke::solid(width, color));
        }
    }
}

/// Where events stand in a plot, from left to right, with their words.
fn marker_places<'a>(figure: &'a KpiFigure, scale: &Scale) -> Vec<(f64, &'a str)> {
    let (from, to) = scale.days;
    let inside = figure.markers.iter().filter(|(day, _)| (from..=to).contains(&f64::from(day.0)));
    let mut places: Vec<_> = inside.map(|(day, label)| (scale.x(*day), label.as_str())).collect();
    places.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    places
}

/// Names of events cut to less than this are left out.
const SHORTEST_MARKER: f64 = 26.0;

/// Events as dotted vertical lines with their words above the plot; in passing only as a hint.
fn draw_markers(pen: &mut Pen<'_, '_>, figure: &KpiFigure, scale: &Scale, axes: bool) {
    let (tokens, style, room) = (pen.tokens(), pen.sizes().styles.close_axis, scale.room);
    let places = marker_places(figure, scale);
    if !axes {
        // In passing, the line matters; that something happened is a hint behind it.
        for (x, _) in places {
            pen.hairline(Point::new(x, room.min.y), Point::new(x, room.max.y), tokens.hairline);
        }
        return;
    }
    let stroke = Stroke::hairline(tokens.strokes.hairline, tokens.text_faint).dashed(2.0, 3.0);
    for (x, _) in &places {
        pen.line(vec![Point::new(*x, room.min.y - 4.0), Point::new(*x, room.max.y)], stroke);
    }
    let mut free_from = room.min.x;
    for (i, (x, label)) in places.iter().enumerate() {
        // Words stand after their line and before the next one, or else before it.
        let after = places.get(i + 1).map_or(room.max.x, |(next, _)| *next - 2.0) - x - 3.0;
        let before = x - 3.0 - free_from;
        let width = pen.measure(label, style, TextRoom::LINE).size.width;
        let y = room.min.y - 0.5;
        free_from = x + 2.0;
        if width <= after || (width > before && after >= before.max(SHORTEST_MARKER)) {
            free_from += 4.0 + pen.text_at(label, style, Baseline::left(x + 3.0, y, after), tokens.text_weak);
        } else if before >= width.min(SHORTEST_MARKER) {
            pen.text_at(label, style, Baseline::right(x - 3.0, y, before), tokens.text_weak);
        }
    }
}

/// Values at round numbers of the axis of a figure: three or four where possible, two at least.
pub(super) fn ticks_of(figure: &KpiFigure, (low, high): (f64, f64)) -> Vec<f64> {
    let factor = figure.axis.factor();
    ticks((low * factor, high * factor)).into_iter().map(|tick| tick / factor).collect()
}

/// Round numbers within a range.
fn ticks((low, high): (f64, f64)) -> Vec<f64> {
    let raw = (high - low) / 3.0;
    if !(raw.is_finite() && raw > 0.0) {
        return Vec::new();
    }
    let power = 10_f64.powf(raw.log10().floor());
    let largest = [1.0, 2.0, 5.0, 10.0].into_iter().position(|s| s * power >= raw).unwrap_or(3);
    let steps = [10.0, 5.0, 2.0, 1.0, 0.5, 0.2];
    for step in steps.into_iter().skip(3 - largest).map(|s| s * power) {
        let mut ticks = Vec::new();
        let mut tick = (low / step).ceil();
        while tick * step <= high && ticks.len() < 12 {
            ticks.push(tick * step);
            tick += 1.0;
        }
        if ticks.len() > 1 {
            return ticks;
        }
    }
    Vec::new()
}

/// A value as axes show it, with its unit.
pub(super) fn axis_text(figure: &KpiFigure, value: f64, ticks: &[f64]) -> String {
    figure.axis.around(&axis_number(figure, value, ticks))
}

/// A value as axes show it, with as many decimals as the ticks need.
fn axis_number(figure: &KpiFigure, value: f64, ticks: &[f64]) -> String {
    let factor = figure.axis.factor();
    let step = match ticks {
        [a, b, ..] => ((b - a) * factor).abs(),
        _ => 1.0,
    };
    let decimals = [1.0, 0.1, 0.01].iter().position(|least| step >= least * 0.999).unwrap_or(3);
    // A target between two ticks keeps one more decimal when it has one.
    let shown = value * factor;
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    let is_between = ((shown * scale).round() / scale - shown).abs() > 1e-9;
    words::axis_number(shown, decimals + usize::from(is_between))
}

fn draw_axes(pen: &mut Pen<'_, '_>, figure: &KpiFigure, scale: &Scale) {
    let (tokens, style) = (pen.tokens(), pen.sizes().styles.close_axis);
    let room = scale.room;
    let ticks = ticks_of(figure, scale.values);
    // A long unit ("minutes") would leave the card; the value above the plot has it too.
    let mut texts: Vec<String> = ticks.iter().map(|tick| axis_text(figure, *tick, &ticks)).collect();
    if texts.iter().any(|text| pen.measure(text, style, TextRoom::LINE).size.width > AXIS_ROOM) {
        texts = ticks.iter().map(|tick| axis_number(figure, *tick, &ticks)).collect();
    }
    for (tick, text) in ticks.iter().zip(&texts) {
        let y = scale.y(*tick);
        pen.hairline(Point::new(room.min.x, y), Point::new(room.max.x, y), tokens.hairline);
        let at = Baseline::right(room.min.x - 4.0, y + style.size * 0.36, 40.0);
        pen.text_at(text, style, at, tokens.text_faint);
    }
    for (day, text) in date_ticks(scale.days, room.width()) {
        let x = scale.x(day);
        let block = pen.measure(&text, style, TextRoom::LINE);
        let half = block.size.width / 2.0;
        // Words may reach under the numbers at the left, but not over the card's edge at the right.
        let center = x.min(room.max.x - half);
        pen.hairline(Point::new(x, room.max.y), Point::new(x, room.max.y + 2.0), tokens.hairline);
        pen.block(block, Point::new(center, room.max.y + 1.5), Align::Center, tokens.text_faint);
    }
}

/// Room of the numbers left of a plot: the indent of the plot and the padding of the card.
const AXIS_ROOM: f64 = 26.0;

/// Room a date needs on an axis, with the space after it.
const DATE_WIDTH: f64 = 29.0;

/// Days worth naming on an axis of this width: weeks, months or years by the length of the range. Months always
/// include January, which names the year.
fn date_ticks((from, to): (f64, f64), width: f64) -> Vec<(Day, String)> {
    #[expect(clippy::cast_possible_truncation, reason = "both come from i32 days")]
    let (first, last) = (Day(from as i32), Day(to as i32));
    let length = to - from;
    let most = (width / DATE_WIDTH).max(1.0);
    let grain = if length <= 40.0 && length / 7.0 <= most {
        Grain::Week
    } else if length / 365.0 <= most && length <= 1500.0 {
        Grain::Month
    } else {
        Grain::Year
    };
    let months = length / 30.4;
    let months_apart = [1, 3, 6, 12].into_iter().find(|apart| months / f64::from(*apart) <= most).unwrap_or(12);
    let mut ticks = Vec::new();
    let mut day = grain.start_of(first);
    while day <= last && ticks.len() < 400 {
        let date = day.date();
        let month = words::month(date.month());
        let is_wanted = grain != Grain::Month || date.month0() % months_apart == 0;
        if day >= first && is_wanted {
            ticks.push((
                day,
                match grain {
                    Grain::Week => format!("{} {month}", date.day()),
                    Grain::Year => date.year().to_string(),
                    _ if date.month() == 1 || ticks.is_empty() => {
                        format!("{month} {:02}", date.year().rem_euclid(100))
                    }
                    _ => month.to_owned(),
                },
            ));
        }
        day = grain.next(day);
    }
    // Without any tick, as below a single point, nothing would say when this is; days alone do not say of which year.
    let is_dateless = ticks.is_empty() || (grain == Grain::Week && ticks.len() == 1);
    if is_dateless {
        let at = Day(first.0.midpoint(last.0));
        let date = at.date();
        return vec![(at, format!("{} {:02}", words::month(date.month()), date.year().rem_euclid(100)))];
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::format::AxisWords;
    use crate::model::{Kpi, KpiKind};

    fn figure(days: &[i32], grain: Grain) -> KpiFigure {
        let points = days
            .iter()
            .map(|d| TrendPoint { start: Day(*d), value: f64::from(*d), interval: None, is_in_progress: false })
            .collect();
        KpiFigure { points, grain: Some(grain), ..KpiFigure::default() }
    }

    fn check(days: &[i32], grain: Grain, lengths: &[usize]) {
        let figure = figure(days, grain);
        assert_eq!(runs(&figure.points, figure.grain).iter().map(|r| r.len()).collect::<Vec<_>>(), lengths, "{days:?}");
    }

    #[test]
    fn a_missing_period_breaks_the_line() {
        check(&[0, 1, 2, 4, 5, 9], Grain::Day, &[3, 2, 1]);
        check(&[0, 31, 59, 120], Grain::Month, &[3, 1]);
        check(&[], Grain::Day, &[]);
        let mut odd = figure(&[0, 1, 2, 3], Grain::Day);
        odd.points[1].value = f64::NAN;
        assert_eq!(runs(&odd.points, odd.grain).iter().map(|r| r.len()).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_spike_survives_decimation() {
        let days: Vec<i32> = (0..5000).collect();
        let mut long = figure(&days, Grain::Day);
        for p in &mut long.points {
            p.value = 1.0;
        }
        long.points[2345].value = 50.0;
        let scale = Scale::of(&long, Rect::new(0.0, 0.0, 100.0, 40.0)).expect("points");
        let kept = decimated(&long.points, &scale);
        assert!(kept.len() <= 200, "{}", kept.len());
        assert!(kept.iter().any(|p| p.value == 50.0));
    }

    #[test]
    fn ticks_are_round_numbers_inside_the_range() {
        assert_eq!(ticks((0.0, 10.0)), [0.0, 5.0, 10.0]);
        assert_eq!(ticks((2.9, 4.3)).len(), 3);
        assert_eq!(ticks((3.7, 4.55)), [4.0, 4.5]);
        assert_eq!(ticks((1.0, 1.0)), Vec::<f64>::new());
        let of = |kind, unit: &str, largest| {
            let kpi = Kpi { kind, unit: unit.to_owned(), ..Kpi::new(crate::base::ids::Id::from_raw(1), "Any") };
            KpiFigure { axis: AxisWords::of(&kpi, largest), ..figure(&[], Grain::Day) }
        };
        let percent = of(KpiKind::Rate, "", 0.25);
        assert_eq!(axis_text(&percent, 0.2, &[0.2, 0.25]), "20 %");
        assert_eq!(axis_text(&percent, -0.2, &[0.2, 0.25]), "−20 %");
        assert_eq!(axis_text(&figure(&[], Grain::Day), 4.0, &[3.5, 4.0]), "4.0");
        let hours = of(KpiKind::Mean, "h", 6.0);
        assert_eq!(axis_text(&hours, 6.0, &[4.0, 6.0]), "6 h");
        let money = of(KpiKind::Mean, "€", 6.0);
        assert_eq!(axis_text(&money, -6.0, &[4.0, 6.0]), "−€6");
        // A day and more in seconds: the numbers are hours, and round ones.
        let seconds = of(KpiKind::Mean, "s", 90_000.0);
        let ticks = ticks_of(&seconds, (40_000.0, 90_000.0));
        let texts: Vec<String> = ticks.iter().map(|tick| axis_text(&seconds, *tick, &ticks)).collect();
        assert_eq!(texts, ["15 h", "20 h", "25 h"]);
    }

    #[test]
    fn dates_on_an_axis_name_the_year_once() {
        let days = |text: &str| f64::from(Day::parse_iso(text).expect("date").0);
        let one: Vec<_> =
            date_ticks((days("2025-05-01"), days("2025-05-01")), 200.0).into_iter().map(|(_, t)| t).collect();
        assert_eq!(one, ["May 25"], "a single point");
        let texts: Vec<_> =
            date_ticks((days("2024-01-01"), days("2025-03-01")), 200.0).into_iter().map(|(_, t)| t).collect();
        assert_eq!(texts, ["Jan 24", "Apr", "Jul", "Oct", "Jan 25"]);
        let narrow: Vec<_> =
            date_ticks((days("2024-02-01"), days("2025-12-01")), 110.0).into_iter().map(|(_, t)| t).collect();
        assert_eq!(narrow, ["Jul 24", "Jan 25", "Jul"]);
    }
}
