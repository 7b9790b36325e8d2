//! The forms of KPI cards below their value: gauge, before and after, scores, table. Everything is drawn with fills and
//! hairlines: the full lines of a card are its trend, which the pointer reads.

use crate::base::color::Rgba;
use crate::base::geom::{Point, Rect};
use crate::base::text::{TextRoom, TextStyle, Weight};
use crate::i18n::card_forms as words;
use crate::layout::measure::line_height;
use crate::metrics::ScoreGroup;
use crate::model::{CardForm, CardSplit};
use crate::scene::card_figures::{GaugeGoal, PeriodBar, PeriodRow, ScoreBar};
use crate::scene::card_split;
use crate::scene::pen::{Baseline, Pen};
use crate::scene::trend::{self, Detail};
use crate::scene::{KpiFigure, Lod, Prim, Status, Stroke};
use crate::theme::opacities::{LOUDER, QUIET};

/// Narrower than this nothing but the number is shown.
const LEAST_WIDTH: f64 = 48.0;
/// Height of the track of a gauge, and of the bar on it.
const TRACK: f64 = 10.0;
const TRACK_BAR: f64 = 4.0;
/// Height of a bar that compares.
const BAR: f64 = 7.0;
/// Between the stripes of bars that tell detractors.
const STRIPE: f64 = 4.0;
/// Least height of the bars of scores.
const LEAST_BARS: f64 = 14.0;

/// Draws a form into the room that a card has left. What has no room is left out: the number stands above.
pub(super) fn draw(pen: &mut Pen<'_, '_>, (form, split): (CardForm, &CardSplit), figure: &KpiFigure, room: Rect) {
    let is_close = pen.input.lod == Lod::Close;
    match form {
        CardForm::Number => {}
        CardForm::Automatic => {
            trend::draw(pen, figure, room, if is_close { Detail::Axes } else { Detail::Sparkline });
        }
        CardForm::Trend => trend::draw(pen, figure, room, if is_close { Detail::Axes } else { Detail::Dated }),
        _ if room.width() < LEAST_WIDTH => {}
        CardForm::Gauge => gauge(pen, figure, room),
        CardForm::BeforeAfter => match &figure.card.periods {
            Some(periods) => before_after(pen, figure, periods, room),
            None => remark(pen, words::NOTHING_BEFORE, room),
        },
        CardForm::Scores if figure.card.scores.is_empty() => remark(pen, words::NO_SCORES, room),
        CardForm::Scores => scores(pen, &figure.card.scores, room),
        CardForm::Table => table(pen, &figure.card.rows, room),
        CardForm::SmallMultiples | CardForm::Lines => {
            let Some(split) = figure.card.splits.get(split) else { return };
            match () {
                () if split.has_too_many => remark(pen, &words::too_many_segments(&split.dimension), room),
                () if split.parts.is_empty() => remark(pen, &words::no_segments(&split.dimension), room),
                () if form == CardForm::Lines => card_split::lines(pen, split, figure, room),
                () => card_split::multiples(pen, split, figure, room),
            }
        }
    }
}

/// The gauge without words, for cards that are shapes.
pub(super) fn bare_gauge(pen: &mut Pen<'_, '_>, figure: &KpiFigure, room: Rect) {
    if room.width() >= LEAST_WIDTH {
        let top = room.center().y - TRACK / 2.0;
        track(pen, figure, Rect::new(room.min.x, top, room.width(), TRACK));
    }
}

/// Why a form shows nothing, in words as far as there is room for all of them.
fn remark(pen: &mut Pen<'_, '_>, text: &str, room: Rect) {
    let (style, ink) = (pen.small_print(), pen.tokens().text_weak);
    let block = pen.measure(text, style, TextRoom::lines(room.width(), 2));
    if block.size.height <= room.height() && !block.is_elided {
        pen.block(block, Point::new(room.min.x, room.min.y + 2.0), crate::scene::Align::Left, ink);
    }
}

