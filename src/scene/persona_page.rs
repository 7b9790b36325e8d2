//! A persona as a page that one shows in a workshop: portrait, name, role and quote, what they want, what stands in
//! their way, what they need, and the maps they appear on. The window and pictures paint the same page.

use crate::base::geom::{Point, Rect};
use crate::base::ids::{MapId, PersonaId};
use crate::base::text::{Measure, TextRoom, TextStyle, Weight};
use crate::i18n::persona as words;
use crate::layout::measure::line_height;
use crate::model::{CardBody, Document, Persona, PersonaList};
use crate::scene::{Align, Item, Layer, Part, Prim, Scene, Stroke, marks};
use crate::theme::Tokens;
use std::collections::BTreeMap;
use std::sync::Arc;

const MARGIN: f64 = 40.0;
/// Between portrait and words, and between the columns.
const GAP: f64 = 32.0;
/// Where the words of an entry begin, behind its dot.
const INDENT: f64 = 16.0;
/// Between the entries of a list.
const BETWEEN: f64 = 8.0;
/// Lines of one text; more are not read on a page.
const MOST_LINES: usize = 24;

const NAME: TextStyle = TextStyle::new(34.0, Weight::SemiBold);
const ROLE: TextStyle = TextStyle::new(16.0, Weight::Regular);
const QUOTE: TextStyle = TextStyle::new(23.0, Weight::Regular).italic();
const HEADING: TextStyle = TextStyle::new(14.0, Weight::SemiBold);
const ENTRY: TextStyle = TextStyle::new(15.0, Weight::Regular);
const MAP: TextStyle = TextStyle::new(14.0, Weight::Medium);
const FACTS: TextStyle = TextStyle::new(13.0, Weight::Regular);
/// Between the hint in an empty portrait and its lower edge.
const BELOW_HINT: f64 = 10.0;
const INITIALS: TextStyle = TextStyle::new(72.0, Weight::SemiBold);

/// How wide the page is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageWidth {
    /// The lists beside each other.
    #[default]
    Wide,
    /// The lists below each other, and a smaller portrait: for a window, or a scale of its words, in which the wide page
    /// would not be seen whole.
    Narrow,
}

impl PageWidth {
    /// The width, world units.
    #[must_use]
    pub const fn width(self) -> f64 {
        match self {
            Self::Wide => 960.0,
            Self::Narrow => 560.0,
        }
    }

    /// Side of the portrait.
    const fn portrait(self) -> f64 {
        match self {
            Self::Wide => 200.0,
            Self::Narrow => 128.0,
        }
    }
}

/// A part of the page that means something of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonaPart {
    /// The picture.
    Portrait,
    /// The name.
    Name,
    /// The role.
    Role,
    /// What they said.
    Quote,
    /// An entry of a list; behind the last one, where the next goes.
    Entry(PersonaList, usize),
    /// A map they appear on.
    Map(MapId),
}

/// Where a part stands on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonaArea {
    /// Which.
    pub part: PersonaPart,
    /// What it covers, world units.
    pub rect: Rect,
    /// How its words are set.
    pub style: TextStyle,
    /// What it says; empty where only a prompt stands.
    pub text: String,
}

/// The page, and what stands where on it, in reading order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PersonaPage {
    /// What is painted.
    pub scene: Scene,
    /// The parts.
    pub areas: Vec<PersonaArea>,
}

/// What stands on the page.
#[derive(Clone, Copy)]
pub struct PersonaPageInput<'a> {
    /// The file, for the maps.
    pub document: &'a Document,
    /// Who.
    pub persona: &'a Persona,
    /// The entries of the lists.
    pub lists: &'a BTreeMap<PersonaList, Vec<String>>,
    /// Colours.
    pub tokens: &'a Tokens,
    /// Words that something else stands over, and that are not painted.
    pub edited: Option<PersonaPart>,
    /// How wide it is.
    pub width: PageWidth,
    /// Empty parts say what goes there: in the window, not in pictures.
    pub has_prompts: bool,
}

/// The entries of all lists of a persona.
#[must_use]
pub fn lists_of(persona: &Persona) -> BTreeMap<PersonaList, Vec<String>> {
    PersonaList::EVERY.into_iter().map(|list| (list, persona.entries(list))).collect()
}

