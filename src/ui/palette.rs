//! The command palette: a few letters find any command and any place on the map.

use crate::base::text::Weight;
use crate::i18n::shell::command::in_group;
use crate::i18n::shell::palette as text;
use crate::model::{CardBody, RecordRef};
use crate::session::split_choice::SplitChoice;
use crate::session::{AppCommand, CameraCommand, Session};
use crate::ui::commands::{self, UiCommand, icons, shortcut_text};
use crate::ui::menu::ShellContext;
use crate::ui::style::{color, family, line, points, radius};
use crate::ui::widgets::{Icon, paint_icon};
use egui::{Align2, FontId, Frame, Key, Margin, Modifiers, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

/// Rows that are worked out at most: nobody reads further.
const MOST_ROWS: usize = 60;
/// Height of a row, points.
const ROW: f32 = 32.0;
/// Rows that are seen without scrolling.
const SEEN_ROWS: f32 = 11.0;
/// Width, points.
const WIDTH: f32 = 580.0;

/// An open palette.
#[derive(Debug, Clone, Default)]
pub struct PaletteState {
    query: String,
    chosen: usize,
    must_scroll: bool,
}

/// A row of the palette.
#[derive(Debug, Clone)]
struct Row {
    label: String,
    detail: String,
    commands: Vec<AppCommand>,
    kind: RowKind,
    icon: Icon,
}

/// What a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowKind {
    /// A command.
    Command,
    /// A place on the map.
    Place,
}

/// Shows the palette; true when it should close.
pub fn palette_ui(ctx: &egui::Context, state: &mut PaletteState, cx: &ShellContext<'_>) -> bool {
    let (down, up, enter) = ctx.input_mut(|input| {
        let down = input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown);
        let up = input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp);
        (down, up, input.consume_key(Modifiers::NONE, Key::Enter))
    });
    let rows = rows(ctx, state, cx);
    if down + up > 0 && !rows.is_empty() {
        state.chosen = (state.chosen + down + rows.len() - up % rows.len()) % rows.len();
        state.must_scroll = true;
    }
    state.chosen = state.chosen.min(rows.len().saturating_sub(1));
    let mut run = if enter { rows.get(state.chosen) } else { None };
    let t = cx.tokens;
    let id = egui::Id::unique("palette");
    let screen = ctx.content_rect();
    let area = egui::Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, screen.height() * 0.12));
    let frame = Frame::new()
        .fill(color(t.panel))
        .stroke(line(t.strokes.hairline, t.card_line))
        .corner_radius(radius(t.radii.stage))
        .shadow(ctx.global_style().visuals.window_shadow)
        .inner_margin(Margin::same(8));
    let modal = egui::Modal::new(id).area(area).frame(frame).backdrop_color(color(t.shadow));
    let response = modal.show(ctx, |ui| {
        // The rows below must not be wider than a small window.
        ui.set_width(WIDTH.min(screen.width() - 40.0));
        query_ui(ui, state, cx);
        ui.separator();
        if rows.is_empty() {
            ui.add_space(12.0);
            ui.vertical_centered(|ui| {
                ui.label(text::NOTHING);
                ui.weak(text::NOTHING_HINT);
            });
            ui.add_space(12.0);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        egui::ScrollArea::vertical().max_height((SEEN_ROWS * ROW).min(screen.height() * 0.88 - 110.0)).show(ui, |ui| {
            for (index, row) in rows.iter().enumerate() {
                let response = row_ui(ui, cx, row, index == state.chosen);
                if index == state.chosen && state.must_scroll {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    run = Some(row);
                }
            }
        });
        state.must_scroll = false;
        ui.add_space(6.0);
        let keys = egui::RichText::new(text::KEYS).size(points(t.type_sizes.axis)).color(color(t.text_faint));
        ui.horizontal(|ui| {
            ui.add_space(8.0);
            ui.label(keys);
        });
    });
    if let Some(row) = run {
        for command in &row.commands {
            cx.commands.send(command.clone());
        }
        if row.kind != RowKind::Place {
            cx.commands.send(AppCommand::RememberCommand(row.label.clone()));
        }
    }
    run.is_some() || response.should_close()
}

