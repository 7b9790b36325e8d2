//! Words of the page of a persona.

use super::panels::words;
use crate::model::PersonaList;

words! {
    page = "Persona page";
    add_name = "Name";
    add_role = "Who they are, in a few words";
    add_quote = "A sentence they said";
    name = "Name";
    role = "Role";
    quote = "In their own words";
    portrait = "Portrait";
    add_portrait = "Drop, paste or choose a picture";
    change_portrait = "Change the portrait…";
    appears_on = "On the maps";
    on_no_map = "On no map yet. Say in the fields of a map whose journey it is, or in a card whom it is about.";
    whole_journey = "the whole journey";
    a_curve = "a curve";
    back = "Back to the map";
    previous = "Previous persona";
    next = "Next persona";
    export = "Export…";
    show_page = "Show page";
    remove_portrait = "Remove the portrait";
}

/// The heading of a list.
#[must_use]
pub fn list(list: PersonaList) -> &'static str {
    match list {
        PersonaList::Goals => "Goals",
        PersonaList::Frustrations => "Frustrations",
        PersonaList::Needs => "Needs",
    }
}

/// What stands where the next entry of a list goes.
#[must_use]
pub fn add_entry(list: PersonaList) -> &'static str {
    match list {
        PersonaList::Goals => "Add a goal",
        PersonaList::Frustrations => "Add a frustration",
        PersonaList::Needs => "Add a need",
    }
}

/// An entry of a list for those who do not see where it stands, as in "Goal 2".
#[must_use]
pub fn entry(list: PersonaList, index: usize) -> String {
    let one = match list {
        PersonaList::Goals => "Goal",
        PersonaList::Frustrations => "Frustration",
        PersonaList::Needs => "Need",
    };
    format!("{one} {}", index + 1)
}

/// A part of the page with what it says, as in "Role: team lead".
#[must_use]
pub fn part(name: &str, words: &str) -> String {
    format!("{name}: {words}")
}

/// What somebody said, as it is set.
#[must_use]
pub fn quoted(words: &str) -> String {
    format!("“{words}”")
}

/// How many cards of a map are about a persona.
#[must_use]
pub fn cards(count: usize) -> String {
    if count == 1 { "1 card".to_owned() } else { format!("{count} cards") }
}

/// The way to a map the persona appears on.
#[must_use]
pub fn open_map(title: &str) -> String {
    format!("Go to {title}")
}

/// The letters that stand for a portrait: the first of the first two names.
#[must_use]
pub fn initials(name: &str) -> String {
    name.split_whitespace().take(2).filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

/// Where a dropped picture goes.
#[must_use]
pub fn as_portrait_of(name: &str) -> String {
    format!("as the portrait of {name}")
}