/// How a persona appears on a map.
struct Appearance<'a> {
    map: MapId,
    title: &'a str,
    facts: String,
}

fn appearances(document: &Document, persona: PersonaId) -> Vec<Appearance<'_>> {
    // The cards that are about the persona by the map they stand on, read once for all maps.
    let mut counts: BTreeMap<MapId, (usize, bool)> = BTreeMap::new();
    for card in document.cards.values().filter(|card| card.marks.persona == Some(persona)) {
        if let Some(map) = document.map_of_card(card.id) {
            let (cards, has_curve) = counts.entry(map).or_default();
            match card.body {
                CardBody::Curve { .. } => *has_curve = true,
                _ => *cards += 1,
            }
        }
    }
    let seen = document.maps_in_order().into_iter().filter_map(|map| {
        let (cards, has_curve) = counts.get(&map.id).copied().unwrap_or_default();
        let mut facts = Vec::new();
        facts.extend((map.persona == Some(persona)).then(|| words::whole_journey().to_owned()));
        facts.extend(has_curve.then(|| words::a_curve().to_owned()));
        facts.extend((cards > 0).then(|| words::cards(cards)));
        (!facts.is_empty()).then(|| Appearance { map: map.id, title: &map.title, facts: facts.join(" · ") })
    });
    seen.collect()
}

/// Lays out and draws the page.
#[must_use]
pub fn persona_page(input: PersonaPageInput<'_>, measure: &mut dyn Measure) -> PersonaPage {
    let place = marks::personas(input.document).iter().position(|id| *id == input.persona.id).unwrap_or(0);
    let place = u8::try_from(place % 256).unwrap_or(0);
    let mut page = Draft { input, measure, place, items: Vec::new(), areas: Vec::new() };
    page.portrait();
    let below_words = page.words();
    let below_lists = page.lists(below_words.max(MARGIN + input.width.portrait()) + GAP);
    let bottom = page.maps(below_lists + GAP);
    let Draft { items, areas, .. } = page;
    let bounds = Rect::new(0.0, 0.0, input.width.width(), bottom + MARGIN);
    let scene = Scene { bounds, surface: input.tokens.canvas, items, ..Scene::default() };
    PersonaPage { scene, areas }
}

struct Draft<'a, 'm> {
    input: PersonaPageInput<'a>,
    measure: &'m mut dyn Measure,
    /// Which of the colours of personas is theirs.
    place: u8,
    items: Vec<Item>,
    areas: Vec<PersonaArea>,
}

/// A text on its way to the page.
#[derive(Clone, Copy)]
struct Words<'a> {
    text: &'a str,
    /// As it is set: a quote has its marks.
    shown: &'a str,
    prompt: &'a str,
    style: TextStyle,
    ink: crate::base::color::Rgba,
}

impl Draft<'_, '_> {
    fn add(&mut self, prim: Prim) {
        self.items.push(Item { bounds: prim.bounds(), layer: Layer::Cards, tag: None, part: Part::Thing, prim });
    }

    /// Puts words at a place, or what asks for them. Gives the height they take, none where nothing stands.
    fn put(&mut self, part: Option<PersonaPart>, words: Words<'_>, at: Point, width: f64) -> f64 {
        let Words { text, shown, prompt, style, ink } = words;
        let has_words = !text.trim().is_empty();
        let is_edited = part.is_some() && part == self.input.edited;
        if !has_words && !is_edited && !self.input.has_prompts {
            return 0.0;
        }
        let (shown, ink) = if has_words { (shown, ink) } else { (prompt, self.input.tokens.text_faint) };
        let block = self.measure.block(shown, style, TextRoom::lines(width, MOST_LINES));
        let height = block.size.height.max(line_height(style));
        if let Some(part) = part {
            let rect = Rect::new(at.x, at.y, width, height);
            self.areas.push(PersonaArea { part, rect, style, text: text.to_owned() });
        }
        if !is_edited {
            let links = self.input.tokens.accent;
            self.add(Prim::Text { block: Arc::new(block), origin: at, align: Align::Left, color: ink, links });
        }
        height
    }

