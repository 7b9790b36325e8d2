//! What is decided about a KPI, as an entry of the decision log. An answer to a signal begins with a checklist: what changed,
//! what people say, trend or anomaly, and the plan of the KPI; there, that nothing is done for a reason is an answer too.

use crate::base::ids::DecisionId;
use crate::base::time::Day;
use crate::i18n::panels as panel_words;
use crate::i18n::panels::decisions as log_words;
use crate::i18n::signals as text;
use crate::metrics::{format, spc};
use crate::model::{CardBody, Decision, DecisionState, Document, Edit, Kpi, RecordRef};
use crate::session::insights::KpiAt;
use crate::session::signals::{Moved, words};
use crate::session::told::Told;
use crate::session::{AppCommand, review, system_ids};
use crate::theme::Tokens;
use crate::ui::comments::{self, comments_ui};
use crate::ui::days::optional_day;
use crate::ui::figures;
use crate::ui::parts::{PanelContext, body, caption_ui, combo_ui, label_ui, link_ui, problem_ui, strong, weak};
use crate::ui::style::{color, points};
use crate::ui::widgets::{Look, SheetSize, ToolButton, sheet_ui};
use egui::{Label, ScrollArea, TextEdit, Ui};

/// Size of the sheet; height of what stands around the checklist, and the least that is left of the checklist.
const SIZE: SheetSize = SheetSize { width: 620.0, max_height: 680.0 };
const SMALL: SheetSize = SheetSize { width: 520.0, max_height: 520.0 };
const FIELDS: f32 = 400.0;
const LEAST_CHECKLIST: f32 = 90.0;
/// Height of the plan: about three lines, the rest scrolls.
const PLAN: f32 = 48.0;
/// Days until the outcome is looked at, unless somebody says another day.
const USUAL_DAYS: i32 = 30;
/// At most so many quotes, pain points and notes are shown.
const MOST_VOICES: usize = 6;

/// What a decision is about.
#[derive(Debug)]
enum About {
    /// The signal that it answers.
    Signal(Box<Moved>),
    /// One of these, without a signal.
    Kpi { subjects: Vec<KpiAt>, chosen: KpiAt },
}

/// What is being decided about, and what is typed so far.
#[derive(Debug)]
pub struct AnswerDraft {
    about: About,
    what: String,
    who: String,
    /// What `who` began with: as long as it says so, another KPI brings its own.
    proposed: String,
    /// Whoever works here.
    author: String,
    due: String,
    reason: String,
    has_begun: bool,
    comments: comments::State,
    problem: Option<String>,
}

impl AnswerDraft {
    /// An answer to a signal.
    #[must_use]
    pub fn answer(document: &Document, moved: Moved, author: &str, today: Day) -> Self {
        Self::new(document, About::Signal(Box::new(moved)), author, today)
    }

    /// A decision about one of some KPIs that answers no signal; `None` where there is no KPI.
    #[must_use]
    pub fn decide(document: &Document, subjects: Vec<KpiAt>, author: &str, today: Day) -> Option<Self> {
        let chosen = *subjects.first()?;
        Some(Self::new(document, About::Kpi { subjects, chosen }, author, today))
    }

    /// Nothing typed yet; whoever owns the KPI does it, and looks at it again in a month.
    fn new(document: &Document, about: About, author: &str, today: Day) -> Self {
        let due = today.plus(USUAL_DAYS).to_string();
        let (what, reason, comments) = (String::new(), String::new(), comments::State::default());
        let (who, proposed, author) = (String::new(), String::new(), author.to_owned());
        let mut draft =
            Self { about, what, who, proposed, author, due, reason, has_begun: false, comments, problem: None };
        draft.propose_who(document);
        draft
    }

    /// The owner of the KPI, or without one whoever works here, unless somebody else was typed.
    fn propose_who(&mut self, document: &Document) {
        if self.who != self.proposed {
            return;
        }
        let owner = document.kpis.get(&self.at().0).map_or("", |kpi| kpi.owner.trim());
        let proposed = if owner.is_empty() { &self.author } else { owner };
        (self.who, self.proposed) = (proposed.to_owned(), proposed.to_owned());
    }

