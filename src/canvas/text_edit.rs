//! Editing words in place: a real text field over the record, on a preview of the document.
//!
//! What is typed goes into the preview with every key, so that the card grows as it will; only committing makes an
//! edit. A new record exists in the preview alone until then: Escape leaves nothing behind on the map, and offers the
//! words once more.

use crate::base::geom::Rect;
use crate::base::text::{TextBlock, TextStyle, fold_loosely, one_line};
use crate::canvas::camera::Pane;
use crate::canvas::edits;
use crate::canvas::text_field::Composition;
use crate::i18n::canvas as words;
use crate::layout::{MapLayout, with_marks_shown};
use crate::model::history::MergeKey;
use crate::model::{Card, CardBody, Document, Edit, RecordRef};
use crate::session::Told;
use crate::session::arrange::{curve_point, held_on_curve};
use crate::session::clipboard::{PasteAt, with_channel_of};
use std::sync::Arc;

/// Room for the value of a point of the curve, world units.
const POINT_FIELD: f64 = 40.0;
/// The same once words stand behind the value: most of a column.
const POINT_FIELD_WITH_WORDS: f64 = 132.0;
/// Room for the words of a connection that has none yet, world units.
const NEW_LABEL: f64 = 110.0;

/// Whose words are edited.
#[derive(Debug, Clone, PartialEq)]
pub enum EditTarget {
    /// A record of the document.
    Existing(RecordRef),
    /// A record that committing adds.
    New(Box<Edit>),
}

/// What is selected in the field at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstCursor {
    /// Everything: typing replaces it.
    All,
    /// Nothing; the cursor stands at the end.
    End,
}

/// Where the editor goes on after a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoOn {
    /// Stays.
    Stay,
    /// To the next column, editing.
    Right,
    /// To the column before, editing.
    Left,
    /// To the row below, without editing.
    Down,
    /// To one more of the same, right after it.
    Another,
    /// To a new stage after this one.
    NextStage,
}

/// An edit of words in progress.
#[derive(Debug, Clone, PartialEq)]
pub struct TextEditing {
    /// Whose words.
    pub target: EditTarget,
    /// The words as they are now.
    pub text: String,
    /// The words as they were.
    original: String,
    /// What is selected at first.
    pub first_cursor: FirstCursor,
    /// The field has been shown and has asked for the keyboard.
    pub is_shown: bool,
    /// Changes with every change of the words; tells previews apart.
    pub version: u64,
    /// Words that an input method is putting together.
    pub composition: Composition,
    /// Where the caret stood in the frame before.
    pub caret: Option<egui::text::CCursor>,
    /// The words reach beyond what they stand in: a card grows to a limit, words do not.
    pub is_outgrown: bool,
    /// The point of the curve whose value is typed.
    point: Option<Box<Card>>,
    /// The new touchpoint that gets its first words, and with them its channel.
    touchpoint: Option<Box<Card>>,
    /// The card that shows the KPI whose name is typed.
    shown_on: Option<RecordRef>,
}

impl TextEditing {
    /// Edits a record; `typed` replaces its words. On a card that shows the name of its KPI these are the words of the
    /// KPI. `None` when it is gone.
    #[must_use]
    pub fn existing(document: &Document, record: RecordRef, typed: Option<String>) -> Option<Self> {
        if let Some(kpi) = edits::kpi_named_on(document, record).map(RecordRef::from) {
            let original = edits::words_of_record(document, kpi)?;
            let shown_on = Some(record);
            return Some(Self { shown_on, ..Self::start(EditTarget::Existing(kpi), original, typed) });
        }
        let original = edits::words_of_record(document, record)?;
        let point = edits::point(document, record);
        let Some((point, value)) = point.and_then(|point| Some((Box::new(point.clone()), value_of(&point)?))) else {
            let touchpoint = edits::new_touchpoint(document, record).map(|card| Box::new(card.clone()));
            return Some(Self { touchpoint, ..Self::start(EditTarget::Existing(record), original, typed) });
        };
        // A number is the value of a point, whatever words stand at it; without words its value is what there is to edit.
        let begins = match &typed {
            Some(typed) => edits::begins_number(typed),
            None => original.is_empty(),
        };
        let original = if begins { value } else { original };
        let point = begins.then_some(point);
        Some(Self { point, ..Self::start(EditTarget::Existing(record), original, typed) })
    }

