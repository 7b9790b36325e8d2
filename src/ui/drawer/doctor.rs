//! What the KPI doctor found: each with a fix, or to be set aside with a reason.

use super::basis::Basis;
use crate::i18n::doctor as text;
use crate::i18n::panels as words;
use crate::model::Document;
use crate::session::doctor::{self, Finding, Fix, Rule};
use crate::session::insights::{self, KpiAt};
use crate::session::view::Period;
use crate::session::{AppCommand, Session, system_ids};
use crate::ui::parts::{PanelContext, empty_ui, link_ui, strong, weak};
use crate::ui::style::points;
use egui::{Align, Label, Layout, RichText, ScrollArea, TextEdit, Ui, Vec2, WidgetInfo, vec2};
use std::collections::BTreeMap;

/// The findings of the document as it is, and what is being typed about one of them.
#[derive(Debug, Default)]
pub(super) struct State {
    of: Basis<()>,
    open: Vec<Finding>,
    aside: Vec<Finding>,
    /// The open findings with their fixes, rule by rule; `None` until they are looked at.
    groups: Option<Vec<Group>>,
    /// The findings that are being set aside, with the reason as far as it is typed.
    reason: Option<(Vec<Finding>, String)>,
    shows_aside: bool,
    /// Rules whose findings are shown one by one, or are not, because somebody said so.
    unfolded: BTreeMap<Rule, bool>,
}

#[derive(Debug)]
struct Row {
    finding: Finding,
    fix: Fix,
    /// Where values can be typed in, for a KPI that waits for data.
    typed_at: Option<KpiAt>,
    /// How wide and how high it was when it was last laid out; until then nobody knows.
    size: Vec2,
}

/// What was found by one rule.
#[derive(Debug)]
struct Group {
    rule: Rule,
    rows: Vec<Row>,
    /// The findings of the rows.
    findings: Vec<Finding>,
    /// What they are about, in words.
    names: String,
    /// How many of them a program can mend.
    mendable: usize,
}

impl Group {
    fn of(document: &Document, rule: Rule, rows: Vec<Row>) -> Self {
        let name_of = |row: &Row| {
            row.finding.kpi_name(document).or(row.finding.place_name(document)).unwrap_or_default().to_owned()
        };
        let mut names: Vec<String> = rows.iter().map(name_of).collect();
        names.dedup();
        let names = text::several(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let mendable = rows.iter().filter(|row| matches!(row.fix, Fix::Edit(_))).count();
        let findings = rows.iter().map(|row| row.finding.clone()).collect();
        Self { rule, rows, findings, names, mendable }
    }
}

impl State {
    /// Examines the KPIs again when the document or its figures are others. Gives how many findings are open. What can be
    /// done about them is worked out only when somebody looks at them.
    pub(super) fn follow(&mut self, session: &Session) -> usize {
        let (document, insights) = (session.document(), session.whole_insights());
        if self.of.follow_whole(session, ()) {
            let found = doctor::examine(document, insights, Session::today());
            (self.aside, self.open) = found.into_iter().partition(|finding| finding.dismissal(document).is_some());
            self.groups = None;
        }
        self.open.len()
    }

    /// The open findings rule by rule, in the order in which the first of each was found.
    fn groups(&mut self, session: &Session) -> Vec<Group> {
        if let Some(known) = self.groups.take() {
            return known;
        }
        let (document, figures) = (session.document(), session.whole_insights());
        let fixes = doctor::fixes_of(document, figures, &self.open, &mut system_ids(), Session::today());
        let cards = insights::kpis_with_cards(document);
        let mut order: Vec<Rule> = Vec::new();
        let mut rows: BTreeMap<Rule, Vec<Row>> = BTreeMap::new();
        for (finding, fix) in self.open.iter().cloned().zip(fixes) {
            let of_rule = rows.entry(finding.rule).or_default();
            if of_rule.is_empty() {
                order.push(finding.rule);
            }
            let waiting = finding.kpi.filter(|_| finding.rule == Rule::NoData);
            let typed_at = waiting.and_then(|kpi| cards.iter().find(|at| at.0 == kpi).copied());
            of_rule.push(Row { finding, fix, typed_at, size: Vec2::ZERO });
        }
        let group = |rule| Some(Group::of(document, rule, rows.remove(&rule)?));
        order.into_iter().filter_map(group).collect()
    }
}

pub(super) fn show_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    if state.open.is_empty() && state.aside.is_empty() {
        let (title, hint) = if cx.session.document().kpis.is_empty() {
            (text::no_kpis(), text::no_kpis_hint())
        } else {
            (text::healthy(), text::healthy_hint())
        };
        return empty_ui(ui, cx.tokens, title, hint);
    }
    ScrollArea::vertical().id_salt("doctor").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = points(cx.tokens.spacing);
        ui.add(Label::new(weak(cx.tokens, text::summary(state.open.len(), state.aside.len()))).wrap());
        let mut groups = state.groups(cx.session);
        for group in &mut groups {
            match group.rows.as_mut_slice() {
                [row] => row_ui(ui, state, cx, row),
                _ => group_ui(ui, state, cx, group),
            }
        }
        state.groups = Some(groups);
        aside_ui(ui, state, cx);
    });
}

