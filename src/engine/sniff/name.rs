//! What bytes look like that are no picture, for sentences such as "the server sent SVG (3c 73 76 67 20 78 6d 6c …)".

use super::SHOWN;

/// A short name for the head of a file, with its first bytes.
#[must_use]
pub fn name(head: &[u8]) -> String {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let head = head.get(..SHOWN).unwrap_or(head);
    if head.is_empty() {
        return "nothing".to_owned();
    }
    let mut name = kind(head).to_owned();
    let mut before = " (";
    for byte in head.iter().take(8) {
        name.push_str(before);
        name.extend([byte >> 4, byte & 15].map(|digit| HEX.get(usize::from(digit)).copied().unwrap_or('0')));
        before = " ";
    }
    name.push_str(if head.len() > 8 { " …)" } else { ")" });
    name
}

/// What servers and people send by mistake: at which byte stands what. The first that fits counts.
const KINDS: [(usize, &[u8], &str); 19] = [
    (0, b"\x89PNG", "damaged PNG"),
    (0, b"\xff\xd8\xff", "damaged JPEG"),
    (0, b"GIF8", "damaged GIF"),
    (8, b"WEBP", "damaged WebP"),
    (4, b"ftypavi", "damaged AVIF"),
    (4, b"ftyphe", "HEIC"),
    (4, b"ftypmif", "HEIF"),
    (4, b"ftypmsf", "HEIF"),
    (4, b"ftyp", "MP4"),
    (0, b"\x1aE\xdf\xa3", "WebM"),
    (0, b"\xff\n", "JPEG XL"),
    (4, b"JXL ", "JPEG XL"),
    (0, b"BM", "BMP"),
    (0, b"\0\0\x01\0", "ICO"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"%PDF", "PDF"),
    (0, b"PK\x03\x04", "ZIP"),
    (0, b"\x1f\x8b", "gzip"),
];

fn kind(head: &[u8]) -> &'static str {
    let fits = |(at, start, _): &&(usize, &[u8], &str)| head.get(*at..).is_some_and(|head| head.starts_with(start));
    match KINDS.iter().find(fits) {
        Some((_, _, name)) => name,
        None => text(head).map_or("unknown bytes", kind_of_text),
    }
}

/// Text without its byte order mark and the white space before it. Its last character may be cut.
fn text(head: &[u8]) -> Option<&str> {
    let whole = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?,
        Err(_) => return None,
    };
    let is_text = |char: char| !char.is_ascii_control() || matches!(char, '\t' | '\n' | '\x0c' | '\r');
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    text.chars().all(is_text).then(|| text.trim_start_matches(['\t', '\n', '\x0c', '\r', ' ']))
}

fn kind_of_text(text: &str) -> &'static str {
    let begins = |start: &str| text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    match text {
        _ if begins("<svg") || begins("<!doctype svg") => "SVG",
        _ if begins("<html") || begins("<!doctype html") => "HTML",
        _ if begins("<?xml") => "XML",
        _ if text.starts_with(['{', '[']) => "JSON",
        _ if begins("data:") => "a data: URL",
        _ => "text",
    }
}