    /// Edits the words of something that is not there yet.
    #[must_use]
    pub fn new_record(edit: Edit, typed: Option<String>) -> Self {
        let original = edits::words_of(&edit).to_owned();
        Self::start(EditTarget::New(Box::new(edit)), original, typed)
    }

    /// The same with the caret behind the words. Those that nobody has written are there to be typed over.
    #[must_use]
    pub fn writing_on(self) -> Self {
        let is_first = edits::is_first_words(&self.original);
        Self { first_cursor: if is_first { FirstCursor::All } else { FirstCursor::End }, ..self }
    }

    fn start(target: EditTarget, original: String, typed: Option<String>) -> Self {
        let first_cursor = if typed.is_some() { FirstCursor::End } else { FirstCursor::All };
        let text = typed.unwrap_or_else(|| original.clone());
        Self {
            target,
            text,
            original,
            first_cursor,
            is_shown: false,
            version: 1,
            composition: Composition::default(),
            caret: None,
            is_outgrown: false,
            point: None,
            touchpoint: None,
            shown_on: None,
        }
    }

    /// True while nothing was typed, also nothing that was taken back since.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.version == 1 && self.text == self.original && self.composition == Composition::default()
    }

    /// True for cards, whose words may have several paragraphs.
    #[must_use]
    pub fn has_paragraphs(&self) -> bool {
        match &self.target {
            EditTarget::Existing(record) => matches!(record, RecordRef::Card(_)),
            EditTarget::New(edit) => matches!(**edit, Edit::AddCard { .. }),
        }
    }

    /// Where a block of cells goes that is pasted while nothing has been typed: onto what the field stands over, not
    /// into it. `None` once there are words of one's own.
    #[must_use]
    pub fn block_place(&self) -> Option<PasteAt> {
        if self.text != self.original {
            return None;
        }
        match &self.target {
            EditTarget::Existing(RecordRef::Stage(id)) => Some(PasteAt::Stage(*id)),
            EditTarget::Existing(RecordRef::Step(id)) => Some(PasteAt::Step(*id)),
            EditTarget::Existing(RecordRef::Lane(id)) => Some(PasteAt::Lane(*id)),
            EditTarget::New(edit) => match **edit {
                Edit::AddCard { lane, step, .. } => Some(PasteAt::Cell(lane, step)),
                _ => None,
            },
            EditTarget::Existing(_) => None,
        }
    }

    /// The words as they will be kept: titles are one line, nothing ends in blanks.
    fn kept(&self) -> String {
        let text = self.text.trim();
        if self.has_paragraphs() { text.to_owned() } else { one_line(text) }
    }

    /// The edit that committing sends; `None` when nothing changes. A title that was emptied keeps its old words, a
    /// connection need not have any, a new card without words is not made.
    #[must_use]
    pub fn commit(&self) -> Option<Edit> {
        let kept = self.kept();
        match &self.target {
            EditTarget::Existing(_) if self.is_value() => self.moved_point(),
            EditTarget::Existing(record) => {
                let is_lost = kept.is_empty() && !self.has_paragraphs() && !matches!(record, RecordRef::Connection(_));
                (kept != self.original && !is_lost).then(|| match &self.touchpoint {
                    Some(card) => {
                        let body = with_channel_of(card.body.clone(), &kept);
                        Edit::Update(Card { text: kept, body, ..Card::clone(card) }.into())
                    }
                    None => Edit::Rename { record: *record, text: kept },
                })
            }
            EditTarget::New(edit) if kept.is_empty() => {
                (!self.has_paragraphs()).then(|| edits::with_words(edit, &self.original))
            }
            EditTarget::New(edit) => Some(edits::with_words(edit, &kept)),
        }
    }

    /// What the edit folds with: the first words of something new are part of adding it.
    #[must_use]
    pub fn merge(&self) -> Option<MergeKey> {
        match self.target {
            EditTarget::Existing(record) if edits::is_first_words(&self.original) => Some(MergeKey::naming(record)),
            _ => None,
        }
    }

    /// True where a value of the curve is typed. Over the value of a point one may also write words, which then stand at it.
    #[must_use]
    pub fn is_value(&self) -> bool {
        match &self.target {
            EditTarget::New(edit) => matches!(**edit, Edit::AddCard { body: CardBody::Curve { .. }, .. }),
            EditTarget::Existing(_) => {
                self.point.is_some() && (self.is_emptied() || edits::begins_number(self.text.trim()))
            }
        }
    }

    fn is_emptied(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// What is to be told once the words are kept: they are other than what was typed, or took the place of words of
    /// which nothing is left.
    #[must_use]
    pub fn told(&self) -> Option<Told> {
        let kept = self.kept();
        if self.is_value() {
            let typed = kept.clone();
            return match (curve_point(&kept), held_on_curve(&kept)) {
                (_, Some(value)) => Some(Told::HeldOnCurve { typed, value }),
                (None, None) if !kept.is_empty() => Some(Told::NoCurveValue { typed, value: self.value_before()? }),
                _ => None,
            };
        }
        if let (EditTarget::Existing(record), true) = (&self.target, kept.is_empty() && !self.original.is_empty()) {
            let is_kept = self.commit().is_none();
            let emptied = || (!edits::is_first_words(&self.original)).then(|| Told::Emptied(self.original.clone()));
            return if is_kept { Some(Told::NameKept(record.table(), self.original.clone())) } else { emptied() };
        }
        // Words at a point take the place of none.
        let is_existing = matches!(self.target, EditTarget::Existing(_)) && self.point.is_none();
        let is_lost = is_existing && self.commit().is_some() && !edits::is_first_words(&self.original);
        (is_lost && !shares_a_word(&self.original, &kept)).then(|| Told::Replaced(self.original.clone()))
    }

    /// What is to be told when the words are left by Escape: they are gone from the map, but not from the window. `None`
    /// where next to nothing was typed.
    #[must_use]
    pub fn dropped(&self) -> Option<Told> {
        Told::dropped(&self.original, &self.kept(), self.commit())
    }

    /// What is to be told when the words have no place any more.
    #[must_use]
    pub fn homeless(&self) -> Option<Told> {
        Told::dropped(&self.original, &self.kept(), None)
    }

    /// Where the point stands before a value is typed.
    fn value_before(&self) -> Option<f64> {
        let body = match &self.target {
            EditTarget::Existing(_) => &self.point.as_deref()?.body,
            EditTarget::New(edit) => match &**edit {
                Edit::AddCard { body, .. } => body,
                _ => return None,
            },
        };
        match body {
            CardBody::Curve { value } => Some(*value),
            _ => None,
        }
    }

    /// The point at the typed value, with the words behind it; words without a value stand at the point where it is.
    /// `None` while nothing is typed, or where all of it is so already.
    fn moved_point(&self) -> Option<Edit> {
        let (card, kept) = (self.point.as_deref()?, self.kept());
        let (value, words) = curve_point(&kept).or_else(|| Some((self.value_before()?, kept.as_str())))?;
        let text = if words.is_empty() { card.text.clone() } else { words.to_owned() };
        let moved = Card { body: CardBody::Curve { value }, text, ..card.clone() };
        (moved != *card).then(|| Edit::Update(moved.into()))
    }

    /// True while more than a value of the curve is typed: words behind it, or alone.
    #[must_use]
    pub fn is_more_than_value(&self) -> bool {
        !self.is_emptied() && curve_point(&self.text).is_none_or(|(_, words)| !words.is_empty())
    }

    /// The edit as if the words were committed as they are now, for the preview: with their marks, as the field has them.
    #[must_use]
    pub fn preview(&self) -> Edit {
        match &self.target {
            EditTarget::Existing(record) => {
                match &self.point {
                    // The point stays a point while its value is typed: the field moves only as far as it does.
                    Some(point) if self.is_value() => {
                        let value = curve_point(&self.text).map(|(value, _)| value).or_else(|| self.value_before());
                        let body = value.map_or_else(|| point.body.clone(), |value| CardBody::Curve { value });
                        Edit::Update(Card { body, ..Card::clone(point) }.into())
                    }
                    _ => Edit::Rename { record: *record, text: self.shown() },
                }
            }
            // Words at a new point are seen in its field, and not beside it once more.
            EditTarget::New(edit) if self.is_value() => {
                let value = self.text.split_whitespace().next().filter(|first| curve_point(first).is_some());
                edits::with_words(edit, value.unwrap_or_default())
            }
            EditTarget::New(edit) => edits::with_words(edit, &self.shown()),
        }
    }

    fn shown(&self) -> String {
        if self.has_paragraphs() { with_marks_shown(&self.text) } else { self.text.clone() }
    }

    /// The record the field stands over, in the previewed document.
    #[must_use]
    pub fn record(&self, before: &Document, previewed: &Document) -> Option<RecordRef> {
        match &self.target {
            EditTarget::Existing(record) => Some(self.shown_on.unwrap_or(*record)),
            EditTarget::New(edit) => edits::added_record(before, previewed, edit),
        }
    }
}

