//! Questions of one group that are answered on the same scale.

use crate::import::headers::{self, IsNumbered};
use crate::import::sniff::ScoreGuess;
use std::collections::HashMap;

/// How many questions of each group are answered on the same scale. They are counted: there may be thousands.
pub(super) struct Siblings(HashMap<String, usize>);

impl Siblings {
    pub(super) fn of(names: &[String], scores: &[(usize, ScoreGuess)]) -> Self {
        let mut counts = HashMap::new();
        for (index, score) in scores {
            let name = names.get(*index).map_or("", String::as_str);
            *counts.entry(Self::key(name, score)).or_default() += 1;
        }
        Self(counts)
    }

    /// The group, and what must be the same in it.
    fn key(name: &str, score: &ScoreGuess) -> String {
        match headers::family(name) {
            Some((family, IsNumbered(true))) => format!("{family} {:?}", score.scale),
            family => format!("{:?} {score:?}", family.map(|(family, _)| family)),
        }
    }

    /// True when questions of the same group are answered on the same scale. A group without a number of its own is
    /// looser, so that more of it must agree, in the codes that are no score as well.
    pub(super) fn has_any(&self, name: &str, score: &ScoreGuess) -> bool {
        let others = self.0.get(&Self::key(name, score)).map_or(0, |count| count.saturating_sub(1));
        let is_numbered = matches!(headers::family(name), Some((_, IsNumbered(true))));
        others >= if is_numbered { 1 } else { 2 }
    }
}