fn ink_of(pen: &Pen<'_, '_>, status: Status) -> Rgba {
    match status {
        // Without a target there is nothing to be good or bad at.
        Status::None => pen.tokens().accent,
        status => pen.status_color(status),
    }
}

/// The interval of a value as a thin line with ends, in a height of its own.
fn whisker(pen: &mut Pen<'_, '_>, (low, high): (f64, f64), y: f64, height: f64, ink: Rgba) {
    pen.fill(Rect::new(low, y - 0.5, (high - low).max(1.0), 1.0), 0.0, ink);
    for x in [low, high] {
        pen.fill(Rect::new(x - 0.5, y - height / 2.0, 1.0, height), 0.0, ink);
    }
}

/// A value between the ends of what it can be; target and ends named where there is room.
fn gauge(pen: &mut Pen<'_, '_>, figure: &KpiFigure, room: Rect) {
    let (tokens, style) = (pen.tokens(), pen.small_print());
    let line = line_height(style);
    let card = &figure.card;
    if card.value.is_none() || card.span.ends.1 <= card.span.ends.0 || room.height() < TRACK + 4.0 {
        return;
    }
    let has_target = room.height() >= line + TRACK + 4.0;
    let has_ends = room.height() >= 2.0 * line + TRACK + 6.0;
    let used = TRACK + if has_target { line + 2.0 } else { 0.0 } + if has_ends { line + 2.0 } else { 0.0 };
    let top = room.min.y + ((room.height() - used) / 2.0).clamp(0.0, 6.0);
    let track_top = top + if has_target { line + 2.0 } else { 0.0 };
    let rect = Rect::new(room.min.x + 4.0, track_top, room.width() - 8.0, TRACK);
    track(pen, figure, rect);
    if has_target {
        let (text, at) = match &card.goal {
            Some(goal) => (
                crate::i18n::canvas::target(&goal.target_text),
                rect.min.x + card.span.share(goal.target) * rect.width(),
            ),
            None => (words::NO_TARGET.to_owned(), rect.min.x),
        };
        let width = pen.measure(&text, style, TextRoom::LINE).size.width;
        if width <= room.width() {
            let left = (at - width / 2.0).min(room.max.x - width).max(room.min.x);
            pen.text_at(&text, style, Baseline::left(left, top + style.size, f64::INFINITY), tokens.text_weak);
        }
    }
    if has_ends {
        let y = rect.max.y + 1.0 + style.size;
        let (low, high) = (&card.span.texts.0, &card.span.texts.1);
        let mut width = |text: &str| pen.measure(text, style, TextRoom::LINE).size.width;
        if width(low) + width(high) + 8.0 <= room.width() {
            pen.text_at(low, style, Baseline::left(room.min.x, y, f64::INFINITY), tokens.text_faint);
            pen.text_at(high, style, Baseline::right(room.max.x, y, f64::INFINITY), tokens.text_faint);
        }
    }
}

