//! The fourth step: what speaks against the data. Everything that was looked for stands there, found or not.

use super::draft::MappingDraft;
use super::finish::{self, LeftOut};
use super::value_counts;
use crate::i18n::panels::drawer as drawer_text;
use crate::i18n::panels::wizard as text;
use crate::i18n::panels::wizard_checks as checks_text;
use crate::import::Sniffed;
use crate::metrics::Status;
use crate::model::bulk::{IssueGroup, IssueGroups, IssueKind};
use crate::session::import_job::rehearsal::Rehearsal;
use crate::ui::drawer::issues_ui;
use crate::ui::parts::{PanelContext, body, label_ui, line_in, status_shape, status_words, weak};
use crate::ui::style::{color, font, points, radius};
use crate::ui::table::{Column, ROW_HEIGHT, table_ui};
use egui::{Label, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// Something that was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Check {
    Rows,
    Repeats,
    Gaps,
    Spread,
    Scales,
    Dates,
    Personal,
    Notes,
}

impl Check {
    const EVERY: [Self; 8] =
        [Self::Rows, Self::Repeats, Self::Gaps, Self::Spread, Self::Scales, Self::Dates, Self::Personal, Self::Notes];

    fn name(self) -> &'static str {
        match self {
            Self::Rows => checks_text::rows(),
            Self::Repeats => checks_text::repeats(),
            Self::Gaps => checks_text::gaps(),
            Self::Spread => checks_text::spread(),
            Self::Scales => checks_text::scales(),
            Self::Dates => checks_text::dates(),
            Self::Personal => checks_text::personal(),
            Self::Notes => checks_text::notes(),
        }
    }

    /// What was found, in a few words, and how much it matters.
    fn finding(self, rehearsal: &Rehearsal) -> (Status, String) {
        let (checks, outcome) = (&rehearsal.checks, &rehearsal.outcome);
        let watch = |count: u64| if count > 0 { Status::Watch } else { Status::OnTarget };
        let count = |list: usize| u64::try_from(list).unwrap_or(u64::MAX);
        // Where no row is left nothing was looked at, so that nothing is well either.
        if outcome.rows_accepted == 0 && !matches!(self, Self::Rows | Self::Notes) {
            return (Status::NoTarget, checks_text::nothing_to_look_at().to_owned());
        }
        match self {
            Self::Rows => {
                let cells = checks.issues.iter().filter(|group| !group.is_row_rejected).map(|group| group.count).sum();
                let status = if outcome.rows_accepted == 0 {
                    Status::Off
                } else {
                    watch(outcome.rows_rejected.saturating_add(cells))
                };
                (status, checks_text::rows_found(outcome.rows_rejected, cells))
            }
            Self::Repeats => (watch(checks.repeats.surplus), checks_text::repeats_found(checks.repeats.surplus)),
            Self::Gaps => (watch(checks.gaps.count), checks_text::gaps_found(checks.gaps.count)),
            Self::Spread => {
                let found = checks.outliers.iter().map(|outliers| outliers.count).sum();
                (watch(found), checks_text::spread_found(found))
            }
            Self::Scales => {
                let found = checks.scale_mixes.len() + checks.unit_mixes.len() + checks.beyond_scale.len();
                (watch(count(found)), checks_text::scales_found(count(found)))
            }
            Self::Dates => {
                let (future, past) = (checks.dates.future.rows, checks.dates.long_ago.rows);
                (watch(future + past), checks_text::dates_found(future, past))
            }
            Self::Personal => {
                let found = checks.contacts.with_email + checks.contacts.with_phone;
                (watch(found), checks_text::personal_found(checks.contacts.with_email, checks.contacts.with_phone))
            }
            Self::Notes => {
                let (doubts, known) = (count(outcome.doubts().len()), count(outcome.information().len()));
                let places = u64::from(checks.without_place > 0);
                (watch(doubts + places), checks_text::notes_found(doubts + known + places))
            }
        }
    }

    /// True when what was found asks for a decision: gaps and values far away from others are there to be looked at, and
    /// rows that the preset of a tool leaves out are left out on purpose.
    fn is_question(self, rehearsal: &Rehearsal) -> bool {
        match self {
            Self::Gaps | Self::Spread => false,
            Self::Rows => {
                let is_by_rule = |group: &&IssueGroup| {
                    matches!(group.kind, IssueKind::Filtered | IssueKind::Duplicate | IssueKind::Forgotten)
                };
                rehearsal.outcome.rows_accepted == 0 || !rehearsal.checks.issues.iter().all(|group| is_by_rule(&group))
            }
            Self::Notes => {
                let asked = rehearsal.outcome.warnings.iter().filter(|warning| warning.is_asked_of_columns());
                rehearsal.outcome.doubts().len() > asked.count()
            }
            _ => !matches!(self.finding(rehearsal).0, Status::OnTarget | Status::NoTarget),
        }
    }
}

