//! The page of a persona in the window: painted as in pictures, and typed into where it stands. Enter goes on to the next
//! entry and makes it, Tab to the next part.

use crate::base::geom::{Camera, Point};
use crate::base::ids::PersonaId;
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::paint::{ScenePainter, TextSizing, color, font};
use crate::canvas::storyboard::pasted_picture;
use crate::canvas::text_edit::GoOn;
use crate::canvas::text_field::{Composition, FieldEvent, ending};
use crate::canvas::textures::Textures;
use crate::i18n::persona as words;
use crate::layout::FontMeasure;
use crate::model::edit::MAX_TEXT_CHARS;
use crate::model::{Edit, Persona, PersonaList};
use crate::scene::{PageWidth, PersonaArea, PersonaPage, PersonaPageInput, PersonaPart, lists_of, persona_page};
use crate::session::pictures::PictureTarget;
use crate::session::{AfterEdit, AppCommand, CommandSender, Session};
use crate::theme::{Scheme, Tokens, fonts};
use egui::text::{CCursor, CCursorRange};
use egui::{EventFilter, Frame, Id, Key, Margin, Modifiers, Rect, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo};
use std::collections::BTreeMap;

/// The page is never shown smaller or larger than this.
const LEAST_SCALE: f32 = 0.7;
const MOST_SCALE: f32 = 1.6;
/// What is larger than this gives way where the page would not be seen whole.
const NATURAL_SCALE: f32 = 1.0;
/// Around the words that are typed in, points.
const FRAME: i8 = 4;

/// What the page reads in a frame.
#[derive(Clone, Copy)]
pub struct PersonaViewInput<'a> {
    /// The file.
    pub session: &'a Session,
    /// Colours.
    pub tokens: &'a Tokens,
    /// Where commands go.
    pub sender: &'a CommandSender,
    /// Whose page it is.
    pub persona: PersonaId,
}

/// Words of the page that are being typed.
#[derive(Debug, Clone)]
struct Typing {
    persona: PersonaId,
    part: PersonaPart,
    /// An entry that goes between those that are there.
    is_new: bool,
    text: String,
    /// What it said before.
    before: String,
    /// The field has the keyboard.
    has_begun: bool,
}

/// The page, and what is typed into it.
pub struct PersonaView {
    measure: FontMeasure,
    typing: Option<Typing>,
    composition: Composition,
    /// The part that takes the keyboard.
    wanted: Option<PersonaPart>,
    /// What was last built, and from what.
    built: Option<(Stamp, PersonaPage)>,
    /// Words were kept in this frame, so that entries may stand elsewhere than on its page.
    has_committed: bool,
}

/// What a built page depends on.
#[derive(Debug, Clone, PartialEq)]
struct Stamp {
    revision: u64,
    persona: PersonaId,
    typed: Option<(PersonaPart, bool, String)>,
    width: PageWidth,
    has_prompts: bool,
    scheme: Scheme,
}

impl Default for PersonaView {
    fn default() -> Self {
        Self {
            measure: FontMeasure::with_system_fonts(fonts::BUNDLED),
            typing: None,
            composition: Composition::default(),
            wanted: None,
            built: None,
            has_committed: false,
        }
    }
}

impl std::fmt::Debug for PersonaView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonaView")
    }
}

impl Typing {
    /// The persona and its lists with what is typed.
    fn applied(&self, persona: &Persona) -> (Persona, BTreeMap<PersonaList, Vec<String>>) {
        let (mut persona, mut lists) = (persona.clone(), lists_of(persona));
        match self.part {
            PersonaPart::Name => persona.name.clone_from(&self.text),
            PersonaPart::Role => persona.role.clone_from(&self.text),
            PersonaPart::Quote => persona.quote.clone_from(&self.text),
            PersonaPart::Entry(list, index) => {
                let entries = lists.entry(list).or_default();
                match entries.get_mut(index) {
                    Some(entry) if !self.is_new => entry.clone_from(&self.text),
                    // Where the next entry goes there is a place for it already, until something stands there.
                    None if self.text.is_empty() => {}
                    _ => entries.insert(index.min(entries.len()), self.text.clone()),
                }
            }
            PersonaPart::Portrait | PersonaPart::Map(_) => {}
        }
        (persona, lists)
    }

