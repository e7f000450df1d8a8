//! Bytes of a string that mean nothing but themselves.

/// How many of them the bytes begin with: up to a quote, a backslash, or what no JSON string holds. Eight at a time: a
/// reply may be megabytes of prose.
pub(super) fn run(bytes: &[u8]) -> usize {
    let mut length = 0;
    for eight in bytes.chunks(8) {
        if !is_plain(eight) {
            let end = eight.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..b' '));
            length += end.unwrap_or(eight.len());
            if end.is_some() {
                break;
            }
        } else {
            length += eight.len();
        }
    }
    length
}

/// Whether these are eight bytes, and all of them plain.
fn is_plain(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHS: u64 = ONES << 7;
    // https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord and #HasLessInWord
    let has_less = |word: u64, than: u8| word.wrapping_sub(ONES * u64::from(than)) & !word & HIGHS != 0;
    let has = |word: u64, byte: u8| has_less(word ^ (ONES * u64::from(byte)), 1);
    let word = bytes.first_chunk().map(|eight| u64::from_le_bytes(*eight));
    word.is_some_and(|word| !has(word, b'"') && !has(word, b'\\') && !has_less(word, b' '))
}
