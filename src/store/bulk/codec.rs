//! Columns as bytes: as many bits as the widest number of the chunk needs, little endian.
//!
//! `docs/file-format.md` describes the layout byte for byte. Decoding trusts nothing: the number of rows is bounded
//! before anything is allocated, and every length is checked against the bytes that are there.

use super::pack::{MOST_BITS, pack, packed_bytes, unpack};

/// Most rows of one chunk.
pub(in crate::store) const MAX_CHUNK_ROWS: usize = 65_536;

const INTEGERS: u8 = 0;
const FLOATS: u8 = 1;
const NOTHING: u8 = 2;
const TEXTS: u8 = 3;
const PACKED: u8 = 4;

const MAX_SCALE: u8 = 9;
const POWERS: [f64; MAX_SCALE as usize + 1] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/// Bytes that are no column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct BadBytes;

/// The rest of a chunk while it is read.
pub(in crate::store) struct Bytes<'a>(pub(in crate::store) &'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], BadBytes> {
        let (head, tail) = self.0.split_at_checked(count).ok_or(BadBytes)?;
        self.0 = tail;
        Ok(head)
    }

    fn byte(&mut self) -> Result<u8, BadBytes> {
        let (first, rest) = self.0.split_first().ok_or(BadBytes)?;
        self.0 = rest;
        Ok(*first)
    }

    /// # Errors
    /// When bytes are left over.
    pub(in crate::store) fn end(&self) -> Result<(), BadBytes> {
        if self.0.is_empty() { Ok(()) } else { Err(BadBytes) }
    }
}

/// How an integer column is stored.
struct Layout {
    scale: u8,
    /// Bits of a row.
    bits: usize,
    has_absent: bool,
    base: i64,
}

impl Layout {
    fn of(scale: u8, min: i64, max: i64, has_absent: bool) -> Self {
        let spread = max.wrapping_sub(min).cast_unsigned();
        // The number of all ones stands for "absent", so no row may need it.
        let widest = if has_absent { spread.saturating_add(1) } else { spread };
        let bits = usize::try_from(u64::BITS - widest.leading_zeros()).unwrap_or_default();
        Self { scale, bits: if bits > MOST_BITS { 64 } else { bits }, has_absent, base: min }
    }

    /// Whole bytes have a layout of their own: nothing is faster to read.
    fn is_packed(&self) -> bool {
        !matches!(self.bits, 0 | 8 | 16 | 32 | 64)
    }

    fn write_head(&self, out: &mut Vec<u8>) {
        let (kind, size) = if self.is_packed() { (PACKED, self.bits) } else { (INTEGERS, self.bits / 8) };
        #[expect(clippy::cast_possible_truncation, reason = "at most 64")]
        out.extend_from_slice(&[kind, self.scale, size as u8, u8::from(self.has_absent)]);
        out.extend_from_slice(&self.base.to_le_bytes());
    }

    /// Reads what follows the first byte, which is given.
    fn read_head(kind: u8, bytes: &mut Bytes<'_>) -> Result<Self, BadBytes> {
        let (scale, size, flag) = (bytes.byte()?, bytes.byte()?, bytes.byte()?);
        let base = i64::from_le_bytes(bytes.take(8)?.try_into().map_err(|_| BadBytes)?);
        let size = usize::from(size);
        let bits = match kind {
            INTEGERS if matches!(size, 0 | 1 | 2 | 4 | 8) => size * 8,
            PACKED if (1..=MOST_BITS).contains(&size) => size,
            _ => return Err(BadBytes),
        };
        if scale > MAX_SCALE || flag > 1 || (bits == 0 && flag == 1) {
            return Err(BadBytes);
        }
        let layout = Self { scale, bits, has_absent: flag == 1, base };
        // One row, one way to write it: bits that fill bytes are stored as bytes.
        if kind == PACKED && !layout.is_packed() { Err(BadBytes) } else { Ok(layout) }
    }