    /// The edit that keeps the words; `None` when they say what was there.
    fn edit(&self, session: &Session) -> Option<Edit> {
        let persona = session.document().personas.get(&self.persona)?;
        if self.text.trim() == self.before.trim() && !self.is_new {
            return None;
        }
        let (mut changed, lists) = self.applied(persona);
        if let PersonaPart::Entry(list, _) = self.part {
            changed.set_entries(list, lists.get(&list).map(Vec::as_slice).unwrap_or_default());
        }
        // A persona without a name could not be found again.
        if changed.name.trim().is_empty() {
            changed.name.clone_from(&persona.name);
        }
        (changed != **persona).then(|| Edit::Update(changed.into()))
    }
}

impl PersonaView {
    /// True while words of the page are typed.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.typing.is_some()
    }

    /// Keeps what is being typed: before the page goes.
    pub fn commit(&mut self, session: &Session, sender: &CommandSender) {
        let Some(typing) = self.typing.take() else { return };
        let edit = typing.edit(session);
        self.has_committed |= typing.is_new || edit.is_some();
        if let Some(edit) = edit.filter(|_| session.is_writable()) {
            sender.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
        }
    }

    /// Shows the page in all the room there is.
    pub fn show_ui(&mut self, ui: &mut Ui, input: PersonaViewInput<'_>) {
        let Some(persona) = input.session.document().personas.get(&input.persona) else { return };
        self.has_committed = false;
        if self.typing.as_ref().is_some_and(|typing| typing.persona != input.persona) {
            self.commit(input.session, input.sender);
        }
        if !input.session.is_writable() {
            self.typing = None;
        }
        self.take_keys(ui, input);
        if let Some(picture) = pasted_picture(ui).filter(|_| input.session.is_writable()) {
            input.sender.send(AppCommand::PlacePictures(picture, PictureTarget::Persona(input.persona)));
        }
        // Where the wide page could be shown only in part, it is laid out narrow.
        let is_wide = ui.available_width() >= length(PageWidth::Wide.width()) * LEAST_SCALE;
        let page = self.page(input, persona, if is_wide { PageWidth::Wide } else { PageWidth::Narrow });
        let (width, height) = (length(page.scene.bounds.width()), length(page.scene.bounds.height()));
        // As wide as there is room, but rather whole than larger than life.
        let whole = (ui.available_height() / height).max(NATURAL_SCALE);
        let scale = (ui.available_width() / width).min(whole).clamp(LEAST_SCALE, MOST_SCALE);
        ScrollArea::both().id_salt(("persona page", input.persona)).auto_shrink([false, false]).show(ui, |ui| {
            let size = egui::vec2(width, height) * scale;
            // Whole in the middle of a wide window.
            let room = egui::vec2(size.x.max(ui.available_width()), size.y);
            let (space, _) = ui.allocate_exact_size(room, Sense::hover());
            let left = space.left() + (space.width() - size.x) / 2.0;
            let rect = Rect::from_min_size(egui::pos2(left, space.top()), size);
            self.page_ui(ui, input, &page, (rect, scale));
        });
        self.built = self.built.take().map(|(stamp, _)| (stamp, page));
    }

    /// The page as it is with what is typed.
    fn page(&mut self, input: PersonaViewInput<'_>, persona: &Persona, width: PageWidth) -> PersonaPage {
        let typed = self.typing.as_ref().map(|typing| (typing.part, typing.is_new, typing.text.clone()));
        let stamp = Stamp {
            revision: input.session.revision(),
            persona: input.persona,
            typed,
            width,
            has_prompts: input.session.is_writable(),
            scheme: input.tokens.scheme,
        };
        if let Some((of, page)) = self.built.take_if(|(of, _)| *of == stamp) {
            self.built = Some((of, PersonaPage::default()));
            return page;
        }
        let (persona, lists) = match &self.typing {
            Some(typing) => typing.applied(persona),
            None => (persona.clone(), lists_of(persona)),
        };
        let page = persona_page(
            PersonaPageInput {
                document: input.session.document(),
                persona: &persona,
                lists: &lists,
                tokens: input.tokens,
                edited: self.typing.as_ref().map(|typing| typing.part),
                width,
                has_prompts: stamp.has_prompts,
            },
            &mut self.measure,
        );
        self.built = Some((stamp, PersonaPage::default()));
        page
    }

    fn page_ui(&mut self, ui: &mut Ui, input: PersonaViewInput<'_>, page: &PersonaPage, (rect, scale): (Rect, f32)) {
        let viewport = Viewport {
            rect,
            camera: Camera { origin: Point::new(0.0, 0.0), zoom: f64::from(scale) },
            bounds: page.scene.bounds,
            label_width: 0.0,
            header_height: 0.0,
            pixels_per_point: ui.pixels_per_point(),
        };
        let textures = Textures { ctx: ui.ctx(), session: input.session, sender: input.sender };
        let painter = ScenePainter {
            viewport: &viewport,
            sizing: TextSizing::Exact,
            hidden: &[],
            moved: &[],
            ctx: ui.ctx(),
            textures,
        };
        ui.painter().extend(painter.pane(&page.scene, Pane::Body));
        for area in &page.areas {
            let at = viewport.screen_rect(Pane::Body, area.rect);
            match &self.typing {
                Some(typing) if typing.part == area.part => self.field_ui(ui, input, area, (at, scale)),
                _ => self.area_ui(ui, input, area, at),
            }
        }
    }

    /// A part that can be clicked, or reached and pressed with keys.
    fn area_ui(&mut self, ui: &mut Ui, input: PersonaViewInput<'_>, area: &PersonaArea, at: Rect) {
        let is_editable = input.session.is_editable();
        let is_live = is_editable || matches!(area.part, PersonaPart::Map(_));
        let id = part_id(input.persona, area.part);
        let sense = if is_live { Sense::click() } else { Sense::focusable_noninteractive() };
        let response = ui.interact(at.expand(4.0), id, sense);
        let (role, name) = (Role::Button, name_of(area));
        response.widget_info(|| WidgetInfo::labeled(role, true, &name));
        if self.wanted.take_if(|part| *part == area.part).is_some() {
            response.request_focus();
        }
        if is_live && (response.hovered() || response.has_focus()) {
            let tokens = input.tokens;
            let radius = length(tokens.radii.row);
            let ink = if response.has_focus() { tokens.focus } else { tokens.card_line };
            let stroke = egui::Stroke::new(length(tokens.strokes.hairline), color(ink));
            ui.painter().rect_stroke(at.expand(4.0), radius, stroke, egui::StrokeKind::Outside);
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        let wipes = response.has_focus()
            && is_editable
            && ui.input_mut(|i| {
                i.consume_key(Modifiers::NONE, Key::Delete) || i.consume_key(Modifiers::NONE, Key::Backspace)
            });
        if wipes {
            self.wipe(input, area);
        } else if response.clicked() {
            match area.part {
                PersonaPart::Map(map) => input.sender.send(AppCommand::OpenLinkedMap(map)),
                PersonaPart::Portrait => {
                    input.sender.send(AppCommand::PictureDialog(PictureTarget::Persona(input.persona)));
                }
                part => {
                    self.commit(input.session, input.sender);
                    // What was kept in this frame may have moved the entries below it: this page is that from before.
                    if self.has_committed && matches!(part, PersonaPart::Entry(..)) {
                        ui.ctx().request_repaint();
                    } else {
                        self.begin(input.persona, part, area.text.clone());
                    }
                }
            }
        }
        if is_live && !matches!(area.part, PersonaPart::Portrait | PersonaPart::Map(_)) {
            response.on_hover_cursor(egui::CursorIcon::Text);
        } else if is_live {
            response.on_hover_cursor(egui::CursorIcon::PointingHand);
        }
    }

    /// Takes an entry away, or the portrait.
    fn wipe(&mut self, input: PersonaViewInput<'_>, area: &PersonaArea) {
        let Some(persona) = input.session.document().personas.get(&input.persona) else { return };
        match area.part {
            PersonaPart::Portrait => {
                let without = Persona { picture: None, ..Persona::clone(persona) };
                input.sender.edit(Edit::Update(without.into()));
            }
            PersonaPart::Role | PersonaPart::Quote | PersonaPart::Entry(..) => {
                let before = area.text.clone();
                let (persona, part) = (input.persona, area.part);
                let typing = Typing { persona, part, is_new: false, text: String::new(), before, has_begun: true };
                if let Some(edit) = typing.edit(input.session) {
                    input.sender.edit(edit);
                }
                self.wanted = Some(part);
            }
            PersonaPart::Name | PersonaPart::Map(_) => {}
        }
    }

    fn begin(&mut self, persona: PersonaId, part: PersonaPart, text: String) {
        let before = text.clone();
        self.typing = Some(Typing { persona, part, is_new: false, text, before, has_begun: false });
    }

    /// The field over a part. A click elsewhere keeps the words.
    fn field_ui(&mut self, ui: &mut Ui, input: PersonaViewInput<'_>, area: &PersonaArea, (at, scale): (Rect, f32)) {
        let Some(typing) = &mut self.typing else { return };
        let tokens = input.tokens;
        let id = part_id(input.persona, area.part).with("field");
        let font = font(area.style, length(area.style.size) * scale);
        let row_height = ui.fonts_mut(|fonts| fonts.row_height(&font));
        let line_height = length(crate::layout::measure::line_height(area.style)) * scale;
        let edge = f32::from(FRAME);
        let builder = egui::UiBuilder::new()
            .max_rect(at.expand(edge).with_max_x(at.right() + edge + 1.0))
            .id_salt(id)
            .layout(egui::Layout::top_down(egui::Align::Min));
        let mut child = ui.new_child(builder);
        child.spacing_mut().extra_text_line_spacing = line_height - row_height;
        let frame = Frame::NONE
            .fill(color(tokens.card))
            .corner_radius(length(tokens.radii.row))
            .inner_margin(Margin::same(FRAME))
            .stroke(egui::Stroke::new(length(tokens.strokes.hairline), color(tokens.accent)));
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        let mut output = TextEdit::multiline(&mut typing.text)
            .id(id)
            .font(font)
            .text_color(color(tokens.text))
            .frame(frame)
            .margin(Margin::ZERO)
            .desired_width(at.width())
            .desired_rows(1)
            .char_limit(MAX_TEXT_CHARS)
            .return_key(None)
            .event_filter(filter)
            .show(&mut child);
        let response = output.response.response.clone().accessible_name(part_name(area.part));
        if !matches!(area.part, PersonaPart::Entry(..)) && typing.text.contains('\n') {
            typing.text = typing.text.replace('\n', " ");
        }
        if !std::mem::replace(&mut typing.has_begun, true) {
            response.request_focus();
            response.scroll_to_me(None);
            let end = CCursor::new(typing.text.chars().count());
            output.state.cursor.set_char_range(Some(CCursorRange::one(end)));
            output.state.store(ui.ctx(), id);
        } else if response.lost_focus() {
            self.commit(input.session, input.sender);
        }
    }

    /// What ends the words that are typed, and where it goes on.
    fn take_keys(&mut self, ui: &Ui, input: PersonaViewInput<'_>) {
        let Some(typing) = self.typing.clone().filter(|typing| typing.has_begun) else { return };
        self.composition.begin_frame();
        let composition = &mut self.composition;
        let is_blank = typing.text.trim().is_empty();
        let event = ui.input_mut(|input| {
            // In an empty entry there is nothing to the left but the entry before.
            let goes_back = |event: &egui::Event| matches!(event, egui::Event::Key { key: Key::Backspace, pressed: true, modifiers, .. } if modifiers.is_none() && typing.text.is_empty());
            let at = input.events.iter().position(|event| !composition.has_keys(event) && (ending(event).is_some() || goes_back(event)))?;
            let event = input.events.remove(at);
            Some(ending(&event).unwrap_or(FieldEvent::Commit(GoOn::Left)))
        });
        match event {
            None => {}
            Some(FieldEvent::Escape) => {
                self.wanted = Some(typing.part);
                self.typing = None;
            }
            Some(FieldEvent::Commit(go_on)) => {
                self.commit(input.session, input.sender);
                let entries = typing.text.lines().filter(|line| !line.trim().is_empty()).count();
                match (go_on, typing.part) {
                    (GoOn::Down, PersonaPart::Entry(list, index)) if !is_blank => {
                        let (persona, part) = (typing.persona, PersonaPart::Entry(list, index + entries));
                        let (text, before) = (String::new(), String::new());
                        self.typing = Some(Typing { persona, part, is_new: true, text, before, has_begun: false });
                    }
                    (GoOn::Left, _) => self.step(&typing, -1),
                    (GoOn::Down | GoOn::Right, _) => self.step(&typing, 1),
                    _ => self.wanted = Some(typing.part),
                }
            }
        }
    }

    /// Goes on in the part before or behind the one that was typed in, as the page stands with what was typed.
    fn step(&mut self, typing: &Typing, by: isize) {
        let Some((_, page)) = &self.built else { return };
        let is_text = |area: &&PersonaArea| !matches!(area.part, PersonaPart::Portrait | PersonaPart::Map(_));
        let areas: Vec<&PersonaArea> = page.areas.iter().filter(is_text).collect();
        let Some(at) = areas.iter().position(|area| area.part == typing.part) else { return };
        let next = at.checked_add_signed(by).and_then(|at| areas.get(at));
        let Some(next) = next else {
            self.wanted = Some(typing.part);
            return;
        };
        let mut part = next.part;
        // An entry that was left empty goes, and those behind it move up.
        if let (PersonaPart::Entry(list, index), PersonaPart::Entry(of, from)) = (part, typing.part)
            && list == of
            && by > 0
            && typing.text.trim().is_empty()
            && index > from
        {
            part = PersonaPart::Entry(list, index - 1);
        }
        self.begin(typing.persona, part, next.text.clone());
    }
}

