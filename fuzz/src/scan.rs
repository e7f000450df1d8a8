//! Any bytes as a reply: however they are cut, the scanner finds the same; it finds what serde_json does, and heals nothing.

use super::input::Input;
use super::naive_codec::naive;
use super::naive_scan::{Collected, Tree, Undecoded, rebuilt, scan, scan_into};
use base64::{Engine, engine::general_purpose::STANDARD};
use engine::face::scan::{Error, Fault, Mark, Scanner};

pub fn check(input: &[u8]) {
    check_input(&Input::new(input));
}

pub fn check_input(input: &Input) {
    let bytes = input.bytes;
    let (scanner, collected, ended) = same_in_pieces(input);
    let read = &bytes[..scanner.offset() as usize];
    undecoded_heals_nothing(bytes);
    snake_case_can_be_cut_out(bytes, &collected.marks);
    match ended {
        Ok(()) if scanner.is_terminator() => return,
        Ok(()) => is_what_serde_finds(read, &collected),
        Err(error) => stands_where_it_is_said(bytes, error),
    }
    // What serde_json takes is taken; by a sink that decodes, but for base64 that is none.
    let first = serde_json::Deserializer::from_slice(bytes).into_iter::<Tree>().next();
    let Some(Ok(mut document)) = first else { return };
    if matches!(document, Tree::Leaf(_)) {
        return; // a number or a string, which are no reply; or `null`
    }
    assert_eq!(scan_into(&mut Undecoded::default(), &mut Scanner::new(), [bytes]), Ok(()));
    let mut is_base64 = true;
    document.for_each_part(&mut |part| part.for_each_lifted(&mut |_, text| is_base64 &= STANDARD.decode(text).is_ok()));
    match ended {
        Ok(()) => assert!(is_base64, "what is lifted is base64"),
        Err(error) => assert!(!is_base64 && error.fault == Fault::Base64, "{error:?}"),
    }
}

/// Scans in all ways, and gives what all of them find.
fn same_in_pieces(input: &Input) -> (Scanner, Collected, Result<(), Error>) {
    let [whole, by_byte, as_sized] = input.ways().map(|pieces| {
        let mut scanner = Scanner::new();
        let (collected, ended) = scan(&mut scanner, pieces);
        (scanner, collected, ended)
    });
    for other in [by_byte, as_sized] {
        let state =
            |scanner: &Scanner| (scanner.is_done(), scanner.is_terminator(), scanner.is_array(), scanner.is_open());
        assert_eq!(whole.2, other.2);
        assert_eq!((&whole.1.lifted, &whole.1.marks), (&other.1.lifted, &other.1.marks));
        assert_eq!(state(&whole.0), state(&other.0));
        // What comes with the end of a stream is nobody's.
        if whole.2.is_ok() && !whole.0.is_terminator() {
            assert_eq!(whole.1.kept, other.1.kept);
            assert_eq!(whole.0.offset(), other.0.offset());
        }
    }
    whole
}

fn is_what_serde_finds(read: &[u8], collected: &Collected) {
    let expected = serde_json::from_slice::<Tree>(read);
    assert_eq!(serde_json::from_slice::<Tree>(&collected.kept).is_ok(), expected.is_ok(), "no damage is healed");
    if let Ok(expected) = expected {
        assert_eq!(rebuilt(collected), expected);
    }
}

/// Nor where what is lifted is not decoded: but serde_json has no half of a surrogate pair, and JSON has.
fn undecoded_heals_nothing(bytes: &[u8]) {
    let (mut sink, mut scanner) = (Undecoded::default(), Scanner::new());
    let ended = scan_into(&mut sink, &mut scanner, [bytes]);
    let read = &bytes[..scanner.offset() as usize];
    if ended.is_ok() && str::from_utf8(read).is_ok_and(|read| !read.to_ascii_lowercase().contains("\\ud")) {
        let is_json = |json: &[u8]| serde_json::from_slice::<Tree>(json).is_ok();
        assert_eq!(is_json(&sink.kept), is_json(read), "no damage is healed, decoded or not");
    }
}

/// Behind a key in snake_case, which is as long as src/tee.rs takes it to be.
fn snake_case_can_be_cut_out(bytes: &[u8], marks: &[(Mark, u64)]) {
    for &(mark, at) in marks {
        let Mark::SnakeCase(name) = mark else { continue };
        let end = at as usize;
        let spelled = name.chars().map(|char| match char {
            'A'..='Z' => format!("_{}", char.to_ascii_lowercase()),
            _ => char.to_string(),
        });
        let key = format!("\"{}\"", spelled.collect::<String>());
        assert_eq!(bytes[end - name.len() - 2..=end], *key.as_bytes());
    }
}

/// The byte that an error blames is to blame, and no byte before it.
fn stands_where_it_is_said(bytes: &[u8], Error { offset, fault }: Error) {
    let (before, rest) = bytes.split_at(offset as usize);
    let is_space = |byte: &u8| b" \t\r\n".contains(byte);
    match fault {
        Fault::Cut => assert!(rest.is_empty()),
        Fault::NotJson => {
            let begun: Vec<u8> = before.iter().copied().filter(|byte| !is_space(byte)).collect();
            assert!(b"null".starts_with(&begun), "a bare `null` is a reply that says nothing");
            assert!(!begun.is_empty() || !is_space(&rest[0]) && !b"{[n".contains(&rest[0]));
        }
        Fault::Bracket => assert!(b"}]".contains(&rest[0])),
        Fault::Json => {
            // serde_json reads the digits of an escape together.
            let up_to = [&bytes[..=offset as usize], b"000"].concat();
            let read = serde_json::from_slice::<Tree>(&up_to);
            assert!(read.is_err_and(|error| !error.is_eof()), "it is no JSON with that byte");
        }
        Fault::Base64 => {
            let start = before.iter().rposition(|&byte| byte == b'"').unwrap() + 1;
            if !bytes[start..].starts_with(b"\\") && !before[start..].contains(&b'\\') && rest[0] != b'\\' {
                assert_eq!(naive(&bytes[start..]).read, offset as usize - start);
            }
        }
    }
}
