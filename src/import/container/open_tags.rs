//! Whether every element of an XML text ends, and by its own name. The reader of ODS workbooks compares no names, and
//! waits for the end of a table for ever when the text ends before, or when the table ends by another name; so that is
//! looked at first.

use std::io::Write;

/// Spaces that a text asks for by number: they are made room for one by one.
const MOST_SPACES: u64 = 100_000_000;
/// What stands before that number, in a tag without its blanks.
const SPACES: &[u8; 7] = b"text:c=";
/// Elements in one another; those of workbooks are a dozen deep.
const DEEPEST: usize = 1_000;

/// Follows the elements that are open, while the text is written into it.
#[derive(Default)]
pub(super) struct OpenTags {
    /// Hashes of the names of elements that are open, the innermost last.
    open: Vec<u64>,
    /// An element ended that was not the innermost, or lies too deep.
    is_broken: bool,
    state: State,
    /// Hash of the name that is being read.
    name: u64,
    /// The bytes before, the newest lowest.
    before: u64,
    /// The same of the tag, without blanks.
    tag: u64,
    /// A number of spaces that is being read, and how many were asked for so far.
    count: Option<u64>,
    spaces: u64,
}

/// Where in the text the last byte was.
#[derive(Default, Clone, Copy, PartialEq)]
enum State {
    #[default]
    Text,
    /// Behind `<`.
    Opening,
    /// In the name of an element that is opened.
    StartName,
    /// In a tag that opens an element, and in which quotes.
    Start(Option<u8>),
    /// In the name of an element that is closed.
    EndName,
    /// Behind that name.
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
        self.open.is_empty() && !self.is_broken && self.state == State::Text
    }

    /// True when it asks for more spaces than anybody typed.
    pub(super) fn are_too_long(&self) -> bool {
        self.spaces > MOST_SPACES
    }

    /// Takes a byte in the quotes of an attribute.
    fn value(&mut self, byte: u8, quote: u8) -> State {
        if byte == quote {
            self.spaces = self.spaces.saturating_add(self.count.take().unwrap_or(0));
            return State::Start(None);
        }
        let digit = u64::from(byte.wrapping_sub(b'0').min(9));
        self.count = self.count.map(|count| count.saturating_mul(10).saturating_add(digit));
        State::Start(Some(quote))
    }

    fn begin_value(&mut self, quote: u8) -> State {
        let name = SPACES.iter().fold(0, |name, byte| name << 8 | u64::from(*byte));
        self.count = (self.tag & 0x00ff_ffff_ffff_ffff == name).then_some(0);
        State::Start(Some(quote))
    }

    fn ends_with(&self, text: &[u8; 2]) -> bool {
        self.before & 0xffff == u64::from(u16::from_be_bytes(*text))
    }

    /// Takes a byte of a name. FNV-1a: names that meet by chance harm as little as those that no text has.
    fn name(&mut self, byte: u8) {
        self.name = (self.name ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    fn begin_name(&mut self) {
        self.name = 0xcbf2_9ce4_8422_2325;
    }

    fn open(&mut self) -> State {
        let is_empty = self.before & 0xff == u64::from(b'/');
        if !is_empty {
            self.is_broken |= self.open.len() >= DEEPEST;
            if !self.is_broken {
                self.open.push(self.name);
            }
        }
        State::Text
    }

    fn close(&mut self) -> State {
        self.is_broken |= self.open.pop() != Some(self.name);
        State::Text
    }

    fn take(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            (State::Text, b'<') => State::Opening,
            (State::Text, _) => State::Text,
            (State::Opening, b'/') => {
                self.begin_name();
                State::EndName
            }
            (State::Opening, b'!') => State::Declaration(0),
            (State::Opening, b'?') => State::Instruction,
            (State::Opening, b'>') => State::Text,
            (State::Opening, _) => {
                self.begin_name();
                self.name(byte);
                State::StartName
            }
            (State::Start(Some(quote)), _) => self.value(byte, quote),
            (State::StartName | State::Start(None), b'"' | b'\'') => self.begin_value(byte),
            (State::StartName | State::Start(None), b'>') => self.open(),
            (State::EndName | State::End, b'>') => self.close(),
            (State::StartName, _) if byte.is_ascii_whitespace() => State::Start(None),
            (State::EndName, _) if byte.is_ascii_whitespace() => State::End,
            (State::StartName | State::EndName, _) => {
                self.name(byte);
                self.state
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
        if !byte.is_ascii_whitespace() {
            self.tag = self.tag << 8 | u64::from(byte);
        }
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

    #[test]
    fn spaces_by_the_million_are_too_many() {
        for (text, is_too_long) in [
            ("<text:s text:c=\"3\"/>", false),
            ("<text:s text:c=\"2000000000\"/>", true),
            ("<text:s x='1' text:c = '99999999999999999999999'/>", true),
            ("<text:s text:d=\"2000000000\"/>2000000000", false),
        ] {
            let mut tags = OpenTags::default();
            tags.write_all(text.as_bytes()).unwrap();
            assert_eq!(tags.are_too_long(), is_too_long, "{text}");
        }
    }

    #[test]
    fn an_element_ends_by_its_own_name() {
        check("<t:a x='1'><b/><b /></t:a >", true);
        check("<table:table><table:row></table:row></tablm:table>", false);
        check("<a><b></a></b>", false);
        check("</a><a>", false);
        check("<a></ a>", false);
        let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        check(&deep(DEEPEST), true);
        check(&deep(DEEPEST + 1), false);
    }
}
