//! What is still open about a file. A file without questions can be imported from any step.

use super::current::{Current, Step};
use crate::i18n::panels::wizard_steps as text;
use crate::ui::parts::PanelContext;

/// More KPIs than this on one map are seldom meant: nobody reads them.
const MANY_KPIS: usize = 7;
/// The same for the report of a tool that is known: its metrics belong together, and its columns were chosen there.
const MANY_KPIS_OF_TOOL: usize = 12;

impl Current {
    /// What a step asks, a sentence each. What was shown once counts as seen, except what makes numbers wrong.
    pub(super) fn questions(&self, step: Step, cx: &PanelContext<'_>) -> Vec<String> {
        let is_seen = self.seen.contains(&step) || self.step == step;
        match step {
            Step::File if self.read_problem.is_some() => vec![text::question_reading().to_owned()],
            Step::File => match &self.sniffed {
                Some(sniffed) if sniffed.has_no_rows() => {
                    vec![crate::i18n::panels::wizard::no_rows().to_owned()]
                }
                _ => Vec::new(),
            },
            Step::Columns => self.column_questions(is_seen),
            Step::Matches if !is_seen => self.match_questions(cx),
            Step::Checks if !is_seen => self.check_questions(),
            Step::Matches | Step::Checks | Step::Preview => Vec::new(),
        }
    }

    fn column_questions(&self, is_seen: bool) -> Vec<String> {
        let (Some(draft), Some(sniffed)) = (&self.draft, &self.sniffed) else { return Vec::new() };
        let mut questions = self.guess.as_ref().map(|guess| draft.misfits(sniffed, guess)).unwrap_or_default();
        questions.extend(draft.problem(sniffed));
        questions.extend(draft.open_day(sniffed).map(|_| text::question_day().to_owned()));
        questions.extend(draft.open_order(sniffed).map(|column| text::question_order(&column.name)));
        if draft.is_number_open(sniffed) {
            questions.push(text::question_number().to_owned());
        }
        // Whoever has seen it may leave the words what they are, unless there is nothing else to import.
        let words = draft.open_words(sniffed).filter(|_| !is_seen || draft.waits_for_words(sniffed));
        questions.extend(words.map(|(_, column)| text::question_words(&column.name)));
        questions
    }

    fn match_questions(&self, cx: &PanelContext<'_>) -> Vec<String> {
        let Some(rehearsal) = self.rehearsed() else { return Vec::new() };
        let mut questions = Vec::new();
        let is_open = |name: &String| !self.places.contains_key(name);
        let alike =
            rehearsal.suggestions.places.keys().filter(|name| is_open(name)).count() + rehearsal.suggestions.kpis.len();
        if alike > 0 {
            questions.push(text::question_alike(alike));
        }
        let has_stages = cx.session.map().is_some_and(|map| !cx.session.document().stages_of(map).is_empty());
        let new = rehearsal.outcome.places.iter().filter(|place| place.is_new && is_open(&place.name)).count();
        if has_stages && new > 0 {
            questions.push(text::question_new_places(new));
        }
        let outcome = &rehearsal.outcome;
        let is_about_all = outcome.places.iter().all(|place| place.name.is_empty());
        if has_stages && is_about_all && !outcome.kpis.is_empty() {
            questions.push(text::question_no_places().to_owned());
        }
        let new = outcome.kpis.iter().filter(|kpi| kpi.is_new).count();
        let is_of_tool = self.sniffed.as_ref().is_some_and(|sniffed| sniffed.preset.is_some());
        if new > if is_of_tool { MANY_KPIS_OF_TOOL } else { MANY_KPIS } {
            questions.push(text::question_many_kpis(new));
        }
        questions
    }

    fn check_questions(&self) -> Vec<String> {
        let Some(rehearsal) = self.rehearsed() else { return Vec::new() };
        let findings = super::checks_step::findings(rehearsal);
        if findings > 0 { vec![text::question_checks(findings)] } else { Vec::new() }
    }

    /// The first step that asks something, and what.
    pub(super) fn first_question(&self, cx: &PanelContext<'_>) -> Option<(Step, String)> {
        Step::EVERY.into_iter().find_map(|step| Some((step, self.questions(step, cx).into_iter().next()?)))
    }
}
