//! What must hold of the base64 codec, as plain functions: tests/base64.rs calls them natively,
//! the browser tests call them where the SIMD kernel is at work. Every check runs on `push` and on
//! its scalar twin and compares both with a decoder too simple to be wrong. A check that one of the
//! two files forgets to call is dead code there, and a warning.

pub mod naive;

use engine::face::base64::{Decoder, Lenient, Progress, Stop};
use naive::{ENCODERS, Outcome, PUSHES, agrees, decode, encodes, naive};

const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Numbers that look random and are the same every time.
struct Random(u32);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 >> 8) as usize % limit
    }
}

const SEED: Random = Random(0x9e37_79b9);

/// Canonical base64 of `length` bytes that look random and are the same every time.
pub fn text(length: usize) -> Vec<u8> {
    let mut random = SEED;
    let mut symbols: Vec<u8> = (0..length.div_ceil(3) * 4).map(|_| ALPHABET[random.below(64)]).collect();
    let end = symbols.len();
    match length % 3 {
        1 => symbols[end - 3..].copy_from_slice(b"g=="),
        2 => symbols[end - 2..].copy_from_slice(b"c="),
        _ => {}
    }
    symbols
}

pub fn plain_text_decodes() {
    for (text, bytes) in [
        ("", ""),
        ("Zg==", "f"),
        ("Zm8=", "fo"),
        ("Zm9v", "foo"),
        ("Zm9vYg==", "foob"),
        ("Zm9vYmE=", "fooba"),
        ("Zm9vYmFy", "foobar"),
    ] {
        for push in PUSHES {
            let expected = Outcome { bytes: bytes.into(), read: text.len(), whole: true };
            assert_eq!(decode(push, [text.as_bytes()], 64), expected, "RFC 4648, section 10");
        }
    }
    for length in 0..200 {
        let text = text(length);
        assert_eq!(naive(&text).bytes.len(), length);
        agrees(&[&text], 256);
        agrees(&[&text, b"\",\"mimeType\":\"image/png\"}"], 256);
    }
}

pub fn every_split_is_the_same() {
    let ends: [&[u8]; 5] = [b"", b"\"}]", b"\\/", b"=", b"Q=Q="];
    for length in [0, 1, 2, 3, 4, 5, 6, 47, 48, 49, 100] {
        for end in ends {
            let text = [&text(length), end].concat();
            for at in 0..=text.len() {
                let (head, tail) = text.split_at(at);
                agrees(&[head, tail], 256);
                // Every split in three while that is a small number, else a middle of one byte.
                let middles = if text.len() <= 16 { tail.len() } else { 1.min(tail.len()) };
                for middle in 0..=middles {
                    let (middle, tail) = tail.split_at(middle);
                    agrees(&[head, middle, tail], 256);
                }
            }
            let bytes: Vec<&[u8]> = text.chunks(1).collect();
            agrees(&bytes, 256);
        }
    }
}

pub fn every_byte_at_every_place_is_judged() {
    // Three turns of the kernel, so that each place is met in a first, a middle and a last one.
    let good = text(72);
    for at in 0..good.len() {
        for byte in 0..=255 {
            let mut text = good.clone();
            text[at] = byte;
            agrees(&[&text], 96);
        }
    }
}

/// What the fuzz targets do (fuzz/src/base64.rs), in miniature: they never meet the kernel.
pub fn damage_anywhere_in_any_pieces_is_judged() {
    let mut random = SEED;
    for _ in 0..3_000 {
        let mut text = text(random.below(200));
        for _ in 0..random.below(3) {
            let at = random.below(text.len() + 1);
            let byte =
                if random.below(2) == 0 { random.below(256) as u8 } else { b"=\"\\/+-_\n .:@[`{,"[random.below(16)] };
            text.splice(at..text.len().min(at + random.below(2)), [byte]);
        }
        let (first, second) = (random.below(text.len() + 1), random.below(text.len() + 1));
        let (head, rest) = text.split_at(first.min(second));
        let (middle, tail) = rest.split_at(first.max(second) - head.len());
        agrees(&[head, middle, tail], Decoder::SLACK + random.below(300));
    }
}

pub fn padding_is_strict() {
    // The text, how much of it can be taken, how many bytes come out, and whether that is a whole string.
    for (text, read, bytes, whole) in [
        ("=", 0, 0, true),
        ("A", 1, 0, false),
        ("A=", 1, 0, false),
        ("AA", 2, 0, false),
        ("AA=", 3, 1, false),
        ("AA=A", 3, 1, false),
        ("AA==", 4, 1, true),
        ("AA===", 4, 1, true),
        ("AA==AAAA", 4, 1, true),
        ("AB==", 2, 0, false),
        ("AQ==", 4, 1, true),
        ("AAA", 3, 0, false),
        ("AAA=", 4, 2, true),
        ("AAA==", 4, 2, true),
        ("AAB=", 3, 0, false),
        ("AAE=", 4, 2, true),
        ("AAAA=", 4, 3, true),
        ("AA-_", 2, 0, false),
        ("AAAA\nAAAA", 4, 3, true),
    ] {
        for push in PUSHES {
            let outcome = decode(push, [text.as_bytes()], 64);
            assert_eq!((outcome.read, outcome.bytes.len(), outcome.whole), (read, bytes, whole), "{text}");
        }
        agrees(&[text.as_bytes()], 64);
    }
}

