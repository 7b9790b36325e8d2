//! A sheet onto the grid: to the stages, steps and lanes it names. What the map does not have yet is added.

use super::grid::{Column, Grid, check_length};
use super::sheet::{Sheet, SheetHeading, SheetRow};
use super::words::Scale;
use super::{PasteAt, PasteError};
use crate::base::ids::{LaneId, StageId, StepId};
use crate::base::text::fold_loosely;
use crate::i18n::canvas as words;
use crate::model::{Card, CardBody, Edit, LaneKind};
use std::collections::BTreeSet;

impl Grid<'_> {
    /// Puts every card of a sheet where its names say.
    pub(super) fn sheet(&mut self, sheet: &Sheet, at: PasteAt) -> Result<(), PasteError> {
        let names = sheet.columns.iter().flat_map(|c| [&c.stage, &c.step]).chain(sheet.rows.iter().map(|r| &r.title));
        names.into_iter().try_for_each(|name| check_length(name))?;
        self.report.is_sheet = true;
        self.report.title.clone_from(&sheet.title);
        let steps = match sheet.heading {
            SheetHeading::Missing => self.steps_from(at, sheet.columns.len()),
            SheetHeading::Steps => self.steps_named(sheet),
            SheetHeading::One if self.names_steps(sheet) => self.steps_named(sheet),
            SheetHeading::One | SheetHeading::Stages => self.stages_named(sheet),
        };
        let mut used = BTreeSet::new();
        for row in &sheet.rows {
            let Some(lane) = self.lane_of_row(row, &mut used) else { continue };
            let scale = Scale::of(row.cells.iter().map(|cell| cell.words.as_str()));
            for cell in &row.cells {
                let place = |index: usize| {
                    let step = steps.get(index)?;
                    self.columns.iter().position(|column| column.step == *step)
                };
                let Some(from) = place(cell.column) else { continue };
                // All columns are there by now: none moves any more.
                let to = place(cell.column + cell.covers.saturating_sub(1)).unwrap_or(from);
                let span = u32::try_from(to.saturating_sub(from) + 1).unwrap_or(1);
                let Some(column) = self.columns.get(from).copied() else { continue };
                for text in cell.cards() {
                    check_length(text)?;
                    self.card_of_words(lane, column, text, scale);
                    self.widen_last(span);
                }
            }
        }
        Ok(())
    }

    /// The card that was added last covers several steps. Points of the curve stand at one.
    pub(super) fn widen_last(&mut self, span: u32) {
        if let Some(Edit::Add(crate::model::AnyRecord::Card(card))) = self.edits.last_mut()
            && !matches!(card.body, CardBody::Curve { .. })
        {
            *card = Card { span, ..card.clone() };
        }
    }

    /// The columns of the map from the place on that is pasted onto.
    fn steps_from(&mut self, at: PasteAt, count: usize) -> Vec<StepId> {
        let first = match at {
            PasteAt::Cell(_, step) | PasteAt::Step(step) => self.columns.iter().position(|c| c.step == step),
            PasteAt::Stage(stage) => self.columns.iter().position(|c| c.stage == stage),
            PasteAt::Lane(_) | PasteAt::Anywhere => None,
        };
        (0..count).filter_map(|index| self.column(first.unwrap_or(0) + index)).map(|column| column.step).collect()
    }

    fn step_title(&self, step: StepId) -> Option<String> {
        self.document.steps.get(&step).map(|step| fold_loosely(&step.title))
    }

    /// True when the map knows more of the names as steps than as stages.
    fn names_steps(&self, sheet: &Sheet) -> bool {
        let names: BTreeSet<String> = sheet.columns.iter().map(|column| fold_loosely(&column.stage)).collect();
        let steps: BTreeSet<String> = self.columns.iter().filter_map(|c| self.step_title(c.step)).collect();
        let titles = self.stages.iter().filter_map(|id| self.document.stages.get(id));
        let stages: BTreeSet<String> = titles.map(|stage| fold_loosely(&stage.title)).collect();
        names.intersection(&steps).count() > names.intersection(&stages).count()
    }

    /// The steps of a heading that names steps alone.
    fn steps_named(&mut self, sheet: &Sheet) -> Vec<StepId> {
        let mut used = BTreeSet::new();
        let mut found = Vec::new();
        for column in &sheet.columns {
            let name = fold_loosely(&column.stage);
            let is_it = |c: &&Column| !used.contains(&c.step) && self.step_title(c.step).as_ref() == Some(&name);
            let known = self.columns.iter().find(is_it).map(|c| c.step);
            let known = known.or_else(|| self.free_step(&used, &column.stage));
            let step = known.or_else(|| match self.stages.last().copied() {
                Some(stage) => Some(self.new_step(stage, &column.stage).step),
                None => {
                    self.new_stage(words::new_stage(), &column.stage);
                    self.columns.last().map(|c| c.step)
                }
            });
            used.extend(step);
            found.extend(step);
        }
        found
    }

    /// A step that nobody has named or filled yet takes a name.
    fn free_step(&mut self, used: &BTreeSet<StepId>, name: &str) -> Option<StepId> {
        let is_free = |c: &&Column| !used.contains(&c.step) && self.is_untouched(c.step);
        let step = self.columns.iter().find(is_free)?.step;
        self.edits.push(Edit::Rename { record: step.into(), text: name.to_owned() });
        self.renamed.push(step.into());
        Some(step)
    }

    /// True for a step of the map as it was that has the name of a new one and no cards.
    fn is_untouched(&self, step: StepId) -> bool {
        self.document.steps.get(&step).is_some_and(|s| s.title == words::new_step() || s.title.is_empty())
            && !self.document.cards.values().any(|card| card.step == step)
    }

    /// The steps of a heading that names stages, each over the columns that have its name.
    fn stages_named(&mut self, sheet: &Sheet) -> Vec<StepId> {
        let mut used: BTreeSet<StageId> = BTreeSet::new();
        let mut found: Vec<StepId> = Vec::new();
        let mut rest = sheet.columns.as_slice();
        while let Some(first) = rest.first() {
            let name = fold_loosely(&first.stage);
            let end = rest.iter().position(|c| fold_loosely(&c.stage) != name).unwrap_or(rest.len());
            let (group, after) = rest.split_at(end);
            rest = after;
            let title = |index: usize| {
                let own = group.get(index).map_or("", |column| column.step.as_str());
                if own.is_empty() { words::step_number(index + 1) } else { own.to_owned() }
            };
            let stage = match self.stage_named(&name, &first.stage, &used) {
                Some(stage) => stage,
                None if first.stage.is_empty() => self.new_stage(words::new_stage(), &title(0)),
                None => self.new_stage(&first.stage, &title(0)),
            };
            used.insert(stage);
            let mut taken: BTreeSet<StepId> = BTreeSet::new();
            let is_new = !self.document.stages.contains_key(&stage);
            for (index, column) in group.iter().enumerate() {
                let own: Vec<StepId> = self.columns.iter().filter(|c| c.stage == stage).map(|c| c.step).collect();
                let free = |step: &&StepId| !taken.contains(*step);
                let wanted = fold_loosely(&column.step);
                let named = |step: &&StepId| self.step_title(**step).as_ref() == Some(&wanted);
                let known = match column.step.is_empty() {
                    // Without a name the steps are meant in their order.
                    true => own.get(index).filter(free),
                    // The first step of a new stage was made with its name.
                    false if is_new && index == 0 => own.first(),
                    false => own.iter().filter(free).find(named),
                };
                let step = match known.copied() {
                    Some(step) => step,
                    None => match own.iter().find(|step| free(step) && self.is_untouched(**step)).copied() {
                        Some(step) => {
                            self.edits.push(Edit::Rename { record: step.into(), text: title(index) });
                            self.renamed.push(step.into());
                            step
                        }
                        None => self.new_step(stage, &title(index)).step,
                    },
                };
                taken.insert(step);
                found.push(step);
            }
        }
        found
    }

    /// The stage of a name; else one that nobody has named or filled yet, which takes it.
    fn stage_named(&mut self, name: &str, title: &str, used: &BTreeSet<StageId>) -> Option<StageId> {
        let open = || self.stages.iter().filter(|id| !used.contains(id)).filter_map(|id| self.document.stages.get(id));
        if let Some(stage) = open().find(|stage| fold_loosely(&stage.title) == *name) {
            return Some(stage.id);
        }
        let is_free = |stage: StageId| self.document.steps_of(stage).iter().all(|step| self.is_untouched(step.id));
        let stage = open().find(|stage| stage.title == words::new_stage() && is_free(stage.id))?.id;
        self.edits.push(Edit::Rename { record: stage.into(), text: title.to_owned() });
        self.renamed.push(stage.into());
        Some(stage)
    }

    /// The lane of a row: of its name, else of its kind, else a new one. Lines across the map hold no cards.
    fn lane_of_row(&mut self, row: &SheetRow, used: &mut BTreeSet<LaneId>) -> Option<(LaneId, LaneKind)> {
        let name = fold_loosely(&row.title);
        let named = |lane: LaneId| self.document.lanes.get(&lane).is_some_and(|l| fold_loosely(&l.title) == name);
        if row.kind == Some(LaneKind::Divider) {
            let is_there = self.document.lanes_of(self.map).iter().any(|l| named(l.id));
            if !is_there {
                self.new_lane(LaneKind::Divider, &row.title);
            }
            return None;
        }
        let of_name = self.lanes.iter().find(|lane| !used.contains(&lane.0) && named(lane.0)).copied();
        // Moods in words are no points of a curve.
        let scale = Scale::of(row.cells.iter().map(|cell| cell.words.as_str()));
        let points = row.cells.iter().filter(|cell| scale.point(&cell.words).is_some()).count();
        let kind = match row.kind.unwrap_or(LaneKind::Text) {
            LaneKind::Curve if points * 2 < row.cells.len() => LaneKind::Text,
            kind => kind,
        };
        let of_kind = || {
            let is_it = |lane: &&(LaneId, LaneKind)| lane.1 == kind && !used.contains(&lane.0);
            self.lanes.iter().find(is_it).filter(|_| kind != LaneKind::Text).copied()
        };
        let lane = of_name.or_else(of_kind).unwrap_or_else(|| {
            let title = if row.title.is_empty() { crate::i18n::shell::command::lane_title(kind) } else { &row.title };
            self.new_lane(kind, title)
        });
        used.insert(lane.0);
        Some(lane)
    }
}
