//! KPI cards: name, value, change and n, and below them the form that was chosen.

use crate::base::geom::{Point, Rect};
use crate::base::ids::KpiId;
use crate::base::text::{TextRoom, TextStyle};
use crate::layout::CardBox;
use crate::layout::measure::line_height;
use crate::layout::sizes::{AFAR_NAME, AFAR_VALUE, LONE_VALUE};
use crate::model::{CardForm, CardSplit, Place};
use crate::scene::pen::{Baseline, Pen};
use crate::scene::trend::{self, Detail};
use crate::scene::{Align, KpiFigure, Lod, card_form, stage_header, state_marks};

/// Value and name, set larger, and the trend or the gauge if there is room left.
fn from_afar(pen: &mut Pen<'_, '_>, place: &CardBox, form: CardForm, figure: Result<&KpiFigure, Option<&'static str>>) {
    let (tokens, sizes) = (pen.tokens(), pen.sizes());
    let bottom = place.content_bottom(sizes) - sizes.card_padding_y - 2.0;
    let padding = sizes.card_padding_x / 2.0;
    let (left, right) = (place.rect.min.x + padding, place.rect.max.x - padding);
    let edge = if figure.is_ok() { sizes.card_padding_y - 2.0 } else { 3.0 };
    let mut top = place.rect.min.y + edge;
    if let Ok(figure) = figure {
        pen.status(figure.status, Point::new(left + 8.0, top + 13.0), 8.0);
        // A number is never cut: it loses the end of its scale, or is set smaller.
        let room = right - left - 22.0;
        let style = TextStyle { size: AFAR_VALUE, ..sizes.styles.card_value };
        let mut width = |text: &str| pen.measure(text, style, TextRoom::LINE).size.width.max(1.0);
        let whole = figure.value_text.as_str();
        let text = if width(whole) <= room { whole } else { whole.split_once(" / ").map_or(whole, |(value, _)| value) };
        let style = TextStyle { size: style.size * (room / width(text)).min(1.0), ..style };
        pen.text_at(text, style, Baseline::left(left + 22.0, top + 22.0, f64::INFINITY), tokens.text);
        top += 28.0;
    }
    // What is said instead of numbers stands below the name, both in the size of other words.
    let without = figure.err().flatten();
    let size = without.and_then(|_| pen.input.lod.size_of_words(sizes.styles.card_strong.size)).unwrap_or(AFAR_NAME);
    let style = TextStyle { size, ..sizes.styles.card_strong };
    let (lines_below, bottom) = if without.is_some() { (1.0, bottom + sizes.card_padding_y) } else { (0.0, bottom) };
    let name: String = place.text.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines")]
    let lines = ((bottom - top) / line_height(style) - lines_below).floor().clamp(1.0, 4.0) as usize;
    let room = right - left;
    let room = if pen.is_untorn(&name, style, room) { TextRoom::lines(room, lines) } else { TextRoom::line(room) };
    let block = pen.measure(&name, style, room);
    let below = top + block.size.height;
    pen.block(block, Point::new(left, top), Align::Left, tokens.text_weak);
    if let Some(without) = without {
        let words = pen.measure(without, style, TextRoom::line(right - left));
        return pen.block(words, Point::new(left, below), Align::Left, tokens.text_faint);
    }
    let below = below + 4.0;
    if let Some(figure) = figure.ok().filter(|_| bottom - below >= 24.0) {
        let room = Rect { min: Point::new(left, below), max: Point::new(right, bottom) };
        match form {
            CardForm::Automatic | CardForm::Trend => trend::draw(pen, figure, room, Detail::Sparkline),
            CardForm::Gauge => card_form::bare_gauge(pen, figure, room),
            // Their words would be too small to read.
            CardForm::Number
            | CardForm::BeforeAfter
            | CardForm::Scores
            | CardForm::Table
            | CardForm::SmallMultiples
            | CardForm::Lines => {}
        }
    }
}

