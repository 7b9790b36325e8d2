//! Stages and steps across the top.

use crate::base::geom::Rect;
use crate::base::ids::{MapId, StageId, StepId};
use crate::base::text::{Measure, TextRoom, TextStyle};
use crate::layout::markup::plain_words;
use crate::layout::memory::Memory;
use crate::layout::{MapLayout, Sizes, StageBox, StepBox};
use crate::model::{CardBody, Document, Step};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Steps of each stage in order, in one walk over the table.
fn steps_by_stage(document: &Document, map: MapId) -> BTreeMap<StageId, Vec<&Arc<Step>>> {
    let mut by_stage: BTreeMap<StageId, Vec<&Arc<Step>>> = BTreeMap::new();
    for step in document.columns_of(map) {
        by_stage.entry(step.stage).or_default().push(step);
    }
    by_stage
}

/// Words shorter than this fit every column.
const LONG_WORD: usize = 9;

/// Width that each step needs so that no word of its own cards and of its name is broken.
fn widths_of_words(
    document: &Document,
    steps: &BTreeMap<StageId, Vec<&Arc<Step>>>,
    (measure, memory): (&mut dyn Measure, &mut Memory),
    sizes: &Sizes,
) -> BTreeMap<StepId, f64> {
    let styles = &sizes.styles;
    let mut widths: BTreeMap<StepId, f64> = BTreeMap::new();
    let mut add = |step: StepId, width: f64| {
        let widest = widths.entry(step).or_default();
        *widest = widest.max(width.min(sizes.step_max_width));
    };
    for step in steps.values().flatten() {
        add(step.id, widest_word(&step.title, styles.step, 2.0 * sizes.step_padding, measure));
    }
    let own: BTreeSet<StepId> = steps.values().flatten().map(|s| s.id).collect();
    for card in document.cards.values().filter(|c| c.span <= 1 && own.contains(&c.step)) {
        let (style, paddings) = match card.body {
            CardBody::Kpi { .. } | CardBody::Curve { .. } | CardBody::Image { .. } => continue,
            CardBody::Touchpoint { .. } => (styles.card, 1.5),
            CardBody::Text => (styles.card, 2.0),
            CardBody::Quote { .. } => (styles.quote, 2.0),
            CardBody::PainPoint { .. } | CardBody::Opportunity { .. } => (styles.card_strong, 2.0),
        };
        let padding = paddings * sizes.card_padding_x;
        add(card.step, memory.words(card, || widest_word(&plain_words(&card.text), style, padding, measure)));
    }
    widths
}

/// Width that the longest of the long words of a text needs; 0 without any.
fn widest_word(text: &str, style: TextStyle, padding: f64, measure: &mut dyn Measure) -> f64 {
    let long = text.split_whitespace().filter(|word| word.chars().count() >= LONG_WORD);
    long.map(|word| (measure.block(word, style, TextRoom::LINE).size.width + padding).ceil()).fold(0.0, f64::max)
}

/// Places stages and steps and sets the width of the map and the height of its header.
pub(super) fn place(
    document: &Document,
    map: MapId,
    (measure, memory): (&mut dyn Measure, &mut Memory),
    layout: &mut MapLayout,
) {
    let sizes = layout.sizes.clone();
    let styles = sizes.styles;
    let mut headlines: BTreeMap<StageId, usize> = BTreeMap::new();
    for (_, _, place, is_headline) in document.kpi_cards(map) {
        if let (true, Some(stage)) = (is_headline, document.stage_of_place(place)) {
            *headlines.entry(stage).or_default() += 1;
        }
    }
    let mut steps = steps_by_stage(document, map);
    let words = widths_of_words(document, &steps, (&mut *measure, memory), &sizes);
    // Without a single number the headers need no room for any.
    let has_only_titles = headlines.is_empty() && !document.stages_of(map).is_empty();
    let stage_height = if has_only_titles { sizes.plain_stage_height } else { sizes.stage_height };
    let step_top = sizes.margin + stage_height + sizes.step_gap + 2.0;
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
        let title_room = sizes.stage_title_max_width - 2.0 * sizes.stage_padding;
        let title = measure.block(&stage.title, styles.stage_title, TextRoom::line(title_room));
        let for_words = own.iter().filter_map(|step| words.get(&step.id)).copied().fold(sizes.step_width, f64::max);
        let badge = if stage.linked_map.is_some() { super::LINK_BADGE } else { 0.0 };
        let width = (count * for_words + (count - 1.0) * sizes.step_gap)
            .max(least)
            .max((title.size.width + 2.0 * sizes.stage_padding + badge).ceil());
        let question_room = width - 2.0 * sizes.stage_padding - title.size.width - 16.0 - badge;
        // A question that does not fit is left out rather than cut: half a question asks something else.
        let question = measure.block(&stage.question, styles.question, TextRoom::LINE);
        let question = if question.size.width <= question_room { question } else { Default::default() };

        let first = layout.steps.len();
        let step_width = (width - (count - 1.0) * sizes.step_gap) / count;
        let mut step_x = x;
        for step in own {
            let room = TextRoom::lines(step_width - 2.0 * sizes.step_padding, 3);
            let title = Arc::new(measure.block(&step.title, styles.step, room));
            step_height = step_height.max(title.size.height + 2.0 * sizes.card_padding_y);
            let rect = Rect::new(step_x, step_top, step_width, 0.0);
            layout.steps.push(StepBox { id: step.id, stage: stage.id, rect, title });
            step_x += step_width + sizes.step_gap;
        }
        layout.stages.push(StageBox {
            id: stage.id,
            rect: Rect::new(x, sizes.margin, width, stage_height),
            steps: first..layout.steps.len(),
            title: Arc::new(title),
            question: Arc::new(question),
        });
        x += width + sizes.stage_gap;
    }
    for step in &mut layout.steps {
        step.rect.max.y = step_top + step_height;
    }
    let right = if layout.stages.is_empty() { x + 2.0 * sizes.stage_title_max_width } else { x - sizes.stage_gap };
    layout.label_width = sizes.label_width;
    layout.header_height = step_top + step_height + sizes.lane_padding;
    layout.bounds = Rect::new(0.0, 0.0, right + sizes.margin, layout.header_height);
}