/// Zones, the value as a bar that ends in the shape of its status, its interval, and the target as a mark across.
fn track(pen: &mut Pen<'_, '_>, figure: &KpiFigure, rect: Rect) {
    let tokens = pen.tokens();
    let card = &figure.card;
    let Some(value) = card.value else { return };
    let x = |value: f64| rect.min.x + card.span.share(value) * rect.width();
    let zone = |pen: &mut Pen<'_, '_>, from: f64, to: f64, color: Rgba| {
        if to - from > 0.01 {
            pen.fill(Rect { min: Point::new(from, rect.min.y), max: Point::new(to, rect.max.y) }, 0.0, color);
        }
    };
    match &card.goal {
        Some(GaugeGoal { target, watch_end, is_higher_better, .. }) => {
            let (target, watch) = (x(*target), x(*watch_end));
            let zones = if *is_higher_better {
                [(rect.min.x, watch, tokens.off), (watch, target, tokens.watch), (target, rect.max.x, tokens.good)]
            } else {
                [(watch, rect.max.x, tokens.off), (target, watch, tokens.watch), (rect.min.x, target, tokens.good)]
            };
            for ((from, to, color), strength) in zones.into_iter().zip([QUIET, LOUDER, QUIET]) {
                zone(pen, from, to, color.with_opacity(strength));
            }
            if (watch - target).abs() > 0.5 {
                // Where the band ends is told by a line too, not by colour alone.
                pen.fill(Rect::new(watch - 0.4, rect.min.y, 0.8, rect.height()), 0.0, tokens.text_faint);
            }
        }
        None => zone(pen, rect.min.x, rect.max.x, tokens.text_faint.with_opacity(QUIET)),
    }
    let ink = ink_of(pen, figure.status);
    let (y, at) = (rect.center().y, x(value));
    // A scale that has a nothing inside, as that of an NPS, begins its bar there.
    let (low, high) = card.span.ends;
    let from = if low < 0.0 && high > 0.0 { x(0.0) } else { rect.min.x };
    pen.fill(Rect::new(from.min(at), y - TRACK_BAR / 2.0, (at - from).abs().max(0.5), TRACK_BAR), 0.0, ink);
    if let Some((low, high)) = card.interval {
        whisker(pen, (x(low), x(high)), y, TRACK - 3.0, tokens.text);
    }
    if let Some(goal) = &card.goal {
        pen.fill(Rect::new(x(goal.target) - 0.9, rect.min.y - 2.5, 1.8, rect.height() + 5.0), 0.0, tokens.text);
    }
    pen.dot(Point::new(at, y), 5.2, tokens.card);
    pen.status(figure.status, Point::new(at, y), 3.8);
}

/// The compared period above the shown one, each with its days, value and n.
fn before_after(pen: &mut Pen<'_, '_>, figure: &KpiFigure, periods: &[PeriodBar; 2], room: Rect) {
    let (tokens, style) = (pen.tokens(), pen.small_print());
    let line = line_height(style);
    let row = line + BAR + 5.0;
    if room.height() < 2.0 * row - 3.0 {
        return;
    }
    let strong = TextStyle { weight: Weight::SemiBold, ..style };
    let mut width = |text: &str, style| pen.measure(text, style, TextRoom::LINE).size.width;
    // Both rows say as much as the longer of them has room for.
    let named = |label: &str, n: bool| {
        periods.iter().all(|bar| {
            let label = if label.is_empty() { &bar.short_label } else { &bar.label };
            let tail = if n { n_of(bar) } else { String::new() };
            width(label, style) + 8.0 + width(&value_of(bar, n), strong) + width(&tail, style) + 8.0 <= room.width()
        })
    };
    let tries = [("days", true), ("", true), ("days", false), ("", false)];
    let mut named = named;
    let Some((label, has_n)) = tries.into_iter().find(|(label, n)| named(label, *n)) else { return };
    let span = &figure.card.span;
    let x = |value: f64| room.min.x + span.share(value) * room.width();
    let (low, high) = span.ends;
    let from = if low < 0.0 && high > 0.0 { x(0.0) } else { room.min.x };
    let ink = ink_of(pen, figure.status);
    for (index, bar) in periods.iter().enumerate() {
        let is_now = index == 1;
        let top = room.min.y + if is_now { row } else { 0.0 };
        let y = top + style.size;
        let name = if label.is_empty() { &bar.short_label } else { &bar.label };
        pen.text_at(name, style, Baseline::left(room.min.x, y, f64::INFINITY), tokens.text_weak);
        let mut right = room.max.x;
        if has_n {
            right -= pen.text_at(&n_of(bar), style, Baseline::right(right, y, f64::INFINITY), tokens.text_weak) + 6.0;
        }
        let color = if is_now { tokens.text } else { tokens.text_weak };
        pen.text_at(&value_of(bar, has_n), strong, Baseline::right(right, y, f64::INFINITY), color);
        let track = Rect::new(room.min.x, top + line + 1.0, room.width(), BAR);
        pen.fill(track, 0.0, tokens.text_faint.with_opacity(QUIET / 2.0));
        let at = x(bar.value);
        let rect = Rect::new(from.min(at), track.min.y, (at - from).abs().max(1.0), BAR);
        // What was is an outline, what is is filled: told apart without colour.
        if is_now {
            pen.fill(rect, 0.0, ink);
        } else {
            let stroke = Some(Stroke::hairline(tokens.strokes.hairline, tokens.text_weak));
            let fill = Some(tokens.text_faint.with_opacity(LOUDER));
            pen.add(Prim::Rect { rect: rect.expand(-0.5), radius: 0.0, fill, stroke });
        }
        if let Some((low, high)) = bar.interval {
            whisker(pen, (x(low), x(high)), track.center().y, BAR - 1.0, tokens.text);
        }
    }
}

