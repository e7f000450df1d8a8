//! A short name for bytes that are no picture, so that an error can say what came instead.
//!
//! It knows what servers and people send by mistake, not every format there is.

/// What the head of a file that is no [`Raster`](super::Raster) looks like, with its first bytes: for
/// sentences like "the server sent SVG (3c 73 76 67 20 78 6d 6c …), not a picture".
pub fn name(head: &[u8]) -> String {
    let mut name = String::from(kind(head));
    for (at, byte) in head.iter().take(8).enumerate() {
        name.push_str(if at == 0 { " (" } else { " " });
        for digit in [byte >> 4, byte & 0xf] {
            name.extend(char::from_digit(digit.into(), 16));
        }
    }
    name.push_str(match head.len() {
        0 => "",
        1..=8 => ")",
        _ => " …)",
    });
    name
}

/// At which place, which bytes, and the name. The first that fits counts.
const SIGNATURES: [(usize, &[u8], &str); 19] = [
    (0, b"\x89PNG", "damaged PNG"),
    (0, b"\xff\xd8\xff", "damaged JPEG"),
    (0, b"GIF8", "damaged GIF"),
    (8, b"WEBP", "damaged WebP"),
    (4, b"ftypavi", "damaged AVIF"),
    (4, b"ftyphe", "HEIC"),
    (4, b"ftypmif", "HEIF"),
    (4, b"ftypmsf", "HEIF"),
    (4, b"ftyp", "MP4"),
    (0, b"\x1a\x45\xdf\xa3", "WebM"),
    (0, b"\xff\x0a", "JPEG XL"),
    (4, b"JXL ", "JPEG XL"),
    (0, b"BM", "BMP"),
    (0, b"\0\0\x01\0", "ICO"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"%PDF", "PDF"),
    (0, b"PK\x03\x04", "ZIP"),
    (0, b"\x1f\x8b", "gzip"),
];

/// How text begins after white space, in either case.
const TEXTS: [(&str, &str); 9] = [
    ("<svg", "SVG"),
    ("<!doctype svg", "SVG"),
    ("<!doctype html", "HTML"),
    ("<html", "HTML"),
    ("<?xml", "XML"),
    ("{", "JSON"),
    ("[", "JSON"),
    ("data:", "a data: URL"),
    ("", "text"),
];

fn kind(head: &[u8]) -> &'static str {
    if head.is_empty() {
        return "nothing";
    }
    let is = |(at, bytes, _): &&(usize, &[u8], &str)| head.get(*at..).is_some_and(|head| head.starts_with(bytes));
    if let Some((_, _, name)) = SIGNATURES.iter().find(is) {
        return name;
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = text.trim_ascii_start();
    let starts = |(start, _): &&(&str, &str)| {
        let same = |head: &[u8]| head.eq_ignore_ascii_case(start.as_bytes());
        text.get(..start.len()).is_some_and(same)
    };
    match TEXTS.iter().find(starts) {
        Some((_, name)) if is_text(text) => name,
        _ => "unknown bytes",
    }
}

/// UTF-8 without control characters; the last character may be cut.
fn is_text(head: &[u8]) -> bool {
    let control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let cut = |error: std::str::Utf8Error| error.error_len().is_none();
    !head.iter().any(control) && std::str::from_utf8(head).map_or_else(cut, |_| true)
}