    /// The bytes of the rows.
    fn body<'a>(&self, bytes: &mut Bytes<'a>, rows: usize) -> Result<&'a [u8], BadBytes> {
        bytes.take(packed_bytes(rows, self.bits).ok_or(BadBytes)?)
    }

    /// Writes distances from the base; `None` is absent.
    fn write_body(&self, distances: impl Iterator<Item = Option<u64>>, out: &mut Vec<u8>) {
        let absent = self.absent();
        let distances = distances.map(|d| d.unwrap_or(absent));
        #[expect(clippy::cast_possible_truncation, reason = "the width was chosen for the widest distance")]
        match self.bits {
            0 => {}
            8 => out.extend(distances.map(|d| d as u8)),
            16 => distances.for_each(|d| out.extend_from_slice(&(d as u16).to_le_bytes())),
            32 => distances.for_each(|d| out.extend_from_slice(&(d as u32).to_le_bytes())),
            64 => distances.for_each(|d| out.extend_from_slice(&d.to_le_bytes())),
            bits => pack(distances, bits, out),
        }
    }

    /// Reads distances from the base; the largest number of the width is absent when the column says so.
    fn read_body(&self, bytes: &mut Bytes<'_>, rows: usize, mut each: impl FnMut(u64)) -> Result<(), BadBytes> {
        let body = self.body(bytes, rows)?;
        match self.bits {
            0 => (0..rows).for_each(|_| each(0)),
            8 => body.iter().for_each(|b| each(u64::from(*b))),
            16 => body.as_chunks().0.iter().for_each(|b| each(u64::from(u16::from_le_bytes(*b)))),
            32 => body.as_chunks().0.iter().for_each(|b| each(u64::from(u32::from_le_bytes(*b)))),
            64 => body.as_chunks().0.iter().for_each(|b| each(u64::from_le_bytes(*b))),
            bits => unpack(body, bits, rows, |d| d, |block| block.iter().for_each(|d| each(*d))),
        }
        Ok(())
    }

    fn power(&self) -> Result<f64, BadBytes> {
        POWERS.get(usize::from(self.scale)).copied().ok_or(BadBytes)
    }

    #[expect(clippy::cast_precision_loss, reason = "written below 2^51; garbage may lose digits")]
    fn whole(&self, distance: u64) -> f64 {
        self.base.wrapping_add_unsigned(distance) as f64
    }

    fn number(&self, distance: u64) -> Result<f64, BadBytes> {
        Ok(self.whole(distance) / self.power()?)
    }

    /// Reads numbers. One loop for each case: these are the loops that millions of rows go through.
    fn read_numbers(&self, bytes: &mut Bytes<'_>, rows: usize, out: &mut Vec<f64>) -> Result<(), BadBytes> {
        let body = self.body(bytes, rows)?;
        let (power, small) = (self.power()?, self.small_base());
        #[expect(clippy::cast_possible_truncation, reason = "unpacked numbers are no wider than their bits")]
        match (self.bits, small) {
            (0, _) => out.resize(rows, self.number(0)?),
            (8, Some(base)) => self.small_numbers(body.iter().map(|b| u32::from(*b)), (base, power), out),
            (16, Some(base)) => {
                let distances = body.as_chunks().0.iter().map(|b| u32::from(u16::from_le_bytes(*b)));
                self.small_numbers(distances, (base, power), out);
            }
            (8, None) => self.numbers(body.iter().map(|b| u64::from(*b)), power, out),
            (16, None) => {
                self.numbers(body.as_chunks().0.iter().map(|b| u64::from(u16::from_le_bytes(*b))), power, out);
            }
            (32, _) => self.numbers(body.as_chunks().0.iter().map(|b| u64::from(u32::from_le_bytes(*b))), power, out),
            (64, _) => self.numbers(body.as_chunks().0.iter().map(|b| u64::from_le_bytes(*b)), power, out),
            (bits, Some(base)) => {
                unpack(
                    body,
                    bits,
                    rows,
                    |d| d as u32,
                    |block| self.small_numbers(block.iter().copied(), (base, power), out),
                );
            }
            (bits, None) => unpack(body, bits, rows, |d| d, |block| self.numbers(block.iter().copied(), power, out)),
        }
        Ok(())
    }

    /// Appends numbers.
    fn numbers(&self, distances: impl ExactSizeIterator<Item = u64>, power: f64, out: &mut Vec<f64>) {
        let absent = self.absent();
        match (self.has_absent, self.scale) {
            (true, _) => {
                out.extend(distances.map(|d| if d == absent { f64::NAN } else { self.whole(d) / power }));
            }
            (false, 0) => out.extend(distances.map(|d| self.whole(d))),
            (false, _) => out.extend(distances.map(|d| self.whole(d) / power)),
        }
    }

    /// The base, when no row leaves 32 bits: such numbers become floats several at once.
    fn small_base(&self) -> Option<i32> {
        let most = 1_i32.checked_shl(u32::try_from(self.bits).ok()?).filter(|_| self.bits < 31)?;
        i32::try_from(self.base).ok().filter(|base| base.checked_add(most).is_some())
    }

    /// As [`Layout::numbers`], for small distances from a small base.
    fn small_numbers(
        &self,
        distances: impl ExactSizeIterator<Item = u32>,
        (base, power): (i32, f64),
        out: &mut Vec<f64>,
    ) {
        let absent = self.absent();
        let whole = |distance: u32| f64::from(base.wrapping_add_unsigned(distance));
        match (self.has_absent, self.scale) {
            (true, _) => {
                out.extend(distances.map(|d| if u64::from(d) == absent { f64::NAN } else { whole(d) / power }));
            }
            (false, 0) => out.extend(distances.map(whole)),
            (false, _) => out.extend(distances.map(|d| whole(d) / power)),
        }
    }

    /// The distance that means absent: all ones.
    fn absent(&self) -> u64 {
        1_u64.checked_shl(u32::try_from(self.bits).unwrap_or(u64::BITS)).map_or(u64::MAX, |limit| limit - 1)
    }
}

