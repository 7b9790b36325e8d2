//! Random scripts of what people do with mouse and keyboard. Whatever they do, the map stays whole, every step can be
//! taken back and done again, a gesture that is broken off leaves nothing behind, and the file holds what the window
//! shows.

use super::AppOptions;
use super::tests::Window;
use crate::model::check::violations;
use crate::model::{Connection, Diff, Document, Edit, RecordRef, Stage};
use crate::session::{AfterEdit, AppCommand};
use crate::ui::commands::{CommandContext, DataCommand, UiCommand};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2};
use std::sync::Arc;

/// Numbers from a seed (xorshift64*): the same script on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) % end
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    /// A point of the canvas: the middle of the window, where no panel stands.
    fn point(&mut self) -> Pos2 {
        pos2(230.0 + self.below(730) as f32, 82.0 + self.below(360) as f32)
    }
}

const KEYS: [(Modifiers, Key); 46] = [
    (Modifiers::NONE, Key::ArrowLeft),
    (Modifiers::NONE, Key::ArrowRight),
    (Modifiers::NONE, Key::ArrowUp),
    (Modifiers::NONE, Key::ArrowDown),
    (Modifiers::NONE, Key::ArrowDown),
    (Modifiers::NONE, Key::Enter),
    (Modifiers::NONE, Key::Enter),
    (Modifiers::NONE, Key::Tab),
    (Modifiers::NONE, Key::Tab),
    (Modifiers::SHIFT, Key::Tab),
    (Modifiers::NONE, Key::Escape),
    (Modifiers::NONE, Key::Escape),
    (Modifiers::NONE, Key::F2),
    (Modifiers::NONE, Key::Delete),
    (Modifiers::NONE, Key::Backspace),
    (Modifiers::COMMAND, Key::Z),
    (Modifiers::NONE, Key::Enter),
    (Modifiers::COMMAND, Key::Y),
    (Modifiers::COMMAND, Key::A),
    (Modifiers::COMMAND, Key::D),
    (Modifiers::ALT, Key::S),
    (Modifiers::ALT, Key::E),
    (Modifiers::ALT, Key::T),
    (Modifiers::ALT, Key::P),
    (Modifiers::ALT, Key::O),
    (Modifiers::ALT, Key::Q),
    (Modifiers::ALT, Key::N),
    (Modifiers::SHIFT, Key::Num1),
    (Modifiers::SHIFT, Key::Num2),
    (Modifiers::COMMAND, Key::Num0),
    (Modifiers::COMMAND, Key::Plus),
    (Modifiers::COMMAND, Key::Minus),
    (Modifiers::SHIFT, Key::ArrowRight),
    (Modifiers::ALT, Key::ArrowRight),
    (Modifiers::COMMAND, Key::ArrowRight),
    (Modifiers::SHIFT, Key::Enter),
    (Modifiers::ALT, Key::ArrowLeft),
    (Modifiers::ALT, Key::ArrowDown),
    (Modifiers::ALT, Key::ArrowUp),
    (Modifiers::ALT.plus(Modifiers::SHIFT), Key::ArrowRight),
    (Modifiers::SHIFT, Key::ArrowDown),
    (Modifiers::COMMAND, Key::Enter),
    (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Enter),
    (Modifiers::COMMAND, Key::L),
    (Modifiers::NONE, Key::Home),
    (Modifiers::NONE, Key::End),
];

const WORDS: [&str; 6] = ["Compare plans", "é", "旅", "a\tb", "\"quoted\"", "Waits for the mail\nand calls"];

/// Commands that leave the map, ask the system for something, or change what is kept beside the file.
fn is_of_no_map(command: UiCommand) -> bool {
    use UiCommand as C;
    matches!(
        command,
        C::New(_)
            | C::Open
            | C::OpenSample
            | C::RelistRemoved
            | C::SaveAs
            | C::SaveTemplate
            | C::Close
            | C::Quit
            | C::FullScreen
            | C::Theme(_)
            | C::LargerUi
            | C::SmallerUi
            | C::NaturalUi
            | C::UiScale(_)
            | C::Import
            | C::RefreshSources
            | C::ChoosePicture
            | C::Export
            | C::Log
            // From here a key more may lead to another file.
            | C::Palette
            | C::MenuBar
            | C::Undo
            | C::Redo
            | C::Data(DataCommand::ImportFolder | DataCommand::PasteData | DataCommand::RemovePerson)
    )
}

