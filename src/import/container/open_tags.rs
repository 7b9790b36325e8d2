//! Whether every element of an XML text ends, and by its own name. The reader of ODS workbooks compares no names, and
//! waits for the end of a table for ever when the text ends before, or when the table ends by another name; so that is
//! looked at first, and on the way how large its sheets are.

use super::ods_growth::{Attributes, OdsGrowth};
use std::io::Write;

/// Elements in one another; those of workbooks are a dozen deep.
const DEEPEST: usize = 1_000;

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Elements are open at its end.
    Cut,
    /// An element ends that is not the innermost.
    WrongEnd,
    /// Elements lie in one another deeper than those of any workbook.
    TooDeep,
    /// Its sheets would be larger than memory should hold.
    TooLarge,
}

/// Follows the elements that are open, while the text is written into it.
#[derive(Default)]
pub(super) struct OpenTags {
    /// Hashes of the names of elements that are open, the innermost last.
    open: Vec<u64>,
    /// The first thing that was wrong.
    fault: Option<Fault>,
    state: State,
    /// Hash of the name of the element that is being read.
    name: u64,
    /// The bytes before, the newest lowest.
    before: u64,
    attributes: Attributes,
    attribute: Attribute,
    growth: OdsGrowth,
}

/// An attribute that is being read.
#[derive(Default)]
struct Attribute {
    /// Hash of its name, and the first byte of it.
    name: u64,
    first: Option<u8>,
    /// Its value as a number; whatever is no digit makes it larger.
    number: u64,
    length: u64,
}

const HASH_OF_NOTHING: u64 = 0xcbf2_9ce4_8422_2325;

/// A name with one more byte. FNV-1a: names that meet by chance harm as little as those that no text has.
const fn hash_with(hash: u64, byte: u8) -> u64 {
    #[expect(clippy::as_conversions, reason = "a byte fits, and nothing else converts in a constant")]
    let byte = byte as u64;
    (hash ^ byte).wrapping_mul(0x0100_0000_01b3)
}