/// The same about several KPIs: one line for all of them, and each below where there are few.
fn group_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, group: &mut Group) {
    let (rule, tokens) = (group.rule, cx.tokens);
    let is_editable = cx.session.is_editable();
    let is_unfolded = state.unfolded.get(&rule).copied().unwrap_or(group.rows.len() <= MOST_UNFOLDED);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = points(tokens.spacing) * 3.0;
        let words = text::rule(rule.word());
        cell_ui(ui, RULE_WIDTH, |ui| ui.add(Label::new(strong(tokens, words, tokens.type_sizes.label))));
        let room = (ui.available_width() - GROUP_BUTTONS_WIDTH).max(RULE_WIDTH);
        cell_ui(ui, room, |ui| ui.add(Label::new(weak(tokens, group.names.as_str())).wrap()));
        let mend = text::for_all(text::mend(rule.word()), group.mendable, group.rows.len());
        if group.mendable > 0 && ui.add_enabled_ui(is_editable, |ui| link_ui(ui, tokens, &mend)).inner.clicked() {
            let (session, today) = (cx.session, Session::today());
            let (document, insights) = (session.document(), session.whole_insights());
            let mended = doctor::mended(document, insights, &group.findings, &mut system_ids(), today);
            mended.into_iter().for_each(|edit| cx.commands.edit(edit));
        }
        // One file may hold numbers for all of them, and all days are all days.
        let alike = group.rows.first().filter(|first| group.rows.iter().all(|row| row.fix == first.fix));
        if let Some(first) = alike.filter(|first| matches!(first.fix, Fix::Import | Fix::AllDays)) {
            let label = fix_label(first);
            let is_enabled = is_editable || first.fix == Fix::AllDays;
            let for_all = ui.add_enabled_ui(is_enabled, |ui| link_ui(ui, tokens, label)).inner;
            for_all.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, text::about(label, words)));
            if for_all.clicked() {
                apply(cx, &first.fix);
            }
        }
        if is_editable {
            let aside = link_ui(ui, tokens, text::set_all_aside());
            aside.widget_info(|| {
                WidgetInfo::labeled(egui::Role::Button, true, text::about(text::set_all_aside(), words))
            });
            if aside.clicked() {
                state.reason = Some((group.findings.clone(), String::new()));
            }
        }
        let label = if is_unfolded { text::hide_each() } else { text::show_each() };
        let fold = link_ui(ui, tokens, label);
        fold.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, text::about(label, words)));
        if fold.clicked() {
            state.unfolded.insert(rule, !is_unfolded);
        }
    });
    reason_ui(ui, state, cx, &group.findings);
    if is_unfolded {
        for row in &mut group.rows {
            seen_row_ui(ui, state, cx, row);
        }
    }
}

/// So many findings of one rule are shown one by one unasked.
const MOST_UNFOLDED: usize = 3;
/// Width of the column of buttons of a group.
const GROUP_BUTTONS_WIDTH: f32 = 330.0;

/// Width of the column of rules, and of that of buttons.
const RULE_WIDTH: f32 = 84.0;
const BUTTONS_WIDTH: f32 = 280.0;

/// A row of many: what is scrolled out of sight only takes the room it took when it was last seen.
fn seen_row_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, row: &mut Row) {
    let (width, top) = (ui.available_width(), ui.next_widget_position().y);
    let is_known = (row.size.x - width).abs() < 0.5;
    let clip = ui.clip_rect();
    if is_known && (top > clip.bottom() || top + row.size.y < clip.top()) {
        ui.allocate_space(row.size);
        return;
    }
    let of = (row.finding.rule, row.finding.kpi, row.finding.place);
    let shown = ui.push_id(of, |ui| row_ui(ui, state, cx, row));
    row.size = vec2(width, shown.response.rect.height());
}

