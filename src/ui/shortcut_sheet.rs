//! The sheet of keyboard shortcuts: what keys and mouse do on the map, and the table of commands, by menu.

use crate::base::text::{Weight, fold_loosely};
use crate::i18n::shell::{dialog, keys as text, menu as menus};
use crate::theme::Tokens;
use crate::ui::commands::{UiCommand, shortcut_text};
use crate::ui::parts::weak;
use crate::ui::style::{color, font, line, points, radius};
use crate::ui::widgets::{SheetSize, sheet_ui};
use egui::{Align, Frame, Layout, Margin, RichText, TextEdit, Ui};

/// Narrower than this there is room for one column, points.
const TWO_COLUMNS: f32 = 640.0;
/// Height of a row.
const ROW: f32 = 25.0;
/// Rows that a heading takes with the room above it.
const HEADING_ROWS: usize = 2;

/// What the sheet keeps while it is open.
#[derive(Debug, Clone, Default)]
pub struct ShortcutState {
    /// What is looked for.
    typed: String,
    has_begun: bool,
}

/// A heading with its rows: what is done, and the keys.
type Group = (&'static str, Vec<(String, String)>);

/// The menu a command belongs to.
fn menu_of(command: UiCommand) -> &'static str {
    use UiCommand as C;
    match command {
        C::New(_) | C::Open | C::OpenSample | C::RelistRemoved | C::Save | C::SaveAs => menus::FILE,
        C::SaveTemplate | C::Close | C::Quit => menus::FILE,
        C::Undo | C::Redo | C::Grid(_) | C::Delete | C::Rename | C::SelectAll | C::SelectNone => menus::EDIT,
        C::Find
        | C::FindNext
        | C::FindPrevious
        | C::Replace
        | C::ContextMenu
        | C::AddNote
        | C::AddTag
        | C::Author
        | C::Settings => menus::EDIT,
        C::NewMap
        | C::DuplicateMap
        | C::OtherState
        | C::Counterpart
        | C::NextMap
        | C::PreviousMap
        | C::Back
        | C::AddPersona
        | C::PersonaPage
        | C::CompareMaps => menus::MAP,
        C::AddStage
        | C::AddStep
        | C::AddCard(_)
        | C::AddLane(_)
        | C::Lanes(_)
        | C::ChoosePicture
        | C::Form(_)
        | C::Look(_) => menus::MAP,
        C::Import | C::RefreshSources | C::Data(_) | C::AddMarker | C::Period(_) | C::Grain(_) => menus::DATA,
        C::Compare(_) | C::AllSegments => menus::DATA,
        C::Export => menus::SHARE,
        C::Shortcuts | C::Log | C::About => menus::HELP,
        C::Filter | C::ZoomIn | C::ZoomOut | C::ZoomTo(_) | C::FitMap | C::FitSelection | C::Overlay => menus::VIEW,
        C::UiScale(_)
        | C::Panel(_)
        | C::Minimap
        | C::Prompts
        | C::Theme(_)
        | C::LargerUi
        | C::SmallerUi
        | C::NaturalUi => menus::VIEW,
        C::Motion(_) | C::FullScreen | C::Palette | C::MenuBar | C::NextRegion | C::PreviousRegion => menus::VIEW,
    }
}

/// Everything that has keys, by menu; what is done on the map without a command stands first: it is needed most. Only
/// what holds the words that are looked for.
fn groups(ctx: &egui::Context, typed: &str) -> Vec<Group> {
    let wanted = fold_loosely(typed);
    let is_wanted = |(label, keys): &(String, String)| {
        fold_loosely(label).contains(&wanted) || fold_loosely(keys).contains(&wanted)
    };
    let rows = |of: &[(&str, &str)]| {
        let rows = of.iter().map(|(label, keys)| ((*label).to_owned(), (*keys).to_owned()));
        rows.filter(is_wanted).collect()
    };
    let mut groups: Vec<Group> = vec![(text::ON_THE_MAP_TITLE, rows(&text::ON_THE_MAP))];
    let names = [menus::FILE, menus::EDIT, menus::VIEW, menus::MAP, menus::DATA, menus::SHARE, menus::HELP];
    groups.extend(names.map(|menu| {
        let commands = UiCommand::every().into_iter().filter(|command| menu_of(*command) == menu);
        let rows = commands.filter_map(|command| Some((command.full_label(), shortcut_text(ctx, command)?)));
        (menu, rows.filter(is_wanted).collect())
    }));
    groups.push((text::IN_TIME_TITLE, rows(&text::IN_TIME)));
    groups.retain(|(_, rows)| !rows.is_empty());
    groups
}