/// The hash of a name.
pub(super) const fn hash_of(name: &[u8]) -> u64 {
    let (mut hash, mut rest) = (HASH_OF_NOTHING, name);
    while let [byte, after @ ..] = rest {
        hash = hash_with(hash, *byte);
        rest = after;
    }
    hash
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
    /// What is wrong with the text, which ends here.
    pub(super) fn fault(&self) -> Option<Fault> {
        let is_cut = !self.open.is_empty() || self.state != State::Text;
        let too_large = self.growth.is_too_large().then_some(Fault::TooLarge);
        self.fault.or(too_large).or(is_cut.then_some(Fault::Cut))
    }

    /// Takes a byte in the quotes of an attribute.
    fn value(&mut self, byte: u8, quote: u8) -> State {
        let Attribute { name, first, number, length } = &mut self.attribute;
        if byte == quote {
            self.attributes.add(*name, first.unwrap_or_default(), *number, *length);
            self.attribute = Attribute::default();
            return State::Start(None);
        }
        *number = number.saturating_mul(10).saturating_add(u64::from(byte.wrapping_sub(b'0').min(9)));
        *length += 1;
        State::Start(Some(quote))
    }

    /// Takes a byte of the name of an attribute, or of what stands between attributes.
    fn attribute(&mut self, byte: u8) {
        if byte.is_ascii_whitespace() || matches!(byte, b'=' | b'/') {
            return;
        }
        let hash = self.attribute.first.map_or(HASH_OF_NOTHING, |_| self.attribute.name);
        self.attribute.name = hash_with(hash, byte);
        self.attribute.first = self.attribute.first.or(Some(byte));
    }

    fn ends_with(&self, text: &[u8; 2]) -> bool {
        self.before & 0xffff == u64::from(u16::from_be_bytes(*text))
    }

    fn begin_tag(&mut self) {
        self.name = HASH_OF_NOTHING;
        self.attributes = Attributes::default();
        self.attribute = Attribute::default();
    }

    fn open(&mut self) -> State {
        self.growth.open(self.name, self.attributes);
        let is_empty = self.before & 0xff == u64::from(b'/');
        if is_empty {
            self.growth.close(self.name);
        } else if self.open.len() < DEEPEST {
            self.open.push(self.name);
        } else {
            self.fault = self.fault.or(Some(Fault::TooDeep));
        }
        State::Text
    }

    fn close(&mut self) -> State {
        if self.open.pop() != Some(self.name) {
            self.fault = self.fault.or(Some(Fault::WrongEnd));
        }
        self.growth.close(self.name);
        State::Text
    }

    fn take(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            (State::Text, b'<') => State::Opening,
            (State::Text, _) => {
                self.growth.text(1);
                State::Text
            }
            (State::Opening, b'/') => {
                self.begin_tag();
                State::EndName
            }
            (State::Opening, b'!') => State::Declaration(0),
            (State::Opening, b'?') => State::Instruction,
            (State::Opening, b'>') => State::Text,
            (State::Opening, _) => {
                self.begin_tag();
                self.name = hash_with(self.name, byte);
                State::StartName
            }
            (State::Start(Some(quote)), _) => self.value(byte, quote),
            (State::StartName | State::Start(None), b'"' | b'\'') => State::Start(Some(byte)),
            (State::StartName | State::Start(None), b'>') => self.open(),
            (State::EndName | State::End, b'>') => self.close(),
            (State::StartName, _) if byte.is_ascii_whitespace() => State::Start(None),
            (State::EndName, _) if byte.is_ascii_whitespace() => State::End,
            // The end of an element that holds nothing is no part of its name.
            (State::StartName, b'/') => State::StartName,
            (State::StartName | State::EndName, _) => {
                self.name = hash_with(self.name, byte);
                self.state
            }
            (State::Start(None), _) => {
                self.attribute(byte);
                State::Start(None)
            }
            (State::Declaration(1), b'-') if self.before & 0xff == u64::from(b'-') => State::Comment,
            (State::Declaration(0), b'[') => State::Characters,
            (State::Declaration(_), b'>') => State::Text,
            (State::Declaration(count), _) => State::Declaration(count.saturating_add(1)),
            (State::Comment, b'>') if self.ends_with(b"--") => State::Text,
            (State::Characters, b'>') if self.ends_with(b"]]") => State::Text,
            (State::Characters, _) => {
                self.growth.text(1);
                State::Characters
            }
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

    fn fault(text: &str) -> Option<Fault> {
        let mut tags = OpenTags::default();
        tags.write_all(text.as_bytes()).unwrap();
        tags.fault()
    }

    fn check(text: &str, expected: Option<Fault>) {
        assert_eq!(fault(text), expected, "{text}");
    }

    #[test]
    fn what_looks_like_a_tag_is_not_always_one() {
        check("<?xml version='1.0'?><!DOCTYPE a><a><b c=\"/>\" d='<'/><!-- <c> --><![CDATA[<d>]]></a>\n", None);
        check("<a><b></b>", Some(Fault::Cut));
        check("<a><b x=\">\"></b></a>", None);
        check("<a/", Some(Fault::Cut));
        check("<a><!-- </a>", Some(Fault::Cut));
        check("<a><![CDATA[</a>]]>", Some(Fault::Cut));
    }

    #[test]
    fn spaces_by_the_million_are_too_many() {
        check("<text:s text:c=\"3\"/>", None);
        check("<text:s text:c=\"2000000000\"/>", Some(Fault::TooLarge));
        check("<text:s x='1' text:c = '99999999999999999999999'/>", Some(Fault::TooLarge));
        check("<text:s text:d=\"2000000000\"/>2000000000", None);
    }

    #[test]
    fn an_element_ends_by_its_own_name() {
        check("<t:a x='1'><b/><b /></t:a >", None);
        check("<table:table><table:row></table:row></tablm:table>", Some(Fault::WrongEnd));
        check("<a><b></a></b>", Some(Fault::WrongEnd));
        check("</a><a>", Some(Fault::WrongEnd));
        check("<a></ a>", Some(Fault::WrongEnd));
        let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        check(&deep(DEEPEST), None);
        check(&deep(DEEPEST + 1), Some(Fault::TooDeep));
    }

    #[test]
    fn what_repeated_cells_come_to_is_told_before_they_are_made() {
        let sheet = |rows: &str| format!("<table:table table:name=\"A\">{rows}</table:table>");
        let row = |times: u64, cells: &str| {
            format!("<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>")
        };
        let text = |times: u64, text: &str| {
            format!(
                "<table:table-cell office:value-type='string' table:number-columns-repeated = \"{times}\"><text:p>{text}\
                 </text:p></table:table-cell>"
            )
        };
        let blank = |times: u64| format!("<table:table-cell table:number-columns-repeated=\"{times}\"/>");
        let long = "x".repeat(40_000);
        // As spreadsheet programs write the rest of a row and of a sheet.
        let usual = row(1, &(text(3, "a") + &blank(16_381))) + &row(1_048_575, &blank(16_384));
        check(&sheet(&usual), None);
        check(&sheet(&row(1, &text(16_384, "a"))), None);
        check(&sheet(&row(1, &text(16_384, &long))), Some(Fault::TooLarge));
        check(&sheet(&row(1_000_000, &text(1, &long))), Some(Fault::TooLarge));
        check(&sheet(&row(1_000_000, &text(10, "a"))), Some(Fault::TooLarge));
        check(
            &sheet(&(row(1, &text(16_384, "a")) + &row(1_000, &blank(1)) + &row(1, &text(1, "a")))),
            Some(Fault::TooLarge),
        );
        check(&sheet(&row(1, &(blank(16_383) + &text(1, "a")))), None);
        check(&sheet(&row(1, &(blank(16_383) + &text(1, "a"))).repeat(400)), Some(Fault::TooLarge));
        let half = sheet(&row(300_000, &text(10, "a")));
        check(&half, None);
        check(&format!("{half}{half}"), Some(Fault::TooLarge));
        let number =
            "<table:table-cell office:value='1' office:value-type='float' table:number-columns-repeated='16384'/>";
        check(&sheet(&row(1, number)), None);
        check(&sheet(&row(400, number)), Some(Fault::TooLarge));
        check(&sheet(&row(1, "<table:table-cell/>").repeat(3)), None);
        // A number that is written in another way is no smaller.
        check(&sheet(&row(1, &text(1, &long)).replace("=\"1\"", "=\"&#x34;0960\"")), Some(Fault::TooLarge));
        // Spaces count as often as their cell.
        check(&sheet(&row(16_384, &text(1, "<text:s text:c='40000'/>"))), Some(Fault::TooLarge));
    }
}
