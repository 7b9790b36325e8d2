//! Columns as bytes: fixed width per column and chunk, little endian, nothing to unpack but additions.
//!
//! `docs/file-format.md` describes the layout byte for byte. Decoding trusts nothing: the number of rows is bounded
//! before anything is allocated, and every length is checked against the bytes that are there.

/// Most rows of one chunk.
pub(in crate::store) const MAX_CHUNK_ROWS: usize = 65_536;

const INTEGERS: u8 = 0;
const FLOATS: u8 = 1;
const NOTHING: u8 = 2;
const TEXTS: u8 = 3;

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
    width: usize,
    has_absent: bool,
    base: i64,
}

impl Layout {
    fn of(scale: u8, min: i64, max: i64, has_absent: bool) -> Self {
        let spread = max.wrapping_sub(min).cast_unsigned();
        // The value of all ones stands for "absent", so it must not be needed for a number.
        let fits = |limit: u64| if has_absent { spread < limit } else { spread <= limit };
        let width = match () {
            () if spread == 0 && !has_absent => 0,
            () if fits(u64::from(u8::MAX)) => 1,
            () if fits(u64::from(u16::MAX)) => 2,
            () if fits(u64::from(u32::MAX)) => 4,
            () => 8,
        };
        Self { scale, width, has_absent, base: min }
    }

    fn write_head(&self, out: &mut Vec<u8>) {
        #[expect(clippy::cast_possible_truncation, reason = "0, 1, 2, 4 or 8")]
        out.extend_from_slice(&[INTEGERS, self.scale, self.width as u8, u8::from(self.has_absent)]);
        out.extend_from_slice(&self.base.to_le_bytes());
    }

    fn read_head(bytes: &mut Bytes<'_>) -> Result<Self, BadBytes> {
        let (scale, width, flag) = (bytes.byte()?, bytes.byte()?, bytes.byte()?);
        let base = i64::from_le_bytes(bytes.take(8)?.try_into().map_err(|_| BadBytes)?);
        let is_known = scale <= MAX_SCALE && matches!(width, 0 | 1 | 2 | 4 | 8) && flag <= 1;
        if !is_known || (width == 0 && flag == 1) {
            return Err(BadBytes);
        }
        Ok(Self { scale, width: usize::from(width), has_absent: flag == 1, base })
    }

    /// Writes distances from the base; `None` is absent.
    fn write_body(&self, distances: impl Iterator<Item = Option<u64>>, out: &mut Vec<u8>) {
        #[expect(clippy::cast_possible_truncation, reason = "the width was chosen for the widest distance")]
        match self.width {
            0 => {}
            1 => out.extend(distances.map(|d| d.map_or(u8::MAX, |d| d as u8))),
            2 => {
                for d in distances {
                    out.extend_from_slice(&d.map_or(u16::MAX, |d| d as u16).to_le_bytes());
                }
            }
            4 => {
                for d in distances {
                    out.extend_from_slice(&d.map_or(u32::MAX, |d| d as u32).to_le_bytes());
                }
            }
            _ => {
                for d in distances {
                    out.extend_from_slice(&d.unwrap_or(u64::MAX).to_le_bytes());
                }
            }
        }
    }

