//! Quoted cells, and quotes that are none.

use crate::import::dialect::{Dialect, Mark};
use crate::import::scan::Scanner;

/// How quotes are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// A cell that starts with one goes on to the next that is not doubled.
    Usual,
    /// A cell goes on to a quote that a cell can end with.
    Lenient,
    /// The same, and of two that a cell can end with the first is a letter: `"Round 48"",`.
    Inches,
    /// A quote that closes anywhere but at the end of a cell has never opened one.
    Literal,
    /// Not at all.
    Off,
}

pub(super) enum Unquoted {
    Closed { after: usize },
    Open,
}

/// True when a delimiter of several bytes stands here.
#[cold]
pub(super) fn is_delimiter(bytes: &[u8], at: usize, delimiter: Mark) -> bool {
    bytes.get(at..).is_some_and(|rest| rest.starts_with(delimiter.bytes()))
}

/// What an escape and the character behind it mean: the character, when it needed escaping, or both.
pub(super) fn unescape(escape: u8, next: Option<u8>, dialect: Dialect, out: &mut Vec<u8>) {
    match next {
        Some(byte) if byte == escape || Some(byte) == dialect.quote || byte == dialect.delimiter.first() => {
            out.push(byte)
        }
        Some(byte) => out.extend([escape, byte]),
        None => out.push(escape),
    }
}

/// Copies the inside of a quoted cell that starts at `at`.
pub(super) fn unquote(
    bytes: &[u8],
    mut at: usize,
    (quote, escape, marks): (u8, Option<u8>, &Scanner),
    out: &mut Vec<u8>,
) -> Unquoted {
    let mut from = at;
    loop {
        at = marks.find(bytes, at);
        let Some(&byte) = bytes.get(at) else { return Unquoted::Open };
        if byte == quote {
            out.extend_from_slice(bytes.get(from..at).unwrap_or_default());
            if bytes.get(at + 1) == Some(&quote) {
                out.push(quote);
                at += 2;
                from = at;
                continue;
            }
            return Unquoted::Closed { after: at + 1 };
        }
        if Some(byte) == escape
            && let Some(&next) = bytes.get(at + 1)
            && (next == quote || next == byte)
        {
            out.extend_from_slice(bytes.get(from..at).unwrap_or_default());
            out.push(next);
            at += 2;
            from = at;
            continue;
        }
        at += 1;
    }
}

/// Whether a cell can end here, blanks aside; `None` when more has to be read to know.
pub(super) fn ends_cell(bytes: &[u8], at: usize, dialect: Dialect, is_at_end: bool) -> Option<bool> {
    let rest = bytes.get(at..).unwrap_or_default();
    let blanks = rest.iter().take_while(|b| **b == b' ').count();
    let rest = rest.get(blanks..).unwrap_or_default();
    match rest.first() {
        None => is_at_end.then_some(true),
        Some(b'\n' | b'\r') => Some(true),
        Some(_) if rest.starts_with(dialect.delimiter.bytes()) => Some(true),
        Some(_) if rest.len() < dialect.delimiter.bytes().len() && !is_at_end => None,
        Some(_) => Some(blanks > 0 && dialect.delimiter.first() == b' '),
    }
}

/// Copies the inside of a quoted cell up to a quote that a cell can end with.
pub(super) fn unquote_leniently(
    bytes: &[u8],
    mut at: usize,
    (quote, quoting): (u8, Quoting),
    dialect: Dialect,
    is_at_end: bool,
    out: &mut Vec<u8>,
) -> Unquoted {
    loop {
        let Some(&byte) = bytes.get(at) else { return Unquoted::Open };
        at += 1;
        if byte != quote {
            out.push(byte);
            continue;
        }
        if bytes.get(at) == Some(&quote) {
            out.push(quote);
            at += 1;
            if quoting == Quoting::Inches {
                match ends_cell(bytes, at, dialect, is_at_end) {
                    Some(true) => return Unquoted::Closed { after: at },
                    Some(false) => {}
                    None => return Unquoted::Open,
                }
            }
            continue;
        }
        match ends_cell(bytes, at, dialect, is_at_end) {
            Some(true) => return Unquoted::Closed { after: at },
            Some(false) => out.push(quote),
            None => return Unquoted::Open,
        }
    }
}