    fn portrait(&mut self) {
        let (tokens, persona) = (self.input.tokens, self.input.persona);
        let side = self.input.width.portrait();
        let room = Rect::new(MARGIN, MARGIN, side, side);
        let fill = Some(tokens.tint(self.place));
        let radius = tokens.radii.stage;
        if persona.picture.is_some() || self.input.has_prompts {
            let text = if persona.picture.is_some() { persona.name.clone() } else { String::new() };
            self.areas.push(PersonaArea { part: PersonaPart::Portrait, rect: room, style: FACTS, text });
        }
        self.add(Prim::Rect { rect: room, radius, fill, stroke: None });
        if let Some(picture) = &persona.picture {
            let (width, height) = (f64::from(picture.width.max(1)), f64::from(picture.height.max(1)));
            let scale = side / width.max(height);
            let (width, height) = (width * scale, height * scale);
            let corner = Point::new(room.center().x - width / 2.0, room.center().y - height / 2.0);
            let rect = Rect::new(corner.x, corner.y, width, height);
            let digest = Arc::from(picture.digest.as_str());
            let ground = tokens.tint(self.place);
            self.add(Prim::Picture { rect, digest, words: Arc::from(persona.name.as_str()), ground });
            return;
        }
        let ink = tokens.ink(self.place);
        let initials = words::initials(&persona.name);
        // Above the hint, and no larger than the room there.
        let hint = self.input.has_prompts.then(|| {
            let block = self.measure.block(words::add_portrait(), FACTS, TextRoom::lines(side - 16.0, 3));
            let top = room.max.y - block.size.height - BELOW_HINT;
            (block, top)
        });
        let free = hint.as_ref().map_or(side, |(_, top)| top - room.min.y);
        let style = TextStyle { size: INITIALS.size * (free / line_height(INITIALS)).min(1.0), ..INITIALS };
        let block = self.measure.block(&initials, style, TextRoom::line(side));
        let origin = Point::new(room.center().x, room.min.y + (free - line_height(style)) / 2.0);
        if !block.lines.is_empty() && !initials.is_empty() {
            let prim = Prim::Text { block: Arc::new(block), origin, align: Align::Center, color: ink, links: ink };
            self.add(prim);
        }
        if let Some((block, top)) = hint {
            let origin = Point::new(room.center().x, top);
            self.add(Prim::Text { block: Arc::new(block), origin, align: Align::Center, color: ink, links: ink });
        }
    }

    /// Name, role and quote beside the portrait. Gives where they end.
    fn words(&mut self) -> f64 {
        let (tokens, persona) = (self.input.tokens, self.input.persona);
        let x = MARGIN + self.input.width.portrait() + GAP;
        let width = self.input.width.width() - MARGIN - x;
        let mut y = MARGIN;
        let name = Words {
            text: &persona.name,
            shown: &persona.name,
            prompt: words::add_name(),
            style: NAME,
            ink: tokens.text,
        };
        y += self.put(Some(PersonaPart::Name), name, Point::new(x, y), width) + 2.0;
        let role = Words {
            text: &persona.role,
            shown: &persona.role,
            prompt: words::add_role(),
            style: ROLE,
            ink: tokens.text_weak,
        };
        y += self.put(Some(PersonaPart::Role), role, Point::new(x, y), width) + 22.0;
        let quoted = words::quoted(&persona.quote);
        let quote =
            Words { text: &persona.quote, shown: &quoted, prompt: words::add_quote(), style: QUOTE, ink: tokens.text };
        let height = self.put(Some(PersonaPart::Quote), quote, Point::new(x + 20.0, y), width - 20.0);
        if height > 0.0 {
            let bar = Rect::new(x, y, 4.0, height);
            self.add(Prim::Rect { rect: bar, radius: 2.0, fill: Some(tokens.ink(self.place)), stroke: None });
        }
        y + height
    }