/// Name, value, change, n and the form.
pub(super) fn draw(pen: &mut Pen<'_, '_>, place: &CardBox, (form, split): (CardForm, &CardSplit), at: (KpiId, Place)) {
    let overlay = pen.input.overlay;
    let figure = overlay.cards.get(&at);
    let (tokens, sizes) = (pen.tokens(), pen.sizes());
    let styles = sizes.styles;
    let (left, right) = (place.rect.min.x + sizes.card_padding_x, place.rect.max.x - sizes.card_padding_x);
    let first_line = place.text_origin.y + line_height(styles.card_strong) / 2.0;
    let status = figure.map(|f| f.status).unwrap_or_default();
    let plot_bottom = place.content_bottom(sizes) - sizes.card_padding_y - 2.0;
    if pen.input.lod == Lod::Distant {
        let radius = (place.rect.width().min(place.rect.height()) * 0.2).min(20.0);
        return pen.status(status, place.rect.center(), radius);
    }
    if pen.input.lod < Lod::Compact {
        let without = (!overlay.is_off).then(|| overlay.words_without(at.0, at.1));
        return from_afar(pen, place, form, figure.ok_or(without));
    }
    if !pen.input.overlay.is_off {
        pen.status(status, Point::new(left + 4.8, first_line), 4.8);
    }
    pen.block(place.text.clone(), place.text_origin, Align::Left, tokens.text);
    let value_y = place.text_origin.y + place.text.size.height + 19.0;
    if pen.input.overlay.is_off {
        return;
    }
    let Some(figure) = figure else {
        // Words and no dash: from further away a dash looks like a word that cannot be read.
        let style = pen.small_print();
        let y = place.text_origin.y + place.text.size.height + line_height(style);
        pen.text_at(overlay.words_without(at.0, at.1), style, Baseline::left(left, y, right - left), tokens.text_weak);
        return;
    };
    let mut value_style = styles.card_value;
    let mut value_y = value_y;
    if form == CardForm::Number {
        let alone = TextStyle { size: value_style.size * LONE_VALUE, ..value_style };
        let width = pen.measure(&figure.value_text, alone, TextRoom::LINE).size.width;
        let size = alone.size * ((right - left) / width.max(1.0)).min(1.0);
        value_y += (size - value_style.size).max(0.0) + 4.0;
        value_style = TextStyle { size: size.max(value_style.size), ..value_style };
    }
    let mut x =
        left + pen.text_at(&figure.value_text, value_style, Baseline::left(left, value_y, right - left), tokens.text);
    let color = pen.change_color(figure.change_is_good, figure.status);
    if !figure.change_text.is_empty() {
        let width = pen.measure(&figure.change_text, styles.change, TextRoom::LINE).size.width;
        if x + 8.0 + width <= right {
            x += 8.0 + pen.text_at(&figure.change_text, styles.change, Baseline::left(x + 8.0, value_y, width), color);
        }
    }
    let mut plot_top = value_y + 8.0;
    // n stands at the end of the row with its marks; in a narrow card they get a row of their own.
    let (n_text, style) = (figure.short_n(), pen.small_print());
    let n_width = pen.measure(&n_text, style, TextRoom::LINE).size.width;
    let all_marks = state_marks::width(figure, f64::INFINITY);
    let (note_left, note_y) = if x + 10.0 + n_width + all_marks <= right {
        (x + 10.0, value_y)
    } else {
        plot_top += 12.0;
        (left, value_y + 14.0)
    };
    let room = right - note_left;
    let marks = state_marks::width(figure, room - n_width);
    let note = stage_header::note(pen, figure, room - marks);
    let at = if note_y > value_y { Baseline::left(left, note_y, room) } else { Baseline::right(right, note_y, room) };
    let used = pen.text_at(&note, style, at, tokens.text_weak);
    let from = if note_y > value_y { left + used } else { right - used - marks };
    state_marks::draw(pen, figure, Point::new(from, note_y - style.size * 0.36), marks);
    let room = Rect { min: Point::new(left, plot_top), max: Point::new(right, plot_bottom) };
    card_form::draw(pen, (form, split), figure, room);
}
