//! What people call commands who know them from other programs: the palette finds them by these words too.

use super::command as words;
use super::command::Words;
use crate::model::LaneKind;

/// Commands and their other names.
const COMMANDS: &[(Words, &[&str])] = &[
    (words::DUPLICATE, &["Clone", "Copy in place"]),
    (words::DELETE, &["Remove", "Erase"]),
    (words::CONNECT, &["Arrow to another card", "Line to another card", "Link cards"]),
    (words::RENAME, &["Rename", "Change words"]),
    (words::WIDEN, &["Span one step more", "Resize card"]),
    (words::NARROW, &["Span one step less", "Resize card"]),
    (words::FIND, &["Search"]),
    (words::FILTER, &["Dim cards", "Highlight cards"]),
    (words::MINIMAP, &["Minimap", "Overview of the map"]),
    (words::PROMPTS, &["Prompts", "Questions in empty cells"]),
    (words::MOTION_REDUCED, &["Less animation"]),
    (words::DAYS, &["Custom range", "Compare two ranges of days", "Any other days"]),
    (
        words::SHOW_SIGNALS,
        &["Signals", "What got worse", "Worse than before", "Answer a signal", "Answers to signals", "Alerts"],
    ),
    (words::REVIEW, &["Due for review", "Minutes"]),
    (words::TIME, &["Time slider", "Play the periods"]),
    (words::FULL_SCREEN, &["Present on a projector"]),
    (words::FIT_MAP, &["Whole map", "Zoom to fit"]),
    (words::FIT_SELECTION, &["Zoom to selection"]),
    (words::OTHER_STATE, &["Make to-be map", "Make current state"]),
    (words::COUNTERPART, &["Go to future state", "Go to current state"]),
    (words::SHOW_LANES, &["Show all lanes", "Unhide lanes"]),
    (words::COLLAPSE_LANE, &["Fold lane", "Expand lane"]),
    (words::CHOOSE_PICTURE, &["Insert image…", "Add picture…"]),
    (words::ADD_NOTE, &["Comment"]),
    (words::CURVE_FACES, &["Smileys on the curve"]),
    (words::SHORTCUTS, &["Keys", "Help"]),
    (words::AUTHOR, &["My name"]),
    (words::SETTINGS, &["Preferences", "Options"]),
    (words::THEME_DARK, &["Dark mode"]),
    (words::THEME_LIGHT, &["Light mode"]),
    (words::ADD_PAIN_POINT, &["Add problem", "Add frustration"]),
    (words::ADD_OPPORTUNITY, &["Add idea"]),
    (words::ADD_TEXT, &["Add sticky note"]),
];

/// The other names of a command.
#[must_use]
pub fn of_command(command: Words) -> &'static [&'static str] {
    COMMANDS.iter().find(|(known, _)| *known == command).map_or(&[], |(_, names)| names)
}

/// What lanes of a kind are called in one method or another.
#[must_use]
pub const fn of_lane(kind: LaneKind) -> &'static [&'static str] {
    match kind {
        LaneKind::Text => &["Add swimlane", "Add row of words", "Add actions lane", "Add thoughts lane"],
        LaneKind::Touchpoint => &["Add channel lane"],
        LaneKind::Image => &["Add image lane", "Add picture lane", "Add storyboard lane"],
        LaneKind::Quote => &["Add voice of the customer lane"],
        LaneKind::Curve => &["Add emotion curve lane", "Add feelings lane", "Add sentiment lane"],
        LaneKind::Kpi => &["Add metric lane", "Add numbers lane"],
        LaneKind::PainPoint => &["Add problem lane"],
        LaneKind::Opportunity => &["Add idea lane"],
        LaneKind::Process => {
            &["Add system lane", "Add team lane", "Add backstage lane", "Add frontstage lane", "Add support lane"]
        }
        LaneKind::Divider => &["Add line of interaction lane", "Add line of visibility lane"],
    }
}

#[cfg(test)]
pub(crate) fn every_command() -> impl Iterator<Item = Words> {
    COMMANDS.iter().map(|(command, _)| *command)
}