/// Keys that change the map from where one stands, with what ends the words they begin.
const DOING: [(Modifiers, Key); 12] = [
    (Modifiers::ALT, Key::S),
    (Modifiers::ALT, Key::E),
    (Modifiers::ALT, Key::T),
    (Modifiers::ALT, Key::P),
    (Modifiers::COMMAND, Key::D),
    (Modifiers::NONE, Key::Delete),
    (Modifiers::ALT, Key::ArrowLeft),
    (Modifiers::ALT, Key::ArrowRight),
    (Modifiers::ALT, Key::ArrowUp),
    (Modifiers::ALT, Key::ArrowDown),
    (Modifiers::ALT.plus(Modifiers::SHIFT), Key::ArrowRight),
    (Modifiers::NONE, Key::F2),
];

/// What is pasted: blocks of a spreadsheet, quotes, formulas, endless and broken ones.
const PASTED: [&str; 6] = [
    "Search\tCompare\tBuy\nad\tsite\tshop",
    "\"two\nlines\"\t\"a \"\"quote\"\"\"\n=SUM(A1:A9)\t-5",
    "\t\t\n\n\t",
    "\"never closed\tand on",
    "one",
    "\u{0}\u{1}\u{fffd}\t\r\r\n<table><tr><td>x</table>",
];

struct Script {
    seed: u64,
    window: Window,
    dice: Dice,
}

impl Script {
    fn event(&mut self, event: Event) {
        self.window.harness.event(event);
        self.window.harness.step();
    }

    fn button(&mut self, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
        self.event(Event::PointerButton { pos, button, pressed, modifiers });
    }

    fn click(&mut self, button: PointerButton, modifiers: Modifiers) {
        let pos = self.dice.point();
        self.event(Event::PointerMoved(pos));
        self.button(pos, button, true, modifiers);
        self.button(pos, button, false, modifiers);
    }

    /// A drag that may be broken off: by Escape, by another window, by a second button.
    fn drag(&mut self) {
        let modifiers = self.dice.pick(&[Modifiers::NONE, Modifiers::NONE, Modifiers::SHIFT, Modifiers::ALT]);
        let (from, mut to) = (self.dice.point(), self.dice.point());
        if from.distance(to) < 40.0 {
            // No click that wavers.
            to.x = if to.x < 600.0 { to.x + 90.0 } else { to.x - 90.0 };
        }
        // A menu that is open would take the press for itself.
        self.key(Modifiers::NONE, Key::Escape);
        self.event(Event::PointerMoved(from));
        self.button(from, PointerButton::Primary, true, modifiers);
        for k in 1..=3_u8 {
            self.event(Event::PointerMoved(from + (to - from) * (f32::from(k) / 3.0)));
        }
        let (seed, ending) = (self.seed, self.dice.below(6));
        // A drag over words that are being typed selects among them; leaving their field later keeps them.
        let is_in_field = self.window.app().canvas.is_editing_text();
        // Shorter ones are clicks, on a "+" for one.
        let is_drag = from.distance(to) > 8.0;
        let before = (ending < 3 && is_drag && !is_in_field)
            .then(|| Arc::clone(self.window.app().session().unwrap().document()));
        match ending {
            0 => self.key(Modifiers::NONE, Key::Escape),
            1 => {
                self.event(Event::WindowFocused(false));
                self.event(Event::PointerGone);
                self.event(Event::WindowFocused(true));
            }
            2 => self.button(to, PointerButton::Secondary, true, Modifiers::NONE),
            _ => {}
        }
        self.button(to, PointerButton::Primary, false, modifiers);
        if ending == 2 {
            self.button(to, PointerButton::Secondary, false, Modifiers::NONE);
            self.key(Modifiers::NONE, Key::Escape);
        }
        if let Some(before) = before {
            self.window.settle();
            let left = Diff::between(&before, self.window.app().session().unwrap().document());
            assert!(
                left.is_empty(),
                "seed {seed}: a drag from {from} to {to} broken off in way {ending} left {left:#?}"
            );
        }
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.window.harness.key_press_modifiers(modifiers, key);
        self.window.harness.step();
    }

