//! Finds the few bytes that mean something among the many that do not, eight at a time.

/// Up to four bytes to look for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scanner {
    /// Each byte eight times. Nearly all files have two: the delimiter and the line feed.
    two: [u64; 2],
    more: Option<[u64; 2]>,
}

/// A byte eight times.
fn spread(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The lowest set bit is the top bit of the lowest byte that is zero. Bits above it may be wrong: a borrow went through.
fn lowest_zero(word: u64) -> u64 {
    word.wrapping_sub(0x0101_0101_0101_0101) & !word & 0x8080_8080_8080_8080
}

impl Scanner {
    /// Looks for these bytes; those behind the fourth are not looked for.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let first = bytes.first().copied().unwrap_or_default();
        let at = |index: usize| spread(bytes.get(index).copied().unwrap_or(first));
        Self { two: [at(0), at(1)], more: (bytes.len() > 2).then(|| [at(2), at(3)]) }
    }

    /// The position of the first such byte from `from` on; the length of `bytes`, or `from` behind it, when there is none.
    pub(crate) fn find(&self, bytes: &[u8], from: usize) -> usize {
        let Some(rest) = bytes.get(from..) else { return from };
        let mut words = rest.as_chunks::<8>().0.iter();
        let mut at = from;
        for word in &mut words {
            let hits = self.hits(u64::from_le_bytes(*word));
            if hits != 0 {
                return at + hits.trailing_zeros() as usize / 8;
            }
            at += 8;
        }
        // Fewer than eight bytes are left; what fills them up is behind the end.
        let tail = bytes.get(at..).unwrap_or_default();
        let mut word = [0; 8];
        word.iter_mut().zip(tail).for_each(|(to, from)| *to = *from);
        let hits = self.hits(u64::from_le_bytes(word));
        bytes.len().min(at + if hits == 0 { 8 } else { hits.trailing_zeros() as usize / 8 })
    }

    fn hits(&self, word: u64) -> u64 {
        let among = |[a, b]: [u64; 2]| lowest_zero(word ^ a) | lowest_zero(word ^ b);
        among(self.two) | self.more.map_or(0, among)
    }
}

/// The top bits of all bytes that are zero, and no others.
fn zeros(word: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    !(((word & LOW) + LOW) | word | LOW)
}

/// Takes rows without any quote apart, which are most rows of most files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlainRows {
    delimiter: u64,
    end: u64,
    quote: Option<u64>,
}

impl PlainRows {
    /// For rows that end with `end` whatever stands before it.
    pub(crate) fn new(delimiter: u8, end: u8, quote: Option<u8>) -> Self {
        Self { delimiter: spread(delimiter), end: spread(end), quote: quote.map(spread) }
    }

    /// Calls back with where each cell of the row at `start` begins and ends, and gives the position of its end. `None`
    /// when there may be a quote in it, or no end, or it is one of the last eight bytes: look closer then.
    pub(crate) fn split(&self, bytes: &[u8], start: usize, mut cell: impl FnMut(usize, usize)) -> Option<usize> {
        let (mut at, mut from) = (start, start);
        for word in bytes.get(start..)?.as_chunks::<8>().0 {
            let word = u64::from_le_bytes(*word);
            let ends = zeros(word ^ self.end);
            let mut hits = zeros(word ^ self.delimiter) | ends;
            if self.quote.is_some_and(|quote| lowest_zero(word ^ quote) != 0) {
                return None;
            }
            while hits != 0 {
                let position = at + hits.trailing_zeros() as usize / 8;
                cell(from, position);
                let lowest = hits & hits.wrapping_neg();
                if ends & lowest != 0 {
                    return Some(position);
                }
                from = position + 1;
                hits ^= lowest;
            }
            at += 8;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_bytes_are_found_exactly() {
        for bytes in [[0; 8], [1, 0, 1, 0, 0x80, 0x7f, 0xff, 0], [0, 1, 1, 0, 0, 0x81, 0x80, 1]] {
            let expected = bytes.map(|b| if b == 0 { 0x80 } else { 0 });
            assert_eq!(zeros(u64::from_le_bytes(bytes)).to_le_bytes(), expected);
        }
    }

    #[test]
    fn what_is_found_is_the_first_of_them_wherever_it_stands() {
        let mut seed = 5_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..20_000 {
            // Bytes that differ in one bit from what is looked for, and those of a borrow.
            let alphabet = [b',', b'-', b'+', b'\n', 0x0b, b'\r', b'"', 0, 1, 0x7f, 0x80, 0xff, 0xac, b'a'];
            let text: Vec<u8> = (0..next(40)).map(|_| alphabet[usize::try_from(next(14)).unwrap()]).collect();
            let marks: Vec<u8> = (0..=next(4)).map(|_| alphabet[usize::try_from(next(14)).unwrap()]).collect();
            let from = usize::try_from(next(44)).unwrap();
            let expected = match text.get(from..) {
                None => from,
                Some(rest) => {
                    rest.iter().position(|b| marks.iter().take(4).any(|m| m == b)).map_or(text.len(), |n| n + from)
                }
            };
            assert_eq!(Scanner::new(&marks).find(&text, from), expected, "{marks:?} in {text:?} from {from}");
        }
    }
}
