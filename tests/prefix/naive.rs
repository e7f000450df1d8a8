//! A data: prefix taken off at once, and piece by piece.

use engine::face::prefix::Prefix;

/// What is left of a string's text, and whether a prefix was found.
pub type Stripped = (Vec<u8>, bool);

/// Whether a byte ends a string, or may not stand in one.
fn ends(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte.is_ascii_control() && byte != 0x7f
}

/// The oracle: what follows the comma, unless the string ends before it.
pub fn naive(text: &[u8]) -> Stripped {
    let blanks = text.iter().take_while(|byte| **byte == b' ').count();
    let text = &text[blanks..];
    let Some(rest) = text.get(5..).filter(|_| text[..5].eq_ignore_ascii_case(b"data:")) else {
        return (text.to_vec(), false);
    };
    let end = rest.iter().position(|byte| *byte == b',' || ends(*byte));
    let left = end.filter(|&at| rest[at] == b',').map(|at| rest[at + 1..].to_vec());
    (left.unwrap_or_default(), true)
}

/// Feeds it as src/collect.rs does, until it stops.
pub fn strip<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Stripped {
    let mut prefix = Prefix::default();
    let mut left = Vec::new();
    for piece in pieces {
        let was_over = prefix.is_over();
        let (taken, held) = prefix.take(piece);
        assert!(!was_over || (taken == 0 && held.is_empty()), "it takes nothing behind the prefix");
        left.extend_from_slice(&held);
        if prefix.is_over() {
            left.extend_from_slice(&piece[taken..]);
        } else if taken < piece.len() {
            assert!(ends(piece[taken]), "only the string's end stops it");
            break;
        }
    }
    left.extend_from_slice(&prefix.give_up());
    (left, prefix.found())
}
