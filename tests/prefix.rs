//! A data: prefix is taken off however it is cut, and what only begins like one is given back whole.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "prefix/naive.rs"]
mod naive;

use engine::face::prefix::Prefix;
use naive::{naive, strip};

#[test]
fn however_it_is_cut() {
    for (text, rest, found) in [
        ("data:image/png;base64,iVBORw0K", "iVBORw0K", true),
        ("data:,AAAA", "AAAA", true),
        ("data:image/png;base64,", "", true),
        ("data:image/png;base64", "", true),
        ("DATA:image/png;base64,iVBORw0K", "iVBORw0K", true),
        ("  Data:,AAAA", "AAAA", true),
        (" DaTAAAAA", "DaTAAAAA", false),
        ("iVBORw0K", "iVBORw0K", false),
        ("dataAAAA", "dataAAAA", false),
        ("data", "data", false),
        ("dat", "dat", false),
        ("dadata:,A", "dadata:,A", false),
        ("", "", false),
    ] {
        let expected = (rest.as_bytes().to_vec(), found);
        assert_eq!(naive(text.as_bytes()), expected, "{text}");
        for size in 1..=text.len().max(1) {
            assert_eq!(strip(text.as_bytes().chunks(size)), expected, "{text} by {size}");
        }
    }
}

#[test]
fn it_stops_before_the_end_of_a_string() {
    let mut prefix = Prefix::default();
    let mut taken = |text: &[u8]| {
        let (taken, held) = prefix.take(text);
        assert!(held.is_empty());
        taken
    };
    assert_eq!(
        [taken(b"data:image\\/png;base64,AA"), taken(b"/"), taken(b"png\",\"x\":1"), taken(b"\n,")],
        [10, 1, 3, 0]
    );
    assert!(!prefix.is_over() && prefix.found());
}