fn query_ui(ui: &mut Ui, state: &mut PaletteState, cx: &ShellContext<'_>) {
    ui.horizontal(|ui| {
        ui.add_space(6.0);
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
        paint_icon(ui.painter(), Icon::Search, rect, color(cx.tokens.text_faint));
        let font = FontId::new(points(cx.tokens.type_sizes.title), family(Weight::Regular));
        let field = egui::TextEdit::singleline(&mut state.query)
            .hint_text(text::HINT)
            .font(font)
            .frame(Frame::NONE)
            .margin(Margin::symmetric(4, 6))
            .align(egui::Align2::LEFT_CENTER)
            .desired_width(f32::INFINITY);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, text::NAME));
        response.request_focus();
        if response.changed() {
            state.chosen = 0;
            state.must_scroll = true;
        }
    });
}

fn row_ui(ui: &mut Ui, cx: &ShellContext<'_>, row: &Row, is_chosen: bool) -> egui::Response {
    let t = cx.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &row.label));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    if is_chosen || response.hovered() {
        let fill = if is_chosen { t.accent_soft } else { t.hover };
        painter.rect_filled(rect, radius(t.radii.row), color(fill));
    }
    let ink = color(if is_chosen { t.accent } else { t.text });
    let square = Rect::from_center_size(pos2(rect.left() + 16.0, rect.center().y), Vec2::splat(13.0));
    paint_icon(painter, row.icon, square, color(if is_chosen { t.accent } else { t.text_weak }));
    let size = points(t.type_sizes.control);
    let small = FontId::new(points(t.type_sizes.label), family(Weight::Regular));
    let detail = painter.text(
        rect.right_center() - vec2(10.0, 0.0),
        Align2::RIGHT_CENTER,
        &row.detail,
        small,
        color(t.text_weak),
    );
    let words = Rect::from_min_max(pos2(rect.left() + 32.0, rect.top()), pos2(detail.left() - 8.0, rect.bottom()));
    let weight = if is_chosen { Weight::Medium } else { Weight::Regular };
    let font = FontId::new(size, family(weight));
    painter.with_clip_rect(words).text(words.left_center(), Align2::LEFT_CENTER, &row.label, font, ink);
    response
}

/// So much less does another name of a command count than its own.
const OTHER_NAME: i32 = 12;

/// The rows for what is typed, best first.
fn rows(ctx: &egui::Context, state: &PaletteState, cx: &ShellContext<'_>) -> Vec<Row> {
    let query = state.query.trim();
    let mut found: Vec<(i32, Row)> = Vec::new();
    for command in UiCommand::every() {
        let (Some(action), label) = (command.resolve(&cx.command_context()), command.full_label()) else {
            continue;
        };
        // The palette does not offer itself.
        if command == UiCommand::Palette {
            continue;
        }
        let Some(score) = score_of(query, &label, command.other_names()) else { continue };
        let recent = cx.prefs.recent_commands.iter().position(|name| *name == label);
        let days = || commands::days_of_period(command, cx.session);
        let detail = shortcut_text(ctx, command).or_else(days).unwrap_or_default();
        // What was run lately comes first: of all while nothing is typed, then of those that fit alike.
        let ahead = recent.map_or(0, |place| {
            let place = i32::try_from(place).unwrap_or(i32::MAX);
            if query.is_empty() { 1000 - place } else { 6 - place.min(5) }
        });
        let (kind, icon) = (RowKind::Command, command.icon());
        found.push((score + ahead, Row { label, detail, commands: vec![action], kind, icon }));
    }
    for template in cx.own_templates {
        let label = in_group(crate::i18n::shell::menu::NEW_MAP, &template.title);
        let Some(score) = score(query, &label) else { continue };
        found.push((score, row_of(Icon::File, label, AppCommand::NewFromTemplate(template.name.clone()))));
    }
    for choice in splits(cx).into_iter().chain(along_the_map(cx)).chain(curves(cx)).chain(other_maps(cx)) {
        let Some(score) = score(query, &choice.label) else { continue };
        found.push((score, choice));
    }
    if let Some(session) = cx.session.filter(|_| !query.is_empty()) {
        for (name, place) in places(session) {
            let Some(score) = score(query, &name) else { continue };
            // Equal matches: what one can do before where one can go.
            found.push((score - 1, Row { label: text::go_to(&name), ..place }));
        }
    }
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.truncate(MOST_ROWS);
    found.into_iter().map(|(_, row)| row).collect()
}

