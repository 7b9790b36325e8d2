//! Numbers of so many bits one after the other, lowest bit first: what a column takes when a byte each would be too much.

/// Numbers that are unpacked at once. 64 numbers of any width fill whole bytes.
const BLOCK: usize = 64;

/// The widest numbers: one always lies in the eight bytes that begin with its first bit.
pub(super) const MOST_BITS: usize = 56;

/// Bytes that so many numbers take; `None` when that is no number of bytes.
pub(super) fn packed_bytes(rows: usize, bits: usize) -> Option<usize> {
    rows.checked_mul(bits).map(|all| all.div_ceil(8))
}

/// Appends numbers that need no more than `bits`, at most [`MOST_BITS`].
pub(super) fn pack(numbers: impl Iterator<Item = u64>, bits: usize, out: &mut Vec<u8>) {
    let (mut waiting, mut filled) = (0_u64, 0_usize);
    for number in numbers {
        waiting |= number << filled;
        filled += bits;
        if filled >= 64 {
            out.extend_from_slice(&waiting.to_le_bytes());
            filled -= 64;
            waiting = number >> (bits - filled);
        }
    }
    out.extend_from_slice(waiting.to_le_bytes().get(..filled.div_ceil(8)).unwrap_or_default());
}

/// Hands on numbers of `bits` bits (1 to [`MOST_BITS`]) in order, up to 64 at once. `narrow` brings each into the type
/// that its width allows.
pub(super) fn unpack<T: Copy + Default>(
    body: &[u8],
    bits: usize,
    rows: usize,
    narrow: impl Fn(u64) -> T,
    mut each: impl FnMut(&[T]),
) {
    let bits = bits.clamp(1, MOST_BITS);
    let mask = (1_u64 << bits) - 1;
    let mut block = [T::default(); BLOCK];
    // Room for the eight bytes that begin with the last number.
    let mut bytes = [0_u8; BLOCK / 8 * MOST_BITS + 8];
    let mut left = rows;
    for chunk in body.chunks(bits * (BLOCK / 8)) {
        for (to, from) in bytes.iter_mut().zip(chunk) {
            *to = *from;
        }
        for (row, number) in block.iter_mut().enumerate() {
            let bit = row * bits;
            let window = bytes.get(bit / 8..).and_then(|rest| rest.first_chunk()).copied().unwrap_or_default();
            *number = narrow((u64::from_le_bytes(window) >> (bit % 8)) & mask);
        }
        let count = left.min(BLOCK);
        each(block.get(..count).unwrap_or_default());
        left -= count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_width_come_back() {
        let mut seed = 3_u64;
        for bits in 1..=MOST_BITS {
            for rows in [0, 1, 7, 63, 64, 65, 200] {
                let numbers: Vec<u64> = (0..rows)
                    .map(|_| {
                        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                        (seed >> 3) & ((1 << bits) - 1)
                    })
                    .collect();
                let mut bytes = Vec::new();
                pack(numbers.iter().copied(), bits, &mut bytes);
                assert_eq!(Some(bytes.len()), packed_bytes(rows, bits));
                let mut back = Vec::new();
                unpack(&bytes, bits, rows, |number| number, |block| back.extend_from_slice(block));
                assert_eq!(back, numbers, "{rows} rows of {bits} bits");
            }
        }
    }
}