    /// The KPI that is decided about, and where.
    fn at(&self) -> KpiAt {
        match &self.about {
            About::Signal(moved) => moved.at,
            About::Kpi { chosen, .. } => *chosen,
        }
    }

    /// The signal that is answered.
    fn moved(&self) -> Option<&Moved> {
        match &self.about {
            About::Signal(moved) => Some(moved),
            About::Kpi { .. } => None,
        }
    }

    /// What becomes of words when the sheet is left by Escape: they can still go into the log, or be copied.
    fn left(&self, today: Day) -> Option<Told> {
        let typed = if self.what.trim().is_empty() { &self.reason } else { &self.what };
        let state = if self.what.trim().is_empty() { DecisionState::Dismissed } else { DecisionState::Open };
        Told::dropped("", typed, self.decision(state, today).ok().map(|decision| Edit::Add(decision.into())))
    }

    /// The entry of the log, or what is missing for one.
    fn decision(&self, state: DecisionState, today: Day) -> Result<Decision, String> {
        let (text, reason) = (self.what.trim().to_owned(), self.reason.trim().to_owned());
        let is_said = if state == DecisionState::Dismissed { !reason.is_empty() } else { !text.is_empty() };
        if !is_said {
            let wanted = if self.moved().is_some() { text::what_wanted() } else { log_words::what_wanted() };
            return Err(wanted.to_owned());
        }
        let due_on = optional_day(&self.due)?;
        let id: DecisionId = system_ids().allocate();
        Ok(Decision {
            signal: self.moved().map(Moved::to_answer),
            text,
            owner: self.who.trim().to_owned(),
            due_on: due_on.filter(|_| state == DecisionState::Open),
            state,
            reason,
            ..Decision::new(id, self.at(), today)
        })
    }
}

/// Shows the sheet; true when it should close.
pub fn answer_sheet_ui(ctx: &egui::Context, cx: &PanelContext<'_>, draft: &mut AnswerDraft) -> bool {
    let mut is_done = false;
    let is_answer = draft.moved().is_some();
    let (title, size) = if is_answer { (text::answer_title(), SIZE) } else { (log_words::new_decision(), SMALL) };
    let is_closed = sheet_ui(ctx, cx.tokens, title, size, |ui| {
        is_done = contents_ui(ui, cx, draft);
    });
    if is_closed
        && !is_done
        && let Some(told) = draft.left(cx.today)
    {
        cx.commands.send(AppCommand::Tell(told));
    }
    is_closed || is_done
}

fn contents_ui(ui: &mut Ui, cx: &PanelContext<'_>, draft: &mut AnswerDraft) -> bool {
    let (tokens, document) = (cx.tokens, cx.session.document());
    let at = draft.at();
    let Some(kpi) = document.kpis.get(&at.0).map(|kpi| kpi.at(at.1)) else { return true };
    ui.spacing_mut().item_spacing.y = points(tokens.spacing);
    let About::Signal(moved) = &draft.about else {
        subject_ui(ui, cx, draft);
        return fields_ui(ui, cx, draft);
    };
    let moved = moved.clone();
    let mut is_left = false;
    ui.add(Label::new(strong(tokens, figures::name_at(document, moved.at), tokens.type_sizes.title)).wrap());
    let ink = color(if moved.is_good { tokens.good } else { tokens.off });
    ui.add(Label::new(body(tokens, words::sentence(&moved)).color(ink)).wrap());
    ui.add(Label::new(weak(tokens, words::size(&kpi, &moved))).wrap());

    plan_ui(ui, cx, &moved, &kpi, &mut is_left);
    // The fields and buttons below are always in view.
    let room = (SIZE.max_height.min(ui.ctx().content_rect().height() - 160.0) - FIELDS).max(LEAST_CHECKLIST);
    ScrollArea::vertical().id_salt("checklist").max_height(room).auto_shrink([false, true]).show(ui, |ui| {
        checklist_ui(ui, cx, (&moved, &kpi), &mut draft.comments);
    });
    heading_ui(ui, tokens, text::decision());
    is_left | fields_ui(ui, cx, draft)
}