/// The name of a part, whatever it says.
fn part_name(part: PersonaPart) -> String {
    match part {
        PersonaPart::Portrait => words::portrait().to_owned(),
        PersonaPart::Name => words::name().to_owned(),
        PersonaPart::Role => words::role().to_owned(),
        PersonaPart::Quote => words::quote().to_owned(),
        PersonaPart::Entry(list, index) => words::entry(list, index),
        PersonaPart::Map(_) => words::appears_on().to_owned(),
    }
}

/// A part with what it says, for those who do not see it.
fn name_of(area: &PersonaArea) -> String {
    match (area.part, area.text.is_empty()) {
        (PersonaPart::Map(_), _) => words::open_map(&area.text),
        (PersonaPart::Portrait, true) => words::add_portrait().to_owned(),
        (PersonaPart::Portrait, false) => words::change_portrait().to_owned(),
        (PersonaPart::Entry(list, _), true) => words::add_entry(list).to_owned(),
        (part, _) => words::part(&part_name(part), &area.text),
    }
}

fn part_id(persona: PersonaId, part: PersonaPart) -> Id {
    Id::unique("persona page").with((persona, part))
}

#[expect(clippy::cast_possible_truncation, reason = "lengths on screen are f32 in egui")]
fn length(world: f64) -> f32 {
    world as f32
}