/// How many checks found something to decide.
pub(super) fn findings(rehearsal: &Rehearsal) -> usize {
    Check::EVERY.into_iter().filter(|check| check.is_question(rehearsal)).count()
}

/// Which check is shown in full; `None` shows the first that found something.
#[derive(Debug, Default)]
pub(super) struct ChecksState {
    chosen: Option<Check>,
}

/// Width of the list of checks.
const LIST: f32 = 320.0;
/// Room between the list and what is shown in full.
const GAP: f32 = 24.0;
/// Height of a line of the list.
const ROW: f32 = 46.0;

pub(super) fn show_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    rehearsal: &Rehearsal,
    read: (&Sniffed, &mut MappingDraft),
    state: &mut ChecksState,
) {
    let room = ui.available_rect_before_wrap();
    let left = Rect::from_min_size(room.min, vec2(LIST.min(room.width() * 0.4), room.height()));
    let right = Rect::from_min_max(pos2(left.right() + GAP, room.top()), room.max);
    let first = Check::EVERY
        .into_iter()
        .find(|check| !matches!(check.finding(rehearsal).0, Status::OnTarget | Status::NoTarget));
    let chosen = state.chosen.or(first).unwrap_or(Check::Rows);
    ui.scope_builder(UiBuilder::new().max_rect(left).id_salt("checks"), |ui| {
        ScrollArea::vertical().id_salt("list of checks").auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for check in Check::EVERY {
                if row_ui(ui, cx, (check, check == chosen), rehearsal) {
                    state.chosen = Some(check);
                }
            }
        });
    });
    ui.scope_builder(UiBuilder::new().max_rect(right).id_salt("details"), |ui| {
        details_ui(ui, cx, chosen, rehearsal, read);
    });
    ui.advance_cursor_after_rect(room);
}

/// A line of the list; true when it was chosen.
fn row_ui(ui: &mut Ui, cx: &PanelContext<'_>, (check, is_chosen): (Check, bool), rehearsal: &Rehearsal) -> bool {
    let tokens = cx.tokens;
    let (status, words) = check.finding(rehearsal);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let spoken = format!("{}: {words} ({})", check.name(), status_words(status));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &spoken));
    let corner = radius(tokens.radii.row);
    if is_chosen {
        ui.painter().rect_filled(rect, corner, color(tokens.accent_soft));
    } else if response.hovered() {
        ui.painter().rect_filled(rect, corner, color(tokens.hover));
    }
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.0, color(tokens.focus));
        ui.painter().rect_stroke(rect, corner, stroke, egui::StrokeKind::Inside);
    }
    ui.painter().add(status_shape(tokens, status, rect.left_center() + vec2(14.0, 0.0), 9.0));
    let room = Rect::from_min_max(rect.min + vec2(28.0, 5.0), pos2(rect.right() - 8.0, rect.top() + 23.0));
    line_in(ui, room, check.name(), font(tokens.type_sizes.body, Default::default()), color(tokens.text));
    let below = room.translate(vec2(0.0, 18.0));
    line_in(ui, below, &words, font(tokens.type_sizes.label, Default::default()), color(tokens.text_weak));
    response.clicked()
}