    /// The three lists beside each other, or below each other. Gives where the longest ends.
    fn lists(&mut self, top: f64) -> f64 {
        let tokens = self.input.tokens;
        let shown: Vec<PersonaList> = PersonaList::EVERY
            .into_iter()
            .filter(|list| self.input.has_prompts || self.input.lists.get(list).is_some_and(|l| !l.is_empty()))
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "three lists")]
        let count = shown.len().max(1) as f64;
        let whole = self.input.width.width() - 2.0 * MARGIN;
        let width = match self.input.width {
            PageWidth::Wide => (whole - GAP * (count - 1.0)) / count,
            PageWidth::Narrow => whole,
        };
        let (mut x, mut top, mut bottom) = (MARGIN, top, top);
        for list in shown {
            let heading = words::list(list);
            let ink = tokens.ink(self.place);
            let title = Words { text: heading, shown: heading, prompt: "", style: HEADING, ink };
            let mut y = top + self.put(None, title, Point::new(x, top), width) + 5.0;
            let stroke = Stroke::hairline(tokens.strokes.hairline, tokens.hairline);
            self.add(Prim::Polyline { points: vec![Point::new(x, y), Point::new(x + width, y)], stroke });
            y += 10.0;
            let entries = self.input.lists.get(&list).map(Vec::as_slice).unwrap_or_default();
            let prompt = words::add_entry(list);
            // Behind the last entry stands where the next one goes.
            let is_next_edited = self.input.edited == Some(PersonaPart::Entry(list, entries.len()));
            let next = (self.input.has_prompts || is_next_edited).then_some("");
            for (index, entry) in entries.iter().map(String::as_str).chain(next).enumerate() {
                let text = Words { text: entry, shown: entry, prompt, style: ENTRY, ink: tokens.text };
                let part = PersonaPart::Entry(list, index);
                let height = self.put(Some(part), text, Point::new(x + INDENT, y), width - INDENT);
                if !entry.is_empty() || self.input.edited == Some(part) {
                    let center = Point::new(x + 4.0, y + line_height(ENTRY) / 2.0);
                    self.add(Prim::Circle { center, radius: 2.6, fill: Some(ink), stroke: None });
                }
                y += height + BETWEEN;
            }
            bottom = bottom.max(y - BETWEEN);
            match self.input.width {
                PageWidth::Wide => x += width + GAP,
                PageWidth::Narrow => top = bottom + GAP,
            }
        }
        bottom
    }

    /// The maps the persona appears on. Gives where they end.
    fn maps(&mut self, top: f64) -> f64 {
        let tokens = self.input.tokens;
        let seen = appearances(self.input.document, self.input.persona.id);
        if seen.is_empty() && !self.input.has_prompts {
            return top - GAP;
        }
        let width = self.input.width.width() - 2.0 * MARGIN;
        let heading = words::appears_on();
        let ink = tokens.ink(self.place);
        let title = Words { text: heading, shown: heading, prompt: "", style: HEADING, ink };
        let mut y = top + self.put(None, title, Point::new(MARGIN, top), width) + 5.0;
        let stroke = Stroke::hairline(tokens.strokes.hairline, tokens.hairline);
        self.add(Prim::Polyline { points: vec![Point::new(MARGIN, y), Point::new(MARGIN + width, y)], stroke });
        y += 10.0;
        if seen.is_empty() {
            let prompt = words::on_no_map();
            let none = Words { text: "", shown: "", prompt, style: FACTS, ink: tokens.text };
            return y + self.put(None, none, Point::new(MARGIN, y), width);
        }
        for Appearance { map, title, facts } in seen {
            let half = width * 0.6;
            // Only in the window it leads anywhere.
            let ink = if self.input.has_prompts { tokens.accent } else { tokens.text };
            let name = Words { text: title, shown: title, prompt: title, style: MAP, ink };
            let height = self.put(Some(PersonaPart::Map(map)), name, Point::new(MARGIN, y), half);
            let facts = Words { text: &facts, shown: &facts, prompt: "", style: FACTS, ink: tokens.text_weak };
            let at = Point::new(MARGIN + half + GAP, y + 1.0);
            y += height.max(self.put(None, facts, at, width - half - GAP)) + 6.0;
        }
        y - 6.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::layout::fixture;

    fn persona() -> Persona {
        Persona {
            id: PersonaId::from_raw(7),
            name: "Maya Lind".to_owned(),
            role: "team lead".to_owned(),
            goals: "Get twelve people onto company cards before the next project starts\nChase no receipts".to_owned(),
            frustrations: "Explaining the same problem again".to_owned(),
            needs: String::new(),
            quote: "If it takes longer than a lunch break, it waits until next month.".to_owned(),
            picture: None,
            rank: 1.0,
        }
    }

    fn page(persona: &Persona, has_prompts: bool) -> PersonaPage {
        page_of(persona, has_prompts, PageWidth::Wide)
    }

    fn page_of(persona: &Persona, has_prompts: bool, width: PageWidth) -> PersonaPage {
        let mut b = fixture::Builder::new("The journey");
        b.stage("One", "", &["first"]);
        let mut document = b.document;
        for map in document.maps.values_mut() {
            Arc::make_mut(map).persona = Some(persona.id);
        }
        document.personas.insert(persona.id, Arc::new(persona.clone()));
        let (lists, tokens) = (lists_of(persona), Tokens::light());
        let input = PersonaPageInput {
            document: &document,
            persona,
            lists: &lists,
            tokens: &tokens,
            edited: None,
            width,
            has_prompts,
        };
        persona_page(input, &mut fixture::measure())
    }

    fn lines(page: &PersonaPage) -> Vec<String> {
        let blocks = page.scene.items.iter().filter_map(|item| match &item.prim {
            Prim::Text { block, .. } => Some(block),
            _ => None,
        });
        blocks.flat_map(|block| block.lines.iter().map(|line| line.text.trim().to_owned())).collect()
    }

    #[test]
    fn a_picture_of_the_page_has_no_prompts_and_no_empty_list() {
        let shown = lines(&page(&persona(), false));
        for wanted in ["Maya Lind", "team lead", "Chase no receipts", "The journey", "ML"] {
            assert!(shown.iter().any(|line| line == wanted), "{wanted} in {shown:?}");
        }
        for unwanted in [words::list(PersonaList::Needs), words::add_entry(PersonaList::Goals), words::add_portrait()] {
            assert!(!shown.iter().any(|line| line == unwanted), "{unwanted} in {shown:?}");
        }
    }

    #[test]
    fn the_page_of_the_window_has_a_place_for_everything_and_no_two_share_one() {
        for width in [PageWidth::Wide, PageWidth::Narrow] {
            check_places(&page_of(&persona(), true, width));
        }
        let across = page_of(&persona(), true, PageWidth::Narrow).scene.bounds.width();
        assert!(across < 0.6 * page(&persona(), true).scene.bounds.width(), "{across}");
    }

    fn check_places(page: &PersonaPage) {
        let parts: Vec<PersonaPart> = page.areas.iter().map(|area| area.part).collect();
        for wanted in [
            PersonaPart::Portrait,
            PersonaPart::Quote,
            PersonaPart::Entry(PersonaList::Goals, 2),
            PersonaPart::Entry(PersonaList::Needs, 0),
        ] {
            assert!(parts.contains(&wanted), "{wanted:?} in {parts:?}");
        }
        assert!(matches!(parts.last(), Some(PersonaPart::Map(_))));
        for (index, area) in page.areas.iter().enumerate() {
            assert!(page.scene.bounds.expand(1.0).contains(area.rect.max), "{area:?}");
            for other in page.areas.iter().skip(index + 1) {
                assert!(!area.rect.intersects(&other.rect), "{area:?} over {other:?}");
            }
        }
    }

    #[test]
    fn the_hint_in_an_empty_portrait_stands_below_the_initials() {
        for width in [PageWidth::Wide, PageWidth::Narrow] {
            let page = page_of(&persona(), true, width);
            let room_of = |wanted: &str| {
                let texts = page.scene.items.iter().find_map(|item| match &item.prim {
                    Prim::Text { block, origin, .. } => {
                        let said = block.lines.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ");
                        (said == wanted).then_some((origin.y, origin.y + block.size.height))
                    }
                    _ => None,
                });
                texts.unwrap_or_else(|| panic!("{wanted}"))
            };
            let (initials, hint) = (room_of("ML"), room_of(words::add_portrait()));
            assert!(initials.0 >= MARGIN && initials.1 <= hint.0 + 1.0, "{initials:?} {hint:?}");
            assert!(hint.1 <= MARGIN + width.portrait(), "{hint:?}");
        }
    }

    #[test]
    fn a_page_full_of_words_grows_downwards() {
        let long = Persona { quote: "So many words. ".repeat(60), goals: "A goal\n".repeat(20), ..persona() };
        let (long, short) = (page(&long, true), page(&persona(), true));
        assert!(long.scene.bounds.height() > short.scene.bounds.height() + 300.0);
        assert_eq!(long.scene.bounds.width(), short.scene.bounds.width());
    }
}