/// The value of a point of the curve as it is typed; `None` for other cards.
fn value_of(card: &Card) -> Option<String> {
    match card.body {
        CardBody::Curve { value } => Some(words::typed_curve_value(value)),
        _ => None,
    }
}

/// Letters from which on the beginning of a word tells which one it is.
const TELLING: usize = 3;

/// True when a word of the one stands in the other, or a word there begins with it: it was changed and not typed over.
fn shares_a_word(before: &str, after: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(fold_loosely).collect::<Vec<_>>();
    let (before, after) = (words(before), words(after));
    let begins = |a: &String, b: &String| b.chars().count() >= TELLING && a.starts_with(b.as_str());
    let is_alike = |a: &String, b: &String| a == b || begins(a, b) || begins(b, a);
    before.is_empty() || before.iter().any(|word| after.iter().any(|other| is_alike(word, other)))
}

/// Where a record's words stand on the map.
#[derive(Debug, Clone)]
pub struct TextPlace {
    /// The pane they scroll with.
    pub pane: Pane,
    /// The room for the field, world units; at least one line high.
    pub rect: Rect,
    /// The whole record.
    pub frame: Rect,
    /// How they are set.
    pub style: TextStyle,
    /// The measured words, which the field covers.
    pub block: Arc<TextBlock>,
    /// The words stand over lines and cards: the field needs a ground of its own.
    pub is_floating: bool,
}