pub fn a_full_output_resumes() {
    for length in [1, 2, 3, 24, 100, 200] {
        let text = [&text(length), b"\"".as_slice()].concat();
        for room in Decoder::SLACK..110 {
            agrees(&[&text], room);
            agrees(&[&text[..1], &text[1..]], room);
        }
    }
    for push in PUSHES {
        let (mut decoder, mut out) = (Decoder::new(), [0; 2]);
        let progress = |read, stop| Progress { read, written: 0, stop };
        assert_eq!(push(&mut decoder, b"AAAA", &mut out), progress(0, Stop::Output), "too small from the start");
        assert_eq!(push(&mut decoder, b"\"", &mut out), progress(0, Stop::Byte), "the end needs no room");
        assert_eq!(push(&mut decoder, b"", &mut out), progress(0, Stop::Input));
    }
}

pub fn finish_is_ready_for_the_next_string() {
    for push in PUSHES {
        let (mut decoder, mut out) = (Decoder::new(), [0; 64]);
        for (text, whole) in
            [("Zg==", true), ("Zm9", false), ("Zg=", false), ("Zg", false), ("", true), ("Zm8=", true), ("Zm9v", true)]
        {
            let Progress { read, written, stop } = push(&mut decoder, text.as_bytes(), &mut out);
            assert_eq!((read, stop), (text.len(), Stop::Input), "{text}");
            assert!("foo".as_bytes().starts_with(&out[..written]), "{text}");
            assert_eq!(decoder.finish().is_ok(), whole, "{text}");
        }
    }
}

pub fn other_spellings_are_read() {
    for length in (0..70).chain([191, 192, 193, 500]) {
        let text = String::from_utf8(text(length)).unwrap();
        let bytes = naive(text.as_bytes()).bytes;
        let safe = text.replace('+', "-").replace('/', "_");
        let lines = |text: &str, end: &str| {
            let lines: Vec<_> = text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
            lines.join(end)
        };
        let bare = text.trim_end_matches('=');
        for (spelled, blanks) in [
            (text.clone(), false),
            (safe.clone(), false),
            (bare.to_owned(), false),
            (safe.trim_end_matches('=').to_owned(), false),
            (lines(&text, "\r\n"), true),
            (lines(&safe, "\n"), true),
            (format!(" {bare}\n\t"), true),
            (text.chars().map(|char| format!("{char} ")).collect(), true),
        ] {
            for piece in [1, 3, 64, 1000] {
                for room in [Decoder::SLACK, 7, 100] {
                    let (read, decoded, is_odd) = lenient(&spelled, blanks, piece, room);
                    assert_eq!((read, decoded.as_ref()), (spelled.len(), Some(&bytes)), "{spelled}");
                    assert_eq!(is_odd, spelled != text, "{spelled}");
                }
            }
        }
    }
    for (text, blanks, read, whole) in [
        ("AA==AA", true, 4, true),
        ("AAAA AAAA", false, 4, true),
        ("AAAA\0", true, 4, true),
        ("A", true, 1, false),
        ("AAAAA", true, 5, false),
        ("AB", true, 2, false), // bits beyond the last byte
        ("AA=A", true, 3, true),
        ("=AAA", true, 0, true),
        ("AAAA====", true, 4, true),
        ("AA\u{a0}", true, 2, true),
    ] {
        let (taken, decoded, _) = lenient(text, blanks, 1000, 100);
        assert_eq!((taken, decoded.is_some()), (read, whole), "{text:?}");
    }
}

/// How much of a text is taken, in such pieces and with so much room, what it decodes to, and whether it is odd.
pub fn lenient(text: &str, blanks: bool, piece: usize, room: usize) -> (usize, Option<Vec<u8>>, bool) {
    let (mut decoder, mut bytes, mut taken, mut out) = (Lenient::new(blanks), Vec::new(), 0, vec![0xa5; room]);
    'pieces: for mut piece in text.as_bytes().chunks(piece) {
        loop {
            let Progress { read, written, stop } = decoder.push(piece, &mut out);
            bytes.extend_from_slice(&out[..written]);
            taken += read;
            piece = &piece[read..];
            match stop {
                Stop::Input => break,
                Stop::Output => assert!(read > 0, "it makes progress"),
                Stop::Byte => break 'pieces,
            }
        }
    }
    let end = decoder.finish(&mut out);
    bytes.extend_from_slice(&out[..end.unwrap_or_default()]);
    (taken, end.is_ok().then_some(bytes), decoder.is_odd())
}

pub fn encoded_bytes_are_their_text() {
    for length in 0..200 {
        let text = text(length);
        encodes(&naive(&text).bytes, &text);
    }
    // Each value at each place of two turns and a rest.
    let good = naive(&text(31)).bytes;
    for at in 0..good.len() {
        for byte in 0..=255 {
            let mut bytes = good.clone();
            bytes[at] = byte;
            for encode in ENCODERS {
                let mut out = [0; 44];
                assert_eq!(encode(&bytes, &mut out), out.len());
                assert_eq!(naive(&out), Outcome { bytes: bytes.clone(), read: out.len(), whole: true });
            }
        }
    }
}

pub fn an_encoder_writes_whole_groups_as_far_as_there_is_room() {
    let text = text(100);
    let bytes = naive(&text).bytes;
    for room in 0..=text.len() {
        for encode in ENCODERS {
            let mut out = vec![0; room];
            let written = encode(&bytes, &mut out);
            assert_eq!(written, room / 4 * 4);
            assert_eq!(out[..written], text[..written]);
        }
    }
}