    /// A command of the table, as the palette runs it.
    fn command(&mut self) {
        let commands: Vec<UiCommand> =
            UiCommand::every().into_iter().filter(|command| !is_of_no_map(*command)).collect();
        let command = self.dice.pick(&commands);
        let action = command.resolve(&CommandContext { session: self.window.app().session() });
        if let Some(action) = action {
            self.window.app().commands().send(action);
            self.window.harness.step();
        }
    }

    /// What is changed in panels and in lists of things that stand on no map.
    fn change(&mut self) {
        let session = self.window.app().session().unwrap();
        let document = Arc::clone(session.document());
        let maps: Vec<_> = document.maps.keys().copied().collect();
        let stages: Vec<_> = document.stages.keys().copied().collect();
        let cards: Vec<_> = document.cards.keys().copied().collect();
        let lanes: Vec<_> = document.lanes.keys().copied().collect();
        let connections: Vec<_> = document.connections.keys().copied().collect();
        let edit = match self.dice.below(8) {
            0 if !stages.is_empty() => {
                let stage = Stage::clone(&document.stages[&self.dice.pick(&stages)]);
                let linked_map = (self.dice.below(3) > 0).then(|| self.dice.pick(&maps));
                Edit::Update(Stage { linked_map, ..stage }.into())
            }
            1 if !connections.is_empty() => {
                let row = Connection::clone(&document.connections[&self.dice.pick(&connections)]);
                let end = self.dice.pick(&cards);
                let changed = match self.dice.below(3) {
                    0 => Connection { from: end, ..row },
                    1 => Connection { to: end, ..row },
                    _ => row.reversed(),
                };
                Edit::Update(changed.into())
            }
            2 if maps.len() > 1 => Edit::Delete(vec![self.dice.pick(&maps).into()]),
            3 if !lanes.is_empty() => Edit::Duplicate(vec![self.dice.pick(&lanes).into()]),
            4 => {
                let anchors: Vec<RecordRef> = cards.iter().map(|card| RecordRef::from(*card)).collect();
                let anchor = if anchors.is_empty() { maps[0].into() } else { self.dice.pick(&anchors) };
                let note = AppCommand::AddNote { anchor, text: self.dice.pick(&WORDS).to_owned() };
                return self.window.app().commands().send(note);
            }
            5 => {
                let filter =
                    crate::session::filter::CardFilter::default().with_words(self.dice.pick(&WORDS).to_owned());
                return self.window.app().commands().send(AppCommand::SetFilter(filter));
            }
            6 => return self.window.app().commands().send(AppCommand::ToggleFilter),
            _ => {
                let shown: Vec<_> = document.personas.keys().copied().collect();
                let command = match self.dice.below(2) {
                    0 if !shown.is_empty() => AppCommand::ShowPersona(self.dice.pick(&shown)),
                    _ => AppCommand::ClosePersona,
                };
                return self.window.app().commands().send(command);
            }
        };
        let then = self.dice.pick(&[AfterEdit::Nothing, AfterEdit::Select]);
        self.window.app().commands().send(AppCommand::Edit { edit, merge: None, then });
    }

    /// A card is held at an edge for a while: the map moves below it.
    fn drag_to_edge(&mut self) {
        let (from, edge) =
            (self.dice.point(), self.dice.pick(&[pos2(984.0, 300.0), pos2(600.0, 676.0), pos2(190.0, 300.0)]));
        let modifiers = self.dice.pick(&[Modifiers::NONE, Modifiers::ALT]);
        self.key(Modifiers::NONE, Key::Escape);
        self.event(Event::PointerMoved(from));
        self.button(from, PointerButton::Primary, true, modifiers);
        self.event(Event::PointerMoved(from.lerp(edge, 0.5)));
        self.event(Event::PointerMoved(edge));
        for _ in 0..12 {
            self.window.harness.step();
        }
        self.button(edge, PointerButton::Primary, false, modifiers);
    }

