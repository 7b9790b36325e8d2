//! Stages and steps across the top. How wide they are depends on how many there are and on their headline KPIs, never on
//! words: a map that shifts sideways while someone types cannot be typed into.

use crate::base::geom::Rect;
use crate::base::ids::{MapId, StageId};
use crate::base::text::{Measure, TextBlock, TextRoom, TextStyle};
use crate::layout::{MapLayout, Sizes, StageBox, StepBox, hyphenated, map_figures};
use crate::model::{Document, Step};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Steps of each stage in order, in one walk over the table.
fn steps_by_stage(document: &Document, map: MapId) -> BTreeMap<StageId, Vec<&Arc<Step>>> {
    let mut by_stage: BTreeMap<StageId, Vec<&Arc<Step>>> = BTreeMap::new();
    for step in document.columns_of(map) {
        by_stage.entry(step.stage).or_default().push(step);
    }
    by_stage
}

/// Lines that the name of a stage takes before it becomes smaller, and how many it may take then: as many as a card.
const TITLE_LINES: usize = 3;
const MOST_TITLE_LINES: usize = super::cards::MAX_LINES;

/// The name of a stage on as many lines as it needs and its header has: a little smaller before it is torn, and before
/// all headers of the map grow beyond three lines for it.
/// `room` is its width, and the height of the header.
#[must_use]
pub fn stage_title(measure: &mut dyn Measure, title: &str, sizes: &Sizes, room: (f64, f64)) -> TextBlock {
    let (style, (width, height)) = (sizes.styles.stage_title, room);
    let own_height = if height < sizes.stage_height { sizes.plain_stage_height } else { sizes.stage_height };
    let more = ((height - own_height).max(0.0) / super::measure::line_height(style) + 1e-6).floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines")]
    let room = (more as usize).saturating_add(1);
    let sizes = [style.size, style.size - 1.5, style.size - 3.0];
    let lines = |max_lines: usize| TextRoom { width, max_lines: room.min(max_lines) };
    let low = fitted(measure, title, style, (&sizes, lines(TITLE_LINES)));
    if !low.is_elided || room <= TITLE_LINES {
        return low;
    }
    fitted(measure, title, style, (&sizes[2..], lines(MOST_TITLE_LINES)))
}

/// Words as large as they stand whole in a room, broken between words. Where they do so at no size they are broken with
/// hyphens at the last one, and cut where even that leaves them too long.
#[must_use]
pub fn fitted(measure: &mut dyn Measure, text: &str, base: TextStyle, (sizes, room): (&[f64], TextRoom)) -> TextBlock {
    fitted_by(measure, text, base, (sizes, |_| room))
}

/// The same where the room depends on the size: lower letters have more lines.
pub fn fitted_by(
    measure: &mut dyn Measure,
    text: &str,
    base: TextStyle,
    (sizes, room_of): (&[f64], impl Fn(TextStyle) -> TextRoom),
) -> TextBlock {
    let mut smallest = base;
    for size in sizes {
        smallest = TextStyle { size: *size, ..base };
        let room = room_of(smallest);
        if is_untorn(measure, text, smallest, room.width) {
            let block = measure.block(text, smallest, room);
            if !block.is_elided {
                return block;
            }
        }
    }
    let room = room_of(smallest);
    if let Some(words) = hyphenated(measure, text, smallest, room) {
        let block = measure.block(&words, smallest, room);
        if !block.is_elided {
            return block;
        }
    }
    // Torn words that are cut all the same read worse than words that end in "…".
    let is_untorn = is_untorn(measure, text, smallest, room.width);
    measure.block(text, smallest, if is_untorn { room } else { TextRoom::line(room.width) })
}

/// True when no word has to be broken inside.
fn is_untorn(measure: &mut dyn Measure, text: &str, style: TextStyle, width: f64) -> bool {
    text.split_whitespace().all(|word| measure.block(word, style, TextRoom::LINE).size.width <= width)
}

