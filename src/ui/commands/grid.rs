//! Commands that work on the grid as on a sheet: clipboard, copies, connections, moves by a cell.

use super::adding::plain;
use crate::canvas::{edits, input};
use crate::i18n::shell::command::{self as words, Words};
use crate::model::{Edit, RecordRef, TableKind};
use crate::session::arrange::{self, Direction};
use crate::session::{AfterEdit, AppCommand, Session};
use egui::{Key, KeyboardShortcut, Modifiers};

/// A command of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each one's words, shown to the user, say what it does")]
pub enum GridCommand {
    Cut,
    Copy,
    Paste,
    Duplicate,
    Connect,
    NextConnection,
    Another,
    NextStage,
    Nudge(Direction),
    Widen,
    Narrow,
    SelectLane,
    SelectStage,
}

const ALT_SHIFT: Modifiers = Modifiers::ALT.plus(Modifiers::SHIFT);

impl GridCommand {
    /// Every one, in the order the palette shows them.
    pub const EVERY: [Self; 16] = [
        Self::Cut,
        Self::Copy,
        Self::Paste,
        Self::Duplicate,
        Self::Connect,
        Self::NextConnection,
        Self::Another,
        Self::NextStage,
        Self::Nudge(Direction::Left),
        Self::Nudge(Direction::Right),
        Self::Nudge(Direction::Up),
        Self::Nudge(Direction::Down),
        Self::Widen,
        Self::Narrow,
        Self::SelectLane,
        Self::SelectStage,
    ];

    /// Those that move what is selected.
    pub const MOVES: [Self; 6] = [
        Self::Nudge(Direction::Left),
        Self::Nudge(Direction::Right),
        Self::Nudge(Direction::Up),
        Self::Nudge(Direction::Down),
        Self::Widen,
        Self::Narrow,
    ];

    pub(super) const fn words(self) -> Words {
        match self {
            Self::Cut => words::CUT,
            Self::Copy => words::COPY,
            Self::Paste => words::PASTE,
            Self::Duplicate => words::DUPLICATE,
            Self::Connect => words::CONNECT,
            Self::NextConnection => words::NEXT_CONNECTION,
            Self::Another => words::ANOTHER,
            Self::NextStage => words::NEXT_STAGE,
            Self::Nudge(Direction::Left) => words::NUDGE_LEFT,
            Self::Nudge(Direction::Right) => words::NUDGE_RIGHT,
            Self::Nudge(Direction::Up) => words::NUDGE_UP,
            Self::Nudge(Direction::Down) => words::NUDGE_DOWN,
            Self::Widen => words::WIDEN,
            Self::Narrow => words::NARROW,
            Self::SelectLane => words::SELECT_LANE,
            Self::SelectStage => words::SELECT_STAGE,
        }
    }

    pub(super) fn shortcuts(self) -> &'static [KeyboardShortcut] {
        macro_rules! on {
            ($modifiers:expr, $key:ident) => {
                const { &[KeyboardShortcut::new($modifiers, Key::$key)] }
            };
        }
        match self {
            Self::Cut => const { &[input::CUT] },
            Self::Copy => const { &[input::COPY] },
            Self::Paste => const { &[input::PASTE] },
            Self::Duplicate => const { &[input::DUPLICATE] },
            Self::Connect => const { &[input::CONNECT] },
            Self::NextConnection => on!(Modifiers::COMMAND.plus(Modifiers::SHIFT), L),
            Self::Another => const { &[input::ANOTHER] },
            Self::NextStage => const { &[input::NEXT_STAGE] },
            Self::Nudge(Direction::Left) => on!(Modifiers::ALT, ArrowLeft),
            Self::Nudge(Direction::Right) => on!(Modifiers::ALT, ArrowRight),
            Self::Nudge(Direction::Up) => on!(Modifiers::ALT, ArrowUp),
            Self::Nudge(Direction::Down) => on!(Modifiers::ALT, ArrowDown),
            Self::Widen => on!(ALT_SHIFT, ArrowRight),
            Self::Narrow => on!(ALT_SHIFT, ArrowLeft),
            Self::SelectLane | Self::SelectStage => &[],
        }
    }

    /// What it would do now; `None` when it is not possible now.
    pub(super) fn resolve(self, session: &Session) -> Option<AppCommand> {
        let (document, selection) = (session.document(), session.selection());
        let selected = |records: Vec<RecordRef>| (!records.is_empty()).then_some(AppCommand::Select(records));
        match self {
            Self::Copy => (!selection.is_empty()).then_some(AppCommand::Copy),
            Self::SelectLane => selected(arrange::cards_beside(document, selection, TableKind::Lane)),
            Self::SelectStage => selected(arrange::cards_beside(document, selection, TableKind::Stage)),
            Self::NextConnection => selected(arrange::next_connection(document, selection).into_iter().collect()),
            _ if !session.is_editable() => None,
            Self::Cut => (!selection.is_empty()).then_some(AppCommand::Cut),
            Self::Paste => Some(AppCommand::RequestPaste),
            Self::Duplicate => edits::duplicate(selection).map(|edit| plain(edit, AfterEdit::Select)),
            Self::Connect => connect(session),
            Self::Another => selection.last().and_then(|r| arrange::another(document, *r)).map(AppCommand::TypeNew),
            Self::NextStage => {
                let after = selection.last().and_then(|record| arrange::next_stage(document, *record));
                Some(AppCommand::TypeNew(after.unwrap_or(edits::new_stage(session.map()?, None))))
            }
            Self::Nudge(direction) => {
                let edit = arrange::nudge(document, session.map()?, selection, direction)?;
                Some(plain(edit, AfterEdit::Nothing))
            }
            Self::Widen => widen(session, Direction::Right),
            Self::Narrow => widen(session, Direction::Left),
        }
    }
}

fn connect(session: &Session) -> Option<AppCommand> {
    match *session.selection() {
        [RecordRef::Card(from)] => Some(AppCommand::BeginConnection(from)),
        [RecordRef::Card(from), RecordRef::Card(to)] if arrange::is_connectable(session.document(), from, to) => {
            Some(plain(Edit::Connect { from, to }, AfterEdit::Select))
        }
        _ => None,
    }
}

fn widen(session: &Session, direction: Direction) -> Option<AppCommand> {
    let edit = arrange::widen(session.document(), session.map()?, session.selection(), direction)?;
    Some(plain(edit, AfterEdit::Nothing))
}
