//! Which columns of small whole numbers are answers on a scale, and which are counts or codes.

use super::{file, read_text};
use crate::import::{ReadChoices, Role, Sniffed, sniff};
use std::fmt::Write as _;

/// So many cells with these numbers, as often as their weights say, in an order that shows nothing.
fn cells(weights: &[(&str, usize)], rows: usize) -> Vec<String> {
    let total: usize = weights.iter().map(|(_, weight)| weight).sum();
    let cell = |row: usize| {
        let mut left = row * 7919 % total;
        let found = weights.iter().find(|(_, weight)| {
            let is_here = left < *weight;
            left = left.saturating_sub(*weight);
            is_here
        });
        found.map_or("", |(cell, _)| *cell).to_owned()
    };
    (0..rows).map(cell).collect()
}

fn sniffed(text: &str) -> Sniffed {
    let (_folder, path) = file(text.as_bytes());
    sniff(&path, &ReadChoices::default()).unwrap()
}

/// A survey of a respondent a row with one column of numbers.
fn survey(header: &str, weights: &[(&str, usize)], rows: usize) -> Sniffed {
    let mut text = format!("Respondent ID,Date,\"{header}\",Comment\n");
    for (row, cell) in cells(weights, rows).iter().enumerate() {
        writeln!(text, "r{row},2026-08-{:02},{cell},it was as it was on day {row}", row % 28 + 1).unwrap();
    }
    sniffed(&text)
}

/// The same as Qualtrics writes it.
fn qualtrics(name: &str, label: &str, weights: &[(&str, usize)], rows: usize) -> Sniffed {
    let mut text = format!(
        "StartDate,EndDate,ResponseId,RecordedDate,{name},Q90\nStart Date,End Date,Response ID,Recorded Date,\"{label}\",How satisfied are you?\n"
    );
    let ids = ["startDate", "endDate", "_recordId", "recordedDate", "QID1", "QID2"]
        .map(|id| format!("\"{{\"\"ImportId\"\":\"\"{id}\"\"}}\""));
    writeln!(text, "{}", ids.join(",")).unwrap();
    for (row, cell) in cells(weights, rows).iter().enumerate() {
        let day = format!("2026-08-{:02} 08:28:09", row % 28 + 1);
        writeln!(text, "{day},{day},R_{row},{day},{cell},{}", row % 5 + 1).unwrap();
    }
    sniffed(&text)
}

/// The scale on which a column is read; `None` when it is no score.
#[track_caller]
fn check(name: &str, sniffed: &Sniffed, expected: Option<(f64, f64)>) {
    let column = sniffed.columns.iter().find(|c| c.name == name).unwrap();
    let mapped = sniffed.suggested.as_ref().and_then(|m| m.scores.iter().find(|s| s.column == name)).map(|s| s.scale);
    let guessed = (column.role == Role::Score).then(|| column.score.as_ref().map(|s| s.scale));
    let found = if sniffed.suggested.is_some() { mapped } else { guessed };
    assert_eq!(found.flatten(), expected, "{name}: {found:?} {column:?}");
}

const NOBODY_GIVES_3: &[(&str, usize)] =
    &[("0", 9), ("2", 5), ("5", 20), ("6", 15), ("7", 40), ("8", 70), ("9", 60), ("10", 90)];
const FEW_HIGH: &[(&str, usize)] = &[("7", 1), ("8", 5), ("9", 9)];
const COUNTS: &[(&str, usize)] = &[("0", 90), ("1", 70), ("2", 40), ("3", 20), ("4", 9), ("5", 5), ("8", 2), ("10", 1)];
const CODES: &[(&str, usize)] = &[("1", 40), ("2", 70), ("3", 9), ("4", 30), ("6", 12)];

#[test]
fn a_question_from_0_to_10_is_a_score_although_nobody_gives_some_of_them() {
    for rows in [60, 199, 201, 450] {
        for header in
            ["NPS", "How likely are you to recommend us?", "nps_score", "Wie wahrscheinlich empfehlen Sie uns?"]
        {
            check(header, &survey(header, NOBODY_GIVES_3, rows), Some((0.0, 10.0)));
            check(header, &survey(header, FEW_HIGH, rows), Some((0.0, 10.0)));
        }
        check(
            "Please rate your stay (0-10)",
            &survey("Please rate your stay (0-10)", FEW_HIGH, rows),
            Some((0.0, 10.0)),
        );
        check("Satisfaction", &survey("Satisfaction", &[("2", 3), ("4", 20), ("5", 9)], rows), Some((1.0, 5.0)));
        let labels =
            ["How likely are you to recommend us to a friend?", "On a scale from 0 to 10, what do you think of us?"];
        for label in labels {
            check("Q3", &qualtrics("Q3", label, NOBODY_GIVES_3, rows), Some((0.0, 10.0)));
            check("Q3", &qualtrics("Q3", label, FEW_HIGH, rows), Some((0.0, 10.0)));
        }
        check("Q3_NPS", &qualtrics("Q3_NPS", "Would you tell your friends?", NOBODY_GIVES_3, rows), Some((0.0, 10.0)));
        check("Q3", &qualtrics("Q3", "How was your stay with us?", NOBODY_GIVES_3, rows), Some((0.0, 10.0)));
        check(
            "Q3",
            &qualtrics("Q3", "How satisfied are you with the price?", &[("2", 3), ("4", 20), ("5", 9)], rows),
            Some((1.0, 5.0)),
        );
    }
}

#[test]
fn a_code_for_no_answer_beside_a_skipped_score_is_none() {
    let weights = [NOBODY_GIVES_3, &[("99", 4)]].concat();
    let sniffed = survey("NPS", &weights, 600);
    check("NPS", &sniffed, Some((0.0, 10.0)));
    assert_eq!(sniffed.columns[2].score.as_ref().unwrap().missing, ["99"]);
}

#[test]
fn counts_and_codes_are_no_scores() {
    for rows in [60, 199, 201, 450] {
        for header in [
            "Children",
            "Visits",
            "Number of ratings",
            "How many friends did you recommend us to?",
            "Recommendations",
            "Orders",
        ] {
            check(header, &survey(header, COUNTS, rows), None);
        }
        // So few answers are believed where the header says nothing.
        let unclear = ["Plan", "Purpose"].into_iter().filter(|_| rows > 200);
        for header in unclear.chain(["Which shop was it?"]) {
            check(header, &survey(header, CODES, rows), None);
        }
        for label in [
            "How many children have you got?",
            "How often do you visit us?",
            "Which of our shops did you go to?",
            "Age group",
            "Number of rooms",
        ] {
            check("Q3", &qualtrics("Q3", label, COUNTS, rows), None);
            check("Q3", &qualtrics("Q3", label, &[("1", 9), ("2", 8), ("3", 7), ("4", 6), ("5", 5)], rows), None);
        }
    }
    // Without a word for it, ten of eleven numbers are too few when they are mostly small.
    check("Q3", &qualtrics("Q3", "Children at home", COUNTS, 900), None);
}

#[test]
fn answers_with_a_skipped_score_are_read_with_their_scale() {
    let mut text = String::from("Respondent ID,Date,NPS,Comment\n");
    for (row, cell) in cells(NOBODY_GIVES_3, 500).iter().enumerate() {
        writeln!(text, "r{row},2026-08-{:02},{cell},fine", row % 28 + 1).unwrap();
    }
    let imported = read_text(&text, None).unwrap();
    let score = &imported.data.responses.scores[0];
    assert_eq!((score.answered, imported.metrics[0].scale), (500, Some((0.0, 10.0))));
}
