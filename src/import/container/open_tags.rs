//! Whether every element of an XML text ends. The reader of ODS workbooks waits for the end of a table for ever when the
//! text ends before, so that is looked at first.

use std::io::Write;

/// Counts elements that are open, while the text is written into it.
#[derive(Default)]
pub(super) struct OpenTags {
    open: i64,
    state: State,
    /// The bytes before, the newest lowest.
    before: u64,
}

/// Where in the text the last byte was.
#[derive(Default, Clone, Copy, PartialEq)]
enum State {
    #[default]
    Text,
    /// Behind `<`.
    Opening,
    /// In a tag that opens an element, and in which quotes.
    Start(Option<u8>),
    /// In a tag that closes one.
    End,
    /// Behind `<!`, so many bytes ago.
    Declaration(u8),
    Comment,
    Characters,
    Instruction,
}

impl OpenTags {
    /// True when what was opened is closed.
    pub(super) fn are_none(&self) -> bool {
        self.open == 0 && self.state == State::Text
    }

    fn ends_with(&self, text: &[u8; 2]) -> bool {
        self.before & 0xffff == u64::from(u16::from_be_bytes(*text))
    }

    fn take(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            (State::Text, b'<') => State::Opening,
            (State::Text, _) => State::Text,
            (State::Opening, b'/') => State::End,
            (State::Opening, b'!') => State::Declaration(0),
            (State::Opening, b'?') => State::Instruction,
            (State::Opening, b'>') => State::Text,
            (State::Opening, _) => State::Start(None),
            (State::Start(Some(quote)), _) => State::Start((byte != quote).then_some(quote)),
            (State::Start(None), b'"' | b'\'') => State::Start(Some(byte)),
            (State::Start(None), b'>') => {
                self.open += i64::from(self.before & 0xff != u64::from(b'/'));
                State::Text
            }
            (State::End, b'>') => {
                self.open -= 1;
                State::Text
            }
            (State::Declaration(1), b'-') if self.before & 0xff == u64::from(b'-') => State::Comment,
            (State::Declaration(0), b'[') => State::Characters,
            (State::Declaration(_), b'>') => State::Text,
            (State::Declaration(count), _) => State::Declaration(count.saturating_add(1)),
            (State::Comment, b'>') if self.ends_with(b"--") => State::Text,
            (State::Characters, b'>') if self.ends_with(b"]]") => State::Text,
            (State::Instruction, b'>') if self.before & 0xff == u64::from(b'?') => State::Text,
            (other, _) => other,
        };
        self.before = self.before << 8 | u64::from(byte);
    }
}

impl Write for OpenTags {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        bytes.iter().for_each(|byte| self.take(*byte));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, is_closed: bool) {
        let mut tags = OpenTags::default();
        tags.write_all(text.as_bytes()).unwrap();
        assert_eq!(tags.are_none(), is_closed, "{text}");
    }

    #[test]
    fn what_looks_like_a_tag_is_not_always_one() {
        check("<?xml version='1.0'?><!DOCTYPE a><a><b c=\"/>\" d='<'/><!-- <c> --><![CDATA[<d>]]></a>\n", true);
        check("<a><b></b>", false);
        check("<a><b x=\">\"></b></a>", true);
        check("<a/", false);
        check("<a><!-- </a>", false);
        check("<a><![CDATA[</a>]]>", false);
    }
}