    /// A menu at the pointer, and an entry of it.
    fn choose_from_menu(&mut self) {
        self.click(PointerButton::Secondary, Modifiers::NONE);
        self.window.harness.step();
        for _ in 0..=self.dice.below(14) {
            self.key(Modifiers::NONE, Key::ArrowDown);
        }
        // An entry that shows files of the system would wait for somebody.
        self.key(Modifiers::NONE, Key::Enter);
    }

    /// Nothing lies over the map, no words are typed, and the map has the keyboard.
    fn leave_to_map(&mut self) {
        for _ in 0..4 {
            self.key(Modifiers::NONE, Key::Escape);
        }
        self.window.send(AppCommand::ClosePersona);
        self.window.app_mut().canvas.take_keyboard();
        self.window.settle();
    }

    /// What is done from where one stands and taken back leaves one there.
    fn undo_one(&mut self) {
        self.leave_to_map();
        for _ in 0..=self.dice.below(3) {
            let (modifiers, key) = self.dice.pick(&KEYS[..5]);
            self.window.press(modifiers, key);
        }
        let standing = |script: &Self| {
            let app = script.window.app();
            let session = app.session().unwrap();
            (session.map(), session.selection().to_vec(), app.canvas.chosen_cell())
        };
        let (before, stood) = (Arc::clone(self.window.app().session().unwrap().document()), standing(self));
        if stood.1.is_empty() && stood.2.is_none() || self.window.app().canvas.is_editing_text() {
            return;
        }
        let what = match self.dice.below(3) {
            0 => {
                let pasted = self.dice.pick(&PASTED).to_owned();
                self.event(Event::Paste(pasted.clone()));
                pasted
            }
            1 => {
                let word = self.dice.pick(&WORDS).to_owned();
                self.event(Event::Text(word.clone()));
                let end = self.dice.pick(&[(Modifiers::NONE, Key::Enter), (Modifiers::NONE, Key::Tab)]);
                self.key(end.0, end.1);
                word
            }
            _ => {
                let (modifiers, key) = self.dice.pick(&DOING);
                self.key(modifiers, key);
                self.window.settle();
                if self.window.app().canvas.is_editing_text() {
                    self.event(Event::Text("Words".to_owned()));
                    self.key(Modifiers::NONE, Key::Enter);
                }
                format!("{modifiers:?} {key:?}")
            }
        };
        self.window.settle();
        if self.window.app().canvas.is_editing_text() {
            self.window.press(Modifiers::NONE, Key::Escape);
        }
        if Arc::ptr_eq(&before, self.window.app().session().unwrap().document()) {
            return;
        }
        self.window.send(AppCommand::Undo);
        if Diff::between(&before, self.window.app().session().unwrap().document()).is_empty() {
            let kind = |cell: Option<(crate::base::ids::LaneId, crate::base::ids::StepId)>| {
                cell.and_then(|(lane, _)| before.lanes.get(&lane)).map(|lane| lane.kind)
            };
            let (now, seed) = (standing(self), self.seed);
            assert_eq!(
                now,
                stood,
                "seed {seed}: {what:?} taken back: in {:?} and not {:?}",
                kind(now.2),
                kind(stood.2)
            );
        }
    }

    fn act(&mut self) {
        match self.dice.below(27) {
            20 | 21 => self.command(),
            22 => self.change(),
            23 => self.drag_to_edge(),
            24 => self.choose_from_menu(),
            25 | 26 => self.undo_one(),
            0..=6 => {
                let (modifiers, key) = self.dice.pick(&KEYS);
                self.key(modifiers, key);
            }
            7..=9 => {
                let word = self.dice.pick(&WORDS);
                self.event(Event::Text(word.to_owned()));
            }
            10..=11 => {
                let modifiers = self.dice.pick(&[Modifiers::NONE, Modifiers::SHIFT]);
                self.click(PointerButton::Primary, modifiers);
            }
            12 => {
                self.click(PointerButton::Primary, Modifiers::NONE);
                let pos = self.window.harness.ctx.pointer_latest_pos().unwrap_or_default();
                for pressed in [true, false] {
                    self.button(pos, PointerButton::Primary, pressed, Modifiers::NONE);
                }
            }
            13 => self.click(PointerButton::Secondary, Modifiers::NONE),
            14..=16 => self.drag(),
            17 => {
                let event = self.dice.pick(&[0, 1, 2]);
                let pasted = self.dice.pick(&PASTED).to_owned();
                self.event(match event {
                    0 => Event::Copy,
                    1 => Event::Cut,
                    _ => Event::Paste(pasted),
                });
            }
            18 => {
                let delta = egui::vec2(self.dice.below(200) as f32 - 100.0, self.dice.below(200) as f32 - 100.0);
                let modifiers = self.dice.pick(&[Modifiers::NONE, Modifiers::COMMAND, Modifiers::SHIFT]);
                self.event(Event::MouseWheel {
                    unit: egui::MouseWheelUnit::Point,
                    delta,
                    phase: egui::TouchPhase::Move,
                    source: egui::MouseWheelSource::Unknown,
                    modifiers,
                });
            }
            _ => self.window.settle(),
        }
    }
}