/// The value; where n is not said beside it, it says itself that answers are few.
fn value_of(bar: &PeriodBar, has_n: bool) -> String {
    if bar.is_few && !has_n { crate::i18n::map::few(&bar.value_text) } else { bar.value_text.clone() }
}

/// n in the shortest words; that answers are few is part of it.
pub(super) fn n_in_words(n_text: &str, is_few: bool) -> String {
    if n_text == crate::metrics::format::n(None) {
        crate::i18n::map::no_n().to_owned()
    } else if is_few {
        crate::i18n::map::few(n_text)
    } else {
        n_text.to_owned()
    }
}

fn n_of(bar: &PeriodBar) -> String {
    n_in_words(&bar.n_text, bar.is_few)
}

/// A bar for every score, with what the groups come to above.
fn scores(pen: &mut Pen<'_, '_>, bars: &[ScoreBar], room: Rect) {
    let (tokens, style) = (pen.tokens(), pen.small_print());
    let line = line_height(style);
    let most = bars.iter().map(|bar| bar.count).fold(0.0, f64::max);
    let all: f64 = bars.iter().map(|bar| bar.count).sum();
    if room.height() < line + LEAST_BARS || most <= 0.0 {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "a dozen bars")]
    let step = room.width() / bars.len() as f64;
    let mut top = room.min.y + 2.0;
    if room.height() >= 2.0 * line + LEAST_BARS && legend(pen, bars, all, Point::new(room.min.x, top), room.width()) {
        top += line + 3.0;
    }
    let bottom = room.max.y - line;
    // The share of each score stands over its bar where all of them have room.
    let shares: Vec<String> = bars.iter().map(|bar| words::share(100.0 * bar.count / all)).collect();
    let share_width = shares.iter().map(|text| pen.measure(text, style, TextRoom::LINE).size.width).fold(0.0, f64::max);
    let has_shares = share_width + 3.0 <= step && bottom - top >= line + LEAST_BARS;
    if has_shares {
        top += line;
    }
    // Not every score is named where names would touch.
    let widest = bars.iter().map(|bar| pen.measure(&bar.label, style, TextRoom::LINE).size.width).fold(0.0, f64::max);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a dozen bars")]
    let every = (((widest + 4.0) / step).ceil() as usize).max(1);
    for ((index, bar), left) in bars.iter().enumerate().zip((0_u32..).map(|i| room.min.x + f64::from(i) * step)) {
        let height = bar.count / most * (bottom - top);
        let gap = (step * 0.12).clamp(0.6, 3.0);
        let rect = Rect::new(left + gap, bottom - height, step - 2.0 * gap, height);
        if height > 0.0 {
            group_bar(pen, bar.group, rect);
        }
        if let Some(text) = shares.get(index).filter(|_| has_shares) {
            let block = pen.measure(text, style, TextRoom::LINE);
            let origin = Point::new(left + step / 2.0, rect.min.y - line);
            pen.block(block, origin, crate::scene::Align::Center, tokens.text_weak);
        }
        let block = pen.measure(&bar.label, style, TextRoom::LINE);
        let half = block.size.width / 2.0;
        let center = (left + step / 2.0).clamp(room.min.x + half, (room.max.x - half).max(room.min.x + half));
        if index % every == 0 {
            pen.block(block, Point::new(center, bottom + 1.0), crate::scene::Align::Center, tokens.text_weak);
        }
    }
    pen.hairline(Point::new(room.min.x, bottom), Point::new(room.max.x, bottom), tokens.card_line);
}

