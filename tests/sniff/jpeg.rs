//! JPEGs put together from segments.

use super::*;

fn segment(code: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, code], length.as_slice(), body].concat()
}

fn frame(code: u8, width: u16, height: u16) -> Vec<u8> {
    let ([w0, w1], [h0, h1]) = (width.to_be_bytes(), height.to_be_bytes());
    segment(code, &[8, h0, h1, w0, w1, 1, 1, 0x11, 0])
}

/// A file of these segments, long enough to have a head.
fn file(segments: &[&[u8]]) -> Vec<u8> {
    [&[0xff, 0xd8], segments.concat().as_slice(), &[0; 16]].concat()
}

/// A file with these segments in front of a good frame header.
fn before(segments: &[&[u8]]) -> Option<(u32, u32)> {
    let frame = frame(0xc0, 640, 480);
    size("image/jpeg", &file(&[segments, &[frame.as_slice()]].concat()))
}

const GOOD: Option<(u32, u32)> = Some((640, 480));

#[test]
fn every_frame_header_counts_and_nothing_else_does() {
    for code in 0x02..=0xfe {
        let found = size("image/jpeg", &file(&[&frame(code, 300, 2)]));
        let expected = match code {
            0xc4 | 0xc8 | 0xcc => None,
            0xc0..=0xcf => Some((300, 2)),
            _ => None,
        };
        assert_eq!(found, expected, "ff {code:x}");
    }
}

#[test]
fn tables_before_the_frame_are_skipped() {
    let quantization = segment(0xdb, &[1; 65]);
    let huffman = segment(0xc4, &[0; 29]);
    let conditioning = segment(0xcc, &[0; 2]);
    let empty = segment(0xfe, &[]);
    let restart = segment(0xdd, &[0, 4]);
    assert_eq!(before(&[&quantization, &huffman, &conditioning, &empty, &restart]), GOOD);
}

#[test]
fn a_thumbnail_in_the_metadata_is_not_the_picture() {
    let thumbnail = [b"Exif\0\0", fixture!("gray.jpg")].concat();
    assert_eq!(before(&[&segment(0xe1, &thumbnail)]), GOOD);
}

#[test]
fn megabytes_of_metadata_are_skipped_in_any_pieces() {
    let manifest = segment(0xeb, &[0xff, 0xc0, 0, 17, 8].repeat(13_000));
    let (start, end) = fixture!("baseline.jpg").split_at(2);
    let file = [start, &manifest.repeat(40), end].concat();
    assert!(file.len() > 2_500_000);
    let expected = Some(Raster { media_type: "image/jpeg", width: 37, height: 21 });
    for length in [1, 2, 3, 1000, 65_535, 65_536, 65_537, file.len()] {
        let pieces: Vec<&[u8]> = file.chunks(length).collect();
        assert_eq!(sniff(&pieces), expected, "pieces of {length}");
    }
}

#[test]
fn fill_bytes_and_lone_markers_are_passed_over() {
    assert_eq!(before(&[&[0xff; 7]]), GOOD, "fill");
    assert_eq!(before(&[&[0xff, 0x01]]), GOOD, "TEM");
    assert_eq!(before(&[&[0xff, 0xd0, 0xff, 0xd7]]), GOOD, "RST");
    assert_eq!(before(&[&[0xff, 0xd8]]), GOOD, "SOI");
    assert_eq!(before(&[&segment(0xe0, b"JFIF"), &[0, 1, 2]]), GOOD, "damage between segments");
}

#[test]
fn what_has_no_size_is_no_raster() {
    assert_eq!(before(&[&[0xff, 0xd9, 0, 2]]), None, "the end first");
    assert_eq!(before(&[&segment(0xda, &[1, 1, 0, 0, 63, 0])]), None, "pixels first");
    assert_eq!(before(&[&[0xff, 0xe0, 0, 1]]), None, "a length that is too short for itself");
    assert_eq!(before(&[&[0xff, 0xe0, 0xff, 0xff]]), None, "a segment that does not end");
    assert_eq!(sniff(&[&file(&[&frame(0xc0, 0, 2)])]), None);
    assert_eq!(sniff(&[&file(&[&frame(0xc0, 2, 0)])]), None, "the height comes after the pixels");
}