/// Plays a script on a template. The file must equal memory, and the history lead back to the start and to the end.
fn check(seed: u64, template: &str, steps: usize) -> usize {
    let mut window = Window::open(AppOptions::default());
    // A box in place of a sign that no bundled font has is no fault here.
    window.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    window.new_map(template);
    let start = Arc::clone(window.app().session().unwrap().document());
    // The name that the map takes from its file is the first step of the history.
    let path = window.home.path().join("script.milepost");
    window.send(AppCommand::SaveAs(path.clone()));
    let mut script = Script { seed, window, dice: Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1) };
    for step in 0..steps {
        script.act();
        let session = script.window.app().session().expect("nothing in a script closes the map");
        assert_eq!(violations(session.document()), [], "seed {seed}, step {step}");
    }
    let Script { mut window, .. } = script;
    // Words that are being typed are kept, whatever comes next.
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::NONE, Key::Escape);
    for _ in 0..6 {
        window.press(Modifiers::NONE, Key::Escape);
    }
    // A note that was begun waits beside its field; it is kept with the file.
    window.send(AppCommand::Save);
    window.settle();
    let end = Arc::clone(window.app().session().unwrap().document());
    let mut taken_back = 0;
    while window.app().session().unwrap().undo_label().is_some() {
        window.send(AppCommand::Undo);
        taken_back += 1;
        assert_eq!(violations(window.app().session().unwrap().document()), [], "seed {seed}, undo {taken_back}");
    }
    let same = |window: &Window, expected: &Document, what: &str| {
        let rest = Diff::between(expected, window.app().session().unwrap().document());
        assert!(rest.is_empty(), "seed {seed}, {what}: {rest:#?}");
    };
    same(&window, &start, "undone to the start");
    // Not further: the script may have ended in the middle of its history.
    for _ in 0..taken_back {
        window.send(AppCommand::Redo);
    }
    same(&window, &end, "redone to the end");
    window.send(AppCommand::CloseFile);
    window.send(AppCommand::Open(path));
    same(&window, &end, "on disk");
    taken_back
}

#[test]
fn whatever_people_do_can_be_taken_back_and_is_on_disk() {
    // Below the length of the history, so that it leads back to the start.
    let scripts = [("blank", 1..=4_u64), ("customer-journey", 7..=16), ("service-blueprint", 17..=22)];
    let mut undone = 0;
    // Others, for a night: MILEPOST_SCRIPTS=1000-1099.
    let range = std::env::var("MILEPOST_SCRIPTS").ok();
    let range = range.and_then(|range| range.split_once('-').map(|(a, b)| (a.to_owned(), b.to_owned())));
    if let Some((first, last)) = range {
        for seed in first.parse().unwrap()..=last.parse::<u64>().unwrap() {
            check(seed, ["blank", "customer-journey", "service-blueprint"][usize::try_from(seed % 3).unwrap()], 150);
        }
        return;
    }
    for (template, seeds) in scripts {
        for seed in seeds {
            undone += check(seed, template, 150);
        }
    }
    // The scripts would prove nothing if most of what they do changed nothing. Escape takes back what was only begun, which
    // is no step then.
    assert!(undone > 250, "only {undone} steps were done");
}