/// One finding: what is wrong, and what can be done.
fn row_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, row: &Row) {
    let (document, tokens) = (cx.session.document(), cx.tokens);
    let is_editable = cx.session.is_editable();
    let rule = text::rule(row.finding.rule.word());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = points(tokens.spacing) * 3.0;
        cell_ui(ui, RULE_WIDTH, |ui| ui.add(Label::new(strong(tokens, rule, tokens.type_sizes.label))));
        let sentence = RichText::new(row.finding.text(document)).size(points(tokens.type_sizes.label));
        let room = (ui.available_width() - BUTTONS_WIDTH).max(RULE_WIDTH);
        cell_ui(ui, room, |ui| ui.add(Label::new(sentence).wrap()));
        let name = row.finding.kpi_name(document).or(row.finding.place_name(document)).unwrap_or_default();
        let label = fix_label(row);
        let fix = ui
            .add_enabled_ui(is_editable || matches!(row.fix, Fix::Show(_) | Fix::AllDays), |ui| {
                link_ui(ui, tokens, label)
            })
            .inner;
        fix.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, text::about(label, name)));
        if fix.clicked() {
            apply(cx, &row.fix);
        }
        // Without a file at hand a few numbers are typed in.
        if let (Some(at), true) = (row.typed_at, is_editable) {
            let type_in = link_ui(ui, tokens, text::type_in());
            type_in.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, text::about(text::type_in(), name)));
            if type_in.clicked() {
                cx.commands.send(AppCommand::TypeValues(at));
            }
        }
        // What is usual is a beginning; who knows better fills it in.
        if let (Fix::Edit(_), true, Some(kpi)) = (&row.fix, row.finding.rule.is_of_field(), row.finding.kpi) {
            let fill_in = link_ui(ui, tokens, text::fill_in());
            fill_in.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, text::about(text::fill_in(), name)));
            if fill_in.clicked() {
                apply(cx, &Fix::Show(kpi.into()));
            }
        }
        let is_open = state.reason.as_ref().is_some_and(|(of, _)| of.as_slice() == std::slice::from_ref(&row.finding));
        if is_editable && !is_open {
            let aside = link_ui(ui, tokens, text::set_aside());
            aside.widget_info(|| {
                let about = text::about(text::set_aside(), &format!("{rule}, {name}"));
                WidgetInfo::labeled(egui::Role::Button, true, about)
            });
            if aside.clicked() {
                state.reason = Some((vec![row.finding.clone()], String::new()));
            }
        }
    });
    reason_ui(ui, state, cx, std::slice::from_ref(&row.finding));
}

/// A cell of a fixed width, so that those of all rows stand below each other.
fn cell_ui<R>(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui) -> R) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        contents(ui);
    });
}

fn fix_label(row: &Row) -> &'static str {
    match row.fix {
        Fix::Edit(_) => text::mend(row.finding.rule.word()),
        Fix::Show(_) if row.finding.rule.is_of_field() => text::fill_in(),
        Fix::Show(_) => text::show(),
        Fix::Import => text::import(),
        Fix::AllDays => text::all_days(),
        Fix::Refresh(_) => text::refresh(),
        Fix::Remap(_) => text::remap(),
    }
}

fn apply(cx: &PanelContext<'_>, fix: &Fix) {
    match fix {
        Fix::Edit(edit) => cx.commands.edit((**edit).clone()),
        Fix::Show(record) => cx.commands.send(AppCommand::Select(vec![*record])),
        Fix::Import => cx.commands.send(AppCommand::ImportDialog),
        Fix::AllDays => cx.commands.send(AppCommand::SetPeriod(Period::AllData)),
        Fix::Refresh(source) => cx.commands.send(AppCommand::RefreshSource(*source)),
        Fix::Remap(source) => cx.commands.send(AppCommand::RemapSource(*source)),
    }
}

/// The field for the reason, below the findings that are being set aside.
fn reason_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, findings: &[Finding]) {
    let Some((of, reason)) = state.reason.as_mut().filter(|(of, _)| of == findings) else { return };
    let (mut is_kept, mut is_left) = (false, false);
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 180.0).clamp(120.0, 480.0);
        let field = TextEdit::singleline(reason)
            .hint_text(text::reason_hint())
            .align(egui::Align2::LEFT_CENTER)
            .desired_width(width);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, text::reason()));
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        is_left = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape));
        if reason.is_empty() && !response.has_focus() && !response.lost_focus() {
            response.request_focus();
        }
        let has_reason = !reason.trim().is_empty();
        let button = ui.add_enabled(has_reason, egui::Button::new(text::set_aside_now()).min_size(vec2(0.0, 24.0)));
        is_kept = has_reason && (is_entered || button.clicked());
        is_left |= ui.button(words::cancel()).clicked();
    });
    if is_kept {
        let (document, today) = (cx.session.document(), Session::today());
        let edit = match of.as_slice() {
            [one] => doctor::dismissed(document, one, reason, today),
            all => doctor::all_dismissed(document, all, reason, today, &mut system_ids()),
        };
        if let Some(edit) = edit {
            cx.commands.edit(edit);
        }
        state.reason = None;
    } else if is_left {
        state.reason = None;
    }
}

