//! What the program tells: toasts and the sentence of a start that failed.

use crate::base::text::one_line;
use crate::i18n::beginning;

/// All is on disk.
pub const SAVED: &str = "Everything is on disk.";
/// The file dialog of the system is missing.
pub const NO_DIALOG: &str = "No file dialog is available on this system: type the path instead.";
/// Not all that is selected would come back by pasting.
pub const NOT_CUT: &str = "Nothing was cut, because not everything that would go can be pasted back: figures elsewhere \
                           that measure it, cards of hidden lanes. Delete it instead, or show the lanes first.";
/// Cards that cannot go to another map.
pub const NOT_MOVED: &str = "Nothing was moved, because not everything that would go can stand on the other map: cards of \
                             hidden lanes, figures elsewhere that measure it.";

/// Where a map is, as part of a sentence.
#[must_use]
pub fn on_map(title: &str) -> String {
    format!("on the map “{}”", beginning(&one_line(title), MOST_SIGNS))
}

/// Where a page of a persona is, as part of a sentence.
#[must_use]
pub fn on_page(name: &str) -> String {
    format!("on the page of {}", beginning(&one_line(name), MOST_SIGNS))
}

/// A map that was never given a name was closed.
#[must_use]
pub fn closed_without_name(title: &str) -> String {
    format!(
        "\u{201c}{title}\u{201d} is kept among the recent files, {}. What was done in it can no longer be undone.",
        super::welcome::UNTITLED
    )
}

/// Opens what was just closed.
pub const OPEN_AGAIN: &str = "Open again";

/// A step that was taken back is seen somewhere else than one was.
#[must_use]
pub fn undone_elsewhere(step: &str, place: &str) -> String {
    format!("Undone {place}: {step}.")
}

/// A step that was done again is seen somewhere else than one was.
#[must_use]
pub fn redone_elsewhere(step: &str, place: &str) -> String {
    format!("Done again {place}: {step}.")
}

/// A command about the map was given on the page of a persona.
#[must_use]
pub fn back_on_map(title: &str, name: &str) -> String {
    let who = one_line(name);
    format!("This goes {}; the page of {} was left for it.", on_map(title), beginning(&who, MOST_SIGNS))
}

/// Back to the page that was left.
pub const SHOW_PAGE: &str = "Show page";

/// Cards went to another map, with what ended by that: points of the curve that gave way there, connections to cards that
/// stayed.
#[must_use]
pub fn moved_to_map(count: usize, map: &str, replaced: usize, torn: usize) -> String {
    let map = beginning(map, MOST_SIGNS);
    let mut told = match count {
        1 => format!("The card is on “{map}” now."),
        _ => format!("{count} cards are on “{map}” now."),
    };
    told += &match replaced {
        0 => String::new(),
        1 => " The point of the curve that stood there gave way.".to_owned(),
        _ => format!(" {replaced} points of the curve that stood there gave way."),
    };
    told += &match torn {
        0 => String::new(),
        1 => " One connection to a card that stayed has ended.".to_owned(),
        _ => format!(" {torn} connections to cards that stayed have ended."),
    };
    told
}

/// Leads to where they went.
pub const SHOW_THERE: &str = "Show the map";

/// A background job ended without a result.
#[must_use]
pub fn job_lost(title: &str) -> String {
    format!("“{title}” ended unexpectedly. A crash report is in the data folder; try again.")
}

/// A file was taken from the list of recent ones.
#[must_use]
pub fn removed_from_list(name: &str) -> String {
    format!("Removed “{}” from the list.", beginning(&one_line(name), MOST_SIGNS))
}

/// Maps without a name that were taken from the list are listed again.
#[must_use]
pub fn relisted(count: usize) -> String {
    match count {
        0 => "No removed map without a name is left on this computer.".to_owned(),
        1 => "One removed map is listed again.".to_owned(),
        _ => format!("{count} removed maps are listed again."),
    }
}

/// A map was kept as a template.
#[must_use]
pub fn template_saved(title: &str) -> String {
    format!("“{}” is among your templates now: File, New.", title.trim())
}

/// A template of the user was taken away.
#[must_use]
pub fn template_removed(title: &str) -> String {
    format!("“{title}” is no longer among your templates.")
}

/// Signs of a name or of words in a message.
const MOST_SIGNS: usize = 32;

/// Records were deleted, as in "Deleted lane “Quotes” with 12 cards." Several have no name.
#[must_use]
pub fn deleted(count: usize, noun: &str, name: &str, cards: usize) -> String {
    let with = match cards {
        0 => String::new(),
        1 => " with one card".to_owned(),
        _ => format!(" with {cards} cards"),
    };
    match (count, name.trim()) {
        (1, "") => format!("Deleted one {noun}{with}."),
        (1, name) => format!("Deleted {noun} “{}”{with}.", beginning(&one_line(name), MOST_SIGNS)),
        _ => format!("Deleted {count} {noun}{with}."),
    }
}