/// How many groups stand in the first of two columns: those that fill half of the rows.
fn in_first_column(groups: &[Group]) -> usize {
    let height = |groups: &[Group]| groups.iter().map(|(_, rows)| rows.len() + HEADING_ROWS).sum::<usize>();
    let all = height(groups);
    let differs = |count: &usize| all.abs_diff(2 * height(groups.get(..*count).unwrap_or_default()));
    (1..=groups.len()).min_by_key(differs).unwrap_or(0)
}

/// Shows the sheet; true when it should close.
pub fn shortcut_sheet_ui(ctx: &egui::Context, tokens: &Tokens, state: &mut ShortcutState) -> bool {
    sheet_ui(ctx, tokens, dialog::SHORTCUTS, SheetSize { width: 680.0, max_height: 560.0 }, |ui| {
        let field = TextEdit::singleline(&mut state.typed)
            .align(egui::Align2::LEFT_CENTER)
            .hint_text(text::FIND_SHORTCUT)
            .desired_width(f32::INFINITY);
        let field = ui.add(field).accessible_name(text::FIND_SHORTCUT.to_owned());
        if !std::mem::replace(&mut state.has_begun, true) {
            field.request_focus();
        }
        let groups = groups(ctx, &state.typed);
        if groups.is_empty() {
            ui.add_space(8.0);
            ui.label(weak(tokens, text::NO_SHORTCUT));
        }
        ui.spacing_mut().item_spacing = egui::vec2(36.0, 1.0);
        // In a small window two columns would lie over each other.
        let is_wide = ui.available_width() >= TWO_COLUMNS && groups.len() > 1;
        let (first, second) = groups.split_at(if is_wide { in_first_column(&groups) } else { groups.len() });
        let columns = if is_wide { vec![first, second] } else { vec![first] };
        ui.columns(columns.len(), |uis| {
            for (ui, groups) in uis.iter_mut().zip(columns) {
                groups.iter().for_each(|group| group_ui(ui, tokens, group));
            }
        });
    })
}

fn group_ui(ui: &mut Ui, tokens: &Tokens, (heading, rows): &Group) {
    ui.add_space(ROW * 0.5);
    let font = font(tokens.type_sizes.body, Weight::SemiBold);
    let label = ui.label(RichText::new(*heading).font(font));
    label.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, *heading));
    for (label, keys) in rows {
        row_ui(ui, tokens, label, keys);
    }
}

fn row_ui(ui: &mut Ui, tokens: &Tokens, label: &str, keys: &str) {
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        ui.label(label);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            Frame::new()
                .fill(color(tokens.hover))
                .stroke(line(tokens.strokes.hairline, tokens.card_line))
                .corner_radius(radius(tokens.radii.row))
                .inner_margin(Margin::symmetric(6, 2))
                .show(ui, |ui| ui.label(RichText::new(keys).size(points(tokens.type_sizes.label))));
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, headings: &[&str]) {
        let ctx = egui::Context::default();
        let found: Vec<&str> = groups(&ctx, typed).into_iter().map(|(heading, _)| heading).collect();
        assert_eq!(found, headings, "{typed:?}");
    }

    #[test]
    fn shortcuts_stand_by_menu_and_are_found_by_words_and_keys() {
        let every = [menus::FILE, menus::EDIT, menus::VIEW, menus::MAP, menus::DATA, menus::SHARE, menus::HELP];
        check("", &[&[text::ON_THE_MAP_TITLE], &every[..], &[text::IN_TIME_TITLE]].concat());
        check("play the periods", &[text::IN_TIME_TITLE]);
        check("zoom", &[text::ON_THE_MAP_TITLE, menus::VIEW]);
        check("f11", &[menus::VIEW]);
        check("no such thing", &[]);
        let ctx = egui::Context::default();
        let all = groups(&ctx, "");
        let rows = |groups: &[Group]| groups.iter().map(|(_, rows)| rows.len() + HEADING_ROWS).sum::<usize>();
        let (first, second) = all.split_at(in_first_column(&all));
        assert!(rows(first).abs_diff(rows(second)) < 14, "{} and {}", rows(first), rows(second));
    }
}