/// A row that runs a command which the table of commands cannot name, because it depends on the file.
fn row_of(icon: Icon, label: String, command: AppCommand) -> Row {
    Row { label, detail: String::new(), commands: vec![command], kind: RowKind::Command, icon }
}

/// Ways to split the selected KPI cards by segment.
fn splits(cx: &ShellContext<'_>) -> Vec<Row> {
    let row = |(choice, _, command): (SplitChoice, bool, AppCommand)| {
        row_of(Icon::Overlay, in_group(crate::i18n::card_forms::SPLIT_BY, &choice.label()), command)
    };
    cx.session.map(commands::splits).unwrap_or_default().into_iter().map(row).collect()
}

/// The KPIs that can colour the stages.
fn along_the_map(cx: &ShellContext<'_>) -> Vec<Row> {
    let row = |(name, _, command): (String, bool, AppCommand)| {
        row_of(Icon::Overlay, in_group(crate::i18n::shell::menu::HEAT, &name), command)
    };
    cx.session.map(commands::along_the_map).unwrap_or_default().into_iter().map(row).collect()
}

/// Lines of the experience curve for those who have none yet: in the lane that is worked on, or else the first one.
fn curves(cx: &ShellContext<'_>) -> Vec<Row> {
    let row = |(label, command): (String, AppCommand)| row_of(Icon::Person, label, command);
    cx.session.map(commands::persona_curves).unwrap_or_default().into_iter().map(row).collect()
}

/// Where the selected cards can go, and what the selected stage can be shown in detail on.
fn other_maps(cx: &ShellContext<'_>) -> Vec<Row> {
    let others = cx.session.map(commands::of_other_maps).unwrap_or_default().into_iter();
    let others = others.filter(|other| other.is_on != Some(true));
    others.map(|other| row_of(Icon::File, other.full_label(), other.command)).collect()
}

/// Every place of the shown map that has words.
fn places(session: &Session) -> Vec<(String, Row)> {
    let Some(map) = session.map() else { return Vec::new() };
    let document = session.document();
    let mut places = Vec::new();
    let mut add = |name: &str, record: RecordRef, more: Option<AppCommand>, detail: &str| {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        let mut commands = vec![AppCommand::Select(vec![record]), AppCommand::Camera(CameraCommand::Reveal(record))];
        let more_shows_kpi = matches!(more, Some(AppCommand::ShowKpi(..)));
        commands.extend(more);
        let icon = if more_shows_kpi { Icon::Overlay } else { icons::of_record(record) };
        let row = Row { label: String::new(), detail: detail.to_owned(), commands, kind: RowKind::Place, icon };
        places.push((name.to_owned(), row));
    };
    for stage in document.stages_of(map) {
        add(&stage.title, stage.id.into(), None, crate::i18n::edit::noun(crate::model::TableKind::Stage, 1));
    }
    for step in document.columns_of(map) {
        add(&step.title, step.id.into(), None, crate::i18n::edit::noun(crate::model::TableKind::Step, 1));
    }
    for (id, card) in document.cards.iter().filter(|(id, _)| document.map_of_card(**id) == Some(map)) {
        if let CardBody::Kpi { kpi, place, .. } = card.body {
            let name = document.kpis.get(&kpi).map_or("", |kpi| kpi.name.as_str());
            let detail = document.place_name(place).unwrap_or_default();
            add(name, (*id).into(), Some(AppCommand::ShowKpi(kpi, place)), detail);
        } else {
            let lane = document.lanes.get(&card.lane).map_or("", |lane| lane.title.as_str());
            add(&card.text, (*id).into(), None, lane);
        }
    }
    places
}