fn details_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    check: Check,
    rehearsal: &Rehearsal,
    (sniffed, draft): (&Sniffed, &mut MappingDraft),
) {
    match check {
        Check::Rows => {
            let left_out = LeftOut { columns: &draft.left_out(), lines: sniffed.left_out.len() };
            return rows_ui(ui, cx, rehearsal, left_out);
        }
        Check::Notes => value_counts::ask_ui(ui, cx, &rehearsal.outcome, (sniffed, draft)),
        _ => {}
    }
    let (sentences, columns, rows) = table_of(check, rehearsal);
    for sentence in sentences {
        ui.add(Label::new(body(cx.tokens, sentence)).wrap());
    }
    if !rows.is_empty() {
        ui.add_space(points(cx.tokens.spacing));
        let height = ui.available_height() - 8.0;
        let cell = |row: usize, column: usize| rows.get(row).and_then(|r| r.get(column)).cloned().unwrap_or_default();
        table_ui(ui, cx.tokens, (check.name(), height), &columns, rows.len(), cell);
    }
}

/// read = accepted + rejected; what is rejected by kind, with its lines; and what is no row at all.
fn rows_ui(ui: &mut Ui, cx: &PanelContext<'_>, rehearsal: &Rehearsal, left_out: LeftOut<'_>) {
    let outcome = &rehearsal.outcome;
    finish::counts_ui(ui, cx, outcome);
    finish::left_out_ui(ui, cx, outcome, left_out);
    if let Some(unchanged) = rehearsal.of_earlier_import().filter(|_| outcome.is_unchanged) {
        ui.add(Label::new(body(cx.tokens, unchanged)).wrap());
    }
    if !outcome.kpis.is_empty() && outcome.kpis.iter().all(|kpi| kpi.places.is_empty()) {
        ui.add(Label::new(body(cx.tokens, text::no_places())).wrap());
    }
    if outcome.rows_accepted == 0 {
        ui.add(Label::new(body(cx.tokens, text::nothing_accepted())).wrap());
    }
    let groups = &rehearsal.checks.issues;
    if groups.is_empty() {
        ui.label(weak(cx.tokens, text::no_issues()));
        return;
    }
    label_ui(ui, cx.tokens, checks_text::by_kind());
    let columns = [
        Column::words(drawer_text::column_problem(), 210.0),
        Column::words(drawer_text::column_column(), 120.0),
        Column::number(checks_text::column_count(), 64.0),
        Column::words(checks_text::column_lines(), 170.0),
        Column::words(drawer_text::column_text(), 130.0),
    ];
    #[expect(clippy::cast_precision_loss, reason = "a handful of kinds")]
    let wanted = (groups.len() + 1) as f32 * ROW_HEIGHT + 8.0;
    let height = wanted.min(ui.available_height() * 0.5);
    table_ui(ui, cx.tokens, (checks_text::by_kind(), height), &columns, groups.len(), |row, column| {
        groups.get(row).map(|group| group_cell(group, column)).unwrap_or_default()
    });
    label_ui(ui, cx.tokens, &text::issues(outcome.issues.len(), IssueGroups::rows(&outcome.issues)));
    let height = (ui.available_height() - 8.0).max(ROW_HEIGHT * 2.0);
    issues_ui(ui, cx, &outcome.issues, height);
}

fn group_cell(group: &IssueGroup, column: usize) -> String {
    match column {
        0 => drawer_text::issue_with_fate(group.kind, group.is_row_rejected),
        1 => group.column.clone().unwrap_or_default(),
        2 => crate::i18n::panels::count(group.count),
        3 => checks_text::lines(&group.lines, group.count),
        _ => group.texts.join(" · "),
    }
}