    /// Reads distances from the base; the largest number of the width is absent when the column says so.
    fn read_body(&self, bytes: &mut Bytes<'_>, rows: usize, mut each: impl FnMut(u64)) -> Result<(), BadBytes> {
        let body = bytes.take(rows.checked_mul(self.width).ok_or(BadBytes)?)?;
        match self.width {
            0 => (0..rows).for_each(|_| each(0)),
            1 => body.iter().for_each(|b| each(u64::from(*b))),
            2 => body.as_chunks().0.iter().for_each(|b| each(u64::from(u16::from_le_bytes(*b)))),
            4 => body.as_chunks().0.iter().for_each(|b| each(u64::from(u32::from_le_bytes(*b)))),
            _ => body.as_chunks().0.iter().for_each(|b| each(u64::from_le_bytes(*b))),
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

    /// Appends numbers of a width. One loop for each case: these are the loops that millions of rows go through.
    fn numbers<const WIDTH: usize>(
        &self,
        body: &[u8],
        distance: impl Fn(&[u8; WIDTH]) -> u64,
        out: &mut Vec<f64>,
    ) -> Result<(), BadBytes> {
        let (power, absent) = (self.power()?, self.absent());
        let distances = body.as_chunks().0.iter().map(distance);
        match (self.has_absent, self.scale) {
            (true, _) => {
                out.extend(distances.map(|d| if d == absent { f64::NAN } else { self.whole(d) / power }));
            }
            (false, 0) => out.extend(distances.map(|d| self.whole(d))),
            (false, _) => out.extend(distances.map(|d| self.whole(d) / power)),
        }
        Ok(())
    }

    /// As [`Layout::numbers`], for small distances from a base that leaves them in 32 bits: these become floats several
    /// at once. False, and nothing done, for any other base.
    fn small_numbers<const WIDTH: usize>(
        &self,
        body: &[u8],
        distance: impl Fn(&[u8; WIDTH]) -> u16,
        out: &mut Vec<f64>,
    ) -> Result<bool, BadBytes> {
        let Some(base) = i32::try_from(self.base).ok().filter(|base| base.checked_add(i32::from(u16::MAX)).is_some())
        else {
            return Ok(false);
        };
        let (power, absent) = (self.power()?, self.absent());
        let distances = body.as_chunks().0.iter().map(distance);
        let whole = |distance: u16| f64::from(base + i32::from(distance));
        match (self.has_absent, self.scale) {
            (true, _) => {
                out.extend(distances.map(|d| if u64::from(d) == absent { f64::NAN } else { whole(d) / power }));
            }
            (false, 0) => out.extend(distances.map(whole)),
            (false, _) => out.extend(distances.map(|d| whole(d) / power)),
        }
        Ok(true)
    }

    fn absent(&self) -> u64 {
        match self.width {
            1 => u64::from(u8::MAX),
            2 => u64::from(u16::MAX),
            4 => u64::from(u32::MAX),
            _ => u64::MAX,
        }
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
        INTEGERS => {
            let layout = Layout::read_head(bytes)?;
            let body = bytes.take(rows.checked_mul(layout.width).ok_or(BadBytes)?)?;
            let is_done = match layout.width {
                1 => layout.small_numbers(body, |b: &[u8; 1]| u16::from(b[0]), out)?,
                2 => layout.small_numbers(body, |b| u16::from_le_bytes(*b), out)?,
                _ => false,
            };
            match layout.width {
                _ if is_done => {}
                0 => out.resize(rows, layout.number(0)?),
                1 => layout.numbers(body, |b: &[u8; 1]| u64::from(b[0]), out)?,
                2 => layout.numbers(body, |b| u64::from(u16::from_le_bytes(*b)), out)?,
                4 => layout.numbers(body, |b| u64::from(u32::from_le_bytes(*b)), out)?,
                _ => layout.numbers(body, |b| u64::from_le_bytes(*b), out)?,
            }
        }
        _ => return Err(BadBytes),
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
    if rows > MAX_CHUNK_ROWS || bytes.byte()? != INTEGERS {
        return Err(BadBytes);
    }
    let layout = Layout::read_head(bytes)?;
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
    if bytes.byte()? != INTEGERS {
        return Err(BadBytes);
    }
    let layout = Layout::read_head(bytes)?;
    let is_step = (0..=i64::from(u32::MAX)).contains(&layout.base);
    if layout.scale != 0 || layout.has_absent || !is_step || layout.width > 4 {
        return Err(BadBytes);
    }
    if layout.width == 0 {
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
        check_numbers(&[4.0, nan, 4.0], 15);
        check_numbers(&[0.0, 255.0], 14);
        check_numbers(&[0.0, 255.0, nan], 18);
        check_numbers(&[3.25, 4.5, -1.0], 18);
        check_numbers(&[0.1, 0.07, 1234.56], 24);
        check_numbers(&[1e12, 1e12 + 3.0], 14);
        check_numbers(&[2_147_418_112.0, 2_147_483_647.0], 16);
        check_numbers(&[2_147_418_113.0, nan, 2_147_483_647.0], 18);
        check_numbers(&[-2_147_483_648.0, -2_147_483_393.0], 14);
        check_numbers(&[-2_147_483_649.0, -2_147_483_394.0], 14);
        check_numbers(&[-2e15, 2e15], 28);
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
                *kind %= 5;
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