/// A bar that tells its group by fill and edge as well as by colour.
fn group_bar(pen: &mut Pen<'_, '_>, group: ScoreGroup, rect: Rect) {
    let tokens = pen.tokens();
    match group {
        ScoreGroup::Promoter | ScoreGroup::Satisfied => pen.fill(rect, 0.0, tokens.good),
        // Told from promoters by its stripes where colours are not seen.
        ScoreGroup::Detractor => {
            pen.fill(rect, 0.0, tokens.off);
            let mut y = rect.max.y - STRIPE;
            while y > rect.min.y + 1.0 {
                pen.fill(Rect::new(rect.min.x, y, rect.width(), 1.0), 0.0, tokens.card);
                y -= STRIPE;
            }
        }
        ScoreGroup::Plain => pen.fill(rect, 0.0, tokens.accent),
        ScoreGroup::Passive | ScoreGroup::Unsatisfied => {
            let stroke = Some(Stroke::hairline(tokens.strokes.hairline, tokens.text_faint));
            let fill = Some(tokens.text_faint.with_opacity(QUIET));
            pen.add(Prim::Rect { rect: rect.expand(-0.5_f64.min(rect.height() / 4.0)), radius: 0.0, fill, stroke });
        }
    }
}

fn group_name(group: ScoreGroup) -> &'static str {
    match group {
        ScoreGroup::Detractor => words::DETRACTORS,
        ScoreGroup::Passive => words::PASSIVES,
        ScoreGroup::Promoter => words::PROMOTERS,
        ScoreGroup::Unsatisfied => words::NOT_SATISFIED,
        ScoreGroup::Satisfied => words::SATISFIED,
        ScoreGroup::Plain => "",
    }
}

/// The share of each group with its shape, in the order of the scores; false when there are no groups or no room.
fn legend(pen: &mut Pen<'_, '_>, bars: &[ScoreBar], all: f64, at: Point, width: f64) -> bool {
    let (tokens, style) = (pen.tokens(), TextStyle { weight: Weight::Medium, ..pen.small_print() });
    let groups = [
        (ScoreGroup::Detractor, Status::Off),
        (ScoreGroup::Passive, Status::None),
        (ScoreGroup::Promoter, Status::Good),
        (ScoreGroup::Unsatisfied, Status::None),
        (ScoreGroup::Satisfied, Status::Good),
    ];
    let of = |group| bars.iter().filter(|bar| bar.group == group).map(|bar| bar.count).sum::<f64>();
    let shown: Vec<_> = groups.into_iter().filter(|(group, _)| bars.iter().any(|bar| bar.group == *group)).collect();
    // The groups by name where there is room, else by their shapes.
    let shares = |is_named: bool| -> Vec<(Status, String)> {
        let share = |group| words::share(100.0 * of(group) / all);
        let text = |group| if is_named { words::group_share(group_name(group), &share(group)) } else { share(group) };
        shown.iter().map(|(group, shape)| (*shape, text(*group))).collect()
    };
    let mut widths_of = |shares: &[(Status, String)]| -> Vec<f64> {
        shares.iter().map(|(_, text)| 12.0 + pen.measure(text, style, TextRoom::LINE).size.width).collect()
    };
    #[expect(clippy::cast_precision_loss, reason = "three groups")]
    let gaps = shown.len().saturating_sub(1) as f64;
    let tries = [shares(true), shares(false)].map(|shares| (widths_of(&shares), shares));
    let fits = |(widths, _): &(Vec<f64>, Vec<(Status, String)>)| widths.iter().sum::<f64>() + gaps * 6.0 <= width;
    let Some((widths, shares)) = tries.into_iter().find(fits).filter(|_| !shown.is_empty()) else { return false };
    let used: f64 = widths.iter().sum();
    let gap = if gaps > 0.0 { ((width - used) / gaps).min(14.0) } else { 0.0 };
    let (mut x, y) = (at.x, at.y + style.size);
    for ((shape, text), width) in shares.iter().zip(widths) {
        pen.status(*shape, Point::new(x + 4.0, y - style.size * 0.36), 3.4);
        pen.text_at(text, style, Baseline::left(x + 12.0, y, f64::INFINITY), tokens.text);
        x += width + gap;
    }
    true
}