/// A lane holds something else now than the cards in it are; `kind` is what it holds, as in "KPIs".
#[must_use]
pub fn cards_left(count: usize, kind: &str) -> String {
    match count {
        1 => format!("The lane holds “{kind}” now; the card in it stays as it is."),
        _ => format!("The lane holds “{kind}” now; the {count} cards in it stay as they are."),
    }
}

/// Signs that are shown as boxes.
#[must_use]
pub fn no_font(signs: &str) -> String {
    let named = signs.chars().map(|sign| format!("U+{:04X}", u32::from(sign))).collect::<Vec<_>>().join(", ");
    format!(
        "No font of this computer has some signs of this map ({named}), so boxes stand for them: install one that has, \
         such as Noto Sans for their script."
    )
}

/// Words were typed over, and nothing of them is left.
#[must_use]
pub fn replaced(words: &str) -> String {
    format!("Replaced “{}”.", beginning(&one_line(words), MOST_SIGNS))
}

/// All words were taken out.
#[must_use]
pub fn emptied(words: &str) -> String {
    format!("Emptied; it said “{}”.", beginning(&one_line(words), MOST_SIGNS))
}

/// A name was emptied of what always has one.
#[must_use]
pub fn name_kept(noun: &str, name: &str) -> String {
    format!("A {noun} has a name: this one is still called “{}”.", beginning(&one_line(name), MOST_SIGNS))
}

/// A KPI is of another kind now, and what was set as its target means nothing in that.
#[must_use]
pub fn target_left(target: Option<&str>) -> String {
    match target {
        Some(target) => format!("The target {target} was set for another kind of value and is left out."),
        None => "Targets of single places were set for another kind of value and are left out.".to_owned(),
    }
}

/// Words that were being typed were left by Escape.
#[must_use]
pub fn dropped(words: &str) -> String {
    format!("Not kept: “{}”.", beginning(&one_line(words), MOST_SIGNS))
}

/// Keeps them after all.
pub const KEEP_WORDS: &str = "Keep them";

/// Puts them on the clipboard.
pub const COPY_WORDS: &str = "Copy the words";

/// Words that were left cannot be kept: what they were typed into was deleted.
#[must_use]
pub fn gone_meanwhile(words: &str) -> String {
    format!(
        "“{}” cannot be kept: what it was typed into is no longer in the file.",
        beginning(&one_line(words), MOST_SIGNS)
    )
}

/// Words that were left cannot be kept: keeping them would take back what was changed since.
#[must_use]
pub fn changed_meanwhile(words: &str) -> String {
    format!("“{}” cannot be kept: what it was typed into has changed since.", beginning(&one_line(words), MOST_SIGNS))
}

/// Words that are typed while nothing is chosen.
pub const TYPED_NOWHERE: &str = "Nothing is chosen to type into: click a cell or press an arrow key first.";

/// A value beyond the ends of the experience curve.
#[must_use]
pub fn held_on_curve(typed: &str, value: f64) -> String {
    let typed = beginning(typed.trim(), MOST_SIGNS);
    format!("The curve goes from \u{2212}2 to +2: {typed} became {}.", crate::i18n::canvas::curve_value(value))
}

/// Words in the experience curve.
#[must_use]
pub fn no_curve_value(words: &str, value: f64) -> String {
    let words = beginning(words.trim(), MOST_SIGNS);
    let value = crate::i18n::canvas::curve_value(value);
    format!("“{words}” has no value from \u{2212}2 to +2 in front: the words stand at a point at {value}.")
}

/// A picture that was pasted stands elsewhere than where one stood: `place` says where.
#[must_use]
pub fn picture_put(place: &str) -> String {
    format!("The picture stands {place}.")
}

/// The map was written as a picture.
#[must_use]
pub fn exported(name: &str) -> String {
    format!("Exported to {name}.")
}

/// A mapping of columns was written.
#[must_use]
pub fn mapping_saved(name: &str) -> String {
    format!("The mapping is saved in {name}. The command line takes it as --mapping {name}.")
}

/// A picture could not be written.
#[must_use]
pub fn not_exported(name: &str, why: &str) -> String {
    format!("{name} was not written: {why}")
}

/// The extension is none that can be exported.
#[must_use]
pub fn unknown_picture(name: &str) -> String {
    format!("{name} ends in neither .png nor .svg: choose one of these endings.")
}

/// A copy was written and is open now.
#[must_use]
pub fn copied(name: &str) -> String {
    format!("Saved as {name}.")
}

/// A copy holds the map, but not the numbers of these files, nor its pictures.
#[must_use]
pub fn copied_without_numbers(name: &str, files: &[&str]) -> String {
    let files = match files {
        [] => return format!("Saved as {name}, without its pictures, which can be read no more: add them again."),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        [one, other, rest @ ..] => format!("{one}, {other} and {} more", rest.len()),
    };
    format!(
        "Saved as {name}, without pictures and the numbers of {files}, which can be read no more: import them again."
    )
}

