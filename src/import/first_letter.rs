//! A file may be plain ASCII for a million rows before its first accented letter, and only that letter tells whether it is
//! UTF-8. Here it is waited for, block by block.

/// What the first letter beyond ASCII says of a text, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstLetter {
    /// There is none.
    Nowhere,
    /// It begins here and is cut by the end of the bytes.
    Cut(usize),
    /// It is UTF-8, and so is the text; what is none further down is broken.
    Utf8(usize),
    /// It is no UTF-8, so that the text is in some other encoding.
    Other(usize),
}

impl FirstLetter {
    /// The first letter of some bytes; `are_last` says that none come behind them.
    pub(crate) fn of(bytes: &[u8], are_last: bool) -> Self {
        // Blocks without such letters are nearly all there are, and this looks at many bytes at once.
        if bytes.is_ascii() {
            return Self::Nowhere;
        }
        let Some(at) = bytes.iter().position(|byte| !byte.is_ascii()) else { return Self::Nowhere };
        let letter = bytes.get(at..bytes.len().min(at + LONGEST_LETTER)).unwrap_or_default();
        match std::str::from_utf8(letter) {
            Ok(_) => Self::Utf8(at),
            Err(error) if error.valid_up_to() > 0 => Self::Utf8(at),
            Err(error) if error.error_len().is_none() && !are_last => Self::Cut(at),
            Err(_) => Self::Other(at),
        }
    }
}

/// Bytes of the longest letter.
pub(crate) const LONGEST_LETTER: usize = 4;

/// What was seen so far of a text that comes in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Letters {
    found: Option<Found>,
    /// The beginning of a letter at the end of the last piece.
    cut: Vec<u8>,
}

/// What the first letter was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// A letter of UTF-8.
    Utf8,
    /// Another one.
    Other,
}

impl Letters {
    /// Looks at the next piece, and says what its letter is when that is the first one.
    pub(crate) fn look(&mut self, piece: &[u8], is_last: bool) -> Option<Found> {
        if self.found.is_some() {
            return None;
        }
        let joined;
        let piece = if self.cut.is_empty() {
            piece
        } else {
            let next = piece.get(..piece.len().min(LONGEST_LETTER)).unwrap_or_default();
            joined = [std::mem::take(&mut self.cut).as_slice(), next].concat();
            &joined
        };
        self.found = match FirstLetter::of(piece, is_last) {
            FirstLetter::Nowhere => None,
            FirstLetter::Utf8(_) => Some(Found::Utf8),
            FirstLetter::Other(_) => Some(Found::Other),
            FirstLetter::Cut(at) => {
                self.cut = piece.get(at..).unwrap_or_default().to_vec();
                None
            }
        };
        self.found
    }

    /// What the first letter was; `None` as long as there was none.
    pub(crate) fn found(&self) -> Option<Found> {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &[u8], expected: Option<Found>) {
        for size in 1..=text.len() {
            let mut letters = Letters::default();
            for piece in text.chunks(size) {
                letters.look(piece, false);
            }
            letters.look(b"", true);
            assert_eq!(letters.found(), expected, "{text:?} in pieces of {size}");
        }
    }

    #[test]
    fn the_first_letter_tells_however_the_text_is_cut() {
        check(b"plain text, and nothing else", None);
        check("plain, then Zürich".as_bytes(), Some(Found::Utf8));
        check("plain, then 東京 and 😀".as_bytes(), Some(Found::Utf8));
        check(b"plain, then Z\xfcrich", Some(Found::Other));
        check(b"plain, then caf\xe9", Some(Found::Other));
        check(b"plain, then \xe2\x82 cut", Some(Found::Other));
        check("Zürich first, then a stray ".as_bytes(), Some(Found::Utf8));
        check(&["Zürich".as_bytes(), b" and a stray \xff"].concat(), Some(Found::Utf8));
    }
}