/// Rounds to the nearest whole number. The sum with 1.5·2^52 leaves no room for a fraction; faster than a call.
fn nearest(value: f64) -> f64 {
    const NO_FRACTION: f64 = 6_755_399_441_055_744.0;
    (value + NO_FRACTION) - NO_FRACTION
}

/// The smallest scale at which all numbers are whole and come back exactly, with the smallest and largest number.
/// `None` when there is none, or no number at all. The flag says whether some are absent.
fn decimal_shape(values: &[f64]) -> (Option<(u8, f64, f64)>, bool) {
    const LIMIT: f64 = 2_251_799_813_685_248.0; // 2^51
    let (mut scale, mut has_absent) = (0_usize, false);
    let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
    for &value in values {
        if value.is_nan() {
            has_absent = true;
            continue;
        }
        loop {
            let Some(&power) = POWERS.get(scale) else { return (None, has_absent) };
            let scaled = value * power;
            if scaled.abs() < LIMIT && nearest(scaled) / power == value {
                break;
            }
            scale += 1;
        }
        min = min.min(value);
        max = max.max(value);
    }
    // A number found whole at a small scale may leave the exact range at a larger one.
    let power = POWERS.get(scale).copied().unwrap_or(1.0);
    let is_exact = min <= max && (min * power).abs() < LIMIT && (max * power).abs() < LIMIT;
    (is_exact.then_some((u8::try_from(scale).unwrap_or(0), min, max)), has_absent)
}

/// Writes numbers; NaN is absent.
pub(in crate::store) fn encode_numbers(values: &[f64], out: &mut Vec<u8>) {
    let (shape, has_absent) = decimal_shape(values);
    let Some((scale, min, max)) = shape else {
        if values.iter().all(|v| v.is_nan()) {
            out.push(NOTHING);
        } else {
            out.push(FLOATS);
            out.extend(values.iter().flat_map(|v| v.to_le_bytes()));
        }
        return;
    };
    let power = POWERS.get(usize::from(scale)).copied().unwrap_or(1.0);
    #[expect(clippy::cast_possible_truncation, reason = "below 2^51")]
    let whole = |value: f64| nearest(value * power) as i64;
    let layout = Layout::of(scale, whole(min), whole(max), has_absent);
    layout.write_head(out);
    let base = layout.base;
    if has_absent {
        let distance = |v: &f64| (!v.is_nan()).then(|| whole(*v).wrapping_sub(base).cast_unsigned());
        layout.write_body(values.iter().map(distance), out);
    } else {
        layout.write_body(values.iter().map(|v| Some(whole(*v).wrapping_sub(base).cast_unsigned())), out);
    }
}

