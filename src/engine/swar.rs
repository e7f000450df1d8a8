//! Bytes that mean nothing but themselves, eight at a time: a reply may be megabytes of prose.
//! <https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord>

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGHS: u64 = ONES << 7;

/// How many bytes there are before the first that `ends`; of eight of them, as a word, `may_end` says the same, or that
/// it does not know.
pub fn run(bytes: &[u8], may_end: impl Fn(u64) -> bool, ends: impl Fn(u8) -> bool) -> usize {
    let mut length = 0;
    for eight in bytes.chunks(8) {
        if eight.first_chunk().is_some_and(|eight| !may_end(u64::from_le_bytes(*eight))) {
            length += 8;
            continue;
        }
        match eight.iter().position(|byte| ends(*byte)) {
            Some(end) => return length + end,
            None => length += eight.len(),
        }
    }
    length
}

/// Whether one of them is that byte.
pub const fn has(word: u64, byte: u8) -> bool {
    has_less(word ^ (ONES * byte as u64), 1)
}

/// Whether one of them is less than that, which is 128 at most.
pub const fn has_less(word: u64, than: u8) -> bool {
    word.wrapping_sub(ONES * than as u64) & !word & HIGHS != 0
}
