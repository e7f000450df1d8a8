//! A data: prefix is taken off however it is cut, and what only begins like one is given back whole.

#![cfg(not(target_arch = "wasm32"))]

use wasmagine::prefix::Prefix;

/// What is left of `text`, cut into pieces of that size, and whether a prefix was found.
fn strip(text: &str, size: usize) -> (String, bool) {
    let mut prefix = Prefix::default();
    let mut left = Vec::new();
    for piece in text.as_bytes().chunks(size) {
        let (taken, held) = prefix.take(piece);
        left.extend_from_slice(held);
        if prefix.is_over() {
            left.extend_from_slice(&piece[taken..]);
        } else {
            assert_eq!(taken, piece.len());
        }
    }
    left.extend_from_slice(prefix.give_up());
    (String::from_utf8(left).unwrap(), prefix.found())
}

#[test]
fn however_it_is_cut() {
    for (text, rest, found) in [
        ("data:image/png;base64,iVBORw0K", "iVBORw0K", true),
        ("data:,AAAA", "AAAA", true),
        ("data:image/png;base64,", "", true),
        ("data:image/png;base64", "", true),
        ("iVBORw0K", "iVBORw0K", false),
        ("dataAAAA", "dataAAAA", false),
        ("data", "data", false),
        ("dat", "dat", false),
        ("dadata:,A", "dadata:,A", false),
        ("", "", false),
    ] {
        for size in 1..=text.len().max(1) {
            assert_eq!(strip(text, size), (rest.to_owned(), found), "{text} by {size}");
        }
    }
}

#[test]
fn it_stops_before_the_end_of_a_string() {
    let mut prefix = Prefix::default();
    assert_eq!(prefix.take(b"data:image\\/png;base64,AA"), (10, &b""[..]));
    assert_eq!(prefix.take(b"/"), (1, &b""[..]));
    assert_eq!(prefix.take(b"png\",\"x\":1"), (3, &b""[..]));
    assert!(!prefix.is_over() && prefix.found());
}