/// Places stages and steps and sets the width of the map and the height of its header.
pub(super) fn place(document: &Document, map: MapId, measure: &mut dyn Measure, layout: &mut MapLayout) {
    let sizes = layout.sizes.clone();
    let styles = sizes.styles;
    let mut headlines: BTreeMap<StageId, usize> = BTreeMap::new();
    for (_, _, place, is_headline) in document.kpi_cards(map) {
        if let (true, Some(stage)) = (is_headline, document.stage_of_place(place)) {
            *headlines.entry(stage).or_default() += 1;
        }
    }
    let mut steps = steps_by_stage(document, map);
    // Without a single number the headers need no room for any.
    let has_only_titles = headlines.is_empty() && !document.stages_of(map).is_empty();
    let stage_height = if has_only_titles { sizes.plain_stage_height } else { sizes.stage_height };
    // What names of several lines need beyond that, in all headers alike.
    let mut more_height: f64 = 0.0;
    let figures = map_figures::cards(document, map);
    let top = sizes.margin + if figures.is_empty() { 0.0 } else { sizes.map_figure_height + sizes.step_gap };
    let mut x = sizes.label_width;
    let mut step_height = sizes.step_height;
    for stage in document.stages_of(map) {
        let own = steps.remove(&stage.id).unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a number of steps")]
        let count = own.len().max(1) as f64;
        let [none, one, two] = sizes.stage_min_widths;
        let least = match headlines.get(&stage.id).copied().unwrap_or(0) {
            0 => none,
            1 => one,
            _ => two,
        };
        let badge = if stage.linked_map.is_some() { super::LINK_BADGE } else { 0.0 };
        let width = (count * sizes.step_width + (count - 1.0) * sizes.step_gap).max(least);
        let title_room = width - 2.0 * sizes.stage_padding - badge;
        let title = stage_title(measure, &stage.title, &sizes, (title_room, f64::INFINITY));
        more_height = more_height.max(title.size.height - super::measure::line_height(styles.stage_title));
        let question_room = title_room - title.size.width - 16.0;
        // A question that does not fit is left out rather than cut: half a question asks something else.
        let question = measure.block(&stage.question, styles.question, TextRoom::LINE);
        let question = if question.size.width <= question_room { question } else { Default::default() };

        let first = layout.steps.len();
        let step_width = (width - (count - 1.0) * sizes.step_gap) / count;
        let mut step_x = x;
        for step in own {
            let room = TextRoom::lines(step_width - 2.0 * sizes.step_padding, MOST_TITLE_LINES);
            let title = Arc::new(measure.block(&step.title, styles.step, room));
            step_height = step_height.max(title.size.height + 2.0 * sizes.step_padding_y);
            let rect = Rect::new(step_x, 0.0, step_width, 0.0);
            layout.steps.push(StepBox { id: step.id, stage: stage.id, rect, title });
            step_x += step_width + sizes.step_gap;
        }
        layout.stages.push(StageBox {
            id: stage.id,
            rect: Rect::new(x, top, width, 0.0),
            steps: first..layout.steps.len(),
            title: Arc::new(title),
            question: Arc::new(question),
        });
        x += width + sizes.stage_gap;
    }
    let stage_height = stage_height + more_height;
    for stage in &mut layout.stages {
        stage.rect.max.y = top + stage_height;
    }
    let step_top = top + stage_height + sizes.step_gap + 2.0;
    for step in &mut layout.steps {
        (step.rect.min.y, step.rect.max.y) = (step_top, step_top + step_height);
    }
    let right = if layout.stages.is_empty() { x + sizes.empty_width } else { x - sizes.stage_gap };
    layout.label_width = sizes.label_width;
    let end = map_figures::place(figures, right, layout);
    layout.header_height = step_top + step_height + sizes.lane_padding;
    layout.bounds = Rect::new(0.0, 0.0, end + sizes.margin, layout.header_height);
}