type Table = (Vec<String>, Vec<Column<'static>>, Vec<Vec<String>>);

/// What a check found, as sentences and a table.
fn table_of(check: Check, rehearsal: &Rehearsal) -> Table {
    let checks = &rehearsal.checks;
    let place = |name: &str| if name.is_empty() { text::no_name().to_owned() } else { name.to_owned() };
    let number = |value: f64| crate::metrics::format::plain(value);
    let day = crate::i18n::panels::day;
    let c = |name: &'static str, width: f32| Column::words(name, width);
    match check {
        Check::Rows => (Vec::new(), Vec::new(), Vec::new()),
        Check::Repeats => {
            let rows = checks.repeats.examples.iter().map(|repeat| {
                let value = repeat.value.map(number).unwrap_or_default();
                let times = crate::i18n::panels::count(repeat.times);
                vec![repeat.metric.clone(), place(&repeat.place), day(repeat.day), value, times]
            });
            let columns = vec![
                c(checks_text::column_metric(), 130.0),
                c(checks_text::column_place_or_person(), 170.0),
                c(drawer_text::column_date(), 110.0),
                Column::number(drawer_text::column_value(), 90.0),
                Column::number(checks_text::column_times(), 70.0),
            ];
            (vec![checks_text::repeats_sentence(checks.repeats.surplus)], columns, rows.collect())
        }
        Check::Gaps => {
            let rows = checks.gaps.examples.iter().map(|gap| {
                let metric = if gap.metric.is_empty() { checks_text::answers().to_owned() } else { gap.metric.clone() };
                let days = crate::i18n::panels::period_days(gap.days);
                vec![metric, place(&gap.place), days, checks_text::rhythm(gap.rhythm).to_owned()]
            });
            let columns = vec![
                c(checks_text::column_metric(), 140.0),
                c(drawer_text::column_place(), 150.0),
                c(checks_text::column_gap(), 210.0),
                c(checks_text::column_rhythm(), 110.0),
            ];
            (vec![checks_text::gaps_sentence(checks.gaps.count)], columns, rows.collect())
        }
        Check::Spread => {
            let rows = checks.outliers.iter().flat_map(|outliers| {
                let usual = checks_text::from_to(&number(outliers.usual.0), &number(outliers.usual.1));
                outliers.examples.iter().map(move |one| {
                    let (at, on) = (place(&one.place), day(one.day));
                    vec![outliers.metric.clone(), at, on, number(one.value), usual.clone()]
                })
            });
            let sentences = checks.outliers.iter().map(|o| checks_text::spread_sentence(&o.metric, o.count));
            let sentences = if checks.outliers.is_empty() {
                vec![checks_text::spread_sentence_none().to_owned()]
            } else {
                sentences.chain(checks.of_codes()).chain([checks_text::spread_hint().to_owned()]).collect()
            };
            let columns = vec![
                c(checks_text::column_metric(), 130.0),
                c(drawer_text::column_place(), 150.0),
                c(drawer_text::column_date(), 110.0),
                Column::number(drawer_text::column_value(), 100.0),
                c(checks_text::column_usual(), 150.0),
            ];
            (sentences, columns, rows.collect())
        }
        Check::Scales => scales_of(rehearsal),
        Check::Dates => {
            let mut sentences = checks.of_dates();
            if sentences.is_empty() {
                sentences.push(checks_text::dates_sentence_none(rehearsal.days));
            }
            (sentences, Vec::new(), Vec::new())
        }
        Check::Personal => {
            let contacts = checks.contacts;
            (vec![checks_text::personal_sentence(contacts.with_email, contacts.with_phone)], Vec::new(), Vec::new())
        }
        Check::Notes => {
            let mut notes = rehearsal.outcome.notes();
            notes.extend(checks.of_places());
            if notes.is_empty() {
                notes.push(checks_text::notes_sentence_none().to_owned());
            }
            (notes, Vec::new(), Vec::new())
        }
    }
}

/// Scales and units that do not fit each other.
fn scales_of(rehearsal: &Rehearsal) -> Table {
    let checks = &rehearsal.checks;
    let number = |value: f64| crate::metrics::format::plain(value);
    let mut sentences = checks.of_scales();
    if sentences.is_empty() {
        sentences.push(checks_text::scales_sentence_none().to_owned());
    }
    let rows = checks.scale_mixes.iter().flat_map(|mix| {
        mix.places.iter().map(move |extent| {
            let place = if extent.place.is_empty() { text::no_name() } else { &extent.place };
            let rows = crate::i18n::panels::count(extent.rows);
            vec![mix.metric.clone(), place.to_owned(), number(extent.min), number(extent.max), rows]
        })
    });
    let columns = vec![
        Column::words(checks_text::column_metric(), 150.0),
        Column::words(drawer_text::column_place(), 180.0),
        Column::number(checks_text::column_lowest(), 80.0),
        Column::number(checks_text::column_highest(), 80.0),
        Column::number(checks_text::column_count(), 80.0),
    ];
    (sentences, columns, rows.collect())
}
