//! What is wrong with the rows of an import, by kind: a thousand bad rows are told in a few lines.

use super::{IssueKind, RowIssue};
use std::collections::{BTreeMap, BTreeSet};

/// Lines that are named of each group.
const NAMED_LINES: usize = 12;
/// Different texts that are quoted of each group.
const QUOTED: usize = 3;

/// Rows or cells with the same thing wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueGroup {
    /// What.
    pub kind: IssueKind,
    /// In which column; `None` when whole rows are meant.
    pub column: Option<String>,
    /// Whether the rows are rejected; otherwise only the cells are left out.
    pub is_row_rejected: bool,
    /// How many.
    pub count: u64,
    /// The first lines.
    pub lines: Vec<u64>,
    /// Some of the texts, each once.
    pub texts: Vec<String>,
}

impl IssueGroup {
    /// Groups of several reports as those of one.
    #[must_use]
    pub fn merged(groups: Vec<Self>) -> Vec<Self> {
        let mut all = IssueGroups::default();
        for group in groups {
            let Some(own) = all.group_of(group.kind, group.is_row_rejected, group.column.as_ref()) else { continue };
            own.count += group.count;
            own.lines.extend(group.lines);
            own.lines.truncate(NAMED_LINES);
            for text in group.texts {
                if own.texts.len() < QUOTED && !own.texts.contains(&text) {
                    own.texts.push(text);
                }
            }
        }
        all.finish()
    }
}

/// Gathers issues by kind and column.
#[derive(Debug, Default)]
pub struct IssueGroups(BTreeMap<(IssueKind, bool), Vec<IssueGroup>>);

impl IssueGroups {
    /// Adds an issue.
    pub fn add(&mut self, issue: &RowIssue) {
        let group = self.group_of(issue.kind, issue.is_row_rejected, issue.column.as_ref());
        let Some(group) = group else { return };
        group.count += 1;
        if group.lines.len() < NAMED_LINES {
            group.lines.push(issue.line);
        }
        if group.texts.len() < QUOTED && !group.texts.contains(&issue.text) {
            group.texts.push(issue.text.clone());
        }
    }

    /// The group of a kind and column, made when it is not there.
    fn group_of(&mut self, kind: IssueKind, is_row_rejected: bool, column: Option<&String>) -> Option<&mut IssueGroup> {
        let of_kind = self.0.entry((kind, is_row_rejected)).or_default();
        let known = of_kind.iter().position(|group| group.column.as_ref() == column);
        let index = known.unwrap_or_else(|| {
            let (lines, texts) = (Vec::new(), Vec::new());
            of_kind.push(IssueGroup { kind, column: column.cloned(), is_row_rejected, count: 0, lines, texts });
            of_kind.len() - 1
        });
        of_kind.get_mut(index)
    }

    /// The groups, rejected rows before left-out cells, most frequent first.
    #[must_use]
    pub fn finish(self) -> Vec<IssueGroup> {
        let mut groups: Vec<IssueGroup> = self.0.into_values().flatten().collect();
        groups.sort_by(|a, b| {
            let of = |g: &IssueGroup| (!g.is_row_rejected, std::cmp::Reverse(g.count), g.kind);
            of(a).cmp(&of(b)).then_with(|| a.column.cmp(&b.column))
        });
        groups
    }

    /// How many rows of a file have something wrong: one may have it in several cells.
    #[must_use]
    pub fn rows<'i>(issues: impl IntoIterator<Item = &'i RowIssue>) -> usize {
        issues.into_iter().map(|issue| issue.line).collect::<BTreeSet<u64>>().len()
    }

    /// True for an issue of the row that the one before it is of: the row is named once.
    #[must_use]
    pub fn is_same_row(issues: &[RowIssue], index: usize) -> bool {
        let line = |index: usize| issues.get(index).map(|issue| issue.line);
        index.checked_sub(1).is_some_and(|before| line(before) == line(index))
    }

    /// The groups of a list of issues.
    #[must_use]
    pub fn of<'i>(issues: impl IntoIterator<Item = &'i RowIssue>) -> Vec<IssueGroup> {
        let mut groups = Self::default();
        issues.into_iter().for_each(|issue| groups.add(issue));
        groups.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_several_things_wrong_is_one_row() {
        let issue = |line: u64, kind: IssueKind| RowIssue {
            line,
            column: None,
            kind,
            text: String::new(),
            is_row_rejected: true,
        };
        let issues = [
            issue(2, IssueKind::BadDate),
            issue(2, IssueKind::BadValue),
            issue(2, IssueKind::MissingMetric),
            issue(7, IssueKind::BadDate),
        ];
        assert_eq!(IssueGroups::rows(&issues), 2);
        let same: Vec<bool> = (0..5).map(|index| IssueGroups::is_same_row(&issues, index)).collect();
        assert_eq!(same, [false, true, true, false, false]);
    }
}
