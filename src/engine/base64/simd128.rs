//! Whole groups by vector, sixteen symbols to twelve bytes and back.
//!
//! Chosen at compile time: every browser that the package supports has `simd128`, and a module that
//! names an instruction which its engine lacks does not even compile, so there is nothing to ask at
//! run time. For the same reason these functions are safe to call from any on wasm. Each turns the
//! feature on by itself, because a Rust app that depends on the engine sets no flags; only [`prefix`]
//! and [`encode`] do not, because functions with features are no `Fn`.
//!
//! A byte is classified by its two nibbles, as Muła and Lemire do in "Faster Base64 Encoding and
//! Decoding Using AVX2 Instructions" (2018), but with tables worked out from [`symbol`]: what the
//! kernel calls a symbol is what the state machine calls one.
//!
//! Nothing here is unsafe: loads and stores are written as integers, and the compiler makes vector
//! ones of them. Measured on 256 KiB of text, in GB/s:
//!
//! | | Chromium 156 | Firefox 153 | Node 20 |
//! | --- | --- | --- | --- |
//! | as here | 4.1 | 8.7 | 6.7 |
//! | with `v128_load` and `v128_store` through raw pointers, at best | 5.2 | 8.7 | 6.5 |
//! | the scalar twin | 1.2 | 1.1 | 1.1 |
//!
//! Past two the copies around it cost more. A turn with a doubt still gives the groups before it: where
//! a server escapes every slash, and so stops the decoder every 64 symbols, that is 1.15 instead of 0.28.

#![expect(clippy::indexing_slicing, reason = "only constants index, and out of bounds they would not compile")]

use std::arch::wasm32::*;

use super::{of, symbol};

/// Bit `h` for the high nibbles `h` that the alphabet has symbols under, 2 to 7; bit 0 for others.
const CLASS: v128 = lanes({
    let mut table = [1; 16];
    let mut high = 2;
    while high < 8 {
        table[high] = 1 << high;
        high += 1;
    }
    table
});

/// For each low nibble the bits of the high nibbles that make no symbol with it.
const REFUSED: v128 = lanes({
    let mut table = [1; 16];
    let mut byte = 0x20;
    while byte < 0x80 {
        if symbol(byte).is_none() {
            table[byte as usize & 0xf] |= 1 << (byte >> 4);
        }
        byte += 1;
    }
    table
});

/// What to add to a symbol to have its bits: one number for each high nibble, but for `/`, which
/// shares its nibble with `+` and has the free place before it.
const OFFSET: v128 = lanes({
    let mut table = [0; 16];
    let mut byte = 0x20;
    while byte < 0x80 {
        if let Some(bits) = symbol(byte) {
            table[(byte >> 4) as usize - (byte == b'/') as usize] = bits.wrapping_sub(byte);
        }
        byte += 1;
    }
    table
});

/// Decodes whole groups from the front of `text` into the front of `out` and returns how many; every
/// byte of them is a symbol. Stops before the first group that holds something else, and where fewer
/// than 32 symbols or 24 bytes of room are left. The 24 bytes of `out` after the groups may then hold
/// anything.
pub(super) fn prefix(text: &[u8], out: &mut [u8]) -> usize {
    decode_groups(text, out)
}

#[target_feature(enable = "simd128")]
fn decode_groups(text: &[u8], out: &mut [u8]) -> usize {
    let (turns, _) = text.as_chunks::<32>();
    let (rooms, _) = out.as_chunks_mut::<24>();
    let mut groups = 0;
    for (turn, room) in turns.iter().zip(rooms) {
        let mut doubts = [u8x16_splat(0); 2];
        let blocks = turn.as_chunks::<16>().0.iter().zip(room.as_chunks_mut::<12>().0);
        for ((block, slot), doubt) in blocks.zip(&mut doubts) {
            let text = lanes(*block);
            *doubt = refused(text);
            store(decode(text), slot);
        }
        let [first, second] = doubts;
        if v128_any_true(v128_or(first, second)) {
            let bits = u32::from(bitmask(first)) | u32::from(bitmask(second)) << 16;
            groups += bits.trailing_zeros() as usize / 4;
            break;
        }
        groups += 8;
    }
    groups
}

/// A bit for each lane that is not zero.
#[target_feature(enable = "simd128")]
fn bitmask(lanes: v128) -> u16 {
    u8x16_bitmask(u8x16_ne(lanes, u8x16_splat(0)))
}