/// Where the words of a record stand; `None` for records without words on the map.
#[must_use]
pub fn place_of(layout: &MapLayout, record: RecordRef) -> Option<TextPlace> {
    let styles = &layout.sizes.styles;
    let (pane, frame, block, origin, style, right) = match record {
        RecordRef::Stage(id) => {
            let stage = layout.stage(id)?;
            let pad = layout.sizes.stage_padding;
            let right = stage.rect.max.x - pad;
            (Pane::Header, stage.rect, &stage.title, stage.rect.min.offset(pad, pad), styles.stage_title, right)
        }
        RecordRef::Step(id) => {
            let (_, step) = layout.step(id)?;
            let pad = layout.sizes.step_padding;
            let top = step.rect.center().y - step.title.size.height / 2.0;
            let origin = crate::base::geom::Point::new(step.rect.min.x + pad, top);
            (Pane::Header, step.rect, &step.title, origin, styles.step, step.rect.max.x - pad)
        }
        RecordRef::Lane(id) => {
            let (_, lane) = layout.lane(id)?;
            let pad = layout.sizes.margin;
            (
                Pane::Labels,
                lane.label_rect,
                &lane.label,
                lane.label_rect.min.offset(pad, pad),
                styles.lane,
                lane.label_rect.max.x,
            )
        }
        RecordRef::Card(id) => {
            let Some(card) = layout.cards.get(&id) else { return figure_place(layout, id) };
            let is_point = layout.lanes.get(card.lane).is_some_and(|l| l.plot.is_some());
            if is_point && card.text.lines.is_empty() {
                return Some(point_place(layout, card));
            }
            let right = card.rect.max.x - layout.sizes.card_padding_x;
            (Pane::Body, card.rect, &card.text, card.text_origin, card.text.style, right)
        }
        RecordRef::Connection(id) => return connection_place(layout, id),
        _ => return None,
    };
    // A block without words carries no style of its own.
    let style = if block.style.size > 0.0 {
        block.style
    } else if style.size > 0.0 {
        style
    } else {
        styles.card
    };
    let height = block.size.height.max(crate::layout::measure::line_height(style));
    let rect = Rect { min: origin, max: crate::base::geom::Point::new(right.max(origin.x + 24.0), origin.y + height) };
    Some(TextPlace { pane, rect, frame, style, block: Arc::clone(block), is_floating: false })
}