/// How well a command answers a query, by its name or another one; its own counts more.
fn score_of(query: &str, label: &str, others: &[&str]) -> Option<i32> {
    let others = others.iter().filter_map(|name| score(query, name)).map(|score| score - OTHER_NAME);
    others.chain(score(query, label)).max()
}

/// How well a text answers a query: every letter of the query in order; letters at the start of words and in a row
/// count more, a late start counts less. `None` when a letter is missing.
fn score(query: &str, text: &str) -> Option<i32> {
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    let mut total = 0;
    let mut from = 0;
    let mut last: Option<usize> = None;
    for wanted in query.to_lowercase().chars().filter(|c| !c.is_whitespace()) {
        let is_start = |index: usize| index == 0 || letters.get(index - 1).is_some_and(|c| !c.is_alphanumeric());
        let candidates = (from..letters.len()).filter(|index| letters.get(*index) == Some(&wanted));
        // The next letter in a row is best, then one that starts a word, then the nearest.
        let next = last.map(|index| index + 1).filter(|index| letters.get(*index) == Some(&wanted));
        let found =
            next.or_else(|| candidates.clone().find(|index| is_start(*index))).or_else(|| candidates.clone().next());
        let index = found?;
        total += 10;
        total += if last.is_some_and(|last| last + 1 == index) { 15 } else { 0 };
        total += if is_start(index) { 12 } else { 0 };
        total -= i32::try_from(index - from).unwrap_or(i32::MAX).min(9);
        last = Some(index);
        from = index + 1;
    }
    // Shorter texts fit a query better.
    Some(total - i32::try_from(letters.len()).unwrap_or(i32::MAX).min(200) / 20)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::commands::UiCommand;

    /// The commands that a query finds, best first, by all their names.
    fn commands_for(query: &str) -> Vec<String> {
        let mut found: Vec<(i32, String)> = UiCommand::every()
            .into_iter()
            .filter_map(|c| Some((score_of(query, &c.full_label(), c.other_names())?, c.full_label())))
            .collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn commands_are_found_by_what_people_call_them() {
        for (query, expected) in [
            ("add system lane", "Add process lane"),
            ("add team lane", "Add process lane"),
            ("line of interaction", "Add divider line lane"),
            ("line of visibility", "Add divider line lane"),
            ("show all lanes", "Show hidden lanes"),
            ("comment", "Add note"),
            ("clone", "Duplicate"),
            ("dark mode", "Theme: Dark"),
            ("signal", "What moved"),
            ("signals", "What moved"),
            ("answer", "What moved"),
            ("what got worse", "What moved"),
            ("worse", "What moved"),
            ("due", "Review the map"),
            ("emotion", "Add experience curve lane"),
            // The own name comes first.
            ("copy", "Copy"),
            ("find", "Find…"),
        ] {
            assert_eq!(commands_for(query).first().map(String::as_str), Some(expected), "{query}");
        }
    }

    /// The candidates that match, best first.
    fn check(query: &str, candidates: &[&str], expected: &[&str]) {
        let mut found: Vec<(i32, &str)> =
            candidates.iter().filter_map(|text| score(query, text).map(|score| (score, *text))).collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        assert_eq!(found.into_iter().map(|(_, text)| text).collect::<Vec<_>>(), expected, "{query}");
    }

    #[test]
    fn letters_in_order_find_a_command() {
        check("zi", &["Zoom in", "Zoom out", "Fit selection"], &["Zoom in"]);
        check("dark", &["Theme: Dark", "Add a card", "Theme: Light"], &["Theme: Dark"]);
        check("add st", &["Add stage", "Add opportunity", "Add step"], &["Add stage", "Add step"]);
        check("xyz", &["Zoom in"], &[]);
        let faces = crate::i18n::shell::command::CURVE_FACES.label;
        check("face", &["Interface at 100 %", faces], &[faces, "Interface at 100 %"]);
    }

    #[test]
    fn starts_of_words_come_first() {
        check("st", &["Last year", "Stage"], &["Stage", "Last year"]);
    }
}