/// Reads what [`encode_numbers`] wrote into `out`, replacing what is there.
pub(in crate::store) fn decode_numbers(bytes: &mut Bytes<'_>, rows: usize, out: &mut Vec<f64>) -> Result<(), BadBytes> {
    if rows > MAX_CHUNK_ROWS {
        return Err(BadBytes);
    }
    out.clear();
    match bytes.byte()? {
        NOTHING => out.resize(rows, f64::NAN),
        FLOATS => {
            let body = bytes.take(rows * 8)?;
            out.extend(body.as_chunks().0.iter().map(|b| f64::from_le_bytes(*b)));
        }
        kind => Layout::read_head(kind, bytes)?.read_numbers(bytes, rows, out)?,
    }
    Ok(())
}

/// Writes whole numbers.
pub(in crate::store) fn encode_integers(values: impl Iterator<Item = i64> + Clone, out: &mut Vec<u8>) {
    let (mut min, mut max) = (i64::MAX, i64::MIN);
    for value in values.clone() {
        min = min.min(value);
        max = max.max(value);
    }
    let layout = if min <= max { Layout::of(0, min, max, false) } else { Layout::of(0, 0, 0, false) };
    layout.write_head(out);
    layout.write_body(values.map(|v| Some(v.wrapping_sub(layout.base).cast_unsigned())), out);
}

/// Reads what [`encode_integers`] wrote, number by number.
pub(in crate::store) fn decode_integers(
    bytes: &mut Bytes<'_>,
    rows: usize,
    mut each: impl FnMut(i64),
) -> Result<(), BadBytes> {
    if rows > MAX_CHUNK_ROWS {
        return Err(BadBytes);
    }
    let layout = Layout::read_head(bytes.byte()?, bytes)?;
    if layout.scale != 0 || layout.has_absent {
        return Err(BadBytes);
    }
    layout.read_body(bytes, rows, |d| each(layout.base.wrapping_add_unsigned(d)))
}

/// Writes ascending days as steps from one to the next; the first day is kept beside the chunk.
pub(in crate::store) fn encode_days(days: &[i32], out: &mut Vec<u8>) {
    encode_integers(days.windows(2).map(|w| i64::from(w[1]) - i64::from(w[0])), out);
}

/// Reads what [`encode_days`] wrote into `out`, replacing what is there. The days come out ascending or not at all.
pub(in crate::store) fn decode_days(
    bytes: &mut Bytes<'_>,
    rows: usize,
    first: i32,
    out: &mut Vec<i32>,
) -> Result<(), BadBytes> {
    out.clear();
    let steps = rows.checked_sub(1).ok_or(BadBytes)?;
    if rows > MAX_CHUNK_ROWS {
        return Err(BadBytes);
    }
    out.reserve(rows);
    out.push(first);
    let layout = Layout::read_head(bytes.byte()?, bytes)?;
    let is_step = (0..=i64::from(u32::MAX)).contains(&layout.base);
    if layout.scale != 0 || layout.has_absent || !is_step || layout.bits > 32 {
        return Err(BadBytes);
    }
    if layout.bits == 0 {
        // The same step every time, mostly one day.
        #[expect(clippy::cast_possible_truncation, reason = "at most MAX_CHUNK_ROWS, and a base of 32 bits")]
        let (steps, base) = (steps as u32, layout.base as u32);
        let last = i64::from(first) + i64::from(base) * i64::from(steps);
        out.extend((1..=steps).map(|step| first.wrapping_add_unsigned(base.wrapping_mul(step))));
        return if i32::try_from(last).is_ok() { Ok(()) } else { Err(BadBytes) };
    }
    // Steps are at least 0 and below 2^33, so the sum cannot overflow, and its last value is its largest.
    let (mut day, base) = (i64::from(first), layout.base.cast_unsigned());
    #[expect(clippy::cast_possible_truncation, reason = "checked on the last day")]
    layout.read_body(bytes, steps, |distance| {
        day += (base + distance).cast_signed();
        out.push(day as i32);
    })?;
    if i32::try_from(day).is_ok() { Ok(()) } else { Err(BadBytes) }
}

/// Writes texts: their lengths in bytes, then the bytes.
pub(in crate::store) fn encode_texts<'a>(texts: impl Iterator<Item = &'a str> + Clone, out: &mut Vec<u8>) {
    out.push(TEXTS);
    encode_integers(texts.clone().map(|t| i64::try_from(t.len()).unwrap_or(i64::MAX)), out);
    texts.for_each(|t| out.extend_from_slice(t.as_bytes()));
}

