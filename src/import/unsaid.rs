//! What a guess leaves out of a file without anybody having said so: names of people, and numbers that are no scores.

use super::mapping::Mapping;
use super::personal::PersonalKind;
use super::roles::{Role, RoleReason};
use super::sniff::{ColumnInfo, Sniffed};
use super::warning::Warning;
use std::collections::BTreeMap;

/// Columns told to hold people by their cells, and numbers told to be no answers: both may be told wrongly.
pub(super) fn of(mapping: &Mapping, sniffed: &Sniffed) -> Vec<Warning> {
    people(mapping, sniffed).into_iter().chain(codes(mapping, sniffed)).collect()
}

/// Where the mapping cuts the data as the guess would; other segments were chosen by somebody who saw the columns.
fn people(mapping: &Mapping, sniffed: &Sniffed) -> Option<Warning> {
    if Mapping::guess(sniffed).ok()?.segments != mapping.segments {
        return None;
    }
    let is_told_by_cells = |column: &&ColumnInfo| {
        column.role == Role::Personal
            && column.reason == RoleReason::Personal(PersonalKind::Name)
            && PersonalKind::of_header(&column.name) != Some(PersonalKind::Name)
            && mapping.role_of(&column.name).is_none()
    };
    let columns: Vec<String> = sniffed.columns.iter().filter(is_told_by_cells).map(|c| c.name.clone()).collect();
    (!columns.is_empty()).then_some(Warning::PeopleLeftOut { columns })
}

/// Where the mapping says what the guess would; other codes were chosen by somebody.
fn codes(mapping: &Mapping, sniffed: &Sniffed) -> Vec<Warning> {
    let index_of = sniffed.index_of_columns();
    let mut columns: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for score in &mapping.scores {
        let guessed = index_of(&score.column).and_then(|index| sniffed.columns.get(index)?.score.as_ref());
        if guessed.is_none_or(|guess| guess.missing != score.missing) {
            continue;
        }
        let is_number = |code: &&String| code.parse::<u32>().is_ok();
        let mut codes: Vec<String> = score.missing.iter().filter(is_number).cloned().collect();
        codes.sort_by_key(|code| code.parse::<u32>().ok());
        if !codes.is_empty() {
            columns.entry(codes).or_default().push(score.column.clone());
        }
    }
    columns.into_iter().map(|(codes, columns)| Warning::CodesAsNoAnswer { columns, codes }).collect()
}

#[cfg(test)]
mod tests {
    use crate::base::progress::Progress;
    use crate::import::{Mapping, ReadChoices, Warning, settle_mapping, sniff};
    use std::fmt::Write as _;

    fn told(text: &str, change: impl Fn(&mut Mapping)) -> Vec<Warning> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.csv");
        std::fs::write(&path, text).unwrap();
        let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
        let mut mapping = Mapping::guess(&sniffed).unwrap();
        change(&mut mapping);
        settle_mapping(&sniffed, mapping, &Progress::default()).unwrap().1
    }

    #[test]
    fn numbers_that_count_as_no_answer_are_told() {
        let mut text = String::from("respondent_id,date,CSAT,Effort score\n");
        for (row, (csat, effort)) in
            [("1", "2"), ("2", "99"), ("4", "4"), ("5", "5"), ("99", "3")].iter().cycle().take(40).enumerate()
        {
            writeln!(text, "r{row},2025-01-{:02},{csat},{effort}", row % 28 + 1).unwrap();
        }
        let columns = vec!["CSAT".to_owned(), "Effort score".to_owned()];
        assert_eq!(told(&text, |_| ()), [Warning::CodesAsNoAnswer { columns, codes: vec!["99".to_owned()] }]);
        let chosen =
            told(&text, |mapping| mapping.scores.iter_mut().for_each(|score| score.missing.push("5".to_owned())));
        assert_eq!(chosen, []);
    }

    #[test]
    fn names_of_people_that_are_left_out_are_told() {
        let mut text = String::from("date,place,metric,value,Kunde,Plan\n");
        for row in 0..12 {
            let (name, plan) = [("Anna Weber", "pro"), ("Müller, Tom", "basic"), ("Eva Roth", "pro")][row % 3];
            writeln!(text, "2025-01-{:02},Shop,CSAT,{},\"{name}\",{plan}", row + 1, row % 5 + 1).unwrap();
        }
        let columns = vec!["Kunde".to_owned()];
        assert_eq!(told(&text, |mapping| assert_eq!(mapping.segments, ["Plan"])), [Warning::PeopleLeftOut { columns }]);
        assert_eq!(told(&text, |mapping| mapping.segments.push("Kunde".to_owned())), []);
        assert_eq!(told(&text, |mapping| mapping.segments.clear()), []);
        let both = Warning::PeopleLeftOut { columns: vec!["Kunde".to_owned(), "Wer".to_owned()] }.to_string();
        assert!(both.ends_with("--map \"segment=Kunde\" takes them, with a --map for each."), "{both}");
    }

    #[test]
    fn an_order_of_dates_that_one_of_them_says_is_told() {
        let days = |odd: &str| {
            let rows = (1..13).map(|day| format!("{day:02}/05/2025,Shop,CSAT,4\n")).collect::<String>();
            format!("date,place,metric,value\n{rows}{odd},Shop,CSAT,4\n")
        };
        let by_one = |warnings: Vec<Warning>| match warnings.as_slice() {
            [Warning::DateOrderByOne { date, .. }] => Some(date.clone()),
            [] => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(by_one(told(&days("13/05/2025"), |_| ())).as_deref(), Some("13/05/2025"));
        assert_eq!(by_one(told(&days("13/05/2025,Shop,CSAT,4\n14/05/2025"), |_| ())), None);
    }
}
