//! A data: prefix in any pieces, against one taken off at once.

use super::input::Input;
use super::naive_prefix::{naive, strip};

pub fn check(input: &[u8]) {
    let input = Input::new(input);
    let expected = naive(input.bytes);
    for pieces in input.ways() {
        assert_eq!(strip(pieces), expected);
    }
}