/// Texts of one chunk, without an allocation each.
#[derive(Debug, Default, Clone)]
pub(in crate::store) struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    /// The text of a row; empty when there is no such row.
    pub(in crate::store) fn get(&self, row: usize) -> &str {
        let start = row.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let range = start.zip(self.ends.get(row).copied());
        range.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }
}

/// Reads what [`encode_texts`] wrote.
pub(in crate::store) fn decode_texts(bytes: &mut Bytes<'_>, rows: usize) -> Result<Texts, BadBytes> {
    if bytes.byte()? != TEXTS {
        return Err(BadBytes);
    }
    let (mut ends, mut end, mut is_good) = (Vec::new(), 0_usize, true);
    decode_integers(bytes, rows, |length| {
        match usize::try_from(length).ok().and_then(|length| end.checked_add(length)) {
            Some(next) => end = next,
            None => is_good = false,
        }
        ends.push(end);
    })?;
    if !is_good {
        return Err(BadBytes);
    }
    let text = std::str::from_utf8(bytes.take(end)?).map_err(|_| BadBytes)?;
    if ends.iter().any(|end| !text.is_char_boundary(*end)) {
        return Err(BadBytes);
    }
    Ok(Texts { text: text.to_owned(), ends })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_numbers(values: &[f64], expected_bytes: usize) {
        let mut bytes = Vec::new();
        encode_numbers(values, &mut bytes);
        assert_eq!(bytes.len(), expected_bytes, "{values:?}");
        let (mut rest, mut back) = (Bytes(&bytes), Vec::new());
        decode_numbers(&mut rest, values.len(), &mut back).unwrap();
        rest.end().unwrap();
        assert_eq!(back.len(), values.len());
        for (a, b) in back.iter().zip(values) {
            assert!(a == b || (a.is_nan() && b.is_nan()), "{a} for {b} of {values:?}");
        }
    }

    #[test]
    fn numbers_come_back_exactly_and_small() {
        let nan = f64::NAN;
        check_numbers(&[], 1);
        check_numbers(&[nan, nan], 1);
        check_numbers(&[4.0, 4.0, 4.0], 12);
        check_numbers(&[4.0, nan, 4.0], 13);
        check_numbers(&[0.0, 255.0], 14);
        check_numbers(&[0.0, 255.0, nan], 16);
        check_numbers(&[3.25, 4.5, -1.0], 16);
        check_numbers(&[0.1, 0.07, 1234.56], 19);
        check_numbers(&[1e12, 1e12 + 3.0], 13);
        check_numbers(&[2_147_418_112.0, 2_147_483_647.0], 16);
        check_numbers(&[2_147_418_113.0, nan, 2_147_483_647.0], 18);
        check_numbers(&[-2_147_483_648.0, -2_147_483_393.0], 14);
        check_numbers(&[-2_147_483_649.0, -2_147_483_394.0], 14);
        check_numbers(&[-2e15, 2e15], 25);
        check_numbers(&[1.0 / 3.0, 2.0], 17);
        check_numbers(&[f64::INFINITY, nan, 1.0], 25);
        check_numbers(&[1e300, 0.000_000_001], 17);
        check_numbers(&[0.001, 2_000_000_000_000_000.0], 17);
    }

    #[test]
    fn numbers_of_any_size_come_back() {
        let mut seed = 7_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            seed >> 33
        };
        for _ in 0..2_000 {
            let decimals = i32::try_from(next() % 12).unwrap();
            let values: Vec<f64> = (0..next() % 9)
                .map(|_| {
                    let text = format!("{}{}e-{decimals}", if next() % 2 == 0 { "-" } else { "" }, next() % 1_000_000);
                    if next() % 10 == 0 { f64::NAN } else { text.parse().unwrap() }
                })
                .collect();
            let mut bytes = Vec::new();
            encode_numbers(&values, &mut bytes);
            let mut back = Vec::new();
            decode_numbers(&mut Bytes(&bytes), values.len(), &mut back).unwrap();
            assert!(values.iter().zip(&back).all(|(a, b)| a == b || (a.is_nan() && b.is_nan())), "{values:?} {back:?}");
        }
    }

    /// Random columns of every shape: constant, narrow, wide, at the ends of what fits, with gaps or only gaps, of one
    /// row and of a full chunk.
    #[test]
    fn columns_of_every_shape_come_back() {
        let mut seed = 11_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            seed >> 11
        };
        let mut bytes = Vec::new();
        for round in 0..600_usize {
            let rows = match round % 60 {
                0 => MAX_CHUNK_ROWS,
                1 => MAX_CHUNK_ROWS - 1,
                short => short % 7 * 29 + 1,
            };
            let bits = next() % 65;
            let mask = if bits == 64 { u64::MAX } else { (1 << bits) - 1 };
            let base = ((next() << 11) ^ next()).cast_signed() >> (next() % 60);
            let integers: Vec<i64> =
                (0..rows).map(|_| base.wrapping_add_unsigned(((next() << 11) ^ next()) & mask)).collect();
            bytes.clear();
            encode_integers(integers.iter().copied(), &mut bytes);
            let (mut back, mut rest) = (Vec::new(), Bytes(&bytes));
            decode_integers(&mut rest, rows, |n| back.push(n)).unwrap();
            rest.end().unwrap();
            assert_eq!(back, integers);

            let scale = POWERS[usize::try_from(next() % 10).unwrap()];
            let gap_every = next() % 5;
            let small = (1_u64 << (next() % 52)) - 1;
            let numbers: Vec<f64> = (0..rows)
                .map(|_| {
                    let whole = (next() & small) as f64 * if next() % 2 == 0 { 1.0 } else { -1.0 };
                    if gap_every > 0 && next() % gap_every == 0 { f64::NAN } else { whole / scale }
                })
                .collect();
            bytes.clear();
            encode_numbers(&numbers, &mut bytes);
            let (mut back, mut rest) = (Vec::new(), Bytes(&bytes));
            decode_numbers(&mut rest, rows, &mut back).unwrap();
            rest.end().unwrap();
            assert_eq!(back.len(), rows);
            for (a, b) in back.iter().zip(&numbers) {
                assert!(a.to_bits() == b.to_bits() || a == b || (a.is_nan() && b.is_nan()), "{a} for {b}");
            }
        }
    }

    #[test]
    fn days_and_texts_come_back() {
        for days in [vec![5], vec![-3, -3, 0, 1, 400], vec![i32::MIN, i32::MAX]] {
            let (mut bytes, mut back) = (Vec::new(), Vec::new());
            encode_days(&days, &mut bytes);
            decode_days(&mut Bytes(&bytes), days.len(), days[0], &mut back).unwrap();
            assert_eq!(back, days);
        }
        let texts = ["", "naïve", "", "日本"];
        let mut bytes = Vec::new();
        encode_texts(texts.into_iter(), &mut bytes);
        let back = decode_texts(&mut Bytes(&bytes), texts.len()).unwrap();
        assert_eq!([0, 1, 2, 3, 4].map(|row| back.get(row)), ["", "naïve", "", "日本", ""]);
    }

    #[test]
    fn garbage_is_refused_without_harm() {
        let mut seed = 1_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 40) as u8
        };
        let mut refused = 0;
        for _ in 0..20_000 {
            let mut bytes: Vec<u8> = (0..next() % 60).map(|_| next()).collect();
            if let Some(kind) = bytes.first_mut() {
                *kind %= 6;
            }
            let rows = usize::from(next()) * 300;
            refused += i32::from(decode_numbers(&mut Bytes(&bytes), rows, &mut Vec::new()).is_err());
            refused += i32::from(decode_days(&mut Bytes(&bytes), rows, i32::MAX - 5, &mut Vec::new()).is_err());
            refused += i32::from(decode_texts(&mut Bytes(&bytes), rows).is_err());
        }
        assert!(refused > 50_000, "{refused}");
        // Lengths that add up to more than there is, and a step that leaves the calendar.
        let mut bytes = vec![TEXTS];
        encode_integers([i64::MAX, i64::MAX].into_iter(), &mut bytes);
        assert!(decode_texts(&mut Bytes(&bytes), 2).is_err());
        let mut bytes = Vec::new();
        encode_integers([-1].into_iter(), &mut bytes);
        assert_eq!(decode_days(&mut Bytes(&bytes), 2, 10, &mut Vec::new()), Err(BadBytes));
    }
}