/// What was set aside, with the reasons; closed until someone asks.
fn aside_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    if state.aside.is_empty() {
        return;
    }
    ui.add_space(points(cx.tokens.spacing) * 2.0);
    let label = if state.shows_aside { text::hide_aside() } else { text::show_aside() };
    if link_ui(ui, cx.tokens, label).clicked() {
        state.shows_aside = !state.shows_aside;
    }
    if !state.shows_aside {
        return;
    }
    let document = cx.session.document();
    for finding in &state.aside {
        let Some(dismissal) = finding.dismissal(document) else { continue };
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = points(cx.tokens.spacing) * 3.0;
            ui.add(Label::new(weak(cx.tokens, finding.text(document))).wrap());
            let why = text::because(&dismissal.reason, &dismissal.on.to_string());
            ui.add(Label::new(RichText::new(why).size(points(cx.tokens.type_sizes.label))).wrap());
            let is_back = cx.session.is_editable() && link_ui(ui, cx.tokens, text::bring_back()).clicked();
            if let Some(edit) = doctor::restored(document, finding).filter(|_| is_back) {
                cx.commands.edit(edit);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Edit;
    use crate::ui::fixture::{Stand, harness};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    fn stand<'a>() -> Harness<'a, Stand<State>> {
        let mut harness = harness(State::default(), (1000.0, 300.0), |ui, state: &mut State, cx| {
            state.follow(cx.session);
            show_ui(ui, state, cx);
        });
        harness.run();
        harness
    }

    /// Does what was asked for, as the application does.
    fn run_edits(harness: &mut Harness<'_, Stand<State>>) -> usize {
        let sent = harness.state().commands.take();
        let edits: Vec<Edit> = sent
            .into_iter()
            .filter_map(|c| if let AppCommand::Edit { edit, .. } = c { Some(edit) } else { None })
            .collect();
        for edit in &edits {
            harness.state_mut().session.edit(edit, None).unwrap();
        }
        harness.run();
        edits.len()
    }

    #[test]
    fn a_finding_is_told_set_aside_with_a_reason_and_brought_back() {
        let mut harness = stand();
        assert!(harness.query_by_label_contains("“CSAT” has no owner").is_some());
        harness.get_by_label("Set aside: No owner, CSAT").click();
        harness.run();
        harness.run();
        assert!(harness.get_by_label(text::reason()).is_focused(), "typing begins at once");
        harness.key_press(egui::Key::Enter);
        harness.run();
        assert_eq!(run_edits(&mut harness), 0, "a reason is wanted");
        harness.get_by_label(text::reason()).focus();
        harness.run();
        set_aside_as_a_pilot(&mut harness);
        assert!(harness.query_by_label_contains("“CSAT” has no owner").is_none());
        harness.get_by_label(text::show_aside()).click();
        harness.run();
        assert!(harness.query_by_label_contains("A pilot (").is_some());
        harness.get_by_label(text::bring_back()).click();
        harness.run();
        assert_eq!(run_edits(&mut harness), 1);
        assert!(harness.query_by_label_contains("“CSAT” has no owner").is_some());
        harness.run();
        assert!(!harness.ctx.has_requested_repaint());
    }

    /// Gives the reason that is asked for; what is set aside with it is one edit.
    fn set_aside_as_a_pilot(harness: &mut Harness<'_, Stand<State>>) {
        harness.get_by_label(text::reason()).type_text("A pilot");
        harness.run();
        harness.get_by_label(text::set_aside_now()).click();
        harness.run();
        assert_eq!(run_edits(harness), 1);
    }

    /// Two KPIs without a plan are one line with one button, which is one edit; so is setting them aside.
    #[test]
    fn the_same_about_several_kpis_is_one_press() {
        let mut harness = stand();
        let csat = harness.state().session.document().kpis.values().next().unwrap().clone();
        let more = |raw: i64, name: &str| {
            let id = crate::base::ids::Id::from_raw(raw);
            let (name, metric) = (name.to_owned(), name.to_owned());
            let (response_plan, plan_for_rise) = (String::new(), String::new());
            crate::model::Kpi { id, name, metric, response_plan, plan_for_rise, ..(*csat).clone() }
        };
        for (raw, name) in [(901, "Ease"), (902, "Effort"), (903, "Speed"), (904, "Reach")] {
            harness.state_mut().session.edit(&Edit::Add(more(raw, name).into()), None).unwrap();
        }
        harness.run();
        let is_listed = |harness: &Harness<'_, Stand<State>>| {
            harness.query_by_label_contains("“Effort” has no response plan").is_some()
        };
        assert!(!is_listed(&harness), "four are one line");
        harness.get_by_label(&text::about(text::show_each(), text::rule("no_plan"))).click();
        harness.run();
        assert!(is_listed(&harness));
        harness.get_by_label(&text::about(text::set_all_aside(), text::rule("no_owner"))).click();
        harness.run();
        harness.run();
        set_aside_as_a_pilot(&mut harness);
        assert!(harness.query_by_label_contains("has no owner").is_none());
        // Numbers for all of them come from one file.
        harness.get_by_label(&text::about(text::import(), text::rule("no_data"))).click();
        harness.run();
        let sent = harness.state().commands.take();
        assert!(matches!(sent.as_slice(), [AppCommand::ImportDialog]), "{sent:?}");
        harness.get_by_label(&text::for_all(text::mend("no_plan"), 4, 4)).click();
        harness.run();
        assert_eq!(run_edits(&mut harness), 1);
        assert!(!is_listed(&harness));
        let document = harness.state().session.document();
        assert!(document.kpis.values().all(|kpi| !kpi.response_plan.is_empty() || !kpi.plan_for_rise.is_empty()));
        assert!(harness.state_mut().session.undo() && harness.state_mut().session.undo());
        let document = harness.state().session.document();
        assert!(document.kpis.values().all(|kpi| kpi.dismissed.is_empty()), "two steps were all");
    }

    /// Of sixty findings that are shown one by one those in sight are laid out, and what is out of sight takes its room.
    #[test]
    fn rows_out_of_sight_are_not_laid_out() {
        let mut harness = stand();
        let csat = harness.state().session.document().kpis.values().next().unwrap().clone();
        for raw in 900..960 {
            let id = crate::base::ids::Id::from_raw(raw);
            let name = format!("Measure {raw}");
            let more = crate::model::Kpi { id, metric: name.clone(), name, ..(*csat).clone() };
            harness.state_mut().session.edit(&Edit::Add(more.into()), None).unwrap();
        }
        harness.run();
        harness.get_by_label(&text::about(text::show_each(), text::rule("no_place"))).click();
        harness.run();
        harness.run();
        let shown =
            |harness: &Harness<'_, Stand<State>>| harness.query_all_by_label_contains("is tied to no place").count();
        assert!((1..=30).contains(&shown(&harness)), "{}", shown(&harness));
        assert!(harness.query_by_label_contains("“Measure 959” is tied").is_none());
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -1500.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: egui::Modifiers::NONE,
        });
        harness.run_steps(12);
        assert!(harness.query_by_label_contains("“Measure 900” is tied").is_none());
    }

    /// One of two KPIs without target has no data, so that there is no level to hold: the button does not speak of both.
    #[test]
    fn the_button_for_all_counts_what_it_mends() {
        let row = |fix| {
            let detail = doctor::Detail::None;
            let finding = Finding { rule: Rule::NoTarget, kpi: None, place: None, detail };
            Row { finding, fix, typed_at: None, size: Vec2::ZERO }
        };
        let edit = Fix::Edit(Box::new(Edit::Delete(Vec::new())));
        let group = Group::of(&Document::default(), Rule::NoTarget, vec![row(edit), row(Fix::Import)]);
        assert_eq!((group.mendable, group.findings.len()), (1, 2));
        assert_eq!(text::for_all("Hold", group.mendable, group.rows.len()), "Hold · 1 of 2");
        assert_eq!(text::for_all("Hold", 2, 2), "Hold · all 2");
    }

    #[test]
    fn a_fix_is_one_click() {
        let mut harness = stand();
        harness.get_by_label("Add the usual KPI: Renewal").click();
        harness.run();
        assert_eq!(run_edits(&mut harness), 1);
        assert!(harness.query_by_label_contains("“Renewal” has no KPI").is_none());
        let kpi = harness.state().session.document().kpis.values().find(|k| k.name == "CSAT").unwrap().id;
        harness.get_all_by_label("Fill in: CSAT").next().unwrap().click();
        harness.run();
        let sent = harness.state().commands.take();
        assert!(matches!(sent.as_slice(), [AppCommand::Select(records)] if records == &[kpi.into()]), "{sent:?}");
    }
}