/// Where the name of a figure above the stages is typed: over it, since it is drawn as part of the header.
fn figure_place(layout: &MapLayout, card: crate::base::ids::CardId) -> Option<TextPlace> {
    let figure = layout.map_figures.iter().find(|figure| figure.card == card)?;
    let (style, pad) = (layout.sizes.styles.headline_name, layout.sizes.card_padding_x);
    let height = crate::layout::measure::line_height(style);
    let top = figure.rect.center().y - height;
    let rect = Rect::new(figure.rect.min.x + pad, top, (figure.rect.width() - 2.0 * pad).max(24.0), height);
    let block = Arc::default();
    Some(TextPlace { pane: Pane::Header, rect, frame: figure.rect, style, block, is_floating: true })
}

/// Where the value of a point of the curve is typed: right below it.
fn point_place(layout: &MapLayout, card: &crate::layout::CardBox) -> TextPlace {
    let style = layout.sizes.styles.card;
    let height = crate::layout::measure::line_height(style);
    let rect = Rect::new(card.rect.center().x - POINT_FIELD / 2.0, card.rect.max.y + 4.0, POINT_FIELD, height);
    let block = Arc::clone(&card.text);
    TextPlace { pane: Pane::Body, rect, frame: card.rect, style, block, is_floating: true }
}

impl TextPlace {
    /// The same with room for words behind the value of a point.
    #[must_use]
    pub fn with_room_for_words(mut self) -> Self {
        let more = (POINT_FIELD_WITH_WORDS - self.rect.width()).max(0.0) / 2.0;
        (self.rect.min.x, self.rect.max.x) = (self.rect.min.x - more, self.rect.max.x + more);
        self
    }
}

/// Where the words of a connection stand: beside its line, or in its middle while it has none.
fn connection_place(layout: &MapLayout, id: crate::base::ids::ConnectionId) -> Option<TextPlace> {
    let path = layout.connections.iter().find(|c| c.id == id)?;
    let style = if path.label.style.size > 0.0 { path.label.style } else { layout.sizes.styles.detail };
    let line = crate::layout::measure::line_height(style);
    let size = crate::base::geom::Size::new(path.label.size.width.max(NEW_LABEL), path.label.size.height.max(line));
    let origin = if path.label.lines.is_empty() {
        let middle = middle_of(&path.points)?;
        middle.offset(-size.width / 2.0, -size.height / 2.0)
    } else {
        path.label_origin
    };
    let rect = Rect::new(origin.x, origin.y, size.width, size.height);
    let block = Arc::clone(&path.label);
    Some(TextPlace { pane: Pane::Body, rect, frame: rect.expand(3.0), style, block, is_floating: true })
}

/// The middle of the longest piece of a line.
fn middle_of(points: &[crate::base::geom::Point]) -> Option<crate::base::geom::Point> {
    let length = |pair: &&[crate::base::geom::Point]| match pair {
        [a, b] => (b.x - a.x).hypot(b.y - a.y),
        _ => 0.0,
    };
    match points.windows(2).max_by(|a, b| length(a).total_cmp(&length(b)))? {
        [a, b] => Some(Rect::from_corners(*a, *b).center()),
        _ => None,
    }
}

