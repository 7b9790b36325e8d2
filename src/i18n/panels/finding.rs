//! Words of the bars above the map: finding, filtering, going back.

use super::words;

words! {
    find = "Find in this file";
    find_hint = "Find words anywhere in this file";
    next = "Next find";
    previous = "Previous find";
    close_find = "Close the find bar";
    show_list = "Show the finds as a list";
    hide_list = "Hide the list of finds";
    replace_with = "Replace with";
    replace = "Replace";
    replace_hint = "Replaces the words in the shown find, then goes to the next one";
    replace_all = "Replace all";
    delete_all = "Delete all";
    replace_all_hint = "Replaces the words in the whole file, as one step that can be undone";
    match_case = "Match case";
    match_case_hint = "Capitals differ from small letters";
    whole_words = "Whole words";
    whole_words_hint = "Not as a part of a longer word";
    no_change = "This file is open for reading only";
    nothing = "Nothing found: try fewer letters, or another word";
    replaceable_hint = "The others hold the words apart from each other, or in what nobody typed on them: names of metrics, files and authors";
    filter = "Stand out";
    filter_words = "Words on cards";
    kind = "Kind";
    channel = "Channel";
    persona = "Persona";
    tag = "Tag";
    confidence = "Confidence";
    clear = "Clear";
    clear_hint = "Shows all cards alike";
    close_filter = "Close the filter bar";
    everybody = "Everybody";
    no_tags = "No card has a tag yet. Select some cards and type one under Tags at the right.";
    no_personas = "No persona yet. Add one, then say in a card whom it is about.";
    no_card_fits = "No card of this map fits: take one of the choices back";
    choose = "Choose what shall stand out";
    play = "Play the periods";
    pause = "Pause";
    earlier_period = "Earlier period";
    later_period = "Later period";
    close_time = "Show all periods again";
    no_periods = "No data on the shown days: choose another period.";
}

/// "3 of 12".
#[must_use]
pub fn place_of(at: usize, count: usize) -> String {
    format!("{at} of {count}")
}

/// The slider of periods for those who do not see it.
#[must_use]
pub fn period_of(name: &str, at: usize, count: usize) -> String {
    format!("Period: {name}, {at} of {count}")
}

/// After all finds were replaced.
#[must_use]
pub fn replaced(times: usize, records: usize) -> String {
    let in_what = if records == 1 { "one place".to_owned() } else { format!("{records} places of the file") };
    match times {
        1 => "Replaced once.".to_owned(),
        _ => format!("Replaced {times} times in {in_what}."),
    }
}

/// Records that stay as they are because a rule forbids what replacing would make of them.
#[must_use]
pub fn not_replaced(records: usize) -> String {
    let what = match records {
        1 => "One place stays as it was".to_owned(),
        _ => format!("{records} places stay as they were"),
    };
    format!("{what}: a name or a reason would be empty, or a text too long.")
}

/// A KPI whose own texts hold the words elsewhere than in its name.
#[must_use]
pub fn kpi_and_text(name: &str, text: &str) -> String {
    format!("{name}: {text}")
}

/// While replacing, when more is found than can be replaced.
#[must_use]
pub fn replaceable(count: usize, found: usize) -> String {
    format!("{count} of {found} can be replaced")
}

/// "12 found", before one is chosen.
#[must_use]
pub fn count(count: usize) -> String {
    format!("{count} found")
}

/// "12 of 48 cards".
#[must_use]
pub fn cards(kept: usize, all: usize) -> String {
    format!("{kept} of {all} cards")
}

/// When a map is looked at again.
#[must_use]
pub fn review(day: &str) -> String {
    format!("review {day}")
}

/// The edge of a panel, which drags larger and smaller.
pub fn resize_panel(panel: &str) -> String {
    format!("Resize the {panel} panel")
}

/// The button that leads back to a map.
#[must_use]
pub fn back_to(title: &str) -> String {
    format!("Back to {title}")
}

/// A drop-down with what is chosen in it, as in "Channel: Chat, Phone".
#[must_use]
pub fn chosen(group: &str, chosen: &[String]) -> String {
    match chosen {
        [] => group.to_owned(),
        [one] => format!("{group}: {one}"),
        [one, rest @ ..] => format!("{group}: {one} +{}", rest.len()),
    }
}
