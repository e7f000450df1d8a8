//! Strings of no interest: where they end.

/// Where the closing quote is. `escaped` is whether a backslash escapes the first byte, and then the one behind the last.
pub(super) fn end(bytes: &[u8], escaped: &mut bool) -> Option<usize> {
    let mut before = 0;
    for eight in bytes.chunks(8) {
        if *escaped || !is_ordinary(eight) {
            let end = eight.iter().position(|&byte| {
                let ends = byte == b'"' && !*escaped;
                *escaped = byte == b'\\' && !*escaped;
                ends
            });
            if let Some(at) = end {
                return Some(before + at);
            }
        }
        before += eight.len();
    }
    None
}

/// Whether these are eight bytes, none of them a quote or a backslash.
fn is_ordinary(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    // https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
    let has = |word: u64, byte: u8| {
        let zero = word ^ (ONES * u64::from(byte));
        zero.wrapping_sub(ONES) & !zero & (ONES << 7) != 0
    };
    let word = bytes.first_chunk().map(|eight| u64::from_le_bytes(*eight));
    word.is_some_and(|word| !has(word, b'"') && !has(word, b'\\'))
}