/// Preferences could not be written.
#[must_use]
pub fn prefs_not_saved(why: &str) -> String {
    format!("Preferences were not saved: {why}")
}

/// Undo button of a toast.
pub const UNDO: &str = "Undo";
/// Closes a toast.
pub const DISMISS: &str = "Dismiss";

/// No display to open a window on.
pub const NO_DISPLAY: &str = "No display was found to open a window on: set DISPLAY or WAYLAND_DISPLAY, or use a command \
such as “milepost export” or “milepost demo --out DIR”, which need none.";

/// No usable graphics driver.
#[must_use]
pub fn no_graphics(detail: &str) -> String {
    format!(
        "No usable OpenGL 2.0 driver was found for the window: install Mesa or the driver of your graphics card, or use the \
         command line, which needs none ({detail})."
    )
}

/// The window could not be opened for another reason.
#[must_use]
pub fn no_window(detail: &str) -> String {
    format!("The window could not be opened: {detail}.")
}

/// A sentence of a lower layer as a sentence for the user: capital letter, full stop.
#[must_use]
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut rest = text.chars();
    let first = rest.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    let end = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{first}{}{end}", rest.as_str())
}

/// Numbers were imported, as in "support.csv: 1,206 rows imported, 3 rejected."
#[must_use]
pub fn imported(name: &str, accepted: &str, rejected: Option<&str>) -> String {
    match rejected {
        Some(rejected) => {
            format!("{name}: {accepted} rows imported, {rejected} rejected. The report is in the data drawer.")
        }
        None => format!("{name}: {accepted} rows imported."),
    }
}

/// The same file was imported before.
#[must_use]
pub fn unchanged(name: &str) -> String {
    format!("{name} was imported before and has not changed.")
}

/// A dropped file is none the program reads.
#[must_use]
pub fn not_readable(name: &str) -> String {
    format!("{name} was not opened: Milepost reads .milepost maps and tables (CSV, Excel, ODS, JSON lines).")
}

/// The persona whose page was to be exported was deleted meanwhile.
#[must_use]
pub fn persona_gone() -> &'static str {
    "The persona is not there any more."
}

/// A dropped picture that is not where it was.
#[must_use]
pub fn file_is_gone() -> &'static str {
    "it is not there any more; it may have been moved, renamed or deleted"
}

/// A dropped picture that the system does not give out.
#[must_use]
pub fn file_may_not_be_read() -> &'static str {
    "you are not allowed to read it; change its permissions or choose a copy"
}

/// A dropped folder with the name of a picture.
#[must_use]
pub fn file_is_folder() -> &'static str {
    "it is a folder; choose the picture in it"
}

/// Pictures that were not taken: the first and why, and how many more.
#[must_use]
pub fn picture_refused(name: Option<&str>, why: &str, more: usize) -> String {
    let what = name.map_or_else(|| "The picture of the clipboard".to_owned(), |name| format!("“{name}”"));
    let others = match more {
        0 => String::new(),
        1 => " One more picture was not taken either.".to_owned(),
        _ => format!(" {more} more pictures were not taken either."),
    };
    format!("{what} was not added: {why}.{others}")
}

/// A source was read again: how many rows came, and what is new and stands nowhere yet.
#[must_use]
pub fn refreshed(name: &str, rows: (u64, u64), is_growth: bool, unplaced: Option<&str>) -> String {
    let count = super::numbers::count;
    let (accepted, rejected) = rows;
    let noun = if accepted == 1 { "row" } else { "rows" };
    let what = if is_growth { format!("new {noun}") } else { format!("{noun} read anew") };
    let rejected = if rejected > 0 { format!(", {} rejected", count(rejected)) } else { String::new() };
    let more = unplaced.map_or_else(String::new, |words| format!(" {words}"));
    format!("{name}: {} {what}{rejected}.{more}", count(accepted))
}

/// A source was to be read again and nothing had changed.
#[must_use]
pub fn nothing_new(name: &str) -> String {
    format!("{name} has not changed.")
}

/// Data were to be pasted and there are none.
pub const NOTHING_TO_PASTE: &str = "Nothing to paste: the clipboard holds no text.";

/// Why the cells of rejected rows were not written.
pub const DATA_FILE_CHANGED: &str =
    " The cells of the rows are not in it, because the data file is gone or has changed since.";
/// The same, where no row may be shown.
pub const CELLS_WITHHELD: &str = " The cells of the rows are not in it: a report may not show them.";

/// Rejected rows were written.
#[must_use]
pub fn rejected_written(name: &str, entries: u64, missing: &str) -> String {
    let entries =
        if entries == 1 { "1 entry is".to_owned() } else { format!("{} entries are", super::numbers::count(entries)) };
    format!("{entries} in {name}.{missing}")
}
