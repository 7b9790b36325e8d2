//! A phrase to be found and replaced: word for word, as against words wherever they stand.

use regex::{NoExpand, Regex, RegexBuilder};

/// How exactly a phrase is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PhraseRules {
    /// Capitals differ from small letters.
    pub matches_case: bool,
    /// No letters or figures stand right before or behind it.
    pub whole_words: bool,
}

/// A phrase, ready to be looked for.
#[derive(Debug, Clone)]
pub struct Phrase(Regex);

impl Phrase {
    /// From its text; `None` when there is none, or when it is far longer than any phrase.
    #[must_use]
    pub fn new(text: &str, rules: PhraseRules) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let escaped = regex::escape(text);
        let pattern = if rules.whole_words { format!(r"\b{{start-half}}{escaped}\b{{end-half}}") } else { escaped };
        RegexBuilder::new(&pattern).case_insensitive(!rules.matches_case).build().ok().map(Self)
    }

    /// How often it stands in a text.
    #[must_use]
    pub fn count(&self, text: &str) -> usize {
        self.0.find_iter(text).count()
    }

    /// The byte it stands at first.
    #[must_use]
    pub fn first(&self, text: &str) -> Option<usize> {
        self.0.find(text).map(|found| found.start())
    }

    /// The text with other words in each of its places; `None` when there is none.
    #[must_use]
    pub fn replaced(&self, text: &str, with: &str) -> Option<String> {
        // Words that look like a pattern are words.
        self.0.is_match(text).then(|| self.0.replace_all(text, NoExpand(with)).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: PhraseRules = PhraseRules { matches_case: true, whole_words: false };
    const WHOLE: PhraseRules = PhraseRules { matches_case: false, whole_words: true };

    fn check(phrase: &str, rules: PhraseRules, text: &str, expected: &str) {
        let found = Phrase::new(phrase, rules).unwrap();
        assert_eq!(found.replaced(text, "$1 X").unwrap_or_else(|| text.to_owned()), expected, "{phrase} in {text}");
        assert_eq!(found.count(text), expected.matches("$1 X").count(), "{phrase} in {text}");
    }

    #[test]
    fn phrases_are_taken_word_for_word() {
        let any = PhraseRules::default();
        check("sign-up", any, "Sign-up, then SIGN-UP again", "$1 X, then $1 X again");
        check("sign-up", CASE, "Sign-up, then sign-up again", "Sign-up, then $1 X again");
        check("a.c", any, "abc a.c", "abc $1 X");
        check("shop", WHOLE, "workshop, shop. shops (SHOP)", "workshop, $1 X. shops ($1 X)");
        check("C++", WHOLE, "C++ and C+++ and XC++", "$1 X and $1 X+ and XC++");
        check("straße", any, "Die STRASSE, die Straße", "Die STRASSE, die $1 X");
        check("満足", any, "顧客満足度", "顧客$1 X度");
        check("two words", any, "two  words", "two  words");
    }

    #[test]
    fn nothing_is_no_phrase() {
        assert!(Phrase::new("", PhraseRules::default()).is_none());
    }
}
