//! The System Usability Scale.

/// How many items it has.
pub const ITEMS: usize = 10;

/// The score of one respondent, 0 ..= 100, from the answers 1 ..= 5 to the ten items in order: odd items count what they
/// are above 1, even ones what they are below 5, the sum times 2.5. `None` when an answer is missing or off the scale.
/// (John Brooke, "SUS: a quick and dirty usability scale", in: Usability Evaluation in Industry, 1996.)
#[must_use]
pub fn sus_score(answers: &[f64]) -> Option<f64> {
    let is_whole = answers.len() == ITEMS && answers.iter().all(|answer| (1.0..=5.0).contains(answer));
    let points =
        answers.iter().enumerate().map(|(index, answer)| if index % 2 == 0 { answer - 1.0 } else { 5.0 - answer });
    is_whole.then(|| points.sum::<f64>() * 2.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(answers: [f64; 10], expected: Option<f64>) {
        assert_eq!(sus_score(&answers), expected, "{answers:?}");
    }

    #[test]
    fn the_score_of_a_respondent() {
        // 21 points.
        check([5.0, 4.0, 2.0, 1.0, 2.0, 3.0, 2.0, 4.0, 4.0, 2.0], Some(52.5));
        check([5.0, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0], Some(100.0));
        check([1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0], Some(0.0));
        check([3.0; 10], Some(50.0));
        check([3.0, 3.0, 3.0, 3.0, 6.0, 3.0, 3.0, 3.0, 3.0, 3.0], None);
        check([3.0, 3.0, 3.0, 3.0, f64::NAN, 3.0, 3.0, 3.0, 3.0, 3.0], None);
        assert_eq!(sus_score(&[3.0; 9]), None);
    }
}
