//! Names of copies: numbered, so that two of a kind can be told apart.

use std::collections::BTreeSet;

/// The title itself where it is free, else with the first number that makes it so: "Notes", "Notes 2", "Notes 3". No
/// title stays none.
#[must_use]
pub fn numbered(title: &str, taken: &BTreeSet<String>) -> String {
    if title.is_empty() || !taken.contains(title) {
        return title.to_owned();
    }
    let (name, last) = title
        .rsplit_once(' ')
        .and_then(|(name, number)| Some((name, number.parse::<u32>().ok().filter(|n| (2..1_000).contains(n))?)))
        .unwrap_or((title, 1));
    // One of as many numbers as there are names, and one more, is free.
    let mut titles = (last..).skip(1).take(taken.len() + 1).map(|number| format!("{name} {number}"));
    titles.find(|title| !taken.contains(title)).unwrap_or_else(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_is_taken_gets_the_next_number() {
        let taken: BTreeSet<String> = ["Notes", "Notes 2", "Phase 2030", ""].map(str::to_owned).into();
        let check = |title: &str, expected: &str| assert_eq!(numbered(title, &taken), expected);
        check("Quotes", "Quotes");
        check("Notes", "Notes 3");
        check("Notes 2", "Notes 3");
        // A year is no number of a copy.
        check("Phase 2030", "Phase 2030 2");
        check("", "");
    }
}
