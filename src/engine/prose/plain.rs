//! Where nothing begins in a text.

use crate::swar::{self, has};

/// How many bytes there are before the first that is of what begins something: the `!` of `![`, or the `:` of `data:`.
pub(super) fn run(text: &[u8]) -> usize {
    swar::run(text, |word| has(word, b'!') || has(word, b':'), |byte| matches!(byte, b'!' | b':'))
}
