//! The sniffer on real files (tests/fixtures, made as its README says), on headers written by hand,
//! and on random bytes.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/", $name)).as_slice()
    };
}

#[path = "sniff/avif.rs"]
mod avif;
#[path = "sniff/input.rs"]
mod input;
#[path = "sniff/jpeg.rs"]
mod jpeg;
#[path = "sniff/naive.rs"]
mod naive;
#[path = "sniff/name.rs"]
mod name;

use engine::face::sniff::{Raster, Sniffer};
use proptest::prelude::*;

fn sniff(pieces: &[&[u8]]) -> Option<Raster> {
    naive::sniff(pieces.iter().copied())
}

/// The size of a file of that type.
fn size(media_type: &str, file: &[u8]) -> Option<(u32, u32)> {
    let raster = sniff(&[file])?;
    assert_eq!(raster.media_type, media_type);
    Some((raster.width, raster.height))
}

/// Name, content, media type, size.
type File = (&'static str, &'static [u8], &'static str, (u32, u32));

const FILES: [File; 18] = [
    ("plain.png", fixture!("plain.png"), "image/png", (37, 21)),
    ("animated.png", fixture!("animated.png"), "image/png", (37, 21)),
    ("baseline.jpg", fixture!("baseline.jpg"), "image/jpeg", (37, 21)),
    ("progressive.jpg", fixture!("progressive.jpg"), "image/jpeg", (37, 21)),
    ("cmyk.jpg", fixture!("cmyk.jpg"), "image/jpeg", (37, 21)),
    ("gray.jpg", fixture!("gray.jpg"), "image/jpeg", (37, 21)),
    ("turned.jpg", fixture!("turned.jpg"), "image/jpeg", (37, 21)),
    ("lossy.webp", fixture!("lossy.webp"), "image/webp", (37, 21)),
    ("lossless.webp", fixture!("lossless.webp"), "image/webp", (37, 21)),
    ("alpha.webp", fixture!("alpha.webp"), "image/webp", (37, 21)),
    ("animated.webp", fixture!("animated.webp"), "image/webp", (37, 21)),
    ("87a.gif", fixture!("87a.gif"), "image/gif", (37, 21)),
    ("89a.gif", fixture!("89a.gif"), "image/gif", (37, 21)),
    ("plain.avif", fixture!("plain.avif"), "image/avif", (37, 21)),
    ("alpha.avif", fixture!("alpha.avif"), "image/avif", (37, 21)),
    ("animated.avif", fixture!("animated.avif"), "image/avif", (37, 21)),
    ("turned.avif", fixture!("turned.avif"), "image/avif", (21, 37)),
    ("grid.avif", fixture!("grid.avif"), "image/avif", (128, 192)),
];

#[test]
fn real_files_are_measured() {
    for (file, bytes, media_type, expected) in FILES {
        assert_eq!(size(media_type, bytes), Some(expected), "{file}");
    }
}

#[test]
fn every_split_gives_the_same_answer() {
    for (file, bytes, media_type, (width, height)) in FILES {
        let expected = Some(Raster { media_type, width, height });
        for at in 0..=bytes.len() {
            let (head, tail) = bytes.split_at(at);
            assert_eq!(sniff(&[head, tail]), expected, "{file} at {at}");
            let (byte, tail) = tail.split_at(1.min(tail.len()));
            assert_eq!(sniff(&[head, &[], byte, tail]), expected, "{file} at {at}, one byte");
        }
        let bytes: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(sniff(&bytes), expected, "{file}, byte by byte");
    }
}

#[test]
fn a_cut_header_is_no_raster_and_a_whole_one_stays_the_answer() {
    for (file, bytes, ..) in FILES {
        let whole = sniff(&[bytes]);
        let first = (0..=bytes.len()).find(|&end| sniff(&[&bytes[..end]]).is_some()).unwrap();
        assert!(first >= 16, "{file} is known from {first} bytes");
        for end in first..bytes.len() {
            assert_eq!(sniff(&[&bytes[..end]]), whole, "{file} cut to {end}");
        }
    }
}

#[test]
fn an_answer_does_not_change() {
    let mut sniffer = Sniffer::new();
    sniffer.push(fixture!("plain.png"));
    sniffer.push(fixture!("baseline.jpg"));
    assert_eq!(sniffer.raster().unwrap().media_type, "image/png");
    let mut sniffer = Sniffer::new();
    sniffer.push(b"<svg xmlns=\"http://www.w3.org/2000/svg\">");
    sniffer.push(fixture!("plain.png"));
    assert_eq!(sniffer.raster(), None);
}

#[test]
fn the_head_is_the_first_sixteen_bytes() {
    let mut sniffer = Sniffer::new();
    assert_eq!(sniffer.head(), b"");
    sniffer.push(b"GIF");
    assert_eq!(sniffer.head(), b"GIF");
    for byte in &fixture!("89a.gif")[3..] {
        sniffer.push(&[*byte]);
    }
    assert_eq!(sniffer.head(), &fixture!("89a.gif")[..16]);
    let mut sniffer = Sniffer::new();
    sniffer.push(fixture!("progressive.jpg"));
    assert_eq!(sniffer.head(), &fixture!("progressive.jpg")[..16]);
}

mod png {
    use super::*;

    fn header(width: u32, height: u32) -> Vec<u8> {
        let mut file = fixture!("plain.png").to_vec();
        file[16..20].copy_from_slice(&width.to_be_bytes());
        file[20..24].copy_from_slice(&height.to_be_bytes());
        file
    }

    #[test]
    fn all_four_bytes_count() {
        assert_eq!(size("image/png", &header(0x0102_0304, 12288)), Some((0x0102_0304, 12288)));
        assert_eq!(size("image/png", &header(0, 1)), None);
        assert_eq!(size("image/png", &header(1, 0)), None);
    }

    #[test]
    fn a_bad_signature_or_first_chunk_is_no_raster() {
        for at in 0..16 {
            let mut file = fixture!("plain.png").to_vec();
            file[at] ^= 1;
            assert_eq!(sniff(&[&file]), None, "byte {at}");
        }
    }
}

mod gif {
    use super::*;

    #[test]
    fn numbers_are_little_endian_and_not_zero() {
        let mut file = fixture!("87a.gif").to_vec();
        file[6..10].copy_from_slice(&[0x34, 0x12, 0x78, 0x56]);
        assert_eq!(size("image/gif", &file), Some((0x1234, 0x5678)));
        file[6..8].fill(0);
        assert_eq!(size("image/gif", &file), None);
        file[4] = b'8';
        file[6] = 1;
        assert_eq!(sniff(&[&file]), None, "GIF88a");
    }
}

mod webp {
    use super::*;

    fn file(chunk: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let mut file = [b"RIFF\0\0\0\0WEBP", chunk.as_slice(), &[0; 4], body].concat();
        file.resize(64, 0);
        file
    }

    #[test]
    fn the_three_kinds_of_header() {
        let extended = file(b"VP8X", &[0x10, 0, 0, 0, 0xff, 0x2f, 0x01, 0xff, 0xff, 0xff]);
        assert_eq!(size("image/webp", &extended), Some((0x01_3000, 0x100_0000)));
        let lossless = file(b"VP8L", &[0x2f, 0xff, 0xff, 0xff, 0x1f]);
        assert_eq!(size("image/webp", &lossless), Some((0x4000, 0x4000)));
        let lossless = file(b"VP8L", &[0x2f, 0, 0x40, 0, 0]);
        assert_eq!(size("image/webp", &lossless), Some((1, 2)));
        let lossy = file(b"VP8 ", &[0, 0, 0, 0x9d, 1, 0x2a, 0x01, 0xc3, 0x02, 0x44]);
        assert_eq!(size("image/webp", &lossy), Some((0x301, 0x402)), "the scale is left out");
    }

    #[test]
    fn the_shortest_file_is_long_enough() {
        let one_pixel = b"RIFF\x12\0\0\0WEBPVP8L\x06\0\0\0\x2f\x41\x6c\x6f\0\x6b";
        assert_eq!(sniff(&[one_pixel]).unwrap().media_type, "image/webp");
    }

    #[test]
    fn what_is_no_header_is_no_raster() {
        for (chunk, body) in [
            (b"VP8 ", [1, 0, 0, 0x9d, 1, 0x2a, 5, 0, 5, 0]),    // no key frame
            (b"VP8 ", [0, 0, 0, 0x9d, 1, 0x2b, 5, 0, 5, 0]),    // no start code
            (b"VP8 ", [0, 0, 0, 0x9d, 1, 0x2a, 0, 0, 5, 0]),    // no width
            (b"VP8 ", [0, 0, 0, 0x9d, 1, 0x2a, 5, 0, 0, 0xc0]), // no height, but a scale
            (b"VP8L", [0x2e, 5, 0, 5, 0, 0, 0, 0, 0, 0]),       // no signature
            (b"ALPH", [0; 10]),
        ] {
            assert_eq!(sniff(&[&file(chunk, &body)]), None, "{chunk:?} {body:x?}");
        }
        assert_eq!(sniff(&[b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0\x44\xac\0\0\0\0"]), None);
    }
}

/// Bytes that look like a file for a while: a fixture with some damage, or the beginning of one.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let damage = proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..12);
    let tail = proptest::collection::vec(any::<u8>(), 0..64);
    (0..FILES.len(), damage, any::<proptest::sample::Index>(), tail).prop_map(|(file, damage, end, tail)| {
        let mut bytes = FILES[file].1.to_vec();
        for (at, byte) in damage {
            // Headers are in front: most damage goes there.
            let front = bytes.len().min(if byte & 1 == 0 { 64 } else { 400 });
            *at.get_mut(&mut bytes[..front]) = byte;
        }
        bytes.truncate(end.index(bytes.len() * 2));
        bytes.extend(tail);
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_never_panics_and_splits_never_matter(bytes in damaged(), at in any::<proptest::sample::Index>()) {
        let whole = naive::naive(&bytes);
        prop_assert_eq!(sniff(&[&bytes]), whole);
        let (head, tail) = bytes.split_at(at.index(bytes.len() + 1));
        prop_assert_eq!(sniff(&[head, tail]), whole);
        let pieces: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(sniff(&pieces), whole);
    }
}
