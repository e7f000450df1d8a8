//! What bytes are called that are no picture.

use engine::face::sniff::name;

#[test]
fn other_bytes_have_a_name() {
    let cut = |file: &'static [u8], length: usize| &file[..length];
    let rows: [(&[u8], &str); 22] = [
        (b"", "nothing"),
        (b"<svg xmlns=\"http", "SVG (3c 73 76 67 20 78 6d 6c …)"),
        (b"\n <!DOCTYPE svg ", "SVG (0a 20 3c 21 44 4f 43 54 …)"),
        (b"<?xml version=\"1", "XML (3c 3f 78 6d 6c 20 76 65 …)"),
        (b"<!doctype html><", "HTML (3c 21 64 6f 63 74 79 70 …)"),
        ("\u{feff}<HTML lang=".as_bytes(), "HTML (ef bb bf 3c 48 54 4d 4c …)"),
        ("%PDF-1.7\n%âã".as_bytes(), "PDF (25 50 44 46 2d 31 2e 37 …)"),
        (b"{\"error\"", "JSON (7b 22 65 72 72 6f 72 22)"),
        (b" []", "JSON (20 5b 5d)"),
        (b"data:image/png;b", "a data: URL (64 61 74 61 3a 69 6d 61 …)"),
        (b"hello", "text (68 65 6c 6c 6f)"),
        ("图像".as_bytes(), "text (e5 9b be e5 83 8f)"),
        (b"a\0b", "unknown bytes (61 00 62)"),
        (b"<svg \x01", "unknown bytes (3c 73 76 67 20 01)"),
        (&[0xe5, 0x9b, 0xbe, 0xe5, 0x83], "text (e5 9b be e5 83)"),
        (&[0xde, 0xad, 0xbe, 0xef], "unknown bytes (de ad be ef)"),
        (cut(fixture!("plain.png"), 4), "damaged PNG (89 50 4e 47)"),
        (cut(fixture!("baseline.jpg"), 3), "damaged JPEG (ff d8 ff)"),
        (cut(fixture!("lossy.webp"), 16), "damaged WebP (52 49 46 46 22 01 00 00 …)"),
        (cut(fixture!("89a.gif"), 5), "damaged GIF (47 49 46 38 39)"),
        (cut(fixture!("plain.avif"), 12), "damaged AVIF (00 00 00 20 66 74 79 70 …)"),
        (cut(fixture!("picture.heic"), 16), "HEIC (00 00 00 18 66 74 79 70 …)"),
    ];
    for (head, expected) in rows {
        assert_eq!(name(head), expected);
    }
    assert_eq!(name(b"\0\0\0\x18ftypisom"), "MP4 (00 00 00 18 66 74 79 70 …)");
}

#[test]
fn any_bytes_have_a_name_that_ends() {
    for first in 0..=255u8 {
        for length in [1, 2, 8, 9, 16] {
            let head: Vec<u8> = (0..length).map(|at: u8| first.wrapping_add(at.wrapping_mul(37))).collect();
            let name = name(&head);
            assert!(name.ends_with(')') && name.len() < 64, "{name}");
        }
    }
}
