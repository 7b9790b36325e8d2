//! Words that stand for "no answer" or "no value" in any file.

/// Folded, as compared; surveys have codes of their own beside them.
const WORDS: &[&str] = &[
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "#n/a",
    "nan",
    "null",
    "none",
    "nil",
    "(null)",
    "(none)",
    "<na>",
    "\\n",
    "-",
    "--",
    "–",
    "—",
    "not applicable",
    "not available",
    "no answer",
    "no response",
    "no data",
    "unknown",
    "undefined",
    "missing",
    "(blank)",
    "(empty)",
    "(not set)",
    "prefer not to say",
    "don't know",
    "dont know",
    "refused",
    "k. a.",
    "k.a.",
    "keine angabe",
    "nicht zutreffend",
    "weiß nicht",
    "sans réponse",
    "sans objet",
    "s.o.",
    "no aplica",
    "no contesta",
    "ns/nc",
    "não se aplica",
    "n.v.t.",
    "未回答",
    "無回答",
    "해당 없음",
    "нет ответа",
    "н/д",
];

/// True for an empty cell and for a word that means the same.
pub(crate) fn is_missing(cell: &[u8]) -> bool {
    // Asked of cells that could not be read, and none of the words is long.
    if cell.len() > 40 {
        return false;
    }
    let Ok(text) = std::str::from_utf8(cell) else { return false };
    let text = text.trim();
    text.is_empty() || WORDS.contains(&text.to_lowercase().replace('\u{2019}', "'").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing() {
        for text in ["", " ", "NA", "n/a", "-", "Not applicable", "NULL", "Don’t know", "keine Angabe", "(not set)"] {
            assert!(is_missing(text.as_bytes()), "{text}");
        }
        for text in ["0", "no", "5", "nobody", "-5", "99", "bad"] {
            assert!(!is_missing(text.as_bytes()), "{text}");
        }
    }
}