/// The name of the field for assistive technology.
#[must_use]
pub fn field_name(record: RecordRef) -> String {
    words::text_field(crate::i18n::edit::noun(record.table(), 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, LaneId, StageId, StepId};
    use crate::model::LaneKind;

    /// What committing a text does, for a target with the given words.
    fn check(target: EditTarget, original: &str, typed: &str, expected: Option<&str>) {
        let editing = TextEditing::start(target, original.to_owned(), Some(typed.to_owned()));
        assert_eq!(editing.commit().as_ref().map(edits::words_of), expected, "{typed:?} over {original:?}");
    }

    #[test]
    fn committing_keeps_words_and_loses_nothing() {
        let stage = || EditTarget::Existing(StageId::from_raw(1).into());
        check(stage(), "Support", "Help", Some("Help"));
        check(stage(), "Support", " Help\n me ", Some("Help me"));
        check(stage(), "Support", "Support", None);
        check(stage(), "Support", "  ", None);

        let card = EditTarget::Existing(crate::base::ids::CardId::from_raw(1).into());
        check(card.clone(), "a", "one\n\ntwo\n", Some("one\n\ntwo"));
        check(card, "a", "", Some(""));
    }

    #[test]
    fn words_that_were_typed_over_are_told_and_changed_ones_are_not() {
        let told = |original: &str, typed: &str| {
            let target = EditTarget::Existing(crate::base::ids::CardId::from_raw(1).into());
            TextEditing::start(target, original.to_owned(), Some(typed.to_owned())).told()
        };
        let replaced = Some(Told::Replaced("Long wait on the phone".to_owned()));
        assert_eq!(told("Long wait on the phone", "x"), replaced);
        assert_eq!(told("Long wait on the phone", ""), Some(Told::Emptied("Long wait on the phone".to_owned())));
        let of_stage = |typed: &str| {
            let target = EditTarget::Existing(StageId::from_raw(1).into());
            TextEditing::start(target, "Support".to_owned(), Some(typed.to_owned())).told()
        };
        assert_eq!(of_stage(" "), Some(Told::NameKept(crate::model::TableKind::Stage, "Support".to_owned())));
        assert_eq!(of_stage("Support"), None);
        for typed in ["a", "An", "se", "once"] {
            let replaced = Some(Told::Replaced("Any long sentence".to_owned()));
            assert_eq!(told("Any long sentence", typed), replaced, "{typed:?}");
        }
        for (original, typed) in [
            ("Any long sentence", "Any"),
            ("Any long sentence", "sen"),
            ("A long sentence", "a"),
            ("Long wait on the phone", "Longer wait"),
            ("Chat", "Chats"),
            ("Chat", "Chat"),
            ("", "Chat"),
            (words::new_step(), "Compare"),
        ] {
            assert_eq!(told(original, typed), None, "{typed:?} over {original:?}");
        }
    }

    #[test]
    fn a_value_beyond_the_curve_is_told_and_words_stand_at_the_point() {
        let (lane, step) = (LaneId::from_raw(1), StepId::from_raw(1));
        let body = CardBody::Curve { value: 0.0 };
        let add = Edit::AddCard { lane, step, span: 1, text: String::new(), body };
        let typed = |words: &str| TextEditing::new_record(add.clone(), Some(words.to_owned()));
        assert_eq!(typed("7").told(), Some(Told::HeldOnCurve { typed: "7".to_owned(), value: 2.0 }));
        assert!(typed("7").commit().is_some());
        assert_eq!(typed("1.5").told(), None);
        let point = |words: &str| match typed(words).commit() {
            Some(Edit::AddCard { text, body: CardBody::Curve { value }, .. }) => Some((value, text)),
            _ => None,
        };
        assert_eq!(point("-2 annoyed"), Some((-2.0, "annoyed".to_owned())));
        assert_eq!(typed("-2 annoyed").told(), None);
        assert_eq!(typed("annoyed").told(), Some(Told::NoCurveValue { typed: "annoyed".to_owned(), value: 0.0 }));
        assert_eq!(point("annoyed"), Some((0.0, "annoyed".to_owned())));
        assert_eq!(point(" "), None);
        // The words behind the value are in the field; the point they will stand at is seen without them.
        let Edit::AddCard { text, body, .. } = typed("-2 annoyed").preview() else { panic!() };
        assert_eq!((text.as_str(), body), ("", CardBody::Curve { value: -2.0 }));
    }

    #[test]
    fn a_new_card_without_words_is_not_made_but_a_new_stage_is() {
        let add = Edit::AddCard {
            lane: LaneId::from_raw(1),
            step: StepId::from_raw(1),
            span: 1,
            text: String::new(),
            body: CardBody::Text,
        };
        check(EditTarget::New(Box::new(add.clone())), "", " ", None);
        check(EditTarget::New(Box::new(add)), "", "Chat", Some("Chat"));
        let lane = edits::new_lane(crate::base::ids::MapId::from_raw(1), None, LaneKind::Quote);
        check(EditTarget::New(Box::new(lane)), "Quotes", "", Some("Quotes"));
    }
}
