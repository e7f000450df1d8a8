//! Bytes of a string that mean nothing but themselves.

use crate::swar::{self, has, has_less};

/// How many of them the bytes begin with: up to a quote, a backslash, or what no JSON string holds.
pub(super) fn run(bytes: &[u8]) -> usize {
    let may_end = |word| has(word, b'"') || has(word, b'\\') || has_less(word, b' ');
    swar::run(bytes, may_end, |byte| matches!(byte, b'"' | b'\\' | 0..b' '))
}