/// Which KPI is decided about, with how it stands.
fn subject_ui(ui: &mut Ui, cx: &PanelContext<'_>, draft: &mut AnswerDraft) {
    let (tokens, document) = (cx.tokens, cx.session.document());
    let About::Kpi { subjects, chosen } = &mut draft.about else { return };
    label_ui(ui, tokens, log_words::other_kpi());
    let names: Vec<String> = subjects.iter().map(|at| figures::name_at(document, *at)).collect();
    let index = subjects.iter().position(|at| at == chosen);
    let width = ui.available_width();
    let taken = combo_ui(ui, egui::Id::unique("decided about"), log_words::other_kpi(), &names, index, width);
    if let Some(at) = taken.and_then(|index| subjects.get(index)) {
        *chosen = *at;
        draft.propose_who(document);
    }
    let chosen = draft.at();
    if let Some(kpi) = document.kpis.get(&chosen.0).map(|kpi| kpi.at(chosen.1)) {
        let line = review::figure_line(&kpi, figures::insight_of(cx.session, chosen));
        ui.add(Label::new(weak(tokens, line)).wrap());
    }
}

/// What the KPI says is to be done, above all that scrolls; `is_left` when somebody left to write it.
fn plan_ui(ui: &mut Ui, cx: &PanelContext<'_>, moved: &Moved, kpi: &Kpi, is_left: &mut bool) {
    let tokens = cx.tokens;
    heading_ui(ui, tokens, text::plan());
    match moved.plan(kpi) {
        "" => {
            ui.horizontal_wrapped(|ui| {
                ui.label(weak(tokens, text::no_plan()));
                if link_ui(ui, tokens, text::write_plan()).clicked() {
                    cx.commands.send(AppCommand::ShowPlan(moved.at.0));
                    *is_left = true;
                }
            });
        }
        plan => {
            let area = ScrollArea::vertical().id_salt("plan").max_height(PLAN).auto_shrink([false, true]);
            area.show(ui, |ui| drop(ui.add(Label::new(body(tokens, plan)).wrap())));
        }
    }
}

/// What to look at before deciding.
fn checklist_ui(ui: &mut Ui, cx: &PanelContext<'_>, (moved, kpi): (&Moved, &Kpi), comments: &mut comments::State) {
    let (tokens, document) = (cx.tokens, cx.session.document());
    heading_ui(ui, tokens, text::step_changes());
    lines_ui(ui, cx, changes(cx, moved), text::no_changes());
    heading_ui(ui, tokens, text::step_voices());
    let voices = voices(document, moved);
    let has_voices = !voices.is_empty();
    for line in voices {
        ui.add(Label::new(body(tokens, line)).wrap());
    }
    comments_ui(ui, comments, cx, (moved, has_voices));
    heading_ui(ui, tokens, text::step_kind());
    ui.add(Label::new(body(tokens, text::rule_meaning(moved.rule))).wrap());
    if let Some(line) = limits(cx, kpi, moved) {
        ui.add(Label::new(weak(tokens, line)).wrap());
    }
    let alongside = words::alongside(document, moved);
    if !alongside.is_empty() {
        ui.add(Label::new(weak(tokens, alongside)).wrap());
    }
}

/// What happened on these days and which imports the figures rest on.
fn changes(cx: &PanelContext<'_>, moved: &Moved) -> Vec<String> {
    let document = cx.session.document();
    let events = moved.events.iter().filter_map(|id| document.markers.get(id));
    let mut lines: Vec<String> = events.map(|m| text::dated(&panel_words::day(m.day), &m.label)).collect();
    let sources =
        figures::insight_of(cx.session, moved.at).map(|insight| insight.sources.as_slice()).unwrap_or_default();
    for source in sources.iter().filter_map(|id| document.sources.get(id)) {
        lines.push(text::imported(&panel_words::day(source.imported_at.local_day()), &source.name));
    }
    lines
}