/// Period, value and n, the newest first, as many as there is room for.
fn table(pen: &mut Pen<'_, '_>, rows: &[PeriodRow], room: Rect) {
    let (tokens, style) = (pen.tokens(), pen.small_print());
    let line = line_height(style) + 1.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines")]
    let lines = (room.height() / line).floor().max(0.0) as usize;
    // The head and two rows at least.
    if lines < 3 || rows.is_empty() {
        return;
    }
    let shown = if rows.len() < lines { rows.len() } else { lines - 2 };
    let strong = TextStyle { weight: Weight::Medium, ..style };
    let n_of = |row: &PeriodRow| if row.is_few { crate::i18n::map::few(&row.n_text) } else { row.n_text.clone() };
    let mut widest = |texts: Vec<String>, style| {
        texts.iter().map(|text| pen.measure(text, style, TextRoom::LINE).size.width).fold(0.0, f64::max)
    };
    let heads =
        |head: &str, texts: Vec<String>| -> Vec<String> { std::iter::once(head.to_owned()).chain(texts).collect() };
    let visible = rows.get(..shown).unwrap_or(rows);
    let period = widest(heads(words::PERIOD, visible.iter().map(|row| row.period.clone()).collect()), style);
    // Where n is not said, the value says itself that answers are few.
    let value_of = |row: &PeriodRow, has_n: bool| {
        if row.is_few && !has_n { crate::i18n::map::few(&row.value_text) } else { row.value_text.clone() }
    };
    let mut values =
        |has_n| widest(heads(words::VALUE, visible.iter().map(|row| value_of(row, has_n)).collect()), strong);
    let (bare, marked) = (values(true), values(false));
    let n = widest(heads(words::N, visible.iter().map(n_of).collect()), style);
    let has_n = period + 8.0 + bare + 8.0 + n <= room.width();
    let value = if has_n { bare } else { marked };
    if period + 8.0 + value > room.width() {
        return;
    }
    // Columns keep together: far apart, the eye loses the row.
    let right = (room.min.x + period + 28.0 + value + if has_n { 28.0 + n } else { 0.0 }).min(room.max.x);
    let value_right = if has_n { right - n - ((right - room.min.x - period - value - n) / 2.0) } else { right };
    let mut y = room.min.y + style.size;
    let row_ui = |pen: &mut Pen<'_, '_>, y: f64, texts: [&str; 3], inks: [Rgba; 2], value_style| {
        pen.text_at(texts[0], style, Baseline::left(room.min.x, y, f64::INFINITY), inks[0]);
        pen.text_at(texts[1], value_style, Baseline::right(value_right, y, f64::INFINITY), inks[1]);
        if has_n {
            pen.text_at(texts[2], style, Baseline::right(right, y, f64::INFINITY), inks[0]);
        }
    };
    let faint = [tokens.text_faint, tokens.text_faint];
    row_ui(pen, y, [words::PERIOD, words::VALUE, words::N], faint, style);
    let under = room.min.y + line - 1.0;
    pen.hairline(Point::new(room.min.x, under), Point::new(right, under), tokens.card_line);
    for row in visible {
        y += line;
        // A period that is not over is written lighter, and its value is no last word.
        let ink = if row.is_in_progress { tokens.text_weak } else { tokens.text };
        row_ui(pen, y, [&row.period, &value_of(row, has_n), &n_of(row)], [tokens.text_weak, ink], strong);
    }
    if rows.len() > shown {
        let text = words::earlier(rows.len() - shown);
        let width = pen.measure(&text, style, TextRoom::LINE).size.width;
        if width <= room.width() {
            pen.text_at(&text, style, Baseline::left(room.min.x, y + line, f64::INFINITY), tokens.text_faint);
        }
    }
}

#[cfg(test)]
mod tests;
