//! Whole groups by table, eight symbols to six bytes; and back, one by one.
//!
//! The bulk path of native builds, where the tests run, and the twin that the SIMD kernel is compared
//! with. Browser builds have no use for it: what the kernel leaves is the state machine's.

#![expect(clippy::indexing_slicing, reason = "the table has a place for every u8")]

/// No symbol. The six bits of one never reach the two highest.
const NONE: u8 = 0xff;

static BITS: [u8; 256] = {
    let mut table = [NONE; 256];
    let mut byte = 0;
    while byte < table.len() {
        if let Some(bits) = super::symbol(byte as u8) {
            table[byte] = bits;
        }
        byte += 1;
    }
    table
};

/// Decodes whole groups from the front of `text` into the front of `out`, two at a time, and returns
/// how many; every byte of them is a symbol. Stops before two that hold something else, and before
/// two that `text` or `out` is too short for.
pub(super) fn prefix(text: &[u8], out: &mut [u8]) -> usize {
    let (pairs, _) = text.as_chunks::<8>();
    let (slots, _) = out.as_chunks_mut::<6>();
    let mut groups = 0;
    for (pair, slot) in pairs.iter().zip(slots) {
        let bits = pair.map(|byte| BITS[usize::from(byte)]);
        if bits.iter().fold(0, |all, bits| all | bits) == NONE {
            break;
        }
        let [.., a, b, c, d, e, f] = bits.iter().fold(0, |all, &bits| all << 6 | u64::from(bits)).to_be_bytes();
        *slot = [a, b, c, d, e, f];
        groups += 2;
    }
    groups
}

/// Encodes whole groups from the front of `bytes` into the front of `out`, and returns how many.
pub(super) fn encode(bytes: &[u8], out: &mut [u8]) -> usize {
    let (groups, _) = bytes.as_chunks();
    let (slots, _) = out.as_chunks_mut();
    let each = groups.iter().zip(slots).map(|(&[a, b, c], slot)| {
        let bits = u32::from_be_bytes([0, a, b, c]);
        *slot = [bits >> 18, bits >> 12, bits >> 6, bits].map(|bits| super::of(bits as u8 & 0x3f));
    });
    each.count()
}