/// Quotes, pain points and open notes of the stage.
fn voices(document: &Document, moved: &Moved) -> Vec<String> {
    let Some(stage) = document.stage_of_place(moved.at.1) else { return Vec::new() };
    let is_here = |step| document.steps.get(&step).is_some_and(|s| s.stage == stage);
    let cards = document.cards.values().filter(|card| is_here(card.step));
    let said = cards.filter(|c| matches!(c.body, CardBody::Quote { .. } | CardBody::PainPoint { .. }));
    let mut lines: Vec<String> = said.map(|card| crate::layout::plain_words(&card.text)).collect();
    let notes = document.notes.values().filter(|note| !note.is_resolved);
    let about = notes.filter(|note| match note.anchor {
        RecordRef::Stage(id) => id == stage,
        RecordRef::Step(id) => is_here(id),
        RecordRef::Card(id) => document.cards.get(&id).is_some_and(|card| is_here(card.step)),
        RecordRef::Kpi(id) => id == moved.at.0,
        _ => false,
    });
    lines.extend(about.map(|note| panel_words::notes::by(&note.author, &note.text)));
    lines.retain(|line| !line.trim().is_empty());
    lines.truncate(MOST_VOICES);
    lines
}

fn limits(cx: &PanelContext<'_>, kpi: &Kpi, moved: &Moved) -> Option<String> {
    let insight = figures::insight_of(cx.session, moved.at)?;
    // Those that the move was judged by, which are not the newest where limits started anew later.
    let slot = spc::slot_from(&insight.series, insight.grain, moved.since.from).unwrap_or(0);
    let limits = insight.chart.as_ref()?.limits_at(slot)?;
    let value = |v: f64| format::value(kpi, v);
    let ends = (value(limits.lower), value(limits.upper));
    Some(text::limits((&ends.0, &ends.1), &value(limits.centre), (limits.points, insight.grain)))
}

fn heading_ui(ui: &mut Ui, tokens: &Tokens, words: &str) {
    ui.add_space(points(tokens.spacing) * 2.0);
    caption_ui(ui, tokens, words);
}

fn lines_ui(ui: &mut Ui, cx: &PanelContext<'_>, lines: Vec<String>, none: &str) {
    if lines.is_empty() {
        ui.add(Label::new(weak(cx.tokens, none)).wrap());
    }
    for line in lines {
        ui.add(Label::new(body(cx.tokens, line)).wrap());
    }
}