/// Not zero where there is no symbol.
#[target_feature(enable = "simd128")]
fn refused(text: v128) -> v128 {
    let class = u8x16_swizzle(CLASS, u8x16_shr(text, 4));
    v128_and(class, u8x16_swizzle(REFUSED, v128_and(text, u8x16_splat(0xf))))
}

/// The twelve bytes that sixteen symbols stand for; the last four lanes mean nothing.
#[target_feature(enable = "simd128")]
fn decode(text: v128) -> v128 {
    let slash = u8x16_eq(text, u8x16_splat(b'/')); // minus one where it is
    let offset = u8x16_swizzle(OFFSET, u8x16_add(u8x16_shr(text, 4), slash));
    let six = u8x16_add(text, offset);
    // Two lanes become twelve bits, four twenty-four. Lanes are little-endian, base64 is not.
    let twelve = v128_or(v128_and(u16x8_shl(six, 6), u16x8_splat(0xfc0)), u16x8_shr(six, 8));
    let twenty_four = i32x4_dot_i16x8(twelve, u32x4_splat(0x1_1000));
    u8x16_shuffle::<2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 3, 7, 11, 15>(twenty_four, twenty_four)
}

/// What to add to six bits to have their symbol: first for small letters, then for each of the ten digits, `+`, `/`, and last
/// for capitals.
const SYMBOL: v128 = lanes({
    let mut table = [0; 16];
    let mut place = 0;
    while place < 13 {
        let bits = place + 51; // that of `z`, of the digits, `+` and `/`
        table[place as usize] = of(bits).wrapping_sub(bits);
        place += 1;
    }
    table[13] = of(0);
    table
});

/// Encodes groups from the front of `bytes` into the front of `out`, four at a time, and returns how many.
/// In Node 20, compiled for size, 2.3 GB/s of bytes, and the scalar twin 0.15; for speed 4.6 and 0.8.
pub(super) fn encode(bytes: &[u8], out: &mut [u8]) -> usize {
    encode_groups(bytes, out)
}

#[target_feature(enable = "simd128")]
fn encode_groups(bytes: &[u8], out: &mut [u8]) -> usize {
    let (turns, _) = bytes.as_chunks::<12>();
    let (rooms, _) = out.as_chunks_mut::<16>();
    let mut groups = 0;
    for (turn, room) in turns.iter().zip(rooms) {
        let six = divide(load(turn));
        let place =
            v128_or(u8x16_sub_sat(six, u8x16_splat(51)), v128_and(u8x16_lt(six, u8x16_splat(26)), u8x16_splat(13)));
        *room = bytes_of(u8x16_add(six, u8x16_swizzle(SYMBOL, place)));
        groups += 4;
    }
    groups
}

#[target_feature(enable = "simd128")]
fn load(turn: &[u8; 12]) -> v128 {
    let &[a, b, c, d, e, f, g, h, i, j, k, l] = turn;
    u64x2(u64::from_le_bytes([a, b, c, d, e, f, g, h]), u32::from_le_bytes([i, j, k, l]).into())
}

/// Twelve bytes → six bits in each lane.
#[target_feature(enable = "simd128")]
fn divide(bytes: v128) -> v128 {
    let bytes = u8x16_shuffle::<1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10>(bytes, bytes);
    let bits = |shifted, mask| v128_and(shifted, u32x4_splat(mask));
    let first = v128_or(bits(u32x4_shr(bytes, 10), 0x3f), bits(u32x4_shl(bytes, 4), 0x3f00));
    let last = v128_or(bits(u32x4_shr(bytes, 6), 0x3f_0000), bits(u32x4_shl(bytes, 8), 0x3f00_0000));
    v128_or(first, last)
}

#[target_feature(enable = "simd128")]
fn bytes_of(lanes: v128) -> [u8; 16] {
    let (low, high) = (u64x2_extract_lane::<0>(lanes), u64x2_extract_lane::<1>(lanes));
    (u128::from(high) << 64 | u128::from(low)).to_le_bytes()
}

#[target_feature(enable = "simd128")]
fn store(bytes: v128, slot: &mut [u8; 12]) {
    if let Some(first) = slot.first_chunk_mut() {
        *first = u64x2_extract_lane::<0>(bytes).to_le_bytes();
    }
    if let Some(last) = slot.last_chunk_mut() {
        *last = u32x4_extract_lane::<2>(bytes).to_le_bytes();
    }
}

#[target_feature(enable = "simd128")]
const fn lanes(bytes: [u8; 16]) -> v128 {
    let whole = u128::from_le_bytes(bytes);
    u64x2(whole as u64, (whole >> 64) as u64)
}