/// What is decided; true when it is in the log.
fn fields_ui(ui: &mut Ui, cx: &PanelContext<'_>, draft: &mut AnswerDraft) -> bool {
    let tokens = cx.tokens;
    let label = label_ui(ui, tokens, log_words::what());
    let field = TextEdit::multiline(&mut draft.what).desired_rows(2).desired_width(f32::INFINITY);
    let field = ui.add(field.hint_text(log_words::what_hint())).labelled_by(label.id);
    if !std::mem::replace(&mut draft.has_begun, true) {
        field.request_focus();
    }
    let wrong_day = optional_day(&draft.due).err();
    let mut is_typing = false;
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        let label = label_ui(left, tokens, log_words::who());
        left.add(TextEdit::singleline(&mut draft.who).desired_width(f32::INFINITY)).labelled_by(label.id);
        let label = label_ui(right, tokens, log_words::due_on());
        let mut field = TextEdit::singleline(&mut draft.due).desired_width(f32::INFINITY);
        if wrong_day.is_some() {
            field = field.text_color(color(tokens.off));
        }
        is_typing = right.add(field).labelled_by(label.id).has_focus();
    });
    if let Some(problem) = wrong_day.filter(|_| !is_typing && draft.problem.is_none()) {
        problem_ui(ui, tokens, &problem);
    }
    let is_answer = draft.moved().is_some();
    if is_answer {
        let label = label_ui(ui, tokens, text::dismiss_reason());
        ui.add(TextEdit::singleline(&mut draft.reason).desired_width(f32::INFINITY)).labelled_by(label.id);
    }
    if let Some(problem) = &draft.problem {
        problem_ui(ui, tokens, problem);
    }
    ui.add_space(10.0);
    let mut wanted = None;
    ui.horizontal(|ui| {
        if ToolButton::words(tokens, text::decide()).look(Look::Primary).show_ui(ui).clicked() {
            wanted = Some(DecisionState::Open);
        }
        if is_answer && ToolButton::words(tokens, text::dismiss()).show_ui(ui).clicked() {
            wanted = Some(DecisionState::Dismissed);
        }
    });
    let Some(state) = wanted else { return false };
    match draft.decision(state, cx.today) {
        Ok(decision) => {
            cx.commands.edit(Edit::Add(decision.into()));
            true
        }
        Err(problem) => {
            draft.problem = Some(problem);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::{DayRange, Grain};
    use crate::model::{AnyRecord, Course, SignalRule};
    use crate::ui::fixture::{Stand, document, harness};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    fn moved() -> Moved {
        let document = document();
        let map = *document.maps.keys().next().unwrap();
        let (_, kpi, place, _) = document.kpi_cards(map).next().unwrap();
        let day = |month| Day::from_ymd(2025, month, 1).unwrap();
        Moved {
            at: (kpi, place),
            rule: SignalRule::RunOf8,
            course: Course::Down,
            since: DayRange { from: day(3), to: day(4).plus(-1) },
            until: DayRange { from: day(10), to: day(11).plus(-1) },
            grain: Grain::Month,
            is_good: false,
            distance: 1.4,
            level: 3.2,
            level_before: Some(4.0),
            is_provisional: false,
            is_over: false,
            flat: None,
            periods: 8,
            answer: None,
            alongside: Vec::new(),
            events: Vec::new(),
        }
    }

    fn stand<'a>() -> Harness<'a, Stand<AnswerDraft>> {
        stand_with(AnswerDraft::answer(&document(), moved(), "Lena", Day::from_ymd(2025, 11, 22).unwrap()))
    }

    fn stand_with<'a>(draft: AnswerDraft) -> Harness<'a, Stand<AnswerDraft>> {
        let mut harness = harness(draft, (700.0, 760.0), |ui, draft: &mut AnswerDraft, cx| {
            contents_ui(ui, cx, draft);
        });
        harness.run();
        harness
    }

    fn decided(harness: &Harness<'_, Stand<AnswerDraft>>) -> Option<Decision> {
        harness.state().commands.take().into_iter().find_map(|command| match command {
            AppCommand::Edit { edit: Edit::Add(AnyRecord::Decision(decision)), .. } => Some(decision),
            _ => None,
        })
    }

    #[test]
    fn the_checklist_shows_what_is_known_and_writes_the_log() {
        let mut harness = stand();
        for words in
            ["falling (shift since Mar 2025)", "People repeat their story", "Read the comments", "4.0 / 5 → 3.2 / 5"]
        {
            assert!(harness.query_by_label_contains(words).is_some(), "{words}");
        }
        harness.get_by_label(text::decide()).click();
        harness.run();
        assert!(decided(&harness).is_none());
        harness.get_by_label(text::what_wanted());
        harness.get_by_label(log_words::what()).focus();
        harness.run();
        harness.get_by_label(log_words::what()).type_text("Bring the phone back");
        harness.run();
        harness.get_by_label(text::decide()).click();
        harness.run();
        let decision = decided(&harness).unwrap();
        assert_eq!((decision.text.as_str(), decision.owner.as_str()), ("Bring the phone back", "Lena"));
        assert_eq!(decision.due_on.map(|day| day.to_string()).as_deref(), Some("2025-12-22"));
        assert_eq!((decision.signal, decision.state), (Some(moved().to_answer()), DecisionState::Open));
    }

    /// Escape throws nothing away that was written: it can be kept after all, as what it was meant for.
    #[test]
    fn what_was_typed_into_a_sheet_that_is_left_can_still_be_kept() {
        let today = Day::from_ymd(2025, 11, 22).unwrap();
        let mut draft = AnswerDraft::answer(&document(), moved(), "Lena", today);
        assert_eq!(draft.left(today), None);
        draft.reason = "One bad week".to_owned();
        let state_of = |told: Option<Told>| match told {
            Some(Told::Dropped { words, edit: Some(edit) }) => match *edit {
                Edit::Add(AnyRecord::Decision(decision)) => (words, decision.state),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        };
        assert_eq!(state_of(draft.left(today)), ("One bad week".to_owned(), DecisionState::Dismissed));
        draft.what = "Bring the phone back".to_owned();
        assert_eq!(state_of(draft.left(today)), ("Bring the phone back".to_owned(), DecisionState::Open));
        // A day that is none leaves the words to be copied.
        draft.due = "soon".to_owned();
        assert!(matches!(draft.left(today), Some(Told::Dropped { edit: None, .. })));
    }

    /// What the KPI says is to be done is read before anything scrolls, also where the checklist has little room.
    #[test]
    fn the_plan_stands_above_the_checklist() {
        let harness = stand();
        let top = |words: &str| harness.get_by_label_contains(words).rect().top();
        assert!(top("Read the comments") < top(text::step_changes()), "the plan scrolls with the checklist");
    }

    #[test]
    fn the_owner_of_the_kpi_does_it_unless_somebody_else_was_typed() {
        let mut document = document();
        for (index, kpi) in document.kpis.values_mut().enumerate() {
            std::sync::Arc::make_mut(kpi).owner = if index == 0 { "Anna".to_owned() } else { String::new() };
        }
        let today = Day::from_ymd(2025, 11, 22).unwrap();
        let mut draft = AnswerDraft::answer(&document, moved(), "Lena", today);
        let owner = document.kpis[&moved().at.0].owner.clone();
        assert_eq!(draft.who, if owner.is_empty() { "Lena" } else { "Anna" });
        draft.who = "Tom".to_owned();
        draft.propose_who(&document);
        assert_eq!(draft.who, "Tom");
    }

    #[test]
    fn a_day_that_is_none_is_told_at_its_field() {
        let mut harness = stand();
        for (typed, is_told) in [("soon", true), ("15.01.2027", false), ("", false)] {
            harness.state_mut().state.due = typed.to_owned();
            harness.run();
            assert_eq!(harness.query_by_label(panel_words::day_wanted()).is_some(), is_told, "{typed}");
        }
    }

    #[test]
    fn nothing_is_done_for_a_reason_only() {
        let mut harness = stand();
        harness.get_by_label(text::dismiss()).click();
        harness.run();
        assert!(decided(&harness).is_none());
        harness.state_mut().state.reason = "The survey was broken".to_owned();
        harness.run();
        harness.get_by_label(text::dismiss()).click();
        harness.run();
        let decision = decided(&harness).unwrap();
        assert_eq!((decision.state, decision.due_on), (DecisionState::Dismissed, None));
        assert_eq!(decision.reason, "The survey was broken");
    }

    #[test]
    fn a_decision_without_a_signal_says_only_what_is_done() {
        let subject = moved().at;
        let draft =
            AnswerDraft::decide(&document(), vec![subject], "Lena", Day::from_ymd(2025, 11, 22).unwrap()).unwrap();
        let mut harness = stand_with(draft);
        harness.get_by_label_contains("CSAT · Support");
        assert!(harness.query_by_label(text::dismiss()).is_none(), "there is nothing to dismiss");
        harness.get_by_label(text::decide()).click();
        harness.run();
        assert!(decided(&harness).is_none());
        harness.get_by_label(log_words::what_wanted());
        harness.get_by_label(log_words::what()).focus();
        harness.run();
        harness.get_by_label(log_words::what()).type_text("Two more agents");
        harness.run();
        harness.get_by_label(text::decide()).click();
        harness.run();
        let decision = decided(&harness).unwrap();
        assert_eq!((decision.text.as_str(), (decision.kpi, decision.place)), ("Two more agents", subject));
        assert_eq!((decision.signal, decision.state), (None, DecisionState::Open));
        assert!(AnswerDraft::decide(&document(), Vec::new(), "Lena", Day(20_000)).is_none());
    }
}
